// drive.mjs PROGRAM [FOLDER]: drives the pages in Chromium as people do, in English and Arabic, with the
// examples in a register of its own, and the seeds and session 77 where ../shared has them. Writes TAP.
// FOLDER: where pictures of each page go, in light, dark, Arabic and at the width of a phone, and what is
// printed as PDF. RAPPORTEUR_PAGES in the environment names the parts that are wanted ("judging,together").
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { everyPage, months, paper, phone, shoot } from './every.mjs';
import { chromium, folder, load, pictures, root, serve, told } from './lib.mjs';
import { together } from './people.mjs';
import { hostile, judging, reading, working } from './work.mjs';

const example = (name) => join(root, 'examples', name);
const TASKS = {
  en: { file: example('report-2025-en.txt'), doc: 'A/80/915', language: 'en', search: 'highland', party: 'WIPO' },
  ar: { file: example('activities-2024-ar-en.txt'), doc: 'activities-2024-ar-en', language: 'ar', search: 'المرتفعات', party: 'UPU' },
};

load(Object.values(TASKS).map((task) => task.file));
const { base, stop } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
try {
  for (const [locale, task] of Object.entries(TASKS)) await working(browser, base, locale, task);
  if (pictures) await shoot(browser, base);
  const every = async () => {
    for (const locale of ['en', 'ar']) await everyPage(browser, base, locale);
  };
  const parts = pictures ? {} : { reading, every, months, phone, paper, judging, hostile };
  const wanted = (process.env.RAPPORTEUR_PAGES ?? [...Object.keys(parts), 'together'].join()).split(',');
  for (const [name, part] of Object.entries(parts)) if (wanted.includes(name)) await part(browser, base);
  if (wanted.includes('together')) await together(browser);
  console.log(`1..${told.count}`);
} finally {
  await browser.close();
  stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = told.failures ? 1 : 0;

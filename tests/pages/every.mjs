// Every page: opened in English and Arabic, in light, dark, at the width of a phone, on paper; and the
// pictures of them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert, faults, hasSession, isSound, open, pictures, serious, test } from './lib.mjs';

const RESOLUTION = hasSession ? 'A/RES/77/159' : 'A/RES/79/901';

// Name, address, and what there must be of, for a page without content shows nothing.
export const PAGES = [
  ['overview', '/', '.counts strong'],
  ['documents', '/documents', 'tbody tr'],
  ['document', `/documents/${RESOLUTION}?language=en`, '.paper .flag'],
  ['report as a document', '/documents/A/80/915?language=en', '.paper .flag.kind-activity'],
  ['versions side by side', `/documents/${RESOLUTION}?language=en&beside=ar`, '.pair [lang=ar] p'],
  ['mandates', '/mandates?force=request', 'tbody tr'],
  ['activities', '/activities?type=meeting', 'tbody tr'],
  ['timeline', '/activities?view=timeline', '.frame svg :is(rect, circle)[tabindex]'],
  ['map', '/activities?view=map', '.frame svg circle'],
  ['network', '/activities?view=network', '.frame svg circle'],
  ['agreements', '/agreements', '.agreement .bar'],
  ['publications', '/publications', 'tbody tr'],
  ['pledges', '/pledges', '.pager'],
  ['figures', '/figures', 'tbody tr'],
  ['due', '/due?within=all', 'tbody tr'],
  ['history', '/history?document=A/RES/79/901', 'main .empty'],
  ['trace', '/trace?document=A/RES/79/901', '.matrix .answers, .matrix details'],
  ['search', '/search?q=mountain', '.hits mark'],
  ['report', '/report?kind=consolidated', '.sheet h2'],
  ['report of a trace', '/report?kind=trace&document=A/RES/79/901', '.sheet table'],
  ['add', '/add', '.drop'],
  ['review', '/review?below=1.01', '.queue li'],
];

export async function everyPage(browser, base, locale) {
  const page = await open(browser, base, { locale });
  for (const [name, path, content] of PAGES) {
    await test(`${locale}: ${name} opens and shows something; axe finds nothing serious in light and dark`, async () => {
      faults.length = 0;
      await page.at(path);
      assert(await page.evaluate(() => document.documentElement.lang) === locale, 'the language is another');
      assert(await page.evaluate(() => document.documentElement.dir) === (locale === 'ar' ? 'rtl' : 'ltr'), 'the direction is wrong');
      assert(await page.locator('.failure').count() === 0, await page.locator('#main').innerText());
      assert(await page.locator(content).count() > 0, `nothing of ${content}`);
      await isSound(page);
    });
  }
  await page.context().close();
}

export async function months(browser, base) {
  await test('the Arabic pages name a month twice, as the United Nations does', async () => {
    const page = await open(browser, base, { locale: 'ar' });
    await page.at('/activities?document=activities-2024-ar-en');
    const dates = await page.locator('main').innerText();
    assert(/آذار\/مارس|أيار\/مايو|نيسان\/أبريل/.test(dates), dates.slice(0, 400));
    await page.context().close();
  });
}

export async function phone(browser, base) {
  const page = await open(browser, base, { viewport: { width: 360, height: 780 }, colorScheme: 'dark', locale: 'ar' });
  for (const [name, path] of PAGES) {
    await test(`phone, dark, ar: ${name} fits, and axe finds nothing serious`, async () => {
      await page.at(path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert(wide <= 0, `it is ${wide} pixels too wide`);
      const found = await serious(page);
      assert(found.length === 0, found.join('\n'));
    });
  }
  await page.context().close();
}

const PAPER = ['document', 'versions side by side', 'mandates', 'trace', 'report'];

// What is only for the screen stays off the paper, and black stands on white from the dark as well.
export async function paper(browser, base) {
  const page = await open(browser, base, { locale: 'en', colorScheme: 'dark', viewport: { width: 680, height: 960 } }); // as wide as A4
  for (const [name, path, content] of PAGES.filter(([name]) => PAPER.includes(name))) {
    await test(`on paper: ${name} is there without what only a screen needs`, async () => {
      await page.at(path);
      await page.emulateMedia({ media: 'print' });
      assert(await page.locator('.side').isHidden() && await page.locator('.filters').first().isHidden().catch(() => true), 'the menu or the filters are printed');
      const colours = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.querySelector('main h1, main h2')).color]);
      assert(colours.join() === 'rgb(255, 255, 255),rgb(0, 0, 0)', colours.join());
      assert(await page.locator(content.split(' ')[0]).first().isVisible(), `${content} is not printed`);
      for (const table of await page.locator('main table').all()) {
        assert(await table.evaluate((one) => getComputedStyle(one).display) === 'table', 'a table is none on paper');
      }
      if (name === 'trace') {
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        assert(await page.locator('.matrix .why').first().isVisible(), 'the reasons stay folded');
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      }
      const bytes = await page.pdf({ format: 'A4' });
      assert(bytes.subarray(0, 5).toString() === '%PDF-', 'no PDF');
      await page.emulateMedia({ media: 'screen' });
    });
  }
  await page.context().close();
}

const LOOKS = { light: {}, dark: { colorScheme: 'dark' }, arabic: { locale: 'ar' }, phone: { viewport: { width: 390, height: 844 } } };

// Pictures of each page; of the address given, where a cookie says who looks.
export async function shoot(browser, base, pages = PAGES, cookies = []) {
  mkdirSync(pictures, { recursive: true });
  for (const [look, options] of Object.entries(LOOKS)) {
    const page = await open(browser, base, { locale: 'en', ...options });
    await page.context().addCookies(cookies);
    for (const [name, path] of pages) {
      await page.at(path);
      await page.screenshot({ path: join(pictures, `${name.replace(/ /g, '-')}-${look}.png`) });
    }
    await page.context().close();
  }
  const page = await open(browser, base, { locale: 'en' });
  await page.context().addCookies(cookies);
  for (const [name, path] of pages.filter(([name]) => PAPER.includes(name))) {
    await page.at(path);
    await page.pdf({ path: join(pictures, `${name.replace(/ /g, '-')}.pdf`), format: 'A4', margin: { top: '18mm', bottom: '18mm', left: '18mm', right: '18mm' } });
  }
  await page.context().close();
}

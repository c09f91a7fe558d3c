// drive.mjs PROGRAM [FOLDER]: drives the pages in Chromium as people do, in English and Arabic, with the
// examples (and ../shared's seeds where they are) in a register of its own. Writes TAP. FOLDER: where
// pictures of each page go, in light, dark, Arabic and at the width of a phone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(join(root, 'web', 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [program, pictures] = process.argv.slice(2).map((path) => resolve(path));
const folder = mkdtempSync(join(tmpdir(), 'rapporteur-pages-'));
const register = join(folder, 'r.db');
const seeds = join(root, '..', 'shared', 'corpus', 'seeds');
const added = join(root, 'examples', 'report-2025-en.txt');

let count = 0;
let failures = 0;

async function test(name, work) {
  count++;
  try {
    const skip = await work();
    console.log(`ok ${count} - ${name}${skip ? ` # skip ${skip}` : ''}`);
  } catch (error) {
    failures++;
    console.log(`not ok ${count} - ${name}`);
    console.log(String(error.stack ?? error).split('\n').slice(0, 12).map((line) => `# ${line}`).join('\n'));
  }
}

function assert(is, message) {
  if (!is) throw new Error(message);
}

function run(...words) {
  const done = spawnSync(program, ['--register', register, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return done.stdout;
}

function serve(...more) {
  const server = spawn(program, ['--register', register, 'serve', '--port', '0', ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((done, failed) => {
    let said = '';
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const found = /https?:\/\/[^\s/]+/.exec(said);
      if (found) done({ server, base: found[0] });
    });
    server.on('exit', () => failed(new Error(`the server ended: ${said}`)));
  });
}

const PAGES = [
  ['overview', '/'], ['documents', '/documents'], ['document', '/documents/A/RES/79/901?language=en'],
  ['beside', '/documents/A/RES/79/901?language=en&beside=ar'], ['mandates', '/mandates?force=request'],
  ['activities', '/activities?type=meeting'], ['timeline', '/activities?view=timeline'], ['map', '/activities?view=map'],
  ['network', '/activities?view=network'], ['agreements', '/agreements'], ['publications', '/publications'], ['pledges', '/pledges'], ['figures', '/figures'], ['due', '/due?within=all'],
  ['history', '/history?document=A/RES/79/901'], ['trace', '/trace?document=A/RES/79/901'],
  ['search', '/search?q=mountain'], ['report', '/report'], ['add', '/add'], ['review', '/review'],
];

const faults = [];

async function open(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/Failed to load resource/.test(line.text())) faults.push(`${page.url()}: ${line.text()}`);
  });
  page.at = async (path) => {
    await page.goto(base + path);
    await page.waitForSelector('main h1');
    await page.waitForFunction(() => !document.querySelector('main .loading, main [aria-busy="true"]'));
  };
  return page;
}

// What axe-core calls serious or critical, told by rule and place.
async function serious(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
}

async function everyPage(browser, base, locale, has) {
  const page = await open(browser, base, { locale });
  for (const [name, path] of PAGES) {
    await test(`${locale}: ${name} opens, and axe finds nothing serious`, async () => {
      if (!has(path)) return 'the server has no such list';
      faults.length = 0;
      await page.at(path);
      assert(await page.evaluate(() => document.documentElement.lang) === locale, 'the language is another');
      assert(await page.evaluate(() => document.documentElement.dir) === (locale === 'ar' ? 'rtl' : 'ltr'), 'the direction is wrong');
      assert(await page.locator('.failure').count() === 0, await page.locator('#main').innerText());
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert(wide <= 0, `it is ${wide} pixels too wide`);
      const found = await serious(page);
      assert(found.length === 0, found.join('\n'));
      assert(faults.length === 0, faults.join('\n'));
      return '';
    });
  }
  await page.context().close();
}

async function months(browser, base) {
  await test('the Arabic pages name a month twice, as the United Nations does', async () => {
    const page = await open(browser, base, { locale: 'ar' });
    await page.at('/activities');
    const dates = await page.locator('main').innerText();
    assert(/آذار\/مارس|أيار\/مايو|نيسان\/أبريل/.test(dates), dates.slice(0, 400));
    await page.context().close();
  });
}

async function phone(browser, base) {
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

async function reading(browser, base) {
  const page = await open(browser, base, { locale: 'en' });
  await test('a filter stands in the address, and back takes it out', async () => {
    await page.at('/mandates');
    const before = await page.locator('.pager [role=status]').innerText();
    await page.getByLabel('Force', { exact: true }).selectOption('request');
    await page.waitForURL(/force=request/);
    await page.waitForFunction((old) => document.querySelector('.pager [role=status]')?.textContent !== old, before);
    const forces = new Set(await page.locator('td .force').allInnerTexts());
    assert([...forces].join() === 'Request', `forces: ${[...forces]}`);
    await page.goBack();
    await page.waitForFunction((old) => document.querySelector('.pager [role=status]')?.textContent === old, before);
  });
  await test('a fact opens beside its words, by keyboard, and its address opens it again', async () => {
    await page.at('/documents/A/RES/79/901?language=en');
    await page.locator('.flag').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.block .fact');
    await page.waitForURL(/fact=/);
    await page.at(new URL(page.url()).pathname + new URL(page.url()).search);
    assert(await page.locator('.block .fact').count() === 1, 'it is not open');
    assert(await page.locator('mark.open').count() > 0, 'its words are not marked');
  });
  await test('a search finds words of two languages, and leads to them', async () => {
    await page.at('/search');
    await page.locator('#q').fill('glaciers');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.hits li');
    assert(await page.locator('mark.hit').count() > 0, 'no word is marked');
    await page.locator('.hits a').first().click();
    await page.waitForSelector('.paper');
    await page.at(`/search?q=${encodeURIComponent('الجليدية')}`);
    assert(await page.locator('.hits [lang=ar]').count() > 0, 'nothing in Arabic');
  });
  await test('the language and the dark can be chosen, and stay', async () => {
    await page.at('/');
    await page.getByLabel('Language of the pages').selectOption('fr');
    await page.waitForFunction(() => document.documentElement.lang === 'fr');
    await page.locator('.choices select').nth(1).selectOption('dark');
    await page.reload();
    await page.waitForSelector('main h1');
    assert(await page.evaluate(() => document.documentElement.lang + document.documentElement.dataset.theme) === 'frdark', 'the choice was lost');
  });
  await test('the skip link leads to the content', async () => {
    await page.at('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert(await page.evaluate(() => document.activeElement?.id) === 'main', 'the focus is elsewhere');
  });
  await test('what is not there is told, with what to do', async () => {
    await page.goto(`${base}/documents/A/RES/1/1`);
    await page.waitForSelector('.failure');
    assert((await page.locator('.failure').innerText()).length > 20, 'nothing is said');
  });
  await page.context().close();
}

const NEW = 'WIPO';

async function working(browser, base, routes) {
  const can = (path, method) => Object.keys(routes[path] ?? {}).includes(method);
  const page = await open(browser, base, { locale: 'en' });
  const addIt = async () => {
    await page.at('/add');
    await page.locator('#files').setInputFiles(added);
    await page.waitForSelector('.file .chip:not(.waiting)');
    await page.waitForFunction(() => document.querySelector('.progress [role=status]')?.textContent?.includes('read'));
    return page.locator('.file').first().innerText();
  };
  const isAdding = can('/documents', 'post');
  await test('a file is added, and what was found is told', async () => {
    if (!isAdding) return 'the server takes no files';
    const said = await addIt();
    assert(/A\/80\/915/.test(said) && /activit/.test(said), said);
    return '';
  });
  if (!isAdding) run('add', added);
  let sentence = '';
  const row = () => page.locator('tr', { hasText: sentence });
  await test('it is found and opened', async () => {
    await page.at('/search?q=highland');
    await page.locator('.hits a', { hasText: 'A/80/915' }).first().click();
    await page.waitForSelector('.paper');
    await page.locator('.flag.kind-activity').first().click();
    await page.waitForSelector('.block .fact');
  });
  const isDeciding = Object.keys(routes).some((path) => /^\/facts\/.*\/decisions$/.test(path));
  await test('a party is corrected, and the table, the export and the report show it', async () => {
    if (!isDeciding) return 'the server takes no decisions';
    sentence = (await page.locator('mark.open').first().innerText()).slice(0, 40);
    await page.locator('.fact').getByRole('button', { name: 'Correct' }).click();
    await page.getByLabel('Add a party').fill(NEW);
    await page.locator('.correct .add button').click();
    await page.getByLabel('Reason').fill('Named in the annex');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForSelector('.chip.corrected');
    await page.at('/activities?document=A/80/915');
    await row().first().waitFor();
    assert((await row().first().innerText()).includes(NEW), 'the table does not show it');
    const records = run('export', 'activities').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    assert(records.some((one) => one.parties.includes(NEW)), 'the export does not show it');
    await page.at(`/report?kind=activities&organization=${NEW}`);
    await page.waitForFunction((words) => document.querySelector('.sheet')?.textContent?.includes(words), sentence.slice(0, 20));
    return '';
  });
  await test('somebody who comes too late is told who was first', async () => {
    if (!isDeciding) return 'the server takes no decisions';
    const other = await open(browser, base, { locale: 'en' });
    await other.at('/review?below=1.01');
    await page.at('/review?below=1.01');
    // Two at one queue, and the second has not heard of the first.
    await other.route('**/api/v1/events', (route) => route.abort());
    await other.at('/review?below=1.01');
    const name = await page.locator('.review .fact .context').innerText();
    await page.keyboard.press('c');
    await page.waitForSelector('.messages.good');
    assert(await other.locator('.review .fact .context').innerText() === name, 'they look at different findings');
    await other.keyboard.press('r');
    await other.waitForSelector('.fact .failure');
    assert(/Somebody else/.test(await other.locator('.fact .failure').innerText()), 'it is not said');
    await other.context().close();
    return '';
  });
  await test('the queue goes on by keys, and a decision is undone', async () => {
    if (!isDeciding) return 'the server takes no decisions';
    await page.at('/review?below=1.01');
    const first = await page.locator('.queue [aria-current]').innerText();
    await page.keyboard.press('r');
    await page.waitForSelector('.messages.good');
    await page.waitForFunction((old) => document.querySelector('.queue [aria-current]')?.innerText !== old, first);
    await page.locator('.messages button').first().click();
    await page.waitForFunction(() => /undone/i.test(document.querySelector('.messages')?.textContent ?? ''));
    return '';
  });
  await test('the file is added again, and the correction stands', async () => {
    if (!isDeciding || !isAdding) return 'the server takes no files or no decisions';
    await addIt();
    await page.at('/activities?document=A/80/915');
    await row().first().waitFor();
    assert((await row().first().innerText()).includes(NEW), 'it is gone');
    return '';
  });
  await page.context().close();
}

// Several people: an administrator makes accounts, a focal point sends something in, a reviewer clears it.
async function together(browser) {
  const words = 'a long enough password 7';
  const made = spawnSync(program, ['--register', register, 'users', 'add', 'amina', '--role', 'administrator'], { input: `${words}\n${words}\n`, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const { server, base } = await serve('--shared');
  const people = {};
  const enter = async (name) => {
    people[name] = await open(browser, base, { locale: 'en' });
    await people[name].goto(`${base}/tokens`);
    await people[name].waitForURL(/\/login\?to=/);
    await people[name].getByLabel('Name').fill(name);
    await people[name].getByLabel('Password').fill(words);
    await people[name].keyboard.press('Enter');
    await people[name].waitForURL(`${base}/tokens`);
    await people[name].waitForSelector('main h1');
    return people[name];
  };
  await test('who has not signed in is asked to, and a wrong password is told', async () => {
    const page = await open(browser, base, { locale: 'en' });
    await page.goto(`${base}/mandates`);
    await page.waitForURL(/\/login\?to=%2Fmandates/);
    await page.getByLabel('Name').fill('amina');
    await page.getByLabel('Password').fill('something else entirely');
    await page.keyboard.press('Enter');
    await page.locator('.login [role=alert]').waitFor();
    const found = await serious(page);
    assert(found.length === 0, found.join('\n'));
    await page.context().close();
  });
  await test('an administrator makes accounts', async () => {
    const page = await enter('amina');
    await page.at('/users');
    for (const [name, role] of [['wen', 'contributor'], ['omar', 'reviewer']]) {
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Password').fill(words);
      await page.locator('form.correct select').selectOption(role);
      await page.locator('form.correct').getByLabel('Organization or State').fill('UNDP');
      await page.getByRole('button', { name: 'Create the account' }).click();
      await page.locator('tbody th', { hasText: name }).waitFor();
    }
    const found = await serious(page);
    assert(found.length === 0, found.join('\n'));
  });
  await test('a token is shown once', async () => {
    const page = people.amina;
    await page.at('/tokens');
    await page.getByLabel('Name').fill('Weekly list');
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.locator('.fresh code').waitFor();
    await page.locator('tbody th', { hasText: 'Weekly list' }).waitFor();
    const found = await serious(page);
    assert(found.length === 0, found.join('\n'));
  });
  await test('a contribution is sent in, and a reviewer clears it', async () => {
    const wen = await enter('wen');
    await wen.at('/contributions');
    assert(await wen.locator('.menu a[href="/review"]').count() === 0, 'a contributor is offered the queue');
    await wen.getByLabel('Period').fill('2025');
    await wen.getByLabel('Title').fill('Seminars');
    await wen.getByLabel('Text', { exact: true }).fill('UNDP and the parliament held three seminars in 2025.');
    await wen.getByRole('button', { name: 'Send for clearance' }).click();
    await wen.locator('.contributions .chip.submitted').waitFor();
    const omar = await enter('omar');
    await omar.at('/contributions');
    await omar.getByRole('button', { name: 'Clear', exact: true }).click();
    await omar.locator('.contributions .chip.cleared').waitFor();
    const found = await serious(omar);
    assert(found.length === 0, found.join('\n'));
  });
  await test('the log tells it, and only to administrators', async () => {
    await people.amina.at('/audit');
    assert(/amina/.test(await people.amina.locator('tbody').innerText()), 'the log is silent');
    const found = await serious(people.amina);
    assert(found.length === 0, found.join('\n'));
    await people.wen.goto(`${base}/audit`);
    await people.wen.locator('.failure').waitFor();
  });
  await test('whoever signs out is out', async () => {
    await people.amina.getByRole('button', { name: 'Sign out' }).click();
    await people.amina.waitForURL(/\/login/);
    await people.amina.goto(`${base}/users`);
    await people.amina.waitForURL(/\/login\?to=/);
  });
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
}

async function shoot(browser, base) {
  mkdirSync(pictures, { recursive: true });
  const looks = { light: {}, dark: { colorScheme: 'dark' }, arabic: { locale: 'ar' }, phone: { viewport: { width: 390, height: 844 } } };
  for (const [look, options] of Object.entries(looks)) {
    const page = await open(browser, base, { locale: 'en', ...options });
    for (const [name, path] of PAGES) {
      await page.at(path);
      await page.screenshot({ path: join(pictures, `${name}-${look}.png`) });
    }
    await page.context().close();
  }
}

const files = readdirSync(join(root, 'examples')).map((name) => join(root, 'examples', name)).filter((path) => path !== added);
run('add', ...files, ...(existsSync(seeds) ? [seeds] : []));
const { server, base } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
try {
  if (pictures) await shoot(browser, base);
  else {
    const described = await (await fetch(`${base}/api/v1/openapi.json`)).json();
    const routes = Object.fromEntries(Object.entries(described.paths).map(([path, one]) => [path.replace('/api/v1', ''), one]));
    await reading(browser, base);
    const has = (path) => path !== '/review' || '/review' in routes;
    await everyPage(browser, base, 'en', has);
    await everyPage(browser, base, 'ar', has);
    await months(browser, base);
    await phone(browser, base);
    await working(browser, base, routes);
    await together(browser);
    console.log(`1..${count}`);
  }
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures ? 1 : 0;

// Several people at one register: accounts, contributions, the log; two reviewers at one queue, lists
// that renew themselves, a long job that is cancelled.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { account, assert, faults, folder, isSound, open, pictures, root, serve, test, wordsOf } from './lib.mjs';
import { shoot } from './every.mjs';

const PASSWORD = 'a long enough password 7';
const PLACES = [['contributions', '/contributions', '.contributions li'], ['your account', '/account', 'form'], ['tokens', '/tokens', 'tbody tr'],
  ['accounts', '/users', 'tbody tr'], ['log', '/audit', 'tbody tr']];

async function enter(browser, base, name, locale = 'en') {
  const word = await wordsOf(base, locale);
  const page = await open(browser, base, { locale });
  await page.goto(`${base}/tokens`);
  await page.waitForURL(/\/login\?to=/);
  await page.getByLabel(word('login.name')).fill(name);
  await page.getByLabel(word('login.password')).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/tokens`);
  await page.waitForSelector('main h1');
  return page;
}

async function signingIn(browser, base) {
  await test('who has not signed in is asked to, and a wrong password is told', async () => {
    for (const locale of ['en', 'ar']) {
      const word = await wordsOf(base, locale);
      const page = await open(browser, base, { locale });
      faults.length = 0;
      await page.goto(`${base}/mandates`);
      await page.waitForURL(/\/login\?to=%2Fmandates/);
      await page.getByLabel(word('login.name')).fill('amina');
      await page.getByLabel(word('login.password')).fill('something else entirely');
      await page.keyboard.press('Enter');
      await page.locator('.login [role=alert]').waitFor();
      await isSound(page);
      await page.context().close();
    }
  });
}

async function accounts(browser, base, people) {
  await test('an administrator makes accounts, and changes what one may do', async () => {
    const page = people.amina = await enter(browser, base, 'amina');
    await page.at('/users');
    for (const [name, role] of [['wen', 'contributor'], ['omar', 'reader'], ['ines', 'reviewer']]) {
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.locator('form.correct select').selectOption(role);
      await page.locator('form.correct').getByLabel('Organization or State').fill('UNDP');
      await page.getByRole('button', { name: 'Create the account' }).click();
      await page.locator('tbody th', { hasText: name }).waitFor();
    }
    await page.getByLabel('Role of omar').selectOption('reviewer');
    await page.waitForFunction(() => document.querySelector('.messages')?.textContent?.includes('Saved'));
  });
  await test('a token is shown once', async () => {
    const page = people.amina;
    await page.at('/tokens');
    await page.getByLabel('Name').fill('Weekly list');
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.locator('.fresh code').waitFor();
    await page.locator('tbody th', { hasText: 'Weekly list' }).waitFor();
    await page.at('/tokens');
    assert(await page.locator('.fresh').count() === 0, 'it is shown again');
  });
}

async function contributing(browser, base, people) {
  await test('a contribution is sent in, returned with a reason, mended, and cleared by a reviewer', async () => {
    const wen = people.wen = await enter(browser, base, 'wen');
    await wen.at('/contributions');
    assert(await wen.locator('.menu a[href="/review"]').count() === 0, 'a contributor is offered the queue');
    await wen.getByLabel('Period').fill('2025');
    await wen.getByLabel('Title').fill('Seminars');
    await wen.getByLabel('Text', { exact: true }).fill('UNDP and the parliament held two seminars in 2025.');
    await wen.getByRole('button', { name: 'Send for clearance' }).click();
    await wen.locator('.contributions .chip.submitted').waitFor();
    const omar = people.omar = await enter(browser, base, 'omar');
    await omar.at('/contributions');
    await omar.getByLabel('Reason').fill('There were three');
    await omar.getByRole('button', { name: 'Return', exact: true }).click();
    await omar.locator('.contributions .chip.returned').waitFor();
    await wen.at('/contributions');
    assert(/There were three/.test(await wen.locator('.contributions').innerText()), 'the reason is not told');
    await wen.getByRole('button', { name: 'Correct' }).click();
    await wen.locator('.contributions').getByLabel('Text', { exact: true }).fill('UNDP and the parliament held three seminars in 2025.');
    await wen.locator('.contributions').getByRole('button', { name: 'Send for clearance' }).click();
    await wen.locator('.contributions .chip.submitted').waitFor();
    await omar.at('/contributions');
    await omar.getByRole('button', { name: 'Clear', exact: true }).click();
    await omar.locator('.contributions .chip.cleared').waitFor();
    await wen.at('/search?q=seminars');
    await wen.locator('.hits a', { hasText: 'INPUT-UNDP-2025' }).first().waitFor();
  });
}

async function everyPlace(browser, base, people) {
  people.ar = await enter(browser, base, 'amina', 'ar');
  for (const [page, locale] of [[people.amina, 'en'], [people.ar, 'ar']]) {
    for (const [name, path, content] of PLACES) {
      await test(`${locale}: ${name} opens and shows something; axe finds nothing serious in light and dark`, async () => {
        faults.length = 0;
        await page.at(path);
        assert(await page.evaluate(() => document.documentElement.lang) === locale, 'the language is another');
        assert(await page.locator('.failure').count() === 0, await page.locator('#main').innerText());
        assert(await page.locator(content).count() > 0, `nothing of ${content}`);
        await isSound(page);
      });
    }
  }
  await test('the log tells who did what, and only to administrators', async () => {
    await people.amina.at('/audit');
    assert(/amina/.test(await people.amina.locator('tbody').innerText()), 'the log is silent');
    await people.wen.goto(`${base}/audit`);
    await people.wen.locator('.failure').waitFor();
  });
}

const fact = (page) => page.evaluate(() => new URLSearchParams(location.search).get('fact'));
const QUEUE = '/review?below=1.01&kind=activity';

async function twoReviewers(people) {
  const { omar, ines } = people;
  await test('two at one queue: what one judges leaves the list of the other by itself', async () => {
    await omar.at(QUEUE);
    await ines.at(QUEUE);
    await ines.keyboard.press('j');
    await ines.waitForFunction(() => document.querySelectorAll('.queue li')[1]?.querySelector('[aria-current]'));
    const first = await omar.locator('.queue li').first().innerText();
    const waiting = await ines.locator('.queue [role=status]').innerText();
    await omar.keyboard.press('c');
    await omar.waitForFunction(() => document.querySelector('.messages')?.textContent?.includes('Confirmed'));
    await ines.waitForFunction((old) => document.querySelector('.queue [role=status]')?.textContent !== old, waiting);
    assert(await ines.locator('.queue li').first().innerText() !== first, 'it is still there');
  });
  await test('two at one finding: it stays before the eyes of the second, who is told, and no key falls on another', async () => {
    await omar.at(QUEUE);
    await ines.at(QUEUE);
    await ines.waitForURL(/fact=/);
    const id = await fact(omar);
    assert(id && await fact(ines) === id, 'they look at different findings');
    await omar.keyboard.press('c');
    await ines.locator('.review .fact [role=alert]', { hasText: 'Somebody else' }).waitFor();
    assert(await fact(ines) === id, 'another finding took its place');
    await ines.keyboard.press('r');
    await ines.locator('.fact .failure', { hasText: 'Your decision was not kept' }).waitFor();
    await ines.getByRole('button', { name: 'Show how it stands now' }).click();
    await ines.waitForFunction(() => !document.querySelector('.fact .failure button')?.textContent?.includes('Show how'));
    await ines.keyboard.press('r');
    await ines.waitForFunction(() => document.querySelector('.messages')?.textContent?.includes('Rejected'));
    await ines.at('/review?below=1.01');
    await ines.locator('.agree summary').click();
    await ines.locator('.agree', { hasText: 'by two people' }).waitFor();
  });
  await test('who heard of nothing and decides too late is told who was first', async () => {
    await ines.route('**/api/v1/events', (route) => route.abort());
    await ines.at(QUEUE);
    await omar.at(QUEUE);
    await omar.waitForURL(/fact=/);
    assert(await fact(omar) === await fact(ines), 'they look at different findings');
    await omar.keyboard.press('c');
    await omar.waitForFunction(() => document.querySelector('.messages')?.textContent?.includes('Confirmed'));
    await ines.keyboard.press('r');
    await ines.waitForSelector('.fact .failure');
    assert(/Somebody else[^]*omar/.test(await ines.locator('.fact .failure').innerText()), 'it is not said');
    await ines.unroute('**/api/v1/events');
  });
  await test('what somebody is writing stays, and is not sent over the decision of another', async () => {
    await omar.at(QUEUE);
    await ines.at(QUEUE);
    await ines.waitForURL(/fact=/);
    const id = await fact(ines);
    await ines.keyboard.press('e');
    await ines.getByLabel('Reason', { exact: true }).fill('Half a sentence');
    assert(await fact(omar) === id, 'they look at different findings');
    await omar.keyboard.press('c');
    await omar.waitForFunction(() => document.querySelector('.messages')?.textContent?.includes('Confirmed'));
    await ines.locator('.review .fact [role=alert]', { hasText: 'Somebody else' }).waitFor();
    assert(await ines.getByLabel('Reason', { exact: true }).inputValue() === 'Half a sentence', 'it is gone');
    await ines.getByLabel('Where').fill('Ushuaia');
    await ines.getByRole('button', { name: 'Save' }).click();
    await ines.locator('.correct .failure', { hasText: 'Your decision was not kept' }).waitFor();
  });
}

async function lists(people) {
  await test('a list renews itself when somebody decides, and when somebody adds', async () => {
    const { omar, wen } = people;
    await omar.at('/review?below=1.01&kind=figure');
    await omar.waitForURL(/fact=/);
    const id = await fact(omar);
    await wen.at(`/figures?document=${encodeURIComponent(id.split('#')[0])}`);
    const chips = await wen.locator('tbody .chip.confirmed').count();
    await omar.keyboard.press('c');
    await wen.waitForFunction((before) => document.querySelectorAll('tbody .chip.confirmed').length === before + 1, chips);
    await wen.at('/documents?q=Sextant');
    assert(await wen.locator('tbody tr').count() === 0, 'it is there before it was added');
    writeFileSync(join(folder, 'sextant.txt'), 'Activities of the Sextant Assembly\n\nList of activities undertaken from 1 March 2024 to 28 February 2025\n\nOn 3 May 2024, UNDP held a workshop in Lima.\n');
    await omar.at('/add');
    await omar.locator('#files').setInputFiles(join(folder, 'sextant.txt'));
    await wen.locator('tbody tr', { hasText: 'Sextant' }).first().waitFor();
  });
}

async function longJob(people) {
  await test('a long job shows its progress and can be cancelled; what was read is kept', async () => {
    const { omar } = people;
    const text = readFileSync(join(root, 'examples', 'resolution-79-901-en.txt'), 'utf8');
    const place = join(folder, 'many');
    mkdirSync(place, { recursive: true });
    const files = Array.from({ length: 300 }, (_, at) => {
      const path = join(place, `r-${at}.txt`);
      // Long enough to take a while: the paragraphs many times over.
      writeFileSync(path, text.replaceAll('79/901', `79/${1000 + at}`) + text.slice(text.indexOf('1.')).repeat(60));
      return path;
    });
    await omar.at('/add');
    await omar.locator('#files').setInputFiles(files, { timeout: 120000 });
    await omar.waitForFunction(() => Number(document.querySelector('.progress progress')?.value) > 0);
    await omar.locator('.progress').getByRole('button', { name: 'Cancel' }).click();
    await omar.waitForFunction(() => /Cancelled after/.test(document.querySelector('.progress [role=status]')?.textContent ?? ''));
    const said = /Cancelled after ([\d,]+) of ([\d,]+)/.exec(await omar.locator('.progress [role=status]').innerText());
    const [done, all] = said.slice(1).map((one) => Number(one.replace(',', '')));
    assert(done > 0 && done < all && all === 300, said[0]);
    const kept = await omar.locator('.file.added').count();
    assert(kept > 0 && await omar.locator('.file.cancelled').count() > 0, `${kept} were read`);
    await omar.locator('.file.added .foundin a').first().click();
    await omar.waitForSelector('.paper');
  });
}

async function leaving(base, people) {
  await test('a new password asks for the old one, and ends the session', async () => {
    const { wen } = people;
    await wen.at('/account');
    await wen.getByLabel('Present password').fill('not the present one');
    await wen.getByLabel('New password').fill('another long password 8');
    await wen.getByRole('button', { name: 'Save' }).click();
    await wen.locator('.failure').waitFor();
    await wen.getByLabel('Present password').fill(PASSWORD);
    await wen.getByRole('button', { name: 'Save' }).click();
    await wen.waitForURL(/\/login/);
    await wen.goto(`${base}/documents`);
    await wen.waitForURL(/\/login\?to=/);
  });
  await test('whoever signs out is out', async () => {
    await people.amina.at('/');
    await people.amina.getByRole('button', { name: 'Sign out' }).click();
    await people.amina.waitForURL(/\/login/);
    await people.amina.goto(`${base}/users`);
    await people.amina.waitForURL(/\/login\?to=/);
  });
}

export async function together(browser) {
  account('amina', 'administrator', PASSWORD);
  const { base, stop } = await serve('--shared');
  const people = {};
  try {
    await signingIn(browser, base);
    await accounts(browser, base, people);
    await contributing(browser, base, people);
    await everyPlace(browser, base, people);
    if (pictures) {
      await shoot(browser, base, [['sign in', '/login']]);
      return await shoot(browser, base, PLACES, await people.amina.context().cookies());
    }
    people.ines = await enter(browser, base, 'ines');
    await twoReviewers(people);
    await lists(people);
    await longJob(people);
    await leaving(base, people);
  } finally {
    stop();
  }
}

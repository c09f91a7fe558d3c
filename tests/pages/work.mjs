// One person at work: to read, and from adding a file to the report with what was put right.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { assert, faults, folder, open, run, test, wordsOf } from './lib.mjs';

export async function reading(browser, base) {
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
  await test('a search finds words of two languages, narrows down by facets, and leads to the words', async () => {
    await page.at('/search');
    await page.locator('#q').fill('glaciers');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.hits li');
    assert(await page.locator('mark.hit').count() > 0, 'no word is marked');
    const facet = page.locator('.facets section').nth(2).locator('li').last();
    const fewer = Number((await facet.locator('.quiet').innerText()).replace(/\D/g, ''));
    await facet.locator('a').click();
    await page.waitForURL(/kind=/);
    await page.locator('.facets section').nth(2).locator('[aria-current]').waitFor();
    await page.waitForFunction((wanted) => document.querySelectorAll('.hits > li').length === wanted, Math.min(fewer, 50));
    await page.locator('.hits a').first().click();
    await page.waitForSelector('.paper');
    await page.at(`/search?q=${encodeURIComponent('الجليدية')}`);
    assert(await page.locator('.hits [lang=ar]').count() > 0, 'nothing in Arabic');
  });
  await test('reasons of a trace open on demand, and lead to the words that answer', async () => {
    await page.at('/trace?document=A/RES/79/901');
    await page.locator('.matrix summary').first().click();
    assert((await page.locator('.matrix details[open] .why').first().innerText()).length > 20, 'no reason');
    await page.locator('.matrix details[open] blockquote a').first().click();
    await page.waitForSelector('.paper mark.open');
  });
  await test('a mark of the timeline, the map and the network says what it stands for, by keyboard', async () => {
    for (const view of ['timeline', 'map', 'network']) {
      await page.at(`/activities?view=${view}`);
      const hint = await page.locator('.told').innerText();
      await page.locator('.frame svg [tabindex="0"]').first().focus();
      await page.waitForFunction((old) => document.querySelector('.told')?.textContent !== old, hint);
    }
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

// Adds the file as somebody does who drops it on the page, or who chooses it.
async function add(page, file, word, isDropped) {
  await page.at('/add');
  if (isDropped) {
    const carried = await page.evaluateHandle(({ text, name }) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name, { type: 'text/plain' }));
      return data;
    }, { text: readFileSync(file, 'utf8'), name: basename(file) });
    await page.locator('.drop').dispatchEvent('dragover', { dataTransfer: carried });
    assert(await page.locator('.drop.over').count() === 1, 'the place does not show that files may fall there');
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: carried });
  } else await page.locator('#files').setInputFiles(file);
  await page.waitForSelector('.file .chip:not(.waiting)');
  const done = word('job.done');
  await page.waitForFunction((said) => said.some((one) => document.querySelector('.progress [role=status]')?.textContent?.includes(one)),
    [...done.matchAll(/\{([^{}]{4,})\}/g)].map((found) => found[1].replace(/#.*/, '').trim()).filter(Boolean));
  return page.locator('.file').first().innerText();
}

// From adding to the report: `task` says which file, what to search in it, what it becomes, and who is
// added as a party.
export async function working(browser, base, locale, task) {
  const word = await wordsOf(base, locale);
  const page = await open(browser, base, { locale });
  const button = (key, within = page) => within.getByRole('button', { name: word(key), exact: false });
  const row = () => page.locator('tr', { hasText: sentence });
  let sentence = '';
  faults.length = 0;
  await test(`${locale}: a file is added, and what was found is told`, async () => {
    const said = await add(page, task.file, word, locale === 'ar');
    assert(said.includes(task.doc) && (await page.locator('.file .foundin').first().innerText()).match(/\d/), said);
  });
  await test(`${locale}: it is found and opened`, async () => {
    await page.at(`/search?q=${encodeURIComponent(task.search)}`);
    await page.locator('.hits a', { hasText: task.doc }).first().click();
    await page.waitForSelector('.paper');
    await page.locator('.flag.kind-activity').first().click();
    await page.waitForSelector('.block .fact');
  });
  await test(`${locale}: a party is corrected, and the table, the exported record and the next report show it`, async () => {
    sentence = (await page.locator('mark.open').first().innerText()).slice(0, 40);
    await button('correct', page.locator('.fact')).click();
    await page.getByLabel(word('party.add')).fill(task.party);
    await page.locator('.correct .add button').click();
    await page.getByLabel(word('reason'), { exact: true }).fill('Named in the annex');
    await button('save').click();
    await page.waitForSelector('.chip.corrected');
    await page.at(`/activities?document=${task.doc}&language=${task.language}`);
    await row().first().waitFor();
    assert((await row().first().innerText()).includes(task.party), 'the table does not show it');
    const records = run('export', 'activities').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const record = records.find((one) => one.doc.startsWith(task.doc) && one.lang === task.language && one.parties.includes(task.party));
    assert(record, 'the exported record does not show it');
    await page.at(`/report?kind=activities&organization=${task.party}&document=${task.doc}`);
    await page.waitForFunction((words) => document.querySelector('.sheet')?.textContent?.includes(words), sentence.slice(0, 20));
  });
  await test(`${locale}: the file is added again, and the correction stands`, async () => {
    const said = await add(page, task.file, word, false);
    assert(said.includes(word('outcome:unchanged')), said);
    await page.at(`/activities?document=${task.doc}&language=${task.language}`);
    await row().first().waitFor();
    assert((await row().first().innerText()).includes(task.party), 'it is gone');
  });
  await test(`${locale}: the browser complained of nothing meanwhile`, async () => assert(faults.length === 0, faults.splice(0).join('\n')));
  await page.context().close();
}

// The queue by keys alone: confirm with a reason, correct, reject, merge, split, undo.
export async function judging(browser, base) {
  const page = await open(browser, base, { locale: 'en' });
  const current = () => page.evaluate(() => new URLSearchParams(location.search).get('fact'));
  const start = async (kind) => {
    await page.at(`/review?below=1.01&kind=${kind}`);
    await page.waitForURL(/fact=/);
    return current();
  };
  const said = async (words) => {
    await page.waitForFunction((text) => document.querySelector('.messages')?.textContent?.includes(text), words);
  };
  const record = (id) => fetch(`${base}/api/v1/facts/${encodeURIComponent(id)}`).then((answer) => answer.json());
  await test('by keys: a finding is confirmed with a reason, and both are told to all who come after', async () => {
    const id = await start('activity');
    await page.keyboard.press('w');
    await page.keyboard.type('Seen in the original');
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await said('Confirmed.');
    assert(await current() !== id, 'the queue did not go on');
    await page.at(`/documents/${(await record(id)).doc}?fact=${encodeURIComponent(id)}&language=${(await record(id)).lang}`);
    await page.locator('.fact').getByRole('button', { name: 'Who decided what' }).click();
    assert(/Seen in the original/.test(await page.locator('.fact .history').innerText()), 'the reason is not told');
  });
  await test('by keys: one is rejected, and undone', async () => {
    const id = await start('activity');
    await page.keyboard.press('r');
    await said('Rejected.');
    await page.locator('.messages button').first().click();
    await said('The decision was undone.');
    await page.waitForFunction((wanted) => new URLSearchParams(location.search).get('fact') === wanted, id);
  });
  await test('by keys: the fields of a figure are corrected', async () => {
    const id = await start('figure');
    await page.keyboard.press('e');
    await page.getByLabel('Unit', { exact: true }).fill('boats');
    await page.keyboard.press('Enter');
    await said('Corrected.');
    assert((await record(id)).unit === 'boats', 'the record does not have it');
  });
  await test('by keys: one is merged with its neighbour', async () => {
    const id = await start('activity');
    await page.keyboard.press('m');
    await page.locator('.correct input[type=radio]').first().check();
    await page.getByRole('button', { name: 'Merge' }).last().click();
    await said('Merged.');
    assert((await record(id)).history?.some((one) => one.verdict === 'merged') !== false, 'nobody decided it');
  });
  await test('by keys: one is split into the words of two', async () => {
    const id = await start('activity');
    await page.keyboard.press('s');
    const words = await page.locator('#part-0').inputValue();
    const half = words.indexOf(' ', words.length / 2);
    await page.locator('#part-0').fill(words.slice(0, half));
    await page.locator('#part-1').fill(words.slice(half + 1));
    await page.getByRole('button', { name: 'Split' }).first().click();
    await said('Split.');
    await page.locator('.messages button').first().click();
    await said('The decision was undone.');
    assert((await record(id)).quote === words, 'it did not come back whole');
  });
  await test('by keys: forward, back, and a form that Escape closes', async () => {
    const id = await start('activity');
    await page.keyboard.press('j');
    await page.waitForFunction((old) => new URLSearchParams(location.search).get('fact') !== old, id);
    await page.keyboard.press('k');
    await page.waitForFunction((old) => new URLSearchParams(location.search).get('fact') === old, id);
    await page.keyboard.press('e');
    await page.waitForSelector('.correct');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('.correct'));
  });
  await page.context().close();
}

const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

// Names and texts that would be markup, a script or an address elsewhere are only words.
export async function hostile(browser, base) {
  const page = await open(browser, base, { locale: 'en' });
  let asked = '';
  page.on('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await test('hostile names and texts of a document show as text, and nothing of them runs', async () => {
    const place = join(folder, 'hostile');
    mkdirSync(place, { recursive: true });
    const name = '"><svg onload=alert(1)>.txt';
    writeFileSync(join(place, name), `Activities of the ${HOSTILE} Assembly\n\nList of activities undertaken from 1 March 2024 to 28 February 2025\n\n${HOSTILE}\n\n`
      + `On 18 December 2024, the Quince Assembly ${HOSTILE} (QAX) and UNDP signed a memorandum of understanding in ${HOSTILE} Geneva.\n\n`
      + 'In May 2024, QAX and UNESCO held a workshop on javascript:alert(3) quinces in Paris.\n');
    faults.length = 0;
    await page.at('/add');
    await page.locator('#files').setInputFiles(join(place, name));
    await page.waitForSelector('.file .foundin');
    assert((await page.locator('.file .name').innerText()).includes('<svg onload'), 'the file has another name');
    const link = await page.locator('.foundin a').first().getAttribute('href');
    await page.at(new URL(link, base).pathname + new URL(link, base).search);
    assert((await page.locator('main').innerText()).includes('onerror="document.title=1"'), 'the words are gone');
    for (const path of ['/documents', '/activities?organization=UNDP', '/agreements?organization=UNDP', '/search?q=quince', '/activities?view=network', '/activities?view=timeline', '/activities?view=map',
      '/report?kind=activities&organization=UNDP', '/review?below=1.01&kind=activity', '/']) {
      await page.at(path);
      assert(await page.locator('main img, main script, main [onload], main [onerror], main a[href^="javascript"]').count() === 0, `${path}: there is an element of it`);
    }
    assert(!asked && !/^[12]$/.test(await page.title()), `it ran: ${asked}`);
    assert(faults.length === 0, faults.splice(0).join('\n'));
  });
  await page.context().close();
}

// What the parts of drive.mjs share: TAP, a register and servers of its own, pages and axe-core.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(join(root, 'web', 'package.json'));
export const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const [program, pictures] = process.argv.slice(2).map((path) => resolve(path));
export const folder = mkdtempSync(join(tmpdir(), 'rapporteur-pages-'));
export const register = join(folder, 'r.db');
const corpus = join(root, '..', 'shared', 'corpus');
const seeds = join(corpus, 'seeds');
const session77 = join(corpus, 'un-resolutions', '77session');
export const hasSeeds = existsSync(seeds);
export const hasSession = existsSync(session77);

// -- TAP ----------------------------------------------------------------------------------------

export const told = { count: 0, failures: 0 };

export async function test(name, work) {
  told.count++;
  try {
    const skip = await work();
    console.log(`ok ${told.count} - ${name}${skip ? ` # skip ${skip}` : ''}`);
  } catch (error) {
    told.failures++;
    console.log(`not ok ${told.count} - ${name}`);
    console.log(String(error.stack ?? error).split('\n').slice(0, 12).map((line) => `# ${line}`).join('\n'));
  }
}

export function assert(is, message) {
  if (!is) throw new Error(message);
}

// -- the register and its servers ---------------------------------------------------------------

export function run(...words) {
  const done = spawnSync(program, ['--register', register, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return done.stdout;
}

export function account(name, role, password) {
  const made = spawnSync(program, ['--register', register, 'users', 'add', name, '--role', role], { input: `${password}\n${password}\n`, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
}

// The examples but those that are added by hand later, the seeds and session 77 where they are.
export function load(kept) {
  const examples = join(root, 'examples');
  const files = readdirSync(examples).map((name) => join(examples, name)).filter((path) => !kept.includes(path));
  run('add', ...files, ...(hasSeeds ? [seeds] : []), ...(hasSession ? [session77] : []));
  if (!hasSeeds) console.log('# the seeds are not here: without them');
  if (!hasSession) console.log('# session 77 is not here: without it');
}

export function serve(...more) {
  const server = spawn(program, ['--register', register, 'serve', '--port', '0', ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((done, failed) => {
    let said = '';
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const found = /https?:\/\/[^\s/]+/.exec(said);
      if (found) done({ base: found[0], stop: () => {
        server.removeAllListeners('exit');
        server.kill('SIGTERM');
      } });
    });
    server.on('exit', () => failed(new Error(`the server ended: ${said}`)));
  });
}

// -- pages --------------------------------------------------------------------------------------

// What a page's own scripts or its browser complained of.
export const faults = [];

export async function open(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/Failed to (load resource|fetch)/.test(line.text())) faults.push(`${page.url()}: ${line.text()}`);
  });
  page.settled = () => page.waitForFunction(() => !document.querySelector('main .loading, main [aria-busy="true"]'));
  page.at = async (path) => {
    await page.goto(base + path);
    await page.waitForSelector('main h1');
    await page.settled();
  };
  return page;
}

// What axe-core calls serious or critical, told by rule and place.
export async function serious(page, rules = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), rules);
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
}

// In light and in dark: nothing serious, nothing too wide, no complaint of the browser.
export async function isSound(page) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction((shade) => document.documentElement.dataset.theme === shade, colorScheme);
    // The dark changes colours alone.
    const found = colorScheme === 'light' ? await serious(page) : await serious(page, { type: 'rule', values: ['color-contrast', 'link-in-text-block'] });
    assert(found.length === 0, `${colorScheme}: ${found.join('\n')}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert(wide <= 0, `it is ${wide} pixels too wide`);
  assert(faults.length === 0, faults.splice(0).join('\n'));
}

// The words of the pages in a language, by which people find what to press.
export async function wordsOf(base, locale) {
  const words = await (await fetch(`${base}/words-${locale}.json`)).json();
  return (key) => {
    if (!(key in words)) throw new Error(`no word ${key}`);
    return words[key];
  };
}

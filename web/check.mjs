// check.mjs: whether the tables of words fit one another and the pages. Writes TAP.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
let count = 0;

function test(name, faults) {
  count++;
  console.log(`${faults.length ? 'not ok' : 'ok'} ${count} - ${name}`);
  for (const fault of faults) console.log(`# ${fault}`);
  if (faults.length) process.exitCode = 1;
}

function table(path) {
  const rows = readFileSync(path, 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).slice(1);
  return rows.map((row) => row.split('\t'));
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (
    entry.isDirectory() ? sources(join(folder, entry.name)) : /\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : []
  ));
}

// The names that a pattern fills in, and the forms of its plurals.
function namesOf(text) {
  const flat = text.replace(/, plural,(\s*(=?\w+) \{[^{}]*\})+/g, '');
  const inner = [...text.matchAll(/\{(\w+), plural/g)].map((found) => found[1]);
  return [...new Set([...inner, ...[...flat.matchAll(/\{(\w+)\}/g)].map((found) => found[1])])].sort().join(' ');
}

function formsMissing(text, language) {
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    .filter((form) => form !== 'zero' && !(form === 'many' && ['es', 'fr'].includes(language)));
  return [...text.matchAll(/\{\w+, plural,((?:\s*=?\w+ \{[^{}]*\})+)/g)].flatMap((found) => {
    const forms = [...found[1].matchAll(/(=?\w+) \{/g)].map((form) => form[1]);
    return needed.filter((form) => !forms.includes(form));
  });
}

const languages = readdirSync(join(here, 'strings')).map((name) => name.replace('.tsv', ''));
const english = new Map(table(join(here, 'strings', 'en.tsv')));
test('there are six languages', languages.sort().join(' ') === 'ar en es fr ru zh' ? [] : languages);
for (const language of languages) {
  const rows = table(join(here, 'strings', `${language}.tsv`));
  const faults = [];
  const found = new Map(rows);
  if (found.size !== rows.length) faults.push('a key stands twice');
  for (const [key, text] of english) {
    if (!found.get(key)) faults.push(`${key} is missing`);
    else if (namesOf(text) !== namesOf(found.get(key))) faults.push(`${key} fills in other names`);
    else faults.push(...formsMissing(found.get(key), language).map((form) => `${key} has no form ${form}`));
  }
  for (const key of found.keys()) if (!english.has(key)) faults.push(`${key} is not in English`);
  test(`${language}: every key, with its names and plurals`, faults);
}

const code = sources(join(here, 'src')).map((path) => [path, readFileSync(path, 'utf8')]);
const reports = table(join(here, '..', 'data', 'en', 'report.tsv')).map(([key]) => key);
const known = [...english.keys(), ...reports];
const asked = new Set(); // by t('...') itself
const exact = new Set(); // as far as a word in the code can be told to be a key
const prefixes = new Set();
for (const [, text] of code) {
  for (const found of text.matchAll(/(?<![.\w])(?:t|has)\(\s*'([^']+)'/g)) asked.add(found[1]);
  for (const found of text.matchAll(/'([a-z]+(?:\.[a-z0-9]+)+)'/g)) if (english.has(found[1])) exact.add(found[1]);
  for (const found of text.matchAll(/(?<![.\w])(?:t|has)\(`([^`$]+)\$\{/g)) prefixes.add(found[1]);
  for (const found of text.matchAll(/\b(?:term|choicesOf)\('([^']+)'/g)) prefixes.add(`${found[1]}:`);
  for (const found of text.matchAll(/\bt\([^)]*\? '([^']+)' : '([^']+)'/g)) exact.add(found[1]).add(found[2]);
  for (const found of text.matchAll(/\], \['\w+', '(\w+)'\]|\['[a-z]', '(\w+)'\]/g)) exact.add(found[1] ?? found[2]);
  for (const found of text.matchAll(/`(problem)\.\$\{/g)) prefixes.add(`${found[1]}.`);
}
test('every word that the pages use is in the tables', [
  ...[...asked].filter((key) => !known.includes(key)),
  ...[...prefixes].filter((prefix) => !known.some((key) => key.startsWith(prefix))),
]);
test('every word in the tables is used', [...english.keys()].filter((key) => !asked.has(key) && !exact.has(key) && ![...prefixes].some((prefix) => key.startsWith(prefix))));

test('no words stand in the code', code.filter(([path]) => path.endsWith('.tsx')).flatMap(([path, text]) => (
  [...text.matchAll(/>([^<>{}=;()]*\p{L}{3,}[^<>{}=;()]*)<\//gu)].map((found) => found[1].trim())
    .filter((words) => words !== 'Rapporteur').map((words) => `${path}: ${words}`)
)));
console.log(`1..${count}`);

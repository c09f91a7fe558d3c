// build.mjs [FOLDER [DEPENDENCIES]]: the pages as they are served, in FOLDER (dist if not given): the
// bundle, and for each language its words (strings/ and what reports call things) and the names of
// organizations, States and themes. DEPENDENCIES: for ninja, what was read.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const data = join(here, '..', 'data');
const out = resolve(process.argv[2] ?? join(here, 'dist'));
const read = new Set();

export function rows(path) {
  read.add(path);
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  return lines.slice(1).map((line) => line.split('\t'));
}

// What the program names by an English word, in the words in which reports say it.
const OF_REPORTS = /^(type|types|status|force|timing|agreement|action|traced):|^(since|until|parliament_of|goal|map_|timeline_undated|network_note|due_)/;

// Verbs of paragraphs and kinds of publication are kept by an English word: shown by the first phrase
// that the language's own table has for it.
function termsOf(language) {
  const table = {};
  const add = (key, text) => {
    if (!(key in table)) table[key] = text;
  };
  if (language === 'en') return table;
  for (const [phrase, type, verb] of rows(join(data, language, 'lead-phrases.tsv'))) if (type === 'operative' && verb) add(`verb:${verb}`, phrase);
  for (const [nouns, type, kind] of rows(join(data, language, 'events.tsv'))) if (type === 'publication') add(`publication:${kind || 'publication'}`, first(nouns));
  return table;
}

function words(language) {
  const table = termsOf(language);
  for (const [key, text] of rows(join(data, language, 'report.tsv'))) if (OF_REPORTS.test(key)) table[key] = text ?? '';
  for (const [key, text] of rows(join(here, 'strings', `${language}.tsv`))) table[key] = text ?? '';
  return table;
}

function first(names) {
  return (names ?? '').split('|')[0];
}

function names(language) {
  const regions = new Intl.DisplayNames([language], { type: 'region' });
  const states = Object.fromEntries(rows(join(here, 'states.tsv')).map(([three, two]) => [three, regions.of(two)]));
  for (const [id, name] of rows(join(data, language, 'states.tsv'))) states[id] = first(name);
  const organizations = {};
  for (const [id, name] of rows(join(data, language, 'organizations.tsv'))) if (first(name) && first(name) !== id) organizations[id] = first(name);
  const themes = Object.fromEntries(rows(join(data, language, 'themes.tsv')).map(([id, name]) => [id, name]));
  return { organizations, states, themes };
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const done = await build({
  entryPoints: [join(here, 'src', 'app.tsx'), join(here, 'src', 'app.css')],
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  splitting: true,
  chunkNames: '[name]-[hash]',
  target: 'es2021',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  metafile: true,
  absWorkingDir: here,
  logLevel: 'warning',
});
for (const name of Object.keys(done.metafile.inputs)) read.add(join(here, name));
for (const name of ['index.html', 'icon.svg']) {
  copyFileSync(join(here, name), join(out, name));
  read.add(join(here, name));
}
for (const file of readdirSync(join(here, 'strings'))) {
  const language = file.replace('.tsv', '');
  writeFileSync(join(out, `words-${language}.json`), JSON.stringify(words(language)));
  writeFileSync(join(out, `names-${language}.json`), JSON.stringify(names(language)));
}
// As browsers take them, so that the server need not pack.
for (const name of readdirSync(out)) {
  const bytes = readFileSync(join(out, name));
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(bytes));
}
if (process.argv[3]) {
  const stamp = join(dirname(out), 'pages.stamp');
  writeFileSync(stamp, '');
  const escaped = [...read].map((path) => path.replace(/ /g, '\\ ')).join(' ');
  writeFileSync(process.argv[3], `${relative(process.cwd(), stamp)}: ${escaped}\n`);
}

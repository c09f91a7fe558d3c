// The words of the pages in the chosen language: tables made by build.mjs of strings/ and of the
// tables from which reports take theirs.
import { signal } from '@preact/signals';

export const LANGUAGES = ['ar', 'zh', 'en', 'fr', 'ru', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
type Values = Record<string, string | number>;
type Names = { organizations: Record<string, string>; states: Record<string, string>; themes: Record<string, string> };

export const language = signal<Language>('en');
const words = signal<Record<string, string>>({});
const names = signal<Names>({ organizations: {}, states: {}, themes: {} });

export function direction(code: string): 'rtl' | 'ltr' {
  return code === 'ar' ? 'rtl' : 'ltr';
}

// Latin digits in Arabic too, as in the documents.
export function locale(): string {
  return language.value === 'ar' ? 'ar-u-nu-latn' : language.value === 'en' ? 'en-GB' : language.value;
}

export async function speak(code: Language): Promise<void> {
  const get = (name: string) => fetch(`/${name}-${code}.json`).then((answer) => answer.json());
  words.value = await get('words');
  language.value = code;
  document.documentElement.lang = code;
  document.documentElement.dir = direction(code);
  try {
    localStorage.setItem('language', code);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  get('names').then((found) => {
    if (language.value === code) names.value = found;
  }, () => undefined);
}

export function preferred(): Language {
  let wanted: string[] = [];
  try {
    wanted = [localStorage.getItem('language') ?? ''];
  } catch {
    // as above
  }
  for (const tag of [...wanted, ...navigator.languages]) {
    const found = LANGUAGES.find((code) => tag.toLowerCase().split('-')[0] === code);
    if (found) return found;
  }
  return 'en';
}

// The part of ICU's message patterns that the tables use: {name} and {name, plural, one {...} other
// {...}} with # for the number.
function closing(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    if (pattern[at] === '{') depth++;
    else if (pattern[at] === '}' && --depth === 0) return at;
  }
  return pattern.length;
}

function plural(choices: string, value: number): string {
  const forms: Record<string, string> = {};
  for (let at = 0; ; ) {
    const open = choices.indexOf('{', at);
    if (open < 0) break;
    const end = closing(choices, open);
    forms[choices.slice(at, open).trim()] = choices.slice(open + 1, end);
    at = end + 1;
  }
  const form = forms[`=${value}`] ?? forms[new Intl.PluralRules(language.value).select(value)] ?? forms['other'] ?? '';
  return form.replace(/#/g, number(value));
}

export function fill(pattern: string, values: Values): string {
  let text = '';
  for (let at = 0; at < pattern.length; ) {
    const open = pattern.indexOf('{', at);
    if (open < 0) return text + pattern.slice(at);
    const end = closing(pattern, open);
    const [name, kind, ...rest] = pattern.slice(open + 1, end).split(',');
    const value = values[name!.trim()] ?? '';
    text += pattern.slice(at, open);
    if (kind) text += fill(plural(rest.join(','), Number(value)), values);
    else text += typeof value === 'number' ? number(value) : value;
    at = end + 1;
  }
  return text;
}

export function has(key: string): boolean {
  return key in words.value;
}

export function t(key: string, values: Values = {}): string {
  return fill(words.value[key] ?? key, values);
}

// What the program names by an English word ("meeting"): in the language of the pages, or as it is.
export function term(list: string, id: string | null | undefined): string {
  if (!id) return '';
  const pattern = words.value[`${list}:${id}`];
  return pattern ? fill(pattern, {}) : id;
}

export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale(), options).format(value);
}

export function share(value: number): string {
  return number(value, { style: 'percent', maximumFractionDigits: 0 });
}

// A date at the precision told: 2023, 2023-05 or 2023-05-04.
function told(iso: string): { day: Date; precision: number } | null {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(iso.slice(0, 10));
  if (!parts) return null;
  const day = new Date(Date.UTC(Number(parts[1]), Number(parts[2] ?? 1) - 1, Number(parts[3] ?? 1)));
  return { day, precision: parts[3] ? 3 : parts[2] ? 2 : 1 };
}

function calendar(precision: number): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale(), {
    timeZone: 'UTC', year: 'numeric', month: precision > 1 ? 'long' : undefined, day: precision > 2 ? 'numeric' : undefined,
  });
}

// Arabic of the United Nations names a month twice, in the Levant's way and in Egypt's, and sets no
// comma before the year. Words that stand around the names stay as the locale has them.
const monthsOf = (code: string): string[] => {
  const format = new Intl.DateTimeFormat(code, { timeZone: 'UTC', month: 'long' });
  return Array.from({ length: 12 }, (_, month) => format.format(new Date(Date.UTC(2001, month, 1))));
};
let arabic: Map<string, string> | undefined;

function twice(text: string): string {
  if (language.value !== 'ar') return text;
  if (!arabic) {
    const levant = monthsOf('ar-LB');
    arabic = new Map(monthsOf('ar-EG').map((name, month) => [name, `${levant[month]}/${name}`]));
  }
  const names = arabic;
  return text.replace(/\u060C/g, '').replace(/\p{L}+/gu, (word) => names.get(word) ?? word);
}

export function date(iso: string | null | undefined): string {
  const found = iso ? told(iso) : null;
  return found ? twice(calendar(found.precision).format(found.day)) : iso ?? '';
}

export function moment(iso: string | null | undefined): string {
  if (!iso) return '';
  const when = new Date(iso);
  if (Number.isNaN(when.getTime())) return iso;
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(when);
}

export function span(start: string | null | undefined, end: string | null | undefined): string {
  if (start && end) {
    const [from, to] = [told(start), told(end)];
    if (from && to && from.precision === to.precision && from.day <= to.day) return twice(calendar(from.precision).formatRange(from.day, to.day));
    return t('span', { from: date(start), to: date(end) });
  }
  if (start) return t('since', { 0: date(start) });
  return end ? t('until', { 0: date(end) }) : '';
}

export function list(items: string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction', style: 'short' }).format(items);
}

export function tongue(code: string): string {
  if (code === 'und') return t('language.other');
  return new Intl.DisplayNames([locale()], { type: 'language' }).of(code) ?? code;
}

// A language by its own name, which its readers find whatever the pages speak.
export function ownName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

export function state(code: string): string | undefined {
  return names.value.states[code];
}

// The full name of a party, or nothing where the id is all there is to say.
export function organization(id: string): string | undefined {
  const parliament = /^Parliament of ([A-Z]{3})$/.exec(id);
  if (parliament) return t('parliament_of', { 0: state(parliament[1]!) ?? parliament[1]! });
  return names.value.organizations[id] ?? state(id);
}

export function theme(id: string): string {
  return names.value.themes[id] ?? id;
}

export function themes(): [string, string][] {
  return Object.entries(names.value.themes);
}

export function organizations(): [string, string][] {
  return [...Object.entries(names.value.organizations), ...Object.entries(names.value.states)];
}

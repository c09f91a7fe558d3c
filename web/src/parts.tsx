// What several pages are made of.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Got, Problem } from './api';
import type { Fact, Period } from './record';
import { kindOf } from './record';
import { altered, change, documentPath, factPath, place } from './router';
import { date, direction, has, language, number, organization, organizations, span, state, t, term, theme, themes, tongue, LANGUAGES } from './words';

// A text that may be in another language than the pages: set apart for bidirectional order and for
// screen readers.
export function Foreign({ lang, text, children, block }: { lang: string; text?: string; children?: ComponentChildren; block?: boolean }) {
  const Tag = block ? 'div' : 'bdi';
  return (
    <Tag lang={lang === 'und' ? undefined : lang} dir={direction(lang)} class={`text text-${lang}`}>
      {text ?? children}
    </Tag>
  );
}

export function Id({ text }: { text: string }) {
  return <bdi class="symbol" dir="ltr">{text}</bdi>;
}

export function Title({ children, lead, actions }: { children: ComponentChildren; lead?: ComponentChildren; actions?: ComponentChildren }) {
  return (
    <header class="title">
      <div>
        <h1 tabIndex={-1}>{children}</h1>
        {lead && <p class="lead">{lead}</p>}
      </div>
      {actions && <div class="actions">{actions}</div>}
    </header>
  );
}

export function Party({ id, role }: { id: string; role?: string }) {
  const name = organization(id);
  const isShort = id.length <= 12 && /\p{Lu}.*\p{Lu}/u.test(id) && !/\s/.test(id) && !state(id);
  const shown = name && !isShort ? name : id;
  return (
    <span class="party" title={name && shown !== name ? name : undefined}>
      <bdi>{shown}</bdi>
      {role && <span class="role"> {term('role', role)}</span>}
    </span>
  );
}

export function Parties({ ids, roles }: { ids: string[] | undefined; roles?: Record<string, string> }) {
  if (!ids || ids.length === 0) return <span class="quiet">{t('none')}</span>;
  return (
    <ul class="inline">
      {ids.map((id) => <li key={id}><Party id={id} role={roles?.[id]} /></li>)}
    </ul>
  );
}

// A word by which records call something, in the language of the pages where its tables have one.
export function Term({ list, id }: { list: string; id: string | null | undefined }) {
  if (!id) return null;
  return <bdi lang={has(`${list}:${id}`) ? undefined : 'en'}>{term(list, id)}</bdi>;
}

export function dates(list: Period[] | undefined): string {
  return (list ?? []).map((one) => span(one.start, one.end)).join('; ');
}

export function timing(what: Fact['timing']): string {
  if (!what) return '';
  const value = what.kind === 'date' ? date(what.value) : what.value;
  return has(`timing:${what.kind}`) ? t(`timing:${what.kind}`, { 0: value }) : value;
}

export function Themes({ ids }: { ids: string[] | undefined }) {
  if (!ids || ids.length === 0) return null;
  return <span class="themes">{ids.slice(0, 3).map(theme).join(' · ')}</span>;
}

// Where a fact stands, as a link to its words.
export function Source({ fact }: { fact: { doc: string; lang: string; para: string | null; id?: string } }) {
  return (
    <a class="source" href={factPath(fact)}>
      <Id text={fact.doc} />
      {fact.para && <>{' '}<span class="para">{t('para', { n: fact.para })}</span></>}
      {' '}<span class="tongue">{tongue(fact.lang)}</span>
    </a>
  );
}

export function DocumentLink({ symbol, lang, children }: { symbol: string; lang?: string; children?: ComponentChildren }) {
  return <a href={documentPath(symbol) + (lang ? `?language=${lang}` : '')}>{children ?? <Id text={symbol} />}</a>;
}

export function Chip({ tone, children }: { tone?: string; children: ComponentChildren }) {
  return <span class={`chip ${tone ?? ''}`}>{children}</span>;
}

export function Judged({ fact }: { fact: Fact }) {
  if (!fact.decision) return null;
  return <Chip tone={`verdict ${fact.decision.verdict}`}>{term('verdict', fact.decision.verdict)}</Chip>;
}

export function heading(fact: Fact): string {
  const kind = kindOf(fact);
  if (kind === 'mandate') return term('force', fact.force);
  if (kind === 'figure') return t('kind:figure');
  return term('type', fact.type);
}

// What the server wrote for a file of its own, without the style that such a file carries: this page
// has its own, and allows no other.
export function unstyled(text: string): string {
  return text.replace(/<style[\s\S]*?<\/style>/gi, '').replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle="[^"]*"/gi, ''));
}

// -- states of loading --------------------------------------------------------------------------

export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const key = `problem.${problem.status}`;
  const hint = has(`${key}.do`) ? t(`${key}.do`) : t('problem.do');
  return (
    <div class="failure" role="alert">
      <strong>{has(key) ? t(key) : problem.title || t('problem')}</strong>
      {problem.detail && <p dir="auto">{problem.detail}</p>}
      <p>{hint}</p>
      {retry && <button type="button" onClick={retry}>{t('retry')}</button>}
    </div>
  );
}

export function Loaded<T>({ got, children }: { got: Got<T>; children: (data: T) => ComponentChildren }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 250);
    return () => clearTimeout(timer);
  }, []);
  if (got.problem) return <Failure problem={got.problem} retry={got.reload} />;
  if (got.data === undefined) return <p class="loading" role="status">{isSlow ? t('loading') : ''}</p>;
  return <div class={got.loading ? 'renewing' : undefined} aria-busy={got.loading}>{children(got.data)}</div>;
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

// -- messages -----------------------------------------------------------------------------------

type Message = { text: string; tone: 'good' | 'bad'; action?: { label: string; run: () => void } };
const message = signal<Message | null>(null);

export function say(text: string, tone: Message['tone'] = 'good', action?: Message['action']): void {
  message.value = { text, tone, action };
}

// Regions that stand from the start, so that screen readers tell what comes into them.
export function Messages() {
  const now = message.value;
  return (
    <div class={`messages ${now ? now.tone : ''}`}>
      <span role="status">{now?.tone === 'good' ? now.text : ''}</span>
      <span role="alert">{now?.tone === 'bad' ? now.text : ''}</span>
      {now?.action && <button type="button" onClick={() => { message.value = null; now.action!.run(); }}>{now.action.label}</button>}
      {now && <button type="button" class="plain" aria-label={t('close')} onClick={() => { message.value = null; }}>×</button>}
    </div>
  );
}

// -- fields -------------------------------------------------------------------------------------

export type Choice = [value: string, label: string];

export function Field({ label, hint, children }: { label: string; hint?: string; children: (id: string) => ComponentChildren }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id)}
      {hint && <small>{hint}</small>}
    </div>
  );
}

export function Select({ label, value, choices, any, onChange }: { label: string; value: string; choices: Choice[]; any?: string; onChange: (value: string) => void }) {
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {any !== undefined && <option value="">{any}</option>}
          {choices.map(([key, name]) => <option key={key} value={key}>{name}</option>)}
        </select>
      )}
    </Field>
  );
}

type InputMore = {
  type?: 'text' | 'password' | 'number'; step?: string; dir?: 'ltr' | 'auto'; lang?: string; placeholder?: string; required?: boolean; minLength?: number;
  autoComplete?: string; spellcheck?: boolean; 'aria-invalid'?: boolean;
};

export function Input({ label, value, onChange, lazy, suggestions, ...more }: { label: string; value: string; onChange: (value: string) => void; lazy?: boolean; suggestions?: string; hint?: string } & InputMore) {
  const { hint, ...rest } = more;
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <Field label={label} hint={hint}>
      {(id) => (
        <input
          {...rest as object} {...{ list: suggestions }} id={id} dir={rest.dir ?? 'auto'} value={lazy ? typed : value}
          onInput={(event) => (lazy ? setTyped(event.currentTarget.value) : onChange(event.currentTarget.value))}
          onChange={(event) => lazy && onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

// The names that may be chosen, once a page.
export function Suggestions() {
  return (
    <>
      <datalist id="organizations">
        {organizations().map(([id, name]) => <option key={id} value={id}>{name}</option>)}
      </datalist>
    </>
  );
}

export function choicesOf(list: string, ids: string[]): Choice[] {
  return ids.map((id) => [id, term(list, id)]);
}

export const TYPES = ['meeting', 'conference', 'training', 'visit', 'statement', 'agreement', 'publication', 'support', 'programme', 'establishment', 'decision', 'pledge', 'cooperation'];
export const FORCES = ['decision', 'request', 'invitation', 'declaration'];
export const STATUSES = ['done', 'ongoing', 'planned'];
export const ROLES = ['organizer', 'co-organizer', 'host', 'participant', 'signatory', 'provider', 'recipient', 'publisher', 'speaker', 'addressee'];
export const AGREEMENTS = ['memorandum of understanding', 'framework agreement', 'road map', 'workplan', 'principles', 'joint framework', 'plan of action', 'cooperation agreement', 'agreement', 'protocol'];

export type FilterName = 'organization' | 'type' | 'force' | 'verb' | 'theme' | 'period' | 'document' | 'session' | 'language' | 'status' | 'answered' | 'place' | 'body' | 'kind' | 'agreement' | 'q';

export function languageChoices(): Choice[] {
  return LANGUAGES.map((code) => [code, tongue(code)] as Choice).sort((a, b) => a[1].localeCompare(b[1], language.value));
}

function filterChoices(name: FilterName): Choice[] | null {
  switch (name) {
    case 'type': return choicesOf('type', TYPES);
    case 'force': return choicesOf('force', FORCES);
    case 'status': return choicesOf('status', STATUSES);
    case 'agreement': return choicesOf('agreement', AGREEMENTS);
    case 'answered': return choicesOf('traced', ['open', 'direct', 'thematic']);
    case 'language': return languageChoices();
    case 'kind': return choicesOf('document', ['resolution', 'decision', 'statement', 'report', 'list', 'page']);
    case 'theme': return themes().sort((a, b) => a[1].localeCompare(b[1], language.value));
    default: return null;
  }
}

// Filters of a list: they stand in the address, and take effect when one is changed.
export function Filters({ names, more }: { names: FilterName[]; more?: FilterName[] }) {
  const query = place.value.query;
  const set = (name: string) => (value: string) => change({ [name]: value.trim(), offset: null });
  const one = (name: FilterName) => {
    const value = query.get(name) ?? '';
    const choices = filterChoices(name);
    if (choices) return <Select key={name} label={t(`filter.${name}`)} value={value} choices={choices} any={t('all')} onChange={set(name)} />;
    return (
      <Input
        key={name} lazy label={t(`filter.${name}`)} value={value} onChange={set(name)} spellcheck={false} autoComplete="off"
        suggestions={name === 'organization' ? 'organizations' : undefined} placeholder={has(`filter.${name}.example`) ? t(`filter.${name}.example`) : undefined}
      />
    );
  };
  const all = [...names, ...(more ?? [])];
  const isSet = all.some((name) => query.get(name));
  const isMoreSet = (more ?? []).some((name) => query.get(name));
  return (
    <form class="filters" role="search" aria-label={t('filters')} onSubmit={(event) => event.preventDefault()}>
      <div class="row">{names.map(one)}</div>
      {more && more.length > 0 && (
        <details open={isMoreSet}>
          <summary>{t('filters.more')}</summary>
          <div class="row">{more.map(one)}</div>
        </details>
      )}
      {isSet && <a class="clear" data-stay href={altered(Object.fromEntries([...all, 'offset'].map((name) => [name, null])))}>{t('filters.clear')}</a>}
    </form>
  );
}

// The query's filters, as the server takes them.
export function filtered(path: string, names: string[], fixed: Record<string, string> = {}): string {
  const query = new URLSearchParams(fixed);
  for (const name of [...names, 'offset']) {
    const value = place.value.query.get(name);
    if (value) query.set(name, value);
  }
  return `${path}?${query}`;
}

// -- lists --------------------------------------------------------------------------------------

export const LIMIT = 50;

export function Pager({ total, offset, count, limit = LIMIT }: { total: number; offset: number; count: number; limit?: number }) {
  const before = offset > 0 ? altered({ offset: offset > limit ? String(offset - limit) : null }) : null;
  const after = offset + count < total ? altered({ offset: String(offset + limit) }) : null;
  return (
    <nav class="pager" aria-label={t('pager')}>
      <span role="status">{count ? t('pager.range', { from: offset + 1, to: offset + count, total }) : t('nothing')}</span>
      {(before || after) && (
        <span class="steps">
          {before ? <a rel="prev" href={before}>{t('previous')}</a> : <span class="quiet">{t('previous')}</span>}
          {after ? <a rel="next" href={after}>{t('next')}</a> : <span class="quiet">{t('next')}</span>}
        </span>
      )}
    </nav>
  );
}

// What is told where a cell would be empty.
export function OrNone({ children }: { children: string | undefined }) {
  return children ? <>{children}</> : <span class="quiet">{t('none')}</span>;
}

export type Column<T> = { name: string; cell: (row: T) => ComponentChildren; class?: string; isHead?: boolean };

// A table that on a narrow screen becomes a list of cards, each cell under its column's name.
export function Table<T>({ caption, columns, rows, keyOf }: { caption: string; columns: Column<T>[]; rows: T[]; keyOf: (row: T, index: number) => string }) {
  return (
    <div class="table">
      <table>
        <caption class="unseen">{caption}</caption>
        {rows.length > 0 && <thead>
          <tr>{columns.map((column) => <th key={column.name} scope="col" class={column.class}>{column.name}</th>)}</tr>
        </thead>}
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              {columns.map((column) => {
                const shown = column.cell(row);
                return column.isHead
                  ? <th key={column.name} scope="row" class={column.class} data-label={column.name}>{shown}</th>
                  : <td key={column.name} class={column.class} data-label={column.name}>{shown}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Tabs({ label, tabs }: { label: string; tabs: { name: string; href: string; isHere: boolean }[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => <a key={tab.href} data-stay href={tab.href} aria-current={tab.isHere ? 'page' : undefined}>{tab.name}</a>)}
    </nav>
  );
}

export function Confidence({ value }: { value: number }) {
  const label = t('confidence', { n: number(value, { style: 'percent', maximumFractionDigits: 0 }) });
  return (
    <span class="confidence">
      <span class="meter" aria-hidden="true"><span style={{ inlineSize: `${Math.round(value * 100)}%` }} /></span>
      {label}
    </span>
  );
}

// Takes the focus when it appears.
export function useFocus<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  useEffect(() => ref.current?.focus(), []);
  return ref;
}

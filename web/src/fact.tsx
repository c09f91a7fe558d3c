// A fact as read, what people decided about it, and the form in which it is put right.
import { useEffect, useRef, useState } from 'preact/hooks';
import { changes, get, mayDecide, problemOf, send } from './api';
import { AGREEMENTS, Chip, Confidence, Failure, Field, FORCES, Foreign, Id, Input, Judged, Parties, ROLES, STATUSES, Select, Source, TYPES, Term, Themes, choicesOf, dates, heading, say, timing } from './parts';
import type { Decision, Fact, Period } from './record';
import { kindOf } from './record';
import { factPath } from './router';
import type { Problem } from './api';
import { moment, number, organization, organizations, span, t, term } from './words';

export type Verdict = 'confirmed' | 'corrected' | 'rejected' | 'merged' | 'split' | 'undone';

export function factUrl(id: string): string {
  return `/facts/${encodeURIComponent(id)}`;
}

export async function decide(fact: Fact, verdict: Verdict, more: Record<string, unknown> = {}): Promise<Fact> {
  const answer = await send<Fact>('POST', `${factUrl(fact.id)}/decisions`, { verdict, revision: fact.revision ?? 0, ...more });
  changes.value++;
  return answer;
}

function Row({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function FactFields({ fact }: { fact: Fact }) {
  const kind = kindOf(fact);
  return (
    <dl class="fields">
      {kind === 'mandate' && (
        <>
          {fact.verb && <Row name={t('verb')}><Term list="verb" id={fact.verb} /></Row>}
          <Row name={t('who')}><Parties ids={fact.addressees} /></Row>
          {fact.asks && <Row name={t('what')}><Foreign lang={fact.lang} text={fact.asks} /></Row>}
          {fact.timing && <Row name={t('when')}>{timing(fact.timing)}</Row>}
          {(fact.acts ?? []).map((act, at) => (
            <Row key={at} name={t('also')}>
              <Term list="verb" id={act.verb} /> — <Parties ids={act.addressees} />
              {act.asks && <> <Foreign lang={fact.lang} text={act.asks} /></>}
            </Row>
          ))}
          {fact.cites && fact.cites.length > 0 && <Row name={t('cites')}><ul class="inline">{fact.cites.map((c) => <li key={c}><Id text={c} /></li>)}</ul></Row>}
        </>
      )}
      {kind === 'activity' && (
        <>
          <Row name={t('parties')}><Parties ids={fact.parties} roles={fact.roles} /></Row>
          {fact.dates && fact.dates.length > 0 && <Row name={t('when')}>{dates(fact.dates)}</Row>}
          {fact.places && fact.places.length > 0 && <Row name={t('where')}><Foreign lang={fact.lang} text={fact.places.join(' · ')} /></Row>}
          <Row name={t('status')}>{term('status', fact.status)}</Row>
          {fact.subject && <Row name={t('subject')}><Foreign lang={fact.lang} text={fact.subject} /></Row>}
          {fact.agreement && (
            <Row name={t('agreement')}>
              {term('agreement', fact.agreement.kind)}{fact.agreement.action && ` (${term('action', fact.agreement.action)})`}
              {(fact.agreement.valid_from || fact.agreement.valid_to) && `, ${span(fact.agreement.valid_from, fact.agreement.valid_to)}`}
            </Row>
          )}
          {fact.publication?.title && <Row name={t('titled')}><Foreign lang={fact.lang} text={fact.publication.title} /></Row>}
        </>
      )}
      {kind === 'figure' && (
        <>
          <Row name={t('figure')}>{term('bound', fact.bound)} <bdi>{number(fact.value ?? 0)}</bdi> {fact.unit && <bdi>{fact.unit}</bdi>}</Row>
          {fact.counted && <Row name={t('counted')}><Foreign lang={fact.lang} text={fact.counted} /></Row>}
          {fact.period && <Row name={t('when')}>{span(fact.period.start, fact.period.end)}</Row>}
        </>
      )}
      {fact.themes && fact.themes.length > 0 && <Row name={t('themes')}><Themes ids={fact.themes} /></Row>}
    </dl>
  );
}

function correctionText(value: unknown): string {
  if (value === null || value === undefined) return t('none');
  if (Array.isArray(value)) return value.map(correctionText).join(', ') || t('none');
  if (typeof value === 'object') {
    const parts = value as Record<string, unknown>;
    if ('start' in parts) return span(parts['start'] as string, parts['end'] as string | null);
    return Object.entries(parts).map(([name, one]) => `${name}: ${correctionText(one)}`).join(', ');
  }
  return String(value);
}

export function History({ decisions }: { decisions: Decision[] }) {
  if (decisions.length === 0) return <p class="quiet">{t('history.none')}</p>;
  return (
    <ol class="history">
      {decisions.map((one, at) => (
        <li key={at}>
          <p>
            <Chip tone={`verdict ${one.verdict}`}>{term('verdict', one.verdict)}</Chip>{' '}
            <bdi class="person">{one.person}</bdi>, <time dateTime={one.when}>{moment(one.when)}</time>
          </p>
          {one.reason && <blockquote dir="auto">{one.reason}</blockquote>}
          {one.correction && (
            <dl class="fields small">
              {Object.entries(one.correction).map(([name, value]) => <Row key={name} name={term('field', name)}><bdi>{correctionText(value)}</bdi></Row>)}
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}

// -- the form -----------------------------------------------------------------------------------

function known(typed: string): string {
  const wanted = typed.trim();
  const found = organizations().find(([id, name]) => id.toLowerCase() === wanted.toLowerCase() || name.toLowerCase() === wanted.toLowerCase());
  return found ? found[0] : wanted;
}

function PartyList({ label, ids, roles, onChange }: { label: string; ids: string[]; roles?: Record<string, string>; onChange: (ids: string[], roles: Record<string, string>) => void }) {
  const [typed, setTyped] = useState('');
  const add = () => {
    const id = known(typed);
    if (id && !ids.includes(id)) onChange([...ids, id], { ...roles, ...(roles ? { [id]: 'participant' } : {}) });
    setTyped('');
  };
  return (
    <fieldset class="parties">
      <legend>{label}</legend>
      <ul>
        {ids.map((id) => (
          <li key={id}>
            <span title={organization(id)}><bdi>{id}</bdi></span>
            {roles && (
              <select aria-label={t('role.of', { name: id })} value={roles[id] ?? 'participant'} onChange={(event) => onChange(ids, { ...roles, [id]: event.currentTarget.value })}>
                {ROLES.map((role) => <option key={role} value={role}>{term('role', role)}</option>)}
              </select>
            )}
            <button type="button" class="plain" aria-label={t('remove', { name: id })} onClick={() => {
              const { [id]: _, ...rest } = roles ?? {};
              onChange(ids.filter((other) => other !== id), rest);
            }}>×</button>
          </li>
        ))}
      </ul>
      <div class="add">
        <Field label={t('party.add')}>
          {(id) => (
            <input id={id} type="text" dir="auto" list="organizations" autocomplete="off" value={typed} onInput={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') {
                  event.preventDefault();
                  add();
                }
              }} />
          )}
        </Field>
        <button type="button" onClick={add} disabled={!typed.trim()}>{t('add')}</button>
      </div>
    </fieldset>
  );
}

const DAY = '\\d{4}(-\\d\\d(-\\d\\d)?)?';
const DATES = new RegExp(`^(${DAY}(\\.\\.(${DAY})?)?)?$`);

function written(periods: Period[]): string {
  return periods.map((one) => (one.start === one.end ? one.start ?? '' : `${one.start ?? ''}..${one.end ?? ''}`)).join(', ');
}

function parsed(text: string): Period[] | null {
  const list: Period[] = [];
  for (const part of text.split(/[,;،]/).map((one) => one.trim()).filter(Boolean)) {
    if (!DATES.test(part)) return null;
    const [start, end] = part.split('..');
    list.push({ start: start!, end: part.includes('..') ? end || null : start! });
  }
  return list;
}

type Draft = Record<string, unknown>;

function draftOf(fact: Fact): Draft {
  const kind = kindOf(fact);
  if (kind === 'mandate') return { verb: fact.verb, force: fact.force, addressees: fact.addressees ?? [], asks: fact.asks ?? '', timing: fact.timing ?? null };
  if (kind === 'figure') return { value: fact.value, bound: fact.bound, unit: fact.unit ?? '', counted: fact.counted ?? '', period: fact.period ?? null };
  const draft: Draft = { type: fact.type, parties: fact.parties ?? [], roles: fact.roles ?? {}, dates: fact.dates ?? [], places: fact.places ?? [], status: fact.status, subject: fact.subject ?? '' };
  if (fact.agreement) draft['agreement'] = fact.agreement;
  return draft;
}

function differences(before: Draft, after: Draft): Draft {
  const changed: Draft = {};
  for (const [name, value] of Object.entries(after)) {
    if (JSON.stringify(value) !== JSON.stringify(before[name])) changed[name] = value === '' ? null : value;
  }
  return changed;
}

export function FactForm({ fact: opened, onDone, onNow, onCancel }: { fact: Fact; onDone: (fact: Fact) => void; onNow: (fact: Fact) => void; onCancel: () => void }) {
  // The form keeps to the fact as it was opened, whatever comes in while somebody writes: what others
  // decided meanwhile is told when it is sent, not overwritten.
  const [fact] = useState(opened);
  const [draft, setDraft] = useState<Draft>(() => draftOf(fact));
  const kind = kindOf(fact);
  const told = kind === 'figure' ? (fact.period ? [fact.period] : []) : fact.dates ?? [];
  const [when, setWhen] = useState(written(told));
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('select, input')?.focus();
  }, []);
  const set = (values: Draft) => setDraft({ ...draft, ...values });
  const save = async (event: Event) => {
    event.preventDefault();
    const periods = parsed(when);
    if (!periods || (kind === 'figure' && periods.length > 1)) {
      setError(t('dates.wrong'));
      return;
    }
    const before = draftOf(fact);
    const isMoved = written(told) !== when;
    const after = !isMoved ? draft : kind === 'figure' ? { ...draft, period: periods[0] ?? null } : { ...draft, dates: periods };
    const correction = differences(before, after);
    if (Object.keys(correction).length === 0) {
      setError(t('correct.nothing'));
      return;
    }
    setError('');
    setBusy(true);
    try {
      onDone(await decide(fact, 'corrected', { correction, reason: reason.trim() || undefined }));
    } catch (thrown) {
      setProblem(problemOf(thrown));
    }
    setBusy(false);
  };
  const agreement = draft['agreement'] as Fact['agreement'] | undefined;
  const when_ = draft['timing'] as Fact['timing'];
  return (
    <form class="correct" ref={form} onSubmit={save} onKeyDown={(event) => event.key === 'Escape' && onCancel()}>
      {kind === 'mandate' && (
        <>
          <Select label={t('force')} value={String(draft['force'] ?? '')} choices={choicesOf('force', FORCES)} onChange={(force) => set({ force })} />
          <Input label={t('verb')} lang="en" dir="ltr" value={String(draft['verb'] ?? '')} onChange={(verb) => set({ verb })} />
          <PartyList label={t('who')} ids={draft['addressees'] as string[]} onChange={(addressees) => set({ addressees })} />
          <Input label={t('what')} value={String(draft['asks'] ?? '')} onChange={(asks) => set({ asks })} />
          <Select label={t('timing')} value={when_?.kind ?? ''} any={t('none')} choices={choicesOf('when', ['session', 'date', 'annual', 'biennial', 'event'])}
            onChange={(kind_) => set({ timing: kind_ ? { kind: kind_, value: when_?.value ?? '' } : null })} />
          {when_ && <Input label={t('timing.value')} value={when_.value} onChange={(value) => set({ timing: { ...when_, value } })} />}
        </>
      )}
      {kind === 'activity' && (
        <>
          <Select label={t('type')} value={String(draft['type'] ?? '')} choices={choicesOf('type', TYPES)} onChange={(type) => set({ type })} />
          <PartyList label={t('parties')} ids={draft['parties'] as string[]} roles={draft['roles'] as Record<string, string>} onChange={(parties, roles) => set({ parties, roles })} />
          <Input label={t('dates')} hint={t('dates.hint')} dir="ltr" value={when} onChange={setWhen} aria-invalid={error !== '' && !parsed(when)} />
          <Input label={t('where')} hint={t('places.hint')} value={(draft['places'] as string[]).join('; ')} onChange={(text) => set({ places: text.split(/[;؛]/).map((one) => one.trim()).filter(Boolean) })} />
          <Select label={t('status')} value={String(draft['status'] ?? '')} choices={choicesOf('status', STATUSES)} onChange={(status) => set({ status })} />
          <Input label={t('subject')} value={String(draft['subject'] ?? '')} onChange={(subject) => set({ subject })} />
          {agreement && (
            <>
              <Select label={t('agreement')} value={agreement.kind} choices={choicesOf('agreement', AGREEMENTS)} onChange={(kind_) => set({ agreement: { ...agreement, kind: kind_ } })} />
              <Input label={t('valid.from')} dir="ltr" value={agreement.valid_from ?? ''} onChange={(text) => set({ agreement: { ...agreement, valid_from: text || null } })} />
              <Input label={t('valid.to')} dir="ltr" value={agreement.valid_to ?? ''} onChange={(text) => set({ agreement: { ...agreement, valid_to: text || null } })} />
            </>
          )}
        </>
      )}
      {kind === 'figure' && (
        <>
          <Input label={t('figure')} type="number" step="any" value={String(draft['value'] ?? '')} onChange={(text) => set({ value: Number(text) })} />
          <Select label={t('bound')} value={String(draft['bound'] ?? 'exact')} choices={choicesOf('bound', ['exact', 'at least', 'at most', 'about'])} onChange={(bound) => set({ bound })} />
          <Input label={t('unit')} value={String(draft['unit'] ?? '')} onChange={(unit) => set({ unit })} />
          <Input label={t('counted')} value={String(draft['counted'] ?? '')} onChange={(counted) => set({ counted })} />
          <Input label={t('when')} dir="ltr" value={when} onChange={setWhen} aria-invalid={error !== '' && !parsed(when)} />
        </>
      )}
      <Input label={t('reason')} hint={t('reason.hint')} value={reason} onChange={setReason} />
      {error && <p class="error" role="alert">{error}</p>}
      {problem && <Stale fact={fact} problem={problem} onNow={onNow} />}
      <div class="buttons">
        <button type="submit" class="first" disabled={isBusy}>{t('save')}</button>
        <button type="button" onClick={onCancel}>{t('cancel')}</button>
      </div>
    </form>
  );
}

// What is said where a decision was refused: somebody else may have been first.
export function Stale({ fact, problem, onNow }: { fact: Fact; problem: Problem; onNow: (fact: Fact) => void }) {
  if (problem.status !== 409) return <Failure problem={problem} />;
  return (
    <div class="failure" role="alert">
      <strong>{t('stale')}</strong>
      {problem.detail && <p dir="auto">{problem.detail}</p>}
      <p>{t('stale.do')}</p>
      <button type="button" onClick={() => {
        changes.value++;
        get<Fact>(factUrl(fact.id)).then(onNow, (error) => say(problemOf(error).title, 'bad'));
      }}>{t('stale.show')}</button>
    </div>
  );
}

// A fact opened: what was read, who decided what, and what can be done.
export function FactCard({ fact, onChange, onClose, withSource }: { fact: Fact; onChange?: () => void; onClose?: () => void; withSource?: boolean }) {
  const [now, setNow] = useState(fact);
  const [isEditing, setEditing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [history, setHistory] = useState<Decision[] | null>(null);
  useEffect(() => {
    setNow(fact);
    setHistory(null);
  }, [fact]);
  const done = (after: Fact, verdict: Verdict | null) => {
    setNow({ ...now, ...after });
    setEditing(false);
    setProblem(null);
    setHistory(null);
    onChange?.();
    if (verdict) say(t(`said.${verdict}`));
  };
  const act = (verdict: Verdict) => decide(now, verdict).then((after) => done(after, verdict), (error) => setProblem(problemOf(error)));
  return (
    <section class={`fact kind-${kindOf(now)}`} aria-label={heading(now)}>
      <header>
        <h3>{heading(now)}</h3>
        <Judged fact={now} />
        {onClose && <button type="button" class="plain" aria-label={t('close')} onClick={onClose}>×</button>}
      </header>
      {withSource && <Source fact={now} />}
      {isEditing ? (
        <FactForm fact={now} onDone={(after) => done(after, 'corrected')} onNow={(after) => done(after, null)} onCancel={() => setEditing(false)} />
      ) : (
        <>
          <FactFields fact={now} />
          <p class="how"><Confidence value={now.confidence} /> <span class="rule" dir="ltr">{now.rule}</span></p>
          {now.decision && (
            <p class="decided">
              {t('decided', { verdict: term('verdict', now.decision.verdict), person: now.decision.person, when: moment(now.decision.when) })}
            </p>
          )}
          {problem && <Stale fact={now} problem={problem} onNow={(after) => done(after, null)} />}
          <div class="buttons">
            {mayDecide() && (
              <>
                <button type="button" onClick={() => act('confirmed')}>{t('confirm')}</button>
                <button type="button" onClick={() => setEditing(true)}>{t('correct')}</button>
                <button type="button" onClick={() => act('rejected')}>{t('reject')}</button>
                {now.decision && <button type="button" onClick={() => act('undone')}>{t('undo')}</button>}
              </>
            )}
            {now.id && (now.revision ?? 0) > 0 && history === null && (
              <button type="button" class="plain" onClick={() => get<Fact>(factUrl(now.id)).then((found) => setHistory(found.history ?? []), () => setHistory([]))}>{t('history')}</button>
            )}
            <a class="permalink" href={factPath(now)}>{t('link')}</a>
          </div>
          {history && <History decisions={history} />}
        </>
      )}
    </section>
  );
}


// The queue: what was read with the least confidence first. Everything can be done by one key.
import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { get, may, mayDecide, problemOf, useGet } from '../api';
import type { Page, Problem } from '../api';
import { FactFields, FactForm, History, Stale, decide, factUrl } from '../fact';
import type { Verdict } from '../fact';
import { Confidence, Empty, Field, Foreign, Judged, Loaded, Select, Source, Title, choicesOf, heading, say } from '../parts';
import type { Decision, Fact } from '../record';
import { kindOf, positions } from '../record';
import { change, place } from '../router';
import { moment, number, share, t, term } from '../words';

const KEYS: [key: string, act: string][] = [['j', 'next'], ['k', 'previous'], ['c', 'confirm'], ['e', 'correct'], ['r', 'reject'], ['m', 'merge'], ['s', 'split'], ['u', 'undo'], ['w', 'reason']];

function stored(): boolean {
  try {
    return localStorage.getItem('keys') !== 'off';
  } catch {
    return true;
  }
}

// The paragraph with the fact's words marked.
function InContext({ fact }: { fact: Fact }) {
  if (!fact.text) return <Foreign block lang={fact.lang} text={fact.quote} />;
  const at = positions(fact.text);
  const [from, to] = [at(fact.evidence.start), at(fact.evidence.end)];
  return (
    <Foreign block lang={fact.lang}>
      {fact.text.slice(0, from)}<mark class={`kind-${kindOf(fact)} open`}>{fact.text.slice(from, to)}</mark>{fact.text.slice(to)}
    </Foreign>
  );
}

function Merge({ fact, why, onDone, onNow, onCancel }: { fact: Fact; why: Why; onDone: (after: Fact) => void; onNow: (after: Fact) => void; onCancel: () => void }) {
  const kind = kindOf(fact) === 'mandate' ? '/mandates' : kindOf(fact) === 'figure' ? '/figures' : '/activities';
  const got = useGet<Page<Fact>>(`${kind}?document=${encodeURIComponent(fact.doc)}&language=${fact.lang}&limit=500`);
  const [other, setOther] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const near = (data: Page<Fact>) => data.items.filter((one) => one.id !== fact.id)
    .sort((a, b) => Math.abs(a.evidence.block - fact.evidence.block) - Math.abs(b.evidence.block - fact.evidence.block)).slice(0, 12);
  return (
    <form class="correct" onKeyDown={(event) => event.key === 'Escape' && onCancel()} onSubmit={(event) => {
      event.preventDefault();
      decide(fact, 'merged', { with: other, ...why }).then(onDone, (error) => setProblem(problemOf(error)));
    }}>
      <fieldset>
        <legend>{t('merge.with')}</legend>
        <Loaded got={got}>
          {(data) => (
            <ul class="plainlist choices">
              {near(data).map((one) => (
                <li key={one.id}><label><input type="radio" name="other" value={one.id} checked={other === one.id} onChange={() => setOther(one.id)} /> <span>{heading(one)}, {t('para', { n: one.para ?? '' })}: <Foreign lang={one.lang} text={one.quote} /></span></label></li>
              ))}
            </ul>
          )}
        </Loaded>
      </fieldset>
      {problem && <Stale fact={fact} problem={problem} onNow={onNow} />}
      <div class="buttons">
        <button type="submit" class="first" disabled={!other}>{t('merge')}</button>
        <button type="button" onClick={onCancel}>{t('cancel')}</button>
      </div>
    </form>
  );
}

function Split({ fact, why, onDone, onNow, onCancel }: { fact: Fact; why: Why; onDone: (after: Fact) => void; onNow: (after: Fact) => void; onCancel: () => void }) {
  const [parts, setParts] = useState<string[]>([fact.quote, '']);
  const [problem, setProblem] = useState<Problem | null>(null);
  const text = fact.text ?? fact.quote;
  const isGood = parts.filter((part) => part.trim()).length >= 2 && parts.every((part) => !part.trim() || text.includes(part.trim()));
  return (
    <form class="correct" onKeyDown={(event) => event.key === 'Escape' && onCancel()} onSubmit={(event) => {
      event.preventDefault();
      const quotes = parts.map((part) => part.trim()).filter(Boolean).map((quote) => ({ quote }));
      decide(fact, 'split', { parts: quotes, ...why }).then(onDone, (error) => setProblem(problemOf(error)));
    }}>
      <p>{t('split.hint')}</p>
      {parts.map((part, at) => (
        <div class="field" key={at}>
          <label for={`part-${at}`}>{t('split.part', { n: at + 1 })}</label>
          <textarea id={`part-${at}`} rows={3} lang={fact.lang} dir="auto" value={part} aria-invalid={part.trim() !== '' && !text.includes(part.trim())}
            onInput={(event) => setParts(parts.map((old, i) => (i === at ? event.currentTarget.value : old)))} />
        </div>
      ))}
      {problem && <Stale fact={fact} problem={problem} onNow={onNow} />}
      <div class="buttons">
        <button type="submit" class="first" disabled={!isGood}>{t('split.do')}</button>
        <button type="button" onClick={() => setParts([...parts, ''])}>{t('split.more')}</button>
        <button type="button" onClick={onCancel}>{t('cancel')}</button>
      </div>
    </form>
  );
}

// The reason for what is decided next.
type Why = { reason?: string };

type Mode = 'look' | 'correct' | 'merge' | 'split';

function Detail({ fact, mode, isTaken, why, setWhy, reasonField, setMode, onDone, onAct, problem }: { fact: Fact; mode: Mode; isTaken: boolean; why: string; setWhy: (why: string) => void; reasonField: RefObject<HTMLInputElement | null>; setMode: (mode: Mode) => void; onDone: (verdict: Verdict | null, after: Fact) => void; onAct: (act: string) => void; problem: Problem | null }) {
  const got = useGet<Fact>(factUrl(fact.id));
  const now = got.data?.id === fact.id ? { ...fact, ...got.data } : fact;
  // A form keeps to what it was opened with, whatever comes in while somebody writes.
  const seen = useMemo(() => now, [mode]);
  const onNow = (after: Fact) => onDone(null, after);
  const cancel = () => setMode('look');
  const reason: Why = { reason: why.trim() || undefined };
  return (
    <section class={`fact kind-${kindOf(now)}`} aria-labelledby="judging">
      <header>
        <h2 id="judging" tabIndex={-1}>{heading(now)}</h2>
        <Judged fact={now} />
      </header>
      <p class="from"><Source fact={now} /></p>
      {isTaken && (
        <div class="failure" role="alert">
          <strong>{t('stale')}</strong>
          {now.decision && <p>{t('decided', { verdict: term('verdict', now.decision.verdict), person: now.decision.person, when: moment(now.decision.when) })}</p>}
          <button type="button" onClick={() => onAct('next')}>{t('stale.next')}</button>
        </div>
      )}
      <div class="context"><InContext fact={now} /></div>
      {mode === 'look' && <FactFields fact={now} />}
      {mode === 'correct' && <FactForm fact={seen} onNow={onNow} onCancel={cancel} onDone={(after) => onDone('corrected', after)} />}
      {mode !== 'correct' && (
        <Field label={t('reason')}>
          {(id) => <input id={id} ref={reasonField} type="text" dir="auto" autocomplete="off" value={why} onInput={(event) => setWhy(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()} />}
        </Field>
      )}
      {mode === 'merge' && <Merge fact={seen} onNow={onNow} why={reason} onCancel={cancel} onDone={(after) => onDone('merged', after)} />}
      {mode === 'split' && <Split fact={seen} onNow={onNow} why={reason} onCancel={cancel} onDone={(after) => onDone('split', after)} />}
      {mode === 'look' && (
        <>
          <p class="how"><Confidence value={now.confidence} /> <span class="rule" dir="ltr">{now.rule}</span></p>
          {problem && <Stale fact={now} problem={problem} onNow={(after) => onDone(null, after)} />}
          <div class="buttons acts">
            {KEYS.slice(2, -1).map(([key, act]) => (
              (act !== 'undo' || now.decision) && (act !== 'split' || kindOf(now) !== 'mandate') && <button key={act} type="button" class={act === 'confirm' ? 'first' : ''} aria-keyshortcuts={key} onClick={() => onAct(act)}>{t(act)} <kbd aria-hidden="true">{key}</kbd></button>
            ))}
          </div>
          {now.history && now.history.length > 0 && <><h3>{t('history')}</h3><History decisions={now.history as Decision[]} /></>}
        </>
      )}
    </section>
  );
}

type Concordance = { facts: number; equal: number; share: number | null; kappa: number | null };

function Agreement() {
  const [isOpen, setOpen] = useState(false);
  const got = useGet<Concordance>(isOpen ? '/agreement' : null);
  return (
    <details class="agree" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('agree')}</summary>
      {isOpen && (
        <Loaded got={got}>
          {(data) => (data.facts ? (
            <p>{t('agree.told', { facts: data.facts, equal: data.equal, share: share(data.share ?? data.equal / data.facts), kappa: data.kappa === null || data.kappa === undefined ? '—' : number(data.kappa, { maximumFractionDigits: 2 }) })}</p>
          ) : <p class="quiet">{t('agree.none')}</p>)}
        </Loaded>
      )}
    </details>
  );
}

export function ReviewPage() {
  const query = place.value.query;
  const kind = query.get('kind') ?? '';
  const below = query.get('below') ?? '0.8';
  const path = `/review?limit=50&below=${below}${kind ? `&kind=${kind}` : ''}${query.get('mine') ? '&mine=1' : ''}`;
  const got = useGet<Page<Fact>>(path);
  const items = got.data?.items ?? [];
  const wanted = query.get('fact');
  const found = items.findIndex((one) => one.id === wanted);
  // Where the one that was judged stood, the next stands now.
  const last = useRef(0);
  const at = found >= 0 ? found : Math.min(last.current, Math.max(0, items.length - 1));
  last.current = at;
  // What somebody else has judged in the meantime stays before the eyes that read it: a key pressed now
  // must not fall on what has taken its place.
  const held = useRef<Fact | undefined>(undefined);
  const judged = useRef<string | null>(null);
  const undone = useRef<string | null>(null);
  if (found >= 0 && undone.current === wanted) undone.current = null;
  const isHeld = found < 0 && !!got.data && held.current !== undefined && held.current.id === wanted && judged.current !== wanted;
  const isTaken = isHeld && undone.current !== wanted;
  const fact = isHeld ? held.current : items[at];
  held.current = fact;
  useEffect(() => {
    if (fact && fact.id !== wanted) change({ fact: fact.id }, true);
  }, [fact?.id, wanted]);
  const [mode, setMode] = useState<Mode>('look');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [areKeys, setKeys] = useState(stored());
  const [why, setWhy] = useState('');
  const reasonField = useRef<HTMLInputElement>(null);
  const show = (one: Fact | undefined) => {
    setMode('look');
    setProblem(null);
    setWhy('');
    if (one) change({ fact: one.id }, true);
  };
  const undo = (what: Fact) => decide(what, 'undone').then(
    (after) => {
      const back = { ...what, ...after };
      held.current = back;
      judged.current = null;
      undone.current = back.id; // the list has it again in a moment
      say(t('said.undone'));
      change({ fact: back.id }, true);
    },
    (error) => say(problemOf(error).detail ?? problemOf(error).title, 'bad'),
  );
  const done = (verdict: Verdict | null, after: Fact) => {
    setMode('look');
    setProblem(null);
    setWhy('');
    if (!verdict) {
      held.current = { ...fact!, ...after };
      return got.reload();
    }
    const mine = { ...fact!, ...after };
    judged.current = mine.id;
    const next = isTaken ? items[at] : items[at + 1] ?? items[at - 1];
    if (next) change({ fact: next.id }, true);
    say(t(`said.${verdict}`), 'good', { label: t('undo'), run: () => void get<Fact>(factUrl(mine.id)).then(undo, () => undo(mine)) });
  };
  const act = (name: string) => {
    if (name === 'next') return show(isTaken ? items[at] : items[at + 1]);
    if (name === 'previous') return show(items[at - 1]);
    if (!fact) return;
    if (name === 'reason') return reasonField.current?.focus();
    // A paragraph has one mandate.
    if (name === 'split' && kindOf(fact) === 'mandate') return;
    if (name === 'correct' || name === 'merge' || name === 'split') return setMode(name);
    const verdict: Verdict = name === 'confirm' ? 'confirmed' : name === 'reject' ? 'rejected' : 'undone';
    decide(fact, verdict, { reason: why.trim() || undefined }).then((after) => done(verdict, after), (error) => setProblem(problemOf(error)));
  };
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!areKeys) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if ((event.target as Element).closest('input, select, textarea, [contenteditable]')) return;
      // The key's place, where the keyboard writes other letters (Arabic, Russian).
      const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
      const known = KEYS.find(([key]) => key === (/^[a-z]$/.test(event.key) ? event.key : letter));
      if (!known) return;
      event.preventDefault();
      latest.current(known[1]);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [areKeys]);
  if (!mayDecide()) return <><Title>{t('page.review')}</Title><Empty>{t(may('reviewer') ? 'decisions.none' : 'may.not')}</Empty></>;
  return (
    <>
      <Title lead={t('review.lead')}>{t('page.review')}</Title>
      <div class="filters">
        <div class="row">
          <Select label={t('review.kind')} value={kind} any={t('all')} choices={choicesOf('kind', ['mandate', 'activity', 'figure'])} onChange={(value) => change({ kind: value, fact: null })} />
          <Select label={t('review.below')} value={below} choices={['0.6', '0.7', '0.8', '0.9', '1.01'].map((value) => [value, value === '1.01' ? t('all') : t('below', { n: share(Number(value)) })])} onChange={(value) => change({ below: value, fact: null })} />
          <label class="check"><input type="checkbox" checked={!!query.get('mine')} onChange={(event) => change({ mine: event.currentTarget.checked ? '1' : null, fact: null })} /> {t('review.mine')}</label>
          <label class="check"><input type="checkbox" checked={areKeys} onChange={(event) => {
            setKeys(event.currentTarget.checked);
            try {
              localStorage.setItem('keys', event.currentTarget.checked ? 'on' : 'off');
            } catch {
              // Holds until the page is closed.
            }
          }} /> {t('keys')}</label>
        </div>
      </div>
      <Agreement />
      <Loaded got={got}>
        {(data) => (data.items.length === 0 ? <Empty>{t('review.empty')}</Empty> : (
          <div class="review">
            <nav class="queue" aria-label={t('queue')}>
              <p class="quiet" role="status">{t('queue.n', { n: data.total })}</p>
              <ol>
                {data.items.map((one) => (
                  <li key={one.id}>
                    <button type="button" aria-current={one.id === fact?.id ? 'true' : undefined} onClick={() => show(one)}>
                      <span class="kind">{heading(one)} <span class="quiet">{share(one.confidence)}</span></span>
                      <Foreign lang={one.lang} text={one.quote} />
                    </button>
                  </li>
                ))}
              </ol>
            </nav>
            {fact && <Detail key={fact.id} fact={fact} mode={mode} isTaken={isTaken} why={why} setWhy={setWhy} reasonField={reasonField} setMode={setMode} onDone={done} onAct={act} problem={problem} />}
          </div>
        ))}
      </Loaded>
      <details class="keys"><summary>{t('keys.list')}</summary>
        <dl class="fields">{KEYS.map(([key, name]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(name)}</dd></div>)}</dl>
      </details>
    </>
  );
}

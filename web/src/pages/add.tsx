import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { changes, get, may, problemOf, send } from '../api';
import type { Problem } from '../api';
import { Chip, Failure, Foreign, Id, Title } from '../parts';
import { documentPath } from '../router';
import { number, t, term, tongue } from '../words';

type Found = { doc: string; lang: string; kind?: string; title?: string | null; counts?: Record<string, number> };
type Event_ = { path: string; outcome?: string; action?: string; message?: string; documents?: Found[] };
type Job = { state: string; done: number; total: number; events: Event_[]; message?: string };

// Told by the server's events; pages that add wait for it between two looks.
export const jobNews = signal(0);

function outcomeOf(event: Event_): string {
  return event.action ?? event.outcome ?? 'added';
}

function base(path: string): string {
  return path.split('/').pop()!;
}

function File_({ name, event, state }: { name: string; event: Event_ | undefined; state: string }) {
  const outcome = event ? outcomeOf(event) : state === 'running' ? 'waiting' : state === 'cancelled' ? 'cancelled' : 'waiting';
  return (
    <li class={`file ${outcome}`}>
      <p><bdi class="name">{name}</bdi> <Chip tone={outcome}>{term('outcome', outcome)}</Chip></p>
      {event?.message && outcome === 'refused' && <p class="error" dir="auto">{event.message}</p>}
      {(event?.documents ?? []).map((one) => (
        <p key={one.doc + one.lang} class="foundin">
          <a href={`${documentPath(one.doc)}?language=${one.lang}`}><Foreign lang={one.lang} text={one.title ?? one.doc} /></a>{' '}
          <span class="from"><Id text={one.doc} /> <span>{tongue(one.lang)}</span> {one.kind && <span>{term('document', one.kind)}</span>}
            {['mandates', 'activities', 'agreements'].map((kind) => (one.counts?.[kind] ? <span key={kind}>{number(one.counts[kind]!)} {t(`count.${kind}`, { n: one.counts[kind]! })}</span> : null))}
          </span>
        </p>
      ))}
    </li>
  );
}

function Running({ id, names, taken, onEnd }: { id: string; names: string[]; taken: string[]; onEnd: () => void }) {
  const [job, setJob] = useState<Job | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let timer = 0;
    let isHere = true;
    const look = async () => {
      try {
        const now = await get<Job>(`/jobs/${encodeURIComponent(id)}`);
        if (!isHere) return;
        setJob(now);
        if (now.state === 'running' || now.state === 'waiting') timer = window.setTimeout(look, 400);
        else {
          changes.value++;
          onEnd();
        }
      } catch (error) {
        if (isHere) setProblem(problemOf(error));
      }
    };
    void look();
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [id]);
  if (problem) return <Failure problem={problem} />;
  const state = job?.state ?? 'running';
  const isOn = state === 'running' || state === 'waiting';
  const total = job?.total || names.length;
  // Events name a file as the server took it; of several with one name each has its own.
  const told = (at: number) => {
    const name = taken[at] ?? names[at];
    const before = taken.slice(0, at).filter((one) => one === name).length;
    return job?.events.filter((one) => base(one.path) === name)[before];
  };
  return (
    <section class="job" aria-label={t('add.progress')}>
      <div class="progress">
        <progress max={total} value={job?.done ?? 0} aria-label={t('add.progress')} />
        <span role="status">{isOn ? t('add.done', { done: job?.done ?? 0, total }) : t(`job.${state}`, { done: job?.done ?? 0, total })}</span>
        {isOn && <button type="button" onClick={() => void send('DELETE', `/jobs/${encodeURIComponent(id)}`)}>{t('cancel')}</button>}
      </div>
      {job?.message && <p class="error" dir="auto">{job.message}</p>}
      <ul class="files">
        {names.map((name, at) => <File_ key={`${at} ${name}`} name={name} state={state} event={told(at)} />)}
      </ul>
    </section>
  );
}

export function AddPage() {
  const [job, setJob] = useState<{ id: string; names: string[]; taken: string[] } | null>(null);
  const [isOver, setOver] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const add = async (files: FileList | null | undefined) => {
    if (!files || files.length === 0) return;
    const form = new FormData();
    const names: string[] = [];
    for (const file of files) {
      form.append('file', file, file.name);
      names.push(file.name);
    }
    setBusy(true);
    setProblem(null);
    try {
      const answer = await send<{ job: string; files?: string[] }>('POST', '/documents', form);
      setJob({ id: answer.job, names, taken: answer.files ?? names });
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <Title lead={t('add.lead')}>{t('page.add')}</Title>
      {may('reviewer') ? (
        <div
          class={`drop${isOver ? ' over' : ''}`}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void add(event.dataTransfer?.files);
          }}
        >
          <p>{t('add.drop')}</p>
          <label class="button first" for="files">{t('add.choose')}</label>
          <input ref={input} id="files" class="unseen" type="file" multiple disabled={isBusy} onChange={(event) => void add(event.currentTarget.files)} />
          <p class="quiet">{t('add.formats')}</p>
        </div>
      ) : <p class="empty">{t('may.not')}</p>}
      {problem && <Failure problem={problem} />}
      {job && <Running key={job.id} id={job.id} names={job.names} taken={job.taken} onEnd={() => setBusy(false)} />}
    </>
  );
}

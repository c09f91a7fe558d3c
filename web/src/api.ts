// The server's JSON, as src/web/openapi.json describes it.
import { effect, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { go, place } from './router';

const BASE = '/api/v1';

export type Problem = { title: string; detail?: string; status: number; type?: string };
export type Page<T> = { items: T[]; total: number; offset: number; next: string | null; facets?: Record<string, Record<string, number>> };
export type User = { name: string; role: Role };
export type Role = 'reader' | 'contributor' | 'reviewer' | 'administrator';
export type Session = { user: User | null; shared: boolean; decisions: boolean; csrf: string; version: string };

export class Failed extends Error {
  constructor(public problem: Problem) {
    super(problem.title);
  }
}

export const session = signal<Session | null>(null);
// Counts what others changed: whoever shows something of the server's asks again.
export const changes = signal(0);

const RANK: Role[] = ['reader', 'contributor', 'reviewer', 'administrator'];

export function may(role: Role): boolean {
  const now = session.value;
  if (!now) return false;
  if (!now.shared) return true;
  return !!now.user && RANK.indexOf(now.user.role) >= RANK.indexOf(role);
}

// Decisions need a server that takes them; older ones do not.
export function mayDecide(): boolean {
  return may('reviewer') && session.value?.decisions === true;
}

async function failure(answer: Response): Promise<Failed> {
  let problem: Problem = { title: '', status: answer.status };
  try {
    problem = { ...problem, ...(await answer.json()), status: answer.status };
  } catch {
    // A proxy's page, not the program's words: the status is all there is.
  }
  return new Failed(problem);
}

async function ask(path: string, options: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(BASE + path, { credentials: 'same-origin', ...options });
  } catch {
    throw new Failed({ title: '', status: 0 });
  }
  if (answer.ok) return answer;
  const failed = await failure(answer);
  if (answer.status === 401 && place.value.path !== '/login' && path !== '/session' && path !== '/password') {
    const here = location.pathname + location.search;
    go(`/login?to=${encodeURIComponent(here)}`, true);
  }
  throw failed;
}

export async function get<T>(path: string): Promise<T> {
  return (await ask(path, { cache: 'no-cache', headers: { Accept: 'application/json' } })).json() as Promise<T>;
}

export async function text(path: string): Promise<string> {
  return (await ask(path, { cache: 'no-cache' })).text();
}

export async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { 'X-CSRF-Token': session.value?.csrf ?? '', Accept: 'application/json' };
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers['Content-Type'] = 'application/json';
  const answer = await ask(path, { method, headers, body: isForm ? body : body === undefined ? undefined : JSON.stringify(body) });
  const said = await answer.text();
  return (said ? JSON.parse(said) : null) as T;
}

export function address(path: string): string {
  return BASE + path;
}

export async function renewSession(): Promise<void> {
  session.value = await get<Session>('/session');
}

export type Got<T> = { data?: T; problem?: Problem; loading: boolean; reload: () => void };

// What stands at `path`, asked again when it or the register changes. What was shown stays until the
// answer is there.
export function useGet<T>(path: string | null, asText = false): Got<T> {
  const [got, setGot] = useState<{ path: string | null; data?: T; problem?: Problem; loading: boolean }>({ path: null, loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) {
      setGot({ path, loading: false });
      return;
    }
    let isCurrent = true;
    setGot((before) => ({ ...before, loading: true }));
    (asText ? (text(path) as Promise<unknown> as Promise<T>) : get<T>(path)).then(
      (data) => isCurrent && setGot({ path, data, loading: false }),
      (error: unknown) => isCurrent && setGot({ path, problem: problemOf(error), loading: false }),
    );
    return () => {
      isCurrent = false;
    };
  }, [path, turn]);
  useEffect(() => {
    let isFirst = true;
    return effect(() => {
      changes.value;
      if (!isFirst) setTurn((n) => n + 1);
      isFirst = false;
    });
  }, []);
  return { data: got.data, problem: got.problem, loading: got.loading, reload: () => setTurn((n) => n + 1) };
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Failed) return error.problem;
  console.error(error);
  return { title: String(error), status: -1 };
}

// Changes of the register and of jobs, as the server tells them; several within a moment are one.
export function listen(onJob: (job: { id: string }) => void): void {
  let timer = 0;
  const source = new EventSource(`${BASE}/events`);
  source.addEventListener('changed', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => changes.value++, 400);
  });
  source.addEventListener('job', (event) => {
    try {
      onJob(JSON.parse((event as MessageEvent<string>).data));
    } catch {
      // Not ours.
    }
  });
}

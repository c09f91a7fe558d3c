// Several people at one register: signing in, accounts, tokens, the log, contributions.
import { useState } from 'preact/hooks';
import { Failed, may, problemOf, renewSession, send, session, useGet } from '../api';
import type { Page, Problem, Role } from '../api';
import { Chip, Empty, Failure, Field, Foreign, Input, LIMIT, Loaded, Pager, Select, Table, Title, choicesOf, filtered, languageChoices, say } from '../parts';
import { go, place } from '../router';
import { direction, language, moment, t, term } from '../words';

const ROLES: Role[] = ['reader', 'contributor', 'reviewer', 'administrator'];

// What a list's page may hold under either name.
function itemsOf<T>(data: Page<T> | T[]): T[] {
  return Array.isArray(data) ? data : data.items;
}

export function LoginPage() {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const to = place.value.query.get('to') ?? '/';
  const enter = async (event: Event) => {
    event.preventDefault();
    try {
      await send('POST', '/session', { name, password });
      await renewSession();
      // Only a place of these pages, whatever the address says.
      go(/^\/(?![/\\])/.test(to) ? to : '/', true);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <div class="login">
      <Title>{t('page.login')}</Title>
      <form class="correct" onSubmit={enter}>
        <Input label={t('login.name')} value={name} onChange={setName} autoComplete="username" required dir="ltr" />
        <Input label={t('login.password')} type="password" value={password} onChange={setPassword} autoComplete="current-password" required dir="ltr" />
        {problem && (problem.status === 401 || problem.status === 403 ? <p class="error" role="alert">{problem.detail ?? t('login.wrong')}</p> : <Failure problem={problem} />)}
        <div class="buttons"><button type="submit" class="first">{t('login.do')}</button></div>
      </form>
    </div>
  );
}

export async function leave(): Promise<void> {
  try {
    await send('DELETE', '/session');
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
  }
  await renewSession().catch(() => undefined);
  go('/login');
}

type Account = { name: string; role: Role; organization?: string | null; added?: string | null };

function useAction(reload: () => void) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = (work: Promise<unknown>, done: string) => work.then(
    () => {
      setProblem(null);
      say(done);
      reload();
      return true;
    },
    (error: unknown) => {
      setProblem(problemOf(error));
      return false;
    },
  );
  return { problem, run };
}

export function UsersPage() {
  const got = useGet<Page<Account> | Account[]>('/users');
  const { problem, run } = useAction(got.reload);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<string>('reader');
  const [organization, setOrganization] = useState('');
  const path = (one: Account) => `/users/${encodeURIComponent(one.name)}`;
  return (
    <>
      <Title lead={t('users.lead')}>{t('page.users')}</Title>
      {problem && <Failure problem={problem} />}
      <Loaded got={got}>
        {(data) => (
          <Table<Account>
            caption={t('page.users')} rows={itemsOf(data)} keyOf={(one) => one.name}
            columns={[
              { name: t('login.name'), isHead: true, cell: (one) => <bdi>{one.name}</bdi> },
              { name: t('users.role'), cell: (one) => (
                <select aria-label={t('role.of', { name: one.name })} value={one.role} onChange={(event) => void run(send('PATCH', path(one), { role: event.currentTarget.value }), t('saved'))}>
                  {ROLES.map((value) => <option key={value} value={value}>{term('user', value)}</option>)}
                </select>
              ) },
              { name: t('filter.organization'), cell: (one) => <bdi>{one.organization}</bdi> },
              { name: t('users.since'), cell: (one) => moment(one.added) },
              { name: t('actions'), cell: (one) => <button type="button" onClick={() => void run(send('DELETE', path(one)), t('users.removed', { name: one.name }))} disabled={one.name === session.value?.user?.name}>{t('delete')}</button> },
            ]}
          />
        )}
      </Loaded>
      <h2>{t('users.new')}</h2>
      <form class="correct" onSubmit={(event) => {
        event.preventDefault();
        void run(send('POST', '/users', { name, password, role, organization: organization || undefined }), t('saved')).then((isDone) => {
          if (isDone) {
            setName('');
            setPassword('');
          }
        });
      }}>
        <Input label={t('login.name')} value={name} onChange={setName} required autoComplete="off" dir="ltr" />
        <Input label={t('login.password')} hint={t('password.hint')} type="password" value={password} onChange={setPassword} required minLength={12} autoComplete="new-password" dir="ltr" />
        <Select label={t('users.role')} value={role} choices={choicesOf('user', ROLES)} onChange={setRole} />
        <Input label={t('filter.organization')} value={organization} onChange={setOrganization} suggestions="organizations" />
        <div class="buttons"><button type="submit" class="first">{t('users.add')}</button></div>
      </form>
    </>
  );
}

export function AccountPage() {
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const { problem, run } = useAction(() => undefined);
  return (
    <>
      <Title lead={t('account.lead')}>{t('page.account')}</Title>
      <h2>{t('account.password')}</h2>
      {problem && <Failure problem={problem} />}
      <form class="correct" onSubmit={(event) => {
        event.preventDefault();
        void run(send('PUT', '/password', { old, new: fresh }), t('account.changed')).then((isDone) => {
          if (isDone) void renewSession().catch(() => undefined).then(() => go('/login?to=%2Faccount'));
        });
      }}>
        <Input label={t('account.old')} type="password" value={old} onChange={setOld} required autoComplete="current-password" dir="ltr" />
        <Input label={t('account.new')} hint={t('password.hint')} type="password" value={fresh} onChange={setFresh} required minLength={12} autoComplete="new-password" dir="ltr" />
        <div class="buttons"><button type="submit" class="first">{t('save')}</button></div>
      </form>
    </>
  );
}

type Token = { id: number; label: string; scope: string; expires: string | null; token?: string };

export function TokensPage() {
  const got = useGet<Page<Token> | Token[]>('/tokens');
  const { problem, run } = useAction(got.reload);
  const [name, setName] = useState('');
  const [scope, setScope] = useState('read');
  const [days, setDays] = useState('90');
  const [fresh, setFresh] = useState<string | null>(null);
  return (
    <>
      <Title lead={t('tokens.lead')}>{t('page.tokens')}</Title>
      {problem && <Failure problem={problem} />}
      {fresh && <p class="fresh" role="status">{t('tokens.fresh')} <code dir="ltr">{fresh}</code></p>}
      <Loaded got={got}>
        {(data) => (itemsOf(data).length === 0 ? <Empty>{t('nothing')}</Empty> : (
          <Table<Token>
            caption={t('page.tokens')} rows={itemsOf(data)} keyOf={(one) => String(one.id)}
            columns={[
              { name: t('tokens.name'), isHead: true, cell: (one) => <bdi>{one.label}</bdi> },
              { name: t('tokens.scope'), cell: (one) => term('scope', one.scope) },
              { name: t('tokens.expires'), cell: (one) => moment(one.expires) },
              { name: t('actions'), cell: (one) => <button type="button" onClick={() => void run(send('DELETE', `/tokens/${encodeURIComponent(String(one.id))}`), t('deleted'))}>{t('delete')}</button> },
            ]}
          />
        ))}
      </Loaded>
      <h2>{t('tokens.new')}</h2>
      <form class="correct" onSubmit={(event) => {
        event.preventDefault();
        void run(send<Token>('POST', '/tokens', { label: name, scope, days: Number(days) }).then((made) => setFresh(made.token ?? null)), t('saved'));
      }}>
        <Input label={t('tokens.name')} value={name} onChange={setName} required />
        <Select label={t('tokens.scope')} value={scope} choices={choicesOf('scope', ['read', 'write'])} onChange={setScope} />
        <Field label={t('tokens.days')}>{(id) => <input id={id} type="number" min={1} max={365} value={days} onInput={(event) => setDays(event.currentTarget.value)} />}</Field>
        <div class="buttons"><button type="submit" class="first">{t('tokens.make')}</button></div>
      </form>
    </>
  );
}

type Entry = { when: string; who: string | null; action: string; about?: string | null; detail?: string | null; address?: string | null };

export function AuditPage() {
  const got = useGet<Page<Entry>>(filtered('/audit', [], { limit: String(LIMIT) }));
  return (
    <>
      <Title lead={t('audit.lead')}>{t('page.audit')}</Title>
      <Loaded got={got}>
        {(data) => (
          <>
            <Table<Entry>
              caption={t('page.audit')} rows={data.items} keyOf={(_, at) => String(at)}
              columns={[
                { name: t('date'), isHead: true, cell: (one) => <time dateTime={one.when}>{moment(one.when)}</time> },
                { name: t('audit.person'), cell: (one) => <bdi>{one.who || t('none')}</bdi> },
                { name: t('audit.action'), cell: (one) => <bdi lang="en">{one.action}</bdi> },
                { name: t('audit.what'), class: 'wide', cell: (one) => <bdi>{[one.about, one.detail, one.address].filter(Boolean).join(' · ')}</bdi> },
              ]}
            />
            <Pager total={data.total} offset={data.offset} count={data.items.length} />
          </>
        )}
      </Loaded>
    </>
  );
}

type Contribution = { id: number; by: string; organization?: string | null; period: string; language: string; title: string; text: string; state: string; changed?: string; note?: string | null };

type Input_ = { period: string; language: string; title: string; text: string };

function ContributionForm({ before, onSend, onCancel }: { before?: Contribution; onSend: (input: Input_) => Promise<boolean>; onCancel?: () => void }) {
  const [input, setInput] = useState<Input_>({ period: before?.period ?? '', language: before?.language ?? language.value, title: before?.title ?? '', text: before?.text ?? '' });
  const set = (name: keyof Input_) => (value: string) => setInput({ ...input, [name]: value });
  return (
    <form class="correct" onSubmit={(event) => {
      event.preventDefault();
      void onSend(input).then((isDone) => isDone && !before && setInput({ ...input, title: '', text: '' }));
    }}>
      <Input label={t('filter.period')} value={input.period} onChange={set('period')} required dir="ltr" placeholder={t('filter.period.example')} />
      <Select label={t('filter.language')} value={input.language} choices={languageChoices()} onChange={set('language')} />
      <Input label={t('title')} value={input.title} onChange={set('title')} required />
      <Field label={t('contributions.text')}>{(id) => <textarea id={id} rows={6} dir="auto" required value={input.text} onInput={(event) => set('text')(event.currentTarget.value)} />}</Field>
      <div class="buttons">
        <button type="submit" class="first">{t('contributions.send')}</button>
        {onCancel && <button type="button" onClick={onCancel}>{t('cancel')}</button>}
      </div>
    </form>
  );
}

type Run = (work: Promise<unknown>, done: string) => Promise<boolean>;

function turn(one: { id: number }, state: string, note?: string): Promise<unknown> {
  return send('POST', `/contributions/${one.id}/state`, { state, note: note || undefined });
}

function OneContribution({ one, run }: { one: Contribution; run: Run }) {
  const [note, setNote] = useState('');
  const [isEditing, setEditing] = useState(false);
  const isMine = one.by === session.value?.user?.name;
  const sendAgain = (input: Input_) => run(send('PUT', `/contributions/${one.id}`, input).then(() => turn(one, 'submitted')), t('contributions.sent')).then((isDone) => {
    if (isDone) setEditing(false);
    return isDone;
  });
  return (
    <li>
      <p class="from"><bdi>{one.by}</bdi> {one.organization && <bdi>{one.organization}</bdi>} <bdi>{one.period}</bdi> <span>{moment(one.changed)}</span> <Chip tone={one.state}>{term('contribution', one.state)}</Chip></p>
      <h2 class="small"><Foreign lang={one.language} text={one.title} /></h2>
      <p lang={one.language} dir={direction(one.language)} class="said">{one.text}</p>
      {one.note && <blockquote dir="auto">{one.note}</blockquote>}
      {may('reviewer') && !isMine && one.state === 'submitted' && (
        <>
          <Input label={t('reason')} value={note} onChange={setNote} />
          <div class="buttons">
            <button type="button" class="first" onClick={() => void run(turn(one, 'cleared', note), t('saved'))}>{t('contributions.clear')}</button>
            <button type="button" onClick={() => void run(turn(one, 'returned', note), t('saved'))}>{t('contributions.return')}</button>
          </div>
        </>
      )}
      {isMine && (one.state === 'draft' || one.state === 'returned') && (
        isEditing ? <ContributionForm before={one} onSend={sendAgain} onCancel={() => setEditing(false)} />
          : <div class="buttons"><button type="button" onClick={() => setEditing(true)}>{t('correct')}</button></div>
      )}
    </li>
  );
}

export function ContributionsPage() {
  const got = useGet<Page<Contribution> | Contribution[]>('/contributions');
  const { problem, run } = useAction(got.reload);
  return (
    <>
      <Title lead={t('contributions.lead')}>{t('page.contributions')}</Title>
      {problem && <Failure problem={problem} />}
      <Loaded got={got}>
        {(data) => (itemsOf(data).length === 0 ? <Empty>{t('contributions.none')}</Empty> : (
          <ul class="contributions">{itemsOf(data).map((one) => <OneContribution key={one.id} one={one} run={run} />)}</ul>
        ))}
      </Loaded>
      <h2>{t('contributions.new')}</h2>
      <ContributionForm onSend={(input) => run(send<Contribution>('POST', '/contributions', input).then((made) => turn(made, 'submitted')), t('contributions.sent'))} />
    </>
  );
}

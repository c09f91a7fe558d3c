import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { changes, listen, may, mayDecide, problemOf, renewSession, session } from './api';
import type { Problem } from './api';
import { ActivitiesPage } from './pages/activities';
import { AddPage, jobNews } from './pages/add';
import { AgreementsPage } from './pages/agreements';
import { DocumentPage } from './pages/document';
import { DocumentsPage } from './pages/documents';
import { DuePage, FiguresPage, HistoryPage, PledgesPage, PublicationsPage } from './pages/lists';
import { MandatesPage } from './pages/mandates';
import { OverviewPage } from './pages/overview';
import { AccountPage, AuditPage, ContributionsPage, LoginPage, TokensPage, UsersPage, leave } from './pages/people';
import { ReportPage } from './pages/report';
import { ReviewPage } from './pages/review';
import { SearchPage } from './pages/search';
import { TracePage } from './pages/trace';
import { Failure, Messages, Suggestions, Title } from './parts';
import { follow, place } from './router';
import { LANGUAGES, language, ownName, preferred, speak, t } from './words';
import type { Language } from './words';

const failed = signal<Problem | null>(null);
const isReady = signal(false);
const isMenuOpen = signal(false);

// -- light and dark -----------------------------------------------------------------------------

const THEMES = ['auto', 'light', 'dark'] as const;
const shade = signal<string>('auto');
try {
  shade.value = localStorage.getItem('theme') ?? 'auto';
} catch {
  // Without storage the system's choice holds.
}
const system = matchMedia('(prefers-color-scheme: dark)');
const isSystemDark = signal(system.matches);
system.addEventListener('change', (event) => {
  isSystemDark.value = event.matches;
});
effect(() => {
  document.documentElement.dataset['theme'] = shade.value === 'auto' ? (isSystemDark.value ? 'dark' : 'light') : shade.value;
  try {
    localStorage.setItem('theme', shade.value);
  } catch {
    // as above
  }
});

// -- pages --------------------------------------------------------------------------------------

const PAGES: Record<string, () => ComponentChildren> = {
  '/': () => <OverviewPage />,
  '/documents': () => <DocumentsPage />,
  '/mandates': () => <MandatesPage />,
  '/activities': () => <ActivitiesPage />,
  '/agreements': () => <AgreementsPage />,
  '/publications': () => <PublicationsPage />,
  '/pledges': () => <PledgesPage />,
  '/figures': () => <FiguresPage />,
  '/due': () => <DuePage />,
  '/history': () => <HistoryPage />,
  '/trace': () => <TracePage />,
  '/search': () => <SearchPage />,
  '/report': () => <ReportPage />,
  '/add': () => <AddPage />,
  '/review': () => <ReviewPage />,
  '/login': () => <LoginPage />,
  '/users': () => <UsersPage />,
  '/tokens': () => <TokensPage />,
  '/account': () => <AccountPage />,
  '/audit': () => <AuditPage />,
  '/contributions': () => <ContributionsPage />,
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function Here() {
  const { path } = place.value;
  const page = PAGES[path];
  if (page) return <>{page()}</>;
  if (path.startsWith('/documents/')) {
    const symbol = path.slice('/documents/'.length).split('/').map(decoded).join('/');
    return <DocumentPage key={symbol} symbol={symbol} />;
  }
  return <><Title>{t('page.none')}</Title><p><a href="/">{t('page.none.do')}</a></p></>;
}

// -- around them --------------------------------------------------------------------------------

const MENU: [group: string, names: string[]][] = [
  ['look', ['overview', 'documents', 'search']],
  ['ask', ['mandates', 'activities', 'agreements', 'publications', 'pledges', 'figures', 'due', 'trace', 'history']],
  ['do', ['report', 'add', 'review']],
];

function Entry({ name }: { name: string }) {
  const href = name === 'overview' ? '/' : `/${name}`;
  const { path } = place.value;
  const isHere = path === href;
  const isBelow = name === 'documents' && path.startsWith('/documents/');
  return <li><a href={href} aria-current={isHere ? 'page' : isBelow ? 'true' : undefined} onClick={() => { isMenuOpen.value = false; }}>{t(`page.${name}`)}</a></li>;
}

function Menu() {
  const now = session.value;
  const people = now?.shared ? ['contributions', 'account', 'tokens', ...(may('administrator') ? ['users', 'audit'] : [])] : [];
  const isFor = (name: string) => (name === 'review' ? mayDecide() : name === 'add' ? may('reviewer') : name === 'contributions' ? may('contributor') : true);
  return (
    <nav class="menu" id="menu" aria-label={t('menu')}>
      {[...MENU, ...(people.length && now?.user ? [['people', people] as [string, string[]]] : [])].map(([group, names]) => (
        <section key={group}>
          <h2>{t(`menu.${group}`)}</h2>
          <ul>{names.filter(isFor).map((name) => <Entry key={name} name={name} />)}</ul>
        </section>
      ))}
    </nav>
  );
}

function Choices() {
  const now = session.value;
  return (
    <div class="choices">
      <label><span class="unseen">{t('choose.language')}</span>
        <select value={language.value} onChange={(event) => void speak(event.currentTarget.value as Language)}>
          {LANGUAGES.map((code) => <option key={code} value={code} lang={code}>{ownName(code)}</option>)}
        </select>
      </label>
      <label><span class="unseen">{t('choose.theme')}</span>
        <select value={shade.value} onChange={(event) => { shade.value = event.currentTarget.value; }}>
          {THEMES.map((one) => <option key={one} value={one}>{t(`theme.${one}`)}</option>)}
        </select>
      </label>
      {now?.shared && now.user && <p class="who"><bdi>{now.user.name}</bdi> <span class="quiet">{t(`user:${now.user.role}`)}</span> <button type="button" class="plain" onClick={() => void leave()}>{t('leave')}</button></p>}
      {now?.shared && !now.user && <a href="/login">{t('page.login')}</a>}
    </div>
  );
}

function App() {
  const main = useRef<HTMLElement>(null);
  const { path } = place.value;
  const first = useRef(true);
  useEffect(() => {
    const name = () => {
      const head = main.current?.querySelector('h1')?.textContent;
      if (head) document.title = `${head} — Rapporteur`;
      return head;
    };
    const watch = new MutationObserver(name);
    if (main.current) watch.observe(main.current, { childList: true, subtree: true, characterData: true });
    name();
    // A new page: who reads by ear or by keyboard goes on from its heading.
    if (!first.current) main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    first.current = false;
    return () => watch.disconnect();
  }, [path]);
  return (
    <>
      <a class="skip" href="#main">{t('skip')}</a>
      <header class="top">
        <a class="mark" href="/">Rapporteur</a>
        <button type="button" class="opener" aria-expanded={isMenuOpen.value} aria-controls="menu" onClick={() => { isMenuOpen.value = !isMenuOpen.value; }}>{t('menu')}</button>
      </header>
      <div class={`side${isMenuOpen.value ? ' open' : ''}`}>
        <Menu />
        <Choices />
      </div>
      <main id="main" ref={main} tabIndex={-1}>
        {failed.value ? <Failure problem={failed.value} retry={() => location.reload()} /> : isReady.value && <Here />}
      </main>
      <Messages />
      <Suggestions />
    </>
  );
}

async function start() {
  await speak(preferred());
  try {
    await renewSession();
    if (!session.value!.shared || session.value!.user) {
      listen(() => {
        jobNews.value++;
      });
    }
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status !== 401) failed.value = problem;
  }
  isReady.value = true;
}

// On paper nothing can be opened any more: what is folded away is opened for the printer.
const unfolded: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  for (const one of document.querySelectorAll<HTMLDetailsElement>('.matrix details:not([open]), .agreements details:not([open])')) {
    one.open = true;
    unfolded.push(one);
  }
});
addEventListener('afterprint', () => {
  for (const one of unfolded.splice(0)) one.open = false;
});

follow();
void changes;
render(<App />, document.getElementById('app')!);
void start();

import { useEffect, useRef } from 'preact/hooks';
import { address, useGet } from '../api';
import { Input, Loaded, Select, Title, choicesOf, languageChoices, unstyled } from '../parts';
import { change, place } from '../router';
import { direction, language, t, themes } from '../words';

const KINDS = ['activities', 'consolidated', 'mandates', 'trace'];

// The report's own text, without its style sheet: the page's suits the screen, the dark and the
// printer.
function bodyOf(text: string): Node[] {
  const parsed = new DOMParser().parseFromString(unstyled(text), 'text/html');
  for (const node of parsed.querySelectorAll('style, script, link, meta, iframe, object, embed, form')) node.remove();
  for (const node of parsed.querySelectorAll('*')) {
    for (const { name, value } of [...node.attributes]) {
      if (name.startsWith('on') || name === 'style' || (name === 'href' && !/^(#|https?:)/.test(value))) node.removeAttribute(name);
    }
  }
  const lang = parsed.documentElement.lang;
  const root = document.createElement('div');
  if (lang) {
    root.lang = lang;
    root.dir = direction(lang);
  }
  for (const inner of parsed.querySelectorAll('main')) inner.replaceWith(...inner.childNodes);
  root.append(...[...parsed.body.childNodes].map((node) => document.importNode(node, true)));
  return [root];
}

function Preview({ path }: { path: string }) {
  const got = useGet<string>(path, true);
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (got.data) sheet.current?.replaceChildren(...bodyOf(got.data));
  }, [got.data]);
  return <Loaded got={got}>{() => <div class="sheet" ref={sheet} role="region" tabIndex={0} aria-label={t('report.preview')} />}</Loaded>;
}

export function ReportPage() {
  const query = place.value.query;
  const told = (name: string) => query.get(name) ?? '';
  const kind = KINDS.find((one) => one === told('kind')) ?? 'consolidated';
  const speech = told('in') || language.value;
  const choice = new URLSearchParams({ kind, language: speech });
  for (const name of ['period', 'order', 'organization', 'theme', 'document', 'status']) if (told(name)) choice.set(name, told(name));
  const needs = kind === 'trace' && !told('document') && !told('organization');
  const path = (form: string) => `/report?${choice}&form=${form}`;
  const set = (name: string) => (value: string) => change({ [name]: value.trim() });
  return (
    <>
      <Title lead={t('report.lead')}>{t('page.report')}</Title>
      <form class="filters" aria-label={t('report.choose')} onSubmit={(event) => event.preventDefault()}>
        <div class="row">
          <Select label={t('report.kind')} value={kind} choices={choicesOf('report', KINDS)} onChange={set('kind')} />
          <Input lazy label={t('filter.period')} value={told('period')} dir="ltr" placeholder={t('filter.period.example')} onChange={set('period')} />
          <Select label={t('report.order')} value={told('order')} any={t('report.order.organization')} choices={[['theme', t('report.order.theme')]]} onChange={set('order')} />
          <Select label={t('report.language')} value={speech} choices={languageChoices()} onChange={set('in')} />
          <Input lazy label={t('filter.organization')} value={told('organization')} suggestions="organizations" onChange={set('organization')} />
          <Input lazy label={t('filter.document')} value={told('document')} dir="ltr" onChange={set('document')} />
          <Select label={t('filter.theme')} value={told('theme')} any={t('all')} choices={themes()} onChange={set('theme')} />
        </div>
      </form>
      {needs ? <p class="empty">{t('report.needs')}</p> : (
        <>
          <div class="buttons">
            <a class="button first" href={address(path('docx'))} download>{t('report.docx')}</a>
            <a class="button" href={address(path('html'))} download>{t('report.html')}</a>
            <button type="button" onClick={() => print()}>{t('report.pdf')}</button>
          </div>
          <Preview path={path('html')} />
        </>
      )}
    </>
  );
}

import { useGet } from '../api';
import type { Page } from '../api';
import { Filters, Foreign, Id, Loaded, Pager, Table, Title, filtered } from '../parts';
import type { Doc } from '../record';
import { documentPath } from '../router';
import { LANGUAGES, date, language, ownName, span, t, term } from '../words';

type Work = { doc: string; shown: Doc; languages: string[] };

// One row for a work: in the language of the pages where the register has it so.
function works(versions: Doc[]): Work[] {
  const found = new Map<string, Doc[]>();
  for (const one of versions) found.set(one.doc, [...(found.get(one.doc) ?? []), one]);
  return [...found].map(([doc, all]) => ({
    doc,
    shown: all.find((one) => one.lang === language.value) ?? all.find((one) => one.lang === 'en') ?? all[0]!,
    languages: all.map((one) => one.lang).sort((a, b) => LANGUAGES.indexOf(a as never) - LANGUAGES.indexOf(b as never)),
  }));
}

const NAMES = ['kind', 'session', 'language', 'period'] as const;

export function DocumentsPage() {
  const got = useGet<Page<Doc>>(filtered('/documents', [...NAMES, 'q', 'body'], { limit: '200' }));
  return (
    <>
      <Title>{t('page.documents')}</Title>
      <Filters names={[...NAMES]} more={['q', 'body']} />
      <Loaded got={got}>
        {(data) => (
          <>
            <Table<Work>
              caption={t('page.documents')} rows={works(data.items)} keyOf={(one) => one.doc}
              columns={[
                { name: t('title'), isHead: true, class: 'wide', cell: (one) => (
                  <a href={`${documentPath(one.doc)}?language=${one.shown.lang}`}><Foreign lang={one.shown.lang} text={one.shown.title ?? one.doc} /></a>
                ) },
                { name: t('symbol'), cell: (one) => <Id text={one.doc} /> },
                { name: t('filter.kind'), cell: (one) => term('document', one.shown.kind) },
                { name: t('date'), cell: (one) => date(one.shown.adopted ?? one.shown.issued) || (one.shown.period ? span(one.shown.period.start, one.shown.period.end) : '') },
                { name: t('languages'), cell: (one) => (
                  <ul class="inline tongues">{one.languages.map((code) => <li key={code}><a href={`${documentPath(one.doc)}?language=${code}`} lang={code} hreflang={code}>{ownName(code)}</a></li>)}</ul>
                ) },
              ]}
            />
            <Pager total={data.total} offset={data.offset} count={data.items.length} limit={200} />
          </>
        )}
      </Loaded>
    </>
  );
}

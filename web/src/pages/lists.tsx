// Lists that are told in a table each: publications, pledges, figures, what falls due, and what became
// of paragraphs from one resolution to the next.
import { useGet } from '../api';
import type { Page } from '../api';
import { Chip, Empty, Filters, Foreign, Judged, Loaded, Pager, Parties, Source, Table, Term, Themes, Title, dates, filtered, LIMIT } from '../parts';
import type { Column, FilterName } from '../parts';
import type { Descent, Due, Fact } from '../record';
import { altered, documentPath, place } from '../router';
import { date, number, share, span, t, term, tongue } from '../words';

const FACTS: FilterName[] = ['organization', 'theme', 'period'];
const MORE: FilterName[] = ['document', 'session', 'language', 'place'];

// The words that tell it, and where they stand.
function Told({ fact }: { fact: Fact }) {
  return (
    <>
      <Foreign block lang={fact.lang} text={fact.quote} />
      <p class="from"><Source fact={fact} /> <Judged fact={fact} /></p>
    </>
  );
}

function FactList({ name, lead, names, more, columns }: { name: string; lead: string; names: FilterName[]; more: FilterName[]; columns: Column<Fact>[] }) {
  const got = useGet<Page<Fact>>(filtered(`/${name}`, [...names, ...more], { limit: String(LIMIT) }));
  return (
    <>
      <Title lead={lead}>{t(`page.${name}`)}</Title>
      <Filters names={names} more={more} />
      <Loaded got={got}>
        {(data) => (
          <>
            <Table<Fact> caption={t(`page.${name}`)} rows={data.items} keyOf={(one, at) => one.id ?? String(at)} columns={columns} />
            <Pager total={data.total} offset={data.offset} count={data.items.length} />
          </>
        )}
      </Loaded>
    </>
  );
}

export function PublicationsPage() {
  return (
    <FactList
      name="publications" lead={t('publications.lead')} names={FACTS} more={MORE}
      columns={[
        { name: t('titled'), isHead: true, class: 'wide', cell: (one) => (
          <>
            {one.publication?.title && <cite><Foreign block lang={one.lang} text={one.publication.title} /></cite>}
            <Told fact={one} />
          </>
        ) },
        { name: t('publication.kind'), cell: (one) => <>{one.publication && <Term list="publication" id={one.publication.kind} />}{one.publication && one.publication.languages.length > 0 && <><br /><span class="quiet">{one.publication.languages.map(tongue).join(', ')}</span></>}</> },
        { name: t('parties'), cell: (one) => <Parties ids={one.parties} roles={one.roles} /> },
        { name: t('when'), cell: (one) => (one.dates && one.dates.length ? dates(one.dates) : <span class="quiet">{t('none')}</span>) },
        { name: t('themes'), class: 'narrowest', cell: (one) => <Themes ids={one.themes} /> },
      ]}
    />
  );
}

export function PledgesPage() {
  return (
    <FactList
      name="pledges" lead={t('pledges.lead')} names={FACTS} more={MORE}
      columns={[
        { name: t('pledge.what'), isHead: true, class: 'wide', cell: (one) => <Told fact={one} /> },
        { name: t('parties'), cell: (one) => <Parties ids={one.pledge?.who ?? one.parties} /> },
        { name: t('amount'), cell: (one) => (one.pledge?.amounts?.length ? one.pledge.amounts.map((sum, at) => <span key={at} class="sum">{term('bound', sum.bound)} <bdi>{number(sum.value)} {sum.currency}</bdi></span>) : <span class="quiet">{t('none')}</span>) },
        { name: t('by.when'), cell: (one) => (one.pledge?.due && typeof one.pledge.due === 'object' ? span(one.pledge.due.start, one.pledge.due.end) : <span class="quiet">{t('none')}</span>) },
        { name: t('status'), cell: (one) => term('pledged', one.pledge?.status) },
      ]}
    />
  );
}

export function FiguresPage() {
  return (
    <FactList
      name="figures" lead={t('figures.lead')} names={['organization', 'period', 'document']} more={['session', 'language']}
      columns={[
        { name: t('figure'), cell: (one) => <strong class="sum">{one.bound !== 'exact' && `${term('bound', one.bound)} `}<bdi>{number(one.value ?? 0)}</bdi> {one.unit && <bdi lang="en">{one.unit}</bdi>}</strong> },
        { name: t('counted'), isHead: true, class: 'wide', cell: (one) => <><Foreign lang={one.lang} text={one.counted ?? ''} /><p class="from"><Source fact={one} /> <Judged fact={one} /></p></> },
        { name: t('when'), cell: (one) => (one.period ? span(one.period.start, one.period.end) : <span class="quiet">{t('none')}</span>) },
      ]}
    />
  );
}

// -- what falls due -----------------------------------------------------------------------------

export function DuePage() {
  const within = place.value.query.get('within') ?? '12m';
  const names: FilterName[] = ['organization', 'theme', 'document', 'session'];
  const got = useGet<Page<Due>>(filtered('/due', names, { limit: String(LIMIT), ...(within === 'all' ? {} : { within }) }));
  return (
    <>
      <Title lead={t('due.lead')}>{t('page.due')}</Title>
      <Filters names={names} />
      <nav class="tabs" aria-label={t('views')}>
        {[['12m', 'due.year'], ['3y', 'due.three'], ['all', 'all']].map(([value, name]) => (
          <a key={value} data-stay href={altered({ within: value === '12m' ? null : value!, offset: null })} aria-current={within === value ? 'page' : undefined}>{t(name!)}</a>
        ))}
      </nav>
      <Loaded got={got}>
        {(data) => (
          <>
            <Table<Due>
              caption={t('page.due')} rows={data.items} keyOf={(one, at) => `${one.doc} ${one.para} ${at}`}
              columns={[
                { name: t('by.when'), cell: (one) => <><time dateTime={one.date}>{date(one.date)}</time><br /><span class="quiet">{term('due', one.what)}</span></> },
                { name: t('what'), isHead: true, class: 'wide', cell: (one) => <><Foreign block lang={one.lang} text={one.asks ?? one.quote} /><p class="from"><Source fact={one} /></p></> },
                { name: t('who'), cell: (one) => <Parties ids={one.who} /> },
              ]}
            />
            <Pager total={data.total} offset={data.offset} count={data.items.length} />
          </>
        )}
      </Loaded>
    </>
  );
}

// -- from one resolution to the next ------------------------------------------------------------

function Side({ one }: { one: Descent['older'] }) {
  if (!one) return <span class="quiet">{t('none')}</span>;
  return (
    <>
      <Foreign block lang={one.lang} text={one.text} />
      <p class="from"><a href={`${documentPath(one.doc)}?language=${one.lang}`}><bdi>{one.doc}</bdi></a> {one.para && <span>{t('para', { n: one.para })}</span>}</p>
    </>
  );
}

export function HistoryPage() {
  const symbol = place.value.query.get('document');
  const names: FilterName[] = ['document', 'language'];
  const got = useGet<Page<Descent>>(symbol ? filtered(`/history/${encodeURIComponent(symbol)}`, ['language'], { limit: String(LIMIT) }) : null);
  return (
    <>
      <Title lead={t('descent.lead')}>{t('page.history')}</Title>
      <Filters names={names} />
      {!symbol && <Empty>{t('descent.which')}</Empty>}
      {symbol && (
        <Loaded got={got}>
          {(data) => (data.total === 0 ? <Empty>{t('descent.none')}</Empty> : (
            <>
              <Table<Descent>
                caption={t('page.history')} rows={data.items} keyOf={(_, at) => String(at)}
                columns={[
                  { name: t('descent.older'), class: 'half', cell: (one) => <Side one={one.older} /> },
                  { name: t('descent.change'), cell: (one) => <><Chip tone={one.change}>{term('change', one.change)}</Chip>{one.strength && <><br /><span class="quiet">{term('strength', one.strength)}</span></>}{one.older && one.newer && <><br /><span class="quiet">{share(one.score)}</span></>}</> },
                  { name: t('descent.newer'), isHead: true, class: 'half', cell: (one) => <Side one={one.newer} /> },
                ]}
              />
              <Pager total={data.total} offset={data.offset} count={data.items.length} />
            </>
          ))}
        </Loaded>
      )}
    </>
  );
}

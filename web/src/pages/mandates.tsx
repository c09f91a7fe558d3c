import { useGet } from '../api';
import type { Page } from '../api';
import { Filters, Foreign, Judged, Loaded, Pager, Parties, Source, Table, Term, Themes, Title, filtered, timing, LIMIT } from '../parts';
import type { FilterName } from '../parts';
import type { Fact } from '../record';
import { place } from '../router';
import { language, t, term } from '../words';

const FIRST: FilterName[] = ['organization', 'force', 'theme', 'answered'];
const MORE: FilterName[] = ['verb', 'body', 'session', 'period', 'document', 'language'];

export function MandatesPage() {
  const got = useGet<Page<Fact>>(filtered('/mandates', [...FIRST, ...MORE], { limit: String(LIMIT), ...(place.value.query.get('language') ? {} : { prefer: language.value }) }));
  return (
    <>
      <Title lead={t('mandates.lead')}>{t('page.mandates')}</Title>
      <Filters names={FIRST} more={MORE} />
      <Loaded got={got}>
        {(data) => (
          <>
            <Table<Fact>
              caption={t('page.mandates')} rows={data.items} keyOf={(one, at) => one.id ?? String(at)}
              columns={[
                { name: t('what'), isHead: true, class: 'wide', cell: (one) => (
                  <>
                    <Foreign block lang={one.lang} text={one.quote} />
                    <p class="from"><Source fact={one} /> <Judged fact={one} /></p>
                  </>
                ) },
                { name: t('force'), cell: (one) => <><span class={`force ${one.force}`}>{term('force', one.force)}</span><br /><span class="quiet"><Term list="verb" id={one.verb} /></span></> },
                { name: t('who'), cell: (one) => <Parties ids={one.addressees} /> },
                { name: t('by.when'), cell: (one) => timing(one.timing) || <span class="quiet">{t('none')}</span> },
                { name: t('themes'), class: 'narrowest', cell: (one) => <Themes ids={one.themes} /> },
              ]}
            />
            <Pager total={data.total} offset={data.offset} count={data.items.length} />
          </>
        )}
      </Loaded>
    </>
  );
}

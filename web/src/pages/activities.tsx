import { useEffect, useRef } from 'preact/hooks';
import { address, useGet } from '../api';
import type { Page } from '../api';
import { Filters, Foreign, Judged, LIMIT, Loaded, Pager, Parties, Source, Table, Tabs, Title, dates, filtered, unstyled } from '../parts';
import type { FilterName } from '../parts';
import type { Fact } from '../record';
import { altered, place } from '../router';
import { language, t, term } from '../words';

const FIRST: FilterName[] = ['organization', 'type', 'period', 'theme'];
const MORE: FilterName[] = ['place', 'status', 'document', 'language'];
const VIEWS = ['table', 'timeline', 'map', 'network'] as const;

function List() {
  const got = useGet<Page<Fact>>(filtered('/activities', [...FIRST, ...MORE], { limit: String(LIMIT), once: '1' }));
  return (
    <Loaded got={got}>
      {(data) => (
        <>
          <Table<Fact>
            caption={t('page.activities')} rows={data.items} keyOf={(one, at) => one.id ?? String(at)}
            columns={[
              { name: t('activity.what'), isHead: true, class: 'wide', cell: (one) => (
                <>
                  <Foreign block lang={one.lang} text={one.quote} />
                  <p class="from"><Source fact={one} /> <Judged fact={one} /></p>
                </>
              ) },
              { name: t('type'), cell: (one) => <>{term('type', one.type)}<br /><span class="quiet">{term('status', one.status)}</span></> },
              { name: t('parties'), cell: (one) => <Parties ids={one.parties} roles={one.roles} /> },
              { name: t('when'), cell: (one) => dates(one.dates) || <span class="quiet">{t('none')}</span> },
              { name: t('where'), class: 'narrowest', cell: (one) => (one.places?.length ? <Foreign lang={one.lang} text={one.places.join(' · ')} /> : <span class="quiet">{t('none')}</span>) },
            ]}
          />
          <Pager total={data.total} offset={data.offset} count={data.items.length} />
        </>
      )}
    </Loaded>
  );
}

// The server's picture, put into the page without its style sheet (the page has its own, which also
// knows the dark), so that it may be read and searched as the rest.
function pictureOf(text: string): SVGElement | null {
  const parsed = new DOMParser().parseFromString(unstyled(text), 'image/svg+xml');
  if (parsed.querySelector('parsererror') || parsed.documentElement.localName !== 'svg') return null;
  for (const node of parsed.querySelectorAll('style, script, foreignObject, image, use')) node.remove();
  const svg = document.importNode(parsed.documentElement, true) as unknown as SVGElement;
  for (const node of [svg, ...svg.querySelectorAll('*')]) {
    for (const { name } of [...node.attributes]) if (name.startsWith('on') || name.endsWith('href') || name === 'style') node.removeAttribute(name);
  }
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  return svg;
}

function Picture({ view }: { view: string }) {
  const path = filtered(`/activities/${view}`, [...FIRST, ...MORE], { in: language.value });
  const got = useGet<string>(path, true);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const svg = got.data ? pictureOf(got.data) : null;
    if (!svg) return;
    for (const mark of svg.querySelectorAll('circle, rect, path, line')) {
      if (mark.querySelector('title')) mark.setAttribute('tabindex', '0');
    }
    frame.current?.replaceChildren(svg);
  }, [got.data]);
  const told = useRef<HTMLParagraphElement>(null);
  const tell = (event: Event) => {
    const title = (event.target as Element).closest('circle, rect, path, line')?.querySelector('title');
    if (title && told.current) told.current.textContent = title.textContent;
  };
  return (
    <Loaded got={got}>
      {() => (
        <figure class="picture">
          <p class="told" ref={told} role="status" dir="auto">{t('picture.hint')}</p>
          <div class="frame" ref={frame} onFocusIn={tell} onClick={tell} tabIndex={0} role="region" aria-label={t(`view.${view}`)} />
          <figcaption><a href={address(path)} download={`${view}.svg`}>{t('picture.save')}</a></figcaption>
        </figure>
      )}
    </Loaded>
  );
}

export function ActivitiesPage() {
  const told = place.value.query.get('view');
  const view = VIEWS.find((one) => one === told) ?? 'table';
  return (
    <>
      <Title lead={t('activities.lead')}>{t('page.activities')}</Title>
      <Filters names={FIRST} more={MORE} />
      <Tabs label={t('views')} tabs={VIEWS.map((one) => ({ name: t(`view.${one}`), href: altered({ view: one === 'table' ? null : one, offset: null }), isHere: one === view }))} />
      {view === 'table' ? <List /> : <Picture key={view} view={view} />}
    </>
  );
}

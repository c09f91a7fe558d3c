import { useGet, mayDecide } from '../api';
import { Empty, Foreign, Id, Loaded, Parties, Source, Title } from '../parts';
import type { Agreement, Doc, Due } from '../record';
import { documentPath } from '../router';
import { date, number, t, term, tongue } from '../words';

type Overview = {
  counts: Record<string, number>; newest: Doc[]; open: number; due: Due[]; review: number; expiring?: Agreement[];
};

const COUNTS: [name: string, href: string][] = [['works', '/documents'], ['mandates', '/mandates'], ['activities', '/activities'], ['agreements', '/agreements']];

export function OverviewPage() {
  const got = useGet<Overview>('/overview');
  return (
    <>
      <Title lead={t('overview.lead')}>{t('page.overview')}</Title>
      <Loaded got={got}>
        {(data) => (
          <>
            <ul class="counts">
              {COUNTS.map(([name, href]) => (
                <li key={name}><a href={href}><strong>{number(data.counts[name] ?? 0)}</strong> <span>{t(`count.${name}`, { n: data.counts[name] ?? 0 })}</span></a></li>
              ))}
            </ul>
            {data.counts['works'] === 0 && <Empty><a href="/add">{t('overview.empty')}</a></Empty>}
            <div class="columns">
              <section aria-labelledby="due">
                <h2 id="due">{t('overview.due')}</h2>
                {data.due.length === 0 && <Empty>{t('overview.due.none')}</Empty>}
                <ol class="due">
                  {data.due.map((one, at) => (
                    <li key={at}>
                      <p class="when"><time dateTime={one.date}>{date(one.date)}</time> <span class="quiet">{term('due', one.what)}</span></p>
                      <p><Parties ids={one.who} /></p>
                      <p><Foreign lang={one.lang} text={one.asks ?? one.quote} /></p>
                      <p class="from"><Source fact={one} /></p>
                    </li>
                  ))}
                </ol>
              </section>
              <div>
                <section aria-labelledby="open" class="tell">
                  <h2 id="open">{t('overview.open')}</h2>
                  <p><a href="/trace?status=open">{t('overview.open.n', { n: data.open })}</a></p>
                </section>
                {mayDecide() && (
                  <section aria-labelledby="waiting" class="tell">
                    <h2 id="waiting">{t('overview.review')}</h2>
                    <p><a href="/review">{t('overview.review.n', { n: data.review })}</a></p>
                  </section>
                )}
                <section aria-labelledby="newest">
                  <h2 id="newest">{t('overview.newest')}</h2>
                  <ul class="plainlist newest">
                    {data.newest.map((one) => (
                      <li key={one.doc + one.lang}>
                        <a href={`${documentPath(one.doc)}?language=${one.lang}`}><Foreign lang={one.lang} text={one.title ?? one.doc} /></a>
                        <p class="from"><Id text={one.doc} /> <span>{date(one.adopted ?? one.issued ?? one.period?.start)}</span> <span>{tongue(one.lang)}</span></p>
                      </li>
                    ))}
                  </ul>
                </section>
              </div>
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}

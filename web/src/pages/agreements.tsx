import { useGet } from '../api';
import type { Page } from '../api';
import { Chip, Empty, Filters, Foreign, Loaded, Parties, Source, Title, filtered } from '../parts';
import type { FilterName } from '../parts';
import type { Agreement } from '../record';
import { altered, place } from '../router';
import { date, number, span, t, term } from '../words';

const NAMES: FilterName[] = ['organization', 'agreement', 'theme', 'period'];

function year(iso: string | null | undefined, atEnd = false): number | null {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(iso ?? '');
  if (!parts) return null;
  const month = parts[2] ? Number(parts[2]) - 1 : atEnd ? 12 : 0;
  return Number(parts[1]) + (month + (parts[3] ? Number(parts[3]) / 31 : atEnd && parts[2] ? 1 : 0)) / 12;
}

type Bar = { from: number | null; to: number | null };

function barOf(one: Agreement): Bar {
  const starts = [one.valid_from, one.signed, one.renewed].map((iso) => year(iso)).filter((n): n is number => n !== null);
  return { from: starts.length ? Math.min(...starts) : null, to: year(one.valid_to, true) };
}

function Row({ one, scale, today }: { one: Agreement; scale: { first: number; last: number }; today: number }) {
  const bar = barOf(one);
  const place_ = (at: number) => `${(100 * (at - scale.first)) / (scale.last - scale.first)}%`;
  const from = bar.from ?? scale.first;
  const to = bar.to ?? scale.last;
  const isEnding = bar.to !== null && bar.to >= today && bar.to - today <= 1;
  return (
    <li class={`agreement state-${one.state.replace(/ /g, '-')}${isEnding ? ' ending' : ''}`}>
      <div class="what">
        <h3>{term('agreement', one.kind)}</h3>
        <Parties ids={one.parties} />
      </div>
      <div class="validity">
        <p class="told"><Chip tone={isEnding ? 'warning' : one.state.replace(/ /g, '-')}>{isEnding ? t('agreement.ending') : term('state', one.state)}</Chip>{' '}
          {one.signed && <span>{t('agreement.signed', { date: date(one.signed) })}</span>}{' '}
          {one.renewed && <span>{t('agreement.renewed', { date: date(one.renewed) })}</span>}{' '}
          {(one.valid_from || one.valid_to) && <span>{span(one.valid_from, one.valid_to)}</span>}
        </p>
        {(bar.from !== null || bar.to !== null) && (
          <div class="track" aria-hidden="true">
            <span class={`bar${bar.from === null ? ' from-unknown' : ''}${bar.to === null ? ' to-unknown' : ''}`} style={{ insetInlineStart: place_(from), inlineSize: `${(100 * Math.max(to - from, 0.1)) / (scale.last - scale.first)}%` }} />
            <span class="today" style={{ insetInlineStart: place_(today) }} />
          </div>
        )}
        <details>
          <summary>{t('agreement.sources', { n: one.sources.length })}</summary>
          <blockquote><Foreign lang={one.sources[0]?.lang ?? 'en'} text={one.quote} /></blockquote>
          <ul class="plainlist">{one.history.map((fact, at) => <li key={at}><Source fact={fact} /> {fact.agreement?.action && <span class="quiet">{term('action', fact.agreement.action)}</span>}</li>)}</ul>
        </details>
      </div>
    </li>
  );
}

export function AgreementsPage() {
  const expiring = place.value.query.get('expiring');
  const got = useGet<Page<Agreement>>(filtered('/agreements', ['organization', 'theme', 'period', 'expiring'], { limit: '200', ...(place.value.query.get('agreement') ? { type: place.value.query.get('agreement')! } : {}) }));
  const now = new Date();
  const today = now.getFullYear() + now.getMonth() / 12;
  return (
    <>
      <Title lead={t('agreements.lead')}>{t('page.agreements')}</Title>
      <Filters names={NAMES} />
      <nav class="tabs" aria-label={t('views')}>
        {[['', 'agreements.all'], ['12m', 'agreements.year'], ['3y', 'agreements.three']].map(([value, name]) => (
          <a key={name} data-stay href={altered({ expiring: value })} aria-current={(expiring ?? '') === value ? 'page' : undefined}>{t(name!)}</a>
        ))}
      </nav>
      <Loaded got={got}>
        {(data) => {
          const ends = data.items.flatMap((one) => Object.values(barOf(one))).filter((n): n is number => n !== null);
          const scale = { first: Math.floor(Math.min(today - 1, ...ends)), last: Math.ceil(Math.max(today + 2, ...ends)) };
          const order = (one: Agreement) => (one.state === 'in force' ? 0 : one.state === 'not yet in force' ? 1 : one.state === 'drafting' ? 2 : one.state === 'expired' ? 3 : 4);
          const items = [...data.items].sort((a, b) => order(a) - order(b) || (a.valid_to ?? '9').localeCompare(b.valid_to ?? '9'));
          return (
            <>
              {items.length === 0 && <Empty>{t('nothing')}</Empty>}
              {items.length > 0 && (
                <div class="axis" aria-hidden="true">
                  <span>{number(scale.first, { useGrouping: false })}</span><span>{number(scale.last, { useGrouping: false })}</span>
                </div>
              )}
              <ul class="agreements">{items.map((one, at) => <Row key={at} one={one} scale={scale} today={today} />)}</ul>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

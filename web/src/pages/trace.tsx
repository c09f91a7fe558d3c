import { useGet } from '../api';
import type { Page } from '../api';
import { Chip, Empty, Filters, Foreign, Loaded, Pager, Parties, Source, Title, filtered } from '../parts';
import type { Traced } from '../record';
import { altered, factPath, place } from '../router';
import { share, t, term } from '../words';

type Matrix = Page<Traced> & { counts?: Record<string, number> };

function Answers({ one }: { one: Traced }) {
  if (one.answers.length === 0) return null;
  return (
    <details>
      <summary>{t('answers', { n: one.answers.length })}</summary>
      <ol class="answers">
        {one.answers.map((answer, at) => (
          <li key={at}>
            <p><Chip tone={answer.strength}>{term('traced', answer.strength)}</Chip> {term('type', answer.type)} — <Parties ids={answer.parties} /></p>
            <blockquote><a href={factPath(answer)}><Foreign lang={answer.lang} text={answer.quote} /></a></blockquote>
            <p class="why"><span>{t('why')}</span> <bdi lang="en">{answer.why}</bdi> <span class="quiet">{share(answer.score)}</span></p>
            <p class="from"><Source fact={answer} /></p>
          </li>
        ))}
      </ol>
    </details>
  );
}

export function TracePage() {
  const query = place.value.query;
  const status = query.get('status');
  const got = useGet<Matrix>(filtered('/trace', ['document', 'organization', 'period', 'theme', 'status'], { limit: '100' }));
  return (
    <>
      <Title lead={t('trace.lead')}>{t('page.trace')}</Title>
      <Filters names={['document', 'organization', 'period', 'theme']} />
      <nav class="tabs" aria-label={t('status')}>
        {['', 'open', 'direct', 'thematic', 'business'].map((value) => (
          <a key={value} data-stay href={altered({ status: value, offset: null })} aria-current={(status ?? '') === value ? 'page' : undefined}>{value ? term('traced', value) : t('all')}</a>
        ))}
      </nav>
      <Loaded got={got}>
        {(data) => {
          const { items } = data;
          return (
            <>
              {items.length === 0 && <Empty>{t('nothing')}</Empty>}
              <ol class="matrix">
                {items.map((one, at) => (
                  <li key={at} class={`status-${one.status}`}>
                    <div class="asked">
                      <p class="from"><Source fact={one} /></p>
                      <Foreign block lang={one.lang} text={one.quote} />
                    </div>
                    <div class="answered">
                      <p>{one.status !== 'nothing' && <Chip tone={one.status}>{term('traced', one.status)}</Chip>} {one.addressees.length > 0 && <Parties ids={one.addressees} />}</p>
                      <Answers one={one} />
                    </div>
                  </li>
                ))}
              </ol>
              <Pager total={data.total} offset={data.offset} count={data.items.length} limit={100} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

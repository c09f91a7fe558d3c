import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useGet } from '../api';
import type { Page } from '../api';
import { Chip, Empty, Foreign, Id, LIMIT, Loaded, Pager, Title, filtered } from '../parts';
import type { Hit } from '../record';
import { positions } from '../record';
import { altered, change, documentPath, place, with_ } from '../router';
import { number, t, term, tongue } from '../words';

// Where the server does not tell which words it found, those that begin like a word asked for.
function guessed(text: string, asked: string): [number, number][] {
  const stems = asked.toLowerCase().split(/[\s"*]+/).filter(Boolean).map((word) => (word.length > 5 ? word.slice(0, word.length - 2) : word));
  const marks: [number, number][] = [];
  for (const word of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const lower = word[0].toLowerCase();
    for (const stem of stems) {
      const at = lower.indexOf(stem);
      if (at === 0 || (at > 0 && (at <= 3 || /\p{Script=Han}/u.test(stem)))) {
        marks.push(/\p{Script=Han}/u.test(stem) ? [word.index + at, word.index + at + stem.length] : [word.index, word.index + word[0].length]);
        break;
      }
    }
  }
  return marks;
}

const CONTEXT = 140;

function Context({ hit, asked }: { hit: Hit; asked: string }) {
  const at = positions(hit.text);
  const marks = hit.marks ? hit.marks.map(([from, to]) => [at(from), at(to)] as [number, number]) : guessed(hit.text, asked);
  const first = marks[0]?.[0] ?? 0;
  let from = Math.max(0, first - CONTEXT);
  if (from > 0) from = hit.text.indexOf(' ', from) + 1 || from;
  let to = Math.min(hit.text.length, first + 3 * CONTEXT);
  if (to < hit.text.length) to = Math.max(hit.text.lastIndexOf(' ', to), first + 1);
  const pieces: ComponentChildren[] = [];
  let done = from;
  for (const [start, end] of marks) {
    if (start < done || end > to) continue;
    pieces.push(hit.text.slice(done, start), <mark class="hit">{hit.text.slice(start, end)}</mark>);
    done = end;
  }
  pieces.push(hit.text.slice(done, to));
  return <>{from > 0 && '… '}{pieces}{to < hit.text.length && ' …'}</>;
}

function Facet({ name, counts, label }: { name: string; counts: Record<string, number> | undefined; label: (value: string) => string }) {
  const here = place.value.query.get(name);
  const entries = Object.entries(counts ?? {}).sort((a, b) => b[1] - a[1]);
  if (entries.length === 0) return null;
  return (
    <section>
      <h2>{t(`facet.${name}`)}</h2>
      <ul class="plainlist">
        {entries.map(([value, n]) => (
          <li key={value}>
            <a data-stay href={altered({ [name]: here === value ? null : value, offset: null })} aria-current={here === value ? 'true' : undefined}>{label(value)}</a> <span class="quiet">{number(n)}</span>
          </li>
        ))}
        {here && <li><a data-stay class="clear" href={altered({ [name]: null, offset: null })}>{t('all')}</a></li>}
      </ul>
    </section>
  );
}

export function SearchPage() {
  const asked = place.value.query.get('q') ?? '';
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  const got = useGet<Page<Hit>>(asked ? filtered('/search', ['q', 'language', 'part', 'kind', 'organization', 'period'], { limit: String(LIMIT) }) : null);
  return (
    <>
      <Title lead={t('search.lead')}>{t('page.search')}</Title>
      <form role="search" class="ask" aria-label={t('page.search')} onSubmit={(event) => {
        event.preventDefault();
        change({ q: typed.trim(), offset: null });
      }}>
        <label class="unseen" for="q">{t('search.words')}</label>
        <input id="q" type="search" dir="auto" value={typed} autocomplete="off" onInput={(event) => setTyped(event.currentTarget.value)} placeholder={t('search.example')} />
        <button type="submit" class="first">{t('search.do')}</button>
      </form>
      {asked && (
        <Loaded got={got}>
          {(data) => (
            <div class="found">
              <aside class="facets" aria-label={t('facets')}>
                <Facet name="language" counts={data.facets?.['language']} label={tongue} />
                <Facet name="part" counts={data.facets?.['part']} label={(value) => term('part', value)} />
                <Facet name="kind" counts={data.facets?.['kind']} label={(value) => term('document', value)} />
              </aside>
              <div>
                {data.items.length === 0 && <Empty>{t('search.none')}</Empty>}
                <ol class="hits">
                  {data.items.map((hit, at) => (
                    <li key={at}>
                      <p class="from">
                        <a href={with_(documentPath(hit.doc), { language: hit.lang, block: String(hit.block) })}><Id text={hit.doc} />{hit.label && <> <span class="para">{t('para', { n: hit.label })}</span></>}</a>{' '}
                        <span>{tongue(hit.lang)}</span> <Chip>{term('part', hit.part)}</Chip>
                      </p>
                      <Foreign block lang={hit.lang}><Context hit={hit} asked={asked} /></Foreign>
                    </li>
                  ))}
                </ol>
                <Pager total={data.total} offset={data.offset} count={data.items.length} />
              </div>
            </div>
          )}
        </Loaded>
      )}
    </>
  );
}

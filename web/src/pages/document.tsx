// A document as a person reads it: structure at the side, what was read from it beside its words.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useGet } from '../api';
import { FactCard } from '../fact';
import { Chip, DocumentLink, Empty, Foreign, Id, Loaded, Select, Title, heading } from '../parts';
import type { Block, Fact, Mention, Shown } from '../record';
import { idOf, kindOf, positions } from '../record';
import { change, documentPath, place } from '../router';
import { date, direction, language, organization, ownName, share, span, t, term, tongue } from '../words';

const LAYERS = ['mandate', 'activity', 'figure', 'mention'] as const;
type Layer = (typeof LAYERS)[number];

function layersOf(query: URLSearchParams): Set<Layer> {
  const told = query.get('layers');
  if (told === null) return new Set(['mandate', 'activity', 'mention']);
  return new Set(LAYERS.filter((layer) => told.split(' ').includes(layer)));
}

type Mark = { from: number; to: number; fact?: Fact; mention?: Mention };

// A block's text cut wherever a mention, a fact or a note begins or ends.
function Marked({ block, marks, openId, onOpen, notes }: { block: Block; marks: Mark[]; openId: string | null; onOpen: (id: string) => void; notes: boolean }) {
  const pieces: ComponentChildren[] = [];
  const at = positions(block.text);
  const refs = notes ? block.note_refs.map(([mark, byte]) => ({ mark, at: at(byte) })) : [];
  const cuts = new Set([0, block.text.length, ...refs.map((one) => one.at)]);
  for (const mark of marks) {
    cuts.add(mark.from);
    cuts.add(mark.to);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [from, to] = [sorted[i]!, sorted[i + 1]!];
    const text = block.text.slice(from, to);
    const here = marks.filter((mark) => mark.from <= from && mark.to >= to);
    const facts = here.filter((mark) => mark.fact).map((mark) => mark.fact!);
    const mention = here.find((mark) => mark.mention)?.mention;
    let piece: ComponentChildren = text;
    if (mention) piece = <span class={`mention ${mention.kind}`} title={mention.entity ? organization(mention.entity) ?? mention.name ?? mention.entity : undefined}>{text}</span>;
    if (facts.length) {
      const isOpen = facts.some((fact) => fact.id === openId);
      const fact = facts[facts.length - 1]!;
      piece = <mark class={`kind-${kindOf(fact)}${isOpen ? ' open' : ''}`} onClick={() => onOpen(fact.id)}>{piece}</mark>;
    }
    pieces.push(piece);
    for (const ref of refs) if (ref.at === to) pieces.push(<sup class="noteref"><a id={`ref-${ref.mark}-${block.index}`} href={`#note-${ref.mark}`} aria-label={t('note.n', { n: ref.mark })}>{ref.mark}</a></sup>);
  }
  return <>{pieces}</>;
}

function marksOf(block: Block, shown: Shown, layers: Set<Layer>): Mark[] {
  const at = positions(block.text);
  const marks: Mark[] = [];
  for (const fact of shown.facts ?? []) {
    if (fact.evidence.block === block.index && layers.has(kindOf(fact))) marks.push({ from: at(fact.evidence.start), to: at(fact.evidence.end), fact });
  }
  if (layers.has('mention')) {
    for (const mention of shown.mentions ?? []) if (mention.block === block.index) marks.push({ from: at(mention.start), to: at(mention.end), mention });
  }
  return marks;
}

function BlockText({ block, children }: { block: Block; children: ComponentChildren }) {
  const level = Math.min(block.level, 4);
  if (block.part === 'heading') {
    const Heading = (level <= 1 ? 'h2' : level === 2 ? 'h3' : 'h4') as 'h2';
    return <Heading>{block.number && <span class="number">{block.number}</span>} {children}</Heading>;
  }
  return <p>{block.number && <span class="number">{block.number}</span>}{block.number && ' '}{children}</p>;
}

function Paragraph({ block, shown, layers, openId, onOpen, onRenew }: { block: Block; shown: Shown; layers: Set<Layer>; openId: string | null; onOpen: (id: string | null) => void; onRenew: () => void }) {
  const marks = useMemo(() => marksOf(block, shown, layers), [block, shown, layers]);
  const facts = marks.filter((mark) => mark.fact).map((mark) => mark.fact!);
  const open = (shown.facts ?? []).find((fact) => fact.id === openId && fact.evidence.block === block.index);
  return (
    <div class={`block part-${block.part} level-${Math.min(block.level, 4)}`} id={`block-${block.index}`}>
      <BlockText block={block}>
        <Marked block={block} marks={marks} openId={openId} onOpen={onOpen} notes />
      </BlockText>
      {(facts.length > 0 || open) && (
        <aside dir={direction(language.value)} lang={language.value} aria-label={t('facts.of', { n: block.label ?? String(block.index + 1) })}>
          <ul class="flags">
            {facts.map((fact) => (
              <li key={fact.id}>
                <button type="button" class={`flag kind-${kindOf(fact)}`} aria-expanded={fact.id === openId} onClick={() => onOpen(fact.id === openId ? null : fact.id)}>
                  {heading(fact)}{fact.decision && <span class={`dot ${fact.decision.verdict}`}><span class="unseen">{term('verdict', fact.decision.verdict)}</span></span>}
                </button>
              </li>
            ))}
          </ul>
          {open && <FactCard fact={open} onClose={() => onOpen(null)} onChange={onRenew} />}
        </aside>
      )}
    </div>
  );
}

function Outline({ blocks, lang }: { blocks: Block[]; lang: string }) {
  const entries = blocks.filter((one) => one.part === 'heading' || (one.part === 'operative' && one.level === 1));
  if (entries.length < 2) return null;
  return (
    <nav class="outline" aria-label={t('structure')}>
      <h2>{t('structure')}</h2>
      <ol lang={lang} dir={direction(lang)}>
        {entries.map((one) => (
          <li key={one.index} class={`level-${Math.min(one.level, 4)}`}>
            <a href={`#block-${one.index}`}><span class="number">{one.number}</span> <bdi>{one.part === 'operative' ? one.verb ?? one.text.slice(0, 40) : one.text}</bdi></a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Notes({ blocks }: { blocks: Block[] }) {
  if (blocks.length === 0) return null;
  return (
    <section class="notes" aria-label={t('notes')}>
      <ol>
        {blocks.map((one) => (
          <li key={one.index} id={`note-${one.number}`}><span class="number">{one.number}</span> <span>{one.text}</span></li>
        ))}
      </ol>
    </section>
  );
}

function Reading({ shown, onRenew }: { shown: Shown; onRenew: () => void }) {
  const query = place.value.query;
  const layerText = query.get('layers');
  const layers = useMemo(() => layersOf(new URLSearchParams(layerText === null ? '' : `layers=${layerText}`)), [layerText]);
  const openId = query.get('fact');
  const open = (id: string | null) => change({ fact: id }, true);
  const { lang } = shown.document;
  const wanted = openId ? (shown.facts ?? []).find((fact) => fact.id === openId)?.evidence.block : Number(query.get('block') ?? NaN);
  useEffect(() => {
    if (wanted !== undefined && !Number.isNaN(wanted)) document.getElementById(`block-${wanted}`)?.scrollIntoView({ block: 'center' });
  }, [shown.document.doc, lang]);
  const body = shown.blocks.filter((one) => !['cover', 'footnote', 'title'].includes(one.part));
  const cover = shown.blocks.filter((one) => one.part === 'cover');
  return (
    <>
      <fieldset class="layers">
        <legend>{t('layers')}</legend>
        {LAYERS.map((layer) => (
          <label key={layer} class={`layer kind-${layer}`}>
            <input type="checkbox" checked={layers.has(layer)} onChange={() => {
              const next = new Set(layers);
              if (!next.delete(layer)) next.add(layer);
              change({ layers: [...next].join(' ') || ' ' }, true);
            }} />
            {t(`layer.${layer}`)}
          </label>
        ))}
      </fieldset>
      <div class="reading">
        <Outline blocks={shown.blocks} lang={lang} />
        <article class={`paper text-${lang}`} lang={lang} dir={direction(lang)} aria-label={shown.document.title ?? shown.document.doc}>
          {cover.length > 0 && <div class="cover">{cover.map((one) => <p key={one.index}>{one.text}</p>)}</div>}
          {body.map((one) => <Paragraph key={one.index} block={one} shown={shown} layers={layers} openId={openId} onOpen={open} onRenew={onRenew} />)}
          <Notes blocks={shown.blocks.filter((one) => one.part === 'footnote')} />
        </article>
      </div>
    </>
  );
}

type Side = { doc: string; lang: string; blocks: { block: number; para: string | null; text: string }[] };
type Finding = { point: string; severity: string; confidence: number; a?: { values?: unknown[] } | null; b?: { values?: unknown[] } | null };
type Pair = { part: string; score: number; moved: boolean; a?: Side; b?: Side; first?: Side['blocks']; second?: Side['blocks']; findings?: Finding[] };

function SideText({ lang, blocks }: { lang: string; blocks: Side['blocks'] | undefined }) {
  return (
    <div lang={lang} dir={direction(lang)} class={`text-${lang}`}>
      {(blocks ?? []).map((one) => <p key={one.block}>{one.para && <span class="number">{one.para}</span>}{one.para && ' '}{one.text}</p>)}
      {(!blocks || blocks.length === 0) && <p class="quiet" lang={language.value} dir={direction(language.value)}>{t('aligned.missing')}</p>}
    </div>
  );
}

function values(side: Finding['a']): string {
  return (side?.values ?? []).map(String).join(', ') || '—';
}

function Aligned({ symbol, first, second }: { symbol: string; first: string; second: string }) {
  const got = useGet<{ pairs: Pair[] }>(`/documents/${encodeURIComponent(symbol)}/aligned?first=${first}&second=${second}`);
  return (
    <Loaded got={got}>
      {(data) => (
        <div class="aligned">
          <div class="pair heads"><h2 lang={first} dir={direction(first)}>{ownName(first)}</h2><h2 lang={second} dir={direction(second)}>{ownName(second)}</h2></div>
          {data.pairs.map((pair, at) => (
            <section key={at} class={`pair part-${pair.part}`} aria-label={t('aligned.pair', { n: at + 1 })}>
              <SideText lang={first} blocks={pair.first ?? pair.a?.blocks} />
              <SideText lang={second} blocks={pair.second ?? pair.b?.blocks} />
              {pair.findings && pair.findings.length > 0 && (
                <ul class="findings">
                  {pair.findings.map((one, i) => (
                    <li key={i}><Chip tone={one.severity}>{term('severity', one.severity)}</Chip> {term('point', one.point)}: <bdi>{values(one.a)}</bdi> / <bdi>{values(one.b)}</bdi> <span class="quiet">{share(one.confidence)}</span></li>
                  ))}
                </ul>
              )}
            </section>
          ))}
        </div>
      )}
    </Loaded>
  );
}

type Citations = { cites: { doc: string; paragraphs: string[] }[]; cited_by: { doc: string; paragraphs: string[] }[]; chain?: string[] };

function Cited({ title, list }: { title: string; list: Citations['cites'] }) {
  if (list.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="plainlist">{list.map((one) => <li key={one.doc}><DocumentLink symbol={one.doc} />{one.paragraphs.length > 0 && <span class="quiet"> {t('para', { n: one.paragraphs.join(', ') })}</span>}</li>)}</ul>
    </>
  );
}

function Citing({ symbol }: { symbol: string }) {
  const [isOpen, setOpen] = useState(false);
  const got = useGet<Citations>(isOpen ? `/citations/${encodeURIComponent(symbol)}` : null);
  return (
    <details class="citing" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('citations')}</summary>
      {isOpen && (
        <Loaded got={got}>
          {(data) => (
            <div class="columns">
              <div><Cited title={t('cites')} list={data.cites} />{data.cites.length === 0 && <Empty>{t('cites.none')}</Empty>}</div>
              <div><Cited title={t('cited')} list={data.cited_by} />{data.cited_by.length === 0 && <Empty>{t('cited.none')}</Empty>}</div>
            </div>
          )}
        </Loaded>
      )}
    </details>
  );
}

function lines(doc: Shown['document']): ComponentChildren[] {
  const parts: ComponentChildren[] = [<Id text={doc.doc} />, term('document', doc.kind)];
  if (doc.session) parts.push(t('timing:session', { 0: doc.session }));
  if (doc.adopted ?? doc.issued) parts.push(date(doc.adopted ?? doc.issued));
  if (doc.period) parts.push(span(doc.period.start, doc.period.end));
  return parts;
}

export function DocumentPage({ symbol }: { symbol: string }) {
  const query = place.value.query;
  const told = query.get('language');
  const beside = query.get('beside');
  const got = useGet<Shown>(`/documents/${encodeURIComponent(symbol)}${told ? `?language=${told}` : ''}`);
  return (
    <Loaded got={got}>
      {(data) => {
        const shown = { ...data, facts: (data.facts ?? []).map((fact) => ({ ...fact, id: idOf(fact) })) };
        // The work's own name: the address may name a version of it.
        const name = shown.document.doc;
        const here = shown.document.lang;
        const others = shown.versions.filter((code) => code !== here);
        return (
          <div class="document">
            <Title lead={<span class="facts-line">{lines(shown.document).map((one, at) => <span key={at}>{one}</span>)}</span>}>
              <Foreign lang={here} text={shown.document.title ?? shown.document.doc} />
            </Title>
            <div class="versions">
              {shown.versions.length > 1 && (
                <nav aria-label={t('versions')} class="tabs">
                  {shown.versions.map((code) => <a key={code} lang={code} hreflang={code} aria-current={code === here ? 'page' : undefined} href={`${documentPath(name)}?language=${code}${beside && beside !== code ? `&beside=${beside}` : ''}`}>{ownName(code)}</a>)}
                </nav>
              )}
              {others.length > 0 && <Select label={t('beside')} value={beside ?? ''} any={t('beside.none')} choices={others.map((code) => [code, tongue(code)])} onChange={(code) => change({ beside: code, fact: null })} />}
              <a href={`/trace?document=${encodeURIComponent(name)}`}>{t('document.trace')}</a>
            </div>
            <Citing symbol={name} />
            {beside && others.includes(beside) ? <Aligned symbol={name} first={here} second={beside} /> : <Reading shown={shown} onRenew={got.reload} />}
            {(shown.warnings ?? []).length > 0 && (
              <details class="warnings"><summary>{t('warnings')}</summary><ul>{shown.warnings!.map((one, at) => <li key={at} dir="auto">{one.message}</li>)}</ul></details>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

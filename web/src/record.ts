// The records of docs/records.md, as far as the pages show them.
export type Span = { start: number; end: number };
export type Period = { start: string | null; end: string | null };
export type Decision = {
  verdict: string; person: string; when: string; reason?: string | null; correction?: Record<string, unknown> | null; with?: string | null;
};
export type Fact = {
  id: string; doc: string; para: string | null; lang: string; quote: string; evidence: Span & { block: number };
  rule: string; confidence: number; revision?: number; decision?: Decision | null; history?: Decision[]; kind?: string; text?: string;
  read?: Record<string, unknown>; themes?: string[]; goals?: number[]; cites?: string[]; same_as?: string[];
  verb?: string; sense?: string; force?: string; addressees?: string[]; asks?: string | null; due?: string[];
  timing?: { kind: string; value: string } | null;
  acts?: { verb: string; force: string; addressees: string[]; asks: string | null }[];
  type?: string; parties?: string[]; roles?: Record<string, string>; dates?: Period[]; places?: string[]; status?: string;
  subject?: string | null;
  agreement?: { kind: string; valid_from: string | null; valid_to: string | null; action: string };
  publication?: { title: string | null; kind: string; languages: string[] };
  pledge?: { who: string[]; what: string; status: string; due?: Period | string | null; amounts?: { value: number; currency: string; bound: string }[] };
  value?: number; bound?: string; unit?: string | null; counted?: string; period?: Period | null;
};
export type Doc = {
  doc: string; lang: string; kind: string; symbol: string | null; title: string | null; session: string | null; agenda_items: string[];
  adopted: string | null; issued: string | null; original: string | null; period: Period | null; cites: string[];
};
export type Block = {
  index: number; part: string; number: string | null; label: string | null; level: number; parent: number | null; text: string;
  verb: string | null; note_refs: [string, number][];
};
export type Mention = { block: number; start: number; end: number; kind: string; entity: string | null; name?: string | null };
export type Shown = { document: Doc; versions: string[]; blocks: Block[]; mentions?: Mention[]; facts?: Fact[]; warnings?: { message: string }[] };
export type Due = {
  date: string; what: string; session: string | null; doc: string; lang: string; para: string | null; verb: string | null; who: string[];
  asks: string | null; quote: string;
};
export type Paragraph = { doc: string; lang: string; para: string | null; text: string };
export type Descent = {
  doc: string; renews: string; change: string; strength: string | null; score: number; older: Paragraph | null; newer: Paragraph | null;
};
export type Agreement = {
  kind: string; parties: string[]; state: string; on: string; signed: string | null; renewed: string | null; valid_from: string | null;
  valid_to: string | null; quote: string; sources: { doc: string; para: string; lang: string; id?: string }[]; history: Fact[];
};
export type Traced = {
  id?: string; doc: string; para: string; lang: string; verb: string; force: string; addressees: string[]; asks: string | null; quote: string; status: string;
  answers: { doc: string; para: string; lang: string; type: string; parties: string[]; quote: string; strength: string; score: number; why: string; id?: string }[];
};
export type Hit = { doc: string; lang: string; part: string; label: string | null; block: number; text: string; marks?: [number, number][] };

export function kindOf(fact: Fact): 'mandate' | 'activity' | 'figure' {
  const kind = fact.kind ?? fact.id?.split(':').pop();
  if (kind === 'mandate' || kind === 'figure') return kind;
  return fact.verb !== undefined ? 'mandate' : fact.counted !== undefined ? 'figure' : 'activity';
}

// The fact's id: where it stands, as docs/records.md says.
export function idOf(fact: Fact): string {
  if (fact.id) return fact.id;
  const version = fact.doc.endsWith(`-${fact.lang}`) ? fact.doc : `${fact.doc}-${fact.lang}`;
  return `${version}#${fact.para ?? ''}@${fact.evidence.block}:${fact.evidence.start}:${kindOf(fact)}`;
}

// Records count bytes of UTF-8, the browser counts UTF-16: where each byte stands.
export function positions(text: string): (byte: number) => number {
  const at: number[] = [];
  let unit = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let i = 0; i < length; i++) at.push(unit);
    unit += letter.length;
  }
  return (byte) => (byte >= at.length ? text.length : at[byte]!);
}

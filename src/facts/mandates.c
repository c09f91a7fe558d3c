#include "mandate_parties.h"
#include "mandate_timing.h"

#include <unicode/uchar.h>

#define LONGEST_ASKS 12u     /* words */
#define LONGEST_ASKS_HAN 24u /* characters, where words are not spaced */
#define LONGEST_BEFORE 12u   /* bytes of what may tell before a lead phrase that it is none */
#define LONGEST_OPENING 100u /* bytes of a circumstance with which a paragraph may open */

typedef RAP_VEC(act_of_will) acts_of_will;

/* -- acts -------------------------------------------------------------------------------------- */

static void add_lead(rap_arena *arena, rap_leads *leads, rap_lead lead)
{
    size_t at = leads->count;
    while (at > 0 && leads->items[at - 1].span.start > lead.span.start) {
        at--;
    }
    bool overlaps = (at > 0 && leads->items[at - 1].span.end > lead.span.start) ||
                    (at < leads->count && leads->items[at].span.start < lead.span.end);
    if (overlaps) {
        return;
    }
    RAP_PUSH(arena, leads, lead);
    for (size_t i = leads->count - 1; i > at; i--) {
        leads->items[i] = leads->items[i - 1];
    }
    leads->items[at] = lead;
}

/* What may stand between a word that joins clauses and the next verb. */
static bool is_gap(uint32_t c)
{
    return c == ' ' || c == ',' || c == 0x60C || c == 0xFF0C;
}

/* The text with a small first letter, as words that join clauses are listed; as long as before. */
static rap_str with_small_initial(rap_arena *arena, rap_str text)
{
    rap_buf small;
    size_t at = 0;
    uint32_t first = text.length ? rap_utf8_next(text, &at) : 0;
    rap_buf_init(&small, arena);
    rap_buf_put_code_point(&small, (uint32_t)u_tolower((UChar32)first));
    bool is_same = rap_buf_str(&small).length != at || u_tolower((UChar32)first) == (UChar32)first;
    if (is_same) {
        return text;
    }
    rap_buf_put(&small, rap_str_slice(text, at, text.length));
    return rap_buf_str(&small);
}

/* Lead phrases behind words that join clauses without a comma. */
static void find_joined(const mandate_context *context, rap_str text, rap_leads *leads)
{
    rap_lang lang = context->version->lang;
    const mark_rules *marks = &context->rules->clauses[lang];
    for (size_t at = 0; at < text.length;) {
        mark_kind kind = MARK_NONE;
        size_t length = rap_mark_is_within(text, at) ? 0 : rap_mark_at(marks, text, at, &kind);
        if (!length || kind == MARK_NO_ACT) {
            rap_utf8_next(text, &at);
            continue;
        }
        at += length;
        size_t from = at;
        for (size_t next = from; next < text.length && is_gap(rap_utf8_next(text, &next));) {
            from = next;
        }
        rap_lead lead = rap_structure_lead(context->knowledge->structure, lang,
                                           rap_str_slice(text, from, text.length));
        if (lead.is_operative && lead.span.end > lead.span.start && lead.span.start < 4) {
            lead.span.start += (uint32_t)from;
            lead.span.end += (uint32_t)from;
            add_lead(context->version->arena, leads, lead);
        }
    }
}

/* Whether the lead phrase at `start` is none where it stands within a paragraph: a phrase of the
 * table covers its beginning, or its first word is a noun or participle by its ending. */
static bool is_no_act(const mandate_context *context, rap_str text, size_t start)
{
    const mark_rules *marks = &context->rules->clauses[context->version->lang];
    for (size_t at = start > LONGEST_BEFORE ? start - LONGEST_BEFORE : 0; at <= start; at++) {
        bool begins = ((unsigned char)text.data[at] & 0xC0) != 0x80;
        mark_kind kind = MARK_NONE;
        size_t length = begins ? rap_mark_at(marks, text, at, &kind) : 0;
        if (kind == MARK_NO_ACT && at + length > start) {
            return true;
        }
    }
    return rap_mark_ending(marks, text, start, MARK_NO_ACT_ENDING);
}

/* The acts of will of a paragraph; the first is its lead. */
static acts_of_will find_acts(const mandate_context *context, const rap_block *block)
{
    rap_arena *arena = context->version->arena;
    rap_leads leads = {0};
    acts_of_will acts = {0};
    rap_structure_leads(context->knowledge->structure, arena, context->version->lang, block->text,
                        &leads);
    find_joined(context, with_small_initial(arena, block->text), &leads);
    for (size_t i = 0; i < leads.count; i++) {
        const rap_lead *lead = &leads.items[i];
        bool is_none = lead->span.start > 3 && is_no_act(context, block->text, lead->span.start);
        if (is_none || !lead->is_operative || lead->span.end <= lead->span.start) {
            continue;
        }
        if (acts.count) {
            acts.items[acts.count - 1].end = lead->span.start;
        }
        rap_str verb = rap_printed_verb(
            context->rules, arena, context->version->lang,
            rap_str_slice(block->text, lead->span.start, block->text.length), lead->verb);
        act_of_will act = {rap_verb_rule(context->rules, arena, verb), lead->span,
                           (uint32_t)block->text.length,
                           acts.count ? acts.items[acts.count - 1].lead.end : 0};
        RAP_PUSH(arena, &acts, act);
    }
    return acts;
}

/* -- what is asked ----------------------------------------------------------------------------- */

static bool is_break(uint32_t c)
{
    return c == ';' || c == '.' || c == 0x3002 || c == 0xFF1B || c == 0x61B;
}

static bool is_opening(uint32_t c)
{
    return c == '(' || c == '"' || c == 0x201C || c == 0xAB || c == 0x300A || c == 0xFF08;
}

/* Whether a word goes on across byte `at`; Han characters are words of their own. */
static bool is_inside_word(rap_str text, size_t at)
{
    if (at == 0 || at >= text.length) {
        return false;
    }
    if (((unsigned char)text.data[at] & 0xC0) == 0x80) {
        return true; /* within a letter */
    }
    size_t before = at, behind = at;
    uint32_t a = rap_utf8_previous(text, &before), c = rap_utf8_next(text, &behind);
    bool joins = c == '-' || c == 0x2019 || c == '\'';
    return u_isalnum((UChar32)a) && rap_text_script_of(a) != RAP_SCRIPT_HAN &&
           (joins || (u_isalnum((UChar32)c) && rap_text_script_of(c) != RAP_SCRIPT_HAN));
}

/* From `from` on, behind the rest of a word and behind punctuation, except what opens. */
static size_t beginning(rap_str text, size_t from, size_t to)
{
    bool inside = is_inside_word(text, from);
    while (from < to) {
        size_t next = from;
        uint32_t c = rap_utf8_next(text, &next);
        inside = inside && c != ' ';
        if (!inside && (u_isalnum((UChar32)c) || is_opening(c))) {
            break;
        }
        from = next;
    }
    return from;
}

/* Whether nothing that is asked may end with `c`. */
static bool is_loose_end(uint32_t c)
{
    static const uint32_t marks[] = {' ',   ',',    ':',    ';',    '-',
                                     0x60C, 0x2014, 0x3001, 0xFF0C, 0xFF1A};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (c == marks[i]) {
            return true;
        }
    }
    return c == 0xA0 || c == 0x202F;
}

/* Without punctuation, half a word or a word that only joins at its end. */
static rap_str without_tail(const mark_rules *joints, rap_str text, size_t start, size_t end)
{
    while (is_inside_word(text, end) && end > start) {
        end--;
    }
    for (;;) {
        size_t last = end;
        if (end > start && is_loose_end(rap_utf8_previous(text, &last))) {
            end = last;
            continue;
        }
        size_t word = end;
        while (word > start && text.data[word - 1] != ' ') {
            word--;
        }
        mark_kind kind;
        rap_str head = rap_str_slice(text, 0, end);
        if (word >= end || rap_mark_at(joints, head, word, &kind) != end - word) {
            return rap_str_slice(text, start, end);
        }
        end = word;
    }
}

/* The first words from `from` on, at most as many as the guidelines allow. */
static rap_str first_words(const mark_rules *joints, rap_str text, uint32_t from, uint32_t to)
{
    size_t words = 0, characters = 0, start = beginning(text, from, to);
    size_t at = start, end = start;
    while (at < to) {
        size_t here = at;
        uint32_t c = rap_utf8_next(text, &at);
        characters += rap_text_script_of(c) == RAP_SCRIPT_HAN;
        if (is_break(c) || (c == ' ' && ++words == LONGEST_ASKS) || characters > LONGEST_ASKS_HAN) {
            end = here;
            break;
        }
        end = at;
    }
    return without_tail(joints, text, start, end);
}

/* Whether the paragraph only opens what its sub-paragraphs say. */
static bool opens_list(rap_str text)
{
    size_t at = text.length;
    uint32_t c = at ? rap_utf8_previous(text, &at) : 0;
    return c == ':' || c == 0xFF1A;
}

/* "Urges States:" and no more: what is asked stands in the sub-paragraphs. */
static bool says_little(rap_str asked)
{
    enum { LITTLE = 4, LITTLE_HAN = 6 };
    size_t words = asked.length > 0, characters = 0;
    for (size_t at = 0; at < asked.length;) {
        uint32_t c = rap_utf8_next(asked, &at);
        words += c == ' ';
        characters += rap_text_script_of(c) == RAP_SCRIPT_HAN;
    }
    return words < LITTLE && characters < LITTLE_HAN;
}

/* -- one paragraph ----------------------------------------------------------------------------- */

static void take_first(rap_mandate *mandate, const acts_of_will *acts)
{
    mandate->verb = acts->items[0].verb.verb;
    mandate->sense = acts->items[0].verb.sense;
    mandate->force = acts->items[0].verb.force;
    mandate->evidence.span = acts->items[0].lead;
    mandate->rule = RAP_STR("lead-phrase");
    mandate->confidence = 0.95;
}

static void read_act(const mandate_context *context, rap_mandate *mandate, const act_of_will *act,
                     bool is_first)
{
    rap_arena *arena = context->version->arena;
    const rap_str text = context->version->blocks.items[mandate->evidence.block].text;
    rap_strs parties = {0};
    uint32_t asked_at = 0;
    rap_act_parties(context, mandate->evidence.block, act, &parties, &asked_at);
    for (size_t i = 0; i < parties.count; i++) {
        rap_add_once(arena, &mandate->addressees, parties.items[i]);
    }
    rap_str asks = RAP_STR_NONE;
    if (parties.count) {
        const mark_rules *joints = &context->rules->clauses[context->version->lang];
        rap_str asked = first_words(joints, text, asked_at ? asked_at : act->lead.end, act->end);
        bool is_open = opens_list(text) && act->end == text.length && says_little(asked);
        asks = is_open ? RAP_STR_NONE : asked;
    }
    mandate->asks = mandate->asks.length ? mandate->asks : asks;
    if (!is_first) {
        rap_act further = {act->verb.verb,  act->verb.sense, asks,
                           act->verb.force, parties,         {act->lead.start, act->end}};
        RAP_PUSH(arena, &mandate->acts, further);
    }
}

/* A sub-paragraph without a verb of its own says the rest of its parent's. */
static void inherit(const mandate_context *context, rap_mandate *mandate, rap_mandate *parent)
{
    const rap_version *version = context->version;
    if (!parent) {
        return;
    }
    mandate->verb = parent->verb;
    mandate->sense = parent->sense;
    mandate->force = parent->force;
    mandate->rule = RAP_STR("inherited");
    mandate->confidence = 0.85;
    const rap_block *block = &version->blocks.items[mandate->evidence.block];
    for (size_t i = 0; i < parent->addressees.count; i++) {
        rap_add_once(version->arena, &mandate->addressees, parent->addressees.items[i]);
    }
    if (mandate->addressees.count) {
        mandate->asks = first_words(&context->rules->clauses[version->lang], block->text, 0,
                                    (uint32_t)block->text.length);
    }
    if (parent->addressees.count && !parent->asks.length) {
        parent->asks = mandate->asks;
    }
}

static rap_mandate *parent_of(const rap_version *version, const rap_block *block)
{
    if (block->parent < 0) {
        return NULL;
    }
    size_t low = 0, high = version->mandates.count;
    while (low < high) { /* they stand in the order of their blocks */
        size_t middle = low + (high - low) / 2;
        if (version->mandates.items[middle].evidence.block < (uint32_t)block->parent) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_there = low < version->mandates.count &&
                    version->mandates.items[low].evidence.block == (uint32_t)block->parent;
    return is_there ? &version->mandates.items[low] : NULL;
}

/* Whether the lead phrase at `start` opens the paragraph, or stands behind no more than a
 * circumstance and a comma ("In this regard, encourages"). */
static bool opens(const mandate_context *context, rap_str text, size_t start)
{
    mark_kind kind = MARK_NONE;
    size_t before = start,
           length = rap_mark_at(&context->rules->clauses[context->version->lang], text, 0, &kind);
    while (before > 0 && text.data[before - 1] == ' ') {
        before--;
    }
    bool behind_comma =
        before > 0 && before < LONGEST_OPENING && is_loose_end(rap_utf8_previous(text, &before));
    return start < 4 || behind_comma || (kind == MARK_CLAUSE && start <= length + 1);
}

/* Whether the lead phrase of a sub-paragraph only goes on with what its parent asks. Chinese has no
 * infinitive: there a verb behind "requests X:" says what X is to do. */
static bool goes_on(const mandate_context *context, const rap_block *block,
                    const rap_mandate *parent, const act_of_will *first)
{
    if (!parent || !parent->verb.length) {
        return false;
    }
    const rap_version *version = context->version;
    const rap_block *above = &version->blocks.items[parent->evidence.block];
    return is_no_act(context, block->text, first->lead.start) ||
           (version->lang == RAP_LANG_ZH && parent->force != RAP_FORCE_DECLARATION &&
            opens_list(above->text));
}

static rap_mandate read_paragraph(const mandate_context *context, uint32_t index)
{
    const rap_version *version = context->version;
    const rap_block *block = &version->blocks.items[index];
    rap_mandate mandate = {.para = block->label, .force = RAP_FORCE_DECLARATION};
    mandate.evidence.block = index;
    mandate.evidence.span = (rap_span){0, (uint32_t)block->text.length};
    mandate.rule = RAP_STR("no-lead-phrase");
    mandate.confidence = 0.3;
    acts_of_will acts = find_acts(context, block);
    rap_mandate *parent = parent_of(version, block);
    if (acts.count && acts.items[0].lead.start < 4 &&
        goes_on(context, block, parent, &acts.items[0])) {
        acts.items++;
        acts.count--;
    }
    uint32_t first = acts.count ? acts.items[0].lead.start : 0;
    bool has_lead = acts.count && (first < 4 || (!parent && opens(context, block->text, first)));
    if (has_lead) {
        take_first(&mandate, &acts);
    } else {
        inherit(context, &mandate, parent);
    }
    for (size_t i = 0; i < acts.count; i++) {
        read_act(context, &mandate, &acts.items[i], i == 0 && has_lead);
    }
    mandate.evidence.span = (rap_span){0, (uint32_t)block->text.length};
    rap_mandate_timing(context, &mandate, acts.items, acts.count);
    rap_mandate_cites(version, &mandate);
    return mandate;
}

static rap_str deciding_body(const rap_mandate_rules *rules, const rap_version *version)
{
    rap_str symbol = version->cover.symbol.length ? version->cover.symbol : version->doc;
    for (size_t i = 0; i < rules->body_prefixes.count; i++) {
        if (rap_str_starts(symbol, rules->body_prefixes.items[i])) {
            return rules->body_ids.items[i];
        }
    }
    return rules->body_ids.count ? rules->body_ids.items[rules->body_ids.count - 1] : RAP_STR_NONE;
}

void rap_mandate_find(const rap_knowledge *knowledge, rap_version *version)
{
    const rap_mandate_rules *rules = knowledge->facts->mandates;
    mandate_context context = {.knowledge = knowledge, .rules = rules, .version = version};
    context.title_parties = rap_title_parties(&context);
    context.deciding_body = deciding_body(rules, version);
    for (size_t i = 0; i < version->blocks.count; i++) {
        const rap_block *block = &version->blocks.items[i];
        if (block->part == RAP_PART_OPERATIVE && block->label.length) {
            rap_mandate mandate = read_paragraph(&context, (uint32_t)i);
            RAP_PUSH(version->arena, &version->mandates, mandate);
        }
    }
}

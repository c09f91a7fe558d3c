#include "mandate_parties.h"
#include "mandate_timing.h"

#define LONGEST_ASKS 12u     /* words */
#define LONGEST_ASKS_HAN 24u /* characters, where words are not spaced */

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

/* Lead phrases behind words that join clauses without a comma. */
static void find_joined(const mandate_context *context, rap_str text, rap_leads *leads)
{
    rap_lang lang = context->version->lang;
    const mark_rules *marks = &context->rules->clauses[lang];
    for (size_t at = 0; at < text.length;) {
        mark_kind kind = MARK_NONE;
        size_t length = rap_mark_at(marks, text, at, &kind);
        if (!length || kind == MARK_NO_ACT) {
            rap_utf8_next(text, &at);
            continue;
        }
        at += length;
        size_t from = at;
        while (from < text.length && text.data[from] == ' ') {
            from++;
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

/* The acts of will of a paragraph; the first is its lead. */
static acts_of_will find_acts(const mandate_context *context, const rap_block *block)
{
    rap_arena *arena = context->version->arena;
    rap_leads leads = {0};
    acts_of_will acts = {0};
    rap_structure_leads(context->knowledge->structure, arena, context->version->lang, block->text,
                        &leads);
    find_joined(context, block->text, &leads);
    for (size_t i = 0; i < leads.count; i++) {
        const rap_lead *lead = &leads.items[i];
        mark_kind kind = MARK_NONE;
        bool is_none = i > 0 &&
                       rap_mark_at(&context->rules->clauses[context->version->lang], block->text,
                                   lead->span.start, &kind) &&
                       kind == MARK_NO_ACT;
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
                           (uint32_t)block->text.length};
        RAP_PUSH(arena, &acts, act);
    }
    return acts;
}

/* -- what is asked ----------------------------------------------------------------------------- */

static bool is_break(uint32_t c)
{
    return c == ';' || c == '.' || c == 0x3002 || c == 0xFF1B || c == 0x61B;
}

/* The first words from `from` on, at most as many as the guidelines allow. */
static rap_str first_words(rap_str text, uint32_t from, uint32_t to)
{
    size_t at = from, end = from, words = 0, characters = 0;
    while (at < to && (text.data[at] == ' ' || text.data[at] == ',')) {
        at++;
    }
    size_t start = at;
    end = at;
    while (at < to) {
        size_t here = at;
        uint32_t c = rap_utf8_next(text, &at);
        if (is_break(c)) {
            end = here;
            break;
        }
        characters += rap_text_script_of(c) == RAP_SCRIPT_HAN;
        if (c == ' ' && ++words == LONGEST_ASKS) {
            end = here;
            break;
        }
        if (characters > LONGEST_ASKS_HAN) {
            end = here;
            break;
        }
        end = at;
    }
    rap_str asked = rap_str_trim(rap_str_slice(text, start, end));
    while (asked.length && asked.data[asked.length - 1] == ',') {
        asked.length--;
    }
    return asked;
}

/* -- one paragraph ----------------------------------------------------------------------------- */

static void take_first(rap_mandate *mandate, const acts_of_will *acts)
{
    mandate->verb = acts->items[0].verb.verb;
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
    if (parties.count && !mandate->asks.length) {
        mandate->asks = first_words(text, asked_at ? asked_at : act->lead.end, act->end);
    }
    if (!is_first) {
        RAP_PUSH(arena, &mandate->acts,
                 (rap_act){act->verb.verb, act->verb.force, parties, {act->lead.start, act->end}});
    }
}

/* A sub-paragraph without a verb of its own says the rest of its parent's. */
static void inherit(rap_mandate *mandate, const rap_version *version, const rap_mandate *parent)
{
    if (!parent) {
        return;
    }
    mandate->verb = parent->verb;
    mandate->force = parent->force;
    mandate->rule = RAP_STR("inherited");
    mandate->confidence = 0.85;
    const rap_block *block = &version->blocks.items[mandate->evidence.block];
    for (size_t i = 0; i < parent->addressees.count; i++) {
        rap_add_once(version->arena, &mandate->addressees, parent->addressees.items[i]);
    }
    if (mandate->addressees.count) {
        mandate->asks = first_words(block->text, 0, (uint32_t)block->text.length);
    }
}

static const rap_mandate *parent_of(const rap_version *version, const rap_block *block)
{
    if (block->parent < 0) {
        return NULL;
    }
    for (size_t i = version->mandates.count; i-- > 0;) {
        if (version->mandates.items[i].evidence.block == (uint32_t)block->parent) {
            return &version->mandates.items[i];
        }
    }
    return NULL;
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
    const rap_mandate *parent = parent_of(version, block);
    bool has_lead = acts.count && acts.items[0].lead.start < 4;
    if (has_lead) {
        take_first(&mandate, &acts);
    } else {
        inherit(&mandate, version, parent);
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

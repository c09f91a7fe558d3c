#include "responds_sides.h"

#include "base/data.h"
#include "base/table.h"

#include <stdlib.h>

/* A concept that tells less is in every resolution ("encourages", "development"). */
static const double least_weight = 1.5;

rap_str trace_bare(rap_str word)
{
    size_t start = 0, end = word.length;
    for (size_t at = 0; at < word.length; start = at) {
        if (rap_text_is_word_letter(rap_utf8_next(word, &at))) {
            break;
        }
    }
    for (size_t at = word.length; at > start; end = at) {
        if (rap_text_is_word_letter(rap_utf8_previous(word, &at))) {
            break;
        }
    }
    return rap_str_slice(word, start, end);
}

bool trace_has(const rap_strs *list, rap_str text)
{
    return list->count && bsearch(&text, list->items, list->count, sizeof text, rap_str_order);
}

static bool is_any(const rap_strs *list, rap_str text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (rap_str_equal(list->items[i], text)) {
            return true;
        }
    }
    return false;
}

bool trace_is_general(const rap_mention_rules *rules, rap_str id)
{
    const rap_entity *entity = rap_entity_find(rules, id);
    if (!entity) {
        return false;
    }
    bool is_principal = rap_str_is(entity->kind, "un-organ") && rap_str_is(entity->parent, "UN");
    return rap_str_is(entity->kind, "un") || rap_str_is(entity->kind, "group") || is_principal;
}

/* -- partners -----------------------------------------------------------------------------------
 */

static bool is_body(const rap_mention *mention)
{
    return mention->entity.length &&
           (mention->kind == RAP_MENTION_ORGANIZATION || mention->kind == RAP_MENTION_PERSON);
}

bool rap_trace_may_be_partner(const rap_mention_rules *rules, rap_str id)
{
    return !trace_is_general(rules, id);
}

void rap_trace_partners(rap_arena *arena, const rap_mention_rules *rules,
                        const rap_version *resolution, rap_strs *ret_partners)
{
    rap_strs partners = {0};
    for (size_t i = 0; i < resolution->mentions.count; i++) {
        const rap_mention *mention = &resolution->mentions.items[i];
        if (resolution->blocks.items[mention->block].part == RAP_PART_TITLE && is_body(mention) &&
            !trace_is_general(rules, mention->entity) && !is_any(&partners, mention->entity)) {
            RAP_PUSH(arena, &partners, mention->entity);
        }
    }
    *ret_partners = partners;
}

/* -- one side -----------------------------------------------------------------------------------
 */

typedef struct {
    rap_arena *arena;
    const rap_knowledge *knowledge;
    const rap_lexicon *lexicon;
    const rap_version *version;
    rap_indexer *indexer;
    const rap_strs *partners;
    uint32_t *first; /* mention of each block */
    rap_table groups;
    bool is_told; /* a report: what a body does, the groups do that it is in */
} reader;

static reader new_reader(rap_arena *arena, const rap_knowledge *knowledge,
                         const rap_lexicon *lexicon, const rap_version *version,
                         const rap_strs *partners)
{
    reader r = {.arena = arena,
                .knowledge = knowledge,
                .lexicon = lexicon,
                .version = version,
                .indexer = rap_text_indexer_new(arena),
                .partners = partners};
    rap_table_parse(arena, rap_data_find("group-members.tsv"), &r.groups, NULL);
    size_t at = 0;
    r.first = RAP_NEW_ARRAY(arena, uint32_t, version->blocks.count + 1);
    for (uint32_t block = 0; block <= version->blocks.count; block++) {
        while (at < version->mentions.count && version->mentions.items[at].block < block) {
            at++;
        }
        r.first[block] = (uint32_t)at;
    }
    return r;
}

/* What counts as a member of which group. */
static void add_groups(const reader *r, rap_str kind, rap_strs *bodies)
{
    for (size_t i = 0; i < r->groups.rows.count; i++) {
        const rap_row *row = &r->groups.rows.items[i];
        if (rap_str_equal(rap_row_cell(row, 1), kind)) {
            RAP_PUSH(r->arena, bodies, rap_row_cell(row, 0));
        }
    }
}

static bool is_group_of_members(const reader *r, rap_str id)
{
    for (size_t i = 0; i < r->groups.rows.count; i++) {
        if (rap_str_equal(rap_row_cell(&r->groups.rows.items[i], 0), id)) {
            return true;
        }
    }
    return false;
}

/* The body and what it belongs to, as far as that tells anything. */
static void add_body(const reader *r, rap_str id, rap_strs *bodies)
{
    const rap_mention_rules *rules = r->knowledge->mentions;
    const rap_entity *named = rap_entity_find(rules, id);
    if (r->is_told && named) {
        add_groups(r, named->kind, bodies);
    }
    if (is_group_of_members(r, id)) {
        RAP_PUSH(r->arena, bodies, id);
        return;
    }
    for (int depth = 0; id.length && depth < 6; depth++) {
        const rap_entity *entity = rap_entity_find(rules, id);
        if (trace_is_general(rules, id) || is_any(r->partners, id)) {
            return;
        }
        RAP_PUSH(r->arena, bodies, id);
        id = entity ? entity->parent : RAP_STR_NONE;
    }
}

static void add_plan(const reader *r, const rap_mention *mention, rap_strs *plans)
{
    rap_period period = mention->period;
    if (period.end.year > period.start.year && !period.start.month) {
        RAP_PUSH(
            r->arena, plans,
            rap_str_of(rap_arena_format(r->arena, "%d/%d", period.start.year, period.end.year)));
    }
}

static void add_mention(const reader *r, const rap_mention *mention, trace_side *side)
{
    switch (mention->kind) {
    case RAP_MENTION_ORGANIZATION:
    case RAP_MENTION_PERSON:
        add_body(r, mention->entity, &side->bodies);
        if (rap_entity_find(r->knowledge->mentions, mention->body)) {
            add_body(r, mention->body, &side->bodies);
        }
        break;
    case RAP_MENTION_GROUP:
        if (is_group_of_members(r, mention->entity)) {
            RAP_PUSH(r->arena, &side->bodies, mention->entity);
        }
        break;
    case RAP_MENTION_PARLIAMENT:
        if (r->is_told) {
            add_groups(r, RAP_STR("parliament"), &side->bodies);
        }
        break;
    case RAP_MENTION_STATE:
        RAP_PUSH(r->arena, &side->states, mention->entity);
        break;
    case RAP_MENTION_DATE:
        add_plan(r, mention, &side->plans);
        break;
    default:
        break;
    }
}

/* Whether a body's name tells where or for whom it works, not on what. */
static bool is_of_region(const rap_entity *entity)
{
    return rap_str_is(entity->kind, "regional") ||
           rap_str_is(entity->kind, "regional-commission") ||
           rap_str_is(entity->kind, "parliamentary");
}

/* Names whose words tell nothing of a subject: of places, the partners, general and regional
 * bodies; in a paragraph of all that are known, since these are compared as bodies. The name of a
 * body that acts is part of what was done. */
static bool is_masked(const reader *r, const rap_mention *mention)
{
    const rap_mention_rules *rules = r->knowledge->mentions;
    if (!is_body(mention)) {
        return mention->kind == RAP_MENTION_PLACE || mention->kind == RAP_MENTION_DATE ||
               mention->kind == RAP_MENTION_SESSION;
    }
    if (mention->body.length) {
        return !r->is_told && rap_entity_find(rules, mention->body);
    }
    const rap_entity *entity = rap_entity_find(rules, mention->entity);
    return trace_is_general(rules, mention->entity) ||
           (entity && (!r->is_told || is_of_region(entity)));
}

static void read_side(const reader *r, rap_evidence evidence, trace_side *side)
{
    const rap_version *version = r->version;
    rap_str text = version->blocks.items[evidence.block].text;
    uint32_t at = evidence.span.start;
    rap_buf words;
    rap_buf_init(&words, r->arena);
    for (size_t i = r->first[evidence.block]; i < version->mentions.count; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        if (mention->block != evidence.block) {
            break;
        }
        if (mention->span.start < evidence.span.start || mention->span.end > evidence.span.end) {
            continue;
        }
        add_mention(r, mention, side);
        if (is_masked(r, mention) && mention->span.start >= at) {
            rap_buf_put(&words, rap_str_slice(text, at, mention->span.start));
            rap_buf_put_c(&words, ";");
            at = mention->span.end;
        }
    }
    rap_buf_put(&words, rap_str_slice(text, at, evidence.span.end));
    rap_lexicon_find(r->lexicon, r->arena, r->indexer, version->lang, rap_buf_str(&words),
                     &side->concepts);
    size_t kept = 0;
    for (size_t i = 0; i < side->concepts.count; i++) {
        if (rap_lexicon_weight(r->lexicon, side->concepts.items[i]) >= least_weight) {
            side->concepts.items[kept++] = side->concepts.items[i];
        }
    }
    side->concepts.count = kept;
    rap_ordinals ordinals;
    rap_ordinal_find(r->knowledge->mentions, r->arena, version->lang, rap_buf_str(&words),
                     &ordinals);
    for (size_t i = 0; i < ordinals.count; i++) {
        if (ordinals.items[i] > 2) {
            RAP_PUSH(r->arena, &side->ordinals,
                     rap_str_of(rap_arena_format(r->arena, "%d", ordinals.items[i])));
        }
    }
}

/* Themes of the way in which bodies work together are no subject, but that they should consult each
 * other may be what is asked. */
static void add_themes(const reader *r, const rap_strs *from, rap_strs *themes)
{
    const rap_theme_table *table = rap_fact_themes(r->knowledge->facts);
    for (size_t i = 0; i < from->count; i++) {
        const rap_theme *area = rap_theme_area(table, from->items[i]);
        if (!area || !rap_str_is(area->id, "institutions") ||
            rap_str_is(from->items[i], "contacts")) {
            RAP_PUSH(r->arena, themes, from->items[i]);
        }
    }
}

static void settle_side(trace_side *side)
{
    rap_strs_settle(&side->bodies);
    rap_strs_settle(&side->states);
    rap_strs_settle(&side->plans);
    rap_strs_settle(&side->ordinals);
    rap_strs_settle(&side->themes);
}

/* -- paragraphs ---------------------------------------------------------------------------------
 */

/* What the Assembly orders of itself and of its secretariat for a session (an item of its agenda, a
 * report) is answered there, and not by what partners do. */
static bool is_business(const rap_mandate *mandate)
{
    return (mandate->force == RAP_FORCE_DECISION || mandate->force == RAP_FORCE_REQUEST) &&
           rap_str_is(mandate->timing_kind, "session");
}

rap_asked_list *rap_asked_new(rap_arena *arena, const rap_knowledge *knowledge,
                              const rap_lexicon *lexicon, const rap_version *resolution)
{
    rap_asked_list *list = RAP_NEW(arena, rap_asked_list);
    list->knowledge = knowledge;
    list->lexicon = lexicon;
    list->version = resolution;
    rap_trace_partners(arena, knowledge->mentions, resolution, &list->partners);
    reader r = new_reader(arena, knowledge, lexicon, resolution, &list->partners);
    for (size_t i = 0; i < resolution->mandates.count; i++) {
        const rap_mandate *mandate = &resolution->mandates.items[i];
        rap_asked asked = {.mandate = mandate, .is_open = !is_business(mandate)};
        read_side(&r, mandate->evidence, &asked.side);
        for (size_t k = 0; k < mandate->addressees.count; k++) {
            add_body(&r, mandate->addressees.items[k], &asked.side.bodies);
        }
        add_themes(&r, &mandate->themes, &asked.side.themes);
        settle_side(&asked.side);
        RAP_PUSH(arena, &list->items, asked);
    }
    return list;
}

const rap_strs *rap_asked_partners(const rap_asked_list *asked)
{
    return &asked->partners;
}

bool rap_asked_is_open(const rap_asked_list *asked, size_t mandate)
{
    return asked->items.items[mandate].is_open;
}

/* -- activities ---------------------------------------------------------------------------------
 */

/* The heading above a block, or -1. */
static int32_t heading_of(const rap_version *version, uint32_t block)
{
    int32_t at = (int32_t)block;
    while (at >= 0 && version->blocks.items[at].part != RAP_PART_HEADING) {
        at--;
    }
    return at;
}

static void add_heading(const reader *r, uint32_t block, rap_strs *with)
{
    int32_t heading = heading_of(r->version, block);
    for (size_t i = heading < 0 ? r->version->mentions.count : r->first[heading];
         i < r->version->mentions.count; i++) {
        const rap_mention *mention = &r->version->mentions.items[i];
        if (mention->block != (uint32_t)heading) {
            break;
        }
        if (is_body(mention) && !trace_is_general(r->knowledge->mentions, mention->entity)) {
            RAP_PUSH(r->arena, with, mention->entity);
        }
    }
}

/* The body that takes part in at least half of the activities: whose list it is. */
static rap_str teller_of(rap_arena *arena, const rap_mention_rules *rules,
                         const rap_version *version)
{
    rap_map *counts = rap_map_new(arena);
    rap_str best = RAP_STR_NONE, id;
    void *value;
    for (size_t i = 0; i < version->activities.count; i++) {
        const rap_activity *activity = &version->activities.items[i];
        for (size_t k = 0; k < activity->parties.count; k++) {
            rap_str entity = activity->parties.items[k].entity;
            size_t *count = rap_map_find(counts, entity);
            if (!count) {
                count = RAP_NEW(arena, size_t);
                rap_map_set(counts, entity, count);
            }
            ++*count;
        }
    }
    for (size_t i = 0; rap_map_at(counts, i, &id, &value); i++) {
        if (*(size_t *)value * 2 >= version->activities.count && !trace_is_general(rules, id)) {
            best = id;
        }
    }
    return best;
}

static bool has_concept(const rap_concept_ids *ids, uint32_t id)
{
    for (size_t i = 0; i < ids->count; i++) {
        if (ids->items[i] == id) {
            return true;
        }
    }
    return false;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* A paragraph names its subject where it begins; what follows goes on about it. */
static void read_topic(rap_arena *arena, const trace_told *first, trace_told *told)
{
    for (size_t i = 0; told != first && i < first->side.themes.count; i++) {
        if (!trace_has(&told->side.themes, first->side.themes.items[i])) {
            RAP_PUSH(arena, &told->topic, first->side.themes.items[i]);
        }
    }
}

/* What the other activities of the paragraph tell. */
static void read_context(rap_arena *arena, rap_told_list *list, size_t from, size_t end, size_t own)
{
    trace_told *told = &list->items.items[own];
    for (size_t i = from; i < end; i++) {
        const rap_concept_ids *ids = &list->items.items[i].side.concepts;
        for (size_t k = 0; i != own && k < ids->count; k++) {
            if (!has_concept(&told->side.concepts, ids->items[k]) &&
                !has_concept(&told->context, ids->items[k])) {
                RAP_PUSH(arena, &told->context, ids->items[k]);
            }
        }
    }
    if (told->context.count) {
        qsort(told->context.items, told->context.count, sizeof *told->context.items, by_number);
    }
}

static void read_contexts(rap_arena *arena, rap_told_list *list)
{
    for (size_t i = 0, end; i < list->items.count; i = end) {
        uint32_t block = list->items.items[i].activity->quote.block;
        for (end = i; end < list->items.count; end++) {
            if (list->items.items[end].activity->quote.block != block) {
                break;
            }
        }
        for (size_t k = i; k < end; k++) {
            read_context(arena, list, i, end, k);
            read_topic(arena, &list->items.items[i], &list->items.items[k]);
        }
    }
}

rap_told_list *rap_told_new(rap_arena *arena, const rap_knowledge *knowledge,
                            const rap_lexicon *lexicon, const rap_version *report)
{
    rap_strs none = {0};
    rap_told_list *list = RAP_NEW(arena, rap_told_list);
    reader r = new_reader(arena, knowledge, lexicon, report, &none);
    r.is_told = true;
    rap_str teller = teller_of(arena, knowledge->mentions, report);
    list->version = report;
    for (size_t i = 0; i < report->activities.count; i++) {
        const rap_activity *activity = &report->activities.items[i];
        trace_told told = {.activity = activity};
        for (size_t k = 0; k < activity->parties.count; k++) {
            RAP_PUSH(arena, &told.with, activity->parties.items[k].entity);
            add_body(&r, activity->parties.items[k].entity, &told.side.bodies);
        }
        add_heading(&r, activity->quote.block, &told.with);
        if (teller.length) {
            RAP_PUSH(arena, &told.with, teller);
        }
        read_side(&r, activity->quote, &told.side);
        add_themes(&r, &activity->themes, &told.side.themes);
        settle_side(&told.side);
        rap_strs_settle(&told.with);
        RAP_PUSH(arena, &list->items, told);
    }
    read_contexts(arena, list);
    return list;
}

const rap_version *rap_told_version(const rap_told_list *told)
{
    return told->version;
}

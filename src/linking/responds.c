#include "responds_sides.h"

#include <math.h>
#include <stdlib.h>

/* How much each thing that both sides have speaks for a link, in the logarithm of the odds. Fitted
 * by logistic regression on links that readers made between nine resolutions and what was reported
 * of them; then drawn nearer to five resolutions, four of them in all six languages, so that what a
 * language tells otherwise weighs less. */
static const double base = -2.33;
static const double of_words = 0.075; /* of all concepts */
static const double of_best = 0.35;   /* of the concept that tells most, and of the second */
static const double of_second = 0.02;
static const double of_likeness = 4.96; /* cosine of the concepts */
static const double of_bodies = 3.4;    /* as rare as the paragraphs have them: see named() */
static const double of_plans = 8.4;
static const double of_ordinals = 1.2;
static const double of_states = 7.9;
static const double of_themes = 2.5;
static const double of_topic = 2.2;    /* of the theme with which the activity's paragraph begins */
static const double of_context = 0.08; /* concepts told beside the activity in its paragraph */
static const double of_silence = -0.8; /* nothing is asked */
static const double of_length = -0.48; /* a paragraph of many subjects touches each */

/* A text of one or two concepts is like any other that has one of them: added to the square of what
 * each side's concepts weigh. */
static const double of_brevity = 20;

/* Then links are weighed against others of the same activity and of the same paragraph: who answers
 * one paragraph well rarely means the next. These were chosen where resolutions that were left out
 * of the fit had three links of four right, the least score where they have four of five. */
static const double of_itself = 0.8, of_activity = 0.3, of_paragraph = 0.2, of_none = 1.57;

static const double least_score = 0.5, direct_score = 0.65;
/* A thing that half of the paragraphs name is not the very thing asked. */
static const double telling_share = 0.5;
/* A concept that weighs less ("areas", "particular") is no reason to be shown. */
static const double telling_weight = 2;
/* Years by which an activity may precede the resolution: reports cover the time since the last. */
enum { YEARS_BEFORE = 1 };

const char *rap_strength_name(rap_strength strength)
{
    return strength == RAP_STRENGTH_DIRECT ? "direct" : "thematic";
}

const char *rap_reason_name(rap_reason_kind kind)
{
    static const char *const names[RAP_REASON_COUNT] = {"parties", "body",  "plan",  "place",
                                                        "ordinal", "theme", "words", "time"};
    return names[kind];
}

/* -- how rare things are -------------------------------------------------------------------------
 */

/* How many sides of one kind there are, and how many have each thing. */
typedef struct {
    size_t count;
    rap_map *lists; /* uint32_t by text, of all lists of a side */
    uint32_t *concepts;
} tally;

static void count_list(rap_arena *arena, tally *t, const rap_strs *list)
{
    for (size_t i = 0; i < list->count; i++) {
        uint32_t *count = rap_map_find(t->lists, list->items[i]);
        if (!count) {
            count = RAP_NEW(arena, uint32_t);
            rap_map_set(t->lists, list->items[i], count);
        }
        ++*count;
    }
}

static void count_side(rap_arena *arena, tally *t, const trace_side *side)
{
    t->count++;
    count_list(arena, t, &side->bodies);
    count_list(arena, t, &side->states);
    count_list(arena, t, &side->plans);
    count_list(arena, t, &side->ordinals);
    count_list(arena, t, &side->themes);
    for (size_t i = 0; i < side->concepts.count; i++) {
        t->concepts[side->concepts.items[i]]++;
    }
}

static tally new_tally(rap_arena *arena, const rap_lexicon *lexicon)
{
    return (tally){.lists = rap_map_new(arena),
                   .concepts = RAP_NEW_ARRAY(arena, uint32_t, rap_lexicon_count(lexicon) + 1)};
}

/* 1 for what one has alone, nearly 0 for what all have. */
static double share_of(const tally *t, uint32_t count)
{
    double all = (double)t->count + 1;
    return t->count && count ? log(all / count) / log(all) : 1;
}

static double rarity(const tally *t, rap_str text)
{
    const uint32_t *count = rap_map_find(t->lists, text);
    return share_of(t, count ? *count : 1);
}

/* -- one pair ------------------------------------------------------------------------------------
 */

typedef struct {
    uint32_t concept;
    double weight;
} shared_concept;

typedef struct {
    rap_arena *arena;
    const rap_asked_list *asked;
    const rap_told_list *told;
    tally paragraphs, activities;
    double *paragraph_norms, *activity_norms;
    size_t *work; /* concepts looked at */
} tracing;

typedef RAP_VEC(shared_concept) shared_concepts;

/* The weight of all that two lists have in common. */
static double common(const tracing *t, const rap_strs *a, const rap_strs *b)
{
    double sum = 0;
    for (size_t i = 0; i < a->count; i++) {
        if (trace_has(b, a->items[i])) {
            sum += rarity(&t->paragraphs, a->items[i]) * rarity(&t->activities, a->items[i]);
        }
    }
    return sum;
}

/* The weight of the bodies that both have. A body that one paragraph names is what that paragraph
 * asks about, however much is told of it. */
static double named(const tracing *t, const rap_strs *asked, const rap_strs *told)
{
    double sum = 0;
    for (size_t i = 0; i < asked->count; i++) {
        sum += trace_has(told, asked->items[i]) ? rarity(&t->paragraphs, asked->items[i]) : 0;
    }
    return sum;
}

static int by_weight(const void *a, const void *b)
{
    const shared_concept *x = a, *y = b;
    if (x->weight > y->weight || x->weight < y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    return x->concept < y->concept ? -1 : x->concept > y->concept;
}

static double concept_weight(const tracing *t, uint32_t concept)
{
    return rap_lexicon_weight(t->asked->lexicon, concept) *
           share_of(&t->paragraphs, t->paragraphs.concepts[concept]) *
           share_of(&t->activities, t->activities.concepts[concept]);
}

static void share_concepts(const tracing *t, const rap_concept_ids *a, const rap_concept_ids *b,
                           shared_concepts *ret)
{
    shared_concepts list = {0};
    *t->work += a->count + b->count + 1;
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        uint32_t x = a->items[i], y = b->items[k];
        if (x == y) {
            RAP_PUSH(t->arena, &list, (shared_concept){x, concept_weight(t, x)});
        }
        i += x <= y;
        k += y <= x;
    }
    if (list.count) {
        qsort(list.items, list.count, sizeof *list.items, by_weight);
    }
    *ret = list;
}

static double norm_of(const tracing *t, const tally *of, const rap_concept_ids *ids)
{
    double sum = 0;
    for (size_t i = 0; i < ids->count; i++) {
        double weight = rap_lexicon_weight(t->asked->lexicon, ids->items[i]) *
                        share_of(of, of->concepts[ids->items[i]]);
        sum += weight * weight;
    }
    return sqrt(sum + of_brevity);
}

/* What the paragraph and the rest of the activity's paragraph have, and the activity has not. */
static double context_weight(const tracing *t, const rap_concept_ids *asked, const trace_told *told)
{
    shared_concepts list;
    double sum = 0;
    share_concepts(t, asked, &told->context, &list);
    for (size_t i = 0; i < list.count; i++) {
        sum += list.items[i].weight;
    }
    return sum;
}

/* Declarations alone. Whom a paragraph asks is read less surely, and not alike in all languages. */
static bool asks_nothing(const rap_mandate *mandate)
{
    bool is_declaration = mandate->force == RAP_FORCE_DECLARATION;
    for (size_t i = 0; i < mandate->acts.count; i++) {
        is_declaration = is_declaration && mandate->acts.items[i].force == RAP_FORCE_DECLARATION;
    }
    return is_declaration;
}

/* The logarithm of the odds that the activity responds, by what both have. */
static double likeness(const tracing *t, size_t mandate, size_t activity)
{
    const rap_asked *asked = &t->asked->items.items[mandate];
    const trace_told *told = &t->told->items.items[activity];
    const trace_side *a = &asked->side, *b = &told->side;
    shared_concepts shared;
    double words = 0, product = 0;
    share_concepts(t, &a->concepts, &b->concepts, &shared);
    for (size_t i = 0; i < shared.count; i++) {
        words += shared.items[i].weight;
        product +=
            shared.items[i].weight * rap_lexicon_weight(t->asked->lexicon, shared.items[i].concept);
    }
    double norms = t->paragraph_norms[mandate] * t->activity_norms[activity];
    double z = base + of_words * words + of_likeness * (norms > 0 ? product / norms : 0);
    z += shared.count > 0 ? of_best * shared.items[0].weight : 0;
    z += shared.count > 1 ? of_second * shared.items[1].weight : 0;
    z += of_bodies * named(t, &a->bodies, &b->bodies);
    z += of_plans * common(t, &a->plans, &b->plans);
    z += of_ordinals * common(t, &a->ordinals, &b->ordinals);
    z += of_states * common(t, &a->states, &b->states);
    z += of_themes * common(t, &a->themes, &b->themes);
    z += of_topic * common(t, &a->themes, &told->topic);
    z += of_context * context_weight(t, &a->concepts, told);
    z += asks_nothing(asked->mandate) ? of_silence : 0;
    return z + of_length * log(1 + (double)a->concepts.count);
}

/* -- reasons ------------------------------------------------------------------------------------
 */

static void add_reason(const tracing *t, rap_response *response, rap_reason_kind kind,
                       const rap_strs *values)
{
    if (values->count) {
        RAP_PUSH(t->arena, &response->reasons, (rap_reason){kind, *values});
    }
}

/* What both lists have and tells something. */
static bool add_common(const tracing *t, rap_response *response, rap_reason_kind kind,
                       const rap_strs *a, const rap_strs *b)
{
    rap_strs values = {0};
    bool is_telling = false;
    for (size_t i = 0; i < a->count; i++) {
        if (trace_has(b, a->items[i])) {
            RAP_PUSH(t->arena, &values, a->items[i]);
            is_telling = is_telling || rarity(&t->paragraphs, a->items[i]) >= telling_share;
        }
    }
    add_reason(t, response, kind, &values);
    return is_telling;
}

/* The partners with whom it was done, then the others that the paragraph asks and that took part.
 */
static void add_parties(const tracing *t, rap_response *response, const rap_asked *asked,
                        const trace_told *told)
{
    rap_strs values = {0};
    const rap_activity *activity = told->activity;
    for (size_t i = 0; i < t->asked->partners.count; i++) {
        if (trace_has(&told->with, t->asked->partners.items[i])) {
            RAP_PUSH(t->arena, &values, t->asked->partners.items[i]);
        }
    }
    for (size_t i = 0; i < activity->parties.count; i++) {
        rap_str party = activity->parties.items[i].entity;
        bool is_asked = false, is_there = false;
        for (size_t k = 0; k < asked->mandate->addressees.count; k++) {
            is_asked = is_asked || rap_str_equal(asked->mandate->addressees.items[k], party);
        }
        for (size_t k = 0; k < values.count; k++) {
            is_there = is_there || rap_str_equal(values.items[k], party);
        }
        if (is_asked && !is_there) {
            RAP_PUSH(t->arena, &values, party);
        }
    }
    add_reason(t, response, RAP_REASON_PARTIES, &values);
}

/* The themes that both have, else the one with which the activity's paragraph begins. */
static void add_theme(const tracing *t, rap_response *response, const trace_side *asked,
                      const trace_told *told)
{
    size_t before = response->reasons.count;
    add_common(t, response, RAP_REASON_THEME, &asked->themes, &told->side.themes);
    if (response->reasons.count == before) {
        add_common(t, response, RAP_REASON_THEME, &asked->themes, &told->topic);
    }
}

/* Whether a term has the token as a word of it. */
static bool is_part(rap_str term, rap_str token)
{
    rap_str part;
    while (rap_str_split(&term, ' ', &part)) {
        if (rap_str_equal(part, token)) {
            return true;
        }
    }
    return false;
}

static bool tells_any(const tracing *t, const shared_concepts *shared, size_t most, rap_str token)
{
    for (size_t i = 0; i < shared->count && i < most && shared->items[i].weight >= telling_weight;
         i++) {
        const rap_concept *concept = rap_lexicon_at(t->asked->lexicon, shared->items[i].concept);
        const rap_strs *terms = &concept->terms[t->told->version->lang];
        for (size_t k = 0; k < terms->count; k++) {
            if (is_part(terms->items[k], token)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether a word stands in a name: of a body, person, State or place, or in a date. */
static bool is_in_name(const rap_version *version, uint32_t block, size_t at)
{
    for (size_t i = rap_mention_from(version, block, 0);
         i < version->mentions.count && version->mentions.items[i].block == block; i++) {
        rap_span span = version->mentions.items[i].span;
        if (at >= span.start && at < span.end) {
            return true;
        }
    }
    return false;
}

/* The words of the activity that tell the weightiest concepts of the paragraph, as it has them. */
static void add_words(const tracing *t, rap_response *response, const trace_told *told,
                      const shared_concepts *shared)
{
    enum { CONCEPTS = 3, WORDS = 4 };
    rap_strs values = {0};
    rap_indexer *indexer = rap_text_indexer_new(t->arena);
    const rap_version *version = t->told->version;
    uint32_t block = told->activity->quote.block;
    const char *text = version->blocks.items[block].text.data;
    rap_str rest = rap_block_slice(&version->blocks.items[block], told->activity->quote.span);
    rap_str word;
    while (rap_str_split(&rest, ' ', &word) && values.count < WORDS) {
        rap_str tokens = rap_text_index_tokens(indexer, t->arena, version->lang, word), token;
        bool is_telling = false, is_there = false;
        while (rap_str_split(&tokens, ' ', &token)) {
            is_telling = is_telling || (token.length > 3 && tells_any(t, shared, CONCEPTS, token));
        }
        word = trace_bare(word);
        is_telling = is_telling && !is_in_name(version, block, (size_t)(word.data - text));
        for (size_t i = 0; i < values.count; i++) {
            is_there = is_there || rap_str_equal_nocase(values.items[i], word);
        }
        if (is_telling && !is_there && version->lang != RAP_LANG_ZH) {
            RAP_PUSH(t->arena, &values, word);
        }
    }
    for (size_t i = 0; version->lang == RAP_LANG_ZH && i < shared->count && i < CONCEPTS &&
                       shared->items[i].weight >= telling_weight;
         i++) {
        RAP_PUSH(t->arena, &values,
                 rap_lexicon_at(t->asked->lexicon, shared->items[i].concept)
                     ->terms[RAP_LANG_ZH]
                     .items[0]);
    }
    add_reason(t, response, RAP_REASON_WORDS, &values);
}

static void add_time(const tracing *t, rap_response *response, const trace_told *told)
{
    rap_strs values = {0};
    if (told->activity->dates.count) {
        rap_period period = told->activity->dates.items[0];
        rap_date date = period.start.year ? period.start : period.end;
        date.day = 0;
        char text[11];
        RAP_PUSH(t->arena, &values, rap_str_copy(t->arena, rap_str_of(rap_date_text(date, text))));
    }
    add_reason(t, response, RAP_REASON_TIME, &values);
}

static rap_response respond(const tracing *t, size_t mandate, size_t activity, double score)
{
    const rap_asked *asked = &t->asked->items.items[mandate];
    const trace_told *told = &t->told->items.items[activity];
    const trace_side *a = &asked->side, *b = &told->side;
    rap_response response = {
        .mandate = (uint32_t)mandate, .activity = (uint32_t)activity, .score = score};
    shared_concepts shared;
    share_concepts(t, &a->concepts, &b->concepts, &shared);
    add_parties(t, &response, asked, told);
    bool is_named = add_common(t, &response, RAP_REASON_BODY, &a->bodies, &b->bodies);
    is_named = add_common(t, &response, RAP_REASON_PLAN, &a->plans, &b->plans) || is_named;
    is_named = add_common(t, &response, RAP_REASON_ORDINAL, &a->ordinals, &b->ordinals) || is_named;
    add_common(t, &response, RAP_REASON_PLACE, &a->states, &b->states);
    add_theme(t, &response, a, told);
    if (shared.count) {
        add_words(t, &response, told, &shared);
    }
    add_time(t, &response, told);
    response.strength =
        is_named || score >= direct_score ? RAP_STRENGTH_DIRECT : RAP_STRENGTH_THEMATIC;
    return response;
}

/* -- all ----------------------------------------------------------------------------------------
 */

/* Whether the activity may be an answer at all: done with a partner, and not long before. */
static bool may_answer(const rap_asked_list *asked, const trace_told *told)
{
    int adopted = asked->version->cover.adopted.year, last = 0;
    bool is_with = false;
    for (size_t i = 0; i < asked->partners.count; i++) {
        is_with = is_with || trace_has(&told->with, asked->partners.items[i]);
    }
    for (size_t i = 0; i < told->activity->dates.count; i++) {
        rap_period period = told->activity->dates.items[i];
        int year = period.end.year ? period.end.year : 9999;
        last = year > last ? year : last;
    }
    return is_with && (!adopted || !last || last >= adopted - YEARS_BEFORE);
}

/* Whether the report tells of a time after the resolution. */
static bool may_report(const rap_version *resolution, const rap_version *report)
{
    rap_date adopted = resolution->cover.adopted, until = report->cover.period.end;
    return !adopted.year || !until.year || until.year > adopted.year ||
           (until.year == adopted.year && (!until.month || until.month >= adopted.month));
}

static double best_of(const double *z, size_t from, size_t count, size_t step)
{
    double best = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        best = z[from + i * step] > best ? z[from + i * step] : best;
    }
    return best;
}

static int by_mandate_and_score(const void *a, const void *b)
{
    const rap_response *x = a, *y = b;
    if (x->mandate != y->mandate) {
        return x->mandate < y->mandate ? -1 : 1;
    }
    if (x->score > y->score || x->score < y->score) {
        return x->score > y->score ? -1 : 1;
    }
    return x->activity < y->activity ? -1 : x->activity > y->activity;
}

static void link_all(tracing *t, const bool *is_open, const bool *may, rap_responses *responses)
{
    size_t mandates = t->asked->items.count, activities = t->told->items.count;
    size_t first = responses->count;
    double *z = RAP_NEW_ARRAY(t->arena, double, mandates *activities + 1);
    double *best = RAP_NEW_ARRAY(t->arena, double, activities + 1);
    for (size_t m = 0; m < mandates; m++) {
        for (size_t a = 0; a < activities; a++) {
            z[m * activities + a] = is_open[m] && may[a] ? likeness(t, m, a) : -INFINITY;
        }
    }
    for (size_t a = 0; a < activities; a++) {
        best[a] = best_of(z, a, mandates, activities);
    }
    for (size_t m = 0; m < mandates; m++) {
        double best_here = best_of(z, m * activities, activities, 1);
        for (size_t a = 0; a < activities; a++) {
            double own = z[m * activities + a];
            if (!is_open[m] || !may[a]) {
                continue;
            }
            double sum = of_none + of_itself * own + of_activity * (own - best[a]) +
                         of_paragraph * (own - best_here);
            double score = 1 / (1 + exp(-sum));
            if (score >= least_score) {
                RAP_PUSH(t->arena, responses, respond(t, m, a, score));
            }
        }
    }
    if (responses->count > first) {
        qsort(responses->items + first, responses->count - first, sizeof *responses->items,
              by_mandate_and_score);
    }
}

size_t rap_respond(rap_arena *arena, const rap_asked_list *asked, const rap_told_list *told,
                   rap_responses *responses)
{
    size_t work = 0;
    tracing t = {.arena = arena, .asked = asked, .told = told, .work = &work};
    size_t mandates = asked->items.count, activities = told->items.count;
    bool *is_open = RAP_NEW_ARRAY(arena, bool, mandates + 1);
    bool *may = RAP_NEW_ARRAY(arena, bool, activities + 1), is_any = false;
    if (!may_report(asked->version, told->version)) {
        return work;
    }
    t.paragraphs = new_tally(arena, asked->lexicon);
    t.activities = new_tally(arena, asked->lexicon);
    t.paragraph_norms = RAP_NEW_ARRAY(arena, double, mandates + 1);
    t.activity_norms = RAP_NEW_ARRAY(arena, double, activities + 1);
    for (size_t m = 0; m < mandates; m++) {
        is_open[m] = asked->items.items[m].is_open;
        if (is_open[m]) {
            count_side(arena, &t.paragraphs, &asked->items.items[m].side);
        }
    }
    for (size_t a = 0; a < activities; a++) {
        may[a] = may_answer(asked, &told->items.items[a]);
        is_any = is_any || may[a];
        if (may[a]) {
            count_side(arena, &t.activities, &told->items.items[a].side);
        }
    }
    if (!is_any) {
        return work;
    }
    for (size_t m = 0; m < mandates; m++) {
        t.paragraph_norms[m] = norm_of(&t, &t.paragraphs, &asked->items.items[m].side.concepts);
    }
    for (size_t a = 0; a < activities; a++) {
        t.activity_norms[a] = norm_of(&t, &t.activities, &told->items.items[a].side.concepts);
    }
    link_all(&t, is_open, may, responses);
    return work;
}

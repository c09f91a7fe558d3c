#include "linking/compare.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    rap_severity severity;
    double confidence;      /* how often a difference in it is one of the versions */
    bool is_operative_only; /* no other paragraph has it */
} point_rule;

/* The confidences are what a sample of the differences in one session showed (docs/scores.md). */
static const point_rule rules[RAP_POINT_COUNT] = {
    [RAP_POINT_PRESENCE] = {"presence", RAP_SEVERITY_ERROR, 0.8, false},
    [RAP_POINT_ORDER] = {"order", RAP_SEVERITY_NOTE, 0.7, false},
    [RAP_POINT_NUMBER] = {"number", RAP_SEVERITY_ERROR, 0.9, false},
    [RAP_POINT_VERB] = {"verb", RAP_SEVERITY_NOTE, 0.4, true},
    [RAP_POINT_FORCE] = {"force", RAP_SEVERITY_WARNING, 0.7, true},
    [RAP_POINT_ADDRESSEES] = {"addressees", RAP_SEVERITY_WARNING, 0.1, true},
    [RAP_POINT_TIMING] = {"timing", RAP_SEVERITY_WARNING, 0.1, true},
    [RAP_POINT_CITATIONS] = {"citations", RAP_SEVERITY_ERROR, 0.6, false},
    [RAP_POINT_DATES] = {"dates", RAP_SEVERITY_ERROR, 0.6, false},
    [RAP_POINT_SESSIONS] = {"sessions", RAP_SEVERITY_ERROR, 0.6, false},
    [RAP_POINT_NUMBERS] = {"numbers", RAP_SEVERITY_ERROR, 0.3, false},
    [RAP_POINT_NOTES] = {"notes", RAP_SEVERITY_NOTE, 0.8, false},
    [RAP_POINT_ACTS] = {"acts", RAP_SEVERITY_NOTE, 0.5, true}};

const char *rap_point_name(rap_point point)
{
    return rules[point].name;
}

bool rap_point_of_name(rap_str name, rap_point *ret_point)
{
    for (rap_point point = RAP_POINT_PRESENCE; point < RAP_POINT_COUNT; point++) {
        if (rap_str_is(name, rules[point].name)) {
            *ret_point = point;
            return true;
        }
    }
    return false;
}

const char *rap_severity_name(rap_severity severity)
{
    static const char *const names[] = {"note", "warning", "error"};
    return names[severity];
}

/* -- what a paragraph says ----------------------------------------------------------------------
 */

/* One thing said, and where; span 0 to 0 where that is not known, or in a note. */
typedef struct {
    rap_str text;
    rap_span span;
} said;

typedef RAP_VEC(said) sayings;

/* One side of a pair: what its blocks say together. */
typedef struct {
    sayings points[RAP_POINT_COUNT];
    int32_t block;
    rap_part part;
    rap_str label, wording;
    bool has_mandate, is_numbered; /* numbered in the document, not by us */
} statement;

/* A version with its facts by block. */
typedef struct {
    rap_arena *arena;
    const rap_version *version;
    size_t *mentions; /* first mention of each block; one more entry at the end */
    size_t *mandates;
} side;

static side side_of(rap_arena *arena, const rap_version *version)
{
    size_t count = version->blocks.count;
    side s = {arena, version, RAP_NEW_ARRAY(arena, size_t, count + 2),
              RAP_NEW_ARRAY(arena, size_t, count + 2)};
    size_t mention = 0, mandate = 0;
    for (size_t i = 0; i <= count; i++) {
        while (mention < version->mentions.count && version->mentions.items[mention].block < i) {
            mention++;
        }
        while (mandate < version->mandates.count &&
               version->mandates.items[mandate].evidence.block < i) {
            mandate++;
        }
        s.mentions[i] = mention;
        s.mandates[i] = mandate;
    }
    s.mentions[count + 1] = version->mentions.count;
    s.mandates[count + 1] = version->mandates.count;
    return s;
}

/* Keeps the list sorted; of what is said twice the first. */
static void say(rap_arena *arena, sayings *list, rap_str text, rap_span span)
{
    if (!text.length) {
        return;
    }
    size_t at = 0;
    while (at < list->count && rap_str_compare(list->items[at].text, text) < 0) {
        at++;
    }
    if (at < list->count && rap_str_equal(list->items[at].text, text)) {
        return;
    }
    RAP_PUSH(arena, list, (said){text, span});
    for (size_t i = list->count - 1; i > at; i--) {
        list->items[i] = list->items[i - 1];
    }
    list->items[at] = (said){text, span};
}

static rap_str period_text(rap_arena *arena, const rap_mention *mention)
{
    char start[11], end[11];
    rap_date_text(mention->period.start, start);
    rap_date_text(mention->period.end, end);
    if (!strcmp(start, end) || (!*end && !mention->period_is_open)) {
        return rap_str_copy(arena, rap_str_of(start));
    }
    return rap_str_of(rap_arena_format(arena, "%s..%s", start, end));
}

static void say_mentions(const side *s, uint32_t block, bool is_note, statement *out,
                         rap_skipped *skipped)
{
    for (size_t i = s->mentions[block]; i < s->mentions[block + 1]; i++) {
        const rap_mention *mention = &s->version->mentions.items[i];
        rap_span span = is_note ? (rap_span){0, 0} : mention->span;
        RAP_PUSH(s->arena, skipped, mention->span);
        switch (mention->kind) {
        case RAP_MENTION_SYMBOL:
            if (!rap_str_equal(mention->entity, s->version->doc)) {
                say(s->arena, &out->points[RAP_POINT_CITATIONS], mention->entity, span);
            }
            break;
        case RAP_MENTION_DATE:
            if (!is_note) {
                say(s->arena, &out->points[RAP_POINT_DATES], period_text(s->arena, mention), span);
            }
            break;
        case RAP_MENTION_SESSION:
            if (!is_note) {
                say(s->arena, &out->points[RAP_POINT_SESSIONS], mention->entity, span);
            }
            break;
        default:
            break;
        }
    }
}

static void say_all(const side *s, sayings *list, const rap_strs *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        say(s->arena, list, texts->items[i], (rap_span){0, 0});
    }
}

static void say_mandate(const side *s, const rap_mandate *mandate, statement *out)
{
    rap_arena *arena = s->arena;
    rap_span span = mandate->evidence.span;
    const rap_block *block = &s->version->blocks.items[mandate->evidence.block];
    rap_span lead = block->lead.end > block->lead.start ? block->lead : span;
    out->has_mandate = true;
    say(arena, &out->points[RAP_POINT_VERB], mandate->sense.length ? mandate->sense : mandate->verb,
        lead);
    say(arena, &out->points[RAP_POINT_FORCE], rap_str_of(rap_force_name(mandate->force)), lead);
    say_all(s, &out->points[RAP_POINT_ADDRESSEES], &mandate->addressees);
    if (mandate->timing_kind.length) {
        const char *timing =
            mandate->timing_value.length
                ? rap_arena_format(arena, "%.*s %.*s", RAP_STR_ARG(mandate->timing_kind),
                                   RAP_STR_ARG(mandate->timing_value))
                : rap_str_c(arena, mandate->timing_kind);
        say(arena, &out->points[RAP_POINT_TIMING], rap_str_of(timing), (rap_span){0, 0});
    }
    say_all(s, &out->points[RAP_POINT_CITATIONS], &mandate->cites);
    for (size_t i = 0; i < mandate->acts.count; i++) {
        const rap_act *act = &mandate->acts.items[i];
        say(arena, &out->points[RAP_POINT_ACTS], act->sense.length ? act->sense : act->verb,
            (rap_span){0, 0});
    }
}

static void say_block(const side *s, uint32_t index, statement *out)
{
    const rap_block *block = &s->version->blocks.items[index];
    rap_skipped skipped = {0}, in_notes = {0};
    bool is_first = out->block < 0;
    if (is_first) {
        out->block = (int32_t)index;
        out->part = block->part;
        out->wording = block->text;
        out->label = block->part == RAP_PART_FOOTNOTE ? block->number : block->label;
        out->is_numbered = block->number.length > 0;
    } else {
        out->wording = rap_str_of(rap_arena_format(s->arena, "%.*s %.*s", RAP_STR_ARG(out->wording),
                                                   RAP_STR_ARG(block->text)));
        out->label = rap_str_of(rap_arena_format(s->arena, "%.*s+%.*s", RAP_STR_ARG(out->label),
                                                 RAP_STR_ARG(block->label)));
    }
    say_mentions(s, index, false, out, &skipped);
    rap_figures figures;
    rap_figure_find(s->arena, block->text, rap_lang_is_rtl(s->version->lang), &skipped, &figures);
    for (size_t i = 0; i < figures.count; i++) {
        say(s->arena, &out->points[RAP_POINT_NUMBERS], figures.items[i].value,
            figures.items[i].span);
    }
    for (size_t i = 0; i < block->notes.count; i++) {
        int32_t note = block->notes.items[i].block;
        say(s->arena, &out->points[RAP_POINT_NOTES], block->notes.items[i].mark, (rap_span){0, 0});
        if (note >= 0) {
            say_mentions(s, (uint32_t)note, true, out, &in_notes);
        }
    }
    for (size_t i = s->mandates[index]; i < s->mandates[index + 1]; i++) {
        say_mandate(s, &s->version->mandates.items[i], out);
    }
}

static statement statement_of(const side *s, const uint32_t *blocks, size_t count)
{
    statement out = {.block = -1};
    for (size_t i = 0; i < count; i++) {
        say_block(s, blocks[i], &out);
    }
    return out;
}

/* -- findings ------------------------------------------------------------------------------------
 */

static bool is_same(const sayings *a, const sayings *b)
{
    if (a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!rap_str_equal(a->items[i].text, b->items[i].text)) {
            return false;
        }
    }
    return true;
}

static bool has(const sayings *list, rap_str text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (rap_str_equal(list->items[i].text, text)) {
            return true;
        }
    }
    return false;
}

/* The words in question: of the first thing that the other side does not say, else of the first. */
static rap_span span_of(const statement *own, rap_point point, const statement *other)
{
    const sayings *list = &own->points[point];
    rap_span first = {0, (uint32_t)own->wording.length};
    for (size_t i = list->count; i-- > 0;) {
        rap_span span = list->items[i].span;
        if (span.end > span.start && !has(&other->points[point], list->items[i].text)) {
            first = span;
        }
    }
    return first;
}

static rap_finding_side finding_side(rap_arena *arena, const statement *own, rap_point point,
                                     const statement *other)
{
    rap_finding_side out = {.block = own->block,
                            .label = own->label,
                            .span = span_of(own, point, other),
                            .wording = own->wording};
    for (size_t i = 0; i < own->points[point].count; i++) {
        RAP_PUSH(arena, &out.values, own->points[point].items[i].text);
    }
    return out;
}

typedef struct {
    rap_arena *arena;
    rap_comparison *out;
    int shift; /* of the numbers of `b` against those of `a` that has been told */
} comparing;

static void find(comparing *c, rap_point point, const statement *a, const statement *b,
                 double score)
{
    rap_finding finding = {.point = point,
                           .severity = rules[point].severity,
                           .confidence = rules[point].confidence * score,
                           .part = a->block >= 0 ? a->part : b->part,
                           .a = finding_side(c->arena, a, point, b),
                           .b = finding_side(c->arena, b, point, a)};
    RAP_PUSH(c->arena, &c->out->findings, finding);
}

static void count(rap_tally *tally, bool is_equal, bool is_told)
{
    tally->compared++;
    tally->equal += is_equal;
    tally->told += is_told;
    tally->told_equal += is_told && is_equal;
}

/* Marks differ from version to version; how many there are does not. */
static bool agrees(rap_point point, const statement *a, const statement *b)
{
    if (point == RAP_POINT_NOTES) {
        return a->points[point].count == b->points[point].count;
    }
    return is_same(&a->points[point], &b->points[point]);
}

static bool is_year(rap_str text)
{
    int year;
    return text.length == 4 && rap_str_number(text, &year) && year >= 1800 && year < 2200;
}

static void forget(sayings *list, rap_str text)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (!rap_str_equal(list->items[i].text, text)) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

/* A year that one version has as a date may be part of a name in the other, "the 2030 Agenda": both
 * tell it, and it is no difference. */
static void match_years(statement *a, statement *b, rap_point point)
{
    for (size_t i = 0; i < a->points[point].count;) {
        rap_str year = a->points[point].items[i].text;
        bool is_other = has(&b->points[point], year);
        rap_point others = point == RAP_POINT_DATES ? RAP_POINT_NUMBERS : RAP_POINT_DATES;
        if (is_year(year) && !is_other && has(&b->points[others], year)) {
            forget(&a->points[point], year);
            if (!has(&a->points[others], year)) {
                forget(&b->points[others], year);
            }
        } else {
            i++;
        }
    }
}

static void compare_points(comparing *c, const statement *a, const statement *b, double score,
                           rap_tally *tallies)
{
    bool is_operative = a->has_mandate && b->has_mandate;
    for (rap_point point = RAP_POINT_VERB; point < RAP_POINT_COUNT; point++) {
        if (rules[point].is_operative_only && !is_operative) {
            continue;
        }
        bool is_equal = agrees(point, a, b);
        count(&tallies[point], is_equal, a->points[point].count || b->points[point].count);
        if (!is_equal) {
            find(c, point, a, b, score);
        }
    }
}

/* A paragraph that is missing shifts the numbers of all that follow: told once. */
static void compare_numbers(comparing *c, statement *a, statement *b, double score,
                            rap_tally *tallies)
{
    int shift;
    bool is_equal = rap_label_equal(a->label, b->label);
    say(c->arena, &a->points[RAP_POINT_NUMBER], a->label, (rap_span){0, 0});
    say(c->arena, &b->points[RAP_POINT_NUMBER], b->label, (rap_span){0, 0});
    count(&tallies[RAP_POINT_NUMBER], is_equal, true);
    if (!rap_label_shift(a->label, b->label, &shift)) {
        find(c, RAP_POINT_NUMBER, a, b, score);
        return;
    }
    if (shift != c->shift && !is_equal) {
        find(c, RAP_POINT_NUMBER, a, b, score);
    }
    c->shift = shift;
}

/* A heading without a partner, or one joined, is the layout's; numbers of notes follow from
 * paragraphs before them. */
static void compare_pair(comparing *c, const side *x, const side *y, const rap_pair *pair)
{
    statement a = statement_of(x, pair->a, pair->a_count);
    statement b = statement_of(y, pair->b, pair->b_count);
    rap_part part = pair->a_count ? a.part : b.part;
    bool is_operative = part == RAP_PART_OPERATIVE;
    rap_tally *tallies = is_operative ? c->out->operative : c->out->other;
    bool is_single = pair->a_count == 1 && pair->b_count == 1;
    if (part == RAP_PART_HEADING) {
        return;
    }
    count(&tallies[RAP_POINT_PRESENCE], is_single, true);
    if (!is_single) {
        find(c, RAP_POINT_PRESENCE, &a, &b, 1);
    }
    if (!pair->a_count || !pair->b_count) {
        return;
    }
    *(is_operative ? &c->out->operative_pairs : &c->out->other_pairs) += 1;
    count(&tallies[RAP_POINT_ORDER], !pair->is_moved, true);
    if (pair->is_moved) {
        find(c, RAP_POINT_ORDER, &a, &b, pair->score);
    } else if (is_single && part != RAP_PART_FOOTNOTE && (a.is_numbered || b.is_numbered)) {
        compare_numbers(c, &a, &b, pair->score, tallies);
    }
    /* What a note cites stands with the paragraph that calls it. */
    if (part != RAP_PART_FOOTNOTE) {
        match_years(&a, &b, RAP_POINT_DATES);
        match_years(&a, &b, RAP_POINT_NUMBERS);
        match_years(&b, &a, RAP_POINT_DATES);
        match_years(&b, &a, RAP_POINT_NUMBERS);
        compare_points(c, &a, &b, pair->score, tallies);
    }
}

void rap_compare(rap_arena *arena, const rap_version *a, const rap_version *b,
                 const rap_alignment *alignment, rap_comparison *ret_comparison)
{
    side x = side_of(arena, a), y = side_of(arena, b);
    *ret_comparison = (rap_comparison){0};
    comparing c = {.arena = arena, .out = ret_comparison};
    for (size_t i = 0; i < alignment->pairs.count; i++) {
        compare_pair(&c, &x, &y, &alignment->pairs.items[i]);
    }
}

#include "linking/compare.h"

#include "renderings.h"
#include "statement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    rap_severity severity;
    /* How often a difference in it is one of the versions: where each says what the other does
     * not, and where only one says more, which the other may say in words that we do not read. */
    double swapped, alone;
    bool is_operative_only; /* no other paragraph has it */
} point_rule;

/* Set by judgement after looking at differences of two sessions; not yet counted. */
static const point_rule rules[RAP_POINT_COUNT] = {
    [RAP_POINT_PRESENCE] = {"presence", RAP_SEVERITY_ERROR, 0.8, 0.8, false},
    [RAP_POINT_ORDER] = {"order", RAP_SEVERITY_NOTE, 0.7, 0.7, false},
    [RAP_POINT_NUMBER] = {"number", RAP_SEVERITY_ERROR, 0.9, 0.3, false},
    [RAP_POINT_VERB] = {"verb", RAP_SEVERITY_NOTE, 0.4, 0.3, true},
    [RAP_POINT_FORCE] = {"force", RAP_SEVERITY_WARNING, 0.7, 0.3, true},
    [RAP_POINT_ADDRESSEES] = {"addressees", RAP_SEVERITY_WARNING, 0.1, 0.1, true},
    [RAP_POINT_TIMING] = {"timing", RAP_SEVERITY_WARNING, 0.1, 0.1, true},
    [RAP_POINT_CITATIONS] = {"citations", RAP_SEVERITY_ERROR, 0.9, 0.45, false},
    [RAP_POINT_DATES] = {"dates", RAP_SEVERITY_ERROR, 0.85, 0.45, false},
    [RAP_POINT_SESSIONS] = {"sessions", RAP_SEVERITY_ERROR, 0.9, 0.45, false},
    [RAP_POINT_NUMBERS] = {"numbers", RAP_SEVERITY_ERROR, 0.85, 0.2, false},
    [RAP_POINT_NAMES] = {"names", RAP_SEVERITY_ERROR, 0.8, 0.2, false},
    [RAP_POINT_NEGATION] = {"negation", RAP_SEVERITY_WARNING, 0.6, 0.6, false},
    [RAP_POINT_QUANTITIES] = {"quantities", RAP_SEVERITY_WARNING, 0.9, 0.6, false},
    [RAP_POINT_NOTES] = {"notes", RAP_SEVERITY_NOTE, 0.8, 0.8, false},
    [RAP_POINT_ACTS] = {"acts", RAP_SEVERITY_NOTE, 0.3, 0.3, true},
    [RAP_POINT_TERMS] = {"terms", RAP_SEVERITY_NOTE, 0.6, 0.6, false},
    [RAP_POINT_SPELLING] = {"spelling", RAP_SEVERITY_WARNING, 0.8, 0.8, false}};

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

#define PAIR_LEAST 0.6  /* of the confidence in a pair that scores nothing */
#define FEWER 0.75      /* of the confidence where both say a rhythm, one less often */
#define NEAR 0.25       /* of a paragraph: how far a negation may stand from its partner */
#define NEAR_MAY 0.15   /* from a word that may be one */
#define UNLIKE 0.1      /* how much further one is that only may be one from one that must */
#define UNREAD_NAME 2   /* paragraphs in which one version alone has a name it is not read in */
#define NAMES_MOST 3    /* that differ where one is taken for another: of more some are not read */
#define SPELLED 0.65    /* of the confidence in figures, where one version has words */
#define PAIR_SHARE 0.5  /* what a whole score adds */
#define NO_CAPITALS 0.6 /* of the confidence in two spellings, in Chinese, which marks no names */

typedef struct {
    rap_arena *arena;
    rap_comparison *out;
    bool has_rules;
    rap_map *names; /* how each is read: name_count */
    int shift;      /* of the numbers of `b` against those of `a` that has been told */
} comparing;

/* Invitation and request are told apart less than the others: "calls upon" is rendered as both. */
static double force_confidence(const statement *a, const statement *b)
{
    rap_force x = RAP_FORCE_DECLARATION, y = RAP_FORCE_DECLARATION;
    const sayings *list = &a->points[RAP_POINT_FORCE], *other = &b->points[RAP_POINT_FORCE];
    bool is_told = list->count && other->count && rap_force_of_name(list->items[0].text, &x) &&
                   rap_force_of_name(other->items[0].text, &y);
    bool is_near = (x == RAP_FORCE_INVITATION && y == RAP_FORCE_REQUEST) ||
                   (x == RAP_FORCE_REQUEST && y == RAP_FORCE_INVITATION);
    return !is_told || is_near ? rules[RAP_POINT_FORCE].alone : rules[RAP_POINT_FORCE].swapped;
}

/* How many things one side says that the other does not. */
static size_t alone_count(const sayings *own, const sayings *other)
{
    size_t count = 0;
    for (size_t i = 0; i < own->count; i++) {
        count += !has(other, own->items[i].text);
    }
    return count;
}

/* Names that only this side has, of a kind, that both versions are known to read. */
static size_t sure_names(const comparing *c, const sayings *own, const sayings *other, char kind)
{
    size_t count = 0;
    for (size_t i = 0; i < own->count; i++) {
        const name_count *seen = rap_map_find(c->names, own->items[i].text);
        bool is_read = !seen || seen->alone < UNREAD_NAME || seen->both >= seen->alone;
        count += own->items[i].kind == kind && is_read && !has(other, own->items[i].text);
    }
    return count;
}

/* One name for another of its kind, and no more: of long lists one may be read and another not. */
static double names_confidence(const comparing *c, const sayings *x, const sayings *y)
{
    static const char kinds[] = "sbp";
    for (size_t i = 0; kinds[i]; i++) {
        size_t here = sure_names(c, x, y, kinds[i]), there = sure_names(c, y, x, kinds[i]);
        if (here && there && here + there <= NAMES_MOST) {
            return rules[RAP_POINT_NAMES].swapped;
        }
    }
    return rules[RAP_POINT_NAMES].alone;
}

/* One has a number in figures that the other has neither so nor in words, and the other has another
 * one in words; small ones in words may be anything ("one", "a third"). */
static bool spells_another(const statement *a, const statement *b)
{
    const sayings *figures = &a->points[RAP_POINT_NUMBERS];
    bool is_alone = false, is_other = false;
    for (size_t i = 0; i < figures->count; i++) {
        rap_str figure = figures->items[i].text;
        is_alone = is_alone || (figure.length > 1 && !has(&b->points[RAP_POINT_NUMBERS], figure));
    }
    for (size_t i = 0; i < b->spelled.count; i++) {
        rap_str word = b->spelled.items[i].text;
        is_other = is_other || (word.length > 1 && !has(figures, word) && !has(&a->spelled, word));
    }
    return is_alone && is_other;
}

static uint32_t times_of(const sayings *list, rap_str text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (rap_str_equal(list->items[i].text, text)) {
            return list->items[i].times;
        }
    }
    return 0;
}

/* Whether both say as many things, but one says twice what the other says once beside another: one
 * stands for the other, and a list of what each says shows it on one side alone. */
static bool is_swapped_once(const sayings *x, const sayings *y)
{
    uint32_t here = 0, there = 0;
    bool is_less = false;
    for (size_t i = 0; i < x->count; i++) {
        here += x->items[i].times;
        is_less = is_less || x->items[i].times < times_of(y, x->items[i].text);
    }
    for (size_t i = 0; i < y->count; i++) {
        there += y->items[i].times;
    }
    return here == there && is_less && alone_count(x, y) == 1;
}

static double confidence_of(const comparing *c, rap_point point, const statement *a,
                            const statement *b)
{
    const sayings *x = &a->points[point], *y = &b->points[point];
    if (point == RAP_POINT_NAMES) {
        return names_confidence(c, x, y);
    }
    if (point == RAP_POINT_NUMBERS && (spells_another(a, b) || spells_another(b, a))) {
        return rules[point].swapped * SPELLED;
    }
    if (point == RAP_POINT_FORCE) {
        return force_confidence(a, b);
    }
    if (point == RAP_POINT_NUMBERS && (is_swapped_once(x, y) || is_swapped_once(y, x))) {
        return rules[point].swapped;
    }
    return alone_count(x, y) && alone_count(y, x) ? rules[point].swapped : rules[point].alone;
}

/* A pair that hardly belongs together says little of the versions; `score` is that of the pair. */
static void find(comparing *c, rap_point point, const statement *a, const statement *b,
                 double confidence, double score)
{
    double sure = PAIR_LEAST + PAIR_SHARE * score;
    rap_finding finding = {.point = point,
                           .severity = rules[point].severity,
                           .confidence = confidence * (sure > 1 ? 1 : sure),
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

/* A number that the other version has in words. */
static void match_spelled(statement *a, const statement *b)
{
    for (size_t i = 0; i < a->points[RAP_POINT_NUMBERS].count;) {
        rap_str number = a->points[RAP_POINT_NUMBERS].items[i].text;
        if (!has(&b->points[RAP_POINT_NUMBERS], number) && has(&b->spelled, number)) {
            forget(&a->points[RAP_POINT_NUMBERS], number);
        } else {
            i++;
        }
    }
}

/* Where a hit stands in its wording, 0 to 1. */
static double place_of(const statement *own, const contrast_hit *hit)
{
    return own->wording.length ? (double)hit->span.start / (double)own->wording.length : 0;
}

/* Two hits that may be one another's rendering. */
typedef struct {
    double apart; /* of the paragraph, more where only one is sure */
    size_t a, b;
} partnership;

typedef RAP_VEC(partnership) partnerships;

static int by_distance(const void *x, const void *y)
{
    const partnership *p = x, *q = y;
    if (p->apart < q->apart || p->apart > q->apart) {
        return p->apart < q->apart ? -1 : 1;
    }
    return p->a != q->a ? (p->a < q->a ? -1 : 1) : (p->b > q->b) - (p->b < q->b);
}

/* Pairs the hits of two statements, the nearest first: of those that have a partner, *ret_a and
 * *ret_b say so. A rhythm may stand anywhere in the other, a negation must stand near. */
static void pair_contrasts(comparing *c, const statement *a, const statement *b,
                           contrast_point kind, bool *ret_a, bool *ret_b)
{
    const contrast_hits *own = &a->contrasts[kind], *others = &b->contrasts[kind];
    partnerships list = {0};
    for (size_t i = 0; i < own->count; i++) {
        for (size_t k = 0; k < others->count; k++) {
            const contrast_hit *x = &own->items[i], *y = &others->items[k];
            bool is_sure = x->weight == CONTRAST_SURE && y->weight == CONTRAST_SURE;
            double apart = fabs(place_of(a, x) - place_of(b, y));
            if (rap_str_equal(x->value, y->value) &&
                (kind == CONTRAST_QUANTITY || apart <= (is_sure ? NEAR : NEAR_MAY))) {
                apart += x->weight == y->weight ? 0 : UNLIKE;
                RAP_PUSH(c->arena, &list, (partnership){apart, i, k});
            }
        }
    }
    if (list.count) {
        qsort(list.items, list.count, sizeof *list.items, by_distance);
    }
    for (size_t i = 0; i < list.count; i++) {
        const partnership *pair = &list.items[i];
        if (!ret_a[pair->a] && !ret_b[pair->b]) {
            ret_a[pair->a] = ret_b[pair->b] = true;
        }
    }
}

static bool is_said(const contrast_hits *hits, rap_str value)
{
    for (size_t i = 0; i < hits->count; i++) {
        if (rap_str_equal(hits->items[i].value, value)) {
            return true;
        }
    }
    return false;
}

/* Says of `own` what it must say and what has no partner in `other`. Returns whether something is
 * said that the other does not say once. */
static bool say_contrast(comparing *c, statement *own, const statement *other, contrast_point kind,
                         rap_point point, const bool *has_partner)
{
    bool is_missing = false;
    const contrast_hits *hits = &own->contrasts[kind];
    for (size_t i = 0; i < hits->count; i++) {
        const contrast_hit *hit = &hits->items[i];
        if (!has_partner[i] && hit->weight == CONTRAST_SURE) {
            say(c->arena, &own->points[point], hit->value, hit->span);
            is_missing = is_missing || !is_said(&other->contrasts[kind], hit->value);
        }
    }
    return is_missing;
}

/* Negations and quantities: one side says less often what the other must say. */
static void compare_contrasts(comparing *c, statement *a, statement *b, double score,
                              rap_tally *tallies)
{
    static const rap_point points[] = {
        [CONTRAST_NEGATION] = RAP_POINT_NEGATION, [CONTRAST_QUANTITY] = RAP_POINT_QUANTITIES};
    for (int kind = CONTRAST_NEGATION; kind <= CONTRAST_QUANTITY; kind++) {
        rap_point point = points[kind];
        bool is_told = a->contrasts[kind].count || b->contrasts[kind].count;
        bool *in_a = RAP_NEW_ARRAY(c->arena, bool, a->contrasts[kind].count + 1);
        bool *in_b = RAP_NEW_ARRAY(c->arena, bool, b->contrasts[kind].count + 1);
        pair_contrasts(c, a, b, (contrast_point)kind, in_a, in_b);
        bool a_missing = say_contrast(c, a, b, (contrast_point)kind, point, in_a);
        bool b_missing = say_contrast(c, b, a, (contrast_point)kind, point, in_b);
        bool is_equal = !a->points[point].count && !b->points[point].count;
        count(&tallies[point], is_equal, is_told);
        if (!is_equal) {
            /* A paragraph has often several negations, and one of them is as easily lost. */
            bool is_alone = a_missing || b_missing || kind == CONTRAST_NEGATION;
            double confidence = a_missing && b_missing ? rules[point].swapped
                                : is_alone             ? rules[point].alone
                                                       : FEWER * rules[point].alone;
            find(c, point, a, b, confidence, score);
        }
    }
}

static void compare_points(comparing *c, statement *a, statement *b, double score,
                           rap_tally *tallies)
{
    bool is_operative = a->has_mandate && b->has_mandate;
    for (rap_point point = RAP_POINT_VERB; point <= RAP_POINT_ACTS; point++) {
        if ((rules[point].is_operative_only && !is_operative) || point == RAP_POINT_NEGATION ||
            point == RAP_POINT_QUANTITIES) {
            continue;
        }
        bool is_equal = agrees(point, a, b);
        count(&tallies[point], is_equal, a->points[point].count || b->points[point].count);
        if (!is_equal) {
            find(c, point, a, b, confidence_of(c, point, a, b), score);
        }
    }
    if (c->has_rules) {
        compare_contrasts(c, a, b, score, tallies);
    }
}

/* A paragraph that is missing shifts the numbers of all that follow: told once. */
static void compare_numbers(comparing *c, statement *a, statement *b, double score,
                            rap_tally *tallies)
{
    int shift;
    bool is_equal = rap_label_equal(a->label, b->label);
    bool is_shift = rap_label_shift(a->label, b->label, &shift);
    say(c->arena, &a->points[RAP_POINT_NUMBER], a->label, (rap_span){0, 0});
    say(c->arena, &b->points[RAP_POINT_NUMBER], b->label, (rap_span){0, 0});
    count(&tallies[RAP_POINT_NUMBER], is_equal, true);
    if (!is_equal && (!is_shift || shift != c->shift)) {
        find(c, RAP_POINT_NUMBER, a, b, confidence_of(c, RAP_POINT_NUMBER, a, b), score);
    }
    c->shift = is_shift ? shift : c->shift;
}

static void count_pair(comparing *c, bool is_operative)
{
    c->out->operative_pairs += is_operative;
    c->out->other_pairs += !is_operative;
}

/* Both sides are there. What a note cites stands with the paragraph that calls it. */
static void compare_texts(comparing *c, statement *a, statement *b, const rap_pair *pair,
                          rap_tally *tallies)
{
    bool is_single = pair->a_count == 1 && pair->b_count == 1;
    bool is_note = a->part == RAP_PART_FOOTNOTE;
    bool is_moved = pair->is_moved && !a->is_row;
    count(&tallies[RAP_POINT_ORDER], !is_moved, true);
    if (is_moved) {
        find(c, RAP_POINT_ORDER, a, b, rules[RAP_POINT_ORDER].swapped, pair->score);
    } else if (is_single && !is_note && (a->is_numbered || b->is_numbered)) {
        compare_numbers(c, a, b, pair->score, tallies);
    }
    if (!is_note) {
        match_years(a, b, RAP_POINT_DATES);
        match_years(a, b, RAP_POINT_NUMBERS);
        match_years(b, a, RAP_POINT_DATES);
        match_years(b, a, RAP_POINT_NUMBERS);
        match_spelled(a, b);
        match_spelled(b, a);
        compare_points(c, a, b, pair->score, tallies);
    }
}

/* A heading or row without a partner, or one joined, is the layout's; numbers of notes follow from
 * paragraphs before them. */
static void compare_pair(comparing *c, const rap_pair *pair, statement *a, statement *b)
{
    rap_part part = pair->a_count ? a->part : b->part;
    bool is_operative = part == RAP_PART_OPERATIVE;
    rap_tally *tallies = is_operative ? c->out->operative : c->out->other;
    bool is_single = pair->a_count == 1 && pair->b_count == 1;
    bool is_layout = (!pair->a_count || a->is_row) && (!pair->b_count || b->is_row);
    if (part == RAP_PART_HEADING) {
        return;
    }
    count(&tallies[RAP_POINT_PRESENCE], is_single || is_layout, true);
    if (!is_single && !is_layout) {
        find(c, RAP_POINT_PRESENCE, a, b, rules[RAP_POINT_PRESENCE].alone, 1);
    }
    if (pair->a_count && pair->b_count) {
        count_pair(c, is_operative);
        compare_texts(c, a, b, pair, tallies);
    }
}

/* -- two ways in one version ---------------------------------------------------------------------
 */

static rap_finding_side way_side(comparing *c, const statement *own, rap_span span, rap_str usual)
{
    rap_finding_side out = {
        .block = own->block, .label = own->label, .span = span, .wording = own->wording};
    if (usual.length) {
        RAP_PUSH(c->arena, &out.values, usual);
    }
    RAP_PUSH(c->arena, &out.values, rap_str_slice(own->wording, span.start, span.end));
    return out;
}

/* The version with two ways has both as its values, the usual one first. */
static void tell_rendering(comparing *c, const rendering *found, const rap_pair *pair,
                           const statement *a, const statement *b)
{
    rap_point point = found->is_name ? RAP_POINT_SPELLING : RAP_POINT_TERMS;
    rap_span in_a = found->is_in_a ? found->other : found->one;
    rap_span in_b = found->is_in_a ? found->one : found->other;
    double sure = PAIR_LEAST + PAIR_SHARE * pair->score;
    double told = rules[point].alone * (found->is_name && found->is_chinese ? NO_CAPITALS : 1);
    rap_finding finding = {.point = point,
                           .severity = rules[point].severity,
                           .confidence = told * (sure > 1 ? 1 : sure),
                           .part = a->part,
                           .a = way_side(c, a, in_a, found->is_in_a ? found->usual : RAP_STR_NONE),
                           .b = way_side(c, b, in_b, found->is_in_a ? RAP_STR_NONE : found->usual)};
    RAP_PUSH(c->arena, &c->out->findings, finding);
}

/* What was found of a pair; `*at` goes behind it. Counts the pair. */
static void tell_renderings(comparing *c, const renderings *list, size_t index, size_t *at,
                            const rap_pair *pair, const statement *sides)
{
    rap_tally *tallies = sides[0].part == RAP_PART_OPERATIVE ? c->out->operative : c->out->other;
    size_t terms = 0, names = 0;
    for (; *at < list->count && list->items[*at].pair == index; ++*at) {
        terms += !list->items[*at].is_name;
        names += list->items[*at].is_name;
        tell_rendering(c, &list->items[*at], pair, &sides[0], &sides[1]);
    }
    if (pair->a_count == 1 && pair->b_count == 1) {
        count(&tallies[RAP_POINT_TERMS], !terms, terms);
        count(&tallies[RAP_POINT_SPELLING], !names, names);
    }
}

void rap_compare(rap_arena *arena, const rap_contrast_rules *words, const rap_lexicon *lexicon,
                 const rap_version *a, const rap_version *b, const rap_alignment *alignment,
                 rap_comparison *ret_comparison)
{
    side x = side_of(arena, words, a), y = side_of(arena, words, b);
    *ret_comparison = (rap_comparison){0};
    comparing c = {.arena = arena,
                   .out = ret_comparison,
                   .has_rules = words != NULL,
                   .names = rap_map_new(arena)};
    statement *statements = RAP_NEW_ARRAY(arena, statement, 2 * alignment->pairs.count + 1);
    for (size_t i = 0; i < alignment->pairs.count; i++) {
        const rap_pair *pair = &alignment->pairs.items[i];
        statements[2 * i] = statement_of(&x, pair->a, pair->a_count);
        statements[2 * i + 1] = statement_of(&y, pair->b, pair->b_count);
        if (pair->a_count && pair->b_count) {
            count_names(arena, c.names, &statements[2 * i], &statements[2 * i + 1]);
        }
    }
    renderings two_ways = {0};
    size_t at = 0;
    if (a->lang != b->lang) {
        renderings_find(arena, lexicon, a, b, alignment, &two_ways, NULL);
    }
    for (size_t i = 0; i < alignment->pairs.count; i++) {
        compare_pair(&c, &alignment->pairs.items[i], &statements[2 * i], &statements[2 * i + 1]);
        tell_renderings(&c, &two_ways, i, &at, &alignment->pairs.items[i], &statements[2 * i]);
    }
}

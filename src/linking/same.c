#include "linking/same.h"

#include "base/map.h"
#include "telling.h"

#include <stdlib.h>

/* -- reasons ----------------------------------------------------------------------------------- */

static void add_reason(rap_buf *out, bool holds, const char *what)
{
    if (holds) {
        rap_buf_put_c(out, out->length ? ", " : "the same ");
        rap_buf_put_c(out, what);
    }
}

static rap_str reasons_of(rap_arena *arena, const telling *a, const telling *b, const char *where)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    telling_days days = telling_compare_days(a, b);
    add_reason(&out, rap_str_equal(a->activity->type, b->activity->type), "type");
    add_reason(&out, a->parties.count && telling_share(&a->parties, &b->parties) >= 1, "parties");
    add_reason(&out, days >= TELLING_DAYS_WITHIN, "dates");
    add_reason(&out, telling_common(&a->places, &b->places) > 0, "place");
    add_reason(&out, telling_common(&a->marks, &b->marks) > 0, "documents or sessions");
    add_reason(&out, telling_common(&a->figures, &b->figures) > 0, "numbers");
    add_reason(&out, telling_common(&a->words, &b->words) > 2, "words");
    rap_str alike = rap_buf_str(&out);
    return rap_str_of(
        rap_arena_format(arena, "%s%s%.*s", where, alike.length ? "; " : "", RAP_STR_ARG(alike)));
}

static void join(rap_arena *arena, telling *a, telling *b, double score, const char *where,
                 rap_links *links)
{
    RAP_PUSH(arena, links,
             (rap_link){RAP_STR(RAP_LINK_SAME), a->name, b->name, score < 1 ? score : 1,
                        reasons_of(arena, a, b, where)});
    a->is_joined = b->is_joined = true;
}

/* -- pairs, best first ------------------------------------------------------------------------- */

typedef struct {
    telling *a, *b;
    double score;
    size_t order; /* of equals */
} candidate;

typedef RAP_VEC(candidate) candidates;

static int best_first(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->score > y->score || x->score < y->score) {
        return x->score > y->score ? -1 : 1;
    }
    return (x->order > y->order) - (x->order < y->order);
}

static void rank(candidates *list)
{
    if (list->count) {
        qsort(list->items, list->count, sizeof *list->items, best_first);
    }
}

/* -- two languages of a work ------------------------------------------------------------------- */

/* Points of two activities in paragraphs that say the same: what they need, and may have. */
static const double least_aligned = 4.5, most_aligned = 15;

static double days_points(telling_days days)
{
    static const double points[] = {
        [TELLING_DAYS_UNTOLD] = 1, [TELLING_DAYS_HALF] = -1,  [TELLING_DAYS_APART] = -5,
        [TELLING_DAYS_SOME] = 2,   [TELLING_DAYS_WITHIN] = 3, [TELLING_DAYS_EQUAL] = 5};
    return points[days];
}

static double place_points(const telling *a, const telling *b)
{
    if (!a->places.count || !b->places.count) {
        return 0;
    }
    return telling_common(&a->places, &b->places) ? 2 : -1;
}

/* Translations keep the order of what a paragraph tells. */
static double order_points(const telling *a, const telling *b)
{
    double x = (double)(a->nth + 1) / (double)(a->of + 1);
    double y = (double)(b->nth + 1) / (double)(b->of + 1);
    return 2 * (1 - (x > y ? x - y : y - x));
}

static double aligned_points(const telling *a, const telling *b)
{
    bool is_one_type = rap_str_equal(a->activity->type, b->activity->type);
    return days_points(telling_compare_days(a, b)) + 2 * telling_share(&a->parties, &b->parties) +
           (is_one_type ? 1.5 : 0) + place_points(a, b) + 3 * telling_share(&a->names, &b->names) +
           1.5 * telling_share(&a->figures, &b->figures) + order_points(a, b);
}

/* Each block's first activity; activities stand in the order of their blocks. */
static size_t first_of(const tellings *list, uint32_t block)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle].activity->quote.block < block) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

typedef RAP_VEC(telling *) selection;

static void select_from(rap_arena *arena, tellings *list, const uint32_t *blocks, size_t count,
                        selection *ret)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = first_of(list, blocks[i]);
             k < list->count && list->items[k].activity->quote.block == blocks[i]; k++) {
            RAP_PUSH(arena, ret, &list->items[k]);
        }
    }
    for (size_t i = 0; i < ret->count; i++) { /* a paragraph may be two of the other language's */
        ret->items[i]->nth = i;
        ret->items[i]->of = ret->count;
    }
}

static void join_aligned(rap_arena *arena, tellings *a, tellings *b, const rap_pair *pair,
                         rap_links *links)
{
    selection x = {0}, y = {0};
    candidates found = {0};
    select_from(arena, a, pair->a, pair->a_count, &x);
    select_from(arena, b, pair->b, pair->b_count, &y);
    for (size_t i = 0; i < x.count; i++) {
        for (size_t k = 0; k < y.count; k++) {
            double score = aligned_points(x.items[i], y.items[k]);
            if (score >= least_aligned) {
                RAP_PUSH(arena, &found, (candidate){x.items[i], y.items[k], score, i + k});
            }
        }
    }
    rank(&found);
    for (size_t i = 0; i < found.count; i++) {
        candidate *best = &found.items[i];
        if (!best->a->is_joined && !best->b->is_joined) {
            join(arena, best->a, best->b, best->score / most_aligned,
                 "told in paragraphs of one work that say the same", links);
        }
    }
}

/* -- anywhere ---------------------------------------------------------------------------------- */

static const double least_points = 7, most_points = 10;
/* Of one day so many are compared with one: where there are more, none is the only one that is like
 * it. */
static const size_t most_of_a_day = 100;
/* Share of the fewer words that the other has too. */
static const double few_words = 0.2, many_words = 0.5;
/* Words or names are compared from this number on. */
enum { LEAST_WORDS = 3 };
/* Shorter paragraphs may stand anywhere. */
enum { LONG_PARAGRAPH = 80 };

static bool is_one_kind(const rap_activity *a, const rap_activity *b)
{
    if (!rap_str_equal(a->type, b->type)) {
        return false;
    }
    if (!a->agreement || !b->agreement) {
        return !a->agreement == !b->agreement;
    }
    return rap_str_equal(a->agreement->kind, b->agreement->kind) &&
           rap_str_equal(a->agreement->action, b->agreement->action);
}

/* -1: cannot be the same. */
static double word_points(const telling *a, const telling *b)
{
    size_t fewer = a->words.count < b->words.count ? a->words.count : b->words.count;
    if (fewer < LEAST_WORDS) {
        return 0;
    }
    double share = (double)telling_common(&a->words, &b->words) / (double)fewer;
    return share < few_words ? -1 : share < many_words ? share : 2 + share;
}

/* Below 0 where both tell and contradict each other. */
static double mark_points(const rap_strs *a, const rap_strs *b, double contradiction)
{
    if (!a->count || !b->count) {
        return 0;
    }
    return telling_common(a, b) ? 1 : contradiction;
}

/* 0: not the same, as far as can be told. */
static double points_of(const telling *a, const telling *b, bool is_one_language)
{
    static const double days_worth[] = {[TELLING_DAYS_WITHIN] = 1, [TELLING_DAYS_EQUAL] = 3};
    telling_days days = telling_compare_days(a, b);
    size_t common = telling_common(&a->parties, &b->parties);
    bool is_part = common && (common == a->parties.count || common == b->parties.count);
    if (days < TELLING_DAYS_WITHIN || !is_part || !is_one_kind(a->activity, b->activity)) {
        return 0;
    }
    bool is_all = common == a->parties.count && common == b->parties.count;
    double words = is_one_language ? word_points(a, b) : 0;
    double marks = mark_points(&a->marks, &b->marks, -1);
    double place = mark_points(&a->places, &b->places, -1);
    if (words < 0 || marks < 0 || place < 0) {
        return 0;
    }
    return days_worth[days] +
           (is_all       ? 2
            : common > 1 ? 1
                         : 0) +
           words + marks + 2 * place + mark_points(&a->figures, &b->figures, -0.5);
}

static int by_day(const void *a, const void *b)
{
    const telling *x = *(telling *const *)a, *y = *(telling *const *)b;
    if (x->first_day != y->first_day) {
        return x->first_day < y->first_day ? -1 : 1;
    }
    return rap_str_compare(x->name, y->name);
}

static void by_days(rap_arena *arena, tellings *list, selection *ret)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].first_day && !list->items[i].is_joined) {
            RAP_PUSH(arena, ret, &list->items[i]);
        }
    }
    if (ret->count) {
        qsort(ret->items, ret->count, sizeof *ret->items, by_day);
    }
}

/* Days that two tellings of one event may begin apart: a day told by one as its month. */
static bool is_before(int day, int other)
{
    int month = other / 100, before = month % 100 == 1 ? month - 89 : month - 1;
    return day / 100 < before;
}

/* Joins those that are each other's best, and by far enough: two that are equally good would be a
 * guess. */
static void join_best(rap_arena *arena, candidates *found, const char *where, rap_links *links)
{
    static const double margin = 0.1;
    rank(found);
    for (size_t i = 0; i < found->count; i++) {
        const candidate *best = &found->items[i];
        if (best->a->is_joined || best->b->is_joined) {
            continue;
        }
        bool has_rival = false;
        for (size_t k = i + 1; k < found->count && !has_rival; k++) {
            const candidate *other = &found->items[k];
            if (other->score < best->score - margin) {
                break;
            }
            has_rival = (other->a == best->a && !other->b->is_joined) ||
                        (other->b == best->b && !other->a->is_joined);
        }
        if (!has_rival) {
            join(arena, best->a, best->b, best->score / most_points, where, links);
        }
    }
}

static void join_dated(rap_arena *arena, tellings *a, tellings *b, bool is_one_language,
                       const char *where, rap_links *links)
{
    selection x = {0}, y = {0};
    candidates found = {0};
    by_days(arena, a, &x);
    by_days(arena, b, &y);
    for (size_t i = 0, from = 0; i < x.count; i++) {
        int day = x.items[i]->first_day;
        while (from < y.count && is_before(y.items[from]->first_day, day)) {
            from++;
        }
        for (size_t k = from; k < y.count && !is_before(day, y.items[k]->first_day); k++) {
            double score = points_of(x.items[i], y.items[k], is_one_language);
            if (score >= least_points) {
                RAP_PUSH(arena, &found, (candidate){x.items[i], y.items[k], score, found.count});
            }
        }
    }
    join_best(arena, &found, where, links);
}

/* Whole paragraphs that stand in both, word for word. */
static void join_copies(rap_arena *arena, tellings *a, tellings *b, rap_links *links)
{
    rap_map *paragraphs = rap_map_new(arena);
    for (size_t i = b->count; i-- > 0;) { /* the first of each stays */
        rap_map_set(paragraphs, b->items[i].wording, &b->items[i]);
    }
    for (size_t i = 0; i < a->count; i++) {
        telling *one = &a->items[i], *other = rap_map_find(paragraphs, one->wording);
        if (!other || one->wording.length < LONG_PARAGRAPH || other->of != one->of) {
            continue;
        }
        other += one->nth;
        bool is_there = other->activity->quote.span.start == one->activity->quote.span.start &&
                        telling_share(&one->parties, &other->parties) >= 1;
        telling_days days = telling_compare_days(one, other);
        if (is_there && !other->is_joined && is_one_kind(one->activity, other->activity) &&
            (days == TELLING_DAYS_UNTOLD || days >= TELLING_DAYS_WITHIN)) {
            join(arena, one, other, 1, "told in the same paragraph of two documents", links);
        }
    }
}

/* -- what callers ask for ---------------------------------------------------------------------- */

void rap_same_in_work(rap_arena *arena, const rap_mention_rules *rules, const rap_version *a,
                      const rap_version *b, const rap_alignment *alignment, rap_links *links)
{
    tellings x, y;
    telling_list(arena, rules, a, &x);
    telling_list(arena, rules, b, &y);
    for (size_t i = 0; i < alignment->pairs.count; i++) {
        const rap_pair *pair = &alignment->pairs.items[i];
        if (pair->a_count && pair->b_count) {
            join_aligned(arena, &x, &y, pair, links);
        }
    }
    join_dated(arena, &x, &y, a->lang == b->lang, "told in two versions of one work", links);
}

void rap_same_in_works(rap_arena *arena, const rap_mention_rules *rules, const rap_version *a,
                       const rap_version *b, rap_links *links)
{
    tellings x, y;
    telling_list(arena, rules, a, &x);
    telling_list(arena, rules, b, &y);
    if (a->lang == b->lang) {
        join_copies(arena, &x, &y, links);
    }
    join_dated(arena, &x, &y, a->lang == b->lang, "told in two documents", links);
}

void rap_same_in_version(rap_arena *arena, const rap_mention_rules *rules,
                         const rap_version *version, rap_links *links)
{
    tellings all;
    selection dated = {0};
    candidates found = {0};
    telling_list(arena, rules, version, &all);
    by_days(arena, &all, &dated);
    for (size_t i = 0; i < dated.count; i++) {
        telling *one = dated.items[i];
        for (size_t k = i + 1; k < dated.count && k - i <= most_of_a_day &&
                               dated.items[k]->first_day == one->first_day;
             k++) {
            telling *other = dated.items[k];
            bool is_elsewhere = one->activity->quote.block != other->activity->quote.block;
            double score = is_elsewhere ? points_of(one, other, true) : 0;
            if (score >= least_points && telling_share(&one->parties, &other->parties) >= 1 &&
                telling_compare_days(one, other) == TELLING_DAYS_EQUAL) {
                RAP_PUSH(arena, &found, (candidate){one, other, score, found.count});
            }
        }
    }
    join_best(arena, &found, "told in two paragraphs", links);
}

#include "linking/align.h"

#include "align_units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Costs are in units of what one paragraph without a partner costs about half of. They were chosen
 * on invented texts and looked at on the official versions of one session. */
#define ALONE 2.5           /* a paragraph that the other side has not */
#define JOINED 2.2          /* two paragraphs against one */
#define JOINED_MORE 1.6     /* each further one */
#define JOINED_NUMBERED 0.5 /* more, where both have numbers of their own */
#define LENGTH 3.0          /* by the square of the logarithm of the lengths' ratio */
#define LENGTH_MOST 6.0
#define LENGTH_ALIKE 1.0 /* of a pair that may be fixed: neither is 1.8 times as long */
#define FEATURES 3.0     /* nothing in common */
#define UNKNOWN 1.0      /* nothing to compare */
#define LABEL 0.8
#define OTHER_PART 3.0
#define SMALL 8.0     /* added to lengths, so that a word more or less in a heading is nothing */
#define SURE_WEIGHT 6 /* of features, from which on they alone tell */
#define SURE_WEIGHT_ROW 2 /* the same of two rows of a table: a name */
#define SURE_COST 1.0     /* of a pair that may be fixed by its label */
#define POOR_SHARE 0.3    /* of features: such a pair may be two paragraphs that changed places */
#define GOOD_SHARE 0.8

/* -- the cost of a pair -------------------------------------------------------------------------
 */

/* Units [i, i + n) of one side taken as one paragraph. */
typedef struct {
    const align_units *units;
    size_t at, count;
} group;

static double length_of(group g)
{
    double length = 0;
    for (size_t i = 0; i < g.count; i++) {
        length += g.units->items[g.at + i].length;
    }
    return length;
}

static int weight_of(group g)
{
    int weight = 0;
    for (size_t i = 0; i < g.count; i++) {
        weight += g.units->items[g.at + i].weight;
    }
    return weight;
}

/* Weight of the features that a and b share. */
static int shared_by(const align_unit *a, const align_unit *b)
{
    int weight = 0;
    for (size_t i = 0, k = 0; i < a->feature_count && k < b->feature_count;) {
        const align_feature *x = &a->features[i], *y = &b->features[k];
        if (x->hash == y->hash) {
            weight += x->weight;
            i++;
            k++;
        } else if (x->hash < y->hash) {
            i++;
        } else {
            k++;
        }
    }
    return weight;
}

/* 0 to 1; *ret_weight: of all features of both. */
static double share_of(group a, group b, int *ret_weight)
{
    int shared = 0;
    for (size_t i = 0; i < a.count; i++) {
        for (size_t k = 0; k < b.count; k++) {
            shared += shared_by(&a.units->items[a.at + i], &b.units->items[b.at + k]);
        }
    }
    *ret_weight = weight_of(a) + weight_of(b);
    double share = *ret_weight ? 2.0 * shared / *ret_weight : 0;
    return share > 1 ? 1 : share;
}

static double length_cost(group a, group b)
{
    double apart = log((length_of(a) + SMALL) / (length_of(b) + SMALL));
    double cost = LENGTH * apart * apart;
    return cost > LENGTH_MOST ? LENGTH_MOST : cost;
}

static double cost_of(group a, group b)
{
    const align_unit *x = &a.units->items[a.at], *y = &b.units->items[b.at];
    double cost = length_cost(a, b);
    int weight;
    double share = share_of(a, b, &weight);
    double sure = weight < SURE_WEIGHT ? (double)weight / SURE_WEIGHT : 1;
    cost += sure * FEATURES * (1 - share) + (1 - sure) * UNKNOWN;
    cost += x->part == y->part ? 0 : OTHER_PART;
    if (x->label.length || y->label.length) {
        cost += rap_label_equal(x->label, y->label) ? -LABEL : LABEL;
    }
    return cost < 0 ? 0 : cost;
}

static double cost_of_one(const align_units *a, size_t i, const align_units *b, size_t k)
{
    return cost_of((group){a, i, 1}, (group){b, k, 1});
}

static double joined_cost(group g)
{
    double cost = 0;
    for (size_t i = 1; i < g.count; i++) {
        const align_unit *unit = &g.units->items[g.at + i];
        bool is_numbered =
            unit[-1].label.length && unit->label.length && unit[-1].block != unit->block;
        cost += (i == 1 ? JOINED : JOINED_MORE) + (is_numbered ? JOINED_NUMBERED : 0);
    }
    return cost;
}

static double score_of(double cost)
{
    return exp(-cost / (2 * ALONE));
}

/* -- fixed points --------------------------------------------------------------------------------
 */

typedef struct {
    size_t a, b;
} point;
typedef RAP_VEC(point) points;

/* Where a key stands, SIZE_MAX - 1 where it stands twice. */
#define TWICE (SIZE_MAX - 1)

typedef struct {
    uint64_t key;
    size_t at;
} keyed;

static int by_key(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The keys of a side in order, those that occur twice marked. */
static keyed *keys_of(rap_arena *arena, const align_units *units,
                      uint64_t (*key)(const align_unit *), size_t *ret_count)
{
    keyed *keys = RAP_NEW_ARRAY(arena, keyed, units->count + 1);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < units->count; i++) {
        uint64_t value = key(&units->items[i]);
        if (value) {
            keys[count++] = (keyed){value, i};
        }
    }
    qsort(keys, count, sizeof *keys, by_key);
    for (size_t i = 0; i < count; i++) {
        if (kept && keys[kept - 1].key == keys[i].key) {
            keys[kept - 1].at = TWICE;
        } else {
            keys[kept++] = keys[i];
        }
    }
    *ret_count = kept;
    return keys;
}

static bool is_near(const align_units *a, size_t i, const align_units *b, size_t k)
{
    return i < a->count && k < b->count && cost_of_one(a, i, b, k) <= SURE_COST;
}

/* The neighbours on both sides agree too, where there are any. */
static bool agrees_around(const align_units *a, size_t i, const align_units *b, size_t k)
{
    return is_near(a, i, b, k) && (i == 0) == (k == 0) && (!i || is_near(a, i - 1, b, k - 1)) &&
           (i + 1 == a->count) == (k + 1 == b->count) &&
           (i + 1 == a->count || is_near(a, i + 1, b, k + 1));
}

/* The same part, and no length that tells of more paragraphs than one. */
static bool looks_alike(const align_units *a, size_t i, const align_units *b, size_t k)
{
    return a->items[i].part == b->items[k].part &&
           length_cost((group){a, i, 1}, (group){b, k, 1}) <= LENGTH_ALIKE;
}

static void find_points(rap_arena *arena, const align_units *a, const align_units *b,
                        uint64_t (*key)(const align_unit *), bool is_label, points *ret_points)
{
    size_t a_count, b_count;
    const keyed *x = keys_of(arena, a, key, &a_count), *y = keys_of(arena, b, key, &b_count);
    for (size_t i = 0, k = 0; i < a_count && k < b_count;) {
        if (x[i].key < y[k].key) {
            i++;
        } else if (x[i].key > y[k].key) {
            k++;
        } else {
            point at = {x[i++].at, y[k++].at};
            bool is_single = at.a != TWICE && at.b != TWICE;
            if (is_single &&
                (is_label ? agrees_around(a, at.a, b, at.b) : looks_alike(a, at.a, b, at.b))) {
                RAP_PUSH(arena, ret_points, at);
            }
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const point *x = a, *y = b;
    if (x->a != y->a) {
        return x->a < y->a ? -1 : 1;
    }
    return x->b < y->b ? -1 : x->b > y->b;
}

/* The longest run of points that goes forward in both texts. */
static points forward_points(rap_arena *arena, points *all)
{
    points run = {0};
    if (!all->count) {
        return run;
    }
    qsort(all->items, all->count, sizeof *all->items, by_place);
    size_t *tails =
        RAP_NEW_ARRAY(arena, size_t, all->count + 1); /* last point of a run of length */
    size_t *before = RAP_NEW_ARRAY(arena, size_t, all->count);
    size_t longest = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (i && all->items[i].a == all->items[i - 1].a) {
            continue;
        }
        size_t low = 0, high = longest;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (all->items[tails[middle]].b < all->items[i].b) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        before[i] = low ? tails[low - 1] : SIZE_MAX;
        tails[low] = i;
        longest = low + 1 > longest ? low + 1 : longest;
    }
    run.items = RAP_NEW_ARRAY(arena, point, longest);
    run.count = run.capacity = longest;
    for (size_t i = tails[longest - 1], n = longest; n-- > 0; i = before[i]) {
        run.items[n] = all->items[i];
    }
    return run;
}

/* -- the way between two fixed points -----------------------------------------------------------
 */

enum { WIDTH = 40, WIDTH_MOST = 400 }; /* of the band on either side of the diagonal */

/* What a step takes of either side. */
typedef struct {
    uint8_t a, b;
} step;
static const step steps[] = {{1, 1}, {1, 0}, {0, 1}, {2, 1}, {1, 2},
                             {3, 1}, {1, 3}, {4, 1}, {1, 4}};
enum { STEPS = sizeof steps / sizeof *steps, NO_STEP = STEPS };

typedef struct {
    const align_units *a, *b;
    size_t a_from, b_from, a_count, b_count;
    size_t width; /* cells of a row */
    double *costs;
    uint8_t *taken;
} way;

/* The first cell of row i's band. */
static size_t band_start(const way *w, size_t i)
{
    size_t middle = w->a_count ? i * w->b_count / w->a_count : 0, half = w->width / 2;
    return middle > half ? middle - half : 0;
}

static size_t cell_of(const way *w, size_t i, size_t k)
{
    size_t start = band_start(w, i);
    return k < start || k - start >= w->width ? SIZE_MAX : i * w->width + (k - start);
}

static double step_cost(const way *w, size_t i, size_t k, step s)
{
    group a = {w->a, w->a_from + i - s.a, s.a}, b = {w->b, w->b_from + k - s.b, s.b};
    if (!s.a || !s.b) {
        return ALONE;
    }
    return cost_of(a, b) + joined_cost(a) + joined_cost(b);
}

static void fill_cell(way *w, size_t i, size_t k, size_t cell)
{
    double best = i || k ? HUGE_VAL : 0;
    uint8_t taken = NO_STEP;
    for (unsigned s = 0; s < STEPS; s++) {
        if (i < steps[s].a || k < steps[s].b) {
            continue;
        }
        size_t from = cell_of(w, i - steps[s].a, k - steps[s].b);
        if (from == SIZE_MAX || w->costs[from] >= best) {
            continue;
        }
        double cost = w->costs[from] + step_cost(w, i, k, steps[s]);
        if (cost < best) {
            best = cost;
            taken = (uint8_t)s;
        }
    }
    w->costs[cell] = best;
    w->taken[cell] = taken;
}

static rap_pair pair_of(const way *w, size_t i, size_t k, step s)
{
    rap_pair pair = {.a_count = s.a, .b_count = s.b};
    for (size_t n = 0; n < s.a; n++) {
        pair.a[n] = (uint32_t)(w->a_from + i - s.a + n);
    }
    for (size_t n = 0; n < s.b; n++) {
        pair.b[n] = (uint32_t)(w->b_from + k - s.b + n);
    }
    pair.score = s.a && s.b ? score_of(step_cost(w, i, k, s)) : 0;
    return pair;
}

/* Appends the cheapest pairs of units [a_from, a_to) and [b_from, b_to). */
static void find_way(rap_arena *arena, const align_units *a, const align_units *b, point from,
                     point to, rap_alignment *out)
{
    way w = {.a = a,
             .b = b,
             .a_from = from.a,
             .b_from = from.b,
             .a_count = to.a - from.a,
             .b_count = to.b - from.b};
    size_t apart = w.a_count > w.b_count ? w.a_count - w.b_count : w.b_count - w.a_count;
    w.width = 2 * (WIDTH + (apart > WIDTH_MOST ? WIDTH_MOST : apart)) + 1;
    w.width = w.width > w.b_count + 1 ? w.b_count + 1 : w.width;
    w.costs = RAP_NEW_ARRAY(arena, double, (w.a_count + 1) * w.width);
    w.taken = RAP_NEW_ARRAY(arena, uint8_t, (w.a_count + 1) * w.width);
    for (size_t i = 0; i <= w.a_count; i++) {
        size_t start = band_start(&w, i);
        for (size_t k = start; k <= w.b_count && k - start < w.width; k++) {
            fill_cell(&w, i, k, cell_of(&w, i, k));
            out->work++;
        }
    }
    size_t first = out->pairs.count;
    for (size_t i = w.a_count, k = w.b_count; i || k;) {
        size_t cell = cell_of(&w, i, k);
        step s = i ? steps[1] : steps[2]; /* outside of the band: alone */
        if (cell != SIZE_MAX && w.taken[cell] != NO_STEP) {
            s = steps[w.taken[cell]];
        }
        RAP_PUSH(arena, &out->pairs, pair_of(&w, i, k, s));
        i -= s.a;
        k -= s.b;
    }
    for (size_t low = first, high = out->pairs.count; low + 1 < high; low++) {
        rap_pair kept = out->pairs.items[low];
        out->pairs.items[low] = out->pairs.items[--high];
        out->pairs.items[high] = kept;
    }
}

/* -- what changed places ------------------------------------------------------------------------
 */

static double share_of_pair(const align_units *a, size_t i, const align_units *b, size_t k,
                            int *ret_weight)
{
    return share_of((group){a, i, 1}, (group){b, k, 1}, ret_weight);
}

static bool is_single(const rap_pair *pair)
{
    return pair->a_count == 1 && pair->b_count == 1;
}

/* Whether the pair may not belong together, by what it names. */
static bool is_poor(const align_units *a, const align_units *b, const rap_pair *pair)
{
    int weight;
    return is_single(pair) && share_of_pair(a, pair->a[0], b, pair->b[0], &weight) < POOR_SHARE &&
           weight >= SURE_WEIGHT;
}

static bool is_good(const align_units *a, size_t i, const align_units *b, size_t k)
{
    int weight;
    bool is_row = a->items[i].is_row && b->items[k].is_row;
    return share_of_pair(a, i, b, k, &weight) >= GOOD_SHARE &&
           weight >= (is_row ? SURE_WEIGHT_ROW : SURE_WEIGHT) &&
           a->items[i].part == b->items[k].part;
}

enum { NEIGHBOURS = 64, ROWS = 256 }; /* how many places further a paragraph or row is sought */

/* Rows of a table are ordered by the alphabet of their language: two that name different things
 * are no pair, however near they stand. */
static void part_rows(rap_arena *arena, const align_units *a, const align_units *b,
                      rap_alignment *out, size_t from)
{
    rap_alignment parted = {0};
    for (size_t i = from; i < out->pairs.count; i++) {
        rap_pair pair = out->pairs.items[i];
        int weight;
        bool is_parted = is_single(&pair) && a->items[pair.a[0]].is_row &&
                         b->items[pair.b[0]].is_row && a->items[pair.a[0]].weight &&
                         b->items[pair.b[0]].weight &&
                         share_of_pair(a, pair.a[0], b, pair.b[0], &weight) == 0;
        rap_pair rest = pair;
        if (is_parted) {
            pair.b_count = rest.a_count = 0;
            pair.score = rest.score = 0;
            RAP_PUSH(arena, &parted.pairs, pair);
        }
        RAP_PUSH(arena, &parted.pairs, is_parted ? rest : pair);
    }
    out->pairs.count = from;
    for (size_t i = 0; i < parted.pairs.count; i++) {
        RAP_PUSH(arena, &out->pairs, parted.pairs.items[i]);
    }
}

/* Two pairs that fit better crosswise. */
static void cross(const align_units *a, const align_units *b, rap_alignment *out, size_t from)
{
    for (size_t i = from; i < out->pairs.count; i++) {
        rap_pair *x = &out->pairs.items[i];
        if (!is_poor(a, b, x)) {
            continue;
        }
        for (size_t k = i + 1; k < out->pairs.count && k < i + NEIGHBOURS; k++) {
            rap_pair *y = &out->pairs.items[k];
            if (is_poor(a, b, y) && is_good(a, x->a[0], b, y->b[0]) &&
                is_good(a, y->a[0], b, x->b[0])) {
                uint32_t kept = x->b[0];
                x->b[0] = y->b[0];
                y->b[0] = kept;
                x->is_moved = y->is_moved = true;
                x->score = score_of(cost_of_one(a, x->a[0], b, x->b[0]));
                y->score = score_of(cost_of_one(a, y->a[0], b, y->b[0]));
                break;
            }
        }
    }
}

/* A paragraph that only one side has here and only the other has there. */
static void bring_together(const align_units *a, const align_units *b, rap_alignment *out,
                           size_t from)
{
    for (size_t i = from; i < out->pairs.count; i++) {
        rap_pair *x = &out->pairs.items[i];
        if (x->b_count || !x->a_count) {
            continue;
        }
        size_t around = a->items[x->a[0]].is_row ? ROWS : NEIGHBOURS;
        for (size_t k = i > from + around ? i - around : from;
             k < out->pairs.count && k < i + around; k++) {
            rap_pair *y = &out->pairs.items[k];
            if (!y->a_count && y->b_count && is_good(a, x->a[0], b, y->b[0])) {
                x->b[0] = y->b[0];
                x->b_count = 1;
                x->is_moved = true;
                x->score = score_of(cost_of_one(a, x->a[0], b, x->b[0]));
                y->b_count = 0; /* both counts 0: dropped below */
                break;
            }
        }
    }
    size_t kept = from;
    for (size_t i = from; i < out->pairs.count; i++) {
        if (out->pairs.items[i].a_count || out->pairs.items[i].b_count) {
            out->pairs.items[kept++] = out->pairs.items[i];
        }
    }
    out->pairs.count = kept;
}

/* -- what was joined to a fixed point -----------------------------------------------------------
 */

static group group_of(const align_units *units, const uint32_t *items, size_t count)
{
    return (group){units, items[0], count};
}

/* Whether units follow one another in the text, `next` behind `items`. */
static bool is_next(const uint32_t *items, size_t count, uint32_t next)
{
    return count && count < RAP_PAIR_MOST && items[count - 1] + 1 == next;
}

/* The cost of a pair that has both sides and did not move. */
static double cost_of_pair(const align_units *a, const align_units *b, const rap_pair *pair)
{
    group x = group_of(a, pair->a, pair->a_count), y = group_of(b, pair->b, pair->b_count);
    return cost_of(x, y) + joined_cost(x) + joined_cost(y);
}

/* Appends units that follow in the text. */
static bool append(uint32_t *items, uint8_t *count, const uint32_t *more, size_t more_count)
{
    for (size_t i = 0; i < more_count; i++) {
        if (!is_next(items, *count, more[i])) {
            return false;
        }
        items[(*count)++] = more[i];
    }
    return true;
}

/* Both pairs as one; they follow one another, and one of them has units of one side only. */
static bool put_together(const rap_pair *first, const rap_pair *second, rap_pair *ret_both)
{
    bool is_first_alone = !first->a_count || !first->b_count;
    const rap_pair *lone = is_first_alone ? first : second;
    const rap_pair *pair = is_first_alone ? second : first;
    rap_pair out = *pair;
    if (lone->a_count) {
        memcpy(out.a, first->a, sizeof out.a);
        out.a_count = first->a_count;
        *ret_both = out;
        return pair->b_count == 1 &&
               append(ret_both->a, &ret_both->a_count, second->a, second->a_count);
    }
    memcpy(out.b, first->b, sizeof out.b);
    out.b_count = first->b_count;
    *ret_both = out;
    return pair->a_count == 1 &&
           append(ret_both->b, &ret_both->b_count, second->b, second->b_count);
}

static bool has_both(const rap_pair *pair)
{
    return pair->a_count && pair->b_count;
}

/* Takes a lone unit of either side into the pair before or behind it, where that fits better. */
static bool merge(const align_units *a, const align_units *b, const rap_pair *first,
                  const rap_pair *second, rap_pair *ret_merged)
{
    const rap_pair *pair = has_both(first) ? first : second;
    rap_pair out;
    if (has_both(first) == has_both(second) || pair->is_moved ||
        !put_together(first, second, &out)) {
        return false;
    }
    double cost = cost_of_pair(a, b, &out);
    bool fits_better =
        length_cost(group_of(a, out.a, out.a_count), group_of(b, out.b, out.b_count)) <
        length_cost(group_of(a, pair->a, pair->a_count), group_of(b, pair->b, pair->b_count));
    if (!fits_better || cost >= cost_of_pair(a, b, pair) + ALONE) {
        return false;
    }
    out.score = score_of(cost);
    *ret_merged = out;
    return true;
}

/* A fixed point keeps the way from joining its paragraph with the next. */
static void join_alone(const align_units *a, const align_units *b, rap_alignment *out, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < out->pairs.count; i++) {
        rap_pair merged;
        if (kept > from &&
            merge(a, b, &out->pairs.items[kept - 1], &out->pairs.items[i], &merged)) {
            out->pairs.items[kept - 1] = merged;
        } else {
            out->pairs.items[kept++] = out->pairs.items[i];
        }
    }
    out->pairs.count = kept;
}

/* -- the whole -----------------------------------------------------------------------------------
 */

/* Lengths of the one side in those of the other. */
static void even_out(align_units *a, const align_units *b)
{
    double in_a = 0, in_b = 0;
    for (size_t i = 0; i < a->count; i++) {
        in_a += a->items[i].length;
    }
    for (size_t i = 0; i < b->count; i++) {
        in_b += b->items[i].length;
    }
    double ratio = in_a > 0 && in_b > 0 ? in_b / in_a : 1;
    ratio = ratio < 0.2 ? 0.2 : ratio > 5 ? 5 : ratio;
    for (size_t i = 0; i < a->count; i++) {
        a->items[i].length *= ratio;
    }
}

static void align_stream(rap_arena *arena, align_units *a, align_units *b, rap_alignment *out)
{
    size_t from = out->pairs.count;
    even_out(a, b);
    points found = {0};
    find_points(arena, a, b, align_signature, false, &found);
    find_points(arena, a, b, align_label, true, &found);
    points fixed = forward_points(arena, &found);
    point at = {0, 0};
    for (size_t i = 0; i < fixed.count; i++) {
        point to = fixed.items[i];
        find_way(arena, a, b, at, to, out);
        rap_pair pair = {.a = {(uint32_t)to.a},
                         .b = {(uint32_t)to.b},
                         .a_count = 1,
                         .b_count = 1,
                         .score = score_of(cost_of_one(a, to.a, b, to.b))};
        RAP_PUSH(arena, &out->pairs, pair);
        at = (point){to.a + 1, to.b + 1};
    }
    find_way(arena, a, b, at, (point){a->count, b->count}, out);
    cross(a, b, out, from);
    part_rows(arena, a, b, out, from);
    bring_together(a, b, out, from);
    join_alone(a, b, out, from);
    for (size_t i = from; i < out->pairs.count; i++) { /* units to blocks */
        rap_pair *pair = &out->pairs.items[i];
        for (size_t n = 0; n < RAP_PAIR_MOST; n++) {
            pair->a[n] = n < pair->a_count ? a->items[pair->a[n]].block : 0;
            pair->b[n] = n < pair->b_count ? b->items[pair->b[n]].block : 0;
        }
    }
}

void rap_align(rap_arena *arena, const rap_version *a, const rap_version *b,
               rap_alignment *ret_alignment)
{
    rap_alignment alignment = {0};
    align_units texts[2], notes[2];
    align_units_of(arena, a, &texts[0], &notes[0]);
    align_units_of(arena, b, &texts[1], &notes[1]);
    align_stream(arena, &texts[0], &texts[1], &alignment);
    align_stream(arena, &notes[0], &notes[1], &alignment);
    *ret_alignment = alignment;
}

static rap_sentence sentence_of(const align_units *units, uint32_t at)
{
    return (rap_sentence){units->items[at].block, units->items[at].span};
}

void rap_align_sentences(rap_arena *arena, const rap_text_rules *rules, const rap_version *a,
                         const rap_version *b, const rap_pair *pair,
                         rap_sentence_pairs *ret_sentences)
{
    align_units x = {0}, y = {0};
    rap_alignment found = {0};
    *ret_sentences = (rap_sentence_pairs){0};
    for (size_t i = 0; i < pair->a_count; i++) {
        align_units_of_sentences(arena, rules, a, pair->a[i], &x);
    }
    for (size_t i = 0; i < pair->b_count; i++) {
        align_units_of_sentences(arena, rules, b, pair->b[i], &y);
    }
    if (!x.items || !y.items) {
        return;
    }
    even_out(&x, &y);
    find_way(arena, &x, &y, (point){0, 0}, (point){x.count, y.count}, &found);
    for (size_t i = 0; i < found.pairs.count; i++) {
        const rap_pair *at = &found.pairs.items[i];
        rap_sentence_pair out = {
            .a_count = at->a_count, .b_count = at->b_count, .score = at->score};
        for (size_t n = 0; n < at->a_count; n++) {
            out.a[n] = sentence_of(&x, at->a[n]);
        }
        for (size_t n = 0; n < at->b_count; n++) {
            out.b[n] = sentence_of(&y, at->b[n]);
        }
        RAP_PUSH(arena, ret_sentences, out);
    }
}

/* Columns and tables: where white space runs down a page through several rows. On both sides of a
 * gutter between columns stands prose, which fills its lines; else it is a table. */
#include "pdf_page.h"

#include "lines.h"

#include <string.h>

#define STEP 2.0f   /* points of a bin */
#define BINS 1024   /* of a page's width */
#define DEPTH 40    /* parts of parts */
#define GUTTER 8.0f /* points that the white space between two words has at least */
#define TRIES 6     /* gutters looked at in one area */

/* Part of a page: rows of words. */
typedef struct {
    const pdf_sheet *sheet;
    pdf_word *words;
    size_t count;
    pdf_rows rows;
    float x0; /* of its words */
    size_t bins;
    int depth;
} area;

/* White space from bin `low` to `high` through rows [first, end), of which `both` have words on
 * both sides. */
typedef struct {
    size_t low, high, first, end, both;
} gutter;

typedef struct {
    float x0, x1; /* of all words on one side */
    float filled; /* widths of the rows on that side */
    float widest;
    size_t rows, full; /* full: nearly as wide as the widest */
} side;

/* -- finding gutters --------------------------------------------------------------------------- */

static size_t bin_of(const area *a, float x)
{
    float bin = (x - a->x0) / STEP;
    return bin <= 0 ? 0 : bin >= (float)a->bins ? a->bins : (size_t)bin;
}

/* Marks the bins that a row covers; narrow white space between its words counts as covered. */
static void cover(const area *a, const pdf_row *row, bool *covered)
{
    memset(covered, 0, a->bins * sizeof *covered);
    float reach = row->words[0].x0;
    for (size_t i = 0; i < row->count; i++) {
        const pdf_word *w = &row->words[i];
        float from = w->x0 - reach < GUTTER ? reach : w->x0;
        size_t first = bin_of(a, from + 0.5f), last = bin_of(a, w->x1 - 0.5f);
        for (size_t bin = first; bin <= last && bin < a->bins; bin++) {
            covered[bin] = true;
        }
        reach = w->x1 > reach ? w->x1 : reach;
    }
}

typedef struct {
    size_t first, both;
    bool is_open;
} run;

static void keep_best(const run *r, size_t end, size_t bin, const bool *refused, gutter *best)
{
    if (!r->is_open || refused[bin] || r->both < best->both || !r->both) {
        return;
    }
    bool is_same = r->both == best->both && r->first == best->first && end == best->end;
    if (is_same && bin == best->high + 1) {
        best->high = bin;
    } else if (r->both > best->both || end - r->first > best->end - best->first) {
        *best = (gutter){.low = bin, .high = bin, .first = r->first, .end = end, .both = r->both};
    }
}

/* The gutter with most rows that have words on both of its sides. */
static gutter find_gutter(const pdf_document *document, const area *a, const bool *refused)
{
    gutter best = {0};
    run *runs = RAP_NEW_ARRAY(document->arena, run, a->bins + 1);
    bool *covered = RAP_NEW_ARRAY(document->arena, bool, a->bins + 1);
    for (size_t i = 0; i <= a->rows.count; i++) {
        const pdf_row *row = i < a->rows.count ? &a->rows.items[i] : NULL;
        if (row) {
            cover(a, row, covered);
        }
        for (size_t bin = 0; bin < a->bins; bin++) {
            run *r = &runs[bin];
            if (!row || covered[bin]) {
                keep_best(r, i, bin, refused, &best);
                *r = (run){0};
                continue;
            }
            float x = a->x0 + (float)bin * STEP;
            bool is_both = x > row->x0 && x < row->x1;
            if (!r->is_open) {
                *r = (run){.first = i, .is_open = true};
            }
            r->both += is_both;
        }
    }
    return best;
}

/* -- what a gutter divides --------------------------------------------------------------------- */

static void look_at_side(const area *a, const gutter *g, bool is_right, side *ret_side)
{
    side s = {.x0 = 1e6f, .x1 = -1e6f};
    float middle = a->x0 + (float)(g->low + g->high + 1) / 2 * STEP;
    for (size_t i = g->first; i < 2 * g->end - g->first;
         i++) { /* twice: the widest, the full ones */
        bool is_again = i >= g->end;
        const pdf_row *row = &a->rows.items[is_again ? i - (g->end - g->first) : i];
        float x0 = 1e6f, x1 = -1e6f;
        for (size_t w = 0; w < row->count; w++) {
            const pdf_word *word = &row->words[w];
            if (((word->x0 + word->x1) / 2 > middle) == is_right) {
                x0 = word->x0 < x0 ? word->x0 : x0;
                x1 = word->x1 > x1 ? word->x1 : x1;
            }
        }
        if (is_again) {
            s.full += x1 - x0 > s.widest * 0.9f;
        } else if (x1 > x0) {
            s.rows++;
            s.widest = x1 - x0 > s.widest ? x1 - x0 : s.widest;
            s.filled += x1 - x0;
            s.x0 = x0 < s.x0 ? x0 : s.x0;
            s.x1 = x1 > s.x1 ? x1 : s.x1;
        }
    }
    *ret_side = s;
}

static bool is_prose(const side *s, float height)
{
    float wide = s->x1 - s->x0;
    return s->rows >= 4 && wide > height * 8 && s->filled > wide * (float)s->rows * 0.55f;
}

/* Columns of the same width, each with several lines from edge to edge. */
static bool are_twins(const side *a, const side *b, float height)
{
    float x = a->x1 - a->x0, y = b->x1 - b->x0;
    return x > height * 8 && y > height * 8 && x < y * 1.15f && y < x * 1.15f && a->full >= 3 &&
           b->full >= 2 && a->widest > x * 0.9f && b->widest > y * 0.9f;
}

/* Rows at both ends of the run that have words on one side only belong to a column, where it is one
 * that goes on, but not to a table. */
static void trim(const area *a, gutter *g)
{
    float x = a->x0 + (float)(g->low + g->high + 1) / 2 * STEP;
    while (g->first < g->end &&
           (a->rows.items[g->first].x1 < x || a->rows.items[g->first].x0 > x)) {
        g->first++;
    }
    while (g->end > g->first &&
           (a->rows.items[g->end - 1].x1 < x || a->rows.items[g->end - 1].x0 > x)) {
        g->end--;
    }
}

/* What stands above the columns, set off by white space over the whole width, is no part of them:
 * a letterhead, of which parts stand at both sides. */
static void trim_head(const pdf_document *document, const area *a, gutter *g)
{
    float low = a->rows.items[g->first].y1;
    for (size_t i = g->first + 1; i < g->end && i < g->first + 9; i++) {
        const pdf_row *row = &a->rows.items[i];
        gutter head = {g->low, g->high, g->first, i, 0};
        side left, right;
        if (row->y0 - low > document->height) {
            look_at_side(a, &head, false, &left);
            look_at_side(a, &head, true, &right);
            if (!is_prose(&left, document->height) || !is_prose(&right, document->height)) {
                g->first = i;
                return;
            }
        }
        low = row->y1 > low ? row->y1 : low;
    }
}

/* Whether the row is a line of several words that was stretched to both edges: its gaps are alike.
 */
static bool is_stretched(const pdf_row *row)
{
    float least = 1e6f, most = 0, reach = row->words[0].x1;
    size_t gaps = 0;
    for (size_t i = 1; i < row->count; i++) {
        float gap = row->words[i].x0 - reach;
        if (gap > 1) { /* else a piece of a word */
            least = gap < least ? gap : least;
            most = gap > most ? gap : most;
            gaps++;
        }
        reach = row->words[i].x1 > reach ? row->words[i].x1 : reach;
    }
    return gaps >= 3 && most < least * 1.25f;
}

/* Whether the gaps between the words of stretched lines stand below each other by chance. */
static bool is_chance(const area *a, const gutter *g)
{
    float x = a->x0 + (float)(g->low + g->high + 1) / 2 * STEP;
    size_t stretched = 0;
    for (size_t i = g->first; i < g->end; i++) {
        const pdf_row *row = &a->rows.items[i];
        stretched += row->x0 < x && row->x1 > x && is_stretched(row);
    }
    return stretched * 2 > g->both;
}

typedef enum { NO_GUTTER, COLUMNS, TABLE } gutter_kind;

static bool has_labels(const area *a, const gutter *g, bool is_rtl)
{
    size_t labels = 0;
    for (size_t i = g->first; i < g->end; i++) {
        const pdf_row *row = &a->rows.items[i];
        rap_str text = row->words[is_rtl ? row->count - 1 : 0].text;
        labels += rap_lines_has_label(text) || rap_pdf_letters(text).digits == text.length;
    }
    return labels * 2 > g->end - g->first;
}

static gutter_kind judge(const pdf_document *document, const area *a, gutter *g)
{
    side left, right;
    float wide = (float)(g->high - g->low + 1) * STEP;
    if (is_chance(a, g)) {
        return NO_GUTTER;
    }
    look_at_side(a, g, false, &left);
    look_at_side(a, g, true, &right);
    bool are_prose =
        g->both >= 5 && is_prose(&left, document->height) && is_prose(&right, document->height);
    bool are_equal = g->both >= 3 && (are_twins(&left, &right, document->height) ||
                                      are_twins(&right, &left, document->height));
    if (are_prose || are_equal) {
        trim_head(document, a, g);
        return COLUMNS;
    }
    gutter whole = *g;
    trim(a, g);
    look_at_side(a, g, false, &left);
    look_at_side(a, g, true, &right);
    const side *label = a->sheet->is_rtl ? &right : &left;
    bool is_list =
        label->x1 - label->x0 < document->height * 3 && has_labels(a, g, a->sheet->is_rtl);
    bool is_dense = g->both * 10 >= (g->end - g->first) * 5;
    if (g->both >= 3 && is_dense && wide > document->height * 0.8f && !is_list) {
        return TABLE;
    }
    *g = whole;
    return NO_GUTTER;
}

/* -- zones ------------------------------------------------------------------------------------- */

static void push_zone(pdf_document *document, const area *a, size_t first, size_t end,
                      bool is_table)
{
    pdf_zone zone = {.page = a->sheet->number,
                     .is_table = is_table,
                     .is_rtl = a->sheet->is_rtl,
                     .first = document->rows.count,
                     .gutters = document->gutters.count,
                     .x0 = 1e6f,
                     .x1 = -1e6f};
    for (size_t i = first; i < end; i++) {
        pdf_row row = a->rows.items[i];
        row.zone = (uint32_t)document->zones.count;
        row.kind = is_table ? PDF_CELLS : PDF_BODY;
        zone.x0 = row.x0 < zone.x0 ? row.x0 : zone.x0;
        zone.x1 = row.x1 > zone.x1 ? row.x1 : zone.x1;
        RAP_PUSH(document->arena, &document->rows, row);
    }
    zone.end = document->rows.count;
    RAP_PUSH(document->arena, &document->zones, zone);
}

/* The places between the columns of the table whose rows are [first, end). */
static void push_table(pdf_document *document, const area *a, size_t first, size_t end)
{
    bool *covered = RAP_NEW_ARRAY(document->arena, bool, a->bins + 1);
    bool *any = RAP_NEW_ARRAY(document->arena, bool, a->bins + 1);
    push_zone(document, a, first, end, true);
    pdf_zone *zone = &document->zones.items[document->zones.count - 1];
    for (size_t i = first; i < end; i++) {
        cover(a, &a->rows.items[i], covered);
        for (size_t bin = 0; bin < a->bins; bin++) {
            any[bin] |= covered[bin];
        }
    }
    size_t last = SIZE_MAX; /* covered bin */
    zone->columns = 1;
    for (size_t bin = 0; bin < a->bins; bin++) {
        if (any[bin] && last != SIZE_MAX && bin > last + 1) {
            RAP_PUSH(document->arena, &document->gutters,
                     a->x0 + (float)(last + bin + 1) / 2 * STEP);
            zone->columns++;
        }
        last = any[bin] ? bin : last;
    }
}

/* Rows in which pieces stand far apart, as in the head of a letter, become several. */
static void turn_parts(pdf_row *items, size_t count)
{
    for (size_t i = 0; i + 1 < count - i; i++) {
        pdf_row row = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = row;
    }
}

static void part_rows(pdf_document *document, const area *a, pdf_rows *ret_rows)
{
    for (size_t i = 0; i < a->rows.count; i++) {
        pdf_row *row = &a->rows.items[i];
        float usual = 0;
        for (size_t w = 1; w < row->count; w++) {
            usual += row->words[w].x0 - row->words[w - 1].x1;
        }
        size_t from = 0, before = ret_rows->count;
        for (size_t w = 1; w < row->count; w++) {
            float gap = row->words[w].x0 - row->words[w - 1].x1;
            float others = row->count > 2 ? (usual - gap) / (float)(row->count - 2) : 0;
            size_t label = row->is_rtl ? row->count - w : w; /* words on the side of the number */
            bool is_label = label <= 2 && (row->is_rtl || from == 0) && gap < document->height * 6;
            if (gap > document->height * 3 && gap > others * 3 && !is_label) {
                pdf_row part = rap_pdf_row_part(row, row->words + from, w - from);
                RAP_PUSH(document->arena, ret_rows, part);
                from = w;
            }
        }
        pdf_row part = rap_pdf_row_part(row, row->words + from, row->count - from);
        RAP_PUSH(document->arena, ret_rows, part);
        if (a->sheet->is_rtl) {
            turn_parts(ret_rows->items + before, ret_rows->count - before);
        }
    }
}

static void divide(pdf_document *document, const pdf_sheet *sheet, pdf_word *words, size_t count,
                   int depth);

/* The words of rows [first, end), or of those on one side of `x` (-1: left, 1: right). */
static void divide_part(pdf_document *document, const area *a, size_t first, size_t end, float x,
                        int which)
{
    pdf_words words = {0};
    for (size_t i = first; i < end; i++) {
        const pdf_row *row = &a->rows.items[i];
        for (size_t w = 0; w < row->count; w++) {
            float middle = (row->words[w].x0 + row->words[w].x1) / 2;
            if (!which || (middle > x) == (which > 0)) {
                RAP_PUSH(document->arena, &words, row->words[w]);
            }
        }
    }
    divide(document, a->sheet, words.items, words.count, a->depth + (which ? 10 : 1));
}

/* Whether a gutter divides the area; then its parts are put into the document. */
static bool divide_at_gutter(pdf_document *document, const area *a)
{
    bool *refused = RAP_NEW_ARRAY(document->arena, bool, a->bins + 1);
    for (int i = 0; i < TRIES && a->depth < DEPTH; i++) {
        gutter g = find_gutter(document, a, refused);
        if (g.both < 3) {
            return false;
        }
        gutter_kind kind = judge(document, a, &g);
        if (kind == NO_GUTTER) {
            memset(refused + g.low, 1, (g.high - g.low + 1) * sizeof *refused);
            continue;
        }
        float x = a->x0 + (float)(g.low + g.high + 1) / 2 * STEP;
        divide_part(document, a, 0, g.first, 0, 0);
        if (kind == TABLE) {
            push_table(document, a, g.first, g.end);
        } else {
            divide_part(document, a, g.first, g.end, x, a->sheet->is_rtl ? 1 : -1);
            divide_part(document, a, g.first, g.end, x, a->sheet->is_rtl ? -1 : 1);
        }
        divide_part(document, a, g.end, a->rows.count, 0, 0);
        return true;
    }
    return false;
}

static void divide(pdf_document *document, const pdf_sheet *sheet, pdf_word *words, size_t count,
                   int depth)
{
    area a = {.sheet = sheet, .words = words, .count = count, .depth = depth};
    if (!count) {
        return;
    }
    rap_pdf_rows(document, words, count, sheet->is_rtl, &a.rows);
    float x1 = a.rows.items[0].x1;
    a.x0 = a.rows.items[0].x0;
    for (size_t i = 0; i < a.rows.count; i++) {
        a.x0 = a.rows.items[i].x0 < a.x0 ? a.rows.items[i].x0 : a.x0;
        x1 = a.rows.items[i].x1 > x1 ? a.rows.items[i].x1 : x1;
    }
    a.bins = (size_t)((x1 - a.x0) / STEP) + 1;
    a.bins = a.bins < BINS ? a.bins : BINS;
    if (!divide_at_gutter(document, &a)) {
        pdf_rows parts = {0};
        part_rows(document, &a, &parts);
        a.rows = parts;
        push_zone(document, &a, 0, a.rows.count, false);
    }
}

void rap_pdf_columns(pdf_document *document)
{
    for (size_t i = 0; i < document->sheets.count; i++) {
        const pdf_sheet *sheet = &document->sheets.items[i];
        divide(document, sheet, document->words.items + sheet->first, sheet->end - sheet->first, 0);
    }
}

/* Words into rows: what stands beside each other on one line. */
#include "pdf_page.h"

#include <stdlib.h>
#include <string.h>

#define REACH 48 /* rows looked back at: what stands beside each other is near in order too */

/* Words that pdftotext found on one line, without a wide gap. */
typedef struct {
    size_t first, end;
    float x0, x1, y0, y1; /* the height of its largest words */
    size_t row;           /* that it was put into */
    size_t before;        /* the unit that was put there before it; SIZE_MAX: none */
    bool is_mark;         /* may be the mark of a note */
} unit;
typedef RAP_VEC(unit) units;

/* "1", "12", "*" or "(1)". */
static bool is_mark_text(rap_str text)
{
    int number;
    if (text.length > 2 && text.data[0] == '(' && text.data[text.length - 1] == ')') {
        text = rap_str_slice(text, 1, text.length - 1);
    }
    return text.length <= 3 && (rap_str_number(text, &number) || rap_str_is(text, "*"));
}

/* A mark, smaller and higher than the word that it touches, or than the letters of its row. */
static bool is_raised(const pdf_row *row, size_t index)
{
    const pdf_word *w = &row->words[index];
    float y0 = row->y0, y1 = row->y1, high = rap_pdf_height(w), most = 0.8f;
    if (!is_mark_text(w->text)) {
        return false;
    }
    for (size_t i = index ? index - 1 : 0; i < row->count && i <= index + 1; i++) {
        const pdf_word *other = &row->words[i];
        bool touches = w->x0 - other->x1 < high * 0.2f && other->x0 - w->x1 < high * 0.2f;
        if (touches && i != index && !is_mark_text(other->text)) {
            y0 = other->y0;
            y1 = other->y1;
            most = 0.88f;
        }
    }
    return high < (y1 - y0) * most && w->y1 < y1 - (y1 - y0) * 0.12f;
}

/* The texts one behind the other; "2030-2015" is a range that was set from the right. */
static rap_str join_text(rap_arena *arena, rap_str a, rap_str b)
{
    int from, to;
    if (a.length && a.data[a.length - 1] == '-') {
        rap_str first = rap_str_slice(a, 0, a.length - 1);
        if (rap_str_number(first, &from) && rap_str_number(b, &to) && from > to) {
            return rap_str_of(
                rap_arena_format(arena, "%.*s-%.*s", RAP_STR_ARG(b), RAP_STR_ARG(first)));
        }
    }
    return rap_str_of(rap_arena_format(arena, "%.*s%.*s", RAP_STR_ARG(a), RAP_STR_ARG(b)));
}

/* "71/317" often comes in three pieces, which must not be read from the right. */
static void join_numbers(rap_arena *arena, pdf_row *r)
{
    pdf_word *items = r->words;
    size_t kept = 0;
    for (size_t i = 0; i < r->count; i++) {
        pdf_word *last = kept ? &items[kept - 1] : NULL;
        const pdf_word *w = &items[i];
        bool is_near = last && w->x0 - last->x1 < rap_pdf_height(w) * 0.08f && !last->is_raised &&
                       rap_pdf_height(w) > rap_pdf_height(last) * 0.9f;
        bool is_sign = w->text.length == 1 && strchr("/.-:", w->text.data[0]) && i + 1 < r->count;
        rap_str joined = {last ? last->text.data : NULL, 0};
        pdf_letters a = rap_pdf_letters(last ? last->text : joined);
        pdf_letters b = rap_pdf_letters(is_sign ? items[i + 1].text : w->text);
        bool is_number = a.digits && !a.arabic && b.digits && !b.arabic && !b.other;
        bool is_signed = last && strchr("/.-:", last->text.data[last->text.length - 1]);
        if (is_near && is_number && (is_sign || is_signed)) {
            last->text = join_text(arena, last->text, w->text);
            last->x1 = w->x1;
        } else {
            items[kept++] = *w;
        }
    }
    r->count = kept;
}

static int by_piece(const void *a, const void *b)
{
    const pdf_word *v = a, *w = b;
    return v->piece != w->piece ? (v->piece > w->piece) - (v->piece < w->piece)
                                : (v->x0 > w->x0) - (v->x0 < w->x0);
}

/* Of a ligature (lam with alef) some producers give the whole width to the first letter and none to
 * the second, which stands at the left of it. */
static int by_left(const void *a, const void *b)
{
    const pdf_word *v = a, *w = b;
    if (v->x0 != w->x0) {
        return (v->x0 > w->x0) - (v->x0 < w->x0);
    }
    return v->x1 != w->x1 ? (v->x1 > w->x1) - (v->x1 < w->x1) : (v->y0 > w->y0) - (v->y0 < w->y0);
}

static int by_middle(const void *a, const void *b)
{
    const unit *v = a, *w = b;
    float x = v->y0 + v->y1, y = w->y0 + w->y1;
    return x != y ? (x > y) - (x < y) : (v->x0 > w->x0) - (v->x0 < w->x0);
}

static int by_order(const void *a, const void *b)
{
    const pdf_row *v = a, *w = b;
    return v->order != w->order ? (v->order > w->order) - (v->order < w->order)
                                : (v->x0 > w->x0) - (v->x0 < w->x0);
}

static bool is_small_mark(rap_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!strchr("0123456789*()", text.data[i])) {
            return false;
        }
    }
    return text.length <= 5;
}

static void find_units(rap_arena *arena, pdf_word *words, size_t count, units *ret_units)
{
    qsort(words, count, sizeof *words, by_piece);
    for (size_t i = 0; i < count; i++) {
        const pdf_word *w = &words[i];
        unit *last = i ? &ret_units->items[ret_units->count - 1] : NULL;
        if (!last || words[i - 1].piece != w->piece) {
            unit more = {.first = i, .x0 = w->x0, .x1 = w->x1, .y0 = w->y0, .y1 = w->y1};
            RAP_PUSH(arena, ret_units, more);
            last = &ret_units->items[ret_units->count - 1];
        }
        if (rap_pdf_height(w) > last->y1 - last->y0) {
            last->y0 = w->y0;
            last->y1 = w->y1;
        }
        last->x1 = w->x1 > last->x1 ? w->x1 : last->x1;
        last->end = i + 1;
        last->is_mark = last->end == last->first + 1 && is_small_mark(w->text);
    }
    qsort(ret_units->items, ret_units->count, sizeof(unit), by_middle);
}

/* A row in the making: the units of it are found by their number. */
typedef struct {
    float x0, x1, y0, y1;
    size_t count; /* words */
    size_t last;  /* unit */
} band;
typedef struct {
    rap_arena *arena;
    const pdf_word *words;
    units units;
    RAP_VEC(band) bands;
} making;

static float least(float a, float b)
{
    return a < b ? a : b;
}

/* Whether words of a unit of the row stand above or below the unit: then they are of two lines,
 * however tall their boxes are. */
static bool is_stacked(const making *m, const band *r, const unit *u)
{
    for (size_t at = r->last; at != SIZE_MAX; at = m->units.items[at].before) {
        const unit *other = &m->units.items[at];
        float common = least(other->x1, u->x1) - (other->x0 > u->x0 ? other->x0 : u->x0);
        float width = least(other->x1 - other->x0, u->x1 - u->x0), covered = 0;
        for (size_t i = other->first; i < other->end && common > width / 2; i++) {
            const pdf_word *w = &m->words[i];
            float part = least(w->x1, u->x1) - (w->x0 > u->x0 ? w->x0 : u->x0);
            covered += part > 0 ? part : 0;
        }
        if (covered > 0 && covered > width / 2) {
            return true;
        }
    }
    return false;
}

/* Whether one of the two is a large letter with which the other goes on, on the same baseline: the
 * first letter of a symbol in a letterhead. */
static bool is_initial(const making *m, const band *r, const unit *u)
{
    float high = r->y1 - r->y0, own = u->y1 - u->y0, more = high > own ? high - own : own - high;
    float below = high > own ? r->y1 - u->y1 : u->y1 - r->y1;
    const unit *last = &m->units.items[r->last], *large = high > own ? last : u;
    const unit *small = high > own ? u : last;
    bool is_letter = large->end == large->first + 1 && m->words[large->first].text.length <= 2;
    bool touches = small->x0 - large->x1 < own * 0.1f && large->x1 - small->x0 < own * 0.3f;
    return r->count == last->end - last->first && is_letter && touches && below > more * 0.1f &&
           below < more * 0.35f;
}

static bool is_beside(const making *m, const band *r, const unit *u)
{
    float overlap = least(r->y1, u->y1) - (r->y0 > u->y0 ? r->y0 : u->y0);
    float high = r->y1 - r->y0, own = u->y1 - u->y0;
    bool is_alike = own < high * 1.5f && high < own * 1.5f;
    /* behind the mark that a note begins with there may be a tab, or a stretched space */
    float reach = own < high * 0.8f ? high * 1.6f : high * 0.6f;
    bool is_near = u->x0 - r->x1 < reach && r->x0 - u->x1 < reach;
    return (is_alike && overlap >= least(high, own) / 2 && (u->is_mark || !is_stacked(m, r, u))) ||
           (!is_alike && is_initial(m, r, u)) ||
           (u->is_mark && is_near && own < high && overlap >= own * 0.4f);
}

/* Puts the unit into the newest row that it stands beside, or into one of its own. */
static void place_unit(making *m, size_t index, size_t from)
{
    unit *u = &m->units.items[index];
    size_t i = from;
    for (size_t seen = 0; i && seen < REACH && !is_beside(m, &m->bands.items[i - 1], u); seen++) {
        i--;
    }
    if (!i || !is_beside(m, &m->bands.items[i - 1], u)) {
        band more = {.x0 = u->x0, .x1 = u->x1, .y0 = u->y0, .y1 = u->y1, .last = SIZE_MAX};
        RAP_PUSH(m->arena, &m->bands, more);
        i = m->bands.count;
    }
    band *r = &m->bands.items[i - 1];
    u->before = r->last;
    r->last = index;
    if (u->y1 - u->y0 > (r->y1 - r->y0) * 1.2f) {
        r->y0 = u->y0;
        r->y1 = u->y1;
    }
    r->x0 = least(r->x0, u->x0);
    r->x1 = r->x1 > u->x1 ? r->x1 : u->x1;
    r->count += u->end - u->first;
    u->row = i - 1;
}

/* The row for a mark among the first `count`, which are in order of their middles: those around. */
static size_t place_of_mark(const making *m, size_t count, const unit *u)
{
    const band *found = m->bands.items;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (found[middle].y0 + found[middle].y1 < u->y0 + u->y1) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (size_t i = low; i < count && i < low + 4; i++) {
        if (is_beside(m, &found[i], u)) {
            return i + 1;
        }
    }
    return low;
}

/* The height that most letters of a row have, and where such a word stands: what is set in another
 * fount says nothing. */
static void measure_row(pdf_row *row, bool is_arabic)
{
    enum { STEPS = 400 };
    size_t counts[STEPS] = {0}, best = 0;
    for (size_t i = 0; i < row->count; i++) {
        const pdf_word *w = &row->words[i];
        float step = rap_pdf_height(w) * 4;
        if (!is_arabic || rap_pdf_letters(w->text).arabic) {
            counts[step < STEPS ? (size_t)step : 0] += w->text.length;
        }
    }
    for (size_t i = 1; i < STEPS; i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    for (size_t i = 0; i < row->count; i++) {
        const pdf_word *w = &row->words[i];
        float step = rap_pdf_height(w) * 4;
        if ((step < STEPS ? (size_t)step : 0) == best &&
            (!is_arabic || rap_pdf_letters(w->text).arabic)) {
            row->print = rap_pdf_height(w);
            row->y0 = w->y0;
            row->y1 = w->y1;
            return;
        }
    }
}

static void finish_row(const pdf_document *document, pdf_row *row, bool is_rtl)
{
    pdf_letters count = {0};
    qsort(row->words, row->count, sizeof(pdf_word), by_left);
    row->x0 = row->x1 = row->words[0].x0;
    for (size_t i = 0; i < row->count; i++) {
        pdf_letters more = rap_pdf_letters(row->words[i].text);
        count.arabic += more.arabic;
        count.other += more.other;
        row->x1 = row->words[i].x1 > row->x1 ? row->words[i].x1 : row->x1;
    }
    row->is_rtl = count.arabic > 0 ? count.arabic * 2 >= count.other : is_rtl;
    row->is_mixed = is_rtl && !count.arabic;
    row->is_guessed = row->words[0].is_logical;
    measure_row(row, row->is_rtl && count.arabic > 0);
    for (size_t i = 0; i < row->count; i++) {
        row->words[i].is_raised = is_raised(row, i);
    }
    if (row->is_rtl) {
        join_numbers(document->arena, row);
    }
}

pdf_row rap_pdf_row_part(const pdf_row *row, pdf_word *words, size_t count)
{
    pdf_row part = *row;
    part.words = words;
    part.count = count;
    part.x0 = words[0].x0;
    part.x1 = words[0].x1;
    for (size_t i = 1; i < count; i++) {
        part.x0 = least(part.x0, words[i].x0);
        part.x1 = part.x1 > words[i].x1 ? part.x1 : words[i].x1;
    }
    return part;
}

void rap_pdf_rows(const pdf_document *document, pdf_word *words, size_t count, bool is_rtl,
                  pdf_rows *ret_rows)
{
    rap_arena *arena = document->arena;
    making m = {.arena = arena, .words = words};
    size_t before = ret_rows->count;
    if (!count) {
        return;
    }
    find_units(arena, words, count, &m.units);
    for (size_t i = 0; i < m.units.count; i++) {
        if (!m.units.items[i].is_mark) {
            place_unit(&m, i, m.bands.count);
        }
    }
    size_t whole = m.bands.count;
    for (size_t i = 0; i < m.units.count; i++) {
        const unit *u = &m.units.items[i];
        if (u->is_mark) {
            size_t from = place_of_mark(&m, whole, u);
            bool is_none = !from || !is_beside(&m, &m.bands.items[from - 1], u);
            place_unit(&m, i, is_none && m.bands.count > whole ? m.bands.count : from);
        }
    }
    pdf_word *copies = RAP_NEW_ARRAY(arena, pdf_word, count);
    for (size_t i = 0, at = 0; i < m.bands.count; i++) {
        const band *r = &m.bands.items[i];
        pdf_row row = {.words = copies + at, .y0 = r->y0, .y1 = r->y1};
        RAP_PUSH(arena, ret_rows, row);
        at += r->count;
    }
    for (size_t i = 0; i < m.units.count; i++) {
        const unit *u = &m.units.items[i];
        pdf_row *row = &ret_rows->items[before + u->row];
        for (size_t w = u->first; w < u->end; w++) {
            row->words[row->count++] = words[w];
        }
    }
    for (size_t i = before; i < ret_rows->count; i++) {
        pdf_row *row = &ret_rows->items[i];
        finish_row(document, row, is_rtl);
        /* what is large stands before the smaller lines beside it */
        bool is_large = row->y1 - row->y0 > document->height * 1.3f;
        row->order = is_large ? row->y0 : (row->y0 + row->y1) / 2;
    }
    qsort(ret_rows->items + before, ret_rows->count - before, sizeof(pdf_row), by_order);
}

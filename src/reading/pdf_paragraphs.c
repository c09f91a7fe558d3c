/* Where paragraphs and notes begin: told by white space between rows, by first lines that stand
 * further in, and by rows that had room for the next word. */
#include "pdf_page.h"

#include "lines.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#define FRAMES 64 /* kinds of columns in a document */
#define BINS 2048

typedef struct {
    float x0, x1;
} frame;

typedef struct {
    pdf_document *document;
    frame frames[FRAMES];
    size_t frame_count;
    const pdf_row *before;   /* the newest row of the text */
    float first_in, more_in; /* where the first and the second row of its paragraph begin */
    size_t rows;             /* of that paragraph */
    int note;                /* number of the newest note */
    bool is_note_open;       /* its text goes on */
} paragraph_state;

static float high_of(const pdf_document *document)
{
    return document->height;
}

/* -- edges of columns -------------------------------------------------------------------------- */

/* The outermost place at which several rows begin (or end). */
static float edge_of(const pdf_document *document, const pdf_zone *zone, bool is_right)
{
    size_t *counts = RAP_NEW_ARRAY(document->arena, size_t, BINS + 1);
    size_t count = zone->end - zone->first, least = count < 8 ? 1 : count / 30 + 2;
    for (size_t i = zone->first; i < zone->end; i++) {
        float x = is_right ? document->rows.items[i].x1 : document->rows.items[i].x0;
        counts[x <= 0 ? 0 : x >= BINS ? BINS - 1 : (size_t)x]++;
    }
    for (size_t i = 0; i < BINS; i++) {
        size_t bin = is_right ? BINS - 1 - i : i;
        size_t next = is_right ? (bin ? bin - 1 : 0) : bin + 1;
        if (counts[bin] && counts[bin] + counts[next] >= least) {
            return (float)bin + (is_right ? 1.0f : 0.0f);
        }
    }
    return is_right ? zone->x1 : zone->x0;
}

static void add_frame(paragraph_state *state, frame f)
{
    for (size_t i = 0; i < state->frame_count; i++) {
        float a = state->frames[i].x0 - f.x0, b = state->frames[i].x1 - f.x1;
        if (a * a < 9 && b * b < 9) {
            return;
        }
    }
    if (state->frame_count < FRAMES) {
        state->frames[state->frame_count++] = f;
    }
}

/* A column of few rows takes its edges from the narrowest one elsewhere that holds it. */
static void set_frames(paragraph_state *state)
{
    pdf_document *document = state->document;
    for (size_t i = 0; i < document->zones.count; i++) {
        pdf_zone *zone = &document->zones.items[i];
        if (zone->end - zone->first >= 8 && !zone->is_table) {
            frame f = {edge_of(document, zone, false), edge_of(document, zone, true)};
            zone->x0 = f.x0;
            zone->x1 = f.x1;
            add_frame(state, f);
        }
    }
    for (size_t i = 0; i < document->zones.count; i++) {
        pdf_zone *zone = &document->zones.items[i];
        const frame *best = NULL;
        for (size_t k = 0; k < state->frame_count; k++) {
            const frame *f = &state->frames[k];
            bool holds = f->x0 < zone->x0 + 3 && f->x1 > zone->x1 - 3;
            if (holds && (!best || f->x1 - f->x0 < best->x1 - best->x0)) {
                best = f;
            }
        }
        if (best && zone->end - zone->first < 8) {
            zone->x0 = best->x0;
            zone->x1 = best->x1;
        }
    }
}

static const pdf_zone *zone_of(const pdf_document *document, const pdf_row *row)
{
    return &document->zones.items[row->zone];
}

/* How far from the edges of its column a row begins and ends. */
static float indent_of(const pdf_document *document, const pdf_row *row)
{
    const pdf_zone *zone = zone_of(document, row);
    return zone->is_rtl ? zone->x1 - row->x1 : row->x0 - zone->x0;
}

static float room_of(const pdf_document *document, const pdf_row *row)
{
    const pdf_zone *zone = zone_of(document, row);
    return zone->is_rtl ? row->x0 - zone->x0 : zone->x1 - row->x1;
}

/* -- measures ---------------------------------------------------------------------------------- */

static bool is_alike(const pdf_row *a, const pdf_row *b)
{
    float most = a->is_mixed || b->is_mixed || a->is_guessed ? 1.5f : 1.13f;
    return a->print < b->print * most && b->print < a->print * most;
}

/* Where its letters stand: what is larger reaches further down. */
static float base_of(const pdf_row *row)
{
    return row->y1 - (row->y1 - row->y0) * 0.22f;
}

static void find_pitch(pdf_document *document)
{
    enum { STEPS = 400 };
    size_t *counts = RAP_NEW_ARRAY(document->arena, size_t, STEPS);
    size_t best = 0;
    for (size_t i = 1; i < document->rows.count; i++) {
        const pdf_row *a = &document->rows.items[i - 1], *b = &document->rows.items[i];
        float step = (base_of(b) - base_of(a)) * 4;
        bool is_full =
            room_of(document, a) < (zone_of(document, a)->x1 - zone_of(document, a)->x0) * 0.1f;
        bool is_text = b->print > document->height * 0.94f && a->print > document->height * 0.94f;
        if (a->zone == b->zone && is_text && is_full && step > 4 && step < STEPS) {
            counts[(size_t)step]++;
        }
    }
    for (size_t i = 1; i < STEPS; i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    document->pitch = best ? ((float)best + 1) / 4 : document->height * 1.1f;
}

/* Whether white space, another size or another place on the page parts two rows of a column. */
static bool is_apart(const pdf_document *document, const pdf_row *a, const pdf_row *b)
{
    float large = a->print > b->print ? a->print : b->print;
    float pitch =
        document->pitch * (large > document->height * 1.05f ? large / document->height : 1);
    float step = base_of(b) - base_of(a), most = a->kind == PDF_BODY ? 1.25f : 1.15f;
    return a->zone != b->zone || step > pitch * most || step < document->pitch * 0.4f ||
           !is_alike(a, b);
}

static void find_indents(pdf_document *document)
{
    size_t indented = 0, flush = 0;
    for (size_t i = 1; i + 1 < document->rows.count; i++) {
        const pdf_row *a = &document->rows.items[i], *b = a + 1;
        if (a->kind != PDF_BODY || b->kind != PDF_BODY || is_apart(document, a, b) ||
            !is_apart(document, a - 1, a)) {
            continue;
        }
        float in = indent_of(document, a) - indent_of(document, b);
        indented += in > document->height * 0.6f;
        flush += in < document->height * 0.3f && in > -document->height * 0.3f;
    }
    document->is_indented = indented >= 3 && indented * 3 >= flush;
}

/* -- signs ------------------------------------------------------------------------------------- */

static uint32_t first_sign(rap_str text)
{
    size_t at = 0;
    return text.length ? rap_utf8_next(text, &at) : 0;
}

/* The last sign but for the marks of notes and closing quotation marks. */
static uint32_t last_sign(rap_str text)
{
    uint32_t c = 0;
    for (size_t at = text.length; at;) {
        c = rap_utf8_previous(text, &at);
        bool is_mark = (c >= 0x80 && rap_lines_digit(c) >= 0 && c < 0x2100) || c == '*' || c == ' ';
        bool is_quote = c == 0x201D || c == 0x2019 || c == 0xBB || c == '"';
        if (!is_mark && !is_quote) {
            break;
        }
    }
    return c;
}

static bool is_stop(uint32_t c)
{
    return rap_lines_ends_sentence(c) || c == ',' || c == 0x60C || c == 0xFF0C;
}

static bool begins_small(rap_str text)
{
    size_t at = 0;
    uint32_t c = text.length ? rap_utf8_next(text, &at) : 0;
    c = (c == '(' || c == 0xAB || c == 0x201C) && at < text.length ? rap_utf8_next(text, &at) : c;
    return u_islower((UChar32)c);
}

/* The width of the first word: what would have had to fit into the row before. */
static float first_width(const pdf_row *row)
{
    const pdf_word *w = &row->words[row->is_rtl ? row->count - 1 : 0];
    float high = rap_pdf_height(w), wide = w->x1 - w->x0;
    bool is_han = rap_lines_is_han(first_sign(row->text));
    return (is_han && wide > high ? high : wide) + high * 0.1f;
}

/* -- paragraphs -------------------------------------------------------------------------------- */

/* How far the rows around reach that stand below each other without a gap: some blocks of text have
 * an edge of their own. */
static float block_room(const pdf_document *document, const pdf_row *row)
{
    const pdf_row *items = document->rows.items;
    size_t at = (size_t)(row - items), seen = 0;
    float room = room_of(document, row);
    for (size_t i = at; i && seen < 40 && !is_apart(document, &items[i - 1], &items[i]); i--) {
        float other = room_of(document, &items[i - 1]);
        room = other < room ? other : room;
        seen++;
    }
    for (size_t i = at + 1;
         i < document->rows.count && seen < 80 && !is_apart(document, &items[i - 1], &items[i]);
         i++) {
        float other = room_of(document, &items[i]);
        room = other < room ? other : room;
        seen++;
    }
    return room;
}

/* Whether the row before had room for the first word of this one. */
static bool had_room(const pdf_document *document, const pdf_row *before, const pdf_row *row)
{
    const pdf_zone *zone = zone_of(document, before);
    float room = room_of(document, before);
    float block = before->zone == row->zone ? block_room(document, before) : 0;
    bool is_short = before->x1 - before->x0 < (zone->x1 - zone->x0) * 0.4f;
    return room - (block > 0 ? block : 0) > first_width(row) ||
           (is_short && room > document->height * 3 && !begins_small(row->text));
}

static bool begins_in_column(const paragraph_state *state, const pdf_row *row)
{
    const pdf_document *document = state->document;
    const pdf_row *before = state->before;
    float in = indent_of(document, row), slack = high_of(document) * 0.45f;
    float more = in - (state->rows > 1 ? state->more_in : state->first_in);
    bool stopped = is_stop(last_sign(before->text)), has_label = rap_lines_has_label(row->text);
    if (is_apart(document, before, row) || had_room(document, before, row)) {
        return true;
    }
    if (has_label && (stopped || more > slack || more < -slack)) {
        return true;
    }
    if (state->rows > 1) {
        return more > slack || (more < -slack && (stopped || !begins_small(row->text)));
    }
    if (more > slack) { /* a hanging paragraph, or the end of one of a single row */
        return !rap_lines_has_label(before->text) && (stopped || document->is_indented);
    }
    return more > -slack && stopped && document->is_indented && state->first_in > slack;
}

/* Whether a paragraph begins at the head of a column or page. */
static bool begins_across(const paragraph_state *state, const pdf_row *row)
{
    const pdf_document *document = state->document;
    const pdf_row *before = state->before;
    float in = indent_of(document, row), slack = high_of(document) * 0.45f;
    uint32_t last = last_sign(before->text);
    const pdf_zone *above = zone_of(document, before), *zone = zone_of(document, row);
    float wide = above->x1 - above->x0, own = zone->x1 - zone->x0;
    bool is_other = wide > own * 1.2f || own > wide * 1.2f; /* a title over columns */
    if (!is_alike(before, row) || above->is_table || (is_other && !begins_small(row->text))) {
        return true;
    }
    bool is_further = in > slack && (state->rows < 2 || in > state->more_in + slack);
    if (rap_lines_has_label(row->text) && (is_stop(last) || is_further)) {
        return true;
    }
    if (!is_stop(last)) {
        return had_room(document, before, row) && !begins_small(row->text);
    }
    if (begins_small(row->text) && !is_further) {
        return false;
    }
    bool is_first = document->is_indented ? is_further : rap_lines_ends_sentence(last);
    return is_first || had_room(document, before, row) || (!document->is_indented && is_stop(last));
}

static void take_body(paragraph_state *state, pdf_row *row)
{
    float in = indent_of(state->document, row);
    row->begins = !state->before || (state->before->zone == row->zone ? begins_in_column(state, row)
                                                                      : begins_across(state, row));
    if (row->begins) {
        state->first_in = in;
        state->rows = 0;
    } else if (state->rows == 1 || state->before->zone != row->zone) {
        state->more_in = in;
    }
    state->rows++;
    state->before = row;
}

/* -- notes ------------------------------------------------------------------------------------- */

static const pdf_word *first_word(const pdf_row *row)
{
    return &row->words[row->is_rtl ? row->count - 1 : 0];
}

/* The number with which a row begins as a note does; 0: none; -1: stars or a letter. */
static int note_mark(const pdf_row *row)
{
    const pdf_word *w = first_word(row);
    rap_str text = w->text;
    int number = 0;
    if (text.length > 2 && text.data[0] == '(' && text.data[text.length - 1] == ')') {
        text = rap_str_slice(text, 1, text.length - 1);
    }
    if (text.length && text.length <= 3 && rap_str_number(text, &number)) {
        return row->count > 1 ? number : 0;
    }
    bool is_stars = text.length && text.length <= 3;
    for (size_t i = 0; i < text.length; i++) {
        is_stars = is_stars && text.data[i] == '*';
    }
    return is_stars && row->count > 1 ? -1 : 0;
}

/* Whether nothing stands below the column on its page. */
static bool is_at_foot(const pdf_document *document, const pdf_zone *zone)
{
    if (zone->first == zone->end) {
        return false;
    }
    float low = document->rows.items[zone->end - 1].y1;
    const pdf_zone *end = document->zones.items + document->zones.count;
    for (const pdf_zone *z = zone + 1; z < end && z->page == zone->page; z++) {
        bool is_below = z->first < z->end && document->rows.items[z->first].y0 > low - 2;
        if (is_below && z->x0 < zone->x1 && z->x1 > zone->x0) {
            return false;
        }
    }
    return true;
}

/* The first row of the notes at the foot of a column: it opens with a mark, and it and all below it
 * are in smaller print than the text, or the mark is raised and white space stands above. */
static size_t notes_begin(const paragraph_state *state, const pdf_zone *zone)
{
    const pdf_document *document = state->document;
    float small = document->height * 0.94f;
    size_t from = zone->end;
    while (from > zone->first && document->rows.items[from - 1].print <= small) {
        from--;
    }
    for (size_t i = from; i < zone->end; i++) {
        if (note_mark(&document->rows.items[i])) {
            /* what stands above the first mark is the rest of a note of the page before */
            return state->is_note_open && i - from <= 6 ? from : i;
        }
    }
    for (size_t i = from; i-- > zone->first;) {
        const pdf_row *row = &document->rows.items[i];
        bool is_gap = i > zone->first && row->y1 - (row - 1)->y1 > document->pitch * 1.2f;
        if (note_mark(row) > 0 && first_word(row)->is_raised && (is_gap || i == zone->first)) {
            from = i;
        } else if (zone->end - i > 30) {
            break;
        }
    }
    return from == zone->end || note_mark(&document->rows.items[from]) > 0 ? from : zone->end;
}

/* Whether more than a space stands between the mark and the text. */
static bool is_set_apart(const pdf_row *row)
{
    const pdf_word *mark = first_word(row), *next = row->is_rtl ? mark - 1 : mark + 1;
    float gap = row->is_rtl ? mark->x0 - next->x1 : next->x0 - mark->x1;
    return row->count > 1 && gap > rap_pdf_height(mark) * 0.5f;
}

/* A number at the head of a row may be one of the note's own text: it counts where it is the next
 * one, the first that this foot of a page has, or stands apart as marks do. */
static bool begins_note(const paragraph_state *state, const pdf_row *row, bool any)
{
    int mark = note_mark(row);
    if (mark <= 0) {
        return mark < 0;
    }
    if (first_word(row)->is_raised || mark == state->note + 1 || mark == 1 || !state->note) {
        return true;
    }
    return mark > state->note && (!any || (is_set_apart(row) && mark <= state->note + 3));
}

static void take_notes(paragraph_state *state, const pdf_zone *zone, size_t from)
{
    bool any = false;
    for (size_t i = from; i < zone->end; i++) {
        pdf_row *row = &state->document->rows.items[i];
        bool is_first = begins_note(state, row, any);
        int mark = note_mark(row);
        row->kind = is_first || !state->note ? PDF_NOTE : PDF_NOTE_MORE;
        row->kind = mark || state->note ? row->kind : PDF_BODY;
        any |= is_first;
        if (is_first) {
            state->note = mark > 0 ? mark : state->note ? state->note : -1;
        }
        state->is_note_open = !rap_lines_ends_sentence(last_sign(row->text));
    }
}

/* -- headings ---------------------------------------------------------------------------------- */

/* The rows [at, end) of one paragraph. */
static size_t paragraph_end(const pdf_document *document, size_t at)
{
    size_t end = at + 1;
    while (end < document->rows.count &&
           (document->rows.items[end].kind != PDF_BODY || !document->rows.items[end].begins)) {
        if (document->rows.items[end].kind == PDF_CELLS) {
            break;
        }
        end++;
    }
    return end;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x < y) - (x > y);
}

/* Paragraphs in larger type than the text are headings, the largest ones of level 1. Those before
 * the first text are the cover's. */
static void find_headings(pdf_document *document)
{
    RAP_VEC(float) sizes = {0};
    RAP_VEC(size_t) found = {0};
    bool is_text = false;
    for (size_t i = 0; i < document->rows.count;) {
        pdf_row *row = &document->rows.items[i];
        size_t end = row->kind == PDF_CELLS ? i + 1 : paragraph_end(document, i);
        bool is_large = row->kind == PDF_BODY &&
                        row->print > document->height * (row->is_guessed ? 1.5f : 1.15f);
        is_text = is_text || (row->kind == PDF_BODY && !is_large && end - i > 1 &&
                              row->x1 - row->x0 > document->height * 20);
        if (is_large && is_text && row->begins && end - i <= 5) {
            RAP_PUSH(document->arena, &sizes, row->print);
            RAP_PUSH(document->arena, &found, i);
        }
        i = end;
    }
    if (sizes.count) {
        qsort(sizes.items, sizes.count, sizeof *sizes.items, by_size);
    }
    for (size_t i = 0; i < found.count; i++) {
        pdf_row *row = &document->rows.items[found.items[i]];
        int32_t level = 1;
        float size = sizes.items[0];
        for (size_t k = 0; k < sizes.count && row->print < size * 0.95f && level < 6; k++) {
            if (sizes.items[k] < size * 0.95f) {
                size = sizes.items[k];
                level++;
            }
        }
        row->level = level;
    }
}

void rap_pdf_paragraphs(pdf_document *document)
{
    paragraph_state state = {.document = document};
    for (size_t i = 0; i < document->rows.count; i++) {
        pdf_row *row = &document->rows.items[i];
        row->text = rap_pdf_row_text(document, row, -1e6f, 1e6f);
    }
    set_frames(&state);
    find_pitch(document);
    for (size_t z = 0; z < document->zones.count; z++) {
        const pdf_zone *zone = &document->zones.items[z];
        if (!zone->is_table && is_at_foot(document, zone)) {
            take_notes(&state, zone, notes_begin(&state, zone));
        }
    }
    find_indents(document);
    for (size_t i = 0; i < document->rows.count; i++) {
        pdf_row *row = &document->rows.items[i];
        if (row->kind == PDF_BODY) {
            take_body(&state, row);
        } else if (row->kind == PDF_CELLS) {
            state.before = row;
            state.rows = 1;
        }
    }
    find_headings(document);
}

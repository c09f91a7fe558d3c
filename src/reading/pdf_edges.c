/* What is printed at the edges of each page: heads with symbol and title, page and job numbers. */
#include "pdf_page.h"

#include "lines.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#define TOPS 3
#define LOWS 3
#define MARK_WORDS 6 /* of a row with nothing but numbers of pages and jobs */

typedef struct {
    pdf_row row;
    rap_str key;
    uint32_t page;
    float apart;           /* white space between it and the text */
    bool is_top, is_first; /* of its page */
    bool is_out;
} edge;
typedef RAP_VEC(edge) edges;

/* "7", "12/30", "-4-": may be a page's number. */
static bool is_page_number(rap_str text)
{
    size_t digits = 0;
    for (size_t i = 0; i < text.length; i++) {
        digits += text.data[i] >= '0' && text.data[i] <= '9';
    }
    return digits && text.length <= 9 && digits + 4 >= text.length && digits <= 6 &&
           (digits <= 4 || rap_str_find(text, RAP_STR("/"), 0) != SIZE_MAX);
}

/* The words in the order of the alphabet, so that a left and a right page are the same, with the
 * place on the page. Of the page's number stands how far it is from the page: other figures tell
 * one row from another, "7 Ibid." is not "9 Ibid.". */
static rap_str key_of(rap_arena *arena, const pdf_row *row, uint32_t page)
{
    rap_str *words = RAP_NEW_ARRAY(arena, rap_str, row->count);
    int number = 0, ahead = 0;
    size_t at = SIZE_MAX;
    rap_buf key;
    rap_buf_init(&key, arena);
    for (size_t i = 0; i < row->count; i++) {
        rap_str text = row->words[i].text;
        words[i] = text;
        rap_str head = rap_str_slice(text, 0, rap_str_find(text, RAP_STR("/"), 0));
        if (is_page_number(text) && rap_str_number(head, &number) &&
            (at == SIZE_MAX || abs(number - (int)page) < abs(ahead))) {
            ahead = number - (int)page;
            at = i;
        }
    }
    if (at != SIZE_MAX) {
        size_t stroke = rap_str_find(words[at], RAP_STR("/"), 0);
        words[at] = rap_str_slice(words[at], stroke, words[at].length);
    }
    qsort(words, row->count, sizeof *words, rap_str_order);
    for (size_t i = 0; i < row->count && key.length < 400; i++) {
        rap_buf_put(&key, words[i]);
        rap_buf_put_byte(&key, ' ');
    }
    rap_buf_format(&key, "%d %d", at == SIZE_MAX ? 0 : ahead, (int)(row->y1 / 4 + 0.5f));
    return rap_buf_str(&key);
}

/* Whether two rows of different type stand beside each other, not one above the other. */
static bool are_level(const pdf_row *one, const pdf_row *other)
{
    float upper = one->y0 > other->y0 ? one->y0 : other->y0;
    float lower = one->y1 < other->y1 ? one->y1 : other->y1;
    float high =
        one->y1 - one->y0 < other->y1 - other->y0 ? one->y1 - one->y0 : other->y1 - other->y0;
    return lower - upper > high / 2 && (one->x1 < other->x0 || other->x1 < one->x0);
}

/* White space between row `index` and the text below it (`step` 1) or above it (-1). */
static float space_beside(const pdf_rows *rows, size_t index, int step)
{
    const pdf_row *row = &rows->items[index];
    size_t i = index + (size_t)step;
    while (i < rows->count && are_level(row, &rows->items[i])) {
        i += (size_t)step;
    }
    return i >= rows->count ? 1e5f
           : step > 0       ? rows->items[i].y0 - row->y1
                            : row->y0 - rows->items[i].y1;
}

static void find_edges(pdf_document *document, const pdf_sheet *sheet, edges *found)
{
    pdf_rows rows = {0};
    size_t count = sheet->end - sheet->first;
    pdf_word *words = RAP_NEW_ARRAY(document->arena, pdf_word, count + 1);
    if (count) {
        memcpy(words, document->words.items + sheet->first, count * sizeof *words);
    }
    rap_pdf_rows(document, words, count, sheet->is_rtl, &rows);
    for (size_t i = 0; i < rows.count; i++) {
        bool is_top = i < TOPS && i * 2 < rows.count, is_low = i + LOWS >= rows.count;
        if (!is_top && !is_low) {
            continue;
        }
        const pdf_row *row = &rows.items[i];
        edge more = {.row = *row,
                     .key = key_of(document->arena, row, sheet->number),
                     .page = sheet->number,
                     .is_top = is_top,
                     .is_first = i == 0};
        more.apart = space_beside(&rows, i, is_top ? 1 : -1);
        RAP_PUSH(document->arena, found, more);
    }
}

/* Digits, strokes, brackets, capitals and stars: "3/12", "22-26534", "(E)", "*2226534*". */
static bool is_page_mark(const pdf_row *row)
{
    bool digits = false;
    for (size_t i = 0; i < row->count; i++) {
        rap_str text = row->words[i].text;
        size_t letters = 0;
        for (size_t at = 0; at < text.length;) {
            uint32_t c = rap_utf8_next(text, &at);
            bool is_dash = c >= 0x2010 && c <= 0x2015;
            letters += c >= 'A' && c <= 'Z';
            digits |= c >= '0' && c <= '9';
            if (!is_dash && (c >= 0x80 || !strchr("0123456789/-()*.EFSRCAGN", (int)c))) {
                return false;
            }
        }
        if (letters > 3 || text.length > 20) {
            return false;
        }
    }
    return digits && row->count <= MARK_WORDS;
}

/* The number under which a document was typeset: "22-26534", "*2226534*". */
static bool has_job_number(const pdf_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        rap_str text = row->words[i].text;
        size_t digits = 0, dash = SIZE_MAX;
        for (size_t c = 0; c < text.length; c++) {
            digits += text.data[c] >= '0' && text.data[c] <= '9';
            dash = text.data[c] == '-' ? c : dash;
        }
        bool is_starred = text.length == 9 && text.data[0] == '*' && text.data[8] == '*';
        if (digits == 7 && ((text.length == 8 && dash == 2) || is_starred)) {
            return true;
        }
    }
    return false;
}

/* The word that begins at *at, with those that touch it: "A/RES/", "77", "/", "12". */
static rap_str next_whole(rap_arena *arena, const pdf_row *row, size_t *at)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    float high = row->y1 - row->y0;
    do {
        rap_buf_put(&out, row->words[*at].text);
        ++*at;
    } while (*at < row->count && out.length < 60 &&
             row->words[*at].x0 - row->words[*at - 1].x1 < high * 0.05f);
    return rap_buf_str(&out);
}

/* A symbol that the first page has at its upper edge as well. */
static bool has_known_symbol(rap_arena *arena, const pdf_row *row, const rap_map *symbols)
{
    for (size_t at = 0; at < row->count;) {
        if (rap_map_find(symbols, next_whole(arena, row, &at))) {
            return true;
        }
    }
    return false;
}

static bool is_furniture(const edge *e, const rap_map *counts, const rap_map *symbols,
                         const pdf_document *document)
{
    const size_t *count = rap_map_find(counts, e->key);
    bool is_apart = e->apart > document->height * 0.5f;
    bool repeats = count && *count > 1 && e->apart > document->height * (*count > 2 ? 0.1f : 0.5f);
    if (e->is_top) {
        bool is_mark = e->is_first && is_page_mark(&e->row) && is_apart;
        return e->page > 1 && (repeats || is_mark ||
                               (is_apart && has_known_symbol(document->arena, &e->row, symbols)));
    }
    bool is_job = has_job_number(&e->row) && e->row.count <= MARK_WORDS + 4;
    return (is_page_mark(&e->row) && is_apart) || is_job || repeats;
}

/* Takes the words of a row out of those of its page. */
static void drop(pdf_document *document, const edge *e)
{
    pdf_sheet *sheet = &document->sheets.items[e->page - 1];
    size_t kept = sheet->first;
    for (size_t i = sheet->first; i < sheet->end; i++) {
        const pdf_word *w = &document->words.items[i];
        float middle = (w->y0 + w->y1) / 2;
        bool is_in = middle >= e->row.y0 && middle <= e->row.y1 && w->x0 >= e->row.x0 - 0.1f &&
                     w->x1 <= e->row.x1 + 0.1f;
        if (!is_in) {
            document->words.items[kept++] = *w;
        }
    }
    sheet->end = kept;
}

void rap_pdf_edges(pdf_document *document)
{
    edges found = {0};
    rap_map *counts = rap_map_new(document->arena), *symbols = rap_map_new(document->arena);
    for (size_t i = 0; i < document->sheets.count; i++) {
        find_edges(document, &document->sheets.items[i], &found);
    }
    for (size_t i = 0; i < found.count; i++) {
        const edge *e = &found.items[i];
        size_t *count = rap_map_find(counts, e->key);
        if (!count) {
            count = RAP_NEW(document->arena, size_t);
            rap_map_set(counts, e->key, count);
        }
        ++*count;
        for (size_t at = 0; e->page == 1 && e->is_top && at < e->row.count;) {
            rap_str text = next_whole(document->arena, &e->row, &at);
            if (rap_lines_is_symbol(text)) {
                rap_map_set(symbols, text, count);
            }
        }
    }
    for (size_t i = 0; i < found.count; i++) {
        found.items[i].is_out = is_furniture(&found.items[i], counts, symbols, document);
    }
    for (size_t i = 0; i < found.count; i++) {
        const edge *e = &found.items[i];
        /* what stands between text and text is text */
        bool is_outer =
            e->is_top ? i == 0 || found.items[i - 1].page != e->page || found.items[i - 1].is_out
                      : true;
        for (size_t k = i + 1; !e->is_top && k < found.count && found.items[k].page == e->page;
             k++) {
            is_outer = is_outer && found.items[k].is_out;
        }
        if (e->is_out && is_outer) {
            drop(document, e);
        }
    }
}

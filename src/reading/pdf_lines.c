/* Rows into lines of text, with what the page tells of each. */
#include "pdf_page.h"

#include <string.h>

typedef struct {
    pdf_document *document;
    rap_buf out;
    rap_lines_told told;
    bool is_open; /* a line has no end yet */
} line_writer;

/* Height of most words of the document. */
static void find_height(pdf_document *document)
{
    enum { STEPS = 400 };
    size_t *counts = RAP_NEW_ARRAY(document->arena, size_t, STEPS);
    size_t best = 0;
    for (size_t i = 0; i < document->words.count; i++) {
        const pdf_word *w = &document->words.items[i];
        float high = rap_pdf_height(w) * 4;
        size_t step = high < STEPS ? (size_t)high : 0;
        counts[step] += w->text.length;
        best = step && counts[step] > counts[best] ? step : best;
    }
    document->height = best ? ((float)best + 0.5f) / 4 : 12;
}

/* -- lines ------------------------------------------------------------------------------------- */

static void end_line(line_writer *w, char sign)
{
    if (w->is_open) {
        rap_buf_put_byte(&w->out, sign);
        w->is_open = false;
    } else if (sign == '\f') { /* a page without text */
        RAP_PUSH(w->document->arena, &w->told, (rap_line_told){0});
        rap_buf_put_byte(&w->out, sign);
    }
}

static void begin_line(line_writer *w, rap_line_told told)
{
    end_line(w, '\n');
    RAP_PUSH(w->document->arena, &w->told, told);
    w->is_open = true;
}

static void put_row(line_writer *w, const pdf_row *row, uint32_t page)
{
    rap_line_told told = {.place = row->kind == PDF_NOTE        ? RAP_LINE_NOTE
                                   : row->kind == PDF_NOTE_MORE ? RAP_LINE_NOTE_MORE
                                   : row->begins                ? RAP_LINE_BEGINS
                                                                : RAP_LINE_GOES_ON,
                          .box = {page, row->x0, row->y0, row->x1, row->y1}};
    if (row->level && row->begins) {
        told.look = RAP_LOOK_HEADING;
        told.level = row->level;
    }
    begin_line(w, told);
    rap_str text = row->text;
    if (row->is_divided) {
        size_t at = text.length;
        rap_utf8_previous(text, &at);
        rap_buf_put(&w->out, rap_str_slice(text, 0, at));
        rap_buf_put_code_point(&w->out, 0xAD);
    } else {
        rap_buf_put(&w->out, text);
    }
}

/* -- tables ------------------------------------------------------------------------------------ */

/* The text of a row in column `column`, counted in the direction of reading. */
static rap_str cell_of(const pdf_document *document, const pdf_zone *zone, const pdf_row *row,
                       size_t column)
{
    size_t place = zone->is_rtl ? zone->columns - 1 - column : column;
    const float *gutters = document->gutters.items + zone->gutters;
    float from = place ? gutters[place - 1] : -1e6f;
    float to = place + 1 < zone->columns ? gutters[place] : 1e6f;
    return rap_pdf_row_text(document, row, from, to);
}

/* The least step from row to row, and whether others are visibly larger. */
static bool is_spaced(const pdf_document *document, const pdf_zone *zone, float *ret_least)
{
    float least = 1e6f, most = 0;
    for (size_t i = zone->first + 1; i < zone->end; i++) {
        float step = document->rows.items[i].y1 - document->rows.items[i - 1].y1;
        least = step < least ? step : least;
        most = step > most ? step : most;
    }
    *ret_least = least;
    return least > 0 && most > least * 1.3f && least < document->height * 1.5f;
}

/* Rows [first, end) as one row of the table. */
static void put_cells(line_writer *w, const pdf_zone *zone, size_t first, size_t end)
{
    const pdf_document *document = w->document;
    const pdf_row *rows = document->rows.items;
    rap_line_told told = {
        .place = RAP_LINE_BEGINS,
        .look = RAP_LOOK_CELL,
        .box = {zone->page, rows[first].x0, rows[first].y0, rows[first].x1, rows[end - 1].y1}};
    for (size_t i = first; i < end; i++) {
        told.box.x0 = rows[i].x0 < told.box.x0 ? rows[i].x0 : told.box.x0;
        told.box.x1 = rows[i].x1 > told.box.x1 ? rows[i].x1 : told.box.x1;
    }
    begin_line(w, told);
    for (size_t column = 0; column < zone->columns; column++) {
        if (column) {
            rap_buf_put_byte(&w->out, '\t');
        }
        bool is_any = false;
        for (size_t i = first; i < end; i++) {
            rap_str text = cell_of(document, zone, &rows[i], column);
            if (text.length && is_any) {
                rap_buf_put_byte(&w->out, ' ');
            }
            rap_buf_put(&w->out, text);
            is_any |= text.length > 0;
        }
    }
}

/* What stands in several lines of a cell is one row of the table: where rows are set apart, up to
 * the next gap, else up to the next line that has a first cell. */
static void put_table(line_writer *w, const pdf_zone *zone)
{
    const pdf_document *document = w->document;
    float least = 0;
    bool spaced = is_spaced(document, zone, &least);
    size_t first = zone->first;
    for (size_t i = zone->first + 1; i <= zone->end; i++) {
        bool is_new = i == zone->end;
        if (!is_new) {
            const pdf_row *row = &document->rows.items[i];
            is_new = spaced ? row->y1 - row[-1].y1 > least * 1.25f
                            : cell_of(document, zone, row, 0).length > 0;
        }
        if (is_new) {
            put_cells(w, zone, first, i);
            first = i;
        }
    }
}

bool rap_pdf_lines(pdf_document *document, rap_str *ret_text, rap_lines_told *ret_told)
{
    line_writer writer = {.document = document};
    if (!document->words.count) {
        return false;
    }
    rap_pdf_find_direction(document);
    find_height(document);
    rap_pdf_find_strokes(document);
    rap_pdf_edges(document);
    rap_pdf_columns(document);
    rap_pdf_paragraphs(document);
    rap_pdf_hyphens(document);
    rap_buf_init(&writer.out, document->arena);
    uint32_t page = 1;
    for (size_t z = 0; z < document->zones.count; z++) {
        const pdf_zone *zone = &document->zones.items[z];
        for (; page < zone->page; page++) {
            end_line(&writer, '\f');
        }
        if (zone->is_table) {
            put_table(&writer, zone);
            continue;
        }
        for (size_t i = zone->first; i < zone->end; i++) {
            put_row(&writer, &document->rows.items[i], zone->page);
        }
    }
    end_line(&writer, '\n');
    *ret_text = rap_buf_str(&writer.out);
    *ret_told = writer.told;
    return true;
}

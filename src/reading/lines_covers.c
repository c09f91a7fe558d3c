/* Several documents in one text: where the cover of each begins. A cover has the symbol on a line
 * of its own and, soon below, the document's number once more: "A/RES/79/901" and "79/901. ...". */
#include "lines.h"

#include <string.h>

#define COVER_LINES 24 /* with text, between the symbol and the number */
#define COVER_WIDTH 400
#define HEAD_LINES 3 /* with text, above the symbol */
#define HEAD_WIDTH 40
#define NUMBER_WIDTH 60 /* of a line that has words before the number */

typedef struct {
    int values[2];
    bool begins; /* no word stands before the number */
} number_pair;

static bool begins_number(rap_str text)
{
    size_t at = 0, behind = rap_str_starts(text, RAP_STR("ES-"))  ? 3
                            : rap_str_starts(text, RAP_STR("S-")) ? 2
                                                                  : 0;
    text = rap_str_slice(text, behind, text.length);
    return text.length && rap_lines_digit(rap_utf8_next(text, &at)) >= 0;
}

/* The first or last two numbers of a text; false: it has fewer. */
static bool read_pair(rap_str text, bool last, number_pair *ret_pair)
{
    int count = 0, value = -1;
    *ret_pair = (number_pair){.begins = begins_number(text)};
    for (size_t at = 0; at <= text.length && (last || count < 2);) {
        uint32_t c = ' ';
        if (at < text.length) {
            c = rap_utf8_next(text, &at);
        } else {
            at++;
        }
        int digit = rap_lines_digit(c);
        if (digit >= 0 && value < 100000) {
            value = (value < 0 ? 0 : value * 10) + digit;
        } else if (value >= 0) {
            ret_pair->values[0] = count ? ret_pair->values[1] : value;
            ret_pair->values[1] = value;
            count++;
            value = -1;
        }
    }
    return count >= 2;
}

/* A symbol alone on its line, also with a part or a year behind it: "A/RES/79/901 B". */
static rap_str symbol_line(const text_line *line)
{
    rap_str text = rap_lines_trim(line);
    size_t space = rap_str_find(text, RAP_STR(" "), 0);
    rap_str head = rap_str_slice(text, 0, space);
    bool part = space == SIZE_MAX || text.length - space <= 8;
    for (size_t i = space; i < text.length; i++) {
        part = part && strchr(" -()0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", text.data[i]);
    }
    return part && rap_lines_is_symbol(head) ? text : RAP_STR_NONE;
}

/* Whether the number of the symbol on line `at` stands soon below it. */
static bool number_follows(const text_lines *lines, size_t at, rap_str symbol)
{
    number_pair own, other;
    if (!read_pair(symbol, true, &own)) {
        return false;
    }
    size_t seen = 0;
    for (size_t i = at + 1; i < lines->count && seen < COVER_LINES; i++) {
        const text_line *line = &lines->items[i];
        rap_str text = rap_lines_trim(line);
        if (line->width > COVER_WIDTH || rap_lines_is_symbol(text)) {
            return false;
        }
        bool same = read_pair(rap_str_slice(text, 0, 80), false, &other) &&
                    ((own.values[0] == other.values[0] && own.values[1] == other.values[1]) ||
                     (own.values[0] == other.values[1] && own.values[1] == other.values[0]));
        if (same && (other.begins || line->width <= NUMBER_WIDTH)) {
            return true;
        }
        seen += line->kind != LINE_BLANK;
    }
    return false;
}

/* The line with which the cover begins: short lines without a figure stand above its symbol. */
static size_t cover_begin(const text_lines *lines, size_t symbol)
{
    size_t begin = symbol, seen = 0;
    for (size_t i = symbol; i-- > 0 && seen < HEAD_LINES;) {
        const text_line *line = &lines->items[i];
        if (line->page != lines->items[symbol].page) {
            break;
        }
        if (line->kind == LINE_BLANK) {
            continue;
        }
        rap_str text = rap_lines_trim(line);
        bool figure = false;
        for (size_t at = 0; at < text.length;) {
            figure |= rap_lines_digit(rap_utf8_next(text, &at)) >= 0;
        }
        if (figure || line->width > HEAD_WIDTH || rap_lines_ends_sentence(line->last) ||
            line->kind != LINE_BODY) {
            break;
        }
        begin = i;
        seen++;
    }
    return begin;
}

/* Whether the symbol of the document in hand stands at the top of a further page: a running head.
 */
static bool is_running_head(const text_lines *lines, size_t at, rap_str symbol, rap_str before)
{
    size_t above = at;
    while (above > 0 && lines->items[above - 1].kind == LINE_BLANK &&
           lines->items[above - 1].page == lines->items[at].page) {
        above--;
    }
    return rap_str_equal(symbol, before) && above > 0 &&
           lines->items[above - 1].page != lines->items[at].page;
}

void rap_lines_covers(rap_arena *arena, const text_lines *lines, line_starts *ret_starts)
{
    line_starts starts = {0};
    rap_str before = RAP_STR_NONE; /* the symbol of the last cover */
    RAP_PUSH(arena, &starts, 0);
    for (size_t i = 0; i < lines->count; i++) {
        const text_line *line = &lines->items[i];
        if (line->kind == LINE_BLANK || line->width > 60) {
            continue;
        }
        rap_str symbol = symbol_line(line);
        if (!symbol.length || is_running_head(lines, i, symbol, before) ||
            !number_follows(lines, i, symbol)) {
            continue;
        }
        size_t begin = cover_begin(lines, i);
        if (before.length && begin) {
            RAP_PUSH(arena, &starts, begin);
        }
        before = symbol;
    }
    *ret_starts = starts;
}

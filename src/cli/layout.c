#include "layout.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#define ELLIPSIS "\xE2\x80\xA6"

static size_t code_point_width(uint32_t c)
{
    if (c < 0x300) {
        return c >= 0x20 && c != 0x7F && c != 0xAD;
    }
    switch (u_charType((UChar32)c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
        return 0;
    default:
        break;
    }
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
        return 2;
    default:
        return 1;
    }
}

size_t layout_width(rap_str text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.length;) {
        width += code_point_width(rap_utf8_next(text, &at));
    }
    return width;
}

/* The byte behind the longest start of `text` (from byte `from`) that fits `columns`, marks with
 * their letters. */
static size_t fitting(rap_str text, size_t from, size_t columns)
{
    size_t width = 0;
    for (size_t at = from; at < text.length;) {
        size_t next = at;
        width += code_point_width(rap_utf8_next(text, &next));
        if (width > columns) {
            return at;
        }
        at = next;
    }
    return text.length;
}

rap_str layout_cut(rap_arena *arena, rap_str text, size_t columns)
{
    if (fitting(text, 0, columns) == text.length) {
        return text;
    }
    if (columns == 0) {
        return RAP_STR_NONE;
    }
    rap_str start = rap_str_trim(rap_str_slice(text, 0, fitting(text, 0, columns - 1)));
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_put(&out, start);
    rap_buf_put_c(&out, ELLIPSIS);
    return rap_buf_str(&out);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether a line may end before byte `at`, besides what Unicode's rules say: symbols of documents
 * are not torn at their slashes and hyphens ("A/77/277-S/2022/606"), nor "126 (a)" before its
 * bracket, and the mark of a note stays with its word. */
static bool may_end(UBreakIterator *breaks, rap_str text, size_t at)
{
    if (at == text.length) {
        return true;
    }
    char next = text.data[at], last = text.data[at - 1], before = at > 1 ? text.data[at - 2] : ' ';
    bool torn = last == '/' || (last == '-' && is_digit(before)) || (next == '[' && last != ' ') ||
                (next == '(' && last == ' ' && is_digit(before));
    return !torn && ubrk_isBoundary(breaks, (int32_t)at);
}

void layout_wrap(rap_arena *arena, rap_str text, size_t columns, rap_strs *ret_lines)
{
    *ret_lines = (rap_strs){0};
    if (columns == 0 || layout_width(text) <= columns) {
        RAP_PUSH(arena, ret_lines, text);
        return;
    }
    UErrorCode status = U_ZERO_ERROR;
    UText source = UTEXT_INITIALIZER;
    utext_openUTF8(&source, text.data, (int64_t)text.length, &status);
    UBreakIterator *breaks = ubrk_open(UBRK_LINE, "", NULL, 0, &status);
    ubrk_setUText(breaks, &source, &status);
    size_t start = 0;
    while (U_SUCCESS(status) && start < text.length) {
        size_t end = fitting(text, start, columns);
        /* A space at the edge takes no room, so a break right behind it will do. */
        size_t behind = end;
        while (behind < text.length && text.data[behind] == ' ') {
            behind++;
        }
        size_t edge = behind;
        while (edge > start && !may_end(breaks, text, edge)) {
            int32_t before = ubrk_preceding(breaks, (int32_t)edge);
            edge = before > 0 ? (size_t)before : 0;
        }
        behind = edge > start ? edge : end;
        if (behind <= start) { /* wider than the line by itself: one code point */
            behind = start;
            rap_utf8_next(text, &behind);
        }
        RAP_PUSH(arena, ret_lines, rap_str_trim(rap_str_slice(text, start, behind)));
        start = behind;
    }
    if (U_FAILURE(status) && start < text.length) {
        RAP_PUSH(arena, ret_lines, rap_str_slice(text, start, text.length));
    }
    ubrk_close(breaks);
    utext_close(&source);
}

/* -- tables ------------------------------------------------------------------------------------ */

#define GAP 2            /* columns between two cells */
#define WHOLE_PADDING 40 /* to which cells are padded where nothing is cut */

static size_t row_count(const layout_table *table)
{
    return table->column_count ? table->cells.count / table->column_count : 0;
}

static size_t least_width(const layout_table *table, const size_t *natural, size_t column)
{
    size_t least = table->columns[column].least;
    return natural[column] < least ? natural[column] : least;
}

static size_t total(const layout_table *table, const size_t *widths)
{
    size_t sum = 0, shown = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        sum += widths[c];
        shown += widths[c] > 0;
    }
    return sum + (shown ? (shown - 1) * GAP : 0);
}

/* Widens columns one by one towards `most` (`bounded`) or their natural width while there is room.
 * Of the first round a column without a bound gets two fifths of the line. */
static void widen(const layout_table *table, const size_t *natural, size_t columns, bool bounded,
                  size_t *widths)
{
    size_t room = columns - total(table, widths);
    for (bool grew = true; grew && room;) {
        grew = false;
        for (size_t c = 0; c < table->column_count && room; c++) {
            size_t goal = natural[c], most = table->columns[c].most;
            most = most ? most : columns * 2 / 5;
            if (bounded && goal > most) {
                goal = most;
            }
            if (widths[c] && widths[c] < goal) {
                widths[c]++;
                room--;
                grew = true;
            }
        }
    }
}

void layout_fit(rap_arena *arena, const layout_table *table, size_t columns, size_t *ret_widths)
{
    size_t count = table->column_count, rows = row_count(table);
    size_t *natural = RAP_NEW_ARRAY(arena, size_t, count + 1);
    for (size_t c = 0; c < count; c++) {
        for (size_t row = 0; row < rows; row++) {
            size_t width = layout_width(table->cells.items[row * count + c]);
            natural[c] = width > natural[c] ? width : natural[c];
        }
        size_t title = layout_width(rap_str_of(table->columns[c].title));
        natural[c] = natural[c] && title > natural[c] ? title : natural[c];
        ret_widths[c] = columns ? least_width(table, natural, c) : natural[c];
    }
    if (columns == 0) {
        return;
    }
    while (total(table, ret_widths) > columns) {
        size_t worst = SIZE_MAX, shown = 0;
        for (size_t c = 0; c < count; c++) {
            shown += ret_widths[c] > 0;
            if (ret_widths[c] &&
                (worst == SIZE_MAX || table->columns[c].weight < table->columns[worst].weight)) {
                worst = c;
            }
        }
        if (shown == 1) {
            ret_widths[worst] = columns;
            return;
        }
        ret_widths[worst] = 0;
    }
    widen(table, natural, columns, true, ret_widths);
    widen(table, natural, columns, false, ret_widths);
}

void layout_row(rap_arena *arena, const layout_table *table, const size_t *widths, size_t row,
                rap_buf *out)
{
    size_t count = table->column_count, last = 0;
    for (size_t c = 0; c < count; c++) {
        last = widths[c] ? c : last;
    }
    for (size_t c = 0; c <= last && count; c++) {
        if (widths[c] == 0) {
            continue;
        }
        rap_str cell = row == SIZE_MAX ? rap_str_of(table->columns[c].title)
                                       : table->cells.items[row * count + c];
        cell = layout_cut(arena, cell, widths[c]);
        rap_buf_put(out, cell);
        if (c == last) {
            break;
        }
        size_t padded = widths[c] < WHOLE_PADDING ? widths[c] : WHOLE_PADDING;
        for (size_t width = layout_width(cell); width < padded + GAP; width++) {
            rap_buf_put_byte(out, ' ');
        }
        if (layout_width(cell) >= padded + GAP) {
            rap_buf_put_c(out, "  ");
        }
    }
    while (out->length && out->data[out->length - 1] == ' ') {
        out->length--;
    }
    rap_buf_put_byte(out, '\n');
}

void layout_csv(rap_buf *out, rap_str field)
{
    bool quoted = false;
    for (size_t i = 0; i < field.length && !quoted; i++) {
        quoted = strchr(",\"\r\n", field.data[i]) != NULL;
    }
    if (!quoted) {
        rap_buf_put(out, field);
        return;
    }
    rap_buf_put_byte(out, '"');
    for (size_t i = 0; i < field.length; i++) {
        if (field.data[i] == '"') {
            rap_buf_put_byte(out, '"');
        }
        rap_buf_put_byte(out, field.data[i]);
    }
    rap_buf_put_byte(out, '"');
}

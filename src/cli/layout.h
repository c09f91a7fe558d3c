/* Text on a grid of character cells: widths (Chinese takes two columns, marks none), cutting,
 * wrapping, tables, and the words that a search found.
 */
#ifndef RAP_CLI_LAYOUT_H
#define RAP_CLI_LAYOUT_H

#include "base/str.h"

/* Columns that the text takes on a terminal, by Unicode's East Asian Width. */
size_t layout_width(rap_str text);
/* The text, cut to `columns` with an ellipsis where it is longer. */
rap_str layout_cut(rap_arena *arena, rap_str text, size_t columns);
/* Lines of at most `columns`, broken where Unicode's line breaking allows (UAX #14), in the middle
 * of a word only where it alone is longer. `columns` 0 gives one line. Slices of `text`. */
void layout_wrap(rap_arena *arena, rap_str text, size_t columns, rap_strs *ret_lines);

/* A column of a table. */
typedef struct {
    const char *title;
    size_t least; /* columns below which it is dropped rather than narrowed further */
    size_t most; /* columns that it takes before the others have theirs; 0: the text, as many as are
                    left */
    int weight;  /* the column of least weight is dropped first where there is no room */
} layout_column;

typedef struct {
    const layout_column *columns;
    size_t column_count;
    rap_strs cells; /* row after row */
} layout_table;

/* The width given to each column (ret_widths holds column_count), 0 for one left out: that is
 * empty in all rows, or found no room in `columns`. `columns` 0: every cell whole. */
void layout_fit(rap_arena *arena, const layout_table *table, size_t columns, size_t *ret_widths);
/* Appends line `row` (SIZE_MAX: the titles) with its line end, cut to the widths; the last shown
 * column is not padded. */
void layout_row(rap_arena *arena, const layout_table *table, const size_t *widths, size_t row,
                rap_buf *out);

/* A field of a CSV file (RFC 4180): in quotes where it must be. */
void layout_csv(rap_buf *out, rap_str field);

/* Byte spans of `text`'s words that a reader who searched for `words` would see as found: the same
 * word in another case, with other marks or another ending; Chinese by characters. In order. */
typedef struct {
    size_t start, end;
} layout_hit;
typedef RAP_VEC(layout_hit) layout_hits;
void layout_find_hits(rap_arena *arena, rap_str text, rap_str words, layout_hits *ret_hits);

#endif

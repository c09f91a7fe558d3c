/* Rule tables: the text files under data/.
 *
 * UTF-8, one row a line, columns separated by one tab. Lines that start with '#' are comments,
 * blank lines are passed over. The first other line names the columns. A row may have fewer
 * columns than the header; the missing ones are empty.
 */
#ifndef RAP_BASE_TABLE_H
#define RAP_BASE_TABLE_H

#include "base/error.h"
#include "base/str.h"

typedef struct {
    rap_strs cells;
    int line; /* in the file, from 1 */
} rap_row;

typedef struct {
    rap_strs columns;
    RAP_VEC(rap_row) rows;
} rap_table;

/* Parses; slices point into `text`. */
bool rap_table_parse(rap_arena *arena, rap_str text, rap_table *ret_table, rap_error *error);
/* The index of a column, or -1. */
int rap_table_column(const rap_table *table, const char *name);
/* The cell; empty where the row has none or `column` is -1. */
rap_str rap_row_cell(const rap_row *row, int column);

#endif

#include "base/table.h"

static void split_cells(rap_arena *arena, rap_str line, rap_strs *cells)
{
    rap_str cell;
    while (rap_str_split(&line, '\t', &cell)) {
        RAP_PUSH(arena, cells, rap_str_trim(cell));
    }
}

bool rap_table_parse(rap_arena *arena, rap_str text, rap_table *ret_table, rap_error *error)
{
    rap_table table = {0};
    rap_str line;
    size_t invalid = rap_utf8_invalid(text);
    if (invalid != SIZE_MAX) {
        return rap_error_set(error, RAP_ERROR_FORMAT, (long long)invalid,
                             "byte %zu is not UTF-8; save the table as UTF-8", invalid);
    }
    for (int number = 1; rap_str_split(&text, '\n', &line); number++) {
        if (line.length && line.data[line.length - 1] == '\r') {
            line.length--;
        }
        if (!rap_str_trim(line).length || line.data[0] == '#') {
            continue;
        }
        if (!table.columns.count) {
            split_cells(arena, line, &table.columns);
            continue;
        }
        rap_row row = {.line = number};
        row.cells.capacity = table.columns.count;
        row.cells.items = RAP_NEW_ARRAY(arena, rap_str, row.cells.capacity);
        split_cells(arena, line, &row.cells);
        if (row.cells.count > table.columns.count) {
            return rap_error_set(error, RAP_ERROR_FORMAT, number,
                                 "line %d has %zu columns, the header %zu; a tab too many?", number,
                                 row.cells.count, table.columns.count);
        }
        RAP_PUSH(arena, &table.rows, row);
    }
    *ret_table = table;
    return true;
}

int rap_table_column(const rap_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.count; i++) {
        if (rap_str_is(table->columns.items[i], name)) {
            return (int)i;
        }
    }
    return -1;
}

rap_str rap_row_cell(const rap_row *row, int column)
{
    if (column < 0 || (size_t)column >= row->cells.count) {
        return RAP_STR_NONE;
    }
    return row->cells.items[column];
}

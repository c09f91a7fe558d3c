/* The user's own table of organizations: read row by row, so that a row with a mistake costs
 * itself alone. */
#include "rules.h"

#include <stdarg.h>

void rap_user_problem(rap_mention_rules *rules, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = rap_arena_vformat(rules->arena, format, arguments);
    va_end(arguments);
    RAP_PUSH(rules->arena, &rules->problems, (rap_table_problem){line, rap_str_of(message)});
}

/* -- cells ------------------------------------------------------------------------------------ */

static bool is_year(rap_str text)
{
    int year = 0;
    return text.length == 4 && rap_str_number(text, &year) && year >= 1000;
}

static bool is_years(rap_str text)
{
    size_t mark = rap_str_find(text, RAP_STR("-"), 0);
    if (mark == SIZE_MAX) {
        return false;
    }
    rap_str from = rap_str_slice(text, 0, mark), until = rap_str_slice(text, mark + 1, text.length);
    return (is_year(from) && (!until.length || is_year(until))) || (!from.length && is_year(until));
}

rap_str rap_name_years(rap_str printed, int *ret_from, int *ret_until)
{
    size_t open = printed.length;
    while (open > 0 && printed.data[open - 1] != '[') {
        open--;
    }
    if (!open || !rap_str_ends(printed, RAP_STR("]"))) {
        return printed;
    }
    rap_str years = rap_str_slice(printed, open, printed.length - 1);
    if (!is_years(years)) {
        return printed;
    }
    size_t mark = rap_str_find(years, RAP_STR("-"), 0);
    rap_str_number(rap_str_slice(years, 0, mark), ret_from);
    rap_str_number(rap_str_slice(years, mark + 1, years.length), ret_until);
    return rap_str_trim(rap_str_slice(printed, 0, open - 1));
}

bool rap_user_drops(const rap_user_row *row, rap_lang lang, rap_str name)
{
    rap_str rest = row->names[lang], part;
    while (rest.length && rap_str_split(&rest, '|', &part)) {
        part = rap_str_trim(part);
        if (part.length > 1 && part.data[0] == '-' &&
            rap_str_equal(rap_str_trim(rap_str_slice(part, 1, part.length)), name)) {
            return true;
        }
    }
    return false;
}

static void replace(rap_str *text, rap_str cell, rap_str otherwise)
{
    if (cell.length) {
        *text = rap_str_is(cell, "-") ? otherwise : cell;
    }
}

static void replace_year(int *year, rap_str cell)
{
    if (cell.length) {
        *year = 0;
        rap_str_number(cell, year);
    }
}

void rap_user_correct(const rap_user_row *row, rap_entity *entity)
{
    replace(&entity->kind, row->kind, entity->kind);
    replace(&entity->parent, row->parent, RAP_STR_NONE);
    replace(&entity->counts_as, row->counts_as, entity->id);
    replace(&entity->successor, row->successor, RAP_STR_NONE);
    replace_year(&entity->from, row->from);
    replace_year(&entity->until, row->until);
}

/* -- rows ------------------------------------------------------------------------------------- */

/* Where each column of the user's table goes. */
static rap_str *cell_of(rap_user_row *row, rap_str column)
{
    const struct {
        const char *name;
        rap_str *cell;
    } cells[] = {{"id", &row->id},
                 {"kind", &row->kind},
                 {"parent", &row->parent},
                 {"counts_as", &row->counts_as},
                 {"from", &row->from},
                 {"until", &row->until},
                 {"successor", &row->successor}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        if (rap_str_is(column, cells[i].name)) {
            return cells[i].cell;
        }
    }
    rap_lang lang = rap_lang_of_code(column);
    return lang ? &row->names[lang] : NULL;
}

static bool has_name(const rap_user_row *row)
{
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        if (row->names[lang].length && row->names[lang].data[0] != '-') {
            return true;
        }
    }
    return false;
}

static bool is_kind(const rap_mention_rules *rules, rap_str kind)
{
    for (size_t i = 0; i < rules->kinds.count; i++) {
        if (rap_str_equal(rules->kinds.items[i].kind, kind)) {
            return true;
        }
    }
    return !kind.length || rap_str_is(kind, "-");
}

static bool is_year_cell(rap_str cell)
{
    return !cell.length || rap_str_is(cell, "-") || is_year(cell);
}

/* Whether the row can be used; tells why not. */
static bool check(rap_mention_rules *rules, const rap_user_rows *rows, const rap_user_row *row)
{
    const rap_user_row *before = rap_map_find(rows->by_id, row->id);
    if (!row->id.length) {
        rap_user_problem(rules, row->line, "the row has no id; write one in the column \"id\"");
    } else if (before) {
        rap_user_problem(rules, row->line,
                         "\"%.*s\" stands in line %d already; put all about it in one row",
                         RAP_STR_ARG(row->id), before->line);
    } else if (!is_kind(rules, row->kind)) {
        rap_user_problem(rules, row->line,
                         "there is no kind \"%.*s\"; \"rapporteur help organizations\" lists them",
                         RAP_STR_ARG(row->kind));
    } else if (!is_year_cell(row->from) || !is_year_cell(row->until)) {
        rap_user_problem(rules, row->line, "\"from\" and \"until\" are years of four digits");
    } else {
        return true;
    }
    return false;
}

/* One line, parsed with the header before it; its cells live in `arena`. */
static void read_line(rap_mention_rules *rules, rap_arena *arena, const rap_strs *columns,
                      rap_str line, int number, rap_user_rows *rows)
{
    rap_user_row *row = RAP_NEW(arena, rap_user_row);
    row->line = number;
    rap_str cell;
    size_t count = 0;
    while (rap_str_split(&line, '\t', &cell)) {
        cell = rap_str_trim(cell);
        rap_str *place = count < columns->count ? cell_of(row, columns->items[count]) : NULL;
        if (place) {
            *place = cell;
        }
        count++;
    }
    if (count > columns->count) {
        rap_user_problem(rules, number,
                         "the row has %zu columns, the first line %zu; a tab too many?", count,
                         columns->count);
    } else if (check(rules, rows, row)) {
        rap_map_set(rows->by_id, row->id, row);
        RAP_PUSH(arena, &rows->list, row);
    }
}

static void read_header(rap_mention_rules *rules, rap_arena *arena, rap_str line, int number,
                        rap_strs *columns)
{
    rap_user_row probe = {0};
    rap_str cell;
    bool has_id = false;
    while (rap_str_split(&line, '\t', &cell)) {
        cell = rap_str_trim(cell);
        has_id = has_id || rap_str_is(cell, "id");
        if (!cell_of(&probe, cell)) {
            rap_user_problem(rules, number,
                             "there is no column \"%.*s\"; there are id, kind, parent, counts_as, "
                             "from, until, successor, ar, zh, en, fr, ru, es",
                             RAP_STR_ARG(cell));
        }
        RAP_PUSH(arena, columns, cell);
    }
    if (!has_id) {
        rap_user_problem(rules, number,
                         "the first line names no column \"id\"; write the names of the columns "
                         "there, separated by tabs");
    }
}

/* Rows about bodies that the program does not know need a name. */
static void check_names(rap_mention_rules *rules, rap_user_rows *rows, const rap_map *known)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->list.count; i++) {
        rap_user_row *row = rows->list.items[i];
        bool removed = rap_str_is(row->kind, "-");
        if (!rap_map_find(known, row->id) && (removed || !has_name(row))) {
            rap_user_problem(rules, row->line,
                             removed
                                 ? "there is no organization \"%.*s\" to take out; "
                                   "\"rapporteur organizations\" lists the ids"
                                 : "\"%.*s\" is new and has no name; write one in a column of a "
                                   "language",
                             RAP_STR_ARG(row->id));
            continue;
        }
        rows->list.items[kept++] = row;
    }
    rows->list.count = kept;
}

void rap_user_read(rap_mention_rules *rules, rap_arena *arena, rap_str table, const rap_map *known,
                   rap_user_rows *ret_rows)
{
    rap_strs columns = {0};
    rap_str line;
    *ret_rows = (rap_user_rows){.by_id = rap_map_new(arena)};
    if (rap_str_starts(table, RAP_STR("\xEF\xBB\xBF"))) {
        table = rap_str_slice(table, 3, table.length);
    }
    for (int number = 1; rap_str_split(&table, '\n', &line); number++) {
        if (!rap_str_trim(line).length || line.data[0] == '#') {
            continue;
        }
        if (rap_utf8_invalid(line) != SIZE_MAX) {
            rap_user_problem(rules, number, "the line is not UTF-8; save the table as UTF-8");
        } else if (!columns.count) {
            read_header(rules, arena, line, number, &columns);
        } else {
            read_line(rules, arena, &columns, line, number, ret_rows);
        }
    }
    check_names(rules, ret_rows, known);
}

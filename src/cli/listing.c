#include "listing.h"

#include "base/map.h"

#include <string.h>

const char *listing_text(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, record, member);
}

const char *listing_list(cli *run, const json_t *record, const char *member)
{
    return cli_member_joined(run, record, member, run->values[OPTION_CSV] ? "; " : ", ");
}

/* In a table a range of days is told as briefly as ISO 8601 allows: "2023-05-04/06". */
static const char *interval(cli *run, const json_t *period)
{
    const char *start = cli_member(run, period, "start"), *end = cli_member(run, period, "end");
    bool is_days = strlen(start) == 10 && strlen(end) == 10 && strcmp(start, end) != 0;
    if (run->values[OPTION_CSV] || !is_days || strncmp(start, end, 5) != 0) {
        return cli_interval(run, period);
    }
    size_t same = strncmp(start, end, 8) == 0 ? 8 : 5;
    return rap_arena_format(run->arena, "%s/%s", start, end + same);
}

const char *listing_period(cli *run, const json_t *record, const char *member)
{
    const json_t *period = json_object_get(record, member);
    return json_is_object(period) ? interval(run, period) : "";
}

const char *listing_periods(cli *run, const json_t *record, const char *member)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    json_t *item;
    size_t index;
    json_array_foreach(json_object_get(record, member), index, item)
    {
        const char *separator = run->values[OPTION_CSV] ? "; " : ", ";
        rap_buf_format(&out, "%s%s", index ? separator : "", interval(run, item));
    }
    return rap_buf_str(&out).data;
}

const char *listing_timing(cli *run, const json_t *record, const char *member)
{
    const json_t *timing = json_object_get(record, member);
    const char *kind = cli_member(run, timing, "kind"), *value = cli_member(run, timing, "value");
    if (strcmp(kind, "session") == 0) {
        return rap_arena_format(run->arena, "session %s", value);
    }
    bool tells_itself = strcmp(kind, "date") == 0 || strcmp(kind, "event") == 0;
    return tells_itself && *value ? value : kind;
}

const char *listing_number(cli *run, const json_t *record, const char *member)
{
    const json_t *number = json_object_get(record, member);
    if (!json_is_integer(number)) {
        return "";
    }
    return rap_arena_format(run->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
}

/* "12500", "7.5": as precisely as it was told. */
const char *listing_value(cli *run, const json_t *record, const char *member)
{
    const json_t *value = json_object_get(record, member);
    return json_is_integer(value) ? listing_number(run, record, member)
                                  : rap_arena_format(run->arena, "%g", json_number_value(value));
}

/* "IPU-202-ar#1@6:0": the document, with its language at the end. */
static rap_str document_of(rap_str name)
{
    return rap_str_slice(name, 0, rap_str_find(name, RAP_STR("#"), 0));
}

/* The document, and those that tell the same: of another language by this alone. */
const char *listing_documents(cli *run, const json_t *record, const char *member)
{
    const char *doc = cli_member(run, record, member), *lang = cli_member(run, record, "lang");
    rap_str tail = rap_str_of(rap_arena_format(run->arena, "-%s", lang)), work = rap_str_of(doc);
    if (run->values[OPTION_CSV]) {
        return doc;
    }
    if (rap_str_ends(work, tail)) {
        work = rap_str_slice(work, 0, work.length - tail.length);
    }
    rap_map *seen = rap_map_new(run->arena);
    rap_map_set(seen,
                rap_str_of(rap_arena_format(run->arena, "%.*s%s", RAP_STR_ARG(work), tail.data)),
                run);
    rap_buf out;
    rap_buf_init(&out, run->arena);
    rap_buf_put_c(&out, doc);
    json_t *other;
    size_t index;
    json_array_foreach(json_object_get(record, "same_as"), index, other)
    {
        rap_str name = document_of(rap_str_copy(run->arena, rap_str_of(json_string_value(other))));
        if (rap_map_find(seen, name)) {
            continue;
        }
        rap_map_set(seen, name, run);
        bool is_here = rap_str_starts(name, work) && name.length == work.length + tail.length &&
                       rap_str_starts(rap_str_slice(name, work.length, name.length), RAP_STR("-"));
        rap_str shown = is_here ? rap_str_slice(name, work.length + 1, name.length) : name;
        rap_buf_format(&out, ", %.*s", RAP_STR_ARG(shown));
    }
    return rap_buf_str(&out).data;
}

/* The document's name is left out where the user gave it, unless it also names others. */
static bool is_in_table(const cli *run, const listing *list, const listing_field *field)
{
    bool is_known = run->values[OPTION_DOCUMENT] && !list->once && strcmp(field->name, "doc") == 0;
    return field->column.title && !is_known;
}

static const layout_column *table_columns(cli *run, const listing *list, size_t *ret_count)
{
    layout_column *columns = RAP_NEW_ARRAY(run->arena, layout_column, list->field_count + 1);
    *ret_count = 0;
    for (size_t f = 0; f < list->field_count; f++) {
        if (is_in_table(run, list, &list->fields[f])) {
            columns[(*ret_count)++] = list->fields[f].column;
        }
    }
    return columns;
}

/* -- records as they come ------------------------------------------------------------------------
 */

typedef struct {
    cli *run;
    const listing *list;
    size_t count, limit; /* limit 0: none */
    bool more;           /* there is one beyond the limit */
    layout_table table;
} writer;

static void put_csv_row(writer *w, const json_t *record)
{
    rap_buf line;
    rap_buf_init(&line, w->run->arena);
    for (size_t f = 0; f < w->list->field_count; f++) {
        const listing_field *field = &w->list->fields[f];
        if (f) {
            rap_buf_put_byte(&line, ',');
        }
        layout_csv(&line,
                   rap_str_of(record ? field->show(w->run, record, field->member) : field->name));
    }
    rap_buf_put_c(&line, "\r\n");
    fwrite(line.data, 1, line.length, w->run->out);
}

static void keep_cells(writer *w, const json_t *record)
{
    rap_arena *arena = w->run->arena;
    for (size_t f = 0; f < w->list->field_count; f++) {
        const listing_field *field = &w->list->fields[f];
        if (is_in_table(w->run, w->list, field)) {
            rap_str cell = rap_str_of(field->show(w->run, record, field->member));
            RAP_PUSH(arena, &w->table.cells, rap_str_copy(arena, cell));
        }
    }
}

static bool on_record(void *user, const char *json, size_t length)
{
    writer *w = user;
    cli *run = w->run;
    if (w->limit && w->count == w->limit) {
        w->more = true;
        return false;
    }
    if (run->values[OPTION_JSON]) {
        fputs(w->count++ ? ",\n" : "[\n", run->out);
        fwrite(json, 1, length, run->out);
        return !ferror(run->out);
    }
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    if (run->values[OPTION_CSV]) {
        put_csv_row(w, record);
    } else if (w->list->show) {
        w->list->show(run, record, w->count);
    } else {
        keep_cells(w, record);
    }
    json_decref(record);
    w->count++;
    return !ferror(run->out);
}

static void put_table(writer *w)
{
    cli *run = w->run;
    size_t *widths = RAP_NEW_ARRAY(run->arena, size_t, w->table.column_count + 1);
    layout_fit(run->arena, &w->table, run->width, widths);
    for (size_t row = SIZE_MAX; row + 1 <= w->count; row++) {
        rap_buf line;
        rap_buf_init(&line, run->arena);
        layout_row(run->arena, &w->table, widths, row, &line);
        rap_str text = rap_buf_str(&line);
        text.length--; /* its line end, which the style must not hold */
        fprintf(
            run->out, "%s\n",
            cli_styled(run, row == SIZE_MAX ? CLI_BOLD : CLI_PLAIN, rap_str_c(run->arena, text)));
    }
}

/* The line at the end. */
static void put_total(const writer *w)
{
    cli *run = w->run;
    const char *total = cli_count(run, w->count, w->list->noun);
    if (w->count == 0) {
        total = rap_arena_format(run->arena, "no %s", total + strlen("0 "));
    } else if (w->more) {
        total = rap_arena_format(run->arena, "%s, and there are more; --limit 0 shows all", total);
    }
    fprintf(run->out, "%s%s\n", w->count ? "\n" : "", cli_styled(run, CLI_DIM, total));
}

static bool ask(cli *run, const listing *list, const rapporteur_filter *filter,
                bool (*visit)(void *, const char *, size_t), void *user, rapporteur_error *error)
{
    if (list->ask) {
        return list->ask(run, visit, user, error);
    }
    if (list->kind) {
        return rapporteur_list(run->reg, list->kind, filter, visit, user, error);
    }
    return rapporteur_search(run->reg, list->words, filter, visit, user, error);
}

static int no_answer(cli *run, const rapporteur_error *error)
{
    return error->code == RAPPORTEUR_USAGE
               ? cli_fail(run, "%s", error->message)
               : cli_fail_file(run, cli_register_path(run), error->message);
}

/* What was asked for by name and is not there is told; an empty list may be the right answer. */
static int found_nothing(cli *run, const listing *list)
{
    const char *organization = run->values[OPTION_ORGANIZATION];
    const char *name = organization ? organization : run->values[OPTION_PLACE];
    if (name) {
        cli_fail(run, "nothing was found for --%s \"%s\"; check the name, or give fewer filters",
                 organization ? "organization" : "place", name);
        return CLI_INCOMPLETE;
    }
    return list->kind ? CLI_DONE : CLI_INCOMPLETE;
}

int listing_run(cli *run, const listing *list)
{
    if (run->values[OPTION_JSON] && run->values[OPTION_CSV]) {
        return cli_fail(run, "--json and --csv exclude each other; give one of them");
    }
    rapporteur_error error = {0};
    if (!list->ask && !cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    const char *document = run->values[OPTION_DOCUMENT];
    if (document && !cli_document_exists(run, document)) {
        return CLI_INCOMPLETE;
    }
    rapporteur_filter filter = cli_filter(run);
    filter.once = list->once;
    writer w = {.run = run, .list = list, .limit = filter.limit};
    filter.limit += filter.limit > 0; /* one more tells whether there are more */
    w.table.columns = table_columns(run, list, &w.table.column_count);
    if (run->values[OPTION_CSV]) {
        put_csv_row(&w, NULL);
    }
    if (!ask(run, list, &filter, on_record, &w, &error)) {
        return no_answer(run, &error);
    }
    if (run->values[OPTION_JSON]) {
        fputs(w.count ? "\n]\n" : "[]\n", run->out);
    } else if (!run->values[OPTION_CSV]) {
        if (w.count && !list->show) {
            put_table(&w);
        }
        put_total(&w);
    }
    return w.count ? CLI_DONE : found_nothing(run, list);
}

#include "listing.h"

#include <string.h>

const char *listing_text(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, record, member);
}

const char *listing_list(cli *run, const json_t *record, const char *member)
{
    return cli_member_joined(run, record, member, run->values[OPTION_CSV] ? "; " : ", ");
}

const char *listing_period(cli *run, const json_t *record, const char *member)
{
    const json_t *period = json_object_get(record, member);
    return json_is_object(period) ? cli_interval(run, period) : "";
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
        rap_buf_format(&out, "%s%s", index ? separator : "", cli_interval(run, item));
    }
    return rap_buf_str(&out).data;
}

const char *listing_timing(cli *run, const json_t *record, const char *member)
{
    const json_t *timing = json_object_get(record, member);
    const char *kind = cli_member(run, timing, "kind"), *value = cli_member(run, timing, "value");
    if (strcmp(kind, "date") == 0 && *value) {
        return value;
    }
    if (*value && strcmp(kind, value) != 0) {
        return rap_arena_format(run->arena, "%s %s", kind, value);
    }
    return kind;
}

const char *listing_number(cli *run, const json_t *record, const char *member)
{
    const json_t *number = json_object_get(record, member);
    if (!json_is_integer(number)) {
        return "";
    }
    return rap_arena_format(run->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
}

/* The document's name is left out where the user gave it. */
static bool is_in_table(const cli *run, const listing_field *field)
{
    return field->column.title &&
           !(run->values[OPTION_DOCUMENT] && strcmp(field->name, "doc") == 0);
}

static void put_csv(cli *run, const listing *list, const cli_records *records)
{
    for (size_t row = 0; row <= records->count; row++) {
        rap_buf line;
        rap_buf_init(&line, run->arena);
        for (size_t f = 0; f < list->field_count; f++) {
            const listing_field *field = &list->fields[f];
            if (f) {
                rap_buf_put_byte(&line, ',');
            }
            layout_csv(&line,
                       rap_str_of(row ? field->show(run, records->items[row - 1], field->member)
                                      : field->name));
        }
        rap_buf_put_c(&line, "\r\n");
        fwrite(line.data, 1, line.length, run->out);
    }
}

static void put_table(cli *run, const listing *list, const cli_records *records)
{
    layout_table table = {0};
    layout_column *columns = RAP_NEW_ARRAY(run->arena, layout_column, list->field_count + 1);
    for (size_t f = 0; f < list->field_count; f++) {
        if (is_in_table(run, &list->fields[f])) {
            columns[table.column_count++] = list->fields[f].column;
        }
    }
    table.columns = columns;
    for (size_t row = 0; row < records->count; row++) {
        for (size_t f = 0; f < list->field_count; f++) {
            const listing_field *field = &list->fields[f];
            if (is_in_table(run, field)) {
                const char *cell = field->show(run, records->items[row], field->member);
                RAP_PUSH(run->arena, &table.cells, rap_str_of(cell));
            }
        }
    }
    size_t *widths = RAP_NEW_ARRAY(run->arena, size_t, table.column_count + 1);
    layout_fit(run->arena, &table, run->width, widths);
    for (size_t row = SIZE_MAX; row + 1 <= records->count; row++) {
        rap_buf line;
        rap_buf_init(&line, run->arena);
        layout_row(run->arena, &table, widths, row, &line);
        rap_str text = rap_buf_str(&line);
        if (row == SIZE_MAX) {
            text.length--;
            fprintf(run->out, "%s\n", cli_styled(run, CLI_BOLD, rap_str_c(run->arena, text)));
        } else {
            fwrite(text.data, 1, text.length, run->out);
        }
    }
}

/* The line at the end. */
static void put_total(cli *run, const listing *list, size_t count, bool more)
{
    const char *total =
        count ? cli_count(run, count, list->noun)
              : rap_arena_format(run->arena, "no %s", cli_count(run, 0, list->noun) + strlen("0 "));
    if (more) {
        total = rap_arena_format(run->arena, "the first %s; --limit 0 shows all", total);
    }
    fprintf(run->out, "%s%s\n", count ? "\n" : "", cli_styled(run, CLI_DIM, total));
}

typedef struct {
    cli *run;
    size_t count;
} json_writer;

static bool put_json_record(void *user, const char *json, size_t length)
{
    json_writer *writer = user;
    fputs(writer->count++ ? ",\n" : "[\n", writer->run->out);
    fwrite(json, 1, length, writer->run->out);
    return !ferror(writer->run->out);
}

static bool ask(cli *run, const listing *list, const rapporteur_filter *filter,
                bool (*visit)(void *, const char *, size_t), void *user, rapporteur_error *error)
{
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

int listing_run(cli *run, const listing *list)
{
    if (run->values[OPTION_JSON] && run->values[OPTION_CSV]) {
        return cli_fail(run, "--json and --csv exclude each other; give one of them");
    }
    rapporteur_error error = {0};
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    const char *document = run->values[OPTION_DOCUMENT];
    if (document && !cli_document_exists(run, document)) {
        return CLI_INCOMPLETE;
    }
    rapporteur_filter filter = cli_filter(run);
    size_t limit = filter.limit, found;
    if (run->values[OPTION_JSON]) {
        json_writer writer = {run, 0};
        if (!ask(run, list, &filter, put_json_record, &writer, &error)) {
            return no_answer(run, &error);
        }
        fputs(writer.count ? "\n]\n" : "[]\n", run->out);
        found = writer.count;
    } else {
        filter.limit = limit ? limit + 1 : 0; /* one more tells whether there are more */
        cli_records records = {0};
        cli_collector collector = {run, &records};
        if (!ask(run, list, &filter, cli_collect_record, &collector, &error)) {
            return no_answer(run, &error);
        }
        bool more = limit && records.count > limit;
        records.count = more ? limit : records.count;
        found = records.count;
        if (run->values[OPTION_CSV]) {
            put_csv(run, list, &records);
        } else {
            if (found && list->show) {
                list->show(run, &records);
            } else if (found) {
                put_table(run, list, &records);
            }
            put_total(run, list, found, more);
        }
    }
    return found || list->kind ? CLI_DONE : CLI_INCOMPLETE;
}

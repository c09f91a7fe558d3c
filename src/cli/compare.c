/* rapporteur compare: versions of works, point by point, and how far languages agree. */
#include "listing.h"

#include <string.h>

enum {
    CONTEXT_LINES = 3, /* of a wording, on a terminal */
    INDENT = 8,
    POINTS = 18,
    SHOWN = 16 /* of them in the table on a terminal: the last are of a version as a whole */
};

/* As the library calls them, and as a column is headed. */
static const char *const points[POINTS][2] = {
    {"presence", "THERE"},   {"order", "ORDER"},         {"number", "NUMBER"},
    {"verb", "VERB"},        {"force", "FORCE"},         {"addressees", "ADDRESSED"},
    {"timing", "TIMING"},    {"citations", "CITES"},     {"dates", "DATES"},
    {"sessions", "SESSION"}, {"numbers", "FIGURES"},     {"names", "NAMES"},
    {"negation", "NOT"},     {"quantities", "QUANTITY"}, {"notes", "NOTES"},
    {"acts", "ACTS"},        {"terms", "TERMS"},         {"spelling", "SPELLING"}};

typedef struct {
    cli *run;
    bool lists;     /* the findings are told, not only counted */
    size_t written; /* JSON records so far */
    size_t findings;
    layout_table table; /* of the measure */
} comparing;

static bool is_record(cli *run, const json_t *record, const char *name)
{
    return strcmp(cli_member(run, record, "record"), name) == 0;
}

/* -- findings ------------------------------------------------------------------------------------
 */

/* The lines of a wording around the words in question, with these in the style of a hit. */
static void put_wording(cli *run, rap_str text, size_t start, size_t end)
{
    rap_strs lines;
    size_t columns = run->width > INDENT + 20 ? run->width - INDENT : run->width ? 20 : 0;
    layout_wrap(run->arena, text, columns, &lines);
    size_t first = 0, last = lines.count;
    bool is_whole = start == 0 && end >= text.length;
    if (run->width && lines.count > CONTEXT_LINES) {
        while (!is_whole && first + CONTEXT_LINES < lines.count &&
               (size_t)(lines.items[first + 1].data - text.data) + lines.items[first + 1].length <=
                   start) {
            first++;
        }
        last = first + CONTEXT_LINES;
    }
    for (size_t i = first; i < last; i++) {
        size_t from = (size_t)(lines.items[i].data - text.data), to = from + lines.items[i].length;
        size_t low = start < from ? from : start > to ? to : start;
        size_t high = is_whole || end < low ? low : end > to ? to : end;
        const char *hit = rap_arena_copy(run->arena, text.data + low, high - low);
        fprintf(run->out, "%*s%s%.*s%s%.*s%s\n", INDENT, "",
                i == first && first ? "\xE2\x80\xA6 " : "", (int)(low - from), text.data + from,
                cli_styled(run, CLI_HIT, hit), (int)(to - high), text.data + high,
                i + 1 == last && last < lines.count ? " \xE2\x80\xA6" : "");
    }
}

/* A wording stands on lines of its own, so that one from right to left is laid out so. */
static void put_side(cli *run, const json_t *side)
{
    const char *para = cli_member(run, side, "para");
    const char *values = cli_member_joined(run, side, "values", ", ");
    const char *text = cli_member(run, side, "text");
    const char *where = rap_arena_format(run->arena, "%s%s%s", cli_member(run, side, "lang"),
                                         *para ? " " : "", para);
    fprintf(run->out, "    %s%s%s\n", cli_styled(run, CLI_NOTE, where), *values ? ": " : "",
            values);
    if (!*text) {
        fprintf(run->out, "%*snothing\n", INDENT, "");
        return;
    }
    size_t start = (size_t)json_integer_value(json_object_get(side, "start"));
    size_t end = (size_t)json_integer_value(json_object_get(side, "end"));
    put_wording(run, rap_str_of(text), start, end);
}

static void put_finding(comparing *c, const json_t *record)
{
    cli *run = c->run;
    const json_t *a = json_object_get(record, "a"), *b = json_object_get(record, "b");
    const char *para = cli_member(run, a, "para");
    para = *para ? para : cli_member(run, b, "para");
    const char *head = rap_arena_format(
        run->arena, "%s, %s%s%s: %s", cli_member(run, record, "doc"),
        cli_member(run, record, "part"), *para ? " " : "", para, cli_member(run, record, "point"));
    fprintf(
        run->out, "%s%s %s\n", c->findings > 1 ? "\n" : "", cli_styled(run, CLI_BOLD, head),
        cli_styled(run, CLI_DIM,
                   rap_arena_format(run->arena, "(%s, %.2f)", cli_member(run, record, "severity"),
                                    json_number_value(json_object_get(record, "confidence")))));
    put_side(run, a);
    put_side(run, b);
}

/* -- the measure ---------------------------------------------------------------------------------
 */

/* "98.7" of hundred; "" where nothing was compared. */
static const char *share(cli *run, const json_t *record, const char *point)
{
    const json_t *tally = json_object_get(json_object_get(record, "points"), point);
    json_int_t compared = json_integer_value(json_object_get(tally, "compared"));
    json_int_t equal = json_integer_value(json_object_get(tally, "equal"));
    return compared ? rap_arena_format(run->arena, "%.1f", 100.0 * (double)equal / (double)compared)
                    : "";
}

static const char *languages(cli *run, const json_t *record)
{
    return rap_arena_format(run->arena, "%s-%s", cli_member(run, record, "lang"),
                            cli_member(run, record, "with"));
}

static void keep_row(comparing *c, const json_t *record)
{
    cli *run = c->run;
    const char *cells[] = {languages(run, record), cli_member(run, record, "part"),
                           listing_number(run, record, "paragraphs")};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        RAP_PUSH(run->arena, &c->table.cells, rap_str_copy(run->arena, rap_str_of(cells[i])));
    }
    for (size_t i = 0; i < SHOWN; i++) {
        rap_str cell = rap_str_of(share(run, record, points[i][0]));
        RAP_PUSH(run->arena, &c->table.cells, rap_str_copy(run->arena, cell));
    }
}

static void set_columns(comparing *c)
{
    layout_column *columns = RAP_NEW_ARRAY(c->run->arena, layout_column, SHOWN + 3);
    columns[0] = (layout_column){"PAIR", 5, 5, 9};
    columns[1] = (layout_column){"PART", 9, 9, 8};
    columns[2] = (layout_column){"PARAS", 6, 6, 7};
    for (int i = 0; i < SHOWN; i++) {
        /* Where there is no room, what is looked at least goes first. */
        bool is_main = i >= 3 && i < 9;
        size_t title = strlen(points[i][1]);
        columns[i + 3] = (layout_column){points[i][1], title, title, is_main ? 6 : i > 9 ? 4 : 5};
    }
    c->table.columns = columns;
    c->table.column_count = SHOWN + 3;
}

static void put_table(comparing *c)
{
    cli *run = c->run;
    size_t rows = c->table.cells.count / c->table.column_count;
    size_t *widths = RAP_NEW_ARRAY(run->arena, size_t, c->table.column_count);
    layout_fit(run->arena, &c->table, run->width, widths);
    fprintf(run->out, "%s%s\n\n", c->lists && c->findings ? "\n" : "",
            "Paragraphs that agree, of a hundred:");
    for (size_t row = SIZE_MAX; row + 1 <= rows; row++) {
        rap_buf line;
        rap_buf_init(&line, run->arena);
        layout_row(run->arena, &c->table, widths, row, &line);
        rap_str text = rap_buf_str(&line);
        text.length--;
        fprintf(
            run->out, "%s\n",
            cli_styled(run, row == SIZE_MAX ? CLI_BOLD : CLI_PLAIN, rap_str_c(run->arena, text)));
    }
}

/* -- CSV ------------------------------------------------------------------------------------------
 */

static void put_csv(cli *run, const char *const *cells, size_t count)
{
    rap_buf line;
    rap_buf_init(&line, run->arena);
    for (size_t i = 0; i < count; i++) {
        if (i) {
            rap_buf_put_byte(&line, ',');
        }
        layout_csv(&line, rap_str_of(cells[i]));
    }
    rap_buf_put_c(&line, "\r\n");
    fwrite(line.data, 1, line.length, run->out);
}

static void put_csv_finding(cli *run, const json_t *record)
{
    const json_t *a = json_object_get(record, "a"), *b = json_object_get(record, "b");
    const char *confidence = rap_arena_format(
        run->arena, "%.2f", json_number_value(json_object_get(record, "confidence")));
    const char *cells[] = {cli_member(run, record, "doc"),
                           cli_member(run, record, "part"),
                           cli_member(run, record, "point"),
                           cli_member(run, record, "severity"),
                           confidence,
                           cli_member(run, a, "lang"),
                           cli_member(run, a, "para"),
                           cli_member_joined(run, a, "values", "; "),
                           cli_member(run, a, "text"),
                           cli_member(run, b, "lang"),
                           cli_member(run, b, "para"),
                           cli_member_joined(run, b, "values", "; "),
                           cli_member(run, b, "text")};
    put_csv(run, cells, sizeof cells / sizeof *cells);
}

static void put_csv_agreement(cli *run, const json_t *record)
{
    const char *cells[POINTS + 5] = {
        cli_member(run, record, "lang"), cli_member(run, record, "with"),
        cli_member(run, record, "part"), listing_number(run, record, "works"),
        listing_number(run, record, "paragraphs")};
    for (int i = 0; i < POINTS; i++) {
        cells[i + 5] = share(run, record, points[i][0]);
    }
    put_csv(run, cells, POINTS + 5);
}

static void put_csv_heading(const comparing *c)
{
    static const char *const finding[] = {
        "doc",  "part", "point",      "severity",   "confidence", "lang",      "para",
        "says", "text", "other_lang", "other_para", "other_says", "other_text"};
    const char *agreement[POINTS + 5] = {"lang", "with", "part", "works", "paragraphs"};
    for (int i = 0; i < POINTS; i++) {
        agreement[i + 5] = points[i][0];
    }
    if (c->lists) {
        put_csv(c->run, finding, sizeof finding / sizeof *finding);
    } else {
        put_csv(c->run, agreement, POINTS + 5);
    }
}

/* -- the run -------------------------------------------------------------------------------------
 */

static void put_json_record(comparing *c, const char *json, size_t length)
{
    fputs(c->written++ ? ",\n" : "[\n", c->run->out);
    fwrite(json, 1, length, c->run->out);
}

static bool on_record(void *user, const char *json, size_t length)
{
    comparing *c = user;
    cli *run = c->run;
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    bool is_finding = is_record(run, record, "finding");
    c->findings += is_finding;
    if (is_finding && !c->lists) {
        json_decref(record);
        return true;
    }
    if (run->values[OPTION_JSON]) {
        put_json_record(c, json, length);
    } else if (run->values[OPTION_CSV]) {
        if (is_finding) {
            put_csv_finding(run, record);
        } else if (!c->lists) {
            put_csv_agreement(run, record);
        }
    } else if (is_finding) {
        put_finding(c, record);
    } else {
        keep_row(c, record);
    }
    json_decref(record);
    return !ferror(run->out);
}

static void put_end(comparing *c)
{
    cli *run = c->run;
    if (run->values[OPTION_JSON]) {
        fputs(c->written ? "\n]\n" : "[]\n", run->out);
        return;
    }
    if (run->values[OPTION_CSV]) {
        return;
    }
    if (c->table.cells.count) {
        put_table(c);
    }
    const char *total = cli_count(run, c->findings, "difference");
    if (!c->table.cells.count) {
        total = "nothing to compare: no work is in the register in two languages";
    } else if (!c->findings) {
        total = "no differences";
    } else if (!c->lists) {
        total = rap_arena_format(run->arena, "%s; --list shows them", total);
    }
    fprintf(run->out, "%s%s\n", c->table.cells.count ? "\n" : "", cli_styled(run, CLI_DIM, total));
}

static int fail(cli *run, const rapporteur_error *error)
{
    if (error->code == RAPPORTEUR_USAGE) {
        return cli_fail(run, "%s", error->message);
    }
    cli_fail_file(run, cli_register_path(run), error->message);
    return CLI_CANNOT;
}

rapporteur_compare_options cli_compare_options(const cli *run)
{
    return (rapporteur_compare_options){.first = run->operand_count ? run->operands[0] : NULL,
                                        .second = run->operand_count > 1 ? run->operands[1] : NULL,
                                        .session = run->values[OPTION_SESSION],
                                        .languages = run->values[OPTION_LANGUAGES],
                                        .points = run->values[OPTION_POINT],
                                        .confidence = run->values[OPTION_CONFIDENCE],
                                        .all_pairs = run->values[OPTION_ALL_PAIRS] != NULL};
}

int cli_run_compare(cli *run)
{
    if (run->values[OPTION_JSON] && run->values[OPTION_CSV]) {
        return cli_fail(run, "--json and --csv exclude each other; give one of them");
    }
    if (run->values[OPTION_FACING] && !run->operand_count) {
        return cli_fail(run, "--html shows one document; name it, or two of its versions");
    }
    if (run->values[OPTION_ALL] && run->operand_count) {
        return cli_fail(run, "--all compares every document; give it alone, or a document");
    }
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    if (run->operand_count == 1 && !cli_document_exists(run, run->operands[0])) {
        return CLI_CANNOT;
    }
    if (run->values[OPTION_ALIGNED]) {
        return cli_compare_aligned(run);
    }
    comparing c = {.run = run, .lists = run->operand_count || run->values[OPTION_LIST]};
    rapporteur_error error = {0};
    rapporteur_compare_options options = cli_compare_options(run);
    set_columns(&c);
    if (run->values[OPTION_FACING]) {
        return cli_compare_facing(run, &c.findings, &error) ? c.findings ? CLI_INCOMPLETE : CLI_DONE
                                                            : fail(run, &error);
    }
    if (run->values[OPTION_CSV]) {
        put_csv_heading(&c);
    }
    if (!rapporteur_compare(run->reg, &options, on_record, &c, &error)) {
        return fail(run, &error);
    }
    put_end(&c);
    return c.findings ? CLI_INCOMPLETE : CLI_DONE;
}

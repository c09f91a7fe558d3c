/* rapporteur check: what in a draft a reviser would mark. */
#include "check.h"
#include "layout.h"

#include <string.h>

enum { CONTEXT = 72, INDENT = 4 }; /* columns of the line that shows the words */

typedef struct {
    cli *run;
    cli_records findings; /* of all drafts */
    rap_strs refused;     /* messages */
    size_t errors, warnings, notes;
    size_t first; /* finding of the draft at hand */
} checking;

/* -- for people -----------------------------------------------------------------------------------
 */

static json_int_t number(const json_t *record, const char *name)
{
    return json_integer_value(json_object_get(record, name));
}

/* "draft.txt:12:4", "draft.docx: paragraph 14", "draft.pdf: page 3, note 2". */
static const char *where(cli *run, const json_t *record)
{
    const char *path = cli_member(run, record, "path"), *para = cli_member(run, record, "para");
    const char *part = cli_member(run, record, "part");
    if (number(record, "column")) {
        return rap_arena_format(run->arena, "%s:%lld:%lld", path, number(record, "line"),
                                number(record, "column"));
    }
    if (number(record, "line") && !number(record, "page")) {
        return rap_arena_format(run->arena, "%s:%lld", path, number(record, "line"));
    }
    if (!json_object_get(record, "block")) {
        return path;
    }
    const char *page = number(record, "page")
                           ? rap_arena_format(run->arena, "page %lld", number(record, "page"))
                           : "";
    const char *kind = strcmp(part, "footnote") == 0 ? "note" : "paragraph";
    if (*para) {
        return rap_arena_format(run->arena, "%s: %s%s%s %s", path, page, *page ? ", " : "", kind,
                                para);
    }
    const char *place = cli_member(run, record, "place"), *hash = strrchr(place, '#');
    place = *page ? "" : hash ? hash + 1 : place;
    return rap_arena_format(run->arena, "%s: %s%s%s", path, page, place, *part || *place ? "" : "");
}

/* A byte at which the text may be cut, at most `columns` before `at`, or behind it. */
static size_t cut_before(rap_str text, size_t at, size_t columns)
{
    size_t start = at, width = 0;
    while (start) {
        size_t before = start;
        rap_utf8_previous(text, &before);
        width += layout_width(rap_str_slice(text, before, start));
        if (width > columns) {
            break;
        }
        start = before;
    }
    for (size_t space = start; start && space < at; space++) {
        if (text.data[space] == ' ') {
            return space + 1;
        }
    }
    return start;
}

static size_t cut_behind(rap_str text, size_t at, size_t columns)
{
    size_t end = at, width = 0;
    while (end < text.length) {
        size_t next = end;
        rap_utf8_next(text, &next);
        width += layout_width(rap_str_slice(text, end, next));
        if (width > columns) {
            break;
        }
        end = next;
    }
    for (size_t space = end; end < text.length && space > at; space--) {
        if (text.data[space] == ' ') {
            return space;
        }
    }
    return end;
}

/* The words with what stands around them, and strokes below; in a script from right to left only
 * the words, since nobody can tell where a terminal puts them. */
static void put_words(cli *run, const json_t *record)
{
    rap_str text = rap_str_of(cli_member(run, record, "text"));
    size_t start = (size_t)number(record, "start"), end = (size_t)number(record, "end");
    if (end <= start || end > text.length) {
        return;
    }
    rap_str words = rap_str_slice(text, start, end);
    size_t columns = run->width && run->width < CONTEXT + INDENT ? run->width - INDENT : CONTEXT;
    columns = columns < 20 || columns > CONTEXT ? 20 : columns;
    if (strcmp(cli_member(run, record, "lang"), "ar") == 0) {
        rap_str shown = layout_cut(run->arena, words, columns);
        fprintf(run->out, "%*s\"%s\"\n", INDENT, "",
                cli_styled(run, CLI_HIT, rap_str_c(run->arena, shown)));
        return;
    }
    size_t width = layout_width(words), room = width + 2 < columns ? columns - width - 2 : 0;
    size_t from = cut_before(text, start, room / 2);
    size_t left = layout_width(rap_str_slice(text, from, start));
    size_t to = width + 2 < columns ? cut_behind(text, end, room - left) : end;
    rap_str shown = width + 2 < columns ? words : layout_cut(run->arena, words, columns - 2);
    size_t lead = from ? 1 : 0, strokes = layout_width(shown);
    fprintf(run->out, "%*s%s%.*s%s%.*s%s\n", INDENT, "", from ? "\xE2\x80\xA6" : "",
            (int)(start - from), text.data + from,
            cli_styled(run, CLI_HIT, rap_str_c(run->arena, shown)), (int)(to - end),
            text.data + end,
            to < text.length && shown.length == words.length ? "\xE2\x80\xA6" : "");
    char *line = rap_arena_take(run->arena, strokes + 1);
    memset(line, '^', strokes);
    fprintf(run->out, "%*s%s\n", (int)(INDENT + lead + left), "", cli_styled(run, CLI_GOOD, line));
}

static void put_finding(cli *run, const json_t *record)
{
    const char *severity = cli_member(run, record, "severity");
    cli_style style = strcmp(severity, "error") == 0 ? CLI_BAD : CLI_NOTE;
    fprintf(run->out, "%s: %s %s %s\n", cli_styled(run, CLI_BOLD, where(run, record)),
            cli_styled(run, style, rap_arena_format(run->arena, "%s:", severity)),
            cli_member(run, record, "message"),
            cli_styled(run, CLI_DIM,
                       rap_arena_format(run->arena, "[%s]", cli_member(run, record, "rule"))));
    put_words(run, record);
    fprintf(run->out, "%*s%s\n", INDENT, "", cli_member(run, record, "remedy"));
}

static void put_total(checking *c)
{
    cli *run = c->run;
    size_t count = c->findings.count;
    if (!count) {
        fprintf(run->out, "%s\n", cli_styled(run, CLI_DIM, "nothing found"));
        return;
    }
    const char *total = rap_arena_format(
        run->arena, "%s: %s, %s, %s; \"rapporteur check --explain RULE\" tells why",
        cli_count(run, count, "finding"), cli_count(run, c->errors, "error"),
        cli_count(run, c->warnings, "warning"), cli_count(run, c->notes, "note"));
    fprintf(run->out, "\n%s\n", cli_styled(run, CLI_DIM, total));
}

/* -- the rules ------------------------------------------------------------------------------------
 */

static bool collect(void *user, const char *json, size_t length)
{
    checking *c = user;
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    if (record) {
        rap_arena_defer(c->run->arena, (void (*)(void *))json_decref, record);
        RAP_PUSH(c->run->arena, &c->findings, (cli_record){record});
    }
    return true;
}

static bool collect_rules(cli *run, const char *id, cli_records *ret_rules)
{
    checking rules = {.run = run};
    rapporteur_error error = {0};
    if (!rapporteur_check_rules(run->reg, id, collect, &rules, &error)) {
        cli_fail(run, "%s", error.message);
        return false;
    }
    *ret_rules = rules.findings;
    return true;
}

static void put_json(cli *run, const cli_records *records)
{
    for (size_t i = 0; i < records->count; i++) {
        fputs(i ? ",\n" : "[\n", run->out);
        json_dumpf(records->items[i].json, run->out, 0);
    }
    fputs(records->count ? "\n]\n" : "[]\n", run->out);
}

static void put_wrapped(cli *run, const char *text, int indent)
{
    rap_strs lines;
    size_t columns = run->width > (size_t)indent + 20 ? run->width - (size_t)indent : 76;
    layout_wrap(run->arena, rap_str_of(text), columns, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        fprintf(run->out, "%*s%.*s\n", indent, "", RAP_STR_ARG(rap_str_trim(lines.items[i])));
    }
}

static void put_example(cli *run, const char *head, const char *example)
{
    rap_str rest = rap_str_of(example), part;
    if (*example) {
        fprintf(run->out, "\n%s\n", head);
    }
    while (rap_str_split(&rest, '|', &part)) {
        put_wrapped(run, rap_str_c(run->arena, rap_str_trim(part)), INDENT);
    }
}

static void put_rule(cli *run, const json_t *rule)
{
    fprintf(run->out, "%s %s\n\n", cli_styled(run, CLI_BOLD, cli_member(run, rule, "id")),
            cli_styled(run, CLI_DIM,
                       rap_arena_format(run->arena, "(%s)", cli_member(run, rule, "severity"))));
    put_wrapped(run,
                rap_arena_format(run->arena, "%s. %s", cli_member(run, rule, "title"),
                                 cli_member(run, rule, "why")),
                0);
    fputc('\n', run->out);
    put_wrapped(run, cli_member(run, rule, "remedy"), 0);
    put_example(run, "Wrong:", cli_member(run, rule, "wrong"));
    put_example(run, "Right:", cli_member(run, rule, "right"));
    if (*cli_member(run, rule, "source")) {
        fputc('\n', run->out);
        put_wrapped(run,
                    rap_arena_format(run->arena, "Source: %s", cli_member(run, rule, "source")), 0);
    }
}

static int show_rules(cli *run)
{
    cli_records rules;
    const char *id = run->values[OPTION_EXPLAIN];
    if (run->operand_count) {
        return cli_fail(run, "--%s checks no draft; give it without files",
                        id ? "explain" : "rules");
    }
    if (!collect_rules(run, id, &rules)) {
        return CLI_CANNOT;
    }
    if (run->values[OPTION_JSON]) {
        put_json(run, &rules);
        return CLI_DONE;
    }
    for (size_t i = 0; i < rules.count; i++) {
        const json_t *rule = rules.items[i].json;
        if (id) {
            fputs(i ? "\n\n" : "", run->out);
            put_rule(run, rule);
        } else {
            fprintf(run->out, "%-8s %-27s %s\n", cli_member(run, rule, "severity"),
                    cli_member(run, rule, "id"), cli_member(run, rule, "title"));
        }
    }
    return CLI_DONE;
}

/* -- the run --------------------------------------------------------------------------------------
 */

static void count(checking *c)
{
    for (size_t i = c->first; i < c->findings.count; i++) {
        const char *severity = cli_member(c->run, c->findings.items[i].json, "severity");
        c->errors += strcmp(severity, "error") == 0;
        c->warnings += strcmp(severity, "warning") == 0;
        c->notes += strcmp(severity, "note") == 0;
    }
    c->first = c->findings.count;
}

/* False where the run cannot go on. */
/* Here --limit is one of words. */
static const char *own_remedy(cli *run, const char *message)
{
    static const char option[] = "--limit ";
    const char *found = strstr(message, option);
    return found ? rap_arena_format(run->arena, "%.*sRAPPORTEUR_LIMITS=%s", (int)(found - message),
                                    message, found + sizeof option - 1)
                 : rap_arena_format(run->arena, "%s", message);
}

static bool check_draft(checking *c, const char *path)
{
    cli *run = c->run;
    check_settings s;
    rapporteur_error error = {0};
    if (!check_settings_of(run, path, &s)) {
        return false;
    }
    rapporteur_check_options options = {.only = s.only,
                                        .without = s.without,
                                        .severity = s.severity,
                                        .period = s.period,
                                        .acronyms = s.acronyms,
                                        .limit = s.limit};
    if (!rapporteur_check(run->reg, path, &options, collect, c, &error)) {
        if (error.code == RAPPORTEUR_USAGE) {
            cli_fail(run, "%s", error.message);
            return false;
        }
        const char *message = own_remedy(run, error.message);
        cli_fail_file(run, path, message);
        RAP_PUSH(run->arena, &c->refused, rap_str_of(message));
        return true;
    }
    bool is_text = !run->values[OPTION_JSON] && !run->values[OPTION_SARIF];
    for (size_t i = c->first; i < c->findings.count && is_text; i++) {
        put_finding(run, c->findings.items[i].json);
    }
    count(c);
    return true;
}

int cli_run_check(cli *run)
{
    if (run->values[OPTION_JSON] && run->values[OPTION_SARIF]) {
        return cli_fail(run, "--json and --sarif exclude each other; give one of them");
    }
    if (!cli_open_any(run)) {
        return CLI_CANNOT;
    }
    if (run->values[OPTION_RULES] || run->values[OPTION_EXPLAIN]) {
        return show_rules(run);
    }
    if (!run->operand_count) {
        return cli_fail(run, "\"check\" needs a draft: rapporteur check DRAFT...; see \"rapporteur "
                             "help check\"");
    }
    if (!cli_prepare_reading(run)) {
        return CLI_CANNOT;
    }
    checking c = {.run = run};
    for (size_t i = 0; i < run->operand_count; i++) {
        if (!check_draft(&c, run->operands[i])) {
            return CLI_CANNOT;
        }
    }
    if (run->values[OPTION_SARIF]) {
        cli_records rules;
        if (!collect_rules(run, NULL, &rules)) {
            return CLI_CANNOT;
        }
        check_put_sarif(run, &rules, &c.findings, &c.refused);
    } else if (run->values[OPTION_JSON]) {
        put_json(run, &c.findings);
    } else if (c.refused.count < run->operand_count) {
        put_total(&c);
    }
    if (c.refused.count == run->operand_count) {
        return CLI_CANNOT;
    }
    return c.findings.count || c.refused.count ? CLI_INCOMPLETE : CLI_DONE;
}

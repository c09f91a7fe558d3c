/* rapporteur add, rapporteur rebuild */
#include "cli.h"
#include "layout.h"

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MANY 20 /* files; of more only the refused ones and the totals are told */

/* The one thing that a signal handler can reach. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
    static const char message[] =
        "\nfinishing the documents in progress; once more to stop at once\n";
    (void)number;
    interrupted = 1;
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
}

/* The first Ctrl-C asks for an orderly end, the second has its usual effect. */
static void catch_interrupts(void)
{
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
        sigaction(SIGINT, &action, NULL);
    }
}

typedef RAP_VEC(const char *) texts;

typedef struct {
    cli *run;
    bool brief; /* tell only refused files and totals */
    bool rebuilds;
    size_t events, done, total;
    struct timespec begun;
    json_t *languages; /* code -> versions */
    json_t *counts;    /* noun -> number */
    texts refused;     /* path, message, path, message ... */
} telling;

/* -- progress bar ------------------------------------------------------------------------------ */

static void clear_bar(const telling *t)
{
    if (t->run->progress) {
        fputs("\r\033[K", t->run->err);
    }
}

static const char *time_left(const telling *t)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double passed =
        (double)(now.tv_sec - t->begun.tv_sec) + (double)(now.tv_nsec - t->begun.tv_nsec) / 1e9;
    if (t->done == 0 || passed < 2) {
        return "";
    }
    long left = (long)(passed / (double)t->done * (double)(t->total - t->done)) + 1;
    return left < 60 ? rap_arena_format(t->run->arena, ", %ld s left", left)
                     : rap_arena_format(t->run->arena, ", %ld min left", (left + 30) / 60);
}

static void draw_bar(const telling *t, const char *path)
{
    enum { CELLS = 24 };
    if (!t->run->progress || t->done == t->total) {
        return;
    }
    char bar[CELLS + 1];
    size_t full = t->total ? t->done * CELLS / t->total : 0;
    memset(bar, '.', CELLS);
    memset(bar, '#', full < CELLS ? full : CELLS);
    bar[CELLS] = 0;
    const char *slash = strrchr(path, '/');
    const char *line = rap_arena_format(t->run->arena, "[%s] %zu of %zu files%s  %s", bar, t->done,
                                        t->total, time_left(t), slash ? slash + 1 : path);
    size_t width = t->run->width ? t->run->width : 80;
    rap_str cut = layout_cut(t->run->arena, rap_str_of(cli_plain(t->run, line)), width - 1);
    fprintf(t->run->err, "\r\033[K%.*s", RAP_STR_ARG(cut));
    fflush(t->run->err);
}

/* -- what was found ---------------------------------------------------------------------------- */

/* "14 mandates, 3 activities" of the members that matter to a reader. */
static const char *joined_counts(cli *run, const json_t *counts)
{
    static const char *const nouns[][2] = {{"preambular", "preambular paragraph"},
                                           {"operative", "operative paragraph"},
                                           {"paragraphs", "paragraph"},
                                           {"notes", "note"},
                                           {"mandates", "mandate"},
                                           {"activities", "activity"},
                                           {"agreements", "agreement"},
                                           {"warnings", "warning"}};
    rap_buf out;
    rap_buf_init(&out, run->arena);
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
        json_int_t count = json_integer_value(json_object_get(counts, nouns[i][0]));
        if (count > 0) {
            rap_buf_format(&out, "%s%s", out.length ? ", " : "",
                           cli_count(run, (size_t)count, nouns[i][1]));
        }
    }
    return rap_buf_str(&out).data;
}

static void tally(json_t *totals, const char *name, json_int_t count)
{
    json_object_set_new(totals, name,
                        json_integer(json_integer_value(json_object_get(totals, name)) + count));
}

static void tally_document(telling *t, const json_t *document)
{
    const char *name;
    json_t *count;
    tally(t->languages, cli_member(t->run, document, "lang"), 1);
    json_object_foreach(json_object_get(document, "counts"), name, count)
    {
        tally(t->counts, name, json_integer_value(count));
    }
}

/* A line for each version: name, kind, language, period or date, counts. */
static void put_documents(telling *t, const json_t *documents)
{
    static const layout_column columns[] = {
        {"", 0, 0, 0}, {"", 0, 0, 0}, {"", 0, 0, 0}, {"", 0, 0, 0}, {"", 0, 0, 0}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    cli *run = t->run;
    layout_table table = {.columns = columns, .column_count = COLUMNS};
    json_t *document;
    size_t index;
    json_array_foreach(documents, index, document)
    {
        const json_t *period = json_object_get(document, "period");
        const char *when = cli_member(run, document, "adopted");
        if (json_is_object(period)) {
            when = cli_interval(run, period);
        } else if (!*when) {
            when = cli_member(run, document, "issued");
        }
        const char *cells[COLUMNS] = {
            cli_member(run, document, "doc"), cli_member(run, document, "kind"),
            cli_language_name(run, cli_member(run, document, "lang")), when,
            joined_counts(run, json_object_get(document, "counts"))};
        for (size_t c = 0; c < COLUMNS; c++) {
            RAP_PUSH(run->arena, &table.cells, rap_str_of(cells[c]));
        }
    }
    size_t widths[COLUMNS];
    layout_fit(run->arena, &table, 0, widths);
    for (size_t row = 0; row < json_array_size(documents); row++) {
        rap_buf line;
        rap_buf_init(&line, run->arena);
        layout_row(run->arena, &table, widths, row, &line);
        fprintf(run->out, "    %s", rap_buf_str(&line).data);
    }
}

static const char *outcome_name(rapporteur_outcome outcome)
{
    return outcome == RAPPORTEUR_ADDED       ? "added"
           : outcome == RAPPORTEUR_UNCHANGED ? "unchanged"
                                             : "refused";
}

static void put_json_event(telling *t, const rapporteur_event *event, json_t *documents)
{
    json_t *object =
        json_pack("{s:s, s:s, s:s, s:O}", "path", cli_valid(t->run, event->path), "outcome",
                  outcome_name(event->outcome), "message",
                  cli_valid(t->run, event->message ? event->message : ""), "documents", documents);
    if (object && t->run->values[OPTION_TIMINGS]) {
        json_t *seconds = json_object();
        for (int i = 0; i < RAPPORTEUR_STAGES; i++) {
            json_object_set_new(seconds, rapporteur_stage_name((rapporteur_stage)i),
                                json_real(event->seconds[i]));
        }
        json_object_set_new(object, "seconds", seconds);
    }
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    if (text) {
        fprintf(t->run->out, "%s%s", t->events > 1 ? ",\n" : "[\n", text);
        free(text);
    }
    json_decref(object);
}

/* Every warning with the file's name and the place, a line each. */
static void put_warnings(telling *t, const char *path, const json_t *documents)
{
    static const char *const places[] = {"page", "line"};
    cli *run = t->run;
    const json_t *document, *warning;
    size_t d, w;
    json_array_foreach(documents, d, document)
    {
        json_array_foreach(json_object_get(document, "warnings"), w, warning)
        {
            rap_buf line;
            rap_buf_init(&line, run->arena);
            rap_buf_format(&line, "%s: ", path);
            for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
                json_int_t at = json_integer_value(json_object_get(warning, places[i]));
                if (at > 0) {
                    rap_buf_format(&line, "%s %" JSON_INTEGER_FORMAT ": ", places[i], at);
                }
            }
            rap_buf_put_c(&line, cli_member(run, warning, "message"));
            const char *text = cli_plain(run, rap_buf_str(&line).data);
            fprintf(run->out, "    %s\n", cli_styled(run, CLI_DIM, text));
        }
    }
}

static void put_event(telling *t, const rapporteur_event *event, const json_t *documents)
{
    cli *run = t->run;
    const char *path = cli_plain(run, event->path);
    if (event->outcome == RAPPORTEUR_UNCHANGED) {
        fprintf(run->out, "%s: unchanged\n", path);
        return;
    }
    fprintf(run->out, "%s\n", cli_styled(run, CLI_BOLD, path));
    put_documents(t, documents);
    if (run->values[OPTION_VERBOSE]) {
        put_warnings(t, path, documents);
    } else if (event->message && *event->message) {
        fprintf(run->out, "    %s\n", cli_styled(run, CLI_DIM, cli_plain(run, event->message)));
    }
}

static bool on_event(void *user, const rapporteur_event *event)
{
    telling *t = user;
    cli *run = t->run;
    t->events++;
    t->done = event->done;
    t->total = event->total;
    t->brief = !run->values[OPTION_VERBOSE] && (t->rebuilds || event->total > MANY);
    json_t *documents = json_loads(event->documents ? event->documents : "[]", 0, NULL);
    if (!documents) {
        documents = json_array();
    }
    json_t *document;
    size_t index;
    json_array_foreach(documents, index, document)
    {
        if (event->outcome == RAPPORTEUR_ADDED) {
            tally_document(t, document);
        }
    }
    clear_bar(t);
    if (event->outcome == RAPPORTEUR_REFUSED) {
        RAP_PUSH(run->arena, &t->refused, rap_arena_format(run->arena, "%s", event->path));
        RAP_PUSH(run->arena, &t->refused, rap_arena_format(run->arena, "%s", event->message));
    }
    if (run->values[OPTION_JSON]) {
        put_json_event(t, event, documents);
    } else if (!t->brief && event->outcome != RAPPORTEUR_REFUSED) {
        put_event(t, event, documents);
    }
    fflush(run->out);
    draw_bar(t, event->path);
    json_decref(documents);
    return !interrupted;
}

/* -- the end ------------------------------------------------------------------------------------
 */

static void put_totals(telling *t, const rapporteur_add_result *result)
{
    cli *run = t->run;
    const struct {
        size_t count;
        const char *word;
    } parts[] = {{result->added, t->rebuilds ? "read again" : "added"},
                 {result->unchanged, "unchanged"},
                 {result->refused, "refused"}};
    const char *separator = "";
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].count) {
            fprintf(run->out, "%s%s %s", separator,
                    *separator ? cli_number_text(run, parts[i].count)
                               : cli_count(run, parts[i].count, "file"),
                    parts[i].word);
            separator = ", ";
        }
    }
    if (!*separator) {
        fprintf(run->out, "no file %s", t->rebuilds ? "read again" : "added");
    }
    if (!t->brief || result->added == 0) {
        fputc('\n', run->out);
        return;
    }
    const char *counts = joined_counts(run, t->counts);
    fprintf(run->out, "%s%s\n", *counts ? ": " : "", counts);
    const char *code;
    json_t *count;
    separator = "";
    json_object_foreach(t->languages, code, count)
    {
        fprintf(run->out, "%s%s %" JSON_INTEGER_FORMAT,
                *separator ? ", " : "Texts: ", cli_language_name(run, code),
                json_integer_value(count));
        separator = ", ";
    }
    fputs(*separator ? "\n" : "", run->out);
}

/* In milliseconds where a document or a few were read. */
static void put_timings(cli *run, const double seconds[RAPPORTEUR_STAGES])
{
    double all = 0;
    for (int i = 0; i < RAPPORTEUR_STAGES; i++) {
        all += seconds[i];
    }
    bool is_short = all < 1;
    for (int i = 0; i < RAPPORTEUR_STAGES; i++) {
        fprintf(run->out, "%-10s %8.2f %-2s %3.0f%%\n", rapporteur_stage_name((rapporteur_stage)i),
                is_short ? seconds[i] * 1000 : seconds[i], is_short ? "ms" : "s",
                all > 0 ? seconds[i] / all * 100 : 0);
    }
}

static int conclude(telling *t, const rapporteur_add_result *result)
{
    cli *run = t->run;
    if (run->values[OPTION_JSON]) {
        fputs(t->events ? "\n]\n" : "[]\n", run->out);
    }
    for (size_t i = 0; i + 1 < t->refused.count; i += 2) {
        cli_fail_file(run, t->refused.items[i], t->refused.items[i + 1]);
    }
    if (!run->values[OPTION_JSON]) {
        put_totals(t, result);
    }
    if (run->values[OPTION_TIMINGS] && !run->values[OPTION_JSON]) {
        put_timings(run, result->seconds);
    }
    if (interrupted) {
        cli_fail(run,
                 "stopped after %zu of %zu files; what was read is kept, type the command "
                 "again to go on",
                 t->done, t->total);
        return CLI_INTERRUPTED;
    }
    if (t->events == 0 && !t->rebuilds) {
        cli_fail(run, "there is no file in %s; hidden files are passed over", run->operands[0]);
        return CLI_INCOMPLETE;
    }
    return result->refused ? CLI_INCOMPLETE : CLI_DONE;
}

static int read_documents(cli *run, bool rebuilds)
{
    if (!cli_open(run, rebuilds ? RAPPORTEUR_WRITE : RAPPORTEUR_CREATE)) {
        return CLI_CANNOT;
    }
    if (!cli_prepare_reading(run)) {
        return CLI_CANNOT;
    }
    telling t = {.run = run, .rebuilds = rebuilds, .languages = json_object()};
    t.counts = json_object();
    rap_arena_defer(run->arena, (void (*)(void *))json_decref, t.languages);
    rap_arena_defer(run->arena, (void (*)(void *))json_decref, t.counts);
    clock_gettime(CLOCK_MONOTONIC, &t.begun);
    catch_interrupts();
    rapporteur_add_options options = {.id = run->values[OPTION_ID],
                                      .threads = (unsigned)cli_number(run, OPTION_THREADS, 0),
                                      .as_original = run->values[OPTION_AS_ORIGINAL] != NULL,
                                      .on_event = on_event,
                                      .user = &t};
    rapporteur_add_result result = {0};
    rapporteur_error error = {0};
    bool done = rebuilds ? rapporteur_rebuild(run->reg, &options, &result, &error)
                         : rapporteur_add(run->reg, run->operands, run->operand_count, &options,
                                          &result, &error);
    clear_bar(&t);
    if (done || (interrupted && error.code == RAPPORTEUR_CANCELLED)) {
        return conclude(&t, &result);
    }
    if (t.events) {
        conclude(&t, &result);
    }
    return error.code == RAPPORTEUR_USAGE
               ? cli_fail(run, "%s", error.message)
               : cli_fail_file(run, cli_register_path(run), error.message);
}

int cli_run_add(cli *run)
{
    return read_documents(run, false);
}

int cli_run_rebuild(cli *run)
{
    return read_documents(run, true);
}

/* rapporteur review: the queue, as a list, or on a terminal one fact after the other. */
#include "listing.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* -- the list ---------------------------------------------------------------------------------- */

static bool read_below(cli *run, double *ret_below)
{
    char *end;
    const char *text = run->values[OPTION_BELOW];
    *ret_below = text ? strtod(text, &end) : 0;
    if (text && (*end || *ret_below <= 0 || *ret_below > 1)) {
        cli_fail(run, "--below: \"%s\" is not a number between 0 and 1", text);
        return false;
    }
    return true;
}

static rapporteur_queue_options queue_of(cli *run)
{
    rapporteur_queue_options options = {.kind = run->values[OPTION_FACT_KIND],
                                        .document = run->values[OPTION_DOCUMENT],
                                        .person = cli_person(run),
                                        .others = run->values[OPTION_OTHERS] != NULL};
    read_below(run, &options.below);
    return options;
}

static bool ask(cli *run, bool (*visit)(void *user, const char *json, size_t length), void *user,
                rapporteur_error *error)
{
    rapporteur_queue_options options = queue_of(run);
    return rapporteur_queue(run->reg, &options, visit, user, NULL, error);
}

static const char *show_confidence(cli *run, const json_t *record, const char *member)
{
    return rap_arena_format(run->arena, "%.2f", json_number_value(json_object_get(record, member)));
}

static int list_queue(cli *run)
{
    static const listing_field fields[] = {
        {"id", "id", listing_text, {"FACT", 18, 34, 10}},
        {"confidence", "confidence", show_confidence, {"SURE", 4, 4, 4}},
        {"rule", "rule", listing_text, {0}},
        {"quote", "quote", listing_text, {"TEXT", 34, 0, 10}},
        {"text", "text", listing_text, {0}},
    };
    listing list = {.kind = "review",
                    .ask = ask,
                    .noun = "fact",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    return listing_run(run, &list);
}

/* -- on a terminal ----------------------------------------------------------------------------- */

enum { KEY_END = -1, KEY_INTERRUPT = 3, LONGEST_LINE = 2000, MOST_WORDS = 32 };

typedef struct {
    cli *run;
    rap_strs ids;
    size_t at, decided;
    const char *last; /* the fact decided about last, or NULL */
} session;

/* One key, without waiting for the end of a line. What asks for it is shown only when the terminal
 * no longer echoes. */
static int read_key(cli *run)
{
    struct termios before, quiet;
    char key;
    if (tcgetattr(STDIN_FILENO, &before)) {
        return KEY_END;
    }
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet);
    fflush(run->out);
    bool is_read = read(STDIN_FILENO, &key, 1) == 1;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    return is_read ? (unsigned char)key : KEY_END;
}

/* A line without its end, in the arena; empty at the end of input. */
static const char *read_line(cli *run, const char *prompt)
{
    char line[LONGEST_LINE];
    size_t length = 0;
    fprintf(run->out, "%s", prompt);
    fflush(run->out);
    while (length + 1 < sizeof line && read(STDIN_FILENO, line + length, 1) == 1 &&
           line[length] != '\n') {
        length++;
    }
    return rap_arena_copy(run->arena, line, length);
}

static json_t *fact_of(cli *run, const char *id)
{
    rapporteur_error error = {0};
    const char *text = rapporteur_fact(run->reg, id, &error);
    json_t *fact = text ? json_loads(text, 0, NULL) : NULL;
    if (fact) {
        rap_arena_defer(run->arena, (void (*)(void *))json_decref, fact);
    } else {
        cli_fail(run, "%s", error.message);
    }
    return fact;
}

/* The paragraph with the fact's words in colour, or between brackets. */
static void show_words(cli *run, const json_t *fact)
{
    const json_t *evidence = json_object_get(fact, "evidence");
    rap_str text = rap_str_of(json_string_value(json_object_get(fact, "text")));
    size_t start = (size_t)json_integer_value(json_object_get(evidence, "start"));
    size_t end = (size_t)json_integer_value(json_object_get(evidence, "end"));
    const char *before = rap_str_c(run->arena, rap_str_slice(text, 0, start));
    const char *words = rap_str_c(run->arena, rap_str_slice(text, start, end));
    const char *after = rap_str_c(run->arena, rap_str_slice(text, end, text.length));
    fprintf(run->out, "\n%s%s%s%s%s\n\n", cli_plain(run, before), run->colour ? "" : "[",
            cli_styled(run, CLI_HIT, cli_plain(run, words)), run->colour ? "" : "]",
            cli_plain(run, after));
}

static void show_fact(session *s, const json_t *fact)
{
    static const char *const shown[] = {"verb",   "force",   "addressees", "asks",  "timing",
                                        "type",   "parties", "roles",      "dates", "places",
                                        "status", "subject", "agreement",  "value", "bound",
                                        "unit",   "counted", "period",     "themes"};
    cli *run = s->run;
    fprintf(run->out, "\n%s\n",
            cli_styled(run, CLI_BOLD,
                       rap_arena_format(run->arena, "%zu of %zu  %s  %s", s->at + 1, s->ids.count,
                                        cli_member(run, fact, "id"),
                                        show_confidence(run, fact, "confidence"))));
    show_words(run, fact);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const json_t *value = json_object_get(fact, shown[i]);
        bool is_empty = !value || json_is_null(value) ||
                        (json_is_array(value) && !json_array_size(value)) ||
                        (json_is_object(value) && !json_object_size(value));
        if (is_empty) {
            continue;
        }
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));
        fprintf(run->out, "  %-11s %s\n", shown[i], cli_plain(run, text));
        free(text);
    }
}

/* What a person decides about a fact that was shown; false where it was refused. */
static bool decide(session *s, const json_t *fact, rapporteur_decision decision)
{
    rapporteur_error error = {0};
    decision.fact = rap_arena_format(s->run->arena, "%s", cli_member(s->run, fact, "id"));
    decision.person = cli_person(s->run);
    decision.revision = json_integer_value(json_object_get(fact, "revision"));
    const json_t *after = cli_decide(s->run, &decision, &error);
    if (!after) {
        cli_fail(s->run, "%s", error.message);
        return false;
    }
    fprintf(s->run->out, "%s\n", cli_styled(s->run, CLI_GOOD, decision.verdict));
    s->decided++;
    s->last = decision.fact;
    return true;
}

static bool correct(session *s, const json_t *fact)
{
    const char *words[MOST_WORDS];
    size_t count = 0;
    fprintf(s->run->out, "FIELD=VALUE, one a line; an empty line ends\n");
    while (count < MOST_WORDS) {
        words[count] = read_line(s->run, "> ");
        if (!*words[count]) {
            break;
        }
        count++;
    }
    const char *correction = count ? cli_correction(s->run, fact, words, count) : NULL;
    if (!correction) {
        return false;
    }
    const char *why = read_line(s->run, "why (may be empty)> ");
    return decide(
        s, fact,
        (rapporteur_decision){.verdict = "corrected", .correction = correction, .reason = why});
}

static void undo(session *s)
{
    const json_t *fact = s->last ? fact_of(s->run, s->last) : NULL;
    if (!s->last) {
        fprintf(s->run->out, "nothing was decided yet\n");
    } else if (fact && decide(s, fact, (rapporteur_decision){.verdict = "undone"})) {
        s->decided -= 2;
        s->at -= s->at > 0;
        s->last = NULL;
    }
}

/* False: the person ends. */
static bool take_key(session *s, const json_t *fact, int key)
{
    switch (key) {
    case 'c':
        s->at += decide(s, fact, (rapporteur_decision){.verdict = "confirmed"});
        return true;
    case 'r':
        s->at += decide(s, fact, (rapporteur_decision){.verdict = "rejected"});
        return true;
    case 'e':
        s->at += correct(s, fact);
        return true;
    case 's':
        s->at++;
        return true;
    case 'u':
        undo(s);
        return true;
    case 'q':
    case KEY_INTERRUPT:
    case KEY_END:
        return false;
    default:
        fprintf(s->run->out, "c, e, r, s, u or q\n");
        return true;
    }
}

static bool take_id(void *user, const char *json, size_t length)
{
    session *s = user;
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    const char *id = json_string_value(json_object_get(record, "id"));
    if (id) {
        RAP_PUSH(s->run->arena, &s->ids, rap_str_copy(s->run->arena, rap_str_of(id)));
    }
    json_decref(record);
    return true;
}

static int review(cli *run)
{
    session s = {.run = run};
    rapporteur_error error = {0};
    rapporteur_queue_options options = queue_of(run);
    options.limit = cli_number(run, OPTION_LIMIT, 0);
    if (!rapporteur_queue(run->reg, &options, take_id, &s, NULL, &error)) {
        return cli_fail_file(run, cli_register_path(run), error.message);
    }
    bool goes_on = true;
    while (goes_on && s.at < s.ids.count) {
        const json_t *fact = fact_of(run, rap_str_c(run->arena, s.ids.items[s.at]));
        bool is_decided = json_is_object(json_object_get(fact, "decision")) && !options.others;
        if (!fact || is_decided) { /* by somebody else, meanwhile */
            s.at++;
            continue;
        }
        show_fact(&s, fact);
        fprintf(run->out, "\n%s ",
                cli_styled(run, CLI_NOTE,
                           "c confirm  e correct  r reject  s pass over  u undo  q end"));
        int key = read_key(run);
        fputc('\n', run->out);
        goes_on = take_key(&s, fact, key);
    }
    fprintf(run->out, "\n%s kept, %s left\n", cli_count(run, s.decided, "decision"),
            cli_number_text(run, s.ids.count - (s.at < s.ids.count ? s.at : s.ids.count)));
    return CLI_DONE;
}

int cli_run_review(cli *run)
{
    double below;
    bool is_list = run->values[OPTION_JSON] || run->values[OPTION_CSV] || !isatty(STDIN_FILENO) ||
                   !isatty(STDOUT_FILENO);
    const char *document = run->values[OPTION_DOCUMENT];
    if (!read_below(run, &below) || !cli_open(run, is_list ? RAPPORTEUR_READ : RAPPORTEUR_WRITE)) {
        return CLI_CANNOT;
    }
    if (document && !is_list && !cli_document_exists(run, document)) {
        return CLI_INCOMPLETE;
    }
    return is_list ? list_queue(run) : review(run);
}

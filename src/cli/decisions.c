/* rapporteur decisions: the log; rapporteur import: decisions from another register. */
#include "listing.h"

#include <stdlib.h>
#include <string.h>

/* -- agreement --------------------------------------------------------------------------------- */

static const char *share_of(cli *run, const json_t *told, const char *name)
{
    const json_t *value = json_object_get(told, name);
    return json_is_number(value) ? rap_arena_format(run->arena, "%.2f", json_number_value(value))
                                 : "not to be told";
}

/* --person A,B chooses two. */
static int tell_agreement(cli *run)
{
    rapporteur_error error = {0};
    rap_str rest = rap_str_of(run->values[OPTION_BY]), first = RAP_STR_NONE, second = RAP_STR_NONE;
    rap_str_split(&rest, ',', &first);
    rap_str_split(&rest, ',', &second);
    const char *text = rapporteur_concordance(
        run->reg, first.length ? rap_str_c(run->arena, rap_str_trim(first)) : NULL,
        second.length ? rap_str_c(run->arena, rap_str_trim(second)) : NULL, &error);
    if (!text) {
        return cli_fail_file(run, cli_register_path(run), error.message);
    }
    if (run->values[OPTION_JSON]) {
        fprintf(run->out, "%s\n", text);
        return CLI_DONE;
    }
    json_t *told = json_loads(text, 0, NULL);
    size_t facts = (size_t)json_integer_value(json_object_get(told, "facts"));
    if (facts) {
        fprintf(run->out, "%s\n%s judged by two people, %s alike: %s\nkappa: %s\n",
                cli_member_joined(run, told, "people", ", "), cli_count(run, facts, "fact"),
                cli_number_text(run, (size_t)json_integer_value(json_object_get(told, "equal"))),
                share_of(run, told, "share"), share_of(run, told, "kappa"));
    } else {
        fprintf(run->out, "no fact was judged by two people\n");
    }
    json_decref(told);
    return CLI_DONE;
}

/* -- the log ----------------------------------------------------------------------------------- */

static bool ask(cli *run, bool (*visit)(void *user, const char *json, size_t length), void *user,
                rapporteur_error *error)
{
    rapporteur_decision_filter filter = {.person = run->values[OPTION_BY],
                                         .document = run->values[OPTION_ABOUT],
                                         .period = run->values[OPTION_DECIDED],
                                         .untied = run->values[OPTION_UNTIED] != NULL};
    return rapporteur_decisions(run->reg, &filter, visit, user, NULL, error);
}

/* "2031-05-04 12:00" */
static const char *show_when(cli *run, const json_t *record, const char *member)
{
    const char *when = cli_member(run, record, member);
    return strlen(when) < 16 || run->values[OPTION_CSV]
               ? when
               : rap_arena_format(run->arena, "%.10s %.5s", when, when + 11);
}

/* What was changed, or the other fact. */
static const char *show_what(cli *run, const json_t *record, const char *member)
{
    const json_t *correction = json_object_get(record, member);
    const char *with = cli_member(run, record, "with");
    if (!json_is_object(correction)) {
        return with;
    }
    char *text = json_dumps(correction, 0);
    const char *copy = cli_plain(run, rap_arena_format(run->arena, "%s", text));
    free(text);
    return copy;
}

/* The words that it is about. */
static const char *show_words(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, json_object_get(record, member), "quote");
}

int cli_run_decisions(cli *run)
{
    static const listing_field fields[] = {
        {"when", "when", show_when, {"WHEN", 16, 16, 16}},
        {"person", "person", listing_text, {"WHO", 6, 14, 6}},
        {"verdict", "verdict", listing_text, {"VERDICT", 9, 9, 9}},
        {"fact", "fact", listing_text, {"FACT", 12, 28, 10}},
        {"what", "correction", show_what, {"WHAT", 8, 30, 4}},
        {"reason", "reason", listing_text, {"WHY", 8, 24, 4}},
        {"words", "subject", show_words, {"TEXT", 20, 0, 5}},
        {"undoes", "undoes", listing_text, {0}},
        {"uid", "uid", listing_text, {0}},
    };
    listing list = {.kind = "decisions",
                    .ask = ask,
                    .noun = "decision",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    return run->values[OPTION_CONCORDANCE] ? tell_agreement(run) : listing_run(run, &list);
}

/* -- import ------------------------------------------------------------------------------------ */

static void on_problem(void *user, const char *message)
{
    cli_fail(user, "%s", message);
}

int cli_run_import(cli *run)
{
    bool is_whole = true;
    if (!cli_open(run, RAPPORTEUR_WRITE)) {
        return CLI_CANNOT;
    }
    for (size_t i = 0; i < run->operand_count; i++) {
        rapporteur_error error = {0};
        const char *text = NULL, *path = run->operands[i];
        if (!rapporteur_import_decisions(run->reg, path, on_problem, run, &text, &error)) {
            return cli_fail_file(run, path, error.message);
        }
        if (run->values[OPTION_JSON]) {
            fprintf(run->out, "%s\n", text);
        }
        json_t *told = json_loads(text, 0, NULL);
        size_t known = (size_t)json_integer_value(json_object_get(told, "known"));
        size_t untied = (size_t)json_integer_value(json_object_get(told, "untied"));
        if (!run->values[OPTION_JSON]) {
            fprintf(run->out, "%s: %s taken%s%s\n", path,
                    cli_count(run, (size_t)json_integer_value(json_object_get(told, "taken")),
                              "decision"),
                    known ? rap_arena_format(run->arena, ", %zu known already", known) : "",
                    untied
                        ? rap_arena_format(run->arena, ", %zu wait for what they are about", untied)
                        : "");
        }
        is_whole = is_whole && !json_integer_value(json_object_get(told, "refused"));
        json_decref(told);
    }
    return is_whole ? CLI_DONE : CLI_INCOMPLETE;
}

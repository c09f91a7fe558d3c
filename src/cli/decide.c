/* rapporteur decide: one decision about one fact. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

const char *cli_person(cli *run)
{
    const char *named = getenv("RAPPORTEUR_PERSON");
    if (run->values[OPTION_PERSON]) {
        return run->values[OPTION_PERSON];
    }
    return named && *named ? named : cli_own_name(run);
}

static json_t *loaded(cli *run, const char *text)
{
    json_t *record = text ? json_loads(text, 0, NULL) : NULL;
    if (record) {
        rap_arena_defer(run->arena, (void (*)(void *))json_decref, record);
    }
    return record;
}

json_t *cli_decide(cli *run, const rapporteur_decision *decision, rapporteur_error *error)
{
    size_t index;
    const json_t *warning;
    const char *text = NULL;
    if (!rapporteur_decide(run->reg, decision, &text, error)) {
        return NULL;
    }
    json_t *fact = loaded(run, text);
    json_array_foreach(json_object_get(fact, "warnings"), index, warning)
    {
        cli_fail(run, "%s", cli_plain(run, json_string_value(warning)));
    }
    return fact;
}

static const struct {
    const char *word, *verdict;
    size_t least, most; /* words behind it */
    const char *needs;
} verdicts[] = {
    {"confirm", "confirmed", 0, 0, NULL},
    {"correct", "corrected", 1, SIZE_MAX, "what is to be corrected: FIELD=VALUE"},
    {"reject", "rejected", 0, 0, NULL},
    {"merge", "merged", 1, 1, "the id of the fact that stays"},
    {"split", "split", 2, SIZE_MAX, "the words of two parts or more"},
    {"apart", "split", 1, 1, "the id of the other activity"},
    {"undo", "undone", 0, 0, NULL},
};
enum { VERDICTS = sizeof verdicts / sizeof *verdicts };

/* Index in `verdicts`; -1 where there is none, which is told. */
static int verdict_of(cli *run, const char *word, size_t words)
{
    const char *names[VERDICTS];
    for (int i = 0; i < VERDICTS; i++) {
        names[i] = verdicts[i].word;
        if (strcmp(names[i], word) != 0) {
            continue;
        }
        if (words < verdicts[i].least) {
            cli_fail(run, "\"%s\" needs %s", word, verdicts[i].needs);
            return -1;
        }
        if (words > verdicts[i].most) {
            cli_fail(run, "\"%s\" takes no more words", word);
            return -1;
        }
        return i;
    }
    const char *near = cli_nearest(word, names, VERDICTS);
    cli_fail(run, "there is no verdict \"%s\"; %s%s", word, near ? "did you mean " : "it is ",
             near ? rap_arena_format(run->arena, "%s?", near)
                  : "confirm, correct, reject, merge, split, apart or undo");
    return -1;
}

static const char *parts_of(cli *run, const char *const *words, size_t count)
{
    json_t *parts = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(parts, json_pack("{s:s}", "quote", words[i]));
    }
    char *text = json_dumps(parts, 0);
    const char *copy = rap_arena_format(run->arena, "%s", text);
    free(text);
    json_decref(parts);
    return copy;
}

static int refused(cli *run, const rapporteur_error *error)
{
    return error->code == RAPPORTEUR_USAGE || error->code == RAPPORTEUR_MISSING ||
                   error->code == RAPPORTEUR_STALE
               ? cli_fail(run, "%s", error->message)
               : cli_fail_file(run, cli_register_path(run), error->message);
}

/* What was changed, field by field: "parties: WHO, AU -> WHO, WIPO". */
static void tell_changes(cli *run, const json_t *fact)
{
    const char *name;
    json_t *before;
    json_object_foreach(json_object_get(fact, "read"), name, before)
    {
        char *was = json_dumps(before, JSON_ENCODE_ANY);
        const json_t *after = json_object_get(fact, name);
        char *now = after ? json_dumps(after, JSON_ENCODE_ANY) : NULL;
        fprintf(run->out, "    %s: %s -> %s\n", name, cli_plain(run, was ? was : ""),
                cli_plain(run, now ? now : "null"));
        free(now);
        free(was);
    }
}

static void tell(cli *run, const json_t *fact, const char *verdict, const char *person)
{
    if (run->values[OPTION_JSON]) {
        char *text = json_dumps(fact, JSON_REAL_PRECISION(6));
        fprintf(run->out, "%s\n", text);
        free(text);
        return;
    }
    fprintf(run->out, "%s: %s by %s\n", cli_member(run, fact, "id"), verdict, person);
    tell_changes(run, fact);
}

int cli_run_decide(cli *run)
{
    rapporteur_error error = {0};
    const char *const *words = run->operands + 2;
    size_t count = run->operand_count - 2;
    rapporteur_decision decision = {.fact = run->operands[0],
                                    .person = cli_person(run),
                                    .reason = run->values[OPTION_WHY],
                                    .revision = -1};
    int which = verdict_of(run, run->operands[1], count);
    if (which < 0 || !cli_open(run, RAPPORTEUR_WRITE)) {
        return CLI_CANNOT;
    }
    decision.verdict = verdicts[which].verdict;
    if (strcmp(verdicts[which].word, "correct") == 0) {
        const json_t *fact = loaded(run, rapporteur_fact(run->reg, decision.fact, &error));
        if (!fact) {
            return refused(run, &error);
        }
        decision.correction = cli_correction(run, fact, words, count);
        if (!decision.correction) {
            return CLI_CANNOT;
        }
    } else if (strcmp(verdicts[which].word, "split") == 0) {
        decision.parts = parts_of(run, words, count);
    } else if (count) {
        decision.with = words[0];
    }
    const json_t *fact = cli_decide(run, &decision, &error);
    if (!fact) {
        return refused(run, &error);
    }
    tell(run, fact, decision.verdict, decision.person);
    return CLI_DONE;
}

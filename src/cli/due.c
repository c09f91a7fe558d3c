/* rapporteur due: what falls due, and when. */
#include "listing.h"

#include <string.h>

static rapporteur_due_options options_of(const cli *run)
{
    return (rapporteur_due_options){.within = run->values[OPTION_WITHIN],
                                    .on = run->values[OPTION_ON],
                                    .language = run->values[OPTION_TEXT_LANGUAGE]};
}

static bool ask(cli *run, bool (*visit)(void *user, const char *json, size_t length), void *user,
                rapporteur_error *error)
{
    rapporteur_due_options options = options_of(run);
    rapporteur_filter filter = cli_filter(run);
    filter.language = NULL;
    filter.limit = 0; /* the listing counts */
    return rapporteur_due(run->reg, &filter, &options, visit, user, error);
}

/* "report, session 80", "report, annual" */
static const char *show_what(cli *run, const json_t *record, const char *member)
{
    const char *what = cli_member(run, record, member);
    const char *session = cli_member(run, record, "session");
    const char *rhythm = cli_member(run, record, "rhythm");
    if (*session) {
        return rap_arena_format(run->arena, "%s, session %s", what, session);
    }
    bool is_told = !*rhythm || strcmp(what, rhythm) == 0;
    return is_told ? what : rap_arena_format(run->arena, "%s, %s", what, rhythm);
}

static int write_calendar(cli *run)
{
    rapporteur_error error = {0};
    rapporteur_due_options options = options_of(run);
    rapporteur_filter filter = cli_filter(run);
    size_t length = 0;
    filter.language = NULL;
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    const char *bytes = rapporteur_due_calendar(run->reg, &filter, &options, &length, &error);
    if (!bytes) {
        return error.code == RAPPORTEUR_USAGE
                   ? cli_fail(run, "%s", error.message)
                   : cli_fail_file(run, cli_register_path(run), error.message);
    }
    fwrite(bytes, 1, length, run->out);
    return CLI_DONE;
}

int cli_run_due(cli *run)
{
    static const listing_field table[] = {
        {"date", "date", listing_text, {"DUE", 10, 10, 10}},
        {"what", "what", show_what, {"WHAT", 9, 19, 9}},
        {"doc", "doc", listing_text, {"DOCUMENT", 10, 16, 8}},
        {"para", "para", listing_text, {"PARA", 4, 7, 7}},
        {"who", "who", listing_list, {"WHO", 6, 18, 6}},
        {"quote", "quote", listing_text, {"TEXT", 20, 0, 5}},
    };
    static const listing_field fields[] = {
        {"date", "date", listing_text, {0}},       {"what", "what", listing_text, {0}},
        {"session", "session", listing_text, {0}}, {"rhythm", "rhythm", listing_text, {0}},
        {"doc", "doc", listing_text, {0}},         {"lang", "lang", listing_text, {0}},
        {"para", "para", listing_text, {0}},       {"verb", "verb", listing_text, {0}},
        {"who", "who", listing_list, {0}},         {"asks", "asks", listing_text, {0}},
        {"quote", "quote", listing_text, {0}},
    };
    bool is_csv = run->values[OPTION_CSV] != NULL;
    listing list = {.ask = ask,
                    .noun = "item",
                    .fields = is_csv ? fields : table,
                    .field_count =
                        is_csv ? sizeof fields / sizeof *fields : sizeof table / sizeof *table};
    if (run->values[OPTION_CALENDAR]) {
        return write_calendar(run);
    }
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    return listing_run(run, &list);
}

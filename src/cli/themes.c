/* rapporteur themes */
#include "listing.h"

static const char *show_name(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, json_object_get(record, "names"), member);
}

static const char *show_goals(cli *run, const json_t *record, const char *member)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    json_t *goal;
    size_t index;
    json_array_foreach(json_object_get(record, member), index, goal)
    {
        rap_buf_format(&out, "%s%" JSON_INTEGER_FORMAT, index ? ", " : "",
                       json_integer_value(goal));
    }
    return rap_buf_str(&out).data;
}

static bool ask(cli *run, bool (*visit)(void *, const char *, size_t), void *user,
                rapporteur_error *error)
{
    rap_buf words;
    rap_buf_init(&words, run->arena);
    for (size_t i = 0; i < run->operand_count; i++) {
        rap_buf_format(&words, "%s%s", i ? " " : "", run->operands[i]);
    }
    return rapporteur_themes(rap_buf_str(&words).data, visit, user, error);
}

int cli_run_themes(cli *run)
{
    static const listing_field fields[] = {
        {"id", "id", listing_text, {"THEME", 12, 26, 10}},
        {"kind", "kind", listing_text, {"KIND", 5, 5, 2}},
        {"broader", "broader", listing_text, {"WITHIN", 8, 24, 3}},
        {"goals", "goals", show_goals, {"GOALS", 5, 10, 5}},
        {"en", "en", show_name, {"NAME", 20, 0, 9}},
        {"ar", "ar", show_name, {0}},
        {"zh", "zh", show_name, {0}},
        {"fr", "fr", show_name, {0}},
        {"ru", "ru", show_name, {0}},
        {"es", "es", show_name, {0}},
        {"unbis", "unbis", listing_text, {0}},
    };
    listing list = {.ask = ask,
                    .noun = "theme",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    return listing_run(run, &list);
}

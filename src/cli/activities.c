/* rapporteur activities */
#include "listing.h"

#include <string.h>

static const struct {
    cli_option_id option;
    const char *kind;
} pictures[] = {{OPTION_MAP, "map"}, {OPTION_TIMELINE, "timeline"}, {OPTION_NETWORK, "network"}};

/* The picture that the options ask for, or NULL; *ret_count says how many do. */
static const char *picture_kind(const cli *run, size_t *ret_count)
{
    const char *kind = NULL;
    *ret_count = 0;
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        if (run->values[pictures[i].option]) {
            kind = pictures[i].kind;
            ++*ret_count;
        }
    }
    return kind;
}

static int draw(cli *run, const char *kind)
{
    const char *path = run->values[OPTION_PICTURE], *summary = NULL;
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    const char *document = run->values[OPTION_DOCUMENT];
    if (document && !cli_document_exists(run, document)) {
        return CLI_INCOMPLETE;
    }
    rapporteur_report_options options = {.kind = kind,
                                         .form = "svg",
                                         .language = run->values[OPTION_PICTURE_LANGUAGE],
                                         .filter = cli_filter(run)};
    options.filter.limit = cli_number(run, OPTION_LIMIT, 0);
    rapporteur_error error = {0};
    size_t length = 0;
    const char *bytes = NULL;
    bool is_made = path ? rapporteur_report(run->reg, &options, path, &summary, &error)
                        : (bytes = rapporteur_report_bytes(run->reg, &options, &length, &summary,
                                                           &error)) != NULL;
    if (!is_made) {
        const char *place = error.code == RAPPORTEUR_FILE && path ? path : cli_register_path(run);
        return cli_fail_file(run, place, error.message);
    }
    fwrite(bytes ? bytes : "", 1, length, run->out);
    json_t *counts = json_loads(summary, 0, NULL);
    size_t shown = (size_t)json_integer_value(json_object_get(counts, "chapters"));
    json_decref(counts);
    if (path) {
        fprintf(run->out, "%s: %s\n", path, cli_count(run, shown, "mark"));
    }
    if (!shown) {
        cli_fail(run, "nothing in the register can be drawn with these filters");
        return CLI_INCOMPLETE;
    }
    return CLI_DONE;
}

int cli_run_activities(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_documents, {"DOCUMENT", 10, 18, 6}},
        {"para", "para", listing_text, {"PARA", 7, 10, 7}},
        {"dates", "dates", listing_periods, {"DATES", 13, 21, 9}},
        {"type", "type", listing_text, {"TYPE", 11, 13, 5}},
        {"parties", "parties", listing_list, {"PARTIES", 10, 24, 8}},
        {"places", "places", listing_list, {"PLACES", 8, 18, 4}},
        {"status", "status", listing_text, {"STATUS", 7, 7, 2}},
        {"quote", "quote", listing_text, {"TEXT", 34, 0, 10}},
        {"subject", "subject", listing_text, {0}},
        {"themes", "themes", listing_list, {0}},
        {"lang", "lang", listing_text, {0}},
        {"same_as", "same_as", listing_list, {0}},
    };
    listing list = {.kind = "activities",
                    .once = !run->values[OPTION_EACH],
                    .noun = "activity",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    size_t count;
    const char *kind = picture_kind(run, &count);
    if (count > 1) {
        return cli_fail(run, "draw one picture at a time: --map, --timeline or --network");
    }
    if (!kind && run->values[OPTION_PICTURE]) {
        return cli_fail(run, "--output needs a picture to write: --map, --timeline or --network");
    }
    return kind ? draw(run, kind) : listing_run(run, &list);
}

/* rapporteur activities */
#include "listing.h"

#include "base/map.h"

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

/* "IPU-202-ar#1@6:0": the document, with its language at the end. */
static rap_str document_of(rap_str name)
{
    return rap_str_slice(name, 0, rap_str_find(name, RAP_STR("#"), 0));
}

/* The document, and those that tell the same: of another language by this alone. */
static const char *documents(cli *run, const json_t *record, const char *member)
{
    const char *doc = cli_member(run, record, member), *lang = cli_member(run, record, "lang");
    rap_str tail = rap_str_of(rap_arena_format(run->arena, "-%s", lang)), work = rap_str_of(doc);
    if (run->values[OPTION_CSV]) {
        return doc;
    }
    if (rap_str_ends(work, tail)) {
        work = rap_str_slice(work, 0, work.length - tail.length);
    }
    rap_map *seen = rap_map_new(run->arena);
    rap_map_set(seen,
                rap_str_of(rap_arena_format(run->arena, "%.*s%s", RAP_STR_ARG(work), tail.data)),
                run);
    rap_buf out;
    rap_buf_init(&out, run->arena);
    rap_buf_put_c(&out, doc);
    json_t *other;
    size_t index;
    json_array_foreach(json_object_get(record, "same_as"), index, other)
    {
        rap_str name = document_of(rap_str_copy(run->arena, rap_str_of(json_string_value(other))));
        if (rap_map_find(seen, name)) {
            continue;
        }
        rap_map_set(seen, name, run);
        bool is_here = rap_str_starts(name, work) && name.length == work.length + tail.length &&
                       rap_str_starts(rap_str_slice(name, work.length, name.length), RAP_STR("-"));
        rap_str shown = is_here ? rap_str_slice(name, work.length + 1, name.length) : name;
        rap_buf_format(&out, ", %.*s", RAP_STR_ARG(shown));
    }
    return rap_buf_str(&out).data;
}

int cli_run_activities(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", documents, {"DOCUMENT", 10, 18, 6}},
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

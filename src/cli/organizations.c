/* rapporteur organizations: the bodies that are known, and one of them in full. */
#include "listing.h"

#include <stdlib.h>
#include <string.h>

static const char *const languages[] = {"ar", "zh", "en", "fr", "ru", "es"};

static const char *words_of(cli *run)
{
    rap_buf words;
    rap_buf_init(&words, run->arena);
    for (size_t i = 0; i < run->operand_count; i++) {
        rap_buf_format(&words, "%s%s", i ? " " : "", run->operands[i]);
    }
    return run->operand_count ? rap_buf_str(&words).data : NULL;
}

static rapporteur_organization_filter filter_of(cli *run)
{
    return (rapporteur_organization_filter){.words = words_of(run),
                                            .kinds = run->values[OPTION_ORGANIZATION_KIND],
                                            .parent = run->values[OPTION_PARENT],
                                            .language = run->values[OPTION_NAME_LANGUAGE]};
}

static bool ask(cli *run, bool (*visit)(void *user, const char *json, size_t length), void *user,
                rapporteur_error *error)
{
    rapporteur_organization_filter filter = filter_of(run);
    return rapporteur_organizations(run->reg, &filter, visit, user, error);
}

/* -- one body --------------------------------------------------------------------------------- */

typedef struct {
    cli *run;
    const char *id; /* as asked for */
    json_t *first;
    size_t count;
    bool is_id; /* the first is the one asked for by its id */
} looked;

static bool look(void *user, const char *json, size_t length)
{
    looked *to = user;
    if (to->count++) {
        return !to->is_id;
    }
    to->first = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    if (to->first) {
        rap_arena_defer(to->run->arena, (void (*)(void *))json_decref, to->first);
        rap_str id = rap_str_of(cli_member(to->run, to->first, "id"));
        to->is_id = to->id && rap_str_equal_nocase(id, rap_str_of(to->id));
    }
    return !to->is_id;
}

static bool count_record(void *user, const char *json, size_t length)
{
    (void)json;
    (void)length;
    ++*(size_t *)user;
    return true;
}

/* How many records of the kind the register has of the body; 0 where there is no register. */
static size_t count_of(cli *run, const char *kind, const char *id)
{
    size_t count = 0;
    rapporteur_filter filter = {.organizations = id};
    rapporteur_error error = {0};
    if (!strchr(id, ',')) {
        rapporteur_list(run->reg, kind, &filter, count_record, &count, &error);
    }
    return count;
}

static const char *years_of(cli *run, const json_t *record)
{
    const char *from = listing_number(run, record, "from");
    const char *until = listing_number(run, record, "until");
    if (!*from && !*until) {
        return "";
    }
    return *until ? rap_arena_format(run->arena, "%s\xE2\x80\x93%s", from, until)
                  : rap_arena_format(run->arena, "since %s", from);
}

static const char *show_years(cli *run, const json_t *record, const char *member)
{
    (void)member;
    return years_of(run, record);
}

static void put_line(cli *run, const char *title, const char *text)
{
    if (*text) {
        fprintf(run->out, "    %-12s%s\n", title, text);
    }
}

/* Another body by id and name. */
static const char *described(cli *run, const char *id)
{
    const char *language = run->values[OPTION_NAME_LANGUAGE];
    const char *name = language ? rapporteur_entity_name(run->reg, id, language) : NULL;
    name = name ? name : rapporteur_entity_name(run->reg, id, "en");
    bool same = !name || strcmp(name, id) == 0;
    return rap_arena_format(run->arena, "%s%s%s", id, same ? "" : ", ",
                            same ? "" : cli_plain(run, name));
}

static void put_described(cli *run, const char *title, const json_t *ids)
{
    json_t *item;
    size_t index;
    json_array_foreach(ids, index, item)
    {
        put_line(run, index ? "" : title, described(run, cli_plain(run, json_string_value(item))));
    }
}

static void put_names(cli *run, const json_t *record)
{
    json_t *former;
    size_t index;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const json_t *names = json_object_get(record, "names");
        put_line(run, languages[i], cli_member_joined(run, names, languages[i], "; "));
    }
    json_array_foreach(json_object_get(record, "former"), index, former)
    {
        const char *years = years_of(run, former);
        put_line(run, index ? "" : "formerly",
                 rap_arena_format(run->arena, "%s (%s, %s)", cli_member(run, former, "name"),
                                  cli_member(run, former, "lang"), years));
    }
}

static void put_counts(cli *run, const json_t *record)
{
    const char *id = cli_member(run, record, "id"), *as = cli_member(run, record, "counts_as");
    if (strcmp(id, as) != 0) {
        put_line(run, "counts as", described(run, as));
        return;
    }
    size_t mandates = count_of(run, "mandates", id), activities = count_of(run, "activities", id);
    if (mandates || activities) {
        put_line(run, "register",
                 rap_arena_format(run->arena, "%s, %s", cli_count(run, mandates, "mandate"),
                                  cli_count(run, activities, "activity")));
    }
}

static void put_one(cli *run, const json_t *record)
{
    const char *id = cli_member(run, record, "id"), *name = cli_member(run, record, "name");
    const char *successor = cli_member(run, record, "successor");
    fprintf(run->out, "%s\n", cli_styled(run, CLI_BOLD, id));
    put_line(run, "name", name);
    put_line(run, "kind", cli_member(run, record, "kind_name"));
    put_described(run, "part of", json_object_get(record, "parents"));
    put_line(run, "years", years_of(run, record));
    put_described(run, "before", json_object_get(record, "predecessors"));
    put_line(run, "after", *successor ? described(run, successor) : "");
    put_names(run, record);
    put_described(run, "organs", json_object_get(record, "organs"));
    put_counts(run, record);
}

int cli_run_organizations(cli *run)
{
    static const listing_field fields[] = {
        {"id", "id", listing_text, {"ID", 8, 24, 9}},
        {"name", "name", listing_text, {"NAME", 16, 0, 8}},
        {"kind", "kind", listing_text, {"KIND", 8, 16, 6}},
        {"parent", "parent", listing_text, {"PART OF", 6, 12, 5}},
        {"years", "from", show_years, {"YEARS", 9, 11, 4}},
        {"counts_as", "counts_as", listing_text, {0}},
        {"from", "from", listing_number, {0}},
        {"until", "until", listing_number, {0}},
        {"successor", "successor", listing_text, {0}},
        {"organs", "organs", listing_list, {0}},
    };
    listing list = {.ask = ask,
                    .noun = "organization",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    rapporteur_error error = {0};
    if (!cli_open_any(run)) {
        return CLI_CANNOT;
    }
    looked one = {.run = run, .id = words_of(run)};
    if (one.id && !run->values[OPTION_JSON] && !run->values[OPTION_CSV] &&
        ask(run, look, &one, &error) && one.first && (one.is_id || one.count == 1)) {
        put_one(run, one.first);
        return CLI_DONE;
    }
    return listing_run(run, &list);
}

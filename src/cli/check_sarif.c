/* Findings as a log in SARIF 2.1.0, the Static Analysis Results Interchange Format, so that editors
 * and services show them where they stand. */
#include "check.h"

#include <string.h>

#define SCHEMA                                                                                     \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

static json_t *text_of(const char *text)
{
    return json_pack("{s:s}", "text", text);
}

/* A path as a URI reference (RFC 3986): what is not plain is percent-encoded. */
static const char *uri_of(cli *run, const char *path)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    if (*path == '/') {
        rap_buf_put_c(&out, "file://");
    }
    for (const unsigned char *at = (const unsigned char *)path; *at; at++) {
        bool is_plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                        (*at >= '0' && *at <= '9') || strchr("-._~/", *at);
        if (is_plain) {
            rap_buf_put_byte(&out, (char)*at);
        } else {
            rap_buf_format(&out, "%%%02X", *at);
        }
    }
    return rap_buf_str(&out).data;
}

static json_t *rule_of(cli *run, const json_t *rule)
{
    const char *why = cli_member(run, rule, "why"), *remedy = cli_member(run, rule, "remedy");
    return json_pack("{s:s, s:o, s:o, s:o, s:{s:s}}", "id", cli_member(run, rule, "id"),
                     "shortDescription", text_of(cli_member(run, rule, "title")), "fullDescription",
                     text_of(why), "help",
                     text_of(rap_arena_format(run->arena, "%s %s", why, remedy)),
                     "defaultConfiguration", "level", cli_member(run, rule, "severity"));
}

static json_t *region_of(cli *run, const json_t *record)
{
    json_t *region = json_object(), *value;
    static const char *const members[][2] = {{"line", "startLine"},
                                             {"column", "startColumn"},
                                             {"end_line", "endLine"},
                                             {"end_column", "endColumn"}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if ((value = json_object_get(record, members[i][0]))) {
            json_object_set(region, members[i][1], value);
        }
    }
    const char *words = cli_member(run, record, "words");
    if (json_object_get(record, "line") && *words) {
        json_object_set_new(region, "snippet", text_of(words));
    }
    return region;
}

static json_t *location_of(cli *run, const json_t *record)
{
    json_t *place = json_pack("{s:{s:s}}", "artifactLocation", "uri",
                              uri_of(run, cli_member(run, record, "path")));
    json_t *region = region_of(run, record), *location = json_object();
    if (json_object_size(region)) {
        json_object_set(place, "region", region);
    }
    json_decref(region);
    json_object_set_new(location, "physicalLocation", place);
    const char *para = cli_member(run, record, "para"), *part = cli_member(run, record, "part");
    const char *within = cli_member(run, record, "place");
    if (*part) {
        const char *name = *para ? rap_arena_format(run->arena, "%s %s", part, para) : part;
        json_t *logical = json_pack("{s:s}", "name", name);
        if (*within) {
            json_object_set_new(logical, "fullyQualifiedName", json_string(within));
        }
        json_object_set_new(location, "logicalLocations", json_pack("[o]", logical));
    }
    return location;
}

/* Where line and column are known, what should stand there can be put in by the editor. */
static json_t *fix_of(cli *run, const json_t *record)
{
    const char *replacement = json_string_value(json_object_get(record, "replacement"));
    if (!replacement || !json_object_get(record, "end_column")) {
        return NULL;
    }
    json_t *region = region_of(run, record);
    json_object_del(region, "snippet");
    json_t *change = json_pack("{s:{s:s}, s:[{s:o, s:{s:s}}]}", "artifactLocation", "uri",
                               uri_of(run, cli_member(run, record, "path")), "replacements",
                               "deletedRegion", region, "insertedContent", "text", replacement);
    return json_pack("{s:o, s:[o]}", "description", text_of(cli_member(run, record, "remedy")),
                     "artifactChanges", change);
}

static json_int_t index_of(cli *run, const cli_records *rules, const char *id)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (strcmp(cli_member(run, rules->items[i].json, "id"), id) == 0) {
            return (json_int_t)i;
        }
    }
    return -1;
}

static json_t *result_of(cli *run, const cli_records *rules, const json_t *record)
{
    const char *rule = cli_member(run, record, "rule");
    const char *message = rap_arena_format(run->arena, "%s; %s", cli_member(run, record, "message"),
                                           cli_member(run, record, "remedy"));
    json_t *result =
        json_pack("{s:s, s:I, s:s, s:o, s:[o]}", "ruleId", rule, "ruleIndex",
                  index_of(run, rules, rule), "level", cli_member(run, record, "severity"),
                  "message", text_of(message), "locations", location_of(run, record));
    json_t *fix = fix_of(run, record);
    if (fix) {
        json_object_set_new(result, "fixes", json_pack("[o]", fix));
    }
    return result;
}

void check_put_sarif(cli *run, const cli_records *rules, const cli_records *findings,
                     const rap_strs *refused)
{
    json_t *rows = json_array(), *results = json_array(), *told = json_array();
    for (size_t i = 0; i < rules->count; i++) {
        json_array_append_new(rows, rule_of(run, rules->items[i].json));
    }
    for (size_t i = 0; i < findings->count; i++) {
        json_array_append_new(results, result_of(run, rules, findings->items[i].json));
    }
    for (size_t i = 0; i < refused->count; i++) {
        const char *message = rap_str_c(run->arena, refused->items[i]);
        json_array_append_new(told, json_pack("{s:s, s:o}", "level", "error", "message",
                                              text_of(cli_plain(run, message))));
    }
    json_t *log =
        json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:[{s:b, s:o}], s:s, s:o}]}", "$schema",
                  SCHEMA, "version", "2.1.0", "runs", "tool", "driver", "name", "rapporteur",
                  "version", RAPPORTEUR_VERSION, "rules", rows, "invocations",
                  "executionSuccessful", refused->count == 0, "toolExecutionNotifications", told,
                  "columnKind", "unicodeCodePoints", "results", results);
    json_dumpf(log, run->out, JSON_INDENT(1));
    fputc('\n', run->out);
    json_decref(log);
}

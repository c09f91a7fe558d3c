/* What commands share: messages, the register, the filter, styles, records. */
#include "cli.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>
#include <unistd.h>

static void put_message(cli *run, const char *file, const char *message)
{
    fflush(run->out);
    if (file) {
        fprintf(run->err, "rapporteur: %s: %s\n", cli_plain(run, file), cli_plain(run, message));
    } else {
        fprintf(run->err, "rapporteur: %s\n", cli_plain(run, message));
    }
}

int cli_fail(cli *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_message(run, NULL, rap_arena_vformat(run->arena, format, arguments));
    va_end(arguments);
    return CLI_CANNOT;
}

int cli_fail_file(cli *run, const char *file, const char *message)
{
    /* The library names the place itself where it knows it. */
    size_t length = strlen(file);
    if (strncmp(message, file, length) == 0 && message[length] == ':') {
        file = NULL;
    }
    put_message(run, file, message);
    return CLI_CANNOT;
}

/* -- register -----------------------------------------------------------------------------------
 */

const char *cli_register_path(const cli *run)
{
    const char *named = getenv("RAPPORTEUR_REGISTER");
    if (run->values[OPTION_REGISTER]) {
        return run->values[OPTION_REGISTER];
    }
    return named && *named ? named : "rapporteur.db";
}

/* The table that the user names, or the one in the configuration folder; NULL where there is none.
 */
const char *cli_organizations_path(cli *run)
{
    const char *named = getenv("RAPPORTEUR_ORGANIZATIONS");
    const char *home = getenv("HOME"), *folder = getenv("XDG_CONFIG_HOME");
    if (run->values[OPTION_ORGANIZATIONS]) {
        return run->values[OPTION_ORGANIZATIONS];
    }
    if (named && *named) {
        return named;
    }
    const char *path = NULL;
    if (folder && *folder == '/') {
        path = rap_arena_format(run->arena, "%s/rapporteur/organizations.tsv", folder);
    } else if (home && *home) {
        path = rap_arena_format(run->arena, "%s/.config/rapporteur/organizations.tsv", home);
    }
    return path && access(path, F_OK) == 0 ? path : NULL;
}

static void on_problem(void *user, const char *message)
{
    cli *run = user;
    run->has_problems = true;
    put_message(run, NULL, message);
}

static bool open_at(cli *run, const char *location, rapporteur_mode mode)
{
    rapporteur_error error = {0};
    run->reg = rapporteur_open(location, mode, &error);
    if (!run->reg) {
        cli_fail_file(run, location ? location : "organizations", error.message);
        return false;
    }
    const char *table = cli_organizations_path(run);
    if (table && !rapporteur_use_organizations(run->reg, table, on_problem, run, &error)) {
        cli_fail_file(run, table, error.message);
        return false;
    }
    return true;
}

bool cli_open(cli *run, rapporteur_mode mode)
{
    return open_at(run, cli_register_path(run), mode);
}

bool cli_open_any(cli *run)
{
    const char *path = cli_register_path(run);
    return open_at(run, access(path, F_OK) == 0 ? path : NULL, RAPPORTEUR_READ);
}

const char *cli_limits(cli *run)
{
    const char *named = getenv("RAPPORTEUR_LIMITS"), *typed = run->values[OPTION_READ_LIMIT];
    return rap_arena_format(run->arena, "%s,%s", named ? named : "", typed ? typed : "");
}

bool cli_prepare_reading(cli *run)
{
    rapporteur_error error = {0};
    const char *lacks = rapporteur_sandbox_lacks();
    bool is_required = run->values[OPTION_REQUIRE_SANDBOX] != NULL;
    if (!rapporteur_set_limits(run->reg, cli_limits(run), &error)) {
        cli_fail(run, "%s", error.message);
        return false;
    }
    if (is_required) {
        rapporteur_require_sandbox(run->reg);
    }
    return cli_tell_sandbox(run, lacks, is_required);
}

bool cli_tell_sandbox(cli *run, const char *lacks, bool is_required)
{
    if (lacks && is_required) {
        cli_fail(run,
                 "this kernel has no %s, and --require-sandbox was given; use a newer kernel, or "
                 "allow it in the container",
                 lacks);
    } else if (lacks) {
        cli_fail(run,
                 "warning: this kernel has no %s, so that a hostile file has less in its way; "
                 "--require-sandbox refuses to read then",
                 lacks);
    }
    return !lacks || !is_required;
}

size_t cli_number(const cli *run, cli_option_id id, size_t otherwise)
{
    return run->values[id] ? strtoul(run->values[id], NULL, 10) : otherwise;
}

rapporteur_filter cli_filter(const cli *run)
{
    static const cli_option_id types[] = {OPTION_DOCUMENT_KIND,  OPTION_ACTIVITY_TYPE,
                                          OPTION_AGREEMENT_KIND, OPTION_FORCE,
                                          OPTION_UNIT,           OPTION_PUBLICATION_KIND};
    rapporteur_filter filter = {
        .organizations = run->values[OPTION_ORGANIZATION],
        .themes = run->values[OPTION_THEME],
        .place = run->values[OPTION_PLACE],
        .period = run->values[OPTION_PERIOD],
        .document = run->values[OPTION_DOCUMENT],
        .language = run->values[OPTION_LANGUAGE],
        .status = run->values[OPTION_STATUS],
        .limit = cli_number(run, OPTION_LIMIT, 0),
        .decisions = run->values[OPTION_DECISIONS],
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        filter.types = run->values[types[i]] ? run->values[types[i]] : filter.types;
    }
    return filter;
}

/* -- records ------------------------------------------------------------------------------------
 */

typedef struct {
    cli *run;
    cli_records *records;
} collector;

static bool collect_record(void *user, const char *json, size_t length)
{
    collector *c = user;
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    if (record) {
        rap_arena_defer(c->run->arena, (void (*)(void *))json_decref, record);
        RAP_PUSH(c->run->arena, c->records, (cli_record){record});
    }
    return true;
}

bool cli_collect(cli *run, const char *kind, const rapporteur_filter *filter,
                 cli_records *ret_records, rapporteur_error *error)
{
    *ret_records = (cli_records){0};
    collector c = {run, ret_records};
    return rapporteur_list(run->reg, kind, filter, collect_record, &c, error);
}

bool cli_document_exists(cli *run, const char *name)
{
    cli_records records;
    rapporteur_error error = {0};
    rapporteur_filter filter = {.document = name};
    if (!cli_collect(run, "documents", &filter, &records, &error)) {
        cli_fail_file(run, cli_register_path(run), error.message);
        return false;
    }
    if (records.count) {
        return true;
    }
    const char *near = NULL;
    if (cli_collect(run, "documents", &(rapporteur_filter){0}, &records, &error)) {
        const char **names = RAP_NEW_ARRAY(run->arena, const char *, records.count + 1);
        for (size_t i = 0; i < records.count; i++) {
            names[i] = cli_member(run, records.items[i].json, "doc");
        }
        near = cli_nearest(name, names, records.count);
    }
    if (near) {
        cli_fail(run, "there is no document \"%s\" in %s; did you mean %s?", name,
                 cli_register_path(run), near);
    } else {
        cli_fail(run, "there is no document \"%s\" in %s; \"rapporteur documents\" lists them",
                 name, cli_register_path(run));
    }
    return false;
}

const char *cli_plain(cli *run, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at >= 0x20 && *at != 0x7F && *at != 0xC2 && *at != 0xE2) {
        at++;
    }
    if (!*at && rap_utf8_invalid(rap_str_of(text)) == SIZE_MAX) {
        return text;
    }
    rap_buf out;
    rap_buf_init(&out, run->arena);
    rap_str whole = rap_str_of(text);
    for (size_t i = 0; i < whole.length;) {
        uint32_t c = rap_utf8_next(whole, &i);
        bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
        /* Embedding, override, isolate: what follows on the line would be turned around. */
        if ((c < 0x202A || c > 0x202E) && (c < 0x2066 || c > 0x2069)) {
            rap_buf_put_code_point(&out, is_control ? ' ' : c);
        }
    }
    return rap_buf_str(&out).data;
}

const char *cli_valid(cli *run, const char *text)
{
    rap_buf out;
    rap_str whole = rap_str_of(text);
    if (rap_utf8_invalid(whole) == SIZE_MAX) {
        return text;
    }
    rap_buf_init(&out, run->arena);
    for (size_t i = 0; i < whole.length;) {
        rap_buf_put_code_point(&out, rap_utf8_next(whole, &i));
    }
    return rap_buf_str(&out).data;
}

const char *cli_member(cli *run, const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));
    return text ? cli_plain(run, text) : "";
}

const char *cli_member_joined(cli *run, const json_t *record, const char *name,
                              const char *separator)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    json_t *item;
    size_t index;
    json_array_foreach(json_object_get(record, name), index, item)
    {
        if (json_is_string(item)) {
            rap_buf_format(&out, "%s%s", out.length ? separator : "",
                           cli_plain(run, json_string_value(item)));
        }
    }
    return rap_buf_str(&out).data;
}

const char *cli_interval(cli *run, const json_t *period)
{
    const char *start = cli_member(run, period, "start"), *end = cli_member(run, period, "end");
    if (strcmp(start, end) == 0) {
        return start;
    }
    return rap_arena_format(run->arena, "%s/%s", *start ? start : "..", *end ? end : "..");
}

const char *cli_number_text(cli *run, size_t count)
{
    const char *digits = rap_arena_format(run->arena, "%zu", count);
    size_t length = strlen(digits);
    rap_buf out;
    rap_buf_init(&out, run->arena);
    for (size_t i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0) {
            rap_buf_put_byte(&out, ',');
        }
        rap_buf_put_byte(&out, digits[i]);
    }
    return rap_buf_str(&out).data;
}

const char *cli_count(cli *run, size_t count, const char *noun)
{
    size_t length = strlen(noun);
    const char *number = cli_number_text(run, count);
    if (count == 1) {
        return rap_arena_format(run->arena, "%s %s", number, noun);
    }
    if (length > 1 && noun[length - 1] == 'y') {
        return rap_arena_format(run->arena, "%s %.*sies", number, (int)length - 1, noun);
    }
    return rap_arena_format(run->arena, "%s %ss", number, noun);
}

const char *cli_language_name(cli *run, const char *code)
{
    UChar name[64];
    char text[128];
    UErrorCode status = U_ZERO_ERROR;
    uloc_getDisplayLanguage(code, "en", name, 64, &status);
    u_strToUTF8(text, sizeof text, NULL, name, -1, &status);
    if (U_FAILURE(status) || strcmp(code, "und") == 0) {
        return "unknown language";
    }
    return rap_arena_format(run->arena, "%s", text);
}

/* -- style ---------------------------------------------------------------------------------------
 */

const char *cli_styled(const cli *run, cli_style style, const char *text)
{
    static const char *const codes[] = {
        [CLI_PLAIN] = "",  [CLI_BOLD] = "1",  [CLI_DIM] = "2", [CLI_HIT] = "1;31",
        [CLI_NOTE] = "36", [CLI_GOOD] = "32", [CLI_BAD] = "31"};
    if (!run->colour || style == CLI_PLAIN || !*text) {
        return text;
    }
    return rap_arena_format(run->arena, "\033[%sm%s\033[0m", codes[style], text);
}

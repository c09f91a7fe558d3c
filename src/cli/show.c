/* rapporteur show: a document as it was understood. */
#include "cli.h"
#include "layout.h"
#include "listing.h"

#include <stdlib.h>
#include <string.h>

enum {
    INDENT = 4,        /* columns of a level */
    MOST_COLUMNS = 100 /* longer lines are hard to read */
};

typedef struct {
    cli *run;
    size_t width;
    const json_t *document;
    cli_records blocks, mandates, activities, warnings;
    const char *last_part;
} reading;

/* -- which version ------------------------------------------------------------------------------
 */

static const json_t *version_in(cli *run, const cli_records *versions, const char *language)
{
    for (size_t i = 0; i < versions->count && language && *language; i++) {
        if (strcmp(cli_member(run, versions->items[i].json, "lang"), language) == 0) {
            return versions->items[i].json;
        }
    }
    return NULL;
}

/* The language of the user's session, as POSIX orders the variables; "" for none. */
static const char *session_language(cli *run)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value) {
            return rap_arena_format(run->arena, "%.2s", value);
        }
    }
    return "";
}

/* The languages of the versions, but for one. */
static const char *other_languages(cli *run, const cli_records *versions, const char *except)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    for (size_t i = 0; i < versions->count; i++) {
        const char *language = cli_member(run, versions->items[i].json, "lang");
        if (strcmp(language, except) != 0) {
            rap_buf_format(&out, "%s%s", out.length ? ", " : "", language);
        }
    }
    return rap_buf_str(&out).data;
}

/* NULL where there is none; the user has been told, and *ret_status is set. */
static const json_t *choose_version(cli *run, const char **ret_others, int *ret_status)
{
    const char *name = run->operands[0], *language = run->values[OPTION_LANGUAGE];
    rapporteur_error error = {0};
    rapporteur_filter filter = {.document = name};
    cli_records versions;
    *ret_status = CLI_INCOMPLETE;
    if (!cli_collect(run, "documents", &filter, &versions, &error)) {
        *ret_status = cli_fail_file(run, cli_register_path(run), error.message);
        return NULL;
    }
    if (versions.count == 0) {
        cli_document_exists(run, name);
        return NULL;
    }
    const json_t *chosen = NULL;
    if (language) {
        chosen = version_in(run, &versions, language);
        if (!chosen) {
            cli_fail(run, "%s is not in the register in %s, but in %s", name,
                     cli_language_name(run, language), other_languages(run, &versions, language));
            return NULL;
        }
    } else {
        chosen = version_in(run, &versions, session_language(run));
        for (size_t i = 0; !chosen && i < versions.count; i++) {
            const char *original = cli_member(run, versions.items[i].json, "original");
            chosen = version_in(run, &versions, original);
        }
        chosen = chosen ? chosen : versions.items[0].json;
    }
    /* "IPU-202-ar" names one version of a work that may have more. */
    filter.document = cli_member(run, chosen, "doc");
    cli_records all;
    if (cli_collect(run, "documents", &filter, &all, &error)) {
        *ret_others = other_languages(run, &all, cli_member(run, chosen, "lang"));
    }
    return chosen;
}

/* -- pieces of text -----------------------------------------------------------------------------
 */

static void put_spaces(cli *run, size_t count)
{
    fprintf(run->out, "%*s", (int)count, "");
}

/* The text wrapped behind `mark`, which stands at `indent`; all further lines at `hang`. `lead` is
 * in bold where the text begins with it. */
static void put_paragraph(reading *r, size_t indent, const char *mark, size_t hang,
                          const char *text, const char *lead, cli_style style)
{
    cli *run = r->run;
    rap_strs lines;
    size_t columns = r->width > hang + 20 ? r->width - hang : r->width ? 20 : 0;
    layout_wrap(run->arena, rap_str_of(text), columns, &lines);
    put_spaces(run, indent);
    fputs(cli_styled(run, style == CLI_PLAIN ? CLI_BOLD : style, mark), run->out);
    size_t at = indent + layout_width(rap_str_of(mark));
    put_spaces(run, at < hang ? hang - at : at > indent ? 1 : 0);
    for (size_t i = 0; i < lines.count; i++) {
        rap_str line = lines.items[i];
        if (i) {
            put_spaces(run, hang);
        }
        if (i == 0 && *lead && rap_str_starts(line, rap_str_of(lead))) {
            fputs(cli_styled(run, CLI_BOLD, lead), run->out);
            line = rap_str_slice(line, strlen(lead), line.length);
        }
        fprintf(run->out, "%s\n", cli_styled(run, style, rap_str_c(run->arena, line)));
    }
}

/* The block's text with its notes' marks in brackets where they are called. */
static const char *text_with_notes(cli *run, const json_t *block)
{
    rap_str text = rap_str_of(json_string_value(json_object_get(block, "text")));
    rap_buf out;
    rap_buf_init(&out, run->arena);
    size_t at = 0, index;
    json_t *note;
    json_array_foreach(json_object_get(block, "note_refs"), index, note)
    {
        const char *mark = json_string_value(json_array_get(note, 0));
        size_t place = (size_t)json_integer_value(json_array_get(note, 1));
        if (!mark || place < at || place > text.length) {
            continue;
        }
        rap_buf_put(&out, rap_str_slice(text, at, place));
        rap_buf_format(&out, "[%s]", mark);
        at = place;
    }
    rap_buf_put(&out, rap_str_slice(text, at, text.length));
    return cli_plain(run, rap_buf_str(&out).data);
}

/* -- the cover -----------------------------------------------------------------------------------
 */

static void put_field(reading *r, const char *name, const char *value)
{
    if (*value) {
        put_paragraph(r, 0, name, 14, value, "", CLI_PLAIN);
    }
}

static void put_cover(reading *r, const char *others)
{
    cli *run = r->run;
    const json_t *document = r->document;
    const json_t *period = json_object_get(document, "period");
    const char *language = cli_language_name(run, cli_member(run, document, "lang"));
    const char *original = cli_member(run, document, "original");
    put_field(r, "Document", cli_member(run, document, "doc"));
    put_field(r, "Title", cli_member(run, document, "title"));
    put_field(r, "Kind", cli_member(run, document, "kind"));
    put_field(r, "Language",
              *others
                  ? rap_arena_format(run->arena, "%s (also in the register: %s)", language, others)
                  : language);
    put_field(r, "Original", *original ? cli_language_name(run, original) : "");
    put_field(r, "Session", cli_member(run, document, "session"));
    put_field(r, "Agenda items", cli_member_joined(run, document, "agenda_items", ", "));
    put_field(r, "Adopted", cli_member(run, document, "adopted"));
    put_field(r, "Issued", cli_member(run, document, "issued"));
    put_field(r, "Period", json_is_object(period) ? cli_interval(run, period) : "");
    put_field(r, "Cites", cli_member_joined(run, document, "cites", ", "));
}

/* -- facts ------------------------------------------------------------------------------------- */

static bool is_of_block(const json_t *fact, json_int_t block)
{
    const json_t *place = json_object_get(json_object_get(fact, "evidence"), "block");
    return json_is_integer(place) && json_integer_value(place) == block;
}

static void append(rap_buf *out, const char *before, const char *text)
{
    if (*text) {
        rap_buf_format(out, "%s%s", before, text);
    }
}

static void put_mandate(reading *r, const json_t *mandate, size_t hang)
{
    cli *run = r->run;
    rap_buf line;
    rap_buf_init(&line, run->arena);
    rap_buf_put_c(&line, cli_member(run, mandate, "force"));
    append(&line, " (", cli_member(run, mandate, "verb"));
    rap_buf_put_c(&line, *cli_member(run, mandate, "verb") ? ")" : "");
    append(&line, " to ", cli_member_joined(run, mandate, "addressees", ", "));
    append(&line, ", ", listing_timing(run, mandate, "timing"));
    append(&line, ": ", cli_member(run, mandate, "asks"));
    put_paragraph(r, hang, "\xE2\x86\x92", hang + 2, rap_buf_str(&line).data, "", CLI_NOTE);
}

static void put_activity(reading *r, const json_t *activity, size_t hang)
{
    cli *run = r->run;
    rap_buf line;
    rap_buf_init(&line, run->arena);
    rap_buf_put_c(&line, cli_member(run, activity, "type"));
    json_t *period;
    size_t index;
    json_array_foreach(json_object_get(activity, "dates"), index, period)
    {
        append(&line, ", ", cli_interval(run, period));
    }
    append(&line, ", ", cli_member_joined(run, activity, "places", ", "));
    append(&line, ", ", cli_member(run, activity, "status"));
    append(&line, ", by ", cli_member_joined(run, activity, "parties", ", "));
    const json_t *agreement = json_object_get(activity, "agreement");
    if (json_is_object(agreement)) {
        append(&line, "; ", cli_member(run, agreement, "kind"));
        append(&line, " ", cli_member(run, agreement, "action"));
        append(&line, ", from ", cli_member(run, agreement, "valid_from"));
        append(&line, " to ", cli_member(run, agreement, "valid_to"));
    }
    rap_str quote = rap_str_of(cli_member(run, activity, "quote"));
    quote = layout_cut(run->arena, quote, 60);
    rap_buf_format(&line, ": %.*s", RAP_STR_ARG(quote));
    put_paragraph(r, hang, "\xE2\x80\xA2", hang + 2, rap_buf_str(&line).data, "", CLI_GOOD);
}

static void put_facts(reading *r, json_int_t block, size_t hang)
{
    for (size_t i = 0; i < r->mandates.count; i++) {
        if (is_of_block(r->mandates.items[i].json, block)) {
            put_mandate(r, r->mandates.items[i].json, hang);
        }
    }
    for (size_t i = 0; i < r->activities.count; i++) {
        if (is_of_block(r->activities.items[i].json, block)) {
            put_activity(r, r->activities.items[i].json, hang);
        }
    }
}

/* -- blocks --------------------------------------------------------------------------------------
 */

static bool is_part(const char *part, const char *name)
{
    return strcmp(part, name) == 0;
}

static void put_block(reading *r, const json_t *block)
{
    cli *run = r->run;
    const char *part = cli_member(run, block, "part"), *number = cli_member(run, block, "number");
    const char *text = text_with_notes(run, block);
    const char *lead = cli_member(run, block, "verb");
    json_int_t level = json_integer_value(json_object_get(block, "level"));
    size_t depth = level > 1 ? (size_t)(level < 8 ? level - 1 : 7) : 0;
    bool is_line = is_part(part, "cover") || is_part(part, "closing");
    if (!(is_line && is_part(r->last_part, part))) {
        fputc('\n', run->out);
    }
    r->last_part = part;
    if (is_line) {
        put_paragraph(r, 0, "", 0, text, "", CLI_DIM);
    } else if (is_part(part, "title") || is_part(part, "heading")) {
        size_t hang = *number ? layout_width(rap_str_of(number)) + 1 : 0;
        put_paragraph(r, 0, number, hang, text, "", CLI_BOLD);
    } else {
        size_t indent = is_part(part, "formula") ? 0 : depth * INDENT;
        size_t hang = is_part(part, "formula") ? 0 : indent + INDENT;
        size_t mark = *number ? indent + layout_width(rap_str_of(number)) + 1 : 0;
        put_paragraph(r, indent, number, mark > hang ? mark : hang, text, lead, CLI_PLAIN);
        put_facts(r, json_integer_value(json_object_get(block, "index")), hang);
    }
}

static void put_notes(reading *r)
{
    cli *run = r->run;
    bool any = false;
    for (size_t i = 0; i < r->blocks.count; i++) {
        const json_t *block = r->blocks.items[i].json;
        if (!is_part(cli_member(run, block, "part"), "footnote")) {
            continue;
        }
        if (!any) {
            fprintf(run->out, "\n%s\n", cli_styled(run, CLI_BOLD, "Notes"));
            any = true;
        }
        const char *number = cli_member(run, block, "number");
        number = *number ? rap_arena_format(run->arena, "[%s]", number) : "";
        put_paragraph(r, 0, number, INDENT + 1, text_with_notes(run, block), "", CLI_PLAIN);
    }
}

/* What was odd when it was read, and where. */
static void put_warnings(reading *r)
{
    cli *run = r->run;
    if (r->warnings.count) {
        fprintf(run->out, "\n%s\n", cli_styled(run, CLI_BOLD, "Warnings"));
    }
    for (size_t i = 0; i < r->warnings.count; i++) {
        const json_t *warning = r->warnings.items[i].json;
        const char *label = cli_member(run, warning, "label");
        json_int_t line = json_integer_value(json_object_get(warning, "line"));
        json_int_t page = json_integer_value(json_object_get(warning, "page"));
        rap_buf text;
        rap_buf_init(&text, run->arena);
        append(&text, "paragraph ", label);
        if (page > 0) {
            rap_buf_format(&text, "%spage %d", text.length ? ", " : "", (int)page);
        }
        if (line > 0) {
            rap_buf_format(&text, "%sline %d", text.length ? ", " : "", (int)line);
        }
        append(&text, text.length ? ": " : "", cli_member(run, warning, "message"));
        put_paragraph(r, 0, "!", 2, rap_buf_str(&text).data, "", CLI_PLAIN);
    }
}

static void put_document(reading *r, const char *others)
{
    cli *run = r->run;
    put_cover(r, others);
    r->last_part = "";
    for (size_t i = 0; i < r->blocks.count; i++) {
        if (!is_part(cli_member(run, r->blocks.items[i].json, "part"), "footnote")) {
            put_block(r, r->blocks.items[i].json);
        }
    }
    put_notes(r);
    put_warnings(r);
}

/* -- JSON -----------------------------------------------------------------------------------------
 */

typedef struct {
    cli *run;
    size_t count;
} json_list;

static bool put_json_item(void *user, const char *json, size_t length)
{
    json_list *list = user;
    fputs(list->count++ ? ",\n" : "\n", list->run->out);
    fwrite(json, 1, length, list->run->out);
    return !ferror(list->run->out);
}

static bool put_json(reading *r, const rapporteur_filter *filter, rapporteur_error *error)
{
    static const char *const kinds[] = {"blocks", "mandates", "activities", "warnings"};
    char *document = json_dumps(r->document, JSON_COMPACT);
    fprintf(r->run->out, "{\"document\":%s", document ? document : "null");
    free(document);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        json_list list = {r->run, 0};
        fprintf(r->run->out, ",\n\"%s\":[", kinds[i]);
        if (!rapporteur_list(r->run->reg, kinds[i], filter, put_json_item, &list, error)) {
            return false;
        }
        fputc(']', r->run->out);
    }
    fputs("}\n", r->run->out);
    return true;
}

int cli_run_show(cli *run)
{
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    const char *others = "";
    int status;
    reading r = {.run = run, .width = run->width};
    if (!run->values[OPTION_WIDTH] && r.width > MOST_COLUMNS) {
        r.width = MOST_COLUMNS;
    }
    r.document = choose_version(run, &others, &status);
    if (!r.document) {
        return status;
    }
    rapporteur_error error = {0};
    rapporteur_filter filter = {.document = cli_member(run, r.document, "doc"),
                                .language = cli_member(run, r.document, "lang")};
    if (run->values[OPTION_JSON]) {
        return put_json(&r, &filter, &error)
                   ? CLI_DONE
                   : cli_fail_file(run, cli_register_path(run), error.message);
    }
    bool read = cli_collect(run, "blocks", &filter, &r.blocks, &error) &&
                cli_collect(run, "warnings", &filter, &r.warnings, &error);
    if (read && run->values[OPTION_FACTS]) {
        read = cli_collect(run, "mandates", &filter, &r.mandates, &error) &&
               cli_collect(run, "activities", &filter, &r.activities, &error);
    }
    if (!read) {
        return cli_fail_file(run, cli_register_path(run), error.message);
    }
    put_document(&r, others);
    return CLI_DONE;
}

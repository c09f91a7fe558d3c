/* rapporteur history: what became of paragraphs from one resolution to the next. */
#include "listing.h"

#include <string.h>

enum { INDENT = 8, CHANGE_COLUMNS = 10, LABELS_COLUMNS = 20 };

typedef struct {
    cli *run;
    const char *doc, *renews; /* of the step that is being told */
    size_t counts[7], steps, told;
} telling;

/* As the records call what became of a paragraph, and how it is said of several. */
static const char *const changes[] = {"kept",    "updated", "reworded", "joined",
                                      "divided", "added",   "dropped"};

static bool ask(cli *run, bool (*visit)(void *user, const char *json, size_t length), void *user,
                rapporteur_error *error)
{
    rapporteur_history_options options = {.symbol = run->operand_count ? run->operands[0] : NULL,
                                          .paragraph = run->values[OPTION_PARAGRAPH],
                                          .session = run->values[OPTION_SESSION],
                                          .language = run->values[OPTION_TEXT_LANGUAGE]};
    return rapporteur_history(run->reg, &options, visit, user, error);
}

/* -- for people ----------------------------------------------------------------------------------
 */

static void put_counts(telling *t)
{
    cli *run = t->run;
    rap_buf line;
    rap_buf_init(&line, run->arena);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        if (t->counts[i]) {
            rap_buf_format(&line, "%s%zu %s", line.length ? ", " : "", t->counts[i], changes[i]);
            t->counts[i] = 0;
        }
    }
    if (line.length) {
        fprintf(run->out, "    %s\n", cli_styled(run, CLI_DIM, rap_buf_str(&line).data));
    }
}

static void begin_step(telling *t, const json_t *record)
{
    cli *run = t->run;
    const json_t *older = json_object_get(record, "older"),
                 *newer = json_object_get(record, "newer");
    const char *doc = cli_member(run, record, "doc"), *renews = cli_member(run, record, "renews");
    if (t->doc && strcmp(doc, t->doc) == 0 && strcmp(renews, t->renews) == 0) {
        return;
    }
    if (t->doc) {
        put_counts(t);
        fputc('\n', run->out);
    }
    t->doc = rap_str_c(run->arena, rap_str_of(doc));
    t->renews = rap_str_c(run->arena, rap_str_of(renews));
    t->steps++;
    const char *from = cli_member(run, older, "lang"), *to = cli_member(run, newer, "lang");
    bool across = *from && *to && strcmp(from, to) != 0;
    const char *languages = across ? rap_arena_format(run->arena, " (%s, %s)", from, to) : "";
    fprintf(
        run->out, "%s%s\n",
        cli_styled(run, CLI_BOLD, rap_arena_format(run->arena, "%s \xE2\x86\x92 %s", renews, doc)),
        languages);
}

/* "encourage -> urge, stronger", and who was added to or left out of those asked. */
static const char *what_changed(cli *run, const json_t *record)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    const json_t *older = json_object_get(record, "older"),
                 *newer = json_object_get(record, "newer");
    const char *strength = cli_member(run, record, "strength");
    const char *before = cli_member(run, older, "verb"), *after = cli_member(run, newer, "verb");
    if (*before && *after && strcmp(before, after) != 0) {
        rap_buf_format(&out, "%s \xE2\x86\x92 %s", before, after);
    }
    if (*strength) {
        rap_buf_format(&out, "%s%s", out.length ? ", " : "", strength);
    }
    const char *added = cli_member_joined(run, record, "addressees_added", ", ");
    const char *dropped = cli_member_joined(run, record, "addressees_dropped", ", ");
    if (*added) {
        rap_buf_format(&out, "%sasks also %s", out.length ? "; " : "", added);
    }
    if (*dropped) {
        rap_buf_format(&out, "%sno longer %s", out.length ? "; " : "", dropped);
    }
    return rap_buf_str(&out).data;
}

static void put_lines(cli *run, const char *text, cli_style style)
{
    rap_strs lines;
    size_t columns = run->width > INDENT + 20 ? run->width - INDENT : run->width ? 20 : 0;
    layout_wrap(run->arena, rap_str_of(text), columns, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        fprintf(run->out, "%*s%s\n", INDENT, "",
                cli_styled(run, style, rap_str_c(run->arena, lines.items[i])));
    }
}

/* A paragraph's words with what was dropped and added between marks, so that it reads without
 * colour too. */
static const char *marked_up(cli *run, const json_t *record)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    json_t *item;
    size_t index;
    json_array_foreach(json_object_get(record, "differences"), index, item)
    {
        const char *kind = json_string_value(json_array_get(item, 0));
        rap_str text = rap_str_of(cli_plain(run, json_string_value(json_array_get(item, 1))));
        bool is_added = strcmp(kind, "added") == 0, is_dropped = strcmp(kind, "dropped") == 0;
        rap_str bare = is_added || is_dropped ? rap_str_trim(text) : text;
        rap_buf_format(&out, "%s%.*s%s%s",
                       is_added     ? "{+"
                       : is_dropped ? "[-"
                                    : "",
                       RAP_STR_ARG(bare),
                       is_added     ? "+}"
                       : is_dropped ? "-]"
                                    : "",
                       bare.length < text.length ? " " : "");
    }
    return rap_buf_str(&out).data;
}

static void put_words(cli *run, const json_t *record)
{
    const char *change = cli_member(run, record, "change");
    const char *before = cli_member(run, json_object_get(record, "older"), "text");
    const char *after = cli_member(run, json_object_get(record, "newer"), "text");
    bool is_part = strcmp(change, "joined") == 0 || strcmp(change, "divided") == 0;
    if (json_array_size(json_object_get(record, "differences")) && !is_part) {
        put_lines(run, marked_up(run, record), CLI_PLAIN);
        return;
    }
    if (*before) {
        put_lines(run, before, *after ? CLI_DIM : CLI_PLAIN);
    }
    if (*after) {
        put_lines(run, after, CLI_PLAIN);
    }
}

static cli_style style_of(const char *change)
{
    return strcmp(change, "added") == 0     ? CLI_GOOD
           : strcmp(change, "dropped") == 0 ? CLI_BAD
           : strcmp(change, "kept") == 0    ? CLI_DIM
                                            : CLI_PLAIN;
}

static void put_row(telling *t, const json_t *record)
{
    cli *run = t->run;
    const json_t *older = json_object_get(record, "older"),
                 *newer = json_object_get(record, "newer");
    const char *change = cli_member(run, record, "change");
    const char *from = cli_member(run, older, "para"), *to = cli_member(run, newer, "para");
    const char *labels =
        rap_arena_format(run->arena, "%s \xE2\x86\x92 %s", *from ? from : "-", *to ? to : "-");
    const char *said = what_changed(run, record);
    const char *text = cli_member(run, json_is_object(newer) ? newer : older, "text");
    bool shows_words = run->values[OPTION_WORDS] || run->values[OPTION_PARAGRAPH];
    size_t used = 4 + LABELS_COLUMNS + CHANGE_COLUMNS + 2;
    size_t room = run->width > used + 10 ? run->width - used : run->width ? 10 : 0;
    const char *shown = *said || shows_words ? said : text;
    rap_str line = rap_str_of(shown);
    line = room && !*said ? layout_cut(run->arena, line, room) : line;
    size_t width = layout_width(rap_str_of(labels));
    fprintf(run->out, "    %s%*s %s%*s", labels,
            (int)(width < LABELS_COLUMNS ? LABELS_COLUMNS - width : 0), "",
            cli_styled(run, style_of(change), change),
            line.length ? (int)(CHANGE_COLUMNS - strlen(change)) : 0, "");
    fprintf(run->out, "%.*s\n", RAP_STR_ARG(line));
    if (shows_words) {
        put_words(run, record);
    }
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        t->counts[i] += strcmp(change, changes[i]) == 0;
    }
}

static bool on_record(void *user, const char *json, size_t length)
{
    telling *t = user;
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    begin_step(t, record);
    put_row(t, record);
    t->told++;
    json_decref(record);
    return !ferror(t->run->out);
}

static int tell_people(cli *run)
{
    telling t = {.run = run};
    rapporteur_error error = {0};
    if (!ask(run, on_record, &t, &error)) {
        return cli_fail_file(run, cli_register_path(run), error.message);
    }
    if (t.told) {
        put_counts(&t);
    } else if (run->operand_count) {
        fprintf(run->out, "%s renews nothing in the register, and nothing renews it\n",
                run->operands[0]);
    } else {
        fputs("no resolution in the register renews another\n", run->out);
    }
    return CLI_DONE;
}

/* -- for spreadsheets ----------------------------------------------------------------------------
 */

static const char *show_para(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, json_object_get(record, member), "para");
}

static const char *show_verb(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, json_object_get(record, member), "verb");
}

static const char *show_wording(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, json_object_get(record, member), "text");
}

static const char *show_score(cli *run, const json_t *record, const char *member)
{
    return rap_arena_format(run->arena, "%.2f", json_number_value(json_object_get(record, member)));
}

int cli_run_history(cli *run)
{
    static const listing_field fields[] = {
        {"renews", "renews", listing_text, {0}},
        {"doc", "doc", listing_text, {0}},
        {"older_para", "older", show_para, {0}},
        {"newer_para", "newer", show_para, {0}},
        {"change", "change", listing_text, {0}},
        {"strength", "strength", listing_text, {0}},
        {"score", "score", show_score, {0}},
        {"older_verb", "older", show_verb, {0}},
        {"newer_verb", "newer", show_verb, {0}},
        {"addressees_added", "addressees_added", listing_list, {0}},
        {"addressees_dropped", "addressees_dropped", listing_list, {0}},
        {"older_text", "older", show_wording, {0}},
        {"newer_text", "newer", show_wording, {0}},
    };
    listing list = {.ask = ask,
                    .noun = "paragraph",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    if (run->values[OPTION_PARAGRAPH] && !run->operand_count) {
        return cli_fail(run, "--paragraph needs a document: history A/RES/76/270 --paragraph 9");
    }
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    if (run->operand_count && !cli_document_exists(run, run->operands[0])) {
        return CLI_CANNOT;
    }
    if (run->values[OPTION_JSON] || run->values[OPTION_CSV]) {
        return listing_run(run, &list);
    }
    return tell_people(run);
}

/* rapporteur report */
#include "cli.h"
#include "layout.h"

#include <string.h>
#include <strings.h>

/* The form from the file's ending; NULL where there is none of them. */
static const char *form_of(const char *path)
{
    static const char *const forms[][2] = {{".docx", "docx"}, {".html", "html"},   {".htm", "html"},
                                           {".md", "md"},     {".markdown", "md"}, {".svg", "svg"}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof forms / sizeof *forms; i++) {
        if (strcasecmp(dot, forms[i][0]) == 0) {
            return forms[i][1];
        }
    }
    return NULL;
}

/* A count of the summary; of a list, its length. */
static size_t number_of(const json_t *summary, const char *name)
{
    const json_t *value = json_object_get(summary, name);
    return json_is_array(value) ? json_array_size(value) : (size_t)json_integer_value(value);
}

/* Where each stands that was left out, and its words. */
static void put_left_out(cli *run, const json_t *list)
{
    json_t *item;
    size_t index;
    json_array_foreach(list, index, item)
    {
        const char *line =
            rap_arena_format(run->arena, "    %s, paragraph %s: %s", cli_member(run, item, "doc"),
                             cli_member(run, item, "para"), cli_member(run, item, "quote"));
        rap_str text = rap_str_of(line);
        text = run->width ? layout_cut(run->arena, text, run->width) : text;
        fprintf(run->out, "%.*s\n", RAP_STR_ARG(text));
    }
}

static int put_summary(cli *run, const char *path, const char *text)
{
    if (run->values[OPTION_JSON]) {
        fprintf(run->out, "%s\n", text);
    }
    json_t *summary = json_loads(text, 0, NULL);
    size_t chapters = number_of(summary, "chapters");
    size_t left_out = number_of(summary, "left_out");
    if (!run->values[OPTION_JSON]) {
        bool is_picture =
            strcmp(run->operands[0], "activities") != 0 && number_of(summary, "words") == 0;
        fprintf(run->out, "%s: %s", path,
                cli_count(run, chapters, is_picture ? "mark" : "chapter"));
        static const char *const nouns[][2] = {
            {"paragraphs", "paragraph"}, {"notes", "note"}, {"words", "word"}};
        for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
            size_t count = number_of(summary, nouns[i][0]);
            if (count) {
                fprintf(run->out, ", %s", cli_count(run, count, nouns[i][1]));
            }
        }
        fputc('\n', run->out);
        if (left_out) {
            fprintf(run->out, "left out for --max-words %s: %s\n", run->values[OPTION_MAX_WORDS],
                    cli_count(run, left_out, "activity"));
            put_left_out(run, json_object_get(summary, "left_out_list"));
        }
    }
    json_decref(summary);
    if (chapters == 0) {
        cli_fail_file(run, path,
                      "nothing in the register answers to this; ask for a longer "
                      "--period or fewer filters");
        return CLI_INCOMPLETE;
    }
    return CLI_DONE;
}

int cli_run_report(cli *run)
{
    const char *path = run->values[OPTION_OUTPUT];
    if (!path) {
        return cli_fail(run, "\"report\" needs a file to write: --output FILE.docx, FILE.html, "
                             "FILE.md or, for a picture, FILE.svg");
    }
    const char *form = form_of(path);
    if (!form) {
        return cli_fail_file(
            run, path,
            "the ending does not say in which form; use .docx, .html, .md or, for a "
            "picture, .svg");
    }
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    const char *document = run->values[OPTION_DOCUMENT];
    if (document && !cli_document_exists(run, document)) {
        return CLI_INCOMPLETE;
    }
    rapporteur_report_options options = {
        .kind = run->operands[0],
        .form = form,
        .order = run->values[OPTION_ORDER],
        .language = run->values[OPTION_REPORT_LANGUAGE],
        .title = run->values[OPTION_TITLE],
        .filter = cli_filter(run),
        .max_words = cli_number(run, OPTION_MAX_WORDS, 0),
    };
    options.filter.language = run->values[OPTION_SOURCE_LANGUAGE];
    const char *summary = NULL;
    rapporteur_error error = {0};
    if (!rapporteur_report(run->reg, &options, path, &summary, &error)) {
        return error.code == RAPPORTEUR_USAGE
                   ? cli_fail(run, "%s", error.message)
                   : cli_fail_file(run,
                                   error.code == RAPPORTEUR_FILE ? path : cli_register_path(run),
                                   error.message);
    }
    return put_summary(run, path, summary ? summary : "{}");
}

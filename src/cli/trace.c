/* rapporteur trace */
#include "listing.h"

#include <string.h>

static bool ask(cli *run, bool (*visit)(void *, const char *, size_t), void *user,
                rapporteur_error *error)
{
    rapporteur_trace_options options = {
        .document = run->operand_count ? run->operands[0] : NULL,
        .organizations = run->values[OPTION_ORGANIZATION],
        .period = run->values[OPTION_PERIOD],
        .language = run->values[OPTION_LANGUAGE],
        .open_only = run->values[OPTION_OPEN] != NULL,
    };
    return rapporteur_trace(run->reg, &options, visit, user, error);
}

/* "A-79-report 33 (direct)", one after the other. */
static const char *show_answers(cli *run, const json_t *record, const char *member)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    const json_t *answer;
    size_t index;
    json_array_foreach(json_object_get(record, member), index, answer)
    {
        rap_buf_format(&out, "%s%s %s (%s)", index ? "; " : "", cli_member(run, answer, "doc"),
                       cli_member(run, answer, "para"), cli_member(run, answer, "strength"));
    }
    return rap_buf_str(&out).data;
}

static const char *show_reasons(cli *run, const json_t *record, const char *member)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    const json_t *answer;
    size_t index;
    json_array_foreach(json_object_get(record, "answers"), index, answer)
    {
        rap_buf_format(&out, "%s%s", index ? " | " : "", cli_member(run, answer, member));
    }
    return rap_buf_str(&out).data;
}

static void put_text(cli *run, size_t indent, const char *text)
{
    rap_strs lines = {0};
    size_t columns = run->width > indent + 30 ? run->width - indent : run->width;
    layout_wrap(run->arena, rap_str_of(text), columns, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        fprintf(run->out, "%*s%.*s\n", (int)indent, "", RAP_STR_ARG(lines.items[i]));
    }
}

static const char *status_text(const char *status)
{
    static const char *const texts[][2] = {{"direct", "answered"},
                                           {"thematic", "answered in part: same subject"},
                                           {"open", "open: nothing told"},
                                           {"nothing", "asks nobody; nothing told"},
                                           {"business", "of the Assembly's own business"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i][0], status) == 0) {
            return texts[i][1];
        }
    }
    return status;
}

static void put_answer(cli *run, const json_t *answer)
{
    const char *head =
        rap_arena_format(run->arena, "%s %s, %s: %s", cli_member(run, answer, "doc"),
                         cli_member(run, answer, "para"), cli_member(run, answer, "strength"),
                         cli_member(run, answer, "why"));
    fprintf(run->out, "\n");
    put_text(run, 4, head);
    put_text(run, 8, cli_member(run, answer, "quote"));
}

/* A paragraph with what answers it below. */
static void put_paragraph(cli *run, const json_t *record, size_t index)
{
    const char *status = cli_member(run, record, "status");
    const char *who = cli_member_joined(run, record, "addressees", ", ");
    const char *head = rap_arena_format(
        run->arena, "%s paragraph %s%s%s: %s", cli_member(run, record, "doc"),
        cli_member(run, record, "para"), *who ? ", asks " : "", who, status_text(status));
    fprintf(run->out, "%s%s\n", index ? "\n" : "", cli_styled(run, CLI_BOLD, head));
    put_text(run, 2, cli_member(run, record, "quote"));
    const json_t *answer;
    size_t place;
    json_array_foreach(json_object_get(record, "answers"), place, answer)
    {
        put_answer(run, answer);
    }
}

int cli_run_trace(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_text, {0}},
        {"para", "para", listing_text, {0}},
        {"addressees", "addressees", listing_list, {0}},
        {"force", "force", listing_text, {0}},
        {"asks", "asks", listing_text, {0}},
        {"status", "status", listing_text, {0}},
        {"answers", "answers", show_answers, {0}},
        {"why", "why", show_reasons, {0}},
        {"quotes", "quote", show_reasons, {0}},
    };
    listing list = {.ask = ask,
                    .noun = "paragraph",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields,
                    .show = put_paragraph};
    if (run->operand_count && run->values[OPTION_ORGANIZATION]) {
        return cli_fail(run, "name a document or --organization, not both");
    }
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    if (run->operand_count && !cli_document_exists(run, run->operands[0])) {
        return CLI_INCOMPLETE;
    }
    return listing_run(run, &list);
}

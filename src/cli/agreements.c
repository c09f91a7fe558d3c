/* rapporteur agreements: each agreement once, with its state and its history. */
#include "listing.h"

#include <string.h>

static bool ask(cli *run, bool (*visit)(void *user, const char *json, size_t length), void *user,
                rapporteur_error *error)
{
    rapporteur_agreement_options options = {.in_force = run->values[OPTION_IN_FORCE],
                                            .expiring = run->values[OPTION_EXPIRING],
                                            .on = run->values[OPTION_ON]};
    rapporteur_filter filter = cli_filter(run);
    filter.limit = 0; /* the listing counts */
    return rapporteur_agreements(run->reg, &filter, &options, visit, user, error);
}

/* Where it is told: documents and paragraphs. */
static const char *show_sources(cli *run, const json_t *record, const char *member)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    const json_t *source;
    size_t index;
    json_array_foreach(json_object_get(record, member), index, source)
    {
        rap_buf_format(&out, "%s%s %s", index ? "; " : "", cli_member(run, source, "doc"),
                       cli_member(run, source, "para"));
    }
    return rap_buf_str(&out).data;
}

/* What was done, in the words of the records: "renewed" and its like, "planned" where it was. */
static const char *action_of(cli *run, const json_t *event)
{
    const char *action = cli_member(run, json_object_get(event, "agreement"), "action");
    bool is_planned = strcmp(cli_member(run, event, "status"), "planned") == 0;
    return is_planned ? rap_arena_format(run->arena, "%s (planned)", action) : action;
}

static const char *validity_of(cli *run, const json_t *event)
{
    const json_t *agreement = json_object_get(event, "agreement");
    const char *from = cli_member(run, agreement, "valid_from");
    const char *to = cli_member(run, agreement, "valid_to");
    if (!*from && !*to) {
        return "";
    }
    return rap_arena_format(run->arena, "%s/%s", *from ? from : "..", *to ? to : "..");
}

static const char *show_history(cli *run, const json_t *record, const char *member)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    const json_t *event;
    size_t index;
    json_array_foreach(json_object_get(record, member), index, event)
    {
        rap_buf_format(&out, "%s%s%s%s (%s %s)", index ? "; " : "",
                       listing_periods(run, event, "dates"),
                       *listing_periods(run, event, "dates") ? " " : "", action_of(run, event),
                       cli_member(run, event, "doc"), cli_member(run, event, "para"));
    }
    return rap_buf_str(&out).data;
}

static void put_text(cli *run, const char *text)
{
    rap_strs lines = {0};
    size_t columns = run->width > 30 ? run->width - 12 : run->width;
    layout_wrap(run->arena, rap_str_of(text), columns, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        fprintf(run->out, "            %.*s\n", RAP_STR_ARG(lines.items[i]));
    }
}

/* An agreement with its events below. */
static void put_agreement(cli *run, const json_t *record, size_t index)
{
    const char *to = cli_member(run, record, "valid_to");
    const char *head =
        rap_arena_format(run->arena, "%s, %s", cli_member_joined(run, record, "parties", ", "),
                         cli_member(run, record, "kind"));
    fprintf(run->out, "%s%s\n    %s%s%s\n", index ? "\n" : "", cli_styled(run, CLI_BOLD, head),
            cli_member(run, record, "state"), *to ? ", valid to " : "", to);
    const json_t *event;
    size_t place;
    json_array_foreach(json_object_get(record, "history"), place, event)
    {
        const char *dates = listing_periods(run, event, "dates");
        const char *validity = validity_of(run, event);
        fprintf(run->out, "    %s %s%s%s, %s %s (%s)\n", *dates ? dates : "no date",
                action_of(run, event), *validity ? ", for " : "", validity,
                cli_member(run, event, "doc"), cli_member(run, event, "para"),
                cli_member(run, event, "lang"));
        put_text(run, cli_member(run, event, "quote"));
    }
}

int cli_run_agreements(cli *run)
{
    static const listing_field fields[] = {
        {"parties", "parties", listing_list, {"PARTIES", 12, 24, 9}},
        {"kind", "kind", listing_text, {"KIND", 9, 27, 8}},
        {"state", "state", listing_text, {"STATE", 8, 16, 9}},
        {"signed", "signed", listing_text, {"SIGNED", 10, 10, 6}},
        {"renewed", "renewed", listing_text, {"RENEWED", 10, 10, 5}},
        {"valid_from", "valid_from", listing_text, {0}},
        {"valid_to", "valid_to", listing_text, {"VALID TO", 8, 10, 9}},
        {"sources", "sources", show_sources, {"SOURCES", 8, 22, 4}},
        {"quote", "quote", listing_text, {"TEXT", 30, 0, 10}},
        {"history", "history", show_history, {0}},
    };
    listing list = {.kind = "agreements",
                    .ask = ask,
                    .noun = "agreement",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields,
                    .show = run->values[OPTION_HISTORY] ? put_agreement : NULL};
    if (run->values[OPTION_IN_FORCE] && (run->values[OPTION_EXPIRING] || run->values[OPTION_ON])) {
        return cli_fail(run, "--in-force tells the date itself; leave out --%s",
                        run->values[OPTION_ON] ? "on" : "expiring");
    }
    return cli_open(run, RAPPORTEUR_READ) ? listing_run(run, &list) : CLI_CANNOT;
}

/* rapporteur pledges: activities by what somebody committed himself to. */
#include "listing.h"

static const json_t *pledge_of(const json_t *record)
{
    return json_object_get(record, "pledge");
}

static const char *show_text(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, pledge_of(record), member);
}

static const char *show_list(cli *run, const json_t *record, const char *member)
{
    return listing_list(run, pledge_of(record), member);
}

static const char *show_due(cli *run, const json_t *record, const char *member)
{
    const json_t *due = json_object_get(pledge_of(record), member);
    if (!json_is_object(due)) {
        return "";
    }
    /* Until a day: only that is told. */
    bool has_start = json_is_string(json_object_get(due, "start"));
    return has_start ? cli_interval(run, due) : cli_member(run, due, "end");
}

/* "5000000 USD", one behind the other. */
static const char *show_amounts(cli *run, const json_t *record, const char *member)
{
    rap_buf out;
    rap_buf_init(&out, run->arena);
    const json_t *sum;
    size_t index;
    json_array_foreach(json_object_get(pledge_of(record), member), index, sum)
    {
        rap_buf_format(&out, "%s%s %s", index ? "; " : "", listing_value(run, sum, "value"),
                       cli_member(run, sum, "currency"));
    }
    return rap_buf_str(&out).data;
}

int cli_run_pledges(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_documents, {"DOCUMENT", 10, 18, 5}},
        {"para", "para", listing_text, {"PARA", 7, 10, 6}},
        {"dates", "dates", listing_periods, {"DATES", 7, 21, 7}},
        {"who", "who", show_list, {"WHO", 6, 20, 10}},
        {"to", "to", show_list, {"TO", 5, 16, 8}},
        {"amounts", "amounts", show_amounts, {"AMOUNT", 7, 20, 9}},
        {"due", "due", show_due, {"DUE", 4, 21, 8}},
        {"status", "status", show_text, {"STATUS", 7, 9, 4}},
        {"what", "what", show_text, {"WHAT", 24, 0, 10}},
        {"quote", "quote", listing_text, {0}},
        {"themes", "themes", listing_list, {0}},
        {"lang", "lang", listing_text, {0}},
        {"same_as", "same_as", listing_list, {0}},
    };
    listing list = {.kind = "pledges",
                    .once = !run->values[OPTION_EACH],
                    .noun = "pledge",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    return listing_run(run, &list);
}

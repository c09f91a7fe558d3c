/* rapporteur agreements */
#include "listing.h"

#include <string.h>

/* A member of the record's "agreement". */
static const char *show_agreement(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, json_object_get(record, "agreement"), member);
}

static const char *show_validity(cli *run, const json_t *record, const char *member)
{
    (void)member;
    const char *from = show_agreement(run, record, "valid_from");
    const char *to = show_agreement(run, record, "valid_to");
    if (!*from && !*to) {
        return "";
    }
    return strcmp(from, to) == 0
               ? from
               : rap_arena_format(run->arena, "%s/%s", *from ? from : "..", *to ? to : "..");
}

int cli_run_agreements(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_text, {"DOCUMENT", 10, 18, 4}},
        {"para", "para", listing_text, {"PARA", 7, 10, 5}},
        {"dates", "dates", listing_periods, {"DATES", 13, 21, 7}},
        {"action", "action", show_agreement, {"ACTION", 6, 10, 3}},
        {"kind", "kind", show_agreement, {"KIND", 9, 27, 6}},
        {"parties", "parties", listing_list, {"PARTIES", 10, 24, 8}},
        {"validity", "agreement", show_validity, {"VALID", 9, 21, 9}},
        {"quote", "quote", listing_text, {"TEXT", 30, 0, 10}},
        {"status", "status", listing_text, {0}},
        {"valid_from", "valid_from", show_agreement, {0}},
        {"valid_to", "valid_to", show_agreement, {0}},
        {"places", "places", listing_list, {0}},
        {"lang", "lang", listing_text, {0}},
    };
    listing list = {.kind = "agreements",
                    .noun = "agreement",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    return listing_run(run, &list);
}

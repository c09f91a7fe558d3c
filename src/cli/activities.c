/* rapporteur activities */
#include "listing.h"

int cli_run_activities(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_text, {"DOCUMENT", 10, 18, 6}},
        {"para", "para", listing_text, {"PARA", 7, 10, 7}},
        {"dates", "dates", listing_periods, {"DATES", 13, 21, 9}},
        {"type", "type", listing_text, {"TYPE", 11, 13, 5}},
        {"parties", "parties", listing_list, {"PARTIES", 10, 24, 8}},
        {"places", "places", listing_list, {"PLACES", 8, 18, 4}},
        {"status", "status", listing_text, {"STATUS", 7, 7, 2}},
        {"quote", "quote", listing_text, {"TEXT", 34, 0, 10}},
        {"subject", "subject", listing_text, {0}},
        {"lang", "lang", listing_text, {0}},
    };
    listing list = {.kind = "activities",
                    .noun = "activity",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    return listing_run(run, &list);
}

/* rapporteur figures */
#include "listing.h"

int cli_run_figures(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_text, {"DOCUMENT", 10, 18, 5}},
        {"para", "para", listing_text, {"PARA", 7, 10, 6}},
        {"bound", "bound", listing_text, {"BOUND", 5, 8, 8}},
        {"value", "value", listing_value, {"VALUE", 6, 12, 10}},
        {"unit", "unit", listing_text, {"UNIT", 4, 10, 9}},
        {"counted", "counted", listing_text, {"OF WHAT", 12, 32, 10}},
        {"period", "period", listing_period, {"PERIOD", 7, 21, 7}},
        {"activity_type", "activity_type", listing_text, {"IN", 8, 13, 3}},
        {"quote", "quote", listing_text, {"TEXT", 24, 0, 4}},
        {"activity", "activity", listing_text, {0}},
        {"lang", "lang", listing_text, {0}},
    };
    listing list = {.kind = "figures",
                    .noun = "figure",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    return listing_run(run, &list);
}

/* rapporteur documents */
#include "listing.h"

/* The date that tells documents of a kind apart: of adoption, else of issue. */
static const char *show_date(cli *run, const json_t *record, const char *member)
{
    const char *date = cli_member(run, record, member);
    return *date ? date : cli_member(run, record, "issued");
}

int cli_run_documents(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_text, {"DOCUMENT", 14, 24, 9}},
        {"lang", "lang", listing_text, {"LANG", 4, 4, 8}},
        {"kind", "kind", listing_text, {"KIND", 6, 12, 6}},
        {"date", "adopted", show_date, {"DATE", 10, 10, 5}},
        {"period", "period", listing_period, {"PERIOD", 21, 21, 3}},
        {"title", "title", listing_text, {"TITLE", 16, 0, 7}},
        {"symbol", "symbol", listing_text, {0}},
        {"session", "session", listing_text, {0}},
        {"agenda_items", "agenda_items", listing_list, {0}},
        {"adopted", "adopted", listing_text, {0}},
        {"issued", "issued", listing_text, {0}},
        {"original", "original", listing_text, {0}},
        {"cites", "cites", listing_list, {0}},
    };
    listing list = {.kind = "documents",
                    .noun = "document",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    return listing_run(run, &list);
}

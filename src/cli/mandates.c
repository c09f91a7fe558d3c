/* rapporteur mandates */
#include "listing.h"

/* What is asked; the paragraph itself where that could not be told. */
static const char *show_asks(cli *run, const json_t *record, const char *member)
{
    const char *asks = cli_member(run, record, member);
    return *asks ? asks : cli_member(run, record, "quote");
}

int cli_run_mandates(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_text, {"DOCUMENT", 12, 18, 8}},
        {"para", "para", listing_text, {"PARA", 7, 10, 9}},
        {"force", "force", listing_text, {"FORCE", 11, 11, 5}},
        {"verb", "verb", listing_text, {"VERB", 8, 14, 4}},
        {"addressees", "addressees", listing_list, {"ADDRESSEES", 13, 22, 7}},
        {"timing", "timing", listing_timing, {"BY", 6, 12, 6}},
        {"asks", "asks", show_asks, {"ASKS", 30, 0, 10}},
        {"cites", "cites", listing_list, {0}},
        {"themes", "themes", listing_list, {0}},
        {"lang", "lang", listing_text, {0}},
        {"quote", "quote", listing_text, {0}},
    };
    listing list = {.kind = "mandates",
                    .noun = "mandate",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    return listing_run(run, &list);
}

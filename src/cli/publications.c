/* rapporteur publications: activities by what they published. */
#include "listing.h"

static const json_t *publication_of(const json_t *record)
{
    return json_object_get(record, "publication");
}

static const char *show_text(cli *run, const json_t *record, const char *member)
{
    return cli_member(run, publication_of(record), member);
}

static const char *show_list(cli *run, const json_t *record, const char *member)
{
    return listing_list(run, publication_of(record), member);
}

int cli_run_publications(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_documents, {"DOCUMENT", 10, 18, 6}},
        {"para", "para", listing_text, {"PARA", 7, 10, 7}},
        {"dates", "dates", listing_periods, {"DATES", 7, 21, 8}},
        {"kind", "kind", show_text, {"KIND", 6, 13, 5}},
        {"title", "title", show_text, {"TITLE", 20, 48, 10}},
        {"languages", "languages", show_list, {"LANGUAGES", 9, 20, 2}},
        {"parties", "parties", listing_list, {"PARTIES", 8, 24, 9}},
        {"with", "with", show_list, {0}},
        {"status", "status", listing_text, {"STATUS", 7, 7, 1}},
        {"quote", "quote", listing_text, {"TEXT", 24, 0, 4}},
        {"themes", "themes", listing_list, {0}},
        {"lang", "lang", listing_text, {0}},
        {"same_as", "same_as", listing_list, {0}},
    };
    listing list = {.kind = "publications",
                    .once = !run->values[OPTION_EACH],
                    .noun = "publication",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields};
    return listing_run(run, &list);
}

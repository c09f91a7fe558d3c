/* Questions to a register, through the public library: the query language and whatever else people
 * type. The first line names what is asked; each further line is a member of the filter, "place
 * Nairobi". Whatever is answered is JSON, whatever is not is one line. */
#include "fuzz.h"

#include "base/file.h"
#include "rapporteur/rapporteur.h"

#include <jansson.h>

static const char resolution[] =
    "A/RES/91/7\n\n"
    "Cooperation between the United Nations and the Inter-Parliamentary Union\n\n"
    "The General Assembly,\n\n"
    "Recalling its resolution A/RES/89/3,\n\n"
    "1. Requests the Secretary-General to report on harbours at its ninety-third session;\n\n"
    "2. Invites the Inter-Parliamentary Union to hold a meeting on lighthouses every year;\n\n"
    "3. Decides to include the item in the provisional agenda of its ninety-third session.\n";
static const char report[] =
    "Report on lighthouses\n\n"
    "1. The IPU organized a meeting on lighthouses in Nairobi, Kenya, on 4 May 2023.\n\n"
    "2. UNESCO and the IPU signed a memorandum of understanding on 6 June 2023, valid until "
    "2026.\n\n"
    "3. The IPU published a handbook on lamps in 2022 and trained 120 keepers.\n\n"
    "4. Kenya pledged 2 million dollars for beacons by 2027.\n";

/* A register with both, made once. */
static rapporteur *open_register(void)
{
    const char *const texts[] = {resolution, report}, *const names[] = {"a.txt", "b.txt"};
    rap_arena *arena = rap_arena_new(0);
    rapporteur_error error = {0};
    rapporteur_add_result result;
    const char *paths[2];
    fuzz_demand(arena, "there is memory");
    for (size_t i = 0; i < 2; i++) {
        paths[i] = rap_arena_format(arena, "%s/%s", fuzz_folder(), names[i]);
        fuzz_demand(rap_file_write(paths[i], rap_str_of(texts[i]), NULL), "files can be written");
    }
    const char *location = rap_arena_format(arena, "%s/register.db", fuzz_folder());
    rapporteur *r = rapporteur_open(location, RAPPORTEUR_CREATE, &error);
    const rapporteur_add_options options = {.threads = 1};
    fuzz_demand(r && rapporteur_add(r, paths, 2, &options, &result, &error) && result.added == 2,
                "a register can be made");
    rapporteur_close(r); /* with its worker, which no case needs */
    r = rapporteur_open(location, RAPPORTEUR_READ, &error);
    fuzz_demand(r, "and opened");
    rap_arena_free(arena);
    return r;
}

typedef struct {
    rapporteur_filter filter;
    rapporteur_agreement_options agreement;
    rapporteur_organization_filter organization;
    rapporteur_compare_options compare;
    rapporteur_trace_options trace;
    rapporteur_history_options history;
    rapporteur_due_options due;
    rapporteur_report_options report;
    const char *words, *kind;
} question;

static bool take(void *user, const char *json, size_t length)
{
    json_t *record = json_loadb(json, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    fuzz_demand(json_is_object(record), "an answer is a JSON object");
    json_decref(record);
    size_t *count = user;
    return ++*count < 500;
}

static void take_member(question *q, const char *name, const char *value)
{
    const struct {
        const char *name, **member;
    } members[] = {{"organization", &q->filter.organizations},
                   {"type", &q->filter.types},
                   {"theme", &q->filter.themes},
                   {"place", &q->filter.place},
                   {"period", &q->filter.period},
                   {"document", &q->filter.document},
                   {"language", &q->filter.language},
                   {"status", &q->filter.status},
                   {"session", &q->filter.session},
                   {"words", &q->words},
                   {"kind", &q->kind},
                   {"in-force", &q->agreement.in_force},
                   {"expiring", &q->agreement.expiring},
                   {"on", &q->agreement.on},
                   {"kinds", &q->organization.kinds},
                   {"parent", &q->organization.parent},
                   {"first", &q->compare.first},
                   {"second", &q->compare.second},
                   {"languages", &q->compare.languages},
                   {"points", &q->compare.points},
                   {"confidence", &q->compare.confidence},
                   {"paragraph", &q->history.paragraph},
                   {"order", &q->report.order},
                   {"title", &q->report.title}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!strcmp(name, members[i].name)) {
            *members[i].member = value;
            return;
        }
    }
    q->filter.once = q->filter.once || !strcmp(name, "once");
    q->filter.limit = strcmp(name, "limit") ? q->filter.limit : strlen(value);
    q->filter.offset = strcmp(name, "offset") ? q->filter.offset : strlen(value);
}

static void complete(question *q)
{
    q->organization.words = q->words;
    q->organization.language = q->compare.first ? NULL : q->filter.language;
    q->compare.session = q->filter.session;
    q->trace = (rapporteur_trace_options){.document = q->filter.document,
                                          .organizations = q->filter.organizations,
                                          .period = q->filter.period,
                                          .language = q->filter.language};
    q->history.symbol = q->filter.document;
    q->history.session = q->filter.session;
    q->history.language = q->filter.language;
    q->due = (rapporteur_due_options){q->agreement.expiring, q->agreement.on, q->filter.language};
    q->report.filter = q->filter;
    q->report.language = q->filter.language;
    q->report.kind = q->kind ? q->kind : "activities";
    q->report.form = "md";
}

static bool ask(rapporteur *r, unsigned char what, const question *q, rapporteur_error *error)
{
    size_t count = 0, total = 0;
    const char *words = q->words ? q->words : "";
    switch (what) {
    case 's':
        return rapporteur_search(r, words, &q->filter, take, &count, error) &&
               rapporteur_facets(r, words, &q->filter, &total, error);
    case 'l':
        return rapporteur_list(r, q->kind ? q->kind : "activities", &q->filter, take, &count,
                               error) &&
               rapporteur_total(r, q->kind ? q->kind : "activities", &q->filter, &total, error);
    case 'a':
        return rapporteur_agreements(r, &q->filter, &q->agreement, take, &count, error);
    case 'o':
        return rapporteur_organizations(r, &q->organization, take, &count, error);
    case 't':
        return rapporteur_themes(words, take, &count, error);
    case 'c':
        return rapporteur_compare(r, &q->compare, take, &count, error);
    case 'h':
        return rapporteur_history(r, &q->history, take, &count, error);
    case 'd':
        return rapporteur_due(r, &q->filter, &q->due, take, &count, error) &&
               rapporteur_due_calendar(r, &q->filter, &q->due, &total, error);
    case 'm':
        return rapporteur_mentions(r, q->filter.document ? q->filter.document : "A/RES/91/7",
                                   q->filter.language ? q->filter.language : "en", take, &count,
                                   error);
    case 'k':
        return rapporteur_check_rules(r, q->words, take, &count, error);
    case 'r':
        return rapporteur_report_bytes(r, &q->report, &total, NULL, error);
    default:
        return rapporteur_trace(r, &q->trace, take, &count, error);
    }
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    static rapporteur *r;
    r = r ? r : open_register();
    unsigned char what = fuzz_byte(&input);
    question q = {0};
    rap_str line;
    rapporteur_error error = {0};
    if (rap_utf8_invalid(input) != SIZE_MAX) {
        return; /* the library is given UTF-8 */
    }
    while (fuzz_line(&input, &line)) {
        size_t space = rap_str_find(line, RAP_STR(" "), 0);
        const char *name = rap_str_c(arena, rap_str_slice(line, 0, space));
        take_member(
            &q, name,
            space == SIZE_MAX ? "" : rap_str_c(arena, rap_str_slice(line, space + 1, line.length)));
    }
    complete(&q);
    if (!ask(r, what, &q, &error)) {
        fuzz_demand(error.message[0] && !strchr(error.message, '\n'), "an error is one line");
        fuzz_demand(rap_utf8_invalid(rap_str_of(error.message)) == SIZE_MAX, "in valid UTF-8");
        fuzz_demand(error.code == RAPPORTEUR_USAGE || error.code == RAPPORTEUR_MISSING,
                    "what was asked for is not, and the register is well");
    }
}

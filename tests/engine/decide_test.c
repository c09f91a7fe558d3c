/* People's decisions about facts: kept, shown everywhere, tied again, undone. */
#include "folder.h"

#include "base/file.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char report[] =
    "Report of the harbour office\n\n"
    "1. On 4 March 2031, the World Health Organization and the African Union held a workshop on "
    "clean harbours in Nairobi, which 40 pilots attended.\n\n"
    "2. On 9 June 2031, the World Health Organization held a meeting with the African Union in "
    "Lima and on 10 July 2031 the African Union held a seminar on nets in Suva.\n\n"
    "3. On 12 September 2031, the African Union signed an agreement with the Food and Agriculture "
    "Organization of the United Nations in Tunis.\n";

/* The same with a paragraph before, and a word more in the last. */
static const char changed[] =
    "Report of the harbour office\n\n"
    "1. The office keeps its tide tables.\n\n"
    "2. On 4 March 2031, the World Health Organization and the African Union held a workshop on "
    "clean harbours in Nairobi, which 40 pilots attended.\n\n"
    "3. On 12 September 2031, the African Union duly signed an agreement with the Food and "
    "Agriculture Organization of the United Nations in Tunis.\n";

static const char resolution[] =
    "Seventy-ninth session\nAgenda item 7\n\n"
    "Resolution adopted by the General Assembly on 3 December 2031\n\n"
    "86/7. Buoys\n\n"
    "The General Assembly,\n\n"
    "Recalling its resolution 85/7 of 3 December 2030,\n\n"
    "1. Requests the Secretary-General to submit a report on buoys;\n\n"
    "2. Calls upon Member States to keep their buoys clean.\n";

typedef struct {
    rap_arena *arena;
    rap_strs lines;
} taken;

static bool take(void *user, const char *json, size_t length)
{
    taken *all = user;
    RAP_PUSH(all->arena, &all->lines, rap_str_copy(all->arena, (rap_str){json, length}));
    return true;
}

static rapporteur *open_for(place *at, rapporteur_mode mode)
{
    rapporteur_error error = {0};
    rapporteur *r = rapporteur_open(at->location, mode, &error);
    if (!r) {
        fail_msg("%s", error.message);
    }
    return r;
}

static json_t *loaded(place *at, const char *text)
{
    json_t *value = text ? json_loads(text, 0, NULL) : NULL;
    assert_non_null(value);
    rap_arena_defer(at->arena, (void (*)(void *))json_decref, value);
    return value;
}

/* The list as a JSON array. */
static json_t *list_of(place *at, const char *kind, rapporteur_filter filter)
{
    rapporteur_error error = {0};
    taken all = {.arena = at->arena};
    size_t total = 0;
    rapporteur *r = open_for(at, RAPPORTEUR_READ);
    if (!rapporteur_list(r, kind, &filter, take, &all, &error) ||
        !rapporteur_total(r, kind, &filter, &total, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    assert_int_equal(total, all.lines.count);
    json_t *list = json_array();
    rap_arena_defer(at->arena, (void (*)(void *))json_decref, list);
    for (size_t i = 0; i < all.lines.count; i++) {
        json_array_append(list, loaded(at, rap_str_c(at->arena, all.lines.items[i])));
    }
    return list;
}

static const char *text_of(const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));
    return text ? text : "";
}

/* The id of the fact whose words begin so. */
static const char *id_of(place *at, const char *kind, const char *words)
{
    size_t index;
    const json_t *one;
    json_array_foreach(list_of(at, kind, (rapporteur_filter){0}), index, one)
    {
        if (!strncmp(text_of(one, "quote"), words, strlen(words))) {
            return rap_arena_format(at->arena, "%s", text_of(one, "id"));
        }
    }
    fail_msg("no %s begins with \"%s\"", kind, words);
    return NULL;
}

/* For `revision`: the person saw no decision. Where it is not given, whatever there is. */
enum { NONE_SEEN = -2 };

static bool try_decide(place *at, rapporteur_decision decision, json_t **ret_fact,
                       rapporteur_error *error)
{
    const char *fact = NULL;
    rapporteur *r = open_for(at, RAPPORTEUR_WRITE);
    decision.person = decision.person ? decision.person : "Wen";
    decision.revision = decision.revision == NONE_SEEN ? 0
                        : decision.revision            ? decision.revision
                                                       : -1;
    bool is_done = rapporteur_decide(r, &decision, &fact, error);
    if (is_done) {
        *ret_fact = loaded(at, fact);
    }
    rapporteur_close(r);
    return is_done;
}

static json_t *decide(place *at, rapporteur_decision decision)
{
    rapporteur_error error = {0};
    json_t *fact = NULL;
    if (!try_decide(at, decision, &fact, &error)) {
        fail_msg("%s", error.message);
    }
    return fact;
}

static void refuse(place *at, rapporteur_decision decision, rapporteur_code code, const char *words)
{
    rapporteur_error error = {0};
    json_t *fact = NULL;
    rap_str before = place_dump(at, at->location);
    assert_false(try_decide(at, decision, &fact, &error));
    if (error.code != code || !strstr(error.message, words)) {
        fail_msg("refused with %d: %s", error.code, error.message);
    }
    assert_true(rap_str_equal(before, place_dump(at, at->location)));
}

static json_t *fact_of(place *at, const char *id)
{
    rapporteur_error error = {0};
    rapporteur *r = open_for(at, RAPPORTEUR_READ);
    const char *fact = rapporteur_fact(r, id, &error);
    if (!fact) {
        fail_msg("%s", error.message);
    }
    json_t *record = loaded(at, fact);
    rapporteur_close(r);
    return record;
}

static json_t *log_of(place *at, rapporteur_decision_filter filter)
{
    rapporteur_error error = {0};
    taken all = {.arena = at->arena};
    size_t total = 0;
    rapporteur *r = open_for(at, RAPPORTEUR_READ);
    if (!rapporteur_decisions(r, &filter, take, &all, &total, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    json_t *list = json_array();
    rap_arena_defer(at->arena, (void (*)(void *))json_decref, list);
    for (size_t i = 0; i < all.lines.count; i++) {
        json_array_append(list, loaded(at, rap_str_c(at->arena, all.lines.items[i])));
    }
    return list;
}

static size_t waiting(place *at, rapporteur_queue_options options)
{
    rapporteur_error error = {0};
    taken all = {.arena = at->arena};
    size_t total = 0;
    rapporteur *r = open_for(at, RAPPORTEUR_READ);
    if (!rapporteur_queue(r, &options, take, &all, &total, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    assert_int_equal(total, all.lines.count);
    return total;
}

static const char *joined(place *at, const json_t *record, const char *name)
{
    size_t index;
    const json_t *one;
    rap_buf out;
    rap_buf_init(&out, at->arena);
    json_array_foreach(json_object_get(record, name), index, one)
    {
        rap_buf_format(&out, "%s%s", index ? "," : "", json_string_value(one));
    }
    return rap_buf_str(&out).data;
}

static size_t count_of(place *at, const char *kind, rapporteur_filter filter)
{
    return json_array_size(list_of(at, kind, filter));
}

static void rebuild(place *at)
{
    rapporteur_error error = {0};
    rapporteur *r = open_for(at, RAPPORTEUR_WRITE);
    if (!rapporteur_rebuild(r, NULL, NULL, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
}

static void add_report(place *at)
{
    place_file(at, "report.txt", report);
    place_add(at, NULL, 1);
}

static void check_register(place *at)
{
    rapporteur_error error = {0};
    const char *summary = NULL;
    taken damages = {.arena = at->arena};
    rapporteur *r = open_for(at, RAPPORTEUR_READ);
    assert_true(rapporteur_verify(r, take, &damages, &summary, &error));
    if (damages.lines.count) {
        fail_msg("%.*s", RAP_STR_ARG(damages.lines.items[0]));
    }
    rapporteur_close(r);
}

/* -- correct ----------------------------------------------------------------------------------- */

static const char with_wipo[] = "{\"parties\": [\"WHO\", \"World Intellectual Property "
                                "Organization\"], \"roles\": {\"WIPO\": \"host\"}}";

static void check_corrected(place *at, int revision)
{
    json_t *list = list_of(at, "activities", (rapporteur_filter){.organizations = "WIPO"});
    assert_int_equal(json_array_size(list), 1);
    const json_t *record = json_array_get(list, 0);
    assert_string_equal(joined(at, record, "parties"), "WHO,WIPO");
    assert_string_equal(text_of(json_object_get(record, "roles"), "WIPO"), "host");
    assert_null(json_object_get(json_object_get(record, "roles"), "AU"));
    const json_t *decision = json_object_get(record, "decision");
    assert_string_equal(text_of(decision, "verdict"), "corrected");
    assert_string_equal(text_of(decision, "person"), "Wen");
    assert_string_equal(text_of(decision, "reason"), "Named in the annex");
    assert_int_equal(strlen(text_of(decision, "when")), strlen("2031-01-01T00:00:00Z"));
    assert_int_equal(json_integer_value(json_object_get(record, "revision")), revision);
}

static rap_str docx_text(place *at, const char *path)
{
    rap_error error = {0};
    rap_str bytes;
    const char *command =
        rap_arena_format(at->arena, "unzip -p '%s' word/document.xml > '%s.xml'", path, path);
    assert_int_equal(system(command), 0);
    assert_true(rap_file_read(at->arena, rap_arena_format(at->arena, "%s.xml", path), 1 << 24,
                              &bytes, &error));
    return bytes;
}

/* Add, correct, table, report, add again, rebuild. */
static void a_correction_is_everywhere_and_stays(void **state)
{
    place *at = *state;
    add_report(at);
    const char *id = id_of(at, "activities", "On 4 March");
    json_t *fact = decide(at, (rapporteur_decision){.fact = id,
                                                    .verdict = "corrected",
                                                    .reason = " Named in the annex ",
                                                    .correction = with_wipo});
    assert_int_equal(json_array_size(json_object_get(fact, "warnings")), 0);
    assert_string_equal(joined(at, json_object_get(fact, "read"), "parties"), "WHO,AU");
    assert_string_equal(text_of(fact, "kind"), "activity");
    assert_non_null(strstr(text_of(fact, "text"), "clean harbours in Nairobi, which 40"));
    assert_int_equal(json_array_size(json_object_get(fact, "history")), 1);
    check_corrected(at, 1);
    check_register(at);
    /* In a report that is read back. */
    rapporteur_error error = {0};
    rapporteur *r = open_for(at, RAPPORTEUR_READ);
    const char *path = rap_arena_format(at->arena, "%s/report.docx", at->folder);
    rapporteur_report_options options = {.kind = "activities",
                                         .form = "docx",
                                         .language = "en",
                                         .filter = {.organizations = "WIPO"}};
    if (!rapporteur_report(r, &options, path, NULL, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    rap_str text = docx_text(at, path);
    assert_true(rap_str_find(text, RAP_STR("World Intellectual Property Organization"), 0) !=
                SIZE_MAX);
    /* The file again, other bytes at its path, and newer rules. */
    place_add(at, NULL, 1);
    check_corrected(at, 1);
    rebuild(at);
    check_corrected(at, 1);
    place_file(at, "report.txt", changed);
    place_add(at, NULL, 1);
    check_corrected(at, 1);
    check_register(at);
    assert_string_equal(
        text_of(json_array_get(log_of(at, (rapporteur_decision_filter){0}), 0), "reason"),
        "Named in the annex");
}

/* Its words are gone, but nothing else says the same. */
static void a_decision_follows_its_values(void **state)
{
    place *at = *state;
    add_report(at);
    const char *id = id_of(at, "activities", "On 12 September");
    decide(at, (rapporteur_decision){.fact = id, .verdict = "confirmed"});
    const char *lost = id_of(at, "activities", "On 9 June");
    decide(at, (rapporteur_decision){.fact = lost, .verdict = "rejected"});
    place_file(at, "report.txt", changed);
    place_add(at, NULL, 1);
    json_t *list = list_of(at, "agreements", (rapporteur_filter){0});
    assert_int_equal(json_array_size(list), 1);
    assert_non_null(strstr(text_of(json_array_get(list, 0), "quote"), "duly"));
    assert_string_equal(text_of(json_object_get(json_array_get(list, 0), "decision"), "verdict"),
                        "confirmed");
    /* What the other was about is no more: it waits, and is told. */
    json_t *untied = log_of(at, (rapporteur_decision_filter){.untied = true});
    assert_int_equal(json_array_size(untied), 1);
    assert_string_equal(text_of(json_array_get(untied, 0), "fact"), lost);
    /* The words come back, and the decision with them. */
    place_file(at, "report.txt", report);
    place_add(at, NULL, 1);
    assert_int_equal(json_array_size(log_of(at, (rapporteur_decision_filter){.untied = true})), 0);
    assert_true(json_is_true(json_object_get(fact_of(at, lost), "gone")));
}

static void what_cannot_be_is_refused(void **state)
{
    static const struct {
        const char *correction, *words;
    } wrong[] = {{"{\"parties\": \"WHO\"}", "\"parties\" is wrong"},
                 {"{\"parties\": [\"\"]}", "\"parties\" is wrong"},
                 {"{\"roles\": {\"WHO\": \"guest\"}}", "\"roles\" is wrong"},
                 {"{\"dates\": [{\"start\": \"2031-02-30\"}]}", "\"dates\" is wrong"},
                 {"{\"dates\": [{\"start\": \"2032\", \"end\": \"2031\"}]}", "\"dates\" is wrong"},
                 {"{\"type\": \"picnic\"}", "\"type\" is wrong"},
                 {"{\"status\": 1}", "\"status\" is wrong"},
                 {"{\"themes\": [\"no-such\"]}", "\"themes\" is wrong"},
                 {"{\"agreement\": {\"valid_to\": \"soon\"}}", "\"agreement\" is wrong"},
                 {"{\"quote\": \"x\"}", "cannot be corrected"},
                 {"{\"status\": \"done\"}", "nothing would change"},
                 {"{}", "nothing would change"},
                 {"[]", "a JSON object"},
                 {"{", "no JSON"},
                 {NULL, "say what"}};
    place *at = *state;
    add_report(at);
    const char *id = id_of(at, "activities", "On 4 March");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        refuse(at,
               (rapporteur_decision){
                   .fact = id, .verdict = "corrected", .correction = wrong[i].correction},
               RAPPORTEUR_USAGE, wrong[i].words);
    }
    refuse(at, (rapporteur_decision){.fact = id, .verdict = "liked"}, RAPPORTEUR_USAGE,
           "no verdict");
    refuse(at, (rapporteur_decision){.fact = id, .verdict = "confirmed", .person = "  "},
           RAPPORTEUR_USAGE, "say who");
    refuse(at, (rapporteur_decision){.fact = "x", .verdict = "confirmed"}, RAPPORTEUR_USAGE,
           "no fact's id");
    refuse(at, (rapporteur_decision){.fact = "report-fr#1@1:0:activity", .verdict = "confirmed"},
           RAPPORTEUR_MISSING, "in that language");
    refuse(at, (rapporteur_decision){.fact = "report-en#9@9:0:activity", .verdict = "confirmed"},
           RAPPORTEUR_MISSING, "there is no fact");
    refuse(at, (rapporteur_decision){.fact = id, .verdict = "merged"}, RAPPORTEUR_USAGE,
           "say with");
    refuse(at, (rapporteur_decision){.fact = id, .verdict = "merged", .with = id}, RAPPORTEUR_USAGE,
           "the same one");
    refuse(at, (rapporteur_decision){.fact = id, .verdict = "undone"}, RAPPORTEUR_USAGE,
           "no decision");
    assert_int_equal(json_array_size(log_of(at, (rapporteur_decision_filter){0})), 0);
}

static void a_name_that_nobody_knows_is_kept(void **state)
{
    place *at = *state;
    add_report(at);
    json_t *fact = decide(
        at, (rapporteur_decision){.fact = id_of(at, "activities", "On 4 March"),
                                  .verdict = "corrected",
                                  .correction = "{\"parties\": [\"WHO\", \"Guild of Pilots\"]}"});
    assert_string_equal(joined(at, fact, "parties"), "WHO,Guild of Pilots");
    assert_int_equal(json_array_size(json_object_get(fact, "warnings")), 1);
    assert_non_null(strstr(joined(at, fact, "warnings"), "Guild of Pilots"));
    assert_int_equal(
        count_of(at, "activities", (rapporteur_filter){.organizations = "Guild of Pilots"}), 1);
}

/* Types, dates, places, the terms of an agreement. */
static void every_field_of_an_activity_can_be_put_right(void **state)
{
    place *at = *state;
    add_report(at);
    const char *id = id_of(at, "activities", "On 4 March");
    json_t *fact = decide(
        at, (rapporteur_decision){
                .fact = id,
                .verdict = "corrected",
                .correction =
                    "{\"type\": \"agreement\", \"dates\": [{\"start\": \"2032-01\", \"end\": "
                    "null}], \"places\": [\"Bergen\"], \"status\": \"planned\", \"subject\": "
                    "\"clean harbours\", \"agreement\": {\"kind\": \"road map\", \"valid_to\": "
                    "\"2040-12-31\"}}"});
    assert_string_equal(text_of(json_object_get(fact, "agreement"), "kind"), "road map");
    assert_int_equal(count_of(at, "agreements", (rapporteur_filter){.types = "road map"}), 1);
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){.place = "bergen"}), 1);
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){.status = "planned"}), 1);
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){.period = "2033"}), 1);
    const json_t *span = json_object_get(fact, "subject_span");
    assert_int_equal(json_integer_value(json_object_get(span, "end")) -
                         json_integer_value(json_object_get(span, "start")),
                     strlen("clean harbours"));
    check_register(at);
    fact = decide(at, (rapporteur_decision){.fact = id,
                                            .verdict = "corrected",
                                            .correction = "{\"type\": \"publication\"}"});
    assert_null(json_object_get(fact, "agreement"));
    assert_int_equal(count_of(at, "publications", (rapporteur_filter){.types = "publication"}), 1);
    check_register(at);
}

static void mandates_and_figures_are_put_right(void **state)
{
    place *at = *state;
    place_file(at, "resolution.txt", resolution);
    add_report(at);
    const char *id = id_of(at, "mandates", "Requests the Secretary-General");
    json_t *fact = decide(
        at, (rapporteur_decision){
                .fact = id,
                .verdict = "corrected",
                .correction = "{\"verb\": \"underline\", \"force\": \"declaration\", "
                              "\"addressees\": [\"Food and Agriculture Organization of the United "
                              "Nations\"], \"timing\": {\"kind\": \"date\", \"value\": "
                              "\"2033-05\"}}"});
    assert_string_equal(text_of(fact, "sense"), "stress");
    json_t *list = list_of(at, "mandates", (rapporteur_filter){.organizations = "FAO"});
    assert_int_equal(json_array_size(list), 1);
    assert_string_equal(text_of(json_array_get(list, 0), "verb"), "underline");
    assert_string_equal(text_of(json_object_get(json_array_get(list, 0), "decision"), "verdict"),
                        "corrected");
    assert_int_equal(count_of(at, "mandates", (rapporteur_filter){.period = "2033"}), 1);
    const char *figure = id_of(at, "figures", "40 pilots");
    decide(at, (rapporteur_decision){
                   .fact = figure,
                   .verdict = "corrected",
                   .correction = "{\"value\": 41.5, \"bound\": \"about\", \"unit\": \"tonne\"}"});
    list = list_of(at, "figures", (rapporteur_filter){.types = "tonne"});
    assert_int_equal(json_array_size(list), 1);
    assert_true(json_number_value(json_object_get(json_array_get(list, 0), "value")) == 41.5);
    check_register(at);
    decide(at, (rapporteur_decision){.fact = id, .verdict = "rejected"});
    assert_int_equal(count_of(at, "mandates", (rapporteur_filter){0}), 1);
    assert_int_equal(count_of(at, "mandates", (rapporteur_filter){.decisions = "all"}), 2);
    check_register(at);
}

/* -- reject, undo ------------------------------------------------------------------------------ */

/* Without what tells that something was decided. */
static rap_str facts_as_text(place *at)
{
    static const char *const kinds[] = {"activities", "agreements", "figures", "links"};
    rap_buf out;
    rap_buf_init(&out, at->arena);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t index;
        json_t *one;
        json_array_foreach(list_of(at, kinds[k], (rapporteur_filter){0}), index, one)
        {
            json_object_del(one, "revision");
            char *text = json_dumps(one, 0);
            rap_buf_format(&out, "%s\n", text);
            free(text);
        }
    }
    return rap_buf_str(&out);
}

static void undoing_restores_exactly(void **state)
{
    place *at = *state;
    add_report(at);
    rap_str before = facts_as_text(at);
    const char *id = id_of(at, "activities", "On 4 March");
    const char *other = id_of(at, "activities", "On 9 June");
    const char *pilots = id_of(at, "figures", "40 pilots");
    const rapporteur_decision all[] = {
        {.fact = id, .verdict = "confirmed"},
        {.fact = id, .verdict = "corrected", .correction = with_wipo},
        {.fact = id, .verdict = "corrected", .correction = "{\"places\": []}"},
        {.fact = id, .verdict = "rejected"},
        {.fact = pilots, .verdict = "rejected"},
        {.fact = id, .verdict = "confirmed"},
        {.fact = id, .verdict = "merged", .with = other}};
    enum { COUNT = sizeof all / sizeof *all };
    rap_str after[COUNT + 1];
    for (size_t i = 0; i < COUNT; i++) {
        after[i] = facts_as_text(at);
        decide(at, all[i]);
        check_register(at);
    }
    for (size_t i = COUNT; i-- > 0;) {
        decide(at, (rapporteur_decision){.fact = all[i].fact, .verdict = "undone"});
        assert_true(rap_str_equal(after[i], facts_as_text(at)));
    }
    assert_true(rap_str_equal(before, facts_as_text(at)));
    assert_int_equal(json_array_size(log_of(at, (rapporteur_decision_filter){0})), 2 * COUNT);
    const json_t *fact = fact_of(at, id);
    assert_true(json_is_null(json_object_get(fact, "decision")));
    assert_int_equal(json_integer_value(json_object_get(fact, "revision")), 2 * (COUNT - 1));
    check_register(at);
    /* What came of it does not depend on what was there before. */
    rap_str dump = place_dump(at, at->location);
    rebuild(at);
    assert_true(rap_str_equal(dump, place_dump(at, at->location)));
}

static void what_was_rejected_is_in_no_list(void **state)
{
    place *at = *state;
    add_report(at);
    const char *id = id_of(at, "activities", "On 12 September");
    size_t count = count_of(at, "activities", (rapporteur_filter){0});
    decide(at, (rapporteur_decision){.fact = id, .verdict = "rejected", .reason = "A plan only"});
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){0}), count - 1);
    assert_int_equal(count_of(at, "agreements", (rapporteur_filter){0}), 0);
    json_t *all = list_of(at, "agreements", (rapporteur_filter){.decisions = "all"});
    assert_int_equal(json_array_size(all), 1);
    assert_string_equal(text_of(json_object_get(json_array_get(all, 0), "decision"), "reason"),
                        "A plan only");
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){.decisions = "all"}), count);
    assert_int_equal(
        count_of(at, "activities", (rapporteur_filter){.decisions = "all", .organizations = "FAO"}),
        1);
    refuse(at, (rapporteur_decision){.fact = id, .verdict = "rejected"}, RAPPORTEUR_USAGE,
           "rejected already");
}

static void who_comes_too_late_is_told(void **state)
{
    place *at = *state;
    add_report(at);
    const char *id = id_of(at, "activities", "On 4 March");
    decide(at, (rapporteur_decision){.fact = id, .verdict = "confirmed", .person = "Amina"});
    refuse(at, (rapporteur_decision){.fact = id, .verdict = "rejected", .revision = NONE_SEEN},
           RAPPORTEUR_STALE, "Amina: confirmed");
    decide(at, (rapporteur_decision){.fact = id, .verdict = "rejected", .revision = 1});
    decide(at, (rapporteur_decision){.fact = id, .verdict = "undone"});
}

/* "notes-en" is the document's own name, and not the English version of "notes". */
static void a_document_may_be_called_as_a_version_is(void **state)
{
    place *at = *state;
    place_file(at, "notes-en.txt", report);
    place_add(at, NULL, 1);
    const char *id = id_of(at, "activities", "On 4 March");
    assert_int_equal(strncmp(id, "notes-en#", 9), 0);
    decide(at, (rapporteur_decision){.fact = id, .verdict = "confirmed"});
    decide(at, (rapporteur_decision){.fact = id, .verdict = "undone"});
}

/* -- merge, split ------------------------------------------------------------------------------ */

static void one_fact_takes_in_another(void **state)
{
    place *at = *state;
    add_report(at);
    const char *gone = id_of(at, "activities", "On 9 June");
    const char *stays = id_of(at, "activities", "On 4 March");
    size_t count = count_of(at, "activities", (rapporteur_filter){0});
    json_t *fact =
        decide(at, (rapporteur_decision){.fact = gone, .verdict = "merged", .with = stays});
    assert_string_equal(text_of(fact, "id"), stays);
    assert_int_equal(json_array_size(json_object_get(fact, "dates")), 3);
    assert_string_equal(joined(at, fact, "places"), "Nairobi,Lima,Suva");
    assert_string_equal(text_of(json_object_get(fact, "decision"), "with"), gone);
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){0}), count - 1);
    fact = fact_of(at, gone);
    assert_true(json_is_true(json_object_get(fact, "gone")));
    assert_string_equal(text_of(json_object_get(fact, "decision"), "with"), stays);
    refuse(at, (rapporteur_decision){.fact = gone, .verdict = "confirmed"}, RAPPORTEUR_USAGE,
           "merged into another");
    rebuild(at);
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){0}), count - 1);
    /* From the one that stays, too. */
    decide(at, (rapporteur_decision){.fact = stays, .verdict = "undone"});
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){0}), count);
    check_register(at);
}

static void a_fact_is_split_in_parts(void **state)
{
    place *at = *state;
    add_report(at);
    rap_str before = facts_as_text(at);
    const char *whole = id_of(at, "activities", "On 9 June");
    json_t *fact = decide(
        at, (rapporteur_decision){
                .fact = whole,
                .verdict = "split",
                .parts = "[{\"quote\": \"On 9 June 2031, the World Health Organization held a "
                         "meeting with the African Union in Lima\"}, {\"quote\": \"on 10 July "
                         "2031 the African Union held a seminar on nets in Suva\", "
                         "\"correction\": {\"type\": \"training\"}}]"});
    assert_string_equal(text_of(fact, "id"), whole);
    assert_string_equal(joined(at, fact, "parties"), "WHO,AU");
    assert_string_equal(joined(at, fact, "places"), "Lima");
    assert_int_equal(json_array_size(json_object_get(fact, "dates")), 1);
    assert_string_equal(text_of(json_object_get(fact, "decision"), "verdict"), "split");
    const char *second = id_of(at, "activities", "on 10 July");
    fact = fact_of(at, second);
    assert_string_equal(joined(at, fact, "parties"), "AU");
    assert_string_equal(joined(at, fact, "places"), "Suva");
    assert_string_equal(text_of(fact, "type"), "training");
    assert_string_equal(text_of(json_array_get(json_object_get(fact, "dates"), 0), "start"),
                        "2031-07-10");
    check_register(at);
    /* A part is a fact like others, also when the file is read anew. */
    decide(at, (rapporteur_decision){
                   .fact = second, .verdict = "corrected", .revision = 1, .correction = with_wipo});
    rebuild(at);
    assert_string_equal(joined(at, fact_of(at, second), "parties"), "WHO,WIPO");
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){.place = "suva"}), 1);
    check_register(at);
    decide(at, (rapporteur_decision){.fact = second, .verdict = "undone"});
    assert_string_equal(joined(at, fact_of(at, second), "parties"), "AU");
    decide(at, (rapporteur_decision){.fact = second, .verdict = "undone"});
    assert_true(rap_str_equal(before, facts_as_text(at)));
    check_register(at);
    refuse(at,
           (rapporteur_decision){.fact = whole,
                                 .verdict = "split",
                                 .parts = "[{\"quote\": \"On 9 June\"}, {\"quote\": \"on 5\"}]"},
           RAPPORTEUR_USAGE, "part 2 is not in the paragraph");
}

static bool is_joined(place *at, const char *doc)
{
    return json_array_size(
               list_of(at, "links", (rapporteur_filter){.types = "same as", .document = doc})) > 0;
}

/* Across documents a merger is a link, and what links join wrongly is told apart. */
static void what_is_the_same_is_said_by_people(void **state)
{
    place *at = *state;
    place_file(
        at, "list.txt",
        "List of partners\n\n1. A workshop on clean harbours was held by the African Union "
        "and the World Health Organization in Nairobi on 4 March 2031.\n\n"
        "2. In July 2031, the World Health Organization met with the African Union in Quito.\n");
    add_report(at);
    const char *told = "report-en#1@1:0", *again = "list-en#1@1:0";
    assert_true(is_joined(at, "list"));
    decide(at, (rapporteur_decision){.fact = told, .verdict = "split", .with = again});
    assert_false(is_joined(at, "list"));
    rebuild(at);
    assert_false(is_joined(at, "list"));
    decide(at, (rapporteur_decision){.fact = told, .verdict = "undone"});
    assert_true(is_joined(at, "list"));
    const char *quito = id_of(at, "activities", "In July");
    const char *ninth = id_of(at, "activities", "On 9 June");
    size_t count = count_of(at, "activities", (rapporteur_filter){.once = true});
    decide(at, (rapporteur_decision){.fact = quito, .verdict = "merged", .with = ninth});
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){.once = true}), count - 1);
    json_t *fact = fact_of(at, ninth);
    assert_string_equal(text_of(json_object_get(fact, "decision"), "with"), quito);
    rebuild(at);
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){.once = true}), count - 1);
    decide(at, (rapporteur_decision){.fact = quito, .verdict = "undone"});
    assert_int_equal(count_of(at, "activities", (rapporteur_filter){.once = true}), count);
    check_register(at);
}

/* -- together ---------------------------------------------------------------------------------- */

static void the_queue_holds_what_nobody_judged(void **state)
{
    place *at = *state;
    add_report(at);
    size_t all = waiting(at, (rapporteur_queue_options){0});
    assert_int_equal(all, count_of(at, "activities", (rapporteur_filter){0}) +
                              count_of(at, "figures", (rapporteur_filter){0}));
    const char *id = id_of(at, "activities", "On 4 March");
    decide(at, (rapporteur_decision){.fact = id, .verdict = "rejected", .person = "Amina"});
    assert_int_equal(waiting(at, (rapporteur_queue_options){0}), all - 1);
    assert_int_equal(waiting(at, (rapporteur_queue_options){.others = true, .person = "Amina"}),
                     all - 1);
    assert_int_equal(waiting(at, (rapporteur_queue_options){.others = true, .person = "Wen"}), all);
    decide(at, (rapporteur_decision){.fact = id, .verdict = "undone"});
    assert_int_equal(waiting(at, (rapporteur_queue_options){0}), all);
    assert_int_equal(waiting(at, (rapporteur_queue_options){.kind = "mandate"}), 0);
}

static json_t *concordance(place *at, const char *first, const char *second)
{
    rapporteur_error error = {0};
    rapporteur *r = open_for(at, RAPPORTEUR_READ);
    json_t *told = loaded(at, rapporteur_concordance(r, first, second, &error));
    rapporteur_close(r);
    return told;
}

static size_t number_of(const json_t *record, const char *name)
{
    return (size_t)json_integer_value(json_object_get(record, name));
}

static void agreement_between_two_is_measured(void **state)
{
    place *at = *state;
    add_report(at);
    const char *ids[] = {
        id_of(at, "activities", "On 4 March"), id_of(at, "activities", "On 9 June"),
        id_of(at, "activities", "On 12 September"), id_of(at, "figures", "40 pilots")};
    json_t *told = concordance(at, NULL, NULL);
    assert_int_equal(number_of(told, "facts"), 0);
    assert_true(json_is_null(json_object_get(told, "share")));
    for (int i = 0; i < 4; i++) {
        decide(at,
               (rapporteur_decision){.fact = ids[i], .verdict = i < 2 ? "confirmed" : "rejected"});
    }
    for (int i = 0; i < 4; i++) {
        decide(at, (rapporteur_decision){.fact = ids[i],
                                         .verdict = i == 1 || i == 2 ? "rejected" : "confirmed",
                                         .person = "Amina",
                                         .revision = 1});
    }
    /* Wen: c c r r, Amina: c r r c: two alike of four, as chance has it. */
    told = concordance(at, NULL, NULL);
    assert_int_equal(number_of(told, "facts"), 4);
    assert_int_equal(number_of(told, "equal"), 2);
    assert_true(json_number_value(json_object_get(told, "share")) == 0.5);
    assert_true(json_is_number(json_object_get(told, "kappa")));
    assert_true(json_number_value(json_object_get(told, "kappa")) == 0);
    assert_string_equal(joined(at, told, "people"), "Amina,Wen");
    decide(at, (rapporteur_decision){.fact = ids[1], .verdict = "undone", .person = "Amina"});
    decide(at, (rapporteur_decision){.fact = ids[1], .verdict = "confirmed", .person = "Amina"});
    told = concordance(at, "Wen", "Amina");
    assert_int_equal(number_of(told, "equal"), 3);
    /* Three of four alike, where chance gives c 2/4 3/4 and r 2/4 1/4. */
    double kappa = json_number_value(json_object_get(told, "kappa"));
    assert_true(kappa > 0.4999 && kappa < 0.5001);
    decide(at, (rapporteur_decision){.fact = ids[0], .verdict = "confirmed", .person = "Omar"});
    told = concordance(at, NULL, NULL);
    assert_int_equal(number_of(told, "facts"), 6);
    assert_true(json_is_null(json_object_get(told, "kappa")));
}

static void note_problem(void *user, const char *message)
{
    taken *all = user;
    RAP_PUSH(all->arena, &all->lines, rap_str_copy(all->arena, rap_str_of(message)));
}

static json_t *import_into(place *at, const char *path, taken *problems)
{
    rapporteur_error error = {0};
    const char *summary = NULL;
    rapporteur *r = open_for(at, RAPPORTEUR_WRITE);
    if (!rapporteur_import_decisions(r, path, note_problem, problems, &summary, &error)) {
        fail_msg("%s", error.message);
    }
    json_t *told = loaded(at, summary);
    rapporteur_close(r);
    return told;
}

static const char *write_log(place *at, const char *more)
{
    size_t index;
    const json_t *one;
    rap_buf out;
    rap_error error;
    rap_buf_init(&out, at->arena);
    json_array_foreach(log_of(at, (rapporteur_decision_filter){0}), index, one)
    {
        char *text = json_dumps(one, 0);
        rap_buf_format(&out, "%s\n", text);
        free(text);
    }
    rap_buf_put_c(&out, more);
    const char *path = rap_arena_format(at->arena, "%s/log.jsonl", at->folder);
    assert_true(rap_file_write(path, rap_buf_str(&out), &error));
    return path;
}

static void decisions_go_from_register_to_register(void **state)
{
    place *at = *state;
    add_report(at);
    const char *id = id_of(at, "activities", "On 4 March");
    decide(at, (rapporteur_decision){.fact = id,
                                     .verdict = "corrected",
                                     .reason = "Named in the annex",
                                     .correction = with_wipo});
    decide(at, (rapporteur_decision){
                   .fact = id_of(at, "activities", "On 9 June"),
                   .verdict = "split",
                   .parts = "[{\"quote\": \"On 9 June 2031\"}, {\"quote\": \"the World Health "
                            "Organization held a meeting\"}]"});
    decide(at, (rapporteur_decision){.fact = id_of(at, "activities", "the World Health"),
                                     .verdict = "rejected"});
    decide(at,
           (rapporteur_decision){.fact = id_of(at, "figures", "40 pilots"), .verdict = "rejected"});
    decide(at, (rapporteur_decision){.fact = id_of(at, "activities", "On 12 September"),
                                     .verdict = "merged",
                                     .with = id});
    decide(at, (rapporteur_decision){.fact = id, .verdict = "undone"});
    rap_str dump = place_dump(at, at->location);
    const char *path = write_log(at, "\n{\n{\"record\": \"activity\"}\n"
                                     "{\"record\": \"decision\", \"uid\": \"x\"}\n");
    at->location = rap_arena_format(at->arena, "%s/second.db", at->folder);
    taken problems = {.arena = at->arena};
    rapporteur_close(open_for(at, RAPPORTEUR_CREATE));
    json_t *told = import_into(at, path, &problems);
    assert_int_equal(number_of(told, "taken"), 6);
    assert_int_equal(number_of(told, "refused"), 3);
    assert_int_equal(number_of(told, "untied"), 6); /* the document is not there yet */
    assert_int_equal(problems.lines.count, 3);
    assert_true(rap_str_find(problems.lines.items[0], RAP_STR("log.jsonl:8: is no JSON"), 0) !=
                SIZE_MAX);
    place_add(at, NULL, 1);
    check_corrected(at, 3);
    /* The numbers of rows may differ, nothing else does. */
    assert_true(rap_str_equal(dump, place_dump(at, at->location)));
    told = import_into(at, path, &problems);
    assert_int_equal(number_of(told, "taken"), 0);
    assert_int_equal(number_of(told, "known"), 6);
    assert_true(rap_str_equal(dump, place_dump(at, at->location)));
    check_register(at);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {ON(a_correction_is_everywhere_and_stays),
                                       ON(a_decision_follows_its_values),
                                       ON(what_cannot_be_is_refused),
                                       ON(a_name_that_nobody_knows_is_kept),
                                       ON(every_field_of_an_activity_can_be_put_right),
                                       ON(mandates_and_figures_are_put_right),
                                       ON(undoing_restores_exactly),
                                       ON(what_was_rejected_is_in_no_list),
                                       ON(who_comes_too_late_is_told),
                                       ON(a_document_may_be_called_as_a_version_is),
                                       ON(one_fact_takes_in_another),
                                       ON(a_fact_is_split_in_parts),
                                       ON(what_is_the_same_is_said_by_people),
                                       ON(the_queue_holds_what_nobody_judged),
                                       ON(agreement_between_two_is_measured),
                                       ON(decisions_go_from_register_to_register)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The public library on small folders: adding, adding again, rebuilding, asking. */
#include "folder.h"

#include "base/file.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void expect_line(const telling *told, size_t index, const char *beginning)
{
    assert_true(index < told->lines.count);
    if (!rap_str_starts(told->lines.items[index], rap_str_of(beginning))) {
        fail_msg("\"%s\" does not begin with \"%s\"", told->lines.items[index].data, beginning);
    }
}

static rapporteur *open_or_fail(place *at, rapporteur_mode mode)
{
    rapporteur_error error = {0};
    rapporteur *r = rapporteur_open(at->location, mode, &error);
    if (!r) {
        fail_msg("%s", error.message);
    }
    return r;
}

static bool count_record(void *user, const char *json, size_t length)
{
    json_t *record = json_loadb(json, length, 0, NULL);
    assert_true(json_is_object(record));
    json_decref(record);
    ++*(size_t *)user;
    return true;
}

static size_t found(place *at, const char *words, const rapporteur_filter *filter)
{
    rapporteur_error error = {0};
    size_t count = 0;
    rapporteur *r = open_or_fail(at, RAPPORTEUR_READ);
    if (!rapporteur_search(r, words, filter, count_record, &count, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    return count;
}

/* -- add --------------------------------------------------------------------------------------- */

static void adding_again_changes_nothing(void **state)
{
    place *at = *state;
    telling first = {.arena = at->arena}, second = {.arena = at->arena};
    place_reports(at, 3);
    rapporteur_add_result result = place_add(at, &first, 0);
    assert_int_equal(result.added, 3);
    expect_line(&first, 0, "added report-000.txt");
    expect_line(&first, 2, "added report-002.txt");
    rap_str before = place_dump(at, at->location);
    assert_true(before.length > 1000);
    result = place_add(at, &second, 0);
    assert_int_equal(result.added, 0);
    assert_int_equal(result.unchanged, 3);
    expect_line(&second, 1, "unchanged report-001.txt");
    assert_true(rap_str_equal(before, place_dump(at, at->location)));
    assert_int_equal(found(at, "number1", NULL), 1);
}

static void a_copy_of_the_same_bytes_is_unchanged(void **state)
{
    place *at = *state;
    telling told = {.arena = at->arena};
    const char *text = "A note on tides\n\nThe tide tables were revised by the harbour office.\n";
    place_file(at, "a.txt", text);
    place_file(at, "b.txt", text);
    rapporteur_add_result result = place_add(at, &told, 2);
    assert_int_equal(result.added, 1);
    assert_int_equal(result.unchanged, 1);
    expect_line(&told, 1, "unchanged b.txt");
    assert_int_equal(place_counts(at, at->location).files, 1);
}

static void the_event_tells_what_was_read(void **state)
{
    place *at = *state;
    telling told = {.arena = at->arena};
    place_reports(at, 1);
    place_add(at, &told, 1);
    json_t *documents = json_loads(told.documents.items[0].data, 0, NULL);
    assert_int_equal(json_array_size(documents), 1);
    json_t *document = json_array_get(documents, 0);
    assert_string_equal(json_string_value(json_object_get(document, "record")), "document");
    assert_true(json_is_string(json_object_get(document, "doc")));
    assert_string_equal(json_string_value(json_object_get(document, "lang")), "en");
    json_t *counts = json_object_get(document, "counts");
    static const char *const names[] = {"preambular", "operative",  "paragraphs", "notes",
                                        "mandates",   "activities", "agreements"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_true(json_is_integer(json_object_get(counts, names[i])));
    }
    assert_true(json_integer_value(json_object_get(counts, "blocks")) >= 3);
    json_decref(documents);
}

static bool add_seconds(void *user, const rapporteur_event *event)
{
    double *sums = user;
    for (int i = 0; i < RAPPORTEUR_STAGES; i++) {
        assert_true(event->seconds[i] > 0);
        sums[i] += event->seconds[i];
    }
    return true;
}

static void every_stage_tells_what_it_cost(void **state)
{
    place *at = *state;
    place_reports(at, 3);
    rapporteur *r = open_or_fail(at, RAPPORTEUR_CREATE);
    double sums[RAPPORTEUR_STAGES] = {0};
    const char *paths[] = {at->files};
    rapporteur_add_options options = {.on_event = add_seconds, .user = sums};
    rapporteur_add_result result;
    assert_true(rapporteur_add(r, paths, 1, &options, &result, NULL));
    for (int i = 0; i < RAPPORTEUR_STAGES; i++) {
        assert_true(result.seconds[i] - sums[i] < 1e-9 && sums[i] - result.seconds[i] < 1e-9);
        assert_non_null(rapporteur_stage_name((rapporteur_stage)i));
    }
    assert_null(rapporteur_stage_name(RAPPORTEUR_STAGES));
    rapporteur_close(r);
}

static void a_refused_file_costs_one_line(void **state)
{
    place *at = *state;
    telling told = {.arena = at->arena};
    place_reports(at, 2);
    place_file(at, "empty.txt", "");
    place_file(at, "picture.pdf", "\x89PNG\r\n\x1A\n not a document");
    place_file(at, "zz.xml", "<akomaNtoso><act>");
    rapporteur_add_result result = place_add(at, &told, 2);
    assert_int_equal(result.added, 2);
    assert_int_equal(result.refused, 3);
    expect_line(&told, 0, "refused empty.txt: ");
    expect_line(&told, 1, "refused picture.pdf: ");
    expect_line(&told, 2, "added report-000.txt");
    expect_line(&told, 4, "refused zz.xml: ");
    for (size_t i = 0; i < told.lines.count; i++) {
        assert_null(strchr(told.lines.items[i].data, '\n'));
    }
    assert_string_equal(told.documents.items[0].data, "[]");
    assert_int_equal(place_counts(at, at->location).files, 2); /* no bytes of refused ones */
    assert_int_equal(found(at, "memorandum", NULL), 2);
}

static void a_missing_file_is_refused_with_a_remedy(void **state)
{
    place *at = *state;
    rapporteur_error error = {0};
    rapporteur_add_result result;
    telling told = {.arena = at->arena};
    rapporteur *r = open_or_fail(at, RAPPORTEUR_CREATE);
    const char *paths[] = {"/no/such/file.txt"};
    rapporteur_add_options options = {.on_event = telling_take, .user = &told};
    assert_true(rapporteur_add(r, paths, 1, &options, &result, &error));
    assert_int_equal(result.refused, 1);
    assert_int_not_equal(rap_str_find(told.lines.items[0], RAP_STR("check the name"), 0), SIZE_MAX);
    rapporteur_close(r);
}

static void folders_come_sorted(void **state)
{
    place *at = *state;
    telling told = {.arena = at->arena};
    assert_int_equal(mkdir(rap_arena_format(at->arena, "%s/b", at->files), 0755), 0);
    place_file(at, "c.txt", "Third paper\n\nOn the lighthouse keepers of the coast.\n");
    place_file(at, "b/z.txt", "Second paper\n\nOn the dredging of two channels.\n");
    place_file(at, "a.txt", "First paper\n\nOn the buoys laid in the estuary.\n");
    place_file(at, ".hidden.txt", "Not a paper\n\nNobody should read this one.\n");
    place_add(at, &told, 3);
    assert_int_equal(told.lines.count, 3);
    expect_line(&told, 0, "added a.txt");
    expect_line(&told, 1, "added z.txt");
    expect_line(&told, 2, "added c.txt");
}

static void a_folder_that_leads_back_into_itself_comes_once(void **state)
{
    place *at = *state;
    telling told = {.arena = at->arena};
    place_file(at, "a.txt", "First paper\n\nOn the buoys laid in the estuary.\n");
    assert_int_equal(symlink(".", rap_arena_format(at->arena, "%s/loop", at->files)), 0);
    rapporteur_add_result result = place_add(at, &told, 1);
    assert_int_equal(result.added, 1);
    assert_int_equal(told.lines.count, 1);
}

static void threads_make_no_difference(void **state)
{
    place *at = *state;
    place_reports(at, 40);
    place_add(at, NULL, 1);
    rap_str alone = place_dump(at, at->location);
    at->location = rap_arena_format(at->arena, "%s/other.db", at->folder);
    place_add(at, NULL, 7);
    assert_true(rap_str_equal(alone, place_dump(at, at->location)));
    assert_int_equal(place_counts(at, at->location).files, 40);
}

/* How many files were added before the run was stopped, of which `together` at a time. */
static size_t stop_after_four(place *at, size_t together)
{
    rapporteur_error error = {0};
    rapporteur_add_result result;
    telling told = {.arena = at->arena, .stop_after = 4};
    const char *paths[] = {at->files};
    rapporteur *r = open_or_fail(at, RAPPORTEUR_CREATE);
    rapporteur_add_options options = {
        .threads = 3, .together = together, .on_event = telling_take, .user = &told};
    assert_false(rapporteur_add(r, paths, 1, &options, &result, &error));
    assert_int_equal(error.code, RAPPORTEUR_CANCELLED);
    assert_int_equal(told.lines.count, result.added);
    rapporteur_close(r);
    assert_int_equal(place_counts(at, at->location).files, result.added);
    return result.added;
}

/* What is stored with a document is told with it, also where it stopped the run. */
static void how_many_are_stored_together_makes_no_difference(void **state)
{
    place *at = *state;
    place_reports(at, 12);
    place_add(at, NULL, 2);
    rap_str whole = place_dump(at, at->location);
    for (size_t together = 1; together < 4; together++) {
        at->location = rap_arena_format(at->arena, "%s/by-%zu.db", at->folder, together);
        size_t most = (4 + together - 1) / together * together;
        assert_int_equal(stop_after_four(at, together), most);
        assert_int_equal(place_add(at, NULL, 2).added, 12 - most);
        assert_true(rap_str_equal(whole, place_dump(at, at->location)));
    }
}

static void a_run_can_be_stopped_and_carried_on(void **state)
{
    place *at = *state;
    place_reports(at, 12);
    assert_int_equal(stop_after_four(at, 1), 4);
    rapporteur_add_result result;
    result = place_add(at, NULL, 3);
    assert_int_equal(result.unchanged, 4);
    assert_int_equal(result.added, 8);
    rap_str in_two = place_dump(at, at->location);
    at->location = rap_arena_format(at->arena, "%s/other.db", at->folder);
    place_add(at, NULL, 0);
    assert_true(rap_str_equal(in_two, place_dump(at, at->location)));
}

static void memory_has_a_limit(void **state)
{
    place *at = *state;
    rapporteur_error error = {0};
    rapporteur_add_result result;
    telling told = {.arena = at->arena};
    rap_buf text;
    rap_buf_init(&text, at->arena);
    for (int i = 0; i < 40000; i++) {
        rap_buf_format(&text, "%d. The tenth harbour was inspected in spring.\n\n", i + 1);
    }
    place_file(at, "large.txt", rap_buf_str(&text).data);
    place_file(at, "small.txt", "A small paper\n\nOn the ferry timetable.\n");
    rapporteur *r = open_or_fail(at, RAPPORTEUR_CREATE);
    const char *paths[] = {at->files};
    rapporteur_add_options options = {.memory = 3u << 20, .on_event = telling_take, .user = &told};
    assert_true(rapporteur_add(r, paths, 1, &options, &result, &error));
    rapporteur_close(r);
    assert_int_equal(result.refused, 1);
    assert_int_equal(result.added, 1);
    expect_line(&told, 0, "refused large.txt: needs more than 3 MiB of memory");
    expect_line(&told, 1, "added small.txt");
}

/* Wherever the memory of a document ends, the run goes on and tells of it. */
static void memory_may_end_anywhere(void **state)
{
    place *at = *state;
    rapporteur_error error = {0};
    rap_buf text;
    rap_buf_init(&text, at->arena);
    for (int i = 0; i < 60; i++) {
        rap_buf_format(&text, "%d. The tenth harbour was inspected in spring.\n\n", i + 1);
    }
    place_file(at, "report.txt", rap_buf_str(&text).data);
    const char *paths[] = {at->files};
    size_t refused = 0, added = 0;
    rapporteur *r = open_or_fail(at, RAPPORTEUR_CREATE);
    for (size_t memory = 64; !added && memory < (64u << 20); memory += memory / 8 + 8) {
        rapporteur_add_result result;
        telling told = {.arena = at->arena};
        rapporteur_add_options options = {
            .memory = memory, .on_event = telling_take, .user = &told};
        assert_true(rapporteur_add(r, paths, 1, &options, &result, &error));
        assert_int_equal(told.lines.count, 1);
        refused += result.refused;
        added += result.added;
    }
    rapporteur_close(r);
    assert_true(refused > 20);
    assert_int_equal(added, 1);
}

/* -- names ------------------------------------------------------------------------------------- */

static rapporteur_add_result add_named(place *at, const char *path, const char *id)
{
    rapporteur_error error = {0};
    rapporteur_add_result result;
    rapporteur *r = open_or_fail(at, RAPPORTEUR_CREATE);
    rapporteur_add_options options = {.id = id};
    if (!rapporteur_add(r, &path, 1, &options, &result, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    return result;
}

static size_t blocks_of(place *at, const char *document)
{
    rapporteur_error error = {0};
    size_t count = 0;
    rapporteur *r = open_or_fail(at, RAPPORTEUR_READ);
    rapporteur_filter filter = {.document = document};
    assert_true(rapporteur_list(r, "blocks", &filter, count_record, &count, &error));
    rapporteur_close(r);
    return count;
}

static void an_id_names_the_document_and_the_last_one_holds(void **state)
{
    place *at = *state;
    const char *path =
        place_file(at, "tides.txt", "A note on tides\n\nThe tables were revised by the office.\n");
    assert_int_equal(add_named(at, path, "Tides-1").added, 1);
    size_t blocks = blocks_of(at, "Tides-1");
    assert_true(blocks > 0);
    assert_int_equal(add_named(at, path, "Tides-1").unchanged, 1);
    assert_int_equal(add_named(at, path, NULL).unchanged, 1);
    assert_int_equal(add_named(at, path, "Tides-2").added, 1);
    assert_int_equal(blocks_of(at, "Tides-1"), 0);
    assert_int_equal(blocks_of(at, "Tides-2"), blocks);
    rap_str before = place_dump(at, at->location);
    rapporteur_error error;
    rapporteur *r = open_or_fail(at, RAPPORTEUR_WRITE);
    assert_true(rapporteur_rebuild(r, NULL, NULL, &error));
    rapporteur_close(r);
    assert_true(rap_str_equal(before, place_dump(at, at->location)));
    assert_int_equal(place_counts(at, at->location).files, 1);
}

static void an_id_names_one_file_only(void **state)
{
    place *at = *state;
    rapporteur_error error = {0};
    rapporteur_add_result result;
    place_reports(at, 2);
    rapporteur *r = open_or_fail(at, RAPPORTEUR_CREATE);
    const char *paths[] = {at->files};
    rapporteur_add_options options = {.id = "X"};
    assert_false(rapporteur_add(r, paths, 1, &options, &result, &error));
    assert_int_equal(error.code, RAPPORTEUR_USAGE);
    rapporteur_close(r);
}

static void changed_bytes_at_one_path_replace_what_was_read(void **state)
{
    place *at = *state;
    const char *old = "A note on tides\n\nThe tables were revised by the harbourmaster.\n";
    place_file(at, "tides.txt", old);
    place_add(at, NULL, 1);
    assert_int_equal(found(at, "harbourmaster", NULL), 1);
    place_file(at, "tides.txt", "A note on tides\n\nThe tables were revised by the pilot.\n");
    assert_int_equal(place_add(at, NULL, 1).added, 1);
    assert_int_equal(found(at, "harbourmaster", NULL), 0);
    assert_int_equal(found(at, "pilot", NULL), 1);
    assert_int_equal(place_counts(at, at->location).files, 2);
    rap_str before = place_dump(at, at->location);
    rapporteur_error error;
    rapporteur *r = open_or_fail(at, RAPPORTEUR_WRITE);
    assert_true(rapporteur_rebuild(r, NULL, NULL, &error));
    rapporteur_close(r);
    assert_true(rap_str_equal(before, place_dump(at, at->location)));
    place_file(at, "tides.txt", old); /* and back again */
    assert_int_equal(place_add(at, NULL, 1).added, 1);
    assert_int_equal(found(at, "harbourmaster", NULL), 1);
    assert_int_equal(found(at, "pilot", NULL), 0);
    assert_int_equal(place_add(at, NULL, 1).unchanged, 1);
}

/* -- rebuild ------------------------------------------------------------------------------------
 */

static void rebuilding_gives_the_same_content(void **state)
{
    place *at = *state;
    rapporteur_error error = {0};
    rapporteur_add_result result;
    place_reports(at, 15);
    place_add(at, NULL, 2);
    rap_str before = place_dump(at, at->location);
    rapporteur *r = open_or_fail(at, RAPPORTEUR_WRITE);
    telling told = {.arena = at->arena};
    rapporteur_add_options options = {.threads = 3, .on_event = telling_take, .user = &told};
    assert_true(rapporteur_rebuild(r, &options, &result, &error));
    rapporteur_close(r);
    assert_int_equal(result.added, 15);
    expect_line(&told, 3, "added report-003.txt");
    assert_true(rap_str_equal(before, place_dump(at, at->location)));
}

static void rebuilding_needs_no_original(void **state)
{
    place *at = *state;
    rapporteur_error error = {0};
    place_reports(at, 2);
    place_add(at, NULL, 2);
    rap_str before = place_dump(at, at->location);
    remove(rap_arena_format(at->arena, "%s/report-000.txt", at->files));
    rap_register *reg = rap_register_open(at->location, RAP_REGISTER_WRITE, NULL);
    assert_true(rap_register_derived_clear(reg, NULL));
    rap_register_close(reg);
    assert_int_equal(place_dump(at, at->location).length, 0);
    rapporteur *r = open_or_fail(at, RAPPORTEUR_WRITE);
    assert_true(rapporteur_rebuild(r, NULL, NULL, &error));
    rapporteur_close(r);
    assert_true(rap_str_equal(before, place_dump(at, at->location)));
}

/* -- questions -----------------------------------------------------------------------------------
 */

static void questions_that_make_no_sense_are_refused(void **state)
{
    place *at = *state;
    rapporteur_error error = {0};
    place_reports(at, 1);
    place_add(at, NULL, 1);
    rapporteur *r = open_or_fail(at, RAPPORTEUR_READ);
    size_t count = 0;
    assert_false(rapporteur_list(r, "poems", NULL, count_record, &count, &error));
    assert_int_equal(error.code, RAPPORTEUR_USAGE);
    const rapporteur_filter senseless[] = {{.period = "soon"},       {.period = "2023-13"},
                                           {.period = "2024..2023"}, {.period = ".."},
                                           {.language = "klingon"},  {.status = "perhaps"}};
    for (size_t i = 0; i < sizeof senseless / sizeof senseless[0]; i++) {
        error.code = RAPPORTEUR_OK;
        assert_false(rapporteur_list(r, "activities", &senseless[i], count_record, &count, &error));
        assert_int_equal(error.code, RAPPORTEUR_USAGE);
        assert_true(strlen(error.message) > 10);
    }
    assert_false(rapporteur_search(r, " ... ", NULL, count_record, &count, &error));
    assert_int_equal(error.code, RAPPORTEUR_USAGE);
    assert_false(rapporteur_rebuild(r, NULL, NULL, &error)); /* open for reading */
    rapporteur_close(r);
}

static void organizations_are_known_by_any_name(void **state)
{
    place *at = *state;
    place_reports(at, 1);
    place_add(at, NULL, 1);
    static const char *const names[] = {
        "AU", "African Union", "african union", "UN, AU",
        /* Arabic and Chinese for the African Union */
        ("\xD8\xA7\xD9\x84\xD8\xA7\xD8\xAA\xD8\xAD\xD8\xA7\xD8\xAF "
         "\xD8\xA7\xD9\x84\xD8\xA3\xD9\x81\xD8\xB1\xD9\x8A\xD9\x82\xD9\x8A"),
        "\xE9\x9D\x9E\xE6\xB4\xB2\xE8\x81\x94\xE7\x9B\x9F"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        rapporteur_filter filter = {.organizations = names[i]};
        if (found(at, "workshop", &filter) != 1) {
            fail_msg("\"%s\" does not find the paragraph", names[i]);
        }
    }
    rapporteur_filter other = {.organizations = "Pacific Islands Forum"};
    assert_int_equal(found(at, "workshop", &other), 0);
}

static void counts_and_names_are_told(void **state)
{
    place *at = *state;
    rapporteur_error error = {0};
    place_reports(at, 2);
    place_add(at, NULL, 1);
    rapporteur *r = open_or_fail(at, RAPPORTEUR_READ);
    json_t *counts = json_loads(rapporteur_counts(r, &error), 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(counts, "files")), 2);
    assert_true(json_integer_value(json_object_get(counts, "blocks")) >= 6);
    json_decref(counts);
    assert_string_equal(rapporteur_entity_name(r, "AU", "en"), "African Union");
    assert_null(rapporteur_entity_name(r, "No such body", "en"));
    assert_null(rapporteur_entity_name(r, "AU", "xx"));
    rapporteur_close(r);
}

/* A resolution in two languages, one file each, as Akoma Ntoso is published. */
static const char *resolution(place *at, const char *lang, const char *title)
{
    return rap_arena_format(
        at->arena,
        "<?xml version=\"1.0\"?><akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/"
        "3.0\"><statement name=\"resolution\"><meta><identification source=\"#s\">"
        "<FRBRExpression><FRBRlanguage language=\"%s\"/></FRBRExpression></identification></meta>"
        "<coverPage><p><docNumber refersTo=\"#symbol\">A/RES/99/7</docNumber></p></coverPage>"
        "<preface><p><docNumber>99/7.</docNumber> <docTitle>%s</docTitle></p></preface>"
        "<mainBody><paragraph><num>1.</num><content><p>%s</p></content></paragraph></mainBody>"
        "</statement></akomaNtoso>",
        lang, title, title);
}

static bool take_link(void *user, const char *json, size_t length)
{
    json_t *record = json_loadb(json, length, 0, NULL);
    const char *kind = json_string_value(json_object_get(record, "kind"));
    *(size_t *)user += kind && !strcmp(kind, "translation of");
    json_decref(record);
    return true;
}

static size_t translations(place *at)
{
    rapporteur_error error = {0};
    size_t count = 0;
    rapporteur *r = open_or_fail(at, RAPPORTEUR_READ);
    assert_true(rapporteur_list(r, "links", NULL, take_link, &count, &error));
    rapporteur_close(r);
    return count;
}

static void languages_in_files_of_their_own_are_one_work(void **state)
{
    place *at = *state;
    place_file(at, "en.xml", resolution(at, "eng", "Decides to measure the depth of the canal"));
    place_add(at, NULL, 1);
    assert_int_equal(translations(at), 0);
    place_file(at, "fr.xml",
               resolution(at, "fra",
                          "D\xC3\xA9"
                          "cide de mesurer la profondeur"));
    place_file(at, "es.xml", resolution(at, "spa", "Decide medir la profundidad del canal"));
    place_add(at, NULL, 2);
    assert_int_equal(place_counts(at, at->location).documents, 1);
    assert_int_equal(place_counts(at, at->location).versions, 3);
    assert_int_equal(translations(at), 3);
    rap_str before = place_dump(at, at->location);
    rapporteur_error error;
    rapporteur *r = open_or_fail(at, RAPPORTEUR_WRITE);
    assert_true(rapporteur_rebuild(r, NULL, NULL, &error));
    rapporteur_close(r);
    assert_true(rap_str_equal(before, place_dump(at, at->location)));
}

static void the_register_is_named_in_errors(void **state)
{
    place *at = *state;
    rapporteur_error error = {0};
    rap_error inner;
    assert_null(rapporteur_open(at->location, RAPPORTEUR_READ, &error));
    assert_int_equal(error.code, RAPPORTEUR_MISSING);
    assert_non_null(strstr(error.message, "register.db: "));
    assert_true(rap_file_write(at->location, RAP_STR("a shopping list"), &inner));
    assert_null(rapporteur_open(at->location, RAPPORTEUR_CREATE, &error));
    assert_int_equal(error.code, RAPPORTEUR_FORMAT);
}

static bool keep_first(void *user, const char *json, size_t length)
{
    char *kept = user;
    snprintf(kept, 80, "%.*s", (int)length, json);
    return false;
}

static void organizations_need_no_register(void **state)
{
    place *at = *state;
    char first[80] = "";
    rapporteur_error error = {0};
    rapporteur *r = rapporteur_open(NULL, RAPPORTEUR_READ, &error);
    assert_non_null(r);
    const rapporteur_organization_filter filter = {.words = "liga de los estados"};
    assert_true(rapporteur_organizations(r, &filter, keep_first, first, &error));
    assert_non_null(strstr(first, "\"id\": \"LAS\""));
    assert_false(rapporteur_list(r, "mandates", NULL, keep_first, first, &error));
    assert_int_equal(error.code, RAPPORTEUR_USAGE);
    assert_null(rapporteur_counts(r, &error));
    assert_false(rapporteur_rebuild(r, NULL, NULL, &error));
    assert_false(rapporteur_use_organizations(r, at->location, NULL, NULL, &error));
    rapporteur_close(r);
}

/* -- pages and handles -------------------------------------------------------------------------
 */

static bool keep_doc(void *user, const char *json, size_t length)
{
    telling *told = user;
    json_t *record = json_loadb(json, length, 0, NULL);
    const char *doc = json_string_value(json_object_get(record, "doc"));
    RAP_PUSH(told->arena, &told->documents,
             rap_str_of(rap_arena_copy(told->arena, doc, strlen(doc))));
    json_decref(record);
    return true;
}

static rap_strs documents_of(place *at, rapporteur *r, size_t limit, size_t offset)
{
    rapporteur_error error = {0};
    telling told = {.arena = at->arena};
    rapporteur_filter filter = {.limit = limit, .offset = offset};
    assert_true(rapporteur_list(r, "documents", &filter, keep_doc, &told, &error));
    return told.documents;
}

static void lists_come_in_pages(void **state)
{
    place *at = *state;
    telling told = {.arena = at->arena};
    rapporteur_error error = {0};
    size_t total = 0, once = 0;
    place_reports(at, 7);
    place_add(at, &told, 0);
    rapporteur *r = open_or_fail(at, RAPPORTEUR_READ);
    rap_strs all = documents_of(at, r, 0, 0), last = documents_of(at, r, 3, 6);
    rap_strs middle = documents_of(at, r, 3, 3);
    assert_int_equal(all.count, 7);
    assert_int_equal(middle.count, 3);
    assert_int_equal(last.count, 1);
    for (size_t i = 0; i < 3; i++) {
        assert_true(rap_str_equal(middle.items[i], all.items[3 + i]));
    }
    assert_true(rap_str_equal(last.items[0], all.items[6]));
    rapporteur_filter filter = {.limit = 2, .offset = 5};
    assert_true(rapporteur_total(r, "documents", &filter, &total, &error));
    assert_int_equal(total, 7);
    filter.document = all.items[2].data;
    assert_true(rapporteur_total(r, "documents", &filter, &total, &error));
    assert_int_equal(total, 1);
    filter = (rapporteur_filter){.once = true};
    assert_true(rapporteur_total(r, "activities", &filter, &once, &error));
    assert_true(rapporteur_list(r, "activities", &filter, count_record, &total, &error));
    assert_int_equal(total - 1, once);
    filter = (rapporteur_filter){.session = "77"};
    assert_true(rapporteur_total(r, "documents", &filter, &total, &error));
    assert_int_equal(total, 0);
    assert_false(rapporteur_total(r, "rows", NULL, &total, &error));
    assert_int_equal(error.code, RAPPORTEUR_USAGE);
    rapporteur_close(r);
}

static void handles_share_what_they_know_and_see_changes(void **state)
{
    place *at = *state;
    telling told = {.arena = at->arena};
    rapporteur_error error = {0};
    size_t count = 0;
    place_reports(at, 2);
    place_add(at, &told, 0);
    rapporteur *first = open_or_fail(at, RAPPORTEUR_READ);
    rapporteur *second = rapporteur_share(first, RAPPORTEUR_READ, &error);
    assert_non_null(second);
    int64_t before = rapporteur_change(second), texts = rapporteur_texts(second);
    assert_int_equal(rapporteur_change(second), before);
    assert_int_equal(rapporteur_texts(second), texts);
    rapporteur_filter filter = {.organizations = "IPU"};
    assert_true(rapporteur_list(second, "documents", &filter, count_record, &count, &error));
    telling again = {.arena = at->arena};
    place_reports(at, 3);
    place_add(at, &again, 0);
    assert_int_not_equal(rapporteur_change(second), before);
    assert_int_not_equal(rapporteur_texts(second), texts);
    assert_int_equal(documents_of(at, second, 0, 0).count, 3);
    rapporteur_close(second);
    assert_int_equal(documents_of(at, first, 0, 0).count, 3);
    rapporteur_close(first);
    rapporteur *none = rapporteur_open(NULL, RAPPORTEUR_READ, &error);
    assert_null(rapporteur_share(none, RAPPORTEUR_READ, &error));
    assert_int_equal(rapporteur_change(none), -1);
    assert_int_equal(rapporteur_texts(none), -1);
    rapporteur_close(none);
}

static bool keep_mention(void *user, const char *json, size_t length)
{
    rap_buf *all = user;
    rap_buf_put(all, (rap_str){json, length});
    return true;
}

static void what_a_version_names_is_told(void **state)
{
    place *at = *state;
    telling told = {.arena = at->arena};
    rapporteur_error error = {0};
    rap_buf all;
    rap_buf_init(&all, at->arena);
    place_file(at, "a.txt", "A note on harbours\n\nThe IPU met in Kenya on 4 May 2023.\n");
    place_add(at, &told, 1);
    rapporteur *r = open_or_fail(at, RAPPORTEUR_READ);
    const char *doc = documents_of(at, r, 0, 0).items[0].data;
    assert_true(rapporteur_mentions(r, doc, "en", keep_mention, &all, &error));
    assert_non_null(strstr(rap_buf_str(&all).data,
                           "\"start\": 4, \"end\": 7, \"kind\": \"organization\", \"entity\": "
                           "\"IPU\", \"name\": \"Inter-Parliamentary Union\""));
    assert_non_null(strstr(all.data, "\"entity\": \"KEN\", \"name\": \"Kenya\""));
    assert_false(rapporteur_mentions(r, doc, "fr", keep_mention, &all, &error));
    assert_int_equal(error.code, RAPPORTEUR_MISSING);
    rapporteur_close(r);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {ON(adding_again_changes_nothing),
                                       ON(a_copy_of_the_same_bytes_is_unchanged),
                                       ON(the_event_tells_what_was_read),
                                       ON(every_stage_tells_what_it_cost),
                                       ON(a_refused_file_costs_one_line),
                                       ON(a_missing_file_is_refused_with_a_remedy),
                                       ON(folders_come_sorted),
                                       ON(a_folder_that_leads_back_into_itself_comes_once),
                                       ON(threads_make_no_difference),
                                       ON(a_run_can_be_stopped_and_carried_on),
                                       ON(how_many_are_stored_together_makes_no_difference),
                                       ON(how_many_are_stored_together_makes_no_difference),
                                       ON(memory_has_a_limit),
                                       ON(memory_may_end_anywhere),
                                       ON(an_id_names_the_document_and_the_last_one_holds),
                                       ON(an_id_names_one_file_only),
                                       ON(changed_bytes_at_one_path_replace_what_was_read),
                                       ON(rebuilding_gives_the_same_content),
                                       ON(rebuilding_needs_no_original),
                                       ON(questions_that_make_no_sense_are_refused),
                                       ON(organizations_are_known_by_any_name),
                                       ON(counts_and_names_are_told),
                                       ON(languages_in_files_of_their_own_are_one_work),
                                       ON(organizations_need_no_register),
                                       ON(the_register_is_named_in_errors),
                                       ON(lists_come_in_pages),
                                       ON(handles_share_what_they_know_and_see_changes),
                                       ON(what_a_version_names_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

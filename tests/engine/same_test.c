/* Activities told in several places: what is joined, what is not, and that it does not depend on
 * the order in which the documents came. */
#include "folder.h"

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
    "Report of the fisheries office\n\n"
    "1. On 4 and 5 March 2031, the World Health Organization and the African Union held a workshop "
    "on clean harbours in Nairobi.\n\n"
    "2. On 9 June 2031, the World Health Organization and the African Union held the second annual "
    "session of their joint board in Lima.\n\n"
    "3. On 12 September 2031, the World Health Organization and the African Union held a seminar "
    "on fish markets in Tunis.\n\n"
    "4. On 20 October 2031, the World Health Organization met with the African Union to speak of "
    "nets.\n";

/* The workshop in other words; then another year's session, another city's seminar, and a meeting
 * on something else. */
static const char list[] =
    "Work with partners, a list\n\n"
    "1. A workshop on clean harbours was held by the African Union and the World Health "
    "Organization in Nairobi on 4 and 5 March 2031.\n\n"
    "2. On 9 June 2032, the World Health Organization and the African Union held the second annual "
    "session of their joint board in Lima.\n\n"
    "3. On 12 September 2031, the World Health Organization and the African Union held a seminar "
    "on fish markets in Suva.\n\n"
    "4. On 20 October 2031, the African Union met with the World Health Organization about loans "
    "for boats.\n";

static const char french[] =
    "Activités avec les partenaires\n\n"
    "1. Les 4 et 5 mars 2031, l'Organisation mondiale de la Santé et l'Union africaine ont "
    "organisé un atelier sur les ports propres à Nairobi.\n\n"
    "2. Le 20 octobre 2031, l'Union africaine a rencontré l'Organisation mondiale de la Santé.\n";

/* Two languages; the English tells the workshop twice. */
static const char both[] =
    "Notes of the harbour desk\n\n"
    "1. On 4 and 5 March 2031, the World Health Organization and the African Union held a workshop "
    "on clean harbours in Nairobi.\n\n"
    "2. The desk keeps its tide tables.\n\n"
    "3. The workshop on clean harbours was held in Nairobi by the World Health Organization and "
    "the African Union on 4 and 5 March 2031.\n\n"
    "ملاحظات مكتب الموانئ\n\n"
    "1. في 4 و 5 آذار/مارس 2031، عقدت منظمة الصحة العالمية والاتحاد الأفريقي حلقة عمل بشأن "
    "الموانئ النظيفة في نيروبي.\n\n"
    "2. يحتفظ المكتب بجداول المد والجزر.\n";

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

static rap_strs ask(place *at, const char *kind, rapporteur_filter filter)
{
    rapporteur_error error = {0};
    taken all = {.arena = at->arena};
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_READ, &error);
    if (!r || !rapporteur_list(r, kind, &filter, take, &all, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    return all.lines;
}

static int by_text(const void *a, const void *b)
{
    return rap_str_compare(*(const rap_str *)a, *(const rap_str *)b);
}

/* The links between activities, sorted. */
static rap_strs links_of(place *at)
{
    rap_strs links = ask(at, "links", (rapporteur_filter){.types = "same as"});
    if (links.count) {
        qsort(links.items, links.count, sizeof *links.items, by_text);
    }
    return links;
}

static json_t *record_at(const rap_strs *records, size_t index)
{
    return records->items && index < records->count
               ? json_loadb(records->items[index].data, records->items[index].length, 0, NULL)
               : NULL;
}

static void add_in_order(place *at, const char *const *names, const char *const *texts,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        place_file(at, names[i], texts[i]);
        place_add(at, NULL, 1);
    }
}

static bool has_link(const rap_strs *links, const char *from, const char *to)
{
    for (size_t i = 0; i < links->count; i++) {
        json_t *link = record_at(links, i);
        bool is_it = !strcmp(json_string_value(json_object_get(link, "from")), from) &&
                     !strcmp(json_string_value(json_object_get(link, "to")), to);
        json_decref(link);
        if (is_it) {
            return true;
        }
    }
    return false;
}

/* Copies under names of their own: each is compared with a bounded number of others (32 before it
 * here), not with all, and yet all are joined. */
static void many_copies_are_joined_by_few_links(void **state)
{
    enum { COPIES = 70, MOST = 32 };
    place *at = *state;
    size_t expected = 0;
    for (int i = 0; i < COPIES; i++) {
        place_file(at, rap_arena_format(at->arena, "copy-%02d.txt", i),
                   rap_arena_format(at->arena,
                                    "Letter %d on harbours\n\n1. On 4 and 5 March 2031, the World "
                                    "Health Organization and the African Union held a workshop on "
                                    "clean harbours in Nairobi.\n",
                                    i));
        expected += i < MOST ? (size_t)i : MOST;
    }
    place_add(at, NULL, 2);
    assert_int_equal(links_of(at).count, expected);
    rap_strs listed = ask(at, "activities", (rapporteur_filter){.once = true});
    assert_int_equal(listed.count, 1);
    json_t *record = record_at(&listed, 0);
    assert_int_equal(json_array_size(json_object_get(record, "same_as")), COPIES - 1);
    json_decref(record);
}

static void one_event_in_a_report_and_a_list(void **state)
{
    place *at = *state;
    const char *names[] = {"report.txt", "list.txt"}, *texts[] = {report, list};
    add_in_order(at, names, texts, 2);
    rap_strs links = links_of(at);
    assert_int_equal(links.count, 1);
    assert_true(has_link(&links, "list-en#1@1:0", "report-en#1@1:0"));
    assert_int_equal(ask(at, "activities", (rapporteur_filter){0}).count, 8);
    assert_int_equal(ask(at, "activities", (rapporteur_filter){.once = true}).count, 7);
}

static void another_language_needs_more_than_day_and_parties(void **state)
{
    place *at = *state;
    const char *names[] = {"report.txt", "liste.txt"}, *texts[] = {report, french};
    add_in_order(at, names, texts, 2);
    rap_strs links = links_of(at);
    assert_int_equal(links.count, 1); /* the place tells the workshop; the meeting has none */
    assert_true(has_link(&links, "liste-fr#1@1:0", "report-en#1@1:0"));
}

static void languages_and_paragraphs_of_one_work(void **state)
{
    place *at = *state;
    const char *names[] = {"both.txt"}, *texts[] = {both};
    add_in_order(at, names, texts, 1);
    rap_strs links = links_of(at);
    assert_int_equal(links.count, 2);
    assert_true(has_link(&links, "both-ar#1@1:0", "both-en#1@1:0"));
    assert_true(has_link(&links, "both-en#1@1:0", "both-en#3@3:0"));
    rap_strs once = ask(at, "activities", (rapporteur_filter){.once = true});
    assert_int_equal(once.count, 1);
    json_t *record = record_at(&once, 0);
    assert_string_equal(json_string_value(json_object_get(record, "lang")), "en");
    assert_int_equal(json_array_size(json_object_get(record, "same_as")), 2);
    json_decref(record);
    /* A filter may leave only one of the tellings. */
    once = ask(at, "activities", (rapporteur_filter){.once = true, .language = "ar"});
    assert_int_equal(once.count, 1);
}

static void the_order_of_adding_does_not_matter(void **state)
{
    place *at = *state;
    const char *names[] = {"report.txt", "list.txt", "liste.txt", "both.txt"};
    const char *texts[] = {report, list, french, both};
    add_in_order(at, names, texts, 4);
    rap_strs forth = links_of(at);
    assert_int_equal(ask(at, "activities", (rapporteur_filter){.once = true}).count, 8);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(unlink(rap_arena_format(at->arena, "%s/%s", at->files, names[i])), 0);
    }
    assert_int_equal(unlink(at->location), 0);
    const char *back[] = {"both.txt", "liste.txt", "list.txt", "report.txt"};
    const char *texts_back[] = {both, french, list, report};
    add_in_order(at, back, texts_back, 4);
    rap_strs turned = links_of(at);
    assert_true(forth.count > 5);
    assert_int_equal(forth.count, turned.count);
    for (size_t i = 0; i < forth.count; i++) {
        assert_true(rap_str_equal(forth.items[i], turned.items[i]));
    }
}

static void rebuilding_and_changing_make_links_anew(void **state)
{
    place *at = *state;
    const char *names[] = {"report.txt", "list.txt", "both.txt"}, *texts[] = {report, list, both};
    add_in_order(at, names, texts, 3);
    rap_str before = place_dump(at, at->location);
    rapporteur_error error = {0};
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_WRITE, &error);
    assert_non_null(r);
    assert_true(rapporteur_rebuild(r, NULL, NULL, &error));
    rapporteur_close(r);
    assert_true(rap_str_equal(before, place_dump(at, at->location)));
    place_file(at, "list.txt", "Work with partners, a list\n\n1. Nothing was done this year.\n");
    place_add(at, NULL, 1);
    rap_strs links = links_of(at);
    for (size_t i = 0; i < links.count; i++) {
        assert_int_equal(rap_str_find(links.items[i], RAP_STR("list-en"), 0), SIZE_MAX);
    }
    assert_true(has_link(&links, "both-en#1@1:0", "report-en#1@1:0"));
}

int main(void)
{
#define ON(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)
    const struct CMUnitTest tests[] = {ON(one_event_in_a_report_and_a_list),
                                       ON(many_copies_are_joined_by_few_links),
                                       ON(another_language_needs_more_than_day_and_parties),
                                       ON(languages_and_paragraphs_of_one_work),
                                       ON(the_order_of_adding_does_not_matter),
                                       ON(rebuilding_and_changing_make_links_anew)};
    return cmocka_run_group_tests_name("same", tests, NULL, NULL);
}

/* Which activities answer a paragraph, on versions made here. */
#include "linking/responds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char table[] = "paragraphs\ttrust\ten\tfr\n10000\t0\n"
                            "60\t95\tvolcano\tvolcan\n"
                            "50\t95\tfishery|fisheri\tpech\n"
                            "40\t95\tlibrari\tbibliothequ\n"
                            "30\t95\tvaccin\tvaccin\n"
                            "45\t90\tteacher\tenseign\n";

typedef struct {
    rap_arena *arena;
    rap_text_rules *text;
    rap_mention_rules *mentions;
    rap_fact_rules *facts;
    rap_knowledge knowledge;
    rap_lexicon *lexicon;
    rap_version resolution, report;
    rap_responses found;
} bench;

static int set_up(void **state)
{
    static bench b;
    rap_error error = {0};
    b = (bench){.arena = rap_arena_new(0)};
    b.mentions = rap_mention_rules_new(&error);
    assert_non_null(b.mentions);
    b.facts = rap_fact_rules_new(b.mentions, &error);
    assert_non_null(b.facts);
    b.knowledge = (rap_knowledge){.mentions = b.mentions, .facts = b.facts};
    b.lexicon = rap_lexicon_read(b.arena, rap_str_of(table), &error);
    assert_non_null(b.lexicon);
    b.resolution = (rap_version){.arena = b.arena,
                                 .doc = RAP_STR("A/RES/77/990"),
                                 .doc_lang = RAP_STR("A/RES/77/990"),
                                 .lang = RAP_LANG_EN};
    b.resolution.cover.adopted = (rap_date){2022, 11, 20};
    b.report = (rap_version){
        .arena = b.arena, .doc = RAP_STR("R-1"), .doc_lang = RAP_STR("R-1"), .lang = RAP_LANG_EN};
    b.report.cover.period = (rap_period){{2023, 1, 1}, {2023, 12, 31}};
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    bench *b = *state;
    rap_fact_rules_free(b->facts);
    rap_mention_rules_free(b->mentions);
    rap_arena_free(b->arena);
    return 0;
}

static uint32_t add_block(bench *b, rap_version *v, rap_part part, const char *text)
{
    RAP_PUSH(b->arena, &v->blocks, (rap_block){.part = part, .text = rap_str_of(text)});
    return (uint32_t)v->blocks.count - 1;
}

/* The name stands in the last block. */
static void name(bench *b, rap_version *v, rap_mention_kind kind, const char *words, const char *id)
{
    uint32_t block = (uint32_t)v->blocks.count - 1;
    size_t at = rap_str_find(v->blocks.items[block].text, rap_str_of(words), 0);
    assert_true(at != SIZE_MAX);
    rap_mention m = {.kind = kind,
                     .block = block,
                     .span = {(uint32_t)at, (uint32_t)(at + strlen(words))},
                     .entity = rap_str_of(id)};
    RAP_PUSH(b->arena, &v->mentions, m);
}

static void title(bench *b)
{
    add_block(b, &b->resolution, RAP_PART_TITLE,
              "Cooperation between the United Nations and the Caribbean Community");
    name(b, &b->resolution, RAP_MENTION_ORGANIZATION, "United Nations", "UN");
    name(b, &b->resolution, RAP_MENTION_ORGANIZATION, "Caribbean Community", "CARICOM");
}

static rap_mandate *ask(bench *b, const char *text)
{
    uint32_t block = add_block(b, &b->resolution, RAP_PART_OPERATIVE, text);
    rap_mandate m = {
        .para = rap_str_of(rap_arena_format(b->arena, "%zu", b->resolution.mandates.count + 1)),
        .force = RAP_FORCE_INVITATION,
        .evidence = {block, {0, (uint32_t)strlen(text)}}};
    RAP_PUSH(b->arena, &m.addressees, RAP_STR("UN"));
    RAP_PUSH(b->arena, &b->resolution.mandates, m);
    return &b->resolution.mandates.items[b->resolution.mandates.count - 1];
}

static rap_activity *tell(bench *b, const char *text)
{
    uint32_t block = add_block(b, &b->report, RAP_PART_BODY, text);
    rap_activity a = {.para = rap_str_of("1"),
                      .type = RAP_STR("training"),
                      .quote = {block, {0, (uint32_t)strlen(text)}}};
    RAP_PUSH(b->arena, &a.parties, (rap_party){.entity = RAP_STR("CARICOM")});
    RAP_PUSH(b->arena, &b->report.activities, a);
    return &b->report.activities.items[b->report.activities.count - 1];
}

static size_t trace(bench *b)
{
    rap_asked_list *asked = rap_asked_new(b->arena, &b->knowledge, b->lexicon, &b->resolution);
    rap_told_list *told = rap_told_new(b->arena, &b->knowledge, b->lexicon, &b->report);
    b->found.count = 0;
    rap_respond(b->arena, asked, told, &b->found);
    return b->found.count;
}

static void ask_three(bench *b)
{
    title(b);
    ask(b, "Invites the system to watch the volcanoes of the islands");
    ask(b, "Invites the system to help the fisheries of the islands");
    ask(b, "Invites the system to lend books to libraries and their teachers");
}

static void tell_three(bench *b)
{
    tell(b, "Two hundred books came to the libraries of nine islands and to their teachers");
    tell(b, "A new watch on volcanoes began");
    tell(b, "Vaccines were sent to the islands");
}

static void the_same_subject_answers(void **state)
{
    bench *b = *state;
    ask_three(b);
    tell_three(b);
    assert_int_equal(trace(b), 2);
    assert_int_equal(b->found.items[0].mandate, 0);
    assert_int_equal(b->found.items[0].activity, 1);
    assert_int_equal(b->found.items[1].mandate, 2);
    assert_int_equal(b->found.items[1].activity, 0);
}

static void the_language_makes_no_difference(void **state)
{
    bench *b = *state;
    title(b);
    b->resolution.lang = RAP_LANG_FR;
    ask(b, "Invite le système à surveiller les volcans des îles");
    ask(b, "Invite le système à aider la pêche des îles");
    ask(b, "Invite le système à prêter des livres aux bibliothèques et à leurs enseignants");
    tell_three(b);
    assert_int_equal(trace(b), 2);
    assert_int_equal(b->found.items[0].activity, 1);
    assert_int_equal(b->found.items[1].mandate, 2);
}

static void a_body_that_is_named_answers_directly(void **state)
{
    bench *b = *state;
    title(b);
    ask(b, "Invites UNICEF to go on");
    name(b, &b->resolution, RAP_MENTION_ORGANIZATION, "UNICEF", "UNICEF");
    ask(b, "Invites FAO to go on");
    name(b, &b->resolution, RAP_MENTION_ORGANIZATION, "FAO", "FAO");
    tell(b, "UNICEF opened a house");
    name(b, &b->report, RAP_MENTION_ORGANIZATION, "UNICEF", "UNICEF");
    assert_int_equal(trace(b), 1);
    assert_int_equal(b->found.items[0].mandate, 0);
    assert_int_equal(b->found.items[0].strength, RAP_STRENGTH_DIRECT);
    rap_str why = rap_response_why(b->arena, &b->knowledge, RAP_LANG_EN, &b->found.items[0]);
    assert_true(rap_str_find(why, RAP_STR("UNICEF named"), 0) != SIZE_MAX);
    why = rap_response_why(b->arena, &b->knowledge, RAP_LANG_FR, &b->found.items[0]);
    assert_true(rap_str_starts(why, RAP_STR("avec CARICOM")));
}

/* However much is told of it: the paragraph alone names it. */
static void all_that_a_named_body_did_answers(void **state)
{
    static const char *const texts[] = {"The WHO sent vaccines", "The WHO lent books",
                                        "The WHO met teachers"};
    bench *b = *state;
    ask_three(b);
    ask(b, "Invites the WHO to stay");
    name(b, &b->resolution, RAP_MENTION_ORGANIZATION, "WHO", "WHO");
    for (size_t i = 0; i < 3; i++) {
        tell(b, texts[i]);
        name(b, &b->report, RAP_MENTION_ORGANIZATION, "WHO", "WHO");
    }
    trace(b);
    size_t named = 0;
    for (size_t i = 0; i < b->found.count; i++) {
        named += b->found.items[i].mandate == 3;
    }
    assert_int_equal(named, 3);
}

/* The second sentence has no subject of its own. */
static void a_paragraph_goes_on_about_its_subject(void **state)
{
    bench *b = *state;
    ask_three(b);
    RAP_PUSH(b->arena, &b->resolution.mandates.items[1].themes, RAP_STR("fisheries"));
    RAP_PUSH(b->arena, &b->resolution.mandates.items[1].themes, RAP_STR("oceans"));
    rap_activity *first = tell(b, "Two experts on fisheries came");
    RAP_PUSH(b->arena, &first->themes, RAP_STR("fisheries"));
    RAP_PUSH(b->arena, &first->themes, RAP_STR("oceans"));
    rap_activity *next = tell(b, "Forty skippers took part");
    assert_int_equal(trace(b), 1);
    next->quote = b->report.activities.items[0].quote;
    next->quote.span.end = 4; /* "Two" tells nothing */
    assert_int_equal(trace(b), 2);
}

/* That bodies should consult each other is a thing to ask; that they work together is not. */
static void consultations_answer_consultations(void **state)
{
    bench *b = *state;
    ask_three(b);
    rap_mandate *asked = &b->resolution.mandates.items[1];
    rap_activity *activity = tell(b, "The heads of both met in Lima");
    RAP_PUSH(b->arena, &asked->themes, RAP_STR("secretariats"));
    RAP_PUSH(b->arena, &activity->themes, RAP_STR("secretariats"));
    assert_int_equal(trace(b), 0);
    asked->themes.items[0] = activity->themes.items[0] = RAP_STR("contacts");
    assert_int_equal(trace(b), 1);
    assert_int_equal(b->found.items[0].mandate, 1);
}

static void a_member_answers_for_its_group(void **state)
{
    bench *b = *state;
    title(b);
    ask(b, "Encourages the treaty bodies to visit the islands");
    name(b, &b->resolution, RAP_MENTION_GROUP, "treaty bodies", "human rights treaty bodies");
    ask(b, "Encourages FAO to visit the islands");
    name(b, &b->resolution, RAP_MENTION_ORGANIZATION, "FAO", "FAO");
    tell(b, "CEDAW was there");
    name(b, &b->report, RAP_MENTION_ORGANIZATION, "CEDAW", "CEDAW");
    assert_int_equal(trace(b), 1);
    assert_int_equal(b->found.items[0].mandate, 0);
}

static void an_item_of_the_agenda_has_no_answer(void **state)
{
    bench *b = *state;
    ask_three(b);
    b->resolution.mandates.items[0].force = RAP_FORCE_DECISION;
    b->resolution.mandates.items[0].timing_kind = RAP_STR("session");
    tell_three(b);
    assert_int_equal(trace(b), 1);
    assert_int_equal(b->found.items[0].mandate, 2);
}

static void what_was_before_is_no_answer(void **state)
{
    bench *b = *state;
    ask_three(b);
    tell_three(b);
    rap_period old = {{2019, 5, 0}, {2019, 5, 0}};
    RAP_PUSH(b->arena, &b->report.activities.items[1].dates, old);
    assert_int_equal(trace(b), 1);
    b->report.cover.period = (rap_period){{2021, 1, 1}, {2021, 12, 31}};
    assert_int_equal(trace(b), 0);
}

static void others_do_not_answer(void **state)
{
    bench *b = *state;
    ask_three(b);
    tell_three(b);
    for (size_t i = 0; i < 3; i++) {
        b->report.activities.items[i].parties.items[0].entity = RAP_STR("AU");
    }
    assert_int_equal(trace(b), 0);
}

/* The work of a trace of so many paragraphs by so many activities, each of other words in turn. */
static size_t work_of(bench *b, size_t paragraphs, size_t activities)
{
    static const char *const subjects[] = {"volcanoes", "fisheries", "libraries", "vaccines",
                                           "teachers"};
    rap_arena *kept = b->arena;
    rap_version resolution = b->resolution, report = b->report;
    b->arena = rap_arena_new(0);
    title(b);
    for (size_t i = 0; i < paragraphs; i++) {
        ask(b, rap_arena_format(b->arena, "Invites the system to watch the %s of island %zu",
                                subjects[i % 5], i));
    }
    for (size_t i = 0; i < activities; i++) {
        tell(b, rap_arena_format(b->arena, "In winter %s and %s of bay %zu were looked after",
                                 subjects[i % 5], subjects[(i + i / 5) % 5], i));
    }
    rap_asked_list *asked = rap_asked_new(b->arena, &b->knowledge, b->lexicon, &b->resolution);
    rap_told_list *told = rap_told_new(b->arena, &b->knowledge, b->lexicon, &b->report);
    rap_responses found = {0};
    size_t work = rap_respond(b->arena, asked, told, &found);
    assert_true(found.count > 0);
    rap_arena_free(b->arena);
    b->arena = kept;
    b->resolution = resolution;
    b->report = report;
    return work;
}

static void the_work_grows_as_the_report(void **state)
{
    bench *b = *state;
    size_t once = work_of(b, 20, 40), twice = work_of(b, 20, 80), four_times = work_of(b, 20, 160);
    assert_true(once >= 20 * 40);
    assert_true(twice <= once * 21 / 10);
    assert_true(four_times <= twice * 21 / 10);
}

static void the_work_grows_as_the_resolution(void **state)
{
    bench *b = *state;
    size_t once = work_of(b, 10, 60), twice = work_of(b, 20, 60), four_times = work_of(b, 40, 60);
    assert_true(twice <= once * 21 / 10);
    assert_true(four_times <= twice * 21 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_subject_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_language_makes_no_difference, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_body_that_is_named_answers_directly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_that_a_named_body_did_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_paragraph_goes_on_about_its_subject, set_up, tear_down),
        cmocka_unit_test_setup_teardown(consultations_answer_consultations, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_member_answers_for_its_group, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_item_of_the_agenda_has_no_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_before_is_no_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(others_do_not_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_work_grows_as_the_report, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_work_grows_as_the_resolution, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

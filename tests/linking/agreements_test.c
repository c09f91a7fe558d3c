/* Agreements told several times, joined with their history. */
#include "linking/agreements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* "2023-05" or "" */
static rap_date date(const char *text)
{
    rap_date parsed = {0};
    rap_date_parse(rap_str_of(text), &parsed);
    return parsed;
}

typedef struct {
    rap_arena *arena;
    RAP_VEC(rap_agreement_event) events;
    rap_agreement_histories histories;
} agreements;

static rap_agreement_event *add(agreements *all, const char *parties, const char *kind,
                                const char *action, const char *day, const char *doc)
{
    rap_agreement_event event = {.kind = rap_str_of(kind),
                                 .action = rap_str_of(action),
                                 .doc = rap_str_of(doc),
                                 .status = RAP_STATUS_DONE,
                                 .date = {date(day), date(day)},
                                 .order = all->events.count};
    event.quote = rap_str_of(rap_arena_format(all->arena, "event %zu", event.order));
    rap_str rest = rap_str_of(parties), party;
    while (rap_str_split(&rest, ',', &party)) {
        RAP_PUSH(all->arena, &event.parties, party);
    }
    RAP_PUSH(all->arena, &all->events, event);
    return &all->events.items[all->events.count - 1];
}

static size_t join(agreements *all)
{
    rap_agreements_join(all->arena, all->events.items, all->events.count, &all->histories);
    return all->histories.count;
}

static agreements begin(void)
{
    return (agreements){.arena = rap_arena_new(0)};
}

static const char *state(const agreements *all, size_t index, const char *on)
{
    return rap_agreement_state_name(rap_agreement_state_on(&all->histories.items[index], date(on)));
}

static void told_twice_is_one(void **context)
{
    (void)context;
    agreements all = begin();
    add(&all, "ITU,UPU", "road map", "signed", "2023-05", "A");
    add(&all, "UPU,ITU", "road map", "signed", "2023-05-04", "B");
    add(&all, "ITU,UPU", "road map", "signed", "", "C");
    add(&all, "ITU,UPU", "workplan", "signed", "2023-05-04", "B");
    add(&all, "ITU,FAO", "road map", "signed", "2023-05-04", "B");
    assert_int_equal(join(&all), 3);
    assert_int_equal(all.histories.items[0].events.count, 3);
    rap_arena_free(all.arena);
}

static void renewal_is_history(void **context)
{
    (void)context;
    agreements all = begin();
    rap_agreement_event *renewed = add(&all, "ITU,UPU", "road map", "renewed", "2025-01-10", "B");
    renewed->valid_to = date("2029");
    rap_agreement_event *first = add(&all, "ITU,UPU", "road map", "signed", "2020-03", "A");
    first->valid_from = date("2020");
    first->valid_to = date("2024");
    assert_int_equal(join(&all), 1);
    const rap_agreement_history *history = &all.histories.items[0];
    assert_int_equal(history->events.items[0]->order, 1);
    assert_int_equal(history->begun.year, 2020);
    assert_int_equal(history->renewed.day, 10);
    assert_int_equal(history->valid_from.year, 2020);
    assert_int_equal(history->valid_to.year, 2029);
    assert_string_equal(state(&all, 0, "2029-12-31"), "in force");
    assert_string_equal(state(&all, 0, "2022"), "in force");
    first->valid_to = date("2023");
    assert_string_equal(state(&all, 0, "2024-06"), "expired"); /* until it was renewed */
    assert_string_equal(state(&all, 0, "2030"), "expired");
    assert_string_equal(state(&all, 0, "2025-01"), "in force");
    add(&all, "ITU,UPU", "road map", "renewed", "2031", "C");
    add(&all, "ITU,UPU", "road map", "updated", "2026", "C");
    join(&all);
    assert_string_equal(state(&all, 0, "2030"), "expired");
    assert_string_equal(state(&all, 0, "2031"), "unknown");
    assert_int_equal(all.histories.items[0].valid_to.year, 0);
    all.events.count = 2;
    join(&all);
    history = &all.histories.items[0];
    assert_string_equal(state(&all, 0, "2019-12-31"), "not yet in force");
    assert_true(rap_agreement_ends_within(history, date("2029-12-31"), date("2030")));
    assert_false(rap_agreement_ends_within(history, date("2030"), date("2031")));
    assert_false(rap_agreement_ends_within(history, date("2028"), date("2028-12")));
    rap_arena_free(all.arena);
}

static void two_signed_apart_are_two(void **context)
{
    (void)context;
    agreements all = begin();
    add(&all, "ITU,UPU", "agreement", "signed", "2020-03", "A");
    add(&all, "ITU,UPU", "agreement", "signed", "2023-03", "A");
    add(&all, "ITU,UPU", "agreement", "renewed", "2024", "A");
    add(&all, "ITU,UPU", "agreement", "signed", "", "B"); /* which of the two? */
    add(&all, "ITU", "agreement", "signed", "2020-03", "A");
    add(&all, "ITU", "agreement", "signed", "2020-03", "B"); /* with whom? */
    assert_int_equal(join(&all), 5);
    assert_int_equal(all.histories.items[0].events.count, 1);
    assert_int_equal(all.histories.items[1].events.count, 2);
    rap_arena_free(all.arena);
}

static void general_name_of_the_same_day(void **context)
{
    (void)context;
    agreements all = begin();
    add(&all, "ITU,UPU", "agreement", "signed", "2020-03-02", "A");
    add(&all, "ITU,UPU", "road map", "signed", "2020-03-02", "B");
    add(&all, "FAO,UPU", "agreement", "signed", "2020-03", "A");
    add(&all, "FAO,UPU", "road map", "signed", "2020-03", "B");
    assert_int_equal(join(&all), 3);
    rap_arena_free(all.arena);
}

static void drafts_come_before(void **context)
{
    (void)context;
    agreements all = begin();
    add(&all, "ITU,UPU", "road map", "drafting", "2022", "A");
    assert_int_equal(join(&all), 1);
    assert_string_equal(state(&all, 0, "2023"), "drafting");
    add(&all, "ITU,UPU", "road map", "signed", "2023-05", "A");
    assert_int_equal(join(&all), 1);
    assert_string_equal(state(&all, 0, "2023"), "unknown");
    assert_string_equal(state(&all, 0, "2022"), "not yet in force");
    all.events.items[1].valid_from = date("2023-06");
    join(&all);
    assert_string_equal(state(&all, 0, "2024"), "in force"); /* no end is told */
    assert_false(rap_agreement_ends_within(&all.histories.items[0], date("2024"), date("2025")));
    rap_arena_free(all.arena);
}

/* Links join what the rules leave apart: a telling that names fewer parties or another kind. */
static void links_join_what_rules_do_not(void **context)
{
    (void)context;
    static const char one, other;
    agreements all = begin();
    add(&all, "ITU", "agreement", "signed", "2020-03", "A")->foreign = true;
    add(&all, "UPU,ITU,FAO", "road map", "signed", "2020-03-02", "B");
    add(&all, "ITU,UPU", "workplan", "signed", "2020-03", "B");
    assert_int_equal(join(&all), 3);
    all.events.items[0].same = all.events.items[1].same = &one;
    all.events.items[2].same = &other;
    assert_int_equal(join(&all), 2);
    const rap_agreement_history *history = &all.histories.items[0];
    assert_int_equal(history->events.count, 2);
    assert_int_equal(history->parties.count, 3);
    assert_true(rap_str_is(history->parties.items[0], "FAO"));
    assert_int_equal(rap_agreement_told_by(history)->order, 1);
    rap_arena_free(all.arena);
}

/* Of two tellings of one day the reader's comes first; where there is none the first of all. */
static void readers_language_comes_first(void **context)
{
    (void)context;
    agreements all = begin();
    add(&all, "ITU,UPU", "road map", "signed", "2020-03-02", "A-ar")->foreign = true;
    add(&all, "ITU,UPU", "road map", "signed", "2020-03-02", "A-en");
    add(&all, "ITU,FAO", "road map", "signed", "2020-03-02", "A-ar")->foreign = true;
    assert_int_equal(join(&all), 2);
    assert_int_equal(all.histories.items[0].events.items[0]->order, 1);
    assert_int_equal(rap_agreement_told_by(&all.histories.items[0])->order, 1);
    assert_int_equal(rap_agreement_told_by(&all.histories.items[1])->order, 2);
    rap_arena_free(all.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(told_twice_is_one),
        cmocka_unit_test(renewal_is_history),
        cmocka_unit_test(two_signed_apart_are_two),
        cmocka_unit_test(general_name_of_the_same_day),
        cmocka_unit_test(drafts_come_before),
        cmocka_unit_test(links_join_what_rules_do_not),
        cmocka_unit_test(readers_language_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

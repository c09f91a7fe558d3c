#include "linking/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const rap_calendar *calendar_of(rap_arena *arena)
{
    rap_error error = {0};
    const rap_calendar *calendar = rap_calendar_new(arena, &error);
    assert_non_null(calendar);
    return calendar;
}

static void expect(const rap_calendar *calendar, const char *symbol, int session,
                   const char *expected)
{
    char text[11];
    rap_date_text(rap_calendar_session(calendar, rap_str_of(symbol), session), text);
    if (!rap_str_is(rap_str_of(text), expected)) {
        fail_msg("session %d of %s: \"%s\", expected \"%s\"", session, symbol, text, expected);
    }
}

/* The days on which the Assembly met, as its records tell them. */
static void the_assembly_opens_on_its_day(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    const rap_calendar *calendar = calendar_of(arena);
    static const struct {
        int session;
        const char *day;
    } days[] = {{73, "2018-09-18"}, {74, "2019-09-17"}, {75, "2020-09-15"}, {76, "2021-09-14"},
                {77, "2022-09-13"}, {78, "2023-09-05"}, {79, "2024-09-10"}, {80, "2025-09-09"}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        expect(calendar, "A/RES/76/1", days[i].session, days[i].day);
    }
    expect(calendar, "A/RES/2625 (XXV)", 25, "1970-09");
    rap_arena_free(arena);
}

static void other_bodies_have_rules_of_their_own(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    const rap_calendar *calendar = calendar_of(arena);
    expect(calendar, "A/HRC/RES/50/1", 52, "2023-03");
    expect(calendar, "A/HRC/RES/50/1", 53, "2023-06");
    expect(calendar, "A/HRC/RES/50/1", 54, "2023-09");
    expect(calendar, "E/CN.6/2023/1", 68, "2024-03");
    expect(calendar, "E/CN.6/2023/1", 12, ""); /* before the rule begins */
    expect(calendar, "XYZ/RES/1", 3, "");
    rap_arena_free(arena);
}

static void a_rhythm_comes_back(void **state)
{
    (void)state;
    rap_date adopted = {2021, 12, 9}, on = {2026, 3, 1};
    assert_int_equal(rap_calendar_rhythm(adopted, 1, on).year, 2026);
    assert_int_equal(rap_calendar_rhythm(adopted, 2, on).year, 2027);
    assert_int_equal(rap_calendar_rhythm(adopted, 2, adopted).year, 2023);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_assembly_opens_on_its_day),
        cmocka_unit_test(other_bodies_have_rules_of_their_own),
        cmocka_unit_test(a_rhythm_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

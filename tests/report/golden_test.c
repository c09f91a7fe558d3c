/* Reports of invented facts against golden/: the Markdown form as it should be. Run with --update
 * as the second argument to write what the program gives now, and review the difference. */
#include "fixture.h"

#include "base/file.h"
#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *name;
    rap_report_kind kind;
    rap_report_order order;
    rap_lang lang;
    rap_period period;
    size_t max_words;
    const char *organization;
} golden;

static const golden all[] = {
    {"activities-en", RAP_REPORT_ACTIVITIES, RAP_BY_ORGANIZATION, RAP_LANG_EN, {{0}, {0}}, 0, NULL},
    {"activities-theme-en", RAP_REPORT_ACTIVITIES, RAP_BY_THEME, RAP_LANG_EN, {{0}, {0}}, 0, NULL},
    {"consolidated-en",
     RAP_REPORT_CONSOLIDATED,
     RAP_BY_ORGANIZATION,
     RAP_LANG_EN,
     {{2031, 0, 0}, {2031, 0, 0}},
     0,
     NULL},
    {"consolidated-ar",
     RAP_REPORT_CONSOLIDATED,
     RAP_BY_ORGANIZATION,
     RAP_LANG_AR,
     {{0}, {0}},
     0,
     NULL},
    {"consolidated-zh",
     RAP_REPORT_CONSOLIDATED,
     RAP_BY_ORGANIZATION,
     RAP_LANG_ZH,
     {{0}, {0}},
     0,
     NULL},
    {"consolidated-short-en",
     RAP_REPORT_CONSOLIDATED,
     RAP_BY_ORGANIZATION,
     RAP_LANG_EN,
     {{0}, {0}},
     320,
     NULL},
    {"activities-ipu-fr",
     RAP_REPORT_ACTIVITIES,
     RAP_BY_ORGANIZATION,
     RAP_LANG_FR,
     {{0}, {0}},
     0,
     "IPU"},
    {"nothing-en",
     RAP_REPORT_CONSOLIDATED,
     RAP_BY_ORGANIZATION,
     RAP_LANG_EN,
     {{1950, 0, 0}, {1950, 0, 0}},
     0,
     NULL},
    {"mandates-en", RAP_REPORT_MANDATES, RAP_BY_ORGANIZATION, RAP_LANG_EN, {{0}, {0}}, 0, NULL},
    {"mandates-zh", RAP_REPORT_MANDATES, RAP_BY_ORGANIZATION, RAP_LANG_ZH, {{0}, {0}}, 0, NULL},
};

static const char *folder;
static bool updates;

static void compare(void **state)
{
    const golden *one = *state;
    rap_arena *arena = rap_arena_new(0);
    rap_error error = {0};
    fixture from;
    assert_true(fixture_open(arena, rap_arena_format(arena, "%s/invented.json", folder), &from));
    rap_report_options options = {
        .kind = one->kind,
        .form = RAP_FORM_MARKDOWN,
        .order = one->order,
        .lang = one->lang,
        .max_words = one->max_words,
        .today = {2032, 9, 1},
        .entity_name = fixture_name,
        .entity_kind = fixture_kind,
        .user = &from,
    };
    options.filter.period = one->period;
    if (one->organization) {
        RAP_PUSH(arena, &options.filter.organizations, rap_str_of(one->organization));
    }
    rap_str got, wanted = RAP_STR_NONE;
    rap_report_result result;
    assert_true(rap_report_make(from.reg, arena, &options, &got, &result, &error));
    const char *path = rap_arena_format(arena, "%s/golden/%s.md", folder, one->name);
    if (updates) {
        assert_true(rap_file_write(path, got, &error));
    }
    assert_true(rap_file_read(arena, path, 1 << 20, &wanted, &error));
    if (!rap_str_equal(got, wanted)) {
        print_message("%s differs; the program gives:\n%.*s\n", path, RAP_STR_ARG(got));
    }
    assert_true(rap_str_equal(got, wanted));
    rap_register_close(from.reg);
    rap_arena_free(arena);
}

int main(int count, char **arguments)
{
    enum { COUNT = sizeof all / sizeof *all };
    struct CMUnitTest tests[COUNT];
    folder = count > 1 ? arguments[1] : ".";
    updates = getenv("RAPPORTEUR_UPDATE") || (count > 2 && !strcmp(arguments[2], "--update"));
    for (size_t i = 0; i < COUNT; i++) {
        tests[i] = (struct CMUnitTest){
            .name = all[i].name, .test_func = compare, .initial_state = (void *)(uintptr_t)&all[i]};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}

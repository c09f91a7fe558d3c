/* The tables of the reports' furniture are whole in six languages; dates, lists and
 * plurals come out as each language writes them. */
#include "facts.h"
#include "words.h"

#include "base/data.h"
#include "base/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void check(rap_str got, const char *wanted)
{
    if (!rap_str_is(got, wanted)) {
        fail_msg("got \"%.*s\", wanted \"%s\"", RAP_STR_ARG(got), wanted);
    }
}

static void table_of(rap_arena *arena, const char *path, rap_table *ret_table)
{
    rap_error error;
    rap_str text = rap_data_find(path);
    assert_true(text.length > 0);
    assert_true(rap_table_parse(arena, text, ret_table, &error));
}

/* The places {0}, {1} that a pattern fills must be the same in every language. */
static unsigned slots(rap_str text)
{
    unsigned found = 0;
    for (size_t i = 0; i + 1 < text.length; i++) {
        if (text.data[i] == '{' && text.data[i + 1] >= '0' && text.data[i + 1] <= '9') {
            found |= 1u << (text.data[i + 1] - '0');
        }
    }
    return found;
}

static void test_furniture_is_whole(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_table english;
    table_of(arena, "en/report.tsv", &english);
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        rap_table table;
        table_of(arena, rap_arena_format(arena, "%s/report.tsv", rap_lang_code((rap_lang)lang)),
                 &table);
        assert_int_equal((int)table.rows.count, (int)english.rows.count);
        for (size_t i = 0; i < table.rows.count; i++) {
            const rap_row *row = &table.rows.items[i], *like = &english.rows.items[i];
            if (!rap_str_equal(rap_row_cell(row, 0), rap_row_cell(like, 0)) ||
                slots(rap_row_cell(row, 1)) != slots(rap_row_cell(like, 1))) {
                fail_msg("%s/report.tsv:%d does not answer en/report.tsv:%d",
                         rap_lang_code((rap_lang)lang), row->line, like->line);
            }
        }
    }
    rap_arena_free(arena);
}

static void test_dates(void **state)
{
    static const struct {
        rap_lang lang;
        rap_period period;
        const char *text;
    } cases[] = {
        {RAP_LANG_EN,
         {{2017, 12, 4}, {2017, 12, 6}},
         "4\xE2\x80\x93"
         "6 December 2017"},
        {RAP_LANG_EN, {{2023, 5, 0}, {2023, 5, 0}}, "May 2023"},
        {RAP_LANG_EN, {{2015, 0, 0}, {0}}, "since 2015"},
        {RAP_LANG_EN, {{0}, {2026, 0, 0}}, "until 2026"},
        {RAP_LANG_FR, {{2024, 8, 1}, {2024, 8, 1}}, "1er ao\xC3\xBBt 2024"},
        {RAP_LANG_ES, {{2024, 2, 29}, {2024, 2, 29}}, "29 de febrero de 2024"},
        {RAP_LANG_ZH,
         {{2023, 5, 0}, {2023, 5, 0}},
         "2023\xE5\xB9\xB4"
         "5\xE6\x9C\x88"},
        {RAP_LANG_AR,
         {{2018, 3, 15}, {2018, 3, 15}},
         "15 \xD8\xA2\xD8\xB0\xD8\xA7\xD8\xB1/\xD9\x85\xD8\xA7\xD8\xB1\xD8\xB3 2018"},
    };
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_words *words = rap_words_new(arena, cases[i].lang);
        check(rap_words_period(words, cases[i].period), cases[i].text);
    }
    rap_arena_free(arena);
}

static void test_plurals_and_lists(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_words *english = rap_words_new(arena, RAP_LANG_EN);
    rap_words *russian = rap_words_new(arena, RAP_LANG_RU);
    check(rap_words_count(english, "count_activities", 1), "1 activity");
    check(rap_words_count(english, "count_activities", 1200), "1,200 activities");
    check(rap_words_count(english, "session_ordinal", 92), "92nd session");
    assert_false(rap_str_equal(rap_words_count(russian, "count_sources", 2),
                               rap_words_count(russian, "count_sources", 5)));
    rap_strs items = {NULL, 0, 0};
    RAP_PUSH(arena, &items, RAP_STR("A"));
    RAP_PUSH(arena, &items, RAP_STR("B"));
    RAP_PUSH(arena, &items, RAP_STR("C"));
    check(rap_words_list(english, &items), "A, B and C");
    check(rap_words_join(english, "semicolon", &items), "A; B; C");
    assert_int_equal((int)rap_words_number(RAP_STR("Four words, in all.")), 4);
    check(rap_words_fold(arena, RAP_STR("\xC3\x89tat")), "etat");
    check(rap_words_capital(arena, RAP_STR("\xC3\xA9tat")), "\xC3\x89tat");
    rap_arena_free(arena);
}

/* What rules can say of agreements has a name in every language (whose tables have the same keys).
 */
static void expect_name(const rap_table *words, const char *family, rap_str id)
{
    char key[96];
    snprintf(key, sizeof key, "%s:%.*s", family, RAP_STR_ARG(id));
    for (size_t i = 0; i < words->rows.count; i++) {
        if (rap_str_is(rap_row_cell(&words->rows.items[i], 0), key)) {
            return;
        }
    }
    fail_msg("report.tsv has no %s", key);
}

static void test_agreements_have_names(void **state)
{
    (void)state;
    static const char option[] = "action=";
    rap_arena *arena = rap_arena_new(0);
    rap_table words;
    table_of(arena, "en/report.tsv", &words);
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        rap_table nouns, verbs;
        const char *code = rap_lang_code((rap_lang)lang);
        table_of(arena, rap_arena_format(arena, "%s/events.tsv", code), &nouns);
        table_of(arena, rap_arena_format(arena, "%s/activities.tsv", code), &verbs);
        for (size_t i = 0; i < nouns.rows.count; i++) {
            rap_str kind = rap_row_cell(&nouns.rows.items[i], 2);
            if (rap_str_is(rap_row_cell(&nouns.rows.items[i], 1), "agreement") && kind.length) {
                expect_name(&words, "agreement", kind);
            }
        }
        int flags = rap_table_column(&verbs, "flags");
        for (size_t i = 0; i < verbs.rows.count; i++) {
            rap_str cell = rap_row_cell(&verbs.rows.items[i], flags);
            size_t at = rap_str_find(cell, RAP_STR(option), 0);
            if (at != SIZE_MAX) {
                size_t from = at + sizeof option - 1, to = from;
                while (to < cell.length && cell.data[to] != ' ') {
                    to++;
                }
                expect_name(&words, "action", rap_str_slice(cell, from, to));
            }
        }
    }
    rap_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_furniture_is_whole),
        cmocka_unit_test(test_agreements_have_names),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_plurals_and_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

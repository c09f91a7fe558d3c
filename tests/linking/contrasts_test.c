/* Every row of data/<language>/contrasts.tsv is found in its example. */
#include "contrasts.h"

#include "base/data.h"
#include "base/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static rap_mention_rules *mentions;
static rap_contrast_rules *rules;

static contrast_hits found_in(rap_arena *arena, rap_lang lang, const char *text,
                              contrast_point point)
{
    rap_skipped none = {0};
    contrast_hits hits;
    contrast_find(rules, arena, lang, rap_str_of(text), &none, point, &hits);
    return hits;
}

/* A row of weight "none" must leave nothing of its value in the example. */
static bool is_as_told(const contrast_hits *hits, rap_str value, rap_str weight)
{
    bool is_there = false, is_alike = false;
    for (size_t i = 0; i < hits->count; i++) {
        const char *name = hits->items[i].weight == CONTRAST_SURE ? "sure" : "may";
        is_there = is_there || rap_str_equal(hits->items[i].value, value);
        is_alike =
            is_alike || (rap_str_equal(hits->items[i].value, value) && rap_str_is(weight, name));
    }
    return rap_str_is(weight, "none") ? !is_there : is_alike;
}

static void examples_hold(void **state)
{
    (void)state;
    size_t failed = 0;
    rap_arena *arena = rap_arena_new(0);
    for (rap_lang lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        rap_table table;
        rap_error error;
        const char *path = rap_arena_format(arena, "%s/contrasts.tsv", rap_lang_code(lang));
        assert_true(rap_table_parse(arena, rap_data_find(path), &table, &error));
        assert_true(table.rows.count > 40);
        for (size_t i = 0; i < table.rows.count; i++) {
            const rap_row *row = &table.rows.items[i];
            rap_str name = rap_row_cell(row, 0), example = rap_row_cell(row, 4);
            if (rap_str_is(name, "prefix")) {
                continue;
            }
            contrast_hits hits =
                found_in(arena, lang, rap_str_c(arena, example),
                         rap_str_is(name, "negation") ? CONTRAST_NEGATION : CONTRAST_QUANTITY);
            if (!is_as_told(&hits, rap_row_cell(row, 1), rap_row_cell(row, 2))) {
                print_error("%s:%d: \"%.*s\" is not %.*s in \"%.*s\"\n", path, row->line,
                            RAP_STR_ARG(rap_row_cell(row, 3)), RAP_STR_ARG(rap_row_cell(row, 2)),
                            RAP_STR_ARG(example));
                failed++;
            }
        }
    }
    rap_arena_free(arena);
    assert_int_equal(failed, 0);
}

static void spans_are_those_of_the_text(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_skipped skipped = {0};
    rap_span first = {0, 12};
    contrast_hits hits = found_in(arena, RAP_LANG_EN, "It is not so and  never was", 0);
    assert_int_equal(hits.count, 2);
    assert_int_equal(hits.items[0].span.start, 6);
    assert_int_equal(hits.items[0].span.end, 9);
    assert_int_equal(hits.items[1].span.start, 18);
    RAP_PUSH(arena, &skipped, first);
    contrast_find(rules, arena, RAP_LANG_EN, RAP_STR("It is not so and  never was"), &skipped,
                  CONTRAST_NEGATION, &hits);
    assert_int_equal(hits.count, 1);
    hits = found_in(arena, RAP_LANG_AR, "\xD9\x88\xD9\x84\xD8\xA7", CONTRAST_NEGATION);
    assert_int_equal(hits.count, 1); /* written together with "and" */
    hits = found_in(arena, RAP_LANG_EN, "twenty-four boats", CONTRAST_NUMBER);
    assert_int_equal(hits.count, 2);
    hits = found_in(arena, RAP_LANG_NONE, "not", CONTRAST_NEGATION);
    assert_int_equal(hits.count, 0);
    rap_arena_free(arena);
}

static int set_up(void **state)
{
    (void)state;
    rap_error error = {0};
    mentions = rap_mention_rules_new(&error);
    rules = mentions ? rap_contrast_rules_new(mentions, &error) : NULL;
    return rules ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    rap_contrast_rules_free(rules);
    rap_mention_rules_free(mentions);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_hold),
        cmocka_unit_test(spans_are_those_of_the_text),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

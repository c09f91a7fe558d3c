/* Figures: the sentences of figures-<language>.txt and the examples of figures.tsv. */
#include "base/data.h"
#include "base/table.h"
#include "sentences.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static rap_knowledge knowledge;
static const char *folder;

/* "at least 40 USD what is counted; 2023-05; meeting": the parts that are there. */
static rap_str line_of(rap_arena *arena, const rap_version *version, const rap_figure_fact *figure,
                       bool whole)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    if (figure->bound != RAP_BOUND_EXACT) {
        rap_buf_format(&out, "%s ", rap_bound_name(figure->bound));
    }
    rap_buf_format(&out, "%.10g", figure->value);
    if (figure->unit.length) {
        rap_buf_format(&out, " %.*s", RAP_STR_ARG(figure->unit));
    }
    rap_str counted = rap_block_slice(&version->blocks.items[0], figure->counted);
    if (counted.length) {
        rap_buf_format(&out, " %.*s", RAP_STR_ARG(counted));
    }
    if (whole) {
        char start[11], end[11];
        rap_date_text(figure->period.start, start);
        rap_date_text(figure->period.end, end);
        bool is_same = strcmp(start, end) == 0;
        rap_buf_format(&out, "; %s%s%s; ", start, is_same ? "" : "..", is_same ? "" : end);
        if (figure->activity >= 0) {
            rap_buf_put(&out, version->activities.items[figure->activity].type);
        }
    }
    return rap_buf_str(&out);
}

/* A line with semicolons tells period and activity too. */
static bool fits(rap_arena *arena, const rap_version *version, size_t index, rap_str expect)
{
    bool whole = rap_str_find(expect, RAP_STR(";"), 0) != SIZE_MAX;
    const rap_figure_fact *figure = &version->figures.items[index];
    return rap_str_equal(rap_str_trim(line_of(arena, version, figure, whole)),
                         rap_str_trim(expect));
}

static size_t count_figures(const rap_version *version)
{
    return version->figures.count;
}

static rap_str tell(rap_arena *arena, const rap_version *version, size_t index)
{
    return line_of(arena, version, &version->figures.items[index], true);
}

static sentences all_sentences(void)
{
    return (sentences){&knowledge, folder, {"figures", count_figures, fits, tell}};
}

static void reads_the_sentences(void **state)
{
    (void)state;
    sentences all = all_sentences();
    sentences_check_languages(&all, 25);
}

static void examples_of_the_tables_apply(void **state)
{
    (void)state;
    int failures = 0;
    sentences all = all_sentences();
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        rap_arena *arena = rap_arena_new(0);
        rap_error error = {0};
        rap_table table;
        const char *path = rap_arena_format(arena, "%s/figures.tsv", rap_lang_code((rap_lang)lang));
        assert_true(rap_table_parse(arena, rap_data_find(path), &table, &error));
        int example = rap_table_column(&table, "example");
        int expect = rap_table_column(&table, "expect");
        size_t examples = 0;
        for (size_t i = 0; i < table.rows.count; i++) {
            const rap_row *row = &table.rows.items[i];
            rap_strs expected = {0};
            RAP_PUSH(arena, &expected, rap_row_cell(row, expect));
            rap_str text = rap_row_cell(row, example);
            examples += text.length > 0;
            failures += text.length > 0 &&
                        !sentences_check(&all, arena, path, row->line,
                                         sentences_read(&knowledge, arena, (rap_lang)lang, text),
                                         &expected);
        }
        assert_true(examples >= 5);
        rap_arena_free(arena);
    }
    assert_int_equal(failures, 0);
}

/* A long line of numbers costs no more than its length. */
static void bounded_by_its_length(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_buf text;
    rap_buf_init(&text, arena);
    for (int i = 0; i < 2000; i++) {
        rap_buf_format(&text, "%d boats ", i + 3000);
    }
    const rap_version *version = sentences_read(&knowledge, arena, RAP_LANG_EN, rap_buf_str(&text));
    assert_true(version->figures.count <= 2000);
    rap_arena_free(arena);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : ".";
    if (!sentences_set_up(&knowledge)) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_sentences),
        cmocka_unit_test(examples_of_the_tables_apply),
        cmocka_unit_test(bounded_by_its_length),
    };
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    sentences_tear_down(&knowledge);
    return failures;
}

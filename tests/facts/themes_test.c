/* Themes: the tables are whole in six languages, every example is about its theme, and what counts
 * for how much. */
#include "themes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/data.h"
#include "base/table.h"

static rap_knowledge knowledge;

static bool has(const rap_themes *themes, rap_str id)
{
    for (size_t i = 0; i < themes->ids.count; i++) {
        if (rap_str_equal(themes->ids.items[i], id)) {
            return true;
        }
    }
    return false;
}

static rap_str joined(rap_arena *arena, const rap_strs *ids)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < ids->count; i++) {
        rap_buf_put_c(&out, i ? "," : "");
        rap_buf_put(&out, ids->items[i]);
    }
    return rap_buf_str(&out);
}

static void the_tables_answer_each_other(void **state)
{
    (void)state;
    const rap_theme_table *table = rap_fact_themes(knowledge.facts);
    const rap_theme *theme;
    assert_true(rap_theme_count(table) > 150);
    for (size_t i = 0; (theme = rap_theme_at(table, i)); i++) {
        for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
            bool told = theme->terms[lang].count > 0;
            if (!theme->names[lang].length ||
                told != (theme->kind != RAP_THEME_AREA && i > 0 && theme->broader.length > 0)) {
                fail_msg("%s/themes.tsv: %.*s lacks a name, or its terms",
                         rap_lang_code((rap_lang)lang), RAP_STR_ARG(theme->id));
            }
        }
        assert_true(theme->kind == RAP_THEME_AREA || theme->goals);
    }
}

static void every_example_is_about_its_theme(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    int wrong = 0;
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        rap_table table;
        const char *path = rap_arena_format(arena, "%s/themes.tsv", rap_lang_code((rap_lang)lang));
        assert_true(rap_table_parse(arena, rap_data_find(path), &table, NULL));
        int id = rap_table_column(&table, "theme"), example = rap_table_column(&table, "example");
        int terms = rap_table_column(&table, "terms");
        for (size_t i = 0; i < table.rows.count; i++) {
            const rap_row *row = &table.rows.items[i];
            rap_themes found;
            rap_theme_of_text(&knowledge, arena, (rap_lang)lang, rap_row_cell(row, example),
                              &found);
            if (rap_row_cell(row, terms).length && !has(&found, rap_row_cell(row, id))) {
                rap_str all = joined(arena, &found.ids);
                print_error("%s, line %d: %.*s is not about %.*s but %.*s\n", path, row->line,
                            RAP_STR_ARG(rap_row_cell(row, example)),
                            RAP_STR_ARG(rap_row_cell(row, id)), RAP_STR_ARG(all));
                wrong++;
            }
        }
    }
    rap_arena_free(arena);
    assert_int_equal(wrong, 0);
}

static void terms_count_whole_and_the_longest_first(void **state)
{
    (void)state;
    static const struct {
        rap_lang lang;
        const char *text, *themes;
    } cases[] = {
        {RAP_LANG_EN, "A course on trafficking in persons.", "trafficking-persons"},
        {RAP_LANG_EN, "A course on the PIRACY of ships at sea, piracy again.",
         "maritime-security,shipping"},
        {RAP_LANG_EN,
         "Capacity\xE2\x80\x91"
         "building for customs.",
         "capacity,trade"},
        {RAP_LANG_EN, "The supporters reported aiding ports.",
         "shipping"},                     /* no word inside another */
        {RAP_LANG_EN, "Girls came.", ""}, /* a weak word alone */
        {RAP_LANG_FR,
         "L'\xC3\x89"
         "NERGIE",
         "energy"},
        {RAP_LANG_EN, "Nothing of the kind.", ""},
        {RAP_LANG_EN, "", ""},
    };
    rap_arena *arena = rap_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_themes found;
        rap_theme_of_text(&knowledge, arena, cases[i].lang, rap_str_of(cases[i].text), &found);
        assert_string_equal(rap_str_c(arena, joined(arena, &found.ids)), cases[i].themes);
    }
    rap_arena_free(arena);
}

static rap_version *version_of(rap_arena *arena, const char *title, rap_part part, const char *text)
{
    rap_version *version = RAP_NEW(arena, rap_version);
    version->arena = arena;
    version->doc = version->doc_lang = RAP_STR("TEST");
    version->lang = RAP_LANG_EN;
    version->cover.title = rap_str_of(title);
    version->cover.kind = rap_str_of(part == RAP_PART_BODY ? "report" : "resolution");
    if (part == RAP_PART_BODY) {
        RAP_PUSH(arena, &version->blocks,
                 (rap_block){.part = RAP_PART_HEADING, .text = version->cover.title, .parent = -1});
    }
    RAP_PUSH(arena, &version->blocks,
             (rap_block){.part = part,
                         .text = rap_str_of(text),
                         .label = RAP_STR("1"),
                         .level = 1,
                         .parent = -1});
    rap_mention_find(knowledge.mentions, knowledge.text, version);
    return version;
}

static void names_say_less_and_titles_help(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version *version = version_of(arena, "Oceans", RAP_PART_BODY,
                                      "The Food and Agriculture Organization held a seminar on "
                                      "tourism. In May 2023, ITU met with UPU.");
    rap_activity_find(&knowledge, version);
    rap_theme_read(&knowledge, version);
    assert_int_equal((int)version->activities.count, 2);
    const rap_activity *all = version->activities.items;
    assert_string_equal(rap_str_c(arena, joined(arena, &all[0].themes)), "tourism");
    assert_true(all[0].goals == (RAP_GOAL_BIT(8) | RAP_GOAL_BIT(12)));
    assert_string_equal(rap_str_c(arena, joined(arena, &all[1].themes)), "oceans");
    rap_arena_free(arena);
}

int main(void)
{
    rap_error error = {0};
    rap_text_rules *text = rap_text_rules_new(&error);
    rap_mention_rules *mentions = rap_mention_rules_new(&error);
    rap_fact_rules *facts = mentions ? rap_fact_rules_new(mentions, &error) : NULL;
    if (!text || !facts) {
        print_error("%s\n", error.message);
        return 1;
    }
    knowledge = (rap_knowledge){.text = text, .mentions = mentions, .facts = facts};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_answer_each_other),
        cmocka_unit_test(every_example_is_about_its_theme),
        cmocka_unit_test(terms_count_whole_and_the_longest_first),
        cmocka_unit_test(names_say_less_and_titles_help),
    };
    int failed = cmocka_run_group_tests_name("themes", tests, NULL, NULL);
    rap_fact_rules_free(facts);
    rap_mention_rules_free(mentions);
    rap_text_rules_free(text);
    return failed;
}

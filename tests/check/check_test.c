/* The checks of a draft: every rule and every row of style finds its wrong example and lets its
 * right one pass; the manual is what the rules say; drafts in six languages with planted mistakes
 * (drafts/NAME.txt) give what stands beside them (drafts/NAME.expected).
 *
 * RAPPORTEUR_UPDATE=1 in the environment writes the manual and the expectations anew.
 */
#include "rules.h"

#include "base/file.h"
#include "facts/facts.h"
#include "reading/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *folder, *manual;

typedef struct {
    rap_knowledge knowledge;
    rap_text_rules *text;
    rap_structure_rules *structure;
    rap_mention_rules *mentions;
    rap_fact_rules *facts;
    rap_check_rules *rules;
    rap_arena *arena;
} fixture;

static fixture f;

static int set_up(void **state)
{
    rap_error error = {0};
    (void)state;
    f.text = rap_text_rules_new(&error);
    f.structure = rap_structure_rules_new(&error);
    f.mentions = rap_mention_rules_new(&error);
    f.facts = rap_fact_rules_new(f.mentions, &error);
    f.rules = rap_check_rules_new(&error);
    if (!f.rules) {
        print_error("%s\n", error.message);
        return 1;
    }
    f.knowledge = (rap_knowledge){f.text, f.structure, f.mentions, f.facts};
    f.arena = rap_arena_new(0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rap_arena_free(f.arena);
    rap_check_rules_free(f.rules);
    rap_fact_rules_free(f.facts);
    rap_mention_rules_free(f.mentions);
    rap_structure_rules_free(f.structure);
    rap_text_rules_free(f.text);
    return 0;
}

/* -- analysing -----------------------------------------------------------------------------------
 */

/* What every test's register holds. */
static bool find_document(void *user, rap_str symbol, rap_lang lang,
                          rap_check_reference *ret_reference)
{
    (void)user, (void)lang;
    *ret_reference = (rap_check_reference){RAP_STR("Lakes and harbours"), {2024, 12, 5}};
    return rap_str_is(symbol, "A/RES/79/990");
}

static rap_check_options usual(void)
{
    return (rap_check_options){.find = find_document};
}

/* The versions in the bytes; `lang` none: as the text tells. */
static rap_versions read_bytes(rap_str bytes, const char *name, rap_lang lang)
{
    rap_reading reading = {f.text, rap_read_limits_default(), name};
    rap_source source = {.arena = f.arena};
    rap_versions versions = {0};
    rap_error error = {0};
    assert_true(rap_read(&reading, f.arena, bytes, &source, &error));
    rap_structure_find(f.structure, f.text, &source, RAP_STR("draft"), rap_str_of(name), &versions);
    for (size_t i = 0; i < versions.count; i++) {
        rap_version *version = &versions.items[i];
        version->lang = lang ? lang : version->lang;
        rap_mention_find(f.mentions, f.text, version);
        rap_mandate_find(&f.knowledge, version);
        rap_activity_find(&f.knowledge, version);
    }
    return versions;
}

/* An example of the tables: paragraphs parted by " | ". */
static const rap_version *read_example(rap_str example, rap_lang lang)
{
    rap_buf out;
    rap_str part;
    rap_buf_init(&out, f.arena);
    while (rap_str_split(&example, '|', &part)) {
        rap_buf_format(&out, "%.*s\n\n", RAP_STR_ARG(rap_str_trim(part)));
    }
    rap_versions versions = read_bytes(rap_buf_str(&out), "draft.txt", lang);
    assert_true(versions.count > 0);
    return &versions.items[0];
}

static rap_check_findings check_version(const rap_version *version, rap_check_options options)
{
    rap_check_findings findings;
    rap_check(f.rules, f.text, f.mentions, f.arena, version, &options, &findings);
    return findings;
}

static const rap_check_finding *finding_of(const rap_check_findings *findings, size_t rule)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].rule == rule) {
            return &findings->items[i];
        }
    }
    return NULL;
}

/* -- the tables ----------------------------------------------------------------------------------
 */

static rap_check_options options_for(size_t rule)
{
    rap_check_options options = usual();
    if (rule == CHECK_DATE_PERIOD) {
        options.period = (rap_period){{2023, 1, 1}, {2023, 12, 31}};
    } else if (rule == CHECK_WORD_LIMIT) {
        options.word_limit = 12;
    }
    return options;
}

static void test_examples_of_rules(void **state)
{
    (void)state;
    size_t failed = 0;
    for (size_t i = 0; i < rap_check_rule_count(f.rules); i++) {
        const rap_check_rule *rule = rap_check_rule_at(f.rules, i);
        assert_true(rule->title.length && rule->why.length && rule->remedy.length);
        if (!rule->wrong.length) {
            continue;
        }
        rap_check_findings wrong =
            check_version(read_example(rule->wrong, rule->lang), options_for(i));
        rap_check_findings right =
            check_version(read_example(rule->right, rule->lang), options_for(i));
        if (!finding_of(&wrong, i)) {
            print_error("%.*s does not find its wrong example\n", RAP_STR_ARG(rule->id));
            failed++;
        }
        for (size_t k = 0; k < right.count; k++) {
            print_error("%.*s: its right example: %.*s\n", RAP_STR_ARG(rule->id),
                        RAP_STR_ARG(right.items[k].message));
            failed += right.items[k].rule == i;
        }
        const rap_check_finding *found = finding_of(&wrong, i);
        assert_true(!found || (found->message.length && found->remedy.length));
    }
    assert_int_equal(failed, 0);
}

/* The example with all that the rule finds replaced. */
static rap_str mended(const rap_version *version, const rap_check_findings *findings, size_t rule)
{
    rap_buf out;
    rap_buf_init(&out, f.arena);
    for (size_t b = 0; b < version->blocks.count; b++) {
        rap_str text = version->blocks.items[b].text;
        size_t from = 0;
        for (size_t i = 0; i < findings->count; i++) {
            const rap_check_finding *finding = &findings->items[i];
            if (finding->rule == rule && finding->block == (int32_t)b && finding->has_replacement) {
                rap_buf_put(&out, rap_str_slice(text, from, finding->span.start));
                rap_buf_put(&out, finding->replacement);
                from = finding->span.end;
            }
        }
        rap_buf_put(&out, rap_str_slice(text, from, text.length));
    }
    return rap_buf_str(&out);
}

static void test_examples_of_style(void **state)
{
    (void)state;
    size_t failed = 0, rows = 0;
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        const check_language *language = &f.rules->languages[lang];
        for (size_t i = 0; i < language->styles.count; i++, rows++) {
            const check_style *style = &language->styles.items[i];
            const rap_version *version = read_example(style->example, (rap_lang)lang);
            rap_check_findings wrong = check_version(version, usual());
            rap_str right = mended(version, &wrong, style->rule);
            rap_check_findings rest =
                check_version(read_example(style->corrected, (rap_lang)lang), usual());
            if (!rap_str_equal(right, style->corrected) || finding_of(&rest, style->rule)) {
                print_error("%s/style.tsv:%d gives \"%.*s\"%s\n", rap_lang_code((rap_lang)lang),
                            style->line, RAP_STR_ARG(right),
                            finding_of(&rest, style->rule) ? ", and finds more in what is right"
                                                           : "");
                failed++;
            }
        }
    }
    assert_true(rows > 200);
    assert_int_equal(failed, 0);
}

static bool is_update(void)
{
    const char *update = getenv("RAPPORTEUR_UPDATE");
    return update && !strcmp(update, "1");
}

/* Compares with the file, or writes it. */
static void expect_file(const char *path, rap_str found)
{
    rap_str expected = RAP_STR_NONE;
    rap_error error = {0};
    if (is_update()) {
        assert_true(rap_file_write(path, found, &error));
        return;
    }
    rap_file_read(f.arena, path, 1 << 22, &expected, &error);
    if (!rap_str_equal(expected, found)) {
        print_error("%s is not what is found:\n%.*s\n", path, RAP_STR_ARG(found));
    }
    assert_true(rap_str_equal(expected, found));
}

static void test_manual(void **state)
{
    (void)state;
    expect_file(manual, rap_check_manual(f.rules, f.arena));
}

/* -- choosing ------------------------------------------------------------------------------------
 */

static void test_rules_are_found_by_id(void **state)
{
    (void)state;
    assert_int_equal(rap_check_rule_find(f.rules, RAP_STR("RAP-SYMBOL-FORM")), CHECK_SYMBOL_FORM);
    assert_int_equal(rap_check_rule_find(f.rules, RAP_STR("symbol-form")), CHECK_SYMBOL_FORM);
    assert_int_equal(rap_check_rule_find(f.rules, RAP_STR("form")), SIZE_MAX);
}

static void test_rules_can_be_off(void **state)
{
    (void)state;
    const rap_version *version =
        read_example(RAP_STR("1. The the pilots of the LHA met on 31 April 2023."), RAP_LANG_EN);
    bool is_off[CHECK_COUNT] = {[CHECK_DATE_IMPOSSIBLE] = true};
    rap_check_options options = usual();
    rap_check_findings all = check_version(version, options);
    assert_non_null(finding_of(&all, CHECK_DATE_IMPOSSIBLE));
    assert_non_null(finding_of(&all, CHECK_WORD_DOUBLED));
    options.is_off = is_off;
    rap_check_findings fewer = check_version(version, options);
    assert_null(finding_of(&fewer, CHECK_DATE_IMPOSSIBLE));
    assert_int_equal(fewer.count, all.count - 1);
    options.is_off = NULL;
    options.least = RAP_SEVERITY_ERROR;
    fewer = check_version(version, options);
    assert_int_equal(fewer.count, 1);
    assert_non_null(finding_of(&fewer, CHECK_DATE_IMPOSSIBLE));
}

static void test_acronyms_of_the_user(void **state)
{
    (void)state;
    rap_str own[] = {RAP_STR("LHA")};
    rap_strs list = {own, 1, 1};
    rap_check_options options = usual();
    options.acronyms = &list;
    rap_check_findings findings = check_version(
        read_example(RAP_STR("1. The LHA met the XYZ in spring."), RAP_LANG_EN), options);
    assert_int_equal(findings.count, 1);
    assert_true(rap_str_find(findings.items[0].message, RAP_STR("XYZ"), 0) != SIZE_MAX);
}

/* -- drafts --------------------------------------------------------------------------------------
 */

static void put_findings(rap_buf *out, const rap_version *version)
{
    rap_check_findings findings = check_version(version, usual());
    for (size_t i = 0; i < findings.count; i++) {
        const rap_check_finding *finding = &findings.items[i];
        rap_str words = RAP_STR_NONE;
        unsigned line = 0;
        if (finding->block >= 0) {
            const rap_block *block = &version->blocks.items[finding->block];
            words = rap_block_slice(block, finding->span);
            line = block->origin.line;
        }
        rap_buf_format(out, "%u %.*s [%.*s] %.*s; %.*s\n", line,
                       RAP_STR_ARG(rap_check_rule_at(f.rules, finding->rule)->id),
                       RAP_STR_ARG(words), RAP_STR_ARG(finding->message),
                       RAP_STR_ARG(finding->remedy));
    }
}

static void test_drafts(void **state)
{
    (void)state;
    rap_strs paths = {0};
    rap_error error = {0};
    const char *drafts = rap_arena_format(f.arena, "%s/drafts", folder);
    assert_true(rap_file_list(f.arena, drafts, &paths, &error));
    size_t count = 0;
    for (size_t i = 0; i < paths.count; i++) {
        rap_str bytes;
        rap_buf out;
        if (rap_str_ends(paths.items[i], RAP_STR(".expected"))) {
            continue;
        }
        const char *path = rap_str_c(f.arena, paths.items[i]);
        assert_true(rap_file_read(f.arena, path, 1 << 22, &bytes, &error));
        rap_versions versions = read_bytes(bytes, path, RAP_LANG_NONE);
        rap_buf_init(&out, f.arena);
        for (size_t v = 0; v < versions.count; v++) {
            put_findings(&out, &versions.items[v]);
        }
        expect_file(rap_arena_format(f.arena, "%s.expected", path), rap_buf_str(&out));
        count++;
    }
    assert_true(count >= 6);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : ".";
    manual = argc > 2 ? argv[2] : "docs/checks.md";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples_of_rules),
        cmocka_unit_test(test_examples_of_style),
        cmocka_unit_test(test_manual),
        cmocka_unit_test(test_rules_are_found_by_id),
        cmocka_unit_test(test_rules_can_be_off),
        cmocka_unit_test(test_acronyms_of_the_user),
        cmocka_unit_test(test_drafts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

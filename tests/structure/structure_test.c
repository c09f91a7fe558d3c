/* Tests of structure: every row's example, and documents with the parts that a reader expects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "build.h"
#include "reading/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    rap_text_rules *text;
    rap_structure_rules *rules;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    rap_error error = {0};
    f.text = rap_text_rules_new(&error);
    f.rules = rap_structure_rules_new(&error);
    *state = &f;
    return f.text && f.rules ? 0 : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    rap_structure_rules_free(f->rules);
    rap_text_rules_free(f->text);
    return 0;
}

/* A core's example opens with the phrase, and the verb is the row's; other rows' examples have a
 * lead phrase that holds the row's. */
static bool lead_row_holds(const fixture *f, rap_arena *arena, rap_lang lang, rap_str phrase,
                           rap_str type, rap_str verb, rap_str example)
{
    rap_lead lead = rap_structure_lead(f->rules, lang, example);
    rap_str found =
        rap_structure_folded(arena, rap_str_slice(example, lead.span.start, lead.span.end));
    bool glued = rap_str_ends(phrase, RAP_STR("-"));
    rap_str wanted = rap_structure_folded(arena, rap_str_slice(phrase, 0, phrase.length - glued));
    bool core = rap_str_is(type, "operative") || rap_str_is(type, "preambular");
    bool holds = rap_str_find(found, wanted, 0) != SIZE_MAX;
    if (core) {
        return holds && !lead.span.start && rap_str_starts(lead.verb, verb) &&
               lead.is_operative == rap_str_is(type, "operative");
    }
    return holds;
}

static void lead_examples(void **state)
{
    const fixture *f = *state;
    rap_arena *arena = rap_arena_new(0);
    size_t rows = 0, bad = 0;
    for (int lang = RAP_LANG_AR; lang < RAP_LANG_COUNT; lang++) {
        rap_table table;
        assert_true(rap_rules_table(arena, (rap_lang)lang, "lead-phrases.tsv", &table, NULL));
        int phrase = rap_table_column(&table, "phrase"), type = rap_table_column(&table, "type");
        int verb = rap_table_column(&table, "verb"), example = rap_table_column(&table, "example");
        for (size_t i = 0; i < table.rows.count; i++, rows++) {
            const rap_row *row = &table.rows.items[i];
            if (!lead_row_holds(f, arena, (rap_lang)lang, rap_row_cell(row, phrase),
                                rap_row_cell(row, type), rap_row_cell(row, verb),
                                rap_row_cell(row, example))) {
                print_message("# data/%s/lead-phrases.tsv line %d\n", rap_lang_code((rap_lang)lang),
                              row->line);
                bad++;
            }
        }
    }
    rap_arena_free(arena);
    assert_true(rows > 1500);
    assert_int_equal(bad, 0);
}

/* A row's example opens with an organ and its preamble, or tells what the pronoun's body did. */
static bool speaker_holds(const fixture *f, rap_arena *arena, rap_lang lang, rap_str example)
{
    rap_version version = {.arena = arena, .lang = lang};
    rap_block block = {.text = example};
    RAP_PUSH(arena, &version.blocks, block);
    builder b = {
        .rules = f->rules, .cover = &f->rules->covers[lang], .arena = arena, .version = &version};
    size_t end = 0;
    bool holds = (rap_speaker_opens(&b, 0, &end) && end < example.length) ||
                 rap_speaker_lead(&b, example).span.end > 0;
    if (!holds) {
        print_message("# data/%s/formulas.tsv: %.*s\n", rap_lang_code(lang), RAP_STR_ARG(example));
    }
    return holds;
}

static void cover_examples(void **state)
{
    const fixture *f = *state;
    rap_arena *arena = rap_arena_new(0);
    size_t bad = 0;
    for (int lang = RAP_LANG_AR; lang < RAP_LANG_COUNT; lang++) {
        rap_table table;
        assert_true(rap_rules_table(arena, (rap_lang)lang, "cover.tsv", &table, NULL));
        int field = rap_table_column(&table, "field"),
            example = rap_table_column(&table, "example");
        assert_true(table.rows.count > 20);
        for (size_t i = 0; i < table.rows.count; i++) {
            const rap_row *row = &table.rows.items[i];
            folded_text text = rap_structure_fold(arena, rap_row_cell(row, example), 2000);
            cover_match match;
            const char *name = rap_str_c(arena, rap_row_cell(row, field));
            if (!rap_cover_find(&f->rules->covers[lang], name, &text, &match)) {
                print_message("# data/%s/cover.tsv line %d\n", rap_lang_code((rap_lang)lang),
                              row->line);
                bad++;
            }
        }
        assert_true(rap_rules_table(arena, (rap_lang)lang, "formulas.tsv", &table, NULL));
        int type = rap_table_column(&table, "type");
        example = rap_table_column(&table, "example");
        for (size_t i = 0; i < table.rows.count; i++) {
            const rap_row *row = &table.rows.items[i];
            folded_text text = rap_structure_fold(arena, rap_row_cell(row, example), 2000);
            size_t end;
            if (rap_str_is(rap_row_cell(row, type), "organ") ||
                rap_str_is(rap_row_cell(row, type), "pronoun")) {
                bad += !speaker_holds(f, arena, (rap_lang)lang, rap_row_cell(row, example));
                continue;
            }
            bool opener = rap_str_is(rap_row_cell(row, type), "opener");
            assert_non_null(rap_cover_formula(&f->rules->covers[lang], &text, opener, &end));
        }
    }
    rap_arena_free(arena);
    assert_int_equal(bad, 0);
}

static void put_version(rap_buf *out, const rap_version *version)
{
    char adopted[11], start[11], end[11];
    const rap_cover *cover = &version->cover;
    rap_buf_format(
        out, "= %.*s %s %.*s|%.*s|%.*s|%s|%s..%s\n", RAP_STR_ARG(version->doc_lang),
        rap_lang_code(version->lang), RAP_STR_ARG(cover->kind), RAP_STR_ARG(cover->title),
        RAP_STR_ARG(cover->session), rap_date_text(cover->adopted, adopted),
        rap_date_text(cover->period.start, start), rap_date_text(cover->period.end, end));
    for (size_t i = 0; i < version->blocks.count; i++) {
        const rap_block *block = &version->blocks.items[i];
        rap_buf_format(out, "%s|%.*s|%.*s|%d|%.*s|%.*s|", rap_part_name(block->part),
                       RAP_STR_ARG(block->number), RAP_STR_ARG(block->label), block->level,
                       RAP_STR_ARG(rap_block_slice(block, block->lead)), RAP_STR_ARG(block->text));
        for (size_t n = 0; n < block->notes.count; n++) {
            rap_buf_format(out, " %.*s>%d", RAP_STR_ARG(block->notes.items[n].mark),
                           block->notes.items[n].block);
        }
        rap_buf_put_byte(out, '\n');
    }
    for (size_t i = 0; i < version->warnings.count; i++) {
        rap_buf_format(out, "! %.*s %d\n", RAP_STR_ARG(version->warnings.items[i].rule),
                       version->warnings.items[i].block);
    }
}

/* cases/NAME.txt and NAME.xml read as files are, against cases/NAME.expected. With
 * RAPPORTEUR_UPDATE set in the environment the expected files are written anew, to be reviewed as a
 * diff. */
static void documents(void **state)
{
    const fixture *f = *state;
    rap_arena *arena = rap_arena_new(0);
    rap_error error = {0};
    rap_strs paths = {0};
    size_t cases = 0, bad = 0;
    assert_true(rap_file_list(arena, CASES, &paths, &error));
    for (size_t i = 0; i < paths.count; i++) {
        if (!rap_str_ends(paths.items[i], RAP_STR(".txt")) &&
            !rap_str_ends(paths.items[i], RAP_STR(".xml"))) {
            continue;
        }
        const char *path = rap_str_c(arena, paths.items[i]);
        rap_reading reading = {
            .text = f->text, .limits = rap_read_limits_default(), .file_name = path};
        rap_str bytes;
        rap_source source = {0};
        rap_versions versions = {0};
        assert_true(rap_file_read(arena, path, 1 << 20, &bytes, &error));
        assert_true(rap_read(&reading, arena, bytes, &source, &error));
        rap_structure_find(f->rules, f->text, &source, RAP_STR_NONE, paths.items[i], &versions);
        rap_buf told;
        rap_buf_init(&told, arena);
        for (size_t v = 0; v < versions.count; v++) {
            put_version(&told, &versions.items[v]);
        }
        const char *expected_path = rap_arena_format(
            arena, "%.*s.expected", (int)(paths.items[i].length - 4), paths.items[i].data);
        if (getenv("RAPPORTEUR_UPDATE")) {
            assert_true(rap_file_write(expected_path, rap_buf_str(&told), &error));
        }
        rap_str expected;
        assert_true(rap_file_read(arena, expected_path, 1 << 20, &expected, &error));
        if (!rap_str_equal(expected, rap_buf_str(&told))) {
            print_message("# %s differs:\n%.*s", path, RAP_STR_ARG(rap_buf_str(&told)));
            bad++;
        }
        cases++;
    }
    rap_arena_free(arena);
    assert_true(cases >= 6);
    assert_int_equal(bad, 0);
}

static void several_leads(void **state)
{
    const fixture *f = *state;
    rap_arena *arena = rap_arena_new(0);
    rap_leads leads;
    rap_str text = RAP_STR("Welcomes the new beacons, encourages ports to light them, and requests "
                           "the pilots to report");
    rap_structure_leads(f->rules, arena, RAP_LANG_EN, text, &leads);
    assert_int_equal(leads.count, 3);
    assert_true(rap_str_is(leads.items[0].verb, "welcome"));
    assert_true(rap_str_is(leads.items[1].verb, "encourage"));
    assert_true(rap_str_is(leads.items[2].verb, "request"));
    assert_true(rap_str_is(rap_str_slice(text, leads.items[2].span.start, leads.items[2].span.end),
                           "requests"));
    rap_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lead_examples),
        cmocka_unit_test(cover_examples),
        cmocka_unit_test(documents),
        cmocka_unit_test(several_leads),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

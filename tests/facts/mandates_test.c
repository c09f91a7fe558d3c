/* Mandates: the paragraphs of mandates-<language>.tsv and the examples of mandate-verbs.tsv. */
#include "base/data.h"
#include "base/file.h"
#include "base/table.h"
#include "mandate_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static rap_knowledge knowledge;
static const char *folder;

static rap_version *new_version(rap_arena *arena, rap_lang lang, rap_str title)
{
    rap_version *version = RAP_NEW(arena, rap_version);
    version->arena = arena;
    version->doc = version->doc_lang = version->cover.symbol = RAP_STR("A/RES/85/1");
    version->lang = lang;
    version->cover.kind = RAP_STR("resolution");
    version->cover.session = RAP_STR("85");
    version->cover.title = title;
    version->cover.adopted = (rap_date){2030, 12, 1};
    if (title.length) {
        RAP_PUSH(arena, &version->blocks,
                 (rap_block){.part = RAP_PART_TITLE, .text = title, .parent = -1});
    }
    return version;
}

static void add_operative(rap_version *version, const char *label, rap_str text, int32_t parent)
{
    RAP_PUSH(version->arena, &version->blocks,
             (rap_block){.part = RAP_PART_OPERATIVE,
                         .text = text,
                         .label = rap_str_of(label),
                         .level = parent < 0 ? 1 : 2,
                         .parent = parent});
}

static void read_version(rap_version *version)
{
    rap_mention_find(knowledge.mentions, knowledge.text, version);
    rap_mandate_find(&knowledge, version);
}

static bool list_has(const rap_strs *list, rap_str item)
{
    for (size_t i = 0; i < list->count; i++) {
        if (rap_str_equal(list->items[i], item)) {
            return true;
        }
    }
    return false;
}

static bool same_addressees(const rap_strs *found, rap_str expected)
{
    size_t count = 0;
    rap_str id;
    if (rap_str_is(expected, "-")) {
        return !found->count;
    }
    while (rap_str_split(&expected, ',', &id)) {
        count++;
        if (!list_has(found, id)) {
            return false;
        }
    }
    return count == found->count;
}

static void put_addressees(rap_buf *out, const rap_strs *addressees)
{
    for (size_t i = 0; i < addressees->count; i++) {
        rap_buf_format(out, "%s%.*s", i ? "," : "", RAP_STR_ARG(addressees->items[i]));
    }
}

/* The further acts as the column `acts` has them; "-": none. */
static rap_str acts_told(rap_arena *arena, const rap_mandate *m)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_format(&out, "%s", m->acts.count ? "" : "-");
    for (size_t i = 0; i < m->acts.count; i++) {
        const rap_act *act = &m->acts.items[i];
        rap_buf_format(&out, "%s%.*s", i ? "; " : "", RAP_STR_ARG(act->sense));
        if (act->addressees.count) {
            rap_buf_format(&out, " ");
            put_addressees(&out, &act->addressees);
        }
    }
    return rap_buf_str(&out);
}

static rap_str due_told(rap_arena *arena, const rap_mandate *m)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < m->due.count; i++) {
        rap_buf_format(&out, "%s%.*s", i ? "," : "", RAP_STR_ARG(m->due.items[i]));
    }
    return m->due.count ? rap_buf_str(&out) : RAP_STR("-");
}

static rap_str told(rap_arena *arena, const rap_mandate *m)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_format(&out, "%.*s; %s; ", RAP_STR_ARG(m->verb), rap_force_name(m->force));
    put_addressees(&out, &m->addressees);
    rap_buf_format(&out, "; %.*s %.*s; %.*s; %.*s; %.*s", RAP_STR_ARG(m->timing_kind),
                   RAP_STR_ARG(m->timing_value), RAP_STR_ARG(m->sense),
                   RAP_STR_ARG(acts_told(arena, m)), RAP_STR_ARG(due_told(arena, m)));
    return rap_buf_str(&out);
}

static bool is_as_expected(rap_arena *arena, const rap_mandate *m, const rap_row *row)
{
    rap_str timing =
        m->timing_kind.length
            ? rap_str_of(rap_arena_format(arena, "%.*s %.*s", RAP_STR_ARG(m->timing_kind),
                                          RAP_STR_ARG(m->timing_value)))
            : RAP_STR("-");
    rap_str sense = rap_row_cell(row, 5), acts = rap_row_cell(row, 6), due = rap_row_cell(row, 7);
    return rap_str_equal(m->verb, rap_row_cell(row, 1)) &&
           (!sense.length || rap_str_equal(m->sense, sense)) &&
           (!acts.length || rap_str_equal(acts_told(arena, m), acts)) &&
           (!due.length || rap_str_equal(due_told(arena, m), due)) &&
           rap_str_equal(rap_str_of(rap_force_name(m->force)), rap_row_cell(row, 2)) &&
           same_addressees(&m->addressees, rap_row_cell(row, 3)) &&
           rap_str_equal(timing, rap_row_cell(row, 4));
}

static void check_language(rap_lang lang)
{
    rap_arena *arena = rap_arena_new(0);
    rap_str text, title = RAP_STR_NONE;
    rap_table table;
    rap_error error = {0};
    const char *path = rap_arena_format(arena, "%s/mandates-%s.tsv", folder, rap_lang_code(lang));
    assert_true(rap_file_read(arena, path, 1u << 20, &text, &error));
    assert_true(rap_table_parse(arena, text, &table, &error));
    assert_true(table.rows.count > 4);
    int wrong = 0;
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        if (rap_str_is(rap_row_cell(row, 1), "title")) {
            title = rap_row_cell(row, 0);
            continue;
        }
        rap_version *version = new_version(arena, lang, title);
        add_operative(version, "1", rap_row_cell(row, 0), -1);
        read_version(version);
        assert_int_equal(version->mandates.count, 1);
        if (!is_as_expected(arena, &version->mandates.items[0], row)) {
            print_error("%s line %d: %.*s\n", path, row->line,
                        RAP_STR_ARG(told(arena, &version->mandates.items[0])));
            wrong++;
        }
    }
    rap_arena_free(arena);
    assert_int_equal(wrong, 0);
}

static void paragraphs_are_read(void **state)
{
    (void)state;
    for (int i = 1; i < RAP_LANG_COUNT; i++) {
        check_language((rap_lang)i);
    }
}

/* A sense is a verb with a row, its own sense, and of the same force. */
static void senses_are_verbs_of_one_force(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_error error = {0};
    rap_table table;
    assert_true(rap_table_parse(arena, rap_data_find("verbs.tsv"), &table, &error));
    int column = rap_table_column(&table, "sense");
    size_t senses = 0;
    for (size_t i = 0; i < table.rows.count; i++) {
        rap_str cell = rap_row_cell(&table.rows.items[i], column);
        if (!cell.length) {
            continue;
        }
        const rap_mandate_rules *rules = knowledge.facts->mandates;
        verb_rule verb = rap_verb_rule(rules, arena, rap_row_cell(&table.rows.items[i], 0));
        verb_rule sense = rap_verb_rule(rules, arena, cell);
        if (!rap_str_equal(sense.verb, cell) || !rap_str_equal(sense.sense, cell) ||
            !rap_str_equal(verb.sense, cell) || sense.force != verb.force) {
            fail_msg("verbs.tsv line %d", table.rows.items[i].line);
        }
        senses++;
    }
    assert_true(senses > 50);
    assert_string_equal(
        rap_str_c(arena, rap_verb_rule(knowledge.facts->mandates, arena,
                                       RAP_STR("reaffirm and reiterate its call for"))
                             .sense),
        "reaffirm and call upon");
    assert_string_equal(
        rap_str_c(
            arena,
            rap_verb_rule(knowledge.facts->mandates, arena, RAP_STR("underline and stress")).sense),
        "stress");
    rap_arena_free(arena);
}

static void printed_verbs_are_rendered(void **state)
{
    (void)state;
    size_t examples = 0;
    for (int i = 1; i < RAP_LANG_COUNT; i++) {
        rap_arena *arena = rap_arena_new(0);
        rap_error error = {0};
        rap_table table = {0};
        rap_str text = rap_data_find(
            rap_arena_format(arena, "%s/mandate-verbs.tsv", rap_lang_code((rap_lang)i)));
        assert_true(!text.length || rap_table_parse(arena, text, &table, &error));
        for (size_t k = 0; k < table.rows.count; k++) {
            const rap_row *row = &table.rows.items[k];
            if (rap_str_is(rap_row_cell(row, 1), "-")) {
                continue;
            }
            rap_str verb = rap_printed_verb(knowledge.facts->mandates, arena, (rap_lang)i,
                                            rap_row_cell(row, 2), RAP_STR("none"));
            if (!rap_str_equal(verb, rap_row_cell(row, 1))) {
                fail_msg("%s line %d: %.*s", rap_lang_code((rap_lang)i), row->line,
                         RAP_STR_ARG(verb));
            }
            examples++;
        }
        rap_arena_free(arena);
    }
    assert_true(examples > 50);
}

/* Whether the row's phrase is one of its kind somewhere in its example. */
static bool applies(const mark_rules *marks, rap_str kind, rap_str phrase, rap_str example)
{
    mark_kind wanted = rap_mark_kind_of(kind);
    for (size_t at = 0; at < example.length; rap_utf8_next(example, &at)) {
        const mark_rule *rule = rap_mark_rule_at(marks, example, at);
        if ((rule && rule->kind == wanted && rap_str_equal(rule->phrase, phrase)) ||
            ((wanted == MARK_ACT_ENDING || wanted == MARK_ACT_WORD || wanted == MARK_GERUND ||
              wanted == MARK_NO_ACT_ENDING) &&
             rap_str_find(example, phrase, 0) != SIZE_MAX &&
             rap_mark_ending(marks, example, at, wanted))) {
            return true;
        }
    }
    return false;
}

static size_t check_examples(rap_arena *arena, const char *path, const mark_rules *marks,
                             const mark_rules *clauses, size_t *wrong)
{
    rap_table table = {0};
    rap_error error = {0};
    assert_true(rap_table_parse(arena, rap_data_find(path), &table, &error));
    int kind = rap_table_column(&table, "kind"), phrase = rap_table_column(&table, "phrase");
    int example = rap_table_column(&table, "example");
    assert_true(kind >= 0 && phrase >= 0 && example >= 0);
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str cell = rap_row_cell(row, phrase), text = rap_row_cell(row, example);
        if (!applies(marks, rap_row_cell(row, kind), cell, text) &&
            !(clauses && applies(clauses, rap_row_cell(row, kind), cell, text))) {
            print_error("data/%s line %d: \"%.*s\" is no %.*s in \"%.*s\"\n", path, row->line,
                        RAP_STR_ARG(cell), RAP_STR_ARG(rap_row_cell(row, kind)), RAP_STR_ARG(text));
            ++*wrong;
        }
    }
    return table.rows.count;
}

static void phrases_apply_in_their_examples(void **state)
{
    (void)state;
    const rap_mandate_rules *rules = knowledge.facts->mandates;
    size_t wrong = 0, rows = 0;
    for (int i = 1; i < RAP_LANG_COUNT; i++) {
        rap_arena *arena = rap_arena_new(0);
        const char *code = rap_lang_code((rap_lang)i);
        rows += check_examples(arena, rap_arena_format(arena, "%s/addressees.tsv", code),
                               &rules->parties[i], &rules->clauses[i], &wrong);
        rows += check_examples(arena, rap_arena_format(arena, "%s/timing.tsv", code),
                               &rules->timing[i], NULL, &wrong);
        rap_arena_free(arena);
    }
    assert_int_equal(wrong, 0);
    assert_true(rows > 1000);
}

static void subparagraphs_inherit(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version *version = new_version(arena, RAP_LANG_EN, RAP_STR_NONE);
    add_operative(version, "4", RAP_STR("Requests the Secretary-General:"), -1);
    add_operative(version, "4 (a)", RAP_STR("To count the buoys by June 2032;"), 0);
    add_operative(version, "4 (b)", RAP_STR("To publish A/84/17;"), 0);
    read_version(version);
    assert_int_equal(version->mandates.count, 3);
    const rap_mandate *first = &version->mandates.items[1], *second = first + 1;
    assert_true(rap_str_is(first->para, "4 (a)"));
    assert_string_equal(rap_str_c(arena, first->verb), "request");
    assert_int_equal(first->force, RAP_FORCE_REQUEST);
    assert_true(same_addressees(&first->addressees, RAP_STR("UN")));
    assert_true(rap_str_is(first->timing_value, "2032-06"));
    assert_true(rap_str_is(version->mandates.items[0].asks, "To count the buoys by June 2032"));
    assert_int_equal(second->timing_kind.length, 0);
    assert_int_equal(second->cites.count, 1);
    assert_true(rap_str_is(second->cites.items[0], "A/84/17"));
    rap_arena_free(arena);
}

/* Where a language has no infinitive, a verb in a list says what the parent asks for; where the
 * parent asks nothing, it is the sub-paragraph's own. */
static void verbs_in_lists_go_on(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version *version = new_version(arena, RAP_LANG_ZH, RAP_STR_NONE);
    add_operative(version, "4",
                  RAP_STR("\xE8\xAF\xB7\xE7\xA7\x98\xE4\xB9\xA6\xE9\x95\xBF\xEF\xBC\x9A"), -1);
    add_operative(version, "4 (a)",
                  RAP_STR("\xE9\xBC\x93\xE5\x8A\xB1\xE6\xB8\xAF\xE5\x8F\xA3\xE5\x8D\xB0\xE5\x8F\x91"
                          "\xE6\xB8\x85\xE5\x8D\x95\xEF\xBC\x9B"),
                  0);
    add_operative(version, "5",
                  RAP_STR("\xE5\xBC\xBA\xE8\xB0\x83\xE6\xB8\xAF\xE5\x8F\xA3\xE6\x9C\x89\xE7\x9B\x8A"
                          "\xEF\xBC\x9A"),
                  -1);
    add_operative(version, "5 (a)",
                  RAP_STR("\xE9\xBC\x93\xE5\x8A\xB1\xE6\xB8\xAF\xE5\x8F\xA3\xE5\x8D\xB0\xE5\x8F\x91"
                          "\xE6\xB8\x85\xE5\x8D\x95\xEF\xBC\x9B"),
                  2);
    read_version(version);
    assert_int_equal(version->mandates.count, 4);
    assert_string_equal(rap_str_c(arena, version->mandates.items[1].verb), "request");
    assert_true(rap_str_is(version->mandates.items[1].rule, "inherited"));
    assert_int_equal(version->mandates.items[1].acts.count, 0);
    assert_string_equal(rap_str_c(arena, version->mandates.items[3].verb), "encourage");
    rap_arena_free(arena);
}

static void notes_and_further_acts_are_read(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version *version = new_version(arena, RAP_LANG_EN, RAP_STR_NONE);
    add_operative(
        version, "1",
        RAP_STR("Welcomes the list of buoys, and requests the Secretary-General to print it;"), -1);
    rap_note_ref note = {RAP_STR("1"), 26, 1};
    RAP_PUSH(arena, &version->blocks.items[0].notes, note);
    RAP_PUSH(arena, &version->blocks,
             (rap_block){.part = RAP_PART_FOOTNOTE, .text = RAP_STR("See A/84/9."), .parent = -1});
    read_version(version);
    const rap_mandate *m = &version->mandates.items[0];
    assert_true(rap_str_is(m->verb, "welcome"));
    assert_int_equal(m->acts.count, 1);
    assert_true(rap_str_is(m->acts.items[0].verb, "request"));
    assert_int_equal(m->acts.items[0].force, RAP_FORCE_REQUEST);
    assert_true(rap_str_is(m->acts.items[0].sense, "request"));
    assert_true(rap_str_is(m->acts.items[0].asks, "print it"));
    assert_true(same_addressees(&m->addressees, RAP_STR("UN")));
    assert_true(rap_str_is(m->asks, "print it"));
    assert_int_equal(m->cites.count, 1);
    assert_true(rap_str_is(m->cites.items[0], "A/84/9"));
    rap_arena_free(arena);
}

/* What is asked begins and ends with a word, and leaves out what only joins. */
static void asks_are_whole_words(void **state)
{
    (void)state;
    static const struct {
        rap_lang lang;
        const char *text, *asks;
    } cases[] = {
        {RAP_LANG_EN, "Calls for the printing by UNESCO of the League\xE2\x80\x99s tide tables;",
         "of the League\xE2\x80\x99s tide tables"},
        {RAP_LANG_EN,
         "Urges Member States, as a first step, to count, paint and light their buoys;",
         "count, paint and light their buoys"},
        {RAP_LANG_EN, "Urges UNESCO to print the list, and welcomes the new pier;",
         "print the list"},
        {RAP_LANG_EN,
         "Urges UNESCO to count one two three four five six seven eight nine ten eleven;",
         "count one two three four five six seven eight nine ten eleven"},
        {RAP_LANG_FR,
         "Prie l\xE2\x80\x99UNESCO d\xE2\x80\x99imprimer la liste, et se f\xC3\xA9licite du quai ;",
         "imprimer la liste"},
        {RAP_LANG_ZH,
         "\xE8\xAF\xB7\xE6\x95\x99\xE7\xA7\x91\xE6\x96\x87\xE7\xBB\x84\xE7\xBB\x87"
         "\xEF\xBC\x8C\xE5\x8D\xB0\xE5\x88\xB6\xE6\xB5\xB7\xE5\x9B\xBE\xEF\xBC\x9B",
         "\xE5\x8D\xB0\xE5\x88\xB6\xE6\xB5\xB7\xE5\x9B\xBE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_arena *arena = rap_arena_new(0);
        rap_version *version = new_version(arena, cases[i].lang, RAP_STR_NONE);
        add_operative(version, "1", rap_str_of(cases[i].text), -1);
        read_version(version);
        assert_string_equal(rap_str_c(arena, version->mandates.items[0].asks), cases[i].asks);
        rap_arena_free(arena);
    }
}

int main(int count, char **arguments)
{
    rap_error error = {0};
    folder = count > 1 ? arguments[1] : ".";
    rap_text_rules *text = rap_text_rules_new(&error);
    rap_structure_rules *structure = rap_structure_rules_new(&error);
    rap_mention_rules *mentions = rap_mention_rules_new(&error);
    rap_fact_rules *facts = rap_fact_rules_new(mentions, &error);
    if (!text || !structure || !mentions || !facts) {
        print_error("%s\n", error.message);
        return 1;
    }
    knowledge = (rap_knowledge){text, structure, mentions, facts};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_are_read),
        cmocka_unit_test(senses_are_verbs_of_one_force),
        cmocka_unit_test(printed_verbs_are_rendered),
        cmocka_unit_test(phrases_apply_in_their_examples),
        cmocka_unit_test(subparagraphs_inherit),
        cmocka_unit_test(verbs_in_lists_go_on),
        cmocka_unit_test(notes_and_further_acts_are_read),
        cmocka_unit_test(asks_are_whole_words),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rap_fact_rules_free(facts);
    rap_mention_rules_free(mentions);
    rap_structure_rules_free(structure);
    rap_text_rules_free(text);
    return failed;
}

#include "base/file.h"
#include "base/table.h"
#include "text/difference.h"
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/ucnv.h>

/* The tables beside this file hold the cases; reading one that is missing or empty fails. */
static rap_table read_cases(rap_arena *arena, const char *name)
{
    rap_str text;
    rap_table table;
    rap_error error = {0};
    assert_true(rap_file_read(arena, rap_arena_format(arena, "%s/%s", CASES, name), 1u << 20, &text,
                              &error));
    assert_true(rap_table_parse(arena, text, &table, &error));
    assert_true(table.rows.count > 5);
    return table;
}

static void expect(const rap_row *row, rap_str found, rap_str expected)
{
    if (!rap_str_equal(found, expected)) {
        fail_msg("line %d: \"%.*s\", expected \"%.*s\"", row->line, RAP_STR_ARG(found),
                 RAP_STR_ARG(expected));
    }
}

static void languages_are_told(void **state)
{
    rap_arena *arena = rap_arena_new(0);
    rap_table cases = read_cases(arena, "languages.tsv");
    for (size_t i = 0; i < cases.rows.count; i++) {
        const rap_row *row = &cases.rows.items[i];
        double sure = -1;
        rap_lang lang = rap_text_language(*state, rap_row_cell(row, 1), &sure);
        expect(row, rap_str_of(rap_lang_code(lang)), rap_row_cell(row, 0));
        assert_true(sure >= 0 && sure <= 1);
    }
    rap_arena_free(arena);
}

static void sentences_are_split(void **state)
{
    rap_arena *arena = rap_arena_new(0);
    rap_table cases = read_cases(arena, "sentences.tsv");
    for (size_t i = 0; i < cases.rows.count; i++) {
        const rap_row *row = &cases.rows.items[i];
        rap_lang lang = rap_lang_of_code(rap_row_cell(row, 0));
        rap_str marked = rap_row_cell(row, 1), part;
        rap_buf text, found;
        rap_buf_init(&text, arena);
        rap_buf_init(&found, arena);
        for (rap_str rest = marked; rap_str_split(&rest, '|', &part);) {
            rap_buf_put_c(&text, text.length && lang != RAP_LANG_ZH ? " " : "");
            rap_buf_put(&text, rap_str_trim(part));
        }
        rap_spans sentences;
        rap_text_sentences(*state, arena, lang, rap_buf_str(&text), &sentences);
        for (size_t k = 0; k < sentences.count; k++) {
            rap_buf_put_c(&found, k ? " | " : "");
            rap_buf_put(&found, rap_str_slice(rap_buf_str(&text), sentences.items[k].start,
                                              sentences.items[k].end));
        }
        expect(row, rap_buf_str(&found), marked);
    }
    rap_arena_free(arena);
}

/* What has no end is cut behind a clause, else between words, else anywhere between letters;
 * nothing but white space is lost. */
static void endless_sentences_are_cut(void **state)
{
    enum { BYTES = 40000, LONGEST = 8192 };
    static const char *const pieces[] = {"the boats, ", "boats ", "\xD0\xBB\xD0\xBE"};
    rap_arena *arena = rap_arena_new(0);
    for (size_t kind = 0; kind < sizeof pieces / sizeof *pieces; kind++) {
        rap_buf text;
        rap_buf_init(&text, arena);
        while (text.length < BYTES) {
            rap_buf_put_c(&text, pieces[kind]);
        }
        rap_spans sentences;
        rap_str all = rap_buf_str(&text);
        rap_text_sentences(*state, arena, RAP_LANG_EN, all, &sentences);
        size_t at = 0;
        for (size_t i = 0; i < sentences.count; i++) {
            rap_span span = sentences.items[i];
            assert_true(span.end - span.start <= LONGEST);
            assert_int_equal(rap_str_trim(rap_str_slice(all, at, span.start)).length, 0);
            assert_true(((unsigned char)all.data[span.start] & 0xC0) != 0x80);
            assert_true(kind > 0 || all.data[span.end - 1] == ',');
            assert_true(kind > 1 || all.data[span.start] == pieces[kind][0]);
            at = span.end;
        }
        assert_int_equal(at, rap_str_trim(all).length);
        assert_in_range(sentences.count, BYTES / LONGEST, 2 * BYTES / LONGEST + 2);
    }
    rap_arena_free(arena);
}

static void tokens_are_made(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_table cases = read_cases(arena, "tokens.tsv");
    for (size_t i = 0; i < cases.rows.count; i++) {
        const rap_row *row = &cases.rows.items[i];
        expect(row,
               rap_text_index_tokens(rap_text_indexer_new(arena), arena,
                                     rap_lang_of_code(rap_row_cell(row, 0)), rap_row_cell(row, 1)),
               rap_row_cell(row, 2));
    }
    rap_arena_free(arena);
}

static bool group_has(const rap_query *query, size_t group, const char *item)
{
    for (size_t i = 0; i < query->groups.items[group].count; i++) {
        if (rap_str_is(query->groups.items[group].items[i], item)) {
            return true;
        }
    }
    return false;
}

static void queries_are_read(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_query query;
    rap_text_query(
        arena,
        RAP_STR(
            "parliaments A/RES/3/4 \"joint hearings\" coop* \xE8\x81\x94\xE5\x90\x88\xE5\x9B\xBD"),
        &query);
    assert_int_equal(query.groups.count, 5);
    assert_true(group_has(&query, 0, "parliament"));
    assert_true(group_has(&query, 0, "parliaments"));
    assert_true(group_has(&query, 1, "a_res_3_4"));
    assert_true(group_has(&query, 2, "joint hear"));
    assert_true(group_has(&query, 3, "coop*"));
    assert_true(group_has(&query, 4, "\xE8\x81\x94\xE5\x90\x88 \xE5\x90\x88\xE5\x9B\xBD"));
    rap_text_query(arena, RAP_STR("\xE4\xBC\x9A"), &query);
    assert_int_equal(query.groups.count, 1);
    assert_true(group_has(&query, 0, "\xE4\xBC\x9A*"));
    rap_text_query(arena, RAP_STR(" ,; \"\" *"), &query);
    assert_int_equal(query.groups.count, 0);
    rap_arena_free(arena);
}

/* `text` in the encoding `name`, with `before` in front. */
static rap_str encode(rap_arena *arena, const char *name, rap_str before, rap_str text)
{
    UErrorCode status = U_ZERO_ERROR;
    size_t size = text.length * 4 + 16;
    char *out = rap_arena_take(arena, size);
    memcpy(out, before.data ? before.data : "", before.length);
    int32_t length =
        ucnv_convert(name, "UTF-8", out + before.length, (int32_t)(size - before.length), text.data,
                     (int32_t)text.length, &status);
    assert_true(U_SUCCESS(status));
    return (rap_str){out, before.length + (size_t)length};
}

static void encodings_are_recognized(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_table cases = read_cases(arena, "encodings.tsv");
    for (size_t i = 0; i < cases.rows.count; i++) {
        const rap_row *row = &cases.rows.items[i];
        char *name = rap_str_c(arena, rap_row_cell(row, 0));
        rap_str mark = rap_row_cell(row, 1), before = RAP_STR_NONE;
        if (rap_str_is(mark, "yes")) {
            before = strcmp(name, "UTF-16LE") == 0   ? RAP_STR("\xFF\xFE")
                     : strcmp(name, "UTF-16BE") == 0 ? RAP_STR("\xFE\xFF")
                                                     : RAP_STR("\xEF\xBB\xBF");
        }
        rap_str bytes = encode(arena, name, before, rap_row_cell(row, 2)), text, encoding;
        rap_replaced replaced = {99, 99};
        rap_error error = {0};
        if (!rap_text_decode(arena, bytes, RAP_STR_NONE, &text, &encoding, &replaced, &error)) {
            fail_msg("line %d: %s", row->line, error.message);
        }
        expect(row, encoding, rap_row_cell(row, 0));
        expect(row, text, rap_row_cell(row, 2));
        assert_int_equal(replaced.count, 0);
    }
    rap_arena_free(arena);
}

static void damage_is_counted_and_binary_refused(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_str text, encoding;
    rap_replaced replaced = {0, 0};
    rap_error error = {0};
    rap_str damaged =
        RAP_STR("R\xC3\xA9union\n\xC3\xA0 G\xC3\xA9n\xC3\xA8ve, \xC3\xA9t\xC3\xA9 \xFF 2021");
    assert_true(rap_text_decode(arena, damaged, RAP_STR_NONE, &text, &encoding, &replaced, &error));
    assert_int_equal(replaced.count, 1);
    assert_int_equal(replaced.line, 2);
    assert_true(rap_str_is(encoding, "UTF-8"));
    /* too much damage for UTF-8, but pairs of ASCII letters are no Chinese either */
    rap_str mixed = RAP_STR("The harbour \xE2\x80\x94 open \xE9 \xFF late \xE9 in the year.");
    if (rap_text_decode(arena, mixed, RAP_STR_NONE, &text, &encoding, &replaced, &error)) {
        assert_true(rap_str_find(text, RAP_STR("harbour"), 0) != SIZE_MAX);
    }
    rap_str binary = RAP_STR("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1\0\xB3\xE8");
    assert_false(rap_text_decode(arena, binary, RAP_STR_NONE, &text, &encoding, &replaced, &error));
    assert_int_equal(error.code, RAP_ERROR_FORMAT);
    assert_true(
        rap_text_decode(arena, RAP_STR_NONE, RAP_STR_NONE, &text, &encoding, &replaced, &error));
    assert_int_equal(text.length, 0);
    rap_str declared = RAP_STR("caf\xE9");
    assert_true(rap_text_decode(arena, declared, RAP_STR("iso-8859-1"), &text, &encoding, &replaced,
                                &error));
    assert_true(rap_str_is(text, "caf\xC3\xA9"));
    assert_true(
        rap_text_decode(arena, declared, RAP_STR("no-such"), &text, &encoding, &replaced, &error));
    assert_true(rap_str_is(text, "caf\xC3\xA9"));
    rap_arena_free(arena);
}

static void text_is_cleaned(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    static const char *const cases[][2] = {
        {"  two\t\n words\xC2\xA0here ", "two words here"},
        {"plain text", "plain text"},
        {"\xE2\x80\x8Fmark\xE2\x80\x8E soft\xC2\xADhyphen", "mark softhyphen"},
        {"A\xE2\x80\x91"
         "B",
         "A-B"},
        {"e\xCC\x81t\xC3\xA9", "\xC3\xA9t\xC3\xA9"},
        /* lam-alef and beh as presentation forms */
        {"\xEF\xBB\xBB\xEF\xBA\x91", "\xD9\x84\xD8\xA7\xD8\xA8"},
        {" \xE3\x80\x80 ", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_str clean = rap_text_clean(arena, rap_str_of(cases[i][0]));
        assert_string_equal(rap_str_c(arena, clean), cases[i][1]);
    }
    rap_arena_free(arena);
}

static void text_is_folded(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    static const char *const cases[][2] = {
        {"\xC3\x89T\xC3\x89 Stra\xC3\x9F"
         "e",
         "ete strasse"},
        {"\xD0\x81\xD0\xB6", "\xD0\xB5\xD0\xB6"},
        /* alef with hamza, vowel mark, tatweel, ta marbuta, alef maqsura */
        {"\xD8\xA3\xD9\x8E\xD9\x85\xD9\x80\xD8\xA9\xD9\x89", "\xD8\xA7\xD9\x85\xD9\x87\xD9\x8A"},
        {"\xEF\xBC\xA1\xEF\xBC\x91", "a1"},
        {"\xD9\xA1\xD9\xA2", "12"},
        {"l\xE2\x80\x99"
         "Une",
         "l'une"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_str folded = rap_text_fold(arena, rap_str_of(cases[i][0]));
        assert_string_equal(rap_str_c(arena, folded), cases[i][1]);
    }
    rap_arena_free(arena);
}

static void scripts_are_told(void **state)
{
    (void)state;
    assert_int_equal(rap_text_script_of('a'), RAP_SCRIPT_LATIN);
    assert_int_equal(rap_text_script_of('1'), RAP_SCRIPT_OTHER);
    assert_int_equal(rap_text_script_of(0x416), RAP_SCRIPT_CYRILLIC);
    assert_int_equal(rap_text_script_of(0x628), RAP_SCRIPT_ARABIC);
    assert_int_equal(rap_text_script_of(0x4E00), RAP_SCRIPT_HAN);
    assert_int_equal(rap_text_script_of(0x5D0), RAP_SCRIPT_UNKNOWN);
    assert_int_equal(rap_text_script(RAP_STR("12, 13")), RAP_SCRIPT_OTHER);
}

/* The text with what changed between marks. The spans of each side must give its text again. */
static rap_str marked_up(rap_arena *arena, rap_str a, rap_str b)
{
    static const char *const marks[][2] = {{"", ""}, {"[-", "-]"}, {"{+", "+}"}};
    rap_differences list;
    rap_buf out, first, second;
    rap_buf_init(&out, arena);
    rap_buf_init(&first, arena);
    rap_buf_init(&second, arena);
    rap_text_difference(arena, a, b, &list);
    for (size_t i = 0; i < list.count; i++) {
        const rap_difference *item = &list.items[i];
        rap_str in_a = rap_str_slice(a, item->a.start, item->a.end);
        rap_str in_b = rap_str_slice(b, item->b.start, item->b.end);
        rap_buf_put(&first, in_a);
        rap_buf_put(&second, in_b);
        rap_buf_put_c(&out, marks[item->kind][0]);
        rap_buf_put(&out, item->kind == RAP_DIFFERENCE_DROPPED ? in_a : in_b);
        rap_buf_put_c(&out, marks[item->kind][1]);
    }
    assert_true(rap_str_equal(rap_buf_str(&first), a));
    assert_true(rap_str_equal(rap_buf_str(&second), b));
    return rap_buf_str(&out);
}

static void differences_are_found(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_table cases = read_cases(arena, "differences.tsv");
    for (size_t i = 0; i < cases.rows.count; i++) {
        const rap_row *row = &cases.rows.items[i];
        expect(row, marked_up(arena, rap_row_cell(row, 0), rap_row_cell(row, 1)),
               rap_row_cell(row, 2));
    }
    rap_arena_free(arena);
}

/* Two long texts without a word in common end in time and in two pieces. */
static void texts_all_apart_are_told_as_one_change(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_buf a, b;
    rap_differences list;
    rap_buf_init(&a, arena);
    rap_buf_init(&b, arena);
    for (int i = 0; i < 2 * RAP_DIFFERENCE_MOST; i++) {
        rap_buf_put_c(&a, rap_arena_format(arena, "a%d ", i));
        rap_buf_put_c(&b, rap_arena_format(arena, "b%d ", i));
    }
    rap_text_difference(arena, rap_buf_str(&a), rap_buf_str(&b), &list);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].kind, RAP_DIFFERENCE_DROPPED);
    assert_int_equal(list.items[0].a.end, a.length);
    assert_int_equal(list.items[1].b.end, b.length);
    rap_arena_free(arena);
}

static int setup(void **state)
{
    rap_error error = {0};
    *state = rap_text_rules_new(&error);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    rap_text_rules_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_told),
        cmocka_unit_test(sentences_are_split),
        cmocka_unit_test(endless_sentences_are_cut),
        cmocka_unit_test(tokens_are_made),
        cmocka_unit_test(queries_are_read),
        cmocka_unit_test(encodings_are_recognized),
        cmocka_unit_test(damage_is_counted_and_binary_refused),
        cmocka_unit_test(text_is_cleaned),
        cmocka_unit_test(text_is_folded),
        cmocka_unit_test(scripts_are_told),
        cmocka_unit_test(differences_are_found),
        cmocka_unit_test(texts_all_apart_are_told_as_one_change),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

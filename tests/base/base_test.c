#include "base/arena.h"
#include "base/data.h"
#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "base/table.h"
#include "base/trie.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void arena_gives_zeroed_memory_and_grows_in_place(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    char *first = rap_arena_take(arena, 100);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(first[i], 0);
    }
    memset(first, 'x', 100);
    char *grown = rap_arena_grow(arena, first, 100, 1000);
    assert_ptr_equal(grown, first);
    assert_int_equal(grown[99], 'x');
    assert_int_equal(grown[100], 0);
    char *large = rap_arena_take(arena, 10u << 20);
    large[(10u << 20) - 1] = 'y';
    rap_arena_reset(arena);
    assert_int_equal(rap_arena_used(arena), 0);
    char *again = rap_arena_take(arena, 16);
    assert_int_equal(again[0], 0);
    rap_arena_free(arena);
}

static void count_release(void *object)
{
    ++*(int *)object;
}

static void arena_guard_catches_exhaustion(void **state)
{
    (void)state;
    static int released;
    rap_arena *arena = rap_arena_new(1000);
    if (RAP_ARENA_GUARD(arena) == 0) {
        rap_arena_defer(arena, count_release, &released);
        rap_arena_take(arena, 2000);
        fail_msg("the limit did not hold");
    }
    rap_arena_unguard(arena);
    rap_arena_free(arena);
    assert_int_equal(released, 1);
}

static void strings_split_and_compare(void **state)
{
    (void)state;
    rap_str rest = RAP_STR("a,,b"), part;
    assert_true(rap_str_split(&rest, ',', &part));
    assert_true(rap_str_is(part, "a"));
    assert_true(rap_str_split(&rest, ',', &part));
    assert_int_equal(part.length, 0);
    assert_true(rap_str_split(&rest, ',', &part));
    assert_true(rap_str_is(part, "b"));
    assert_false(rap_str_split(&rest, ',', &part));
    assert_true(rap_str_compare(RAP_STR("ab"), RAP_STR("abc")) < 0);
    assert_int_equal(rap_str_find(RAP_STR("xaab"), RAP_STR("ab"), 0), 2);
    assert_true(rap_str_find(RAP_STR("xaab"), RAP_STR("ab"), 3) == SIZE_MAX);
    int number;
    assert_true(rap_str_number(RAP_STR("042"), &number));
    assert_int_equal(number, 42);
    assert_false(rap_str_number(RAP_STR("4x"), &number));
}

static void utf8_steps_both_ways_and_refuses_bad_bytes(void **state)
{
    (void)state;
    rap_str text = RAP_STR("a\xC3\xA9\xE5\xA4\xA7\xF0\x9F\x98\x80");
    static const uint32_t expected[] = {'a', 0xE9, 0x5927, 0x1F600};
    size_t at = 0;
    for (int i = 0; i < 4; i++) {
        assert_int_equal(rap_utf8_next(text, &at), expected[i]);
    }
    assert_int_equal(at, text.length);
    for (int i = 3; i >= 0; i--) {
        assert_int_equal(rap_utf8_previous(text, &at), expected[i]);
    }
    assert_true(rap_utf8_invalid(text) == SIZE_MAX);
    assert_int_equal(rap_utf8_invalid(RAP_STR("ab\xC0\xAF")), 2);
    assert_int_equal(rap_utf8_invalid(RAP_STR("ab\xED\xA0\x80")), 2);
    at = 0;
    assert_int_equal(rap_utf8_next(RAP_STR("\xFFz"), &at), 0xFFFD);
    assert_int_equal(at, 1);
}

static void map_keeps_insertion_order(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_map *map = rap_map_new(arena);
    static int values[1000];
    for (int i = 0; i < 1000; i++) {
        rap_map_set(map, rap_str_of(rap_arena_format(arena, "key %d", i)), &values[i]);
    }
    assert_int_equal(rap_map_count(map), 1000);
    assert_ptr_equal(rap_map_find(map, RAP_STR("key 777")), &values[777]);
    assert_null(rap_map_find(map, RAP_STR("key 1000")));
    rap_str key;
    void *value;
    assert_true(rap_map_at(map, 5, &key, &value));
    assert_true(rap_str_is(key, "key 5"));
    rap_arena_free(arena);
}

static void table_reads_rows_and_names_a_bad_line(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_table table;
    rap_error error;
    assert_true(rap_table_parse(arena, RAP_STR("# note\nname\tverb\n\nx\ty\nz\n"), &table, &error));
    assert_int_equal(table.rows.count, 2);
    int verb = rap_table_column(&table, "verb");
    assert_true(rap_str_is(rap_row_cell(&table.rows.items[0], verb), "y"));
    assert_int_equal(rap_row_cell(&table.rows.items[1], verb).length, 0);
    assert_int_equal(table.rows.items[1].line, 5);
    assert_false(rap_table_parse(arena, RAP_STR("a\nb\tc\n"), &table, &error));
    assert_int_equal(error.position, 2);
    rap_arena_free(arena);
}

static void trie_meets_every_phrase_that_begins_here(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_trie *trie = rap_trie_new(arena);
    static const char *const phrases[] = {"in", "in the", "into", "\xD0\xB2", "\xD0\xB2\xD0\xBE"};
    for (int i = 0; i < 5; i++) {
        *rap_trie_put(trie, rap_str_of(phrases[i])) = i;
    }
    for (int i = 0; i < 1000; i++) { /* more edges than the table begins with */
        *rap_trie_put(trie, rap_str_of(rap_arena_format(arena, "word %d", i))) = 100 + i;
    }
    int met[3] = {-1, -1, -1};
    size_t count = 0;
    uint32_t node = RAP_TRIE_ROOT;
    for (const char *at = "in thermal"; (node = rap_trie_step(trie, node, *at)); at++) {
        if (rap_trie_value(trie, node) >= 0) {
            met[count++] = rap_trie_value(trie, node);
        }
    }
    assert_int_equal(count, 2);
    assert_int_equal(met[0], 0);
    assert_int_equal(met[1], 1);
    assert_int_equal(*rap_trie_put(trie, rap_str_of(phrases[4])), 4);
    assert_int_equal(*rap_trie_put(trie, RAP_STR("word 777")), 877);
    assert_int_equal(*rap_trie_put(trie, RAP_STR("word")), -1);
    assert_int_equal(rap_trie_step(trie, RAP_TRIE_ROOT, 'x'), 0);
    rap_arena_free(arena);
}

static void json_escapes_and_separates(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "a", RAP_STR("x\"\n\x01"));
    rap_json_name(&json, "b");
    rap_json_array_begin(&json);
    rap_json_integer(&json, -5);
    rap_json_null(&json);
    rap_json_array_end(&json);
    rap_json_member(&json, "c", RAP_STR("\xFF"));
    rap_json_object_end(&json);
    assert_string_equal(rap_buf_str(&out).data,
                        "{\"a\": \"x\\\"\\n\\u0001\", \"b\": [-5, null], \"c\": \"\xEF\xBF\xBD\"}");
    rap_arena_free(arena);
}

static void hash_is_sha256(void **state)
{
    (void)state;
    char hex[65];
    rap_file_hash(RAP_STR("abc"), hex); /* FIPS 180-2, appendix B.1 */
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void embedded_data_is_found_by_path(void **state)
{
    (void)state;
    size_t count = 0;
    for (const char *path; (path = rap_data_path(count)); count++) {
        assert_true(rap_data_find(path).data != NULL);
    }
    assert_true(count > 0);
    assert_int_equal(rap_data_find("no/such.tsv").length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_memory_and_grows_in_place),
        cmocka_unit_test(arena_guard_catches_exhaustion),
        cmocka_unit_test(strings_split_and_compare),
        cmocka_unit_test(utf8_steps_both_ways_and_refuses_bad_bytes),
        cmocka_unit_test(map_keeps_insertion_order),
        cmocka_unit_test(trie_meets_every_phrase_that_begins_here),
        cmocka_unit_test(table_reads_rows_and_names_a_bad_line),
        cmocka_unit_test(json_escapes_and_separates),
        cmocka_unit_test(hash_is_sha256),
        cmocka_unit_test(embedded_data_is_found_by_path),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}

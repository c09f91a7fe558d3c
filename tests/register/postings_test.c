/* The bytes of the full-text index: what is put in comes out, and no damage is believed. */
#include "postings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = rap_arena_new(0);
    return 0;
}

static int tear_down(void **state)
{
    rap_arena_free(*state);
    return 0;
}

static const rap_posting *posting_of(const rap_postings *all, const char *word)
{
    for (size_t i = 0; i < all->count; i++) {
        if (rap_str_is(all->items[i].word, word)) {
            return &all->items[i];
        }
    }
    fail_msg("no word %s", word);
    return NULL;
}

/* "block:position" of each place, with spaces between them. */
static rap_str places_of(rap_arena *arena, rap_str bytes)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_places places = {.reader = rap_postings_reader_of(bytes)};
    while (rap_places_next(&places)) {
        rap_buf_format(&out, "%s%u:%u", out.length ? " " : "", places.block, places.position);
    }
    if (places.reader.is_damaged) {
        rap_buf_put_c(&out, " damaged");
    }
    return rap_buf_str(&out);
}

static void words_are_where_they_stand(void **state)
{
    rap_arena *arena = *state, *scratch = rap_arena_new(0);
    rap_str blocks[300] = {RAP_STR("the river the board"), RAP_STR("board"), RAP_STR(""),
                           RAP_STR(" the  the ")};
    for (size_t i = 4; i < 300; i++) {
        blocks[i] = RAP_STR("");
    }
    blocks[299] = RAP_STR("river");
    rap_postings all = rap_postings_of(arena, scratch, blocks, 300);
    rap_arena_free(scratch);
    assert_int_equal(all.count, 3);
    assert_int_equal(all.blocks, 300);
    assert_int_equal(all.filled, 4);
    assert_int_equal(all.words, 8);
    rap_str the = places_of(arena, posting_of(&all, "the")->places);
    rap_str river = places_of(arena, posting_of(&all, "river")->places);
    rap_str board = places_of(arena, posting_of(&all, "board")->places);
    assert_true(rap_str_is(the, "0:0 0:2 3:0 3:1"));
    assert_true(rap_str_is(river, "0:1 299:0"));
    assert_true(rap_str_is(board, "0:3 1:0"));
    rap_postings_reader sizes = rap_postings_reader_of(all.sizes);
    for (size_t i = 0; i < 300; i++) {
        static const uint64_t first[] = {4, 1, 0, 2};
        assert_int_equal(rap_postings_number(&sizes), i < 4 ? first[i] : i == 299);
    }
    assert_true(sizes.at == sizes.end && !sizes.is_damaged);
}

static void numbers_of_any_size_come_back(void **state)
{
    static const uint64_t numbers[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX};
    rap_buf out;
    rap_buf_init(&out, *state);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        rap_postings_put_number(&out, numbers[i]);
    }
    rap_postings_reader reader = rap_postings_reader_of(rap_buf_str(&out));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_true(rap_postings_number(&reader) == numbers[i]);
    }
    assert_false(reader.is_damaged);
    assert_int_equal(rap_postings_number(&reader), 0);
    assert_true(reader.is_damaged);
}

/* A page with two words, the first in two versions of which the second has the smaller number. */
static rap_str make_page(rap_arena *arena, const rap_postings *all)
{
    rap_buf page, entry;
    rap_buf_init(&page, arena);
    rap_buf_init(&entry, arena);
    rap_postings_put_version(&entry, 0, 48, posting_of(all, "board")->places);
    rap_postings_put_version(&entry, 48, 16, posting_of(all, "board")->places);
    rap_postings_put_entry(&page, RAP_STR_NONE, RAP_STR("board"), rap_buf_str(&entry));
    entry.length = 0;
    rap_postings_put_version(&entry, 0, 48, posting_of(all, "boat")->places);
    rap_postings_put_entry(&page, RAP_STR("board"), RAP_STR("boat"), rap_buf_str(&entry));
    return rap_buf_str(&page);
}

/* Words, versions and places of a page, or as far as they can be read. */
static rap_str read_page(rap_arena *arena, rap_str bytes)
{
    rap_buf out, word;
    rap_buf_init(&out, arena);
    rap_buf_init(&word, arena);
    rap_str postings, places;
    rap_postings_reader page = rap_postings_reader_of(bytes);
    while (rap_postings_entry(&page, &word, &postings)) {
        int64_t version = 0;
        rap_postings_reader entry = rap_postings_reader_of(postings);
        while (rap_postings_version(&entry, &version, &places)) {
            rap_buf_format(&out, "%.*s %lld %.*s\n", RAP_STR_ARG(rap_buf_str(&word)),
                           (long long)version, RAP_STR_ARG(places_of(arena, places)));
        }
        rap_buf_put_c(&out, entry.is_damaged ? "damaged entry\n" : "");
    }
    rap_buf_put_c(&out, page.is_damaged ? "damaged page\n" : "");
    return rap_buf_str(&out);
}

static void pages_come_back_and_damage_is_seen(void **state)
{
    rap_arena *arena = *state, *scratch = rap_arena_new(0);
    const rap_str blocks[] = {RAP_STR("board boat board"), RAP_STR("boat")};
    rap_postings all = rap_postings_of(arena, scratch, blocks, 2);
    rap_str page = make_page(arena, &all);
    assert_true(rap_str_is(read_page(arena, page),
                           "board 48 0:0 0:2\nboard 16 0:0 0:2\nboat 48 0:1 1:0\n"));
    /* Cut anywhere, it ends in damage or behind a whole entry. */
    for (size_t length = 0; length < page.length; length++) {
        rap_str read = read_page(scratch, rap_str_slice(page, 0, length));
        assert_true(!read.length || rap_str_ends(read, RAP_STR("damaged page\n")) ||
                    rap_str_ends(read, RAP_STR("board 16 0:0 0:2\n")));
    }
    /* With any byte another, it is read to its end within its bounds. */
    for (size_t at = 0; at < page.length; at++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            char *other = rap_str_c(scratch, page);
            other[at] = (char)byte;
            read_page(scratch, (rap_str){other, page.length});
        }
        rap_arena_reset(scratch);
    }
    rap_arena_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_where_they_stand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_of_any_size_come_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages_come_back_and_damage_is_seen, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "linking/linking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static rap_version version_of(rap_arena *arena, const char *doc, const char *doc_lang,
                              rap_lang lang)
{
    return (rap_version){
        .arena = arena, .doc = rap_str_of(doc), .doc_lang = rap_str_of(doc_lang), .lang = lang};
}

static void put_block(rap_version *version, rap_part part, const char *label, int32_t parent)
{
    RAP_PUSH(version->arena, &version->blocks,
             (rap_block){.part = part,
                         .label = rap_str_of(label),
                         .text = RAP_STR("recalls what was said of the ferries"),
                         .parent = parent});
}

static void put_symbol(rap_version *version, uint32_t block, const char *symbol)
{
    RAP_PUSH(
        version->arena, &version->mentions,
        (rap_mention){.kind = RAP_MENTION_SYMBOL, .block = block, .entity = rap_str_of(symbol)});
}

static rap_links links_of(rap_arena *arena, rap_version *items, size_t count)
{
    rap_versions versions = {items, count, count};
    rap_links links;
    rap_link_find(arena, &versions, &links);
    return links;
}

static void expect(const rap_links *links, size_t index, const char *kind, const char *from,
                   const char *to)
{
    assert_true(index < links->count);
    const rap_link *link = &links->items[index];
    if (!rap_str_is(link->kind, kind) || !rap_str_is(link->from, from) ||
        !rap_str_is(link->to, to)) {
        fail_msg("%zu is \"%.*s\" from \"%.*s\" to \"%.*s\"", index, RAP_STR_ARG(link->kind),
                 RAP_STR_ARG(link->from), RAP_STR_ARG(link->to));
    }
}

static void a_paragraph_cites_in_its_text_and_through_its_notes(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version version = version_of(arena, "F/1", "F/1", RAP_LANG_EN);
    put_block(&version, RAP_PART_COVER, "", -1);
    put_block(&version, RAP_PART_OPERATIVE, "1", -1);
    put_block(&version, RAP_PART_OPERATIVE, "", 1); /* a sentence that goes on below it */
    put_block(&version, RAP_PART_OPERATIVE, "2", -1);
    put_block(&version, RAP_PART_FOOTNOTE, "", -1);
    put_block(&version, RAP_PART_FOOTNOTE, "", -1); /* called from nowhere */
    version.blocks.items[5].number = RAP_STR("9");
    RAP_PUSH(arena, &version.blocks.items[3].notes, (rap_note_ref){RAP_STR("4"), 3, 4});
    RAP_PUSH(arena, &version.blocks.items[3].notes, (rap_note_ref){RAP_STR("5"), 5, -1});
    put_symbol(&version, 0, "F/DRAFT/1");
    put_symbol(&version, 1, "F/RES/7");
    put_symbol(&version, 1, "F/RES/7");
    put_symbol(&version, 1, "F/1"); /* itself */
    put_symbol(&version, 2, "F/RES/8");
    put_symbol(&version, 4, "F/RES/9");
    put_symbol(&version, 5, "F/RES/10");
    rap_links links = links_of(arena, &version, 1);
    assert_int_equal(links.count, 4);
    expect(&links, 0, "cites", "F/1#1", "F/RES/7");
    expect(&links, 1, "cites", "F/1#1", "F/RES/8");
    expect(&links, 2, "cites", "F/1#2", "F/RES/9");
    assert_true(rap_str_is(links.items[2].reasons, "named in note 4"));
    expect(&links, 3, "cites", "F/1", "F/RES/10");
    rap_arena_free(arena);
}

static void languages_of_one_work_are_linked_towards_the_original(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version versions[] = {version_of(arena, "F/1", "F/1-ar", RAP_LANG_AR),
                              version_of(arena, "F/1", "F/1-fr", RAP_LANG_FR),
                              version_of(arena, "F/2", "F/2", RAP_LANG_FR),
                              version_of(arena, "F/1", "F/1-es", RAP_LANG_ES)};
    rap_links links = links_of(arena, versions, 4);
    assert_int_equal(links.count, 3);
    expect(&links, 0, "translation of", "F/1-fr", "F/1-ar");
    assert_true(links.items[0].score < 1); /* nobody says which is the original */
    versions[0].cover.original = versions[1].cover.original = RAP_LANG_FR;
    links = links_of(arena, versions, 4);
    expect(&links, 0, "translation of", "F/1-ar", "F/1-fr");
    expect(&links, 2, "translation of", "F/1-es", "F/1-fr");
    assert_true(links.items[2].score == 1);
    rap_arena_free(arena);
}

static void nothing_gives_no_links(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version empty = version_of(arena, "F/1", "F/1", RAP_LANG_EN);
    assert_int_equal(links_of(arena, NULL, 0).count, 0);
    assert_int_equal(links_of(arena, &empty, 1).count, 0);
    rap_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paragraph_cites_in_its_text_and_through_its_notes),
        cmocka_unit_test(languages_of_one_work_are_linked_towards_the_original),
        cmocka_unit_test(nothing_gives_no_links)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

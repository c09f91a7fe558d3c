#include "linking/linking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static rap_version new_version(rap_arena *arena, rap_lang lang, const char *doc, const char *name)
{
    return (rap_version){
        .arena = arena,
        .lang = lang,
        .doc = rap_str_of(doc),
        .doc_lang = rap_str_of(name),
        .cover = {.kind = RAP_STR("resolution"), .title = RAP_STR("Care of buoys")}};
}

static uint32_t add_block(rap_version *version, rap_part part, const char *label, const char *text)
{
    RAP_PUSH(version->arena, &version->blocks,
             (rap_block){
                 .part = part, .label = rap_str_of(label), .text = rap_str_of(text), .parent = -1});
    return (uint32_t)version->blocks.count - 1;
}

static void add_symbol(rap_version *version, uint32_t block, const char *symbol)
{
    rap_mention mention = {
        .kind = RAP_MENTION_SYMBOL, .block = block, .entity = rap_str_of(symbol)};
    RAP_PUSH(version->arena, &version->mentions, mention);
}

static const rap_link *find(const rap_links *links, const char *kind, const char *from,
                            const char *to)
{
    for (size_t i = 0; i < links->count; i++) {
        const rap_link *link = &links->items[i];
        if (rap_str_is(link->kind, kind) && rap_str_is(link->from, from) &&
            rap_str_is(link->to, to)) {
            return link;
        }
    }
    return NULL;
}

static void paragraphs_cite(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_versions versions = {0};
    rap_version version = new_version(arena, RAP_LANG_EN, "A/RES/90/1", "A/RES/90/1");
    uint32_t one = add_block(&version, RAP_PART_OPERATIVE, "1", "Notes the chart");
    uint32_t note = add_block(&version, RAP_PART_FOOTNOTE, "", "See the annex");
    rap_note_ref anchor = {RAP_STR("1"), 5, (int32_t)note};
    RAP_PUSH(arena, &version.blocks.items[one].notes, anchor);
    add_symbol(&version, one, "A/89/7");
    add_symbol(&version, one, "A/89/7");
    add_symbol(&version, one, "A/RES/90/1");
    add_symbol(&version, note, "E/2030/4");
    RAP_PUSH(arena, &versions, version);
    rap_links links;
    rap_link_find(arena, &versions, &links);
    assert_int_equal(links.count, 2);
    assert_non_null(find(&links, "cites", "A/RES/90/1#1", "A/89/7"));
    assert_non_null(find(&links, "cites", "A/RES/90/1#1", "E/2030/4"));
    rap_arena_free(arena);
}

static void languages_of_one_work_are_linked(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_versions versions = {0};
    rap_version first = new_version(arena, RAP_LANG_AR, "BUOYS", "BUOYS-ar");
    rap_version second = new_version(arena, RAP_LANG_EN, "BUOYS", "BUOYS-en");
    rap_version other = new_version(arena, RAP_LANG_FR, "LIGHTS", "LIGHTS-fr");
    add_block(&first, RAP_PART_BODY, "1", "x");
    add_block(&second, RAP_PART_BODY, "1", "x");
    add_block(&second, RAP_PART_BODY, "2", "y");
    RAP_PUSH(arena, &versions, first);
    RAP_PUSH(arena, &versions, second);
    RAP_PUSH(arena, &versions, other);
    rap_links links;
    rap_link_find(arena, &versions, &links);
    assert_int_equal(links.count, 1);
    const rap_link *link = find(&links, "translation of", "BUOYS-en", "BUOYS-ar");
    assert_non_null(link);
    assert_true(link->score > 0.49 && link->score < 0.51);
    rap_arena_free(arena);
}

static void renewals_are_found_under_the_title(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_versions versions = {0};
    rap_version version = new_version(arena, RAP_LANG_EN, "A/RES/90/1", "A/RES/90/1");
    uint32_t first = add_block(&version, RAP_PART_PREAMBULAR, "", "Recalling the law of the sea,");
    uint32_t second = add_block(&version, RAP_PART_PREAMBULAR, "",
                                "Recalling its resolutions on the care of buoys,");
    add_symbol(&version, first, "A/RES/89/4");
    add_symbol(&version, second, "A/RES/86/2");
    add_symbol(&version, second, "A/RES/88/3");
    add_symbol(&version, second, "S/RES/2500 (2030)");
    RAP_PUSH(arena, &versions, version);
    rap_links links;
    rap_link_find(arena, &versions, &links);
    assert_non_null(find(&links, "renews", "A/RES/90/1", "A/RES/88/3"));
    assert_null(find(&links, "renews", "A/RES/90/1", "A/RES/89/4"));
    rap_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_cite),
        cmocka_unit_test(languages_of_one_work_are_linked),
        cmocka_unit_test(renewals_are_found_under_the_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

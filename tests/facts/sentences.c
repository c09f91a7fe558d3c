#include "sentences.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

rap_version *sentences_read(const rap_knowledge *knowledge, rap_arena *arena, rap_lang lang,
                            rap_str text)
{
    rap_version *version = RAP_NEW(arena, rap_version);
    *version = (rap_version){.arena = arena,
                             .doc = RAP_STR("TEST"),
                             .doc_lang = RAP_STR("TEST"),
                             .lang = lang,
                             .cover = {.kind = RAP_STR("report")}};
    version->cover.period = (rap_period){{2023, 1, 1}, {2024, 6, 30}};
    RAP_PUSH(
        arena, &version->blocks,
        (rap_block){
            .part = RAP_PART_BODY, .text = text, .label = RAP_STR("1"), .parent = -1, .level = 1});
    rap_mention_find(knowledge->mentions, knowledge->text, version);
    rap_activity_find(knowledge, version);
    return version;
}

bool sentences_check(const sentences *all, rap_arena *arena, const char *place, int line,
                     const rap_version *version, const rap_strs *expected)
{
    const sentences_kind *kind = &all->kind;
    bool none = expected->count == 1 && rap_str_is(expected->items[0], "-");
    size_t count = none ? 0 : expected->count, read = kind->count(version);
    bool right = read == count;
    for (size_t i = 0; right && i < count; i++) {
        right = kind->fits(arena, version, i, expected->items[i]);
    }
    for (size_t i = 0; !right && i < expected->count; i++) {
        print_error("%s:%d: want %.*s\n", place, line, RAP_STR_ARG(expected->items[i]));
    }
    for (size_t i = 0; !right && i < read; i++) {
        rap_str told = kind->tell(arena, version, i);
        print_error("%s:%d: read %.*s\n", place, line, RAP_STR_ARG(told));
    }
    if (!right && read == 0) {
        print_error("%s:%d: read none\n", place, line);
    }
    return right;
}

/* How many sentences of a language's file are read wrongly; *ret_sentences how many there are. */
static int check_file(const sentences *all, rap_lang lang, int *ret_sentences)
{
    rap_arena *arena = rap_arena_new(0);
    rap_error error = {0};
    rap_str text, line;
    const char *path =
        rap_arena_format(arena, "%s/%s-%s.txt", all->folder, all->kind.name, rap_lang_code(lang));
    assert_true(rap_file_read(arena, path, SIZE_MAX / 2, &text, &error));
    rap_str paragraph = RAP_STR_NONE;
    rap_strs expected = {0};
    int failures = 0, number = 0, at = 0;
    bool more = true;
    *ret_sentences = 0;
    while (more) {
        more = rap_str_split(&text, '\n', &line);
        number++;
        bool expects = more && rap_str_starts(line, RAP_STR("=>"));
        if (expects) {
            RAP_PUSH(arena, &expected, rap_str_trim(rap_str_slice(line, 2, line.length)));
            continue;
        }
        if (paragraph.length && expected.count) {
            ++*ret_sentences;
            failures +=
                !sentences_check(all, arena, path, at,
                                 sentences_read(all->knowledge, arena, lang, paragraph), &expected);
        }
        expected = (rap_strs){0};
        paragraph = more && !rap_str_starts(line, RAP_STR("#")) ? rap_str_trim(line) : RAP_STR_NONE;
        at = number;
    }
    rap_arena_free(arena);
    return failures;
}

void sentences_check_languages(const sentences *all, int least)
{
    int wrong = 0;
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        int count;
        wrong += check_file(all, (rap_lang)lang, &count);
        assert_true(count >= least);
    }
    assert_int_equal(wrong, 0);
}

size_t sentences_fields(rap_str line, rap_str *ret_fields, size_t most)
{
    size_t count = 0;
    rap_str field;
    for (size_t i = 0; i < most; i++) {
        ret_fields[i] = RAP_STR_NONE;
    }
    while (count < most && rap_str_split(&line, ';', &field)) {
        ret_fields[count++] = rap_str_trim(field);
    }
    return count;
}

enum { FIELDS_MOST = 16 };

bool sentences_fields_fit(rap_str read, rap_str expect, size_t most)
{
    rap_str found[FIELDS_MOST] = {0}, wanted[FIELDS_MOST] = {0};
    assert_true(most <= FIELDS_MOST);
    sentences_fields(read, found, most);
    size_t count = sentences_fields(expect, wanted, most);
    for (size_t i = 0; i < count; i++) {
        if (!rap_str_equal(found[i], wanted[i])) {
            return false;
        }
    }
    return true;
}

bool sentences_set_up(rap_knowledge *ret_knowledge)
{
    rap_error error = {0};
    rap_text_rules *text = rap_text_rules_new(&error);
    rap_structure_rules *structure = text ? rap_structure_rules_new(&error) : NULL;
    rap_mention_rules *mentions = structure ? rap_mention_rules_new(&error) : NULL;
    rap_fact_rules *facts = mentions ? rap_fact_rules_new(mentions, &error) : NULL;
    if (!facts) {
        print_error("%s\n", error.message);
        return false;
    }
    *ret_knowledge = (rap_knowledge){text, structure, mentions, facts};
    return true;
}

void sentences_tear_down(const rap_knowledge *knowledge)
{
    rap_fact_rules_free((rap_fact_rules *)knowledge->facts);
    rap_mention_rules_free((rap_mention_rules *)knowledge->mentions);
    rap_structure_rules_free((rap_structure_rules *)knowledge->structure);
    rap_text_rules_free((rap_text_rules *)knowledge->text);
}

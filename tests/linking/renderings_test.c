/* A term with two renderings and a name with two spellings, on invented paragraphs. */
#include "renderings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { LINES = 6, LANGUAGES = 6 };

typedef struct {
    rap_lang lang;
    const char *lines[LINES];
    const char *term, *other_term; /* how the third line calls it in its place */
    const char *name, *other_name; /* how the fifth line spells it in its place */
    const char *said_term;         /* what of them differs from the usual words */
} text;

static const text texts[LANGUAGES] = {
    {RAP_LANG_EN,
     {"Recalls the memorandum of understanding about the ferry;",
      "Asks the islands to read the memorandum of understanding aloud;",
      "Notes that the memorandum of understanding ends in winter;",
      "Hopes that Captain Brandeskov will find a new memorandum of understanding useful;",
      "Decides that Captain Brandeskov shall tell of the weather;",
      "Thanks the keepers of the lighthouse."},
     "memorandum of understanding",
     "memorandum of agreement",
     "Brandeskov",
     "Brandezkov",
     "memorandum of agreement"},
    {RAP_LANG_FR,
     {"Rappelle le mémorandum d’entente sur le bac ;",
      "Prie les îles de lire à haute voix le mémorandum d’entente ;",
      "Note que le mémorandum d’entente prend fin en hiver ;",
      "Espère que le capitaine Brandeskov jugera utile un nouveau mémorandum d’entente ;",
      "Décide que le capitaine Brandeskov parlera du temps ;", "Remercie les gardiens du phare."},
     "mémorandum d’entente",
     "protocole d’entente",
     "Brandeskov",
     "Brandezkov",
     "protocole d’entente"},
    {RAP_LANG_ES,
     {"Recuerda el memorando de entendimiento sobre el transbordador;",
      "Pide a las islas que lean en voz alta el memorando de entendimiento;",
      "Observa que el memorando de entendimiento termina en invierno;",
      "Espera que el capitán Brandeskov considere útil un nuevo memorando de entendimiento;",
      "Decide que el capitán Brandeskov hable del tiempo;",
      "Da las gracias a los guardianes del faro."},
     "memorando de entendimiento",
     "memorando de inteligencia",
     "Brandeskov",
     "Brandezkov",
     "memorando de inteligencia"},
    {RAP_LANG_RU,
     {"напоминает меморандум о взаимопонимании относительно парома;",
      "просит острова прочитать меморандум о взаимопонимании вслух;",
      "отмечает, что меморандум о взаимопонимании истекает зимой;",
      "надеется, что капитан Брандесков сочтет полезным новый меморандум о взаимопонимании;",
      "постановляет, что капитан Брандесков расскажет о погоде;", "благодарит смотрителей маяка."},
     "меморандум о взаимопонимании",
     "меморандум о договоренности",
     "Брандесков",
     "Брандезков",
     "меморандум о договоренности"},
    {RAP_LANG_AR,
     {"تشير إلى مذكرة التفاهم بشأن العبارة؛", "تطلب إلى الجزر أن تقرأ مذكرة التفاهم بصوت عال؛",
      "تلاحظ أن مذكرة التفاهم تنتهي في الشتاء؛",
      "تأمل أن يجد القبطان براندسكوف مذكرة التفاهم الجديدة مفيدة؛",
      "تقرر أن يتكلم القبطان براندسكوف عن الطقس؛", "تشكر حراس المنارة."},
     "مذكرة التفاهم",
     "مذكرة الترتيبات",
     "براندسكوف",
     "براندزكوف",
     "مذكرة الترتيبات"},
    {RAP_LANG_ZH,
     {"回顾关于渡船的谅解备忘录；", "请各岛屿朗读谅解备忘录；", "注意到谅解备忘录于冬季期满；",
      "希望布兰德斯科夫船长认为新的谅解备忘录有用；", "决定由布兰德斯科夫船长讲述天气；",
      "感谢灯塔看守人。"},
     "谅解备忘录",
     "协议备忘录",
     "布兰德斯科夫",
     "布兰德兹科夫",
     "协议备忘录"},
};

static rap_str replaced(rap_arena *arena, const char *line, const char *from, const char *to)
{
    const char *at = strstr(line, from);
    assert_non_null(at);
    return rap_str_of(
        rap_arena_format(arena, "%.*s%s%s", (int)(at - line), line, to, at + strlen(from)));
}

/* The text, where wanted with the term of the third line and the name of the fifth changed. */
static rap_version version_of(rap_arena *arena, const text *source, bool is_term, bool is_name)
{
    rap_version version = {.arena = arena, .lang = source->lang};
    for (size_t i = 0; i < LINES; i++) {
        rap_block block = {.part = RAP_PART_OPERATIVE,
                           .text = i == 2 && is_term   ? replaced(arena, source->lines[i],
                                                                  source->term, source->other_term)
                                   : i == 4 && is_name ? replaced(arena, source->lines[i],
                                                                  source->name, source->other_name)
                                                       : rap_str_of(source->lines[i])};
        RAP_PUSH(arena, &version.blocks, block);
    }
    return version;
}

static rap_alignment one_to_one(rap_arena *arena, size_t count)
{
    rap_alignment alignment = {0};
    for (uint32_t i = 0; i < count; i++) {
        rap_pair pair = {.a = {i}, .b = {i}, .a_count = 1, .b_count = 1, .score = 1};
        RAP_PUSH(arena, &alignment.pairs, pair);
    }
    return alignment;
}

static rap_str other_of(const rap_version *a, const rap_version *b, const rendering *found)
{
    const rap_version *own = found->is_in_a ? a : b;
    return rap_block_slice(&own->blocks.items[found->pair], found->other);
}

static void assert_text(rap_str found, const char *expected)
{
    rap_arena *arena = rap_arena_new(0);
    assert_string_equal(rap_str_c(arena, found), expected);
    rap_arena_free(arena);
}

/* Each language as the one with two ways, beside each other language. */
static void two_ways_are_found_in_any_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < LANGUAGES; i++) {
        for (size_t k = 0; k < LANGUAGES; k++) {
            rap_arena *arena = rap_arena_new(0);
            rap_version a = version_of(arena, &texts[i], false, false);
            rap_version b = version_of(arena, &texts[k], true, true);
            rap_alignment alignment = one_to_one(arena, LINES);
            bool has_capitals = texts[i].lang != RAP_LANG_AR && texts[i].lang != RAP_LANG_ZH;
            has_capitals =
                has_capitals || (texts[k].lang != RAP_LANG_AR && texts[k].lang != RAP_LANG_ZH);
            renderings list;
            if (i != k) {
                renderings_find(arena, NULL, &a, &b, &alignment, &list, NULL);
                assert_int_equal(list.count, has_capitals ? 2 : 1);
                assert_false(list.items[0].is_in_a || list.items[0].is_name);
                assert_int_equal(list.items[0].pair, 2);
                assert_int_equal(list.items[0].usual_count, 3);
                assert_text(other_of(&a, &b, &list.items[0]), texts[k].said_term);
            }
            if (i != k && has_capitals) {
                assert_true(list.items[1].is_name);
                assert_int_equal(list.items[1].pair, 4);
            }
            rap_arena_free(arena);
        }
    }
}

static void one_way_throughout_is_no_finding(void **state)
{
    (void)state;
    for (size_t i = 0; i < LANGUAGES; i++) {
        for (size_t k = 0; k < LANGUAGES; k++) {
            rap_arena *arena = rap_arena_new(0);
            rap_version a = version_of(arena, &texts[i], false, false);
            rap_version b = version_of(arena, &texts[k], false, false);
            rap_alignment alignment = one_to_one(arena, LINES);
            renderings list;
            renderings_find(arena, NULL, &a, &b, &alignment, &list, NULL);
            assert_int_equal(list.count, 0);
            rap_arena_free(arena);
        }
    }
}

/* Where both versions have two ways, the text has two things. */
static void two_ways_in_both_versions_are_two_things(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version a = version_of(arena, &texts[0], true, true);
    rap_version b = version_of(arena, &texts[1], true, true);
    rap_alignment alignment = one_to_one(arena, LINES);
    renderings list;
    renderings_find(arena, NULL, &a, &b, &alignment, &list, NULL);
    assert_int_equal(list.count, 0);
    rap_arena_free(arena);
}

/* Paragraphs of words of their own and some that come again, as a text has them. */
static rap_version long_version(rap_arena *arena, rap_lang lang, const char *prefix, size_t count)
{
    rap_version version = {.arena = arena, .lang = lang};
    unsigned seed = 7;
    for (size_t i = 0; i < count; i++) {
        rap_buf out;
        rap_buf_init(&out, arena);
        for (size_t w = 0; w < 40; w++) {
            seed = seed * 1103515245u + 12345u;
            unsigned number = (seed >> 16) % (w % 4 ? 400u : 4000u);
            rap_buf_format(&out, "%s%c%c%c%c ", prefix, 'a' + (int)(number % 20),
                           'a' + (int)(number / 20 % 20), 'a' + (int)(number / 400 % 20), 'k');
        }
        rap_block block = {.part = RAP_PART_OPERATIVE, .text = rap_buf_str(&out)};
        RAP_PUSH(arena, &version.blocks, block);
    }
    return version;
}

static size_t work_of(size_t count)
{
    rap_arena *arena = rap_arena_new(0);
    rap_version a = long_version(arena, RAP_LANG_EN, "lan", count);
    rap_version b = long_version(arena, RAP_LANG_FR, "mer", count);
    rap_alignment alignment = one_to_one(arena, count);
    renderings list;
    size_t work = 0;
    renderings_find(arena, NULL, &a, &b, &alignment, &list, &work);
    rap_arena_free(arena);
    return work;
}

static void the_work_grows_as_the_text(void **state)
{
    (void)state;
    size_t once = work_of(100), twice = work_of(200), four_times = work_of(400);
    assert_true(once > 100 * 40);
    assert_true(twice <= once * 22 / 10);
    assert_true(four_times <= twice * 22 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_ways_are_found_in_any_language),
        cmocka_unit_test(one_way_throughout_is_no_finding),
        cmocka_unit_test(two_ways_in_both_versions_are_two_things),
        cmocka_unit_test(the_work_grows_as_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

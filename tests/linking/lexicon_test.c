/* The lexicon: learned from parallel paragraphs, written, read, found in texts. */
#include "linking/learn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SUBJECTS = 12, PARAGRAPHS = 360 };

/* English has two words for the first, French two for the second. */
static const char *const subjects[SUBJECTS][2][3] = {
    {{"youth", "jeunesse", "青年"}, {"young people", "jeunesse", "青年"}},
    {{"fisheries", "pêche", "渔业"}, {"fisheries", "halieutique", "渔业"}},
    {{"volcanoes", "volcans", "火山"}, {"volcanoes", "volcans", "火山"}},
    {{"libraries", "bibliothèques", "图书馆"}, {"libraries", "bibliothèques", "图书馆"}},
    {{"bridges", "ponts", "桥梁"}, {"bridges", "ponts", "桥梁"}},
    {{"vaccines", "vaccins", "疫苗"}, {"vaccines", "vaccins", "疫苗"}},
    {{"deserts", "déserts", "沙漠"}, {"deserts", "déserts", "沙漠"}},
    {{"railways", "chemins de fer", "铁路"}, {"railways", "chemins de fer", "铁路"}},
    {{"orchards", "vergers", "果园"}, {"orchards", "vergers", "果园"}},
    {{"satellites", "satellites", "卫星"}, {"satellites", "satellites", "卫星"}},
    {{"museums", "musées", "博物馆"}, {"museums", "musées", "博物馆"}},
    {{"lighthouses", "phares", "灯塔"}, {"lighthouses", "phares", "灯塔"}},
};

typedef struct {
    rap_arena *arena;
    rap_concepts concepts;
    uint32_t paragraphs;
} learned;

/* A word that no other paragraph has. */
static const char *nonsense(rap_arena *arena, size_t paragraph, char first)
{
    return rap_arena_format(arena, "%cu%c%c%c", first, (char)('a' + paragraph % 26),
                            (char)('a' + paragraph / 26 % 26), first);
}

/* Paragraphs that tell two subjects each. */
static learned learn(bool twice)
{
    learned all = {.arena = rap_arena_new(0)};
    rap_arena *arena = all.arena;
    rap_learning *learning = rap_learning_new(arena);
    for (size_t i = 0; i < PARAGRAPHS; i++) {
        rap_str texts[RAP_LANG_COUNT] = {{NULL, 0}};
        const char *const *a = subjects[i % SUBJECTS][i / SUBJECTS % 2];
        const char *const *b = subjects[(i * 5 + i / 7) % SUBJECTS][i / 3 % 2];
        const char *x = nonsense(arena, i, 'q'), *y = nonsense(arena, i, 'x');
        texts[RAP_LANG_EN] =
            rap_str_of(rap_arena_format(arena, "%s %s and %s %s", x, a[0], y, b[0]));
        texts[RAP_LANG_FR] =
            rap_str_of(rap_arena_format(arena, "%s %s et %s %s", x, a[1], y, b[1]));
        texts[RAP_LANG_ZH] =
            rap_str_of(rap_arena_format(arena, "%s，%s，%s，%s", x, a[2], y, b[2]));
        rap_learning_add(learning, texts);
        if (twice) {
            rap_learning_add(learning, texts);
        }
    }
    all.paragraphs = (uint32_t)rap_learning_count(learning);
    rap_learning_finish(learning, 100, &all.concepts);
    return all;
}

static bool has_term(const rap_strs *terms, const char *term)
{
    for (size_t i = 0; i < terms->count; i++) {
        if (rap_str_is(terms->items[i], term)) {
            return true;
        }
    }
    return false;
}

static const rap_concept *concept_of(const learned *all, const char *term)
{
    for (size_t i = 0; i < all->concepts.count; i++) {
        if (has_term(&all->concepts.items[i].terms[RAP_LANG_EN], term)) {
            return &all->concepts.items[i];
        }
    }
    return NULL;
}

static void words_of_one_meaning_are_found(void **context)
{
    (void)context;
    learned all = learn(false);
    const rap_concept *volcano = concept_of(&all, "volcano");
    assert_non_null(volcano);
    assert_true(has_term(&volcano->terms[RAP_LANG_FR], "volcan"));
    assert_true(has_term(&volcano->terms[RAP_LANG_ZH], "火山"));
    assert_true(volcano->trust > 0.9);
    rap_arena_free(all.arena);
}

static void a_concept_has_all_its_words(void **context)
{
    (void)context;
    learned all = learn(false);
    const rap_concept *youth = concept_of(&all, "youth"), *fish = concept_of(&all, "fisheri");
    assert_non_null(youth);
    assert_true(has_term(&youth->terms[RAP_LANG_EN], "young") ||
                has_term(&youth->terms[RAP_LANG_EN], "peopl") ||
                has_term(&youth->terms[RAP_LANG_EN], "young peopl"));
    assert_true(has_term(&youth->terms[RAP_LANG_FR], "jeuness"));
    assert_non_null(fish);
    assert_true(has_term(&fish->terms[RAP_LANG_FR], "pech"));
    assert_true(has_term(&fish->terms[RAP_LANG_FR], "halieut"));
    rap_arena_free(all.arena);
}

static void what_is_repeated_is_learned_once(void **context)
{
    (void)context;
    learned once = learn(false), twice = learn(true);
    assert_true(once.paragraphs >= 100);
    assert_int_equal(once.paragraphs, twice.paragraphs);
    rap_str a = rap_lexicon_write(once.arena, &once.concepts, once.paragraphs);
    rap_str b = rap_lexicon_write(twice.arena, &twice.concepts, twice.paragraphs);
    assert_true(rap_str_equal(a, b));
    rap_arena_free(once.arena);
    rap_arena_free(twice.arena);
}

/* What was written finds the same concepts in a sentence of each language. */
static void languages_meet(void **context)
{
    (void)context;
    learned all = learn(false);
    rap_error error;
    rap_lexicon *lexicon = rap_lexicon_read(
        all.arena, rap_lexicon_write(all.arena, &all.concepts, all.paragraphs), &error);
    assert_non_null(lexicon);
    assert_int_equal(rap_lexicon_count(lexicon), all.concepts.count);
    rap_indexer *indexer = rap_text_indexer_new(all.arena);
    rap_concept_ids en, fr, zh;
    rap_lexicon_find(lexicon, all.arena, indexer, RAP_LANG_EN,
                     RAP_STR("Two lighthouses were opened for young people."), &en);
    rap_lexicon_find(lexicon, all.arena, indexer, RAP_LANG_FR,
                     RAP_STR("La jeunesse a ouvert deux phares."), &fr);
    rap_lexicon_find(lexicon, all.arena, indexer, RAP_LANG_ZH, RAP_STR("青年开放了两座灯塔。"),
                     &zh);
    size_t common = 0;
    for (size_t i = 0; i < en.count; i++) {
        bool is_fr = false, is_zh = false;
        for (size_t k = 0; k < fr.count; k++) {
            is_fr = is_fr || fr.items[k] == en.items[i];
        }
        for (size_t k = 0; k < zh.count; k++) {
            is_zh = is_zh || zh.items[k] == en.items[i];
        }
        common += is_fr && is_zh && rap_lexicon_weight(lexicon, en.items[i]) > 0;
    }
    assert_true(common >= 2);
    rap_arena_free(all.arena);
}

static void a_term_ends_at_a_comma(void **context)
{
    (void)context;
    rap_error error;
    rap_arena *arena = rap_arena_new(0);
    rap_str table = RAP_STR("paragraphs\ttrust\ten\tfr\n100\t0\n10\t90\troad map\tfeuill rout\n");
    rap_lexicon *lexicon = rap_lexicon_read(arena, table, &error);
    assert_non_null(lexicon);
    rap_indexer *indexer = rap_text_indexer_new(arena);
    rap_concept_ids ids;
    rap_lexicon_find(lexicon, arena, indexer, RAP_LANG_EN, RAP_STR("the road maps"), &ids);
    assert_int_equal(ids.count, 1);
    rap_lexicon_find(lexicon, arena, indexer, RAP_LANG_FR, RAP_STR("une feuille de route"), &ids);
    assert_int_equal(ids.count, 1);
    rap_lexicon_find(lexicon, arena, indexer, RAP_LANG_EN, RAP_STR("a road, maps"), &ids);
    assert_int_equal(ids.count, 0);
    rap_arena_free(arena);
}

static void a_wrong_table_is_told(void **context)
{
    (void)context;
    rap_error error;
    rap_arena *arena = rap_arena_new(0);
    assert_null(rap_lexicon_read(arena, RAP_STR("paragraphs\ttrust\ten\nmany\t0\n"), &error));
    assert_non_null(strstr(error.message, "line 2"));
    rap_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_one_meaning_are_found),
        cmocka_unit_test(a_concept_has_all_its_words),
        cmocka_unit_test(what_is_repeated_is_learned_once),
        cmocka_unit_test(languages_meet),
        cmocka_unit_test(a_term_ends_at_a_comma),
        cmocka_unit_test(a_wrong_table_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

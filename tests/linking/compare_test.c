/* Alignment and comparison of two versions, on invented paragraphs. */
#include "linking/compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A paragraph to be: its label, its text, and the symbol and year that it names ("" and 0: none).
 */
typedef struct {
    const char *label, *text, *symbol;
    int16_t year;
} line;

static rap_version version_of(rap_arena *arena, rap_lang lang, const line *lines, size_t count)
{
    rap_version version = {.arena = arena,
                           .lang = lang,
                           .doc = RAP_STR("A/RES/90/1"),
                           .doc_lang = RAP_STR("A/RES/90/1")};
    for (uint32_t i = 0; i < count; i++) {
        rap_block block = {.part = RAP_PART_OPERATIVE,
                           .label = rap_str_of(lines[i].label),
                           .text = rap_str_of(lines[i].text),
                           .parent = -1};
        RAP_PUSH(arena, &version.blocks, block);
        rap_mandate mandate = {
            .para = block.label, .verb = RAP_STR("note"), .evidence = {.block = i}};
        RAP_PUSH(arena, &version.mandates, mandate);
        if (*lines[i].symbol) {
            rap_mention mention = {
                .kind = RAP_MENTION_SYMBOL, .block = i, .entity = rap_str_of(lines[i].symbol)};
            RAP_PUSH(arena, &version.mentions, mention);
        }
        if (lines[i].year) {
            rap_date date = {.year = lines[i].year};
            rap_mention mention = {.kind = RAP_MENTION_DATE, .block = i, .period = {date, date}};
            RAP_PUSH(arena, &version.mentions, mention);
        }
    }
    return version;
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* The alignment in one line: "0-0 1- 2-1+2 3~3": '~' where a paragraph moved. */
static const char *told(rap_arena *arena, const rap_alignment *alignment)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < alignment->pairs.count; i++) {
        const rap_pair *pair = &alignment->pairs.items[i];
        rap_buf_put_c(&out, i ? " " : "");
        for (size_t n = 0; n < pair->a_count; n++) {
            rap_buf_format(&out, "%s%u", n ? "+" : "", pair->a[n]);
        }
        rap_buf_put_c(&out, pair->is_moved ? "~" : "-");
        for (size_t n = 0; n < pair->b_count; n++) {
            rap_buf_format(&out, "%s%u", n ? "+" : "", pair->b[n]);
        }
    }
    return rap_buf_str(&out).data;
}

static const line english[] = {
    {"1", "Notes the charter of the harbour towns;", "A/88/1", 2021},
    {"2", "Asks all pilots to learn the old songs of the strait by heart before they sail;", "",
     2027},
    {"3", "Thanks the keepers of lighthouses;", "A/88/3", 0},
    {"4", "Hopes that the ferry will run in winter too, if the ice allows it and the crew agrees;",
     "A/88/4", 2024},
    {"5", "Stays with the matter.", "", 0}};

static void expect(const line *other, size_t count, rap_lang lang, const char *expected)
{
    rap_arena *arena = rap_arena_new(0);
    rap_alignment alignment;
    rap_version a = version_of(arena, RAP_LANG_EN, english, COUNT(english));
    rap_version b = version_of(arena, lang, other, count);
    rap_align(arena, &a, &b, &alignment);
    assert_string_equal(told(arena, &alignment), expected);
    rap_arena_free(arena);
}

static void paragraphs_meet_in_another_language(void **state)
{
    (void)state;
    static const line chinese[] = {
        {"1", "注意到港城宪章；", "A/88/1", 2021},
        {"2", "请所有引航员在出航之前熟记海峡的古老歌谣；", "", 2027},
        {"3", "感谢灯塔看守人；", "A/88/3", 0},
        {"4", "希望渡船在冬季也能运行，如果冰情许可而且船员同意；", "A/88/4", 2024},
        {"5", "继续处理此案。", "", 0}};
    expect(chinese, COUNT(chinese), RAP_LANG_ZH, "0-0 1-1 2-2 3-3 4-4");
}

static void a_dropped_paragraph_is_missing(void **state)
{
    (void)state;
    static const line french[] = {
        {"1", "Prend note de la charte des villes portuaires ;", "A/88/1", 2021},
        {"2", "Remercie les gardiens de phare ;", "A/88/3", 0},
        {"3",
         "Espère que le bac circulera aussi en hiver, si la glace le permet et si l’équipage y "
         "consent ;",
         "A/88/4", 2024},
        {"4", "Reste saisie de la question.", "", 0}};
    expect(french, COUNT(french), RAP_LANG_FR, "0-0 1- 2-1 3-2 4-3");
}

static void an_added_paragraph_is_missing_on_the_other_side(void **state)
{
    (void)state;
    static const line russian[] = {
        {"1", "отмечает хартию портовых городов;", "A/88/1", 2021},
        {"2", "просит всех лоцманов выучить старые песни пролива наизусть до выхода в море;", "",
         2027},
        {"3", "благодарит смотрителей маяков;", "A/88/3", 0},
        {"4", "сожалеет о том, что колокол на старом молу молчит с позапрошлой осени;", "A/88/9",
         2019},
        {"5", "надеется, что паром будет ходить и зимой, если позволит лед и согласится команда;",
         "A/88/4", 2024},
        {"6", "продолжает заниматься этим вопросом.", "", 0}};
    expect(russian, COUNT(russian), RAP_LANG_RU, "0-0 1-1 2-2 -3 3-4 4-5");
}

static void two_joined_paragraphs_stand_against_one(void **state)
{
    (void)state;
    static const line arabic[] = {
        {"1", "تحيط علما بميثاق مدن المرافئ؛", "A/88/1", 2021},
        {"2",
         "تطلب إلى جميع المرشدين أن يحفظوا أغاني المضيق القديمة قبل الإبحار؛ وتشكر حراس المنارات؛",
         "A/88/3", 2027},
        {"3", "تأمل أن تعمل العبارة في الشتاء أيضا إذا سمح الجليد ووافق الطاقم؛", "A/88/4", 2024},
        {"4", "تبقي المسألة قيد نظرها.", "", 0}};
    expect(arabic, COUNT(arabic), RAP_LANG_AR, "0-0 1+2-1 3-2 4-3");
}

static void a_paragraph_that_moved_is_found(void **state)
{
    (void)state;
    static const line spanish[] = {
        {"1", "Toma nota de la carta de las ciudades portuarias;", "A/88/1", 2021},
        {"2",
         "Pide a todos los prácticos que aprendan de memoria las viejas canciones del estrecho;",
         "", 2027},
        {"3", "Espera que el transbordador navegue también en invierno, si el hielo lo permite;",
         "A/88/4", 2024},
        {"4", "Da las gracias a los guardianes de los faros;", "A/88/3", 0},
        {"5", "Sigue ocupándose de la cuestión.", "", 0}};
    rap_arena *arena = rap_arena_new(0);
    rap_alignment alignment;
    rap_comparison found;
    line first[COUNT(english)];
    memcpy(first, english, sizeof first);
    first[2].year = 2020; /* so that what it names is enough to know it by */
    line other[COUNT(spanish)];
    memcpy(other, spanish, sizeof other);
    other[3].year = 2020;
    rap_version a = version_of(arena, RAP_LANG_EN, first, COUNT(first));
    rap_version b = version_of(arena, RAP_LANG_ES, other, COUNT(other));
    rap_align(arena, &a, &b, &alignment);
    rap_compare(arena, NULL, NULL, &a, &b, &alignment, &found);
    assert_int_equal(alignment.pairs.count, 5);
    bool is_told = false;
    for (size_t i = 0; i < found.findings.count; i++) {
        is_told = is_told || found.findings.items[i].point == RAP_POINT_ORDER;
        assert_int_not_equal(found.findings.items[i].point, RAP_POINT_CITATIONS);
        assert_int_not_equal(found.findings.items[i].point, RAP_POINT_PRESENCE);
    }
    assert_true(is_told);
    rap_arena_free(arena);
}

static void three_joined_paragraphs_stand_against_one(void **state)
{
    (void)state;
    static const line three[] = {
        {"1", "Notes the charter of the harbour towns;", "A/88/1", 2021},
        {"2", "Asks all pilots to learn the old songs of the strait before they sail;", "", 0},
        {"3", "Thanks the keepers of lighthouses for their patience in the dark months;", "", 0},
        {"4", "Hopes that the ferry will run in winter too, if the ice allows it;", "A/88/4", 2024},
        {"5", "Stays with the matter.", "", 0}};
    static const line joined[] = {
        {"1", "Prend note de la charte des villes portuaires ;", "A/88/1", 2021},
        {"2",
         "Demande à tous les pilotes d’apprendre les vieilles chansons du détroit avant de "
         "partir ; remercie les gardiens de phare de leur patience pendant les mois sombres ; "
         "espère que le bac circulera aussi en hiver, si la glace le permet ;",
         "A/88/4", 2024},
        {"3", "Reste saisie de la question.", "", 0}};
    rap_arena *arena = rap_arena_new(0);
    rap_alignment alignment;
    rap_version a = version_of(arena, RAP_LANG_EN, three, COUNT(three));
    rap_version b = version_of(arena, RAP_LANG_FR, joined, COUNT(joined));
    rap_align(arena, &a, &b, &alignment);
    assert_string_equal(told(arena, &alignment), "0-0 1+2+3-1 4-2");
    rap_arena_free(arena);
}

/* "2-1 1-1": how many sentences stand against how many. */
static const char *sentences_told(rap_arena *arena, const char *english_text, rap_lang lang,
                                  const char *text)
{
    rap_error error = {0};
    rap_text_rules *rules = rap_text_rules_new(&error);
    assert_non_null(rules);
    const line one[] = {{"1", english_text, "", 0}}, other[] = {{"1", text, "", 0}};
    rap_version a = version_of(arena, RAP_LANG_EN, one, 1);
    rap_version b = version_of(arena, lang, other, 1);
    rap_pair pair = {.a_count = 1, .b_count = 1};
    rap_sentence_pairs found;
    rap_buf out;
    rap_align_sentences(arena, rules, &a, &b, &pair, &found);
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < found.count; i++) {
        rap_buf_format(&out, "%s%u-%u", i ? " " : "", found.items[i].a_count,
                       found.items[i].b_count);
        assert_true(found.items[i].a_count == 0 || found.items[i].a[0].span.end > 0);
    }
    rap_text_rules_free(rules);
    return rap_buf_str(&out).data;
}

static void sentences_meet_and_join(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    assert_string_equal(
        sentences_told(arena,
                       "The ferry was built in 1931. It carried 240 people and eight horses. "
                       "Nobody remembers its name.",
                       RAP_LANG_ES,
                       "El transbordador se construyó en 1931. Llevaba 240 personas y ocho "
                       "caballos. Nadie recuerda su nombre."),
        "1-1 1-1 1-1");
    assert_string_equal(
        sentences_told(arena,
                       "The ferry was built in 1931 at the yard of the lower harbour. It carried "
                       "240 people and eight horses. Nobody remembers its name.",
                       RAP_LANG_RU,
                       "Паром был построен в 1931 году на верфи нижней гавани и перевозил 240 "
                       "человек и восемь лошадей. Его названия никто не помнит."),
        "2-1 1-1");
    assert_string_equal(
        sentences_told(arena,
                       "The ferry was built in 1931. It carried 240 people, eight horses and, in "
                       "good weather, a brass band that played from the upper deck.",
                       RAP_LANG_ZH,
                       "渡船建于1931年。它载240人和八匹马。天气好时还有铜管乐队在上层甲板演奏。"),
        "1-1 1-2");
    rap_arena_free(arena);
}

/* Many paragraphs, of which the other side lost a run: found in time that grows with the text. */
static void a_long_text_with_a_gap_is_aligned(void **state)
{
    (void)state;
    enum { MANY = 3000, GAP_FROM = 1000, GAP_TO = 1040 };
    rap_arena *arena = rap_arena_new(0);
    line *all = RAP_NEW_ARRAY(arena, line, MANY), *rest = RAP_NEW_ARRAY(arena, line, MANY);
    size_t count = 0;
    for (size_t i = 0; i < MANY; i++) {
        const char *text = rap_arena_format(arena, "Buoy %zu of the outer row is painted anew;", i);
        all[i] = (line){"", text, "", 0};
        if (i < GAP_FROM || i >= GAP_TO) {
            rest[count++] = all[i];
        }
    }
    rap_alignment alignment;
    rap_version a = version_of(arena, RAP_LANG_EN, all, MANY);
    rap_version b = version_of(arena, RAP_LANG_EN, rest, count);
    rap_align(arena, &a, &b, &alignment);
    assert_int_equal(alignment.pairs.count, MANY);
    for (size_t i = 0; i < MANY; i++) {
        const rap_pair *pair = &alignment.pairs.items[i];
        bool is_gone = i >= GAP_FROM && i < GAP_TO;
        assert_int_equal(pair->a[0], i);
        assert_int_equal(pair->b_count, !is_gone);
        assert_true(is_gone || pair->b[0] == (i < GAP_FROM ? i : i - (GAP_TO - GAP_FROM)));
    }
    rap_arena_free(arena);
}

/* What comparing two versions of so many paragraphs costs, one in fifty of them missing. */
static void cost_of(size_t paragraphs, size_t *ret_places, size_t *ret_memory)
{
    rap_arena *arena = rap_arena_new(0);
    line *all = RAP_NEW_ARRAY(arena, line, paragraphs);
    line *rest = RAP_NEW_ARRAY(arena, line, paragraphs);
    size_t count = 0;
    for (size_t i = 0; i < paragraphs; i++) {
        const char *text =
            rap_arena_format(arena, "Buoy %zu of row %zu is painted anew, and %zu lamps are lit;",
                             i % 90, i % 7, i % 50 + 2);
        const char *symbol = i % 3 ? "" : rap_arena_format(arena, "A/88/%zu", i);
        all[i] = (line){"", text, symbol, (int16_t)(i % 4 ? 0 : 1900 + i % 120)};
        if (i % 50 != 25) {
            rest[count++] = all[i];
        }
    }
    rap_alignment alignment;
    rap_comparison comparison;
    rap_version a = version_of(arena, RAP_LANG_EN, all, paragraphs);
    rap_version b = version_of(arena, RAP_LANG_FR, rest, count);
    size_t before = rap_arena_used(arena);
    rap_align(arena, &a, &b, &alignment);
    rap_compare(arena, NULL, NULL, &a, &b, &alignment, &comparison);
    *ret_places = alignment.work;
    *ret_memory = rap_arena_used(arena) - before;
    rap_arena_free(arena);
}

static void the_work_grows_as_the_text(void **state)
{
    (void)state;
    size_t places[3], memory[3];
    for (size_t i = 0; i < 3; i++) {
        cost_of((size_t)300 << i, &places[i], &memory[i]);
    }
    assert_true(places[0] >= 300);
    for (size_t i = 1; i < 3; i++) {
        assert_true(places[i] <= places[i - 1] * 21 / 10);
        assert_true(memory[i] <= memory[i - 1] * 21 / 10);
    }
}

static void figures_are_read_in_any_writing(void **state)
{
    (void)state;
    static const struct {
        const char *text, *figures;
        bool is_rtl;
    } rows[] = {{"some 1,250 boats and 7.5 per cent", "1250 7.5", false},
                {"1 250 bateaux et 7,5 %", "1250 7.5", false},
                {"1.250 barcos", "1250", false},
                {"\xD9\xA1\xD9\xAC\xD9\xA2\xD9\xA5\xD9\xA0", "1250", false},
                {"\xEF\xBC\x93\xE8\x89\x98", "3", false},
                {"in 2024, 12 towns", "2024 12", false},
                {"COVID-19 and the G20", "", false},
                {"the 15th town, la 15\xC2\xAA ciudad", "", false},
                {"15-\xD1\x8F, 16", "16", false},
                {"40-\xD0\xBB\xD0\xB5\xD1\x82\xD0\xB8\xD0\xB5", "40", false},
                {"16\xD8\x8C"
                 "4",
                 "16.4", false},
                {"no figure", "", false},
                {"100 667 1 boats", "1667100", true},
                {"700 745", "745700", true},
                {"in 2021 350 towns, 12", "2021 350 12", true},
                {"350 towns", "350", true}};
    rap_arena *arena = rap_arena_new(0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        rap_skipped none = {0};
        rap_figures figures;
        rap_buf out;
        rap_buf_init(&out, arena);
        rap_figure_find(arena, rap_str_of(rows[i].text), rows[i].is_rtl, &none, &figures);
        for (size_t k = 0; k < figures.count; k++) {
            rap_buf_format(&out, "%s%.*s", k ? " " : "", RAP_STR_ARG(figures.items[k].value));
        }
        assert_string_equal(rap_buf_str(&out).data, rows[i].figures);
    }
    rap_arena_free(arena);
}

static void labels_are_equal_in_other_writing(void **state)
{
    (void)state;
    assert_true(rap_label_equal(RAP_STR("6 (a)"), RAP_STR("6 a)")));
    assert_true(rap_label_equal(RAP_STR("6 (iv)"), RAP_STR("6 (4)")));
    assert_true(rap_label_equal(RAP_STR_NONE, RAP_STR("")));
    assert_false(rap_label_equal(RAP_STR("6 (a)"), RAP_STR("6 (b)")));
    assert_false(rap_label_equal(RAP_STR("6"), RAP_STR("6 (a)")));
    assert_false(rap_label_equal(RAP_STR("6 (iv)"), RAP_STR("6 (5)")));
}

static void a_year_in_a_name_agrees_with_a_date(void **state)
{
    (void)state;
    static const line dated[] = {{"1", "Notes the plan until then;", "", 2030}};
    static const line named[] = {{"1", "Notes the 2030 Plan;", "", 0}};
    static const line other[] = {{"1", "Notes the 2031 Plan;", "", 0}};
    rap_arena *arena = rap_arena_new(0);
    rap_alignment alignment;
    rap_comparison found;
    rap_version a = version_of(arena, RAP_LANG_EN, dated, 1);
    rap_version b = version_of(arena, RAP_LANG_FR, named, 1),
                c = version_of(arena, RAP_LANG_FR, other, 1);
    rap_align(arena, &a, &b, &alignment);
    rap_compare(arena, NULL, NULL, &a, &b, &alignment, &found);
    assert_int_equal(found.findings.count, 0);
    assert_int_equal(found.operative[RAP_POINT_DATES].equal, 1);
    rap_align(arena, &a, &c, &alignment);
    rap_compare(arena, NULL, NULL, &a, &c, &alignment, &found);
    assert_int_equal(found.findings.count, 2); /* a date here, a figure there */
    rap_arena_free(arena);
}

/* The confidence in the only difference between two paragraphs, which is one of numbers. */
static double doubt_of(const char *english_text, rap_lang lang, const char *other_text)
{
    line one = {"1", english_text, "", 0}, other = {"1", other_text, "", 0};
    rap_arena *arena = rap_arena_new(0);
    rap_alignment alignment;
    rap_comparison found;
    rap_version a = version_of(arena, RAP_LANG_EN, &one, 1), b = version_of(arena, lang, &other, 1);
    rap_align(arena, &a, &b, &alignment);
    rap_compare(arena, NULL, NULL, &a, &b, &alignment, &found);
    bool is_one = found.findings.count == 1 && found.findings.items[0].point == RAP_POINT_NUMBERS;
    double confidence = is_one ? found.findings.items[0].confidence : -1;
    rap_arena_free(arena);
    return confidence;
}

static void one_number_for_another_is_sure(void **state)
{
    (void)state;
    /* beside another like it */
    assert_true(doubt_of("Recalls rule 2 of part 2;", RAP_LANG_FR,
                         "Rappelle la règle 3 de la partie 2 ;") > 0.5);
    /* more numbers on one side, which the other may say in words */
    assert_true(doubt_of("Recalls rule 2 of part two;", RAP_LANG_FR,
                         "Rappelle la règle 2 de la partie 3 ;") < 0.5);
    /* an ordinal in figures says what a number without its ending says */
    assert_true(doubt_of("Recalls the 137th fair;", RAP_LANG_RU, "напоминает о ярмарке 237;") >
                0.5);
    assert_true(doubt_of("Recalls the 137th fair;", RAP_LANG_RU, "напоминает о ярмарке 137;") < 0);
}

/* The confidence in a difference of negations between two paragraphs; 0 where there is none. */
static double lost_negation(const rap_contrast_rules *rules, const char *english_text,
                            rap_lang lang, const char *other_text)
{
    line one = {"1", english_text, "", 0}, other = {"1", other_text, "", 0};
    rap_arena *arena = rap_arena_new(0);
    rap_alignment alignment;
    rap_comparison found;
    rap_version a = version_of(arena, RAP_LANG_EN, &one, 1), b = version_of(arena, lang, &other, 1);
    double confidence = 0;
    rap_align(arena, &a, &b, &alignment);
    rap_compare(arena, rules, NULL, &a, &b, &alignment, &found);
    for (size_t i = 0; i < found.findings.count; i++) {
        if (found.findings.items[i].point == RAP_POINT_NEGATION) {
            confidence = found.findings.items[i].confidence;
        }
    }
    rap_arena_free(arena);
    return confidence;
}

/* What says "without" in both is no partner of the negation that stands beside it. */
static void a_negation_lost_beside_another_is_found(void **state)
{
    (void)state;
    rap_error error = {0};
    rap_mention_rules *mentions = rap_mention_rules_new(&error);
    assert_non_null(mentions);
    rap_contrast_rules *rules = rap_contrast_rules_new(mentions, &error);
    assert_non_null(rules);
    static const char english_text[] =
        "Recalls that the ferry of the town shall not leave the harbour without a pilot;";
    assert_true(lost_negation(rules, english_text, RAP_LANG_FR,
                              "Rappelle que le bac de la ville ne doit pas quitter le port sans "
                              "pilote ;") < 0.01);
    assert_true(lost_negation(rules, english_text, RAP_LANG_FR,
                              "Rappelle que le bac de la ville doit quitter le port sans "
                              "pilote ;") >= 0.5);
    /* far from where it should stand, it is another */
    assert_true(lost_negation(rules,
                              "Requests the towns, which shall not race, to paint all their buoys "
                              "red and to light the lamps of the harbour each evening;",
                              RAP_LANG_FR,
                              "Prie les villes, qui doivent faire la course, de peindre toutes "
                              "leurs bouées en rouge et de ne pas allumer les feux du port ;") >=
                0.5);
    rap_contrast_rules_free(rules);
    rap_mention_rules_free(mentions);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_meet_in_another_language),
        cmocka_unit_test(a_dropped_paragraph_is_missing),
        cmocka_unit_test(an_added_paragraph_is_missing_on_the_other_side),
        cmocka_unit_test(two_joined_paragraphs_stand_against_one),
        cmocka_unit_test(three_joined_paragraphs_stand_against_one),
        cmocka_unit_test(sentences_meet_and_join),
        cmocka_unit_test(a_paragraph_that_moved_is_found),
        cmocka_unit_test(a_long_text_with_a_gap_is_aligned),
        cmocka_unit_test(the_work_grows_as_the_text),
        cmocka_unit_test(figures_are_read_in_any_writing),
        cmocka_unit_test(labels_are_equal_in_other_writing),
        cmocka_unit_test(a_year_in_a_name_agrees_with_a_date),
        cmocka_unit_test(one_number_for_another_is_sure),
        cmocka_unit_test(a_negation_lost_beside_another_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

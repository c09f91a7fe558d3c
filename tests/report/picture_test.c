/* Pictures of invented facts: what is drawn, where, and that it is well-formed SVG. */
#include "fixture.h"
#include "picture.h"

#include "report/report.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *folder;

typedef struct {
    rap_arena *arena;
    fixture from;
    rap_str svg;
    rap_report_result result;
    xmlDoc *doc;
    xmlXPathContext *context;
} drawing;

/* The invented documents name Nairobi in three ways. */
static rap_str place_id(void *user, rap_str place, rap_lang lang)
{
    (void)user;
    (void)lang;
    return rap_str_is(place, "\xE5\x86\x85\xE7\xBD\x97\xE6\xAF\x95") ? RAP_STR("Nairobi") : place;
}

static void draw(drawing *made, rap_report_kind kind, rap_lang lang, rap_period period)
{
    rap_error error = {0};
    *made = (drawing){.arena = rap_arena_new(0)};
    const char *path = rap_arena_format(made->arena, "%s/invented.json", folder);
    assert_true(fixture_open(made->arena, path, &made->from));
    rap_report_options options = {.kind = kind,
                                  .form = RAP_FORM_SVG,
                                  .lang = lang,
                                  .filter = {.period = period},
                                  .today = {2032, 9, 1},
                                  .entity_name = fixture_name,
                                  .entity_kind = fixture_kind,
                                  .place_id = place_id,
                                  .user = &made->from};
    assert_true(
        rap_report_make(made->from.reg, made->arena, &options, &made->svg, &made->result, &error));
    made->doc =
        xmlReadMemory(made->svg.data, (int)made->svg.length, "picture.svg", NULL, XML_PARSE_NONET);
    assert_non_null(made->doc);
    made->context = xmlXPathNewContext(made->doc);
    xmlXPathRegisterNs(made->context, (const xmlChar *)"s",
                       (const xmlChar *)"http://www.w3.org/2000/svg");
}

static void put_away(drawing *made)
{
    xmlXPathFreeContext(made->context);
    xmlFreeDoc(made->doc);
    rap_register_close(made->from.reg);
    rap_arena_free(made->arena);
}

static double number_at(const drawing *made, const char *path)
{
    xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)path, made->context);
    assert_non_null(found);
    double number = xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    return number;
}

static void map_places_each_city(void **state)
{
    (void)state;
    drawing made;
    draw(&made, RAP_REPORT_MAP, RAP_LANG_EN, (rap_period){{0}, {0}});
    double cities = number_at(&made, "count(//s:circle[@class='city'][s:title])");
    double states = number_at(&made, "count(//s:circle[@class='state'][s:title])");
    assert_true(cities > 1);
    assert_int_equal((int)(cities + states), (int)made.result.chapters);
    /* Nairobi: just south of the equator and east of Greenwich, which is the middle. */
    const char *nairobi = "//s:circle[@class='city'][starts-with(s:title,'Nairobi')]";
    assert_int_equal(1, (int)number_at(&made, "count(//s:circle[@class='city']"
                                              "[starts-with(s:title,'Nairobi')])"));
    double x = number_at(&made, rap_arena_format(made.arena, "%s/@cx", nairobi));
    assert_true(x > 600 && x < 760);
    assert_true(number_at(&made, "count(//s:path[@class='land'])") > 100);
    put_away(&made);
}

static void no_coast_crosses_the_map(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_geography *geography = rap_geography_new(arena);
    rap_str points, point;
    bool is_border;
    size_t count = 0;
    for (; rap_geography_outline(geography, count, &points, &is_border); count++) {
        double before = 0;
        bool is_first = true;
        while (rap_str_split(&points, ' ', &point)) {
            char *end;
            double longitude = strtod(rap_str_c(arena, point), &end);
            double latitude = strtod(end + 1, NULL);
            assert_true(*end == ',' && fabs(longitude) <= 180 && fabs(latitude) <= 90);
            assert_true(is_first || fabs(longitude - before) < 180 || latitude < -60);
            before = longitude;
            is_first = false;
        }
    }
    assert_true(count > 200);
    rap_arena_free(arena);
}

static void states_lie_at_their_capitals(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_geography *geography = rap_geography_new(arena);
    rap_location city, country;
    bool is_state;
    assert_true(rap_geography_find(geography, RAP_STR("Nairobi"), &city, &is_state) && !is_state);
    assert_true(rap_geography_find(geography, RAP_STR("KEN"), &country, &is_state) && is_state);
    assert_true(city.latitude == country.latitude && city.longitude == country.longitude);
    assert_true(rap_geography_find(geography, RAP_STR("Geneva"), &city, &is_state));
    assert_true(fabs(city.latitude - 46.2) < 0.1 && fabs(city.longitude - 6.1) < 0.1);
    assert_false(rap_geography_find(geography, RAP_STR("Atlantis"), &city, &is_state));
    rap_arena_free(arena);
}

static void timeline_keeps_to_its_period(void **state)
{
    (void)state;
    drawing made;
    rap_period year = {{2031, 0, 0}, {2031, 0, 0}};
    draw(&made, RAP_REPORT_TIMELINE, RAP_LANG_EN, year);
    assert_true(made.result.chapters > 2);
    assert_true(number_at(&made, "count(//s:rect[@class='span'])") +
                    number_at(&made, "count(//s:circle[@class='mark'][s:title])") >
                2);
    assert_int_equal(0, (int)number_at(&made, "count(//s:rect[@class='span'][@x<229.9 or "
                                              "@x + @width > 1166.1])"));
    /* Twelve months; the first of them is named with its year. */
    assert_int_equal(12, (int)number_at(&made, "count(//s:text[@class='axis'])"));
    put_away(&made);
}

static void network_keeps_bodies_apart(void **state)
{
    (void)state;
    drawing made;
    draw(&made, RAP_REPORT_NETWORK, RAP_LANG_EN, (rap_period){{0}, {0}});
    size_t nodes = made.result.chapters;
    assert_true(nodes > 3);
    assert_int_equal((int)nodes,
                     (int)number_at(&made, "count(//s:circle[@class='node'][s:title])"));
    assert_true(number_at(&made, "count(//s:line[s:title])") >= (double)nodes / 2);
    for (size_t i = 1; i <= nodes; i++) {
        for (size_t k = i + 1; k <= nodes; k++) {
            double at[2][3];
            const char *names[] = {"cx", "cy", "r"};
            for (size_t n = 0; n < 3; n++) {
                const char *form = "(//s:circle[@class='node'][s:title])[%zu]/@%s";
                at[0][n] = number_at(&made, rap_arena_format(made.arena, form, i, names[n]));
                at[1][n] = number_at(&made, rap_arena_format(made.arena, form, k, names[n]));
            }
            double apart = hypot(at[0][0] - at[1][0], at[0][1] - at[1][1]);
            assert_true(apart > at[0][2] + at[1][2]);
        }
    }
    put_away(&made);
}

static void same_facts_give_the_same_picture(void **state)
{
    (void)state;
    drawing one, two;
    draw(&one, RAP_REPORT_NETWORK, RAP_LANG_FR, (rap_period){{0}, {0}});
    draw(&two, RAP_REPORT_NETWORK, RAP_LANG_FR, (rap_period){{0}, {0}});
    assert_true(rap_str_equal(one.svg, two.svg));
    put_away(&one);
    put_away(&two);
}

static void arabic_runs_from_the_right(void **state)
{
    (void)state;
    drawing made;
    draw(&made, RAP_REPORT_TIMELINE, RAP_LANG_AR, (rap_period){{0}, {0}});
    assert_int_equal(1, (int)number_at(&made, "count(/s:svg[@direction='rtl'][@xml:lang='ar'])"));
    assert_true(number_at(&made, "//s:text[@class='title']/@x") > 1000);
    put_away(&made);
}

static void nothing_is_an_empty_picture(void **state)
{
    (void)state;
    drawing made;
    rap_period never = {{1950, 0, 0}, {1950, 0, 0}};
    for (rap_report_kind kind = RAP_REPORT_MAP; kind <= RAP_REPORT_NETWORK; kind++) {
        draw(&made, kind, RAP_LANG_EN, never);
        assert_int_equal(0, (int)made.result.chapters);
        put_away(&made);
    }
}

static void what_is_told_is_escaped(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_svg svg;
    rap_svg_init(&svg, arena, 100, false);
    rap_svg_text(&svg, 1, 2, RAP_SVG_START, "label", RAP_STR("a<b & \"c\"\x01"));
    svg.height = 10;
    rap_str bytes = rap_svg_end(&svg, RAP_STR("<t>"), RAP_STR("d"), RAP_LANG_EN);
    xmlDoc *doc = xmlReadMemory(bytes.data, (int)bytes.length, "t.svg", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlChar *text = xmlNodeGetContent(xmlDocGetRootElement(doc));
    assert_non_null(strstr((const char *)text, "a<b & \"c\""));
    assert_null(strchr((const char *)text, '\x01'));
    xmlFree(text);
    xmlFreeDoc(doc);
    rap_arena_free(arena);
}

static void long_text_is_cut_to_its_room(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_str text = RAP_STR("Committee on the Peaceful Uses of Very Long Names");
    rap_str cut = rap_svg_cut(arena, text, 12, 100);
    assert_true(rap_svg_text_width(cut, 12) <= 112 && cut.length < text.length);
    assert_true(rap_str_ends(cut, RAP_STR("\xE2\x80\xA6")));
    assert_true(rap_str_equal(rap_svg_cut(arena, text, 12, 1000), text));
    rap_arena_free(arena);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(map_places_each_city),
        cmocka_unit_test(no_coast_crosses_the_map),
        cmocka_unit_test(states_lie_at_their_capitals),
        cmocka_unit_test(timeline_keeps_to_its_period),
        cmocka_unit_test(network_keeps_bodies_apart),
        cmocka_unit_test(same_facts_give_the_same_picture),
        cmocka_unit_test(arabic_runs_from_the_right),
        cmocka_unit_test(nothing_is_an_empty_picture),
        cmocka_unit_test(what_is_told_is_escaped),
        cmocka_unit_test(long_text_is_cut_to_its_room),
    };
    folder = count > 1 ? arguments[1] : ".";
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}

/* What the places of words on a page tell: columns, furniture, notes, divided words, tables,
 * headings; over words set here, ten points high and five a letter. */
#include "lines.h"
#include "pdf_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <string.h>

enum { LETTER = 5, HIGH = 10, STEP = 12 };

typedef struct {
    rap_arena *arena;
    rap_buf out;
    rap_str text;
    rap_lines_told told;
} setter;

static int set_up(void **state)
{
    rap_arena *arena = rap_arena_new((size_t)64 << 20);
    setter *s = RAP_NEW(arena, setter);
    s->arena = arena;
    rap_buf_init(&s->out, arena);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    rap_arena_free(((setter *)*state)->arena);
    return 0;
}

static void page(setter *s)
{
    rap_buf_put_c(&s->out, "<page width=\"600\" height=\"800\">\n");
}

/* Words one behind the other from `x` on, `high` points high, standing on line `y`. */
static void line(setter *s, double x, double y, double high, const char *words)
{
    rap_str rest = rap_str_of(words), word;
    double wide = LETTER * high / HIGH;
    rap_buf_put_c(&s->out, "<line>\n");
    while (rap_str_split(&rest, ' ', &word)) {
        double end = x + wide * (double)word.length;
        rap_buf_format(&s->out,
                       "<word xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" yMax=\"%f\">%.*s</word>\n", x,
                       y - high, end, y, RAP_STR_ARG(word));
        x = end + wide * 0.6;
    }
    rap_buf_put_c(&s->out, "</line>\n");
}

static bool lay(setter *s)
{
    pdf_document document = {.arena = s->arena};
    rap_pdf_words(&document, rap_buf_str(&s->out));
    return rap_pdf_lines(&document, &s->text, &s->told);
}

/* The blocks that come of it, one a line; notes as "[1] text", cells and headings marked. */
static const char *blocks(setter *s)
{
    rap_source source = {.arena = s->arena};
    rap_reading reading = {.limits = rap_read_limits_default()};
    rap_buf out;
    rap_buf_init(&out, s->arena);
    assert_true(lay(s));
    rap_read_lines(&reading, &source, s->text, &s->told);
    for (size_t i = 0; i < source.blocks.count; i++) {
        const rap_block *block = &source.blocks.items[i];
        if (block->look == RAP_LOOK_NOTE) {
            rap_buf_format(&out, "[%.*s] ", RAP_STR_ARG(block->number));
        } else if (block->look == RAP_LOOK_CELL) {
            rap_buf_put_c(&out, "| ");
        } else if (block->look == RAP_LOOK_HEADING) {
            rap_buf_format(&out, "%.*s ", (int)block->level, "######");
        }
        rap_buf_put(&out, block->text);
        for (size_t n = 0; n < block->notes.count; n++) {
            rap_buf_format(&out, " {%.*s at %u}", RAP_STR_ARG(block->notes.items[n].mark),
                           block->notes.items[n].at);
        }
        rap_buf_put_byte(&out, '\n');
    }
    return rap_str_c(s->arena, rap_buf_str(&out));
}

static void test_columns(void **state)
{
    setter *s = *state;
    page(s);
    line(s, 60, 80, HIGH,
         "The ferries of the inner lakes and those who mend their boats in the winter months");
    const char *const left[] = {"The first pier was built by", "hand and has stood in ice for",
                                "a hundred winters since the", "keepers carried oil and bread",
                                "over the bay to its far end"};
    const char *const right[] = {"and to the second one, which", "was lost in a storm that the",
                                 "registers describe as a wall", "of water; nobody rebuilt what",
                                 "the waves had taken away."};
    for (int i = 0; i < 5; i++) {
        line(s, 60, 120 + STEP * i, HIGH, left[i]);
        line(s, 330, 121 + STEP * i, HIGH, right[i]);
    }
    assert_string_equal(
        blocks(s),
        "The ferries of the inner lakes and those who mend their boats in the winter months\n"
        "The first pier was built by hand and has stood in ice for a hundred winters since the "
        "keepers "
        "carried oil and bread over the bay to its far end and to the second one, which was lost "
        "in a "
        "storm that the registers describe as a wall of water; nobody rebuilt what the waves had "
        "taken "
        "away.\n");
}

static void body(setter *s, double y)
{
    line(s, 60, y, HIGH, "The keepers of the lamps write down each night what they see from the");
    line(s, 60, y + STEP, HIGH,
         "towers, and the clerks of the harbour copy it into the great book.");
}

static void test_furniture(void **state)
{
    setter *s = *state;
    const char *const heads[] = {"Rivers and lakes", "A/79/931 Rivers and lakes",
                                 "Rivers and lakes A/79/931", "A/79/931 Rivers and lakes"};
    const char *const last[] = {"as the first.", "as the second.", "as the third.",
                                "as the fourth."};
    for (int i = 0; i < 4; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d/4 25-04711", i + 1);
        page(s);
        line(s, 60, 40, HIGH, heads[i]);
        line(s, 60, 100, HIGH, "Each page has words of its own");
        line(s, 60, 700, HIGH, last[i]);
        line(s, 60, 760, HIGH, number);
    }
    const char *found = blocks(s);
    assert_null(strstr(found, "A/79/931"));
    assert_null(strstr(found, "04711"));
    assert_non_null(strstr(found, "Rivers and lakes\n")); /* the first page's is a title */
    assert_non_null(strstr(found, "as the fourth."));
}

static void test_notes(void **state)
{
    setter *s = *state;
    page(s);
    body(s, 100);
    line(s, 60, 100 + 2 * STEP + 8, HIGH, "The book is kept in the tower");
    line(s, 193, 100 + 2 * STEP + 8 - 4, 6, "1");
    line(s, 199, 100 + 2 * STEP + 8, HIGH, "and read aloud.");
    line(s, 60, 700, 8, "1 Registers of the towers, volume 2, of which");
    line(s, 68, 710, 8, "2024 pages are left.");
    assert_string_equal(
        blocks(s), "The keepers of the lamps write down each night what they see from the towers, "
                   "and the clerks of the harbour copy it into the great book.\n"
                   "The book is kept in the tower and read aloud. {1 at 29}\n"
                   "[1] Registers of the towers, volume 2, of which 2024 pages are left.\n");
}

/* "harbour" stands elsewhere, "lamp-lighters" too; a document that divides words also divides those
 * that it has only once. */
static void test_hyphens(void **state)
{
    setter *s = *state;
    page(s);
    line(s, 60, 100, HIGH,
         "The harbour and its lamp-lighters are older than the town, and the har-");
    line(s, 60, 112, HIGH, "bour master says so to everyone who asks the well-known men and lamp-");
    line(s, 60, 124, HIGH,
         "lighters of the old shore; the keepers of the registers wrote of that cere-");
    line(s, 60, 136, HIGH, "mony in the first year, and again when the towers were lit by instru-");
    line(s, 60, 148, HIGH,
         "ments, which the Secretary-General saw on the way to the islands of Ha-");
    line(s, 60, 160, HIGH, "Noi, as e-");
    const char *found = blocks(s);
    assert_non_null(strstr(found, "the harbour master"));
    assert_non_null(strstr(found, "men and lamp-lighters of"));
    assert_non_null(strstr(found, "that ceremony in"));
    assert_non_null(strstr(found, "by instruments, which"));
    assert_non_null(strstr(found, "Ha-Noi, as e-"));
}

static void test_table(void **state)
{
    setter *s = *state;
    const char *const rows[][3] = {{"Tower", "Colour", "Seconds"},
                                   {"North", "white", "12"},
                                   {"South", "red and", "7"},
                                   {"", "green", ""},
                                   {"Island", "white", "30"}};
    page(s);
    body(s, 100);
    for (int i = 0; i < 5; i++) {
        for (int k = 0; k < 3; k++) {
            if (*rows[i][k]) {
                line(s, 60 + 120 * k, 150 + STEP * i, HIGH, rows[i][k]);
            }
        }
    }
    assert_non_null(strstr(blocks(s), "| Tower Colour Seconds\n| North white 12\n"
                                      "| South red and green 7\n| Island white 30\n"));
    assert_true(rap_str_find(s->text, RAP_STR("South\tred and green\t7"), 0) != SIZE_MAX);
}

static void test_headings(void **state)
{
    setter *s = *state;
    page(s);
    body(s, 100);
    line(s, 60, 160, 16, "Lamps");
    body(s, 190);
    line(s, 60, 250, 13, "Oil");
    body(s, 280);
    const char *found = blocks(s);
    assert_non_null(strstr(found, "\n# Lamps\n"));
    assert_non_null(strstr(found, "\n## Oil\n"));
}

static void test_boxes(void **state)
{
    setter *s = *state;
    rap_source source = {.arena = s->arena};
    rap_reading reading = {.limits = rap_read_limits_default()};
    page(s);
    body(s, 100);
    assert_true(lay(s));
    rap_read_lines(&reading, &source, s->text, &s->told);
    assert_int_equal(source.blocks.count, 1);
    const rap_origin *origin = &source.blocks.items[0].origin;
    assert_int_equal(origin->boxes.count, 1);
    assert_int_equal(origin->boxes.items[0].page, 1);
    assert_true(origin->boxes.items[0].x0 == 60 && origin->boxes.items[0].y0 == 90);
    assert_true(origin->boxes.items[0].y1 == 100 + STEP);
}

/* Boxes that are twice as tall as their signs, which reach over the lines above and below, as
 * pdftotext gives them where the fount does not tell: the width of the signs does. */
static void test_tall_boxes(void **state)
{
    setter *s = *state;
    static const char *const rows[] = {"\u706F\u5854\u7684\u770B\u5B88\u4EBA\u6BCF\u591C\u5199"
                                       "\u4E0B\u4ED6\u4EEC\u5728\u5854\u4E0A",
                                       "\u770B\u89C1\u7684\u4E1C\u897F\uFF0C\u6E2F\u53E3\u7684"
                                       "\u4E66\u8BB0\u628A\u5B83\u6284\u5230",
                                       "\u5927\u4E66\u91CC\uFF0C\u53C8\u5728\u51AC\u5929\u8BFB"
                                       "\u7ED9\u8239\u5458\u4EEC\u542C\uFF0C",
                                       "\u56E0\u4E3A\u6E56\u4E0A\u7684\u51B0\u4E0D\u8BA9\u8239"
                                       "\u5F00\uFF0C\u53EA\u6709\u706F\u8FD8",
                                       "\u4EAE\u7740\uFF0C\u7167\u7740\u7A7A\u7A7A\u7684\u6E2F"
                                       "\u53E3\u548C\u5CB8\u8FB9\u7684\u623F",
                                       "\u5C4B\u3002"};
    rap_buf whole;
    rap_buf_init(&whole, s->arena);
    page(s);
    for (int i = 0; i < 6; i++) {
        double y = 100 + STEP * i, wide = 10.0 * (double)strlen(rows[i]) / 3;
        rap_buf_format(
            &s->out, "<line><word xMin=\"60\" yMin=\"%f\" xMax=\"%f\" yMax=\"%f\">%s</word></line>",
            y - 19, 60 + wide, y + 7, rows[i]);
        rap_buf_put_c(&whole, rows[i]);
    }
    rap_buf_put_byte(&whole, '\n');
    assert_string_equal(blocks(s), rap_str_c(s->arena, rap_buf_str(&whole)));
}

/* One word with a sign above it makes the box of its line taller: the line stays its own. */
static void test_stacked_lines(void **state)
{
    setter *s = *state;
    page(s);
    for (int i = 0; i < 4; i++) {
        line(s, 60, 100 + 13 * i, 20, i == 2 ? "of the" : "the wind of the");
        if (i == 2) {
            line(s, 138, 100 + 13 * i, 24, "ice");
        }
    }
    assert_string_equal(blocks(s), "the wind of the the wind of the of the ice the wind of the\n");
}

/* The first letter of a symbol is set large in letterheads. */
static void test_initial(void **state)
{
    setter *s = *state;
    page(s);
    line(s, 300, 104, 20, "A");
    line(s, 310, 102, HIGH, "/RES/79/931");
    body(s, 160);
    assert_true(rap_str_starts(rap_str_of(blocks(s)), RAP_STR("A/RES/79/931\n")));
}

/* Gaps of stretched lines that stand below each other part no columns. */
static void test_stretched_lines(void **state)
{
    setter *s = *state;
    page(s);
    for (int i = 0; i < 7; i++) {
        rap_buf_put_c(&s->out, "<line>\n");
        for (int w = 0; w < 9; w++) {
            rap_buf_format(&s->out,
                           "<word xMin=\"%d\" yMin=\"%d\" xMax=\"%d\" yMax=\"%d\">r%dw%d.</word>\n",
                           60 + w * 55, 90 + i * STEP, 100 + w * 55, 100 + i * STEP, i, w);
        }
        rap_buf_put_c(&s->out, "</line>\n");
    }
    const char *found = blocks(s);
    assert_non_null(
        strstr(found, "r0w7. r0w8. r1w0. r1w1. r1w2. r1w3. r1w4. r1w5. r1w6. r1w7. r1w8. r2w0."));
}

/* Where marks stand higher than the text, figures at its level are none: not those in brackets, and
 * none that ends with the number of a note without a mark. */
static void test_raised_marks(void **state)
{
    setter *s = *state;
    page(s);
    for (int i = 0; i < 3; i++) {
        char mark[8];
        double y = 100 + 20 * i;
        snprintf(mark, sizeof mark, "%d", i + 1);
        line(s, 60, y, HIGH, "The book is kept in the tower");
        line(s, 193, y - 4, 6, mark);
        line(s, 199, y, HIGH, i == 1 ? "by decision 148(3) of 14 April." : "and read aloud.");
    }
    line(s, 60, 700, 8, "1 First volume.");
    line(s, 60, 710, 8, "2 Second volume.");
    line(s, 60, 720, 8, "3 Third volume.");
    line(s, 60, 730, 8, "4 Lost.");
    const char *found = blocks(s);
    assert_non_null(strstr(found, "tower by decision 148(3) of 14 April. The book"));
    assert_non_null(strstr(found, "and read aloud. {2 at 29} {3 at 91}\n"));
}

/* A document that divides no words has hyphens at line ends only where they belong. */
static void test_hyphens_kept(void **state)
{
    setter *s = *state;
    page(s);
    for (int i = 0; i < 58; i++) {
        char words[100];
        snprintf(words, sizeof words,
                 "Number %d of the lamps is lit by the keepers of tower %d each night and", i, i);
        line(s, 60, 40 + STEP * i, HIGH, words);
    }
    line(s, 60, 40 + STEP * 58, HIGH,
         "the harbour pays for it, as the towns have agreed to do in a time of lamp-");
    line(s, 60, 40 + STEP * 59, HIGH,
         "lighting by hand, which ended with the years of the great storms and oil-");
    line(s, 60, 40 + STEP * 60, HIGH, "burning boats.");
    const char *found = blocks(s);
    assert_non_null(strstr(found, "lamp-lighting by hand"));
    assert_non_null(strstr(found, "oil-burning boats"));
}

static void test_maksura(void **state)
{
    setter *s = *state;
    rap_source source = {.arena = s->arena};
    rap_str spoilt =
        RAP_STR("\u0625\u0649\u0644 \u0639\u0649\u0644 \u0645\u062F\u0649 \u062D\u0649\u062A");
    rap_str right =
        RAP_STR("\u0625\u0644\u0649 \u0639\u0644\u0649 \u0645\u062F\u0649 \u062D\u062A\u0649");
    rap_str found = rap_lines_arabic(&source, spoilt);
    assert_int_equal(found.length, right.length);
    assert_memory_equal(found.data, right.data, right.length);
    assert_int_equal(source.warnings.count, 1);
    source.warnings.count = 0;
    found = rap_lines_arabic(&source, right);
    assert_memory_equal(found.data, right.data, right.length);
    assert_int_equal(source.warnings.count, 0);
}

/* Whatever pdftotext may print: nothing but words is believed. */
static void test_odd_output(void **state)
{
    setter *s = *state;
    static const char *const odd[] = {
        "",
        "<",
        "<page",
        "<page >",
        "<word xMin=\"1\" xMax=\"2\" yMin=\"1\" yMax=\"2\">x</word>",
        "<page ><word xMin=\"nan\" yMin=\"inf\" xMax=\"-inf\" yMax=\"1e99\">x</word>",
        "<page ><word xMin=\"1\" yMin=\"9\" xMax=\"3\" yMax=\"9\">flat</word>",
        "<page ><word xMin=\"1\" yMin=\"1\" xMax=\"3\" yMax=\"9\">  </word>"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        s->out.length = 0;
        rap_buf_put_c(&s->out, odd[i]);
        assert_false(lay(s));
    }
    s->out.length = 0;
    rap_buf_put_c(&s->out,
                  "<page ><word xMin=\"1\" yMin=\"1\" xMax=\"9\" yMax=\"9\">a&lt;b&amp;&#1;");
    assert_true(lay(s));
    assert_true(rap_str_starts(s->text, RAP_STR("a<b&&#1;")));
}

/* Work grows as the page does. */
static void test_many_words(void **state)
{
    setter *s = *state;
    page(s);
    for (int i = 0; i < 20000; i++) {
        rap_buf_format(&s->out, "<word xMin=\"%d\" yMin=\"%d\" xMax=\"%d\" yMax=\"%d\">1</word>\n",
                       i % 97 * 6, i % 211 * 3, i % 97 * 6 + 4, i % 211 * 3 + 1 + i % 13);
    }
    assert_true(lay(s));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_columns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_furniture, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_notes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hyphens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_headings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_boxes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tall_boxes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stacked_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_initial, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stretched_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_raised_marks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hyphens_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_maksura, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_odd_output, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_words, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

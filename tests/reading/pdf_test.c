/* What the places of words on a page tell: columns, furniture, notes, divided words, tables,
 * headings; over words set here, ten points high and five a letter. */
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
        cmocka_unit_test_setup_teardown(test_odd_output, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_words, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

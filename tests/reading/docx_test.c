/* DOCX in small: tracked changes as accepted and as they were before, numbers as Word prints them,
 * signs, hidden text, text boxes, fields, cells. Each case is a body of our own and what is read.
 */
#include "fixture.h"
#include "ziphelp.h"

#include "reading/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define TEXT(words) "<w:r><w:t xml:space=\"preserve\">" words "</w:t></w:r>"
#define PARAGRAPH(words) "<w:p>" TEXT(words) "</w:p>"
#define NUMBERED(num, level, words)                                                                \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" num                      \
    "\"/></w:numPr></w:pPr>" TEXT(words) "</w:p>"
#define BY " w:id=\"1\" w:author=\"a\""
#define INSERTED(words) "<w:ins" BY ">" TEXT(words) "</w:ins>"
#define DELETED(words)                                                                             \
    "<w:del" BY "><w:r><w:delText xml:space=\"preserve\">" words "</w:delText></w:r></w:del>"
#define MARK(change) "<w:pPr><w:rPr><w:" change BY "/></w:rPr></w:pPr>"

static rap_str part(rap_arena *arena, const char *name, const char *inner)
{
    return rap_str_of(rap_arena_format(arena, "<w:%s xmlns:w=\"" WORD "\" xmlns:mc=\"m\">%s</w:%s>",
                                       name, inner, name));
}

/* The blocks as "1. words | (a) words", notes left out. */
static const char *read_as(const fixture *f, const char *body, const char *numbering,
                           const char *styles, bool as_original)
{
    rap_arena *arena = f->arena;
    zip_part parts[3] = {
        {"word/document.xml",
         part(arena, "document", rap_arena_format(arena, "<w:body>%s</w:body>", body))},
        {"word/numbering.xml", part(arena, "numbering", numbering ? numbering : "")},
        {"word/styles.xml", part(arena, "styles", styles ? styles : "")}};
    rap_reading reading = {.text = f->text,
                           .limits = rap_read_limits_default(),
                           .file_name = "small.docx",
                           .as_original = as_original};
    rap_source source;
    rap_error error;
    rap_buf out;
    if (!rap_read(&reading, arena, zip_make(arena, parts, 3), &source, &error)) {
        return rap_arena_format(arena, "refused: %s", error.message);
    }
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < source.blocks.count; i++) {
        const rap_block *block = &source.blocks.items[i];
        rap_buf_format(&out, "%s%.*s%s%.*s", i ? " | " : "", RAP_STR_ARG(block->number),
                       block->number.length ? " " : "", RAP_STR_ARG(block->text));
    }
    return rap_str_c(arena, rap_buf_str(&out));
}

/* -- tracked changes --------------------------------------------------------------------------- */

#define TWO_LEVELS                                                                                 \
    "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"              \
    "<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\">"          \
    "<w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"(%2)\"/></w:lvl>"   \
    "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>"

static void tracked_changes_are_read_both_ways(void **state)
{
    static const struct {
        const char *body, *accepted, *original;
    } cases[] = {
        {"<w:p>" TEXT("Boats ") DELETED("sail") INSERTED("steam") TEXT(" at dawn.") "</w:p>",
         "Boats steam at dawn.", "Boats sail at dawn."},
        {"<w:p>" TEXT("Moved ") "<w:moveFrom" BY ">" TEXT("from here ") "</w:moveFrom>" TEXT(
             "on.") "</w:p><w:p>" TEXT("Then ") "<w:moveTo" BY ">" TEXT("to there") "</w:moveTo>"
                                                                                    "</w:p>",
         "Moved on. | Then to there", "Moved from here on. | Then"},
        {"<w:p>" MARK("del") TEXT("One ") "</w:p>" PARAGRAPH("two."), "One two.", "One | two."},
        {"<w:p>" MARK("ins") TEXT("One ") "</w:p>" PARAGRAPH("two."), "One | two.", "One two."},
        /* an inserted paragraph takes no number away from the original */
        {NUMBERED("1", "0", "First.") "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId "
                                      "w:val=\"1\"/></w:numPr><w:rPr><w:ins" BY
                                      "/></w:rPr></w:pPr>" INSERTED("New.") "</w:p>" NUMBERED(
                                          "1", "0", "Last."),
         "1. First. | 2. New. | 3. Last.", "1. First. | 2. Last."},
        /* the number itself was put in, or was another level before */
        {"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/><w:ins" BY
         "/></w:numPr></w:pPr>" TEXT("Counted.") "</w:p>",
         "1. Counted.", "Counted."},
        {NUMBERED("1", "0",
                  "First.") "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId "
                            "w:val=\"1\"/></w:numPr><w:pPrChange" BY
                            "><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/>"
                            "</w:numPr></w:pPr></w:pPrChange></w:pPr>" TEXT("Second.") "</w:p>",
         "1. First. | 2. Second.", "1. First. | (a) Second."},
        {"<w:p><w:r><w:rPr><w:vanish/><w:rPrChange" BY "><w:rPr/></w:rPrChange></w:rPr><w:t>Gone"
         "</w:t></w:r>" TEXT(" stays.") "</w:p>",
         "stays.", "Gone stays."},
        {"<w:tbl><w:tr><w:trPr><w:ins" BY "/></w:trPr><w:tc>" PARAGRAPH(
             "new") "</w:tc></w:tr><w:tr><w:trPr><w:del" BY
                    "/></w:trPr><w:tc>" PARAGRAPH(
                        "old") "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:cellIns" BY
                               "/></w:tcPr>" PARAGRAPH("in") "</w:tc><w:tc><w:tcPr><w:cellDel" BY
                                                             "/></w:tcPr>" PARAGRAPH(
                                                                 "out") "</w:tc></w:tr></w:tbl>",
         "new | in", "old | out"},
    };
    const fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(read_as(f, cases[i].body, TWO_LEVELS, NULL, false), cases[i].accepted);
        assert_string_equal(read_as(f, cases[i].body, TWO_LEVELS, NULL, true), cases[i].original);
    }
}

/* -- numbers ----------------------------------------------------------------------------------- */

/* The start is given, so that one paragraph shows one number. */
static void numbers_print_as_in_word(void **state)
{
    static const struct {
        const char *format;
        int number;
        const char *printed;
    } cases[] = {{"decimal", 12, "12"},
                 {"decimalZero", 7, "07"},
                 {"upperLetter", 28, "BB"},
                 {"lowerLetter", 3, "c"},
                 {"lowerRoman", 49, "xlix"},
                 {"upperRoman", 1994, "MCMXCIV"},
                 {"arabicAlpha", 3, "\u062A"},
                 {"arabicAbjad", 3, "\u062C"},
                 {"russianLower", 10, "\u043A"},
                 {"russianUpper", 2, "\u0411"},
                 {"chineseCounting", 21, "\u4E8C\u5341\u4E00"},
                 {"chineseCountingThousand", 10, "\u5341"},
                 {"chineseCountingThousand", 105, "\u4E00\u767E\u96F6\u4E94"},
                 {"chineseCountingThousand", 110, "\u4E00\u767E\u4E00\u5341"},
                 {"chineseCountingThousand", 2003, "\u4E8C\u5343\u96F6\u4E09"},
                 {"ideographDigital", 10, "\u4E00\u3007"},
                 {"ideographTraditional", 2, "\u4E59"},
                 {"hebrew1", 15, "\u05D8\u05D5"},
                 {"hebrew1", 128, "\u05E7\u05DB\u05D7"},
                 {"hebrew2", 11, "\u05DB"},
                 {"decimalFullWidth", 12, "\uFF11\uFF12"},
                 {"decimalEnclosedCircle", 3, "\u2462"},
                 {"decimalEnclosedCircle", 21, "21"},
                 {"numberInDash", 4, "- 4 -"},
                 {"unheardOf", 4, "4"}};
    const fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *numbering = rap_arena_format(
            f->arena,
            "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"%d\"/>"
            "<w:numFmt w:val=\"%s\"/><w:lvlText w:val=\"%%1\"/></w:lvl></w:abstractNum>"
            "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>",
            cases[i].number, cases[i].format);
        assert_string_equal(read_as(f, NUMBERED("1", "0", "x"), numbering, NULL, false),
                            rap_arena_format(f->arena, "%s x", cases[i].printed));
    }
}

#define LEVEL(ilvl, format, text, more)                                                            \
    "<w:lvl w:ilvl=\"" ilvl "\"><w:start w:val=\"1\"/>" more "<w:numFmt w:val=\"" format           \
    "\"/><w:lvlText w:val=\"" text "\"/></w:lvl>"
#define LIST(levels) "<w:abstractNum w:abstractNumId=\"1\">" levels "</w:abstractNum>"
#define NUM(id, more) "<w:num w:numId=\"" id "\"><w:abstractNumId w:val=\"1\"/>" more "</w:num>"

static void lists_count_as_in_word(void **state)
{
    static const struct {
        const char *numbering, *styles, *body, *expected;
    } cases[] = {
        /* deeper levels begin again; a skipped level shows its first number */
        {LIST(LEVEL("0", "decimal", "%1.", "") LEVEL("1", "decimal", "%1.%2", "")) NUM("1", ""),
         NULL,
         NUMBERED("1", "1", "a") NUMBERED("1", "0", "b") NUMBERED("1", "1", "c")
             NUMBERED("1", "1", "d") NUMBERED("1", "0", "e") NUMBERED("1", "1", "f"),
         "1.1 a | 2. b | 2.1 c | 2.2 d | 3. e | 3.1 f"},
        /* a level that never begins again */
        {LIST(LEVEL("0", "decimal", "%1.", "")
                  LEVEL("1", "lowerLetter", "(%2)", "<w:lvlRestart w:val=\"0\"/>")) NUM("1", ""),
         NULL,
         NUMBERED("1", "0", "a") NUMBERED("1", "1", "b") NUMBERED("1", "0", "c")
             NUMBERED("1", "1", "d"),
         "1. a | (a) b | 2. c | (b) d"},
        /* another number of the same list counts on, or begins where it is told to */
        {LIST(LEVEL("0", "decimal", "%1.", "")) NUM("1", "") NUM("2", "")
             NUM("3", "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"7\"/></w:lvlOverride>"),
         NULL,
         NUMBERED("1", "0", "a") NUMBERED("2", "0", "b") NUMBERED("3", "0", "c")
             NUMBERED("3", "0", "d"),
         "1. a | 2. b | 7. c | 8. d"},
        /* a level of its own; legal style */
        {LIST(LEVEL("0", "upperRoman", "%1.", "") LEVEL("1", "decimal", "%1.%2", "<w:isLgl/>"))
             NUM("1", "") NUM("2", "<w:lvlOverride w:ilvl=\"0\">" LEVEL("0", "decimal", "[%1]",
                                                                        "") "</w:lvlOverride>"),
         NULL, NUMBERED("1", "0", "a") NUMBERED("1", "1", "b") NUMBERED("2", "0", "c"),
         "I. a | 1.1 b | [2] c"},
        /* through a style, and a style based on it */
        {LIST(LEVEL("0", "decimal", "%1.", "")) NUM("1", ""),
         "<w:style w:type=\"paragraph\" w:styleId=\"A\"><w:pPr><w:numPr><w:numId w:val=\"1\"/>"
         "</w:numPr></w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"B\"><w:basedOn "
         "w:val=\"A\"/></w:style>",
         "<w:p><w:pPr><w:pStyle w:val=\"A\"/></w:pPr>" TEXT(
             "a") "</w:p><w:p><w:pPr><w:pStyle "
                  "w:val=\"B\"/></w:pPr>" TEXT("b") "</"
                                                    "w:p><w:p><w:pPr><w:"
                                                    "pStyle "
                                                    "w:val=\"B\"/"
                                                    "><w:numPr><w:numId "
                                                    "w:val=\"0\"/></w:numPr>"
                                                    "</w:pPr>" TEXT("c") "</w:p>",
         "1. a | 2. b | c"},
        {LIST(LEVEL("0", "bullet", "\u2022", "")) NUM("1", ""), NULL, NUMBERED("1", "0", "a"), "a"},
    };
    const fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(read_as(f, cases[i].body, cases[i].numbering, cases[i].styles, false),
                            cases[i].expected);
    }
}

/* -- what is in paragraphs --------------------------------------------------------------------- */

static void paragraphs_are_read_as_shown(void **state)
{
    static const struct {
        const char *body, *expected;
    } cases[] = {
        {"<w:p>" TEXT("5 ") "<w:r><w:sym w:font=\"Symbol\" w:char=\"F0B0\"/></w:r>" TEXT(
             "C ") "<w:r><w:sym w:font=\"Symbol\" w:char=\"F0A3\"/></w:r>" TEXT(" 6") "</"
                                                                                      "w:"
                                                                                      "p>",
         "5 \u00B0C \u2264 6"},
        {"<w:p><w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\" "
         "w:hAnsi=\"Wingdings\"/></w:rPr><w:t>"
         "\uF0FE</w:t></w:r>" TEXT(" done") "</w:p>",
         "\u2611 done"},
        {"<w:p><w:r><w:sym w:font=\"Webdings\" w:char=\"F061\"/></w:r>" TEXT("shown") "</w:p>",
         "shown"},
        {"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t><w:sym w:font=\"Symbol\" "
         "w:char=\"F061\"/></w:r>" TEXT("shown") "</w:p>",
         "shown"},
        {"<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</"
         "w:t><w:tab/>"
         "<w:t>d</w:t><w:br/><w:t>e</w:t></w:r></w:p>",
         "a-bc d e"},
        {"<w:p>" TEXT("page ") "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> "
                               "REF b </w:instrText></w:r><w:r><w:fldChar "
                               "w:fldCharType=\"separate\"/></w:r>" TEXT(
                                   "seven") "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
         "page seven"},
        {"<w:p><w:fldSimple w:instr=\"REF x\">" TEXT("result") "</w:fldSimple></w:p>", "result"},
        {"<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>" PARAGRAPH(
             "controlled") "</w:sdtContent></w:sdt><w:p><w:smartTag>" TEXT("tagged") "</"
                                                                                     "w:"
                                                                                     "smart"
                                                                                     "Tag><"
                                                                                     "/w:"
                                                                                     "p>",
         "controlled | tagged"},
        /* a text box stands there twice, for newer and older programs */
        {"<w:p>" TEXT("before") "<w:r><mc:AlternateContent><mc:Choice><w:"
                                "txbxContent>" PARAGRAPH("boxed") "</w:txbxContent></"
                                                                  "mc:Choice><mc:Fallback><w:"
                                                                  "txbxContent>" PARAGRAPH(
                                                                      "boxed") "</"
                                                                               "w:"
                                                                               "txbxContent"
                                                                               "></"
                                                                               "mc:"
                                                                               "Fallback></"
                                                                               "mc:"
                                                                               "AlternateCo"
                                                                               "ntent></"
                                                                               "w:r></w:p>",
         "before | boxed"},
        {"<w:p><w:r><w:rPr><w:rtl/></"
         "w:rPr><w:t>\u0627\u0644\u0645\u064A\u0646\u0627\u0621</w:t>"
         "</w:r></w:p>",
         "\u0627\u0644\u0645\u064A\u0646\u0627\u0621"},
        {"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>" PARAGRAPH(
             "wide") "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge "
                     "w:val=\"restart\"/></w:tcPr>" PARAGRAPH(
                         "tall") "</"
                                 "w:tc><w:"
                                 "tc>" PARAGRAPH("b") "</w:tc></w:tr><w:tr><w:tc><w:tcPr>"
                                                      "<w:vMerge/></w:tcPr><w:p/></w:tc>"
                                                      "<w:tc>" PARAGRAPH(
                                                          "c") "</w:tc></w:tr></w:tbl>",
         "wide | tall | b | c"},
    };
    const fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(read_as(f, cases[i].body, NULL, NULL, false), cases[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tracked_changes_are_read_both_ways),
                                       cmocka_unit_test(numbers_print_as_in_word),
                                       cmocka_unit_test(lists_count_as_in_word),
                                       cmocka_unit_test(paragraphs_are_read_as_shown)};
    return cmocka_run_group_tests_name("docx", tests, fixture_set_up, fixture_tear_down);
}

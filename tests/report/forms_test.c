/* The files: DOCX whose parts are there, well-formed and in agreement; HTML that is XML too; the
 * limit of words; the same bytes for the same register. */
#include "fixture.h"

#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <zip.h>

#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

static const char *folder;

typedef struct {
    rap_arena *arena;
    fixture from;
    rap_report_options options;
    rap_report_result result;
    rap_str bytes;
} desk;

static int set_up(void **state)
{
    rap_arena *arena = rap_arena_new(0);
    desk *d = RAP_NEW(arena, desk);
    d->arena = arena;
    *state = d;
    d->options = (rap_report_options){.kind = RAP_REPORT_CONSOLIDATED,
                                      .lang = RAP_LANG_EN,
                                      .today = {2032, 9, 1},
                                      .entity_name = fixture_name,
                                      .entity_kind = fixture_kind,
                                      .user = &d->from};
    return fixture_open(arena, rap_arena_format(arena, "%s/invented.json", folder), &d->from) ? 0
                                                                                              : -1;
}

static int tear_down(void **state)
{
    desk *d = *state;
    rap_register_close(d->from.reg);
    rap_arena_free(d->arena);
    return 0;
}

static void make(desk *d)
{
    rap_error error = {0};
    if (!rap_report_make(d->from.reg, d->arena, &d->options, &d->bytes, &d->result, &error)) {
        fail_msg("%s", error.message);
    }
}

/* A part of the DOCX, parsed; NULL where it is missing or not well-formed. */
static xmlDocPtr part(const desk *d, const char *name)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(d->bytes.data, d->bytes.length, 0, &error);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    zip_stat_t about;
    xmlDocPtr document = NULL;
    if (archive && !zip_stat(archive, name, 0, &about)) {
        char *text = malloc(about.size);
        zip_file_t *file = zip_fopen(archive, name, 0);
        if (file && zip_fread(file, text, about.size) == (zip_int64_t)about.size) {
            document = xmlReadMemory(text, (int)about.size, name, NULL, XML_PARSE_NONET);
        }
        zip_fclose(file);
        free(text);
    }
    if (archive) {
        zip_discard(archive);
    }
    return document;
}

/* How many nodes the path finds; -1 where it is no path. */
static int found(xmlDocPtr document, const char *path)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathRegisterNs(context, BAD_CAST "w", BAD_CAST W);
    xmlXPathObjectPtr object = xmlXPathEvalExpression(BAD_CAST path, context);
    int count = -1;
    if (object && object->type == XPATH_NODESET) {
        count = object->nodesetval ? object->nodesetval->nodeNr : 0;
    } else if (object && object->type == XPATH_BOOLEAN) {
        count = object->boolval;
    }
    xmlXPathFreeObject(object);
    xmlXPathFreeContext(context);
    return count;
}

static void test_parts(void **state)
{
    static const char *const names[] = {"[Content_Types].xml",
                                        "_rels/.rels",
                                        "docProps/core.xml",
                                        "docProps/app.xml",
                                        "word/document.xml",
                                        "word/styles.xml",
                                        "word/numbering.xml",
                                        "word/settings.xml",
                                        "word/fontTable.xml",
                                        "word/header1.xml",
                                        "word/footer1.xml",
                                        "word/footnotes.xml",
                                        "word/_rels/document.xml.rels"};
    desk *d = *state;
    make(d);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        xmlDocPtr document = part(d, names[i]);
        if (!document) {
            fail_msg("%s is missing or not well-formed", names[i]);
        }
        xmlFreeDoc(document);
    }
}

static void test_notes_agree(void **state)
{
    desk *d = *state;
    make(d);
    xmlDocPtr document = part(d, "word/document.xml"), notes = part(d, "word/footnotes.xml");
    assert_true(d->result.notes > 3);
    assert_int_equal(found(document, "//w:footnoteReference"), (int)d->result.notes);
    assert_int_equal(found(notes, "//w:footnote[not(@w:type)]"), (int)d->result.notes);
    for (size_t i = 1; i <= d->result.notes; i++) {
        assert_int_equal(
            found(document, rap_arena_format(d->arena, "//w:footnoteReference[@w:id='%zu']", i)),
            1);
        assert_int_equal(found(notes, rap_arena_format(d->arena, "//w:footnote[@w:id='%zu']", i)),
                         1);
    }
    xmlFreeDoc(document);
    xmlFreeDoc(notes);
}

static void test_structure(void **state)
{
    desk *d = *state;
    make(d);
    xmlDocPtr document = part(d, "word/document.xml"), styles = part(d, "word/styles.xml");
    assert_int_equal(found(document, "//w:pStyle[starts-with(@w:val,'Numbered')]"),
                     (int)d->result.paragraphs);
    assert_int_equal(
        found(styles, "//w:style[@w:styleId='NumberedParagraph']//w:numId[@w:val='1']"), 1);
    assert_true(found(document, "//w:pStyle[@w:val='Heading1']") >= 3);
    assert_true(found(document, "//w:pStyle[@w:val='Heading2']") == (int)d->result.chapters);
    /* The contents: a field with an entry for each heading of the first two levels. */
    assert_int_equal(found(document, "//w:instrText[contains(., 'TOC')]"), 1);
    assert_int_equal(found(document, "//w:hyperlink[@w:anchor = //w:bookmarkStart/@w:name]"),
                     found(document, "//w:pStyle[@w:val='Heading1' or @w:val='Heading2']"));
    assert_int_equal(found(document, "count(//w:fldChar[@w:fldCharType='begin']) = "
                                     "count(//w:fldChar[@w:fldCharType='end'])"),
                     1);
    /* Every style that is used is there; no paragraph of the report is right to left but the
     * quotations in Arabic. */
    for (int i = 1; i <= found(document, "//w:pStyle"); i++) {
        const char *path = rap_arena_format(d->arena, "(//w:pStyle)[%d]", i);
        xmlXPathContextPtr context = xmlXPathNewContext(document);
        xmlXPathRegisterNs(context, BAD_CAST "w", BAD_CAST W);
        xmlXPathObjectPtr one = xmlXPathEvalExpression(BAD_CAST path, context);
        xmlChar *name = xmlGetNsProp(one->nodesetval->nodeTab[0], BAD_CAST "val", BAD_CAST W);
        assert_int_equal(found(styles, rap_arena_format(d->arena, "//w:style[@w:styleId='%s']",
                                                        (const char *)name)),
                         1);
        xmlFree(name);
        xmlXPathFreeObject(one);
        xmlXPathFreeContext(context);
    }
    assert_int_equal(found(document, "//w:p[w:pPr/w:pStyle/@w:val='Quote'][not(w:pPr/w:bidi)]"), 0);
    assert_int_equal(found(document, "//w:p[w:pPr/w:bidi][w:pPr/w:pStyle/@w:val='Quote']"), 1);
    assert_true(found(document, "//w:rtl") > 0);
    xmlFreeDoc(document);
    xmlFreeDoc(styles);
}

static void test_right_to_left(void **state)
{
    desk *d = *state;
    d->options.lang = RAP_LANG_AR;
    make(d);
    xmlDocPtr document = part(d, "word/document.xml");
    assert_int_equal(found(document, "//w:sectPr/w:bidi"), 1);
    assert_int_equal(found(document, "count(//w:tbl) = count(//w:tblPr/w:bidiVisual)"), 1);
    assert_int_equal(found(document, "//w:p[not(w:pPr/w:bidi)]"), 0);
    assert_true(found(document, "//w:bidi[@w:val='0']") > 0); /* English quotations */
    assert_true(found(document, "//w:lang[@w:bidi='ar-SA']") > 0);
    /* Latin letters in Arabic text are runs of their own. */
    assert_int_equal(found(document, "//w:r[w:rPr/w:rtl][contains(w:t,'LAS')]"), 0);
    assert_true(found(document, "//w:r[not(w:rPr/w:rtl)][contains(w:t,'LAS')]") > 0);
    xmlFreeDoc(document);
}

static void test_same_bytes(void **state)
{
    desk *d = *state;
    make(d);
    rap_str first = d->bytes;
    setenv("TZ", "Asia/Tokyo", 1);
    make(d);
    unsetenv("TZ");
    assert_true(rap_str_equal(first, d->bytes));
}

static void test_html(void **state)
{
    static const rap_lang langs[] = {RAP_LANG_EN, RAP_LANG_AR, RAP_LANG_ZH};
    static const rap_report_kind kinds[] = {RAP_REPORT_ACTIVITIES, RAP_REPORT_CONSOLIDATED,
                                            RAP_REPORT_MANDATES};
    desk *d = *state;
    d->options.form = RAP_FORM_HTML;
    for (int l = 0; l < 3; l++) {
        for (int k = 0; k < 3; k++) {
            d->options.lang = langs[l];
            d->options.kind = kinds[k];
            make(d);
            xmlDocPtr page = xmlReadMemory(d->bytes.data, (int)d->bytes.length, "report.html", NULL,
                                           XML_PARSE_NONET);
            assert_non_null(page);
            assert_int_equal(found(page, "//a[starts-with(@href,'#')]"
                                         "[not(substring(@href,2) = //@id)]"),
                             0);
            assert_int_equal(found(page, "count(//@id) = count(//@id[not(. = preceding::*/@id)])"),
                             1);
            assert_int_equal(found(page, "/html[@lang and @dir]/body[header][nav][main]"), 1);
            assert_int_equal(found(page, "//section[@role='doc-endnotes']/ol/li"),
                             (int)d->result.notes);
            xmlFreeDoc(page);
        }
    }
}

static void test_html_escapes(void **state)
{
    desk *d = *state;
    d->options.form = RAP_FORM_HTML;
    d->options.title = RAP_STR("Tom & <script>\"x\"</script>");
    make(d);
    assert_true(rap_str_find(d->bytes, RAP_STR("<script>"), 0) == SIZE_MAX);
    assert_true(rap_str_find(d->bytes, RAP_STR("Tom &amp; &lt;script&gt;"), 0) != SIZE_MAX);
    assert_true(rap_str_find(d->bytes, RAP_STR("&lt;in brief&gt;"), 0) != SIZE_MAX);
}

static void test_limit(void **state)
{
    desk *d = *state;
    make(d);
    size_t whole = d->result.words, all = d->result.activities;
    assert_int_equal((int)d->result.left_out, 0);
    assert_true(rap_str_is(d->result.left_out_list, "[]"));
    d->options.max_words = whole - 20;
    make(d);
    assert_true(d->result.words <= whole - 20);
    assert_true(d->result.left_out > 0);
    assert_int_equal((int)(d->result.left_out + d->result.activities), (int)all);
    /* What has no date, no place and two parties that all know goes first. */
    assert_true(rap_str_find(d->result.left_out_list, RAP_STR("by telephone"), 0) != SIZE_MAX);
    assert_true(rap_str_find(d->result.left_out_list, RAP_STR("memorandum"), 0) == SIZE_MAX);
    d->options.max_words = 1;
    make(d);
    assert_int_equal((int)d->result.activities, 0);
    assert_int_equal((int)d->result.left_out, (int)all);
}

static void test_nothing(void **state)
{
    desk *d = *state;
    d->options.filter.period = (rap_period){{1950, 0, 0}, {1951, 0, 0}};
    make(d);
    assert_int_equal((int)d->result.activities, 0);
    assert_int_equal((int)d->result.notes, 0);
    xmlDocPtr document = part(d, "word/document.xml");
    assert_non_null(document);
    assert_int_equal(found(document, "//w:footnoteReference"), 0);
    assert_null(part(d, "word/footnotes.xml"));
    xmlFreeDoc(document);
}

int main(int count, char **arguments)
{
    folder = count > 1 ? arguments[1] : ".";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_notes_agree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_structure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_right_to_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_same_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_html, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_html_escapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing, set_up, tear_down),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}

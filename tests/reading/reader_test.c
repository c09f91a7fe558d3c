/* The readers on the golden folder, and on bad input: one clear line each, nothing worse.
 *
 * golden/CASE.EXT is a file, golden/CASE.docx.parts/ the parts of an archive; what is expected
 * stands in golden/CASE.EXT.expected. With RAPPORTEUR_UPDATE=1 in the environment the expected
 * files are written anew, to be reviewed as a diff. */
#include "dump.h"
#include "fixture.h"
#include "ziphelp.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef RAP_VEC(zip_part) zip_parts;

static bool read_bytes(const fixture *f, const char *name, rap_str bytes, rap_source *ret_source,
                       rap_error *error)
{
    rap_reading reading = {f->text, rap_read_limits_default(), name};
    return rap_read(&reading, f->arena, bytes, ret_source, error);
}

/* -- the golden folder ----------------------------------------------------------------------------
 */

static void check_golden(const fixture *f, const char *name, rap_str bytes)
{
    rap_source source;
    rap_error error = {0};
    rap_str found, expected;
    const char *file = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
    if (read_bytes(f, file, bytes, &source, &error)) {
        found = dump_source(f->arena, &source);
    } else {
        found = rap_str_of(rap_arena_format(f->arena, "refused: %s\n", error.message));
    }
    const char *path = rap_arena_format(f->arena, "%s.expected", name);
    const char *update = getenv("RAPPORTEUR_UPDATE");
    if (update && !strcmp(update, "1")) {
        assert_true(rap_file_write(path, found, &error));
        return;
    }
    if (!rap_file_read(f->arena, path, (size_t)1 << 24, &expected, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    if (!rap_str_equal(found, expected)) {
        fail_msg("%s is read otherwise than expected; look at what RAPPORTEUR_UPDATE=1 changes.\n"
                 "Now it reads:\n%.*s",
                 name, RAP_STR_ARG(found));
    }
}

static void test_golden(void **state)
{
    const fixture *f = *state;
    rap_strs paths;
    rap_error error;
    size_t cases = 0;
    assert_true(rap_file_list(f->arena, GOLDEN, &paths, &error));
    for (size_t i = 0; i < paths.count; i++) {
        rap_str path = paths.items[i], bytes;
        size_t parts = rap_str_find(path, RAP_STR(".parts/"), 0);
        if (parts != SIZE_MAX || rap_str_ends(path, RAP_STR(".expected"))) {
            continue;
        }
        const char *name = rap_str_c(f->arena, path);
        assert_true(rap_file_read(f->arena, name, (size_t)1 << 24, &bytes, &error));
        check_golden(f, name, bytes);
        cases++;
    }
    assert_true(cases >= 3);
}

static void test_golden_archives(void **state)
{
    const fixture *f = *state;
    static const char *const archives[] = {"features.docx", "revised.docx"};
    for (size_t a = 0; a < sizeof archives / sizeof *archives; a++) {
        const char *folder = rap_arena_format(f->arena, "%s/%s.parts", GOLDEN, archives[a]);
        rap_strs paths;
        rap_error error;
        zip_parts parts = {0};
        assert_true(rap_file_list(f->arena, folder, &paths, &error));
        for (size_t i = 0; i < paths.count; i++) {
            const char *path = rap_str_c(f->arena, paths.items[i]);
            zip_part part = {.name = path + strlen(folder) + 1};
            assert_true(rap_file_read(f->arena, path, (size_t)1 << 24, &part.content, &error));
            RAP_PUSH(f->arena, &parts, part);
        }
        rap_str bytes = zip_make(f->arena, parts.items, parts.count);
        assert_true(bytes.length > 0);
        check_golden(f, rap_arena_format(f->arena, "%s/%s", GOLDEN, archives[a]), bytes);
    }
}

/* -- bad input ------------------------------------------------------------------------------------
 */

/* Refused, with one line that holds `part`. */
static void refuse(const fixture *f, const char *name, rap_str bytes, const char *part)
{
    rap_source source = {0};
    rap_error error = {0};
    bool is_read = read_bytes(f, name, bytes, &source, &error);
    if (is_read) {
        fail_msg("%s was read, as %s with %zu blocks", name, source.reader, source.blocks.count);
    }
    if (!strstr(error.message, part)) {
        fail_msg("%s: the message is: %s", name, error.message);
    }
    assert_null(strchr(error.message, '\n'));
    assert_true(error.code != RAP_OK);
}

static rap_str repeat(rap_arena *arena, const char *text, size_t times)
{
    size_t length = strlen(text);
    char *data = rap_arena_take(arena, length * times + 1);
    for (size_t i = 0; i < times; i++) {
        memcpy(data + i * length, text, length);
    }
    return (rap_str){data, length * times};
}

static void test_not_documents(void **state)
{
    const fixture *f = *state;
    refuse(f, "empty.txt", RAP_STR_NONE, "empty");
    refuse(f, "picture.pdf", RAP_STR("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), "PNG");
    refuse(f, "blank.txt", RAP_STR(" \n\t\n "), "white space");
    refuse(f, "old.doc", RAP_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), "DOCX");
    refuse(f, "binary.pdf", RAP_STR("\x01\x02\0\x03\xFF\xFE\0\0\x10"), "PDF");
    char *zeros = rap_arena_take(f->arena, 100000);
    refuse(f, "zeros.txt", (rap_str){zeros, 100000}, "");
    refuse(f, "zeros.docx", (rap_str){zeros, 100000}, "");
}

static void test_random_bytes(void **state)
{
    const fixture *f = *state;
    uint32_t seed = 12345;
    char *data = rap_arena_take(f->arena, 65536);
    for (int i = 0; i < 65536; i++) {
        seed = seed * 1664525u + 1013904223u;
        data[i] = (char)(seed >> 24);
    }
    refuse(f, "noise", (rap_str){data, 65536}, "");
}

static void test_xml_entities(void **state)
{
    const fixture *f = *state;
    refuse(f, "bomb.xml",
           RAP_STR("<?xml version=\"1.0\"?>\n<!DOCTYPE akomaNtoso [\n<!ENTITY a \"aaaaaaaaaa\">\n"
                   "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\n]>\n<akomaNtoso><doc><mainBody>"
                   "<p>&b;</p></mainBody></doc></akomaNtoso>"),
           "entities");
    refuse(f, "other.xml",
           RAP_STR("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol \"lol\">\n]>\n"
                   "<lolz>&lol;</lolz>"),
           "Akoma Ntoso");
    refuse(f, "external.xml",
           RAP_STR("<!DOCTYPE akomaNtoso [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                   "<akomaNtoso><doc><mainBody><p>&x;</p></mainBody></doc></akomaNtoso>"),
           "entities");
    refuse(f, "cut.xml", RAP_STR("<akomaNtoso>\n<doc>\n<mainBody><p>Half a parag"), "line 3");
    refuse(f, "crossed.xml", RAP_STR("<akomaNtoso>\n<doc><mainBody>\n</doc></akomaNtoso>"),
           "line 3");
    refuse(f, "void.xml", RAP_STR("<akomaNtoso/>"), "no text");
}

static void test_nesting(void **state)
{
    const fixture *f = *state;
    rap_str xml = repeat(f->arena, "<section>", 20000);
    char *deep = rap_arena_format(f->arena, "<akomaNtoso>%.*s", RAP_STR_ARG(xml));
    refuse(f, "deep.xml", rap_str_of(deep), "nested");
    rap_str html = repeat(f->arena, "<div>", 20000);
    deep = rap_arena_format(f->arena, "<!doctype html><body>%.*s text", RAP_STR_ARG(html));
    refuse(f, "deep.html", rap_str_of(deep), "nested");
    html = repeat(f->arena, "<div></x>", 20000);
    deep = rap_arena_format(f->arena, "<!doctype html><body>%.*s text", RAP_STR_ARG(html));
    refuse(f, "crossed.html", rap_str_of(deep), "nested");
    html = repeat(f->arena, " a b c d e f g h", 2000);
    deep = rap_arena_format(f->arena, "<!doctype html><body><p %.*s>text", RAP_STR_ARG(html));
    refuse(f, "wide.html", rap_str_of(deep), "attributes");
    refuse(f, "nothing.html", RAP_STR("<!doctype html><title></title><body><script>x</script>"),
           "no text");
}

#define WORD_XML                                                                                   \
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"        \
    "<w:body><w:p><w:r><w:t>Ferries at dawn.</w:t></w:r></w:p></w:body></w:document>"

static void test_archives(void **state)
{
    const fixture *f = *state;
    zip_part part = {"word/document.xml", RAP_STR(WORD_XML)};
    rap_str whole = zip_make(f->arena, &part, 1);
    rap_source source;
    rap_error error;
    assert_true(read_bytes(f, "whole.docx", whole, &source, &error));
    assert_int_equal(source.blocks.count, 1);
    assert_string_equal(source.reader, "docx");
    for (size_t length = whole.length - 1; length > 4; length -= 7) {
        refuse(f, "cut.docx", rap_str_slice(whole, 0, length), "");
    }
    refuse(f, "cut.docx", rap_str_slice(whole, 0, whole.length / 2), "damaged or cut off");
    part = (zip_part){"notes.txt", RAP_STR("Only a text")};
    refuse(f, "other.docx", zip_make(f->arena, &part, 1), "ZIP archive");
    part = (zip_part){"xl/workbook.xml", RAP_STR("<x/>")};
    refuse(f, "sheet.docx", zip_make(f->arena, &part, 1), "Excel");
    part = (zip_part){"word/document.xml", repeat(f->arena, " ", (size_t)64 << 20)};
    refuse(f, "bomb.docx", zip_make(f->arena, &part, 1), "bomb");
    part = (zip_part){"word/document.xml", RAP_STR("<w:document xmlns:w=\"x\"><w:body>")};
    refuse(f, "half.docx", zip_make(f->arena, &part, 1), "word/document.xml");
}

static void test_damaged_pdf(void **state)
{
    const fixture *f = *state;
    refuse(f, "damaged.pdf", RAP_STR("%PDF-1.4\nnothing of what a PDF should hold\n"), "PDF");
    refuse(f, "pictures.pdf",
           RAP_STR("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                   "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                   "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
                   "trailer<</Root 1 0 R>>\n%%EOF\n"),
           "empty");
}

/* What Office files before 2007 begin with, and the name of a stream. */
static rap_str compound(rap_arena *arena, const char *stream)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_put(&out, RAP_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0"));
    for (const char *c = stream; *c; c++) {
        rap_buf_put_byte(&out, *c);
        rap_buf_put_byte(&out, 0);
    }
    return rap_buf_str(&out);
}

static void test_other_office_files(void **state)
{
    const fixture *f = *state;
    refuse(f, "locked.docx", compound(f->arena, "EncryptedPackage"), "password");
    refuse(f, "old.xls", compound(f->arena, "Workbook"), "Excel");
    refuse(f, "old.ppt", compound(f->arena, "PowerPoint Document"), "PowerPoint");
    refuse(f, "mail.msg", compound(f->arena, "__properties_version1.0"), "Outlook");
    refuse(f, "other.db", compound(f->arena, "Thumbs"), "without a Word document");
}

#define RTF_TEXT                                                                                   \
    "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}"                                                 \
    "{\\pard {\\i Thanks} the keepers of the lights{\\super\\chftn}"                               \
    "{\\footnote\\pard {\\super\\chftn} Log of the harbour.} on both shores;\\par}"                \
    "{\\pard The r\\'e9gime of fares begins.\\par}}"
#define FLAT_TEXT                                                                                  \
    "<?xml version=\"1.0\"?><office:document "                                                     \
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "                           \
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\" "        \
    "office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text>"       \
    "<text:p>Pilots meet at noon<text:note text:note-class=\"footnote\"><text:note-citation>1"     \
    "</text:note-citation><text:note-body><text:p>In winter.</text:p></text:note-body>"            \
    "</text:note>.</text:p></office:text></office:body></office:document>"

static bool has_program(const char *name)
{
    static const char *const folders[] = {"/usr/local/bin", "/usr/bin", "/bin"};
    char path[128];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s", folders[i], name);
        if (!access(path, X_OK)) {
            return true;
        }
    }
    return false;
}

/* LibreOffice need not be installed: then there is nothing to be tried. */
static void test_conversion(void **state)
{
    const fixture *f = *state;
    static const struct {
        const char *name, *bytes, *reader, *text, *note;
    } cases[] = {
        {"lights.rtf", RTF_TEXT, "rtf", "Thanks the keepers of the lights on both shores;",
         "Log of the harbour."},
        {"pilots.fodt", FLAT_TEXT, "odt", "Pilots meet at noon.", "In winter."},
    };
    if (!has_program("soffice")) {
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_source source = {0};
        rap_error error = {0};
        if (!read_bytes(f, cases[i].name, rap_str_of(cases[i].bytes), &source, &error)) {
            fail_msg("%s: %s", cases[i].name, error.message);
        }
        size_t last = source.blocks.count - 1;
        assert_string_equal(source.reader, cases[i].reader);
        assert_true(rap_str_is(source.blocks.items[0].text, cases[i].text));
        assert_true(rap_str_is(source.blocks.items[last].text, cases[i].note));
        assert_int_equal(source.blocks.items[0].notes.items[0].block, last);
    }
}

static const char *path_now(const fixture *f)
{
    const char *path = getenv("PATH");
    return path ? rap_arena_format(f->arena, "%s", path) : "/usr/bin:/bin";
}

static void test_missing_program(void **state)
{
    const fixture *f = *state;
    const char *path = path_now(f);
    setenv("PATH", "/nowhere", 1);
    refuse(f, "some.pdf", RAP_STR("%PDF-1.4\n"), "apt-get install poppler-utils");
    refuse(f, "some.rtf", RAP_STR("{\\rtf1 Ferries.}"), "apt-get install libreoffice-writer");
    refuse(f, "some.doc", compound(f->arena, "WordDocument"), "apt-get install libreoffice-writer");
    refuse(f, "some.fodt", RAP_STR("<?xml version=\"1.0\"?><office:document >"),
           "apt-get install libreoffice-writer");
    setenv("PATH", path, 1);
}

/* A folder in which only the named programs are found. */
static const char *folder_with(const fixture *f, const char *const *programs)
{
    char *folder = rap_arena_format(f->arena, "/tmp/rapporteur-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    for (; *programs; programs++) {
        const char *from = rap_arena_format(f->arena, "/usr/bin/%s", *programs);
        assert_int_equal(symlink(from, rap_arena_format(f->arena, "%s/%s", folder, *programs)), 0);
    }
    return folder;
}

/* A page that is a picture is read by Tesseract where there is one, else it says how to get it. */
static void test_scanned(void **state)
{
    const fixture *f = *state;
    static const char *const programs[] = {"pdftotext", "pdfimages", "pdftoppm", NULL};
    rap_str bytes;
    rap_source source;
    rap_error error = {0};
    assert_true(
        rap_file_read(f->arena, GOLDEN "/../scans/en.pdf", (size_t)1 << 24, &bytes, &error));
    const char *path = path_now(f);
    const char *folder = folder_with(f, programs);
    setenv("PATH", folder, 1);
    refuse(f, "scan.pdf", bytes, "apt-get install tesseract-ocr");
    setenv("PATH", path, 1);
    for (size_t i = 0; programs[i]; i++) {
        unlink(rap_arena_format(f->arena, "%s/%s", folder, programs[i]));
    }
    rmdir(folder);
    if (!has_program("tesseract")) {
        return;
    }
    assert_true(read_bytes(f, "scan.pdf", bytes, &source, &error));
    assert_true(source.warnings.count && rap_str_is(source.warnings.items[0].rule, "scanned"));
    bool any = false;
    for (size_t i = 0; i < source.blocks.count; i++) {
        rap_str text = source.blocks.items[i].text;
        any |= rap_str_find(text, RAP_STR("Lighthouses on inland waters"), 0) != SIZE_MAX;
    }
    assert_true(any);
}

static void test_bad_text(void **state)
{
    const fixture *f = *state;
    rap_source source;
    rap_error error = {0};
    rap_str text = RAP_STR("The crews met at noon.\n\nThey agreed \xC3\x28 and \xFF parted.\n");
    assert_true(read_bytes(f, "invalid.txt", text, &source, &error));
    assert_true(source.blocks.count >= 2);
    for (size_t i = 0; i < source.blocks.count; i++) {
        assert_int_equal(rap_utf8_invalid(source.blocks.items[i].text), SIZE_MAX);
    }
    rap_read_limits limits = rap_read_limits_default();
    limits.file_bytes = 10;
    rap_reading reading = {f->text, limits, "large.txt"};
    assert_false(rap_read(&reading, f->arena, text, &source, &error));
    assert_int_equal(error.code, RAP_ERROR_LIMIT);
}

static void test_long_line(void **state)
{
    const fixture *f = *state;
    rap_source source;
    rap_error error = {0};
    rap_str line = repeat(f->arena, "ferry ", ((size_t)50 << 20) / 6);
    if (read_bytes(f, "long.txt", line, &source, &error)) {
        assert_true(source.blocks.count >= 1);
    } else {
        assert_true(error.code == RAP_ERROR_LIMIT);
    }
}

static void test_recognition(void **state)
{
    const fixture *f = *state;
    static const struct {
        const char *name, *bytes, *reader;
    } cases[] = {
        {"wrong.pdf", "<akomaNtoso><doc><mainBody><p>Text</p></mainBody></doc></akomaNtoso>",
         "akn"},
        {"a",
         "\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- x --><n:akomaNtoso xmlns:n=\"x\"><n:doc>"
         "<n:mainBody><n:p>Text</n:p></n:mainBody></n:doc></n:akomaNtoso>",
         "akn"},
        {"wrong.txt", "<!DOCTYPE HTML><p>The crews met.", "html"},
        {"fragment.htm", "The crews <b>met</b>.", "html"},
        {"plain", "The tag <html> begins a page. This is a text about it.", "text"},
        {"less.txt", "1 < 2 and 3 > 2", "text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_source source = {0};
        rap_error error = {0};
        if (!read_bytes(f, cases[i].name, rap_str_of(cases[i].bytes), &source, &error)) {
            fail_msg("%s: %s", cases[i].name, error.message);
        }
        assert_string_equal(source.reader, cases[i].reader);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_golden, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_golden_archives, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_recognition, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_not_documents, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_random_bytes, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_xml_entities, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_nesting, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_archives, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_damaged_pdf, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_scanned, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_other_office_files, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_conversion, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_missing_program, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_bad_text, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_long_line, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Pages as browsers save them from the sites of organizations, in six languages and the encodings
 * that such pages have: the words of the page are read, its menus, banners and footers are not. */
#include "fixture.h"

#include "reading/reading.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define MENU "qwertmenu"
#define CRUMB "qwertcrumb"
#define SIDE "qwertside"
#define FOOT "qwertfoot"
#define COOKIE "qwertcookie"
#define SCRIPT "qwertscript"

typedef struct {
    const char *charset; /* of the bytes */
    const char *told;    /* how the page tells it; "" where it does not */
    const char *lang, *title, *first, *second;
} page;

#define META(charset)                                                                              \
    "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=" charset "\">"

static const page pages[] = {
    {"UTF-8", "<meta charset=\"utf-8\">", "en", "Meeting of harbour masters",
     "The harbour masters of nine ports met in Suva from 3 to 5 March 2024 and compared how they "
     "count the boats that come in at night.",
     "They agreed to meet again in a year and to keep one list of lights and buoys."},
    {"ISO-8859-1", META("iso-8859-1"), "fr", "Réunion des capitaines de port",
     "Les capitaines de neuf ports se sont réunis à Lomé du 3 au 5 mars 2024 et ont comparé leur "
     "manière de compter les bateaux qui rentrent à la nuit tombée.",
     "Ils sont convenus de se revoir dans un an et de tenir une seule liste des feux et des "
     "bouées."},
    {"ISO-8859-1", "", "es", "Reunión de capitanes de puerto",
     "Los capitanes de nueve puertos se reunieron en Panamá del 3 al 5 de marzo de 2024 y "
     "compararon la forma en que cuentan las embarcaciones que llegan de noche.",
     "Acordaron volver a reunirse el próximo año y llevar una sola lista de señales."},
    {"WINDOWS-1251", META("windows-1251"), "ru", "Встреча капитанов портов",
     "Капитаны девяти портов встретились в Сочи с 3 по 5 марта 2024 года и сравнили, как они "
     "считают суда, которые приходят ночью.",
     "Они договорились встретиться снова через год и вести один список огней и буёв."},
    {"KOI8-R", META("koi8-r"), "ru", "Встреча капитанов портов",
     "Капитаны девяти портов встретились в Сочи с 3 по 5 марта 2024 года и сравнили, как они "
     "считают суда, которые приходят ночью.",
     "Они договорились встретиться снова через год и вести один список огней и буёв."},
    {"KOI8-R", "", "ru", "Встреча капитанов портов",
     "Капитаны девяти портов встретились в Сочи с 3 по 5 марта 2024 года и сравнили, как они "
     "считают суда, которые приходят ночью.",
     "Они договорились встретиться снова через год и вести один список огней и буев."},
    {"WINDOWS-1256", META("windows-1256"), "ar", "اجتماع رؤساء الموانئ",
     "اجتمع رؤساء تسعة موانئ في تونس من ٣ إلى ٥ آذار وقارنوا بين طرقهم في عد القوارب التي تصل "
     "ليلا.",
     "واتفقوا على أن يجتمعوا مرة أخرى بعد سنة وأن تكون لهم قائمة واحدة بالأضواء والعوامات."},
    {"GB18030", META("gb18030"), "zh", "港务长会议",
     "九个港口的港务长于2024年3月3日至5日在厦门开会，比较了各自清点夜间进港船只的办法。",
     "会议商定一年后再次开会，并共同编制一份灯标和浮标清单。"},
    {"GB18030", "<meta charset=\"gb2312\">", "zh", "港务长会议",
     "九个港口的港务长于2024年3月3日至5日在厦门开会，比较了各自清点夜间进港船只的办法。",
     "会议商定一年后再次开会，并共同编制一份灯标和浮标清单。"},
};

static rap_str in_charset(rap_arena *arena, const char *charset, const char *text)
{
    iconv_t way = iconv_open(charset, "UTF-8");
    size_t left = strlen(text), room = left * 2 + 16;
    char *from = rap_arena_copy(arena, text, left), *bytes = rap_arena_take(arena, room),
         *to = bytes;
    assert_true(way != (iconv_t)-1);
    if (iconv(way, &from, &left, &to, &room) == (size_t)-1) {
        fail_msg("%s: no character for %.20s", charset, from);
    }
    iconv_close(way);
    return (rap_str){bytes, (size_t)(to - bytes)};
}

/* The arrangement of an organization's page, as saved whole. Windows-1256 has no Arabic digits. */
static const char *page_of(rap_arena *arena, const page *p)
{
    return rap_arena_format(
        arena,
        "<!DOCTYPE html>\n<!-- saved from url=(0029)https://harbours.example/news -->\n"
        "<html lang=\"%s\"><head>%s<title>%s | Harbours</title>"
        "<style>.x{color:red}</style><script>var " SCRIPT " = \"<p>no</p>\";</script></head><body>"
        "<div class=\"cookie-banner\" role=\"dialog\"><p>" COOKIE " <a href=\"#\">OK</a></p></div>"
        "<header><nav><ul><li><a href=\"/a\">" MENU "</a></li><li><a href=\"/b\">" MENU
        "</a></li><li><a href=\"/c\">" MENU "</a></li></ul></nav></header>"
        "<div class=\"breadcrumb\"><a href=\"/\">" CRUMB "</a> &gt; <a href=\"/n\">" CRUMB
        "</a></div>"
        "<div id=\"main\"><h1>%s</h1><p>%s</p><p>%s</p></div>"
        "<aside><h2>" SIDE "</h2><ul><li><a href=\"/1\">" SIDE "</a></li><li><a href=\"/2\">" SIDE
        "</a></li></ul></aside><footer><p>" FOOT " <a href=\"/t\">" FOOT "</a></p></footer>"
        "<script>" SCRIPT "</script></body></html>",
        p->lang, p->told, p->title, p->title, p->first, p->second);
}

static const char *without_arabic_digits(rap_arena *arena, const char *text)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_str whole = rap_str_of(text);
    for (size_t at = 0; at < whole.length;) {
        uint32_t c = rap_utf8_next(whole, &at);
        rap_buf_put_code_point(&out, c >= 0x660 && c <= 0x669 ? c - 0x660 + '0' : c);
    }
    return rap_str_c(arena, rap_buf_str(&out));
}

static bool holds(const rap_source *source, const char *words)
{
    for (size_t i = 0; i < source->blocks.count; i++) {
        if (rap_str_find(source->blocks.items[i].text, rap_str_of(words), 0) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static void pages_are_read_without_their_menus(void **state)
{
    static const char *const furniture[] = {MENU, CRUMB, SIDE, FOOT, COOKIE, SCRIPT};
    const fixture *f = *state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        page p = pages[i];
        p.first = without_arabic_digits(f->arena, p.first);
        rap_reading reading = {
            .text = f->text, .limits = rap_read_limits_default(), .file_name = "page.html"};
        rap_source source;
        rap_error error;
        rap_str bytes = in_charset(f->arena, p.charset, page_of(f->arena, &p));
        if (!rap_read(&reading, f->arena, bytes, &source, &error)) {
            fail_msg("page %zu (%s): %s", i, p.charset, error.message);
        }
        if (!holds(&source, p.title) || !holds(&source, p.first) || !holds(&source, p.second)) {
            fail_msg("page %zu (%s, \"%s\"): its words are not read; first block: %.*s", i,
                     p.charset, p.told, RAP_STR_ARG(source.blocks.items[0].text));
        }
        for (size_t w = 0; w < sizeof furniture / sizeof *furniture; w++) {
            if (holds(&source, furniture[w])) {
                fail_msg("page %zu (%s): %s is read", i, p.charset, furniture[w]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pages_are_read_without_their_menus)};
    return cmocka_run_group_tests_name("html", tests, fixture_set_up, fixture_tear_down);
}

/* A small writer of SVG. */
#include "picture.h"

#include "base/markup.h"

#include <unicode/uchar.h>

static const char style[] =
    "text{font-family:'Noto Sans','Noto Sans Arabic','Noto Sans CJK SC','DejaVu Sans',sans-serif;"
    "fill:#1f2a33}"
    ".title{font-size:24px;font-weight:600}.subtitle{font-size:14px;fill:#52616b}"
    ".label{font-size:12px}.halo{font-size:12px;paint-order:stroke;stroke:#fff;stroke-width:3px;"
    "stroke-linejoin:round}.axis{font-size:11px;fill:#52616b}.small{font-size:11px;fill:#52616b}"
    ".ground{fill:#fff}.sea{fill:#eef4f8}.land{fill:#dfe3e0;stroke:#b9c2bf;stroke-width:.5}"
    ".border{fill:none;stroke:#fff;stroke-width:.6}.city{fill:#1a6fb0;fill-opacity:.62;"
    "stroke:#0c4a7a}.state{fill:#1a6fb0;fill-opacity:.12;stroke:#0c4a7a;stroke-width:1.4;"
    "stroke-dasharray:3 2}.grid{stroke:#d9dfe3}.year{stroke:#9aa7af}.band{fill:#f5f7f8}"
    ".edge{stroke:#7b8b96;stroke-opacity:.5}.faint{stroke:#7b8b96;stroke-opacity:.22}.mark{fill-"
    "opacity:.9}.span{fill-opacity:.6}"
    ".node{stroke:#fff;stroke-width:1.2}";

void rap_svg_init(rap_svg *svg, rap_arena *arena, double width, bool is_rtl)
{
    *svg = (rap_svg){.arena = arena, .width = width, .is_rtl = is_rtl};
    rap_buf_init(&svg->body, arena);
}

/* Closes an element, with what a reader sees who points at it. */
static void close_with(rap_svg *svg, const char *name, rap_str hint)
{
    if (!hint.length) {
        rap_buf_put_c(&svg->body, "/>\n");
        return;
    }
    rap_buf_put_c(&svg->body, "><title>");
    rap_markup_text(&svg->body, hint);
    rap_buf_format(&svg->body, "</title></%s>\n", name);
}

static void put_colour(rap_svg *svg, const char *colour)
{
    if (colour) {
        rap_buf_format(&svg->body, " fill=\"%s\"", colour);
    }
}

void rap_svg_text(rap_svg *svg, double x, double y, rap_svg_anchor anchor, const char *look,
                  rap_str text)
{
    /* In text from right to left an SVG viewer takes "start" for the right. */
    static const char *const anchors[2][3] = {{"start", "middle", "end"},
                                              {"end", "middle", "start"}};
    rap_buf_format(&svg->body, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", look,
                   x, y, anchors[svg->is_rtl][anchor]);
    rap_markup_text(&svg->body, text);
    rap_buf_put_c(&svg->body, "</text>\n");
}

void rap_svg_circle(rap_svg *svg, double x, double y, double radius, const char *look,
                    const char *colour, rap_str hint)
{
    rap_buf_format(&svg->body, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"", look, x,
                   y, radius);
    put_colour(svg, colour);
    close_with(svg, "circle", hint);
}

void rap_svg_box(rap_svg *svg, double x, double y, double width, double height, const char *look,
                 const char *colour, rap_str hint)
{
    rap_buf_format(&svg->body,
                   "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"", look,
                   x, y, width, height);
    put_colour(svg, colour);
    close_with(svg, "rect", hint);
}

void rap_svg_line(rap_svg *svg, double x1, double y1, double x2, double y2, const char *look,
                  double width, rap_str hint)
{
    rap_buf_format(&svg->body,
                   "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" "
                   "stroke-width=\"%.1f\"",
                   look, x1, y1, x2, y2, width);
    close_with(svg, "line", hint);
}

void rap_svg_path(rap_svg *svg, const char *look, rap_str data)
{
    rap_buf_format(&svg->body, "<path class=\"%s\" d=\"%.*s\"/>\n", look, RAP_STR_ARG(data));
}

/* In hundredths of the font size; sans-serif faces differ by a tenth or so. */
static int advance(uint32_t c)
{
    int width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    if (width == U_EA_WIDE || width == U_EA_FULLWIDTH) {
        return 100;
    }
    if (u_charType((UChar32)c) == U_NON_SPACING_MARK) {
        return 0;
    }
    if (c >= 0x400 && c < 0x530 && !u_isupper((UChar32)c)) {
        return 63; /* Cyrillic */
    }
    return u_isupper((UChar32)c) ? 68 : u_ispunct((UChar32)c) || c == ' ' ? 32 : 56;
}

double rap_svg_text_width(rap_str text, double size)
{
    double sum = 0;
    for (size_t at = 0; at < text.length;) {
        sum += advance(rap_utf8_next(text, &at));
    }
    return sum * size / 100;
}

rap_str rap_svg_cut(rap_arena *arena, rap_str text, double size, double width)
{
    if (rap_svg_text_width(text, size) <= width) {
        return text;
    }
    double sum = size;
    size_t at = 0, end = 0;
    while (at < text.length) {
        sum += advance(rap_utf8_next(text, &at)) * size / 100;
        if (sum > width) {
            break;
        }
        end = at;
    }
    return rap_str_of(rap_arena_format(arena, "%.*s\xE2\x80\xA6", (int)end, text.data));
}

rap_str rap_svg_end(rap_svg *svg, rap_str title, rap_str description, rap_lang lang)
{
    rap_buf out;
    rap_buf_init(&out, svg->arena);
    rap_buf_format(&out,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
                   "viewBox=\"0 0 %.0f %.0f\" role=\"img\" xml:lang=\"%s\" direction=\"%s\">\n"
                   "<title>",
                   svg->width, svg->height, svg->width, svg->height, rap_lang_code(lang),
                   svg->is_rtl ? "rtl" : "ltr");
    rap_markup_text(&out, title);
    rap_buf_put_c(&out, "</title>\n<desc>");
    rap_markup_text(&out, description);
    rap_buf_format(&out,
                   "</desc>\n<style>%s</style>\n"
                   "<rect class=\"ground\" width=\"%.0f\" height=\"%.0f\"/>\n",
                   style, svg->width, svg->height);
    rap_buf_put(&out, rap_buf_str(&svg->body));
    rap_buf_put_c(&out, "</svg>\n");
    return rap_buf_str(&out);
}

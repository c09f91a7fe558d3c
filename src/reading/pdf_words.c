/* The output of pdftotext -bbox-layout: one element a line, words with their boxes in lines. It is
 * read by its tags alone, so that characters which XML does not allow do no harm. */
#include "pdf_page.h"

#include <stdlib.h>
#include <string.h>

float rap_pdf_height(const pdf_word *word)
{
    return word->y1 - word->y0;
}

static bool is_arabic(uint32_t c)
{
    return (c >= 0x600 && c <= 0x6FF && !(c >= 0x660 && c <= 0x669)) ||
           (c >= 0xFB50 && c <= 0xFEFC);
}

pdf_letters rap_pdf_letters(rap_str text)
{
    pdf_letters count = {0};
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0;
        count.arabic += is_arabic(c) && c != 0x60C && c != 0x61B && c != 0x61F;
        count.other += is_letter && !is_arabic(c) && !(c >= 0x2000 && c <= 0x206F);
        count.digits += c >= '0' && c <= '9';
    }
    return count;
}

/* Vowel marks stand on the page beside their letter on either side: alone they are no word. */
static bool is_mark(uint32_t c)
{
    return (c >= 0x64B && c <= 0x655) || c == 0x670 || c <= ' ' || c == 0xA0 || c == 0xAD ||
           (c >= 0x2000 && c <= 0x200F) || c == 0xFEFF;
}

static bool is_word(rap_str text)
{
    for (size_t at = 0; at < text.length;) {
        if (!is_mark(rap_utf8_next(text, &at))) {
            return true;
        }
    }
    return false;
}

/* The number in `name="..."` of a tag; what is none, or far off the page, is 0. */
static float number_of(rap_str tag, const char *name)
{
    char digits[32];
    size_t at = rap_str_find(tag, rap_str_of(name), 0);
    if (at == SIZE_MAX) {
        return 0;
    }
    at += strlen(name);
    rap_str value = rap_str_slice(tag, at, at + sizeof digits - 1);
    if (value.length) {
        memcpy(digits, value.data, value.length);
    }
    digits[value.length] = '\0';
    float number = strtof(digits, NULL);
    return number > -1e5f && number < 1e5f ? number : 0; /* not a number fails both */
}

/* The text without the references that pdftotext writes. */
static rap_str plain(rap_arena *arena, rap_str text)
{
    static const struct {
        rap_str name;
        char sign;
    } names[] = {{{"&amp;", 5}, '&'},
                 {{"&lt;", 4}, '<'},
                 {{"&gt;", 4}, '>'},
                 {{"&quot;", 6}, '"'},
                 {{"&apos;", 6}, '\''}};
    if (!text.length || !memchr(text.data, '&', text.length)) {
        return text;
    }
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < text.length;) {
        char sign = text.data[at];
        size_t length = 1;
        for (size_t i = 0; sign == '&' && i < sizeof names / sizeof *names; i++) {
            if (rap_str_starts(rap_str_slice(text, at, text.length), names[i].name)) {
                sign = names[i].sign;
                length = names[i].name.length;
            }
        }
        rap_buf_put_byte(&out, sign);
        at += length;
    }
    return rap_buf_str(&out);
}

rap_str rap_pdf_clean(rap_arena *arena, rap_str text)
{
    bool is_clean = rap_utf8_invalid(text) == SIZE_MAX;
    for (size_t i = 0; is_clean && i < text.length; i++) {
        is_clean = (unsigned char)text.data[i] >= ' ' && text.data[i] != 0x7F;
    }
    if (is_clean) {
        return text;
    }
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        if (c >= ' ' && c != 0x7F) {
            rap_buf_put_code_point(&out, c);
        }
    }
    return rap_buf_str(&out);
}

static void add_word(pdf_document *document, rap_str tag, rap_str text, uint32_t piece)
{
    pdf_word word = {.x0 = number_of(tag, "xMin=\""),
                     .x1 = number_of(tag, "xMax=\""),
                     .y0 = number_of(tag, "yMin=\""),
                     .y1 = number_of(tag, "yMax=\""),
                     .text =
                         rap_str_trim(rap_pdf_clean(document->arena, plain(document->arena, text))),
                     .piece = piece};
    if (is_word(word.text) && word.y1 > word.y0 && word.x1 >= word.x0) {
        RAP_PUSH(document->arena, &document->words, word);
        document->sheets.items[document->sheets.count - 1].end = document->words.count;
    }
}

static void add_sheet(pdf_document *document, rap_str tag)
{
    pdf_sheet sheet = {.number = (uint32_t)document->sheets.count + 1,
                       .width = number_of(tag, "width=\""),
                       .height = number_of(tag, "height=\""),
                       .first = document->words.count,
                       .end = document->words.count};
    RAP_PUSH(document->arena, &document->sheets, sheet);
}

void rap_pdf_find_direction(pdf_document *document)
{
    for (size_t i = 0; i < document->sheets.count; i++) {
        pdf_sheet *sheet = &document->sheets.items[i];
        pdf_letters count = {0};
        for (size_t w = sheet->first; w < sheet->end; w++) {
            pdf_letters more = rap_pdf_letters(document->words.items[w].text);
            count.arabic += more.arabic;
            count.other += more.other;
        }
        sheet->is_rtl = count.arabic > count.other * 2;
    }
}

void rap_pdf_words(pdf_document *document, rap_str boxes)
{
    uint32_t piece = 0;
    size_t at = 0;
    while ((at = rap_str_find(boxes, RAP_STR("<"), at)) != SIZE_MAX) {
        size_t close = rap_str_find(boxes, RAP_STR(">"), at);
        if (close == SIZE_MAX) {
            break;
        }
        rap_str tag = rap_str_slice(boxes, at, close);
        at = close + 1;
        if (rap_str_starts(tag, RAP_STR("<page"))) {
            add_sheet(document, tag);
        } else if (rap_str_starts(tag, RAP_STR("<line"))) {
            piece++;
        } else if (rap_str_starts(tag, RAP_STR("<word ")) && document->sheets.count) {
            size_t end = rap_str_find(boxes, RAP_STR("</word>"), at);
            end = end == SIZE_MAX ? boxes.length : end;
            add_word(document, tag, rap_str_slice(boxes, at, end), piece);
            at = end;
        }
    }
    rap_pdf_heights(document);
}

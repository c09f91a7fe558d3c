/* The text of a row: the order in which its words are read, and the white space between them. */
#include "pdf_page.h"

#include <string.h>

static void put_raised(rap_buf *out, rap_str text)
{
    static const uint16_t raised[] = {0x2070, 0xB9,   0xB2,   0xB3,   0x2074,
                                      0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c >= '0' && c <= '9') {
            rap_buf_put_code_point(out, raised[c - '0']);
        } else if (c == '*') {
            rap_buf_put_byte(out, c);
        }
    }
}

static bool is_arabic(uint32_t c)
{
    return (c >= 0x600 && c <= 0x6FF && !(c >= 0x660 && c <= 0x669)) ||
           (c >= 0xFB50 && c <= 0xFEFC);
}

/* Vowel marks stand on the page beside their letter on either side, and are left out. */
static bool is_vowel_mark(uint32_t c)
{
    return (c >= 0x64B && c <= 0x655) || c == 0x670;
}

/* Whether more than four letters stand in a word: a stroke alone stretches none. */
static bool is_long(rap_str text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.length;) {
        count += !is_vowel_mark(rap_utf8_next(text, &at));
    }
    return count > 4;
}

static bool runs_left_to_right(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

/* pdftotext gives the letters of an Arabic word from left to right, with the strokes that stretch a
 * word to fill its line. */
static void put_reversed(rap_buf *out, rap_str text)
{
    size_t at = text.length;
    while (at > 0) {
        size_t end = at, start = at;
        uint32_t c = rap_utf8_previous(text, &start);
        at = start;
        if (!runs_left_to_right(c)) {
            size_t next = start;
            bool is_stretch = c == 0x640 && (start > 0 ? is_arabic(rap_utf8_previous(text, &next))
                                                       : is_long(text));
            if (!is_stretch && !is_vowel_mark(c)) {
                rap_buf_put(out, rap_str_slice(text, start, end));
            }
            continue;
        }
        while (at > 0) { /* a number or Latin word keeps its order */
            size_t before = at;
            if (!runs_left_to_right(rap_utf8_previous(text, &before))) {
                break;
            }
            at = before;
        }
        rap_buf_put(out, rap_str_slice(text, at, end));
    }
}

static void put_word(rap_buf *out, const pdf_word *w, bool is_rtl)
{
    pdf_letters count = rap_pdf_letters(w->text);
    if (w->is_raised) {
        put_raised(out, w->text);
    } else if (is_rtl && !w->is_turned && (count.arabic || (!count.other && !count.digits))) {
        put_reversed(out, w->text);
    } else {
        rap_buf_put(out, w->text);
    }
}

static void turn_round(pdf_word *items, size_t first, size_t end)
{
    for (; first + 1 < end; first++, end--) {
        pdf_word w = items[first];
        items[first] = items[end - 1];
        items[end - 1] = w;
    }
}

/* The words of a line that runs to the left, in the order in which they are read. Groups of words
 * in another script keep theirs, with the numbers in them and one on either side: "25 November
 * 2022" stands on the page as November, 2022, 25. */
static void order_rtl(pdf_word *items, size_t count)
{
    turn_round(items, 0, count);
    for (size_t i = 0; i < count;) {
        size_t first = SIZE_MAX, last = 0, end = i;
        for (; end < count; end++) {
            pdf_letters of = rap_pdf_letters(items[end].text);
            if (of.arabic || items[end].is_raised) {
                break;
            }
            first = of.other && first == SIZE_MAX ? end : first;
            last = of.other || of.digits ? end + 1 : last;
        }
        if (first != SIZE_MAX) {
            size_t number = first; /* beside the words, perhaps behind a stop */
            while (number > i && !rap_pdf_letters(items[number - 1].text).digits) {
                number--;
            }
            first = number > i ? number - 1 : first;
            turn_round(items, first, last);
            for (size_t k = first; k < last; k++) {
                items[k].is_turned = true;
            }
        }
        i = end > i ? end : i + 1;
    }
}

/* Some producers write brackets in Arabic by their looks: then they close before they open. */
static void turn_brackets(char *text, size_t length)
{
    const char *pairs = "()[]";
    for (; *pairs; pairs += 2) {
        const char *open = memchr(text, pairs[0], length), *close = memchr(text, pairs[1], length);
        if (!open || !close || open < close) {
            continue;
        }
        for (size_t i = 0; i < length; i++) {
            text[i] = text[i] == pairs[0] ? pairs[1] : text[i] == pairs[1] ? pairs[0] : text[i];
        }
    }
}

/* The ligature of lam and alef, which some producers store the wrong way round: an alef before alef
 * and lam is always that. Letters are two bytes each. */
static void mend_lam_alef(char *text, size_t length)
{
    const char *alef = "\xD8\xA7", *lam = "\xD9\x84";
    static const char *const alefs[] = {"\xD8\xA7", "\xD8\xA3", "\xD8\xA5", "\xD8\xA2"};
    for (size_t i = 0; i + 6 <= length; i++) {
        if (memcmp(text + i, alef, 2) || memcmp(text + i + 4, lam, 2)) {
            continue;
        }
        for (size_t k = 0; k < sizeof alefs / sizeof *alefs; k++) {
            if (!memcmp(text + i + 2, alefs[k], 2)) {
                memcpy(text + i + 2, lam, 2);
                memcpy(text + i + 4, alefs[k], 2);
                break;
            }
        }
    }
}

/* White space between two words that follow each other: none where they touch. */
static void put_gap(rap_buf *out, const pdf_row *r, const pdf_word *a, const pdf_word *b)
{
    float high = r->y1 - r->y0;
    pdf_letters x = rap_pdf_letters(a->text), y = rap_pdf_letters(b->text);
    bool is_run = a->is_turned && b->is_turned && b->x0 > a->x0;
    bool is_turned = r->is_rtl && !is_run && (x.other || y.other); /* the places say nothing */
    float gap = b->x0 >= a->x1 - high * 0.2f ? b->x0 - a->x1 : a->x0 - b->x1;
    if (is_turned) {
        bool is_stop = !y.other && !y.digits && !y.arabic;
        gap = is_stop && gap > high ? 0 : gap > high || gap < 0 ? high * 0.3f : gap;
    }
    if (b->is_raised && gap < high * 0.5f) {
        return; /* a mark belongs to the word that it follows */
    }
    if (gap > high * 0.08f || gap < -high) {
        rap_buf_put_byte(out, ' ');
    }
}

rap_str rap_pdf_row_text(const pdf_document *document, const pdf_row *row, float from, float to)
{
    pdf_words words = {0};
    rap_buf out;
    rap_buf_init(&out, document->arena);
    for (size_t i = 0; i < row->count; i++) {
        float middle = (row->words[i].x0 + row->words[i].x1) / 2;
        if (middle >= from && middle < to) {
            RAP_PUSH(document->arena, &words, row->words[i]);
        }
    }
    if (row->is_rtl) {
        order_rtl(words.items, words.count);
    }
    for (size_t i = 0; i < words.count; i++) {
        if (i) {
            put_gap(&out, row, &words.items[i - 1], &words.items[i]);
        }
        put_word(&out, &words.items[i], row->is_rtl);
    }
    if (row->is_rtl) {
        turn_brackets(out.data, out.length);
        mend_lam_alef(out.data, out.length);
    }
    return rap_buf_str(&out);
}

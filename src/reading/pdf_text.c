/* The text of a row: the order in which its words are read, and the white space between them. */
#include "pdf_page.h"

#include "lines.h"

#include <string.h>

#define STROKES 4 /* words with the same sign inside */

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

/* Some producers give the stroke that stretches an Arabic word to fill its line the number of
 * another sign: what stands between letters of many words is such a stroke. */
void rap_pdf_find_strokes(pdf_document *document)
{
    size_t counts[128] = {0};
    for (size_t i = 0; i < document->words.count; i++) {
        rap_str text = document->words.items[i].text;
        size_t sign = 0; /* the newest one, behind a letter */
        uint32_t before = 0;
        for (size_t at = 0; at < text.length;) {
            uint32_t c = rap_utf8_next(text, &at);
            if (c < 128 && (is_arabic(before) || before == sign)) {
                sign = c;
            } else {
                counts[sign] += sign && is_arabic(c);
                sign = 0;
            }
            before = c;
        }
    }
    for (size_t c = 1; c < 128; c++) {
        document->strokes[c] = counts[c] >= STROKES && !strchr("/-().,[]", (int)c);
    }
}

static rap_str without_strokes(const pdf_document *document, rap_str text)
{
    rap_buf out;
    rap_buf_init(&out, document->arena);
    for (size_t at = 0; at < text.length;) {
        size_t start = at, before = at, next, end;
        uint32_t c = rap_utf8_next(text, &at);
        bool is_behind = start && is_arabic(rap_utf8_previous(text, &before));
        for (end = at; end < text.length && (unsigned char)text.data[end] == c; end++) {
        }
        next = end;
        if (c < 128 && document->strokes[c] && is_behind && end < text.length &&
            is_arabic(rap_utf8_next(text, &next))) {
            at = end;
        } else {
            rap_buf_put_code_point(&out, c);
        }
    }
    return rap_buf_str(&out);
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

/* The end of the digits from byte `at` on, with the signs that keep two numbers together whichever
 * way the line runs (UAX #9: common separators). */
static size_t number_end(rap_str text, size_t at)
{
    size_t end = at;
    while (at < text.length && (strchr("0123456789", text.data[at]) ||
                                (strchr("./,:", text.data[at]) && at + 1 < text.length &&
                                 text.data[at + 1] >= '0' && text.data[at + 1] <= '9'))) {
        end = ++at;
    }
    return end;
}

/* Figures with their signs on a line that runs to the left: the signs stand on the other side, and
 * of a range the later end comes first. */
static void put_figures(rap_buf *out, rap_str text)
{
    size_t first = 0, last = text.length, middle;
    while (first < last && !(text.data[first] >= '0' && text.data[first] <= '9')) {
        first++;
    }
    while (last > first && !(text.data[last - 1] >= '0' && text.data[last - 1] <= '9')) {
        last--;
    }
    rap_str core = rap_str_slice(text, first, last);
    middle = number_end(core, 0);
    rap_str a = rap_str_slice(core, 0, middle), b = rap_str_slice(core, middle + 1, core.length);
    int from, to;
    bool is_range = middle < core.length && core.data[middle] == '-' && rap_str_number(a, &from) &&
                    rap_str_number(b, &to) && from > to;
    put_reversed(out, rap_str_slice(text, last, text.length));
    if (is_range) {
        rap_buf_format(out, "%.*s-%.*s", RAP_STR_ARG(b), RAP_STR_ARG(a));
    } else {
        rap_buf_put(out, core);
    }
    put_reversed(out, rap_str_slice(text, 0, first));
}

static void put_word(rap_buf *out, const pdf_word *w, bool is_rtl)
{
    pdf_letters count = rap_pdf_letters(w->text);
    if (w->is_raised) {
        put_raised(out, w->text);
    } else if (w->is_logical) {
        rap_buf_put(out, w->text);
    } else if (is_rtl && !w->is_turned && (count.arabic || (!count.other && !count.digits))) {
        put_reversed(out, w->text);
    } else if (is_rtl && !w->is_turned && count.digits && !count.other) {
        put_figures(out, w->text);
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

static bool is_core(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0xC3;
}

/* Signs at the outer ends of words that run to the right belong to the line around them, and stand
 * on the other side of the words: "])A/77/L.12(" is "(A/77/L.12)]". */
static void turn_ends(rap_arena *arena, pdf_word *first, pdf_word *last)
{
    size_t begin = 0, end = last->text.length;
    while (begin < first->text.length && !is_core(first->text.data[begin])) {
        begin++;
    }
    while (end > 0 && !is_core(last->text.data[end - 1]) &&
           strchr("([{", last->text.data[end - 1])) {
        end--;
    }
    rap_buf head, tail;
    rap_buf_init(&head, arena);
    rap_buf_init(&tail, arena);
    put_reversed(&head, rap_str_slice(last->text, end, last->text.length));
    put_reversed(&tail, rap_str_slice(first->text, 0, begin));
    rap_str kept = rap_str_slice(last->text, first == last ? begin : 0, end);
    if (first == last) {
        rap_buf_put(&head, kept);
        rap_buf_put(&head, rap_buf_str(&tail));
        first->text = rap_buf_str(&head);
        return;
    }
    rap_buf_put(&head, rap_str_slice(first->text, begin, first->text.length));
    first->text = rap_buf_str(&head);
    last->text = rap_str_of(
        rap_arena_format(arena, "%.*s%s", RAP_STR_ARG(kept), rap_str_c(arena, rap_buf_str(&tail))));
}

/* The words of a line that runs to the left, in the order in which they are read. Groups of words
 * in another script keep theirs, with the numbers in them and one on either side: "25 November
 * 2022" stands on the page as November, 2022, 25. */
static void order_rtl(rap_arena *arena, pdf_word *items, size_t count)
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
            turn_ends(arena, &items[first], &items[last - 1]);
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

/* A mark that calls a note stands at the right of a number, which is read before it. */
static void order_marks(pdf_word *items, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        pdf_letters next = rap_pdf_letters(items[i + 1].text);
        float gap = items[i].x0 - items[i + 1].x1, high = rap_pdf_height(&items[i + 1]);
        bool is_far = !i || items[i - 1].x0 - items[i].x1 > high * 0.1f;
        if (items[i].is_raised && next.digits && !next.other && !next.arabic &&
            !items[i + 1].is_raised && gap < high * 0.08f && gap > -high * 0.2f && is_far) {
            pdf_word mark = items[i];
            items[i] = items[i + 1];
            items[++i] = mark;
        }
    }
}

/* Whether a vowel mark stands over the leftmost letter: pdftotext takes such a word apart there. */
static bool ends_marked(rap_str text)
{
    for (size_t at = 0, i = 0; at < text.length && i < 3; i++) {
        uint32_t c = rap_utf8_next(text, &at);
        if (c >= 0x64E && c <= 0x652) {
            return true;
        }
    }
    return false;
}

/* White space between two words that follow each other. */
static float gap_between(const pdf_row *r, const pdf_word *a, const pdf_word *b)
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
    return gap;
}

/* The least space that stands between whole words of a row that runs to the left. */
static float least_space(const pdf_row *r, const pdf_words *words)
{
    float high = r->y1 - r->y0, least = high * 0.15f;
    bool any = false;
    for (size_t i = 1; i < words->count; i++) {
        const pdf_word *a = &words->items[i - 1], *b = &words->items[i];
        bool are_words = rap_pdf_letters(a->text).arabic && rap_pdf_letters(b->text).arabic;
        float gap = a->x0 - b->x1;
        if (are_words && !ends_marked(a->text) && gap > high * 0.08f && (!any || gap < least)) {
            least = gap;
            any = true;
        }
    }
    return least;
}

static void put_gap(rap_buf *out, const pdf_row *r, const pdf_word *a, const pdf_word *b,
                    float least)
{
    float gap = gap_between(r, a, b), high = r->y1 - r->y0;
    size_t at = 0;
    bool is_han = b->text.length && rap_lines_is_han(rap_utf8_next(b->text, &at));
    if ((b->is_raised && gap < high) || (a->is_raised && is_han)) {
        return; /* a mark belongs to the word that it follows */
    }
    if (r->is_rtl && ends_marked(a->text) && gap < least * 0.92f) {
        return;
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
    for (size_t i = 0; row->is_rtl && i < words.count; i++) {
        words.items[i].text = without_strokes(document, words.items[i].text);
    }
    if (row->is_rtl) {
        order_rtl(document->arena, words.items, words.count);
        order_marks(words.items, words.count);
    }
    float least = row->is_rtl ? least_space(row, &words) : 0;
    for (size_t i = 0; i < words.count; i++) {
        if (i) {
            put_gap(&out, row, &words.items[i - 1], &words.items[i], least);
        }
        put_word(&out, &words.items[i], row->is_rtl);
    }
    if (row->is_rtl) {
        turn_brackets(out.data, out.length);
    }
    return rap_buf_str(&out);
}

#include "label.h"

#include <unicode/uchar.h>

enum { MOST = 24 };

/* The first characters of a text, with their byte positions. */
typedef struct {
    uint32_t c[MOST + 8]; /* zeros behind the last */
    size_t at[MOST + 2];
    size_t count;
} head;

static head head_of(rap_str text)
{
    head h = {0};
    for (size_t at = 0; at < text.length && h.count < MOST;) {
        h.at[h.count] = at;
        h.c[h.count++] = rap_utf8_next(text, &at);
        h.at[h.count] = at;
    }
    return h;
}

static bool is_digit(uint32_t c)
{
    return u_isdigit((UChar32)c);
}

static bool is_arabic_letter(uint32_t c)
{
    return c >= 0x621 && c <= 0x64A;
}

static bool is_small_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x44F) || c == 0x451;
}

static bool is_quote(uint32_t c)
{
    return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D;
}

static bool is_han_number(uint32_t c)
{
    static const uint16_t numbers[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                       0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (c == numbers[i]) {
            return true;
        }
    }
    return false;
}

static size_t spaces(const head *h, size_t i)
{
    while (h->c[i] == ' ') {
        i++;
    }
    return i;
}

static size_t digits(const head *h, size_t i, size_t most)
{
    size_t end = i;
    while (end < i + most && is_digit(h->c[end])) {
        end++;
    }
    return end;
}

/* "14." "14)" "14 -" : index behind it, or 0. */
static size_t match_number(const head *h)
{
    size_t end = digits(h, 0, 3);
    if (!end) {
        return 0;
    }
    size_t i = spaces(h, end);
    uint32_t c = h->c[i];
    bool is_stop = c == '.' || c == ')' || c == 0xFF0E || c == 0x3001;
    bool is_dash =
        (c == '-' || c == 0x2013 || c == 0x2014) && (h->c[i + 1] == ' ' || i + 1 >= h->count);
    if ((!is_stop && !is_dash) || is_digit(h->c[i + 1])) {
        return 0;
    }
    return i + 1;
}

/* What may stand between brackets: index behind it, or `i`. */
static size_t match_letters(const head *h, size_t i, bool is_open)
{
    if (is_digit(h->c[i])) {
        return digits(h, i, 3);
    }
    size_t end = i;
    if (is_arabic_letter(h->c[i])) {
        end = i + 1;
        if (is_arabic_letter(h->c[end])) {
            return end + 1;
        }
        return h->c[end] == ' ' && is_arabic_letter(h->c[end + 1]) ? end + 2 : end;
    }
    while (end < i + 5 && is_small_letter(h->c[end])) {
        end++;
    }
    if (is_open && end == i + 1 && h->c[end] == ' ' && is_small_letter(h->c[end + 1])) {
        end++; /* "(a bis)" */
        while (end < i + 6 && is_small_letter(h->c[end])) {
            end++;
        }
    }
    return end;
}

static bool is_open_bracket(uint32_t c)
{
    return c == '(' || c == 0xFF08;
}

static bool is_close_bracket(uint32_t c)
{
    return c == ')' || c == 0xFF09;
}

static size_t match_bracket(const head *h)
{
    bool is_open = is_open_bracket(h->c[0]);
    size_t start = is_open ? spaces(h, 1) : 0;
    size_t end = match_letters(h, start, is_open);
    if (end == start) {
        return 0;
    }
    end = spaces(h, end);
    return is_close_bracket(h->c[end]) ? end + 1 : 0;
}

/* A small number between quotation marks, as Chinese and Arabic texts have it. */
static size_t match_quoted(const head *h)
{
    if (!is_quote(h->c[0])) {
        return 0;
    }
    size_t start = spaces(h, 1), end = digits(h, start, 2);
    if (end == start) {
        return 0;
    }
    end = spaces(h, end);
    return is_quote(h->c[end]) ? end + 1 : 0;
}

static size_t match_section(const head *h)
{
    size_t i = 0;
    while (i < 3 && is_han_number(h->c[i])) {
        i++;
    }
    return i && h->c[i] == 0x3001 ? i + 1 : 0;
}

size_t rap_label_match(rap_str text, bool *ret_is_section)
{
    head h = head_of(text);
    size_t end = match_number(&h);
    end = end ? end : match_bracket(&h);
    end = end ? end : match_quoted(&h);
    if (!end && h.c[0] >= 0x3220 && h.c[0] <= 0x3229) {
        end = 1;
    }
    *ret_is_section = false;
    if (!end) {
        end = match_section(&h);
        *ret_is_section = end > 0;
    }
    return end ? h.at[spaces(&h, end)] : 0;
}

static int value_of(const head *h, size_t start, size_t end)
{
    int value = 0;
    for (size_t i = start; i < end; i++) {
        value = value * 10 + u_charDigitValue((UChar32)h->c[i]);
    }
    return value;
}

size_t rap_label_match_next(rap_str text, int expected)
{
    head h = head_of(text);
    size_t end = digits(&h, 0, 3);
    bool is_alone = end && h.c[end] == ' ' && !is_digit(h.c[spaces(&h, end)]);
    return is_alone && value_of(&h, 0, end) == expected ? h.at[spaces(&h, end)] : 0;
}

static bool is_wrapping(uint32_t c)
{
    return is_open_bracket(c) || is_close_bracket(c) || is_quote(c) || c == '.' || c == 0xFF0E ||
           c == 0x3002 || c == 0x3001 || c == ' ' || c == '-' || c == 0x2013 || c == 0x2014;
}

/* The label's characters without what wraps them, as [*ret_start, return). */
static size_t core_of(const head *h, size_t *ret_start)
{
    size_t start = 0, end = h->count;
    while (start < end && is_wrapping(h->c[start])) {
        start++;
    }
    while (end > start && is_wrapping(h->c[end - 1])) {
        end--;
    }
    *ret_start = start;
    return end;
}

typedef bool test(uint32_t c);

static bool is_all(const head *h, size_t start, size_t end, test *is_one)
{
    for (size_t i = start; i < end; i++) {
        if (!is_one(h->c[i])) {
            return false;
        }
    }
    return start < end;
}

static bool is_small_roman(uint32_t c)
{
    return c == 'i' || c == 'v' || c == 'x' || c == 'l';
}

static bool is_capital_roman(uint32_t c)
{
    return c == 'I' || c == 'V' || c == 'X' || c == 'L';
}

rap_label_kind rap_label_kind_of(rap_str label)
{
    head h = head_of(label);
    size_t start, end = core_of(&h, &start), length = end - start;
    if (!length) {
        return RAP_LABEL_NONE;
    }
    uint32_t first = h.c[start];
    if (length <= 3 && is_all(&h, start, end, is_digit)) {
        bool is_wrapped = is_open_bracket(h.c[0]) || is_quote(h.c[0]);
        return is_wrapped ? RAP_LABEL_ROMAN : RAP_LABEL_NUMBER;
    }
    if (first >= 0x3220 && first <= 0x3229) {
        return RAP_LABEL_ROMAN;
    }
    if (length >= 2 && is_all(&h, start, end, is_small_roman)) {
        return RAP_LABEL_ROMAN;
    }
    if (is_all(&h, start, end, is_capital_roman) || is_all(&h, start, end, is_han_number)) {
        return RAP_LABEL_SECTION;
    }
    bool is_capital = (first >= 'A' && first <= 'Z') || (first >= 0x410 && first <= 0x42F);
    return length == 1 && is_capital ? RAP_LABEL_SECTION : RAP_LABEL_LETTER;
}

rap_str rap_label_core(rap_arena *arena, rap_str label)
{
    head h = head_of(label);
    size_t start, end = core_of(&h, &start);
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = start; i < end; i++) {
        if (is_digit(h.c[i])) {
            rap_buf_put_byte(&out, (char)('0' + u_charDigitValue((UChar32)h.c[i])));
        } else {
            rap_buf_put_code_point(&out, h.c[i]);
        }
    }
    return rap_buf_str(&out);
}

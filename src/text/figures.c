/* Numbers written in figures, in any of the digits and separators in use. */
#include "text/figures.h"

enum {
    ARABIC_ZERO = 0x0660,
    PERSIAN_ZERO = 0x06F0,
    FULLWIDTH_ZERO = 0xFF10,
    ARABIC_COMMA = 0x060C,
    ARABIC_DECIMAL = 0x066B,
    ARABIC_THOUSANDS = 0x066C,
    GROUP = 3 /* digits between separators of thousands */
};

static int digit_of(uint32_t c)
{
    static const uint32_t zeros[] = {'0', ARABIC_ZERO, PERSIAN_ZERO, FULLWIDTH_ZERO};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        if (c >= zeros[i] && c < zeros[i] + 10) {
            return (int)(c - zeros[i]);
        }
    }
    return -1;
}

/* The digits from byte *at on; appended to `out`, their count returned. */
static size_t take_digits(rap_str text, size_t *at, rap_buf *out)
{
    size_t count = 0;
    while (*at < text.length) {
        size_t next = *at;
        int digit = digit_of(rap_utf8_next(text, &next));
        if (digit < 0) {
            break;
        }
        rap_buf_put_byte(out, (char)('0' + digit));
        *at = next;
        count++;
    }
    return count;
}

static size_t digits_at(rap_str text, size_t at)
{
    size_t count = 0;
    while (at < text.length && digit_of(rap_utf8_next(text, &at)) >= 0) {
        count++;
    }
    return count;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

static bool is_separator(uint32_t c)
{
    return c == '.' || c == ',' || c == ARABIC_DECIMAL || c == ARABIC_THOUSANDS ||
           c == ARABIC_COMMA || c == '\'' || c == 0x2019 || is_space(c);
}

/* One number: groups of three behind separators are one number, another group behind a point or
 * comma is its fraction. */
static void take_number(rap_str text, size_t *at, rap_buf *out)
{
    size_t first = take_digits(text, at, out);
    bool is_grouped = first <= GROUP;
    while (*at < text.length) {
        size_t behind = *at;
        uint32_t separator = rap_utf8_next(text, &behind);
        size_t count = is_separator(separator) ? digits_at(text, behind) : 0;
        if (is_grouped && count == GROUP && separator != ARABIC_DECIMAL &&
            separator != ARABIC_COMMA) {
            *at = behind;
            take_digits(text, at, out);
            continue;
        }
        bool is_fraction = separator == '.' || separator == ',' || separator == ARABIC_DECIMAL ||
                           separator == ARABIC_COMMA;
        if (is_fraction && count && count <= 2) {
            *at = behind;
            rap_buf_put_byte(out, '.');
            take_digits(text, at, out);
        }
        return;
    }
}

/* "100 667 1" in a text from right to left: groups behind spaces, all of three digits but for the
 * last, are one number read from its last group; false where there is no second group. */
static bool take_groups_back(rap_arena *arena, rap_str text, size_t *at, rap_buf *out)
{
    rap_strs groups = {0};
    size_t from = *at;
    for (size_t count = digits_at(text, from); count == GROUP || (groups.count && count);) {
        rap_buf group;
        rap_buf_init(&group, arena);
        if (count > GROUP) {
            break;
        }
        take_digits(text, &from, &group);
        RAP_PUSH(arena, &groups, rap_buf_str(&group));
        size_t behind = from;
        *at = groups.count > 1 ? from : *at;
        if (count < GROUP || from >= text.length || !is_space(rap_utf8_next(text, &behind))) {
            break;
        }
        from = behind;
        count = digits_at(text, from);
    }
    for (size_t i = groups.count; i-- > 0 && groups.count > 1;) {
        rap_buf_put(out, groups.items[i]);
    }
    return groups.count > 1;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x250) ||
           (c >= 0x400 && c < 0x530);
}

static bool is_cyrillic(uint32_t c)
{
    return c >= 0x400 && c < 0x530;
}

static bool is_arabic(uint32_t c)
{
    return c >= 0x620 && c < 0x64B;
}

/* Whether the figure at byte `at` is part of a name: "COVID-19", "G20". Arabic particles are
 * written on to a figure, so that only a hyphen makes it one there. */
static bool is_in_name(rap_str text, size_t at)
{
    if (!at) {
        return false;
    }
    uint32_t before = rap_utf8_previous(text, &at);
    if ((before == '-' || before == 0x2011 || before == '/') && at) {
        before = rap_utf8_previous(text, &at);
        return is_letter(before) || is_arabic(before);
    }
    return is_letter(before);
}

/* "15th", or with a raised letter: an ordinal, which other languages have in words. In Russian its
 * ending is that of the word, one to three letters; more make another word, "of 40 years". */
static bool is_ordinal(rap_str text, size_t end)
{
    enum { FEMININE = 0xAA, MASCULINE = 0xBA, DEGREE = 0xB0, ENDING = 3 };
    if (end >= text.length) {
        return false;
    }
    uint32_t behind = rap_utf8_next(text, &end);
    if (behind == '-' && end < text.length) {
        size_t letters = 0;
        while (end < text.length && is_cyrillic(rap_utf8_next(text, &end))) {
            letters++;
        }
        return letters && letters <= ENDING;
    }
    return is_letter(behind) || behind == FEMININE || behind == MASCULINE || behind == DEGREE;
}

static void find(rap_arena *arena, rap_str text, bool is_rtl, const rap_skipped *skipped,
                 bool ordinals, rap_figures *ret_figures)
{
    *ret_figures = (rap_figures){0};
    size_t skip = 0;
    for (size_t at = 0; at < text.length;) {
        while (skip < skipped->count && skipped->items[skip].end <= at) {
            skip++;
        }
        if (skip < skipped->count && skipped->items[skip].start <= at) {
            at = skipped->items[skip].end;
            continue;
        }
        size_t start = at;
        if (digit_of(rap_utf8_next(text, &at)) < 0) {
            continue;
        }
        rap_buf out;
        rap_buf_init(&out, arena);
        at = start;
        if (!is_rtl || !take_groups_back(arena, text, &at, &out)) {
            take_number(text, &at, &out);
        }
        rap_str value = rap_buf_str(&out);
        while (value.length > 1 && value.data[0] == '0' && value.data[1] != '.') {
            value = rap_str_slice(value, 1, value.length);
        }
        if (!is_in_name(text, start) && is_ordinal(text, at) == ordinals) {
            rap_figure figure = {value, {(uint32_t)start, (uint32_t)at}};
            RAP_PUSH(arena, ret_figures, figure);
        }
    }
}

void rap_figure_find(rap_arena *arena, rap_str text, bool is_rtl, const rap_skipped *skipped,
                     rap_figures *ret_figures)
{
    find(arena, text, is_rtl, skipped, false, ret_figures);
}

void rap_figure_ordinals(rap_arena *arena, rap_str text, bool is_rtl, const rap_skipped *skipped,
                         rap_figures *ret_figures)
{
    find(arena, text, is_rtl, skipped, true, ret_figures);
}

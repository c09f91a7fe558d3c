/* Paragraph numbers as they are printed in six languages. */
#include "build.h"

#include <string.h>
#include <unicode/uchar.h>

static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 9 || c == 0x3000;
}

static int digit_value(uint32_t c)
{
    return c < 0x80 ? (c >= '0' && c <= '9' ? (int)c - '0' : -1) : u_charDigitValue((UChar32)c);
}

static int han_value(uint32_t c)
{
    static const uint16_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                        0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (int i = 0; i < 10; i++) {
        if (c == numerals[i]) {
            return i + 1;
        }
    }
    return 0;
}

/* The value of a Chinese number up to 99 in characters. */
static int han_number(rap_str text)
{
    int total = 0, last = 0;
    for (size_t at = 0; at < text.length;) {
        int value = han_value(rap_utf8_next(text, &at));
        if (value == 10) {
            total += last ? last * 10 : 10;
            last = 0;
        } else {
            last = value;
        }
    }
    return total + last;
}

/* The value of a Roman number in small or capital letters; 0: it is none. */
static int roman_value(rap_str text)
{
    static const struct {
        char letter;
        int value;
    } values[] = {{'i', 1}, {'v', 5}, {'x', 10}, {'l', 50}, {'c', 100}};
    int total = 0, last = 0;
    for (size_t i = text.length; i-- > 0;) {
        char c = (char)(text.data[i] | 0x20);
        int value = 0;
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            value = c == values[k].letter ? values[k].value : value;
        }
        if (!value) {
            return 0;
        }
        total += value < last ? -value : value;
        last = value;
    }
    return total;
}

typedef struct {
    size_t from, to; /* the bare label in the text */
    size_t digits, letters, han, roman;
    int value;
    bool open, capital;
    uint32_t first;
} bare_label;

/* Takes one more code point into the label; false: it belongs to none. */
static bool take_code_point(bare_label *bare, uint32_t c)
{
    bool other = u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC);
    if (digit_value(c) >= 0 && !bare->letters && !bare->han) {
        bare->value = bare->digits < 4 ? bare->value * 10 + digit_value(c) : 0;
        bare->digits++;
    } else if (han_value(c) && !bare->digits && !bare->letters) {
        bare->han++;
    } else if (u_isalpha((UChar32)c) && !bare->digits && !bare->han && !other) {
        bare->first = bare->letters ? bare->first : c;
        bare->capital = bare->letters ? bare->capital : u_isupper((UChar32)c);
        bare->letters++;
    } else {
        return c == 0x640; /* tatweel lengthens an Arabic letter */
    }
    return true;
}

/* Reads digits or letters, perhaps behind an opening bracket. */
static bool read_bare(rap_str text, bare_label *ret)
{
    bare_label bare = {0};
    size_t at = 0;
    uint32_t c = rap_utf8_next(text, &at);
    bare.open = c == '(' || c == 0xFF08;
    bare.from = bare.open ? at : 0;
    at = bare.from;
    while (at < text.length) {
        size_t next = at;
        c = rap_utf8_next(text, &next);
        if (!take_code_point(&bare, c)) {
            break;
        }
        at = next;
        if (bare.letters > 5 || bare.digits > 3 || bare.han > 3) {
            return false;
        }
    }
    bare.to = at;
    *ret = bare;
    return bare.digits || bare.letters || bare.han;
}

static size_t skip_spaces(rap_str text, size_t at)
{
    while (at < text.length) {
        size_t next = at;
        if (!is_space(rap_utf8_next(text, &next))) {
            break;
        }
        at = next;
    }
    return at;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || c == 0x2013 || c == 0x2014;
}

static bool is_stop(uint32_t c)
{
    return c == '.' || c == 0xFF0E || c == 0x3001;
}

/* "12 -" in Arabic, or a bare number that is the expected one before a word. */
static size_t end_of_spaced(rap_str text, const bare_label *bare, size_t next, int expected)
{
    size_t behind = skip_spaces(text, next);
    uint32_t e = behind < text.length ? rap_utf8_next(text, &behind) : 0;
    size_t after = behind;
    if (is_dash(e) && (after >= text.length || is_space(rap_utf8_next(text, &after)))) {
        return behind;
    }
    return bare->value && bare->value == expected && u_isalpha((UChar32)e) ? bare->to : 0;
}

/* A number and what sets it off: "12.", "12 -", "12)", and bare where it is expected. */
static size_t end_of_number(rap_str text, const bare_label *bare, int expected)
{
    size_t next = bare->to;
    uint32_t c = next < text.length ? rap_utf8_next(text, &next) : 0;
    bool bracket = c == ')' || c == 0xFF09;
    if (bare->open) {
        return bracket ? next : 0;
    }
    size_t after = next;
    uint32_t d = after < text.length ? rap_utf8_next(text, &after) : ' ';
    if (is_stop(c) || bracket) {
        return digit_value(d) >= 0 ? 0 : next;
    }
    if (is_dash(c)) {
        return is_space(d) || u_isalpha((UChar32)d) ? next : 0;
    }
    if (c == 0xB0 || c == 0xBA) { /* "1(degree sign)" in French and Spanish texts */
        return is_space(d) ? next : 0;
    }
    return is_space(c) ? end_of_spaced(text, bare, next, expected) : 0;
}

static size_t end_of_letter(rap_str text, const bare_label *bare, bool *ret_section)
{
    size_t next = bare->to;
    uint32_t c = next < text.length ? rap_utf8_next(text, &next) : 0;
    bool roman = roman_value(rap_str_slice(text, bare->from, bare->to)) > 0;
    bool last = bare->to == text.length;
    if (c == ')' || c == 0xFF09) {
        return bare->open || bare->letters <= 2 || roman ? next : 0;
    }
    *ret_section = true;
    if (bare->han) {
        return c == 0x3001 || last ? next : 0;
    }
    if (bare->open || !bare->capital || !(roman || bare->letters == 1)) {
        return 0;
    }
    size_t behind = next;
    bool space = next >= text.length || is_space(rap_utf8_next(text, &behind));
    return last ? bare->to : c == '.' && space ? next : 0;
}

static int letter_place(uint32_t c)
{
    if (c >= 'a' && c <= 'z') {
        return (int)(c - 'a') + 1;
    }
    return c >= 0x430 && c <= 0x44F ? (int)(c - 0x430) + 1 : 0;
}

/* One sign that holds number and brackets, U+3220 to U+3229 and U+2460 to U+2473, or a number
 * between quotation marks, as Arabic sets it below the letters. */
static bool read_small(rap_arena *arena, rap_str text, block_label *ret_label)
{
    size_t end = 0, next;
    uint32_t c = rap_utf8_next(text, &end);
    int value = c >= 0x3220 && c <= 0x3229   ? (int)(c - 0x3220) + 1
                : c >= 0x2460 && c <= 0x2473 ? (int)(c - 0x2460) + 1
                                             : 0;
    if (!value && (c == 0x2019 || c == 0x2018 || c == '\'')) {
        int digit = 0, count = 0;
        for (next = end; next < text.length && count < 3; count++) {
            c = rap_utf8_next(text, &next);
            if ((digit = digit_value(c)) < 0) {
                break;
            }
            value = value * 10 + digit;
        }
        bool closed = digit < 0 && (c == 0x2019 || c == 0x2018 || c == '\'');
        value = closed ? value : 0;
        end = next;
    }
    if (!value) {
        return false;
    }
    *ret_label = (block_label){.kind = LABEL_SMALL,
                               .value = value,
                               .length = skip_spaces(text, end),
                               .number = rap_str_slice(text, 0, end),
                               .plain = rap_str_of(rap_arena_format(arena, "(%d)", value))};
    return true;
}

block_label rap_label_read(rap_arena *arena, rap_str text, int expected)
{
    block_label label = {0};
    bare_label bare;
    if (!text.length || read_small(arena, text, &label) || !read_bare(text, &bare)) {
        return label;
    }
    bool section = false;
    size_t end =
        bare.digits ? end_of_number(text, &bare, expected) : end_of_letter(text, &bare, &section);
    if (!end) {
        return label;
    }
    rap_str letters = rap_str_slice(text, bare.from, bare.to);
    if (section) {
        label.kind = LABEL_SECTION;
        label.value = bare.han ? han_number(letters) : roman_value(letters);
    } else if (bare.digits) {
        label.kind = bare.open ? LABEL_SMALL : LABEL_NUMBER;
        label.value = bare.value;
    } else {
        int roman =
            bare.letters > 1 || strchr("ivx", (int)(bare.first & 0x7F)) ? roman_value(letters) : 0;
        label.kind = roman && bare.first < 0x80 ? LABEL_SMALL : LABEL_LETTER;
        label.value = label.kind == LABEL_SMALL ? roman : letter_place(bare.first);
    }
    label.number = rap_str_trim(rap_str_slice(text, 0, end));
    label.length = skip_spaces(text, end);
    label.plain =
        label.kind == LABEL_NUMBER
            ? rap_str_of(rap_arena_format(arena, "%d", bare.value))
            : rap_label_plain(arena,
                              rap_str_of(rap_arena_format(arena, "(%.*s)", RAP_STR_ARG(letters))));
    return label;
}

/* The Latin letter for one of a label: Arabic letters count in their old order, and Russian texts
 * of the United Nations set Latin letters, of which some are typed as their Cyrillic doubles. */
static uint32_t latin_letter(uint32_t c)
{
    static const uint16_t arabic[] = {0x627, 0x628, 0x62C, 0x62F, 0x647, 0x648, 0x632, 0x62D, 0x637,
                                      0x64A, 0x643, 0x644, 0x645, 0x646, 0x633, 0x639, 0x641, 0x635,
                                      0x642, 0x631, 0x634, 0x62A, 0x62B, 0x62E, 0x630, 0x636};
    static const uint16_t doubles[][2] = {{0x430, 'a'}, {0x441, 'c'}, {0x435, 'e'},
                                          {0x43E, 'o'}, {0x440, 'p'}, {0x445, 'x'}};
    if (c >= 0xFF41 && c <= 0xFF5A) { /* full width */
        return c - 0xFF41 + 'a';
    }
    c = c == 0x623 ? 0x627 : c == 0x649 || c == 0x6CC ? 0x64A : c;
    for (size_t i = 0; i < sizeof arabic / sizeof *arabic; i++) {
        if (c == arabic[i]) {
            return (uint32_t)('a' + i);
        }
    }
    for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++) {
        if (c == doubles[i][0]) {
            return doubles[i][1];
        }
    }
    return c;
}

rap_str rap_label_plain(rap_arena *arena, rap_str label)
{
    rap_buf plain;
    rap_buf_init(&plain, arena);
    for (size_t at = 0; at < label.length;) {
        size_t start = at;
        uint32_t c = rap_utf8_next(label, &at);
        bool lengthens =
            c == 0x640 || u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
        uint32_t latin = latin_letter(c);
        if (latin != c) {
            rap_buf_put_byte(&plain, (char)latin);
        } else if (!lengthens) {
            rap_buf_put(&plain, rap_str_slice(label, start, at));
        }
    }
    return rap_buf_str(&plain);
}

block_label rap_label_of(rap_arena *arena, const rap_block *block, int expected)
{
    if (!block->number.length) {
        return rap_label_read(arena, block->text, expected);
    }
    int number = 0;
    for (size_t at = 0; at < block->number.length;) {
        int digit = digit_value(rap_utf8_next(block->number, &at));
        number = digit < 0 ? -1 : number >= 0 ? number * 10 + digit : number;
    }
    block_label label = rap_label_read(arena, block->number, 0);
    if (number > 0 && number < 10000) { /* a bare number is one where a reader says so */
        label.kind = LABEL_NUMBER;
        label.value = number;
        label.plain = rap_str_of(rap_arena_format(arena, "%d", number));
    }
    label.number = block->number;
    label.length = 0;
    return label;
}

void rap_label_take(rap_arena *arena, rap_block *block, const block_label *label)
{
    uint32_t gone = (uint32_t)label->length;
    block->number = label->number;
    block->text = rap_str_slice(block->text, gone, block->text.length);
    for (size_t i = 0; i < block->notes.count; i++) {
        rap_note_ref *ref = &block->notes.items[i];
        ref->at = ref->at > gone ? ref->at - gone : 0;
    }
    size_t blanks = 0;
    for (size_t i = 0; i < block->blanks.count; i++) {
        rap_blank blank = block->blanks.items[i];
        if (blank.at >= gone) {
            blank.at -= gone;
            block->blanks.items[blanks++] = blank;
        }
    }
    block->blanks.count = blanks;
    rap_origin *origin = &block->origin;
    uint32_t last = 0;
    uint64_t offset = 0;
    bool any = false;
    size_t kept = 0;
    for (size_t i = 0; i < origin->seams.count; i++) {
        rap_seam seam = origin->seams.items[i];
        if (seam.at <= gone) {
            last = seam.at;
            offset = seam.offset;
            any = true;
        } else {
            seam.at -= gone;
            origin->seams.items[kept++] = seam;
        }
    }
    origin->seams.count = kept;
    if (any) {
        rap_seam first = {.at = 0, .offset = offset + (gone - last)};
        RAP_PUSH(arena, &origin->seams, first);
        for (size_t i = origin->seams.count - 1; i; i--) {
            rap_seam other = origin->seams.items[i - 1];
            origin->seams.items[i - 1] = origin->seams.items[i];
            origin->seams.items[i] = other;
        }
    }
}

/* Numbers of paragraphs and notes as Word prints them.
 * Source: ECMA-376, part 1, 17.18.59 (ST_NumberFormat). */
#include "docx.h"

#include <stdio.h>
#include <string.h>

static const uint16_t arabic_abjad[] = {0x623, 0x628, 0x62C, 0x62F, 0x647, 0x648, 0x632,
                                        0x62D, 0x637, 0x64A, 0x643, 0x644, 0x645, 0x646,
                                        0x633, 0x639, 0x641, 0x635, 0x642, 0x631, 0x634,
                                        0x62A, 0x62B, 0x62E, 0x630, 0x636, 0x638, 0x63A};
static const uint16_t arabic_alpha[] = {0x623, 0x628, 0x62A, 0x62B, 0x62C, 0x62D, 0x62E,
                                        0x62F, 0x630, 0x631, 0x632, 0x633, 0x634, 0x635,
                                        0x636, 0x637, 0x638, 0x639, 0x63A, 0x641, 0x642,
                                        0x643, 0x644, 0x645, 0x646, 0x647, 0x648, 0x64A};
/* Without yo, short i, the signs and yery, as Word counts. */
static const uint16_t russian_lower[] = {0x430, 0x431, 0x432, 0x433, 0x434, 0x435, 0x436,
                                         0x437, 0x438, 0x43A, 0x43B, 0x43C, 0x43D, 0x43E,
                                         0x43F, 0x440, 0x441, 0x442, 0x443, 0x444, 0x445,
                                         0x446, 0x447, 0x448, 0x449, 0x44D, 0x44E, 0x44F};
static const uint16_t russian_upper[] = {0x410, 0x411, 0x412, 0x413, 0x414, 0x415, 0x416,
                                         0x417, 0x418, 0x41A, 0x41B, 0x41C, 0x41D, 0x41E,
                                         0x41F, 0x420, 0x421, 0x422, 0x423, 0x424, 0x425,
                                         0x426, 0x427, 0x428, 0x429, 0x42D, 0x42E, 0x42F};
static const uint16_t lower_letter[] = {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i',
                                        'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r',
                                        's', 't', 'u', 'v', 'w', 'x', 'y', 'z'};
static const uint16_t upper_letter[] = {'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I',
                                        'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R',
                                        'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z'};

/* The ten heavenly stems and the twelve earthly branches. */
static const uint16_t stems[] = {0x7532, 0x4E59, 0x4E19, 0x4E01, 0x620A,
                                 0x5DF1, 0x5E9A, 0x8F9B, 0x58EC, 0x7678};
static const uint16_t branches[] = {0x5B50, 0x4E11, 0x5BC5, 0x536F, 0x8FB0, 0x5DF3,
                                    0x5348, 0x672A, 0x7533, 0x9149, 0x620C, 0x4EA5};
static const uint16_t hebrew[] = {0x5D0, 0x5D1, 0x5D2, 0x5D3, 0x5D4, 0x5D5, 0x5D6, 0x5D7,
                                  0x5D8, 0x5D9, 0x5DB, 0x5DC, 0x5DE, 0x5E0, 0x5E1, 0x5E2,
                                  0x5E4, 0x5E6, 0x5E7, 0x5E8, 0x5E9, 0x5EA};

/* Star, dagger, double dagger, section. */
static const uint16_t signs[] = {0x2A, 0x2020, 0x2021, 0xA7};

/* a, b, ... z, aa, bb: Word repeats the letter. */
static void put_letter(rap_buf *out, int number, const uint16_t *letters, int count)
{
    for (int i = 0; i <= (number - 1) / count && i < 10; i++) {
        rap_buf_put_code_point(out, letters[(number - 1) % count]);
    }
}

static void put_roman(rap_buf *out, int number, bool is_upper)
{
    static const struct {
        int value;
        const char *digits;
    } steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    if (number >= 4000) {
        rap_buf_format(out, "%d", number);
        return;
    }
    for (size_t i = 0; number > 0; i++) {
        for (; number >= steps[i].value; number -= steps[i].value) {
            for (const char *d = steps[i].digits; *d; d++) {
                rap_buf_put_byte(out, is_upper ? (char)(*d - 'a' + 'A') : *d);
            }
        }
    }
}

static const uint16_t han_digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};

/* One digit behind the other, as in years. */
static void put_han_digits(rap_buf *out, int number)
{
    char digits[16];
    int length = snprintf(digits, sizeof digits, "%d", number);
    for (int i = 0; i < length; i++) {
        rap_buf_put_code_point(out, han_digits[digits[i] - '0']);
    }
}

/* With hundreds and thousands; zeros between are told once. */
static void put_han_thousands(rap_buf *out, int number)
{
    static const uint16_t units[] = {0x5343, 0x767E, 0x5341, 0};
    enum { ZERO = 0x96F6 };
    bool is_begun = false, has_gap = false;
    for (int i = 0, unit = 1000; i < 4; i++, unit /= 10) {
        int digit = number / unit % 10;
        if (!digit) {
            has_gap = is_begun;
            continue;
        }
        if (has_gap) {
            rap_buf_put_code_point(out, ZERO);
            has_gap = false;
        }
        if (digit > 1 || units[i] != 0x5341 || is_begun) {
            rap_buf_put_code_point(out, han_digits[digit]);
        }
        if (units[i]) {
            rap_buf_put_code_point(out, units[i]);
        }
        is_begun = true;
    }
}

/* Chinese counting: ten, eleven, ... up to 99; larger digit by digit. */
static void put_han(rap_buf *out, int number)
{
    const uint16_t *digits = han_digits;
    if (number >= 100) {
        put_han_digits(out, number);
        return;
    }
    if (number >= 20) {
        rap_buf_put_code_point(out, digits[number / 10]);
    }
    if (number >= 10) {
        rap_buf_put_code_point(out, 0x5341);
    }
    if (number % 10 || number < 10) {
        rap_buf_put_code_point(out, digits[number % 10]);
    }
}

/* Hebrew letters as numbers: hundreds, tens, units; 15 and 16 are 9 and 6 or 7. */
static void put_hebrew(rap_buf *out, int number)
{
    static const uint16_t units[] = {0,     0x5D0, 0x5D1, 0x5D2, 0x5D3,
                                     0x5D4, 0x5D5, 0x5D6, 0x5D7, 0x5D8};
    static const uint16_t tens[] = {0,     0x5D9, 0x5DB, 0x5DC, 0x5DE,
                                    0x5E0, 0x5E1, 0x5E2, 0x5E4, 0x5E6};
    static const uint16_t hundreds[] = {0x5EA, 0x5E7, 0x5E8, 0x5E9};
    if (number >= 1000) {
        rap_buf_format(out, "%d", number);
        return;
    }
    for (; number >= 400; number -= 400) {
        rap_buf_put_code_point(out, hundreds[0]);
    }
    if (number >= 100) {
        rap_buf_put_code_point(out, hundreds[number / 100]);
        number %= 100;
    }
    if (number == 15 || number == 16) {
        rap_buf_put_code_point(out, units[9]);
        number -= 9;
    }
    if (number >= 10) {
        rap_buf_put_code_point(out, tens[number / 10]);
    }
    if (number % 10) {
        rap_buf_put_code_point(out, units[number % 10]);
    }
}

/* Digits of another row of Unicode, or a sign for each number up to the row's end. */
static void put_shifted(rap_buf *out, int number, uint32_t zero)
{
    char digits[16];
    int length = snprintf(digits, sizeof digits, "%d", number);
    for (int i = 0; i < length; i++) {
        rap_buf_put_code_point(out, zero + (uint32_t)(digits[i] - '0'));
    }
}

static void put_enclosed(rap_buf *out, int number, uint32_t one)
{
    enum { MOST = 20 };
    if (number > MOST) {
        rap_buf_format(out, "%d", number);
    } else {
        rap_buf_put_code_point(out, one + (uint32_t)number - 1);
    }
}

enum {
    DECIMAL,
    LETTERS,
    ROMAN,
    HAN,
    HAN_DIGITS,
    HAN_THOUSANDS,
    HEBREW,
    SHIFTED,
    ENCLOSED,
    DASHED,
    ZERO_PADDED,
    SILENT
};

typedef struct {
    const char *name;
    int kind;
    const uint16_t *letters;
    int count;
} number_format;

#define LETTERS_OF(table) LETTERS, table, (int)(sizeof(table) / sizeof *(table))

/* Names of ST_NumberFormat that print otherwise than as a decimal number. */
static const number_format formats[] = {
    {"lowerLetter", LETTERS_OF(lower_letter)},
    {"upperLetter", LETTERS_OF(upper_letter)},
    {"lowerRoman", ROMAN, NULL, 0},
    {"upperRoman", ROMAN, NULL, 1},
    {"arabicAbjad", LETTERS_OF(arabic_abjad)},
    {"arabicAlpha", LETTERS_OF(arabic_alpha)},
    {"russianLower", LETTERS_OF(russian_lower)},
    {"russianUpper", LETTERS_OF(russian_upper)},
    {"chineseCounting", HAN, NULL, 0},
    {"chineseCountingThousand", HAN_THOUSANDS, NULL, 0},
    {"taiwaneseCounting", HAN, NULL, 0},
    {"taiwaneseCountingThousand", HAN_THOUSANDS, NULL, 0},
    {"japaneseCounting", HAN, NULL, 0},
    {"ideographDigital", HAN_DIGITS, NULL, 0},
    {"taiwaneseDigital", HAN_DIGITS, NULL, 0},
    {"japaneseDigitalTenThousand", HAN_DIGITS, NULL, 0},
    {"ideographTraditional", LETTERS_OF(stems)},
    {"ideographZodiac", LETTERS_OF(branches)},
    {"hebrew1", HEBREW, NULL, 0},
    {"hebrew2", LETTERS_OF(hebrew)},
    {"decimalFullWidth", SHIFTED, NULL, 0xFF10},
    {"decimalFullWidth2", SHIFTED, NULL, 0xFF10},
    {"decimalHalfWidth", DECIMAL, NULL, 0},
    {"hindiNumbers", SHIFTED, NULL, 0x966},
    {"thaiNumbers", SHIFTED, NULL, 0xE50},
    {"decimalEnclosedCircle", ENCLOSED, NULL, 0x2460},
    {"decimalEnclosedCircleChinese", ENCLOSED, NULL, 0x2460},
    {"decimalEnclosedParen", ENCLOSED, NULL, 0x2474},
    {"decimalEnclosedFullstop", ENCLOSED, NULL, 0x2488},
    {"numberInDash", DASHED, NULL, 0},
    {"decimalZero", ZERO_PADDED, NULL, 0},
    {"bullet", SILENT, NULL, 0},
    {"none", SILENT, NULL, 0},
    {"chicago", LETTERS_OF(signs)},
};

static const number_format *format_of(rap_str name)
{
    static const number_format decimal = {"decimal", DECIMAL, NULL, 0};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (rap_str_is(name, formats[i].name)) {
            return &formats[i];
        }
    }
    return &decimal;
}

void rap_docx_put_number(rap_buf *out, rap_str format, int number)
{
    const number_format *how = format_of(format);
    int kind = number < 1 && how->kind != SILENT ? DECIMAL : how->kind;
    switch (kind) {
    case LETTERS:
        put_letter(out, number, how->letters, how->count);
        break;
    case ROMAN:
        put_roman(out, number, how->count == 1);
        break;
    case HAN:
        put_han(out, number);
        break;
    case HAN_DIGITS:
        put_han_digits(out, number);
        break;
    case HAN_THOUSANDS:
        number < 10000 ? put_han_thousands(out, number) : put_han_digits(out, number);
        break;
    case HEBREW:
        put_hebrew(out, number);
        break;
    case SHIFTED:
        put_shifted(out, number, (uint32_t)how->count);
        break;
    case ENCLOSED:
        put_enclosed(out, number, (uint32_t)how->count);
        break;
    case DASHED:
        rap_buf_format(out, "- %d -", number);
        break;
    case ZERO_PADDED:
        rap_buf_format(out, "%02d", number);
        break;
    case SILENT:
        break;
    default:
        rap_buf_format(out, "%d", number);
    }
}

rap_str rap_docx_format(rap_arena *arena, rap_str format, int number)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_docx_put_number(&out, format, number);
    return rap_buf_str(&out);
}

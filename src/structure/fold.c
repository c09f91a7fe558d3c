/* Folding with places kept: so that a match in folded text tells the bytes of the original. */
#include "rules.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x202F || c == 0x3000;
}

static bool is_mark(uint32_t c)
{
    if (c < 0x300 || (c >= 0x410 && c <= 0x44F) || (c >= 0x4E00 && c <= 0x9FFF)) {
        return c == 0xAD;
    }
    int8_t type = u_charType((UChar32)c);
    return type == U_NON_SPACING_MARK || type == U_FORMAT_CHAR || c == 0x640;
}

/* Letters of Russian, Arabic and Chinese that are made of nothing else. */
static bool is_base(uint32_t c)
{
    return (c >= 0x430 && c <= 0x44F && c != 0x439) || (c >= 0x627 && c <= 0x63A) ||
           (c >= 0x641 && c <= 0x64A) || (c >= 0x4E00 && c <= 0x9FFF);
}

/* The base letter of a common letter, in small; 0: ICU must be asked. */
static uint32_t common_base_of(uint32_t c)
{
    static const char latin[] =
        "aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0\0aaaaaa\0ceeeeiiii\0nooooo\0\0"
        "uuuuy\0y"; /* from U+00C0 on, where a letter of ASCII is the base */
    if (c < 0x80) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    if (c >= 0xC0 && c <= 0xFF) {
        return (unsigned char)latin[c - 0xC0];
    }
    if (c >= 0x410 && c <= 0x42F && c != 0x419) {
        return c + 0x20;
    }
    return is_base(c) ? c : 0;
}

/* The base letter of a composed one; itself otherwise. */
static uint32_t base_of(const UNormalizer2 *nfkd, uint32_t c)
{
    uint32_t common = common_base_of(c);
    if (common) {
        return common;
    }
    if (c == 0x2018 || c == 0x2019 || c == 0x2BC || c == 0x60) {
        return '\'';
    }
    if (c == 0x2010 || c == 0x2011 || c == 0x2012) {
        return '-';
    }
    UChar units[32];
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = unorm2_getDecomposition(nfkd, (UChar32)c, units, 32, &status);
    if (U_SUCCESS(status) && count > 0) {
        c = units[0];
        if (U16_IS_LEAD(units[0]) && count > 1) {
            c = 0x10000 + (((uint32_t)units[0] - 0xD800) << 10) + ((uint32_t)units[1] - 0xDC00);
        }
    }
    int32_t digit = u_charDigitValue((UChar32)c);
    return digit >= 0 ? (uint32_t)('0' + digit) : (uint32_t)u_foldCase((UChar32)c, 0);
}

/* Puts common letters and signs, and single spaces between them, up to the first byte that needs
 * more than this; returns where it stands. */
static size_t fold_run(rap_str text, size_t at, size_t room, folded_text *folded)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    char *data = folded->data;
    uint32_t *places = folded->at;
    size_t length = folded->length;
    while (at < text.length && length + 6 < room) {
        size_t start = at + (bytes[at] == ' ' && length && at + 1 < text.length), end = start + 1;
        uint32_t c = bytes[start];
        if (c >= 0x80) {
            end = start;
            c = common_base_of(rap_utf8_next(text, &end));
        } else {
            c = c > ' ' && c != '`' ? c + (c - 'A' < 26u ? 32 : 0) : 0;
        }
        if (!c) {
            break;
        }
        if (start > at) {
            places[length] = (uint32_t)at;
            data[length++] = ' ';
        }
        for (size_t more = length + rap_utf8_put(c, data + length); length < more; length++) {
            places[length] = (uint32_t)start;
        }
        at = end;
    }
    folded->length = length;
    return at;
}

void rap_structure_fold_into(rap_str text, size_t room, folded_text *folded)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    size_t at = 0, space_at = 0;
    bool space = false;
    folded->length = 0;
    while (at < text.length && folded->length + 6 < room) {
        if (!space) {
            size_t from = at;
            at = fold_run(text, at, room, folded);
            if (at > from) {
                continue;
            }
        }
        size_t start = at, length = folded->length;
        uint32_t c = rap_utf8_next(text, &at);
        if (is_space(c)) {
            space_at = space ? space_at : start;
            space = length > 0;
            continue;
        }
        if (is_mark(c)) {
            continue;
        }
        if (space) {
            folded->at[length] = (uint32_t)space_at;
            folded->data[length++] = ' ';
            space = false;
        }
        char bytes[4];
        size_t count = rap_utf8_put(base_of(nfkd, c), bytes);
        for (size_t i = 0; i < count; i++) {
            folded->at[length] = (uint32_t)start;
            folded->data[length++] = bytes[i];
        }
        folded->length = length;
    }
    folded->at[folded->length] = (uint32_t)(at < text.length ? at : text.length);
    folded->data[folded->length] = '\0';
}

folded_text rap_structure_fold(rap_arena *arena, rap_str text, size_t limit)
{
    size_t room = (text.length < limit ? text.length : limit) * 2 + 8;
    folded_text folded = {.data = rap_arena_take_raw(arena, room),
                          .at = rap_arena_take_raw(arena, (room + 1) * sizeof(uint32_t))};
    rap_structure_fold_into(rap_str_slice(text, 0, limit), room, &folded);
    return folded;
}

rap_str rap_structure_folded(rap_arena *arena, rap_str text)
{
    folded_text folded = rap_structure_fold(arena, text, text.length);
    return (rap_str){folded.data, folded.length};
}

bool rap_structure_is_inside_word(const folded_text *text, size_t at)
{
    if (!at || at >= text->length) {
        return false;
    }
    rap_str all = {text->data, text->length};
    size_t before = at, after = at;
    return rap_text_is_word_letter(rap_utf8_previous(all, &before)) &&
           rap_text_is_word_letter(rap_utf8_next(all, &after));
}

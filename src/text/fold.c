#include "text_private.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

rap_script rap_text_script_of(uint32_t c)
{
    if (c < 0x80) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? RAP_SCRIPT_LATIN : RAP_SCRIPT_OTHER;
    }
    if (c >= 0x4E00 && c <= 0x9FFF) {
        return RAP_SCRIPT_HAN;
    }
    if (c >= 0x410 && c <= 0x44F) {
        return RAP_SCRIPT_CYRILLIC;
    }
    if (c >= 0x621 && c <= 0x63A) {
        return RAP_SCRIPT_ARABIC;
    }
    if (!u_isalpha((UChar32)c)) {
        return RAP_SCRIPT_OTHER;
    }
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)c, &status)) {
    case USCRIPT_LATIN:
        return RAP_SCRIPT_LATIN;
    case USCRIPT_CYRILLIC:
        return RAP_SCRIPT_CYRILLIC;
    case USCRIPT_ARABIC:
        return RAP_SCRIPT_ARABIC;
    case USCRIPT_HAN:
        return RAP_SCRIPT_HAN;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
        return RAP_SCRIPT_OTHER;
    default:
        return RAP_SCRIPT_UNKNOWN;
    }
}

bool rap_text_is_word_letter_beyond(uint32_t c)
{
    if ((c >= 0xC0 && c <= 0x24F) || (c >= 0x2000 && c <= 0x2060)) {
        return c <= 0x24F && c != 0xD7 && c != 0xF7; /* Latin letters; spaces, dashes, quotes */
    }
    return u_isalnum((UChar32)c) && rap_text_script_of(c) != RAP_SCRIPT_HAN;
}

rap_str rap_text_normalize(rap_arena *arena, rap_str text, bool is_compatible)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form =
        is_compatible ? unorm2_getNFKCInstance(&status) : unorm2_getNFCInstance(&status);
    if (U_FAILURE(status) || !text.length || text.length > INT32_MAX / 8) {
        return text;
    }
    int32_t capacity = (int32_t)text.length + 1, length = 0;
    UChar *wide = RAP_NEW_ARRAY(arena, UChar, (size_t)capacity);
    u_strFromUTF8WithSub(wide, capacity, &length, text.data, (int32_t)text.length, 0xFFFD, NULL,
                         &status);
    if (U_FAILURE(status) || unorm2_quickCheck(form, wide, length, &status) == UNORM_YES) {
        return text;
    }
    UChar *normal = RAP_NEW_ARRAY(arena, UChar, (size_t)capacity + 64);
    status = U_ZERO_ERROR;
    int32_t needed = unorm2_normalize(form, wide, length, normal, capacity + 64, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
        normal = RAP_NEW_ARRAY(arena, UChar, (size_t)needed + 1);
        status = U_ZERO_ERROR;
        needed = unorm2_normalize(form, wide, length, normal, needed + 1, &status);
    }
    if (U_FAILURE(status)) {
        return text;
    }
    int32_t bytes = 0;
    char *out = rap_arena_take(arena, (size_t)needed * 3 + 1);
    u_strToUTF8(out, needed * 3 + 1, &bytes, normal, needed, &status);
    return U_FAILURE(status) ? text : (rap_str){out, (size_t)bytes};
}

/* -- clean ------------------------------------------------------------------------------------- */

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Marks of direction, joiners, soft hyphens, byte order marks: seen by nobody. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF ||
           (c < 0x20 && !(c >= 9 && c <= 13)) || c == 0x7F;
}

static bool is_arabic_form(uint32_t c)
{
    return (c >= 0xFB50 && c <= 0xFDFF && c != 0xFD3E && c != 0xFD3F) ||
           (c >= 0xFE70 && c <= 0xFEFC);
}

static bool is_plain(rap_str text)
{
    bool last_space = true;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < 0x20 || c >= 0x7F || (c == ' ' && last_space)) {
            return false;
        }
        last_space = c == ' ';
    }
    return !last_space || !text.length;
}

static void put_arabic_form(rap_arena *arena, rap_buf *out, uint32_t c)
{
    char bytes[4];
    size_t length = rap_utf8_put(c, bytes);
    rap_buf_put(out, rap_text_normalize(arena, (rap_str){bytes, length}, true));
}

rap_str rap_text_clean(rap_arena *arena, rap_str text)
{
    if (is_plain(text)) {
        return text;
    }
    rap_buf out;
    rap_buf_init(&out, arena);
    bool space_due = false, has_marks = false;
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        if (is_space(c)) {
            space_due = out.length > 0;
            continue;
        }
        if (is_invisible(c)) {
            continue;
        }
        if (space_due) {
            rap_buf_put_byte(&out, ' ');
            space_due = false;
        }
        has_marks |= (c >= 0x300 && c <= 0x36F) || (c >= 0x653 && c <= 0x655);
        if (is_arabic_form(c)) {
            put_arabic_form(arena, &out, c);
        } else {
            rap_buf_put_code_point(&out, c == 0x2011 ? '-' : c);
        }
    }
    rap_str clean = rap_buf_str(&out);
    return has_marks ? rap_text_normalize(arena, clean, false) : clean;
}

/* -- fold -------------------------------------------------------------------------------------- */

/* The base letter of an accented Latin or Cyrillic letter. */
static uint32_t without_accents(uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFDInstance(&status);
    UChar parts[8];
    if (U_FAILURE(status)) {
        return c;
    }
    int32_t length = unorm2_getDecomposition(form, (UChar32)c, parts, 8, &status);
    if (U_FAILURE(status) || length < 1 || U16_IS_SURROGATE(parts[0])) {
        return c;
    }
    return parts[0];
}

/* Marks over and under the letters, and the stroke that lengthens a word. */
static bool is_arabic_mark(uint32_t c)
{
    return (c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) || c == 0x670 || c == 0x640 ||
           (c >= 0x6D6 && c <= 0x6ED && c != 0x6DD && c != 0x6DE);
}

static uint32_t fold_arabic(uint32_t c)
{
    if (is_arabic_mark(c)) {
        return 0;
    }
    switch (c) {
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671:
        return 0x627;
    case 0x649:
    case 0x6CC:
        return 0x64A;
    case 0x629:
        return 0x647;
    case 0x6A9:
        return 0x643;
    default:
        return c >= 0x660 && c <= 0x669   ? c - 0x660 + '0'
               : c >= 0x6F0 && c <= 0x6F9 ? c - 0x6F0 + '0'
                                          : c;
    }
}

uint32_t rap_text_fold_point(uint32_t c)
{
    if (c < 0x80) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    if (c >= 0x600 && c <= 0x6FF) {
        return fold_arabic(c);
    }
    if ((c >= 0x300 && c <= 0x36F) || is_invisible(c)) {
        return 0;
    }
    if (is_space(c)) {
        return ' ';
    }
    if (c == 0x2019 || c == 0x2018 || c == 0x2BC) {
        return '\'';
    }
    if (c == 0x2010 || c == 0x2011) {
        return '-';
    }
    c = (uint32_t)u_tolower((UChar32)c);
    if (c < 0x530 || (c >= 0x1E00 && c <= 0x1EFF)) {
        c = without_accents(c);
    }
    return c;
}

rap_str rap_text_fold(rap_arena *arena, rap_str text)
{
    text = rap_text_normalize(arena, text, true);
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_text_fold_point(rap_utf8_next(text, &at));
        if (c == 0xDF) {
            rap_buf_put_c(&out, "ss");
        } else if (c) {
            rap_buf_put_code_point(&out, c);
        }
    }
    return rap_buf_str(&out);
}

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

rap_str rap_str_copy(rap_arena *arena, rap_str text)
{
    return (rap_str){rap_arena_copy(arena, text.data, text.length), text.length};
}

char *rap_str_c(rap_arena *arena, rap_str text)
{
    return rap_arena_copy(arena, text.data, text.length);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool rap_str_equal_nocase(rap_str a, rap_str b)
{
    if (a.length != b.length) {
        return false;
    }
    for (size_t i = 0; i < a.length; i++) {
        if (lower(a.data[i]) != lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

int rap_str_compare(rap_str a, rap_str b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

int rap_str_order(const void *a, const void *b)
{
    return rap_str_compare(*(const rap_str *)a, *(const rap_str *)b);
}

void rap_strs_sort(rap_strs *list)
{
    if (list->count) {
        qsort(list->items, list->count, sizeof *list->items, rap_str_order);
    }
}

void rap_strs_settle(rap_strs *list)
{
    size_t kept = 0;
    rap_strs_sort(list);
    for (size_t i = 0; i < list->count; i++) {
        if (!kept || !rap_str_equal(list->items[kept - 1], list->items[i])) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

bool rap_str_ends(rap_str text, rap_str suffix)
{
    return text.length >= suffix.length &&
           rap_str_equal(rap_str_slice(text, text.length - suffix.length, text.length), suffix);
}

size_t rap_str_find(rap_str text, rap_str needle, size_t from)
{
    if (from > text.length || needle.length > text.length - from) {
        return SIZE_MAX;
    }
    if (!needle.length) {
        return from;
    }
    const char *found = memmem(text.data + from, text.length - from, needle.data, needle.length);
    return found ? (size_t)(found - text.data) : SIZE_MAX;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

rap_str rap_str_trim(rap_str text)
{
    while (text.length && is_space(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length && is_space(text.data[text.length - 1])) {
        text.length--;
    }
    return text;
}

bool rap_str_split(rap_str *rest, char separator, rap_str *ret_part)
{
    if (!rest->data) {
        return false;
    }
    const char *cut = rest->length ? memchr(rest->data, separator, rest->length) : NULL;
    if (!cut) {
        *ret_part = *rest;
        *rest = RAP_STR_NONE;
        return true;
    }
    size_t length = (size_t)(cut - rest->data);
    *ret_part = (rap_str){rest->data, length};
    *rest = (rap_str){cut + 1, rest->length - length - 1};
    return true;
}

bool rap_str_number(rap_str text, int *ret_number)
{
    int number = 0;
    if (!text.length || text.length > 9) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
        number = number * 10 + (text.data[i] - '0');
    }
    *ret_number = number;
    return true;
}

/* Length of the valid sequence at `at` (RFC 3629, section 4), or 0. */
static size_t sequence(rap_str text, size_t at, uint32_t *ret_code_point)
{
    const unsigned char *s = (const unsigned char *)text.data + at;
    size_t left = text.length - at;
    if (s[0] < 0x80) {
        *ret_code_point = s[0];
        return 1;
    }
    size_t length = s[0] >= 0xC2 && s[0] <= 0xDF   ? 2
                    : s[0] >= 0xE0 && s[0] <= 0xEF ? 3
                    : s[0] >= 0xF0 && s[0] <= 0xF4 ? 4
                                                   : 0;
    if (!length || length > left) {
        return 0;
    }
    uint32_t code_point = s[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80) {
            return 0;
        }
        code_point = code_point << 6 | (s[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < least[length] || code_point > 0x10FFFF || is_surrogate) {
        return 0;
    }
    *ret_code_point = code_point;
    return length;
}

uint32_t rap_utf8_next_long(rap_str text, size_t *at)
{
    if (*at >= text.length) {
        return 0;
    }
    uint32_t code_point = 0xFFFD;
    size_t length = sequence(text, *at, &code_point);
    *at += length ? length : 1;
    return code_point;
}

uint32_t rap_utf8_previous_long(rap_str text, size_t *at)
{
    if (!*at) {
        return 0;
    }
    size_t start = *at - 1;
    if (start && ((unsigned char)text.data[start] & 0xC0) == 0x80) {
        unsigned char lead = (unsigned char)text.data[start - 1];
        if (lead >= 0xC2 && lead <= 0xDF) {
            *at = start - 1;
            return (lead & 0x1Fu) << 6 | ((unsigned char)text.data[start] & 0x3Fu);
        }
    }
    while (start && *at - start < 4 && ((unsigned char)text.data[start] & 0xC0) == 0x80) {
        start--;
    }
    uint32_t code_point = 0xFFFD;
    if (sequence(text, start, &code_point) != *at - start) {
        start = *at - 1;
        code_point = 0xFFFD;
    }
    *at = start;
    return code_point;
}

size_t rap_utf8_invalid(rap_str text)
{
    static const uint64_t high_bits = UINT64_C(0x8080808080808080);
    uint32_t code_point;
    for (size_t at = 0; at < text.length;) {
        uint64_t eight = high_bits;
        if (text.length - at >= sizeof eight) {
            memcpy(&eight, text.data + at, sizeof eight);
        }
        if (!(eight & high_bits)) { /* eight letters of ASCII at once */
            at += sizeof eight;
            continue;
        }
        size_t length = sequence(text, at, &code_point);
        if (!length) {
            return at;
        }
        at += length;
    }
    return SIZE_MAX;
}

void rap_buf_init(rap_buf *buf, rap_arena *arena)
{
    *buf = (rap_buf){.arena = arena};
}

void rap_buf_grow(rap_buf *buf, size_t more)
{
    size_t needed = buf->length + more + 1;
    if (needed <= buf->capacity) {
        return;
    }
    size_t capacity = buf->capacity ? buf->capacity * 2 : 64;
    if (capacity < needed) {
        capacity = needed;
    }
    buf->data = rap_arena_grow(buf->arena, buf->data, buf->capacity, capacity);
    buf->capacity = capacity;
}

void rap_buf_format(rap_buf *buf, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        rap_buf_grow(buf, (size_t)length);
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

rap_str rap_buf_str(rap_buf *buf)
{
    rap_buf_grow(buf, 0);
    buf->data[buf->length] = '\0';
    return (rap_str){buf->data, buf->length};
}

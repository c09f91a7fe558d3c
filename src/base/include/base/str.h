/* Strings: borrowed slices of UTF-8, and a buffer that grows in an arena. */
#ifndef RAP_BASE_STR_H
#define RAP_BASE_STR_H

#include "base/arena.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A slice; `data` need not end in NUL and is NULL only where `length` is 0. Borrowed. */
typedef struct {
    const char *data;
    size_t length;
} rap_str;

typedef RAP_VEC(rap_str) rap_strs;

#define RAP_STR(literal) ((rap_str){(literal), sizeof(literal) - 1})
#define RAP_STR_NONE ((rap_str){NULL, 0})
/* For printf: "%.*s", RAP_STR_ARG(s). */
#define RAP_STR_ARG(s) (int)(s).length, (s).data ? (s).data : ""

/* The slice of a NUL-terminated string; NULL gives the empty slice. */
static inline rap_str rap_str_of(const char *text)
{
    return (rap_str){text, text ? strlen(text) : 0};
}
rap_str rap_str_copy(rap_arena *arena, rap_str text);
/* NUL-terminated copy. */
char *rap_str_c(rap_arena *arena, rap_str text);
/* Bytes [start, end) of `text`, clipped to it. */
static inline rap_str rap_str_slice(rap_str text, size_t start, size_t end)
{
    end = end > text.length ? text.length : end;
    return start < end ? (rap_str){text.data + start, end - start} : RAP_STR_NONE;
}
/* Most strings that are compared differ in length or in the first byte. */
static inline bool rap_str_equal(rap_str a, rap_str b)
{
    return a.length == b.length &&
           (!a.length || (a.data[0] == b.data[0] && !memcmp(a.data, b.data, a.length)));
}
static inline bool rap_str_is(rap_str a, const char *b)
{
    return rap_str_equal(a, rap_str_of(b));
}
/* ASCII letters alike in both cases. */
bool rap_str_equal_nocase(rap_str a, rap_str b);
/* memcmp order, the shorter first. */
int rap_str_compare(rap_str a, rap_str b);
static inline bool rap_str_starts(rap_str text, rap_str prefix)
{
    return rap_str_equal(rap_str_slice(text, 0, prefix.length), prefix);
}
bool rap_str_ends(rap_str text, rap_str suffix);
/* rap_str_compare for qsort and bsearch. */
int rap_str_order(const void *a, const void *b);
void rap_strs_sort(rap_strs *list);
/* Sorts a list and leaves each text in it once. */
void rap_strs_settle(rap_strs *list);
/* Byte index of the first `needle` at or after `from`, or SIZE_MAX. */
size_t rap_str_find(rap_str text, rap_str needle, size_t from);
/* Without ASCII white space at both ends. */
rap_str rap_str_trim(rap_str text);
/* Cuts the part before `separator` off the front of *rest; false when *rest is at its end. */
bool rap_str_split(rap_str *rest, char separator, rap_str *ret_part);
/* A decimal number of at most 9 digits; false when `text` is anything else. */
bool rap_str_number(rap_str text, int *ret_number);

/* What rap_utf8_next and rap_utf8_previous do where a code point takes several bytes. */
uint32_t rap_utf8_next_long(rap_str text, size_t *at);
uint32_t rap_utf8_previous_long(rap_str text, size_t *at);
/* The code point at byte *at, moving *at behind it; an invalid byte gives U+FFFD and moves by one.
 */
static inline uint32_t rap_utf8_next(rap_str text, size_t *at)
{
    size_t left = text.length - *at;
    const unsigned char *s = (const unsigned char *)text.data + *at;
    if (*at < text.length && s[0] < 0x80) {
        ++*at;
        return s[0];
    }
    if (*at < text.length && left > 1 && s[0] >= 0xC2 && s[0] <= 0xDF && (s[1] & 0xC0) == 0x80) {
        *at += 2; /* Cyrillic, Arabic, letters with accents */
        return (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
    }
    if (*at < text.length && left > 2 && s[0] > 0xE0 && s[0] < 0xED && (s[1] & 0xC0) == 0x80 &&
        (s[2] & 0xC0) == 0x80) {
        *at += 3; /* Han, and most other signs of three bytes */
        return (s[0] & 0xFu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
    }
    return rap_utf8_next_long(text, at);
}
/* The code point that ends before *at, moving *at to its first byte. */
static inline uint32_t rap_utf8_previous(rap_str text, size_t *at)
{
    if (*at && (unsigned char)text.data[*at - 1] < 0x80) {
        return (unsigned char)text.data[--*at];
    }
    return rap_utf8_previous_long(text, at);
}
/* Writes at most 4 bytes and returns how many. */
static inline size_t rap_utf8_put(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}
/* Byte position of the first invalid sequence (RFC 3629), or SIZE_MAX. */
size_t rap_utf8_invalid(rap_str text);

/* A growing byte string in an arena. */
typedef struct {
    rap_arena *arena;
    char *data;
    size_t length, capacity;
} rap_buf;

void rap_buf_init(rap_buf *buf, rap_arena *arena);
/* Makes room for `more` bytes and the NUL behind them. */
void rap_buf_grow(rap_buf *buf, size_t more);
static inline void rap_buf_put(rap_buf *buf, rap_str text)
{
    if (text.length >= buf->capacity - buf->length) {
        rap_buf_grow(buf, text.length);
    }
    if (text.length) {
        memcpy(buf->data + buf->length, text.data, text.length);
    }
    buf->length += text.length;
}
static inline void rap_buf_put_c(rap_buf *buf, const char *text)
{
    rap_buf_put(buf, rap_str_of(text));
}
static inline void rap_buf_put_byte(rap_buf *buf, char byte)
{
    if (buf->capacity - buf->length < 2) {
        rap_buf_grow(buf, 1);
    }
    buf->data[buf->length++] = byte;
}
static inline void rap_buf_put_code_point(rap_buf *buf, uint32_t code_point)
{
    if (buf->capacity - buf->length < 5) {
        rap_buf_grow(buf, 4);
    }
    buf->length += rap_utf8_put(code_point, buf->data + buf->length);
}
void rap_buf_format(rap_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What the buffer holds; stays valid until the buffer grows. NUL-terminated. */
rap_str rap_buf_str(rap_buf *buf);

#endif

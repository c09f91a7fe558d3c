/* The reader of plain text: whatever decodes as text and is none of the other formats. */
#include "readers.h"

#include <string.h>

static int recognize(rap_str bytes, rap_str file_name)
{
    (void)bytes, (void)file_name;
    return 1; /* what is no text at all is told when it is decoded */
}

/* The byte that windows-1252, and Latin-1 where that has none, gives a character; -1: none. */
static int byte_of(uint32_t c)
{
    static const uint16_t signs[] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                     0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
    for (int i = 0; c > 0xFF && i < 32; i++) {
        if (signs[i] == c) {
            return 0x80 + i;
        }
    }
    return c <= 0xFF ? (int)c : -1;
}

/* The character whose UTF-8 bytes, each read as a character, stand at *at; 0: none. */
static uint32_t read_twice(rap_str text, size_t *at)
{
    size_t next = *at;
    int head = byte_of(rap_utf8_next(text, &next));
    int count = head >= 0xF0 && head <= 0xF4 ? 3 : head >= 0xE0 ? 2 : head >= 0xC2 ? 1 : 0;
    uint32_t c = count ? (uint32_t)head & (0x3FU >> count) : 0;
    for (int i = 0; i < count; i++) {
        int byte = next < text.length ? byte_of(rap_utf8_next(text, &next)) : -1;
        if (byte < 0x80 || byte > 0xBF) {
            return 0;
        }
        c = (c << 6) | ((uint32_t)byte & 0x3F);
    }
    bool shortest = c >= (count == 3 ? 0x10000U : count == 2 ? 0x800U : 0x80U);
    if (!shortest || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) {
        return 0;
    }
    *at = next;
    return c;
}

enum { TWICE = 3 }; /* fewer such characters may be meant */

/* How many there are; each begins with a letter that UTF-8 writes with one first byte. */
static size_t count_twice(rap_str text)
{
    size_t count = 0, at = 0;
    const char *found;
    while (at < text.length && (found = memchr(text.data + at, 0xC3, text.length - at))) {
        at = (size_t)(found - text.data);
        if (read_twice(text, &at)) {
            count++;
        } else {
            at++;
        }
    }
    return count;
}

/* UTF-8 that a program took for windows-1252 and encoded once more: what it was before. */
static rap_str undo_twice(rap_source *source, rap_str text)
{
    size_t count = count_twice(text), line = 1, first = 0;
    if (count < TWICE) {
        return text;
    }
    rap_buf buf;
    rap_buf_init(&buf, source->arena);
    for (size_t at = 0; at < text.length;) {
        uint32_t c = (unsigned char)text.data[at] == 0xC3 ? read_twice(text, &at) : 0;
        first = c && !first ? line : first;
        c = c ? c : rap_utf8_next(text, &at);
        line += c == '\n';
        rap_buf_put_code_point(&buf, c);
    }
    rap_warn(source->arena, &source->warnings, "encoded-twice", -1,
             "%zu characters were encoded twice, the first in line %zu; they were put right", count,
             first);
    return rap_buf_str(&buf);
}

static bool read_text(const rap_reading *reading, rap_str bytes, rap_source *source,
                      rap_error *error)
{
    rap_str text;
    rap_replaced replaced;
    if (!rap_text_decode(source->arena, bytes, RAP_STR_NONE, &text, &source->encoding, &replaced,
                         error)) {
        return false;
    }
    rap_read_lines(reading, source, undo_twice(source, text), NULL);
    rap_warn_replaced(source, replaced);
    if (!source->blocks.count) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "no text in the file, only white space");
    }
    return true;
}

const rap_reader rap_reader_text = {"text", "plain text", recognize, read_text};

/* How the phrases of a set begin: a look at one bit or a few tells most places of a text where none
 * does. */
#ifndef RAP_BASE_BEGINNINGS_H
#define RAP_BASE_BEGINNINGS_H

#include "base/str.h"

typedef struct {
    uint64_t bits[1024];    /* one for each hash of the first letters of a phrase */
    unsigned short_lengths; /* a bit for each length of phrases that have fewer */
} rap_beginnings;

/* How many bytes tell: those of four letters, of two Han characters. */
static inline size_t rap_beginning_length(char first)
{
    return (unsigned char)first < 0x80 ? 4 : (unsigned char)first < 0xE0 ? 8 : 6;
}

/* The first `length` bytes, at most eight, of `text` from `at` on as a number of 16 bits. */
static inline unsigned rap_beginning_hash(rap_str text, size_t at, size_t length)
{
    uint64_t bytes = 0;
    if (text.length - at >= sizeof bytes) {
        memcpy(&bytes, text.data + at, sizeof bytes);
        bytes <<= 8 * (sizeof bytes - length);
    } else {
        memcpy((char *)&bytes + sizeof bytes - length, text.data + at, length);
    }
    return (unsigned)(bytes * UINT64_C(0x9E3779B97F4A7C15) >> 48);
}

/* Adds a phrase that is not empty. */
static inline void rap_beginnings_add(rap_beginnings *set, rap_str phrase)
{
    size_t length = rap_beginning_length(phrase.data[0]);
    if (phrase.length < length) {
        length = phrase.length;
        set->short_lengths |= 1u << length;
    }
    unsigned hash = rap_beginning_hash(phrase, 0, length);
    set->bits[hash >> 6] |= UINT64_C(1) << (hash & 63);
}

/* Whether a phrase may begin at byte `at`, a byte of `text`; false: none does. */
static inline bool rap_beginnings_may(const rap_beginnings *set, rap_str text, size_t at)
{
    size_t left = text.length - at, whole = rap_beginning_length(text.data[at]);
    if (left < 8) {
        for (size_t length = left < whole ? left : whole; length > 0; length--) {
            unsigned hash = rap_beginning_hash(text, at, length);
            if ((length == whole || (set->short_lengths >> length & 1)) &&
                (set->bits[hash >> 6] >> (hash & 63) & 1)) {
                return true;
            }
        }
        return false;
    }
    uint64_t bytes;
    memcpy(&bytes, text.data + at, sizeof bytes);
    unsigned lengths = (set->short_lengths & ((1u << whole) - 1)) | 1u << whole;
    for (; lengths; lengths &= lengths - 1) {
        unsigned shift = 64 - 8 * (unsigned)__builtin_ctz(lengths);
        unsigned hash = (unsigned)((bytes << shift) * UINT64_C(0x9E3779B97F4A7C15) >> 48);
        if (set->bits[hash >> 6] >> (hash & 63) & 1) {
            return true;
        }
    }
    return false;
}

#endif

/* Folded text: what names and date words are compared in. Lower case without accents, Arabic with
 * one alef, one ya and ta marbuta as ha, hyphens and white space as one space, no space beside Han
 * characters; Russian words as stems, so that a declined name is found. Every folded byte knows
 * the bytes of the text it stands for. */
#ifndef RAP_MENTIONS_FOLD_H
#define RAP_MENTIONS_FOLD_H

#include "base/beginnings.h"
#include "model/lang.h"

#define RAP_FOLD_TABLE 0x2000

/* One folded code point for each below RAP_FOLD_TABLE; 0: left out. */
typedef struct {
    uint16_t map[RAP_FOLD_TABLE];
} rap_fold_table;

typedef struct {
    rap_str source;
    rap_str text;
    const uint32_t *from;   /* text.length + 1 entries: first byte in the source */
    const uint32_t *until;  /* behind its last byte in the source */
    const uint32_t *words;  /* folded bytes where a word or a sign begins, in order */
    const uint16_t *hashes; /* of each of them, rap_fold_word_hash */
    size_t word_count;
} rap_fold;

void rap_fold_table_init(rap_fold_table *table);
/* One code point folded; 0: it is left out. */
uint32_t rap_fold_point(const rap_fold_table *table, uint32_t c);

/* A stemmer for Cyrillic words that knows the stems it gave; freed with the arena. */
typedef struct rap_stems rap_stems;
rap_stems *rap_stems_new(rap_arena *arena, const char *language);

/* `stems` may be NULL: words stay whole. */
rap_fold rap_fold_text(const rap_fold_table *table, rap_stems *stems, rap_arena *arena,
                       rap_str source);

static inline bool rap_fold_is_han(rap_str text, size_t at)
{
    unsigned char c = at < text.length ? (unsigned char)text.data[at] : 0;
    return c >= 0xE3 && c <= 0xE9;
}

static inline bool rap_fold_is_ascii_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static inline bool rap_fold_is_word_byte(unsigned char c)
{
    return c >= 0x80 || rap_fold_is_ascii_word((char)c);
}

/* Whether a word may begin or end at folded byte `at`. Han characters are words by themselves. */
static inline bool rap_fold_is_boundary(rap_str text, size_t at)
{
    if (!at || at >= text.length) {
        return true;
    }
    unsigned char next = (unsigned char)text.data[at];
    if ((next & 0xC0) == 0x80) {
        return false;
    }
    if (!rap_fold_is_word_byte(next) || !rap_fold_is_word_byte((unsigned char)text.data[at - 1])) {
        return true;
    }
    size_t back = at - 1;
    while (back && ((unsigned char)text.data[back] & 0xC0) == 0x80) {
        back--;
    }
    return rap_fold_is_han(text, at) || rap_fold_is_han(text, back);
}

/* Where word `index` ends. */
static inline size_t rap_fold_word_end(const rap_fold *fold, size_t index)
{
    size_t end = index + 1 < fold->word_count ? fold->words[index + 1] : fold->text.length;
    return end - (fold->text.data[end - 1] == ' ');
}

/* A hash of the word or sign at folded bytes [start, end). */
static inline uint16_t rap_fold_word_hash(rap_str text, size_t start, size_t end)
{
    unsigned hash = 0;
    for (size_t length; start < end; start += length) {
        length = end - start < 8 ? end - start : 8;
        hash = hash * 31 + rap_beginning_hash(text, start, length);
    }
    return (uint16_t)hash;
}

/* Whether the letter at byte `at` of unfolded text is upper case. */
bool rap_fold_is_upper(rap_str source, size_t at);

#endif

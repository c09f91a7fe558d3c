/* Folded text: what names and date words are compared in. Lower case without accents, Arabic with
 * one alef, one ya and ta marbuta as ha, hyphens and white space as one space, no space beside Han
 * characters; Russian words as stems, so that a declined name is found. Every folded byte knows
 * the bytes of the text it stands for. */
#ifndef RAP_MENTIONS_FOLD_H
#define RAP_MENTIONS_FOLD_H

#include "base/str.h"
#include "model/lang.h"

#define RAP_FOLD_TABLE 0x2000

/* One folded code point for each below RAP_FOLD_TABLE; 0: left out. */
typedef struct {
    uint16_t map[RAP_FOLD_TABLE];
} rap_fold_table;

typedef struct {
    rap_str source;
    rap_str text;
    const uint32_t *from;  /* text.length + 1 entries: first byte in the source */
    const uint32_t *until; /* behind its last byte in the source */
} rap_fold;

void rap_fold_table_init(rap_fold_table *table);

/* `stemmer` is a struct sb_stemmer for Cyrillic words, or NULL: words stay whole. */
struct sb_stemmer;
rap_fold rap_fold_text(const rap_fold_table *table, struct sb_stemmer *stemmer, rap_arena *arena,
                       rap_str source);

/* Whether a word may begin or end at folded byte `at`. Han characters are words by themselves. */
bool rap_fold_is_boundary(rap_str text, size_t at);
bool rap_fold_is_han(rap_str text, size_t at);
/* Whether the letter at byte `at` of unfolded text is upper case. */
bool rap_fold_is_upper(rap_str source, size_t at);

#endif

/* The lexicon: concepts, and by which words and phrases each of the six languages tells them, so
 * that what two texts speak of can be compared whatever languages they are in.
 *
 * A term is a token of the index (folded, stemmed; in Chinese a pair of characters), or two that
 * follow one another within RAP_LEXICON_REACH tokens of a clause, joined by a space. A concept is
 * told by any of its terms. It was learned from parallel versions: see linking/learn.h.
 */
#ifndef RAP_LINKING_LEXICON_H
#define RAP_LINKING_LEXICON_H

#include "base/error.h"
#include "text/text.h"

#define RAP_LEXICON_REACH 3

typedef struct {
    uint32_t paragraphs;            /* how many of those learned from tell it */
    double trust;                   /* 0 to 1: how surely each language tells it where others do */
    rap_strs terms[RAP_LANG_COUNT]; /* the surest first; none where a language was not learned */
} rap_concept;

typedef RAP_VEC(rap_concept) rap_concepts;

/* Immutable; in the arena. */
typedef struct rap_lexicon rap_lexicon;

/* Reads a table as rap_lexicon_write writes it; slices point into `text`. NULL where it is wrong:
 * *error says which line. */
rap_lexicon *rap_lexicon_read(rap_arena *arena, rap_str text, rap_error *error);
/* The table (base/table.h): the head, how many paragraphs were learned from, the concepts. */
rap_str rap_lexicon_write(rap_arena *arena, const rap_concepts *concepts, uint32_t paragraphs);

size_t rap_lexicon_count(const rap_lexicon *lexicon);
const rap_concept *rap_lexicon_at(const rap_lexicon *lexicon, size_t index);
/* What a concept tells: the rarer and the surer the more, from 0. */
double rap_lexicon_weight(const rap_lexicon *lexicon, size_t index);

typedef RAP_VEC(uint32_t) rap_concept_ids;
/* The concepts that a text tells, each once, by index. */
void rap_lexicon_find(const rap_lexicon *lexicon, rap_arena *arena, rap_indexer *indexer,
                      rap_lang lang, rap_str text, rap_concept_ids *ret_ids);

/* The tokens of a text, clause by clause, each clause closed by an empty one; without figures and
 * symbols. */
void rap_lexicon_tokens(rap_arena *arena, rap_indexer *indexer, rap_lang lang, rap_str text,
                        rap_strs *ret_tokens);

#endif

/* Alignment: which paragraphs of two versions say the same thing.
 *
 * Works on blocks, mentions and mandates of two versions, in any languages. Paragraphs that are
 * surely the same (numbers and names that occur once, labels whose neighbours agree too) are fixed
 * first; between them the cheapest way through both texts is sought, in a band, by lengths, names,
 * dates, figures, verbs and labels.
 */
#ifndef RAP_LINKING_ALIGN_H
#define RAP_LINKING_ALIGN_H

#include "model/fact.h"
#include "text/figures.h"
#include "text/text.h"

#define RAP_PAIR_MOST 4 /* blocks of one side in a pair */

/* Blocks of `a` and of `b` that say the same. One to one; several of one side where a paragraph was
 * joined or divided; none of one side where it is missing there. */
typedef struct {
    uint32_t a[RAP_PAIR_MOST], b[RAP_PAIR_MOST]; /* indices into the versions' blocks */
    uint8_t a_count, b_count;
    bool is_moved; /* stands elsewhere in the order of the other text */
    double score;  /* 0 to 1: how surely they belong together; of one that is missing 0 */
} rap_pair;

/* In the order of `a`, what only `b` has before what follows it; paragraphs first, then notes. */
typedef struct {
    RAP_VEC(rap_pair) pairs;
    size_t work; /* places looked at, which grows as the texts do */
} rap_alignment;

/* Headings, preambular, operative, body and annex paragraphs, and notes. Cover, title, formula and
 * closing lines are not aligned. Lives in `arena`. */
void rap_align(rap_arena *arena, const rap_version *a, const rap_version *b,
               rap_alignment *ret_alignment);

typedef struct {
    uint32_t block;
    rap_span span;
} rap_sentence;

/* Sentences of a pair that say the same; counts as in rap_pair. */
typedef struct {
    rap_sentence a[RAP_PAIR_MOST], b[RAP_PAIR_MOST];
    uint8_t a_count, b_count;
    double score;
} rap_sentence_pair;
typedef RAP_VEC(rap_sentence_pair) rap_sentence_pairs;

/* Aligns the sentences of a pair that has blocks on both sides; in the order of the text. */
void rap_align_sentences(rap_arena *arena, const rap_text_rules *rules, const rap_version *a,
                         const rap_version *b, const rap_pair *pair,
                         rap_sentence_pairs *ret_sentences);

/* Whether two paragraphs bear the same label, "(2)" and "(ii)" being one. */
bool rap_label_equal(rap_str a, rap_str b);

/* Whether two labels differ at most in the number that they begin with, and by how much `b` is
 * ahead: "6 (a)" and "8 (a)" by 2. */
bool rap_label_shift(rap_str a, rap_str b, int *ret_shift);

#endif

/* What two wordings have in common, word by word: for showing a person what changed. */
#ifndef RAP_TEXT_DIFFERENCE_H
#define RAP_TEXT_DIFFERENCE_H

#include "base/vec.h"
#include "model/document.h"

typedef enum {
    RAP_DIFFERENCE_KEPT,    /* in both */
    RAP_DIFFERENCE_DROPPED, /* only in the first; `b` is empty, where it would stand */
    RAP_DIFFERENCE_ADDED    /* only in the second; `a` is empty, where it would stand */
} rap_difference_kind;

/* "kept", "dropped", "added" */
const char *rap_difference_name(rap_difference_kind kind);

/* Spans with the white space that follows them; those of one text, put together, are the text. */
typedef struct {
    rap_difference_kind kind;
    rap_span a, b;
} rap_difference;

typedef RAP_VEC(rap_difference) rap_differences;

/* The shortest way from `a` to `b` by whole words and marks; of Han by characters. What was dropped
 * stands before what was added in its place; one word kept between two changes of several words is
 * a chance and told as changed. Words are equal where their bytes are. Texts with more than
 * RAP_DIFFERENCE_MOST differing words are told as changed altogether.
 * After E. Myers, An O(ND) Difference Algorithm and Its Variations, 1986. */
#define RAP_DIFFERENCE_MOST 1000
void rap_text_difference(rap_arena *arena, rap_str a, rap_str b, rap_differences *ret_differences);

#endif

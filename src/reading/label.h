/* Labels of paragraphs as they are printed: "14.", "(a)", "(ii)", "IV", in the scripts of the six
 * languages. */
#ifndef RAP_READING_LABEL_H
#define RAP_READING_LABEL_H

#include "base/str.h"

typedef enum {
    RAP_LABEL_NONE,
    RAP_LABEL_NUMBER, /* "14." */
    RAP_LABEL_LETTER, /* "(a)" */
    RAP_LABEL_ROMAN,  /* "(ii)" */
    RAP_LABEL_SECTION /* "IV", "A" */
} rap_label_kind;

/* Bytes of the label that the text opens with, white space behind it included; 0: none.
 * *ret_is_section: a Han number with its comma, which heads a section. */
size_t rap_label_match(rap_str text, bool *ret_is_section);
/* Bytes of a bare number at the beginning ("15 Invites") where it is `expected`, else 0. */
size_t rap_label_match_next(rap_str text, int expected);
rap_label_kind rap_label_kind_of(rap_str label);
/* What stands between the brackets or before the stop: "a" of "(a)", "14" of "14."; digits of
 * any script as ASCII. */
rap_str rap_label_core(rap_arena *arena, rap_str label);

#endif

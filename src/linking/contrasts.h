/* Words that a translator must not lose: negations, words of rhythm and quantity
 * (data/<language>/contrasts.tsv); and numbers in words with their scales (clauses.tsv,
 * figures.tsv). Private to the module. */
#ifndef RAP_LINKING_CONTRASTS_H
#define RAP_LINKING_CONTRASTS_H

#include "linking/compare.h"
#include "text/figures.h"

typedef enum {
    CONTRAST_NEGATION,
    CONTRAST_QUANTITY,
    CONTRAST_NUMBER, /* value: "50" of "fifty" */
    CONTRAST_SCALE,  /* value: "1000000" of "million" */
    CONTRAST_POINTS
} contrast_point;

typedef enum {
    CONTRAST_SURE, /* the other version must say it too */
    CONTRAST_MAY,  /* says it where the other does */
    CONTRAST_NONE  /* only looks like it */
} contrast_weight;

typedef struct {
    rap_str value;
    contrast_weight weight;
    rap_span span;
} contrast_hit;
typedef RAP_VEC(contrast_hit) contrast_hits;

/* The words of one point in a text, in order, those of weight CONTRAST_NONE left out; none that
 * begins in a `skipped` span (in order). The longest phrase at a place counts. */
void contrast_find(const rap_contrast_rules *rules, rap_arena *arena, rap_lang lang, rap_str text,
                   const rap_skipped *skipped, contrast_point point, contrast_hits *ret_hits);

/* The body with an id; NULL where there is none. */
const rap_entity *contrast_entity(const rap_contrast_rules *rules, rap_str id);

#endif

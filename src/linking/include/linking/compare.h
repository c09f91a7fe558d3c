/* Comparison: what two versions say differently, point by point. */
#ifndef RAP_LINKING_COMPARE_H
#define RAP_LINKING_COMPARE_H

#include "linking/align.h"
#include "linking/lexicon.h"
#include "mentions/mentions.h"

/* What is compared of a pair of paragraphs. */
typedef enum {
    RAP_POINT_PRESENCE, /* missing on one side, or joined with the next */
    RAP_POINT_ORDER,    /* stands elsewhere */
    RAP_POINT_NUMBER,   /* the paragraph's label */
    RAP_POINT_VERB,     /* the sense of the leading verb */
    RAP_POINT_FORCE,
    RAP_POINT_ADDRESSEES,
    RAP_POINT_TIMING,
    RAP_POINT_CITATIONS, /* symbols, in the paragraph and its notes */
    RAP_POINT_DATES,     /* every date and period named */
    RAP_POINT_SESSIONS,
    RAP_POINT_NUMBERS, /* numbers in figures */
    RAP_POINT_NAMES,   /* bodies, States, and whom persons act for */
    RAP_POINT_NEGATION,
    RAP_POINT_QUANTITIES, /* "annual", "half" */
    RAP_POINT_NOTES,      /* how many notes it calls */
    RAP_POINT_ACTS,       /* further acts of will */
    RAP_POINT_TERMS,      /* one version has two renderings of what the other calls by one term */
    RAP_POINT_SPELLING    /* one version spells in two ways what the other spells in one */
} rap_point;

#define RAP_POINT_COUNT 18

/* "presence", ... */
const char *rap_point_name(rap_point point);
bool rap_point_of_name(rap_str name, rap_point *ret_point);

typedef enum {
    RAP_SEVERITY_NOTE,    /* translators are free in it */
    RAP_SEVERITY_WARNING, /* changes what is asked, if it is so */
    RAP_SEVERITY_ERROR    /* cannot be right in both versions */
} rap_severity;

const char *rap_severity_name(rap_severity severity);

/* One side of a finding. */
typedef struct {
    int32_t block; /* the paragraph's, or -1 where it is missing */
    rap_str label; /* of the paragraph; several joined by '+' */
    rap_span span; /* in `wording`, of the words in question; all of it where these are not known */
    rap_strs values; /* what it says: ids, symbols, dates; sorted */
    rap_str wording; /* the whole paragraph; of several with a space between */
} rap_finding_side;

typedef struct {
    rap_point point;
    rap_severity severity;
    double confidence; /* 0 to 1: that the versions differ, and not our reading of them */
    rap_part part;
    rap_finding_side a, b;
} rap_finding;

/* How many paragraphs agree in a point. Both empty is agreement; `told` counts those in which at
 * least one side says something. */
typedef struct {
    uint32_t compared, equal, told, told_equal;
} rap_tally;

typedef struct {
    rap_tally operative[RAP_POINT_COUNT]; /* operative paragraphs */
    rap_tally other[RAP_POINT_COUNT];     /* preambular, body and annex paragraphs, notes */
    uint32_t operative_pairs, other_pairs;
    RAP_VEC(rap_finding) findings; /* in the order of the alignment */
} rap_comparison;

/* Words of negation and quantity, from data/<language>/contrasts.tsv; numbers in words. Immutable:
 * shared by threads. `mentions` is borrowed. */
typedef struct rap_contrast_rules rap_contrast_rules;
rap_contrast_rules *rap_contrast_rules_new(const rap_mention_rules *mentions, rap_error *error);
void rap_contrast_rules_free(rap_contrast_rules *rules);

/* Compares `a` with `b`; everything lives in `arena`, in the rules or in the versions. Points that
 * only operative paragraphs have are not counted of the others. Without `rules` (NULL) negations
 * and quantities are not compared; without `lexicon` any word with a capital may be a name that is
 * spelt in two ways, with it none that the lexicon knows. */
void rap_compare(rap_arena *arena, const rap_contrast_rules *rules, const rap_lexicon *lexicon,
                 const rap_version *a, const rap_version *b, const rap_alignment *alignment,
                 rap_comparison *ret_comparison);

#endif

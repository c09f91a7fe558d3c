/* Lineage: which operative paragraph of an earlier resolution a later one carries on.
 *
 * Paragraphs of one language are known by their words, those of two languages by what they name,
 * their verbs, addressees and themes. What a year changes by itself (sessions, dates, symbols) says
 * nothing for or against.
 */
#ifndef RAP_LINKING_LINEAGE_H
#define RAP_LINKING_LINEAGE_H

#include "base/error.h"
#include "linking/lexicon.h"
#include "model/fact.h"
#include "text/difference.h"

typedef enum {
    RAP_DESCENT_KEPT,     /* the same words */
    RAP_DESCENT_UPDATED,  /* the same but for sessions, dates, symbols and figures */
    RAP_DESCENT_REWORDED, /* other words; of two languages: carried on */
    RAP_DESCENT_JOINED,   /* the older went into a newer one that carries on another as well */
    RAP_DESCENT_DIVIDED,  /* the newer came out of an older one that another carries on as well */
    RAP_DESCENT_ADDED,    /* only in the newer */
    RAP_DESCENT_DROPPED   /* only in the older */
} rap_descent_kind;

/* "kept", "updated", ... */
const char *rap_descent_name(rap_descent_kind kind);

typedef struct {
    rap_descent_kind kind;
    int32_t older, newer; /* indices into the versions' mandates; -1: there is none */
    int strength;         /* 1: the newer one asks more strongly; -1: less so */
    double score;         /* 0 to 1: how much they have in common */
    rap_strs new_addressees, old_addressees; /* that only one side names; of a pair */
    rap_differences differences; /* of the wordings, where both are there and of one language */
} rap_descent;

typedef RAP_VEC(rap_descent) rap_descents;

/* data/scales.tsv; lives in the arena. NULL with *error filled where it cannot be read. */
typedef struct rap_scales rap_scales;
const rap_scales *rap_scales_new(rap_arena *arena, rap_error *error);

/* 1 where `newer` speaks more strongly than `older`, -1 less so, 0 as strongly, or where neither
 * can be said. */
int rap_scales_compare(const rap_scales *scales, const rap_mandate *older,
                       const rap_mandate *newer);

/* In the order of the newer version's paragraphs, what was dropped behind what stood before it.
 * Where the languages differ, the lexicon (NULL: none) and the mandates' themes
 * help. Lives in `arena` or in the versions. */
void rap_lineage_find(rap_arena *arena, const rap_scales *scales, const rap_lexicon *lexicon,
                      const rap_version *older, const rap_version *newer,
                      rap_descents *ret_descents);

#endif

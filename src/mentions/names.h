/* Names and words to find in folded text: a double-array trie whose single branches end in tails,
 * after J. Aoe, "An efficient digital search algorithm by using a double-array structure" (1989).
 */
#ifndef RAP_MENTIONS_NAMES_H
#define RAP_MENTIONS_NAMES_H

#include "fold.h"

enum {
    RAP_NAME_EXACT = 1,   /* acronyms: letter case as in the table */
    RAP_NAME_CAPITAL = 2, /* begins with a capital */
    RAP_NAME_OPEN = 4,    /* capitalized words that follow belong to the name */
    RAP_NAME_LAST = 8     /* its last word too begins with a capital: "La Rioja", not "la rioja" */
};

/* One meaning of a name. Those with one folded form are chained by `next`. */
typedef struct rap_name {
    rap_str key;     /* folded */
    rap_str printed; /* as in the table */
    unsigned flags;
    int category; /* the owner's */
    int value;
    int order; /* in the tables: the first of equal names comes first */
    const void *object;
    const struct rap_name *next;
} rap_name;

/* A node: where its children stand, less the label of each, or the key that it ends in; and the
 * node whose child it is. */
typedef struct {
    int32_t base, check;
} rap_name_node;

typedef struct {
    rap_name_node *nodes;
    size_t size;
    const rap_name **keys; /* sorted, one a folded form */
    size_t key_count;
    rap_beginnings *beginnings;
    uint64_t *words; /* a bit for each rap_fold_word_hash of the word that a name begins with */
} rap_names;

typedef RAP_VEC(rap_name *) rap_name_list;

/* Sorts `list` and builds the trie in the arena. */
void rap_names_build(rap_names *names, rap_arena *arena, rap_name_list *list);

typedef struct {
    const rap_name *name; /* first of the meanings that fit */
    size_t end;           /* in the folded text */
} rap_name_hit;

/* The longest name that begins at folded byte `at` and ends on a word boundary. */
bool rap_names_match(const rap_names *names, const rap_fold *fold, size_t at,
                     rap_name_hit *ret_hit);

/* Whether a name may begin with word `index` of the text; false: none does. */
static inline bool rap_names_may(const rap_names *names, const rap_fold *fold, size_t index)
{
    uint16_t hash = fold->hashes[index];
    return names->key_count && (names->words[hash >> 6] >> (hash & 63) & 1);
}

/* Whether `name` fits the letter case of the source at folded bytes [at, end). */
bool rap_name_fits(const rap_name *name, const rap_fold *fold, size_t at, size_t end);

#endif

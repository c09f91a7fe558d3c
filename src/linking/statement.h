/* What a paragraph says, point by point, alike in every language. Private to the module. */
#ifndef RAP_LINKING_STATEMENT_H
#define RAP_LINKING_STATEMENT_H

#include "contrasts.h"

#include "base/map.h"

/* One thing said, and where in the wording; span 0 to 0 where that is not known, or in a note. */
typedef struct {
    rap_str text;
    rap_span span;
    char kind; /* of a name: a State's is compared with a State's; else 0 */
    uint32_t times;
} said;

typedef RAP_VEC(said) sayings;

/* One side of a pair: what its blocks say together. */
typedef struct {
    sayings points[RAP_POINT_COUNT];
    sayings spelled;            /* numbers in words, and ordinals */
    contrast_hits contrasts[2]; /* CONTRAST_NEGATION, CONTRAST_QUANTITY; spans in the wording */
    int32_t block;
    rap_part part;
    rap_str label, wording; /* of several blocks with a space between */
    bool has_mandate;
    bool is_numbered; /* in the document, not by us */
    bool is_row;      /* of a table or list: no sentence */
} statement;

/* A version with its facts by block. */
typedef struct {
    rap_arena *arena;
    const rap_contrast_rules *rules; /* or NULL */
    const rap_version *version;
    size_t *mentions; /* first mention of each block; one more entry at the end */
    size_t *mandates;
} side;

side side_of(rap_arena *arena, const rap_contrast_rules *rules, const rap_version *version);
statement statement_of(const side *s, const uint32_t *blocks, size_t count);

/* Keeps the list sorted; of what is said twice the first, and how often. */
void say(rap_arena *arena, sayings *list, rap_str text, rap_span span);

/* How surely both versions read a name: in how many paragraphs both have it, and in how many only
 * one. A name that one version never has where the other does is one that we cannot read there. */
typedef struct {
    uint32_t both, alone;
} name_count;

/* Counts the names of a pair; `counts` maps them to name_count. */
void count_names(rap_arena *arena, rap_map *counts, const statement *a, const statement *b);

#endif

/* What alignment knows of a paragraph: its length and what it names, alike in every language. */
#ifndef RAP_LINKING_ALIGN_UNITS_H
#define RAP_LINKING_ALIGN_UNITS_H

#include "linking/align.h"

typedef struct {
    uint64_t hash;
    int weight;
} align_feature;

typedef struct {
    uint32_t block;
    rap_span span; /* the whole block, or one of its sentences */
    rap_part part;
    rap_str label;
    bool is_row;             /* a line of a table or list, which stands where its language has it */
    double length;           /* code points; then of the other language's */
    align_feature *features; /* by hash, each once */
    size_t feature_count;
    int weight;      /* of all features */
    int hard;        /* of those that are symbols, dates and figures */
    uint64_t marked; /* all hard features in one number */
} align_unit;

typedef RAP_VEC(align_unit) align_units;

/* The paragraphs of a version, and its notes. */
void align_units_of(rap_arena *arena, const rap_version *version, align_units *ret_texts,
                    align_units *ret_notes);

/* The sentences of a block, behind what is in `units` already. */
void align_units_of_sentences(rap_arena *arena, const rap_text_rules *rules,
                              const rap_version *version, uint32_t block, align_units *units);

/* Whether a text is short and does not end as a sentence does. */
bool align_is_row(rap_str text);

/* Keys by which a paragraph may be known alone; 0 where it has none. */
uint64_t align_signature(const align_unit *unit);
uint64_t align_label(const align_unit *unit);

#endif

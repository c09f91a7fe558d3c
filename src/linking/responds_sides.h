/* What is compared of a paragraph and of an activity. */
#ifndef RAP_LINKING_RESPONDS_SIDES_H
#define RAP_LINKING_RESPONDS_SIDES_H

#include "linking/responds.h"

#include "base/map.h"

/* All lists sorted, each thing once. */
typedef struct {
    rap_strs bodies;          /* ids of those named, and of what they belong to */
    rap_strs states;          /* alpha-3 */
    rap_strs plans;           /* "2021/2025" */
    rap_strs ordinals;        /* "16", from the third on */
    rap_strs themes;          /* ids */
    rap_concept_ids concepts; /* of the words that are no names of partners */
} trace_side;

typedef struct {
    const rap_mandate *mandate;
    trace_side side;
    bool is_open;
} rap_asked;

struct rap_asked_list {
    const rap_knowledge *knowledge;
    const rap_lexicon *lexicon;
    const rap_version *version;
    rap_strs partners;
    RAP_VEC(rap_asked) items; /* as the version's mandates */
};

typedef struct {
    const rap_activity *activity;
    trace_side side;
    rap_concept_ids context; /* of the other activities of its paragraph, without its own */
    rap_strs topic; /* themes of the first activity of its paragraph, without its own; sorted */
    rap_strs with;  /* ids: its parties, whom its heading names, of whom the document tells */
} trace_told;

struct rap_told_list {
    const rap_version *version;
    RAP_VEC(trace_told) items; /* as the version's activities */
};

/* A word without the punctuation around it. */
rap_str trace_bare(rap_str word);
/* Whether a sorted list has it. */
bool trace_has(const rap_strs *list, rap_str text);
/* The United Nations, its principal organs, and groups: bodies that tell nothing of a subject. */
bool trace_is_general(const rap_mention_rules *rules, rap_str id);

#endif

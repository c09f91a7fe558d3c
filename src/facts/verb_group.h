/* Verb groups. Private to the module. */
#ifndef RAP_FACTS_VERB_GROUP_H
#define RAP_FACTS_VERB_GROUP_H

#include "items.h"

/* A verb group: auxiliaries, adverbs, the verb, and the verbs it governs ("continued to support").
 */
typedef struct {
    uint32_t end;
    const rap_act_verb *verb, *act;
    rap_status status;
    bool has_status;
    bool is_finite, is_modal, is_passive, is_perfect;
    bool is_ambiguous; /* may be a reduced relative: "workshops organized by" */
    bool is_gerund;
    bool is_copula; /* "was a partner of", "was among the speakers" */
    bool is_plural;
    uint32_t act_at;    /* the verbal noun that is the act's verb, or 0 */
    uint32_t front_end; /* behind what stands between auxiliary and verb: "has, in May, met" */
} group;

/* The verb group that begins at `i`; false where none does. */
bool rap_parse_group(const rap_clause *clause, uint32_t i, group *ret);

static inline const rap_act_word *verb_word(const rap_clause *clause, uint32_t i)
{
    const rap_act_word *word = item_at(clause, i)->word;
    return word && word->verb ? word : NULL;
}

static inline uint32_t skip_adverbs(const rap_clause *clause, uint32_t i)
{
    while (has(clause, i, RAP_ROLE_ADVERB)) {
        i++;
    }
    return i;
}

/* The item before `i`, adverbs passed over; UINT32_MAX at the beginning. */
static inline uint32_t before(const rap_clause *clause, uint32_t i)
{
    while (i > 0 && has(clause, i - 1, RAP_ROLE_ADVERB)) {
        i--;
    }
    return i == 0 ? UINT32_MAX : i - 1;
}

#endif

/* What kind of act a predicate tells: from the classes of its verb and nouns. Private. */
#ifndef RAP_FACTS_ACTIVITY_TYPE_H
#define RAP_FACTS_ACTIVITY_TYPE_H

#include "clause.h"

typedef struct {
    rap_str type;             /* empty: no act */
    rap_str verb_class;       /* that decided */
    const rap_act_noun *noun; /* that decided, or NULL */
    uint32_t noun_at;         /* its item */
    uint32_t takes_over;      /* item of the verb or noun of action that took over, UINT32_MAX */
    bool is_preparation;      /* the event lies ahead of the act */
    double confidence;
} rap_act_kind;

rap_act_kind rap_activity_kind(const rap_activity_rules *rules, rap_clause *clause,
                               const rap_predicate *predicate);

/* Whether an aim with a verb of this class supports somebody in an act of this type. */
bool rap_act_supports(rap_str type, rap_str verb_class);
/* Whether a verb of this class makes an event: "held", "hosted". */
/* Whether a noun of this class names an event at which people meet. */
bool rap_act_is_event(rap_str noun_class);
bool rap_act_makes_event(rap_str verb_class);

#endif

/* Who, when and where: the mentions of a clause by the zone they stand in. Private. */
#ifndef RAP_FACTS_PARTIES_H
#define RAP_FACTS_PARTIES_H

#include "activity_type.h"
#include "clause.h"

enum {
    RAP_TIER_MAIN,      /* of the act itself */
    RAP_TIER_EVENT,     /* of the event it took place at: "held in May 2023" */
    RAP_TIER_ATTRIBUTE, /* "at its 2023 session" */
    RAP_TIER_AIM,       /* behind the aim of the act */
    RAP_TIER_COUNT
};

typedef struct {
    RAP_VEC(rap_party) parties;
    rap_periods dates[RAP_TIER_COUNT];
    rap_strs places[RAP_TIER_COUNT];
    rap_strs framed; /* bodies of an opening phrase, for "the two organizations" */
    rap_periods validity;
    bool is_open;          /* "since" */
    rap_anaphor subject;   /* what the subject takes up */
    bool repeats_occasion; /* "on both occasions" */
    bool repeats_event;    /* "during the event" */
    bool has_counterpart;  /* "extended an invitation to him" */
    rap_span topic;        /* what it was about */
    rap_str action;        /* "renewed" memorandum */
    rap_date until;        /* of an agreement: "valid until 2027" */
    int years;             /* "for five years", or 0 */
} rap_gathered;

/* Adds what stands in items [from, to); `is_front`: before the verb. `kind` may be NULL. */
void rap_gather(rap_clause *clause, const rap_predicate *predicate, const rap_act_kind *kind,
                uint32_t from, uint32_t to, bool is_front, rap_gathered *gathered);

/* A body taken up by a word of its name ("the Office"): its entity, or empty. */
rap_str rap_find_named_before(const rap_clause *clause, const rap_item *item);

#endif

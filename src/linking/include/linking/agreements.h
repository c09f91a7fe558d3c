/* One agreement that is told of several times: in two documents or languages, or signed and later
 * renewed, becomes one with a history. */
#ifndef RAP_LINKING_AGREEMENTS_H
#define RAP_LINKING_AGREEMENTS_H

#include "model/fact.h"

/* What one record tells. Strings are borrowed. */
typedef struct {
    rap_strs parties; /* ids; rap_agreements_join sorts them */
    rap_str kind, action, doc, para, lang, quote;
    rap_status status;
    rap_period date; /* the first told; year 0: none */
    rap_date valid_from, valid_to;
    size_t order;     /* as the register gave it */
    const void *same; /* what links join has one address, whatever it is; NULL: no link */
    bool foreign;     /* told in a language that comes after the reader's */
    rap_str record;   /* the caller's */
} rap_agreement_event;

/* Events by date, those without one last; of one day those in the reader's language first. Dates
 * have the year 0 where nothing tells them. */
typedef struct {
    RAP_VEC(rap_agreement_event *) events;
    rap_strs parties; /* of all events, sorted */
    rap_date begun;   /* the first date on which it was signed, adopted or otherwise agreed */
    rap_date renewed; /* the last on which it was renewed, extended or updated */
    rap_date valid_from, valid_to;
} rap_agreement_history;

typedef RAP_VEC(rap_agreement_history) rap_agreement_histories;

/* The event whose words stand for the agreement: the first in the reader's language, else the first
 * of all. */
const rap_agreement_event *rap_agreement_told_by(const rap_agreement_history *history);

/* Groups events by the links that join them, else by parties, kind and time, in the order in which
 * the first of each was given. Without a link those with fewer than two parties stay alone, and so
 * does whatever may be another agreement: two that the same parties signed at different times are
 * two. */
void rap_agreements_join(rap_arena *arena, rap_agreement_event *events, size_t count,
                         rap_agreement_histories *ret);

typedef enum {
    RAP_AGREEMENT_UNKNOWN,  /* nothing tells how long it holds */
    RAP_AGREEMENT_DRAFTING, /* planned, or being drafted */
    RAP_AGREEMENT_NOT_YET,  /* begins later */
    RAP_AGREEMENT_IN_FORCE,
    RAP_AGREEMENT_EXPIRED
} rap_agreement_state;

const char *rap_agreement_state_name(rap_agreement_state state);

/* The state on a day, or at some time of a month or year. */
rap_agreement_state rap_agreement_state_on(const rap_agreement_history *history, rap_date on);
/* Whether the last day on which it is valid lies within [from, until]. */
bool rap_agreement_ends_within(const rap_agreement_history *history, rap_date from, rap_date until);

#endif

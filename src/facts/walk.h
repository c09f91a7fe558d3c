/* The walk over a clause that gathers who, when and where. Private to the module. */
#ifndef RAP_FACTS_WALK_H
#define RAP_FACTS_WALK_H

#include "parties.h"

/* Where in the clause an item stands. In the last five a party is not the act's. */
typedef enum {
    ZONE_FRONT,
    ZONE_OBJECT,
    ZONE_WITH,
    ZONE_AGENT,
    ZONE_EVENT,
    ZONE_HELD,   /* "..., held in Rome in May": of the event */
    ZONE_MARGIN, /* "on the margins of": dates and places count, parties do not */
    ZONE_TOPIC,
    ZONE_AIM,
    ZONE_FRAME,
    ZONE_RELATIVE,
    ZONE_ORIGIN, /* "..., developed by X in 2020": of another act */
} zone;

typedef struct {
    rap_clause *clause;
    const rap_predicate *predicate;
    const rap_act_kind *kind;
    rap_gathered *out;
    zone zone, base, outer;
    bool is_front;
    bool is_hosted; /* the zone is of those who hosted the event */
    bool is_ahead;  /* the event named lies ahead of the act */
    bool since;     /* behind "since", up to the comma that ends it */
    bool validity;  /* the next dates are a period of validity */
    int last_tier;  /* of the date before, for "in May and June"; -1: it did not count */
    bool last_place;
    uint32_t last_date, last_party, last_place_at, topic_at;
    rap_str last_entity;
} walk;

static inline const rap_item *item_at(const walk *w, uint32_t i)
{
    static const rap_item none = {.kind = RAP_ITEM_OTHER, .mention = UINT32_MAX};
    return i < w->clause->items.count ? &w->clause->items.items[i] : &none;
}

static inline bool has(const walk *w, uint32_t i, rap_role role)
{
    return rap_item_has(item_at(w, i), role);
}

static inline bool is_determiner(const walk *w, uint32_t i)
{
    return has(w, i, RAP_ROLE_DEFINITE) || has(w, i, RAP_ROLE_DETERMINER);
}

/* The item before `i`, articles passed over. */
static inline uint32_t before(const walk *w, uint32_t i)
{
    while (i > 0 && is_determiner(w, i - 1)) {
        i--;
    }
    return i == 0 ? UINT32_MAX : i - 1;
}

static inline uint32_t after_articles(const walk *w, uint32_t i)
{
    while (is_determiner(w, i)) {
        i++;
    }
    return i;
}

static inline rap_mention_kind kind_of(const walk *w, uint32_t i)
{
    const rap_mention *m = rap_item_mention(w->clause, item_at(w, i));
    return m ? m->kind : RAP_MENTION_GROUP;
}

static inline bool is_place_or_date(const walk *w, uint32_t i)
{
    i = after_articles(w, i);
    return item_at(w, i)->mention != UINT32_MAX &&
           (kind_of(w, i) == RAP_MENTION_PLACE || kind_of(w, i) == RAP_MENTION_DATE);
}

static inline bool is_closed(zone z)
{
    return z == ZONE_AIM || z == ZONE_FRAME || z == ZONE_RELATIVE || z == ZONE_ORIGIN;
}

/* What describes a noun stands before it; the setting of some languages. */
static inline bool describes_before(const walk *w)
{
    return w->clause->language->modifiers_first;
}

/* Whether the item parts the members of a list. */
static inline bool parts_list(const walk *w, uint32_t i)
{
    return has(w, i, RAP_ROLE_AND) || item_at(w, i)->kind == RAP_ITEM_ENUMERATION ||
           (item_at(w, i)->kind == RAP_ITEM_COMMA && !describes_before(w)) ||
           (describes_before(w) && has(w, i, RAP_ROLE_WITH));
}

static inline bool is_in_or_to(const walk *w, uint32_t i)
{
    return has(w, i, RAP_ROLE_IN) && has(w, i, RAP_ROLE_TO);
}

/* Whether the walk stands behind the verb of a visit, where who is visited is named. */
bool rap_walk_is_visit(const walk *w);
/* A State acts where it is named as one: "the Government of X", "with X", "visited X". */
bool rap_walk_state_acts(const walk *w, uint32_t i);
/* A body that only this text names is a party where it acts or receives. */
bool rap_walk_unknown_acts(const walk *w, uint32_t i);
/* Take a date or a place where it counts as the act's. */
void rap_walk_date(walk *w, uint32_t i, const rap_mention *m);
void rap_walk_place(walk *w, uint32_t i, const rap_mention *m);
/* "at ASEAN headquarters", where no city follows. */
void rap_walk_headquarters(walk *w, uint32_t i);
void rap_walk_years(walk *w, uint32_t i, const rap_act_word *word);
/* "since the first Conference, held in June 2022": all that stands in it is open. */
bool rap_walk_opens_since(const walk *w, uint32_t i);

#endif

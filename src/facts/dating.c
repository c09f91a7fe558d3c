/* When and where: which dates and places of a clause are those of the act. */
#include "chains.h"
#include "walk.h"

#include <string.h>

static bool is_verb_ahead(const walk *w, uint32_t i)
{
    const rap_act_word *word = item_at(w, i)->word;
    return word && (word->verb ||
                    (word->roles & (RAP_ROLE_BIT(RAP_ROLE_BE) | RAP_ROLE_BIT(RAP_ROLE_HAVE))));
}

/* Whether the date at `i` only describes the noun behind it: "its 2023 session". */
static bool is_attribute(const walk *w, uint32_t i)
{
    const rap_item *next = item_at(w, i + 1);
    bool noun = next->kind == RAP_ITEM_WORD && (!next->word || next->word->noun) &&
                !is_verb_ahead(w, i + 1);
    bool named = next->kind == RAP_ITEM_MENTION && is_determiner(w, i - 1);
    return i > 0 && (is_determiner(w, i - 1) || !has(w, i - 1, RAP_ROLE_IN)) && (noun || named) &&
           item_at(w, i + 1)->span.start - item_at(w, i)->span.end <= 1 &&
           w->clause->language->has_articles;
}

/* Whether the noun phrase behind the date at `i` is an event: "its 2023 session". */
static bool describes_event(const walk *w, uint32_t i)
{
    for (uint32_t n = i + 1; n < i + 8; n++) {
        const rap_item *item = item_at(w, n);
        if (item->kind != RAP_ITEM_WORD && item->kind != RAP_ITEM_MENTION) {
            return false;
        }
        if (item->word && item->word->noun) {
            rap_str noun_class = item->word->noun->noun_class;
            if (rap_str_is(noun_class, "meeting") || rap_str_is(noun_class, "conference") ||
                rap_str_is(noun_class, "session")) {
                return true;
            }
        }
        if (item->word && item->word->roles) {
            return false;
        }
    }
    return false;
}

/* "during the biennium 2022-2023": when the act was done, if it is no agreement. */
static bool is_in_period(const walk *w, uint32_t noun)
{
    static const uint64_t opening = RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_EVENT);
    if (noun == UINT32_MAX || !w->kind || rap_str_is(w->kind->type, "agreement")) {
        return false;
    }
    uint32_t opens = item_at(w, noun)->kind == RAP_ITEM_WORD ? before(w, noun) : UINT32_MAX;
    return rap_item_has_any(item_at(w, noun), opening) ||
           (opens != UINT32_MAX && rap_item_has_any(item_at(w, opens), opening));
}

/* Where what describes a noun stands before it: "2021-2025 programme". */
static bool describes_plan(const walk *w, uint32_t i, bool range)
{
    const rap_item *next = item_at(w, i + 1);
    return describes_before(w) && range && next->kind == RAP_ITEM_WORD &&
           !rap_item_has_any(next, ~UINT64_C(0)) && !is_verb_ahead(w, i + 1);
}

/* A period of validity: "for 2024-2026", "the 2021-2025 plan". */
static bool is_validity(const walk *w, uint32_t i, const rap_mention *m)
{
    static const uint64_t dating = RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_FROM) |
                                   RAP_ROLE_BIT(RAP_ROLE_SINCE) | RAP_ROLE_BIT(RAP_ROLE_EVENT) |
                                   RAP_ROLE_BIT(RAP_ROLE_OF) | RAP_ROLE_BIT(RAP_ROLE_BETWEEN);
    uint32_t previous = before(w, i);
    bool range = m->period.start.month == 0 && m->period.end.year > m->period.start.year;
    if (is_in_period(w, previous) && !is_attribute(w, i)) {
        return false;
    }
    if (w->validity || has(w, previous, RAP_ROLE_VALIDITY) || rap_str_is(m->body, "validity") ||
        describes_plan(w, i, range)) {
        return true;
    }
    bool dated = rap_item_has_any(item_at(w, previous), dating);
    return range && ((!dated && w->clause->language->has_articles && i > 0) || is_attribute(w, i) ||
                     item_at(w, i)->in_parentheses);
}

static int tier_of_zone(const walk *w)
{
    switch (w->zone) {
    case ZONE_FRAME:
    case ZONE_RELATIVE:
    case ZONE_ORIGIN:
        return -1;
    case ZONE_HELD:
        return w->is_ahead ? -1 : RAP_TIER_EVENT;
    case ZONE_AIM:
        return w->kind && w->kind->is_preparation ? -1 : RAP_TIER_AIM;
    default:
        return RAP_TIER_MAIN;
    }
}

/* A deadline, or the date of a noun: "by May", "the forum of May". */
static bool is_limit_or_of(walk *w, uint32_t previous, const rap_mention *m)
{
    bool agreement = w->kind && rap_str_is(w->kind->type, "agreement") &&
                     (!is_closed(w->zone) || w->zone == ZONE_RELATIVE);
    if (w->clause->language->verb_first && has(w, previous, RAP_ROLE_YEARS)) {
        previous = before(w, previous); /* "until the year 2027" */
    }
    bool to = has(w, previous, RAP_ROLE_TO) || has(w, previous, RAP_ROLE_UNTIL);
    bool planned = w->predicate->has_status && w->predicate->status == RAP_STATUS_PLANNED;
    if (agreement && to && !planned) {
        w->out->until = m->period.end;
        return true;
    }
    /* One word may say "of" and "from": "du 4 au 6 mai" tells when. */
    bool of = has(w, previous, RAP_ROLE_OF) &&
              !((has(w, previous, RAP_ROLE_FROM) ? m->period.start.day > 0 : w->is_front) &&
                m->period.start.month > 0 && rap_date_compare(m->period.start, m->period.end) != 0);
    return has(w, previous, RAP_ROLE_BY) || has(w, previous, RAP_ROLE_UNTIL) || of ||
           rap_str_is(m->body, "deadline") ||
           (rap_str_is(m->body, "title") && !has(w, previous, RAP_ROLE_IN));
}

/* "the hearing of the year 2018", where the head of a noun phrase comes first. */
static bool is_year_of_noun(const walk *w, uint32_t i)
{
    return w->clause->language->verb_first && i > 1 && has(w, i - 1, RAP_ROLE_YEARS) &&
           has(w, i - 2, RAP_ROLE_TO);
}

static int tier_in_parentheses(const walk *w, int tier)
{
    if (w->clause->language->verb_first && w->zone == ZONE_RELATIVE) {
        return RAP_TIER_AIM; /* "States that come up at its sessions (May and June) in Bern" */
    }
    return tier == RAP_TIER_MAIN ? RAP_TIER_EVENT : tier;
}

/* "[in] 2024['s end] before": the word that says so stands behind, up to two further. */
static bool is_deadline(const walk *w, uint32_t i)
{
    for (uint32_t n = i + 1; describes_before(w) && n <= i + 3; n++) {
        if (item_at(w, n)->kind != RAP_ITEM_WORD) {
            return false;
        }
        if (has(w, n, RAP_ROLE_FRAME)) {
            return true;
        }
    }
    return false;
}

/* "valid until May 2026", "valid from 1 May": only an end or a beginning is told. */
static rap_period validity_of(const walk *w, uint32_t previous, const rap_mention *m)
{
    static const uint64_t ends = RAP_ROLE_BIT(RAP_ROLE_UNTIL) | RAP_ROLE_BIT(RAP_ROLE_TO);
    static const uint64_t begins = RAP_ROLE_BIT(RAP_ROLE_FROM) | RAP_ROLE_BIT(RAP_ROLE_SINCE);
    rap_period period = m->period;
    if (rap_date_compare(period.start, period.end) == 0 && previous != UINT32_MAX) {
        if (rap_item_has_any(item_at(w, previous), ends)) {
            period.start = (rap_date){0};
        } else if (rap_item_has_any(item_at(w, previous), begins)) {
            period.end = (rap_date){0};
        }
    }
    return period;
}

/* The tier a date belongs to, or -1. */
static int tier_of_date(walk *w, uint32_t i, const rap_mention *m)
{
    uint32_t previous = before(w, i);
    bool continues = w->last_date != UINT32_MAX && i - w->last_date <= 2 && w->last_date < i;
    if (continues && !has(w, previous, RAP_ROLE_IN)) {
        return w->last_tier;
    }
    if (is_deadline(w, i) || rap_chain_is_of_another(w->clause, w->predicate, i)) {
        return -1;
    }
    if (is_validity(w, i, m)) {
        RAP_PUSH(w->clause->arena, &w->out->validity, validity_of(w, previous, m));
        return -1;
    }
    if (is_limit_or_of(w, previous, m)) {
        return -1;
    }
    bool of_year = is_year_of_noun(w, i);
    if (of_year || is_attribute(w, i)) {
        return w->zone <= ZONE_MARGIN && (of_year || describes_event(w, i)) ? RAP_TIER_ATTRIBUTE
                                                                            : -1;
    }
    int tier = tier_of_zone(w);
    return item_at(w, i)->in_parentheses ? tier_in_parentheses(w, tier) : tier;
}

void rap_walk_date(walk *w, uint32_t i, const rap_mention *m)
{
    int tier = tier_of_date(w, i, m);
    w->last_tier = tier;
    w->last_date = i;
    if (tier < 0 || m->period.start.year == 0) {
        return;
    }
    rap_period period = m->period;
    if (m->period_is_open || w->since || has(w, before(w, i), RAP_ROLE_SINCE)) {
        w->out->is_open = true;
        period.end = (rap_date){0};
    }
    rap_periods *dates = &w->out->dates[tier];
    for (size_t n = 0; n < dates->count; n++) {
        if (rap_period_equal(dates->items[n], period)) {
            return;
        }
    }
    RAP_PUSH(w->clause->arena, dates, period);
}

/* "since the first Conference, held in June 2022": all that stands in it is open. */
bool rap_walk_opens_since(const walk *w, uint32_t i)
{
    return has(w, i, RAP_ROLE_SINCE) && !rap_item_is_date(w->clause, after_articles(w, i + 1));
}

static void push_place(walk *w, uint32_t i, rap_str place)
{
    int tier = w->zone == ZONE_HELD                              ? RAP_TIER_EVENT
               : w->zone == ZONE_AIM || w->zone == ZONE_RELATIVE ? RAP_TIER_AIM
                                                                 : RAP_TIER_MAIN;
    rap_strs *places = &w->out->places[tier];
    w->last_place = true;
    w->last_place_at = i;
    for (size_t n = 0; n < places->count; n++) {
        if (rap_str_equal(places->items[n], place)) {
            return;
        }
    }
    RAP_PUSH(w->clause->arena, places, place);
}

/* "the war in Gaza", "Innovation in Law Enforcement": not where the act took place. */
static bool is_of_noun_before(const walk *w, uint32_t i, const rap_mention *m)
{
    uint32_t in = before(w, i);
    if (in == UINT32_MAX || in == 0 || !has(w, in, RAP_ROLE_IN)) {
        return false;
    }
    const rap_item *noun = item_at(w, in - 1);
    bool dated = rap_item_is_date(w->clause, i + 1) || rap_item_is_date(w->clause, i + 2);
    bool title = rap_str_is(m->body, "guessed") && noun->kind == RAP_ITEM_WORD && !dated &&
                 noun->is_capital && !(noun->word && (noun->word->noun || noun->word->roles)) &&
                 in - 1 > w->predicate->start;
    bool visited = w->kind && rap_str_is(w->kind->type, "visit");
    bool city = m->kind == RAP_MENTION_PLACE && dated; /* "security in Yerevan in May" */
    return title || (rap_item_has(noun, RAP_ROLE_SITUATION) && !visited && !city);
}

static bool names_class(const walk *w, uint32_t i, const char *noun_class)
{
    const rap_act_word *word = item_at(w, i)->word;
    return word && word->noun && rap_str_is(word->noun->noun_class, noun_class);
}

/* "at its Lima office": the city of the seat where an act took place. */
static bool names_seat(const walk *w, uint32_t i, const rap_mention *m)
{
    return m->kind == RAP_MENTION_PLACE && w->zone == ZONE_EVENT &&
           (has(w, i + 1, RAP_ROLE_HEADQUARTERS) || names_class(w, i + 1, "body"));
}

/* "the Gaza Strip crisis", "the Sahel". */
static bool only_describes(const walk *w, uint32_t i, const rap_mention *m)
{
    if (!w->clause->language->has_articles) {
        return false;
    }
    const rap_item *next = item_at(w, i + 1);
    bool describes = next->kind == RAP_ITEM_WORD && (!next->word || next->word->noun) &&
                     !is_verb_ahead(w, i + 1) && !next->is_capital;
    if (names_seat(w, i, m)) {
        return false;
    }
    bool venue = m->body.length > 0 && !rap_str_is(m->body, "guessed");
    bool region =
        m->kind == RAP_MENTION_PLACE && i > 0 && has(w, i - 1, RAP_ROLE_DEFINITE) && !venue;
    return describes || region;
}

/* "the Gaza Strip crisis", "the Sahel", "Central Africa": what only describes, and regions. */
static bool is_no_venue(const walk *w, uint32_t i, const rap_mention *m)
{
    const rap_item *next = item_at(w, i + 1);
    if (only_describes(w, i, m)) {
        return true;
    }
    /* "au Palais des Nations": a capital that only begins the name of a building. */
    if (rap_str_is(m->body, "guessed") && rap_item_has(next, RAP_ROLE_OF) &&
        item_at(w, i + 2)->is_capital) {
        return true;
    }
    const rap_act_language *language = w->clause->language;
    rap_arena *arena = w->clause->arena;
    return (w->zone == ZONE_FRONT && w->last_party != UINT32_MAX && !describes_before(w)) ||
           (w->is_ahead && w->zone == ZONE_HELD) ||
           rap_act_is_region(language, arena, rap_block_slice(w->clause->block, m->span)) ||
           rap_act_is_region(language, arena, m->entity);
}

/* "visited X", "travelled to X": what stands before the goal of a visit. */
static bool is_visited(const walk *w, uint32_t i, uint32_t previous)
{
    return has(w, previous, RAP_ROLE_TO) || has(w, previous, RAP_ROLE_RECIPIENT) ||
           (previous + 1 == w->predicate->group_end && !w->is_front) ||
           (describes_before(w) && has(w, previous, RAP_ROLE_WITH)) ||
           (describes_before(w) && has(w, i + 1, RAP_ROLE_OF) &&
            names_class(w, i + 2, "election")) ||
           (w->clause->language->verb_first && names_class(w, previous, "visit")) ||
           (w->clause->language->verb_first && w->zone == ZONE_OBJECT &&
            item_at(w, previous)->mention != UINT32_MAX);
}

/* "the airport of Lomé": the place of a thing that the tables do not know, not of the act. */
static bool is_of_thing(const walk *w, uint32_t previous)
{
    const rap_item *thing = item_at(w, before(w, previous));
    return has(w, previous, RAP_ROLE_OF) && w->clause->language->has_articles &&
           thing->kind == RAP_ITEM_WORD && !thing->word && !thing->is_capital;
}

/* "seconded two experts to Lima". */
static bool is_sent_to(const walk *w, uint32_t previous, const rap_mention *m)
{
    return w->kind && m->kind == RAP_MENTION_PLACE && has(w, previous, RAP_ROLE_TO) &&
           w->zone == ZONE_OBJECT &&
           (rap_str_is(w->kind->verb_class, "train") || rap_str_is(w->kind->verb_class, "send") ||
            rap_str_is(w->kind->verb_class, "deploy"));
}

/* Whether the words before it say that the act took place there. */
static bool is_told_as_place(const walk *w, uint32_t i, const rap_mention *m)
{
    uint32_t previous = before(w, i);
    if (m->kind == RAP_MENTION_STATE && previous != UINT32_MAX && is_in_or_to(w, previous) &&
        w->zone == ZONE_OBJECT) {
        return w->kind && rap_str_is(w->kind->type, "visit");
    }
    if (has(w, previous, RAP_ROLE_IN) || has(w, previous, RAP_ROLE_EVENT) ||
        (m->kind == RAP_MENTION_PLACE && w->zone == ZONE_EVENT && !is_of_thing(w, previous))) {
        return true;
    }
    if (is_sent_to(w, previous, m)) {
        return true;
    }
    if (w->last_place && previous != UINT32_MAX && w->last_place_at + 4 >= i &&
        parts_list(w, previous)) {
        return true;
    }
    return w->kind && rap_str_is(w->kind->type, "visit") && is_visited(w, i, previous);
}

/* Where the clause tells of something else; but "sessions (May and June) in Bern" in a relative
 * clause tell where as well as when. */
static bool is_closed_to_places(const walk *w, uint32_t i)
{
    bool behind_dates = w->clause->language->verb_first && i > 1 && has(w, i - 1, RAP_ROLE_IN) &&
                        item_at(w, i - 2)->kind == RAP_ITEM_CLOSE && w->last_tier == RAP_TIER_AIM;
    return w->zone == ZONE_TOPIC || w->zone == ZONE_FRAME || w->zone == ZONE_ORIGIN ||
           (w->zone == ZONE_RELATIVE && !behind_dates);
}

/* "Rome hosted a forum": the subject is where it was. */
static bool hosts_itself(const walk *w, uint32_t i, const rap_mention *m)
{
    if (!w->kind || !rap_str_is(w->kind->verb_class, "host") || w->predicate->is_passive ||
        m->kind != RAP_MENTION_PLACE) {
        return false;
    }
    return w->clause->language->verb_first ? i == w->predicate->group_end
                                           : w->is_front && i + 1 == w->predicate->group;
}

void rap_walk_place(walk *w, uint32_t i, const rap_mention *m)
{
    /* "Cape Town, South Africa": the country only says where the city is. */
    if (item_at(w, before(w, i))->kind == RAP_ITEM_COMMA && w->last_place_at + 2 == i &&
        m->kind == RAP_MENTION_STATE && kind_of(w, w->last_place_at) == RAP_MENTION_PLACE) {
        w->last_place_at = i;
        return;
    }
    if (m->kind == RAP_MENTION_STATE && rap_item_names_government(w->clause, item_at(w, i))) {
        return;
    }
    if (hosts_itself(w, i, m)) {
        push_place(w, i, rap_block_slice(w->clause->block, m->span));
        return;
    }
    if (is_closed_to_places(w, i) || is_no_venue(w, i, m) || is_of_noun_before(w, i, m) ||
        !is_told_as_place(w, i, m)) {
        return;
    }
    /* "at its seat in Rome": the city says more than the venue. */
    rap_strs *places = &w->out->places[RAP_TIER_MAIN];
    if (m->kind == RAP_MENTION_PLACE && w->last_place && w->last_place_at + 2 == i &&
        has(w, i - 1, RAP_ROLE_IN) && places->count > 0) {
        places->count--;
    }
    push_place(w, i, rap_block_slice(w->clause->block, m->span));
}

/* "at ASEAN headquarters", where no city follows. */
void rap_walk_headquarters(walk *w, uint32_t i)
{
    const rap_item *body = item_at(w, i - 1);
    if (i == 0 || body->mention == UINT32_MAX || !has(w, before(w, i - 1), RAP_ROLE_EVENT) ||
        is_place_or_date(w, i + 2)) {
        return;
    }
    rap_span span = {body->span.start, item_at(w, i)->span.end};
    push_place(w, i, rap_block_slice(w->clause->block, span));
}

/* "for five years", "a five-year agreement": how long an agreement holds. */
void rap_walk_years(walk *w, uint32_t i, const rap_act_word *word)
{
    rap_str number = word->value;
    if (number.length == 0 && i > 0) {
        const rap_item *previous = item_at(w, i - 1);
        bool spelled = rap_item_has(previous, RAP_ROLE_NUMBER);
        number = spelled ? previous->word->value : previous->folded;
    }
    int years = 0;
    for (size_t n = 0; n < number.length && n < 2; n++) {
        if (number.data[n] < '0' || number.data[n] > '9') {
            return;
        }
        years = 10 * years + (number.data[n] - '0');
    }
    w->out->years = years > 0 ? years : w->out->years;
}

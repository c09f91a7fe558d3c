#include "parties.h"

#include "chains.h"
#include "walk.h"

#include "text/text.h"

#include <string.h>

static bool is_gerund(const walk *w, uint32_t i)
{
    while (has(w, i, RAP_ROLE_ADVERB)) {
        i++;
    }
    const rap_act_word *word = item_at(w, i)->word;
    return word && word->verb && (word->forms & RAP_FORM_GERUND);
}

/* The verb that decided the type, or the words just before it. */
static bool leads_to_act(const walk *w, uint32_t i)
{
    return w->kind && w->kind->takes_over != UINT32_MAX && i <= w->kind->takes_over &&
           w->kind->takes_over <= i + 3;
}

/* "agreed on a memorandum": where the verb comes first, the preposition belongs to the verb if the
 * noun behind it is what told the act. */
static bool leads_to_noun(const walk *w, uint32_t i)
{
    return w->clause->language->verb_first && w->kind && w->kind->noun_at != UINT32_MAX &&
           w->zone == ZONE_OBJECT && i < w->kind->noun_at && w->kind->noun_at <= i + 2;
}

/* "a project to give assistance to X": whom the aim supports is a party of common work. */
static bool supports_somebody(const walk *w, uint32_t i)
{
    const rap_act_word *word = item_at(w, i + 1)->word;
    return w->clause->language->verb_first && w->kind && !w->is_front && word && word->verb &&
           rap_act_supports(w->kind->type, word->verb->verb_class);
}

static void enter(walk *w, zone z)
{
    if (!is_closed(w->zone)) {
        w->outer = w->zone;
    }
    w->zone = z;
}

static void mark_topic(walk *w, uint32_t i)
{
    bool undergoes =
        w->predicate->is_passive || (w->kind && rap_str_is(w->kind->verb_class, "happen"));
    if (w->out->topic.end == 0 && (!w->is_front || undergoes || describes_before(w))) {
        w->out->topic.start = item_at(w, i + 1)->span.start;
    }
}

/* "prior to the forum, held in Rome in May, ...": still of the forum. */
static bool goes_on_behind(const walk *w, uint32_t comma)
{
    const rap_act_word *word = item_at(w, comma + 1)->word;
    return word && word->verb && (word->forms & RAP_FORM_PARTICIPLE) &&
           rap_act_makes_event(word->verb->verb_class);
}

/* "In cooperation with UPU, ITU held": behind the last comma before the verb who acts is named,
 * where nobody was. */
static bool parts_subject(const walk *w, uint32_t comma)
{
    enum { REACH = 24 };
    if (!w->is_front || describes_before(w) || comma + REACH < w->predicate->group) {
        return false;
    }
    for (size_t n = 0; n < w->out->parties.count; n++) {
        if (!rap_str_is(w->out->parties.items[n].role, "partner")) {
            return false;
        }
    }
    for (uint32_t n = comma + 1; n < w->predicate->group; n++) {
        if (item_at(w, n)->kind == RAP_ITEM_COMMA) {
            return false;
        }
    }
    return w->last_party != UINT32_MAX && comma + 1 < w->predicate->group;
}

static void at_comma(walk *w, uint32_t i)
{
    switch (w->zone) {
    case ZONE_WITH:
        w->zone = parts_subject(w, i) ? w->base : w->zone;
        break;
    case ZONE_FRAME:
        w->zone = goes_on_behind(w, i) ? w->zone : w->outer;
        break;
    case ZONE_RELATIVE:
    case ZONE_ORIGIN:
        w->zone = w->outer;
        break;
    case ZONE_MARGIN:
    case ZONE_HELD:
        w->zone = w->base;
        break;
    case ZONE_EVENT:
    case ZONE_TOPIC:
    case ZONE_AIM:
        w->zone = w->is_front ? w->base : w->zone;
        break;
    default:
        break;
    }
    w->validity = false;
}

static void at_between(walk *w, uint32_t i)
{
    (void)i;
    if (w->zone == ZONE_TOPIC && w->is_front) {
        w->zone = ZONE_FRONT;
    } else if (w->zone == ZONE_TOPIC && w->clause->language->verb_first &&
               w->out->parties.count == 0) {
        w->zone = ZONE_OBJECT;
    }
}

static void at_margin(walk *w, uint32_t i)
{
    (void)i;
    if (describes_before(w)) {
        w->zone = w->zone == ZONE_MARGIN ? w->base : w->zone;
        return;
    }
    w->zone = is_closed(w->zone) ? w->zone : ZONE_MARGIN;
}

static void at_companion(walk *w, uint32_t i)
{
    (void)i;
    w->zone = w->zone == ZONE_RELATIVE || w->zone == ZONE_FRAME ? w->zone : ZONE_WITH;
}

static void at_topic(walk *w, uint32_t i)
{
    w->topic_at = has(w, i, RAP_ROLE_TOPIC) ? i : UINT32_MAX;
    bool date = has(w, i, RAP_ROLE_TOPIC) && rap_item_is_date(w->clause, i + 1);
    if (leads_to_noun(w, i) && has(w, i, RAP_ROLE_TOPIC)) {
        return;
    }
    if (!date && !is_closed(w->zone)) {
        w->zone = ZONE_TOPIC;
        mark_topic(w, i);
    }
}

/* Whether a body that can act is named at `i`. */
static bool names_actor(const walk *w, uint32_t i)
{
    i = after_articles(w, i);
    if (item_at(w, i)->mention == UINT32_MAX) {
        return false;
    }
    rap_mention_kind kind = kind_of(w, i);
    return kind == RAP_MENTION_ORGANIZATION || kind == RAP_MENTION_PERSON ||
           kind == RAP_MENTION_PARLIAMENT ||
           (kind == RAP_MENTION_STATE && rap_item_names_government(w->clause, item_at(w, i)));
}

/* "a meeting on rivers, including envoys of WFP": people are no part of a topic, but come to it. */
static bool names_people_met(const walk *w, uint32_t i)
{
    i = after_articles(w, i);
    return !w->is_front && w->kind && w->kind->noun && item_at(w, i)->mention != UINT32_MAX &&
           kind_of(w, i) == RAP_MENTION_PERSON && rap_act_is_event(w->kind->noun->noun_class);
}

/* "with various partners, including WFP": those named take part where the whole does. */
static void at_example(walk *w, uint32_t i)
{
    const rap_act_word *whole = i > 1 ? item_at(w, i - 2)->word : NULL;
    bool of_partners = whole && whole->noun && rap_str_is(whole->noun->noun_class, "participant");
    if (!names_actor(w, i + 1)) {
        at_topic(w, i);
    } else if (w->zone == ZONE_TOPIC && (of_partners || names_people_met(w, i + 1))) {
        w->zone = ZONE_WITH;
    }
}

static void at_event(walk *w, uint32_t i)
{
    /* "..., to present its views, at its session in Bern": the aim is told. */
    if (w->zone == ZONE_AIM && i > 0 && item_at(w, i - 1)->kind == RAP_ITEM_COMMA) {
        w->zone = ZONE_EVENT;
        return;
    }
    w->zone = is_closed(w->zone) || w->zone == ZONE_MARGIN ? w->zone : ZONE_EVENT;
}

static void at_in(walk *w, uint32_t i)
{
    if (is_closed(w->zone)) {
        return;
    }
    if (rap_chain_margin_follows(w->clause, i)) {
        w->zone = ZONE_MARGIN;
        return;
    }
    if (rap_chain_frame_follows(w->clause, i)) {
        enter(w, ZONE_FRAME);
        return;
    }
    if (describes_before(w) && w->zone == ZONE_MARGIN && !is_place_or_date(w, i + 1)) {
        w->zone = w->base;
    }
    bool sent = w->kind && (rap_str_is(w->kind->verb_class, "train") ||
                            rap_str_is(w->kind->verb_class, "send"));
    if (is_gerund(w, i + 1)) {
        w->zone = ZONE_TOPIC;
    } else if (w->zone == ZONE_TOPIC && sent && !w->clause->language->has_articles &&
               kind_of(w, i + 1) == RAP_MENTION_ORGANIZATION) {
        w->zone = ZONE_EVENT; /* "seconded an adviser on ports to ITU" */
    } else if (w->zone != ZONE_MARGIN && w->zone != ZONE_HELD && w->zone != ZONE_FRONT &&
               (w->zone != ZONE_TOPIC || is_place_or_date(w, i + 1))) {
        w->zone = ZONE_EVENT;
    }
}

/* A topic before the verb that no noun closes ends at the next preposition. */
static void leave_topic(walk *w, uint32_t i)
{
    if (describes_before(w) && w->is_front && w->zone == ZONE_TOPIC && w->topic_at != UINT32_MAX &&
        i > w->topic_at + 1) {
        w->zone = w->base;
    }
}

/* What a description held is over where its noun follows. */
static void at_of(walk *w, uint32_t i)
{
    (void)i;
    if (describes_before(w) && w->zone != ZONE_WITH && w->zone != ZONE_AGENT) {
        w->zone = w->zone == ZONE_FRAME && w->is_front ? w->zone : w->base;
    }
}

/* "a seminar on stamps with UPU": a partner, if not "on cooperation with UPU", "on working with
 * UPU". */
static void at_with(walk *w, uint32_t i)
{
    leave_topic(w, i);
    const rap_act_word *previous = i > 0 ? item_at(w, i - 1)->word : NULL;
    bool of_topic = !names_actor(w, i + 1) || w->is_front ||
                    (previous && (previous->roles &
                                  (RAP_ROLE_BIT(RAP_ROLE_TOPIC) | RAP_ROLE_BIT(RAP_ROLE_ABOUT)))) ||
                    (previous && (previous->verb || (previous->noun && !previous->roles)));
    if (!is_closed(w->zone) && (w->zone != ZONE_TOPIC || !of_topic)) {
        w->zone = ZONE_WITH;
    }
}

/* "at X's invitation," where the verb closes the phrase: who invited takes part. */
static bool is_invitation(const walk *w, uint32_t i)
{
    enum { NEAR = 12 };
    if (!describes_before(w) || !has(w, i, RAP_ROLE_MODAL)) {
        return false;
    }
    for (uint32_t n = i + 1; n < i + NEAR; n++) {
        const rap_act_word *last = item_at(w, n - 1)->word;
        if (item_at(w, n)->kind == RAP_ITEM_COMMA) {
            return last && last->verb && rap_str_is(last->verb->verb_class, "speak");
        }
    }
    return false;
}

static void at_frame(walk *w, uint32_t i)
{
    if (is_invitation(w, i)) {
        w->zone = ZONE_WITH;
    } else {
        enter(w, ZONE_FRAME);
    }
}

static void at_purpose(walk *w, uint32_t i)
{
    if (w->zone == ZONE_OBJECT && supports_somebody(w, i)) {
        return;
    }
    enter(w, w->zone == ZONE_RELATIVE ? ZONE_RELATIVE : ZONE_AIM);
}

static void at_recipient(walk *w, uint32_t i)
{
    leave_topic(w, i);
    bool belongs = w->clause->language->verb_first && w->zone == ZONE_MARGIN; /* "of" as well */
    w->zone = is_closed(w->zone) || w->zone == ZONE_TOPIC || w->is_front || belongs ? w->zone
                                                                                    : ZONE_OBJECT;
}

static void at_to(walk *w, uint32_t i)
{
    if (rap_item_opens_infinitive(w->clause, i)) {
        at_purpose(w, i);
    } else {
        at_recipient(w, i);
    }
}

static void at_validity(walk *w, uint32_t i)
{
    (void)i;
    w->validity = true;
}

static void at_for(walk *w, uint32_t i)
{
    const rap_act_word *previous = i > 0 ? item_at(w, i - 1)->word : NULL;
    bool planned = previous && previous->verb && rap_str_is(previous->verb->status, "planned");
    w->validity = !planned && rap_item_is_date(w->clause, after_articles(w, i + 1));
    if (has(w, i, RAP_ROLE_TO) && !w->validity) {
        at_to(w, i);
        return;
    }
    if (is_gerund(w, i + 1) && !is_closed(w->zone)) {
        w->zone = ZONE_TOPIC;
    }
}

static void at_by(walk *w, uint32_t i)
{
    if (describes_before(w) && !w->predicate->is_passive) {
        w->zone = is_closed(w->zone) || w->zone == ZONE_TOPIC ? w->zone : ZONE_HELD;
    } else if (is_gerund(w, i + 1)) {
        enter(w, ZONE_AIM);
    } else if ((w->predicate->is_passive || w->clause->language->verb_first) &&
               !is_closed(w->zone) && w->zone != ZONE_TOPIC) {
        w->zone = w->zone == ZONE_HELD ? ZONE_HELD : ZONE_AGENT;
    }
}

static void at_means(walk *w, uint32_t i)
{
    (void)i;
    w->zone = is_closed(w->zone) || w->is_front ? w->zone : ZONE_OBJECT;
}

/* "the forum which ITU held in Bern in May": says who, where and when of the event before it. */
static bool is_of_event(const walk *w, uint32_t i)
{
    static const uint64_t bounds = RAP_ROLE_BIT(RAP_ROLE_RELATIVE) | RAP_ROLE_BIT(RAP_ROLE_THAT) |
                                   RAP_ROLE_BIT(RAP_ROLE_MODAL) | RAP_ROLE_BIT(RAP_ROLE_NOT);
    const rap_act_word *noun = item_at(w, i - 1)->word;
    if (i > 1 && item_at(w, i - 1)->kind == RAP_ITEM_COMMA) {
        noun = item_at(w, i - 2)->word;
    }
    if (i == 0 || (w->is_front && !w->predicate->is_passive) || !noun || !noun->noun ||
        w->clause->language->verb_first || !rap_act_is_event(noun->noun->noun_class)) {
        return false;
    }
    for (uint32_t n = i + 1; n < i + 20; n++) {
        const rap_item *item = item_at(w, n);
        if (item->kind == RAP_ITEM_COMMA || rap_item_has_any(item, bounds)) {
            return false;
        }
        if (item->word && item->word->verb) {
            return rap_act_makes_event(item->word->verb->verb_class);
        }
    }
    return false;
}

static void at_relative(walk *w, uint32_t i)
{
    if (is_of_event(w, i) && !is_closed(w->zone)) {
        w->zone = ZONE_HELD;
        w->is_hosted = false;
        w->is_ahead = w->kind && w->kind->is_preparation;
        return;
    }
    enter(w, ZONE_RELATIVE);
}

static void at_new_clause(walk *w, uint32_t i)
{
    (void)i;
    enter(w, ZONE_AIM);
}

/* Whether a noun of an event heads the phrase that begins at `i`. */
static bool is_event_ahead(const walk *w, uint32_t i)
{
    for (uint32_t n = i; n < i + 6; n++) {
        const rap_item *item = item_at(w, n);
        if (item->kind != RAP_ITEM_WORD) {
            return false;
        }
        if (item->word && item->word->noun) {
            return rap_act_is_event(item->word->noun->noun_class);
        }
    }
    return false;
}

/* A word that says both "in" and "to": what stands behind it, and before a State what was done,
 * tell which. */
static void at_in_or_to(walk *w, uint32_t i)
{
    uint32_t next = after_articles(w, i + 1);
    bool state = item_at(w, next)->mention != UINT32_MAX && kind_of(w, next) == RAP_MENTION_STATE;
    bool given = w->kind && rap_str_is(w->kind->type, "support");
    if (rap_item_opens_infinitive(w->clause, i)) {
        at_purpose(w, i);
    } else if (is_place_or_date(w, i + 1) || (state && !given)) {
        at_in(w, i);
    } else if (is_event_ahead(w, next)) {
        at_event(w, i);
    } else {
        at_recipient(w, i);
    }
}

/* Words that join. True where the item was one of them. */
static bool at_link(walk *w, uint32_t i)
{
    /* In order: of a word with two roles the first decides. */
    static const struct {
        rap_role role;
        void (*take)(walk *w, uint32_t i);
    } links[] = {
        {RAP_ROLE_BETWEEN, at_between},
        {RAP_ROLE_MARGIN, at_margin},
        {RAP_ROLE_COMPANION, at_companion},
        {RAP_ROLE_EXAMPLE, at_example},
        {RAP_ROLE_TOPIC, at_topic},
        {RAP_ROLE_ABOUT, at_topic},
        {RAP_ROLE_EVENT, at_event},
        {RAP_ROLE_IN, at_in},
        {RAP_ROLE_WITH, at_with},
        {RAP_ROLE_FRAME, at_frame},
        {RAP_ROLE_PURPOSE, at_purpose},
        {RAP_ROLE_VALIDITY, at_validity},
        {RAP_ROLE_FOR, at_for},
        {RAP_ROLE_TO, at_to},
        {RAP_ROLE_RECIPIENT, at_recipient},
        {RAP_ROLE_BY, at_by},
        {RAP_ROLE_OF, at_of},
        {RAP_ROLE_MEANS, at_means},
        {RAP_ROLE_RELATIVE, at_relative},
        {RAP_ROLE_THAT, at_relative},
        {RAP_ROLE_NEW_CLAUSE, at_new_clause},
    };
    static const uint64_t dating =
        RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_EVENT) | RAP_ROLE_BIT(RAP_ROLE_TOPIC);
    static const uint64_t governing = RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_TOPIC) |
                                      RAP_ROLE_BIT(RAP_ROLE_BY) | RAP_ROLE_BIT(RAP_ROLE_TO) |
                                      RAP_ROLE_BIT(RAP_ROLE_MEANS) | RAP_ROLE_BIT(RAP_ROLE_PURPOSE);
    const rap_item *item = item_at(w, i);
    w->validity = w->validity && !rap_item_has_any(item, dating);
    if (leads_to_act(w, i + 1) && rap_item_has_any(item, governing)) {
        w->zone = ZONE_OBJECT;
        return true;
    }
    if (is_in_or_to(w, i)) {
        at_in_or_to(w, i);
        return true;
    }
    for (size_t n = 0; n < sizeof links / sizeof *links; n++) {
        if (rap_item_has(item, links[n].role)) {
            links[n].take(w, i);
            return true;
        }
    }
    return false;
}

/* ", highlighting the need": what a gerund tells is an aim or a topic. */
static void at_gerund(walk *w, uint32_t previous)
{
    bool open = item_at(w, previous)->kind == RAP_ITEM_COMMA || has(w, previous, RAP_ROLE_AND) ||
                has(w, previous, RAP_ROLE_ADVERB);
    if (is_closed(w->zone)) {
        return;
    }
    if (open) {
        enter(w, ZONE_AIM);
    } else {
        w->zone = ZONE_TOPIC;
    }
}

static uint32_t after_adverbs(const walk *w, uint32_t i)
{
    while (has(w, i, RAP_ROLE_ADVERB)) {
        i++;
    }
    return i;
}

/* "by", or in a language without such a word the name itself. */
static bool names_agent(const walk *w, uint32_t i)
{
    return has(w, i, RAP_ROLE_BY) ||
           (!w->clause->language->has_agent_word && item_at(w, i)->kind == RAP_ITEM_MENTION);
}

/* "supported by UPU": who supports takes part. */
static bool takes_supporter(walk *w, bool by, const rap_act_verb *verb)
{
    if (!by || !rap_str_is(verb->verb_class, "support")) {
        return false;
    }
    w->zone = w->zone == ZONE_RELATIVE || w->zone == ZONE_FRAME ? w->zone : ZONE_WITH;
    return true;
}

/* "A handbook, produced by ITU and UPU, was launched": who made it takes part, but not then. */
static bool names_maker(const walk *w, uint32_t i, bool by)
{
    return by && w->is_front && w->predicate->is_passive && i > 0 &&
           item_at(w, i - 1)->kind == RAP_ITEM_COMMA;
}

/* "organized by", "held in": of the event; "developed by", "adopted in": of something else. */
static void at_participle(walk *w, uint32_t i, const rap_act_verb *verb)
{
    static const uint64_t joining = RAP_ROLE_BIT(RAP_ROLE_BY) | RAP_ROLE_BIT(RAP_ROLE_IN) |
                                    RAP_ROLE_BIT(RAP_ROLE_TOPIC) | RAP_ROLE_BIT(RAP_ROLE_EVENT);
    uint32_t next = after_adverbs(w, i + 1);
    bool by = names_agent(w, next);
    if (!by && !rap_item_has_any(item_at(w, next), joining) && !rap_item_is_date(w->clause, next)) {
        return;
    }
    if (!by && has(w, i, RAP_ROLE_ACTION) && w->kind && rap_str_is(w->kind->type, "agreement")) {
        return; /* "signed an accord renewed in May" */
    }
    if (takes_supporter(w, by, verb)) {
        return;
    }
    if (by && rap_str_is(verb->verb_class, "represent")) {
        enter(w, ZONE_ORIGIN); /* who represents is not another party */
        return;
    }
    bool maker = names_maker(w, i, by);
    if (!rap_act_makes_event(verb->verb_class) && !maker) {
        enter(w, ZONE_ORIGIN);
        return;
    }
    bool ahead = maker || (w->kind && w->kind->is_preparation);
    if (w->zone == ZONE_MARGIN || w->zone == ZONE_FRAME ||
        (w->zone == ZONE_AIM && (!by || ahead))) {
        return;
    }
    w->zone = ZONE_HELD;
    w->is_hosted = rap_str_is(verb->verb_class, "host");
    w->is_ahead = ahead;
}

/* "workshop on ports held-it ITU": a verb with a pronoun written on tells who held the event. */
static bool takes_up_event(const walk *w, uint32_t i, const rap_act_word *word)
{
    const rap_item *item = item_at(w, i), *previous = item_at(w, i - 1);
    return i > 0 && w->zone <= ZONE_TOPIC && w->zone != ZONE_FRONT && word->parts.count == 1 &&
           (word->forms & RAP_FORM_PAST) && rap_act_makes_event(word->verb->verb_class) &&
           rap_act_ends_as(&w->clause->language->suffixes, item->folded) &&
           !(previous->word && previous->word->roles);
}

/* A verb in the complement: "organized by", "developed in", ", highlighting". */
static void at_verb(walk *w, uint32_t i, const rap_act_word *word)
{
    uint32_t previous = i == 0 ? UINT32_MAX : i - 1;
    if (describes_before(w)) {
        return;
    }
    if (w->kind && w->kind->takes_over == i) {
        w->zone = ZONE_OBJECT;
    } else if (w->clause->language->verb_first && w->zone == ZONE_RELATIVE &&
               has(w, previous, RAP_ROLE_RELATIVE) && rap_act_makes_event(word->verb->verb_class)) {
        /* Without participles a relative clause says where and when an event was held. */
        w->zone = ZONE_HELD;
        w->is_hosted = rap_str_is(word->verb->verb_class, "host");
    } else if (takes_up_event(w, i, word)) {
        w->zone = ZONE_HELD;
        w->is_hosted = rap_str_is(word->verb->verb_class, "host");
    } else if (rap_item_is_noun(w->clause, i)) {
        return;
    } else if (word->forms & RAP_FORM_GERUND) {
        at_gerund(w, previous);
    } else if ((word->forms & (RAP_FORM_PARTICIPLE | RAP_FORM_PASSIVE)) &&
               w->zone != ZONE_RELATIVE &&
               (!is_determiner(w, previous) || has(w, previous, RAP_ROLE_ADVERB))) {
        at_participle(w, i, word->verb);
    }
}

static void add_party(walk *w, rap_str entity, rap_span span, const char *role)
{
    if (entity.length == 0) {
        return;
    }
    for (size_t i = 0; i < w->out->parties.count; i++) {
        if (rap_str_equal(w->out->parties.items[i].entity, entity)) {
            return;
        }
    }
    RAP_PUSH(w->clause->arena, &w->out->parties, (rap_party){entity, rap_str_of(role), span});
}

/* Where modifiers stand before: what a word right before or behind the name says of it. */
static const char *role_of_neighbour(const walk *w, uint32_t i)
{
    uint32_t previous = before(w, i);
    const rap_act_word *next = item_at(w, i + 1)->word;
    if (!describes_before(w)) {
        return NULL;
    }
    if (next && next->verb && i + 1 != w->predicate->group &&
        rap_act_makes_event(next->verb->verb_class)) {
        return "holder";
    }
    bool towards = has(w, previous, RAP_ROLE_TO) || has(w, previous, RAP_ROLE_RECIPIENT);
    return towards && !has(w, previous, RAP_ROLE_WITH) ? "recipient" : NULL;
}

static const char *role_of_zone(const walk *w)
{
    bool bare_agent = w->predicate->is_passive && !w->is_front &&
                      !w->clause->language->has_agent_word && !w->clause->language->verb_first;
    switch (w->zone) {
    case ZONE_FRONT:
        return w->predicate->is_passive ? "object" : "actor";
    case ZONE_AGENT:
        return "agent";
    case ZONE_HELD:
        return w->is_hosted ? "hosting" : "holder";
    case ZONE_WITH:
        return "partner";
    case ZONE_EVENT:
        return "event";
    default:
        /* Where the verb comes first the subject stands behind it. */
        if (bare_agent) {
            return "agent";
        }
        return w->clause->language->verb_first && w->out->parties.count == 0 &&
                       w->out->subject == RAP_ANAPHOR_NONE && !w->predicate->is_plural
                   ? "actor"
                   : "recipient";
    }
}

/* "the X Office in the Department of Y": the body that encloses one just named is no party. */
static bool only_encloses(const walk *w, uint32_t i)
{
    uint32_t previous = before(w, i);
    return !describes_before(w) && previous != UINT32_MAX && has(w, previous, RAP_ROLE_IN) &&
           previous > 0 && w->last_party == previous - 1;
}

/* Where no comma parts an opening phrase from the subject, those named right before the verb are
 * the subject: "on the margins of the forum ITU met UPU". */
static bool stands_before_verb(const walk *w, uint32_t i)
{
    static const uint64_t joining = RAP_ROLE_BIT(RAP_ROLE_AND) | RAP_ROLE_BIT(RAP_ROLE_ADVERB);
    if (!w->clause->language->bare_genitive || !w->is_front || i >= w->predicate->group) {
        return false;
    }
    for (uint32_t n = i + 1; n < w->predicate->group; n++) {
        const rap_item *item = item_at(w, n);
        bool side_by_side =
            item->kind == RAP_ITEM_MENTION && item_at(w, n - 1)->kind == RAP_ITEM_MENTION;
        if (n > i + 20 || side_by_side ||
            (item->kind != RAP_ITEM_MENTION && item->kind != RAP_ITEM_COMMA &&
             !rap_item_has_any(item, joining))) {
            return false;
        }
    }
    return true;
}

/* "signed X and Y": where the verb comes first both stand where the subject does. */
static bool acts_beside(const walk *w, uint32_t i)
{
    const rap_gathered *out = w->out;
    return w->clause->language->verb_first && w->zone == ZONE_OBJECT && w->last_party + 2 == i &&
           has(w, i - 1, RAP_ROLE_AND) && out->parties.count > 0 &&
           rap_str_is(out->parties.items[out->parties.count - 1].role, "actor");
}

/* "with FAO WHO held": without a comma, of two names side by side before the verb the second acts.
 */
static bool begins_subject(const walk *w, uint32_t i)
{
    const rap_act_language *language = w->clause->language;
    return w->is_front && w->zone == ZONE_WITH && i > 0 && w->last_party == i - 1 &&
           !language->has_articles && !language->modifiers_first && !language->verb_first;
}

static zone zone_of_party(const walk *w, uint32_t i)
{
    if (begins_subject(w, i)) {
        return w->base;
    }
    bool closed = is_closed(w->zone) || w->zone > ZONE_HELD;
    return closed && stands_before_verb(w, i) ? ZONE_FRONT : w->zone;
}

/* "other bodies of X"; "its Secretary-General", who is of a body named before and not of the United
 * Nations; and what only this text names and does not act. */
static bool is_no_actor(const walk *w, uint32_t i, const rap_mention *m)
{
    bool of_another = i > 0 && m->kind == RAP_MENTION_PERSON &&
                      has(w, i - 1, RAP_ROLE_POSSESSIVE) && rap_str_is(m->entity, "UN");
    return (item_at(w, i)->is_unknown && !rap_walk_unknown_acts(w, i)) || of_another ||
           (i > 0 && has(w, i - 1, RAP_ROLE_OTHER));
}

static void take_party(walk *w, uint32_t i, const rap_mention *m)
{
    w->zone = zone_of_party(w, i);
    bool counts = w->zone <= ZONE_HELD;
    rap_str entity = m->kind == RAP_MENTION_SESSION ? m->body : m->entity;
    if (is_no_actor(w, i, m)) {
        return;
    }
    if (w->zone == ZONE_FRAME && w->is_front && m->kind != RAP_MENTION_STATE && entity.length) {
        RAP_PUSH(w->clause->arena, &w->out->framed, entity);
    }
    /* Who made what was launched takes part. */
    bool made = w->is_front && w->predicate->is_passive;
    bool of_another = !made && rap_chain_is_of_another(w->clause, w->predicate, i);
    if (!counts || only_encloses(w, i) || of_another ||
        (m->kind == RAP_MENTION_STATE && !rap_walk_state_acts(w, i))) {
        return;
    }
    const char *role = role_of_neighbour(w, i);
    role = role ? role : acts_beside(w, i) ? "actor" : role_of_zone(w);
    add_party(w, entity, m->span, role);
    w->last_party = i;
}

/* "this office": behind a demonstrative; where no body was named so, the one that acted. */
static void take_designated(walk *w, uint32_t i)
{
    const rap_item *item = item_at(w, i);
    if (i == 0 || !has(w, i - 1, RAP_ROLE_DEFINITE) || w->zone > ZONE_HELD) {
        return;
    }
    rap_str entity = rap_find_named_before(w->clause, item);
    if (entity.length > 0) {
        add_party(w, entity, item->span, role_of_zone(w));
    } else if (w->out->subject == RAP_ANAPHOR_NONE) {
        w->out->subject = RAP_ANAPHOR_SUBJECT;
    }
}

/* "the Office", "the Liaison Office": the body last named so. */
static void take_body_again(walk *w, uint32_t i)
{
    const rap_item *item = item_at(w, i);
    rap_item name = *item;
    uint32_t first = i;
    bool articles = w->clause->language->has_articles;
    bool written_on = w->clause->language->articles.count > 0;
    while (articles && first > 0 && item_at(w, first - 1)->kind == RAP_ITEM_WORD &&
           item_at(w, first - 1)->is_capital && !has(w, first - 1, RAP_ROLE_DEFINITE)) {
        name.span.start = item_at(w, --first)->span.start;
    }
    uint32_t previous = first == 0 ? UINT32_MAX : before(w, first);
    bool encloses =
        has(w, previous, RAP_ROLE_OF) && item_at(w, previous - 1)->mention != UINT32_MAX;
    if (describes_before(w)) {
        take_designated(w, i);
        return;
    }
    bool definite =
        !articles || (first > 0 && has(w, first - 1, RAP_ROLE_DEFINITE) && item->is_capital);
    if (written_on) {
        /* "the Union", not "the joint programme": an adjective behind it names something else. */
        const rap_item *next = item_at(w, i + 1);
        definite = has(w, i - 1, RAP_ROLE_DEFINITE) && (next->kind != RAP_ITEM_WORD || next->word);
    }
    if (definite && !encloses && w->zone <= ZONE_HELD) {
        add_party(w, rap_find_named_before(w->clause, &name), name.span, role_of_zone(w));
    }
}

/* "the latter" is a noun of its own, not "the latter meeting". */
static bool stands_alone(const walk *w, uint32_t i)
{
    if (w->clause->language->verb_first) {
        return true; /* what follows is the object */
    }
    const rap_item *next = item_at(w, i + 1);
    bool adverb = next->word && (next->word->roles & RAP_ROLE_BIT(RAP_ROLE_ADVERB));
    return next->kind != RAP_ITEM_WORD || adverb ||
           (next->word && !next->word->noun && (next->word->verb || next->word->roles));
}

/* "after the meeting they published": right before the verb the subject stands, comma or not. */
static bool is_pronoun_subject(const walk *w, uint32_t i)
{
    uint32_t next = i + 1;
    while (has(w, next, RAP_ROLE_ADVERB)) {
        next++;
    }
    return w->is_front && next == w->predicate->group && !w->clause->language->verb_first &&
           !has(w, i - 1, RAP_ROLE_OF);
}

static void take_anaphor(walk *w, uint32_t i, const rap_act_word *word)
{
    bool pointing = word->anaphor == RAP_ANAPHOR_LAST ||
                    (word->anaphor == RAP_ANAPHOR_SUBJECT && word->parts.count > 1);
    if (pointing && !stands_alone(w, i)) {
        return;
    }
    switch (word->anaphor) {
    case RAP_ANAPHOR_BODY:
        take_body_again(w, i);
        break;
    case RAP_ANAPHOR_OCCASION:
        w->out->repeats_occasion = true;
        break;
    case RAP_ANAPHOR_EVENT:
        w->out->repeats_event = true;
        break;
    case RAP_ANAPHOR_COUNTERPART:
        w->out->has_counterpart = w->out->has_counterpart || w->zone <= ZONE_HELD;
        break;
    case RAP_ANAPHOR_NONE:
        break;
    default:
        if (w->out->subject == RAP_ANAPHOR_NONE &&
            (w->zone == ZONE_FRONT || is_pronoun_subject(w, i) ||
             (w->clause->language->verb_first && w->zone <= ZONE_EVENT) ||
             (word->anaphor == RAP_ANAPHOR_PARTIES && word->parts.count > 1 &&
              w->zone <= ZONE_EVENT))) {
            w->out->subject = word->anaphor;
        }
        break;
    }
}

static bool is_in_or_event(const walk *w, uint32_t i)
{
    return i > 0 && (has(w, i - 1, RAP_ROLE_IN) || has(w, i - 1, RAP_ROLE_EVENT));
}

/* An article written on to a later word of the phrase: "workshop [of the] work" is definite. */
static bool holds_article(const walk *w, const rap_item *item)
{
    const rap_act_language *language = w->clause->language;
    rap_strs words;
    if (language->articles.count == 0 || !item->word || item->word->parts.count < 2) {
        return false;
    }
    rap_act_split(w->clause->arena, language, rap_block_slice(w->clause->block, item->span),
                  &words);
    rap_str last = item->word->parts.items[item->word->parts.count - 1];
    rap_str told = words.count > 0 ? words.items[words.count - 1] : RAP_STR_NONE;
    return told.length > last.length && rap_str_ends(told, last);
}

/* Where there are no articles, the bare noun of an event as the whole subject, or behind a
 * preposition before the verb: "workshop took place", "in workshop took part". */
static bool stands_bare_before_verb(const walk *w, uint32_t i)
{
    const rap_act_language *language = w->clause->language;
    const rap_act_word *next = item_at(w, i + 1)->word;
    if (describes_before(w) && !w->is_front && i == w->predicate->group_end && w->kind &&
        rap_str_is(w->kind->verb_class, "attend") && i + 1 >= w->predicate->end) {
        return true;
    }
    bool first = i == w->predicate->start || (i == w->predicate->start + 1 && is_in_or_event(w, i));
    return w->is_front && !language->has_articles && !language->verb_first && first && next &&
           (i + 1 == w->predicate->group ||
            (describes_before(w) &&
             (next->roles & (RAP_ROLE_BIT(RAP_ROLE_BY) | RAP_ROLE_BIT(RAP_ROLE_IN)))));
}

/* "the Conference" with nothing behind it takes up the event before. */
static void take_event_again(walk *w, uint32_t i, const rap_act_noun *noun)
{
    bool definite = (i > 0 && has(w, i - 1, RAP_ROLE_DEFINITE)) ||
                    (is_in_or_event(w, i) && holds_article(w, item_at(w, i))) ||
                    stands_bare_before_verb(w, i);
    if (definite && !has(w, i + 1, RAP_ROLE_OF) && !has(w, i + 1, RAP_ROLE_TOPIC) &&
        item_at(w, i + 1)->kind != RAP_ITEM_MENTION &&
        (rap_str_is(noun->noun_class, "conference") || rap_str_is(noun->noun_class, "meeting"))) {
        w->out->repeats_event = true;
    }
}

static void take_word(walk *w, uint32_t i, const rap_act_word *word)
{
    if (rap_walk_opens_since(w, i)) {
        w->out->is_open = w->since = w->is_front;
    }
    if ((word->roles & RAP_ROLE_BIT(RAP_ROLE_ACTION)) && w->zone == ZONE_OBJECT) {
        w->out->action = word->value;
    }
    if (word->roles & RAP_ROLE_BIT(RAP_ROLE_YEARS)) {
        rap_walk_years(w, i, word);
    }
    if (word->roles & RAP_ROLE_BIT(RAP_ROLE_HEADQUARTERS)) {
        rap_walk_headquarters(w, i);
    }
    if (word->noun) {
        take_event_again(w, i, word->noun);
    }
    if (word->anaphor != RAP_ANAPHOR_NONE) {
        take_anaphor(w, i, word);
    }
    if (at_link(w, i)) {
        return;
    }
    if (word->verb) {
        at_verb(w, i, word);
    }
}

/* What stands in the zone of the topic, or in quotation marks right behind what was done. */
static void take_subject(walk *w, uint32_t i)
{
    const rap_item *item = item_at(w, i);
    rap_span *topic = &w->out->topic;
    bool tells = item->kind != RAP_ITEM_COMMA && !has(w, i, RAP_ROLE_ADVERB);
    if (w->zone == ZONE_TOPIC && topic->start > 0 && item->span.start >= topic->start) {
        topic->end = tells ? item->span.end : topic->end;
    } else if (item->kind == RAP_ITEM_OPAQUE && topic->end == 0 && w->zone <= ZONE_EVENT) {
        *topic = item->span;
    }
}

/* ", [who] adopted": an active participle behind a comma is a relative clause. */
static bool opens_participle_clause(const walk *w, uint32_t i)
{
    const rap_item *item = item_at(w, i);
    return i > 0 && item->kind == RAP_ITEM_WORD && item_at(w, i - 1)->kind == RAP_ITEM_COMMA &&
           rap_act_ends_as(&w->clause->language->participles, item->folded);
}

void rap_gather(rap_clause *clause, const rap_predicate *predicate, const rap_act_kind *kind,
                uint32_t from, uint32_t to, bool is_front, rap_gathered *gathered)
{
    zone base = is_front ? ZONE_FRONT : ZONE_OBJECT;
    walk w = {.clause = clause,
              .predicate = predicate,
              .kind = kind,
              .out = gathered,
              .zone = base,
              .base = base,
              .outer = base,
              .is_front = is_front,
              .last_tier = -1,
              .last_date = UINT32_MAX,
              .topic_at = UINT32_MAX,
              .last_party = UINT32_MAX,
              .last_place_at = UINT32_MAX - 8};
    for (uint32_t i = from; i < to && i < clause->items.count; i++) {
        const rap_item *item = item_at(&w, i);
        const rap_mention *m = rap_item_mention(clause, item);
        clause->work++;
        if (item->kind == RAP_ITEM_COMMA && !item->in_parentheses) {
            at_comma(&w, i);
        } else if (item->word) {
            take_word(&w, i, item->word);
        } else if (opens_participle_clause(&w, i)) {
            enter(&w, ZONE_RELATIVE);
        } else if (m && m->kind == RAP_MENTION_DATE) {
            rap_walk_date(&w, i, m);
        } else if (m && m->kind == RAP_MENTION_PLACE) {
            rap_walk_place(&w, i, m);
            if (rap_walk_is_visit(&w) && rap_entity_find(clause->bodies, m->body)) {
                add_party(&w, m->body, m->span, "recipient");
            }
        } else if (m && m->kind == RAP_MENTION_STATE) {
            rap_walk_place(&w, i, m);
            take_party(&w, i, m);
        } else if (m && m->kind != RAP_MENTION_SYMBOL && m->kind != RAP_MENTION_GROUP) {
            if (!item->in_parentheses) {
                take_party(&w, i, m);
            }
        }
        take_subject(&w, i);
    }
}

/* Activities of a document: a record for each predicate that tells an act, with what the sentences
 * before it leave to be understood. */
#include "activities.h"

#include "figures.h"

#include "parties.h"
#include "pledges.h"
#include "publications.h"
#include "roles.h"
#include "subject.h"

#include <string.h>

/* What the sentences so far leave to those that follow. */
typedef struct {
    rap_activity *last;       /* the record before, in the same paragraph or the one before */
    rap_activity *last_event; /* the meeting or conference before */
    rap_activity *pair;       /* the last record of the section in which two acted together */
    rap_str section;          /* the body that the section's heading names, or empty */
    rap_str owner;            /* the body whose activities a list tells, or empty */
} memory;

/* A pledge of the sentence that is read, until its sums are known. */
typedef struct {
    size_t activity;
    rap_pledge *pledge;
    bool needs_sum;
} open_pledge;

typedef struct {
    const rap_knowledge *knowledge;
    const rap_activity_rules *rules;
    rap_version *version;
    rap_arena *arena;
    memory memory;
    rap_clause clause;
    RAP_VEC(open_pledge) pledges;
} finder;

static bool is_body_kind(const rap_mention *m)
{
    return m->kind == RAP_MENTION_ORGANIZATION || m->kind == RAP_MENTION_PERSON ||
           m->kind == RAP_MENTION_PARLIAMENT;
}

/* The body that a heading names: the last, and only where the heading is little else. */
static rap_str body_of_heading(const rap_version *version, uint32_t block)
{
    rap_str found = RAP_STR_NONE;
    size_t covered = 0;
    for (size_t i = rap_mention_from(version, block, 0); i < version->mentions.count; i++) {
        const rap_mention *m = &version->mentions.items[i];
        if (m->block != block) {
            break;
        }
        if (is_body_kind(m) && m->entity.length > 0) {
            found = m->entity;
            covered += m->span.end - m->span.start;
        }
    }
    return 2 * covered >= version->blocks.items[block].text.length ? found : RAP_STR_NONE;
}

/* Whose activities a list or page tells: the body named in most of its paragraphs. */
static rap_str find_owner(const rap_version *version)
{
    if (!rap_str_is(version->cover.kind, "list") && !rap_str_is(version->cover.kind, "page")) {
        return RAP_STR_NONE;
    }
    typedef struct {
        rap_str entity;
        size_t blocks;
        uint32_t last;
    } tally;
    RAP_VEC(tally) all = {0};
    size_t paragraphs = 0;
    for (size_t b = 0; b < version->blocks.count; b++) {
        paragraphs += version->blocks.items[b].part == RAP_PART_BODY;
    }
    for (size_t i = 0; i < version->mentions.count; i++) {
        const rap_mention *m = &version->mentions.items[i];
        if (!is_body_kind(m) || version->blocks.items[m->block].part != RAP_PART_BODY) {
            continue;
        }
        size_t n = 0;
        while (n < all.count && !rap_str_equal(all.items[n].entity, m->entity)) {
            n++;
        }
        if (n == all.count && n < 32) {
            RAP_PUSH(version->arena, &all, (tally){m->entity, 0, UINT32_MAX});
        }
        if (n < all.count && all.items[n].last != m->block) {
            all.items[n].last = m->block;
            all.items[n].blocks++;
        }
    }
    const tally *best = NULL;
    for (size_t n = 0; n < all.count; n++) {
        if (!best || all.items[n].blocks > best->blocks) {
            best = &all.items[n];
        }
    }
    return best && 2 * best->blocks > paragraphs ? best->entity : RAP_STR_NONE;
}

static void add_party(finder *f, rap_activity *activity, rap_party party)
{
    if (party.entity.length == 0) {
        return;
    }
    for (size_t i = 0; i < activity->parties.count; i++) {
        if (rap_str_equal(activity->parties.items[i].entity, party.entity)) {
            return;
        }
    }
    RAP_PUSH(f->arena, &activity->parties, party);
}

/* A party that is understood: it has no span in the text. */
static void infer_party(finder *f, rap_activity *activity, rap_str entity)
{
    add_party(f, activity, (rap_party){entity, RAP_STR_NONE, {0, 0}});
}

static void infer_parties(finder *f, rap_activity *activity, const rap_activity *from)
{
    for (size_t i = 0; from && i < from->parties.count; i++) {
        infer_party(f, activity, from->parties.items[i].entity);
    }
}

static bool has_role(const rap_party *party, const char *role)
{
    return rap_str_is(party->role, role);
}

/* "They", "the two organizations": those who acted, before those to whom it was done. */
static void infer_actors(finder *f, rap_activity *activity, const rap_activity *from)
{
    size_t actors = 0, partners = 0;
    for (size_t i = 0; from && i < from->parties.count; i++) {
        actors += has_role(&from->parties.items[i], "actor");
        partners += has_role(&from->parties.items[i], "partner");
    }
    if (actors + partners < 2) {
        infer_parties(f, activity, from);
        return;
    }
    for (size_t i = 0; i < from->parties.count; i++) {
        const rap_party *party = &from->parties.items[i];
        if (has_role(party, "actor") || (actors < 2 && has_role(party, "partner"))) {
            add_party(f, activity, (rap_party){party->entity, party->role, {0, 0}});
        }
    }
}

static bool has_actors(const rap_activity *of)
{
    for (size_t i = 0; of && i < of->parties.count; i++) {
        if (has_role(&of->parties.items[i], "actor")) {
            return true;
        }
    }
    return false;
}

/* Those who acted, where any did, without those to whom it was done. */
static void infer_acting(finder *f, rap_activity *activity, const rap_activity *from)
{
    bool acted = has_actors(from);
    if (!acted) {
        infer_actors(f, activity, from);
    }
    for (size_t i = 0; acted && i < from->parties.count; i++) {
        const rap_party *party = &from->parties.items[i];
        if (has_role(party, "actor") || has_role(party, "partner")) {
            add_party(f, activity, (rap_party){party->entity, party->role, {0, 0}});
        }
    }
}

/* A sentence without a subject: those who acted in the one before; with their partners where it
 * names none itself. */
static void infer_subject(finder *f, rap_activity *activity, const rap_activity *from, bool all)
{
    for (size_t i = 0; from && i < from->parties.count; i++) {
        const rap_party *party = &from->parties.items[i];
        if (has_role(party, "actor") || (all && has_role(party, "partner"))) {
            add_party(f, activity, (rap_party){party->entity, party->role, {0, 0}});
        }
    }
}

/* "It": where nobody acted, the event or thing that the record before told, with all its parties.
 */
static void infer_first(finder *f, rap_activity *activity, const rap_activity *last)
{
    if (has_actors(last)) {
        infer_party(f, activity, last->parties.items[0].entity);
    } else {
        infer_parties(f, activity, last);
    }
}

/* "to him": those of the record before, or of the meeting before where that names one alone. */
static void infer_counterpart(finder *f, rap_activity *activity)
{
    const rap_activity *last = f->memory.last;
    bool alone = last && last->parties.count < 2;
    infer_parties(f, activity, alone ? f->memory.last_event : last);
}

/* "The two organizations" at the head of a paragraph: those whose cooperation the section tells,
 * or those who last acted together. */
static void infer_pair(finder *f, rap_activity *activity, const rap_activity *last)
{
    rap_str other = f->memory.owner.length > 0 ? f->memory.owner : RAP_STR("UN");
    if (last || activity->parties.count > 0) {
        infer_actors(f, activity, last);
    } else if (f->memory.section.length > 0 && !rap_str_equal(f->memory.section, other)) {
        infer_party(f, activity, other);
        infer_party(f, activity, f->memory.section);
    } else {
        infer_actors(f, activity, f->memory.pair);
    }
}

/* What the subject takes up: "they", "the participants", "it", "the latter". */
static void infer_taken_up(finder *f, rap_activity *activity, const rap_gathered *found)
{
    const rap_activity *last = f->memory.last;
    switch (found->subject) {
    case RAP_ANAPHOR_PARTIES:
        for (size_t i = 0; found->framed.count > 1 && i < found->framed.count; i++) {
            infer_party(f, activity, found->framed.items[i]);
        }
        infer_pair(f, activity, found->framed.count > 1 ? NULL : last);
        break;
    case RAP_ANAPHOR_PARTICIPANTS:
        infer_parties(f, activity, last);
        break;
    case RAP_ANAPHOR_SUBJECT:
        if (last && last->parties.count > 0) {
            infer_first(f, activity, last);
        }
        break;
    case RAP_ANAPHOR_LAST:
        if (last && last->parties.count > 0) {
            infer_party(f, activity, last->parties.items[last->parties.count - 1].entity);
        }
        break;
    default:
        break;
    }
}

/* In a list of a body's activities one that others did together, or for a body named: theirs. */
static bool acts_without_owner(const finder *f, const rap_activity *activity)
{
    bool acted = false;
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_party *party = &activity->parties.items[i];
        const rap_entity *entity = rap_entity_find(f->knowledge->mentions, party->entity);
        acted = acted || (has_role(party, "actor") && party->span.end > 0 && entity &&
                          !rap_str_is(entity->kind, "state"));
    }
    return acted && activity->parties.count > 1;
}

static void infer_from_discourse(finder *f, rap_activity *activity, const rap_gathered *found)
{
    const rap_activity *last = f->memory.last;
    infer_taken_up(f, activity, found);
    if (found->repeats_event) {
        infer_parties(f, activity, f->memory.last_event);
    }
    if (found->has_counterpart) {
        infer_counterpart(f, activity);
    }
    if (activity->parties.count == 0 && f->memory.owner.length == 0) {
        infer_parties(f, activity, last);
    }
    if (found->repeats_occasion && last) {
        for (size_t i = 0; i < last->dates.count && activity->dates.count == 0; i++) {
            activity->dates = last->dates;
        }
        if (activity->places.count == 0) {
            activity->places = last->places;
        }
    }
    if (!acts_without_owner(f, activity)) {
        infer_party(f, activity, f->memory.owner);
    }
    if (activity->parties.count < 2) {
        infer_party(f, activity, f->memory.section);
    }
}

/* The first tier that tells anything: what the act itself says goes before what its event says. */
static void choose_tiers(rap_activity *activity, const rap_gathered *found)
{
    for (int tier = 0; tier < RAP_TIER_COUNT; tier++) {
        if (activity->dates.count == 0) {
            activity->dates = found->dates[tier];
        }
        if (activity->places.count == 0 && (tier != RAP_TIER_AIM || found->dates[tier].count > 0)) {
            activity->places = found->places[tier];
        }
    }
}

static bool all_closed(const rap_periods *dates)
{
    for (size_t i = 0; i < dates->count; i++) {
        if (dates->items[i].end.year == 0) {
            return false;
        }
    }
    return dates->count > 0;
}

static bool is_event_type(rap_str type)
{
    return rap_str_is(type, "meeting") || rap_str_is(type, "conference") ||
           rap_str_is(type, "training") || rap_str_is(type, "visit");
}

static void set_status(rap_activity *activity, const rap_predicate *p, const rap_predicate *head,
                       const rap_gathered *found)
{
    activity->status = RAP_STATUS_DONE;
    if (p->has_status) {
        activity->status = p->status;
    } else if (head != p && head->has_status && head->status == RAP_STATUS_ONGOING && head->verb &&
               head->verb->control) {
        activity->status = RAP_STATUS_ONGOING;
    }
    if (found->is_open && activity->status == RAP_STATUS_DONE) {
        activity->status = RAP_STATUS_ONGOING;
    }
    /* "continued to organize the series in May 2023 and May 2024": both are over. */
    if (activity->status == RAP_STATUS_ONGOING && p->verb && p->verb != p->act && !found->is_open &&
        is_event_type(activity->type) && all_closed(&activity->dates)) {
        activity->status = RAP_STATUS_DONE;
    }
}

/* How long it holds: as told, or so many years from its date on, or from its entry into force. */
static void set_validity(rap_agreement *agreement, const rap_gathered *found,
                         const rap_activity *activity)
{
    agreement->valid_to = found->until;
    if (rap_str_is(agreement->action, "in-force") && activity->dates.count > 0) {
        agreement->valid_from = activity->dates.items[0].start;
    }
    if (found->years > 0 && activity->dates.count > 0 && found->until.year == 0) {
        agreement->valid_from = activity->dates.items[0].start;
        agreement->valid_to = agreement->valid_from;
        agreement->valid_to.year = (int16_t)(agreement->valid_to.year + found->years);
    }
    if (found->validity.count > 0) {
        rap_period validity = found->validity.items[0];
        /* Nothing holds for one day: that is the last. */
        bool is_day = validity.start.day && rap_date_compare(validity.start, validity.end) == 0;
        agreement->valid_from = is_day ? (rap_date){0} : validity.start;
        agreement->valid_to = validity.end;
    }
}

static const rap_agreement *make_agreement(finder *f, const rap_predicate *p,
                                           const rap_act_kind *kind, const rap_gathered *found,
                                           const rap_activity *activity)
{
    rap_agreement *agreement = RAP_NEW(f->arena, rap_agreement);
    agreement->kind =
        kind->noun && kind->noun->kind.length ? kind->noun->kind : RAP_STR("agreement");
    agreement->action = p->act && p->act->action.length ? p->act->action : RAP_STR("agreed");
    bool agreed = p->act && rap_str_is(p->act->verb_class, "agree");
    for (uint32_t i = p->group_end; agreed && i < p->group_end + 3 && i < p->end; i++) {
        const rap_act_word *word = f->clause.items.items[i].word;
        if (word && word->verb && word->verb->action.length && (word->forms & RAP_FORM_BASE)) {
            agreement->action = word->verb->action; /* "agreed to extend" */
        }
    }
    if (found->action.length > 0) {
        agreement->action = found->action;
    }
    set_validity(agreement, found, activity);
    return agreement;
}

static void find_quote(finder *f, const rap_predicate *p, rap_activity *activity)
{
    const rap_items *items = &f->clause.items;
    uint32_t start = p->start, end = p->end;
    while (start < p->group && (items->items[start].kind == RAP_ITEM_COMMA ||
                                items->items[start].kind == RAP_ITEM_OTHER)) {
        start++;
    }
    activity->quote.block = (uint32_t)(f->clause.block - f->version->blocks.items);
    activity->quote.span.start = items->items[start].span.start;
    activity->quote.span.end = items->items[end > start ? end - 1 : start].span.end;
}

/* "followed by a visit to Kenya": who went is understood. */
static bool only_states(const finder *f, const rap_activity *activity)
{
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_entity *entity =
            rap_entity_find(f->knowledge->mentions, activity->parties.items[i].entity);
        if (!entity || !rap_str_is(entity->kind, "state")) {
            return false;
        }
    }
    return true;
}

/* "the forum, held in Rome in May, which adopted a declaration": it did so there and then. */
static void inherit_event(finder *f, rap_activity *activity, const rap_predicate *p)
{
    const rap_activity *last = f->memory.last;
    if (p->is_passive || !last ||
        !(is_event_type(last->type) || rap_str_is(last->type, "statement"))) {
        return;
    }
    if (activity->dates.count == 0) {
        activity->dates = last->dates;
    }
    if (activity->places.count == 0) {
        activity->places = last->places;
    }
}

/* An act that is only contact in general, but at a time told to the month, was a meeting. */
static void refine_by_date(finder *f, rap_activity *activity, const rap_act_kind *kind)
{
    bool months = all_closed(&activity->dates);
    for (size_t i = 0; i < activity->dates.count; i++) {
        months = months && activity->dates.items[i].start.month > 0;
    }
    rap_str type = rap_activity_type(f->rules, kind->verb_class, RAP_STR("@dated"));
    if (months && !kind->noun && type.length > 0) {
        activity->type = type;
    }
}

/* "ITU held a forum. The forum took place in May in Bern": the second sentence only says when and
 * where, and belongs to the record before. */
static bool completes_last(finder *f, const rap_predicate *p, const rap_activity *activity,
                           const rap_gathered *found)
{
    rap_activity *last = f->memory.last;
    bool verb_first = f->clause.language->verb_first;
    /* Written without vowels, "was held" and "held" look alike. */
    bool happens = p->act && (rap_str_is(p->act->verb_class, "happen") ||
                              (verb_first && rap_str_is(p->act->verb_class, "hold")));
    bool own =
        p->kind == RAP_PREDICATE_MAIN || (verb_first && p->kind == RAP_PREDICATE_COORDINATED);
    if (!last || last != f->memory.last_event || !found->repeats_event ||
        found->parties.count > 0 || !own || last->dates.count > 0 || activity->dates.count == 0 ||
        !happens || last->quote.block != activity->quote.block) {
        return false;
    }
    rap_activity *kept = &f->version->activities.items[f->version->activities.count - 1];
    kept->dates = last->dates = activity->dates;
    if (last->places.count == 0) {
        kept->places = last->places = activity->places;
    }
    kept->quote.span.end = last->quote.span.end = activity->quote.span.end;
    return true;
}

/* "which was adopted by the Council": who did it is told. */
static bool names_agent(const rap_activity *activity)
{
    for (size_t i = 0; i < activity->parties.count; i++) {
        if (has_role(&activity->parties.items[i], "agent")) {
            return true;
        }
    }
    return false;
}

/* A relative or attached clause takes from the clause before it what it does not tell itself. */
static void take_from_head(finder *f, const rap_predicate *p, uint32_t index,
                           rap_activity *activity)
{
    const rap_activity *last = f->memory.last;
    if (p->kind == RAP_PREDICATE_RELATIVE && p->head != index) {
        infer_parties(f, activity, names_agent(activity) ? NULL : last);
        inherit_event(f, activity, p);
    }
    if (p->kind != RAP_PREDICATE_ATTACHED || p->act) {
        return;
    }
    if (only_states(f, activity)) {
        infer_parties(f, activity, last);
    }
    if (last && activity->places.count == 0 && rap_str_is(activity->type, "visit")) {
        activity->places = last->places;
    }
}

static size_t count_acting(const rap_activity *activity)
{
    size_t count = 0;
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_party *party = &activity->parties.items[i];
        count += has_role(party, "actor") || has_role(party, "partner") || has_role(party, "agent");
    }
    return count;
}

static void keep(finder *f, const rap_predicate *p, const rap_act_kind *kind,
                 const rap_gathered *found, rap_activity *activity)
{
    if (rap_str_is(activity->type, "agreement")) {
        activity->agreement = make_agreement(f, p, kind, found, activity);
    }
    const rap_activity *last = f->memory.last;
    if (rap_str_is(activity->type, "publication")) {
        bool attached = p->kind == RAP_PREDICATE_RELATIVE && last;
        activity->publication =
            rap_publication_read(&f->clause, p, kind, attached ? last->publication : NULL);
    }
    open_pledge open = {.activity = f->version->activities.count};
    open.pledge = rap_pledge_read(&f->clause, p, kind, found, activity, &open.needs_sum);
    if (open.pledge) {
        activity->pledge = open.pledge;
        RAP_PUSH(f->arena, &f->pledges, open);
    }
    activity->subject = rap_subject_trim(&f->clause, found->topic);
    activity->confidence = kind->confidence - (found->parties.count == 0 ? 0.2 : 0.0);
    rap_str lemma = p->act ? p->act->lemma : kind->verb_class;
    activity->rule = rap_str_of(rap_arena_format(
        f->arena, "activity:%s:%.*s%s%.*s", rap_lang_code(f->version->lang), RAP_STR_ARG(lemma),
        kind->noun ? "+" : "", RAP_STR_ARG(kind->noun ? kind->noun->lemma : RAP_STR_NONE)));
    rap_activity told = *activity;
    rap_roles_give(f->knowledge->facts->roles, f->arena, kind->verb_class, &told);
    RAP_PUSH(f->arena, &f->version->activities, told);
    f->memory.last = activity;
    if (count_acting(activity) > 1) {
        f->memory.pair = activity;
    }
    if (is_event_type(activity->type) && (!found->repeats_event || !f->memory.last_event)) {
        f->memory.last_event = activity;
    }
}

/* Whether nothing that could be the subject stands right behind the verb group. */
static bool leaves_subject_out(const rap_clause *clause, const rap_predicate *p)
{
    uint32_t i = p->group_end;
    while (i < p->end && rap_item_has(&clause->items.items[i], RAP_ROLE_ADVERB)) {
        i++;
    }
    const rap_item *next = i < p->end ? &clause->items.items[i] : NULL;
    bool object = next && next->word && next->word->anaphor == RAP_ANAPHOR_COUNTERPART;
    return !next || object || next->kind == RAP_ITEM_COMMA ||
           (next->word && !next->word->noun && !next->word->anaphor && next->word->roles &&
            !rap_item_has(next, RAP_ROLE_DEFINITE) && !rap_item_has(next, RAP_ROLE_DETERMINER));
}

/* "Dialogue helps to keep peace": nobody is named and nothing known was done. */
static bool tells_too_little(const finder *f, const rap_predicate *p, const rap_act_kind *kind,
                             const rap_gathered *found)
{
    /* Where the verb comes first, its form alone may say who acts. */
    bool understood = f->clause.language->verb_first && f->memory.last &&
                      (p->is_plural || leaves_subject_out(&f->clause, p));
    return !understood && kind->confidence < 0.55 && !is_event_type(kind->type) && !p->is_passive &&
           p->kind == RAP_PREDICATE_MAIN && found->parties.count == 0 &&
           found->subject == RAP_ANAPHOR_NONE;
}

static bool names_partner(const rap_gathered *found)
{
    for (size_t i = 0; i < found->parties.count; i++) {
        if (!has_role(&found->parties.items[i], "actor")) {
            return true;
        }
    }
    return false;
}

/* What stands before the verb of a part that shares the subject of another: the subject holds; the
 * partners, dates and places of the other hold where this part names none. */
static void gather_chain(rap_clause *clause, const rap_predicate *p, const rap_act_kind *kind,
                         rap_gathered *found)
{
    rap_gather(clause, p, kind, p->start, p->group, true, found);
    if (p->kind != RAP_PREDICATE_COORDINATED) {
        return;
    }
    const rap_predicate *head = &clause->predicates.items[p->head];
    rap_gathered shared = {0};
    rap_gather(clause, head, kind, p->subject, p->subject_end, true, &shared);
    bool alone = !names_partner(found);
    for (size_t i = 0; i < shared.parties.count; i++) {
        if (alone || has_role(&shared.parties.items[i], "actor")) {
            RAP_PUSH(clause->arena, &found->parties, shared.parties.items[i]);
        }
    }
    if (found->subject == RAP_ANAPHOR_NONE) {
        found->subject = shared.subject;
    }
    for (int tier = 0; tier < RAP_TIER_COUNT; tier++) {
        found->dates[tier] = found->dates[tier].count ? found->dates[tier] : shared.dates[tier];
        found->places[tier] = found->places[tier].count ? found->places[tier] : shared.places[tier];
    }
}

/* What stands before the verb and behind it. Where the verb comes first, a coordinated clause has a
 * time of its own or that of the clause before, not both. */
static void gather_all(finder *f, const rap_predicate *p, const rap_predicate *head,
                       const rap_act_kind *kind, rap_gathered *found)
{
    rap_clause *clause = &f->clause;
    if (clause->language->modifiers_first) {
        gather_chain(clause, p, kind, found);
        rap_gather(clause, p, kind, p->group_end, p->end, false, found);
        return;
    }
    if (p->kind == RAP_PREDICATE_COORDINATED && !clause->language->verb_first &&
        p->start < p->group) {
        gather_chain(clause, p, kind, found);
        rap_gather(clause, p, kind, p->group_end, p->end, false, found);
        return;
    }
    bool own_first = clause->language->verb_first && p->kind == RAP_PREDICATE_COORDINATED;
    if (own_first) {
        rap_gather(clause, p, kind, p->group_end, p->end, false, found);
        for (int tier = 0; tier <= RAP_TIER_EVENT; tier++) {
            if (found->dates[tier].count > 0) {
                return;
            }
        }
    }
    if (p->kind != RAP_PREDICATE_RELATIVE) {
        rap_gather(clause, head, kind, p->subject, p->subject_end, true, found);
    }
    if (!own_first) {
        rap_gather(clause, p, kind, p->group_end, p->end, false, found);
    }
}

static bool has_actor(const rap_gathered *found)
{
    for (size_t i = 0; i < found->parties.count; i++) {
        if (has_role(&found->parties.items[i], "actor") ||
            has_role(&found->parties.items[i], "agent") ||
            has_role(&found->parties.items[i], "holder") ||
            has_role(&found->parties.items[i], "hosting")) {
            return true;
        }
    }
    return found->parties.count > 0 && found->subject != RAP_ANAPHOR_NONE;
}

/* The subject of a verb that comes first stands behind it; behind "and", and where the verb's form
 * says who is meant, it is left out. */
static void infer_left_out(finder *f, const rap_predicate *p, rap_gathered *found,
                           rap_activity *activity)
{
    const rap_activity *last = f->memory.last;
    if (p->is_passive || p->kind == RAP_PREDICATE_RELATIVE || (!p->is_plural && has_actor(found))) {
        return;
    }
    if (p->is_plural) {
        infer_actors(f, activity, last);
    } else if (p->kind == RAP_PREDICATE_COORDINATED &&
               (found->parties.count == 0 || leaves_subject_out(&f->clause, p))) {
        infer_acting(f, activity, last);
    } else if (found->subject == RAP_ANAPHOR_NONE && leaves_subject_out(&f->clause, p) && last &&
               last->parties.count > 0) {
        infer_party(f, activity, last->parties.items[0].entity);
    }
}

/* Where the verb's ending says number, a singular takes up the one who acted, not the partners. */
static void infer_dropped(finder *f, const rap_predicate *p, const rap_gathered *found,
                          rap_activity *activity)
{
    const rap_act_language *language = f->clause.language;
    const rap_activity *last = f->memory.last;
    size_t actors = 0;
    for (size_t i = 0; last && i < last->parties.count; i++) {
        actors += has_role(&last->parties.items[i], "actor");
    }
    rap_str verb = f->clause.items.items[p->group_end - 1].folded;
    if (language->plurals.count > 0 && actors == 1 && !p->is_passive &&
        p->kind == RAP_PREDICATE_MAIN && found->subject == RAP_ANAPHOR_NONE && !has_actor(found) &&
        !found->repeats_event && p->group_end == p->group + 1 &&
        !rap_act_ends_as(&language->plurals, verb)) {
        infer_subject(f, activity, last, false);
    }
}

/* A sentence without a subject where nothing before it says whose it could be: no report of an
 * act ("having considered the report of X"). */
static bool nobody_acts(const finder *f, const rap_predicate *p, const rap_gathered *found)
{
    if (!p->is_subjectless || p->is_passive || f->memory.last || f->memory.section.length > 0 ||
        f->memory.owner.length > 0) {
        return false;
    }
    for (size_t i = 0; i < found->parties.count; i++) {
        if (has_role(&found->parties.items[i], "actor") ||
            has_role(&found->parties.items[i], "event") ||
            has_role(&found->parties.items[i], "holder")) {
            return false;
        }
    }
    return true;
}

/* "She stressed that ...", behind the record of what she said or whom she met: part of that. */
static bool goes_on_speaking(const finder *f, const rap_predicate *p, const rap_gathered *found)
{
    const rap_activity *last = f->memory.last;
    return found->subject == RAP_ANAPHOR_SUBJECT && has_actors(last) && p->verb && p->verb->joins &&
           rap_str_is(p->verb->verb_class, "speak") && found->parties.count == 0 &&
           !found->repeats_occasion && found->dates[RAP_TIER_MAIN].count == 0 &&
           rap_str_is(last->type, "statement");
}

/* "In May 2020, ITU published a guide, and UPU a report": a date that opens the sentence holds for
 * both clauses. */
static void take_opening_date(finder *f, const rap_predicate *p, uint32_t index,
                              rap_activity *activity)
{
    const rap_clause *clause = &f->clause;
    const rap_items *items = &clause->items;
    if (index == 0 || p->kind != RAP_PREDICATE_MAIN || activity->dates.count > 0 ||
        clause->language->verb_first || clause->language->modifiers_first || p->start == 0 ||
        !rap_item_has(&items->items[p->start - 1], RAP_ROLE_AND)) {
        return;
    }
    rap_periods dates = {0};
    for (uint32_t i = clause->predicates.items[0].start; i < p->start; i++) {
        const rap_item *item = &items->items[i];
        const rap_mention *m = rap_item_mention(clause, item);
        if (item->kind == RAP_ITEM_COMMA) {
            activity->dates = dates;
            return;
        }
        if (m && m->kind != RAP_MENTION_DATE && m->kind != RAP_MENTION_PLACE) {
            return;
        }
        if (m && m->kind == RAP_MENTION_DATE && m->period.start.year && !m->period_is_open &&
            !(i > 0 && rap_item_has(&items->items[i - 1], RAP_ROLE_SINCE))) {
            RAP_PUSH(f->arena, &dates, m->period);
        }
    }
}

/* The dates and places that open the sentence hold for every predicate of the clause; a relative
 * clause has its own. */
static void make_record(finder *f, uint32_t index)
{
    rap_clause *clause = &f->clause;
    const rap_predicate *p = &clause->predicates.items[index];
    const rap_predicate *head = &clause->predicates.items[p->head];
    rap_act_kind kind = rap_activity_kind(f->rules, clause, p);
    if (kind.type.length == 0) {
        return;
    }
    rap_gathered found = {0};
    gather_all(f, p, head, &kind, &found);
    if (tells_too_little(f, p, &kind, &found) || nobody_acts(f, p, &found) ||
        goes_on_speaking(f, p, &found)) {
        return;
    }
    rap_activity *activity = RAP_NEW(f->arena, rap_activity);
    activity->para = clause->block->label;
    activity->type = kind.type;
    find_quote(f, p, activity);
    for (size_t i = 0; i < found.parties.count; i++) {
        add_party(f, activity, found.parties.items[i]);
    }
    choose_tiers(activity, &found);
    take_opening_date(f, p, index, activity);
    refine_by_date(f, activity, &kind);
    take_from_head(f, p, index, activity);
    if (clause->language->verb_first) {
        infer_left_out(f, p, &found, activity);
    } else if (p->is_subjectless && !p->is_passive) {
        infer_subject(f, activity, f->memory.last, !names_partner(&found));
    }
    if (rap_str_is(activity->type, "agreement") && found.parties.count == 0) {
        infer_parties(f, activity, f->memory.last); /* "the memorandum will be signed in May" */
    }
    infer_dropped(f, p, &found, activity);
    infer_from_discourse(f, activity, &found);
    if (activity->parties.count == 0 || completes_last(f, p, activity, &found)) {
        return;
    }
    set_status(activity, p, head, &found);
    keep(f, p, &kind, &found, activity);
}

/* "announced a plan" commits nobody, "announced a contribution of $2 million" does. */
static void close_pledges(finder *f, size_t first_figure)
{
    for (size_t i = 0; i < f->pledges.count; i++) {
        const open_pledge *open = &f->pledges.items[i];
        rap_pledge_add_sums(f->version, first_figure, open->activity, open->pledge);
        if (open->needs_sum && !open->pledge->sums.count) {
            f->version->activities.items[open->activity].pledge = NULL;
        }
    }
    f->pledges.count = 0;
}

static void read_sentence(finder *f, rap_span sentence, const rap_figures *numbers)
{
    rap_clause *clause = &f->clause;
    uint32_t block = (uint32_t)(clause->block - f->version->blocks.items);
    rap_clause_read(clause, sentence, rap_mention_from(f->version, block, sentence.start));
    rap_clause_find_predicates(clause);
    size_t first = f->version->activities.count, first_figure = f->version->figures.count;
    for (uint32_t i = 0; i < clause->predicates.count; i++) {
        make_record(f, i);
    }
    rap_figures_read(f->knowledge->facts, clause, f->version, sentence, numbers, first);
    close_pledges(f, first_figure);
}

static void read_block(finder *f, uint32_t index)
{
    rap_block *block = &f->version->blocks.items[index];
    if (block->part == RAP_PART_HEADING) {
        f->memory.section = body_of_heading(f->version, index);
        f->memory.last = f->memory.last_event = f->memory.pair = NULL;
        return;
    }
    if (block->part != RAP_PART_BODY || block->label.length == 0) {
        return;
    }
    f->clause.block = block;
    f->memory.last = f->memory.last_event = NULL;
    rap_spans sentences;
    rap_figures numbers;
    rap_figures_scan(f->arena, f->version, index, rap_mention_from(f->version, index, 0), &numbers);
    rap_text_sentences(f->knowledge->text, f->arena, f->version->lang, block->text, &sentences);
    for (size_t s = 0; s < sentences.count; s++) {
        read_sentence(f, sentences.items[s], &numbers);
    }
}

size_t rap_activity_find_counted(const rap_knowledge *knowledge, rap_version *version)
{
    const rap_activity_rules *rules = knowledge->facts->activities;
    const rap_act_language *language = &rules->languages[version->lang];
    version->activities.count = 0;
    version->figures.count = 0;
    if (!language->is_known || rap_str_is(version->cover.kind, "resolution") ||
        rap_str_is(version->cover.kind, "decision")) {
        return 0;
    }
    finder f = {.knowledge = knowledge,
                .rules = rules,
                .version = version,
                .arena = version->arena,
                .clause = {.arena = version->arena,
                           .language = language,
                           .bodies = knowledge->mentions,
                           .version = version}};
    f.memory.owner = find_owner(version);
    for (uint32_t b = 0; b < version->blocks.count; b++) {
        read_block(&f, b);
    }
    return f.clause.work;
}

void rap_activity_find(const rap_knowledge *knowledge, rap_version *version)
{
    rap_activity_find_counted(knowledge, version);
}

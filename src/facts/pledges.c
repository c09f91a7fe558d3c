#include "pledges.h"

#include "items.h"

/* "presented a pledge" makes one, "welcomed the pledge" speaks of one. */
static bool makes_pledge(const rap_clause *clause, const rap_predicate *p, const rap_act_kind *kind)
{
    bool noun = kind->noun && (rap_str_is(kind->noun->noun_class, "pledge") ||
                               rap_str_is(kind->noun->noun_class, "commitment"));
    if (!noun || kind->noun->is_process || kind->noun_at >= clause->items.count) {
        return false;
    }
    const rap_act_verb *verb = p->act ? p->act : p->verb;
    if (!verb || !rap_str_is(verb->verb_class, "speak")) {
        return true;
    }
    if (!clause->language->has_articles) {
        return false;
    }
    for (uint32_t i = kind->noun_at; i-- > p->group_end && kind->noun_at - i <= 4;) {
        if (has(clause, i, RAP_ROLE_DEFINITE)) {
            return false;
        }
    }
    return true;
}

/* Whether what is announced is a pledge: "announced new pledges". */
static bool announces_pledge(const rap_clause *clause, const rap_predicate *p)
{
    for (uint32_t i = p->group_end; i < p->end; i++) {
        const rap_act_word *word = item_at(clause, i)->word;
        if (rap_item_has_any(item_at(clause, i),
                             RAP_ROLE_BIT(RAP_ROLE_RELATIVE) | RAP_ROLE_BIT(RAP_ROLE_PURPOSE))) {
            return false;
        }
        if (word && word->noun && rap_str_is(word->noun->noun_class, "pledge")) {
            return true;
        }
    }
    return false;
}

static bool is_provider(const rap_activity *activity, rap_span span)
{
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_party *party = &activity->parties.items[i];
        bool acts = rap_str_is(party->role, "actor") || rap_str_is(party->role, "agent");
        if (acts && party->span.end > span.start && party->span.start < span.end) {
            return true;
        }
    }
    return false;
}

/* "in 2023", "in the year 2023" */
static bool opens_date(const rap_clause *clause, uint32_t i)
{
    uint32_t next = i + has(clause, i, RAP_ROLE_IN);
    next += has(clause, next, RAP_ROLE_YEARS);
    return next > i && rap_item_is_date(clause, next);
}

/* Whether the item at `i` only leads to what was pledged: "itself to", who acts where the verb
 * comes first. */
static bool only_leads(const rap_clause *clause, const rap_activity *activity, uint32_t i)
{
    static const uint64_t leading =
        RAP_ROLE_BIT(RAP_ROLE_ADVERB) | RAP_ROLE_BIT(RAP_ROLE_WILL) | RAP_ROLE_BIT(RAP_ROLE_THAT);
    static const uint64_t before = RAP_ROLE_BIT(RAP_ROLE_TO) | RAP_ROLE_BIT(RAP_ROLE_PURPOSE);
    const rap_item *item = item_at(clause, i), *next = item_at(clause, i + 1);
    if (item->mention != UINT32_MAX) {
        return rap_item_is_date(clause, i) || is_provider(activity, item->span);
    }
    if (rap_item_has(item, RAP_ROLE_AND) || item->kind == RAP_ITEM_COMMA) {
        return next->mention != UINT32_MAX && is_provider(activity, next->span);
    }
    return rap_item_has_any(item, leading) || item->kind == RAP_ITEM_COMMA ||
           opens_date(clause, i) || (rap_item_has_any(item, before) && next->mention == UINT32_MAX);
}

static rap_span find_what(const rap_clause *clause, const rap_predicate *p,
                          const rap_activity *activity)
{
    uint32_t from = p->group_end, to = p->end;
    if (p->is_passive && p->subject_end > p->subject) {
        from = p->subject;
        to = p->subject_end;
    } else {
        while (from < to && only_leads(clause, activity, from)) {
            from++;
        }
    }
    while (to > from && item_at(clause, to - 1)->kind != RAP_ITEM_WORD &&
           item_at(clause, to - 1)->kind != RAP_ITEM_MENTION &&
           item_at(clause, to - 1)->kind != RAP_ITEM_OPAQUE &&
           item_at(clause, to - 1)->kind != RAP_ITEM_CLOSE) {
        to--;
    }
    return to > from
               ? (rap_span){item_at(clause, from)->span.start, item_at(clause, to - 1)->span.end}
               : (rap_span){0, 0};
}

/* "by 2030", "until the end of 2026", "for the period 2024-2026", "to build wells in 2027". */
static rap_period find_due(const rap_clause *clause, const rap_predicate *p,
                           const rap_gathered *found)
{
    static const uint64_t limits = RAP_ROLE_BIT(RAP_ROLE_UNTIL) | RAP_ROLE_BIT(RAP_ROLE_BY);
    if (found->validity.count) {
        return found->validity.items[0];
    }
    for (uint32_t i = p->start; i < p->end; i++) {
        if (!rap_item_is_date(clause, i)) {
            continue;
        }
        const rap_mention *m = rap_item_mention(clause, item_at(clause, i));
        uint32_t previous = i;
        while (previous > p->start && has(clause, previous - 1, RAP_ROLE_DEFINITE)) {
            previous--;
        }
        if (rap_str_is(m->body, "deadline") ||
            (previous > p->start && rap_item_has_any(item_at(clause, previous - 1), limits))) {
            return (rap_period){{0}, m->period.end.year ? m->period.end : m->period.start};
        }
    }
    return found->dates[RAP_TIER_AIM].count ? found->dates[RAP_TIER_AIM].items[0] : (rap_period){0};
}

rap_pledge *rap_pledge_read(rap_clause *clause, const rap_predicate *predicate,
                            const rap_act_kind *kind, const rap_gathered *found,
                            rap_activity *activity, bool *ret_needs_sum)
{
    const rap_act_verb *verb = predicate->act ? predicate->act : predicate->verb;
    bool commits = verb && rap_str_is(verb->verb_class, "pledge");
    bool by_noun = makes_pledge(clause, predicate, kind);
    *ret_needs_sum = commits && verb->announces && !by_noun && !announces_pledge(clause, predicate);
    if (!by_noun && !commits) {
        return NULL;
    }
    rap_pledge *pledge = RAP_NEW(clause->arena, rap_pledge);
    bool kept = rap_str_is(kind->verb_class, "fulfil") || rap_str_is(kind->verb_class, "implement");
    pledge->what = find_what(clause, predicate, activity);
    pledge->due = find_due(clause, predicate, found);
    pledge->status = activity->status == RAP_STATUS_PLANNED ? RAP_STR("planned")
                     : kept                                 ? RAP_STR("fulfilled")
                                                            : RAP_STR("made");
    bool only_aim = found->dates[RAP_TIER_AIM].count > 0;
    for (int tier = 0; tier < RAP_TIER_AIM; tier++) {
        only_aim = only_aim && !found->dates[tier].count;
    }
    if (only_aim && activity->dates.count == found->dates[RAP_TIER_AIM].count) {
        activity->dates = (rap_periods){0};
    }
    return pledge;
}

static bool is_currency(rap_str unit)
{
    return unit.length == 3 && unit.data[0] >= 'A' && unit.data[0] <= 'Z';
}

void rap_pledge_add_sums(const rap_version *version, size_t first, size_t activity,
                         rap_pledge *pledge)
{
    for (size_t i = first; i < version->figures.count; i++) {
        const rap_figure_fact *figure = &version->figures.items[i];
        if (figure->activity == (int32_t)activity && is_currency(figure->unit)) {
            RAP_PUSH(version->arena, &pledge->sums,
                     (rap_sum){figure->value, figure->unit, figure->bound});
        }
    }
}

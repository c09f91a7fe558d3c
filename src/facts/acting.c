/* Which States, and bodies that only the text names, act in a clause or receive in it. */
#include "walk.h"

static bool is_government(const walk *w, uint32_t i)
{
    if (describes_before(w)) {
        return has(w, i + 1, RAP_ROLE_GOVERNMENT);
    }
    if (!has(w, before(w, i), RAP_ROLE_OF) && w->clause->language->has_articles) {
        return false;
    }
    for (uint32_t n = 1; n <= 7 && n <= i; n++) {
        const rap_item *item = item_at(w, i - n);
        if (rap_item_has(item, RAP_ROLE_GOVERNMENT)) {
            return true;
        }
        if (item->kind == RAP_ITEM_MENTION || item->kind == RAP_ITEM_COMMA) {
            return false;
        }
    }
    return false;
}

static bool stands_bare(const walk *w, uint32_t previous)
{
    return previous == UINT32_MAX || has(w, previous, RAP_ROLE_BY) ||
           has(w, previous, RAP_ROLE_WITH) || has(w, previous, RAP_ROLE_COMPANION) ||
           parts_list(w, previous) || has(w, previous, RAP_ROLE_EXAMPLE) ||
           item_at(w, previous)->kind == RAP_ITEM_COMMA;
}

/* Who was visited took part: the State, or the body at whose headquarters that was. */
bool rap_walk_is_visit(const walk *w)
{
    return w->kind && rap_str_is(w->kind->type, "visit") && w->zone <= ZONE_EVENT && !w->is_front;
}

static bool is_goal(const walk *w, uint32_t i)
{
    return rap_walk_is_visit(w) && w->last_place && w->last_place_at == i;
}

/* "gave assistance [to] Kenya", "helped ITU Kenya": a recipient that no preposition marks, where
 * case or the place behind the subject does. */
static bool is_given_to(const walk *w, uint32_t previous)
{
    if (!w->kind || !rap_str_is(w->kind->type, "support") || w->zone != ZONE_OBJECT ||
        previous == UINT32_MAX) {
        return false;
    }
    const rap_item *before_it = item_at(w, previous);
    if (w->clause->language->verb_first) {
        return before_it->mention != UINT32_MAX && w->last_party == previous;
    }
    return w->clause->language->bare_genitive && before_it->kind == RAP_ITEM_WORD &&
           (!before_it->word || !before_it->word->roles);
}

/* Whether a list of States or places goes on behind `previous`. */
static bool follows_state(const walk *w, uint32_t previous)
{
    return previous != UINT32_MAX && previous > 0 && parts_list(w, previous) &&
           (kind_of(w, previous - 1) == RAP_MENTION_STATE ||
            kind_of(w, previous - 1) == RAP_MENTION_PLACE);
}

/* A State acts where it is named as one: "the Government of X", "with X", "visited X". */
bool rap_walk_state_acts(const walk *w, uint32_t i)
{
    uint32_t previous = before(w, i);
    if (is_government(w, i) || is_goal(w, i) || is_given_to(w, previous)) {
        return true;
    }
    if (follows_state(w, previous)) {
        return w->last_party == previous - 1;
    }
    if (describes_before(w) &&
        (has(w, previous, RAP_ROLE_TO) || has(w, previous, RAP_ROLE_RECIPIENT))) {
        return w->zone <= ZONE_HELD;
    }
    if (w->zone == ZONE_FRONT) {
        return stands_bare(w, previous) || previous < w->predicate->subject;
    }
    if (w->zone == ZONE_AGENT || w->zone == ZONE_WITH || w->zone == ZONE_HELD) {
        return stands_bare(w, previous);
    }
    return w->zone == ZONE_OBJECT && !has(w, i + 1, RAP_ROLE_SITUATION) &&
           (previous + 1 == w->predicate->group_end || has(w, previous, RAP_ROLE_TO) ||
            has(w, previous, RAP_ROLE_RECIPIENT));
}

/* A body that only this text names is a party where it acts or receives; as the object of what was
 * held or founded it is the event or body itself. */
bool rap_walk_unknown_acts(const walk *w, uint32_t i)
{
    if (w->zone == ZONE_FRONT || w->zone == ZONE_WITH || w->zone == ZONE_AGENT ||
        w->zone == ZONE_HELD) {
        return true;
    }
    uint32_t previous = before(w, i);
    if (w->zone != ZONE_OBJECT || !w->kind) {
        return false;
    }
    rap_str verb_class = w->kind->verb_class;
    if (w->clause->language->verb_first && previous + 1 == w->predicate->group_end) {
        return true;
    }
    bool direct = previous + 1 == w->predicate->group_end &&
                  (rap_str_is(verb_class, "meet") || rap_str_is(verb_class, "visit") ||
                   rap_str_is(verb_class, "speak") || rap_str_is(verb_class, "support"));
    return direct || has(w, previous, RAP_ROLE_TO) || has(w, previous, RAP_ROLE_RECIPIENT);
}

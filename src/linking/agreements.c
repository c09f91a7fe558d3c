#include "linking/agreements.h"

#include <stdlib.h>

const char *rap_agreement_state_name(rap_agreement_state state)
{
    static const char *const names[] = {[RAP_AGREEMENT_UNKNOWN] = "unknown",
                                        [RAP_AGREEMENT_DRAFTING] = "drafting",
                                        [RAP_AGREEMENT_NOT_YET] = "not yet in force",
                                        [RAP_AGREEMENT_IN_FORCE] = "in force",
                                        [RAP_AGREEMENT_EXPIRED] = "expired"};
    return names[state];
}

static bool is_continuation(const rap_agreement_event *event)
{
    return rap_str_is(event->action, "renewed") || rap_str_is(event->action, "extended") ||
           rap_str_is(event->action, "updated");
}

/* Tells that it goes on beyond the time told before. */
static bool prolongs(const rap_agreement_event *event)
{
    return rap_str_is(event->action, "renewed") || rap_str_is(event->action, "extended");
}

static bool is_preparation(const rap_agreement_event *event)
{
    return event->status == RAP_STATUS_PLANNED || rap_str_is(event->action, "drafting");
}

static bool is_dated(const rap_agreement_event *event)
{
    return event->date.start.year || event->date.end.year;
}

static bool has_validity(const rap_agreement_event *event)
{
    return event->valid_from.year || event->valid_to.year;
}

static int by_date(const void *a, const void *b)
{
    const rap_agreement_event *x = *(rap_agreement_event *const *)a;
    const rap_agreement_event *y = *(rap_agreement_event *const *)b;
    if (is_dated(x) != is_dated(y)) {
        return is_dated(x) ? -1 : 1;
    }
    int order = rap_date_compare(x->date.start, y->date.start);
    if (!order && x->foreign != y->foreign) {
        return x->foreign ? 1 : -1;
    }
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static size_t first_order(const rap_agreement_history *history)
{
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < history->events.count; i++) {
        size_t order = history->events.items[i]->order;
        first = order < first ? order : first;
    }
    return first;
}

static int by_order(const void *a, const void *b)
{
    size_t x = first_order(a), y = first_order(b);
    return (x > y) - (x < y);
}

static bool same_parties(const rap_agreement_event *a, const rap_agreement_event *b)
{
    if (a->parties.count < 2 || a->parties.count != b->parties.count) {
        return false;
    }
    for (size_t i = 0; i < a->parties.count; i++) {
        if (!rap_str_equal(a->parties.items[i], b->parties.items[i])) {
            return false;
        }
    }
    return true;
}

static bool same_validity(const rap_agreement_event *a, const rap_agreement_event *b)
{
    return has_validity(a) && rap_date_compare(a->valid_from, b->valid_from) == 0 &&
           rap_date_compare(a->valid_to, b->valid_to) == 0;
}

/* The same event told twice. */
static bool is_same_event(const rap_agreement_event *a, const rap_agreement_event *b)
{
    if (a->same && a->same == b->same) {
        return true;
    }
    if (is_dated(a) && is_dated(b)) {
        return is_continuation(a) == is_continuation(b) && rap_period_overlaps(a->date, b->date);
    }
    return rap_str_equal(a->quote, b->quote);
}

/* Whether the event, which is not earlier than those of the history, belongs to it. `alone`: no
 * other agreement of these parties and this kind is known. */
static bool belongs(const rap_agreement_event *event, const rap_agreement_history *history,
                    bool alone)
{
    bool all_prepared = true, elsewhere = true;
    for (size_t i = 0; i < history->events.count; i++) {
        const rap_agreement_event *other = history->events.items[i];
        if (is_same_event(event, other) || same_validity(event, other)) {
            return true;
        }
        all_prepared = all_prepared && is_preparation(other);
        elsewhere = elsewhere && !rap_str_equal(event->doc, other->doc);
    }
    if (is_dated(event)) {
        return is_continuation(event) || all_prepared;
    }
    return alone && (elsewhere || is_continuation(event) || is_preparation(event) || all_prepared);
}

/* Whether both are called alike, or one only an agreement; then the day must be the same. */
static bool same_kind(const rap_agreement_event *a, const rap_agreement_event *b)
{
    if (rap_str_equal(a->kind, b->kind)) {
        return true;
    }
    bool general = rap_str_is(a->kind, "agreement") || rap_str_is(b->kind, "agreement");
    return general && a->date.start.day && rap_period_equal(a->date, b->date);
}

/* The history that holds an event which a link joins with this one. */
static rap_agreement_history *find_linked(rap_agreement_histories *all,
                                          const rap_agreement_event *event)
{
    for (size_t i = 0; i < all->count && event->same; i++) {
        for (size_t n = 0; n < all->items[i].events.count; n++) {
            if (all->items[i].events.items[n]->same == event->same) {
                return &all->items[i];
            }
        }
    }
    return NULL;
}

static rap_agreement_history *find_history(rap_agreement_histories *all,
                                           const rap_agreement_event *event)
{
    rap_agreement_history *linked = find_linked(all, event);
    if (linked) {
        return linked;
    }
    size_t candidates = 0;
    for (size_t i = 0; i < all->count; i++) {
        const rap_agreement_event *first = all->items[i].events.items[0];
        candidates += same_parties(first, event) && same_kind(first, event);
    }
    /* The latest of them is the one that is renewed. */
    for (size_t i = all->count; i-- > 0 && candidates;) {
        const rap_agreement_event *first = all->items[i].events.items[0];
        if (same_parties(first, event) && same_kind(first, event) &&
            belongs(event, &all->items[i], candidates == 1)) {
            return &all->items[i];
        }
    }
    return NULL;
}

/* Renewed without a word on until when, in any record of it. */
static bool leaves_open(const rap_agreement_history *history, const rap_agreement_event *event)
{
    if (!prolongs(event) || !is_dated(event)) {
        return false;
    }
    for (size_t i = 0; i < history->events.count; i++) {
        const rap_agreement_event *other = history->events.items[i];
        if (other->valid_to.year && (other == event || is_same_event(event, other))) {
            return false;
        }
    }
    return true;
}

/* One telling may name more parties than another. */
static void gather_parties(rap_arena *arena, rap_agreement_history *history)
{
    for (size_t i = 0; i < history->events.count; i++) {
        const rap_strs *parties = &history->events.items[i]->parties;
        for (size_t n = 0; n < parties->count; n++) {
            bool known = false;
            for (size_t k = 0; k < history->parties.count && !known; k++) {
                known = rap_str_equal(history->parties.items[k], parties->items[n]);
            }
            if (!known) {
                RAP_PUSH(arena, &history->parties, parties->items[n]);
            }
        }
    }
    rap_strs_sort(&history->parties);
}

const rap_agreement_event *rap_agreement_told_by(const rap_agreement_history *history)
{
    for (size_t i = 0; i < history->events.count; i++) {
        if (!history->events.items[i]->foreign) {
            return history->events.items[i];
        }
    }
    return history->events.items[0];
}

static void sum_up(rap_agreement_history *history)
{
    for (size_t i = 0; i < history->events.count; i++) {
        const rap_agreement_event *event = history->events.items[i];
        if (is_dated(event) && is_continuation(event)) {
            history->renewed = event->date.start;
        } else if (is_dated(event) && !is_preparation(event) && !history->begun.year) {
            history->begun = event->date.start;
        }
        if (event->valid_from.year &&
            (!history->valid_from.year ||
             rap_date_compare(event->valid_from, history->valid_from) < 0)) {
            history->valid_from = event->valid_from;
        }
        if (event->valid_to.year && (is_dated(event) || !history->valid_to.year)) {
            history->valid_to = event->valid_to;
        } else if (leaves_open(history, event)) {
            history->valid_to = (rap_date){0};
        }
    }
}

void rap_agreements_join(rap_arena *arena, rap_agreement_event *events, size_t count,
                         rap_agreement_histories *ret)
{
    rap_agreement_event **sorted = RAP_NEW_ARRAY(arena, rap_agreement_event *, count + 1);
    *ret = (rap_agreement_histories){0};
    for (size_t i = 0; i < count; i++) {
        rap_strs_sort(&events[i].parties);
        sorted[i] = &events[i];
    }
    qsort(sorted, count, sizeof *sorted, by_date);
    for (size_t i = 0; i < count; i++) {
        rap_agreement_history *history = find_history(ret, sorted[i]);
        if (!history) {
            RAP_PUSH(arena, ret, (rap_agreement_history){0});
            history = &ret->items[ret->count - 1];
        }
        RAP_PUSH(arena, &history->events, sorted[i]);
    }
    for (size_t i = 0; i < ret->count; i++) {
        gather_parties(arena, &ret->items[i]);
        sum_up(&ret->items[i]);
    }
    if (ret->count > 1) {
        qsort(ret->items, ret->count, sizeof *ret->items, by_order);
    }
}

/* -- on a day ------------------------------------------------------------------------------------
 */

enum { LAST_MONTH = 12, LAST_DAY = 31 };

/* The first or last day that a date may mean, as a number that compares: 20230531. */
static int32_t day_of(rap_date date, bool last)
{
    int32_t month = date.month ? date.month : last ? LAST_MONTH : 1;
    int32_t day = date.day ? date.day : last ? LAST_DAY : 1;
    return date.year * 10000 + month * 100 + day;
}

rap_agreement_state rap_agreement_state_on(const rap_agreement_history *history, rap_date on)
{
    bool all_prepared = true;
    for (size_t i = 0; i < history->events.count; i++) {
        all_prepared = all_prepared && is_preparation(history->events.items[i]);
    }
    if (all_prepared) {
        return RAP_AGREEMENT_DRAFTING;
    }
    rap_date from = history->valid_from.year ? history->valid_from : history->begun;
    if (from.year && day_of(from, false) > day_of(on, true)) {
        return RAP_AGREEMENT_NOT_YET;
    }
    rap_agreement_state state = RAP_AGREEMENT_UNKNOWN;
    for (size_t i = 0; i < history->events.count; i++) {
        const rap_agreement_event *event = history->events.items[i];
        from = event->valid_from.year ? event->valid_from : event->date.start;
        bool begun = !from.year || day_of(from, false) <= day_of(on, true);
        bool over = event->valid_to.year && day_of(event->valid_to, true) < day_of(on, false);
        if (begun && !over && has_validity(event)) {
            return RAP_AGREEMENT_IN_FORCE;
        }
        if (begun && (over || leaves_open(history, event))) {
            state = over ? RAP_AGREEMENT_EXPIRED : RAP_AGREEMENT_UNKNOWN;
        }
    }
    return state;
}

bool rap_agreement_ends_within(const rap_agreement_history *history, rap_date from, rap_date until)
{
    if (!history->valid_to.year) {
        return false;
    }
    int32_t end = day_of(history->valid_to, true);
    return end >= day_of(from, false) && end <= day_of(until, true);
}

/* Corrections applied to records, and records as the facts that they are of. */
#include "correct.h"

#include "member.h"

#include <string.h>

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* -- what follows ------------------------------------------------------------------------------ */

/* Only parties have roles. */
static void tidy_roles(json_t *record)
{
    const char *party;
    void *next;
    json_t *role, *roles = json_object_get(record, "roles");
    const json_t *parties = json_object_get(record, "parties");
    json_object_foreach_safe(roles, next, party, role)
    {
        json_t *name = json_string(party);
        bool is_party = rap_member_holds(parties, name);
        json_decref(name);
        if (!is_party) {
            json_object_del(roles, party);
        }
    }
}

/* The parties with the role, from the `skip`-th on. */
static json_t *with_role(const json_t *record, const char *role, size_t skip)
{
    size_t index;
    json_t *party, *found = json_array();
    const json_t *roles = json_object_get(record, "roles");
    json_array_foreach(json_object_get(record, "parties"), index, party)
    {
        const char *name = json_string_value(party);
        if (name && !strcmp(text_of(roles, name), role) && (skip == 0 || skip-- == 0)) {
            json_array_append(found, party);
        }
    }
    return found;
}

/* What only one type of activity has comes and goes with the type. */
static void tidy_type(json_t *record)
{
    const char *type = text_of(record, "type");
    json_t *publication = json_object_get(record, "publication");
    json_t *pledge = json_object_get(record, "pledge");
    if (strcmp(type, "agreement") != 0) {
        json_object_del(record, "agreement");
    } else if (!json_is_object(json_object_get(record, "agreement"))) {
        json_object_set_new(record, "agreement",
                            json_pack("{s:s, s:n, s:n, s:n}", "kind", "agreement", "valid_from",
                                      "valid_to", "action"));
    }
    if (strcmp(type, "publication") != 0) {
        json_object_del(record, "publication");
    } else {
        if (!publication) {
            publication =
                json_pack("{s:n, s:s, s:[]}", "title", "kind", "publication", "languages");
            json_object_set_new(record, "publication", publication);
        }
        json_object_set_new(publication, "with", with_role(record, "publisher", 1));
    }
    if (strcmp(type, "pledge") != 0) {
        json_object_del(record, "pledge");
    } else if (pledge) {
        json_object_set_new(pledge, "who", with_role(record, "provider", 0));
        json_object_set_new(pledge, "to", with_role(record, "recipient", 0));
    }
}

/* Where the subject stands in the words of the fact, or null. */
static void place_subject(json_t *record)
{
    rap_str quote = rap_str_of(text_of(record, "quote"));
    rap_str subject = rap_str_of(text_of(record, "subject"));
    json_int_t start =
        json_integer_value(json_object_get(json_object_get(record, "evidence"), "start"));
    size_t at = subject.length ? rap_str_find(quote, subject, 0) : SIZE_MAX;
    json_object_set_new(record, "subject_span",
                        at == SIZE_MAX
                            ? json_null()
                            : json_pack("{s:I, s:I}", "start", start + (json_int_t)at, "end",
                                        start + (json_int_t)(at + subject.length)));
}

static void update_agreement(json_t *record, const json_t *change)
{
    json_t *agreement = json_object_get(record, "agreement");
    if (!json_is_object(change)) {
        return;
    }
    if (!json_is_object(agreement)) {
        agreement = json_pack("{s:s, s:n, s:n, s:n}", "kind", "agreement", "valid_from", "valid_to",
                              "action");
        json_object_set_new(record, "agreement", agreement);
    }
    json_object_update(agreement, (json_t *)change);
}

void rap_correct_apply(rap_fact_kind kind, json_t *record, const json_t *correction)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)correction, name, value)
    {
        if (!strcmp(name, "agreement")) {
            update_agreement(record, value);
        } else {
            json_object_set_new(record, name, json_deep_copy(value));
        }
    }
    if (kind == RAP_FACT_ACTIVITY) {
        tidy_roles(record);
        tidy_type(record);
        if (json_object_get(correction, "subject")) {
            place_subject(record);
        }
    }
    if (kind == RAP_FACT_MANDATE && json_object_get(correction, "timing")) {
        json_t *due = json_object_get(record, "due");
        bool is_timed = json_is_object(json_object_get(record, "timing"));
        if (!is_timed) {
            json_array_clear(due);
        } else if (json_array_size(due) == 0) {
            json_array_append_new(due, json_string("action"));
        }
    }
}

static void take_in(json_t *record, const json_t *other, const char *name)
{
    size_t index;
    json_t *value, *list = json_object_get(record, name);
    json_array_foreach(json_object_get(other, name), index, value)
    {
        if (!rap_member_holds(list, value)) {
            json_array_append(list, value);
        }
    }
}

void rap_correct_absorb(rap_fact_kind kind, json_t *record, const json_t *other)
{
    static const char *const of_mandate[] = {"addressees", "cites", "themes", NULL};
    static const char *const of_activity[] = {"parties", "dates", "places", "themes", NULL};
    static const char *const of_figure[] = {NULL};
    const char *const *lists = kind == RAP_FACT_MANDATE    ? of_mandate
                               : kind == RAP_FACT_ACTIVITY ? of_activity
                                                           : of_figure;
    for (; *lists; lists++) {
        take_in(record, other, *lists);
    }
    if (kind == RAP_FACT_ACTIVITY) {
        json_object_update_missing(json_object_get(record, "roles"),
                                   json_object_get(other, "roles"));
        tidy_type(record);
    }
}

/* -- facts ------------------------------------------------------------------------------------- */

static rap_evidence evidence_of(const json_t *record)
{
    const json_t *evidence = json_object_get(record, "evidence");
    return (rap_evidence){(uint32_t)json_integer_value(json_object_get(evidence, "block")),
                          {(uint32_t)json_integer_value(json_object_get(evidence, "start")),
                           (uint32_t)json_integer_value(json_object_get(evidence, "end"))}};
}

static uint32_t goals_of(const json_t *record)
{
    size_t index;
    uint32_t goals = 0;
    const json_t *goal;
    json_array_foreach(json_object_get(record, "goals"), index, goal)
    {
        json_int_t number = json_integer_value(goal);
        goals |= number >= 1 && number <= RAP_GOAL_COUNT ? RAP_GOAL_BIT(number) : 0;
    }
    return goals;
}

static rap_period period_of(const json_t *object)
{
    return (rap_period){rap_member_date(object, "start"), rap_member_date(object, "end")};
}

const rap_mandate *rap_correct_mandate(rap_arena *arena, const json_t *record)
{
    rap_mandate *mandate = RAP_NEW(arena, rap_mandate);
    const json_t *timing = json_object_get(record, "timing");
    mandate->para = rap_member_text(arena, record, "para");
    mandate->verb = rap_member_text(arena, record, "verb");
    mandate->sense = rap_member_text(arena, record, "sense");
    rap_force_of_name(rap_member_text(arena, record, "force"), &mandate->force);
    rap_member_texts(arena, record, "addressees", &mandate->addressees);
    mandate->asks = rap_member_text(arena, record, "asks");
    mandate->timing_kind = rap_member_text(arena, timing, "kind");
    mandate->timing_value = rap_member_text(arena, timing, "value");
    rap_member_texts(arena, record, "due", &mandate->due);
    rap_member_texts(arena, record, "cites", &mandate->cites);
    rap_member_texts(arena, record, "themes", &mandate->themes);
    mandate->goals = goals_of(record);
    mandate->evidence = evidence_of(record);
    mandate->rule = rap_member_text(arena, record, "rule");
    mandate->confidence = json_number_value(json_object_get(record, "confidence"));
    return mandate;
}

static const rap_agreement *agreement_of(rap_arena *arena, const json_t *object)
{
    rap_agreement *agreement = RAP_NEW(arena, rap_agreement);
    agreement->kind = rap_member_text(arena, object, "kind");
    agreement->action = rap_member_text(arena, object, "action");
    agreement->valid_from = rap_member_date(object, "valid_from");
    agreement->valid_to = rap_member_date(object, "valid_to");
    return agreement;
}

const rap_activity *rap_correct_activity(rap_arena *arena, const json_t *record)
{
    rap_activity *activity = RAP_NEW(arena, rap_activity);
    const json_t *roles = json_object_get(record, "roles"), *one;
    const json_t *span = json_object_get(record, "subject_span");
    const json_t *agreement = json_object_get(record, "agreement");
    const json_t *publication = json_object_get(record, "publication");
    size_t index;
    activity->para = rap_member_text(arena, record, "para");
    activity->quote = evidence_of(record);
    activity->type = rap_member_text(arena, record, "type");
    json_array_foreach(json_object_get(record, "parties"), index, one)
    {
        const char *name = json_string_value(one);
        rap_party party = {rap_str_copy(arena, rap_str_of(name)),
                           rap_member_text(arena, roles, name ? name : ""),
                           {0, 0}};
        RAP_PUSH(arena, &activity->parties, party);
    }
    json_array_foreach(json_object_get(record, "dates"), index, one)
    {
        RAP_PUSH(arena, &activity->dates, period_of(one));
    }
    rap_member_texts(arena, record, "places", &activity->places);
    rap_status_of_name(rap_member_text(arena, record, "status"), &activity->status);
    activity->agreement = json_is_object(agreement) ? agreement_of(arena, agreement) : NULL;
    if (json_is_object(publication)) {
        rap_publication *told = RAP_NEW(arena, rap_publication);
        told->kind = rap_member_text(arena, publication, "kind");
        activity->publication = told;
    }
    if (json_is_object(json_object_get(record, "pledge"))) {
        activity->pledge = RAP_NEW(arena, rap_pledge);
    }
    activity->subject = (rap_span){(uint32_t)json_integer_value(json_object_get(span, "start")),
                                   (uint32_t)json_integer_value(json_object_get(span, "end"))};
    rap_member_texts(arena, record, "themes", &activity->themes);
    activity->goals = goals_of(record);
    activity->rule = rap_member_text(arena, record, "rule");
    activity->confidence = json_number_value(json_object_get(record, "confidence"));
    return activity;
}

const rap_figure_fact *rap_correct_figure(rap_arena *arena, const json_t *record)
{
    rap_figure_fact *figure = RAP_NEW(arena, rap_figure_fact);
    figure->para = rap_member_text(arena, record, "para");
    figure->quote = evidence_of(record);
    figure->value = json_number_value(json_object_get(record, "value"));
    rap_bound_of_name(rap_member_text(arena, record, "bound"), &figure->bound);
    figure->unit = rap_member_text(arena, record, "unit");
    figure->period = period_of(json_object_get(record, "period"));
    figure->activity = -1;
    figure->rule = rap_member_text(arena, record, "rule");
    figure->confidence = json_number_value(json_object_get(record, "confidence"));
    return figure;
}

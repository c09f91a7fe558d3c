/* Agreements with their history: the records of the register, joined. */
#include "engine.h"
#include "member.h"

#include "base/json.h"
#include "linking/agreements.h"
#include "model/record.h"

/* Everything of one question; lives in its arena. */
typedef struct {
    rap_arena *arena;
    RAP_VEC(rap_agreement_event) events;
    rap_strs wanted; /* records that the filter lets through, in the register's order */
    rap_date on, until;
    bool in_force, expiring;
    const rap_register_same *same;
    rap_lang lang; /* the reader's */
} question;

static rap_status status_of(rap_str name)
{
    for (rap_status status = RAP_STATUS_DONE; status <= RAP_STATUS_PLANNED; status++) {
        if (rap_str_is(name, rap_status_name(status))) {
            return status;
        }
    }
    return RAP_STATUS_DONE;
}

static bool take_event(void *user, rap_str json)
{
    question *q = user;
    json_t *record = json_loadb(json.data, json.length, JSON_ALLOW_NUL, NULL);
    const json_t *agreement = json_object_get(record, "agreement");
    const json_t *date = json_array_get(json_object_get(record, "dates"), 0);
    rap_agreement_event event = {
        .kind = rap_member_text(q->arena, agreement, "kind"),
        .action = rap_member_text(q->arena, agreement, "action"),
        .doc = rap_member_text(q->arena, record, "doc"),
        .para = rap_member_text(q->arena, record, "para"),
        .lang = rap_member_text(q->arena, record, "lang"),
        .quote = rap_member_text(q->arena, record, "quote"),
        .status = status_of(rap_member_text(q->arena, record, "status")),
        .date = {rap_member_date(date, "start"), rap_member_date(date, "end")},
        .valid_from = rap_member_date(agreement, "valid_from"),
        .valid_to = rap_member_date(agreement, "valid_to"),
        .order = q->events.count,
        .record = rap_str_copy(q->arena, json)};
    const json_t *evidence = json_object_get(record, "evidence"), *party;
    rap_lang lang = rap_lang_of_code(event.lang);
    rap_str name =
        rap_record_activity_name(q->arena, event.doc, lang, event.para,
                                 (uint32_t)json_integer_value(json_object_get(evidence, "block")),
                                 (uint32_t)json_integer_value(json_object_get(evidence, "start")));
    event.same = rap_register_same_group(q->same, name);
    event.foreign = lang != q->lang;
    size_t index;
    json_array_foreach(json_object_get(record, "parties"), index, party)
    {
        RAP_PUSH(q->arena, &event.parties,
                 rap_str_copy(q->arena, rap_str_of(json_string_value(party))));
    }
    RAP_PUSH(q->arena, &q->events, event);
    json_decref(record);
    return true;
}

static bool take_wanted(void *user, rap_str json)
{
    question *q = user;
    RAP_PUSH(q->arena, &q->wanted, rap_str_copy(q->arena, json));
    return true;
}

/* Marks the events that the filter lets through; both lists are in the same order. */
static bool *mark_wanted(const question *q)
{
    bool *marks = RAP_NEW_ARRAY(q->arena, bool, q->events.count + 1);
    size_t next = 0;
    for (size_t i = 0; i < q->events.count && next < q->wanted.count; i++) {
        marks[i] = rap_str_equal(q->events.items[i].record, q->wanted.items[next]);
        next += marks[i];
    }
    return marks;
}

/* -- the options -------------------------------------------------------------------------------
 */

static bool read_options(question *q, const rapporteur_agreement_options *options, rap_error *error)
{
    const char *in_force = options ? options->in_force : NULL;
    const char *expiring = options ? options->expiring : NULL;
    q->in_force = in_force != NULL;
    q->expiring = expiring != NULL;
    return rap_engine_parse_on(in_force  ? in_force
                               : options ? options->on
                                         : NULL,
                               &q->on, error) &&
           (!expiring || rap_engine_parse_within(expiring, q->on, &q->until, error));
}

/* -- the answer --------------------------------------------------------------------------------
 */

static void put_date(rap_json *json, const char *name, rap_date date)
{
    char text[11];
    rap_json_member(json, name, rap_str_of(rap_date_text(date, text)));
}

static void put_sources(rap_json *json, const rap_agreement_history *history)
{
    rap_json_name(json, "sources");
    rap_json_array_begin(json);
    for (size_t i = 0; i < history->events.count; i++) {
        const rap_agreement_event *event = history->events.items[i];
        rap_json_object_begin(json);
        rap_json_member(json, "doc", event->doc);
        rap_json_member(json, "para", event->para);
        rap_json_member(json, "lang", event->lang);
        rap_json_object_end(json);
    }
    rap_json_array_end(json);
    rap_json_name(json, "history");
    rap_json_array_begin(json);
    for (size_t i = 0; i < history->events.count; i++) {
        rap_json_raw(json, history->events.items[i]->record);
    }
    rap_json_array_end(json);
}

static rap_str answer_of(rap_arena *arena, const rap_agreement_history *history, rap_date on)
{
    const rap_agreement_event *first = rap_agreement_told_by(history);
    rap_str kind = first->kind;
    for (size_t i = 0; i < history->events.count && rap_str_is(kind, "agreement"); i++) {
        kind = history->events.items[i]->kind;
    }
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "kind", kind);
    rap_json_member_strings(&json, "parties", &history->parties);
    rap_json_member(&json, "state",
                    rap_str_of(rap_agreement_state_name(rap_agreement_state_on(history, on))));
    put_date(&json, "on", on);
    put_date(&json, "signed", history->begun);
    put_date(&json, "renewed", history->renewed);
    put_date(&json, "valid_from", history->valid_from);
    put_date(&json, "valid_to", history->valid_to);
    rap_json_member(&json, "quote", first->quote);
    put_sources(&json, history);
    rap_json_object_end(&json);
    return rap_buf_str(&out);
}

static bool fits(const question *q, const rap_agreement_history *history, const bool *marks)
{
    bool is_marked = false;
    for (size_t i = 0; i < history->events.count; i++) {
        is_marked = is_marked || marks[history->events.items[i]->order];
    }
    return is_marked &&
           (!q->in_force || rap_agreement_state_on(history, q->on) == RAP_AGREEMENT_IN_FORCE) &&
           (!q->expiring || rap_agreement_ends_within(history, q->on, q->until));
}

static void tell(question *q, size_t limit, size_t offset,
                 bool (*on_record)(void *, const char *, size_t), void *user)
{
    rap_agreement_histories histories;
    bool *marks = mark_wanted(q);
    rap_agreements_join(q->arena, q->events.items, q->events.count, &histories);
    size_t told = 0;
    for (size_t i = 0; i < histories.count && (!limit || told < limit); i++) {
        if (!fits(q, &histories.items[i], marks)) {
            continue;
        }
        if (offset) {
            offset--;
            continue;
        }
        told++;
        rap_str json = answer_of(q->arena, &histories.items[i], q->on);
        if (!on_record(user, json.data, json.length)) {
            return;
        }
    }
}

bool rapporteur_agreements(rapporteur *r, const rapporteur_filter *filter,
                           const rapporteur_agreement_options *options,
                           bool (*on_record)(void *user, const char *json, size_t length),
                           void *user, rapporteur_error *error)
{
    rap_error inner;
    rap_filter wanted, all = {0};
    question q = {0};
    rap_arena_reset(r->answer);
    q.arena = r->answer;
    if (!rap_engine_has_register(r, &inner) || !read_options(&q, options, &inner) ||
        !rap_engine_filter(r, q.arena, filter, &wanted, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    size_t limit = wanted.limit, offset = wanted.offset;
    wanted.limit = wanted.offset = 0;
    q.lang = wanted.lang ? wanted.lang : RAP_LANG_EN;
    q.same = rap_register_same_read(r->reg, q.arena, &inner);
    if (!q.same ||
        !rap_register_list(r->reg, RAP_RECORDS_AGREEMENTS, &all, take_event, &q, &inner) ||
        !rap_register_list(r->reg, RAP_RECORDS_AGREEMENTS, &wanted, take_wanted, &q, &inner)) {
        return rap_engine_fail(error, r->location, &inner);
    }
    tell(&q, limit, offset, on_record, user);
    return true;
}

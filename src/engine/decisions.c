/* The log of decisions, and how far people agree in them. */
#include "decide.h"

#include "correct.h"
#include "member.h"

#include "base/map.h"

#include <string.h>

/* -- records ----------------------------------------------------------------------------------- */

static void put(rap_arena *arena, rap_json *json, const char *name, const json_t *value)
{
    rap_json_name(json, name);
    if (value) {
        rap_json_raw(json, rap_correct_text(arena, value));
    } else {
        rap_json_null(json);
    }
}

rap_str rap_decision_record(rap_arena *arena, const rap_decided *decision)
{
    rap_buf out;
    rap_json json;
    const rap_register_decision *row = &decision->row;
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("decision"));
    rap_json_member(&json, "uid", row->uid);
    rap_json_member(&json, "fact", rap_member_text(arena, decision->subject, "id"));
    rap_json_member(&json, "verdict", row->verdict);
    rap_json_member(&json, "person", row->person);
    rap_json_member(&json, "when", rap_str_of(rap_tie_time(arena, row->when)));
    rap_json_member(&json, "reason", row->reason);
    put(arena, &json, "correction", decision->correction);
    rap_json_member(&json, "with", rap_member_text(arena, decision->other, "id"));
    put(arena, &json, "parts", decision->parts);
    rap_json_member(&json, "undoes", decision->undoes);
    rap_json_name(&json, "revision");
    rap_json_integer(&json, row->revision);
    put(arena, &json, "subject", decision->subject);
    put(arena, &json, "other", decision->other);
    rap_json_object_end(&json);
    return rap_buf_str(&out);
}

/* -- the log ----------------------------------------------------------------------------------- */

static bool pass_on(void *user, const rap_register_decision *row)
{
    const rap_listening *to = user;
    rap_arena_reset(to->arena);
    const rap_decided *decision = rap_decided_of(to->arena, row);
    if (!decision) {
        return true;
    }
    rap_str record = rap_decision_record(to->arena, decision);
    rap_str whole =
        rap_str_of(rap_arena_format(to->arena, "%.*s, \"tied\": %s}", (int)record.length - 1,
                                    record.data, row->is_tied ? "true" : "false"));
    return to->on_record(to->user, whole.data, whole.length);
}

static bool filter_of(const rapporteur_decision_filter *filter, rap_register_decisions *ret_filter,
                      rap_error *error)
{
    rap_register_decisions wanted = {0};
    rap_period period = {0};
    if (filter) {
        wanted = (rap_register_decisions){.document = rap_str_trim(rap_str_of(filter->document)),
                                          .person = rap_str_trim(rap_str_of(filter->person)),
                                          .is_untied = filter->untied,
                                          .limit = filter->limit,
                                          .offset = filter->offset};
        if (filter->period && *filter->period &&
            !rap_engine_parse_period(filter->period, &period, error)) {
            return false;
        }
        rap_engine_seconds(period, &wanted.from, &wanted.until);
    }
    *ret_filter = wanted;
    return true;
}

bool rapporteur_decisions(rapporteur *r, const rapporteur_decision_filter *filter,
                          bool (*on_record)(void *user, const char *json, size_t length),
                          void *user, size_t *ret_total, rapporteur_error *error)
{
    rap_error inner;
    rap_register_decisions wanted;
    int64_t total = 0;
    if (!rap_engine_has_register(r, &inner) || !filter_of(filter, &wanted, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    if (ret_total) {
        if (!rap_register_decision_total(r->reg, &wanted, &total, &inner)) {
            return rap_engine_fail(error, r->location, &inner);
        }
        *ret_total = (size_t)total;
    }
    if (!on_record) {
        return true;
    }
    rap_listening to = {rap_arena_new(0), on_record, user};
    bool is_done = to.arena ? rap_register_decision_list(r->reg, &wanted, pass_on, &to, &inner)
                            : rap_error_set(&inner, RAP_ERROR_MEMORY, -1, "out of memory");
    rap_arena_free(to.arena);
    return is_done || rap_engine_fail(error, r->location, &inner);
}

/* -- agreement --------------------------------------------------------------------------------- */

enum { AS_READ, CORRECTED, REJECTED, VERDICTS };

/* How one person left a fact. */
typedef struct {
    rap_str person;
    int verdict;
    const json_t *correction; /* of all that they saw and did */
} judgement;

typedef struct {
    RAP_VEC(judgement) by_person;
    json_t *so_far; /* corrections that stand */
} judged;

typedef struct {
    rap_arena *arena;
    rap_decideds all;
    rap_map *undone; /* by uid */
    rap_map *facts;  /* judged, by what they are */
    rap_strs people;
    rap_str first, second;
} measuring;

static bool gather(void *user, const rap_register_decision *row)
{
    measuring *m = user;
    rap_decided *decision = rap_decided_of(m->arena, row);
    if (decision) {
        RAP_PUSH(m->arena, &m->all, decision);
        if (decision->undoes.length) {
            rap_map_set(m->undone, decision->undoes, decision);
        }
    }
    return true;
}

/* The words in their paragraph: the same in every register, and when a file is read anew. */
static rap_str key_of(rap_arena *arena, const json_t *subject)
{
    static const char *const members[] = {"doc", "lang", "kind", "para", "quote"};
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        rap_str text = rap_member_text(arena, subject, members[i]);
        rap_buf_format(&out, "%.*s\n", RAP_STR_ARG(text));
    }
    return rap_buf_str(&out);
}

static judgement *judgement_of(measuring *m, judged *fact, rap_str person)
{
    for (size_t i = 0; i < fact->by_person.count; i++) {
        if (rap_str_equal(fact->by_person.items[i].person, person)) {
            return &fact->by_person.items[i];
        }
    }
    RAP_PUSH(m->arena, &fact->by_person, (judgement){.person = person});
    return &fact->by_person.items[fact->by_person.count - 1];
}

/* Who saw no decision judged the fact as it was read. */
static void judge(measuring *m, const rap_decided *decision)
{
    rap_str key = key_of(m->arena, decision->subject);
    judged *fact = rap_map_find(m->facts, key);
    if (!fact) {
        fact = RAP_NEW(m->arena, judged);
        fact->so_far = rap_correct_keep(m->arena, json_object());
        rap_map_set(m->facts, key, fact);
    }
    judgement *mine = judgement_of(m, fact, decision->row.person);
    json_t *seen = rap_correct_keep(
        m->arena, decision->row.revision > 0 ? json_deep_copy(fact->so_far) : json_object());
    if (decision->correction) {
        json_object_update(seen, decision->correction);
        json_object_update(fact->so_far, decision->correction);
    }
    mine->correction = seen;
    mine->verdict = decision->verdict == RAP_VERDICT_REJECTED ? REJECTED
                    : json_object_size(seen)                  ? CORRECTED
                                                              : AS_READ;
}

/* Lists say the same in any order. */
static bool is_same_value(const json_t *a, const json_t *b)
{
    size_t index;
    const json_t *one;
    if (!json_is_array(a) || !json_is_array(b)) {
        return json_equal(a, b);
    }
    json_array_foreach(a, index, one)
    {
        if (!rap_member_holds(b, one)) {
            return false;
        }
    }
    return json_array_size(a) == json_array_size(b);
}

static bool is_same(const judgement *a, const judgement *b)
{
    const char *name;
    json_t *value;
    if (a->verdict != b->verdict) {
        return false;
    }
    if (a->verdict != CORRECTED) {
        return true;
    }
    json_object_foreach((json_t *)a->correction, name, value)
    {
        const json_t *other = json_object_get(b->correction, name);
        if (!other || !is_same_value(value, other)) {
            return false;
        }
    }
    return json_object_size(a->correction) == json_object_size(b->correction);
}

typedef struct {
    size_t facts, equal;
    size_t table[VERDICTS][VERDICTS];
} tally;

static bool is_asked(const measuring *m, rap_str person)
{
    return (!m->first.length && !m->second.length) || rap_str_equal(person, m->first) ||
           rap_str_equal(person, m->second);
}

static void note_person(measuring *m, rap_str person)
{
    for (size_t i = 0; i < m->people.count; i++) {
        if (rap_str_equal(m->people.items[i], person)) {
            return;
        }
    }
    RAP_PUSH(m->arena, &m->people, person);
}

static void count(measuring *m, const judged *fact, tally *t)
{
    for (size_t i = 0; i < fact->by_person.count; i++) {
        for (size_t k = i + 1; k < fact->by_person.count; k++) {
            const judgement *a = &fact->by_person.items[i], *b = &fact->by_person.items[k];
            if (!is_asked(m, a->person) || !is_asked(m, b->person)) {
                continue;
            }
            bool is_swapped = rap_str_compare(a->person, b->person) > 0;
            t->facts++;
            t->equal += is_same(a, b);
            t->table[is_swapped ? b->verdict : a->verdict][is_swapped ? a->verdict : b->verdict]++;
            note_person(m, a->person);
            note_person(m, b->person);
        }
    }
}

/* Cohen (1960): how much more often two people chose the same verdict than by chance, as often as
 * each chose it, of how much more often they could have. False where chance leaves nothing. */
static bool kappa_of(const tally *t, double *ret_kappa)
{
    double seen = 0, chance = 0, all = (double)t->facts;
    for (int v = 0; v < VERDICTS; v++) {
        double of_first = 0, of_second = 0;
        for (int w = 0; w < VERDICTS; w++) {
            of_first += (double)t->table[v][w];
            of_second += (double)t->table[w][v];
        }
        seen += (double)t->table[v][v];
        chance += of_first * of_second;
    }
    if (!t->facts || chance >= all * all) {
        return false;
    }
    seen /= all;
    chance /= all * all;
    *ret_kappa = (seen - chance) / (1 - chance);
    return true;
}

static const char *write_tally(measuring *m, const tally *t)
{
    rap_buf out;
    rap_json json;
    double kappa;
    rap_strs_sort(&m->people);
    rap_buf_init(&out, m->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member_strings(&json, "people", &m->people);
    rap_json_name(&json, "facts");
    rap_json_integer(&json, (int64_t)t->facts);
    rap_json_name(&json, "equal");
    rap_json_integer(&json, (int64_t)t->equal);
    rap_json_name(&json, "share");
    if (t->facts) {
        rap_json_real(&json, (double)t->equal / (double)t->facts);
    } else {
        rap_json_null(&json);
    }
    rap_json_name(&json, "kappa");
    if (m->people.count == 2 && kappa_of(t, &kappa)) {
        rap_json_real(&json, kappa);
    } else {
        rap_json_null(&json);
    }
    rap_json_object_end(&json);
    return rap_buf_str(&out).data;
}

static const char *measure(measuring *m)
{
    rap_str key;
    void *fact;
    tally t = {0};
    for (size_t i = 0; i < m->all.count; i++) {
        const rap_decided *decision = m->all.items[i];
        bool is_judgement = decision->verdict == RAP_VERDICT_CONFIRMED ||
                            decision->verdict == RAP_VERDICT_CORRECTED ||
                            decision->verdict == RAP_VERDICT_REJECTED;
        if (is_judgement && !rap_map_find(m->undone, decision->row.uid)) {
            judge(m, decision);
        }
    }
    for (size_t i = 0; rap_map_at(m->facts, i, &key, &fact); i++) {
        count(m, fact, &t);
    }
    return write_tally(m, &t);
}

const char *rapporteur_concordance(rapporteur *r, const char *first, const char *second,
                                   rapporteur_error *error)
{
    rap_error inner;
    rap_register_decisions all = {0};
    rap_arena_reset(r->answer);
    measuring m = {.arena = r->answer,
                   .undone = rap_map_new(r->answer),
                   .facts = rap_map_new(r->answer),
                   .first = rap_str_trim(rap_str_of(first)),
                   .second = rap_str_trim(rap_str_of(second))};
    if (!rap_engine_has_register(r, &inner) ||
        !rap_register_decision_list(r->reg, &all, gather, &m, &inner)) {
        rap_engine_fail(error, r->location, &inner);
        return NULL;
    }
    return measure(&m);
}

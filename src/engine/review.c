/* Looking at facts for deciding: one fact, and the queue of those that wait. */
#include "decide.h"

#include "correct.h"

#include <string.h>

/* -- one fact ---------------------------------------------------------------------------------- */

/* The members that decisions changed, as they were read. */
static json_t *read_members(const rap_fact *fact)
{
    const char *name;
    json_t *value, *read = json_object();
    json_object_foreach(fact->read, name, value)
    {
        const json_t *now = json_object_get(fact->now, name);
        if (fact->now && (!now || !json_equal(now, value))) {
            json_object_set(read, name, value);
        }
    }
    return read;
}

static json_t *loaded(rap_str text)
{
    return json_loadb(text.data, text.length, 0, NULL);
}

static json_t *history_of(rap_arena *arena, const rap_fact *fact)
{
    json_t *history = json_array();
    for (size_t i = 0; i < fact->history.count; i++) {
        const rap_decided *decision = fact->history.items[i];
        json_t *one = loaded(rap_decision_record(arena, decision));
        json_object_set_new(one, "undone", json_boolean(decision->undone_by != NULL));
        json_array_append_new(history, one);
    }
    return history;
}

static json_t *texts(const rap_strs *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->count; i++) {
        json_array_append_new(array, json_stringn(list->items[i].data, list->items[i].length));
    }
    return array;
}

static const char *write_fact(rap_ties *ties, rap_fact *fact, const rap_strs *warnings,
                              rap_error *error)
{
    rap_str text;
    rap_arena *arena = ties->arena;
    const json_t *record = rap_tie_record(ties, fact, error);
    if (!record || !rap_tie_read(ties, fact, error) ||
        !rap_register_block_text(ties->r->reg, arena, ties->version, fact->evidence.block, &text,
                                 error)) {
        return NULL;
    }
    json_t *answer = rap_correct_keep(arena, json_copy((json_t *)record));
    json_object_set_new(answer, "kind", json_string(rap_fact_kind_name(fact->kind)));
    json_object_set_new(answer, "text", json_stringn(text.data ? text.data : "", text.length));
    json_object_set_new(answer, "revision", json_integer((json_int_t)fact->history.count));
    json_object_set_new(answer, "decision",
                        fact->standing ? loaded(rap_tie_decision(arena, fact->standing, fact))
                                       : json_null());
    json_object_set_new(answer, "gone", json_boolean(fact->is_gone));
    json_object_set_new(answer, "read", read_members(fact));
    json_object_set_new(answer, "history", history_of(arena, fact));
    if (warnings) {
        json_object_set_new(answer, "warnings", texts(warnings));
    }
    return rap_correct_text(arena, answer).data;
}

const char *rap_review_fact(rapporteur *r, rap_arena *arena, rap_str id, const rap_strs *warnings,
                            rap_error *error)
{
    rap_engine_version version;
    rap_ties ties;
    bool is_several;
    if (!rap_engine_version_of_fact(r, arena, id, &version, error) ||
        !rap_ties_read(r, arena, &version, true, &ties, error)) {
        return NULL;
    }
    rap_fact *fact = rap_tie_find(&ties, id, &is_several);
    if (!fact || is_several) {
        rap_error_set(error, is_several ? RAP_ERROR_USAGE : RAP_ERROR_MISSING, -1,
                      is_several ? "facts of several kinds begin at %.*s; add :mandate, :activity "
                                   "or :figure"
                                 : "there is no fact %.*s",
                      RAP_STR_ARG(rap_str_slice(id, 0, 200)));
        return NULL;
    }
    return write_fact(&ties, fact, warnings, error);
}

const char *rapporteur_fact(rapporteur *r, const char *id, rapporteur_error *error)
{
    rap_error inner;
    rap_arena_reset(r->answer);
    const char *fact = rap_engine_has_register(r, &inner)
                           ? rap_review_fact(r, r->answer, rap_str_of(id), NULL, &inner)
                           : NULL;
    if (!fact) {
        bool is_asker = inner.code == RAP_ERROR_USAGE || inner.code == RAP_ERROR_MISSING;
        rap_engine_fail(error, is_asker ? NULL : r->location, &inner);
    }
    return fact;
}

/* -- the queue --------------------------------------------------------------------------------- */

static bool pass_on(void *user, rap_str json, rap_fact_kind kind, rap_str text)
{
    const rap_listening *to = user;
    rap_buf out;
    rap_json writer;
    rap_arena_reset(to->arena);
    rap_buf_init(&out, to->arena);
    rap_buf_put(&out, rap_str_slice(json, 0, json.length - 1)); /* without its brace */
    rap_json_init(&writer, &out);
    rap_buf_format(&out, ", \"kind\": \"%s\", \"text\": ", rap_fact_kind_name(kind));
    rap_json_string(&writer, text);
    rap_buf_put_byte(&out, '}');
    rap_str whole = rap_buf_str(&out);
    return to->on_record(to->user, whole.data, whole.length);
}

static bool queue_of(const rapporteur_queue_options *options, rap_register_queue *ret_queue,
                     rap_error *error)
{
    rap_register_queue queue = {0};
    rap_fact_kind kind;
    if (options) {
        queue = (rap_register_queue){.document = rap_str_trim(rap_str_of(options->document)),
                                     .below = options->below,
                                     .person = rap_str_trim(rap_str_of(options->person)),
                                     .has_others = options->others,
                                     .limit = options->limit,
                                     .offset = options->offset};
        if (options->kind && *options->kind) {
            if (!rap_fact_kind_of_name(rap_str_of(options->kind), &kind)) {
                return rap_error_set(error, RAP_ERROR_USAGE, -1,
                                     "\"%.40s\" is no kind of fact; write mandate, activity or "
                                     "figure",
                                     options->kind);
            }
            queue.kinds[kind] = true;
        }
    }
    *ret_queue = queue;
    return true;
}

bool rapporteur_queue(rapporteur *r, const rapporteur_queue_options *options,
                      bool (*on_record)(void *user, const char *json, size_t length), void *user,
                      size_t *ret_total, rapporteur_error *error)
{
    rap_error inner;
    rap_register_queue queue;
    int64_t total = 0;
    if (!rap_engine_has_register(r, &inner) || !queue_of(options, &queue, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    if (ret_total) {
        if (!rap_register_queue_total(r->reg, &queue, &total, &inner)) {
            return rap_engine_fail(error, r->location, &inner);
        }
        *ret_total = (size_t)total;
    }
    if (!on_record) {
        return true;
    }
    rap_listening to = {rap_arena_new(0), on_record, user};
    bool is_done = to.arena ? rap_register_queue_list(r->reg, &queue, pass_on, &to, &inner)
                            : rap_error_set(&inner, RAP_ERROR_MEMORY, -1, "out of memory");
    rap_arena_free(to.arena);
    return is_done || rap_engine_fail(error, r->location, &inner);
}

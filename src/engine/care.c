/* Care of the register: copies of it while it is used, and looking for damage. */
#include "engine.h"

#include "base/json.h"

bool rapporteur_backup(rapporteur *r, const char *path, bool replace, rapporteur_error *error)
{
    rap_error inner = {0};
    if (!rap_engine_has_register(r, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    if (rap_register_backup(r->reg, path, replace, &inner)) {
        return true;
    }
    /* What concerns the copy names it already. */
    bool is_of_copy = inner.code == RAP_ERROR_FILE || inner.code == RAP_ERROR_USAGE;
    return rap_engine_fail(error, is_of_copy ? NULL : r->location, &inner);
}

typedef struct {
    rap_arena *arena; /* of one record */
    bool (*on_damage)(void *user, const char *json, size_t length);
    void *user;
} telling;

static bool tell(void *user, const rap_register_damage *damage)
{
    const telling *to = user;
    rap_buf out;
    rap_json json;
    rap_arena_reset(to->arena);
    rap_buf_init(&out, to->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("damage"));
    rap_json_member(&json, "kind", rap_str_of(damage->kind));
    rap_json_member(&json, "about", damage->about);
    rap_json_member(&json, "what", rap_str_of(damage->what));
    rap_json_member(&json, "remedy", rap_str_of(damage->remedy));
    rap_json_object_end(&json);
    rap_str text = rap_buf_str(&out);
    return to->on_damage(to->user, text.data, text.length);
}

static const char *summary_of(rap_arena *arena, const rap_register_verified *verified)
{
    static const char *const names[] = {"files", "versions", "blocks", "facts", "damages"};
    const int64_t counts[] = {verified->files, verified->versions, verified->blocks,
                              verified->facts, verified->damages};
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        rap_json_name(&json, names[i]);
        rap_json_integer(&json, counts[i]);
    }
    rap_json_object_end(&json);
    return rap_buf_str(&out).data;
}

bool rapporteur_verify(rapporteur *r,
                       bool (*on_damage)(void *user, const char *json, size_t length), void *user,
                       const char **ret_summary, rapporteur_error *error)
{
    rap_error inner = {0};
    rap_register_verified verified = {0};
    rap_arena_reset(r->answer);
    if (!rap_engine_has_register(r, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    telling to = {rap_arena_new(0), on_damage, user};
    bool is_done = to.arena ? rap_register_verify(r->reg, tell, &to, &verified, &inner)
                            : rap_error_set(&inner, RAP_ERROR_MEMORY, -1, "out of memory");
    rap_arena_free(to.arena);
    if (is_done && ret_summary) {
        *ret_summary = summary_of(r->answer, &verified);
    }
    return is_done || rap_engine_fail(error, r->location, &inner);
}

/* What a version names, as records. */
#include "engine.h"

#include "base/json.h"

static void put_mention(rap_json *json, const rapporteur *r, const rap_version *version,
                        const rap_mention *mention)
{
    const rap_entity *entity =
        mention->entity.length ? rap_entity_find(r->mentions, mention->entity) : NULL;
    rap_str name = entity ? entity->names[version->lang] : RAP_STR_NONE;
    name = entity && !name.length ? entity->names[RAP_LANG_EN] : name;
    rap_json_object_begin(json);
    rap_json_member(json, "record", RAP_STR("mention"));
    rap_json_name(json, "block");
    rap_json_integer(json, mention->block);
    rap_json_name(json, "start");
    rap_json_integer(json, (int64_t)mention->span.start);
    rap_json_name(json, "end");
    rap_json_integer(json, (int64_t)mention->span.end);
    rap_json_member(json, "kind", rap_str_of(rap_mention_kind_name(mention->kind)));
    rap_json_member(json, "entity", mention->entity);
    rap_json_member(json, "name", name.length ? name : mention->entity);
    rap_json_object_end(json);
}

bool rapporteur_mentions(rapporteur *r, const char *document, const char *language,
                         bool (*on_record)(void *user, const char *json, size_t length), void *user,
                         rapporteur_error *error)
{
    rap_error inner;
    rap_engine_versions versions = {0};
    rap_version version;
    rap_lang lang = rap_lang_of_code(rap_str_of(language));
    rap_arena_reset(r->answer);
    if (!rap_engine_has_register(r, &inner) || !rap_engine_learn(r, &inner) ||
        !rap_engine_works(r, r->answer, rap_str_of(document), &versions, &inner)) {
        return rap_engine_fail(error, r->location, &inner);
    }
    for (size_t i = 0; i < versions.count; i++) {
        if (versions.items[i].lang != lang) {
            continue;
        }
        if (!rap_register_version_read(r->reg, r->answer, versions.items[i].id, &version, &inner)) {
            return rap_engine_fail(error, r->location, &inner);
        }
        rap_arena *one = rap_arena_new(0);
        bool goes_on = one != NULL;
        for (size_t m = 0; goes_on && m < version.mentions.count; m++) {
            rap_buf out;
            rap_json json;
            rap_arena_reset(one);
            rap_buf_init(&out, one);
            rap_json_init(&json, &out);
            put_mention(&json, r, &version, &version.mentions.items[m]);
            goes_on = on_record(user, out.data, out.length);
        }
        rap_arena_free(one);
        return true;
    }
    rap_error_set(&inner, RAP_ERROR_MISSING, -1, "there is no %.100s in that language", document);
    return rap_engine_fail(error, NULL, &inner);
}

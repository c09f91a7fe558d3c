/* Listing activities once each, however many documents and languages tell of them. */
#include "engine.h"
#include "member.h"

#include "base/map.h"
#include "model/record.h"

#include <jansson.h>
#include <string.h>

/* Of several that are the same the one that is listed. */
typedef struct {
    const rap_strs *group;
    rap_str name;
    rap_lang lang;
} telling;

typedef struct {
    rap_arena *arena;  /* of the whole list */
    rap_arena *record; /* of one record */
    const rap_register_same *same;
    rap_map *chosen; /* telling, by the address of its group */
    size_t count, limit, offset;
    bool (*on_record)(void *user, const char *json, size_t length);
    void *user;
} listing;

static uint32_t number_of(const json_t *record, const char *member)
{
    return (uint32_t)json_integer_value(json_object_get(record, member));
}

/* What links call the activity; in the arena. */
static rap_str name_of(rap_arena *arena, rap_str json, rap_lang *ret_lang)
{
    json_t *record = json_loadb(json.data, json.length, JSON_ALLOW_NUL, NULL);
    const json_t *evidence = json_object_get(record, "evidence");
    *ret_lang = rap_lang_of_code(rap_member_text(arena, record, "lang"));
    rap_str name =
        rap_record_activity_name(arena, rap_member_text(arena, record, "doc"), *ret_lang,
                                 rap_member_text(arena, record, "para"),
                                 number_of(evidence, "block"), number_of(evidence, "start"));
    json_decref(record);
    return name;
}

static rap_str key_of(const rap_strs *const *group)
{
    return (rap_str){(const char *)group, sizeof *group};
}

/* English, which most readers of several languages share, stands for the others; else the first. */
static bool choose(void *user, rap_str json)
{
    listing *list = user;
    rap_lang lang;
    rap_arena_reset(list->record);
    rap_str name = name_of(list->record, json, &lang);
    const rap_strs *group = rap_register_same_group(list->same, name);
    telling *known = group ? rap_map_find(list->chosen, key_of(&group)) : NULL;
    if (group && !known) {
        known = RAP_NEW(list->arena, telling);
        known->group = group;
        rap_map_set(list->chosen, key_of(&known->group), known);
    } else if (!group || known->lang == RAP_LANG_EN || lang != RAP_LANG_EN) {
        return true;
    }
    known->name = rap_str_copy(list->arena, name);
    known->lang = lang;
    return true;
}

/* The record with one member more: the names of the others. */
static bool pass_on(void *user, rap_str json)
{
    listing *list = user;
    rap_lang lang;
    rap_arena_reset(list->record);
    rap_str name = name_of(list->record, json, &lang);
    const rap_strs *group = rap_register_same_group(list->same, name);
    const telling *chosen = group ? rap_map_find(list->chosen, key_of(&group)) : NULL;
    if (chosen && !rap_str_equal(chosen->name, name)) {
        return true;
    }
    if (list->offset) {
        list->offset--;
        return true;
    }
    rap_buf out;
    rap_json writer;
    rap_buf_init(&out, list->record);
    rap_buf_put(&out, rap_str_slice(json, 0, json.length - 1)); /* without its brace */
    rap_buf_put_c(&out, ", \"same_as\": ");
    rap_json_init(&writer, &out);
    rap_json_array_begin(&writer);
    for (size_t i = 0; group && i < group->count; i++) {
        if (!rap_str_equal(group->items[i], name)) {
            rap_json_string(&writer, group->items[i]);
        }
    }
    rap_json_array_end(&writer);
    rap_buf_put_byte(&out, '}');
    rap_str text = rap_buf_str(&out);
    list->count++;
    return list->on_record(list->user, text.data, text.length) &&
           (!list->limit || list->count < list->limit);
}

bool rap_engine_list_once(rapporteur *r, rap_arena *arena, rap_records records,
                          const rap_filter *filter,
                          bool (*on_record)(void *user, const char *json, size_t length),
                          void *user, rap_error *error)
{
    rap_filter wanted = *filter;
    listing list = {.arena = arena,
                    .record = rap_arena_new(0),
                    .chosen = rap_map_new(arena),
                    .limit = filter->limit,
                    .offset = filter->offset,
                    .on_record = on_record,
                    .user = user};
    if (!list.record) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    wanted.limit = wanted.offset = 0;
    list.same = rap_register_same_read(r->reg, arena, error);
    bool is_done = list.same && rap_register_list(r->reg, records, &wanted, choose, &list, error) &&
                   rap_register_list(r->reg, records, &wanted, pass_on, &list, error);
    rap_arena_free(list.record);
    return is_done;
}

#include "member.h"

rap_str rap_member_text(rap_arena *arena, const json_t *record, const char *name)
{
    const json_t *member = json_object_get(record, name);
    return json_is_string(member) ? rap_str_copy(arena, (rap_str){json_string_value(member),
                                                                  json_string_length(member)})
                                  : RAP_STR_NONE;
}

rap_date rap_member_date(const json_t *record, const char *name)
{
    rap_date date = {0};
    const char *text = json_string_value(json_object_get(record, name));
    if (!text || !rap_date_parse(rap_str_of(text), &date)) {
        return (rap_date){0};
    }
    return date;
}

void rap_member_texts(rap_arena *arena, const json_t *record, const char *name, rap_strs *ret_texts)
{
    json_t *item;
    size_t index;
    *ret_texts = (rap_strs){0};
    json_array_foreach(json_object_get(record, name), index, item)
    {
        if (json_is_string(item)) {
            rap_str text = {json_string_value(item), json_string_length(item)};
            RAP_PUSH(arena, ret_texts, rap_str_copy(arena, text));
        }
    }
}

bool rap_member_holds(const json_t *list, const json_t *value)
{
    size_t index;
    const json_t *one;
    json_array_foreach(list, index, one)
    {
        if (json_equal(one, value)) {
            return true;
        }
    }
    return false;
}

/* Members of the register's records, which are JSON. */
#ifndef RAP_ENGINE_MEMBER_H
#define RAP_ENGINE_MEMBER_H

#include "model/date.h"

#include <jansson.h>

/* A string copied to the arena; empty where the member is missing or no string. */
rap_str rap_member_text(rap_arena *arena, const json_t *record, const char *name);
/* An ISO 8601 date; year 0 where there is none. */
rap_date rap_member_date(const json_t *record, const char *name);
/* The strings of an array. */
void rap_member_texts(rap_arena *arena, const json_t *record, const char *name,
                      rap_strs *ret_texts);
/* Whether an equal value stands in the array; false where `list` is none. */
bool rap_member_holds(const json_t *list, const json_t *value);

#endif

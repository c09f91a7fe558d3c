/* A streaming JSON writer (RFC 8259) into a buffer. Reading JSON is jansson's work. */
#ifndef RAP_BASE_JSON_H
#define RAP_BASE_JSON_H

#include "base/str.h"

#include <stdint.h>

typedef struct {
    rap_buf *out;
    bool comma; /* a value stands before, on this level */
} rap_json;

void rap_json_init(rap_json *json, rap_buf *out);
void rap_json_object_begin(rap_json *json);
void rap_json_object_end(rap_json *json);
void rap_json_array_begin(rap_json *json);
void rap_json_array_end(rap_json *json);
/* The name of the member whose value follows. */
void rap_json_name(rap_json *json, const char *name);
/* Invalid UTF-8 is written as U+FFFD. */
void rap_json_string(rap_json *json, rap_str text);
void rap_json_integer(rap_json *json, int64_t number);
void rap_json_real(rap_json *json, double number);
void rap_json_bool(rap_json *json, bool value);
void rap_json_null(rap_json *json);
/* `text` is JSON already. */
void rap_json_raw(rap_json *json, rap_str text);
/* Name and string; an empty string is written as null. */
void rap_json_member(rap_json *json, const char *name, rap_str text);
void rap_json_member_strings(rap_json *json, const char *name, const rap_strs *texts);

#endif

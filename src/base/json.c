#include "base/json.h"

#include <inttypes.h>
#include <math.h>

void rap_json_init(rap_json *json, rap_buf *out)
{
    *json = (rap_json){.out = out};
}

static void before_value(rap_json *json)
{
    if (json->comma) {
        rap_buf_put_c(json->out, ", ");
    }
    json->comma = true;
}

static void begin(rap_json *json, char bracket)
{
    before_value(json);
    rap_buf_put_byte(json->out, bracket);
    json->comma = false;
}

static void end(rap_json *json, char bracket)
{
    rap_buf_put_byte(json->out, bracket);
    json->comma = true;
}

void rap_json_object_begin(rap_json *json)
{
    begin(json, '{');
}

void rap_json_object_end(rap_json *json)
{
    end(json, '}');
}

void rap_json_array_begin(rap_json *json)
{
    begin(json, '[');
}

void rap_json_array_end(rap_json *json)
{
    end(json, ']');
}

static void put_escaped(rap_buf *out, uint32_t c)
{
    if (c == '"' || c == '\\') {
        rap_buf_put_byte(out, '\\');
        rap_buf_put_byte(out, (char)c);
    } else if (c == '\n') {
        rap_buf_put_c(out, "\\n");
    } else if (c == '\t') {
        rap_buf_put_c(out, "\\t");
    } else if (c < 0x20 || c == 0x7F) {
        rap_buf_format(out, "\\u%04" PRIx32, c);
    } else if (c == 0xFFFD) {
        rap_buf_put_code_point(out, c);
    }
}

static bool is_plain(uint32_t c)
{
    return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F && c != 0xFFFD;
}

/* Most text needs no escape: it is copied in runs. */
static void put_string(rap_buf *out, rap_str text)
{
    size_t run = 0;
    rap_buf_put_byte(out, '"');
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        uint32_t c = rap_utf8_next(text, &at);
        if (!is_plain(c)) {
            rap_buf_put(out, rap_str_slice(text, run, start));
            put_escaped(out, c);
            run = at;
        }
    }
    rap_buf_put(out, rap_str_slice(text, run, text.length));
    rap_buf_put_byte(out, '"');
}

void rap_json_name(rap_json *json, const char *name)
{
    before_value(json);
    put_string(json->out, rap_str_of(name));
    rap_buf_put_c(json->out, ": ");
    json->comma = false;
}

void rap_json_string(rap_json *json, rap_str text)
{
    before_value(json);
    put_string(json->out, text);
}

void rap_json_integer(rap_json *json, int64_t number)
{
    before_value(json);
    rap_buf_format(json->out, "%" PRId64, number);
}

void rap_json_real(rap_json *json, double number)
{
    if (!isfinite(number)) {
        rap_json_null(json);
        return;
    }
    before_value(json);
    rap_buf_format(json->out, "%.6g", number);
}

void rap_json_bool(rap_json *json, bool value)
{
    before_value(json);
    rap_buf_put_c(json->out, value ? "true" : "false");
}

void rap_json_null(rap_json *json)
{
    before_value(json);
    rap_buf_put_c(json->out, "null");
}

void rap_json_raw(rap_json *json, rap_str text)
{
    before_value(json);
    rap_buf_put(json->out, text);
}

void rap_json_member(rap_json *json, const char *name, rap_str text)
{
    rap_json_name(json, name);
    if (text.length) {
        rap_json_string(json, text);
    } else {
        rap_json_null(json);
    }
}

void rap_json_member_strings(rap_json *json, const char *name, const rap_strs *texts)
{
    rap_json_name(json, name);
    rap_json_array_begin(json);
    for (size_t i = 0; i < texts->count; i++) {
        rap_json_string(json, texts->items[i]);
    }
    rap_json_array_end(json);
}

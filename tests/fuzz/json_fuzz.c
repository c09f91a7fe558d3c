/* What is written as JSON is read again as it was, a text that is not UTF-8 with U+FFFD; what is
 * written as mark-up is well-formed XML. */
#include "fuzz.h"

#include "base/json.h"
#include "base/markup.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <math.h>

static rap_str valid(rap_arena *arena, rap_str bytes)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < bytes.length;) {
        rap_buf_put_code_point(&out, rap_utf8_next(bytes, &at));
    }
    return rap_buf_str(&out);
}

/* A double of eight bytes of the input. */
static double real_of(rap_str input)
{
    double number = 0;
    memcpy(&number, input.data ? input.data : "",
           input.length < sizeof number ? input.length : sizeof number);
    return isfinite(number) ? number : 0;
}

static void check_json(rap_arena *arena, rap_str input)
{
    rap_buf out;
    rap_json json;
    double real = real_of(input);
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_name(&json, "text");
    rap_json_string(&json, input);
    rap_json_member(&json, "member", input);
    rap_json_name(&json, "real");
    rap_json_real(&json, real);
    rap_json_name(&json, "integer");
    rap_json_integer(&json, INT64_MIN + (int64_t)input.length);
    rap_json_object_end(&json);
    json_t *read = json_loadb(out.data, out.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    const json_t *text = json_object_get(read, "text");
    rap_str came = {json_string_value(text), json_string_length(text)};
    fuzz_demand(rap_str_equal(came, valid(arena, input)), "a text is read as it was written");
    double again = json_number_value(json_object_get(read, "real"));
    fuzz_demand(fabs(again - real) <= fabs(real) * 1e-5, "so is a number");
    json_decref(read);
}

static void check_markup(rap_arena *arena, rap_str input)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_put_c(&out, "<a b=\"");
    rap_markup_text(&out, input);
    rap_buf_put_c(&out, "\">");
    rap_markup_text(&out, input);
    rap_buf_put_c(&out, "</a>");
    xmlDoc *doc = xmlReadMemory(out.data, (int)out.length, NULL, "UTF-8",
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    fuzz_demand(doc, "mark-up is well-formed");
    xmlFreeDoc(doc);
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    check_json(arena, input);
    check_markup(arena, valid(arena, input));
}

/* What handlers share: the query, lists in pages, failures. */
#include "web.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PAGE = 50, MOST_PAGE = 1000 };
/* An answer is given up at this size, long before the request's memory is at its end, so that a
 * question ends in order. */
#define LARGEST ((size_t)96 << 20)

const char *web_query(const web_call *call, const char *name)
{
    return rap_http_query(call->request, name);
}

const char *web_parameter(const web_call *call, size_t index)
{
    return rap_str_c(call->arena, call->request->parameters[index]);
}

bool web_number(web_call *call, const char *name, size_t otherwise, size_t most, size_t *ret)
{
    const char *text = web_query(call, name);
    int number = 0;
    if (text && (!rap_str_number(rap_str_of(text), &number) || (size_t)number > most)) {
        return rap_http_problem(call->request, call->answer, 400,
                                "\"%s\" must be a number from 0 to %zu", name, most);
    }
    *ret = text ? (size_t)number : otherwise;
    return true;
}

bool web_filter(web_call *call, rapporteur_filter *ret_filter)
{
    rapporteur_filter filter = {.organizations = web_query(call, "organization"),
                                .types = web_query(call, "type"),
                                .themes = web_query(call, "theme"),
                                .place = web_query(call, "place"),
                                .period = web_query(call, "period"),
                                .document = web_query(call, "document"),
                                .language = web_query(call, "language"),
                                .status = web_query(call, "status"),
                                .session = web_query(call, "session"),
                                .body = web_query(call, "body"),
                                .prefer = web_query(call, "prefer"),
                                .decisions = web_query(call, "decisions")};
    const char *once = web_query(call, "once");
    filter.once = once && strcmp(once, "0") != 0;
    if (!web_number(call, "limit", PAGE, MOST_PAGE, &filter.limit) ||
        !web_number(call, "offset", 0, 999999999, &filter.offset)) {
        return false;
    }
    filter.limit = filter.limit ? filter.limit : MOST_PAGE;
    *ret_filter = filter;
    return true;
}

void web_json(web_call *call, rap_str json)
{
    call->answer->status = 200;
    call->answer->body = json;
}

/* -- failures ------------------------------------------------------------------------------------
 */

void web_failed(web_call *call, const rapporteur_error *error)
{
    rap_http_request *request = call->request;
    rap_http_answer *answer = call->answer;
    const rap_web_options *options = &call->web->options;
    switch (error->code) {
    case RAPPORTEUR_USAGE:
    case RAPPORTEUR_FORMAT:
        rap_http_problem(request, answer, 400, "%s", error->message);
        return;
    case RAPPORTEUR_MISSING:
        rap_http_problem(request, answer, 404, "%s", error->message);
        return;
    case RAPPORTEUR_LIMIT:
        rap_http_problem(request, answer, 413, "%s", error->message);
        return;
    case RAPPORTEUR_STALE:
        rap_http_problem(request, answer, 409, "%s", error->message);
        return;
    case RAPPORTEUR_BUSY:
        rap_http_problem(request, answer, 503, "the register is being written; try again");
        rap_http_more(answer, "Retry-After", "2");
        return;
    default:
        break;
    }
    /* What the message tells of the machine is not for the client. */
    rap_http_problem(request, answer, 500,
                     "the register could not answer; its server's messages "
                     "tell why");
    if (options->on_problem) {
        options->on_problem(options->user, error->message);
    }
}

/* -- lists ---------------------------------------------------------------------------------------
 */

web_list web_list_new(web_call *call, size_t offset, size_t limit)
{
    web_list list = {.call = call, .offset = offset, .limit = limit};
    rap_buf_init(&list.items, call->arena);
    return list;
}

bool web_list_take(void *user, const char *json, size_t length)
{
    web_list *list = user;
    size_t index = list->seen++;
    if (index < list->offset || (list->limit && list->taken >= list->limit)) {
        return true;
    }
    if (list->items.length + length > LARGEST) {
        list->is_too_large = true;
        return false;
    }
    rap_buf_put_c(&list->items, list->taken++ ? ",\n" : "\n");
    rap_buf_put(&list->items, (rap_str){json, length});
    return !list->is_cut || !list->limit || list->taken < list->limit;
}

void web_list_put(const web_list *list, rap_buf *out)
{
    rap_buf_put_byte(out, '[');
    rap_buf_put(out, (rap_str){list->items.data, list->items.length});
    rap_buf_put_byte(out, ']');
}

typedef struct {
    rap_buf *out;
} link;

static void put_encoded(rap_buf *out, const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool is_plain =
            (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || strchr("-._~", c);
        rap_buf_format(out, is_plain ? "%c" : "%%%02X", c);
    }
}

static void put_parameter(void *user, const char *name, const char *value)
{
    link *l = user;
    if (strcmp(name, "offset") != 0) {
        put_encoded(l->out, name);
        rap_buf_put_byte(l->out, '=');
        put_encoded(l->out, value);
        rap_buf_put_byte(l->out, '&');
    }
}

/* The address of the next page. */
static rap_str next_of(const web_list *list)
{
    const rap_http_request *request = list->call->request;
    rap_buf out;
    rap_buf_init(&out, list->call->arena);
    link l = {&out};
    rap_buf_put(&out, request->path);
    rap_buf_put_byte(&out, '?');
    rap_http_query_each(request, put_parameter, &l);
    rap_buf_format(&out, "offset=%zu", list->offset + list->taken);
    return rap_buf_str(&out);
}

void web_list_answer(web_list *list, size_t total, rap_str more)
{
    web_call *call = list->call;
    rap_buf out;
    rap_json json;
    if (list->is_too_large) {
        rap_http_problem(call->request, call->answer, 413,
                         "the answer is too large; ask for less at a time");
        return;
    }
    rap_buf_init(&out, call->arena);
    rap_json_init(&json, &out);
    rap_buf_put_c(&out, "{\"items\":");
    web_list_put(list, &out);
    rap_buf_format(&out, ",\"total\":%zu,\"offset\":%zu,\"next\":", total, list->offset);
    if (list->taken && list->offset + list->taken < total) {
        rap_json_string(&json, next_of(list));
    } else {
        rap_buf_put_c(&out, "null");
    }
    rap_buf_put(&out, more);
    rap_buf_put_byte(&out, '}');
    web_json(call, rap_buf_str(&out));
}

json_t *web_body(web_call *call)
{
    const char *type = rap_http_header(call->request, "Content-Type");
    json_error_t wrong;
    if (!type || strncasecmp(type, "application/json", 16) != 0) {
        rap_http_problem(call->request, call->answer, 415, "send application/json");
        return NULL;
    }
    json_t *body = json_loadb(call->request->body.data ? call->request->body.data : "",
                              call->request->body.length, JSON_REJECT_DUPLICATES, &wrong);
    if (!json_is_object(body)) {
        json_decref(body);
        rap_http_problem(call->request, call->answer, 400, "the body is no JSON object");
        return NULL;
    }
    return body;
}

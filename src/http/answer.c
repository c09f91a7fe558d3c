/* Answers: headers, conditions, problems. */
#include "server.h"

#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>

void rap_http_more(rap_http_answer *answer, const char *name, const char *value)
{
    for (size_t i = 0; i + 1 < sizeof answer->more / sizeof answer->more[0]; i++) {
        if (!answer->more[i].name) {
            answer->more[i] = (rap_http_pair){name, value};
            return;
        }
    }
}

bool rap_http_problem(rap_http_request *request, rap_http_answer *answer, int status,
                      const char *detail, ...)
{
    va_list arguments;
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, request->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "type", RAP_STR("about:blank"));
    rap_json_member(&json, "title", rap_str_of(MHD_get_reason_phrase_for((unsigned)status)));
    rap_json_name(&json, "status");
    rap_json_integer(&json, status);
    va_start(arguments, detail);
    rap_json_member(&json, "detail",
                    rap_str_of(rap_arena_vformat(request->arena, detail, arguments)));
    va_end(arguments);
    rap_json_object_end(&json);
    answer->status = status;
    answer->type = "application/problem+json";
    answer->body = rap_buf_str(&out);
    answer->etag = NULL;
    answer->cache = NULL;
    answer->is_stream = false;
    return false;
}

bool rap_http_is_known(const rap_http_request *request, const char *etag)
{
    rap_str rest = rap_str_of(rap_http_header(request, MHD_HTTP_HEADER_IF_NONE_MATCH)), part;
    while (rest.length && rap_str_split(&rest, ',', &part)) {
        part = rap_str_trim(part);
        if (rap_str_is(part, "*")) {
            return true;
        }
        part = rap_str_starts(part, RAP_STR("W/")) ? rap_str_slice(part, 2, part.length) : part;
        bool is_quoted =
            part.length >= 2 && part.data[0] == '"' && part.data[part.length - 1] == '"';
        if (is_quoted && rap_str_is(rap_str_slice(part, 1, part.length - 1), etag)) {
            return true;
        }
    }
    return false;
}

static void add_headers(const exchange *x, struct MHD_Response *response)
{
    const rap_http_answer *answer = &x->answer;
    char tag[128];
    for (const rap_http_pair *pair = x->http->options.headers; pair && pair->name; pair++) {
        MHD_add_response_header(response, pair->name, pair->value);
    }
    for (const rap_http_pair *pair = answer->more; pair->name; pair++) {
        MHD_add_response_header(response, pair->name, pair->value);
    }
    if (x->request.is_secure) { /* who has come by TLS stays with it */
        MHD_add_response_header(response, MHD_HTTP_HEADER_STRICT_TRANSPORT_SECURITY,
                                "max-age=31536000");
    }
    if (answer->etag) {
        /* Weak where it is the tag of the answer packed as well as it is. */
        bool is_packable = http_is_packable(answer);
        snprintf(tag, sizeof tag, "%s\"%s\"", is_packable ? "W/" : "", answer->etag);
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, tag);
        if (is_packable) {
            MHD_add_response_header(response, MHD_HTTP_HEADER_VARY,
                                    MHD_HTTP_HEADER_ACCEPT_ENCODING);
        }
    }
    if (answer->body.length || answer->is_stream) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                                answer->type ? answer->type : "application/json");
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            answer->cache ? answer->cache : "no-store");
}

enum MHD_Result http_send(exchange *x)
{
    rap_http_answer *answer = &x->answer;
    if (!answer->status) {
        *answer = (rap_http_answer){.status = 500};
    }
    if (answer->status >= 500 && !answer->body.length) { /* there may be no memory for more */
        answer->type = "application/problem+json";
        answer->body =
            answer->status == 503
                ? RAP_STR("{\"type\":\"about:blank\",\"title\":\"Service Unavailable\","
                          "\"status\":503,\"detail\":\"the answer would take more memory "
                          "than there is; ask for less at a time\"}")
                : RAP_STR("{\"type\":\"about:blank\",\"title\":\"Internal Server "
                          "Error\",\"status\":500}");
    }
    bool is_known = answer->status == 200 && answer->etag && !answer->is_stream &&
                    rap_http_is_known(&x->request, answer->etag);
    if (is_known) {
        answer->status = 304;
        answer->body = RAP_STR_NONE;
    }
    size_t packed_length = 0;
    char *packed = answer->status == 200 ? http_pack(x, &packed_length) : NULL;
    struct MHD_Response *response =
        packed ? MHD_create_response_from_buffer(packed_length, packed, MHD_RESPMEM_MUST_FREE)
        : answer->is_stream
            ? http_stream_new(&x->http->hub, x->connection)
            : MHD_create_response_from_buffer(answer->body.length, (void *)answer->body.data,
                                              MHD_RESPMEM_PERSISTENT);
    if (!response) {
        free(packed);
        return MHD_NO;
    }
    http_watch_phase(x, answer->is_stream ? LINE_STREAM : LINE_ANSWER,
                     packed ? packed_length : answer->body.length);
    add_headers(x, response);
    if (packed) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    }
    enum MHD_Result result = MHD_queue_response(x->connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return result;
}

/* The server without a register: bytes as a client may send them, "\r\n" or '\n' at the ends of
 * lines. Routes of each method and lane read all that a request tells. */
#include "client.h"

#include "base/json.h"
#include "http/http.h"

static void put_pair(void *user, const char *name, const char *value)
{
    rap_json *json = user;
    rap_json_string(json, rap_str_of(name));
    rap_json_string(json, rap_str_of(value));
}

static void answer_all(void *user, rap_http_request *request, rap_http_answer *answer)
{
    static const char *const headers[] = {"Content-Type", "Authorization", "If-None-Match",
                                          "Origin"};
    (void)user;
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, request->arena);
    rap_json_init(&json, &out);
    rap_json_array_begin(&json);
    rap_http_query_each(request, put_pair, &json);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        rap_json_string(&json, rap_str_of(rap_http_header(request, headers[i])));
    }
    for (size_t i = 0; i < RAP_HTTP_PARAMETERS; i++) {
        fuzz_demand(rap_utf8_invalid(request->parameters[i]) == SIZE_MAX, "a parameter is valid");
        rap_json_string(&json, request->parameters[i]);
    }
    for (size_t i = 0; i < request->files.count; i++) {
        const char *name = request->files.items[i].name;
        fuzz_demand(*name && *name != '.' && !strchr(name, '/'), "a file's name is one");
        rap_json_string(&json, rap_str_of(name));
    }
    rap_json_string(&json, rap_str_of(rap_http_cookie(request, "session")));
    rap_json_string(&json, rap_str_of(request->peer));
    rap_json_string(&json, rap_str_of(request->host));
    rap_json_string(&json, request->body);
    rap_json_array_end(&json);
    if (rap_http_query(request, "refuse")) {
        rap_http_problem(request, answer, 400, "refused: %.100s",
                         rap_http_query(request, "refuse"));
        return;
    }
    *answer = (rap_http_answer){.status = 200, .body = rap_buf_str(&out), .etag = "tag"};
    if (rap_http_is_known(request, "tag")) {
        answer->status = 200;
    }
}

static const rap_http_route routes[] = {
    {RAP_HTTP_GET, "/quick", answer_all, 0, RAP_HTTP_QUICK, false},
    {RAP_HTTP_GET, "/slow/{name}/{part}", answer_all, 0, RAP_HTTP_SLOW, false},
    {RAP_HTTP_POST, "/write", answer_all, 0, RAP_HTTP_WRITE, false},
    {RAP_HTTP_PUT, "/put/{name}", answer_all, 0, RAP_HTTP_QUICK, false},
    {RAP_HTTP_PATCH, "/put/{name}", answer_all, 0, RAP_HTTP_SLOW, false},
    {RAP_HTTP_DELETE, "/put/{name}", answer_all, 0, RAP_HTTP_QUICK, false},
    {RAP_HTTP_POST, "/files", answer_all, 0, RAP_HTTP_SLOW, true},
    {RAP_HTTP_GET, "/all/{path*}", answer_all, 0, RAP_HTTP_QUICK, false},
};

static unsigned start(void)
{
    static const char *const hosts[] = {"h", NULL}, *const proxies[] = {"127.0.0.1", NULL};
    static const rap_http_pair headers[] = {{"X-Frame-Options", "DENY"}, {NULL, NULL}};
    rap_error error = {0};
    const rap_http_options options = {.address = "127.0.0.1",
                                      .routes = routes,
                                      .route_count = sizeof routes / sizeof *routes,
                                      .headers = headers,
                                      .hosts = hosts,
                                      .proxies = proxies,
                                      .threads = 2,
                                      .slow_threads = 1,
                                      .folder = fuzz_folder(),
                                      .limits = rap_http_limits_default()};
    static rap_http *http;
    http = rap_http_start(&options, &error);
    fuzz_demand(http, "the server starts");
    return rap_http_port(http);
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    static unsigned port, cases;
    port = port ? port : start();
    fuzz_check_answer(fuzz_ask(arena, port, input, 50));
    if (cases++ % 64 == 0) {
        fuzz_check_alive(arena, port, "/quick");
    }
}

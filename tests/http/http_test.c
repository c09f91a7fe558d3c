/* The server alone, with routes of the test's own. */
#include "client.h"

#include "base/file.h"
#include "http/http.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* -- routes of the test ------------------------------------------------------------------------
 */

static void say(rap_http_request *request, rap_http_answer *answer, const char *text)
{
    answer->status = 200;
    answer->type = "text/plain";
    answer->body = rap_str_copy(request->arena, rap_str_of(text));
}

static void tell(void *user, rap_http_request *request, rap_http_answer *answer)
{
    (void)user;
    const char *word = rap_http_query(request, "word");
    answer->etag = "one";
    say(request, answer,
        rap_arena_format(request->arena, "%.*s|%s|%s|%s|%s", RAP_STR_ARG(request->parameters[0]),
                         word ? word : "", request->peer, request->host,
                         request->is_secure ? "secure" : "plain"));
}

static void echo(void *user, rap_http_request *request, rap_http_answer *answer)
{
    (void)user;
    answer->status = 200;
    answer->body = request->body;
}

static void wait_a_second(void *user, rap_http_request *request, rap_http_answer *answer)
{
    (void)user;
    sleep(1);
    say(request, answer, "slow");
}

static void exhaust(void *user, rap_http_request *request, rap_http_answer *answer)
{
    (void)user;
    for (;;) {
        rap_arena_take(request->arena, 1 << 20);
    }
    say(request, answer, "never");
}

enum { LARGE = 32 << 20 };
static char large_text[LARGE];

static void tell_much(void *user, rap_http_request *request, rap_http_answer *answer)
{
    (void)user;
    (void)request;
    answer->status = 200;
    answer->type = "text/plain";
    answer->body = (rap_str){large_text, sizeof large_text};
}

static void list_files(void *user, rap_http_request *request, rap_http_answer *answer)
{
    (void)user;
    rap_buf out;
    rap_buf_init(&out, request->arena);
    for (size_t i = 0; i < request->files.count; i++) {
        const rap_http_file *file = &request->files.items[i];
        rap_str bytes;
        assert_true(rap_file_read(request->arena, file->path, 1 << 20, &bytes, NULL));
        rap_buf_format(&out, "%s=%zu:%.*s\n", file->name, file->size, RAP_STR_ARG(bytes));
    }
    say(request, answer, rap_buf_str(&out).data);
}

static void stream(void *user, rap_http_request *request, rap_http_answer *answer)
{
    (void)user;
    (void)request;
    answer->status = 200;
    answer->type = "text/event-stream";
    answer->is_stream = true;
}

static const rap_http_route routes[] = {
    {RAP_HTTP_GET, "/tell/{what}", tell, 0, RAP_HTTP_QUICK, false},
    {RAP_HTTP_POST, "/echo", echo, 0, RAP_HTTP_QUICK, false},
    {RAP_HTTP_PUT, "/echo", echo, 0, RAP_HTTP_WRITE, false},
    {RAP_HTTP_GET, "/slow", wait_a_second, 0, RAP_HTTP_SLOW, false},
    {RAP_HTTP_GET, "/exhaust", exhaust, 0, RAP_HTTP_SLOW, false},
    {RAP_HTTP_GET, "/large", tell_much, 0, RAP_HTTP_QUICK, false},
    {RAP_HTTP_GET, "/exhaust/here", exhaust, 0, RAP_HTTP_QUICK, false},
    {RAP_HTTP_POST, "/files", list_files, 0, RAP_HTTP_SLOW, true},
    {RAP_HTTP_GET, "/stream", stream, 0, RAP_HTTP_QUICK, false},
    {RAP_HTTP_GET, "/all/{path*}", tell, 0, RAP_HTTP_QUICK, false},
    {RAP_HTTP_GET, "/secret", tell, 1, RAP_HTTP_QUICK, false},
};

static bool admit(void *user, rap_http_request *request, rap_http_answer *answer)
{
    (void)user;
    return !request->route->access || rap_http_problem(request, answer, 403, "not for you");
}

/* -- one server for each test --------------------------------------------------------------------
 */

typedef struct {
    rap_arena *arena;
    rap_http *http;
    unsigned port;
    char folder[64];
} fixture;

static const char *const proxies[] = {"127.0.0.1", NULL};
static const char *const hosts[] = {"register.example", NULL};

static int start(void **state, bool has_proxy, size_t least_rate)
{
    static const rap_http_pair headers[] = {{"X-Test", "yes"}, {NULL, NULL}};
    fixture *f = calloc(1, sizeof *f);
    rap_error error = {0};
    f->arena = rap_arena_new(0);
    snprintf(f->folder, sizeof f->folder, "/tmp/http-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    rap_http_options options = {.address = "127.0.0.1",
                                .routes = routes,
                                .route_count = sizeof routes / sizeof routes[0],
                                .admit = admit,
                                .headers = headers,
                                .hosts = hosts,
                                .proxies = has_proxy ? proxies : NULL,
                                .threads = 2,
                                .slow_threads = 2,
                                .folder = f->folder,
                                .limits = rap_http_limits_default()};
    options.limits.header_bytes = 8192;
    options.limits.body_bytes = 1000;
    options.limits.upload_bytes = 4000;
    options.limits.answer_bytes = 16 << 20;
    options.limits.head_seconds = 2;
    options.limits.idle_seconds = 10;
    options.limits.connections_each = 20;
    options.limits.least_rate = least_rate;
    f->http = rap_http_start(&options, &error);
    if (!f->http) {
        fail_msg("%s", error.message);
    }
    f->port = rap_http_port(f->http);
    *state = f;
    return 0;
}

static int set_up(void **state)
{
    return start(state, false, 1000);
}

static int set_up_behind_proxy(void **state)
{
    return start(state, true, 1000);
}

static int set_up_for_fast_lines(void **state)
{
    return start(state, false, 32 << 20);
}

static int tear_down(void **state)
{
    fixture *f = *state;
    rap_http_stop(f->http);
    assert_int_equal(rmdir(f->folder), 0); /* what was sent up is gone */
    rap_arena_free(f->arena);
    free(f);
    return 0;
}

static reply get(fixture *f, const char *target, const char *more)
{
    return client_ask(f->arena, f->port, "GET", target, more, NULL);
}

/* -- routes ------------------------------------------------------------------------------------ */

static void a_parameter_may_hold_a_slash(void **state)
{
    fixture *f = *state;
    reply answer = get(f, "/tell/A%2FRES%2F77%2F12?word=%D0%BC%D0%B8%D1%80+x", "");
    assert_int_equal(answer.status, 200);
    assert_true(
        rap_str_starts(answer.body, RAP_STR("A/RES/77/12|\xD0\xBC\xD0\xB8\xD1\x80 x|127.0")));
    assert_string_equal(client_header(f->arena, &answer, "X-Test"), "yes");
    assert_int_equal(get(f, "/tell/a/b", "").status, 404);
    assert_int_equal(get(f, "/tell/", "").status, 404);
    answer = get(f, "/all/a/b.c", "");
    assert_true(rap_str_starts(answer.body, RAP_STR("a/b.c|")));
}

static void problems_are_told_as_such(void **state)
{
    fixture *f = *state;
    reply answer = get(f, "/nothing", "");
    assert_int_equal(answer.status, 404);
    assert_string_equal(client_header(f->arena, &answer, "Content-Type"),
                        "application/problem+json");
    assert_non_null(strstr(answer.body.data, "\"title\": \"Not Found\", \"status\": 404"));
    answer = client_ask(f->arena, f->port, "DELETE", "/echo", "", NULL);
    assert_int_equal(answer.status, 405);
    assert_string_equal(client_header(f->arena, &answer, "Allow"), "POST, PUT");
    assert_int_equal(get(f, "/secret", "").status, 403);
}

static void what_is_no_text_is_refused(void **state)
{
    fixture *f = *state;
    static const char *const bad[] = {"/tell/%00",        "/tell/%FF",       "/tell/%0A",
                                      "/tell/%2",         "/tell/%zz",       "/tell/a?word=%00x",
                                      "/tell/a?word=%FF", "/tell/a?%C0%AF=1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        reply answer = get(f, bad[i], "");
        if (answer.status != 400) {
            fail_msg("%s: %d", bad[i], answer.status);
        }
    }
}

static void conditions_are_understood(void **state)
{
    fixture *f = *state;
    reply answer = get(f, "/tell/a", "If-None-Match: \"one\"\r\n");
    assert_int_equal(answer.status, 304);
    assert_int_equal(answer.body.length, 0);
    assert_string_equal(client_header(f->arena, &answer, "ETag"), "W/\"one\"");
    assert_int_equal(get(f, "/tell/a", "If-None-Match: W/\"x\", W/\"one\"\r\n").status, 304);
    assert_int_equal(get(f, "/tell/a", "If-None-Match: *\r\n").status, 304);
    assert_int_equal(get(f, "/tell/a", "If-None-Match: one\r\n").status, 200);
    assert_int_equal(get(f, "/tell/a", "If-None-Match: \"two\"\r\n").status, 200);
    answer = client_ask(f->arena, f->port, "HEAD", "/tell/a", "", NULL);
    assert_int_equal(answer.status, 200);
    assert_int_equal(answer.body.length, 0);
}

/* -- whom a request is for, and from where -------------------------------------------------------
 */

static void other_hosts_are_refused(void **state)
{
    fixture *f = *state;
    static const char *const good[] = {"localhost", "LOCALHOST:80",     "[::1]:8080",
                                       "127.0.0.1", "register.example", "Register.Example:443"};
    static const char *const bad[] = {"evil.example",
                                      "localhost.evil.example",
                                      "127.0.0.2",
                                      "",
                                      "register.example.evil",
                                      "[::2]",
                                      "localhost:80@evil.example",
                                      "localhost:80/",
                                      "evil@localhost",
                                      "[::1",
                                      "localhost:port"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        const char *line = rap_arena_format(f->arena, "Host: %s\r\n", good[i]);
        assert_int_equal(get(f, "/tell/a", line).status, 200);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *line = rap_arena_format(f->arena, "Host: %s\r\n", bad[i]);
        assert_int_equal(get(f, "/tell/a", line).status, 421);
    }
}

static void forwarded_headers_of_anybody_are_not_believed(void **state)
{
    fixture *f = *state;
    reply answer = get(f, "/tell/a",
                       "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n"
                       "X-Forwarded-Host: register.example\r\n");
    assert_non_null(strstr(answer.body.data, "a||127.0.0.1|127.0.0.1:"));
    assert_non_null(strstr(answer.body.data, "|plain"));
}

static void a_trusted_proxy_tells_the_client(void **state)
{
    fixture *f = *state;
    /* The first address is what the client itself claimed. */
    reply answer = get(f, "/tell/a",
                       "X-Forwarded-For: 198.51.100.1, 192.0.2.7, 127.0.0.1\r\n"
                       "X-Forwarded-Proto: https\r\nX-Forwarded-Host: register.example\r\n");
    assert_string_equal(answer.body.data, "a||192.0.2.7|register.example|secure");
    assert_int_equal(get(f, "/tell/a", "X-Forwarded-Host: evil.example\r\n").status, 421);
}

/* HAProxy adds a line of its own and leaves the client's where it is. */
static void the_proxy_has_the_last_word(void **state)
{
    fixture *f = *state;
    reply answer = get(f, "/tell/a",
                       "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n"
                       "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: http\r\n");
    assert_non_null(strstr(answer.body.data, "|192.0.2.7|"));
    assert_non_null(strstr(answer.body.data, "|plain"));
}

/* Who has come by TLS is told to stay with it; nobody else is. */
static void browsers_are_told_to_stay_with_tls(void **state)
{
    fixture *f = *state;
    reply answer = get(f, "/tell/a", "X-Forwarded-Proto: https\r\n");
    assert_string_equal(client_header(f->arena, &answer, "Strict-Transport-Security"),
                        "max-age=31536000");
    answer = get(f, "/nothing", "X-Forwarded-Proto: https\r\n");
    assert_non_null(client_header(f->arena, &answer, "Strict-Transport-Security"));
    answer = get(f, "/tell/a", "X-Forwarded-Proto: http\r\n");
    assert_null(client_header(f->arena, &answer, "Strict-Transport-Security"));
}

/* -- requests that two programs would read differently -------------------------------------------
 */

#define HOST "Host: localhost\r\n"
#define POST "POST /echo HTTP/1.1\r\n" HOST
#define CHUNKS "\r\n\r\n4\r\nword\r\n0\r\n\r\n"
#define HIDDEN "GET /tell/hidden HTTP/1.1\r\n" HOST "\r\n"

typedef struct {
    const char *text;
    size_t length; /* texts may hold a NUL */
} bytes;
#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* All that the server says until it closes, or until it is silent for a second. */
static reply say_and_hear(fixture *f, bytes request, bool *ret_closed)
{
    const struct timeval limit = {.tv_sec = 1};
    char chunk[65536];
    rap_buf all;
    ssize_t count = 0;
    int handle = client_connect(f->port);
    rap_buf_init(&all, f->arena);
    setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    send(handle, request.text, request.length, MSG_NOSIGNAL);
    while ((count = recv(handle, chunk, sizeof chunk, 0)) > 0) {
        rap_buf_put(&all, (rap_str){chunk, (size_t)count});
    }
    *ret_closed = count == 0 || errno == ECONNRESET;
    close(handle);
    reply answer = {.head = "", .body = rap_buf_str(&all)};
    answer.status = all.length > 12 ? (int)strtol(answer.body.data + 9, NULL, 10) : 0;
    return answer;
}

static void ambiguous_requests_are_refused(void **state)
{
    static const bytes bad[] = {
        BYTES(POST "Content-Length: 4\r\nTransfer-Encoding: chunked" CHUNKS HIDDEN),
        BYTES(POST "Transfer-Encoding: chunked\r\nContent-Length: 4" CHUNKS HIDDEN),
        BYTES(POST "Content-Length: 4\r\nContent-Length: 0\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length: 4\r\nContent-Length: 4\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length: 4, 4\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length: +4\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length: -4\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length: 0x4\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length: 4 4\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length:\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length: 4\0004\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length : 4\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length:\r\n 4\r\n\r\nword" HIDDEN),
        BYTES(POST "Content-Length\000: 4\r\n\r\nword" HIDDEN),
        BYTES(POST "Transfer-Encoding: gzip, chunked" CHUNKS HIDDEN),
        BYTES(POST "Transfer-Encoding: xchunked" CHUNKS HIDDEN),
        BYTES(POST "Transfer-Encoding: \013chunked" CHUNKS HIDDEN),
        BYTES(POST "Transfer-Encoding : chunked" CHUNKS HIDDEN),
        BYTES(POST "Transfer-Encoding:\r\n chunked" CHUNKS HIDDEN),
        BYTES(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity" CHUNKS HIDDEN),
        BYTES(POST "Transfer-Encoding: identity\r\nContent-Length: 4\r\n\r\nword" HIDDEN),
        BYTES("POST /echo HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked" CHUNKS HIDDEN),
        BYTES(POST "X-A: a\rContent-Length: 4\r\n\r\nword" HIDDEN),
        BYTES(POST "X-A: a\nContent-Length: 4\r\n\r\nword" HIDDEN),
        BYTES("GET /tell/a HTTP/1.1\r\n" HOST "X-A: a\r\n b\r\n\r\n"),
        BYTES("GET /tell/a HTTP/1.1\r\n X-A: a\r\n" HOST "\r\n"),
        BYTES("GET /tell/a HTTP/1.1\r\n" HOST "X-A: a\000b\r\n\r\n"),
        BYTES("GET /tell/a HTTP/1.1\r\n" HOST "X-A: \001\r\n\r\n"),
        BYTES("GET /tell/a HTTP/1.1\r\n" HOST "X A: a\r\n\r\n"),
        BYTES("GET /tell/a HTTP/1.1\r\n" HOST ": a\r\n\r\n"),
        BYTES("GET /tell/a HTTP/1.1\r\n" HOST "words\r\n\r\n"),
        BYTES("GET /tell/a HTTP/1.1\nHost: localhost\n\n"),
        BYTES("GET  /tell/a HTTP/1.1\r\n" HOST "\r\n"),
        BYTES("GET /tell/a\000b HTTP/1.1\r\n" HOST "\r\n"),
        BYTES("GET /tell/a HTTP/1.1\r\n" HOST "Host: evil.example\r\n\r\n"),
        BYTES("GET /tell/a HTTP/1.1\r\n\r\n"),
        BYTES("GET http://evil.example/tell/a HTTP/1.1\r\n" HOST "\r\n"),
        BYTES("CONNECT evil.example:443 HTTP/1.1\r\n" HOST "\r\n")};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        bool is_closed = false;
        reply answer = say_and_hear(f, bad[i], &is_closed);
        if (answer.status != 400 || !is_closed || strstr(answer.body.data, "hidden")) {
            fail_msg("%zu: %d, %s: %s", i, answer.status, is_closed ? "closed" : "open",
                     answer.body.data);
        }
    }
}

/* What is unusual and clear is taken. */
static void clear_requests_are_taken(void **state)
{
    static const bytes good[] = {BYTES(POST "Transfer-Encoding: Chunked" CHUNKS HIDDEN),
                                 BYTES(POST "Transfer-Encoding:\tchunked" CHUNKS HIDDEN),
                                 BYTES(POST "Content-Length:4\r\n\r\nword" HIDDEN),
                                 BYTES(POST "Content-Length:  \t 4\r\nX-Empty:\r\n\r\nword" HIDDEN),
                                 BYTES("\r\n" POST "Content-Length: 4\r\n\r\nword" HIDDEN)};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        bool is_closed = true;
        reply answer = say_and_hear(f, good[i], &is_closed);
        if (answer.status != 200 || is_closed || !strstr(answer.body.data, "word") ||
            !strstr(answer.body.data, "hidden|")) {
            fail_msg("%zu: %d: %s", i, answer.status, answer.body.data);
        }
    }
}

/* Headers that come in pieces and need more room than there was at first. */
static void a_long_head_may_come_in_pieces(void **state)
{
    fixture *f = *state;
    char *value = rap_arena_take(f->arena, 501);
    int handle = client_connect(f->port);
    memset(value, 'v', 500);
    value[500] = '\0';
    client_send(handle, "GET /tell/a HTTP/1.1\r\n" HOST);
    for (int i = 0; i < 12; i++) {
        client_send(handle, rap_arena_format(f->arena, "X-Piece-%d: %s\r\n", i, value));
        usleep(20000);
    }
    client_send(handle, "\r\n");
    assert_int_equal(client_read(f->arena, handle, 5).status, 200);
    close(handle);
}

/* -- bodies ------------------------------------------------------------------------------------ */

static void bodies_come_back_in_every_lane(void **state)
{
    fixture *f = *state;
    reply answer = client_ask(f->arena, f->port, "POST", "/echo", "", "words");
    assert_string_equal(answer.body.data, "words");
    answer = client_ask(f->arena, f->port, "PUT", "/echo", "", "words");
    assert_string_equal(answer.body.data, "words");
}

static void large_requests_are_refused(void **state)
{
    fixture *f = *state;
    char *large = rap_arena_take(f->arena, 20001);
    memset(large, 'a', 20000);
    assert_int_equal(client_ask(f->arena, f->port, "POST", "/echo", "", large).status, 413);
    /* Without a length told before. */
    int handle = client_connect(f->port);
    client_send(handle, "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                        "\r\n7d0\r\n");
    large[2000] = '\0';
    client_send(handle, large);
    client_send(handle, "\r\n0\r\n\r\n");
    assert_int_equal(client_read(f->arena, handle, 5).status, 413);
    close(handle);
    large[2000] = 'a';
    const char *line = rap_arena_format(f->arena, "X-Long: %s\r\n", large);
    int status = get(f, "/tell/a", line).status;
    assert_true(status == 431 || status == 413 || status == 0);
    status = get(f, rap_arena_format(f->arena, "/tell/%s", large), "").status;
    assert_true(status == 414 || status == 431 || status == 0);
    assert_int_equal(get(f, "/tell/a", "").status, 200); /* it lives */
}

#define FORM "Content-Type: multipart/form-data; boundary=xx\r\n"
#define PART(name, text)                                                                           \
    "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" name "\"\r\n"             \
    "Content-Type: text/plain\r\n\r\n" text "\r\n"

static void files_are_kept_apart_under_clean_names(void **state)
{
    fixture *f = *state;
    reply answer =
        client_ask(f->arena, f->port, "POST", "/files", FORM,
                   PART("../../etc/passwd", "one") PART("..\\a.txt", "two") PART(".hidden", "")
                       PART("a.txt", "three") PART("..", "four") "--xx--\r\n");
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.body.data,
                        "passwd=3:one\na.txt=3:two\nhidden=0:\na.txt=5:three\nfile=4:four\n");
    answer = client_ask(f->arena, f->port, "POST", "/files", "", "words");
    assert_int_equal(answer.status, 415);
    char *large = rap_arena_take(f->arena, 6001);
    memset(large, 'a', 6000);
    answer = client_ask(f->arena, f->port, "POST", "/files", FORM, large);
    assert_int_equal(answer.status, 413);
    answer = client_ask(f->arena, f->port, "POST", "/files", FORM, "no parts at all");
    assert_int_equal(answer.status, 400);
}

/* -- time -------------------------------------------------------------------------------------- */

static double seconds_until_closed(fixture *f, const char *begin, const char *drip)
{
    struct timespec from, to;
    char byte;
    int handle = client_connect(f->port);
    clock_gettime(CLOCK_MONOTONIC, &from);
    client_send(handle, begin);
    for (int i = 0; i < 100; i++) {
        client_send(handle, drip);
        usleep(100000);
        ssize_t count = recv(handle, &byte, 1, MSG_DONTWAIT);
        if (count == 0) {
            break;
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    close(handle);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void who_sends_drop_by_drop_is_sent_away(void **state)
{
    fixture *f = *state;
    double head = seconds_until_closed(f, "GET /tell/a HTTP/1.1\r\nHost: localhost\r\nX: ", "a");
    assert_true(head >= 1 && head < 6);
    double body = seconds_until_closed(
        f, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n", "a");
    assert_true(body >= 1 && body < 6);
    double nothing = seconds_until_closed(f, "", "");
    assert_true(nothing >= 1 && nothing < 6);
}

/* Who takes an answer drop by drop holds its connection no longer than an honest line needs. */
static void who_takes_drop_by_drop_is_sent_away(void **state)
{
    fixture *f = *state;
    char chunk[65536];
    ssize_t count = 1;
    size_t taken = 0;
    int handle = client_connect(f->port);
    client_send(handle, "GET /large HTTP/1.1\r\n" HOST "\r\n");
    /* It has three seconds; what is on its way by then still comes. */
    for (int i = 0; count > 0; i++) {
        usleep(i < 100 ? 60000 : 0);
        count = recv(handle, chunk, i < 100 ? 1024 : sizeof chunk, 0);
        taken += count > 0 ? (size_t)count : 0;
    }
    close(handle);
    assert_true(taken > 0 && taken < LARGE);
}

static void slow_work_keeps_nobody_waiting(void **state)
{
    fixture *f = *state;
    int slow[2] = {client_connect(f->port), client_connect(f->port)};
    for (int i = 0; i < 2; i++) {
        client_send(slow[i], "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(get(f, "/tell/a", "").status, 200);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_true((double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9 <
                0.8);
    for (int i = 0; i < 2; i++) {
        reply answer = client_read(f->arena, slow[i], 5);
        assert_string_equal(answer.body.data, "slow");
        close(slow[i]);
    }
}

static void too_many_connections_of_one_address_are_refused(void **state)
{
    fixture *f = *state;
    int handles[30], refused = 0;
    for (int i = 0; i < 30; i++) {
        handles[i] = client_connect(f->port);
    }
    for (int i = 0; i < 30; i++) {
        client_send(handles[i], "GET /tell/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
        refused += client_read(f->arena, handles[i], 1).status == 0;
    }
    for (int i = 0; i < 30; i++) {
        close(handles[i]);
    }
    assert_int_equal(refused, 10);
}

static void memory_has_an_end(void **state)
{
    fixture *f = *state;
    assert_int_equal(get(f, "/exhaust", "").status, 503);
    reply answer = get(f, "/exhaust/here", "");
    assert_int_equal(answer.status, 503);
    assert_string_equal(client_header(f->arena, &answer, "Content-Type"),
                        "application/problem+json");
}

/* -- streams ----------------------------------------------------------------------------------- */

static void events_reach_every_stream(void **state)
{
    fixture *f = *state;
    int handles[3];
    for (int i = 0; i < 3; i++) {
        handles[i] = client_connect(f->port);
        client_send(handles[i], "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    usleep(300000);
    rap_http_publish(f->http, "changed", RAP_STR("{\"kind\":\"test\"}"));
    for (int i = 0; i < 3; i++) {
        reply answer = client_read(f->arena, handles[i], 1);
        assert_int_equal(answer.status, 200);
        assert_non_null(strstr(answer.body.data, "event: changed\ndata: {\"kind\":\"test\"}\n\n"));
        if (i) {
            close(handles[i]); /* the first is still open when the server stops */
        }
    }
}

#define ON(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(a_parameter_may_hold_a_slash),
        ON(problems_are_told_as_such),
        ON(what_is_no_text_is_refused),
        ON(conditions_are_understood),
        ON(other_hosts_are_refused),
        ON(forwarded_headers_of_anybody_are_not_believed),
        cmocka_unit_test_setup_teardown(a_trusted_proxy_tells_the_client, set_up_behind_proxy,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_proxy_has_the_last_word, set_up_behind_proxy,
                                        tear_down),
        cmocka_unit_test_setup_teardown(browsers_are_told_to_stay_with_tls, set_up_behind_proxy,
                                        tear_down),
        ON(ambiguous_requests_are_refused),
        ON(clear_requests_are_taken),
        ON(a_long_head_may_come_in_pieces),
        ON(bodies_come_back_in_every_lane),
        ON(large_requests_are_refused),
        ON(files_are_kept_apart_under_clean_names),
        ON(who_sends_drop_by_drop_is_sent_away),
        cmocka_unit_test_setup_teardown(who_takes_drop_by_drop_is_sent_away, set_up_for_fast_lines,
                                        tear_down),
        ON(slow_work_keeps_nobody_waiting),
        ON(too_many_connections_of_one_address_are_refused),
        ON(memory_has_an_end),
        ON(events_reach_every_stream)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

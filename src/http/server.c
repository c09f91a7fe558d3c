/* The server's life, and the way of a request through it. */
#include "server.h"

#include "base/file.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#define CERTIFICATE_BYTES ((size_t)1 << 20)
#define MOST_THREADS 16u
/* TLS 1.2 and 1.3 with keys that are made for one connection, and ciphers that vouch for what they
 * hide. */
#define PRIORITIES                                                                                 \
    "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-CIPHER-ALL:+AES-256-GCM"                  \
    ":+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD"

rap_http_limits rap_http_limits_default(void)
{
    return (rap_http_limits){.header_bytes = 32 << 10,
                             .body_bytes = 1 << 20,
                             .upload_bytes = (size_t)512 << 20,
                             .answer_bytes = (size_t)512 << 20,
                             .connections = 2000,
                             .connections_each = 300,
                             .waiting = 256,
                             .head_seconds = 30,
                             .idle_seconds = 30,
                             .least_rate = 4096};
}

int64_t rap_http_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* -- a request -----------------------------------------------------------------------------------
 */

/* The first that is heard of a request: its line, as it was sent. */
static void *on_line(void *user, const char *uri, struct MHD_Connection *connection)
{
    rap_http *http = user;
    rap_arena *arena = rap_arena_new(http->options.limits.answer_bytes);
    if (!arena) {
        return NULL;
    }
    exchange *x = NULL;
    if (RAP_ARENA_GUARD(arena) == 0) {
        x = RAP_NEW(arena, exchange);
        x->request.arena = arena;
        x->http = http;
        x->connection = connection;
        x->uri = rap_arena_copy(arena, uri, strlen(uri));
        x->raw = uri;
        x->request.came = rap_http_clock();
        x->file = -1;
        rap_buf_init(&x->body, arena);
    }
    rap_arena_unguard(arena);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    if (!x) {
        rap_arena_free(arena);
    } else {
        x->line = info ? info->socket_context : NULL;
    }
    return x;
}

static void on_completed(void *user, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    (void)user;
    (void)connection;
    (void)code;
    exchange *x = *context;
    if (x) {
        http_watch_phase(x, LINE_HEAD, 0);
        http_upload_free(x);
        rap_arena_free(x->request.arena);
        *context = NULL;
    }
}

static bool admit(exchange *x)
{
    const rap_http_options *options = &x->http->options;
    return !options->admit || options->admit(options->user, &x->request, &x->answer);
}

/* What its head tells: true where the body may come. */
static bool check_head(exchange *x, const char *method, const char *version)
{
    const rap_http_limits *limits = &x->http->options.limits;
    if (!http_head_check(x, method, version) || !http_request_check(x) ||
        !http_route_find(x, method) || !admit(x)) {
        return false;
    }
    const char *length = rap_http_header(&x->request, MHD_HTTP_HEADER_CONTENT_LENGTH);
    size_t most = x->request.route->has_files ? limits->upload_bytes : limits->body_bytes;
    if (length && (strlen(length) > 15 || strtoull(length, NULL, 10) > most)) {
        return rap_http_problem(&x->request, &x->answer, 413,
                                "the request is longer than %zu bytes; send less at a time", most);
    }
    return !x->request.route->has_files || http_upload_begin(x);
}

static bool take_body(exchange *x, const char *data, size_t length)
{
    const rap_http_limits *limits = &x->http->options.limits;
    bool has_files = x->request.route->has_files;
    size_t most = has_files ? limits->upload_bytes : limits->body_bytes;
    x->received += length;
    if (x->received > most) {
        return rap_http_problem(&x->request, &x->answer, 413,
                                "the request is longer than %zu bytes; send less at a time", most);
    }
    http_watch_phase(x, LINE_BODY, x->received);
    if (has_files) {
        return http_upload_take(x, data, length);
    }
    rap_buf_put(&x->body, (rap_str){data, length});
    return true;
}

/* The body is there: the answer is made, here or in a lane. Returns false where it is not made yet:
 * then another thread has the exchange. */
static bool make_answer(exchange *x)
{
    x->state = EXCHANGE_ANSWERED;
    if (x->request.route->has_files && !http_upload_end(x)) {
        return true;
    }
    x->request.body = rap_buf_str(&x->body);
    http_watch_phase(x, LINE_HANDLER, 0);
    if (x->request.route->lane == RAP_HTTP_QUICK) {
        http_handle(x);
        return true;
    }
    if (http_lane_take(&x->http->lanes[x->request.route->lane], x)) {
        return false;
    }
    rap_http_problem(&x->request, &x->answer, 503,
                     "too much is being worked on; try again in a few seconds");
    rap_http_more(&x->answer, MHD_HTTP_HEADER_RETRY_AFTER, "5");
    return true;
}

static bool has_body(const exchange *x)
{
    const char *length = rap_http_header(&x->request, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return (length && strcmp(length, "0") != 0) ||
           rap_http_header(&x->request, MHD_HTTP_HEADER_TRANSFER_ENCODING);
}

/* One call of the access handler; true where the answer can be sent. Behind the head alone that
 * closes the connection, which is right only where a body would come. What comes of a body that is
 * refused half way is passed over: libmicrohttpd takes an answer behind it only. */
static bool go_on(exchange *x, const char *method, const char *version, const char *data,
                  size_t *length)
{
    if (x->state == EXCHANGE_HEAD) {
        x->state = EXCHANGE_BODY;
        http_watch_phase(x, LINE_BODY, 0);
        x->is_refused = !check_head(x, method, version);
        return x->is_refused && has_body(x);
    }
    if (*length) {
        x->is_refused = x->is_refused || !take_body(x, data, *length);
        *length = 0;
        return false;
    }
    return x->is_refused || make_answer(x);
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *length, void **context)
{
    (void)user;
    (void)connection;
    (void)url;
    exchange *x = *context;
    if (!x) {
        return MHD_NO;
    }
    if (x->state == EXCHANGE_ANSWERED) { /* in a lane */
        return http_send(x);
    }
    rap_arena *arena = x->request.arena;
    if (RAP_ARENA_GUARD(arena) == 0) {
        if (!go_on(x, method, version, data, length)) {
            return MHD_YES; /* the guard is set anew, here or by the lane */
        }
    } else {
        *length = 0;
        x->answer = (rap_http_answer){.status = 503};
    }
    rap_arena_unguard(arena);
    return http_send(x);
}

/* -- the address ---------------------------------------------------------------------------------
 */

/* Of numbers alone: no name is looked up. */
static struct addrinfo *address_of(const char *address, unsigned port, rap_error *error)
{
    char service[8];
    struct addrinfo wanted = {.ai_family = AF_UNSPEC,
                              .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE},
                    *found = NULL;
    const char *number = strcasecmp(address, "localhost") == 0 ? "127.0.0.1" : address;
    snprintf(service, sizeof service, "%u", port);
    if (port > 65535 || getaddrinfo(number, service, &wanted, &found) != 0) {
        rap_error_set(error, RAP_ERROR_USAGE, -1,
                      "\"%.100s\", port %u, is no address; write 127.0.0.1, ::1 or another number",
                      address, port);
        return NULL;
    }
    return found;
}

bool rap_http_is_loopback(const char *address)
{
    struct in_addr four;
    struct in6_addr six;
    if (strcasecmp(address, "localhost") == 0) {
        return true;
    }
    if (inet_pton(AF_INET, address, &four) == 1) {
        return (ntohl(four.s_addr) >> 24) == 127;
    }
    return inet_pton(AF_INET6, address, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

/* -- the server ----------------------------------------------------------------------------------
 */

static char *read_pem(const char *path, rap_error *error)
{
    rap_arena *arena = rap_arena_new(0);
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_str bytes;
    char *copy = NULL;
    if (arena && rap_file_read(arena, path, CERTIFICATE_BYTES, &bytes, &inner)) {
        copy = strndup(bytes.data, bytes.length);
    }
    rap_arena_free(arena);
    if (!copy) {
        rap_error_set(error, inner.code, -1, "%.200s: %.180s", path, inner.message);
    }
    return copy;
}

static unsigned thread_count(unsigned wanted)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned count = wanted ? wanted : processors > 0 ? (unsigned)processors * 2 : 4;
    return count < 2 ? 2 : count > MOST_THREADS ? MOST_THREADS : count;
}

static bool start_daemon(rap_http *http, const struct addrinfo *at, rap_error *error)
{
    const rap_http_options *options = &http->options;
    const rap_http_limits *limits = &options->limits;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    struct MHD_OptionItem tls[4] = {{MHD_OPTION_END, 0, NULL}};
    flags |= at->ai_family == AF_INET6 ? MHD_USE_IPv6 : 0;
    if (http->certificate) {
        flags |= MHD_USE_TLS;
        tls[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, http->certificate};
        tls[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, http->key};
        tls[2] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)PRIORITIES};
        tls[3] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    }
    errno = 0;
    http->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, http, MHD_OPTION_ARRAY, tls, MHD_OPTION_SOCK_ADDR,
        at->ai_addr, MHD_OPTION_THREAD_POOL_SIZE, thread_count(options->threads),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits->header_bytes, MHD_OPTION_CONNECTION_LIMIT,
        limits->connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT, limits->connections_each,
        MHD_OPTION_CONNECTION_TIMEOUT, limits->idle_seconds, MHD_OPTION_URI_LOG_CALLBACK, on_line,
        http, MHD_OPTION_NOTIFY_COMPLETED, on_completed, http, MHD_OPTION_NOTIFY_CONNECTION,
        http_watch_connection, http, MHD_OPTION_LISTEN_BACKLOG_SIZE, 511u,
#if MHD_VERSION >= 0x00097701
        MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1, /* what head.c looks at before */
#endif
        MHD_OPTION_END);
    if (http->daemon) {
        return true;
    }
    int reason = errno;
    return rap_error_set(error, RAP_ERROR_FILE, -1, "%.100s, port %u: %s; %s", options->address,
                         options->port, reason ? strerror(reason) : "cannot be listened on",
                         reason == EADDRINUSE ? "another program uses it, give another --port"
                         : http->certificate  ? "look at the certificate and its key"
                                              : "give another --address or --port");
}

static bool start_lanes(rap_http *http, rap_error *error)
{
    unsigned slow = http->options.slow_threads ? http->options.slow_threads : 2;
    unsigned waiting = http->options.limits.waiting;
    if (http_hub_start(&http->hub) &&
        http_lane_start(&http->lanes[RAP_HTTP_LIST], http, slow, waiting) &&
        http_lane_start(&http->lanes[RAP_HTTP_SLOW], http, slow, waiting) &&
        http_lane_start(&http->lanes[RAP_HTTP_HASH], http, 1, waiting) &&
        http_lane_start(&http->lanes[RAP_HTTP_WRITE], http, 1, waiting) && http_watch_start(http)) {
        return true;
    }
    return rap_error_set(error, RAP_ERROR_MEMORY, -1, "there is no memory for threads");
}

rap_http *rap_http_start(const rap_http_options *options, rap_error *error)
{
    rap_http *http = calloc(1, sizeof *http);
    struct addrinfo *at = NULL;
    if (!http) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    http->options = *options;
    bool is_ready = (at = address_of(options->address, options->port, error)) != NULL;
    if (is_ready && options->certificate) {
        http->certificate = read_pem(options->certificate, error);
        http->key = http->certificate ? read_pem(options->key, error) : NULL;
        is_ready = http->key != NULL;
    }
    is_ready = is_ready && start_lanes(http, error) && start_daemon(http, at, error);
    if (at) {
        freeaddrinfo(at);
    }
    if (!is_ready) {
        rap_http_stop(http);
        return NULL;
    }
    return http;
}

void rap_http_stop(rap_http *http)
{
    if (!http) {
        return;
    }
    if (http->daemon) {
        int listening = MHD_quiesce_daemon(http->daemon);
        if (listening >= 0) {
            close(listening);
        }
    }
    for (size_t lane = RAP_HTTP_QUICK + 1; lane < RAP_HTTP_LANES; lane++) {
        http_lane_stop(&http->lanes[lane]);
    }
    http_hub_stop(&http->hub);
    http_watch_stop(http);
    if (http->daemon) {
        MHD_stop_daemon(http->daemon);
    }
    http_hub_free(&http->hub);
    free(http->certificate);
    if (http->key) {
        explicit_bzero(http->key, strlen(http->key));
    }
    free(http->key);
    free(http);
}

unsigned rap_http_port(const rap_http *http)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

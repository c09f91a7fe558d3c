/* The server of a register: from the table of routes to handles, who asks, and the answer. */
#include "web.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SLOW_THREADS = 2, MOST_THREADS = 16 }; /* as many for lists */
#define KEPT_BYTES ((size_t)64 << 20)

/* -- the table -----------------------------------------------------------------------------------
 */

/* One path may have several methods. More special patterns stand before more general ones. */
const web_route web_routes[] = {
    {RAP_HTTP_GET, WEB_BASE "/session", web_get_session, RAP_ROLE_NOBODY, RAP_HTTP_QUICK,
     WEB_NO_HANDLE},
    {RAP_HTTP_GET, WEB_BASE "/overview", web_get_overview, RAP_ROLE_READER, RAP_HTTP_LIST,
     WEB_KEPT | WEB_DIGEST},
    {RAP_HTTP_GET, WEB_BASE "/documents", web_get_documents, RAP_ROLE_READER, RAP_HTTP_LIST,
     WEB_KEPT | WEB_TEXTS},
    {RAP_HTTP_GET, WEB_BASE "/documents/{symbol}", web_get_document, RAP_ROLE_READER,
     RAP_HTTP_QUICK, WEB_KEPT | WEB_DOCUMENT},
    {RAP_HTTP_GET, WEB_BASE "/documents/{symbol}/aligned", web_get_aligned, RAP_ROLE_READER,
     RAP_HTTP_SLOW, WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/mandates", web_get_mandates, RAP_ROLE_READER, RAP_HTTP_LIST,
     WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/activities", web_get_activities, RAP_ROLE_READER, RAP_HTTP_LIST,
     WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/activities/{picture}", web_get_picture, RAP_ROLE_READER,
     RAP_HTTP_SLOW, WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/agreements", web_get_agreements, RAP_ROLE_READER, RAP_HTTP_LIST,
     WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/publications", web_get_publications, RAP_ROLE_READER, RAP_HTTP_LIST,
     WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/pledges", web_get_pledges, RAP_ROLE_READER, RAP_HTTP_LIST, WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/figures", web_get_figures, RAP_ROLE_READER, RAP_HTTP_LIST, WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/trace", web_get_trace, RAP_ROLE_READER, RAP_HTTP_SLOW, WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/due", web_get_due, RAP_ROLE_READER, RAP_HTTP_SLOW, WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/citations/{symbol}", web_get_citations, RAP_ROLE_READER,
     RAP_HTTP_SLOW, WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/history/{symbol}", web_get_history, RAP_ROLE_READER, RAP_HTTP_SLOW,
     WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/search", web_get_search, RAP_ROLE_READER, RAP_HTTP_QUICK,
     WEB_KEPT | WEB_TEXTS},
    {RAP_HTTP_GET, WEB_BASE "/organizations", web_get_organizations, RAP_ROLE_READER,
     RAP_HTTP_QUICK, WEB_KEPT | WEB_TEXTS},
    {RAP_HTTP_GET, WEB_BASE "/themes", web_get_themes, RAP_ROLE_READER, RAP_HTTP_QUICK,
     WEB_KEPT | WEB_TEXTS},
    {RAP_HTTP_GET, WEB_BASE "/compare", web_get_compare, RAP_ROLE_READER, RAP_HTTP_SLOW, WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/report", web_get_report, RAP_ROLE_READER, RAP_HTTP_SLOW, 0},
    {RAP_HTTP_GET, WEB_BASE "/events", web_get_events, RAP_ROLE_READER, RAP_HTTP_QUICK,
     WEB_NO_HANDLE},
    {RAP_HTTP_GET, WEB_BASE "/openapi.json", web_get_openapi, RAP_ROLE_NOBODY, RAP_HTTP_QUICK,
     WEB_NO_HANDLE},
    {RAP_HTTP_POST, WEB_BASE "/session", web_post_session, RAP_ROLE_NOBODY, RAP_HTTP_HASH,
     WEB_NO_HANDLE},
    {RAP_HTTP_DELETE, WEB_BASE "/session", web_delete_session, RAP_ROLE_NOBODY, RAP_HTTP_QUICK,
     WEB_NO_HANDLE},
    {RAP_HTTP_PUT, WEB_BASE "/password", web_put_password, RAP_ROLE_READER, RAP_HTTP_HASH,
     WEB_NO_HANDLE | WEB_SESSION},
    {RAP_HTTP_GET, WEB_BASE "/users", web_get_users, RAP_ROLE_ADMINISTRATOR, RAP_HTTP_QUICK,
     WEB_NO_HANDLE | WEB_SESSION},
    {RAP_HTTP_POST, WEB_BASE "/users", web_post_users, RAP_ROLE_ADMINISTRATOR, RAP_HTTP_HASH,
     WEB_NO_HANDLE | WEB_SESSION},
    {RAP_HTTP_PATCH, WEB_BASE "/users/{name}", web_patch_user, RAP_ROLE_ADMINISTRATOR,
     RAP_HTTP_HASH, WEB_NO_HANDLE | WEB_SESSION},
    {RAP_HTTP_DELETE, WEB_BASE "/users/{name}", web_delete_user, RAP_ROLE_ADMINISTRATOR,
     RAP_HTTP_SLOW, WEB_NO_HANDLE | WEB_SESSION},
    {RAP_HTTP_GET, WEB_BASE "/tokens", web_get_tokens, RAP_ROLE_READER, RAP_HTTP_QUICK,
     WEB_NO_HANDLE | WEB_SESSION},
    {RAP_HTTP_POST, WEB_BASE "/tokens", web_post_tokens, RAP_ROLE_READER, RAP_HTTP_SLOW,
     WEB_NO_HANDLE | WEB_SESSION},
    {RAP_HTTP_DELETE, WEB_BASE "/tokens/{id}", web_delete_token, RAP_ROLE_READER, RAP_HTTP_SLOW,
     WEB_NO_HANDLE | WEB_SESSION},
    {RAP_HTTP_GET, WEB_BASE "/audit", web_get_audit, RAP_ROLE_ADMINISTRATOR, RAP_HTTP_QUICK,
     WEB_NO_HANDLE | WEB_SESSION},
    {RAP_HTTP_GET, WEB_BASE "/contributions", web_get_contributions, RAP_ROLE_CONTRIBUTOR,
     RAP_HTTP_QUICK, WEB_NO_HANDLE},
    {RAP_HTTP_POST, WEB_BASE "/contributions", web_post_contributions, RAP_ROLE_CONTRIBUTOR,
     RAP_HTTP_SLOW, WEB_NO_HANDLE},
    {RAP_HTTP_GET, WEB_BASE "/contributions/{id}", web_get_contribution, RAP_ROLE_CONTRIBUTOR,
     RAP_HTTP_QUICK, WEB_NO_HANDLE},
    {RAP_HTTP_PUT, WEB_BASE "/contributions/{id}", web_put_contribution, RAP_ROLE_CONTRIBUTOR,
     RAP_HTTP_SLOW, WEB_NO_HANDLE},
    {RAP_HTTP_POST, WEB_BASE "/contributions/{id}/state", web_post_contribution_state,
     RAP_ROLE_CONTRIBUTOR, RAP_HTTP_SLOW, WEB_NO_HANDLE},
    {RAP_HTTP_POST, WEB_BASE "/documents", web_post_documents, RAP_ROLE_REVIEWER, RAP_HTTP_SLOW,
     WEB_NO_HANDLE | WEB_FILES},
    {RAP_HTTP_GET, WEB_BASE "/jobs/{job}", web_get_job, RAP_ROLE_REVIEWER, RAP_HTTP_QUICK,
     WEB_NO_HANDLE},
    {RAP_HTTP_DELETE, WEB_BASE "/jobs/{job}", web_delete_job, RAP_ROLE_REVIEWER, RAP_HTTP_QUICK,
     WEB_NO_HANDLE},
    {RAP_HTTP_GET, WEB_BASE "/facts/{id}", web_get_fact, RAP_ROLE_READER, RAP_HTTP_QUICK, WEB_KEPT},
    {RAP_HTTP_POST, WEB_BASE "/facts/{id}/decisions", web_post_decision, RAP_ROLE_REVIEWER,
     RAP_HTTP_WRITE, 0},
    {RAP_HTTP_GET, WEB_BASE "/review", web_get_review, RAP_ROLE_REVIEWER, RAP_HTTP_LIST, 0},
    {RAP_HTTP_GET, WEB_BASE "/decisions", web_get_decisions, RAP_ROLE_READER, RAP_HTTP_LIST,
     WEB_KEPT},
    {RAP_HTTP_GET, WEB_BASE "/agreement", web_get_agreement, RAP_ROLE_READER, RAP_HTTP_LIST,
     WEB_KEPT},
    {RAP_HTTP_GET, "/{path*}", web_get_page, RAP_ROLE_NOBODY, RAP_HTTP_QUICK, WEB_NO_HANDLE},
};
const size_t web_route_count = sizeof web_routes / sizeof web_routes[0];

bool web_has_route(rap_http_method method, const char *pattern)
{
    for (size_t i = 0; i < web_route_count; i++) {
        if (web_routes[i].method == method && strcmp(web_routes[i].pattern, pattern) == 0) {
            return true;
        }
    }
    return false;
}

/* No script, style or frame but the program's own; nothing is told to other sites. */
static const rap_http_pair headers[] = {
    {"Content-Security-Policy",
     "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
     "form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {NULL, NULL}};

/* -- a request ---------------------------------------------------------------------------------
 */

static const web_route *route_of(const rap_http_request *request)
{
    return &web_routes[request->route->access];
}

static const char *state_of(rap_web *web, const rap_http_request *request, const web_route *route)
{
    if (route->flags & WEB_DOCUMENT) {
        return web_document_state(web, request->arena,
                                  rap_str_c(request->arena, request->parameters[0]));
    }
    if (route->flags & WEB_DIGEST) {
        return rap_arena_format(request->arena, "%s-%llx",
                                web_state(web, request->arena, WEB_STATE_LATE),
                                (unsigned long long)web_digest_turn(web->digest));
    }
    web_state_kind kind = route->flags & WEB_TEXTS       ? WEB_STATE_TEXTS
                          : route->lane == RAP_HTTP_SLOW ? WEB_STATE_LATE
                                                         : WEB_STATE_ALL;
    return web_state(web, request->arena, kind);
}

static bool admit(void *user, rap_http_request *request, rap_http_answer *answer)
{
    rap_web *web = user;
    const web_route *route = route_of(request);
    if (!web_admit(user, request, answer)) {
        return false;
    }
    if (!(route->flags & WEB_KEPT)) {
        return true;
    }
    answer->etag = state_of(web, request, route);
    answer->cache = "private, no-cache";
    if (rap_http_is_known(request, answer->etag)) {
        answer->status = 200; /* which the server makes a 304 of */
        return false;
    }
    answer->body = web_kept_find(web->kept, request->arena, rap_http_target(request), answer->etag);
    answer->status = answer->body.length ? 200 : 0;
    return !answer->body.length;
}

static bool is_json(const rap_http_answer *answer)
{
    return answer->status == 200 && !answer->type;
}

/* The handle goes back whatever becomes of the handler. */
static void run(web_call *call)
{
    if (RAP_ARENA_GUARD(call->arena) == 0) {
        call->route->handle(call);
    } else {
        *call->answer = (rap_http_answer){.status = 503};
    }
    rap_arena_unguard(call->arena);
}

/* Another may have asked the same while this one waited for its turn. What was begun after it came
 * is as new as what it would have got at once, and what takes seconds may be some seconds old. */
static bool find_made(rap_web *web, rap_http_request *request, rap_http_answer *answer)
{
    const web_route *route = route_of(request);
    const char *key = rap_http_target(request);
    int64_t late = route->lane == RAP_HTTP_SLOW ? WEB_LATE * 1000 : 0;
    answer->etag = state_of(web, request, route);
    answer->body = web_kept_find(web->kept, request->arena, key, answer->etag);
    if (!answer->body.length) {
        const char *state;
        answer->body = web_kept_since(web->kept, request->arena, key, request->came - late, &state);
        answer->etag = answer->body.length ? state : answer->etag;
    }
    answer->status = answer->body.length ? 200 : 0;
    return answer->body.length > 0;
}

static void handle(void *user, rap_http_request *request, rap_http_answer *answer)
{
    rap_web *web = user;
    const web_route *route = route_of(request);
    web_call call = {.web = web,
                     .request = request,
                     .answer = answer,
                     .arena = request->arena,
                     .person = request->who,
                     .route = route};
    int64_t began = rap_http_clock();
    if ((route->flags & WEB_KEPT) && route->lane != RAP_HTTP_QUICK &&
        find_made(web, request, answer)) {
        return;
    }
    bool is_lent = !(route->flags & WEB_NO_HANDLE) && route->lane != RAP_HTTP_WRITE;
    if (is_lent) {
        call.r = web_lend(web);
    } else if (route->lane == RAP_HTTP_WRITE) {
        call.r = web->handles.writer;
    }
    run(&call);
    if (is_lent) {
        web_give(web, call.r);
    }
    if ((route->flags & WEB_KEPT) && is_json(answer)) {
        web_kept_put(web->kept, rap_http_target(request), answer->etag, began, answer->body);
    }
}

/* -- the server --------------------------------------------------------------------------------
 */

static const char *const *list_of(rap_arena *arena, const char *text)
{
    rap_str rest = rap_str_of(text), part;
    RAP_VEC(const char *) list = {0};
    while (rest.length && rap_str_split(&rest, ',', &part)) {
        RAP_PUSH(arena, &list, rap_str_c(arena, rap_str_trim(part)));
    }
    RAP_PUSH(arena, &list, NULL);
    return list.items;
}

static void make_routes(rap_web *web)
{
    web->routes = RAP_NEW_ARRAY(web->arena, rap_http_route, web_route_count);
    for (size_t i = 0; i < web_route_count; i++) {
        const web_route *route = &web_routes[i];
        web->routes[i] = (rap_http_route){.method = route->method,
                                          .pattern = route->pattern,
                                          .handle = handle,
                                          .access = (int)i,
                                          .lane = route->lane,
                                          .has_files = (route->flags & WEB_FILES) != 0};
    }
}

static bool make_folder(rap_web *web, rap_error *error)
{
    const char *base = getenv("TMPDIR");
    char *folder =
        rap_arena_format(web->arena, "%s/rapporteur-XXXXXX", base && *base == '/' ? base : "/tmp");
    if (!mkdtemp(folder)) {
        return rap_error_set(error, RAP_ERROR_FILE, -1, "%.200s: %s; TMPDIR names another folder",
                             folder, strerror(errno));
    }
    web->folder = folder;
    return true;
}

static bool open_people(rap_web *web, rap_error *error)
{
    if (!web->options.is_shared) {
        return true;
    }
    web->people = rap_people_open(web->options.location, false, error);
    return web->people != NULL;
}

static bool start(rap_web *web, rap_error *error)
{
    const rap_web_options *options = &web->options;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned threads = options->threads ? options->threads
                       : processors > 2 ? (unsigned)processors * 2
                                        : 4;
    threads = threads > MOST_THREADS ? MOST_THREADS : threads;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    web->epoch = (uint64_t)now.tv_sec << 20 ^ (uint64_t)now.tv_nsec;
    web->person = (web_person){
        .account = {.name = options->person, .role = RAP_ROLE_ADMINISTRATOR, .organization = ""},
        .role = RAP_ROLE_ADMINISTRATOR,
        .can_write = true};
    web->kept = web_kept_new(KEPT_BYTES);
    web->limits = web_limits_new();
    if (!web->kept || !web->limits) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    if (!make_folder(web, error) || !open_people(web, error) ||
        !web_handles_open(web, threads + 2 * SLOW_THREADS, error) ||
        !(web->jobs = web_jobs_new(web, error)) || !(web->digest = web_digest_new(web, error))) {
        return false;
    }
    make_routes(web);
    const rap_http_options http = {.address = options->address,
                                   .port = options->port,
                                   .routes = web->routes,
                                   .route_count = web_route_count,
                                   .user = web,
                                   .admit = admit,
                                   .headers = headers,
                                   .hosts = list_of(web->arena, options->hosts),
                                   .proxies = list_of(web->arena, options->proxies),
                                   .certificate = options->certificate,
                                   .key = options->key,
                                   .threads = threads,
                                   .slow_threads = SLOW_THREADS,
                                   .folder = web->folder,
                                   .limits = rap_http_limits_default()};
    web->http = rap_http_start(&http, error);
    return web->http &&
           ((web_jobs_start(web->jobs) && web_digest_start(web->digest)) ||
            rap_error_set(error, RAP_ERROR_MEMORY, -1, "there is no memory for threads"));
}

static bool start_guarded(rap_web *web, rap_error *error)
{
    volatile bool is_started = false;
    if (RAP_ARENA_GUARD(web->arena) == 0) {
        is_started = start(web, error);
    } else {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    rap_arena_unguard(web->arena);
    return is_started;
}

rap_web *rap_web_start(const rap_web_options *options, rap_error *error)
{
    rap_web *web = calloc(1, sizeof *web);
    rap_arena *arena = web ? rap_arena_new(0) : NULL;
    if (!arena) {
        free(web);
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    web->arena = arena;
    web->options = *options;
    if (!start_guarded(web, error)) {
        rap_web_stop(web);
        return NULL;
    }
    return web;
}

void rap_web_stop(rap_web *web)
{
    if (!web) {
        return;
    }
    web_jobs_stop(web->jobs); /* they tell the server's streams */
    web_digest_stop(web->digest);
    rap_http_stop(web->http);
    web_jobs_free(web->jobs);
    web_digest_free(web->digest);
    web_handles_close(web);
    rap_people_close(web->people);
    free(web->limits);
    web_kept_free(web->kept);
    if (web->folder) {
        rmdir(web->folder);
    }
    rap_arena_free(web->arena);
    free(web);
}

bool rap_web_is_private(const char *address)
{
    return rap_http_is_loopback(address);
}

unsigned rap_web_port(const rap_web *web)
{
    return rap_http_port(web->http);
}

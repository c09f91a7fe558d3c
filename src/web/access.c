/* Who may ask what: sessions, tokens, roles, requests of other sites, and how often. */
#include "web.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* -- how often ---------------------------------------------------------------------------------
 */

/* Buckets that fill with time; a request takes one drop. By a hash of who asks and what for: two
 * that share a bucket share its drops. */
enum { BUCKETS = 4096 };

typedef struct {
    double drops;
    double last;
} bucket;

struct web_limits {
    pthread_mutex_t lock;
    bucket buckets[BUCKETS];
};

web_limits *web_limits_new(void)
{
    web_limits *limits = calloc(1, sizeof *limits);
    if (limits) {
        pthread_mutex_init(&limits->lock, NULL);
    }
    return limits;
}

/* False where `rate` a second, `most` at once, were had already. */
static bool take(web_limits *limits, const char *who, char what, double rate, double most)
{
    struct timespec now;
    uint64_t hash = rap_map_hash(rap_str_of(who)) ^ (unsigned char)what;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double time = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
    pthread_mutex_lock(&limits->lock);
    bucket *b = &limits->buckets[hash % BUCKETS];
    b->drops += (time - b->last) * rate;
    b->drops = b->drops > most || b->last == 0 ? most : b->drops;
    b->last = time;
    bool is_taken = b->drops >= 1;
    b->drops -= is_taken ? 1 : 0;
    pthread_mutex_unlock(&limits->lock);
    return is_taken;
}

static bool too_often(rap_http_request *request, rap_http_answer *answer)
{
    rap_http_more(answer, "Retry-After", "5");
    return rap_http_problem(request, answer, 429, "that is too often; wait a few seconds");
}

/* Of one person or, where nobody is signed in, of one address. Pages and what is kept cost nothing
 * and are not counted. */
static bool is_within(rap_web *web, rap_http_request *request, rap_http_answer *answer,
                      const web_person *person, const web_route *route)
{
    bool is_known = person->role > RAP_ROLE_NOBODY;
    const char *who = is_known ? person->account.name : request->peer;
    bool is_changing = request->method != RAP_HTTP_GET;
    if (!web->people) {
        return true; /* one person on the own machine */
    }
    if ((is_changing && !take(web->limits, who, 'w', is_known ? 10 : 1, is_known ? 60 : 20)) ||
        (!is_changing && route->lane == RAP_HTTP_SLOW && !take(web->limits, who, 's', 4, 40))) {
        return too_often(request, answer);
    }
    return true;
}

/* -- who ---------------------------------------------------------------------------------------
 */

const char *web_cookie_name(const rap_http_request *request)
{
    return request->is_secure ? "__Host-rapporteur" : "rapporteur";
}

static const char *bearer(const rap_http_request *request)
{
    const char *text = rap_http_header(request, "Authorization");
    return text && strncasecmp(text, "Bearer ", 7) == 0 ? text + 7 : NULL;
}

static web_person *identify(rap_web *web, rap_http_request *request)
{
    web_person *person = RAP_NEW(request->arena, web_person);
    const char *token = bearer(request);
    const char *secret = rap_http_cookie(request, web_cookie_name(request));
    person->account.name = person->account.organization = "";
    if (token) {
        person->is_token = true;
        if (!rap_people_token(web->people, request->arena, token, time(NULL), &person->account,
                              &person->can_write)) {
            person->account = (rap_account){.name = "", .organization = ""};
        }
    } else if (secret && rap_people_session(web->people, request->arena, secret, time(NULL),
                                            &person->account)) {
        person->secret = secret;
        person->can_write = true;
    }
    person->role = person->account.role;
    return person;
}

/* -- requests of other sites ---------------------------------------------------------------------
 */

/* A page of another site sends its own origin, or the browser says that it is one. */
static bool is_foreign(const rap_http_request *request)
{
    const char *origin = rap_http_header(request, "Origin");
    const char *site = rap_http_header(request, "Sec-Fetch-Site");
    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) {
        return true;
    }
    const char *own = rap_arena_format(request->arena, "http%s://%s", request->is_secure ? "s" : "",
                                       request->host);
    return origin && strcasecmp(origin, own) != 0;
}

static bool has_csrf(const rap_http_request *request, const web_person *person)
{
    char token[44];
    const char *sent = rap_http_header(request, "X-CSRF-Token");
    if (!person->secret) {
        return true; /* no cookie speaks for anybody */
    }
    rap_people_csrf(person->secret, token);
    return sent && rap_people_same(sent, token);
}

/* -- may they ------------------------------------------------------------------------------------
 */

static bool check_role(rap_http_request *request, rap_http_answer *answer, const web_person *person,
                       const web_route *route)
{
    if (person->role < route->role && person->role == RAP_ROLE_NOBODY) {
        rap_http_more(answer, "WWW-Authenticate", "Bearer realm=\"rapporteur\"");
        return rap_http_problem(request, answer, 401, "sign in first");
    }
    if (person->role < route->role) {
        return rap_http_problem(request, answer, 403, "this is for the role %s; yours is %s",
                                rap_role_name(route->role), rap_role_name(person->role));
    }
    if (person->is_token && (route->flags & WEB_SESSION)) {
        return rap_http_problem(request, answer, 403, "a token cannot do this; sign in");
    }
    if (person->is_token && !person->can_write && request->method != RAP_HTTP_GET) {
        return rap_http_problem(request, answer, 403, "the token is for reading only");
    }
    return true;
}

bool web_admit(void *user, rap_http_request *request, rap_http_answer *answer)
{
    rap_web *web = user;
    const web_route *route = &web_routes[request->route->access];
    const web_person *person = web->people ? identify(web, request) : &web->person;
    request->who = (void *)person;
    /* Who signs in has no token of a session yet, or one of a session that ends with it. */
    bool is_login = route->handle == web_post_session;
    if (request->method != RAP_HTTP_GET &&
        (is_foreign(request) || (!is_login && !has_csrf(request, person)))) {
        return rap_http_problem(request, answer, 403,
                                "this request is not from our own page, or without the "
                                "X-CSRF-Token that GET /session tells");
    }
    return check_role(request, answer, person, route) &&
           is_within(web, request, answer, person, route);
}

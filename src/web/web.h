/* What the files of the web share. */
#ifndef RAP_WEB_INTERNAL_H
#define RAP_WEB_INTERNAL_H

#include "base/json.h"
#include "http/http.h"
#include "rapporteur/rapporteur.h"
#include "web/web.h"

#include <jansson.h>
#include <pthread.h>

#define WEB_BASE "/api/v1"

typedef enum { WEB_NOBODY, WEB_READER, WEB_CONTRIBUTOR, WEB_REVIEWER, WEB_ADMINISTRATOR } web_role;

/* Who asks. */
typedef struct {
    const char *name;
    web_role role;
} web_person;

typedef struct web_route web_route;

/* A request being answered. */
typedef struct {
    rap_web *web;
    rap_http_request *request;
    rap_http_answer *answer;
    rap_arena *arena;
    rapporteur *r; /* lent for the call; NULL where the route asks nothing of the register */
    const web_person *person;
    const web_route *route;
} web_call;

typedef void web_handler(web_call *call);

enum {
    WEB_KEPT = 1,     /* the answer depends on the register alone: conditions, and it is kept */
    WEB_FILES = 2,    /* takes files */
    WEB_NO_HANDLE = 4 /* asks nothing of the register */
};

struct web_route {
    rap_http_method method;
    const char *pattern;
    web_handler *handle;
    web_role role; /* the least */
    rap_http_lane lane;
    int flags;
};
extern const web_route web_routes[];
extern const size_t web_route_count;

/* -- handles (handles.c) -------------------------------------------------------------------------
 */

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t change;
    rapporteur *first; /* owns the language data */
    rapporteur *free[32];
    size_t count, free_count;
    rapporteur *writer; /* of the lane that writes */
    rapporteur *watcher;
    pthread_mutex_t watch_lock;
} web_handles;

bool web_handles_open(rap_web *web, size_t count, rap_error *error);
void web_handles_close(rap_web *web);
rapporteur *web_lend(rap_web *web);
void web_give(rap_web *web, rapporteur *r);
/* Says which state of the register is the present one: another text for each. */
const char *web_state(rap_web *web, rap_arena *arena);

/* -- kept answers (kept.c) ----------------------------------------------------------------------
 */

typedef struct web_kept web_kept;
web_kept *web_kept_new(size_t most_bytes);
void web_kept_free(web_kept *kept);
/* The body kept for the request in this state, copied into the arena; empty where none is. */
rap_str web_kept_find(web_kept *kept, rap_arena *arena, const char *key, const char *state);
void web_kept_put(web_kept *kept, const char *key, const char *state, rap_str body);

struct rap_web {
    rap_web_options options;
    rap_http *http;
    rap_http_route *routes;
    rap_arena *arena; /* of the server's own strings */
    web_handles handles;
    web_kept *kept;
    web_person person; /* where there are no accounts */
    uint64_t epoch;    /* tells this run of the server from others */
};

/* -- what handlers use (answers.c) ---------------------------------------------------------------
 */

/* A parameter of the query, or NULL. */
const char *web_query(const web_call *call, const char *name);
/* A number of the query within bounds; false with the answer filled where it is none. */
bool web_number(web_call *call, const char *name, size_t otherwise, size_t most, size_t *ret);
/* The filter that the query tells, with limit and offset; false with the answer filled. */
bool web_filter(web_call *call, rapporteur_filter *ret_filter);
/* Parameter `index` of the path. */
const char *web_parameter(const web_call *call, size_t index);
/* The answer is this JSON. */
void web_json(web_call *call, rap_str json);
/* The library failed. */
void web_failed(web_call *call, const rapporteur_error *error);
/* The request's body as a JSON object; NULL with the answer filled. The caller's to release. */
json_t *web_body(web_call *call);

/* Records on their way into an answer. */
typedef struct {
    web_call *call;
    rap_buf items;
    size_t offset, limit; /* passed over, taken at most (0: all) */
    size_t seen, taken;
    bool is_cut; /* stop once `limit` are taken: the total comes from elsewhere */
    bool is_too_large;
} web_list;
web_list web_list_new(web_call *call, size_t offset, size_t limit);
bool web_list_take(void *user, const char *json, size_t length);
/* {"items":[..],"total":N,"offset":N,"next":".."|null}; `more` members before the end, or empty. */
void web_list_answer(web_list *list, size_t total, rap_str more);
/* A list inside another answer: [..]. */
void web_list_put(const web_list *list, rap_buf *out);

/* -- handlers ----------------------------------------------------------------------------------
 */

web_handler web_get_session, web_get_overview, web_get_documents, web_get_document, web_get_aligned,
    web_get_mandates, web_get_activities, web_get_agreements, web_get_publications, web_get_pledges,
    web_get_figures, web_get_picture, web_get_trace, web_get_due, web_get_citations,
    web_get_history, web_get_search, web_get_organizations, web_get_themes, web_get_compare,
    web_get_report, web_get_events, web_get_openapi, web_get_page;

#endif

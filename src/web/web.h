/* What the files of the web share. */
#ifndef RAP_WEB_INTERNAL_H
#define RAP_WEB_INTERNAL_H

#include "base/json.h"
#include "http/http.h"
#include "people/people.h"
#include "rapporteur/rapporteur.h"
#include "web/web.h"

#include <jansson.h>
#include <pthread.h>

#define WEB_BASE "/api/v1"

/* Who asks. */
typedef struct {
    rap_account account; /* id 0 where there are no accounts */
    rap_role role;
    const char *secret; /* of a session, or NULL */
    bool is_token, can_write;
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
    WEB_KEPT = 1, /* the answer depends on the register alone: conditions, and it is kept */
    WEB_DOCUMENT =
        32, /* with WEB_KEPT: on texts, and what people decided about the path's document */
    WEB_DIGEST = 64, /* with WEB_KEPT: on the digest, and the register as it was a little earlier */
    WEB_TEXTS = 16,  /* with WEB_KEPT: on its texts alone, whatever people decide about facts */
    WEB_FILES = 2,   /* takes files */
    WEB_NO_HANDLE = 4, /* asks nothing of the register */
    WEB_SESSION = 8    /* not by a token: it is about the account itself */
};

struct web_route {
    rap_http_method method;
    const char *pattern;
    web_handler *handle;
    rap_role role; /* the least */
    rap_http_lane lane;
    int flags;
};
extern const web_route web_routes[];
extern const size_t web_route_count;
bool web_has_route(rap_http_method method, const char *pattern);

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
    pthread_mutex_t watch_lock;                     /* of the watcher and what follows */
    int64_t seen_change, seen_texts, seen_decision; /* as they were last seen */
    uint64_t texts_count;                           /* how often the texts have changed */
    int64_t late_change; /* of what takes long: a change of decisions shows a little later */
    int64_t late_since;  /* when it was taken over, in seconds */
    uint64_t late_texts;
} web_handles;

bool web_handles_open(rap_web *web, size_t count, rap_error *error);
void web_handles_close(rap_web *web);
rapporteur *web_lend(rap_web *web);
void web_give(rap_web *web, rapporteur *r);
enum { WEB_LATE = 5 }; /* seconds */
typedef enum {
    WEB_STATE_ALL,   /* as the register is */
    WEB_STATE_TEXTS, /* its texts alone */
    WEB_STATE_LATE   /* texts as they are; what people decide shows some seconds later, so that what
                        takes long is not found anew with each decision */
} web_state_kind;
/* Says which state of the register is the present one: another text for each. */
const char *web_state(rap_web *web, rap_arena *arena, web_state_kind kind);
/* The same of a document: its text and what people decided about the facts in it. */
const char *web_document_state(rap_web *web, rap_arena *arena, const char *document);

/* -- kept answers (kept.c) ----------------------------------------------------------------------
 */

typedef struct web_kept web_kept;
web_kept *web_kept_new(size_t most_bytes);
void web_kept_free(web_kept *kept);
/* The body kept for the request in this state, copied into the arena; empty where none is. */
rap_str web_kept_find(web_kept *kept, rap_arena *arena, const char *key, const char *state);
/* The same in whatever state, where its making began at that time or later; *ret_state is its own.
 */
rap_str web_kept_since(web_kept *kept, rap_arena *arena, const char *key, int64_t since,
                       const char **ret_state);
/* `began`: when its making did (rap_http_clock). */
void web_kept_put(web_kept *kept, const char *key, const char *state, int64_t began, rap_str body);

/* -- access (access.c) ---------------------------------------------------------------------------
 */

typedef struct web_limits web_limits;
web_limits *web_limits_new(void);
/* Finds out who asks; false with the answer filled where they may not. */
bool web_admit(void *user, rap_http_request *request, rap_http_answer *answer);
const char *web_cookie_name(const rap_http_request *request);

/* -- jobs (jobs.c) -------------------------------------------------------------------------------
 */

typedef struct web_jobs web_jobs;
web_jobs *web_jobs_new(rap_web *web, rap_error *error); /* before there are threads */
bool web_jobs_start(web_jobs *jobs);
void web_jobs_stop(web_jobs *jobs);
void web_jobs_free(web_jobs *jobs);

/* -- what takes long (digest.c)
 * --------------------------------------------------------------------
 */

typedef struct web_digest web_digest;
web_digest *web_digest_new(rap_web *web, rap_error *error);
bool web_digest_start(web_digest *digest);
void web_digest_stop(web_digest *digest);
void web_digest_free(web_digest *digest);
/* What the overview tells, as it was found last; at most a minute old
 * where the register has changed since. */
bool web_digest_put(web_call *call, rap_buf *out, rapporteur_error *error);
/* Another number where they are others. */
uint64_t web_digest_turn(web_digest *digest);

struct rap_web {
    rap_web_options options;
    rap_http *http;
    rap_http_route *routes;
    rap_arena *arena; /* of the server's own strings */
    web_handles handles;
    web_kept *kept;
    web_person person;  /* where there are no accounts */
    rap_people *people; /* NULL: there are none */
    web_limits *limits;
    web_jobs *jobs;
    web_digest *digest;
    const char *folder; /* for files on their way; removed at the end */
    uint64_t epoch;     /* tells this run of the server from others */
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

void web_body_free(json_t *body);
/* Routes of accounts are there only where there are any: else false with the answer filled. */
bool web_is_shared(web_call *call);
/* A text of the body; NULL where it is missing, another type or holds a NUL. */
const char *web_member(const json_t *body, const char *name);
/* A line in the log, where there is one; `who` NULL: the person who asks. */
void web_note(web_call *call, const char *who, const char *action, const char *about,
              const char *detail);
void web_people_failed(web_call *call, const rap_error *error);
/* A job that adds these files, which it moves away; its id, or NULL with the answer filled. */
const char *web_jobs_add(web_call *call, const rap_http_file *files, size_t count,
                         const char *name);
/* A contribution that was cleared becomes a document; the answer is filled where it cannot. */
void web_add_cleared(web_call *call, int64_t id);

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
    web_get_report, web_get_events, web_get_openapi, web_get_page, web_post_session,
    web_delete_session, web_put_password, web_get_users, web_post_users, web_patch_user,
    web_delete_user, web_get_tokens, web_post_tokens, web_delete_token, web_get_audit,
    web_get_contributions, web_post_contributions, web_get_contribution, web_put_contribution,
    web_post_contribution_state, web_post_documents, web_get_job, web_delete_job, web_get_fact,
    web_post_decision, web_get_review, web_get_decisions, web_get_agreement;

#endif

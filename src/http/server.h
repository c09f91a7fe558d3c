/* What the files of the server share. */
#ifndef RAP_HTTP_SERVER_H
#define RAP_HTTP_SERVER_H

#include "http/http.h"

#include <microhttpd.h>
#include <pthread.h>
#include <time.h>

/* -- a connection, watched (watch.c) -------------------------------------------------------------
 */

typedef struct http_line http_line;

/* -- a request on its way ---------------------------------------------------------------------- */

typedef enum {
    EXCHANGE_HEAD,    /* the head has come */
    EXCHANGE_BODY,    /* its body comes */
    EXCHANGE_WAITING, /* in a lane; the connection is suspended */
    EXCHANGE_ANSWERED /* the answer can be sent */
} exchange_state;

typedef struct exchange {
    rap_http_request request; /* first: one becomes the other */
    rap_http *http;
    struct MHD_Connection *connection;
    http_line *line;
    const char *uri; /* raw, with the query */
    const char *raw; /* where it came, in libmicrohttpd's memory */
    exchange_state state;
    rap_http_answer answer;
    bool is_refused; /* answered before its body was read; the connection closes */
    bool is_head;
    rap_buf body;
    size_t received;
    struct MHD_PostProcessor *post;
    int file;              /* descriptor of the file that comes, or -1 */
    struct exchange *next; /* in a lane */
} exchange;

/* -- lanes (lane.c) ------------------------------------------------------------------------------
 */

typedef struct {
    rap_http *http;
    pthread_mutex_t lock;
    pthread_cond_t change;
    exchange *first, *last;
    unsigned count, most;
    bool is_over;
    pthread_t threads[16];
    unsigned thread_count;
} http_lane;

bool http_lane_start(http_lane *lane, rap_http *http, unsigned threads, unsigned most);
/* Suspends the connection until the handler is done; false where too many wait. */
bool http_lane_take(http_lane *lane, exchange *x);
void http_lane_stop(http_lane *lane);
/* Runs the handler under the arena's guard. */
void http_handle(exchange *x);

/* -- streams (stream.c) --------------------------------------------------------------------------
 */

typedef struct http_stream http_stream;
typedef struct {
    pthread_mutex_t lock;
    http_stream *first;
    unsigned count;
    bool is_over;
    uint64_t next;      /* number of the next message */
    char *messages[64]; /* by number modulo 64 */
} http_hub;

bool http_hub_start(http_hub *hub);
void http_hub_stop(http_hub *hub); /* every stream ends */
void http_hub_free(http_hub *hub);
void http_hub_beat(http_hub *hub, time_t now);
struct MHD_Response *http_stream_new(http_hub *hub, struct MHD_Connection *connection);

/* -- the server ---------------------------------------------------------------------------------
 */

struct rap_http {
    rap_http_options options;
    struct MHD_Daemon *daemon;
    http_lane lanes[RAP_HTTP_LANES]; /* that of quick routes is not used */
    http_hub hub;
    pthread_mutex_t watch_lock;
    pthread_cond_t watch_over;
    http_line *lines;
    pthread_t watcher;
    bool is_watching, is_over;
    char *certificate, *key;
    char bound[64]; /* the address and port as a Host header tells them */
};

/* watch.c: ends connections that take too long with a head, a body or an answer. */
bool http_watch_start(rap_http *http);
void http_watch_stop(rap_http *http);
void http_watch_connection(void *user, struct MHD_Connection *connection, void **socket_context,
                           enum MHD_ConnectionNotificationCode code);
typedef enum { LINE_HEAD, LINE_BODY, LINE_HANDLER, LINE_ANSWER, LINE_STREAM } line_phase;
/* The connection enters a phase; `bytes` tells how long the phase may take. */
void http_watch_phase(exchange *x, line_phase phase, size_t bytes);

/* route.c: fills route, path and parameters, or the answer where there is none. */
bool http_route_find(exchange *x, const char *method);
/* Decodes %XX into the arena; false for what is no text. */
bool http_decode(rap_arena *arena, rap_str part, rap_str *ret_text);

/* head.c: false, with the answer filled, where the head could be read in two ways. */
bool http_head_check(exchange *x, const char *method, const char *version);

/* request.c: the peer, the host and what a proxy adds; false with the answer filled. */
bool http_request_check(exchange *x);

/* upload.c */
bool http_upload_begin(exchange *x);
bool http_upload_take(exchange *x, const char *data, size_t length);
bool http_upload_end(exchange *x);
void http_upload_free(exchange *x);

/* pack.c */
bool http_is_packable(const rap_http_answer *answer);
/* The answer's body packed, where that is wanted and worth it; the caller's to free, or NULL. */
char *http_pack(const exchange *x, size_t *ret_length);

/* answer.c */
enum MHD_Result http_send(exchange *x);

#endif

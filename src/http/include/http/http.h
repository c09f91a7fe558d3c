/* An HTTP server that knows nothing of what it serves: a table of routes, limits for clients that
 * are large, slow or many, answers with conditions, problems (RFC 9457), files sent up, server-sent
 * events. The protocol and TLS are libmicrohttpd's.
 *
 * A handler fills an answer; what it puts there lives in the request's arena or longer. Quick
 * routes run in the threads that hold the connections, the others in threads of their lane while
 * their connection waits: what takes long keeps nobody from asking. An arena that is exhausted ends
 * the request with a problem.
 */
#ifndef RAP_HTTP_HTTP_H
#define RAP_HTTP_HTTP_H

#include "base/error.h"
#include "base/str.h"

typedef struct rap_http rap_http;
typedef struct rap_http_request rap_http_request;

typedef enum {
    RAP_HTTP_GET, /* HEAD too */
    RAP_HTTP_POST,
    RAP_HTTP_PUT,
    RAP_HTTP_PATCH,
    RAP_HTTP_DELETE,
    RAP_HTTP_METHODS
} rap_http_method;
const char *rap_http_method_name(rap_http_method method);

typedef enum {
    RAP_HTTP_QUICK, /* milliseconds */
    RAP_HTTP_LIST,  /* tens of milliseconds: by several threads, while others are answered */
    RAP_HTTP_SLOW,  /* seconds, likewise */
    RAP_HTTP_HASH,  /* a password is hashed; one after another, which bounds the memory */
    RAP_HTTP_WRITE, /* one after another */
    RAP_HTTP_LANES
} rap_http_lane;

typedef struct {
    const char *name, *value;
} rap_http_pair;

/* What a handler says. A request that got no status is answered with 500. */
typedef struct {
    int status;
    const char *type; /* NULL: application/json */
    rap_str body;
    const char *etag;      /* without its quotes, or NULL */
    const char *cache;     /* Cache-Control; NULL: no-store */
    bool is_stream;        /* server-sent events follow; the body is not looked at */
    rap_http_pair more[4]; /* further headers, ended by a NULL name */
} rap_http_answer;

typedef void rap_http_handler(void *user, rap_http_request *request, rap_http_answer *answer);

typedef struct {
    rap_http_method method;
    const char *pattern; /* "/api/v1/documents/{symbol}": a parameter is one part of the path,
                            "{path*}" at the end all that is left */
    rap_http_handler *handle;
    int access; /* the user's own, for `admit` */
    rap_http_lane lane;
    bool has_files; /* multipart/form-data is taken, file by file */
} rap_http_route;

/* A file that was sent up; it is removed with the request unless the handler moves it. */
typedef struct {
    const char *name; /* as the client calls it, without folders and control characters */
    const char *path;
    size_t size;
} rap_http_file;

enum { RAP_HTTP_PARAMETERS = 4 };

struct rap_http_request {
    rap_arena *arena;
    rap_http_method method;
    const rap_http_route *route;
    rap_str path;                            /* as it was sent, without the query */
    rap_str parameters[RAP_HTTP_PARAMETERS]; /* decoded; valid UTF-8 without control characters */
    rap_str body;
    RAP_VEC(rap_http_file) files;
    const char *peer; /* the client's address; what a trusted proxy says it is */
    const char *host; /* with its port, as the client sees it */
    bool is_secure;   /* came by TLS, here or at the proxy */
    bool is_direct;   /* no proxy between */
    int64_t came;     /* when its first line came: milliseconds of a clock that only goes on */
    void *who;        /* what `admit` found */
};

/* NULL where it was not sent. Valid while the request is. */
const char *rap_http_header(const rap_http_request *request, const char *name);
const char *rap_http_cookie(const rap_http_request *request, const char *name);
/* A parameter of the query; NULL where it is missing or empty. */
const char *rap_http_query(const rap_http_request *request, const char *name);
/* Visits each parameter of the query. */
void rap_http_query_each(const rap_http_request *request,
                         void (*visit)(void *user, const char *name, const char *value),
                         void *user);
/* The path and query as they were sent. */
const char *rap_http_target(const rap_http_request *request);
/* Whether Accept-Encoding lets a coding through ("gzip, br;q=1.0"); a quality of 0 does not. */
bool rap_http_accepts(const rap_http_request *request, const char *coding);
/* Whether If-None-Match names the tag: then the answer is 304. */
bool rap_http_is_known(const rap_http_request *request, const char *etag);

/* Now, by the clock of `came`. */
int64_t rap_http_clock(void);

/* Fills the answer with a problem: RFC 9457, its title the status's own phrase. Returns false, so
 * that `return rap_http_problem(...)` reads well. */
bool rap_http_problem(rap_http_request *request, rap_http_answer *answer, int status,
                      const char *detail, ...) __attribute__((format(printf, 4, 5)));
/* Adds a header; further ones than there is room for are a mistake of the program. */
void rap_http_more(rap_http_answer *answer, const char *name, const char *value);

typedef struct {
    size_t header_bytes; /* of the first line and all headers */
    size_t body_bytes;
    size_t upload_bytes;                    /* of a request with files, together */
    size_t answer_bytes;                    /* memory a request may take */
    unsigned connections, connections_each; /* in all, and of one address (0: no limit) */
    unsigned waiting;      /* requests in a lane; further ones are told to come back */
    unsigned head_seconds; /* until the whole head has come, idle time before it included */
    unsigned idle_seconds; /* in which nothing moves */
    size_t least_rate;     /* bytes a second that a body or answer must move at, on the whole */
} rap_http_limits;
rap_http_limits rap_http_limits_default(void);

typedef struct {
    const char *address; /* "127.0.0.1", "::1", "0.0.0.0", "localhost" */
    unsigned port;       /* 0: any */
    const rap_http_route *routes;
    size_t route_count;
    void *user; /* of the handlers */
    /* Called before each handler; false where the answer is filled in already. */
    bool (*admit)(void *user, rap_http_request *request, rap_http_answer *answer);
    const rap_http_pair *headers;  /* of every answer, ended by a NULL name */
    const char *const *hosts;      /* names that a request may be for, ended by NULL, besides the
                                      address; NULL: those of this machine alone */
    const char *const *proxies;    /* addresses whose X-Forwarded- headers are believed */
    const char *certificate, *key; /* PEM, both or neither */
    unsigned threads,
        slow_threads;   /* 0: as the processors are; of lists there are as many as slow */
    const char *folder; /* for files that are sent up */
    rap_http_limits limits;
} rap_http_options;

/* NULL with *error filled where it cannot be bound or the certificate is none. All but the
 * certificate and key must live as long as the server. */
rap_http *rap_http_start(const rap_http_options *options, rap_error *error);
/* Answers what has been asked, closes everything and frees the server. NULL is allowed. */
void rap_http_stop(rap_http *http);
unsigned rap_http_port(const rap_http *http);

/* Sends an event to every stream that is open. `data` is one line. */
void rap_http_publish(rap_http *http, const char *event, rap_str data);

/* Whether only this machine reaches the address. */
bool rap_http_is_loopback(const char *address);

#endif

/* Clients that take too long. libmicrohttpd ends a connection on which nothing moves; one that
 * sends a byte now and then would hold it for ever. So each phase of a connection has its time: the
 * head a fixed one, a body and an answer what a slow but honest line needs for them. */
#include "server.h"

#include <stdlib.h>
#include <sys/socket.h>

struct http_line {
    http_line *next;
    int socket;
    time_t since; /* the body began */
    time_t until; /* 0: no end */
};

static time_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

void http_watch_connection(void *user, struct MHD_Connection *connection, void **socket_context,
                           enum MHD_ConnectionNotificationCode code)
{
    rap_http *http = user;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        http_line *line = calloc(1, sizeof *line);
        *socket_context = line;
        if (line) {
            line->socket = info ? info->connect_fd : -1;
            line->until = now() + http->options.limits.head_seconds;
            pthread_mutex_lock(&http->watch_lock);
            line->next = http->lines;
            http->lines = line;
            pthread_mutex_unlock(&http->watch_lock);
        }
        return;
    }
    /* The socket is still open here: what is in the list can be shut down. */
    http_line *line = *socket_context;
    pthread_mutex_lock(&http->watch_lock);
    for (http_line **place = &http->lines; *place; place = &(*place)->next) {
        if (*place == line) {
            *place = line->next;
            break;
        }
    }
    pthread_mutex_unlock(&http->watch_lock);
    free(line);
}

void http_watch_phase(exchange *x, line_phase phase, size_t bytes)
{
    const rap_http_limits *limits = &x->http->options.limits;
    if (!x->line) {
        return;
    }
    time_t time = now();
    time_t needed = (time_t)(limits->head_seconds + bytes / (limits->least_rate | 1));
    pthread_mutex_lock(&x->http->watch_lock);
    if (phase != LINE_BODY || !bytes) {
        x->line->since = time;
    }
    bool is_ours = phase == LINE_HANDLER || phase == LINE_STREAM; /* we take the time */
    x->line->until = is_ours ? 0 : x->line->since + needed;
    pthread_mutex_unlock(&x->http->watch_lock);
}

static void *watch(void *user)
{
    rap_http *http = user;
    pthread_mutex_lock(&http->watch_lock);
    while (!http->is_over) {
        struct timespec next;
        clock_gettime(CLOCK_REALTIME, &next);
        next.tv_sec++;
        pthread_cond_timedwait(&http->watch_over, &http->watch_lock, &next);
        time_t time = now();
        for (http_line *line = http->lines; line; line = line->next) {
            if (line->until && time > line->until && line->socket >= 0) {
                shutdown(line->socket, SHUT_RDWR);
                line->until = 0;
            }
        }
        pthread_mutex_unlock(&http->watch_lock);
        http_hub_beat(&http->hub, time);
        pthread_mutex_lock(&http->watch_lock);
    }
    pthread_mutex_unlock(&http->watch_lock);
    return NULL;
}

bool http_watch_start(rap_http *http)
{
    pthread_mutex_init(&http->watch_lock, NULL);
    pthread_cond_init(&http->watch_over, NULL);
    http->is_watching = pthread_create(&http->watcher, NULL, watch, http) == 0;
    return http->is_watching;
}

void http_watch_stop(rap_http *http)
{
    if (http->is_watching) {
        pthread_mutex_lock(&http->watch_lock);
        http->is_over = true;
        pthread_cond_signal(&http->watch_over);
        pthread_mutex_unlock(&http->watch_lock);
        pthread_join(http->watcher, NULL);
        http->is_watching = false;
    }
}

/* Server-sent events: one ring of messages, and streams that stand somewhere in it. A stream that
 * has nothing to say is suspended. */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>

enum { RING = 64, MOST = 512, BEAT_SECONDS = 15, LONGEST_SECONDS = 3600 };

struct http_stream {
    http_hub *hub;
    struct MHD_Connection *connection;
    http_stream *next;
    uint64_t at;   /* the message that comes next */
    char *pending; /* what is being sent, from `sent` on */
    size_t sent;
    time_t began, last;
    bool is_suspended, is_due;
};

static time_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

bool http_hub_start(http_hub *hub)
{
    return pthread_mutex_init(&hub->lock, NULL) == 0;
}

static void wake(http_stream *stream)
{
    if (stream->is_suspended) {
        stream->is_suspended = false;
        MHD_resume_connection(stream->connection);
    }
}

void http_hub_stop(http_hub *hub)
{
    pthread_mutex_lock(&hub->lock);
    hub->is_over = true;
    for (http_stream *stream = hub->first; stream; stream = stream->next) {
        wake(stream);
    }
    pthread_mutex_unlock(&hub->lock);
}

void http_hub_free(http_hub *hub)
{
    for (size_t i = 0; i < RING; i++) {
        free(hub->messages[i]);
    }
    pthread_mutex_destroy(&hub->lock);
}

/* A comment now and then shows whether the client is still there. */
void http_hub_beat(http_hub *hub, time_t time)
{
    pthread_mutex_lock(&hub->lock);
    for (http_stream *stream = hub->first; stream; stream = stream->next) {
        if (time - stream->last >= BEAT_SECONDS) {
            stream->is_due = true;
            wake(stream);
        }
    }
    pthread_mutex_unlock(&hub->lock);
}

void rap_http_publish(rap_http *http, const char *event, rap_str data)
{
    http_hub *hub = &http->hub;
    char *message = NULL;
    if (asprintf(&message, "event: %s\ndata: %.*s\n\n", event, RAP_STR_ARG(data)) < 0) {
        return;
    }
    pthread_mutex_lock(&hub->lock);
    char **place = &hub->messages[hub->next++ % RING];
    free(*place);
    *place = message;
    for (http_stream *stream = hub->first; stream; stream = stream->next) {
        wake(stream);
    }
    pthread_mutex_unlock(&hub->lock);
}

/* What the stream says next; NULL: nothing. */
static char *next_message(http_stream *stream)
{
    http_hub *hub = stream->hub;
    if (stream->at + RING < hub->next) { /* it was too slow: all it knows may have changed */
        stream->at = hub->next;
        return strdup("event: changed\ndata: {\"kind\":\"all\",\"id\":null}\n\n");
    }
    if (stream->at < hub->next) {
        return strdup(hub->messages[stream->at++ % RING]);
    }
    if (stream->is_due) {
        stream->is_due = false;
        return strdup(":\n\n");
    }
    return NULL;
}

static ssize_t put(http_stream *stream, char *buffer, size_t room)
{
    size_t left = strlen(stream->pending + stream->sent);
    size_t count = left < room ? left : room;
    memcpy(buffer, stream->pending + stream->sent, count);
    stream->sent += count;
    stream->last = now();
    if (count == left) {
        free(stream->pending);
        stream->pending = NULL;
        stream->sent = 0;
    }
    return (ssize_t)count;
}

static ssize_t read_stream(void *user, uint64_t position, char *buffer, size_t room)
{
    http_stream *stream = user;
    http_hub *hub = stream->hub;
    ssize_t count = 0;
    (void)position;
    pthread_mutex_lock(&hub->lock);
    if (!stream->pending) {
        stream->pending = next_message(stream);
    }
    if (hub->is_over || now() - stream->began > LONGEST_SECONDS) {
        count = MHD_CONTENT_READER_END_OF_STREAM;
    } else if (stream->pending) {
        count = put(stream, buffer, room);
    } else {
        stream->is_suspended = true;
        MHD_suspend_connection(stream->connection);
    }
    pthread_mutex_unlock(&hub->lock);
    return count;
}

static void free_stream(void *user)
{
    http_stream *stream = user;
    http_hub *hub = stream->hub;
    pthread_mutex_lock(&hub->lock);
    for (http_stream **place = &hub->first; *place; place = &(*place)->next) {
        if (*place == stream) {
            *place = stream->next;
            hub->count--;
            break;
        }
    }
    pthread_mutex_unlock(&hub->lock);
    free(stream->pending);
    free(stream);
}

struct MHD_Response *http_stream_new(http_hub *hub, struct MHD_Connection *connection)
{
    http_stream *stream = calloc(1, sizeof *stream);
    if (!stream) {
        return NULL;
    }
    stream->hub = hub;
    stream->connection = connection;
    stream->began = stream->last = now();
    stream->pending = strdup("retry: 3000\n\n");
    pthread_mutex_lock(&hub->lock);
    bool is_taken = stream->pending && !hub->is_over && hub->count < MOST;
    if (is_taken) {
        stream->at = hub->next;
        stream->next = hub->first;
        hub->first = stream;
        hub->count++;
    }
    pthread_mutex_unlock(&hub->lock);
    struct MHD_Response *response = NULL;
    if (is_taken) {
        response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_stream, stream,
                                                     free_stream);
    }
    if (!response) {
        if (is_taken) {
            free_stream(stream);
        } else {
            free(stream->pending);
            free(stream);
        }
    }
    return response;
}

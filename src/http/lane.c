/* Lanes: threads for what takes long or must come one after another. */
#include "server.h"

void http_handle(exchange *x)
{
    rap_arena *arena = x->request.arena;
    if (RAP_ARENA_GUARD(arena) == 0) {
        x->request.route->handle(x->http->options.user, &x->request, &x->answer);
    } else {
        x->answer = (rap_http_answer){.status = 503};
    }
    rap_arena_unguard(arena);
}

static exchange *next_of(http_lane *lane)
{
    pthread_mutex_lock(&lane->lock);
    while (!lane->first && !lane->is_over) {
        pthread_cond_wait(&lane->change, &lane->lock);
    }
    exchange *x = lane->first;
    if (x) {
        lane->first = x->next;
        lane->count--;
    }
    pthread_mutex_unlock(&lane->lock);
    return x;
}

static void *work(void *user)
{
    http_lane *lane = user;
    for (exchange *x = next_of(lane); x; x = next_of(lane)) {
        http_handle(x);
        x->state = EXCHANGE_ANSWERED;
        MHD_resume_connection(x->connection);
    }
    return NULL;
}

bool http_lane_start(http_lane *lane, rap_http *http, unsigned threads, unsigned most)
{
    lane->http = http;
    lane->most = most;
    pthread_mutex_init(&lane->lock, NULL);
    pthread_cond_init(&lane->change, NULL);
    size_t room = sizeof lane->threads / sizeof lane->threads[0];
    while (lane->thread_count < threads && lane->thread_count < room) {
        if (pthread_create(&lane->threads[lane->thread_count], NULL, work, lane) != 0) {
            return false;
        }
        lane->thread_count++;
    }
    return true;
}

bool http_lane_take(http_lane *lane, exchange *x)
{
    pthread_mutex_lock(&lane->lock);
    bool is_taken = !lane->is_over && lane->count < lane->most;
    if (is_taken) {
        /* All that this thread does with the exchange is done before another may have it. */
        x->state = EXCHANGE_WAITING;
        x->next = NULL;
        rap_arena_unguard(x->request.arena);
        MHD_suspend_connection(x->connection);
        if (lane->first) {
            lane->last->next = x;
        } else {
            lane->first = x;
        }
        lane->last = x;
        lane->count++;
        pthread_cond_signal(&lane->change);
    }
    pthread_mutex_unlock(&lane->lock);
    return is_taken;
}

void http_lane_stop(http_lane *lane)
{
    if (!lane->http) {
        return;
    }
    pthread_mutex_lock(&lane->lock);
    lane->is_over = true;
    pthread_cond_broadcast(&lane->change);
    pthread_mutex_unlock(&lane->lock);
    for (unsigned i = 0; i < lane->thread_count; i++) {
        pthread_join(lane->threads[i], NULL);
    }
    pthread_cond_destroy(&lane->change);
    pthread_mutex_destroy(&lane->lock);
    lane->http = NULL;
}

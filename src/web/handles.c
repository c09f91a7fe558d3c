/* Handles on the register: one for each thread that asks, one that writes, one that watches. */
#include "web.h"

#include <time.h>

static bool fail(rap_error *error, const rapporteur_error *failed)
{
    return rap_error_set(error, (rap_error_code)failed->code, -1, "%s", failed->message);
}

bool web_handles_open(rap_web *web, size_t count, rap_error *error)
{
    web_handles *handles = &web->handles;
    rapporteur_error failed = {0};
    size_t room = sizeof handles->free / sizeof handles->free[0];
    pthread_mutex_init(&handles->lock, NULL);
    pthread_mutex_init(&handles->watch_lock, NULL);
    pthread_cond_init(&handles->change, NULL);
    /* The first handle may bring an older register up to date, and makes the files that readers
     * read through. */
    handles->first = rapporteur_open(web->options.location, RAPPORTEUR_WRITE, &failed);
    if (!handles->first && failed.code == RAPPORTEUR_FILE) {
        handles->first = rapporteur_open(web->options.location, RAPPORTEUR_READ, &failed);
    }
    if (!handles->first ||
        (web->options.organizations &&
         !rapporteur_use_organizations(handles->first, web->options.organizations,
                                       web->options.on_problem, web->options.user, &failed))) {
        return fail(error, &failed);
    }
    if (web->options.limits &&
        !rapporteur_set_limits(handles->first, web->options.limits, &failed)) {
        return fail(error, &failed);
    }
    if (web->options.needs_sandbox) {
        rapporteur_require_sandbox(handles->first);
    }
    handles->writer = handles->first;
    handles->watcher = rapporteur_share(handles->first, RAPPORTEUR_READ, &failed);
    for (; handles->watcher && handles->count < count && handles->count < room; handles->count++) {
        rapporteur *r = rapporteur_share(handles->first, RAPPORTEUR_READ, &failed);
        if (!r) {
            return fail(error, &failed);
        }
        handles->free[handles->free_count++] = r;
    }
    return handles->watcher || fail(error, &failed);
}

void web_handles_close(rap_web *web)
{
    web_handles *handles = &web->handles;
    while (handles->free_count) {
        rapporteur_close(handles->free[--handles->free_count]);
    }
    rapporteur_close(handles->watcher);
    rapporteur_close(handles->first);
}

rapporteur *web_lend(rap_web *web)
{
    web_handles *handles = &web->handles;
    pthread_mutex_lock(&handles->lock);
    while (!handles->free_count) {
        pthread_cond_wait(&handles->change, &handles->lock);
    }
    rapporteur *r = handles->free[--handles->free_count]; /* the last used has the most in memory */
    pthread_mutex_unlock(&handles->lock);
    return r;
}

void web_give(rap_web *web, rapporteur *r)
{
    web_handles *handles = &web->handles;
    pthread_mutex_lock(&handles->lock);
    handles->free[handles->free_count++] = r;
    pthread_cond_signal(&handles->change);
    pthread_mutex_unlock(&handles->lock);
}

/* -- states ------------------------------------------------------------------------------------
 */

/* The lock is held. A change that brought a decision and no text is one of decisions; any other may
 * have changed the texts, as reading all of them anew does. */
static void look(web_handles *handles)
{
    struct timespec now;
    int64_t change = rapporteur_change(handles->watcher);
    if (change != handles->seen_change || !handles->texts_count) {
        int64_t texts = rapporteur_texts(handles->watcher);
        int64_t decision = rapporteur_decided(handles->watcher, NULL);
        handles->texts_count += texts != handles->seen_texts ||
                                decision == handles->seen_decision || !handles->texts_count;
        handles->seen_texts = texts;
        handles->seen_decision = decision;
        handles->seen_change = change;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (handles->late_texts != handles->texts_count ||
        (handles->late_change != handles->seen_change &&
         now.tv_sec - handles->late_since >= WEB_LATE)) {
        handles->late_texts = handles->texts_count;
        handles->late_change = handles->seen_change;
        handles->late_since = now.tv_sec;
    }
}

static const char *state_text(const rap_web *web, rap_arena *arena, uint64_t texts, int64_t change)
{
    return rap_arena_format(arena, "%llx-%llx-%llx-%llx", (unsigned long long)web->epoch,
                            (unsigned long long)texts, (unsigned long long)change,
                            (unsigned long long)(time(NULL) / 86400));
}

const char *web_document_state(rap_web *web, rap_arena *arena, const char *document)
{
    web_handles *handles = &web->handles;
    pthread_mutex_lock(&handles->watch_lock);
    look(handles);
    int64_t decided = rapporteur_decided(handles->watcher, document);
    int64_t change = decided < 0 ? handles->seen_change : decided;
    uint64_t texts = handles->texts_count;
    pthread_mutex_unlock(&handles->watch_lock);
    return rap_arena_format(arena, "%s%s", decided < 0 ? "" : "d",
                            state_text(web, arena, texts, change));
}

/* States of agreements and what falls due depend on the day as well. */
const char *web_state(rap_web *web, rap_arena *arena, web_state_kind kind)
{
    web_handles *handles = &web->handles;
    pthread_mutex_lock(&handles->watch_lock);
    look(handles);
    int64_t change = kind == WEB_STATE_ALL    ? handles->seen_change
                     : kind == WEB_STATE_LATE ? handles->late_change
                                              : -1;
    uint64_t texts = handles->texts_count;
    pthread_mutex_unlock(&handles->watch_lock);
    return state_text(web, arena, texts, change);
}

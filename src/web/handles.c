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

/* States of agreements and what falls due depend on the day as well. */
const char *web_state(rap_web *web, rap_arena *arena)
{
    web_handles *handles = &web->handles;
    pthread_mutex_lock(&handles->watch_lock);
    int64_t change = rapporteur_change(handles->watcher);
    pthread_mutex_unlock(&handles->watch_lock);
    return rap_arena_format(arena, "%llx-%llx-%llx", (unsigned long long)web->epoch,
                            (unsigned long long)change, (unsigned long long)(time(NULL) / 86400));
}

/* Answers that are kept while the register stays as it is, the ones used least given up first. */
#include "web.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096, STATE = 80 };

typedef struct entry {
    struct entry *chain;         /* of one bucket */
    struct entry *older, *newer; /* by use */
    size_t bucket, length;
    char state[STATE];
    int64_t began;
    char *body;
    char key[];
} entry;

struct web_kept {
    pthread_mutex_t lock;
    size_t bytes, most;
    entry *buckets[BUCKETS];
    entry *oldest, *newest;
};

static size_t bucket_of(const char *key)
{
    return rap_map_hash(rap_str_of(key)) % BUCKETS;
}

static void unlink_use(web_kept *kept, entry *e)
{
    *(e == kept->oldest ? &kept->oldest : &e->older->newer) = e->newer;
    *(e == kept->newest ? &kept->newest : &e->newer->older) = e->older;
}

static void link_newest(web_kept *kept, entry *e)
{
    e->older = kept->newest;
    e->newer = NULL;
    *(kept->newest ? &kept->newest->newer : &kept->oldest) = e;
    kept->newest = e;
}

static size_t size_of(const entry *e)
{
    return sizeof *e + strlen(e->key) + e->length;
}

static void drop(web_kept *kept, entry *e)
{
    entry **place = &kept->buckets[e->bucket];
    while (*place != e) {
        place = &(*place)->chain;
    }
    *place = e->chain;
    unlink_use(kept, e);
    kept->bytes -= size_of(e);
    free(e->body);
    free(e);
}

static entry *find(const web_kept *kept, const char *key)
{
    entry *e = kept->buckets[bucket_of(key)];
    while (e && strcmp(e->key, key) != 0) {
        e = e->chain;
    }
    return e;
}

web_kept *web_kept_new(size_t most_bytes)
{
    web_kept *kept = calloc(1, sizeof *kept);
    if (kept) {
        pthread_mutex_init(&kept->lock, NULL);
        kept->most = most_bytes;
    }
    return kept;
}

void web_kept_free(web_kept *kept)
{
    while (kept && kept->oldest) {
        drop(kept, kept->oldest);
    }
    free(kept);
}

/* What is kept under the key, where it is of the state or, without one, was begun late enough. */
static entry *find_good(const web_kept *kept, const char *key, const char *state, int64_t since)
{
    entry *e = find(kept, key);
    return e && (state ? strcmp(e->state, state) == 0 : e->began >= since) ? e : NULL;
}

static rap_str copy_of(web_kept *kept, rap_arena *arena, const char *key, const char *state,
                       int64_t since, char ret_state[STATE])
{
    /* Memory may run out only while the lock is free. */
    size_t length = 0;
    char *copy = NULL;
    for (int turn = 0; turn < 2; turn++) {
        pthread_mutex_lock(&kept->lock);
        entry *e = find_good(kept, key, state, since);
        bool is_there = e && (!copy || e->length == length);
        if (is_there && copy) {
            memcpy(copy, e->body, length);
            memcpy(ret_state, e->state, STATE);
            unlink_use(kept, e);
            link_newest(kept, e);
        }
        length = is_there ? e->length : 0;
        pthread_mutex_unlock(&kept->lock);
        if (!length) {
            return RAP_STR_NONE;
        }
        copy = copy ? copy : rap_arena_take(arena, length);
    }
    return (rap_str){copy, length};
}

rap_str web_kept_find(web_kept *kept, rap_arena *arena, const char *key, const char *state)
{
    char found[STATE];
    return copy_of(kept, arena, key, state, 0, found);
}

rap_str web_kept_since(web_kept *kept, rap_arena *arena, const char *key, int64_t since,
                       const char **ret_state)
{
    char found[STATE] = "";
    rap_str body = copy_of(kept, arena, key, NULL, since, found);
    *ret_state = rap_arena_copy(arena, found, strlen(found));
    return body;
}

void web_kept_put(web_kept *kept, const char *key, const char *state, int64_t began, rap_str body)
{
    size_t size = sizeof(entry) + strlen(key) + body.length;
    if (size > kept->most / 8 || strlen(state) >= STATE || !body.length) {
        return;
    }
    entry *e = malloc(sizeof *e + strlen(key) + 1);
    char *copy = malloc(body.length);
    if (!e || !copy) {
        free(e);
        free(copy);
        return;
    }
    memset(e, 0, sizeof *e);
    memcpy(e->key, key, strlen(key) + 1);
    memcpy(e->state, state, strlen(state) + 1);
    e->began = began;
    memcpy(copy, body.data, body.length);
    e->body = copy;
    e->length = body.length;
    e->bucket = bucket_of(key);
    pthread_mutex_lock(&kept->lock);
    entry *known = find(kept, key);
    if (known) {
        drop(kept, known);
    }
    while (kept->oldest && kept->bytes + size > kept->most) {
        drop(kept, kept->oldest);
    }
    e->chain = kept->buckets[e->bucket];
    kept->buckets[e->bucket] = e;
    link_newest(kept, e);
    kept->bytes += size;
    pthread_mutex_unlock(&kept->lock);
}

/* The thread that looks whether the register has changed: it tells the pages, and keeps what the
 * overview tells, which takes long to find, so that nobody who opens it has to wait. */
#include "web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NEWEST = 8, NEXT = 8, STATE = 96 };
/* What was made rests for so many times as long as it took: what changes all the time, as while
 * people review, takes a tenth of one processor at most. */
enum { REST = 9 };
#define OLDEST 60000 /* milliseconds: what is older and no longer so is made before the answer */

struct web_digest {
    rap_web *web;
    rapporteur *r; /* of the thread */
    pthread_t thread;
    bool is_running;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t change;
    bool is_over;
    char *text;
    size_t length;
    char state[STATE];    /* the register's, of which the text was made */
    int64_t began, ended; /* when (rap_http_clock) */
    uint64_t turn;        /* how often it was made */
};

/* -- what takes long -----------------------------------------------------------------------------
 */

/* The day a document became known. */
static const char *day_of(const json_t *document)
{
    const char *issued = json_string_value(json_object_get(document, "issued"));
    const char *adopted = json_string_value(json_object_get(document, "adopted"));
    return issued ? issued : adopted ? adopted : "";
}

static bool take_newest(void *user, const char *json, size_t length)
{
    json_t *documents = user, *document = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    size_t at = json_array_size(documents);
    while (at && strcmp(day_of(document), day_of(json_array_get(documents, at - 1))) > 0) {
        at--;
    }
    if (at < NEWEST) {
        json_array_insert(documents, at, document);
    }
    if (json_array_size(documents) > NEWEST) {
        json_array_remove(documents, NEWEST);
    }
    json_decref(document);
    return true;
}

static bool count_one(void *user, const char *json, size_t length)
{
    (void)json;
    (void)length;
    ++*(size_t *)user;
    return true;
}

static bool put_newest(rapporteur *r, rap_buf *out, rapporteur_error *error)
{
    json_t *documents = json_array();
    bool is_done = rapporteur_list(r, "documents", NULL, take_newest, documents, error);
    char *text = json_dumps(documents, JSON_COMPACT);
    rap_buf_put_c(out, text ? text : "[]");
    free(text);
    json_decref(documents);
    return is_done;
}

#define UNSURE 0.8 /* what the page of reviews begins with */

static bool take_none(void *user, const char *json, size_t length)
{
    (void)user;
    (void)json;
    (void)length;
    return false;
}

/* {"works":..,"documents":..,"mandates":..,...} */
static bool put_counts(rapporteur *r, rap_buf *out, rapporteur_error *error)
{
    static const char *const kinds[] = {"documents",    "mandates", "activities", "agreements",
                                        "publications", "pledges",  "figures"};
    const char *told = rapporteur_counts(r, error);
    if (!told) {
        return false;
    }
    json_t *counts = json_loads(told, 0, NULL);
    rap_buf_format(out, "{\"works\":%" JSON_INTEGER_FORMAT,
                   json_integer_value(json_object_get(counts, "documents")));
    json_decref(counts);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t total = 0;
        /* What a resolution asks counts once, whatever the number of its languages. */
        const rapporteur_filter once = {.prefer = strcmp(kinds[i], "mandates") ? NULL : "en"};
        if (!rapporteur_total(r, kinds[i], &once, &total, error)) {
            return false;
        }
        rap_buf_format(out, ",\"%s\":%zu", kinds[i], total);
    }
    rap_buf_put_byte(out, '}');
    return true;
}

/* {"counts":{..},"review":N,"newest":[..],"open":N,"due":[..],"expiring":[..]} */
static bool make(rapporteur *r, rap_arena *arena, rap_buf *out, rapporteur_error *error)
{
    size_t open = 0, waiting = 0;
    web_call call = {.arena = arena, .r = r};
    const rapporteur_due_options within = {.within = "12m"};
    const rapporteur_filter first = {.limit = NEXT};
    const rapporteur_trace_options traced = {.open_only = true};
    const rapporteur_agreement_options expiring = {.expiring = "12m"};
    const rapporteur_queue_options unsure = {.below = UNSURE, .limit = 1};
    web_list due = web_list_new(&call, 0, NEXT), ending = web_list_new(&call, 0, NEXT);
    rap_buf_put_c(out, "{\"counts\":");
    if (!put_counts(r, out, error) ||
        !rapporteur_queue(r, &unsure, take_none, NULL, &waiting, error)) {
        return false;
    }
    rap_buf_format(out, ",\"review\":%zu,\"newest\":", waiting);
    if (!put_newest(r, out, error) || !rapporteur_trace(r, &traced, count_one, &open, error) ||
        !rapporteur_due(r, &first, &within, web_list_take, &due, error) ||
        !rapporteur_agreements(r, &first, &expiring, web_list_take, &ending, error)) {
        return false;
    }
    rap_buf_format(out, ",\"open\":%zu,\"due\":", open);
    web_list_put(&due, out);
    rap_buf_put_c(out, ",\"expiring\":");
    web_list_put(&ending, out);
    rap_buf_put_byte(out, '}');
    return true;
}

/* Keeps the text; whether it is another than before. */
static bool keep(web_digest *digest, const char *state, int64_t began, rap_str made)
{
    char *copy = malloc(made.length);
    if (!copy) {
        return false;
    }
    memcpy(copy, made.data, made.length);
    pthread_mutex_lock(&digest->lock);
    bool is_other = digest->length != made.length || !digest->text ||
                    memcmp(digest->text, copy, made.length) != 0;
    free(digest->text);
    digest->text = copy;
    digest->length = made.length;
    digest->turn += is_other;
    digest->began = began;
    digest->ended = rap_http_clock();
    snprintf(digest->state, sizeof digest->state, "%s", state);
    pthread_mutex_unlock(&digest->lock);
    return is_other;
}

/* -- who asks ------------------------------------------------------------------------------------
 */

bool web_digest_put(web_call *call, rap_buf *out, rapporteur_error *error)
{
    web_digest *digest = call->web->digest;
    const char *state = web_state(call->web, call->arena, WEB_STATE_ALL);
    size_t start = out->length;
    int64_t now = rap_http_clock();
    size_t room = 0;
    /* Memory may run out only while the lock is free. */
    for (int turn = 0; turn < 3; turn++) {
        rap_buf_grow(out, room);
        pthread_mutex_lock(&digest->lock);
        bool is_good =
            digest->text && (strcmp(digest->state, state) == 0 || now - digest->began < OLDEST);
        bool has_room = is_good && room >= digest->length;
        room = is_good ? digest->length : 0;
        if (has_room) {
            rap_buf_put(out, (rap_str){digest->text, digest->length});
        }
        pthread_mutex_unlock(&digest->lock);
        if (has_room || !is_good) {
            break;
        }
    }
    if (out->length > start) {
        return true;
    }
    if (!make(call->r, call->arena, out, error)) {
        return false;
    }
    keep(digest, state, now, (rap_str){out->data + start, out->length - start});
    return true;
}

uint64_t web_digest_turn(web_digest *digest)
{
    pthread_mutex_lock(&digest->lock);
    uint64_t turn = digest->turn;
    pthread_mutex_unlock(&digest->lock);
    return turn;
}

/* -- the thread ----------------------------------------------------------------------------------
 */

static void tell(rap_web *web)
{
    rap_http_publish(web->http, "changed", RAP_STR("{\"kind\":\"register\",\"id\":null}"));
}

/* Made anew where the register is another and the last time is long enough ago. */
static void renew(web_digest *digest, rap_arena *arena, const char *state)
{
    rapporteur_error error = {0};
    rap_buf out;
    int64_t began = rap_http_clock();
    pthread_mutex_lock(&digest->lock);
    bool is_due =
        strcmp(digest->state, state) != 0 &&
        (!digest->text || began - digest->ended >= REST * (digest->ended - digest->began));
    pthread_mutex_unlock(&digest->lock);
    if (!is_due) {
        return;
    }
    rap_buf_init(&out, arena);
    if (make(digest->r, arena, &out, &error) && keep(digest, state, began, rap_buf_str(&out))) {
        tell(digest->web);
    }
}

/* What was seen last is kept in `seen`. */
static void look(web_digest *digest, rap_arena *arena, char seen[2 * STATE])
{
    const char *now = web_state(digest->web, arena, WEB_STATE_ALL);
    const char *both =
        rap_arena_format(arena, "%s %s", now, web_state(digest->web, arena, WEB_STATE_LATE));
    if (*seen && strcmp(seen, both) != 0) {
        tell(digest->web);
    }
    snprintf(seen, 2 * STATE, "%s", both);
    renew(digest, arena, now);
}

static void *work(void *user)
{
    web_digest *digest = user;
    char seen[2 * STATE] = "";
    pthread_mutex_lock(&digest->lock);
    while (!digest->is_over) {
        pthread_mutex_unlock(&digest->lock);
        rap_arena *arena = rap_arena_new(0);
        if (arena && RAP_ARENA_GUARD(arena) == 0) {
            look(digest, arena, seen);
        }
        if (arena) {
            rap_arena_unguard(arena);
            rap_arena_free(arena);
        }
        pthread_mutex_lock(&digest->lock);
        if (!digest->is_over) {
            struct timespec next;
            clock_gettime(CLOCK_REALTIME, &next);
            next.tv_sec++;
            pthread_cond_timedwait(&digest->change, &digest->lock, &next);
        }
    }
    pthread_mutex_unlock(&digest->lock);
    return NULL;
}

web_digest *web_digest_new(rap_web *web, rap_error *error)
{
    rapporteur_error failed = {.code = RAPPORTEUR_MEMORY, .message = "out of memory"};
    web_digest *digest = calloc(1, sizeof *digest);
    if (digest) {
        digest->web = web;
        pthread_mutex_init(&digest->lock, NULL);
        pthread_cond_init(&digest->change, NULL);
        digest->r = rapporteur_share(web->handles.first, RAPPORTEUR_READ, &failed);
    }
    if (!digest || !digest->r) {
        rap_error_set(error, (rap_error_code)failed.code, -1, "%s", failed.message);
        web_digest_free(digest);
        return NULL;
    }
    return digest;
}

bool web_digest_start(web_digest *digest)
{
    digest->is_running = pthread_create(&digest->thread, NULL, work, digest) == 0;
    return digest->is_running;
}

void web_digest_stop(web_digest *digest)
{
    if (digest && digest->is_running) {
        pthread_mutex_lock(&digest->lock);
        digest->is_over = true;
        pthread_cond_signal(&digest->change);
        pthread_mutex_unlock(&digest->lock);
        pthread_join(digest->thread, NULL);
        digest->is_running = false;
    }
}

void web_digest_free(web_digest *digest)
{
    if (digest) {
        pthread_mutex_destroy(&digest->lock);
        pthread_cond_destroy(&digest->change);
        rapporteur_close(digest->r);
        free(digest->text);
        free(digest);
    }
}

/* Adding and rebuilding: threads analyse ahead, within bounds; the caller's thread stores in the
 * order of the files, so that the register does not depend on how many threads there are. */
#include "enclosed.h"

#include "base/file.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Files that a thread may be ahead of the one being stored, and that all may be together besides,
 * so that they need not wait while a group is committed. */
#define AHEAD 4
#define AHEAD_TOGETHER 16
#define MOST_THREADS 64
/* What may be waiting when the next mail or archive is taken apart. */
#define HELD_BYTES ((size_t)64 << 20)

typedef enum { SLOT_FREE, SLOT_DONE } slot_state;

typedef struct {
    slot_state state;
    rap_job job;
} slot;

typedef struct {
    rapporteur *r;
    rap_arena *arena; /* of the files; under the lock */
    rap_entries *files;
    bool is_rebuild;
    size_t memory; /* of one document */
    size_t first;  /* being stored or next to be */
    size_t next;   /* to be analysed */
    bool is_over;
    bool is_unpacking; /* a thread takes a file apart that others must not be taken before */
    size_t held;       /* bytes of what was taken out and is not stored yet */
    rap_holder *holders;
    slot *slots;
    size_t slot_count;
    rap_arena *
        *spare; /* arenas of documents, the last used the next to be taken: it is in caches */
    size_t spare_count;
    pthread_mutex_t lock;  /* of the members above */
    pthread_cond_t change; /* a slot is done or free, or the run is over */
    rap_register *look;    /* of the threads: sees what is committed, and waits for no writer */
    pthread_mutex_t look_lock;
} pool;

/* -- in a thread --------------------------------------------------------------------------------
 */

/* Whether the bytes are known and nothing is to be done; takes over a new name for known bytes. */
static bool is_known(pool *p, rap_job *job, rap_error *error)
{
    rap_register_file known;
    pthread_mutex_lock(&p->look_lock);
    bool is_found = rap_register_file_find(p->look, job->arena, job->hash, &known, error);
    pthread_mutex_unlock(&p->look_lock);
    if (!is_found) {
        job->outcome = RAPPORTEUR_REFUSED;
        return true;
    }
    job->file_id = known.id;
    job->is_renamed = job->given.length && !rap_str_equal(job->given, known.given);
    job->known_how = known.how;
    rap_engine_how_raise(known.how, &job->limits);
    bool is_read_otherwise = job->as_original != rap_engine_how_is_original(known.how);
    if (known.id && known.is_read && !job->is_renamed && !is_read_otherwise) {
        job->outcome = RAPPORTEUR_UNCHANGED;
        return true;
    }
    job->given = job->given.length ? job->given : known.given;
    return false;
}

static bool take_bytes(pool *p, rap_job *job)
{
    if (job->enclosed.data) {
        job->bytes = job->enclosed;
        return true;
    }
    if (!job->is_rebuild) {
        return rap_engine_read_file(p->r, job->arena, job->path, &job->bytes, &job->error);
    }
    rap_arena *arena = rap_arena_new(0); /* its end must not come while the lock is held */
    if (!arena) {
        return rap_error_set(&job->error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    pthread_mutex_lock(&p->look_lock);
    bool is_read = rap_register_file_bytes(p->look, arena, job->file_id, &job->bytes, &job->error);
    pthread_mutex_unlock(&p->look_lock);
    if (!is_read) {
        rap_arena_free(arena);
        return false;
    }
    rap_arena_defer(job->arena, (void (*)(void *))rap_arena_free, arena);
    return true;
}

/* The words of a mail are a document where they read as one: with a symbol or a kind, or with as
 * many facts as a list has; not where they say what is attached. */
static bool is_worth_keeping(const rap_job *job)
{
    enum { FACTS_OF_A_LIST = 3 };
    for (size_t i = 0; i < job->versions.count; i++) {
        const rap_version *version = &job->versions.items[i];
        size_t facts = version->mandates.count + version->activities.count;
        if (version->cover.symbol.length || facts >= FACTS_OF_A_LIST) {
            return true;
        }
    }
    return false;
}

static void work_on(pool *p, rap_job *job)
{
    char hash[65];
    rap_engine_start(job);
    if (!take_bytes(p, job)) {
        job->outcome = RAPPORTEUR_REFUSED;
        return;
    }
    if (!job->is_rebuild) {
        rap_file_hash(job->bytes, hash);
        job->hash = rap_str_copy(job->arena, rap_str_of(hash));
        if (is_known(p, job, &job->error)) {
            return;
        }
    }
    if (!job->indexer) {
        job->outcome = RAPPORTEUR_REFUSED;
        rap_error_set(&job->error, RAP_ERROR_MEMORY, -1, "out of memory");
        return;
    }
    if (!rap_engine_analyse(p->r, job)) {
        job->outcome = RAPPORTEUR_REFUSED;
        return;
    }
    if (job->is_body && !is_worth_keeping(job)) {
        job->is_silent = true;
        return;
    }
    if (!job->is_rebuild && !job->file_id) {
        job->packed = rap_register_pack(job->packer, job->arena, job->bytes);
        rap_engine_lap(job, RAPPORTEUR_STAGE_STORING);
    }
    job->outcome = RAPPORTEUR_ADDED;
}

static void refuse_too_large(const pool *p, rap_job *job)
{
    job->outcome = RAPPORTEUR_REFUSED;
    rap_limit_exceeded(&job->error, &p->r->limits, RAP_LIMIT_MEMORY,
                       "needs more than %zu MiB of memory to be read; split it", p->memory >> 20);
}

static void guarded_work_on(pool *p, rap_job *job)
{
    if (RAP_ARENA_GUARD(job->arena)) {
        refuse_too_large(p, job);
    } else {
        work_on(p, job);
    }
    rap_arena_unguard(job->arena);
}

static rap_job job_of(const pool *p, rap_arena *arena, rap_register_packer *packer,
                      const rap_entry *file)
{
    rap_job job = {.arena = arena,
                   .packer = packer,
                   .path = file->path,
                   .on_disk = file->holder ? file->holder->on_disk : NULL,
                   .enclosed = file->bytes,
                   .is_body = file->is_body,
                   .given = file->given,
                   .as_original = file->as_original,
                   .limits = p->r->limits,
                   .file_id = file->file_id,
                   .is_rebuild = p->is_rebuild};
    rap_engine_how_raise(file->how, &job.limits);
    if (file->refusal) {
        job.outcome = RAPPORTEUR_REFUSED;
        job.error = *file->refusal;
    }
    return job;
}

/* Where the file at `index` is a mail or an archive, what is in it follows it in the list, and true
 * comes back. Called, and left, with the lock. */
static bool take_apart(pool *p, rap_entry *file, size_t index)
{
    rap_holder *holder = NULL;
    rap_enclosures found = {0};
    rap_error error = {0};
    pthread_mutex_unlock(&p->lock);
    bool is_one = !p->is_rebuild && !file->refusal && rap_engine_encloses(file);
    pthread_mutex_lock(&p->lock);
    /* What was taken out before is being stored: others of it are in threads, or done. */
    while (is_one && !file->holder && p->held > HELD_BYTES && !p->is_over) {
        pthread_cond_wait(&p->change, &p->lock);
    }
    if (!is_one || p->is_over) {
        return false;
    }
    pthread_mutex_unlock(&p->lock);
    rap_unpack_outcome outcome = rap_engine_take_apart(p->r, file, &holder, &found, &error);
    pthread_mutex_lock(&p->lock);
    if (outcome == RAP_UNPACK_FAILED) {
        file->refusal = RAP_NEW(p->arena, rap_error);
        *file->refusal = error;
    } else if (outcome == RAP_UNPACK_DONE) {
        holder->next = p->holders;
        p->holders = holder;
        p->held += holder->bytes;
        rap_engine_insert(p->arena, p->files, index, holder, &found);
    }
    return outcome == RAP_UNPACK_DONE;
}

/* The tokens of words that a thread has met, in an arena of their own. */
typedef struct {
    rap_arena *arena;
    rap_indexer *indexer;
} word_store;

/* The indexer of the thread; begun anew when it holds more words than documents share. NULL when
 * memory is out. */
static rap_indexer *ready_indexer(word_store *words)
{
    enum { MOST_BYTES = 32 << 20 };
    if (words->arena && rap_arena_used(words->arena) > MOST_BYTES) {
        rap_arena_free(words->arena);
        words->arena = NULL;
    }
    if (!words->arena && (words->arena = rap_arena_new(0))) {
        words->indexer = rap_text_indexer_new(words->arena);
    }
    return words->arena ? words->indexer : NULL;
}

static void *run_thread(void *user)
{
    pool *p = user;
    rap_register_packer *packer = rap_register_packer_new();
    word_store words = {0};
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->is_over && (p->is_unpacking || (p->next < p->files->count &&
                                                   p->next >= p->first + p->slot_count))) {
            pthread_cond_wait(&p->change, &p->lock);
        }
        if (p->is_over || p->next >= p->files->count) {
            break;
        }
        size_t index = p->next++;
        slot *mine = &p->slots[index % p->slot_count];
        p->is_unpacking = true; /* until it is known whether there is anything in it */
        rap_entry file = p->files->items[index];
        bool is_apart = take_apart(p, &file, index);
        p->is_unpacking = false;
        rap_arena *arena = p->spare[--p->spare_count]; /* there is one for each slot */
        pthread_cond_broadcast(&p->change);
        pthread_mutex_unlock(&p->lock);
        mine->job = job_of(p, arena, packer, &file);
        mine->job.indexer = ready_indexer(&words);
        mine->job.is_silent = is_apart;
        if (!is_apart && !file.refusal) {
            guarded_work_on(p, &mine->job);
        }
        pthread_mutex_lock(&p->lock);
        mine->state = SLOT_DONE;
        pthread_cond_broadcast(&p->change);
    }
    pthread_mutex_unlock(&p->lock);
    rap_register_packer_free(packer);
    rap_arena_free(words.arena);
    return NULL;
}

/* -- in the caller's thread ----------------------------------------------------------------------
 */

/* What a rebuild cannot read any more is no longer in the register, though its bytes are. */
static bool drop_reading(rapporteur *r, rap_job *job, rap_error *error)
{
    rap_error reason = job->error;
    job->versions = (rap_versions){0};
    job->links = (rap_links){0};
    job->error = (rap_error){0};
    if (!rap_engine_store(r, job, error)) {
        return false;
    }
    job->error = reason;
    return true;
}

static bool store(pool *p, rap_job *job, rap_group *group, rap_error *error)
{
    if (RAP_ARENA_GUARD(job->arena)) {
        bool is_undone = rap_register_undo(p->r->reg, error);
        refuse_too_large(p, job);
        rap_arena_unguard(job->arena);
        return is_undone;
    }
    bool is_stored = true;
    rap_engine_start(job);
    if (job->is_silent) {
        is_stored = true;
    } else if (job->outcome == RAPPORTEUR_ADDED) {
        is_stored = rap_engine_group_begin(group, error) && rap_engine_store(p->r, job, error);
    } else if (job->outcome == RAPPORTEUR_REFUSED && job->is_rebuild) {
        is_stored = rap_engine_group_begin(group, error) && drop_reading(p->r, job, error);
    }
    rap_engine_lap(job, RAPPORTEUR_STAGE_STORING);
    rap_arena_unguard(job->arena);
    return is_stored;
}

/* The next file, analysed; what is stored already is not kept waiting for a slow one. */
static bool await(pool *p, slot *ready, rap_group *group, rap_error *error)
{
    bool is_well = true;
    pthread_mutex_lock(&p->lock);
    while (is_well && ready->state != SLOT_DONE) {
        const struct timespec *due = rap_engine_group_due(group);
        if (!due) {
            pthread_cond_wait(&p->change, &p->lock);
        } else if (pthread_cond_timedwait(&p->change, &p->lock, due) == ETIMEDOUT) {
            pthread_mutex_unlock(&p->lock);
            is_well = rap_engine_group_end(group, error);
            pthread_mutex_lock(&p->lock);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return is_well;
}

static size_t count_files(pool *p)
{
    pthread_mutex_lock(&p->lock);
    size_t count = p->files->count;
    pthread_mutex_unlock(&p->lock);
    return count;
}

/* Under the lock. */
static void release_holder(pool *p, rap_holder *holder)
{
    if (holder && --holder->left == 0) {
        rap_holder **place = &p->holders;
        while (*place != holder) {
            place = &(*place)->next;
        }
        *place = holder->next;
        p->held -= holder->bytes;
        rap_arena_free(holder->arena);
    }
}

/* Stores file after file as they come ready. */
static bool store_all(pool *p, rap_group *group, rap_error *error)
{
    bool is_well = true;
    for (size_t i = 0; is_well && i < count_files(p); i++) {
        slot *ready = &p->slots[i % p->slot_count];
        if (!await(p, ready, group, error)) {
            return false;
        }
        is_well = store(p, &ready->job, group, error);
        if (is_well) {
            rap_engine_group_note(group, &ready->job, i + 1, count_files(p));
        }
        rap_arena_reset(ready->job.arena);
        pthread_mutex_lock(&p->lock);
        ready->state = SLOT_FREE;
        p->spare[p->spare_count++] = ready->job.arena;
        ready->job.arena = NULL;
        p->first = i + 1;
        release_holder(p, p->files->items[i].holder);
        pthread_cond_broadcast(&p->change);
        pthread_mutex_unlock(&p->lock);
        if (is_well && rap_engine_group_is_due(group)) {
            is_well = rap_engine_group_end(group, error);
        }
    }
    return is_well;
}

/* Also where the register failed, as far as it still can: what was stored before is kept. */
static bool finish(rap_group *group, bool is_well, rap_error *error)
{
    rap_error ignored = {0};
    bool is_ended = rap_engine_group_end(group, is_well ? error : &ignored);
    rap_engine_group_free(group);
    return is_well && is_ended;
}

/* As many as there are processors, but no more than there are files, where none holds others. */
static unsigned thread_count(const rapporteur_add_options *options, const rap_entries *files,
                             bool is_rebuild)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned wanted = options->threads ? options->threads
                      : processors > 0 ? (unsigned)processors
                                       : 1;
    wanted = wanted > MOST_THREADS ? MOST_THREADS : wanted;
    bool holds_others = false;
    for (size_t i = 0; i < files->count && files->count < wanted && !is_rebuild; i++) {
        holds_others = holds_others || rap_engine_encloses(&files->items[i]);
    }
    return files->count < wanted && !holds_others ? (unsigned)files->count : wanted;
}

static bool make_slots(pool *p, size_t count)
{
    p->slots = calloc(count, sizeof *p->slots);
    p->spare = calloc(count, sizeof *p->spare);
    p->slot_count = p->slots && p->spare ? count : 0;
    while (p->spare_count < p->slot_count) {
        rap_arena *arena = rap_arena_new(p->memory);
        if (!arena) {
            return false;
        }
        p->spare[p->spare_count++] = arena;
    }
    return p->slot_count > 0;
}

static void free_slots(pool *p)
{
    for (size_t i = 0; i < p->slot_count; i++) {
        rap_arena_free(p->slots[i].job.arena);
    }
    while (p->spare_count) {
        rap_arena_free(p->spare[--p->spare_count]);
    }
    free(p->spare);
    free(p->slots);
}

/* Waiting is measured by a clock that nobody sets. */
static void make_locks(pool *p)
{
    pthread_condattr_t attributes;
    pthread_mutex_init(&p->lock, NULL);
    pthread_mutex_init(&p->look_lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&p->change, &attributes);
    pthread_condattr_destroy(&attributes);
}

static void free_pool(pool *p)
{
    pthread_cond_destroy(&p->change);
    pthread_mutex_destroy(&p->look_lock);
    pthread_mutex_destroy(&p->lock);
    rap_register_close(p->look);
    free_slots(p);
    while (p->holders) {
        rap_holder *holder = p->holders;
        p->holders = holder->next;
        rap_arena_free(holder->arena);
    }
}

/* Threads that analyse, while this one stores. */
static bool run_threads(pool *p, unsigned wanted, rap_group *group, rap_error *error)
{
    unsigned started = 0;
    pthread_t threads[MOST_THREADS];
    while (started < wanted && !pthread_create(&threads[started], NULL, run_thread, p)) {
        started++;
    }
    bool is_well = started ? store_all(p, group, error)
                           : rap_error_set(error, RAP_ERROR_MEMORY, -1,
                                           "no thread can be started; end some other programs");
    pthread_mutex_lock(&p->lock);
    p->is_over = true;
    pthread_cond_broadcast(&p->change);
    pthread_mutex_unlock(&p->lock);
    while (started) {
        pthread_join(threads[--started], NULL);
    }
    return is_well;
}

static bool run(rapporteur *r, rap_arena *arena, rap_entries *files, bool is_rebuild,
                const rapporteur_add_options *options, rapporteur_add_result *result,
                rap_error *error)
{
    unsigned wanted = thread_count(options, files, is_rebuild);
    pool p = {.r = r,
              .arena = arena,
              .files = files,
              .is_rebuild = is_rebuild,
              .memory = options->memory ? options->memory : r->limits.memory_bytes};
    for (size_t i = 0; i < files->count; i++) { /* as much as any of them was given */
        rap_read_limits kept = {0};
        rap_engine_how_raise(files->items[i].how, &kept);
        p.memory = kept.memory_bytes > p.memory ? kept.memory_bytes : p.memory;
    }
    if (!wanted) {
        return true;
    }
    p.look = rap_register_open(r->location, RAP_REGISTER_READ, error);
    if (!p.look) {
        return false;
    }
    make_locks(&p);
    rap_group *group = rap_engine_group_new(r, options, result);
    bool is_well = false;
    if (!group || !make_slots(&p, (size_t)wanted * AHEAD + AHEAD_TOGETHER)) {
        rap_engine_group_free(group);
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    } else {
        is_well = finish(group, run_threads(&p, wanted, group, error), error);
    }
    free_pool(&p);
    return is_well;
}

/* -- the public functions ------------------------------------------------------------------------
 */

/* A folder that cannot be read stands for itself. */
static void expand(rap_arena *arena, const char *path, rap_entries *files)
{
    rap_strs below = {0};
    rap_error *refusal = RAP_NEW(arena, rap_error);
    if (!rap_file_list(arena, path, &below, refusal)) {
        RAP_PUSH(
            arena, files,
            (rap_entry){.path = rap_arena_copy(arena, path, strlen(path)), .refusal = refusal});
        return;
    }
    for (size_t i = 0; i < below.count; i++) {
        RAP_PUSH(arena, files, (rap_entry){.path = below.items[i].data});
    }
}

static bool add(rapporteur *r, rap_arena *arena, const char *const *paths, size_t path_count,
                const rapporteur_add_options *options, rapporteur_add_result *result,
                rap_error *error)
{
    rap_entries files = {0};
    for (size_t i = 0; i < path_count; i++) {
        expand(arena, paths[i], &files);
    }
    if (options->id && *options->id) {
        if (files.count != 1) {
            return rap_error_set(error, RAP_ERROR_USAGE, -1,
                                 "an id names one file, and %zu were given", files.count);
        }
        files.items[0].given = rap_str_trim(rap_str_of(options->id));
    }
    for (size_t i = 0; i < files.count; i++) {
        files.items[i].as_original = options->as_original;
    }
    return rap_engine_has_register(r, error) && rap_engine_learn_to_read(r, error) &&
           run(r, arena, &files, false, options, result, error);
}

typedef struct {
    rap_arena *arena;
    rap_entries files;
} kept;

static bool gather_file(void *user, const rap_register_file *file)
{
    kept *all = user;
    RAP_PUSH(all->arena, &all->files,
             (rap_entry){.path = rap_str_c(all->arena, file->path.length ? file->path : file->name),
                         .given = rap_str_copy(all->arena, file->given),
                         .as_original = rap_engine_how_is_original(file->how),
                         .how = rap_str_copy(all->arena, file->how),
                         .file_id = file->id});
    return true;
}

static bool rebuild(rapporteur *r, rap_arena *arena, const rapporteur_add_options *options,
                    rapporteur_add_result *result, rap_error *error)
{
    kept all = {.arena = arena};
    return rap_engine_has_register(r, error) && rap_engine_learn_to_read(r, error) &&
           rap_register_file_list(r->reg, gather_file, &all, error) &&
           run(r, arena, &all.files, true, options, result, error);
}

bool rapporteur_add(rapporteur *r, const char *const *paths, size_t path_count,
                    const rapporteur_add_options *options, rapporteur_add_result *ret_result,
                    rapporteur_error *error)
{
    rap_error inner = {0};
    rapporteur_add_options plain = {0};
    rapporteur_add_result result = {0};
    rap_arena *arena = rap_arena_new(0);
    bool is_done =
        arena ? add(r, arena, paths, path_count, options ? options : &plain, &result, &inner)
              : rap_error_set(&inner, RAP_ERROR_MEMORY, -1, "out of memory");
    rap_arena_free(arena);
    if (ret_result) {
        *ret_result = result;
    }
    bool is_ours = inner.code == RAP_ERROR_USAGE || inner.code == RAP_ERROR_CANCELLED;
    return is_done || rap_engine_fail(error, is_ours ? NULL : r->location, &inner);
}

bool rapporteur_rebuild(rapporteur *r, const rapporteur_add_options *options,
                        rapporteur_add_result *ret_result, rapporteur_error *error)
{
    rap_error inner = {0};
    rapporteur_add_options plain = {0};
    rapporteur_add_result result = {0};
    rap_arena *arena = rap_arena_new(0);
    bool is_done = arena ? rebuild(r, arena, options ? options : &plain, &result, &inner)
                         : rap_error_set(&inner, RAP_ERROR_MEMORY, -1, "out of memory");
    rap_arena_free(arena);
    if (ret_result) {
        *ret_result = result;
    }
    bool is_ours = inner.code == RAP_ERROR_USAGE || inner.code == RAP_ERROR_CANCELLED;
    return is_done || rap_engine_fail(error, is_ours ? NULL : r->location, &inner);
}

/* Files that are stored together: one transaction for as many as half a second brings, because a
 * commit costs as much as several documents. What was stored is told when it is lasting. */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

/* How long what is stored may wait to be lasting, and how much of it, so that memory has bounds. */
#define MOST_NANOSECONDS 500000000
#define MOST_BYTES ((size_t)16 << 20)
#define SECOND 1000000000

typedef RAP_VEC(rapporteur_event) events;

struct rap_group {
    rapporteur *r;
    const rapporteur_add_options *options;
    rapporteur_add_result *result;
    size_t done, total; /* files of the run */
    rap_arena *arena;
    events events;
    bool is_begun; /* a transaction is open */
    size_t bytes;  /* of the files in it */
    struct timespec due;
};

rap_group *rap_engine_group_new(rapporteur *r, const rapporteur_add_options *options,
                                rapporteur_add_result *result)
{
    rap_arena *arena = rap_arena_new(0);
    rap_group *group = calloc(1, sizeof *group);
    if (!arena || !group) {
        rap_arena_free(arena);
        free(group);
        return NULL;
    }
    *group = (rap_group){.r = r, .options = options, .result = result, .arena = arena};
    return group;
}

void rap_engine_group_free(rap_group *group)
{
    if (group) {
        rap_arena_free(group->arena);
        free(group);
    }
}

bool rap_engine_group_begin(rap_group *group, rap_error *error)
{
    if (group->is_begun) {
        return true;
    }
    if (!rap_register_begin(group->r->reg, error)) {
        return false;
    }
    clock_gettime(CLOCK_MONOTONIC, &group->due);
    group->due.tv_nsec += MOST_NANOSECONDS;
    group->due.tv_sec += group->due.tv_nsec / SECOND;
    group->due.tv_nsec %= SECOND;
    group->is_begun = true;
    group->bytes = 0;
    return true;
}

const struct timespec *rap_engine_group_due(const rap_group *group)
{
    return group->is_begun ? &group->due : NULL;
}

bool rap_engine_group_is_due(const rap_group *group)
{
    struct timespec now;
    size_t most = group->options->together;
    if (!group->is_begun || (most && group->events.count >= most) || group->bytes >= MOST_BYTES) {
        return true;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > group->due.tv_sec ||
           (now.tv_sec == group->due.tv_sec && now.tv_nsec >= group->due.tv_nsec);
}

/* -- what is told ------------------------------------------------------------------------------ */

/* The warning with the place of its block in the file, as far as it is known. */
static const char *placed(rap_arena *arena, const rap_version *version, const rap_warning *warning)
{
    const char *message = rap_str_c(arena, warning->message);
    if (warning->block < 0 || (size_t)warning->block >= version->blocks.count) {
        return message;
    }
    const rap_origin *origin = &version->blocks.items[warning->block].origin;
    if (origin->line) {
        message = rap_arena_format(arena, "line %u: %s", origin->line, message);
    }
    if (origin->page) {
        message = rap_arena_format(arena, "page %u, %s", origin->page, message);
    }
    return message;
}

static const char *message_of(rap_arena *arena, const rap_job *job)
{
    if (job->outcome == RAPPORTEUR_REFUSED) {
        return job->error.message;
    }
    if (job->note) {
        return job->note;
    }
    for (size_t i = 0; job->outcome == RAPPORTEUR_ADDED && i < job->versions.count; i++) {
        const rap_version *version = &job->versions.items[i];
        if (version->warnings.count) {
            return placed(arena, version, &version->warnings.items[0]);
        }
    }
    return "";
}

void rap_engine_group_note(rap_group *group, rap_job *job, size_t done, size_t total)
{
    group->done = done;
    group->total = total;
    if (job->is_silent) {
        return;
    }
    rap_arena *arena = group->arena;
    rapporteur_event event = {
        .outcome = job->outcome, .path = job->path, .done = done, .total = total};
    if (group->options->on_event) {
        const char *message = message_of(arena, job);
        event.message = rap_arena_copy(arena, message, strlen(message));
        event.documents = rap_engine_documents(group->r, arena, job).data;
    }
    memcpy(event.seconds, job->seconds, sizeof event.seconds);
    RAP_PUSH(arena, &group->events, event);
    group->bytes += job->bytes.length;
}

/* Each told once, those behind one that stopped the run too: they are stored. */
static bool tell(rap_group *group)
{
    bool goes_on = true;
    rapporteur_add_result *result = group->result;
    for (size_t i = 0; i < group->events.count; i++) {
        const rapporteur_event *event = &group->events.items[i];
        result->added += event->outcome == RAPPORTEUR_ADDED;
        result->unchanged += event->outcome == RAPPORTEUR_UNCHANGED;
        result->refused += event->outcome == RAPPORTEUR_REFUSED;
        for (int stage = 0; stage < RAPPORTEUR_STAGES; stage++) {
            result->seconds[stage] += event->seconds[stage];
        }
        if (group->options->on_event && !group->options->on_event(group->options->user, event)) {
            goes_on = false;
        }
    }
    return goes_on;
}

bool rap_engine_group_end(rap_group *group, rap_error *error)
{
    size_t count = group->events.count;
    rap_job commit = {0};
    rap_engine_start(&commit);
    bool is_well = !group->is_begun || rap_register_commit(group->r->reg, error);
    rap_engine_lap(&commit, RAPPORTEUR_STAGE_STORING);
    group->is_begun = false;
    for (size_t i = 0; i < count; i++) {
        group->events.items[i].seconds[RAPPORTEUR_STAGE_STORING] +=
            commit.seconds[RAPPORTEUR_STAGE_STORING] / (double)count;
    }
    if (is_well && !tell(group)) {
        is_well = rap_error_set(error, RAP_ERROR_CANCELLED, -1, "stopped after %zu of %zu files",
                                group->done, group->total);
    }
    group->events = (events){0};
    rap_arena_reset(group->arena);
    return is_well;
}

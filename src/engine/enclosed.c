#include "enclosed.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static rap_str name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return rap_str_of(slash ? slash + 1 : path);
}

bool rap_engine_encloses(const rap_entry *file)
{
    char head[RAP_ENCLOSING_HEAD];
    if (file->holder) {
        return rap_encloses(file->bytes, name_of(file->path));
    }
    if (rap_file_kind_of(file->path) != RAP_FILE_REGULAR) {
        return false;
    }
    int descriptor = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t got = descriptor >= 0 ? read(descriptor, head, sizeof head) : -1;
    if (descriptor >= 0) {
        close(descriptor);
    }
    return got > 0 && rap_encloses((rap_str){head, (size_t)got}, name_of(file->path));
}

/* A path that leads into a file cannot be asked of the system. */
static bool unpack(const rapporteur *r, const rap_entry *file, rap_arena *scratch, rap_arena *arena,
                   rap_unpack_outcome *ret_outcome, rap_enclosures *ret_found, rap_error *error)
{
    rap_str bytes = file->bytes;
    rap_reading reading = {.text = r->text,
                           .limits = r->limits,
                           .file_name = rap_str_c(arena, name_of(file->path)),
                           .worker = r->worker};
    if (file->level >= r->limits.levels) {
        return rap_limit_exceeded(error, &r->limits, RAP_LIMIT_LEVELS,
                                  "lies in %u mails or archives, and is one more; unpack it and "
                                  "give what is in it",
                                  file->level);
    }
    if (file->budget) {
        reading.limits.spent_bytes = file->budget->bytes;
        reading.limits.spent_enclosures = file->budget->enclosures;
    }
    if (!file->holder && !rap_engine_read_file(r, scratch, file->path, &bytes, error)) {
        return false;
    }
    *ret_outcome = rap_unpack(&reading, arena, bytes, ret_found, error);
    return *ret_outcome != RAP_UNPACK_FAILED;
}

/* An id names one document: the only one that is attached. */
static bool settle_id(const rap_entry *file, rap_enclosures *found, rap_error *error)
{
    size_t others = 0, only = 0;
    for (size_t i = 0; file->given.length && i < found->count; i++) {
        others += !found->items[i].is_body;
        only = found->items[i].is_body ? only : i;
    }
    if (file->given.length && others != 1) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "an id names one document, and %zu lie in it; unpack it and give "
                             "them one by one",
                             others);
    }
    if (file->given.length) {
        found->items[0] = found->items[only];
        found->count = 1;
    }
    return true;
}

rap_unpack_outcome rap_engine_take_apart(const rapporteur *r, const rap_entry *file,
                                         rap_holder **ret_holder, rap_enclosures *ret_found,
                                         rap_error *error)
{
    rap_arena *arena = rap_arena_new(0), *scratch = rap_arena_new(0);
    rap_unpack_outcome outcome = RAP_UNPACK_FAILED;
    if (!arena || !scratch) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    } else if (unpack(r, file, scratch, arena, &outcome, ret_found, error) &&
               outcome == RAP_UNPACK_DONE && !settle_id(file, ret_found, error)) {
        outcome = RAP_UNPACK_FAILED;
    }
    rap_arena_free(scratch);
    if (outcome != RAP_UNPACK_DONE) {
        rap_arena_free(arena);
        return outcome;
    }
    rap_holder *holder = RAP_NEW(arena, rap_holder);
    *holder = (rap_holder){.arena = arena,
                           .on_disk = file->holder ? file->holder->on_disk : file->path,
                           .left = ret_found->count};
    for (size_t i = 0; i < ret_found->count; i++) {
        holder->bytes += ret_found->items[i].bytes.length;
    }
    *ret_holder = holder;
    return outcome;
}

static rap_entry entry_of(rap_arena *arena, const rap_entry *file, rap_holder *holder,
                          rap_budget *budget, const rap_enclosure *one)
{
    rap_entry entry = {.path =
                           rap_arena_format(arena, "%s/%.*s", file->path, RAP_STR_ARG(one->name)),
                       .given = file->given,
                       .as_original = file->as_original,
                       .holder = holder,
                       .bytes = one->bytes.data ? one->bytes : RAP_STR(""),
                       .level = file->level + 1,
                       .is_body = one->is_body,
                       .budget = budget};
    if (one->refusal.length) {
        entry.refusal = RAP_NEW(arena, rap_error);
        rap_error_set(entry.refusal, RAP_ERROR_FORMAT, -1, "%.*s", RAP_STR_ARG(one->refusal));
    }
    return entry;
}

void rap_engine_insert(rap_arena *arena, rap_entries *files, size_t at, rap_holder *holder,
                       const rap_enclosures *found)
{
    rap_entry file = files->items[at];
    rap_budget *budget = file.budget;
    if (!budget) {
        budget = RAP_NEW(arena, rap_budget);
        *budget = (rap_budget){0};
    }
    budget->bytes += holder->bytes;
    budget->enclosures += (unsigned)found->count;
    size_t behind = files->count - at - 1;
    for (size_t i = 0; i < found->count; i++) { /* room */
        RAP_PUSH(arena, files, (rap_entry){0});
    }
    if (behind) {
        memmove(files->items + at + 1 + found->count, files->items + at + 1,
                behind * sizeof *files->items);
    }
    for (size_t i = 0; i < found->count; i++) {
        files->items[at + 1 + i] = entry_of(arena, &file, holder, budget, &found->items[i]);
    }
}

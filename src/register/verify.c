/* Looks for damage: what every back end has alike, that is each original against its hash and what
 * was read from it against its own text; the back end looks at its store. */
#include "backend.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>

/* One document with its original takes less than this; a size that damage made up is refused. */
#define MEMORY_MOST ((size_t)2 << 30)
/* Findings told in all: whoever reads more knows no more. */
#define TOLD_MOST 50

struct rap_register_check {
    rap_register *reg;
    rap_arena *arena; /* of one file or version */
    rap_register_damage_visit visit;
    void *user;
    rap_register_verified *verified;
    rap_error *error;
    bool is_stopped, is_failed;
};

bool rap_register_tell(rap_register_check *check, const rap_register_damage *damage)
{
    check->verified->damages++;
    if (!check->is_stopped && check->verified->damages <= TOLD_MOST) {
        check->is_stopped = !check->visit(check->user, damage);
    }
    return !check->is_stopped;
}

void rap_register_looked(rap_register_check *check, int64_t blocks, int64_t facts)
{
    check->verified->blocks += blocks;
    check->verified->facts += facts;
}

/* A failure that comes of damage is told like any other; others end the verification. */
static bool tell_failure(rap_register_check *check, const char *kind, rap_str about,
                         const char *remedy, const rap_error *error)
{
    if (error->code == RAP_ERROR_BUSY || error->code == RAP_ERROR_MEMORY) {
        *check->error = *error;
        check->is_failed = true;
        return false;
    }
    return rap_register_tell(check, &(rap_register_damage){kind, about, error->message, remedy});
}

/* -- originals --------------------------------------------------------------------------------- */

static const char original_remedy[] =
    "take the register from a backup, or add the file again to a new one";

static bool check_original(void *user, const rap_register_file *file)
{
    rap_register_check *check = user;
    rap_arena *arena = check->arena;
    rap_error error = {0};
    rap_str bytes;
    char hash[65];
    check->verified->files++;
    if (RAP_ARENA_GUARD(arena)) {
        rap_arena_unguard(arena);
        return rap_register_tell(
            check,
            &(rap_register_damage){"original", RAP_STR_NONE,
                                   "an original is larger than any that is read", original_remedy});
    }
    rap_arena_reset(arena);
    bool goes_on = true;
    rap_str name = file->name.length ? rap_str_copy(arena, file->name) : file->hash;
    if (!rap_register_file_bytes(check->reg, arena, file->id, &bytes, &error)) {
        rap_error_set(&error, error.code, -1, "the bytes kept %s",
                      error.code == RAP_ERROR_MISSING ? "are not there" : "cannot be unpacked");
        goes_on = tell_failure(check, "original", name, original_remedy, &error);
    } else {
        rap_file_hash(bytes, hash);
        if (!rap_str_is(file->hash, hash)) {
            rap_register_damage damage = {
                "original", name, "the bytes kept are not those that were added (SHA-256 differs)",
                original_remedy};
            goes_on = rap_register_tell(check, &damage);
        }
    }
    rap_arena_unguard(arena);
    return goes_on;
}

/* -- what was read ----------------------------------------------------------------------------- */

typedef RAP_VEC(int64_t) version_ids;
typedef struct {
    rap_arena *arena;
    version_ids ids;
} gathering;

static bool gather(void *user, const rap_register_version *version)
{
    gathering *all = user;
    RAP_PUSH(all->arena, &all->ids, version->id);
    return true;
}

static bool is_within(const rap_version *version, uint32_t block, rap_span span)
{
    return block < version->blocks.count && span.start <= span.end &&
           span.end <= version->blocks.items[block].text.length;
}

/* Numbers of notes and lists of mentions are packed texts, which the store cannot look into. */
static bool is_whole(const rap_version *version)
{
    for (size_t i = 0; i < version->mentions.count; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        if (!is_within(version, mention->block, mention->span)) {
            return false;
        }
    }
    for (size_t i = 0; i < version->mandates.count; i++) {
        const rap_mandate *mandate = &version->mandates.items[i];
        for (size_t k = 0; k < mandate->acts.count; k++) {
            if (!is_within(version, mandate->evidence.block, mandate->acts.items[k].span)) {
                return false;
            }
        }
    }
    for (size_t i = 0; i < version->blocks.count; i++) {
        const rap_block *block = &version->blocks.items[i];
        for (size_t k = 0; k < block->notes.count; k++) {
            if (block->notes.items[k].at > block->text.length) {
                return false;
            }
        }
        if (block->parent >= (int32_t)version->blocks.count ||
            rap_utf8_invalid(block->text) != SIZE_MAX) {
            return false;
        }
    }
    return true;
}

static bool check_version(rap_register_check *check, int64_t id)
{
    static const char remedy[] = "`rapporteur rebuild` reads the original again";
    rap_arena *arena = check->arena;
    rap_version version;
    rap_error error = {0};
    check->verified->versions++;
    if (RAP_ARENA_GUARD(arena)) {
        rap_arena_unguard(arena);
        return rap_register_tell(
            check, &(rap_register_damage){"evidence", RAP_STR_NONE,
                                          "a document is larger than any that is read", remedy});
    }
    rap_arena_reset(arena);
    bool goes_on = true;
    if (!rap_register_version_read(check->reg, arena, id, &version, &error)) {
        goes_on = tell_failure(check, "evidence", RAP_STR_NONE, remedy, &error);
    } else {
        rap_register_looked(check, 0, (int64_t)version.mentions.count);
        if (!is_whole(&version)) {
            rap_register_damage damage = {
                "evidence", version.doc_lang,
                "what was read from it names places that are not in its text", remedy};
            goes_on = rap_register_tell(check, &damage);
        }
    }
    rap_arena_unguard(arena);
    return goes_on;
}

static bool check_versions(rap_register_check *check)
{
    static const char remedy[] = "`rapporteur rebuild` reads the originals again";
    rap_error error = {0};
    gathering all = {.arena = rap_arena_new(0)};
    if (!all.arena) {
        check->is_failed = true;
        return rap_error_set(check->error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    if (!rap_register_version_list(check->reg, RAP_STR_NONE, 0, gather, &all, &error)) {
        tell_failure(check, "evidence", RAP_STR_NONE, remedy, &error);
    }
    for (size_t i = 0; !check->is_stopped && !check->is_failed && i < all.ids.count; i++) {
        check_version(check, all.ids.items[i]);
    }
    rap_arena_free(all.arena);
    return !check->is_failed;
}

/* -- all --------------------------------------------------------------------------------------- */

static bool check_all(rap_register_check *check)
{
    const rap_register_backend *backend = check->reg->backend;
    rap_error error = {0};
    if (!backend->verify(check->reg, check, check->error)) {
        return false;
    }
    if (!check->is_stopped && !rap_register_file_list(check->reg, check_original, check, &error) &&
        !tell_failure(check, "original", RAP_STR_NONE, original_remedy, &error)) {
        return false;
    }
    return !check->is_failed && (check->is_stopped || check_versions(check));
}

bool rap_register_verify(rap_register *reg, rap_register_damage_visit visit, void *user,
                         rap_register_verified *ret_verified, rap_error *error)
{
    *ret_verified = (rap_register_verified){0};
    rap_register_check check = {.reg = reg,
                                .arena = rap_arena_new(MEMORY_MOST),
                                .visit = visit,
                                .user = user,
                                .verified = ret_verified,
                                .error = error};
    if (!check.arena) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    bool is_done = reg->backend->snapshot_begin(reg, error);
    if (is_done) {
        is_done = check_all(&check);
        reg->backend->snapshot_end(reg);
    }
    rap_arena_free(check.arena);
    return is_done;
}

/* SQLite: the full-text index. FTS5 writes out what it holds in memory at each savepoint, and so
 * would leave a segment for each document: what documents change in it waits for the commit. */
#include "sqlite.h"

static void wait(sqlite_register *reg, sqlite_change change)
{
    RAP_PUSH(reg->waiting, &reg->changes, change);
}

void rap_sqlite_index_put(sqlite_register *reg, int64_t row, rap_str tokens)
{
    if (tokens.length) {
        char *copy = rap_arena_copy(reg->waiting, tokens.data, tokens.length);
        wait(reg, (sqlite_change){row, row + 1, {copy, tokens.length}});
    }
}

void rap_sqlite_index_drop(sqlite_register *reg, int64_t first, int64_t end)
{
    wait(reg, (sqlite_change){first, end, RAP_STR_NONE});
}

void rap_sqlite_index_forget(sqlite_register *reg, size_t kept)
{
    if (kept < reg->changes.count) {
        reg->changes.count = kept;
    }
    if (!kept) {
        reg->changes = (sqlite_changes){0};
        rap_arena_reset(reg->waiting);
    }
}

bool rap_sqlite_index_flush(sqlite_register *reg, rap_error *error)
{
    static const char insert[] = "INSERT INTO search (rowid, tokens) VALUES (?, ?)";
    static const char drop[] = "DELETE FROM search WHERE rowid >= ? AND rowid < ?";
    for (size_t i = 0; i < reg->changes.count; i++) {
        const sqlite_change *change = &reg->changes.items[i];
        sqlite_call call = rap_sqlite_call(reg, change->tokens.length ? insert : drop, error);
        rap_sqlite_integer(&call, change->first);
        if (change->tokens.length) {
            rap_sqlite_text(&call, change->tokens);
        } else {
            rap_sqlite_integer(&call, change->end);
        }
        if (!rap_sqlite_done(&call, error)) {
            return false;
        }
    }
    rap_sqlite_index_forget(reg, 0);
    reg->marked = 0;
    return true;
}

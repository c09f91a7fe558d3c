/* SQLite: what waits for the transaction's end, so that one segment of the full-text index holds
 * the words of all documents that were stored together. */
#include "sqlite_segment.h"

void rap_sqlite_words_put(sqlite_register *reg, int64_t version, const rap_str *tokens,
                          size_t count)
{
    sqlite_words words = {.version = version,
                          .postings = rap_postings_of(reg->waiting, reg->scratch, tokens, count)};
    RAP_PUSH(reg->waiting, &reg->changes, words);
}

bool rap_sqlite_words_drop(sqlite_register *reg, int64_t version, rap_error *error)
{
    for (size_t i = 0; i < reg->changes.count; i++) {
        if (reg->changes.items[i].version == version) {
            RAP_PUSH(reg->waiting, &reg->changes,
                     (sqlite_words){.is_drop = true, .version = version});
            break;
        }
    }
    sqlite_call call = rap_sqlite_call(reg, "DELETE FROM words WHERE version = ?", error);
    rap_sqlite_integer(&call, version);
    return rap_sqlite_done(&call, error);
}

static bool is_dropped(const sqlite_register *reg, size_t index)
{
    const sqlite_words *put = &reg->changes.items[index];
    for (size_t i = index + 1; i < reg->changes.count; i++) {
        if (reg->changes.items[i].is_drop && reg->changes.items[i].version == put->version) {
            return true;
        }
    }
    return false;
}

static bool put_row(sqlite_register *reg, const sqlite_words *put, int64_t segment,
                    rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, "INSERT INTO words VALUES (?, ?, ?, ?, ?, ?)", error);
    rap_sqlite_integer(&call, put->version);
    rap_sqlite_integer(&call, segment);
    rap_sqlite_integer(&call, put->postings.blocks);
    rap_sqlite_integer(&call, put->postings.filled);
    rap_sqlite_integer(&call, put->postings.words);
    rap_sqlite_blob(&call, put->postings.sizes);
    return rap_sqlite_done(&call, error);
}

static bool flush_words(sqlite_register *reg, rap_error *error)
{
    sqlite_words *kept = RAP_NEW_ARRAY(reg->waiting, sqlite_words, reg->changes.count);
    size_t count = 0;
    for (size_t i = 0; i < reg->changes.count; i++) {
        if (!reg->changes.items[i].is_drop && !is_dropped(reg, i)) {
            kept[count++] = reg->changes.items[i];
        }
    }
    int64_t segment;
    if (!count) {
        return true;
    }
    if (!rap_sqlite_segment_put(reg, reg->waiting, kept, count, &segment, error)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!put_row(reg, &kept[i], segment, error)) {
            return false;
        }
    }
    return rap_sqlite_segments_merge(reg, reg->waiting, error);
}

/* -- what waits -------------------------------------------------------------------------------- */

void rap_sqlite_waiting_forget(sqlite_register *reg)
{
    reg->changes = (sqlite_changes){0};
    reg->namings = (sqlite_namings){0};
    rap_arena_reset(reg->waiting);
    rap_sqlite_waiting_mark(reg);
}

void rap_sqlite_waiting_mark(sqlite_register *reg)
{
    reg->marked_changes = reg->changes.count;
    reg->marked_namings = reg->namings.count;
}

void rap_sqlite_waiting_undo(sqlite_register *reg)
{
    reg->changes.count = reg->marked_changes;
    reg->namings.count = reg->marked_namings;
}

bool rap_sqlite_waiting_flush(sqlite_register *reg, rap_error *error)
{
    if (!rap_sqlite_namings_flush(reg, error) || !flush_words(reg, error)) {
        return false;
    }
    rap_sqlite_waiting_forget(reg);
    return true;
}

/* SQLite: the full-text index. It holds no text, so that what a version put into it is kept beside
 * it, packed, to be taken out again. FTS5 writes out what it holds in memory at each savepoint, and
 * so would leave a segment for each document: changes wait for the commit. */
#include "sqlite.h"

static void wait(sqlite_register *reg, bool is_drop, int64_t row, rap_str tokens)
{
    if (tokens.length) {
        RAP_PUSH(reg->waiting, &reg->changes, (sqlite_change){is_drop, row, tokens});
    }
}

bool rap_sqlite_words_put(sqlite_register *reg, int64_t version, const rap_str *tokens,
                          size_t count, rap_error *error)
{
    static const char sql[] = "INSERT INTO words VALUES (?, ?, ?)";
    rap_buf lines;
    rap_buf_init(&lines, reg->waiting);
    for (size_t i = 0; i < count; i++) {
        rap_buf_put(&lines, tokens[i]);
        rap_buf_put_byte(&lines, '\n');
    }
    rap_str rest = rap_buf_str(&lines), line;
    for (int64_t row = version << RAP_SQLITE_ROW_BITS; rap_str_split(&rest, '\n', &line); row++) {
        wait(reg, false, row, line);
    }
    rap_register_packed packed = rap_register_pack(reg->packer, reg->scratch, rap_buf_str(&lines));
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    rap_sqlite_integer(&call, version);
    rap_sqlite_integer(&call, packed.how == RAP_REGISTER_ZSTD ? (int64_t)lines.length : 0);
    rap_sqlite_blob(&call, packed.bytes);
    return rap_sqlite_done(&call, error);
}

/* The lines that were put; in the arena of what waits. */
static bool words_of(sqlite_register *reg, int64_t version, rap_str *ret_lines, rap_error *error)
{
    sqlite_call call =
        rap_sqlite_call(reg, "SELECT size, packed FROM words WHERE version = ?", error);
    rap_sqlite_integer(&call, version);
    bool is_failed = false, is_whole = true;
    *ret_lines = RAP_STR_NONE;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        size_t size = (size_t)sqlite3_column_int64(call.statement, 0);
        const char *bytes = sqlite3_column_blob(call.statement, 1);
        size_t length = (size_t)sqlite3_column_bytes(call.statement, 1);
        rap_register_packed packed = {
            {rap_arena_copy(reg->waiting, bytes ? bytes : "", length), length},
            size ? RAP_REGISTER_ZSTD : RAP_REGISTER_PLAIN};
        is_whole = rap_register_unpack(reg->waiting, packed, size ? size : length, ret_lines);
    }
    rap_sqlite_end(&call);
    if (!is_whole) {
        return rap_error_set(error, RAP_ERROR_REGISTER, -1,
                             "its index is damaged; `rebuild` makes it anew");
    }
    return !is_failed;
}

bool rap_sqlite_words_count(sqlite_register *reg, int64_t version, int64_t *ret_lines,
                            int64_t *ret_words, bool *ret_is_whole, rap_error *error)
{
    rap_str rest, line;
    *ret_lines = *ret_words = 0;
    *ret_is_whole = true;
    rap_error inner = {0};
    if (!words_of(reg, version, &rest, &inner)) {
        *ret_is_whole = false;
        if (sqlite3_errcode(reg->db) == SQLITE_ROW || sqlite3_errcode(reg->db) == SQLITE_OK) {
            return true;
        }
        return rap_error_set(error, inner.code, -1, "%s", inner.message);
    }
    while (rest.length && rap_str_split(&rest, '\n', &line)) { /* each ends in a line end */
        rap_str word;
        *ret_lines += 1;
        while (rap_str_split(&line, ' ', &word)) {
            *ret_words += word.length > 0;
        }
    }
    rap_arena_reset(reg->waiting);
    return true;
}

bool rap_sqlite_words_drop(sqlite_register *reg, int64_t version, rap_error *error)
{
    rap_str rest, line;
    if (!words_of(reg, version, &rest, error)) {
        return false;
    }
    for (int64_t row = version << RAP_SQLITE_ROW_BITS; rap_str_split(&rest, '\n', &line); row++) {
        wait(reg, true, row, line);
    }
    sqlite_call call = rap_sqlite_call(reg, "DELETE FROM words WHERE version = ?", error);
    rap_sqlite_integer(&call, version);
    return rap_sqlite_done(&call, error);
}

static bool flush_words(sqlite_register *reg, rap_error *error)
{
    static const char insert[] = "INSERT INTO search (rowid, tokens) VALUES (?, ?)";
    static const char drop[] = "INSERT INTO search (search, rowid, tokens) VALUES ('delete', ?, ?)";
    for (size_t i = 0; i < reg->changes.count; i++) {
        const sqlite_change *change = &reg->changes.items[i];
        sqlite_call call = rap_sqlite_call(reg, change->is_drop ? drop : insert, error);
        rap_sqlite_integer(&call, change->row);
        rap_sqlite_text(&call, change->tokens);
        if (!rap_sqlite_done(&call, error)) {
            return false;
        }
    }
    return true;
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

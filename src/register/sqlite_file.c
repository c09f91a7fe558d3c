/* SQLite: transactions and evidence. */
#include "sqlite.h"

#include "base/map.h"

#include <string.h>

static bool owns(const char *location)
{
    const char *scheme = strstr(location, "://");
    return !scheme || memchr(location, '/', (size_t)(scheme - location));
}

static bool step(sqlite_register *reg, const char *sql, rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    return rap_sqlite_done(&call, error);
}

static bool begin(rap_register *base, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    reg->is_poisoned = false;
    if (reg->mode == RAP_REGISTER_READ) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1, "is open for reading only");
    }
    return step(reg, "BEGIN IMMEDIATE", error);
}

static void rollback(rap_register *base)
{
    sqlite_register *reg = (sqlite_register *)base;
    if (!sqlite3_get_autocommit(reg->db)) {
        sqlite3_exec(reg->db, "ROLLBACK", NULL, NULL, NULL);
    }
    rap_sqlite_waiting_forget(reg);
    reg->is_poisoned = false;
}

static bool commit(rap_register *base, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    if (reg->is_poisoned) {
        rollback(base);
        return rap_error_set(error, RAP_ERROR_REGISTER, -1,
                             "a part of the document could not be stored; nothing of it was kept");
    }
    if (!rap_sqlite_waiting_flush(reg, error) || !step(reg, "COMMIT", error)) {
        rollback(base);
        return false;
    }
    return true;
}

/* -- one document of several ------------------------------------------------------------------- */

static bool mark(rap_register *base, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    rap_sqlite_waiting_mark(reg);
    return step(reg, "SAVEPOINT document", error);
}

static bool keep(rap_register *base, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    if (reg->is_poisoned) {
        return rap_error_set(error, RAP_ERROR_REGISTER, -1,
                             "a part of the document could not be stored");
    }
    return step(reg, "RELEASE document", error);
}

static bool undo(rap_register *base, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    rap_sqlite_waiting_undo(reg);
    reg->is_poisoned = false;
    return step(reg, "ROLLBACK TO document", error) && step(reg, "RELEASE document", error);
}

/* -- files ------------------------------------------------------------------------------------ */

#define FILE_COLUMNS                                                                               \
    "f.id, f.hash, f.path, f.name, f.reader, f.size, f.added,"                                     \
    " (SELECT n.given FROM file_name n WHERE n.file = f.id ORDER BY n.id DESC LIMIT 1),"           \
    " (SELECT max(a.id) FROM file_add a WHERE a.file = f.id) AS place,"                            \
    " EXISTS (SELECT 1 FROM version v WHERE v.file = f.id),"                                       \
    " (SELECT r.how FROM file_reading r WHERE r.file = f.id ORDER BY r.place DESC LIMIT 1)"

static rap_register_file file_of(sqlite_call *call)
{
    return (rap_register_file){.id = sqlite3_column_int64(call->statement, 0),
                               .hash = rap_sqlite_column(call, 1),
                               .path = rap_sqlite_column(call, 2),
                               .name = rap_sqlite_column(call, 3),
                               .reader = rap_sqlite_column(call, 4),
                               .size = sqlite3_column_int64(call->statement, 5),
                               .added = sqlite3_column_int64(call->statement, 6),
                               .given = rap_sqlite_column(call, 7),
                               .order = sqlite3_column_int64(call->statement, 8),
                               .is_read = sqlite3_column_int(call->statement, 9),
                               .how = rap_sqlite_column(call, 10)};
}

static bool file_find(rap_register *base, rap_arena *arena, rap_str hash,
                      rap_register_file *ret_file, rap_error *error)
{
    static const char sql[] = "SELECT " FILE_COLUMNS " FROM file f WHERE f.hash = ?";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_string(&call, hash);
    bool is_failed = false;
    rap_register_file file = {0};
    if (rap_sqlite_row(&call, &is_failed, error)) {
        file = file_of(&call);
        file.hash = rap_str_copy(arena, file.hash);
        file.path = rap_str_copy(arena, file.path);
        file.name = rap_str_copy(arena, file.name);
        file.reader = rap_str_copy(arena, file.reader);
        file.given = rap_str_copy(arena, file.given);
        file.how = rap_str_copy(arena, file.how);
    }
    rap_sqlite_end(&call);
    if (!is_failed) {
        *ret_file = file;
    }
    return !is_failed;
}

static bool put_bytes(sqlite_register *reg, int64_t id, rap_register_packed packed,
                      rap_error *error)
{
    static const char sql[] = "INSERT INTO file_bytes VALUES (?, ?, ?)";
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    rap_sqlite_integer(&call, id);
    rap_sqlite_integer(&call, packed.how);
    rap_sqlite_blob(&call, packed.bytes);
    return rap_sqlite_done(&call, error);
}

static bool file_again(rap_register *base, int64_t file_id, int64_t when, rap_error *error)
{
    static const char sql[] = "INSERT INTO file_add (file, added) VALUES (?, ?)";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_integer(&call, file_id);
    rap_sqlite_integer(&call, when);
    return rap_sqlite_done(&call, error);
}

static bool file_name(rap_register *base, int64_t file_id, rap_str given, int64_t when,
                      rap_error *error)
{
    static const char sql[] = "INSERT INTO file_name (file, given, added) VALUES (?, ?, ?)";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_integer(&call, file_id);
    rap_sqlite_string(&call, given);
    rap_sqlite_integer(&call, when);
    return rap_sqlite_done(&call, error);
}

static bool file_reading(rap_register *base, int64_t file_id, rap_str how, int64_t when,
                         rap_error *error)
{
    static const char sql[] = "INSERT INTO file_reading (file, place, how, added) VALUES"
                              " (?1, (SELECT count(*) FROM file_reading WHERE file = ?1), ?2, ?3)";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_integer(&call, file_id);
    rap_sqlite_string(&call, how);
    rap_sqlite_integer(&call, when);
    return rap_sqlite_done(&call, error);
}

static bool file_put(rap_register *base, const rap_register_file *file, rap_register_packed packed,
                     int64_t *ret_id, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    static const char sql[] =
        "INSERT INTO file (hash, path, name, reader, size, added) VALUES (?, ?, ?, ?, ?, ?)";
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    rap_sqlite_string(&call, file->hash);
    rap_sqlite_text(&call, file->path);
    rap_sqlite_text(&call, file->name);
    rap_sqlite_text(&call, file->reader);
    rap_sqlite_integer(&call, file->size);
    rap_sqlite_integer(&call, file->added);
    if (!rap_sqlite_done(&call, error)) {
        return false;
    }
    int64_t id = sqlite3_last_insert_rowid(reg->db);
    if (!put_bytes(reg, id, packed, error) || !file_again(base, id, file->added, error) ||
        (file->given.length && !file_name(base, id, file->given, file->added, error)) ||
        (file->how.length && !file_reading(base, id, file->how, file->added, error))) {
        return false;
    }
    *ret_id = id;
    return true;
}

static bool file_list(rap_register *base, bool (*visit)(void *user, const rap_register_file *),
                      void *user, rap_error *error)
{
    static const char sql[] = "SELECT " FILE_COLUMNS " FROM file f ORDER BY place, f.id";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    bool is_failed = false;
    while (rap_sqlite_row(&call, &is_failed, error)) {
        rap_register_file file = file_of(&call);
        if (!visit(user, &file)) {
            break;
        }
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

static bool file_bytes(rap_register *base, rap_arena *arena, int64_t id,
                       rap_register_packed *ret_packed, size_t *ret_size, rap_error *error)
{
    static const char sql[] = "SELECT b.is_packed, f.size, b.bytes FROM file f"
                              " JOIN file_bytes b ON b.file = f.id WHERE f.id = ?";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_integer(&call, id);
    bool is_failed = false;
    if (!rap_sqlite_row(&call, &is_failed, error)) {
        rap_sqlite_end(&call);
        return !is_failed ? rap_error_set(error, RAP_ERROR_MISSING, -1, "there is no file %lld",
                                          (long long)id)
                          : false;
    }
    const char *bytes = sqlite3_column_blob(call.statement, 2);
    size_t length = (size_t)sqlite3_column_bytes(call.statement, 2);
    ret_packed->how = (rap_register_packing)sqlite3_column_int(call.statement, 0);
    ret_packed->bytes = (rap_str){rap_arena_copy(arena, bytes ? bytes : "", length), length};
    *ret_size = (size_t)sqlite3_column_int64(call.statement, 1);
    rap_sqlite_end(&call);
    return true;
}

/* Of this connection: SQLite counts what others commit. */
static bool change(rap_register *base, int64_t *ret_number, rap_error *error)
{
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, "PRAGMA data_version", error);
    bool is_failed = false;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        *ret_number = sqlite3_column_int64(call.statement, 0);
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

static bool texts(rap_register *base, int64_t *ret_number, rap_error *error)
{
    static const char sql[] =
        "SELECT ifnull((SELECT max(id) FROM file), 0) || ' ' ||"
        " ifnull((SELECT max(id) FROM file_add), 0) || ' ' || (SELECT count(*) FROM version)"
        " || ' ' || ifnull((SELECT max(id) FROM version), 0)";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    bool is_failed = false;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        *ret_number = (int64_t)(rap_map_hash(rap_sqlite_column(&call, 0)) >> 1);
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

const rap_register_backend rap_register_sqlite = {
    .name = "sqlite",
    .owns = owns,
    .open = rap_sqlite_open,
    .close = rap_sqlite_close,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .mark = mark,
    .keep = keep,
    .undo = undo,
    .file_find = file_find,
    .file_put = file_put,
    .file_again = file_again,
    .file_name = file_name,
    .file_reading = file_reading,
    .file_list = file_list,
    .file_bytes = file_bytes,
    .decision_put = rap_sqlite_decision_put,
    .decision_list = rap_sqlite_decision_list,
    .decision_total = rap_sqlite_decision_total,
    .reading_put = rap_sqlite_reading_put,
    .version_list = rap_sqlite_version_list,
    .version_read = rap_sqlite_version_read,
    .fact_list = rap_sqlite_fact_list,
    .fact_read = rap_sqlite_fact_read,
    .block_text = rap_sqlite_block_text,
    .version_hash = rap_sqlite_version_hash,
    .outcome_put = rap_sqlite_outcome_put,
    .outcome_drop = rap_sqlite_outcome_drop,
    .tie_put = rap_sqlite_tie_put,
    .ties_drop = rap_sqlite_ties_drop,
    .queue_list = rap_sqlite_queue_list,
    .queue_total = rap_sqlite_queue_total,
    .links_put = rap_sqlite_links_put,
    .links_drop = rap_sqlite_links_drop,
    .link_ends = rap_sqlite_link_ends,
    .works_near = rap_sqlite_works_near,
    .works_of = rap_sqlite_works_of,
    .parties = rap_sqlite_parties,
    .lexicon_put = rap_sqlite_lexicon_put,
    .lexicon_get = rap_sqlite_lexicon_get,
    .derived_clear = rap_sqlite_derived_clear,
    .derived_dump = rap_sqlite_derived_dump,
    .list = rap_sqlite_list,
    .total = rap_sqlite_total,
    .change = change,
    .texts = texts,
    .decided = rap_sqlite_decided_number,
    .search = rap_sqlite_search,
    .facets = rap_sqlite_facets,
    .count = rap_sqlite_count,
    .backup = rap_sqlite_backup,
    .snapshot_begin = rap_sqlite_snapshot_begin,
    .snapshot_end = rap_sqlite_snapshot_end,
    .verify = rap_sqlite_verify,
};

/* SQLite: all that is derived: dropped, and written out for comparing. */
#include "sqlite.h"

#include <stdio.h>

/* The rows of a file have keys in one range, by which they are found. */
typedef struct {
    const char *name, *order, *drop;
    int shift; /* key of a file's first row: file << shift */
} table;

#define DROP(name, key) "DELETE FROM " name " WHERE " key " >= ? AND " key " < ?"
#define BY_ROW(name)                                                                               \
    {                                                                                              \
        name, "id", DROP(name, "id"), RAP_SQLITE_ROW_BITS + 4                                      \
    }
#define OF_ACTIVITY(name, order)                                                                   \
    {                                                                                              \
        name, order, DROP(name, "activity"), RAP_SQLITE_ROW_BITS + 4                               \
    }

/* `version` comes last: by it one sees whether anything was read from a file. */
static const table tables[] = {
    BY_ROW("block"),
    BY_ROW("block_day"),
    BY_ROW("mandate"),
    BY_ROW("activity"),
    OF_ACTIVITY("party", "activity, place"),
    OF_ACTIVITY("activity_date", "activity, place"),
    OF_ACTIVITY("activity_place", "activity, place"),
    OF_ACTIVITY("activity_theme", "activity, place"),
    OF_ACTIVITY("agreement", "activity"),
    OF_ACTIVITY("publication", "activity"),
    OF_ACTIVITY("pledge", "activity"),
    BY_ROW("figure"),
    BY_ROW("was_mandate"),
    BY_ROW("was_activity"),
    OF_ACTIVITY("was_party", "activity, place"),
    OF_ACTIVITY("was_activity_date", "activity, place"),
    OF_ACTIVITY("was_activity_place", "activity, place"),
    OF_ACTIVITY("was_activity_theme", "activity, place"),
    OF_ACTIVITY("was_agreement", "activity"),
    OF_ACTIVITY("was_publication", "activity"),
    OF_ACTIVITY("was_pledge", "activity"),
    BY_ROW("was_figure"),
    {"outcome", "fact, kind", DROP("outcome", "fact"), RAP_SQLITE_ROW_BITS + 4},
    {"tied", "version, decision", DROP("tied", "version"), 4},
    {"mentions", "version", DROP("mentions", "version"), 4},
    {"warning", "version, place", DROP("warning", "version"), 4},
    {"version", "id", DROP("version", "id"), 4}};

#define TABLES (sizeof tables / sizeof tables[0])

/* Whether something read from the file is there; *ret_is_failed where the register cannot tell. */
static bool is_put(sqlite_register *reg, int64_t file_id, bool *ret_is_failed, rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, "SELECT 1 FROM version WHERE file = ? LIMIT 1", error);
    rap_sqlite_integer(&call, file_id);
    bool is_there = rap_sqlite_row(&call, ret_is_failed, error);
    rap_sqlite_end(&call);
    return is_there;
}

bool rap_sqlite_derived_drop(sqlite_register *reg, int64_t file_id, rap_error *error)
{
    bool is_failed = false;
    if (!is_put(reg, file_id, &is_failed, error)) {
        return !is_failed;
    }
    for (int64_t i = 0; i < RAP_REGISTER_VERSIONS; i++) {
        int64_t version = file_id * RAP_REGISTER_VERSIONS + i;
        if (!rap_sqlite_words_drop(reg, version, error) ||
            !rap_sqlite_mentions_drop(reg, version, error)) {
            return false;
        }
    }
    for (size_t i = 0; i < TABLES; i++) {
        sqlite_call call = rap_sqlite_call(reg, tables[i].drop, error);
        rap_sqlite_integer(&call, file_id << tables[i].shift);
        rap_sqlite_integer(&call, (file_id + 1) << tables[i].shift);
        if (!rap_sqlite_done(&call, error)) {
            return false;
        }
    }
    return true;
}

bool rap_sqlite_derived_clear(rap_register *base, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    rap_sqlite_waiting_forget(reg);
    for (size_t i = 0; i < TABLES; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "DELETE FROM %s", tables[i].name);
        if (!rap_sqlite_run(reg, sql, error)) {
            return false;
        }
    }
    return rap_sqlite_run(
        reg,
        "DELETE FROM link; DELETE FROM lexicon; DELETE FROM words; DELETE FROM naming;"
        "DELETE FROM page; DELETE FROM segment",
        error);
}

static bool dump_table(sqlite_register *reg, const char *name, const char *sql,
                       bool (*visit)(void *user, rap_str line), void *user, bool *ret_stopped,
                       rap_error *error)
{
    sqlite_call call = {reg, NULL, 1};
    if (sqlite3_prepare_v2(reg->db, sql, -1, &call.statement, NULL)) {
        return rap_sqlite_failed(reg, error);
    }
    bool is_failed = false;
    rap_arena_reset(reg->scratch);
    rap_buf line;
    rap_buf_init(&line, reg->scratch);
    while (rap_sqlite_row(&call, &is_failed, error)) {
        line.length = 0;
        rap_buf_put_c(&line, name);
        for (int i = 0; i < sqlite3_column_count(call.statement); i++) {
            rap_buf_put_byte(&line, '\t');
            rap_register_escape(&line, rap_sqlite_column(&call, i));
        }
        if (!visit(user, rap_buf_str(&line))) {
            *ret_stopped = true;
            break;
        }
    }
    sqlite3_finalize(call.statement);
    return !is_failed;
}

typedef struct {
    bool (*visit)(void *user, rap_str line);
    void *user;
    rap_buf line;
} dumping;

static bool dump_word(void *user, rap_str word, int64_t row, uint32_t position)
{
    dumping *to = user;
    to->line.length = 0;
    rap_buf_format(&to->line, "search\t%lld\t%u\t%.*s", (long long)row, position,
                   RAP_STR_ARG(word));
    return to->visit(to->user, rap_buf_str(&to->line));
}

bool rap_sqlite_derived_dump(rap_register *base, bool (*visit)(void *user, rap_str line),
                             void *user, rap_error *error)
{
    static const char *const others[][2] = {
        {"naming", "SELECT * FROM naming ORDER BY entity, version"},
        {"link", "SELECT * FROM link ORDER BY scope, place"},
        {"lexicon", "SELECT * FROM lexicon ORDER BY id"}};
    sqlite_register *reg = (sqlite_register *)base;
    bool is_stopped = false;
    if (!rap_sqlite_waiting_flush(reg, error)) {
        return false;
    }
    for (size_t i = 0; i < TABLES && !is_stopped; i++) {
        char sql[96];
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY %s", tables[i].name, tables[i].order);
        if (!dump_table(reg, tables[i].name, sql, visit, user, &is_stopped, error)) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0] && !is_stopped; i++) {
        if (!dump_table(reg, others[i][0], others[i][1], visit, user, &is_stopped, error)) {
            return false;
        }
    }
    dumping to = {visit, user, {0}};
    rap_arena_reset(reg->scratch);
    rap_buf_init(&to.line, reg->scratch);
    return is_stopped || rap_sqlite_index_dump(reg, dump_word, &to, error);
}

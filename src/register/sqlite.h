/* What the files of the SQLite back end share. */
#ifndef RAP_REGISTER_SQLITE_H
#define RAP_REGISTER_SQLITE_H

#include "backend.h"

#include <sqlite3.h>

/* "Rapp" in the file's header (offset 68), so that `file` and we ourselves can tell. */
#define RAP_SQLITE_APPLICATION 0x52617070

/* Ids say where a row comes from: version = file * 16 + place in the file; rows of a version =
 * version * 2^24 + place in the version. */
#define RAP_SQLITE_ROW_BITS 24

#define RAP_SQLITE_STATEMENTS 64

/* Words to put into the full-text index at row `first`, or rows [first, end) to take out. */
typedef struct {
    int64_t first, end;
    rap_str tokens; /* none: to take out */
} sqlite_change;

typedef RAP_VEC(sqlite_change) sqlite_changes;

typedef struct {
    rap_register base;
    sqlite3 *db;
    char *path;
    rap_register_mode mode;
    bool is_poisoned;   /* a statement failed: only undo or rollback helps */
    rap_arena *waiting; /* of the changes */
    sqlite_changes changes;
    size_t marked; /* changes of documents that were kept */
    struct {
        const char *sql; /* the literal itself is the key */
        sqlite3_stmt *statement;
    } cache[RAP_SQLITE_STATEMENTS];
    size_t cached;
    rap_arena *scratch; /* of one call */
} sqlite_register;

/* One step of the schema, from version `to - 1` to version `to`. */
typedef struct {
    int to;
    const char *sql;
} sqlite_step;

extern const sqlite_step rap_sqlite_steps[];
extern const size_t rap_sqlite_step_count;

/* Brings the open database up to the last step, in one transaction; where there is something in
 * it already, a copy is left beside the file first ("PATH.version-N"). */
bool rap_sqlite_migrate(sqlite_register *reg, const sqlite_step *steps, size_t count,
                        rap_error *error);
bool rap_sqlite_version(sqlite_register *reg, int *ret_version, rap_error *error);

rap_register *rap_sqlite_open(const char *location, rap_register_mode mode, rap_error *error);
void rap_sqlite_close(rap_register *reg);

/* Fills *error from the connection's last error, with the remedy; returns false. */
bool rap_sqlite_failed(sqlite_register *reg, rap_error *error);
bool rap_sqlite_run(sqlite_register *reg, const char *sql, rap_error *error);

/* A statement being given its values, kept for the next time. */
typedef struct {
    sqlite_register *reg;
    sqlite3_stmt *statement; /* NULL: could not be prepared, *error is set */
    int at;
} sqlite_call;
/* `sql` is a literal or outlives the register: its address is remembered. */
sqlite_call rap_sqlite_call(sqlite_register *reg, const char *sql, rap_error *error);
void rap_sqlite_text(sqlite_call *call, rap_str text);   /* empty: NULL */
void rap_sqlite_string(sqlite_call *call, rap_str text); /* empty: '' */
void rap_sqlite_integer(sqlite_call *call, int64_t number);
void rap_sqlite_real(sqlite_call *call, double number);
void rap_sqlite_null(sqlite_call *call);
/* Runs a statement that gives no rows, and makes it ready again. */
bool rap_sqlite_done(sqlite_call *call, rap_error *error);
/* The next row; false at the end or on error (*ret_failed). */
bool rap_sqlite_row(sqlite_call *call, bool *ret_failed, rap_error *error);
void rap_sqlite_end(sqlite_call *call);
/* Column as a borrowed slice, valid until the next row. */
rap_str rap_sqlite_column(sqlite_call *call, int column);

/* sqlite_index.c: the changes of the open transaction, made at its end or before the index is
 * asked; the first `kept` of them stay. */
void rap_sqlite_index_put(sqlite_register *reg, int64_t row, rap_str tokens);
void rap_sqlite_index_drop(sqlite_register *reg, int64_t first, int64_t end);
void rap_sqlite_index_forget(sqlite_register *reg, size_t kept);
bool rap_sqlite_index_flush(sqlite_register *reg, rap_error *error);

/* sqlite_put.c */
bool rap_sqlite_reading_put(rap_register *reg, int64_t file_id, const rap_register_reading *reading,
                            rap_error *error);
bool rap_sqlite_version_list(rap_register *reg, rap_str doc, int64_t file_id,
                             bool (*visit)(void *user, const rap_register_version *), void *user,
                             rap_error *error);
/* sqlite_read.c */
bool rap_sqlite_version_read(rap_register *reg, rap_arena *arena, int64_t id,
                             rap_version *ret_version, rap_error *error);
/* sqlite_put.c */
bool rap_sqlite_links_put(rap_register *reg, rap_str scope, const rap_register_link *links,
                          size_t count, rap_error *error);
/* sqlite_link.c */
bool rap_sqlite_links_drop(rap_register *reg, rap_str kind, rap_str doc, rap_error *error);
bool rap_sqlite_link_ends(rap_register *reg, rap_str kind,
                          bool (*visit)(void *user, rap_str from, rap_str to), void *user,
                          rap_error *error);
bool rap_sqlite_works_near(rap_register *reg, rap_str doc, bool (*visit)(void *user, rap_str doc),
                           void *user, rap_error *error);
bool rap_sqlite_lexicon_put(rap_register *reg, rap_str text, rap_error *error);
bool rap_sqlite_lexicon_get(rap_register *reg, rap_arena *arena, rap_str *ret_text,
                            rap_error *error);
/* sqlite_put.c */
bool rap_sqlite_derived_clear(rap_register *reg, rap_error *error);
bool rap_sqlite_derived_dump(rap_register *reg, bool (*visit)(void *user, rap_str line), void *user,
                             rap_error *error);
/* sqlite_list.c */
bool rap_sqlite_list(rap_register *reg, rap_records records, const rap_filter *filter,
                     rap_record_visit visit, void *user, rap_error *error);
bool rap_sqlite_search(rap_register *reg, const rap_strs *groups, size_t group_count,
                       const rap_filter *filter, bool (*visit)(void *, const rap_register_hit *),
                       void *user, rap_error *error);
bool rap_sqlite_count(rap_register *reg, rap_register_counts *ret_counts, rap_error *error);

#endif

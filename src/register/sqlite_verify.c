/* SQLite: looks for damage in the file's structure, in the rows that were read from documents, and
 * in the index. */
#include "sqlite_segment.h"

#include <stdio.h>
#include <string.h>

static const char store_remedy[] = "take the register from a backup, or add the files to a new one";
static const char read_remedy[] = "`rapporteur rebuild` reads the originals again";

/* What a statement finds: each row is one damage, its first column says of what. */
typedef struct {
    const char *kind, *what, *sql;
} finder;

#define BYTES(x) "length(CAST(" x " AS BLOB))"
/* Bytes at which no character of UTF-8 begins. */
#define SPLITS(text, at) "hex(substr(CAST(" text " AS BLOB), " at " + 1, 1)) BETWEEN '80' AND 'BF'"
#define OUTSIDE(start, end)                                                                        \
    start " < 0 OR " end " < " start " OR " end                                                    \
          " > " BYTES("b.text") " OR " SPLITS("b.text", start) " OR " SPLITS("b.text", end)
/* Rows of a table with a span in a block. */
#define SPANS(table)                                                                               \
    "SELECT coalesce(v.doc_lang, 'row ' || x.id) || coalesce(', paragraph ' || x.para, '') "       \
    "FROM " table                                                                                  \
    " x LEFT JOIN block b ON b.id = x.block LEFT JOIN version v ON v.id = x.id >> 24"              \
    " WHERE b.id IS NULL OR v.id IS NULL OR x.block >> 24 <> x.id >> 24 OR " OUTSIDE(              \
        "x.span_start", "x.span_end")
#define QUOTE                                                                                      \
    "CAST(substr(CAST(b.text AS BLOB), x.span_start + 1, x.span_end - x.span_start) AS TEXT)"
/* Whose record tells other words than those of its place. */
#define QUOTES(table)                                                                              \
    "SELECT v.doc_lang || coalesce(', paragraph ' || x.para, '') FROM " table                      \
    " x JOIN block b ON b.id = x.block JOIN version v ON v.id = x.id >> 24"                        \
    " WHERE NOT json_valid(x.record) OR json_extract(CASE WHEN json_valid(x.record)"               \
    " THEN x.record ELSE '{}' END, '$.quote') IS NOT " QUOTE
#define OF_ACTIVITY(table)                                                                         \
    "SELECT '" table " of row ' || x.activity FROM " table                                         \
    " x WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.id = x.activity)"

static const finder finders[] = {
    {"evidence", "a paragraph belongs to no document",
     "SELECT 'row ' || b.id FROM block b LEFT JOIN version v ON v.id = b.id >> 24"
     " WHERE v.id IS NULL"},
    {"evidence", "a lead phrase lies outside its paragraph",
     "SELECT v.doc_lang || coalesce(', paragraph ' || b.label, '') FROM block b"
     " JOIN version v ON v.id = b.id >> 24 WHERE b.lead_end IS NOT NULL AND"
     " (" OUTSIDE("b.lead_start", "b.lead_end") ")"},
    {"evidence", "a paragraph lies outside the file that it was read from",
     "SELECT v.doc_lang || coalesce(', paragraph ' || b.label, '') FROM block b"
     " JOIN version v ON v.id = b.id >> 24 JOIN file f ON f.id = v.file"
     " WHERE v.reader IN ('text', 'akn', 'html') AND b.first_byte + b.bytes > f.size"},
    {"evidence", "a mandate's words lie outside its paragraph", SPANS("mandate")},
    {"evidence", "an activity's words lie outside its paragraph", SPANS("activity")},
    {"evidence", "a figure's words lie outside its paragraph", SPANS("figure")},
    {"evidence", "an activity's subject lies outside its paragraph",
     "SELECT v.doc_lang || coalesce(', paragraph ' || x.para, '') FROM activity x"
     " JOIN block b ON b.id = x.block JOIN version v ON v.id = x.id >> 24"
     " WHERE x.subject_end IS NOT NULL AND (" OUTSIDE("x.subject_start", "x.subject_end") ")"},
    {"evidence", "a party's name lies outside its paragraph",
     "SELECT v.doc_lang || coalesce(', paragraph ' || a.para, '') FROM party x"
     " JOIN activity a ON a.id = x.activity JOIN block b ON b.id = a.block"
     " JOIN version v ON v.id = a.id >> 24"
     " WHERE x.span_end IS NOT NULL AND (" OUTSIDE("x.span_start", "x.span_end") ")"},
    {"evidence", "an activity quotes other words than its paragraph's", QUOTES("activity")},
    {"evidence", "a figure quotes other words than its paragraph's", QUOTES("figure")},
    {"evidence", "belongs to no activity", OF_ACTIVITY("party")},
    {"evidence", "belongs to no activity", OF_ACTIVITY("activity_date")},
    {"evidence", "belongs to no activity", OF_ACTIVITY("activity_place")},
    {"evidence", "belongs to no activity", OF_ACTIVITY("activity_theme")},
    {"evidence", "belongs to no activity", OF_ACTIVITY("agreement")},
    {"evidence", "belongs to no activity", OF_ACTIVITY("publication")},
    {"evidence", "belongs to no activity", OF_ACTIVITY("pledge")},
};

static const finder structure[] = {
    {"store", "refers to a row that is not there",
     "SELECT \"table\" || coalesce(' ' || rowid, '') || ' (' || parent || ')'"
     " FROM pragma_foreign_key_check"},
};

/* A failure other than of damage ends it all. */
static bool tell_failure(rap_register_check *check, const char *kind, const char *remedy,
                         const rap_error *inner, rap_error *error)
{
    if (inner->code == RAP_ERROR_BUSY || inner->code == RAP_ERROR_MEMORY) {
        *error = *inner;
        return false;
    }
    rap_register_tell(check, &(rap_register_damage){kind, RAP_STR_NONE, inner->message, remedy});
    return true;
}

static bool run_finder(sqlite_register *reg, rap_register_check *check, const finder *f,
                       rap_error *error)
{
    rap_error inner = {0};
    bool is_failed = false, is_store = !strcmp(f->kind, "store");
    const char *remedy = is_store ? store_remedy : read_remedy;
    sqlite_call call = rap_sqlite_call(reg, f->sql, &inner);
    is_failed = !call.statement;
    while (!is_failed && rap_sqlite_row(&call, &is_failed, &inner)) {
        rap_register_damage damage = {f->kind, rap_sqlite_column(&call, 0), f->what, remedy};
        if (!rap_register_tell(check, &damage)) {
            break;
        }
    }
    rap_sqlite_end(&call);
    return !is_failed || tell_failure(check, f->kind, remedy, &inner, error);
}

/* SQLite's own check; it tells each page and index that is wrong, in words of its own. */
static bool check_pages(sqlite_register *reg, rap_register_check *check, rap_error *error)
{
    rap_error inner = {0};
    bool is_failed = false;
    sqlite_call call = rap_sqlite_call(reg, "PRAGMA integrity_check(20)", &inner);
    is_failed = !call.statement;
    while (!is_failed && rap_sqlite_row(&call, &is_failed, &inner)) {
        char what[300];
        rap_str line = rap_sqlite_column(&call, 0), rest;
        if (rap_str_is(line, "ok")) {
            continue;
        }
        for (rest = line; rap_str_split(&rest, '\n', &line);) {
            if (line.length && !rap_str_starts(line, RAP_STR("***"))) {
                snprintf(what, sizeof what, "the database is damaged: %.*s",
                         (int)(line.length < 250 ? line.length : 250), line.data);
                rap_register_tell(
                    check, &(rap_register_damage){"store", RAP_STR_NONE, what, store_remedy});
            }
        }
    }
    rap_sqlite_end(&call);
    return !is_failed || tell_failure(check, "store", store_remedy, &inner, error);
}

/* -- the index --------------------------------------------------------------------------------- */

static bool number_of(sqlite_register *reg, const char *sql, int64_t value, int64_t *ret_number,
                      rap_error *error)
{
    bool is_failed = false;
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    if (call.statement && sqlite3_bind_parameter_count(call.statement)) {
        rap_sqlite_integer(&call, value);
    }
    bool is_there = rap_sqlite_row(&call, &is_failed, error);
    *ret_number = is_there ? sqlite3_column_int64(call.statement, 0) : 0;
    rap_sqlite_end(&call);
    return is_there;
}

static bool tell_index(rap_register_check *check, rap_str about, const char *what)
{
    return rap_register_tell(check, &(rap_register_damage){"index", about, what, read_remedy});
}

/* Whether the index was given the words of each paragraph. */
static bool check_blocks(sqlite_register *reg, rap_register_check *check, rap_error *error)
{
    bool is_failed = false, goes_on = true;
    sqlite_call call = rap_sqlite_call(
        reg,
        "SELECT v.doc_lang, (SELECT count(*) FROM block b WHERE " RAP_SQLITE_OF_VERSION(
            "b", "v") "), w.blocks FROM version v LEFT JOIN words w ON w.version = v.id"
                      " ORDER BY v.id",
        error);
    while (goes_on && rap_sqlite_row(&call, &is_failed, error)) {
        int64_t blocks = sqlite3_column_int64(call.statement, 1);
        rap_register_looked(check, blocks, 0);
        if (sqlite3_column_type(call.statement, 2) == SQLITE_NULL ||
            sqlite3_column_int64(call.statement, 2) != blocks) {
            goes_on = tell_index(check, rap_sqlite_column(&call, 0),
                                 "the index does not have the words of each paragraph");
        }
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

typedef struct {
    rap_arena *arena;
    sqlite_segments segments;
    sqlite_indexed indexed;
} index_contents;

/* Counts, for each version, the words that an entry has of it. */
static bool count_entry(index_contents *all, const sqlite_cursor *cursor)
{
    rap_postings_reader entry = rap_postings_reader_of(cursor->postings);
    int64_t version = 0;
    rap_str bytes;
    while (rap_postings_version(&entry, &version, &bytes)) {
        sqlite_put_version *put = rap_sqlite_indexed_find(&all->indexed, &cursor->segment, version);
        rap_places places = {.reader = rap_postings_reader_of(bytes)};
        while (rap_places_next(&places)) {
            if (put) {
                put->found++;
            }
        }
        entry.is_damaged = entry.is_damaged || places.reader.is_damaged;
    }
    return !entry.is_damaged;
}

static bool read_segment(sqlite_register *reg, index_contents *all, const sqlite_segment *segment,
                         rap_error *error)
{
    sqlite_cursor cursor;
    bool is_end;
    rap_sqlite_cursor_start(&cursor, reg, all->arena, segment);
    do {
        if (!rap_sqlite_cursor_next(&cursor, &is_end, error)) {
            return false;
        }
        if (!is_end && !count_entry(all, &cursor)) {
            return rap_sqlite_index_damaged(error);
        }
    } while (!is_end);
    return true;
}

static bool read_index(sqlite_register *reg, index_contents *all, rap_error *error)
{
    if (!rap_sqlite_segments(reg, all->arena, &all->segments, error) ||
        !rap_sqlite_indexed(reg, all->arena, &all->indexed, error)) {
        return false;
    }
    for (size_t i = 0; i < all->segments.count; i++) {
        if (!read_segment(reg, all, &all->segments.items[i], error)) {
            return false;
        }
    }
    return true;
}

/* The name of a version; the arena's. */
static rap_str name_of(sqlite_register *reg, rap_arena *arena, int64_t version)
{
    bool is_failed = false;
    rap_error ignored = {0};
    rap_str name = RAP_STR_NONE;
    sqlite_call call = rap_sqlite_call(reg, "SELECT doc_lang FROM version WHERE id = ?", &ignored);
    rap_sqlite_integer(&call, version);
    if (rap_sqlite_row(&call, &is_failed, &ignored)) {
        name = rap_str_copy(arena, rap_sqlite_column(&call, 0));
    }
    rap_sqlite_end(&call);
    return name;
}

static void compare_counts(sqlite_register *reg, rap_register_check *check, index_contents *all)
{
    for (size_t i = 0; i < all->indexed.versions.count; i++) {
        const sqlite_put_version *put = &all->indexed.versions.items[i];
        if (put->found != put->words) {
            char what[160];
            snprintf(what, sizeof what, "the index holds %lld words, the paragraphs have %lld",
                     (long long)put->found, (long long)put->words);
            if (!tell_index(check, name_of(reg, all->arena, put->version), what)) {
                return;
            }
        }
    }
}

/* The whole index is read once: what is damaged in it fails, what is lost in it is missing. */
static bool check_index(sqlite_register *reg, rap_register_check *check, rap_error *error)
{
    rap_error inner = {0};
    index_contents all = {.arena = rap_arena_new(0)};
    if (!all.arena) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    bool is_read = check_blocks(reg, check, &inner) && read_index(reg, &all, &inner);
    if (is_read) {
        compare_counts(reg, check, &all);
    }
    rap_arena_free(all.arena);
    return is_read || tell_failure(check, "index", read_remedy, &inner, error);
}

static bool count_facts(sqlite_register *reg, rap_register_check *check, rap_error *error)
{
    static const char *const counts[] = {"SELECT count(*) FROM mandate",
                                         "SELECT count(*) FROM activity",
                                         "SELECT count(*) FROM figure"};
    rap_error inner = {0};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        int64_t count = 0;
        if (!number_of(reg, counts[i], 0, &count, &inner)) {
            return tell_failure(check, "store", store_remedy, &inner, error);
        }
        rap_register_looked(check, 0, count);
    }
    return true;
}

bool rap_sqlite_verify(rap_register *base, rap_register_check *check, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    if (!check_pages(reg, check, error)) {
        return false;
    }
    for (size_t i = 0; i < sizeof structure / sizeof *structure; i++) {
        if (!run_finder(reg, check, &structure[i], error)) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof finders / sizeof *finders; i++) {
        if (!run_finder(reg, check, &finders[i], error)) {
            return false;
        }
    }
    return check_index(reg, check, error) && count_facts(reg, check, error);
}

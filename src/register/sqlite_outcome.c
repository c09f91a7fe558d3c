/* SQLite: facts as people decided. The rows of a fact as it was read are moved to the tables
 * "was_..." while an outcome changes it or takes it away, so that no question has to know of it,
 * and come back row for row.
 */
#include "sqlite.h"

#include "base/map.h"
#include "model/record.h"

/* -- rows that go and come back ---------------------------------------------------------------- */

/* One table of a kind of fact: `key` says of which fact a row is. */
typedef struct {
    const char *move, *drop, *back, *forget;
} movable;

#define MOVABLE(table, key)                                                                        \
    {                                                                                              \
        "INSERT INTO was_" table " SELECT * FROM " table " WHERE " key " = ?",                     \
            "DELETE FROM " table " WHERE " key " = ?",                                             \
            "INSERT INTO " table " SELECT * FROM was_" table " WHERE " key " = ?",                 \
            "DELETE FROM was_" table " WHERE " key " = ?"                                          \
    }

static const movable of_mandates[] = {MOVABLE("mandate", "id")};
static const movable of_activities[] = {MOVABLE("activity", "id"),
                                        MOVABLE("party", "activity"),
                                        MOVABLE("activity_date", "activity"),
                                        MOVABLE("activity_place", "activity"),
                                        MOVABLE("activity_theme", "activity"),
                                        MOVABLE("agreement", "activity"),
                                        MOVABLE("publication", "activity"),
                                        MOVABLE("pledge", "activity")};
static const movable of_figures[] = {MOVABLE("figure", "id")};

static const struct {
    const movable *tables;
    size_t count;
    const char *is_moved;
} kinds[] = {[RAP_FACT_MANDATE] = {of_mandates, sizeof of_mandates / sizeof *of_mandates,
                                   "SELECT 1 FROM was_mandate WHERE id = ?"},
             [RAP_FACT_ACTIVITY] = {of_activities, sizeof of_activities / sizeof *of_activities,
                                    "SELECT 1 FROM was_activity WHERE id = ?"},
             [RAP_FACT_FIGURE] = {of_figures, sizeof of_figures / sizeof *of_figures,
                                  "SELECT 1 FROM was_figure WHERE id = ?"}};

static int64_t row_of(int64_t version, int64_t place)
{
    return version << RAP_SQLITE_ROW_BITS | place;
}

static bool run_for(sqlite_register *reg, const char *sql, int64_t row, rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    rap_sqlite_integer(&call, row);
    return rap_sqlite_done(&call, error);
}

static bool drop_rows(sqlite_register *reg, rap_fact_kind kind, int64_t row, rap_error *error)
{
    for (size_t i = 0; i < kinds[kind].count; i++) {
        if (!run_for(reg, kinds[kind].tables[i].drop, row, error)) {
            return false;
        }
    }
    return true;
}

static bool move_rows(sqlite_register *reg, rap_fact_kind kind, int64_t row, rap_error *error)
{
    for (size_t i = 0; i < kinds[kind].count; i++) {
        if (!run_for(reg, kinds[kind].tables[i].move, row, error) ||
            !run_for(reg, kinds[kind].tables[i].drop, row, error)) {
            return false;
        }
    }
    return true;
}

static bool is_moved(sqlite_register *reg, rap_fact_kind kind, int64_t row, bool *ret_is_failed,
                     rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, kinds[kind].is_moved, error);
    rap_sqlite_integer(&call, row);
    bool is_there = rap_sqlite_row(&call, ret_is_failed, error);
    rap_sqlite_end(&call);
    return is_there;
}

/* The fact as it was read, whatever stands in its place. */
static bool bring_back(sqlite_register *reg, rap_fact_kind kind, int64_t row, rap_error *error)
{
    bool is_failed = false;
    if (!is_moved(reg, kind, row, &is_failed, error)) {
        return !is_failed;
    }
    for (size_t i = 0; i < kinds[kind].count; i++) {
        const movable *table = &kinds[kind].tables[i];
        if (!run_for(reg, table->drop, row, error) || !run_for(reg, table->back, row, error) ||
            !run_for(reg, table->forget, row, error)) {
            return false;
        }
    }
    return true;
}

/* -- outcomes ---------------------------------------------------------------------------------- */

/* What was published or pledged is not decided about: it stays as it was read, of the fact itself
 * or of the one that was split. */
static bool put_companions(sqlite_register *reg, int64_t row, int64_t read_row,
                           const rap_activity *activity, rap_error *error)
{
    static const char publication[] =
        "INSERT INTO publication SELECT ?1, p.title, p.kind, p.languages FROM was_publication p"
        " WHERE p.activity = ?2 UNION ALL SELECT ?1, NULL, ?3, NULL"
        " WHERE NOT EXISTS (SELECT 1 FROM was_publication p WHERE p.activity = ?2)";
    static const char pledge[] =
        "INSERT INTO pledge SELECT ?1, p.value, p.currency, p.status, p.date_start, p.date_end,"
        " p.first_day, p.last_day FROM was_pledge p WHERE p.activity = ?2";
    if (activity->publication) {
        sqlite_call call = rap_sqlite_call(reg, publication, error);
        rap_sqlite_integer(&call, row);
        rap_sqlite_integer(&call, read_row);
        rap_sqlite_string(&call, activity->publication->kind);
        if (!rap_sqlite_done(&call, error)) {
            return false;
        }
    }
    if (activity->pledge) {
        sqlite_call call = rap_sqlite_call(reg, pledge, error);
        rap_sqlite_integer(&call, row);
        rap_sqlite_integer(&call, read_row);
        return rap_sqlite_done(&call, error);
    }
    return true;
}

/* Parties that stood in the text when it was read stand where they stood. */
static const char party_spans[] =
    "UPDATE party SET (span_start, span_end) = (SELECT w.span_start, w.span_end"
    " FROM was_party w WHERE w.activity = ?2 AND w.entity = party.entity LIMIT 1)"
    " WHERE activity = ?1";

static bool run_pair(sqlite_register *reg, const char *sql, int64_t row, int64_t read_row,
                     rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    rap_sqlite_integer(&call, row);
    rap_sqlite_integer(&call, read_row);
    return rap_sqlite_done(&call, error);
}

static bool put_fact(sqlite_register *reg, int64_t version, const rap_register_outcome *outcome,
                     rap_str (*fold)(rap_arena *arena, rap_str text), rap_error *error)
{
    static const char acts[] =
        "UPDATE mandate SET (acts, act_addressees) = (SELECT w.acts, w.act_addressees"
        " FROM was_mandate w WHERE w.id = ?2) WHERE id = ?1";
    static const char told[] = "UPDATE figure SET activity = (SELECT w.activity FROM was_figure w"
                               " WHERE w.id = ?2) WHERE id = ?1";
    int64_t row = row_of(version, outcome->place);
    int64_t read_row = outcome->origin >= 0 ? row_of(version, outcome->origin) : row;
    if (outcome->mandate) {
        return rap_sqlite_mandate_put(reg, version, outcome->place, outcome->mandate, error) &&
               run_pair(reg, acts, row, read_row, error);
    }
    if (outcome->figure) {
        return rap_sqlite_figure_put(reg, version, outcome->place, outcome->figure,
                                     outcome->counted, outcome->record, error) &&
               run_pair(reg, told, row, read_row, error);
    }
    return rap_sqlite_activity_put(reg, version, outcome->place, outcome->activity, outcome->record,
                                   fold, error) &&
           run_pair(reg, party_spans, row, read_row, error) &&
           put_companions(reg, row, read_row, outcome->activity, error);
}

static bool put_row(sqlite_register *reg, int64_t row, const rap_register_outcome *outcome,
                    int64_t origin, rap_error *error)
{
    static const char sql[] = "INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?, ?, ?, ?)";
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    rap_sqlite_integer(&call, row);
    rap_sqlite_integer(&call, outcome->kind);
    if (outcome->origin >= 0) {
        rap_sqlite_integer(&call, origin);
    } else {
        rap_sqlite_null(&call);
    }
    rap_sqlite_integer(&call, outcome->revision);
    rap_sqlite_integer(&call, outcome->is_gone);
    rap_sqlite_text(&call, outcome->decision);
    rap_sqlite_text(&call, outcome->people);
    return rap_sqlite_done(&call, error);
}

bool rap_sqlite_outcome_put(rap_register *base, int64_t version,
                            const rap_register_outcome *outcome,
                            rap_str (*fold)(rap_arena *arena, rap_str text), rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    int64_t row = row_of(version, outcome->place);
    bool is_made = outcome->origin >= 0;
    bool is_changed = outcome->mandate || outcome->activity || outcome->figure;
    if (is_made) {
        if (!drop_rows(reg, outcome->kind, row, error)) {
            return false;
        }
    } else if (!bring_back(reg, outcome->kind, row, error) ||
               ((is_changed || outcome->is_gone) && !move_rows(reg, outcome->kind, row, error))) {
        return false;
    }
    return (!is_changed || outcome->is_gone || put_fact(reg, version, outcome, fold, error)) &&
           put_row(reg, row, outcome, is_made ? row_of(version, outcome->origin) : 0, error);
}

bool rap_sqlite_outcome_drop(rap_register *base, int64_t version, rap_fact_kind kind, int64_t place,
                             rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    int64_t row = row_of(version, place);
    sqlite_call call =
        rap_sqlite_call(reg, "DELETE FROM outcome WHERE fact = ? AND kind = ?", error);
    rap_sqlite_integer(&call, row);
    rap_sqlite_integer(&call, kind);
    return rap_sqlite_done(&call, error) &&
           (place >= RAP_REGISTER_MADE ? drop_rows(reg, kind, row, error)
                                       : bring_back(reg, kind, row, error));
}

/* -- what was read ----------------------------------------------------------------------------- */

#define IN_VERSION(x) " WHERE " x ".id >= ?1 << 24 AND " x ".id < (?1 + 1) << 24"
/* As read: what was moved, and what was not, without what stands in the place of the former. */
#define AS_READ(table, kind)                                                                       \
    "SELECT " kind " AS kind, x.id AS id, x.block, x.span_start, x.span_end, x.para FROM " table   \
    " x" IN_VERSION("x") " AND NOT EXISTS (SELECT 1 FROM was_" table                               \
                         " w WHERE w.id = x.id) UNION ALL"                                         \
                         " SELECT " kind ", x.id, x.block, x.span_start, x.span_end, x.para"       \
                         " FROM was_" table " x" IN_VERSION("x")

bool rap_sqlite_fact_list(rap_register *base, int64_t version,
                          bool (*visit)(void *user, const rap_register_fact *), void *user,
                          rap_error *error)
{
    static const char sql[] = "SELECT f.*, o.revision, o.decision, o.origin FROM (" AS_READ(
        "mandate",
        "0") " UNION ALL " AS_READ("activity",
                                   "1") " UNION ALL " AS_READ("figure",
                                                              "2") ") f"
                                                                   " LEFT JOIN outcome o ON o.fact "
                                                                   "= f.id AND o.kind = f.kind "
                                                                   "ORDER BY f.kind, f.id";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_integer(&call, version);
    bool is_failed = false;
    while (rap_sqlite_row(&call, &is_failed, error)) {
        sqlite3_stmt *row = call.statement;
        bool is_made = sqlite3_column_type(row, 8) != SQLITE_NULL;
        rap_register_fact fact = {
            .kind = (rap_fact_kind)sqlite3_column_int(row, 0),
            .place = (int64_t)rap_sqlite_place(sqlite3_column_int64(row, 1)),
            .evidence = {(uint32_t)rap_sqlite_place(sqlite3_column_int64(row, 2)),
                         {(uint32_t)sqlite3_column_int64(row, 3),
                          (uint32_t)sqlite3_column_int64(row, 4)}},
            .para = rap_sqlite_column(&call, 5),
            .has_outcome = sqlite3_column_type(row, 6) != SQLITE_NULL,
            .revision = sqlite3_column_int64(row, 6),
            .decision = rap_sqlite_column(&call, 7),
            .origin = is_made ? (int64_t)rap_sqlite_place(sqlite3_column_int64(row, 8)) : -1};
        if (!visit(user, &fact)) {
            break;
        }
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

static rap_str mandate_record(rap_arena *arena, sqlite_call *call)
{
    rap_version version = {.arena = arena,
                           .doc = rap_sqlite_column(call, 0),
                           .doc_lang = rap_sqlite_column(call, 1),
                           .lang = rap_lang_of_code(rap_sqlite_column(call, 2))};
    rap_block block = rap_sqlite_block(arena, call, 3);
    rap_mandate mandate = rap_sqlite_mandate(arena, call, 3 + RAP_SQLITE_BLOCK_COLUMNS);
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_record_mandate(&out, &version, &block, &mandate);
    return rap_buf_str(&out);
}

bool rap_sqlite_fact_read(rap_register *base, rap_arena *arena, int64_t version, rap_fact_kind kind,
                          int64_t place, rap_str *ret_record, rap_error *error)
{
#define MANDATE_FROM(table)                                                                        \
    "SELECT v.doc, v.doc_lang, v.lang, " RAP_SQLITE_BLOCK("b") ", " RAP_SQLITE_MANDATE(            \
        "x") " FROM " table                                                                        \
             " x JOIN version v ON v.id = x.id >> 24 JOIN block b ON b.id = x.block"               \
             " WHERE x.id = ?1"
#define RECORD_FROM(table) "SELECT record FROM " table " WHERE id = ?1"
    static const char *const sql[] = {
        [RAP_FACT_MANDATE] = MANDATE_FROM("was_mandate") " UNION ALL " MANDATE_FROM("mandate"),
        [RAP_FACT_ACTIVITY] = RECORD_FROM("was_activity") " UNION ALL " RECORD_FROM("activity"),
        [RAP_FACT_FIGURE] = RECORD_FROM("was_figure") " UNION ALL " RECORD_FROM("figure")};
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql[kind], error);
    rap_sqlite_integer(&call, row_of(version, place));
    bool is_failed = false, is_there = rap_sqlite_row(&call, &is_failed, error);
    if (is_there) {
        *ret_record = kind == RAP_FACT_MANDATE ? mandate_record(arena, &call)
                                               : rap_str_copy(arena, rap_sqlite_column(&call, 0));
    }
    rap_sqlite_end(&call);
    return is_there || (!is_failed && rap_error_set(error, RAP_ERROR_MISSING, -1,
                                                    "there is no such fact any more"));
}

static bool one_text(sqlite_register *reg, rap_arena *arena, const char *sql, int64_t id,
                     rap_str *ret_text, rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    rap_sqlite_integer(&call, id);
    bool is_failed = false;
    *ret_text = RAP_STR_NONE;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        *ret_text = rap_str_copy(arena, rap_sqlite_column(&call, 0));
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

bool rap_sqlite_block_text(rap_register *base, rap_arena *arena, int64_t version, uint32_t block,
                           rap_str *ret_text, rap_error *error)
{
    return one_text((sqlite_register *)base, arena, "SELECT text FROM block WHERE id = ?",
                    row_of(version, block), ret_text, error);
}

bool rap_sqlite_version_hash(rap_register *base, rap_arena *arena, int64_t version,
                             rap_str *ret_hash, rap_error *error)
{
    return one_text((sqlite_register *)base, arena,
                    "SELECT f.hash FROM version v JOIN file f ON f.id = v.file WHERE v.id = ?",
                    version, ret_hash, error);
}

/* -- whether they are as they were ---------------------------------------------------------------
 */

static bool last_decision(sqlite_register *reg, int64_t *ret_number, rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, "SELECT ifnull(max(id), 0) FROM decision", error);
    bool is_failed = false;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        *ret_number = sqlite3_column_int64(call.statement, 0);
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

bool rap_sqlite_decided_number(rap_register *base, rap_str doc, int64_t *ret_number,
                               rap_error *error)
{
    static const char sql[] =
        "SELECT ifnull(o.fact || ' ' || o.kind || ' ' || o.revision || ' ' || o.is_gone || ' ' ||"
        " ifnull(o.decision, ''), '') FROM version v"
        " LEFT JOIN outcome o ON o.fact >= v.id << 24 AND o.fact < (v.id + 1) << 24"
        " WHERE v.doc = ? ORDER BY v.id, o.fact, o.kind";
    if (!doc.length) {
        return last_decision((sqlite_register *)base, ret_number, error);
    }
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    bool is_failed = false;
    uint64_t number = 0;
    *ret_number = -1;
    rap_sqlite_text(&call, doc);
    while (rap_sqlite_row(&call, &is_failed, error)) {
        number = number * 1099511628211u ^ rap_map_hash(rap_sqlite_column(&call, 0));
        *ret_number = (int64_t)(number >> 1);
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

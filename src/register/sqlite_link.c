/* SQLite: links between facts of several documents, and what was learned from them. */
#include "sqlite.h"

#include <assert.h>

/* "A/RES/68/272#14" -> "A/RES/68/272" */
static rap_str document_of(rap_str end)
{
    size_t hash = rap_str_find(end, RAP_STR("#"), 0);
    return hash == SIZE_MAX ? end : rap_str_slice(end, 0, hash);
}

bool rap_sqlite_links_put(rap_register *base, rap_str scope, const rap_register_link *links,
                          size_t count, rap_error *error)
{
    static const char drop_scope[] = "DELETE FROM link WHERE scope = ?";
    static const char insert[] = "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    sqlite_register *reg = (sqlite_register *)base;
    sqlite_call call = rap_sqlite_call(reg, drop_scope, error);
    rap_sqlite_string(&call, scope);
    bool is_put = rap_sqlite_done(&call, error);
    for (size_t i = 0; is_put && i < count; i++) {
        const rap_register_link *link = &links[i];
        call = rap_sqlite_call(reg, insert, error);
        rap_sqlite_string(&call, scope);
        rap_sqlite_integer(&call, (int64_t)i);
        rap_sqlite_string(&call, link->kind);
        rap_sqlite_string(&call, link->from);
        rap_sqlite_string(&call, link->to);
        rap_sqlite_text(&call, link->work);
        rap_sqlite_string(&call, document_of(link->from));
        rap_sqlite_string(&call, document_of(link->to));
        rap_sqlite_real(&call, link->score);
        rap_sqlite_text(&call, link->reasons);
        rap_sqlite_string(&call, link->record);
        is_put = rap_sqlite_done(&call, error);
    }
    return is_put;
}

/* The names of the work and of its languages. */
static void put_names(sqlite_call *call, rap_arena *arena, rap_str doc)
{
    rap_sqlite_string(call, doc);
    for (int lang = 0; lang < RAP_LANG_COUNT; lang++) {
        rap_sqlite_string(call, rap_str_of(rap_arena_format(arena, "%.*s-%s", RAP_STR_ARG(doc),
                                                            rap_lang_code((rap_lang)lang))));
    }
}

bool rap_sqlite_links_drop(rap_register *base, rap_str kind, rap_str doc, rap_error *error)
{
#define NAMES "(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    /* "same as" is written out so that its indexes are taken; one statement for each end, for the
     * index of that end. */
    static const char *const same[] = {
        "DELETE FROM link WHERE kind = 'same as' AND kind = ?1 AND origin_doc IN " NAMES,
        "DELETE FROM link WHERE kind = 'same as' AND kind = ?1 AND target_doc IN " NAMES};
    static const char *const other[] = {"DELETE FROM link WHERE kind = ?1 AND (origin_doc IN " NAMES
                                        " OR target_doc IN " NAMES ")"};
    static_assert(RAP_LANG_COUNT == 7, "one name for the work and one for each language");
    sqlite_register *reg = (sqlite_register *)base;
    bool is_same = rap_str_is(kind, "same as");
    rap_arena_reset(reg->scratch);
    for (int i = 0; i < (is_same ? 2 : 1); i++) {
        sqlite_call call = rap_sqlite_call(reg, is_same ? same[i] : other[i], error);
        rap_sqlite_string(&call, kind);
        put_names(&call, reg->scratch, doc);
        if (!rap_sqlite_done(&call, error)) {
            return false;
        }
    }
    return true;
}

bool rap_sqlite_link_ends(rap_register *base, rap_str kind,
                          bool (*visit)(void *user, rap_str from, rap_str to), void *user,
                          rap_error *error)
{
    static const char sql[] =
        "SELECT origin, target FROM link WHERE kind = ? ORDER BY scope, place";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_string(&call, kind);
    bool is_failed = false;
    while (rap_sqlite_row(&call, &is_failed, error)) {
        if (!visit(user, rap_sqlite_column(&call, 0), rap_sqlite_column(&call, 1))) {
            break;
        }
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

bool rap_sqlite_works_near(rap_register *base, rap_str doc, bool (*visit)(void *user, rap_str doc),
                           void *user, rap_error *error)
{
    /* Days are numbers like 20230504: 100 is a month, 8900 the month before January. A period may
     * have begun two months before the other ends. CROSS JOIN keeps this order of the tables, so
     * that the index of days is what narrows the search. What a document tells again and again is
     * looked for once. */
    static const char sql[] =
        "WITH d AS MATERIALIZED (SELECT min(x.id) AS activity, x.type AS type,"
        " f.first_day AS first_day, f.last_day AS last_day"
        " FROM version v CROSS JOIN activity x ON " RAP_SQLITE_OF_VERSION(
            "x", "v") " CROSS JOIN activity_date f ON f.activity = x.id"
                      " WHERE v.doc = ?1 AND f.last_day - f.first_day < 200"
                      " GROUP BY x.type, f.first_day, f.last_day, (SELECT group_concat(o.entity, "
                      "'|') FROM"
                      " (SELECT entity FROM party WHERE activity = x.id ORDER BY entity) o))"
                      " SELECT DISTINCT w.doc FROM d"
                      " CROSS JOIN activity_date e ON e.first_day <= d.last_day AND e.first_day >="
                      " d.first_day - CASE d.first_day / 100 % 100 WHEN 1 THEN 8900 ELSE 100 END"
                      " CROSS JOIN activity b ON b.id = e.activity"
                      " CROSS JOIN version w ON w.id = b.id >> 24"
                      " WHERE w.doc <> ?1 AND b.type = d.type AND e.last_day >= d.first_day"
                      " AND e.last_day - e.first_day < 200"
                      " AND (SELECT count(*) FROM party p JOIN party q ON q.entity = p.entity"
                      " WHERE p.activity = d.activity AND q.activity = b.id) >= max(1, min("
                      "(SELECT count(*) FROM party p WHERE p.activity = d.activity),"
                      " (SELECT count(*) FROM party q WHERE q.activity = b.id))) ORDER BY w.doc";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_string(&call, doc);
    bool is_failed = false;
    while (rap_sqlite_row(&call, &is_failed, error)) {
        if (!visit(user, rap_sqlite_column(&call, 0))) {
            break;
        }
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

/* Calls visit with the first column of each row. */
static bool visit_rows(sqlite_call *call, bool (*visit)(void *user, rap_str text), void *user,
                       rap_error *error)
{
    bool is_failed = false;
    while (rap_sqlite_row(call, &is_failed, error)) {
        if (!visit(user, rap_sqlite_column(call, 0))) {
            break;
        }
    }
    rap_sqlite_end(call);
    return !is_failed;
}

bool rap_sqlite_works_of(rap_register *base, rap_works_kind kind, rap_str entity,
                         bool (*visit)(void *user, rap_str doc), void *user, rap_error *error)
{
    /* CROSS JOIN keeps the order of the tables: the index of names narrows most. */
    static const char titled[] =
        "SELECT DISTINCT v.doc FROM naming n CROSS JOIN version v ON v.id = n.version"
        " WHERE n.entity = ? AND EXISTS (SELECT 1 FROM block b WHERE " RAP_SQLITE_OF_VERSION(
            "b", "v") " AND b.part = 'title'"
                      " AND instr(n.blocks, ',' || (b.id & 16777215) || ',') > 0) ORDER BY v.doc";
    static const char telling[] =
        "SELECT DISTINCT v.doc FROM party p CROSS JOIN version v ON v.id = p.activity >> 24"
        " WHERE p.entity = ? ORDER BY v.doc";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base,
                                       kind == RAP_WORKS_TITLED ? titled : telling, error);
    rap_sqlite_string(&call, entity);
    return visit_rows(&call, visit, user, error);
}

bool rap_sqlite_parties(rap_register *base, bool (*visit)(void *user, rap_str entity), void *user,
                        rap_error *error)
{
    static const char sql[] = "SELECT DISTINCT entity FROM party ORDER BY entity";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    return visit_rows(&call, visit, user, error);
}

bool rap_sqlite_lexicon_put(rap_register *base, rap_str text, rap_error *error)
{
    static const char sql[] = "INSERT OR REPLACE INTO lexicon (id, text) VALUES (1, ?)";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_string(&call, text);
    return rap_sqlite_done(&call, error);
}

bool rap_sqlite_lexicon_get(rap_register *base, rap_arena *arena, rap_str *ret_text,
                            rap_error *error)
{
    static const char sql[] = "SELECT text FROM lexicon ORDER BY id";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    bool is_failed = false;
    *ret_text = RAP_STR_NONE;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        *ret_text = rap_str_copy(arena, rap_sqlite_column(&call, 0));
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

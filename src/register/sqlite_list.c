/* SQLite: questions. A statement is put together from the filter's members that are set. */
#include "sqlite.h"

#include "model/record.h"

#include <stdlib.h>
#include <string.h>

/* A statement in the making and the values of its question marks. */
typedef struct {
    bool is_text;
    rap_str text;
    int64_t number;
} value;

typedef RAP_VEC(value) value_list;

typedef struct {
    rap_arena *arena;
    rap_buf sql;
    value_list values;
    bool is_exact; /* the filter's document is written as it is in the register */
} query;

static void put(query *q, const char *sql)
{
    rap_buf_put_c(&q->sql, sql);
}

static void put_text(query *q, rap_str text)
{
    RAP_PUSH(q->arena, &q->values, (value){true, text, 0});
}

static void put_number(query *q, int64_t number)
{
    RAP_PUSH(q->arena, &q->values, (value){false, RAP_STR_NONE, number});
}

static sqlite_call prepare(query *q, sqlite_register *reg, rap_error *error)
{
    sqlite_call call = {reg, NULL, 1};
    rap_str sql = rap_buf_str(&q->sql);
    if (sqlite3_prepare_v2(reg->db, sql.data, (int)sql.length + 1, &call.statement, NULL)) {
        rap_sqlite_failed(reg, error);
        return call;
    }
    for (size_t i = 0; i < q->values.count; i++) {
        if (q->values.items[i].is_text) {
            rap_sqlite_string(&call, q->values.items[i].text);
        } else {
            rap_sqlite_integer(&call, q->values.items[i].number);
        }
    }
    return call;
}

static bool is_exact(sqlite_register *reg, const rap_filter *filter)
{
    static const char sql[] = "SELECT 1 FROM version WHERE doc = ?1 OR doc_lang = ?1 LIMIT 1";
    bool is_failed = false, is_found = false;
    if (filter->document.length) {
        sqlite_call call = rap_sqlite_call(reg, sql, NULL);
        rap_sqlite_text(&call, filter->document);
        is_found = rap_sqlite_row(&call, &is_failed, NULL);
        rap_sqlite_end(&call);
    }
    return is_found;
}

/* -- conditions -------------------------------------------------------------------------------- */

/* Rows are asked for by version, in order, and these conditions hold of each: "+x.id IN" keeps
 * SQLite from looking up every id of the other side in every version, "+v.session" from looking for
 * the version of every row. */

/* COLUMN IN (?, ...) */
static void put_in(query *q, const char *column, const rap_strs *texts)
{
    put(q, column);
    put(q, " IN (");
    for (size_t i = 0; i < texts->count; i++) {
        put(q, i ? ", ?" : "?");
        put_text(q, texts->items[i]);
    }
    put(q, ")");
}

/* A range of days that overlaps the filter's. */
static void put_overlap(query *q, const char *first, const char *last, rap_period period)
{
    rap_buf_format(&q->sql, "(%s <= ? AND %s >= ?)", first, last);
    put_number(q, rap_register_last_day(period.end));
    put_number(q, rap_register_first_day(period.start));
}

static void put_document(query *q, const rap_filter *filter)
{
    if (filter->document.length) {
        /* Each half reads an index alone, not the versions with their records; all of it where the
         * case may be another one. */
        put(q, q->is_exact ? " AND v.id IN (SELECT id FROM version WHERE doc = ?"
                             " UNION SELECT id FROM version WHERE doc_lang = ?)"
                           : " AND v.id IN (SELECT id FROM version WHERE doc = ? COLLATE NOCASE"
                             " UNION SELECT id FROM version WHERE doc_lang = ? COLLATE NOCASE)");
        put_text(q, filter->document);
        put_text(q, filter->document);
    }
    if (filter->lang) {
        put(q, " AND +v.lang = ?");
        put_text(q, rap_str_of(rap_lang_code(filter->lang)));
    }
    if (filter->sessions.count) {
        put(q, " AND ");
        put_in(q, "+v.session", &filter->sessions);
    }
    if (filter->kinds.count) {
        put(q, " AND ");
        put_in(q, "+v.kind", &filter->kinds);
    }
    if (filter->body.length) {
        put(q, " AND instr(v.doc, ?) = 1");
        put_text(q, filter->body);
    }
    if (filter->prefer) {
        put(q, " AND v.id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY doc"
               " ORDER BY lang <> ?, lang <> 'en', lang, id) AS place FROM version)"
               " WHERE place = 1)");
        put_text(q, rap_str_of(rap_lang_code(filter->prefer)));
    }
}

static bool has_period(const rap_filter *filter)
{
    return filter->period.start.year || filter->period.end.year;
}

static void filter_documents(query *q, const rap_filter *filter)
{
    if (filter->organizations.count) {
        put(q, " AND v.id IN (SELECT n.version FROM naming n WHERE ");
        put_in(q, "n.entity", &filter->organizations);
        put(q, ")");
    }
    if (filter->types.count) {
        put(q, " AND ");
        put_in(q, "v.kind", &filter->types);
    }
    if (has_period(filter)) {
        put(q, " AND (");
        put_overlap(q, "v.first_day", "v.last_day", filter->period);
        put(q, " OR ");
        put_overlap(q, "v.period_first", "v.period_last", filter->period);
        put(q, ")");
    }
}

/* Whether any of the entities is named in the block; first by version, which leaves few. */
static void put_named(query *q, const char *block, const rap_strs *entities)
{
    rap_buf_format(&q->sql, "EXISTS (SELECT 1 FROM naming n WHERE n.version = %s >> 24 AND ",
                   block);
    put_in(q, "n.entity", entities);
    rap_buf_format(&q->sql, " AND instr(n.blocks, ',' || (%s & 16777215) || ',') > 0)", block);
}

static void filter_blocks(query *q, const rap_filter *filter)
{
    if (filter->organizations.count) {
        put(q, " AND ");
        put_named(q, "x.id", &filter->organizations);
    }
    if (filter->types.count) {
        put(q, " AND ");
        put_in(q, "x.part", &filter->types);
    }
    if (has_period(filter)) {
        put(q, " AND +x.id IN (SELECT d.block FROM block_day d WHERE ");
        put_overlap(q, "d.first_day", "d.last_day", filter->period);
        put(q, ")");
    }
}

/* Whether any of the texts, with `before` and `after` it, stands in the column. */
static void put_within(query *q, const char *column, const char *before, const rap_strs *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        rap_buf_format(&q->sql, "%sinstr(%s, ?) > 0", i ? " OR " : "", column);
        put_text(q, rap_str_of(rap_arena_format(q->arena, "%s%.*s\n", before,
                                                RAP_STR_ARG(texts->items[i]))));
    }
}

static void filter_mandates(query *q, const rap_filter *filter)
{
    if (filter->is_timed) {
        put(q, " AND x.timing_kind IS NOT NULL");
    }
    if (filter->organizations.count) {
        put(q, " AND (");
        put_within(q, "x.addressees", "\n", &filter->organizations);
        put(q, " OR ");
        put_within(q, "x.act_addressees", "\t", &filter->organizations);
        put(q, ")");
    }
    if (filter->types.count) {
        put(q, " AND (");
        put_in(q, "x.force", &filter->types);
        put(q, " OR ");
        put_in(q, "x.verb", &filter->types);
        put(q, ")");
    }
    if (filter->themes.count) {
        put(q, " AND (");
        put_within(q, "x.themes", "\n", &filter->themes);
        put(q, ")");
    }
    if (has_period(filter)) {
        put(q, " AND (");
        put_overlap(q, "x.first_day", "x.last_day", filter->period);
        put(q, " OR ");
        put_overlap(q, "v.first_day", "v.last_day", filter->period);
        put(q, ")");
    }
}

/* What stands beside an activity, joined as "g". */
typedef struct {
    const char *table; /* NULL: the activity alone */
    const char *kinds; /* the column that the filter's types are for, or NULL */
    bool has_days;     /* a period of its own, first_day to last_day */
} companion;

static void filter_activity_period(query *q, const rap_filter *filter, bool has_days)
{
    put(q, " AND (EXISTS (SELECT 1 FROM activity_date d WHERE d.activity = x.id AND ");
    put_overlap(q, "d.first_day", "d.last_day", filter->period);
    put(q, ") OR (NOT EXISTS (SELECT 1 FROM activity_date d WHERE d.activity = x.id)"
           " AND v.period_first >= ? AND v.period_last <= ?)");
    put_number(q, rap_register_first_day(filter->period.start));
    put_number(q, rap_register_last_day(filter->period.end));
    if (has_days) {
        put(q, " OR ");
        put_overlap(q, "g.first_day", "g.last_day", filter->period);
    }
    put(q, ")");
}

static void filter_activities(query *q, const rap_filter *filter, const companion *beside)
{
    if (filter->organizations.count) {
        put(q, " AND +x.id IN (SELECT p.activity FROM party p WHERE ");
        put_in(q, "p.entity", &filter->organizations);
        put(q, ")");
    }
    if (filter->types.count && beside->kinds) {
        put(q, " AND ");
        put_in(q, beside->kinds, &filter->types);
    }
    if (filter->themes.count) {
        put(q, " AND +x.id IN (SELECT t.activity FROM activity_theme t WHERE ");
        put_in(q, "t.theme", &filter->themes);
        put(q, ")");
    }
    if (filter->place.length) {
        put(q, " AND EXISTS (SELECT 1 FROM activity_place l WHERE l.activity = x.id"
               " AND instr(l.folded, ?) > 0)");
        put_text(q, filter->place);
    }
    if (filter->status.length) {
        put(q, " AND x.status = ?");
        put_text(q, filter->status);
    }
    if (has_period(filter)) {
        filter_activity_period(q, filter, beside->has_days);
    }
}

static void filter_figures(query *q, const rap_filter *filter)
{
    if (filter->organizations.count) {
        put(q, " AND (x.activity IN (SELECT p.activity FROM party p WHERE ");
        put_in(q, "p.entity", &filter->organizations);
        put(q, ") OR (x.activity IS NULL AND ");
        put_named(q, "x.block", &filter->organizations);
        put(q, "))");
    }
    if (filter->types.count) {
        put(q, " AND ");
        put_in(q, "x.unit", &filter->types);
    }
    if (has_period(filter)) {
        put(q, " AND (");
        put_overlap(q, "x.first_day", "x.last_day", filter->period);
        put(q, " OR (x.first_day IS NULL AND v.period_first >= ? AND v.period_last <= ?))");
        put_number(q, rap_register_first_day(filter->period.start));
        put_number(q, rap_register_last_day(filter->period.end));
    }
}

static void filter_links(query *q, const rap_filter *filter)
{
    if (filter->types.count) {
        put(q, " AND ");
        put_in(q, "l.kind", &filter->types);
    }
    if (filter->document.length) {
        put(q, " AND (l.work = ? COLLATE NOCASE OR l.origin_doc = ? COLLATE NOCASE"
               " OR l.target_doc = ? COLLATE NOCASE)");
        put_text(q, filter->document);
        put_text(q, filter->document);
        put_text(q, filter->document);
    }
}

/* -- lists ------------------------------------------------------------------------------------- */

/* What people decided about fact x. */
#define OUTCOME(kind) " LEFT JOIN outcome o ON o.fact = x.id AND o.kind = " kind
#define IN_ORDER " ORDER BY v.doc, v.lang, v.id, x.id"

static void put_activities(query *q, rap_records records, const rap_filter *filter)
{
    static const companion alone = {NULL, "x.type", false},
                           agreement = {"agreement", "g.kind", true},
                           publication = {"publication", "g.kind", false},
                           pledge = {"pledge", NULL, true};
    const companion *beside = records == RAP_RECORDS_AGREEMENTS     ? &agreement
                              : records == RAP_RECORDS_PUBLICATIONS ? &publication
                              : records == RAP_RECORDS_PLEDGES      ? &pledge
                                                                    : &alone;
    put(q, records == RAP_RECORDS_AGREEMENTS ? "SELECT o.revision, o.decision, g.record"
                                             : "SELECT o.revision, o.decision, x.record");
    put(q, " FROM version v JOIN activity x ON " RAP_SQLITE_OF_VERSION("x", "v"));
    if (beside->table) {
        rap_buf_format(&q->sql, " JOIN %s g ON g.activity = x.id", beside->table);
    }
    put(q, OUTCOME("1") " WHERE 1");
    put_document(q, filter);
    filter_activities(q, filter, beside);
    put(q, IN_ORDER);
}

static void put_limit(query *q, const rap_filter *filter)
{
    if (filter->limit || filter->offset) {
        put(q, " LIMIT ? OFFSET ?");
        put_number(q, filter->limit ? (int64_t)filter->limit : -1);
        put_number(q, (int64_t)filter->offset);
    }
}

/* What people rejected, or merged into another fact, as if its rows had not been moved away. */
static void put_gone(query *q, rap_records records)
{
#define WITH(table, key, kind)                                                                     \
    table " AS (SELECT * FROM main." table " UNION ALL SELECT * FROM main.was_" table              \
          " WHERE " key " IN (SELECT fact FROM outcome WHERE is_gone AND kind = " kind "))"
#define WITH_ACTIVITY(table) ", " WITH(table, "activity", "1")
    switch (records) {
    case RAP_RECORDS_MANDATES:
        put(q, "WITH " WITH("mandate", "id", "0") " ");
        break;
    case RAP_RECORDS_FIGURES:
        put(q, "WITH " WITH("figure", "id", "2") " ");
        break;
    case RAP_RECORDS_ACTIVITIES:
    case RAP_RECORDS_AGREEMENTS:
    case RAP_RECORDS_PUBLICATIONS:
    case RAP_RECORDS_PLEDGES:
        put(q, "WITH " WITH("activity", "id", "1") WITH_ACTIVITY("party")
                   WITH_ACTIVITY("activity_date") WITH_ACTIVITY("activity_place")
                       WITH_ACTIVITY("activity_theme") WITH_ACTIVITY("agreement")
                           WITH_ACTIVITY("publication") WITH_ACTIVITY("pledge") " ");
        break;
    default:
        break;
    }
}

/* Whether it asks anything of the version that a row stands in. */
static bool is_about_version(const rap_filter *filter)
{
    return filter->document.length || filter->lang || filter->sessions.count ||
           filter->kinds.count || filter->body.length || filter->prefer || has_period(filter);
}

/* `is_count`: of the rows only how many there are is wanted. */
static void put_list(query *q, rap_records records, const rap_filter *filter, bool is_count)
{
    if (filter->has_gone) {
        put_gone(q, records);
    }
    switch (records) {
    case RAP_RECORDS_DOCUMENTS:
        put(q, "SELECT v.record FROM version v WHERE 1");
        put_document(q, filter);
        filter_documents(q, filter);
        put(q, " ORDER BY v.doc, v.lang, v.id");
        break;
    case RAP_RECORDS_BLOCKS:
        put(q, "SELECT v.doc, v.doc_lang, v.lang, x.id, " RAP_SQLITE_BLOCK(
                   "x") " FROM version v"
                        " JOIN block x ON " RAP_SQLITE_OF_VERSION("x", "v") " WHERE 1");
        put_document(q, filter);
        filter_blocks(q, filter);
        put(q, IN_ORDER);
        break;
    case RAP_RECORDS_MANDATES:
        put(q, is_count ? "SELECT 1"
                        : "SELECT v.doc, v.doc_lang, v.lang, x.id, " RAP_SQLITE_BLOCK(
                              "b") ", " RAP_SQLITE_MANDATE("x") ", o.revision, o.decision");
        put(q, is_count && !is_about_version(filter)
                   ? " FROM mandate x"
                   : " FROM version v JOIN mandate x ON " RAP_SQLITE_OF_VERSION("x", "v"));
        put(q, is_count ? " WHERE 1" : " JOIN block b ON b.id = x.block" OUTCOME("0") " WHERE 1");
        put_document(q, filter);
        filter_mandates(q, filter);
        put(q, is_count ? "" : IN_ORDER);
        break;
    case RAP_RECORDS_ACTIVITIES:
    case RAP_RECORDS_AGREEMENTS:
    case RAP_RECORDS_PUBLICATIONS:
    case RAP_RECORDS_PLEDGES:
        put_activities(q, records, filter);
        break;
    case RAP_RECORDS_FIGURES:
        put(q, "SELECT o.revision, o.decision, x.record FROM version v JOIN figure x"
               " ON " RAP_SQLITE_OF_VERSION("x", "v") OUTCOME("2") " WHERE 1");
        put_document(q, filter);
        filter_figures(q, filter);
        put(q, IN_ORDER);
        break;
    case RAP_RECORDS_LINKS:
        put(q, "SELECT l.record FROM link l WHERE 1");
        filter_links(q, filter);
        put(q, " ORDER BY l.origin_doc, l.scope, l.place");
        break;
    case RAP_RECORDS_WARNINGS:
        put(q, "SELECT json_object('record', 'warning', 'doc', v.doc, 'lang', v.lang,"
               " 'rule', x.rule, 'message', x.message, 'block', b.id & 16777215,"
               " 'label', b.label, 'line', b.line, 'page', b.page)"
               " FROM version v JOIN warning x ON x.version = v.id"
               " LEFT JOIN block b ON b.id = x.block WHERE 1");
        put_document(q, filter);
        put(q, " ORDER BY v.doc, v.lang, v.id, x.place");
        break;
    }
    put_limit(q, filter);
}

/* Records of blocks and mandates are made of columns, those of other facts kept. */
static rap_str record_of(rap_arena *arena, sqlite_call *call, rap_records records)
{
    if (records != RAP_RECORDS_BLOCKS && records != RAP_RECORDS_MANDATES) {
        bool is_fact = sqlite3_column_count(call->statement) == 3;
        return is_fact ? rap_sqlite_decided(arena, rap_sqlite_column(call, 2), call, 0)
                       : rap_sqlite_column(call, 0);
    }
    rap_version version = {.arena = arena,
                           .doc = rap_sqlite_column(call, 0),
                           .doc_lang = rap_sqlite_column(call, 1),
                           .lang = rap_lang_of_code(rap_sqlite_column(call, 2))};
    size_t index = rap_sqlite_place(sqlite3_column_int64(call->statement, 3));
    rap_block block = rap_sqlite_block(arena, call, 4);
    rap_buf out;
    rap_buf_init(&out, arena);
    if (records == RAP_RECORDS_BLOCKS) {
        rap_record_block(&out, &version, &block, index);
    } else {
        rap_mandate mandate = rap_sqlite_mandate(arena, call, 4 + RAP_SQLITE_BLOCK_COLUMNS);
        rap_record_mandate(&out, &version, &block, &mandate);
        return rap_sqlite_decided(arena, rap_buf_str(&out), call,
                                  4 + RAP_SQLITE_BLOCK_COLUMNS + RAP_SQLITE_MANDATE_COLUMNS);
    }
    return rap_buf_str(&out);
}

static bool list(sqlite_register *reg, rap_records records, query *q, rap_record_visit visit,
                 void *user, rap_error *error)
{
    rap_arena *row = rap_arena_new(0);
    if (!row) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    if (!rap_sqlite_waiting_flush(reg, error)) {
        rap_arena_free(row);
        return false;
    }
    sqlite_call call = prepare(q, reg, error);
    bool is_failed = !call.statement;
    while (!is_failed && rap_sqlite_row(&call, &is_failed, error)) {
        rap_arena_reset(row);
        if (!visit(user, record_of(row, &call, records))) {
            break;
        }
    }
    sqlite3_finalize(call.statement);
    rap_arena_free(row);
    return !is_failed;
}

bool rap_sqlite_list(rap_register *base, rap_records records, const rap_filter *filter,
                     rap_record_visit visit, void *user, rap_error *error)
{
    query q = {.arena = rap_arena_new(0)};
    if (!q.arena) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    rap_buf_init(&q.sql, q.arena);
    q.is_exact = is_exact((sqlite_register *)base, filter);
    put_list(&q, records, filter, false);
    bool is_listed = list((sqlite_register *)base, records, &q, visit, user, error);
    rap_arena_free(q.arena);
    return is_listed;
}

bool rap_sqlite_total(rap_register *base, rap_records records, const rap_filter *filter,
                      int64_t *ret_total, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    query q = {.arena = rap_arena_new(0)};
    if (!q.arena) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    rap_filter all = *filter;
    all.limit = all.offset = 0;
    rap_buf_init(&q.sql, q.arena);
    q.is_exact = is_exact(reg, filter);
    put(&q, "SELECT count(*) FROM (");
    put_list(&q, records, &all, true);
    put(&q, ")");
    bool is_failed = !rap_sqlite_waiting_flush(reg, error);
    if (!is_failed) {
        sqlite_call call = prepare(&q, reg, error);
        if (rap_sqlite_row(&call, &is_failed, error)) {
            *ret_total = sqlite3_column_int64(call.statement, 0);
        }
        sqlite3_finalize(call.statement);
    }
    rap_arena_free(q.arena);
    return !is_failed;
}

/* -- full text --------------------------------------------------------------------------------- */

static rap_register_hit hit_of(sqlite_call *call)
{
    return (rap_register_hit){.doc = rap_sqlite_column(call, 0),
                              .doc_lang = rap_sqlite_column(call, 1),
                              .lang = rap_sqlite_column(call, 2),
                              .label = rap_sqlite_column(call, 3),
                              .part = rap_sqlite_column(call, 4),
                              .text = rap_sqlite_column(call, 5),
                              .block = sqlite3_column_int64(call->statement, 6),
                              .rank = sqlite3_column_double(call->statement, 7)};
}

/* The hits that the filter lets through, as ids with what `columns` tells of them: the text of none
 * is read. CROSS JOIN: from the hits to their blocks, never the other way. */
static void put_hits(query *q, const char *columns, const rap_filter *filter)
{
    bool is_filtered =
        is_about_version(filter) || filter->organizations.count || filter->types.count;
    rap_buf_format(&q->sql, "SELECT s.rowid AS id%s FROM hit s", columns);
    if (is_filtered) {
        put(q, " CROSS JOIN version v CROSS JOIN block x"
               " WHERE v.id = s.rowid >> 24 AND x.id = s.rowid");
        put_document(q, filter);
        filter_blocks(q, filter);
    }
}

/* Finds the hits, for the table "hit", in the question's memory. */
static bool find_hits(sqlite_register *reg, query *q, const rap_strs *groups, size_t group_count,
                      bool with_scores, rap_error *error)
{
    if (rap_sqlite_waiting_flush(reg, error) &&
        rap_sqlite_find(reg, q->arena, groups, group_count, with_scores, &reg->hits, error)) {
        return true;
    }
    rap_arena_free(q->arena);
    return false;
}

/* Visits the rows of a question, whose memory is freed. */
static bool each_row(sqlite_register *reg, query *q, bool (*take)(void *user, sqlite_call *call),
                     void *user, rap_error *error)
{
    bool is_failed = !rap_sqlite_waiting_flush(reg, error);
    if (!is_failed) {
        sqlite_call call = prepare(q, reg, error);
        is_failed = !call.statement;
        while (!is_failed && rap_sqlite_row(&call, &is_failed, error)) {
            if (!take(user, &call)) {
                break;
            }
        }
        sqlite3_finalize(call.statement);
    }
    rap_arena_free(q->arena);
    return !is_failed;
}

static bool begin_query(query *q, rap_error *error)
{
    *q = (query){.arena = rap_arena_new(0)};
    if (!q->arena) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    rap_buf_init(&q->sql, q->arena);
    return true;
}

static bool has_words(const rap_strs *groups, size_t group_count)
{
    for (size_t i = 0; i < group_count; i++) {
        if (groups[i].count) {
            return true;
        }
    }
    return false;
}

typedef struct {
    bool (*visit)(void *user, const rap_register_hit *hit);
    void *user;
} hit_visit;

static bool take_hit(void *user, sqlite_call *call)
{
    const hit_visit *to = user;
    rap_register_hit hit = hit_of(call);
    return to->visit(to->user, &hit);
}

bool rap_sqlite_search(rap_register *base, const rap_strs *groups, size_t group_count,
                       const rap_filter *filter, bool (*visit)(void *, const rap_register_hit *),
                       void *user, rap_error *error)
{
    query q;
    hit_visit to = {visit, user};
    if (!has_words(groups, group_count)) {
        return true;
    }
    if (!begin_query(&q, error)) {
        return false;
    }
    put(&q, "SELECT v.doc, v.doc_lang, v.lang, x.label, x.part, x.text, x.id & 16777215, h.score"
            " FROM (");
    if (!find_hits((sqlite_register *)base, &q, groups, group_count, true, error)) {
        return false;
    }
    put_hits(&q, ", s.score AS score", filter);
    put(&q, " ORDER BY score, s.rowid");
    put_limit(&q, filter);
    put(&q, ") h JOIN block x ON x.id = h.id JOIN version v ON v.id = h.id >> 24"
            " ORDER BY h.score, h.id");
    return each_row((sqlite_register *)base, &q, take_hit, &to, error);
}

typedef struct {
    bool (*visit)(void *user, const rap_register_facet *facet);
    void *user;
} facet_visit;

static bool take_facet(void *user, sqlite_call *call)
{
    const facet_visit *to = user;
    const rap_register_facet facet = {.lang = rap_sqlite_column(call, 0),
                                      .part = rap_sqlite_column(call, 1),
                                      .kind = rap_sqlite_column(call, 2),
                                      .count = sqlite3_column_int64(call->statement, 3)};
    return to->visit(to->user, &facet);
}

bool rap_sqlite_facets(rap_register *base, const rap_strs *groups, size_t group_count,
                       const rap_filter *filter, size_t most,
                       bool (*visit)(void *, const rap_register_facet *), void *user,
                       rap_error *error)
{
    query q;
    facet_visit to = {visit, user};
    if (!has_words(groups, group_count)) {
        return true;
    }
    if (!begin_query(&q, error)) {
        return false;
    }
    put(&q, "SELECT v.lang, x.part, v.kind, count(*) FROM (");
    if (!find_hits((sqlite_register *)base, &q, groups, group_count, false, error)) {
        return false;
    }
    put_hits(&q, "", filter);
    put(&q, " LIMIT ?");
    put_number(&q, (int64_t)most);
    put(&q, ") h JOIN block x ON x.id = h.id JOIN version v ON v.id = h.id >> 24"
            " GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3");
    return each_row((sqlite_register *)base, &q, take_facet, &to, error);
}

/* -- counts ------------------------------------------------------------------------------------ */

bool rap_sqlite_count(rap_register *base, rap_register_counts *ret_counts, rap_error *error)
{
    static const char sql[] =
        "SELECT (SELECT count(*) FROM file), (SELECT count(DISTINCT doc) FROM version),"
        " (SELECT count(*) FROM version), (SELECT count(*) FROM block),"
        " (SELECT total(count) FROM mentions), (SELECT count(*) FROM mandate),"
        " (SELECT count(*) FROM activity), (SELECT count(*) FROM agreement),"
        " (SELECT count(*) FROM link)";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    bool is_failed = false;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        int64_t *counts[] = {
            &ret_counts->files,      &ret_counts->documents,  &ret_counts->versions,
            &ret_counts->blocks,     &ret_counts->mentions,   &ret_counts->mandates,
            &ret_counts->activities, &ret_counts->agreements, &ret_counts->links};
        for (int i = 0; i < (int)(sizeof counts / sizeof counts[0]); i++) {
            *counts[i] = sqlite3_column_int64(call.statement, i);
        }
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

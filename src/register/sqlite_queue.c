/* SQLite: what waits for review. */
#include "sqlite.h"

#include "model/record.h"

/* Of one kind of fact. ?1: below; ?2: of which kinds, as bits; ?3: the person who asks for what
 * others decided, or NULL; ?4: the document, or NULL. What others rejected is among the moved rows.
 */
#define WAITING(table, kind)                                                                       \
    "SELECT x.confidence AS confidence, " kind " AS kind, x.id AS id FROM " table                  \
    " x LEFT JOIN outcome o ON o.fact = x.id AND o.kind = " kind                                   \
    " WHERE x.confidence < ?1 AND (?2 >> " kind ") & 1 AND (o.decision IS NULL"                    \
    " OR (?3 IS NOT NULL AND instr(coalesce(o.people, ''), ?3) = 0))"
#define OF_DOCUMENT                                                                                \
    " AND (?4 IS NULL OR x.id >> 24 IN (SELECT id FROM version WHERE doc = ?4 COLLATE NOCASE"      \
    " UNION SELECT id FROM version WHERE doc_lang = ?4 COLLATE NOCASE))"
#define GONE(table, kind)                                                                          \
    WAITING("was_" table, kind)                                                                    \
    " AND ?3 IS NOT NULL AND o.is_gone" OF_DOCUMENT
#define ALL_WAITING                                                                                \
    WAITING("mandate", "0")                                                                        \
    OF_DOCUMENT " UNION ALL " WAITING("activity", "1") OF_DOCUMENT                                 \
        " UNION ALL " WAITING("figure", "2") OF_DOCUMENT " UNION ALL " GONE(                       \
            "mandate", "0") " UNION ALL " GONE("activity", "1") " UNION ALL " GONE("figure", "2")

static void put_queue(sqlite_call *call, const rap_register_queue *queue, rap_str person)
{
    static const double more_than_sure = 2;
    int64_t bits = 0;
    for (int kind = RAP_FACT_MANDATE; kind <= RAP_FACT_FIGURE; kind++) {
        bits |= (int64_t)queue->kinds[kind] << kind;
    }
    rap_sqlite_real(call, queue->below > 0 ? queue->below : more_than_sure);
    rap_sqlite_integer(call, bits ? bits : 7);
    rap_sqlite_text(call, person);
    rap_sqlite_text(call, queue->document);
}

/* The person's line in the outcome's people; empty where others do not matter. */
static rap_str person_of(rap_arena *arena, const rap_register_queue *queue)
{
    return queue->has_others
               ? rap_str_of(rap_arena_format(arena, "\n%.*s\n", RAP_STR_ARG(queue->person)))
               : RAP_STR_NONE;
}

typedef struct {
    rap_fact_kind kind;
    int64_t row;
} waiting;

typedef RAP_VEC(waiting) waiting_list;

/* The record as lists give it, and the paragraph. */
static bool record_of(sqlite_register *reg, rap_arena *arena, waiting fact, rap_str *ret_record,
                      rap_str *ret_text, rap_error *error)
{
#define OUTCOME(kind) " LEFT JOIN outcome o ON o.fact = x.id AND o.kind = " kind
#define MANDATE_FROM(table)                                                                        \
    "SELECT o.revision, o.decision, b.text, v.doc, v.doc_lang, v.lang, " RAP_SQLITE_BLOCK(         \
        "b") ", " RAP_SQLITE_MANDATE("x") " FROM " table " x JOIN version v ON v.id = x.id >> 24"  \
                                          " JOIN block b ON b.id = x.block" OUTCOME(               \
                                              "0") " WHERE x.id = ?1"
#define RECORD_FROM(table, kind)                                                                   \
    "SELECT o.revision, o.decision, b.text, x.record FROM " table                                  \
    " x JOIN block b ON b.id = x.block" OUTCOME(kind) " WHERE x.id = ?1"
#define BOTH(form, table, ...)                                                                     \
    form(table, __VA_ARGS__) " UNION ALL " form("was_" table, __VA_ARGS__)
    static const char *const sql[] = {
        [RAP_FACT_MANDATE] = MANDATE_FROM("mandate") " UNION ALL " MANDATE_FROM("was_mandate"),
        [RAP_FACT_ACTIVITY] = BOTH(RECORD_FROM, "activity", "1"),
        [RAP_FACT_FIGURE] = BOTH(RECORD_FROM, "figure", "2")};
    sqlite_call call = rap_sqlite_call(reg, sql[fact.kind], error);
    rap_sqlite_integer(&call, fact.row);
    bool is_failed = false, is_there = rap_sqlite_row(&call, &is_failed, error);
    if (is_there) {
        rap_str record = rap_sqlite_column(&call, 3);
        if (fact.kind == RAP_FACT_MANDATE) {
            rap_version version = {.arena = arena,
                                   .doc = rap_sqlite_column(&call, 3),
                                   .doc_lang = rap_sqlite_column(&call, 4),
                                   .lang = rap_lang_of_code(rap_sqlite_column(&call, 5))};
            rap_block block = rap_sqlite_block(arena, &call, 6);
            rap_mandate mandate = rap_sqlite_mandate(arena, &call, 6 + RAP_SQLITE_BLOCK_COLUMNS);
            rap_buf out;
            rap_buf_init(&out, arena);
            rap_record_mandate(&out, &version, &block, &mandate);
            record = rap_buf_str(&out);
        }
        *ret_record = rap_str_copy(arena, rap_sqlite_decided(arena, record, &call, 0));
        *ret_text = rap_str_copy(arena, rap_sqlite_column(&call, 2));
    }
    rap_sqlite_end(&call);
    return is_there || (!is_failed && rap_error_set(error, RAP_ERROR_REGISTER, -1,
                                                    "a fact that waits has no paragraph; "
                                                    "`rebuild` reads the originals again"));
}

static bool list(sqlite_register *reg, rap_arena *arena, const rap_register_queue *queue,
                 waiting_list *ret_list, rap_error *error)
{
    static const char sql[] = ALL_WAITING " ORDER BY confidence, kind, id LIMIT ?5 OFFSET ?6";
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    put_queue(&call, queue, person_of(arena, queue));
    rap_sqlite_integer(&call, queue->limit ? (int64_t)queue->limit : -1);
    rap_sqlite_integer(&call, (int64_t)queue->offset);
    bool is_failed = false;
    while (rap_sqlite_row(&call, &is_failed, error)) {
        waiting one = {(rap_fact_kind)sqlite3_column_int(call.statement, 1),
                       sqlite3_column_int64(call.statement, 2)};
        RAP_PUSH(arena, ret_list, one);
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

bool rap_sqlite_queue_list(rap_register *base, const rap_register_queue *queue,
                           bool (*visit)(void *user, rap_str json, rap_fact_kind kind,
                                         rap_str text),
                           void *user, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    rap_arena *arena = rap_arena_new(0), *one = rap_arena_new(0);
    waiting_list all = {0};
    bool is_listed = arena && one ? list(reg, arena, queue, &all, error)
                                  : rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    for (size_t i = 0; is_listed && i < all.count; i++) {
        rap_str record = RAP_STR_NONE, text = RAP_STR_NONE;
        rap_arena_reset(one);
        is_listed = record_of(reg, one, all.items[i], &record, &text, error);
        if (is_listed && !visit(user, record, all.items[i].kind, text)) {
            break;
        }
    }
    rap_arena_free(one);
    rap_arena_free(arena);
    return is_listed;
}

bool rap_sqlite_queue_total(rap_register *base, const rap_register_queue *queue, int64_t *ret_total,
                            rap_error *error)
{
    static const char sql[] = "SELECT count(*) FROM (" ALL_WAITING ")";
    rap_arena *arena = rap_arena_new(0);
    if (!arena) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    put_queue(&call, queue, person_of(arena, queue));
    bool is_failed = false;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        *ret_total = sqlite3_column_int64(call.statement, 0);
    }
    rap_sqlite_end(&call);
    rap_arena_free(arena);
    return !is_failed;
}

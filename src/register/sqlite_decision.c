/* SQLite: the log of decisions, and which of them are tied to what was read. */
#include "sqlite.h"

#define DECISION_COLUMNS                                                                           \
    "d.id, d.uid, d.subject, d.verdict, d.person, d.reason, d.correction, d.details, d.doc,"       \
    " d.lang, d.hash, d.other, d.revision, d.decided,"                                             \
    " EXISTS (SELECT 1 FROM tied t WHERE t.decision = d.id)"

bool rap_sqlite_decision_put(rap_register *base, const rap_register_decision *decision,
                             int64_t *ret_id, rap_error *error)
{
    static const char sql[] =
        "INSERT INTO decision (uid, subject, verdict, person, reason, correction, details, doc,"
        " lang, hash, other, revision, decided) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    sqlite_register *reg = (sqlite_register *)base;
    sqlite_call call = rap_sqlite_call(reg, sql, error);
    rap_sqlite_text(&call, decision->uid);
    rap_sqlite_string(&call, decision->subject);
    rap_sqlite_string(&call, decision->verdict);
    rap_sqlite_text(&call, decision->person);
    rap_sqlite_text(&call, decision->reason);
    rap_sqlite_text(&call, decision->correction);
    rap_sqlite_text(&call, decision->details);
    rap_sqlite_text(&call, decision->doc);
    rap_sqlite_text(&call, decision->lang);
    rap_sqlite_text(&call, decision->hash);
    rap_sqlite_text(&call, decision->other);
    rap_sqlite_integer(&call, decision->revision);
    rap_sqlite_integer(&call, decision->when);
    if (!rap_sqlite_done(&call, error)) {
        return false;
    }
    *ret_id = sqlite3_last_insert_rowid(reg->db);
    return true;
}

static rap_register_decision decision_of(sqlite_call *call)
{
    return (rap_register_decision){.id = sqlite3_column_int64(call->statement, 0),
                                   .uid = rap_sqlite_column(call, 1),
                                   .subject = rap_sqlite_column(call, 2),
                                   .verdict = rap_sqlite_column(call, 3),
                                   .person = rap_sqlite_column(call, 4),
                                   .reason = rap_sqlite_column(call, 5),
                                   .correction = rap_sqlite_column(call, 6),
                                   .details = rap_sqlite_column(call, 7),
                                   .doc = rap_sqlite_column(call, 8),
                                   .lang = rap_sqlite_column(call, 9),
                                   .hash = rap_sqlite_column(call, 10),
                                   .other = rap_sqlite_column(call, 11),
                                   .revision = sqlite3_column_int64(call->statement, 12),
                                   .when = sqlite3_column_int64(call->statement, 13),
                                   .is_tied = sqlite3_column_int(call->statement, 14) != 0};
}

/* What a user may ask for; a value that is NULL leaves the choice open. */
#define ASKED                                                                                      \
    " FROM decision d WHERE (?1 IS NULL OR d.person = ?1)"                                         \
    " AND (?2 IS NULL OR d.doc = ?2 COLLATE NOCASE OR d.other = ?2 COLLATE NOCASE"                 \
    " OR d.doc || '-' || d.lang = ?2 COLLATE NOCASE)"                                              \
    " AND (?3 IS NULL OR d.decided >= ?3) AND (?4 IS NULL OR d.decided <= ?4)"                     \
    " AND (NOT ?5 OR NOT EXISTS (SELECT 1 FROM tied t WHERE t.decision = d.id))"

static void put_time(sqlite_call *call, int64_t when)
{
    if (when) {
        rap_sqlite_integer(call, when);
    } else {
        rap_sqlite_null(call);
    }
}

static void put_asked(sqlite_call *call, const rap_register_decisions *filter)
{
    rap_sqlite_text(call, filter->person);
    rap_sqlite_text(call, filter->document);
    put_time(call, filter->from);
    put_time(call, filter->until);
    rap_sqlite_integer(call, filter->is_untied);
}

static sqlite_call list_call(sqlite_register *reg, const rap_register_decisions *filter,
                             rap_error *error)
{
    static const char of_work[] =
        "SELECT " DECISION_COLUMNS " FROM decision d WHERE d.id IN"
        " (SELECT id FROM decision WHERE doc = ?1 UNION SELECT id FROM decision WHERE other = ?1"
        " UNION SELECT id FROM decision WHERE hash = ?2) ORDER BY d.decided, d.id";
    static const char by_uid[] = "SELECT " DECISION_COLUMNS " FROM decision d WHERE d.uid = ?";
    static const char asked[] =
        "SELECT " DECISION_COLUMNS ASKED " ORDER BY d.decided, d.id LIMIT ?6 OFFSET ?7";
    sqlite_call call;
    if (filter->doc.length || filter->hash.length) {
        call = rap_sqlite_call(reg, of_work, error);
        rap_sqlite_text(&call, filter->doc);
        rap_sqlite_text(&call, filter->hash);
    } else if (filter->uid.length) {
        call = rap_sqlite_call(reg, by_uid, error);
        rap_sqlite_text(&call, filter->uid);
    } else {
        call = rap_sqlite_call(reg, asked, error);
        put_asked(&call, filter);
        rap_sqlite_integer(&call, filter->limit ? (int64_t)filter->limit : -1);
        rap_sqlite_integer(&call, (int64_t)filter->offset);
    }
    return call;
}

bool rap_sqlite_decision_list(rap_register *base, const rap_register_decisions *filter,
                              bool (*visit)(void *user, const rap_register_decision *), void *user,
                              rap_error *error)
{
    sqlite_call call = list_call((sqlite_register *)base, filter, error);
    bool is_failed = false;
    while (rap_sqlite_row(&call, &is_failed, error)) {
        rap_register_decision decision = decision_of(&call);
        if (!visit(user, &decision)) {
            break;
        }
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

bool rap_sqlite_decision_total(rap_register *base, const rap_register_decisions *filter,
                               int64_t *ret_total, rap_error *error)
{
    static const char sql[] = "SELECT count(*)" ASKED;
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    bool is_failed = false;
    put_asked(&call, filter);
    if (rap_sqlite_row(&call, &is_failed, error)) {
        *ret_total = sqlite3_column_int64(call.statement, 0);
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

/* -- what is tied ------------------------------------------------------------------------------ */

bool rap_sqlite_tie_put(rap_register *base, int64_t version, int64_t decision, rap_str how,
                        rap_error *error)
{
    static const char sql[] = "INSERT OR REPLACE INTO tied VALUES (?, ?, ?)";
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    rap_sqlite_integer(&call, version);
    rap_sqlite_integer(&call, decision);
    rap_sqlite_string(&call, how);
    return rap_sqlite_done(&call, error);
}

bool rap_sqlite_ties_drop(rap_register *base, int64_t version, rap_error *error)
{
    sqlite_call call =
        rap_sqlite_call((sqlite_register *)base, "DELETE FROM tied WHERE version = ?", error);
    rap_sqlite_integer(&call, version);
    return rap_sqlite_done(&call, error);
}

/* The tables of a register in SQLite, as numbered steps, and how a file gets from one to the next.
 */
#include "sqlite.h"

#include <stdio.h>

/* Evidence: what was given and what people decided. Triggers refuse change and deletion. */
static const char evidence[] =
    "CREATE TABLE migration ("
    "  version INTEGER PRIMARY KEY, applied INTEGER NOT NULL);"
    "CREATE TABLE file ("
    "  id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, path TEXT, name TEXT, reader TEXT,"
    "  size INTEGER NOT NULL, added INTEGER NOT NULL);"
    "CREATE TABLE file_bytes ("
    "  file INTEGER PRIMARY KEY REFERENCES file(id), is_packed INTEGER NOT NULL,"
    "  bytes BLOB NOT NULL);"
    "CREATE TABLE file_name ("
    "  id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES file(id), given TEXT NOT NULL,"
    "  added INTEGER NOT NULL);"
    "CREATE INDEX file_name_file ON file_name(file);"
    "CREATE TABLE file_add ("
    "  id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES file(id),"
    "  added INTEGER NOT NULL);"
    "CREATE INDEX file_add_file ON file_add(file);"
    "CREATE TABLE decision ("
    "  id INTEGER PRIMARY KEY, subject TEXT NOT NULL, verdict TEXT NOT NULL, person TEXT,"
    "  reason TEXT, correction TEXT, decided INTEGER NOT NULL);"
    "CREATE TRIGGER migration_update BEFORE UPDATE ON migration"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;"
    "CREATE TRIGGER migration_delete BEFORE DELETE ON migration"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;"
    "CREATE TRIGGER file_update BEFORE UPDATE ON file"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;"
    "CREATE TRIGGER file_delete BEFORE DELETE ON file"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;"
    "CREATE TRIGGER file_bytes_update BEFORE UPDATE ON file_bytes"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;"
    "CREATE TRIGGER file_bytes_delete BEFORE DELETE ON file_bytes"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;"
    "CREATE TRIGGER file_name_update BEFORE UPDATE ON file_name"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;"
    "CREATE TRIGGER file_name_delete BEFORE DELETE ON file_name"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;"
    "CREATE TRIGGER file_add_update BEFORE UPDATE ON file_add"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;"
    "CREATE TRIGGER file_add_delete BEFORE DELETE ON file_add"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;"
    "CREATE TRIGGER decision_update BEFORE UPDATE ON decision"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;"
    "CREATE TRIGGER decision_delete BEFORE DELETE ON decision"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;";

/* Evidence: decisions say of what version of what fact they are, and are the same in every register
 * that holds them. No program before kept any. */
static const char decisions[] =
    "ALTER TABLE decision ADD COLUMN uid TEXT;"
    "ALTER TABLE decision ADD COLUMN details TEXT;"
    "ALTER TABLE decision ADD COLUMN doc TEXT;"
    "ALTER TABLE decision ADD COLUMN lang TEXT;"
    "ALTER TABLE decision ADD COLUMN hash TEXT;"
    "ALTER TABLE decision ADD COLUMN other TEXT;"
    "ALTER TABLE decision ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;"
    "CREATE UNIQUE INDEX decision_uid ON decision(uid);"
    "CREATE INDEX decision_doc ON decision(doc);"
    "CREATE INDEX decision_hash ON decision(hash);"
    "CREATE INDEX decision_other ON decision(other);"
    "CREATE INDEX decision_decided ON decision(decided, id);";

/* What earlier programs derived; it is read again from the evidence. Children stand before what
 * they refer to. */
static const char former[] =
    "DROP TABLE IF EXISTS outcome; DROP TABLE IF EXISTS tied;"
    "DROP TABLE IF EXISTS was_mandate; DROP TABLE IF EXISTS was_activity;"
    "DROP TABLE IF EXISTS was_party; DROP TABLE IF EXISTS was_activity_date;"
    "DROP TABLE IF EXISTS was_activity_place; DROP TABLE IF EXISTS was_activity_theme;"
    "DROP TABLE IF EXISTS was_agreement; DROP TABLE IF EXISTS was_publication;"
    "DROP TABLE IF EXISTS was_pledge; DROP TABLE IF EXISTS was_figure;"
    "DROP TABLE IF EXISTS page; DROP TABLE IF EXISTS segment;"
    "DROP TABLE IF EXISTS publication; DROP TABLE IF EXISTS pledge;"
    "DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS mentions; DROP TABLE IF EXISTS naming;"
    "DROP TABLE IF EXISTS block_day; DROP TABLE IF EXISTS figure; DROP TABLE IF EXISTS "
    "activity_theme;"
    "DROP TABLE IF EXISTS mandate_theme; DROP TABLE IF EXISTS link; DROP TABLE IF EXISTS warning;"
    "DROP TABLE IF EXISTS agreement; DROP TABLE IF EXISTS activity_place;"
    "DROP TABLE IF EXISTS activity_date; DROP TABLE IF EXISTS party;"
    "DROP TABLE IF EXISTS activity; DROP TABLE IF EXISTS addressee; DROP TABLE IF EXISTS mandate;"
    "DROP TABLE IF EXISTS mention; DROP TABLE IF EXISTS search; DROP TABLE IF EXISTS block;"
    "DROP TABLE IF EXISTS version;";

/* Derived: what was read. Rows of a version are found by their ids alone (sqlite.h), which come in
 * order, so that writing appends; an index is there only where a question would look through much
 * without it. first_day and last_day are the days a date may mean (20230501 to 20230531 for
 * "2023-05"), for comparing. Lists are texts of lines, with a line end at both ends. */
static const char texts[] =
    "CREATE TABLE version ("
    "  id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES file(id), doc TEXT NOT NULL,"
    "  doc_lang TEXT NOT NULL, lang TEXT NOT NULL, kind TEXT, symbol TEXT, title TEXT,"
    "  session TEXT, adopted TEXT, issued TEXT, period_start TEXT, period_end TEXT,"
    "  original TEXT, first_day INTEGER, last_day INTEGER, period_first INTEGER,"
    "  period_last INTEGER, reader TEXT, analyser TEXT, record TEXT NOT NULL);"
    "CREATE INDEX version_file ON version(file);"
    "CREATE INDEX version_doc ON version(doc, lang);"
    "CREATE INDEX version_doc_lang ON version(doc_lang);"
    "CREATE TABLE block ("
    "  id INTEGER PRIMARY KEY, part TEXT NOT NULL, number TEXT, label TEXT,"
    "  level INTEGER NOT NULL, parent INTEGER, lead_start INTEGER, lead_end INTEGER, notes TEXT,"
    "  first_byte INTEGER NOT NULL, bytes INTEGER NOT NULL, line INTEGER, page INTEGER,"
    "  path TEXT, seams TEXT, boxes TEXT, text TEXT NOT NULL);"
    "CREATE TABLE mentions ("
    "  version INTEGER PRIMARY KEY, count INTEGER NOT NULL, lines TEXT NOT NULL);"
    "CREATE TABLE naming ("
    "  entity TEXT NOT NULL, version INTEGER NOT NULL, blocks TEXT NOT NULL,"
    "  PRIMARY KEY (entity, version)) WITHOUT ROWID;"
    "CREATE TABLE block_day ("
    "  id INTEGER PRIMARY KEY, block INTEGER NOT NULL, first_day INTEGER NOT NULL,"
    "  last_day INTEGER NOT NULL);"
    "CREATE TABLE warning ("
    "  version INTEGER NOT NULL, place INTEGER NOT NULL, block INTEGER, rule TEXT NOT NULL,"
    "  message TEXT NOT NULL, PRIMARY KEY (version, place)) WITHOUT ROWID;";

/* Derived: the full-text index (sqlite_segment.c), and what each version put into it: the commit
 * that its words came with, its blocks, those of them that have words, the words, and how many each
 * block has, packed. */
static const char words[] =
    "CREATE TABLE segment ("
    "  id INTEGER PRIMARY KEY, low INTEGER NOT NULL, high INTEGER NOT NULL,"
    "  level INTEGER NOT NULL, pages INTEGER NOT NULL);"
    "CREATE TABLE page ("
    "  id INTEGER PRIMARY KEY, first TEXT NOT NULL, sum INTEGER NOT NULL, bytes BLOB NOT NULL);"
    "CREATE TABLE words ("
    "  version INTEGER PRIMARY KEY, segment INTEGER NOT NULL, blocks INTEGER NOT NULL,"
    "  filled INTEGER NOT NULL, words INTEGER NOT NULL, sizes BLOB NOT NULL);";

/* Derived: facts, links, and the lexicon learned from parallel versions as one table in at most
 * one row. What resolutions have many of is kept as columns alone, the rest with its record. */
static const char facts[] =
    "CREATE TABLE mandate ("
    "  id INTEGER PRIMARY KEY, block INTEGER NOT NULL, span_start INTEGER NOT NULL,"
    "  span_end INTEGER NOT NULL, para TEXT, verb TEXT, sense TEXT, force TEXT NOT NULL,"
    "  asks TEXT, timing_kind TEXT, timing_value TEXT, first_day INTEGER, last_day INTEGER,"
    "  addressees TEXT, cites TEXT, acts TEXT, act_addressees TEXT, themes TEXT,"
    "  goals INTEGER NOT NULL, rule TEXT, confidence REAL, due TEXT);"
    "CREATE TABLE activity ("
    "  id INTEGER PRIMARY KEY, block INTEGER NOT NULL, span_start INTEGER NOT NULL,"
    "  span_end INTEGER NOT NULL, para TEXT, type TEXT NOT NULL, status TEXT NOT NULL,"
    "  subject_start INTEGER, subject_end INTEGER, rule TEXT, confidence REAL,"
    "  record TEXT NOT NULL);"
    "CREATE TABLE party ("
    "  activity INTEGER NOT NULL, place INTEGER NOT NULL, entity TEXT NOT NULL, role TEXT,"
    "  span_start INTEGER, span_end INTEGER, PRIMARY KEY (activity, place)) WITHOUT ROWID;"
    "CREATE INDEX party_entity ON party(entity);"
    "CREATE TABLE activity_date ("
    "  activity INTEGER NOT NULL, place INTEGER NOT NULL, date_start TEXT, date_end TEXT,"
    "  first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,"
    "  PRIMARY KEY (activity, place)) WITHOUT ROWID;"
    "CREATE INDEX activity_date_day ON activity_date(first_day);"
    "CREATE TABLE activity_place ("
    "  activity INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,"
    "  folded TEXT NOT NULL, PRIMARY KEY (activity, place)) WITHOUT ROWID;"
    "CREATE TABLE activity_theme ("
    "  activity INTEGER NOT NULL, place INTEGER NOT NULL, theme TEXT NOT NULL,"
    "  PRIMARY KEY (activity, place)) WITHOUT ROWID;"
    "CREATE TABLE agreement ("
    "  activity INTEGER PRIMARY KEY, kind TEXT, action TEXT, valid_from TEXT, valid_to TEXT,"
    "  first_day INTEGER, last_day INTEGER, record TEXT NOT NULL);"
    "CREATE TABLE figure ("
    "  id INTEGER PRIMARY KEY, block INTEGER NOT NULL, span_start INTEGER NOT NULL,"
    "  span_end INTEGER NOT NULL, para TEXT, value REAL NOT NULL, bound TEXT NOT NULL, unit TEXT,"
    "  counted TEXT, date_start TEXT, date_end TEXT, first_day INTEGER, last_day INTEGER,"
    "  activity INTEGER, rule TEXT, confidence REAL, record TEXT NOT NULL);"
    "CREATE TABLE link ("
    "  scope TEXT NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, origin TEXT NOT NULL,"
    "  target TEXT NOT NULL, work TEXT, origin_doc TEXT NOT NULL, target_doc TEXT NOT NULL,"
    "  score REAL, reasons TEXT, record TEXT NOT NULL, PRIMARY KEY (scope, place)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS lexicon (id INTEGER PRIMARY KEY, text TEXT NOT NULL);"
    "CREATE INDEX link_origin ON link(origin_doc) WHERE kind = 'same as';"
    "CREATE INDEX link_target ON link(target_doc) WHERE kind = 'same as';";

/* Derived: what activities published and pledged. The activity's record tells all of it. */
static const char works[] =
    "CREATE TABLE publication ("
    "  activity INTEGER PRIMARY KEY, title TEXT, kind TEXT NOT NULL, languages TEXT);"
    "CREATE TABLE pledge ("
    "  activity INTEGER PRIMARY KEY, value REAL, currency TEXT, status TEXT NOT NULL,"
    "  date_start TEXT, date_end TEXT, first_day INTEGER, last_day INTEGER);";

/* Derived: what people decided, tied to what was read. The rows of a fact that an outcome changes
 * or takes away are moved to the tables "was_...", from which they come back. kind: rap_fact_kind;
 * fact: the row's id. */
#define WAS(table, key)                                                                            \
    "CREATE TABLE was_" table " AS SELECT * FROM " table " WHERE 0;"                               \
    "CREATE INDEX was_" table "_key ON was_" table "(" key ");"
static const char outcomes[] =
    "CREATE TABLE outcome ("
    "  fact INTEGER NOT NULL, kind INTEGER NOT NULL, origin INTEGER, revision INTEGER NOT NULL,"
    "  is_gone INTEGER NOT NULL, decision TEXT, people TEXT, PRIMARY KEY (fact, kind))"
    "  WITHOUT ROWID;"
    "CREATE TABLE tied ("
    "  version INTEGER NOT NULL, decision INTEGER NOT NULL, how TEXT NOT NULL,"
    "  PRIMARY KEY (version, decision)) WITHOUT ROWID;"
    "CREATE INDEX tied_decision ON tied(decision);"
    "CREATE INDEX mandate_confidence ON mandate(confidence);"
    "CREATE INDEX activity_confidence ON activity(confidence);"
    "CREATE INDEX figure_confidence ON figure(confidence);" WAS("mandate", "id")
        WAS("activity", "id") WAS("party", "activity") WAS("activity_date", "activity")
            WAS("activity_place", "activity") WAS("activity_theme", "activity")
                WAS("agreement", "activity") WAS("publication", "activity")
                    WAS("pledge", "activity") WAS("figure", "id");

/* Evidence: how the user wants a file to be read; the last row of a file counts. */
static const char readings[] =
    "CREATE TABLE IF NOT EXISTS file_reading ("
    "  file INTEGER NOT NULL REFERENCES file(id), place INTEGER NOT NULL, how TEXT NOT NULL,"
    "  added INTEGER NOT NULL, PRIMARY KEY (file, place)) WITHOUT ROWID;"
    "CREATE TRIGGER IF NOT EXISTS file_reading_update BEFORE UPDATE ON file_reading"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;"
    "CREATE TRIGGER IF NOT EXISTS file_reading_delete BEFORE DELETE ON file_reading"
    "  BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;";

const sqlite_step rap_sqlite_steps[] = {
    {1, evidence}, {22, decisions}, {29, readings}, {RAP_SQLITE_DERIVED, former},
    {31, texts},   {32, words},     {33, facts},    {34, works},
    {35, outcomes}};
const size_t rap_sqlite_step_count = sizeof rap_sqlite_steps / sizeof rap_sqlite_steps[0];

bool rap_sqlite_version(sqlite_register *reg, int *ret_version, rap_error *error)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(reg->db, "PRAGMA user_version", -1, &statement, NULL) ||
        sqlite3_step(statement) != SQLITE_ROW) {
        rap_sqlite_failed(reg, error);
        sqlite3_finalize(statement);
        return false;
    }
    *ret_version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return true;
}

/* A copy of the whole register as it is; one that a run cut short left there is replaced. */
static bool copy_beside(sqlite_register *reg, int version, rap_error *error)
{
    rap_arena *arena = rap_arena_new(0);
    if (!arena) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    const char *beside = rap_arena_format(arena, "%s.version-%d", reg->path, version);
    sqlite3 *copy = NULL;
    bool is_copied = false;
    if (sqlite3_open(beside, &copy) == SQLITE_OK) {
        sqlite3_backup *backup = sqlite3_backup_init(copy, "main", reg->db, "main");
        if (backup) {
            is_copied = sqlite3_backup_step(backup, -1) == SQLITE_DONE;
            is_copied = sqlite3_backup_finish(backup) == SQLITE_OK && is_copied;
        }
    }
    if (!is_copied) {
        rap_error_set(error, RAP_ERROR_FILE, -1,
                      "is of an older format and cannot be copied to %s before it is changed: %s",
                      beside, copy ? sqlite3_errmsg(copy) : "out of memory");
    }
    sqlite3_close(copy);
    rap_arena_free(arena);
    return is_copied;
}

static bool take_steps(sqlite_register *reg, int from, const sqlite_step *steps, size_t count,
                       rap_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (steps[i].to <= from) {
            continue;
        }
        char after[128];
        snprintf(after, sizeof after,
                 "INSERT INTO migration VALUES (%d, unixepoch()); PRAGMA user_version = %d",
                 steps[i].to, steps[i].to);
        if (!rap_sqlite_run(reg, steps[i].sql, error) || !rap_sqlite_run(reg, after, error)) {
            return false;
        }
    }
    return true;
}

bool rap_sqlite_migrate(sqlite_register *reg, const sqlite_step *steps, size_t count,
                        rap_error *error)
{
    int version;
    if (!rap_sqlite_version(reg, &version, error)) {
        return false;
    }
    if (version >= steps[count - 1].to) {
        return true;
    }
    if (version && !copy_beside(reg, version, error)) {
        return false;
    }
    if (!rap_sqlite_run(reg, "BEGIN IMMEDIATE", error)) {
        return false;
    }
    /* Another program may have done it while this one waited. */
    char application[64];
    snprintf(application, sizeof application, "PRAGMA application_id = %d", RAP_SQLITE_APPLICATION);
    if (!rap_sqlite_version(reg, &version, error) || !rap_sqlite_run(reg, application, error) ||
        !take_steps(reg, version, steps, count, error) || !rap_sqlite_run(reg, "COMMIT", error)) {
        sqlite3_exec(reg->db, "ROLLBACK", NULL, NULL, NULL);
        return false;
    }
    return true;
}

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

/* Derived: what was read. first_day and last_day are the days a date may mean (20230501 to
 * 20230531 for "2023-05"), for comparing. Text, lead phrase, notes and place in the original stand
 * in a block's record; the columns computed from it are for people who look with other tools. */
static const char texts[] =
    "CREATE TABLE version ("
    "  id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES file(id), doc TEXT NOT NULL,"
    "  doc_lang TEXT NOT NULL, lang TEXT NOT NULL, kind TEXT, symbol TEXT, title TEXT,"
    "  session TEXT, adopted TEXT, issued TEXT, period_start TEXT, period_end TEXT,"
    "  first_day INTEGER, last_day INTEGER, period_first INTEGER, period_last INTEGER,"
    "  reader TEXT, analyser TEXT, record TEXT NOT NULL);"
    "CREATE INDEX version_file ON version(file);"
    "CREATE INDEX version_doc ON version(doc, lang);"
    "CREATE INDEX version_doc_lang ON version(doc_lang);"
    "CREATE TABLE block ("
    "  id INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,"
    "  part TEXT NOT NULL, number TEXT, label TEXT, level INTEGER NOT NULL, parent INTEGER,"
    "  lead_start INTEGER, lead_end INTEGER, seams TEXT, record TEXT NOT NULL,"
    "  text TEXT AS (json_extract(record, '$.text')) VIRTUAL,"
    "  lead TEXT AS (json_extract(record, '$.verb')) VIRTUAL,"
    "  notes TEXT AS (json_extract(record, '$.note_refs')) VIRTUAL,"
    "  origin TEXT AS (json_extract(record, '$.origin')) VIRTUAL);"
    "CREATE INDEX block_version ON block(version);"
    "CREATE TABLE mention ("
    "  id INTEGER PRIMARY KEY, block INTEGER NOT NULL REFERENCES block(id) ON DELETE CASCADE,"
    "  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, kind TEXT NOT NULL, entity TEXT,"
    "  body TEXT, date_start TEXT, date_end TEXT, first_day INTEGER, last_day INTEGER,"
    "  is_open INTEGER NOT NULL, is_year_resolved INTEGER NOT NULL);"
    "CREATE INDEX mention_block ON mention(block);"
    "CREATE INDEX mention_entity ON mention(entity) WHERE entity IS NOT NULL;"
    "CREATE VIRTUAL TABLE search USING fts5("
    "  tokens, tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\");";

/* Derived: facts, warnings, links. */
static const char facts[] =
    "CREATE TABLE mandate ("
    "  id INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,"
    "  block INTEGER NOT NULL REFERENCES block(id) ON DELETE CASCADE,"
    "  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, para TEXT, verb TEXT,"
    "  force TEXT NOT NULL, timing_kind TEXT, timing_value TEXT, first_day INTEGER,"
    "  last_day INTEGER, rule TEXT, confidence REAL, record TEXT NOT NULL);"
    "CREATE INDEX mandate_version ON mandate(version);"
    "CREATE INDEX mandate_block ON mandate(block);"
    "CREATE TABLE addressee ("
    "  mandate INTEGER NOT NULL REFERENCES mandate(id) ON DELETE CASCADE, place INTEGER NOT NULL,"
    "  entity TEXT NOT NULL, PRIMARY KEY (mandate, place)) WITHOUT ROWID;"
    "CREATE INDEX addressee_entity ON addressee(entity);"
    "CREATE TABLE activity ("
    "  id INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,"
    "  block INTEGER NOT NULL REFERENCES block(id) ON DELETE CASCADE,"
    "  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, para TEXT, type TEXT NOT NULL,"
    "  status TEXT NOT NULL, subject_start INTEGER, subject_end INTEGER, rule TEXT,"
    "  confidence REAL, record TEXT NOT NULL);"
    "CREATE INDEX activity_version ON activity(version);"
    "CREATE INDEX activity_block ON activity(block);"
    "CREATE TABLE party ("
    "  activity INTEGER NOT NULL REFERENCES activity(id) ON DELETE CASCADE,"
    "  place INTEGER NOT NULL, entity TEXT NOT NULL, role TEXT, span_start INTEGER,"
    "  span_end INTEGER, PRIMARY KEY (activity, place)) WITHOUT ROWID;"
    "CREATE INDEX party_entity ON party(entity);"
    "CREATE TABLE activity_date ("
    "  activity INTEGER NOT NULL REFERENCES activity(id) ON DELETE CASCADE,"
    "  place INTEGER NOT NULL, date_start TEXT, date_end TEXT, first_day INTEGER NOT NULL,"
    "  last_day INTEGER NOT NULL, PRIMARY KEY (activity, place)) WITHOUT ROWID;"
    "CREATE TABLE activity_place ("
    "  activity INTEGER NOT NULL REFERENCES activity(id) ON DELETE CASCADE,"
    "  place INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,"
    "  PRIMARY KEY (activity, place)) WITHOUT ROWID;"
    "CREATE TABLE agreement ("
    "  activity INTEGER PRIMARY KEY REFERENCES activity(id) ON DELETE CASCADE, kind TEXT,"
    "  action TEXT, valid_from TEXT, valid_to TEXT, first_day INTEGER, last_day INTEGER,"
    "  record TEXT NOT NULL);"
    "CREATE TABLE warning ("
    "  version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE, place INTEGER NOT NULL,"
    "  block INTEGER, rule TEXT NOT NULL, message TEXT NOT NULL,"
    "  PRIMARY KEY (version, place)) WITHOUT ROWID;"
    "CREATE TABLE link ("
    "  scope TEXT NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, origin TEXT NOT NULL,"
    "  target TEXT NOT NULL, work TEXT, origin_doc TEXT NOT NULL, target_doc TEXT NOT NULL, score "
    "REAL,"
    "  reasons TEXT, record TEXT NOT NULL, PRIMARY KEY (scope, place)) WITHOUT ROWID;"
    "CREATE INDEX link_work ON link(work);"
    "CREATE INDEX link_origin ON link(origin_doc);"
    "CREATE INDEX link_target ON link(target_doc);";

/* Derived: what facts are about, the weightiest first. Small enough to be looked through, so no
 * index slows the writing. */
static const char themes[] =
    "CREATE TABLE mandate_theme ("
    "  mandate INTEGER NOT NULL REFERENCES mandate(id) ON DELETE CASCADE, place INTEGER NOT NULL,"
    "  theme TEXT NOT NULL, PRIMARY KEY (mandate, place)) WITHOUT ROWID;"
    "CREATE TABLE activity_theme ("
    "  activity INTEGER NOT NULL REFERENCES activity(id) ON DELETE CASCADE,"
    "  place INTEGER NOT NULL, theme TEXT NOT NULL, PRIMARY KEY (activity, place)) WITHOUT ROWID;";

/* Who told of something at about the same time. */
static const char days[] = "CREATE INDEX activity_date_day ON activity_date(first_day);";

/* Derived: figures, how many of what. */
static const char figures[] =
    "CREATE TABLE figure ("
    "  id INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,"
    "  block INTEGER NOT NULL REFERENCES block(id) ON DELETE CASCADE,"
    "  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, para TEXT, value REAL NOT NULL,"
    "  bound TEXT NOT NULL, unit TEXT, counted TEXT, date_start TEXT, date_end TEXT,"
    "  first_day INTEGER, last_day INTEGER,"
    "  activity INTEGER REFERENCES activity(id) ON DELETE CASCADE, rule TEXT, confidence REAL,"
    "  record TEXT NOT NULL);"
    "CREATE INDEX figure_version ON figure(version);"
    "CREATE INDEX figure_block ON figure(block);"
    "CREATE INDEX figure_activity ON figure(activity) WHERE activity IS NOT NULL;";

/* Derived: the lexicon learned from parallel versions, as one table; at most one row. */
static const char lexicon[] = "CREATE TABLE lexicon (id INTEGER PRIMARY KEY, text TEXT NOT NULL);";

const sqlite_step rap_sqlite_steps[] = {{1, evidence}, {2, texts},   {3, facts},  {4, themes},
                                        {5, days},     {6, figures}, {7, lexicon}};
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

/* The file beside the register: its schema, statements, lists. */
#include "people.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* "RapP" in the file's header, so that it is not taken for a register. */
#define APPLICATION 0x52617050

static const char schema[] =
    "CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE,"
    " role INTEGER NOT NULL, organization TEXT, password TEXT NOT NULL,"
    " generation INTEGER NOT NULL DEFAULT 1, added INTEGER NOT NULL, removed INTEGER);"
    "CREATE UNIQUE INDEX account_name ON account(name) WHERE removed IS NULL;"
    "CREATE TABLE session (hash BLOB PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(id),"
    " generation INTEGER NOT NULL, began INTEGER NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE token (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(id),"
    " generation INTEGER NOT NULL, label TEXT NOT NULL, hash BLOB NOT NULL UNIQUE,"
    " can_write INTEGER NOT NULL, added INTEGER NOT NULL, expires INTEGER NOT NULL,"
    " ended INTEGER);"
    "CREATE TABLE attempt (key TEXT PRIMARY KEY, count INTEGER NOT NULL, until INTEGER NOT NULL,"
    " last INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT,"
    " address TEXT, action TEXT NOT NULL, about TEXT, detail TEXT);"
    "CREATE TRIGGER log_kept BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log stays'); END;"
    "CREATE TRIGGER log_whole BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log stays'); END;"
    "CREATE TABLE contribution (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " account INTEGER NOT NULL REFERENCES account(id), organization TEXT NOT NULL,"
    " period TEXT NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,"
    " state TEXT NOT NULL DEFAULT 'draft', note TEXT, reviewer TEXT, added INTEGER NOT NULL,"
    " changed INTEGER NOT NULL);";

const char *rap_role_name(rap_role role)
{
    static const char *const names[] = {"nobody", "reader", "contributor", "reviewer",
                                        "administrator"};
    return names[role];
}

rap_role rap_role_of(const char *name)
{
    for (rap_role role = RAP_ROLE_READER; name && role <= RAP_ROLE_ADMINISTRATOR; role++) {
        if (strcmp(rap_role_name(role), name) == 0) {
            return role;
        }
    }
    return RAP_ROLE_NOBODY;
}

/* -- statements --------------------------------------------------------------------------------
 */

bool people_fail(rap_people *people, rap_error *error)
{
    int code = sqlite3_errcode(people->db) & 0xFF;
    return rap_error_set(error, code == SQLITE_BUSY ? RAP_ERROR_BUSY : RAP_ERROR_REGISTER, -1,
                         "the accounts cannot be read or written: %s", sqlite3_errmsg(people->db));
}

static sqlite3_stmt *statement_of(rap_people *people, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    for (size_t i = 0; i < people->cached; i++) {
        if (people->cache[i].sql == sql) {
            return people->cache[i].statement;
        }
    }
    if (people->cached < PEOPLE_STATEMENTS &&
        sqlite3_prepare_v3(people->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) ==
            SQLITE_OK) {
        people->cache[people->cached].sql = sql;
        people->cache[people->cached++].statement = statement;
    }
    return statement;
}

/* What is kept is told again as JSON: of a text that is not UTF-8 (an argument, a header) U+FFFD
 * stands for what is wrong. */
static void bind_text(sqlite3_stmt *statement, int at, const char *value)
{
    rap_str text = rap_str_of(value);
    char *valid = rap_utf8_invalid(text) == SIZE_MAX ? NULL : malloc(text.length * 3 + 1);
    if (!valid) {
        sqlite3_bind_text(statement, at, value, -1, SQLITE_TRANSIENT);
        return;
    }
    size_t length = 0;
    for (size_t from = 0; from < text.length;) {
        length += rap_utf8_put(rap_utf8_next(text, &from), valid + length);
    }
    sqlite3_bind_text(statement, at, valid, (int)length, free);
}

static sqlite3_stmt *ask(rap_people *people, const char *sql, const char *types, va_list values)
{
    pthread_mutex_lock(&people->lock);
    sqlite3_stmt *statement = statement_of(people, sql);
    for (int at = 1; statement && *types; types++, at++) {
        if (*types == 'i') {
            sqlite3_bind_int64(statement, at, va_arg(values, int64_t));
        } else if (*types == 'b') {
            sqlite3_bind_blob(statement, at, va_arg(values, const void *), PEOPLE_HASH,
                              SQLITE_TRANSIENT);
        } else {
            bind_text(statement, at, va_arg(values, const char *));
        }
    }
    return statement;
}

sqlite3_stmt *people_ask(rap_people *people, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = ask(people, sql, types, values);
    va_end(values);
    return statement;
}

void people_end(rap_people *people, sqlite3_stmt *statement)
{
    if (statement) {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
    pthread_mutex_unlock(&people->lock);
}

bool people_run(rap_people *people, rap_error *error, int *ret_changed, const char *sql,
                const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = ask(people, sql, types, values);
    va_end(values);
    bool is_done = statement && sqlite3_step(statement) == SQLITE_DONE;
    if (!is_done) {
        people_fail(people, error);
    } else if (ret_changed) {
        *ret_changed = sqlite3_changes(people->db);
    }
    people_end(people, statement);
    return is_done;
}

const char *people_text(rap_arena *arena, sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? rap_arena_copy(arena, text, strlen(text)) : "";
}

/* -- secrets -----------------------------------------------------------------------------------
 */

void people_hash(const char *secret, unsigned char ret_hash[PEOPLE_HASH])
{
    crypto_generichash(ret_hash, PEOPLE_HASH, (const unsigned char *)secret, strlen(secret), NULL,
                       0);
}

const char *people_secret(rap_arena *arena, const char *prefix)
{
    unsigned char random[32];
    char text[64];
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(text, sizeof text, random, sizeof random,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return rap_arena_format(arena, "%s%s", prefix, text);
}

void rap_people_csrf(const char *secret, char ret_token[44])
{
    unsigned char key[PEOPLE_HASH], hash[PEOPLE_HASH];
    static const char purpose[] = "csrf";
    people_hash(secret, key);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)purpose, sizeof purpose - 1, key,
                       sizeof key);
    /* The hash that is kept must not tell it: the secret's own bytes go in as well. */
    crypto_generichash_state state;
    crypto_generichash_init(&state, hash, sizeof hash, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)secret, strlen(secret));
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2base64(ret_token, 44, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool rap_people_same(const char *a, const char *b)
{
    size_t length = strlen(a);
    return length == strlen(b) && sodium_memcmp(a, b, length) == 0;
}

/* -- opening -----------------------------------------------------------------------------------
 */

static int user_version(rap_people *people)
{
    sqlite3_stmt *statement = NULL;
    int version = -1;
    if (sqlite3_prepare_v2(people->db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        version = sqlite3_column_int(statement, 0);
    }
    sqlite3_finalize(statement);
    return version;
}

static bool prepare(rap_people *people, rap_error *error)
{
    char begin[128];
    sqlite3_busy_timeout(people->db, 5000);
    sqlite3_db_config(people->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(people->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    snprintf(begin, sizeof begin, "PRAGMA application_id = %d; PRAGMA user_version = 1",
             APPLICATION);
    if (sqlite3_exec(people->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
        return people_fail(people, error);
    }
    int version = user_version(people);
    bool is_ready =
        version == 1 ||
        (version == 0 && sqlite3_exec(people->db, schema, NULL, NULL, NULL) == SQLITE_OK &&
         sqlite3_exec(people->db, begin, NULL, NULL, NULL) == SQLITE_OK);
    if (!is_ready) {
        bool is_newer = version > 1;
        people_fail(people, error);
        sqlite3_exec(people->db, "ROLLBACK", NULL, NULL, NULL);
        return is_newer ? rap_error_set(error, RAP_ERROR_NEWER, -1,
                                        "the accounts were made by a newer program; use that one")
                        : false;
    }
    return (sqlite3_exec(people->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK &&
            sqlite3_exec(people->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", NULL,
                         NULL, NULL) == SQLITE_OK) ||
           people_fail(people, error);
}

/* The file is its owner's alone before anything is in it. */
static bool make_file(const char *path, bool is_new, rap_error *error)
{
    int handle = open(path, O_RDWR | O_CLOEXEC | (is_new ? O_CREAT : 0), 0600);
    if (handle < 0 && errno == ENOENT) {
        return rap_error_set(error, RAP_ERROR_MISSING, -1,
                             "there are no accounts yet; \"rapporteur users add NAME --role "
                             "administrator\" makes the first");
    }
    if (handle < 0) {
        return rap_error_set(error, RAP_ERROR_FILE, -1, "%.250s: %s", path, strerror(errno));
    }
    close(handle);
    return true;
}

rap_people *rap_people_open(const char *path, bool is_new, rap_error *error)
{
    char beside[4096];
    rap_people *people = calloc(1, sizeof *people);
    int length = snprintf(beside, sizeof beside, "%s.people", path);
    if (!people || sodium_init() < 0 || length >= (int)sizeof beside) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        free(people);
        return NULL;
    }
    pthread_mutex_init(&people->lock, NULL);
    if (!make_file(beside, is_new, error)) {
        free(people);
        return NULL;
    }
    if (sqlite3_open_v2(beside, &people->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
            SQLITE_OK ||
        !prepare(people, error)) {
        if (error && !error->code) {
            people_fail(people, error);
        }
        rap_people_close(people);
        return NULL;
    }
    return people;
}

void rap_people_close(rap_people *people)
{
    if (!people) {
        return;
    }
    for (size_t i = 0; i < people->cached; i++) {
        sqlite3_finalize(people->cache[i].statement);
    }
    sqlite3_close(people->db);
    pthread_mutex_destroy(&people->lock);
    free(people);
}

/* -- the log, lists ----------------------------------------------------------------------------
 */

bool rap_people_note(rap_people *people, int64_t now, const char *who, const char *address,
                     const char *action, const char *about, const char *detail)
{
    return people_run(people, NULL, NULL,
                      "INSERT INTO log (at, who, address, action, about, detail)"
                      " VALUES (?, ?, ?, ?, ?, ?)",
                      "ittttt", now, who, address, action, about, detail);
}

#define ISO(column) "strftime('%Y-%m-%dT%H:%M:%SZ', " column ", 'unixepoch')"
/* ?1 the account, ?2 its role, ?3 its organization, ?4 and ?5 the page */
#define SEEN                                                                                       \
    " WHERE (?2 >= 3 AND (state <> 'draft' OR account = ?1)) OR account = ?1"                      \
    " OR (?2 = 2 AND organization <> '' AND organization = ?3)"

bool rap_people_list(rap_people *people, rap_people_kind kind, const rap_account *account,
                     size_t limit, size_t offset,
                     bool (*visit)(void *user, const char *json, size_t length), void *user,
                     size_t *ret_total, rap_error *error)
{
    static const char *const lists[] = {
        [RAP_PEOPLE_ACCOUNTS] =
            "SELECT json_object('id', id, 'name', name, 'role', CASE role WHEN 1 THEN 'reader'"
            " WHEN 2 THEN 'contributor' WHEN 3 THEN 'reviewer' ELSE 'administrator' END,"
            " 'organization', organization, 'added', " ISO(
                "added") "), count(*) OVER ()"
                         " FROM account WHERE removed IS NULL ORDER BY name LIMIT ?4 OFFSET ?5",
        [RAP_PEOPLE_TOKENS] =
            "SELECT json_object('id', id, 'label', label, 'scope', CASE can_write WHEN 1 THEN"
            " 'write' ELSE 'read' END, 'added', " ISO("added") ", 'expires', " ISO(
                "expires") "),"
                           " count(*) OVER () FROM token WHERE account = ?1 AND ended IS NULL"
                           " ORDER BY id LIMIT ?4 OFFSET ?5",
        [RAP_PEOPLE_LOG] = "SELECT json_object('id', id, 'when', " ISO(
            "at") ", 'who', who, 'address', address,"
                  " 'action', action, 'about', about, 'detail', detail), (SELECT count(*) FROM log)"
                  " FROM log ORDER BY id DESC LIMIT ?4 OFFSET ?5",
        [RAP_PEOPLE_CONTRIBUTIONS] =
            "SELECT json_object('id', id, 'organization', organization, 'period', period,"
            " 'language', language, 'title', title, 'text', text, 'state', state, 'note', note,"
            " 'by', (SELECT name FROM account a WHERE a.id = account), 'reviewer', reviewer,"
            " 'changed', " ISO("changed") "), count(*) OVER () FROM contribution" SEEN
                                          " ORDER BY id DESC LIMIT ?4 OFFSET ?5"};
    size_t total = 0;
    bool goes_on = true;
    sqlite3_stmt *statement = people_ask(
        people, lists[kind], "iitii", account ? account->id : (int64_t)0,
        account ? (int64_t)account->role : (int64_t)0, account ? account->organization : "",
        limit ? (int64_t)limit : (int64_t)-1, (int64_t)offset);
    int code = statement ? SQLITE_ROW : SQLITE_ERROR;
    while (goes_on && code == SQLITE_ROW && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        total = (size_t)sqlite3_column_int64(statement, 1);
        goes_on = visit(user, (const char *)sqlite3_column_text(statement, 0),
                        (size_t)sqlite3_column_bytes(statement, 0));
    }
    bool is_done = code == SQLITE_DONE || code == SQLITE_ROW || people_fail(people, error);
    people_end(people, statement);
    if (ret_total) {
        *ret_total = total;
    }
    return is_done;
}

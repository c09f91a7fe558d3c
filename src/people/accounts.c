/* Accounts, logging in, sessions, tokens. */
#include "people.h"

#include <sodium.h>

/* OWASP's least for Argon2id: 19 MiB, two passes. */
#define PASSES 2
#define MEMORY ((size_t)19 << 20)

enum {
    SHORTEST = 12,
    LONGEST = 256,
    LONGEST_NAME = 64,
    NAME_TRIES = 5,
    ADDRESS_TRIES = 30,
    MOST_TOKENS = 50,
    LONGEST_DAYS = 366
};

/* -- what will do --------------------------------------------------------------------------------
 */

static bool check_name(const char *name, rap_error *error)
{
    rap_str text = rap_str_of(name);
    bool is_good = text.length && text.length <= LONGEST_NAME &&
                   rap_utf8_invalid(text) == SIZE_MAX && name[0] != ' ' &&
                   name[text.length - 1] != ' ';
    for (size_t i = 0; is_good && i < text.length; i++) {
        is_good = (unsigned char)text.data[i] >= 32 && text.data[i] != 127;
    }
    return is_good || rap_error_set(error, RAP_ERROR_USAGE, -1, "a name has 1 to %d bytes of text",
                                    LONGEST_NAME);
}

/* Length is what counts; what anybody would try first is refused. */
static bool check_password(const char *name, const char *password, rap_error *error)
{
    size_t length = strlen(password), distinct = 0;
    bool seen[256] = {false};
    for (const char *c = password; *c; c++) {
        distinct += !seen[(unsigned char)*c];
        seen[(unsigned char)*c] = true;
    }
    if (length < SHORTEST || length > LONGEST) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1, "a password has %d to %d bytes", SHORTEST,
                             LONGEST);
    }
    if (distinct < 6 || (strlen(name) > 2 && strcasestr(password, name))) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "the password is too easy to guess: it holds the name, or few "
                             "different characters");
    }
    return true;
}

static bool hash_password(const char *password, char ret_hash[crypto_pwhash_STRBYTES],
                          rap_error *error)
{
    return crypto_pwhash_str(ret_hash, password, strlen(password), PASSES, MEMORY) == 0 ||
           rap_error_set(error, RAP_ERROR_MEMORY, -1, "there is no memory to hash a password");
}

/* -- accounts ------------------------------------------------------------------------------------
 */

bool rap_people_add(rap_people *people, const char *name, rap_role role, const char *organization,
                    const char *password, int64_t now, rap_error *error)
{
    char hash[crypto_pwhash_STRBYTES];
    rap_error inner = {0};
    if (!check_name(name, error) || !check_password(name, password, error)) {
        return false;
    }
    if (role == RAP_ROLE_NOBODY) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "a role is reader, contributor, reviewer or administrator");
    }
    if (role == RAP_ROLE_CONTRIBUTOR && (!organization || !*organization)) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "a contributor writes for an organization; name it");
    }
    if (!hash_password(password, hash, error)) {
        return false;
    }
    if (people_run(people, &inner, NULL,
                   "INSERT INTO account (name, role, organization, password, added)"
                   " VALUES (?, ?, ?, ?, ?)",
                   "titti", name, (int64_t)role, organization, hash, now)) {
        return true;
    }
    if (strstr(inner.message, "UNIQUE")) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1, "there is an account \"%s\" already",
                             name);
    }
    return rap_error_set(error, inner.code, -1, "%s", inner.message);
}

static bool must_change(int changed, const char *name, rap_error *error)
{
    return changed ||
           rap_error_set(error, RAP_ERROR_MISSING, -1, "there is no account \"%.64s\"", name);
}

bool rap_people_remove(rap_people *people, const char *name, int64_t now, rap_error *error)
{
    int changed = 0;
    return people_run(people, error, &changed,
                      "UPDATE account SET removed = ?, generation = generation + 1, password = ''"
                      " WHERE name = ? AND removed IS NULL",
                      "it", now, name) &&
           must_change(changed, name, error);
}

bool rap_people_set_password(rap_people *people, const char *name, const char *password,
                             int64_t now, rap_error *error)
{
    char hash[crypto_pwhash_STRBYTES];
    int changed = 0;
    (void)now;
    return check_password(name, password, error) && hash_password(password, hash, error) &&
           people_run(people, error, &changed,
                      "UPDATE account SET password = ?, generation = generation + 1"
                      " WHERE name = ? AND removed IS NULL",
                      "tt", hash, name) &&
           must_change(changed, name, error) &&
           people_run(people, error, NULL, "DELETE FROM attempt WHERE key = 'name ' || lower(?)",
                      "t", name);
}

bool rap_people_change(rap_people *people, const char *name, rap_role role,
                       const char *organization, int64_t now, rap_error *error)
{
    int changed = 0;
    (void)now;
    return people_run(people, error, &changed,
                      "UPDATE account SET role = CASE ?1 WHEN 0 THEN role ELSE ?1 END,"
                      " organization = coalesce(?2, organization), generation = generation + 1"
                      " WHERE name = ?3 AND removed IS NULL",
                      "itt", (int64_t)role, organization, name) &&
           must_change(changed, name, error);
}

/* -- what locks ----------------------------------------------------------------------------------
 */

int64_t people_lock_left(rap_people *people, const char *key, int64_t now)
{
    int64_t left = 0;
    sqlite3_stmt *statement =
        people_ask(people, "SELECT until FROM attempt WHERE key = ?", "t", key);
    if (statement && sqlite3_step(statement) == SQLITE_ROW) {
        left = sqlite3_column_int64(statement, 0) - now;
    }
    people_end(people, statement);
    return left > 0 ? left : 0;
}

/* What is forgotten is dropped: names that were only tried do not fill the file. */
static void drop_forgotten(rap_people *people, int64_t now)
{
    people_run(people, NULL, NULL, "DELETE FROM attempt WHERE last < ?", "i", now - 86400);
}

/* Behind the free tries each failure doubles the wait, from 30 seconds up to an hour; a day without
 * one forgets them. */
void people_lock_count(rap_people *people, const char *key, int free_tries, int64_t now)
{
    drop_forgotten(people, now);
    people_run(people, NULL, NULL,
               "INSERT INTO attempt VALUES (?1, 1, 0, ?3) ON CONFLICT (key) DO UPDATE SET"
               " count = CASE WHEN last < ?3 - 86400 THEN 1 ELSE count + 1 END, last = ?3,"
               " until = CASE WHEN last >= ?3 - 86400 AND count + 1 >= ?2"
               " THEN ?3 + min(3600, 30 << min(count + 1 - ?2, 10)) ELSE 0 END",
               "tii", key, (int64_t)free_tries, now);
}

void people_lock_clear(rap_people *people, const char *key)
{
    people_run(people, NULL, NULL, "DELETE FROM attempt WHERE key = ?", "t", key);
}

/* -- logging in ----------------------------------------------------------------------------------
 */

/* The account with its password's hash; a hash of nothing where there is no such account, so that
 * the answer takes as long. */
static const char *find_hash(rap_people *people, rap_arena *arena, const char *name,
                             rap_account *ret_account, int64_t *ret_generation)
{
    static const char none[crypto_pwhash_STRBYTES] =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    sqlite3_stmt *statement = people_ask(people,
                                         "SELECT id, name, role, organization, password,"
                                         " generation FROM account WHERE name = ? AND removed IS"
                                         " NULL",
                                         "t", name);
    const char *hash = none;
    if (statement && sqlite3_step(statement) == SQLITE_ROW) {
        *ret_account = (rap_account){.id = sqlite3_column_int64(statement, 0),
                                     .name = people_text(arena, statement, 1),
                                     .role = (rap_role)sqlite3_column_int(statement, 2),
                                     .organization = people_text(arena, statement, 3)};
        hash = people_text(arena, statement, 4);
        *ret_generation = sqlite3_column_int64(statement, 5);
    }
    people_end(people, statement);
    return hash;
}

static bool begin_session(rap_people *people, rap_arena *arena, const rap_account *account,
                          int64_t generation, int64_t now, const char **ret_secret,
                          rap_error *error)
{
    unsigned char hash[PEOPLE_HASH];
    const char *secret = people_secret(arena, "");
    people_hash(secret, hash);
    people_run(people, NULL, NULL, "DELETE FROM session WHERE seen < ? OR began < ?", "ii",
               now - RAP_SESSION_IDLE, now - RAP_SESSION_LONGEST);
    *ret_secret = secret;
    return people_run(people, error, NULL, "INSERT INTO session VALUES (?, ?, ?, ?, ?)", "biiii",
                      hash, account->id, generation, now, now);
}

rap_login rap_people_log_in(rap_people *people, rap_arena *arena, const char *name,
                            const char *password, const char *address, int64_t now,
                            const char **ret_secret, rap_account *ret_account, int64_t *ret_wait,
                            rap_error *error)
{
    rap_account account = {0};
    int64_t generation = 0;
    if (strlen(name) > LONGEST_NAME || strlen(password) > LONGEST) {
        return RAP_LOGIN_WRONG;
    }
    char *by_name = rap_arena_format(arena, "name %s", name);
    for (char *c = by_name; *c; c++) {
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
    }
    const char *by_address = rap_arena_format(arena, "address %s", address);
    int64_t wait = people_lock_left(people, by_name, now);
    int64_t other = people_lock_left(people, by_address, now);
    *ret_wait = wait > other ? wait : other;
    if (*ret_wait) {
        return RAP_LOGIN_LOCKED;
    }
    const char *hash = find_hash(people, arena, name, &account, &generation);
    char kept[crypto_pwhash_STRBYTES] = "";
    memcpy(kept, hash, strnlen(hash, sizeof kept - 1));
    bool is_right = crypto_pwhash_str_verify(kept, password, strlen(password)) == 0;
    if (!is_right || !account.id) {
        people_lock_count(people, by_name, NAME_TRIES, now);
        people_lock_count(people, by_address, ADDRESS_TRIES, now);
        return RAP_LOGIN_WRONG;
    }
    people_lock_clear(people, by_name);
    *ret_account = account;
    return begin_session(people, arena, &account, generation, now, ret_secret, error)
               ? RAP_LOGIN_DONE
               : RAP_LOGIN_FAILED;
}

/* -- sessions ------------------------------------------------------------------------------------
 */

static void account_at(rap_arena *arena, sqlite3_stmt *statement, rap_account *ret_account)
{
    *ret_account = (rap_account){.id = sqlite3_column_int64(statement, 0),
                                 .name = people_text(arena, statement, 1),
                                 .role = (rap_role)sqlite3_column_int(statement, 2),
                                 .organization = people_text(arena, statement, 3)};
}

bool rap_people_session(rap_people *people, rap_arena *arena, const char *secret, int64_t now,
                        rap_account *ret_account)
{
    unsigned char hash[PEOPLE_HASH];
    int64_t seen = 0;
    people_hash(secret, hash);
    sqlite3_stmt *statement =
        people_ask(people,
                   "SELECT a.id, a.name, a.role, a.organization, s.seen FROM session s"
                   " JOIN account a ON a.id = s.account AND a.generation = s.generation"
                   " WHERE s.hash = ? AND s.seen >= ? AND s.began >= ? AND a.removed IS NULL",
                   "bii", hash, now - RAP_SESSION_IDLE, now - RAP_SESSION_LONGEST);
    bool is_found = statement && sqlite3_step(statement) == SQLITE_ROW;
    if (is_found) {
        account_at(arena, statement, ret_account);
        seen = sqlite3_column_int64(statement, 4);
    }
    people_end(people, statement);
    if (is_found && now - seen >= 60) { /* a write a minute is exact enough */
        people_run(people, NULL, NULL, "UPDATE session SET seen = ? WHERE hash = ?", "ib", now,
                   hash);
    }
    return is_found;
}

void rap_people_log_out(rap_people *people, const char *secret)
{
    unsigned char hash[PEOPLE_HASH];
    people_hash(secret, hash);
    people_run(people, NULL, NULL, "DELETE FROM session WHERE hash = ?", "b", hash);
}

/* -- tokens --------------------------------------------------------------------------------------
 */

bool rap_people_token_add(rap_people *people, rap_arena *arena, const rap_account *account,
                          const char *label, bool can_write, int days, int64_t now,
                          const char **ret_secret, rap_error *error)
{
    unsigned char hash[PEOPLE_HASH];
    int changed = 0;
    if (!check_name(label, error)) {
        return false;
    }
    if (days < 1 || days > LONGEST_DAYS) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1, "a token holds for 1 to %d days",
                             LONGEST_DAYS);
    }
    const char *secret = people_secret(arena, "rap_");
    people_hash(secret, hash);
    *ret_secret = secret;
    return people_run(people, error, &changed,
                      "INSERT INTO token (account, generation, label, hash, can_write, added,"
                      " expires) SELECT id, generation, ?2, ?3, ?4, ?5, ?6 FROM account"
                      " WHERE id = ?1 AND (SELECT count(*) FROM token WHERE account = ?1 AND"
                      " ended IS NULL) < ?7",
                      "itbiiii", account->id, label, hash, (int64_t)can_write, now,
                      now + (int64_t)days * 86400, (int64_t)MOST_TOKENS) &&
           (changed || rap_error_set(error, RAP_ERROR_LIMIT, -1,
                                     "there are %d tokens already; end some", MOST_TOKENS));
}

bool rap_people_token(rap_people *people, rap_arena *arena, const char *secret, int64_t now,
                      rap_account *ret_account, bool *ret_can_write)
{
    unsigned char hash[PEOPLE_HASH];
    people_hash(secret, hash);
    sqlite3_stmt *statement =
        people_ask(people,
                   "SELECT a.id, a.name, a.role, a.organization, t.can_write FROM token t"
                   " JOIN account a ON a.id = t.account AND a.generation = t.generation"
                   " WHERE t.hash = ? AND t.expires > ? AND t.ended IS NULL AND a.removed IS NULL",
                   "bi", hash, now);
    bool is_found = statement && sqlite3_step(statement) == SQLITE_ROW;
    if (is_found) {
        account_at(arena, statement, ret_account);
        *ret_can_write = sqlite3_column_int(statement, 4) != 0;
    }
    people_end(people, statement);
    return is_found;
}

bool rap_people_token_end(rap_people *people, int64_t account, int64_t token, rap_error *error)
{
    int changed = 0;
    return people_run(people, error, &changed,
                      "UPDATE token SET ended = 1 WHERE id = ? AND account = ? AND ended IS NULL",
                      "ii", token, account) &&
           (changed || rap_error_set(error, RAP_ERROR_MISSING, -1, "there is no such token"));
}

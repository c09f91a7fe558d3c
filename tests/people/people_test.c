/* Accounts, sessions and what they allow, with a clock of the test's own. */
#include "people/people.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NOW 1700000000
#define GOOD "correct-horse-battery"

typedef struct {
    rap_arena *arena;
    char folder[64];
    const char *path, *file;
    rap_people *people;
} fixture;

static int set_up(void **state)
{
    rap_error error = {0};
    fixture *f = calloc(1, sizeof *f);
    f->arena = rap_arena_new(0);
    snprintf(f->folder, sizeof f->folder, "/tmp/people-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    f->path = rap_arena_format(f->arena, "%s/register.db", f->folder);
    f->file = rap_arena_format(f->arena, "%s.people", f->path);
    f->people = rap_people_open(f->path, true, &error);
    if (!f->people ||
        !rap_people_add(f->people, "Ada", RAP_ROLE_REVIEWER, NULL, GOOD, NOW, &error) ||
        !rap_people_add(f->people, "Cora", RAP_ROLE_CONTRIBUTOR, "IPU", GOOD, NOW, &error)) {
        fail_msg("%s", error.message);
    }
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    rap_people_close(f->people);
    unlink(f->file);
    assert_int_equal(rmdir(f->folder), 0);
    rap_arena_free(f->arena);
    free(f);
    return 0;
}

static rap_login log_in(fixture *f, const char *name, const char *password, const char *address,
                        int64_t now, const char **ret_secret)
{
    rap_account account;
    int64_t wait;
    rap_error error;
    const char *secret = NULL;
    rap_login result = rap_people_log_in(f->people, f->arena, name, password, address, now, &secret,
                                         &account, &wait, &error);
    if (ret_secret) {
        *ret_secret = secret;
    }
    return result;
}

static bool holds(fixture *f, const char *secret, int64_t now)
{
    rap_account account;
    return rap_people_session(f->people, f->arena, secret, now, &account);
}

/* -- accounts ------------------------------------------------------------------------------------
 */

static void only_good_passwords_and_names_will_do(void **state)
{
    fixture *f = *state;
    static const char *const bad[][2] = {{"b", "short"},
                                         {"b", "aaaaaaaaaaaaaaaa"},
                                         {"bert", "hello-bert-hello"},
                                         {"", GOOD},
                                         {" b", GOOD},
                                         {"b\n", GOOD},
                                         {"ada", GOOD},
                                         {"b\xFF", GOOD}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        rap_error error = {0};
        assert_false(
            rap_people_add(f->people, bad[i][0], RAP_ROLE_READER, NULL, bad[i][1], NOW, &error));
        assert_int_equal(error.code, RAP_ERROR_USAGE);
    }
    rap_error error = {0};
    assert_false(rap_people_add(f->people, "b", RAP_ROLE_CONTRIBUTOR, "", GOOD, NOW, &error));
    assert_false(rap_people_add(f->people, "b", RAP_ROLE_NOBODY, NULL, GOOD, NOW, &error));
    assert_true(rap_people_add(f->people, "b", RAP_ROLE_READER, NULL, GOOD, NOW, &error));
}

static void the_file_is_its_owners_and_holds_no_secret(void **state)
{
    fixture *f = *state;
    struct stat about;
    const char *secret, *token;
    rap_account account = {.id = 1};
    rap_error error = {0};
    assert_int_equal(log_in(f, "ada", GOOD, "a", NOW, &secret), RAP_LOGIN_DONE);
    assert_true(
        rap_people_token_add(f->people, f->arena, &account, "t", true, 1, NOW, &token, &error));
    assert_int_equal(stat(f->file, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    rap_people_close(f->people); /* everything is in the file now */
    char *bytes = rap_arena_take(f->arena, 1 << 20);
    FILE *in = fopen(f->file, "rb");
    size_t length = fread(bytes, 1, 1 << 20, in);
    fclose(in);
    assert_true(length > 4096);
    assert_null(memmem(bytes, length, GOOD, strlen(GOOD)));
    assert_null(memmem(bytes, length, secret, strlen(secret)));
    assert_null(memmem(bytes, length, token, strlen(token)));
    assert_non_null(memmem(bytes, length, "$argon2id$", 10));
    f->people = rap_people_open(f->path, false, &error);
    assert_non_null(f->people);
}

/* -- sessions ------------------------------------------------------------------------------------
 */

static void sessions_end_idle_and_in_the_end(void **state)
{
    fixture *f = *state;
    const char *secret, *other;
    assert_int_equal(log_in(f, "ADA", GOOD, "a", NOW, &secret), RAP_LOGIN_DONE);
    assert_int_equal(log_in(f, "ada", GOOD, "a", NOW, &other), RAP_LOGIN_DONE);
    assert_string_not_equal(secret, other);
    assert_true(holds(f, secret, NOW + RAP_SESSION_IDLE));
    assert_false(holds(f, other, NOW + RAP_SESSION_IDLE + 1));
    int64_t time = NOW + RAP_SESSION_IDLE;
    while (time + 1000 < NOW + RAP_SESSION_LONGEST) {
        time += 1000;
        assert_true(holds(f, secret, time));
    }
    assert_false(holds(f, secret, NOW + RAP_SESSION_LONGEST + 1));
    assert_false(holds(f, "", NOW));
    assert_false(holds(f, "' OR 1=1 --", NOW));
}

static void what_changes_an_account_ends_its_sessions(void **state)
{
    fixture *f = *state;
    rap_error error = {0};
    const char *secret;
    assert_int_equal(log_in(f, "ada", GOOD, "a", NOW, &secret), RAP_LOGIN_DONE);
    assert_true(rap_people_change(f->people, "ada", RAP_ROLE_READER, NULL, NOW, &error));
    assert_false(holds(f, secret, NOW));
    assert_int_equal(log_in(f, "ada", GOOD, "a", NOW, &secret), RAP_LOGIN_DONE);
    assert_true(rap_people_set_password(f->people, "ada", "another-long-one", NOW, &error));
    assert_false(holds(f, secret, NOW));
    assert_int_equal(log_in(f, "ada", GOOD, "a", NOW, NULL), RAP_LOGIN_WRONG);
    assert_int_equal(log_in(f, "ada", "another-long-one", "a", NOW, &secret), RAP_LOGIN_DONE);
    assert_true(rap_people_remove(f->people, "ada", NOW, &error));
    assert_false(holds(f, secret, NOW));
    assert_int_equal(log_in(f, "ada", "another-long-one", "a", NOW, NULL), RAP_LOGIN_WRONG);
    assert_false(rap_people_remove(f->people, "ada", NOW, &error));
    assert_int_equal(error.code, RAP_ERROR_MISSING);
}

static void guessing_locks_the_name_and_then_the_address(void **state)
{
    fixture *f = *state;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(log_in(f, "ada", "wrong", "a", NOW, NULL), RAP_LOGIN_WRONG);
    }
    assert_int_equal(log_in(f, "Ada", GOOD, "b", NOW + 1, NULL), RAP_LOGIN_LOCKED);
    assert_int_equal(log_in(f, "Cora", GOOD, "a", NOW + 1, NULL), RAP_LOGIN_DONE);
    assert_int_equal(log_in(f, "ada", "wrong", "a", NOW + 31, NULL), RAP_LOGIN_WRONG);
    assert_int_equal(log_in(f, "ada", GOOD, "a", NOW + 31 + 59, NULL), RAP_LOGIN_LOCKED);
    assert_int_equal(log_in(f, "ada", GOOD, "a", NOW + 31 + 61, NULL), RAP_LOGIN_DONE);
    for (int i = 0; i < 30; i++) {
        const char *name = rap_arena_format(f->arena, "nobody%d", i);
        assert_int_equal(log_in(f, name, "wrong", "c", NOW, NULL), RAP_LOGIN_WRONG);
    }
    assert_int_equal(log_in(f, "Cora", GOOD, "c", NOW, NULL), RAP_LOGIN_LOCKED);
    assert_int_equal(log_in(f, "Cora", GOOD, "a", NOW, NULL), RAP_LOGIN_DONE);
}

/* Names that were tried and never tried again are not kept for ever. */
static void what_is_forgotten_is_dropped(void **state)
{
    fixture *f = *state;
    sqlite3 *db = NULL;
    sqlite3_stmt *count = NULL;
    for (int i = 0; i < 20; i++) {
        const char *name = rap_arena_format(f->arena, "nobody%d", i);
        assert_int_equal(log_in(f, name, "wrong", "c", NOW, NULL), RAP_LOGIN_WRONG);
    }
    assert_int_equal(log_in(f, "ada", "wrong", "d", NOW + 86401, NULL), RAP_LOGIN_WRONG);
    assert_int_equal(sqlite3_open(f->file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM attempt", -1, &count, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(count, 0), 2); /* the name and the address */
    sqlite3_finalize(count);
    sqlite3_close(db);
}

static void a_page_shows_its_session_without_telling_it(void **state)
{
    (void)state;
    char one[44], again[44], other[44];
    rap_people_csrf("secret one", one);
    rap_people_csrf("secret one", again);
    rap_people_csrf("secret two", other);
    assert_string_equal(one, again);
    assert_string_not_equal(one, other);
    assert_int_equal(strlen(one), 43);
    assert_true(rap_people_same(one, again));
    assert_false(rap_people_same(one, other));
    assert_false(rap_people_same(one, ""));
}

/* -- tokens --------------------------------------------------------------------------------------
 */

static void tokens_have_scope_and_end(void **state)
{
    fixture *f = *state;
    rap_error error = {0};
    rap_account account = {.id = 1}, found;
    const char *secret;
    bool can_write = true;
    assert_false(
        rap_people_token_add(f->people, f->arena, &account, "t", false, 0, NOW, &secret, &error));
    assert_false(
        rap_people_token_add(f->people, f->arena, &account, "t", false, 367, NOW, &secret, &error));
    assert_true(
        rap_people_token_add(f->people, f->arena, &account, "t", false, 2, NOW, &secret, &error));
    assert_true(rap_people_token(f->people, f->arena, secret, NOW, &found, &can_write));
    assert_false(can_write);
    assert_string_equal(found.name, "Ada");
    assert_true(
        rap_people_token(f->people, f->arena, secret, NOW + 2 * 86400 - 1, &found, &can_write));
    assert_false(
        rap_people_token(f->people, f->arena, secret, NOW + 2 * 86400, &found, &can_write));
    assert_false(rap_people_token_end(f->people, 2, 1, &error)); /* another's */
    assert_int_equal(error.code, RAP_ERROR_MISSING);
    assert_true(rap_people_token_end(f->people, 1, 1, &error));
    assert_false(rap_people_token(f->people, f->arena, secret, NOW, &found, &can_write));
}

/* -- the log -------------------------------------------------------------------------------------
 */

static bool keep(void *user, const char *json, size_t length)
{
    rap_buf_put(user, (rap_str){json, length});
    return true;
}

static void the_log_only_grows(void **state)
{
    fixture *f = *state;
    rap_error error = {0};
    rap_buf all;
    size_t total = 0;
    sqlite3 *db;
    rap_buf_init(&all, f->arena);
    assert_true(rap_people_note(f->people, NOW, "ada", "192.0.2.1", "decided", "a\"b", NULL));
    assert_true(rap_people_note(f->people, NOW, "ada", NULL, "signed out", NULL, NULL));
    assert_int_equal(sqlite3_open(f->file, &db), SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(db, "DELETE FROM log", NULL, NULL, NULL), SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(db, "UPDATE log SET who = 'x'", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_true(rap_people_list(f->people, RAP_PEOPLE_LOG, NULL, 1, 1, keep, &all, &total, &error));
    assert_int_equal(total, 2);
    assert_non_null(strstr(rap_buf_str(&all).data, "\"about\":\"a\\\"b\""));
    assert_non_null(strstr(all.data, "\"when\":\"2023-11-14T22:13:20Z\""));
}

/* -- contributions -------------------------------------------------------------------------------
 */

static void a_contribution_goes_its_way(void **state)
{
    fixture *f = *state;
    rap_error error = {0};
    const rap_account cora = {2, "Cora", RAP_ROLE_CONTRIBUTOR, "IPU"},
                      stranger = {9, "Sid", RAP_ROLE_CONTRIBUTOR, "AU"},
                      colleague = {8, "Cal", RAP_ROLE_CONTRIBUTOR, "IPU"},
                      ada = {1, "Ada", RAP_ROLE_REVIEWER, ""};
    rap_contribution input = {.period = "2024", .language = "en", .title = "T", .text = "x"}, seen;
    int64_t id = 0;
    rap_people *p = f->people;
    assert_true(rap_people_contribute(p, &cora, &input, NOW, &id, &error));
    assert_false(rap_people_contribution(p, f->arena, &stranger, id, &seen, &error));
    assert_false(rap_people_contribution(p, f->arena, &ada, id, &seen, &error)); /* a draft */
    assert_true(rap_people_contribution(p, f->arena, &colleague, id, &seen, &error));
    input.text = "y";
    assert_false(rap_people_contribution_edit(p, &stranger, id, &input, NOW, &error));
    assert_true(rap_people_contribution_edit(p, &cora, id, &input, NOW, &error));
    assert_false(rap_people_contribution_move(p, &cora, id, "cleared", NULL, NOW, &error));
    assert_false(rap_people_contribution_move(p, &stranger, id, "submitted", NULL, NOW, &error));
    assert_int_equal(error.code, RAP_ERROR_MISSING);
    assert_true(rap_people_contribution_move(p, &cora, id, "submitted", NULL, NOW, &error));
    assert_false(rap_people_contribution_edit(p, &cora, id, &input, NOW, &error));
    assert_true(rap_people_contribution_move(p, &ada, id, "returned", "why", NOW, &error));
    assert_true(rap_people_contribution_move(p, &cora, id, "submitted", NULL, NOW, &error));
    assert_true(rap_people_contribution_move(p, &ada, id, "cleared", NULL, NOW, &error));
    assert_false(rap_people_contribution_move(p, &cora, id, "draft", NULL, NOW, &error));
    assert_true(rap_people_contribution(p, f->arena, &cora, id, &seen, &error));
    assert_string_equal(seen.state, "cleared");
    assert_string_equal(seen.text, "y");
    input.text = "";
    assert_false(rap_people_contribute(p, &cora, &input, NOW, &id, &error));
}

#define ON(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {ON(only_good_passwords_and_names_will_do),
                                       ON(the_file_is_its_owners_and_holds_no_secret),
                                       ON(sessions_end_idle_and_in_the_end),
                                       ON(what_changes_an_account_ends_its_sessions),
                                       ON(guessing_locks_the_name_and_then_the_address),
                                       ON(what_is_forgotten_is_dropped),
                                       ON(a_page_shows_its_session_without_telling_it),
                                       ON(tokens_have_scope_and_end),
                                       ON(the_log_only_grows),
                                       ON(a_contribution_goes_its_way)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the SQLite back end refuses, and that the file is as it was after it did. */
#include "fixture.h"
#include "sqlite.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
    rap_arena *arena;
    char *folder, *path;
} place;

static int set_up(void **state)
{
    rap_arena *arena = rap_arena_new(0);
    place *at = RAP_NEW(arena, place);
    at->arena = arena;
    at->folder = fixture_folder(arena);
    at->path = rap_arena_format(arena, "%s/register.db", at->folder);
    *state = at;
    return 0;
}

static int tear_down(void **state)
{
    place *at = *state;
    fixture_remove(at->folder);
    rap_arena_free(at->arena);
    return 0;
}

static void put_file(const char *path, rap_str bytes)
{
    rap_error error;
    assert_true(rap_file_write(path, bytes, &error));
}

static rap_register *open_or_fail(place *at, rap_register_mode mode)
{
    rap_error error;
    rap_register *reg = rap_register_open(at->path, mode, &error);
    if (!reg) {
        fail_msg("%s", error.message);
    }
    return reg;
}

static void add_one(place *at, rap_register *reg, const char *doc)
{
    rap_version version = fixture_version(at->arena, doc, doc, RAP_LANG_EN, "IPU", "Nairobi");
    fixture_add(reg, at->arena, doc, &version, 1);
}

/* A register with `count` documents, closed. */
static void make(place *at, int count)
{
    rap_register *reg = open_or_fail(at, RAP_REGISTER_CREATE);
    for (int i = 0; i < count; i++) {
        add_one(at, reg, rap_arena_format(at->arena, "D/%d", i));
    }
    rap_register_close(reg);
}

static void expect_refusal(place *at, rap_register_mode mode, rap_error_code code,
                           const char *words)
{
    rap_error error = {0};
    rap_str before = {0}, after = {0};
    bool is_there = rap_file_kind_of(at->path) == RAP_FILE_REGULAR && !access(at->path, R_OK);
    assert_true(!is_there || rap_file_read(at->arena, at->path, SIZE_MAX, &before, &error));
    assert_null(rap_register_open(at->path, mode, &error));
    assert_int_equal(error.code, code);
    if (!strstr(error.message, words)) {
        fail_msg("\"%s\" does not say \"%s\"", error.message, words);
    }
    assert_null(strchr(error.message, '\n'));
    assert_true(!is_there || rap_file_read(at->arena, at->path, SIZE_MAX, &after, &error));
    assert_true(rap_str_equal(before, after));
}

/* -- what is no register ------------------------------------------------------------------------
 */

static void a_file_of_another_kind_is_left_alone(void **state)
{
    place *at = *state;
    put_file(at->path, RAP_STR("Minutes of the meeting, not a database at all"));
    expect_refusal(at, RAP_REGISTER_CREATE, RAP_ERROR_FORMAT, "not a register");
    expect_refusal(at, RAP_REGISTER_READ, RAP_ERROR_FORMAT, "not a register");
}

static void another_programs_database_is_left_alone(void **state)
{
    place *at = *state;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(at->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    expect_refusal(at, RAP_REGISTER_CREATE, RAP_ERROR_FORMAT, "another program");
}

static void an_empty_file_becomes_a_register_only_where_one_is_made(void **state)
{
    place *at = *state;
    put_file(at->path, RAP_STR_NONE);
    expect_refusal(at, RAP_REGISTER_READ, RAP_ERROR_FORMAT, "empty");
    expect_refusal(at, RAP_REGISTER_WRITE, RAP_ERROR_FORMAT, "empty");
    make(at, 1);
}

static void what_is_not_there_is_said_so(void **state)
{
    place *at = *state;
    expect_refusal(at, RAP_REGISTER_READ, RAP_ERROR_MISSING, "no such register");
    expect_refusal(at, RAP_REGISTER_WRITE, RAP_ERROR_MISSING, "no such register");
    at->path = rap_arena_format(at->arena, "%s/none/register.db", at->folder);
    expect_refusal(at, RAP_REGISTER_CREATE, RAP_ERROR_FILE, "folder exists");
    at->path = at->folder;
    expect_refusal(at, RAP_REGISTER_CREATE, RAP_ERROR_FORMAT, "is a folder");
    at->path = (char *)(uintptr_t) "postgres-but-not-quite://host/name";
    expect_refusal(at, RAP_REGISTER_CREATE, RAP_ERROR_USAGE, "no store");
}

static void a_register_cut_short_is_refused(void **state)
{
    place *at = *state;
    make(at, 3);
    struct stat about;
    assert_int_equal(stat(at->path, &about), 0);
    assert_int_equal(truncate(at->path, about.st_size / 2), 0);
    expect_refusal(at, RAP_REGISTER_READ, RAP_ERROR_REGISTER, "cut short");
    expect_refusal(at, RAP_REGISTER_CREATE, RAP_ERROR_REGISTER, "cut short");
    assert_int_equal(truncate(at->path, 60), 0);
    expect_refusal(at, RAP_REGISTER_CREATE, RAP_ERROR_FORMAT, "not a register");
}

/* -- versions of the format ----------------------------------------------------------------------
 */

static void run_on(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_newer_register_is_left_alone(void **state)
{
    place *at = *state;
    make(at, 1);
    run_on(at->path, "PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
    expect_refusal(at, RAP_REGISTER_READ, RAP_ERROR_NEWER, "newer program");
    expect_refusal(at, RAP_REGISTER_WRITE, RAP_ERROR_NEWER, "99");
}

static sqlite_register *bare(place *at)
{
    sqlite_register *reg = calloc(1, sizeof *reg);
    assert_non_null(reg);
    reg->base.backend = &rap_register_sqlite;
    reg->mode = RAP_REGISTER_WRITE;
    reg->path = strdup(at->path);
    reg->scratch = rap_arena_new(0);
    assert_int_equal(sqlite3_open(at->path, &reg->db), SQLITE_OK);
    return reg;
}

static bool count_decision(void *user, const rap_register_decision *decision)
{
    ++*(int *)user;
    return rap_str_is(decision->subject, "A#1");
}

/* What it derived is dropped, to be read again; evidence is kept. */
static void an_older_register_is_copied_and_brought_up_to_date(void **state)
{
    place *at = *state;
    rap_error error;
    int version = 0;
    sqlite_register *old = bare(at);
    assert_true(rap_sqlite_migrate(old, rap_sqlite_steps, 1, &error)); /* the first step alone */
    assert_true(rap_sqlite_run(old,
                               "INSERT INTO file VALUES (1, 'aa', NULL, NULL, NULL, 3, 0);"
                               "INSERT INTO decision VALUES (1, 'A#1', 'confirmed', NULL, NULL,"
                               " NULL, 0);"
                               "CREATE TABLE version (id INTEGER PRIMARY KEY, doc TEXT);"
                               "CREATE TABLE block (id INTEGER PRIMARY KEY, version INTEGER"
                               " REFERENCES version(id) ON DELETE CASCADE);"
                               "INSERT INTO version VALUES (16, 'A');"
                               "INSERT INTO block VALUES (1, 16)",
                               &error));
    rap_sqlite_close(&old->base);
    expect_refusal(at, RAP_REGISTER_READ, RAP_ERROR_REGISTER, "older format");
    /* Adding to it would hide what it holds until it is read again. */
    expect_refusal(at, RAP_REGISTER_CREATE, RAP_ERROR_REGISTER, "`rebuild` brings it up to date");
    sqlite_register *reg = (sqlite_register *)open_or_fail(at, RAP_REGISTER_WRITE);
    assert_true(rap_sqlite_version(reg, &version, &error));
    assert_int_equal(version, rap_sqlite_steps[rap_sqlite_step_count - 1].to);
    rap_register_counts counts;
    assert_true(rap_register_count(&reg->base, &counts, &error));
    assert_int_equal(counts.files, 1);
    assert_int_equal(counts.versions + counts.blocks, 0);
    int decisions = 0;
    rap_register_decisions all = {0};
    assert_true(rap_register_decision_list(&reg->base, &all, count_decision, &decisions, &error));
    assert_int_equal(decisions, 1);
    rap_register_close(&reg->base);
    at->path = rap_arena_format(at->arena, "%s.version-1", at->path);
    sqlite_register *copy = bare(at);
    assert_true(rap_sqlite_version(copy, &version, &error));
    assert_int_equal(version, 1);
    rap_sqlite_close(&copy->base);
}

static void a_step_that_fails_changes_nothing(void **state)
{
    place *at = *state;
    static const sqlite_step steps[] = {{1, "CREATE TABLE kept (x)"},
                                        {2, "CREATE TABLE half (x); CREATE TABLE kept (x)"}};
    rap_error error;
    int version = -1;
    sqlite_register *reg = bare(at);
    assert_true(rap_sqlite_run(reg, "CREATE TABLE migration (version, applied)", &error));
    assert_true(rap_sqlite_migrate(reg, steps, 1, &error));
    assert_false(rap_sqlite_migrate(reg, steps, 2, &error));
    assert_true(rap_sqlite_version(reg, &version, &error));
    assert_int_equal(version, 1);
    assert_false(rap_sqlite_run(reg, "SELECT * FROM half", &error));
    rap_sqlite_close(&reg->base);
}

/* -- evidence ------------------------------------------------------------------------------------
 */

static void evidence_is_neither_changed_nor_deleted(void **state)
{
    place *at = *state;
    rap_error error;
    make(at, 1);
    sqlite_register *reg = (sqlite_register *)open_or_fail(at, RAP_REGISTER_WRITE);
    rap_register_decision decision = {
        .uid = RAP_STR("u"), .subject = RAP_STR("D"), .verdict = RAP_STR("confirmed")};
    int64_t id;
    assert_true(rap_register_decision_put(&reg->base, &decision, &id, &error));
    assert_true(rap_register_file_name(&reg->base, 1, RAP_STR("N"), 0, &error));
    assert_true(rap_register_file_reading(&reg->base, 1, RAP_STR("original"), 0, &error));
    const char *const tries[] = {"UPDATE file SET hash = 'x'",        "DELETE FROM file",
                                 "UPDATE file_bytes SET bytes = 'x'", "DELETE FROM file_bytes",
                                 "UPDATE file_name SET given = 'x'",  "DELETE FROM file_name",
                                 "UPDATE file_reading SET how = 'x'", "DELETE FROM file_reading",
                                 "UPDATE file_add SET added = 'x'",   "DELETE FROM file_add",
                                 "UPDATE decision SET verdict = 'x'", "DELETE FROM decision",
                                 "UPDATE migration SET applied = 0",  "DELETE FROM migration"};
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        assert_false(rap_sqlite_run(reg, tries[i], &error));
        assert_non_null(strstr(error.message, "evidence is never"));
    }
    rap_register_close(&reg->base);
}

/* -- permission, locks, room
 * ----------------------------------------------------------------------- */

/* Runs `body` as a user without rights where the tests run as root. 0 where it held. */
static int as_nobody(place *at, void (*body)(place *at))
{
    fflush(NULL);
    pid_t child = fork();
    if (!child) {
        if (!geteuid() && setresuid(65534, 65534, 65534)) {
            _exit(99);
        }
        body(at);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

/* In the child: cmocka's own assertions would run the parent's tests on. */
static void need(bool held, int number)
{
    if (!held) {
        _exit(number);
    }
}

static void try_unreadable(place *at)
{
    rap_error error = {0};
    need(!rap_register_open(at->path, RAP_REGISTER_READ, &error), 1);
    need(error.code == RAP_ERROR_FILE && strstr(error.message, "ermission"), 2);
    need(!rap_register_open(at->path, RAP_REGISTER_CREATE, &error), 3);
    need(error.code == RAP_ERROR_FILE, 4);
}

static void no_permission_to_read_is_said(void **state)
{
    place *at = *state;
    make(at, 1);
    assert_int_equal(chmod(at->folder, 0755), 0);
    assert_int_equal(chmod(at->path, 0000), 0);
    assert_int_equal(as_nobody(at, try_unreadable), 0);
    assert_int_equal(chmod(at->path, 0644), 0);
}

static void try_read_only(place *at)
{
    rap_error error = {0};
    need(!rap_register_open(at->path, RAP_REGISTER_WRITE, &error), 1);
    need(error.code == RAP_ERROR_FILE && strstr(error.message, "cannot be"), 2);
    rap_register *reg = rap_register_open(at->path, RAP_REGISTER_READ, &error);
    need(reg, 3);
    rap_register_counts counts;
    need(rap_register_count(reg, &counts, &error) && counts.files == 2, 4);
    need(!rap_register_begin(reg, &error), 5);
    rap_register_close(reg);
    char *fresh = rap_arena_format(at->arena, "%s/fresh.db", at->folder);
    need(!rap_register_open(fresh, RAP_REGISTER_CREATE, &error), 6);
    need(error.code == RAP_ERROR_FILE, 7);
}

static void a_read_only_folder_can_be_read_from(void **state)
{
    place *at = *state;
    make(at, 2);
    assert_int_equal(chmod(at->path, 0444), 0);
    assert_int_equal(chmod(at->folder, 0555), 0);
    assert_int_equal(as_nobody(at, try_read_only), 0);
    assert_int_equal(chmod(at->folder, 0755), 0);
}

/* In a child: holds the register's write lock until the pipe closes. */
static void hold_lock(const char *path, int ready, int release)
{
    sqlite3 *db;
    char byte;
    if (sqlite3_open(path, &db) || sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) ||
        write(ready, "x", 1) != 1 || read(release, &byte, 1) < 0) {
        _exit(1);
    }
    _exit(0);
}

static void a_lock_is_named_with_its_holder(void **state)
{
    place *at = *state;
    rap_error error = {0};
    int ready[2], release[2], status;
    char byte, number[64];
    make(at, 1);
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(release), 0);
    pid_t child = fork();
    if (!child) {
        close(release[1]);
        hold_lock(at->path, ready[1], release[0]);
    }
    close(release[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    rap_register *reg = open_or_fail(at, RAP_REGISTER_WRITE);
    sqlite3_busy_timeout(((sqlite_register *)reg)->db, 10);
    assert_false(rap_register_begin(reg, &error));
    assert_int_equal(error.code, RAP_ERROR_BUSY);
    snprintf(number, sizeof number, "process %ld (sqlite_test)", (long)child);
    if (!access("/proc/locks", R_OK) && !strstr(error.message, number)) {
        fail_msg("\"%s\" does not say \"%s\"", error.message, number);
    }
    rap_register_counts counts;
    assert_true(rap_register_count(reg, &counts, &error)); /* reading goes on */
    close(release[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(rap_register_begin(reg, &error));
    rap_register_rollback(reg);
    rap_register_close(reg);
    close(ready[0]);
    close(ready[1]);
}

static void a_full_disk_loses_only_the_document_in_hand(void **state)
{
    place *at = *state;
    rap_error error = {0};
    make(at, 1);
    rap_register *reg = open_or_fail(at, RAP_REGISTER_WRITE);
    sqlite_register *inner = (sqlite_register *)reg;
    rap_str before = fixture_dump(reg, at->arena).items[0];
    assert_true(rap_sqlite_run(inner, "PRAGMA max_page_count = 1", &error)); /* what is there */
    char *large = rap_arena_take(at->arena, 1000001);
    for (size_t i = 0; i < 1000000; i++) {
        large[i] = (char)(33 + (i * 7919 + i / 94) % 90);
    }
    rap_register_file file = {.hash = RAP_STR("bb"), .size = 1000000};
    rap_register_packed packed = {{large, 1000000}, RAP_REGISTER_PLAIN};
    int64_t id;
    assert_true(rap_register_begin(reg, &error));
    assert_false(rap_register_file_put(reg, &file, packed, &id, &error));
    assert_non_null(strstr(error.message, "no room left"));
    rap_register_rollback(reg);
    assert_true(rap_sqlite_run(inner, "PRAGMA max_page_count = 1073741823", &error));
    add_one(at, reg, "after");
    rap_register_counts counts;
    assert_true(rap_register_count(reg, &counts, &error));
    assert_int_equal(counts.files, 2);
    assert_true(rap_str_equal(before, fixture_dump(reg, at->arena).items[0]));
    rap_register_close(reg);
}

/* A list must stream: with records sorted in a temporary tree, an export of all blocks would hold
 * them all in memory. */
static void lists_come_in_order_without_sorting(void **state)
{
    place *at = *state;
    make(at, 2);
    sqlite_register *reg = (sqlite_register *)open_or_fail(at, RAP_REGISTER_READ);
    static const char *const plans[] = {
        "EXPLAIN QUERY PLAN SELECT x.text FROM version v JOIN block x"
        " ON " RAP_SQLITE_OF_VERSION("x", "v") " WHERE 1 ORDER BY v.doc, v.lang, v.id, x.id",
        "EXPLAIN QUERY PLAN SELECT x.verb, b.text FROM version v JOIN mandate x"
        " ON " RAP_SQLITE_OF_VERSION("x", "v") " JOIN block b ON b.id = x.block WHERE 1"
                                               " ORDER BY v.doc, v.lang, v.id, x.id"};
    for (int i = 0; i < 2; i++) {
        sqlite3_stmt *plan;
        assert_int_equal(sqlite3_prepare_v2(reg->db, plans[i], -1, &plan, NULL), SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(plan, 3);
            assert_null(strstr(step, "TEMP B-TREE"));
            assert_true(!strstr(step, "SCAN x") && !strstr(step, "SCAN b"));
        }
        sqlite3_finalize(plan);
    }
    rap_register_close(&reg->base);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {ON(a_file_of_another_kind_is_left_alone),
                                       ON(another_programs_database_is_left_alone),
                                       ON(an_empty_file_becomes_a_register_only_where_one_is_made),
                                       ON(what_is_not_there_is_said_so),
                                       ON(a_register_cut_short_is_refused),
                                       ON(a_newer_register_is_left_alone),
                                       ON(an_older_register_is_copied_and_brought_up_to_date),
                                       ON(a_step_that_fails_changes_nothing),
                                       ON(evidence_is_neither_changed_nor_deleted),
                                       ON(no_permission_to_read_is_said),
                                       ON(a_read_only_folder_can_be_read_from),
                                       ON(a_lock_is_named_with_its_holder),
                                       ON(a_full_disk_loses_only_the_document_in_hand),
                                       ON(lists_come_in_order_without_sorting)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A run that is killed at any moment loses at most the documents in hand, none of which it had told
 * of: forty runs of add, of rebuild and of rebuild on a register of an older format, each killed
 * somewhere, each carried on to the end; and people who decide, of whose decisions each is there
 * whole or not at all. RAPPORTEUR_KILLS asks for more of them (`make check`:
 * 200), RAPPORTEUR_SEED for other moments. */
#include "folder.h"

#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define FILES 40
#define KILLS 40
#define OLD 11 /* a format of which nothing that was read can be taken over */
#define TOGETHER 3

/* One byte for each document stored. */
static bool report_stored(void *user, const rapporteur_event *event)
{
    (void)event;
    return write(*(int *)user, "x", 1) == 1;
}

static bool add_files(rapporteur *r, const place *at, const rapporteur_add_options *options)
{
    const char *paths[] = {at->files};
    return rapporteur_add(r, paths, 1, options, NULL, NULL);
}

static bool read_again(rapporteur *r, const place *at, const rapporteur_add_options *options)
{
    (void)at;
    return rapporteur_rebuild(r, options, NULL, NULL);
}

typedef struct {
    bool (*run)(rapporteur *r, const place *at, const rapporteur_add_options *options);
    rapporteur_mode mode;
} work;

static const work adding = {add_files, RAPPORTEUR_CREATE};
static const work rebuilding = {read_again, RAPPORTEUR_WRITE};

static _Noreturn void run_in_child(const place *at, const work *what, int pipe_end)
{
    rapporteur *r = rapporteur_open(at->location, what->mode, NULL);
    rapporteur_add_options options = {
        .threads = 2, .together = TOGETHER, .on_event = report_stored, .user = &pipe_end};
    bool is_done = r && what->run(r, at, &options);
    rapporteur_close(r);
    _exit(!is_done);
}

/* Kills the child after `stored` documents and so many microseconds more. How many documents it
 * had said were stored. */
static int run_and_kill(const place *at, const work *what, int stored, unsigned microseconds)
{
    int ends[2], status, count = 0;
    char byte;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        close(ends[0]);
        run_in_child(at, what, ends[1]);
    }
    close(ends[1]);
    while (count < stored && read(ends[0], &byte, 1) == 1) {
        count++;
    }
    usleep(microseconds);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    while (read(ends[0], &byte, 1) == 1) {
        count++;
    }
    close(ends[0]);
    return count;
}

static int number_given(const char *name, int otherwise)
{
    const char *given = getenv(name);
    return given ? (int)strtol(given, NULL, 10) : otherwise;
}

static void ask(sqlite3 *db, const char *sql, const char *expected)
{
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    const char *answer = "";
    if (sqlite3_step(statement) == SQLITE_ROW) {
        answer = (const char *)sqlite3_column_text(statement, 0);
    }
    assert_string_equal(answer, expected);
    sqlite3_finalize(statement);
}

static bool fail_of_damage(void *user, const char *json, size_t length)
{
    (void)user;
    fail_msg("%.*s", (int)length, json);
    return false;
}

static void check_register(place *at)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(at->location, &db), SQLITE_OK);
    ask(db, "PRAGMA integrity_check", "ok");
    ask(db, "PRAGMA foreign_key_check", "");
    /* Stored whole or not at all: every file has its bytes, every paragraph its words. */
    ask(db,
        "SELECT count(*) FROM file f WHERE NOT EXISTS (SELECT 1 FROM file_bytes b WHERE b.file ="
        " f.id)",
        "0");
    ask(db, "SELECT count(*) FROM version v WHERE v.id NOT IN (SELECT version FROM words)", "0");
    sqlite3_close(db);
    rapporteur_error error = {0};
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_READ, &error);
    if (!r || !rapporteur_verify(r, fail_of_damage, NULL, NULL, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
}

static void a_killed_run_loses_at_most_the_documents_in_hand(void **state)
{
    place *at = *state;
    int kills = number_given("RAPPORTEUR_KILLS", KILLS) / 2;
    place_reports(at, FILES);
    place_add(at, NULL, 2);
    rap_str whole = place_dump(at, at->location);
    srand((unsigned)number_given("RAPPORTEUR_SEED", 20310105));
    int interrupted = 0;
    for (int i = 0; i < kills; i++) {
        at->location = rap_arena_format(at->arena, "%s/killed-%d.db", at->folder, i);
        int told = run_and_kill(at, &adding, 1 + rand() % (FILES - 5), (unsigned)(rand() % 3000));
        /* What the child said it stored is there, and at most those stored together then. */
        rapporteur_error error = {0};
        rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_WRITE, &error);
        if (!r) {
            fail_msg("%s", error.message);
        }
        rapporteur_close(r);
        int64_t there = place_counts(at, at->location).files;
        assert_true(there >= told && there <= told + TOGETHER);
        interrupted += there < FILES;
        assert_int_equal(place_counts(at, at->location).versions, there);
        check_register(at);
        place_add(at, NULL, 2);
        assert_true(rap_str_equal(whole, place_dump(at, at->location)));
    }
    assert_true(interrupted > kills / 2); /* else nothing was tried */
    print_message("%d of %d runs of add were killed before their end\n", interrupted, kills);
}

static void rebuild_to_the_end(const place *at, rap_str whole, place *mine)
{
    rapporteur_error error = {0};
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_WRITE, &error);
    if (!r || !rapporteur_rebuild(r, NULL, NULL, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    assert_true(rap_str_equal(whole, place_dump(mine, at->location)));
}

/* Every original stays, and so does what was told as read again. */
static void a_killed_rebuild_loses_no_original(void **state)
{
    place *at = *state;
    int kills = number_given("RAPPORTEUR_KILLS", KILLS) * 3 / 10, interrupted = 0;
    place_reports(at, FILES);
    place_add(at, NULL, 2);
    rap_str whole = place_dump(at, at->location);
    srand((unsigned)number_given("RAPPORTEUR_SEED", 20310106));
    for (int i = 0; i < kills; i++) {
        int told = run_and_kill(at, &rebuilding, rand() % (FILES - 5), (unsigned)(rand() % 3000));
        rap_register_counts counts = place_counts(at, at->location);
        assert_int_equal(counts.files, FILES);
        assert_int_equal(counts.versions, FILES); /* read again or not yet, but there */
        check_register(at);
        interrupted += told < FILES;
        rebuild_to_the_end(at, whole, at);
    }
    assert_true(interrupted > kills / 2);
    print_message("%d of %d runs of rebuild were killed before their end\n", interrupted, kills);
}

static int format_of(const char *location)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(location, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int format = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return format;
}

/* The same evidence, with what was read as a program of before could have left it. */
static void make_old(const char *location)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(location, &db), SQLITE_OK);
    if (sqlite3_exec(db,
                     "DROP INDEX decision_uid; DROP INDEX decision_doc; DROP INDEX decision_hash;"
                     "DROP INDEX decision_other; DROP INDEX decision_decided;"
                     "ALTER TABLE decision DROP COLUMN uid;"
                     "ALTER TABLE decision DROP COLUMN details;"
                     "ALTER TABLE decision DROP COLUMN doc;"
                     "ALTER TABLE decision DROP COLUMN lang;"
                     "ALTER TABLE decision DROP COLUMN hash;"
                     "ALTER TABLE decision DROP COLUMN other;"
                     "ALTER TABLE decision DROP COLUMN revision;"
                     "DROP TRIGGER migration_delete;"
                     "DELETE FROM migration WHERE version > 11;"
                     "CREATE TRIGGER migration_delete BEFORE DELETE ON migration"
                     "  BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;"
                     "PRAGMA user_version = 11",
                     NULL, NULL, &message)) {
        fail_msg("%s", message);
    }
    sqlite3_close(db);
}

/* The register is of the old format or of the new one, and its copy is there where it is new. */
static void a_killed_migration_can_be_run_again(void **state)
{
    place *at = *state;
    int kills = number_given("RAPPORTEUR_KILLS", KILLS) / 5, at_old = 0;
    place_reports(at, FILES / 4);
    place_add(at, NULL, 2);
    rap_str whole = place_dump(at, at->location);
    int newest = format_of(at->location);
    const char *copy = rap_arena_format(at->arena, "%s.version-%d", at->location, OLD);
    srand((unsigned)number_given("RAPPORTEUR_SEED", 20310107));
    for (int i = 0; i < kills; i++) {
        remove(copy);
        make_old(at->location);
        /* Before its commit, or behind it when documents are being read again. */
        run_and_kill(at, &rebuilding, i % 2, (unsigned)(rand() % 40000));
        int format = format_of(at->location);
        assert_true(format == OLD || format == newest);
        at_old += format == OLD;
        if (format == newest) {
            assert_int_equal(format_of(copy), OLD);
            check_register(at);
        }
        rebuild_to_the_end(at, whole, at);
        assert_int_equal(format_of(copy), OLD);
        assert_int_equal(place_counts(at, at->location).files, FILES / 4);
        check_register(at);
    }
    assert_true(at_old < kills);
    print_message("%d of %d migrations were killed before they were committed\n", at_old, kills);
}

static void a_run_killed_while_the_register_is_made_can_be_run_again(void **state)
{
    place *at = *state;
    place_reports(at, 2);
    for (unsigned i = 0; i < 40; i++) {
        at->location = rap_arena_format(at->arena, "%s/made-%u.db", at->folder, i);
        run_and_kill(at, &adding, 0, i * 400);
        rapporteur_add_result result = place_add(at, NULL, 1);
        assert_int_equal(result.added + result.unchanged, 2);
        check_register(at);
    }
}

/* -- decisions --------------------------------------------------------------------------------- */

/* Decides without end about the facts of every report; a byte for each that was kept. */
static bool decide_on(rapporteur *r, const place *at, const rapporteur_add_options *options)
{
    static const char *const corrections[] = {
        "{\"parties\": [\"WIPO\", \"AU\"], \"places\": [\"Quito\"]}",
        "{\"type\": \"visit\", \"dates\": [{\"start\": \"2030\", \"end\": \"2031\"}]}"};
    for (int i = 0; i < 100000; i++) {
        int number = rand() % (FILES / 4), para = 1 + rand() % 2, what = rand() % 5;
        rapporteur_decision decision = {
            .fact =
                rap_arena_format(at->arena, "report-%03d-en#%d@%d:0:activity", number, para, para),
            .verdict = what < 2    ? "corrected"
                       : what == 2 ? "rejected"
                       : what == 3 ? "undone"
                                   : "merged",
            .person = "Wen",
            .revision = -1,
            .correction = corrections[what < 2 ? what : 0],
            .with = rap_arena_format(at->arena, "report-%03d-en#%d@%d:0:activity", number, 3 - para,
                                     3 - para)};
        /* What cannot be, such as undoing nothing, is refused. */
        if (rapporteur_decide(r, &decision, NULL, NULL) && !report_stored(options->user, NULL)) {
            return false;
        }
    }
    return true;
}

static const work deciding = {decide_on, RAPPORTEUR_WRITE};

static bool count_decision(void *user, const char *json, size_t length)
{
    (void)json;
    ++*(int *)user;
    return length > 0;
}

static int decisions_in(const place *at)
{
    int count = 0;
    rapporteur_error error = {0};
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_READ, &error);
    if (!r || !rapporteur_decisions(r, NULL, count_decision, &count, NULL, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    return count;
}

/* What was told as kept is kept, at most one more, and what is derived is what follows from them.
 */
static void a_killed_decision_is_there_whole_or_not_at_all(void **state)
{
    place *at = *state;
    int kills = number_given("RAPPORTEUR_KILLS", KILLS) / 2, known = 0;
    place_reports(at, FILES / 4);
    place_add(at, NULL, 2);
    for (int i = 0; i < kills; i++) {
        srand((unsigned)(number_given("RAPPORTEUR_SEED", 20310108) + i));
        int told = run_and_kill(at, &deciding, rand() % 6, (unsigned)(rand() % 20000));
        int now = decisions_in(at);
        assert_true(now >= known + told && now <= known + told + 1);
        known = now;
        check_register(at);
        if (i % 5 == 4) {
            rebuild_to_the_end(at, place_dump(at, at->location), at);
        }
    }
    assert_true(known > kills); /* else nothing was decided */
    print_message("%d decisions outlived %d kills\n", known, kills);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(a_killed_run_loses_at_most_the_documents_in_hand),
        ON(a_killed_rebuild_loses_no_original), ON(a_killed_migration_can_be_run_again),
        ON(a_killed_decision_is_there_whole_or_not_at_all),
        ON(a_run_killed_while_the_register_is_made_can_be_run_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A run that is killed at any moment loses at most the documents in hand, none of which it had told
 * of: thirty runs, each killed somewhere, each carried on to the end. */
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
#define KILLS 30
#define TOGETHER 3

/* One byte for each document stored. */
static bool report_stored(void *user, const rapporteur_event *event)
{
    (void)event;
    return write(*(int *)user, "x", 1) == 1;
}

static void add_in_child(place *at, int pipe_end)
{
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_CREATE, NULL);
    const char *paths[] = {at->files};
    rapporteur_add_options options = {
        .threads = 2, .together = TOGETHER, .on_event = report_stored, .user = &pipe_end};
    bool is_added = r && rapporteur_add(r, paths, 1, &options, NULL, NULL);
    rapporteur_close(r);
    _exit(!is_added);
}

/* Kills the child after `stored` documents and so many microseconds more. How many documents it
 * had said were stored. */
static int run_and_kill(place *at, int stored, unsigned microseconds)
{
    int ends[2], status, count = 0;
    char byte;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        close(ends[0]);
        add_in_child(at, ends[1]);
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

static void check_register(place *at)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(at->location, &db), SQLITE_OK);
    ask(db, "PRAGMA integrity_check", "ok");
    ask(db, "PRAGMA foreign_key_check", "");
    /* Stored whole or not at all: every file has its bytes, what was read, and its words. */
    ask(db,
        "SELECT count(*) FROM file f WHERE NOT EXISTS (SELECT 1 FROM file_bytes b WHERE b.file ="
        " f.id) OR NOT EXISTS (SELECT 1 FROM version v WHERE v.file = f.id)",
        "0");
    ask(db, "SELECT count(*) FROM block b WHERE b.id NOT IN (SELECT rowid FROM search)", "0");
    ask(db, "INSERT INTO search(search) VALUES ('integrity-check')", "");
    sqlite3_close(db);
}

static void a_killed_run_loses_at_most_the_documents_in_hand(void **state)
{
    place *at = *state;
    place_reports(at, FILES);
    place_add(at, NULL, 2);
    rap_str whole = place_dump(at, at->location);
    srand(20310105);
    int interrupted = 0;
    for (int i = 0; i < KILLS; i++) {
        at->location = rap_arena_format(at->arena, "%s/killed-%d.db", at->folder, i);
        int told = run_and_kill(at, 1 + rand() % (FILES - 5), (unsigned)(rand() % 3000));
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
        check_register(at);
        place_add(at, NULL, 2);
        assert_true(rap_str_equal(whole, place_dump(at, at->location)));
    }
    assert_true(interrupted > KILLS / 2); /* else nothing was tried */
}

static void a_run_killed_while_the_register_is_made_can_be_run_again(void **state)
{
    place *at = *state;
    place_reports(at, 2);
    for (unsigned i = 0; i < 40; i++) {
        at->location = rap_arena_format(at->arena, "%s/made-%u.db", at->folder, i);
        run_and_kill(at, 0, i * 400);
        rapporteur_add_result result = place_add(at, NULL, 1);
        assert_int_equal(result.added + result.unchanged, 2);
        check_register(at);
    }
}

#define ON(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(a_killed_run_loses_at_most_the_documents_in_hand),
        ON(a_run_killed_while_the_register_is_made_can_be_run_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

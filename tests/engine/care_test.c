/* Copies of a register that is in use, and damage that is told: damage of each kind made on
 * purpose, and bytes turned at random. */
#include "folder.h"

#include "base/file.h"

#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define DOCUMENTS 6
#define TURNS 120 /* registers with turned bytes */

/* -- looking ----------------------------------------------------------------------------------- */

typedef struct {
    rap_arena *arena;
    rap_strs lines;
} damages;

static bool take_damage(void *user, const char *json, size_t length)
{
    damages *all = user;
    RAP_PUSH(all->arena, &all->lines, rap_str_copy(all->arena, (rap_str){json, length}));
    return true;
}

static damages verify(place *at, const char *location)
{
    rapporteur_error error = {0};
    damages all = {.arena = at->arena};
    rapporteur *r = rapporteur_open(location, RAPPORTEUR_READ, &error);
    if (!r || !rapporteur_verify(r, take_damage, &all, NULL, &error)) {
        fail_msg("%s", error.message);
    }
    rapporteur_close(r);
    return all;
}

static void assert_whole(place *at, const char *location)
{
    damages all = verify(at, location);
    if (all.lines.count) {
        fail_msg("%.*s", RAP_STR_ARG(all.lines.items[0]));
    }
}

static void a_register_is_whole(void **state)
{
    place *at = *state;
    place_reports(at, DOCUMENTS);
    place_add(at, NULL, 2);
    const char *summary;
    damages all = {.arena = at->arena};
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_READ, NULL);
    assert_true(rapporteur_verify(r, take_damage, &all, &summary, NULL));
    assert_int_equal(all.lines.count, 0);
    assert_non_null(strstr(summary, "\"files\": 6, \"versions\": 6,"));
    assert_non_null(strstr(summary, "\"damages\": 0"));
    assert_null(strstr(summary, "\"facts\": 0,"));
    rapporteur_close(r);
}

/* -- damage on purpose ------------------------------------------------------------------------- */

static void change(const char *location, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(location, &db), SQLITE_OK);
    sqlite3_exec(db,
                 "DROP TRIGGER file_update; DROP TRIGGER file_delete; DROP TRIGGER "
                 "file_bytes_update; DROP TRIGGER file_bytes_delete",
                 NULL, NULL, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &message)) {
        fail_msg("%s: %s", sql, message);
    }
    assert_true(sqlite3_total_changes(db) > 0);
    sqlite3_close(db);
}

static void each_kind_of_damage_is_told(void **state)
{
    static const struct {
        const char *sql, *kind, *words;
    } made[] = {
        {"UPDATE file_bytes SET bytes = zeroblob(200) WHERE file = 2", "original", ""},
        {"UPDATE file SET hash = replace(hash, 'a', 'b') WHERE id = 3", "original", "SHA-256"},
        {"DELETE FROM file_bytes WHERE file = 1", "original", ""},
        {"UPDATE file SET size = 4611686018427387904 WHERE id = 1", "original", ""},
        {"UPDATE block SET text = 'short' WHERE id = (SELECT block FROM activity LIMIT 1)",
         "evidence", "activity's words lie outside"},
        {"UPDATE activity SET span_end = span_end - 1 WHERE id = (SELECT max(id) FROM activity)",
         "evidence", "quotes other words"},
        {"UPDATE activity SET block = block + 16777216 WHERE id = (SELECT min(id) FROM activity)",
         "evidence", "lie outside"},
        {"UPDATE party SET span_end = 70000 WHERE activity = (SELECT min(activity) FROM party)",
         "evidence", "party"},
        {"UPDATE activity SET record = 'no JSON'", "evidence", "quotes"},
        {"UPDATE mentions SET lines = replace(lines, char(9), char(9) || '9')", "evidence",
         "not in its text"},
        {"DELETE FROM version WHERE id = (SELECT max(id) FROM version)", "evidence",
         "belongs to no document"},
        {"DELETE FROM words WHERE version = (SELECT max(version) FROM words)", "index", "words"},
        {"UPDATE page SET bytes = zeroblob(40)", "index", "damaged"},
        {"DELETE FROM page WHERE id = (SELECT max(id) FROM page)", "index", "damaged"},
        {"UPDATE words SET segment = segment + 1 WHERE version = 16", "index", "the index holds 0"},
        {"UPDATE words SET blocks = blocks - 1 WHERE version = 16", "index", "each paragraph"},
        {"INSERT INTO file_name VALUES (9, 99, 'x', 0)", "store", "refers to a row"},
    };
    place *at = *state;
    place_reports(at, DOCUMENTS);
    place_add(at, NULL, 2);
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_READ, NULL);
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        const char *copy = rap_arena_format(at->arena, "%s/damaged-%zu.db", at->folder, i);
        assert_true(rapporteur_backup(r, copy, false, NULL));
        change(copy, made[i].sql);
        damages all = verify(at, copy);
        const char *kind = rap_arena_format(at->arena, "\"kind\": \"%s\"", made[i].kind);
        bool is_told = false;
        for (size_t k = 0; k < all.lines.count; k++) {
            const char *line = rap_str_c(at->arena, all.lines.items[k]);
            is_told = is_told || (strstr(line, kind) && strstr(line, made[i].words));
        }
        if (!is_told) {
            fail_msg("not told (%zu others): %s", all.lines.count, made[i].sql);
        }
    }
    rapporteur_close(r);
}

/* -- bytes turned at random -------------------------------------------------------------------- */

static bool take_record(void *user, const char *json, size_t length)
{
    (void)json;
    *(size_t *)user += length;
    return true;
}

/* In a child: looks, and asks for everything. 0: nothing found, 1: damage told, else a crash. */
static int look_at(const char *location)
{
    static const char *const kinds[] = {"documents",  "blocks",     "mandates",
                                        "activities", "agreements", "publications",
                                        "pledges",    "figures",    "links"};
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        rap_arena *arena = rap_arena_new(0);
        damages all = {.arena = arena};
        size_t bytes = 0;
        alarm(60);
        rapporteur *r = rapporteur_open(location, RAPPORTEUR_READ, NULL);
        if (!r) {
            _exit(1);
        }
        bool is_done = rapporteur_verify(r, take_damage, &all, NULL, NULL);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            rapporteur_list(r, kinds[i], NULL, take_record, &bytes, NULL);
        }
        rapporteur_search(r, "workshop well", NULL, take_record, &bytes, NULL);
        rapporteur_close(r);
        rap_arena_free(arena);
        _exit(all.lines.count || !is_done);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void turned_bytes_are_told_and_never_crash(void **state)
{
    place *at = *state;
    rap_str bytes;
    place_reports(at, DOCUMENTS);
    place_add(at, NULL, 1);
    const char *whole = rap_arena_format(at->arena, "%s/whole.db", at->folder);
    const char *turned = rap_arena_format(at->arena, "%s/turned.db", at->folder);
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_READ, NULL);
    assert_true(rapporteur_backup(r, whole, false, NULL));
    rapporteur_close(r);
    assert_true(rap_file_read(at->arena, whole, (size_t)64 << 20, &bytes, NULL));
    const char *seed = getenv("RAPPORTEUR_SEED");
    srandom(seed ? (unsigned)strtoul(seed, NULL, 10) : 20311105u);
    int told = 0;
    for (int i = 0; i < TURNS; i++) {
        char *copy = malloc(bytes.length);
        memcpy(copy, bytes.data, bytes.length);
        for (int k = 0; k < 1 + i % 40; k++) {
            size_t byte = (size_t)random() % bytes.length;
            while (!bytes.data[byte]) { /* room that is not used is zero for the most part */
                byte = (size_t)random() % bytes.length;
            }
            copy[byte] ^= (char)(1 + random() % 255);
        }
        assert_true(rap_file_write(turned, (rap_str){copy, bytes.length}, NULL));
        free(copy);
        int result = look_at(turned);
        if (result != 0 && result != 1) {
            fail_msg("turn %d ended with %d; the register is %s", i, result, turned);
        }
        told += result;
    }
    /* What was used once is not all used now. */
    print_message("%d of %d told\n", told, TURNS);
    assert_true(told > TURNS * 3 / 4);
}

/* -- copies ------------------------------------------------------------------------------------ */

static void a_copy_is_made_while_another_program_adds(void **state)
{
    place *at = *state;
    place_reports(at, DOCUMENTS);
    place_add(at, NULL, 1);
    place_reports(at, 60);
    pid_t child = fork();
    if (!child) {
        rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_CREATE, NULL);
        const char *paths[] = {at->files};
        rapporteur_add_options options = {.threads = 1, .together = 2};
        bool is_added = r && rapporteur_add(r, paths, 1, &options, NULL, NULL);
        rapporteur_close(r);
        _exit(!is_added);
    }
    int64_t last = 0;
    int status = 0, copies = 0;
    while (!waitpid(child, &status, WNOHANG)) {
        rapporteur_error error = {0};
        const char *copy = rap_arena_format(at->arena, "%s/copy.db", at->folder);
        rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_READ, &error);
        if (!r || !rapporteur_backup(r, copy, true, &error)) {
            fail_msg("%s", error.message);
        }
        rapporteur_close(r);
        assert_whole(at, copy);
        int64_t files = place_counts(at, copy).files;
        assert_true(files >= last && files >= DOCUMENTS);
        last = files;
        copies++;
    }
    assert_true(WIFEXITED(status) && !WEXITSTATUS(status)); /* nobody kept it from adding */
    assert_true(copies > 1);
    assert_int_equal(place_counts(at, at->location).files, 60);
}

static void a_copy_replaces_nothing_unless_told(void **state)
{
    place *at = *state;
    rapporteur_error error;
    place_reports(at, 1);
    place_add(at, NULL, 1);
    const char *other = place_file(at, "notes.txt", "These are notes of mine.\n");
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_READ, NULL);
    assert_false(rapporteur_backup(r, other, false, &error));
    assert_non_null(strstr(error.message, "--force"));
    rap_str kept;
    assert_true(rap_file_read(at->arena, other, 100, &kept, NULL));
    assert_true(rap_str_is(kept, "These are notes of mine.\n"));
    assert_true(rapporteur_backup(r, other, true, &error));
    assert_whole(at, other);
    assert_false(rapporteur_backup(r, at->location, true, &error));
    assert_non_null(strstr(error.message, "register itself"));
    assert_false(rapporteur_backup(r, at->folder, true, &error));
    assert_non_null(strstr(error.message, "a folder"));
    assert_false(rapporteur_backup(r, "/nowhere/at/all.db", false, &error));
    assert_non_null(strstr(error.message, "/nowhere/at/all.db: cannot be written"));
    rapporteur_close(r);
}

/* A small disk of the child's own; where the machine gives none, nothing is tried. */
static bool make_small_disk(const char *folder)
{
    if (unshare(CLONE_NEWNS) && unshare(CLONE_NEWUSER | CLONE_NEWNS)) {
        return false;
    }
    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
    return !mount("none", folder, "tmpfs", 0, "size=96k");
}

static void a_full_disk_costs_one_line_and_leaves_nothing(void **state)
{
    enum { NO_DISK = 77 };
    place *at = *state;
    place_reports(at, DOCUMENTS);
    place_add(at, NULL, 1);
    const char *disk = rap_arena_format(at->arena, "%s/disk", at->folder);
    assert_int_equal(mkdir(disk, 0755), 0);
    pid_t child = fork();
    if (!child) {
        if (!make_small_disk(disk)) {
            _exit(NO_DISK);
        }
        rapporteur_error error = {0};
        rap_strs left = {0};
        const char *copy = rap_arena_format(at->arena, "%s/copy.db", disk);
        rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_READ, NULL);
        bool is_refused =
            r && !rapporteur_backup(r, copy, false, &error) && strstr(error.message, "no room");
        rapporteur_close(r);
        bool is_empty = rap_file_list(at->arena, disk, &left, NULL) && !left.count;
        if (!is_refused || !is_empty) {
            fprintf(stderr, "%s; %zu files left\n", error.message, left.count);
        }
        _exit(!is_refused || !is_empty);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_DISK) {
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_whole(at, at->location);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {ON(a_register_is_whole),
                                       ON(each_kind_of_damage_is_told),
                                       ON(turned_bytes_are_told_and_never_crash),
                                       ON(a_copy_is_made_while_another_program_adds),
                                       ON(a_copy_replaces_nothing_unless_told),
                                       ON(a_full_disk_costs_one_line_and_leaves_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

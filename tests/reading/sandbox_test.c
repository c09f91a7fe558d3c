/* Readers that turn hostile: in a worker's child they crash, hang, take memory, open files, call
 * out, and write nonsense, and each costs one line. */
#include "child.h"
#include "reading/reading.h"
#include "sandbox.h"
#include "wire.h"
#include "worker.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* A sanitizer's own memory takes terabytes of addresses: it has no limit then. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED
#endif
#endif

#define SECONDS 2
#define READER 0 /* any: the hook stands in its place */
#define TURNS 4000

/* -- what a reader may try --------------------------------------------------------------------- */

static void put_number(rap_buf *out, int64_t number)
{
    rap_buf_put(out, (rap_str){(const char *)&number, sizeof number});
}

/* As a reader that refuses: "yes", or why not. */
static void tell(rap_buf *out, bool is_allowed)
{
    const char *words = is_allowed ? "yes" : errno == EPERM || errno == EACCES ? "denied" : "other";
    put_number(out, 0);
    put_number(out, RAP_ERROR_FORMAT);
    put_number(out, -1);
    rap_buf_put_c(out, words);
}

static void take_all_memory(rap_buf *out)
{
    enum { PIECE = 256 << 20, MOST = 200 };
    int taken = 0;
    while (taken < MOST && mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                                -1, 0) != MAP_FAILED) {
        taken++;
    }
    errno = EPERM;
    tell(out, taken == MOST);
}

static void flood(rap_arena *arena, rap_buf *out)
{
    (void)arena;
    for (int i = 0; i < 1 << 16; i++) {
        rap_buf_put_c(out, "more text than anybody may want ");
    }
}

static void turn_hostile(rap_arena *arena, rap_str bytes, rap_buf *out)
{
    static char *const arguments[] = {"/bin/true", NULL};
    switch (bytes.data[0]) {
    case 'c':
        __builtin_trap();
    case 'l':
        for (volatile int i = 0;; i++) {
        }
    case 'a':
        rap_arena_take(arena, (size_t)3 << 30);
        break;
    case 'm':
        take_all_memory(out);
        break;
    case 'o':
        tell(out, open("/etc/hostname", O_RDONLY) >= 0);
        break;
    case 'w':
        tell(out, open("/tmp/rapporteur-sandbox", O_WRONLY | O_CREAT, 0600) >= 0);
        break;
    case 'n':
        tell(out, socket(AF_INET, SOCK_STREAM, 0) >= 0);
        break;
    case 'u':
        tell(out, socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
        break;
    case 'f':
        tell(out, fork() >= 0);
        break;
    case 'x':
        tell(out, execv(arguments[0], arguments) == 0);
        break;
    case 'k':
        tell(out, kill(getppid(), 0) == 0);
        break;
    case 'b':
        flood(arena, out);
        break;
    case 'g':
        put_number(out, 1);
        rap_buf_put(out, bytes);
        rap_buf_put(out, bytes);
        break;
    default:
        break; /* says nothing at all */
    }
}

static const char *try_it(rap_worker *worker, const char *what)
{
    static char said[400];
    rap_error error = {0};
    rap_source source;
    rap_arena *arena = rap_arena_new(0);
    rap_reading reading = {.limits = rap_read_limits_default(), .file_name = "x", .worker = worker};
    reading.limits.seconds = SECONDS;
    reading.limits.unpacked_bytes = 1 << 20;
    assert_false(rap_worker_read(&reading, READER, arena, rap_str_of(what), &source, &error));
    assert_int_not_equal(error.code, RAP_OK);
    snprintf(said, sizeof said, "%s", error.message);
    rap_arena_free(arena);
    return said;
}

static void a_hostile_reader_costs_one_line(void **state)
{
    static const struct {
        const char *what, *said;
    } tried[] = {{"crash", "broke off"},
                 {"loop", "longer than 2 seconds"},
                 {"arena", "more than 1024 MiB of memory"},
                 {"open a file", "denied"},
                 {"write a file", "denied"},
                 {"network", "denied"},
                 {"unix socket", "denied"},
                 {"fork", "denied"},
                 {"xecute", "denied"},
                 {"kill", "denied"},
                 {"big", "more than 1 MiB"},
                 {"garbage that is no source and of some length", "broke off"},
                 {"silence", "broke off"}};
    (void)state;
    rap_error error = {0};
    rap_read_limits limits = rap_read_limits_default();
    limits.seconds = SECONDS;
    rap_worker *worker = rap_worker_new_with(NULL, limits, turn_hostile, &error);
    assert_non_null(worker);
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        const char *said = try_it(worker, tried[i].what);
        if (!strstr(said, tried[i].said) || strchr(said, '\n')) {
            fail_msg("%s: %s", tried[i].what, said);
        }
    }
#ifndef IS_SANITIZED
    assert_string_equal(try_it(worker, "memory"), "denied");
#endif
    rap_worker_free(worker);
}

/* -- another program --------------------------------------------------------------------------- */

static int run(rap_arena *arena, const char *program, const char *argument, rap_str *ret_output)
{
    rap_error error;
    rap_child_result result;
    const char *const arguments[] = {rap_child_find(arena, program), argument, NULL};
    rap_child_limits limits = {
        .seconds = 10, .output_bytes = 1 << 20, .memory_bytes = (size_t)1 << 30};
    assert_non_null(arguments[0]);
    assert_true(
        rap_child_run(arena, arguments, RAP_STR("what is given\n"), limits, &result, &error));
    *ret_output = result.output;
    return result.status;
}

/* It reads what it is given and its libraries, and no document of the user's; it makes no file. */
static void a_program_sees_no_file_but_its_own(void **state)
{
    (void)state;
    rap_str output;
    rap_arena *arena = rap_arena_new(0);
    char path[] = "/tmp/rapporteur-secret-XXXXXX";
    int secret = mkstemp(path);
    assert_true(secret >= 0 && write(secret, "secret\n", 7) == 7);
    close(secret);
    assert_int_equal(run(arena, "cat", "/dev/stdin", &output), 0);
    assert_true(rap_str_is(output, "what is given\n"));
    assert_int_not_equal(run(arena, "cat", path, &output), 0);
    assert_int_equal(output.length, 0);
    const char *made = rap_arena_format(arena, "%s-made", path);
    assert_int_not_equal(run(arena, "touch", made, &output), 0);
    assert_int_not_equal(access(made, F_OK), 0);
    assert_int_not_equal(run(arena, "rm", path, &output), 0);
    assert_int_equal(access(path, F_OK), 0);
    unlink(path);
    rap_arena_free(arena);
}

/* -- the same as without ----------------------------------------------------------------------- */

static rap_str read_golden(rap_arena *arena, const char *name)
{
    rap_str bytes;
    const char *path = rap_arena_format(arena, "%s/%s", GOLDEN, name);
    assert_true(rap_file_read(arena, path, (size_t)1 << 24, &bytes, NULL));
    return bytes;
}

/* A program with a folder of its own works there, and sees no document of the user's. */
static void an_office_works_in_its_folder(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    char secret[] = "/tmp/rapporteur-secret-XXXXXX", home[] = "/tmp/rapporteur-home-XXXXXX";
    int file = mkstemp(secret);
    assert_true(file >= 0 && write(file, "secret", 6) == 6 && mkdtemp(home));
    const char *script = rap_arena_format(
        arena, "echo kept > %s/a; cat %s/a; cat %s; echo b > %s; echo c > /tmp/rapporteur-c", home,
        home, secret, secret);
    const char *const arguments[] = {"/bin/sh", "-c", script, NULL};
    rap_child_limits limits = {.seconds = 10,
                               .output_bytes = 1 << 20,
                               .memory_bytes = (size_t)1 << 30,
                               .home = home,
                               .needs_sandbox = rap_sandbox_lacks() == NULL};
    rap_child_result result;
    rap_error error;
    assert_true(rap_child_run(arena, arguments, RAP_STR_NONE, limits, &result, &error));
    if (!rap_sandbox_lacks()) {
        assert_true(rap_str_is(result.output, "kept\n"));
        assert_int_equal(access("/tmp/rapporteur-c", F_OK), -1);
        assert_int_equal(lseek(file, 0, SEEK_END), 6);
    }
    close(file);
    unlink(secret);
    unlink(rap_arena_format(arena, "%s/a", home));
    rmdir(home);
    rap_arena_free(arena);
}

static void a_worker_reads_the_same(void **state)
{
    static const char *const names[] = {"page.html", "density.html"};
    (void)state;
    rap_error error = {0};
    rap_arena *arena = rap_arena_new(0);
    rap_text_rules *rules = rap_text_rules_new(&error);
    rap_reading reading = {rules, rap_read_limits_default(), "", NULL};
    rap_worker *worker = rap_worker_new(rules, reading.limits, &error);
    assert_non_null(worker);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        rap_source here, there;
        rap_str bytes = read_golden(arena, names[i]);
        reading.file_name = names[i];
        reading.worker = NULL;
        assert_true(rap_read(&reading, arena, bytes, &here, &error));
        reading.worker = worker;
        if (!rap_read(&reading, arena, bytes, &there, &error)) {
            fail_msg("%s: %s", names[i], error.message);
        }
        rap_buf first, second;
        rap_buf_init(&first, arena);
        rap_buf_init(&second, arena);
        rap_wire_put(&first, &here);
        rap_wire_put(&second, &there);
        assert_true(here.blocks.count > 3);
        assert_true(rap_str_equal(rap_buf_str(&first), rap_buf_str(&second)));
        assert_string_equal(here.reader, there.reader);
    }
    rap_worker_free(worker);
    rap_text_rules_free(rules);
    rap_arena_free(arena);
}

/* -- what the parent believes ------------------------------------------------------------------ */

static void assert_can_be(const rap_source *source)
{
    for (size_t i = 0; i < source->blocks.count; i++) {
        const rap_block *block = &source->blocks.items[i];
        assert_true(block->lead.end <= block->text.length);
        assert_true(block->parent < (int32_t)i);
        assert_true(rap_utf8_invalid(block->text) == SIZE_MAX);
        for (size_t k = 0; k < block->notes.count; k++) {
            assert_true(block->notes.items[k].at <= block->text.length);
        }
    }
}

static void turned_answers_are_refused_or_sound(void **state)
{
    (void)state;
    rap_error error = {0};
    rap_arena *arena = rap_arena_new(0), *each = rap_arena_new((size_t)64 << 20);
    rap_text_rules *rules = rap_text_rules_new(&error);
    rap_reading reading = {rules, rap_read_limits_default(), "page.html", NULL};
    rap_source source;
    rap_str bytes = read_golden(arena, "page.html");
    assert_true(rap_read(&reading, arena, bytes, &source, &error));
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_wire_put(&out, &source);
    srandom(20311126);
    int refused = 0;
    for (int i = 0; i < TURNS; i++) {
        rap_arena_reset(each);
        size_t length = i % 3 ? out.length : (size_t)random() % out.length;
        char *copy = rap_arena_copy(each, out.data, length);
        for (int k = 0; k < 1 + i % 5 && length; k++) {
            copy[(size_t)random() % length] = (char)random();
        }
        rap_source taken;
        if (rap_wire_get(each, (rap_str){copy, length}, bytes.length, &reading.limits, &taken)) {
            assert_can_be(&taken);
        } else {
            refused++;
        }
    }
    assert_true(refused > TURNS / 4 && refused < TURNS);
    reading.limits.blocks = source.blocks.count - 1;
    assert_false(rap_wire_get(each, rap_buf_str(&out), bytes.length, &reading.limits, &source));
    rap_text_rules_free(rules);
    rap_arena_free(each);
    rap_arena_free(arena);
}

/* What stands on a page goes over with its boxes; a parent that is not before its block, or a box
 * turned inside out, does not. */
static void boxes_go_over_and_parents_stand_before(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new((size_t)16 << 20);
    rap_read_limits limits = rap_read_limits_default();
    rap_source source = {.arena = arena}, taken;
    rap_block first = {.text = RAP_STR("Towers"), .parent = -1};
    rap_block second = {.text = RAP_STR("The lamps are lit."), .parent = 0};
    rap_box box = {3, 72.25f, 100.5f, 500, 124.75f};
    RAP_PUSH(arena, &second.origin.boxes, box);
    RAP_PUSH(arena, &source.blocks, first);
    RAP_PUSH(arena, &source.blocks, second);
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_wire_put(&out, &source);
    assert_true(rap_wire_get(arena, rap_buf_str(&out), 100, &limits, &taken));
    assert_int_equal(taken.blocks.items[1].origin.boxes.count, 1);
    rap_box got = taken.blocks.items[1].origin.boxes.items[0];
    assert_true(got.page == 3 && got.x0 == box.x0 && got.y0 == box.y0 && got.x1 == box.x1 &&
                got.y1 == box.y1);
    source.blocks.items[1].parent = 1;
    out.length = 0;
    rap_wire_put(&out, &source);
    assert_false(rap_wire_get(arena, rap_buf_str(&out), 100, &limits, &taken));
    source.blocks.items[1].parent = 0;
    source.blocks.items[1].origin.boxes.items[0].x1 = 10;
    out.length = 0;
    rap_wire_put(&out, &source);
    assert_false(rap_wire_get(arena, rap_buf_str(&out), 100, &limits, &taken));
    rap_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_hostile_reader_costs_one_line),
                                       cmocka_unit_test(a_program_sees_no_file_but_its_own),
                                       cmocka_unit_test(an_office_works_in_its_folder),
                                       cmocka_unit_test(a_worker_reads_the_same),
                                       cmocka_unit_test(turned_answers_are_refused_or_sound),
                                       cmocka_unit_test(boxes_go_over_and_parents_stand_before)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

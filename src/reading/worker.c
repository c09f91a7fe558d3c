/* Foreign binary formats are read in a process of their own. A worker is forked while the program
 * has no threads, waits for documents, and never looks at one: for each it forks a child, which
 * goes into the sandbox, reads, and writes the rap_source into a pipe. So a reader that crashes,
 * hangs or is taken over costs its one document, and no lock of another thread is ever held in it.
 */
#include "worker.h"

#include "enclosures.h"
#include "sandbox.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NAME_MOST 512
#define PIECE ((size_t)1 << 16)
/* Seconds that the child may be late by its own clock. */
#define GRACE 5
/* A sanitizer's own memory takes terabytes of addresses. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_ADDRESSES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define HAS_ADDRESSES 0
#endif
#endif
#ifndef HAS_ADDRESSES
#define HAS_ADDRESSES 1
#endif

enum { FAILED = 0, READ = 1, DOCUMENT = 2 };
enum { TO_WORKER = 3 }; /* the worker's end, in the worker */

struct rap_worker {
    int socket;
    pid_t pid;
};

/* Instead of a reader's number: what is enclosed is wanted. */
#define UNPACK UINT32_MAX

typedef struct {
    uint32_t reader;
    rap_read_limits limits;
    bool as_original;
    char name[NAME_MOST];
} request;

/* -- the child --------------------------------------------------------------------------------- */

typedef struct {
    const rap_text_rules *rules;
    rap_read_limits limits;
    rap_worker_hook hook;
    rap_sandbox sandbox;
} setting;

static void write_all(int descriptor, rap_str bytes)
{
    for (size_t at = 0; at < bytes.length;) {
        ssize_t done = write(descriptor, bytes.data + at, bytes.length - at);
        if (done < 0 && errno != EINTR) {
            return;
        }
        at += done > 0 ? (size_t)done : 0;
    }
}

static void put_number(rap_buf *out, int64_t number)
{
    rap_buf_put(out, (rap_str){(const char *)&number, sizeof number});
}

static void put_failure(rap_buf *out, const rap_error *error)
{
    put_number(out, FAILED);
    put_number(out, error->code);
    put_number(out, error->position);
    rap_buf_put_c(out, error->message);
}

/* The file may be longer than what is told, never shorter: it is sealed. */
static rap_str take_bytes(rap_arena *arena, int file)
{
    struct stat about;
    if (fstat(file, &about) || about.st_size <= 0) {
        return RAP_STR_NONE;
    }
    size_t size = (size_t)about.st_size;
    void *mapped = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    return mapped == MAP_FAILED ? RAP_STR_NONE
                                : (rap_str){rap_arena_copy(arena, mapped, size), size};
}

static bool read_into(const request *asked, const rap_reading *reading, rap_arena *arena,
                      rap_str bytes, rap_buf *out, rap_error *error)
{
    if (asked->reader == UNPACK) {
        rap_enclosures enclosures = {0};
        rap_unpack_outcome outcome = rap_unpack_here(reading, arena, bytes, &enclosures, error);
        put_number(out, outcome == RAP_UNPACK_DOCUMENT ? DOCUMENT : READ);
        rap_wire_put_enclosures(out, &enclosures);
        return outcome != RAP_UNPACK_FAILED;
    }
    const rap_reader *reader = rap_reader_at(asked->reader);
    rap_source source = {.arena = arena, .reader = reader->name};
    bool is_read = reader->read(reading, bytes, &source, error);
    put_number(out, READ);
    rap_wire_put(out, &source);
    return is_read;
}

static void answer(const setting *set, const request *asked, rap_arena *arena, rap_str bytes,
                   int pipe_end)
{
    rap_error error = {0};
    rap_buf out;
    if (RAP_ARENA_GUARD(arena)) {
        rap_arena_unguard(arena);
        rap_arena_reset(arena);
        rap_limit_exceeded(&error, &asked->limits, RAP_LIMIT_MEMORY,
                           "reading it takes more than %zu MiB of memory; divide the document",
                           asked->limits.memory_bytes >> 20);
        rap_buf_init(&out, arena);
        put_failure(&out, &error);
        write_all(pipe_end, rap_buf_str(&out));
        return;
    }
    rap_buf_init(&out, arena);
    if (set->hook) {
        set->hook(arena, bytes, &out);
    } else {
        rap_reading reading = {.text = set->rules,
                               .limits = asked->limits,
                               .file_name = asked->name,
                               .as_original = asked->as_original};
        if (!read_into(asked, &reading, arena, bytes, &out, &error)) {
            out.length = 0;
            put_failure(&out, &error);
        }
    }
    rap_arena_unguard(arena);
    write_all(pipe_end, rap_buf_str(&out));
}

static _Noreturn void read_one(const setting *set, const request *asked, int file, int pipe_end)
{
    close(TO_WORKER);
    signal(SIGALRM, SIG_DFL);
    /* What is taken out stands there, in the answer, and once more while that grows. */
    size_t taken = asked->reader == UNPACK ? asked->limits.unpacked_bytes * 3 : 0;
    rap_arena *arena = rap_arena_new(asked->limits.memory_bytes + taken);
    if (asked->reader == UNPACK) {
        rap_unpack_prepare();
    }
    rap_sandbox sandbox = set->sandbox;
    sandbox.limits =
        (rap_sandbox_limits){.seconds = asked->limits.seconds,
                             .memory_bytes = HAS_ADDRESSES ? asked->limits.child_bytes : 0};
    sandbox.is_needed = asked->limits.needs_sandbox;
    if (arena && rap_sandbox_enter(&sandbox)) {
        rap_str bytes = take_bytes(arena, file);
        close(file);
        answer(set, asked, arena, bytes, pipe_end);
    }
    _exit(0);
}

/* -- the worker -------------------------------------------------------------------------------- */

/* The next document: its bytes and the pipe that waits for the answer. False at the end. */
static bool receive(request *asked, int files[2])
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec part = {asked, sizeof *asked};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = sizeof control.room};
    ssize_t got;
    while ((got = recvmsg(TO_WORKER, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
    }
    struct cmsghdr *header = got == (ssize_t)sizeof *asked ? CMSG_FIRSTHDR(&message) : NULL;
    if (!header || header->cmsg_len != CMSG_LEN(2 * sizeof(int))) {
        return false;
    }
    memcpy(files, CMSG_DATA(header), 2 * sizeof(int));
    return true;
}

/* Reaps the children that are over, so that what they used counts as used by the program; at the
 * end it waits a moment for those that are about to be. */
static void take_leave(bool is_end)
{
    enum { TURNS = 20 };
    const struct timespec moment = {.tv_nsec = 5000000};
    pid_t ended = 0;
    for (int i = 0; i < TURNS; i += ended == 0) {
        ended = waitpid(-1, NULL, WNOHANG);
        if (ended < 0 || (!ended && !is_end)) {
            return;
        }
        if (!ended) {
            nanosleep(&moment, NULL);
        }
    }
}

static _Noreturn void serve(const setting *set, int socket)
{
    int nowhere = open("/dev/null", O_RDWR);
    for (int i = 0; i < TO_WORKER && nowhere >= 0; i++) {
        dup2(nowhere, i);
    }
    if (dup2(socket, TO_WORKER) < 0) {
        _exit(1);
    }
    close_range(TO_WORKER + 1, ~0U, 0);
    /* Whoever interrupts the program wants it to end in order; then this ends with it. */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGCHLD, SIG_DFL);
    request asked;
    int files[2];
    while (receive(&asked, files)) {
        pid_t child = fork();
        if (!child) {
            read_one(set, &asked, files[0], files[1]);
        }
        close(files[0]);
        close(files[1]);
        take_leave(false);
    }
    take_leave(true);
    _exit(0);
}

rap_worker *rap_worker_new_with(const rap_text_rules *rules, rap_read_limits limits,
                                rap_worker_hook hook, rap_error *error)
{
    rap_arena *arena = rap_arena_new(0);
    rap_worker *worker = calloc(1, sizeof *worker);
    int ends[2] = {-1, -1};
    if (arena && worker && !socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends)) {
        setting set = {rules, limits, hook,
                       rap_sandbox_new(arena, RAP_SANDBOX_READER, (rap_sandbox_limits){0}, NULL)};
        worker->socket = ends[0];
        worker->pid = fork();
        if (!worker->pid) {
            close(ends[0]);
            serve(&set, ends[1]);
        }
        close(ends[1]);
    }
    rap_arena_free(arena);
    if (!worker || worker->pid <= 0) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "cannot start a process for reading: %s",
                      strerror(errno));
        if (worker && ends[0] >= 0) {
            close(ends[0]);
        }
        free(worker);
        return NULL;
    }
    return worker;
}

rap_worker *rap_worker_new(const rap_text_rules *rules, rap_read_limits limits, rap_error *error)
{
    return rap_worker_new_with(rules, limits, NULL, error);
}

void rap_worker_free(rap_worker *worker)
{
    if (worker) {
        close(worker->socket);
        while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        free(worker);
    }
}

/* -- asking ------------------------------------------------------------------------------------ */

typedef struct {
    int file;    /* the bytes, -1: none */
    int pipe[2]; /* -1: none */
} asking;

static void release(void *object)
{
    asking *a = object;
    int *all[] = {&a->file, &a->pipe[0], &a->pipe[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (*all[i] >= 0) {
            close(*all[i]);
            *all[i] = -1;
        }
    }
}

static bool send_request(const rap_worker *worker, const request *asked, const asking *a)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control;
    memset(&control, 0, sizeof control);
    struct iovec part = {(void *)(uintptr_t)asked, sizeof *asked};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = sizeof control.room};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(2 * sizeof(int));
    int files[2] = {a->file, a->pipe[1]};
    memcpy(CMSG_DATA(header), files, sizeof files);
    ssize_t sent;
    while ((sent = sendmsg(worker->socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
    }
    return sent == (ssize_t)sizeof *asked;
}

static bool start(const rap_worker *worker, const request *asked, rap_str bytes, asking *a)
{
    a->file = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (a->file < 0 || pipe2(a->pipe, O_CLOEXEC)) {
        return false;
    }
    write_all(a->file, bytes);
    struct stat about;
    if (fstat(a->file, &about) || (size_t)about.st_size != bytes.length ||
        fcntl(a->file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) ||
        !send_request(worker, asked, a)) {
        return false;
    }
    close(a->pipe[1]); /* its end is the child's end */
    close(a->file);
    a->pipe[1] = a->file = -1;
    return true;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool took_too_long(const rap_read_limits *limits, rap_error *error)
{
    return rap_limit_exceeded(error, limits, RAP_LIMIT_SECONDS,
                              "reading it takes longer than %u seconds; divide the document",
                              limits->seconds);
}

/* All that the child writes, until it ends. */
static bool collect(const rap_read_limits *limits, asking *a, rap_buf *out, int64_t started,
                    rap_error *error)
{
    char piece[PIECE];
    int64_t deadline = started + ((int64_t)limits->seconds + GRACE) * 1000;
    for (;;) {
        struct pollfd polled = {.fd = a->pipe[0], .events = POLLIN};
        int64_t left = deadline - now_ms();
        int ready = left > 0 ? poll(&polled, 1, (int)(left < 60000 ? left : 60000)) : 0;
        if (left <= 0) {
            return took_too_long(limits, error);
        }
        if (ready <= 0) {
            continue;
        }
        ssize_t got = read(a->pipe[0], piece, sizeof piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return true;
        }
        if (out->length + (size_t)got > limits->unpacked_bytes) {
            return rap_limit_exceeded(error, limits, RAP_LIMIT_UNPACKED,
                                      "gives more than %zu MiB of text; divide the document",
                                      limits->unpacked_bytes >> 20);
        }
        rap_buf_put(out, (rap_str){piece, (size_t)got});
    }
}

static int64_t take_number(rap_str *bytes)
{
    int64_t number = 0;
    if (bytes->length >= sizeof number) {
        memcpy(&number, bytes->data, sizeof number);
    }
    *bytes = rap_str_slice(*bytes, sizeof number, bytes->length);
    return number;
}

/* The child's own words, on one line. */
static bool take_failure(rap_str bytes, rap_error *error)
{
    int64_t code = take_number(&bytes), position = take_number(&bytes);
    if (code <= RAP_OK || code > RAP_ERROR_CANCELLED || !bytes.length ||
        rap_utf8_invalid(bytes) != SIZE_MAX) {
        return false;
    }
    rap_error_set(error, (rap_error_code)code, position, "%.*s", RAP_STR_ARG(bytes));
    for (char *at = error->message; *at; at++) {
        *at = (unsigned char)*at < ' ' || *at == 0x7F ? ' ' : *at;
    }
    return true;
}

static bool broke_off(const rap_read_limits *limits, const rap_reader *reader, int64_t started,
                      rap_error *error)
{
    if (now_ms() - started >= (int64_t)limits->seconds * 1000) {
        return took_too_long(limits, error);
    }
    return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                         "reading this %s%s broke off: it is damaged, or made to do harm; get it "
                         "again from its source",
                         reader ? reader->label : "mail or archive", reader ? " file" : "");
}

/* What the child answers; *ret_kind FAILED where it is nothing that can be. */
static bool ask(const rap_reading *reading, uint32_t reader, rap_arena *arena, rap_str bytes,
                rap_str *ret_told, int64_t *ret_kind, rap_error *error)
{
    request asked;
    memset(&asked, 0, sizeof asked); /* no stray bytes go to the other process */
    asked.reader = reader;
    asked.limits = reading->limits;
    asked.as_original = reading->as_original;
    snprintf(asked.name, sizeof asked.name, "%s", reading->file_name);
    asking *a = RAP_NEW(arena, asking);
    *a = (asking){-1, {-1, -1}};
    rap_arena_defer(arena, release, a);
    rap_buf out;
    rap_buf_init(&out, arena);
    int64_t started = now_ms();
    bool is_started = start(reading->worker, &asked, bytes, a);
    if (!is_started) {
        rap_error_set(error, RAP_ERROR_FILE, -1, "cannot be handed to the process that reads: %s",
                      strerror(errno));
    }
    bool is_read = is_started && collect(&reading->limits, a, &out, started, error);
    release(a);
    if (!is_read) {
        return false;
    }
    *ret_told = rap_buf_str(&out);
    *ret_kind = ret_told->length >= sizeof *ret_kind ? take_number(ret_told) : -1;
    if (*ret_kind == FAILED && take_failure(*ret_told, error)) {
        return false;
    }
    /* what is to be said where the answer is none that can be */
    broke_off(&reading->limits, reader == UNPACK ? NULL : rap_reader_at(reader), started, error);
    return *ret_kind == READ || *ret_kind == DOCUMENT;
}

bool rap_worker_read(const rap_reading *reading, size_t index, rap_arena *arena, rap_str bytes,
                     rap_source *ret_source, rap_error *error)
{
    rap_str told;
    int64_t kind;
    if (!ask(reading, (uint32_t)index, arena, bytes, &told, &kind, error) || kind != READ ||
        !rap_wire_get(arena, told, bytes.length, &reading->limits, ret_source)) {
        return false;
    }
    ret_source->reader = rap_reader_at(index)->name;
    return true;
}

rap_unpack_outcome rap_worker_unpack(const rap_reading *reading, rap_arena *arena, rap_str bytes,
                                     rap_enclosures *ret_enclosures, rap_error *error)
{
    rap_str told;
    int64_t kind;
    if (!ask(reading, UNPACK, arena, bytes, &told, &kind, error) ||
        !rap_wire_get_enclosures(arena, told, &reading->limits, ret_enclosures)) {
        return RAP_UNPACK_FAILED;
    }
    return kind == READ ? RAP_UNPACK_DONE : RAP_UNPACK_DOCUMENT;
}

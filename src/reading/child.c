#include "child.h"

#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGES_MOST = 4096, PIECE = 65536 };

typedef struct {
    pid_t pid;  /* 0: none */
    int in;     /* memory file, -1: none */
    int out[2]; /* pipes, -1: none */
    int err[2];
} child;

static void close_one(int *descriptor)
{
    if (*descriptor >= 0) {
        close(*descriptor);
        *descriptor = -1;
    }
}

/* Ends and reaps what still runs. */
static void release(void *object)
{
    child *c = object;
    if (c->pid > 0) {
        kill(-c->pid, SIGKILL); /* what it started as well */
        kill(c->pid, SIGKILL);
        while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        c->pid = 0;
    }
    close_one(&c->in);
    for (int i = 0; i < 2; i++) {
        close_one(&c->out[i]);
        close_one(&c->err[i]);
    }
}

const char *rap_child_find(rap_arena *arena, const char *program)
{
    const char *path = getenv("PATH");
    rap_str rest = rap_str_of(path ? path : "/usr/local/bin:/usr/bin:/bin"), folder;
    while (rap_str_split(&rest, ':', &folder)) {
        if (folder.length) {
            const char *candidate =
                rap_arena_format(arena, "%.*s/%s", RAP_STR_ARG(folder), program);
            if (!access(candidate, X_OK)) {
                return candidate;
            }
        }
    }
    return NULL;
}

static bool write_all(int descriptor, rap_str bytes)
{
    for (size_t at = 0; at < bytes.length;) {
        ssize_t done = write(descriptor, bytes.data + at, bytes.length - at);
        if (done < 0 && errno != EINTR) {
            return false;
        }
        at += done > 0 ? (size_t)done : 0;
    }
    return lseek(descriptor, 0, SEEK_SET) == 0;
}

/* Between fork and exec only calls that are safe beside other threads. */
static _Noreturn void become(const child *c, const char *const *arguments,
                             const char *const *environment, const rap_sandbox *sandbox)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* nothing stays behind a run that is killed */
    dup2(c->in, STDIN_FILENO);
    dup2(c->out[1], STDOUT_FILENO);
    dup2(c->err[1], STDERR_FILENO);
    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    signal(SIGPIPE, SIG_DFL);
    if (!rap_sandbox_enter(sandbox)) {
        _exit(127);
    }
    execve(arguments[0], (char *const *)(uintptr_t)arguments,
           (char *const *)(uintptr_t)environment);
    _exit(127);
}

static bool start(child *c, const char *const *arguments, const char *home, const char *folder,
                  rap_str input, const rap_sandbox *sandbox)
{
    const char *const environment[] = {"LC_ALL=C",
                                       "PATH=/usr/bin:/bin",
                                       "OMP_THREAD_LIMIT=1", /* Tesseract is slower with more */
                                       home,
                                       folder,
                                       NULL};
    c->in = memfd_create("document", MFD_CLOEXEC);
    if (c->in < 0 || !write_all(c->in, input) || pipe2(c->out, O_CLOEXEC) ||
        pipe2(c->err, O_CLOEXEC)) {
        return false;
    }
    c->pid = fork();
    if (c->pid == 0) {
        become(c, arguments, environment, sandbox);
    }
    if (c->pid > 0) {
        setpgid(c->pid, c->pid); /* whoever of the two comes first */
    }
    close_one(&c->in);
    close_one(&c->out[1]);
    close_one(&c->err[1]);
    return c->pid > 0;
}

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Appends what can be read; false at the end. */
static bool drain(int *descriptor, rap_buf *out, size_t most)
{
    char piece[PIECE];
    ssize_t got = read(*descriptor, piece, sizeof piece);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
        return true;
    }
    if (got <= 0) {
        close_one(descriptor);
        return false;
    }
    size_t room = out->length < most ? most - out->length : 0;
    rap_buf_put(out, (rap_str){piece, (size_t)got < room ? (size_t)got : room});
    return true;
}

static bool collect(child *c, rap_child_limits limits, rap_buf *output, rap_buf *messages,
                    rap_error *error)
{
    long long deadline = now_ms() + (long long)limits.seconds * 1000;
    while (c->out[0] >= 0 || c->err[0] >= 0) {
        struct pollfd polled[2] = {{.fd = c->out[0], .events = POLLIN},
                                   {.fd = c->err[0], .events = POLLIN}};
        long long left = deadline - now_ms();
        if (left <= 0) {
            return rap_error_set(error, RAP_ERROR_LIMIT, -1, "takes longer than %u seconds",
                                 limits.seconds);
        }
        if (poll(polled, 2, (int)(left < 60000 ? left : 60000)) < 0 && errno != EINTR) {
            return rap_error_set(error, RAP_ERROR_FILE, -1, "cannot wait: %s", strerror(errno));
        }
        if (polled[0].revents) {
            drain(&c->out[0], output, limits.output_bytes + 1);
        }
        if (polled[1].revents) {
            drain(&c->err[0], messages, MESSAGES_MOST);
        }
        if (output->length > limits.output_bytes) {
            return rap_error_set(error, RAP_ERROR_LIMIT, -1, "gives more than %zu MB of text",
                                 limits.output_bytes >> 20);
        }
    }
    return true;
}

bool rap_child_run(rap_arena *arena, const char *const *arguments, rap_str input,
                   rap_child_limits limits, rap_child_result *ret_result, rap_error *error)
{
    child *c = RAP_NEW(arena, child);
    *c = (child){.in = -1, .out = {-1, -1}, .err = {-1, -1}};
    rap_arena_defer(arena, release, c);
    rap_buf output, messages;
    rap_buf_init(&output, arena);
    rap_buf_init(&messages, arena);
    const char *home = limits.home ? rap_arena_format(arena, "HOME=%s", limits.home) : NULL;
    const char *folder = limits.home ? rap_arena_format(arena, "TMPDIR=%s", limits.home) : NULL;
    rap_sandbox_kind kind = home ? RAP_SANDBOX_OFFICE : RAP_SANDBOX_PROGRAM;
    rap_sandbox_limits bounds = {.seconds = limits.seconds,
                                 .memory_bytes = limits.memory_bytes,
                                 .file_bytes = home ? limits.output_bytes : 0};
    rap_sandbox sandbox = rap_sandbox_new(arena, kind, bounds, home ? limits.home : arguments[0]);
    sandbox.is_needed = limits.needs_sandbox;
    if (!start(c, arguments, home, folder, input, &sandbox)) {
        int reason = errno;
        release(c);
        return rap_error_set(error, RAP_ERROR_FILE, -1, "cannot start %s: %s", arguments[0],
                             strerror(reason));
    }
    if (!collect(c, limits, &output, &messages, error)) {
        release(c);
        return false;
    }
    int status = 0;
    pid_t ended;
    while ((ended = waitpid(c->pid, &status, 0)) < 0 && errno == EINTR) {
    }
    c->pid = ended > 0 ? 0 : c->pid;
    release(c);
    *ret_result = (rap_child_result){.output = rap_buf_str(&output),
                                     .messages = rap_buf_str(&messages),
                                     .status = WIFEXITED(status) ? WEXITSTATUS(status) : -1};
    return true;
}

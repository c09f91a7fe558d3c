#include "sandbox.h"

#include "base/str.h"
#include "reading/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* -- calls ------------------------------------------------------------------------------------- */

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Enough for memory, the pipe and the end; time and random numbers come with the C library. */
static const int for_readers[] = {
    SCMP_SYS(read),         SCMP_SYS(write),          SCMP_SYS(readv),
    SCMP_SYS(writev),       SCMP_SYS(close),          SCMP_SYS(brk),
    SCMP_SYS(munmap),       SCMP_SYS(mremap),         SCMP_SYS(madvise),
    SCMP_SYS(futex),        SCMP_SYS(exit),           SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime),  SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),    SCMP_SYS(sched_yield),    SCMP_SYS(restart_syscall),
    SCMP_SYS(getpid),       SCMP_SYS(gettid),         SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sigaltstack),  SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
    SCMP_SYS(lseek),        SCMP_SYS(fstat),          SCMP_SYS(newfstatat)};

/* Neither other processes nor the system. */
static const int for_nobody[] = {SCMP_SYS(ptrace),
                                 SCMP_SYS(process_vm_readv),
                                 SCMP_SYS(process_vm_writev),
                                 SCMP_SYS(pidfd_getfd),
                                 SCMP_SYS(mount),
                                 SCMP_SYS(umount2),
                                 SCMP_SYS(pivot_root),
                                 SCMP_SYS(chroot),
                                 SCMP_SYS(unshare),
                                 SCMP_SYS(setns),
                                 SCMP_SYS(bpf),
                                 SCMP_SYS(perf_event_open),
                                 SCMP_SYS(keyctl),
                                 SCMP_SYS(add_key),
                                 SCMP_SYS(request_key),
                                 SCMP_SYS(userfaultfd),
                                 SCMP_SYS(io_uring_setup),
                                 SCMP_SYS(io_uring_enter),
                                 SCMP_SYS(io_uring_register),
                                 SCMP_SYS(init_module),
                                 SCMP_SYS(finit_module),
                                 SCMP_SYS(delete_module),
                                 SCMP_SYS(kexec_load),
                                 SCMP_SYS(reboot),
                                 SCMP_SYS(swapon),
                                 SCMP_SYS(swapoff),
                                 SCMP_SYS(mknod),
                                 SCMP_SYS(mknodat),
                                 SCMP_SYS(open_by_handle_at)};

/* Nor the network, nor processes and files of its own. */
static const int not_for_programs[] = {SCMP_SYS(socket),     SCMP_SYS(socketpair),
                                       SCMP_SYS(connect),    SCMP_SYS(bind),
                                       SCMP_SYS(listen),     SCMP_SYS(accept),
                                       SCMP_SYS(accept4),    SCMP_SYS(sendto),
                                       SCMP_SYS(sendmsg),    SCMP_SYS(sendmmsg),
                                       SCMP_SYS(kill),       SCMP_SYS(tkill),
                                       SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_send_signal),
                                       SCMP_SYS(fork),       SCMP_SYS(vfork),
                                       SCMP_SYS(creat),      SCMP_SYS(mkdir),
                                       SCMP_SYS(mkdirat),    SCMP_SYS(rmdir),
                                       SCMP_SYS(unlink),     SCMP_SYS(unlinkat),
                                       SCMP_SYS(rename),     SCMP_SYS(renameat),
                                       SCMP_SYS(renameat2),  SCMP_SYS(link),
                                       SCMP_SYS(linkat),     SCMP_SYS(symlink),
                                       SCMP_SYS(symlinkat),  SCMP_SYS(truncate),
                                       SCMP_SYS(chmod),      SCMP_SYS(fchmodat),
                                       SCMP_SYS(chown),      SCMP_SYS(fchownat),
                                       SCMP_SYS(openat2),    SCMP_SYS(shmget),
                                       SCMP_SYS(msgget)};

static bool allow_reader(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < COUNT(for_readers); i++) {
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, for_readers[i], 0)) {
            return false;
        }
    }
    /* Memory, but none that could be executed. */
    return !seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                             SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) &&
           !seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                             SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

static bool deny(scmp_filter_ctx filter, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0)) {
            return false;
        }
    }
    return true;
}

/* LibreOffice talks to itself through a socket of the machine; others lead out of it. */
static bool restrict_office(scmp_filter_ctx filter)
{
    return deny(filter, for_nobody, COUNT(for_nobody)) &&
           !seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1,
                             SCMP_A0(SCMP_CMP_NE, AF_UNIX));
}

static bool restrict_program(scmp_filter_ctx filter)
{
    if (!deny(filter, for_nobody, COUNT(for_nobody)) ||
        !deny(filter, not_for_programs, COUNT(not_for_programs))) {
        return false;
    }
    static const unsigned writing[] = {O_WRONLY, O_RDWR, O_CREAT};
    for (size_t i = 0; i < COUNT(writing); i++) {
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat), 1,
                             SCMP_A2(SCMP_CMP_MASKED_EQ, writing[i], writing[i])) ||
            seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open), 1,
                             SCMP_A1(SCMP_CMP_MASKED_EQ, writing[i], writing[i]))) {
            return false;
        }
    }
    /* Threads, but no processes; of clone3 the kernel shows no flags, and the C library takes clone
     * where there is none. */
    return !seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) &&
           !seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                             SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
}

/* The filter as the kernel takes it: loading it then needs no memory. */
static struct sock_fprog compile(rap_arena *arena, rap_sandbox_kind kind)
{
    struct sock_fprog program = {0};
    static bool (*const rules[])(scmp_filter_ctx filter) = {[RAP_SANDBOX_READER] = allow_reader,
                                                            [RAP_SANDBOX_PROGRAM] =
                                                                restrict_program,
                                                            [RAP_SANDBOX_OFFICE] = restrict_office};
    scmp_filter_ctx filter =
        seccomp_init(kind == RAP_SANDBOX_READER ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_ALLOW);
    int file = memfd_create("filter", MFD_CLOEXEC);
    struct stat about;
    if (filter && file >= 0 && rules[kind](filter) && !seccomp_export_bpf(filter, file) &&
        !fstat(file, &about) && about.st_size > 0) {
        size_t size = (size_t)about.st_size;
        struct sock_filter *code = rap_arena_take(arena, size);
        if (pread(file, code, size, 0) == (ssize_t)size) {
            program.len = (unsigned short)(size / sizeof *code);
            program.filter = code;
        }
    }
    if (file >= 0) {
        close(file);
    }
    seccomp_release(filter);
    return program;
}

rap_sandbox rap_sandbox_new(rap_arena *arena, rap_sandbox_kind kind, rap_sandbox_limits limits,
                            const char *program)
{
    rap_sandbox sandbox = {.kind = kind, .limits = limits};
    const char *slash = program ? strrchr(program, '/') : NULL;
    if (kind == RAP_SANDBOX_OFFICE) {
        sandbox.folder = program;
    } else if (slash && slash > program) {
        sandbox.folder = rap_arena_copy(arena, program, (size_t)(slash - program));
    }
    sandbox.program = compile(arena, kind);
    return sandbox;
}

/* -- files ------------------------------------------------------------------------------------- */

/* Rights that came with later versions of landlock are asked for only where it knows them. */
static struct landlock_ruleset_attr all_rights(long version)
{
    static const uint64_t first = ((uint64_t)LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    struct landlock_ruleset_attr attributes = {.handled_access_fs = first};
    if (version >= 2) {
        attributes.handled_access_fs |= first + 1; /* to link and rename between folders */
    }
    if (version >= 3) {
        attributes.handled_access_fs |= (first + 1) << 1; /* to truncate */
    }
    return attributes;
}

#define READING                                                                                    \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE)

static void allow_below(int rules, const char *path, uint64_t rights)
{
    struct landlock_path_beneath_attr rule = {
        .allowed_access = rights, .parent_fd = path ? open(path, O_PATH | O_CLOEXEC) : -1};
    struct stat about;
    if (rule.parent_fd >= 0) {
        if (!fstat(rule.parent_fd, &about) && !S_ISDIR(about.st_mode)) {
            rule.allowed_access &=
                LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE |
                LANDLOCK_ACCESS_FS_WRITE_FILE; /* what there is to be done with a file */
        }
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        close(rule.parent_fd);
    }
}

/* LibreOffice works in its folder, reads the system's, and makes the socket by which it talks to
 * itself, for which it has one place. */
static void allow_office(int rules, const rap_sandbox *sandbox, uint64_t all)
{
    static const char *const read_paths[] = {"/etc",
                                             "/proc",
                                             "/sys",
                                             "/dev",
                                             "/opt",
                                             "/var/lib/libreoffice",
                                             "/var/spool/libreoffice",
                                             "/var/cache/fontconfig"};
    for (size_t i = 0; i < COUNT(read_paths); i++) {
        allow_below(rules, read_paths[i], READING);
    }
    allow_below(rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
    allow_below(rules, "/tmp", LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE);
    allow_below(rules, sandbox->folder, all);
}

/* Whether the kernel took it. */
static bool close_files(const rap_sandbox *sandbox)
{
    static const char *const system_paths[] = {
        "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/fonts"};
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) {
        return false;
    }
    struct landlock_ruleset_attr attributes = all_rights(version);
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attributes,
                             sizeof attributes.handled_access_fs, 0);
    if (rules < 0) {
        return false;
    }
    for (size_t i = 0; i < COUNT(system_paths) && sandbox->kind != RAP_SANDBOX_READER; i++) {
        allow_below(rules, system_paths[i], READING);
    }
    if (sandbox->kind == RAP_SANDBOX_PROGRAM) {
        allow_below(rules, sandbox->folder, READING);
    } else if (sandbox->kind == RAP_SANDBOX_OFFICE) {
        allow_office(rules, sandbox, attributes.handled_access_fs);
    }
    bool is_closed = !syscall(SYS_landlock_restrict_self, rules, 0);
    close(rules);
    return is_closed;
}

/* -- all --------------------------------------------------------------------------------------- */

static void limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit both = {most, most};
    setrlimit(resource, &both); /* a lower limit that stands already is as good */
}

bool rap_sandbox_enter(const rap_sandbox *sandbox)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, sandbox->limits.seconds);
    limit(RLIMIT_FSIZE, sandbox->limits.file_bytes);
    limit(RLIMIT_NOFILE, sandbox->kind == RAP_SANDBOX_OFFICE ? 1024 : 64);
    if (sandbox->limits.memory_bytes) {
        limit(RLIMIT_AS, sandbox->limits.memory_bytes);
    }
    if (sandbox->kind == RAP_SANDBOX_READER) {
        alarm(sandbox->limits.seconds);
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) {
        return false;
    }
    bool is_whole = close_files(sandbox);
    is_whole = sandbox->program.len &&
               !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &sandbox->program) && is_whole;
    return is_whole || !sandbox->is_needed;
}

const char *rap_sandbox_lacks(void)
{
    uint32_t action = SECCOMP_RET_ERRNO;
    bool has_landlock =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
    bool has_seccomp = !syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
    return has_landlock && has_seccomp ? NULL
           : has_seccomp               ? "landlock"
           : has_landlock              ? "seccomp"
                                       : "landlock and seccomp";
}

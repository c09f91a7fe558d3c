/* SQLite: opening and what it refuses, errors in plain words, statements kept for reuse. */
#include "sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MILLISECONDS 5000

/* -- errors ----------------------------------------------------------------------------------- */

/* Which process holds a lock on the file with this name, as the kernel tells. Opening the file to
 * ask would drop our own locks, so the list of all locks is read. */
static long lock_holder(const char *path)
{
    struct stat about;
    FILE *locks = stat(path, &about) ? NULL : fopen("/proc/locks", "re");
    if (!locks) {
        return 0;
    }
    char line[256];
    long holder = 0;
    while (!holder && fgets(line, sizeof line, locks)) {
        /* "1: POSIX  ADVISORY  WRITE 3568 fd:00:2531452 0 EOF" */
        char kind[16], process[24], file[64];
        if (sscanf(line, "%*s %*s %*s %15s %23s %63s", kind, process, file) != 3) {
            continue;
        }
        const char *inode = strrchr(file, ':');
        long pid = strtol(process, NULL, 10);
        if (inode && !strcmp(kind, "WRITE") && strtoull(inode + 1, NULL, 10) == about.st_ino &&
            pid != (long)getpid()) {
            holder = pid;
        }
    }
    fclose(locks);
    return holder;
}

static bool is_busy(sqlite_register *reg, rap_error *error)
{
    char shared[4096], program[64] = "";
    snprintf(shared, sizeof shared, "%s-shm", reg->path);
    long holder = lock_holder(shared);
    holder = holder > 0 ? holder : lock_holder(reg->path);
    if (holder <= 0) {
        return rap_error_set(error, RAP_ERROR_BUSY, -1,
                             "is being written by another program; wait for it to end");
    }
    char name[64];
    snprintf(name, sizeof name, "/proc/%ld/comm", holder);
    FILE *command = fopen(name, "re");
    if (command) {
        if (fgets(program, sizeof program, command)) {
            program[strcspn(program, "\n")] = '\0';
        }
        fclose(command);
    }
    return rap_error_set(error, RAP_ERROR_BUSY, -1,
                         "is being written by process %ld%s%s%s; wait for it to end", holder,
                         program[0] ? " (" : "", program, program[0] ? ")" : "");
}

bool rap_sqlite_failed(sqlite_register *reg, rap_error *error)
{
    switch (sqlite3_errcode(reg->db)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return is_busy(reg, error);
    case SQLITE_FULL:
        return rap_error_set(error, RAP_ERROR_REGISTER, -1,
                             "no room left on the disk; free some and run again, what was added "
                             "before is kept");
    case SQLITE_READONLY:
        return rap_error_set(error, RAP_ERROR_FILE, -1,
                             "cannot be written: it or its folder is read-only");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return rap_error_set(error, RAP_ERROR_FILE, -1,
                             "cannot be opened: check that its folder exists and may be written");
    case SQLITE_CORRUPT:
        return rap_error_set(error, RAP_ERROR_REGISTER, -1,
                             "is damaged (%s); take it from a copy, or add the files to a new one",
                             sqlite3_errmsg(reg->db));
    case SQLITE_NOTADB:
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "is not a register of this program; give another path");
    case SQLITE_NOMEM:
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    case SQLITE_TOOBIG:
        return rap_error_set(error, RAP_ERROR_LIMIT, -1, "a text is too long to be stored");
    case SQLITE_IOERR:
        return rap_error_set(error, RAP_ERROR_FILE, -1, "cannot be read or written: %s",
                             strerror(sqlite3_system_errno(reg->db)));
    default:
        return rap_error_set(error, RAP_ERROR_REGISTER, -1, "%s", sqlite3_errmsg(reg->db));
    }
}

/* -- statements -------------------------------------------------------------------------------- */

bool rap_sqlite_run(sqlite_register *reg, const char *sql, rap_error *error)
{
    return sqlite3_exec(reg->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           rap_sqlite_failed(reg, error);
}

sqlite_call rap_sqlite_call(sqlite_register *reg, const char *sql, rap_error *error)
{
    sqlite_call call = {reg, NULL, 1};
    for (size_t i = 0; i < reg->cached; i++) {
        if (reg->cache[i].sql == sql) {
            call.statement = reg->cache[i].statement;
            sqlite3_reset(call.statement); /* a caller's arena may have run out half way */
            return call;
        }
    }
    if (reg->cached == RAP_SQLITE_STATEMENTS) {
        rap_error_set(error, RAP_ERROR_REGISTER, -1, "too many kinds of statement");
        return call;
    }
    if (sqlite3_prepare_v3(reg->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &call.statement, NULL)) {
        rap_sqlite_failed(reg, error);
        return call;
    }
    reg->cache[reg->cached].sql = sql;
    reg->cache[reg->cached++].statement = call.statement;
    return call;
}

void rap_sqlite_text(sqlite_call *call, rap_str text)
{
    if (!call->statement) {
        return;
    }
    if (text.length) {
        sqlite3_bind_text64(call->statement, call->at, text.data, text.length, SQLITE_STATIC,
                            SQLITE_UTF8);
    } else {
        sqlite3_bind_null(call->statement, call->at);
    }
    call->at++;
}

void rap_sqlite_string(sqlite_call *call, rap_str text)
{
    if (call->statement) {
        sqlite3_bind_text64(call->statement, call->at++, text.length ? text.data : "", text.length,
                            SQLITE_STATIC, SQLITE_UTF8);
    }
}

void rap_sqlite_blob(sqlite_call *call, rap_str bytes)
{
    if (call->statement) {
        sqlite3_bind_blob64(call->statement, call->at++, bytes.length ? bytes.data : "",
                            bytes.length, SQLITE_STATIC);
    }
}

void rap_sqlite_integer(sqlite_call *call, int64_t number)
{
    if (call->statement) {
        sqlite3_bind_int64(call->statement, call->at++, number);
    }
}

void rap_sqlite_real(sqlite_call *call, double number)
{
    if (call->statement) {
        sqlite3_bind_double(call->statement, call->at++, number);
    }
}

void rap_sqlite_null(sqlite_call *call)
{
    if (call->statement) {
        sqlite3_bind_null(call->statement, call->at++);
    }
}

void rap_sqlite_end(sqlite_call *call)
{
    if (call->statement) {
        sqlite3_reset(call->statement);
        sqlite3_clear_bindings(call->statement);
    }
    call->at = 1;
}

bool rap_sqlite_done(sqlite_call *call, rap_error *error)
{
    if (!call->statement) {
        call->reg->is_poisoned = true;
        return false;
    }
    bool is_done = sqlite3_step(call->statement) == SQLITE_DONE;
    if (!is_done) {
        rap_sqlite_failed(call->reg, error);
        call->reg->is_poisoned = true;
    }
    rap_sqlite_end(call);
    return is_done;
}

bool rap_sqlite_row(sqlite_call *call, bool *ret_failed, rap_error *error)
{
    int result = call->statement ? sqlite3_step(call->statement) : SQLITE_ERROR;
    if (result == SQLITE_ROW) {
        return true;
    }
    if (result != SQLITE_DONE) {
        *ret_failed = true;
        if (call->statement) {
            rap_sqlite_failed(call->reg, error);
        }
    }
    return false;
}

rap_str rap_sqlite_column(sqlite_call *call, int column)
{
    const char *text = (const char *)sqlite3_column_text(call->statement, column);
    return (rap_str){text, text ? (size_t)sqlite3_column_bytes(call->statement, column) : 0};
}

/* -- opening ---------------------------------------------------------------------------------- */

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Whether a file of that ending, not empty, stands beside the register. */
static bool has_beside(const char *path, const char *ending)
{
    char beside[4096];
    struct stat about;
    snprintf(beside, sizeof beside, "%s%s", path, ending);
    return !stat(beside, &about) && about.st_size > 0;
}

/* Looks at the header (https://www.sqlite.org/fileformat.html) before SQLite does: it would take
 * any database of another program for ours, and an empty file for a new one. */
static bool is_ours(const char *path, const unsigned char *header, size_t length, int64_t size,
                    rap_error *error)
{
    if (length < 100 || memcmp(header, "SQLite format 3", 16)) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "is not a register of this program and was left as it is; give "
                             "another path");
    }
    if (big_endian(header + 68) != RAP_SQLITE_APPLICATION) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "is a database of another program and was left as it is; give another "
                             "path");
    }
    int64_t page = header[16] << 8 | header[17];
    page = page == 1 ? 65536 : page;
    int64_t told = page * (int64_t)big_endian(header + 28);
    bool is_told = big_endian(header + 24) == big_endian(header + 92);
    /* With a log or journal beside it, a run was killed: SQLite makes the file whole again. */
    bool is_unfinished = has_beside(path, "-wal") || has_beside(path, "-journal");
    if (is_told && size < told && !is_unfinished) {
        return rap_error_set(error, RAP_ERROR_REGISTER, -1,
                             "is cut short: %lld of %lld bytes are there; take it from a copy, or "
                             "add the files to a new one",
                             (long long)size, (long long)told);
    }
    return true;
}

static bool cannot_open(rap_error *error)
{
    const char *remedy = errno == EACCES ? "; ask for permission to read it" : "";
    return rap_error_set(error, RAP_ERROR_FILE, -1, "cannot be opened: %s%s", strerror(errno),
                         remedy);
}

/* *ret_is_new: nothing there, or an empty file that may become a register. */
static bool look_at(const char *path, rap_register_mode mode, bool *ret_is_new, rap_error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        if (errno != ENOENT) {
            return cannot_open(error);
        }
        *ret_is_new = true;
        return mode == RAP_REGISTER_CREATE ||
               rap_error_set(error, RAP_ERROR_MISSING, -1,
                             "there is no such register; `add` makes one");
    }
    struct stat about;
    unsigned char header[100];
    bool is_read = !fstat(descriptor, &about);
    bool is_file = is_read && S_ISREG(about.st_mode);
    ssize_t length = is_file ? read(descriptor, header, sizeof header) : 0;
    close(descriptor);
    if (!is_read || length < 0) {
        return cannot_open(error);
    }
    if (!is_file) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "is %s, not a register",
                             S_ISDIR(about.st_mode) ? "a folder" : "no ordinary file");
    }
    *ret_is_new = about.st_size == 0;
    if (*ret_is_new) {
        return mode == RAP_REGISTER_CREATE ||
               rap_error_set(error, RAP_ERROR_FORMAT, -1, "is empty; `add` makes a register of it");
    }
    return is_ours(path, header, (size_t)length, about.st_size, error);
}

/* A register that nobody can write has no log beside it, and SQLite could not make the files it
 * reads through: it is opened as one that never changes. */
static bool is_immutable(const char *path)
{
    char beside[4096], folder[4096];
    struct stat log;
    snprintf(beside, sizeof beside, "%s-wal", path);
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash) {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    return access(slash ? folder : ".", W_OK) && stat(beside, &log);
}

/* file:PATH?immutable=1 with what a URI would read otherwise written as %XX. */
static char *immutable_location(const char *path)
{
    char *uri = malloc(strlen(path) * 3 + 32), *to = uri;
    if (!uri) {
        return NULL;
    }
    to += sprintf(to, "file:");
    for (; *path; path++) {
        if (strchr("%?#", *path)) {
            to += sprintf(to, "%%%02X", (unsigned)*path);
        } else {
            *to++ = *path;
        }
    }
    sprintf(to, "?immutable=1");
    return uri;
}

static bool connect(sqlite_register *reg, bool is_new, rap_error *error)
{
    /* One thread at a time uses a register, so SQLite need not lock at every call. */
    int flags = SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    flags |= reg->mode == RAP_REGISTER_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (is_new) {
        flags |= SQLITE_OPEN_CREATE;
    }
    char *uri = NULL;
    if (reg->mode == RAP_REGISTER_READ && is_immutable(reg->path)) {
        uri = immutable_location(reg->path);
        flags |= SQLITE_OPEN_URI;
    }
    int result = sqlite3_open_v2(uri ? uri : reg->path, &reg->db, flags, NULL);
    free(uri);
    if (!reg->db) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    sqlite3_extended_result_codes(reg->db, 0);
    if (result != SQLITE_OK) {
        return rap_sqlite_failed(reg, error);
    }
    sqlite3_db_config(reg->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(reg->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_busy_timeout(reg->db, BUSY_MILLISECONDS);
    if (!rap_sqlite_hits_define(reg)) {
        return rap_sqlite_failed(reg, error);
    }
    return true;
}

static bool is_writable(sqlite_register *reg, rap_error *error)
{
    if (!sqlite3_db_readonly(reg->db, "main")) {
        return true;
    }
    return rap_error_set(error, RAP_ERROR_FILE, -1,
                         "cannot be written: ask for permission to write it, or give another path");
}

/* The file becomes a register in one transaction before it turns to write-ahead logging: killed
 * in between, it is either empty or a register. */
static bool prepare(sqlite_register *reg, bool is_new, rap_error *error)
{
    int newest = rap_sqlite_steps[rap_sqlite_step_count - 1].to, version;
    if (is_new && !rap_sqlite_run(reg, "PRAGMA page_size = 8192", error)) {
        return false;
    }
    if (!rap_sqlite_version(reg, &version, error)) {
        return false;
    }
    if (version > newest) {
        return rap_error_set(error, RAP_ERROR_NEWER, -1,
                             "was made by a newer program (format %d, this one knows %d); use that "
                             "program",
                             version, newest);
    }
    /* Adding to what such a register held before it is read again would hide all of that. */
    bool is_old = version && version < RAP_SQLITE_DERIVED && reg->mode == RAP_REGISTER_CREATE;
    if (reg->mode == RAP_REGISTER_READ || is_old) {
        return (version == newest && !is_old) ||
               rap_error_set(error, RAP_ERROR_REGISTER, -1,
                             "is of an older format (%d); `rebuild` brings it up to date", version);
    }
    return is_writable(reg, error) &&
           rap_sqlite_migrate(reg, rap_sqlite_steps, rap_sqlite_step_count, error) &&
           rap_sqlite_run(reg,
                          "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                          "PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;"
                          "PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864;"
                          "PRAGMA secure_delete = OFF",
                          error);
}

rap_register *rap_sqlite_open(const char *location, rap_register_mode mode, rap_error *error)
{
    bool is_new = false;
    if (strlen(location) > 4000) {
        rap_error_set(error, RAP_ERROR_USAGE, -1, "the path is longer than 4000 bytes");
        return NULL;
    }
    if (!look_at(location, mode, &is_new, error)) {
        return NULL;
    }
    sqlite_register *reg = calloc(1, sizeof *reg);
    if (reg) {
        reg->base.backend = &rap_register_sqlite;
        reg->mode = mode;
        reg->path = strdup(location);
        reg->scratch = rap_arena_new(0);
        reg->waiting = rap_arena_new(0);
        reg->packer = rap_register_packer_new();
    }
    if (!reg || !reg->path || !reg->scratch || !reg->waiting || !reg->packer) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    } else if (connect(reg, is_new, error) && prepare(reg, is_new, error)) {
        return &reg->base;
    }
    if (reg) {
        rap_sqlite_close(&reg->base);
    }
    return NULL;
}

void rap_sqlite_close(rap_register *base)
{
    sqlite_register *reg = (sqlite_register *)base;
    for (size_t i = 0; i < reg->cached; i++) {
        sqlite3_finalize(reg->cache[i].statement);
    }
    sqlite3_close(reg->db);
    rap_arena_free(reg->scratch);
    rap_arena_free(reg->waiting);
    rap_register_packer_free(reg->packer);
    free(reg->path);
    free(reg);
}

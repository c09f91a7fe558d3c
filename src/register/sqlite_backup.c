/* SQLite: a copy of the register as it is at one moment, made while others use it. */
#include "sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Pages that are copied in one step; between two steps the copy waits for nobody. */
#define STEP 1024

bool rap_sqlite_snapshot_begin(rap_register *base, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    /* The moment is that of the first read. */
    int version;
    if (!rap_sqlite_run(reg, "BEGIN", error)) {
        return false;
    }
    if (!rap_sqlite_version(reg, &version, error)) {
        rap_sqlite_snapshot_end(base);
        return false;
    }
    return true;
}

void rap_sqlite_snapshot_end(rap_register *base)
{
    sqlite_register *reg = (sqlite_register *)base;
    if (!sqlite3_get_autocommit(reg->db)) {
        sqlite3_exec(reg->db, "ROLLBACK", NULL, NULL, NULL);
    }
}

/* -- refusing ---------------------------------------------------------------------------------- */

static bool no_room(const char *path, rap_error *error)
{
    return rap_error_set(error, RAP_ERROR_FILE, -1,
                         "%.200s: no room for the copy on this disk; free some or give another "
                         "path, nothing was left there",
                         path);
}

static bool copy_failed(sqlite3 *copy, const char *path, rap_error *error)
{
    int code = sqlite3_errcode(copy) & 0xff, system = sqlite3_system_errno(copy);
    if (code == SQLITE_FULL ||
        (code == SQLITE_IOERR && (system == ENOSPC || system == EFBIG || system == EDQUOT))) {
        return no_room(path, error);
    }
    return rap_error_set(error, RAP_ERROR_FILE, -1, "%.200s: the copy cannot be written: %s", path,
                         code == SQLITE_IOERR ? strerror(system) : sqlite3_errmsg(copy));
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat one, other;
    return !stat(a, &one) && !stat(b, &other) && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static bool may_write(sqlite_register *reg, const char *path, bool is_replaced, rap_error *error)
{
    struct stat about;
    if (is_same_file(reg->path, path)) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "%.200s: this is the register itself; give another path", path);
    }
    if (lstat(path, &about)) {
        return true;
    }
    if (!S_ISREG(about.st_mode)) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1, "%.200s: is %s; give the path of a file",
                             path, S_ISDIR(about.st_mode) ? "a folder" : "no ordinary file");
    }
    return is_replaced || rap_error_set(error, RAP_ERROR_USAGE, -1,
                                        "%.200s: is there already and was left as it is; give "
                                        "another path, or --force to replace it",
                                        path);
}

/* -- copying ----------------------------------------------------------------------------------- */

/* As one file without a log, which its first writer makes again; and looked through. */
static bool finish(sqlite3 *copy, const char *path, rap_error *error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL)) {
        return copy_failed(copy, path, error);
    }
    bool is_whole = !sqlite3_prepare_v2(copy, "PRAGMA quick_check(1)", -1, &statement, NULL) &&
                    sqlite3_step(statement) == SQLITE_ROW &&
                    !strcmp((const char *)sqlite3_column_text(statement, 0), "ok");
    sqlite3_finalize(statement);
    return is_whole || rap_error_set(error, RAP_ERROR_REGISTER, -1,
                                     "is damaged, and so would the copy be; `rapporteur verify` "
                                     "tells what is wrong");
}

static bool copy_pages(sqlite_register *reg, sqlite3 *copy, const char *path, rap_error *error)
{
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", reg->db, "main");
    if (!backup) {
        return copy_failed(copy, path, error);
    }
    int result;
    do {
        result = sqlite3_backup_step(backup, STEP);
    } while (result == SQLITE_OK);
    int ended = sqlite3_backup_finish(backup);
    if (result == SQLITE_DONE && ended == SQLITE_OK) {
        return true;
    }
    int code = result & 0xff;
    if (code == SQLITE_CORRUPT || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        return code == SQLITE_CORRUPT
                   ? rap_error_set(error, RAP_ERROR_REGISTER, -1,
                                   "is damaged and cannot be copied; `rapporteur verify` tells "
                                   "what is wrong")
                   : rap_error_set(error, RAP_ERROR_BUSY, -1,
                                   "is held by another program; wait for it to end");
    }
    return copy_failed(copy, path, error);
}

static bool copy_into(sqlite_register *reg, const char *part, const char *path, rap_error *error)
{
    sqlite3 *copy = NULL;
    int result = sqlite3_open_v2(
        part, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    bool is_copied = false;
    if (!copy) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    } else if (result != SQLITE_OK) {
        copy_failed(copy, path, error);
    } else if (rap_sqlite_snapshot_begin(&reg->base, error)) {
        is_copied = copy_pages(reg, copy, path, error);
        rap_sqlite_snapshot_end(&reg->base);
        is_copied = is_copied && finish(copy, path, error);
    }
    sqlite3_close(copy);
    return is_copied;
}

/* A new empty file beside `path`, so that its name is taken in one step. */
static char *make_part(const char *path, rap_error *error)
{
    char *part = malloc(strlen(path) + 16);
    if (!part) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    sprintf(part, "%s.part-XXXXXX", path);
    int descriptor = mkstemp(part);
    if (descriptor < 0) {
        rap_error_set(error, RAP_ERROR_FILE, -1, "%.200s: cannot be written: %s", path,
                      strerror(errno));
        free(part);
        return NULL;
    }
    mode_t mask = umask(0);
    umask(mask);
    fchmod(descriptor, 0666 & ~mask);
    close(descriptor);
    return part;
}

bool rap_sqlite_backup(rap_register *base, const char *path, bool is_replaced, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    if (!may_write(reg, path, is_replaced, error)) {
        return false;
    }
    char *part = make_part(path, error);
    if (!part) {
        return false;
    }
    bool is_done = copy_into(reg, part, path, error);
    if (is_done && renameat2(AT_FDCWD, part, AT_FDCWD, path, is_replaced ? 0 : RENAME_NOREPLACE)) {
        /* Folders of other systems know no such rename: one that just came there is kept. */
        bool is_plain = errno == EINVAL && access(path, F_OK) && !rename(part, path);
        is_done = is_plain ||
                  rap_error_set(error, RAP_ERROR_FILE, -1, "%.200s: cannot be given its name: %s",
                                path, strerror(errno));
    }
    if (!is_done) {
        unlink(part);
    }
    free(part);
    return is_done;
}

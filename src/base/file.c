#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

rap_file_kind rap_file_kind_of(const char *path)
{
    struct stat about;
    if (stat(path, &about)) {
        return RAP_FILE_NONE;
    }
    return S_ISREG(about.st_mode)   ? RAP_FILE_REGULAR
           : S_ISDIR(about.st_mode) ? RAP_FILE_FOLDER
                                    : RAP_FILE_OTHER;
}

static bool cannot(rap_error *error, const char *what)
{
    const char *remedy = errno == EACCES   ? "; ask for permission to read it"
                         : errno == ENOENT ? "; check the name"
                         : errno == ENOSPC ? "; free some space and try again"
                                           : "";
    return rap_error_set(error, RAP_ERROR_FILE, -1, "cannot %s: %s%s", what, strerror(errno),
                         remedy);
}

static bool read_all(int descriptor, rap_arena *arena, size_t limit, rap_str *ret_bytes,
                     rap_error *error)
{
    struct stat about;
    if (fstat(descriptor, &about)) {
        return cannot(error, "read");
    }
    if (S_ISDIR(about.st_mode)) {
        return rap_error_set(error, RAP_ERROR_FILE, -1, "is a folder, not a file");
    }
    if (!S_ISREG(about.st_mode)) { /* may have no end, or wait for somebody */
        return rap_error_set(error, RAP_ERROR_FILE, -1,
                             "is a %s, not a file; save what comes from it to a file",
                             S_ISFIFO(about.st_mode)   ? "pipe"
                             : S_ISSOCK(about.st_mode) ? "socket"
                                                       : "device");
    }
    size_t size = about.st_size > 0 ? (size_t)about.st_size : 0;
    if (size > limit) {
        return rap_error_set(error, RAP_ERROR_LIMIT, -1,
                             "has %zu bytes, more than the limit of %zu", size, limit);
    }
    size_t capacity = size + 4096, length = 0;
    char *bytes = rap_arena_take(arena, capacity + 1);
    for (;;) {
        ssize_t got = read(descriptor, bytes + length, capacity - length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return cannot(error, "read");
        }
        if (!got) {
            break;
        }
        length += (size_t)got;
        if (length > limit) {
            return rap_error_set(error, RAP_ERROR_LIMIT, -1, "has more bytes than the limit of %zu",
                                 limit);
        }
        if (length == capacity) {
            bytes = rap_arena_grow(arena, bytes, capacity + 1, capacity * 2 + 1);
            capacity *= 2;
        }
    }
    bytes[length] = '\0';
    *ret_bytes = (rap_str){bytes, length};
    return true;
}

bool rap_file_read(rap_arena *arena, const char *path, size_t limit, rap_str *ret_bytes,
                   rap_error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return cannot(error, "open");
    }
    bool is_read = read_all(descriptor, arena, limit, ret_bytes, error);
    close(descriptor);
    return is_read;
}

static bool is_link(const char *path)
{
    struct stat about;
    return !lstat(path, &about) && S_ISLNK(about.st_mode);
}

static bool list_folder(rap_arena *arena, const char *path, int depth, rap_strs *paths,
                        rap_error *error)
{
    if (depth > 64) {
        return rap_error_set(error, RAP_ERROR_LIMIT, -1, "folders nested deeper than 64: %s", path);
    }
    DIR *folder = opendir(path);
    if (!folder && depth) { /* reading it will say why; the files beside it are not lost */
        RAP_PUSH(arena, paths, rap_str_of(path));
        return true;
    }
    if (!folder) {
        return cannot(error, "open the folder");
    }
    rap_strs names = {0};
    for (struct dirent *found; (found = readdir(folder));) {
        if (found->d_name[0] != '.') {
            RAP_PUSH(arena, &names, rap_str_copy(arena, rap_str_of(found->d_name)));
        }
    }
    closedir(folder);
    rap_strs_sort(&names);
    for (size_t i = 0; i < names.count; i++) {
        const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
        char *below = rap_arena_format(arena, "%s%s%s", path, slash, names.items[i].data);
        rap_file_kind kind = rap_file_kind_of(below);
        if (kind == RAP_FILE_FOLDER && is_link(below)) {
            continue; /* it may lead back here */
        }
        if (kind == RAP_FILE_FOLDER) {
            if (!list_folder(arena, below, depth + 1, paths, error)) {
                return false;
            }
        } else if (kind == RAP_FILE_REGULAR || (kind == RAP_FILE_NONE && is_link(below))) {
            /* a link that leads nowhere costs its line when it is opened */
            RAP_PUSH(arena, paths, rap_str_of(below));
        }
    }
    return true;
}

bool rap_file_list(rap_arena *arena, const char *path, rap_strs *ret_paths, rap_error *error)
{
    rap_strs paths = {0};
    if (rap_file_kind_of(path) == RAP_FILE_FOLDER) {
        if (!list_folder(arena, path, 0, &paths, error)) {
            return false;
        }
    } else {
        RAP_PUSH(arena, &paths, rap_str_copy(arena, rap_str_of(path)));
    }
    *ret_paths = paths;
    return true;
}

static bool write_all(int descriptor, rap_str bytes)
{
    while (bytes.length) {
        ssize_t put = write(descriptor, bytes.data, bytes.length);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return false;
        }
        bytes.data += put;
        bytes.length -= (size_t)put;
    }
    return !fsync(descriptor);
}

bool rap_file_write(const char *path, rap_str bytes, rap_error *error)
{
    if (!strncmp(path, "/dev/", 5)) { /* a device is written in place */
        int device = open(path, O_WRONLY | O_CLOEXEC);
        bool is_put = device >= 0 && (write_all(device, bytes) || errno == EINVAL);
        if (!is_put) {
            cannot(error, "write");
        }
        if (device >= 0) {
            close(device);
        }
        return is_put;
    }
    char *beside = NULL;
    if (asprintf(&beside, "%s.part-%ld", path, (long)getpid()) < 0) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    int descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool is_written = descriptor >= 0 && write_all(descriptor, bytes);
    if (descriptor >= 0 && close(descriptor)) {
        is_written = false;
    }
    if (is_written && rename(beside, path)) {
        is_written = false;
    }
    if (!is_written) {
        cannot(error, "write");
        if (descriptor >= 0) {
            unlink(beside);
        }
    }
    free(beside);
    return is_written;
}

void rap_file_hash(rap_str bytes, char ret_hex[65])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char hash[EVP_MAX_MD_SIZE] = {0};
    EVP_Digest(bytes.data ? bytes.data : "", bytes.length, hash, NULL, EVP_sha256(), NULL);
    for (size_t i = 0; i < 32; i++) {
        ret_hex[2 * i] = digits[hash[i] >> 4];
        ret_hex[2 * i + 1] = digits[hash[i] & 15];
    }
    ret_hex[64] = '\0';
}

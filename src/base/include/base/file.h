/* Files: whole reads with a limit, folders in sorted order, writes that replace at once. */
#ifndef RAP_BASE_FILE_H
#define RAP_BASE_FILE_H

#include "base/error.h"
#include "base/str.h"

#include <stdint.h>

typedef enum { RAP_FILE_NONE, RAP_FILE_REGULAR, RAP_FILE_FOLDER, RAP_FILE_OTHER } rap_file_kind;

rap_file_kind rap_file_kind_of(const char *path);
/* The whole file, at most `limit` bytes, followed by a NUL that is not counted. */
bool rap_file_read(rap_arena *arena, const char *path, size_t limit, rap_str *ret_bytes,
                   rap_error *error);
/* Every regular file below `path` (or `path` itself), depth first, names sorted by bytes;
 * hidden files and folders and links to folders are passed over. A folder below that cannot be
 * opened stands for itself.
 */
bool rap_file_list(rap_arena *arena, const char *path, rap_strs *ret_paths, rap_error *error);
/* Writes to a new file beside `path` and renames it over it, so that nobody sees half a file. */
bool rap_file_write(const char *path, rap_str bytes, rap_error *error);
/* SHA-256 as 64 lower-case hexadecimal digits and a NUL. */
void rap_file_hash(rap_str bytes, char ret_hex[65]);

#endif

/* The parts of a ZIP archive held in memory, with limits on size and ratio. libzip does the work.
 */
#ifndef RAP_READING_UNZIP_H
#define RAP_READING_UNZIP_H

#include "reading/reading.h"

typedef struct rap_zip rap_zip;

/* Opens; the archive is closed with the arena. NULL with *error where the bytes are none. */
rap_zip *rap_zip_open(const rap_read_limits *limits, rap_arena *arena, rap_str bytes,
                      rap_error *error);
bool rap_zip_has(const rap_zip *zip, const char *name);
/* The part's bytes; false with *error where it is missing, damaged or over a limit. */
bool rap_zip_read(rap_zip *zip, const char *name, rap_str *ret_bytes, rap_error *error);

/* A file of the archive. */
typedef struct {
    size_t index;
    const char *name; /* UTF-8; of the archive's memory */
    bool is_folder, is_link, is_locked;
} rap_zip_file;
/* Whether something was refused because of what was unpacked before it. */
bool rap_zip_is_full(const rap_zip *zip);
size_t rap_zip_count(const rap_zip *zip);
/* False where nothing can be told of it. */
bool rap_zip_at(const rap_zip *zip, size_t index, rap_zip_file *ret_file);
/* rap_zip_read by place. */
bool rap_zip_read_at(rap_zip *zip, size_t index, rap_str *ret_bytes, rap_error *error);

#endif

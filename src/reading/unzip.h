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

#endif

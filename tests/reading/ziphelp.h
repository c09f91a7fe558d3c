/* Archives made in memory, for the tests. */
#ifndef RAP_TEST_READING_ZIPHELP_H
#define RAP_TEST_READING_ZIPHELP_H

#include "base/str.h"

typedef struct {
    const char *name;
    rap_str content;
} zip_part;

/* A ZIP archive of the parts; empty where it could not be made. */
rap_str zip_make(rap_arena *arena, const zip_part *parts, size_t count);

#endif

/* What tools/embed.c makes of data/ when the program is built: sorted by path. */
#ifndef RAP_BASE_EMBEDDED_H
#define RAP_BASE_EMBEDDED_H

#include <stddef.h>

typedef struct {
    const char *path;
    const unsigned char *bytes;
    size_t length;
} rap_embedded_file;

extern const rap_embedded_file rap_embedded[];
extern const size_t rap_embedded_count;

#endif

/* The files under data/, compiled into the program, so that it needs nothing beside itself. */
#ifndef RAP_BASE_DATA_H
#define RAP_BASE_DATA_H

#include "base/str.h"

/* A file in the program, as tools/embed.c makes them of a folder: sorted by path. */
typedef struct {
    const char *path;
    const unsigned char *bytes;
    size_t length;
} rap_data_file;

/* The file's bytes by its path; empty where there is none. */
rap_str rap_data_find_in(const rap_data_file *files, size_t count, const char *path);

/* The file's text by its path below data/, "en/lead-phrases.tsv"; empty where there is none. */
rap_str rap_data_find(const char *path);
/* The path of file `index` in sorted order, or NULL past the last. */
const char *rap_data_path(size_t index);

#endif

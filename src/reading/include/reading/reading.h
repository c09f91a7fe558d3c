/* Reading: bytes of a file in, a rap_source out. One table of readers; see reading.c. */
#ifndef RAP_READING_READING_H
#define RAP_READING_READING_H

#include "base/error.h"
#include "model/document.h"
#include "text/text.h"

/* Limits; rap_read_limits_default gives those of the manual. */
typedef struct {
    size_t file_bytes;     /* 256 MiB */
    size_t unpacked_bytes; /* of all parts of an archive: 512 MiB */
    unsigned ratio;        /* of an archive part's compression: 200 */
    unsigned depth;        /* nesting of elements: 256 */
    size_t blocks;         /* 1,000,000 */
    unsigned seconds;      /* of a child process: 60 */
} rap_read_limits;

rap_read_limits rap_read_limits_default(void);

struct rap_reading;

typedef struct rap_reader {
    const char *name;  /* "akn" */
    const char *label; /* "Akoma Ntoso XML" */
    /* How sure the reader is that the file is its own, 0 to 100, from its first bytes and name. */
    int (*recognize)(rap_str bytes, rap_str file_name);
    /* Fills *source, whose arena is set; false with *error where the file cannot be read at all. */
    bool (*read)(const struct rap_reading *reading, rap_str bytes, rap_source *source,
                 rap_error *error);
    bool is_foreign; /* a format whose readers are large and others' own: read by a worker */
} rap_reader;

/* A process that reads foreign formats in sandboxed children of its own, one for each document
 * (src/reading/worker.c). */
typedef struct rap_worker rap_worker;
/* Forks; to be called while the program has no other threads. `rules` are those of its readings.
 * NULL on failure. */
rap_worker *rap_worker_new(const rap_text_rules *rules, rap_read_limits limits, rap_error *error);
void rap_worker_free(rap_worker *worker); /* NULL is allowed */

/* What every reader is given. */
typedef struct rap_reading {
    const rap_text_rules *text;
    rap_read_limits limits;
    const char *file_name; /* for messages and for telling the format; may be "" */
    rap_worker *worker;    /* reads what is foreign, for any number of threads; NULL: read here */
} rap_reading;

/* Reader `index` of the table, or NULL past the last. */
const rap_reader *rap_reader_at(size_t index);

/* Finds the reader and reads. What cannot be read gives one line in *error, never a crash. */
bool rap_read(const rap_reading *reading, rap_arena *arena, rap_str bytes, rap_source *ret_source,
              rap_error *error);

/* For readers whose format gives lines of text (text, PDF): joins hard-broken lines into
 * paragraphs, drops page furniture, ties notes to their anchors, and appends the blocks to
 * source->blocks. `text` is UTF-8; '\f' ends a page. */
void rap_read_lines(const rap_reading *reading, rap_source *source, rap_str text);

#endif

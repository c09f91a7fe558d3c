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
    unsigned pages;        /* 20,000 */
    unsigned seconds;      /* of a child process: 60 */
    size_t memory_bytes;   /* of one document: 1 GiB */
    unsigned enclosures;   /* in a mail or an archive, with those in others in it: 10,000 */
    unsigned levels;       /* of mails and archives in each other: 4 */
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
    bool as_original;      /* tracked changes are read as if all were rejected, not accepted */
    rap_worker *worker;    /* reads what is foreign, for any number of threads; NULL: read here */
} rap_reading;

/* Reader `index` of the table, or NULL past the last. */
const rap_reader *rap_reader_at(size_t index);

/* Finds the reader and reads. What cannot be read gives one line in *error, never a crash. */
bool rap_read(const rap_reading *reading, rap_arena *arena, rap_str bytes, rap_source *ret_source,
              rap_error *error);

/* -- files that hold others ------------------------------------------------------------------- */

/* What is enclosed in a mail or an archive. */
typedef struct {
    rap_str name;    /* "folder/report.docx": relative, without "..", control or direction marks */
    rap_str bytes;   /* empty where it is refused */
    rap_str refusal; /* why it is not to be had, one line; else empty */
    bool is_body;    /* the words of the mail itself, as UTF-8 text or HTML */
} rap_enclosure;
typedef RAP_VEC(rap_enclosure) rap_enclosures;

/* Whether the file seems to be a mail (RFC 5322) or a ZIP archive of files, from its first bytes:
 * RAP_ENCLOSING_HEAD of them are enough. */
enum { RAP_ENCLOSING_HEAD = 4096 };
bool rap_encloses(rap_str head, rap_str file_name);

typedef enum {
    RAP_UNPACK_FAILED,   /* *error says why */
    RAP_UNPACK_DOCUMENT, /* it holds no files, but is one document of several parts */
    RAP_UNPACK_DONE
} rap_unpack_outcome;
/* Takes apart one level: what is enclosed may be a mail or an archive itself. Hidden files,
 * pictures shown in a mail's text and signatures are passed over. In the worker where there is one.
 */
rap_unpack_outcome rap_unpack(const rap_reading *reading, rap_arena *arena, rap_str bytes,
                              rap_enclosures *ret_enclosures, rap_error *error);

/* What the page tells of a line of text. */
typedef enum {
    RAP_LINE_GOES_ON, /* with the paragraph of the line of text before */
    RAP_LINE_BEGINS,  /* a paragraph, or is a row of a table (look: RAP_LOOK_CELL) */
    RAP_LINE_NOTE,    /* begins a note with its mark */
    RAP_LINE_NOTE_MORE
} rap_line_place;

typedef struct {
    rap_line_place place;
    rap_look look; /* of the paragraph that begins */
    int32_t level;
    rap_box box;
} rap_line_told;
typedef RAP_VEC(rap_line_told) rap_lines_told;

/* For readers whose format gives lines of text (text, PDF): joins hard-broken lines into
 * paragraphs, drops page furniture, ties notes to their anchors, and appends the blocks to
 * source->blocks. `text` is UTF-8; '\f' ends a page. `told` has one entry for each line, which
 * '\n' or '\f' ends, and furniture is out already; NULL: the text alone has to tell. */
void rap_read_lines(const rap_reading *reading, rap_source *source, rap_str text,
                    const rap_lines_told *told);

#endif

/* Reading: bytes of a file in, a rap_source out. One table of readers; see reading.c. */
#ifndef RAP_READING_READING_H
#define RAP_READING_READING_H

#include "base/error.h"
#include "model/document.h"
#include "text/text.h"

/* What a document may have and take. The table in limits.c names each, with its usual value. */
typedef struct {
    size_t file_bytes;
    size_t unpacked_bytes; /* of all parts of an archive */
    unsigned ratio;        /* of an archive part's compression */
    unsigned depth;        /* nesting of elements */
    size_t blocks;
    unsigned pages;
    unsigned seconds;        /* of a child process */
    unsigned office_seconds; /* of LibreOffice */
    size_t memory_bytes;     /* of one document */
    size_t child_bytes;      /* address space of a child that reads */
    size_t pdf_bytes;        /* address space of pdftotext */
    size_t office_bytes;     /* address space of LibreOffice */
    unsigned enclosures;     /* in a mail or an archive, with those in others in it */
    unsigned levels;         /* of mails and archives in each other */
    /* Of unpacked_bytes and enclosures, what the mail or archive around has used up. */
    size_t spent_bytes;
    unsigned spent_enclosures;
    bool needs_sandbox; /* nothing foreign is read where a part of the sandbox is missing */
} rap_read_limits;

typedef enum {
    RAP_LIMIT_FILE,
    RAP_LIMIT_UNPACKED,
    RAP_LIMIT_RATIO,
    RAP_LIMIT_NESTING,
    RAP_LIMIT_FILES,
    RAP_LIMIT_LEVELS,
    RAP_LIMIT_PAGES,
    RAP_LIMIT_PARAGRAPHS,
    RAP_LIMIT_SECONDS,
    RAP_LIMIT_OFFICE_SECONDS,
    RAP_LIMIT_MEMORY,
    RAP_LIMIT_READER_MEMORY,
    RAP_LIMIT_PDF_MEMORY,
    RAP_LIMIT_OFFICE_MEMORY,
    RAP_LIMIT_COUNT
} rap_limit_id;

typedef struct {
    const char *name; /* "pages" */
    const char *what; /* of what, for the manual */
    uint64_t usual, least, most;
    bool is_bytes; /* told in K, M and G, powers of 1,024 */
} rap_limit;

rap_read_limits rap_read_limits_default(void);
/* The row of a limit; NULL past the last. */
const rap_limit *rap_limit_at(size_t index);
/* A value as it is typed and shown: "256M", "20000"; in `arena`. */
const char *rap_limit_text(rap_arena *arena, const rap_limit *limit, uint64_t value);
uint64_t rap_limit_value(const rap_read_limits *limits, rap_limit_id id);
/* Takes "NAME=VALUE[,NAME=VALUE...]"; false with one line where a name or value is none. */
bool rap_limits_parse(rap_read_limits *limits, rap_str text, rap_error *error);
/* Those above their usual value, as they are typed; in `arena`, empty where there is none. */
rap_str rap_limits_raised(rap_arena *arena, const rap_read_limits *limits);
/* Raises each to that of `others` where that is more. */
void rap_limits_raise(rap_read_limits *limits, const rap_read_limits *others);
/* RAP_ERROR_LIMIT with a message and, behind it, how the limit can be raised. Returns false. */
bool rap_limit_exceeded(rap_error *error, const rap_read_limits *limits, rap_limit_id id,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

/* What of the sandbox this kernel does not have ("landlock", "seccomp", "landlock and seccomp"), or
 * NULL. */
const char *rap_sandbox_lacks(void);

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

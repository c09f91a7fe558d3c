/* What a reader makes of a file (rap_source) and what structure makes of that (rap_version).
 *
 * All of it lives in the document's arena. Text is UTF-8 with white space collapsed to single
 * spaces, marks of direction and soft hyphens out, no-break hyphens as '-', and note markers out
 * (they stand in `notes`). Spans are byte ranges in a block's text.
 */
#ifndef RAP_MODEL_DOCUMENT_H
#define RAP_MODEL_DOCUMENT_H

#include "model/date.h"
#include "model/lang.h"

/* Bytes [start, end) of a block's text. */
typedef struct {
    uint32_t start, end;
} rap_span;

/* The part of the document a block belongs to; names as in `export blocks`. */
typedef enum {
    RAP_PART_UNKNOWN, /* only in a rap_source: structure has yet to say */
    RAP_PART_COVER,
    RAP_PART_TITLE,
    RAP_PART_FORMULA, /* "The General Assembly," */
    RAP_PART_PREAMBULAR,
    RAP_PART_OPERATIVE,
    RAP_PART_HEADING,
    RAP_PART_BODY,
    RAP_PART_ANNEX,
    RAP_PART_FOOTNOTE,
    RAP_PART_CLOSING /* meeting, date and place at the end */
} rap_part;

const char *rap_part_name(rap_part part);

/* What a reader knows of a block's looks; RAP_LOOK_PLAIN where it knows nothing. */
typedef enum {
    RAP_LOOK_PLAIN,
    RAP_LOOK_TITLE,
    RAP_LOOK_HEADING, /* block.level tells the depth, from 1 */
    RAP_LOOK_ITEM,    /* list item; block.level tells the depth, from 1 */
    RAP_LOOK_NOTE,    /* the body of a foot- or endnote; block.number holds its mark */
    RAP_LOOK_CELL,    /* table cell */
    RAP_LOOK_CAPTION  /* of a picture, a box or a quotation set apart */
} rap_look;

/* The place in the original of text bytes from `at` on, up to the next seam. */
typedef struct {
    uint32_t at;
    uint64_t
        offset; /* byte in the file (text, HTML) or in the text that the child process gave (PDF) */
} rap_seam;

/* A rectangle on a page, in points (1/72 inch) from the page's upper left corner. */
typedef struct {
    uint32_t page; /* from 1 */
    float x0, y0, x1, y1;
} rap_box;

typedef struct {
    uint64_t offset; /* first byte in the file; 0 where the format has no such thing */
    uint32_t length; /* bytes in the file */
    uint32_t line;   /* from 1; 0: unknown */
    uint32_t page;   /* from 1; 0: unknown */
    rap_str path;    /* element path in XML, part name and paragraph in DOCX; empty otherwise */
    RAP_VEC(rap_seam) seams;
    RAP_VEC(rap_box) boxes; /* where it stands on its pages (PDF), one for each column; else none */
} rap_origin;

/* A space of the text that stands for other white space of the file: for a no-break space, or for
 * several spaces in a line. Texts of formats that tell nothing of it (PDF) have none. */
typedef struct {
    uint32_t at; /* byte of the space in block.text */
    bool is_no_break, is_many;
} rap_blank;

/* An anchor: note `mark` is called at byte `at` of the text. */
typedef struct {
    rap_str mark;  /* "1", "*", "a" */
    uint32_t at;   /* byte in block.text behind which the mark stood */
    int32_t block; /* index of the note's block, or -1 where it is missing */
} rap_note_ref;

typedef struct {
    rap_part part;
    rap_look look;
    rap_lang lang; /* none: the version's */
    rap_str text;
    rap_str
        number;    /* as printed, without the text's separator: "14.", "(a)", "I."; a note's mark */
    rap_str label; /* paragraph label for facts: "14", "14 (a)"; body paragraphs without numbers
                      have their running number; empty for what is no paragraph */
    int32_t level; /* paragraphs: 1 for the outermost; headings: depth from 1 */
    int32_t parent; /* index of the enclosing paragraph or heading block, or -1 */
    rap_span lead; /* the lead phrase of a preambular or operative paragraph; empty: start == end */
    RAP_VEC(rap_note_ref) notes;
    RAP_VEC(rap_blank) blanks; /* in order */
    rap_origin origin;
} rap_block;

typedef RAP_VEC(rap_block) rap_blocks;

/* Cover data, from mark-up or from the text; empty where not told. */
typedef struct {
    rap_str symbol; /* "A/RES/68/272", "A/79/150-S/2024/3" */
    rap_str title;
    rap_str session;       /* "68"; special sessions "S-10", emergency "ES-11" */
    rap_strs agenda_items; /* "128", "126 (a)" */
    rap_date adopted, issued;
    rap_lang original; /* the original language */
    rap_period period; /* what a report covers */
    rap_str kind;      /* "resolution", "decision", "report", "list", "page", "statement", ...; see
                          data/kinds.tsv */
} rap_cover;

/* Something in the document that a person should look at. */
typedef struct {
    rap_str rule;    /* short id, "numbering-gap" */
    rap_str message; /* one line in English */
    int32_t block;   /* or -1 */
} rap_warning;

typedef RAP_VEC(rap_warning) rap_warnings;

/* One file as its reader understood it, in any number of languages. */
typedef struct {
    rap_arena *arena;
    const char *reader; /* "text", "akn", "docx", "html", "pdf" */
    rap_str encoding;   /* as found, "UTF-8", "windows-1256" */
    rap_lang lang;      /* told by mark-up; none where not */
    bool structured;    /* parts, numbers and notes are set from mark-up (Akoma Ntoso) */
    rap_cover cover;
    rap_blocks blocks;
    RAP_VEC(int32_t) starts; /* blocks with which a further document of the file begins */
    rap_warnings warnings;
} rap_source;

struct rap_mention;
struct rap_mandate;
struct rap_activity;
struct rap_figure_fact;

/* A document in one language, with all that was understood of it. */
typedef struct rap_version {
    rap_arena *arena;
    rap_str doc; /* the work: its symbol, or the id given when it was added */
    rap_str
        doc_lang; /* what facts name: `doc`, or "doc-ar" where the file holds several languages */
    rap_lang lang;
    rap_cover cover;
    rap_strs cites; /* symbols in full form, in order of appearance, each once */
    rap_blocks blocks;
    rap_warnings warnings;
    RAP_VEC(struct rap_mention) mentions;
    RAP_VEC(struct rap_mandate) mandates;
    RAP_VEC(struct rap_activity) activities;
    RAP_VEC(struct rap_figure_fact) figures;
} rap_version;

typedef RAP_VEC(rap_version) rap_versions;

void rap_warn(rap_arena *arena, rap_warnings *warnings, const char *rule, int32_t block,
              const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The text of a span; clipped to the block. */
rap_str rap_block_slice(const rap_block *block, rap_span span);
/* The index of the first mention that begins at or behind byte `byte` of the block, or in a block
 * behind it: mentions stand in order. */
size_t rap_mention_from(const rap_version *version, uint32_t block, size_t byte);

#endif

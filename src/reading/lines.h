/* Private to the reader of lines: what the steps hand to each other. */
#ifndef RAP_READING_LINES_H
#define RAP_READING_LINES_H

#include "reading/reading.h"

typedef enum {
    LINE_BODY,
    LINE_BLANK,
    LINE_FURNITURE, /* page header, footer, page number, job number, web address: not text */
    LINE_RULE,      /* a stroke above notes */
    LINE_NOTE,      /* first line of a note; `mark` and `skip` are set */
    LINE_NOTE_MORE, /* further line of a note */
    LINE_MARK       /* only the mark of a note that belongs into the text before it */
} line_kind;

typedef struct {
    rap_str raw; /* without the line end */
    uint64_t offset;
    uint32_t page, width, indent; /* columns of the trimmed text and of the white space before it */
    uint32_t first, last;         /* code points at both ends of the trimmed text */
    line_kind kind;
    uint32_t skip; /* bytes of `raw` before a note's text */
    rap_str mark;
    const rap_line_told *told; /* by the page; NULL: nothing */
} text_line;

typedef RAP_VEC(text_line) text_lines;

/* How the file sets its paragraphs. */
typedef struct {
    bool wrapped; /* lines are broken at `width` columns; else a line is a paragraph */
    bool doubled; /* an empty line after each line */
    bool indents; /* a paragraph's first line stands further in than the others */
    bool spaced;  /* an empty line stands behind each paragraph */
    bool apart;   /* an empty line stands behind most lines */
    bool paged;   /* form feeds end the pages */
    bool hyphens; /* lines are broken behind hyphens too */
    uint32_t width, base_indent;
} text_layout;

/* lines_scan.c */
void rap_lines_split(rap_arena *arena, rap_str text, text_lines *ret_lines);
void rap_lines_furniture(rap_arena *arena, text_lines *lines);
text_layout rap_lines_layout(const text_lines *lines);
/* A symbol alone: capitals, digits and strokes, with at least two strokes. */
bool rap_lines_is_symbol(rap_str text);
/* The text of a line without white space around it. */
rap_str rap_lines_trim(const text_line *line);
bool rap_lines_is_space(uint32_t code_point);
bool rap_lines_is_han(uint32_t code_point); /* ideographs, kana, their punctuation, full width */
bool rap_lines_ends_sentence(uint32_t code_point);
/* A row of a table: tabs between words, other than the one behind a paragraph's number. */
bool rap_lines_is_row(const text_line *line);
/* Whether a paragraph number stands at the beginning: "1.", "(a)", "IV.", "12 -". */
bool rap_lines_has_label(rap_str text);
/* The value of a decimal digit in any script, or of a superscript one; -1 for what is none. */
int rap_lines_digit(uint32_t code_point);

/* lines_arabic.c: the text with the lam-alefs and the order that a PDF producer spoilt put right;
 * a warning tells what and where. */
rap_str rap_lines_arabic(rap_source *source, rap_str text);

/* lines_covers.c: the lines with which documents begin, the first one among them. */
typedef RAP_VEC(size_t) line_starts;
void rap_lines_covers(rap_arena *arena, const text_lines *lines, line_starts *ret_starts);

/* lines_notes.c */
void rap_lines_notes(rap_arena *arena, const text_layout *layout, text_lines *lines);
/* The notes as the page tells them; false: there are none. */
bool rap_lines_told_notes(rap_arena *arena, text_lines *lines);

/* lines_anchors.c: finds the anchors of the notes in the blocks from `first` on, takes the marks
 * out of the text and ties both. */
void rap_lines_anchors(rap_source *source, size_t first);

/* lines_clean.c: a block in the making. */
typedef struct {
    rap_arena *arena;
    rap_buf buf;
    rap_block block;
    int64_t delta;       /* offset in the file minus place in the text, of the newest seam */
    uint32_t previous;   /* the newest code point; 0: none */
    bool joined;         /* a line ended since the newest code point */
    bool divided;        /* the newest one is a soft hyphen */
    bool is_chinese;     /* the document is: its notes may hold hardly a Chinese sign */
    size_t han, letters; /* code points so far, all and Chinese ones */
    bool space;          /* white space stands before what comes next */
    rap_blank blank;     /* what that white space was, since the line began */
    size_t spaces;       /* characters of it */
    uint64_t end;        /* of what was appended, in the file */
} block_builder;

void rap_builder_init(block_builder *builder, rap_arena *arena);
/* Appends cleaned text; `offset` is the place of its first byte in the file. */
void rap_builder_put(block_builder *builder, rap_str raw, uint64_t offset);
/* What was appended so far and what follows are parts of one paragraph. */
void rap_builder_join(block_builder *builder);
/* The line that was appended stands there. */
void rap_builder_place(block_builder *builder, const rap_box *box);
void rap_builder_anchor(block_builder *builder, rap_str mark);
bool rap_builder_is_empty(const block_builder *builder);
/* The finished block; the builder is ready for the next one. */
rap_block rap_builder_take(block_builder *builder);
/* Removes byte ranges [starts[i], ends[i]), in order, from a block's text. */
typedef RAP_VEC(rap_span) cut_list;
void rap_block_cut(rap_arena *arena, rap_block *block, const cut_list *cuts);

#endif

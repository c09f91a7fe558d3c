/* Private to the reader of PDF: the words of a file with their boxes, as pdftotext -bbox-layout
 * gives them, set into rows, columns, tables and notes, and told as lines (reading.h). Places are
 * in points from the upper left corner of the page. */
#ifndef RAP_READING_PDF_PAGE_H
#define RAP_READING_PDF_PAGE_H

#include "reading/reading.h"

typedef struct {
    float x0, x1, y0, y1;
    rap_str text;
    uint32_t piece; /* words of one number stand beside each other on one line */
    bool is_raised;
    bool is_turned;  /* runs to the right in a row that runs to the left */
    bool is_logical; /* its letters stand as they are read, not from left to right */
} pdf_word;
typedef RAP_VEC(pdf_word) pdf_words;

typedef struct {
    uint32_t number; /* from 1 */
    float width, height;
    size_t first, end; /* its words */
    bool is_rtl;       /* most of its letters are Arabic */
} pdf_sheet;

typedef enum {
    PDF_BODY,
    PDF_NOTE,      /* begins a note */
    PDF_NOTE_MORE, /* goes on with one */
    PDF_CELLS      /* of a table */
} pdf_kind;

typedef struct {
    pdf_word *words; /* from left to right */
    size_t count;
    float x0, x1;
    float y0, y1; /* of most of its letters; of the Arabic ones where it has such */
    float print;  /* height of those */
    float order;  /* place from the top by which rows follow each other */
    bool is_rtl;
    bool is_mixed;   /* its letters are others than most of its page: their size says little */
    bool is_guessed; /* read from a picture: so does the size of any */
    uint32_t zone;   /* its column, see pdf_document */
    rap_str text;    /* as it is read; words of one space, marks of notes as superscript digits */
    pdf_kind kind;
    bool begins;     /* a paragraph */
    bool is_divided; /* its last word goes on in the next row without a hyphen */
    int32_t level;   /* of a heading; 0: none */
} pdf_row;
typedef RAP_VEC(pdf_row) pdf_rows;

/* What stands below each other on a page: a column, what spans several, or a table. */
typedef struct {
    uint32_t page;
    bool is_table, is_rtl;
    size_t first, end; /* its rows */
    float x0, x1;      /* edges of the lines that are set in it */
    size_t gutters;    /* first of the table's, in pdf_document */
    size_t columns;    /* of a table */
} pdf_zone;

typedef struct {
    rap_arena *arena;
    pdf_words words;
    RAP_VEC(pdf_sheet) sheets;
    RAP_VEC(pdf_zone) zones;
    RAP_VEC(float) gutters; /* places between the columns of tables, from left to right */
    pdf_rows rows;          /* in reading order */
    float height;           /* of most words */
    float pitch;            /* from line to line within a paragraph */
    bool is_indented;       /* a paragraph's first line stands further in */
    bool strokes[128];      /* signs that stand for the stroke within Arabic words */
} pdf_document;

typedef struct {
    size_t arabic, other, digits;
} pdf_letters;
pdf_letters rap_pdf_letters(rap_str text);
float rap_pdf_height(const pdf_word *word);

/* pdf_words.c: the pages and words of what pdftotext printed. */
void rap_pdf_words(pdf_document *document, rap_str boxes);
void rap_pdf_find_direction(pdf_document *document);
/* Valid UTF-8 without control characters, of which some end lines; borrowed where it is that. */
rap_str rap_pdf_clean(rap_arena *arena, rap_str text);

/* pdf_heights.c: the boxes of words whose founts do not tell how tall they are. */
void rap_pdf_heights(pdf_document *document);

/* pdf_text.c: which signs are no text but strokes. */
void rap_pdf_find_strokes(pdf_document *document);

/* pdf_rows.c: words into rows, from the top of the page down; the words are put in another order.
 */
void rap_pdf_rows(const pdf_document *document, pdf_word *words, size_t count, bool is_rtl,
                  pdf_rows *ret_rows);
/* The row as it is read, or the words of it between two places. */
rap_str rap_pdf_row_text(const pdf_document *document, const pdf_row *row, float from, float to);
/* A copy of the row with `count` of its words only, which begin at `words`. */
pdf_row rap_pdf_row_part(const pdf_row *row, pdf_word *words, size_t count);

/* pdf_edges.c: takes what is printed on every page out of the words: heads, page numbers. */
void rap_pdf_edges(pdf_document *document);

/* pdf_columns.c: document->zones and document->rows. */
void rap_pdf_columns(pdf_document *document);

/* pdf_paragraphs.c: which rows begin paragraphs and notes, and which are headings. */
void rap_pdf_paragraphs(pdf_document *document);

/* pdf_hyphens.c: finds the words that were divided at the ends of rows. */
void rap_pdf_hyphens(pdf_document *document);

/* pdf_lines.c: all behind the words. Lines of text, a form feed behind each page, and what is known
 * of each line. False where there is no word. */
bool rap_pdf_lines(pdf_document *document, rap_str *ret_text, rap_lines_told *ret_told);

#endif

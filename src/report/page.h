/* A report as neutral pieces, in reading order. Arrangements make it; the forms write it. All in
 * the report's arena. */
#ifndef RAP_REPORT_PAGE_H
#define RAP_REPORT_PAGE_H

#include "base/error.h"
#include "words.h"

/* Text in one language and one look, or a call of a note. */
typedef struct {
    rap_str text;
    rap_lang lang; /* none: the page's */
    bool bold, italic;
    int note; /* index of a note + 1; then there is no text */
} rap_run;

typedef RAP_VEC(rap_run) rap_runs;

typedef struct {
    rap_runs *cells; /* as many as there are columns */
} rap_table_row;

typedef struct {
    size_t columns;
    const int *widths; /* in hundredths of the text's width */
    rap_strs header;
    RAP_VEC(rap_table_row) rows;
} rap_page_table;

typedef enum {
    RAP_PIECE_TITLE,
    RAP_PIECE_SUBTITLE,
    RAP_PIECE_COVER_LINE, /* first run: what it is; the rest: the thing */
    RAP_PIECE_COVER_HEADING,
    RAP_PIECE_CONTENTS, /* the table of contents stands here */
    RAP_PIECE_BREAK,    /* a new page */
    RAP_PIECE_HEADING,
    RAP_PIECE_PARAGRAPH,
    RAP_PIECE_NUMBERED, /* continuous through the report */
    RAP_PIECE_QUOTE,    /* belongs to the numbered paragraph before it */
    RAP_PIECE_TABLE
} rap_piece_kind;

typedef struct {
    rap_piece_kind kind;
    int level;     /* headings: 1 to 3 */
    rap_lang lang; /* of the paragraph, which sets its direction; none: the page's */
    rap_runs runs;
    rap_page_table *table;
    size_t number;      /* numbered paragraphs: from 1 */
    size_t first, last; /* headings: the paragraphs below them; 0 where there are none */
} rap_piece;

typedef struct {
    rap_arena *arena;
    const rap_words *words;
    rap_lang lang;
    bool landscape;
    rap_str title, running; /* running: the page header */
    rap_date date;
    RAP_VEC(rap_piece) pieces;
    rap_strs notes; /* in the page's language */
    size_t numbered;
    int contents_level; /* headings down to this level stand in the table of contents */
} rap_page;

/* Whether a piece is a heading of the table of contents. */
bool rap_piece_in_contents(const rap_page *page, const rap_piece *piece);

void rap_page_init(rap_page *page, rap_arena *arena, const rap_words *words);
/* The piece is valid until the next one is added. */
rap_piece *rap_page_add(rap_page *page, rap_piece_kind kind);
rap_piece *rap_page_heading(rap_page *page, int level, rap_str text, rap_lang lang);
rap_piece *rap_page_paragraph(rap_page *page, rap_str text);
rap_piece *rap_page_numbered(rap_page *page);
void rap_page_cover_line(rap_page *page, const char *label_key, rap_str text);
rap_page_table *rap_page_table_add(rap_page *page, const char *const *header_keys,
                                   const int *widths, size_t columns);
rap_runs *rap_table_row_add(rap_page *page, rap_page_table *table);

/* Adds text; *between asterisks* becomes italic where `marked`. */
void rap_runs_add(rap_page *page, rap_runs *runs, rap_str text, rap_lang lang);
void rap_runs_add_marked(rap_page *page, rap_runs *runs, rap_str text, rap_lang lang);
void rap_runs_add_bold(rap_page *page, rap_runs *runs, rap_str text, rap_lang lang);
/* A note with this text, called here. */
void rap_page_note(rap_page *page, rap_runs *runs, rap_str text);
/* Fills in first and last of the headings. */
void rap_page_finish(rap_page *page);
/* Words of the whole page, notes apart. */
size_t rap_page_words(const rap_page *page);
/* A heading's text without its looks. */
rap_str rap_runs_text(const rap_page *page, const rap_runs *runs);
/* "4" or "4-28" with an en dash; empty where there are none. */
rap_str rap_piece_range(const rap_page *page, const rap_piece *piece);

/* The forms. */
bool rap_form_markdown(const rap_page *page, rap_str *ret_bytes);
bool rap_form_html(const rap_page *page, rap_str *ret_bytes);

bool rap_form_docx(const rap_page *page, rap_str *ret_bytes, rap_error *error);

#endif

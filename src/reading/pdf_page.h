/* The words of a PDF with their boxes, as pdftotext -bbox-layout gives them, set into lines of
 * text: what only the boxes tell (raised marks of notes, indents, the small print at the foot,
 * which way a line runs) is written into the text as a person would type it. */
#ifndef RAP_READING_PDF_PAGE_H
#define RAP_READING_PDF_PAGE_H

#include "reading/reading.h"

/* Lines of text, a form feed behind each page; marks of notes as superscript digits, a stroke
 * above the notes at the foot of a page. False where the boxes cannot be parsed. */
bool rap_pdf_lines(const rap_read_limits *limits, rap_arena *arena, rap_str boxes,
                   rap_str *ret_text);

#endif

/* The readers that the table in reading.c names; one file each. */
#ifndef RAP_READING_READERS_H
#define RAP_READING_READERS_H

#include "reading/reading.h"
#include "text/text.h"

extern const rap_reader rap_reader_akn, rap_reader_doc, rap_reader_docx, rap_reader_html,
    rap_reader_odt, rap_reader_pdf, rap_reader_rtf, rap_reader_text;

/* Tells of bytes that were not valid in the source's encoding. */
void rap_warn_replaced(rap_source *source, rap_replaced replaced);

#endif

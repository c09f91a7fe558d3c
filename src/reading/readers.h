/* The readers that the table in reading.c names; one file each. */
#ifndef RAP_READING_READERS_H
#define RAP_READING_READERS_H

#include "reading/reading.h"
#include "text/text.h"

extern const rap_reader rap_reader_akn, rap_reader_doc, rap_reader_docx, rap_reader_html,
    rap_reader_odt, rap_reader_pdf, rap_reader_rtf, rap_reader_text;

/* Reads with that reader: in the worker's child where the format is foreign and there is one. */
bool rap_read_with(const rap_reader *reader, const rap_reading *reading, rap_str bytes,
                   rap_source *source, rap_error *error);

/* Refuses a document of more paragraphs than the limit. Returns false. */
bool rap_refuse_blocks(const rap_reading *reading, rap_error *error);

/* Tells of bytes that were not valid in the source's encoding. */
void rap_warn_replaced(rap_source *source, rap_replaced replaced);

#endif

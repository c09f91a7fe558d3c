/* Pages that are pictures: found, rendered by pdftoppm and read by Tesseract, each a child process.
 */
#ifndef RAP_READING_PDF_SCAN_H
#define RAP_READING_PDF_SCAN_H

#include "pdf_page.h"

/* Reads the pages of the document that have hardly a word and are covered by a picture. Their words
 * are put into the document; warnings tell what was read so, and what was not. False where there
 * are such pages, no other has a word, and Tesseract or one of its languages is missing or fails;
 * *error then says what to install. */
bool rap_pdf_scan(const rap_reading *reading, rap_str bytes, pdf_document *document,
                  rap_source *source, rap_error *error);

#endif

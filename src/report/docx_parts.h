/* The parts of a DOCX file (ECMA-376, transitional) that do not hang on what the report tells. */
#ifndef RAP_REPORT_DOCX_PARTS_H
#define RAP_REPORT_DOCX_PARTS_H

#include "page.h"

#define RAP_W_NAMESPACES                                                                           \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "                    \
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

rap_str rap_docx_styles(const rap_page *page);
rap_str rap_docx_numbering(const rap_page *page);
rap_str rap_docx_settings(const rap_page *page);
rap_str rap_docx_content_types(const rap_page *page);
rap_str rap_docx_relations(const rap_page *page);
rap_str rap_docx_document_relations(const rap_page *page);
rap_str rap_docx_core(const rap_page *page);
rap_str rap_docx_app(const rap_page *page);
rap_str rap_docx_font_table(const rap_page *page);
/* Text for XML: escaped, without control characters. */
void rap_docx_escape(rap_buf *out, rap_str text);

#endif

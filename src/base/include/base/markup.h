/* Text as content or attribute of XML and HTML. */
#ifndef RAP_BASE_MARKUP_H
#define RAP_BASE_MARKUP_H

#include "base/str.h"

/* Puts `text` with the characters of mark-up escaped, and without control characters. */
void rap_markup_text(rap_buf *out, rap_str text);

#endif

/* Text as content or attribute of XML and HTML. */
#ifndef RAP_BASE_MARKUP_H
#define RAP_BASE_MARKUP_H

#include "base/str.h"

/* Puts `text` with the characters of mark-up escaped, and without what XML 1.0 does not allow:
 * control characters, U+FFFE and U+FFFF (section 2.2). */
void rap_markup_text(rap_buf *out, rap_str text);

#endif

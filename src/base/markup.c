#include "base/markup.h"

void rap_markup_text(rap_buf *out, rap_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        switch (text.data[i]) {
        case '<':
            rap_buf_put_c(out, "&lt;");
            break;
        case '>':
            rap_buf_put_c(out, "&gt;");
            break;
        case '&':
            rap_buf_put_c(out, "&amp;");
            break;
        case '"':
            rap_buf_put_c(out, "&quot;");
            break;
        case '\xEF': /* XML has no U+FFFE and U+FFFF */
            if (i + 2 < text.length && text.data[i + 1] == '\xBF' &&
                (text.data[i + 2] == '\xBE' || text.data[i + 2] == '\xBF')) {
                i += 2;
                break;
            }
            rap_buf_put_byte(out, text.data[i]);
            break;
        default:
            /* Nor has any form of it the other control characters. */
            if ((unsigned char)text.data[i] >= 0x20 || text.data[i] == '\t') {
                rap_buf_put_byte(out, text.data[i]);
            }
        }
    }
}

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
        default:
            /* No form of XML has the other control characters. */
            if ((unsigned char)text.data[i] >= 0x20 || text.data[i] == '\t') {
                rap_buf_put_byte(out, text.data[i]);
            }
        }
    }
}

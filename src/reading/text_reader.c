/* The reader of plain text: whatever decodes as text and is none of the other formats. */
#include "readers.h"

static int recognize(rap_str bytes, rap_str file_name)
{
    (void)bytes, (void)file_name;
    return 1; /* what is no text at all is told when it is decoded */
}

static bool read_text(const rap_reading *reading, rap_str bytes, rap_source *source,
                      rap_error *error)
{
    rap_str text;
    rap_replaced replaced;
    if (!rap_text_decode(source->arena, bytes, RAP_STR_NONE, &text, &source->encoding, &replaced,
                         error)) {
        return false;
    }
    rap_read_lines(reading, source, text);
    rap_warn_replaced(source, replaced);
    if (!source->blocks.count) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "no text in the file, only white space");
    }
    return true;
}

const rap_reader rap_reader_text = {"text", "plain text", recognize, read_text};

#include "readers.h"
static int recognize(rap_str b, rap_str n)
{
    (void)b, (void)n;
    return 0;
}
static bool read_it(const rap_reading *r, rap_str b, rap_source *s, rap_error *e)
{
    (void)r, (void)b, (void)s;
    return rap_error_set(e, RAP_ERROR_FORMAT, -1, "docx");
}
const rap_reader rap_reader_docx = {"docx", "docx", recognize, read_it};

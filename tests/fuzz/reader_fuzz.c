/* The reader that READER names ("akn", "docx", ...): whatever the bytes are, it gives blocks of
 * valid text or one line of why not. */
#include "source.h"

void fuzz_one(rap_arena *arena, rap_str input)
{
    rap_source source;
    fuzz_read(arena, READER, input, &source);
}

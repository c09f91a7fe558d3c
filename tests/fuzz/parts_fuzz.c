/* The parts of a DOCX, each behind a line "== NAME": packed into an archive and read, so that what
 * is changed is the mark-up and not its compression. */
#include "source.h"

#include "../reading/ziphelp.h"

enum { MOST_PARTS = 16 };

static const char *name_of(rap_arena *arena, rap_str line)
{
    char *name = rap_str_c(arena, rap_str_trim(rap_str_slice(line, 3, line.length)));
    return *name && rap_utf8_invalid(rap_str_of(name)) == SIZE_MAX ? name : "word/document.xml";
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    zip_part parts[MOST_PARTS] = {{0}};
    size_t count = 0;
    rap_str line;
    while (fuzz_line(&input, &line)) {
        if (rap_str_starts(line, RAP_STR("== ")) && count < MOST_PARTS) {
            parts[count++] = (zip_part){name_of(arena, line), {input.data, 0}};
        } else if (count) {
            zip_part *part = &parts[count - 1];
            part->content.length = (size_t)(line.data + line.length - part->content.data);
        }
    }
    rap_str bytes = count ? zip_make(arena, parts, count) : RAP_STR_NONE;
    rap_source source;
    if (bytes.length) {
        fuzz_read(arena, "docx", bytes, &source);
    }
}

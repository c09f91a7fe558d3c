/* Words with their boxes, as pdftotext prints them of a PDF that may have been made to harm. */
#include "source.h"

#include "pdf_page.h"

void fuzz_one(rap_arena *arena, rap_str input)
{
    rap_reading reading = fuzz_reading();
    rap_source source = {.arena = arena, .reader = "pdf", .encoding = RAP_STR("UTF-8")};
    rap_str text;
    rap_lines_told told = {0};
    if (RAP_ARENA_GUARD(arena)) {
        rap_arena_unguard(arena);
        return;
    }
    pdf_document document = {.arena = arena};
    rap_pdf_words(&document, input);
    if (rap_pdf_lines(&document, &text, &told)) {
        fuzz_demand(rap_utf8_invalid(text) == SIZE_MAX, "lines are valid UTF-8");
        rap_read_lines(&reading, &source, text, &told);
        fuzz_check_source(&source);
    }
    rap_arena_unguard(arena);
}

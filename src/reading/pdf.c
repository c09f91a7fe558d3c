/* The reader of PDF: poppler's pdftotext as a child process tells the words and their boxes; what
 * they make on the page goes as lines the way of plain text. */
#include "child.h"
#include "pdf_page.h"
#include "pdf_scan.h"
#include "readers.h"

#include <string.h>

/* "%PDF-" may stand behind up to a kilobyte of other bytes (ISO 32000, annex H). */
static int recognize(rap_str bytes, rap_str file_name)
{
    rap_str head = rap_str_slice(bytes, 0, 1024);
    size_t at = rap_str_find(head, RAP_STR("%PDF-"), 0);
    if (at == SIZE_MAX) {
        bool is_named =
            rap_str_ends(file_name, RAP_STR(".pdf")) || rap_str_ends(file_name, RAP_STR(".PDF"));
        bool is_binary = head.length && memchr(head.data, 0, head.length);
        return is_named && is_binary ? 20 : 0;
    }
    return at ? 60 : 100;
}

static bool says(rap_str messages, const char *what)
{
    return rap_str_find(messages, rap_str_of(what), 0) != SIZE_MAX;
}

/* One line on why pdftotext gave up. */
static bool refuse(const rap_read_limits *limits, const rap_child_result *result, rap_error *error)
{
    if (says(result->messages, "password")) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "the PDF is encrypted; save a copy without password");
    }
    if (result->status == 3) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "the PDF does not allow its text to be copied; ask its publisher");
    }
    if (result->status < 0) {
        return rap_limit_exceeded(error, limits, RAP_LIMIT_PDF_MEMORY,
                                  "pdftotext broke off on this PDF, or needed more than %zu MiB of "
                                  "memory or %u seconds; print it to a new PDF",
                                  limits->pdf_bytes >> 20, limits->seconds);
    }
    rap_str rest = result->messages, line = {0};
    rap_str_split(&rest, '\n', &line);
    line = rap_str_slice(line, 0, 120);
    return rap_error_set(error, RAP_ERROR_FORMAT, -1, "the PDF is damaged: %.*s; get it again",
                         RAP_STR_ARG(line));
}

static bool run(const rap_reading *reading, rap_str bytes, rap_arena *arena,
                rap_child_result *ret_result, rap_error *error)
{
    const char *program = rap_child_find(arena, "pdftotext");
    if (!program) {
        return rap_error_set(error, RAP_ERROR_MISSING, -1,
                             "PDF needs the program pdftotext: apt-get install poppler-utils");
    }
    const char *const arguments[] = {program,        "-enc",       "UTF-8", "-eol", "unix",
                                     "-bbox-layout", "/dev/stdin", "-",     NULL};
    rap_child_limits limits = {.seconds = reading->limits.seconds,
                               .output_bytes = reading->limits.unpacked_bytes,
                               .memory_bytes = reading->limits.pdf_bytes,
                               .needs_sandbox = reading->limits.needs_sandbox};
    rap_error inner;
    if (!rap_child_run(arena, arguments, bytes, limits, ret_result, &inner)) {
        return inner.code == RAP_ERROR_LIMIT
                   ? rap_limit_exceeded(error, &reading->limits, RAP_LIMIT_SECONDS,
                                        "reading the PDF %s; divide it", inner.message)
                   : rap_error_set(error, inner.code, -1, "reading the PDF %s", inner.message);
    }
    return true;
}

static bool read_pdf(const rap_reading *reading, rap_str bytes, rap_source *source,
                     rap_error *error)
{
    if (recognize(bytes, RAP_STR_NONE) == 0) {
        return rap_error_set(error, RAP_ERROR_FORMAT, 0,
                             "named like a PDF, but its bytes are none; look at what it is");
    }
    rap_child_result result = {0};
    if (!run(reading, bytes, source->arena, &result, error)) {
        return false;
    }
    rap_str text = {0};
    rap_lines_told told = {0};
    pdf_document document = {.arena = source->arena};
    rap_pdf_words(&document, result.output);
    if (!rap_pdf_scan(reading, bytes, &document, source, error)) {
        return false;
    }
    bool has_text = rap_pdf_lines(&document, &text, &told);
    if (!has_text && result.status != 0) {
        return refuse(&reading->limits, &result, error);
    }
    if (!has_text) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             document.sheets.count ? "no text in this PDF, its pages are empty"
                                                   : "the PDF has no pages");
    }
    source->encoding = RAP_STR("UTF-8");
    rap_read_lines(reading, source, text, &told);
    for (size_t i = 0; i < source->blocks.count; i++) {
        source->blocks.items[i].blanks.count = 0; /* the width of a space is lay-out here */
    }
    if (result.status != 0) {
        rap_warn(source->arena, &source->warnings, "damaged-pdf", -1,
                 "the PDF is damaged; what could be read of it was read");
    }
    return source->blocks.count ||
           rap_error_set(error, RAP_ERROR_FORMAT, -1, "no text in this PDF");
}

const rap_reader rap_reader_pdf = {"pdf", "PDF", recognize, read_pdf};

#include "enclosures.h"
#include "readers.h"
#include "worker.h"
#include "xml.h"

#include <string.h>

/* The table of readers. The surest wins; among equals the earlier. */
static const rap_reader *const readers[] = {&rap_reader_akn,  &rap_reader_odt, &rap_reader_docx,
                                            &rap_reader_pdf,  &rap_reader_doc, &rap_reader_rtf,
                                            &rap_reader_html, &rap_reader_text};

void rap_warn_replaced(rap_source *source, rap_replaced replaced)
{
    if (replaced.count) {
        rap_warn(source->arena, &source->warnings, "encoding", -1,
                 "not valid %.*s in %zu place%s, the first in line %zu; U+FFFD stands there now",
                 RAP_STR_ARG(source->encoding), replaced.count, replaced.count == 1 ? "" : "s",
                 replaced.line);
    }
}

bool rap_refuse_blocks(const rap_reading *reading, rap_error *error)
{
    return rap_limit_exceeded(error, &reading->limits, RAP_LIMIT_PARAGRAPHS,
                              "more than %zu paragraphs; divide the document",
                              reading->limits.blocks);
}

const rap_reader *rap_reader_at(size_t index)
{
    return index < sizeof readers / sizeof *readers ? readers[index] : NULL;
}

/* What a file is that no reader takes, told from its first bytes; for the message. */
typedef struct {
    const char *magic;
    size_t length;
    const char *what;
} known_format;

static const known_format known_formats[] = {
    {"\x89PNG", 4, "a PNG picture; text in pictures is not read"},
    {"\xFF\xD8\xFF", 3, "a JPEG picture; text in pictures is not read"},
    {"GIF8", 4, "a GIF picture; text in pictures is not read"},
    {"II*\0", 4, "a TIFF picture; text in pictures is not read"},
    {"MM\0*", 4, "a TIFF picture; text in pictures is not read"},
    {"\x1F\x8B", 2, "a gzip archive; unpack it and give the files"},
    {"7z\xBC\xAF", 4, "a 7-Zip archive; unpack it and give the files"},
    {"\xFD"
     "7zXZ",
     5, "an xz archive; unpack it and give the files"},
    {"BZh", 3, "a bzip2 archive; unpack it and give the files"},
    {"Rar!", 4, "a RAR archive; unpack it and give the files"},
    {"\x7F"
     "ELF",
     4, "a program, not a document"},
    {"MZ", 2, "a program, not a document"},
    {"SQLite format 3", 15, "an SQLite database, not a document"},
};

static const char *known_format_of(rap_str bytes)
{
    for (size_t i = 0; i < sizeof known_formats / sizeof *known_formats; i++) {
        const known_format *known = &known_formats[i];
        /* two letters alone also begin texts: a NUL must follow soon */
        bool is_sure = known->length > 3 || known->magic[0] < ' ' ||
                       memchr(bytes.data, 0, bytes.length < 64 ? bytes.length : 64);
        if (is_sure && bytes.length >= known->length &&
            !memcmp(bytes.data, known->magic, known->length)) {
            return known->what;
        }
    }
    return NULL;
}

/* XML of a kind that no reader knows is not read as if it were text. */
static bool is_unknown_xml(rap_str bytes, const rap_reader *found)
{
    rap_str head = rap_str_slice(bytes, 0, 64);
    return found == &rap_reader_text && rap_str_find(head, RAP_STR("<?xml"), 0) <= 3;
}

static const rap_reader *find_reader(rap_str bytes, rap_str file_name)
{
    const rap_reader *best = NULL;
    int best_sure = 0;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        int sure = readers[i]->recognize(bytes, file_name);
        if (sure > best_sure) {
            best = readers[i];
            best_sure = sure;
        }
    }
    return best;
}

bool rap_read_with(const rap_reader *reader, const rap_reading *reading, rap_str bytes,
                   rap_source *source, rap_error *error)
{
    size_t index = 0;
    while (readers[index] != reader) {
        index++;
    }
    return reader->is_foreign && reading->worker
               ? rap_worker_read(reading, index, source->arena, bytes, source, error)
               : reader->read(reading, bytes, source, error);
}

bool rap_read(const rap_reading *reading, rap_arena *arena, rap_str bytes, rap_source *ret_source,
              rap_error *error)
{
    if (!bytes.length) {
        return rap_error_set(error, RAP_ERROR_FORMAT, 0, "the file is empty");
    }
    if (bytes.length > reading->limits.file_bytes) {
        return rap_limit_exceeded(error, &reading->limits, RAP_LIMIT_FILE,
                                  "the file has %zu MiB, more than the %zu MiB that are read; "
                                  "divide it",
                                  bytes.length >> 20, reading->limits.file_bytes >> 20);
    }
    const char *what = known_format_of(bytes);
    if (what) {
        return rap_error_set(error, RAP_ERROR_FORMAT, 0, "this is %s", what);
    }
    if (rap_is_mail(bytes, rap_str_of(reading->file_name))) {
        return rap_error_set(error, RAP_ERROR_FORMAT, 0,
                             "this is a mail, not a document; `add` takes what is attached to it");
    }
    const rap_reader *reader = find_reader(bytes, rap_str_of(reading->file_name));
    if (!reader) {
        return rap_error_set(error, RAP_ERROR_FORMAT, 0,
                             "neither text, HTML, PDF, DOCX, DOC, RTF, ODT nor Akoma Ntoso XML");
    }
    if (is_unknown_xml(bytes, reader)) {
        rap_str root = rap_xml_root_name(bytes);
        return rap_error_set(error, RAP_ERROR_FORMAT, 0,
                             "XML with the root element <%.*s>; of XML, only Akoma Ntoso is read",
                             RAP_STR_ARG(root));
    }
    rap_source source = {.arena = arena, .reader = reader->name};
    if (!rap_read_with(reader, reading, bytes, &source, error)) {
        return false;
    }
    if (source.blocks.count > reading->limits.blocks) {
        return rap_refuse_blocks(reading, error);
    }
    for (size_t i = 0; i < source.blocks.count; i++) {
        if (source.blocks.items[i].origin.page > reading->limits.pages) {
            return rap_limit_exceeded(error, &reading->limits, RAP_LIMIT_PAGES,
                                      "more than %u pages; divide the document",
                                      reading->limits.pages);
        }
    }
    *ret_source = source;
    return true;
}

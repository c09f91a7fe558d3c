/* The readers of what Word was before DOCX, of RTF and of OpenDocument text: LibreOffice as a child
 * process makes DOCX of them in a folder of its own, and the reader of DOCX reads that. */
#include "child.h"
#include "readers.h"

#include "base/file.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Names of streams stand in the directory of a compound file as UTF-16; 64 MB are looked at. */
#define DIRECTORY_BYTES ((size_t)64 << 20)
#define FOLDERS_OPEN 16

#define COMPOUND RAP_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
#define OPEN_TEXT RAP_STR("mimetypeapplication/vnd.oasis.opendocument.text")

/* -- recognizing ---------------------------------------------------------------------------------
 */

static bool has_stream(rap_str bytes, const char *name)
{
    char wide[64];
    size_t length = strlen(name);
    for (size_t i = 0; i < length && i < sizeof wide / 2; i++) {
        wide[2 * i] = name[i];
        wide[2 * i + 1] = 0;
    }
    rap_str head = rap_str_slice(bytes, 0, DIRECTORY_BYTES);
    return memmem(head.data, head.length, wide, length * 2) != NULL;
}

static int recognize_doc(rap_str bytes, rap_str file_name)
{
    (void)file_name;
    return rap_str_starts(bytes, COMPOUND) ? 100 : 0;
}

static int recognize_rtf(rap_str bytes, rap_str file_name)
{
    (void)file_name;
    return rap_str_starts(bytes, RAP_STR("{\\rtf")) ? 100 : 0;
}

/* The first part of a package is its type, unpacked (OpenDocument 1.3, part 2, section 3.3); a
 * flat file has everything in one element. */
static int recognize_odt(rap_str bytes, rap_str file_name)
{
    (void)file_name;
    rap_str head = rap_str_slice(bytes, 0, 256);
    bool is_package = rap_str_starts(bytes, RAP_STR("PK\x03\x04")) &&
                      rap_str_find(head, OPEN_TEXT, 0) != SIZE_MAX;
    bool is_flat = rap_str_find(head, RAP_STR("<office:document "), 0) != SIZE_MAX;
    return is_package || is_flat ? 100 : 0;
}

/* -- a folder of its own -------------------------------------------------------------------------
 */

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path) && kind != FTW_NS; /* what is left over must not keep the rest */
}

static void remove_folder(void *object)
{
    nftw(object, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

/* Removed with the arena, also where that ends early. */
static const char *make_folder(rap_arena *arena, rap_error *error)
{
    const char *place = getenv("TMPDIR");
    const char *pattern =
        rap_arena_format(arena, "%s/rapporteur-XXXXXX", place && *place ? place : "/tmp");
    char *folder = rap_arena_copy(arena, pattern, strlen(pattern));
    if (!mkdtemp(folder)) {
        rap_error_set(error, RAP_ERROR_FILE, -1,
                      "no folder can be made as %s for its conversion; set TMPDIR to a place that "
                      "can be written",
                      pattern);
        return NULL;
    }
    rap_arena_defer(arena, remove_folder, folder);
    return folder;
}

/* -- converting ----------------------------------------------------------------------------------
 */

typedef struct {
    const char *what;    /* "the DOC file" */
    const char *name;    /* what it is called in the folder */
    const char *missing; /* what to install */
} office_format;

static bool says(rap_str messages, const char *what)
{
    return rap_str_find(messages, rap_str_of(what), 0) != SIZE_MAX;
}

static bool refuse(const office_format *format, const rap_read_limits *limits,
                   const rap_child_result *result, rap_error *error)
{
    if (result->status < 0) {
        return rap_limit_exceeded(error, limits, RAP_LIMIT_OFFICE_MEMORY,
                                  "LibreOffice broke off on %s, or needed more than %zu MiB of "
                                  "memory; save it as DOCX in Word",
                                  format->what, limits->office_bytes >> 20);
    }
    return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                         says(result->messages, "not be loaded")
                             ? "%s is damaged or has a password; save it again, without one"
                             : "LibreOffice can make no DOCX of %s; save it as DOCX in Word",
                         format->what);
}

/* The DOCX that LibreOffice makes; its profile is new each time, so that runs beside each other do
 * not wait, and no setting or extension of the user's takes part. */
static bool convert(const rap_reading *reading, const office_format *format, const char *program,
                    rap_str bytes, rap_arena *arena, rap_str *ret_docx, rap_error *error)
{
    const char *folder = make_folder(arena, error);
    if (!folder) {
        return false;
    }
    const char *input = rap_arena_format(arena, "%s/%s", folder, format->name);
    const char *output = rap_arena_format(arena, "%s/made/document.docx", folder);
    const char *const arguments[] = {
        program,
        rap_arena_format(arena, "-env:UserInstallation=file://%s/profile", folder),
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        rap_arena_format(arena, "%s/made", folder),
        input,
        NULL};
    rap_child_limits limits = {.seconds = reading->limits.office_seconds,
                               .output_bytes = reading->limits.file_bytes,
                               .memory_bytes = reading->limits.office_bytes,
                               .needs_sandbox = reading->limits.needs_sandbox,
                               .home = folder};
    rap_child_result result = {0};
    rap_error inner;
    if (!rap_file_write(input, bytes, error)) {
        return false;
    }
    if (!rap_child_run(arena, arguments, RAP_STR_NONE, limits, &result, &inner)) {
        return inner.code == RAP_ERROR_LIMIT
                   ? rap_limit_exceeded(error, &reading->limits, RAP_LIMIT_OFFICE_SECONDS,
                                        "converting %s %s; save it as DOCX in Word", format->what,
                                        inner.message)
                   : rap_error_set(error, inner.code, -1, "converting %s %s", format->what,
                                   inner.message);
    }
    bool is_made = !access(output, R_OK) &&
                   rap_file_read(arena, output, reading->limits.file_bytes, ret_docx, &inner);
    remove_folder((void *)(uintptr_t)folder); /* not kept as long as the document is worked on */
    return is_made || refuse(format, &reading->limits, &result, error);
}

static bool read_by_office(const rap_reading *reading, const office_format *format, rap_str bytes,
                           rap_source *source, rap_error *error)
{
    const char *program = rap_child_find(source->arena, "soffice");
    rap_str docx = {0};
    if (!program) {
        return rap_error_set(error, RAP_ERROR_MISSING, -1, "%s", format->missing);
    }
    const char *reader = source->reader;
    bool is_read = convert(reading, format, program, bytes, source->arena, &docx, error) &&
                   rap_read_with(&rap_reader_docx, reading, docx, source, error);
    source->reader = reader;
    return is_read;
}

static bool read_doc(const rap_reading *reading, rap_str bytes, rap_source *source,
                     rap_error *error)
{
    static const struct {
        const char *stream, *what;
    } others[] = {
        {"EncryptedPackage", "an encrypted Office file; save a copy without password"},
        {"Workbook", "an Excel workbook; save it as text or PDF"},
        {"PowerPoint Document", "a PowerPoint presentation; save it as PDF"},
        {"__properties_version1.0", "an Outlook message; save it as EML or text"},
    };
    static const office_format format = {
        "the DOC file", "document.doc",
        "DOC needs LibreOffice: apt-get install libreoffice-writer-nogui"};
    bool is_word = has_stream(bytes, "WordDocument");
    for (size_t i = 0; i < sizeof others / sizeof *others && !is_word; i++) {
        if (has_stream(bytes, others[i].stream)) {
            return rap_error_set(error, RAP_ERROR_FORMAT, -1, "this is %s", others[i].what);
        }
    }
    if (!is_word) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "an older Office file without a Word document in it, or damaged; get "
                             "it again or save it as DOCX");
    }
    return read_by_office(reading, &format, bytes, source, error);
}

static bool read_rtf(const rap_reading *reading, rap_str bytes, rap_source *source,
                     rap_error *error)
{
    static const office_format format = {
        "the RTF file", "document.rtf",
        "RTF needs LibreOffice: apt-get install libreoffice-writer-nogui"};
    return read_by_office(reading, &format, bytes, source, error);
}

static bool read_odt(const rap_reading *reading, rap_str bytes, rap_source *source,
                     rap_error *error)
{
    static const char missing[] =
        "OpenDocument needs LibreOffice: apt-get install libreoffice-writer-nogui";
    static const office_format package = {"the ODT file", "document.odt", missing},
                               flat = {"the flat ODT file", "document.fodt", missing};
    return read_by_office(reading, rap_str_starts(bytes, RAP_STR("PK")) ? &package : &flat, bytes,
                          source, error);
}

const rap_reader rap_reader_doc = {"doc", "Word document (DOC)", recognize_doc, read_doc};
const rap_reader rap_reader_rtf = {"rtf", "RTF", recognize_rtf, read_rtf};
const rap_reader rap_reader_odt = {"odt", "OpenDocument text", recognize_odt, read_odt};

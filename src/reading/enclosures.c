/* Telling which files hold others, what may be taken out of them and under which names; archives.
 * Names: ZIP gives them in UTF-8, or in code page 437 where it does not say (APPNOTE 6.3.10,
 * appendix D). */
#include "enclosures.h"

#include "unzip.h"
#include "worker.h"

#include <string.h>

#define NAME_MOST ((size_t)240) /* bytes of a part of a name */
#define PARTS_MOST 16           /* folders in each other */

/* -- names --------------------------------------------------------------------------------------
 */

/* Controls (C0, C1), and marks that change the order or are not seen. */
static bool is_unseen(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           c == 0xFFFD || c >= 0xE0000;
}

rap_str rap_plain_line(rap_arena *arena, rap_str text)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        rap_buf_put_code_point(&out, is_unseen(c) ? ' ' : c);
    }
    return rap_buf_str(&out);
}

/* "..", "C:", "." and nothing at all. */
static bool is_no_name(rap_str part)
{
    return !part.length || rap_str_is(part, ".") || rap_str_is(part, "..") ||
           (part.length == 2 && part.data[1] == ':');
}

/* A long name keeps its end, which tells the format. */
static void put_part(rap_buf *out, rap_str part)
{
    size_t start = part.length > NAME_MOST ? part.length - NAME_MOST : 0;
    while (start && start < part.length && ((unsigned char)part.data[start] & 0xC0) == 0x80) {
        start++;
    }
    rap_buf_put_c(out, out->length ? "/" : "");
    rap_buf_put(out, rap_str_slice(part, start, part.length));
}

rap_str rap_enclosure_name(rap_arena *arena, rap_str name)
{
    rap_buf plain, out;
    rap_buf_init(&plain, arena);
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < name.length;) {
        uint32_t c = rap_utf8_next(name, &at);
        rap_buf_put_code_point(&plain, c == '\\' ? '/' : is_unseen(c) ? '_' : c);
    }
    rap_str rest = rap_buf_str(&plain), part;
    for (int parts = 0; parts < PARTS_MOST && rap_str_split(&rest, '/', &part);) {
        part = rap_str_trim(part);
        if (!is_no_name(part)) {
            put_part(&out, part);
            parts++;
        }
    }
    return rap_buf_str(&out);
}

bool rap_is_hidden_name(rap_str name)
{
    static const char *const leavings[] = {"__MACOSX", "Thumbs.db", "desktop.ini"};
    rap_str part;
    while (rap_str_split(&name, '/', &part)) {
        bool is_hidden = part.length && part.data[0] == '.';
        for (size_t i = 0; i < sizeof leavings / sizeof *leavings && !is_hidden; i++) {
            is_hidden = rap_str_equal_nocase(part, rap_str_of(leavings[i]));
        }
        if (is_hidden) {
            return true;
        }
    }
    return false;
}

/* -- what is taken ------------------------------------------------------------------------------
 */

/* "name (2).docx" beside "name.docx". */
static rap_str numbered(rap_arena *arena, rap_str name, unsigned number)
{
    size_t dot = name.length;
    while (dot && name.data[dot - 1] != '.' && name.data[dot - 1] != '/') {
        dot--;
    }
    dot = dot > 1 && name.data[dot - 1] == '.' ? dot - 1 : name.length;
    rap_str stem = rap_str_slice(name, 0, dot), end = rap_str_slice(name, dot, name.length);
    return rap_str_of(
        rap_arena_format(arena, "%.*s (%u)%.*s", RAP_STR_ARG(stem), number, RAP_STR_ARG(end)));
}

void rap_unpacking_put(rap_unpacking *unpacking, rap_str name, const char *otherwise,
                       rap_enclosure enclosure)
{
    name = rap_enclosure_name(unpacking->arena, name);
    name = name.length ? name : rap_str_copy(unpacking->arena, rap_str_of(otherwise));
    enclosure.name = name;
    unsigned *taken = rap_map_find(unpacking->names, name), *again = taken;
    while (again) { /* counted on from the last, as thousands may have one name */
        enclosure.name = numbered(unpacking->arena, name, ++*taken);
        again = rap_map_find(unpacking->names, enclosure.name);
    }
    unsigned *number = RAP_NEW(unpacking->arena, unsigned);
    *number = 1;
    unpacking->bytes += enclosure.bytes.length;
    rap_map_set(unpacking->names, enclosure.name, number);
    RAP_PUSH(unpacking->arena, &unpacking->found, enclosure);
}

void rap_unpacking_refuse(rap_unpacking *unpacking, rap_str name, const char *otherwise,
                          const char *why)
{
    rap_unpacking_put(unpacking, name, otherwise,
                      (rap_enclosure){.refusal = rap_str_copy(unpacking->arena, rap_str_of(why))});
}

/* Where it lies in another: what was taken from that before counts as well. */
static const char *with_others(const rap_read_limits *limits)
{
    return limits->spent_enclosures ? ", with what lies beside it," : "";
}

bool rap_unpacking_allows(const rap_unpacking *unpacking, size_t bytes, rap_error *error)
{
    const rap_read_limits *limits = &unpacking->reading->limits;
    if (unpacking->found.count + limits->spent_enclosures >= limits->enclosures) {
        return rap_limit_exceeded(error, limits, RAP_LIMIT_FILES,
                                  "holds%s more than the %u files that are taken; divide it",
                                  with_others(limits), limits->enclosures);
    }
    return unpacking->bytes + limits->spent_bytes + bytes <= limits->unpacked_bytes ||
           rap_limit_exceeded(error, limits, RAP_LIMIT_UNPACKED,
                              "unpacks%s to more than the %zu MiB that are read; divide it",
                              with_others(limits), limits->unpacked_bytes >> 20);
}

/* -- archives -----------------------------------------------------------------------------------
 */

/* An archive that is one document in parts: what its first file is called. */
static bool is_package(rap_str head)
{
    static const char *const firsts[] = {
        "[Content_Types].xml", "_rels/",     "word/",   "xl/", "ppt/",
        "docProps/",           "customXml/", "mimetype"};
    enum { NAME_AT = 30, LENGTH_AT = 26 };
    if (head.length < NAME_AT) {
        return false;
    }
    size_t length =
        (unsigned char)head.data[LENGTH_AT] | (size_t)(unsigned char)head.data[LENGTH_AT + 1] << 8;
    rap_str first = rap_str_slice(head, NAME_AT, NAME_AT + length);
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        if (rap_str_starts(first, rap_str_of(firsts[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_archive(rap_str head)
{
    return rap_str_starts(head, RAP_STR("PK\x03\x04")) ||
           rap_str_starts(head, RAP_STR("PK\x05\x06"));
}

/* False where no more may be taken out. */
static bool take_file(rap_unpacking *unpacking, rap_zip *zip, const rap_zip_file *file)
{
    rap_str bytes, name = rap_str_of(file->name);
    rap_error error = {0};
    if (file->is_locked) {
        rap_unpacking_refuse(unpacking, name, "file",
                             "has a password in the archive; pack it again without one");
    } else if (file->is_link) {
        rap_unpacking_refuse(unpacking, name, "file",
                             "is a link in the archive, not a file; pack the file itself");
    } else if (!rap_zip_read_at(zip, file->index, &bytes, &error)) {
        rap_unpacking_refuse(unpacking, name, "file", error.message);
        return !rap_zip_is_full(zip);
    } else {
        rap_unpacking_put(unpacking, name, "file", (rap_enclosure){.bytes = bytes});
    }
    return true;
}

static rap_unpack_outcome unpack_archive(rap_unpacking *unpacking, rap_str bytes, rap_error *error)
{
    rap_zip *zip = rap_zip_open(&unpacking->reading->limits, unpacking->arena, bytes, error);
    if (!zip) {
        return RAP_UNPACK_FAILED;
    }
    if (rap_zip_has(zip, "[Content_Types].xml") || rap_zip_has(zip, "mimetype")) {
        return RAP_UNPACK_DOCUMENT;
    }
    size_t count = rap_zip_count(zip);
    const rap_read_limits *limits = &unpacking->reading->limits;
    if (count + limits->spent_enclosures > limits->enclosures) {
        rap_limit_exceeded(error, limits, RAP_LIMIT_FILES,
                           "holds %zu files,%s more than the %u that are taken; divide it", count,
                           with_others(limits), limits->enclosures);
        return RAP_UNPACK_FAILED;
    }
    for (size_t i = 0; i < count; i++) {
        rap_zip_file file;
        if (rap_zip_at(zip, i, &file) && !file.is_folder &&
            !rap_is_hidden_name(rap_enclosure_name(unpacking->arena, rap_str_of(file.name))) &&
            !take_file(unpacking, zip, &file)) {
            break; /* the line on this one tells of all that would follow */
        }
    }
    return RAP_UNPACK_DONE;
}

/* -- both --------------------------------------------------------------------------------------
 */

bool rap_encloses(rap_str head, rap_str file_name)
{
    return (is_archive(head) && !is_package(head)) || rap_is_mail(head, file_name);
}

void rap_unpack_prepare(void)
{
    rap_mail_prepare();
}

rap_unpack_outcome rap_unpack_here(const rap_reading *reading, rap_arena *arena, rap_str bytes,
                                   rap_enclosures *ret_enclosures, rap_error *error)
{
    rap_unpacking unpacking = {.reading = reading, .arena = arena, .names = rap_map_new(arena)};
    rap_unpack_outcome outcome = is_archive(bytes) ? unpack_archive(&unpacking, bytes, error)
                                 : rap_mail_unpack(&unpacking, bytes, error) ? RAP_UNPACK_DONE
                                                                             : RAP_UNPACK_FAILED;
    if (outcome == RAP_UNPACK_DONE && !unpacking.found.count) {
        rap_error_set(error, RAP_ERROR_FORMAT, -1, "holds no document");
        outcome = RAP_UNPACK_FAILED;
    }
    *ret_enclosures = unpacking.found;
    return outcome;
}

rap_unpack_outcome rap_unpack(const rap_reading *reading, rap_arena *arena, rap_str bytes,
                              rap_enclosures *ret_enclosures, rap_error *error)
{
    return reading->worker ? rap_worker_unpack(reading, arena, bytes, ret_enclosures, error)
                           : rap_unpack_here(reading, arena, bytes, ret_enclosures, error);
}

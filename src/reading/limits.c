/* The one table of limits: what the manual, docs/limits.md, --limit and the messages tell. */
#include "reading/reading.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define KIB UINT64_C(1024)
#define MIB (KIB << 10)
#define GIB (MIB << 10)

typedef struct {
    rap_limit limit;
    size_t place, size; /* of the member */
} row;

#define MEMBER(name) offsetof(rap_read_limits, name), sizeof(((const rap_read_limits *)NULL)->name)

/* The largest file is what one row of SQLite holds; deeper nesting would outgrow the stack. */
static const row rows[RAP_LIMIT_COUNT] = {
    [RAP_LIMIT_FILE] = {{"file", "bytes of a file", 256 * MIB, 1, 900 * MIB, true},
                        MEMBER(file_bytes)},
    [RAP_LIMIT_UNPACKED] =
        {{"unpacked",
          "bytes that an archive (DOCX, ZIP) or a mail unpacks to, with all that "
          "lies in it, and that a child process hands back",
          512 * MIB, MIB, 4 * GIB - MIB, true},
         MEMBER(unpacked_bytes)},
    [RAP_LIMIT_RATIO] = {{"ratio",
                          "times its size that a part of an archive unpacks to, where that is more "
                          "than 4 MiB",
                          200, 1, 100000, false},
                         MEMBER(ratio)},
    [RAP_LIMIT_NESTING] = {{"nesting",
                            "elements within each other in XML and HTML, parts of a mail within "
                            "each other",
                            256, 8, 1000, false},
                           MEMBER(depth)},
    [RAP_LIMIT_FILES] = {{"files",
                          "files in a mail or an archive, with those in others that lie in it",
                          10000, 1, 1000000, false},
                         MEMBER(enclosures)},
    [RAP_LIMIT_LEVELS] = {{"levels", "mails and archives within each other", 4, 1, 16, false},
                          MEMBER(levels)},
    [RAP_LIMIT_PAGES] = {{"pages", "pages of a document", 20000, 1, 1000000, false}, MEMBER(pages)},
    [RAP_LIMIT_PARAGRAPHS] = {{"paragraphs", "paragraphs of a document", 1000000, 1, 100000000,
                               false},
                              MEMBER(blocks)},
    [RAP_LIMIT_SECONDS] = {{"seconds", "seconds that a child process may read a document", 60, 1,
                            86400, false},
                           MEMBER(seconds)},
    [RAP_LIMIT_OFFICE_SECONDS] = {{"office-seconds",
                                   "seconds that LibreOffice may take for a DOC, RTF or ODT file",
                                   180, 1, 86400, false},
                                  MEMBER(office_seconds)},
    [RAP_LIMIT_MEMORY] = {{"memory", "memory that reading and analysing one document may take", GIB,
                           16 * MIB, 64 * GIB, true},
                          MEMBER(memory_bytes)},
    [RAP_LIMIT_READER_MEMORY] = {{"reader-memory",
                                  "address space of a child that reads DOCX or HTML, or takes a "
                                  "mail or an archive apart",
                                  4 * GIB, 256 * MIB, 256 * GIB, true},
                                 MEMBER(child_bytes)},
    [RAP_LIMIT_PDF_MEMORY] = {{"pdf-memory", "address space of pdftotext", 2 * GIB, 128 * MIB,
                               256 * GIB, true},
                              MEMBER(pdf_bytes)},
    [RAP_LIMIT_OFFICE_MEMORY] = {{"office-memory", "address space of LibreOffice", 4 * GIB, GIB,
                                  256 * GIB, true},
                                 MEMBER(office_bytes)},
};

const rap_limit *rap_limit_at(size_t index)
{
    return index < RAP_LIMIT_COUNT ? &rows[index].limit : NULL;
}

static void put(rap_read_limits *limits, const row *r, uint64_t value)
{
    char *place = (char *)limits + r->place;
    unsigned small = (unsigned)value;
    size_t large = (size_t)value;
    memcpy(place, r->size == sizeof small ? (const void *)&small : (const void *)&large, r->size);
}

uint64_t rap_limit_value(const rap_read_limits *limits, rap_limit_id id)
{
    const char *place = (const char *)limits + rows[id].place;
    unsigned small = 0;
    size_t large = 0;
    if (rows[id].size == sizeof small) {
        memcpy(&small, place, sizeof small);
        return small;
    }
    memcpy(&large, place, sizeof large);
    return large;
}

rap_read_limits rap_read_limits_default(void)
{
    rap_read_limits limits = {0};
    for (size_t i = 0; i < RAP_LIMIT_COUNT; i++) {
        put(&limits, &rows[i], rows[i].limit.usual);
    }
    return limits;
}

/* -- values as typed --------------------------------------------------------------------------- */

static void print_value(char *out, size_t room, const rap_limit *limit, uint64_t value)
{
    static const char units[] = "\0KMG";
    int unit = 0;
    while (limit->is_bytes && unit < 3 && value && value % 1024 == 0) {
        value /= 1024;
        unit++;
    }
    snprintf(out, room, "%llu%s", (unsigned long long)value, unit ? (char[]){units[unit], 0} : "");
}

const char *rap_limit_text(rap_arena *arena, const rap_limit *limit, uint64_t value)
{
    char text[32];
    print_value(text, sizeof text, limit, value);
    return rap_arena_format(arena, "%s", text);
}

/* "20000"; of bytes also "256M", "1.5G" not. False where it is no number of that kind. */
static bool read_value(const rap_limit *limit, rap_str text, uint64_t *ret_value)
{
    static const char units[] = "KMG";
    uint64_t value = 0;
    size_t at = 0;
    for (; at < text.length && text.data[at] >= '0' && text.data[at] <= '9' && at < 15; at++) {
        value = value * 10 + (uint64_t)(text.data[at] - '0');
    }
    bool has_digits = at > 0;
    if (limit->is_bytes && at < text.length) {
        const char *unit = memchr(units, text.data[at] & ~32, sizeof units - 1);
        unsigned shift = unit ? 10u * (unsigned)(unit - units + 1) : 0;
        rap_str rest = rap_str_slice(text, at + (unit != NULL), text.length);
        bool is_whole = !rest.length || rap_str_is(rest, "B") || rap_str_is(rest, "iB");
        at = (unit || rest.length) && is_whole ? text.length : at;
        value = shift && value > UINT64_MAX >> shift ? UINT64_MAX : value << shift;
    }
    *ret_value = value;
    return has_digits && at == text.length;
}

static bool refuse_name(rap_str name, rap_error *error)
{
    char list[300] = "";
    for (size_t i = 0, length = 0; i < RAP_LIMIT_COUNT; i++) {
        length += (size_t)snprintf(list + length, sizeof list - length, "%s%s", i ? ", " : "",
                                   rows[i].limit.name);
    }
    return rap_error_set(error, RAP_ERROR_USAGE, -1, "no limit is called \"%.*s\"; there are %s",
                         (int)(name.length < 40 ? name.length : 40), name.data, list);
}

static bool parse_one(rap_read_limits *limits, rap_str text, rap_error *error)
{
    size_t equals = rap_str_find(text, RAP_STR("="), 0);
    rap_str name = rap_str_trim(rap_str_slice(text, 0, equals));
    rap_str value = equals == SIZE_MAX ? RAP_STR_NONE
                                       : rap_str_trim(rap_str_slice(text, equals + 1, text.length));
    size_t i = 0;
    while (i < RAP_LIMIT_COUNT && !rap_str_is(name, rows[i].limit.name)) {
        i++;
    }
    if (i == RAP_LIMIT_COUNT) {
        return refuse_name(name, error);
    }
    const rap_limit *limit = &rows[i].limit;
    uint64_t number;
    if (!read_value(limit, value, &number) || number < limit->least || number > limit->most) {
        char least[32], most[32];
        print_value(least, sizeof least, limit, limit->least);
        print_value(most, sizeof most, limit, limit->most);
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "limit %s: \"%.*s\" is no number from %s to %s", limit->name,
                             (int)(value.length < 40 ? value.length : 40),
                             value.data ? value.data : "", least, most);
    }
    put(limits, &rows[i], number);
    return true;
}

bool rap_limits_parse(rap_read_limits *limits, rap_str text, rap_error *error)
{
    rap_str part;
    while (rap_str_split(&text, ',', &part)) {
        part = rap_str_trim(part);
        if (part.length && !parse_one(limits, part, error)) {
            return false;
        }
    }
    return true;
}

rap_str rap_limits_raised(rap_arena *arena, const rap_read_limits *limits)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < RAP_LIMIT_COUNT; i++) {
        const rap_limit *limit = &rows[i].limit;
        uint64_t value = rap_limit_value(limits, (rap_limit_id)i);
        if (value > limit->usual) {
            rap_buf_put(&out, rap_str_of(rap_arena_format(arena, "%s%s=%s", out.length ? "," : "",
                                                          limit->name,
                                                          rap_limit_text(arena, limit, value))));
        }
    }
    return rap_buf_str(&out);
}

void rap_limits_raise(rap_read_limits *limits, const rap_read_limits *others)
{
    for (size_t i = 0; i < RAP_LIMIT_COUNT; i++) {
        uint64_t value = rap_limit_value(others, (rap_limit_id)i);
        if (value > rap_limit_value(limits, (rap_limit_id)i)) {
            put(limits, &rows[i], value);
        }
    }
}

/* -- exceeded ---------------------------------------------------------------------------------- */

bool rap_limit_exceeded(rap_error *error, const rap_read_limits *limits, rap_limit_id id,
                        const char *format, ...)
{
    const rap_limit *limit = &rows[id].limit;
    uint64_t value = rap_limit_value(limits, id);
    uint64_t more = value > limit->most / 2 ? limit->most : value * 2;
    char what[280], raised[32];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    print_value(raised, sizeof raised, limit, more);
    return value < limit->most
               ? rap_error_set(error, RAP_ERROR_LIMIT, -1, "%s, or raise the limit: --limit %s=%s",
                               what, limit->name, raised)
               : rap_error_set(error, RAP_ERROR_LIMIT, -1,
                               "%s; the limit %s stands as high as it can", what, limit->name);
}

#include "ziphelp.h"

#include <zip.h>

static bool add_parts(zip_t *archive, const zip_part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        zip_source_t *part =
            zip_source_buffer(archive, parts[i].content.data, parts[i].content.length, 0);
        if (!part || zip_file_add(archive, parts[i].name, part, ZIP_FL_ENC_UTF_8) < 0) {
            zip_source_free(part);
            return false;
        }
    }
    return true;
}

static rap_str bytes_of(rap_arena *arena, zip_source_t *source)
{
    zip_stat_t stat;
    if (zip_source_stat(source, &stat) || zip_source_open(source)) {
        return RAP_STR_NONE;
    }
    char *data = rap_arena_take(arena, (size_t)stat.size + 1);
    zip_int64_t got = zip_source_read(source, data, stat.size);
    zip_source_close(source);
    return got == (zip_int64_t)stat.size ? (rap_str){data, (size_t)stat.size} : RAP_STR_NONE;
}

rap_str zip_make(rap_arena *arena, const zip_part *parts, size_t count)
{
    rap_str bytes = RAP_STR_NONE;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, NULL) : NULL;
    if (!archive) {
        zip_source_free(source);
        return bytes;
    }
    zip_source_keep(source);
    if (!add_parts(archive, parts, count) || zip_close(archive)) {
        zip_discard(archive);
    } else {
        bytes = bytes_of(arena, source);
    }
    zip_source_free(source);
    return bytes;
}

#include "unzip.h"

#include <zip.h>

/* Below this a part may be packed as tightly as it likes. */
#define FREE_OF_RATIO ((uint64_t)4 << 20)

struct rap_zip {
    const rap_read_limits *limits;
    rap_arena *arena;
    zip_t *archive;
    zip_file_t *open;
    uint64_t unpacked;
};

static void release(void *object)
{
    rap_zip *zip = object;
    if (zip->open) {
        zip_fclose(zip->open);
        zip->open = NULL;
    }
    if (zip->archive) {
        zip_discard(zip->archive);
        zip->archive = NULL;
    }
}

rap_zip *rap_zip_open(const rap_read_limits *limits, rap_arena *arena, rap_str bytes,
                      rap_error *error)
{
    rap_zip *zip = RAP_NEW(arena, rap_zip);
    *zip = (rap_zip){.limits = limits, .arena = arena};
    rap_arena_defer(arena, release, zip);
    zip_error_t reason;
    zip_error_init(&reason);
    zip_source_t *source = zip_source_buffer_create(bytes.data, bytes.length, 0, &reason);
    if (source) {
        zip->archive = zip_open_from_source(source, ZIP_RDONLY, &reason);
        if (!zip->archive) {
            zip_source_free(source);
        }
    }
    if (!zip->archive) {
        rap_error_set(error, RAP_ERROR_FORMAT, -1,
                      "the archive is damaged or cut off (%s); get the file again",
                      zip_error_strerror(&reason));
    }
    zip_error_fini(&reason);
    return zip->archive ? zip : NULL;
}

bool rap_zip_has(const rap_zip *zip, const char *name)
{
    return zip_name_locate(zip->archive, name, 0) >= 0;
}

static bool is_allowed(const rap_zip *zip, const char *name, const zip_stat_t *stat,
                       rap_error *error)
{
    uint64_t packed = stat->comp_size ? stat->comp_size : 1;
    bool is_bomb = stat->size > FREE_OF_RATIO && stat->size / packed > zip->limits->ratio;
    if (is_bomb) {
        return rap_error_set(error, RAP_ERROR_LIMIT, -1,
                             "part %s of the archive unpacks to %llu times its size, more than "
                             "%u: refused as an archive bomb",
                             name, (unsigned long long)(stat->size / packed), zip->limits->ratio);
    }
    if (stat->size > zip->limits->unpacked_bytes - zip->unpacked) {
        return rap_error_set(error, RAP_ERROR_LIMIT, -1,
                             "the archive unpacks to more than the %zu MB that are read",
                             zip->limits->unpacked_bytes >> 20);
    }
    return true;
}

bool rap_zip_read(rap_zip *zip, const char *name, rap_str *ret_bytes, rap_error *error)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_INDEX;
    if (zip_stat(zip->archive, name, 0, &stat) || (stat.valid & needed) != needed) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "the archive has no part %s", name);
    }
    if (!is_allowed(zip, name, &stat, error)) {
        return false;
    }
    zip->open = zip_fopen_index(zip->archive, stat.index, 0);
    if (!zip->open) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "part %s cannot be unpacked: %s", name,
                             zip_strerror(zip->archive));
    }
    char *data = rap_arena_take(zip->arena, (size_t)stat.size + 1);
    uint64_t got = 0;
    zip_int64_t more = 0;
    while (got < stat.size && (more = zip_fread(zip->open, data + got, stat.size - got)) > 0) {
        got += (uint64_t)more;
    }
    /* The end is where the checksum is compared. */
    char rest;
    zip_int64_t after = more >= 0 ? zip_fread(zip->open, &rest, 1) : -1;
    zip_fclose(zip->open);
    zip->open = NULL;
    if (got < stat.size || after != 0) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "part %s is damaged or cut off; get the file again", name);
    }
    zip->unpacked += stat.size;
    *ret_bytes = (rap_str){data, (size_t)stat.size};
    return true;
}

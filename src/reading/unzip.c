#include "unzip.h"

#include "enclosures.h"

#include <string.h>
#include <zip.h>

/* Below this a part may be packed as tightly as it likes. */
#define FREE_OF_RATIO ((uint64_t)4 << 20)

struct rap_zip {
    const rap_read_limits *limits;
    rap_arena *arena;
    zip_t *archive;
    zip_file_t *open;
    uint64_t unpacked;
    bool is_full;
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

static bool is_allowed(rap_zip *zip, const char *name, const zip_stat_t *stat, rap_error *error)
{
    uint64_t packed = stat->comp_size ? stat->comp_size : 1;
    bool is_bomb = stat->size > FREE_OF_RATIO && stat->size / packed > zip->limits->ratio;
    if (is_bomb) {
        return rap_limit_exceeded(error, zip->limits, RAP_LIMIT_RATIO,
                                  "part %.100s of the archive unpacks to %llu times its size, more "
                                  "than %u, as archive bombs do; get it from its source",
                                  name, (unsigned long long)(stat->size / packed),
                                  zip->limits->ratio);
    }
    uint64_t taken = zip->unpacked + zip->limits->spent_bytes;
    if (taken > zip->limits->unpacked_bytes || stat->size > zip->limits->unpacked_bytes - taken) {
        zip->is_full = true;
        return rap_limit_exceeded(
            error, zip->limits, RAP_LIMIT_UNPACKED,
            "from here on the archive unpacks%s to more than the %zu MiB that are read; "
            "divide it",
            zip->limits->spent_enclosures ? ", with what lies beside it," : "",
            zip->limits->unpacked_bytes >> 20);
    }
    return true;
}

bool rap_zip_is_full(const rap_zip *zip)
{
    return zip->is_full;
}

size_t rap_zip_count(const rap_zip *zip)
{
    zip_int64_t count = zip_get_num_entries(zip->archive, 0);
    return count > 0 ? (size_t)count : 0;
}

/* The upper half of the attributes is the mode of a Unix file (APPNOTE, 4.4.15). */
static bool is_link(const rap_zip *zip, size_t index)
{
    enum { KIND = 0170000, LINK = 0120000 };
    zip_uint8_t system;
    zip_uint32_t attributes;
    return !zip_file_get_external_attributes(zip->archive, index, 0, &system, &attributes) &&
           system == ZIP_OPSYS_UNIX && (attributes >> 16 & KIND) == LINK;
}

bool rap_zip_at(const rap_zip *zip, size_t index, rap_zip_file *ret_file)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    const char *name = zip_get_name(zip->archive, index, ZIP_FL_ENC_GUESS);
    if (!name || zip_stat_index(zip->archive, index, 0, &stat)) {
        return false;
    }
    size_t length = strlen(name);
    *ret_file = (rap_zip_file){.index = index,
                               .name = name,
                               .is_folder = length && name[length - 1] == '/',
                               .is_link = is_link(zip, index),
                               .is_locked = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) &&
                                            stat.encryption_method != ZIP_EM_NONE};
    return true;
}

bool rap_zip_read(rap_zip *zip, const char *name, rap_str *ret_bytes, rap_error *error)
{
    zip_int64_t index = zip_name_locate(zip->archive, name, 0);
    return index >= 0
               ? rap_zip_read_at(zip, (size_t)index, ret_bytes, error)
               : rap_error_set(error, RAP_ERROR_FORMAT, -1, "the archive has no part %s", name);
}

bool rap_zip_read_at(rap_zip *zip, size_t index, rap_str *ret_bytes, rap_error *error)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    const char *name = zip_get_name(zip->archive, index, ZIP_FL_ENC_GUESS);
    name = name ? rap_plain_line(zip->arena, rap_str_of(name)).data : "";
    if (zip_stat_index(zip->archive, index, 0, &stat) || (stat.valid & needed) != needed) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "part %s of the archive has no size",
                             name);
    }
    if (!is_allowed(zip, name, &stat, error)) {
        return false;
    }
    zip->open = zip_fopen_index(zip->archive, index, 0);
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

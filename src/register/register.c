/* The register's interface: finds the back end and passes the call on; what all back ends share. */
#include "register/register.h"

#include "backend.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* Asked in this order; the last one owns every location that is left: a path. */
static const rap_register_backend *const backends[] = {&rap_register_sqlite};

rap_register *rap_register_open(const char *location, rap_register_mode mode, rap_error *error)
{
    for (size_t i = 0; i < sizeof backends / sizeof backends[0]; i++) {
        if (backends[i]->owns(location)) {
            return backends[i]->open(location, mode, error);
        }
    }
    rap_error_set(error, RAP_ERROR_USAGE, -1,
                  "this program has no store for such a location; give the path of a file");
    return NULL;
}

void rap_register_close(rap_register *reg)
{
    if (reg) {
        reg->backend->close(reg);
    }
}

bool rap_register_begin(rap_register *reg, rap_error *error)
{
    return reg->backend->begin(reg, error);
}

bool rap_register_commit(rap_register *reg, rap_error *error)
{
    return reg->backend->commit(reg, error);
}

void rap_register_rollback(rap_register *reg)
{
    reg->backend->rollback(reg);
}

bool rap_register_mark(rap_register *reg, rap_error *error)
{
    return reg->backend->mark(reg, error);
}

bool rap_register_keep(rap_register *reg, rap_error *error)
{
    return reg->backend->keep(reg, error);
}

bool rap_register_undo(rap_register *reg, rap_error *error)
{
    return reg->backend->undo(reg, error);
}

/* -- evidence --------------------------------------------------------------------------------- */

struct rap_register_packer {
    ZSTD_CCtx *context;
    char *room;
    size_t size;
};

rap_register_packer *rap_register_packer_new(void)
{
    rap_register_packer *packer = calloc(1, sizeof *packer);
    if (packer) {
        packer->context = ZSTD_createCCtx();
    }
    if (packer && !packer->context) {
        free(packer);
        return NULL;
    }
    return packer;
}

void rap_register_packer_free(rap_register_packer *packer)
{
    if (packer) {
        ZSTD_freeCCtx(packer->context);
        free(packer->room);
        free(packer);
    }
}

static bool has_room(rap_register_packer *packer, size_t size)
{
    if (size > packer->size) {
        free(packer->room);
        packer->room = malloc(size);
        packer->size = packer->room ? size : 0;
    }
    return packer->room != NULL;
}

rap_register_packed rap_register_pack(rap_register_packer *packer, rap_arena *arena, rap_str bytes)
{
    size_t most = ZSTD_compressBound(bytes.length);
    if (!packer || !has_room(packer, most)) {
        return (rap_register_packed){bytes, RAP_REGISTER_PLAIN};
    }
    /* Level 1 packs the mark-up of resolutions to a quarter; higher ones gain little more and take
     * twice as long. */
    size_t length = ZSTD_compressCCtx(packer->context, packer->room, most,
                                      bytes.data ? bytes.data : "", bytes.length, 1);
    if (ZSTD_isError(length) || length >= bytes.length) {
        return (rap_register_packed){bytes, RAP_REGISTER_PLAIN};
    }
    return (rap_register_packed){{rap_arena_copy(arena, packer->room, length), length},
                                 RAP_REGISTER_ZSTD};
}

/* Whether so many bytes may come out: a size that damage made enormous is not taken from memory. */
static bool may_hold(rap_register_packed packed, size_t size)
{
    enum { ZLIB_MOST = 1032 }; /* bytes that one byte of deflate may stand for */
    if (packed.how == RAP_REGISTER_ZSTD) {
        return ZSTD_getFrameContentSize(packed.bytes.data, packed.bytes.length) == size;
    }
    return size / ZLIB_MOST <= packed.bytes.length;
}

bool rap_register_unpack(rap_arena *arena, rap_register_packed packed, size_t size,
                         rap_str *ret_bytes)
{
    if (packed.how == RAP_REGISTER_PLAIN) {
        *ret_bytes = packed.bytes;
        return packed.bytes.length == size;
    }
    if (!may_hold(packed, size)) {
        return false;
    }
    char *plain = rap_arena_take(arena, size + 1);
    if (packed.how == RAP_REGISTER_ZLIB) {
        uLongf length = (uLongf)size;
        int result =
            uncompress((unsigned char *)plain, &length, (const unsigned char *)packed.bytes.data,
                       (uLong)packed.bytes.length);
        if (result != Z_OK || length != size) {
            return false;
        }
    } else if (packed.how != RAP_REGISTER_ZSTD ||
               ZSTD_decompress(plain, size, packed.bytes.data, packed.bytes.length) != size) {
        return false;
    }
    *ret_bytes = (rap_str){plain, size};
    return true;
}

bool rap_register_file_find(rap_register *reg, rap_arena *arena, rap_str hash,
                            rap_register_file *ret_file, rap_error *error)
{
    return reg->backend->file_find(reg, arena, hash, ret_file, error);
}

bool rap_register_file_put(rap_register *reg, const rap_register_file *file,
                           rap_register_packed packed, int64_t *ret_id, rap_error *error)
{
    return reg->backend->file_put(reg, file, packed, ret_id, error);
}

bool rap_register_file_again(rap_register *reg, int64_t file_id, int64_t when, rap_error *error)
{
    return reg->backend->file_again(reg, file_id, when, error);
}

bool rap_register_file_reading(rap_register *reg, int64_t file_id, rap_str how, int64_t when,
                               rap_error *error)
{
    return reg->backend->file_reading(reg, file_id, how, when, error);
}

bool rap_register_file_name(rap_register *reg, int64_t file_id, rap_str given, int64_t when,
                            rap_error *error)
{
    return reg->backend->file_name(reg, file_id, given, when, error);
}

bool rap_register_file_list(rap_register *reg, bool (*visit)(void *user, const rap_register_file *),
                            void *user, rap_error *error)
{
    return reg->backend->file_list(reg, visit, user, error);
}

bool rap_register_file_bytes(rap_register *reg, rap_arena *arena, int64_t id, rap_str *ret_bytes,
                             rap_error *error)
{
    rap_register_packed packed;
    size_t size;
    if (!reg->backend->file_bytes(reg, arena, id, &packed, &size, error)) {
        return false;
    }
    return rap_register_unpack(arena, packed, size, ret_bytes) ||
           rap_error_set(error, RAP_ERROR_REGISTER, -1,
                         "the kept original of file %lld is damaged; add it again from a copy",
                         (long long)id);
}

bool rap_register_decision_put(rap_register *reg, const rap_register_decision *decision,
                               int64_t *ret_id, rap_error *error)
{
    return reg->backend->decision_put(reg, decision, ret_id, error);
}

bool rap_register_decision_list(rap_register *reg, const rap_register_decisions *filter,
                                bool (*visit)(void *user, const rap_register_decision *),
                                void *user, rap_error *error)
{
    return reg->backend->decision_list(reg, filter, visit, user, error);
}

bool rap_register_decision_total(rap_register *reg, const rap_register_decisions *filter,
                                 int64_t *ret_total, rap_error *error)
{
    return reg->backend->decision_total(reg, filter, ret_total, error);
}

/* -- facts as decided -------------------------------------------------------------------------- */

bool rap_register_fact_list(rap_register *reg, int64_t version,
                            bool (*visit)(void *user, const rap_register_fact *), void *user,
                            rap_error *error)
{
    return reg->backend->fact_list(reg, version, visit, user, error);
}

bool rap_register_fact_read(rap_register *reg, rap_arena *arena, int64_t version,
                            rap_fact_kind kind, int64_t place, rap_str *ret_record,
                            rap_error *error)
{
    return reg->backend->fact_read(reg, arena, version, kind, place, ret_record, error);
}

bool rap_register_block_text(rap_register *reg, rap_arena *arena, int64_t version, uint32_t block,
                             rap_str *ret_text, rap_error *error)
{
    return reg->backend->block_text(reg, arena, version, block, ret_text, error);
}

bool rap_register_version_hash(rap_register *reg, rap_arena *arena, int64_t version,
                               rap_str *ret_hash, rap_error *error)
{
    return reg->backend->version_hash(reg, arena, version, ret_hash, error);
}

bool rap_register_outcome_put(rap_register *reg, int64_t version,
                              const rap_register_outcome *outcome,
                              rap_str (*fold)(rap_arena *arena, rap_str text), rap_error *error)
{
    return reg->backend->outcome_put(reg, version, outcome, fold, error);
}

bool rap_register_outcome_drop(rap_register *reg, int64_t version, rap_fact_kind kind,
                               int64_t place, rap_error *error)
{
    return reg->backend->outcome_drop(reg, version, kind, place, error);
}

bool rap_register_tie_put(rap_register *reg, int64_t version, int64_t decision, rap_str how,
                          rap_error *error)
{
    return reg->backend->tie_put(reg, version, decision, how, error);
}

bool rap_register_ties_drop(rap_register *reg, int64_t version, rap_error *error)
{
    return reg->backend->ties_drop(reg, version, error);
}

bool rap_register_queue_list(rap_register *reg, const rap_register_queue *queue,
                             bool (*visit)(void *user, rap_str json, rap_fact_kind kind,
                                           rap_str text),
                             void *user, rap_error *error)
{
    return reg->backend->queue_list(reg, queue, visit, user, error);
}

bool rap_register_queue_total(rap_register *reg, const rap_register_queue *queue,
                              int64_t *ret_total, rap_error *error)
{
    return reg->backend->queue_total(reg, queue, ret_total, error);
}

/* -- derived ---------------------------------------------------------------------------------- */

bool rap_register_reading_put(rap_register *reg, int64_t file_id,
                              const rap_register_reading *reading, rap_error *error)
{
    if (reading->count > RAP_REGISTER_VERSIONS) {
        return rap_error_set(error, RAP_ERROR_LIMIT, -1, "more than %d versions in one file",
                             RAP_REGISTER_VERSIONS);
    }
    return reg->backend->reading_put(reg, file_id, reading, error);
}

bool rap_register_version_list(rap_register *reg, rap_str doc, int64_t file_id,
                               bool (*visit)(void *user, const rap_register_version *), void *user,
                               rap_error *error)
{
    return reg->backend->version_list(reg, doc, file_id, visit, user, error);
}

bool rap_register_version_read(rap_register *reg, rap_arena *arena, int64_t id,
                               rap_version *ret_version, rap_error *error)
{
    return reg->backend->version_read(reg, arena, id, ret_version, error);
}

bool rap_register_links_put(rap_register *reg, rap_str scope, const rap_register_link *links,
                            size_t count, rap_error *error)
{
    return reg->backend->links_put(reg, scope, links, count, error);
}

bool rap_register_links_drop(rap_register *reg, rap_str kind, rap_str doc, rap_error *error)
{
    return reg->backend->links_drop(reg, kind, doc, error);
}

bool rap_register_link_ends(rap_register *reg, rap_str kind,
                            bool (*visit)(void *user, rap_str from, rap_str to), void *user,
                            rap_error *error)
{
    return reg->backend->link_ends(reg, kind, visit, user, error);
}

bool rap_register_works_near(rap_register *reg, rap_str doc, bool (*visit)(void *user, rap_str doc),
                             void *user, rap_error *error)
{
    return reg->backend->works_near(reg, doc, visit, user, error);
}

bool rap_register_works_of(rap_register *reg, rap_works_kind kind, rap_str entity,
                           bool (*visit)(void *user, rap_str doc), void *user, rap_error *error)
{
    return reg->backend->works_of(reg, kind, entity, visit, user, error);
}

bool rap_register_parties(rap_register *reg, bool (*visit)(void *user, rap_str entity), void *user,
                          rap_error *error)
{
    return reg->backend->parties(reg, visit, user, error);
}

bool rap_register_lexicon_put(rap_register *reg, rap_str text, rap_error *error)
{
    return reg->backend->lexicon_put(reg, text, error);
}

bool rap_register_lexicon_get(rap_register *reg, rap_arena *arena, rap_str *ret_text,
                              rap_error *error)
{
    return reg->backend->lexicon_get(reg, arena, ret_text, error);
}

bool rap_register_derived_clear(rap_register *reg, rap_error *error)
{
    return reg->backend->derived_clear(reg, error);
}

bool rap_register_derived_dump(rap_register *reg, bool (*visit)(void *user, rap_str line),
                               void *user, rap_error *error)
{
    return reg->backend->derived_dump(reg, visit, user, error);
}

/* -- questions -------------------------------------------------------------------------------- */

bool rap_register_list(rap_register *reg, rap_records records, const rap_filter *filter,
                       rap_record_visit visit, void *user, rap_error *error)
{
    rap_filter all = {0};
    return reg->backend->list(reg, records, filter ? filter : &all, visit, user, error);
}

bool rap_register_total(rap_register *reg, rap_records records, const rap_filter *filter,
                        int64_t *ret_total, rap_error *error)
{
    return reg->backend->total(reg, records, filter, ret_total, error);
}

bool rap_register_change(rap_register *reg, int64_t *ret_number, rap_error *error)
{
    return reg->backend->change(reg, ret_number, error);
}

bool rap_register_texts(rap_register *reg, int64_t *ret_number, rap_error *error)
{
    return reg->backend->texts(reg, ret_number, error);
}

bool rap_register_decided(rap_register *reg, rap_str doc, int64_t *ret_number, rap_error *error)
{
    return reg->backend->decided(reg, doc, ret_number, error);
}

bool rap_register_search(rap_register *reg, const rap_strs *groups, size_t group_count,
                         const rap_filter *filter, bool (*visit)(void *, const rap_register_hit *),
                         void *user, rap_error *error)
{
    rap_filter all = {0};
    return reg->backend->search(reg, groups, group_count, filter ? filter : &all, visit, user,
                                error);
}

bool rap_register_facets(rap_register *reg, const rap_strs *groups, size_t group_count,
                         const rap_filter *filter, size_t most,
                         bool (*visit)(void *, const rap_register_facet *), void *user,
                         rap_error *error)
{
    return reg->backend->facets(reg, groups, group_count, filter, most, visit, user, error);
}

bool rap_register_count(rap_register *reg, rap_register_counts *ret_counts, rap_error *error)
{
    return reg->backend->count(reg, ret_counts, error);
}

bool rap_register_backup(rap_register *reg, const char *path, bool is_replaced, rap_error *error)
{
    return reg->backend->backup(reg, path, is_replaced, error);
}

/* -- for the back ends ------------------------------------------------------------------------- */

int64_t rap_register_first_day(rap_date date)
{
    if (!date.year) {
        return 0;
    }
    int month = date.month ? date.month : 1, day = date.day ? date.day : 1;
    return (int64_t)date.year * 10000 + month * 100 + day;
}

int64_t rap_register_last_day(rap_date date)
{
    if (!date.year) {
        return RAP_REGISTER_LAST_DAY;
    }
    int month = date.month ? date.month : 12, day = date.day ? date.day : 31;
    return (int64_t)date.year * 10000 + month * 100 + day;
}

void rap_register_escape(rap_buf *out, rap_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        switch (text.data[i]) {
        case '\t':
            rap_buf_put_c(out, "\\t");
            break;
        case '\n':
            rap_buf_put_c(out, "\\n");
            break;
        case '\\':
            rap_buf_put_c(out, "\\\\");
            break;
        default:
            rap_buf_put_byte(out, text.data[i]);
        }
    }
}

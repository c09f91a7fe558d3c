/* SQLite: segments of the full-text index, whose bytes postings.h describes. A page is a row; its
 * first word stands beside it, by which it is found. A segment is never changed: what is taken out
 * of the index is told by the table of versions, which names the commit that each version's words
 * came with, and is left behind when segments are merged. */
#include "sqlite_segment.h"

#include "base/map.h"

#include <stdlib.h>
#include <zlib.h>

/* A page and its row fit one page of the database. */
#define PAGE_BYTES 7900u
/* So many segments of one level become one of the next. */
#define MOST_OF_LEVEL 16
#define PAGE_BITS 24

static int64_t sum_of(rap_str bytes)
{
    return (int64_t)crc32(0, (const unsigned char *)bytes.data, (unsigned)bytes.length);
}

bool rap_sqlite_index_damaged(rap_error *error)
{
    return rap_error_set(error, RAP_ERROR_REGISTER, -1,
                         "its index is damaged; `rebuild` makes it anew");
}

/* -- writing ----------------------------------------------------------------------------------- */

typedef struct {
    sqlite_register *reg;
    int64_t id, pages;
    rap_buf page, entry;
    rap_buf first, last; /* words of the page */
    rap_str word;        /* of the entry */
    int64_t version;     /* the last of the entry */
    rap_error *error;
} writer;

static writer start_segment(sqlite_register *reg, rap_arena *arena, int64_t id, rap_error *error)
{
    writer w = {.reg = reg, .id = id, .error = error};
    rap_buf_init(&w.page, arena);
    rap_buf_init(&w.entry, arena);
    rap_buf_init(&w.first, arena);
    rap_buf_init(&w.last, arena);
    rap_buf_grow(&w.page, 2 * PAGE_BYTES);
    rap_buf_grow(&w.entry, 2 * PAGE_BYTES);
    return w;
}

static bool write_page(writer *w)
{
    if (!w->page.length) {
        return true;
    }
    rap_str bytes = rap_buf_str(&w->page);
    sqlite_call call = rap_sqlite_call(w->reg, "INSERT INTO page VALUES (?, ?, ?, ?)", w->error);
    rap_sqlite_integer(&call, w->id << PAGE_BITS | w->pages++);
    rap_sqlite_string(&call, rap_buf_str(&w->first));
    rap_sqlite_integer(&call, sum_of(bytes));
    rap_sqlite_blob(&call, bytes);
    w->page.length = w->last.length = 0;
    return rap_sqlite_done(&call, w->error);
}

static bool end_entry(writer *w)
{
    rap_str postings = rap_buf_str(&w->entry);
    if (!postings.length) {
        return true;
    }
    size_t size = postings.length + w->word.length + 8;
    if (w->page.length && w->page.length + size > PAGE_BYTES && !write_page(w)) {
        return false;
    }
    if (!w->page.length) {
        w->first.length = 0;
        rap_buf_put(&w->first, w->word);
    }
    rap_postings_put_entry(&w->page, rap_buf_str(&w->last), w->word, postings);
    w->last.length = 0;
    rap_buf_put(&w->last, w->word);
    w->entry.length = 0;
    w->version = 0;
    return true;
}

static bool put_version(writer *w, int64_t version, rap_str places)
{
    size_t size = w->entry.length + places.length + w->word.length + 24;
    if (w->entry.length && size > PAGE_BYTES && !end_entry(w)) {
        return false;
    }
    rap_postings_put_version(&w->entry, w->version, version, places);
    w->version = version;
    return true;
}

static bool end_segment(writer *w, int64_t low, int64_t high, int64_t level)
{
    if (!write_page(w)) {
        return false;
    }
    sqlite_call call =
        rap_sqlite_call(w->reg, "INSERT INTO segment VALUES (?, ?, ?, ?, ?)", w->error);
    rap_sqlite_integer(&call, w->id);
    rap_sqlite_integer(&call, low);
    rap_sqlite_integer(&call, high);
    rap_sqlite_integer(&call, level);
    rap_sqlite_integer(&call, w->pages);
    return rap_sqlite_done(&call, w->error);
}

/* -- what came with one commit ----------------------------------------------------------------- */

typedef struct {
    rap_str word;
    uint64_t hash;
    uint64_t beginning;   /* its first eight bytes as a number, to sort by */
    uint32_t first, last; /* of its postings */
} group_word;

typedef struct {
    const rap_posting *posting;
    int64_t version;
    uint32_t next; /* of the same word + 1, or 0 */
} group_posting;

typedef struct {
    rap_arena *arena;
    RAP_VEC(group_word) words;
    group_posting *postings;
    uint32_t *slots; /* a word + 1, or 0 */
    size_t slot_count;
} group;

static uint64_t beginning_of(rap_str word)
{
    unsigned char bytes[8] = {0};
    memcpy(bytes, word.data, word.length < sizeof bytes ? word.length : sizeof bytes);
    uint64_t beginning = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        beginning = beginning << 8 | bytes[i];
    }
    return beginning;
}

static int compare_words(const void *left, const void *right)
{
    const group_word *a = left, *b = right;
    if (a->beginning != b->beginning) {
        return a->beginning < b->beginning ? -1 : 1;
    }
    return rap_str_compare(a->word, b->word);
}

static group_word *word_in(group *all, const rap_posting *posting)
{
    size_t at = posting->hash & (all->slot_count - 1);
    for (; all->slots[at]; at = (at + 1) & (all->slot_count - 1)) {
        group_word *known = &all->words.items[all->slots[at] - 1];
        if (known->hash == posting->hash && rap_str_equal(known->word, posting->word)) {
            return known;
        }
    }
    group_word fresh = {posting->word, posting->hash, beginning_of(posting->word), 0, 0};
    RAP_PUSH(all->arena, &all->words, fresh);
    all->slots[at] = (uint32_t)all->words.count;
    return &all->words.items[all->words.count - 1];
}

static void gather(group *all, const sqlite_words *versions, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += versions[i].postings.count;
    }
    all->postings = RAP_NEW_ARRAY(all->arena, group_posting, total);
    for (all->slot_count = 1024; all->slot_count < total; all->slot_count *= 2) {
    }
    all->slots = RAP_NEW_ARRAY(all->arena, uint32_t, all->slot_count * 2);
    all->slot_count *= 2;
    uint32_t at = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t p = 0; p < versions[i].postings.count; p++) {
            const rap_posting *posting = &versions[i].postings.items[p];
            group_word *word = word_in(all, posting);
            all->postings[at++] = (group_posting){posting, versions[i].version, 0};
            if (word->last) {
                all->postings[word->last - 1].next = at;
            } else {
                word->first = at;
            }
            word->last = at;
        }
    }
    if (all->words.count) {
        qsort(all->words.items, all->words.count, sizeof *all->words.items, compare_words);
    }
}

/* The number that the next segment gets: above those of all that there are. */
static bool next_id(sqlite_register *reg, int64_t *ret_id, rap_error *error)
{
    bool is_failed = false;
    sqlite_call call = rap_sqlite_call(reg, "SELECT coalesce(max(id), 0) + 1 FROM segment", error);
    if (rap_sqlite_row(&call, &is_failed, error)) {
        *ret_id = sqlite3_column_int64(call.statement, 0);
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

bool rap_sqlite_segment_put(sqlite_register *reg, rap_arena *arena, const sqlite_words *versions,
                            size_t count, int64_t *ret_id, rap_error *error)
{
    if (!next_id(reg, ret_id, error)) {
        return false;
    }
    group all = {.arena = arena};
    gather(&all, versions, count);
    writer w = start_segment(reg, arena, *ret_id, error);
    for (size_t i = 0; i < all.words.count; i++) {
        w.word = all.words.items[i].word;
        for (uint32_t p = all.words.items[i].first; p; p = all.postings[p - 1].next) {
            const group_posting *posting = &all.postings[p - 1];
            if (posting->next) { /* it lies anywhere among those of other versions */
                __builtin_prefetch(all.postings[posting->next - 1].posting);
            }
            if (!put_version(&w, posting->version, posting->posting->places)) {
                return false;
            }
        }
        if (!end_entry(&w)) {
            return false;
        }
    }
    return end_segment(&w, *ret_id, *ret_id, 0);
}

/* -- reading ----------------------------------------------------------------------------------- */

bool rap_sqlite_segments(sqlite_register *reg, rap_arena *arena, sqlite_segments *ret_segments,
                         rap_error *error)
{
    bool is_failed = false;
    sqlite_segments all = {0};
    sqlite_call call =
        rap_sqlite_call(reg, "SELECT id, low, high, level, pages FROM segment ORDER BY low", error);
    while (rap_sqlite_row(&call, &is_failed, error)) {
        sqlite_segment segment = {.id = sqlite3_column_int64(call.statement, 0),
                                  .low = sqlite3_column_int64(call.statement, 1),
                                  .high = sqlite3_column_int64(call.statement, 2),
                                  .level = sqlite3_column_int64(call.statement, 3),
                                  .pages = sqlite3_column_int64(call.statement, 4)};
        RAP_PUSH(arena, &all, segment);
    }
    rap_sqlite_end(&call);
    *ret_segments = all;
    return !is_failed;
}

bool rap_sqlite_indexed(sqlite_register *reg, rap_arena *arena, sqlite_indexed *ret_indexed,
                        rap_error *error)
{
    bool is_failed = false;
    sqlite_indexed all = {0};
    sqlite_call call = rap_sqlite_call(
        reg, "SELECT version, segment, filled, words FROM words ORDER BY version", error);
    while (rap_sqlite_row(&call, &is_failed, error)) {
        sqlite_put_version version = {.version = sqlite3_column_int64(call.statement, 0),
                                      .segment = sqlite3_column_int64(call.statement, 1),
                                      .words = sqlite3_column_int64(call.statement, 3)};
        all.filled += sqlite3_column_int64(call.statement, 2);
        all.words += version.words;
        RAP_PUSH(arena, &all.versions, version);
    }
    rap_sqlite_end(&call);
    *ret_indexed = all;
    return !is_failed;
}

/* Versions mostly come one behind the other. */
sqlite_put_version *rap_sqlite_indexed_find(sqlite_indexed *all, const sqlite_segment *segment,
                                            int64_t version)
{
    size_t low = all->last + 1, high = all->versions.count;
    if (low >= high || all->versions.items[low].version != version) {
        for (low = 0; low < high;) {
            size_t middle = low + (high - low) / 2;
            if (all->versions.items[middle].version < version) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == all->versions.count || all->versions.items[low].version != version) {
            return NULL;
        }
    }
    all->last = low;
    sqlite_put_version *found = &all->versions.items[low];
    return found->segment >= segment->low && found->segment <= segment->high ? found : NULL;
}

void rap_sqlite_cursor_start(sqlite_cursor *cursor, sqlite_register *reg, rap_arena *arena,
                             const sqlite_segment *segment)
{
    *cursor = (sqlite_cursor){.reg = reg, .segment = *segment, .arena = arena};
    rap_buf_init(&cursor->bytes, arena);
    rap_buf_init(&cursor->word, arena);
    cursor->page = rap_postings_reader_of(RAP_STR_NONE);
}

/* The bytes of the next page. */
static bool load_page(sqlite_cursor *cursor, rap_error *error)
{
    bool is_failed = false, is_whole = false;
    sqlite_call call =
        rap_sqlite_call(cursor->reg, "SELECT sum, bytes FROM page WHERE id = ?", error);
    rap_sqlite_integer(&call, cursor->segment.id << PAGE_BITS | cursor->next_page++);
    cursor->bytes.length = cursor->word.length = 0;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        const char *bytes = sqlite3_column_blob(call.statement, 1);
        size_t length = bytes ? (size_t)sqlite3_column_bytes(call.statement, 1) : 0;
        rap_buf_put(&cursor->bytes, (rap_str){bytes, length});
        is_whole = sqlite3_column_int64(call.statement, 0) == sum_of(rap_buf_str(&cursor->bytes));
    }
    rap_sqlite_end(&call);
    cursor->page = rap_postings_reader_of(rap_buf_str(&cursor->bytes));
    return is_failed ? false : is_whole || rap_sqlite_index_damaged(error);
}

bool rap_sqlite_cursor_next(sqlite_cursor *cursor, bool *ret_is_end, rap_error *error)
{
    *ret_is_end = false;
    while (!rap_postings_entry(&cursor->page, &cursor->word, &cursor->postings)) {
        if (cursor->page.is_damaged) {
            return rap_sqlite_index_damaged(error);
        }
        if (cursor->next_page >= cursor->segment.pages) {
            *ret_is_end = true;
            return true;
        }
        if (!load_page(cursor, error)) {
            return false;
        }
    }
    return true;
}

/* Whether the page begins with a word before `word`. */
static bool begins_before(sqlite_cursor *cursor, int64_t page, rap_str word, bool *ret_is_failed,
                          rap_error *error)
{
    sqlite_call call = rap_sqlite_call(cursor->reg, "SELECT first FROM page WHERE id = ?", error);
    rap_sqlite_integer(&call, cursor->segment.id << PAGE_BITS | page);
    bool is_before = false;
    if (rap_sqlite_row(&call, ret_is_failed, error)) {
        is_before = rap_str_compare(rap_sqlite_column(&call, 0), word) < 0;
    }
    rap_sqlite_end(&call);
    return is_before;
}

bool rap_sqlite_cursor_seek(sqlite_cursor *cursor, rap_str word, bool *ret_is_end, rap_error *error)
{
    bool is_failed = false;
    int64_t low = 0, high = cursor->segment.pages;
    while (low < high && !is_failed) {
        int64_t middle = low + (high - low) / 2;
        if (begins_before(cursor, middle, word, &is_failed, error)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    cursor->next_page = low ? low - 1 : 0;
    cursor->page = rap_postings_reader_of(RAP_STR_NONE);
    if (is_failed || !rap_sqlite_cursor_next(cursor, ret_is_end, error)) {
        return false;
    }
    while (!*ret_is_end && rap_str_compare(rap_buf_str(&cursor->word), word) < 0) {
        if (!rap_sqlite_cursor_next(cursor, ret_is_end, error)) {
            return false;
        }
    }
    return true;
}

/* -- merging ----------------------------------------------------------------------------------- */

typedef struct {
    sqlite_cursor cursor;
    bool is_end;
} source;

/* Those of the entry that are still in the index. */
static bool copy_entry(writer *w, const sqlite_cursor *cursor, sqlite_indexed *indexed)
{
    rap_postings_reader entry = rap_postings_reader_of(cursor->postings);
    int64_t version = 0;
    rap_str places;
    while (rap_postings_version(&entry, &version, &places)) {
        if (rap_sqlite_indexed_find(indexed, &cursor->segment, version) &&
            !put_version(w, version, places)) {
            return false;
        }
    }
    return !entry.is_damaged || rap_sqlite_index_damaged(w->error);
}

static bool copy_word(writer *w, source *sources, size_t count, sqlite_indexed *indexed)
{
    for (size_t i = 0; i < count; i++) {
        sqlite_cursor *cursor = &sources[i].cursor;
        while (!sources[i].is_end && rap_str_equal(rap_buf_str(&cursor->word), w->word)) {
            if (!copy_entry(w, cursor, indexed) ||
                !rap_sqlite_cursor_next(cursor, &sources[i].is_end, w->error)) {
                return false;
            }
        }
    }
    return end_entry(w);
}

/* The least word of all sources; false: they are at their ends. */
static bool least_word(const source *sources, size_t count, rap_buf *word)
{
    const rap_buf *least = NULL;
    for (size_t i = 0; i < count; i++) {
        const rap_buf *own = &sources[i].cursor.word;
        if (!sources[i].is_end &&
            (!least || rap_str_compare((rap_str){own->data, own->length},
                                       (rap_str){least->data, least->length}) < 0)) {
            least = own;
        }
    }
    if (least) {
        word->length = 0;
        rap_buf_put(word, (rap_str){least->data, least->length});
    }
    return least != NULL;
}

static bool drop_segment(sqlite_register *reg, int64_t id, rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, "DELETE FROM page WHERE id >= ? AND id < ?", error);
    rap_sqlite_integer(&call, id << PAGE_BITS);
    rap_sqlite_integer(&call, (id + 1) << PAGE_BITS);
    if (!rap_sqlite_done(&call, error)) {
        return false;
    }
    call = rap_sqlite_call(reg, "DELETE FROM segment WHERE id = ?", error);
    rap_sqlite_integer(&call, id);
    return rap_sqlite_done(&call, error);
}

static bool merge(sqlite_register *reg, rap_arena *arena, const sqlite_segment *segments,
                  size_t count, rap_error *error)
{
    int64_t id = 0;
    sqlite_indexed indexed;
    if (!next_id(reg, &id, error) || !rap_sqlite_indexed(reg, arena, &indexed, error)) {
        return false;
    }
    writer w = start_segment(reg, arena, id, error);
    source *sources = RAP_NEW_ARRAY(arena, source, count);
    for (size_t i = 0; i < count; i++) {
        rap_sqlite_cursor_start(&sources[i].cursor, reg, arena, &segments[i]);
        if (!rap_sqlite_cursor_next(&sources[i].cursor, &sources[i].is_end, error)) {
            return false;
        }
    }
    rap_buf word;
    rap_buf_init(&word, arena);
    while (least_word(sources, count, &word)) {
        w.word = rap_buf_str(&word);
        if (!copy_word(&w, sources, count, &indexed)) {
            return false;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!drop_segment(reg, segments[i].id, error)) {
            return false;
        }
    }
    return end_segment(&w, segments[0].low, segments[count - 1].high, segments[0].level + 1);
}

bool rap_sqlite_segments_merge(sqlite_register *reg, rap_arena *arena, rap_error *error)
{
    for (;;) {
        sqlite_segments all;
        if (!rap_sqlite_segments(reg, arena, &all, error)) {
            return false;
        }
        size_t same = 0;
        while (same < all.count &&
               all.items[all.count - 1 - same].level == all.items[all.count - 1].level) {
            same++;
        }
        if (same < MOST_OF_LEVEL) {
            return true;
        }
        if (!merge(reg, arena, all.items + all.count - same, same, error)) {
            return false;
        }
    }
}

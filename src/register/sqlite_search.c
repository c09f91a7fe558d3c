/* SQLite: the full-text index asked. Hits are found and weighed here, and stand in a table "hit"
 * for the statement that filters them. */
#include "sqlite_segment.h"

#include <math.h>
#include <stdlib.h>

/* -- occurrences ------------------------------------------------------------------------------- */

/* A place in the index where a word stands. */
typedef struct {
    int64_t row;
    uint32_t position;
} occurrence;

typedef RAP_VEC(occurrence) occurrences;

typedef struct {
    sqlite_register *reg;
    rap_arena *arena;
    sqlite_segments segments;
    sqlite_indexed indexed;
    rap_error *error;
} searching;

static int compare_occurrences(const void *left, const void *right)
{
    const occurrence *a = left, *b = right;
    if (a->row != b->row) {
        return a->row < b->row ? -1 : 1;
    }
    return (a->position > b->position) - (a->position < b->position);
}

static void sort_occurrences(occurrences *all)
{
    for (size_t i = 1; i < all->count; i++) {
        if (compare_occurrences(&all->items[i - 1], &all->items[i]) > 0) {
            qsort(all->items, all->count, sizeof *all->items, compare_occurrences);
            return;
        }
    }
}

/* Adds those of the entry that are still in the index. */
static bool add_entry(searching *s, const sqlite_cursor *cursor, occurrences *all)
{
    rap_postings_reader entry = rap_postings_reader_of(cursor->postings);
    int64_t version = 0;
    rap_str bytes;
    while (rap_postings_version(&entry, &version, &bytes)) {
        if (!rap_sqlite_indexed_find(&s->indexed, &cursor->segment, version)) {
            continue;
        }
        rap_places places = {.reader = rap_postings_reader_of(bytes)};
        while (rap_places_next(&places)) {
            occurrence found = {version << RAP_SQLITE_ROW_BITS | places.block, places.position};
            RAP_PUSH(s->arena, all, found);
        }
        entry.is_damaged = entry.is_damaged || places.reader.is_damaged;
    }
    return !entry.is_damaged || rap_sqlite_index_damaged(s->error);
}

/* All places of a word, or of all words that begin so. */
static bool find_word(searching *s, rap_str word, bool is_beginning, occurrences *ret_all)
{
    occurrences all = {0};
    for (size_t i = 0; i < s->segments.count; i++) {
        sqlite_cursor cursor;
        bool is_end;
        rap_sqlite_cursor_start(&cursor, s->reg, s->arena, &s->segments.items[i]);
        if (!rap_sqlite_cursor_seek(&cursor, word, &is_end, s->error)) {
            return false;
        }
        while (!is_end && (is_beginning ? rap_str_starts(rap_buf_str(&cursor.word), word)
                                        : rap_str_equal(rap_buf_str(&cursor.word), word))) {
            if (!add_entry(s, &cursor, &all) ||
                !rap_sqlite_cursor_next(&cursor, &is_end, s->error)) {
                return false;
            }
        }
    }
    sort_occurrences(&all);
    *ret_all = all;
    return true;
}

/* Of `first` those that one of `second` follows, as the places of the latter. */
static occurrences followed(rap_arena *arena, const occurrences *first, const occurrences *second)
{
    occurrences both = {0};
    size_t at = 0;
    for (size_t i = 0; i < first->count; i++) {
        occurrence wanted = {first->items[i].row, first->items[i].position + 1};
        while (at < second->count && compare_occurrences(&second->items[at], &wanted) < 0) {
            at++;
        }
        if (at < second->count && !compare_occurrences(&second->items[at], &wanted)) {
            RAP_PUSH(arena, &both, wanted);
        }
    }
    return both;
}

/* The places of the last word of "word", "several words" or "begin*". */
static bool find_item(searching *s, rap_str item, occurrences *ret_all)
{
    bool is_beginning = item.length > 1 && item.data[item.length - 1] == '*';
    rap_str rest = rap_str_slice(item, 0, item.length - is_beginning), word;
    bool is_first = true;
    *ret_all = (occurrences){0};
    while (rap_str_split(&rest, ' ', &word)) {
        occurrences own;
        if (!word.length) {
            continue;
        }
        if (!find_word(s, word, is_beginning && !rest.length, &own)) {
            return false;
        }
        *ret_all = is_first ? own : followed(s->arena, ret_all, &own);
        is_first = false;
    }
    return true;
}

/* -- hits -------------------------------------------------------------------------------------- */

/* A block and how often an item stands in it. */
typedef struct {
    int64_t row;
    uint32_t count;
} counted;

typedef struct {
    RAP_VEC(counted) blocks;
    size_t at;     /* while hits are weighed */
    double weight; /* of the item */
} found_item;

typedef RAP_VEC(found_item) found_items;
typedef RAP_VEC(int64_t) rows;

static found_item count_blocks(rap_arena *arena, const occurrences *all)
{
    found_item item = {0};
    for (size_t i = 0; i < all->count; i++) {
        if (item.blocks.count &&
            item.blocks.items[item.blocks.count - 1].row == all->items[i].row) {
            item.blocks.items[item.blocks.count - 1].count++;
        } else {
            RAP_PUSH(arena, &item.blocks, (counted){all->items[i].row, 1});
        }
    }
    return item;
}

static rows unite(rap_arena *arena, const rows *some, const found_item *item)
{
    rows all = {0};
    size_t left = 0, right = 0;
    while (left < some->count || right < item->blocks.count) {
        int64_t own = left < some->count ? some->items[left] : INT64_MAX;
        int64_t other = right < item->blocks.count ? item->blocks.items[right].row : INT64_MAX;
        left += own <= other;
        right += other <= own;
        RAP_PUSH(arena, &all, own < other ? own : other);
    }
    return all;
}

static void intersect(rows *some, const rows *others)
{
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < some->count; i++) {
        while (at < others->count && others->items[at] < some->items[i]) {
            at++;
        }
        if (at < others->count && others->items[at] == some->items[i]) {
            some->items[kept++] = some->items[i];
        }
    }
    some->count = kept;
}

/* The rows that have one item of each group; the items of all groups in their order. */
static bool find_rows(searching *s, const rap_strs *groups, size_t group_count,
                      found_items *ret_items, rows *ret_rows)
{
    bool is_first = true;
    for (size_t i = 0; i < group_count; i++) {
        rows own = {0};
        for (size_t k = 0; k < groups[i].count; k++) {
            occurrences all;
            if (!find_item(s, groups[i].items[k], &all)) {
                return false;
            }
            found_item item = count_blocks(s->arena, &all);
            own = item.blocks.count ? unite(s->arena, &own, &item) : own;
            RAP_PUSH(s->arena, ret_items, item);
        }
        if (!groups[i].count) {
            continue;
        }
        if (is_first) {
            *ret_rows = own;
        } else {
            intersect(ret_rows, &own);
        }
        is_first = false;
    }
    return true;
}

/* How many words each block of a version has. */
typedef struct {
    int64_t version;
    RAP_VEC(uint32_t) blocks;
} sizes;

static bool read_sizes(searching *s, int64_t version, sizes *ret_sizes)
{
    bool is_failed = false;
    ret_sizes->version = version;
    ret_sizes->blocks.count = 0;
    sqlite_call call =
        rap_sqlite_call(s->reg, "SELECT sizes FROM words WHERE version = ?", s->error);
    rap_sqlite_integer(&call, version);
    if (rap_sqlite_row(&call, &is_failed, s->error)) {
        const char *bytes = sqlite3_column_blob(call.statement, 0);
        size_t length = bytes ? (size_t)sqlite3_column_bytes(call.statement, 0) : 0;
        rap_postings_reader reader = rap_postings_reader_of((rap_str){bytes, length});
        while (reader.at < reader.end) {
            RAP_PUSH(s->arena, &ret_sizes->blocks, (uint32_t)rap_postings_number(&reader));
        }
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

/* BM25 with the constants of Robertson et al., "Okapi at TREC-3" (1994): an item counts for more
 * the fewer blocks have it, the more often it stands in a block, and the shorter the block is. */
static bool weigh(searching *s, found_items *items, sqlite_hits *hits)
{
    static const double k1 = 1.2, b = 0.75, least = 1e-6;
    double all = (double)s->indexed.filled;
    double mean = all > 0 ? (double)s->indexed.words / all : 1;
    sizes own = {.version = -1};
    for (size_t i = 0; i < items->count; i++) {
        double having = (double)items->items[i].blocks.count;
        double weight = log((all - having + 0.5) / (having + 0.5));
        items->items[i].weight = weight > least ? weight : least;
    }
    for (size_t h = 0; h < hits->count; h++) {
        sqlite_hit *hit = &hits->items[h];
        int64_t version = hit->row >> RAP_SQLITE_ROW_BITS;
        if (own.version != version && !read_sizes(s, version, &own)) {
            return false;
        }
        size_t place = rap_sqlite_place(hit->row);
        double size = place < own.blocks.count ? own.blocks.items[place] : 0;
        for (size_t i = 0; i < items->count; i++) {
            found_item *item = &items->items[i];
            while (item->at < item->blocks.count && item->blocks.items[item->at].row < hit->row) {
                item->at++;
            }
            if (item->at < item->blocks.count && item->blocks.items[item->at].row == hit->row) {
                double count = item->blocks.items[item->at].count;
                hit->score -=
                    item->weight * (count * (k1 + 1)) / (count + k1 * (1 - b + b * size / mean));
            }
        }
    }
    return true;
}

bool rap_sqlite_find(sqlite_register *reg, rap_arena *arena, const rap_strs *groups,
                     size_t group_count, bool with_scores, sqlite_hits *ret_hits, rap_error *error)
{
    searching s = {.reg = reg, .arena = arena, .error = error};
    found_items items = {0};
    rows found = {0};
    if (!rap_sqlite_segments(reg, arena, &s.segments, error) ||
        !rap_sqlite_indexed(reg, arena, &s.indexed, error) ||
        !find_rows(&s, groups, group_count, &items, &found)) {
        return false;
    }
    sqlite_hits hits = {0};
    for (size_t i = 0; i < found.count; i++) {
        RAP_PUSH(arena, &hits, (sqlite_hit){found.items[i], 0});
    }
    *ret_hits = hits;
    return !with_scores || weigh(&s, &items, ret_hits);
}

/* -- all of it --------------------------------------------------------------------------------- */

typedef struct {
    bool (*visit)(void *user, rap_str word, int64_t row, uint32_t position);
    void *user;
} visiting;

static bool visit_word(searching *s, rap_str word, const visiting *to, bool *ret_goes_on)
{
    occurrences all;
    if (!find_word(s, word, false, &all)) {
        return false;
    }
    for (size_t i = 0; i < all.count && *ret_goes_on; i++) {
        *ret_goes_on = to->visit(to->user, word, all.items[i].row, all.items[i].position);
    }
    return true;
}

/* All words that any segment has. */
static bool all_words(searching *s, rap_strs *ret_words)
{
    for (size_t i = 0; i < s->segments.count; i++) {
        sqlite_cursor cursor;
        bool is_end;
        rap_sqlite_cursor_start(&cursor, s->reg, s->arena, &s->segments.items[i]);
        if (!rap_sqlite_cursor_next(&cursor, &is_end, s->error)) {
            return false;
        }
        while (!is_end) {
            RAP_PUSH(s->arena, ret_words, rap_str_copy(s->arena, rap_buf_str(&cursor.word)));
            if (!rap_sqlite_cursor_next(&cursor, &is_end, s->error)) {
                return false;
            }
        }
    }
    rap_strs_sort(ret_words);
    return true;
}

bool rap_sqlite_index_dump(sqlite_register *reg,
                           bool (*visit)(void *user, rap_str word, int64_t row, uint32_t position),
                           void *user, rap_error *error)
{
    searching s = {.reg = reg, .arena = rap_arena_new(0), .error = error};
    visiting to = {visit, user};
    rap_arena *words_arena = rap_arena_new(0);
    if (!s.arena || !words_arena) {
        rap_arena_free(s.arena);
        rap_arena_free(words_arena);
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    rap_strs words = {0};
    searching listing = s;
    listing.arena = words_arena;
    bool goes_on = true;
    bool is_well = rap_sqlite_segments(reg, words_arena, &listing.segments, error) &&
                   rap_sqlite_indexed(reg, words_arena, &listing.indexed, error) &&
                   all_words(&listing, &words);
    s.segments = listing.segments;
    s.indexed = listing.indexed;
    for (size_t i = 0; i < words.count && is_well && goes_on; i++) {
        if (!i || !rap_str_equal(words.items[i - 1], words.items[i])) {
            is_well = visit_word(&s, words.items[i], &to, &goes_on);
            rap_arena_reset(s.arena);
        }
    }
    rap_arena_free(s.arena);
    rap_arena_free(words_arena);
    return is_well;
}

/* -- the table "hit" --------------------------------------------------------------------------- */

typedef struct {
    sqlite3_vtab base;
    const sqlite_register *reg;
} hit_table;

typedef struct {
    sqlite3_vtab_cursor base;
    size_t at;
} hit_cursor;

static int connect_hits(sqlite3 *db, void *user, int count, const char *const *arguments,
                        sqlite3_vtab **ret_table, char **ret_message)
{
    (void)count, (void)arguments, (void)ret_message;
    hit_table *table = sqlite3_malloc(sizeof *table);
    if (!table) {
        return SQLITE_NOMEM;
    }
    *table = (hit_table){.reg = user};
    *ret_table = &table->base;
    return sqlite3_declare_vtab(db, "CREATE TABLE x (score REAL)");
}

static int disconnect_hits(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int plan_hits(sqlite3_vtab *table, sqlite3_index_info *plan)
{
    size_t count = ((hit_table *)table)->reg->hits.count;
    plan->estimatedRows = (sqlite3_int64)count;
    plan->estimatedCost = (double)count;
    return SQLITE_OK;
}

static int open_hits(sqlite3_vtab *table, sqlite3_vtab_cursor **ret_cursor)
{
    (void)table;
    hit_cursor *cursor = sqlite3_malloc(sizeof *cursor);
    if (!cursor) {
        return SQLITE_NOMEM;
    }
    *cursor = (hit_cursor){0};
    *ret_cursor = &cursor->base;
    return SQLITE_OK;
}

static int close_hits(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int begin_hits(sqlite3_vtab_cursor *cursor, int number, const char *name, int count,
                      sqlite3_value **values)
{
    (void)number, (void)name, (void)count, (void)values;
    ((hit_cursor *)cursor)->at = 0;
    return SQLITE_OK;
}

static int next_hit(sqlite3_vtab_cursor *cursor)
{
    ((hit_cursor *)cursor)->at++;
    return SQLITE_OK;
}

static const sqlite_hits *hits_of(sqlite3_vtab_cursor *cursor)
{
    return &((hit_table *)cursor->pVtab)->reg->hits;
}

static int is_past_hits(sqlite3_vtab_cursor *cursor)
{
    return ((hit_cursor *)cursor)->at >= hits_of(cursor)->count;
}

static int hit_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    (void)column;
    sqlite3_result_double(context, hits_of(cursor)->items[((hit_cursor *)cursor)->at].score);
    return SQLITE_OK;
}

static int hit_row(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret_row)
{
    *ret_row = hits_of(cursor)->items[((hit_cursor *)cursor)->at].row;
    return SQLITE_OK;
}

bool rap_sqlite_hits_define(sqlite_register *reg)
{
    static const sqlite3_module hits = {.xConnect = connect_hits,
                                        .xBestIndex = plan_hits,
                                        .xDisconnect = disconnect_hits,
                                        .xDestroy = disconnect_hits,
                                        .xOpen = open_hits,
                                        .xClose = close_hits,
                                        .xFilter = begin_hits,
                                        .xNext = next_hit,
                                        .xEof = is_past_hits,
                                        .xColumn = hit_column,
                                        .xRowid = hit_row};
    return sqlite3_create_module(reg->db, "hit", &hits, reg) == SQLITE_OK;
}

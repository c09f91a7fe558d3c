/* Segments of the full-text index: those that there are, written, read and merged. */
#ifndef RAP_REGISTER_SQLITE_SEGMENT_H
#define RAP_REGISTER_SQLITE_SEGMENT_H

#include "sqlite.h"

/* Holds what came with the commits `low` to `high`; a commit has the number of its segment. */
typedef struct {
    int64_t id, low, high, level, pages;
} sqlite_segment;
typedef RAP_VEC(sqlite_segment) sqlite_segments;

/* A version whose words are in the index, and the commit that they came with. */
typedef struct {
    int64_t version, segment, words, found; /* found: free for who asks */
} sqlite_put_version;

typedef struct {
    RAP_VEC(sqlite_put_version) versions;
    int64_t filled, words; /* blocks with words, and words, of all versions */
    size_t last;           /* found last */
} sqlite_indexed;

/* Goes through the words of a segment. */
typedef struct {
    sqlite_register *reg;
    sqlite_segment segment;
    rap_arena *arena;
    int64_t next_page;
    rap_buf bytes;
    rap_postings_reader page;
    rap_buf word;     /* of the entry */
    rap_str postings; /* of the entry, valid until the next */
} sqlite_cursor;

/* Fills *error with the remedy; returns false. */
bool rap_sqlite_index_damaged(rap_error *error);

/* The words of one or more versions as a new segment, whose number is that of the commit. */
bool rap_sqlite_segment_put(sqlite_register *reg, rap_arena *arena, const sqlite_words *versions,
                            size_t count, int64_t *ret_id, rap_error *error);
/* Makes one of many that are alike in size. */
bool rap_sqlite_segments_merge(sqlite_register *reg, rap_arena *arena, rap_error *error);

/* From the oldest to the newest. */
bool rap_sqlite_segments(sqlite_register *reg, rap_arena *arena, sqlite_segments *ret_segments,
                         rap_error *error);
bool rap_sqlite_indexed(sqlite_register *reg, rap_arena *arena, sqlite_indexed *ret_indexed,
                        rap_error *error);
/* The version, where its words are those of that segment; else NULL: they were taken out since. */
sqlite_put_version *rap_sqlite_indexed_find(sqlite_indexed *all, const sqlite_segment *segment,
                                            int64_t version);

void rap_sqlite_cursor_start(sqlite_cursor *cursor, sqlite_register *reg, rap_arena *arena,
                             const sqlite_segment *segment);
/* The next entry; false on error. */
bool rap_sqlite_cursor_next(sqlite_cursor *cursor, bool *ret_is_end, rap_error *error);
/* The first entry whose word is not before `word`. */
bool rap_sqlite_cursor_seek(sqlite_cursor *cursor, rap_str word, bool *ret_is_end,
                            rap_error *error);

#endif

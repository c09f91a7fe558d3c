/* What the files of the SQLite back end share. */
#ifndef RAP_REGISTER_SQLITE_H
#define RAP_REGISTER_SQLITE_H

#include "backend.h"
#include "postings.h"

#include <sqlite3.h>

/* "Rapp" in the file's header (offset 68), so that `file` and we ourselves can tell. */
#define RAP_SQLITE_APPLICATION 0x52617070

/* Ids say where a row comes from: version = file * 16 + place in the file; rows of a version =
 * version * 2^24 + place in the version. */
#define RAP_SQLITE_ROW_BITS 24

/* Of table `x` the rows that belong to version `v`. */
#define RAP_SQLITE_OF_VERSION(x, v) x ".id >= " v ".id << 24 AND " x ".id < (" v ".id + 1) << 24"
static inline size_t rap_sqlite_place(int64_t row)
{
    return (size_t)(row & (((int64_t)1 << RAP_SQLITE_ROW_BITS) - 1));
}

#define RAP_SQLITE_STATEMENTS 160

/* The words of a version, to be put into the full-text index at the transaction's end; or the
 * version whose words that wait are to be forgotten. */
typedef struct {
    bool is_drop;
    int64_t version;
    rap_postings postings;
} sqlite_words;

/* A block in which words were found; a better one has the smaller score. */
typedef struct {
    int64_t row;
    double score;
} sqlite_hit;

/* The blocks of a version that name an entity, to put or to drop; `order` in the transaction. */
typedef struct {
    bool is_drop;
    int64_t version;
    rap_str entity, blocks;
    size_t order;
} sqlite_naming;

typedef RAP_VEC(sqlite_words) sqlite_changes;
typedef RAP_VEC(sqlite_hit) sqlite_hits;
typedef RAP_VEC(sqlite_naming) sqlite_namings;

typedef struct {
    rap_register base;
    sqlite3 *db;
    char *path;
    rap_register_mode mode;
    bool is_poisoned; /* a statement failed: only undo or rollback helps */
    rap_register_packer *packer;
    rap_arena *waiting; /* of what waits for the transaction's end */
    sqlite_changes changes;
    sqlite_namings namings;
    size_t marked_changes, marked_namings; /* of documents that were kept */
    sqlite_hits hits;                      /* of the search in hand: the table "hit" */
    struct {
        const char *sql; /* the literal itself is the key */
        sqlite3_stmt *statement;
    } cache[RAP_SQLITE_STATEMENTS];
    size_t cached;
    rap_arena *scratch; /* of one call */
} sqlite_register;

/* One step of the schema, from version `to - 1` to version `to`. */
typedef struct {
    int to;
    const char *sql;
} sqlite_step;

/* The step at which what earlier programs derived is dropped, to be read again. */
#define RAP_SQLITE_DERIVED 30

extern const sqlite_step rap_sqlite_steps[];
extern const size_t rap_sqlite_step_count;

/* Brings the open database up to the last step, in one transaction; where there is something in
 * it already, a copy is left beside the file first ("PATH.version-N"). */
bool rap_sqlite_migrate(sqlite_register *reg, const sqlite_step *steps, size_t count,
                        rap_error *error);
bool rap_sqlite_version(sqlite_register *reg, int *ret_version, rap_error *error);

rap_register *rap_sqlite_open(const char *location, rap_register_mode mode, rap_error *error);
void rap_sqlite_close(rap_register *reg);

/* Fills *error from the connection's last error, with the remedy; returns false. */
bool rap_sqlite_failed(sqlite_register *reg, rap_error *error);
bool rap_sqlite_run(sqlite_register *reg, const char *sql, rap_error *error);

/* A statement being given its values, kept for the next time. */
typedef struct {
    sqlite_register *reg;
    sqlite3_stmt *statement; /* NULL: could not be prepared, *error is set */
    int at;
} sqlite_call;
/* `sql` is a literal or outlives the register: its address is remembered. */
sqlite_call rap_sqlite_call(sqlite_register *reg, const char *sql, rap_error *error);
void rap_sqlite_text(sqlite_call *call, rap_str text);   /* empty: NULL */
void rap_sqlite_string(sqlite_call *call, rap_str text); /* empty: '' */
void rap_sqlite_blob(sqlite_call *call, rap_str bytes);  /* empty: no bytes */
void rap_sqlite_integer(sqlite_call *call, int64_t number);
void rap_sqlite_real(sqlite_call *call, double number);
void rap_sqlite_null(sqlite_call *call);
/* Runs a statement that gives no rows, and makes it ready again. */
bool rap_sqlite_done(sqlite_call *call, rap_error *error);
/* The next row; false at the end or on error (*ret_failed). */
bool rap_sqlite_row(sqlite_call *call, bool *ret_failed, rap_error *error);
void rap_sqlite_end(sqlite_call *call);
/* Column as a borrowed slice, valid until the next row. */
rap_str rap_sqlite_column(sqlite_call *call, int column);

/* sqlite_index.c: the words of a version's blocks. */
void rap_sqlite_words_put(sqlite_register *reg, int64_t version, const rap_str *tokens,
                          size_t count);
bool rap_sqlite_words_drop(sqlite_register *reg, int64_t version, rap_error *error);
/* What was put or dropped reaches the indexes at the transaction's end, or before they are asked.
 */
bool rap_sqlite_waiting_flush(sqlite_register *reg, rap_error *error);
void rap_sqlite_waiting_mark(sqlite_register *reg);
/* What came behind the mark does not happen; or nothing of it all. */
void rap_sqlite_waiting_undo(sqlite_register *reg);
void rap_sqlite_waiting_forget(sqlite_register *reg);

/* sqlite_mention.c: the mentions of a version, and by whom and when it can be found. */
bool rap_sqlite_mentions_put(sqlite_register *reg, const rap_version *version, int64_t id,
                             rap_error *error);
bool rap_sqlite_mentions_read(sqlite_register *reg, int64_t id, rap_version *version,
                              rap_error *error);
/* Drops what finds them; the rest goes with the version's other rows. */
bool rap_sqlite_mentions_drop(sqlite_register *reg, int64_t id, rap_error *error);
bool rap_sqlite_namings_flush(sqlite_register *reg, rap_error *error);

/* sqlite_row.c: columns of the tables as x, in the order in which rap_sqlite_block and
 * rap_sqlite_mandate read them from column `at` on; what they give is in the arena. */
#define RAP_SQLITE_BLOCK(x)                                                                        \
    x ".part, " x ".number, " x ".label, " x ".level, " x ".parent, " x ".lead_start, " x          \
      ".lead_end, " x ".notes, " x ".first_byte, " x ".bytes, " x ".line, " x ".page, " x          \
      ".path, " x ".boxes, " x ".text"
#define RAP_SQLITE_BLOCK_COLUMNS 15
#define RAP_SQLITE_MANDATE(x)                                                                      \
    x ".block, " x ".span_start, " x ".span_end, " x ".para, " x ".verb, " x ".sense, " x          \
      ".force, " x ".asks, " x ".timing_kind, " x ".timing_value, " x ".addressees, " x            \
      ".cites, " x ".acts, " x ".act_addressees, " x ".themes, " x ".goals, " x ".rule, " x        \
      ".confidence, " x ".due"
#define RAP_SQLITE_MANDATE_COLUMNS 19
rap_block rap_sqlite_block(rap_arena *arena, sqlite_call *call, int at);
rap_mandate rap_sqlite_mandate(rap_arena *arena, sqlite_call *call, int at);
/* Takes the next part, or the next part as a number, off the front of a line. */
rap_str rap_sqlite_part(rap_str *line);
uint32_t rap_sqlite_number(rap_str *line);
/* Lists as one text; empty where there is no entry. */
rap_str rap_sqlite_lines(rap_arena *arena, const rap_strs *texts);
rap_str rap_sqlite_notes(rap_arena *arena, const rap_block *block);
rap_str rap_sqlite_boxes(rap_arena *arena, const rap_block *block);
rap_str rap_sqlite_acts(rap_arena *arena, const rap_mandate *mandate);
rap_str rap_sqlite_act_addressees(rap_arena *arena, const rap_mandate *mandate);

/* sqlite_put.c */
bool rap_sqlite_reading_put(rap_register *reg, int64_t file_id, const rap_register_reading *reading,
                            rap_error *error);
bool rap_sqlite_version_list(rap_register *reg, rap_str doc, int64_t file_id,
                             bool (*visit)(void *user, const rap_register_version *), void *user,
                             rap_error *error);
/* sqlite_read.c */
bool rap_sqlite_version_read(rap_register *reg, rap_arena *arena, int64_t id,
                             rap_version *ret_version, rap_error *error);
/* sqlite_link.c */
bool rap_sqlite_links_put(rap_register *reg, rap_str scope, const rap_register_link *links,
                          size_t count, rap_error *error);
bool rap_sqlite_links_drop(rap_register *reg, rap_str kind, rap_str doc, rap_error *error);
bool rap_sqlite_link_ends(rap_register *reg, rap_str kind,
                          bool (*visit)(void *user, rap_str from, rap_str to), void *user,
                          rap_error *error);
bool rap_sqlite_works_near(rap_register *reg, rap_str doc, bool (*visit)(void *user, rap_str doc),
                           void *user, rap_error *error);
bool rap_sqlite_works_of(rap_register *reg, rap_works_kind kind, rap_str entity,
                         bool (*visit)(void *user, rap_str doc), void *user, rap_error *error);
bool rap_sqlite_parties(rap_register *reg, bool (*visit)(void *user, rap_str entity), void *user,
                        rap_error *error);
bool rap_sqlite_lexicon_put(rap_register *reg, rap_str text, rap_error *error);
bool rap_sqlite_lexicon_get(rap_register *reg, rap_arena *arena, rap_str *ret_text,
                            rap_error *error);
/* sqlite_put.c: a fact as it is now in place of its rows, for outcomes. Publications and pledges
 * are not put. */
bool rap_sqlite_mandate_put(sqlite_register *reg, int64_t version, int64_t place,
                            const rap_mandate *mandate, rap_error *error);
bool rap_sqlite_activity_put(sqlite_register *reg, int64_t version, int64_t place,
                             const rap_activity *activity, rap_str record,
                             rap_str (*fold)(rap_arena *arena, rap_str text), rap_error *error);
bool rap_sqlite_figure_put(sqlite_register *reg, int64_t version, int64_t place,
                           const rap_figure_fact *figure, rap_str counted, rap_str record,
                           rap_error *error);
/* sqlite_decision.c */
bool rap_sqlite_decision_put(rap_register *reg, const rap_register_decision *decision,
                             int64_t *ret_id, rap_error *error);
bool rap_sqlite_decision_list(rap_register *reg, const rap_register_decisions *filter,
                              bool (*visit)(void *user, const rap_register_decision *), void *user,
                              rap_error *error);
bool rap_sqlite_decision_total(rap_register *reg, const rap_register_decisions *filter,
                               int64_t *ret_total, rap_error *error);
bool rap_sqlite_tie_put(rap_register *reg, int64_t version, int64_t decision, rap_str how,
                        rap_error *error);
bool rap_sqlite_ties_drop(rap_register *reg, int64_t version, rap_error *error);
/* sqlite_outcome.c */
bool rap_sqlite_fact_list(rap_register *reg, int64_t version,
                          bool (*visit)(void *user, const rap_register_fact *), void *user,
                          rap_error *error);
bool rap_sqlite_fact_read(rap_register *reg, rap_arena *arena, int64_t version, rap_fact_kind kind,
                          int64_t place, rap_str *ret_record, rap_error *error);
bool rap_sqlite_block_text(rap_register *reg, rap_arena *arena, int64_t version, uint32_t block,
                           rap_str *ret_text, rap_error *error);
bool rap_sqlite_version_hash(rap_register *reg, rap_arena *arena, int64_t version,
                             rap_str *ret_hash, rap_error *error);
bool rap_sqlite_outcome_put(rap_register *reg, int64_t version, const rap_register_outcome *outcome,
                            rap_str (*fold)(rap_arena *arena, rap_str text), rap_error *error);
bool rap_sqlite_decided_number(rap_register *reg, rap_str doc, int64_t *ret_number,
                               rap_error *error);
bool rap_sqlite_outcome_drop(rap_register *reg, int64_t version, rap_fact_kind kind, int64_t place,
                             rap_error *error);
/* sqlite_queue.c */
bool rap_sqlite_queue_list(rap_register *reg, const rap_register_queue *queue,
                           bool (*visit)(void *user, rap_str json, rap_fact_kind kind,
                                         rap_str text),
                           void *user, rap_error *error);
bool rap_sqlite_queue_total(rap_register *reg, const rap_register_queue *queue, int64_t *ret_total,
                            rap_error *error);
/* sqlite_row.c: the record with the members that an outcome adds; `call` has the outcome's revision
 * and decision from column `at` on, both NULL where there is none. */
rap_str rap_sqlite_decided(rap_arena *arena, rap_str record, sqlite_call *call, int at);
/* sqlite_derived.c */
/* What was read from the file, with its words. */
bool rap_sqlite_derived_drop(sqlite_register *reg, int64_t file_id, rap_error *error);
bool rap_sqlite_derived_clear(rap_register *reg, rap_error *error);
bool rap_sqlite_derived_dump(rap_register *reg, bool (*visit)(void *user, rap_str line), void *user,
                             rap_error *error);
/* sqlite_list.c */
bool rap_sqlite_list(rap_register *reg, rap_records records, const rap_filter *filter,
                     rap_record_visit visit, void *user, rap_error *error);
bool rap_sqlite_total(rap_register *reg, rap_records records, const rap_filter *filter,
                      int64_t *ret_total, rap_error *error);
bool rap_sqlite_search(rap_register *reg, const rap_strs *groups, size_t group_count,
                       const rap_filter *filter, bool (*visit)(void *, const rap_register_hit *),
                       void *user, rap_error *error);
bool rap_sqlite_facets(rap_register *reg, const rap_strs *groups, size_t group_count,
                       const rap_filter *filter, size_t most,
                       bool (*visit)(void *, const rap_register_facet *), void *user,
                       rap_error *error);
bool rap_sqlite_count(rap_register *reg, rap_register_counts *ret_counts, rap_error *error);
/* sqlite_backup.c */
bool rap_sqlite_backup(rap_register *reg, const char *path, bool is_replaced, rap_error *error);
bool rap_sqlite_snapshot_begin(rap_register *reg, rap_error *error);
void rap_sqlite_snapshot_end(rap_register *reg);
/* sqlite_verify.c */
bool rap_sqlite_verify(rap_register *reg, rap_register_check *check, rap_error *error);
/* sqlite_search.c */
/* The table-valued "hit", which holds the hits of the search in hand. */
bool rap_sqlite_hits_define(sqlite_register *reg);
/* All blocks that have, of each group of words that is not empty, one at least: rows in order, with
 * their scores where they are wanted. In the arena. */
bool rap_sqlite_find(sqlite_register *reg, rap_arena *arena, const rap_strs *groups,
                     size_t group_count, bool with_scores, sqlite_hits *ret_hits, rap_error *error);
/* Every word of the index and where it stands: by word, row and position. */
bool rap_sqlite_index_dump(sqlite_register *reg,
                           bool (*visit)(void *user, rap_str word, int64_t row, uint32_t position),
                           void *user, rap_error *error);

#endif

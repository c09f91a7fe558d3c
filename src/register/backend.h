/* What a back end of the register fills in. Each function does what the function of the same name
 * in register/register.h promises; a back end's own struct begins with a rap_register. */
#ifndef RAP_REGISTER_BACKEND_H
#define RAP_REGISTER_BACKEND_H

#include "register/register.h"

/* A verification on its way (verify.c). */
typedef struct rap_register_check rap_register_check;
/* Counts a damage, and tells of it unless many of this sort were told; false: stop. */
bool rap_register_tell(rap_register_check *check, const rap_register_damage *damage);
/* Notes that a check looked at so many facts. */
void rap_register_looked(rap_register_check *check, int64_t blocks, int64_t facts);

typedef struct rap_register_backend {
    const char *name;
    /* Whether the location is written in this back end's way. */
    bool (*owns)(const char *location);
    rap_register *(*open)(const char *location, rap_register_mode mode, rap_error *error);
    void (*close)(rap_register *reg);

    bool (*begin)(rap_register *reg, rap_error *error);
    bool (*commit)(rap_register *reg, rap_error *error);
    void (*rollback)(rap_register *reg);
    bool (*mark)(rap_register *reg, rap_error *error);
    bool (*keep)(rap_register *reg, rap_error *error);
    bool (*undo)(rap_register *reg, rap_error *error);

    bool (*file_find)(rap_register *reg, rap_arena *arena, rap_str hash,
                      rap_register_file *ret_file, rap_error *error);
    bool (*file_put)(rap_register *reg, const rap_register_file *file, rap_register_packed packed,
                     int64_t *ret_id, rap_error *error);
    bool (*file_again)(rap_register *reg, int64_t file_id, int64_t when, rap_error *error);
    bool (*file_reading)(rap_register *reg, int64_t file_id, rap_str how, int64_t when,
                         rap_error *error);
    bool (*file_name)(rap_register *reg, int64_t file_id, rap_str given, int64_t when,
                      rap_error *error);
    bool (*file_list)(rap_register *reg, bool (*visit)(void *user, const rap_register_file *),
                      void *user, rap_error *error);
    /* As kept; *ret_size is the original's. */
    bool (*file_bytes)(rap_register *reg, rap_arena *arena, int64_t id,
                       rap_register_packed *ret_packed, size_t *ret_size, rap_error *error);
    bool (*decision_put)(rap_register *reg, const rap_register_decision *decision, int64_t *ret_id,
                         rap_error *error);
    bool (*decision_list)(rap_register *reg, const rap_register_decisions *filter,
                          bool (*visit)(void *user, const rap_register_decision *), void *user,
                          rap_error *error);
    bool (*decision_total)(rap_register *reg, const rap_register_decisions *filter,
                           int64_t *ret_total, rap_error *error);

    bool (*reading_put)(rap_register *reg, int64_t file_id, const rap_register_reading *reading,
                        rap_error *error);
    bool (*version_list)(rap_register *reg, rap_str doc, int64_t file_id,
                         bool (*visit)(void *user, const rap_register_version *), void *user,
                         rap_error *error);
    bool (*version_read)(rap_register *reg, rap_arena *arena, int64_t id, rap_version *ret_version,
                         rap_error *error);
    bool (*fact_list)(rap_register *reg, int64_t version,
                      bool (*visit)(void *user, const rap_register_fact *), void *user,
                      rap_error *error);
    bool (*fact_read)(rap_register *reg, rap_arena *arena, int64_t version, rap_fact_kind kind,
                      int64_t place, rap_str *ret_record, rap_error *error);
    bool (*block_text)(rap_register *reg, rap_arena *arena, int64_t version, uint32_t block,
                       rap_str *ret_text, rap_error *error);
    bool (*version_hash)(rap_register *reg, rap_arena *arena, int64_t version, rap_str *ret_hash,
                         rap_error *error);
    bool (*outcome_put)(rap_register *reg, int64_t version, const rap_register_outcome *outcome,
                        rap_str (*fold)(rap_arena *arena, rap_str text), rap_error *error);
    bool (*outcome_drop)(rap_register *reg, int64_t version, rap_fact_kind kind, int64_t place,
                         rap_error *error);
    bool (*tie_put)(rap_register *reg, int64_t version, int64_t decision, rap_str how,
                    rap_error *error);
    bool (*ties_drop)(rap_register *reg, int64_t version, rap_error *error);
    bool (*queue_list)(rap_register *reg, const rap_register_queue *queue,
                       bool (*visit)(void *user, rap_str json, rap_fact_kind kind, rap_str text),
                       void *user, rap_error *error);
    bool (*queue_total)(rap_register *reg, const rap_register_queue *queue, int64_t *ret_total,
                        rap_error *error);
    bool (*links_put)(rap_register *reg, rap_str scope, const rap_register_link *links,
                      size_t count, rap_error *error);
    bool (*links_drop)(rap_register *reg, rap_str kind, rap_str doc, rap_error *error);
    bool (*link_ends)(rap_register *reg, rap_str kind,
                      bool (*visit)(void *user, rap_str from, rap_str to), void *user,
                      rap_error *error);
    bool (*works_near)(rap_register *reg, rap_str doc, bool (*visit)(void *user, rap_str doc),
                       void *user, rap_error *error);
    bool (*works_of)(rap_register *reg, rap_works_kind kind, rap_str entity,
                     bool (*visit)(void *user, rap_str doc), void *user, rap_error *error);
    bool (*parties)(rap_register *reg, bool (*visit)(void *user, rap_str entity), void *user,
                    rap_error *error);
    bool (*lexicon_put)(rap_register *reg, rap_str text, rap_error *error);
    bool (*lexicon_get)(rap_register *reg, rap_arena *arena, rap_str *ret_text, rap_error *error);
    bool (*derived_clear)(rap_register *reg, rap_error *error);
    bool (*derived_dump)(rap_register *reg, bool (*visit)(void *user, rap_str line), void *user,
                         rap_error *error);

    bool (*list)(rap_register *reg, rap_records records, const rap_filter *filter,
                 rap_record_visit visit, void *user, rap_error *error);
    bool (*total)(rap_register *reg, rap_records records, const rap_filter *filter,
                  int64_t *ret_total, rap_error *error);
    bool (*change)(rap_register *reg, int64_t *ret_number, rap_error *error);
    bool (*texts)(rap_register *reg, int64_t *ret_number, rap_error *error);
    bool (*decided)(rap_register *reg, rap_str doc, int64_t *ret_number, rap_error *error);
    bool (*search)(rap_register *reg, const rap_strs *groups, size_t group_count,
                   const rap_filter *filter, bool (*visit)(void *, const rap_register_hit *),
                   void *user, rap_error *error);
    bool (*facets)(rap_register *reg, const rap_strs *groups, size_t group_count,
                   const rap_filter *filter, size_t most,
                   bool (*visit)(void *, const rap_register_facet *), void *user, rap_error *error);
    bool (*count)(rap_register *reg, rap_register_counts *ret_counts, rap_error *error);
    bool (*backup)(rap_register *reg, const char *path, bool is_replaced, rap_error *error);
    /* Between these two everything is seen as it is at one moment. */
    bool (*snapshot_begin)(rap_register *reg, rap_error *error);
    void (*snapshot_end)(rap_register *reg);
    /* The store's structure, what was read, and the index; tells by rap_register_tell. */
    bool (*verify)(rap_register *reg, rap_register_check *check, rap_error *error);
} rap_register_backend;

struct rap_register {
    const rap_register_backend *backend;
};

extern const rap_register_backend rap_register_sqlite;

/* The days a date or period may fall on as numbers like 20230504, for comparing; 0 where there is
 * none. A missing month or day widens the range; an open end gives the last day there is. */
#define RAP_REGISTER_LAST_DAY 99991231
int64_t rap_register_first_day(rap_date date);
int64_t rap_register_last_day(rap_date date);

/* False where the bytes are damaged. */
bool rap_register_unpack(rap_arena *arena, rap_register_packed packed, size_t size,
                         rap_str *ret_bytes);

/* Text of one line with tabs, line ends and backslashes escaped, for dumps. */
void rap_register_escape(rap_buf *out, rap_str text);

#endif

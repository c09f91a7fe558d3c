/* The register: storage behind one interface. Evidence (files, decisions) is append-only; derived
 * data (versions, blocks, facts, tokens) can be dropped and read again. Back ends fill in a
 * rap_register_backend; SQLite is one. Nothing here knows a language: tokens come from outside.
 */
#ifndef RAP_REGISTER_REGISTER_H
#define RAP_REGISTER_REGISTER_H

#include "base/error.h"
#include "model/fact.h"
#include "model/filter.h"

typedef struct rap_register rap_register;

typedef enum {
    RAP_REGISTER_READ,  /* must exist */
    RAP_REGISTER_WRITE, /* must exist */
    RAP_REGISTER_CREATE /* made where it does not exist */
} rap_register_mode;

/* `location`: a path, or postgresql://... */
rap_register *rap_register_open(const char *location, rap_register_mode mode, rap_error *error);
void rap_register_close(rap_register *reg);

/* One writer at a time; a transaction is one document. */
bool rap_register_begin(rap_register *reg, rap_error *error);
bool rap_register_commit(rap_register *reg, rap_error *error);
void rap_register_rollback(rap_register *reg);

/* -- evidence: files --------------------------------------------------------------------------- */

typedef struct {
    int64_t id;
    rap_str hash;   /* SHA-256, hexadecimal */
    rap_str path;   /* absolute path when it was added */
    rap_str name;   /* file name */
    rap_str given;  /* id the user gave, or empty */
    rap_str reader; /* that read it */
    int64_t size;
    int64_t added;  /* seconds since 1970, UTC */
    rap_str bytes;  /* the original itself, kept; only filled by rap_register_file_bytes */
} rap_register_file;

/* The file with this hash; *ret_id 0 where there is none. */
bool rap_register_file_find(rap_register *reg, rap_str hash, int64_t *ret_id, rap_error *error);
/* Keeps the file and its bytes; evidence, never deleted. */
bool rap_register_file_put(rap_register *reg, const rap_register_file *file, rap_str bytes,
                           int64_t *ret_id, rap_error *error);
bool rap_register_file_list(rap_register *reg, bool (*visit)(void *user, const rap_register_file *),
                            void *user, rap_error *error);
bool rap_register_file_bytes(rap_register *reg, rap_arena *arena, int64_t id, rap_str *ret_bytes,
                             rap_error *error);

/* -- derived ------------------------------------------------------------------------------------ */

/* Replaces what was read from file `file_id` by `version_count` versions; tokens[v][b] are the
 * index tokens of block b of version v. `analyser` names the program version that read it. */
bool rap_register_versions_put(rap_register *reg, int64_t file_id, const rap_version *versions,
                               size_t version_count, rap_str *const *tokens, rap_str analyser,
                               rap_error *error);

/* Replaces all links. */
typedef struct {
    rap_str kind;   /* "cites", "same as", "translation of", "renews", "responds to" */
    rap_str from, to; /* symbols, or "doc#label" */
    double score;
    rap_str reasons; /* in words */
    rap_str record;  /* the whole record as JSON */
} rap_register_link;
bool rap_register_links_put(rap_register *reg, const rap_register_link *links, size_t count,
                            rap_error *error);

/* Drops all that is derived. */
bool rap_register_derived_clear(rap_register *reg, rap_error *error);

/* -- questions ----------------------------------------------------------------------------------- */

/* Calls visit with each record (JSON, one object of model/record.h), ordered by document, language
 * and place in the text. visit returns false to stop. */
typedef bool (*rap_record_visit)(void *user, rap_str json);
bool rap_register_list(rap_register *reg, rap_records records, const rap_filter *filter,
                       rap_record_visit visit, void *user, rap_error *error);

typedef struct {
    rap_str doc, doc_lang, lang, label, part, text;
    int64_t block; /* index in the version */
    double rank;   /* smaller is better */
} rap_register_hit;
/* Full text: at least one item of each group; an item of several words is a phrase; '*' at the end
 * of a word matches what begins so. */
bool rap_register_search(rap_register *reg, const rap_strs *groups, size_t group_count,
                         const rap_filter *filter, bool (*visit)(void *, const rap_register_hit *),
                         void *user, rap_error *error);

typedef struct {
    int64_t files, documents, versions, blocks, mentions, mandates, activities, agreements, links;
} rap_register_counts;
bool rap_register_count(rap_register *reg, rap_register_counts *ret_counts, rap_error *error);

#endif

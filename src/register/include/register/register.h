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

/* One writer at a time; a transaction is one document or several. */
bool rap_register_begin(rap_register *reg, rap_error *error);
bool rap_register_commit(rap_register *reg, rap_error *error);
void rap_register_rollback(rap_register *reg);
/* Within a transaction: what is put from mark on, one document, is kept with what was put before,
 * or taken back alone. After a failure that is the register's (no room on the disk), undo fails
 * too, and the whole transaction is lost. */
bool rap_register_mark(rap_register *reg, rap_error *error);
bool rap_register_keep(rap_register *reg, rap_error *error);
bool rap_register_undo(rap_register *reg, rap_error *error);

/* -- evidence: files --------------------------------------------------------------------------- */

typedef struct {
    int64_t id;
    rap_str hash;   /* SHA-256, hexadecimal */
    rap_str path;   /* absolute path when it was added */
    rap_str name;   /* file name */
    rap_str given;  /* id the user gave last, or empty */
    rap_str how;    /* how the user wants it read, in words of the engine's; or empty */
    rap_str reader; /* that read it when it was added */
    int64_t size;   /* bytes of the original */
    int64_t added;  /* first time: seconds since 1970, UTC */
    int64_t order;  /* larger in files added (or added again) later */
    bool is_read;   /* something read from it is in the register */
} rap_register_file;

/* The original as it is kept: packed where that saves room. Borrows `bytes` where it does not.
 * Needs no register, so that a thread of the caller's can do it. */
typedef enum { /* registers keep the numbers */
               RAP_REGISTER_PLAIN,
               RAP_REGISTER_ZLIB, /* RFC 1950; registers made before zstd was taken */
               RAP_REGISTER_ZSTD  /* RFC 8878 */
} rap_register_packing;
typedef struct {
    rap_str bytes;
    rap_register_packing how;
} rap_register_packed;
/* What packs one file after another in memory that it keeps; of one thread. NULL when memory is
 * out. */
typedef struct rap_register_packer rap_register_packer;
rap_register_packer *rap_register_packer_new(void);
void rap_register_packer_free(rap_register_packer *packer);
/* A packer that is NULL leaves the bytes plain. */
rap_register_packed rap_register_pack(rap_register_packer *packer, rap_arena *arena, rap_str bytes);

/* The file with this hash; *ret_file.id 0 where there is none. Strings live in `arena`. */
bool rap_register_file_find(rap_register *reg, rap_arena *arena, rap_str hash,
                            rap_register_file *ret_file, rap_error *error);
/* Keeps the file and its bytes; evidence, never deleted. Its id is one more than the last. */
bool rap_register_file_put(rap_register *reg, const rap_register_file *file,
                           rap_register_packed packed, int64_t *ret_id, rap_error *error);
/* The file was added again and counts as added last. */
bool rap_register_file_again(rap_register *reg, int64_t file_id, int64_t when, rap_error *error);
/* From now on the file's document bears this id; earlier names stay on record. */
bool rap_register_file_name(rap_register *reg, int64_t file_id, rap_str given, int64_t when,
                            rap_error *error);
/* From now on the file is read in this way; earlier ways stay on record. */
bool rap_register_file_reading(rap_register *reg, int64_t file_id, rap_str how, int64_t when,
                               rap_error *error);
/* In the order they were (last) added; visit returns false to stop. */
bool rap_register_file_list(rap_register *reg, bool (*visit)(void *user, const rap_register_file *),
                            void *user, rap_error *error);
/* The original, unpacked. */
bool rap_register_file_bytes(rap_register *reg, rap_arena *arena, int64_t id, rap_str *ret_bytes,
                             rap_error *error);

/* -- evidence: decisions ------------------------------------------------------------------------
 */

typedef struct {
    int64_t id;      /* given by the register, in the order in which they were kept */
    rap_str uid;     /* the same in every register that holds it */
    rap_str subject; /* what it is about, JSON */
    rap_str verdict; /* "confirmed", "corrected", "rejected", "merged", "split", "undone" */
    rap_str person, reason;
    rap_str correction; /* the members that change, JSON, or empty */
    rap_str details;    /* what else was decided, JSON, or empty */
    rap_str doc, lang;  /* of the subject: the work, and the language of the version */
    rap_str hash;       /* of the file that it was read from */
    rap_str other;      /* the work of another fact that it is about, or empty */
    int64_t revision;   /* of the fact, which the person saw */
    int64_t when;       /* seconds since 1970, UTC */
    bool is_tied;       /* to a fact of the register; only when listed */
} rap_register_decision;

/* Members that are empty or 0 do not filter. */
typedef struct {
    rap_str doc, hash; /* about the work, or read from the file: one of the two is enough */
    rap_str document;  /* a work or one of its versions, as a user writes it */
    rap_str person, uid;
    int64_t from, until; /* seconds since 1970 */
    bool is_untied;
    size_t limit, offset;
} rap_register_decisions;

/* One whose uid is known is refused by RAP_ERROR_USAGE. */
bool rap_register_decision_put(rap_register *reg, const rap_register_decision *decision,
                               int64_t *ret_id, rap_error *error);
/* In the order in which they were made. */
bool rap_register_decision_list(rap_register *reg, const rap_register_decisions *filter,
                                bool (*visit)(void *user, const rap_register_decision *),
                                void *user, rap_error *error);
bool rap_register_decision_total(rap_register *reg, const rap_register_decisions *filter,
                                 int64_t *ret_total, rap_error *error);

/* -- derived ------------------------------------------------------------------------------------
 */

/* What was read from one file. */
typedef struct {
    const rap_version *versions;
    size_t count;           /* at most RAP_REGISTER_VERSIONS */
    rap_str *const *tokens; /* tokens[v][b]: index tokens of block b of version v */
    rap_str (*fold)(rap_arena *arena, rap_str text); /* folds places as filters are folded */
    rap_str reader;                                  /* "text", "akn", ... */
    rap_str analyser;                                /* the program's version */
} rap_register_reading;

#define RAP_REGISTER_VERSIONS 16

/* Replaces what was read from file `file_id`; an empty reading drops it. Ids follow from file,
 * version and place alone, so that the same files give the same content, whoever read them. */
bool rap_register_reading_put(rap_register *reg, int64_t file_id,
                              const rap_register_reading *reading, rap_error *error);

/* A version as the register knows it. */
typedef struct {
    int64_t id;             /* for rap_register_version_read */
    int64_t file_id, order; /* of the file */
    rap_str session;
    rap_str doc, doc_lang, lang, title, path;
    rap_str original;    /* the original language, or empty */
    bool has_activities; /* at least one */
} rap_register_version;
/* The versions of work `doc` (any work where empty) read from file `file_id` (any where 0), by
 * file and place in it. */
bool rap_register_version_list(rap_register *reg, rap_str doc, int64_t file_id,
                               bool (*visit)(void *user, const rap_register_version *), void *user,
                               rap_error *error);

/* The version as it was put in, in `arena`: cover, blocks, mentions, mandates and activities. Left
 * out are the themes, publications and pledges of activities, figures, warnings and what joins
 * pieces of a block's text to several places of the original. */
bool rap_register_version_read(rap_register *reg, rap_arena *arena, int64_t id,
                               rap_version *ret_version, rap_error *error);

/* -- derived: facts as decided -------------------------------------------------------------------
 *
 * What was read is kept beside what people decided: a fact with an outcome that changes it or takes
 * it away is found by its outcome in every list and question, and comes back as it was read when
 * the outcome is dropped. Reading a file again drops the outcomes of its facts. */

typedef struct {
    rap_fact_kind kind;
    int64_t place; /* in the version, by kind */
    rap_evidence evidence;
    rap_str para;
    bool has_outcome;
    int64_t revision; /* of the outcome */
    rap_str decision; /* of the outcome */
    int64_t origin;   /* of the outcome: place of the fact that was split, else -1 */
} rap_register_fact;
/* The facts of a version as they were read, and those that outcomes made, by kind and place. */
bool rap_register_fact_list(rap_register *reg, int64_t version,
                            bool (*visit)(void *user, const rap_register_fact *), void *user,
                            rap_error *error);
/* The record of a fact as it was read; in the arena. RAP_ERROR_MISSING where there is none. */
bool rap_register_fact_read(rap_register *reg, rap_arena *arena, int64_t version,
                            rap_fact_kind kind, int64_t place, rap_str *ret_record,
                            rap_error *error);
/* The paragraph's text. */
bool rap_register_block_text(rap_register *reg, rap_arena *arena, int64_t version, uint32_t block,
                             rap_str *ret_text, rap_error *error);
/* SHA-256 of the file that the version was read from. */
bool rap_register_version_hash(rap_register *reg, rap_arena *arena, int64_t version,
                               rap_str *ret_hash, rap_error *error);

/* Places of facts that outcomes make begin here. */
#define RAP_REGISTER_MADE ((int64_t)1 << 22)

typedef struct {
    rap_fact_kind kind;
    int64_t place;
    int64_t origin;   /* of a fact that it makes: the place of the one that was split; else -1 */
    int64_t revision; /* how many decisions there are about it */
    bool is_gone;     /* in no list */
    rap_str decision; /* the one that stands, JSON, or empty */
    rap_str people;   /* whose judgement stands, a line each, with a line end at both ends */
    /* What it is now; all NULL where that is as it was read. Of activities and figures the record
     * is kept with it; `counted` is a figure's. */
    const rap_mandate *mandate;
    const rap_activity *activity;
    const rap_figure_fact *figure;
    rap_str record, counted;
} rap_register_outcome;
/* Replaces the fact's outcome. `fold` folds places as filters are folded. */
bool rap_register_outcome_put(rap_register *reg, int64_t version,
                              const rap_register_outcome *outcome,
                              rap_str (*fold)(rap_arena *arena, rap_str text), rap_error *error);
/* The fact is as it was read; one that an outcome made is no more. */
bool rap_register_outcome_drop(rap_register *reg, int64_t version, rap_fact_kind kind,
                               int64_t place, rap_error *error);
/* Notes to which version a decision is tied, and how: "place", "words" or "values". */
bool rap_register_tie_put(rap_register *reg, int64_t version, int64_t decision, rap_str how,
                          rap_error *error);
/* Forgets what is tied to the version. */
bool rap_register_ties_drop(rap_register *reg, int64_t version, rap_error *error);

/* What waits for review. Members that are empty or 0 leave a choice open. */
typedef struct {
    bool kinds[RAP_FACT_FIGURE + 1]; /* of which kinds */
    rap_str document;
    double below;   /* only with less confidence */
    rap_str person; /* with `has_others`: also what others decided about and this person did not */
    bool has_others;
    size_t limit, offset;
} rap_register_queue;
/* Facts without a decision that stands, those with the least confidence first. */
bool rap_register_queue_list(rap_register *reg, const rap_register_queue *queue,
                             bool (*visit)(void *user, rap_str json, rap_fact_kind kind,
                                           rap_str text),
                             void *user, rap_error *error);
bool rap_register_queue_total(rap_register *reg, const rap_register_queue *queue,
                              int64_t *ret_total, rap_error *error);

typedef struct {
    rap_str kind;     /* "cites", "same as", "translation of", "renews", "responds to" */
    rap_str from, to; /* symbols, or "doc#label" */
    rap_str work;     /* the work that says so */
    double score;
    rap_str reasons; /* in words */
    rap_str record;  /* the whole record as JSON */
} rap_register_link;
/* Replaces the links of one scope: what they were made from, for instance one file or one work. */
bool rap_register_links_put(rap_register *reg, rap_str scope, const rap_register_link *links,
                            size_t count, rap_error *error);

/* Drops the links of a kind that begin or end in a work or in one of its languages. */
bool rap_register_links_drop(rap_register *reg, rap_str kind, rap_str doc, rap_error *error);
/* Both ends of each link of a kind, in the order of their scopes. */
bool rap_register_link_ends(rap_register *reg, rap_str kind,
                            bool (*visit)(void *user, rap_str from, rap_str to), void *user,
                            rap_error *error);
/* Activities that "same as" links join, read once; in the arena. NULL on failure. */
typedef struct rap_register_same rap_register_same;
rap_register_same *rap_register_same_read(rap_register *reg, rap_arena *arena, rap_error *error);
/* The names (rap_record_activity_name) of all that are the same as this one, with its own; NULL
 * where there is no other. */
const rap_strs *rap_register_same_group(const rap_register_same *same, rap_str name);
/* The works that may tell of the same as `doc`, each once, in order: an activity of theirs has the
 * type of one of its activities, days in common, told to the month at least, and all its parties,
 * or none but its parties. */
bool rap_register_works_near(rap_register *reg, rap_str doc, bool (*visit)(void *user, rap_str doc),
                             void *user, rap_error *error);

/* The lexicon that was learned from the register's versions, as a table; empty where none was. It
 * is derived: dropped with the rest. */
bool rap_register_lexicon_put(rap_register *reg, rap_str text, rap_error *error);
bool rap_register_lexicon_get(rap_register *reg, rap_arena *arena, rap_str *ret_text,
                              rap_error *error);

/* The works that may have to do with a body, each once, in order. */
typedef enum {
    RAP_WORKS_TITLED, /* their title names it */
    RAP_WORKS_TELLING /* it is a party to one of their activities */
} rap_works_kind;
bool rap_register_works_of(rap_register *reg, rap_works_kind kind, rap_str entity,
                           bool (*visit)(void *user, rap_str doc), void *user, rap_error *error);
/* The parties of all activities, each once, in order. */
bool rap_register_parties(rap_register *reg, bool (*visit)(void *user, rap_str entity), void *user,
                          rap_error *error);

/* Drops all that is derived. */
bool rap_register_derived_clear(rap_register *reg, rap_error *error);

/* Every row of every derived table as text, in a fixed order, table by table: two registers that
 * give the same lines hold the same content. */
bool rap_register_derived_dump(rap_register *reg, bool (*visit)(void *user, rap_str line),
                               void *user, rap_error *error);

/* -- questions -----------------------------------------------------------------------------------
 */

/* Calls visit with each record (JSON, one object of model/record.h), ordered by document, language
 * and place in the text. visit returns false to stop; it must not write to the register.
 * filter->place is folded. What the filter means for each kind of record:
 *   organizations  parties of activities and agreements, addressees of mandates, names in blocks;
 *                  documents that name them
 *   types          type of activity, kind of agreement, force or verb of a mandate, part of a
 * block, kind of document, link or publication period         dates of an activity (validity too of
 * an agreement; one without dates counts where the period its document reports on lies within); a
 * mandate's date or its document's; dates named in a block; a document's dates or reported period
 *   (figures: the parties of the activity that tells one, else names in its paragraph; types are
 *   units; its period, or its document's)
 *   document       doc or doc_lang, in capitals or not; of a link: the work that says so or
 *                  either end
 *   language       the version's
 *   themes         mandates, activities and agreements
 *   place, status  activities and agreements only
 * Members that mean nothing for a kind of record do not filter it. */
typedef bool (*rap_record_visit)(void *user, rap_str json);
bool rap_register_list(rap_register *reg, rap_records records, const rap_filter *filter,
                       rap_record_visit visit, void *user, rap_error *error);

/* How many records rap_register_list visits without the filter's limit and offset. */
bool rap_register_total(rap_register *reg, rap_records records, const rap_filter *filter,
                        int64_t *ret_total, rap_error *error);
/* A number that is another one once somebody else has changed the register. */
bool rap_register_change(rap_register *reg, int64_t *ret_number, rap_error *error);
/* A number that is another one once texts have come or gone, by whomever. What people decide about
 * facts leaves it, and so does reading all of them anew. */
bool rap_register_texts(rap_register *reg, int64_t *ret_number, rap_error *error);
/* A number that is another one once other outcomes stand about facts of a work; -1 where no work
 * has exactly that name. Without a name: the id of the last decision, 0 where there is none. */
bool rap_register_decided(rap_register *reg, rap_str doc, int64_t *ret_number, rap_error *error);

typedef struct {
    rap_str doc, doc_lang, lang, label, part, text;
    int64_t block; /* index in the version */
    double rank;   /* smaller is better */
} rap_register_hit;
/* Best first. Full text: at least one item of each group; an item of several words is a phrase; '*'
 * at the end of a word matches what begins so. */
bool rap_register_search(rap_register *reg, const rap_strs *groups, size_t group_count,
                         const rap_filter *filter, bool (*visit)(void *, const rap_register_hit *),
                         void *user, rap_error *error);

/* How many hits there are of a language, part and kind of document each; of more than `most` only
 * those are counted. */
typedef struct {
    rap_str lang, part, kind;
    int64_t count;
} rap_register_facet;
bool rap_register_facets(rap_register *reg, const rap_strs *groups, size_t group_count,
                         const rap_filter *filter, size_t most,
                         bool (*visit)(void *, const rap_register_facet *), void *user,
                         rap_error *error);

typedef struct {
    int64_t files, documents, versions, blocks, mentions, mandates, activities, agreements, links;
} rap_register_counts;
bool rap_register_count(rap_register *reg, rap_register_counts *ret_counts, rap_error *error);

/* -- care ----------------------------------------------------------------------------------------
 */

/* Writes the register as it is at this moment to a new file, while others read and write it. The
 * file appears under its name when it is whole; one that is there is replaced where `is_replaced`
 * allows it, else refused (RAP_ERROR_USAGE). After a failure nothing is left and nothing changed.
 */
bool rap_register_backup(rap_register *reg, const char *path, bool is_replaced, rap_error *error);

/* Something in the register that is not as it should be. */
typedef struct {
    const char *kind; /* "store", "original", "evidence", "index" */
    rap_str about;    /* the file, document or row; may be empty */
    const char *what; /* in words */
    const char *remedy;
} rap_register_damage;
typedef bool (*rap_register_damage_visit)(void *user, const rap_register_damage *damage);

typedef struct {
    int64_t files, versions, blocks, facts; /* that were looked at */
    int64_t damages;                        /* found; of each kind of finding only some are told */
} rap_register_verified;

/* Looks at everything: the store's own structure, each original against its hash, what was read
 * from it against its text, the index against the words put into it. Reads only; damage of whatever
 * kind is told to `visit` (false stops), and false is returned only where it cannot be looked for
 * (the register is busy, memory is out). */
bool rap_register_verify(rap_register *reg, rap_register_damage_visit visit, void *user,
                         rap_register_verified *ret_verified, rap_error *error);

#endif

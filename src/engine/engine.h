/* What the files of the engine share. */
#ifndef RAP_ENGINE_ENGINE_H
#define RAP_ENGINE_ENGINE_H

#include "check/check.h"
#include "facts/facts.h"
#include "linking/chain.h"
#include "linking/lexicon.h"
#include "linking/linking.h"
#include "rapporteur/rapporteur.h"
#include "reading/reading.h"
#include "register/register.h"

#include <time.h>

struct rapporteur {
    rap_register *reg;
    char *location;
    rap_arena *arena;  /* of the open register: names given out */
    rap_arena *answer; /* valid until the next call */
    bool has_knowledge;
    bool is_shared; /* the rules are another's */
    rap_str table;  /* the user's organizations, or empty */
    char *table_path;
    void (*on_problem)(void *user, const char *message);
    void *problem_user;
    rap_text_rules *text;
    rap_structure_rules *structure;
    rap_mention_rules *mentions;
    rap_fact_rules *facts;
    const rap_lexicon *lexicon; /* once it was needed */
    rap_check_rules *checks;
    rap_worker *worker; /* once documents were to be read */
    rap_read_limits limits;
};

/* Who hears the records of a question; `arena`, where there is one, holds what one record needs. */
typedef struct {
    rap_arena *arena;
    bool (*on_record)(void *user, const char *json, size_t length);
    void *user;
} rap_listening;

/* Compiles the language data at first need. */
bool rap_engine_learn(rapporteur *r, rap_error *error);
/* The bytes of a file, as far as the limit allows. */
bool rap_engine_read_file(const rapporteur *r, rap_arena *arena, const char *path,
                          rap_str *ret_bytes, rap_error *error);
/* The same as rap_engine_learn, and starts what reads foreign formats; before there are threads. */
bool rap_engine_learn_to_read(rapporteur *r, rap_error *error);
rap_knowledge rap_engine_knowledge(const rapporteur *r);

/* Fills the public error: "LOCATION: message" where `place` is given. Returns false. */
bool rap_engine_fail(rapporteur_error *error, const char *place, const rap_error *inner);

/* The public filter's text as the register wants it, in `arena`. */
bool rap_engine_filter(rapporteur *r, rap_arena *arena, const rapporteur_filter *filter,
                       rap_filter *ret_filter, rap_error *error);

/* The id of the organization or State that `name` (an id, acronym or name in any language) stands
 * for; empty where there is none. The language data must be compiled. */
rap_str rap_engine_entity(const rapporteur *r, rap_arena *arena, rap_str name);
/* What records name a party by that is called so: the id that the organization or State counts as,
 * or the name itself where there is none. */
rap_str rap_engine_party(const rapporteur *r, rap_arena *arena, rap_str name, bool *ret_is_known);
/* "2024-06-30", "2024-06", "2024", "today" or NULL for today. */
bool rap_engine_parse_on(const char *text, rap_date *ret_date, rap_error *error);
/* "90d", "12m", "2y" from `from` on. */
bool rap_engine_parse_within(const char *text, rap_date from, rap_date *ret_until,
                             rap_error *error);
/* "2023", "2023-05", "2023-05-01..2024-06", "2023..", "..2024" */
bool rap_engine_parse_period(const char *text, rap_period *ret_period, rap_error *error);
/* The seconds since 1970 at which a period begins and ends, UTC; 0 where it is open. */
void rap_engine_seconds(rap_period period, int64_t *ret_from, int64_t *ret_until);
/* The day it is, UTC. */
rap_date rap_engine_today(void);
/* False with *error filled where no register is open. */
bool rap_engine_has_register(const rapporteur *r, rap_error *error);

/* -- one document --------------------------------------------------------------------------- */

/* A file on its way through the analysis. Everything in it lives in its arena. */
typedef struct {
    rap_arena *arena;
    rap_register_packer *packer; /* of the thread, while it analyses; may be NULL */
    rap_indexer *indexer;        /* of the thread too */
    const char *path;            /* for people and for opening */
    const char *on_disk;         /* of one enclosed in a mail or an archive: where that lies */
    rap_str enclosed;            /* its bytes, borrowed; else empty */
    bool is_body;                /* the words of a mail: kept only where they are a document */
    bool is_silent;              /* nothing is to be stored or told of it */
    rap_str given;               /* name the user gives, or empty */
    int64_t file_id;             /* in the register already: rebuild, or another name; else 0 */
    bool is_rebuild;             /* the bytes come from the register */
    bool is_renamed;             /* the name is new for these bytes */
    bool as_original;            /* before its tracked changes */
    rap_read_limits limits;
    rap_str known_how; /* what the register keeps of how these bytes are read */
    rapporteur_outcome outcome;
    rap_error error;  /* of a refused one */
    const char *note; /* something to tell of an added one, or NULL */
    rap_str bytes, hash;
    rap_register_packed packed;
    rap_source source;
    rap_versions versions;
    rap_str **tokens;
    rap_links links;
    double lap; /* processor time of the thread at the last rap_engine_lap */
    double seconds[RAPPORTEUR_STAGES];
} rap_job;

/* The thread's processor time begins to count for the job, and what passed since then or since the
 * last lap goes to a stage. */
void rap_engine_start(rap_job *job);
void rap_engine_lap(rap_job *job, rapporteur_stage stage);

/* What the register keeps of how a file is to be read: before its tracked changes, and which limits
 * were raised for it. Empty where it is read as usual. */
rap_str rap_engine_how(rap_arena *arena, bool as_original, const rap_read_limits *limits);
bool rap_engine_how_is_original(rap_str how);
/* Raises `limits` to those that are kept. */
void rap_engine_how_raise(rap_str how, rap_read_limits *limits);

/* Reads job->bytes into versions with their mentions and facts. False with job->error where the
 * file cannot be read. */
bool rap_engine_understand(const rapporteur *r, rap_job *job);

/* Analyses job->bytes: read, structure, mentions, facts, links, index tokens. False with job->error
 * where the file cannot be read. Bytes in, model out: touches no register. */
bool rap_engine_analyse(const rapporteur *r, rap_job *job);

/* Stores an analysed file within the open transaction, whole or not at all; the outcome may turn to
 * unchanged or refused. False only where the register fails. */
bool rap_engine_store(rapporteur *r, rap_job *job, rap_error *error);

/* A version as the register knows it; of a work read several times in a language the last. */
typedef struct {
    int64_t id, order;
    rap_str doc, doc_lang, session;
    rap_lang lang, original;
    bool has_activities;
} rap_engine_version;
typedef RAP_VEC(rap_engine_version) rap_engine_versions;

/* The versions of a work (of all where `doc` is empty), by work and language. */
bool rap_engine_works(rapporteur *r, rap_arena *arena, rap_str doc,
                      rap_engine_versions *ret_versions, rap_error *error);
/* Behind the last version of the work that begins at `first`. */
size_t rap_engine_work_end(const rap_engine_versions *versions, size_t first);

/* The lexicon: the register's own where one was learned, else the program's. NULL on failure. */
const rap_lexicon *rap_engine_lexicon(rapporteur *r, rap_error *error);

/* -- files stored together ------------------------------------------------------------------- */

/* One transaction of several files, and what is to be told of them when it is committed. */
typedef struct rap_group rap_group;

/* The options and the result, to which what is told adds up, are borrowed; NULL when memory is out.
 */
rap_group *rap_engine_group_new(rapporteur *r, const rapporteur_add_options *options,
                                rapporteur_add_result *result);
void rap_engine_group_free(rap_group *group);
/* Begins the transaction where none is open. */
bool rap_engine_group_begin(rap_group *group, rap_error *error);
/* When the open transaction is to end (CLOCK_MONOTONIC); NULL where none is open. */
const struct timespec *rap_engine_group_due(const rap_group *group);
/* Whether it is to end now, for its age or its size. */
bool rap_engine_group_is_due(const rap_group *group);
/* The file is done, the `done`th of the `total` that the run has so far. */
void rap_engine_group_note(rap_group *group, rap_job *job, size_t done, size_t total);
/* Commits and tells; false where the register fails or the caller stops the run. */
bool rap_engine_group_end(rap_group *group, rap_error *error);

/* Puts the links under one scope, as records; `versions` are those that may make them. */
bool rap_engine_put_links(rapporteur *r, rap_arena *arena, rap_str scope,
                          const rap_versions *versions, const rap_links *links, rap_error *error);

/* Makes the links of a work's activities to others that tell the same anew, from what the register
 * holds: within the work, and to other works. */
bool rap_engine_link_same(rapporteur *r, rap_arena *arena, rap_str doc, rap_error *error);

/* Activities or agreements, those that are the same once, each record with a list "same_as" of what
 * links call the others. */
bool rap_engine_list_once(rapporteur *r, rap_arena *arena, rap_records records,
                          const rap_filter *filter,
                          bool (*on_record)(void *user, const char *json, size_t length),
                          void *user, rap_error *error);

/* What the register tells of renewals (linking/chain.h), in `arena`; NULL on failure. */
const rap_chains *rap_engine_chains(rapporteur *r, rap_arena *arena, rap_error *error);

/* The event's JSON array of the documents read, in `arena`: the job's own may be exhausted. */
rap_str rap_engine_documents(rapporteur *r, rap_arena *arena, const rap_job *job);

#endif

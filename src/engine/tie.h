/* Decisions tied to what a version's reading gave, and what follows from them.
 *
 * The decisions about a version are gone through in the order in which they were made; each is tied
 * to a fact by what it was about, changes it, takes it away, or makes facts of it. The outcome goes
 * to the register, which shows it in place of what was read. Nothing here depends on what the
 * register held before, so that a version that is read again comes out the same.
 */
#ifndef RAP_ENGINE_TIE_H
#define RAP_ENGINE_TIE_H

#include "engine.h"

#include <jansson.h>

typedef struct rap_fact rap_fact;
typedef RAP_VEC(rap_fact *) rap_facts;

typedef enum {
    RAP_VERDICT_CONFIRMED,
    RAP_VERDICT_CORRECTED,
    RAP_VERDICT_REJECTED,
    RAP_VERDICT_MERGED,
    RAP_VERDICT_SPLIT,
    RAP_VERDICT_UNDONE
} rap_verdict;

const char *rap_verdict_name(rap_verdict verdict);
bool rap_verdict_of_name(rap_str name, rap_verdict *ret_verdict);

/* A decision out of the log. */
typedef struct rap_decided rap_decided;
struct rap_decided {
    rap_register_decision row; /* its texts are in the arena */
    rap_verdict verdict;
    json_t *subject;    /* what it was about */
    json_t *other;      /* merged, split: the other fact, or NULL */
    json_t *correction; /* or NULL */
    json_t *parts;      /* split: the parts, or NULL */
    rap_str undoes;     /* uid, or empty */
    rap_decided *undone_by;
    rap_fact *fact;   /* that it is tied to, or NULL */
    rap_fact *with;   /* the other fact, where it is of the same version, or NULL */
    rap_facts made;   /* split: the parts */
    const char *tied; /* "place", "words", "values"; NULL: not tied */
};
typedef RAP_VEC(rap_decided *) rap_decideds;

/* A fact of the version as it was read, or as a decision made it, and what became of it. */
struct rap_fact {
    rap_fact_kind kind;
    int64_t place;
    rap_evidence evidence;
    rap_str para, id;
    int64_t origin; /* place of the fact that was split, or -1 */
    json_t *read;   /* the record as read; asked for by rap_tie_record */
    json_t *now;    /* as decided; NULL: as read */
    bool is_gone;
    const rap_decided *standing; /* the decision that its records show, or NULL */
    rap_decideds history;        /* all about it, undone ones too, the oldest first */
    bool has_outcome;            /* the register has one: */
    int64_t revision;
    rap_str decision;
};

typedef struct {
    rapporteur *r;
    rap_arena *arena;
    int64_t version;
    rap_str doc, doc_lang, hash;
    rap_lang lang;
    rap_facts facts; /* as read, by kind and place; behind them those that were made */
    rap_facts stale; /* that decisions made when the register was last told, for their places */
    rap_decideds decisions;
    bool is_anew;            /* every outcome is written, whatever the register has */
    bool touches_activities; /* an outcome that was written changes an activity */
} rap_ties;

/* The decisions about a version, tied to its facts. Without any, the facts are listed only where
 * `needs_facts` is set. */
bool rap_ties_read(rapporteur *r, rap_arena *arena, const rap_engine_version *version,
                   bool needs_facts, rap_ties *ret_ties, rap_error *error);
/* Writes what has changed to the register, within the open transaction. */
bool rap_ties_write(rap_ties *ties, rap_error *error);
/* The fact's record as it is now, borrowed; NULL on failure. */
json_t *rap_tie_record(rap_ties *ties, rap_fact *fact, rap_error *error);
/* The record as it was read, borrowed. */
json_t *rap_tie_read(rap_ties *ties, rap_fact *fact, rap_error *error);
/* The fact that bears the id now, else one that is gone; NULL where there is none. The kind may be
 * left out: where it is and facts of several kinds begin there, *ret_is_several is set. */
rap_fact *rap_tie_find(const rap_ties *ties, rap_str id, bool *ret_is_several);
/* What a decision about the fact is kept to be about, in the arena; NULL on failure. */
json_t *rap_tie_subject(rap_ties *ties, rap_fact *fact, rap_error *error);
/* The decision as a record has it: verdict, person, when, reason, correction, with. */
rap_str rap_tie_decision(rap_arena *arena, const rap_decided *decision, const rap_fact *fact);
/* "2031-05-04T12:00:00Z" */
const char *rap_tie_time(rap_arena *arena, int64_t when);

/* A decision out of a row of the log; NULL where that cannot be understood. */
rap_decided *rap_decided_of(rap_arena *arena, const rap_register_decision *row);

/* The decision as the log and `export` give it. */
rap_str rap_decision_record(rap_arena *arena, const rap_decided *decision);

/* Ties what was decided about a work to its versions as they are now, and writes the outcomes;
 * *ret_untied: how many decisions about it are tied to nothing. */
bool rap_engine_tie(rapporteur *r, rap_arena *arena, rap_str doc, size_t *ret_untied,
                    rap_error *error);
/* What people said is the same, and is not, of a work's activities and others: the names that links
 * call them by. */
typedef struct {
    rap_str from, to, doc; /* doc: the work of `from` */
    rap_str doc_lang;      /* and the name of its version */
    rap_str person;
    rap_lang lang;
    bool is_same;
} rap_said;
typedef RAP_VEC(rap_said) rap_saids;
bool rap_engine_said_same(rapporteur *r, rap_arena *arena, rap_str doc, rap_saids *ret_said,
                          rap_error *error);

/* The version that a fact's id names, the last one added; RAP_ERROR_MISSING where the register has
 * none. */
bool rap_engine_version_of_fact(rapporteur *r, rap_arena *arena, rap_str id,
                                rap_engine_version *ret_version, rap_error *error);

#endif

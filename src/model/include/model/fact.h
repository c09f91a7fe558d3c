/* What a version names (mentions) and says (facts). Fields and their values: docs/records.md, after
 * the annotation guidelines. Include this before taking elements out of a rap_version's vectors.
 */
#ifndef RAP_MODEL_FACT_H
#define RAP_MODEL_FACT_H

#include "model/document.h"

typedef enum {
    RAP_MENTION_ORGANIZATION, /* a body by its name or acronym */
    RAP_MENTION_PERSON,       /* a person or office; `entity` is the body they act for */
    RAP_MENTION_STATE,        /* entity: ISO 3166 alpha-3 */
    RAP_MENTION_PARLIAMENT,   /* entity: "Parliament of KEN" */
    RAP_MENTION_PLACE,        /* city, venue or region; entity: empty or a name */
    RAP_MENTION_DATE,         /* `period` */
    RAP_MENTION_SYMBOL,       /* entity: the full form, "A/RES/57/32" */
    RAP_MENTION_SESSION,      /* entity: "78"; `body` the body's id */
    RAP_MENTION_GROUP         /* "Member States", "regional organizations"; entity: its id */
} rap_mention_kind;

const char *rap_mention_kind_name(rap_mention_kind kind);

typedef struct rap_mention {
    rap_mention_kind kind;
    uint32_t block;
    rap_span span;
    rap_str entity;      /* what it resolves to; empty where it resolves to nothing known */
    rap_str body;        /* session: whose; organization: the very organ named where `entity` is the
                            body it counts as ("African Union Commission" under AU); date: empty for a
                            date of its own, "validity" of a plan's period, "title" inside a name,
                            "deadline" ("by 2030"), "attribute" of a noun ("its 2023 session");
                            place: "guessed" where no table names it */
    rap_period period;   /* dates */
    bool period_is_open; /* "since 2022" */
    bool year_resolved;  /* the year is not in the words */
} rap_mention;

/* Where a fact was read. */
typedef struct {
    uint32_t block;
    rap_span span;
} rap_evidence;

/* What people decide about. */
typedef enum { RAP_FACT_MANDATE, RAP_FACT_ACTIVITY, RAP_FACT_FIGURE } rap_fact_kind;

const char *rap_fact_kind_name(rap_fact_kind kind);
bool rap_fact_kind_of_name(rap_str name, rap_fact_kind *ret_kind);

typedef enum {
    RAP_FORCE_DECLARATION,
    RAP_FORCE_INVITATION,
    RAP_FORCE_REQUEST,
    RAP_FORCE_DECISION
} rap_force;

const char *rap_force_name(rap_force force);
bool rap_force_of_name(rap_str name, rap_force *ret_force);

/* An act of will further on in the paragraph ("welcomes ... and invites ..."). */
typedef struct {
    rap_str verb, sense, asks; /* as a mandate's */
    rap_force force;
    rap_strs addressees;
    rap_span span; /* in the mandate's block */
} rap_act;

typedef struct rap_mandate {
    rap_str para;  /* label */
    rap_str verb;  /* English lemma, "call upon" */
    rap_str sense; /* the verb that stands for all of its meaning: "stress" for "underline" */
    rap_force force;
    rap_strs addressees; /* entity ids */
    rap_str asks;        /* at most 12 words; English where the version is English, else its own */
    rap_str timing_kind; /* empty, or "session", "date", "annual", "biennial", "event" */
    rap_str timing_value;
    rap_strs due; /* what falls due then: "agenda", "report", else "action"; none without timing */
    rap_strs cites;
    RAP_VEC(rap_act) acts; /* further acts, not the first */
    rap_strs themes;       /* ids of model/theme.h, the weightiest first */
    uint32_t goals;        /* set of the Goals that they serve */
    rap_evidence evidence;
    rap_str rule;
    double confidence; /* 0 to 1 */
} rap_mandate;

typedef enum { RAP_STATUS_DONE, RAP_STATUS_ONGOING, RAP_STATUS_PLANNED } rap_status;

const char *rap_status_name(rap_status status);
bool rap_status_of_name(rap_str name, rap_status *ret_status);

typedef struct {
    rap_str entity;
    rap_str role;  /* of data/roles.tsv: "organizer", "signatory", "provider", ... */
    rap_span span; /* in the activity's block; empty where it was inferred */
} rap_party;

typedef struct {
    rap_str kind; /* "memorandum of understanding", ... */
    rap_date valid_from, valid_to;
    rap_str action; /* "signed", "renewed", ... */
} rap_agreement;

typedef enum { RAP_BOUND_EXACT, RAP_BOUND_AT_LEAST, RAP_BOUND_AT_MOST, RAP_BOUND_ABOUT } rap_bound;

const char *rap_bound_name(rap_bound bound);
bool rap_bound_of_name(rap_str name, rap_bound *ret_bound);

/* What was published. */
typedef struct {
    rap_span title;     /* without its marks; empty where none is told */
    rap_str kind;       /* "report", "handbook", ...; "publication" where it is not told */
    rap_strs languages; /* ISO 639-1 */
} rap_publication;

typedef struct {
    double value;
    rap_str currency; /* ISO 4217 */
    rap_bound bound;
} rap_sum;

/* A commitment that a party announced. Who made it and to whom: the activity's parties. */
typedef struct {
    rap_span what; /* what was pledged, in the activity's block */
    RAP_VEC(rap_sum) sums;
    rap_period due; /* until when, or in which time */
    rap_str status; /* "made", "planned", "fulfilled" */
} rap_pledge;

typedef struct rap_activity {
    rap_str para;
    rap_evidence quote; /* the clause: the record's `quote` is this slice of the block's text */
    rap_str type;       /* "meeting", "conference", ...; see docs/records.md */
    RAP_VEC(rap_party) parties;
    rap_periods dates;
    rap_strs places; /* as named in the text */
    rap_status status;
    const rap_agreement *agreement;     /* only where type is "agreement" */
    const rap_publication *publication; /* only where type is "publication" */
    const rap_pledge *pledge;           /* only of type "pledge", where somebody commits himself */
    rap_span subject;                   /* what it was about; may be empty */
    rap_strs themes;                    /* ids of model/theme.h, the weightiest first */
    uint32_t goals;                     /* set of the Goals that they serve */
    rap_str rule;
    double confidence;
} rap_activity;

/* A reported figure: how many of what. */
typedef struct rap_figure_fact {
    rap_str para;
    rap_evidence quote; /* from the words of its bound to what is counted */
    double value;
    rap_bound bound;
    rap_str unit;     /* "per cent", "USD", "tonne", ...; empty where things are counted */
    rap_span counted; /* what is counted, in the block's text; may be empty where there is a unit */
    rap_period period;
    int32_t activity; /* index of the activity that tells it, or -1 */
    rap_str rule;
    double confidence;
} rap_figure_fact;

#endif

/* What a user asks for, alike in the register, the command line and the reports. */
#ifndef RAP_MODEL_FILTER_H
#define RAP_MODEL_FILTER_H

#include "model/date.h"
#include "model/lang.h"

typedef enum {
    RAP_RECORDS_DOCUMENTS,
    RAP_RECORDS_BLOCKS,
    RAP_RECORDS_MANDATES,
    RAP_RECORDS_ACTIVITIES,
    RAP_RECORDS_AGREEMENTS,
    RAP_RECORDS_LINKS,
    RAP_RECORDS_WARNINGS,
    RAP_RECORDS_FIGURES,
    RAP_RECORDS_PUBLICATIONS, /* activities that tell one */
    RAP_RECORDS_PLEDGES       /* activities that tell one */
} rap_records;

/* Empty members do not filter; all that are set must hold. */
typedef struct {
    rap_strs organizations; /* entity ids; any of them is a party or addressee */
    rap_strs types;         /* activity types, mandate forces or verbs, link kinds; any of them */
    rap_strs themes;        /* theme ids; any of them is among the record's */
    rap_str place;          /* substring of a place, folded */
    rap_period period;      /* a date of the record overlaps it */
    rap_str document;       /* doc or doc_lang */
    rap_lang lang;
    rap_str status;
    rap_strs sessions; /* of the document; any of them */
    rap_strs kinds;    /* of the document; any of them */
    rap_str body;      /* with which the document's symbol begins: "A/RES/" */
    rap_lang
        prefer;    /* of each work only one version: in this language, else in English, else any */
    bool has_gone; /* facts that were rejected or merged into another, too */
    bool is_timed; /* only mandates that set a time */
    size_t limit;  /* 0: all */
    size_t offset; /* passed over first */
} rap_filter;

#endif

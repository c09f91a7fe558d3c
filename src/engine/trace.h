/* Rows of a trace, for the files of the engine that tell of them. */
#ifndef RAP_ENGINE_TRACE_H
#define RAP_ENGINE_TRACE_H

#include "engine.h"
#include "linking/responds.h"

/* The public status of a paragraph, in this order. */
typedef enum {
    RAP_TRACED_DIRECT,
    RAP_TRACED_THEMATIC,
    RAP_TRACED_OPEN,    /* asked of somebody, and nothing told */
    RAP_TRACED_NOTHING, /* asks nobody, and nothing told */
    RAP_TRACED_BUSINESS /* the Assembly's own: its agenda, a report to it */
} rap_traced_status;

const char *rap_traced_status_name(rap_traced_status status);

typedef struct {
    const rap_version *report;
    const rap_activity *activity;
    double score;
    rap_strength strength;
    rap_str why;
} rap_answer;

typedef struct {
    const rap_version *resolution;
    const rap_mandate *mandate;
    rap_traced_status status;
    RAP_VEC(rap_answer) answers; /* the best first */
} rap_traced;

typedef RAP_VEC(rap_traced) rap_traced_list;

typedef struct {
    rap_str document;        /* one work; else all that are about: */
    rap_strs organizations;  /* ids; none: any that took part in something */
    rap_period period;       /* year 0: open */
    rap_lang lang, why_lang; /* preferred of texts; of reasons (none: English) */
    bool every_language;     /* answers from each version of a report, not only from one */
} rap_trace_question;

/* Paragraph by paragraph, work by work. Everything lives in the arena. */
bool rap_engine_trace(rapporteur *r, rap_arena *arena, const rap_trace_question *question,
                      rap_traced_list *ret_rows, rap_error *error);

/* The links "responds to" of all works, as records. */
bool rap_engine_list_responses(rapporteur *r, rap_arena *arena, const rap_filter *filter,
                               bool (*on_record)(void *user, const char *json, size_t length),
                               void *user, rap_error *error);

#endif

/* Reports: a query over the register, an arrangement, a form. The arrangement makes a rap_page of
 * neutral pieces; the forms (DOCX, HTML, Markdown) write it. */
#ifndef RAP_REPORT_REPORT_H
#define RAP_REPORT_REPORT_H

#include "base/error.h"
#include "model/filter.h"
#include "register/register.h"

typedef enum { RAP_REPORT_ACTIVITIES, RAP_REPORT_CONSOLIDATED, RAP_REPORT_MANDATES } rap_report_kind;
typedef enum { RAP_FORM_DOCX, RAP_FORM_HTML, RAP_FORM_MARKDOWN } rap_report_form;
typedef enum { RAP_BY_ORGANIZATION, RAP_BY_THEME } rap_report_order;

typedef struct {
    rap_report_kind kind;
    rap_report_form form;
    rap_report_order order;
    rap_filter filter;   /* period, organizations, ... */
    rap_lang lang;       /* of headings and furniture; facts are quoted in their own language */
    size_t max_words;    /* 0: no limit */
    rap_str title;       /* empty: made from kind and period */
    rap_date today;      /* for the cover; the caller knows the clock */
    /* The name of an entity in a language; empty where unknown. */
    rap_str (*entity_name)(void *user, rap_str id, rap_lang lang);
    void *user;
} rap_report_options;

typedef struct {
    size_t chapters, paragraphs, notes, words;
    size_t left_out; /* activities left out for --max-words */
} rap_report_result;

/* The whole report in memory, in the arena. */
bool rap_report_make(rap_register *reg, rap_arena *arena, const rap_report_options *options,
                     rap_str *ret_bytes, rap_report_result *ret_result, rap_error *error);

#endif

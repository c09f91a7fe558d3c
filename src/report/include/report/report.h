/* Reports: a query over the register, an arrangement, a form. The arrangement makes a rap_page of
 * neutral pieces (src/report/page.h); the forms (DOCX, HTML, Markdown) write it.
 *
 * What is told. Activities whose dates overlap filter.period; an activity without a date where its
 * document's own reporting period (else its date of issue) does. Where one work stands in the
 * register in two languages, an activity that both tell is told once, in the report's language if
 * it can be, with both sources. Facts in another language than the report's are quoted in their own
 * after a line in the report's language made from the record.
 *
 * max_words. Whole sentences of the report are left out, the least specific first, until the
 * report (notes apart) has at most so many words by ICU's word segmentation. How specific a
 * sentence is, is a sum over its activities' best values: a date told to the day 3, to the month 2,
 * to the year 1; a place 2; an agreement 3; a type other than cooperation 1; a quoted title or an
 * ordinal or other number apart from dates 1; each party beyond the first two 1, at most 3. Among
 * equals the later in the register goes first. The report says at its end what was left out. Where
 * nothing more can be left out, and in the table of mandates, the report may be longer.
 */
#ifndef RAP_REPORT_REPORT_H
#define RAP_REPORT_REPORT_H

#include "base/error.h"
#include "model/filter.h"
#include "register/register.h"

typedef enum {
    RAP_REPORT_ACTIVITIES,
    RAP_REPORT_CONSOLIDATED,
    RAP_REPORT_MANDATES,
    RAP_REPORT_TRACE, /* the matrix: what was asked, and what answers it */
    RAP_REPORT_MAP,   /* the pictures: where, when, who with whom; form SVG */
    RAP_REPORT_TIMELINE,
    RAP_REPORT_NETWORK
} rap_report_kind;
typedef enum { RAP_FORM_DOCX, RAP_FORM_HTML, RAP_FORM_MARKDOWN, RAP_FORM_SVG } rap_report_form;
typedef enum { RAP_BY_ORGANIZATION, RAP_BY_THEME } rap_report_order;

/* What answers a paragraph. */
typedef struct {
    rap_str doc, para, quote, why;
    rap_lang lang;
    rap_str strength; /* "direct", "thematic" */
} rap_report_answer;

/* A paragraph with its answers, the best first. */
typedef struct {
    rap_str doc, para; /* as the mandate's record has them */
    rap_lang lang;
    rap_str status; /* "direct", "thematic", "open", "nothing", "business" */
    RAP_VEC(rap_report_answer) answers;
} rap_report_traced;

typedef struct {
    rap_report_kind kind;
    rap_report_form form;
    rap_report_order order;
    rap_filter filter; /* period, organizations, ...; limit counts activities or mandates */
    rap_lang lang;     /* of headings and furniture; facts are quoted in their own language */
    size_t max_words;  /* 0: no limit */
    rap_str title;     /* empty: made from kind and period */
    const rap_report_traced *traced; /* of the matrix: the paragraphs that it shows */
    size_t traced_count;
    rap_date today; /* for the cover; the caller knows the clock */
    /* The name of an entity in a language; empty where unknown. May be NULL. */
    rap_str (*entity_name)(void *user, rap_str id, rap_lang lang);
    /* Its kind as in data/organizations.tsv ("regional", "un-entity", "state"...); empty where
     * unknown. May be NULL: then States and parliaments are told by their ids alone. */
    rap_str (*entity_kind)(void *user, rap_str id);
    /* The id of a place as a text of `lang` names it: a city's English name, a State's alpha-3
     * code; and a city's name in a language. Empty where unknown. May be NULL. For maps. */
    rap_str (*place_id)(void *user, rap_str place, rap_lang lang);
    rap_str (*place_name)(void *user, rap_str id, rap_lang lang);
    void *user;
} rap_report_options;

typedef struct {
    size_t chapters; /* of a picture: the places, rows or bodies drawn */
    size_t paragraphs, notes, words;
    size_t activities;     /* told, counting each duplicate once */
    size_t left_out;       /* activities left out for max_words */
    rap_str left_out_list; /* JSON array of {"doc","para","quote"}; "[]" where there are none */
} rap_report_result;

/* The whole report in memory, in the arena. Register content decides the bytes, and nothing else:
 * the same register and options give the same report. */
bool rap_report_make(rap_register *reg, rap_arena *arena, const rap_report_options *options,
                     rap_str *ret_bytes, rap_report_result *ret_result, rap_error *error);

#endif

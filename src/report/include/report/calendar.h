/* What falls due, as an iCalendar file (RFC 5545) for calendar programs. */
#ifndef RAP_REPORT_CALENDAR_H
#define RAP_REPORT_CALENDAR_H

#include "base/error.h"
#include "model/date.h"
#include "model/lang.h"

typedef struct {
    rap_str id;   /* the same in every calendar of it, so that a newer one replaces the event */
    rap_str what; /* "agenda", "report", "action", "annual", "biennial", "event", "agreement" */
    rap_str doc, para;
    rap_str text;    /* the words that ask for it */
    rap_strs who;    /* names */
    rap_date date;   /* of a month or year alone the event stands on its last day, */
    bool is_opening; /* or on the first, where something begins then */
} rap_due_event;

/* Events of whole days, in the order given, with summaries in `lang`. The bytes follow from what is
 * given alone; `today` is the stamp. */
bool rap_report_calendar(rap_arena *arena, const rap_due_event *events, size_t count, rap_lang lang,
                         rap_date today, rap_str *ret_bytes, rap_error *error);

#endif

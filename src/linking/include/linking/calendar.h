/* The calendar: when sessions are held, and when what is asked falls due. */
#ifndef RAP_LINKING_CALENDAR_H
#define RAP_LINKING_CALENDAR_H

#include "base/error.h"
#include "model/date.h"

/* data/sessions.tsv; lives in the arena. NULL with *error filled where it cannot be read. */
typedef struct rap_calendar rap_calendar;
const rap_calendar *rap_calendar_new(rap_arena *arena, rap_error *error);

/* The day, or the month where no more is known, on which session `number` of the body begins whose
 * documents' symbols begin like `symbol`; no date (year 0) where no rule tells. */
rap_date rap_calendar_session(const rap_calendar *calendar, rap_str symbol, int number);

/* The first occurrence not before `on` of what was asked for on `from` and comes back every `years`
 * years: only its year is known. */
rap_date rap_calendar_rhythm(rap_date from, int years, rap_date on);

#endif

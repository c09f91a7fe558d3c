/* Dates at the precision told, and periods; ISO 8601 in text. */
#ifndef RAP_MODEL_DATE_H
#define RAP_MODEL_DATE_H

#include "base/str.h"

/* year 0: no date; month 0: the year alone; day 0: year and month. */
typedef struct {
    int16_t year;
    int8_t month, day;
} rap_date;

/* One day or month has start and end alike; "since 2022" has no end (year 0). */
typedef struct {
    rap_date start, end;
} rap_period;

typedef RAP_VEC(rap_period) rap_periods;

/* "2023", "2023-05", "2023-05-04" or empty. `out` holds at least 11 bytes. */
const char *rap_date_text(rap_date date, char out[11]);
/* Parses the three forms; false for anything else. */
bool rap_date_parse(rap_str text, rap_date *ret_date);
/* Whether the calendar has such a day. */
bool rap_date_is_valid(rap_date date);
int rap_date_compare(rap_date a, rap_date b); /* a missing month or day counts as the earliest */
bool rap_period_equal(rap_period a, rap_period b);
/* Whether any day of `a` may lie in `b`; a missing end is open. */
bool rap_period_overlaps(rap_period a, rap_period b);

#endif

/* Dates and lengths of time as users write them. */
#include "engine.h"

#include <string.h>

static rap_date add_months(rap_date date, int months)
{
    int count = date.year * 12 + (date.month ? date.month - 1 : 0) + months;
    date.year = (int16_t)(count / 12);
    date.month = date.month || months % 12 ? (int8_t)(count % 12 + 1) : (int8_t)0;
    while (date.day && !rap_date_is_valid(date)) {
        date.day--;
    }
    return date;
}

static rap_date add_days(rap_date date, int days)
{
    date.month = date.month ? date.month : 1;
    date.day = date.day ? date.day : 1;
    for (; days > 0; days--) {
        date.day++;
        if (!rap_date_is_valid(date)) {
            date.day = 1;
            date.month++;
        }
        if (date.month > 12) {
            date.month = 1;
            date.year++;
        }
    }
    return date;
}

bool rap_engine_parse_within(const char *text, rap_date from, rap_date *ret_until, rap_error *error)
{
    rap_str whole = rap_str_trim(rap_str_of(text));
    int number = 0;
    char unit = whole.length ? whole.data[whole.length - 1] : ' ';
    bool is_read = whole.length > 1 && whole.length <= 5 &&
                   rap_str_number(rap_str_slice(whole, 0, whole.length - 1), &number);
    if (is_read && unit == 'd') {
        *ret_until = add_days(from, number);
    } else if (is_read && unit == 'm') {
        *ret_until = add_months(from, number);
    } else if (is_read && unit == 'y' && number < 1000) {
        *ret_until = add_months(from, 12 * number);
    } else {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "\"%.40s\" is no length of time; write 90d, 12m or 2y", text);
    }
    return true;
}

bool rap_engine_parse_on(const char *text, rap_date *ret_date, rap_error *error)
{
    if (!text || !*text || !strcmp(text, "today")) {
        *ret_date = rap_engine_today();
        return true;
    }
    return (rap_date_parse(rap_str_trim(rap_str_of(text)), ret_date) &&
            rap_date_is_valid(*ret_date)) ||
           rap_error_set(error, RAP_ERROR_USAGE, -1,
                         "\"%.40s\" is no date; write 2024-06-30, 2024-06, 2024 or today", text);
}

/* The first second of the day after, minus one, ends it. */
static int64_t second_of(rap_date date, bool is_end)
{
    struct tm day = {.tm_year = date.year - 1900,
                     .tm_mon = date.month ? date.month - 1 : 0,
                     .tm_mday = date.day ? date.day : 1};
    if (!date.year) {
        return 0;
    }
    if (is_end) {
        day.tm_mday += date.day > 0;
        day.tm_mon += date.month && !date.day;
        day.tm_year += !date.month;
    }
    return (int64_t)timegm(&day) - is_end;
}

void rap_engine_seconds(rap_period period, int64_t *ret_from, int64_t *ret_until)
{
    *ret_from = second_of(period.start, false);
    *ret_until = second_of(period.end, true);
}

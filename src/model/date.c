#include "model/date.h"

static char *put_digits(char *out, int number, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return out + count;
}

const char *rap_date_text(rap_date date, char out[11])
{
    char *end = out;
    if (date.year > 0) {
        end = put_digits(end, date.year, 4);
        if (date.month > 0) {
            *end++ = '-';
            end = put_digits(end, date.month, 2);
            if (date.day > 0) {
                *end++ = '-';
                end = put_digits(end, date.day, 2);
            }
        }
    }
    *end = '\0';
    return out;
}

bool rap_date_parse(rap_str text, rap_date *ret_date)
{
    rap_date date = {0};
    int number;
    bool has_month = text.length == 7 || text.length == 10;
    if (text.length != 4 && !has_month) {
        return false;
    }
    if (!rap_str_number(rap_str_slice(text, 0, 4), &number) || !number) {
        return false;
    }
    date.year = (int16_t)number;
    if (has_month) {
        if (text.data[4] != '-' || !rap_str_number(rap_str_slice(text, 5, 7), &number) || !number) {
            return false;
        }
        date.month = (int8_t)number;
    }
    if (text.length == 10) {
        if (text.data[7] != '-' || !rap_str_number(rap_str_slice(text, 8, 10), &number) ||
            !number) {
            return false;
        }
        date.day = (int8_t)number;
    }
    if (!rap_date_is_valid(date)) {
        return false;
    }
    *ret_date = date;
    return true;
}

bool rap_date_is_valid(rap_date date)
{
    static const int8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date.year < 1 || date.month < 0 || date.month > 12 || date.day < 0) {
        return false;
    }
    if (!date.month) {
        return !date.day;
    }
    if (date.day > days[date.month - 1]) {
        return false;
    }
    bool is_leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
    return date.month != 2 || date.day < 29 || is_leap;
}

static long as_number(rap_date date)
{
    return date.year * 10000L + date.month * 100L + date.day;
}

int rap_date_compare(rap_date a, rap_date b)
{
    long x = as_number(a), y = as_number(b);
    return (x > y) - (x < y);
}

bool rap_period_equal(rap_period a, rap_period b)
{
    return !rap_date_compare(a.start, b.start) && !rap_date_compare(a.end, b.end);
}

/* The last day a date may mean, as a number; a missing date lies behind all. */
static long latest(rap_date date)
{
    if (!date.year) {
        return 99999999L;
    }
    return as_number((rap_date){date.year, date.month ? date.month : 12, date.day ? date.day : 31});
}

bool rap_period_overlaps(rap_period a, rap_period b)
{
    return as_number(a.start) <= latest(b.end) && as_number(b.start) <= latest(a.end);
}

#include "linking/calendar.h"

#include "base/data.h"
#include "base/table.h"

enum { MONTHS_MOST = 6, WORKING_DAYS = 5, WEEK = 7 };

typedef struct {
    rap_str series;
    int from, year;
    int months[MONTHS_MOST], month_count;
    int every;
    int day;           /* of the month; 0: not told */
    int week, weekday; /* week 0: not told */
} session_rule;

struct rap_calendar {
    RAP_VEC(session_rule) rules;
};

/* -- days ----------------------------------------------------------------------------------------
 */

/* Days since 1 March of year 0 of the proleptic Gregorian calendar. */
static int days_of(int year, int month, int day)
{
    int y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
}

/* 1 Monday to 7 Sunday: 1 March of year 0 was a Wednesday. */
static int weekday_of(int days)
{
    return (days + 2) % WEEK + 1;
}

static rap_date date_of(int days)
{
    int year = days / 365;
    while (days_of(year, 3, 1) > days) {
        year--;
    }
    int rest = days - days_of(year, 3, 1), m = (5 * rest + 2) / 153;
    int month = m < 10 ? m + 3 : m - 9;
    return (rap_date){(int16_t)(month > 2 ? year : year + 1), (int8_t)month,
                      (int8_t)(rest - (153 * m + 2) / 5 + 1)};
}

rap_date rap_calendar_rhythm(rap_date from, int years, rap_date on)
{
    int year = from.year + years;
    while (year < on.year) {
        year += years;
    }
    return (rap_date){.year = (int16_t)year};
}

/* -- sessions ------------------------------------------------------------------------------------
 */

static bool read_months(rap_str text, session_rule *rule)
{
    rap_str part;
    while (text.length && rap_str_split(&text, ' ', &part)) {
        if (rule->month_count == MONTHS_MOST ||
            !rap_str_number(part, &rule->months[rule->month_count]) ||
            rule->months[rule->month_count] < 1 || rule->months[rule->month_count] > 12) {
            return false;
        }
        rule->month_count++;
    }
    return rule->month_count > 0;
}

/* "14", "week 2 weekday 2" or nothing. */
static bool read_day(rap_str text, session_rule *rule)
{
    rap_str word, week, name, weekday;
    if (!text.length || rap_str_number(text, &rule->day)) {
        return true;
    }
    return rap_str_split(&text, ' ', &word) && rap_str_is(word, "week") &&
           rap_str_split(&text, ' ', &week) && rap_str_number(week, &rule->week) &&
           rap_str_split(&text, ' ', &name) && rap_str_is(name, "weekday") &&
           rap_str_split(&text, ' ', &weekday) && rap_str_number(weekday, &rule->weekday);
}

const rap_calendar *rap_calendar_new(rap_arena *arena, rap_error *error)
{
    rap_table table;
    rap_calendar *calendar = RAP_NEW(arena, rap_calendar);
    if (!rap_table_parse(arena, rap_data_find("sessions.tsv"), &table, error)) {
        return NULL;
    }
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        session_rule rule = {.series = rap_row_cell(row, rap_table_column(&table, "series"))};
        if (!rap_str_number(rap_row_cell(row, rap_table_column(&table, "from")), &rule.from) ||
            !rap_str_number(rap_row_cell(row, rap_table_column(&table, "year")), &rule.year) ||
            !rap_str_number(rap_row_cell(row, rap_table_column(&table, "every")), &rule.every) ||
            !read_months(rap_row_cell(row, rap_table_column(&table, "months")), &rule) ||
            !read_day(rap_row_cell(row, rap_table_column(&table, "day")), &rule)) {
            rap_error_set(error, RAP_ERROR_FORMAT, -1, "sessions.tsv:%d: not a rule", row->line);
            return NULL;
        }
        RAP_PUSH(arena, &calendar->rules, rule);
    }
    return calendar;
}

/* The rule of the longest beginning that the symbol has, the last that holds for the session. */
static const session_rule *rule_of(const rap_calendar *calendar, rap_str symbol, int number)
{
    const session_rule *best = NULL;
    for (size_t i = 0; i < calendar->rules.count; i++) {
        const session_rule *rule = &calendar->rules.items[i];
        if (rap_str_starts(symbol, rule->series) &&
            (!best || rule->series.length > best->series.length ||
             (rule->series.length == best->series.length && rule->from <= number))) {
            best = rule;
        }
    }
    return best && best->from <= number ? best : NULL;
}

/* Day `weekday` of the `week`th week of a month that has a working day. */
static rap_date day_of_week(int year, int month, int week, int weekday)
{
    int first = days_of(year, month, 1), on = weekday_of(first);
    int monday = on <= WORKING_DAYS ? first - (on - 1) : first + WEEK - (on - 1);
    return date_of(monday + (week - 1) * WEEK + weekday - 1);
}

rap_date rap_calendar_session(const rap_calendar *calendar, rap_str symbol, int number)
{
    const session_rule *rule = rule_of(calendar, symbol, number);
    if (!rule) {
        return (rap_date){0};
    }
    int passed = number - rule->from;
    int year = rule->year + passed / rule->month_count * rule->every;
    int month = rule->months[passed % rule->month_count];
    if (rule->week) {
        return day_of_week(year, month, rule->week, rule->weekday);
    }
    return (rap_date){(int16_t)year, (int8_t)month, (int8_t)rule->day};
}

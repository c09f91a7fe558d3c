/* Dates of a document: years that the words leave out come from what surrounds them. */
#include "rules.h"

/* The date with the year that lets it fall into the period, or no year. */
static rap_date within(rap_date date, rap_period period)
{
    if (!period.start.year) {
        return date;
    }
    int last = period.end.year ? period.end.year : period.start.year + 5;
    for (int year = period.start.year; year <= last; year++) {
        rap_date tried = {(int16_t)year, date.month, date.day};
        rap_period day = {tried, tried};
        if (rap_date_is_valid(tried) && rap_period_overlaps(day, period)) {
            return tried;
        }
    }
    return date;
}

/* How far apart two dates are, in days; near enough to compare. */
static int distance(rap_date a, rap_date b)
{
    int days = (a.year - b.year) * 372 + ((a.month ? a.month : 1) - (b.month ? b.month : 1)) * 31 +
               (a.day ? a.day : 1) - (b.day ? b.day : 1);
    return days < 0 ? -days : days;
}

/* A day just outside the period: with the year that brings it nearest to one of its ends. */
static rap_date nearest(rap_date date, rap_period period)
{
    rap_date end = period.end.year ? period.end : period.start, best = date;
    int least = 0;
    for (int year = period.start.year - 1; year <= end.year + 1; year++) {
        rap_date tried = {(int16_t)year, date.month, date.day};
        int from_start = distance(tried, period.start), from_end = distance(tried, end);
        int apart = from_start < from_end ? from_start : from_end;
        if (rap_date_is_valid(tried) && (!best.year || apart < least)) {
            best = tried;
            least = apart;
        }
    }
    return best;
}

/* The latest year in which the date is not behind `limit`. */
static rap_date not_after(rap_date date, rap_date limit)
{
    rap_date tried = {limit.year, date.month, date.day};
    if (limit.month && rap_date_compare(tried, limit) > 0) {
        tried.year--;
    }
    return tried;
}

static rap_date with_year(const rap_mention_work *work, rap_date date)
{
    const rap_cover *cover = &work->version->cover;
    /* "in March 2023 and, in October, ...": the next October, where the period has it. */
    rap_period rest = cover->period;
    bool goes_on = date.month > work->last_date.month ||
                   (work->last_date.month > 9 && date.month && date.month < 4);
    if (work->last_date.year && work->last_date.month && goes_on &&
        rap_date_compare(work->last_date, rest.start) > 0) {
        rest.start = work->last_date;
    }
    rap_date found = within(date, rest);
    if (!found.year) {
        found = within(date, cover->period);
    }
    if (found.year) {
        return found;
    }
    if (work->last_date.year) {
        found.year = work->last_date.year;
        if (work->last_date.month > 9 && date.month && date.month < 4) {
            found.year++; /* November, then January */
        }
        return found;
    }
    if (cover->period.start.year) {
        return nearest(date, cover->period);
    }
    rap_date limit = cover->issued.year ? cover->issued : cover->adopted;
    return limit.year ? not_after(date, limit) : date;
}

static void add_same(rap_mention_work *work, const rap_date_hit *hit)
{
    rap_date date = {work->last_date.year,
                     hit->same == RAP_DATE_SAME_MONTH ? work->last_date.month : 0, 0};
    if (!date.year || (hit->same == RAP_DATE_SAME_MONTH && !date.month)) {
        return;
    }
    rap_mention m = {.kind = RAP_MENTION_DATE,
                     .block = work->block,
                     .span = hit->span,
                     .period = {date, date},
                     .year_resolved = true};
    RAP_PUSH(work->arena, &work->found, m);
}

void rap_mention_dates(rap_mention_work *work)
{
    rap_date_hits hits;
    rap_date_scan(work->language, work->arena, &work->fold, &hits);
    work->last_date = (rap_date){0};
    for (size_t i = 0; i < hits.count; i++) {
        const rap_date_hit *hit = &hits.items[i];
        if (hit->same) {
            add_same(work, hit);
            continue;
        }
        rap_mention m = {.kind = RAP_MENTION_DATE,
                         .block = work->block,
                         .span = hit->span,
                         .period = hit->period,
                         .period_is_open = hit->is_open,
                         .body = rap_str_of(hit->hint)};
        if (!m.period.start.year) {
            m.period.start = with_year(work, m.period.start);
            m.year_resolved = m.period.start.year != 0;
            if (!hit->is_open && !m.period.end.year && m.period.end.month) {
                bool wraps = m.period.end.month < m.period.start.month;
                m.period.end.year = (int16_t)(m.period.start.year + (wraps ? 1 : 0));
            }
        }
        if (!hit->hint[0] || !work->last_date.year) {
            work->last_date = m.period.start;
        }
        RAP_PUSH(work->arena, &work->found, m);
    }
}

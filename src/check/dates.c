/* Dates: days that the calendar has, their weekdays, the reporting period, years of sessions. */
#include "rules.h"

#include <unicode/uchar.h>

/* -- impossible days -----------------------------------------------------------------------------
 */

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = !year || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    return days[month - 1] + (month == 2 && is_leap);
}

static void check_day(checking *c, int32_t index, const check_pattern *pattern,
                      const check_match *match)
{
    int day = 0, month = 0, year = 0;
    for (size_t i = 0; i < pattern->parts.count; i++) {
        int value = match->parts[i].which;
        switch (pattern->parts.items[i].kind) {
        case CHECK_PART_DAY:
            day = value;
            break;
        case CHECK_PART_MONTH:
        case CHECK_PART_MONTH_NUMBER:
            month = value;
            break;
        case CHECK_PART_YEAR:
            year = value;
            break;
        default:
            break;
        }
    }
    if (month > 12) {
        check_report(c, CHECK_DATE_IMPOSSIBLE, index, match->span, NULL, "correct the month",
                     "there is no month %d", month);
    } else if (month > 0 && (day < 1 || day > days_in(year, month))) {
        const char *when =
            month == 2 && day == 29 ? rap_arena_format(c->arena, " in %d", year) : "";
        check_report(c, CHECK_DATE_IMPOSSIBLE, index, match->span, NULL, "correct the day",
                     "the month has %d days%s, not %d", days_in(year, month), when, day);
    }
}

/* The patterns stand with the longest first. */
static void check_days(checking *c, int32_t index)
{
    rap_str text = c->version->blocks.items[index].text;
    for (size_t at = 0; at < text.length;) {
        size_t next = at;
        uint32_t first = rap_utf8_next(text, &next);
        if (check_begins_word(text, at) && u_isalnum((UChar32)first)) {
            for (size_t i = 0; i < c->language->dates.count; i++) {
                const check_pattern *pattern = &c->language->dates.items[i];
                check_match match;
                if (check_pattern_match(c->language, pattern, text, at, &match)) {
                    check_day(c, index, pattern, &match);
                    next = match.span.end;
                    break;
                }
            }
        }
        at = next;
    }
}

/* -- weekdays ------------------------------------------------------------------------------------
 */

/* 0 for Sunday (Sakamoto's method). */
static int weekday_of(rap_date date)
{
    static const int shifts[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int year = date.year - (date.month < 3);
    return (year + year / 4 - year / 100 + year / 400 + shifts[date.month - 1] + date.day) % 7;
}

static rap_str small(rap_arena *arena, rap_str text)
{
    return rap_text_fold(arena, text);
}

enum { ARABIC_COMMA = 0x60C };

/* The weekday that the word right before `at`, or right behind it, is; -1: none. */
static int weekday_beside(const checking *c, rap_str text, size_t at, bool is_before,
                          rap_span *ret_span)
{
    size_t near = at;
    for (size_t step; near && is_before; near = step) {
        step = near;
        uint32_t code = rap_utf8_previous(text, &step);
        if (code != ' ' && code != ',' && code != ARABIC_COMMA) {
            break;
        }
    }
    while (!is_before && near < text.length && strchr(" ,(", text.data[near])) {
        near++;
    }
    for (int day = 0; day < 7; day++) {
        rap_str name = c->language->weekdays[day];
        if (!name.length || name.length > (is_before ? near : text.length - near)) {
            continue;
        }
        size_t start = is_before ? near - name.length : near;
        rap_str words = rap_str_slice(text, start, start + name.length);
        if (check_begins_word(text, start) && check_ends_word(text, start + name.length) &&
            rap_str_equal(small(c->arena, words), small(c->arena, name))) {
            *ret_span = (rap_span){(uint32_t)start, (uint32_t)(start + name.length)};
            return day;
        }
    }
    return -1;
}

static void check_weekday(checking *c, const rap_mention *date)
{
    rap_str text = c->version->blocks.items[date->block].text;
    rap_date day = date->period.start;
    rap_span span;
    bool is_one = day.day && day.month && day.year && !date->year_resolved &&
                  !rap_date_compare(day, date->period.end);
    if (!is_one) {
        return;
    }
    int told = weekday_beside(c, text, date->span.start, true, &span);
    if (told < 0) {
        told = weekday_beside(c, text, date->span.end, false, &span);
    }
    int right = weekday_of(day);
    if (told >= 0 && told != right) {
        char when[11];
        const char *name = rap_str_c(c->arena, c->language->weekdays[right]);
        check_report(c, CHECK_DATE_WEEKDAY, (int32_t)date->block, span, name,
                     "correct the weekday or the date", "%s was a %s", rap_date_text(day, when),
                     name);
    }
}

/* -- the reporting period ------------------------------------------------------------------------
 */

static const rap_mention *date_at(const checking *c, const rap_activity *activity,
                                  rap_period period)
{
    size_t block = activity->quote.block;
    for (size_t i = c->first_mention[block]; i < c->first_mention[block + 1]; i++) {
        const rap_mention *mention = &c->version->mentions.items[i];
        if (mention->kind == RAP_MENTION_DATE && rap_period_equal(mention->period, period)) {
            return mention;
        }
    }
    return NULL;
}

enum { OPENING = 12, NEAR = 40 }; /* blocks that may tell the period; bytes before its dates */

/* Whether one of the words for "period" stands shortly before byte `at`. */
static bool is_period(const checking *c, rap_str text, size_t at)
{
    const rap_strs *words = check_words(c->language, "period-word");
    size_t from = at > NEAR ? at - NEAR : 0;
    for (size_t i = 0; i < words->count; i++) {
        if (rap_str_find(rap_str_slice(text, 0, at), words->items[i], from) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* What the draft reports on: as its cover tells it, or the first period of some length that its
 * first paragraphs call so. */
static rap_period own_period(const checking *c)
{
    const rap_version *version = c->version;
    size_t paragraphs = 0;
    if (version->cover.period.start.year || version->cover.period.end.year) {
        return version->cover.period;
    }
    for (size_t b = 0; b < version->blocks.count && paragraphs < OPENING; b++) {
        paragraphs += version->blocks.items[b].part == RAP_PART_BODY;
        for (size_t i = c->first_mention[b]; i < c->first_mention[b + 1]; i++) {
            const rap_mention *mention = &version->mentions.items[i];
            rap_period period = mention->period;
            bool is_long =
                mention->kind == RAP_MENTION_DATE && period.start.year && period.end.year &&
                period.start.day &&
                (period.start.year < period.end.year || period.start.month < period.end.month);
            if (is_long && is_period(c, version->blocks.items[b].text, mention->span.start)) {
                return period;
            }
        }
    }
    return (rap_period){0};
}

/* Something done of which every date lies outside. */
static void check_activity(checking *c, const rap_activity *activity, rap_period period)
{
    if (activity->status != RAP_STATUS_DONE || !activity->dates.count) {
        return;
    }
    for (size_t i = 0; i < activity->dates.count; i++) {
        rap_period date = activity->dates.items[i];
        /* a year alone mostly tells of what came before */
        if (!date.start.month || rap_period_overlaps(date, period)) {
            return;
        }
    }
    const rap_mention *date = date_at(c, activity, activity->dates.items[0]);
    if (!date) {
        return;
    }
    char start[11], end[11];
    rap_date_text(period.start, start);
    rap_date_text(period.end, end);
    check_report(c, CHECK_DATE_PERIOD, (int32_t)date->block, date->span, NULL,
                 "check the date, or whether the activity belongs here",
                 "the date lies outside the reporting period, %s to %s", start, end);
}

/* -- sessions ------------------------------------------------------------------------------------
 */

/* Where what is told of a session ends: behind the name of its body too. */
static uint32_t session_end(const checking *c, size_t index)
{
    const rap_mention *session = &c->version->mentions.items[index];
    const rap_mention *last = c->version->mentions.items + c->version->mentions.count;
    uint32_t end = session->span.end;
    for (const rap_mention *body = session + 1; body < last && body->block == session->block;
         body++) {
        bool is_its = body->kind == RAP_MENTION_ORGANIZATION &&
                      rap_str_equal(body->entity, session->body) && body->span.start < end + 20;
        if (body->span.start >= end) {
            return is_its ? body->span.end : end;
        }
    }
    return end;
}

/* The year that one of the links ("(", ", in") joins to what ends at `at`; 0: none. */
static int year_behind(const checking *c, rap_str text, size_t at, uint32_t *ret_end)
{
    const rap_strs *links = check_words(c->language, "session-link");
    while (at < text.length && text.data[at] == ' ') {
        at++;
    }
    for (size_t i = 0; i < links->count; i++) {
        size_t start = at + links->items[i].length;
        if (!rap_str_equal(rap_str_slice(text, at, start), links->items[i])) {
            continue;
        }
        start += start < text.length && text.data[start] == ' ';
        rap_str digits = rap_str_slice(text, start, start + 4);
        int year = 0;
        bool is_year = digits.length == 4 && rap_str_number(digits, &year) &&
                       check_begins_word(text, start) && year > 1945 && year < 2100;
        bool is_longer =
            start + 4 < text.length && text.data[start + 4] >= '0' && text.data[start + 4] <= '9';
        if (is_year && !is_longer) {
            *ret_end = (uint32_t)start + 4;
            return year;
        }
    }
    return 0;
}

/* Whether the sentence names the Assembly: without a name, a session may be another body's. */
static bool names_assembly(const checking *c, const rap_mention *session)
{
    rap_str text = c->version->blocks.items[session->block].text;
    rap_span sentence = check_sentence_at(c, text, session->span.start);
    for (size_t i = c->first_mention[session->block]; i < c->first_mention[session->block + 1];
         i++) {
        const rap_mention *mention = &c->version->mentions.items[i];
        if (mention->kind == RAP_MENTION_ORGANIZATION && rap_str_is(mention->entity, "UNGA") &&
            mention->span.start >= sentence.start && mention->span.end <= sentence.end) {
            return true;
        }
    }
    return false;
}

/* "seventy-seventh session (2019)", "..., in 2019": the General Assembly's sessions open in
 * September of 1945 + their number and close a year later. */
static void check_session(checking *c, size_t index)
{
    const rap_mention *session = &c->version->mentions.items[index];
    int number = 0;
    uint32_t end;
    if (!rap_str_is(session->body, "UNGA") || !rap_str_number(session->entity, &number) ||
        number <= 30) {
        return;
    }
    rap_str text = c->version->blocks.items[session->block].text;
    if (!names_assembly(c, session)) {
        return;
    }
    int year = year_behind(c, text, session_end(c, index), &end), first = 1945 + number;
    if (year && (year < first || year > first + 1)) {
        check_report(c, CHECK_SESSION_YEAR, (int32_t)session->block,
                     (rap_span){session->span.start, end}, NULL, "correct the session or the year",
                     "session %d of the General Assembly is that of %d-%d, not of %d", number,
                     first, first + 1, year);
    }
}

void check_dates(checking *c)
{
    rap_period told = c->options->period;
    rap_period period = told.start.year || told.end.year ? told : own_period(c);
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        const rap_block *block = &c->version->blocks.items[i];
        if (block->text.length && (!block->lang || block->lang == c->version->lang)) {
            check_days(c, (int32_t)i);
        }
    }
    for (size_t i = 0; i < c->version->mentions.count; i++) {
        const rap_mention *mention = &c->version->mentions.items[i];
        if (mention->kind == RAP_MENTION_DATE) {
            check_weekday(c, mention);
        } else if (mention->kind == RAP_MENTION_SESSION) {
            check_session(c, i);
        }
    }
    for (size_t i = 0; i < c->version->activities.count && (period.start.year || period.end.year);
         i++) {
        check_activity(c, &c->version->activities.items[i], period);
    }
}

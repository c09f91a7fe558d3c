#include "report/calendar.h"

#include "words.h"

#include <libical/ical.h>
#include <stdlib.h>

static struct icaltimetype day_of(rap_date date, bool is_opening)
{
    struct icaltimetype day = icaltime_null_date();
    day.year = date.year;
    day.month = date.month ? date.month : is_opening ? 1 : 12;
    day.day = date.day ? date.day : is_opening ? 1 : icaltime_days_in_month(day.month, day.year);
    return day;
}

/* "Report due: A/RES/79/901, paragraph 5" */
static char *summary_of(rap_arena *arena, const rap_words *words, const rap_due_event *event)
{
    rap_str values[] = {event->doc, event->para};
    const char *key = rap_arena_format(arena, "due_%.*s", RAP_STR_ARG(event->what));
    return rap_str_c(arena, rap_words_fill(words, key, values, 2));
}

static char *description_of(rap_arena *arena, const rap_words *words, const rap_due_event *event)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    if (event->who.count) {
        rap_buf_put(&out, rap_words_list(words, &event->who));
        rap_buf_put_c(&out, "\n\n");
    }
    rap_buf_put(&out, event->text);
    return rap_str_c(arena, rap_buf_str(&out));
}

static icalcomponent *event_of(rap_arena *arena, const rap_words *words, const rap_due_event *event,
                               rap_date today)
{
    struct icaltimetype start = day_of(event->date, event->is_opening), end = start;
    struct icaltimetype stamp = day_of(today, true);
    icaltime_adjust(&end, 1, 0, 0, 0); /* the first day behind it */
    stamp.is_date = stamp.hour = stamp.minute = stamp.second = 0;
    stamp.zone = icaltimezone_get_utc_timezone();
    return icalcomponent_vanew(
        ICAL_VEVENT_COMPONENT, icalproperty_new_uid(rap_str_c(arena, event->id)),
        icalproperty_new_dtstamp(stamp), icalproperty_new_dtstart(start),
        icalproperty_new_dtend(end), icalproperty_new_summary(summary_of(arena, words, event)),
        icalproperty_new_description(description_of(arena, words, event)),
        icalproperty_new_categories(rap_str_c(arena, event->what)),
        icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), (void *)0);
}

bool rap_report_calendar(rap_arena *arena, const rap_due_event *events, size_t count, rap_lang lang,
                         rap_date today, rap_str *ret_bytes, rap_error *error)
{
    const rap_words *words = rap_words_new(arena, lang);
    icalcomponent *calendar =
        icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
                            icalproperty_new_prodid("-//Rapporteur//Rapporteur//EN"), (void *)0);
    for (size_t i = 0; calendar && i < count; i++) {
        icalcomponent_add_component(calendar, event_of(arena, words, &events[i], today));
    }
    char *text = calendar ? icalcomponent_as_ical_string_r(calendar) : NULL;
    if (text) {
        *ret_bytes = rap_str_copy(arena, rap_str_of(text));
    }
    free(text);
    if (calendar) {
        icalcomponent_free(calendar);
    }
    return text || rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
}

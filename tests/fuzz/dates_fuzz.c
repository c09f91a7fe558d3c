/* Dates, periods, ordinals and places in a sentence; dates in ISO 8601. The first byte names the
 * language. */
#include "version.h"

static void check_date(rap_date date)
{
    char out[11];
    rap_date again;
    if (!date.year) {
        return;
    }
    fuzz_demand(date.month >= 0 && date.month <= 12 && date.day >= 0 && date.day <= 31,
                "a date's numbers are in their ranges");
    rap_date_text(date, out);
    fuzz_demand(rap_date_parse(rap_str_of(out), &again) && rap_date_compare(date, again) == 0,
                "a date is read as it is written");
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    const rap_mention_rules *rules = fuzz_knowledge()->mentions;
    rap_lang lang = fuzz_language(fuzz_byte(&input));
    rap_str text = fuzz_text(arena, input);
    rap_dates_found dates = {0};
    rap_ordinals ordinals = {0};
    rap_date date;
    if (rap_date_parse(text, &date)) {
        check_date(date);
    }
    rap_date_find(rules, arena, lang, text, &dates);
    for (size_t i = 0; i < dates.count; i++) {
        rap_span span = dates.items[i].span;
        fuzz_demand(span.start < span.end && span.end <= text.length &&
                        fuzz_is_boundary(text, span.start) && fuzz_is_boundary(text, span.end),
                    "a date lies between characters");
        check_date(dates.items[i].period.start);
        check_date(dates.items[i].period.end);
    }
    rap_ordinal_find(rules, arena, lang, text, &ordinals);
    for (size_t i = 0; i < ordinals.count; i++) {
        fuzz_demand(ordinals.items[i] >= 1 && ordinals.items[i] <= 199, "an ordinal is in range");
    }
    for (size_t at = 0; at < text.length && at < 512; rap_utf8_next(text, &at)) {
        fuzz_demand(rap_ordinal_before(rules, arena, lang, text, at) >= 0,
                    "an ordinal is none or more");
    }
    rap_place_find(rules, arena, lang, text);
}

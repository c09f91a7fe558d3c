/* Units: what is told as one. A clause that begins in the middle of a sentence ("and opened ...")
 * does not stand alone: it is told with its sentence from the beginning, and facts that share a
 * sentence that way are told once. */
#include "facts.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

/* A break after a capitalized word of at most three letters and a point is an abbreviation's. */
static bool is_abbreviation(rap_str text, size_t at)
{
    while (at && text.data[at - 1] == ' ') {
        at--;
    }
    if (!at || text.data[at - 1] != '.') {
        return false;
    }
    size_t end = --at, start = at;
    while (start && text.data[start - 1] != ' ' && text.data[start - 1] != '(') {
        start--;
    }
    rap_str word = rap_str_slice(text, start, end);
    size_t next = 0, letters = 0;
    bool is_upper = word.length && u_isupper((UChar32)rap_utf8_next(word, &next));
    for (next = 0; next < word.length; letters++) {
        rap_utf8_next(word, &next);
    }
    return is_upper && letters <= 3;
}

/* Where the sentence around byte `at` begins. */
static size_t sentence_start(rap_str text, size_t at)
{
    UErrorCode status = U_ZERO_ERROR;
    UText *view = utext_openUTF8(NULL, text.data, (int64_t)text.length, &status);
    UBreakIterator *breaks = ubrk_open(UBRK_SENTENCE, "", NULL, 0, &status);
    ubrk_setUText(breaks, view, &status);
    size_t start = 0;
    if (U_SUCCESS(status)) {
        for (int32_t next = ubrk_first(breaks); next != UBRK_DONE && (size_t)next <= at;
             next = ubrk_next(breaks)) {
            if (!is_abbreviation(text, (size_t)next)) {
                start = (size_t)next;
            }
        }
    }
    ubrk_close(breaks);
    utext_close(view);
    return start;
}

enum { LONGEST_OPENING = 8 };

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0x060C || c == 0xFF0C;
}

/* Whether what stands before the clause is nothing, or a short opening phrase with its comma. */
static bool stands_alone(rap_str before)
{
    rap_str opening = rap_str_trim(before);
    if (!opening.length) {
        return true;
    }
    if (rap_words_number(opening) > LONGEST_OPENING) {
        return false;
    }
    size_t commas = 0, letters = 0, at = 0;
    uint32_t last = 0;
    while (at < opening.length) {
        last = rap_utf8_next(opening, &at);
        commas += is_comma(last);
        letters += u_isalpha((UChar32)last) != 0;
    }
    return !letters || (commas == 1 && is_comma(last));
}

static rap_str heading_before(const rap_origin_doc *source, int block)
{
    for (size_t i = (size_t)block + 1; i-- > 0;) {
        if (i < source->blocks.count && source->blocks.items[i].is_heading) {
            return source->blocks.items[i].text;
        }
    }
    return RAP_STR_NONE;
}

static rap_unit *unit_new(rap_story *story, rap_told *fact)
{
    rap_unit *unit = RAP_NEW(story->arena, rap_unit);
    unit->lang = fact->lang;
    unit->source = fact->source;
    unit->block = fact->block;
    unit->order = story->units.count;
    RAP_PUSH(story->arena, &story->units, unit);
    return unit;
}

static void place(rap_story *story, rap_told *fact, rap_unit **last)
{
    const rap_origin_doc *source = fact->source;
    bool is_read = fact->block >= 0 && (size_t)fact->block < source->blocks.count &&
                   source->blocks.items[fact->block].is_read;
    rap_str text = is_read ? source->blocks.items[fact->block].text : RAP_STR_NONE;
    if (!is_read || fact->start >= fact->end || fact->end > text.length) {
        rap_unit *unit = unit_new(story, fact);
        unit->text = fact->quote;
        RAP_PUSH(story->arena, &unit->facts, fact);
        *last = NULL;
        return;
    }
    size_t start = sentence_start(text, fact->start);
    if (stands_alone(rap_str_slice(text, start, fact->start))) {
        start = fact->start;
    }
    rap_unit *unit = *last;
    bool goes_on =
        unit && unit->source == source && unit->block == fact->block && start < unit->end;
    if (!goes_on) {
        unit = unit_new(story, fact);
        unit->start = start;
        unit->end = fact->end;
    }
    unit->start = start < unit->start ? start : unit->start;
    unit->end = fact->end > unit->end ? fact->end : unit->end;
    unit->text = rap_str_slice(text, unit->start, unit->end);
    unit->heading = heading_before(source, fact->block);
    RAP_PUSH(story->arena, &unit->facts, fact);
    *last = unit;
}

/* The register gives facts by document, language and place; only within a block may the order be
 * another. */
static void order_in_blocks(rap_story *story)
{
    for (size_t i = 1; i < story->facts.count; i++) {
        rap_told *fact = story->facts.items[i];
        size_t k = i;
        for (; k > 0; k--) {
            const rap_told *before = story->facts.items[k - 1];
            if (before->source != fact->source || before->block != fact->block ||
                before->start <= fact->start) {
                break;
            }
            story->facts.items[k] = story->facts.items[k - 1];
        }
        story->facts.items[k] = fact;
    }
}

/* The earliest date, among those in the report's period where it has one. What goes on since some
 * day counts as continuing. */
static rap_date earliest(const rap_story *story, const rap_unit *unit)
{
    rap_date best = {0};
    rap_period wanted = story->options->filter.period;
    for (size_t i = 0; i < unit->facts.count; i++) {
        const rap_periods *dates = &unit->facts.items[i]->dates;
        for (size_t k = 0; k < dates->count; k++) {
            rap_date date = dates->items[k].start;
            bool counts = date.year && dates->items[k].end.year &&
                          (!wanted.start.year || rap_period_overlaps(dates->items[k], wanted));
            if (counts && (!best.year || rap_date_compare(date, best) < 0)) {
                best = date;
            }
        }
    }
    return best;
}

void rap_story_units(rap_story *story)
{
    rap_unit *last = NULL;
    order_in_blocks(story);
    for (size_t i = 0; i < story->facts.count; i++) {
        place(story, story->facts.items[i], &last);
    }
    for (size_t i = 0; i < story->units.count; i++) {
        rap_unit *unit = story->units.items[i];
        unit->date = earliest(story, unit);
        unit->score = rap_unit_score(unit);
        unit->planned = true;
        for (size_t k = 0; k < unit->facts.count; k++) {
            unit->planned &= rap_str_is(unit->facts.items[k]->status, "planned");
        }
    }
}

/* -- how specific
 * ---------------------------------------------------------------------------------- */

/* Whether a number stands in the text that is no part of the fact's dates, or a quoted title. */
static bool names_something(const rap_unit *unit)
{
    rap_str text = unit->text;
    for (size_t at = 0; at < text.length;) {
        size_t from = at;
        uint32_t c = rap_utf8_next(text, &at);
        if (c == 0x201C || c == 0x00AB || c == 0x300A || c == '"' || c == '*') {
            return true;
        }
        if (c < '0' || c > '9') {
            continue;
        }
        while (at < text.length && text.data[at] >= '0' && text.data[at] <= '9') {
            at++;
        }
        int number = 0;
        rap_str_number(rap_str_slice(text, from, at), &number);
        bool is_date = false;
        for (size_t i = 0; i < unit->facts.count; i++) {
            const rap_periods *dates = &unit->facts.items[i]->dates;
            for (size_t k = 0; k < dates->count; k++) {
                rap_period p = dates->items[k];
                is_date |= number == p.start.year || number == p.start.day ||
                           number == p.end.year || number == p.end.day;
            }
        }
        if (!is_date) {
            return true;
        }
    }
    return false;
}

static int fact_score(const rap_told *fact)
{
    int date = 0;
    for (size_t i = 0; i < fact->dates.count; i++) {
        rap_date start = fact->dates.items[i].start;
        int told = start.day ? 3 : start.month ? 2 : start.year ? 1 : 0;
        date = told > date ? told : date;
    }
    size_t further = fact->parties.count > 2 ? fact->parties.count - 2 : 0;
    return date + (fact->places.count ? 2 : 0) + (fact->is_agreement ? 3 : 0) +
           !rap_str_is(fact->type, "cooperation") + (further > 3 ? 3 : (int)further);
}

int rap_unit_score(const rap_unit *unit)
{
    int best = 0;
    for (size_t i = 0; i < unit->facts.count; i++) {
        int score = fact_score(unit->facts.items[i]);
        best = score > best ? score : best;
    }
    return best + names_something(unit);
}

/* The list of activities and the consolidated report. */
#include "arrange.h"

#include <stdlib.h>

static rap_str number_text(rap_desk *desk, size_t number)
{
    return rap_str_of(rap_arena_format(desk->arena, "%zu", number));
}

/* -- chapters
 * -------------------------------------------------------------------------------------- */

static rap_chapter *chapter_of(rap_desk *desk, rap_chapters *chapters, rap_str id)
{
    for (size_t i = 0; i < chapters->count; i++) {
        if (rap_str_equal(chapters->items[i].id, id)) {
            return &chapters->items[i];
        }
    }
    rap_chapter chapter = {.id = id};
    bool by_theme = desk->story->options->order == RAP_BY_THEME;
    if (!id.length) {
        chapter.name = rap_words_get(desk->words, by_theme ? "other_themes" : "other_partners");
    } else if (by_theme) {
        chapter.name = rap_theme_name(desk->story, id);
    } else {
        chapter.name = rap_story_name(desk->story, id);
    }
    RAP_PUSH(desk->arena, chapters, chapter);
    return &chapters->items[chapters->count - 1];
}

typedef struct {
    rap_chapter chapter;
    size_t place; /* themes: in their table; the chapter of the others comes last */
    void *collator;
} sorted_chapter;

static int by_name(const void *a, const void *b)
{
    const sorted_chapter *x = a, *y = b;
    if (x->place != y->place) {
        return x->place < y->place ? -1 : 1;
    }
    return rap_words_compare(x->collator, x->chapter.name, y->chapter.name);
}

void rap_chapters_make(rap_desk *desk, bool (*passes)(const rap_unit *unit),
                       rap_chapters *ret_chapters)
{
    rap_chapters chapters = {NULL, 0, 0};
    const rap_units *units = &desk->story->units;
    for (size_t i = 0; i < units->count; i++) {
        rap_unit *unit = units->items[i];
        if (!unit->left_out && passes(unit)) {
            rap_chapter *chapter = chapter_of(desk, &chapters, unit->chapter);
            RAP_PUSH(desk->arena, &chapter->units, unit);
        }
    }
    bool by_theme = desk->story->options->order == RAP_BY_THEME;
    void *collator = rap_words_collator(desk->words);
    sorted_chapter *sorted = RAP_NEW_ARRAY(desk->arena, sorted_chapter, chapters.count + 1);
    for (size_t i = 0; i < chapters.count; i++) {
        rap_str id = chapters.items[i].id;
        const rap_theme *theme = by_theme ? rap_theme_find(desk->story->themes, id) : NULL;
        size_t place = theme ? theme->place : 0;
        sorted[i] = (sorted_chapter){chapters.items[i], id.length ? place : SIZE_MAX, collator};
    }
    qsort(sorted, chapters.count, sizeof *sorted, by_name);
    for (size_t i = 0; i < chapters.count; i++) {
        chapters.items[i] = sorted[i].chapter;
    }
    *ret_chapters = chapters;
}

/* -- entries: what one paragraph tells
 * ---------------------------------------------------------------- */

typedef struct {
    rap_units units;
    rap_date date;
    size_t words, order;
    rap_str subject; /* what divides a long chapter: a theme, or an area of themes */
} entry;

typedef RAP_VEC(entry) entries;

static int by_date(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (!x->date.year != !y->date.year) {
        return x->date.year ? -1 : 1;
    }
    int order = rap_date_compare(x->date, y->date);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

/* Units of one paragraph of a source stay together: what is told without a date goes with what
 * stands before it. With `split`, each dated unit begins an entry of its own. */
static void entries_of(rap_desk *desk, const rap_units *units, bool split, entries *ret_entries)
{
    entries list = {NULL, 0, 0};
    const rap_unit *before = NULL;
    for (size_t i = 0; i < units->count; i++) {
        rap_unit *unit = units->items[i];
        bool goes_on = before && before->source == unit->source && unit->block >= 0 &&
                       before->block == unit->block && !(split && unit->date.year);
        if (!goes_on) {
            RAP_PUSH(desk->arena, &list, (entry){.order = i});
        }
        entry *last = &list.items[list.count - 1];
        RAP_PUSH(desk->arena, &last->units, unit);
        last->words += rap_words_number(unit->text);
        if (unit->date.year && (!last->date.year || rap_date_compare(unit->date, last->date) < 0)) {
            last->date = unit->date;
        }
        before = unit;
    }
    if (list.count) {
        qsort(list.items, list.count, sizeof *list.items, by_date);
    }
    *ret_entries = list;
}

enum { SHORT_PARAGRAPH = 90 };

/* Short paragraphs of one month read better as one. */
static void join_months(rap_desk *desk, entries *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        entry *next = &list->items[i], *last = kept ? &list->items[kept - 1] : NULL;
        bool joins = last && next->date.year && last->date.year == next->date.year &&
                     last->date.month && last->date.month == next->date.month &&
                     last->units.items[0]->lang == next->units.items[0]->lang &&
                     rap_str_equal(last->subject, next->subject) &&
                     last->words + next->words <= SHORT_PARAGRAPH;
        if (!joins) {
            list->items[kept++] = *next;
            continue;
        }
        for (size_t k = 0; k < next->units.count; k++) {
            RAP_PUSH(desk->arena, &last->units, next->units.items[k]);
        }
        last->words += next->words;
    }
    list->count = kept;
}

/* -- headings between
 * ------------------------------------------------------------------------------- */

typedef enum { BY_NOTHING, BY_YEAR, BY_MONTH } division;

/* Months where they hold enough entries, else years where there are several. */
static division division_of(const entries *list)
{
    enum { FEW = 6, MANY = 16 };
    size_t months = 0, years = 0, dated = 0;
    rap_date last = {0};
    for (size_t i = 0; i < list->count && list->items[i].date.year; i++) {
        rap_date date = list->items[i].date;
        years += date.year != last.year;
        months += date.year != last.year || date.month != last.month;
        last = date;
        dated++;
    }
    if (dated >= MANY && dated >= 3 * months) {
        return BY_MONTH;
    }
    return dated >= FEW && years > 1 ? BY_YEAR : BY_NOTHING;
}

static void put_entries(rap_desk *desk, const entries *list, int level)
{
    division divided = division_of(list);
    rap_date last = {0};
    bool dated_before = false, said_undated = false;
    for (size_t i = 0; i < list->count; i++) {
        const entry *one = &list->items[i];
        rap_date date = {one->date.year, divided == BY_MONTH ? one->date.month : (int8_t)0, 0};
        if (divided != BY_NOTHING && date.year && rap_date_compare(date, last)) {
            rap_str name = rap_words_capital(desk->arena, rap_words_date(desk->words, date));
            rap_page_heading(desk->page, level, name, RAP_LANG_NONE);
            last = date;
        }
        if (!date.year && dated_before && !said_undated) {
            said_undated = true;
            rap_page_heading(desk->page, level, rap_words_get(desk->words, "undated"),
                             RAP_LANG_NONE);
        }
        dated_before |= date.year != 0;
        rap_tell(desk, one->units.items, one->units.count);
    }
}

/* -- subjects of a long chapter -------------------------------------------------------------------
 */

enum { LONG_CHAPTER = 8, VERY_LONG_CHAPTER = 16 };

/* The theme of all that an entry tells; in a report by organization, its area. */
static rap_str subject_of(rap_desk *desk, const entry *one)
{
    if (desk->story->options->order == RAP_BY_THEME) {
        return one->units.items[0]->theme;
    }
    rap_str theme = rap_units_theme(desk->story, one->units.items, one->units.count);
    return rap_story_area(desk->story, theme);
}

static size_t told_of(const entries *list, rap_str subject)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        count += list->items[i].date.year && rap_str_equal(list->items[i].subject, subject);
    }
    return count;
}

/* One entry alone gets no heading of its own, but in a very long chapter. */
static void set_subjects(rap_desk *desk, entries *list, size_t dated)
{
    for (size_t i = 0; i < list->count; i++) {
        list->items[i].subject = subject_of(desk, &list->items[i]);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (dated < VERY_LONG_CHAPTER && told_of(list, list->items[i].subject) == 1) {
            list->items[i].subject = RAP_STR_NONE;
        }
    }
}

typedef struct {
    rap_str id, name;
    size_t place;
} subject;

static int by_subject(const void *a, const void *b)
{
    const subject *x = a, *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

static size_t subjects_of(rap_desk *desk, const entries *list, subject *ret_subjects)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count && list->items[i].date.year; i++) {
        rap_str id = list->items[i].subject;
        size_t k = 0;
        while (k < count && !rap_str_equal(ret_subjects[k].id, id)) {
            k++;
        }
        if (k == count) {
            subject one = {.id = id, .place = SIZE_MAX};
            one.name = rap_words_get(desk->words, "other_themes");
            if (id.length) {
                one.place = rap_theme_find(desk->story->themes, id)->place;
                one.name = rap_theme_name(desk->story, id);
            }
            ret_subjects[count++] = one;
        }
    }
    if (count) {
        qsort(ret_subjects, count, sizeof *ret_subjects, by_subject);
    }
    return count;
}

/* A theme's heading says which of the Sustainable Development Goals it serves. */
static void put_subject(rap_desk *desk, const subject *one, int level)
{
    rap_page_heading(desk->page, level, one->name, RAP_LANG_NONE);
    const rap_theme *theme = rap_theme_find(desk->story->themes, one->id);
    for (int goal = 1; theme && goal <= RAP_GOAL_COUNT; goal++) {
        if (theme->goals & RAP_GOAL_BIT(goal)) {
            rap_str id = rap_str_of(rap_arena_format(desk->arena, "goal-%d", goal));
            rap_str values[] = {number_text(desk, (size_t)goal), rap_theme_name(desk->story, id)};
            rap_page_paragraph(desk->page, rap_words_fill(desk->words, "goal", values, 2));
        }
    }
}

static void put_undated(rap_desk *desk, const entries *list, int level)
{
    bool is_said = !list->count || !list->items[0].date.year;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].date.year) {
            continue;
        }
        if (!is_said) {
            rap_page_heading(desk->page, level, rap_words_get(desk->words, "undated"),
                             RAP_LANG_NONE);
        }
        is_said = true;
        rap_tell(desk, list->items[i].units.items, list->items[i].units.count);
    }
}

/* Chronologically; a long chapter by subject, and each of these chronologically. */
static void put_chapter(rap_desk *desk, entries *list, int level)
{
    size_t dated = 0;
    for (size_t i = 0; i < list->count; i++) {
        dated += list->items[i].date.year != 0;
    }
    if (dated >= LONG_CHAPTER) {
        set_subjects(desk, list, dated);
    }
    if (desk->story->options->kind == RAP_REPORT_CONSOLIDATED) {
        join_months(desk, list);
    }
    subject *subjects = RAP_NEW_ARRAY(desk->arena, subject, list->count + 1);
    size_t count = subjects_of(desk, list, subjects);
    for (size_t s = 0; s < count; s++) {
        if (count > 1) {
            put_subject(desk, &subjects[s], level);
        }
        for (size_t i = 0; i < list->count; i++) {
            const entry *one = &list->items[i];
            if (one->date.year && rap_str_equal(one->subject, subjects[s].id)) {
                rap_tell(desk, one->units.items, one->units.count);
            }
        }
    }
    put_undated(desk, list, level);
}

/* -- the list of activities
 * ------------------------------------------------------------------------- */

static bool passes_all(const rap_unit *unit)
{
    return unit != NULL;
}

static bool passes_told(const rap_unit *unit)
{
    return !unit->planned;
}

static bool passes_planned(const rap_unit *unit)
{
    return unit->planned;
}

static size_t activities_of(const rap_units *units)
{
    size_t count = 0;
    for (size_t i = 0; i < units->count; i++) {
        count += units->items[i]->facts.count;
    }
    return count;
}

static void put_nothing(rap_desk *desk)
{
    rap_page_heading(desk->page, 1, rap_words_get(desk->words, "activities"), RAP_LANG_NONE);
    rap_page_paragraph(desk->page, rap_words_get(desk->words, "nothing_found"));
}

void rap_arrange_activities(rap_desk *desk)
{
    rap_chapters chapters;
    bool by_theme = desk->story->options->order == RAP_BY_THEME;
    desk->page->contents_level = by_theme ? 2 : 1;
    rap_chapters_make(desk, passes_all, &chapters);
    if (!chapters.count) {
        put_nothing(desk);
    }
    for (size_t i = 0; i < chapters.count; i++) {
        entries list;
        rap_page_heading(desk->page, 1, chapters.items[i].name, RAP_LANG_NONE);
        entries_of(desk, &chapters.items[i].units, true, &list);
        if (by_theme) {
            put_chapter(desk, &list, 2);
        } else {
            put_entries(desk, &list, 2);
        }
        desk->chapters++;
    }
}

/* -- the consolidated report
 * -------------------------------------------------------------------------- */

typedef struct {
    size_t activities, agreements, planned;
} sums;

static sums sum_up(const rap_units *units)
{
    sums result = {0};
    for (size_t i = 0; i < units->count; i++) {
        const rap_unit *unit = units->items[i];
        for (size_t k = 0; k < unit->facts.count; k++) {
            bool is_planned = rap_str_is(unit->facts.items[k]->status, "planned");
            result.activities++;
            result.agreements += unit->facts.items[k]->is_agreement && !is_planned;
            result.planned += is_planned;
        }
    }
    return result;
}

/* For a table: a dash where there is nothing. */
static rap_str amount(rap_desk *desk, size_t number)
{
    return number ? number_text(desk, number) : RAP_STR("\xE2\x80\x93");
}

static void put_counts(rap_desk *desk, rap_page_table *table, rap_str name, sums counts, bool bold)
{
    rap_runs *cells = rap_table_row_add(desk->page, table);
    rap_str texts[] = {name, amount(desk, counts.activities), amount(desk, counts.agreements),
                       amount(desk, counts.planned)};
    for (int i = 0; i < 4; i++) {
        if (bold) {
            rap_runs_add_bold(desk->page, &cells[i], texts[i], RAP_LANG_NONE);
        } else {
            rap_runs_add(desk->page, &cells[i], texts[i], RAP_LANG_NONE);
        }
    }
}

static rap_str kinds_told(rap_desk *desk)
{
    static const char *const types[] = {"meeting",    "conference",    "training",    "visit",
                                        "statement",  "agreement",     "publication", "support",
                                        "programme",  "establishment", "decision",    "pledge",
                                        "cooperation"};
    rap_strs kinds = {NULL, 0, 0};
    for (size_t t = 0; t < sizeof types / sizeof *types; t++) {
        size_t count = 0;
        for (size_t i = 0; i < desk->story->units.count; i++) {
            const rap_unit *unit = desk->story->units.items[i];
            for (size_t k = 0; k < unit->facts.count && !unit->left_out; k++) {
                count += rap_str_is(unit->facts.items[k]->type, types[t]);
            }
        }
        if (count) {
            rap_str values[] = {rap_words_of(desk->words, "types", rap_str_of(types[t])),
                                number_text(desk, count)};
            RAP_PUSH(desk->arena, &kinds, rap_words_fill(desk->words, "kind_count", values, 2));
        }
    }
    return rap_words_join(desk->words, "semicolon", &kinds);
}

static void put_summary(rap_desk *desk, const rap_chapters *chapters)
{
    static const int widths[] = {55, 15, 15, 15};
    static const char *const by_partner[] = {"organization", "activities", "agreements", "planned"};
    static const char *const by_theme[] = {"theme", "activities", "agreements", "planned"};
    bool is_themes = desk->story->options->order == RAP_BY_THEME;
    sums all = {0};
    for (size_t i = 0; i < chapters->count; i++) {
        sums one = sum_up(&chapters->items[i].units);
        all.activities += one.activities;
        all.agreements += one.agreements;
        all.planned += one.planned;
    }
    rap_page_heading(desk->page, 1, rap_words_get(desk->words, "summary"), RAP_LANG_NONE);
    rap_str values[] = {
        rap_words_count(desk->words, "count_activities", all.activities),
        rap_words_count(desk->words, is_themes ? "count_themes" : "count_chapters",
                        chapters->count),
        rap_words_count(desk->words, "count_agreements", all.agreements),
        rap_words_count(desk->words, "count_planned", all.planned),
        rap_words_count(desk->words, "count_sources", rap_story_works(desk->story))};
    rap_piece *piece = rap_page_numbered(desk->page);
    rap_runs_add(desk->page, &piece->runs, rap_words_fill(desk->words, "summary_counts", values, 5),
                 RAP_LANG_NONE);
    rap_str kinds = kinds_told(desk);
    piece = rap_page_numbered(desk->page);
    rap_runs_add(desk->page, &piece->runs, rap_words_fill(desk->words, "summary_kinds", &kinds, 1),
                 RAP_LANG_NONE);
    rap_page_table *table =
        rap_page_table_add(desk->page, is_themes ? by_theme : by_partner, widths, 4);
    for (size_t i = 0; i < chapters->count; i++) {
        put_counts(desk, table, chapters->items[i].name, sum_up(&chapters->items[i].units), false);
    }
    put_counts(desk, table, rap_words_get(desk->words, "total"), all, true);
}

/* Paragraphs that tell, in one sentence, what was done and what is planned. */
static rap_strs plans_within(rap_desk *desk)
{
    rap_strs numbers = {NULL, 0, 0};
    size_t last = 0;
    for (size_t i = 0; i < desk->story->units.count; i++) {
        const rap_unit *unit = desk->story->units.items[i];
        bool has_plan = false;
        for (size_t k = 0; k < unit->facts.count; k++) {
            has_plan |= rap_str_is(unit->facts.items[k]->status, "planned");
        }
        if (has_plan && !unit->planned && !unit->left_out && unit->number != last) {
            last = unit->number;
            RAP_PUSH(desk->arena, &numbers, number_text(desk, last));
        }
    }
    return numbers;
}

static void put_planned(rap_desk *desk)
{
    rap_chapters chapters;
    rap_chapters_make(desk, passes_planned, &chapters);
    rap_page_heading(desk->page, 1, rap_words_get(desk->words, "what_is_planned"), RAP_LANG_NONE);
    rap_strs also = plans_within(desk);
    if (!chapters.count && !also.count) {
        rap_page_paragraph(desk->page, rap_words_get(desk->words, "no_plans"));
    }
    for (size_t i = 0; i < chapters.count; i++) {
        entries list;
        entries_of(desk, &chapters.items[i].units, false, &list);
        for (size_t k = 0; k < list.count; k++) {
            rap_tell(desk, list.items[k].units.items, list.items[k].units.count);
        }
    }
    if (also.count) {
        rap_str list = rap_words_list(desk->words, &also);
        rap_page_paragraph(desk->page,
                           rap_words_fill(desk->words,
                                          also.count > 1 ? "plans_also_many" : "plans_also_one",
                                          &list, 1));
    }
}

void rap_arrange_consolidated(rap_desk *desk)
{
    rap_chapters chapters, told;
    rap_chapters_make(desk, passes_all, &chapters);
    rap_chapters_make(desk, passes_told, &told);
    if (!activities_of(&desk->story->units) || !chapters.count) {
        put_nothing(desk);
        return;
    }
    put_summary(desk, &chapters);
    bool by_theme = desk->story->options->order == RAP_BY_THEME;
    rap_page_heading(desk->page, 1,
                     rap_words_get(desk->words, by_theme ? "cooperation_by_theme"
                                                         : "cooperation_by_organization"),
                     RAP_LANG_NONE);
    for (size_t i = 0; i < told.count; i++) {
        entries list;
        rap_page_heading(desk->page, 2, told.items[i].name, RAP_LANG_NONE);
        entries_of(desk, &told.items[i].units, false, &list);
        put_chapter(desk, &list, 3);
        desk->chapters++;
    }
    put_planned(desk);
    rap_arrange_annexes(desk);
}

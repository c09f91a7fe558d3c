/* Tables behind the consolidated report: agreements, publications, pledges. */
#include "arrange.h"

#include <stdlib.h>

#define DASH RAP_STR("\xE2\x80\x94")

typedef struct {
    const rap_unit *unit;
    const rap_told *fact;
    rap_date date;
} item;

typedef RAP_VEC(item) items;

static int by_day(const void *a, const void *b)
{
    const item *x = a, *y = b;
    if (!x->date.year != !y->date.year) {
        return x->date.year ? -1 : 1;
    }
    int order = rap_date_compare(x->date, y->date);
    return order ? order : (x->fact->order > y->fact->order) - (x->fact->order < y->fact->order);
}

/* "launched the Index in June. ... The Index was prepared by both": one publication. What tells it
 * without a date goes. */
static bool is_told_before(const items *list, const rap_told *fact)
{
    for (size_t i = 0; i < list->count && fact->title.length && !fact->dates.count; i++) {
        if (rap_str_equal(list->items[i].fact->title, fact->title)) {
            return true;
        }
    }
    return false;
}

/* The facts that a table is about, by date; those without one last. */
static items collect(rap_desk *desk, bool (*belongs)(const rap_told *fact))
{
    items list = {NULL, 0, 0};
    for (size_t i = 0; i < desk->story->units.count; i++) {
        const rap_unit *unit = desk->story->units.items[i];
        for (size_t k = 0; k < unit->facts.count && !unit->left_out; k++) {
            const rap_told *fact = unit->facts.items[k];
            if (belongs(fact) && !is_told_before(&list, fact)) {
                rap_date date = fact->dates.count ? fact->dates.items[0].start : (rap_date){0};
                RAP_PUSH(desk->arena, &list, (item){unit, fact, date});
            }
        }
    }
    if (list.count) {
        qsort(list.items, list.count, sizeof *list.items, by_day);
    }
    return list;
}

static void put_cell(rap_desk *desk, rap_runs *cell, rap_str text, rap_lang lang)
{
    rap_runs_add(desk->page, cell, text.length ? text : DASH, lang);
}

static rap_str names_of(rap_desk *desk, const rap_strs *ids)
{
    rap_strs names = {NULL, 0, 0};
    for (size_t i = 0; i < ids->count; i++) {
        RAP_PUSH(desk->arena, &names, rap_story_name(desk->story, ids->items[i]));
    }
    return rap_words_list(desk->words, &names);
}

static rap_str dates_of(rap_desk *desk, const rap_told *fact)
{
    rap_strs dates = {NULL, 0, 0};
    for (size_t i = 0; i < fact->dates.count; i++) {
        RAP_PUSH(desk->arena, &dates, rap_words_period(desk->words, fact->dates.items[i]));
    }
    return rap_words_list(desk->words, &dates);
}

static rap_str number_of(rap_desk *desk, const rap_unit *unit)
{
    return rap_str_of(rap_arena_format(desk->arena, "%zu", unit->number));
}

/* -- agreements ------------------------------------------------------------------------------- */

static bool is_agreed(const rap_told *fact)
{
    return fact->is_agreement && !rap_str_is(fact->status, "planned");
}

static void put_agreement(rap_desk *desk, rap_runs *cells, const item *one)
{
    const rap_told *fact = one->fact;
    rap_str kind = rap_words_of(desk->words, "agreement", fact->agreement_kind);
    rap_str action = rap_words_of(desk->words, "action", fact->agreement_action);
    rap_str values[] = {kind.length ? kind : fact->agreement_kind,
                        action.length ? action : fact->agreement_action};
    rap_str what = rap_words_fill(
        desk->words, values[1].length ? "agreement_action" : "agreement_kind", values, 2);
    rap_period validity = {fact->valid_from, fact->valid_to}; /* "2021-2025", "until 2026" */
    put_cell(desk, &cells[0], names_of(desk, &fact->parties), RAP_LANG_NONE);
    put_cell(desk, &cells[1], rap_words_capital(desk->arena, what), RAP_LANG_NONE);
    put_cell(desk, &cells[2], dates_of(desk, fact), RAP_LANG_NONE);
    put_cell(desk, &cells[3], rap_words_period(desk->words, validity), RAP_LANG_NONE);
    put_cell(desk, &cells[4], number_of(desk, one->unit), RAP_LANG_NONE);
}

/* -- publications ----------------------------------------------------------------------------- */

/* What has no title is told in its paragraph alone. */
static bool is_titled(const rap_told *fact)
{
    return fact->title.length && !rap_str_is(fact->status, "planned");
}

static void put_publication(rap_desk *desk, rap_runs *cells, const item *one)
{
    put_cell(desk, &cells[0], names_of(desk, &one->fact->parties), RAP_LANG_NONE);
    put_cell(desk, &cells[1], one->fact->title, one->fact->lang);
    put_cell(desk, &cells[2], dates_of(desk, one->fact), RAP_LANG_NONE);
    put_cell(desk, &cells[3], number_of(desk, one->unit), RAP_LANG_NONE);
}

/* -- pledges ---------------------------------------------------------------------------------- */

static bool is_pledged(const rap_told *fact)
{
    return fact->pledged.length && !rap_str_is(fact->status, "planned");
}

static void put_pledge(rap_desk *desk, rap_runs *cells, const item *one)
{
    const rap_told *fact = one->fact;
    const rap_strs *who = fact->pledgers.count ? &fact->pledgers : &fact->parties;
    put_cell(desk, &cells[0], names_of(desk, who), RAP_LANG_NONE);
    put_cell(desk, &cells[1], fact->pledged, fact->lang);
    put_cell(desk, &cells[2], dates_of(desk, fact), RAP_LANG_NONE);
    put_cell(desk, &cells[3], rap_words_period(desk->words, fact->pledge_due), RAP_LANG_NONE);
    put_cell(desk, &cells[4], number_of(desk, one->unit), RAP_LANG_NONE);
}

/* -- annexes ---------------------------------------------------------------------------------- */

typedef struct {
    const char *heading;
    const char *nothing; /* what is said where there is none; NULL: the table is left out */
    bool (*belongs)(const rap_told *fact);
    void (*put)(rap_desk *desk, rap_runs *cells, const item *one);
    size_t columns;
    const char *header[5];
    int widths[5];
} annex;

static const annex annexes[] = {
    {"agreements_signed",
     "no_agreements",
     is_agreed,
     put_agreement,
     5,
     {"parties", "agreement", "date", "validity", "paragraph"},
     {33, 25, 17, 14, 11}},
    {"publications_issued",
     NULL,
     is_titled,
     put_publication,
     4,
     {"publishers", "publication_title", "date", "paragraph"},
     {31, 40, 18, 11}},
    {"pledges_made",
     NULL,
     is_pledged,
     put_pledge,
     5,
     {"pledged_by", "pledged", "date", "pledge_due", "paragraph"},
     {25, 35, 17, 12, 11}},
};

void rap_arrange_annexes(rap_desk *desk)
{
    for (size_t i = 0; i < sizeof annexes / sizeof annexes[0]; i++) {
        const annex *one = &annexes[i];
        items list = collect(desk, one->belongs);
        if (!list.count && !one->nothing) {
            continue;
        }
        rap_page_heading(desk->page, 1, rap_words_get(desk->words, one->heading), RAP_LANG_NONE);
        if (!list.count) {
            rap_page_paragraph(desk->page, rap_words_get(desk->words, one->nothing));
            continue;
        }
        rap_page_table *table =
            rap_page_table_add(desk->page, one->header, one->widths, one->columns);
        for (size_t k = 0; k < list.count; k++) {
            one->put(desk, rap_table_row_add(desk->page, table), &list.items[k]);
        }
    }
}

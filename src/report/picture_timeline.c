/* When: a row for each body, a mark for each date, a bar for each period. */
#include "picture.h"

#include <math.h>
#include <stdlib.h>

enum {
    LEFT = 230, /* room for the bodies' names */
    RIGHT = 40,
    ROWS = 30, /* bodies that have a row of their own */
    LANE = 11, /* between marks above one another */
    PAD = 7,   /* above and below the lanes of a row */
    MOST_LANES = 12
};

typedef struct {
    double from, to; /* pixels */
    size_t lane;
    const rap_told *fact;
    bool is_point, is_open;
} bar;

typedef struct {
    rap_str id;
    size_t count, order;
    RAP_VEC(bar) bars;
} row;

typedef struct {
    rap_picture *picture;
    double first, last; /* days since 1970 that the axis runs from and to */
    RAP_VEC(row *) rows;
    bool has[RAP_PICTURE_TYPES];
    size_t undated;
} timeline;

/* Days since 1970-01-01 in the Gregorian calendar. */
static double days_of(int year, int month, int day)
{
    long y = month > 2 ? year : year - 1L;
    long era = (y >= 0 ? y : y - 399) / 400;
    long year_of_era = y - era * 400, from_march = month + (month > 2 ? -3L : 9L);
    long leap_days = year_of_era / 4 - year_of_era / 100;
    long day_of_year = (153 * from_march + 2) / 5 + day - 1;
    long days = era * 146097 + year_of_era * 365 + leap_days + day_of_year - 719468;
    return (double)days;
}

static double start_of(rap_date date)
{
    return days_of(date.year, date.month ? date.month : 1, date.day ? date.day : 1);
}

/* The day after the last one that the date covers. */
static double end_of(rap_date date)
{
    if (date.day) {
        return days_of(date.year, date.month, date.day) + 1;
    }
    bool wraps = !date.month || date.month == 12;
    return days_of(wraps ? date.year + 1 : date.year, wraps ? 1 : date.month + 1, 1);
}

static void stretch(timeline *line, rap_period period, bool *is_first)
{
    double from = start_of(period.start);
    double to = period.end.year ? end_of(period.end) : end_of(period.start);
    line->first = *is_first || from < line->first ? from : line->first;
    line->last = *is_first || to > line->last ? to : line->last;
    *is_first = false;
}

/* The axis: the period asked for, else all the dates told; whole months. */
static bool find_range(timeline *line)
{
    const rap_story *story = line->picture->story;
    rap_period wanted = story->options->filter.period;
    bool is_first = true;
    for (size_t i = 0; i < story->facts.count; i++) {
        const rap_told *fact = story->facts.items[i];
        for (size_t k = 0; k < fact->dates.count; k++) {
            if (fact->dates.items[k].start.year) {
                stretch(line, fact->dates.items[k], &is_first);
            }
        }
    }
    if (is_first) {
        return false;
    }
    if (wanted.start.year) {
        line->first = start_of(wanted.start);
    }
    if (wanted.end.year) {
        line->last = end_of(wanted.end);
    }
    line->last = line->last < line->first + 28 ? line->first + 28 : line->last;
    return true;
}

static double x_of(const timeline *line, double day)
{
    double room = line->picture->svg.width - LEFT - RIGHT;
    double share = (day - line->first) / (line->last - line->first);
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    double x = LEFT + share * room;
    return line->picture->svg.is_rtl ? line->picture->svg.width - x : x;
}

static row *row_of(timeline *line, rap_map *known, rap_str id)
{
    row *found = rap_map_find(known, id);
    if (!found) {
        found = RAP_NEW(line->picture->arena, row);
        found->id = id;
        found->order = line->rows.count;
        RAP_PUSH(line->picture->arena, &line->rows, found);
        rap_map_set(known, id, found);
    }
    return found;
}

static void add_bars(timeline *line, row *to, const rap_told *fact)
{
    for (size_t i = 0; i < fact->dates.count; i++) {
        rap_period period = fact->dates.items[i];
        if (!period.start.year) {
            continue;
        }
        double start = start_of(period.start);
        double end = period.end.year ? end_of(period.end) : line->last;
        if (end <= line->first || start >= line->last) {
            continue;
        }
        double a = x_of(line, start), b = x_of(line, end);
        bar item = {.from = a < b ? a : b,
                    .to = a < b ? b : a,
                    .fact = fact,
                    .is_point = end - start <= 1,
                    .is_open = !period.end.year};
        RAP_PUSH(line->picture->arena, &to->bars, item);
        to->count++;
    }
}

static int earlier_first(const void *a, const void *b)
{
    const bar *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static int busier_first(const void *a, const void *b)
{
    const row *x = *(row *const *)a, *y = *(row *const *)b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return x->order < y->order ? -1 : 1;
}

/* Each bar in the first lane that is free there; the last lane takes what finds none. Returns how
 * many lanes there are. */
static size_t find_lanes(row *item)
{
    double busy[MOST_LANES];
    size_t lanes = 1;
    for (size_t i = 0; i < MOST_LANES; i++) {
        busy[i] = -1e9;
    }
    qsort(item->bars.items, item->bars.count, sizeof *item->bars.items, earlier_first);
    for (size_t i = 0; i < item->bars.count; i++) {
        bar *at = &item->bars.items[i];
        while (at->lane + 1 < MOST_LANES && busy[at->lane] > at->from) {
            at->lane++;
        }
        busy[at->lane] = (at->is_point ? at->from + LANE : at->to) + 1;
        lanes = at->lane + 1 > lanes ? at->lane + 1 : lanes;
    }
    return lanes;
}

static void draw_bar(timeline *line, const bar *item, double y)
{
    rap_svg *svg = &line->picture->svg;
    const char *colour = rap_picture_colour(item->fact->type);
    rap_str hint = rap_picture_hint(line->picture, item->fact);
    line->has[rap_picture_type(item->fact->type)] = true;
    if (item->is_point) {
        rap_svg_circle(svg, item->from + 4, y, 4.5, "mark", colour, hint);
        return;
    }
    double width = item->to - item->from < 6 ? 6 : item->to - item->from;
    rap_svg_box(svg, item->from, y - 4, width, 8, "span", colour, hint);
    if (item->is_open) { /* an arrow's head: it goes on */
        double tip = svg->is_rtl ? item->from - 6 : item->to + 6;
        double base = svg->is_rtl ? item->from : item->to;
        rap_svg_line(svg, base, y - 5, tip, y, "edge", 1.5, RAP_STR_NONE);
        rap_svg_line(svg, base, y + 5, tip, y, "edge", 1.5, RAP_STR_NONE);
    }
    line->picture->shown++;
}

static void draw_axis(timeline *line, double top, double bottom)
{
    rap_svg *svg = &line->picture->svg;
    rap_arena *arena = line->picture->arena;
    double months = (line->last - line->first) / 30.4;
    int step = months <= 14 ? 1 : months <= 40 ? 3 : 12;
    int first_year = (int)floor(line->first / 365.2425 + 1970) - 1;
    int last_year = (int)ceil(line->last / 365.2425 + 1970) + 1;
    for (int year = first_year; year <= last_year; year++) {
        for (int month = 1; month <= 12; month += step) {
            double day = days_of(year, month, 1);
            if (day < line->first || day > line->last) {
                continue;
            }
            double x = x_of(line, day);
            rap_svg_line(svg, x, top, x, bottom, month == 1 ? "year" : "grid", 1, RAP_STR_NONE);
            rap_date date = {(int16_t)year, (int8_t)(step == 12 ? 0 : month), 0};
            rap_str name = rap_words_date(line->picture->words, date);
            rap_str text =
                step == 1 && month != 1 ? rap_str_of(rap_arena_format(arena, "%02d", month)) : name;
            if (line->last - day > 20) {
                rap_svg_text(svg, svg->is_rtl ? x - 3 : x + 3, top + 12,
                             svg->is_rtl ? RAP_SVG_END : RAP_SVG_START, "axis", text);
            }
        }
    }
}

static void draw_label(timeline *line, const row *item, double y)
{
    rap_picture *picture = line->picture;
    rap_svg *svg = &picture->svg;
    rap_str name = rap_picture_label(picture, item->id, LEFT - 60);
    rap_str text =
        rap_str_of(rap_arena_format(picture->arena, "%.*s (%zu)", RAP_STR_ARG(name), item->count));
    rap_svg_text(svg, svg->is_rtl ? svg->width - LEFT + 12 : LEFT - 12, y,
                 svg->is_rtl ? RAP_SVG_START : RAP_SVG_END, "label", text);
}

static void collect(timeline *line)
{
    const rap_story *story = line->picture->story;
    rap_map *known = rap_map_new(line->picture->arena);
    for (size_t i = 0; i < story->facts.count; i++) {
        const rap_told *fact = story->facts.items[i];
        if (!fact->dates.count) {
            line->undated++;
            continue;
        }
        for (size_t k = 0; k < fact->parties.count; k++) {
            add_bars(line, row_of(line, known, fact->parties.items[k]), fact);
        }
    }
    if (line->rows.count) {
        qsort(line->rows.items, line->rows.count, sizeof *line->rows.items, busier_first);
    }
}

static double draw_rows(timeline *line, size_t rows, const size_t *lanes, double y)
{
    rap_svg *svg = &line->picture->svg;
    for (size_t i = 0; i < rows; i++) {
        row *item = line->rows.items[i];
        double height = (double)(lanes[i] * LANE) + 2 * PAD;
        draw_label(line, item, y + height / 2 + 4);
        for (size_t k = 0; k < item->bars.count; k++) {
            const bar *at = &item->bars.items[k];
            draw_bar(line, at, y + PAD + (double)(at->lane * LANE) + LANE / 2.0);
        }
        line->picture->shown++;
        y += height;
        rap_svg_line(svg, svg->is_rtl ? RIGHT : LEFT, y,
                     svg->is_rtl ? svg->width - LEFT : svg->width - RIGHT, y, "grid", 1,
                     RAP_STR_NONE);
    }
    return y;
}

void rap_picture_timeline(rap_picture *picture)
{
    timeline line = {.picture = picture};
    size_t lanes[ROWS], rows = 0;
    double y = picture->top;
    if (find_range(&line)) {
        collect(&line);
        while (rows < line.rows.count && rows < ROWS && line.rows.items[rows]->count) {
            lanes[rows] = find_lanes(line.rows.items[rows]);
            rows++;
        }
        double bottom = y + 20;
        for (size_t i = 0; i < rows; i++) {
            bottom += (double)(lanes[i] * LANE) + 2 * PAD;
        }
        draw_axis(&line, y, bottom);
        y = draw_rows(&line, rows, lanes, y + 20) + 30;
        y = rap_picture_types(picture, y, line.has);
    } else {
        line.undated = picture->story->facts.count;
    }
    size_t left = 0;
    for (size_t i = rows; i < line.rows.count; i++) {
        left += line.rows.items[i]->count > 0;
    }
    if (left) {
        y = rap_picture_small_print(picture, y,
                                    rap_words_count(picture->words, "picture_more", left));
    }
    if (line.undated) {
        y = rap_picture_small_print(
            picture, y, rap_words_count(picture->words, "timeline_undated", line.undated));
    }
    picture->svg.height = y + 30;
}

/* Where: a circle for each place, on the Equal Earth projection (Savric, Patterson and Jenny, 2018,
 * doi:10.1080/13658816.2018.1504949), which keeps areas. */
#include "picture.h"

#include <math.h>
#include <stdlib.h>

/* Half the width and height of the world in units of the projection, and the parallels shown. */
#define HALF_WIDTH 2.7066
#define NORTH 84.0
#define SOUTH (-58.0)
#define PI 3.14159265358979323846

enum { MAP_MARGIN = 20, LABELS = 40 };

typedef struct {
    rap_location location;
    rap_str name; /* as a reader of the picture's language says */
    bool is_state;
    size_t count;
    rap_strs hints;
    double x, y, radius;
} mark;

typedef RAP_VEC(mark *) marks;

typedef struct {
    double left, top, right, bottom;
} box;

typedef struct {
    rap_picture *picture;
    double scale, centre, north; /* pixels a unit; x of the meridian; y of the northern edge */
    marks found;
    RAP_VEC(box) taken;
    size_t placeless, unknown;
    rap_strs unknown_names;
} map;

static void project(double latitude, double longitude, double *ret_x, double *ret_y)
{
    const double a1 = 1.340264, a2 = -0.081106, a3 = 0.000893, a4 = 0.003796;
    double theta = asin(sqrt(3) / 2 * sin(latitude * PI / 180));
    double t2 = theta * theta, t6 = t2 * t2 * t2;
    double down = 3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1);
    *ret_x = 2 * sqrt(3) * longitude * PI / 180 * cos(theta) / down;
    *ret_y = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2));
}

static void place_on(const map *m, double latitude, double longitude, double *ret_x, double *ret_y)
{
    double x, y;
    project(latitude, longitude, &x, &y);
    *ret_x = m->centre + x * m->scale;
    *ret_y = m->north - y * m->scale;
}

static void draw_outlines(map *m, const rap_geography *geography)
{
    rap_str points;
    bool is_border;
    for (size_t i = 0; rap_geography_outline(geography, i, &points, &is_border); i++) {
        rap_buf data;
        rap_str rest = points, point;
        bool is_first = true, is_seen = false;
        rap_buf_init(&data, m->picture->arena);
        while (rap_str_split(&rest, ' ', &point)) {
            char *end;
            double x, y;
            double longitude = strtod(rap_str_c(m->picture->arena, point), &end);
            double latitude = *end == ',' ? strtod(end + 1, NULL) : 0;
            is_seen = is_seen || latitude > SOUTH;
            place_on(m, latitude < SOUTH ? SOUTH : latitude, longitude, &x, &y);
            rap_buf_format(&data, "%c%.1f %.1f", is_first ? 'M' : 'L', x, y);
            is_first = false;
        }
        if (is_seen) {
            rap_buf_put_c(&data, is_border ? "" : "Z");
            rap_svg_path(&m->picture->svg, is_border ? "border" : "land", rap_buf_str(&data));
        }
    }
}

static void add_unknown(map *m, rap_str name)
{
    m->unknown++;
    for (size_t i = 0; i < m->unknown_names.count; i++) {
        if (rap_str_equal(m->unknown_names.items[i], name)) {
            return;
        }
    }
    RAP_PUSH(m->picture->arena, &m->unknown_names, name);
}

static void add_mark(map *m, const rap_geography *geography, const rap_told *fact, rap_str place)
{
    const rap_report_options *options = m->picture->story->options;
    rap_str id = options->place_id ? options->place_id(options->user, place, fact->lang) : place;
    rap_location location;
    bool is_state;
    if (!id.length || !rap_geography_find(geography, id, &location, &is_state)) {
        add_unknown(m, place);
        return;
    }
    mark *found = NULL;
    for (size_t i = 0; i < m->found.count && !found; i++) {
        mark *known = m->found.items[i];
        bool same =
            known->is_state == is_state && rap_str_equal(known->location.place, location.place);
        found = same ? known : NULL;
    }
    if (!found) {
        found = RAP_NEW(m->picture->arena, mark);
        *found = (mark){.location = location, .is_state = is_state};
        found->name = is_state ? rap_story_name(m->picture->story, id) : RAP_STR_NONE;
        if (!is_state) {
            bool own = fact->lang == options->lang || !options->place_name;
            found->name = own ? place : options->place_name(options->user, id, options->lang);
            found->name = found->name.length ? found->name : id;
        }
        RAP_PUSH(m->picture->arena, &m->found, found);
    }
    found->count++;
    RAP_PUSH(m->picture->arena, &found->hints, rap_picture_hint(m->picture, fact));
}

static int larger_first(const void *a, const void *b)
{
    const mark *x = *(mark *const *)a, *y = *(mark *const *)b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return rap_str_compare(x->location.place, y->location.place);
}

static bool is_free(const map *m, box wanted)
{
    for (size_t i = 0; i < m->taken.count; i++) {
        box other = m->taken.items[i];
        if (wanted.left < other.right && other.left < wanted.right && wanted.top < other.bottom &&
            other.top < wanted.bottom) {
            return false;
        }
    }
    return wanted.left > 0 && wanted.right < m->picture->svg.width;
}

/* Beside, above or below the circle, where nothing else stands; else the label falls away, and the
 * hint still tells it. */
static void label_mark(map *m, const mark *item)
{
    rap_str text = rap_str_of(
        rap_arena_format(m->picture->arena, "%.*s (%zu)", RAP_STR_ARG(item->name), item->count));
    text = item->count > 1 ? text : item->name;
    double width = rap_svg_text_width(text, 12), r = item->radius + 3;
    const struct {
        double x, y;
        rap_svg_anchor anchor;
    } spots[] = {{item->x + r, item->y + 4, RAP_SVG_START},
                 {item->x - r, item->y + 4, RAP_SVG_END},
                 {item->x, item->y - r - 1, RAP_SVG_MIDDLE},
                 {item->x, item->y + r + 10, RAP_SVG_MIDDLE}};
    for (size_t i = 0; i < sizeof spots / sizeof *spots; i++) {
        double left = spots[i].anchor == RAP_SVG_START ? spots[i].x
                      : spots[i].anchor == RAP_SVG_END ? spots[i].x - width
                                                       : spots[i].x - width / 2;
        box wanted = {left, spots[i].y - 11, left + width, spots[i].y + 3};
        if (is_free(m, wanted)) {
            RAP_PUSH(m->picture->arena, &m->taken, wanted);
            rap_svg_text(&m->picture->svg, spots[i].x, spots[i].y, spots[i].anchor, "halo", text);
            return;
        }
    }
}

static rap_str hint_of(map *m, const mark *item)
{
    enum { MOST = 12 };
    rap_buf out;
    rap_buf_init(&out, m->picture->arena);
    rap_buf_format(&out, "%.*s (%zu)", RAP_STR_ARG(item->name), item->count);
    for (size_t i = 0; i < item->hints.count && i < MOST; i++) {
        rap_buf_format(&out, " \xE2\x80\xA2 %.*s", RAP_STR_ARG(item->hints.items[i]));
    }
    rap_buf_put_c(&out, item->hints.count > MOST ? " \xE2\x80\xA2 \xE2\x80\xA6" : "");
    return rap_buf_str(&out);
}

static void draw_marks(map *m)
{
    rap_picture *picture = m->picture;
    if (m->found.count) {
        qsort(m->found.items, m->found.count, sizeof *m->found.items, larger_first);
    }
    for (size_t i = 0; i < m->found.count; i++) {
        mark *item = m->found.items[i];
        place_on(m, item->location.latitude, item->location.longitude, &item->x, &item->y);
        item->radius = 2.2 + 2.4 * sqrt((double)item->count);
        item->radius = item->radius > 34 ? 34 : item->radius;
        rap_svg_circle(&picture->svg, item->x, item->y, item->radius,
                       item->is_state ? "state" : "city", NULL, hint_of(m, item));
        double r = item->radius * 0.7;
        RAP_PUSH(picture->arena, &m->taken,
                 (box){item->x - r, item->y - r, item->x + r, item->y + r});
    }
    for (size_t i = 0; i < m->found.count && i < LABELS; i++) {
        label_mark(m, m->found.items[i]);
    }
    picture->shown = m->found.count;
}

static double legend(map *m, double y)
{
    rap_picture *picture = m->picture;
    rap_svg *svg = &picture->svg;
    static const char *const looks[] = {"city", "state"};
    static const char *const keys[] = {"map_city", "map_state"};
    double at = 2 * MAP_MARGIN;
    for (size_t i = 0; i < 2; i++) {
        rap_str name = rap_words_get(picture->words, keys[i]);
        double side = svg->is_rtl ? svg->width - at : at;
        rap_svg_circle(svg, svg->is_rtl ? side - 7 : side + 7, y - 4, 7, looks[i], NULL,
                       RAP_STR_NONE);
        rap_svg_text(svg, svg->is_rtl ? side - 20 : side + 20, y,
                     svg->is_rtl ? RAP_SVG_END : RAP_SVG_START, "label", name);
        at += rap_svg_text_width(name, 12) + 50;
    }
    return y + 24;
}

static double notes(map *m, double y)
{
    rap_picture *picture = m->picture;
    if (m->placeless) {
        y = rap_picture_small_print(picture, y,
                                    rap_words_count(picture->words, "map_placeless", m->placeless));
    }
    if (m->unknown) {
        rap_str values[] = {rap_words_list(picture->words, &m->unknown_names)};
        y = rap_picture_small_print(picture, y,
                                    rap_words_fill(picture->words, "map_unknown", values, 1));
    }
    y = rap_picture_small_print(picture, y, rap_words_get(picture->words, "map_sources"));
    return rap_picture_small_print(picture, y, rap_words_get(picture->words, "map_disclaimer"));
}

void rap_picture_map(rap_picture *picture)
{
    map m = {.picture = picture};
    rap_geography *geography = rap_geography_new(picture->arena);
    const rap_story *story = picture->story;
    double x, north, south;
    project(NORTH, 0, &x, &north);
    project(SOUTH, 0, &x, &south);
    m.scale = (picture->svg.width - 2 * MAP_MARGIN) / (2 * HALF_WIDTH);
    m.centre = picture->svg.width / 2;
    m.north = picture->top + north * m.scale;
    double height = (north - south) * m.scale;
    rap_svg_box(&picture->svg, MAP_MARGIN, picture->top, picture->svg.width - 2 * MAP_MARGIN,
                height, "sea", NULL, RAP_STR_NONE);
    draw_outlines(&m, geography);
    for (size_t i = 0; i < story->facts.count; i++) {
        const rap_told *fact = story->facts.items[i];
        m.placeless += !fact->places.count;
        for (size_t k = 0; k < fact->places.count; k++) {
            add_mark(&m, geography, fact, fact->places.items[k]);
        }
    }
    draw_marks(&m);
    double y = legend(&m, picture->top + height + 28);
    picture->svg.height = notes(&m, y) + MAP_MARGIN;
}

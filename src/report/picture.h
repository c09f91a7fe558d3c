/* Pictures of activities as SVG: where (map), when (timeline), who with whom (network). They are
 * made from a story like the other reports; all in the story's arena. */
#ifndef RAP_REPORT_PICTURE_H
#define RAP_REPORT_PICTURE_H

#include "facts.h"

/* -- drawing (SVG 1.1; lengths in user units, one a CSS pixel) --------------------------------- */

typedef struct {
    rap_arena *arena;
    rap_buf body;
    double width, height;
    bool is_rtl; /* the words read from right to left */
} rap_svg;

typedef enum { RAP_SVG_START, RAP_SVG_MIDDLE, RAP_SVG_END } rap_svg_anchor;

void rap_svg_init(rap_svg *svg, rap_arena *arena, double width, bool is_rtl);
/* `look`: the name of a class of the style sheet in svg.c. START is the side where the text is
 * anchored on the left, whatever its direction. */
void rap_svg_text(rap_svg *svg, double x, double y, rap_svg_anchor anchor, const char *look,
                  rap_str text);
/* `look` as above; `colour` "#rrggbb" or NULL for the class's own; `hint` is what a reader sees who
 * points at it, and may be empty. */
void rap_svg_circle(rap_svg *svg, double x, double y, double radius, const char *look,
                    const char *colour, rap_str hint);
void rap_svg_box(rap_svg *svg, double x, double y, double width, double height, const char *look,
                 const char *colour, rap_str hint);
void rap_svg_line(rap_svg *svg, double x1, double y1, double x2, double y2, const char *look,
                  double width, rap_str hint);
void rap_svg_path(rap_svg *svg, const char *look, rap_str data);
/* The width that a text takes at a font size, estimated from the classes of its characters. */
double rap_svg_text_width(rap_str text, double size);
/* The text cut so that it takes at most `width`. */
rap_str rap_svg_cut(rap_arena *arena, rap_str text, double size, double width);
/* The finished file. `description` is for those who do not see it. */
rap_str rap_svg_end(rap_svg *svg, rap_str title, rap_str description, rap_lang lang);

/* -- geography: data/geography --------------------------------------------------------------------
 */

typedef struct {
    rap_str place;              /* its English name */
    double latitude, longitude; /* degrees, north and east positive */
} rap_location;

typedef struct rap_geography rap_geography;
rap_geography *rap_geography_new(rap_arena *arena);
/* A city by its English name, a State (ISO 3166 alpha-3) by its capital. False where unknown. */
bool rap_geography_find(const rap_geography *geography, rap_str id, rap_location *ret_location,
                        bool *ret_is_state);
/* Each outline as "longitude,latitude longitude,latitude"; false past the last. */
bool rap_geography_outline(const rap_geography *geography, size_t index, rap_str *ret_points,
                           bool *ret_is_border);

/* -- the pictures ------------------------------------------------------------------------------ */

typedef struct {
    rap_arena *arena;
    rap_story *story;
    const rap_words *words;
    rap_svg svg;
    double top;   /* where the picture begins, below title and subtitle */
    size_t shown; /* marks, bars or nodes drawn */
} rap_picture;

void rap_picture_map(rap_picture *picture);
void rap_picture_timeline(rap_picture *picture);
void rap_picture_network(rap_picture *picture);

/* How a body is labelled, in at most `room`: by its acronym in English; elsewhere by its name in
 * the picture's language, or, where that is too long, by the acronym all the same. */
rap_str rap_picture_label(const rap_picture *picture, rap_str id, double room);
/* "12 March 2024: On 12 March, ..." and its source, for those who point at a mark. */
rap_str rap_picture_hint(const rap_picture *picture, const rap_told *fact);
/* Lines of small print from `y` on, wrapped; returns where they end. */
double rap_picture_small_print(rap_picture *picture, double y, rap_str text);
/* The colour of a type of activity. */
const char *rap_picture_colour(rap_str type);
/* A legend of those types of activity that `has` says are drawn; returns where it ends. */
double rap_picture_types(rap_picture *picture, double y, const bool *has);
/* The index of a type, below RAP_PICTURE_TYPES. */
enum { RAP_PICTURE_TYPES = 13 };
size_t rap_picture_type(rap_str type);

/* Draws the story's facts and gives the file's bytes; *ret_shown is how many marks it has. */
rap_str rap_picture_make(rap_story *story, size_t *ret_shown);

#endif

/* What the pictures share: title, labels, hints, legend, small print. */
#include "picture.h"

#include "arrange.h"

#include <unicode/uchar.h>

enum { MARGIN = 40, LINE = 16, LEGEND_GAP = 22 };

/* Types of activity in the order of the legend; hues apart, also for the colour-blind. */
static const struct {
    const char *type, *colour;
} types[RAP_PICTURE_TYPES] = {
    {"meeting", "#1f77b4"},     {"conference", "#2ca02c"},    {"training", "#98762b"},
    {"visit", "#17becf"},       {"statement", "#9467bd"},     {"agreement", "#d62728"},
    {"publication", "#e377c2"}, {"support", "#bcbd22"},       {"programme", "#ff7f0e"},
    {"decision", "#8c564b"},    {"establishment", "#5b3a8c"}, {"pledge", "#c49c94"},
    {"cooperation", "#7f7f7f"},
};

size_t rap_picture_type(rap_str type)
{
    size_t at = 0;
    while (at + 1 < RAP_PICTURE_TYPES && !rap_str_is(type, types[at].type)) {
        at++;
    }
    return at;
}

const char *rap_picture_colour(rap_str type)
{
    return types[rap_picture_type(type)].colour;
}

static bool is_acronym(rap_str id)
{
    for (size_t at = 0; at < id.length;) {
        uint32_t c = rap_utf8_next(id, &at);
        if (c == ' ') {
            return false;
        }
    }
    return id.length <= 12;
}

rap_str rap_picture_label(const rap_picture *picture, rap_str id, double room)
{
    const rap_report_options *options = picture->story->options;
    rap_str kind = options->entity_kind ? options->entity_kind(options->user, id) : RAP_STR_NONE;
    bool is_short = is_acronym(id) && !rap_str_is(kind, "state");
    rap_str name = rap_story_name(picture->story, id);
    bool takes_id = options->lang == RAP_LANG_EN || rap_svg_text_width(name, 12) > room;
    return is_short && takes_id ? id : rap_svg_cut(picture->arena, name, 12, room);
}

rap_str rap_picture_hint(const rap_picture *picture, const rap_told *fact)
{
    rap_str text = rap_svg_cut(picture->arena, fact->quote, 1, 140);
    rap_str source = rap_source_name(fact->source);
    if (!fact->dates.count) {
        return rap_str_of(rap_arena_format(picture->arena, "%.*s [%.*s, %.*s]", RAP_STR_ARG(text),
                                           RAP_STR_ARG(source), RAP_STR_ARG(fact->para)));
    }
    rap_str date = rap_words_period(picture->words, fact->dates.items[0]);
    return rap_str_of(rap_arena_format(picture->arena, "%.*s: %.*s [%.*s, %.*s]", RAP_STR_ARG(date),
                                       RAP_STR_ARG(text), RAP_STR_ARG(source),
                                       RAP_STR_ARG(fact->para)));
}

/* The side where a line of text begins. */
static void text_at(rap_picture *picture, double y, const char *look, rap_str text)
{
    rap_svg *svg = &picture->svg;
    double x = svg->is_rtl ? svg->width - MARGIN : MARGIN;
    rap_svg_text(svg, x, y, svg->is_rtl ? RAP_SVG_END : RAP_SVG_START, look, text);
}

double rap_picture_small_print(rap_picture *picture, double y, rap_str text)
{
    double room = picture->svg.width - 2 * MARGIN;
    size_t start = 0, space = 0;
    for (size_t at = 0; at < text.length;) {
        size_t before = at;
        uint32_t c = rap_utf8_next(text, &at);
        bool may_break = c == ' ' || u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC);
        rap_str line = rap_str_slice(text, start, at);
        if (rap_svg_text_width(line, 11) > room && space > start) {
            text_at(picture, y, "small", rap_str_trim(rap_str_slice(text, start, space)));
            y += LINE;
            start = space;
        }
        space = may_break ? (c == ' ' ? before : at) : space;
    }
    text_at(picture, y, "small", rap_str_trim(rap_str_slice(text, start, text.length)));
    return y + LINE;
}

double rap_picture_types(rap_picture *picture, double y, const bool *has)
{
    rap_svg *svg = &picture->svg;
    double at = MARGIN;
    for (size_t i = 0; i < RAP_PICTURE_TYPES; i++) {
        if (!has[i]) {
            continue;
        }
        rap_str name = rap_words_of(picture->words, "type", rap_str_of(types[i].type));
        double width = rap_svg_text_width(name, 12) + 32;
        if (at + width > svg->width - MARGIN) {
            at = MARGIN;
            y += LEGEND_GAP;
        }
        double side = svg->is_rtl ? svg->width - at : at;
        rap_svg_circle(svg, svg->is_rtl ? side - 5 : side + 5, y - 4, 5, "mark", types[i].colour,
                       RAP_STR_NONE);
        rap_svg_text(svg, svg->is_rtl ? side - 15 : side + 15, y,
                     svg->is_rtl ? RAP_SVG_END : RAP_SVG_START, "label", name);
        at += width;
    }
    return y + LEGEND_GAP;
}

rap_str rap_picture_make(rap_story *story, size_t *ret_shown)
{
    enum { WIDTH = 1200 };
    rap_picture picture = {.arena = story->arena, .story = story, .words = story->words};
    rap_str title = rap_report_title(story);
    rap_str period = rap_words_period(story->words, story->options->filter.period);
    rap_str counts[] = {rap_words_count(story->words, "count_activities", story->facts.count),
                        rap_words_count(story->words, "count_sources", rap_story_works(story))};
    if (!period.length) {
        period = rap_words_get(story->words, "whole_register");
    }
    rap_strs parts = {0};
    RAP_PUSH(story->arena, &parts, rap_words_capital(story->arena, period));
    RAP_PUSH(story->arena, &parts, counts[0]);
    RAP_PUSH(story->arena, &parts, counts[1]);
    rap_str subtitle = rap_words_join(story->words, "semicolon", &parts);
    rap_svg_init(&picture.svg, story->arena, WIDTH, rap_words_lang(story->words) == RAP_LANG_AR);
    text_at(&picture, 48, "title", title);
    text_at(&picture, 74, "subtitle", subtitle);
    picture.top = 96;
    switch (story->options->kind) {
    case RAP_REPORT_TIMELINE:
        rap_picture_timeline(&picture);
        break;
    case RAP_REPORT_NETWORK:
        rap_picture_network(&picture);
        break;
    default:
        rap_picture_map(&picture);
    }
    *ret_shown = picture.shown;
    return rap_svg_end(&picture.svg, title, subtitle, rap_words_lang(story->words));
}

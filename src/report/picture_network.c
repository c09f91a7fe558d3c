/* Who with whom: bodies that act together, laid out by forces (Fruchterman and Reingold, 1991,
 * "Graph drawing by force-directed placement") from a fixed start, so that the same register gives
 * the same picture. */
#include "picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NODES = 60, ROUNDS = 600, HEIGHT = 860, BORDER = 70, LABEL = 150 };

typedef struct {
    rap_str id, label;
    size_t count, order; /* activities */
    int group;
    double x, y, dx, dy, radius;
} node;

typedef struct {
    size_t a, b, count;
    rap_strs hints;
} edge;

typedef struct {
    rap_picture *picture;
    RAP_VEC(node *) nodes;
    rap_map *known;
    RAP_VEC(edge) edges;
    rap_map *edge_of; /* "a|b" -> its place + 1 */
} network;

/* Groups of kinds (data/organizations.tsv) that have a colour of their own. */
static const struct {
    const char *kinds, *key, *colour;
} groups[] = {
    {"un*|agency|regional-commission|bank|fund", "group_un", "#1f77b4"},
    {"regional|regional-organ", "group_regional", "#2ca02c"},
    {"parliamentary", "group_parliamentary", "#d6641f"},
    {"state", "group_states", "#9a7bb5"},
    {"", "group_others", "#8a8f94"},
};
enum { GROUPS = sizeof groups / sizeof *groups };

static bool has_kind(const char *kinds, rap_str kind)
{
    rap_str rest = rap_str_of(kinds), one;
    while (rap_str_split(&rest, '|', &one)) {
        bool is_prefix = rap_str_ends(one, RAP_STR("*"));
        one.length -= is_prefix;
        if (is_prefix ? rap_str_starts(kind, one) : rap_str_equal(kind, one)) {
            return true;
        }
    }
    return false;
}

static int group_of(const rap_picture *picture, rap_str id)
{
    const rap_report_options *options = picture->story->options;
    rap_str kind = options->entity_kind ? options->entity_kind(options->user, id) : RAP_STR_NONE;
    if (rap_str_starts(id, RAP_STR("Parliament of "))) {
        kind = RAP_STR("parliamentary");
    }
    int group = 0;
    while (group < GROUPS - 1 && !(kind.length && has_kind(groups[group].kinds, kind))) {
        group++;
    }
    return group;
}

static node *node_of(network *net, rap_str id)
{
    node *found = rap_map_find(net->known, id);
    if (!found) {
        found = RAP_NEW(net->picture->arena, node);
        found->id = id;
        found->order = net->nodes.count;
        found->label = rap_picture_label(net->picture, id, LABEL);
        found->group = group_of(net->picture, id);
        RAP_PUSH(net->picture->arena, &net->nodes, found);
        rap_map_set(net->known, id, found);
    }
    return found;
}

static int busier_first(const void *a, const void *b)
{
    const node *x = *(node *const *)a, *y = *(node *const *)b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return x->order < y->order ? -1 : 1;
}

static void add_edge(network *net, size_t a, size_t b, const rap_told *fact)
{
    rap_arena *arena = net->picture->arena;
    size_t low = a < b ? a : b, high = a < b ? b : a;
    rap_str key = rap_str_of(rap_arena_format(arena, "%zu|%zu", low, high));
    size_t *at = rap_map_find(net->edge_of, key);
    if (!at) {
        at = RAP_NEW(arena, size_t);
        *at = net->edges.count;
        RAP_PUSH(arena, &net->edges, (edge){.a = low, .b = high});
        rap_map_set(net->edge_of, key, at);
    }
    edge *found = &net->edges.items[*at];
    found->count++;
    if (found->hints.count < 8) {
        RAP_PUSH(arena, &found->hints, rap_picture_hint(net->picture, fact));
    }
}

/* The place of a party among the nodes drawn, or SIZE_MAX. */
static size_t place_of(const network *net, rap_str id, size_t drawn)
{
    for (size_t i = 0; i < drawn; i++) {
        if (rap_str_equal(net->nodes.items[i]->id, id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t collect(network *net)
{
    const rap_story *story = net->picture->story;
    for (size_t i = 0; i < story->facts.count; i++) {
        const rap_told *fact = story->facts.items[i];
        for (size_t k = 0; fact->parties.count > 1 && k < fact->parties.count; k++) {
            node_of(net, fact->parties.items[k])->count++;
        }
    }
    if (net->nodes.count) {
        qsort(net->nodes.items, net->nodes.count, sizeof *net->nodes.items, busier_first);
    }
    size_t drawn = net->nodes.count < NODES ? net->nodes.count : NODES;
    for (size_t i = 0; i < story->facts.count; i++) {
        const rap_told *fact = story->facts.items[i];
        for (size_t k = 0; k < fact->parties.count; k++) {
            size_t a = place_of(net, fact->parties.items[k], drawn);
            for (size_t m = k + 1; a != SIZE_MAX && m < fact->parties.count; m++) {
                size_t b = place_of(net, fact->parties.items[m], drawn);
                if (b != SIZE_MAX && b != a) {
                    add_edge(net, a, b, fact);
                }
            }
        }
    }
    return drawn;
}

static void push_apart(network *net, size_t drawn, double ideal)
{
    for (size_t i = 0; i < drawn; i++) {
        node *a = net->nodes.items[i];
        for (size_t k = i + 1; k < drawn; k++) {
            node *b = net->nodes.items[k];
            double dx = a->x - b->x, dy = (a->y - b->y) * 1.4; /* labels are wide, not high */
            double distance = sqrt(dx * dx + dy * dy) + 0.01;
            double force = ideal * ideal / distance / distance;
            a->dx += dx * force;
            a->dy += dy * force;
            b->dx -= dx * force;
            b->dy -= dy * force;
        }
    }
}

static void pull_together(network *net, double ideal)
{
    for (size_t i = 0; i < net->edges.count; i++) {
        const edge *e = &net->edges.items[i];
        node *a = net->nodes.items[e->a], *b = net->nodes.items[e->b];
        double dx = a->x - b->x, dy = a->y - b->y;
        double distance = sqrt(dx * dx + dy * dy) + 0.01;
        double force = distance / ideal * (0.5 + log2(1 + (double)e->count) / 3);
        a->dx -= dx * force / 4;
        a->dy -= dy * force / 4;
        b->dx += dx * force / 4;
        b->dy += dy * force / 4;
    }
}

/* Moves nodes off one another, with room for a label below each. */
static void make_room(network *net, size_t drawn)
{
    for (int round = 0; round < 80; round++) {
        for (size_t i = 0; i < drawn; i++) {
            node *a = net->nodes.items[i];
            for (size_t k = i + 1; k < drawn; k++) {
                node *b = net->nodes.items[k];
                double dx = a->x - b->x, dy = a->y - b->y;
                double distance = sqrt(dx * dx + dy * dy) + 0.01;
                double missing = a->radius + b->radius + 20 - distance;
                if (missing > 0) { /* the less busy one moves most */
                    a->x += dx / distance * missing * 0.2;
                    a->y += dy / distance * missing * 0.2;
                    b->x -= dx / distance * missing * 0.5;
                    b->y -= dy / distance * missing * 0.5;
                }
            }
        }
    }
}

static void lay_out(network *net, size_t drawn)
{
    const double width = net->picture->svg.width - 2 * BORDER, height = HEIGHT - 2 * BORDER;
    double ideal = 0.62 * sqrt(width * height / (double)(drawn + 1));
    for (size_t i = 0; i < drawn; i++) { /* a spiral: the busiest in the middle */
        node *at = net->nodes.items[i];
        at->radius = 4 + 2.2 * sqrt((double)at->count);
        at->radius = at->radius > 30 ? 30 : at->radius;
        double turn = 2.399963 * (double)i, reach = sqrt(((double)i + 0.5) / (double)drawn) / 2;
        at->x = width / 2 + cos(turn) * reach * width;
        at->y = height / 2 + sin(turn) * reach * height;
    }
    for (int round = 0; round < ROUNDS; round++) {
        double heat = width / 12 * (1 - (double)round / ROUNDS);
        for (size_t i = 0; i < drawn; i++) {
            node *at = net->nodes.items[i];
            at->dx = (width / 2 - at->x) * 0.12;
            at->dy = (height / 2 - at->y) * 0.12;
        }
        push_apart(net, drawn, ideal);
        pull_together(net, ideal);
        for (size_t i = 0; i < drawn; i++) {
            node *at = net->nodes.items[i];
            double length = sqrt(at->dx * at->dx + at->dy * at->dy) + 0.01;
            double step = length < heat ? length : heat;
            at->x += at->dx / length * step;
            at->y += at->dy / length * step;
            at->x = at->x < 0 ? 0 : at->x > width ? width : at->x;
            at->y = at->y < 0 ? 0 : at->y > height ? height : at->y;
        }
    }
    make_room(net, drawn);
}

static rap_str edge_hint(network *net, const edge *e)
{
    rap_buf out;
    rap_buf_init(&out, net->picture->arena);
    rap_buf_format(&out, "%.*s \xE2\x80\x93 %.*s (%zu)", RAP_STR_ARG(net->nodes.items[e->a]->label),
                   RAP_STR_ARG(net->nodes.items[e->b]->label), e->count);
    for (size_t i = 0; i < e->hints.count; i++) {
        rap_buf_format(&out, " \xE2\x80\xA2 %.*s", RAP_STR_ARG(e->hints.items[i]));
    }
    return rap_buf_str(&out);
}

static void draw(network *net, size_t drawn)
{
    rap_picture *picture = net->picture;
    for (size_t i = 0; i < net->edges.count; i++) {
        const edge *e = &net->edges.items[i];
        const node *a = net->nodes.items[e->a], *b = net->nodes.items[e->b];
        rap_svg_line(&picture->svg, BORDER + a->x, picture->top + BORDER + a->y, BORDER + b->x,
                     picture->top + BORDER + b->y, e->count > 1 ? "edge" : "faint",
                     0.8 + 1.3 * sqrt((double)e->count), edge_hint(net, e));
    }
    for (size_t i = drawn; i-- > 0;) {
        node *at = net->nodes.items[i];
        rap_str hint = rap_str_of(
            rap_arena_format(picture->arena, "%.*s (%zu)",
                             RAP_STR_ARG(rap_story_name(picture->story, at->id)), at->count));
        rap_svg_circle(&picture->svg, BORDER + at->x, picture->top + BORDER + at->y, at->radius,
                       "node", groups[at->group].colour, hint);
    }
    for (size_t i = drawn; i-- > 0;) {
        const node *at = net->nodes.items[i];
        rap_svg_text(&picture->svg, BORDER + at->x, picture->top + BORDER + at->y + at->radius + 12,
                     RAP_SVG_MIDDLE, "halo", at->label);
    }
    picture->shown = drawn;
}

static double legend(const network *net, size_t drawn, double y)
{
    rap_svg *svg = &net->picture->svg;
    double at = 40;
    for (int g = 0; g < GROUPS; g++) {
        bool is_used = false;
        for (size_t i = 0; i < drawn; i++) {
            is_used = is_used || net->nodes.items[i]->group == g;
        }
        if (!is_used) {
            continue;
        }
        rap_str name = rap_words_get(net->picture->words, groups[g].key);
        double side = svg->is_rtl ? svg->width - at : at;
        rap_svg_circle(svg, svg->is_rtl ? side - 6 : side + 6, y - 4, 6, "node", groups[g].colour,
                       RAP_STR_NONE);
        rap_svg_text(svg, svg->is_rtl ? side - 18 : side + 18, y,
                     svg->is_rtl ? RAP_SVG_END : RAP_SVG_START, "label", name);
        at += rap_svg_text_width(name, 12) + 44;
    }
    return y + 24;
}

void rap_picture_network(rap_picture *picture)
{
    network net = {.picture = picture,
                   .known = rap_map_new(picture->arena),
                   .edge_of = rap_map_new(picture->arena)};
    size_t drawn = collect(&net);
    lay_out(&net, drawn);
    draw(&net, drawn);
    double y = legend(&net, drawn, picture->top + HEIGHT + 16);
    if (net.nodes.count > drawn) {
        y = rap_picture_small_print(
            picture, y, rap_words_count(picture->words, "picture_more", net.nodes.count - drawn));
    }
    y = rap_picture_small_print(picture, y, rap_words_get(picture->words, "network_note"));
    picture->svg.height = y + 30;
}

/* Themes: one walk through the text along a tree of all terms of its language, the longest term at
 * each place; a term says less inside the name of a body, and a phrase more than a word. */
#include "themes.h"

#include "activity_rules.h"

#include <stdlib.h>
#include <string.h>

enum {
    STAR = 0x110000, /* the edge of "*": the rest of a word */
    ENDS = 1,        /* a term ends at the node */
    OPEN = 2,        /* the node has a STAR edge */
    WEAK = 1,
    WORD = 2,
    PHRASE = 3,
    ENOUGH = 2,    /* weight from which a text has the theme */
    MOST = 24,     /* themes of one fact */
    LONG_HAN = 4,  /* characters that say as much as two words */
    LEAST_REST = 3 /* letters that must follow what is written together with a word */
};

typedef struct {
    uint16_t theme; /* place in the table */
    uint8_t weight;
    uint32_t next; /* another theme of the same term; 0: none */
} hit;

typedef struct {
    uint64_t key; /* node << 32 | code point; 0: free */
    uint32_t child;
} edge;

enum { BEGINNING = 4, BEGINNING_BITS = 18 };

/* How terms begin: a bit for each hash of the language and the first points of one. */
typedef struct {
    uint64_t bits[(1u << BEGINNING_BITS) / 64];
    uint8_t short_lengths[RAP_LANG_COUNT + 1]; /* a bit for each that is less than BEGINNING */
} beginnings;

/* The tree while terms are added. */
typedef struct {
    rap_arena *arena;
    edge *edges; /* a hash table */
    size_t edge_room, edge_count;
    uint8_t *flags; /* of nodes */
    uint32_t *hits; /* of nodes: index of the first; 0: none */
    size_t node_room;
    uint32_t node_count; /* nodes 1 to RAP_LANG_COUNT are the languages' roots */
} growing_tree;

/* What a point leads to. */
typedef struct {
    uint32_t point, node;
} step;

/* A node of the finished tree; its steps, sorted, stand behind those of the node before it. A
 * term's nodes follow each other, so that walking along it walks through memory. */
typedef struct {
    uint32_t steps; /* place of the first */
    uint32_t hits;  /* index of the first; 0: none */
    uint16_t count; /* of steps */
    uint8_t flags;
} node;

struct rap_theme_rules {
    rap_arena *arena;
    rap_theme_table *table;
    node *nodes;
    step *steps;
    uint32_t roots[RAP_LANG_COUNT + 1];
    beginnings *beginnings;
    RAP_VEC(hit) all_hits;
    const rap_strs *prefixes[RAP_LANG_COUNT];
};

/* -- the tree ---------------------------------------------------------------------------------- */

static size_t slot_of(const growing_tree *tree, uint64_t key)
{
    size_t at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 40) & (tree->edge_room - 1);
    while (tree->edges[at].key && tree->edges[at].key != key) {
        at = (at + 1) & (tree->edge_room - 1);
    }
    return at;
}

static void grow_edges(growing_tree *tree)
{
    edge *old = tree->edges;
    size_t count = tree->edge_room;
    tree->edge_room = count ? count * 2 : 1u << 17;
    tree->edges = RAP_NEW_ARRAY(tree->arena, edge, tree->edge_room);
    for (size_t i = 0; i < count; i++) {
        if (old[i].key) {
            tree->edges[slot_of(tree, old[i].key)] = old[i];
        }
    }
}

static void grow_nodes(growing_tree *tree)
{
    size_t room = tree->node_room ? tree->node_room * 2 : 1u << 16;
    uint8_t *flags = RAP_NEW_ARRAY(tree->arena, uint8_t, room);
    uint32_t *hits = RAP_NEW_ARRAY(tree->arena, uint32_t, room);
    if (tree->node_room) {
        memcpy(flags, tree->flags, tree->node_room);
        memcpy(hits, tree->hits, tree->node_room * sizeof *hits);
    }
    tree->flags = flags;
    tree->hits = hits;
    tree->node_room = room;
}

static uint32_t add_child(growing_tree *tree, uint32_t from, uint32_t point)
{
    if (2 * tree->edge_count >= tree->edge_room) {
        grow_edges(tree);
    }
    uint64_t key = (uint64_t)from << 32 | point;
    edge *found = &tree->edges[slot_of(tree, key)];
    if (!found->key) {
        if (tree->node_count + 1 >= tree->node_room) {
            grow_nodes(tree);
        }
        *found = (edge){key, ++tree->node_count};
        tree->edge_count++;
    }
    return found->child;
}

static int compare_edges(const void *left, const void *right)
{
    const edge *a = left, *b = right;
    return (a->key > b->key) - (a->key < b->key);
}

/* The edges of all nodes by node and point; *ret_first: where those of each node begin. */
static edge *sorted_edges(growing_tree *tree, uint32_t **ret_first)
{
    edge *edges = RAP_NEW_ARRAY(tree->arena, edge, tree->edge_count + 1);
    uint32_t *first = RAP_NEW_ARRAY(tree->arena, uint32_t, (size_t)tree->node_count + 2);
    size_t count = 0;
    for (size_t i = 0; i < tree->edge_room; i++) {
        if (tree->edges[i].key) {
            edges[count++] = tree->edges[i];
        }
    }
    qsort(edges, count, sizeof *edges, compare_edges);
    for (size_t i = count; i-- > 0;) {
        first[edges[i].key >> 32] = (uint32_t)i;
    }
    /* Nodes without edges begin where the next node's do. */
    first[tree->node_count + 1] = (uint32_t)count;
    for (uint32_t at = tree->node_count; at > 0; at--) {
        bool has_edges = first[at] < count && edges[first[at]].key >> 32 == at;
        first[at] = has_edges ? first[at] : first[at + 1];
    }
    *ret_first = first;
    return edges;
}

/* Puts the nodes below `old`, and itself, behind those that are there; its new number. */
static uint32_t freeze(rap_theme_rules *rules, const growing_tree *tree, const edge *edges,
                       const uint32_t *first, uint32_t old, uint32_t *node_count,
                       uint32_t *step_count)
{
    uint32_t count = first[old + 1] - first[old], fresh = ++*node_count;
    rules->nodes[fresh] = (node){*step_count, tree->hits[old], (uint16_t)count, tree->flags[old]};
    *step_count += count;
    for (uint32_t i = 0; i < count; i++) {
        const edge *one = &edges[first[old] + i];
        uint32_t below = freeze(rules, tree, edges, first, one->child, node_count, step_count);
        rules->steps[rules->nodes[fresh].steps + i] = (step){(uint32_t)one->key, below};
    }
    return fresh;
}

static void freeze_all(rap_theme_rules *rules, growing_tree *tree)
{
    uint32_t *first, nodes = 0, steps = 0;
    const edge *edges = sorted_edges(tree, &first);
    rules->nodes = RAP_NEW_ARRAY(rules->arena, node, (size_t)tree->node_count + 1);
    rules->steps = RAP_NEW_ARRAY(rules->arena, step, tree->edge_count + 1);
    for (uint32_t root = 1; root <= RAP_LANG_COUNT; root++) {
        rules->roots[root] = freeze(rules, tree, edges, first, root, &nodes, &steps);
    }
}

static uint32_t child_of(const rap_theme_rules *rules, uint32_t from, uint32_t point)
{
    const node *parent = &rules->nodes[from];
    const step *steps = &rules->steps[parent->steps];
    uint32_t low = 0, high = parent->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (steps[middle].point < point) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < parent->count && steps[low].point == point ? steps[low].node : 0;
}

static uint32_t beginning_of(uint32_t root, const uint32_t *points, size_t count)
{
    uint64_t hash = root;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ points[i]) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return (uint32_t)(hash >> (32 - BEGINNING_BITS) & ((1u << BEGINNING_BITS) - 1));
}

static void note_beginning(beginnings *all, uint32_t root, const uint32_t *points, size_t count)
{
    uint32_t beginning = beginning_of(root, points, count);
    all->bits[beginning >> 6] |= UINT64_C(1) << (beginning & 63);
    all->short_lengths[root] |= (uint8_t)(count < BEGINNING ? 1u << count : 0u);
}

/* Whether a term may begin with the points; false: none does. */
static bool may_begin(const beginnings *all, uint32_t root, const uint32_t *points, size_t count)
{
    for (size_t i = count < BEGINNING ? count : BEGINNING; i > 0; i--) {
        if (i < BEGINNING && !(all->short_lengths[root] >> i & 1)) {
            continue;
        }
        uint32_t beginning = beginning_of(root, points, i);
        if (all->bits[beginning >> 6] >> (beginning & 63) & 1) {
            return true;
        }
    }
    return false;
}

/* -- text as folded points --------------------------------------------------------------------- */

static bool is_letter(uint32_t c)
{
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_han(uint32_t c)
{
    return c >= 0x3400 && c <= 0x9FFF;
}

typedef struct {
    rap_arena *arena;
    uint32_t *points;
    uint32_t *at; /* byte of each in the text */
    size_t count, room;
} folded;

static void make_room(folded *f, size_t room)
{
    if (!f->points || room > f->room) {
        f->room = room + room / 2;
        f->points = RAP_NEW_ARRAY(f->arena, uint32_t, f->room);
        f->at = RAP_NEW_ARRAY(f->arena, uint32_t, f->room);
    }
    f->count = 0;
}

/* Dashes and white space become one space each; Han characters stand without any. */
static void fold(folded *f, const rap_mention_rules *mentions, rap_str text, rap_span span)
{
    make_room(f, span.end - span.start + 1);
    text = rap_str_slice(text, 0, span.end);
    for (size_t at = span.start; at < text.length;) {
        uint32_t from = (uint32_t)at;
        uint32_t c = rap_mention_fold_point(mentions, rap_utf8_next(text, &at));
        c = c == '-' ? ' ' : c;
        bool again = c == ' ' && f->count &&
                     (f->points[f->count - 1] == ' ' || is_han(f->points[f->count - 1]));
        if (is_han(c) && f->count && f->points[f->count - 1] == ' ') {
            f->count--;
        }
        if (c && !again) {
            f->points[f->count] = c;
            f->at[f->count++] = from;
        }
    }
}

/* -- terms ------------------------------------------------------------------------------------- */

static size_t prefix_at(const uint32_t *points, size_t count, rap_str prefix)
{
    size_t n = 0;
    for (size_t at = 0; at < prefix.length; n++) {
        if (n >= count || rap_utf8_next(prefix, &at) != points[n]) {
            return 0;
        }
    }
    return n + LEAST_REST <= count ? n : 0;
}

static size_t word_length(const uint32_t *points, size_t count)
{
    size_t n = 0;
    while (n < count && is_letter(points[n])) {
        n++;
    }
    return n;
}

/* Terms are entered without the articles that may or may not be written with their words. */
static size_t article_at(const rap_act_language *language, const uint32_t *points, size_t count)
{
    for (size_t i = 0; i < language->articles.count; i++) {
        size_t n = prefix_at(points, word_length(points, count), language->articles.items[i]);
        if (n) {
            return n;
        }
    }
    return 0;
}

static uint8_t weight_of(const folded *f, bool weak)
{
    bool phrase = f->count >= LONG_HAN && is_han(f->points[0]);
    for (size_t i = 0; i < f->count; i++) {
        phrase = phrase || f->points[i] == ' ';
    }
    return weak ? WEAK : phrase ? PHRASE : WORD;
}

static void add_term(rap_theme_rules *rules, growing_tree *tree, const rap_mention_rules *mentions,
                     const rap_act_language *language, folded *f, rap_str term, rap_lang lang,
                     size_t theme)
{
    bool weak = term.data[0] == '~';
    fold(f, mentions, term, (rap_span){weak, (uint32_t)term.length});
    uint32_t root = (uint32_t)lang + 1, at = root, first[BEGINNING];
    size_t begun = 0;
    bool is_open = false;
    for (size_t i = 0; i < f->count; i++) {
        if (i == 0 || f->points[i - 1] == ' ') {
            i += article_at(language, f->points + i, f->count - i);
        }
        bool open = f->points[i] == '*';
        tree->flags[at] |= open ? OPEN : 0;
        is_open = is_open || open;
        if (begun < BEGINNING && !is_open) {
            first[begun++] = f->points[i];
        }
        is_open = is_open || f->points[i] == ' '; /* in texts an article may follow */
        at = add_child(tree, at, open ? STAR : f->points[i]);
    }
    note_beginning(rules->beginnings, root, first, begun);
    if (rules->all_hits.count == 0) {
        RAP_PUSH(rules->arena, &rules->all_hits, (hit){0}); /* 0 is none */
    }
    RAP_PUSH(rules->arena, &rules->all_hits,
             (hit){(uint16_t)theme, weight_of(f, weak), tree->hits[at]});
    tree->hits[at] = (uint32_t)rules->all_hits.count - 1;
    tree->flags[at] |= ENDS;
}

rap_theme_rules *rap_theme_rules_new(rap_arena *arena, const rap_mention_rules *mentions,
                                     const rap_activity_rules *activities, rap_error *error)
{
    rap_theme_rules *rules = RAP_NEW(arena, rap_theme_rules);
    rules->arena = arena;
    rules->table = rap_theme_table_new(arena, error);
    if (!rules->table) {
        return NULL;
    }
    growing_tree tree = {.arena = rap_arena_new(0), .node_count = RAP_LANG_COUNT};
    if (!tree.arena) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    grow_nodes(&tree);
    grow_edges(&tree);
    rules->beginnings = RAP_NEW(arena, beginnings);
    folded f = {.arena = arena};
    const rap_theme *theme;
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        const rap_act_language *language = &activities->languages[lang];
        rules->prefixes[lang] = &language->prefixes;
        for (size_t i = 0; (theme = rap_theme_at(rules->table, i)); i++) {
            for (size_t t = 0; t < theme->terms[lang].count; t++) {
                rap_str term = theme->terms[lang].items[t];
                if (term.length) {
                    add_term(rules, &tree, mentions, language, &f, term, (rap_lang)lang, i);
                }
            }
        }
    }
    freeze_all(rules, &tree);
    rap_arena_free(tree.arena);
    return rules;
}

const rap_theme_table *rap_theme_rules_table(const rap_theme_rules *rules)
{
    return rules->table;
}

/* -- finding ----------------------------------------------------------------------------------- */

typedef struct {
    const rap_knowledge *knowledge;
    const rap_theme_rules *rules;
    rap_lang lang;
    uint32_t root; /* of the language */
    folded text;
    int *scores;       /* of the themes by place */
    uint16_t *touched; /* places with a score */
    size_t touched_count;
    uint32_t best; /* node of the longest term so far; 0: none */
    size_t best_end;
} finder;

static bool is_word_end(const folded *f, size_t at)
{
    return at >= f->count || !is_letter(f->points[at]) || is_han(f->points[at]) ||
           is_han(f->points[at - 1]);
}

static void follow(finder *f, uint32_t from, size_t at);

/* Behind each of what is written together with the word that starts at `at`: up to three, "and to
 * the office". Of a longer run there are more ways through it than can be tried. */
static void follow_inside(finder *f, uint32_t from, size_t at, int depth)
{
    const rap_strs *prefixes = f->rules->prefixes[f->lang];
    size_t rest = prefixes->count ? word_length(f->text.points + at, f->text.count - at) : 0;
    for (size_t i = 0; i < prefixes->count && depth < 3; i++) {
        size_t n = prefix_at(f->text.points + at, rest, prefixes->items[i]);
        if (n) {
            follow(f, from, at + n);
            follow_inside(f, from, at + n, depth + 1);
        }
    }
}

static void follow(finder *f, uint32_t from, size_t at)
{
    const rap_theme_rules *rules = f->rules;
    const folded *text = &f->text;
    if (from == f->root && !(rules->nodes[from].flags & OPEN) &&
        !may_begin(rules->beginnings, (uint32_t)f->lang + 1, text->points + at, text->count - at)) {
        return;
    }
    for (;;) {
        if ((rules->nodes[from].flags & ENDS) && at >= f->best_end && is_word_end(text, at)) {
            f->best = from;
            f->best_end = at;
        }
        if (rules->nodes[from].flags & OPEN) {
            size_t rest = word_length(text->points + at, text->count - at);
            follow(f, child_of(rules, from, STAR), at + rest);
        }
        if (at >= text->count) {
            return;
        }
        uint32_t point = text->points[at++];
        from = child_of(rules, from, point);
        if (!from) {
            return;
        }
        if (point == ' ') {
            follow_inside(f, from, at, 0);
        }
    }
}

static void take(finder *f, bool in_name)
{
    for (uint32_t h = f->rules->nodes[f->best].hits; h; h = f->rules->all_hits.items[h].next) {
        const hit *one = &f->rules->all_hits.items[h];
        int weight = one->weight;
        if (in_name) { /* however many names of bodies say it, they alone are not enough */
            weight = one->weight > WEAK && !f->scores[one->theme] ? WEAK : 0;
        }
        if (weight && !f->scores[one->theme]) {
            f->touched[f->touched_count++] = one->theme;
        }
        f->scores[one->theme] += weight;
    }
}

static bool is_name(const rap_mention *m)
{
    return m->kind == RAP_MENTION_ORGANIZATION || m->kind == RAP_MENTION_PERSON ||
           m->kind == RAP_MENTION_PARLIAMENT;
}

/* Walks the folded text; `names` (may be NULL) are the mentions of its block in order. */
static void walk(finder *f, const rap_mention *names, size_t name_count)
{
    const folded *text = &f->text;
    size_t name = 0;
    for (size_t at = 0; at < text->count;) {
        bool begins = is_letter(text->points[at]) &&
                      (at == 0 || !is_letter(text->points[at - 1]) || is_han(text->points[at]));
        if (!begins) {
            at++;
            continue;
        }
        f->best = 0;
        f->best_end = at;
        /* Of two terms that end alike the later found counts: the one with more letters told. */
        follow_inside(f, f->root, at, 0);
        follow(f, f->root, at);
        if (!f->best) {
            at++;
            continue;
        }
        while (name < name_count &&
               (names[name].span.end <= text->at[at] || !is_name(&names[name]))) {
            name++;
        }
        bool in_name = name < name_count && names[name].span.start <= text->at[at] &&
                       text->at[f->best_end - 1] < names[name].span.end;
        take(f, in_name);
        at = f->best_end;
    }
}

/* The themes of what was walked through, and the scores cleared for the next. */
static void collect(finder *f, rap_arena *arena, rap_themes *ret)
{
    for (size_t i = 1; i < f->touched_count; i++) { /* few: in order by insertion */
        uint16_t place = f->touched[i];
        size_t k = i;
        while (k > 0 &&
               (f->scores[f->touched[k - 1]] < f->scores[place] ||
                (f->scores[f->touched[k - 1]] == f->scores[place] && f->touched[k - 1] > place))) {
            f->touched[k] = f->touched[k - 1];
            k--;
        }
        f->touched[k] = place;
    }
    *ret = (rap_themes){0};
    for (size_t i = 0; i < f->touched_count; i++) {
        const rap_theme *theme = rap_theme_at(f->rules->table, f->touched[i]);
        if (f->scores[f->touched[i]] >= ENOUGH && ret->ids.count < MOST) {
            RAP_PUSH(arena, &ret->ids, theme->id);
            ret->goals |= theme->goals;
        }
        f->scores[f->touched[i]] = 0;
    }
    f->touched_count = 0;
}

static finder new_finder(const rap_knowledge *knowledge, rap_arena *arena, rap_lang lang)
{
    const rap_theme_rules *rules = knowledge->facts->themes;
    size_t count = rap_theme_count(rules->table);
    return (finder){.knowledge = knowledge,
                    .rules = rules,
                    .lang = lang,
                    .root = knowledge->facts->themes->roots[lang + 1],
                    .text = {.arena = arena},
                    .scores = RAP_NEW_ARRAY(arena, int, count),
                    .touched = RAP_NEW_ARRAY(arena, uint16_t, count)};
}

static void find(finder *f, rap_arena *arena, rap_str text, rap_span span, const rap_mention *names,
                 size_t name_count, rap_themes *ret)
{
    fold(&f->text, f->knowledge->mentions, text, span);
    walk(f, names, name_count);
    collect(f, arena, ret);
}

void rap_theme_of_text(const rap_knowledge *knowledge, rap_arena *arena, rap_lang lang,
                       rap_str text, rap_themes *ret_themes)
{
    finder f = new_finder(knowledge, arena, lang);
    find(&f, arena, text, (rap_span){0, (uint32_t)text.length}, NULL, 0, ret_themes);
}

/* -- a version ----------------------------------------------------------------------------------
 */

/* Where the mentions of each block begin. */
static uint32_t *first_mentions(const rap_version *version)
{
    uint32_t *first = RAP_NEW_ARRAY(version->arena, uint32_t, version->blocks.count + 2);
    size_t m = 0;
    for (size_t b = 0; b <= version->blocks.count; b++) {
        while (m < version->mentions.count && version->mentions.items[m].block < b) {
            m++;
        }
        first[b] = (uint32_t)m;
    }
    return first;
}

static void find_in(finder *f, const rap_version *version, const uint32_t *first,
                    rap_evidence evidence, rap_themes *ret)
{
    const rap_block *block = &version->blocks.items[evidence.block];
    size_t count = first[evidence.block + 1] - first[evidence.block];
    const rap_mention *names = count ? version->mentions.items + first[evidence.block] : NULL;
    find(f, version->arena, block->text, evidence.span, names, count, ret);
}

static rap_span whole(const rap_block *block)
{
    return (rap_span){0, (uint32_t)block->text.length};
}

/* The themes of the heading above a block; those of one heading are found once. */
static const rap_themes *of_heading(finder *f, const rap_version *version, const uint32_t *first,
                                    uint32_t block, rap_themes *last, uint32_t *last_at)
{
    static const rap_themes none = {0};
    uint32_t at = block;
    while (at > 0 && at != *last_at && version->blocks.items[at].part != RAP_PART_HEADING) {
        at--;
    }
    if (version->blocks.items[at].part != RAP_PART_HEADING) {
        return &none;
    }
    if (at != *last_at) {
        *last_at = at;
        find_in(f, version, first, (rap_evidence){at, whole(&version->blocks.items[at])}, last);
    }
    return last;
}

void rap_theme_read(const rap_knowledge *knowledge, rap_version *version)
{
    if (!version->lang || (!version->mandates.count && !version->activities.count)) {
        return;
    }
    finder f = new_finder(knowledge, version->arena, version->lang);
    uint32_t *first = first_mentions(version), heading = UINT32_MAX;
    rap_themes found, title = {0}, above = {0};
    if (version->mandates.count) {
        rap_str text = version->cover.title;
        find(&f, version->arena, text, (rap_span){0, (uint32_t)text.length}, NULL, 0, &title);
    }
    for (size_t i = 0; i < version->mandates.count; i++) {
        rap_mandate *mandate = &version->mandates.items[i];
        find_in(&f, version, first, mandate->evidence, &found);
        found = found.ids.count ? found : title;
        mandate->themes = found.ids;
        mandate->goals = found.goals;
    }
    for (size_t i = 0; i < version->activities.count; i++) {
        rap_activity *activity = &version->activities.items[i];
        find_in(&f, version, first, activity->quote, &found);
        if (!found.ids.count) {
            found = *of_heading(&f, version, first, activity->quote.block, &above, &heading);
        }
        activity->themes = found.ids;
        activity->goals = found.goals;
    }
}

#include "linking/chain.h"

#include "base/map.h"
#include "text/text.h"

#include <math.h>

/* The share of words, the rarer the weightier, that titles of one item have in common. */
static const double ALIKE = 0.5;
/* The same for two that only cite the same: days and years are proclaimed under titles of one kind.
 */
static const double ALIKE_APART = 0.6;
/* What more documents than these cite is common ground and joins no two of them. */
enum { FEW_CITE = 30 };

/* One language version of a resolution. */
typedef struct {
    rap_str doc, title; /* title: its index tokens, without those that hold figures */
    rap_lang lang;
    int session;
} titled;

typedef RAP_VEC(titled) titled_list;

typedef struct {
    rap_str doc; /* at the other end */
    double score;
} renewal;

typedef RAP_VEC(renewal) renewals;

struct rap_chains {
    rap_arena *arena;
    rap_indexer *indexer;
    rap_map *of_title; /* "A/RES/ en title" -> titled_list */
    rap_map *of_doc;   /* -> titled_list, its versions */
    rap_map *words;    /* "en word" -> how many titles have it, as size_t */
    size_t titles[RAP_LANG_COUNT];
    rap_map *older;    /* doc -> renewals: what it renews */
    rap_map *newer;    /* doc -> renewals: what renews it */
    rap_map *cites;    /* doc -> rap_strs */
    rap_map *cited_by; /* symbol -> rap_strs */
    rap_titles_alike *alike;
    void *alike_user;
};

rap_chains *rap_chains_new(rap_arena *arena)
{
    rap_chains *chains = RAP_NEW(arena, rap_chains);
    chains->arena = arena;
    chains->indexer = rap_text_indexer_new(arena);
    chains->of_title = rap_map_new(arena);
    chains->of_doc = rap_map_new(arena);
    chains->words = rap_map_new(arena);
    chains->older = rap_map_new(arena);
    chains->newer = rap_map_new(arena);
    chains->cites = rap_map_new(arena);
    chains->cited_by = rap_map_new(arena);
    return chains;
}

void rap_chains_set_alike(rap_chains *chains, rap_titles_alike *alike, void *user)
{
    chains->alike = alike;
    chains->alike_user = user;
}

static rap_str title_key(const rap_chains *chains, rap_lang lang, rap_str title)
{
    rap_str rest = rap_text_index_tokens(chains->indexer, chains->arena, lang, title), word;
    rap_buf key;
    rap_buf_init(&key, chains->arena);
    while (rest.length && rap_str_split(&rest, ' ', &word)) {
        bool has_figure = false;
        for (size_t i = 0; i < word.length; i++) {
            has_figure = has_figure || (word.data[i] >= '0' && word.data[i] <= '9');
        }
        if (word.length && !has_figure) {
            rap_buf_put(&key, word);
            rap_buf_put_byte(&key, ' ');
        }
    }
    return rap_str_trim(rap_buf_str(&key));
}

/* "A/RES/" and 77 of "A/RES/77/284 B"; false where a symbol is of another form. */
static bool read_symbol(rap_str symbol, rap_str *ret_series, int *ret_session)
{
    size_t at = rap_str_find(symbol, RAP_STR("/RES/"), 0);
    if (at == SIZE_MAX) {
        return false;
    }
    at += 5;
    size_t stroke = rap_str_find(symbol, RAP_STR("/"), at);
    *ret_series = rap_str_slice(symbol, 0, at);
    return stroke != SIZE_MAX && rap_str_number(rap_str_slice(symbol, at, stroke), ret_session);
}

static rap_str title_name(rap_arena *arena, rap_str series, const titled *t)
{
    return rap_str_of(rap_arena_format(arena, "%.*s %s %.*s", RAP_STR_ARG(series),
                                       rap_lang_code(t->lang), RAP_STR_ARG(t->title)));
}

static rap_str word_name(rap_arena *arena, rap_lang lang, rap_str word)
{
    return rap_str_of(rap_arena_format(arena, "%s %.*s", rap_lang_code(lang), RAP_STR_ARG(word)));
}

static void count_words(rap_chains *chains, const titled *t)
{
    rap_str rest = t->title, word;
    chains->titles[t->lang]++;
    while (rest.length && rap_str_split(&rest, ' ', &word)) {
        rap_str key = word_name(chains->arena, t->lang, word);
        size_t *count = rap_map_find(chains->words, key);
        if (!count) {
            count = RAP_NEW(chains->arena, size_t);
            rap_map_set(chains->words, key, count);
        }
        ++*count;
    }
}

static void add_titled(rap_chains *chains, rap_map *map, rap_str key, const titled *t)
{
    titled_list *list = rap_map_find(map, key);
    if (!list) {
        list = RAP_NEW(chains->arena, titled_list);
        rap_map_set(map, key, list);
    }
    RAP_PUSH(chains->arena, list, *t);
}

void rap_chains_add_title(rap_chains *chains, rap_str doc, rap_lang lang, rap_str title)
{
    rap_str series;
    titled t = {.doc = doc, .lang = lang};
    if (read_symbol(doc, &series, &t.session)) {
        t.title = title_key(chains, lang, title);
        add_titled(chains, chains->of_doc, doc, &t);
        if (t.title.length) {
            add_titled(chains, chains->of_title, title_name(chains->arena, series, &t), &t);
            count_words(chains, &t);
        }
    }
}

static void add_renewal(rap_chains *chains, rap_map *map, rap_str doc, rap_str other, double score)
{
    renewals *list = rap_map_find(map, doc);
    if (!list) {
        list = RAP_NEW(chains->arena, renewals);
        rap_map_set(map, doc, list);
    }
    RAP_PUSH(chains->arena, list, (renewal){other, score});
}

void rap_chains_add_renewal(rap_chains *chains, rap_str from, rap_str to, double score)
{
    add_renewal(chains, chains->older, from, to, score);
    add_renewal(chains, chains->newer, to, from, score);
}

static void add_name(rap_chains *chains, rap_map *map, rap_str key, rap_str name)
{
    rap_strs *list = rap_map_find(map, key);
    if (!list) {
        list = RAP_NEW(chains->arena, rap_strs);
        rap_map_set(map, key, list);
    }
    RAP_PUSH(chains->arena, list, name);
}

void rap_chains_add_citation(rap_chains *chains, rap_str doc, rap_str cited)
{
    add_name(chains, chains->cites, doc, cited);
    add_name(chains, chains->cited_by, cited, doc);
}

static bool is_linked(const rap_chains *chains, rap_str doc, rap_str other, bool is_older)
{
    const renewals *list = rap_map_find(is_older ? chains->older : chains->newer, doc);
    for (size_t i = 0; list && i < list->count; i++) {
        if (rap_str_equal(list->items[i].doc, other)) {
            return true;
        }
    }
    return false;
}

/* Where a chain goes on from: the last document whose title is known, and the session that what
 * follows must lie beyond, seen from there. */
typedef struct {
    const rap_chains *chains;
    rap_arena *arena;
    rap_str doc, series;
    int session;
    bool is_older; /* the way it is followed */
} place;

static bool lies_beyond(const place *at, int session)
{
    return at->is_older ? session < at->session : session > at->session;
}

static bool is_nearer(const place *at, int session, int than)
{
    return at->is_older ? session > than : session < than;
}

/* The document of the nearest session with the same title in the same language; of several in that
 * session the one that a link joins to it, else the first. */
static rap_str by_title(const place *at)
{
    const rap_chains *chains = at->chains;
    const titled_list *own = rap_map_find(chains->of_doc, at->doc);
    const titled *best = NULL;
    bool best_linked = false;
    for (size_t i = 0; own && i < own->count; i++) {
        const titled *t = &own->items[i];
        const titled_list *same =
            t->title.length ? rap_map_find(chains->of_title, title_name(at->arena, at->series, t))
                            : NULL;
        for (size_t k = 0; same && k < same->count; k++) {
            const titled *other = &same->items[k];
            bool linked = is_linked(chains, at->doc, other->doc, at->is_older);
            if (lies_beyond(at, other->session) &&
                (!best || is_nearer(at, other->session, best->session) ||
                 (other->session == best->session && linked && !best_linked))) {
                best = other;
                best_linked = linked;
            }
        }
    }
    return best ? best->doc : RAP_STR_NONE;
}

static bool has_word(rap_str text, rap_str wanted)
{
    rap_str word;
    while (text.length && rap_str_split(&text, ' ', &word)) {
        if (rap_str_equal(word, wanted)) {
            return true;
        }
    }
    return false;
}

static double weight_of(const rap_chains *chains, rap_arena *arena, rap_lang lang, rap_str word)
{
    const size_t *count = rap_map_find(chains->words, word_name(arena, lang, word));
    return log(1 + (double)chains->titles[lang] / (double)(count ? *count : 1));
}

/* The share of their words that two titles of one language have in common, by weight. */
static double likeness(const rap_chains *chains, rap_arena *arena, const titled *a, const titled *b)
{
    double all = 0, shared = 0;
    rap_str word, rest = a->title;
    while (rest.length && rap_str_split(&rest, ' ', &word)) {
        double weight = weight_of(chains, arena, a->lang, word);
        all += weight;
        shared += has_word(b->title, word) ? 2 * weight : 0;
    }
    rest = b->title;
    while (rest.length && rap_str_split(&rest, ' ', &word)) {
        all += weight_of(chains, arena, a->lang, word);
    }
    return all > 0 ? shared / all : 0;
}

typedef enum { TITLES_UNKNOWN, TITLES_ALIKE, TITLES_DIFFER } titles;

/* What the titles of two documents say of their being of one item; unknown where no language is
 * common to them. */
static titles compare_titles(const rap_chains *chains, rap_arena *arena, rap_str a, rap_str b,
                             double alike)
{
    const titled_list *of_a = rap_map_find(chains->of_doc, a);
    const titled_list *of_b = rap_map_find(chains->of_doc, b);
    titles found = TITLES_UNKNOWN;
    for (size_t i = 0; of_a && i < of_a->count; i++) {
        for (size_t k = 0; of_b && k < of_b->count; k++) {
            const titled *x = &of_a->items[i], *y = &of_b->items[k];
            if (x->lang != y->lang || !x->title.length || !y->title.length) {
                continue;
            }
            if (likeness(chains, arena, x, y) >= alike) {
                return TITLES_ALIKE;
            }
            found = TITLES_DIFFER;
        }
    }
    return found;
}

/* What a resolution renews is renewed by one of a session; what several claim is common ground. */
static bool is_common_ground(const rap_chains *chains, rap_str older, rap_str newer)
{
    const renewals *list = rap_map_find(chains->newer, older);
    rap_str series, own_series;
    int session, own;
    if (!list || !read_symbol(newer, &own_series, &own)) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        rap_str other = list->items[i].doc;
        if (!rap_str_equal(other, newer) && read_symbol(other, &series, &session) &&
            session == own) {
            return true;
        }
    }
    return false;
}

/* The surest renewal that a resolution's own words tell. */
static rap_str by_link(const place *at)
{
    const rap_chains *chains = at->chains;
    const renewals *list = rap_map_find(at->is_older ? chains->older : chains->newer, at->doc);
    const renewal *best = NULL;
    for (size_t i = 0; list && i < list->count; i++) {
        const renewal *item = &list->items[i];
        rap_str series;
        int session;
        titles said = compare_titles(chains, at->arena, at->doc, item->doc, ALIKE);
        if ((!best || item->score > best->score) && read_symbol(item->doc, &series, &session) &&
            lies_beyond(at, session) && said != TITLES_DIFFER &&
            (said == TITLES_ALIKE || !is_common_ground(chains, at->is_older ? item->doc : at->doc,
                                                       at->is_older ? at->doc : item->doc))) {
            best = item;
        }
    }
    return best ? best->doc : RAP_STR_NONE;
}

/* Takes `other` for the nearest of kin where it is. */
static void consider_kin(const place *at, rap_str other, bool is_direct, rap_str *best,
                         int *best_session)
{
    rap_str series;
    int session;
    if (!rap_map_find(at->chains->of_doc, other) || !read_symbol(other, &series, &session) ||
        !rap_str_equal(series, at->series) || !lies_beyond(at, session) ||
        (best->length && !is_nearer(at, session, *best_session))) {
        return;
    }
    titles said =
        compare_titles(at->chains, at->arena, at->doc, other, is_direct ? ALIKE : ALIKE_APART);
    bool is_kin =
        said == TITLES_ALIKE || (said == TITLES_UNKNOWN && is_direct && at->chains->alike &&
                                 at->chains->alike(at->chains->alike_user, at->doc, other));
    if (is_kin) {
        *best = other;
        *best_session = session;
    }
}

/* The nearest document with a title alike that cites it, or that it cites, or that cites the same.
 */
static rap_str by_kin(const place *at)
{
    const rap_chains *chains = at->chains;
    const rap_strs *cites = rap_map_find(chains->cites, at->doc);
    const rap_strs *cited_by = rap_map_find(chains->cited_by, at->doc);
    rap_str best = RAP_STR_NONE;
    int session = 0;
    for (size_t i = 0; cites && i < cites->count; i++) {
        const rap_strs *others = rap_map_find(chains->cited_by, cites->items[i]);
        consider_kin(at, cites->items[i], true, &best, &session);
        for (size_t k = 0; others && others->count <= FEW_CITE && k < others->count; k++) {
            consider_kin(at, others->items[k], false, &best, &session);
        }
    }
    for (size_t i = 0; cited_by && i < cited_by->count; i++) {
        consider_kin(at, cited_by->items[i], true, &best, &session);
    }
    return best;
}

static bool is_in(const rap_strs *chain, rap_str doc)
{
    for (size_t i = 0; i < chain->count; i++) {
        if (rap_str_equal(chain->items[i], doc)) {
            return true;
        }
    }
    return false;
}

static void follow(const rap_chains *chains, rap_arena *arena, rap_str doc, bool is_older,
                   rap_strs *chain)
{
    place at = {.chains = chains, .arena = arena, .doc = doc, .is_older = is_older};
    while (read_symbol(doc, &at.series, &at.session)) {
        rap_str next = by_title(&at);
        next = next.length ? next : by_link(&at);
        next = next.length ? next : by_kin(&at);
        if (!next.length || is_in(chain, next)) {
            return;
        }
        RAP_PUSH(arena, chain, next);
        /* From what is not in the register nothing leads further: its neighbour leads past it. */
        at.doc = rap_map_find(chains->of_doc, next) ? next : at.doc;
        doc = next;
    }
}

void rap_chains_of(const rap_chains *chains, rap_arena *arena, rap_str doc, rap_strs *ret_chain)
{
    *ret_chain = (rap_strs){0};
    RAP_PUSH(arena, ret_chain, doc);
    follow(chains, arena, doc, true, ret_chain);
    for (size_t i = 0; i < ret_chain->count / 2; i++) {
        rap_str kept = ret_chain->items[i];
        ret_chain->items[i] = ret_chain->items[ret_chain->count - 1 - i];
        ret_chain->items[ret_chain->count - 1 - i] = kept;
    }
    follow(chains, arena, doc, false, ret_chain);
}

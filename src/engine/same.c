/* Links between activities told twice: within a work, and with works that tell of the same days. */
#include "tie.h"

#include "linking/same.h"

/* Versions that have activities, the last added of each language. */
typedef struct {
    rap_arena *arena;
    struct {
        int64_t id, order;
        rap_lang lang;
    } items[RAP_LANG_COUNT];
    size_t count;
} choice;

static bool choose(void *user, const rap_register_version *version)
{
    choice *all = user;
    rap_lang lang = rap_lang_of_code(version->lang);
    size_t at = 0;
    while (at < all->count && all->items[at].lang != lang) {
        at++;
    }
    if (!version->has_activities || at == RAP_LANG_COUNT) {
        return true;
    }
    if (at == all->count) {
        all->count++;
    } else if (all->items[at].order > version->order) {
        return true;
    }
    all->items[at].id = version->id;
    all->items[at].order = version->order;
    all->items[at].lang = lang;
    return true;
}

/* The versions of a work by language, named with it. */
static bool read_work(rapporteur *r, rap_arena *arena, rap_str doc, rap_versions *ret_versions,
                      rap_error *error)
{
    choice all = {.arena = arena};
    if (!rap_register_version_list(r->reg, doc, 0, choose, &all, error)) {
        return false;
    }
    for (int lang = 0; lang < RAP_LANG_COUNT; lang++) {
        for (size_t i = 0; i < all.count; i++) {
            rap_version version;
            if (all.items[i].lang != (rap_lang)lang) {
                continue;
            }
            if (!rap_register_version_read(r->reg, arena, all.items[i].id, &version, error)) {
                return false;
            }
            rap_str tail = rap_str_of(rap_arena_format(arena, "-%s", rap_lang_code(version.lang)));
            if (!rap_str_ends(version.doc_lang, tail)) {
                version.doc_lang = rap_str_of(rap_arena_format(
                    arena, "%.*s%.*s", RAP_STR_ARG(version.doc_lang), RAP_STR_ARG(tail)));
            }
            RAP_PUSH(arena, ret_versions, version);
        }
    }
    return true;
}

/* -- what people said ------------------------------------------------------------------------- */

static bool joins(const rap_said *said, const rap_link *link)
{
    return (rap_str_equal(said->from, link->from) && rap_str_equal(said->to, link->to)) ||
           (rap_str_equal(said->from, link->to) && rap_str_equal(said->to, link->from));
}

/* Without the links between activities that people told apart. */
static void part(rap_links *links, const rap_saids *said)
{
    size_t kept = 0;
    for (size_t i = 0; i < links->count; i++) {
        bool is_apart = false;
        for (size_t k = 0; k < said->count; k++) {
            is_apart =
                is_apart || (!said->items[k].is_same && joins(&said->items[k], &links->items[i]));
        }
        if (!is_apart) {
            links->items[kept++] = links->items[i];
        }
    }
    links->count = kept;
}

/* The links that people made themselves, each under a scope of its own. */
static bool link_said(rapporteur *r, rap_arena *arena, const rap_saids *said, rap_error *error)
{
    for (size_t i = 0; i < said->count; i++) {
        const rap_said *one = &said->items[i];
        if (!one->is_same) {
            continue;
        }
        rap_versions versions = {0};
        rap_links links = {0};
        rap_version version = {
            .arena = arena, .doc = one->doc, .doc_lang = one->doc_lang, .lang = one->lang};
        rap_link link = {.kind = RAP_STR(RAP_LINK_SAME),
                         .from = one->from,
                         .to = one->to,
                         .score = 1,
                         .reasons = rap_str_of(
                             rap_arena_format(arena, "decided by %.*s", RAP_STR_ARG(one->person)))};
        RAP_PUSH(arena, &versions, version);
        RAP_PUSH(arena, &links, link);
        rap_str scope = rap_str_of(rap_arena_format(arena, "said:%.*s %.*s", RAP_STR_ARG(one->from),
                                                    RAP_STR_ARG(one->to)));
        if (!rap_engine_put_links(r, arena, scope, &versions, &links, error)) {
            return false;
        }
    }
    return true;
}

/* -- what is found ----------------------------------------------------------------------------- */

static bool link_languages(rapporteur *r, rap_arena *arena, rap_str doc,
                           const rap_versions *versions, const rap_saids *said, rap_error *error)
{
    rap_links links = {0};
    for (size_t i = 0; i < versions->count; i++) {
        rap_same_in_version(arena, r->mentions, &versions->items[i], &links);
        for (size_t k = i + 1; k < versions->count; k++) {
            rap_alignment alignment;
            rap_align(arena, &versions->items[i], &versions->items[k], &alignment);
            rap_same_in_work(arena, r->mentions, &versions->items[i], &versions->items[k],
                             &alignment, &links);
        }
    }
    part(&links, said);
    rap_str scope = rap_str_of(rap_arena_format(arena, "same:%.*s", RAP_STR_ARG(doc)));
    return !links.count || rap_engine_put_links(r, arena, scope, versions, &links, error);
}

/* Works share their languages, and the others are joined to these within each; where they share
 * none, every two are compared. */
static void find_pairs(rapporteur *r, rap_arena *arena, const rap_versions *a,
                       const rap_versions *b, rap_links *links)
{
    bool is_shared = false;
    for (int pass = 0; pass < 2 && !is_shared; pass++) {
        for (size_t i = 0; i < a->count; i++) {
            for (size_t k = 0; k < b->count; k++) {
                const rap_version *x = &a->items[i], *y = &b->items[k];
                if (pass || x->lang == y->lang) {
                    rap_same_in_works(arena, r->mentions, x, y, links);
                    is_shared = true;
                }
            }
        }
    }
}

typedef struct {
    rap_arena *arena;
    rap_strs docs;
} neighbours;

static bool gather_doc(void *user, rap_str doc)
{
    neighbours *all = user;
    RAP_PUSH(all->arena, &all->docs, rap_str_copy(all->arena, doc));
    return true;
}

/* What is found of two works does not depend on which of them came first. */
static bool link_works(rapporteur *r, rap_arena *arena, rap_str doc, const rap_versions *versions,
                       rap_str other_doc, const rap_saids *said, rap_error *error)
{
    rap_versions others = {0};
    rap_links links = {0};
    if (!read_work(r, arena, other_doc, &others, error)) {
        return false;
    }
    bool is_first = rap_str_compare(doc, other_doc) < 0;
    const rap_versions *a = is_first ? versions : &others, *b = is_first ? &others : versions;
    find_pairs(r, arena, a, b, &links);
    part(&links, said);
    rap_str x = is_first ? doc : other_doc, y = is_first ? other_doc : doc;
    rap_str scope =
        rap_str_of(rap_arena_format(arena, "same:%.*s %.*s", RAP_STR_ARG(x), RAP_STR_ARG(y)));
    return !links.count || rap_engine_put_links(r, arena, scope, a, &links, error);
}

/* Works that a work is compared with on either side of it. Links join however many, so that copies
 * of one list are all joined by those between neighbours, and adding one more costs no more. */
#define MOST_NEAR 32

static rap_strs nearest(const rap_strs *docs, rap_str doc)
{
    size_t before = 0;
    while (before < docs->count && rap_str_compare(docs->items[before], doc) < 0) {
        before++;
    }
    size_t first = before > MOST_NEAR ? before - MOST_NEAR : 0;
    size_t end = docs->count - before > MOST_NEAR ? before + MOST_NEAR : docs->count;
    return (rap_strs){.items = docs->items ? docs->items + first : NULL, .count = end - first};
}

static bool link_all(rapporteur *r, rap_arena *arena, rap_arena *pair, rap_str doc,
                     rap_error *error)
{
    rap_versions versions = {0};
    neighbours near = {.arena = arena};
    rap_saids said = {0};
    if (!rap_register_links_drop(r->reg, RAP_STR(RAP_LINK_SAME), doc, error) ||
        !read_work(r, arena, doc, &versions, error) ||
        !rap_engine_said_same(r, arena, doc, &said, error)) {
        return false;
    }
    if (!versions.count) {
        return true;
    }
    if (!link_languages(r, pair, doc, &versions, &said, error) ||
        !rap_register_works_near(r->reg, doc, gather_doc, &near, error)) {
        return false;
    }
    rap_strs others = nearest(&near.docs, doc);
    for (size_t i = 0; i < others.count; i++) {
        rap_arena_reset(pair);
        if (!link_works(r, pair, doc, &versions, others.items[i], &said, error)) {
            return false;
        }
    }
    return link_said(r, arena, &said, error);
}

bool rap_engine_link_same(rapporteur *r, rap_arena *arena, rap_str doc, rap_error *error)
{
    rap_arena *pair = rap_arena_new(0);
    if (!pair) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    bool is_linked = link_all(r, arena, pair, doc, error);
    rap_arena_free(pair);
    return is_linked;
}

/* Links that one file's versions give by themselves. */
#include "linking/linking.h"

#include "base/map.h"

#include <string.h>

/* What is being linked; `seen` holds "from to" of the citations told already. */
typedef struct {
    rap_arena *arena;
    const rap_version *version;
    size_t *first; /* index of the first mention of each block, and one past the last */
    rap_map *seen;
    rap_links links;
} linking;

/* -- citations --------------------------------------------------------------------------------- */

/* Mentions stand in order of block: where each block's begin. */
static size_t *mentions_by_block(rap_arena *arena, const rap_version *version)
{
    size_t count = version->blocks.count, at = 0;
    size_t *first = RAP_NEW_ARRAY(arena, size_t, count + 1);
    for (size_t block = 0; block < count; block++) {
        while (at < version->mentions.count && version->mentions.items[at].block < block) {
            at++;
        }
        first[block] = at;
    }
    first[count] = version->mentions.count;
    return first;
}

/* The label of the paragraph that the block is, or lies in; empty where it is in none. */
static rap_str label_of(const rap_version *version, size_t block)
{
    for (size_t steps = 0; steps <= version->blocks.count; steps++) {
        const rap_block *here = &version->blocks.items[block];
        if (here->label.length || here->parent < 0) {
            return here->label;
        }
        block = (size_t)here->parent;
    }
    return RAP_STR_NONE;
}

static rap_str place_of(linking *to, rap_str label)
{
    rap_str doc = to->version->doc_lang;
    return label.length ? rap_str_of(rap_arena_format(to->arena, "%.*s#%.*s", RAP_STR_ARG(doc),
                                                      RAP_STR_ARG(label)))
                        : doc;
}

static void cite(linking *to, rap_str label, rap_str mark, rap_str symbol)
{
    const rap_version *version = to->version;
    if (rap_str_equal(symbol, version->doc) || rap_str_equal(symbol, version->cover.symbol)) {
        return; /* itself */
    }
    rap_str from = place_of(to, label);
    rap_str key = rap_str_of(
        rap_arena_format(to->arena, "%.*s %.*s", RAP_STR_ARG(from), RAP_STR_ARG(symbol)));
    if (rap_map_find(to->seen, key)) {
        return;
    }
    rap_map_set(to->seen, key, to);
    rap_str reasons = RAP_STR("named in the text");
    if (mark.length) {
        reasons = rap_str_of(rap_arena_format(to->arena, "named in note %.*s", RAP_STR_ARG(mark)));
    }
    RAP_PUSH(to->arena, &to->links, (rap_link){RAP_STR("cites"), from, symbol, 1, reasons});
}

/* The symbols named in `block`, cited from the paragraph with this label. */
static void cite_from(linking *to, size_t block, rap_str label, rap_str mark)
{
    for (size_t i = to->first[block]; i < to->first[block + 1]; i++) {
        const rap_mention *mention = &to->version->mentions.items[i];
        if (mention->kind == RAP_MENTION_SYMBOL && mention->entity.length) {
            cite(to, label, mark, mention->entity);
        }
    }
}

/* The cover and the closing lines name the document's own papers, they cite nothing. */
static bool can_cite(rap_part part)
{
    return part != RAP_PART_COVER && part != RAP_PART_CLOSING && part != RAP_PART_FOOTNOTE;
}

static void find_citations(linking *to)
{
    const rap_blocks *blocks = &to->version->blocks;
    bool *is_called = RAP_NEW_ARRAY(to->arena, bool, blocks->count + 1);
    to->first = mentions_by_block(to->arena, to->version);
    for (size_t i = 0; i < blocks->count; i++) {
        const rap_block *block = &blocks->items[i];
        if (!can_cite(block->part)) {
            continue;
        }
        rap_str label = label_of(to->version, i);
        cite_from(to, i, label, RAP_STR_NONE);
        for (size_t n = 0; n < block->notes.count; n++) {
            const rap_note_ref *note = &block->notes.items[n];
            if (note->block >= 0 && (size_t)note->block < blocks->count) {
                is_called[note->block] = true;
                cite_from(to, (size_t)note->block, label, note->mark);
            }
        }
    }
    for (size_t i = 0; i < blocks->count; i++) {
        if (blocks->items[i].part == RAP_PART_FOOTNOTE && !is_called[i]) {
            cite_from(to, i, RAP_STR_NONE, blocks->items[i].number);
        }
    }
}

/* -- languages --------------------------------------------------------------------------------- */

static bool is_original(const rap_version *version, const rap_version *other)
{
    return version->lang &&
           (version->cover.original == version->lang || other->cover.original == version->lang);
}

/* From the translation to the original; where nobody says which is which, from the later version
 * to the earlier, with half the score for the direction's sake. */
static void link_languages(linking *to, const rap_version *earlier, const rap_version *later)
{
    bool is_told = is_original(earlier, later) || is_original(later, earlier);
    bool is_turned = !is_original(earlier, later) && is_original(later, earlier);
    rap_link link = {.kind = RAP_STR("translation of"),
                     .from = is_turned ? earlier->doc_lang : later->doc_lang,
                     .to = is_turned ? later->doc_lang : earlier->doc_lang,
                     .score = is_told ? 1 : 0.5,
                     .reasons = is_told ? RAP_STR("one work in two languages, the original told")
                                        : RAP_STR("one work in two languages, the original not "
                                                  "told")};
    RAP_PUSH(to->arena, &to->links, link);
}

void rap_link_find(rap_arena *arena, const rap_versions *versions, rap_links *ret_links)
{
    linking to = {.arena = arena, .seen = rap_map_new(arena)};
    for (size_t i = 0; i < versions->count; i++) {
        to.version = &versions->items[i];
        find_citations(&to);
    }
    for (size_t later = 1; later < versions->count; later++) {
        for (size_t i = 0; i < later; i++) {
            const rap_version *a = &versions->items[i], *b = &versions->items[later];
            if (rap_str_equal(a->doc, b->doc) && a->lang != b->lang) {
                link_languages(&to, a, b);
            }
        }
    }
    *ret_links = to.links;
}

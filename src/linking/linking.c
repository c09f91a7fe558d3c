#include "linking/linking.h"

#include "base/map.h"

#define SURE 1.0
/* One file shows the earlier resolution's title only where its preamble repeats it. */
#define TITLE_RENEWAL 0.9
#define LIST_RENEWAL 0.6
#define FIRST_RENEWAL 0.5
/* Fewer earlier resolutions in one paragraph say nothing without the title. */
#define SHORTEST_RUN 3
/* Sessions between a resolution and the one it renews: some return every second or third year. */
#define LONGEST_PAUSE 4

/* -- citations --------------------------------------------------------------------------------- */

static void add_link(rap_arena *arena, rap_links *links, const char *kind, rap_str from, rap_str to,
                     double score, const char *reasons)
{
    for (size_t i = links->count; i-- > 0;) {
        const rap_link *other = &links->items[i];
        if (!rap_str_equal(other->from, from)) {
            break;
        }
        if (rap_str_equal(other->to, to) && rap_str_is(other->kind, kind)) {
            return;
        }
    }
    RAP_PUSH(arena, links, (rap_link){rap_str_of(kind), from, to, score, rap_str_of(reasons)});
}

static rap_str place_of(rap_arena *arena, const rap_version *version, const rap_block *block)
{
    if (!block->label.length) {
        return version->doc_lang;
    }
    return rap_str_of(rap_arena_format(arena, "%.*s#%.*s", RAP_STR_ARG(version->doc_lang),
                                       RAP_STR_ARG(block->label)));
}

/* The mentions of block `index`: [*at, *end), which go forward with the blocks. */
static void next_mentions(const rap_version *version, uint32_t index, size_t *at, size_t *end)
{
    *at = *end;
    while (*at < version->mentions.count && version->mentions.items[*at].block < index) {
        ++*at;
    }
    *end = *at;
    while (*end < version->mentions.count && version->mentions.items[*end].block == index) {
        ++*end;
    }
}

static void add_note_cites(rap_arena *arena, const rap_version *version, rap_str from,
                           uint32_t block, rap_links *links)
{
    for (size_t i = 0; i < version->mentions.count; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        if (mention->block > block) {
            break;
        }
        if (mention->block == block && mention->kind == RAP_MENTION_SYMBOL &&
            mention->entity.length && !rap_str_equal(mention->entity, version->doc)) {
            add_link(arena, links, "cites", from, mention->entity, SURE, "named in a note");
        }
    }
}

static void find_cites(rap_arena *arena, const rap_version *version, rap_links *links)
{
    size_t at = 0, end = 0;
    for (uint32_t i = 0; i < version->blocks.count; i++) {
        const rap_block *block = &version->blocks.items[i];
        if (block->part == RAP_PART_COVER || block->part == RAP_PART_FOOTNOTE ||
            block->part == RAP_PART_CLOSING) {
            continue;
        }
        next_mentions(version, i, &at, &end);
        rap_str from = place_of(arena, version, block);
        for (size_t k = at; k < end; k++) {
            const rap_mention *mention = &version->mentions.items[k];
            if (mention->kind == RAP_MENTION_SYMBOL && mention->entity.length &&
                !rap_str_equal(mention->entity, version->doc)) {
                add_link(arena, links, "cites", from, mention->entity, SURE, "named in the text");
            }
        }
        for (size_t k = 0; k < block->notes.count; k++) {
            if (block->notes.items[k].block >= 0) {
                add_note_cites(arena, version, from, (uint32_t)block->notes.items[k].block, links);
            }
        }
    }
}

/* -- renewals ---------------------------------------------------------------------------------- */

/* "A/RES/68/272": its body's prefix and session; 0 where it is nothing of the kind. */
static int resolution_session(rap_str symbol, rap_str *ret_prefix)
{
    size_t last = symbol.length, before;
    while (last > 0 && symbol.data[last - 1] != '/') {
        last--;
    }
    before = last ? last - 1 : 0;
    while (before > 0 && symbol.data[before - 1] != '/') {
        before--;
    }
    int session = 0;
    if (!before || !rap_str_number(rap_str_slice(symbol, before, last - 1), &session)) {
        return 0;
    }
    *ret_prefix = rap_str_slice(symbol, 0, before);
    return session;
}

typedef struct {
    size_t count;
    int newest; /* session */
    rap_str symbol;
} run;

/* Adds the resolutions of the same body and earlier sessions that block `index` names. */
static void add_earlier(const rap_version *version, uint32_t index, int own, rap_str prefix,
                        run *found)
{
    for (size_t i = rap_mention_from(version, index, 0);
         i < version->mentions.count && version->mentions.items[i].block == index; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        rap_str other;
        if (mention->kind != RAP_MENTION_SYMBOL) {
            continue;
        }
        int session = resolution_session(mention->entity, &other);
        if (!session || session >= own || !rap_str_equal(other, prefix)) {
            continue;
        }
        found->count++;
        if (session > found->newest) {
            found->newest = session;
            found->symbol = mention->entity;
        }
    }
}

/* A resolution that comes back every session or two recalls in one breath all that went before it:
 * in the paragraph that repeats its title, or in the longest list of earlier resolutions, or first
 * of all. */
static void find_renewals(rap_arena *arena, const rap_version *version, rap_links *links)
{
    rap_str prefix;
    int own = resolution_session(version->doc, &prefix);
    if (!own || !rap_str_is(version->cover.kind, "resolution")) {
        return;
    }
    rap_str title = rap_text_fold(arena, version->cover.title);
    run best = {SHORTEST_RUN - 1, 0, RAP_STR_NONE}, first = {0};
    bool has_title = false;
    for (uint32_t i = 0; i < version->blocks.count && !has_title; i++) {
        const rap_block *block = &version->blocks.items[i];
        if (block->part != RAP_PART_PREAMBULAR) {
            continue;
        }
        run found = {0};
        add_earlier(version, i, own, prefix, &found);
        for (size_t k = 0; k < block->notes.count; k++) {
            if (block->notes.items[k].block >= 0) {
                add_earlier(version, (uint32_t)block->notes.items[k].block, own, prefix, &found);
            }
        }
        if (!found.count || own - found.newest > LONGEST_PAUSE) {
            continue;
        }
        has_title =
            title.length && rap_str_find(rap_text_fold(arena, block->text), title, 0) != SIZE_MAX;
        first = first.count ? first : found;
        if (has_title || found.count > best.count) {
            best = found;
        }
    }
    if (has_title) {
        add_link(arena, links, "renews", version->doc_lang, best.symbol, TITLE_RENEWAL,
                 "newest of the earlier resolutions recalled under the same title");
    } else if (best.symbol.length) {
        add_link(arena, links, "renews", version->doc_lang, best.symbol, LIST_RENEWAL,
                 "newest of the earlier resolutions that one paragraph recalls together");
    } else if (first.symbol.length) {
        add_link(arena, links, "renews", version->doc_lang, first.symbol, FIRST_RENEWAL,
                 "newest of the resolutions of the last years that it recalls first");
    }
}

/* -- languages --------------------------------------------------------------------------------- */

static bool is_numbered(const rap_block *block)
{
    return block->label.length && (block->part == RAP_PART_OPERATIVE ||
                                   block->part == RAP_PART_BODY || block->part == RAP_PART_ANNEX);
}

/* The share of numbered paragraphs that two versions have alike; their whole where neither has any.
 */
static double alike(rap_arena *arena, const rap_version *a, const rap_version *b)
{
    rap_map *labels = rap_map_new(arena);
    size_t in_a = 0, in_b = 0, shared = 0;
    for (size_t i = 0; i < a->blocks.count; i++) {
        if (is_numbered(&a->blocks.items[i])) {
            rap_map_set(labels, a->blocks.items[i].label, labels);
            in_a++;
        }
    }
    for (size_t i = 0; i < b->blocks.count; i++) {
        if (is_numbered(&b->blocks.items[i])) {
            in_b++;
            shared += rap_map_find(labels, b->blocks.items[i].label) != NULL;
        }
    }
    size_t most = in_a > in_b ? in_a : in_b;
    return most ? (double)shared / (double)most : SURE;
}

static void find_translations(rap_arena *arena, const rap_versions *versions, rap_links *links)
{
    for (size_t i = 0; i < versions->count; i++) {
        for (size_t k = i + 1; k < versions->count; k++) {
            const rap_version *a = &versions->items[i], *b = &versions->items[k];
            if (!rap_str_equal(a->doc, b->doc) || a->lang == b->lang) {
                continue;
            }
            double share = alike(arena, a, b);
            add_link(arena, links, "translation of", b->doc_lang, a->doc_lang, share,
                     rap_arena_format(arena, "same work; %d per cent of numbered paragraphs alike",
                                      (int)(share * 100)));
        }
    }
}

void rap_link_find(rap_arena *arena, const rap_versions *versions, rap_links *ret_links)
{
    rap_links links = {0};
    for (size_t i = 0; i < versions->count; i++) {
        find_cites(arena, &versions->items[i], &links);
        find_renewals(arena, &versions->items[i], &links);
    }
    find_translations(arena, versions, &links);
    *ret_links = links;
}

#include "names.h"

#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
    const rap_name *x = *(rap_name *const *)a, *y = *(rap_name *const *)b;
    int order = rap_str_compare(x->key, y->key);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

typedef struct {
    rap_names *names;
    rap_arena *arena;
    size_t first_free;
} builder;

static void reserve(builder *b, size_t size)
{
    rap_names *n = b->names;
    if (size <= n->size) {
        return;
    }
    size_t grown = n->size ? n->size : 4096;
    while (grown < size) {
        grown *= 2;
    }
    rap_name_node *nodes = RAP_NEW_ARRAY(b->arena, rap_name_node, grown);
    if (n->size) {
        memcpy(nodes, n->nodes, n->size * sizeof *nodes);
    }
    n->nodes = nodes;
    n->size = grown;
}

/* A base where all labels find a free place. Where a stretch is nearly full, later searches begin
 * behind it: a few holes are cheaper than looking at them again for every node. */
static int32_t find_base(builder *b, const unsigned char *labels, size_t count)
{
    size_t start = b->first_free > labels[0] ? b->first_free : (size_t)labels[0] + 1;
    size_t taken = 0;
    for (size_t place = start;; place++) {
        if (place + 512 > b->names->size) {
            reserve(b, place + 512);
        }
        if (b->names->nodes[place].check) {
            taken++;
            continue;
        }
        size_t base = place - labels[0];
        bool fits = true;
        for (size_t i = 1; i < count && fits; i++) {
            fits = !b->names->nodes[base + labels[i]].check;
        }
        if (fits) {
            if (taken * 10 >= (place - start + 1) * 9) {
                b->first_free = place;
            }
            return (int32_t)base;
        }
    }
}

typedef struct {
    size_t low, high, depth;
    int32_t node;
} range;

static unsigned char label_at(const rap_names *n, size_t key, size_t depth)
{
    rap_str text = n->keys[key]->key;
    return depth < text.length ? (unsigned char)text.data[depth] : 0;
}

static void build_trie(builder *b)
{
    RAP_VEC(range) stack = {0};
    rap_names *n = b->names;
    reserve(b, 1024);
    n->nodes[1].check = 1;
    b->first_free = 2;
    RAP_PUSH(b->arena, &stack, (range){0, n->key_count, 0, 1});
    while (stack.count) {
        range r = stack.items[--stack.count];
        if (r.high - r.low == 1) {
            n->nodes[r.node].base = -(int32_t)r.low - 1;
            continue;
        }
        unsigned char labels[256];
        size_t starts[257], count = 0;
        size_t key = r.low;
        do {
            unsigned char label = label_at(n, key, r.depth);
            if (!count || labels[count - 1] != label) {
                labels[count] = label;
                starts[count++] = key;
            }
        } while (++key < r.high);
        starts[count] = r.high;
        int32_t base = find_base(b, labels, count);
        n->nodes[r.node].base = base;
        for (size_t i = 0; i < count; i++) {
            n->nodes[base + labels[i]].check = r.node;
        }
        for (size_t i = 0; i < count; i++) {
            RAP_PUSH(b->arena, &stack,
                     (range){starts[i], starts[i + 1], r.depth + 1, base + labels[i]});
        }
    }
}

void rap_names_build(rap_names *names, rap_arena *arena, rap_name_list *list)
{
    *names = (rap_names){0};
    if (!list->count) {
        return;
    }
    qsort(list->items, list->count, sizeof *list->items, compare_names);
    names->keys = RAP_NEW_ARRAY(arena, const rap_name *, list->count);
    rap_name *last = NULL;
    for (size_t i = 0; i < list->count; i++) {
        rap_name *name = list->items[i];
        if (last && rap_str_equal(last->key, name->key)) {
            last->next = name;
        } else {
            names->keys[names->key_count++] = name;
        }
        last = name;
    }
    names->beginnings = RAP_NEW(arena, rap_beginnings);
    names->words = RAP_NEW_ARRAY(arena, uint64_t, ((size_t)UINT16_MAX + 1) / 64);
    for (size_t i = 0; i < names->key_count; i++) {
        rap_str key = names->keys[i]->key;
        size_t end = 1;
        if (!key.length) {
            continue;
        }
        while (!rap_fold_is_boundary(key, end)) {
            end++;
        }
        uint16_t hash = rap_fold_word_hash(key, 0, end);
        names->words[hash >> 6] |= UINT64_C(1) << (hash & 63);
        rap_beginnings_add(names->beginnings, key);
    }
    builder b = {names, arena, 0};
    build_trie(&b);
}

static bool last_is_upper(const rap_fold *fold, size_t at, size_t end)
{
    size_t last = end;
    while (last > at && fold->text.data[last - 1] != ' ') {
        last--;
    }
    return rap_fold_is_upper(fold->source, fold->from[last]);
}

bool rap_name_fits(const rap_name *name, const rap_fold *fold, size_t at, size_t end)
{
    if (name->flags & RAP_NAME_EXACT) {
        rap_str shown = rap_str_slice(fold->source, fold->from[at], fold->until[end - 1]);
        return rap_str_equal(shown, name->printed);
    }
    if ((name->flags & RAP_NAME_LAST) && !last_is_upper(fold, at, end)) {
        return false;
    }
    return !(name->flags & RAP_NAME_CAPITAL) || rap_fold_is_upper(fold->source, fold->from[at]);
}

static bool take(const rap_names *names, size_t key, const rap_fold *fold, size_t at, size_t end,
                 rap_name_hit *ret_hit)
{
    if (!rap_fold_is_boundary(fold->text, end)) {
        return false;
    }
    /* "GUAM" is the organization and "Guam" the island: an acronym that fits goes first. */
    const rap_name *best = NULL;
    for (const rap_name *name = names->keys[key]; name; name = name->next) {
        bool exact = (name->flags & RAP_NAME_EXACT) != 0;
        if ((!best || (exact && !(best->flags & RAP_NAME_EXACT))) &&
            rap_name_fits(name, fold, at, end)) {
            best = name;
        }
    }
    if (best) {
        *ret_hit = (rap_name_hit){best, end};
    }
    return best != NULL;
}

bool rap_names_match(const rap_names *names, const rap_fold *fold, size_t at, rap_name_hit *ret_hit)
{
    rap_str text = fold->text;
    if (!names->key_count || at >= text.length ||
        !rap_beginnings_may(names->beginnings, text, at)) {
        return false;
    }
    bool found = false;
    int32_t node = 1;
    for (size_t i = at;; i++) {
        int32_t base = names->nodes[node].base;
        if (base < 0) {
            size_t key = (size_t)(-base - 1);
            rap_str whole = names->keys[key]->key;
            if (rap_str_starts(rap_str_slice(text, at, text.length), whole) && whole.length) {
                found = take(names, key, fold, at, at + whole.length, ret_hit) || found;
            }
            return found;
        }
        if (names->nodes[base].check == node && i > at) {
            found =
                take(names, (size_t)(-names->nodes[base].base - 1), fold, at, i, ret_hit) || found;
        }
        if (i >= text.length) {
            return found;
        }
        int32_t next = base + (unsigned char)text.data[i];
        if ((size_t)next >= names->size || names->nodes[next].check != node) {
            return found;
        }
        node = next;
    }
}

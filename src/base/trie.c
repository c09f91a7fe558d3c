#include "base/trie.h"

rap_trie *rap_trie_new(rap_arena *arena)
{
    rap_trie *trie = RAP_NEW(arena, rap_trie);
    trie->arena = arena;
    RAP_PUSH(arena, &trie->values, -1);
    RAP_PUSH(arena, &trie->values, -1);
    return trie;
}

static void grow(rap_trie *trie)
{
    rap_trie_edge *old = trie->edges;
    size_t count = trie->edge_room;
    trie->edge_room = count ? count * 2 : 256;
    trie->edges = RAP_NEW_ARRAY(trie->arena, rap_trie_edge, trie->edge_room);
    for (size_t i = 0; i < count; i++) {
        if (old[i].node) {
            *rap_trie_edge_of(trie, old[i].key) = old[i];
        }
    }
}

static uint32_t add(rap_trie *trie, uint32_t node, char byte)
{
    uint32_t fresh = (uint32_t)trie->values.count, key = node << 8 | (unsigned char)byte;
    RAP_PUSH(trie->arena, &trie->values, -1);
    if (node == RAP_TRIE_ROOT) {
        trie->first[(unsigned char)byte] = fresh;
        return fresh;
    }
    if (++trie->edge_count * 2 > trie->edge_room) {
        grow(trie);
    }
    *rap_trie_edge_of(trie, key) = (rap_trie_edge){key, fresh};
    return fresh;
}

int *rap_trie_put(rap_trie *trie, rap_str key)
{
    uint32_t node = RAP_TRIE_ROOT;
    rap_beginnings_add(&trie->beginnings, key);
    for (size_t i = 0; i < key.length; i++) {
        uint32_t next = rap_trie_step(trie, node, key.data[i]);
        node = next ? next : add(trie, node, key.data[i]);
    }
    return &trie->values.items[node];
}

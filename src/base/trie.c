#include "base/trie.h"

/* An edge; node 0 as its end: free. */
typedef struct {
    uint64_t key; /* node and byte */
    uint32_t node;
} edge;

struct rap_trie {
    rap_arena *arena;
    uint32_t first[256]; /* edges of the root, where most walks end */
    edge *edges;         /* the others: a hash table, at most half full */
    size_t edge_room, edge_count;
    RAP_VEC(int) values; /* by node; 0 stands for none */
};

rap_trie *rap_trie_new(rap_arena *arena)
{
    rap_trie *trie = RAP_NEW(arena, rap_trie);
    trie->arena = arena;
    RAP_PUSH(arena, &trie->values, -1);
    RAP_PUSH(arena, &trie->values, -1);
    return trie;
}

/* The edge, or the free one where it belongs. */
static edge *edge_of(const rap_trie *trie, uint64_t key)
{
    size_t mask = trie->edge_room - 1;
    size_t at = (size_t)(key * 0x9E3779B97F4A7C15u >> 32) & mask;
    while (trie->edges[at].node && trie->edges[at].key != key) {
        at = (at + 1) & mask;
    }
    return &trie->edges[at];
}

static uint64_t key_of(uint32_t node, char byte)
{
    return (uint64_t)node << 8 | (unsigned char)byte;
}

static void grow(rap_trie *trie)
{
    edge *old = trie->edges;
    size_t count = trie->edge_room;
    trie->edge_room = count ? count * 2 : 256;
    trie->edges = RAP_NEW_ARRAY(trie->arena, edge, trie->edge_room);
    for (size_t i = 0; i < count; i++) {
        if (old[i].node) {
            *edge_of(trie, old[i].key) = old[i];
        }
    }
}

static uint32_t add(rap_trie *trie, uint32_t node, char byte)
{
    uint32_t fresh = (uint32_t)trie->values.count;
    RAP_PUSH(trie->arena, &trie->values, -1);
    if (node == RAP_TRIE_ROOT) {
        trie->first[(unsigned char)byte] = fresh;
        return fresh;
    }
    if (++trie->edge_count * 2 > trie->edge_room) {
        grow(trie);
    }
    *edge_of(trie, key_of(node, byte)) = (edge){key_of(node, byte), fresh};
    return fresh;
}

int *rap_trie_put(rap_trie *trie, rap_str key)
{
    uint32_t node = RAP_TRIE_ROOT;
    for (size_t i = 0; i < key.length; i++) {
        uint32_t next = rap_trie_step(trie, node, key.data[i]);
        node = next ? next : add(trie, node, key.data[i]);
    }
    return &trie->values.items[node];
}

uint32_t rap_trie_step(const rap_trie *trie, uint32_t node, char byte)
{
    if (node == RAP_TRIE_ROOT) {
        return trie->first[(unsigned char)byte];
    }
    return trie->edge_room ? edge_of(trie, key_of(node, byte))->node : 0;
}

int rap_trie_value(const rap_trie *trie, uint32_t node)
{
    return trie->values.items[node];
}

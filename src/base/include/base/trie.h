/* Phrases to find at a place of a text: a byte goes from node to node, so that all phrases that
 * begin there are met in one walk, the shortest first, however many there are.
 *
 *     uint32_t node = RAP_TRIE_ROOT;
 *     for (size_t i = at; i < text.length && (node = rap_trie_step(trie, node, text.data[i])); i++)
 *         if (rap_trie_value(trie, node) >= 0) ... a phrase ends behind byte i
 */
#ifndef RAP_BASE_TRIE_H
#define RAP_BASE_TRIE_H

#include "base/beginnings.h"

#define RAP_TRIE_ROOT 1u

/* An edge; node 0 as its end: free. */
typedef struct {
    uint32_t key; /* node and byte */
    uint32_t node;
} rap_trie_edge;

/* Looked into by the functions below alone. */
typedef struct {
    rap_arena *arena;
    uint32_t first[256]; /* edges of the root, where most walks end */
    rap_beginnings beginnings;
    rap_trie_edge *edges; /* the others: a hash table, at most half full */
    size_t edge_room, edge_count;
    RAP_VEC(int) values; /* by node; 0 stands for none */
} rap_trie;

/* In the arena; immutable and shared by threads once it is filled. */
rap_trie *rap_trie_new(rap_arena *arena);

/* The value of a phrase that is not empty, -1 before it is set; the trie copies nothing of `key`.
 * Valid until the next call. */
int *rap_trie_put(rap_trie *trie, rap_str key);

/* Where the edge for `key` is, or may be put. */
static inline rap_trie_edge *rap_trie_edge_of(const rap_trie *trie, uint32_t key)
{
    size_t mask = trie->edge_room - 1;
    size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & mask;
    while (trie->edges[at].node && trie->edges[at].key != key) {
        at = (at + 1) & mask;
    }
    return &trie->edges[at];
}

/* The node behind `byte`, or 0. */
static inline uint32_t rap_trie_step(const rap_trie *trie, uint32_t node, char byte)
{
    if (node == RAP_TRIE_ROOT) {
        return trie->first[(unsigned char)byte];
    }
    return trie->edge_room ? rap_trie_edge_of(trie, node << 8 | (unsigned char)byte)->node : 0;
}

/* Whether a phrase may begin at byte `at`, a byte of `text`: false where none does. */
static inline bool rap_trie_may_begin(const rap_trie *trie, rap_str text, size_t at)
{
    return rap_beginnings_may(&trie->beginnings, text, at);
}

/* The value of the phrase that ends at the node; -1: none does. */
static inline int rap_trie_value(const rap_trie *trie, uint32_t node)
{
    return trie->values.items[node];
}

#endif

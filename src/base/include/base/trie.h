/* Phrases to find at a place of a text: a byte goes from node to node, so that all phrases that
 * begin there are met in one walk, the shortest first, however many there are.
 *
 *     uint32_t node = RAP_TRIE_ROOT;
 *     for (size_t i = at; i < text.length && (node = rap_trie_step(trie, node, text.data[i])); i++)
 *         if (rap_trie_value(trie, node) >= 0) ... a phrase ends behind byte i
 */
#ifndef RAP_BASE_TRIE_H
#define RAP_BASE_TRIE_H

#include "base/str.h"

#define RAP_TRIE_ROOT 1u

typedef struct rap_trie rap_trie;

/* In the arena; immutable and shared by threads once it is filled. */
rap_trie *rap_trie_new(rap_arena *arena);

/* The value of a phrase that is not empty, -1 before it is set; the trie copies nothing of `key`.
 * Valid until the next call. */
int *rap_trie_put(rap_trie *trie, rap_str key);

/* The node behind `byte`, or 0. */
uint32_t rap_trie_step(const rap_trie *trie, uint32_t node, char byte);

/* The value of the phrase that ends at the node; -1: none does. */
int rap_trie_value(const rap_trie *trie, uint32_t node);

#endif

/* A hash map from strings to pointers, in an arena. Keys are borrowed. Iterates in insertion order.
 */
#ifndef RAP_BASE_MAP_H
#define RAP_BASE_MAP_H

#include "base/str.h"

typedef struct rap_map rap_map;

rap_map *rap_map_new(rap_arena *arena);
/* The value, or NULL. */
void *rap_map_find(const rap_map *map, rap_str key);
/* Sets the value, replacing an older one. */
void rap_map_set(rap_map *map, rap_str key, void *value);
/* The hash that maps go by, for tables of other kinds. Not for what is stored, nor against forgers.
 */
uint64_t rap_map_hash(rap_str key);
size_t rap_map_count(const rap_map *map);
/* Entry `index` in insertion order; false past the last. */
bool rap_map_at(const rap_map *map, size_t index, rap_str *ret_key, void **ret_value);

#endif

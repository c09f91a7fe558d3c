#include "base/vec.h"

void *rap_vec_grow(rap_arena *arena, void *items, size_t *capacity, size_t item_size)
{
    size_t had = *capacity;
    size_t now = had ? had * 2 : 8;
    items = rap_arena_grow(arena, items, had * item_size, now * item_size);
    *capacity = now;
    return items;
}

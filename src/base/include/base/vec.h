/* Typed vectors in an arena: typedef RAP_VEC(rap_block) rap_blocks; */
#ifndef RAP_BASE_VEC_H
#define RAP_BASE_VEC_H

#include "base/arena.h"

#include <stddef.h>

#define RAP_VEC(type)                                                                              \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, capacity;                                                                    \
    }

/* Appends a copy of `...` (an expression of the element's type). */
#define RAP_PUSH(arena, vec, ...)                                                                  \
    do {                                                                                           \
        if ((vec)->count == (vec)->capacity) {                                                     \
            (vec)->items =                                                                         \
                rap_vec_grow((arena), (vec)->items, &(vec)->capacity, sizeof *(vec)->items);       \
        }                                                                                          \
        (vec)->items[(vec)->count++] = (__VA_ARGS__);                                              \
    } while (0)

/* Doubles the capacity (at least 8) and returns the new place of the items. */
void *rap_vec_grow(rap_arena *arena, void *items, size_t *capacity, size_t item_size);

#endif

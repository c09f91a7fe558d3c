/* Which activities are one: what links of kind "same as" join, however many. */
#include "base/map.h"
#include "register/register.h"

#include <stdlib.h>

typedef struct node {
    rap_str name;
    struct node *above; /* itself: the group's first */
    rap_strs *group;    /* of the first */
} node;

struct rap_register_same {
    rap_arena *arena;
    rap_map *nodes; /* by name */
};

static node *top_of(node *one)
{
    while (one->above != one) {
        one->above = one->above->above;
        one = one->above;
    }
    return one;
}

static node *node_of(rap_register_same *same, rap_str name)
{
    node *one = rap_map_find(same->nodes, name);
    if (!one) {
        one = RAP_NEW(same->arena, node);
        one->name = rap_str_copy(same->arena, name);
        one->above = one;
        rap_map_set(same->nodes, one->name, one);
    }
    return one;
}

static bool take_link(void *user, rap_str from, rap_str to)
{
    rap_register_same *same = user;
    node *a = top_of(node_of(same, from)), *b = top_of(node_of(same, to));
    b->above = a;
    return true;
}

rap_register_same *rap_register_same_read(rap_register *reg, rap_arena *arena, rap_error *error)
{
    rap_register_same *same = RAP_NEW(arena, rap_register_same);
    same->arena = arena;
    same->nodes = rap_map_new(arena);
    if (!rap_register_link_ends(reg, RAP_STR("same as"), take_link, same, error)) {
        return NULL;
    }
    rap_str name;
    void *value;
    for (size_t i = 0; rap_map_at(same->nodes, i, &name, &value); i++) {
        node *top = top_of(value);
        if (!top->group) {
            top->group = RAP_NEW(arena, rap_strs);
        }
        RAP_PUSH(arena, top->group, name);
    }
    return same;
}

const rap_strs *rap_register_same_group(const rap_register_same *same, rap_str name)
{
    node *one = rap_map_find(same->nodes, name);
    return one ? top_of(one)->group : NULL;
}

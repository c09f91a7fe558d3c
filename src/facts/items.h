/* Looking at the items of a clause. Private to the module. */
#ifndef RAP_FACTS_ITEMS_H
#define RAP_FACTS_ITEMS_H

#include "clause.h"

/* The item at `i`; one of no kind beyond the last. */
static inline const rap_item *item_at(const rap_clause *clause, uint32_t i)
{
    static const rap_item none = {.kind = RAP_ITEM_OTHER, .mention = UINT32_MAX};
    return i < clause->items.count ? &clause->items.items[i] : &none;
}

static inline bool has(const rap_clause *clause, uint32_t i, rap_role role)
{
    return rap_item_has(item_at(clause, i), role);
}

#endif

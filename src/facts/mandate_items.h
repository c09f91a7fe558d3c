/* What stands in an act of will, as far as it tells who is asked: the words of
 * data/<language>/addressees.tsv and those who are named, in the order of the text. */
#ifndef RAP_FACTS_MANDATE_ITEMS_H
#define RAP_FACTS_MANDATE_ITEMS_H

#include "mandate_parties.h"

/* A word of the data or a party. */
typedef struct {
    mark_kind kind;      /* MARK_NONE: a party */
    uint32_t start, end; /* bytes of the block's text */
    const rap_mention *mention;
} act_item;

typedef RAP_VEC(act_item) act_items;

/* Those of bytes [from, to) of the block, in the arena of the version. */
act_items rap_act_items(const mandate_context *context, uint32_t block, uint32_t from, uint32_t to);

/* Whether a mention is of somebody who can be asked. */
bool rap_is_party(const rap_mention *mention);

#endif

/* Bodies that are taken up again by a word of their name. */
#include "parties.h"

rap_str rap_find_named_before(const rap_clause *clause, const rap_item *item)
{
    const rap_version *version = clause->version;
    uint32_t block = (uint32_t)(clause->block - version->blocks.items);
    rap_str word = rap_str_slice(clause->block->text, item->span.start, item->span.end);
    size_t before = rap_mention_from(version, block, item->span.start);
    for (size_t n = 0; n < 60 && n < before; n++) {
        const rap_mention *m = &version->mentions.items[before - 1 - n];
        if ((m->kind != RAP_MENTION_ORGANIZATION && m->kind != RAP_MENTION_PERSON) ||
            m->entity.length == 0 || m->block + 6 < block) {
            continue;
        }
        rap_str name = rap_block_slice(&version->blocks.items[m->block], m->span);
        if (rap_str_find(name, word, 0) != SIZE_MAX) {
            return m->entity;
        }
    }
    return RAP_STR_NONE;
}

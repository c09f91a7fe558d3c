/* Bodies that are taken up again by a word of their name. */
#include "parties.h"

rap_str rap_find_named_before(const rap_clause *clause, const rap_item *item)
{
    const rap_version *version = clause->version;
    uint32_t block = (uint32_t)(clause->block - version->blocks.items);
    rap_str word = rap_str_slice(clause->block->text, item->span.start, item->span.end);
    size_t low = 0, high = version->mentions.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const rap_mention *m = &version->mentions.items[middle];
        if (m->block < block || (m->block == block && m->span.start < item->span.start)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (size_t n = 0; n < 60 && n < low; n++) {
        const rap_mention *m = &version->mentions.items[low - 1 - n];
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

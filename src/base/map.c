#include "base/map.h"

typedef struct {
    rap_str key;
    void *value;
    uint64_t hash;
} entry;

struct rap_map {
    rap_arena *arena;
    RAP_VEC(entry) entries;
    uint32_t *slots; /* index of the entry + 1; 0: free */
    size_t slot_count;
};

/* Eight bytes at a time, each time multiplied and turned. */
uint64_t rap_map_hash(rap_str key)
{
    uint64_t hash = key.length, eight = 0;
    while (key.length >= sizeof eight) {
        memcpy(&eight, key.data, sizeof eight);
        hash = (hash ^ eight) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
        key.data += sizeof eight;
        key.length -= sizeof eight;
    }
    eight = 0;
    for (size_t i = 0; i < key.length; i++) {
        eight = eight << 8 | (unsigned char)key.data[i];
    }
    hash = (hash ^ eight) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

rap_map *rap_map_new(rap_arena *arena)
{
    rap_map *map = RAP_NEW(arena, rap_map);
    map->arena = arena;
    return map;
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *slot_of(const rap_map *map, rap_str key, uint64_t hash)
{
    for (size_t i = hash & (map->slot_count - 1);; i = (i + 1) & (map->slot_count - 1)) {
        uint32_t *slot = &map->slots[i];
        if (!*slot) {
            return slot;
        }
        const entry *e = &map->entries.items[*slot - 1];
        if (e->hash == hash && rap_str_equal(e->key, key)) {
            return slot;
        }
    }
}

void *rap_map_find(const rap_map *map, rap_str key)
{
    if (!map->slot_count) {
        return NULL;
    }
    uint32_t slot = *slot_of(map, key, rap_map_hash(key));
    return slot ? map->entries.items[slot - 1].value : NULL;
}

static void grow(rap_map *map)
{
    map->slot_count = map->slot_count ? map->slot_count * 2 : 16;
    map->slots = RAP_NEW_ARRAY(map->arena, uint32_t, map->slot_count);
    for (size_t i = 0; i < map->entries.count; i++) {
        const entry *e = &map->entries.items[i];
        *slot_of(map, e->key, e->hash) = (uint32_t)i + 1;
    }
}

void rap_map_set(rap_map *map, rap_str key, void *value)
{
    if ((map->entries.count + 1) * 2 > map->slot_count) {
        grow(map);
    }
    uint64_t hash = rap_map_hash(key);
    uint32_t *slot = slot_of(map, key, hash);
    if (*slot) {
        map->entries.items[*slot - 1].value = value;
        return;
    }
    RAP_PUSH(map->arena, &map->entries, (entry){key, value, hash});
    *slot = (uint32_t)map->entries.count;
}

size_t rap_map_count(const rap_map *map)
{
    return map->entries.count;
}

bool rap_map_at(const rap_map *map, size_t index, rap_str *ret_key, void **ret_value)
{
    if (index >= map->entries.count) {
        return false;
    }
    *ret_key = map->entries.items[index].key;
    *ret_value = map->entries.items[index].value;
    return true;
}

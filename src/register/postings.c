#include "postings.h"

#include "base/map.h"

/* -- numbers ----------------------------------------------------------------------------------- */

#define LONGEST_NUMBER 10u

static char *write_number(char *to, uint64_t number)
{
    while (number >= 0x80) {
        *to++ = (char)(number | 0x80);
        number >>= 7;
    }
    *to++ = (char)number;
    return to;
}

void rap_postings_put_number(rap_buf *out, uint64_t number)
{
    char bytes[LONGEST_NUMBER];
    rap_buf_put(out, (rap_str){bytes, (size_t)(write_number(bytes, number) - bytes)});
}

rap_postings_reader rap_postings_reader_of(rap_str bytes)
{
    const unsigned char *at = (const unsigned char *)(bytes.length ? bytes.data : "");
    return (rap_postings_reader){at, at + bytes.length, false};
}

static uint64_t damaged(rap_postings_reader *reader)
{
    reader->is_damaged = true;
    reader->at = reader->end;
    return 0;
}

uint64_t rap_postings_number(rap_postings_reader *reader)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 7 * LONGEST_NUMBER && reader->at < reader->end; shift += 7) {
        unsigned char byte = *reader->at++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            return number;
        }
    }
    return damaged(reader);
}

static rap_str read_bytes(rap_postings_reader *reader)
{
    uint64_t length = rap_postings_number(reader);
    if (length > (uint64_t)(reader->end - reader->at)) {
        damaged(reader);
        return RAP_STR_NONE;
    }
    rap_str bytes = {(const char *)reader->at, (size_t)length};
    reader->at += length;
    return bytes;
}

/* -- the words of a version -------------------------------------------------------------------- */

/* A word of the version, and a place of one. */
typedef struct {
    rap_str word;
    uint64_t hash;
    uint32_t count, first; /* of its places among all */
} known_word;

typedef struct {
    uint32_t block, position;
} place;

typedef struct {
    rap_arena *scratch;
    RAP_VEC(known_word) words;
    RAP_VEC(uint32_t) tokens; /* the word of each, block after block */
    uint32_t *slots;          /* a word + 1, or 0 */
    size_t slot_count;
} gathering;

static void grow_slots(gathering *all)
{
    all->slot_count = all->slot_count ? all->slot_count * 2 : 2048;
    all->slots = RAP_NEW_ARRAY(all->scratch, uint32_t, all->slot_count);
    for (size_t i = 0; i < all->words.count; i++) {
        size_t at = all->words.items[i].hash & (all->slot_count - 1);
        while (all->slots[at]) {
            at = (at + 1) & (all->slot_count - 1);
        }
        all->slots[at] = (uint32_t)i + 1;
    }
}

static uint32_t word_of(gathering *all, rap_str word)
{
    if ((all->words.count + 1) * 2 > all->slot_count) {
        grow_slots(all);
    }
    uint64_t hash = rap_map_hash(word);
    size_t at = hash & (all->slot_count - 1);
    for (; all->slots[at]; at = (at + 1) & (all->slot_count - 1)) {
        const known_word *known = &all->words.items[all->slots[at] - 1];
        if (known->hash == hash && rap_str_equal(known->word, word)) {
            return all->slots[at] - 1;
        }
    }
    RAP_PUSH(all->scratch, &all->words, (known_word){word, hash, 0, 0});
    all->slots[at] = (uint32_t)all->words.count;
    return (uint32_t)all->words.count - 1;
}

/* How many words the block has. */
static uint32_t gather(gathering *all, rap_str block)
{
    uint32_t count = 0;
    rap_str word;
    while (rap_str_split(&block, ' ', &word)) {
        if (word.length) {
            uint32_t index = word_of(all, word);
            all->words.items[index].count++;
            RAP_PUSH(all->scratch, &all->tokens, index);
            count++;
        }
    }
    return count;
}

/* The places of all words, those of one word together. */
static place *places_by_word(gathering *all, const uint32_t *sizes, size_t count)
{
    place *places = RAP_NEW_ARRAY(all->scratch, place, all->tokens.count);
    uint32_t first = 0;
    for (size_t i = 0; i < all->words.count; i++) {
        known_word *word = &all->words.items[i];
        word->first = first;
        first += word->count;
        word->count = 0;
    }
    const uint32_t *token = all->tokens.items;
    for (size_t block = 0; block < count; block++) {
        for (uint32_t i = 0; i < sizes[block]; i++) {
            known_word *word = &all->words.items[*token++];
            places[word->first + word->count++] = (place){(uint32_t)block, i};
        }
    }
    return places;
}

static char *write_places(char *to, const place *places, size_t count)
{
    uint32_t block = 0;
    for (size_t i = 0, next; i < count; i = next) {
        next = i + 1;
        while (next < count && places[next].block == places[i].block) {
            next++;
        }
        uint64_t step = places[i].block - block;
        to = write_number(to, step << 1 | (next == i + 1));
        if (next > i + 1) {
            to = write_number(to, next - i);
        }
        block = places[i].block;
        for (uint32_t position = 0; i < next; i++) {
            to = write_number(to, places[i].position - position);
            position = places[i].position;
        }
    }
    return to;
}

rap_postings rap_postings_of(rap_arena *arena, rap_arena *scratch, const rap_str *blocks,
                             size_t count)
{
    gathering all = {.scratch = scratch};
    uint32_t *sizes = RAP_NEW_ARRAY(scratch, uint32_t, count);
    size_t letters = 0;
    rap_postings postings = {.blocks = (int64_t)count};
    rap_buf packed_sizes;
    rap_buf_init(&packed_sizes, arena);
    for (size_t i = 0; i < count; i++) {
        sizes[i] = gather(&all, blocks[i]);
        postings.filled += sizes[i] > 0;
        rap_postings_put_number(&packed_sizes, sizes[i]);
    }
    place *places = places_by_word(&all, sizes, count);
    for (size_t i = 0; i < all.words.count; i++) {
        letters += all.words.items[i].word.length;
    }
    /* Numbers of 32 bits, three for a place at most. */
    char *room = rap_arena_take_raw(scratch, letters + all.tokens.count * 15 + 1), *to = room;
    postings.count = all.words.count;
    postings.words = (int64_t)all.tokens.count;
    postings.sizes = rap_buf_str(&packed_sizes);
    postings.items = RAP_NEW_ARRAY(arena, rap_posting, postings.count);
    for (size_t i = 0; i < all.words.count; i++) {
        const known_word *word = &all.words.items[i];
        char *start = memcpy(to, word->word.data, word->word.length);
        char *behind = start + word->word.length;
        to = write_places(behind, places + word->first, word->count);
        postings.items[i] =
            (rap_posting){{start, word->word.length}, word->hash, {behind, (size_t)(to - behind)}};
    }
    const char *kept = rap_arena_copy(arena, room, (size_t)(to - room));
    for (size_t i = 0; i < postings.count; i++) {
        rap_posting *posting = &postings.items[i];
        posting->word.data = kept + (posting->word.data - room);
        posting->places.data = kept + (posting->places.data - room);
    }
    return postings;
}

/* -- entries and versions ---------------------------------------------------------------------- */

void rap_postings_put_entry(rap_buf *page, rap_str before, rap_str word, rap_str postings)
{
    size_t shared = 0;
    while (shared < before.length && shared < word.length &&
           before.data[shared] == word.data[shared]) {
        shared++;
    }
    rap_postings_put_number(page, shared);
    rap_postings_put_number(page, word.length - shared);
    rap_buf_put(page, rap_str_slice(word, shared, word.length));
    rap_postings_put_number(page, postings.length);
    rap_buf_put(page, postings);
}

bool rap_postings_entry(rap_postings_reader *page, rap_buf *word, rap_str *ret_postings)
{
    if (page->at == page->end) {
        return false;
    }
    uint64_t shared = rap_postings_number(page);
    rap_str rest = read_bytes(page);
    rap_str postings = read_bytes(page);
    if (page->is_damaged || shared > word->length) {
        damaged(page);
        return false;
    }
    word->length = (size_t)shared;
    rap_buf_put(word, rest);
    *ret_postings = postings;
    return true;
}

void rap_postings_put_version(rap_buf *entry, int64_t before, int64_t version, rap_str places)
{
    bool is_back = version < before;
    uint64_t step = is_back ? (uint64_t)(before - version) : (uint64_t)(version - before);
    rap_postings_put_number(entry, step << 1 | is_back);
    rap_postings_put_number(entry, places.length);
    rap_buf_put(entry, places);
}

bool rap_postings_version(rap_postings_reader *entry, int64_t *version, rap_str *ret_places)
{
    if (entry->at == entry->end) {
        return false;
    }
    uint64_t step = rap_postings_number(entry);
    *ret_places = read_bytes(entry);
    int64_t distance = (int64_t)(step >> 1);
    bool is_back = step & 1;
    if (is_back ? distance > *version : distance > INT64_MAX - *version) {
        damaged(entry);
    }
    if (entry->is_damaged) {
        return false;
    }
    *version += is_back ? -distance : distance;
    return true;
}

/* -- places ------------------------------------------------------------------------------------ */

bool rap_places_next(rap_places *places)
{
    rap_postings_reader *reader = &places->reader;
    if (!places->left) {
        if (reader->at == reader->end) {
            return false;
        }
        uint64_t step = rap_postings_number(reader);
        places->left = step & 1 ? 1 : rap_postings_number(reader);
        /* None twice, and none without a place. */
        if (!places->left || step >> 1 > UINT32_MAX - places->block ||
            (places->is_begun && !(step >> 1))) {
            damaged(reader);
            return false;
        }
        places->block += (uint32_t)(step >> 1);
        places->position = 0;
        places->is_begun = true;
    }
    uint64_t step = rap_postings_number(reader);
    if (step > UINT32_MAX - places->position) {
        damaged(reader);
    }
    if (reader->is_damaged) {
        places->left = 0;
        return false;
    }
    places->position += (uint32_t)step;
    places->left--;
    return true;
}

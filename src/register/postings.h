/* The full-text index as bytes: which words stand where.
 *
 * A *segment* holds the words of the documents that were stored together, in the order of their
 * bytes, in pages. A page is a list of entries, each a word and its postings:
 *
 *     number  bytes at the front that the word shares with the one before it in the page
 *     number  bytes of the rest of the word, and these bytes
 *     number  bytes of the postings, and these bytes
 *
 * Postings are those of one version after another:
 *
 *     number  the version less the one before it in the entry, the sign in the lowest bit
 *     number  bytes of its places, and these bytes
 *
 * Places are those of one block after another, by rising block and position:
 *
 *     number  twice the block less the one before it, and 1 where the word stands there once
 *     number  where it stands more often: how often
 *     number  for each: the position, counted in words, less the one before it in the block
 *
 * A number has seven bits a byte, the lowest first, and the highest bit set in all bytes but the
 * last. A word with many postings may have several entries. Nothing that is read is believed:
 * whatever does not end where it should is damage. */
#ifndef RAP_REGISTER_POSTINGS_H
#define RAP_REGISTER_POSTINGS_H

#include "base/str.h"
#include "base/vec.h"

/* A word of a version and its places. */
typedef struct {
    rap_str word;
    uint64_t hash;
    rap_str places;
} rap_posting;

typedef struct {
    rap_posting *items;
    size_t count;
    int64_t blocks, filled, words; /* blocks, those that have words, words with each repetition */
    rap_str sizes;                 /* a number for each block: how many words it has */
} rap_postings;

/* Of the words, with a space between any two, of each of `count` blocks. In the arena; borrows
 * nothing. What is needed for a while is taken from `scratch`. */
rap_postings rap_postings_of(rap_arena *arena, rap_arena *scratch, const rap_str *blocks,
                             size_t count);

void rap_postings_put_number(rap_buf *out, uint64_t number);

/* Bytes being read. */
typedef struct {
    const unsigned char *at, *end;
    bool is_damaged;
} rap_postings_reader;

rap_postings_reader rap_postings_reader_of(rap_str bytes);
/* 0 and damage where none is. */
uint64_t rap_postings_number(rap_postings_reader *reader);

/* The next entry of a page: `word` holds the one before and becomes the entry's. False at the end
 * and where the page is damaged. */
bool rap_postings_entry(rap_postings_reader *page, rap_buf *word, rap_str *ret_postings);
void rap_postings_put_entry(rap_buf *page, rap_str before, rap_str word, rap_str postings);

/* The next version of an entry; *version is the one before, at first 0. */
bool rap_postings_version(rap_postings_reader *entry, int64_t *version, rap_str *ret_places);
void rap_postings_put_version(rap_buf *entry, int64_t before, int64_t version, rap_str places);

/* Places being read; all 0 but the reader at first. */
typedef struct {
    rap_postings_reader reader;
    uint32_t block, position; /* of the place that was read last */
    uint64_t left;            /* places of the block that are to be read */
    bool is_begun;
} rap_places;

bool rap_places_next(rap_places *places);

#endif

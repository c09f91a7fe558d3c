/* A paragraph that says what an earlier one said. Paragraphs are compared by the groups of three
 * words that they hold: of two whose groups are nearly all the same, one is a copy.
 */
#include "rules.h"

#include <stdlib.h>
#include <unicode/uchar.h>

enum { LEAST_WORDS = 20, GROUP = 3, COMMON = 16 };
static const double NEARLY_ALL = 0.8;

typedef RAP_VEC(uint64_t) hashes;

typedef struct {
    uint64_t hash;
    uint32_t block;
} posting;

/* What is compared of a paragraph. */
typedef struct {
    hashes groups;
    uint64_t figures; /* of all words with digits: other figures make another statement */
    size_t section;   /* how many headings stand before it */
} paragraph;

static uint64_t mix(uint64_t hash, uint32_t c)
{
    return (hash ^ c) * UINT64_C(1099511628211); /* FNV-1a */
}

static int by_hash(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* How many words a paragraph has at least that is looked at: as the language tells (checks.tsv,
 * `repeated`: fewer where articles are no words). */
static size_t least_words(const checking *c)
{
    const rap_strs *told = check_words(c->language, "repeated");
    int least;
    return told->count && rap_str_number(told->items[0], &least) ? (size_t)least : LEAST_WORDS;
}

/* The groups of the text, sorted, each once; none where it is too short. Case does not count; Han
 * characters are words. */
static void groups_of(checking *c, rap_str text, paragraph *ret_paragraph)
{
    static const uint64_t seed = UINT64_C(14695981039346656037);
    hashes words = {0};
    hashes *ret_groups = &ret_paragraph->groups;
    uint64_t word = seed;
    for (size_t at = 0; at < text.length;) {
        uint32_t code = rap_utf8_next(text, &at);
        if (u_isdigit((UChar32)code)) {
            ret_paragraph->figures = mix(ret_paragraph->figures, code);
        }
        bool is_han = rap_text_script_of(code) == RAP_SCRIPT_HAN;
        if (word != seed && (is_han || !rap_text_is_word_letter(code))) {
            RAP_PUSH(c->arena, &words, word);
            word = seed;
        }
        if (is_han || rap_text_is_word_letter(code)) {
            word = mix(word, (uint32_t)u_tolower((UChar32)code));
        }
        if (is_han) {
            RAP_PUSH(c->arena, &words, word);
            word = seed;
        }
    }
    if (word != seed) {
        RAP_PUSH(c->arena, &words, word);
    }
    size_t least = least_words(c);
    for (size_t i = 0; i + GROUP <= words.count && words.count >= least; i++) {
        uint64_t group = words.items[i] * 3 + words.items[i + 1] * 5 + words.items[i + 2] * 7;
        RAP_PUSH(c->arena, ret_groups, group);
    }
    size_t kept = 0;
    if (ret_groups->count) {
        qsort(ret_groups->items, ret_groups->count, sizeof(uint64_t), by_hash);
    }
    for (size_t i = 0; i < ret_groups->count; i++) {
        if (!kept || ret_groups->items[kept - 1] != ret_groups->items[i]) {
            ret_groups->items[kept++] = ret_groups->items[i];
        }
    }
    ret_groups->count = kept;
}

static int by_posting(const void *a, const void *b)
{
    const posting *x = a, *y = b;
    int order = (x->hash > y->hash) - (x->hash < y->hash);
    return order ? order : (x->block > y->block) - (x->block < y->block);
}

/* In a report whatever stands twice; resolutions in parts say the same in each of them, and annexes
 * what their resolution says. */
static bool may_be_copy(const checking *c, size_t a, size_t b, const paragraph *paragraphs)
{
    rap_part part = c->version->blocks.items[a].part;
    return part == c->version->blocks.items[b].part &&
           paragraphs[a].figures == paragraphs[b].figures &&
           (part == RAP_PART_BODY || paragraphs[a].section == paragraphs[b].section);
}

static bool is_paragraph(const checking *c, size_t index)
{
    const rap_block *block = &c->version->blocks.items[index];
    return block->part == RAP_PART_BODY || block->part == RAP_PART_OPERATIVE ||
           block->part == RAP_PART_PREAMBULAR || block->part == RAP_PART_ANNEX;
}

/* Counts for block `index` how many of its groups each earlier block has. Groups that very many
 * have tell nothing. */
static void count_common(const posting *postings, size_t count, const hashes *groups,
                         uint32_t index, uint32_t *common)
{
    for (size_t g = 0; g < groups->count; g++) {
        size_t low = 0, high = count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (postings[middle].hash < groups->items[g]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (size_t i = low; i < count && i < low + COMMON &&
                             postings[i].hash == groups->items[g] && postings[i].block < index;
             i++) {
            common[postings[i].block]++;
        }
    }
}

static const char *place_of(checking *c, size_t index)
{
    const rap_block *block = &c->version->blocks.items[index];
    if (block->label.length) {
        return rap_arena_format(c->arena, "paragraph %.*s", RAP_STR_ARG(block->label));
    }
    rap_str words = rap_str_slice(block->text, 0, 40);
    size_t end = words.length;
    while (end > 1 && words.data[end - 1] != ' ') {
        end--;
    }
    words.length = end > 1 ? end - 1 : rap_str_find(block->text, RAP_STR(" "), 0);
    words = end > 1 ? words : RAP_STR_NONE;
    return words.length ? rap_arena_format(c->arena, "the paragraph that begins \"%.*s\"",
                                           RAP_STR_ARG(words))
                        : "an earlier paragraph";
}

static void find_copy(checking *c, size_t index, const paragraph *paragraphs,
                      const uint32_t *common)
{
    size_t groups = paragraphs[index].groups.count;
    for (size_t k = 0; k < index; k++) {
        double all = (double)(groups + paragraphs[k].groups.count - common[k]);
        if (common[k] && (double)common[k] >= NEARLY_ALL * all &&
            may_be_copy(c, index, k, paragraphs)) {
            uint32_t end = (uint32_t)c->version->blocks.items[index].text.length;
            check_report(c, CHECK_PARAGRAPH_REPEATED, (int32_t)index, (rap_span){0, end}, NULL,
                         "keep one of the two", "it says nearly word for word what %s says",
                         place_of(c, k));
            return;
        }
    }
}

void check_repeats(checking *c)
{
    size_t count = c->version->blocks.count, section = 0;
    paragraph *paragraphs = RAP_NEW_ARRAY(c->arena, paragraph, count + 1);
    uint32_t *common = RAP_NEW_ARRAY(c->arena, uint32_t, count + 1);
    RAP_VEC(posting) postings = {0};
    for (size_t i = 0; i < count; i++) {
        rap_part part = c->version->blocks.items[i].part;
        section += part == RAP_PART_HEADING || part == RAP_PART_FORMULA || part == RAP_PART_TITLE;
        paragraphs[i].section = section;
        if (is_paragraph(c, i)) {
            groups_of(c, c->version->blocks.items[i].text, &paragraphs[i]);
        }
        for (size_t g = 0; g < paragraphs[i].groups.count; g++) {
            RAP_PUSH(c->arena, &postings, (posting){paragraphs[i].groups.items[g], (uint32_t)i});
        }
    }
    if (postings.count) {
        qsort(postings.items, postings.count, sizeof *postings.items, by_posting);
    }
    for (size_t i = 0; i < count; i++) {
        if (paragraphs[i].groups.count) {
            memset(common, 0, sizeof *common * count);
            count_common(postings.items, postings.count, &paragraphs[i].groups, (uint32_t)i,
                         common);
            find_copy(c, i, paragraphs, common);
        }
    }
}

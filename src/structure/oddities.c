/* What is odd in a text that can be read all the same, told with its place: paragraphs and
 * sentences of which an end must be lost, quotations within quotations, tables that became lines,
 * passages in none of the six languages. */
#include "build.h"

#include <unicode/uchar.h>

#define LONG_PARAGRAPH 20000u /* bytes; the longest of the official texts are of five thousand */
#define DEEPEST_QUOTATION 4
#define TABLE_LINES 12       /* so many lines one behind the other look like a table */
#define CELL_BYTES 60u       /* a line that may be a cell */
#define PASSAGE_LETTERS 400u /* of another language: fewer may be names */

/* -- paragraphs and sentences -------------------------------------------------------------------
 */

static void check_length(builder *b, int32_t index)
{
    const rap_str text = b->version->blocks.items[index].text;
    if (text.length > LONG_PARAGRAPH) {
        rap_warn(b->arena, &b->version->warnings, "long-paragraph", index,
                 "a paragraph of %zu bytes; line ends may be lost in it", text.length);
    }
    if (text.length <= RAP_TEXT_LONGEST_SENTENCE) {
        return;
    }
    rap_spans sentences;
    rap_text_sentences(b->text, b->arena, b->version->lang, text, &sentences);
    for (size_t i = 0; i < sentences.count; i++) {
        rap_span span = sentences.items[i];
        if (span.end - span.start > RAP_TEXT_LONGEST_SENTENCE / 2) {
            rap_warn(b->arena, &b->version->warnings, "endless-sentence", index,
                     "a sentence from byte %u on has no end; it is read in pieces", span.start);
            return;
        }
    }
}

static int depth_change(uint32_t c)
{
    switch (c) {
    case 0x201C:
    case 0xAB:
    case 0x300A:
    case 0x300C:
        return 1;
    case 0x201D:
    case 0xBB:
    case 0x300B:
    case 0x300D:
        return -1;
    default:
        return 0;
    }
}

static void check_quotations(builder *b, int32_t index)
{
    const rap_str text = b->version->blocks.items[index].text;
    int depth = 0, deepest = 0;
    for (size_t at = 0; at < text.length;) {
        depth += depth_change(rap_utf8_next(text, &at));
        depth = depth < 0 ? 0 : depth;
        deepest = depth > deepest ? depth : deepest;
    }
    if (deepest >= DEEPEST_QUOTATION) {
        rap_warn(b->arena, &b->version->warnings, "nested-quotations", index,
                 "quotations stand %d deep in each other, of which %d do not close", deepest,
                 depth);
    }
}

/* -- tables that became lines --------------------------------------------------------------------
 */

/* More digits than letters. */
static bool is_figures(rap_str text)
{
    size_t digits = 0, letters = 0;
    for (size_t at = 0; at < text.length;) {
        UChar32 c = (UChar32)rap_utf8_next(text, &at);
        digits += u_isdigit(c) != 0;
        letters += u_isalpha(c) != 0;
    }
    return digits > letters;
}

static bool is_cell_line(const rap_block *block)
{
    return block->look != RAP_LOOK_CELL && !rap_block_is_note(block) && !block->number.length &&
           block->text.length <= CELL_BYTES && !rap_block_ends_sentence(block) &&
           !rap_block_ends_comma(block) && !rap_block_ends_colon(block);
}

/* The block behind a run of lines, one of three with figures, that begins at `from`; `from` where
 * there is none. */
static int32_t table_end(const rap_blocks *blocks, int32_t from)
{
    int32_t end = from, figures = 0;
    while (end < (int32_t)blocks->count && is_cell_line(&blocks->items[end])) {
        figures += is_figures(blocks->items[end].text);
        end++;
    }
    return end - from >= TABLE_LINES && figures * 3 >= end - from ? end : from;
}

static void check_tables(builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    for (int32_t i = 0; i < (int32_t)blocks->count; i++) {
        if (is_cell_line(&blocks->items[i])) {
            int32_t end = table_end(blocks, i);
            if (end > i) {
                rap_warn(b->arena, &b->version->warnings, "table-lines", i,
                         "%d lines look like a table; its cells are read as lines of their own",
                         end - i);
            }
            while (end < (int32_t)blocks->count && is_cell_line(&blocks->items[end])) {
                end++; /* too few figures: no table further on in the same run */
            }
            i = end - 1;
        }
    }
}

/* -- other languages ----------------------------------------------------------------------------
 */

static size_t count_letters(rap_str text)
{
    size_t letters = 0;
    for (size_t at = 0; at < text.length;) {
        letters += u_isalpha((UChar32)rap_utf8_next(text, &at)) != 0;
    }
    return letters;
}

static bool is_strange(const builder *b, const rap_block *block)
{
    enum { SAMPLE = 300, LEAST_LETTERS = 60 };
    rap_str sample = rap_str_slice(block->text, 0, SAMPLE);
    bool is_prose = !rap_block_is_note(block) && block->look != RAP_LOOK_CELL &&
                    rap_block_ends_sentence(block) && count_letters(sample) >= LEAST_LETTERS;
    return is_prose && rap_text_language(b->text, sample, NULL) == RAP_LANG_NONE;
}

static void check_languages(builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    if (b->version->lang == RAP_LANG_NONE) {
        rap_warn(b->arena, &b->version->warnings, "other-language", -1,
                 "in none of the six languages; only its structure is read");
        return;
    }
    int32_t first = -1;
    size_t letters = 0, count = 0;
    for (int32_t i = 0; i < (int32_t)blocks->count; i++) {
        if (is_strange(b, &blocks->items[i])) {
            first = first < 0 ? i : first;
            letters += count_letters(blocks->items[i].text);
            count++;
        }
    }
    if (letters >= PASSAGE_LETTERS) {
        rap_warn(b->arena, &b->version->warnings, "other-language", first,
                 "%zu paragraphs from here on are in none of the six languages", count);
    }
}

void rap_oddities_check(builder *b)
{
    for (int32_t i = 0; i < (int32_t)b->version->blocks.count; i++) {
        check_length(b, i);
        check_quotations(b, i);
    }
    check_tables(b);
    check_languages(b);
}

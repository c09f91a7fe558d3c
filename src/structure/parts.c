/* What resolutions and reports have in common: looks of blocks, numbers into labels, parents. */
#include "build.h"

#include <unicode/uchar.h>

bool rap_block_is_note(const rap_block *block)
{
    return block->look == RAP_LOOK_NOTE;
}

static uint32_t last_code_point(const rap_block *block)
{
    size_t at = block->text.length;
    uint32_t c = 0;
    while (at) {
        c = rap_utf8_previous(block->text, &at);
        if (c != ' ' && c != ')' && c != '"' && c != 0x201D && c != 0xBB && c != 0x2019 &&
            c != '*' && c != 0x300D && c != 0xFF09) {
            break;
        }
    }
    return c;
}

bool rap_block_ends_sentence(const rap_block *block)
{
    uint32_t c = last_code_point(block);
    return c == '.' || c == ';' || c == ':' || c == '!' || c == '?' || c == 0x61B || c == 0x61F ||
           c == 0x3002 || c == 0xFF1B || c == 0xFF1A || c == 0xFF01 || c == 0xFF1F;
}

bool rap_block_ends_colon(const rap_block *block)
{
    uint32_t c = last_code_point(block);
    return c == ':' || c == 0xFF1A;
}

bool rap_block_ends_comma(const rap_block *block)
{
    uint32_t c = last_code_point(block);
    return c == ',' || c == 0x60C || c == 0xFF0C;
}

bool rap_block_looks_heading(const rap_block *block)
{
    if (block->look == RAP_LOOK_HEADING) {
        return true;
    }
    size_t columns = 0;
    for (size_t at = 0; at < block->text.length; columns++) {
        columns += rap_utf8_next(block->text, &at) >= 0x2E80;
    }
    return columns && columns <= 200 && !rap_block_ends_sentence(block) &&
           !rap_block_ends_comma(block) && block->look != RAP_LOOK_CELL;
}

/* The paragraph at a smaller level that stands nearest before, or the heading. */
static int32_t find_parent(const int32_t *open, const rap_block *block, int32_t heading)
{
    for (int32_t level = block->level - 1; level > 0; level--) {
        if (level < 8 && open[level] >= 0) {
            return open[level];
        }
    }
    return heading;
}

/* A heading's parent is the newest one of a smaller level. */
static void set_heading_parent(int32_t headings[8], rap_block *block, int32_t index)
{
    int32_t level = block->level < 1 ? 1 : block->level > 7 ? 7 : block->level;
    block->parent = -1;
    for (int32_t k = level - 1; k > 0 && block->parent < 0; k--) {
        block->parent = headings[k];
    }
    headings[level] = index;
    for (int32_t k = level + 1; k < 8; k++) {
        headings[k] = -1;
    }
}

static bool is_paragraph(const rap_block *block)
{
    return block->part == RAP_PART_OPERATIVE || block->part == RAP_PART_PREAMBULAR ||
           block->part == RAP_PART_BODY || block->part == RAP_PART_ANNEX;
}

/* "(a)" under "2." becomes "2 (a)". */
static void complete_label(builder *b, rap_block *block, int32_t heading)
{
    if (block->level <= 1 || !block->label.length || block->parent < 0 ||
        block->parent == heading) {
        return;
    }
    rap_str above = b->version->blocks.items[block->parent].label;
    bool whole = rap_str_starts(block->label, above) && block->label.length > above.length &&
                 block->label.data[above.length] == '.'; /* "4.1" under "4" */
    if (above.length && !whole) {
        block->label = rap_str_of(
            rap_arena_format(b->arena, "%.*s %.*s", RAP_STR_ARG(above), RAP_STR_ARG(block->label)));
    }
}

static void close_levels(int32_t open[8], int32_t from)
{
    for (int32_t k = from; k < 8; k++) {
        open[k] = -1;
    }
}

/* Labels of numbered paragraphs are set already as the bare number; those of sub-paragraphs are
 * completed by their parents', those without a number count up where nothing is numbered. */
void rap_parts_finish(builder *b)
{
    rap_blocks *blocks = &b->version->blocks;
    int32_t open[8], headings[8], heading = -1;
    close_levels(open, 0);
    close_levels(headings, 0);
    size_t numbered = 0;
    int running = 0;
    for (size_t i = 0; i < blocks->count; i++) {
        numbered += blocks->items[i].part == RAP_PART_BODY && blocks->items[i].label.length > 0;
    }
    for (size_t i = 0; i < blocks->count; i++) {
        rap_block *block = &blocks->items[i];
        if (block->part == RAP_PART_HEADING) {
            close_levels(open, 0);
            heading = (int32_t)i;
            set_heading_parent(headings, block, heading);
            continue;
        }
        if (!is_paragraph(block) || block->look == RAP_LOOK_CELL) {
            continue;
        }
        if (block->part == RAP_PART_BODY && !numbered && !block->label.length &&
            block->look != RAP_LOOK_CAPTION) {
            block->label = rap_str_of(rap_arena_format(b->arena, "%d", ++running));
        }
        block->level = block->level > 0 ? block->level : 1;
        block->parent = find_parent(open, block, heading);
        complete_label(b, block, heading);
        if (block->number.length && block->level < 8) {
            open[block->level] = (int32_t)i;
            close_levels(open, block->level + 1);
        }
    }
}

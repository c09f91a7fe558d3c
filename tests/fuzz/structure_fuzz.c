/* Blocks as a reader hands them over, whatever they say. The first byte names the language of the
 * mark-up; each line is a block, whose first byte tells its looks and whether the mark-up knows
 * what it is. */
#include "version.h"

static rap_block block_of(rap_arena *arena, rap_str line, bool is_structured, size_t count)
{
    unsigned char kind = fuzz_byte(&line);
    rap_block block = {.look = (rap_look)(kind % (RAP_LOOK_CAPTION + 1)), .parent = -1};
    if (kind & 0x20) {
        block.level = (kind & 3) + 1;
    }
    if (is_structured) {
        block.part = (rap_part)(kind % (RAP_PART_CLOSING + 1));
        block.parent = count && (kind & 0x40) ? (int32_t)count - 1 : -1;
    }
    if (block.look == RAP_LOOK_NOTE || (kind & 0x10)) {
        size_t tab = rap_str_find(line, RAP_STR("\t"), 0);
        block.number = fuzz_text(arena, rap_str_slice(line, 0, tab == SIZE_MAX ? 0 : tab));
        line = rap_str_slice(line, tab == SIZE_MAX ? 0 : tab + 1, line.length);
    }
    block.text = fuzz_text(arena, line);
    block.origin.line = (uint32_t)count + 1;
    return block;
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    const rap_knowledge *knowledge = fuzz_knowledge();
    unsigned char head = fuzz_byte(&input);
    rap_source source = {.arena = arena,
                         .reader = "text",
                         .encoding = RAP_STR("UTF-8"),
                         .lang = head & 0x80 ? RAP_LANG_NONE : fuzz_language(head),
                         .structured = (head & 0x20) == 0};
    rap_str line;
    while (fuzz_line(&input, &line)) {
        if (rap_str_is(line, "----") && source.blocks.count) { /* a further document */
            RAP_PUSH(arena, &source.starts, (int32_t)source.blocks.count - 1);
            continue;
        }
        rap_block block = block_of(arena, line, source.structured, source.blocks.count);
        RAP_PUSH(arena, &source.blocks, block);
    }
    for (size_t i = 1; i < source.starts.count; i++) {
        if (source.starts.items[i] <= source.starts.items[i - 1]) {
            return; /* no reader gives that */
        }
    }
    rap_versions versions = {0};
    rap_structure_find(knowledge->structure, knowledge->text, &source, RAP_STR_NONE,
                       RAP_STR("fuzz.txt"), &versions);
    for (size_t i = 0; i < versions.count; i++) {
        fuzz_check_version(&versions.items[i]);
        fuzz_records(arena, &versions.items[i]);
    }
}

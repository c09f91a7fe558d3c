/* A fuzz target for the reader that READER names ("akn", "docx", ...): whatever the bytes are, it
 * gives blocks of valid text or one line of why not. */
#include "reading/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const rap_reader *find_reader(void)
{
    const rap_reader *reader;
    for (size_t i = 0; (reader = rap_reader_at(i)) != NULL; i++) {
        if (!strcmp(reader->name, READER)) {
            return reader;
        }
    }
    abort();
}

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check(const rap_source *source)
{
    for (size_t i = 0; i < source->blocks.count; i++) {
        const rap_block *block = &source->blocks.items[i];
        demand(rap_utf8_invalid(block->text) == SIZE_MAX);
        demand(block->parent >= -1 && block->parent < (int32_t)source->blocks.count);
        demand(block->lead.start <= block->lead.end && block->lead.end <= block->text.length);
        for (size_t k = 0; k < block->notes.count; k++) {
            demand(block->notes.items[k].at <= block->text.length);
            demand(block->notes.items[k].block < (int32_t)source->blocks.count);
        }
    }
}

static void read_once(rap_arena *arena, const rap_text_rules *text, rap_str bytes)
{
    rap_reading reading = {.text = text, .limits = rap_read_limits_default(), .file_name = "fuzz"};
    reading.limits.unpacked_bytes = (size_t)64 << 20;
    reading.limits.seconds = 5;
    rap_source source = {.arena = arena, .reader = READER};
    rap_error error = {0};
    if (RAP_ARENA_GUARD(arena)) {
        return; /* more memory than a fuzz case may have */
    }
    if (find_reader()->read(&reading, bytes, &source, &error)) {
        check(&source);
    } else {
        demand(error.message[0] && !strchr(error.message, '\n'));
    }
    rap_arena_unguard(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rap_text_rules *text; /* made once: it takes longer than a case */
    rap_arena *arena = rap_arena_new((size_t)512 << 20);
    text = text ? text : rap_text_rules_new(NULL);
    demand(arena && text);
    read_once(arena, text, (rap_str){size ? (const char *)data : NULL, size});
    rap_arena_free(arena);
    return 0;
}

#include "source.h"

rap_reading fuzz_reading(void)
{
    static rap_text_rules *text; /* made once: it takes longer than a case */
    text = text ? text : rap_text_rules_new(NULL);
    fuzz_demand(text, "the rules of text are compiled");
    rap_reading reading = {.text = text, .limits = rap_read_limits_default(), .file_name = "fuzz"};
    reading.limits.unpacked_bytes = (size_t)64 << 20;
    reading.limits.seconds = 5;
    return reading;
}

static void check_block(const rap_source *source, const rap_block *block)
{
    int32_t count = (int32_t)source->blocks.count;
    rap_str text = block->text;
    fuzz_demand(rap_utf8_invalid(text) == SIZE_MAX, "a text is valid UTF-8");
    fuzz_demand(rap_utf8_invalid(block->number) == SIZE_MAX, "a number is valid UTF-8");
    fuzz_demand(block->parent >= -1 && block->parent < count, "a parent is there");
    fuzz_demand(block->lead.start <= block->lead.end && block->lead.end <= text.length &&
                    fuzz_is_boundary(text, block->lead.start) &&
                    fuzz_is_boundary(text, block->lead.end),
                "a lead phrase lies in its text");
    for (size_t i = 0; i < block->notes.count; i++) {
        const rap_note_ref *note = &block->notes.items[i];
        fuzz_demand(fuzz_is_boundary(text, note->at), "an anchor lies between characters");
        fuzz_demand(note->block >= -1 && note->block < count, "a note is there");
        fuzz_demand(rap_utf8_invalid(note->mark) == SIZE_MAX, "a mark is valid UTF-8");
    }
    for (size_t i = 0; i < block->blanks.count; i++) {
        uint32_t at = block->blanks.items[i].at;
        fuzz_demand(at < text.length && text.data[at] == ' ', "a blank is a space of the text");
        fuzz_demand(!i || at > block->blanks.items[i - 1].at, "blanks stand in order");
    }
    for (size_t i = 0; i < block->origin.seams.count; i++) {
        const rap_seam *seam = &block->origin.seams.items[i];
        fuzz_demand(seam->at <= text.length, "a seam lies in its text");
        fuzz_demand(!i || seam->at >= seam[-1].at, "seams stand in order");
    }
}

void fuzz_check_source(const rap_source *source)
{
    for (size_t i = 0; i < source->blocks.count; i++) {
        check_block(source, &source->blocks.items[i]);
    }
    for (size_t i = 0; i < source->starts.count; i++) {
        int32_t start = source->starts.items[i];
        fuzz_demand(start >= 0 && start < (int32_t)source->blocks.count, "a document begins");
        fuzz_demand(!i || start > source->starts.items[i - 1], "documents begin in order");
    }
    for (size_t i = 0; i < source->warnings.count; i++) {
        const rap_warning *warning = &source->warnings.items[i];
        fuzz_demand(warning->block < (int32_t)source->blocks.count, "a warning's block is there");
        fuzz_demand(rap_str_find(warning->message, RAP_STR("\n"), 0) == SIZE_MAX,
                    "a warning is one line");
    }
}

static const rap_reader *find_reader(const char *name)
{
    const rap_reader *reader;
    for (size_t i = 0; (reader = rap_reader_at(i)) != NULL; i++) {
        if (!strcmp(reader->name, name)) {
            return reader;
        }
    }
    fuzz_demand(false, "there is such a reader");
    return NULL;
}

bool fuzz_read(rap_arena *arena, const char *reader, rap_str bytes, rap_source *ret_source)
{
    rap_reading reading = fuzz_reading();
    rap_source source = {.arena = arena, .reader = reader};
    rap_error error = {0};
    volatile bool is_read = false;
    if (RAP_ARENA_GUARD(arena)) {
        rap_arena_unguard(arena);
        return false;
    }
    if (find_reader(reader)->read(&reading, bytes, &source, &error)) {
        fuzz_check_source(&source);
        *ret_source = source;
        is_read = true;
    } else {
        fuzz_demand(error.message[0] && !strchr(error.message, '\n'), "an error is one line");
    }
    rap_arena_unguard(arena);
    return is_read;
}

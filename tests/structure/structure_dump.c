/* Prints what structure makes of files: one document record and its block records, as `export`
 * writes them. structure_dump [--raw] [--id NAME] FILE... ; for looking and for scoring. */
#include "base/file.h"
#include "model/record.h"
#include "reading/reading.h"
#include "structure/structure.h"

#include <stdio.h>
#include <string.h>

static void print_raw(const rap_source *source)
{
    for (size_t i = 0; i < source->blocks.count; i++) {
        const rap_block *block = &source->blocks.items[i];
        printf("%zu [%u:%u] look %d %.*s|%.*s|", i, block->origin.page, block->origin.line,
               (int)block->look, RAP_STR_ARG(block->number), RAP_STR_ARG(block->text));
        for (size_t n = 0; n < block->notes.count; n++) {
            printf(" <%.*s@%u>", RAP_STR_ARG(block->notes.items[n].mark), block->notes.items[n].at);
        }
        printf("\n");
    }
}

static void print_versions(rap_arena *arena, const rap_versions *versions)
{
    for (size_t v = 0; v < versions->count; v++) {
        const rap_version *version = &versions->items[v];
        rap_buf buf;
        rap_buf_init(&buf, arena);
        rap_record_document(&buf, version);
        rap_buf_put_byte(&buf, '\n');
        for (size_t i = 0; i < version->blocks.count; i++) {
            rap_record_block(&buf, version, &version->blocks.items[i], i);
            rap_buf_put_byte(&buf, '\n');
        }
        fwrite(buf.data, 1, buf.length, stdout);
        for (size_t i = 0; i < version->warnings.count; i++) {
            const rap_warning *warning = &version->warnings.items[i];
            fprintf(stderr, "%.*s %s: %.*s at block %d: %.*s\n", RAP_STR_ARG(version->doc),
                    rap_lang_code(version->lang), RAP_STR_ARG(warning->rule), warning->block,
                    RAP_STR_ARG(warning->message));
        }
    }
}

static bool dump(const rap_text_rules *text, const rap_structure_rules *rules, const char *path,
                 const char *id, bool raw)
{
    rap_arena *arena = rap_arena_new(0);
    rap_error error = {0};
    rap_str bytes;
    rap_reading reading = {.text = text, .limits = rap_read_limits_default(), .file_name = path};
    rap_source source = {0};
    bool good = rap_file_read(arena, path, reading.limits.file_bytes, &bytes, &error) &&
                rap_read(&reading, arena, bytes, &source, &error);
    if (!good) {
        fprintf(stderr, "%s: %s\n", path, error.message);
    } else if (raw) {
        print_raw(&source);
    } else {
        rap_versions versions = {0};
        const char *name = strrchr(path, '/');
        rap_structure_find(rules, text, &source, rap_str_of(id), rap_str_of(name ? name + 1 : path),
                           &versions);
        print_versions(arena, &versions);
    }
    rap_arena_free(arena);
    return good;
}

int main(int argc, char **argv)
{
    rap_error error = {0};
    rap_text_rules *text = rap_text_rules_new(&error);
    rap_structure_rules *rules = text ? rap_structure_rules_new(&error) : NULL;
    if (!rules) {
        fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    const char *id = NULL;
    bool raw = false, good = true;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--raw")) {
            raw = true;
        } else if (!strcmp(argv[i], "--id") && i + 1 < argc) {
            id = argv[++i];
        } else {
            good = dump(text, rules, argv[i], id, raw) && good;
        }
    }
    rap_structure_rules_free(rules);
    rap_text_rules_free(text);
    return good ? 0 : 1;
}

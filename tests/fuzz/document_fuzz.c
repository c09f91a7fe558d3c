/* A document from bytes to records, by the readers of text and XML, twice: the second time gives
 * the same as the first, and both hold what a version must. */
#include "version.h"

#include "linking/linking.h"
#include "reading/reading.h"

static rap_str read_once(rap_arena *arena, rap_str bytes, const char *name)
{
    const rap_knowledge *knowledge = fuzz_knowledge();
    rap_reading reading = {
        .text = knowledge->text, .limits = rap_read_limits_default(), .file_name = name};
    rap_source source = {0};
    rap_error error = {0};
    rap_versions versions = {0};
    rap_links links = {0};
    rap_buf out;
    rap_buf_init(&out, arena);
    if (!rap_read(&reading, arena, bytes, &source, &error)) {
        fuzz_demand(error.message[0] && !strchr(error.message, '\n'), "an error is one line");
        return rap_str_copy(arena, rap_str_of(error.message));
    }
    rap_structure_find(knowledge->structure, knowledge->text, &source, RAP_STR_NONE,
                       rap_str_of(name), &versions);
    for (size_t i = 0; i < versions.count; i++) {
        rap_version *version = &versions.items[i];
        rap_mention_find(knowledge->mentions, knowledge->text, version);
        rap_mandate_find(knowledge, version);
        rap_activity_find(knowledge, version);
        rap_theme_read(knowledge, version);
        fuzz_check_version(version);
        rap_buf_put(&out, fuzz_records(arena, version));
    }
    rap_link_find(arena, &versions, &links);
    for (size_t i = 0; i < links.count; i++) {
        const rap_link *link = &links.items[i];
        rap_buf_format(&out, "%.*s %.*s %.*s %f\n", RAP_STR_ARG(link->kind),
                       RAP_STR_ARG(link->from), RAP_STR_ARG(link->to), link->score);
    }
    return rap_buf_str(&out);
}

/* What begins like a format whose reader starts a program of its own is left to that. */
static bool is_foreign(rap_str bytes, const char *name)
{
    const rap_reader *reader;
    for (size_t i = 0; (reader = rap_reader_at(i)); i++) {
        bool is_text = !strcmp(reader->name, "text") || !strcmp(reader->name, "akn") ||
                       !strcmp(reader->name, "html");
        if (!is_text && reader->recognize(bytes, rap_str_of(name)) > 0) {
            return true;
        }
    }
    return false;
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    static const char name[] = "fuzz.txt";
    rap_arena *other = rap_arena_new(0);
    fuzz_demand(other, "there is memory");
    if (!is_foreign(input, name)) {
        rap_str first = read_once(arena, input, name);
        rap_str second = read_once(other, input, name);
        fuzz_demand(rap_str_equal(first, second), "reading twice gives the same");
    }
    rap_arena_free(other);
}

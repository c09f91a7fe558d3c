/* read-dump [--json|--quiet] FILE...: what the readers make of files, without the rest of the
 * program. */
#include "dump.h"

#include "base/file.h"

#include <stdio.h>
#include <string.h>

int main(int count, char **arguments)
{
    rap_error error;
    rap_text_rules *text = rap_text_rules_new(&error);
    if (!text) {
        fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    bool is_json = false, is_quiet = false;
    int refused = 0;
    for (int i = 1; i < count; i++) {
        if (!strcmp(arguments[i], "--json")) {
            is_json = true;
            continue;
        }
        if (!strcmp(arguments[i], "--quiet")) {
            is_quiet = true;
            continue;
        }
        rap_arena *arena = rap_arena_new(0);
        rap_reading reading = {text, rap_read_limits_default(), arguments[i]};
        rap_str bytes;
        rap_source source;
        if (rap_file_read(arena, arguments[i], (size_t)1 << 30, &bytes, &error) &&
            rap_read(&reading, arena, bytes, &source, &error)) {
            rap_str out = is_quiet  ? RAP_STR_NONE
                          : is_json ? dump_json(arena, &source)
                                    : dump_source(arena, &source);
            fwrite(out.data ? out.data : "", 1, out.length, stdout);
        } else {
            fprintf(stderr, "%s: %s\n", arguments[i], error.message);
            refused++;
        }
        rap_arena_free(arena);
    }
    rap_text_rules_free(text);
    return refused ? 1 : 0;
}

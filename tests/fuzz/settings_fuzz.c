/* The settings of `check` in the file beside a draft: they are understood, or one line says which
 * line is not. */
#include "fuzz.h"

#include "check.h"

#include "base/file.h"

#include <stdlib.h>

void fuzz_one(rap_arena *arena, rap_str input)
{
    char *told = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&told, &length);
    fuzz_demand(out, "there is memory");
    cli *run = RAP_NEW(arena, cli);
    *run = (cli){.arena = arena, .out = out, .err = out};
    const char *folder = fuzz_folder();
    check_settings settings = {0};
    const char *path = rap_arena_format(arena, "%s/.rapporteur-check", folder);
    fuzz_demand(rap_file_write(path, input, NULL), "the file can be written");
    bool is_read =
        check_settings_of(run, rap_arena_format(arena, "%s/draft.txt", folder), &settings);
    fclose(out);
    const char *end = told ? strchr(told, '\n') : NULL;
    fuzz_demand(is_read ? length == 0 : end && end[1] == '\0', "one line where it is not read");
    fuzz_demand(!is_read || settings.limit <= 999999999, "a limit is a number of words");
    free(told);
}

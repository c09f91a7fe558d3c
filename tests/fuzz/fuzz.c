#include "fuzz.h"

#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MEMORY ((size_t)512 << 20)

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libFuzzer calls it before the first case: what a target makes at first need is not counted among
 * the time of one. */
int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    return LLVMFuzzerTestOneInput(NULL, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rap_arena *arena = rap_arena_new(MEMORY);
    fuzz_demand(arena, "there is memory");
    fuzz_one(arena, (rap_str){size ? (const char *)data : NULL, size});
    rap_arena_free(arena);
    return 0;
}

void fuzz_demand(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "does not hold: %s\n", what);
        abort();
    }
}

bool fuzz_line(rap_str *rest, rap_str *ret_line)
{
    return rest->length && rap_str_split(rest, '\n', ret_line);
}

unsigned char fuzz_byte(rap_str *input)
{
    if (!input->length) {
        return 0;
    }
    unsigned char byte = (unsigned char)input->data[0];
    *input = rap_str_slice(*input, 1, input->length);
    return byte;
}

bool fuzz_is_boundary(rap_str text, size_t at)
{
    return at == text.length || (at < text.length && ((unsigned char)text.data[at] & 0xC0) != 0x80);
}

/* -- a folder ----------------------------------------------------------------------------------
 */

static char folder[256];
static pid_t owner;

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_folder(void)
{
    if (getpid() == owner) { /* and not a child of it */
        nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    }
}

const char *fuzz_folder(void)
{
    const char *base = getenv("TMPDIR");
    if (!owner) {
        snprintf(folder, sizeof folder, "%s/rapporteur-fuzz-XXXXXX",
                 base && *base == '/' ? base : "/tmp");
        fuzz_demand(mkdtemp(folder), "a folder can be made");
        owner = getpid();
        atexit(remove_folder);
    }
    return folder;
}

/* Replays corpus files through a fuzz target where libFuzzer is not there: driver FILE... */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc((size_t)1 << 20);
    if (!file || !data) {
        fprintf(stderr, "%s: cannot be read\n", path);
        free(data);
        if (file) {
            fclose(file);
        }
        return 1;
    }
    size_t size = fread(data, 1, (size_t)1 << 20, file);
    fclose(file);
    uint8_t *exact = malloc(size ? size : 1); /* so that a read behind the end is seen */
    for (size_t i = 0; exact && i < size; i++) {
        exact[i] = data[i];
    }
    free(data);
    if (exact) {
        LLVMFuzzerTestOneInput(exact, size);
    }
    free(exact);
    return exact ? 0 : 1;
}

int main(int count, char **arguments)
{
    int failed = 0;
    for (int i = 1; i < count; i++) {
        failed |= replay(arguments[i]);
    }
    printf("%d files replayed\n", count - 1);
    return failed || count < 2;
}

/* Replays corpus files through a fuzz target where libFuzzer is not there: driver FILE|FOLDER... */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOST ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(MOST);
    if (!file || !data) {
        fprintf(stderr, "%s: cannot be read\n", path);
        free(data);
        if (file) {
            fclose(file);
        }
        return 1;
    }
    size_t size = fread(data, 1, MOST, file);
    fclose(file);
    uint8_t *exact = malloc(size ? size : 1); /* so that a read behind the end is seen */
    if (exact) {
        memcpy(exact, data, size);
        fprintf(stderr, "%s\n", path); /* the last line is of the one that failed */
        LLVMFuzzerTestOneInput(exact, size);
    }
    free(data);
    free(exact);
    return exact ? 0 : 1;
}

/* The files of a folder in the order of their names; -1 where it is none. */
static int replay_folder(const char *path, int *ret_count)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort), failed = 0;
    for (int i = 0; i < count; i++) {
        char file[4096];
        snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.') {
            failed |= replay(file);
            ++*ret_count;
        }
        free(entries[i]);
    }
    if (count >= 0) {
        free(entries);
    }
    return count < 0 ? -1 : failed;
}

int main(int count, char **arguments)
{
    int failed = 0, files = 0;
    for (int i = 1; i < count; i++) {
        int in_folder = replay_folder(arguments[i], &files);
        if (in_folder < 0) {
            failed |= replay(arguments[i]);
            files++;
        } else {
            failed |= in_folder;
        }
    }
    printf("%d files replayed\n", files);
    return failed || !files;
}

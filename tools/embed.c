/* embed OUT.c DEPENDENCIES NAME FOLDER [ENDING]: a C file with the array NAME (base/data.h) that
 * holds the bytes of each file in FOLDER, or of each with that ending, under its path there, and
 * for ninja a list of the files and folders that were read: a file that comes or goes changes its
 * folder. Without a folder ("") the array is empty. */
#define _GNU_SOURCE
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char **items;
    size_t count;
} paths;

static void add(paths *list, const char *path)
{
    list->items = realloc(list->items, (list->count + 1) * sizeof *list->items);
    char *copy = list->items ? strdup(path) : NULL;
    if (!copy) {
        fprintf(stderr, "embed: out of memory\n");
        exit(1);
    }
    list->items[list->count++] = copy;
}

static void free_paths(paths *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i]);
    }
    free(list->items);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), end = strlen(ending);
    return length > end && !strcmp(path + length - end, ending);
}

static int walk(char *folder, const char *ending, paths *files, paths *folders)
{
    char *const roots[] = {folder, NULL};
    if (!*folder) {
        return 0;
    }
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    if (!tree) {
        perror(folder);
        return 1;
    }
    for (FTSENT *entry = fts_read(tree); entry; entry = fts_read(tree)) {
        if (entry->fts_info == FTS_D) {
            add(folders, entry->fts_path);
        } else if (entry->fts_info == FTS_F && has_ending(entry->fts_path, ending)) {
            add(files, entry->fts_path);
        }
    }
    fts_close(tree);
    qsort(files->items, files->count, sizeof *files->items, by_name);
    return 0;
}

static int write_bytes(FILE *out, const char *path, size_t number)
{
    FILE *in = fopen(path, "rb");
    if (!in) {
        perror(path);
        return 1;
    }
    fprintf(out, "static const unsigned char file_%zu[] = {", number);
    int byte;
    for (long count = 0; (byte = getc(in)) != EOF; count++) {
        fprintf(out, count % 24 ? "%d," : "\n%d,", byte);
    }
    fprintf(out, "0};\n");
    fclose(in);
    return 0;
}

static int write_files(FILE *out, const char *name, const paths *files, size_t root)
{
    fprintf(out, "#include \"base/data.h\"\n\nextern const rap_data_file %s[];\n", name);
    fprintf(out, "extern const size_t %s_count;\n", name);
    for (size_t i = 0; i < files->count; i++) {
        if (write_bytes(out, files->items[i], i)) {
            return 1;
        }
    }
    fprintf(out, "const rap_data_file %s[] = {\n", name);
    for (size_t i = 0; i < files->count; i++) {
        fprintf(out, "    {\"%s\", file_%zu, sizeof file_%zu - 1},\n", files->items[i] + root + 1,
                i, i);
    }
    fprintf(out, "    {0, 0, 0}};\nconst size_t %s_count = %zu;\n", name, files->count);
    return 0;
}

/* A rule for make, blanks with a backslash before them. */
static void write_names(FILE *out, const paths *list)
{
    for (size_t i = 0; i < list->count; i++) {
        fputs(" \\\n ", out);
        for (const char *c = list->items[i]; *c; c++) {
            fprintf(out, *c == ' ' ? "\\%c" : "%c", *c);
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 6) {
        fprintf(stderr, "usage: embed OUT.c DEPENDENCIES NAME FOLDER [ENDING]\n");
        return 2;
    }
    FILE *out = fopen(argv[1], "wb"), *dependencies = fopen(argv[2], "wb");
    if (!out || !dependencies) {
        perror(out ? argv[2] : argv[1]);
        return 1;
    }
    paths files = {NULL, 0}, folders = {NULL, 0};
    int failed = walk(argv[4], argc == 6 ? argv[5] : "", &files, &folders) ||
                 write_files(out, argv[3], &files, strlen(argv[4]));
    fprintf(dependencies, "%s:", argv[1]);
    write_names(dependencies, &files);
    write_names(dependencies, &folders);
    fputc('\n', dependencies);
    failed |= fclose(out) != 0;
    failed |= fclose(dependencies) != 0;
    free_paths(&files);
    free_paths(&folders);
    return failed;
}

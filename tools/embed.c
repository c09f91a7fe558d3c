/* embed OUT.c DEPENDENCIES FOLDER: a C file that holds the bytes of each table (.tsv) in FOLDER
 * under its path there, and for ninja a list of the files and folders that were read: a table that
 * comes or goes changes its folder. */
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

static int is_table(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && !strcmp(path + length - 4, ".tsv");
}

static int walk(char *folder, paths *tables, paths *folders)
{
    char *const roots[] = {folder, NULL};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    if (!tree) {
        perror(folder);
        return 1;
    }
    for (FTSENT *entry = fts_read(tree); entry; entry = fts_read(tree)) {
        if (entry->fts_info == FTS_D) {
            add(folders, entry->fts_path);
        } else if (entry->fts_info == FTS_F && is_table(entry->fts_path)) {
            add(tables, entry->fts_path);
        }
    }
    fts_close(tree);
    qsort(tables->items, tables->count, sizeof *tables->items, by_name);
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

static int write_tables(FILE *out, const paths *tables, size_t root)
{
    fprintf(out, "#include \"embedded.h\"\n");
    for (size_t i = 0; i < tables->count; i++) {
        if (write_bytes(out, tables->items[i], i)) {
            return 1;
        }
    }
    fprintf(out, "const rap_embedded_file rap_embedded[] = {\n");
    for (size_t i = 0; i < tables->count; i++) {
        fprintf(out, "    {\"%s\", file_%zu, sizeof file_%zu - 1},\n", tables->items[i] + root + 1,
                i, i);
    }
    fprintf(out, "    {0, 0, 0}};\nconst size_t rap_embedded_count = %zu;\n", tables->count);
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
    if (argc != 4) {
        fprintf(stderr, "usage: embed OUT.c DEPENDENCIES FOLDER\n");
        return 2;
    }
    FILE *out = fopen(argv[1], "wb"), *dependencies = fopen(argv[2], "wb");
    if (!out || !dependencies) {
        perror(out ? argv[2] : argv[1]);
        return 1;
    }
    paths tables = {NULL, 0}, folders = {NULL, 0};
    int failed = walk(argv[3], &tables, &folders) || write_tables(out, &tables, strlen(argv[3]));
    fprintf(dependencies, "%s:", argv[1]);
    write_names(dependencies, &tables);
    write_names(dependencies, &folders);
    fputc('\n', dependencies);
    failed |= fclose(out) != 0;
    failed |= fclose(dependencies) != 0;
    free_paths(&tables);
    free_paths(&folders);
    return failed;
}

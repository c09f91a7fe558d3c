/* embed OUT.c ROOT FILE...: a C file that holds each FILE's bytes under its path below ROOT. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int write_bytes(FILE *out, const char *path, int number)
{
    FILE *in = fopen(path, "rb");
    if (!in) {
        perror(path);
        return 1;
    }
    fprintf(out, "static const unsigned char file_%d[] = {", number);
    int byte;
    for (long count = 0; (byte = getc(in)) != EOF; count++) {
        fprintf(out, count % 24 ? "%d," : "\n%d,", byte);
    }
    fprintf(out, "0};\n");
    fclose(in);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: embed OUT.c ROOT FILE...\n");
        return 2;
    }
    FILE *out = fopen(argv[1], "wb");
    if (!out) {
        perror(argv[1]);
        return 1;
    }
    size_t root = strlen(argv[2]);
    qsort(argv + 3, (size_t)(argc - 3), sizeof *argv, by_name);
    fprintf(out, "#include \"embedded.h\"\n");
    for (int i = 3; i < argc; i++) {
        if (write_bytes(out, argv[i], i - 3)) {
            return 1;
        }
    }
    fprintf(out, "const rap_embedded_file rap_embedded[] = {\n");
    for (int i = 3; i < argc; i++) {
        fprintf(out, "    {\"%s\", file_%d, sizeof file_%d - 1},\n", argv[i] + root + 1, i - 3,
                i - 3);
    }
    fprintf(out, "    {0, 0, 0}};\nconst size_t rap_embedded_count = %d;\n", argc - 3);
    return fclose(out) ? 1 : 0;
}

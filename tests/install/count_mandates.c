/* A program of another project: reads the files it is given into a register and counts the
 * mandates. scripts/check compiles it against the installed library. */
#include <rapporteur/rapporteur.h>
#include <stdio.h>

static bool count(void *user, const char *json, size_t length)
{
    (void)json;
    *(size_t *)user += length > 0;
    return true;
}

int main(int argc, char **argv)
{
    rapporteur_error error = {0};
    rapporteur_add_result added = {0};
    size_t mandates = 0;
    rapporteur *r = rapporteur_open("count.db", RAPPORTEUR_CREATE, &error);
    bool good = r &&
                rapporteur_add(r, (const char *const *)(argv + 1), (size_t)argc - 1, NULL, &added,
                               &error) &&
                rapporteur_list(r, "mandates", NULL, count, &mandates, &error);
    if (good) {
        printf("%zu files, %zu mandates\n", added.added, mandates);
    } else {
        fprintf(stderr, "%s\n", error.message);
    }
    rapporteur_close(r);
    return good && added.added && mandates ? 0 : 1;
}

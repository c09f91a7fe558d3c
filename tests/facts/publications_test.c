/* Publications: the sentences of publications-<language>.txt. */
#include "sentences.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static rap_knowledge knowledge;
static const char *folder;

/* Those of the version's activities that carry one. */
static const rap_activity *nth(const rap_version *version, size_t index)
{
    for (size_t i = 0; i < version->activities.count; i++) {
        if (version->activities.items[i].publication && index-- == 0) {
            return &version->activities.items[i];
        }
    }
    return NULL;
}

static size_t count_all(const rap_version *version)
{
    size_t count = 0;
    while (nth(version, count)) {
        count++;
    }
    return count;
}

enum { FIELDS = 4 };

/* "kind; title; languages; publishers" */
static rap_str tell(rap_arena *arena, const rap_version *version, size_t index)
{
    const rap_activity *activity = nth(version, index);
    const rap_publication *publication = activity->publication;
    rap_str title = rap_block_slice(&version->blocks.items[0], publication->title);
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_format(&out, "%.*s; %.*s;", RAP_STR_ARG(publication->kind), RAP_STR_ARG(title));
    for (size_t i = 0; i < publication->languages.count; i++) {
        rap_buf_format(&out, " %.*s", RAP_STR_ARG(publication->languages.items[i]));
    }
    rap_buf_put_c(&out, "; ");
    size_t publishers = 0;
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_party *party = &activity->parties.items[i];
        if (rap_str_is(party->role, "publisher")) {
            rap_buf_format(&out, "%s%.*s", publishers++ ? "," : "", RAP_STR_ARG(party->entity));
        }
    }
    return rap_buf_str(&out);
}

static bool fits(rap_arena *arena, const rap_version *version, size_t index, rap_str expect)
{
    return sentences_fields_fit(tell(arena, version, index), expect, FIELDS);
}

static void reads_the_sentences(void **state)
{
    (void)state;
    sentences all = {&knowledge, folder, {"publications", count_all, fits, tell}};
    sentences_check_languages(&all, 20);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : ".";
    if (!sentences_set_up(&knowledge)) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_sentences),
    };
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    sentences_tear_down(&knowledge);
    return failures;
}

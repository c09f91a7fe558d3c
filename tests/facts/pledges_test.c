/* Pledges: the sentences of pledges-<language>.txt. */
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
        if (version->activities.items[i].pledge && index-- == 0) {
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

enum { FIELDS = 6 };

static void put_parties(rap_buf *out, const rap_activity *activity, const char *role)
{
    size_t count = 0;
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_party *party = &activity->parties.items[i];
        if (rap_str_is(party->role, role)) {
            rap_buf_format(out, "%s%.*s", count++ ? "," : "", RAP_STR_ARG(party->entity));
        }
    }
    rap_buf_put_c(out, "; ");
}

/* "who; what; to; amounts; due; status" */
static rap_str tell(rap_arena *arena, const rap_version *version, size_t index)
{
    const rap_activity *activity = nth(version, index);
    const rap_pledge *pledge = activity->pledge;
    char start[11], end[11];
    rap_buf out;
    rap_buf_init(&out, arena);
    put_parties(&out, activity, "provider");
    rap_buf_format(&out, "%.*s; ",
                   RAP_STR_ARG(rap_block_slice(&version->blocks.items[0], pledge->what)));
    put_parties(&out, activity, "recipient");
    for (size_t i = 0; i < pledge->sums.count; i++) {
        const rap_sum *sum = &pledge->sums.items[i];
        rap_buf_format(&out, "%s%.10g %.*s", i ? ", " : "", sum->value, RAP_STR_ARG(sum->currency));
    }
    rap_date_text(pledge->due.start, start);
    rap_date_text(pledge->due.end, end);
    rap_buf_format(&out, "; %s%s%s; %.*s", start, *start || *end ? ".." : "", end,
                   RAP_STR_ARG(pledge->status));
    return rap_buf_str(&out);
}

static bool fits(rap_arena *arena, const rap_version *version, size_t index, rap_str expect)
{
    return sentences_fields_fit(tell(arena, version, index), expect, FIELDS);
}

static void reads_the_sentences(void **state)
{
    (void)state;
    sentences all = {&knowledge, folder, {"pledges", count_all, fits, tell}};
    sentences_check_languages(&all, 25);
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

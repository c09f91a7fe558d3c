/* Bad input in six languages: a paragraph of a hundred thousand bytes, a sentence without an end,
 * quotations within quotations, a table that became lines. Twice the text takes twice the memory
 * and twice the steps, with a small margin; a warning tells the place; what stands behind is read.
 */
#include "activities.h"
#include "facts/facts.h"
#include "reading/reading.h"
#include "structure/structure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { BYTES = 50000 };

typedef struct {
    const char *lang;
    const char *title, *sentence; /* without its stop */
    const char *stop, *comma, *open, *close, *cell;
} language;

static const language languages[] = {
    {"en", "Report of the Secretary-General",
     "UNESCO and ILO held a workshop in Nairobi in May 2023", ".", ", ", "“", "”", "Ferries"},
    {"fr", "Rapport du Secrétaire général", "En mars 2024, l’OMPI a tenu à Rabat un séminaire", ".",
     ", ", "« ", " »", "Navires"},
    {"es", "Informe del Secretario General",
     "La UNESCO y la OIT celebraron un taller en Nairobi en mayo de 2023", ".", ", ", "«", "»",
     "Buques"},
    {"ru", "Доклад Генерального секретаря", "В мае 2023 года ЮНЕСКО провела семинар в Найроби", ".",
     ", ", "«", "»", "Суда"},
    {"ar", "تقرير الأمين العام", "عقدت اليونسكو حلقة عمل في نيروبي في أيار/مايو 2023", ".", "، ",
     "«", "»", "سفن"},
    {"zh", "秘书长的报告", "2023年5月，教科文组织在内罗毕举办了讲习班", "。", "，", "“", "”",
     "船舶"},
};

typedef struct {
    rap_text_rules *text;
    rap_structure_rules *structure;
    rap_mention_rules *mentions;
    rap_fact_rules *facts;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    rap_error error = {0};
    f.text = rap_text_rules_new(&error);
    f.structure = rap_structure_rules_new(&error);
    f.mentions = rap_mention_rules_new(&error);
    f.facts = f.mentions ? rap_fact_rules_new(f.mentions, &error) : NULL;
    *state = &f;
    return f.text && f.structure && f.mentions && f.facts ? 0 : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    rap_fact_rules_free(f->facts);
    rap_mention_rules_free(f->mentions);
    rap_structure_rules_free(f->structure);
    rap_text_rules_free(f->text);
    return 0;
}

typedef struct {
    size_t memory, steps;
    rap_version *version;
} cost;

static cost analyse(const fixture *f, rap_arena *arena, rap_str bytes)
{
    rap_error error = {0};
    rap_source source = {.arena = arena};
    rap_versions versions = {0};
    rap_reading reading = {f->text, rap_read_limits_default(), "bad.txt"};
    assert_true(rap_read(&reading, arena, bytes, &source, &error));
    rap_structure_find(f->structure, f->text, &source, RAP_STR_NONE, RAP_STR("bad.txt"), &versions);
    assert_int_equal(versions.count, 1);
    rap_version *version = RAP_NEW(arena, rap_version);
    *version = versions.items[0];
    rap_knowledge knowledge = {f->text, f->structure, f->mentions, f->facts};
    rap_mention_find(f->mentions, f->text, version);
    rap_mandate_find(&knowledge, version);
    size_t steps = rap_activity_find_counted(&knowledge, version);
    rap_theme_read(&knowledge, version);
    return (cost){rap_arena_used(arena), steps, version};
}

/* -- the texts --------------------------------------------------------------------------------- */

static void put_paragraph(rap_buf *out, const language *l, size_t bytes)
{
    while (out->length < bytes) {
        rap_buf_format(out, "%s%s ", l->sentence, l->stop);
    }
}

static void put_endless(rap_buf *out, const language *l, size_t bytes)
{
    while (out->length < bytes) {
        rap_buf_format(out, "%s%s", l->sentence, l->comma);
    }
    rap_buf_put_c(out, l->stop);
}

static void put_quotations(rap_buf *out, const language *l, size_t bytes)
{
    size_t depth = 0;
    for (; out->length < bytes; depth++) {
        rap_buf_format(out, "%s%s ", l->open, l->sentence);
    }
    while (depth--) {
        rap_buf_put_c(out, l->close);
    }
}

static void put_table(rap_buf *out, const language *l, size_t bytes)
{
    rap_buf_format(out, "%s%s\n", l->sentence, l->stop);
    for (int i = 0; out->length < bytes; i++) {
        rap_buf_format(out, "\n%s\n\n%d\n\n%d\n", l->cell, i % 90 + 10, i * 37 % 1000);
    }
}

typedef struct {
    const char *rule; /* of the warning */
    void (*put)(rap_buf *out, const language *l, size_t bytes);
} bad_input;

static const bad_input inputs[] = {{"long-paragraph", put_paragraph},
                                   {"endless-sentence", put_endless},
                                   {"nested-quotations", put_quotations},
                                   {"table-lines", put_table}};

static cost cost_of(const fixture *f, rap_arena *arena, const language *l, const bad_input *input,
                    size_t bytes)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_format(&out, "%s\n\n1. ", l->title);
    input->put(&out, l, bytes);
    rap_buf_format(&out, "\n\n2. %s%s\n", l->sentence, l->stop);
    return analyse(f, arena, rap_buf_str(&out));
}

/* -- what must hold ---------------------------------------------------------------------------- */

static bool has_warning(const rap_version *version, const char *rule)
{
    for (size_t i = 0; i < version->warnings.count; i++) {
        const rap_warning *warning = &version->warnings.items[i];
        if (rap_str_is(warning->rule, rule)) {
            return warning->block > 0 && warning->block < (int32_t)version->blocks.count;
        }
    }
    return false;
}

/* Whether the paragraph behind the bad one tells its activity. */
static bool goes_on(const rap_version *version)
{
    for (size_t i = 0; i < version->activities.count; i++) {
        if (rap_str_is(version->activities.items[i].para, "2")) {
            return true;
        }
    }
    return false;
}

static void twice_the_text_takes_twice_the_work(void **state)
{
    static const double margin = 2.2;
    size_t failed = 0;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        for (size_t k = 0; k < sizeof languages / sizeof *languages; k++) {
            const language *l = &languages[k];
            rap_arena *one = rap_arena_new(0), *two = rap_arena_new(0);
            cost once = cost_of(*state, one, l, &inputs[i], BYTES);
            cost twice = cost_of(*state, two, l, &inputs[i], 2 * (size_t)BYTES);
            bool is_linear = (double)twice.memory < margin * (double)once.memory &&
                             (double)twice.steps < margin * (double)once.steps + 1000;
            bool is_told = has_warning(twice.version, inputs[i].rule);
            if (!is_linear || !is_told || !goes_on(twice.version) ||
                twice.version->lang != rap_lang_of_code(rap_str_of(l->lang))) {
                print_error("%s in %s: memory %zu, then %zu; steps %zu, then %zu; %s, %s\n",
                            inputs[i].rule, l->lang, once.memory, twice.memory, once.steps,
                            twice.steps, is_told ? "told" : "not told",
                            goes_on(twice.version) ? "the rest is read" : "the rest is not read");
                failed++;
            }
            rap_arena_free(one);
            rap_arena_free(two);
        }
    }
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(twice_the_text_takes_twice_the_work)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

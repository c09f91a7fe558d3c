/* Runs a file of sentences: language, sentence, what it names in order ("date 2023-05", "person
 * UN", "symbol A/RES/57/32" ..., separated by "; "; "-" for nothing) and, where the sentence needs
 * one, the period its document reports on. A sentence may have paragraphs, separated by "//". */
#include "base/file.h"
#include "base/table.h"
#include "mentions/mentions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *sentences_path;

typedef struct {
    rap_arena *arena;
    rap_text_rules *text;
    rap_mention_rules *rules;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    rap_error error = {0};
    f.arena = rap_arena_new(0);
    f.text = rap_text_rules_new(&error);
    f.rules = rap_mention_rules_new(&error);
    if (!f.rules) {
        print_error("%s\n", error.message);
        return -1;
    }
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    rap_mention_rules_free(f->rules);
    rap_text_rules_free(f->text);
    rap_arena_free(f->arena);
    return 0;
}

static void put_period(rap_buf *out, const rap_mention *m)
{
    char start[11], end[11];
    rap_buf_put_c(out, rap_date_text(m->period.start, start));
    if (m->period_is_open) {
        rap_buf_put_c(out, "..");
    } else if (strcmp(start, rap_date_text(m->period.end, end))) {
        rap_buf_put_c(out, "..");
        rap_buf_put_c(out, end);
    }
    if (m->body.length) {
        rap_buf_format(out, " (%.*s)", RAP_STR_ARG(m->body));
    }
}

static rap_str describe(rap_arena *arena, const rap_version *version)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < version->mentions.count; i++) {
        const rap_mention *m = &version->mentions.items[i];
        rap_buf_format(&out, "%s%s ", i ? "; " : "", rap_mention_kind_name(m->kind));
        if (m->kind == RAP_MENTION_DATE) {
            put_period(&out, m);
        } else if (m->entity.length) {
            rap_buf_put(&out, m->entity);
        } else {
            rap_buf_put_byte(&out, '?');
        }
    }
    if (!version->mentions.count) {
        rap_buf_put_byte(&out, '-');
    }
    return rap_buf_str(&out);
}

static void spans_stay_inside(const rap_version *version)
{
    for (size_t i = 0; i < version->mentions.count; i++) {
        const rap_mention *m = &version->mentions.items[i];
        assert_true(m->block < version->blocks.count);
        assert_true(m->span.start < m->span.end);
        assert_true(m->span.end <= version->blocks.items[m->block].text.length);
    }
}

static void read_period(rap_str cell, rap_period *ret_period)
{
    size_t dots = rap_str_find(cell, RAP_STR(".."), 0);
    if (dots != SIZE_MAX) {
        assert_true(rap_date_parse(rap_str_slice(cell, 0, dots), &ret_period->start));
        assert_true(rap_date_parse(rap_str_slice(cell, dots + 2, cell.length), &ret_period->end));
    }
}

static bool run_row(fixture *f, const rap_table *table, const rap_row *row)
{
    rap_version version = {
        .arena = f->arena,
        .lang = rap_lang_of_code(rap_row_cell(row, rap_table_column(table, "lang")))};
    rap_str sentence = rap_row_cell(row, rap_table_column(table, "sentence"));
    rap_str expected = rap_row_cell(row, rap_table_column(table, "mentions"));
    read_period(rap_row_cell(row, rap_table_column(table, "period")), &version.cover.period);
    while (sentence.length) {
        size_t cut = rap_str_find(sentence, RAP_STR("//"), 0);
        rap_str part = cut == SIZE_MAX ? sentence : rap_str_slice(sentence, 0, cut);
        RAP_PUSH(f->arena, &version.blocks,
                 (rap_block){.part = RAP_PART_BODY, .text = rap_str_trim(part)});
        sentence =
            cut == SIZE_MAX ? RAP_STR_NONE : rap_str_slice(sentence, cut + 2, sentence.length);
    }
    rap_mention_find(f->rules, f->text, &version);
    spans_stay_inside(&version);
    rap_str found = describe(f->arena, &version);
    if (!rap_str_equal(found, expected)) {
        print_error("line %d: %.*s\n  expected %.*s\n  found    %.*s\n", row->line,
                    RAP_STR_ARG(rap_row_cell(row, rap_table_column(table, "sentence"))),
                    RAP_STR_ARG(expected), RAP_STR_ARG(found));
        return false;
    }
    return true;
}

static void sentences_name_what_is_expected(void **state)
{
    fixture *f = *state;
    rap_str bytes;
    rap_table table;
    rap_error error = {0};
    assert_true(rap_file_read(f->arena, sentences_path, 10u << 20, &bytes, &error));
    assert_true(rap_table_parse(f->arena, bytes, &table, &error));
    size_t failed = 0;
    for (size_t i = 0; i < table.rows.count; i++) {
        failed += !run_row(f, &table, &table.rows.items[i]);
    }
    assert_true(table.rows.count >= 40);
    assert_int_equal(failed, 0);
}

static void every_name_leads_back_to_an_entity(void **state)
{
    fixture *f = *state;
    size_t count = 0, states = 0;
    for (const rap_entity *e; (e = rap_entity_at(f->rules, count)); count++) {
        assert_ptr_equal(rap_entity_find(f->rules, e->id), e);
        assert_true(rap_entity_find(f->rules, e->counts_as) != NULL);
        states += rap_str_is(e->kind, "state");
    }
    assert_true(count > 500);
    assert_true(states > 193);
    assert_null(rap_entity_find(f->rules, RAP_STR("no such body")));
}

/* A paragraph so long that it is looked at in parts names the same in each, where it stands. */
static void long_paragraphs_are_read_whole(void **state)
{
    enum { TIMES = 900 };
    static const rap_str sentence = {"UNESCO met ILO in Nairobi on 4 May 2023. ", 41};
    static const char *const names[] = {"UNESCO", "ILO", "Nairobi", "4 May 2023"};
    fixture *f = *state;
    rap_buf text;
    rap_buf_init(&text, f->arena);
    for (int i = 0; i < TIMES; i++) {
        rap_buf_put(&text, sentence);
    }
    rap_version version = {.arena = f->arena, .lang = RAP_LANG_EN};
    rap_block block = {.part = RAP_PART_BODY, .text = rap_buf_str(&text)};
    RAP_PUSH(f->arena, &version.blocks, block);
    rap_mention_find(f->rules, f->text, &version);
    assert_int_equal(version.mentions.count, TIMES * 4);
    for (size_t i = 0; i < version.mentions.count; i++) {
        rap_str named = rap_block_slice(&block, version.mentions.items[i].span);
        assert_true(rap_str_is(named, names[i % 4]));
        assert_int_equal(version.mentions.items[i].span.start / sentence.length, i / 4);
        assert_int_equal(rap_mention_from(&version, 0, version.mentions.items[i].span.start), i);
    }
}

int main(int count, char **arguments)
{
    if (count != 2) {
        return 2;
    }
    sentences_path = arguments[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_name_what_is_expected),
        cmocka_unit_test(every_name_leads_back_to_an_entity),
        cmocka_unit_test(long_paragraphs_are_read_whole),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

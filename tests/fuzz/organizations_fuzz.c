/* The user's own table of organizations: a row that cannot be used is told of in one line and costs
 * itself alone. With '+' as first byte all names are compiled with those that can be used, and a
 * text is read with them: that takes a thousand times as long. */
#include "version.h"

#include "../../src/mentions/rules.h"

static void check_problem(const rap_table_problem *problem)
{
    fuzz_demand(problem->message.length &&
                    rap_str_find(problem->message, RAP_STR("\n"), 0) == SIZE_MAX,
                "a problem is one line");
    fuzz_demand(rap_utf8_invalid(problem->message) == SIZE_MAX, "in valid UTF-8");
}

static void read_rows(rap_arena *arena, rap_str table)
{
    const rap_mention_rules *known = fuzz_knowledge()->mentions;
    rap_mention_rules rules = {.arena = arena};
    rap_map *ids = rap_map_new(arena);
    rap_user_rows rows;
    const rap_entity_kind *kind;
    for (size_t i = 0; (kind = rap_entity_kind_at(known, i)); i++) {
        RAP_PUSH(arena, &rules.kinds, *kind);
    }
    rap_map_set(ids, RAP_STR("AU"), arena);
    rap_user_read(&rules, arena, table, ids, &rows);
    for (size_t i = 0; i < rows.list.count; i++) {
        const rap_user_row *row = rows.list.items[i];
        rap_entity entity = {.id = row->id};
        fuzz_demand(row->id.length && rap_map_find(rows.by_id, row->id) == row, "a row has its id");
        rap_user_correct(row, &entity);
        for (int lang = RAP_LANG_AR; lang < RAP_LANG_COUNT; lang++) {
            int from = 0, until = 0;
            rap_user_drops(row, (rap_lang)lang, RAP_STR("Harbour League"));
            rap_name_years(row->names[lang], &from, &until);
            fuzz_demand(from >= 0 && from <= 9999 && until >= 0 && until <= 9999,
                        "years are years");
        }
    }
    for (size_t i = 0; i < rules.problems.count; i++) {
        check_problem(&rules.problems.items[i]);
    }
}

static void compile(rap_arena *arena, rap_str table)
{
    static const char sentence[] =
        "The Harbour League (HL), the United Nations and the African Union met in Nairobi; the "
        "League of Pilots, hl and Kenya took part.";
    rap_error error = {0};
    rap_mention_rules *rules = rap_mention_rules_new_with(table, &error);
    fuzz_demand(rules, "the user's rows do no harm to the others");
    const rap_table_problem *problem;
    for (size_t i = 0; (problem = rap_mention_problem_at(rules, i)); i++) {
        check_problem(problem);
    }
    rap_version version = {
        .arena = arena, .doc = RAP_STR("X"), .doc_lang = RAP_STR("X"), .lang = RAP_LANG_EN};
    RAP_PUSH(arena, &version.blocks,
             (rap_block){.part = RAP_PART_BODY, .text = rap_str_of(sentence), .parent = -1});
    RAP_PUSH(arena, &version.blocks,
             (rap_block){.part = RAP_PART_BODY, .text = fuzz_text(arena, table), .parent = -1});
    rap_mention_find(rules, fuzz_knowledge()->text, &version);
    fuzz_check_version(&version);
    rap_mention_rules_free(rules);
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    if (fuzz_byte(&input) == '+') {
        compile(arena, input);
    } else {
        read_rows(arena, input);
    }
}

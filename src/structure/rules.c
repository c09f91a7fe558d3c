/* The compiled tables as one immutable object. */
#include "rules.h"

static bool load_kinds(rap_structure_rules *rules, rap_error *error)
{
    rap_table table;
    if (!rap_table_parse(rules->arena, rap_data_find("kinds.tsv"), &table, error)) {
        return false;
    }
    int kind = rap_table_column(&table, "kind");
    int operative = rap_table_column(&table, "has_operative");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        kind_rule rule = {.name = rap_row_cell(row, kind),
                          .has_operative = rap_str_is(rap_row_cell(row, operative), "yes")};
        RAP_PUSH(rules->arena, &rules->kinds, rule);
    }
    return true;
}

rap_structure_rules *rap_structure_rules_new(rap_error *error)
{
    rap_arena *arena = rap_arena_new(0);
    if (!arena) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    rap_structure_rules *rules = RAP_NEW(arena, rap_structure_rules);
    rules->arena = arena;
    bool good = load_kinds(rules, error);
    for (int lang = RAP_LANG_AR; good && lang < RAP_LANG_COUNT; lang++) {
        good = rap_lead_rules_load(rules, (rap_lang)lang, error) &&
               rap_cover_rules_load(rules, (rap_lang)lang, error);
    }
    if (!good || !rap_lead_verbs_compose(rules)) {
        rap_arena_free(arena);
        return NULL;
    }
    return rules;
}

void rap_structure_rules_free(rap_structure_rules *rules)
{
    if (rules) {
        rap_arena_free(rules->arena);
    }
}

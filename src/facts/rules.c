#include "mandate_rules.h"
#include "roles.h"
#include "themes.h"

rap_fact_rules *rap_fact_rules_new(const rap_mention_rules *mentions, rap_error *error)
{
    rap_arena *arena = rap_arena_new(0);
    if (!arena) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    rap_fact_rules *rules = RAP_NEW(arena, rap_fact_rules);
    rules->arena = arena;
    rules->mandates = rap_mandate_rules_new(arena, error);
    rules->activities = rules->mandates ? rap_activity_rules_new(arena, error) : NULL;
    rules->themes =
        rules->activities ? rap_theme_rules_new(arena, mentions, rules->activities, error) : NULL;
    rules->roles = rules->themes ? rap_role_rules_new(arena, error) : NULL;
    rules->figures = rules->roles ? rap_figure_rules_new(arena, rules->activities, error) : NULL;
    if (!rules->figures) {
        rap_arena_free(arena);
        return NULL;
    }
    return rules;
}

void rap_fact_rules_free(rap_fact_rules *rules)
{
    if (rules) {
        rap_arena_free(rules->arena);
    }
}

const rap_theme_table *rap_fact_themes(const rap_fact_rules *rules)
{
    return rap_theme_rules_table(rules->themes);
}

rap_str rap_fact_sense(const rap_fact_rules *rules, rap_arena *arena, rap_str verb)
{
    rap_str sense = rap_verb_rule(rules->mandates, arena, verb).sense;
    return sense.length ? sense : verb;
}

bool rap_fact_has_role(const rap_fact_rules *rules, rap_str role)
{
    return rap_role_is_known(rules->roles, role);
}

#include "text_private.h"

rap_text_rules *rap_text_rules_new(rap_error *error)
{
    rap_arena *arena = rap_arena_new(0);
    if (!arena) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    rap_text_rules *rules = RAP_NEW(arena, rap_text_rules);
    rules->arena = arena;
    if (!rap_text_load_models(rules, error) || !rap_text_load_abbreviations(rules, error)) {
        rap_arena_free(arena);
        return NULL;
    }
    return rules;
}

void rap_text_rules_free(rap_text_rules *rules)
{
    if (rules) {
        rap_arena_free(rules->arena);
    }
}

#include "rules.h"

struct rap_mandate_rules {
    rap_arena *arena;
};

rap_mandate_rules *rap_mandate_rules_new(rap_arena *arena, rap_error *error)
{
    (void)error;
    rap_mandate_rules *rules = RAP_NEW(arena, rap_mandate_rules);
    rules->arena = arena;
    return rules;
}

#include "rules.h"

struct rap_activity_rules {
    rap_arena *arena;
};

rap_activity_rules *rap_activity_rules_new(rap_arena *arena, rap_error *error)
{
    (void)error;
    rap_activity_rules *rules = RAP_NEW(arena, rap_activity_rules);
    rules->arena = arena;
    return rules;
}

#include "rules.h"

void rap_mention_symbols(rap_mention_work *work)
{
    (void)work;
}

void rap_mention_sessions(rap_mention_work *work)
{
    (void)work;
}

rap_str rap_symbol_full(rap_arena *arena, rap_str printed, rap_str body)
{
    (void)arena;
    (void)printed;
    (void)body;
    return RAP_STR_NONE;
}

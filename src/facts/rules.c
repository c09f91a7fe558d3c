#include "facts/facts.h"
struct rap_fact_rules { rap_arena *arena; };
rap_fact_rules *rap_fact_rules_new(rap_error *error) { (void)error; rap_arena *a = rap_arena_new(0); rap_fact_rules *r = RAP_NEW(a, rap_fact_rules); r->arena = a; return r; }
void rap_fact_rules_free(rap_fact_rules *rules) { if (rules) rap_arena_free(rules->arena); }

#include "mentions/mentions.h"
struct rap_mention_rules { rap_arena *arena; };
rap_mention_rules *rap_mention_rules_new(rap_error *error) { (void)error; rap_arena *a = rap_arena_new(0); rap_mention_rules *r = RAP_NEW(a, rap_mention_rules); r->arena = a; return r; }
void rap_mention_rules_free(rap_mention_rules *rules) { if (rules) rap_arena_free(rules->arena); }
const rap_entity *rap_entity_find(const rap_mention_rules *rules, rap_str id) { (void)rules; (void)id; return NULL; }
const rap_entity *rap_entity_at(const rap_mention_rules *rules, size_t index) { (void)rules; (void)index; return NULL; }
void rap_mention_find(const rap_mention_rules *rules, const rap_text_rules *text, rap_version *version) { (void)rules; (void)text; (void)version; }
void rap_date_find(const rap_mention_rules *rules, rap_arena *arena, rap_lang lang, rap_str text, rap_dates_found *ret) { (void)rules; (void)arena; (void)lang; (void)text; *ret = (rap_dates_found){0}; }
rap_str rap_symbol_full(rap_arena *arena, rap_str printed, rap_str body) { (void)arena; (void)printed; (void)body; return RAP_STR_NONE; }

#include "structure/structure.h"
struct rap_structure_rules { rap_arena *arena; };
rap_structure_rules *rap_structure_rules_new(rap_error *error) { (void)error; rap_arena *a = rap_arena_new(0); rap_structure_rules *r = RAP_NEW(a, rap_structure_rules); r->arena = a; return r; }
void rap_structure_rules_free(rap_structure_rules *rules) { if (rules) rap_arena_free(rules->arena); }
void rap_structure_find(const rap_structure_rules *rules, const rap_text_rules *text, const rap_source *source, rap_str id, rap_str file_name, rap_versions *ret) { (void)rules; (void)text; (void)source; (void)id; (void)file_name; *ret = (rap_versions){0}; }
rap_lead rap_structure_lead(const rap_structure_rules *rules, rap_lang lang, rap_str text) { (void)rules; (void)lang; (void)text; return (rap_lead){0}; }
void rap_structure_leads(const rap_structure_rules *rules, rap_arena *arena, rap_lang lang, rap_str text, rap_leads *ret) { (void)rules; (void)arena; (void)lang; (void)text; *ret = (rap_leads){0}; }

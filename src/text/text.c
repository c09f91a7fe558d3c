#include "text/text.h"
struct rap_text_rules { rap_arena *arena; };
bool rap_text_decode(rap_arena *arena, rap_str bytes, rap_str declared, rap_str *ret_text, rap_str *ret_encoding, size_t *ret_replaced, rap_error *error)
{ (void)arena; (void)declared; (void)error; *ret_text = bytes; *ret_encoding = RAP_STR("UTF-8"); *ret_replaced = 0; return true; }
rap_str rap_text_clean(rap_arena *arena, rap_str text) { (void)arena; return text; }
rap_script rap_text_script_of(uint32_t c) { (void)c; return RAP_SCRIPT_LATIN; }
rap_script rap_text_script(rap_str text) { (void)text; return RAP_SCRIPT_LATIN; }
rap_text_rules *rap_text_rules_new(rap_error *error) { (void)error; rap_arena *a = rap_arena_new(0); rap_text_rules *r = RAP_NEW(a, rap_text_rules); r->arena = a; return r; }
void rap_text_rules_free(rap_text_rules *rules) { if (rules) rap_arena_free(rules->arena); }
rap_lang rap_text_language(const rap_text_rules *rules, rap_str text, double *ret_sure) { (void)rules; (void)text; if (ret_sure) *ret_sure = 0; return RAP_LANG_EN; }
void rap_text_sentences(const rap_text_rules *rules, rap_arena *arena, rap_lang lang, rap_str text, rap_spans *ret) { (void)rules; (void)lang; rap_spans s = {0}; RAP_PUSH(arena, &s, (rap_span){0, (uint32_t)text.length}); *ret = s; }
rap_str rap_text_fold(rap_arena *arena, rap_str text) { (void)arena; return text; }
rap_str rap_text_index_tokens(rap_arena *arena, rap_lang lang, rap_str text) { (void)arena; (void)lang; return text; }
void rap_text_query(rap_arena *arena, rap_str words, rap_query *ret) { (void)arena; (void)words; *ret = (rap_query){0}; }

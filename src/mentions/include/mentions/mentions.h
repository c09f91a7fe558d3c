/* Mentions: what the text names. Fills version->mentions (in order of block and span) and
 * version->cites; resolves years from the document. */
#ifndef RAP_MENTIONS_MENTIONS_H
#define RAP_MENTIONS_MENTIONS_H

#include "base/error.h"
#include "model/fact.h"
#include "text/text.h"

/* An organization, organ, office or group of States of data/organizations.tsv, or a State (ICU). */
typedef struct {
    rap_str id;        /* "AU", "KEN", "Member States" */
    rap_str kind;      /* "regional", "un-organ", "un-entity", "organ", "state", "group", ... */
    rap_str parent;    /* id or empty */
    rap_str counts_as; /* the id that a record names in its place: "AU" for "African Union
                          Commission"; its own id otherwise */
    rap_str names[RAP_LANG_COUNT]; /* the first name in each language, or empty */
} rap_entity;

/* Compiled from data/; immutable, shared by threads. */
typedef struct rap_mention_rules rap_mention_rules;
rap_mention_rules *rap_mention_rules_new(rap_error *error);
void rap_mention_rules_free(rap_mention_rules *rules);

/* NULL where there is none. */
const rap_entity *rap_entity_find(const rap_mention_rules *rules, rap_str id);
const rap_entity *rap_entity_at(const rap_mention_rules *rules, size_t index);

void rap_mention_find(const rap_mention_rules *rules, const rap_text_rules *text,
                      rap_version *version);

/* Dates and periods in a sentence of any language, without a document: for cover lines. Years
 * left out stay 0. */
typedef struct {
    rap_span span;
    rap_period period;
    bool is_open;
} rap_date_found;
typedef RAP_VEC(rap_date_found) rap_dates_found;
void rap_date_find(const rap_mention_rules *rules, rap_arena *arena, rap_lang lang, rap_str text,
                   rap_dates_found *ret_dates);

/* The ordinal in words or figures that ends right before byte `at` of `text` ("fourth" before the
 * name of a conference); 0 where there is none. */
int rap_ordinal_before(const rap_mention_rules *rules, rap_arena *arena, rap_lang lang,
                       rap_str text, size_t at);

/* The full form of a symbol as printed: "57/32" in the Assembly's text -> "A/RES/57/32",
 * "1809 (2008)" of the Council -> "S/RES/1809 (2008)". Empty where it is no symbol. */
rap_str rap_symbol_full(rap_arena *arena, rap_str printed, rap_str body);

#endif

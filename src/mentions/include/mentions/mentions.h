/* Mentions: what the text names. Fills version->mentions (in order of block and span) and
 * version->cites; resolves years from the document. */
#ifndef RAP_MENTIONS_MENTIONS_H
#define RAP_MENTIONS_MENTIONS_H

#include "base/error.h"
#include "model/fact.h"
#include "text/text.h"

/* A name of a body in one language. */
typedef struct {
    rap_str text;
    int from, until; /* the years in which it bore the name; 0: not told, or it bears it still */
    bool is_acronym;
} rap_entity_name;
typedef RAP_VEC(rap_entity_name) rap_entity_names;

/* An organization, organ, office or group of States of data/organizations.tsv, or a State (ICU). */
typedef struct {
    rap_str id;        /* "AU", "KEN", "Member States" */
    rap_str kind;      /* of data/organization-kinds.tsv, or "state" */
    rap_str parent;    /* id or empty */
    rap_str counts_as; /* the id that a record names in its place: "AU" for "African Union
                          Commission"; its own id otherwise */
    rap_str names[RAP_LANG_COUNT];              /* the first name in each language, or empty */
    rap_entity_names all_names[RAP_LANG_COUNT]; /* of organizations: every one, the usual first */
    int from, until;                            /* years; 0: not told, or it still exists */
    rap_str successor;                          /* id of the body that carries on its work */
} rap_entity;

/* A kind of body and what it is called. */
typedef struct {
    rap_str kind, name;
} rap_entity_kind;

/* A row of the user's table that could not be used. */
typedef struct {
    int line;
    rap_str message; /* what is wrong and what to do */
} rap_table_problem;

/* Compiled from data/; immutable, shared by threads. */
typedef struct rap_mention_rules rap_mention_rules;
rap_mention_rules *rap_mention_rules_new(rap_error *error);
/* The same with a table of the user's own (docs/organizations.md) beside those of data/; a row of
 * it that cannot be used is left out, see rap_mention_problem_at. `table` is not kept. */
rap_mention_rules *rap_mention_rules_new_with(rap_str table, rap_error *error);
void rap_mention_rules_free(rap_mention_rules *rules);

/* NULL where there is none. */
const rap_entity *rap_entity_find(const rap_mention_rules *rules, rap_str id);
const rap_entity *rap_entity_at(const rap_mention_rules *rules, size_t index);
const rap_entity_kind *rap_entity_kind_at(const rap_mention_rules *rules, size_t index);
const rap_table_problem *rap_mention_problem_at(const rap_mention_rules *rules, size_t index);

/* The first place that a text of a language names: a city or region by its English name, else a
 * State by its alpha-3 code. Empty where it names none. */
rap_str rap_place_find(const rap_mention_rules *rules, rap_arena *arena, rap_lang lang,
                       rap_str text);
/* The name in a language of a place known by its English name; empty where no table has it. */
rap_str rap_place_name(const rap_mention_rules *rules, rap_lang lang, rap_str place);

void rap_mention_find(const rap_mention_rules *rules, const rap_text_rules *text,
                      rap_version *version);

/* One code point as names are compared: lower case without accents, Arabic with one alef, one ya
 * and ta marbuta as ha; white space as a space, every dash as '-', punctuation as ASCII or '|'; 0
 * where it is left out. */
uint32_t rap_mention_fold_point(const rap_mention_rules *rules, uint32_t c);

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

/* The ordinals and numbers in words of a text ("sixteenth"), from 1 to 199, in the order of the
 * text; those in figures are not among them. */
typedef RAP_VEC(int) rap_ordinals;
void rap_ordinal_find(const rap_mention_rules *rules, rap_arena *arena, rap_lang lang, rap_str text,
                      rap_ordinals *ret_ordinals);

#endif

/* What facts are about: the terms of data/<language>/themes.tsv found in a text. Private to the
 * module. */
#ifndef RAP_FACTS_THEMES_H
#define RAP_FACTS_THEMES_H

#include "facts/facts.h"
#include "model/theme.h"
#include "rules.h"

typedef struct {
    rap_strs ids; /* the weightiest first */
    uint32_t goals;
} rap_themes;

/* Compiles the tables; `activities` gives the words that a language writes together with the next.
 */
rap_theme_rules *rap_theme_rules_new(rap_arena *arena, const rap_mention_rules *mentions,
                                     const rap_activity_rules *activities, rap_error *error);
const rap_theme_table *rap_theme_rules_table(const rap_theme_rules *rules);

/* The themes of a text by itself. */
void rap_theme_of_text(const rap_knowledge *knowledge, rap_arena *arena, rap_lang lang,
                       rap_str text, rap_themes *ret_themes);

#endif

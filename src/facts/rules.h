/* The rules of this module's parts; each part knows only its own. */
#ifndef RAP_FACTS_RULES_H
#define RAP_FACTS_RULES_H

#include "facts/facts.h"

typedef struct rap_mandate_rules rap_mandate_rules;
typedef struct rap_activity_rules rap_activity_rules;
typedef struct rap_theme_rules rap_theme_rules;
typedef struct rap_role_rules rap_role_rules;
typedef struct rap_figure_rules rap_figure_rules;

struct rap_fact_rules {
    rap_arena *arena;
    rap_mandate_rules *mandates;
    rap_activity_rules *activities;
    rap_theme_rules *themes;
    rap_role_rules *roles;
    rap_figure_rules *figures;
};

/* Read from data/; they live in `arena`. NULL with *error filled where a table is wrong. */
rap_mandate_rules *rap_mandate_rules_new(rap_arena *arena, rap_error *error);
rap_activity_rules *rap_activity_rules_new(rap_arena *arena, rap_error *error);
rap_role_rules *rap_role_rules_new(rap_arena *arena, rap_error *error);
rap_figure_rules *rap_figure_rules_new(rap_arena *arena, const rap_activity_rules *activities,
                                       rap_error *error);

#endif

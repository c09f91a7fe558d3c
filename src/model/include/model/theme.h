/* Themes: what facts are about. The seventeen Sustainable Development Goals and the themes of
 * data/themes.tsv, with their names in the six languages (data/<language>/themes.tsv). */
#ifndef RAP_MODEL_THEME_H
#define RAP_MODEL_THEME_H

#include "base/error.h"
#include "model/lang.h"

typedef enum {
    RAP_THEME_AREA, /* holds themes; no text is of an area alone */
    RAP_THEME_TOPIC,
    RAP_THEME_GOAL
} rap_theme_kind;

const char *rap_theme_kind_name(rap_theme_kind kind);

/* Bit n of a set of Goals: Goal n, from 1. */
#define RAP_GOAL_COUNT 17
#define RAP_GOAL_BIT(n) ((uint32_t)1 << (n))

typedef struct {
    rap_str id;
    rap_theme_kind kind;
    rap_str broader; /* id, or empty */
    rap_str unbis;   /* concept of the UNBIS Thesaurus, its number; empty where not known */
    uint32_t goals;  /* set */
    rap_str names[RAP_LANG_COUNT];
    rap_strs terms[RAP_LANG_COUNT]; /* as the tables write them */
    size_t place;                   /* in the table */
} rap_theme;

/* Immutable; lives in the arena. */
typedef struct rap_theme_table rap_theme_table;

/* NULL where the tables are wrong: *error says which line. */
rap_theme_table *rap_theme_table_new(rap_arena *arena, rap_error *error);
size_t rap_theme_count(const rap_theme_table *table);
const rap_theme *rap_theme_at(const rap_theme_table *table, size_t index);
/* NULL where there is none. */
const rap_theme *rap_theme_find(const rap_theme_table *table, rap_str id);
/* The outermost of those above it, or the theme itself; NULL where there is no such theme. */
const rap_theme *rap_theme_area(const rap_theme_table *table, rap_str id);
/* Whether `theme` is the other or stands somewhere below it; of a Goal also whether it serves it.
 */
bool rap_theme_is_within(const rap_theme_table *table, const rap_theme *theme,
                         const rap_theme *other);

#endif

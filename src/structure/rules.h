/* Private to structure: the compiled language tables. */
#ifndef RAP_STRUCTURE_RULES_H
#define RAP_STRUCTURE_RULES_H

#include "structure/structure.h"

#include <pthread.h>

#include "base/data.h"
#include "base/map.h"
#include "base/table.h"

/* -- folding (fold.c) -------------------------------------------------------------------------- */

/* Text folded for matching: lower case, no marks above or below letters, no tatweel, one form of
 * apostrophe and digits, white space as single spaces. `at[i]` is the byte of the original that
 * folded byte i came from, at[length] the end of what was folded. */
typedef struct {
    char *data;
    uint32_t *at;
    size_t length;
} folded_text;

/* Folds at most `limit` bytes of `text`. */
folded_text rap_structure_fold(rap_arena *arena, rap_str text, size_t limit);
/* The same without an arena: `data` and `at` hold `room` and `room` + 1 items. */
void rap_structure_fold_into(rap_str text, size_t room, folded_text *folded);
rap_str rap_structure_folded(rap_arena *arena, rap_str text);
/* Whether folded byte `at` is inside a word: a letter or digit stands on both sides of the cut.
 * Han has no words. */
bool rap_structure_is_inside_word(const folded_text *text, size_t at);

/* -- lead phrases (lead.c) ----------------------------------------------------------------------
 */

typedef enum {
    PIECE_OPERATIVE,
    PIECE_PREAMBULAR,
    PIECE_OPENING,
    PIECE_ADVERB,
    PIECE_OBJECT,
    PIECE_DEGREE,
    PIECE_TRAILING,
    PIECE_JOIN,
    PIECE_COUNT
} piece_type;

typedef struct {
    rap_str words; /* folded */
    rap_str verb;
    piece_type type;
    bool takes_object, behind_participle, glued;
} lead_piece;

typedef RAP_VEC(const lead_piece *) piece_list;

typedef struct {
    rap_map *pieces; /* first word, or first character in Chinese -> piece_list, longest first */
} lead_rules;

/* -- cover (cover.c) -----------------------------------------------------------------------------
 */

/* A row of cover.tsv: pattern pieces between placeholders. */
typedef enum {
    SLOT_TEXT,
    SLOT_ORDINAL,  /* {ordinal}: a number as word or figure, 1 to 150 */
    SLOT_NUMBER,   /* {number} */
    SLOT_DATE,     /* {date} */
    SLOT_ITEMS,    /* {items}: agenda items */
    SLOT_LANGUAGE, /* {language} */
    SLOT_ROMAN,    /* {roman}: a Roman number */
    SLOT_ANY       /* {...}: any text within the line */
} slot_kind;

typedef struct {
    slot_kind kind;
    rap_str text; /* folded */
} cover_slot;

typedef struct {
    rap_str field, value;
    bool at_begin, at_end; /* '^' and '$' */
    RAP_VEC(cover_slot) slots;
} cover_pattern;

/* What the placeholders of a pattern stood for. */
typedef struct {
    const cover_pattern *pattern;
    int number; /* {ordinal} or {number}; 0: none */
    rap_date dates[2];
    size_t date_count;
    rap_lang lang;
    size_t items_from, items_to; /* folded bytes of {items} */
    size_t start, end;           /* folded bytes of the whole */
} cover_match;

typedef struct {
    rap_str phrase; /* folded, without punctuation at the end */
    rap_str symbol;
    bool opener;
} formula_rule;

typedef RAP_VEC(cover_pattern) cover_patterns;

/* A word for a number, longest first. */
typedef struct {
    rap_str words; /* folded */
    int value;
} number_word;

typedef RAP_VEC(number_word) number_words;

/* Numbers in words. Spelling them out takes longer than all else that is learnt of a language, so
 * it is done when one is first looked for, in an arena of its own: threads share the rules. */
typedef struct {
    pthread_mutex_t lock;
    rap_arena *arena;
    const char *locale;
    bool is_filled;
    number_words words;
} spelt_numbers;

typedef struct {
    spelt_numbers *ordinals;
    number_words months;
    RAP_VEC(number_word) languages; /* value: rap_lang */
    cover_patterns patterns;
    RAP_VEC(formula_rule) formulas;
    rap_strs organs;   /* nouns that tell an organ, folded */
    rap_strs pronouns; /* that stand for one */
} cover_rules;

typedef struct {
    rap_str name;
    bool has_operative;
} kind_rule;

struct rap_structure_rules {
    rap_arena *arena;
    lead_rules leads[RAP_LANG_COUNT];
    rap_map *verbs; /* composed verbs, each once */
    cover_rules covers[RAP_LANG_COUNT];
    RAP_VEC(kind_rule) kinds;
};

bool rap_lead_rules_load(rap_structure_rules *rules, rap_lang lang, rap_error *error);
bool rap_lead_verbs_compose(rap_structure_rules *rules);
/* The folded byte behind a word that joins two lead phrases, at folded byte `at`; 0: none. */
size_t rap_lead_joins(const rap_structure_rules *rules, rap_lang lang, const folded_text *text,
                      size_t at);
bool rap_cover_rules_load(rap_structure_rules *rules, rap_lang lang, rap_error *error);
/* The table data/<language>/<name>; empty where there is none. */
bool rap_rules_table(rap_arena *arena, rap_lang lang, const char *name, rap_table *ret_table,
                     rap_error *error);

/* Reads a date at folded byte `from`; false: none stands there. *ret_end is where it ends. */
bool rap_cover_date(const cover_rules *rules, const folded_text *text, size_t from,
                    rap_date *ret_date, size_t *ret_end);
/* The first pattern of a field that fits the text, in the order of the table. */
bool rap_cover_find(const cover_rules *rules, const char *field, const folded_text *text,
                    cover_match *ret_match);
/* The formula that the text opens with, and the folded byte behind it; NULL: none. */
const formula_rule *rap_cover_formula(const cover_rules *rules, const folded_text *text,
                                      bool opener, size_t *ret_end);

#endif

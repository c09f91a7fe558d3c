/* What the checks know, and what they share. Private to the module. */
#ifndef RAP_CHECK_RULES_H
#define RAP_CHECK_RULES_H

#include "check/check.h"

#include "base/map.h"

/* In the order of the ids in rules.c. */
typedef enum {
    CHECK_ACRONYM_UNDEFINED,
    CHECK_ACRONYM_EARLY,
    CHECK_ACRONYM_TWICE,
    CHECK_ACRONYM_UNUSED,
    CHECK_SYMBOL_FORM,
    CHECK_SYMBOL_YEAR,
    CHECK_SYMBOL_DATE,
    CHECK_SYMBOL_TITLE,
    CHECK_DATE_IMPOSSIBLE,
    CHECK_DATE_WEEKDAY,
    CHECK_DATE_PERIOD,
    CHECK_SESSION_YEAR,
    CHECK_NAME_FORMER,
    CHECK_NAME_SPELLING,
    CHECK_NUMBER_GAP,
    CHECK_NUMBER_REPEATED,
    CHECK_NUMBER_RESTART,
    CHECK_NOTE_MISSING,
    CHECK_NOTE_UNCALLED,
    CHECK_PARAGRAPH_REPEATED,
    CHECK_WORD_LIMIT,
    CHECK_QUOTE_UNMATCHED,
    CHECK_BRACKET_UNMATCHED,
    CHECK_QUOTE_STYLE,
    CHECK_SCRIPT_MIXED,
    CHECK_WORD_DOUBLED,
    CHECK_SPACE_DOUBLED,
    CHECK_SPACE_PUNCTUATION,
    CHECK_SPACE_NO_BREAK,
    CHECK_PUNCTUATION_WIDTH,
    CHECK_PUNCTUATION_INVERTED,
    CHECK_PUNCTUATION_ARABIC,
    CHECK_DIGITS_MIXED,
    CHECK_STYLE_NUMBER,
    CHECK_STYLE_PERCENT,
    CHECK_STYLE_RANGE,
    CHECK_STYLE_DATE,
    CHECK_STYLE_SPELLING,
    CHECK_STYLE_TERM,
    CHECK_COUNT
} check_id;

/* -- what a language's tables say ---------------------------------------------------------------
 */

/* A list of words by its name; `{name}` in a pattern stands for one of them. */
typedef struct {
    rap_str name;
    rap_strs words;
} check_class;

typedef enum {
    CHECK_PART_TEXT,
    CHECK_PART_NUMBER, /* digits, with separators inside */
    CHECK_PART_DAY,    /* one or two digits */
    CHECK_PART_YEAR,   /* four digits, 1900 to 2099 */
    CHECK_PART_MONTH,
    CHECK_PART_CAPITAL_MONTH, /* with a capital that the language does not write */
    CHECK_PART_SHORT_MONTH,
    CHECK_PART_MONTH_NUMBER,
    CHECK_PART_REST, /* the rest of the word, maybe none */
    CHECK_PART_CLASS
} check_part_kind;

typedef struct {
    check_part_kind kind;
    rap_str text;
    const check_class *list;
} check_part;

typedef struct {
    RAP_VEC(check_part) parts;
    bool has_capitals; /* letter case counts as written */
} check_pattern;

/* What a part matched: bytes of the text, and for months and classes which. */
typedef struct {
    rap_span span;
    int which; /* month 1 to 12, index in a class, value of a day, year or month number; else -1 */
} check_capture;

enum { CHECK_CAPTURES = 12 };
typedef struct {
    rap_span span;
    check_capture parts[CHECK_CAPTURES]; /* by part of the pattern */
} check_match;

typedef struct {
    check_id rule;
    check_pattern wrong, right;
    rap_strs not_after, not_before; /* what may stand before or behind what is no mistake */
    rap_str example, corrected;
    int line;
} check_style;

typedef struct {
    rap_lang lang;
    rap_str months[3][12]; /* two sets of wide names (the second may be empty), abbreviated ones */
    rap_str weekdays[7];   /* from Sunday */
    RAP_VEC(check_class) classes;
    RAP_VEC(check_pattern) dates; /* how a date is written, with a day */
    RAP_VEC(check_style) styles;
} check_language;

struct rap_check_rules {
    rap_arena *arena;
    rap_check_rule rules[CHECK_COUNT];
    check_language languages[RAP_LANG_COUNT];
    RAP_VEC(rap_strs) forms; /* symbols: what they begin with, then the forms they may have */
};

/* The words of a class; empty where the language has none of that name. */
const rap_strs *check_words(const check_language *language, const char *name);
bool check_has_word(const check_language *language, const char *name, rap_str word);

/* patterns.c */
bool check_pattern_parse(rap_arena *arena, const check_language *language, rap_str text,
                         check_pattern *ret_pattern);
/* Whether the pattern stands at byte `at`, words whole. */
bool check_pattern_match(const check_language *language, const check_pattern *pattern, rap_str text,
                         size_t at, check_match *ret_match);
/* What stands right for what matched. */
rap_str check_pattern_write(rap_arena *arena, const check_language *language,
                            const check_pattern *wrong, const check_match *match,
                            const check_pattern *right, rap_str text);

/* -- a run ---------------------------------------------------------------------------------------
 */

/* How far a text has been looked at for quotation marks, and which are open there. */
typedef struct {
    rap_str text;
    size_t at;
    int open;
    bool straight;
} check_quoting;

typedef struct {
    rap_arena *arena;
    const rap_check_rules *rules;
    const check_language *language; /* of the version; lang none: no rule of a language applies */
    const rap_text_rules *text;
    const rap_mention_rules *mentions;
    const rap_version *version;
    const rap_check_options *options;
    size_t *first_mention; /* of each block, and one more */
    int year;              /* of the document; 0: not told */
    rap_check_findings *out;
    check_quoting quoting;
} checking;

/* Adds a finding; `replacement` NULL where there is none. */
void check_report(checking *c, check_id rule, int32_t block, rap_span span, const char *replacement,
                  const char *remedy, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* Whether a block is text of the version's language that people wrote. */
bool check_is_prose(const checking *c, size_t block);
/* Not a letter, digit or mark of a word before `at` or behind it. */
bool check_begins_word(rap_str text, size_t at);
bool check_ends_word(rap_str text, size_t at);
/* Whether byte `at` stands within quotation marks of the block's text. */
bool check_is_quoted(checking *c, rap_str text, size_t at);
/* Whether a sentence, or the text, begins at byte `at`. */
bool check_begins_sentence(rap_str text, size_t at);
rap_span check_sentence_at(const checking *c, rap_str text, size_t at);
bool check_is_upper(uint32_t c);
bool check_is_lower(uint32_t c);
bool check_is_letter(uint32_t c);

void check_acronyms(checking *c);
void check_symbols(checking *c);
void check_dates(checking *c);
void check_names(checking *c);
void check_structure(checking *c);
void check_repeats(checking *c);
void check_punctuation(checking *c);
void check_spaces(checking *c);
void check_style_rows(checking *c);

#endif

/* What the tables of data/ compile to, and the work of one document; private to this module. */
#ifndef RAP_MENTIONS_RULES_H
#define RAP_MENTIONS_RULES_H

#include "base/map.h"
#include "base/table.h"
#include "mentions/mentions.h"
#include "names.h"

/* What a name in the automaton of names is. */
typedef enum {
    RAP_CATEGORY_ENTITY, /* object: rap_entity */
    RAP_CATEGORY_PERSON, /* the holder of an office by the office's full name; object: rap_entity */
    RAP_CATEGORY_PLACE,  /* object: the place's English name, a char string */
    RAP_CATEGORY_OFFICE, /* a word for an office or organ; value: rap_office */
    RAP_CATEGORY_WORD    /* linking words; value: rap_link_word */
} rap_category;

typedef enum {
    RAP_OFFICE_PERSON,     /* "Minister" */
    RAP_OFFICE_CHIEF,      /* "President": alone, of the body whose document it is */
    RAP_OFFICE_GROUP,      /* "representatives": several people */
    RAP_OFFICE_ENVOY,      /* "Special Envoy": the country behind is what it is about */
    RAP_OFFICE_ORGAN,      /* "secretariat" */
    RAP_OFFICE_GOVERNMENT, /* "Government": of a State */
    RAP_OFFICE_PARLIAMENT, /* "Parliament": of a State */
    RAP_OFFICE_VENUE,      /* "headquarters": a place */
    RAP_OFFICE_HEAD,       /* head noun of an organization that no table has: "University" */
    RAP_OFFICE_SHORT       /* only stands for a body named before: "the Initiative" */
} rap_office;

typedef enum {
    RAP_LINK_OF,  /* between an office and its body */
    RAP_LINK_AND, /* between bodies in a list */
    RAP_LINK_FOR, /* begins what an office is about */
    RAP_LINK_TO,  /* before the body an observer is accredited to */
    RAP_LINK_THE, /* article */
    RAP_LINK_IN,  /* before a place */
    RAP_LINK_NO   /* holds a name without being one: the automaton passes over it */
} rap_link_word;

/* Words of dates; value means what the comment says. */
typedef enum {
    RAP_DATE_MONTH, /* month 1 to 12 */
    RAP_DATE_AND,
    RAP_DATE_RANGE,   /* "to", "until" between two dates */
    RAP_DATE_OF,      /* may stand between day, month and year */
    RAP_DATE_IN,      /* before a year: "in 2024" */
    RAP_DATE_BETWEEN, /* the "and" behind is a range */
    RAP_DATE_SINCE,   /* the date has no end */
    RAP_DATE_BY,      /* the date is a deadline */
    RAP_DATE_MID,     /* part of a month or year, may be passed over: "mid-", "early" */
    RAP_DATE_PERIOD,  /* "for the period": validity follows */
    RAP_DATE_YEAR,    /* mark of a year after its number */
    RAP_DATE_DAY,     /* mark of a day after its number */
    RAP_DATE_QUARTER, /* value n: the n-th quarter */
    RAP_DATE_HALF,    /* value n: the n-th half of a year */
    RAP_DATE_SEASON,  /* value: 1 spring, 2 summer, 3 autumn, as the North has them */
    RAP_DATE_SAME_MONTH,
    RAP_DATE_SAME_YEAR,
    RAP_DATE_NOT,       /* a year behind it is part of a name: "Agenda 2030" */
    RAP_DATE_ORDINAL,   /* day as a word or with an ending; value: the number */
    RAP_DATE_MONTH_MARK /* Chinese: number before it is a month */
} rap_date_word;

typedef enum {
    RAP_SYMBOL_RESOLUTION,
    RAP_SYMBOL_DECISION,
    RAP_SYMBOL_SESSION, /* the word "session" */
    RAP_SYMBOL_ORDINAL, /* value: a number in words, units and tens add up */
    RAP_SYMBOL_TIMES,   /* value: multiplies the number before: Chinese ten, hundred */
    RAP_SYMBOL_OWN,     /* "its": the resolutions of the body that speaks */
    RAP_SYMBOL_MARK,    /* passed over beside a number: "No." */
    RAP_SYMBOL_LETTER,  /* value: 1 to 26, the Latin letter of a part it stands for */
    RAP_SYMBOL_SPECIAL  /* before a number, of a special session; value 2: an emergency one */
} rap_symbol_word;

/* When an acronym is not that of a body, and "the Commission" not one named before. */
typedef enum {
    RAP_DOUBT_CAPITALS, /* a word of the language: in a text all in capitals */
    RAP_DOUBT_DEFINED,  /* more often something else: unless the document defines it */
    RAP_DOUBT_LANGUAGE, /* a name of a language is none of a place */
    RAP_DOUBT_BEHIND,   /* behind a short form makes it another body: "intergouvernementale" */
    RAP_DOUBT_BEFORE    /* Chinese: all that may stand before a short form, else a name goes on */
} rap_doubt;

typedef struct {
    rap_names names; /* of the language, and English ones */
    rap_names dates;
    rap_names symbols;
    rap_names doubts;  /* acronyms that are not always those of bodies */
    bool has_articles; /* the table of linking words has articles */
    bool has_capitals;
} rap_language_rules;

typedef RAP_VEC(rap_table_problem) rap_table_problems;

/* A row of the user's table of organizations. Cells that say nothing are empty; "-" takes what the
 * program's tables say away. */
typedef struct {
    int line;
    rap_str id, kind, parent, counts_as, from, until, successor;
    rap_str names[RAP_LANG_COUNT]; /* separated by "|"; "-" before one takes it away */
} rap_user_row;

typedef struct {
    RAP_VEC(rap_user_row *) list;
    rap_map *by_id;
} rap_user_rows;

/* Symbols of the reports of a body: "A/73/53" of the Human Rights Council. */
typedef struct {
    rap_str before, behind; /* what stands before and behind the session: "A/", "/53" */
    rap_str prefix;         /* of the body's resolutions */
} rap_report_symbol;

struct rap_mention_rules {
    rap_arena *arena;
    rap_fold_table fold;
    rap_map *series;       /* first parts of document symbols, "A" */
    rap_map *series_parts; /* what may stand in parentheses behind one, "Part" */
    rap_map *bodies; /* id -> rap_str, the prefix of its resolutions; "-": none of this form */
    rap_map *parts;  /* "A/RES/75/101" -> rap_str, the letters in its symbol */
    RAP_VEC(rap_report_symbol) reports;
    rap_map *entities; /* id -> rap_entity */
    RAP_VEC(rap_entity *) list;
    RAP_VEC(rap_entity_kind) kinds;
    rap_table_problems problems;          /* of the user's table */
    rap_map *place_names[RAP_LANG_COUNT]; /* a place's English name -> its name, a char string */
    rap_language_rules languages[RAP_LANG_COUNT];
};

/* -- the user's table (user.c) --------------------------------------------------------------- */

/* Adds a line to the problems, in the arena of the rules. */
void rap_user_problem(rap_mention_rules *rules, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Reads the table; rules->kinds is filled, `known` holds the ids of the program's tables. Rows live
 * in `arena`, their text in `table`. */
void rap_user_read(rap_mention_rules *rules, rap_arena *arena, rap_str table, const rap_map *known,
                   rap_user_rows *ret_rows);
/* Whether the user takes `name` from the body. */
bool rap_user_drops(const rap_user_row *row, rap_lang lang, rap_str name);
/* Replaces what the row says. */
void rap_user_correct(const rap_user_row *row, rap_entity *entity);
/* "1969-2011", "1969-", "-2011" at the end of a name, in square brackets: split off. */
rap_str rap_name_years(rap_str printed, int *ret_from, int *ret_until);

/* A body that was named, for short forms that follow. */
typedef struct {
    rap_str entity;
    rap_str words;     /* folded, as named */
    rap_str full_name; /* folded, the usual name of the body; may be empty */
    uint32_t block;
    rap_mention_kind kind;
} rap_named;

/* What the automaton found, or rules made of it, in bytes of the block's text. */
typedef struct {
    int category; /* rap_category */
    int value;
    uint32_t start, end;
    uint32_t fold_start, fold_end;
    const rap_name *name;
    rap_mention_kind kind; /* of an item that stands for a mention */
    rap_str entity, body;
    bool done; /* part of another item */
} rap_item;
typedef RAP_VEC(rap_item) rap_items;

/* What the first pass found in a part of a block before it learned from it. */
typedef struct {
    rap_fold fold;
    rap_items items;
    size_t learned; /* how many keys had been learned */
} rap_part_read;

/* A mention being found, in bytes of the block's text. */
typedef struct {
    const rap_mention_rules *rules;
    const rap_text_rules *text;
    rap_version *version;
    rap_arena *arena;
    rap_stems *stems;
    const rap_language_rules *language;
    rap_lang lang;
    uint32_t block;
    rap_str block_text; /* of a very long one the part that is being looked at */
    rap_fold fold;
    RAP_VEC(rap_part_read) parts; /* of blocks, as the first pass read them */
    size_t part;                  /* the next of them */
    RAP_VEC(rap_mention) found;   /* of this block, unordered */
    rap_items items;              /* of this block, in order */
    rap_map *learned;             /* acronym -> rap_learned, as the document defines */
    rap_strs learned_keys;        /* of it, once more for each time one was set */
    rap_map *full_names;          /* name of a body -> rap_str, folded */
    RAP_VEC(rap_named) recent;    /* bodies named in full, in order */
    rap_map *counts;              /* entity -> size_t, how often it is named */
    bool is_of_united_nations;    /* its title names their Secretary-General */
    rap_str host;                 /* whose document it is where that is not the United Nations */
    bool learning;                /* the first pass, which only looks for definitions */
    rap_date last_date;           /* for years left out */
} rap_mention_work;

/* Stems of a language that declines its names, or NULL; freed with the arena. */
rap_stems *rap_mention_stems(rap_arena *arena, rap_lang lang);

/* Where a name may begin in the Arabic word at `at`: behind conjunction, preposition and article.
 * Returns how many places, at most 8. */
size_t rap_arabic_starts(const rap_fold *fold, size_t at, size_t starts[8]);

/* Whether one of `names` may begin with word `index` of the block; in Arabic also within it. */
static inline bool rap_mention_may(const rap_mention_work *work, const rap_names *names,
                                   size_t index)
{
    return work->lang == RAP_LANG_AR || rap_names_may(names, &work->fold, index);
}

typedef struct {
    rap_str text;
    rap_str entity; /* empty: the acronym of a body that the document uses for something else */
    rap_mention_kind kind;
} rap_learned;

/* From now on `key` stands for `learned` in the document. */
void rap_mention_set_learned(rap_mention_work *work, rap_str key, rap_learned learned);

/* Whether the acronym found at folded byte `start` does not name its body there. */
bool rap_mention_is_doubtful(const rap_mention_work *work, size_t start, const rap_name_hit *hit);
/* Learns what an acronym in parentheses stands for where that is not its body. */
void rap_mention_learn_other(rap_mention_work *work, const rap_item *item);

/* The acronym or short name in parentheses behind byte `end` of the block; else empty. */
rap_str rap_mention_defined(const rap_mention_work *work, size_t end);
/* The id of a body that no table has: the acronym, or its name where the acronym is another's. */
rap_str rap_mention_new_id(const rap_mention_work *work, rap_str name, rap_str acronym);
/* Whether a number, a month or another word of dates stands at byte `at` of the block. */
bool rap_mention_begins_date(const rap_mention_work *work, size_t at);

/* Whether the body of item `i` ends what an office is of, and "for" behind it is the office's: "the
 * Secretary-General of the Community for Trade". */
bool rap_mention_ends_office(const rap_mention_work *work, size_t i);

/* Whether the gap between two places of the text is only spaces, hyphens or a possessive. */
bool rap_mention_adjoin(const rap_mention_work *work, uint32_t end, uint32_t start);

void rap_mention_names(rap_mention_work *work);
void rap_mention_learn(rap_mention_work *work);
void rap_mention_short_forms(rap_mention_work *work);
/* Offices of bodies that short forms name, and those of the body whose document it is. */
void rap_mention_late_actors(rap_mention_work *work);
void rap_mention_unknown(rap_mention_work *work);
void rap_mention_places(rap_mention_work *work);
void rap_mention_actors(rap_mention_work *work);
void rap_mention_dates(rap_mention_work *work);
void rap_mention_symbols(rap_mention_work *work);
void rap_mention_sessions(rap_mention_work *work);

/* Dates in folded text; `body` hints as rap_mention.body for dates. */
typedef struct {
    rap_span span;
    rap_period period;
    bool is_open;
    const char *hint; /* "", "validity", "title", "deadline", "attribute" */
    int same;         /* 0, RAP_DATE_SAME_MONTH or RAP_DATE_SAME_YEAR */
} rap_date_hit;
typedef RAP_VEC(rap_date_hit) rap_date_hits;
void rap_date_scan(const rap_language_rules *language, rap_arena *arena, const rap_fold *fold,
                   rap_date_hits *ret_hits);

#endif

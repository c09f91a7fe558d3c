/* The words of the activity rules, compiled from data/activity-types.tsv and
 * data/<language>/{activities,events,clauses,anaphora}.tsv. Private to the module. */
#ifndef RAP_FACTS_ACTIVITY_RULES_H
#define RAP_FACTS_ACTIVITY_RULES_H

#include "base/error.h"
#include "base/map.h"
#include "model/fact.h"
#include "rules.h"

/* Which inflected form of a verb a word is; a word may be several. */
enum {
    RAP_FORM_PAST = 1u << 0,       /* finite, tells what was done */
    RAP_FORM_PRESENT = 1u << 1,    /* finite */
    RAP_FORM_BASE = 1u << 2,       /* infinitive, or what stands after an auxiliary */
    RAP_FORM_PARTICIPLE = 1u << 3, /* passive or perfect participle */
    RAP_FORM_GERUND = 1u << 4,
    RAP_FORM_PASSIVE = 1u << 5, /* finite passive by itself */
    RAP_FORM_FUTURE = 1u << 6,  /* finite, tells what will be done */
    RAP_FORM_PLURAL = 1u << 7   /* finite past whose subject is understood: "they" */
};

/* What a function word does to the clause; names in activity_rules.c and data/README.md. */
typedef enum {
    RAP_ROLE_AND,
    RAP_ROLE_NEW_CLAUSE,
    RAP_ROLE_RELATIVE,
    RAP_ROLE_THAT,
    RAP_ROLE_BE,
    RAP_ROLE_HAVE,
    RAP_ROLE_WILL,
    RAP_ROLE_MODAL,
    RAP_ROLE_ADVERB,
    RAP_ROLE_DEFINITE,
    RAP_ROLE_DETERMINER,
    RAP_ROLE_WITH,
    RAP_ROLE_COMPANION,
    RAP_ROLE_BY,
    RAP_ROLE_IN,
    RAP_ROLE_EVENT,
    RAP_ROLE_MARGIN,
    RAP_ROLE_TOPIC,
    RAP_ROLE_ABOUT,
    RAP_ROLE_OF,
    RAP_ROLE_TO,
    RAP_ROLE_RECIPIENT,
    RAP_ROLE_PURPOSE,
    RAP_ROLE_FOR,
    RAP_ROLE_VALIDITY,
    RAP_ROLE_FROM,
    RAP_ROLE_SINCE,
    RAP_ROLE_UNTIL,
    RAP_ROLE_FRAME,
    RAP_ROLE_OPENER,
    RAP_ROLE_FOLLOWED,
    RAP_ROLE_ACTION,
    RAP_ROLE_MEANS,
    RAP_ROLE_HEADQUARTERS,
    RAP_ROLE_YEARS,
    RAP_ROLE_GOVERNMENT,
    RAP_ROLE_OTHER,
    RAP_ROLE_BETWEEN,
    RAP_ROLE_PARTITIVE,
    RAP_ROLE_WHOLE,
    RAP_ROLE_EXAMPLE,
    RAP_ROLE_NUMBER,
    RAP_ROLE_SITUATION,
    RAP_ROLE_EXPECTED,
    RAP_ROLE_NOT,
    RAP_ROLE_POSSESSIVE,
    RAP_ROLE_TITLE,
    RAP_ROLE_LANGUAGE,
    RAP_ROLE_LANGUAGE_MARK,
    RAP_ROLE_EDITION,
    RAP_ROLE_COUNT
} rap_role;

#define RAP_ROLE_BIT(role) ((uint64_t)1 << (role))

/* What an anaphoric phrase takes up again. */
typedef enum {
    RAP_ANAPHOR_NONE,
    RAP_ANAPHOR_PARTIES,      /* all parties of the record before */
    RAP_ANAPHOR_SUBJECT,      /* its subject: the first party */
    RAP_ANAPHOR_LAST,         /* the party named last: "the latter" */
    RAP_ANAPHOR_BODY,         /* the body last named with this word in its name */
    RAP_ANAPHOR_EVENT,        /* the event before: its parties take part again */
    RAP_ANAPHOR_OCCASION,     /* the event before: its dates and places hold again */
    RAP_ANAPHOR_PARTICIPANTS, /* those who took part in the event before */
    RAP_ANAPHOR_COUNTERPART /* those whom the subject met before: "extended an invitation to him" */
} rap_anaphor;

typedef struct {
    rap_str lemma, verb_class, action, example, expect;
    rap_str status; /* of the act itself where the verb tells it; or empty */
    bool formal;    /* in a relative clause it is a record of its own */
    bool joins;     /* behind another predicate it belongs to that one */
    bool control;   /* the verb that follows tells what was done */
    bool announces; /* of class "pledge": commits only by what it announces */
    int line;
} rap_act_verb;

typedef struct {
    rap_str lemma, noun_class, kind, example, expect;
    bool is_process; /* noun_class is the verb class of what the noun names: "the signing of" */
    int line;
} rap_act_noun;

/* A word or phrase with everything the tables say of it. */
typedef struct {
    rap_strs parts; /* folded */
    const rap_act_verb *verb;
    unsigned forms;
    const rap_act_noun *noun;
    uint64_t roles;
    rap_anaphor anaphor;
    rap_str value; /* of the role: an action's name */
} rap_act_word;

typedef RAP_VEC(rap_act_word *) rap_act_words;

typedef RAP_VEC(const rap_act_verb *) rap_act_verbs;
typedef RAP_VEC(const rap_act_noun *) rap_act_nouns;

/* A sentence of a rule's row with what must be found in it. */
typedef struct {
    const char *table;
    int line;
    rap_str example, expect;
} rap_act_example;

typedef struct {
    bool is_known;        /* the language has tables */
    bool verb_first;      /* setting "order" is "vso" */
    bool comma_clauses;   /* a comma alone may part two clauses */
    bool has_articles;    /* some word by itself has the role "definite" */
    bool has_agent_word;  /* some word has the role "by" */
    bool keep_accents;    /* words that differ by an accent are different words */
    bool elision;         /* an apostrophe parts two words */
    bool present_goes_on; /* the present tense tells what goes on */
    bool bare_genitive;   /* a noun behind a noun is what that one is of */
    bool has_stems;       /* some word of the tables ends in "*" */
    rap_strs infinitives; /* endings of infinitives, where the form alone tells one */
    rap_strs participles; /* endings of active participles: behind a comma a relative clause */
    rap_strs suffixes;    /* pronouns written on to a verb: it is about the noun before */
    rap_strs pasts;       /* endings of finite past tenses, by which an unknown word is a verb */
    rap_strs perfects; /* endings of participles, by which an unknown word behind "have" is one */
    rap_strs plurals;  /* endings of verbs in the plural, where the subject may be left out */
    bool modifiers_first; /* setting "modifiers" is "before" */
    rap_strs prefixes;    /* words written together with the next, folded, the longest first */
    rap_strs articles;    /* those of them that have the role "definite" */
    rap_strs regions;     /* names of continents and their parts, from ICU */
    rap_map *first_word;  /* folded first part -> rap_act_words, the longest first */
    rap_map *phrases;     /* folded phrase -> rap_act_word */
    RAP_VEC(rap_act_example) examples;
} rap_act_language;

struct rap_activity_rules {
    rap_arena *arena;
    rap_act_language languages[RAP_LANG_COUNT];
    rap_map *types; /* "verb-class noun-class" -> rap_str* */
};

/* The type for a verb's class and a noun's (empty: none named); empty where the table has no row.
 * "*" rows are the caller's to ask for. */
rap_str rap_activity_type(const rap_activity_rules *rules, rap_str verb_class, rap_str noun_class);

/* Whether a place is a continent or a part of one ("Central Africa"): too wide to be where an act
 * took place. */
bool rap_act_is_region(const rap_act_language *language, rap_arena *arena, rap_str name);

/* Splits a phrase into words as the engine sees them: each folded, a Han character is a word. */
void rap_act_split(rap_arena *arena, const rap_act_language *language, rap_str text,
                   rap_strs *ret_parts);
/* The end of the word that starts at `at`; `at` itself where none does. */
size_t rap_act_word_end(rap_str text, size_t at);
rap_str rap_act_fold(rap_arena *arena, const rap_act_language *language, rap_str word);

/* Most letters an ending may have behind a stem ("plan*"). */
enum { RAP_ACT_ENDING = 3 };
/* Whether a folded word is this part of a phrase, or begins with it where it is a stem. */
bool rap_act_part_fits(rap_str part, rap_str folded);
/* The phrases that may begin with a folded word, those of the table's stems included; longer stems
 * later. Returns how many lists, at most RAP_ACT_ENDING + 2. */
size_t rap_act_first(const rap_act_language *language, rap_str folded,
                     const rap_act_words *ret_lists[RAP_ACT_ENDING + 2]);
/* Whether a word that the tables do not know has the ending of an infinitive. */
bool rap_act_ends_as_infinitive(const rap_act_language *language, rap_str folded);
/* Whether a word has one of the endings. */
bool rap_act_ends_as(const rap_strs *endings, rap_str folded);

#endif

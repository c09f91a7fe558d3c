/* The rules that read mandates, as data/ gives them. */
#ifndef RAP_FACTS_MANDATE_RULES_H
#define RAP_FACTS_MANDATE_RULES_H

#include "base/map.h"
#include "base/trie.h"
#include "rules.h"

/* What a verb of the deciding body does to somebody else. */
typedef enum {
    ASKS_NOBODY,   /* "welcomes" */
    ASKS_NEED,     /* "stresses": asks where it speaks of a need */
    ASKS_SOMEBODY, /* "encourages": one, or two that act together */
    ASKS_AGENT,    /* "requests": the one who is to act, not the partner */
    ASKS_SELF      /* "decides" */
} asks_kind;

typedef struct {
    rap_str verb, sense; /* the sense is a verb too, the one that stands for all of its meaning */
    rap_force force;
    asks_kind asks;
} verb_rule;

/* What a phrase in the paragraph tells of those who are asked; see data/README.md. */
typedef enum {
    MARK_NONE,
    MARK_ACT,            /* from here on: what is asked ("to") */
    MARK_ACT_BEFORE,     /* the same, before a word with an ending of MARK_ACT_ENDING */
    MARK_ACT_ENDING,     /* ending of an infinitive, behind MARK_ACT_BEFORE */
    MARK_ACT_WORD,       /* ending of a word that is an infinitive by itself */
    MARK_GERUND,         /* ending of the word that says what the parties before it are to do */
    MARK_BETWEEN,        /* "between", "among": the parties follow */
    MARK_BETWEEN_END,    /* the same, but the parties stand before it */
    MARK_BY,             /* "by", "of": the one who acts follows */
    MARK_WITH,           /* the partner of the one who is asked follows */
    MARK_TOGETHER,       /* joins two that act together, or after ASKS_AGENT the partner */
    MARK_STOP,           /* ends a list of those who are asked */
    MARK_WEAK_STOP,      /* the same, but not behind "between" */
    MARK_JOIN,           /* goes on with it ("as well as") */
    MARK_BOTH,           /* the parties of the title ("the two organizations") */
    MARK_THOSE,          /* those named before ("such cooperation") */
    MARK_NEED,           /* after any verb: a need, so that somebody is asked */
    MARK_COMMITMENT,     /* the same after verbs of emphasis alone */
    MARK_IMPORTANCE,     /* the same where the parties of the title follow at once */
    MARK_THROUGH,        /* an entity of the United Nations that is to act in it follows */
    MARK_MUTUAL,         /* working together: whoever did before, where nobody is named */
    MARK_PARTY,          /* a word that names a party where it is asked ("States"); see `name` */
    MARK_HEAD,           /* the same behind a clause about it, as Chinese has it */
    MARK_SHARED,         /* shares its noun with a group next to it */
    MARK_PRONOUN,        /* right behind the verb: whom the act before named */
    MARK_PRONOUN_BEFORE, /* the same, right before the verb */
    MARK_OUGHT,   /* after verbs of emphasis: those named between the verb and it are to act */
    MARK_SELF,    /* an office of the body that speaks ("its President") */
    MARK_MEMBERS, /* between a group and the body whose members it is ("members of") */
    MARK_NO_ACT,  /* covers the beginning of a lead phrase that is none in a paragraph */
    MARK_NO_ACT_ENDING, /* ending of a word that looks like one within a paragraph, but is none */
    MARK_CLAUSE,        /* a further act may follow ("and in this regard") */
    MARK_CLAUSE_PREFIX, /* the same, written onto the next word */
    MARK_IGNORE,        /* is none of the above ("in order to") */
    MARK_SESSION,       /* timing: the session follows or stands around */
    MARK_DATE,          /* timing: a date follows ("no later than") */
    MARK_DATE_END,      /* timing: a date stands before */
    MARK_PLANNED,       /* timing: a date follows, where the verb is of a planning kind */
    MARK_PROPOSED,      /* timing: something that is yet to be begins ("the proposal for") */
    MARK_EVENT,         /* timing: the name of a conference that is held from time to time */
    MARK_ANNUAL,
    MARK_BIENNIAL,
    MARK_AGENDA, /* due: what is decided puts an item on the agenda */
    MARK_REPORT  /* due: what is asked for is a report */
} mark_kind;

typedef struct {
    rap_str phrase;
    mark_kind kind;
    rap_str name; /* MARK_EVENT: the English name; MARK_PARTY: the id */
    int next;     /* the rule before it with the same phrase, or -1 */
} mark_rule;

typedef struct {
    RAP_VEC(mark_rule) rules;
    rap_trie *phrases; /* phrase -> its last rule; not those that are endings */
    rap_strs act_endings, act_words, gerunds,
        no_act_endings; /* phrases of the kinds that are endings */
} mark_rules;

/* A lead phrase as printed and its canonical verb; an empty verb passes over it. */
typedef struct {
    rap_str phrase, verb;
} printed_verb;

typedef RAP_VEC(printed_verb) printed_verbs;

struct rap_mandate_rules {
    rap_arena *arena;
    rap_map *verbs;                        /* verb -> verb_rule */
    rap_str verb_join, verb_drop;          /* with a space around, behind */
    rap_map *addressees;                   /* id -> id that a mandate names in its place */
    rap_strs body_prefixes, body_ids;      /* of symbols -> deciding body */
    printed_verbs printed[RAP_LANG_COUNT]; /* mandate-verbs.tsv */
    mark_rules parties[RAP_LANG_COUNT];    /* addressees.tsv */
    mark_rules clauses[RAP_LANG_COUNT]; /* its rows of the kinds clause, clause-prefix and no-act */
    mark_rules timing[RAP_LANG_COUNT];  /* timing.tsv */
};

/* The kind that a table calls so; MARK_NONE where there is none. */
mark_kind rap_mark_kind_of(rap_str name);

/* Whether a letter of Arabic or of Cyrillic stands at byte `at`, of which two are in the text; not
 * all of them are told. */
static inline bool rap_mark_is_letter(const unsigned char *at)
{
    unsigned c = (at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu);
    return at[0] == 0xD0 || at[0] == 0xD1 ||
           ((at[0] == 0xD8 || at[0] == 0xD9) && c >= 0x621 && c <= 0x64A && c != 0x640);
}

/* Whether byte `at` is one within a word, where no mark begins; not all such places are told. */
static inline bool rap_mark_is_within(rap_str text, size_t at)
{
    const unsigned char *here = (const unsigned char *)text.data + at;
    if (at && here[0] < 0x80) {
        unsigned before = here[-1] | 0x20u, letter = here[0] | 0x20u;
        return before >= 'a' && before <= 'z' && letter >= 'a' && letter <= 'z';
    }
    return at >= 2 && at + 1 < text.length && rap_mark_is_letter(here) &&
           rap_mark_is_letter(here - 2);
}

/* A mark at byte `at` of `text`: the longest phrase that stands there as whole words. Returns its
 * length, 0 where there is none. */
size_t rap_mark_at(const mark_rules *rules, rap_str text, size_t at, mark_kind *ret_kind);

/* The same where rap_mark_rule_at has told `rule`. */
size_t rap_mark_of_rule(const mark_rules *rules, const mark_rule *rule, rap_str text, size_t at,
                        mark_kind *ret_kind);

/* The rule itself, or NULL. Endings (MARK_ACT_WORD) are not looked at. */
const mark_rule *rap_mark_rule_at(const mark_rules *rules, rap_str text, size_t at);

/* Whether the word at byte `at` of `text` has an ending of `kind`. */
bool rap_mark_ending(const mark_rules *rules, rap_str text, size_t at, mark_kind kind);

/* The rule of a verb as structure composes it, `verb` in its canonical form; a declaration that
 * asks nobody where it is not listed. */
verb_rule rap_verb_rule(const rap_mandate_rules *rules, rap_arena *arena, rap_str verb);

/* The verb of the lead phrase with which `text` opens, by data/<language>/mandate-verbs.tsv; `verb`
 * where the table has none. */
rap_str rap_printed_verb(const rap_mandate_rules *rules, rap_arena *arena, rap_lang lang,
                         rap_str text, rap_str verb);

#endif

/* Clauses: a sentence as items (words, mentions, marks) and the predicates that tell an act.
 * Knows no word of any language; see activity_rules.h. Private to the module. */
#ifndef RAP_FACTS_CLAUSE_H
#define RAP_FACTS_CLAUSE_H

#include "activity_rules.h"
#include "mentions/mentions.h"
#include "model/fact.h"

typedef enum {
    RAP_ITEM_WORD,
    RAP_ITEM_MENTION,
    RAP_ITEM_COMMA,
    RAP_ITEM_ENUMERATION, /* the mark that parts only the members of a list */
    RAP_ITEM_SEMICOLON,
    RAP_ITEM_COLON,
    RAP_ITEM_OPEN,
    RAP_ITEM_CLOSE,
    RAP_ITEM_OPAQUE, /* a title or quotation: nothing in it tells of the act */
    RAP_ITEM_OTHER
} rap_item_kind;

typedef struct {
    rap_item_kind kind;
    rap_span span;            /* in the block's text */
    const rap_act_word *word; /* what the tables say; NULL for a mention and an unknown word */
    uint32_t mention;         /* index in version->mentions, or UINT32_MAX */
    rap_str folded;           /* of a single word */
    const rap_act_noun *noun; /* of a mention: the noun that heads its name */
    bool is_unknown;          /* a mention of a body that the tables of bodies do not know */
    bool in_parentheses;
    bool is_capital;
} rap_item;

typedef RAP_VEC(rap_item) rap_items;

typedef enum {
    RAP_PREDICATE_MAIN,
    RAP_PREDICATE_COORDINATED, /* shares the subject of `head` */
    RAP_PREDICATE_RELATIVE,    /* ", which was adopted in ..." */
    RAP_PREDICATE_ATTACHED     /* "with X providing ...", "followed by a visit" */
} rap_predicate_kind;

typedef struct {
    rap_predicate_kind kind;
    const rap_act_verb *verb; /* the finite verb */
    const rap_act_verb *act;  /* the verb that tells what was done; may be that one, or NULL */
    rap_status status;
    bool has_status; /* told by the form or by a verb on the way */
    bool is_passive, is_copula;
    bool is_subjectless;           /* left to be understood from what was told before */
    uint32_t subject, subject_end; /* items */
    uint32_t start, end;           /* items of the record */
    uint32_t group, group_end;     /* items of the verb group */
    uint32_t act_at; /* the verbal noun behind the subject that is the act's verb, or 0 */
    bool is_plural;  /* the verb's form says "they" */
    uint32_t head;   /* index of the predicate whose subject this one shares */
} rap_predicate;

typedef RAP_VEC(rap_predicate) rap_predicates;

typedef struct {
    rap_arena *arena;
    const rap_act_language *language;
    const rap_mention_rules *bodies;
    const rap_version *version;
    const rap_block *block;
    rap_items items;
    rap_predicates predicates;
    size_t work; /* steps taken, for the tests of cost */
} rap_clause;

static inline bool rap_item_has(const rap_item *item, rap_role role)
{
    return item->word && (item->word->roles & RAP_ROLE_BIT(role));
}

/* Whether the item has one of the roles whose bits are set. */
static inline bool rap_item_has_any(const rap_item *item, uint64_t roles)
{
    return item->word && (item->word->roles & roles);
}

/* Fills clause->items from a sentence; `mention` is the first mention that does not lie before it.
 */
void rap_clause_read(rap_clause *clause, rap_span sentence, size_t mention);
/* Fills clause->predicates from the items, in order. */
void rap_clause_find_predicates(rap_clause *clause);

const rap_mention *rap_item_mention(const rap_clause *clause, const rap_item *item);
/* Whether the mention names the government and not only the State. */
bool rap_item_names_government(const rap_clause *clause, const rap_item *item);
bool rap_item_is_date(const rap_clause *clause, uint32_t index);
/* Whether a word that is both a noun and a gerund ("training", "funding") stands as a noun. */
bool rap_item_is_noun(const rap_clause *clause, uint32_t index);
/* Whether "to" (or its like) at `index` opens an infinitive, not a goal. */
bool rap_item_opens_infinitive(const rap_clause *clause, uint32_t index);

#endif

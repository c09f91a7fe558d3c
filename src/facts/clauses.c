/* The predicates of a sentence: which finite verbs tell an act of their own, with what subject. */
#include "activity_type.h"
#include "chains.h"
#include "verb_group.h"

/* How far a decision looks ahead or back, in items: keeps an endless sentence linear. */
enum { REACH = 60 };

/* Where the scan of a sentence stands. */
typedef struct {
    rap_clause *clause;
    uint32_t subject;  /* first item of the clause */
    uint32_t last_end; /* behind the last verb group */
    int main;          /* index of the clause's last predicate; -1: no finite verb yet */
    bool has_verb;     /* a finite verb was found, told or not */
    uint32_t verb_at;  /* where the first one stands */
    bool is_perfect;   /* its last verb is a participle with "have" */
    bool in_relative, relative_has_verb, relative_is_formal;
    bool in_infinitive; /* "to discuss and coordinate" */
    bool in_list;       /* "by establishing ..., drafting ... and organizing ..." */
    uint32_t relative_at;
    bool is_expected; /* "it is planned that" opens the clause */
    group reduced;    /* ", carried out by ITU since May," behind the subject; its end 0: none */
    uint32_t reduced_at;
} scan;

static bool is_preposition(const rap_item *item)
{
    static const rap_role roles[] = {
        RAP_ROLE_IN,   RAP_ROLE_EVENT, RAP_ROLE_MARGIN, RAP_ROLE_TOPIC,     RAP_ROLE_ABOUT,
        RAP_ROLE_FROM, RAP_ROLE_SINCE, RAP_ROLE_UNTIL,  RAP_ROLE_VALIDITY,  RAP_ROLE_FRAME,
        RAP_ROLE_WITH, RAP_ROLE_FOR,   RAP_ROLE_MEANS,  RAP_ROLE_COMPANION, RAP_ROLE_OF};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (rap_item_has(item, roles[i])) {
            return true;
        }
    }
    return false;
}

/* Whether another finite verb that can be nothing else follows in the clause. */
static bool finite_follows(const scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    bool in_relative = false;
    for (uint32_t n = 0; n < REACH && i + n < clause->items.count; n++) {
        uint32_t at = i + n;
        s->clause->work++;
        const rap_item *item = item_at(clause, at);
        if (item->in_parentheses) {
            continue;
        }
        if (item->kind == RAP_ITEM_SEMICOLON || rap_item_has(item, RAP_ROLE_NEW_CLAUSE)) {
            return false;
        }
        if (item->kind == RAP_ITEM_COMMA && rap_item_has(item_at(clause, at + 1), RAP_ROLE_AND)) {
            return false;
        }
        if (rap_item_has(item, RAP_ROLE_RELATIVE) || rap_item_has(item, RAP_ROLE_THAT)) {
            in_relative = true;
        } else if (item->kind == RAP_ITEM_COMMA) {
            in_relative = false;
        }
        group g;
        if (!in_relative && rap_parse_group(clause, at, &g) && g.is_finite && !g.is_ambiguous &&
            !has(clause, before(clause, at), RAP_ROLE_TO)) {
            return !has(clause, before(clause, at), RAP_ROLE_AND);
        }
    }
    return false;
}

/* Whether something that can act stands in [from, to). */
static bool holds_subject(const rap_clause *clause, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && i < from + REACH; i++) {
        const rap_item *item = item_at(clause, i);
        const rap_mention *m = rap_item_mention(clause, item);
        if ((m && m->kind != RAP_MENTION_DATE && m->kind != RAP_MENTION_SYMBOL) ||
            (item->word && (item->word->noun || item->word->anaphor))) {
            return true;
        }
    }
    return false;
}

/* The first item of a new clause's subject before `i`, behind the last verb; UINT32_MAX: none. */
static uint32_t new_clause_start(const scan *s, uint32_t i, bool sure)
{
    const rap_clause *clause = s->clause;
    uint32_t low = s->last_end + REACH < i ? i - REACH : s->last_end;
    for (uint32_t at = i; at-- > low;) {
        s->clause->work++;
        const rap_item *item = item_at(clause, at);
        if (item->in_parentheses) {
            continue;
        }
        bool comma = at > 0 && item_at(clause, at - 1)->kind == RAP_ITEM_COMMA;
        bool bound = rap_item_has(item, RAP_ROLE_NEW_CLAUSE) ||
                     (rap_item_has(item, RAP_ROLE_AND) && (comma || sure)) ||
                     (clause->language->comma_clauses && item->kind == RAP_ITEM_COMMA);
        /* ", and its findings were presented": no table need know the noun. */
        bool definite = comma && sure && has(clause, at + 1, RAP_ROLE_DEFINITE) && at + 2 < i;
        if (bound && at + 1 < i && (definite || holds_subject(clause, at + 1, i))) {
            return at + 1;
        }
    }
    return UINT32_MAX;
}

/* "informed and coordinated responses": the form behind the conjunction is an adjective. */
static bool is_paired_adjective(const rap_clause *clause, uint32_t conjunction, uint32_t behind)
{
    const rap_item *next = item_at(clause, behind);
    if (conjunction < 2 || next->kind != RAP_ITEM_WORD || rap_item_has(next, RAP_ROLE_DEFINITE) ||
        rap_item_has(next, RAP_ROLE_DETERMINER) || is_preposition(next)) {
        return false;
    }
    const rap_item *opens = item_at(clause, conjunction - 2);
    bool gerund = opens->word && opens->word->verb && (opens->word->forms & RAP_FORM_GERUND);
    return item_at(clause, conjunction - 1)->kind == RAP_ITEM_WORD &&
           (gerund || is_preposition(opens) || rap_item_has(opens, RAP_ROLE_DETERMINER));
}

/* "At a forum held in May, ITU met UPU": no subject stands before `i`, and a verb follows. */
static bool opens_with_phrase(const scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    if (s->has_verb || !is_preposition(item_at(clause, s->subject)) || i > s->subject + REACH) {
        return false;
    }
    for (uint32_t at = s->subject; at < i; at++) {
        if (item_at(clause, at)->kind == RAP_ITEM_COMMA) {
            return false;
        }
    }
    bool comma = false;
    for (uint32_t at = i + 1; at < i + REACH && at < clause->items.count; at++) {
        group g;
        s->clause->work++;
        comma = comma || item_at(clause, at)->kind == RAP_ITEM_COMMA;
        if (comma && rap_parse_group(clause, at, &g) && g.is_finite) {
            return true;
        }
    }
    return false;
}

/* What the words just before a form that may be past or participle say: 1 it only describes, 0 it
 * is finite, -1 nothing. */
static int judge_before(const scan *s, uint32_t prev, uint32_t next)
{
    const rap_clause *clause = s->clause;
    const rap_item *previous = item_at(clause, prev);
    if (prev == UINT32_MAX ||
        (has(clause, next, RAP_ROLE_BY) && !rap_item_is_date(clause, next + 1))) {
        return 1;
    }
    if (prev == s->subject && previous->word && previous->word->anaphor &&
        previous->word->anaphor != RAP_ANAPHOR_BODY) {
        return 0;
    }
    bool described = rap_item_has(previous, RAP_ROLE_DETERMINER) ||
                     rap_item_has(previous, RAP_ROLE_DEFINITE) || is_preposition(previous);
    if (described ||
        (rap_item_has(previous, RAP_ROLE_AND) && is_paired_adjective(clause, prev, next))) {
        return 1;
    }
    return -1;
}

/* Whether a form that may be past or participle only describes the noun before it. */
static bool is_reduced(const scan *s, uint32_t i, const group *g)
{
    const rap_clause *clause = s->clause;
    uint32_t prev = before(clause, i);
    uint32_t next = skip_adverbs(clause, g->end);
    int judged = judge_before(s, prev, next);
    if (judged >= 0) {
        return judged == 1;
    }
    const rap_item *behind = item_at(clause, next);
    bool soft = is_preposition(behind) || behind->kind == RAP_ITEM_OTHER ||
                rap_item_is_date(clause, next) || behind->kind == RAP_ITEM_COMMA;
    bool joined = has(clause, prev, RAP_ROLE_AND);
    if (soft && opens_with_phrase(s, i)) {
        return true;
    }
    if (item_at(clause, prev)->kind == RAP_ITEM_COMMA) {
        return soft;
    }
    if (!s->has_verb) {
        return (soft || joined) && finite_follows(s, next);
    }
    return !joined && (soft || new_clause_start(s, i, false) == UINT32_MAX);
}

static uint32_t add(scan *s, rap_predicate_kind kind, const group *g, uint32_t start, uint32_t i)
{
    rap_clause *clause = s->clause;
    rap_predicate p = {.kind = kind,
                       .verb = g->verb,
                       .act = g->act,
                       .status = s->is_expected ? RAP_STATUS_PLANNED : g->status,
                       .has_status = g->has_status || s->is_expected,
                       .is_passive = g->is_passive,
                       .is_copula = g->is_copula,
                       .act_at = g->verb ? g->act_at : 0,
                       .is_plural = g->is_plural,
                       .subject = start,
                       .subject_end = g->front_end > i ? g->front_end : i,
                       .start = start,
                       .group = i,
                       .group_end = g->end,
                       .end = (uint32_t)clause->items.count,
                       .head = (uint32_t)clause->predicates.count};
    RAP_PUSH(clause->arena, &clause->predicates, p);
    return (uint32_t)(clause->predicates.count - 1);
}

static bool tells_act(const group *g)
{
    return g->is_copula || (g->verb && !g->is_modal && !rap_str_is(g->act->verb_class, "none"));
}

/* ", and on 5 May, the Union met": where the verb comes first, the phrase before it that opens a
 * new clause; UINT32_MAX where there is none. */
static uint32_t front_start(const scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    bool dated = false;
    for (uint32_t at = i;
         clause->language->verb_first && at-- > s->last_end && i - at < REACH / 2;) {
        dated = dated || rap_item_is_date(clause, at);
        if (dated && has(clause, at, RAP_ROLE_AND) && is_preposition(item_at(clause, at + 1)) &&
            item_at(clause, at - 1)->kind == RAP_ITEM_COMMA) {
            return at + 1;
        }
    }
    return UINT32_MAX;
}

/* Where what is put in between "and" and the verb at `i` begins, "and, during the year," or "and in
 * June 2023": nothing there can act. UINT32_MAX: nothing is put in. */
static uint32_t insertion_start(const scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    uint32_t prev = before(clause, i);
    if (prev == UINT32_MAX || clause->language->verb_first || has(clause, prev, RAP_ROLE_AND)) {
        return UINT32_MAX;
    }
    bool comma = item_at(clause, prev)->kind == RAP_ITEM_COMMA, dated = false;
    for (uint32_t at = prev + !comma; at-- > s->last_end && at + 15 > i;) {
        const rap_item *item = item_at(clause, at);
        if (item->kind == RAP_ITEM_COMMA && comma) {
            return has(clause, at - 1, RAP_ROLE_AND) ? at + 1 : UINT32_MAX;
        }
        if (comma) {
            continue;
        }
        if (rap_item_has(item, RAP_ROLE_AND)) {
            return dated && (is_preposition(item_at(clause, at + 1)) ||
                             rap_item_is_date(clause, at + 1))
                       ? at + 1
                       : UINT32_MAX;
        }
        bool date = rap_item_is_date(clause, at);
        dated = dated || date;
        if (!date && !rap_item_has(item, RAP_ROLE_ADVERB) &&
            !rap_item_has(item, RAP_ROLE_DEFINITE) && !is_preposition(item)) {
            return UINT32_MAX;
        }
    }
    return UINT32_MAX;
}

/* Whether the finite verb at `i` is joined to the one before and shares its subject. */
static bool is_joined(const scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    uint32_t prev = before(clause, i);
    if (prev == UINT32_MAX || (s->has_verb && front_start(s, i) != UINT32_MAX)) {
        return false;
    }
    return has(clause, prev, RAP_ROLE_AND) || insertion_start(s, i) != UINT32_MAX ||
           (item_at(clause, prev)->kind == RAP_ITEM_COMMA &&
            (!clause->language->has_articles || s->main >= 0));
}

/* "drafted and published a manual": a verb that needs an object, with none before the conjunction,
 * shares that of the next; both tell one act. */
static bool shares_object(const scan *s, uint32_t i)
{
    static const char *const classes[] = {"hold",    "convene", "conduct",   "host",
                                          "develop", "prepare", "publish",   "launch",
                                          "create",  "sign",    "implement", "adopt"};
    const rap_clause *clause = s->clause;
    const rap_predicate *last = s->main >= 0 ? &clause->predicates.items[s->main] : NULL;
    if (!last || !last->act || last->is_passive) {
        return false;
    }
    for (uint32_t n = last->group_end; n < i; n++) {
        if (!has(clause, n, RAP_ROLE_AND) && !has(clause, n, RAP_ROLE_ADVERB) &&
            !has(clause, n, RAP_ROLE_HAVE)) {
            return false;
        }
    }
    for (size_t n = 0; n < sizeof classes / sizeof *classes; n++) {
        if (rap_str_is(last->act->verb_class, classes[n])) {
            return true;
        }
    }
    return false;
}

static void take_over(scan *s, const group *g)
{
    rap_predicate *last = &s->clause->predicates.items[s->main];
    last->verb = g->verb;
    last->act = g->act;
    last->group_end = g->end;
    last->status = last->has_status ? last->status : g->status;
    last->has_status = last->has_status || g->has_status;
}

/* "reviewed the law and presented its findings to the Assembly": what is said to somebody named, or
 * at a time of its own, is an act beside the one before. */
static bool stands_alone(const scan *s, const group *g)
{
    enum { NEAR = 20 };
    const rap_clause *clause = s->clause;
    if (!g->verb || !rap_str_is(g->verb->verb_class, "speak") || clause->language->verb_first) {
        return false;
    }
    for (uint32_t i = g->end; i < g->end + NEAR && i < clause->items.count; i++) {
        const rap_item *item = item_at(clause, i);
        const rap_mention *m = rap_item_mention(clause, item);
        uint32_t prev = i;
        while (prev > 0 && has(clause, prev - 1, RAP_ROLE_DEFINITE)) {
            prev--;
        }
        bool towards = prev > 0 && has(clause, prev - 1, RAP_ROLE_TO);
        if (m && (m->kind == RAP_MENTION_DATE || (towards && m->kind != RAP_MENTION_STATE))) {
            return true;
        }
        if (item->kind == RAP_ITEM_COMMA || item->kind == RAP_ITEM_SEMICOLON ||
            (item->word && item->word->verb) || rap_item_has(item, RAP_ROLE_TOPIC) ||
            rap_item_has(item, RAP_ROLE_THAT) || rap_item_has(item, RAP_ROLE_RELATIVE)) {
            return false;
        }
    }
    return false;
}

/* A finite verb joined to one before: it shares its subject. */
static void take_joined(scan *s, uint32_t i, const group *g, uint32_t from)
{
    rap_clause *clause = s->clause;
    if (!tells_act(g)) {
        return;
    }
    if (!clause->language->verb_first && shares_object(s, i)) {
        take_over(s, g);
        return;
    }
    if (g->verb && g->verb->joins && s->main >= 0 && !stands_alone(s, g)) {
        return;
    }
    uint32_t made = add(s, RAP_PREDICATE_COORDINATED, g, from, i);
    rap_predicate *all = clause->predicates.items;
    if (s->main >= 0) {
        const rap_predicate *head = &all[all[s->main].head];
        all[made].head = (uint32_t)(head - all);
        all[made].subject = head->subject;
        all[made].subject_end = head->subject_end;
    } else {
        all[made].subject = s->subject;
        all[made].subject_end = s->verb_at > s->subject ? s->verb_at : i;
    }
    s->main = (int)made;
}

/* "was launched in Rome and translated into Arabic": a participle without an object shares the
 * auxiliary of the passive before it. */
static bool shares_passive(const scan *s, const group *g)
{
    const rap_clause *clause = s->clause;
    uint32_t next = skip_adverbs(clause, g->end);
    const rap_item *behind = item_at(clause, next);
    return s->main >= 0 && clause->predicates.items[s->main].is_passive && g->is_ambiguous &&
           !clause->language->verb_first && !g->is_passive &&
           (is_preposition(behind) || rap_item_has(behind, RAP_ROLE_TO) ||
            rap_item_has(behind, RAP_ROLE_BY) || rap_item_is_date(clause, next) ||
            behind->kind == RAP_ITEM_COMMA);
}

/* A finite verb outside relative clauses: a clause's own, a coordinated one, or none of ours. */
static void take_finite(scan *s, uint32_t i, group *g)
{
    rap_clause *clause = s->clause;
    uint32_t prev = before(clause, i);
    bool joined = is_joined(s, i);
    if (joined && s->is_perfect && g->is_ambiguous && !g->is_perfect) {
        /* "a signé un accord, traduit un guide": not the present, the participle. */
        g->has_status = false;
        g->is_perfect = true;
        g->is_passive = false;
    }
    if (joined && shares_passive(s, g)) {
        g->is_passive = true;
    }
    uint32_t inserted = insertion_start(s, i);
    uint32_t from = prev == UINT32_MAX ? i : inserted == UINT32_MAX ? prev + 1 : inserted;
    bool nobody = has(clause, s->subject, RAP_ROLE_NOT); /* "neither ITU nor UPU" */
    if (!s->has_verb) {
        s->main = tells_act(g) && !nobody ? (int)add(s, RAP_PREDICATE_MAIN, g, s->subject, i) : -1;
        s->has_verb = true;
        s->verb_at = i;
        if (s->main < 0 && s->reduced.end > 0 && !nobody) {
            s->main = (int)add(s, RAP_PREDICATE_MAIN, &s->reduced, s->subject, s->reduced_at);
            clause->predicates.items[s->main].end = i;
            s->main = -1;
        }
    } else if (joined) {
        take_joined(s, i, g, from);
    } else {
        uint32_t start = clause->language->verb_first ? front_start(s, i)
                                                      : new_clause_start(s, i, !g->is_ambiguous);
        if (start == UINT32_MAX) {
            return;
        }
        s->subject = start;
        s->main = tells_act(g) ? (int)add(s, RAP_PREDICATE_MAIN, g, start, i) : -1;
    }
    s->last_end = g->end;
    s->is_perfect = g->is_perfect;
    s->in_infinitive = g->verb != g->act;
}

/* Whether an object stands at `next`: behind a place, "tenu à Rome un séminaire". */
static bool has_object(const rap_clause *clause, uint32_t next)
{
    while (has(clause, next, RAP_ROLE_IN) && item_at(clause, next + 1)->mention != UINT32_MAX) {
        next += 2;
    }
    const rap_item *behind = item_at(clause, next);
    return rap_item_has(behind, RAP_ROLE_DEFINITE) || rap_item_has(behind, RAP_ROLE_DETERMINER) ||
           rap_item_has(behind, RAP_ROLE_PARTITIVE) || behind->mention != UINT32_MAX ||
           (behind->kind == RAP_ITEM_WORD && !is_preposition(behind)) ||
           (rap_item_has(behind, RAP_ROLE_TO) &&
            !(rap_item_has(behind, RAP_ROLE_IN) &&
              item_at(clause, next + 1)->mention != UINT32_MAX));
}

/* "a tenu un forum et publié un guide": a participle that shares the auxiliary, where it has an
 * object and does not go with another participle before the conjunction. */
static bool shares_auxiliary(const scan *s, uint32_t i, const group *g)
{
    const rap_clause *clause = s->clause;
    uint32_t prev = before(clause, i), next = skip_adverbs(clause, g->end);
    if (!s->is_perfect || s->main < 0 || !g->is_ambiguous || g->is_finite || prev == UINT32_MAX ||
        prev == 0) {
        return false;
    }
    const rap_act_word *other = verb_word(clause, prev - 1);
    bool paired = other && (other->forms & RAP_FORM_PARTICIPLE);
    bool joined = has(clause, prev, RAP_ROLE_AND) || item_at(clause, prev)->kind == RAP_ITEM_COMMA;
    return joined && has_object(clause, next) && !paired && !has(clause, next, RAP_ROLE_BY);
}

/* ", the outcome of which": where the noun phrase begins, or UINT32_MAX. */
static uint32_t owner_start(const rap_clause *clause, uint32_t relative)
{
    bool named = false;
    if (relative == 0 || !has(clause, relative - 1, RAP_ROLE_OF)) {
        return UINT32_MAX;
    }
    for (uint32_t at = relative - 1; at-- > 0 && at + 6 > relative;) {
        const rap_item *item = item_at(clause, at);
        if (item->kind == RAP_ITEM_COMMA) {
            return named ? at + 1 : UINT32_MAX;
        }
        if (item->kind != RAP_ITEM_WORD) {
            return UINT32_MAX;
        }
        named = named || (item->word && item->word->noun);
    }
    return UINT32_MAX;
}

static void take_relative(scan *s, uint32_t i, const group *g)
{
    uint32_t owner = owner_start(s->clause, s->relative_at);
    if (owner != UINT32_MAX && !s->relative_has_verb && tells_act(g)) {
        uint32_t made = add(s, RAP_PREDICATE_RELATIVE, g, owner, i);
        rap_predicate *p = &s->clause->predicates.items[made];
        p->subject_end = s->relative_at - 1;
        p->head = s->main >= 0 ? (uint32_t)s->main : made;
        s->relative_has_verb = true;
        return;
    }
    if (!s->relative_has_verb && s->relative_is_formal && tells_act(g) && g->act &&
        g->act->formal && skip_adverbs(s->clause, s->relative_at + 1) >= i) {
        uint32_t made = add(s, RAP_PREDICATE_RELATIVE, g, s->relative_at, i);
        s->clause->predicates.items[made].head = s->main >= 0 ? (uint32_t)s->main : made;
    }
    s->relative_has_verb = true;
}

/* ", with X providing briefings": the item of "with", or UINT32_MAX. */
static uint32_t absolute_start(const scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    bool named = false;
    for (uint32_t at = i; at-- > s->last_end && i - at < REACH;) {
        s->clause->work++;
        const rap_item *item = item_at(clause, at);
        if (rap_item_has(item, RAP_ROLE_WITH)) {
            return named && at > 0 && item_at(clause, at - 1)->kind == RAP_ITEM_COMMA ? at
                                                                                      : UINT32_MAX;
        }
        if (is_preposition(item) && !rap_item_has(item, RAP_ROLE_FOR) &&
            !rap_item_has(item, RAP_ROLE_OF)) {
            return UINT32_MAX;
        }
        named = named || item->mention != UINT32_MAX;
        if (item->kind == RAP_ITEM_COMMA) {
            return UINT32_MAX;
        }
    }
    return UINT32_MAX;
}

/* A gerund: an attached clause, or one of a list of means. */
static void take_gerund(scan *s, uint32_t i, const group *g)
{
    rap_clause *clause = s->clause;
    if (!s->has_verb || !tells_act(g)) {
        return;
    }
    uint32_t with = absolute_start(s, i);
    if (with != UINT32_MAX) {
        uint32_t made = add(s, RAP_PREDICATE_ATTACHED, g, with, i);
        clause->predicates.items[made].subject = with + 1;
        return;
    }
    uint32_t prev = before(clause, i);
    if (has(clause, prev, RAP_ROLE_BY) || has(clause, prev, RAP_ROLE_MEANS)) {
        s->in_list = s->main >= 0 && prev > 0 && clause->predicates.items[s->main].act &&
                     rap_str_is(clause->predicates.items[s->main].act->verb_class, "cooperate");
    } else if (s->in_list && s->main >= 0 &&
               (has(clause, prev, RAP_ROLE_AND) || item_at(clause, prev)->kind == RAP_ITEM_COMMA)) {
        uint32_t made = add(s, RAP_PREDICATE_COORDINATED, g, i, i);
        rap_predicate *all = clause->predicates.items;
        const rap_predicate *head = &all[all[s->main].head];
        all[made].head = (uint32_t)(head - all);
        all[made].subject = head->subject;
        all[made].subject_end = head->subject_end;
        if (!all[made].has_status) {
            all[made].status = RAP_STATUS_DONE;
        }
    }
}

/* "(a) ...; and (b) ...": the semicolon parts items of a list, not clauses. */
static bool continues_list(const rap_clause *clause, uint32_t i)
{
    uint32_t next = i + 1 + has(clause, i + 1, RAP_ROLE_AND);
    return item_at(clause, next)->kind == RAP_ITEM_OPEN;
}

/* Whether the relative clause is over at a comma: it had its verb, or that of the clause follows.
 */
static bool ends_relative(const scan *s, uint32_t comma)
{
    group g;
    return s->relative_has_verb || (!s->has_verb && rap_parse_group(s->clause, comma + 1, &g) &&
                                    g.is_finite && !g.is_ambiguous);
}

/* A clause about a noun begins; behind a comma it may be a record of its own. */
static void open_relative(scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    bool verb_first = clause->language->verb_first;
    uint32_t prev = before(clause, i);
    if (verb_first && prev != UINT32_MAX && has(clause, prev, RAP_ROLE_AND)) {
        prev = before(clause, prev);
    }
    s->in_relative = true;
    s->relative_has_verb = false;
    s->relative_at = i;
    s->relative_is_formal = has(clause, i, RAP_ROLE_RELATIVE) &&
                            (prev == UINT32_MAX || item_at(clause, prev)->kind == RAP_ITEM_COMMA ||
                             (!clause->language->has_articles && !verb_first));
}

/* "It is planned that ITU sign": what follows is a clause of its own, still to be done. */
static bool take_expected(scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    if (!has(clause, i, RAP_ROLE_EXPECTED) || s->has_verb) {
        return false;
    }
    uint32_t next = i + 1;
    next += item_at(clause, next)->kind == RAP_ITEM_COMMA;
    next += has(clause, next, RAP_ROLE_THAT);
    s->subject = s->subject == i ? next : s->subject;
    s->last_end = next;
    s->is_expected = true;
    return true;
}

/* Marks and function words that open or close clauses. True where the item is done with. */
static bool take_bound(scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    const rap_item *item = item_at(clause, i);
    if ((item->kind == RAP_ITEM_SEMICOLON && !continues_list(clause, i)) ||
        (rap_item_has(item, RAP_ROLE_NEW_CLAUSE) && s->has_verb)) {
        group g;
        bool nominal = rap_parse_group(clause, i + 1, &g) && !g.is_finite;
        if (!nominal) {
            uint32_t work = s->last_end;
            *s = (scan){.clause = s->clause, .subject = i + 1, .main = -1, .last_end = work};
        }
        return true;
    }
    if (item->kind == RAP_ITEM_COMMA) {
        s->in_relative = s->in_relative && !ends_relative(s, i);
        return true;
    }
    if (take_expected(s, i) || i < s->last_end) {
        return true;
    }
    if (rap_item_has(item, RAP_ROLE_RELATIVE) || rap_item_has(item, RAP_ROLE_THAT)) {
        open_relative(s, i);
        return true;
    }
    if (rap_item_has(item, RAP_ROLE_FOLLOWED)) {
        group g = {.end = i + 1};
        add(s, RAP_PREDICATE_ATTACHED, &g, i, i);
        s->last_end = i + 1;
        return true;
    }
    return false;
}

/* A finite verb behind a subject's relative clause that no comma closed. */
static bool leaves_relative(const scan *s, uint32_t i, const group *g)
{
    return s->relative_has_verb && !s->has_verb && g->is_finite && !g->is_ambiguous &&
           !has(s->clause, before(s->clause, i), RAP_ROLE_AND);
}

/* A record ends where the next begins, without the conjunction and comma between. */
static void set_ends(rap_clause *clause)
{
    for (size_t p = 0; p < clause->predicates.count; p++) {
        rap_predicate *predicate = &clause->predicates.items[p];
        if (p + 1 < clause->predicates.count) {
            predicate->end = clause->predicates.items[p + 1].start;
        }
        while (predicate->end > predicate->group_end) {
            const rap_item *last = item_at(clause, predicate->end - 1);
            if (last->kind != RAP_ITEM_COMMA && last->kind != RAP_ITEM_SEMICOLON &&
                last->kind != RAP_ITEM_OTHER && last->kind != RAP_ITEM_ENUMERATION &&
                !rap_item_has(last, RAP_ROLE_AND) && !rap_item_has(last, RAP_ROLE_NEW_CLAUSE)) {
                break;
            }
            predicate->end--;
        }
    }
}

/* Words that only open the sentence ("Moreover,", "On the Sudan,") do not belong to the record. */
static uint32_t skip_opener(const rap_clause *clause)
{
    uint32_t i = 0, start = 0;
    while (has(clause, i, RAP_ROLE_OPENER) ||
           (i > 0 && item_at(clause, i)->kind == RAP_ITEM_COMMA)) {
        start = ++i;
    }
    bool topic = (has(clause, i, RAP_ROLE_TOPIC) || has(clause, i, RAP_ROLE_ABOUT)) &&
                 !rap_item_is_date(clause, i + 1) && !has(clause, i, RAP_ROLE_IN) &&
                 !(clause->language->verb_first && verb_word(clause, i));
    for (uint32_t n = i; topic && n < i + 20 && n < clause->items.count; n++) {
        if (item_at(clause, n)->kind == RAP_ITEM_COMMA) {
            return n + 1;
        }
    }
    return start;
}

/* "an agreement, signed by the parties on 3 May": told where the clause itself tells no act. */
static void take_reduced(scan *s, uint32_t i, const group *g)
{
    rap_clause *clause = s->clause;
    uint32_t by = skip_adverbs(clause, g->end);
    if (!s->has_verb || s->main >= 0 || !g->act || !g->act->formal ||
        !has(clause, by, RAP_ROLE_BY)) {
        return;
    }
    for (uint32_t at = by; at < by + 12; at++) {
        if (rap_item_is_date(clause, at)) {
            group passive = *g;
            passive.is_passive = true;
            s->main = (int)add(s, RAP_PREDICATE_MAIN, &passive, s->last_end, i);
            s->last_end = g->end;
            return;
        }
    }
}

/* "Launched in Rome by ITU, the programme ...": a formal act told before the noun it is about. */
static bool take_fronted(scan *s, uint32_t i, const group *g)
{
    rap_clause *clause = s->clause;
    bool by = false, dated = false;
    uint32_t comma = i + 1;
    if (i != s->subject || s->has_verb || !g->is_ambiguous || !g->act || !g->act->formal) {
        return false;
    }
    for (; comma < i + REACH / 2 && comma < clause->items.count; comma++) {
        const rap_item *item = item_at(clause, comma);
        if (item->kind == RAP_ITEM_COMMA && by) {
            break;
        }
        by = by || rap_item_has(item, RAP_ROLE_BY);
        dated = dated || rap_item_is_date(clause, comma);
    }
    if (!by || !dated || !has(clause, comma + 1, RAP_ROLE_DEFINITE)) {
        return false;
    }
    group passive = *g;
    passive.is_passive = true;
    passive.has_status = false;
    uint32_t made = add(s, RAP_PREDICATE_MAIN, &passive, comma + 1, i);
    rap_predicate *p = &clause->predicates.items[made];
    p->start = i;
    p->end = comma;
    p->subject_end = comma + 1;
    while (p->subject_end < comma + 7 && item_at(clause, p->subject_end)->kind == RAP_ITEM_WORD &&
           !verb_word(clause, p->subject_end) && !has(clause, p->subject_end, RAP_ROLE_HAVE) &&
           !has(clause, p->subject_end, RAP_ROLE_BE)) {
        p->subject_end++;
    }
    s->subject = comma + 1;
    s->last_end = comma;
    return true;
}

/* "to discuss and coordinate": a form that is also the infinitive, behind one. */
static bool is_infinitive(scan *s, uint32_t i, const group *g)
{
    const rap_clause *clause = s->clause;
    uint32_t prev = before(clause, i);
    if (prev == UINT32_MAX || !g->is_finite) {
        return false;
    }
    const rap_act_word *word = item_at(clause, i)->word;
    bool base = word && word->verb && (word->forms & RAP_FORM_BASE);
    bool goal = has(clause, prev, RAP_ROLE_TO) || has(clause, prev, RAP_ROLE_PURPOSE);
    bool listed = has(clause, prev, RAP_ROLE_AND) || item_at(clause, prev)->kind == RAP_ITEM_COMMA;
    return goal || (base && listed && s->in_infinitive);
}

/* "The programme, carried out by ITU since May, covers ...": kept until the clause's own verb is
 * seen to tell no act. */
static void keep_reduced(scan *s, uint32_t i, const group *g)
{
    const rap_clause *clause = s->clause;
    bool by = false, dated = false;
    if (s->has_verb || s->reduced.end > 0 || !g->act || i == 0 ||
        item_at(clause, i - 1)->kind != RAP_ITEM_COMMA ||
        !(rap_act_makes_event(g->act->verb_class) || rap_str_is(g->act->verb_class, "implement"))) {
        return;
    }
    for (uint32_t n = g->end; n < g->end + 24; n++) {
        if (item_at(clause, n)->kind == RAP_ITEM_COMMA && by && dated) {
            s->reduced = *g;
            s->reduced.is_passive = true;
            s->reduced.has_status = false;
            s->reduced_at = i;
            return;
        }
        by = by || has(clause, n, RAP_ROLE_BY) ||
             (!clause->language->has_agent_word && n == g->end &&
              item_at(clause, n)->kind == RAP_ITEM_MENTION);
        dated = dated || rap_item_is_date(clause, n);
    }
}

/* A verb group at `i` that no bound took: what it adds to the predicates. */
static void take_group(scan *s, uint32_t i, group *g)
{
    bool infinitive = is_infinitive(s, i, g);
    if (s->in_relative && leaves_relative(s, i, g)) {
        s->in_relative = false;
    }
    if (s->in_relative) {
        if (g->is_finite) {
            take_relative(s, i, g);
        }
    } else if (g->is_finite && !infinitive) {
        if (!g->is_ambiguous || !is_reduced(s, i, g)) {
            take_finite(s, i, g);
        } else {
            keep_reduced(s, i, g);
            take_reduced(s, i, g);
        }
    } else if (g->is_gerund) {
        take_gerund(s, i, g);
    } else if (shares_auxiliary(s, i, g)) {
        g->is_passive = false;
        g->is_perfect = true;
        take_finite(s, i, g);
    } else if (g->is_ambiguous) {
        keep_reduced(s, i, g);
    }
}

void rap_clause_find_predicates(rap_clause *clause)
{
    clause->predicates = (rap_predicates){0};
    scan s = {.clause = clause, .main = -1};
    s.subject = skip_opener(clause);
    if (clause->language->modifiers_first) {
        rap_clause_find_chain(clause, s.subject);
        set_ends(clause);
        return;
    }
    for (uint32_t i = s.subject; i < clause->items.count;) {
        clause->work++;
        const rap_item *item = item_at(clause, i);
        group g;
        if ((rap_item_has(item, RAP_ROLE_TO) && rap_item_opens_infinitive(clause, i)) ||
            rap_item_has(item, RAP_ROLE_PURPOSE)) {
            s.in_infinitive = true;
        }
        if (item->in_parentheses || take_bound(&s, i) || !rap_parse_group(clause, i, &g)) {
            i++;
            continue;
        }
        if (take_fronted(&s, i, &g)) {
            i = s.subject;
            continue;
        }
        take_group(&s, i, &g);
        i = g.end > i ? g.end : i + 1;
    }
    set_ends(clause);
}

/* The predicates of a sentence: which finite verbs tell an act of their own, with what subject. */
#include "chains.h"

/* How far a decision looks ahead or back, in items: keeps an endless sentence linear. */
enum { REACH = 60 };

/* A verb group: auxiliaries, adverbs, the verb, and the verbs it governs ("continued to support").
 */
typedef struct {
    uint32_t end;
    const rap_act_verb *verb, *act;
    rap_status status;
    bool has_status;
    bool is_finite, is_modal, is_passive, is_perfect;
    bool is_ambiguous; /* may be a reduced relative: "workshops organized by" */
    bool is_gerund;
    bool is_copula; /* "was a partner of", "was among the speakers" */
    bool is_plural;
    uint32_t act_at;    /* the verbal noun that is the act's verb, or 0 */
    uint32_t front_end; /* behind what stands between auxiliary and verb: "has, in May, met" */
} group;

/* Where the scan of a sentence stands. */
typedef struct {
    rap_clause *clause;
    uint32_t subject;  /* first item of the clause */
    uint32_t last_end; /* behind the last verb group */
    int main;          /* index of the clause's last predicate; -1: no finite verb yet */
    bool has_verb;     /* a finite verb was found, told or not */
    bool is_perfect;   /* its last verb is a participle with "have" */
    bool in_relative, relative_has_verb, relative_is_formal;
    bool in_infinitive; /* "to discuss and coordinate" */
    bool in_list;       /* "by establishing ..., drafting ... and organizing ..." */
    uint32_t relative_at;
} scan;

static const rap_item *item_at(const rap_clause *clause, uint32_t i)
{
    static const rap_item none = {.kind = RAP_ITEM_OTHER, .mention = UINT32_MAX};
    return i < clause->items.count ? &clause->items.items[i] : &none;
}

static bool has(const rap_clause *clause, uint32_t i, rap_role role)
{
    return rap_item_has(item_at(clause, i), role);
}

static const rap_act_word *verb_word(const rap_clause *clause, uint32_t i)
{
    const rap_act_word *word = item_at(clause, i)->word;
    return word && word->verb ? word : NULL;
}

static uint32_t skip_adverbs(const rap_clause *clause, uint32_t i)
{
    while (has(clause, i, RAP_ROLE_ADVERB)) {
        i++;
    }
    return i;
}

/* The item before `i`, adverbs passed over; UINT32_MAX at the beginning. */
static uint32_t before(const rap_clause *clause, uint32_t i)
{
    while (i > 0 && has(clause, i - 1, RAP_ROLE_ADVERB)) {
        i--;
    }
    return i == 0 ? UINT32_MAX : i - 1;
}

/* Follows one governed verb; a language that knows its infinitives by their endings governs them
 * bare or behind "of". */
static bool follow_one(const rap_clause *clause, group *g)
{
    bool bare = clause->language->infinitives.count > 0;
    uint32_t i = skip_adverbs(clause, g->end);
    bool marked = has(clause, i, RAP_ROLE_TO) || has(clause, i, RAP_ROLE_PURPOSE) ||
                  (bare && has(clause, i, RAP_ROLE_OF));
    if (marked && !rap_item_opens_infinitive(clause, i)) {
        return false;
    }
    uint32_t next = marked ? skip_adverbs(clause, i + 1) : i;
    bool passive = (marked || bare) && has(clause, next, RAP_ROLE_BE);
    next = passive ? skip_adverbs(clause, next + 1) : next;
    const rap_act_word *word = verb_word(clause, next);
    unsigned wanted = marked ? RAP_FORM_BASE : RAP_FORM_GERUND | (bare ? RAP_FORM_BASE : 0u);
    wanted = passive ? RAP_FORM_PARTICIPLE : wanted;
    if (!word || !(word->forms & wanted)) {
        if (marked && !word) {
            g->end = next + 1;
            g->act = g->verb;
        }
        return false;
    }
    g->act = word->verb;
    g->is_passive = g->is_passive || passive;
    g->end = next + 1;
    return true;
}

/* Nouns that only say who acts: "a group of experts continued ...". */
static bool names_actor(const rap_act_noun *noun)
{
    return rap_str_is(noun->noun_class, "body") || rap_str_is(noun->noun_class, "participant") ||
           rap_str_is(noun->noun_class, "delegation");
}

/* Where the verb comes first, the verbal noun that it governs stands behind the subject:
 * "continued the Union the support of". Its item, or UINT32_MAX. */
static uint32_t governed_noun(const rap_clause *clause, uint32_t from)
{
    static const uint64_t closing = RAP_ROLE_BIT(RAP_ROLE_NEW_CLAUSE) |
                                    RAP_ROLE_BIT(RAP_ROLE_RELATIVE) | RAP_ROLE_BIT(RAP_ROLE_THAT) |
                                    RAP_ROLE_BIT(RAP_ROLE_PURPOSE) | RAP_ROLE_BIT(RAP_ROLE_TO) |
                                    RAP_ROLE_BIT(RAP_ROLE_MEANS);
    static const uint64_t within = RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_EVENT) |
                                   RAP_ROLE_BIT(RAP_ROLE_MARGIN) | RAP_ROLE_BIT(RAP_ROLE_WITH) |
                                   RAP_ROLE_BIT(RAP_ROLE_COMPANION);
    bool adjunct = false;
    for (uint32_t i = from; i < from + REACH / 2 && i < clause->items.count; i++) {
        const rap_item *item = item_at(clause, i);
        if (item->in_parentheses) {
            continue;
        }
        if (item->kind == RAP_ITEM_SEMICOLON || rap_item_has_any(item, closing)) {
            return UINT32_MAX;
        }
        if (item->word && item->word->verb) {
            return (item->word->forms & RAP_FORM_BASE) ? i : UINT32_MAX;
        }
        if (item->word && item->word->noun && !adjunct && !names_actor(item->word->noun)) {
            return UINT32_MAX;
        }
        adjunct = rap_item_has_any(item, within) ||
                  (adjunct && (rap_item_has(item, RAP_ROLE_DEFINITE) ||
                               rap_item_has(item, RAP_ROLE_DETERMINER)));
    }
    return UINT32_MAX;
}

/* The verbal noun behind the subject tells the act. */
static void follow_noun(const rap_clause *clause, group *g)
{
    uint32_t from = g->end;
    for (int depth = 0; depth < 2 && g->act && g->act->control; depth++) {
        uint32_t at = governed_noun(clause, from);
        if (at == UINT32_MAX) {
            return;
        }
        const rap_act_word *noun = item_at(clause, at)->word;
        g->act = noun ? noun->verb : NULL;
        g->act_at = at;
        from = at + 1;
    }
}

/* Follows verbs that only tell how another goes on: "continued to provide", "is expected to be
 * signed", "began implementing". */
static void follow_control(const rap_clause *clause, group *g)
{
    if (clause->language->verb_first) {
        follow_noun(clause, g);
        return;
    }
    for (int depth = 0; depth < 3 && g->act && g->act->control; depth++) {
        if (!follow_one(clause, g)) {
            return;
        }
    }
}

static void set_status(group *g, rap_status status)
{
    g->status = status;
    g->has_status = true;
}

/* Status words of the verb tables. */
static void status_of_verb(group *g, const rap_act_verb *verb)
{
    if (verb && rap_str_is(verb->status, "ongoing")) {
        set_status(g, RAP_STATUS_ONGOING);
    } else if (verb && rap_str_is(verb->status, "planned")) {
        set_status(g, RAP_STATUS_PLANNED);
    } else if (verb && rap_str_is(verb->status, "done")) {
        set_status(g, RAP_STATUS_DONE);
    }
}

typedef struct {
    bool will, modal, have, be;
    bool progressive; /* "is being drafted" */
} auxiliaries;

static uint32_t read_auxiliaries(const rap_clause *clause, uint32_t i, auxiliaries *ret)
{
    for (int n = 0; n < 8; n++) {
        static const uint64_t passed = RAP_ROLE_BIT(RAP_ROLE_WILL) | RAP_ROLE_BIT(RAP_ROLE_MODAL) |
                                       RAP_ROLE_BIT(RAP_ROLE_HAVE) | RAP_ROLE_BIT(RAP_ROLE_BE) |
                                       RAP_ROLE_BIT(RAP_ROLE_ADVERB);
        if (!rap_item_has_any(item_at(clause, i), passed)) {
            break;
        }
        ret->will = ret->will || has(clause, i, RAP_ROLE_WILL);
        ret->modal = ret->modal || has(clause, i, RAP_ROLE_MODAL);
        ret->have = ret->have || has(clause, i, RAP_ROLE_HAVE);
        ret->be = ret->be || has(clause, i, RAP_ROLE_BE);
        ret->progressive =
            ret->progressive || rap_str_is(item_at(clause, i)->word->value, "progressive");
        i++;
    }
    return i;
}

/* What the verb's form tells behind these auxiliaries; false where they do not go together. */
static bool judge_form(group *g, const auxiliaries *aux, unsigned forms, bool verb_first)
{
    if (aux->be && (forms & (RAP_FORM_PARTICIPLE | RAP_FORM_PASSIVE | RAP_FORM_GERUND))) {
        g->is_passive = (forms & (RAP_FORM_PARTICIPLE | RAP_FORM_PASSIVE)) != 0;
        g->is_finite = true;
        if (!g->is_passive || aux->progressive) {
            set_status(g, RAP_STATUS_ONGOING);
        }
    } else if (aux->have && !aux->be && (forms & (RAP_FORM_PARTICIPLE | RAP_FORM_PAST))) {
        g->is_finite = true;
        g->is_perfect = (forms & RAP_FORM_PAST) == 0;
    } else if (verb_first ? (aux->will || aux->modal) && (forms & RAP_FORM_PRESENT)
                          : (aux->will || (aux->modal && !aux->be)) && !aux->have &&
                                (forms & RAP_FORM_BASE)) {
        g->is_finite = true;
    } else {
        return false;
    }
    g->is_modal = aux->modal;
    if (aux->will) {
        set_status(g, RAP_STATUS_PLANNED);
    }
    return true;
}

/* "... was one of the speakers": a noun of taking part behind the copula. */
static bool names_participant(const rap_clause *clause, uint32_t i)
{
    uint32_t reach = clause->language->verb_first ? 12 : 7;
    for (uint32_t n = i; n < i + reach; n++) {
        const rap_act_word *word = item_at(clause, n)->word;
        const rap_item *item = item_at(clause, n);
        if (item->kind != RAP_ITEM_WORD &&
            !(clause->language->verb_first &&
              (item->kind == RAP_ITEM_MENTION || item->kind == RAP_ITEM_COMMA))) {
            return false;
        }
        if (word && word->noun) {
            return rap_str_is(word->noun->noun_class, "participant");
        }
    }
    return false;
}

/* Where the verb comes first, a form that is also a noun or verbal noun is a verb only where a
 * clause can begin: at the start, behind a comma, or behind what tells the time or place. */
static bool begins_clause(const rap_clause *clause, uint32_t i)
{
    uint32_t prev = before(clause, i);
    if (prev != UINT32_MAX && has(clause, prev, RAP_ROLE_AND)) {
        prev = before(clause, prev);
        const rap_item *joined = item_at(clause, prev);
        bool nominal = prev != UINT32_MAX && joined->word &&
                       (joined->word->noun || (joined->word->forms & RAP_FORM_BASE));
        return !nominal && (prev == UINT32_MAX || joined->kind != RAP_ITEM_WORD);
    }
    const rap_mention *m =
        prev == UINT32_MAX ? NULL : rap_item_mention(clause, item_at(clause, prev));
    return prev == UINT32_MAX || item_at(clause, prev)->kind == RAP_ITEM_COMMA ||
           has(clause, prev, RAP_ROLE_OPENER) || has(clause, prev, RAP_ROLE_RELATIVE) ||
           has(clause, prev, RAP_ROLE_NEW_CLAUSE) ||
           (m && (m->kind == RAP_MENTION_DATE || m->kind == RAP_MENTION_PLACE ||
                  m->kind == RAP_MENTION_SESSION));
}

/* A present form that is also a noun ("plans") is a verb only right behind what can act. */
static bool is_rather_noun(const rap_clause *clause, uint32_t i, const rap_act_word *word)
{
    if (clause->language->verb_first) {
        return (word->noun || word->roles || (word->forms & RAP_FORM_BASE)) &&
               !begins_clause(clause, i);
    }
    if (!word->noun || (word->forms & ~(unsigned)(RAP_FORM_PRESENT | RAP_FORM_BASE))) {
        return false;
    }
    const rap_item *previous = item_at(clause, before(clause, i));
    return previous->mention == UINT32_MAX && !(previous->word && previous->word->anaphor);
}

/* A verb form without auxiliaries. */
static bool judge_bare_form(const rap_clause *clause, uint32_t i, group *g)
{
    static const unsigned finite =
        RAP_FORM_PAST | RAP_FORM_PRESENT | RAP_FORM_PASSIVE | RAP_FORM_FUTURE;
    const rap_act_word *word = verb_word(clause, i);
    if (!word || !(word->forms & (finite | RAP_FORM_GERUND | RAP_FORM_PARTICIPLE)) ||
        is_rather_noun(clause, i, word) || rap_item_is_noun(clause, i)) {
        return false;
    }
    g->is_finite = (word->forms & finite) != 0;
    g->is_gerund = (word->forms & RAP_FORM_GERUND) != 0 && !g->is_finite;
    g->is_ambiguous = (word->forms & RAP_FORM_PARTICIPLE) != 0;
    g->is_plural = (word->forms & RAP_FORM_PLURAL) != 0;
    g->is_passive = (word->forms & RAP_FORM_PASSIVE) != 0 || (!g->is_finite && g->is_ambiguous);
    if (word->forms & RAP_FORM_FUTURE) {
        set_status(g, RAP_STATUS_PLANNED);
    } else if ((word->forms & RAP_FORM_PRESENT) &&
               (clause->language->verb_first || /* no auxiliary tells a lasting act from a habit */
                (clause->language->present_goes_on && !(word->forms & RAP_FORM_PAST)))) {
        set_status(g, RAP_STATUS_ONGOING);
    }
    return true;
}

/* "has, in cooperation with UPU, published": the verb behind the second comma, or `i`. */
static uint32_t pass_insertion(const rap_clause *clause, uint32_t i)
{
    if (item_at(clause, i)->kind != RAP_ITEM_COMMA || verb_word(clause, i + 1)) {
        return i;
    }
    for (uint32_t n = i + 1; n < i + 25; n++) {
        const rap_item *item = item_at(clause, n);
        if (item->kind == RAP_ITEM_COMMA) {
            uint32_t verb = skip_adverbs(clause, n + 1);
            const rap_act_word *word = verb_word(clause, verb);
            return word && (word->forms & RAP_FORM_PARTICIPLE) ? verb : i;
        }
        if (item->kind == RAP_ITEM_SEMICOLON || rap_item_has(item, RAP_ROLE_RELATIVE)) {
            break;
        }
    }
    return i;
}

/* An auxiliary and a verbal noun are a passive: "was held" as "was done the holding of". */
static bool take_verbal_noun(const rap_clause *clause, uint32_t behind, const auxiliaries *aux,
                             group *g)
{
    uint32_t at = governed_noun(clause, behind);
    if (at == UINT32_MAX) {
        return false;
    }
    g->end = at == behind ? at + 1 : behind;
    g->verb = g->act = item_at(clause, at)->word->verb;
    g->act_at = at;
    g->is_finite = g->is_passive = true;
    if (aux->will) {
        set_status(g, RAP_STATUS_PLANNED);
    }
    return true;
}

static void set_status_of_verbs(group *g)
{
    if (!g->has_status || g->status != RAP_STATUS_PLANNED) {
        status_of_verb(g, g->verb);
        if (g->act != g->verb && !g->has_status) {
            status_of_verb(g, g->act);
        }
    }
}

/* A verb, alone or behind auxiliaries, at `at`; the group begins at `i`. */
static bool take_verb(const rap_clause *clause, uint32_t i, uint32_t at, const auxiliaries *aux,
                      group *g)
{
    const rap_act_word *word = verb_word(clause, at);
    bool any = aux->will || aux->modal || aux->have || aux->be;
    if (!any && !judge_bare_form(clause, i, g)) {
        return false;
    }
    if (any && (!word || !judge_form(g, aux, word->forms, clause->language->verb_first))) {
        /* An auxiliary alone is a finite verb that tells no act. */
        g->end = at;
        g->is_copula = aux->be && !aux->modal && names_participant(clause, at);
        g->is_finite = true;
        g->is_modal = aux->modal;
        return true;
    }
    g->verb = g->act = word->verb;
    g->end = at + 1;
    follow_control(clause, g);
    set_status_of_verbs(g);
    return true;
}

/* The verb group that begins at `i`. */
static bool parse_group(const rap_clause *clause, uint32_t i, group *ret)
{
    *ret = (group){.end = i + 1};
    auxiliaries aux = {0};
    uint32_t behind = read_auxiliaries(clause, i, &aux);
    bool any = aux.will || aux.modal || aux.have || aux.be;
    uint32_t at = any ? pass_insertion(clause, behind) : i;
    ret->front_end = at > behind && any ? at : i;
    if (clause->language->verb_first && any) {
        const rap_act_word *word = verb_word(clause, at);
        if (aux.be && !aux.modal && take_verbal_noun(clause, behind, &aux, ret)) {
            return true;
        }
        if (verb_word(clause, behind - 1) && !(word && (word->forms & RAP_FORM_PRESENT))) {
            /* A verb that is an auxiliary only before a verbal noun: "took place". */
            return take_verb(clause, behind - 1, behind - 1, &(auxiliaries){0}, ret);
        }
    }
    return take_verb(clause, i, at, &aux, ret);
}

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
        if (!in_relative && parse_group(clause, at, &g) && g.is_finite && !g.is_ambiguous &&
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
        if (comma && parse_group(clause, at, &g) && g.is_finite) {
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
                       .status = g->status,
                       .has_status = g->has_status,
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

/* "and, during the year, supported": the comma at `i` closes what was put in behind "and". */
static bool closes_insertion(const rap_clause *clause, uint32_t i)
{
    for (uint32_t at = i; at-- > 1 && at + 15 > i;) {
        if (item_at(clause, at)->kind == RAP_ITEM_COMMA) {
            return has(clause, at - 1, RAP_ROLE_AND);
        }
    }
    return false;
}

/* Whether the finite verb at `i` is joined to the one before and shares its subject. */
static bool is_joined(const scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    uint32_t prev = before(clause, i);
    if (prev == UINT32_MAX || (s->has_verb && front_start(s, i) != UINT32_MAX)) {
        return false;
    }
    return has(clause, prev, RAP_ROLE_AND) ||
           (item_at(clause, prev)->kind == RAP_ITEM_COMMA &&
            (!clause->language->has_articles || s->main >= 0 || closes_insertion(clause, prev)));
}

/* A finite verb outside relative clauses: a clause's own, a coordinated one, or none of ours. */
static void take_finite(scan *s, uint32_t i, const group *g)
{
    rap_clause *clause = s->clause;
    uint32_t prev = before(clause, i);
    bool joined = is_joined(s, i);
    uint32_t from = prev == UINT32_MAX ? i : prev + 1;
    if (!s->has_verb) {
        s->main = tells_act(g) ? (int)add(s, RAP_PREDICATE_MAIN, g, s->subject, i) : -1;
        s->has_verb = true;
    } else if (joined) {
        if (tells_act(g) && !(g->verb && g->verb->joins && s->main >= 0)) {
            uint32_t made = add(s, RAP_PREDICATE_COORDINATED, g, from, i);
            rap_predicate *all = clause->predicates.items;
            if (s->main >= 0) {
                const rap_predicate *head = &all[all[s->main].head];
                all[made].head = (uint32_t)(head - all);
                all[made].subject = head->subject;
                all[made].subject_end = head->subject_end;
            } else {
                all[made].subject = s->subject;
                all[made].subject_end = i;
            }
            s->main = (int)made;
        }
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
    const rap_item *behind = item_at(clause, next);
    bool object =
        rap_item_has(behind, RAP_ROLE_DEFINITE) || rap_item_has(behind, RAP_ROLE_DETERMINER) ||
        rap_item_has(behind, RAP_ROLE_PARTITIVE) || behind->mention != UINT32_MAX ||
        (behind->kind == RAP_ITEM_WORD && !is_preposition(behind)) ||
        (rap_item_has(behind, RAP_ROLE_TO) &&
         !(rap_item_has(behind, RAP_ROLE_IN) && item_at(clause, next + 1)->mention != UINT32_MAX));
    const rap_act_word *other = verb_word(clause, prev - 1);
    bool paired = other && (other->forms & RAP_FORM_PARTICIPLE);
    bool joined = has(clause, prev, RAP_ROLE_AND) || item_at(clause, prev)->kind == RAP_ITEM_COMMA;
    return joined && object && !paired && !has(clause, next, RAP_ROLE_BY);
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
    return s->relative_has_verb || (!s->has_verb && parse_group(s->clause, comma + 1, &g) &&
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

/* Marks and function words that open or close clauses. True where the item is done with. */
static bool take_bound(scan *s, uint32_t i)
{
    const rap_clause *clause = s->clause;
    const rap_item *item = item_at(clause, i);
    if ((item->kind == RAP_ITEM_SEMICOLON && !continues_list(clause, i)) ||
        (rap_item_has(item, RAP_ROLE_NEW_CLAUSE) && s->has_verb)) {
        group g;
        bool nominal = parse_group(clause, i + 1, &g) && !g.is_finite;
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
        if (item->in_parentheses || take_bound(&s, i) || !parse_group(clause, i, &g)) {
            i++;
            continue;
        }
        bool infinitive = is_infinitive(&s, i, &g);
        if (s.in_relative && leaves_relative(&s, i, &g)) {
            s.in_relative = false;
        }
        if (s.in_relative) {
            if (g.is_finite) {
                take_relative(&s, i, &g);
            }
        } else if (g.is_finite && !infinitive) {
            if (!g.is_ambiguous || !is_reduced(&s, i, &g)) {
                take_finite(&s, i, &g);
            } else {
                take_reduced(&s, i, &g);
            }
        } else if (g.is_gerund) {
            take_gerund(&s, i, &g);
        } else if (shares_auxiliary(&s, i, &g)) {
            g.is_passive = false;
            g.is_perfect = true;
            take_finite(&s, i, &g);
        }
        i = g.end > i ? g.end : i + 1;
    }
    set_ends(clause);
}

/* Verb groups: which verb of a group tells the act, in what form and status. */
#include "verb_group.h"

/* How far a decision looks ahead or back, in items: keeps an endless sentence linear. */
enum { REACH = 60 };

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
    bool negated;
    bool progressive; /* "is being drafted" */
    bool present;     /* "is", not "was" */
} auxiliaries;

static uint32_t read_auxiliaries(const rap_clause *clause, uint32_t i, auxiliaries *ret)
{
    for (int n = 0; n < 8; n++) {
        static const uint64_t passed = RAP_ROLE_BIT(RAP_ROLE_WILL) | RAP_ROLE_BIT(RAP_ROLE_MODAL) |
                                       RAP_ROLE_BIT(RAP_ROLE_HAVE) | RAP_ROLE_BIT(RAP_ROLE_BE) |
                                       RAP_ROLE_BIT(RAP_ROLE_NOT) | RAP_ROLE_BIT(RAP_ROLE_ADVERB);
        if (!rap_item_has_any(item_at(clause, i), passed)) {
            break;
        }
        ret->will = ret->will || has(clause, i, RAP_ROLE_WILL);
        ret->modal = ret->modal || has(clause, i, RAP_ROLE_MODAL);
        ret->have = ret->have || has(clause, i, RAP_ROLE_HAVE);
        ret->be = ret->be || has(clause, i, RAP_ROLE_BE);
        ret->negated = ret->negated || has(clause, i, RAP_ROLE_NOT);
        ret->progressive =
            ret->progressive || rap_str_is(item_at(clause, i)->word->value, "progressive");
        ret->present = ret->present || rap_str_is(item_at(clause, i)->word->value, "present");
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
    const rap_act_word *noun = item_at(clause, at)->word;
    if (!noun) {
        return false;
    }
    g->end = at == behind ? at + 1 : behind;
    g->verb = g->act = noun->verb;
    g->act_at = at;
    g->is_finite = g->is_passive = true;
    if (aux->will || aux->progressive) {
        set_status(g, aux->will ? RAP_STATUS_PLANNED : RAP_STATUS_ONGOING);
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

/* "States are encouraged to report": what the text asks, not what anybody did. */
static bool asks_only(const group *g, const auxiliaries *aux)
{
    return aux->present && g->is_passive && !aux->have && !aux->progressive &&
           (rap_str_is(g->verb->verb_class, "speak") || rap_str_is(g->verb->verb_class, "promote"));
}

/* "He recommends that": what is said in the present tense is the text's view, not an act. */
static bool only_holds(const rap_clause *clause, const rap_act_word *word, const auxiliaries *aux)
{
    return !clause->language->modifiers_first && !aux->will && !aux->have && !aux->be &&
           word->verb->joins && rap_str_is(word->verb->verb_class, "speak") &&
           (word->forms & RAP_FORM_PRESENT) && !(word->forms & RAP_FORM_PAST);
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
    g->is_modal = g->is_modal || asks_only(g, aux) || only_holds(clause, word, aux);
    follow_control(clause, g);
    set_status_of_verbs(g);
    return true;
}

bool rap_parse_group(const rap_clause *clause, uint32_t i, group *ret)
{
    *ret = (group){.end = i + 1};
    auxiliaries aux = {0};
    uint32_t behind = read_auxiliaries(clause, i, &aux);
    bool any = aux.will || aux.modal || aux.have || aux.be;
    if (aux.negated && !any) {
        bool taken = take_verb(clause, behind, behind, &aux, ret);
        ret->front_end = i;
        ret->is_modal = true; /* what was not done is no act */
        return taken;
    }
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
    bool taken = take_verb(clause, i, at, &aux, ret);
    ret->is_modal = ret->is_modal || aux.negated;
    return taken;
}

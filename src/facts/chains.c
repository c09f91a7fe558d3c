/* The predicates of a sentence in a language that puts before a noun what describes it, and before
 * the verb partners, dates and places (setting "modifiers before"). Verbs have no forms there: the
 * first verb of a part between commas that stands in no description tells what was done, and a
 * subject once named holds for the parts that follow. */
#include "chains.h"

#include "activity_type.h"
#include "items.h"

/* How far a decision looks, in items. */
enum { REACH = 60, CONTROLS = 3 };

/* What was read of a part between two commas. */
typedef struct {
    uint32_t start, end;
    uint32_t first;  /* its first verb; UINT32_MAX: it has none that tells */
    uint32_t verb;   /* the verb that tells the act */
    uint32_t behind; /* behind it and what goes with it */
    const rap_act_verb *governing;
    bool is_planned, is_modal, is_agent, is_last;
} part;

typedef struct {
    rap_clause *clause;
    uint32_t pending; /* where a part that only introduces the next one starts; UINT32_MAX: none */
    int head;         /* index of the predicate whose subject holds */
    bool in_content;  /* of what somebody said */
} scan;

static const rap_act_verb *verb_at(const rap_clause *clause, uint32_t i)
{
    const rap_act_word *word = item_at(clause, i)->word;
    return word ? word->verb : NULL;
}

/* Whether an aspect ("done") follows the verb: then it is finite whatever stands around it. */
static bool has_aspect(const rap_clause *clause, uint32_t i)
{
    return has(clause, i + 1, RAP_ROLE_HAVE);
}

static uint32_t skip_aspect(const rap_clause *clause, uint32_t i)
{
    while (has(clause, i, RAP_ROLE_HAVE)) {
        i++;
    }
    return i;
}

/* "delegates attended": of two verbs side by side one that tells no act is a noun, who acts. */
static bool stands_as_subject(const rap_clause *clause, uint32_t i)
{
    const rap_act_verb *verb = verb_at(clause, i);
    return rap_str_is(verb->verb_class, "none") && verb_at(clause, i + 1) &&
           has_aspect(clause, i + 1);
}

/* "… organized by A, sponsored by B": the last verb of a list of descriptions closes it. */
static bool closes_list(const rap_clause *clause, uint32_t i, uint32_t end)
{
    if (item_at(clause, i)->kind != RAP_ITEM_ENUMERATION && !has(clause, i, RAP_ROLE_AND)) {
        return false;
    }
    for (uint32_t n = i + 1; n < end && n < i + 12; n++) {
        if (has(clause, n, RAP_ROLE_OF)) {
            return false;
        }
        if (verb_at(clause, n) && !item_at(clause, n)->word->noun) {
            return has(clause, skip_aspect(clause, n + 1), RAP_ROLE_OF);
        }
    }
    return false;
}

/* "the delegates that [attended the forum] adopted": behind the description a finite verb. */
static bool is_far_description(rap_clause *clause, uint32_t i, uint32_t end)
{
    uint32_t of = UINT32_MAX;
    if (has_aspect(clause, i)) {
        return false;
    }
    for (uint32_t n = i + 1; n < end && n < i + REACH; n++) {
        clause->work++;
        if (of == UINT32_MAX && verb_at(clause, n) && has_aspect(clause, n)) {
            return false;
        }
        if (has(clause, n, RAP_ROLE_OF)) {
            of = n;
        } else if (of != UINT32_MAX && n > of + 1 && verb_at(clause, n) && has_aspect(clause, n)) {
            return true;
        }
    }
    return false;
}

/* Whether the verb at `i` stands in what describes a noun behind it. */
static bool describes(rap_clause *clause, uint32_t i, uint32_t end)
{
    uint32_t next = skip_aspect(clause, i + 1);
    return has(clause, next, RAP_ROLE_OF) || closes_list(clause, next, end) ||
           is_far_description(clause, i, end);
}

/* A word that is also a noun stands as one behind what describes it, and where it ends a compound
 * that a verb follows. */
static bool stands_as_noun(const rap_clause *clause, uint32_t i)
{
    const rap_act_word *word = item_at(clause, i)->word;
    if (i == 0 || !word || (!word->noun && !word->anaphor)) {
        return false;
    }
    const rap_item *previous = item_at(clause, i - 1);
    if (rap_item_has(previous, RAP_ROLE_DEFINITE) ||
        (word->noun && rap_item_has(previous, RAP_ROLE_DETERMINER))) {
        return true;
    }
    if (!word->noun) {
        return false;
    }
    bool compound = previous->kind == RAP_ITEM_WORD && (!previous->word || previous->word->noun);
    const rap_act_word *next = item_at(clause, i + 1)->word;
    return rap_item_has(previous, RAP_ROLE_OF) ||
           (compound && verb_at(clause, i + 1) && next && !next->noun);
}

/* The next verb from `i` that tells an act; UINT32_MAX: none. */
static uint32_t next_verb(rap_clause *clause, uint32_t i, uint32_t end)
{
    for (; i < end; i++) {
        clause->work++;
        if (verb_at(clause, i) && !item_at(clause, i)->in_parentheses) {
            if (stands_as_noun(clause, i)) {
                continue;
            }
            if (!describes(clause, i, end)) {
                return i;
            }
        }
    }
    return UINT32_MAX;
}

/* A word that is a verb ("adopted") and tells by what means ("through"): a verb where it has an
 * aspect, or no other follows, or its object is a decision. */
static bool is_means(rap_clause *clause, uint32_t i, uint32_t end)
{
    if (!has(clause, i, RAP_ROLE_MEANS) || has_aspect(clause, i)) {
        return false;
    }
    const rap_act_word *last = item_at(clause, end - 1)->word;
    if (i > 0 && last && last->noun &&
        (rap_str_is(last->noun->noun_class, "decision") ||
         rap_str_is(last->noun->noun_class, "plan"))) {
        return false;
    }
    return next_verb(clause, i + 1, end) != UINT32_MAX ||
           item_at(clause, end)->kind == RAP_ITEM_COMMA;
}

static uint32_t find_of(const rap_clause *clause, uint32_t i, uint32_t end)
{
    while (i < end && !has(clause, i, RAP_ROLE_OF)) {
        i++;
    }
    return i < end ? i : UINT32_MAX;
}

/* "on [data protection] matters", "on [data protection] to X": the item before what closes a topic;
 * `i` where nothing does. Verbs in it are nouns. */
static uint32_t skip_topic(const rap_clause *clause, uint32_t i, uint32_t end)
{
    static const uint64_t joining =
        RAP_ROLE_BIT(RAP_ROLE_WITH) | RAP_ROLE_BIT(RAP_ROLE_TO) | RAP_ROLE_BIT(RAP_ROLE_RECIPIENT);
    uint64_t closing = has(clause, i, RAP_ROLE_TOPIC) ? joining : 0;
    if (!closing && item_at(clause, i + 1)->mention != UINT32_MAX) {
        return i; /* "in Rome", "in May" */
    }
    for (uint32_t n = i + 1; n < end && n < i + 24; n++) {
        const rap_act_word *word = item_at(clause, n)->word;
        if (rap_item_has(item_at(clause, n), RAP_ROLE_HAVE)) {
            break;
        }
        if (word && ((word->noun && rap_str_is(word->noun->noun_class, "topic")) ||
                     (word->roles & closing))) {
            return n - 1;
        }
    }
    return i;
}

/* The verb of a part; takes note of the words before it that change what it tells. */
static void find_verb(rap_clause *clause, part *p)
{
    for (uint32_t i = p->start; i < p->end; i++) {
        clause->work++;
        const rap_item *item = item_at(clause, i);
        if (item->in_parentheses || !item->word) {
            continue;
        }
        if (rap_item_has(item, RAP_ROLE_PURPOSE)) {
            uint32_t of = find_of(clause, i, p->end);
            if (of == UINT32_MAX) {
                return;
            }
            i = of;
            continue;
        }
        if (rap_item_has(item, RAP_ROLE_TOPIC) || rap_item_has(item, RAP_ROLE_IN)) {
            i = skip_topic(clause, i, p->end);
        }
        if (i >= p->end || rap_item_has(item, RAP_ROLE_TOPIC)) {
            continue;
        }
        p->is_planned = p->is_planned || rap_item_has(item, RAP_ROLE_WILL);
        p->is_modal = p->is_modal || rap_item_has(item, RAP_ROLE_MODAL);
        p->is_agent = p->is_agent || rap_item_has(item, RAP_ROLE_BY);
        if (!item->word->verb || stands_as_noun(clause, i) || is_means(clause, i, p->end) ||
            stands_as_subject(clause, i)) {
            continue;
        }
        if (!describes(clause, i, p->end)) {
            p->first = p->verb = i;
            return;
        }
        uint32_t of = find_of(clause, i, p->end);
        p->is_agent = false;
        i = of == UINT32_MAX ? i : of;
    }
}

/* "continued, together with A, to support": the verb that another one only introduces. */
static void follow_control(rap_clause *clause, part *p)
{
    for (int n = 0; n < CONTROLS && verb_at(clause, p->verb)->control; n++) {
        uint32_t next = next_verb(clause, skip_aspect(clause, p->verb + 1), p->end);
        if (next == UINT32_MAX) {
            break;
        }
        if (verb_at(clause, p->verb)->status.length > 0 && !p->governing) {
            p->governing = verb_at(clause, p->verb);
        }
        p->verb = next;
    }
    p->behind = skip_aspect(clause, p->verb + 1);
}

/* Whether the part only says when, where or under what sign the next one happened. */
static bool only_introduces(const rap_clause *clause, const part *p)
{
    static const uint64_t closing = RAP_ROLE_BIT(RAP_ROLE_EVENT) | RAP_ROLE_BIT(RAP_ROLE_MARGIN) |
                                    RAP_ROLE_BIT(RAP_ROLE_FRAME) | RAP_ROLE_BIT(RAP_ROLE_SINCE) |
                                    RAP_ROLE_BIT(RAP_ROLE_COMPANION) |
                                    RAP_ROLE_BIT(RAP_ROLE_OPENER);
    static const uint64_t opening = RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_EVENT) |
                                    RAP_ROLE_BIT(RAP_ROLE_FRAME) | RAP_ROLE_BIT(RAP_ROLE_SINCE) |
                                    RAP_ROLE_BIT(RAP_ROLE_MARGIN) | RAP_ROLE_BIT(RAP_ROLE_TOPIC) |
                                    RAP_ROLE_BIT(RAP_ROLE_ABOUT) | RAP_ROLE_BIT(RAP_ROLE_OPENER);
    if (p->end > p->start && rap_item_has_any(item_at(clause, p->end - 1), closing)) {
        return true;
    }
    uint32_t at = p->start;
    while (has(clause, at, RAP_ROLE_ADVERB) || has(clause, at, RAP_ROLE_AND)) {
        at++;
    }
    if (p->first != UINT32_MAX) {
        return has(clause, at, RAP_ROLE_FRAME) && !p->is_last && !has_aspect(clause, p->verb);
    }
    return rap_item_is_date(clause, at) || rap_item_has_any(item_at(clause, at), opening) ||
           (item_at(clause, at)->kind == RAP_ITEM_MENTION && at + 1 >= p->end);
}

/* What stands bare before the verb, governed by no preposition: who acts or what happened. */
typedef enum { SUBJECT_NONE, SUBJECT_NOUN, SUBJECT_BODY } subject;

/* What an item that no preposition governs says of the subject, after what was found before it. */
static subject subject_of(const rap_clause *clause, uint32_t i, subject found)
{
    const rap_item *item = item_at(clause, i);
    const rap_mention *m = rap_item_mention(clause, item);
    if (m) {
        bool acts = m->kind != RAP_MENTION_DATE && m->kind != RAP_MENTION_SYMBOL &&
                    m->kind != RAP_MENTION_PLACE;
        return acts ? SUBJECT_BODY : found;
    }
    /* A word like "programme" takes up a body only behind a demonstrative. */
    bool bare = i == 0 || !has(clause, i - 1, RAP_ROLE_DEFINITE);
    if (item->word && item->word->anaphor &&
        !(item->word->anaphor == RAP_ANAPHOR_BODY && item->word->noun && bare)) {
        return SUBJECT_BODY;
    }
    if (item->word && item->word->noun) {
        return found == SUBJECT_BODY && !has(clause, i - 1, RAP_ROLE_OF) ? found : SUBJECT_NOUN;
    }
    return found;
}

static subject find_subject(rap_clause *clause, uint32_t from, uint32_t to)
{
    static const uint64_t governing =
        RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_EVENT) | RAP_ROLE_BIT(RAP_ROLE_WITH) |
        RAP_ROLE_BIT(RAP_ROLE_COMPANION) | RAP_ROLE_BIT(RAP_ROLE_BY) | RAP_ROLE_BIT(RAP_ROLE_TO) |
        RAP_ROLE_BIT(RAP_ROLE_RECIPIENT) | RAP_ROLE_BIT(RAP_ROLE_TOPIC) |
        RAP_ROLE_BIT(RAP_ROLE_ABOUT) | RAP_ROLE_BIT(RAP_ROLE_FRAME) | RAP_ROLE_BIT(RAP_ROLE_FOR) |
        RAP_ROLE_BIT(RAP_ROLE_MEANS) | RAP_ROLE_BIT(RAP_ROLE_PURPOSE) |
        RAP_ROLE_BIT(RAP_ROLE_SINCE) | RAP_ROLE_BIT(RAP_ROLE_VALIDITY);
    subject found = SUBJECT_NONE;
    bool governed = false, joined = false;
    for (uint32_t i = from; i < to; i++) {
        clause->work++;
        const rap_item *item = item_at(clause, i);
        if (item->in_parentheses) {
            continue;
        }
        if (item->word && item->word->verb && stands_as_subject(clause, i)) {
            found = found == SUBJECT_BODY ? found : SUBJECT_NOUN;
        } else if (item->kind == RAP_ITEM_COMMA ||
                   (item->word && item->word->verb && !stands_as_noun(clause, i))) {
            governed = false;
        } else if (rap_item_has_any(item, governing)) {
            governed = true;
            joined = rap_item_has(item, RAP_ROLE_WITH);
        } else if (rap_item_has(item, RAP_ROLE_OF)) {
            /* "the dialogue between A and B": the noun behind is what happened. */
            governed = governed && !verb_at(clause, i - 1) && !(joined && found == SUBJECT_BODY);
        } else if (!governed) {
            found = subject_of(clause, i, found);
        }
    }
    return found;
}

static void set_status(rap_predicate *made, const part *p, const rap_predicate *before)
{
    const rap_act_verb *verb = p->governing ? p->governing : made->act;
    made->status = RAP_STATUS_DONE;
    made->has_status = p->behind > p->verb + 1; /* the aspect tells it */
    if (p->is_planned || rap_str_is(verb->status, "planned")) {
        made->status = RAP_STATUS_PLANNED;
        made->has_status = true;
    } else if (rap_str_is(verb->status, "ongoing")) {
        made->status = RAP_STATUS_ONGOING;
        made->has_status = true;
    } else if (before && before->has_status && before->status == RAP_STATUS_PLANNED &&
               p->behind == p->verb + 1) {
        made->status = RAP_STATUS_PLANNED;
        made->has_status = true;
    }
}

/* Without a subject of its own: what a text itself stresses or asks for, which nobody says; and
 * "met and discussed", which is one act. */
static bool tells_nothing_alone(const rap_clause *clause, uint32_t verb, bool shares)
{
    return shares ? verb_at(clause, verb)->joins : has(clause, verb, RAP_ROLE_THAT);
}

static void add(scan *s, const part *p)
{
    rap_clause *clause = s->clause;
    rap_predicates *all = &clause->predicates;
    uint32_t start = s->pending != UINT32_MAX ? s->pending : p->start;
    while (start < p->verb && (rap_item_has(item_at(clause, start), RAP_ROLE_AND) ||
                               rap_item_has(item_at(clause, start), RAP_ROLE_NEW_CLAUSE))) {
        start++;
    }
    subject who = find_subject(clause, start, p->verb);
    bool shares = who == SUBJECT_NONE && s->head >= 0;
    if (who == SUBJECT_NONE && tells_nothing_alone(clause, p->verb, shares)) {
        return;
    }
    const rap_predicate *head = shares ? &all->items[s->head] : NULL;
    bool at_end = p->behind >= p->end;
    rap_predicate made = {.kind = shares ? RAP_PREDICATE_COORDINATED : RAP_PREDICATE_MAIN,
                          .verb = verb_at(clause, p->first),
                          .act = verb_at(clause, p->verb),
                          .is_passive = p->is_agent || (at_end && who == SUBJECT_NOUN),
                          .is_subjectless = who == SUBJECT_NONE && !shares,
                          .subject = head ? head->subject : start,
                          .subject_end = head ? head->subject_end : p->verb,
                          .start = start,
                          .group = p->verb,
                          .group_end = p->behind,
                          .end = (uint32_t)clause->items.count,
                          .head = head ? (uint32_t)s->head : (uint32_t)all->count};
    set_status(&made, p, shares ? &all->items[all->count - 1] : NULL);
    RAP_PUSH(clause->arena, all, made);
    if (!shares) {
        s->head = (int)all->count - 1;
    }
}

static void take_part(scan *s, part *p)
{
    rap_clause *clause = s->clause;
    if (has(clause, p->start, RAP_ROLE_RELATIVE)) {
        s->pending = UINT32_MAX;
        return;
    }
    find_verb(clause, p);
    if (p->first != UINT32_MAX) {
        follow_control(clause, p);
    }
    bool resumes = p->first != UINT32_MAX && has(clause, p->start, RAP_ROLE_AND) &&
                   has_aspect(clause, p->verb);
    if (s->in_content && !resumes) {
        return;
    }
    s->in_content = false;
    bool introduces = only_introduces(clause, p);
    if (introduces || (p->first == UINT32_MAX && clause->predicates.count == 0)) {
        s->pending = s->pending == UINT32_MAX ? p->start : s->pending;
        return;
    }
    if (p->first != UINT32_MAX) {
        s->in_content = has(clause, p->verb, RAP_ROLE_THAT);
        if (!p->is_modal && !rap_str_is(verb_at(clause, p->verb)->verb_class, "none")) {
            add(s, p);
        }
    }
    s->pending = UINT32_MAX;
}

void rap_clause_find_chain(rap_clause *clause, uint32_t from)
{
    scan s = {.clause = clause, .pending = UINT32_MAX, .head = -1};
    uint32_t count = (uint32_t)clause->items.count;
    for (uint32_t i = from; i < count;) {
        uint32_t end = i;
        while (end < count && (item_at(clause, end)->in_parentheses ||
                               (item_at(clause, end)->kind != RAP_ITEM_COMMA &&
                                item_at(clause, end)->kind != RAP_ITEM_SEMICOLON))) {
            end++;
        }
        part p = {.start = i,
                  .end = end,
                  .first = UINT32_MAX,
                  .verb = UINT32_MAX,
                  .is_last = end >= count || item_at(clause, end)->kind == RAP_ITEM_SEMICOLON};
        while (p.end > p.start && item_at(clause, p.end - 1)->kind == RAP_ITEM_OTHER) {
            p.end--;
        }
        if (p.end > p.start) {
            take_part(&s, &p);
        }
        if (end < count && item_at(clause, end)->kind == RAP_ITEM_SEMICOLON) {
            s.in_content = false;
            s.pending = UINT32_MAX;
        }
        i = end + 1;
    }
}

/* "the project that X began in 2019": a verb that ends a description and makes no event tells of
 * another act; what stands before it is not this one's. */
bool rap_chain_is_of_another(const rap_clause *clause, const rap_predicate *predicate, uint32_t i)
{
    for (uint32_t n = i + 1; clause->language->modifiers_first && n < i + 16; n++) {
        const rap_item *item = item_at(clause, n);
        if (n == predicate->group || item->kind == RAP_ITEM_COMMA ||
            item->kind == RAP_ITEM_SEMICOLON || rap_item_has(item, RAP_ROLE_OF) ||
            rap_item_has(item, RAP_ROLE_EVENT)) {
            return false;
        }
        bool closes = item->word && item->word->verb && !item->word->noun &&
                      (has(clause, n + 1, RAP_ROLE_OF) ||
                       (has(clause, n + 1, RAP_ROLE_HAVE) && has(clause, n + 2, RAP_ROLE_OF)));
        if (closes) {
            return !rap_act_makes_event(item->word->verb->verb_class);
        }
    }
    return false;
}

/* "[on the] forum['s] margins": the word for it stands behind the event. */
bool rap_chain_margin_follows(const rap_clause *clause, uint32_t i)
{
    for (uint32_t n = i + 1; clause->language->modifiers_first && n < i + 16; n++) {
        const rap_item *item = item_at(clause, n);
        if (item->kind == RAP_ITEM_COMMA || item->kind == RAP_ITEM_SEMICOLON ||
            rap_item_has(item, RAP_ROLE_WITH)) {
            return false;
        }
        if (rap_item_has(item, RAP_ROLE_MARGIN)) {
            return true;
        }
    }
    return false;
}

/* "[in] the forum['s] before, ...": the word that says so ends the part. */
bool rap_chain_frame_follows(const rap_clause *clause, uint32_t i)
{
    for (uint32_t n = i + 1; clause->language->modifiers_first && n < i + 40; n++) {
        if (item_at(clause, n)->kind == RAP_ITEM_COMMA) {
            return has(clause, n - 1, RAP_ROLE_FRAME);
        }
        if (n >= clause->items.count || item_at(clause, n)->kind == RAP_ITEM_SEMICOLON) {
            return false;
        }
    }
    return false;
}

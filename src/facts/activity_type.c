#include "activity_type.h"

#include <string.h>

enum { REACH = 120, PHRASES = 12, LATER = 4 };

/* A body named where a noun of the tables could stand: "attended the Sixth Committee". */
static const rap_act_noun named_body = {.noun_class = {"@body", 5}};

/* A noun phrase: the noun that heads it and the word that introduces it. */
typedef struct {
    const rap_act_noun *head;
    uint32_t head_at;
    const rap_act_noun *other; /* another noun of the tables in it */
    uint32_t preposition;      /* item, or UINT32_MAX */
    bool has_body;             /* a body is named in it */
    bool is_first;             /* nothing stands before it */
} phrase;

typedef struct {
    phrase items[PHRASES];
    size_t count;
    const rap_act_word *verb; /* the first verb that the predicate governs */
    uint32_t verb_at;
    const rap_act_word *means; /* the first that tells by what */
    uint32_t means_at;
} phrases;

static bool is_link(const rap_item *item)
{
    static const uint64_t links =
        RAP_ROLE_BIT(RAP_ROLE_WITH) | RAP_ROLE_BIT(RAP_ROLE_COMPANION) | RAP_ROLE_BIT(RAP_ROLE_BY) |
        RAP_ROLE_BIT(RAP_ROLE_IN) | RAP_ROLE_BIT(RAP_ROLE_EVENT) | RAP_ROLE_BIT(RAP_ROLE_MARGIN) |
        RAP_ROLE_BIT(RAP_ROLE_TOPIC) | RAP_ROLE_BIT(RAP_ROLE_ABOUT) | RAP_ROLE_BIT(RAP_ROLE_OF) |
        RAP_ROLE_BIT(RAP_ROLE_TO) | RAP_ROLE_BIT(RAP_ROLE_RECIPIENT) | RAP_ROLE_BIT(RAP_ROLE_FOR) |
        RAP_ROLE_BIT(RAP_ROLE_VALIDITY) | RAP_ROLE_BIT(RAP_ROLE_FROM) |
        RAP_ROLE_BIT(RAP_ROLE_SINCE) | RAP_ROLE_BIT(RAP_ROLE_UNTIL) | RAP_ROLE_BIT(RAP_ROLE_MEANS) |
        RAP_ROLE_BIT(RAP_ROLE_FRAME);
    return item->word && (item->word->roles & links);
}

/* "The committee issued a statement": where the verb comes first, who acts stands before what was
 * done, and no word parts them. */
static bool is_actor_noun(const rap_act_noun *noun)
{
    return rap_str_is(noun->noun_class, "body") || rap_str_is(noun->noun_class, "delegation");
}

static void close_phrase(phrases *all, phrase *open, uint32_t preposition)
{
    if (!open->head && open->has_body) {
        open->head = &named_body;
    }
    if (open->head && all->count < PHRASES) {
        all->items[all->count++] = *open;
    }
    *open = (phrase){.preposition = preposition};
}

/* A verb in the complement: the first is kept, and the first that tells by what. */
static void take_verb(const rap_clause *clause, phrases *all, uint32_t i)
{
    static const uint64_t opening = RAP_ROLE_BIT(RAP_ROLE_TO) | RAP_ROLE_BIT(RAP_ROLE_PURPOSE) |
                                    RAP_ROLE_BIT(RAP_ROLE_ADVERB) | RAP_ROLE_BIT(RAP_ROLE_AND);
    static const uint64_t means = RAP_ROLE_BIT(RAP_ROLE_BY) | RAP_ROLE_BIT(RAP_ROLE_MEANS);
    const rap_act_word *word = clause->items.items[i].word;
    const rap_item *previous = i > 0 ? &clause->items.items[i - 1] : NULL;
    bool gerund = (word->forms & RAP_FORM_GERUND) != 0;
    bool base = (word->forms & RAP_FORM_BASE) &&
                (clause->language->verb_first || (previous && rap_item_has_any(previous, opening)));
    if (gerund && previous && rap_item_has_any(previous, means) && !all->means) {
        all->means = word;
        all->means_at = i;
    } else if ((gerund || base) && !all->verb) {
        all->verb = word;
        all->verb_at = i;
    }
}

static bool names_body(const rap_clause *clause, const rap_item *item)
{
    const rap_mention *m = rap_item_mention(clause, item);
    return m && (m->kind == RAP_MENTION_ORGANIZATION || m->kind == RAP_MENTION_SESSION ||
                 m->kind == RAP_MENTION_PERSON || m->kind == RAP_MENTION_PARLIAMENT ||
                 m->kind == RAP_MENTION_STATE);
}

/* The noun of a delegation that a single word names; NULL: none. */
static const rap_act_noun *delegation_of(const rap_clause *clause, rap_str told)
{
    const rap_act_words *lists[RAP_ACT_ENDING + 2];
    rap_str folded = rap_act_fold(clause->arena, clause->language, told);
    size_t count = rap_act_first(clause->language, folded, lists);
    for (size_t l = 0; l < count; l++) {
        for (size_t n = 0; n < lists[l]->count; n++) {
            const rap_act_word *word = lists[l]->items[n];
            if (word->parts.count == 1 && word->noun &&
                rap_str_is(word->noun->noun_class, "delegation")) {
                return word->noun;
            }
        }
    }
    return NULL;
}

/* "a delegation of X" is one name; its first word, or the one behind the article, says what it is.
 */
static const rap_act_noun *names_delegation(const rap_clause *clause, const rap_item *item)
{
    const rap_mention *m = rap_item_mention(clause, item);
    rap_str text = rap_block_slice(clause->block, m->span);
    size_t at = 0;
    for (int n = 0; n < 2; n++) {
        size_t end = rap_act_word_end(text, at);
        const rap_act_noun *noun =
            end > at ? delegation_of(clause, rap_str_slice(text, at, end)) : NULL;
        if (noun) {
            return noun;
        }
        at = end < text.length ? end + 1 : end;
    }
    return NULL;
}

/* Where what describes a noun stands before it: the word that closes the description. */
static bool takes_modifier(const rap_item *item, phrase *open)
{
    if (rap_item_has(item, RAP_ROLE_OF)) {
        open->other = open->head ? open->head : open->other;
        open->head = NULL;
        open->has_body = false;
        open->preposition = UINT32_MAX;
        return true;
    }
    if (is_link(item)) {
        open->has_body = false; /* it only says whose the noun behind is */
    }
    return false;
}

/* The link of a noun in the genitive to the noun before it: "of" without a word. */
static const uint32_t GENITIVE = UINT32_MAX - 1;

static bool linked_by(const rap_clause *clause, const phrase *p, rap_role role)
{
    if (p->preposition == GENITIVE) {
        return role == RAP_ROLE_OF;
    }
    return p->preposition != UINT32_MAX && rap_item_has(&clause->items.items[p->preposition], role);
}

/* A noun heads the phrase: the last, or the first where the verb comes first, for that language
 * puts the head of a noun phrase first too. */
static void take_noun(const rap_clause *clause, phrases *all, phrase *open, uint32_t i)
{
    if (open->head && clause->language->bare_genitive) {
        close_phrase(all, open, GENITIVE);
    }
    const rap_item *item = &clause->items.items[i];
    const rap_act_noun *noun = item->noun ? item->noun : item->word->noun;
    if (open->head && clause->language->verb_first && !is_actor_noun(open->head)) {
        open->other = open->other ? open->other : noun;
        return;
    }
    open->other = open->head ? open->head : open->other;
    open->head = noun;
    open->head_at = i;
}

/* A body is named; without a preposition it is the subject where that stands behind the verb. */
static void take_body(const rap_clause *clause, phrase *open, uint32_t i)
{
    const rap_act_noun *delegation = names_delegation(clause, &clause->items.items[i]);
    open->head_at = open->head ? open->head_at : i;
    if (delegation) {
        open->head = open->head ? open->head : delegation;
        return;
    }
    open->has_body = !clause->language->verb_first || linked_by(clause, open, RAP_ROLE_IN) ||
                     linked_by(clause, open, RAP_ROLE_EVENT);
}

/* "gave since 2021 technical assistance": what follows a date is not governed by what is before it.
 */
static bool ends_adjunct(const rap_clause *clause, uint32_t i, const phrase *open)
{
    return rap_item_is_date(clause, i) && !open->head && open->preposition != UINT32_MAX &&
           open->preposition != GENITIVE;
}

/* What an item does to the phrase that is open. */
static void take_item(const rap_clause *clause, phrases *all, phrase *open, uint32_t i)
{
    const rap_item *item = &clause->items.items[i];
    bool article = rap_item_has(item, RAP_ROLE_PARTITIVE) && open->is_first;
    open->is_first = open->is_first && rap_item_has(item, RAP_ROLE_ADVERB);
    if (article) {
        return;
    }
    if (clause->language->modifiers_first && takes_modifier(item, open)) {
        return;
    }
    if (ends_adjunct(clause, i, open)) {
        close_phrase(all, open, UINT32_MAX);
        return;
    }
    if (item->kind == RAP_ITEM_COMMA || item->kind == RAP_ITEM_OPAQUE || is_link(item)) {
        close_phrase(all, open, is_link(item) ? i : UINT32_MAX);
    } else if (rap_item_has(item, RAP_ROLE_AND) || item->kind == RAP_ITEM_ENUMERATION) {
        if (open->head) {
            close_phrase(all, open, open->preposition);
        }
    } else if (item->noun || (item->word && item->word->noun)) {
        take_noun(clause, all, open, i);
    } else if (names_body(clause, item)) {
        take_body(clause, open, i);
    }
}

/* The noun phrases of items [from, to) in order. */
static void read_phrases(rap_clause *clause, uint32_t from, uint32_t to, phrases *ret)
{
    phrase open = {.preposition = UINT32_MAX, .is_first = true};
    bool aim = false;
    *ret = (phrases){.verb_at = UINT32_MAX, .means_at = UINT32_MAX};
    for (uint32_t i = from; i < to && i < from + REACH; i++) {
        const rap_item *item = &clause->items.items[i];
        clause->work++;
        if (item->in_parentheses) {
            continue;
        }
        if (rap_item_has(item, RAP_ROLE_RELATIVE) || rap_item_has(item, RAP_ROLE_THAT)) {
            break;
        }
        if (rap_item_has(item, RAP_ROLE_PURPOSE) ||
            (rap_item_has(item, RAP_ROLE_TO) && rap_item_opens_infinitive(clause, i))) {
            /* What an aim names says nothing of the act: from here only verbs are looked for. */
            close_phrase(ret, &open, i);
            aim = true;
        } else if (!aim) {
            take_item(clause, ret, &open, i);
        }
        if (item->word && item->word->verb && !rap_item_is_noun(clause, i)) {
            take_verb(clause, ret, i);
        }
    }
    close_phrase(ret, &open, UINT32_MAX);
}

typedef struct {
    const rap_activity_rules *rules;
    rap_clause *clause;
    bool is_passive;
    rap_act_kind kind;
} decision;

static bool decide(decision *d, rap_str type, rap_str verb_class, const phrase *p,
                   double confidence)
{
    if (type.length == 0) {
        return false;
    }
    d->kind.type = type;
    d->kind.verb_class = verb_class;
    d->kind.noun = p ? p->head : NULL;
    d->kind.noun_at = p ? p->head_at : UINT32_MAX;
    d->kind.confidence = confidence;
    return true;
}

static rap_str special(const decision *d, rap_str verb_class, char mark, rap_str noun_class)
{
    char key[48] = {mark};
    size_t length = noun_class.length < sizeof key - 1 ? noun_class.length : sizeof key - 1;
    if (length > 0) {
        memcpy(key + 1, noun_class.data, length);
    }
    return rap_activity_type(d->rules, verb_class, (rap_str){key, length + 1});
}

static bool follows(const decision *d, rap_str verb_class, const char *what)
{
    return rap_activity_type(d->rules, verb_class, rap_str_of(what)).length > 0;
}

/* A noun of action ("the organization of a workshop") acts as the verb of its class. */
static bool by_process(decision *d, rap_str verb_class, const phrases *all, size_t i)
{
    const phrase *p = &all->items[i];
    rap_str process = p->head->noun_class;
    if (rap_str_is(process, "prepare")) {
        d->kind.is_preparation = true;
    }
    if (decide(d, special(d, verb_class, '=', process), verb_class, p, 0.8)) {
        return true;
    }
    bool governed = p->preposition == UINT32_MAX || linked_by(d->clause, p, RAP_ROLE_IN) ||
                    linked_by(d->clause, p, RAP_ROLE_TOPIC) ||
                    linked_by(d->clause, p, RAP_ROLE_TO) || linked_by(d->clause, p, RAP_ROLE_WITH);
    if (!governed || (i > 0 && !follows(d, verb_class, "+noun"))) {
        return false;
    }
    rap_str type = RAP_STR_NONE;
    const phrase *object = NULL;
    if (i + 1 < all->count && linked_by(d->clause, &all->items[i + 1], RAP_ROLE_OF)) {
        object = &all->items[i + 1];
        type = rap_activity_type(d->rules, process, object->head->noun_class);
    }
    if (type.length == 0 && follows(d, verb_class, "+noun")) {
        type = rap_activity_type(d->rules, process, RAP_STR("-"));
        object = p;
    }
    if (!decide(d, type, process, object, 0.75)) {
        return false;
    }
    d->kind.takes_over = p->head_at;
    return true;
}

/* Phrases that do not tell what was done: behind a verb of cooperation, which says little itself,
 * only what it is "in" or "on" does; a body that is a partner or agent does not. */
static bool tells_nothing(const decision *d, const phrase *p, bool loose, bool is_first)
{
    if (loose && p->preposition == UINT32_MAX) {
        return !is_first;
    }
    if (loose && !linked_by(d->clause, p, RAP_ROLE_IN) &&
        !linked_by(d->clause, p, RAP_ROLE_TOPIC)) {
        return true;
    }
    return p->head == &named_body &&
           (d->is_passive || linked_by(d->clause, p, RAP_ROLE_WITH) ||
            linked_by(d->clause, p, RAP_ROLE_COMPANION) || linked_by(d->clause, p, RAP_ROLE_BY));
}

/* The first of phrases [from, to) that the tables join with this verb class. */
static bool by_phrases(decision *d, rap_str verb_class, const phrases *all, size_t from, size_t to)
{
    bool loose = follows(d, verb_class, "+noun");
    for (size_t i = from; i < to && i < all->count; i++) {
        const phrase *p = &all->items[i];
        if (p->head->is_process) {
            if (by_process(d, verb_class, all, i)) {
                return true;
            }
            continue;
        }
        if (tells_nothing(d, p, loose, i == 0)) {
            continue;
        }
        rap_str type = RAP_STR_NONE;
        if (p->preposition == UINT32_MAX && i == from) {
            type = special(d, verb_class, '!', p->head->noun_class);
        }
        if (type.length == 0) {
            type = rap_activity_type(d->rules, verb_class, p->head->noun_class);
        }
        if (type.length == 0 && d->clause->language->verb_first && i == from) {
            /* The verb comes first: its subject tells the act, or what stands behind that. */
            type = special(d, verb_class, '<', p->head->noun_class);
            if (type.length == 0 && p->other) {
                type = rap_activity_type(d->rules, verb_class, p->other->noun_class);
            }
        }
        if (decide(d, type, verb_class, p, i == from ? 0.9 : 0.75)) {
            return true;
        }
    }
    return false;
}

/* "collaborated in organizing a workshop": the governed verb tells the act, where the tables know
 * what it does with its object. */
static bool by_governed_verb(decision *d, const rap_predicate *predicate, const rap_act_word *verb,
                             uint32_t at)
{
    if (!verb) {
        return false;
    }
    phrases inner;
    read_phrases(d->clause, at + 1, predicate->end, &inner);
    size_t direct = inner.count > 0 && inner.items[0].preposition == UINT32_MAX ? 1 : 0;
    rap_str verb_class = verb->verb->verb_class;
    if (rap_str_is(verb_class, "prepare")) {
        d->kind.is_preparation = true;
    }
    bool found = direct && by_phrases(d, verb_class, &inner, 0, 1);
    if (!found) {
        found =
            decide(d, rap_activity_type(d->rules, verb_class, RAP_STR("-")), verb_class, NULL, 0.7);
    }
    if (found) {
        d->kind.takes_over = at;
    }
    return found;
}

static rap_str class_of(const rap_predicate *predicate)
{
    const rap_act_verb *act = predicate->act;
    if (act && act->control && predicate->is_passive && rap_str_is(act->status, "planned")) {
        return RAP_STR("happen"); /* "a seminar is planned for May" */
    }
    if (act) {
        return predicate->act->verb_class;
    }
    return predicate->is_copula ? RAP_STR("attend") : RAP_STR("happen");
}

/* The phrases of a subject with the one that heads it first. */
static void read_subject(rap_clause *clause, const rap_predicate *predicate, phrases *ret)
{
    uint32_t from = predicate->subject;
    if (predicate->subject_end > from + REACH) {
        from = predicate->subject_end - REACH;
    }
    read_phrases(clause, from, predicate->subject_end, ret);
    for (size_t i = 0; i < ret->count; i++) {
        if (ret->items[i].preposition == UINT32_MAX) {
            phrase head = ret->items[i];
            for (size_t n = i; n > 0; n--) {
                ret->items[n] = ret->items[n - 1];
            }
            ret->items[0] = head;
            break;
        }
    }
}

/* "The third session" is a name where the body that meets is known; of a conference it is a session
 * like any other. */
static rap_str part_of_whole(const decision *d, const phrase *p)
{
    const rap_mention *m = p->head == &named_body
                               ? rap_item_mention(d->clause, &d->clause->items.items[p->head_at])
                               : NULL;
    return m && m->kind == RAP_MENTION_SESSION ? RAP_STR("session") : p->head->noun_class;
}

/* A workshop on capacity-building is training: another noun near the head refines the type. */
static void refine(decision *d, const phrases *all)
{
    if (!d->kind.noun || d->kind.noun->is_process) {
        return;
    }
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].head != d->kind.noun) {
            continue;
        }
        bool of = i + 1 < all->count && linked_by(d->clause, &all->items[i + 1], RAP_ROLE_OF);
        rap_str whole = of ? rap_activity_type(d->rules, part_of_whole(d, &all->items[i]),
                                               all->items[i + 1].head->noun_class)
                           : RAP_STR_NONE;
        if (whole.length > 0) {
            d->kind.type = whole;
            return;
        }
        const rap_act_noun *others[] = {
            all->items[i].other,
            i + 1 < all->count && (linked_by(d->clause, &all->items[i + 1], RAP_ROLE_TOPIC) ||
                                   all->items[i + 1].preposition == all->items[i].preposition)
                ? all->items[i + 1].head
                : NULL};
        for (size_t n = 0; n < 2; n++) {
            rap_str finer = others[n] && !others[n]->is_process
                                ? rap_activity_type(d->rules, d->kind.type, others[n]->noun_class)
                                : RAP_STR_NONE;
            if (finer.length > 0) {
                d->kind.type = finer;
                return;
            }
        }
        return;
    }
}

/* A passive, or a verb like "took place": what happened heads the subject, or stands before the
 * relative clause. */
static bool by_subject(decision *d, const rap_predicate *predicate, rap_str verb_class)
{
    phrases subject;
    if (predicate->kind == RAP_PREDICATE_RELATIVE && predicate->subject_end == predicate->group) {
        const rap_predicate *head = &d->clause->predicates.items[predicate->head];
        if (head == predicate) {
            return false;
        }
        read_phrases(d->clause, head->group_end, predicate->start, &subject);
        return by_phrases(d, verb_class, &subject, 0, subject.count);
    }
    read_subject(d->clause, predicate, &subject);
    const phrase *head = &subject.items[0];
    bool headed = subject.count > 0 && head->preposition == UINT32_MAX && !head->head->is_process &&
                  head->head != &named_body && !follows(d, verb_class, "+noun");
    if (by_phrases(d, verb_class, &subject, 0, 1) ||
        (headed &&
         decide(d, rap_activity_type(d->rules, verb_class, RAP_STR("*")), verb_class, head, 0.6))) {
        refine(d, &subject);
        return true;
    }
    return false;
}

/* "the resolution included a paragraph": the object tells nothing, the subject does. */
static bool by_actor(decision *d, const rap_predicate *predicate, rap_str verb_class)
{
    phrases subject;
    read_subject(d->clause, predicate, &subject);
    return subject.count > 0 &&
           decide(d, special(d, verb_class, '<', subject.items[0].head->noun_class), verb_class,
                  &subject.items[0], 0.6);
}

/* "The dialogue", "a forum", "the ITU forum": an event that took place; "dialogue helps" speaks of
 * no one in particular. */
static bool is_particular(const rap_clause *clause, uint32_t from, uint32_t to)
{
    static const uint64_t marks = RAP_ROLE_BIT(RAP_ROLE_DEFINITE) |
                                  RAP_ROLE_BIT(RAP_ROLE_DETERMINER) |
                                  RAP_ROLE_BIT(RAP_ROLE_POSSESSIVE);
    for (uint32_t i = from; i < to; i++) {
        const rap_item *item = &clause->items.items[i];
        if (rap_item_has_any(item, marks) || names_body(clause, item)) {
            return true;
        }
    }
    return !clause->language->has_articles;
}

/* "The meeting helped to settle the matter": what an event does is told as the event; where no
 * article shows the subject, only what befalls agreements ("entered into force"). */
static bool by_event(decision *d, const rap_predicate *predicate, rap_str verb_class)
{
    phrases subject;
    if (predicate->kind == RAP_PREDICATE_RELATIVE || predicate->kind == RAP_PREDICATE_ATTACHED ||
        predicate->is_passive ||
        !(d->clause->language->has_articles || (predicate->act && predicate->act->action.length))) {
        return false;
    }
    read_subject(d->clause, predicate, &subject);
    const phrase *head = &subject.items[0];
    return subject.count > 0 && head->preposition == UINT32_MAX && !head->head->is_process &&
           is_particular(d->clause, predicate->subject, head->head_at + 1) &&
           decide(d, special(d, verb_class, '^', head->head->noun_class), verb_class, head, 0.7);
}

/* "En el seminario participaron la OMS y la OIT": what was attended stands before the verb, those
 * who did behind it. */
static bool by_front(decision *d, const rap_predicate *predicate, rap_str verb_class,
                     const phrases *object)
{
    phrases front;
    if (object->count == 0 || object->items[0].preposition != UINT32_MAX ||
        object->items[0].head != &named_body) {
        return false;
    }
    read_phrases(d->clause, predicate->subject, predicate->subject_end, &front);
    if (special(d, verb_class, '@', RAP_STR("body")).length == 0 || front.count == 0 ||
        front.items[0].preposition == UINT32_MAX || front.items[0].head == &named_body) {
        return false;
    }
    return by_phrases(d, verb_class, &front, 0, 1);
}

/* "led a delegation to Rome": a visit, where no meeting or other event is named. */
static bool by_last_resort(decision *d, rap_str verb_class, const phrases *object)
{
    for (size_t i = 0; i < object->count && i < LATER; i++) {
        const phrase *p = &object->items[i];
        if (decide(d, special(d, verb_class, '~', p->head->noun_class), verb_class, p, 0.6)) {
            return true;
        }
    }
    return false;
}

rap_act_kind rap_activity_kind(const rap_activity_rules *rules, rap_clause *clause,
                               const rap_predicate *predicate)
{
    decision d = {.rules = rules, .clause = clause, .is_passive = predicate->is_passive};
    rap_str verb_class = class_of(predicate);
    bool verb_first = clause->language->verb_first;
    bool undergoes = predicate->kind != RAP_PREDICATE_ATTACHED &&
                     (predicate->is_passive || rap_str_is(verb_class, "happen"));
    if (verb_first) {
        /* What happened or was done stands behind the verb too. */
        undergoes = predicate->kind == RAP_PREDICATE_RELATIVE;
    }
    d.kind.takes_over = d.kind.noun_at = UINT32_MAX;
    if (undergoes && by_subject(&d, predicate, verb_class)) {
        return d.kind;
    }
    if (by_event(&d, predicate, verb_class)) {
        return d.kind;
    }
    phrases object;
    bool verbal_noun = predicate->act_at > 0;
    d.kind.takes_over = verbal_noun ? predicate->act_at : UINT32_MAX;
    read_phrases(clause, verbal_noun ? predicate->act_at + 1 : predicate->group_end, predicate->end,
                 &object);
    size_t direct = object.count > 0 && object.items[0].preposition == UINT32_MAX ? 1 : 0;
    bool found = by_front(&d, predicate, verb_class, &object) ||
                 by_phrases(&d, verb_class, &object, 0, direct);
    if (!found && follows(&d, verb_class, "+verb")) {
        found = by_governed_verb(&d, predicate, object.verb, object.verb_at) ||
                by_governed_verb(&d, predicate, object.means, object.means_at);
    }
    found = found || by_phrases(&d, verb_class, &object, direct, direct + LATER) ||
            (!undergoes && by_actor(&d, predicate, verb_class));
    found = found || by_last_resort(&d, verb_class, &object);
    if (!found) {
        decide(&d, rap_activity_type(rules, verb_class, RAP_STR("*")), verb_class, NULL, 0.5);
    }
    refine(&d, &object);
    return d.kind;
}

bool rap_act_supports(rap_str type, rap_str verb_class)
{
    return (rap_str_is(verb_class, "support") || rap_str_is(verb_class, "give") ||
            rap_str_is(verb_class, "present")) &&
           (rap_str_is(type, "programme") || rap_str_is(type, "support") ||
            rap_str_is(type, "cooperation"));
}

bool rap_act_makes_event(rap_str verb_class)
{
    static const char *const classes[] = {"hold", "convene", "conduct", "host",
                                          "lead", "happen",  "attend",  "meet"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (rap_str_is(verb_class, classes[i])) {
            return true;
        }
    }
    return false;
}

bool rap_act_is_event(rap_str noun_class)
{
    return rap_str_is(noun_class, "meeting") || rap_str_is(noun_class, "conference") ||
           rap_str_is(noun_class, "session") || rap_str_is(noun_class, "training");
}

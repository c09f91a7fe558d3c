#include "mandate_items.h"

typedef struct {
    const mandate_context *context;
    uint32_t block;
    act_items list;
} reader;

bool rap_is_party(const rap_mention *mention)
{
    return mention->entity.length &&
           (mention->kind == RAP_MENTION_ORGANIZATION || mention->kind == RAP_MENTION_PERSON ||
            mention->kind == RAP_MENTION_GROUP || mention->kind == RAP_MENTION_STATE ||
            mention->kind == RAP_MENTION_PARLIAMENT);
}

/* "the States members of X", or in Chinese the other way round: X is the one that counts. */
static bool is_membership(const reader *s, size_t at, size_t end)
{
    const rap_version *version = s->context->version;
    const rap_mention *group = &version->mentions.items[at];
    const rap_entity *entity = rap_entity_find(s->context->knowledge->mentions, group->entity);
    if (!entity || !rap_str_is(entity->kind, "group")) {
        return false;
    }
    if (version->lang == RAP_LANG_ZH) {
        return at > 0 && group[-1].block == group->block &&
               group[-1].span.end == group->span.start &&
               group[-1].kind == RAP_MENTION_ORGANIZATION && !rap_str_is(group[-1].entity, "UN");
    }
    const rap_str text = version->blocks.items[s->block].text;
    if (at + 1 >= end || group[1].kind != RAP_MENTION_ORGANIZATION ||
        group[1].span.start > group->span.end + 40 || rap_str_is(group[1].entity, "UN")) {
        return false;
    }
    for (size_t i = group->span.end; i < group[1].span.start; rap_utf8_next(text, &i)) {
        mark_kind kind;
        if (rap_mark_at(&s->context->rules->parties[version->lang], text, i, &kind) &&
            kind == MARK_MEMBERS) {
            return true;
        }
    }
    return false;
}

/* "the Department of X of the Secretariat": the whole says no more than the part. Chinese names the
 * whole first, without a gap. */
static bool is_whole(const reader *s, size_t at, size_t first, size_t end)
{
    const rap_version *version = s->context->version;
    const rap_mention *whole = &version->mentions.items[at];
    bool is_before = version->lang == RAP_LANG_ZH;
    if (!rap_str_is(whole->entity, "UN") || (is_before ? at + 1 >= end : at <= first)) {
        return false;
    }
    const rap_mention *part = is_before ? whole + 1 : whole - 1;
    const rap_entity *entity = rap_entity_find(s->context->knowledge->mentions, part->entity);
    if (!entity || !rap_str_is(entity->kind, "un-secretariat")) {
        return false;
    }
    if (is_before) {
        return whole->span.end == part->span.start;
    }
    const rap_str text = version->blocks.items[s->block].text;
    size_t gap = whole->span.start > part->span.end ? whole->span.start - part->span.end : 0;
    mark_kind kind = MARK_NONE;
    return gap == 1 || (gap > 1 && gap <= 8 &&
                        rap_mark_at(&s->context->rules->parties[version->lang], text,
                                    part->span.end + 1, &kind) &&
                        kind == MARK_BY);
}

static bool is_near(rap_str text, uint32_t from, uint32_t to, uint32_t reach)
{
    return to >= from && to - from <= reach &&
           rap_str_find(rap_str_slice(text, from, to), RAP_STR(","), 0) == SIZE_MAX;
}

/* "Security Council resolution 1860 (2009)", "resolution 55/2 of the General Assembly": the body
 * only tells whose document it is. A date may stand between. */
static bool is_author(const reader *s, size_t at, size_t first, size_t end)
{
    enum { WORD = 26, JOINT = 12 }; /* bytes of "resolution" and of "of the" in any language */
    const rap_version *version = s->context->version;
    const rap_mention *body = &version->mentions.items[at];
    const rap_str text = version->blocks.items[s->block].text;
    if (body->kind != RAP_MENTION_ORGANIZATION || rap_str_is(body->entity, "UN")) {
        return false;
    }
    if (at > first && body[-1].kind == RAP_MENTION_SYMBOL &&
        is_near(text, body[-1].span.end, body->span.start, JOINT)) {
        return true;
    }
    const rap_mention *next = body + 1;
    uint32_t behind = body->span.end;
    if (at + 2 < end && next->kind == RAP_MENTION_DATE && next->span.start == behind) {
        behind = next->span.end;
        next++;
        at++;
    }
    return at + 1 < end && next->kind == RAP_MENTION_SYMBOL &&
           is_near(text, behind, next->span.start, WORD);
}

/* -- reading the act into items ---------------------------------------------------------------- */

/* The end of a title set in Chinese book marks from byte `at` on, or 0: who is named in a title is
 * not asked. */
static size_t title_end(rap_str text, size_t at)
{
    const rap_str opening = RAP_STR("\xE3\x80\x8A"), closing = RAP_STR("\xE3\x80\x8B");
    if (!rap_str_starts(rap_str_slice(text, at, text.length), opening)) {
        return 0;
    }
    size_t end = rap_str_find(text, closing, at);
    return end == SIZE_MAX ? 0 : end + closing.length;
}

/* A party that only a mandate names by such a word, as a mention; NULL where `kind` names none. */
static const rap_mention *party_of_mark(const reader *s, mark_kind kind, const mark_rule *rule)
{
    if (kind != MARK_SELF && kind != MARK_PARTY && kind != MARK_SHARED) {
        return NULL;
    }
    rap_mention *party = RAP_NEW(s->context->version->arena, rap_mention);
    party->kind = kind == MARK_SELF ? RAP_MENTION_ORGANIZATION : RAP_MENTION_GROUP;
    party->entity = kind == MARK_SELF ? s->context->deciding_body : rule->name;
    return party;
}

/* Whether a party is of those that words of MARK_SHARED name. */
static bool is_sibling(const mark_rules *marks, const act_item *item)
{
    for (size_t i = 0; item->kind == MARK_NONE && i < marks->rules.count; i++) {
        const mark_rule *rule = &marks->rules.items[i];
        if (rule->kind == MARK_SHARED && rap_str_equal(rule->name, item->mention->entity)) {
            return true;
        }
    }
    return false;
}

/* Whether a group stands right beside item `at`, in direction `step`. */
static bool is_beside_group(const reader *s, size_t at, int step)
{
    enum { JOINT = 9 }; /* bytes of a comma, or of a word that joins, with its spaces */
    const mark_rules *marks = &s->context->rules->parties[s->context->version->lang];
    const act_item *list = s->list.items, *edge = &list[at];
    for (size_t i = at + (size_t)step; i < s->list.count; i += (size_t)step) {
        uint32_t gap = step > 0 ? list[i].start - edge->end : edge->start - list[i].end;
        bool is_joint = list[i].kind == MARK_JOIN;
        if (gap > JOINT || (!is_joint && !is_sibling(marks, &list[i]))) {
            return false;
        }
        if (!is_joint) {
            return true;
        }
        edge = &list[i];
    }
    return false;
}

/* "international and regional organizations": what shares a noun with a group right beside it, or
 * beside one that does, becomes a party; elsewhere it is only a word. */
static void settle_shared(reader *s)
{
    act_item *list = s->list.items;
    for (size_t i = s->list.count; i-- > 0;) {
        if (list[i].kind == MARK_SHARED && is_beside_group(s, i, 1)) {
            list[i].kind = MARK_NONE;
        }
    }
    for (size_t i = 0; i < s->list.count; i++) {
        if (list[i].kind == MARK_SHARED && is_beside_group(s, i, -1)) {
            list[i].kind = MARK_NONE;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < s->list.count; i++) {
        if (list[i].kind != MARK_SHARED) {
            list[kept++] = list[i];
        }
    }
    s->list.count = kept;
}

/* The party that begins at byte `at` of the text, where no longer word of the data stands; *next is
 * the index of the first mention that may be it. */
static const rap_mention *mention_at(const reader *s, size_t at, size_t end, size_t *next,
                                     const mark_rule *mark)
{
    const rap_mention *mentions = s->context->version->mentions.items;
    while (*next < end && (mentions[*next].span.start < at || !rap_is_party(&mentions[*next]))) {
        (*next)++;
    }
    if (*next >= end || mentions[*next].span.start != at) {
        return NULL;
    }
    const rap_mention *mention = &mentions[*next];
    /* "regional fisheries organizations" are no other regional ones */
    bool is_covered = mark && (mark->kind == MARK_PARTY || mark->kind == MARK_IGNORE) &&
                      at + mark->phrase.length > mention->span.end;
    return is_covered ? NULL : mention;
}

/* Whether a word counts where it stands: a pronoun only at the beginning. */
static bool counts(const reader *s, mark_kind kind, size_t at, uint32_t from)
{
    enum { REACH = 3 };
    return kind == MARK_PRONOUN ? !s->list.count && at <= from + REACH
                                : kind != MARK_PRONOUN_BEFORE;
}

static void put_word(reader *s, mark_kind kind, const mark_rule *rule, size_t at, size_t length)
{
    const rap_mention *party = party_of_mark(s, kind, rule);
    bool is_party = party && kind != MARK_SHARED;
    RAP_PUSH(s->context->version->arena, &s->list,
             (act_item){is_party ? MARK_NONE : kind, (uint32_t)at, (uint32_t)(at + length), party});
}

act_items rap_act_items(const mandate_context *context, uint32_t block, uint32_t from, uint32_t to)
{
    const rap_version *version = context->version;
    reader s = {.context = context, .block = block};
    const rap_str text = version->blocks.items[block].text;
    const mark_rules *marks = &context->rules->parties[version->lang];
    size_t next, end;
    rap_block_mentions(version, block, &next, &end);
    const size_t first = next;
    next = rap_mention_from(version, block, from);
    for (size_t at = from; at < to;) {
        size_t behind = title_end(text, at);
        if (behind) {
            at = behind;
            continue;
        }
        mark_kind kind = MARK_NONE;
        bool is_within = rap_mark_is_within(text, at);
        const mark_rule *rule = is_within ? NULL : rap_mark_rule_at(marks, text, at);
        const rap_mention *mention = mention_at(&s, at, end, &next, rule);
        size_t length = mention || is_within ? 0 : rap_mark_of_rule(marks, rule, text, at, &kind);
        if (mention) {
            if (!is_membership(&s, next, end) && !is_whole(&s, next, first, end) &&
                !is_author(&s, next, first, end)) {
                RAP_PUSH(version->arena, &s.list,
                         (act_item){MARK_NONE, (uint32_t)at, mention->span.end, mention});
            }
            at = mention->span.end > at ? mention->span.end : at + 1;
        } else if (length && at + length <= to && counts(&s, kind, at, from)) {
            put_word(&s, kind, rule, at, length);
            at += length;
        } else {
            rap_utf8_next(text, &at);
        }
    }
    settle_shared(&s);
    return s.list;
}

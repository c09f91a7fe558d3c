#include "mandate_parties.h"

/* Bytes that may lie between two of those who are asked, or before the first of them: articles,
 * "and other relevant", an office of theirs. Where words are not spaced, all is shorter. */
static const struct {
    uint32_t first, next, between;
} gaps[RAP_LANG_COUNT] = {
    [RAP_LANG_EN] = {60, 70, 280},  [RAP_LANG_FR] = {60, 75, 300},  [RAP_LANG_ES] = {60, 75, 300},
    [RAP_LANG_RU] = {90, 120, 500}, [RAP_LANG_AR] = {80, 100, 380}, [RAP_LANG_ZH] = {24, 24, 150},
};

/* A mark or a mention, in the order of the text. */
typedef struct {
    mark_kind kind; /* MARK_NONE: a mention */
    uint32_t start, end;
    const rap_mention *mention;
} item;

typedef RAP_VEC(item) items;

typedef struct {
    const mandate_context *context;
    uint32_t block;
    const act_of_will *act;
    items list;
    rap_strs found;
    rap_strs unlisted; /* bodies that data/ does not know; they count where nobody else is named */
    bool only_bodies;  /* States do not count: "the selection of Azerbaijan" is no partner */
    uint32_t asked_at;
    uint32_t last_end;   /* of the newest party or joint */
    uint32_t last_party; /* end of the newest party */
} search;

void rap_add_once(rap_arena *arena, rap_strs *list, rap_str item_id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (rap_str_equal(list->items[i], item_id)) {
            return;
        }
    }
    if (item_id.length) {
        RAP_PUSH(arena, list, item_id);
    }
}

void rap_block_mentions(const rap_version *version, uint32_t block, size_t *ret_first,
                        size_t *ret_end)
{
    size_t low = 0, high = version->mentions.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (version->mentions.items[middle].block < block) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *ret_first = low;
    while (low < version->mentions.count && version->mentions.items[low].block == block) {
        low++;
    }
    *ret_end = low;
}

static bool is_party(const rap_mention *mention)
{
    return mention->entity.length &&
           (mention->kind == RAP_MENTION_ORGANIZATION || mention->kind == RAP_MENTION_PERSON ||
            mention->kind == RAP_MENTION_GROUP || mention->kind == RAP_MENTION_STATE ||
            mention->kind == RAP_MENTION_PARLIAMENT);
}

static rap_str party_id(const mandate_context *context, const rap_mention *mention)
{
    const rap_str *other = rap_map_find(context->rules->addressees, mention->entity);
    return other ? *other : mention->entity;
}

rap_strs rap_title_parties(const mandate_context *context)
{
    rap_strs parties = {0};
    const rap_version *version = context->version;
    for (size_t i = 0; i < version->mentions.count; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        if (version->blocks.items[mention->block].part == RAP_PART_TITLE && is_party(mention) &&
            mention->kind == RAP_MENTION_ORGANIZATION) {
            rap_add_once(version->arena, &parties, party_id(context, mention));
        }
    }
    return parties;
}

/* "the States members of X", or in Chinese the other way round: X is the one that counts. */
static bool is_membership(const search *s, size_t at, size_t end)
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
static bool is_whole(const search *s, size_t at, size_t first, size_t end)
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
static const rap_mention *party_of_mark(const search *s, mark_kind kind, const mark_rule *rule)
{
    if (kind != MARK_SELF && kind != MARK_PARTY) {
        return NULL;
    }
    rap_mention *party = RAP_NEW(s->context->version->arena, rap_mention);
    party->kind = kind == MARK_SELF ? RAP_MENTION_ORGANIZATION : RAP_MENTION_GROUP;
    party->entity = kind == MARK_SELF ? s->context->deciding_body : rule->name;
    return party;
}

static void collect(search *s, uint32_t from, uint32_t to)
{
    rap_version *version = s->context->version;
    const rap_str text = version->blocks.items[s->block].text;
    rap_lang lang = version->lang;
    const mark_rules *marks = &s->context->rules->parties[lang];
    size_t next, end;
    rap_block_mentions(version, s->block, &next, &end);
    const size_t first = next;
    for (size_t at = from; at < to;) {
        size_t behind = title_end(text, at);
        if (behind) {
            at = behind;
            continue;
        }
        while (next < end && (version->mentions.items[next].span.start < at ||
                              !is_party(&version->mentions.items[next]))) {
            next++;
        }
        if (next < end && version->mentions.items[next].span.start == at) {
            const rap_mention *mention = &version->mentions.items[next];
            if (!is_membership(s, next, end) && !is_whole(s, next, first, end)) {
                RAP_PUSH(version->arena, &s->list,
                         (item){MARK_NONE, (uint32_t)at, mention->span.end, mention});
            }
            at = mention->span.end > at ? mention->span.end : at + 1;
            continue;
        }
        mark_kind kind = MARK_NONE;
        size_t length = rap_mark_at(marks, text, at, &kind);
        if (length && at + length <= to) {
            const rap_mention *party = party_of_mark(s, kind, rap_mark_rule_at(marks, text, at));
            RAP_PUSH(
                version->arena, &s->list,
                (item){party ? MARK_NONE : kind, (uint32_t)at, (uint32_t)(at + length), party});
            at += length;
        } else {
            rap_utf8_next(text, &at);
        }
    }
}

/* -- adding ------------------------------------------------------------------------------------ */

static void add(search *s, rap_str id)
{
    rap_add_once(s->context->version->arena, &s->found, id);
}

static void add_mention(search *s, const item *i)
{
    const rap_mention *mention = i->mention;
    if (s->only_bodies && mention->kind == RAP_MENTION_STATE) {
        return;
    }
    bool is_unlisted = mention->kind == RAP_MENTION_ORGANIZATION &&
                       !rap_entity_find(s->context->knowledge->mentions, mention->entity);
    if (is_unlisted) {
        rap_add_once(s->context->version->arena, &s->unlisted, mention->entity);
    } else {
        add(s, party_id(s->context, mention));
    }
    s->last_end = s->last_party = i->end;
}

static void add_all(search *s, const rap_strs *ids)
{
    for (size_t i = 0; i < ids->count; i++) {
        add(s, ids->items[i]);
    }
}

/* -- the object: "encourages X and Y to" ------------------------------------------------------- */

static bool ends_list(mark_kind kind, bool is_between)
{
    return kind == MARK_ACT || kind == MARK_ACT_BEFORE || kind == MARK_STOP ||
           kind == MARK_BETWEEN || kind == MARK_THROUGH ||
           (!is_between && (kind == MARK_BY || kind == MARK_WEAK_STOP));
}

static void add_named_before(search *s, uint32_t before, size_t least);

/* Reads a list of parties from item `from` on; the index of the item that ended it. */
static size_t read_list(search *s, size_t from, uint32_t first_gap, uint32_t next_gap,
                        bool is_between)
{
    size_t seen = 0, i = from;
    for (; i < s->list.count; i++) {
        const item *now = &s->list.items[i];
        uint32_t gap = now->start - s->last_end;
        if (gap > (seen ? next_gap : first_gap) ||
            (seen && now->start - s->last_party > 2 * next_gap)) {
            break;
        }
        if (now->kind == MARK_NONE) {
            add_mention(s, now);
            seen++;
        } else if (now->kind == MARK_JOIN ||
                   (now->kind == MARK_TOGETHER && s->act->verb.asks != ASKS_AGENT)) {
            s->last_end = now->end;
        } else if (now->kind == MARK_BOTH) {
            add_all(s, &s->context->title_parties);
            s->last_end = s->last_party = now->end;
            seen += 2;
        } else if (now->kind == MARK_THOSE && !seen) {
            add_named_before(s, now->start, 2);
            s->last_end = s->last_party = now->end;
            seen += 2;
        } else if (now->kind == MARK_WITH || now->kind == MARK_TOGETHER ||
                   now->kind == MARK_BETWEEN_END ||
                   (ends_list(now->kind, is_between) &&
                    !(is_between && seen < 2 && now->kind != MARK_BETWEEN))) {
            break;
        }
    }
    return i;
}

/* -- elsewhere in the act ---------------------------------------------------------------------- */

static bool has_mark(const search *s, mark_kind kind, size_t *ret_at)
{
    for (size_t i = 0; i < s->list.count; i++) {
        if (s->list.items[i].kind == kind) {
            *ret_at = i;
            return true;
        }
    }
    return false;
}

/* Back over the parties before item `at`, as far as they stand together. */
static void read_back(search *s, size_t from, size_t at)
{
    uint32_t reach = gaps[s->context->version->lang].next;
    uint32_t edge = s->list.items[at].start;
    while (at-- > from && s->list.items[at].end + reach >= edge) {
        const item *now = &s->list.items[at];
        if (now->kind == MARK_NONE) {
            add(s, party_id(s->context, now->mention));
        } else if (now->kind == MARK_BOTH) {
            add_all(s, &s->context->title_parties);
        } else if (now->kind != MARK_WITH && now->kind != MARK_JOIN && now->kind != MARK_TOGETHER) {
            break;
        }
        edge = now->start;
    }
}

/* "cooperation between X and Y", every time that the act says so; "support by X", "efforts of X"
 * only where it comes first. */
static bool read_between(search *s, size_t from, bool with_agent)
{
    size_t had = s->found.count;
    rap_lang lang = s->context->version->lang;
    for (size_t i = from; i < s->list.count; i++) {
        const item *now = &s->list.items[i];
        if (now->kind == MARK_BETWEEN) {
            s->last_end = now->end;
            i = read_list(s, i + 1, gaps[lang].between, gaps[lang].between, true) - 1;
        } else if (now->kind == MARK_BETWEEN_END) {
            read_back(s, from, i);
            s->last_end = now->end;
        } else if (now->kind == MARK_ACT || now->kind == MARK_STOP) {
            with_agent = false;
        } else if (now->kind == MARK_BY && with_agent && s->found.count == had) {
            s->last_end = now->end;
            read_list(s, i + 1, gaps[lang].first, gaps[lang].next, false);
            if (s->found.count > had) {
                return true;
            }
        }
    }
    return s->found.count > had;
}

/* Those who act together in the last "between" before byte `before` of the paragraph, else all
 * named there; the title's parties where they are fewer than `least`. */
static void add_named_before(search *s, uint32_t before, size_t least)
{
    const rap_version *version = s->context->version;
    search earlier = {.context = s->context, .block = s->block, .act = s->act, .only_bodies = true};
    rap_strs named = {0};
    collect(&earlier, 0, before);
    for (size_t i = earlier.list.count; i-- > 0 && named.count < 2;) {
        if (earlier.list.items[i].kind == MARK_BETWEEN ||
            earlier.list.items[i].kind == MARK_BETWEEN_END) {
            earlier.found = (rap_strs){0};
            read_between(&earlier, earlier.list.items[i].kind == MARK_BETWEEN ? i : 0, false);
            named = earlier.found;
        }
    }
    for (size_t i = 0; i < earlier.list.count && named.count < 2; i++) {
        const rap_mention *mention = earlier.list.items[i].mention;
        if (mention &&
            (mention->kind == RAP_MENTION_ORGANIZATION || mention->kind == RAP_MENTION_PERSON)) {
            rap_add_once(version->arena, &earlier.found, party_id(s->context, mention));
        }
    }
    named = named.count >= 2 ? named : earlier.found;
    add_all(s, named.count >= least ? &named : &s->context->title_parties);
}

/* "further cooperation with the Community": the two that act together before, where the partner
 * behind item `at` is one of them. */
static bool add_pair_of(search *s, size_t at)
{
    if (at + 1 >= s->list.count || s->list.items[at + 1].kind != MARK_NONE) {
        return false;
    }
    search pair = {.context = s->context, .block = s->block, .act = s->act};
    rap_str partner = party_id(s->context, s->list.items[at + 1].mention);
    bool is_one = false;
    add_named_before(&pair, s->act->lead.start, 2);
    for (size_t i = 0; i < pair.found.count; i++) {
        is_one = is_one || rap_str_equal(pair.found.items[i], partner);
    }
    if (is_one) {
        add_all(s, &pair.found);
    }
    return is_one;
}

/* Parts of the United Nations through which what is asked is to be done. */
static void read_through(search *s)
{
    rap_lang lang = s->context->version->lang;
    uint32_t edge = 0;
    for (size_t i = 0; i < s->list.count; i++) {
        const item *now = &s->list.items[i];
        if (now->kind == MARK_THROUGH) {
            edge = now->end;
        } else if (now->kind != MARK_NONE) {
            edge = now->kind == MARK_JOIN && edge ? now->end : 0;
        } else if (edge && now->start - edge <= gaps[lang].next) {
            const rap_entity *entity =
                rap_entity_find(s->context->knowledge->mentions, now->mention->entity);
            if (entity && entity->parent.length &&
                (rap_str_starts(entity->kind, RAP_STR("un-secretariat")) ||
                 rap_str_starts(entity->kind, RAP_STR("un-fund")) ||
                 rap_str_is(entity->kind, "regional-commission"))) {
                add(s, party_id(s->context, now->mention));
            }
            edge = now->end;
        } else {
            edge = 0;
        }
    }
}

/* A State right behind a word that ends a list: "to be held in Fiji". */
static bool is_place(const search *s, size_t at)
{
    const item *now = &s->list.items[at];
    return at > 0 && now->mention->kind == RAP_MENTION_STATE && now[-1].kind == MARK_STOP &&
           now->start <= now[-1].end + 8;
}

/* Whoever is named near the beginning of an act that asks without saying whom. */
static void read_loose(search *s)
{
    size_t at;
    if (has_mark(s, MARK_THOSE, &at)) {
        add_named_before(s, s->list.items[at].start, 2);
        return;
    }
    if (has_mark(s, MARK_BOTH, &at)) {
        add_all(s, &s->context->title_parties);
        return;
    }
    if (has_mark(s, MARK_MUTUAL, &at) && s->list.items[at].start < s->act->lead.end + 60) {
        bool with_partner = has_mark(s, MARK_WITH, &at);
        if (!with_partner || !add_pair_of(s, at)) {
            add_named_before(s, with_partner ? 0 : s->act->lead.start, 2);
        }
        return;
    }
    for (size_t i = 0; i < s->list.count; i++) {
        const item *now = &s->list.items[i];
        if (now->kind == MARK_NONE && now->start - s->act->lead.end < 200 && !is_place(s, i)) {
            add_mention(s, now);
        }
    }
    /* An expectation that names nobody asks nobody; a request does. */
    if (!s->found.count && s->act->verb.force != RAP_FORCE_DECLARATION) {
        add_named_before(s, s->act->lead.start, 1);
    }
}

/* Behind the list and the word that opens what is asked. */
static uint32_t asked_from(const search *s)
{
    for (size_t i = 0; i < s->list.count; i++) {
        const item *now = &s->list.items[i];
        if ((now->kind == MARK_ACT || now->kind == MARK_ACT_BEFORE) && now->start >= s->last_end &&
            now->start < s->last_end + 150) {
            return now->end;
        }
    }
    return s->last_end;
}

/* Passes over a preposition of the verb right before whom it governs ("requests of X that"). */
static size_t first_item(search *s)
{
    s->last_end = s->act->lead.end;
    if (s->list.count < 2) {
        return 0;
    }
    const item *now = s->list.items;
    bool is_preposition =
        (now->kind == MARK_ACT || now->kind == MARK_BY || now->kind == MARK_STOP) &&
        now->start <= s->last_end + 1 && now[1].kind == MARK_NONE && now[1].start <= now->end + 8;
    if (is_preposition) {
        s->last_end = now->end;
    }
    return is_preposition;
}

/* Where a clause stands between the verb and those who are asked ("urges the not yet signed
 * States"): adds the party of its head and returns true. */
static bool read_head(search *s)
{
    enum { REACH = 400 };
    uint32_t edge = s->act->lead.end;
    for (size_t i = 0; i < s->list.count && s->list.items[i].start < s->act->lead.end + REACH;
         i++) {
        const item *now = &s->list.items[i];
        if (now->start == edge && now->kind == MARK_JOIN) {
            edge = now->end;
        } else if (now->start == edge && now->kind == MARK_NONE) {
            return false; /* who is asked stands right behind the verb */
        } else if (now->kind == MARK_HEAD) {
            const rap_str text = s->context->version->blocks.items[s->block].text;
            const mark_rule *rule = rap_mark_rule_at(
                &s->context->rules->parties[s->context->version->lang], text, now->start);
            add(s, rule->name);
            s->last_end = s->last_party = now->end;
            return true;
        } else {
            edge = 0;
        }
    }
    return false;
}

static void read_asking(search *s)
{
    rap_lang lang = s->context->version->lang;
    if (read_head(s)) {
        s->asked_at = s->last_end;
        return;
    }
    size_t first = first_item(s);
    size_t end = read_list(s, first, gaps[lang].first, gaps[lang].next, false);
    if (s->found.count) {
        /* A list that closes with "between" names two who act together, and there may be more. */
        if (end < s->list.count && s->list.items[end].kind == MARK_BETWEEN_END) {
            read_between(s, end, false);
        }
    } else if (!read_between(s, 0, true)) {
        read_loose(s);
    }
    s->asked_at = asked_from(s);
    read_through(s);
}

/* "X and Y continuing": the parties from item `at` on stand before a gerund. */
static bool are_to_act(const search *s, size_t at)
{
    rap_lang lang = s->context->version->lang;
    const rap_str text = s->context->version->blocks.items[s->block].text;
    uint32_t end = s->list.items[at].end;
    for (; at < s->list.count && s->list.items[at].kind == MARK_NONE &&
           s->list.items[at].start <= end + gaps[lang].next;
         at++) {
        end = s->list.items[at].end;
        if (end + 1 < text.length &&
            rap_mark_ending(&s->context->rules->parties[lang], text, end + 1, MARK_GERUND)) {
            return true;
        }
    }
    return false;
}

static bool opens_need(const search *s, size_t at)
{
    const item *now = &s->list.items[at];
    bool is_emphasis = s->act->verb.asks == ASKS_NEED;
    if (now->kind == MARK_IMPORTANCE && is_emphasis && at + 1 < s->list.count) {
        const item *next = &s->list.items[at + 1];
        return next->start <= now->end + gaps[s->context->version->lang].first &&
               (next->kind == MARK_BOTH || next->kind == MARK_MUTUAL ||
                (next->kind == MARK_NONE && are_to_act(s, at + 1)));
    }
    return now->kind == MARK_NEED || (now->kind == MARK_COMMITMENT && is_emphasis);
}

/* Chinese names those who must, need to or promise to before it says so, right behind the verb. */
static void read_han_needs(search *s)
{
    rap_lang lang = s->context->version->lang;
    for (size_t i = 0; i < s->list.count; i++) {
        mark_kind kind = s->list.items[i].kind;
        bool is_emphasis = s->act->verb.asks == ASKS_NEED;
        bool counts = kind == MARK_NEED ||
                      (is_emphasis && (kind == MARK_COMMITMENT || kind == MARK_IMPORTANCE));
        if (!counts) {
            continue;
        }
        search part = *s;
        part.found = part.unlisted = (rap_strs){0};
        part.last_end = kind == MARK_IMPORTANCE && i == 0 ? s->list.items[0].end : s->act->lead.end;
        read_list(&part, part.last_end == s->act->lead.end ? 0 : 1, gaps[lang].first,
                  gaps[lang].next, false);
        if (part.found.count >= (kind == MARK_NEED ? 1u : 2u)) {
            add_all(s, &part.found);
            s->asked_at = s->list.items[i].end;
        }
        return;
    }
}

/* "stresses the need for X to": what follows each such mark. */
static void read_needs(search *s)
{
    rap_lang lang = s->context->version->lang;
    if (lang == RAP_LANG_ZH) {
        read_han_needs(s);
        return;
    }
    for (size_t i = 0; i < s->list.count; i++) {
        const item *now = &s->list.items[i];
        if (!opens_need(s, i)) {
            continue;
        }
        size_t had = s->found.count;
        s->last_end = now->end;
        read_list(s, i + 1, gaps[lang].first, gaps[lang].next, false);
        if (s->found.count == had) {
            for (size_t k = i + 1; k < s->list.count && k < i + 4; k++) {
                if (s->list.items[k].kind == MARK_BETWEEN) {
                    s->last_end = s->list.items[k].end;
                    read_list(s, k + 1, gaps[lang].between, gaps[lang].between, true);
                    break;
                }
                if (s->list.items[k].kind == MARK_THOSE && s->list.items[k].start < now->end + 80) {
                    add_named_before(s, now->start, 2);
                    break;
                }
            }
        }
        s->asked_at = s->found.count > had ? s->last_end : s->asked_at;
    }
}

void rap_act_parties(const mandate_context *context, uint32_t block, const act_of_will *act,
                     rap_strs *parties, uint32_t *ret_asked_at)
{
    search s = {.context = context, .block = block, .act = act};
    /* "Reaffirms its commitment" is one lead phrase, and the commitment counts. */
    bool is_asking = act->verb.asks >= ASKS_SOMEBODY;
    collect(&s, is_asking ? act->lead.end : act->lead.start, act->end);
    if (act->verb.asks == ASKS_SELF) {
        add(&s, context->deciding_body);
        s.last_end = act->lead.end;
        s.asked_at = asked_from(&s);
    } else if (act->verb.asks >= ASKS_SOMEBODY) {
        read_asking(&s);
    } else {
        read_needs(&s);
    }
    const rap_strs *named = s.found.count ? &s.found : &s.unlisted;
    for (size_t i = 0; i < named->count; i++) {
        rap_add_once(context->version->arena, parties, named->items[i]);
    }
    if (s.asked_at) {
        *ret_asked_at = s.asked_at;
    }
}

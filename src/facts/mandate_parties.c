#include "mandate_items.h"

/* Bytes that may lie between two of those who are asked, or before the first of them: articles,
 * "and other relevant", an office of theirs. Where words are not spaced, all is shorter. */
static const struct {
    uint32_t first, next, between;
} gaps[RAP_LANG_COUNT] = {
    [RAP_LANG_EN] = {60, 70, 280},  [RAP_LANG_FR] = {60, 75, 300},  [RAP_LANG_ES] = {60, 75, 300},
    [RAP_LANG_RU] = {90, 120, 500}, [RAP_LANG_AR] = {80, 100, 380}, [RAP_LANG_ZH] = {24, 24, 150},
};

typedef struct {
    const mandate_context *context;
    uint32_t block;
    const act_of_will *act;
    act_items list;
    rap_strs found;
    rap_strs unlisted; /* bodies that data/ does not know; they count where nobody else is named */
    bool is_earlier;   /* looks back for another search, and no further */
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
    *ret_first = rap_mention_from(version, block, 0);
    *ret_end = rap_mention_from(version, block + 1, 0);
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
        if (version->blocks.items[mention->block].part == RAP_PART_TITLE && rap_is_party(mention) &&
            mention->kind == RAP_MENTION_ORGANIZATION) {
            rap_add_once(version->arena, &parties, party_id(context, mention));
        }
    }
    return parties;
}

/* -- adding ------------------------------------------------------------------------------------ */

static void add(search *s, rap_str id)
{
    rap_add_once(s->context->version->arena, &s->found, id);
}

/* The word of `text` at *at, which moves behind it and the space. */
static rap_str next_word(rap_str text, size_t *at)
{
    size_t start = *at, end = start;
    while (end < text.length && text.data[end] != ' ') {
        end++;
    }
    *at = end < text.length ? end + 1 : end;
    return rap_str_slice(text, start, end);
}

/* Whether `name` leaves words out of `full` ("Office of the High Commissioner"), not the first. */
static bool is_shorter(rap_str name, rap_str full)
{
    size_t in_name = 0, in_full = 0, words = 0;
    while (in_name < name.length) {
        rap_str word = next_word(name, &in_name);
        bool is_there = false;
        do {
            is_there = in_full < full.length && rap_str_equal(next_word(full, &in_full), word);
        } while (!is_there && words > 0 && in_full < full.length);
        if (!is_there) {
            return false;
        }
        words++;
    }
    return words > 1;
}

/* The body that the document named in full before and now calls `name`; NULL where none. */
static const rap_mention *named_in_full(const search *s, const rap_mention *mention)
{
    const rap_version *version = s->context->version;
    rap_str name =
        rap_str_slice(version->blocks.items[s->block].text, mention->span.start, mention->span.end);
    for (size_t i = version->mentions.count; i-- > 0;) {
        const rap_mention *other = &version->mentions.items[i];
        if (other->block < s->block && other->kind == RAP_MENTION_ORGANIZATION &&
            other->span.end - other->span.start > name.length &&
            rap_entity_find(s->context->knowledge->mentions, other->entity) &&
            is_shorter(name, rap_str_slice(version->blocks.items[other->block].text,
                                           other->span.start, other->span.end))) {
            return other;
        }
    }
    return NULL;
}

static void add_mention(search *s, const act_item *i)
{
    const rap_mention *mention = i->mention;
    bool is_listed = rap_entity_find(s->context->knowledge->mentions, mention->entity) != NULL;
    bool is_body =
        mention->kind != RAP_MENTION_STATE && (mention->kind != RAP_MENTION_GROUP || is_listed);
    if (s->only_bodies && !is_body) {
        return;
    }
    bool is_unlisted = mention->kind == RAP_MENTION_ORGANIZATION && !is_listed;
    const rap_mention *full = is_unlisted ? named_in_full(s, mention) : NULL;
    if (full) {
        add(s, party_id(s->context, full));
    } else if (is_unlisted) {
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
static void add_both(search *s, uint32_t before);

/* Reads a list of parties from item `from` on; the index of the item that ended it. */
static size_t read_list(search *s, size_t from, uint32_t first_gap, uint32_t next_gap,
                        bool is_between)
{
    size_t seen = 0, i = from;
    for (; i < s->list.count; i++) {
        const act_item *now = &s->list.items[i];
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
            add_both(s, now->start);
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
        const act_item *now = &s->list.items[at];
        if (now->kind == MARK_NONE) {
            add(s, party_id(s->context, now->mention));
        } else if (now->kind == MARK_BOTH) {
            add_both(s, now->start);
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
        const act_item *now = &s->list.items[i];
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

/* What stands before byte `before` of the paragraph, as far back as may still be meant. */
static act_items items_before(const search *s, uint32_t before)
{
    enum { REACH = 4096 };
    const rap_str text = s->context->version->blocks.items[s->block].text;
    uint32_t from = before > REACH ? before - REACH : 0;
    while (from && ((unsigned char)text.data[from] & 0xC0) == 0x80) {
        from--;
    }
    return rap_act_items(s->context, s->block, from, before);
}

/* Those who act together in the last "between" before byte `before` of the paragraph, else all
 * named there; the title's parties where they are fewer than `least`. */
static void add_named_before(search *s, uint32_t before, size_t least)
{
    const rap_version *version = s->context->version;
    search earlier = {.context = s->context,
                      .block = s->block,
                      .act = s->act,
                      .is_earlier = true,
                      .only_bodies = true};
    rap_strs named = {0};
    if (!s->is_earlier) {
        earlier.list = items_before(s, before);
    }
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
    /* One body in a title is more often part of a treaty's name than a party. */
    if (named.count >= least) {
        add_all(s, &named);
    } else if (s->context->title_parties.count > 1) {
        add_all(s, &s->context->title_parties);
    }
}

/* "the two organizations": the two of the last "between" before byte `before`, else the title's. */
static void add_both(search *s, uint32_t before)
{
    search earlier = {.context = s->context,
                      .block = s->block,
                      .act = s->act,
                      .is_earlier = true,
                      .only_bodies = true};
    if (!s->is_earlier) {
        earlier.list = items_before(s, before);
    }
    for (size_t i = earlier.list.count; i-- > 0;) {
        if (earlier.list.items[i].kind == MARK_BETWEEN ||
            earlier.list.items[i].kind == MARK_BETWEEN_END) {
            earlier.found = (rap_strs){0};
            read_between(&earlier, earlier.list.items[i].kind == MARK_BETWEEN ? i : 0, false);
            if (earlier.found.count == 2) {
                break;
            }
        }
    }
    add_all(s, earlier.found.count == 2 ? &earlier.found : &s->context->title_parties);
}

/* "commends the Council, and requests it to": those whom the act before is about. */
static void add_antecedent(search *s)
{
    search earlier = {.context = s->context, .block = s->block, .act = s->act, .is_earlier = true};
    rap_lang lang = s->context->version->lang;
    earlier.list = rap_act_items(s->context, s->block, s->act->after, s->act->lead.start);
    earlier.last_end = s->act->after;
    if (read_between(&earlier, 0, false)) {
        add_all(s, &earlier.found);
        return;
    }
    earlier.last_end = s->act->after;
    read_list(&earlier, 0, 2 * gaps[lang].first, gaps[lang].next, true);
    for (size_t i = 0; i < earlier.list.count && !earlier.found.count; i++) {
        const rap_mention *mention = earlier.list.items[i].mention;
        if (mention && mention->kind != RAP_MENTION_STATE) {
            add(&earlier, party_id(s->context, mention));
        }
    }
    add_all(s, &earlier.found);
}

/* Whether a pronoun stands in the place of those who are asked. */
static bool has_pronoun(const search *s)
{
    enum { REACH = 3, LONGEST = 24 };
    const rap_version *version = s->context->version;
    if (s->list.count && s->list.items[0].kind == MARK_PRONOUN &&
        s->list.items[0].start <= s->act->lead.end + REACH) {
        return true;
    }
    const rap_str text = version->blocks.items[s->block].text;
    uint32_t end = s->act->lead.start;
    for (uint32_t at = end > LONGEST ? end - LONGEST : 0; at < end; at++) {
        mark_kind kind;
        bool is_inside = ((unsigned char)text.data[at] & 0xC0) == 0x80;
        size_t length =
            is_inside ? 0
                      : rap_mark_at(&s->context->rules->parties[version->lang], text, at, &kind);
        if (length && kind == MARK_PRONOUN_BEFORE && at + length + 1 >= end) {
            return true;
        }
    }
    return false;
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
        const act_item *now = &s->list.items[i];
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
    const act_item *now = &s->list.items[at];
    return at > 0 && now->mention->kind == RAP_MENTION_STATE && now[-1].kind == MARK_STOP &&
           now->start <= now[-1].end + 8;
}

/* How far behind the verb somebody named may be the one: farthest in a clause, whose subject may
 * stand behind its circumstances. */
static uint32_t loose_reach(const search *s)
{
    uint32_t first = gaps[s->context->version->lang].first;
    const act_item *now = s->list.count ? s->list.items : NULL;
    if (now && now->kind == MARK_ACT && now->start <= s->act->lead.end + 2) {
        return 3 * first;
    }
    return s->act->verb.asks == ASKS_AGENT ? first : 2 * first;
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
        add_both(s, s->list.items[at].start);
        return;
    }
    if (has_mark(s, MARK_MUTUAL, &at) && s->list.items[at].start < s->act->lead.end + 60) {
        bool with_partner = has_mark(s, MARK_WITH, &at);
        if (!with_partner || !add_pair_of(s, at)) {
            add_named_before(s, with_partner ? 0 : s->act->lead.start, 2);
        }
        return;
    }
    uint32_t reach = loose_reach(s);
    for (size_t i = 0; i < s->list.count; i++) {
        const act_item *now = &s->list.items[i];
        if (now->kind == MARK_NONE && now->start - s->act->lead.end < reach && !is_place(s, i)) {
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
        const act_item *now = &s->list.items[i];
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
    const act_item *now = s->list.items;
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
        const act_item *now = &s->list.items[i];
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

/* "Urges the host to repair": from item `first` on, what is asked begins before anybody is named,
 * so that nobody named behind it is the one. */
static bool asks_unknown(const search *s, size_t first)
{
    enum { SHORTEST_NAME = 4, REACH = 150 };
    if (s->found.count || s->act->verb.asks != ASKS_AGENT) {
        return false;
    }
    for (size_t i = first; i < s->list.count; i++) {
        const act_item *now = &s->list.items[i];
        if (now->start > s->act->lead.end + REACH || now->kind == MARK_NONE ||
            now->kind == MARK_MUTUAL || now->kind == MARK_THOSE || now->kind == MARK_BOTH ||
            now->kind == MARK_BETWEEN) {
            return false;
        }
        if ((now->kind == MARK_ACT || now->kind == MARK_ACT_BEFORE) &&
            now->start >= s->act->lead.end + SHORTEST_NAME) {
            const act_item *next = i + 1 < s->list.count ? now + 1 : NULL;
            bool is_preposition =
                i == first && next && next->kind == MARK_NONE && next->start <= now->end + 1;
            return !is_preposition; /* "the request to the Secretary-General" names whom */
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
    if (s->act->after && has_pronoun(s)) {
        add_antecedent(s);
        if (s->found.count) {
            s->last_end = s->act->lead.end;
            s->asked_at = asked_from(s);
            return;
        }
    }
    size_t first = first_item(s);
    size_t end = read_list(s, first, gaps[lang].first, gaps[lang].next, false);
    if (s->found.count) {
        /* A list that closes with "between" names two who act together, and there may be more. */
        if (end < s->list.count && s->list.items[end].kind == MARK_BETWEEN_END) {
            read_between(s, end, false);
        }
    } else if (asks_unknown(s, first)) {
        s->last_end = s->act->lead.end;
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
    const act_item *now = &s->list.items[at];
    bool is_emphasis = s->act->verb.asks == ASKS_NEED;
    if (now->kind == MARK_IMPORTANCE && is_emphasis && at + 1 < s->list.count) {
        const act_item *next = &s->list.items[at + 1];
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
                      (is_emphasis &&
                       (kind == MARK_COMMITMENT || kind == MARK_IMPORTANCE || kind == MARK_OUGHT));
        if (!counts) {
            continue;
        }
        search part = *s;
        part.found = part.unlisted = (rap_strs){0};
        part.last_end = kind == MARK_IMPORTANCE && i == 0 ? s->list.items[0].end : s->act->lead.end;
        read_list(&part, part.last_end == s->act->lead.end ? 0 : 1, gaps[lang].first,
                  gaps[lang].next, false);
        if (part.found.count >= (kind == MARK_NEED || kind == MARK_OUGHT ? 1u : 2u)) {
            add_all(s, &part.found);
            s->asked_at = s->list.items[i].end;
        }
        return;
    }
}

/* "reaffirms that X should": those who stand between the verb and item `at`. */
static void read_ought(search *s, size_t at)
{
    rap_lang lang = s->context->version->lang;
    search part = *s;
    part.found = part.unlisted = (rap_strs){0};
    read_list(&part, first_item(&part), gaps[lang].first, gaps[lang].next, false);
    uint32_t start = s->list.items[at].start;
    if (part.found.count && part.last_party <= start &&
        start - part.last_party <= gaps[lang].first) {
        add_all(s, &part.found);
        s->asked_at = s->list.items[at].end;
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
        const act_item *now = &s->list.items[i];
        if (now->kind == MARK_OUGHT && s->act->verb.asks == ASKS_NEED && !s->found.count) {
            read_ought(s, i);
        }
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
    s.list = rap_act_items(context, block, is_asking ? act->lead.end : act->lead.start, act->end);
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

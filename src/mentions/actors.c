/* Composite actors: an office, organ or government with the body it belongs to is one mention. */
#include "rules.h"

#include <string.h>
#include <unicode/uchar.h>

/* How many words may stand between an office and its body. */
enum { GAP_BYTES = 110, GAP_WORDS = 12, GAP_PLAIN_WORDS = 3, GAP_DIRECT_WORDS = 2 };

bool rap_mention_adjoin(const rap_mention_work *work, uint32_t end, uint32_t start)
{
    rap_str gap = rap_str_slice(work->block_text, end, start);
    size_t at = 0;
    if (start < end) {
        return false;
    }
    while (at < gap.length) {
        uint32_t c = rap_utf8_next(gap, &at);
        bool possessive = (c == '\'' || c == 0x2019) && end > 0;
        if (possessive && at < gap.length && gap.data[at] == 's') {
            at++;
        }
        if (!possessive && c != ' ' && c != '-' && c != 0x2010 && c != 0xA0 &&
            !u_isUWhiteSpace((UChar32)c)) {
            return false;
        }
    }
    return true;
}

static bool is_body(const rap_item *item)
{
    return item->category <= RAP_CATEGORY_PERSON && !item->done &&
           (item->kind == RAP_MENTION_ORGANIZATION || item->kind == RAP_MENTION_STATE ||
            item->kind == RAP_MENTION_PERSON || item->kind == RAP_MENTION_PARLIAMENT);
}

static bool is_office(const rap_item *item)
{
    return item->category == RAP_CATEGORY_OFFICE && !item->done &&
           item->value < (int)RAP_OFFICE_HEAD;
}

static bool is_link(const rap_item *item, rap_link_word word)
{
    return item->category == RAP_CATEGORY_WORD && item->value == (int)word;
}

static bool has_capitals(rap_lang lang)
{
    return lang != RAP_LANG_AR && lang != RAP_LANG_ZH;
}

typedef struct {
    int words;
    int plain; /* words without a capital that are no linking words */
    bool broken;
} gap;

static bool covers(const rap_mention_work *work, uint32_t at)
{
    for (size_t i = 0; i < work->items.count; i++) {
        const rap_item *item = &work->items.items[i];
        if (item->category != RAP_CATEGORY_OFFICE && item->start <= at && at < item->end) {
            return true;
        }
    }
    return false;
}

/* What stands in text[start, end): its words, and whether anything there ends a noun phrase. */
static gap look_at_gap(const rap_mention_work *work, uint32_t start, uint32_t end)
{
    gap g = {0};
    rap_str text = work->block_text;
    bool in_word = false;
    if (end - start > GAP_BYTES) {
        g.broken = true;
        return g;
    }
    for (size_t at = start; at < end;) {
        uint32_t place = (uint32_t)at;
        uint32_t c = rap_utf8_next(text, &at);
        bool word = u_isalpha((UChar32)c) || (in_word && (c == '-' || c == '\'' || c == 0x2019));
        if (word && !in_word) {
            g.words++;
            g.plain += !u_isupper((UChar32)c) && !covers(work, place);
        }
        in_word = word;
        if (u_isdigit((UChar32)c) || strchr(".;:()\"!?", (int)(c < 0x80 ? c : ';')) != NULL) {
            g.broken = g.broken || (c < 0x80 || (c >= 0x2018 && c <= 0x201F && c != 0x2019));
        }
    }
    return g;
}

/* Languages in which the body follows its office without a linking word. */
static bool joins_directly(rap_lang lang)
{
    return lang == RAP_LANG_AR || lang == RAP_LANG_RU;
}

/* "the Assembly and UNESCO": a conjunction, written on or not, stands right before the body. */
static bool ends_with_conjunction(const rap_mention_work *work, uint32_t start, uint32_t end)
{
    for (size_t i = 0; i < work->items.count; i++) {
        const rap_item *item = &work->items.items[i];
        if (is_link(item, RAP_LINK_AND) && item->start >= start && item->end == end) {
            return true;
        }
    }
    return false;
}

/* Whether the gap between an office and the body (or the linking word before it) may be a part of
 * the office's title: "Commissioner |for Political Affairs, Peace and Security| of the ...". */
static bool is_title(const rap_mention_work *work, uint32_t start, uint32_t end, bool linked)
{
    gap g = look_at_gap(work, start, end);
    if (g.broken || g.words > GAP_WORDS || ends_with_conjunction(work, start, end)) {
        return false;
    }
    rap_str between = rap_str_slice(work->block_text, start, end);
    if (joins_directly(work->lang)) {
        return g.plain <= (linked ? GAP_PLAIN_WORDS : GAP_DIRECT_WORDS) &&
               g.words <= g.plain + (linked ? 2 : 0) + 1 &&
               rap_str_find(between, RAP_STR(","), 0) == SIZE_MAX &&
               rap_str_find(between, RAP_STR("\xD8\x8C"), 0) == SIZE_MAX;
    }
    /* Titles are written with capitals in English; elsewhere mostly without. */
    int plain = work->lang == RAP_LANG_EN ? 0 : GAP_PLAIN_WORDS;
    /* ", Mr. X, of ITU" is put in; ", took part in the forum of ITU" goes on. */
    size_t comma = rap_str_find(between, RAP_STR(", "), 0);
    bool goes_on =
        comma != SIZE_MAX && comma + 2 < between.length && !rap_fold_is_upper(between, comma + 2);
    return g.plain <= plain && !goes_on;
}

static rap_str parliament_of(const rap_mention_work *work, rap_str state)
{
    return rap_str_of(rap_arena_format(work->arena, "Parliament of %.*s", RAP_STR_ARG(state)));
}

static bool is_parliament_body(const rap_item *office, const rap_item *body)
{
    return office->value == (int)RAP_OFFICE_PARLIAMENT && body->kind == RAP_MENTION_STATE;
}

/* Governments and parliaments are of States; what the tables name is found by its name. */
static bool suits(const rap_item *office, const rap_item *body)
{
    bool of_state =
        office->value == (int)RAP_OFFICE_PARLIAMENT || office->value == (int)RAP_OFFICE_GOVERNMENT;
    return !of_state || body->kind == RAP_MENTION_STATE;
}

/* The office takes over the body: one item from the first byte to the last. */
static void merge(rap_mention_work *work, rap_item *office, rap_item *body)
{
    uint32_t start = office->start < body->start ? office->start : body->start;
    uint32_t end = office->end > body->end ? office->end : body->end;
    rap_mention_kind kind = RAP_MENTION_PERSON;
    rap_str entity = body->entity;
    switch ((rap_office)office->value) {
    case RAP_OFFICE_ORGAN:
        kind = body->kind == RAP_MENTION_STATE ? RAP_MENTION_STATE : RAP_MENTION_ORGANIZATION;
        break;
    case RAP_OFFICE_GOVERNMENT:
        kind = body->kind == RAP_MENTION_STATE ? RAP_MENTION_STATE : body->kind;
        break;
    case RAP_OFFICE_PARLIAMENT:
        kind = RAP_MENTION_PARLIAMENT;
        entity = is_parliament_body(office, body) ? parliament_of(work, body->entity) : entity;
        kind = is_parliament_body(office, body) ? kind : RAP_MENTION_ORGANIZATION;
        break;
    case RAP_OFFICE_VENUE:
        kind = RAP_MENTION_PLACE;
        entity = rap_str_slice(work->block_text, start, end);
        break;
    default:
        break;
    }
    body->done = true;
    office->category = RAP_CATEGORY_ENTITY;
    office->kind = kind;
    office->entity = entity;
    office->body = kind == RAP_MENTION_ORGANIZATION ? rap_str_slice(work->block_text, start, end)
                   : kind == RAP_MENTION_PLACE      ? body->entity
                                                    : RAP_STR_NONE;
    office->start = start;
    office->end = end;
    for (size_t i = 0; i < work->items.count; i++) {
        rap_item *item = &work->items.items[i];
        item->done = item->done || (item != office && item->start >= start && item->end <= end);
    }
}

/* The first item at or behind `i` that is not done, or the count. */
static size_t next_item(const rap_mention_work *work, size_t i)
{
    while (i < work->items.count && work->items.items[i].done) {
        i++;
    }
    return i;
}

static size_t skip_articles(const rap_mention_work *work, size_t i)
{
    const rap_item *items = work->items.items;
    while (i < work->items.count && is_link(&items[i], RAP_LINK_THE)) {
        i++;
    }
    return i;
}

/* A Russian verb may stand between whom it asks and the organ to which they report; only an office
 * of a State has a title in between. */
static bool may_join_far(const rap_mention_work *work, uint32_t end, const rap_item *body)
{
    return work->lang != RAP_LANG_RU || body->kind == RAP_MENTION_STATE ||
           rap_mention_adjoin(work, end, body->start);
}

/* "of", and of parliaments also "in": "parliaments in Burundi and Mali". */
static bool links_to_body(const rap_mention_work *work, const rap_item *office,
                          const rap_item *word)
{
    return is_link(word, RAP_LINK_OF) ||
           (work->lang == RAP_LANG_EN && office->value == (int)RAP_OFFICE_PARLIAMENT &&
            is_link(word, RAP_LINK_IN));
}

/* What stands between keeps apart "headquarters in X, held ... of Y", and an envoy from the State
 * to which he is sent. */
static bool stands_apart(rap_mention_work *work, const rap_item *office, uint32_t end,
                         const rap_item *next)
{
    bool apart = office->value == (int)RAP_OFFICE_VENUE ||
                 (office->value == (int)RAP_OFFICE_ENVOY && next->kind == RAP_MENTION_STATE);
    return apart && !rap_mention_adjoin(work, end, next->start);
}

static bool parts(const rap_mention_work *work, const rap_item *word)
{
    return is_link(word, RAP_LINK_TO) ||
           (is_link(word, RAP_LINK_AND) && joins_directly(work->lang));
}

/* Whether the name behind, that no "of" links, can be the office's. */
static bool may_join_bare(rap_mention_work *work, const rap_item *office, uint32_t end,
                          const rap_item *body)
{
    return !stands_apart(work, office, end, body) && may_join_far(work, end, body);
}

/* Office i with the body behind: "President of the Inter-Parliamentary Union". */
static bool join_behind(rap_mention_work *work, size_t i)
{
    rap_item *items = work->items.items;
    uint32_t end = items[i].end;
    for (size_t k = next_item(work, i + 1); k < work->items.count; k = next_item(work, k + 1)) {
        if (items[k].start - end > GAP_BYTES) {
            return false;
        }
        size_t body = next_item(work, k);
        bool linked = links_to_body(work, &items[i], &items[k]);
        if ((linked && stands_apart(work, &items[i], end, &items[k])) || parts(work, &items[k])) {
            return false;
        }
        if (linked) {
            body = next_item(work, skip_articles(work, k + 1));
            if (body == work->items.count ||
                !rap_mention_adjoin(work, items[body - 1].end, items[body].start)) {
                continue;
            }
        } else if (!joins_directly(work->lang) || !is_body(&items[body])) {
            if (is_body(&items[body]) || is_office(&items[body])) {
                return false; /* another actor begins */
            }
            continue;
        }
        if (!is_body(&items[body]) || !suits(&items[i], &items[body])) {
            continue;
        }
        if (!is_title(work, end, linked ? items[k].start : items[body].start, linked) ||
            (!linked && !may_join_bare(work, &items[i], end, &items[body]))) {
            return false;
        }
        merge(work, &items[i], &items[body]);
        return true;
    }
    return false;
}

/* Body before its office: "IPU President", "African Union Peace Fund secretariat". */
static bool join_before(rap_mention_work *work, size_t i)
{
    rap_item *items = work->items.items;
    for (size_t k = i; k-- > 0;) {
        if (items[k].done) {
            continue;
        }
        if (!is_body(&items[k])) {
            if (items[k].category == RAP_CATEGORY_OFFICE ||
                items[k].category == RAP_CATEGORY_PLACE) {
                continue;
            }
            return false;
        }
        bool adjoins = rap_mention_adjoin(work, items[k].end, items[i].start);
        bool organ = items[i].value == (int)RAP_OFFICE_ORGAN && has_capitals(work->lang) &&
                     items[k].kind == RAP_MENTION_ORGANIZATION;
        gap g = look_at_gap(work, items[k].end, items[i].start);
        rap_str between = rap_str_slice(work->block_text, items[k].end, items[i].start);
        organ = organ && !g.broken && !g.plain && g.words <= 4 &&
                rap_str_find(between, RAP_STR(","), 0) == SIZE_MAX;
        bool language = work->lang == RAP_LANG_EN || work->lang == RAP_LANG_ZH;
        if (!language || !suits(&items[i], &items[k]) || items[k].kind == RAP_MENTION_PERSON ||
            (!adjoins && !organ)) {
            return false;
        }
        /* "Kenya President" is no English, "China Council" neither. */
        if (items[k].kind == RAP_MENTION_STATE && work->lang == RAP_LANG_EN) {
            return false;
        }
        merge(work, &items[i], &items[k]);
        return true;
    }
    return false;
}

/* The end of the capitalized words behind `at`, linking words between them included; `end` where
 * there are none. */
static size_t capitals_end(const rap_mention_work *work, size_t at, size_t end, size_t limit)
{
    rap_str text = rap_str_slice(work->block_text, 0, limit);
    while (at < text.length) {
        while (at < text.length && (text.data[at] == ' ' || text.data[at] == ',')) {
            at++;
        }
        size_t word = at;
        while (at < text.length && !strchr(" ,.;:()", text.data[at])) {
            at++;
        }
        bool capital = rap_fold_is_upper(text, word);
        if (at == word || (!capital && !covers(work, (uint32_t)word)) ||
            (capital && rap_mention_begins_date(work, word))) {
            break;
        }
        end = capital ? at : end;
        if (at < text.length && strchr(".;:()", text.data[at])) {
            break;
        }
    }
    return end;
}

/* "for Political Affairs, Peace and Security" in capitals, where no other actor stands there. */
static void extend_title(rap_mention_work *work, size_t i, size_t k)
{
    rap_item *items = work->items.items;
    size_t end = capitals_end(work, items[k].end, items[i].end, work->block_text.length);
    for (size_t n = k; n < work->items.count && items[n].start < end; n++) {
        if (is_body(&items[n])) {
            return;
        }
    }
    items[i].end = (uint32_t)end;
    for (size_t n = k; n < work->items.count && items[n].start < end; n++) {
        items[n].done = true;
    }
}

/* What follows an office with its body: what it is for, the country an envoy is for, the body an
 * observer is accredited to. */
static void extend(rap_mention_work *work, size_t i, bool envoy)
{
    rap_item *items = work->items.items;
    size_t k = next_item(work, i + 1);
    if (k >= work->items.count || !rap_mention_adjoin(work, items[i].end, items[k].start)) {
        return;
    }
    bool to = is_link(&items[k], RAP_LINK_TO);
    bool about = is_link(&items[k], RAP_LINK_FOR);
    size_t object = next_item(work, skip_articles(work, k + 1));
    if (object < work->items.count && (to || (about && envoy)) && is_body(&items[object]) &&
        rap_mention_adjoin(work, items[k].end, items[k + 1].start) &&
        rap_mention_adjoin(work, items[object - 1].end, items[object].start)) {
        items[k].done = items[object].done = true;
        items[i].end = items[object].end;
    } else if (about && work->lang == RAP_LANG_EN) {
        extend_title(work, i, k);
    }
}

/* "IPU President and Secretary General": the second office is of the same body. */
static bool join_coordinated(rap_mention_work *work, size_t i)
{
    rap_item *items = work->items.items;
    if (i < 2 || !is_link(&items[i - 1], RAP_LINK_AND)) {
        return false;
    }
    size_t k = i - 1;
    while (k > 0 && items[k - 1].done && items[k - 1].start >= items[k - 1].end) {
        k--;
    }
    for (size_t n = k; n-- > 0;) {
        rap_item *before = &items[n];
        if (before->done) {
            continue;
        }
        if (before->kind != RAP_MENTION_PERSON || before->category > RAP_CATEGORY_PERSON ||
            !rap_mention_adjoin(work, before->end, items[i - 1].start) ||
            !rap_mention_adjoin(work, items[i - 1].end, items[i].start)) {
            return false;
        }
        items[i].category = RAP_CATEGORY_ENTITY;
        items[i].kind = RAP_MENTION_PERSON;
        items[i].entity = before->entity;
        return true;
    }
    return false;
}

/* Behind a parliament of one State the others of the list: "Parliaments of Djibouti and Georgia".
 */
static void spread_parliament(rap_mention_work *work, size_t i)
{
    rap_item *items = work->items.items;
    uint32_t end = items[i].end;
    for (size_t k = next_item(work, i + 1); k < work->items.count; k = next_item(work, k + 1)) {
        rap_item *item = &items[k];
        gap g = look_at_gap(work, end, item->start);
        if (g.broken || g.words > (joins_directly(work->lang) ? 1 : 0) + 1) {
            return;
        }
        if (item->category == RAP_CATEGORY_WORD) {
            continue;
        }
        if (item->kind != RAP_MENTION_STATE || item->category > RAP_CATEGORY_PERSON) {
            return;
        }
        item->kind = RAP_MENTION_PARLIAMENT;
        item->entity = parliament_of(work, item->entity);
        end = item->end;
    }
}

/* An office with no body beside it. What is the United Nations' in its own documents is the
 * issuing body's in those of others: "the Secretary General". */
static void resolve_alone(const rap_mention_work *work, rap_item *item)
{
    const rap_entity *entity = item->name ? item->name->object : NULL;
    if (!entity) {
        return;
    }
    item->category = RAP_CATEGORY_ENTITY;
    item->kind =
        item->value == (int)RAP_OFFICE_ORGAN ? RAP_MENTION_ORGANIZATION
        : item->value == (int)RAP_OFFICE_PARLIAMENT || item->value == (int)RAP_OFFICE_GOVERNMENT
            ? RAP_MENTION_GROUP
            : RAP_MENTION_PERSON;
    item->entity = entity->counts_as;
    if (work->host.length && rap_str_is(item->entity, "UN")) {
        item->entity = work->host;
    }
}

/* "the Permanent Observer to the United Nations": of the body whose document it is. */
static void resolve_accredited(rap_mention_work *work, size_t i)
{
    rap_item *items = work->items.items;
    size_t k = next_item(work, i + 1);
    if (k < work->items.count && items[i].category == RAP_CATEGORY_OFFICE &&
        items[i].value <= (int)RAP_OFFICE_ENVOY && items[i].value != (int)RAP_OFFICE_GROUP &&
        is_link(&items[k], RAP_LINK_TO) && rap_mention_adjoin(work, items[i].end, items[k].start)) {
        size_t body = next_item(work, skip_articles(work, k + 1));
        if (body < work->items.count && is_body(&items[body]) &&
            rap_mention_adjoin(work, items[body - 1].end, items[body].start)) {
            items[i].category = RAP_CATEGORY_ENTITY;
            items[i].kind = RAP_MENTION_PERSON;
            items[i].entity = work->host;
        }
    }
}

/* An envoy is the United Nations' own where only the matter or country is told: "the Special Envoy
 * for Yemen"; otherwise one named before may be meant. */
static bool may_stand_alone(const rap_mention_work *work, size_t i)
{
    const rap_item *items = work->items.items;
    size_t next = i + 1;
    if (items[i].value != (int)RAP_OFFICE_ENVOY) {
        return true;
    }
    return work->host.length == 0 && next < work->items.count &&
           (is_link(&items[next], RAP_LINK_FOR) || is_link(&items[next], RAP_LINK_TO)) &&
           rap_mention_adjoin(work, items[i].end, items[next].start);
}

static void join_office(rap_mention_work *work, size_t i)
{
    rap_item *items = work->items.items;
    bool envoy = items[i].value == (int)RAP_OFFICE_ENVOY;
    bool joined = work->lang == RAP_LANG_ZH ? join_before(work, i)
                                            : join_before(work, i) || join_behind(work, i);
    if (!joined && !join_coordinated(work, i)) {
        if (may_stand_alone(work, i)) {
            resolve_alone(work, &items[i]);
        }
        resolve_accredited(work, i);
    }
    if (items[i].category <= RAP_CATEGORY_PERSON) {
        extend(work, i, envoy);
    }
    if (items[i].kind == RAP_MENTION_PARLIAMENT && items[i].category <= RAP_CATEGORY_PERSON) {
        spread_parliament(work, i);
    }
}

/* "UN Human Rights Council", "Office of Legal Affairs of the Secretariat": the United Nations
 * beside a body of its own is part of the body's name. */
static bool is_united_nations(const rap_item *item)
{
    return item->category == RAP_CATEGORY_ENTITY && !item->done &&
           item->kind == RAP_MENTION_ORGANIZATION && rap_str_is(item->entity, "UN");
}

static bool is_united_nations_body(const rap_mention_work *work, const rap_item *item)
{
    if (item->category > RAP_CATEGORY_PERSON || item->done || rap_str_is(item->entity, "UN")) {
        return false;
    }
    const rap_entity *entity = rap_entity_find(work->rules, item->entity);
    return entity &&
           (rap_str_starts(entity->kind, RAP_STR("un-")) ||
            rap_str_is(entity->kind, "regional-commission") || rap_str_is(entity->kind, "agency"));
}

static void absorb_united_nations(rap_mention_work *work)
{
    rap_item *items = work->items.items;
    for (size_t i = 0; i < work->items.count; i++) {
        if (!is_united_nations(&items[i])) {
            continue;
        }
        if (i + 1 < work->items.count && is_united_nations_body(work, &items[i + 1]) &&
            rap_mention_adjoin(work, items[i].end, items[i + 1].start) &&
            rap_str_find(rap_str_slice(work->block_text, items[i].end, items[i + 1].start),
                         RAP_STR("-"), 0) == SIZE_MAX) {
            items[i + 1].start = items[i].start;
            items[i].done = true;
            continue;
        }
        size_t before = i;
        while (before > 0 && items[before - 1].category == RAP_CATEGORY_WORD &&
               (is_link(&items[before - 1], RAP_LINK_OF) ||
                is_link(&items[before - 1], RAP_LINK_THE))) {
            before--;
        }
        bool linked = before < i || work->lang == RAP_LANG_AR || work->lang == RAP_LANG_RU;
        if (linked && before > 0 && is_united_nations_body(work, &items[before - 1]) &&
            rap_mention_adjoin(work, items[before - 1].end, items[before].start)) {
            items[before - 1].end = items[i].end;
            items[i].done = true;
        }
    }
}

/* "the Union's Institute for Ports": whose it is says nothing more where the body has a name. */
static void absorb_possessors(rap_mention_work *work)
{
    rap_item *items = work->items.items;
    for (size_t i = 0; i + 1 < work->items.count; i++) {
        rap_str between = items[i].end < items[i + 1].start
                              ? rap_str_slice(work->block_text, items[i].end, items[i + 1].start)
                              : RAP_STR_NONE;
        bool both = items[i].category == RAP_CATEGORY_ENTITY && !items[i].done &&
                    items[i + 1].category == RAP_CATEGORY_ENTITY && !items[i + 1].done &&
                    items[i].kind == RAP_MENTION_ORGANIZATION &&
                    items[i + 1].kind == RAP_MENTION_ORGANIZATION;
        if (both && (rap_str_is(between, "'s ") || rap_str_is(between, "\xE2\x80\x99s "))) {
            items[i + 1].start = items[i].start;
            items[i].done = true;
        }
    }
}

/* "African Union Department of Political Affairs": a department that bears the same name as one of
 * the United Nations is the body's own where the body stands right before it. */
static void join_namesakes(rap_mention_work *work)
{
    rap_item *items = work->items.items;
    for (size_t i = 0; i + 1 < work->items.count; i++) {
        rap_item *body = &items[i], *part = &items[i + 1];
        if (body->category != RAP_CATEGORY_ENTITY || body->done ||
            body->kind != RAP_MENTION_ORGANIZATION || !is_united_nations_body(work, part) ||
            part->end - part->start < 12) {
            continue;
        }
        const rap_entity *entity = rap_entity_find(work->rules, body->entity);
        rap_str between = rap_str_slice(work->block_text, body->end, part->start);
        rap_str name = rap_str_slice(work->block_text, part->start, part->end);
        if (entity && rap_str_is(entity->kind, "regional") && rap_str_is(between, " ") &&
            part->name && !(part->name->flags & RAP_NAME_EXACT) &&
            part->fold_end - part->fold_start == name.length) {
            part->entity = body->entity;
            part->body = rap_str_slice(work->block_text, body->start, part->end);
            part->start = body->start;
            body->done = true;
        }
    }
}

/* Names of which the table gives the beginning take the capitalized words behind. */
static void complete_open_names(rap_mention_work *work)
{
    rap_item *items = work->items.items;
    for (size_t i = 0; i < work->items.count; i++) {
        if (items[i].done || !items[i].name || !(items[i].name->flags & RAP_NAME_OPEN)) {
            continue;
        }
        size_t limit = work->block_text.length, k = i + 1;
        while (k < work->items.count &&
               (items[k].category > RAP_CATEGORY_PERSON || items[k].kind == RAP_MENTION_STATE ||
                items[k].kind == RAP_MENTION_GROUP)) {
            k++;
        }
        limit = k < work->items.count ? items[k].start : limit;
        size_t end = capitals_end(work, items[i].end, items[i].end, limit);
        for (k = i + 1; k < work->items.count && items[k].start < end; k++) {
            items[k].done = true;
        }
        items[i].end = (uint32_t)end;
    }
}

void rap_mention_actors(rap_mention_work *work)
{
    if (work->language->has_capitals) {
        complete_open_names(work);
    }
    absorb_united_nations(work);
    if (work->lang == RAP_LANG_EN) {
        join_namesakes(work);
    }
    for (size_t i = work->items.count; i-- > 0;) {
        if (is_office(&work->items.items[i])) {
            join_office(work, i);
        }
    }
    absorb_united_nations(work);
}

/* Whether the item was read as an office that stands alone. */
static bool was_alone(const rap_item *item)
{
    return item->category == RAP_CATEGORY_ENTITY && !item->done &&
           item->kind == RAP_MENTION_PERSON && item->name &&
           item->name->category == RAP_CATEGORY_OFFICE;
}

/* "the Secretary-General of the Community": of the body that the short form stands for. */
static void join_short_form(rap_mention_work *work, size_t i)
{
    rap_item *items = work->items.items;
    size_t of = next_item(work, i + 1);
    if (of >= work->items.count || !is_link(&items[of], RAP_LINK_OF) ||
        !rap_mention_adjoin(work, items[i].end, items[of].start)) {
        return;
    }
    size_t body = next_item(work, skip_articles(work, of + 1));
    if (body >= work->items.count || items[body].category != RAP_CATEGORY_ENTITY ||
        items[body].kind != RAP_MENTION_ORGANIZATION || !items[body].name ||
        items[body].name->category != RAP_CATEGORY_OFFICE ||
        !rap_mention_adjoin(work, items[body - 1].end, items[body].start)) {
        return;
    }
    merge(work, &items[i], &items[body]);
    extend(work, i, false);
}

/* "the Commissioner for Rivers" in a document of a body other than the United Nations: its own. */
static void resolve_chief(rap_mention_work *work, size_t i)
{
    rap_item *items = work->items.items;
    bool named =
        work->language->has_capitals && rap_fold_is_upper(work->block_text, items[i].start);
    bool definite = i > 0 && is_link(&items[i - 1], RAP_LINK_THE) &&
                    rap_mention_adjoin(work, items[i - 1].end, items[i].start);
    size_t next = next_item(work, i + 1);
    bool of = next < work->items.count && is_link(&items[next], RAP_LINK_OF) &&
              rap_mention_adjoin(work, items[i].end, items[next].start);
    if (named && definite && !of) {
        items[i].category = RAP_CATEGORY_ENTITY;
        items[i].kind = RAP_MENTION_PERSON;
        items[i].entity = work->host;
        extend(work, i, false);
    }
}

void rap_mention_late_actors(rap_mention_work *work)
{
    for (size_t i = work->items.count; i-- > 0;) {
        rap_item *item = &work->items.items[i];
        if (was_alone(item)) {
            join_short_form(work, i);
        } else if (item->category == RAP_CATEGORY_OFFICE && !item->done && work->host.length &&
                   item->value == (int)RAP_OFFICE_CHIEF) {
            resolve_chief(work, i);
        }
    }
    if (work->lang == RAP_LANG_EN) {
        absorb_possessors(work);
    }
}

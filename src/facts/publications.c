#include "publications.h"

#include "items.h"

#include <unicode/uchar.h>

static const rap_act_noun *noun_of(const rap_item *item)
{
    return item->noun ? item->noun : item->word ? item->word->noun : NULL;
}

static bool is_work(const rap_act_noun *noun)
{
    return noun &&
           (rap_str_is(noun->noun_class, "publication") ||
            rap_str_is(noun->noun_class, "edition") || rap_str_is(noun->noun_class, "result"));
}

static uint32_t first_character(const rap_clause *clause, const rap_item *item)
{
    size_t at = item->span.start;
    return rap_utf8_next(clause->block->text, &at);
}

/* The words between marks, without white space and a comma or point at the end. */
static rap_span inside_marks(const rap_clause *clause, rap_span span)
{
    rap_str text = clause->block->text;
    size_t start = span.start, end = span.end;
    rap_utf8_next(text, &start);
    rap_utf8_previous(text, &end);
    while (start < end && text.data[start] == ' ') {
        start++;
    }
    for (bool more = true; more && end > start;) {
        size_t before = end;
        uint32_t c = rap_utf8_previous(text, &before);
        more = u_isUWhiteSpace((UChar32)c) || c == ',' || c == '.' || c == ';' || c == 0x60C;
        end = more ? before : end;
    }
    return (rap_span){(uint32_t)start, (uint32_t)end};
}

/* -- titles in marks ----------------------------------------------------------------------------
 */

enum { BACK = 8, SURE = 3, LIKELY = 2, POSSIBLE = 1, NONE = 0 };

/* How surely what is in marks at `i` is the title of a work, and not of an event or a phrase. */
static int rate(const rap_clause *clause, uint32_t from, uint32_t i)
{
    const rap_act_noun *behind = noun_of(item_at(clause, i + 1));
    if (behind) {
        return is_work(behind) ? SURE : NONE;
    }
    /* "a compendium of exercises, *Ten Rooms*": the comma leads back to the head of the phrase. */
    bool apposed = i > from && item_at(clause, i - 1)->kind == RAP_ITEM_COMMA;
    for (uint32_t at = i; at-- > from && i - at <= BACK;) {
        const rap_item *item = item_at(clause, at);
        const rap_act_noun *noun = noun_of(item);
        bool adjoins = at + 1 == i;
        if (rap_item_has(item, RAP_ROLE_TITLE)) {
            continue; /* whose title it is stands before it */
        }
        if (noun && (is_work(noun) || !apposed)) {
            return is_work(noun) ? (adjoins ? SURE : LIKELY) : NONE;
        }
        if (item->kind == RAP_ITEM_OPAQUE || (item->word && item->word->verb)) {
            break;
        }
    }
    return POSSIBLE;
}

/* The title in marks among items [from, to), and its item; an empty span where there is none. */
static rap_span find_marked(const rap_clause *clause, uint32_t from, uint32_t to, uint32_t *ret_at)
{
    int best = NONE;
    rap_span title = {0, 0};
    for (uint32_t i = from; i < to; i++) {
        const rap_item *item = item_at(clause, i);
        rap_span inside =
            item->kind == RAP_ITEM_OPAQUE ? inside_marks(clause, item->span) : (rap_span){0, 0};
        int rating = inside.end > inside.start ? rate(clause, from, i) : NONE;
        if (rating > best) {
            best = rating;
            title = inside;
            *ret_at = i;
        }
    }
    return title;
}

/* -- titles in capitals -------------------------------------------------------------------------
 */

static bool is_year(const rap_clause *clause, const rap_item *item)
{
    rap_str text = rap_block_slice(clause->block, item->span);
    return text.length == 4 && text.data[0] >= '1' && text.data[0] <= '2' && text.data[3] >= '0' &&
           text.data[3] <= '9';
}

/* A word or name of a title: with a capital, or a number. */
static bool is_title_word(const rap_clause *clause, const rap_item *item)
{
    const rap_mention *m = rap_item_mention(clause, item);
    if (m && m->kind == RAP_MENTION_DATE) {
        return is_year(clause, item);
    }
    return (item->kind == RAP_ITEM_WORD || m) &&
           (u_isupper((UChar32)first_character(clause, item)) || is_year(clause, item));
}

static bool is_known_body(const rap_clause *clause, const rap_item *item)
{
    const rap_mention *m = rap_item_mention(clause, item);
    return m && m->entity.length > 0 && !item->is_unknown &&
           (m->kind == RAP_MENTION_ORGANIZATION || m->kind == RAP_MENTION_PERSON ||
            m->kind == RAP_MENTION_PARLIAMENT);
}

/* A small word that may stand inside a title. */
static bool is_link(const rap_item *item)
{
    static const uint64_t links =
        RAP_ROLE_BIT(RAP_ROLE_OF) | RAP_ROLE_BIT(RAP_ROLE_AND) | RAP_ROLE_BIT(RAP_ROLE_IN) |
        RAP_ROLE_BIT(RAP_ROLE_FOR) | RAP_ROLE_BIT(RAP_ROLE_TO) | RAP_ROLE_BIT(RAP_ROLE_TOPIC) |
        RAP_ROLE_BIT(RAP_ROLE_DEFINITE) | RAP_ROLE_BIT(RAP_ROLE_DETERMINER) |
        RAP_ROLE_BIT(RAP_ROLE_WITH) | RAP_ROLE_BIT(RAP_ROLE_PARTITIVE);
    return item->kind == RAP_ITEM_WORD && item->word && (item->word->roles & links) &&
           !item->word->noun;
}

/* Whether the link at `i` leads out of the title: "to the Assembly", "in Geneva". */
static bool leads_out(const rap_clause *clause, uint32_t i)
{
    static const uint64_t towards = RAP_ROLE_BIT(RAP_ROLE_TO) | RAP_ROLE_BIT(RAP_ROLE_WITH);
    uint32_t next = i + 1;
    while (has(clause, next, RAP_ROLE_DEFINITE)) {
        next++;
    }
    const rap_mention *m = rap_item_mention(clause, item_at(clause, next));
    if (!m) {
        return false;
    }
    bool body = is_known_body(clause, item_at(clause, next));
    return (body && rap_item_has_any(item_at(clause, i), towards)) ||
           (has(clause, i, RAP_ROLE_IN) &&
            (m->kind == RAP_MENTION_PLACE || m->kind == RAP_MENTION_DATE));
}

enum { LINKS = 3 };

/* The item behind the title that begins at `i`; *ret_words its words in capitals, names of known
 * bodies aside. */
static uint32_t title_end(const rap_clause *clause, uint32_t i, uint32_t to, int *ret_words)
{
    uint32_t end = i;
    int links = 0, words = 0;
    for (; i < to && links <= LINKS; i++) {
        const rap_item *item = item_at(clause, i);
        bool next_is_word = i + 1 < to && item_at(clause, i + 1)->kind == RAP_ITEM_WORD &&
                            is_title_word(clause, item_at(clause, i + 1));
        if (is_title_word(clause, item) && !(words && rap_item_is_date(clause, i) && links)) {
            words += !is_known_body(clause, item);
            links = 0;
            end = i + 1;
        } else if (is_link(item) && !leads_out(clause, i)) {
            links++;
        } else if (!(item->kind == RAP_ITEM_COLON && next_is_word) &&
                   !(item->kind == RAP_ITEM_COMMA && next_is_word && words > 1 && links == 0)) {
            break;
        }
    }
    *ret_words = words;
    return end;
}

/* Where a title begins whose noun has a capital: "the 2023 World Rivers Report". */
static uint32_t title_start(const rap_clause *clause, uint32_t from, uint32_t noun)
{
    uint32_t start = noun;
    while (start > from && is_title_word(clause, item_at(clause, start - 1)) &&
           !is_link(item_at(clause, start - 1)) &&
           !(item_at(clause, start - 1)->word && item_at(clause, start - 1)->word->verb &&
             !item_at(clause, start - 1)->word->noun)) {
        start--;
    }
    /* A body in front says whose it is. */
    while (start < noun && is_known_body(clause, item_at(clause, start))) {
        start++;
    }
    return start;
}

/* The title without marks among items [from, to): behind a word that says so, behind the noun of a
 * work, or around it. */
static rap_span find_capitals(const rap_clause *clause, uint32_t from, uint32_t to,
                              uint32_t *ret_at)
{
    for (uint32_t i = from; i < to; i++) {
        const rap_item *item = item_at(clause, i);
        bool told = rap_item_has(item, RAP_ROLE_TITLE), work = is_work(noun_of(item));
        if (item->kind != RAP_ITEM_WORD || (!told && !work)) {
            continue;
        }
        bool capital = work && is_title_word(clause, item) && i > 0;
        uint32_t start = capital ? title_start(clause, from, i) : i + 1;
        int words = 0;
        uint32_t end = start < to && is_title_word(clause, item_at(clause, start))
                           ? title_end(clause, start, to, &words)
                           : start;
        if (words >= (told ? 1 : capital ? 3 : 2)) {
            *ret_at = start;
            return (rap_span){item_at(clause, start)->span.start,
                              item_at(clause, end - 1)->span.end};
        }
    }
    return (rap_span){0, 0};
}

/* -- kind and languages -------------------------------------------------------------------------
 */

/* The kind that the nearest noun of a work tells: before the title, behind it, or in it. */
static rap_str find_kind(rap_clause *clause, uint32_t from, uint32_t to, uint32_t at,
                         rap_span title, const rap_act_noun *noun)
{
    rap_str kind = RAP_STR_NONE;
    for (uint32_t i = from; i < to && !(i > at && kind.length); i++) {
        const rap_act_noun *other = noun_of(item_at(clause, i));
        if (is_work(other) && other->kind.length) {
            kind = other->kind;
        }
    }
    if (kind.length) {
        return kind;
    }
    rap_clause inside = *clause;
    inside.items = (rap_items){0};
    if (title.end > title.start) {
        rap_clause_read(&inside, title, clause->version->mentions.count);
    }
    for (uint32_t i = 0; i < inside.items.count; i++) {
        const rap_act_noun *other = noun_of(&inside.items.items[i]);
        if (is_work(other) && other->kind.length) {
            return other->kind;
        }
    }
    return is_work(noun) && noun->kind.length ? noun->kind : RAP_STR("publication");
}

static void add_languages(const rap_clause *clause, rap_publication *publication, rap_str codes)
{
    rap_str code;
    while (rap_str_split(&codes, ' ', &code)) {
        bool known = false;
        for (size_t i = 0; i < publication->languages.count; i++) {
            known = known || rap_str_equal(publication->languages.items[i], code);
        }
        if (!known) {
            RAP_PUSH(clause->arena, &publication->languages, code);
        }
    }
}

/* "in Arabic, English and French": names of languages in a row behind the word that says so. */
static void find_languages(const rap_clause *clause, uint32_t from, uint32_t to,
                           rap_publication *publication)
{
    bool listed = false;
    for (uint32_t i = from; i < to; i++) {
        const rap_item *item = item_at(clause, i);
        if (rap_item_has(item, RAP_ROLE_EDITION)) {
            add_languages(clause, publication, item->word->value);
        } else if (listed && rap_item_has(item, RAP_ROLE_LANGUAGE)) {
            add_languages(clause, publication, item->word->value);
        } else if (rap_item_has(item, RAP_ROLE_LANGUAGE_MARK)) {
            listed = true;
        } else if (item->kind != RAP_ITEM_COMMA && item->kind != RAP_ITEM_ENUMERATION &&
                   !rap_item_has(item, RAP_ROLE_AND) && !rap_item_has(item, RAP_ROLE_DEFINITE)) {
            listed = false;
        }
    }
}

const rap_publication *rap_publication_read(rap_clause *clause, const rap_predicate *predicate,
                                            const rap_act_kind *kind, const rap_publication *before)
{
    rap_publication *publication = RAP_NEW(clause->arena, rap_publication);
    uint32_t from = predicate->start, to = predicate->end, at = to;
    bool capitals = !clause->language->verb_first && !clause->language->modifiers_first;
    publication->title = find_marked(clause, from, to, &at);
    if (publication->title.end == 0 && capitals) {
        publication->title = find_capitals(clause, from, to, &at);
    }
    if (publication->title.end == 0 && predicate->subject < from) { /* shared with another verb */
        from = predicate->subject;
        at = predicate->subject_end;
        publication->title = find_marked(clause, from, predicate->subject_end, &at);
    }
    if (publication->title.end == 0 && before) {
        publication->title = before->title;
    }
    publication->kind = find_kind(clause, from, to, at, publication->title, kind->noun);
    if (before && rap_str_is(publication->kind, "publication")) {
        publication->kind = before->kind;
    }
    find_languages(clause, from, to, publication);
    return publication;
}

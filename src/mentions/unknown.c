/* Names that no table has: organizations by their head noun and capitals, places by the word
 * before. */
#include "rules.h"

#include <string.h>
#include <unicode/uchar.h>

static bool is_word_char(UChar32 c)
{
    return u_isalpha(c) || c == '-' || c == '\'' || c == 0x2019 || c == 0x2010;
}

/* The word that begins at `at`; its end. */
static size_t word_end(rap_str text, size_t at)
{
    while (at < text.length) {
        size_t next = at;
        if (!is_word_char((UChar32)rap_utf8_next(text, &next))) {
            break;
        }
        at = next;
    }
    return at;
}

/* The word that ends at `at`; its start. */
static size_t word_start(rap_str text, size_t at)
{
    while (at > 0) {
        size_t previous = at;
        if (!is_word_char((UChar32)rap_utf8_previous(text, &previous))) {
            break;
        }
        at = previous;
    }
    return at;
}

/* The item that begins at byte `at`, or NULL. */
static const rap_item *item_at(const rap_mention_work *work, size_t at)
{
    for (size_t i = 0; i < work->items.count; i++) {
        const rap_item *item = &work->items.items[i];
        if (item->start == at && (!item->done || item->category == RAP_CATEGORY_WORD)) {
            return item;
        }
    }
    return NULL;
}

static bool is_named(const rap_item *item)
{
    return item && item->category <= RAP_CATEGORY_PERSON && item->kind != RAP_MENTION_STATE &&
           item->kind != RAP_MENTION_PLACE;
}

/* Capitalized words before `start`, on the same stretch of text. */
static size_t walk_left(const rap_mention_work *work, size_t start, int *words)
{
    rap_str text = work->block_text;
    while (start > 0 && text.data[start - 1] == ' ') {
        size_t word = word_start(text, start - 1);
        const rap_item *item = item_at(work, word);
        bool link = item && item->category == RAP_CATEGORY_WORD;
        if (word == start - 1 || link || is_named(item) || !rap_fold_is_upper(text, word)) {
            break;
        }
        start = word;
        ++*words;
    }
    return start;
}

bool rap_mention_begins_date(const rap_mention_work *work, size_t at)
{
    const rap_fold *fold = &work->fold;
    rap_name_hit hit = {0};
    size_t low = 0, high = fold->text.length;
    while (low < high) { /* the places of folded bytes in the text never fall */
        size_t middle = low + (high - low) / 2;
        if (fold->from[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low >= fold->text.length || fold->from[low] != at) {
        return false;
    }
    char first = fold->text.data[low];
    return (first >= '0' && first <= '9') ||
           rap_names_match(&work->language->dates, fold, low, &hit);
}

/* A capitalized word that does not begin a date. */
static bool may_be_of_name(const rap_mention_work *work, size_t at)
{
    return rap_fold_is_upper(work->block_text, at) && !rap_mention_begins_date(work, at);
}

static bool is_city(const rap_item *item)
{
    return item && item->category == RAP_CATEGORY_PLACE && !item->done;
}

/* Whether a linking word is no part of a name: "the Forum on Housing in Amman" says where. */
static bool ends_name(const rap_mention_work *work, const rap_item *link, bool is_first)
{
    bool in = link->value == (int)RAP_LINK_IN;
    return (is_first && (in || link->value == (int)RAP_LINK_AND)) ||
           (in && is_city(item_at(work, link->end + 1)));
}

/* Linking words and capitalized words behind `end`, as far as the last capitalized one. */
static size_t walk_right(const rap_mention_work *work, size_t end, int *words)
{
    rap_str text = work->block_text;
    size_t at = end, head_end = end;
    bool listed = false;
    while (at < text.length && text.data[at] == ' ') {
        size_t word = at + 1;
        const rap_item *item = item_at(work, word);
        bool link = item && item->category == RAP_CATEGORY_WORD;
        bool part = item && item->kind == RAP_MENTION_GROUP && !listed;
        if ((is_named(item) && !part) || (!link && at == head_end)) {
            break; /* "Group Meeting": the head is another word */
        }
        if (link && ends_name(work, item, at == head_end)) {
            break;
        }
        listed = link && item->value == (int)RAP_LINK_AND;
        at = item && item->end > word ? item->end : word_end(text, word);
        if (at == word) {
            break;
        }
        if (may_be_of_name(work, word)) {
            end = at;
            ++*words;
        } else if (!link) {
            break; /* "the Panel on Roads in February": what follows is not the name's */
        }
    }
    return end;
}

/* Words of the head before its last: "Parliamentary Assembly" has one. */
static int words_within(rap_str head)
{
    int words = 0;
    for (size_t at = 0; at < head.length; at++) {
        words += head.data[at] == ' ';
    }
    return words;
}

/* "its Buenos Aires Office": a city in several words makes no more of a name than one in one word.
 */
static bool is_only_place(const rap_mention_work *work, size_t start, size_t end)
{
    const rap_item *place = item_at(work, start);
    return place && place->category == RAP_CATEGORY_PLACE && place->start == start &&
           place->end + (size_t)1 == end;
}

bool rap_mention_ends_office(const rap_mention_work *work, size_t i)
{
    const rap_item *items = work->items.items;
    size_t k = i;
    while (k > 0 && items[k - 1].category == RAP_CATEGORY_WORD &&
           (items[k - 1].value == (int)RAP_LINK_THE || items[k - 1].value == (int)RAP_LINK_OF)) {
        k--;
    }
    const rap_item *next = item_at(work, items[i].end + 1);
    return k < i && k > 0 && next && next->category == RAP_CATEGORY_WORD &&
           next->value == (int)RAP_LINK_FOR && items[k - 1].name &&
           items[k - 1].name->category == RAP_CATEGORY_OFFICE &&
           items[k - 1].name->value <= (int)RAP_OFFICE_ENVOY &&
           rap_mention_adjoin(work, items[k - 1].end, items[k].start);
}

static void add_unknown(rap_mention_work *work, size_t i)
{
    rap_item *head = &work->items.items[i];
    int words = 0;
    size_t start = walk_left(work, head->start, &words);
    if (words == 0 && rap_mention_ends_office(work, i)) {
        return;
    }
    size_t end = walk_right(work, head->end, &words);
    if (end == head->end && end + 1 < work->block_text.length &&
        work->block_text.data[end] == ' ' && rap_fold_is_upper(work->block_text, end + 1)) {
        return;
    }
    if (words == 1 && rap_mention_defined(work, end).length) {
        words += words_within(rap_str_slice(work->block_text, head->start, head->end));
    }
    if (words < 2 && !(words == 1 && end > head->end)) {
        return;
    }
    if (end == head->end && is_only_place(work, start, head->start)) {
        return;
    }
    for (size_t n = 0; n < work->items.count; n++) {
        rap_item *item = &work->items.items[n];
        if (item != head && item->start >= start && item->end <= end) {
            item->done = true;
        }
    }
    head->category = RAP_CATEGORY_ENTITY;
    head->kind = RAP_MENTION_ORGANIZATION;
    head->start = (uint32_t)start;
    head->end = (uint32_t)end;
    head->entity = rap_str_slice(work->block_text, start, end);
    head->name = NULL;
}

/* The end of the capital letters at `at`, at most sixteen bytes. */
static size_t capitals_until(rap_str text, size_t at)
{
    size_t start = at;
    for (size_t next = at; next < text.length && next - start < 16; at = next) {
        if (!u_isupper((UChar32)rap_utf8_next(text, &next))) {
            break;
        }
    }
    return at;
}

/* Where names are written with capitals, an acronym in the same script begins as its name does. */
static bool begins_alike(const rap_mention_work *work, const rap_item *head, size_t acronym)
{
    rap_str text = work->block_text;
    size_t at = head->start;
    UChar32 first = (UChar32)rap_utf8_next(text, &at);
    return !work->language->has_capitals ||
           (acronym < text.length && first == (UChar32)rap_utf8_next(text, &acronym));
}

/* "the Assembly of the Plains (APL)": where no capital shows how far a name goes, the acronym
 * behind it does. The article before it is no part of what is learned. */
static void add_defined(rap_mention_work *work, size_t i)
{
    enum { LONGEST = 100 };
    const rap_item *head = &work->items.items[i];
    rap_str text = work->block_text;
    size_t end = head->end;
    while (end < text.length && end - head->start < LONGEST && text.data[end] != '(') {
        size_t next = end;
        UChar32 c = (UChar32)rap_utf8_next(text, &next);
        const rap_item *item = item_at(work, end);
        if ((c != ' ' && !is_word_char(c)) || (end > head->end && is_named(item))) {
            return;
        }
        end = next;
    }
    size_t open = end + 1, close = capitals_until(text, open);
    if (close < open + 2 || !begins_alike(work, head, open) || close >= text.length ||
        text.data[close] != ')' || text.data[end - 1] != ' ' || end < head->end + (size_t)3) {
        return;
    }
    uint32_t start = work->fold.from[head->fold_start];
    rap_str acronym = rap_str_slice(text, open, close);
    rap_str names[] = {rap_str_slice(text, start, end - 1), acronym};
    rap_str id = rap_mention_new_id(work, names[0], acronym);
    for (size_t n = 0; n < 2; n++) {
        if (!rap_map_find(work->learned, names[n])) {
            rap_mention_set_learned(work, names[n],
                                    (rap_learned){names[n], id, RAP_MENTION_ORGANIZATION});
        }
    }
}

void rap_mention_unknown(rap_mention_work *work)
{
    for (size_t i = 0; i < work->items.count && !work->language->has_capitals && work->learning;
         i++) {
        const rap_item *item = &work->items.items[i];
        if (!item->done && item->category == RAP_CATEGORY_OFFICE &&
            item->value == (int)RAP_OFFICE_ORGAN) {
            add_defined(work, i);
        }
    }
    if (!work->language->has_capitals) {
        return;
    }
    for (size_t i = 0; i < work->items.count; i++) {
        rap_item *item = &work->items.items[i];
        if (!item->done && item->category == RAP_CATEGORY_OFFICE &&
            (item->value == (int)RAP_OFFICE_HEAD || item->value == (int)RAP_OFFICE_ORGAN) &&
            rap_fold_is_upper(work->block_text, item->start)) {
            add_unknown(work, i);
            if (work->learning && item->category == RAP_CATEGORY_OFFICE) {
                add_defined(work, i); /* "Alliance des villes (ADV)" */
            }
        }
    }
}

/* Whether a place name may end at `at`: punctuation, a number, a date or a linking word follows. */
static bool may_end(const rap_mention_work *work, size_t at)
{
    rap_str text = work->block_text;
    if (at >= text.length || (text.data[at] != ' ' && !is_word_char((UChar32)text.data[at]))) {
        return true;
    }
    const rap_item *item = item_at(work, at + 1);
    if (item && item->category == RAP_CATEGORY_WORD) {
        return true;
    }
    return rap_mention_begins_date(work, at + 1);
}

static bool is_language(const rap_mention_work *work, const rap_fold *fold)
{
    rap_name_hit hit = {0};
    return fold->text.length && rap_names_match(&work->language->doubts, fold, 0, &hit) &&
           hit.name->category == RAP_DOUBT_LANGUAGE && hit.end == fold->text.length;
}

/* "in Port Louis": capitalized words behind a word of place, up to three. */
void rap_mention_places(rap_mention_work *work)
{
    rap_str text = work->block_text;
    if (!work->language->has_capitals || work->learning) {
        return;
    }
    size_t count = work->items.count;
    for (size_t i = 0; i < count; i++) {
        const rap_item *item = &work->items.items[i];
        if (item->category != RAP_CATEGORY_WORD || item->value != (int)RAP_LINK_IN || item->done) {
            continue;
        }
        size_t start = item->end + (size_t)1, end = item->end, at = item->end;
        int words = 0;
        while (words < 4 && at < text.length && text.data[at] == ' ' &&
               rap_fold_is_upper(text, at + 1) && !item_at(work, at + 1)) {
            at = end = word_end(text, at + 1);
            words++;
        }
        rap_str name = rap_str_slice(text, start, end);
        rap_fold fold = rap_fold_text(&work->rules->fold, work->stems, work->arena, name);
        rap_name_hit hit = {0};
        if (!words || words > 3 || !may_end(work, end) || name.length < 4 ||
            (fold.text.length && rap_names_match(&work->language->dates, &fold, 0, &hit)) ||
            is_language(work, &fold)) {
            continue;
        }
        rap_item place = {.category = RAP_CATEGORY_PLACE,
                          .start = (uint32_t)start,
                          .end = (uint32_t)end,
                          .kind = RAP_MENTION_PLACE,
                          .entity = name,
                          .body = RAP_STR("guessed")};
        RAP_PUSH(work->arena, &work->items, place);
    }
}

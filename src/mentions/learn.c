/* What a document defines for itself: acronyms in parentheses behind a name, and short forms ("the
 * Commission") that stand for a body named before. */
#include "rules.h"

#include <unicode/uchar.h>

/* "(CARICOM)": short, no spaces but between capitals, at least one capital or letter of a script
 * without case. */
static bool is_short_name(rap_str text)
{
    size_t letters = 0, upper = 0, other = 0;
    for (size_t at = 0; at < text.length;) {
        UChar32 c = (UChar32)rap_utf8_next(text, &at);
        letters += u_isalpha(c) != 0;
        upper += u_isupper(c) != 0;
        other += !u_isalnum(c) && c != '-' && c != '/' && c != '.';
    }
    bool caseless = upper == 0 && letters && !u_islower((UChar32)rap_utf8_next(text, &(size_t){0}));
    return !other && letters >= 2 && letters <= 15 && (upper >= 2 || caseless);
}

rap_str rap_mention_defined(const rap_mention_work *work, size_t end_of_name)
{
    rap_str rest = rap_str_slice(work->block_text, end_of_name, work->block_text.length);
    size_t at = 0;
    UChar32 c = rest.length ? (UChar32)rap_utf8_next(rest, &at) : 0;
    if (c == ' ' && at < rest.length) {
        c = (UChar32)rap_utf8_next(rest, &at);
    }
    if (c != '(' && c != 0xFF08) {
        return RAP_STR_NONE;
    }
    size_t start = at, end = at;
    while (at < rest.length && at - start < 60) {
        end = at;
        c = (UChar32)rap_utf8_next(rest, &at);
        if (c == ')' || c == 0xFF09) {
            break;
        }
    }
    rap_str name = rap_str_trim(rap_str_slice(rest, start, end));
    return (c == ')' || c == 0xFF09) && is_short_name(name) ? name : RAP_STR_NONE;
}

/* Words of a name that tell bodies apart: not the short ones. */
static size_t count_shared(rap_str words, rap_str name)
{
    size_t shared = 0;
    rap_str word;
    while (rap_str_split(&words, ' ', &word)) {
        size_t at = word.length > 4 ? rap_str_find(name, word, 0) : SIZE_MAX;
        shared += at != SIZE_MAX && rap_fold_is_boundary(name, at);
    }
    return shared;
}

/* A body that no table has goes by the acronym that the document gives it, as those of the tables
 * do, unless the tables know another body by that. */
rap_str rap_mention_new_id(const rap_mention_work *work, rap_str name, rap_str acronym)
{
    const rap_entity *known = rap_entity_find(work->rules, acronym);
    if (!known) {
        return acronym;
    }
    rap_str names[2] = {known->names[work->lang], known->names[RAP_LANG_EN]};
    rap_fold words = rap_fold_text(&work->rules->fold, work->stems, work->arena, name);
    for (size_t i = 0; i < 2; i++) {
        rap_fold fold = rap_fold_text(&work->rules->fold, work->stems, work->arena, names[i]);
        if (count_shared(words.text, fold.text) >= 2) {
            return acronym;
        }
    }
    return name;
}

void rap_mention_set_learned(rap_mention_work *work, rap_str key, rap_learned learned)
{
    rap_learned *kept = RAP_NEW(work->arena, rap_learned);
    *kept = learned;
    rap_map_set(work->learned, key, kept);
    RAP_PUSH(work->arena, &work->learned_keys, key);
}

static void learn_item(rap_mention_work *work, const rap_item *item)
{
    rap_str name = rap_mention_defined(work, item->end);
    const rap_learned *before = name.length ? rap_map_find(work->learned, name) : NULL;
    if (!name.length || (before && before->entity.length)) {
        return;
    }
    bool known = rap_entity_find(work->rules, item->entity) != NULL;
    rap_str id = known ? item->entity : rap_mention_new_id(work, item->entity, name);
    rap_mention_set_learned(work, name, (rap_learned){name, id, item->kind});
    if (!known && !rap_map_find(work->learned, item->entity)) {
        rap_mention_set_learned(work, item->entity, (rap_learned){item->entity, id, item->kind});
    }
}

/* The capitalized word that begins at `at`; its end, a point behind it included. `at` itself where
 * none does. */
static size_t capital_end(rap_str text, size_t at)
{
    size_t end = at;
    if (!rap_fold_is_upper(text, at)) {
        return at;
    }
    for (size_t next = at; next < text.length; end = next) {
        UChar32 c = (UChar32)rap_utf8_next(text, &next);
        if (!u_isalpha(c) && c != '-' && c != '\'' && c != 0x2019) {
            return c == '.' ? next : end;
        }
    }
    return end;
}

/* "..., Ms. Ana Silva": from then on "Ms. Silva" is who holds the office. */
static void learn_person(rap_mention_work *work, const rap_item *item)
{
    rap_str text = work->block_text;
    size_t at = item->end;
    while (at < text.length && (text.data[at] == ',' || text.data[at] == ' ')) {
        at++;
    }
    size_t title_end = capital_end(text, at), surname = 0, surname_end = 0;
    if (title_end < at + 3 || title_end > at + 5 || text.data[title_end - 1] != '.') {
        return;
    }
    rap_str title = rap_str_slice(text, at, title_end);
    for (int words = 0; words < 5 && title_end < text.length; words++) {
        size_t start = title_end + 1, end = capital_end(text, start);
        if (text.data[title_end] != ' ' || end == start) {
            break;
        }
        bool initial = text.data[end - 1] == '.' && end - start <= 4;
        surname = initial ? surname : start;
        surname_end = initial ? surname_end : end - (text.data[end - 1] == '.');
        title_end = end;
    }
    if (surname_end <= surname + 1) {
        return;
    }
    rap_str name =
        rap_str_of(rap_arena_format(work->arena, "%.*s %.*s", RAP_STR_ARG(title),
                                    RAP_STR_ARG(rap_str_slice(text, surname, surname_end))));
    if (!rap_map_find(work->learned, name)) {
        rap_mention_set_learned(work, name, (rap_learned){name, item->entity, RAP_MENTION_PERSON});
    }
}

void rap_mention_learn(rap_mention_work *work)
{
    for (size_t i = 0; i < work->items.count; i++) {
        const rap_item *item = &work->items.items[i];
        if (item->category <= RAP_CATEGORY_PERSON && !item->done && item->entity.length &&
            item->kind == RAP_MENTION_PERSON && work->language->has_capitals) {
            learn_person(work, item);
        }
        if (item->category == RAP_CATEGORY_ENTITY && !item->done && item->entity.length &&
            item->kind == RAP_MENTION_ORGANIZATION) {
            learn_item(work, item);
            if (work->learning && item->name && (item->name->flags & RAP_NAME_EXACT)) {
                rap_mention_learn_other(work, item);
            }
        }
    }
}

/* How many blocks back a short form may look. */
enum { REACH = 15 };

static rap_str folded_name(rap_mention_work *work, rap_str name)
{
    rap_str *folded = rap_map_find(work->full_names, name);
    if (!folded) {
        folded = RAP_NEW(work->arena, rap_str);
        *folded = rap_fold_text(&work->rules->fold, work->stems, work->arena, name).text;
        rap_map_set(work->full_names, name, folded);
    }
    return *folded;
}

static void remember(rap_mention_work *work, const rap_item *item)
{
    /* An acronym alone has no words to be shortened, but what it stands for has. */
    rap_str words = rap_str_slice(work->fold.text, item->fold_start, item->fold_end);
    rap_str full_name = RAP_STR_NONE;
    if (!item->entity.length) {
        return;
    }
    const rap_entity *entity =
        item->name && item->category <= RAP_CATEGORY_PERSON ? item->name->object : NULL;
    if (item->kind == RAP_MENTION_ORGANIZATION && entity && entity->names[work->lang].length) {
        full_name = folded_name(work, entity->names[work->lang]);
    }
    RAP_PUSH(work->arena, &work->recent,
             (rap_named){item->entity, words, full_name, work->block, item->kind});
}

static bool holds(rap_str words, rap_str part)
{
    for (size_t at = rap_str_find(words, part, 0); at != SIZE_MAX;
         at = rap_str_find(words, part, at + 1)) {
        if (rap_fold_is_boundary(words, at) && rap_fold_is_boundary(words, at + part.length)) {
            return true;
        }
    }
    return false;
}

static bool has_article(const rap_mention_work *work, size_t i)
{
    const rap_item *items = work->items.items;
    if (work->lang == RAP_LANG_AR) {
        rap_str shown = rap_str_slice(work->block_text, items[i].start, items[i].end);
        return rap_str_starts(shown, RAP_STR("\xD8\xA7\xD9\x84"));
    }
    if (!work->language->has_articles) {
        return true;
    }
    return i > 0 && items[i - 1].category == RAP_CATEGORY_WORD &&
           (items[i - 1].value == (int)RAP_LINK_THE || items[i - 1].value == (int)RAP_LINK_OF) &&
           rap_mention_adjoin(work, items[i - 1].end, items[i].start);
}

/* "Council resolution 46/18": needs no article. */
static bool before_resolution(const rap_mention_work *work, const rap_item *item)
{
    rap_name_hit hit = {0};
    size_t at = item->fold_end;
    while (at < work->fold.text.length && work->fold.text.data[at] == ' ') {
        at++;
    }
    return rap_names_match(&work->language->symbols, &work->fold, at, &hit) &&
           (hit.name->category == RAP_SYMBOL_RESOLUTION ||
            hit.name->category == RAP_SYMBOL_DECISION);
}

static bool has_doubt(const rap_mention_work *work, size_t at, size_t end, rap_doubt doubt)
{
    rap_name_hit hit = {0};
    return rap_names_match(&work->language->doubts, &work->fold, at, &hit) &&
           hit.name->category == (int)doubt && (!end || hit.end == end);
}

/* "Commission intergouvernementale": what follows makes it the name of another body; so does a word
 * with a capital that is nobody's. */
static bool goes_on(const rap_mention_work *work, size_t i)
{
    const rap_item *item = &work->items.items[i];
    rap_str text = work->block_text;
    size_t behind = item->fold_end + 1;
    if (item->end + 1 >= text.length || text.data[item->end] != ' ' ||
        behind >= work->fold.text.length) {
        return false;
    }
    rap_str rest = rap_str_slice(work->fold.text, behind, work->fold.text.length);
    bool has_article =
        work->lang == RAP_LANG_AR && rap_str_starts(rest, RAP_STR("\xD8\xA7\xD9\x84"));
    /* Arabic words of the tables are kept without their article. */
    if (has_doubt(work, behind + (has_article ? 4 : 0), 0, RAP_DOUBT_BEHIND)) {
        return true;
    }
    return work->language->has_capitals && rap_fold_is_upper(text, item->end + 1) &&
           (i + 1 >= work->items.count || item[1].start != item->end + 1);
}

/* Chinese writes a name's last word like its first: what stands before without a gap, and is no
 * word of grammar, belongs to another name. */
static bool is_end_of_name(const rap_mention_work *work, const rap_item *item)
{
    enum { LONGEST = 4 };
    rap_str text = work->fold.text;
    size_t at = item->fold_start;
    if (work->lang != RAP_LANG_ZH || !at) {
        return false;
    }
    uint32_t c = 0;
    for (int i = 0; i < LONGEST && at; i++) {
        c = rap_utf8_previous(text, &at);
        if (i == 0 && (c < 0x3400 || c > 0x9FFF)) {
            return false;
        }
        if (has_doubt(work, at, item->fold_start, RAP_DOUBT_BEFORE)) {
            return false;
        }
    }
    return true;
}

static bool is_of_other_name(const rap_mention_work *work, size_t i)
{
    return goes_on(work, i) || is_end_of_name(work, &work->items.items[i]);
}

/* "the Panel on Roads", but not "the Secretary-General of the League for Roads". */
static bool names_another(const rap_mention_work *work, size_t i)
{
    const rap_item *item = &work->items.items[i], *next = item + 1;
    return i + 1 < work->items.count && next->category == RAP_CATEGORY_WORD &&
           (next->value == (int)RAP_LINK_OF || next->value == (int)RAP_LINK_FOR) &&
           rap_mention_adjoin(work, item->end, next->start) && !rap_mention_ends_office(work, i);
}

static void resolve_short(rap_mention_work *work, size_t i, bool far)
{
    rap_item *item = &work->items.items[i];
    bool person = item->value <= (int)RAP_OFFICE_ENVOY;
    rap_str part = rap_str_slice(work->fold.text, item->fold_start, item->fold_end);
    if (names_another(work, i)) {
        /* "the Panel on Roads": something else is named, which no table knows; "the Panel" that
         * follows is that one. */
        if (!person && work->language->has_capitals &&
            rap_fold_is_upper(work->block_text, item->start)) {
            RAP_PUSH(work->arena, &work->recent,
                     (rap_named){RAP_STR_NONE, part, part, work->block, RAP_MENTION_ORGANIZATION});
        }
        return;
    }
    if ((!rap_fold_is_upper(work->block_text, item->start) && work->language->has_capitals) ||
        is_of_other_name(work, i)) {
        return;
    }
    for (size_t k = work->recent.count; k-- > 0;) {
        const rap_named *named = &work->recent.items[k];
        if (!far && named->block + REACH < work->block) {
            return;
        }
        bool same_kind =
            person ? named->kind == RAP_MENTION_PERSON : named->kind == RAP_MENTION_ORGANIZATION;
        if (same_kind && (holds(named->words, part) || holds(named->full_name, part))) {
            if (!named->entity.length) {
                return;
            }
            item->category = RAP_CATEGORY_ENTITY;
            item->kind = named->kind;
            item->entity = named->entity;
            return;
        }
    }
}

void rap_mention_short_forms(rap_mention_work *work)
{
    for (size_t i = 0; i < work->items.count; i++) {
        rap_item *item = &work->items.items[i];
        if (item->done) {
            continue;
        }
        if (item->category <= RAP_CATEGORY_PERSON && item->entity.length &&
            (item->kind == RAP_MENTION_ORGANIZATION || item->kind == RAP_MENTION_PERSON)) {
            remember(work, item);
        } else if (item->category == RAP_CATEGORY_OFFICE &&
                   item->value != (int)RAP_OFFICE_PARLIAMENT &&
                   item->value != (int)RAP_OFFICE_GOVERNMENT &&
                   item->value != (int)RAP_OFFICE_VENUE) {
            bool resolution = before_resolution(work, item);
            if (resolution || has_article(work, i)) {
                resolve_short(work, i, resolution);
            }
        }
    }
}

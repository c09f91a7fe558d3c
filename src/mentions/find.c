/* Names in a block: what the automaton finds becomes mentions. */
#include "rules.h"

/* Arabic prefixes: a conjunction, a preposition, the article. */
size_t rap_arabic_starts(const rap_fold *fold, size_t at, size_t starts[8])
{
    rap_str rest = rap_str_slice(fold->text, at, fold->text.length);
    size_t count = 0, skip = 0;
    starts[count++] = at;
    if (rap_str_starts(rest, RAP_STR("\xD9\x88")) || rap_str_starts(rest, RAP_STR("\xD9\x81"))) {
        skip = 2;
        starts[count++] = at + skip;
    }
    size_t bases[2] = {0, skip};
    for (int i = 0; i < (skip ? 2 : 1); i++) {
        rap_str after = rap_str_slice(rest, bases[i], rest.length);
        bool joined = rap_str_starts(after, RAP_STR("\xD8\xA8")) ||
                      rap_str_starts(after, RAP_STR("\xD9\x84")) ||
                      rap_str_starts(after, RAP_STR("\xD9\x83"));
        if (rap_str_starts(after, RAP_STR("\xD8\xA7\xD9\x84")) ||
            rap_str_starts(after, RAP_STR("\xD9\x84\xD9\x84"))) {
            if (joined) {
                starts[count++] = at + bases[i] + 2; /* "to a committee" beside "to the" */
            }
            starts[count++] = at + bases[i] + 4;
        } else if (joined) {
            size_t base = bases[i] + 2;
            starts[count++] = at + base;
            if (rap_str_starts(rap_str_slice(rest, base, rest.length),
                               RAP_STR("\xD8\xA7\xD9\x84"))) {
                starts[count++] = at + base + 4;
            }
        }
    }
    return count;
}

static bool match_at(const rap_mention_work *work, size_t at, size_t *ret_start,
                     rap_name_hit *ret_hit)
{
    size_t starts[8] = {at};
    size_t count = work->lang == RAP_LANG_AR ? rap_arabic_starts(&work->fold, at, starts) : 1;
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        rap_name_hit hit = {0};
        if (rap_names_match(&work->language->names, &work->fold, starts[i], &hit) &&
            (!found || hit.end > ret_hit->end)) {
            *ret_hit = hit;
            *ret_start = starts[i];
            found = true;
        }
    }
    return found;
}

static rap_mention_kind kind_of(const rap_name *name)
{
    const rap_entity *entity = name->object;
    if (name->category == RAP_CATEGORY_PERSON) {
        return RAP_MENTION_PERSON;
    }
    return rap_str_is(entity->kind, "state")   ? RAP_MENTION_STATE
           : rap_str_is(entity->kind, "group") ? RAP_MENTION_GROUP
                                               : RAP_MENTION_ORGANIZATION;
}

/* The article belongs to the name, also where it has melted into the preposition before it. */
static uint32_t arabic_span_start(const rap_fold *fold, size_t start)
{
    rap_str before = rap_str_slice(fold->text, start >= 4 ? start - 4 : start, start);
    if (rap_str_equal(before, RAP_STR("\xD8\xA7\xD9\x84"))) {
        return fold->from[start - 4];
    }
    if (rap_str_equal(before, RAP_STR("\xD9\x84\xD9\x84"))) {
        return fold->from[start - 2];
    }
    return fold->from[start];
}

static void push_item(rap_mention_work *work, size_t start, const rap_name_hit *hit)
{
    const rap_name *name = hit->name;
    rap_item item = {.category = name->category,
                     .value = name->value,
                     .start = work->fold.from[start],
                     .end = work->fold.until[hit->end - 1],
                     .fold_start = (uint32_t)start,
                     .fold_end = (uint32_t)hit->end,
                     .name = name};
    if (work->lang == RAP_LANG_AR) {
        item.start = arabic_span_start(&work->fold, start);
    }
    if (name->category == RAP_CATEGORY_PLACE) {
        item.kind = RAP_MENTION_PLACE;
        item.entity = rap_str_of(name->object);
    } else if (name->category <= RAP_CATEGORY_PERSON) {
        const rap_entity *entity = name->object;
        item.kind = kind_of(name);
        item.entity = entity->counts_as;
        item.body = rap_str_equal(entity->id, entity->counts_as) ? RAP_STR_NONE : entity->id;
    }
    RAP_PUSH(work->arena, &work->items, item);
}

/* A name that the document itself defined, at folded byte `at`; its end, or `at`. */
static size_t learned_at(rap_mention_work *work, size_t at)
{
    rap_str rest = rap_str_slice(work->block_text, work->fold.from[at], work->block_text.length);
    const rap_learned *best = NULL;
    void *value;
    rap_str key;
    for (size_t i = 0; rap_map_at(work->learned, i, &key, &value); i++) {
        const rap_learned *learned = value;
        if (rap_str_starts(rest, key) && (!best || key.length > best->text.length)) {
            best = learned;
        }
    }
    if (!best) {
        return at;
    }
    size_t end = at;
    uint32_t until = work->fold.from[at] + (uint32_t)best->text.length;
    while (end < work->fold.text.length && work->fold.until[end] <= until) {
        end++; /* a folded letter may be of several bytes */
    }
    if (!rap_fold_is_boundary(work->fold.text, end)) {
        return at;
    }
    rap_item item = {.category = RAP_CATEGORY_ENTITY,
                     .start = work->fold.from[at],
                     .end = until,
                     .fold_start = (uint32_t)at,
                     .fold_end = (uint32_t)end,
                     .kind = best->kind,
                     .entity = best->entity,
                     .done = !best->entity.length};
    RAP_PUSH(work->arena, &work->items, item);
    return end;
}

/* The same behind what Arabic writes on before a name. */
static size_t learned_in_word(rap_mention_work *work, size_t at)
{
    size_t starts[8] = {at}, count = 1;
    if (work->lang == RAP_LANG_AR && rap_map_count(work->learned) > 0) {
        count = rap_arabic_starts(&work->fold, at, starts);
    }
    for (size_t i = 0; i < count; i++) {
        size_t end = learned_at(work, starts[i]);
        if (end > starts[i]) {
            rap_item *item = &work->items.items[work->items.count - 1];
            item->start =
                work->lang == RAP_LANG_AR ? arabic_span_start(&work->fold, starts[i]) : item->start;
            return end;
        }
    }
    return at;
}

/* "the secretariat of the United Nations |Forum on Forests": a name that begins inside this one
 * and goes on behind it is the one meant.
 * Returns where it begins, or `end`. */
static size_t longer_inside(const rap_mention_work *work, size_t start, size_t end)
{
    rap_str text = work->fold.text;
    for (size_t at = start + 1; at < end; at++) {
        rap_name_hit inner = {0};
        size_t from = at;
        if (text.data[at] != ' ' && rap_fold_is_boundary(text, at) &&
            match_at(work, at, &from, &inner) && inner.end > end &&
            inner.name->category == RAP_CATEGORY_ENTITY && inner.end - from > end - from + 4) {
            return from;
        }
    }
    return end;
}

void rap_mention_names(rap_mention_work *work)
{
    size_t end = 0;
    work->items.count = 0;
    for (size_t i = 0; i < work->fold.word_count; i++) {
        rap_name_hit hit = {0};
        size_t at = work->fold.words[i], start = at;
        if (at < end) {
            continue;
        }
        bool named =
            rap_mention_may(work, &work->language->names, i) && match_at(work, at, &start, &hit);
        if (named && work->lang == RAP_LANG_EN && hit.name->category == RAP_CATEGORY_ENTITY) {
            size_t inside = longer_inside(work, start, hit.end);
            rap_fold before = work->fold;
            before.text.length = inside;
            named =
                inside == hit.end || rap_names_match(&work->language->names, &before, start, &hit);
        }
        named = named && !rap_mention_is_doubtful(work, start, &hit);
        size_t learned = learned_in_word(work, at);
        if (learned > at && (!named || learned >= hit.end)) {
            end = learned;
        } else if (named) {
            if (learned > at) {
                work->items.count--;
            }
            push_item(work, start, &hit);
            end = hit.end;
        }
    }
}

rap_str rap_place_find(const rap_mention_rules *rules, rap_arena *arena, rap_lang lang,
                       rap_str text)
{
    rap_mention_work work = {
        .rules = rules, .arena = arena, .lang = lang, .language = &rules->languages[lang]};
    rap_str state = RAP_STR_NONE;
    work.fold = rap_fold_text(&rules->fold, rap_mention_stems(arena, lang), arena, text);
    for (size_t at = 0; at < work.fold.text.length;) {
        rap_name_hit hit = {0};
        size_t start = at;
        if (!rap_fold_is_boundary(work.fold.text, at) || !match_at(&work, at, &start, &hit)) {
            rap_utf8_next(work.fold.text, &at);
            continue;
        }
        if (hit.name->category == RAP_CATEGORY_PLACE) {
            return rap_str_of(hit.name->object);
        }
        if (hit.name->category == RAP_CATEGORY_ENTITY && !state.length &&
            kind_of(hit.name) == RAP_MENTION_STATE) {
            state = ((const rap_entity *)hit.name->object)->id;
        }
        at = hit.end;
    }
    return state;
}

rap_str rap_place_name(const rap_mention_rules *rules, rap_lang lang, rap_str place)
{
    const rap_map *names = rules->place_names[lang];
    return rap_str_of(names ? rap_map_find(names, place) : NULL);
}

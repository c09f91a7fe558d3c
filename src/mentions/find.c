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

static void add_name(rap_mention_work *work, size_t start, const rap_name_hit *hit)
{
    const rap_name *name = hit->name;
    rap_mention m = {.block = work->block,
                     .span = {work->fold.from[start], work->fold.until[hit->end - 1]}};
    if (name->category == RAP_CATEGORY_ENTITY || name->category == RAP_CATEGORY_PERSON) {
        const rap_entity *entity = name->object;
        m.kind = kind_of(name);
        m.entity = entity->counts_as;
        if (!rap_str_equal(entity->id, entity->counts_as)) {
            m.body = entity->id;
        }
    } else if (name->category == RAP_CATEGORY_PLACE) {
        m.kind = RAP_MENTION_PLACE;
        m.entity = rap_str_of(name->object);
    } else {
        return;
    }
    RAP_PUSH(work->arena, &work->found, m);
}

void rap_mention_names(rap_mention_work *work)
{
    rap_str text = work->fold.text;
    for (size_t at = 0; at < text.length;) {
        rap_name_hit hit = {0};
        size_t start = at;
        if (rap_fold_is_boundary(text, at) && text.data[at] != ' ' &&
            match_at(work, at, &start, &hit)) {
            add_name(work, start, &hit);
            at = hit.end;
        } else {
            rap_utf8_next(text, &at);
        }
    }
}

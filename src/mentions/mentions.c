#include "fold.h"
#include "rules.h"

#include <stdlib.h>
#include <string.h>

static int compare_mentions(const void *a, const void *b)
{
    const rap_mention *x = a, *y = b;
    if (x->span.start != y->span.start) {
        return x->span.start < y->span.start ? -1 : 1;
    }
    if (x->span.end != y->span.end) {
        return x->span.end > y->span.end ? -1 : 1;
    }
    return (int)x->kind - (int)y->kind;
}

static bool is_dated(const rap_mention *m)
{
    return m->kind == RAP_MENTION_DATE;
}

/* Of two mentions that overlap the longer stays; dates, symbols and sessions were found in places
 * of their own and may stand inside a name. */
static void keep_longest(rap_mention_work *work)
{
    rap_mention *items = work->found.items;
    size_t kept = 0;
    for (size_t i = 0; i < work->found.count; i++) {
        bool covered = false;
        for (size_t k = kept; k-- > 0 && !covered;) {
            if (items[k].span.end <= items[i].span.start) {
                continue;
            }
            covered =
                is_dated(&items[k]) == is_dated(&items[i]) || items[k].kind == RAP_MENTION_SYMBOL;
        }
        if (!covered) {
            items[kept++] = items[i];
        }
    }
    work->found.count = kept;
}

static void take_items(rap_mention_work *work)
{
    for (size_t i = 0; i < work->items.count; i++) {
        const rap_item *item = &work->items.items[i];
        if (item->category <= RAP_CATEGORY_PLACE && !item->done) {
            rap_mention m = {.kind = item->kind,
                             .block = work->block,
                             .span = {item->start, item->end},
                             .entity = item->entity,
                             .body = item->body};
            RAP_PUSH(work->arena, &work->found, m);
        }
    }
}

/* Whose document it is: of a United Nations symbol, or a report with their Secretary-General in its
 * title, the United Nations; else the body it names most,
 * where that is another. */
static rap_str host_of(const rap_mention_work *work)
{
    static const char *const series[] = {"A/", "S/", "E/", "ST/", NULL};
    for (int i = 0; series[i]; i++) {
        if (rap_str_starts(work->version->cover.symbol, rap_str_of(series[i]))) {
            return RAP_STR_NONE;
        }
    }
    if (work->is_of_united_nations && rap_str_is(work->version->cover.kind, "report")) {
        return RAP_STR_NONE;
    }
    rap_str host = RAP_STR_NONE, key;
    size_t most = 0, *count;
    void *value;
    for (size_t i = 0; rap_map_at(work->counts, i, &key, &value); i++) {
        count = value;
        if (*count > most) {
            most = *count;
            host = key;
        }
    }
    const rap_entity *entity = rap_entity_find(work->rules, host);
    bool other = entity && (rap_str_is(entity->kind, "regional") ||
                            rap_str_is(entity->kind, "parliamentary"));
    return other && most > 2 ? host : RAP_STR_NONE;
}

static void count_items(rap_mention_work *work)
{
    rap_part part = work->version->blocks.items[work->block].part;
    bool title = part == RAP_PART_COVER || part == RAP_PART_TITLE;
    for (size_t i = 0; i < work->items.count; i++) {
        const rap_item *item = &work->items.items[i];
        if (item->done || item->category > RAP_CATEGORY_PERSON || !item->entity.length) {
            continue;
        }
        work->is_of_united_nations =
            work->is_of_united_nations ||
            (title && item->kind == RAP_MENTION_PERSON && rap_str_is(item->entity, "UN"));
        size_t *count = rap_map_find(work->counts, item->entity);
        if (!count) {
            count = RAP_NEW(work->arena, size_t);
            rap_map_set(work->counts, item->entity, count);
        }
        ++*count;
    }
}

/* Where the part of a text that begins at `from` ends: the whole text unless it is very long; then
 * behind a sentence, else behind a clause, else between two words. What is looked for in a part
 * looks at all of it again and again, which would not end in a text of any length. */
static size_t part_end(rap_str text, size_t from)
{
    enum { PART_BYTES = 8192 };
    static const char *const marks[] = {". ", "\xE3\x80\x82", "; ", ", ", " "};
    if (text.length - from <= PART_BYTES) {
        return text.length;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        rap_str mark = rap_str_of(marks[i]);
        for (size_t at = from + PART_BYTES; at > from + PART_BYTES / 2; at--) {
            if (rap_str_ends(rap_str_slice(text, from, at), mark)) {
                return at;
            }
        }
    }
    size_t end = from + PART_BYTES;
    while (((unsigned char)text.data[end] & 0xC0) == 0x80) {
        end--;
    }
    return end;
}

/* Names of a part; in the second pass those of the first, unless something was learned since that
 * the part speaks of. */
static void find_names(rap_mention_work *work, rap_part_read *read)
{
    bool is_same = !work->learning;
    work->fold = read->fold;
    for (size_t i = read->learned; is_same && i < work->learned_keys.count; i++) {
        is_same = rap_str_find(work->block_text, work->learned_keys.items[i], 0) == SIZE_MAX;
    }
    work->items.count = 0;
    if (is_same) {
        for (size_t i = 0; i < read->items.count; i++) {
            RAP_PUSH(work->arena, &work->items, read->items.items[i]);
        }
        return;
    }
    rap_mention_names(work);
    if (work->learning) {
        read->learned = work->learned_keys.count;
        for (size_t i = 0; i < work->items.count; i++) {
            RAP_PUSH(work->arena, &read->items, work->items.items[i]);
        }
    }
}

static void take_part(rap_mention_work *work, rap_str text)
{
    work->block_text = text;
    if (work->learning) {
        rap_part_read read = {
            .fold = rap_fold_text(&work->rules->fold, work->stems, work->arena, text)};
        RAP_PUSH(work->arena, &work->parts, read);
    }
    work->found.count = 0;
    find_names(work, &work->parts.items[work->part++]);
    rap_mention_actors(work);
    rap_mention_learn(work);
    if (work->learning) {
        count_items(work);
        rap_mention_unknown(work);
        rap_mention_learn(work);
        return;
    }
    rap_mention_short_forms(work);
    rap_mention_late_actors(work);
    rap_mention_unknown(work);
    rap_mention_places(work);
    take_items(work);
    rap_mention_symbols(work);
    rap_mention_sessions(work);
    rap_mention_dates(work);
    if (work->found.count) {
        qsort(work->found.items, work->found.count, sizeof *work->found.items, compare_mentions);
    }
    keep_longest(work);
}

static void take_block(rap_mention_work *work, uint32_t index)
{
    rap_block *block = &work->version->blocks.items[index];
    rap_lang lang = block->lang != RAP_LANG_NONE ? block->lang : work->version->lang;
    if (lang == RAP_LANG_NONE) {
        lang = RAP_LANG_EN;
    }
    if (lang != work->lang) {
        work->full_names = rap_map_new(work->arena); /* in the stems of the language */
        work->stems = rap_mention_stems(work->arena, lang);
        work->lang = lang;
        work->language = &work->rules->languages[lang];
    }
    work->block = index;
    for (size_t from = 0, end; from == 0 || from < block->text.length; from = end) {
        end = part_end(block->text, from);
        take_part(work, rap_str_slice(block->text, from, end));
        for (size_t i = 0; i < work->found.count && !work->learning; i++) {
            rap_mention m = work->found.items[i];
            m.span.start += (uint32_t)from;
            m.span.end += (uint32_t)from;
            RAP_PUSH(work->arena, &work->version->mentions, m);
        }
        end += end == from; /* an empty block is one part */
    }
}

void rap_mention_find(const rap_mention_rules *rules, const rap_text_rules *text,
                      rap_version *version)
{
    rap_mention_work work = {.rules = rules,
                             .text = text,
                             .version = version,
                             .arena = version->arena,
                             .learned = rap_map_new(version->arena),
                             .counts = rap_map_new(version->arena),
                             .full_names = rap_map_new(version->arena)};
    version->mentions.count = 0;
    version->cites.count = 0;
    for (int pass = 0; pass < 2; pass++) {
        work.learning = pass == 0;
        work.part = 0;
        work.host = pass ? host_of(&work) : RAP_STR_NONE;
        for (size_t i = 0; i < version->blocks.count; i++) {
            take_block(&work, (uint32_t)i);
        }
    }
}

void rap_date_find(const rap_mention_rules *rules, rap_arena *arena, rap_lang lang, rap_str text,
                   rap_dates_found *ret_dates)
{
    *ret_dates = (rap_dates_found){0};
    lang = lang == RAP_LANG_NONE ? RAP_LANG_EN : lang;
    rap_fold fold = rap_fold_text(&rules->fold, rap_mention_stems(arena, lang), arena, text);
    rap_date_hits hits;
    rap_date_scan(&rules->languages[lang], arena, &fold, &hits);
    for (size_t i = 0; i < hits.count; i++) {
        const rap_date_hit *hit = &hits.items[i];
        if (!hit->same) {
            RAP_PUSH(arena, ret_dates, (rap_date_found){hit->span, hit->period, hit->is_open});
        }
    }
}

uint32_t rap_mention_fold_point(const rap_mention_rules *rules, uint32_t c)
{
    return rap_fold_point(&rules->fold, c);
}

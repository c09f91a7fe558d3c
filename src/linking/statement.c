#include "statement.h"

#include "align_units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

side side_of(rap_arena *arena, const rap_contrast_rules *rules, const rap_version *version)
{
    size_t count = version->blocks.count;
    side s = {arena, rules, version, RAP_NEW_ARRAY(arena, size_t, count + 2),
              RAP_NEW_ARRAY(arena, size_t, count + 2)};
    size_t mention = 0, mandate = 0;
    for (size_t i = 0; i <= count; i++) {
        while (mention < version->mentions.count && version->mentions.items[mention].block < i) {
            mention++;
        }
        while (mandate < version->mandates.count &&
               version->mandates.items[mandate].evidence.block < i) {
            mandate++;
        }
        s.mentions[i] = mention;
        s.mandates[i] = mandate;
    }
    s.mentions[count + 1] = version->mentions.count;
    s.mandates[count + 1] = version->mandates.count;
    return s;
}

static void say_kind(rap_arena *arena, sayings *list, rap_str text, rap_span span, char kind)
{
    if (!text.length) {
        return;
    }
    size_t at = 0;
    while (at < list->count && rap_str_compare(list->items[at].text, text) < 0) {
        at++;
    }
    if (at < list->count && rap_str_equal(list->items[at].text, text)) {
        list->items[at].times++;
        return;
    }
    said one = {text, span, kind, 1};
    RAP_PUSH(arena, list, one);
    for (size_t i = list->count - 1; i > at; i--) {
        list->items[i] = list->items[i - 1];
    }
    list->items[at] = one;
}

void say(rap_arena *arena, sayings *list, rap_str text, rap_span span)
{
    say_kind(arena, list, text, span, 0);
}

static rap_str period_text(rap_arena *arena, const rap_mention *mention)
{
    char start[11], end[11];
    rap_date_text(mention->period.start, start);
    rap_date_text(mention->period.end, end);
    if (!strcmp(start, end) || (!*end && !mention->period_is_open)) {
        return rap_str_copy(arena, rap_str_of(start));
    }
    return rap_str_of(rap_arena_format(arena, "%s..%s", start, end));
}

static rap_span moved(rap_span span, uint32_t by)
{
    return (rap_span){span.start + by, span.end + by};
}

/* A body that is known, so that its id is the same in every language. The United Nations and what
 * counts as it are named in too many ways. */
static bool is_known_body(const side *s, rap_str id)
{
    const rap_entity *entity = s->rules ? contrast_entity(s->rules, id) : NULL;
    return entity && !rap_str_is(entity->kind, "un");
}

/* What a mention says of a point. */
static void say_mention(const side *s, const rap_mention *mention, rap_span span, statement *out)
{
    sayings *names = &out->points[RAP_POINT_NAMES];
    switch (mention->kind) {
    case RAP_MENTION_DATE:
        say(s->arena, &out->points[RAP_POINT_DATES], period_text(s->arena, mention), span);
        break;
    case RAP_MENTION_SESSION:
        say(s->arena, &out->points[RAP_POINT_SESSIONS], mention->entity, span);
        break;
    case RAP_MENTION_ORGANIZATION:
    case RAP_MENTION_PERSON:
        if (is_known_body(s, mention->entity)) {
            say_kind(s->arena, names, mention->entity, span, 'b');
        }
        break;
    case RAP_MENTION_STATE:
        say_kind(s->arena, names, mention->entity, span, 's');
        break;
    case RAP_MENTION_PARLIAMENT:
        say_kind(s->arena, names, mention->entity, span, 'p');
        break;
    default:
        break;
    }
}

/* Of a note only what it cites counts, and its words are not in the wording. `at` is where the
 * block's text begins in the wording. */
static void say_mentions(const side *s, uint32_t block, bool is_note, uint32_t at, statement *out,
                         rap_skipped *skipped)
{
    for (size_t i = s->mentions[block]; i < s->mentions[block + 1]; i++) {
        const rap_mention *mention = &s->version->mentions.items[i];
        rap_span span = is_note ? (rap_span){0, 0} : moved(mention->span, at);
        RAP_PUSH(s->arena, skipped, mention->span);
        if (mention->kind == RAP_MENTION_SYMBOL) {
            if (!rap_str_equal(mention->entity, s->version->doc)) {
                say(s->arena, &out->points[RAP_POINT_CITATIONS], mention->entity, span);
            }
        } else if (!is_note) {
            say_mention(s, mention, span, out);
        }
    }
}

static void say_all(const side *s, sayings *list, const rap_strs *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        say(s->arena, list, texts->items[i], (rap_span){0, 0});
    }
}

static void say_mandate(const side *s, const rap_mandate *mandate, uint32_t at, statement *out)
{
    rap_arena *arena = s->arena;
    rap_span span = mandate->evidence.span;
    const rap_block *block = &s->version->blocks.items[mandate->evidence.block];
    rap_span lead = moved(block->lead.end > block->lead.start ? block->lead : span, at);
    out->has_mandate = true;
    say(arena, &out->points[RAP_POINT_VERB], mandate->sense.length ? mandate->sense : mandate->verb,
        lead);
    say(arena, &out->points[RAP_POINT_FORCE], rap_str_of(rap_force_name(mandate->force)), lead);
    say_all(s, &out->points[RAP_POINT_ADDRESSEES], &mandate->addressees);
    if (mandate->timing_kind.length) {
        const char *timing =
            mandate->timing_value.length
                ? rap_arena_format(arena, "%.*s %.*s", RAP_STR_ARG(mandate->timing_kind),
                                   RAP_STR_ARG(mandate->timing_value))
                : rap_str_c(arena, mandate->timing_kind);
        say(arena, &out->points[RAP_POINT_TIMING], rap_str_of(timing), (rap_span){0, 0});
    }
    say_all(s, &out->points[RAP_POINT_CITATIONS], &mandate->cites);
    for (size_t i = 0; i < mandate->acts.count; i++) {
        const rap_act *act = &mandate->acts.items[i];
        say(arena, &out->points[RAP_POINT_ACTS], act->sense.length ? act->sense : act->verb,
            moved(act->span, at));
    }
}

/* "2.5" and a million are "2500000". */
static rap_str scaled(rap_arena *arena, rap_str value, rap_str scale)
{
    double number = strtod(rap_str_c(arena, value), NULL) * strtod(rap_str_c(arena, scale), NULL);
    return rap_str_of(rap_arena_format(arena, "%.15g", number));
}

static long value_of(const contrast_hit *hit)
{
    long value = 0;
    for (size_t i = 0; i < hit->value.length && value < 1000000; i++) {
        char c = hit->value.data[i];
        value = c >= '0' && c <= '9' ? 10 * value + (c - '0') : value;
    }
    return value;
}

/* Words that follow one another make one number: "twenty-four", and in Chinese, where nothing
 * stands between, 2 10 4 is twenty-four too. Moves *at behind them. */
static long composed(rap_str text, const contrast_hits *words, size_t *at, rap_span *ret_span)
{
    const contrast_hit *hit = &words->items[(*at)++];
    long value = value_of(hit);
    *ret_span = hit->span;
    while (*at < words->count) {
        const contrast_hit *next = &words->items[*at];
        uint32_t gap = next->span.start - ret_span->end;
        long more = value_of(next);
        bool is_dash =
            gap == 1 && (text.data[ret_span->end] == '-' || text.data[ret_span->end] == ' ');
        if (gap == 0 && more >= 10 && value && value < 10) {
            value *= more;
        } else if ((gap == 0 || is_dash) && more && more < 10 && value >= 10 && value % 10 == 0) {
            value += more;
        } else {
            break;
        }
        ret_span->end = next->span.end;
        (*at)++;
    }
    return value;
}

static void say_numbers(const side *s, const rap_block *block, const rap_skipped *skipped,
                        uint32_t at, statement *out)
{
    rap_lang lang = s->version->lang;
    rap_figures figures, ordinals;
    contrast_hits scales = {0}, words = {0};
    rap_figure_find(s->arena, block->text, rap_lang_is_rtl(lang), skipped, &figures);
    rap_figure_ordinals(s->arena, block->text, rap_lang_is_rtl(lang), skipped, &ordinals);
    for (size_t i = 0; i < ordinals.count; i++) {
        say(s->arena, &out->spelled, ordinals.items[i].value, moved(ordinals.items[i].span, at));
    }
    if (s->rules) {
        contrast_find(s->rules, s->arena, lang, block->text, skipped, CONTRAST_NUMBER, &words);
        if (figures.count) {
            contrast_find(s->rules, s->arena, lang, block->text, skipped, CONTRAST_SCALE, &scales);
        }
    }
    for (size_t i = 0; i < words.count;) {
        rap_span span;
        size_t end = i;
        long value = composed(block->text, &words, &end, &span);
        rap_str text = rap_str_of(rap_arena_format(s->arena, "%ld", value));
        say(s->arena, &out->spelled, text, moved(span, at));
        i = end;
    }
    for (size_t i = 0, k = 0; i < figures.count; i++) {
        rap_figure figure = figures.items[i];
        while (k < scales.count && scales.items[k].span.start < figure.span.end) {
            k++;
        }
        /* A space may stand between, also one that does not break. */
        if (k < scales.count && scales.items[k].span.start <= figure.span.end + 3 &&
            !rap_str_trim(rap_str_slice(block->text, figure.span.end, scales.items[k].span.start))
                 .length) {
            figure.value = scaled(s->arena, figure.value, scales.items[k].value);
            figure.span.end = scales.items[k].span.end;
        }
        say(s->arena, &out->points[RAP_POINT_NUMBERS], figure.value, moved(figure.span, at));
    }
}

/* Words in dates and symbols are those of dates and symbols. */
static void say_contrasts(const side *s, uint32_t index, uint32_t at, statement *out)
{
    rap_skipped skipped = {0};
    for (size_t i = s->mentions[index]; i < s->mentions[index + 1]; i++) {
        const rap_mention *mention = &s->version->mentions.items[i];
        if (mention->kind == RAP_MENTION_DATE || mention->kind == RAP_MENTION_SYMBOL) {
            RAP_PUSH(s->arena, &skipped, mention->span);
        }
    }
    for (int point = CONTRAST_NEGATION; point <= CONTRAST_QUANTITY; point++) {
        contrast_hits hits;
        contrast_find(s->rules, s->arena, s->version->lang, s->version->blocks.items[index].text,
                      &skipped, (contrast_point)point, &hits);
        for (size_t i = 0; i < hits.count; i++) {
            contrast_hit hit = hits.items[i];
            hit.span = moved(hit.span, at);
            RAP_PUSH(s->arena, &out->contrasts[point], hit);
        }
    }
}

/* A short text that does not end as a sentence does, where no heading is. */
static bool is_row(const rap_block *block)
{
    return (block->part == RAP_PART_BODY || block->part == RAP_PART_ANNEX) &&
           !block->number.length && align_is_row(block->text);
}

/* Where the block's text begins in the wording. */
static uint32_t add_wording(const side *s, const rap_block *block, uint32_t index, statement *out)
{
    if (out->block < 0) {
        out->block = (int32_t)index;
        out->part = block->part;
        out->wording = block->text;
        out->label = block->part == RAP_PART_FOOTNOTE ? block->number : block->label;
        out->is_numbered = block->number.length > 0;
        out->is_row = is_row(block);
        return 0;
    }
    uint32_t at = (uint32_t)out->wording.length + 1;
    out->wording = rap_str_of(rap_arena_format(s->arena, "%.*s %.*s", RAP_STR_ARG(out->wording),
                                               RAP_STR_ARG(block->text)));
    out->label = rap_str_of(rap_arena_format(s->arena, "%.*s+%.*s", RAP_STR_ARG(out->label),
                                             RAP_STR_ARG(block->label)));
    out->is_row = out->is_row && is_row(block);
    return at;
}

static void say_block(const side *s, uint32_t index, statement *out)
{
    const rap_block *block = &s->version->blocks.items[index];
    rap_skipped skipped = {0}, in_notes = {0};
    uint32_t at = add_wording(s, block, index, out);
    say_mentions(s, index, false, at, out, &skipped);
    say_numbers(s, block, &skipped, at, out);
    if (s->rules) {
        say_contrasts(s, index, at, out);
    }
    for (size_t i = 0; i < block->notes.count; i++) {
        int32_t note = block->notes.items[i].block;
        say(s->arena, &out->points[RAP_POINT_NOTES], block->notes.items[i].mark, (rap_span){0, 0});
        if (note >= 0) {
            say_mentions(s, (uint32_t)note, true, 0, out, &in_notes);
        }
    }
    for (size_t i = s->mandates[index]; i < s->mandates[index + 1]; i++) {
        say_mandate(s, &s->version->mandates.items[i], at, out);
    }
}

statement statement_of(const side *s, const uint32_t *blocks, size_t count)
{
    statement out = {.block = -1};
    for (size_t i = 0; i < count; i++) {
        say_block(s, blocks[i], &out);
    }
    return out;
}

static bool is_named(const sayings *names, rap_str name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (rap_str_equal(names->items[i].text, name)) {
            return true;
        }
    }
    return false;
}

static void count_side(rap_arena *arena, rap_map *counts, const sayings *own, const sayings *other,
                       bool is_first)
{
    for (size_t i = 0; i < own->count; i++) {
        rap_str name = own->items[i].text;
        bool is_both = is_named(other, name);
        name_count *found = rap_map_find(counts, name);
        if (!found) {
            found = RAP_NEW(arena, name_count);
            *found = (name_count){0, 0};
            rap_map_set(counts, name, found);
        }
        found->both += is_both && is_first;
        found->alone += !is_both;
    }
}

void count_names(rap_arena *arena, rap_map *counts, const statement *a, const statement *b)
{
    const sayings *x = &a->points[RAP_POINT_NAMES], *y = &b->points[RAP_POINT_NAMES];
    count_side(arena, counts, x, y, true);
    count_side(arena, counts, y, x, false);
}

#include "align_units.h"

#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    HARD = 2,     /* weight of a symbol, date, session, figure or verb */
    SOFT = 1,     /* of a name */
    SIGNATURE = 4 /* hard weight from which on it may stand for the paragraph */
};

static uint64_t hash_of(uint64_t hash, rap_str text)
{
    hash = hash ? hash : UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001b3);
    }
    return hash ? hash : 1;
}

typedef RAP_VEC(align_feature) features;

static void add(rap_arena *arena, features *list, const char *kind, rap_str value, int weight)
{
    align_feature feature = {hash_of(hash_of(0, rap_str_of(kind)), value), weight};
    RAP_PUSH(arena, list, feature);
}

static void add_mention(rap_arena *arena, features *list, const rap_mention *mention)
{
    char start[11], end[11], period[24];
    switch (mention->kind) {
    case RAP_MENTION_SYMBOL:
        add(arena, list, "symbol", mention->entity, HARD);
        break;
    case RAP_MENTION_SESSION:
        add(arena, list, "session", mention->entity, HARD);
        break;
    case RAP_MENTION_DATE:
        snprintf(period, sizeof period, "%s..%s", rap_date_text(mention->period.start, start),
                 rap_date_text(mention->period.end, end));
        add(arena, list, "date", rap_str_of(period), HARD);
        break;
    case RAP_MENTION_PLACE:
        break;
    default:
        if (mention->entity.length) {
            add(arena, list, "name", mention->entity, SOFT);
        }
    }
}

static int by_hash(const void *a, const void *b)
{
    const align_feature *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Sorts the features, each once, and sums them up. */
static void settle(align_unit *unit, features *list)
{
    size_t kept = 0;
    if (list->count) {
        qsort(list->items, list->count, sizeof *list->items, by_hash);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (!kept || list->items[kept - 1].hash != list->items[i].hash) {
            list->items[kept++] = list->items[i];
        }
    }
    unit->features = list->items;
    unit->feature_count = kept;
    for (size_t i = 0; i < kept; i++) {
        unit->weight += list->items[i].weight;
        if (list->items[i].weight == HARD) {
            unit->hard += HARD;
            unit->marked = (unit->marked ^ list->items[i].hash) * UINT64_C(0x9e3779b97f4a7c15);
        }
    }
}

/* Code points; a Han character says as much as a few letters, which evening out takes care of. */
static double length_of(rap_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    }
    return (double)count;
}

bool align_is_row(rap_str text)
{
    enum { LONGEST = 80, FULL_STOP = 0x3002, ARABIC_COMMA = 0x060C, ARABIC_SEMICOLON = 0x061B };
    size_t at = text.length;
    uint32_t last = at ? rap_utf8_previous(text, &at) : 0;
    bool is_full_width = last == FULL_STOP || (last >= 0xFF01 && last <= 0xFF1F);
    return length_of(text) < LONGEST && last != '.' && last != ',' && last != ';' && last != ':' &&
           last != ARABIC_COMMA && last != ARABIC_SEMICOLON && !is_full_width;
}

static bool is_aligned(const rap_block *block)
{
    switch (block->part) {
    case RAP_PART_PREAMBULAR:
    case RAP_PART_OPERATIVE:
    case RAP_PART_HEADING:
    case RAP_PART_BODY:
    case RAP_PART_ANNEX:
    case RAP_PART_FOOTNOTE:
        return block->text.length > 0;
    default:
        return false;
    }
}

/* The first mention and mandate of a block. */
typedef struct {
    size_t mention, mandate;
} place;

static void go_to(const rap_version *version, uint32_t block, place *at)
{
    while (at->mention < version->mentions.count &&
           version->mentions.items[at->mention].block < block) {
        at->mention++;
    }
    while (at->mandate < version->mandates.count &&
           version->mandates.items[at->mandate].evidence.block < block) {
        at->mandate++;
    }
}

/* Of what stands in the span; `at` is the place of its block. */
static align_unit unit_of(rap_arena *arena, const rap_version *version, uint32_t index,
                          rap_span span, place at)
{
    const rap_block *block = &version->blocks.items[index];
    rap_str text = rap_str_slice(block->text, span.start, span.end);
    align_unit unit = {.block = index,
                       .span = span,
                       .part = block->part,
                       .label = block->part == RAP_PART_FOOTNOTE ? block->number : block->label,
                       .is_row = (block->part == RAP_PART_BODY || block->part == RAP_PART_ANNEX) &&
                                 align_is_row(text),
                       .length = length_of(text)};
    features list = {0};
    rap_skipped skipped = {0};
    for (size_t i = at.mention;
         i < version->mentions.count && version->mentions.items[i].block == index; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        if (mention->span.start >= span.start && mention->span.end <= span.end) {
            rap_span within = {mention->span.start - span.start, mention->span.end - span.start};
            add_mention(arena, &list, mention);
            RAP_PUSH(arena, &skipped, within);
        }
    }
    rap_figures figures;
    rap_figure_find(arena, text, rap_lang_is_rtl(version->lang), &skipped, &figures);
    for (size_t i = 0; i < figures.count; i++) {
        add(arena, &list, "figure", figures.items[i].value, HARD);
    }
    if (!span.start && at.mandate < version->mandates.count &&
        version->mandates.items[at.mandate].evidence.block == index) {
        add(arena, &list, "verb", version->mandates.items[at.mandate].verb, SOFT);
    }
    settle(&unit, &list);
    return unit;
}

void align_units_of(rap_arena *arena, const rap_version *version, align_units *ret_texts,
                    align_units *ret_notes)
{
    *ret_texts = (align_units){0};
    *ret_notes = (align_units){0};
    place at = {0};
    rap_map *notes = rap_map_new(arena);
    for (uint32_t i = 0; i < version->blocks.count; i++) {
        const rap_block *block = &version->blocks.items[i];
        bool is_note = block->part == RAP_PART_FOOTNOTE;
        /* A note that is called twice may be printed twice. */
        if (is_aligned(block) && !(is_note && rap_map_find(notes, block->text))) {
            if (is_note) {
                rap_map_set(notes, block->text, notes);
            }
            go_to(version, i, &at);
            align_units *units = is_note ? ret_notes : ret_texts;
            align_unit unit =
                unit_of(arena, version, i, (rap_span){0, (uint32_t)block->text.length}, at);
            RAP_PUSH(arena, units, unit);
        }
    }
}

/* The first fact of a block or of a later one, by halving. */
static place place_of(const rap_version *version, uint32_t block)
{
    place low = {0, 0}, high = {version->mentions.count, version->mandates.count};
    while (low.mention < high.mention) {
        size_t middle = (low.mention + high.mention) / 2;
        bool is_before = version->mentions.items[middle].block < block;
        low.mention = is_before ? middle + 1 : low.mention;
        high.mention = is_before ? high.mention : middle;
    }
    while (low.mandate < high.mandate) {
        size_t middle = (low.mandate + high.mandate) / 2;
        bool is_before = version->mandates.items[middle].evidence.block < block;
        low.mandate = is_before ? middle + 1 : low.mandate;
        high.mandate = is_before ? high.mandate : middle;
    }
    return low;
}

void align_units_of_sentences(rap_arena *arena, const rap_text_rules *rules,
                              const rap_version *version, uint32_t block, align_units *units)
{
    rap_spans sentences = {0};
    place at = place_of(version, block);
    rap_text_sentences(rules, arena, version->lang, version->blocks.items[block].text, &sentences);
    for (size_t i = 0; i < sentences.count; i++) {
        align_unit unit = unit_of(arena, version, block, sentences.items[i], at);
        RAP_PUSH(arena, units, unit);
    }
}

uint64_t align_signature(const align_unit *unit)
{
    return unit->hard >= SIGNATURE ? unit->marked : 0;
}

uint64_t align_label(const align_unit *unit)
{
    uint64_t part = (uint64_t)unit->part + 1;
    return unit->label.length ? hash_of(part * UINT64_C(0x9e3779b97f4a7c15), unit->label) : 0;
}

/* -- labels --------------------------------------------------------------------------------------
 */

static int roman_value(rap_str text)
{
    int sum = 0, last = 0;
    for (size_t i = text.length; i-- > 0;) {
        char c = text.data[i];
        int value = c == 'i' ? 1 : c == 'v' ? 5 : c == 'x' ? 10 : c == 'l' ? 50 : 0;
        if (!value) {
            return 0;
        }
        sum += value < last ? -value : value;
        last = value > last ? value : last;
    }
    return sum;
}

static rap_str bare(rap_str part)
{
    size_t start = 0, end = part.length;
    while (start < end && (part.data[start] == '(' || part.data[start] == ' ')) {
        start++;
    }
    while (end > start &&
           (part.data[end - 1] == ')' || part.data[end - 1] == '.' || part.data[end - 1] == ' ')) {
        end--;
    }
    return rap_str_slice(part, start, end);
}

static bool part_equal(rap_str a, rap_str b)
{
    int number;
    a = bare(a);
    b = bare(b);
    if (rap_str_equal_nocase(a, b)) {
        return true;
    }
    return (rap_str_number(a, &number) && roman_value(b) == number) ||
           (rap_str_number(b, &number) && roman_value(a) == number);
}

bool rap_label_equal(rap_str a, rap_str b)
{
    rap_str x, y;
    if (!a.length || !b.length) {
        return a.length == b.length;
    }
    while (true) {
        bool has_x = rap_str_split(&a, ' ', &x), has_y = rap_str_split(&b, ' ', &y);
        if (!has_x || !has_y) {
            return has_x == has_y;
        }
        if (!part_equal(x, y)) {
            return false;
        }
    }
}

bool rap_label_shift(rap_str a, rap_str b, int *ret_shift)
{
    rap_str x, y;
    int from, to;
    if (!rap_str_split(&a, ' ', &x) || !rap_str_split(&b, ' ', &y) ||
        !rap_str_number(bare(x), &from) || !rap_str_number(bare(y), &to) ||
        !rap_label_equal(a, b)) {
        return false;
    }
    *ret_shift = to - from;
    return true;
}

#include "telling.h"

#include "model/record.h"

/* Shorter words (in bytes) are mostly grammar. */
enum { SHORTEST_WORD = 4 };

size_t telling_common(const rap_strs *a, const rap_strs *b)
{
    size_t common = 0;
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        int order = rap_str_compare(a->items[i], b->items[k]);
        common += order == 0;
        i += order <= 0;
        k += order >= 0;
    }
    return common;
}

double telling_share(const rap_strs *a, const rap_strs *b)
{
    size_t common = telling_common(a, b), all = a->count + b->count - common;
    return all ? (double)common / (double)all : 0;
}

/* -- days -------------------------------------------------------------------------------------- */

static int first_day(rap_period period)
{
    rap_date date = period.start.year ? period.start : period.end;
    return date.year * 10000 + (date.month ? date.month : 1) * 100 + (date.day ? date.day : 1);
}

static int last_day(rap_period period)
{
    rap_date date = period.end;
    if (!date.year) {
        return 99991231;
    }
    return date.year * 10000 + (date.month ? date.month : 12) * 100 + (date.day ? date.day : 31);
}

static bool is_to_the_day(rap_period period)
{
    return period.start.day && period.end.day;
}

static bool is_within(rap_period a, rap_period b)
{
    return (first_day(a) >= first_day(b) && last_day(a) <= last_day(b)) ||
           (first_day(b) >= first_day(a) && last_day(b) <= last_day(a));
}

telling_days telling_compare_days(const telling *a, const telling *b)
{
    const rap_periods *x = &a->activity->dates, *y = &b->activity->dates;
    if (!x->count || !y->count) {
        return x->count == y->count ? TELLING_DAYS_UNTOLD : TELLING_DAYS_HALF;
    }
    if (x->count > y->count) {
        const rap_periods *swap = x;
        x = y;
        y = swap;
    }
    size_t equal = 0, within = 0, days = 0;
    for (size_t i = 0; i < x->count; i++) {
        bool has_equal = false, has_within = false;
        for (size_t k = 0; k < y->count; k++) {
            has_equal = has_equal || rap_period_equal(x->items[i], y->items[k]);
            has_within = has_within || is_within(x->items[i], y->items[k]);
        }
        equal += has_equal;
        within += has_within;
        days += is_to_the_day(x->items[i]);
    }
    if (equal == y->count && equal == x->count) {
        return days == x->count ? TELLING_DAYS_EQUAL : TELLING_DAYS_WITHIN;
    }
    if (within == x->count) {
        return TELLING_DAYS_WITHIN;
    }
    return equal ? TELLING_DAYS_SOME : TELLING_DAYS_APART;
}

/* What the activities of a version are read with. */
typedef struct {
    rap_arena *arena;
    const rap_mention_rules *rules;
    rap_indexer *indexer;
    const rap_version *version;
    uint32_t block;      /* whose numbers are in `figures`; UINT32_MAX: none yet */
    rap_figures figures; /* in order */
} reader;

/* -- what the words name ----------------------------------------------------------------------- */

static bool is_in(rap_span inner, rap_span outer)
{
    return inner.start >= outer.start && inner.end <= outer.end;
}

static void take_words(rap_arena *arena, rap_indexer *indexer, rap_lang lang, rap_str text,
                       telling *told)
{
    rap_str tokens = rap_text_index_tokens(indexer, arena, lang, text), token;
    while (rap_str_split(&tokens, ' ', &token)) {
        if (token.length >= SHORTEST_WORD) {
            RAP_PUSH(arena, &told->words, token);
        }
    }
}

static bool is_mark(const rap_mention *mention)
{
    return mention->kind == RAP_MENTION_SYMBOL || mention->kind == RAP_MENTION_SESSION;
}

/* The numbers of a paragraph, found once for all its activities: those of dates, symbols and
 * sessions are none. */
static void read_figures(reader *r, uint32_t block)
{
    const rap_version *version = r->version;
    rap_skipped skipped = {0};
    for (size_t i = rap_mention_from(version, block, 0);
         i < version->mentions.count && version->mentions.items[i].block == block; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        if (mention->kind == RAP_MENTION_DATE || is_mark(mention)) {
            RAP_PUSH(r->arena, &skipped, mention->span);
        }
    }
    r->block = block;
    rap_figure_find(r->arena, version->blocks.items[block].text, rap_lang_is_rtl(version->lang),
                    &skipped, &r->figures);
}

static size_t first_figure(const rap_figures *figures, uint32_t from)
{
    size_t low = 0, high = figures->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (figures->items[middle].span.start < from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Names, marks and figures of the activity's words; what is left between are its words. */
static void read_words(reader *r, telling *told)
{
    rap_arena *arena = r->arena;
    const rap_version *version = r->version;
    rap_evidence quote = told->activity->quote;
    const rap_block *block = &version->blocks.items[quote.block];
    uint32_t at = quote.span.start;
    size_t first = rap_mention_from(version, quote.block, quote.span.start);
    size_t end = rap_mention_from(version, quote.block, quote.span.end);
    for (size_t i = first; i < end; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        bool is_date = mention->kind == RAP_MENTION_DATE;
        if (!is_in(mention->span, quote.span)) {
            continue;
        }
        if (!is_date && mention->entity.length) {
            RAP_PUSH(arena, &told->names, mention->entity);
        }
        if (is_mark(mention) && mention->entity.length) {
            RAP_PUSH(arena, &told->marks, mention->entity);
        }
        if (mention->span.start > at) {
            take_words(arena, r->indexer, version->lang,
                       rap_block_slice(block, (rap_span){at, mention->span.start}), told);
        }
        at = mention->span.end > at ? mention->span.end : at;
    }
    if (quote.span.end > at) {
        take_words(arena, r->indexer, version->lang,
                   rap_block_slice(block, (rap_span){at, quote.span.end}), told);
    }
    if (r->block != quote.block) {
        read_figures(r, quote.block);
    }
    for (size_t k = first_figure(&r->figures, quote.span.start);
         k < r->figures.count && r->figures.items[k].span.start < quote.span.end; k++) {
        if (is_in(r->figures.items[k].span, quote.span)) {
            RAP_PUSH(arena, &told->figures, r->figures.items[k].value);
        }
    }
}

static telling read_telling(reader *r, const rap_activity *activity)
{
    rap_arena *arena = r->arena;
    const rap_version *version = r->version;
    telling told = {.activity = activity,
                    .wording = version->blocks.items[activity->quote.block].text,
                    .name = rap_record_activity_name(arena, version->doc_lang, version->lang,
                                                     activity->para, activity->quote.block,
                                                     activity->quote.span.start)};
    for (size_t i = 0; i < activity->parties.count; i++) {
        RAP_PUSH(arena, &told.parties, activity->parties.items[i].entity);
    }
    for (size_t i = 0; i < activity->places.count; i++) {
        rap_str id = rap_place_find(r->rules, arena, version->lang, activity->places.items[i]);
        RAP_PUSH(arena, &told.places,
                 id.length ? id : rap_text_fold(arena, activity->places.items[i]));
    }
    for (size_t i = 0; i < activity->dates.count; i++) {
        int day = first_day(activity->dates.items[i]);
        told.first_day = !told.first_day || day < told.first_day ? day : told.first_day;
    }
    read_words(r, &told);
    rap_strs_settle(&told.parties);
    rap_strs_settle(&told.places);
    rap_strs_settle(&told.names);
    rap_strs_settle(&told.marks);
    rap_strs_settle(&told.figures);
    rap_strs_settle(&told.words);
    return told;
}

void telling_list(rap_arena *arena, const rap_mention_rules *rules, const rap_version *version,
                  tellings *ret_tellings)
{
    tellings list = {0};
    reader r = {.arena = arena,
                .rules = rules,
                .indexer = rap_text_indexer_new(arena),
                .version = version,
                .block = UINT32_MAX};
    for (size_t i = 0; i < version->activities.count; i++) {
        const rap_activity *activity = &version->activities.items[i];
        if (activity->quote.block < version->blocks.count) {
            RAP_PUSH(arena, &list, read_telling(&r, activity));
        }
    }
    for (size_t i = 0, end; i < list.count; i = end) {
        uint32_t block = list.items[i].activity->quote.block;
        for (end = i; end < list.count && list.items[end].activity->quote.block == block; end++) {
            list.items[end].nth = end - i;
        }
        for (size_t k = i; k < end; k++) {
            list.items[k].of = end - i;
        }
    }
    *ret_tellings = list;
}

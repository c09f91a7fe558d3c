/* One activity told in several languages of a work, or twice in the same words, is one. */
#include "facts.h"

#include <string.h>

typedef RAP_VEC(rap_told *) tellings;

static bool has(const rap_strs *texts, rap_str text)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (rap_str_equal(texts->items[i], text)) {
            return true;
        }
    }
    return false;
}

/* 0 to 4: how much of both facts' parties are the same. */
static int shared_parties(const rap_told *a, const rap_told *b)
{
    size_t common = 0;
    for (size_t i = 0; i < a->parties.count; i++) {
        common += has(&b->parties, a->parties.items[i]);
    }
    size_t all = a->parties.count + b->parties.count - common;
    return all ? (int)(4 * common / all) : 2;
}

/* 6 the same dates, 3 some in common, 0 none told by one of them, -100 different ones. */
static int shared_dates(const rap_told *a, const rap_told *b)
{
    size_t common = 0;
    if (!a->dates.count && !b->dates.count) {
        return 1;
    }
    for (size_t i = 0; i < a->dates.count; i++) {
        for (size_t k = 0; k < b->dates.count; k++) {
            if (rap_period_equal(a->dates.items[i], b->dates.items[k])) {
                common++;
                break;
            }
        }
    }
    if (common && common == a->dates.count && common == b->dates.count) {
        return 6;
    }
    return common ? 3 : a->dates.count && b->dates.count ? -100 : 0;
}

/* How sure it is that both tell the same; versions of a work follow each other closely, so that
 * the place in the text (0 to 1) counts too. */
static int likeness(const rap_told *a, double a_place, const rap_told *b, double b_place)
{
    double apart = a_place > b_place ? a_place - b_place : b_place - a_place;
    int score = shared_dates(a, b) + shared_parties(a, b) + 2 * rap_str_equal(a->type, b->type);
    score += a->places.count == b->places.count && a->places.count;
    return score - (int)(apart * 20);
}

enum { LEAST_LIKENESS = 4 };

static void note_also(rap_story *story, rap_told *kept, const rap_told *gone)
{
    if (kept->source != gone->source || !rap_str_equal(kept->para, gone->para)) {
        RAP_PUSH(story->arena, &kept->also, (rap_also){gone->para, gone->source});
    } else {
        gone->source->used--;
    }
}

/* Beyond this the tables of pairings would not fit the memory of an ordinary machine. */
enum { MOST_PAIRINGS = 25000000 };

/* The best pairing that keeps the order of both: longest common subsequence with weights. */
static void pair_up(rap_story *story, const tellings *kept, const tellings *other, rap_map *gone)
{
    size_t rows = kept->count + 1, columns = other->count + 1;
    if (columns > MOST_PAIRINGS / rows) {
        return;
    }
    int *best = RAP_NEW_ARRAY(story->arena, int, rows *columns);
    int *like = RAP_NEW_ARRAY(story->arena, int, rows *columns);
    for (size_t i = 1; i < rows; i++) {
        for (size_t k = 1; k < columns; k++) {
            int score = likeness(kept->items[i - 1], (double)i / (double)rows, other->items[k - 1],
                                 (double)k / (double)columns);
            int up = best[(i - 1) * columns + k], left = best[i * columns + k - 1];
            int both = score < LEAST_LIKENESS ? -1 : best[(i - 1) * columns + k - 1] + score;
            like[i * columns + k] = both;
            int most = up > left ? up : left;
            best[i * columns + k] = both > most ? both : most;
        }
    }
    for (size_t i = kept->count, k = other->count; i && k;) {
        size_t at = i * columns + k;
        if (like[at] >= 0 && best[at] == like[at]) {
            rap_told *pair = other->items[k - 1];
            note_also(story, kept->items[i - 1], pair);
            rap_map_set(gone, (rap_str){(const char *)&pair->order, sizeof pair->order}, pair);
            i--;
            k--;
        } else if (best[at] == best[at - columns]) {
            i--;
        } else {
            k--;
        }
    }
}

/* The language that a work's activities are told in: the report's, else that with most. */
static rap_lang language_kept(const rap_story *story, rap_str work, size_t counts[RAP_LANG_COUNT])
{
    memset(counts, 0, sizeof(size_t) * RAP_LANG_COUNT);
    for (size_t i = 0; i < story->facts.count; i++) {
        const rap_told *fact = story->facts.items[i];
        counts[fact->lang] += rap_str_equal(fact->source->work, work);
    }
    rap_lang wanted = rap_words_lang(story->words), most = RAP_LANG_NONE;
    for (int lang = 0; lang < RAP_LANG_COUNT; lang++) {
        most = counts[lang] > counts[most] ? (rap_lang)lang : most;
    }
    return counts[wanted] ? wanted : most;
}

static tellings facts_of(const rap_story *story, rap_str work, rap_lang lang)
{
    tellings found = {NULL, 0, 0};
    for (size_t i = 0; i < story->facts.count; i++) {
        rap_told *fact = story->facts.items[i];
        if (fact->lang == lang && rap_str_equal(fact->source->work, work)) {
            RAP_PUSH(story->arena, &found, fact);
        }
    }
    return found;
}

/* The same words of the same dates, added under two names. */
static void drop_copies(rap_story *story, rap_map *gone)
{
    rap_map *seen = rap_map_new(story->arena);
    for (size_t i = 0; i < story->facts.count; i++) {
        rap_told *fact = story->facts.items[i];
        char text[11];
        rap_buf key;
        rap_buf_init(&key, story->arena);
        rap_buf_put(&key, rap_words_fold(story->arena, fact->quote));
        for (size_t k = 0; k < fact->dates.count; k++) {
            rap_buf_format(&key, "|%s", rap_date_text(fact->dates.items[k].start, text));
        }
        rap_told *first = rap_map_find(seen, rap_buf_str(&key));
        if (first) {
            note_also(story, first, fact);
            rap_map_set(gone, (rap_str){(const char *)&fact->order, sizeof fact->order}, fact);
        } else {
            rap_map_set(seen, rap_buf_str(&key), fact);
        }
    }
}

static void compact(rap_story *story, const rap_map *gone)
{
    size_t kept = 0;
    for (size_t i = 0; i < story->facts.count; i++) {
        rap_told *fact = story->facts.items[i];
        if (!rap_map_find(gone, (rap_str){(const char *)&fact->order, sizeof fact->order})) {
            story->facts.items[kept++] = fact;
        }
    }
    story->facts.count = kept;
}

void rap_story_merge(rap_story *story)
{
    rap_map *works = rap_map_new(story->arena), *gone = rap_map_new(story->arena);
    drop_copies(story, gone);
    compact(story, gone);
    gone = rap_map_new(story->arena);
    for (size_t i = 0; i < story->facts.count; i++) {
        rap_map_set(works, story->facts.items[i]->source->work, story->facts.items[i]);
    }
    rap_str work;
    void *unused;
    for (size_t i = 0; rap_map_at(works, i, &work, &unused); i++) {
        size_t counts[RAP_LANG_COUNT];
        rap_lang lang = language_kept(story, work, counts);
        tellings kept = facts_of(story, work, lang);
        for (int other = 0; other < RAP_LANG_COUNT; other++) {
            if (counts[other] && (rap_lang)other != lang) {
                tellings told = facts_of(story, work, (rap_lang)other);
                pair_up(story, &kept, &told, gone);
            }
        }
    }
    compact(story, gone);
}

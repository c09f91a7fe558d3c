/* The words of a text that a search found, for highlighting. The register searches by stems, which
 * the command line does not see: here a word counts as found where it begins like the searched one
 * and only its ending differs. */
#include "layout.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

enum {
    FOLDED = 64, /* code points compared of a word */
    ARABIC_TATWEEL = 0x0640
};

typedef struct {
    UChar32 points[FOLDED];
    size_t count;
    bool any_ending; /* written with '*' */
} folded;

/* One alef, one ya, as the register's own folding has them. */
static UChar32 fold_arabic(UChar32 c)
{
    return c == 0x0671 ? 0x0627 : c == 0x0649 ? 0x064A : c == 0x0629 ? 0x0647 : c;
}

/* Compatibility letters, no case, no marks. */
static void fold(rap_str word, folded *ret_folded)
{
    *ret_folded = (folded){0};
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKDInstance(&status);
    UChar wide[FOLDED * 4], plain[FOLDED * 4];
    int32_t length = 0;
    size_t bytes = word.length < FOLDED * 3 ? word.length : FOLDED * 3;
    u_strFromUTF8WithSub(wide, FOLDED * 4, &length, word.data, (int32_t)bytes, 0xFFFD, NULL,
                         &status);
    length = unorm2_normalize(normalizer, wide, length, plain, FOLDED * 4, &status);
    length = u_strFoldCase(wide, FOLDED * 4, plain, length, U_FOLD_CASE_DEFAULT, &status);
    UChar32 points[FOLDED * 4];
    int32_t count = 0;
    u_strToUTF32(points, FOLDED * 4, &count, wide, length, &status);
    if (U_FAILURE(status)) {
        return;
    }
    for (int32_t i = 0; i < count && ret_folded->count < FOLDED; i++) {
        int8_t type = u_charType(points[i]);
        if (type != U_NON_SPACING_MARK && type != U_FORMAT_CHAR && points[i] != ARABIC_TATWEEL) {
            ret_folded->points[ret_folded->count++] = fold_arabic(points[i]);
        }
    }
}

static bool begins_at(const folded *word, const folded *part, size_t from, size_t count)
{
    if (from + count > word->count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (word->points[from + i] != part->points[i]) {
            return false;
        }
    }
    return true;
}

static bool is_script(const folded *word, UScriptCode script)
{
    UErrorCode status = U_ZERO_ERROR;
    return word->count > 0 && uscript_getScript(word->points[0], &status) == script;
}

/* Particles and the article are written in front of the word, up to four letters; the article of
 * what is sought (two letters) may have merged with one of them. */
static bool matches_arabic(const folded *word, const folded *sought)
{
    enum { IN_FRONT = 4, ARTICLE = 2, STEM = 3 };
    folded bare = *sought;
    bare.count = sought->count >= ARTICLE + STEM ? sought->count - ARTICLE : 0;
    memmove(bare.points, sought->points + ARTICLE, bare.count * sizeof *bare.points);
    for (size_t from = 0; from < IN_FRONT; from++) {
        if (begins_at(word, sought, from, sought->count) ||
            (bare.count && from + bare.count == word->count &&
             begins_at(word, &bare, from, bare.count))) {
            return true;
        }
    }
    return false;
}

static bool matches(const folded *word, const folded *sought)
{
    if (sought->count == 0) {
        return false;
    }
    if (is_script(sought, USCRIPT_ARABIC)) {
        return matches_arabic(word, sought);
    }
    size_t same = sought->count;
    if (!sought->any_ending &&
        same > 4) { /* the ending of both may differ, three letters at most */
        same = same - 3 > 4 ? same - 3 : 4;
    }
    if (!begins_at(word, sought, 0, same)) {
        return false;
    }
    if (sought->any_ending) {
        return true;
    }
    return sought->count <= 4 ? word->count <= sought->count + 1 : word->count <= sought->count + 3;
}

/* -- words and runs of Han ----------------------------------------------------------------------
 */

typedef struct {
    rap_arena *arena;
    RAP_VEC(folded) words; /* what is sought */
    rap_strs han;          /* runs of Han among it */
} sought;

/* Calls visit with each word, and each run of Han as a whole: the register finds Han by characters,
 * whatever the words are. */
static void each_word(rap_str text, void (*visit)(void *user, rap_str text, layout_hit at),
                      void *user)
{
    UErrorCode status = U_ZERO_ERROR;
    UText source = UTEXT_INITIALIZER;
    utext_openUTF8(&source, text.data, (int64_t)text.length, &status);
    UBreakIterator *breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    ubrk_setUText(breaks, &source, &status);
    int32_t start = 0, end;
    while (U_SUCCESS(status) && (end = ubrk_next(breaks)) != UBRK_DONE) {
        int32_t kind = ubrk_getRuleStatus(breaks);
        if (kind >= UBRK_WORD_NUMBER && kind < UBRK_WORD_KANA) {
            visit(user, text, (layout_hit){(size_t)start, (size_t)end});
        }
        start = end;
    }
    ubrk_close(breaks);
    utext_close(&source);
}

static bool is_han(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == USCRIPT_HAN;
}

static void each_han(rap_arena *arena, rap_str text, rap_strs *ret_runs)
{
    for (size_t at = 0, start = SIZE_MAX; at <= text.length;) {
        size_t here = at;
        bool han = at < text.length && is_han((UChar32)rap_utf8_next(text, &at));
        if (han && start == SIZE_MAX) {
            start = here;
        } else if (!han && start != SIZE_MAX) {
            RAP_PUSH(arena, ret_runs, rap_str_slice(text, start, here));
            start = SIZE_MAX;
        }
        if (here == text.length) {
            break;
        }
    }
}

static void seek(void *user, rap_str text, layout_hit at)
{
    sought *all = user;
    folded word;
    fold(rap_str_slice(text, at.start, at.end), &word);
    word.any_ending = at.end < text.length && text.data[at.end] == '*';
    RAP_PUSH(all->arena, &all->words, word);
}

typedef struct {
    const sought *all;
    layout_hits *hits;
} finder;

static void find_word(void *user, rap_str text, layout_hit at)
{
    finder *f = user;
    folded word;
    fold(rap_str_slice(text, at.start, at.end), &word);
    for (size_t i = 0; i < f->all->words.count; i++) {
        if (matches(&word, &f->all->words.items[i])) {
            RAP_PUSH(f->all->arena, f->hits, at);
            return;
        }
    }
}

static void find_all(rap_arena *arena, rap_str text, rap_str part, layout_hits *hits)
{
    for (size_t at = 0; (at = rap_str_find(text, part, at)) != SIZE_MAX; at += part.length) {
        RAP_PUSH(arena, hits, (layout_hit){at, at + part.length});
    }
}

static void find_han(rap_arena *arena, rap_str text, rap_str run, layout_hits *hits)
{
    size_t before = hits->count;
    find_all(arena, text, run, hits);
    if (hits->count > before) {
        return;
    }
    for (size_t at = 0; at < run.length;) { /* not side by side here: its pairs of characters */
        size_t next = at;
        rap_utf8_next(run, &next);
        size_t end = next;
        if (end < run.length) {
            rap_utf8_next(run, &end);
            find_all(arena, text, rap_str_slice(run, at, end), hits);
        }
        at = next;
    }
}

static int by_start(const void *a, const void *b)
{
    const layout_hit *x = a, *y = b;
    return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
                                : (x->end > y->end) - (x->end < y->end);
}

void layout_find_hits(rap_arena *arena, rap_str text, rap_str words, layout_hits *ret_hits)
{
    sought all = {.arena = arena};
    each_word(words, seek, &all);
    each_han(arena, words, &all.han);
    layout_hits found = {0};
    finder f = {&all, &found};
    each_word(text, find_word, &f);
    for (size_t i = 0; i < all.han.count; i++) {
        find_han(arena, text, all.han.items[i], &found);
    }
    *ret_hits = (layout_hits){0};
    if (found.count) {
        qsort(found.items, found.count, sizeof *found.items, by_start);
    }
    for (size_t i = 0; i < found.count; i++) { /* one where they overlap */
        layout_hit *last = ret_hits->count ? &ret_hits->items[ret_hits->count - 1] : NULL;
        if (last && found.items[i].start <= last->end) {
            last->end = found.items[i].end > last->end ? found.items[i].end : last->end;
        } else {
            RAP_PUSH(arena, ret_hits, found.items[i]);
        }
    }
}

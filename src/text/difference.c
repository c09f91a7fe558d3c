#include "text/difference.h"

#include "text/text.h"

#include <string.h>

enum { SEVERAL = 2 /* words changed on both sides of a word that was kept by chance */ };

typedef struct {
    uint32_t start, end, next; /* next: where the following word starts */
} word;

typedef RAP_VEC(word) words;

const char *rap_difference_name(rap_difference_kind kind)
{
    static const char *const names[] = {"kept", "dropped", "added"};
    return names[kind];
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static uint32_t code_point(rap_str text, size_t at, size_t *ret_length)
{
    unsigned char lead = (unsigned char)text.data[at];
    size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint32_t c = length == 1 ? lead : lead & (0x7FU >> length);
    length = length <= text.length - at ? length : text.length - at;
    for (size_t i = 1; i < length; i++) {
        c = c << 6 | ((unsigned char)text.data[at + i] & 0x3FU);
    }
    *ret_length = length;
    return c;
}

/* Letters and digits of one script run together; everything else stands alone. */
static bool runs_on(uint32_t c)
{
    bool is_figure = c >= '0' && c <= '9';
    return is_figure || (rap_text_is_word_letter(c) && rap_text_script_of(c) != RAP_SCRIPT_HAN);
}

/* A hyphen or an apostrophe between two letters belongs to the word. */
static bool joins(rap_str text, size_t at, size_t length)
{
    size_t next;
    bool is_apostrophe =
        length == 3 && (memcmp(text.data + at, "\xE2\x80\x99", 3) == 0 || /* right single quote */
                        memcmp(text.data + at, "\xE2\x80\x91", 3) == 0);  /* no-break hyphen */
    return (text.data[at] == '-' || text.data[at] == '\'' || is_apostrophe) &&
           at + length < text.length && runs_on(code_point(text, at + length, &next));
}

static void split(rap_arena *arena, rap_str text, words *ret_words)
{
    *ret_words = (words){0};
    for (size_t at = 0, length; at < text.length;) {
        size_t start = at;
        bool goes_on = true;
        while (at < text.length && goes_on && !is_space(text.data[at])) {
            uint32_t c = code_point(text, at, &length);
            goes_on = runs_on(c) || (at > start && joins(text, at, length));
            at += goes_on || at == start ? length : 0;
        }
        size_t end = at;
        while (at < text.length && is_space(text.data[at])) {
            at++;
        }
        word found = {(uint32_t)start, (uint32_t)end, (uint32_t)at};
        RAP_PUSH(arena, ret_words, found);
    }
}

typedef struct {
    rap_str text[2];
    words list[2];
    bool *is_common[2];
} sides;

static bool equal(const sides *s, int x, int y)
{
    const word *a = &s->list[0].items[x], *b = &s->list[1].items[y];
    uint32_t length = a->end - a->start;
    return length == b->end - b->start &&
           memcmp(s->text[0].data + a->start, s->text[1].data + b->start, length) == 0;
}

/* The furthest points that `d` changes reach, of each diagonal from -d to d in steps of 2: rows[d].
 */
typedef struct {
    int **rows;
    int n, m, low; /* words between what both begin and end with; where these begin */
} course;

static int reach(const course *c, int d, int k)
{
    return c->rows[d][(k + d) / 2];
}

/* Where a path of d changes comes to diagonal k from: true where a word of `b` was added. */
static bool comes_down(const course *c, int d, int k)
{
    return k == -d || (k != d && reach(c, d - 1, k - 1) < reach(c, d - 1, k + 1));
}

/* The number of changes, or -1 where there are more than RAP_DIFFERENCE_MOST. */
static int explore(rap_arena *arena, const sides *s, course *c)
{
    for (int d = 0; d <= c->n + c->m && d <= RAP_DIFFERENCE_MOST; d++) {
        c->rows[d] = RAP_NEW_ARRAY(arena, int, (size_t)d + 1);
        for (int k = -d; k <= d; k += 2) {
            int x = 0;
            if (d) {
                x = comes_down(c, d, k) ? reach(c, d - 1, k + 1) : reach(c, d - 1, k - 1) + 1;
            }
            while (x < c->n && x - k >= 0 && x - k < c->m && equal(s, c->low + x, c->low + x - k)) {
                x++;
            }
            c->rows[d][(k + d) / 2] = x;
            if (x >= c->n && x - k >= c->m) {
                return d;
            }
        }
    }
    return -1;
}

/* Goes back along the way of `d` changes and marks the words that were kept. */
static void mark(const sides *s, const course *c, int d)
{
    int x = c->n, y = c->m;
    for (; d >= 0; d--) {
        int k = x - y;
        bool is_down = d && comes_down(c, d, k);
        int from = !d ? 0 : is_down ? reach(c, d - 1, k + 1) : reach(c, d - 1, k - 1);
        int begins = d && !is_down ? from + 1 : from; /* where the run of kept words begins */
        for (; x > begins; x--, y--) {
            s->is_common[0][c->low + x - 1] = s->is_common[1][c->low + y - 1] = true;
        }
        x = from;
        y = d ? from - (is_down ? k + 1 : k - 1) : 0;
    }
}

static void find_common(rap_arena *arena, const sides *s)
{
    size_t a = s->list[0].count, b = s->list[1].count, low = 0;
    while (low < a && low < b && equal(s, (int)low, (int)low)) {
        s->is_common[0][low] = s->is_common[1][low] = true;
        low++;
    }
    while (a > low && b > low && equal(s, (int)a - 1, (int)b - 1)) {
        s->is_common[0][--a] = s->is_common[1][--b] = true;
    }
    course c = {RAP_NEW_ARRAY(arena, int *, RAP_DIFFERENCE_MOST + 1), (int)(a - low),
                (int)(b - low), (int)low};
    int d = explore(arena, s, &c);
    if (d >= 0) {
        mark(s, &c, d);
    }
}

/* Words up to the next that is common, or that is not. */
static size_t run_of(const sides *s, int side, size_t from, bool is_common)
{
    size_t at = from;
    while (at < s->list[side].count && s->is_common[side][at] == is_common) {
        at++;
    }
    return at - from;
}

/* Words that both sides keep in a row: a change of one side ends the row of both. */
static size_t kept_from(const sides *s, size_t x, size_t y)
{
    size_t a = run_of(s, 0, x, true), b = run_of(s, 1, y, true);
    return a < b ? a : b;
}

/* Takes back single words that were kept between changes of several words. */
static void drop_chances(const sides *s)
{
    size_t x = 0, y = 0, before = 0;
    while (x < s->list[0].count || y < s->list[1].count) {
        size_t dropped = run_of(s, 0, x, false), added = run_of(s, 1, y, false);
        x += dropped;
        y += added;
        before += dropped + added;
        size_t kept = kept_from(s, x, y);
        size_t after = run_of(s, 0, x + kept, false) + run_of(s, 1, y + kept, false);
        if (kept == 1 && before >= SEVERAL && after >= SEVERAL) {
            s->is_common[0][x] = s->is_common[1][y] = false;
        } else if (kept) {
            before = 0;
        }
        x += kept;
        y += kept;
    }
}

static rap_span span_of(const words *list, size_t from, size_t count)
{
    if (!count) {
        uint32_t at = from < list->count ? list->items[from].start
                      : list->count      ? list->items[list->count - 1].next
                                         : 0;
        return (rap_span){at, at};
    }
    return (rap_span){list->items[from].start, list->items[from + count - 1].next};
}

static void push(rap_arena *arena, rap_differences *list, rap_difference_kind kind, rap_span a,
                 rap_span b)
{
    rap_difference found = {kind, a, b};
    RAP_PUSH(arena, list, found);
}

void rap_text_difference(rap_arena *arena, rap_str a, rap_str b, rap_differences *ret_differences)
{
    sides s = {.text = {a, b}};
    rap_differences list = {0};
    for (int i = 0; i < 2; i++) {
        split(arena, s.text[i], &s.list[i]);
        s.is_common[i] = RAP_NEW_ARRAY(arena, bool, s.list[i].count + 1);
    }
    find_common(arena, &s);
    drop_chances(&s);
    for (size_t x = 0, y = 0; x < s.list[0].count || y < s.list[1].count;) {
        size_t dropped = run_of(&s, 0, x, false), added = run_of(&s, 1, y, false);
        if (dropped) {
            push(arena, &list, RAP_DIFFERENCE_DROPPED, span_of(&s.list[0], x, dropped),
                 span_of(&s.list[1], y, 0));
        }
        if (added) {
            push(arena, &list, RAP_DIFFERENCE_ADDED, span_of(&s.list[0], x + dropped, 0),
                 span_of(&s.list[1], y, added));
        }
        x += dropped;
        y += added;
        size_t kept = kept_from(&s, x, y);
        if (kept) {
            push(arena, &list, RAP_DIFFERENCE_KEPT, span_of(&s.list[0], x, kept),
                 span_of(&s.list[1], y, kept));
        }
        x += kept;
        y += kept;
    }
    *ret_differences = list;
}

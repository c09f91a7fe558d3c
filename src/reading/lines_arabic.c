/* Arabic as some PDF producers leave it: the letters of lam-alef inverted, or its lam lost, or each
 * line in the order in which it is seen. All three are known by what no Arabic word has: two alefs
 * at its beginning, or a letter there that only ends words. */
#include "lines.h"

#include <unicode/uchar.h>

#define ENOUGH 3 /* fewer such words may be slips of the author */

enum { ALEF = 0x627, LAM = 0x644, TEH_MARBUTA = 0x629, ALEF_MAKSURA = 0x649, CONJUNCTION = 0x648 };

typedef struct {
    rap_arena *arena;
    rap_str text;
    size_t inverted, lost, right; /* articles before an alef, as they should not and should be */
    size_t heads, tails;          /* words with a letter that ends words at either end */
    size_t first;                 /* line of the first inverted or lost one; 0: none */
} arabic_text;

static uint32_t at_or_none(rap_str text, size_t *at)
{
    return *at < text.length ? rap_utf8_next(text, at) : 0;
}

static bool is_alef(uint32_t c)
{
    return c == ALEF || (c >= 0x622 && c <= 0x625 && c != 0x624);
}

static bool is_arabic(uint32_t c)
{
    return (c >= 0x620 && c <= 0x64A) || (c >= 0xFE70 && c <= 0xFEFC);
}

/* Conjunctions and prepositions of one letter that are written before the article. */
static bool is_prefix(uint32_t c)
{
    return c == 0x648 || c == 0x641 || c == 0x628 || c == 0x643;
}

static bool ends_words(uint32_t c)
{
    return c == TEH_MARBUTA || c == ALEF_MAKSURA || c == 0xFE93 || c == 0xFE94 || c == 0xFEEF ||
           c == 0xFEF0;
}

typedef enum { ARTICLE_NONE, ARTICLE_RIGHT, ARTICLE_INVERTED, ARTICLE_LOST } article_kind;

/* The article before an alef at the beginning of a word; *ret_at is the byte behind its alef, or,
 * where the preposition lam takes that one's place, behind the lam. */
static article_kind read_article(rap_str text, size_t at, size_t *ret_at)
{
    uint32_t c = at_or_none(text, &at);
    for (int i = 0; i < 2 && is_prefix(c); i++) {
        c = at_or_none(text, &at);
    }
    if (c != ALEF && c != LAM) {
        return ARTICLE_NONE;
    }
    *ret_at = at;
    uint32_t second = at_or_none(text, &at), third = at_or_none(text, &at);
    if (second == LAM && is_alef(third)) {
        return ARTICLE_RIGHT;
    }
    if (!is_alef(second)) {
        return ARTICLE_NONE;
    }
    if (third == LAM) {
        return ARTICLE_INVERTED;
    }
    return c == ALEF && is_arabic(third) ? ARTICLE_LOST : ARTICLE_NONE;
}

/* The article as a whole word, also behind a conjunction: it stands never alone, so that it is a
 * negation inverted. *ret_at is the byte of its alef. */
static bool is_bare_article(rap_str text, size_t at, size_t *ret_at)
{
    *ret_at = at;
    uint32_t c = at_or_none(text, &at);
    if (c == CONJUNCTION) {
        *ret_at = at;
        c = at_or_none(text, &at);
    }
    uint32_t second = at_or_none(text, &at);
    return c == ALEF && second == LAM && !is_arabic(at_or_none(text, &at));
}

static void count_words(arabic_text *a)
{
    size_t line = 1, article;
    uint32_t before = ' ';
    for (size_t at = 0; at < a->text.length;) {
        size_t start = at;
        uint32_t c = rap_utf8_next(a->text, &at);
        if (is_arabic(c) && !is_arabic(before)) {
            article_kind kind = read_article(a->text, start, &article);
            /* with a lam before, the alef may be the one of another word: it is no evidence */
            bool sure = kind != ARTICLE_INVERTED || a->text.data[article - 1] == '\xA7';
            a->right += kind == ARTICLE_RIGHT;
            a->inverted += kind == ARTICLE_INVERTED && sure;
            a->lost += kind == ARTICLE_LOST;
            a->first = !a->first && kind >= ARTICLE_INVERTED && sure ? line : a->first;
            a->heads += ends_words(c);
        }
        a->tails += ends_words(before) && !is_arabic(c);
        line += c == '\n';
        before = c >= 0x64B && c <= 0x65F ? before : c; /* vowel signs are no letters */
    }
}

/* Puts lam and alef of articles in order, or the lam where it was lost; returns how many. */
static size_t mend_articles(arabic_text *a, article_kind bad)
{
    rap_buf buf;
    rap_buf_init(&buf, a->arena);
    uint32_t before = ' ';
    size_t count = 0;
    for (size_t at = 0; at < a->text.length;) {
        size_t start = at, article;
        uint32_t c = rap_utf8_next(a->text, &at);
        bool head = is_arabic(c) && !is_arabic(before);
        article_kind kind = head ? read_article(a->text, start, &article) : ARTICLE_NONE;
        /* where lams are lost, one behind the alef is the word's own */
        if (kind == bad || (kind == ARTICLE_INVERTED && bad == ARTICLE_LOST)) {
            count++;
            rap_buf_put(&buf, rap_str_slice(a->text, start, article));
            at = article;
            c = rap_utf8_next(a->text, &at);
            rap_buf_put_code_point(&buf, LAM);
            if (bad == ARTICLE_INVERTED) {
                rap_utf8_next(a->text, &at);
            }
        } else if (head && bad == ARTICLE_INVERTED && is_bare_article(a->text, start, &article)) {
            count++;
            rap_buf_put(&buf, rap_str_slice(a->text, start, article));
            rap_buf_put_code_point(&buf, LAM);
            c = ALEF;
            at = article + 4; /* bytes of both letters */
        }
        rap_buf_put_code_point(&buf, c);
        before = c;
    }
    a->text = rap_buf_str(&buf);
    return count;
}

/* Letters and figures that run from left to right within Arabic too. */
static bool runs_right(uint32_t c)
{
    return u_isdigit((UChar32)c) || (u_isalpha((UChar32)c) && !is_arabic(c));
}

static bool joins_run(uint32_t c)
{
    return c == '.' || c == ',' || c == '/' || c == '-' || c == ':';
}

/* Where the run from left to right that ends before byte `end` begins. */
static size_t run_begin(rap_str line, size_t end)
{
    size_t begin = end;
    for (size_t at = end; at;) {
        uint32_t c = rap_utf8_previous(line, &at);
        if (runs_right(c)) {
            begin = at;
        } else if (!joins_run(c)) {
            break;
        }
    }
    return begin;
}

static void put_reversed(rap_buf *buf, rap_str line)
{
    for (size_t end = line.length; end;) {
        size_t at = end;
        uint32_t c = rap_utf8_previous(line, &at);
        if (runs_right(c)) {
            at = run_begin(line, end);
            rap_buf_put(buf, rap_str_slice(line, at, end));
        } else {
            rap_buf_put_code_point(buf, (uint32_t)u_charMirror((UChar32)c));
        }
        end = at;
    }
}

static bool has_arabic(rap_str line)
{
    for (size_t at = 0; at < line.length;) {
        if (is_arabic(rap_utf8_next(line, &at))) {
            return true;
        }
    }
    return false;
}

static void reverse_lines(arabic_text *a)
{
    rap_buf buf;
    rap_buf_init(&buf, a->arena);
    for (size_t at = 0; at < a->text.length; at++) {
        size_t end = at;
        while (end < a->text.length && a->text.data[end] != '\n' && a->text.data[end] != '\r' &&
               a->text.data[end] != '\f') {
            end++;
        }
        rap_str line = rap_str_slice(a->text, at, end);
        if (has_arabic(line)) {
            put_reversed(&buf, line);
        } else {
            rap_buf_put(&buf, line);
        }
        if (end < a->text.length) {
            rap_buf_put_byte(&buf, a->text.data[end]);
        }
        at = end;
    }
    a->text = rap_buf_str(&buf);
}

rap_str rap_lines_arabic(rap_source *source, rap_str text)
{
    arabic_text a = {.arena = source->arena, .text = text};
    count_words(&a);
    if (a.heads >= ENOUGH && a.heads > a.tails * 2) {
        reverse_lines(&a);
        rap_warn(a.arena, &source->warnings, "visual-order", -1,
                 "the Arabic lines stand in the order of sight (%zu words begin with a letter that "
                 "ends words); they were turned round: compare them with the original",
                 a.heads);
        return a.text;
    }
    if (a.inverted >= ENOUGH && a.inverted > a.right && a.inverted >= a.lost) {
        size_t count = mend_articles(&a, ARTICLE_INVERTED);
        rap_warn(a.arena, &source->warnings, "lam-alef", -1,
                 "lam and alef are inverted, first in line %zu; %zu at the beginning of words were "
                 "put right, those within words were not",
                 a.first, count);
    } else if (a.lost >= ENOUGH && a.lost > a.right) {
        size_t count = mend_articles(&a, ARTICLE_LOST);
        rap_warn(a.arena, &source->warnings, "lam-alef", -1,
                 "the lam before alef is lost, first in line %zu; it was put back in %zu articles, "
                 "not within words",
                 a.first, count);
    }
    return a.text;
}

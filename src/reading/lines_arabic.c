/* Arabic as some PDF producers leave it: the letters of lam-alef inverted, or its lam lost, or each
 * line in the order in which it is seen, or figures written onto words. The first three are known
 * by what no Arabic word has: two alefs at its beginning, or a letter there that only ends words;
 * within words, lam-alef is put right where data/ar/lam-alef.tsv knows the word. */
#include "lines.h"

#include "base/data.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#define ENOUGH 3  /* fewer such words may be slips of the author */
#define RARELY 10 /* one word in so many that is spoilt is no chance any more */

enum { ALEF = 0x627, LAM = 0x644, TEH_MARBUTA = 0x629, ALEF_MAKSURA = 0x649, CONJUNCTION = 0x648 };

typedef struct {
    rap_arena *arena;
    rap_str text;
    size_t inverted, lost, right; /* articles before an alef, as they should not and should be */
    size_t heads, tails;          /* words with a letter that ends words at either end */
    size_t first;                 /* line of the first inverted or lost one; 0: none */
    size_t bare, first_bare;      /* articles that stand alone, and the line of the first */
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

/* The article, or its alef alone, as a whole word, also behind a conjunction: neither stands alone,
 * so that it is a negation spoilt, or letters behind it are missing. *ret_at is the byte of its
 * alef. */
static bool is_bare_article(rap_str text, size_t at, bool has_lam, size_t *ret_at)
{
    *ret_at = at;
    uint32_t c = at_or_none(text, &at);
    if (c == CONJUNCTION) {
        *ret_at = at;
        c = at_or_none(text, &at);
    }
    return c == ALEF && (!has_lam || at_or_none(text, &at) == LAM) &&
           !is_arabic(at_or_none(text, &at));
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
            if (is_bare_article(a->text, start, true, &article) ||
                is_bare_article(a->text, start, false, &article)) {
                a->first_bare = a->bare++ ? a->first_bare : line;
            }
        }
        a->tails += ends_words(before) && !is_arabic(c);
        line += c == '\n';
        before = c >= 0x64B && c <= 0x65F ? before : c; /* vowel signs are no letters */
    }
}

/* Whether the article at a word's beginning is `bad`. Where most are right, an alef behind a lam
 * may be the one of another word ("to Germany"). */
static bool is_bad(const arabic_text *a, article_kind kind, article_kind bad, size_t article)
{
    if (kind == ARTICLE_INVERTED && a->right > a->inverted &&
        (article < 2 || memcmp(a->text.data + article - 2, "\xD8\xA7", 2) != 0)) {
        return false;
    }
    /* where lams are lost, one behind the alef is the word's own */
    return kind == bad || (kind == ARTICLE_INVERTED && bad == ARTICLE_LOST);
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
        if (head && is_bad(a, kind, bad, article)) {
            count++;
            rap_buf_put(&buf, rap_str_slice(a->text, start, article));
            at = article;
            c = rap_utf8_next(a->text, &at);
            rap_buf_put_code_point(&buf, LAM);
            if (bad == ARTICLE_INVERTED) {
                rap_utf8_next(a->text, &at);
            }
        } else if (head && is_bare_article(a->text, start, bad == ARTICLE_INVERTED, &article)) {
            count++;
            rap_buf_put(&buf, rap_str_slice(a->text, start, article));
            rap_buf_put_code_point(&buf, LAM);
            c = ALEF;
            at = article + (bad == ARTICLE_INVERTED ? 4 : 2); /* bytes of the letters */
        }
        rap_buf_put_code_point(&buf, c);
        before = c;
    }
    a->text = rap_buf_str(&buf);
    return count;
}

/* -- within words ------------------------------------------------------------------------------ */

/* What stands behind `key` and a tab in a line of `rows`, which are sorted by their bytes. */
static rap_str find_row(rap_str rows, rap_str key)
{
    size_t low = 0, high = rows.length;
    while (low < high) {
        size_t start = low + (high - low) / 2;
        while (start > low && rows.data[start - 1] != '\n') {
            start--;
        }
        const char *tab = memchr(rows.data + start, '\t', rows.length - start);
        const char *end = memchr(rows.data + start, '\n', rows.length - start);
        if (!tab || !end) {
            break;
        }
        rap_str word = {rows.data + start, (size_t)(tab - rows.data) - start};
        int order = rap_str_compare(key, word);
        if (order == 0) {
            return (rap_str){tab + 1, (size_t)(end - tab) - 1};
        } else if (order < 0) {
            high = start;
        } else {
            low = (size_t)(end - rows.data) + 1;
        }
    }
    return RAP_STR_NONE;
}

/* The rows of the table of words, behind its heading. */
static rap_str spoilt_words(void)
{
    rap_str table = rap_data_find("ar/lam-alef.tsv");
    size_t at = 0;
    while (at < table.length) {
        const char *end = memchr(table.data + at, '\n', table.length - at);
        bool is_heading = table.data[at] != '#';
        at = end ? (size_t)(end - table.data) + 1 : table.length;
        if (is_heading) {
            break;
        }
    }
    return rap_str_slice(table, at, table.length);
}

/* The word that `word` should be; *ret_at is where it begins behind what is written onto it:
 * conjunction, preposition, article. Empty: none is known. */
static rap_str right_word(rap_str rows, rap_str word, size_t *ret_at)
{
    enum { LETTER = 2, ARTICLE = 4 }; /* bytes */
    size_t at = 0;
    for (int i = 0; i < 3 && word.length > at; i++) {
        rap_str rest = rap_str_slice(word, at, word.length), found = find_row(rows, rest);
        bool has_article = rap_str_starts(rest, RAP_STR("\xD8\xA7\xD9\x84"));
        if (!found.length && has_article && rest.length > ARTICLE) {
            at += ARTICLE;
            found = find_row(rows, rap_str_slice(word, at, word.length));
        }
        if (found.length) {
            *ret_at = at;
            return found;
        }
        size_t next = 0;
        if (has_article || !is_prefix(rap_utf8_next(rest, &next)) || next != LETTER) {
            break;
        }
        at += LETTER;
    }
    return RAP_STR_NONE;
}

/* Whether lam-alef stands behind the first letter of a word. */
static bool has_lam_alef(rap_str word)
{
    uint32_t before = 0;
    for (size_t at = 0; at < word.length;) {
        uint32_t c = rap_utf8_next(word, &at);
        if (before == LAM && is_alef(c)) {
            return true;
        }
        before = c;
    }
    return false;
}

typedef struct {
    size_t mended, right, first; /* words; the line of the first that was mended */
} word_counts;

/* The text with lam-alef put right in the words that are known. */
static rap_str mend_words(const arabic_text *a, word_counts *ret_counts)
{
    rap_str rows = spoilt_words();
    rap_buf buf;
    rap_buf_init(&buf, a->arena);
    size_t line = 1;
    for (size_t at = 0; at < a->text.length;) {
        size_t start = at, end = at, begin;
        uint32_t c = rap_utf8_next(a->text, &at);
        while (c >= 0x621 && c <= 0x64A) {
            end = at;
            c = at_or_none(a->text, &at);
        }
        if (end == start) {
            line += c == '\n';
            rap_buf_put(&buf, rap_str_slice(a->text, start, at));
            continue;
        }
        at = end;
        rap_str word = rap_str_slice(a->text, start, end);
        rap_str right = right_word(rows, word, &begin);
        if (right.length) {
            ret_counts->first = ret_counts->mended++ ? ret_counts->first : line;
            rap_buf_put(&buf, rap_str_slice(word, 0, begin));
            rap_buf_put(&buf, right);
        } else {
            ret_counts->right += has_lam_alef(word);
            rap_buf_put(&buf, word);
        }
    }
    return rap_buf_str(&buf);
}

/* -- figures ----------------------------------------------------------------------------------- */

/* Where a space is missing between a word of several letters and a figure. */
static bool is_glued(rap_str text, size_t at, uint32_t before, uint32_t now)
{
    if (u_isdigit((UChar32)before)) {
        size_t next = at;
        return now >= 0x621 && now <= 0x64A && rap_utf8_next(text, &next) &&
               is_arabic(at_or_none(text, &next));
    }
    size_t back = at;
    return u_isdigit((UChar32)now) && is_arabic(before) && rap_utf8_previous(text, &back) && back &&
           is_arabic(rap_utf8_previous(text, &back));
}

/* Parts words and figures where figures often stand right before a word, which no mark of a note
 * does; *ret_line is the line of the first. Returns how many were parted. */
static size_t part_figures(arabic_text *a, size_t *ret_line)
{
    rap_buf buf;
    rap_buf_init(&buf, a->arena);
    size_t count = 0, sure = 0, line = 1;
    uint32_t before = ' ';
    for (size_t at = 0; at < a->text.length;) {
        size_t start = at;
        uint32_t c = rap_utf8_next(a->text, &at);
        if (is_glued(a->text, start, before, c)) {
            *ret_line = count++ ? *ret_line : line;
            sure += u_isdigit((UChar32)before) != 0;
            rap_buf_put_byte(&buf, ' ');
        }
        rap_buf_put_code_point(&buf, c);
        line += c == '\n';
        before = c;
    }
    if (sure < ENOUGH) {
        return 0;
    }
    a->text = rap_buf_str(&buf);
    return count;
}

/* -- the order of letters ---------------------------------------------------------------------- */

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

/* The text with letters as they are, where some stand in the form that they take on paper. */
static rap_str without_forms(rap_arena *arena, rap_str text)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
    rap_buf buf;
    rap_buf_init(&buf, arena);
    size_t put = 0;
    for (size_t at = 0; at < text.length && U_SUCCESS(status);) {
        size_t start = at;
        uint32_t c = rap_utf8_next(text, &at);
        UChar letters[4];
        if (c < 0xFE80 || c > 0xFEFC) {
            continue;
        }
        int32_t count = unorm2_getDecomposition(nfkc, (UChar32)c, letters, 4, &status);
        rap_buf_put(&buf, rap_str_slice(text, put, start));
        for (int32_t i = 0; i < count && U_SUCCESS(status); i++) {
            UChar32 letter = letters[i];
            UChar32 pair = i + 1 < count ? unorm2_composePair(nfkc, letter, letters[i + 1]) : -1;
            i += pair >= 0; /* a hamza goes with its alef */
            rap_buf_put_code_point(&buf, (uint32_t)(pair >= 0 ? pair : letter));
        }
        put = at;
    }
    if (!put || U_FAILURE(status)) {
        return text;
    }
    rap_buf_put(&buf, rap_str_slice(text, put, text.length));
    return rap_buf_str(&buf);
}

/* Puts lam-alef right, in articles and within words, where it is spoilt too often for chance. */
static void mend_lam_alef(rap_source *source, arabic_text *a)
{
    size_t articles = 0;
    bool is_inverted = a->inverted >= a->lost;
    size_t bad = is_inverted ? a->inverted : a->lost;
    if (bad >= ENOUGH && bad * RARELY > a->right) {
        articles = mend_articles(a, is_inverted ? ARTICLE_INVERTED : ARTICLE_LOST);
    }
    word_counts words = {0};
    rap_str mended = mend_words(a, &words);
    bool is_sure =
        articles ? words.mended > 0 : words.mended >= ENOUGH && words.mended * RARELY > words.right;
    if (is_sure) {
        a->text = mended;
    }
    if (a->bare >= ENOUGH && a->inverted < ENOUGH && a->lost < ENOUGH) {
        rap_warn(a->arena, &source->warnings, "lam-alef-missing", -1,
                 "an article or its alef stands alone in %zu places, first in line %zu: letters "
                 "behind it are "
                 "missing, and were not put back",
                 a->bare, a->first_bare);
    }
    if (!articles && !is_sure) {
        return;
    }
    size_t first = articles && (!is_sure || a->first < words.first) ? a->first : words.first;
    rap_warn(a->arena, &source->warnings, "lam-alef", -1,
             "lam-alef is %s, first in line %zu; %zu articles and %zu other words were put right, "
             "not those that are not known: compare them with the original",
             bad && !is_inverted ? "without its lam" : "inverted or without its lam", first,
             articles, is_sure ? words.mended : 0);
}

/* Alef maksura ends words. Where a fount draws the last letters of a word over each other, they may
 * be told in the order of their left edges, with it before the last one. Their places in the file
 * stay. */
static rap_str put_maksura_last(rap_source *source, rap_str text)
{
    enum { LETTER = 2 }; /* bytes */
    RAP_VEC(size_t) found = {0};
    uint32_t before = 0, last = 0;
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        uint32_t c = rap_utf8_next(text, &at);
        if (last == ALEF_MAKSURA && is_arabic(before) && c >= 0x620 && c <= 0x64A) {
            size_t next = at;
            uint32_t behind = at_or_none(text, &next);
            if (!is_arabic(behind) && !u_isalpha((UChar32)behind)) {
                RAP_PUSH(source->arena, &found, start - LETTER);
            }
        }
        before = last;
        last = c;
    }
    if (found.count < ENOUGH) {
        return text;
    }
    char *mended = rap_arena_copy(source->arena, text.data, text.length);
    for (size_t i = 0; i < found.count; i++) {
        char *pair = mended + found.items[i], kept[LETTER];
        memcpy(kept, pair, LETTER);
        memmove(pair, pair + LETTER, LETTER);
        memcpy(pair + LETTER, kept, LETTER);
    }
    rap_warn(source->arena, &source->warnings, "maksura", -1,
             "an alef maksura stood before the last letter of %zu words, which it ends; it was put "
             "there",
             found.count);
    return (rap_str){mended, text.length};
}

static rap_str put_right(rap_source *source, rap_str text)
{
    arabic_text a = {.arena = source->arena, .text = without_forms(source->arena, text)};
    count_words(&a);
    if (a.heads + a.tails + a.right + a.lost + a.inverted == 0) {
        return text;
    }
    if (a.heads >= ENOUGH && a.heads > a.tails * 2) {
        a.text = text; /* a form that holds two letters is turned round as one */
        reverse_lines(&a);
        rap_warn(a.arena, &source->warnings, "visual-order", -1,
                 "the Arabic lines stand in the order of sight (%zu words begin with a letter that "
                 "ends words); they were turned round: compare them with the original",
                 a.heads);
        return a.text;
    }
    rap_str plain = a.text;
    mend_lam_alef(source, &a);
    /* otherwise the text stays as it is, with its forms, so that its places stay */
    a.text = a.text.data == plain.data ? text : a.text;
    size_t line, parted = part_figures(&a, &line);
    if (parted) {
        rap_warn(a.arena, &source->warnings, "glued-figures", -1,
                 "figures stand next to words without a space, first in line %zu; they were parted "
                 "in %zu places",
                 line, parted);
    }
    return a.text;
}

rap_str rap_lines_arabic(rap_source *source, rap_str text)
{
    return put_maksura_last(source, put_right(source, text));
}

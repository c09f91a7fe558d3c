/* Quotation marks, brackets, scripts, words written twice, and the punctuation of one language. */
#include "rules.h"

#include <unicode/uchar.h>

/* -- pairs ---------------------------------------------------------------------------------------
 */

static const struct {
    uint32_t open, close;
    bool is_quote;
} pairs[] = {{'(', ')', false},      {'[', ']', false},      {0xFF08, 0xFF09, false},
             {0x300C, 0x300D, true}, {0x300A, 0x300B, true}, {0xAB, 0xBB, true},
             {0x201C, 0x201D, true}};

enum { PAIRS = sizeof pairs / sizeof *pairs, QUOTE_PAIR = PAIRS - 1, DEEPEST = 32 };

typedef struct {
    uint32_t at, end;
    size_t pair;
} opened;

typedef struct {
    checking *c;
    int32_t index;
    rap_str text;
    opened open[DEEPEST];
    size_t depth;
    bool by_twos; /* its double marks stand in either order, or in another: they are only counted */
} pairing;

static void tell_pair(pairing *p, rap_span span, size_t pair, const char *what)
{
    rap_str mark = rap_str_slice(p->text, span.start, span.end);
    check_report(p->c, pairs[pair].is_quote ? CHECK_QUOTE_UNMATCHED : CHECK_BRACKET_UNMATCHED,
                 p->index, span, NULL, "set the other one, or take this one out", "%.*s is %s",
                 RAP_STR_ARG(mark), what);
}

/* "a)", "12)": the label of an item in a list. */
static bool is_label(rap_str text, size_t at)
{
    size_t start = at, before, count = 0;
    while (start && (before = start, rap_text_is_word_letter(rap_utf8_previous(text, &before)))) {
        start = before;
        count++;
    }
    before = start;
    uint32_t mark = start ? rap_utf8_previous(text, &before) : ' ';
    return count > 0 && count <= 4 &&
           (mark == ' ' || mark == '(' || mark == '-' || (mark >= 0x2010 && mark <= 0x2015));
}

/* A quotation of several paragraphs: the first of its marks behind this one opens a paragraph, or
 * closes it. */
static bool goes_on(const checking *c, int32_t index, size_t pair)
{
    for (size_t i = (size_t)index + 1; i < c->version->blocks.count; i++) {
        const rap_block *next = &c->version->blocks.items[i];
        for (size_t at = 0; at < next->text.length && next->part != RAP_PART_FOOTNOTE;) {
            bool is_first = at == 0;
            uint32_t code = rap_utf8_next(next->text, &at);
            if (code == pairs[pair].open || code == pairs[pair].close) {
                return is_first || code == pairs[pair].close;
            }
        }
    }
    return false;
}

/* A quotation that an earlier paragraph opened and that was not closed until here. */
static bool is_open_before(const checking *c, int32_t index, size_t pair)
{
    for (int32_t i = index; i-- > 0;) {
        rap_str text = c->version->blocks.items[i].text;
        if (c->version->blocks.items[i].part == RAP_PART_FOOTNOTE) {
            continue;
        }
        for (size_t at = text.length; at;) {
            uint32_t code = rap_utf8_previous(text, &at);
            if (code == pairs[pair].open) {
                return true;
            }
            if (code == pairs[pair].close) {
                return false;
            }
        }
    }
    return false;
}

static void close_pair(pairing *p, rap_span span, size_t pair)
{
    if (p->depth && p->open[p->depth - 1].pair == pair) {
        p->depth--;
        return;
    }
    for (size_t i = p->depth; i-- > 0;) {
        if (p->open[i].pair == pair) { /* what was opened within was not closed */
            for (size_t k = p->depth; k-- > i + 1;) {
                tell_pair(p, (rap_span){p->open[k].at, p->open[k].end}, p->open[k].pair,
                          "not closed");
            }
            p->depth = i;
            return;
        }
    }
    bool is_fine =
        pairs[pair].is_quote ? is_open_before(p->c, p->index, pair) : is_label(p->text, span.start);
    if (!is_fine) {
        tell_pair(p, span, pair, "not opened");
    }
}

static void take_mark(pairing *p, uint32_t code, rap_span span)
{
    for (size_t i = 0; i < PAIRS; i++) {
        bool is_open = code == pairs[i].open;
        if (is_open && p->depth < DEEPEST) {
            p->open[p->depth++] = (opened){span.start, span.end, i};
        } else if (code == pairs[i].close) {
            close_pair(p, span, i);
        }
        if (is_open || code == pairs[i].close) {
            return;
        }
    }
}

/* Straight double marks, by twos; a mark behind a figure is one of inches or seconds. */
static void check_straight(pairing *p)
{
    size_t count = 0;
    uint32_t last = 0;
    for (size_t at = 0; at < p->text.length; at++) {
        bool is_measure = at && p->text.data[at - 1] >= '0' && p->text.data[at - 1] <= '9';
        if (p->text.data[at] == '"' && !(is_measure && count % 2 == 0)) {
            count++;
            last = (uint32_t)at;
        }
    }
    if (count % 2) {
        check_report(p->c, CHECK_QUOTE_UNMATCHED, p->index, (rap_span){last, last + 1}, NULL,
                     "set the other one, or take this one out",
                     "one of the quotation marks has no other");
    }
}

/* Arabic texts set the raised marks in either order: each needs another. */
static void check_either(pairing *p)
{
    size_t count = 0;
    rap_span last = {0, 0};
    for (size_t at = 0; at < p->text.length;) {
        size_t start = at;
        uint32_t code = rap_utf8_next(p->text, &at);
        if (code == 0x201C || code == 0x201D) {
            count++;
            last = (rap_span){(uint32_t)start, (uint32_t)at};
        }
    }
    bool goes_over =
        goes_on(p->c, p->index, QUOTE_PAIR) || is_open_before(p->c, p->index, QUOTE_PAIR);
    if (count % 2 && !goes_over) {
        check_report(p->c, CHECK_QUOTE_UNMATCHED, p->index, last, NULL,
                     "set the other one, or take this one out",
                     "one of the quotation marks has no other");
    }
}

static void check_pairs(checking *c, int32_t index)
{
    const rap_block *block = &c->version->blocks.items[index];
    pairing p = {.c = c, .index = index, .text = block->text};
    bool is_low = rap_str_find(block->text, RAP_STR("\xE2\x80\x9E"), 0) != SIZE_MAX;
    bool is_either = check_words(c->language, "quotes-either-way")->count > 0;
    p.by_twos = is_low || is_either;
    for (size_t at = 0; at < p.text.length;) {
        size_t start = at;
        uint32_t code = rap_utf8_next(p.text, &at);
        bool is_double = code == 0x201C || code == 0x201D;
        if (code > 0x7F || strchr("()[]", (int)code)) {
            if (!(p.by_twos && is_double)) {
                take_mark(&p, code, (rap_span){(uint32_t)start, (uint32_t)at});
            }
        }
    }
    for (size_t i = 0; i < p.depth; i++) {
        if (!pairs[p.open[i].pair].is_quote || !goes_on(c, index, p.open[i].pair)) {
            tell_pair(&p, (rap_span){p.open[i].at, p.open[i].end}, p.open[i].pair, "not closed");
        }
    }
    check_straight(&p);
    if (is_either) {
        check_either(&p);
    }
}

/* -- the usual marks -----------------------------------------------------------------------------
 */

/* The first quotation mark that is not one of the language's, once a document. */
static void check_marks(checking *c)
{
    const rap_strs *usual = check_words(c->language, "quotes");
    for (size_t i = 0; i < c->version->blocks.count && usual->count; i++) {
        rap_str text = c->version->blocks.items[i].text;
        for (size_t at = 0; at < text.length && check_is_prose(c, i);) {
            size_t start = at;
            uint32_t code = rap_utf8_next(text, &at);
            bool is_mark =
                code == '"' || code == 0x201C || code == 0x201D || code == 0xAB || code == 0xBB;
            rap_str mark = rap_str_slice(text, start, at);
            bool is_nested = code != '"' && check_is_quoted(c, text, start);
            if (is_mark && !is_nested && !check_has_word(c->language, "quotes", mark)) {
                check_report(c, CHECK_QUOTE_STYLE, (int32_t)i,
                             (rap_span){(uint32_t)start, (uint32_t)at}, NULL,
                             rap_arena_format(c->arena, "write %.*s here and everywhere",
                                              RAP_STR_ARG(usual->items[0])),
                             "%.*s is not the quotation mark of this language", RAP_STR_ARG(mark));
                return;
            }
        }
    }
}

/* -- words ---------------------------------------------------------------------------------------
 */

static size_t word_end(rap_str text, size_t at)
{
    size_t next;
    while (at < text.length && (next = at, rap_text_is_word_letter(rap_utf8_next(text, &next)))) {
        at = next;
    }
    return at;
}

/* A small letter at the end that calls a note of a table: one that no Cyrillic letter looks like,
 * or any in a text as short as that of a cell. */
static bool may_be_note_mark(rap_str text, rap_span word)
{
    enum { SHORT = 160 };
    char last = text.data[word.end - 1];
    bool is_small = last >= 'a' && last <= 'z';
    return is_small && (text.length < SHORT || !strchr("aceopxy", last));
}

static void check_script(checking *c, int32_t index, rap_str text, rap_span word)
{
    size_t latin = 0, cyrillic = 0, others = 0;
    for (size_t at = word.start; at < word.end;) {
        rap_script script = rap_text_script_of(rap_utf8_next(text, &at));
        latin += script == RAP_SCRIPT_LATIN;
        cyrillic += script == RAP_SCRIPT_CYRILLIC;
        others += script != RAP_SCRIPT_LATIN && script != RAP_SCRIPT_CYRILLIC;
    }
    if (latin && cyrillic) {
        rap_str words = rap_str_slice(text, word.start, word.end);
        if (latin == 1 && may_be_note_mark(text, word)) {
            return;
        }
        check_report(c, CHECK_SCRIPT_MIXED, index, word, NULL, "type the word anew in one alphabet",
                     "\"%.*s\" has %zu Latin and %zu Cyrillic letters", RAP_STR_ARG(words), latin,
                     cyrillic);
        return;
    }
    /* a lone Cyrillic letter that looks Latin, before the stroke of a symbol */
    bool is_symbol = cyrillic == 1 && !others && word.end + 3 < text.length &&
                     text.data[word.end] == '/' && !(text.data[word.end + 1] & 0x80) &&
                     u_isalnum((UChar32)text.data[word.end + 1]);
    if (is_symbol && !(word.start && text.data[word.start - 1] == '/')) {
        check_report(c, CHECK_SCRIPT_MIXED, index, word, NULL, "type the letter in Latin",
                     "the symbol begins with a Cyrillic letter");
    }
}

static bool has_note_at(const rap_block *block, size_t start, size_t end)
{
    for (size_t i = 0; i < block->notes.count; i++) {
        if (block->notes.items[i].at >= start && block->notes.items[i].at <= end) {
            return true;
        }
    }
    return false;
}

static void check_double(checking *c, int32_t index, rap_span before, rap_span word)
{
    const rap_block *block = &c->version->blocks.items[index];
    rap_str a = rap_block_slice(block, before), b = rap_block_slice(block, word);
    size_t first = 0, second = 0;
    bool is_apart = word.start == before.end + 1 && block->text.data[before.end] == ' ';
    if (!is_apart || a.length < 2 || !rap_str_equal_nocase(a, b)) {
        return;
    }
    uint32_t c1 = rap_utf8_next(a, &first), c2 = rap_utf8_next(b, &second);
    /* names may repeat a word, and so may numbers; hyphens make another word of it */
    bool is_name = check_is_upper(c2) || u_isdigit((UChar32)c1) || !check_is_letter(c1);
    bool is_compound = word.end < block->text.length &&
                       (block->text.data[word.end] == '-' || block->text.data[word.end] == '\'');
    is_compound |= before.start && strchr("-'/.", block->text.data[before.start - 1]);
    if (is_name || is_compound || check_has_word(c->language, "doubled", b) ||
        has_note_at(block, before.end, word.start)) {
        return;
    }
    check_report(c, CHECK_WORD_DOUBLED, index, (rap_span){before.start, word.end},
                 rap_str_c(c->arena, a), "take one out", "\"%.*s\" stands twice", RAP_STR_ARG(b));
}

static void check_words_of(checking *c, int32_t index)
{
    rap_str text = c->version->blocks.items[index].text;
    rap_span before = {0, 0};
    for (size_t at = 0; at < text.length;) {
        size_t next = at;
        if (!rap_text_is_word_letter(rap_utf8_next(text, &next))) {
            at = next;
            continue;
        }
        rap_span word = {(uint32_t)at, (uint32_t)word_end(text, at)};
        check_script(c, index, text, word);
        if (check_is_prose(c, (size_t)index) && before.end) {
            check_double(c, index, before, word);
        }
        before = word;
        at = word.end;
    }
}

/* -- one language's punctuation ------------------------------------------------------------------
 */

typedef struct {
    uint32_t before, code, after;
    rap_span span;
} neighbours;

/* Marks that a language writes in a form of its own where its script stands on either side:
 * "half-marks" and "full-marks" of the tables, in the same order. */
static void check_width(checking *c, int32_t index, const neighbours *n, rap_script script,
                        check_id rule)
{
    const rap_strs *half = check_words(c->language, "half-marks");
    const rap_strs *full = check_words(c->language, "full-marks");
    rap_str mark = rap_str_slice(c->version->blocks.items[index].text, n->span.start, n->span.end);
    bool is_between = rap_text_script_of(n->before) == script &&
                      (rap_text_script_of(n->after) == script || n->after == ' ' || !n->after);
    for (size_t i = 0; i < half->count && i < full->count && is_between; i++) {
        if (rap_str_equal(half->items[i], mark)) {
            const char *right = rap_str_c(c->arena, full->items[i]);
            check_report(c, rule, index, n->span, right,
                         rap_arena_format(c->arena, "write %s", right),
                         "\"%.*s\" is the mark of another script", RAP_STR_ARG(mark));
        }
    }
}

/* Spanish opens questions and exclamations too: "inverted-marks" holds opening and closing marks by
 * turns. */
static void check_inverted(checking *c, int32_t index)
{
    rap_str text = c->version->blocks.items[index].text;
    const rap_strs *marks = check_words(c->language, "inverted-marks");
    for (size_t m = 0; m + 1 < marks->count; m += 2) {
        size_t from = 0, at;
        while ((at = rap_str_find(text, marks->items[m + 1], from)) != SIZE_MAX) {
            size_t end = at + marks->items[m + 1].length;
            rap_str sentence = rap_str_slice(text, from, at);
            bool is_address =
                at + 1 < text.length && check_is_letter((uint32_t)text.data[at + 1] & 0x7F);
            if (rap_str_find(sentence, marks->items[m], 0) == SIZE_MAX && !is_address) {
                check_report(c, CHECK_PUNCTUATION_INVERTED, index,
                             (rap_span){(uint32_t)at, (uint32_t)end}, NULL,
                             rap_arena_format(c->arena, "open the sentence with %.*s",
                                              RAP_STR_ARG(marks->items[m])),
                             "%.*s closes what nothing opens", RAP_STR_ARG(marks->items[m + 1]));
            }
            from = end;
        }
    }
}

static void check_script_marks(checking *c, int32_t index)
{
    bool is_chinese = c->version->lang == RAP_LANG_ZH;
    if (!check_words(c->language, "half-marks")->count) {
        return;
    }
    rap_str text = c->version->blocks.items[index].text;
    neighbours n = {0};
    for (size_t at = 0; at < text.length;) {
        n.before = n.code;
        n.span.start = (uint32_t)at;
        n.code = rap_utf8_next(text, &at);
        n.span.end = (uint32_t)at;
        size_t next = at;
        n.after = at < text.length ? rap_utf8_next(text, &next) : 0;
        if (n.code < 0x80 && u_ispunct((UChar32)n.code)) {
            check_width(c, index, &n, is_chinese ? RAP_SCRIPT_HAN : RAP_SCRIPT_ARABIC,
                        is_chinese ? CHECK_PUNCTUATION_WIDTH : CHECK_PUNCTUATION_ARABIC);
        }
    }
}

/* -- digits --------------------------------------------------------------------------------------
 */

typedef struct {
    size_t count;
    int32_t block;
    rap_span span;
} digits;

/* Two sets of digits in one document: the first number of the rarer set. */
static void check_digits(checking *c)
{
    digits western = {0}, other = {0};
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        rap_str text = c->version->blocks.items[i].text;
        for (size_t at = 0; at < text.length;) {
            size_t start = at;
            uint32_t code = rap_utf8_next(text, &at);
            bool is_other = (code >= 0x660 && code <= 0x669) || (code >= 0x6F0 && code <= 0x6F9) ||
                            (code >= 0xFF10 && code <= 0xFF19);
            if (!is_other && !(code >= '0' && code <= '9')) {
                continue;
            }
            digits *set = is_other ? &other : &western;
            if (!set->count++) {
                set->block = (int32_t)i;
                set->span = (rap_span){(uint32_t)start, (uint32_t)word_end(text, start)};
            }
        }
    }
    if (western.count && other.count) {
        const digits *rarer = western.count < other.count ? &western : &other;
        check_report(c, CHECK_DIGITS_MIXED, rarer->block, rarer->span, NULL,
                     "write all numbers with the same digits",
                     "%zu digits of the document are of another set than the other %zu",
                     rarer->count, western.count + other.count - rarer->count);
    }
}

void check_punctuation(checking *c)
{
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        if (!c->version->blocks.items[i].text.length) {
            continue;
        }
        check_words_of(c, (int32_t)i);
        if (check_is_prose(c, i)) {
            check_pairs(c, (int32_t)i);
            check_script_marks(c, (int32_t)i);
            check_inverted(c, (int32_t)i);
        }
    }
    check_marks(c);
    check_digits(c);
}

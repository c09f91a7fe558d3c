#include "text_private.h"

#include "base/data.h"
#include "base/table.h"

#include <unicode/uchar.h>

/* A bracket or quotation that does not close within this many bytes is taken for a stray one. */
#define LONGEST_QUOTATION 400u

/* -- abbreviations ----------------------------------------------------------------------------- */

bool rap_text_load_abbreviations(rap_text_rules *rules, rap_error *error)
{
    static const char present = 1;
    for (int i = 0; i < RAP_LANG_COUNT; i++) {
        rules->abbreviations[i] = rap_map_new(rules->arena);
        rap_str text = rap_data_find(
            rap_arena_format(rules->arena, "%s/abbreviations.tsv", rap_lang_code((rap_lang)i)));
        rap_table table = {0};
        if (text.length && !rap_table_parse(rules->arena, text, &table, error)) {
            return false;
        }
        int column = rap_table_column(&table, "abbreviation");
        for (size_t row = 0; row < table.rows.count; row++) {
            rap_str word = rap_row_cell(&table.rows.items[row], column);
            if (rap_str_ends(word, RAP_STR("."))) {
                word.length--;
            }
            rap_map_set(rules->abbreviations[i], rap_text_fold(rules->arena, word),
                        (void *)(uintptr_t)&present);
        }
    }
    return true;
}

/* -- characters -------------------------------------------------------------------------------- */

static bool is_space_at(rap_str text, size_t at)
{
    return at >= text.length || text.data[at] == ' ' || text.data[at] == '\n' ||
           text.data[at] == '\t' || text.data[at] == '\r';
}

static uint32_t closer_of(uint32_t c)
{
    static const uint32_t pairs[][2] = {{'(', ')'},       {'[', ']'},       {0x201C, 0x201D},
                                        {0xAB, 0xBB},     {0x300C, 0x300D}, {0x300A, 0x300B},
                                        {0x300E, 0x300F}, {0xFF08, 0xFF09}, {0x201E, 0x201D},
                                        {0x3010, 0x3011}, {'"', '"'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i][0] == c) {
            return pairs[i][1];
        }
    }
    return 0;
}

/* Ends a sentence whatever follows: the full-width signs, which no space follows. */
static bool is_full_width_end(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B;
}

static bool is_end(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x61F || c == 0x61B || c == 0x6D4 ||
           c == 0x2026 || is_full_width_end(c);
}

static bool is_closing(uint32_t c)
{
    return c == ')' || c == ']' || c == '"' || c == 0x201D || c == 0x2019 || c == 0xBB ||
           c == 0x300D || c == 0x300B || c == 0x300F || c == 0xFF09 || c == 0x3011;
}

/* The byte at which the closer of the opener that ends at `from` stands; SIZE_MAX if too far. */
static size_t find_closer(rap_str text, size_t from, uint32_t opener, uint32_t closer)
{
    int depth = 0;
    for (size_t at = from; at < text.length && at - from < LONGEST_QUOTATION;) {
        size_t here = at;
        uint32_t c = rap_utf8_next(text, &at);
        if (c == closer) {
            if (!depth) {
                return here;
            }
            depth--;
        } else if (c == opener) {
            depth++;
        }
    }
    return SIZE_MAX;
}

/* -- the decision ------------------------------------------------------------------------------ */

typedef struct {
    const rap_text_rules *rules;
    rap_arena *arena;
    rap_lang lang;
    rap_str text;
    size_t start;         /* of the sentence being read */
    size_t clause, space; /* behind the last mark between clauses, and the last space */
} splitter;

/* The word before the point at `at`, back to a space or an opening sign; no further than an
 * abbreviation can be long. */
static rap_str word_before(const splitter *s, size_t at)
{
    enum { LONGEST_WORD = 60 };
    size_t from = at;
    while (from > s->start && at - from < LONGEST_WORD) {
        size_t before = from;
        uint32_t c = rap_utf8_previous(s->text, &before);
        if (!u_isalnum((UChar32)c) && c != '.' && c != '-') {
            break;
        }
        from = before;
    }
    return rap_str_slice(s->text, from, at);
}

/* "Mr", "vol", the initial "T", "U.S", a bare number that opens the sentence. */
static bool is_abbreviation(const splitter *s, size_t at)
{
    rap_str word = word_before(s, at);
    if (!word.length) {
        return false;
    }
    size_t end = 0;
    uint32_t first = rap_utf8_next(word, &end);
    if (end == word.length && u_isalpha((UChar32)first) && u_isupper((UChar32)first)) {
        return true;
    }
    if (rap_str_find(word, RAP_STR("."), 0) != SIZE_MAX && u_isalpha((UChar32)first)) {
        return true;
    }
    bool is_digits = true;
    for (size_t i = 0; i < word.length; i++) {
        is_digits = is_digits && word.data[i] >= '0' && word.data[i] <= '9';
    }
    if (is_digits) {
        return word.data == s->text.data + s->start && word.length <= 3;
    }
    return rap_map_find(s->rules->abbreviations[s->lang], rap_text_fold(s->arena, word)) != NULL;
}

/* Whether what stands from `at` on may begin a sentence: no small letter, no comma. */
static bool may_begin(rap_str text, size_t at)
{
    while (at < text.length && is_space_at(text, at)) {
        at++;
    }
    while (at < text.length) {
        uint32_t c = rap_utf8_next(text, &at);
        if (u_isalnum((UChar32)c)) {
            return !u_islower((UChar32)c);
        }
        if (c == ',' || c == ';' || c == ':' || c == 0x60C || c == 0xFF0C) {
            return false;
        }
        if (!closer_of(c) && c != 0x2018 && c != 0xBF && c != 0xA1) {
            return true;
        }
    }
    return true;
}

/* `c` stood in [at, after); *ret_next is behind the closing signs. */
static bool ends_here(const splitter *s, uint32_t c, size_t at, size_t after, size_t *ret_next)
{
    size_t next = after;
    while (next < s->text.length) {
        size_t further = next;
        uint32_t sign = rap_utf8_next(s->text, &further);
        if (!is_closing(sign) && !is_end(sign)) {
            break;
        }
        next = further;
    }
    *ret_next = next;
    if (is_full_width_end(c)) {
        return true;
    }
    if (!is_space_at(s->text, next)) {
        return false;
    }
    if (c == '.' && next == after && is_abbreviation(s, at)) {
        return false;
    }
    return may_begin(s->text, next);
}

/* Behind a quotation or bracket that closes at `at`: whether the sentence ended inside it. */
static bool ended_inside(const splitter *s, size_t at, uint32_t closer, size_t after)
{
    while (at > s->start && is_space_at(s->text, at - 1)) {
        at--; /* French puts a space before the closing sign */
    }
    size_t before = at;
    uint32_t last = rap_utf8_previous(s->text, &before);
    if (closer == ')' || closer == ']' || closer == 0xFF09 || !is_end(last) || before <= s->start) {
        return false;
    }
    if (is_full_width_end(last) && last != 0xFF1B) {
        return may_begin(s->text, after);
    }
    return is_space_at(s->text, after) && may_begin(s->text, after);
}

static void put_sentence(splitter *s, size_t end, rap_spans *sentences)
{
    size_t start = s->start;
    s->start = end;
    while (start < end && is_space_at(s->text, start)) {
        start++;
    }
    while (end > start && is_space_at(s->text, end - 1)) {
        end--;
    }
    if (end > start) {
        RAP_PUSH(s->arena, sentences, (rap_span){(uint32_t)start, (uint32_t)end});
    }
}

/* Behind a mark between clauses that a space follows (full-width marks need none), or a space. */
static void note_cut(splitter *s, uint32_t c, size_t after)
{
    bool wide = c == 0xFF0C || c == 0x3001;
    bool clause = c == ',' || c == ';' || c == ':' || c == 0x60C;
    if (wide || (clause && is_space_at(s->text, after))) {
        s->clause = after;
    } else if (c == ' ') {
        s->space = after;
    }
}

/* Where a sentence without an end is cut that has come to `at`. */
static size_t cut_at(const splitter *s, size_t at)
{
    size_t half = s->start + RAP_TEXT_LONGEST_SENTENCE / 2;
    return s->clause > half ? s->clause : s->space > half ? s->space : at;
}

void rap_text_sentences(const rap_text_rules *rules, rap_arena *arena, rap_lang lang, rap_str text,
                        rap_spans *ret_sentences)
{
    splitter s = {.rules = rules, .arena = arena, .lang = lang, .text = text};
    rap_spans sentences = {0};
    for (size_t at = 0; at < text.length;) {
        size_t here = at, next;
        if (at - s.start >= RAP_TEXT_LONGEST_SENTENCE) {
            put_sentence(&s, cut_at(&s, at), &sentences);
        }
        uint32_t c = rap_utf8_next(text, &at);
        uint32_t closer = closer_of(c);
        note_cut(&s, c, at);
        if (closer) {
            size_t close = find_closer(text, at, c, closer);
            if (close == SIZE_MAX) {
                continue;
            }
            at = close;
            rap_utf8_next(text, &at);
            if (ended_inside(&s, close, closer, at)) {
                put_sentence(&s, at, &sentences);
            }
        } else if (is_end(c) && ends_here(&s, c, here, at, &next)) {
            at = next;
            put_sentence(&s, at, &sentences);
        }
    }
    put_sentence(&s, text.length, &sentences);
    *ret_sentences = sentences;
}

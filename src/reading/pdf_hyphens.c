/* Words divided at the ends of rows. A hyphen there belongs to the word ("capacity-building") or
 * only parts it ("capa-city"). What the document itself writes elsewhere decides; where it does not
 * have the word, whether the document divides words at all, and whether both parts are words. */
#include "pdf_page.h"

#include "lines.h"

#include "base/map.h"

#include <string.h>
#include <unicode/uchar.h>

enum { SOFT_HYPHEN = 0xAD, LEAST_PART = 4, LEAST_STEM = 5, FEW = 30 };

typedef struct {
    pdf_document *document;
    rap_map *words; /* of the text, in small letters, but for those at broken ends */
    rap_map *stems; /* beginnings of them */
    size_t inner;   /* words with a hyphen within a row */
    size_t count;   /* words */
    size_t rows, broken;
    size_t divided; /* of these, parts of words that the text has whole */
} hyphens;

static bool is_hyphen(uint32_t c)
{
    return c == '-' || c == SOFT_HYPHEN || c == 0x2010;
}

static bool is_part(uint32_t c)
{
    return u_isalpha((UChar32)c) || is_hyphen(c) || c == '\'' || c == 0x2019;
}

static rap_str small(rap_arena *arena, rap_str word)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < word.length;) {
        uint32_t c = rap_utf8_next(word, &at);
        rap_buf_put_code_point(&out, c == 0x2010 ? '-' : (uint32_t)u_tolower((UChar32)c));
    }
    return rap_buf_str(&out);
}

/* The row that goes on with the text of row `at`; NULL: none. */
static pdf_row *next_row(const pdf_document *document, size_t at)
{
    const pdf_row *row = &document->rows.items[at];
    for (size_t i = at + 1; i < document->rows.count; i++) {
        pdf_row *next = &document->rows.items[i];
        if (row->kind == PDF_BODY && next->kind == PDF_BODY) {
            return next->begins ? NULL : next;
        }
        if (row->kind != PDF_BODY && next->kind != PDF_BODY) {
            return next->kind == PDF_NOTE_MORE ? next : NULL;
        }
    }
    return NULL;
}

/* The word at the end of a row, with its hyphen; empty: the row ends otherwise. */
static rap_str last_part(rap_str text)
{
    size_t at = text.length;
    if (!at || !is_hyphen(rap_utf8_previous(text, &at))) {
        return RAP_STR_NONE;
    }
    size_t begin = text.length;
    bool letters = false;
    for (at = text.length; at;) {
        uint32_t c = rap_utf8_previous(text, &at);
        if (!is_part(c)) {
            break;
        }
        letters |= u_isalpha((UChar32)c);
        begin = at;
    }
    return letters ? rap_str_slice(text, begin, text.length) : RAP_STR_NONE;
}

static rap_str first_part(rap_str text)
{
    size_t end = 0;
    for (size_t at = 0; at < text.length;) {
        if (!is_part(rap_utf8_next(text, &at))) {
            break;
        }
        end = at;
    }
    return rap_str_slice(text, 0, end);
}

/* The word, and its beginnings, by which other forms of it are known. */
static void learn_word(hyphens *h, rap_str word)
{
    word = small(h->document->arena, word);
    if (!word.length || rap_map_find(h->words, word)) {
        return;
    }
    size_t count = 0;
    for (size_t at = 0; at < word.length;) {
        rap_utf8_next(word, &at);
        if (++count >= LEAST_STEM) {
            rap_map_set(h->stems, rap_str_slice(word, 0, at), h);
        }
    }
    rap_map_set(h->words, word, h);
}

static void learn(hyphens *h, rap_str word)
{
    bool has_hyphen = rap_str_find(word, RAP_STR("-"), 0) != SIZE_MAX;
    h->count++;
    h->inner += has_hyphen;
    learn_word(h, word);
    for (size_t at = 0, from = 0; has_hyphen && at <= word.length; at++) {
        if (at == word.length || word.data[at] == '-') {
            learn_word(h, rap_str_slice(word, from, at));
            from = at + 1;
        }
    }
}

/* Whether the document has a word that begins like this one, but for its last three letters. */
static bool has_form(const hyphens *h, rap_str word)
{
    size_t count = 0, end = word.length;
    for (size_t at = 0; at < word.length; count++) {
        rap_utf8_next(word, &at);
    }
    for (size_t gone = 0; gone < 3 && count > LEAST_STEM; gone++, count--) {
        rap_utf8_previous(word, &end);
    }
    return rap_map_find(h->words, word) ||
           (count >= LEAST_STEM && rap_map_find(h->stems, rap_str_slice(word, 0, end)));
}

static void learn_row(hyphens *h, rap_str text)
{
    size_t from = SIZE_MAX;
    for (size_t at = 0; at <= text.length;) {
        size_t start = at;
        uint32_t c = at < text.length ? rap_utf8_next(text, &at) : ' ';
        if (is_part(c)) {
            from = from == SIZE_MAX ? start : from;
        } else if (from != SIZE_MAX) {
            learn(h, rap_str_slice(text, from, start));
            from = SIZE_MAX;
        }
        if (start == text.length) {
            break;
        }
    }
}

static size_t letters_in(rap_str word)
{
    size_t count = 0;
    for (size_t at = 0; at < word.length;) {
        count += u_isalpha((UChar32)rap_utf8_next(word, &at)) != 0;
    }
    return count;
}

/* Whether the hyphen between both parts only divides the word. */
static bool is_division(const hyphens *h, rap_str head, rap_str tail)
{
    rap_arena *arena = h->document->arena;
    size_t at = head.length, next = 0;
    uint32_t hyphen = rap_utf8_previous(head, &at);
    rap_str part = rap_str_slice(head, 0, at);
    if (!tail.length || !u_islower((UChar32)rap_utf8_next(tail, &next)) || letters_in(part) < 2 ||
        letters_in(tail) < 2) {
        return false; /* "Asia-" and "Pacific": both have a capital; "e-" and "mail" */
    }
    if (hyphen == SOFT_HYPHEN) {
        return true;
    }
    rap_str a = small(arena, part), b = small(arena, tail);
    rap_str joined =
        rap_str_of(rap_arena_format(arena, "%.*s%.*s", RAP_STR_ARG(a), RAP_STR_ARG(b)));
    rap_str parted =
        rap_str_of(rap_arena_format(arena, "%.*s-%.*s", RAP_STR_ARG(a), RAP_STR_ARG(b)));
    if (rap_map_find(h->words, joined)) {
        return true;
    }
    if (rap_map_find(h->words, parted)) {
        return false;
    }
    if (has_form(h, joined)) {
        return true;
    }
    for (size_t i = a.length; i; i--) { /* "Asian-Paci-" */
        if (a.data[i - 1] == '-') {
            a = rap_str_slice(a, i, a.length);
            break;
        }
    }
    bool are_words = letters_in(a) >= LEAST_PART && letters_in(b) >= LEAST_PART && has_form(h, a) &&
                     has_form(h, b);
    /* as many hyphens as the words with one would bring to the ends of rows by chance */
    size_t chance = h->count ? h->inner * h->rows / h->count : 0;
    bool divides = h->divided || h->broken * FEW > h->rows;
    return !are_words && divides && h->broken > chance * 2 + 1;
}

/* Counts the divisions that leave no doubt. */
static void count_divided(hyphens *h, rap_str head, rap_str tail)
{
    rap_arena *arena = h->document->arena;
    size_t at = head.length;
    rap_utf8_previous(head, &at);
    rap_str part = rap_str_slice(head, 0, at);
    rap_str joined =
        rap_str_of(rap_arena_format(arena, "%.*s%.*s", RAP_STR_ARG(part), RAP_STR_ARG(tail)));
    h->divided += rap_map_find(h->words, small(arena, joined)) != NULL;
}

void rap_pdf_hyphens(pdf_document *document)
{
    hyphens h = {.document = document};
    RAP_VEC(size_t) found = {0};
    for (size_t i = 0; i < document->rows.count; i++) {
        const pdf_row *row = &document->rows.items[i];
        if (row->kind != PDF_CELLS && !row->is_rtl && last_part(row->text).length) {
            RAP_PUSH(document->arena, &found, i);
        }
    }
    if (!found.count) {
        return;
    }
    h.words = rap_map_new(document->arena);
    h.stems = rap_map_new(document->arena);
    h.rows = document->rows.count;
    h.broken = found.count;
    bool is_behind = false; /* the row goes on with a word of the row before */
    for (size_t i = 0; i < document->rows.count; i++) {
        rap_str text = document->rows.items[i].text;
        size_t part = last_part(text).length;
        size_t head = is_behind ? first_part(text).length : 0;
        learn_row(&h, rap_str_slice(text, head, text.length - part));
        is_behind = part > 0;
    }
    for (size_t i = 0; i < found.count; i++) {
        const pdf_row *next = next_row(document, found.items[i]);
        if (next) {
            rap_str text = document->rows.items[found.items[i]].text;
            count_divided(&h, last_part(text), first_part(next->text));
        }
    }
    for (size_t i = 0; i < found.count; i++) {
        pdf_row *row = &document->rows.items[found.items[i]];
        const pdf_row *next = next_row(document, found.items[i]);
        if (next && is_division(&h, last_part(row->text), first_part(next->text))) {
            row->is_divided = true;
        }
    }
}

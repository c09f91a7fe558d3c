/* Document symbols: as printed in full ("A/68/827"), and resolutions by their number, whose body
 * the words around tell. Forms as in ST/CS/SER.F/11, "United Nations document series symbols". */
#include "rules.h"

#include <stdio.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_alnum(char c)
{
    return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z');
}

static char at_or_nul(rap_str text, size_t at)
{
    return at < text.length ? text.data[at] : '\0';
}

static size_t skip_digits(rap_str text, size_t at)
{
    while (is_digit(at_or_nul(text, at))) {
        at++;
    }
    return at;
}

/* Spaces, no-break ones included. */
static size_t skip_spaces(rap_str text, size_t at)
{
    for (;;) {
        if (at_or_nul(text, at) == ' ') {
            at++;
        } else if (rap_str_starts(rap_str_slice(text, at, text.length), RAP_STR("\xC2\xA0"))) {
            at += 2;
        } else {
            return at;
        }
    }
}

static int number_of(rap_str text, size_t start, size_t end)
{
    int number = 0;
    return rap_str_number(rap_str_slice(text, start, end), &number) ? number : -1;
}

/* -- symbols in full -------------------------------------------------------------------------- */

static bool is_series(const rap_mention_work *work, rap_str root)
{
    return rap_map_find(work->rules->series, root) != NULL;
}

/* Behind a parenthesis that belongs to the symbol: "(Part I)", "(2008)", "(XXI)". */
static size_t take_parenthesis(const rap_mention_work *work, rap_str text, size_t start, size_t at)
{
    size_t open = skip_spaces(text, at);
    if (at_or_nul(text, open) != '(') {
        return at;
    }
    size_t close = rap_str_find(text, RAP_STR(")"), open);
    if (close == SIZE_MAX || close - open > 20) {
        return at;
    }
    rap_str inside = rap_str_slice(text, open + 1, close);
    rap_str symbol = rap_str_slice(text, start, at);
    bool is_year = inside.length == 4 && number_of(inside, 0, 4) > 1900;
    bool is_council = rap_str_starts(symbol, RAP_STR("S/RES/"));
    if (is_year) {
        return is_council ? close + 1 : at;
    }
    bool is_roman = inside.length > 0;
    for (size_t i = 0; i < inside.length; i++) {
        is_roman = is_roman && strchr("IVXLCS-", inside.data[i]);
    }
    if (is_roman && rap_str_find(symbol, RAP_STR("/RES/"), 0) != SIZE_MAX) {
        return close + 1;
    }
    rap_str word = rap_str_slice(inside, 0, 4);
    bool is_part = rap_map_find(work->rules->series_parts, inside) != NULL ||
                   rap_map_find(work->rules->series_parts, rap_str_trim(word)) != NULL ||
                   rap_map_find(work->rules->series_parts, rap_str_slice(inside, 0, 3)) != NULL;
    return is_part ? close + 1 : at;
}

/* The end of the symbol that begins at `start`, or `start`. */
static size_t take_full(const rap_mention_work *work, rap_str text, size_t start)
{
    size_t at = start;
    while (is_upper(at_or_nul(text, at)) || is_digit(at_or_nul(text, at))) {
        at++;
    }
    if (at_or_nul(text, at) != '/' || !is_series(work, rap_str_slice(text, start, at))) {
        return start;
    }
    bool has_digit = false;
    size_t end = at;
    while (is_alnum(at_or_nul(text, at)) || (at_or_nul(text, at) && strchr("/.-", text.data[at]))) {
        has_digit = has_digit || is_digit(text.data[at]);
        at++;
        if (is_alnum(text.data[at - 1])) {
            end = at;
        }
    }
    if (!has_digit) {
        return start;
    }
    at = take_parenthesis(work, text, start, end);
    if (at > end && at_or_nul(text, at) == '/') { /* "A/72/6 (Sect. 1)/Add.1" */
        size_t more = at + 1;
        while (is_alnum(at_or_nul(text, more)) || at_or_nul(text, more) == '.') {
            more++;
        }
        at = is_alnum(text.data[more - 1]) ? more : at;
    }
    return at;
}

static void add_symbol(rap_mention_work *work, size_t start, size_t end, rap_str symbol, bool cited)
{
    rap_mention m = {.kind = RAP_MENTION_SYMBOL,
                     .block = work->block,
                     .span = {(uint32_t)start, (uint32_t)end},
                     .entity = symbol};
    RAP_PUSH(work->arena, &work->found, m);
    rap_version *version = work->version;
    rap_part part = version->blocks.items[work->block].part;
    if (!cited || part == RAP_PART_COVER || part == RAP_PART_TITLE || part == RAP_PART_CLOSING ||
        rap_str_equal(symbol, version->cover.symbol)) {
        return;
    }
    for (size_t i = 0; i < version->cites.count; i++) {
        if (rap_str_equal(version->cites.items[i], symbol)) {
            return;
        }
    }
    RAP_PUSH(work->arena, &version->cites, symbol);
}

/* One space before a parenthesis after "/RES/9", none in "A/RES/1514(XV)". */
static rap_str spelled(rap_arena *arena, rap_str printed)
{
    rap_buf buf;
    rap_buf_init(&buf, arena);
    bool council = rap_str_starts(printed, RAP_STR("S/RES/"));
    bool roman = !council && rap_str_find(printed, RAP_STR("/RES/"), 0) != SIZE_MAX;
    for (size_t at = 0; at < printed.length;) {
        size_t next = skip_spaces(printed, at);
        if (at_or_nul(printed, next) == '(' && at) {
            rap_buf_put_c(&buf, roman ? "(" : " (");
            at = next + 1;
        } else if (next > at) {
            rap_buf_put_byte(&buf, ' ');
            at = next;
        } else {
            rap_buf_put_byte(&buf, printed.data[at++]);
        }
    }
    return rap_buf_str(&buf);
}

/* -- resolutions by number ----------------------------------------------------------------------
 */

typedef enum { FORM_NONE, FORM_SESSION, FORM_YEAR, FORM_ROMAN } number_form;

typedef struct {
    number_form form;
    size_t start, end;
    int session, number; /* "57/32"; the year in `session` for FORM_YEAR */
    rap_str head, roman;
    char letter;         /* of a part, "57/270 B"; 0 where there is none */
    char roman_text[16]; /* where `roman` is empty */
} printed_number;

/* A single capital behind a resolution's number: "58/316 A". */
static size_t take_letter(rap_str text, size_t at)
{
    size_t letter = skip_spaces(text, at);
    if (letter > at && is_upper(at_or_nul(text, letter)) &&
        !is_alnum(at_or_nul(text, letter + 1)) && at_or_nul(text, letter + 1) != '/' &&
        at_or_nul(text, letter + 1) != '\'' && (unsigned char)at_or_nul(text, letter + 1) < 0x80) {
        return letter + 1;
    }
    return at;
}

static void take_slash(rap_str text, size_t digits, printed_number *n)
{
    size_t end = skip_digits(text, digits + 1);
    char after = at_or_nul(text, end);
    if (end == digits + 1 || end - digits > 4 || after == '/' ||
        (after == '.' && is_digit(at_or_nul(text, end + 1))) || after == '%') {
        return;
    }
    n->form = FORM_SESSION;
    n->number = number_of(text, digits + 1, end);
    n->end = take_letter(text, end);
    n->letter = n->end > end ? text.data[n->end - 1] : 0;
}

/* A session in Roman numerals, as the Assembly's early resolutions have it; Arabic texts write the
 * letter dal and figures, with hamza below alef for a special session: given in Roman here. */
static bool take_roman(rap_str inside, printed_number *n)
{
    bool roman = inside.length > 0;
    for (size_t i = 0; i < inside.length; i++) {
        roman = roman && strchr("IVXLCES-", inside.data[i]);
    }
    if (roman) {
        n->roman = inside;
        return true;
    }
    size_t digits = inside.length;
    while (digits > 0 && is_digit(inside.data[digits - 1])) {
        digits--;
    }
    int number = number_of(inside, digits, inside.length);
    if (!rap_str_starts(inside, RAP_STR("\xD8\xAF")) || number < 1 || number > 39 || !digits) {
        return false;
    }
    bool special = rap_str_find(inside, RAP_STR("\xD8\xA5"), 0) != SIZE_MAX;
    static const char *const tens[] = {"", "X", "XX", "XXX"};
    static const char *const units[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
    snprintf(n->roman_text, sizeof n->roman_text, "%s%s%s", special ? "S-" : "", tens[number / 10],
             units[number % 10]);
    return true;
}

/* A letter or the name of one between number and parenthesis: "217 A (III)". */
static size_t skip_letter_word(rap_str text, size_t at)
{
    size_t start = skip_spaces(text, at), end = start;
    while (end < text.length && end - start < 12 && text.data[end] != ' ' &&
           text.data[end] != '(' &&
           ((unsigned char)text.data[end] >= 0x80 || is_upper(text.data[end]))) {
        end++;
    }
    size_t open = skip_spaces(text, end);
    return end > start && at_or_nul(text, open) == '(' ? open : skip_spaces(text, at);
}

static void take_in_parentheses(rap_str text, size_t digits, printed_number *n)
{
    size_t at = skip_letter_word(text, digits);
    size_t close = rap_str_find(text, RAP_STR(")"), at);
    if (at_or_nul(text, at) == '\\') {
        at++; /* "2719 \\(2023\\)" of a Markdown text */
    }
    if (at_or_nul(text, at) != '(' || close == SIZE_MAX || close - at < 2 || close - at > 14) {
        return;
    }
    rap_str inside = rap_str_trim(rap_str_slice(text, at + 1, close));
    int year = inside.length >= 4 ? number_of(inside, 0, 4) : -1;
    if (year >= 1946 && year <= 2100 && (inside.length == 4 || !is_digit(inside.data[4])) &&
        inside.length <= 8) {
        n->form = FORM_YEAR;
        n->session = year;
    } else {
        n->form = take_roman(inside, n) ? FORM_ROMAN : FORM_NONE;
    }
    n->end = close + 1;
}

static printed_number take_number(rap_str text, size_t start)
{
    printed_number n = {.start = start};
    size_t digits = start;
    if (rap_str_starts(rap_str_slice(text, start, text.length), RAP_STR("ES-"))) {
        digits += 3;
    } else if (rap_str_starts(rap_str_slice(text, start, text.length), RAP_STR("S-"))) {
        digits += 2;
    }
    size_t end = skip_digits(text, digits);
    if (end == digits || end - digits > 4) {
        return n;
    }
    n.session = n.number = number_of(text, digits, end);
    n.head = rap_str_slice(text, start, end);
    if (at_or_nul(text, end) == '/') {
        take_slash(text, end, &n);
    } else if (digits == start) {
        take_in_parentheses(text, end, &n);
    }
    return n;
}

static rap_str session_prefix(const printed_number *n, rap_str body, bool rights_council)
{
    bool special = n->head.length && !is_digit(n->head.data[0]);
    if (rap_str_is(body, "HRC")) {
        return RAP_STR("A/HRC");
    }
    if (rap_str_is(body, "ECOSOC") || n->session >= 1970) {
        return RAP_STR("E");
    }
    /* The Security Council counts by years: such a number beside its name is the Assembly's. */
    if (rap_str_is(body, "UNGA") || rap_str_is(body, "UNSC") || special) {
        return RAP_STR("A");
    }
    if (body.length && !rap_str_is(body, "UN")) {
        return RAP_STR_NONE;
    }
    /* The Assembly has numbered its resolutions so since its thirty-first session. */
    return n->session >= 31 ? RAP_STR("A") : rights_council ? RAP_STR("A/HRC") : RAP_STR_NONE;
}

static rap_str full_number(rap_arena *arena, const printed_number *n, rap_str body, bool decision,
                           bool rights_council)
{
    const char *kind = decision ? "DEC" : "RES";
    if (n->form == FORM_YEAR) {
        return rap_str_of(rap_arena_format(arena, "S/%s/%d (%d)", kind, n->number, n->session));
    }
    if (n->form == FORM_ROMAN) {
        const char *prefix = rap_str_is(body, "ECOSOC") ? "E" : "A";
        rap_str roman = n->roman.length ? n->roman : rap_str_of(n->roman_text);
        return rap_str_of(
            rap_arena_format(arena, "%s/%s/%d(%.*s)", prefix, kind, n->number, RAP_STR_ARG(roman)));
    }
    rap_str prefix = session_prefix(n, body, rights_council);
    if (n->form != FORM_SESSION || !prefix.length) {
        return RAP_STR_NONE;
    }
    /* The letter of a part is no part of the symbol where all parts are one document ("53/77 Q",
     * "76/235 A"); a second part of a later session is a document of its own ("57/270 B"). */
    enum { OWN_PARTS_SINCE = 52 };
    bool is_own = n->letter == 'B' && n->session >= OWN_PARTS_SINCE && rap_str_is(prefix, "A");
    return rap_str_of(rap_arena_format(arena, "%.*s/%s/%.*s/%d%s", RAP_STR_ARG(prefix), kind,
                                       RAP_STR_ARG(n->head), n->number, is_own ? " B" : ""));
}

/* The body that a resolution's word or number stands beside: named before the word ("Human Rights
 * Council resolution"), between word and number, or right behind the number. */
static rap_str body_near(const rap_mention_work *work, size_t word_start, size_t word_end,
                         const printed_number *n)
{
    /* Chinese sets the date between body and number: "the Council's 24 March 2017 No. 34/24". */
    enum { HAN_REACH = 28 };
    static const rap_str none = {NULL, 0};
    rap_str behind = none, before = none;
    for (size_t i = 0; i < work->found.count; i++) {
        const rap_mention *m = &work->found.items[i];
        if (m->kind != RAP_MENTION_ORGANIZATION) {
            continue;
        }
        size_t start = m->span.start, end = m->span.end;
        if (work->lang == RAP_LANG_ZH) {
            before = end <= n->start && n->start - end <= HAN_REACH ? m->entity : before;
        } else if (end <= word_start && word_start - end <= 3) {
            before = m->entity;
        } else if (start >= word_end && end <= n->start) {
            before = m->entity; /* the last one before the number */
        } else if (start >= n->end && start - n->end <= 16 && !behind.length) {
            behind = m->entity;
        }
    }
    return before.length ? before : behind;
}

typedef struct {
    size_t start, end; /* in the block's text */
    int word;          /* rap_symbol_word */
} governing_word;

typedef RAP_VEC(governing_word) governing_words;

/* Where resolutions and decisions are spoken of; marks before and behind a number likewise. */
static void find_words(const rap_mention_work *work, governing_words *ret_words)
{
    rap_str text = work->fold.text;
    *ret_words = (governing_words){0};
    for (size_t at = 0; at < text.length;) {
        size_t starts[8] = {at};
        rap_name_hit hit = {0};
        if (!rap_fold_is_boundary(text, at) || text.data[at] == ' ') {
            rap_utf8_next(text, &at);
            continue;
        }
        size_t count = work->lang == RAP_LANG_AR ? rap_arabic_starts(&work->fold, at, starts) : 1;
        size_t i = 0;
        while (i < count &&
               !rap_names_match(&work->language->symbols, &work->fold, starts[i], &hit)) {
            i++;
        }
        if (i == count) {
            rap_utf8_next(text, &at);
            continue;
        }
        if (hit.name->category == RAP_SYMBOL_RESOLUTION ||
            hit.name->category == RAP_SYMBOL_DECISION || hit.name->category == RAP_SYMBOL_OWN) {
            RAP_PUSH(work->arena, ret_words,
                     (governing_word){work->fold.from[starts[i]], work->fold.until[hit.end - 1],
                                      hit.name->category});
        }
        at = hit.end;
    }
}

/* Whether a sentence ends in text[from, to): a full stop, a space, a capital or Han stop. */
static bool sentence_ends(rap_str text, size_t from, size_t to)
{
    for (size_t i = from; i + 2 < to; i++) {
        if ((text.data[i] == '.' && text.data[i + 1] == ' ' && is_upper(text.data[i + 2])) ||
            !memcmp(text.data + i, "\xE3\x80\x82", 3)) {
            return true;
        }
    }
    return false;
}

/* The word that governs a number: the last before it in the sentence; in Chinese, where it stands
 * behind the number, the next one. */
static const governing_word *governing(const rap_mention_work *work, const governing_words *words,
                                       const printed_number *n)
{
    const governing_word *found = NULL;
    for (size_t i = 0; i < words->count; i++) {
        const governing_word *word = &words->items[i];
        if (word->word == RAP_SYMBOL_OWN) {
            continue;
        }
        if (word->end <= n->start && !sentence_ends(work->block_text, word->end, n->start)) {
            found = word;
        } else if (word->start >= n->end && work->lang == RAP_LANG_ZH &&
                   !sentence_ends(work->block_text, n->end, word->start)) {
            return word;
        }
    }
    return found;
}

static bool has_number(const rap_mention_work *work, size_t from, size_t to)
{
    while (from < to && !is_digit(work->block_text.data[from])) {
        from++;
    }
    return from < to;
}

/* "the resolutions of the Human Rights Council, the latest being resolutions 47/1 ...": the body
 * named between the word before and this one, where the word is not said to be the speaker's own.
 */
static rap_str body_between(const rap_mention_work *work, const governing_words *words,
                            const governing_word *word)
{
    enum { NEAR = 60 };
    const governing_word *before = NULL;
    for (size_t i = 0; i < words->count && &words->items[i] != word; i++) {
        before = &words->items[i];
    }
    if (!before || before->word == RAP_SYMBOL_OWN) {
        return RAP_STR_NONE;
    }
    rap_str found = RAP_STR_NONE;
    bool is_same = word->start - before->end <= NEAR && !has_number(work, before->end, word->start);
    for (size_t i = 0; i < work->found.count; i++) {
        const rap_mention *m = &work->found.items[i];
        /* "Human Rights Council resolutions, including resolutions 23/9" */
        if (is_same && m->kind == RAP_MENTION_ORGANIZATION && m->span.end <= before->start &&
            before->start - m->span.end <= 3) {
            return m->entity;
        }
        bool decides = rap_str_is(m->entity, "HRC") || rap_str_is(m->entity, "ECOSOC") ||
                       rap_str_is(m->entity, "UNGA");
        if (decides && m->kind == RAP_MENTION_ORGANIZATION && m->span.start >= before->end &&
            m->span.end <= word->start && word->start - m->span.end <= NEAR) {
            found = m->entity;
        }
    }
    return found;
}

static bool is_taken(const rap_mention_work *work, size_t start)
{
    for (size_t i = 0; i < work->found.count; i++) {
        const rap_mention *m = &work->found.items[i];
        if (m->kind == RAP_MENTION_SYMBOL && m->span.start <= start && m->span.end > start) {
            return true;
        }
    }
    return false;
}

/* Whether the paragraph speaks of the Human Rights Council. */
static bool names_rights_council(const rap_mention_work *work)
{
    for (size_t i = 0; i < work->found.count; i++) {
        if (rap_str_is(work->found.items[i].entity, "HRC")) {
            return true;
        }
    }
    return false;
}

static size_t add_number(rap_mention_work *work, const governing_words *words, size_t at)
{
    printed_number n = take_number(work->block_text, at);
    if (n.form == FORM_NONE) {
        return at + 1;
    }
    const governing_word *word = governing(work, words, &n);
    if (!word) {
        return n.end;
    }
    rap_str body = body_near(work, word->start, word->end, &n);
    if (!body.length) {
        body = body_between(work, words, word);
    }
    bool decision = word->word == RAP_SYMBOL_DECISION;
    rap_str symbol = full_number(work->arena, &n, body, decision, names_rights_council(work));
    if (symbol.length) {
        add_symbol(work, n.start, n.end, symbol, !decision);
    }
    return n.end;
}

void rap_mention_symbols(rap_mention_work *work)
{
    rap_str text = work->block_text;
    governing_words words;
    find_words(work, &words);
    for (size_t at = 0; at < text.length;) {
        char c = text.data[at], before = at ? text.data[at - 1] : ' ';
        bool begins = !is_alnum(before) && before != '/' && before != '.' && before != '-';
        if (!begins || (!is_upper(c) && !is_digit(c)) || is_taken(work, at)) {
            at++;
            continue;
        }
        size_t end = is_upper(c) ? take_full(work, text, at) : at;
        if (end > at) {
            rap_str printed = rap_str_slice(text, at, end);
            add_symbol(work, at, end, spelled(work->arena, printed), true);
            at = end;
        } else if (words.count) {
            at = add_number(work, &words, at);
        } else {
            at++;
        }
    }
}

rap_str rap_symbol_full(rap_arena *arena, rap_str printed, rap_str body)
{
    printed = rap_str_trim(printed);
    size_t slash = rap_str_find(printed, RAP_STR("/"), 0);
    if (slash != SIZE_MAX && is_upper(at_or_nul(printed, 0)) && slash &&
        is_upper(printed.data[slash - 1])) {
        return spelled(arena, printed);
    }
    printed_number n = take_number(printed, 0);
    return n.form == FORM_NONE || n.end != printed.length
               ? RAP_STR_NONE
               : full_number(arena, &n, body, false, true);
}

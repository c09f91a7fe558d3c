/* Document symbols: as printed in full ("A/68/827"), and resolutions by their number, whose body
 * the words around tell. Forms as in ST/CS/SER.F/11, "United Nations document series symbols". */
#include "resolutions.h"

#include <string.h>

/* -- symbols in full -------------------------------------------------------------------------- */

static bool is_series(const rap_mention_work *work, rap_str root)
{
    return rap_map_find(work->rules->series, root) != NULL;
}

static bool is_symbol_character(char c)
{
    return rap_number_is_alnum(c) || c == '/' || c == '.' || c == '-';
}

/* Whether what stands in parentheses behind a symbol's `stem` belongs to it: "(Part I)", "(2008)",
 * "(XXI)". */
static bool is_parenthesis(const rap_mention_work *work, rap_str stem, rap_str inside)
{
    if (inside.length == 4 && rap_number_value(inside, 0, 4) > 1900) {
        return rap_str_starts(stem, RAP_STR("S/RES/"));
    }
    bool is_roman = inside.length > 0;
    for (size_t i = 0; i < inside.length; i++) {
        is_roman = is_roman && strchr("IVXLCS-", inside.data[i]);
    }
    if (is_roman && rap_str_find(stem, RAP_STR("/RES/"), 0) != SIZE_MAX) {
        return true;
    }
    for (size_t length = 3; length <= inside.length; length++) {
        if (rap_map_find(work->rules->series_parts, rap_str_slice(inside, 0, length)) &&
            !(length < inside.length && rap_number_is_alnum(inside.data[length]))) {
            return true;
        }
    }
    return false;
}

/* Behind a parenthesis that belongs to the symbol of text[start, at), or `at`. */
static size_t take_parenthesis(const rap_mention_work *work, rap_str text, size_t start, size_t at)
{
    size_t open = rap_number_skip_spaces(text, at);
    if (rap_number_at(text, open) != '(') {
        return at;
    }
    size_t close = rap_str_find(text, RAP_STR(")"), open);
    if (close == SIZE_MAX || close - open > 20 || close - open < 2) {
        return at;
    }
    /* A session inside a symbol, "TD/B/EX(68)/2", goes on without a space. */
    bool goes_on = open == at && rap_number_at(text, close + 1) == '/' &&
                   rap_number_skip_digits(text, open + 1) == close;
    rap_str inside = rap_str_slice(text, open + 1, close);
    return goes_on || is_parenthesis(work, rap_str_slice(text, start, at), inside) ? close + 1 : at;
}

/* A range of records, "SR.11-13", is cited by its first. */
static bool begins_range(rap_str text, size_t at)
{
    size_t start = at;
    while (start && rap_number_is_digit(text.data[start - 1])) {
        start--;
    }
    size_t end = rap_number_skip_digits(text, at + 1);
    char after = rap_number_at(text, end);
    return text.data[at] == '-' && start < at && start && text.data[start - 1] == '.' &&
           end > at + 1 && !rap_number_is_alnum(after) && after != '/';
}

/* The end of the letters, digits and marks of a symbol from `at`, marks at the end left out; over
 * a space that a line's end left behind an oblique stroke: "A/66/53/Add.1/ Corr.1". */
static size_t take_parts(rap_str text, size_t at)
{
    size_t end = at;
    for (;;) {
        char c = rap_number_at(text, at);
        bool broken = c == ' ' && at && text.data[at - 1] == '/' &&
                      (rap_str_starts(rap_str_slice(text, at + 1, text.length), RAP_STR("Add.")) ||
                       rap_str_starts(rap_str_slice(text, at + 1, text.length), RAP_STR("Corr.")));
        if (!broken && (!is_symbol_character(c) || begins_range(text, at))) {
            return end;
        }
        at++;
        end = rap_number_is_alnum(c) ? at : end;
    }
}

/* The end of the symbol that begins at `start`, or `start`. */
static size_t take_full(const rap_mention_work *work, rap_str text, size_t start)
{
    size_t root = start;
    while (rap_number_is_upper(rap_number_at(text, root)) ||
           rap_number_is_digit(rap_number_at(text, root))) {
        root++;
    }
    size_t stroke =
        rap_number_at(text, root) == '.' ? rap_number_skip_digits(text, root + 1) : root;
    if (rap_number_at(text, stroke) != '/' || !is_series(work, rap_str_slice(text, start, root))) {
        return start;
    }
    /* "GC.18/Res.7" is a resolution in the document GC.18/INF/4, and each language writes it as its
     * own. */
    rap_str behind_stroke = rap_str_slice(text, stroke, text.length);
    if (stroke > root && (rap_str_starts(behind_stroke, RAP_STR("/Res.")) ||
                          rap_str_starts(behind_stroke, RAP_STR("/Dec.")))) {
        return start;
    }
    size_t end = take_parts(text, stroke);
    size_t behind = end > stroke ? take_parenthesis(work, text, start, end) : end;
    if (behind > end && rap_number_at(text, behind) == '/') { /* "A/72/6 (Sect. 1)/Add.1" */
        size_t more = take_parts(text, behind);
        behind = more > behind ? more : behind;
    }
    for (size_t i = stroke; i < behind; i++) {
        if (rap_number_is_digit(text.data[i])) {
            return behind;
        }
    }
    return start;
}

static void add_cited(rap_version *version, rap_str symbol)
{
    for (size_t i = 0; i < version->cites.count; i++) {
        if (rap_str_equal(version->cites.items[i], symbol)) {
            return;
        }
    }
    RAP_PUSH(version->arena, &version->cites, symbol);
}

/* Where the second symbol of a document of two organs begins, with its hyphen:
 * "A/77/277-S/2022/606"; 0 where there is one symbol. */
static size_t second_symbol(const rap_mention_work *work, rap_str symbol)
{
    for (size_t at = rap_str_find(symbol, RAP_STR("-"), 1); at != SIZE_MAX;
         at = rap_str_find(symbol, RAP_STR("-"), at + 1)) {
        size_t root = at + 1;
        while (rap_number_is_upper(rap_number_at(symbol, root))) {
            root++;
        }
        if (rap_number_is_digit(symbol.data[at - 1]) && rap_number_at(symbol, root) == '/' &&
            is_series(work, rap_str_slice(symbol, at + 1, root))) {
            return at;
        }
    }
    return 0;
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
    /* A document of two organs is filed under the first of its symbols and found by it. */
    size_t second = second_symbol(work, symbol);
    if (second) {
        add_cited(version, rap_str_slice(symbol, 0, second));
    }
    add_cited(version, symbol);
}

/* One space before a parenthesis and behind "Sect." in it, none at an oblique stroke: "A/76/6
 * (Sect. 3)/Add.1"; none before a session inside a symbol. */
static rap_str spelled(rap_arena *arena, rap_str printed)
{
    rap_buf buf;
    rap_buf_init(&buf, arena);
    bool inside = false;
    for (size_t at = 0; at < printed.length;) {
        size_t next = rap_number_skip_spaces(printed, at);
        char c = rap_number_at(printed, next);
        bool is_session = rap_number_is_digit(rap_number_at(printed, next + 1)) &&
                          rap_str_find(printed, RAP_STR(")/"), next) != SIZE_MAX;
        if (c == '(' && at) {
            rap_buf_put_c(&buf, is_session ? "(" : " (");
            inside = true;
            at = next + 1;
        } else if (next > at) {
            if (printed.data[at - 1] != '/') {
                rap_buf_put_byte(&buf, ' ');
            }
            at = next;
        } else {
            inside = inside && c != ')';
            rap_buf_put_byte(&buf, c);
            at++;
            if (inside && c == '.' && rap_number_is_alnum(rap_number_at(printed, at))) {
                rap_buf_put_byte(&buf, ' ');
            }
        }
    }
    return rap_buf_str(&buf);
}

/* -- the symbols of a block -------------------------------------------------------------------- */

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

/* The number at `at`, with the mark of a special session before it where the language has one of
 * its own. */
static rap_number number_at(const rap_mention_work *work, const rap_letters *specials, size_t at)
{
    rap_number n = rap_number_take(work->block_text, at);
    for (size_t i = 0; i < specials->count; i++) {
        const rap_letter *mark = &specials->items[i];
        if (n.form == RAP_FORM_SESSION && at == mark->end + 1 &&
            work->block_text.data[mark->end] == '-') {
            n.is_special = true;
            n.is_emergency = mark->letter == 'E';
            n.start = mark->start;
        }
    }
    return n;
}

static size_t take_number(const rap_mention_work *work, const rap_symbol_words *words, size_t at,
                          rap_cited_list *list)
{
    rap_cited item = {.number = number_at(work, &words->specials, at)};
    rap_number *n = &item.number;
    if (n->form == RAP_FORM_NONE) {
        return at + 1;
    }
    if (n->form == RAP_FORM_SESSION) {
        item.letter_count = rap_number_letters(work->block_text, &words->letters, n, item.letters);
    }
    item.word = rap_symbol_governing(work, &words->words, n);
    item.start = n->start;
    item.end = n->end;
    if (item.word) {
        RAP_PUSH(work->arena, list, item);
    }
    return n->end;
}

static bool may_begin(rap_str text, const rap_letters *specials, size_t at)
{
    char c = text.data[at], before = at ? text.data[at - 1] : ' ';
    if (!rap_number_is_upper(c) && !rap_number_is_digit(c)) {
        return false;
    }
    for (size_t i = 0; before == '-' && i < specials->count; i++) {
        if (specials->items[i].end + 1 == at) {
            return true;
        }
    }
    return !rap_number_is_alnum(before) && before != '/' && before != '.' && before != '-';
}

void rap_mention_symbols(rap_mention_work *work)
{
    rap_str text = work->block_text;
    rap_symbol_words words;
    rap_cited_list list = {0};
    rap_symbol_words_find(work, &words);
    for (size_t at = 0; at < text.length;) {
        if (!may_begin(text, &words.specials, at) || is_taken(work, at)) {
            at++;
            continue;
        }
        size_t end = rap_number_is_upper(text.data[at]) ? take_full(work, text, at) : at;
        if (end > at) {
            rap_str symbol = spelled(work->arena, rap_str_slice(text, at, end));
            RAP_PUSH(work->arena, &list, (rap_cited){.start = at, .end = end, .symbol = symbol});
            at = end;
        } else {
            at = words.words.count ? take_number(work, &words, at, &list) : at + 1;
        }
    }
    rap_resolutions_resolve(work, &words.words, &list);
    for (size_t i = 0; i < list.count; i++) {
        const rap_cited *item = &list.items[i];
        if (item->symbol.length) {
            bool decision = item->word && item->word->word == RAP_SYMBOL_DECISION;
            add_symbol(work, item->start, item->end, item->symbol, !decision);
        }
    }
}

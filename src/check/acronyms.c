/* Acronyms: spelled out once, before they are used, and used afterwards. */
#include "rules.h"

#include <unicode/ucurr.h>
#include <unicode/ustring.h>

typedef struct {
    size_t block;
    rap_span span;
} place;

typedef struct {
    rap_str text;
    bool is_used, is_defined, is_early;
    place use, definition;
    rap_str name_end; /* the last word of the name before the definition */
    size_t uses;
    bool is_twice;
    place second;
} acronym;

typedef struct {
    checking *c;
    rap_map *known; /* text -> acronym */
} finder;

enum { SHORTEST = 3, LONGEST = 12 };

/* -- what is one ---------------------------------------------------------------------------------
 */

static bool is_roman(rap_str word)
{
    for (size_t i = 0; i < word.length; i++) {
        if (!strchr("IVXLCDM", word.data[i])) {
            return false;
        }
    }
    return true;
}

/* Most letters are capitals: a heading or a table's head, where no word tells itself apart. */
static bool is_shouted(rap_str text)
{
    size_t upper = 0, letters = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        upper += check_is_upper(c);
        letters += check_is_letter(c);
    }
    return upper * 2 > letters;
}

/* The acronym that begins at `at`: capitals, two at least, whole word; an "s" of the plural is not
 * of it. Empty where there is none. *ret_end is the end of the word. */
static rap_span acronym_at(rap_str text, size_t at, size_t *ret_end)
{
    size_t next = at, end = at, count = 0;
    while (next < text.length && check_is_upper(rap_utf8_next(text, &next))) {
        end = next;
        count++;
    }
    *ret_end = end;
    if (count < 2 || count > LONGEST) {
        return (rap_span){0, 0};
    }
    if (end < text.length && text.data[end] == 's') {
        *ret_end = end + 1;
    }
    return check_ends_word(text, *ret_end) ? (rap_span){(uint32_t)at, (uint32_t)end}
                                           : (rap_span){0, 0};
}

static char byte_at(rap_str text, size_t at)
{
    return at < text.length ? text.data[at] : ' ';
}

/* A piece of a symbol, a code, a compound or an address. */
static bool is_part_of_more(rap_str text, size_t start, size_t end)
{
    char before = start ? text.data[start - 1] : ' ', after = byte_at(text, end);
    bool joined_before = strchr("/-.&_@", before) != NULL;
    bool joined_after = strchr("/-&_@", after) ||
                        (after == '.' && byte_at(text, end + 1) != ' ' && end + 1 < text.length);
    size_t far = end + 1, near = start;
    bool number_after =
        after == ' ' && far < text.length && text.data[far] >= '0' && text.data[far] <= '9';
    bool number_before =
        near > 1 && before == ' ' && text.data[near - 2] >= '0' && text.data[near - 2] <= '9';
    return joined_before || joined_after || number_after || number_before;
}

static bool is_currency(rap_str word)
{
    UChar code[4];
    UErrorCode status = U_ZERO_ERROR;
    if (word.length != 3) {
        return false;
    }
    u_charsToUChars(word.data, code, 3);
    code[3] = 0;
    return ucurr_isAvailable(code, U_DATE_MIN, U_DATE_MAX, &status) && U_SUCCESS(status);
}

/* -- definitions ---------------------------------------------------------------------------------
 */

static bool is_opening(uint32_t c)
{
    return c == '(' || c == 0xFF08;
}

static bool is_quote(uint32_t c)
{
    return c == '"' || c == 0x201C || c == 0x201D || c == 0xAB || c == 0xBB;
}

static bool closes_definition(uint32_t c)
{
    return c == ')' || c == 0xFF09 || c == ',' || c == ';' || is_quote(c);
}

/* The last word before byte `at`, over blanks and quotation marks. */
static rap_str word_before(rap_str text, size_t at)
{
    size_t end = at, before;
    while (end && (before = end, !rap_text_is_word_letter(rap_utf8_previous(text, &before)))) {
        end = before;
    }
    size_t start = end;
    while (start && (before = start, rap_text_is_word_letter(rap_utf8_previous(text, &before)))) {
        start = before;
    }
    return rap_str_slice(text, start, end);
}

/* "Name (ACR)", "Name (ACR, ...)": the last word of the name; empty where it is none. */
static rap_str defined_behind(rap_str text, size_t start, size_t end)
{
    size_t before = start, after = end;
    if (!start || after >= text.length) {
        return RAP_STR_NONE;
    }
    uint32_t c = rap_utf8_previous(text, &before);
    if (is_quote(c) && before) {
        c = rap_utf8_previous(text, &before);
    }
    bool closes = closes_definition(rap_utf8_next(text, &after));
    rap_str name = word_before(text, before);
    size_t end_of_word, at = name.length ? (size_t)(name.data - text.data) : 0;
    rap_span other = name.length ? acronym_at(text, at, &end_of_word) : (rap_span){0, 0};
    bool is_code = other.end > other.start; /* "GS (OL)" */
    return is_opening(c) && closes && !is_code ? name : RAP_STR_NONE;
}

/* "ACR (Name of it)", "ACR: Name", or a cell that holds it alone. */
static bool defined_before(const rap_block *block, size_t start, size_t end)
{
    rap_str text = block->text;
    size_t at = end;
    while (at < text.length && (text.data[at] == ' ' || text.data[at] == ':')) {
        at++;
    }
    if (block->look == RAP_LOOK_CELL && start == 0) {
        return true;
    }
    if (at >= text.length || at == end || !is_opening(rap_utf8_next(text, &at))) {
        return false;
    }
    /* a name is more than a word */
    size_t closing = rap_str_find(text, RAP_STR(")"), at);
    rap_str inside = rap_str_slice(text, at, closing);
    size_t first = 0;
    return closing != SIZE_MAX && rap_str_find(inside, RAP_STR(" "), 0) != SIZE_MAX &&
           check_is_upper(rap_utf8_next(inside, &first));
}

static bool in_text(const rap_block *block)
{
    return block->part == RAP_PART_BODY || block->part == RAP_PART_OPERATIVE ||
           block->part == RAP_PART_PREAMBULAR;
}

/* -- the walk ------------------------------------------------------------------------------------
 */

static acronym *entry_of(finder *f, rap_str text)
{
    acronym *entry = rap_map_find(f->known, text);
    if (!entry) {
        entry = RAP_NEW(f->c->arena, acronym);
        entry->text = text;
        rap_map_set(f->known, text, entry);
    }
    return entry;
}

static void take_definition(finder *f, acronym *entry, const rap_block *block, place at,
                            rap_str name_end)
{
    (void)f;
    if (!entry->is_defined) {
        entry->is_defined = true;
        entry->definition = at;
        entry->name_end = name_end;
        entry->is_early = entry->is_used;
    } else if (!entry->is_twice && in_text(block) && entry->name_end.length &&
               rap_str_equal_nocase(entry->name_end, name_end)) {
        entry->is_twice = true;
        entry->second = at;
    }
}

/* Beside a word with a capital, or another acronym, it is part of a name: "TRIPS Agreement". */
static bool is_part_of_name(rap_str text, size_t start, size_t end)
{
    size_t next = end + 1, ignored;
    if (next < text.length && text.data[end] == ' ' && check_is_upper(rap_utf8_next(text, &next))) {
        return true;
    }
    rap_str before = start && text.data[start - 1] == ' ' ? word_before(text, start) : RAP_STR_NONE;
    rap_span other = {0, 0};
    if (before.length && before.data + before.length == text.data + start - 1) {
        other = acronym_at(text, (size_t)(before.data - text.data), &ignored);
    }
    return other.end > other.start;
}

/* A few words in parentheses with the acronym among them explain what stands before: "... (the LHA
 * system)". */
static bool is_gloss(rap_str text, size_t start, size_t end)
{
    enum { SHORT = 40 };
    size_t open = start, close = end;
    while (open && start - open < SHORT && text.data[open - 1] != '(' &&
           text.data[open - 1] != ')') {
        open--;
    }
    while (close < text.length && close - end < SHORT && text.data[close] != ')' &&
           text.data[close] != '(') {
        close++;
    }
    return open && text.data[open - 1] == '(' && close < text.length && text.data[close] == ')';
}

static void take(finder *f, size_t index, rap_span span, size_t end)
{
    const rap_block *block = &f->c->version->blocks.items[index];
    rap_str text = rap_block_slice(block, span);
    place at = {index, span};
    rap_str name_end = defined_behind(block->text, span.start, end);
    if (name_end.length || defined_before(block, span.start, end)) {
        take_definition(f, entry_of(f, text), block, at, name_end);
        return;
    }
    acronym *entry = entry_of(f, text);
    entry->uses++;
    if (!entry->is_used && in_text(block) && !check_is_quoted(f->c, block->text, span.start) &&
        !is_part_of_more(block->text, span.start, end) &&
        !is_part_of_name(block->text, span.start, end) && !is_gloss(block->text, span.start, end)) {
        entry->is_used = true;
        entry->use = at;
    }
}

static void walk(finder *f, size_t index)
{
    rap_str text = f->c->version->blocks.items[index].text;
    for (size_t at = 0; at < text.length;) {
        size_t next = at, end;
        uint32_t c = rap_utf8_next(text, &next);
        if (!rap_text_is_word_letter(c)) {
            at = next;
            continue;
        }
        rap_span span = acronym_at(text, at, &end);
        if (span.end > span.start) {
            take(f, index, span, end);
        }
        at = next;
        while (at < text.length &&
               (next = at, rap_text_is_word_letter(rap_utf8_next(text, &next)))) {
            at = next;
        }
    }
}

/* Whether the acronym stands inside a longer name that the tables know. */
static bool is_in_name(const checking *c, place at)
{
    for (size_t i = c->first_mention[at.block]; i < c->first_mention[at.block + 1]; i++) {
        const rap_mention *mention = &c->version->mentions.items[i];
        if (mention->span.start <= at.span.start && mention->span.end >= at.span.end &&
            mention->span.end - mention->span.start > at.span.end - at.span.start + 1) {
            return true;
        }
    }
    return false;
}

static bool is_allowed(const checking *c, rap_str text)
{
    const rap_strs *own = c->options->acronyms;
    for (size_t i = 0; own && i < own->count; i++) {
        if (rap_str_equal(own->items[i], text)) {
            return true;
        }
    }
    return is_roman(text) || is_currency(text) ||
           check_has_word(c->language, "known-acronym", text);
}

static size_t characters(rap_str text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.length; count++) {
        rap_utf8_next(text, &at);
    }
    return count;
}

static void tell(finder *f, const acronym *entry)
{
    checking *c = f->c;
    rap_str text = entry->text;
    if (!entry->is_defined && entry->is_used) {
        if (characters(text) >= SHORTEST && !is_allowed(c, text) && !is_in_name(c, entry->use)) {
            check_report(c, CHECK_ACRONYM_UNDEFINED, (int32_t)entry->use.block, entry->use.span,
                         NULL,
                         "write the full name here, with the acronym in parentheses behind it",
                         "\"%.*s\" is not spelled out anywhere", RAP_STR_ARG(text));
        }
        return;
    }
    if (entry->is_early && !is_allowed(c, text) && !is_in_name(c, entry->use)) {
        check_report(c, CHECK_ACRONYM_EARLY, (int32_t)entry->use.block, entry->use.span, NULL,
                     "move the full name with the acronym behind it to this place",
                     "\"%.*s\" is used before it is spelled out", RAP_STR_ARG(text));
    }
    if (is_allowed(c, text)) {
        return;
    }
    if (entry->is_twice) {
        check_report(c, CHECK_ACRONYM_TWICE, (int32_t)entry->second.block, entry->second.span, NULL,
                     "use the acronym alone", "\"%.*s\" was spelled out before", RAP_STR_ARG(text));
    }
    bool is_plain =
        entry->is_defined && in_text(&c->version->blocks.items[entry->definition.block]);
    if (is_plain && !entry->uses && !entry->is_twice &&
        rap_text_script(text) == rap_text_script(entry->name_end) && entry->name_end.length) {
        check_report(c, CHECK_ACRONYM_UNUSED, (int32_t)entry->definition.block,
                     entry->definition.span, NULL, "leave the acronym out",
                     "\"%.*s\" is introduced and not used afterwards", RAP_STR_ARG(text));
    }
}

void check_acronyms(checking *c)
{
    finder f = {c, rap_map_new(c->arena)};
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        const rap_block *block = &c->version->blocks.items[i];
        if (check_is_prose(c, i) && !is_shouted(block->text)) {
            walk(&f, i);
        }
    }
    rap_str key;
    void *entry;
    for (size_t i = 0; rap_map_at(f.known, i, &key, &entry); i++) {
        tell(&f, entry);
    }
}

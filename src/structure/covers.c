/* Cover data: symbol, title, session, agenda items, dates, original language, period, kind. */
#include "build.h"

#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>

#define COVER_LINE 2000 /* bytes of a line that are looked at */

static folded_text fold_block(const builder *b, const rap_block *block)
{
    return rap_structure_fold(b->arena, block->text, COVER_LINE);
}

bool rap_cover_has(const builder *b, const char *field, const rap_block *block)
{
    if (block->text.length > COVER_LINE) {
        return false;
    }
    folded_text text = fold_block(b, block);
    cover_match match;
    return rap_cover_find(b->cover, field, &text, &match);
}

bool rap_cover_is_meeting(const builder *b, const rap_block *block)
{
    return block->text.length <= 300 && rap_cover_has(b, "meeting", block);
}

bool rap_cover_is_annex(const builder *b, const rap_block *block)
{
    return block->text.length <= 80 && rap_cover_has(b, "annex", block);
}

bool rap_cover_is_date(const builder *b, const rap_block *block, rap_date *ret_date)
{
    if (!block->text.length || block->text.length > 80) {
        return false;
    }
    folded_text text = fold_block(b, block);
    size_t end;
    if (!rap_cover_date(b->cover, &text, 0, ret_date, &end)) {
        return false;
    }
    /* "2021 goda": one word may follow a year; a new sentence may not */
    size_t letters = 0;
    for (size_t i = end; i < text.length; i++) {
        letters += text.data[i] != ' ' && text.data[i] != '.';
    }
    return letters <= 8;
}

/* -- symbols
 * --------------------------------------------------------------------------------------- */

static bool is_symbol_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-';
}

/* The end of the symbol that begins at `at`: organ, strokes, digits; or `at`. */
static size_t symbol_end(rap_str text, size_t at)
{
    size_t end = at, strokes = 0, digits = 0;
    while (end < text.length && is_symbol_char(text.data[end])) {
        bool small = end + 1 < text.length && islower((unsigned char)text.data[end + 1]);
        if (small && isupper((unsigned char)text.data[end])) {
            break; /* the next word, glued to the symbol: "A/RES/65/123General Assembly" */
        }
        strokes += text.data[end] == '/';
        digits += isdigit((unsigned char)text.data[end]) != 0;
        end++;
    }
    while (end > at && strchr("./-", text.data[end - 1])) {
        end--;
    }
    bool organ = text.data[at] >= 'A' && text.data[at] <= 'Z' && end > at + 1;
    return organ && strokes >= 1 && digits &&
                   memchr(text.data + at, '/', 8 < end - at ? 8 : end - at)
               ? end
               : at;
}

rap_str rap_cover_symbol(rap_str text, size_t *at)
{
    for (size_t i = *at; i + 3 < text.length; i++) {
        char c = text.data[i];
        bool begins =
            c >= 'A' && c <= 'Z' &&
            (!i || !(isupper((unsigned char)text.data[i - 1]) ||
                     isdigit((unsigned char)text.data[i - 1]) || text.data[i - 1] == '/'));
        size_t end = begins ? symbol_end(text, i) : i;
        if (end > i) {
            /* "S/RES/2719 (2023)" */
            rap_str year = rap_str_slice(text, end, end + 7);
            bool yeared = year.length == 7 && year.data[0] == ' ' && year.data[1] == '(' &&
                          isdigit((unsigned char)year.data[2]) && year.data[6] == ')';
            *at = yeared ? end + 7 : end;
            return rap_str_slice(text, i, *at);
        }
    }
    *at = text.length;
    return RAP_STR_NONE;
}

/* The symbol of a cover line that is one, or that a word processor glued to its neighbours. */
static rap_str symbol_of_line(rap_str text)
{
    size_t at = 0;
    rap_str symbol = rap_cover_symbol(text, &at);
    if (!symbol.length || text.data[0] == '[' || text.data[0] == '(' || text.data[0] == '*') {
        return RAP_STR_NONE;
    }
    size_t before = (size_t)(symbol.data - text.data);
    bool alone = !before && at == text.length;
    bool glued = text.length <= 200 && at < text.length && isupper((unsigned char)text.data[at]) &&
                 before && text.data[before - 1] != ' ';
    bool leads = !before && at < text.length && text.data[at] == ' ' && text.length < 60;
    size_t part = rap_split_part(text, at);
    if (!before && part && at + part == text.length) {
        return text; /* "A/RES/76/5 A-B" */
    }
    return alone || glued || leads ? symbol : RAP_STR_NONE;
}

/* -- fields
 * ------------------------------------------------------------------------------------------- */

static void read_session(builder *b, const folded_text *text)
{
    cover_match match;
    rap_cover *cover = &b->version->cover;
    if (cover->session.length || !rap_cover_find(b->cover, "session", text, &match)) {
        return;
    }
    const char *prefix = match.pattern->value.length ? "-" : "";
    cover->session = rap_str_of(rap_arena_format(
        b->arena, "%.*s%s%d", RAP_STR_ARG(match.pattern->value), prefix, match.number));
}

/* Whether the code point separates agenda items. */
static bool separates(uint32_t c)
{
    return c == ',' || c == ';' || c == 0x60C || c == 0x3001 || c == 0xFF0C;
}

/* An item as the language prints it: the letter after a space or glued to the number. */
static void push_item(builder *b, rap_str number, rap_str letter, bool glued)
{
    const char *space = letter.length && !glued ? " " : "";
    rap_str item = rap_str_of(
        rap_arena_format(b->arena, "%.*s%s%.*s", RAP_STR_ARG(number), space, RAP_STR_ARG(letter)));
    RAP_PUSH(b->arena, &b->version->cover.agenda_items, item);
}

/* The end of a letter with one bracket or two that begins at `at`; 0: none stands there. Arabic
 * sets the letters of a pair apart. */
static size_t item_letter_end(rap_str text, size_t at)
{
    size_t letters = 0;
    bool open = text.data[at] == '(';
    for (size_t next = at; at < text.length; at = next) {
        uint32_t c = rap_utf8_next(text, &next);
        if (c == ')' || c == 0xFF09) {
            return letters && letters <= 2 ? next : 0;
        }
        if ((c == ' ' && !(open && letters)) || separates(c) || u_isdigit((UChar32)c)) {
            break;
        }
        letters += u_isalpha((UChar32)c) != 0;
    }
    return 0;
}

static size_t word_end(rap_str text, size_t at)
{
    size_t next = at;
    while (next < text.length) {
        uint32_t c = rap_utf8_next(text, &next);
        if (c == ' ' || separates(c) || u_isdigit((UChar32)c)) {
            return at;
        }
        at = next;
    }
    return at;
}

/* "126 (a), (b) and (z)", "20 and 78 (a)": each number with each of its letters. */
static void split_items(builder *b, rap_str text)
{
    rap_str number = RAP_STR_NONE;
    bool used = true, glued = false;
    size_t next;
    for (size_t at = 0; at < text.length; at = next) {
        next = at;
        uint32_t c = rap_utf8_next(text, &next);
        if (u_isdigit((UChar32)c)) {
            while (next < text.length && isdigit((unsigned char)text.data[next])) {
                next++;
            }
            if (!used) {
                push_item(b, number, RAP_STR_NONE, false);
            }
            number = rap_str_slice(text, at, next);
            used = false;
            glued = next < text.length && text.data[next] != ' ';
            continue;
        }
        size_t end = number.length && c != ' ' && !separates(c) ? item_letter_end(text, at) : 0;
        if (end) {
            push_item(b, number, rap_str_slice(text, at, end), glued);
            used = true;
            next = end;
        } else if (c != ' ' && !separates(c)) {
            size_t word = word_end(text, at);
            next = word > next ? word : next;
        }
    }
    if (!used) {
        push_item(b, number, RAP_STR_NONE, false);
    }
}

static void read_items(builder *b, const rap_block *block, const folded_text *text)
{
    cover_match match;
    if (b->version->cover.agenda_items.count || !rap_cover_find(b->cover, "items", text, &match)) {
        return;
    }
    split_items(b,
                rap_str_slice(block->text, text->at[match.items_from], text->at[match.items_to]));
}

static void read_issued(builder *b, const rap_block *block, const folded_text *text, bool announced)
{
    rap_cover *cover = &b->version->cover;
    rap_date date;
    size_t end;
    if (cover->issued.year || !rap_cover_date(b->cover, text, 0, &date, &end)) {
        return;
    }
    bool glued = end < text->length && text->data[end] != ' ' && block->text.length < 120;
    if (rap_cover_is_date(b, block, &date) || glued) {
        if (announced || glued) {
            cover->issued = date;
        }
    }
}

static void read_original(builder *b, const folded_text *text)
{
    cover_match match;
    if (!b->version->cover.original && rap_cover_find(b->cover, "original", text, &match)) {
        b->version->cover.original = match.lang;
    }
}

static void read_adopted(builder *b, const folded_text *text)
{
    cover_match match;
    if (!b->version->cover.adopted.year && rap_cover_find(b->cover, "adopted", text, &match) &&
        match.date_count) {
        b->version->cover.adopted = match.dates[0];
    }
}

/* The kind that a line tells, in the order of data/kinds.tsv: an earlier kind replaces a later. */
static void read_kind(builder *b, const rap_block *block, const folded_text *text)
{
    cover_match match;
    rap_cover *cover = &b->version->cover;
    if (cover->kind.length || block->text.length > 300 ||
        !rap_cover_find(b->cover, "kind", text, &match)) {
        return;
    }
    for (size_t i = 0; i < b->rules->kinds.count; i++) {
        if (rap_str_equal(b->rules->kinds.items[i].name, match.pattern->value)) {
            cover->kind = match.pattern->value;
        }
    }
}

/* "2017-2021" in a title: years joined by a dash. */
static bool read_years(rap_str text, rap_period *ret_period)
{
    for (size_t at = 0; at + 9 <= text.length; at++) {
        int start, end;
        bool before = at && isdigit((unsigned char)text.data[at - 1]);
        if (before || !rap_str_number(rap_str_slice(text, at, at + 4), &start) || start < 1900 ||
            start > 2200) {
            continue;
        }
        size_t dash =
            text.data[at + 4] == '-'                                                            ? 1
            : rap_str_starts(rap_str_slice(text, at + 4, text.length), RAP_STR("\xE2\x80\x93")) ? 3
                                                                                                : 0;
        rap_str second = rap_str_slice(text, at + 4 + dash, at + 8 + dash);
        if (dash && second.length == 4 && rap_str_number(second, &end) && end > start &&
            end < start + 30) {
            *ret_period = (rap_period){{(int16_t)start, 0, 0}, {(int16_t)end, 0, 0}};
            return true;
        }
    }
    return false;
}

static bool read_period_text(builder *b, rap_str text)
{
    folded_text folded = rap_structure_fold(b->arena, text, 6000);
    cover_match match;
    rap_cover *cover = &b->version->cover;
    if (!rap_cover_find(b->cover, "period", &folded, &match) || !match.date_count) {
        return false;
    }
    bool open = rap_str_is(match.pattern->value, "open");
    rap_date end = open ? cover->issued : match.dates[match.date_count - 1];
    if (!open && (match.date_count < 2 || rap_date_compare(match.dates[0], end) > 0)) {
        return false;
    }
    cover->period = (rap_period){match.dates[0], end};
    return true;
}

/* The period reported on stands on the cover or in the first paragraphs; in a title as years. */
static void read_period(builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    rap_cover *cover = &b->version->cover;
    rap_buf lines;
    rap_buf_init(&lines, b->arena);
    for (size_t i = 0; i < blocks->count && (int32_t)i < b->body; i++) {
        if (!rap_block_is_note(&blocks->items[i])) {
            rap_buf_put(&lines, blocks->items[i].text);
            rap_buf_put_byte(&lines, ' ');
        }
    }
    if (cover->period.start.year || read_period_text(b, rap_buf_str(&lines))) {
        return;
    }
    for (size_t i = 0; i < blocks->count && (int32_t)i < b->body + 12; i++) {
        if (read_period_text(b, blocks->items[i].text)) {
            return;
        }
    }
    rap_period years;
    if (read_years(cover->title, &years)) {
        cover->period = years;
    }
}

/* -- the whole
 * ---------------------------------------------------------------------------------------- */

static bool is_cover_part(const rap_block *block)
{
    return block->part == RAP_PART_COVER || block->part == RAP_PART_TITLE ||
           block->part == RAP_PART_CLOSING;
}

/* The symbol at the end of the line that names the organization or an organ. */
static rap_str symbol_behind_organ(const builder *b, rap_str text)
{
    size_t at = 0;
    rap_str symbol = text.length < 80 ? rap_cover_symbol(text, &at) : RAP_STR_NONE;
    if (!symbol.length || at != text.length || symbol.data == text.data) {
        return RAP_STR_NONE;
    }
    rap_str head = rap_str_trim(rap_str_slice(text, 0, text.length - symbol.length));
    folded_text folded = rap_structure_fold(b->arena, head, 80);
    cover_match match;
    return rap_cover_find(b->cover, "organ", &folded, &match) ? symbol : RAP_STR_NONE;
}

static void read_line(builder *b, const rap_block *block, bool *announced)
{
    rap_cover *cover = &b->version->cover;
    folded_text text = fold_block(b, block);
    read_session(b, &text);
    read_items(b, block, &text);
    read_original(b, &text);
    read_adopted(b, &text);
    read_kind(b, block, &text);
    cover_match match;
    bool distribution = rap_cover_find(b->cover, "distribution", &text, &match);
    if (block->part == RAP_PART_COVER) {
        read_issued(b, block, &text, *announced);
    }
    *announced = distribution || (*announced && block->text.length < 40);
    rap_str symbol = symbol_of_line(block->text);
    symbol = symbol.length ? symbol : symbol_behind_organ(b, block->text);
    if (symbol.length && !cover->symbol.length && block->part == RAP_PART_COVER) {
        cover->symbol = symbol;
    }
}

/* The session in a symbol: "A/RES/76/136", "E/RES/2031/14", "A/RES/ES-11/1", "A/79/150"; empty:
 * none. */
static rap_str session_of_symbol(rap_str symbol)
{
    rap_str rest = symbol, part;
    rap_str parts[6] = {{0}};
    size_t count = 0;
    while (count < 6 && rap_str_split(&rest, '/', &part)) {
        parts[count++] = part;
    }
    bool assembly = count >= 3 && rap_str_is(parts[0], "A");
    bool act = count >= 3 && (rap_str_is(parts[1], "RES") || rap_str_is(parts[1], "DEC"));
    size_t at = assembly && act ? 2 : 1;
    if (act && rap_str_is(parts[0], "E") && parts[2].length == 4) {
        return parts[2]; /* a session of the Economic and Social Council is a year's */
    }
    if (!assembly || at >= count || !parts[at].length) {
        return RAP_STR_NONE;
    }
    int number;
    bool special =
        rap_str_starts(parts[at], RAP_STR("S-")) || rap_str_starts(parts[at], RAP_STR("ES-"));
    return special || (rap_str_number(parts[at], &number) && number < 200) ? parts[at]
                                                                           : RAP_STR_NONE;
}

void rap_cover_read(builder *b)
{
    rap_cover *cover = &b->version->cover;
    const rap_blocks *blocks = &b->version->blocks;
    bool announced = false;
    for (size_t i = 0; i < blocks->count; i++) {
        const rap_block *block = &blocks->items[i];
        if (is_cover_part(block) && block->text.length <= COVER_LINE) {
            read_line(b, block, &announced);
        }
    }
    rap_date date;
    for (size_t i = blocks->count; i-- > 0 && !cover->adopted.year;) {
        if (blocks->items[i].part != RAP_PART_CLOSING) {
            continue;
        }
        folded_text text = fold_block(b, &blocks->items[i]);
        for (size_t at = 0; at < text.length && !cover->adopted.year; at++) {
            size_t end;
            if (!rap_structure_is_inside_word(&text, at) &&
                rap_cover_date(b->cover, &text, at, &date, &end)) {
                cover->adopted = date;
            }
        }
    }
    if (!b->is_resolution) { /* that reports on no period; those in it are of other things */
        read_period(b);
    }
    rap_str session = session_of_symbol(cover->symbol);
    /* of a special session the cover may tell the ordinal alone */
    if (cover->session.length && session.length && !rap_str_ends(session, cover->session)) {
        rap_warn(b->arena, &b->version->warnings, "session-mismatch", -1,
                 "the cover says session %.*s, its symbol %.*s", RAP_STR_ARG(cover->session),
                 RAP_STR_ARG(cover->symbol));
    }
    if (!cover->session.length) {
        cover->session = session;
    }
}

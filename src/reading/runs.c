#include "runs.h"

#include "label.h"

#include "base/map.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Marks of direction, soft hyphens, joiners, byte order marks, and what is no character at all. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0x061C || c < 0x09 ||
           (c > 0x0D && c < 0x20) || (c >= 0x7F && c <= 0x9F);
}

static bool is_presentation_form(uint32_t c)
{
    return (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

static bool is_east_asian(uint32_t c)
{
    return (c >= 0x3001 && c <= 0x303F) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xFF00 && c <= 0xFFEF);
}

void rap_runs_init(rap_runs *runs, rap_arena *arena)
{
    *runs = (rap_runs){.arena = arena, .gap = SIZE_MAX};
    rap_buf_init(&runs->text, arena);
}

/* Those that the text has lost at its end. */
static void drop_blanks(rap_runs *runs)
{
    while (runs->blanks.count &&
           runs->blanks.items[runs->blanks.count - 1].at >= runs->text.length) {
        runs->blanks.count--;
    }
}

static void put_visible(rap_runs *runs, uint32_t c)
{
    if (runs->after_note) {
        if (runs->gap != SIZE_MAX && is_east_asian(c)) {
            runs->text.length--; /* in Chinese the blank behind a raised mark is lay-out */
            drop_blanks(runs);
        }
        runs->after_note = false;
        runs->gap = SIZE_MAX;
    }
    if (c < 0x80) {
        rap_buf_put_byte(&runs->text, (char)c);
    } else {
        rap_buf_put_code_point(&runs->text, c);
    }
}

/* Arabic letters in the form they take on paper, as the letters they are. */
static void put_presentation_form(rap_runs *runs, uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
    UChar letters[40];
    int32_t count = -1;
    if (U_SUCCESS(status)) {
        count = unorm2_getDecomposition(nfkc, (UChar32)c, letters, 40, &status);
    }
    if (count < 0 || U_FAILURE(status)) {
        put_visible(runs, c);
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        if (letters[i] != ' ') {
            put_visible(runs, letters[i]);
        }
    }
}

static bool is_no_break(uint32_t c)
{
    return c == 0xA0 || c == 0x202F;
}

/* What is more than one plain space is noted; a tab or line end among them makes it lay-out. */
static void note_blank(rap_runs *runs, uint32_t c, bool is_first)
{
    uint32_t at = (uint32_t)runs->text.length - 1;
    if (is_first) {
        runs->is_layout = c < ' ';
        if (is_no_break(c)) {
            RAP_PUSH(runs->arena, &runs->blanks, (rap_blank){at, true, false});
        }
        return;
    }
    runs->is_layout |= c < ' ';
    bool is_known = runs->blanks.count && runs->blanks.items[runs->blanks.count - 1].at == at;
    if (!is_known) {
        RAP_PUSH(runs->arena, &runs->blanks, (rap_blank){.at = at});
    }
    rap_blank *blank = &runs->blanks.items[runs->blanks.count - 1];
    blank->is_no_break |= is_no_break(c);
    blank->is_many = !runs->is_layout;
}

static void put_space(rap_runs *runs, uint32_t c)
{
    size_t length = runs->text.length;
    if (length && runs->text.data[length - 1] != ' ') {
        if (runs->after_note) {
            runs->gap = length;
        }
        rap_buf_put_byte(&runs->text, ' ');
        note_blank(runs, c, true);
    } else if (length) {
        note_blank(runs, c, false);
    }
}

static bool is_blank(rap_str text)
{
    return !rap_str_trim(text).length;
}

static void put_style(rap_runs *runs, size_t start, unsigned style)
{
    size_t end = runs->text.length;
    if (!style || end <= start) {
        return;
    }
    if (runs->styled.count) {
        rap_styled *last = &runs->styled.items[runs->styled.count - 1];
        if (last->style == style &&
            is_blank(rap_str_slice((rap_str){runs->text.data, end}, last->end, start))) {
            last->end = (uint32_t)end;
            return;
        }
    }
    RAP_PUSH(runs->arena, &runs->styled, (rap_styled){(uint32_t)start, (uint32_t)end, style});
}

/* The end of the common letters and signs from `at` on, of which nothing is to be asked. */
static size_t plain_end(rap_str text, size_t at)
{
    for (size_t next = at; at < text.length; at = next) {
        uint32_t c = rap_utf8_next(text, &next);
        bool is_plain = (c > ' ' && c < 0x7F) || (c >= 0xC0 && c <= 0x17F) ||
                        (c >= 0x400 && c <= 0x45F) || (c >= 0x621 && c <= 0x63A) ||
                        (c >= 0x641 && c <= 0x64A) || (c >= 0x4E00 && c <= 0x9FFF);
        if (!is_plain) {
            break;
        }
    }
    return at;
}

void rap_runs_put(rap_runs *runs, rap_str text, unsigned style)
{
    size_t start = runs->text.length, gap = runs->gap;
    for (size_t at = 0; at < text.length;) {
        size_t plain = plain_end(text, at), from = at;
        uint32_t c = rap_utf8_next(text, &at);
        if (plain > from) {
            put_visible(runs, c);
            rap_buf_put(&runs->text, rap_str_slice(text, at, plain));
            at = plain;
            continue;
        }
        if (is_space(c)) {
            put_space(runs, c);
        } else if (c == 0x2011) {
            put_visible(runs, '-');
        } else if (is_presentation_form(c)) {
            put_presentation_form(runs, c);
        } else if (!is_invisible(c)) {
            put_visible(runs, c);
        }
    }
    if (gap < runs->text.length && runs->text.data[gap] != ' ') {
        start = gap; /* the blank there was taken back */
    }
    put_style(runs, start, style);
}

void rap_runs_note(rap_runs *runs, rap_str mark)
{
    RAP_PUSH(runs->arena, &runs->notes,
             (rap_note_ref){.mark = mark, .at = (uint32_t)runs->text.length, .block = -1});
    runs->after_note = true;
    runs->gap = SIZE_MAX;
}

static uint32_t less(uint32_t at, size_t bytes)
{
    return at > bytes ? at - (uint32_t)bytes : 0;
}

static void clip(rap_runs *runs)
{
    uint32_t end = (uint32_t)runs->text.length;
    size_t kept = 0;
    for (size_t i = 0; i < runs->styled.count; i++) {
        rap_styled styled = runs->styled.items[i];
        styled.end = styled.end < end ? styled.end : end;
        if (styled.start < styled.end) {
            runs->styled.items[kept++] = styled;
        }
    }
    runs->styled.count = kept;
    drop_blanks(runs);
    for (size_t i = 0; i < runs->notes.count; i++) {
        if (runs->notes.items[i].at > end) {
            runs->notes.items[i].at = end;
        }
    }
}

rap_str rap_runs_finish(rap_runs *runs)
{
    while (runs->text.length && runs->text.data[runs->text.length - 1] == ' ') {
        runs->text.length--;
    }
    clip(runs);
    return rap_buf_str(&runs->text);
}

void rap_runs_cut(rap_runs *runs, size_t bytes)
{
    while (bytes < runs->text.length && runs->text.data[bytes] == ' ') {
        bytes++;
    }
    bytes = bytes < runs->text.length ? bytes : runs->text.length;
    runs->text.length -= bytes;
    if (bytes) {
        memmove(runs->text.data, runs->text.data + bytes, runs->text.length);
    }
    for (size_t i = 0; i < runs->styled.count; i++) {
        runs->styled.items[i].start = less(runs->styled.items[i].start, bytes);
        runs->styled.items[i].end = less(runs->styled.items[i].end, bytes);
    }
    for (size_t i = 0; i < runs->notes.count; i++) {
        runs->notes.items[i].at = less(runs->notes.items[i].at, bytes);
    }
    size_t kept = 0;
    for (size_t i = 0; i < runs->blanks.count; i++) {
        rap_blank blank = runs->blanks.items[i];
        if (blank.at >= bytes) {
            blank.at -= (uint32_t)bytes;
            runs->blanks.items[kept++] = blank;
        }
    }
    runs->blanks.count = kept;
    clip(runs);
    rap_buf_str(&runs->text);
}

/* Quotation marks and brackets, which may stand before a lead phrase. */
static bool is_opening(uint32_t c)
{
    return c == ' ' || c == '"' || c == '(' || c == 0x201C || c == 0xAB;
}

/* What may stand at a phrase's end without being of it. */
static bool is_closing(uint32_t c)
{
    return c == ' ' || c == ',' || c == ';' || c == ':' || c == '.' || c == 0x60C || c == 0x61B ||
           c == 0xFF0C || c == 0xFF1B || c == 0xFF1A || c == 0x3002;
}

static rap_span without_punctuation(rap_str text, rap_span span)
{
    size_t at = span.start;
    while (at < span.end) {
        size_t next = at;
        if (!is_closing(rap_utf8_next(text, &next))) {
            break;
        }
        at = next;
    }
    span.start = (uint32_t)at;
    at = span.end;
    while (at > span.start) {
        size_t before = at;
        if (!is_closing(rap_utf8_previous(text, &before))) {
            break;
        }
        at = before;
    }
    span.end = (uint32_t)at;
    return span;
}

/* Characters of `text` without opening marks at either end. */
static size_t gap_length(rap_str text)
{
    size_t count = 0, kept = 0;
    for (size_t at = 0; at < text.length;) {
        bool is_mark = is_opening(rap_utf8_next(text, &at));
        count += !is_mark || count;
        kept = is_mark ? kept : count;
    }
    return kept;
}

rap_span rap_runs_lead(const rap_runs *runs, unsigned styles)
{
    rap_str text = {runs->text.data, runs->text.length};
    for (size_t i = 0; i < runs->styled.count; i++) {
        rap_styled styled = runs->styled.items[i];
        if (!(styled.style & styles)) {
            continue;
        }
        if (gap_length(rap_str_slice(text, 0, styled.start < 64 ? styled.start : 64)) > 12) {
            break;
        }
        rap_span span = without_punctuation(text, (rap_span){styled.start, styled.end});
        if (span.start < span.end) {
            return span;
        }
    }
    return (rap_span){0, 0};
}

rap_span rap_runs_strict_lead(const rap_runs *runs, unsigned styles)
{
    rap_str text = {runs->text.data, runs->text.length};
    rap_span lead = rap_runs_lead(runs, styles);
    bool is_section;
    rap_str before = rap_str_slice(text, rap_label_match(text, &is_section), lead.start);
    bool is_whole = (size_t)(lead.end - lead.start) * 10 > text.length * 9;
    return is_whole || gap_length(before) ? (rap_span){0, 0} : lead;
}

size_t rap_runs_styled_bytes(const rap_runs *runs, unsigned with, unsigned without)
{
    size_t bytes = 0;
    for (size_t i = 0; i < runs->styled.count; i++) {
        rap_styled styled = runs->styled.items[i];
        if ((styled.style & with) && !(styled.style & without)) {
            bytes += styled.end - styled.start;
        }
    }
    return bytes;
}

void rap_runs_to_block(const rap_runs *runs, rap_block *block)
{
    block->text = (rap_str){runs->text.data, runs->text.length};
    block->notes.items = runs->notes.items;
    block->notes.count = runs->notes.count;
    block->notes.capacity = runs->notes.capacity;
    block->blanks.items = runs->blanks.items;
    block->blanks.count = runs->blanks.count;
    block->blanks.capacity = runs->blanks.capacity;
    block->origin.seams.items = runs->seams.items;
    block->origin.seams.count = runs->seams.count;
    block->origin.seams.capacity = runs->seams.capacity;
}

void rap_tie_notes(rap_arena *arena, rap_blocks *blocks, size_t first)
{
    rap_map *notes = rap_map_new(arena);
    for (size_t i = first; i < blocks->count; i++) {
        rap_block *block = &blocks->items[i];
        if (block->look == RAP_LOOK_NOTE && block->number.length &&
            !rap_map_find(notes, block->number)) {
            rap_map_set(notes, block->number, block);
        }
    }
    for (size_t i = first; i < blocks->count; i++) {
        for (size_t k = 0; k < blocks->items[i].notes.count; k++) {
            rap_note_ref *anchor = &blocks->items[i].notes.items[k];
            const rap_block *note = rap_map_find(notes, anchor->mark);
            anchor->block = note ? (int32_t)(note - blocks->items) : -1;
        }
    }
}

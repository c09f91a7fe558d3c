/* Plain text to blocks: lines joined into paragraphs as the file sets them. */
#include "lines.h"

#include <string.h>
#include <unicode/uchar.h>

typedef struct {
    const rap_reading *reading;
    rap_source *source;
    text_lines lines; /* of one document */
    size_t above;     /* lines and pages of the documents before it */
    uint32_t pages;
    bool many_pages; /* in the file */
    text_layout layout;
    block_builder body, note;
    size_t last;  /* line that `body` took last; SIZE_MAX: none */
    uint32_t row; /* columns of the pieces of its row that marks of notes cut off */
    bool gap;     /* blank lines stood since then */
    bool wide;    /* more than one of them */
    bool broken;  /* the end of a page, furniture or notes stood since then */
    bool tight;   /* no blank line stood before that break */
    bool marked;  /* a mark on its own line stood since then */
    bool bold;    /* "**" was opened on an earlier line */
    bool full;    /* the limit of blocks is reached */
} line_state;

static void push_block(line_state *state, rap_block block)
{
    rap_source *source = state->source;
    size_t limit = state->reading ? state->reading->limits.blocks : 1000000;
    if (source->blocks.count >= limit) {
        if (!state->full) {
            rap_warn(source->arena, &source->warnings, "too-many-blocks", -1,
                     "only the first %zu paragraphs were read", limit);
        }
        state->full = true;
        return;
    }
    RAP_PUSH(source->arena, &source->blocks, block);
}

static void end_body(line_state *state)
{
    if (!rap_builder_is_empty(&state->body)) {
        push_block(state, rap_builder_take(&state->body));
    }
    state->last = SIZE_MAX;
    state->gap = state->wide = state->broken = state->marked = state->tight = false;
}

static void end_note(line_state *state)
{
    if (!rap_builder_is_empty(&state->note) || state->note.block.number.length) {
        push_block(state, rap_builder_take(&state->note));
    }
}

/* -- where paragraphs begin ----------------------------------------------------------------------
 */

static bool begins_small(const text_line *line)
{
    return u_islower((UChar32)line->first);
}

/* The columns of a line's first word: what would have had to fit on the line before; its part up
 * to a hyphen where lines are broken behind those. */
static uint32_t first_word(const text_line *line, bool hyphens)
{
    if (rap_lines_is_han(line->first)) {
        return 2;
    }
    rap_str text = rap_lines_trim(line);
    uint32_t width = 0;
    for (size_t at = 0; at < text.length && width < 40; width++) {
        uint32_t c = rap_utf8_next(text, &at);
        bool keeps = c == 0xA0 || c == 0x202F; /* no line is broken there */
        if ((rap_lines_is_space(c) && !keeps) || (c == '-' && hyphens)) {
            break;
        }
    }
    return width;
}

/* Whether the line before had no room for this line's first word. */
static bool is_full(const line_state *state, const text_line *before, const text_line *line)
{
    uint32_t width = state->row + before->indent + before->width;
    bool open = !rap_lines_ends_sentence(before->last) && before->last != ',';
    bool inner = state->layout.indents ? line->indent <= state->layout.base_indent
                                       : state->layout.spaced && !state->gap;
    bool plain = inner && open;
    return (width + 1 + first_word(line, state->layout.hyphens)) * 100 >=
               state->layout.width * 92 ||
           (plain && width * 100 >= state->layout.width * 70);
}

/* The text that a page's end or notes interrupted goes on. */
static bool goes_on_after_break(const line_state *state, const text_line *before,
                                const text_line *line)
{
    bool indented = state->layout.indents && line->indent > state->layout.base_indent;
    bool ended = rap_lines_ends_sentence(before->last);
    bool comma = before->last == ',' || before->last == 0x60C || before->last == 0xFF0C;
    if (!ended && !comma) {
        bool heading = before->width * 10 < state->layout.width * 6 && !begins_small(line);
        return !(heading && (indented || !state->layout.wrapped)) || state->tight;
    }
    if (begins_small(line) && !indented) {
        return true;
    }
    return !indented && (state->tight || (state->layout.indents && comma));
}

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0x60C || c == 0xFF0C;
}

static bool is_indented(const line_state *state, const text_line *line)
{
    return state->layout.indents && line->indent > state->layout.base_indent;
}

/* Whether white space stands behind the first sign that is no letter, digit or opening bracket: a
 * page's end is set off by empty lines anyhow, and "4)," may go on with a list behind it. */
static bool is_spaced_label(const text_line *line)
{
    rap_str text = rap_lines_trim(line);
    uint32_t c = '(';
    for (size_t at = 0; at < text.length;) {
        c = rap_utf8_next(text, &at);
        if (rap_lines_is_space(c)) {
            return true;
        }
        if (c != '(' && !u_isalnum((UChar32)c)) {
            return at < text.length && rap_lines_is_space(rap_utf8_next(text, &at));
        }
    }
    return false;
}

/* Whether the line begins a numbered paragraph. */
static bool begins_label(const line_state *state, const text_line *line, bool stopped)
{
    bool first = !state->layout.indents || is_indented(state, line) || state->gap;
    bool apart = stopped || (state->gap && (!state->broken || is_spaced_label(line)));
    return first && apart && rap_lines_has_label(rap_lines_trim(line));
}

static bool goes_on_wrapped(const line_state *state, const text_line *before, const text_line *line)
{
    bool ended = rap_lines_ends_sentence(before->last);
    bool stopped = ended || is_comma(before->last), indented = is_indented(state, line);
    if (begins_label(state, line, stopped)) {
        return false;
    }
    if (state->marked) {
        return !(stopped && indented);
    }
    if (state->broken) {
        return goes_on_after_break(state, before, line);
    }
    if ((state->gap && !state->layout.doubled) || (state->wide && ended) || indented) {
        return false;
    }
    return is_full(state, before, line) ||
           (!ended && begins_small(line) && before->width * 2 > state->layout.width);
}

/* Whether a paragraph is the beginning of a sentence whose end a new page has. */
static bool is_unfinished(const text_line *before)
{
    rap_str text = rap_str_slice(rap_lines_trim(before), 0, 40);
    return before->width >= 100 || (before->width >= 50 && rap_lines_has_label(text));
}

/* Whether a line is broken off, where empty lines part the paragraphs. */
static bool breaks_off(const line_state *state, const text_line *before, const text_line *line)
{
    bool full = before->width >= 50 && before->width * 10 >= state->layout.width * 8;
    return state->layout.apart && full && line->first != '(' && line->first != '[' &&
           line->page == before->page;
}

/* Where a line is a paragraph, one goes on only when a page broke it in mid-sentence. */
static bool goes_on_unwrapped(const line_state *state, const text_line *before,
                              const text_line *line)
{
    bool ended = rap_lines_ends_sentence(before->last);
    bool labelled = rap_lines_has_label(rap_str_slice(rap_lines_trim(line), 0, 40));
    if (state->marked) {
        bool tail = rap_lines_ends_sentence(line->first) || line->first == ',';
        return !labelled && (!ended || begins_small(line) || tail);
    }
    if (ended || is_comma(before->last) || labelled) {
        return false;
    }
    if (!state->gap && !state->broken) {
        return breaks_off(state, before, line);
    }
    bool whole = line->width >= 50 && rap_lines_ends_sentence(line->last);
    bool numbered = rap_lines_digit(before->first) >= 0;
    bool figure = state->broken && rap_lines_digit(line->first) >= 0;
    return is_unfinished(before) && (begins_small(line) || figure || (numbered && whole));
}

static bool goes_on(const line_state *state, const text_line *line)
{
    if (state->last == SIZE_MAX) {
        return false;
    }
    if (line->told) {
        return line->told->place == RAP_LINE_GOES_ON;
    }
    const text_line *before = &state->lines.items[state->last];
    bool wide = before->width > state->layout.width * 2 || line->width > state->layout.width * 2;
    return state->layout.wrapped && !wide ? goes_on_wrapped(state, before, line)
                                          : goes_on_unwrapped(state, before, line);
}

/* -- lines into blocks ----------------------------------------------------------------------------
 */

/* Bold type that reaches over several lines: the stars at both ends are no text. */
static rap_str without_bold(line_state *state, rap_str text)
{
    bool opens = !state->bold && rap_str_starts(text, RAP_STR("**")) && text.length > 2 &&
                 text.data[2] != ' ' && text.data[2] != '*' &&
                 rap_str_find(text, RAP_STR("**"), 2) == SIZE_MAX;
    bool closes = state->bold && rap_str_ends(text, RAP_STR("**"));
    state->bold = (state->bold || opens) && !closes;
    return rap_str_slice(text, opens ? 2 : 0, text.length - (closes ? 2 : 0));
}

static void put_line(line_state *state, block_builder *builder, const text_line *line, size_t skip)
{
    if (rap_builder_is_empty(builder) && !builder->block.origin.line) {
        builder->block.origin.line =
            (uint32_t)(line - state->lines.items) + 1 + (uint32_t)state->above;
        builder->block.origin.page = state->many_pages ? line->page + state->pages : 0;
    }
    if (line->told) {
        rap_builder_place(builder, &line->told->box);
    }
    rap_str raw = rap_str_slice(line->raw, skip, line->raw.length);
    rap_str text = skip ? raw : without_bold(state, rap_lines_trim(line));
    if (text.length) {
        rap_builder_put(builder, text, line->offset + (size_t)(text.data - line->raw.data));
    }
}

static void take_body(line_state *state, size_t index)
{
    text_line *line = &state->lines.items[index];
    bool row = line->told ? line->told->look == RAP_LOOK_CELL
                          : !state->layout.doubled && rap_lines_is_row(line);
    if (row || !goes_on(state, line)) {
        end_body(state);
    } else {
        rap_builder_join(&state->body);
    }
    const text_line *before = state->last == SIZE_MAX ? NULL : &state->lines.items[state->last];
    state->row = before && state->marked ? state->row + before->width : 0;
    if (line->told && line->told->look == RAP_LOOK_HEADING && rap_builder_is_empty(&state->body)) {
        state->body.block.look = RAP_LOOK_HEADING;
        state->body.block.level = line->told->level;
    }
    put_line(state, &state->body, line, 0);
    if (row) {
        state->body.block.look = RAP_LOOK_CELL;
        end_body(state);
        return;
    }
    state->last = index;
    state->gap = state->wide = state->broken = state->marked = state->tight = false;
}

static void take_note(line_state *state, const text_line *line)
{
    if (line->kind == LINE_NOTE) {
        end_note(state);
        state->note.block.look = RAP_LOOK_NOTE;
        state->note.block.number = line->mark;
        put_line(state, &state->note, line, line->skip);
    } else {
        rap_builder_join(&state->note);
        put_line(state, &state->note, line, 0);
    }
}

static void take_line(line_state *state, size_t index)
{
    text_line *line = &state->lines.items[index];
    switch (line->kind) {
    case LINE_BLANK:
        state->wide = state->gap;
        state->gap = true;
        break;
    case LINE_FURNITURE:
    case LINE_RULE:
        state->tight = state->broken ? state->tight : !state->gap;
        state->broken = true;
        break;
    case LINE_NOTE:
    case LINE_NOTE_MORE:
        state->tight = state->broken ? state->tight : !state->gap;
        state->broken = true;
        take_note(state, line);
        break;
    case LINE_MARK:
        rap_builder_anchor(&state->body, line->mark);
        state->marked = true;
        break;
    case LINE_BODY:
        take_body(state, index);
        break;
    }
}

/* A note stands behind the paragraph that it interrupts: blocks are told in the order in which
 * they begin. */
static int by_offset(const rap_block *a, const rap_block *b)
{
    return (a->origin.line > b->origin.line) - (a->origin.line < b->origin.line);
}

static void sort_blocks(rap_block *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        rap_block block = items[i];
        size_t at = i;
        while (at && by_offset(&items[at - 1], &block) > 0) {
            items[at] = items[at - 1];
            at--;
        }
        items[at] = block;
    }
}

/* Whether a third of the letters in the first lines are Chinese, as symbols and names in them are
 * not.
 */
static bool is_chinese(const line_state *state)
{
    size_t han = 0, letters = 0;
    for (size_t i = 0; i < state->lines.count && letters < 2000; i++) {
        rap_str raw = state->lines.items[i].raw;
        for (size_t at = 0; at < raw.length;) {
            uint32_t c = rap_utf8_next(raw, &at);
            han += rap_lines_is_han(c);
            letters += !rap_lines_is_space(c);
        }
    }
    return han * 3 > letters;
}

/* One document of the file; its pages and furniture are its own. */
static void read_document(line_state *state)
{
    rap_source *source = state->source;
    rap_arena *arena = source->arena;
    size_t first = source->blocks.count;
    for (size_t i = 0; i < state->lines.count; i++) {
        state->lines.items[i].page -= state->pages;
    }
    bool told = state->lines.count && state->lines.items[0].told;
    if (!told) {
        rap_lines_furniture(arena, &state->lines);
    }
    state->layout = rap_lines_layout(&state->lines);
    if (!told || !rap_lines_told_notes(arena, &state->lines)) {
        rap_lines_notes(arena, &state->layout, &state->lines);
    }
    rap_builder_init(&state->body, arena);
    rap_builder_init(&state->note, arena);
    state->body.is_chinese = state->note.is_chinese = is_chinese(state);
    state->last = SIZE_MAX;
    state->bold = false;
    uint32_t page = 1;
    for (size_t i = 0; i < state->lines.count && !state->full; i++) {
        if (state->lines.items[i].page != page) {
            page = state->lines.items[i].page;
            state->tight = state->broken ? state->tight : !state->gap;
            state->broken = true;
        }
        take_line(state, i);
    }
    end_body(state);
    end_note(state);
    if (source->blocks.count > first) {
        sort_blocks(source->blocks.items + first, source->blocks.count - first);
    }
    rap_lines_anchors(source, first);
}

void rap_read_lines(const rap_reading *reading, rap_source *source, rap_str text,
                    const rap_lines_told *told)
{
    line_state state = {.reading = reading, .source = source};
    text_lines all;
    line_starts starts;
    rap_lines_split(source->arena, rap_lines_arabic(source, text), &all);
    for (size_t i = 0; told && i < all.count && i < told->count; i++) {
        all.items[i].told = &told->items[i];
    }
    rap_lines_covers(source->arena, &all, &starts);
    if (!all.count) {
        return;
    }
    state.many_pages = all.items[all.count - 1].page > 1;
    for (size_t i = 0; i < starts.count && !state.full; i++) {
        size_t from = starts.items[i];
        size_t to = i + 1 < starts.count ? starts.items[i + 1] : all.count;
        state.above = from;
        state.pages = from < all.count ? all.items[from].page - 1 : 0;
        state.lines.items = all.items + from;
        state.lines.count = state.lines.capacity = to - from;
        if (i) {
            RAP_PUSH(source->arena, &source->starts, (int32_t)source->blocks.count);
        }
        read_document(&state);
    }
}

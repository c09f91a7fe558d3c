/* Anchors: the marks that call notes, found in the text, taken out of it and tied to the notes. */
#include "lines.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#define WHOLE_TEXT 900 /* bytes of a block that may be a text without line ends */

/* A run of digits that may be an anchor. */
typedef struct {
    uint32_t start, end; /* in the text, brackets included */
    int value;
    bool raised, bracketed;
    bool spaced;   /* a space and another figure follow: "3 510 300" */
    bool grouped;  /* that figure is a group of three */
    bool dated;    /* Chinese: the figures of an ordinal, a month or a day */
    bool symbol;   /* in brackets behind the figures of a symbol: "A.1117(30)" */
    bool decimal;  /* "2.4 billion": few figures before the point, a small letter behind */
    bool doubtful; /* the same with a comma: a fraction, or a note's number behind a figure */
    bool suffix;   /* "Add.1", "Corr.2", "Rev.3": a short word with a capital before the stop */
    uint32_t before, before2, after; /* code points around; ' ' at the edges */
} candidate;

typedef struct {
    int value;
    int32_t block;
    bool called;
    int32_t caller; /* block of the first anchor */
} known_note;

typedef struct {
    rap_arena *arena;
    rap_source *source;
    RAP_VEC(known_note) notes; /* numbered ones in order of appearance */
    size_t next;               /* the first that was not called yet */
    int highest;               /* of the numbers called so far in this run */
    bool are_raised;           /* marks are told by their height */
    RAP_VEC(int) raised;       /* the marks that are, sorted; where are_raised */
} anchor_state;

static bool is_raised(uint32_t c)
{
    return c == 0xB9 || c == 0xB2 || c == 0xB3 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079);
}

/* What a note's number may follow directly besides letters. */
static bool is_closing(uint32_t c)
{
    static const uint16_t marks[] = {0x2019, 0x201C, 0x201D, 0xBB,   0x60C,  0x61B,  0x3002,
                                     0x3001, 0xFF0C, 0xFF1B, 0xFF1A, 0x300B, 0xFF09, 0x300D};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (c == marks[i]) {
            return true;
        }
    }
    return c && c < 0x80 && strchr(",.;:)\"'!?*]", (int)c);
}

/* What may follow a note's number directly. */
static bool is_following(uint32_t c)
{
    return rap_lines_is_space(c) || is_closing(c) || c == 0x2013 || c == 0x2014 || c == '(' ||
           c == 0xAB;
}

/* Whether a word of three or four letters with a capital ends in the full stop before `at`. */
static bool is_suffix(rap_str text, size_t at)
{
    size_t letters = 0;
    uint32_t c = 0;
    bool capital = false;
    at -= at > 0;
    while (at && letters < 6) {
        c = rap_utf8_previous(text, &at);
        if (!u_isalpha((UChar32)c)) {
            break;
        }
        capital = u_isupper((UChar32)c);
        letters++;
    }
    return capital && (letters == 3 || letters == 4);
}

/* Whether one to three digits of their own stand before byte `at`. */
static bool is_short_figure(rap_str text, size_t at)
{
    size_t digits = 0;
    uint32_t c = ' ';
    while (at && rap_lines_digit(c = rap_utf8_previous(text, &at)) >= 0) {
        digits++;
    }
    return digits && digits <= 3 && (rap_lines_digit(c) >= 0 || rap_lines_is_space(c));
}

/* Whether a Roman number alone stands before byte `at`. */
static bool is_roman_figure(rap_str text, size_t at)
{
    size_t letters = 0;
    uint32_t c = ' ';
    while (at && (c = rap_utf8_previous(text, &at)) < 0x80 && c && strchr("IVXLC", (int)c)) {
        letters++;
    }
    return letters && rap_lines_is_space(c);
}

/* Whether a space and just three digits stand at `at`. */
static bool is_group(rap_str text, size_t at)
{
    size_t digits = 0;
    rap_utf8_next(text, &at);
    while (at < text.length && rap_lines_digit(rap_utf8_next(text, &at)) >= 0) {
        digits++;
    }
    return digits == 3;
}

/* The first sign behind a space at `at`; ' ': none. */
static uint32_t word_behind(rap_str text, size_t at)
{
    bool space = at < text.length && rap_lines_is_space(rap_utf8_next(text, &at));
    return space && at < text.length ? rap_utf8_next(text, &at) : ' ';
}

/* Sets whether the point or comma before the run stands in a figure: few digits of their own before
 * it, and behind it a word that begins no sentence. */
static void read_decimal(rap_str text, size_t start, size_t end, candidate *found)
{
    /* A comma is sure in Arabic and Russian; others set a note's number behind it. */
    bool comma = text.data[start - 1] == ',';
    uint32_t word = word_behind(text, end);
    bool lower = u_islower((UChar32)word), upper = u_isupper((UChar32)word);
    bool cyrillic = lower && word >= 0x400 && word < 0x530;
    bool begins = upper || (comma && ((lower && !cyrillic) || rap_lines_is_han(word)));
    found->doubtful = is_short_figure(text, start - 1) && comma && lower;
    if (is_short_figure(text, start - 1)) {
        bool unit = word == 0xB0 || word == '%'; /* "1.5 degrees" in signs */
        bool listed = !comma && (found->after == ',' || found->after == ';'); /* "part 3.2," */
        found->decimal = unit || listed || (u_isalpha((UChar32)word) && !begins);
    } else {
        found->decimal = !comma && lower && is_roman_figure(text, start - 1); /* "part IV.5" */
    }
}

/* The signs of an ordinal before the figures; of the year and the month before them with those of
 * the month and the day behind a space. */
static bool is_dated(rap_str text, const candidate *c)
{
    size_t at = c->end;
    uint32_t sign = ' ';
    while (at < text.length && rap_lines_is_space(sign)) {
        sign = rap_utf8_next(text, &at);
    }
    bool date = c->before == 0x5E74 || c->before == 0x6708;
    return c->before == 0x7B2C || (date && (sign == 0x6708 || sign == 0x65E5));
}

/* Whether figures with a capital or a point before them end at `at`. */
static bool is_symbol_before(rap_str text, size_t at)
{
    size_t digits = 0;
    uint32_t c = ' ';
    while (at && rap_lines_digit(c = rap_utf8_previous(text, &at)) >= 0) {
        digits++;
    }
    return digits && (u_isupper((UChar32)c) || c == '.');
}

/* Reads the run of digits on from its first, and what stands around it; returns its end. */
static size_t read_run(rap_str text, candidate *found)
{
    size_t start = found->start, end = found->end, digits = 1;
    while (end < text.length) {
        size_t next = end;
        uint32_t c = rap_utf8_next(text, &next);
        int digit = rap_lines_digit(c);
        if (digit < 0 || is_raised(c) != found->raised) {
            found->after = c;
            break;
        }
        found->value = digits < 4 ? found->value * 10 + digit : 0;
        digits++;
        end = next;
    }
    found->end = (uint32_t)end;
    found->value = digits > 1 && text.data[start] == '0' ? 0 : found->value; /* "1.A.04" */
    if (found->before == '(' && found->after == ')') {
        found->bracketed = true;
        found->start--;
        found->end++;
        found->before = found->before2;
        size_t next = found->end;
        found->after = next < text.length ? rap_utf8_next(text, &next) : ' ';
        found->symbol = is_symbol_before(text, found->start);
    }
    size_t behind = found->end;
    uint32_t gap = behind < text.length ? rap_utf8_next(text, &behind) : 0;
    found->spaced = rap_lines_is_space(gap) && behind < text.length &&
                    rap_lines_digit(rap_utf8_next(text, &behind)) >= 0;
    found->grouped = found->spaced && is_group(text, end);
    found->suffix = found->before == '.' && is_suffix(text, start);
    if (found->before == '.' || found->before == ',') {
        read_decimal(text, start, end, found);
    }
    found->dated = is_dated(text, found);
    return end;
}

/* Reads the next run of digits at or after *at. */
static bool next_candidate(rap_str text, size_t *at, candidate *ret_candidate)
{
    uint32_t before = ' ', before2 = ' ';
    size_t i = *at;
    if (i) {
        size_t back = i;
        before = rap_utf8_previous(text, &back);
        before2 = back ? rap_utf8_previous(text, &back) : ' ';
    }
    while (i < text.length) {
        size_t start = i;
        uint32_t c = rap_utf8_next(text, &i);
        int digit = c < 0x80 && (c < '0' || c > '9') ? -1 : rap_lines_digit(c);
        if (digit < 0) {
            before2 = before;
            before = c;
            continue;
        }
        candidate found = {.start = (uint32_t)start,
                           .end = (uint32_t)i,
                           .value = digit,
                           .raised = is_raised(c),
                           .before = before,
                           .before2 = before2,
                           .after = ' '};
        size_t end = read_run(text, &found);
        *at = end;
        *ret_candidate = found;
        return true;
    }
    return false;
}

static bool may_call_bracketed(const candidate *c)
{
    return !c->symbol && (u_isalnum((UChar32)c->before) || is_closing(c->before));
}

/* Whether the point before the run belongs to a figure or to an abbreviation. */
static bool is_figure(const candidate *c)
{
    /* "1,5" and "12:30" are figures; "2010,1 which" is not, for a space follows. */
    bool clause =
        rap_lines_is_space(c->after) || c->after == ',' || c->after == ';' || c->after == 0x60C;
    bool figure = is_closing(c->before) && rap_lines_digit(c->before2) >= 0 && !clause;
    return figure || c->decimal || (c->before == '.' && c->suffix);
}

/* Whether the letter of a Roman number alone stands before the figures: "Protocol I" with a mark.
 */
static bool is_roman(const candidate *c)
{
    return !c->raised && !c->bracketed &&
           (c->before == 'I' || c->before == 'V' || c->before == 'X') &&
           rap_lines_is_space(c->before2);
}

/* Whether the run stands where an anchor may: glued to a word or its punctuation. */
static bool may_call(const candidate *c)
{
    if (!c->value) {
        return false;
    }
    if (c->raised) {
        return true;
    }
    if (rap_lines_is_space(c->before) || !is_following(c->after)) {
        return false;
    }
    if (c->bracketed) {
        return may_call_bracketed(c);
    }
    if (is_figure(c) || c->grouped) {
        return false;
    }
    if (is_closing(c->before)) {
        return true;
    }
    if (!u_isalpha((UChar32)c->before) || (c->spaced && !c->raised)) {
        return false;
    }
    if (rap_lines_is_han(c->before)) {
        /* "7" in "paragraph 7," is written without a space in Chinese: only a space tells a note */
        return rap_lines_is_space(c->after) && !c->dated;
    }
    /* "G20", "P5", "H1": a capital alone before the figure is part of a name. */
    bool symbol = u_isupper((UChar32)c->before) && c->after == '('; /* "SSA2(5)" */
    bool name = u_isupper((UChar32)c->before) && !u_isalpha((UChar32)c->before2);
    return !symbol && (!name || is_roman(c));
}

static int next_value(const anchor_state *state)
{
    return state->next < state->notes.count ? state->notes.items[state->next].value : 0;
}

/* The note that a candidate calls, or -1. */
static ptrdiff_t called_note(anchor_state *state, const candidate *c)
{
    bool roman = is_roman(c); /* only where that note comes next */
    size_t reach = state->next + (roman ? 1 : 4);
    size_t limit = reach < state->notes.count ? reach : state->notes.count;
    for (size_t i = state->next; i < limit; i++) {
        bool sure = i == state->next || c->raised || c->bracketed || !is_closing(c->before) ||
                    rap_lines_digit(c->before2) < 0;
        if (state->notes.items[i].value == c->value && sure) {
            state->next = i + 1;
            return (ptrdiff_t)i;
        }
        if (state->notes.items[i].value < next_value(state)) {
            break; /* numbering restarts: no skipping past it */
        }
    }
    size_t back = roman ? state->next : state->next > 400 ? state->next - 400 : 0;
    for (size_t i = state->next; i > back; i--) {
        if (state->notes.items[i - 1].value == c->value) {
            return (ptrdiff_t)i - 1;
        }
        if (i > 1 && state->notes.items[i - 1].value < state->notes.items[i - 2].value) {
            break;
        }
    }
    return -1;
}

static void set_called(anchor_state *state, ptrdiff_t index, const rap_block *block)
{
    known_note *note = &state->notes.items[index];
    if (!note->called) {
        note->called = true;
        note->caller = (int32_t)(block - state->source->blocks.items);
    }
}

static void add_ref(anchor_state *state, rap_block *block, int value, uint32_t at, int32_t note)
{
    rap_note_ref ref = {
        .mark = rap_str_of(rap_arena_format(state->arena, "%d", value)), .at = at, .block = note};
    size_t place = block->notes.count;
    RAP_PUSH(state->arena, &block->notes, ref);
    while (place && block->notes.items[place - 1].at > at) {
        block->notes.items[place] = block->notes.items[place - 1];
        block->notes.items[place - 1] = ref;
        place--;
    }
}

/* Ties the anchors that the lines gave already, up to byte `at`. */
static void tie_given(anchor_state *state, rap_block *block, size_t *given, uint32_t at)
{
    while (*given < block->notes.count && block->notes.items[*given].at <= at &&
           block->notes.items[*given].block < 0) {
        rap_note_ref *ref = &block->notes.items[(*given)++];
        int value = 0;
        if (rap_str_number(ref->mark, &value)) {
            candidate c = {.value = value, .raised = true};
            ptrdiff_t note = called_note(state, &c);
            if (note >= 0) {
                ref->block = state->notes.items[note].block;
                set_called(state, note, block);
            }
        }
    }
}

/* Chinese from a PDF stands spaces around figures; the language does not. */
static bool is_chinese_gap(rap_str text, size_t at)
{
    size_t back = at, next = at + 1;
    uint32_t a = rap_utf8_previous(text, &back);
    uint32_t b = next < text.length ? rap_utf8_next(text, &next) : ' ';
    bool digit_a = rap_lines_digit(a) >= 0, digit_b = rap_lines_digit(b) >= 0;
    return (rap_lines_is_han(a) && (digit_b || rap_lines_is_han(b))) ||
           (digit_a && rap_lines_is_han(b));
}

static void cut_chinese_gaps(rap_arena *arena, rap_block *block)
{
    if (rap_text_script(rap_str_slice(block->text, 0, 600)) != RAP_SCRIPT_HAN) {
        return;
    }
    cut_list cuts = {0};
    for (size_t at = rap_str_find(block->text, RAP_STR(" "), 1); at != SIZE_MAX;
         at = rap_str_find(block->text, RAP_STR(" "), at + 1)) {
        bool label = at < 6 && rap_lines_has_label(rap_str_slice(block->text, 0, at + 4));
        if (!label && is_chinese_gap(block->text, at)) {
            rap_span cut = {(uint32_t)at, (uint32_t)at + 1};
            RAP_PUSH(arena, &cuts, cut);
        }
    }
    rap_block_cut(arena, block, &cuts);
}

static int by_value(const void *a, const void *b)
{
    int v = *(const int *)a, w = *(const int *)b;
    return (v > w) - (v < w);
}

static bool is_raised_elsewhere(const anchor_state *state, int value)
{
    return state->raised.count && bsearch(&value, state->raised.items, state->raised.count,
                                          sizeof value, by_value) != NULL;
}

/* Where most notes have a mark that stands higher than the text, one that does not is none. */
static void find_raised(anchor_state *state, size_t first)
{
    size_t called = 0;
    candidate c;
    for (size_t i = first; i < state->source->blocks.count; i++) {
        const rap_block *block = &state->source->blocks.items[i];
        for (size_t at = 0; block->look != RAP_LOOK_NOTE && next_candidate(block->text, &at, &c);) {
            if (c.raised && c.value) {
                RAP_PUSH(state->arena, &state->raised, c.value);
            }
        }
    }
    if (state->raised.count) {
        qsort(state->raised.items, state->raised.count, sizeof(int), by_value);
    }
    for (size_t i = 0; i < state->notes.count; i++) {
        called += is_raised_elsewhere(state, state->notes.items[i].value);
    }
    state->are_raised = called >= 3 && called * 4 >= state->notes.count * 3;
}

static void find_anchors(anchor_state *state, rap_block *block)
{
    cut_list cuts = {0};
    size_t at = 0, given = 0;
    candidate c;
    while (state->notes.count && next_candidate(block->text, &at, &c)) {
        tie_given(state, block, &given, c.start);
        if (!may_call(&c) || c.doubtful ||
            (state->are_raised && !c.raised && is_raised_elsewhere(state, c.value))) {
            continue; /* a doubtful one calls a note that nothing else calls: find_glued */
        }
        ptrdiff_t note = called_note(state, &c);
        if (note < 0) {
            continue;
        }
        set_called(state, note, block);
        rap_span cut = {c.start, c.end};
        RAP_PUSH(state->arena, &cuts, cut);
        add_ref(state, block, c.value, c.start, state->notes.items[note].block);
        given++;
    }
    tie_given(state, block, &given, UINT32_MAX);
    rap_block_cut(state->arena, block, &cuts);
    if (state->source->blocks.count > 2 || block->text.length < WHOLE_TEXT) {
        cut_chinese_gaps(state->arena, block); /* without line ends gaps still tell paragraphs */
    }
}

/* Whether the figures before `at` belong to the symbol that a cover line prints alone or first. */
static bool is_in_leading_symbol(rap_str text, size_t at)
{
    bool stroke = false;
    for (size_t i = 0; i < at; i++) {
        if (text.data[i] == ' ') {
            return false;
        }
        stroke = stroke || text.data[i] == '/';
    }
    return stroke && at && text.data[0] >= 'A' && text.data[0] <= 'Z';
}

/* How well a run of digits fits as a figure with the note's number glued to it: a year best, then
 * the number of a resolution that no session reaches, then any figure. 0: it does not fit. */
static int glued_rank(rap_str text, const candidate *c, rap_str mark)
{
    rap_str run = rap_str_slice(text, c->start, c->end);
    if (c->bracketed || c->raised || !rap_str_ends(run, mark) || !is_following(c->after)) {
        bool han = rap_lines_is_han(c->after) && rap_str_equal(run, mark);
        return han && is_closing(c->before) ? 4 : 0;
    }
    rap_str figure = rap_str_slice(run, 0, run.length - mark.length);
    if (!figure.length && may_call(c)) {
        return 5;
    }
    int value = 0, whole = 0;
    bool read = figure.length && rap_str_number(figure, &value) && rap_str_number(run, &whole);
    if (!read || figure.data[0] == '0' || (whole >= 1900 && whole < 2100)) {
        return 0; /* a year alone is no figure with a mark */
    }
    if (value >= 1900 && value < 2100) {
        return 3;
    }
    return c->before == '/' && whole > 350 ? 2 : 1;
}

/* Whether the digits are the paragraph's own number: "14." holds no note 4. */
static bool is_label(rap_str text, const candidate *c)
{
    return !rap_str_trim(rap_str_slice(text, 0, c->start)).length &&
           rap_lines_has_label(rap_str_slice(text, 0, c->end + 4));
}

/* A note that nothing called: its number may be glued to a figure. It is looked for between the
 * anchors of the notes before and after it. */
static void find_glued(anchor_state *state, size_t index, size_t first)
{
    const known_note *note = &state->notes.items[index];
    rap_source *source = state->source;
    bool before = index && state->notes.items[index - 1].value < note->value;
    size_t from = before && state->notes.items[index - 1].called
                      ? (size_t)state->notes.items[index - 1].caller
                      : first;
    size_t to = source->blocks.count;
    if (index + 1 < state->notes.count && state->notes.items[index + 1].called) {
        to = (size_t)state->notes.items[index + 1].caller + 1;
    }
    to = to > from + 200 ? from + 200 : to;
    rap_str mark = rap_str_of(rap_arena_format(state->arena, "%d", note->value));
    /* Where marks are told by their height, no figure is taken apart. */
    int best = state->are_raised ? 3 : 0, least = best;
    size_t best_block = 0;
    candidate found = {0}, c;
    for (size_t i = from; i < to; i++) {
        const rap_block *block = &source->blocks.items[i];
        for (size_t at = 0; block->look != RAP_LOOK_NOTE && next_candidate(block->text, &at, &c);) {
            bool is_own = is_label(block->text, &c) || is_in_leading_symbol(block->text, c.start);
            int rank = is_own ? 0 : glued_rank(block->text, &c, mark);
            if (rank > best) {
                best = rank;
                best_block = i;
                found = c;
            }
        }
    }
    if (best > least) {
        rap_block *block = &source->blocks.items[best_block];
        uint32_t start = found.end - (uint32_t)mark.length;
        cut_list cuts = {0};
        RAP_PUSH(state->arena, &cuts, (rap_span){start, found.end});
        rap_block_cut(state->arena, block, &cuts);
        add_ref(state, block, note->value, start, note->block);
        set_called(state, (ptrdiff_t)index, block);
    }
}

/* Stars at the end of a cover line that a note of the same stars explains. */
static void find_stars(rap_source *source, size_t first, int32_t note)
{
    rap_str mark = source->blocks.items[note].number;
    for (size_t i = first; i < source->blocks.count && i < first + 200; i++) {
        rap_block *block = &source->blocks.items[i];
        if (block->look == RAP_LOOK_NOTE || !rap_str_ends(block->text, mark) ||
            block->text.length <= mark.length ||
            block->text.data[block->text.length - mark.length - 1] == '*') {
            continue;
        }
        block->text.length -= mark.length;
        rap_note_ref ref = {.mark = mark, .at = (uint32_t)block->text.length, .block = note};
        RAP_PUSH(source->arena, &block->notes, ref);
    }
}

void rap_lines_anchors(rap_source *source, size_t first)
{
    anchor_state state = {.arena = source->arena, .source = source};
    for (size_t i = first; i < source->blocks.count; i++) {
        const rap_block *block = &source->blocks.items[i];
        int value = 0;
        if (block->look == RAP_LOOK_NOTE && rap_str_number(block->number, &value)) {
            known_note note = {.value = value, .block = (int32_t)i};
            RAP_PUSH(source->arena, &state.notes, note);
        } else if (block->look == RAP_LOOK_NOTE) {
            find_stars(source, first, (int32_t)i);
        }
    }
    find_raised(&state, first);
    for (size_t i = first; i < source->blocks.count; i++) {
        rap_block *block = &source->blocks.items[i];
        if (block->look != RAP_LOOK_NOTE && block->text.length) {
            find_anchors(&state, block);
        } else {
            cut_chinese_gaps(source->arena, block);
        }
    }
    for (size_t i = 0; i < state.notes.count; i++) {
        const known_note *note = &state.notes.items[i];
        if (!note->called) {
            find_glued(&state, i, first);
        }
        if (!note->called) {
            rap_warn(source->arena, &source->warnings, "note-not-called", note->block,
                     "note %d is not called in the text", note->value);
        }
    }
}

/* Where notes stand among the lines: under a stroke at the end of a page, after the end of the
 * text, or between paragraphs with a raised number; and marks on a line of their own. */
#include "lines.h"

#include "base/map.h"

#include <unicode/uchar.h>

#define NOTE_LINES 24 /* that a note of broken lines has at most */

typedef struct {
    rap_str mark;
    int value;      /* of a number; 0 for stars and letters */
    bool raised;    /* superscript */
    bool bracketed; /* "(1)" */
    size_t skip;    /* bytes up to the note's text */
    bool alone;     /* nothing follows */
} note_mark;

static bool is_raised(uint32_t c)
{
    return c == 0xB9 || c == 0xB2 || c == 0xB3 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079);
}

/* Digits of a mark, as plain ASCII. */
static rap_str plain_mark(rap_arena *arena, int value)
{
    return rap_str_of(rap_arena_format(arena, "%d", value));
}

/* Stars before a space. */
static bool read_stars(rap_str text, note_mark *ret_mark)
{
    size_t at = 1;
    while (at < text.length && text.data[at] == '*' && at < 3) {
        at++;
    }
    size_t next = at;
    *ret_mark = (note_mark){.mark = rap_str_slice(text, 0, at), .skip = at};
    return at < text.length && rap_lines_is_space(rap_utf8_next(text, &next));
}

/* At most three digits from `at` on, raised or not; returns where they end, or 0. */
static size_t read_digits(rap_str text, size_t at, note_mark *mark)
{
    size_t digits = 0;
    while (at < text.length) {
        size_t next = at;
        uint32_t c = rap_utf8_next(text, &next);
        int digit = rap_lines_digit(c);
        if (digit < 0) {
            break;
        }
        mark->value = digits < 4 ? mark->value * 10 + digit : 0;
        mark->raised = is_raised(c);
        digits++;
        at = next;
    }
    return digits && digits <= 3 && mark->value ? at : 0;
}

/* The rest of the text from byte `at` on, without the white space of any kind before it. */
static rap_str behind_space(rap_str text, size_t at)
{
    size_t next = at;
    while (next < text.length && rap_lines_is_space(rap_utf8_next(text, &next))) {
        at = next;
    }
    return rap_str_slice(text, at, text.length);
}

/* Reads "1 ", "(1) ", a raised 1 or stars at the beginning of a line. */
static bool read_mark(rap_arena *arena, rap_str text, note_mark *ret_mark)
{
    note_mark mark = {0};
    if (rap_str_starts(text, RAP_STR("*"))) {
        return read_stars(text, ret_mark);
    }
    mark.bracketed = rap_str_starts(text, RAP_STR("("));
    size_t at = read_digits(text, mark.bracketed, &mark);
    if (!at || (mark.bracketed && (at >= text.length || text.data[at++] != ')'))) {
        return false;
    }
    mark.alone = at == text.length;
    size_t next = at;
    if (!mark.alone && !mark.raised && !rap_lines_is_space(rap_utf8_next(text, &next))) {
        return false;
    }
    rap_str rest = behind_space(text, at);
    if (rap_str_starts(rest, RAP_STR("-")) || rap_str_starts(rest, RAP_STR("\xE2\x80\x93"))) {
        return false; /* "12 -" numbers a paragraph in Arabic */
    }
    mark.mark = plain_mark(arena, mark.value);
    mark.skip = at;
    *ret_mark = mark;
    return true;
}

static void set_note(text_line *line, const note_mark *mark)
{
    rap_str text = rap_lines_trim(line);
    line->kind = LINE_NOTE;
    line->mark = mark->mark;
    line->skip = (uint32_t)((size_t)(text.data - line->raw.data) + mark->skip);
}

/* A letter that marks the next note of an annex or table: "a See ...". */
static bool is_letter_mark(rap_str text, char expected, note_mark *ret_mark)
{
    size_t next = 1;
    if (text.length < 3 || text.data[0] != expected ||
        !rap_lines_is_space(rap_utf8_next(text, &next))) {
        return false;
    }
    *ret_mark = (note_mark){.mark = rap_str_slice(text, 0, 1), .skip = 1};
    return true;
}

/* Whether the mark continues the numbers of this region or of those before, or begins anew. */
static bool follows(const note_mark *mark, int value, int highest)
{
    if (!mark->value) {
        return true;
    }
    if (value) {
        return mark->value == value + 1;
    }
    return mark->value == 1 || !highest || (mark->value > highest && mark->value <= highest + 3);
}

/* A run of notes while it is read. */
typedef struct {
    rap_arena *arena;
    const text_layout *layout;
    int *highest;
    int value;   /* of the newest number */
    char letter; /* that the next lettered note has */
    bool any, waits, ended;
    bool goes_on; /* though a stop ends the line before, the note goes on */
    size_t blank; /* empty lines since the newest one with text */
} note_run;

/* Whether a stop inside a note ended the line before `at`, where lines are broken: the next mark
 * follows soon, with no empty line between, or the line before had no room for more. */
static bool stop_inside(const note_run *run, const text_lines *lines, size_t at)
{
    note_mark mark;
    if (!run->layout->wrapped || !run->any || run->blank || !at) {
        return false;
    }
    for (size_t i = at; i < lines->count && i < at + NOTE_LINES; i++) {
        const text_line *line = &lines->items[i];
        if (line->kind != LINE_BODY) {
            break;
        }
        if (read_mark(run->arena, rap_str_slice(rap_lines_trim(line), 0, 400), &mark) &&
            mark.value == run->value + 1) {
            return true;
        }
    }
    return lines->items[at - 1].width * 100 >= run->layout->width * 75;
}

/* Whether the line belongs to the run; then its kind is set. */
static bool take_note_line(note_run *run, text_line *line)
{
    rap_str text = rap_lines_trim(line);
    note_mark mark;
    bool starts = read_mark(run->arena, text, &mark) &&
                  follows(&mark, run->any ? run->value : 0, *run->highest);
    bool lettered = !starts && run->any && run->ended && is_letter_mark(text, run->letter, &mark);
    if (starts || lettered) {
        set_note(line, &mark);
        run->value = mark.value ? mark.value : run->value;
        *run->highest = run->value ? run->value : *run->highest;
        run->letter = (char)(run->letter + lettered);
        run->any = true;
        run->waits = mark.alone;
    } else if (run->any && (run->waits || !run->ended || run->goes_on ||
                            (run->layout->paged && run->layout->wrapped))) {
        line->kind = LINE_NOTE_MORE;
        run->waits = false;
    } else {
        return false;
    }
    run->ended = rap_lines_ends_sentence(line->last) && !run->waits;
    run->blank = 0;
    return true;
}

/* A web address right behind a note's line goes on with the note: it is no list of links. */
static bool take_address(const note_run *run, text_line *line)
{
    bool address = line->kind == LINE_FURNITURE && run->any && !run->blank && line->width > 10 &&
                   rap_str_starts(rap_lines_trim(line), RAP_STR("http"));
    line->kind = address ? LINE_NOTE_MORE : line->kind;
    return address;
}

/* Notes from line `from` on: marks that count up, each with its text. Where pages are known the
 * notes reach to the end of the page; else to the first line that cannot belong to one.
 * Returns the line behind them. */
static size_t read_region(rap_arena *arena, const text_layout *layout, text_lines *lines,
                          size_t from, int *highest)
{
    note_run run = {.arena = arena, .layout = layout, .highest = highest, .letter = 'a'};
    size_t behind = from;
    for (size_t i = from; i < lines->count; i++) {
        text_line *line = &lines->items[i];
        if (take_address(&run, line)) {
            behind = i + 1;
            continue;
        }
        if (line->kind == LINE_BLANK || line->kind == LINE_FURNITURE) {
            run.blank++;
            continue;
        }
        /* what stands far from the stroke or from its mark is no note */
        bool far = run.blank > 1 && !layout->paged && (!run.any || run.waits);
        bool other = layout->paged && line->page != lines->items[from].page;
        run.goes_on = line->kind == LINE_BODY && run.ended && stop_inside(&run, lines, i);
        if (far || other || line->kind != LINE_BODY || !take_note_line(&run, line)) {
            break;
        }
        behind = i + 1;
    }
    if (run.waits && behind > from && lines->items[behind - 1].kind == LINE_NOTE) {
        lines->items[--behind].kind = LINE_FURNITURE; /* a number without text: a page's */
    }
    return behind;
}

/* Whether something like the anchor of note 1 stands in the line: a 1 glued to a word or its
 * punctuation, raised, or in brackets behind a word. */
static bool has_first_anchor(const text_line *line)
{
    uint32_t before = ' ';
    for (size_t at = 0; at < line->raw.length;) {
        uint32_t c = rap_utf8_next(line->raw, &at);
        if (c == 0xB9) {
            return true;
        }
        bool bracket = c == '(' && at + 1 < line->raw.length && line->raw.data[at] == '1' &&
                       line->raw.data[at + 1] == ')' && !rap_lines_is_space(before);
        if (bracket) {
            return true;
        }
        if (c == '1' && !rap_lines_is_space(before) && rap_lines_digit(before) < 0 &&
            before != '/' && before != '-' && before != '(') {
            size_t next = at;
            uint32_t after = at < line->raw.length ? rap_utf8_next(line->raw, &next) : ' ';
            if (rap_lines_is_space(after) ||
                (u_ispunct((UChar32)after) && after != '/' && after != '-' && after != '.')) {
                return true;
            }
        }
        before = c;
    }
    return false;
}

static size_t first_anchor(const text_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        const text_line *line = &lines->items[i];
        if (line->kind != LINE_BODY) {
            continue;
        }
        if (has_first_anchor(line) || (i && line->width == 1 && line->first == '1')) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Whether note 1 begins here: its line ends a sentence or note 2 follows. Without an anchor before
 * it (`sure` false) two notes must follow each other, or one stand last, each with its stop. */
static bool begins_chain(rap_arena *arena, const text_lines *lines, size_t at, bool sure)
{
    note_mark mark;
    bool stop = rap_lines_ends_sentence(lines->items[at].last), last = true;
    bool apart = at && lines->items[at - 1].kind == LINE_BLANK;
    for (size_t i = at + 1; i < lines->count && i < at + (apart ? NOTE_LINES : 12); i++) {
        const text_line *line = &lines->items[i];
        if (line->kind != LINE_BODY) {
            continue;
        }
        last = false;
        if (read_mark(arena, rap_str_slice(rap_lines_trim(line), 0, 400), &mark) &&
            mark.value == 2) {
            bool parted = apart && rap_lines_ends_sentence(lines->items[i - 1].last);
            return sure || parted || (stop && rap_lines_ends_sentence(line->last));
        }
        if (rap_lines_ends_sentence(lines->items[i - 1].last) && !apart) {
            break;
        }
    }
    return stop && (sure || (last && apart));
}

/* Whether notes begin here with a number other than 1, whose note is lost: behind an empty line,
 * with the two next numbers below, the lines before which end a sentence. */
static bool begins_late(rap_arena *arena, const text_lines *lines, size_t at, int value)
{
    note_mark mark;
    int found = 0;
    size_t last = at;
    if (!at || lines->items[at - 1].kind != LINE_BLANK || value < 2) {
        return false;
    }
    for (size_t i = at + 1; i < lines->count && i < last + NOTE_LINES && found < 2; i++) {
        const text_line *line = &lines->items[i];
        if (line->kind == LINE_BLANK) {
            break;
        }
        if (rap_lines_ends_sentence(lines->items[i - 1].last) &&
            read_mark(arena, rap_str_slice(rap_lines_trim(line), 0, 400), &mark) &&
            mark.value == value + found + 1) {
            found++;
            last = i;
        }
    }
    return found == 2;
}

/* Whether the line before is a full one in mid-sentence, so that a number goes on with it. */
static bool is_inside(const text_layout *layout, const text_line *before, const text_line *line)
{
    return layout->wrapped && before->kind == LINE_BODY && before->page == line->page &&
           !rap_lines_ends_sentence(before->last) && before->width * 10 >= layout->width * 7;
}

/* Whether the text before line `at` ends with a colon. */
static bool announces_list(const text_lines *lines, size_t at)
{
    while (at && lines->items[at - 1].kind != LINE_BODY) {
        at--;
    }
    return at && (lines->items[at - 1].last == ':' || lines->items[at - 1].last == 0xFF1A);
}

/* Whether notes may begin in the line with its mark: 1, or a later number where the first ones are
 * lost. */
static bool begins_notes(rap_arena *arena, const text_lines *lines, size_t at, bool sure, bool late)
{
    note_mark mark;
    return read_mark(arena, rap_str_slice(rap_lines_trim(&lines->items[at]), 0, 400), &mark) &&
           ((mark.value == 1 && begins_chain(arena, lines, at, sure)) ||
            (late && begins_late(arena, lines, at, mark.value)));
}

/* Notes after the end of a text, without a stroke above them. */
static void find_end_notes(rap_arena *arena, const text_layout *layout, text_lines *lines,
                           int *highest)
{
    size_t anchor = first_anchor(lines);
    for (size_t i = 1; i < lines->count; i++) {
        const text_line *line = &lines->items[i];
        bool late = !*highest && rap_lines_digit(line->first) > 0;
        bool digit = rap_lines_digit(line->first) == 1 || line->first == '(' || late;
        bool inner = layout->indents && line->indent > layout->base_indent;
        bool listed = i <= anchor || announces_list(lines, i); /* "(1)" that no word calls */
        bool item = line->first == '(' && (inner || listed || line->raw.data[0] == '\t');
        if (line->kind == LINE_BODY && digit && !item && line->width > 3 &&
            !is_inside(layout, line - 1, line) && begins_notes(arena, lines, i, i > anchor, late)) {
            size_t behind = read_region(arena, layout, lines, i, highest);
            i = behind > i ? behind - 1 : i;
        }
    }
}

/* The number of stars at the end of a line that are no mark-up; 0: none. */
static size_t star_anchor(rap_str text)
{
    size_t stars = 0;
    while (stars < text.length && text.data[text.length - 1 - stars] == '*') {
        stars++;
    }
    rap_str head = rap_str_slice(text, 0, text.length - stars);
    return head.length && rap_str_find(head, RAP_STR("*"), 0) == SIZE_MAX ? stars : 0;
}

/* Notes between paragraphs, known by a raised number or by stars that an earlier line calls. */
static void find_single_notes(rap_arena *arena, text_lines *lines)
{
    unsigned stars_seen = 0;
    for (size_t i = 0; i < lines->count; i++) {
        text_line *line = &lines->items[i];
        if (line->kind != LINE_BODY) {
            continue;
        }
        note_mark mark;
        bool may = is_raised(line->first) || line->first == '*';
        rap_str text = rap_lines_trim(line);
        if (may && read_mark(arena, rap_str_slice(text, 0, 4000), &mark)) {
            bool star = !mark.value;
            size_t next = i + 1;
            while (next < lines->count && lines->items[next].kind == LINE_BLANK) {
                next++;
            }
            bool two = star && mark.skip == 1 && next < lines->count &&
                       rap_str_starts(rap_lines_trim(&lines->items[next]), RAP_STR("** "));
            if (!star || two || (stars_seen & (1U << mark.skip))) {
                set_note(line, &mark);
                continue;
            }
        }
        size_t stars = line->last == '*' ? star_anchor(text) : 0;
        stars_seen |= stars && stars < 8 ? 1U << stars : 0;
    }
}

/* Lines that hold a number alone: a note's mark where such a note exists and text stands right
 * before, a page's number else. */
static void find_marks(rap_arena *arena, const text_layout *layout, text_lines *lines)
{
    rap_map *marks = rap_map_new(arena);
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->items[i].kind == LINE_NOTE) {
            rap_map_set(marks, lines->items[i].mark, &lines->items[i]);
        }
    }
    bool notes = rap_map_count(marks) > 0, behind = false;
    for (size_t i = 1; i < lines->count; i++) {
        text_line *line = &lines->items[i];
        behind = behind || line->kind == LINE_NOTE;
        note_mark mark;
        if (line->kind != LINE_BODY || line->width > 5 ||
            !read_mark(arena, rap_lines_trim(line), &mark) || !mark.alone || !mark.value) {
            continue;
        }
        const text_line *before = &lines->items[i - 1];
        if (before->kind == LINE_BODY && rap_map_find(marks, mark.mark)) {
            line->kind = LINE_MARK;
            line->mark = mark.mark;
        } else if (!mark.bracketed && (layout->wrapped || (notes && behind))) {
            line->kind = LINE_FURNITURE;
        }
    }
}

/* The mark that opens the line: digits, raised or not and perhaps in brackets, stars, a letter. */
static bool read_told_mark(rap_arena *arena, rap_str text, note_mark *ret_mark)
{
    size_t space = rap_str_find(text, RAP_STR(" "), 0);
    if (read_mark(arena, text, ret_mark)) {
        return true;
    }
    *ret_mark = (note_mark){.mark = rap_str_slice(text, 0, space), .skip = space};
    return space != SIZE_MAX && space <= 3;
}

bool rap_lines_told_notes(rap_arena *arena, text_lines *lines)
{
    note_mark mark;
    bool any = false;
    for (size_t i = 0; i < lines->count; i++) {
        text_line *line = &lines->items[i];
        if (line->kind != LINE_BODY || !line->told) {
            continue;
        }
        bool is_note = line->told->place == RAP_LINE_NOTE;
        if (is_note && read_told_mark(arena, rap_lines_trim(line), &mark)) {
            set_note(line, &mark);
            any = true;
        } else if (any && (is_note || line->told->place == RAP_LINE_NOTE_MORE)) {
            line->kind = LINE_NOTE_MORE;
        }
    }
    return any;
}

void rap_lines_notes(rap_arena *arena, const text_layout *layout, text_lines *lines)
{
    int highest = 0;
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->items[i].kind == LINE_RULE) {
            size_t behind = read_region(arena, layout, lines, i + 1, &highest);
            i = behind > i + 1 ? behind - 1 : i;
        }
    }
    find_end_notes(arena, layout, lines, &highest);
    find_single_notes(arena, lines);
    find_marks(arena, layout, lines);
}

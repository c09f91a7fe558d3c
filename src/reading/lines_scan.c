/* Lines and what they look like: their measures, the furniture of pages, the layout. */
#include "lines.h"

#include "base/map.h"

#include <string.h>
#include <unicode/uchar.h>

bool rap_lines_is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0x85;
}

bool rap_lines_is_han(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF01 && c <= 0xFF60) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool rap_lines_ends_sentence(uint32_t c)
{
    return c == '.' || c == ';' || c == ':' || c == '!' || c == '?' || c == 0x61B || c == 0x61F ||
           c == 0x3002 || c == 0xFF1B || c == 0xFF1A || c == 0xFF01 || c == 0xFF1F || c == 0xFF0E;
}

int rap_lines_digit(uint32_t c)
{
    if (c < 0x80) {
        return c >= '0' && c <= '9' ? (int)c - '0' : -1;
    }
    if (c == 0xB9) {
        return 1;
    }
    if (c == 0xB2 || c == 0xB3) {
        return (int)c - 0xB0;
    }
    if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) {
        return (int)c - 0x2070;
    }
    return u_charDigitValue((UChar32)c);
}

/* Whether a mark at the end of a clause is `c`. */
static bool is_clause_end(uint32_t c)
{
    return rap_lines_ends_sentence(c) || c == ',' || c == 0x60C || c == 0xFF0C;
}

/* The last sign of a line before the number of a note behind its stop or comma: "others,8",
 * "others,(8)"; a figure with a point or comma in it ends in a figure. */
static uint32_t before_anchor(const text_line *line)
{
    rap_str text = rap_lines_trim(line);
    size_t at = text.length, digits = 0;
    bool bracket = line->last == ')';
    uint32_t c = rap_utf8_previous(text, &at);
    for (c = bracket && at ? rap_utf8_previous(text, &at) : c; rap_lines_digit(c) >= 0; digits++) {
        c = at ? rap_utf8_previous(text, &at) : ' ';
    }
    if (bracket) {
        c = c == '(' && at ? rap_utf8_previous(text, &at) : ' ';
    }
    size_t figures = 0;
    while (!bracket && at && figures < 4 && rap_lines_digit(rap_utf8_previous(text, &at)) >= 0) {
        figures++;
    }
    bool figure = figures > 0 && figures < 4;
    return digits && digits <= 3 && !figure && is_clause_end(c) ? c : line->last;
}

static void measure(text_line *line)
{
    size_t at = 0;
    bool inside = false;
    uint32_t column = 0;
    while (at < line->raw.length) {
        uint32_t c = rap_utf8_next(line->raw, &at);
        if (rap_lines_is_space(c)) {
            column += c == '\t' ? 4 : 1;
            continue;
        }
        if (!inside) {
            line->first = c;
            line->indent = column;
            inside = true;
        }
        if (c < 0x80 || !u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
            column += rap_lines_is_han(c) ? 2 : 1;
            line->last = c;
            line->width = column - line->indent;
        }
    }
    line->kind = inside ? LINE_BODY : LINE_BLANK;
    if (inside && (line->last == ')' || rap_lines_digit(line->last) >= 0)) {
        line->last = before_anchor(line);
    }
}

void rap_lines_split(rap_arena *arena, rap_str text, text_lines *ret_lines)
{
    text_lines lines = {0};
    uint32_t page = 1;
    for (size_t at = 0; at < text.length;) {
        size_t end = at;
        while (end < text.length && text.data[end] != '\n' && text.data[end] != '\r' &&
               text.data[end] != '\f') {
            end++;
        }
        text_line line = {.raw = rap_str_slice(text, at, end), .offset = at, .page = page};
        measure(&line);
        RAP_PUSH(arena, &lines, line);
        at = end;
        if (at < text.length) {
            page += text.data[at] == '\f';
            at +=
                at + 1 < text.length && text.data[at] == '\r' && text.data[at + 1] == '\n' ? 2 : 1;
        }
    }
    *ret_lines = lines;
}

rap_str rap_lines_trim(const text_line *line)
{
    rap_str text = line->raw;
    size_t start = 0;
    while (start < text.length) {
        size_t next = start;
        if (!rap_lines_is_space(rap_utf8_next(text, &next))) {
            break;
        }
        start = next;
    }
    size_t end = text.length;
    while (end > start) {
        size_t before = end;
        if (!rap_lines_is_space(rap_utf8_previous(text, &before))) {
            break;
        }
        end = before;
    }
    return rap_str_slice(text, start, end);
}

/* -- labels ------------------------------------------------------------------------------------ */

static bool is_roman(uint32_t c)
{
    return c == 'I' || c == 'V' || c == 'X' || c == 'L' || c == 'C';
}

/* One to ten. */
static bool is_han_numeral(uint32_t c)
{
    static const uint16_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                        0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
        if (c == numerals[i]) {
            return true;
        }
    }
    return false;
}

static bool is_label_end(uint32_t c)
{
    return c == '.' || c == ')' || c == 0xFF0E || c == 0x3001 || c == 0xFF09;
}

/* What stands before the mark that ends a label. */
typedef struct {
    int digits, letters, roman, han;
    size_t end;
} label_core;

static bool read_core(rap_str text, size_t at, label_core *ret_core)
{
    label_core core = {0};
    while (at < text.length) {
        size_t next = at;
        uint32_t c = rap_utf8_next(text, &next);
        if (rap_lines_digit(c) >= 0) {
            core.digits++;
        } else if (is_han_numeral(c)) {
            core.han++;
        } else if (u_isalpha((UChar32)c)) {
            core.letters++;
            core.roman += is_roman(c);
        } else {
            break;
        }
        at = next;
        if (core.digits > 3 || core.letters > 5 || core.han > 3) {
            return false;
        }
    }
    core.end = at;
    *ret_core = core;
    return at < text.length;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || c == 0x2013;
}

static bool ends_number(rap_str text, uint32_t c, size_t at)
{
    size_t next = at;
    uint32_t after = at < text.length ? rap_utf8_next(text, &next) : ' ';
    if (rap_lines_is_space(c) && is_dash(after)) {
        return next >= text.length || rap_lines_is_space(rap_utf8_next(text, &next));
    }
    return (is_label_end(c) || is_dash(c)) && rap_lines_digit(after) < 0;
}

/* A number in one sign with its brackets, or between quotation marks: U+3220, U+2460, '1'. */
static bool has_small_label(rap_str text)
{
    size_t at = 0, digits = 0;
    uint32_t c = text.length ? rap_utf8_next(text, &at) : ' ';
    if ((c >= 0x3220 && c <= 0x3229) || (c >= 0x2460 && c <= 0x2473)) {
        return true;
    }
    if (c != 0x2018 && c != 0x2019 && c != '\'') {
        return false;
    }
    while (at < text.length && rap_lines_digit(c = rap_utf8_next(text, &at)) >= 0) {
        digits++;
    }
    return digits && digits <= 2 && (c == 0x2018 || c == 0x2019 || c == '\'');
}

static bool has_plain_label(rap_str text)
{
    bool wide = rap_str_starts(text, RAP_STR("\xEF\xBC\x88"));
    bool open = wide || rap_str_starts(text, RAP_STR("("));
    label_core core;
    if (!read_core(text, wide ? 3 : open, &core)) {
        return false;
    }
    size_t at = core.end;
    uint32_t c = rap_utf8_next(text, &at);
    if (core.digits && !core.letters && !core.han) {
        return ends_number(text, c, at);
    }
    if (core.letters && !core.digits && !core.han) {
        bool space = at >= text.length || text.data[at] == ' ' || text.data[at] == '\t';
        bool bracket = c == ')' || c == 0xFF09;
        return (bracket && (open || core.letters <= 4)) ||
               (c == '.' && core.roman == core.letters && space);
    }
    return core.han && !core.letters && c == 0x3001;
}

bool rap_lines_has_label(rap_str text)
{
    return has_plain_label(text) || has_small_label(text);
}

/* -- furniture ----------------------------------------------------------------------------------
 */

/* Matches a pattern in which 9 stands for a digit, A for a capital, others for themselves. */
static bool is_shape(rap_str text, const char *shape)
{
    size_t i = 0;
    for (; shape[i] && i < text.length; i++) {
        char c = text.data[i];
        bool fits = shape[i] == '9'   ? c >= '0' && c <= '9'
                    : shape[i] == 'A' ? c >= 'A' && c <= 'Z'
                                      : c == shape[i];
        if (!fits) {
            return false;
        }
    }
    return i == text.length && !shape[i];
}

/* A page counter: digits, or "3/12" with `fraction`. */
static bool is_counter(rap_str text, bool fraction)
{
    size_t digits = 0, strokes = 0;
    for (size_t i = 0; i < text.length; i++) {
        digits += text.data[i] >= '0' && text.data[i] <= '9';
        strokes += text.data[i] == '/' && i && i + 1 < text.length;
    }
    return digits && digits + strokes == text.length && text.length <= 9 &&
           strokes == (fraction ? 1 : 0);
}

/* The job number of a document of the United Nations, on its own or before a page counter:
 * "21-19166", "21-19166 (E)", "*2119166*", "N2119166E". */
static bool is_job_number(rap_str text)
{
    static const char *const shapes[] = {"99-99999", "99-99999*", "*9999999*", "A9999999",
                                         "A9999999A"};
    size_t space = rap_str_find(text, RAP_STR(" "), 0);
    rap_str head = rap_str_slice(text, 0, space);
    bool job = false;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        job = job || is_shape(head, shapes[i]);
    }
    rap_str tail =
        space == SIZE_MAX ? RAP_STR_NONE : rap_str_trim(rap_str_slice(text, space, text.length));
    if (tail.length >= 3 && tail.data[0] == '(' && tail.data[2] == ')') {
        tail = rap_str_trim(rap_str_slice(tail, 3, tail.length));
    }
    size_t figures = 0;
    for (size_t i = 0; i < tail.length; i++) {
        figures += strchr("0123456789/ *", tail.data[i]) != NULL;
    }
    return job && figures == tail.length;
}

static bool is_address(rap_str text)
{
    return (rap_str_starts(text, RAP_STR("http://")) ||
            rap_str_starts(text, RAP_STR("https://"))) &&
           rap_str_find(text, RAP_STR(" "), 0) == SIZE_MAX;
}

bool rap_lines_is_symbol(rap_str text)
{
    size_t strokes = 0, digits = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        bool fits = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("/.-()", c);
        if (!fits) {
            return false;
        }
        strokes += c == '/';
        digits += c >= '0' && c <= '9';
    }
    return strokes >= 2 && digits && text.length <= 40 && text.data[0] >= 'A';
}

/* "- 14 -": the number of a page, also where no form feed parts the pages. */
static bool is_dashed_number(rap_str text)
{
    size_t at = 0, digits = 0;
    uint32_t first = text.length && text.length < 16 ? rap_utf8_next(text, &at) : 0, c = first;
    for (; at < text.length; digits += rap_lines_digit(c) >= 0) {
        c = rap_utf8_next(text, &at);
        if (c != ' ' && c != first && rap_lines_digit(c) < 0) {
            return false;
        }
    }
    return digits && digits <= 4 && c == first && (c == '-' || c == 0x2013 || c == 0x2014);
}

/* A stroke of underscores; strokes of other signs separate nothing we keep. */
static line_kind stroke_kind(rap_str text, line_kind kind)
{
    if (text.length < 5 || !strchr("_-=*", text.data[0])) {
        return kind;
    }
    for (size_t i = 1; i < text.length; i++) {
        if (text.data[i] != text.data[0] && text.data[i] != ' ') {
            return kind;
        }
    }
    return text.data[0] == '_' ? LINE_RULE : LINE_FURNITURE;
}

/* Marks that a word processor's export leaves at the head of a line: "[DU1]", "<<...>>". */
static void strip_marks(text_line *line)
{
    rap_str text = rap_lines_trim(line);
    if (text.length > 3 && text.data[0] == '[') {
        size_t close = rap_str_find(text, RAP_STR("]"), 0);
        rap_str inner = close < 8 ? rap_str_slice(text, 1, close) : RAP_STR_NONE;
        if (is_shape(inner, "AA9") || is_shape(inner, "AA99") || is_shape(inner, "A9")) {
            size_t gone = (size_t)(text.data - line->raw.data) + close + 1;
            line->raw = rap_str_slice(line->raw, gone, line->raw.length);
            line->offset += gone;
            measure(line);
            text = rap_lines_trim(line);
        }
    }
    if (rap_str_starts(text, RAP_STR("<<"))) {
        size_t head = rap_str_find(text, RAP_STR(">>"), 0);
        size_t tail = head == SIZE_MAX ? head : rap_str_find(text, RAP_STR("<<"), head);
        if (tail != SIZE_MAX) {
            size_t start = (size_t)(text.data - line->raw.data) + head + 2;
            line->raw = rap_str_slice(line->raw, start, start + (tail - head - 2));
            line->offset += start;
            measure(line);
        }
    }
}

/* A line's text with every digit as '0': what repeats from page to page. */
static rap_str masked(rap_arena *arena, rap_str text)
{
    rap_str copy = rap_str_copy(arena, text);
    for (size_t i = 0; i < copy.length; i++) {
        if (copy.data[i] >= '0' && copy.data[i] <= '9') {
            ((char *)(uintptr_t)copy.data)[i] = '0';
        }
    }
    return copy;
}

static size_t count_up(rap_arena *arena, rap_map *map, rap_str key)
{
    size_t *count = rap_map_find(map, key);
    if (!count) {
        count = RAP_NEW(arena, size_t);
        rap_map_set(map, key, count);
    }
    return ++*count;
}

/* The first word of a page's edge line where it is a symbol, else the line with masked digits. */
static rap_str edge_key(rap_arena *arena, const text_line *line)
{
    rap_str text = rap_lines_trim(line);
    rap_str head = rap_str_slice(text, 0, rap_str_find(text, RAP_STR(" "), 0));
    return rap_lines_is_symbol(head) ? head : masked(arena, rap_str_slice(text, 0, 200));
}

typedef RAP_VEC(size_t) indexes;

/* Whether a stroke above notes stands between line `from` and line `at`, within a page's length. */
static bool below_stroke(const text_lines *lines, size_t from, size_t at)
{
    for (size_t i = at; i > from && at - i < 80; i--) {
        if (lines->items[i].kind == LINE_RULE) {
            return true;
        }
    }
    return false;
}

/* Lines at the upper and lower edge of the pages: two of each. The first page's upper edge is the
 * cover and only counted. */
static void find_edges(rap_arena *arena, const text_lines *lines, indexes *edges)
{
    for (size_t i = 0; i < lines->count;) {
        size_t end = i;
        while (end < lines->count && lines->items[end].page == lines->items[i].page) {
            end++;
        }
        size_t found = 0, top = i, low = end;
        for (; top < end && found < 2; top++) {
            if (lines->items[top].kind == LINE_BODY) {
                RAP_PUSH(arena, edges, top);
                found++;
            }
        }
        for (found = 0; low > top && found < 2 && lines->items[low - 1].kind != LINE_RULE; low--) {
            const text_line *line = &lines->items[low - 1];
            bool text = line->kind == LINE_BODY && below_stroke(lines, top, low - 1);
            if (line->kind == LINE_BODY && (!text || is_counter(rap_lines_trim(line), true) ||
                                            is_counter(rap_lines_trim(line), false))) {
                RAP_PUSH(arena, edges, low - 1);
            }
            found += line->kind == LINE_BODY;
        }
        i = end;
    }
}

static void drop_edges(rap_arena *arena, text_lines *lines)
{
    indexes edges = {0};
    find_edges(arena, lines, &edges);
    rap_map *counts = rap_map_new(arena);
    for (size_t i = 0; i < edges.count; i++) {
        count_up(arena, counts, edge_key(arena, &lines->items[edges.items[i]]));
    }
    uint32_t pages = lines->items[lines->count - 1].page;
    for (size_t i = 0; i < edges.count; i++) {
        text_line *line = &lines->items[edges.items[i]];
        rap_str text = rap_lines_trim(line), key = edge_key(arena, line);
        size_t *count = rap_map_find(counts, key);
        bool repeats = count && (*count > pages / 2 || *count >= 3) && *count >= 2;
        bool counter = is_counter(text, false) || is_counter(text, true);
        bool cover = line->page == 1 && i < 2 && edges.items[i] < lines->count / 2;
        if (counter || (repeats && !cover && text.length <= 400 && !rap_lines_has_label(text))) {
            line->kind = LINE_FURNITURE;
        }
    }
}

/* A header at the top of the second of two pages repeats nothing: it is known by the symbol that
 * stands on the cover. */
static void drop_symbol_heads(rap_arena *arena, text_lines *lines)
{
    rap_map *seen = rap_map_new(arena);
    uint32_t page = 1;
    bool top = false;
    for (size_t i = 0; i < lines->count; i++) {
        text_line *line = &lines->items[i];
        if (line->page != page) {
            page = line->page;
            top = true;
        }
        if (line->kind != LINE_BODY) {
            continue;
        }
        rap_str text = rap_lines_trim(line);
        rap_str head = rap_str_slice(text, 0, rap_str_find(text, RAP_STR(" "), 0));
        if (rap_lines_is_symbol(head)) {
            bool known = rap_map_find(seen, head) != NULL;
            if (known && (top || head.length == text.length)) {
                line->kind = LINE_FURNITURE;
            } else if (head.length == text.length) {
                rap_map_set(seen, head, line);
            }
        }
        top = top && line->kind == LINE_FURNITURE;
    }
}

/* -- running heads ------------------------------------------------------------------------------
 * A head names the work, its volume or its part: pieces set apart, in another order on the other
 * page, or in other letters than on the cover. */

#define HEAD_PIECES 3
#define COVER_LINES 12 /* with text, at the beginning */

/* Small letters, digits as '0'. */
static rap_str head_key(rap_arena *arena, rap_str text)
{
    rap_buf key;
    rap_buf_init(&key, arena);
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        c = rap_lines_digit(c) >= 0 ? '0' : (uint32_t)u_tolower((UChar32)c);
        rap_buf_put_code_point(&key, c);
    }
    return rap_buf_str(&key);
}

/* The pieces of a line between wide gaps, as keys; 0: too many to be a head. */
static size_t head_pieces(rap_arena *arena, const text_line *line, rap_str pieces[HEAD_PIECES])
{
    rap_str rest = rap_lines_trim(line);
    size_t count = 0;
    while (rest.length) {
        size_t gap = rap_str_find(rest, RAP_STR("   "), 0);
        if (count == HEAD_PIECES || rest.length > 200) {
            return 0;
        }
        pieces[count++] = head_key(arena, rap_str_slice(rest, 0, gap));
        rest = rap_str_trim(rap_str_slice(rest, gap, rest.length));
    }
    return count;
}

/* The first line with text of each page but the first; a page's number between dashes ends one
 * where no form feed does. */
static void find_tops(rap_arena *arena, const text_lines *lines, indexes *tops)
{
    uint32_t page = 1;
    bool top = false;
    for (size_t i = 0; i < lines->count; i++) {
        const text_line *line = &lines->items[i];
        top = top || line->page != page || is_dashed_number(rap_lines_trim(line));
        page = line->page;
        if (top && line->kind == LINE_BODY) {
            RAP_PUSH(arena, tops, i);
            top = false;
        }
    }
}

static void drop_running_heads(rap_arena *arena, text_lines *lines)
{
    rap_map *known = rap_map_new(arena);
    indexes tops = {0};
    rap_str pieces[HEAD_PIECES];
    find_tops(arena, lines, &tops);
    size_t seen = 0;
    for (size_t i = 0; tops.count && i < tops.items[0] && seen < COVER_LINES; i++) {
        if (lines->items[i].kind == LINE_BODY && lines->items[i].width <= 100) {
            rap_str key = head_key(arena, rap_lines_trim(&lines->items[i]));
            count_up(arena, known, key);
            count_up(arena, known, key);
            seen++;
        }
    }
    for (size_t t = 0; t < tops.count; t++) {
        size_t count = head_pieces(arena, &lines->items[tops.items[t]], pieces);
        for (size_t p = 0; p < count; p++) {
            count_up(arena, known, pieces[p]);
        }
    }
    for (size_t t = 0; t < tops.count; t++) {
        text_line *line = &lines->items[tops.items[t]];
        size_t count = head_pieces(arena, line, pieces), repeated = 0;
        for (size_t p = 0; p < count; p++) {
            size_t *times = rap_map_find(known, pieces[p]);
            repeated += times && *times >= (count > 1 ? 2 : 3);
        }
        if (count && repeated == count && !rap_lines_has_label(rap_lines_trim(line))) {
            line->kind = LINE_FURNITURE;
        }
    }
}

void rap_lines_furniture(rap_arena *arena, text_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        text_line *line = &lines->items[i];
        if (line->kind != LINE_BODY) {
            continue;
        }
        if (line->first == '[' || line->first == '<') {
            strip_marks(line);
        }
        if (line->kind != LINE_BODY || line->width > 400) {
            continue;
        }
        rap_str text = rap_lines_trim(line);
        line->kind = stroke_kind(text, line->kind);
        if (is_address(text) || is_job_number(text) || is_dashed_number(text)) {
            line->kind = LINE_FURNITURE;
        }
    }
    if (lines->count && lines->items[lines->count - 1].page > 1) {
        drop_edges(arena, lines);
    }
    drop_symbol_heads(arena, lines);
    drop_running_heads(arena, lines);
}

/* -- layout -------------------------------------------------------------------------------------
 */

/* Where the text behind a number at the head of a line and its tab begins; 0: no such number. */
static size_t behind_label(rap_str text)
{
    size_t tab = rap_str_find(rap_str_slice(text, 0, 24), RAP_STR("\t"), 0);
    if (tab == SIZE_MAX) {
        return 0;
    }
    bool label = rap_lines_has_label(rap_str_slice(text, 0, tab + 1));
    for (size_t at = 0, digits = 0; !label && at < tab;) {
        uint32_t c = rap_utf8_next(text, &at);
        digits += rap_lines_digit(c) >= 0;
        if (rap_lines_digit(c) < 0 && !(c < 0x80 && strchr("/. -", (int)c))) {
            break;
        }
        label = digits && at >= tab;
    }
    return label ? tab + 1 : 0;
}

bool rap_lines_is_row(const text_line *line)
{
    rap_str text = rap_lines_trim(line);
    return rap_str_find(text, RAP_STR("\t"), behind_label(text)) != SIZE_MAX;
}

/* Rows of tables say nothing of the width of lines. */
static bool is_prose(const text_line *line)
{
    return line->kind == LINE_BODY && !rap_lines_is_row(line);
}

/* The width that one line in twenty exceeds. */
static uint32_t usual_width(const text_lines *lines, size_t *ret_count)
{
    size_t counts[401] = {0}, count = 0;
    for (size_t i = 0; i < lines->count; i++) {
        if (is_prose(&lines->items[i])) {
            counts[lines->items[i].width > 400 ? 400 : lines->items[i].width]++;
            count++;
        }
    }
    size_t above = 0;
    uint32_t width = 400;
    while (width > 0 && (above += counts[width]) * 20 <= count) {
        width--;
    }
    *ret_count = count;
    return width;
}

/* Whether the line breaks off in the middle of a sentence. */
static bool is_inner(const text_line *line)
{
    return !rap_lines_ends_sentence(line->last) && line->last != ',' && line->last != 0x60C &&
           line->last != 0xFF0C;
}

static const text_line *next_prose(const text_lines *lines, size_t at)
{
    for (size_t i = at + 1; i < lines->count && i < at + 4; i++) {
        if (lines->items[i].kind != LINE_BLANK) {
            return is_prose(&lines->items[i]) ? &lines->items[i] : NULL;
        }
    }
    return NULL;
}

/* What the lines of a text do, counted. */
typedef struct {
    size_t count, full, inner; /* lines; as wide as any; and broken off in mid-sentence */
    size_t followed;           /* by an empty line, of the inner ones */
    size_t runs;               /* inner ones before a line that visibly goes on */
    size_t apart;              /* lines before an empty one */
    size_t ends, spaced;       /* short lines with a stop or comma; before an empty line */
    size_t tabs, tabbed;       /* lines with a tab before the text; before another such line */
} line_counts;

/* A line goes on the one before where it begins with a small letter, or in Chinese where only the
 * first lines of paragraphs stand further in. */
static bool runs_on(const text_line *next, const text_layout *layout)
{
    return next &&
           (u_islower((UChar32)next->first) || (rap_lines_is_han(next->first) && layout->indents &&
                                                next->indent <= layout->base_indent));
}

/* Whether a tab stands before the text, or between its number and the text. */
static bool is_tabbed(const text_line *line)
{
    return line->raw.length &&
           (line->raw.data[0] == '\t' || behind_label(rap_lines_trim(line)) > 0);
}

static void count_lines(const text_lines *lines, const text_layout *layout, line_counts *ret_counts)
{
    line_counts counts = {0};
    for (size_t i = 0; i < lines->count; i++) {
        const text_line *line = &lines->items[i];
        if (!is_prose(line)) {
            continue;
        }
        const text_line *next = next_prose(lines, i);
        counts.count++;
        counts.apart += i + 1 < lines->count && lines->items[i + 1].kind == LINE_BLANK;
        counts.tabs += is_tabbed(line);
        counts.tabbed += is_tabbed(line) && (!next || is_tabbed(next) || next->indent > 8);
        if (!is_inner(line) && line->width * 10 < layout->width * 8) {
            counts.ends++;
            counts.spaced += i + 1 < lines->count && lines->items[i + 1].kind == LINE_BLANK;
        }
        if (line->width * 10 >= layout->width * 8) {
            bool inner = is_inner(line);
            counts.full++;
            counts.inner += inner;
            counts.followed +=
                inner && i + 1 < lines->count && lines->items[i + 1].kind == LINE_BLANK;
            counts.runs += inner && runs_on(next, layout);
        }
    }
    *ret_counts = counts;
}

/* Word begins each of its paragraphs with a tab: such lines are paragraphs, whatever their width.
 * Else many lines that are full, or a few that visibly run on, tell of a text with broken lines. */
static bool is_wrapped(const line_counts *n, uint32_t width)
{
    bool word = n->tabs >= 3 && n->tabs * 3 >= n->count && n->tabbed * 10 >= n->tabs * 8;
    bool broken = n->full * 100 >= n->count * 18 && n->inner * 10 >= n->full * 5;
    bool runs = n->runs >= 2 && n->runs * 10 >= n->inner * (n->runs > 2 ? 6 : 10);
    return !word && (broken || runs) && n->count >= 6 && width <= 160 && width >= 24;
}

/* The least indentation of a line, and whether enough others stand further in. */
static void find_indents(const text_lines *lines, size_t count, text_layout *layout)
{
    layout->base_indent = UINT32_MAX;
    for (size_t i = 0; i < lines->count; i++) {
        const text_line *line = &lines->items[i];
        if (is_prose(line) && line->indent < layout->base_indent) {
            layout->base_indent = line->indent;
        }
    }
    size_t at[3] = {0}; /* lines one column further in, two, three and more */
    for (size_t i = 0; i < lines->count; i++) {
        const text_line *line = &lines->items[i];
        uint32_t in = line->kind == LINE_BODY ? line->indent - layout->base_indent : 0;
        if (in && line->indent > layout->base_indent) {
            at[in > 3 ? 2 : in - 1]++;
        }
    }
    /* one column among paragraphs set in by more is the space before a broken line */
    bool slip = at[0] && at[0] * 4 < at[1] + at[2];
    layout->base_indent += slip;
    size_t indented = at[1] + at[2] + (slip ? 0 : at[0]);
    layout->indents = indented * 50 >= count && indented * 100 <= count * 85;
}

text_layout rap_lines_layout(const text_lines *lines)
{
    text_layout layout = {0};
    size_t count = 0;
    line_counts n;
    layout.width = usual_width(lines, &count);
    layout.paged = lines->count && lines->items[lines->count - 1].page > 1;
    find_indents(lines, count, &layout);
    count_lines(lines, &layout, &n);
    layout.wrapped = is_wrapped(&n, layout.width);
    layout.doubled = layout.wrapped && n.followed * 10 >= n.inner * 6 && n.inner > 0;
    layout.indents = layout.indents && layout.wrapped;
    layout.apart = !layout.doubled && n.apart * 10 >= n.count * 7;
    layout.spaced = !layout.doubled && n.ends >= 3 && n.spaced * 10 >= n.ends * 8;
    for (size_t i = 0; i < lines->count && !layout.hyphens; i++) {
        layout.hyphens = lines->items[i].kind == LINE_BODY && lines->items[i].last == '-';
    }
    return layout;
}

#include "pdf_page.h"

#include "xml.h"

#include <stdlib.h>
#include <string.h>

#define NAMES(X)                                                                                   \
    X(html)                                                                                        \
    X(body)                                                                                        \
    X(doc)                                                                                         \
    X(page) X(flow) X(block) X(line) X(word) X(xMin) X(xMax) X(yMin) X(yMax) X(width) X(height)
#define ENUM_OF(name) BOX_##name,
#define NAME_OF(name) #name,
enum { NAMES(ENUM_OF) BOX_COUNT };
static const char *const names[] = {NAMES(NAME_OF)};
static const rap_xml_vocabulary vocabulary = {names, BOX_COUNT, 0, "boxes of pdftotext"};

typedef struct {
    float x0, x1, y0, y1;
    rap_str text;
    bool is_raised;
} word;

typedef RAP_VEC(word) words;

/* Words [first, end) of a page's words, from left to right. */
typedef struct {
    size_t first, end;
    float y0, y1; /* of its largest words */
    float x0, x1;
    float print; /* height of its words on the average */
    bool is_rtl;
} row;

typedef RAP_VEC(row) rows;

typedef struct {
    rap_arena *arena;
    words words;
    rows rows;
    float height;      /* of most words of the document */
    float column;      /* width of a character */
    float pitch;       /* from line to line within a paragraph */
    bool is_rtl;       /* most of the page's letters are Arabic */
    float left, right; /* edges of the text on the page */
    rap_buf out;
} page_setter;

static float height_of(const word *w)
{
    return w->y1 - w->y0;
}

static bool is_arabic(uint32_t c)
{
    return (c >= 0x600 && c <= 0x6FF && !(c >= 0x660 && c <= 0x669)) ||
           (c >= 0xFB50 && c <= 0xFEFC);
}

typedef struct {
    size_t arabic, other, digits;
} letters;

static letters letters_of(rap_str text)
{
    letters count = {0};
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0;
        count.arabic += is_arabic(c) && c != 0x60C;
        count.other += is_letter && !is_arabic(c) && !(c >= 0x2000 && c <= 0x206F);
        count.digits += c >= '0' && c <= '9';
    }
    return count;
}

/* -- reading the boxes ---------------------------------------------------------------------------
 */

/* Vowel marks stand on the page beside their letter on either side, and are left out. */
static bool is_vowel_mark(uint32_t c)
{
    return (c >= 0x64B && c <= 0x655) || c == 0x670;
}

/* Columns as a typewriter has them: ideographs take two. */
static size_t columns_of(rap_str text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        bool is_wide = (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
                       (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF01 && c <= 0xFF60);
        count += is_vowel_mark(c) ? 0 : is_wide ? 2 : 1;
    }
    return count;
}

static float number_of(const rap_xml_node *node, int name)
{
    char digits[32];
    rap_str value = rap_str_slice(rap_xml_attribute_of(node, name), 0, sizeof digits - 1);
    if (value.length) {
        memcpy(digits, value.data, value.length);
    }
    digits[value.length] = '\0';
    float number = strtof(digits, NULL);
    return number > -1e6f && number < 1e6f ? number : 0; /* not a number fails both */
}

static void read_page(page_setter *p, const rap_xml_node *page)
{
    letters count = {0};
    p->words.count = 0;
    for (const rap_xml_node *n = page; n; n = rap_xml_walk(page, n)) {
        if (n->tag != BOX_word || !n->first || n->first->tag != RAP_XML_TEXT) {
            continue;
        }
        word w = {.x0 = number_of(n, BOX_xMin),
                  .x1 = number_of(n, BOX_xMax),
                  .y0 = number_of(n, BOX_yMin),
                  .y1 = number_of(n, BOX_yMax),
                  .text = rap_str_trim(n->first->text)};
        if (columns_of(w.text) && w.y1 > w.y0) {
            letters more = letters_of(w.text);
            count.arabic += more.arabic;
            count.other += more.other;
            RAP_PUSH(p->arena, &p->words, w);
        }
    }
    p->is_rtl = count.arabic > count.other * 2;
}

/* Height of most words and width of most characters, over the whole document. */
static void measure(page_setter *p, const rap_xml_node *root)
{
    enum { STEPS = 400 };
    size_t *counts = RAP_NEW_ARRAY(p->arena, size_t, STEPS);
    double width = 0, total = 0;
    size_t best = 0;
    for (const rap_xml_node *n = root; n; n = rap_xml_walk(root, n)) {
        if (n->tag != BOX_word || !n->first) {
            continue;
        }
        float high = number_of(n, BOX_yMax) - number_of(n, BOX_yMin);
        size_t step = high > 0 && high * 4 < STEPS ? (size_t)(high * 4) : 0;
        size_t length = columns_of(n->first->text);
        counts[step] += length;
        best = step && counts[step] > counts[best] ? step : best;
        width += (double)(number_of(n, BOX_xMax) - number_of(n, BOX_xMin));
        total += (double)length;
    }
    p->height = best ? ((float)best + 0.5f) / 4 : 12;
    p->column = total > 0 && width > 0 ? (float)(width / total) : 5;
    p->column = p->column < 1 ? 1 : p->column;
}

/* -- rows
 * ------------------------------------------------------------------------------------------ */

static int by_middle(const void *a, const void *b)
{
    const word *v = a, *w = b;
    float x = v->y0 + v->y1, y = w->y0 + w->y1;
    return x != y ? (x > y) - (x < y) : (v->x0 > w->x0) - (v->x0 < w->x0);
}

static int by_left(const void *a, const void *b)
{
    const word *v = a, *w = b;
    return v->x0 != w->x0 ? (v->x0 > w->x0) - (v->x0 < w->x0) : (v->y0 > w->y0) - (v->y0 < w->y0);
}

static bool is_beside(const row *r, const word *w)
{
    float top = r->y0 > w->y0 ? r->y0 : w->y0, bottom = r->y1 < w->y1 ? r->y1 : w->y1;
    float low = r->y1 - r->y0 < height_of(w) ? r->y1 - r->y0 : height_of(w);
    return bottom - top >= low / 2;
}

/* "1", "12", "*" or "(1)", small and high beside the row's own words. */
static bool is_raised(const word *w, const row *r)
{
    float high = r->y1 - r->y0;
    rap_str text = w->text;
    if (height_of(w) > high * 0.8f || w->y1 > r->y1 - high * 0.12f) {
        return false;
    }
    if (text.length > 2 && text.data[0] == '(' && text.data[text.length - 1] == ')') {
        text = rap_str_slice(text, 1, text.length - 1);
    }
    int number;
    return text.length <= 3 && (rap_str_number(text, &number) || rap_str_is(text, "*"));
}

/* The texts one behind the other; "2030-2015" is a range that was set from the right. */
static rap_str join_text(rap_arena *arena, rap_str a, rap_str b)
{
    int from, to;
    if (a.length && a.data[a.length - 1] == '-') {
        rap_str first = rap_str_slice(a, 0, a.length - 1);
        if (rap_str_number(first, &from) && rap_str_number(b, &to) && from > to) {
            return rap_str_of(
                rap_arena_format(arena, "%.*s-%.*s", RAP_STR_ARG(b), RAP_STR_ARG(first)));
        }
    }
    return rap_str_of(rap_arena_format(arena, "%.*s%.*s", RAP_STR_ARG(a), RAP_STR_ARG(b)));
}

/* "71/317" often comes in three pieces, which must not be read from the right. */
static void join_numbers(rap_arena *arena, word *items, row *r)
{
    size_t kept = r->first;
    for (size_t i = r->first; i < r->end; i++) {
        word *last = kept > r->first ? &items[kept - 1] : NULL;
        const word *w = &items[i];
        bool is_near = last && w->x0 - last->x1 < height_of(w) * 0.08f && !last->is_raised &&
                       height_of(w) > height_of(last) * 0.9f;
        bool is_sign = w->text.length == 1 && strchr("/.-:", w->text.data[0]) && i + 1 < r->end;
        rap_str joined = {last ? last->text.data : NULL, 0};
        letters a = letters_of(last ? last->text : joined);
        letters b = letters_of(is_sign ? items[i + 1].text : w->text);
        bool is_number = a.digits && !a.arabic && b.digits && !b.arabic && !b.other;
        bool is_signed = last && strchr("/.-:", last->text.data[last->text.length - 1]);
        if (is_near && is_number && (is_sign || is_signed)) {
            last->text = join_text(arena, last->text, w->text);
            last->x1 = w->x1;
        } else {
            items[kept++] = *w;
        }
    }
    r->end = kept;
}

static void end_row(page_setter *p, row *r)
{
    letters count = {0};
    float heights = 0, total = 0;
    qsort(p->words.items + r->first, r->end - r->first, sizeof(word), by_left);
    r->x0 = r->x1 = p->words.items[r->first].x0;
    for (size_t i = r->first; i < r->end; i++) {
        word *w = &p->words.items[i];
        letters more = letters_of(w->text);
        count.arabic += more.arabic;
        count.other += more.other;
        w->is_raised = is_raised(w, r);
        heights += height_of(w) * (float)w->text.length;
        total += (float)w->text.length;
        r->x1 = w->x1 > r->x1 ? w->x1 : r->x1;
    }
    r->print = heights / total;
    r->is_rtl = count.arabic > 0 ? count.arabic * 2 >= count.other : p->is_rtl;
    if (r->is_rtl) {
        join_numbers(p->arena, p->words.items, r);
    }
    RAP_PUSH(p->arena, &p->rows, *r);
}

static void find_rows(page_setter *p)
{
    p->rows.count = 0;
    if (!p->words.count) {
        return;
    }
    qsort(p->words.items, p->words.count, sizeof(word), by_middle);
    row r = {0};
    for (size_t i = 0; i < p->words.count; i++) {
        const word *w = &p->words.items[i];
        if (i > r.first && !is_beside(&r, w)) {
            r.end = i;
            end_row(p, &r);
            r.first = i;
        }
        float high = r.y1 - r.y0;
        if (i == r.first || height_of(w) > high * 1.2f) {
            r.y0 = w->y0;
            r.y1 = w->y1;
        }
    }
    r.end = p->words.count;
    end_row(p, &r);
}

/* -- text of a row
 * --------------------------------------------------------------------------------- */

static void put_raised(rap_buf *out, rap_str text)
{
    static const uint16_t raised[] = {0x2070, 0xB9,   0xB2,   0xB3,   0x2074,
                                      0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c >= '0' && c <= '9') {
            rap_buf_put_code_point(out, raised[c - '0']);
        } else if (c == '*') {
            rap_buf_put_byte(out, c);
        }
    }
}

static bool runs_left_to_right(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

/* pdftotext gives the letters of an Arabic word from left to right, with the strokes that stretch a
 * word to fill its line. */
static void put_reversed(rap_buf *out, rap_str text)
{
    size_t at = text.length;
    while (at > 0) {
        size_t end = at, start = at;
        uint32_t c = rap_utf8_previous(text, &start);
        at = start;
        if (!runs_left_to_right(c)) {
            size_t next = start;
            bool is_stretch = c == 0x640 && (start > 0 ? is_arabic(rap_utf8_previous(text, &next))
                                                       : columns_of(text) > 4);
            if (!is_stretch && !is_vowel_mark(c)) {
                rap_buf_put(out, rap_str_slice(text, start, end));
            }
            continue;
        }
        while (at > 0) { /* a number or Latin word keeps its order */
            size_t before = at;
            if (!runs_left_to_right(rap_utf8_previous(text, &before))) {
                break;
            }
            at = before;
        }
        rap_buf_put(out, rap_str_slice(text, at, end));
    }
}

static void put_word(rap_buf *out, const word *w, bool is_rtl)
{
    letters count = letters_of(w->text);
    if (w->is_raised) {
        put_raised(out, w->text);
    } else if (is_rtl && (count.arabic || (!count.other && !count.digits))) {
        put_reversed(out, w->text);
    } else {
        rap_buf_put(out, w->text);
    }
}

static void turn_round(word *items, size_t first, size_t end)
{
    for (; first + 1 < end; first++, end--) {
        word w = items[first];
        items[first] = items[end - 1];
        items[end - 1] = w;
    }
}

/* The words of a line that runs to the left, in the order in which they are read. Groups of words
 * in another script keep theirs, with the numbers in them and one on either side: "25 November
 * 2022" stands on the page as November, 2022, 25. */
static void order_rtl(word *items, size_t count)
{
    turn_round(items, 0, count);
    for (size_t i = 0; i < count;) {
        size_t first = SIZE_MAX, last = 0, end = i;
        for (; end < count; end++) {
            letters of = letters_of(items[end].text);
            if (of.arabic || items[end].is_raised) {
                break;
            }
            first = of.other && first == SIZE_MAX ? end : first;
            last = of.other || of.digits ? end + 1 : last;
        }
        if (first != SIZE_MAX) {
            bool has_number = first > i && letters_of(items[first - 1].text).digits > 0;
            turn_round(items, has_number ? first - 1 : first, last);
        }
        i = end > i ? end : i + 1;
    }
}

/* Some producers write brackets in Arabic by their looks: then they close before they open. */
static void turn_brackets(char *text, size_t length)
{
    const char *pairs = "()[]";
    for (; *pairs; pairs += 2) {
        const char *open = memchr(text, pairs[0], length), *close = memchr(text, pairs[1], length);
        if (!open || !close || open < close) {
            continue;
        }
        for (size_t i = 0; i < length; i++) {
            text[i] = text[i] == pairs[0] ? pairs[1] : text[i] == pairs[1] ? pairs[0] : text[i];
        }
    }
}

/* The ligature of lam and alef, which some producers store the wrong way round: an alef before alef
 * and lam is always that. Letters are two bytes each. */
static void mend_lam_alef(char *text, size_t length)
{
    const char *alef = "\xD8\xA7", *lam = "\xD9\x84";
    static const char *const alefs[] = {"\xD8\xA7", "\xD8\xA3", "\xD8\xA5", "\xD8\xA2"};
    for (size_t i = 0; i + 6 <= length; i++) {
        if (memcmp(text + i, alef, 2) || memcmp(text + i + 4, lam, 2)) {
            continue;
        }
        for (size_t k = 0; k < sizeof alefs / sizeof *alefs; k++) {
            if (!memcmp(text + i + 2, alefs[k], 2)) {
                memcpy(text + i + 2, lam, 2);
                memcpy(text + i + 4, alefs[k], 2);
                break;
            }
        }
    }
}

static void put_spaces(rap_buf *out, float width, float column, int least)
{
    int count = (int)(width / column);
    count = count < least ? least : count > 60 ? 60 : count;
    for (int i = 0; i < count; i++) {
        rap_buf_put_byte(out, ' ');
    }
}

/* White space between two words that follow each other: none where they touch, several spaces where
 * they stand apart, as text laid out in columns does. */
static void put_gap(page_setter *p, const row *r, const word *a, const word *b)
{
    float high = r->y1 - r->y0;
    letters x = letters_of(a->text), y = letters_of(b->text);
    bool is_turned = r->is_rtl && (x.other || y.other); /* the places say nothing */
    float gap = b->x0 >= a->x1 - high * 0.2f ? b->x0 - a->x1 : a->x0 - b->x1;
    if (is_turned) {
        bool is_stop = !y.other && !y.digits && !y.arabic;
        gap = is_stop && gap > high ? 0 : gap > high || gap < 0 ? high * 0.3f : gap;
    }
    if (gap > high * 1.5f) {
        put_spaces(&p->out, gap, p->column, 2);
    } else if (gap > high * 0.08f || gap < -high) {
        rap_buf_put_byte(&p->out, ' ');
    }
}

static void put_row(page_setter *p, const row *r)
{
    rap_buf *out = &p->out;
    size_t count = r->end - r->first, start;
    word *items = p->words.items + r->first;
    put_spaces(out, r->is_rtl ? p->right - r->x1 : r->x0 - p->left, p->column, 0);
    start = out->length;
    if (r->is_rtl) {
        order_rtl(items, count);
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            put_gap(p, r, &items[i - 1], &items[i]);
        }
        put_word(out, &items[i], r->is_rtl);
    }
    if (r->is_rtl) {
        turn_brackets(out->data + start, out->length - start);
        mend_lam_alef(out->data + start, out->length - start);
    }
    rap_buf_put_byte(out, '\n');
}

/* -- pages
 * ----------------------------------------------------------------------------------------- */

/* Whether the row begins the notes at the foot of the page: it opens with a mark, and it and all
 * below it, but for the page's last line, are in smaller print than the text. */
static bool begins_notes(const page_setter *p, size_t index)
{
    const row *r = &p->rows.items[index];
    const word *first = &p->words.items[r->is_rtl ? r->end - 1 : r->first];
    letters of = letters_of(first->text);
    bool is_mark = first->is_raised || (of.digits && !of.arabic && !of.other && of.digits <= 3);
    float small = p->height * 0.94f;
    if (!is_mark || r->print > small || r->end - r->first < 2 || !index) {
        return false;
    }
    size_t large = 0;
    for (size_t i = index; i < p->rows.count; i++) {
        large += p->rows.items[i].print > small;
    }
    return large <= 1;
}

/* Counts the steps behind rows that reach the right or left edge: there a line was full, and the
 * next one continues the paragraph. */
static void count_steps(const page_setter *p, size_t *counts, size_t most)
{
    float slack = (p->right - p->left) * 0.08f;
    for (size_t i = 1; i < p->rows.count; i++) {
        const row *a = &p->rows.items[i - 1], *b = &p->rows.items[i];
        bool is_full = a->is_rtl ? a->x0 < p->left + slack : a->x1 > p->right - slack;
        bool is_text = a->print > p->height * 0.94f && b->print > p->height * 0.94f;
        float step = (b->y1 - a->y1) * 4;
        if (is_full && is_text && step > 0 && step < (float)most) {
            counts[(size_t)step]++;
        }
    }
}

/* The usual distance from line to line, over the whole document. */
static void find_pitch(page_setter *p, const rap_xml_node *root)
{
    enum { STEPS = 400 };
    size_t *counts = RAP_NEW_ARRAY(p->arena, size_t, STEPS);
    size_t best = 0;
    for (const rap_xml_node *n = root; n; n = rap_xml_walk(root, n)) {
        if (n->tag == BOX_page) {
            read_page(p, n);
            find_rows(p);
            count_steps(p, counts, STEPS);
        }
    }
    for (size_t i = 1; i < STEPS; i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    p->pitch = best ? ((float)best + 1) / 4 : p->height * 1.1f;
}

static void put_page(page_setter *p)
{
    bool in_notes = false;
    find_rows(p);
    for (size_t i = 0; i < p->rows.count; i++) {
        const row *r = &p->rows.items[i];
        float step = i ? r->y1 - p->rows.items[i - 1].y1 : 0;
        if (!in_notes && begins_notes(p, i)) {
            rap_buf_put_c(&p->out, "\n_______________\n");
            in_notes = true;
        } else if (step > p->pitch * (in_notes ? 1.1f : 1.25f)) {
            rap_buf_put_byte(&p->out, '\n');
        }
        put_row(p, r);
    }
    rap_buf_put_byte(&p->out, '\f');
}

/* The edges at which several rows begin and end; a header that stands out further does not count.
 */
static void find_edges(page_setter *p, const rap_xml_node *root)
{
    enum { STEPS = 1000 };
    size_t *left = RAP_NEW_ARRAY(p->arena, size_t, STEPS);
    size_t *right = RAP_NEW_ARRAY(p->arena, size_t, STEPS);
    size_t all = 0, first = 0, last = STEPS - 1;
    for (const rap_xml_node *n = root; n; n = rap_xml_walk(root, n)) {
        if (n->tag != BOX_page) {
            continue;
        }
        read_page(p, n);
        find_rows(p);
        for (size_t i = 0; i < p->rows.count; i++, all++) {
            float x0 = p->rows.items[i].x0 / 2, x1 = p->rows.items[i].x1 / 2;
            left[x0 > 0 && x0 < STEPS ? (size_t)x0 : 0]++;
            right[x1 > 0 && x1 < STEPS ? (size_t)x1 : STEPS - 1]++;
        }
    }
    size_t least = all < 6 ? 1 : all / 50 + 2;
    while (first + 1 < STEPS && left[first] + left[first + 1] < least) {
        first++;
    }
    while (last > 1 && right[last] + right[last - 1] < least) {
        last--;
    }
    p->left = (float)first * 2;
    p->right = (float)(last > first ? last + 1 : first + 1) * 2;
}

bool rap_pdf_lines(const rap_read_limits *limits, rap_arena *arena, rap_str boxes,
                   rap_str *ret_text)
{
    rap_error ignored;
    const rap_xml_node *root = rap_xml_parse(limits, arena, boxes, &vocabulary, &ignored);
    if (!root) {
        return false;
    }
    page_setter p = {.arena = arena};
    rap_buf_init(&p.out, arena);
    measure(&p, root);
    find_edges(&p, root);
    find_pitch(&p, root);
    for (const rap_xml_node *n = root; n; n = rap_xml_walk(root, n)) {
        if (n->tag == BOX_page) {
            read_page(&p, n);
            put_page(&p);
        }
    }
    *ret_text = rap_buf_str(&p.out);
    return true;
}

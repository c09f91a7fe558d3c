/* Texts that lost their line ends: paragraphs are told by their numbers in a row, their lead
 * phrases and what only covers and ends of documents have; then the lines are read as any others.
 */
#include "build.h"
#include "reading/reading.h"

#include <string.h>
#include <unicode/uchar.h>

#define MOST_BLOCKS 8     /* of a text on one line, or on one line a page */
#define BLOCK_BYTES 900   /* on average */
#define COVER_BYTES 9000  /* before the formula */
#define LEAST_CUTS 4      /* below that the text is left as it is */
#define LINE_BYTES 120    /* of a line of a cover that a pattern tells */
#define WINDOW 300        /* bytes looked at from a place on */
#define HEADING_BYTES 200 /* of a heading before a numbered paragraph */

typedef struct {
    uint32_t at;
    bool apart; /* an empty line stands before what begins here */
} text_cut;

typedef RAP_VEC(text_cut) text_cuts;

/* A seam of the joined blocks: byte `at` of their text is at `offset` in the file. */
typedef RAP_VEC(rap_seam) seam_list;

typedef struct {
    const rap_structure_rules *rules;
    const cover_rules *cover;
    rap_arena *arena;
    rap_lang lang;
    rap_str text;
    text_cuts cuts;
    const seam_list *seams;          /* of the text in the file */
    bool spaced;                     /* Chinese: white space was dropped before paragraphs */
    int number, letter, small, note; /* the newest of each kind */
    bool closed;                     /* the lines behind the last paragraph were there */
} unfolder;

static void cut_at(unfolder *u, size_t at, bool apart)
{
    text_cut *last = u->cuts.count ? &u->cuts.items[u->cuts.count - 1] : NULL;
    if (!at || at >= u->text.length) {
        return;
    }
    if (last && last->at >= at) {
        last->apart = last->apart || (last->at == at && apart);
        return;
    }
    text_cut cut = {.at = (uint32_t)at, .apart = apart};
    RAP_PUSH(u->arena, &u->cuts, cut);
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x3000 || c == '\t';
}

static size_t skip_space(rap_str text, size_t at)
{
    for (size_t next = at; next < text.length && is_space(rap_utf8_next(text, &next));) {
        at = next;
    }
    return at;
}

static bool is_mark(uint32_t c)
{
    return (c < 0x80 && c && strchr(",;:.!?", (int)c)) || c == 0x60C || c == 0x61B || c == 0x61F ||
           c == 0x3002 || c == 0xFF0C || c == 0xFF1B || c == 0xFF1A || c == 0xFF0E;
}

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0x60C || c == 0xFF0C;
}

static bool is_closing(uint32_t c)
{
    return c == '"' || c == ')' || c == 0x201D || c == 0xBB || c == 0x2019 || c == 0x300B ||
           c == 0xFF09 || c == ']';
}

/* The punctuation that ends what stands before `at`, the mark of a note behind it set aside; 0:
 * none. */
static uint32_t mark_before(rap_str text, size_t at)
{
    uint32_t c = ' ';
    while (at && is_space(c)) {
        c = rap_utf8_previous(text, &at);
    }
    for (int digits = 0; at && digits < 3 && u_charDigitValue((UChar32)c) >= 0; digits++) {
        c = rap_utf8_previous(text, &at);
    }
    if (at && is_closing(c)) {
        c = rap_utf8_previous(text, &at);
    }
    return is_mark(c) ? c : 0;
}

static rap_str window(const unfolder *u, size_t at)
{
    size_t end = at + WINDOW;
    while (end < u->text.length && ((unsigned char)u->text.data[end] & 0xC0) == 0x80) {
        end--;
    }
    return rap_str_slice(u->text, at, end);
}

static folded_text fold_window(const unfolder *u, size_t at)
{
    return rap_structure_fold(u->arena, window(u, at), WINDOW);
}

/* Whether what stands at `at` may begin a sentence or a line: no small letter. */
static bool may_open(rap_str text, size_t at)
{
    size_t next = at;
    return at < text.length && !u_islower((UChar32)rap_utf8_next(text, &next));
}

static rap_lead lead_at(const unfolder *u, size_t at)
{
    return rap_structure_lead(u->rules, u->lang, window(u, at));
}

static bool has_lead(rap_lead lead)
{
    return lead.span.end > lead.span.start;
}

/* Whether white space stood before byte `at` in the file, which Chinese does without. */
static bool was_spaced(const unfolder *u, size_t at)
{
    bool spaced = at && u->text.data[at - 1] == ' ';
    for (size_t i = 0; i < u->seams->count && !spaced; i++) {
        spaced = u->seams->items[i].at == at;
    }
    return spaced;
}

/* -- cover ---------------------------------------------------------------------------------------
 */

/* Where the organ's name at `at` ends, its comma or colon, and the space behind it; 0: no organ's
 * name stands there before a paragraph. */
static size_t formula_end(const unfolder *u, size_t at)
{
    folded_text text = fold_window(u, at);
    size_t end;
    if (!may_open(u->text, at) || !rap_cover_formula(u->cover, &text, false, &end)) {
        return 0;
    }
    size_t behind = at + text.at[end];
    size_t next = behind;
    uint32_t c = behind < u->text.length ? rap_utf8_next(u->text, &next) : 0;
    bool parted = is_comma(c) || c == ':' || c == 0xFF1A;
    next = skip_space(u->text, parted ? next : behind);
    block_label label = rap_label_read(u->arena, window(u, next), 0);
    bool first = label.kind == LABEL_NUMBER && label.value == 1;
    bool opens = (parted || first) && has_lead(lead_at(u, next + (first ? label.length : 0)));
    return opens ? next : 0;
}

/* The next place where a word may begin; in Chinese any. */
static size_t next_place(const unfolder *u, size_t at)
{
    bool han = u->lang == RAP_LANG_ZH;
    while (at < u->text.length) {
        uint32_t c = rap_utf8_next(u->text, &at);
        if (han || is_space(c)) {
            break;
        }
    }
    return skip_space(u->text, at);
}

/* Whether a word stands at `at` with which the names of known bodies begin: an article. */
static bool is_article(const unfolder *u, size_t at)
{
    folded_text text = fold_window(u, at);
    rap_str all = {text.data, text.length};
    for (size_t i = 0; i < u->cover->formulas.count; i++) {
        const formula_rule *rule = &u->cover->formulas.items[i];
        size_t end = rap_str_find(rule->phrase, RAP_STR(" "), 0);
        if (!rule->opener && end < 5 &&
            rap_str_starts(all, rap_str_slice(rule->phrase, 0, end + 1))) {
            return true;
        }
    }
    return false;
}

/* The name of a body that the tables do not list, with its article and its comma. */
static size_t find_speaker(const unfolder *u, size_t *ret_end)
{
    for (size_t at = 0; at < u->text.length && at < COVER_BYTES; at = next_place(u, at)) {
        rap_version version = {.arena = u->arena, .lang = u->lang};
        rap_block block = {.text = window(u, at)};
        if (!may_open(u->text, at) || !is_article(u, at)) {
            continue;
        }
        RAP_PUSH(u->arena, &version.blocks, block);
        builder b = {.rules = u->rules, .cover = u->cover, .arena = u->arena, .version = &version};
        size_t end = 0;
        if (rap_speaker_opens(&b, 0, &end) && end < block.text.length) {
            *ret_end = skip_space(u->text, at + end);
            return at;
        }
    }
    return SIZE_MAX;
}

static size_t find_formula(const unfolder *u, size_t *ret_end)
{
    for (size_t at = 0; at < u->text.length && at < COVER_BYTES; at = next_place(u, at)) {
        size_t end = formula_end(u, at);
        if (end) {
            *ret_end = end;
            return at;
        }
    }
    return find_speaker(u, ret_end);
}

/* Behind the date that ends at `at`, and one short word that may follow a year. */
static size_t behind_date(const unfolder *u, size_t at)
{
    size_t from = skip_space(u->text, at), end = from, letters = 0;
    for (size_t next = end; next < u->text.length; end = next, letters++) {
        if (!u_islower((UChar32)rap_utf8_next(u->text, &next))) {
            break;
        }
    }
    bool last = may_open(u->text, skip_space(u->text, end));
    return from > at && letters && letters <= 4 && last ? end : at;
}

/* Where the line of a cover that begins at `at` ends; 0: none begins there. */
static size_t cover_line_end(const unfolder *u, size_t at)
{
    static const char *const fields[] = {"adopted", "items", "session"};
    folded_text text = fold_window(u, at);
    cover_match match;
    rap_date date;
    size_t end;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (rap_cover_find(u->cover, fields[i], &text, &match) && !match.start &&
            match.pattern->slots.items[0].kind != SLOT_ANY && match.end <= LINE_BYTES) {
            return i ? at + text.at[match.end] : behind_date(u, at + text.at[match.end]);
        }
    }
    if (rap_cover_date(u->cover, &text, 0, &date, &end) && date.day) {
        return behind_date(u, at + text.at[end]);
    }
    if (u->text.data[at] == '[') {
        size_t close = rap_str_find(u->text, RAP_STR("]"), at);
        return close == SIZE_MAX ? 0 : close + 1;
    }
    size_t behind = 0;
    if (at && u->text.data[at - 1] == '(') {
        return 0;
    }
    rap_str symbol = rap_cover_symbol(window(u, at), &behind);
    size_t word = rap_str_find(window(u, at), RAP_STR(" "), behind + 1);
    behind += rap_split_part(rap_str_slice(window(u, at), 0, word), behind); /* "A/RES/79/901 B" */
    return symbol.length && symbol.data == u->text.data + at ? at + behind : 0;
}

static void cut_cover(unfolder *u, size_t formula)
{
    rap_str number;
    for (size_t at = 0; at < formula;) {
        size_t end = cover_line_end(u, at);
        size_t title = at ? rap_split_number(u->arena, window(u, at), &number) : 0;
        if (title && rap_str_find(window(u, at), RAP_STR("."), 0) < title) {
            cut_at(u, at, false); /* "79/901. ..." up to the formula */
            return;
        }
        if (end && end <= formula) {
            cut_at(u, at, false);
            cut_at(u, skip_space(u->text, end), false);
            at = skip_space(u->text, end);
        } else {
            at = next_place(u, at);
        }
    }
}

/* -- paragraphs ----------------------------------------------------------------------------------
 */

/* Whether the number goes on with those before: the next one, or with a verb behind it one a little
 * further on, or one that begins anew. */
static bool follows(const unfolder *u, int value, bool lead, uint32_t mark)
{
    bool stop = mark && !is_comma(mark);
    return value == u->number + 1 ||
           (lead && stop && ((value > u->number && value < u->number + 6) || value == 1));
}

/* The beginning of the heading that stands before the numbered paragraph at `at`: behind the last
 * stop; `at` itself where there is none. */
static size_t heading_before(const unfolder *u, size_t at)
{
    size_t floor = u->cuts.count ? u->cuts.items[u->cuts.count - 1].at : 0;
    for (size_t back = at; back > floor && at - back < HEADING_BYTES;) {
        uint32_t c = rap_utf8_previous(u->text, &back);
        size_t behind = back;
        (void)rap_utf8_next(u->text, &behind);
        size_t next = skip_space(u->text, behind);
        if (is_mark(c) && !is_comma(c) && next > behind && next < at && may_open(u->text, next)) {
            return next;
        }
    }
    return at;
}

/* Whether the number behind `value` stands further on, behind punctuation. */
static bool comes_next(const unfolder *u, size_t at, int value)
{
    rap_str label = rap_str_of(rap_arena_format(u->arena, " %d. ", value + 1));
    size_t next = rap_str_find(u->text, label, at);
    return next != SIZE_MAX && mark_before(u->text, next + 1);
}

static bool cut_number(unfolder *u, size_t at, uint32_t mark)
{
    rap_str rest = window(u, at);
    block_label label = rap_label_read(u->arena, rest, 0);
    if (label.kind != LABEL_NUMBER || !label.length || u->closed) {
        return false;
    }
    rap_lead lead = lead_at(u, at + label.length);
    bool acts = has_lead(lead) && (lead.is_operative || u->lang == RAP_LANG_ZH);
    size_t before = at;
    bool inside = at && u_charDigitValue((UChar32)rap_utf8_previous(u->text, &before)) >= 0;
    bool opens = acts || may_open(u->text, at + label.length);
    if (inside || !opens || !follows(u, label.value, acts, mark) ||
        (!mark && !acts && !comes_next(u, at, label.value))) {
        return false;
    }
    size_t heading = mark ? at : heading_before(u, at);
    cut_at(u, heading, false);
    cut_at(u, at, false);
    u->number = label.value;
    u->letter = u->small = 0;
    return true;
}

/* The punctuation before the short word ("and") that stands before `at`; 0: none. */
static uint32_t mark_before_word(rap_str text, size_t at)
{
    size_t letters = 0;
    uint32_t c = ' ';
    while (at && is_space(c)) {
        c = rap_utf8_previous(text, &at);
    }
    while (at && letters < 5 && u_isalpha((UChar32)c)) {
        c = rap_utf8_previous(text, &at);
        letters++;
    }
    return letters && is_space(c) ? mark_before(text, at + 1) : 0;
}

/* The letter or small number at `at`; none right behind a paragraph's number, "3. (1) ...". */
static block_label letter_label(const unfolder *u, size_t at)
{
    size_t last = u->cuts.count ? u->cuts.items[u->cuts.count - 1].at : 0;
    if (rap_label_read(u->arena, window(u, last), 0).length == at - last) {
        return (block_label){0};
    }
    block_label label = rap_label_read(u->arena, window(u, at), 0);
    char plain = label.plain.length == 3 ? label.plain.data[1] : ' ';
    if (label.kind == LABEL_LETTER && plain >= 'a' && plain <= 'z') {
        label.value = plain - 'a' + 1; /* whatever the script */
    }
    if (label.kind == LABEL_SMALL && label.value == 1 && u->letter == 8) {
        label.kind = LABEL_LETTER; /* "(i)" behind "(h)" */
        label.value = 9;
    }
    return label;
}

/* "(a)", "(i)" in their order, behind punctuation, or behind "and" and punctuation. */
static bool cut_letter(unfolder *u, size_t at, uint32_t mark)
{
    if (!mark && !mark_before_word(u->text, at)) {
        return false;
    }
    block_label label = letter_label(u, at);
    int last = label.kind == LABEL_LETTER ? u->letter : u->small;
    bool letter = label.kind == LABEL_LETTER;
    if ((!letter && label.kind != LABEL_SMALL) || (label.value != 1 && label.value != last + 1)) {
        return false;
    }
    u->letter = letter ? label.value : u->letter;
    u->small = letter ? 0 : label.value;
    cut_at(u, at, false);
    return true;
}

/* A lead phrase behind a comma or stop opens a paragraph: in the preamble, and where nothing is
 * numbered. */
static bool cut_lead(unfolder *u, size_t at, uint32_t mark)
{
    bool cased = u->lang != RAP_LANG_AR && u->lang != RAP_LANG_ZH;
    size_t next = at;
    uint32_t c = rap_utf8_next(u->text, &next);
    if (u->number || u->closed || !mark ||
        (cased && !u_isupper((UChar32)c) && u->lang != RAP_LANG_RU)) {
        return false;
    }
    rap_lead lead = lead_at(u, at);
    bool han = u->lang == RAP_LANG_ZH;
    bool opens = has_lead(lead) && !lead.span.start && (!han || !u->spaced || was_spaced(u, at)) &&
                 (cased || !lead.is_operative || (u->lang == RAP_LANG_ZH && is_comma(mark)));
    if (!opens || (u->lang == RAP_LANG_RU && lead.is_operative && is_comma(mark))) {
        return false;
    }
    cut_at(u, at, false);
    return true;
}

/* -- end -----------------------------------------------------------------------------------------
 */

/* The meeting and its date behind the last paragraph; returns where they end, 0: not there. */
static size_t cut_closing(unfolder *u, size_t at, uint32_t mark)
{
    cover_match match;
    folded_text text = fold_window(u, at);
    if (is_comma(mark) || !rap_cover_find(u->cover, "meeting", &text, &match) || match.start) {
        return 0;
    }
    size_t end = skip_space(u->text, at + text.at[match.end]), length;
    size_t close = rap_str_find(rap_str_slice(u->text, end, end + 40), RAP_STR(")"), 0);
    if (u->text.data[end] == '(' && close != SIZE_MAX) { /* "(resumed)" */
        end = skip_space(u->text, end + close + 1);
    }
    cut_at(u, at, false);
    text = fold_window(u, end);
    rap_date date;
    if (rap_cover_date(u->cover, &text, 0, &date, &length)) {
        cut_at(u, end, false);
        end = skip_space(u->text, behind_date(u, end + text.at[length]));
    }
    u->closed = true;
    u->number = u->letter = u->small = 0;
    cut_at(u, end, true);
    return end;
}

/* A note of those behind the end: its number without a stop, the next one in a row. */
static bool cut_note(unfolder *u, size_t at, bool first)
{
    bool bracket = u->text.data[at] == '(';
    size_t next = at + bracket;
    int value = 0;
    uint32_t c = 0;
    for (int digits = 0; next < u->text.length && digits < 4; digits++) {
        c = rap_utf8_next(u->text, &next);
        int digit = u_charDigitValue((UChar32)c);
        if (digit < 0) {
            break;
        }
        value = value * 10 + digit;
    }
    if (bracket && c == ')' && next < u->text.length) {
        c = rap_utf8_next(u->text, &next);
    }
    size_t from = skip_space(u->text, next);
    rap_str word = rap_str_slice(u->text, from, rap_str_find(u->text, RAP_STR(" "), from));
    bool address = rap_str_find(word, RAP_STR("."), 0) + 1 < word.length;
    bool row = value == u->note + 1 || (!u->note && first); /* the first ones may be lost */
    if (!u->closed || !row || !is_space(c) || !value || rap_str_starts(word, RAP_STR("(")) ||
        (!address && !may_open(u->text, from))) {
        return false;
    }
    cut_at(u, at, !u->note);
    u->note = value;
    return true;
}

/* How many commas have lost white space behind them. */
static size_t count_spaced(const unfolder *u)
{
    size_t count = 0;
    for (size_t i = 0; u->lang == RAP_LANG_ZH && i < u->seams->count; i++) {
        uint32_t at = u->seams->items[i].at;
        count += at && is_comma(mark_before(u->text, at));
    }
    return count;
}

static void cut_body(unfolder *u, size_t from)
{
    for (size_t at = from; at < u->text.length;) {
        uint32_t mark = mark_before(u->text, at);
        size_t end = mark && !u->closed ? cut_closing(u, at, mark) : 0;
        if (end) {
            at = end;
            continue;
        }
        bool first = u->cuts.count && u->cuts.items[u->cuts.count - 1].at == at;
        if (!((mark || first) && cut_note(u, at, first)) && !cut_number(u, at, mark) &&
            !cut_letter(u, at, mark) && mark) {
            cut_lead(u, at, mark);
        }
        at = next_place(u, at);
    }
}

/* -- the text with line ends ---------------------------------------------------------------------
 */

static void join_seams(const rap_source *source, seam_list *ret_seams)
{
    size_t begin = 0;
    for (size_t i = 0; i < source->blocks.count; i++) {
        const rap_block *block = &source->blocks.items[i];
        rap_seam first = {.at = (uint32_t)begin, .offset = block->origin.offset};
        RAP_PUSH(source->arena, ret_seams, first);
        for (size_t s = 0; s < block->origin.seams.count; s++) {
            rap_seam seam = block->origin.seams.items[s];
            seam.at += (uint32_t)begin;
            RAP_PUSH(source->arena, ret_seams, seam);
        }
        begin += block->text.length + 1;
    }
}

/* The seams of [from, to) of the joined text, as those of a block in which it begins at `at`. */
static void push_seams(const unfolder *u, const seam_list *joined, size_t from, size_t to,
                       size_t at, rap_origin *origin)
{
    rap_seam first = {.at = (uint32_t)at};
    for (size_t i = 0; i < joined->count && joined->items[i].at <= from; i++) {
        first.offset = joined->items[i].offset + (from - joined->items[i].at);
    }
    RAP_PUSH(u->arena, &origin->seams, first);
    for (size_t i = 0; i < joined->count; i++) {
        rap_seam seam = joined->items[i];
        if (seam.at > from && seam.at < to) {
            seam.at = (uint32_t)(seam.at - from + at);
            RAP_PUSH(u->arena, &origin->seams, seam);
        }
    }
}

/* The place in the joined text of byte `offset` of the text with line ends. */
static size_t unbroken(const unfolder *u, uint64_t offset)
{
    size_t lines = 0;
    for (size_t c = 0; c < u->cuts.count; c++) {
        size_t ends = u->cuts.items[c].apart ? 2 : 1;
        lines += u->cuts.items[c].at + lines + ends <= offset ? ends : 0;
    }
    return (size_t)offset - lines;
}

/* Seams that lead from the block's text to the file, through the text that was read again. */
static void restore_places(const unfolder *u, const rap_source *source, const seam_list *joined,
                           rap_block *block)
{
    rap_origin old = block->origin;
    rap_origin *origin = &block->origin;
    origin->seams.items = NULL;
    origin->seams.count = origin->seams.capacity = 0;
    for (size_t i = 0; i < old.seams.count; i++) {
        const rap_seam *seam = &old.seams.items[i];
        size_t end = i + 1 < old.seams.count ? old.seams.items[i + 1].at : block->text.length;
        size_t from = unbroken(u, seam->offset);
        push_seams(u, joined, from, from + (end - seam->at), seam->at, origin);
    }
    origin->line = source->blocks.items[0].origin.line;
    origin->offset = origin->seams.count ? origin->seams.items[0].offset : 0;
}

static bool may_unfold(const rap_source *source)
{
    size_t count = source->blocks.count, bytes = 0;
    for (size_t i = 0; i < count && i <= MOST_BLOCKS; i++) {
        const rap_block *block = &source->blocks.items[i];
        if (block->number.length || block->look == RAP_LOOK_NOTE) {
            return false;
        }
        bytes += block->text.length;
    }
    return !source->structured && count && count <= MOST_BLOCKS && bytes / count >= BLOCK_BYTES;
}

static rap_str joined_text(const rap_source *source)
{
    rap_buf buf;
    rap_buf_init(&buf, source->arena);
    for (size_t i = 0; i < source->blocks.count; i++) {
        if (i) {
            rap_buf_put_byte(&buf, ' ');
        }
        rap_buf_put(&buf, source->blocks.items[i].text);
    }
    return rap_buf_str(&buf);
}

static rap_str broken_text(const unfolder *u)
{
    rap_buf buf;
    rap_buf_init(&buf, u->arena);
    size_t from = 0;
    for (size_t i = 0; i < u->cuts.count; i++) {
        const text_cut *cut = &u->cuts.items[i];
        rap_buf_put(&buf, rap_str_slice(u->text, from, cut->at));
        rap_buf_put(&buf, cut->apart ? RAP_STR("\n\n") : RAP_STR("\n"));
        from = cut->at;
    }
    rap_buf_put(&buf, rap_str_slice(u->text, from, u->text.length));
    return rap_buf_str(&buf);
}

const rap_source *rap_unfold(const rap_structure_rules *rules, const rap_text_rules *text,
                             const rap_source *source)
{
    if (!may_unfold(source)) {
        return source;
    }
    unfolder u = {.rules = rules, .arena = source->arena, .text = joined_text(source)};
    rap_script script = rap_text_script(u.text);
    u.lang = script == RAP_SCRIPT_ARABIC     ? RAP_LANG_AR
             : script == RAP_SCRIPT_HAN      ? RAP_LANG_ZH
             : script == RAP_SCRIPT_CYRILLIC ? RAP_LANG_RU
                                             : rap_text_language(text, u.text, NULL);
    if (!u.lang) {
        return source;
    }
    u.cover = &rules->covers[u.lang];
    seam_list joined = {0};
    join_seams(source, &joined);
    u.seams = &joined;
    u.spaced = count_spaced(&u) >= 3;
    size_t behind = 0, formula = find_formula(&u, &behind);
    if (formula != SIZE_MAX) {
        cut_cover(&u, formula);
        cut_at(&u, formula, false);
        cut_at(&u, behind, false);
    }
    cut_body(&u, behind);
    if (u.cuts.count < LEAST_CUTS) {
        return source;
    }
    rap_source *read = RAP_NEW(source->arena, rap_source);
    *read = *source;
    read->blocks = (rap_blocks){0};
    rap_read_lines(NULL, read, broken_text(&u), NULL);
    for (size_t i = 0; i < read->blocks.count; i++) {
        restore_places(&u, source, &joined, &read->blocks.items[i]);
    }
    rap_warn(source->arena, &read->warnings, "no-lines", -1,
             "the text has no line ends; %zu paragraphs were told by their numbers and first words",
             read->blocks.count);
    return read;
}

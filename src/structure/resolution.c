/* Resolutions and decisions: cover, title, formula, preamble, operative part, closing, annexes. */
#include "build.h"

#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>

typedef enum { IN_PREAMBLE, IN_OPERATIVE, IN_CLOSING, IN_ANNEX } resolution_state;

/* The next block that tells whether numbered paragraphs follow. */
typedef struct {
    int32_t block;     /* none was looked for before it */
    int32_t last_text; /* the last before it that is no heading, note or cell; else -1 */
    bool is_number;    /* paragraph 1; else the end of the text, or none */
} decision;

typedef struct {
    builder *b;
    resolution_state state;
    int last;   /* number of the newest paragraph of the first level */
    int letter; /* place of the newest letter */
    bool warned;
    bool numbered;  /* the operative paragraphs have numbers */
    bool listing;   /* a lead phrase of the preamble and a colon opened a list */
    bool foreign;   /* the body is none of those in the tables; others do not speak in between */
    bool bracketed; /* "(1)" numbers the paragraphs of the first level */
    bool preamble;  /* a preambular paragraph was there */
    decision next;  /* what comes_number() found last: it holds up to its block */
} walker;

/* Whether block `index` opens with the name of an organ; of one that the tables do not know the
 * rule is empty. */
static bool is_formula(const builder *b, int32_t index, const formula_rule **ret_rule,
                       size_t *ret_end)
{
    static const formula_rule unknown = {.opener = false};
    const rap_block *block = &b->version->blocks.items[index];
    folded_text text = rap_structure_fold(b->arena, block->text, 200);
    size_t end;
    const formula_rule *rule = rap_cover_formula(b->cover, &text, false, &end);
    size_t of_name;
    bool speaks = rap_speaker_opens(b, index, &of_name);
    if (speaks && (!rule || of_name > text.at[end] + 3)) { /* the name goes on behind the phrase */
        rule = &unknown;
        *ret_rule = rule;
        *ret_end = of_name;
        while (*ret_end < block->text.length && block->text.data[*ret_end] == ' ') {
            (*ret_end)++;
        }
        return true;
    }
    if (!rule) {
        return false;
    }
    size_t at = text.at[end];
    rap_str rest = rap_str_slice(block->text, at, block->text.length);
    while (rest.length && (rest.data[0] == ' ' || rest.data[0] == ',')) {
        rest = rap_str_slice(rest, 1, rest.length);
    }
    if (rap_str_starts(rest, RAP_STR("\xD8\x8C"))) {
        rest = rap_str_slice(rest, 2, rest.length);
    } else if (rap_str_starts(rest, RAP_STR("\xEF\xBC\x8C")) ||
               rap_str_starts(rest, RAP_STR("\xEF\xBC\x9A"))) {
        rest = rap_str_slice(rest, 3, rest.length);
    } else if (rap_str_starts(rest, RAP_STR(":"))) {
        rest = rap_str_slice(rest, 1, rest.length);
    }
    *ret_rule = rule;
    *ret_end = (size_t)(rap_str_trim(rest).length ? rap_str_trim(rest).data - block->text.data
                                                  : (ptrdiff_t)block->text.length);
    return true;
}

/* -- cover and title
 * --------------------------------------------------------------------------------- */

/* The cover's blocks get their part. Returns the line with the resolution's number, or -1. */
static int32_t find_numbered_title(builder *b, rap_str *ret_number)
{
    rap_blocks *blocks = &b->version->blocks;
    int32_t title = -1;
    for (int32_t i = 0; i < b->formula; i++) {
        rap_block *block = &blocks->items[i];
        bool note = rap_block_is_note(block);
        block->part = note ? RAP_PART_FOOTNOTE : RAP_PART_COVER;
        size_t behind = note ? 0 : rap_split_number(b->arena, block->text, ret_number);
        if (behind) {
            title = i;
            b->version->cover.title = rap_str_slice(block->text, behind, block->text.length);
        }
    }
    return title;
}

/* Whether the line is the end of what a bracket on an earlier line opened. */
static bool closes_bracket(rap_str text)
{
    return rap_str_ends(text, RAP_STR(")")) && rap_str_find(text, RAP_STR("("), 0) == SIZE_MAX;
}

/* Whether the line is an abbreviation and a document's symbol: "Doc. EX.CL/1477(XLV)". */
static bool is_reference(rap_str text)
{
    size_t space = rap_str_find(text, RAP_STR(" "), 0);
    rap_str head = rap_str_slice(text, 0, space), rest = rap_str_slice(text, space, text.length);
    rest = rap_str_trim(rest);
    rap_str symbol = rap_str_slice(rest, 0, rap_str_find(rest, RAP_STR(" "), 0));
    bool digit = false;
    for (size_t i = 0; i < symbol.length; i++) {
        digit = digit || (symbol.data[i] >= '0' && symbol.data[i] <= '9');
    }
    return head.length && rap_str_ends(head, RAP_STR(".")) && digit &&
           rest.length - symbol.length <= 8 && rap_str_find(symbol, RAP_STR("/"), 0) != SIZE_MAX;
}

/* Whether a line before the formula may be the title: none of those that only covers have. */
static bool may_be_title(const builder *b, const rap_block *block)
{
    static const char *const fields[] = {"adopted", "items",        "organ",
                                         "session", "distribution", "kind"};
    rap_date date;
    if (rap_block_is_note(block) || block->text.length <= 3 || strchr("[(", block->text.data[0]) ||
        closes_bracket(block->text) || is_reference(block->text) ||
        rap_cover_is_date(b, block, &date)) {
        return false;
    }
    size_t at = 0;
    if (rap_cover_symbol(block->text, &at).length == block->text.length) {
        return false;
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (rap_cover_has(b, fields[i], block)) {
            return false;
        }
    }
    return true;
}

/* The symbol with the letters of a part of the resolution, where a cover line prints them. */
static rap_str with_part(const builder *b, rap_str symbol)
{
    for (int32_t i = 0; i < b->formula; i++) {
        rap_str text = b->version->blocks.items[i].text;
        size_t part = rap_str_starts(text, symbol) ? rap_split_part(text, symbol.length) : 0;
        if (part && symbol.length + part == text.length) {
            return text;
        }
    }
    return symbol;
}

/* The title is the line with the number, else the last line before the formula that may be one. */
static void set_cover(builder *b)
{
    rap_blocks *blocks = &b->version->blocks;
    rap_cover *cover = &b->version->cover;
    rap_str number = RAP_STR_NONE;
    int32_t title = find_numbered_title(b, &number);
    if (title >= 0 && !cover->title.length && title + 1 < b->formula) {
        title++;
        cover->title = blocks->items[title].text;
    }
    for (int32_t i = b->formula; title < 0 && i-- > 0;) {
        if (may_be_title(b, &blocks->items[i])) {
            title = i;
            cover->title = blocks->items[i].text;
        }
    }
    if (title >= 0) {
        blocks->items[title].part = RAP_PART_TITLE;
    }
    if (number.length && b->prefix.length && !rap_str_is(b->prefix, "S/RES/")) {
        cover->symbol = rap_str_of(
            rap_arena_format(b->arena, "%.*s%.*s", RAP_STR_ARG(b->prefix), RAP_STR_ARG(number)));
        cover->symbol = with_part(b, cover->symbol);
    }
}

/* -- paragraphs
 * ----------------------------------------------------------------------------------------- */

static void set_lead(walker *w, rap_block *block, rap_lead lead)
{
    (void)w;
    block->lead = lead.span;
}

static bool has_lead(rap_lead lead)
{
    return lead.span.end > lead.span.start;
}

static void check_number(walker *w, int32_t index, int value)
{
    if (w->last && value != w->last + 1 && value != 1) {
        rap_warn(w->b->arena, &w->b->version->warnings, "numbering-gap", index,
                 "paragraph %d follows paragraph %d", value, w->last);
    } else if (w->last > 1 && value == 1) {
        rap_warn(w->b->arena, &w->b->version->warnings, "numbering-restart", index,
                 "numbering begins again at 1 after paragraph %d", w->last);
    }
}

/* A label of another kind that numbers paragraphs of the first level. */
static void as_number(walker *w, block_label *label)
{
    label->kind = LABEL_NUMBER;
    if (label->value > 0) {
        label->plain = rap_str_of(rap_arena_format(w->b->arena, "%d", label->value));
    }
}

/* "4.1" stands at level 2, "4.1.2" at 3. */
static int32_t dotted_level(rap_str plain)
{
    int32_t level = 1;
    for (size_t i = 0; i < plain.length; i++) {
        level += plain.data[i] == '.';
    }
    return level;
}

/* Whether a figure in brackets goes on with the outer numbers, as where a text mixes its marks: a
 * list below a paragraph begins with one. */
static bool goes_on_outside(const walker *w, int32_t index, const block_label *label)
{
    const rap_blocks *blocks = &w->b->version->blocks;
    bool is_figure = label->plain.length > 2 && isdigit((unsigned char)label->plain.data[1]);
    return label->kind == LABEL_SMALL && is_figure && w->state == IN_OPERATIVE && !w->letter &&
           label->value > 1 && label->value == w->last + 1 && index > 0 &&
           blocks->items[index - 1].level == 1;
}

/* A number, letter or small number before an operative or annex paragraph. */
static void take_label(walker *w, rap_block *block, int32_t index, block_label label)
{
    bool after_h = label.kind == LABEL_SMALL && rap_str_is(label.plain, "(i)") && w->letter == 8;
    if (after_h) {
        label.kind = LABEL_LETTER;
        label.value = 9;
    } else if (goes_on_outside(w, index, &label)) {
        as_number(w, &label);
    }
    rap_label_take(w->b->arena, block, &label);
    block->label = label.plain;
    block->level = label.kind == LABEL_NUMBER   ? 1
                   : label.kind == LABEL_LETTER ? 2
                   : label.kind == LABEL_DOTTED ? dotted_level(label.plain)
                                                : 3;
    if (label.kind == LABEL_NUMBER) {
        if (w->state == IN_OPERATIVE) {
            check_number(w, index, label.value);
            w->last = label.value;
        }
        w->letter = 0;
    } else if (label.kind == LABEL_LETTER) {
        w->letter = label.value;
    } else if (label.kind == LABEL_SMALL && !w->letter) {
        block->level = 2; /* right below a number */
    }
}

static void make_heading(rap_block *block, int32_t level)
{
    block->part = RAP_PART_HEADING;
    block->level = block->level > 0 ? block->level : level;
    block->label = RAP_STR_NONE;
}

static void section_heading(walker *w, rap_block *block, const block_label *label)
{
    if (label->length < block->text.length) {
        rap_label_take(w->b->arena, block, label);
    } else {
        block->number = label->number;
    }
    block->level = 1;
    make_heading(block, 1);
}

/* The next block behind `index` that is paragraph 1, or after which none can come. */
static decision look_for_number(const builder *b, int32_t index)
{
    const rap_blocks *blocks = &b->version->blocks;
    decision found = {.last_text = -1};
    for (int32_t i = index + 1; i < (int32_t)blocks->count; i++) {
        const rap_block *block = &blocks->items[i];
        found.block = i;
        if (rap_block_is_note(block) || block->look == RAP_LOOK_CELL) {
            continue;
        }
        block_label label = rap_label_of(b->arena, block, 0);
        found.is_number = label.kind == LABEL_NUMBER && label.value == 1;
        if (found.is_number || rap_cover_is_annex(b, block) || rap_cover_is_meeting(b, block)) {
            return found;
        }
        if (!rap_block_looks_heading(block) && label.kind != LABEL_SECTION) {
            found.last_text = i;
        }
    }
    found.block = (int32_t)blocks->count;
    return found;
}

/* Whether the first numbered paragraph stands further on, not right behind this one: what comes
 * before it is preamble, however it ends. */
static bool comes_number(walker *w, int32_t index)
{
    if (index >= w->next.block) {
        w->next = look_for_number(w->b, index);
    }
    bool first = w->next.last_text <= index;
    return w->next.is_number &&
           (!first || !rap_block_ends_colon(&w->b->version->blocks.items[index]));
}

/* Whether a preambular paragraph or a formula stands behind: what announces a text and a colon
 * ("adopts the following recommendation:") comes before the preamble of that text. */
static bool comes_preamble(const walker *w, int32_t index)
{
    const rap_blocks *blocks = &w->b->version->blocks;
    for (int32_t i = index + 1; i < (int32_t)blocks->count && i < index + 4; i++) {
        const rap_block *block = &blocks->items[i];
        const formula_rule *rule;
        size_t end;
        if (rap_block_is_note(block)) {
            continue;
        }
        block_label label = rap_item_label(w->b, block, 0);
        rap_lead lead = rap_structure_lead(w->b->rules, w->b->version->lang, block->text);
        return label.kind == LABEL_NONE &&
               (has_lead(lead) ? !lead.is_operative : is_formula(w->b, i, &rule, &end));
    }
    return false;
}

/* Whether the block opens as an item of a recommendation does ("That ..."). */
static bool is_opener(const walker *w, const rap_block *block, size_t *ret_end)
{
    folded_text text = rap_structure_fold(w->b->arena, block->text, 60);
    size_t end;
    if (!rap_cover_formula(w->b->cover, &text, true, &end)) {
        return false;
    }
    *ret_end = text.at[end];
    return true;
}

/* The lead phrase of a numbered paragraph; of one that is an item of a recommendation its opener.
 */
static rap_lead item_lead(const walker *w, const rap_block *block)
{
    rap_lead lead = rap_speaker_lead(w->b, block->text);
    size_t end;
    if (!has_lead(lead) && block->level == 1 && is_opener(w, block, &end)) {
        lead.span = (rap_span){0, (uint32_t)end};
    }
    return lead;
}

static void take_preambular(walker *w, rap_block *block, rap_lead lead)
{
    block->part = RAP_PART_PREAMBULAR;
    set_lead(w, block, lead);
    w->preamble = true;
    w->listing = has_lead(lead) ? rap_block_ends_colon(block) : w->listing;
}

/* Whether a short word behind a comma or semicolon ends the text, "; and": another paragraph of the
 * same list follows. */
static bool ends_joined(rap_str text)
{
    size_t at = text.length, letters = 0;
    uint32_t c = ' ';
    while (at && letters < 5 && u_isalpha((UChar32)(c = rap_utf8_previous(text, &at)))) {
        letters++;
    }
    if (c != ' ' || !letters || !at) {
        return false;
    }
    c = rap_utf8_previous(text, &at);
    return c == ',' || c == ';' || c == 0x60C || c == 0x61B;
}

/* Whether the preamble goes on behind this opener ("Considering that ..., That ..., Whereas ..."):
 * a preambular paragraph follows, or the verb and colon that end the preamble, before a heading or
 * an organ's name begins another text. */
static bool goes_on_preamble(const walker *w, int32_t index)
{
    const rap_blocks *blocks = &w->b->version->blocks;
    for (int32_t i = index + 1; w->preamble && i < (int32_t)blocks->count; i++) {
        const rap_block *block = &blocks->items[i];
        const formula_rule *rule;
        size_t end;
        if (rap_block_is_note(block)) {
            continue;
        }
        rap_lead lead = rap_structure_lead(w->b->rules, w->b->version->lang, block->text);
        if (has_lead(lead)) {
            return !lead.is_operative || rap_block_ends_colon(block);
        }
        if (rap_item_label(w->b, block, 0).kind != LABEL_NONE || !is_opener(w, block, &end) ||
            is_formula(w->b, i, &rule, &end)) {
            return false;
        }
    }
    return false;
}

/* Whether the line is no more than the words behind which the operative part stands: a verb alone,
 * or words and a colon right before paragraph 1. */
static bool enacts_alone(const walker *w, int32_t index, rap_lead lead)
{
    const rap_blocks *blocks = &w->b->version->blocks;
    const rap_block *block = &blocks->items[index];
    bool colon = rap_block_ends_colon(block);
    if (has_lead(lead)) {
        return lead.is_operative && lead.span.end + (colon ? 1 : 0) >= block->text.length;
    }
    int32_t next = index + 1;
    while (next < (int32_t)blocks->count && rap_block_is_note(&blocks->items[next])) {
        next++;
    }
    if (!colon || block->text.length > 60 || next >= (int32_t)blocks->count) {
        return false;
    }
    block_label label = rap_item_label(w->b, &blocks->items[next], 0);
    return label.kind == LABEL_NUMBER && label.value == 1;
}

/* Whether a paragraph without a number begins the operative part. */
static bool begins_operative(walker *w, int32_t index, rap_lead lead)
{
    const rap_block *block = &w->b->version->blocks.items[index];
    bool han = w->b->version->lang == RAP_LANG_ZH;
    if (w->preamble && enacts_alone(w, index, lead)) {
        return true;
    }
    if (!has_lead(lead) || !lead.is_operative || comes_number(w, index)) {
        return false;
    }
    /* In Chinese, and in unnumbered texts, only the stop at the end tells the parts apart. */
    bool announces = !han && rap_block_ends_colon(block) && comes_preamble(w, index);
    return !announces && !(han && rap_block_ends_comma(block));
}

/* A paragraph without a number before the operative part, or the first of that part. */
static void unlabelled_preambular(walker *w, int32_t index)
{
    rap_block *block = &w->b->version->blocks.items[index];
    rap_lead lead = rap_speaker_lead(w->b, block->text);
    size_t end = 0;
    bool opener =
        !has_lead(lead) && !w->listing && is_opener(w, block, &end) && !goes_on_preamble(w, index);
    if (opener) {
        lead.span = (rap_span){0, (uint32_t)end};
    }
    if (opener || begins_operative(w, index, lead)) {
        w->state = IN_OPERATIVE;
        block->part = RAP_PART_OPERATIVE;
        block->level = 1;
    } else if (!has_lead(lead) && rap_block_looks_heading(block) && !ends_joined(block->text)) {
        make_heading(block, 2);
        return;
    } else {
        take_preambular(w, block, lead);
    }
    set_lead(w, block, lead);
}

/* Whether a numbered block before the operative part is a paragraph of the preamble: it opens as
 * one, or stands in a list that one opened. */
static bool numbered_preambular(const walker *w, const rap_block *block, const block_label *label)
{
    rap_str text = rap_str_slice(block->text, label->length, block->text.length);
    rap_lead lead = rap_structure_lead(w->b->rules, w->b->version->lang, text);
    bool ended = rap_block_ends_comma(block) || label->kind == LABEL_SECTION;
    if (has_lead(lead)) {
        return !lead.is_operative && (ended || w->listing);
    }
    return w->listing && label->kind == LABEL_NUMBER;
}

/* Whether the line is an article's number and title, "Article 2: Fees", above its text. */
static bool heads_article(const walker *w, int32_t index, const block_label *label)
{
    const rap_blocks *blocks = &w->b->version->blocks;
    rap_block block = blocks->items[index];
    bool article = label->kind == LABEL_NUMBER && label->length > 4 && block.text.length <= 120 &&
                   rap_label_of(w->b->arena, &block, 0).kind == LABEL_NONE;
    if (!article || index + 1 >= (int32_t)blocks->count || !rap_block_looks_heading(&block)) {
        return false;
    }
    block.text = rap_str_slice(block.text, label->length, block.text.length);
    rap_str next = blocks->items[index + 1].text;
    return next.length > block.text.length &&
           !has_lead(rap_structure_lead(w->b->rules, w->b->version->lang, block.text));
}

/* Whether "I." or "(1)" numbers an operative paragraph: the first of its kind, opened by a verb. */
static bool numbers_operative(const walker *w, const rap_block *block, const block_label *label)
{
    bool small = label->kind == LABEL_SMALL && label->number.data[0] == '(';
    bool list = w->listing && w->b->version->lang == RAP_LANG_ZH; /* its verbs have one form */
    if ((label->kind != LABEL_SECTION && !small) || label->value != 1 || list) {
        return false;
    }
    rap_str text = rap_str_slice(block->text, label->length, block->text.length);
    rap_lead lead = rap_structure_lead(w->b->rules, w->b->version->lang, text);
    return has_lead(lead) && lead.is_operative && rap_block_ends_sentence(block);
}

static void in_preamble(walker *w, int32_t index)
{
    rap_block *block = &w->b->version->blocks.items[index];
    block_label label = rap_item_label(w->b, block, 0);
    bool alone = label.kind == LABEL_NUMBER && label.length == block->text.length && label.length;
    if (alone || heads_article(w, index, &label)) {
        make_heading(block, 1); /* "Article 2" alone; its text stands below */
        w->state = w->preamble ? IN_OPERATIVE : IN_PREAMBLE;
        return;
    }
    if ((label.kind == LABEL_SECTION || label.kind == LABEL_NUMBER) &&
        numbered_preambular(w, block, &label)) {
        rap_label_take(w->b->arena, block, &label);
        block->label = label.plain;
        block->level = 1;
        take_preambular(w, block,
                        rap_structure_lead(w->b->rules, w->b->version->lang, block->text));
        return;
    }
    if (label.kind == LABEL_SECTION && rap_block_looks_heading(block)) {
        section_heading(w, block, &label);
        return;
    }
    if (numbers_operative(w, block, &label)) {
        w->bracketed = label.kind == LABEL_SMALL;
        as_number(w, &label);
    }
    if (label.kind == LABEL_NUMBER) {
        w->state = IN_OPERATIVE;
        w->numbered = true;
        take_label(w, block, index, label);
        block->part = RAP_PART_OPERATIVE;
        set_lead(w, block, item_lead(w, block));
        return;
    }
    if (label.kind != LABEL_NONE && label.kind != LABEL_SECTION) {
        take_label(w, block, index, label);
        block->part = RAP_PART_PREAMBULAR;
        set_lead(w, block, rap_structure_lead(w->b->rules, w->b->version->lang, block->text));
        return;
    }
    unlabelled_preambular(w, index);
}

/* An unnumbered block between or behind operative paragraphs. */
static void unnumbered(walker *w, rap_block *block)
{
    rap_lead lead = rap_speaker_lead(w->b, block->text);
    bool comma = rap_block_ends_comma(block);
    if (has_lead(lead) && comma && (!lead.is_operative || w->b->version->lang == RAP_LANG_ZH)) {
        block->part = RAP_PART_PREAMBULAR; /* a section with a preamble of its own */
        set_lead(w, block, lead);
        return;
    }
    if (!has_lead(lead) && rap_block_looks_heading(block)) {
        make_heading(block, 2);
        return;
    }
    size_t end;
    if (!has_lead(lead) && !w->numbered && is_opener(w, block, &end)) {
        lead.span = (rap_span){0, (uint32_t)end};
    }
    block->part = RAP_PART_OPERATIVE;
    block->level = 1;
    set_lead(w, block, lead);
}

/* Whether the line is the last of the text and stands in brackets as a whole: "(Adopted on ...)".
 */
static bool is_last_bracket(const walker *w, int32_t index)
{
    const rap_blocks *blocks = &w->b->version->blocks;
    rap_str text = blocks->items[index].text;
    for (int32_t i = index + 1; i < (int32_t)blocks->count; i++) {
        if (!rap_block_is_note(&blocks->items[i])) {
            return false;
        }
    }
    return text.length > 2 && text.length <= 120 && text.data[0] == '(' &&
           text.data[text.length - 1] == ')';
}

static void in_operative(walker *w, int32_t index)
{
    rap_block *block = &w->b->version->blocks.items[index];
    block_label label = rap_item_label(w->b, block, w->last);
    rap_date date;
    bool signed_at = block->text.length < 100 && rap_cover_has(w->b, "place", block);
    if (rap_cover_is_meeting(w->b, block) || rap_cover_is_date(w->b, block, &date) || signed_at ||
        is_last_bracket(w, index)) {
        block->part = RAP_PART_CLOSING;
        w->state = IN_CLOSING;
        return;
    }
    bool alone = label.kind == LABEL_NUMBER && label.length == block->text.length && label.length;
    if (alone || heads_article(w, index, &label)) {
        make_heading(block, 1);
        return;
    }
    if (label.kind == LABEL_SECTION && rap_block_ends_sentence(block)) {
        as_number(w, &label); /* a sentence is no heading */
    } else if (label.kind == LABEL_SMALL && w->bracketed && label.value == w->last + 1) {
        as_number(w, &label);
    } else if (label.kind == LABEL_SECTION) {
        section_heading(w, block, &label);
        return;
    }
    if (label.kind == LABEL_NONE) {
        unnumbered(w, block);
        return;
    }
    w->numbered = w->numbered || label.kind == LABEL_NUMBER;
    take_label(w, block, index, label);
    block->part = RAP_PART_OPERATIVE;
    set_lead(w, block, item_lead(w, block));
}

static void in_annex(walker *w, int32_t index)
{
    rap_block *block = &w->b->version->blocks.items[index];
    block_label label = rap_label_of(w->b->arena, block, 0);
    block->part = RAP_PART_ANNEX;
    if (label.kind != LABEL_NONE && label.kind != LABEL_SECTION) {
        take_label(w, block, index, label);
    } else if (label.kind == LABEL_SECTION && rap_block_looks_heading(block)) {
        section_heading(w, block, &label);
    } else if (rap_block_looks_heading(block)) {
        make_heading(block, 2);
    } else {
        block->level = 1;
    }
}

/* After the closing: the rest of it, what a word processor put at the end, or an annex. */
static void in_closing(walker *w, int32_t index)
{
    rap_block *block = &w->b->version->blocks.items[index];
    rap_date date;
    block->part = RAP_PART_COVER;
    if (rap_cover_is_meeting(w->b, block) ||
        (rap_cover_is_date(w->b, block, &date) &&
         w->b->version->blocks.items[index - 1].part == RAP_PART_CLOSING)) {
        block->part = RAP_PART_CLOSING;
        return;
    }
    bool text =
        block->text.length > 200 && (rap_block_ends_sentence(block) || rap_block_ends_comma(block));
    block_label label = rap_label_of(w->b->arena, block, 0);
    if (text || label.kind == LABEL_NUMBER) {
        w->state = IN_ANNEX;
        in_annex(w, index);
    }
}

/* The lines before a further formula: letter and title of the part of a resolution. */
static void retitle(walker *w, int32_t index)
{
    for (int32_t i = index - 1, count = 0; i >= 0 && count < 3; i--, count++) {
        rap_block *block = &w->b->version->blocks.items[i];
        if (block->part == RAP_PART_FOOTNOTE || block->part == RAP_PART_CLOSING ||
            !rap_block_looks_heading(block) || block->number.length) {
            break;
        }
        make_heading(block, 1);
    }
    w->state = IN_PREAMBLE;
    w->last = w->letter = 0;
    w->listing = w->preamble = false;
}

static void walk(walker *w, int32_t index)
{
    rap_block *block = &w->b->version->blocks.items[index];
    const formula_rule *rule;
    size_t end;
    if (rap_block_is_note(block)) {
        block->part = RAP_PART_FOOTNOTE;
        return;
    }
    if (block->look == RAP_LOOK_CELL) {
        block->part = w->state == IN_ANNEX ? RAP_PART_ANNEX : RAP_PART_BODY;
        return;
    }
    if (block->text.length < 200 && is_formula(w->b, index, &rule, &end) &&
        end == block->text.length && (rule->phrase.length || w->foreign) &&
        (rap_block_ends_comma(block) || rap_block_ends_colon(block))) {
        if (w->state != IN_PREAMBLE || !w->preamble) {
            retitle(w, index);
        }
        block->part = RAP_PART_FORMULA;
        return;
    }
    if (w->state != IN_PREAMBLE && rap_cover_is_annex(w->b, block)) {
        w->state = IN_ANNEX;
        make_heading(block, 1);
        return;
    }
    switch (w->state) {
    case IN_PREAMBLE:
        in_preamble(w, index);
        break;
    case IN_OPERATIVE:
        in_operative(w, index);
        break;
    case IN_CLOSING:
        in_closing(w, index);
        break;
    case IN_ANNEX:
        in_annex(w, index);
        break;
    }
}

/* "The Council, Recalling ...": the formula in one line with the first paragraph. */
static void split_formula(builder *b, int32_t index, size_t end)
{
    rap_blocks *blocks = &b->version->blocks;
    rap_block formula = blocks->items[index];
    if (end >= formula.text.length) {
        return;
    }
    RAP_PUSH(b->arena, blocks, formula);
    for (size_t i = blocks->count - 1; (int32_t)i > index; i--) {
        blocks->items[i] = blocks->items[i - 1];
    }
    block_label cut = {.length = end};
    rap_block *rest = &blocks->items[index + 1];
    rest->blanks.items = NULL;
    rest->blanks.count = rest->blanks.capacity = 0;
    for (size_t i = 0; i < formula.blanks.count; i++) {
        RAP_PUSH(b->arena, &rest->blanks, formula.blanks.items[i]);
    }
    rest->origin.seams.items = NULL;
    rest->origin.seams.count = rest->origin.seams.capacity = 0;
    for (size_t i = 0; i < formula.origin.seams.count; i++) {
        RAP_PUSH(b->arena, &rest->origin.seams, formula.origin.seams.items[i]);
    }
    rap_label_take(b->arena, rest, &cut);
    rap_block *head = &blocks->items[index];
    head->text = rap_str_trim(rap_str_slice(formula.text, 0, end));
    head->notes.count = 0;
    for (size_t i = 0; i < blocks->count; i++) { /* notes moved one down */
        for (size_t n = 0; n < blocks->items[i].notes.count; n++) {
            rap_note_ref *ref = &blocks->items[i].notes.items[n];
            ref->block += ref->block > index;
        }
    }
}

/* Some bodies put their name between preamble and operative part: the first paragraph of the
 * preamble before it, or `formula` itself. */
static int32_t preamble_before(const builder *b, int32_t formula)
{
    int32_t first = formula;
    for (int32_t i = formula - 1; i >= 0; i--) {
        const rap_block *block = &b->version->blocks.items[i];
        block_label label = rap_item_label(b, block, 0);
        rap_str text = rap_str_slice(block->text, label.length, block->text.length);
        rap_lead lead = rap_structure_lead(b->rules, b->version->lang, text);
        if (rap_block_is_note(block)) {
            continue;
        }
        if (!has_lead(lead) || lead.is_operative || !rap_block_ends_comma(block)) {
            break;
        }
        first = i;
    }
    return first;
}

/* Without a formula: the lines that look like those of a cover, before the first that is a
 * paragraph or has a number. */
static int32_t head_length(const builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    for (int32_t i = 0; i < (int32_t)blocks->count && i < 15; i++) {
        const rap_block *block = &blocks->items[i];
        block_label label = rap_item_label(b, block, 0);
        rap_lead lead = rap_structure_lead(b->rules, b->version->lang, block->text);
        if (has_lead(lead) || label.kind == LABEL_NUMBER) {
            return i;
        }
        if (!rap_block_is_note(block) && !rap_block_looks_heading(block)) {
            return 0;
        }
    }
    return 0;
}

/* Whether a cover line calls the document a decision: by its words or by its symbol. */
static bool calls_decision(const builder *b, const rap_block *block)
{
    folded_text text = rap_structure_fold(b->arena, block->text, 200);
    cover_match match;
    size_t at = 0;
    bool kind = rap_cover_find(b->cover, "kind", &text, &match) &&
                rap_str_is(match.pattern->value, "decision");
    rap_str symbol = block->text.length < 60 ? rap_cover_symbol(block->text, &at) : RAP_STR_NONE;
    return kind || (symbol.length == block->text.length && symbol.length &&
                    rap_str_find(symbol, RAP_STR("/DEC/"), 0) != SIZE_MAX);
}

int32_t rap_decision_told(const builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    bool called = false;
    for (int32_t i = 0; i < (int32_t)blocks->count && i < 25; i++) {
        const rap_block *block = &blocks->items[i];
        if (rap_block_is_note(block)) {
            continue;
        }
        called = called || calls_decision(b, block);
        bool sentence = rap_block_ends_colon(block) ||
                        (block->text.length > 150 && rap_block_ends_sentence(block));
        if (called && sentence && block->text.length > 60 && !closes_bracket(block->text) &&
            block->text.data[0] != '[') {
            return i;
        }
        if (i == b->formula) {
            return -1; /* with a preamble of its own */
        }
    }
    return -1;
}

void rap_parts_resolution(builder *b)
{
    rap_blocks *blocks = &b->version->blocks;
    walker w = {.b = b};
    int32_t from = 0;
    const formula_rule *rule = NULL;
    size_t end = 0;
    if (b->told >= 0) {
        from = b->formula = b->told;
        set_cover(b);
        b->formula = -1;
        w.state = IN_OPERATIVE;
    } else if (b->formula >= 0 && is_formula(b, b->formula, &rule, &end)) {
        b->prefix = rule->symbol;
        w.foreign = !rule->phrase.length;
        split_formula(b, b->formula, end);
        from = preamble_before(b, b->formula);
        int32_t formula = b->formula;
        b->formula = from;
        set_cover(b);
        b->formula = formula;
        from += from == formula;
        blocks->items[formula].part = RAP_PART_FORMULA;
    } else if ((from = head_length(b)) > 0) {
        b->formula = from;
        set_cover(b);
        b->formula = -1;
    } else {
        rap_warn(b->arena, &b->version->warnings, "no-formula", -1,
                 "the text begins without the words of an organ; its beginning may be missing");
    }
    b->body = from;
    for (int32_t i = from; i < (int32_t)blocks->count; i++) {
        walk(&w, i);
    }
    bool closed = w.state == IN_CLOSING || w.state == IN_ANNEX;
    const rap_block *last = blocks->count ? &blocks->items[blocks->count - 1] : NULL;
    if (!closed && last && last->part != RAP_PART_FOOTNOTE && !rap_block_ends_sentence(last)) {
        rap_warn(b->arena, &b->version->warnings, "cut-off", (int32_t)blocks->count - 1,
                 "the text ends in the middle of a paragraph");
    }
}

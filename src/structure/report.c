/* Reports, lists of activities, pages: headings and paragraphs, numbered or not. */
#include "build.h"

#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>

static bool is_long(const rap_block *block)
{
    size_t columns = 0;
    for (size_t at = 0; at < block->text.length && columns < 400; columns++) {
        columns += rap_utf8_next(block->text, &at) >= 0x2E80;
    }
    return columns >= 60 && rap_block_ends_sentence(block) &&
           !rap_str_ends(block->text, RAP_STR(":"));
}

/* Whether a whole sentence announces what follows: "... made the following statement:" */
static bool announces(const rap_block *block)
{
    return block->text.length > 120 && rap_block_ends_colon(block);
}

static bool in_brackets(const rap_block *block)
{
    char c = block->text.length ? block->text.data[0] : ' ';
    return c == '(' || c == '[' || c == '*';
}

/* A line that only covers have. */
static bool is_cover_line(const builder *b, const rap_block *block)
{
    static const char *const fields[] = {"organ",    "session", "items",  "distribution",
                                         "original", "kind",    "adopted"};
    rap_date date;
    if (block->text.length > 600 || in_brackets(block) || rap_cover_is_date(b, block, &date)) {
        return true;
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (rap_cover_has(b, fields[i], block)) {
            return true;
        }
    }
    size_t at = 0;
    rap_str symbol = rap_cover_symbol(block->text, &at);
    return symbol.length && symbol.length == block->text.length;
}

static bool is_section_label(const rap_block *block, rap_arena *arena)
{
    block_label label = rap_label_of(arena, block, 0);
    return label.kind == LABEL_SECTION && label.length < block->text.length;
}

/* The block behind the last line that tells the document's kind, where one stands before the first
 * numbered paragraph. */
static size_t behind_kind(const builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    size_t behind = 0;
    for (size_t i = 0; i < blocks->count && i < 120; i++) {
        const rap_block *block = &blocks->items[i];
        block_label label = rap_label_of(b->arena, block, 0);
        if (label.kind == LABEL_NUMBER || block->text.length > 600) {
            break;
        }
        if (!rap_block_is_note(block) && rap_cover_has(b, "kind", block) &&
            !(rap_block_ends_sentence(block) && is_long(block))) {
            behind = i + 1;
        }
    }
    return behind;
}

/* Where nothing else tells the body: the first block that is a sentence, of four words or as many
 * Chinese signs, else what stands behind the first. */
static int32_t first_sentence(const builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    for (size_t i = 0; i < blocks->count; i++) {
        const rap_block *block = &blocks->items[i];
        size_t words = 1;
        for (size_t at = 0; at < block->text.length;) {
            uint32_t c = rap_utf8_next(block->text, &at);
            words += c == ' ' || (c >= 0x4E00 && c <= 0x9FFF);
        }
        if (words >= 4 && rap_block_ends_sentence(block) && !rap_block_ends_colon(block) &&
            !rap_block_is_note(block) && !in_brackets(block)) {
            return (int32_t)i;
        }
    }
    return (int32_t)(blocks->count ? 1 : 0);
}

/* The first block behind the cover: a paragraph with a number, a section's heading, a known
 * heading, or a long paragraph with the heading before it. */
static int32_t find_body(const builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    size_t behind = behind_kind(b);
    for (size_t i = behind; i < blocks->count; i++) {
        const rap_block *block = &blocks->items[i];
        if (rap_block_is_note(block) || block->look == RAP_LOOK_TITLE) {
            continue;
        }
        block_label label = rap_label_of(b->arena, block, 0);
        bool numbered = label.kind == LABEL_NUMBER && block->text.length > label.length;
        if (numbered || rap_cover_has(b, "heading", block) ||
            (block->look == RAP_LOOK_HEADING && i > 0) ||
            (is_section_label(block, b->arena) && rap_block_looks_heading(block))) {
            return (int32_t)i;
        }
        if ((!is_long(block) && !(behind && announces(block))) || in_brackets(block)) {
            continue;
        }
        size_t first = i;
        while (first > 1 && !rap_block_is_note(&blocks->items[first - 1]) &&
               !is_cover_line(b, &blocks->items[first - 1]) &&
               rap_block_looks_heading(&blocks->items[first - 1]) && i - first < 1) {
            first--;
        }
        return (int32_t)first;
    }
    return first_sentence(b);
}

/* The title: the line above the one that tells the kind; else the first that is no cover line. */
static void set_cover(builder *b)
{
    rap_blocks *blocks = &b->version->blocks;
    int32_t title = -1, kind = -1;
    for (int32_t i = 0; i < b->body; i++) {
        rap_block *block = &blocks->items[i];
        block->part = rap_block_is_note(block) ? RAP_PART_FOOTNOTE : RAP_PART_COVER;
        if (block->part == RAP_PART_COVER && kind < 0 && rap_cover_has(b, "kind", block)) {
            kind = i;
        }
        if (block->look == RAP_LOOK_TITLE && title < 0) {
            title = i;
        }
    }
    for (int32_t i = kind - 1; title < 0 && i >= 0; i--) {
        if (!rap_block_is_note(&blocks->items[i]) && !is_cover_line(b, &blocks->items[i])) {
            title = i;
        }
    }
    for (int32_t i = 0; title < 0 && i < b->body; i++) {
        if (!rap_block_is_note(&blocks->items[i]) && !is_cover_line(b, &blocks->items[i])) {
            title = i;
        }
    }
    title = title < 0 ? kind : title;
    if (title >= 0) {
        blocks->items[title].part = RAP_PART_TITLE;
        b->version->cover.title = blocks->items[title].text;
    }
}

static bool is_quoted(const rap_block *block)
{
    rap_str text = block->text;
    bool opens =
        rap_str_starts(text, RAP_STR("\xE2\x80\x9C")) || rap_str_starts(text, RAP_STR("\xC2\xAB"));
    rap_str tail = rap_str_slice(text, text.length > 8 ? text.length - 8 : 0, text.length);
    bool closes = rap_str_find(tail, RAP_STR("\xE2\x80\x9D"), 0) != SIZE_MAX ||
                  rap_str_find(tail, RAP_STR("\xC2\xBB"), 0) != SIZE_MAX;
    return opens && closes;
}

/* What the web sets beside the text: a picture's legend with its owner, a quotation and who said
 * it, a figure in large type. */
static bool is_caption(const rap_block *block, const rap_block *before)
{
    if (rap_str_find(block->text, RAP_STR("\xC2\xA9"), 0) != SIZE_MAX && block->text.length < 800) {
        return true;
    }
    if (block->look == RAP_LOOK_CAPTION || is_quoted(block)) {
        return true;
    }
    bool figure = block->text.length && block->text.length < 24;
    for (size_t i = 0; figure && i < block->text.length; i++) {
        figure = strchr("0123456789., %+", block->text.data[i]) != NULL;
    }
    bool follows = before && before->look == RAP_LOOK_CAPTION &&
                   (is_quoted(before) || in_brackets(block)) && block->text.length < 120 &&
                   !rap_block_ends_sentence(block);
    return figure || follows || (in_brackets(block) && block->text.length < 60);
}

typedef struct {
    builder *b;
    int last, letter;
    bool numbered; /* the document's paragraphs have numbers */
    bool annex;
    const rap_block *before;
} walker;

static void check_number(walker *w, int32_t index, int value)
{
    if (w->last && value != w->last + 1 && value != 1) {
        rap_warn(w->b->arena, &w->b->version->warnings, "numbering-gap", index,
                 "paragraph %d follows paragraph %d", value, w->last);
    }
    w->last = value;
}

static void section_heading(walker *w, rap_block *block, const block_label *label)
{
    rap_label_take(w->b->arena, block, label);
    char first = label->number.data[0];
    bool letter =
        isalpha((unsigned char)first) && label->number.length <= 2 && !strchr("IVX", first);
    block->part = RAP_PART_HEADING;
    block->level = letter ? 2 : 1;
}

static void numbered(walker *w, rap_block *block, int32_t index, block_label label)
{
    if (rap_str_is(label.plain, "(i)") && w->letter == 8) {
        label.kind = LABEL_LETTER; /* after "(h)" it is the letter */
    }
    rap_label_take(w->b->arena, block, &label);
    block->label = label.plain;
    block->level = label.kind == LABEL_NUMBER ? 1 : label.kind == LABEL_LETTER ? 2 : 3;
    if (label.kind == LABEL_LETTER) {
        w->letter = label.value;
    } else if (label.kind == LABEL_NUMBER) {
        w->letter = 0;
        if (!w->annex) {
            check_number(w, index, label.value);
        }
    }
}

static void walk(walker *w, int32_t index)
{
    rap_block *block = &w->b->version->blocks.items[index];
    block->part = w->annex ? RAP_PART_ANNEX : RAP_PART_BODY;
    if (rap_cover_is_annex(w->b, block)) {
        w->annex = true;
        block->part = RAP_PART_HEADING;
        block->level = 1;
        return;
    }
    block_label label = rap_label_of(w->b->arena, block, w->numbered ? w->last + 1 : 0);
    bool heading = rap_block_looks_heading(block) && block->look != RAP_LOOK_ITEM;
    if (label.kind == LABEL_SECTION && heading) {
        section_heading(w, block, &label);
    } else if (label.kind != LABEL_NONE && label.kind != LABEL_SECTION) {
        numbered(w, block, index, label);
    } else if (is_caption(block, w->before)) {
        block->look = RAP_LOOK_CAPTION;
    } else if (heading) {
        block->part = RAP_PART_HEADING;
        block->level = block->level > 0 ? block->level : 2;
    }
}

static size_t count_numbered(const builder *b)
{
    size_t count = 0;
    for (int32_t i = b->body; i < (int32_t)b->version->blocks.count; i++) {
        block_label label = rap_label_of(b->arena, &b->version->blocks.items[i], 0);
        count += label.kind == LABEL_NUMBER;
    }
    return count;
}

void rap_parts_report(builder *b)
{
    rap_blocks *blocks = &b->version->blocks;
    b->body = find_body(b);
    set_cover(b);
    walker w = {.b = b, .numbered = count_numbered(b) >= 3};
    for (int32_t i = b->body; i < (int32_t)blocks->count; i++) {
        rap_block *block = &blocks->items[i];
        if (rap_block_is_note(block)) {
            block->part = RAP_PART_FOOTNOTE;
        } else if (block->look == RAP_LOOK_CELL) {
            block->part = w.annex ? RAP_PART_ANNEX : RAP_PART_BODY;
        } else {
            walk(&w, i);
            w.before = block;
        }
    }
}

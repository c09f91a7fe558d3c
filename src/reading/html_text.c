#include "html.h"

#include "base/map.h"

#include <string.h>

/* The block in the making, and what it stands in. */
typedef struct {
    rap_look look;
    int level;
    rap_lang lang;
    rap_str number; /* of a list item, until its first block has it */
    int list_depth;
    int counter;    /* of the innermost ordered list, 0: not ordered */
    char list_type; /* '1', 'a', 'A', 'i', 'I' */
    unsigned style;
    bool keeps_header; /* inside the main text a header is text */
} place;

typedef struct {
    rap_html *html;
    rap_runs runs;
    const GumboNode *start; /* element of the block's first text, for its place */
    rap_map *targets;       /* ids that calls of notes point at -> mark */
    rap_str note;           /* mark of the note whose body is being read */
    bool after_break;       /* nothing but white space since a line break */
    bool has_title;
} writer;

static void write_node(writer *w, const GumboNode *node, place *in);

static rap_str roman(rap_arena *arena, int number)
{
    static const char *const tens[] = {"", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"};
    static const char *const ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    return rap_str_of(number > 0 && number < 100
                          ? rap_arena_format(arena, "%s%s.", tens[number / 10], ones[number % 10])
                          : rap_arena_format(arena, "%d.", number));
}

/* The number that a browser prints before the item. */
static rap_str item_number(rap_arena *arena, const place *in)
{
    int number = in->counter;
    if (!number) {
        return RAP_STR_NONE;
    }
    rap_str printed = {0};
    if ((in->list_type == 'a' || in->list_type == 'A') && number <= 26) {
        return rap_str_of(rap_arena_format(arena, "%c.", in->list_type + number - 1));
    }
    if (in->list_type == 'i' || in->list_type == 'I') {
        printed = roman(arena, number);
        char *upper = rap_str_c(arena, printed);
        for (char *c = upper; in->list_type == 'I' && *c; c++) {
            *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
        }
        return rap_str_of(upper);
    }
    return rap_str_of(rap_arena_format(arena, "%d.", number));
}

/* -- blocks --------------------------------------------------------------------------------------
 */

static void set_place(const writer *w, rap_block *block)
{
    if (!w->start || w->start->type != GUMBO_NODE_ELEMENT) {
        return;
    }
    const GumboElement *element = &w->start->v.element;
    block->origin.line = element->start_pos.line;
    if (w->html->has_offsets) {
        block->origin.offset = element->start_pos.offset;
        if (element->end_pos.offset > element->start_pos.offset) {
            block->origin.length = element->end_pos.offset - element->start_pos.offset;
        }
    }
}

/* A note's own mark, "1", "[1]" or "1.", at the beginning of its body. */
static void cut_mark(rap_runs *runs, rap_str mark)
{
    rap_str text = {runs->text.data, runs->text.length};
    size_t at = 0;
    while (at < text.length && strchr("[(^ ", text.data[at])) {
        at++;
    }
    if (!rap_str_starts(rap_str_slice(text, at, text.length), mark)) {
        return;
    }
    at += mark.length;
    if (at < text.length && text.data[at] >= '0' && text.data[at] <= '9') {
        return;
    }
    while (at < text.length && strchr("]). ", text.data[at])) {
        at++;
    }
    rap_runs_cut(runs, at);
}

static void end_block(writer *w, place *in)
{
    rap_source *source = w->html->source;
    rap_runs *runs = &w->runs;
    rap_runs_finish(runs);
    if (w->note.length) {
        cut_mark(runs, w->note);
    }
    w->after_break = false;
    if (!runs->text.length && !runs->notes.count) {
        rap_runs_init(runs, source->arena);
        return;
    }
    if (source->blocks.count >= w->html->reading->limits.blocks) {
        w->html->is_over = true;
        return;
    }
    rap_block block = {.part = RAP_PART_UNKNOWN,
                       .look = in->look,
                       .level = in->level,
                       .parent = -1,
                       .lang = in->lang == source->lang ? RAP_LANG_NONE : in->lang,
                       .number = in->number};
    if (w->note.length) {
        block.look = RAP_LOOK_NOTE;
        block.number = w->note;
        block.level = 0;
        w->note = RAP_STR_NONE;
    }
    in->number = RAP_STR_NONE;
    rap_runs_to_block(runs, &block);
    if (block.look != RAP_LOOK_HEADING) {
        block.lead = rap_runs_strict_lead(runs, RAP_RUN_ITALIC);
    }
    set_place(w, &block);
    RAP_PUSH(source->arena, &source->blocks, block);
    rap_runs_init(runs, source->arena);
}

static void write_children(writer *w, const GumboNode *node, place *in)
{
    for (unsigned i = 0; i < node->v.element.children.length && !w->html->is_over; i++) {
        write_node(w, node->v.element.children.data[i], in);
    }
}

/* A block element: ends what stands before it and what it holds. */
static void write_block(writer *w, const GumboNode *node, place *outer, const place *inner)
{
    end_block(w, outer);
    place in = *inner;
    w->start = node;
    write_children(w, node, &in);
    w->start = w->start ? w->start : node;
    end_block(w, &in);
    w->start = node->parent;
    if (!in.number.length) {
        outer->number = RAP_STR_NONE;
    }
}

/* -- text and notes ------------------------------------------------------------------------------
 */

static rap_str text_of(rap_arena *arena, const GumboNode *node)
{
    rap_runs runs;
    rap_runs_init(&runs, arena);
    if (node->type == GUMBO_NODE_TEXT) {
        rap_runs_put(&runs, rap_str_of(node->v.text.text), 0);
    }
    for (unsigned i = 0; node->type == GUMBO_NODE_ELEMENT && i < node->v.element.children.length;
         i++) {
        rap_runs_put(&runs, text_of(arena, node->v.element.children.data[i]), 0);
    }
    return rap_runs_finish(&runs);
}

/* Brackets around a mark off. */
static rap_str bare_mark(rap_str text)
{
    if (text.length > 2 && (text.data[0] == '[' || text.data[0] == '(')) {
        text = rap_str_trim(rap_str_slice(text, 1, text.length - 1));
    }
    return text;
}

/* A raised call of a note: a number or star that links to a place in the page, or that stands
 * behind a word or stop. */
static bool write_call(writer *w, const GumboNode *sup)
{
    rap_str mark = bare_mark(text_of(w->html->source->arena, sup));
    int number;
    bool is_mark = mark.length && mark.length <= 3 &&
                   (rap_str_number(mark, &number) || mark.data[0] == '*' || mark.length == 1);
    const GumboNode *link = rap_html_find(sup, GUMBO_TAG_A);
    if (!link && sup->parent->type == GUMBO_NODE_ELEMENT &&
        sup->parent->v.element.tag == GUMBO_TAG_A) {
        link = sup->parent;
    }
    rap_str target = link ? rap_html_attribute(link, "href") : RAP_STR_NONE;
    if (!is_mark || !rap_str_starts(target, RAP_STR("#")) || !w->runs.text.length) {
        return false;
    }
    rap_map_set(w->targets, rap_str_slice(target, 1, target.length),
                (void *)(uintptr_t)rap_str_c(w->html->source->arena, mark));
    rap_runs_note(&w->runs, mark);
    return true;
}

static void look_for_note(writer *w, const GumboNode *node)
{
    rap_str id = rap_html_attribute(node, "id");
    id = id.length ? id : rap_html_attribute(node, "name");
    const char *mark = id.length ? rap_map_find(w->targets, id) : NULL;
    if (mark && !w->runs.text.length) {
        w->note = rap_str_of(mark);
    }
}

static unsigned inline_style(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_I:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_CITE:
        return RAP_RUN_ITALIC;
    case GUMBO_TAG_B:
    case GUMBO_TAG_STRONG:
        return RAP_RUN_BOLD;
    default:
        return 0;
    }
}

static void write_break(writer *w, place *in)
{
    if (w->after_break) { /* two breaks are how old pages set paragraphs */
        end_block(w, in);
    } else {
        rap_runs_put(&w->runs, RAP_STR(" "), 0);
        w->after_break = true;
    }
}

/* -- elements ------------------------------------------------------------------------------------
 */

static void write_heading(writer *w, const GumboNode *node, place *in)
{
    place inner = *in;
    inner.look = RAP_LOOK_HEADING;
    inner.level = (int)(node->v.element.tag - GUMBO_TAG_H1) + 1;
    if (node->v.element.tag == GUMBO_TAG_H1 && !w->has_title) {
        inner.look = RAP_LOOK_TITLE;
        w->has_title = true;
        w->html->source->cover.title = text_of(w->html->source->arena, node);
    }
    write_block(w, node, in, &inner);
}

static void write_list(writer *w, const GumboNode *node, place *in)
{
    place inner = *in;
    rap_str type = rap_html_attribute(node, "type");
    int start = 1;
    end_block(w, in);
    inner.list_depth++;
    inner.number = RAP_STR_NONE;
    inner.list_type = type.length ? type.data[0] : '1';
    if (!rap_str_number(rap_html_attribute(node, "start"), &start)) {
        start = 1;
    }
    inner.counter = node->v.element.tag == GUMBO_TAG_OL ? start - 1 : -1;
    write_children(w, node, &inner);
    end_block(w, &inner);
}

static void write_item(writer *w, const GumboNode *node, place *in)
{
    rap_arena *arena = w->html->source->arena;
    place inner = *in;
    if (in->counter >= 0) {
        in->counter++;
        if (!rap_str_number(rap_html_attribute(node, "value"), &inner.counter)) {
            inner.counter = in->counter;
        }
        in->counter = inner.counter;
        inner.number = item_number(arena, &inner);
    }
    inner.look = RAP_LOOK_ITEM;
    inner.level = in->list_depth > 0 ? in->list_depth : 1;
    write_block(w, node, in, &inner);
}

/* Long cells are those of tables that only set a page. */
static void write_cell(writer *w, const GumboNode *node, place *in)
{
    place inner = *in;
    inner.look = rap_html_weight(node) > 400 || rap_html_find(node, GUMBO_TAG_TABLE)
                     ? RAP_LOOK_PLAIN
                     : RAP_LOOK_CELL;
    write_block(w, node, in, &inner);
}

static void write_looking(writer *w, const GumboNode *node, place *in, rap_look look)
{
    place inner = *in;
    inner.look = look;
    inner.level = 0;
    write_block(w, node, in, &inner);
}

static void write_inline(writer *w, const GumboNode *node, place *in)
{
    unsigned outer = in->style;
    in->style |= inline_style(node->v.element.tag);
    write_children(w, node, in);
    in->style = outer;
}

static void write_header(writer *w, const GumboNode *node, place *in)
{
    if (in->keeps_header) {
        write_block(w, node, in, in);
    }
}

static void write_caption(writer *w, const GumboNode *node, place *in)
{
    write_looking(w, node, in, RAP_LOOK_CAPTION);
}

static void write_line_end(writer *w, const GumboNode *node, place *in)
{
    (void)node;
    write_break(w, in);
}

/* The call of a note, or raised letters. */
static void write_raised(writer *w, const GumboNode *node, place *in)
{
    if (!write_call(w, node)) {
        write_inline(w, node, in);
    }
}

static void write_plain_block(writer *w, const GumboNode *node, place *in)
{
    write_block(w, node, in, in);
}

typedef void element_writer(writer *w, const GumboNode *node, place *in);

static void write_element(writer *w, const GumboNode *node, place *in)
{
    /* what is not named here stands in a line */
    static element_writer *const writers[GUMBO_TAG_LAST] = {
        [GUMBO_TAG_H1] = write_heading,
        [GUMBO_TAG_H2] = write_heading,
        [GUMBO_TAG_H3] = write_heading,
        [GUMBO_TAG_H4] = write_heading,
        [GUMBO_TAG_H5] = write_heading,
        [GUMBO_TAG_H6] = write_heading,
        [GUMBO_TAG_OL] = write_list,
        [GUMBO_TAG_UL] = write_list,
        [GUMBO_TAG_LI] = write_item,
        [GUMBO_TAG_TD] = write_cell,
        [GUMBO_TAG_TH] = write_cell,
        [GUMBO_TAG_CAPTION] = write_caption,
        [GUMBO_TAG_FIGCAPTION] = write_caption,
        [GUMBO_TAG_BLOCKQUOTE] = write_caption,
        [GUMBO_TAG_HEADER] = write_header,
        [GUMBO_TAG_BR] = write_line_end,
        [GUMBO_TAG_SUP] = write_raised,
        [GUMBO_TAG_P] = write_plain_block,
        [GUMBO_TAG_DIV] = write_plain_block,
        [GUMBO_TAG_SECTION] = write_plain_block,
        [GUMBO_TAG_ARTICLE] = write_plain_block,
        [GUMBO_TAG_MAIN] = write_plain_block,
        [GUMBO_TAG_BODY] = write_plain_block,
        [GUMBO_TAG_TABLE] = write_plain_block,
        [GUMBO_TAG_TR] = write_plain_block,
        [GUMBO_TAG_DL] = write_plain_block,
        [GUMBO_TAG_DT] = write_plain_block,
        [GUMBO_TAG_DD] = write_plain_block,
        [GUMBO_TAG_PRE] = write_plain_block,
        [GUMBO_TAG_FIGURE] = write_plain_block,
        [GUMBO_TAG_ADDRESS] = write_plain_block,
        [GUMBO_TAG_HR] = write_plain_block,
        [GUMBO_TAG_FORM] = write_plain_block,
        [GUMBO_TAG_FIELDSET] = write_plain_block,
        [GUMBO_TAG_DETAILS] = write_plain_block,
        [GUMBO_TAG_SUMMARY] = write_plain_block,
    };
    element_writer *write = writers[node->v.element.tag];
    (write ? write : write_inline)(w, node, in);
}

static void write_node(writer *w, const GumboNode *node, place *in)
{
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA) {
        rap_runs_put(&w->runs, rap_str_of(node->v.text.text), in->style);
        w->after_break = false;
        return;
    }
    if (node->type == GUMBO_NODE_WHITESPACE) {
        rap_runs_put(&w->runs, RAP_STR(" "), 0);
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT || rap_html_is_skipped(node)) {
        return;
    }
    rap_lang outer = in->lang;
    rap_str lang = rap_html_attribute(node, "lang");
    if (lang.length) {
        in->lang = rap_lang_of_code(lang);
    }
    look_for_note(w, node);
    write_element(w, node, in);
    in->lang = outer;
}

void rap_html_blocks(rap_html *html, const GumboNode *node)
{
    rap_arena *arena = html->source->arena;
    writer w = {.html = html, .targets = rap_map_new(arena), .start = node};
    place in = {.lang = html->source->lang, .counter = -1};
    in.keeps_header = node->v.element.tag != GUMBO_TAG_BODY;
    rap_runs_init(&w.runs, arena);
    write_node(&w, node, &in);
    end_block(&w, &in);
}

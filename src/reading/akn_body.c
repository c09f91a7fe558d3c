#include "akn.h"

#include <string.h>

static rap_str attribute(const rap_xml_node *node, int name)
{
    return rap_xml_attribute_of(node, name);
}

static bool contains(rap_str text, rap_str needle)
{
    return rap_str_find(text, needle, 0) != SIZE_MAX;
}

/* -- mixed content ---------------------------------------------------------------------------- */

/* The body of a note begins with its own mark, raised or between brackets; the length of that. */
static size_t mark_length(rap_str text)
{
    size_t at = 0;
    while (at < text.length && text.data[at] >= '0' && text.data[at] <= '9') {
        at++;
    }
    bool is_mark = at >= 1 && at <= 3 && at < text.length && text.data[at] == ' ';
    for (size_t i = 0; i < text.length && strchr(" (){}[]*0123456789", text.data[i]); i++) {
        if (text.data[i] == '(') {
            size_t close = i + 1;
            while (close < text.length && text.data[close] == ' ') {
                close++;
            }
            if (close < text.length && text.data[close] == ')') {
                return close + 1;
            }
        }
        if (!i && is_mark) {
            break;
        }
    }
    return is_mark ? at : 0;
}

static void put_note_text(rap_akn *akn, const rap_xml_node *note, rap_buf *out)
{
    rap_arena *arena = akn->source->arena;
    const rap_xml_node *p = note->first;
    bool is_flat = true;
    for (; p && is_flat; p = p->next) {
        is_flat = p->tag != AKN_p;
    }
    for (p = is_flat ? note : note->first; p; p = is_flat ? NULL : p->next) {
        if (p->tag == RAP_XML_TEXT) {
            continue;
        }
        rap_runs runs;
        rap_runs_init(&runs, arena);
        rap_akn_collect(NULL, arena, p, 0, &runs);
        rap_str text = rap_runs_finish(&runs);
        rap_runs_cut(&runs, mark_length(text));
        text = rap_buf_str(&runs.text);
        if (text.length && out->length) {
            rap_buf_put_byte(out, ' ');
        }
        rap_buf_put(out, text);
    }
}

static void take_note(rap_akn *akn, const rap_xml_node *note, rap_runs *runs)
{
    if (!akn) {
        return;
    }
    rap_arena *arena = akn->source->arena;
    rap_str mark = attribute(note, AKN_marker);
    if (!mark.length) {
        mark = rap_str_of(rap_arena_format(arena, "%zu", akn->notes.count + 1));
    }
    rap_buf text;
    rap_buf_init(&text, arena);
    put_note_text(akn, note, &text);
    rap_block block = {.part = RAP_PART_FOOTNOTE,
                       .look = RAP_LOOK_NOTE,
                       .text = rap_buf_str(&text),
                       .number = mark,
                       .parent = -1,
                       .level = 1};
    block.origin = (rap_origin){.offset = note->offset,
                                .line = note->line,
                                .path = rap_xml_path(arena, note, &rap_akn_vocabulary)};
    RAP_PUSH(arena, &akn->notes, block);
    rap_runs_note(runs, mark);
}

/* Raised text: a call of a note told elsewhere, brackets around such a call, or a power. */
static void take_raised(rap_akn *akn, rap_arena *arena, const rap_xml_node *sup, unsigned style,
                        rap_runs *runs)
{
    rap_runs inner;
    rap_runs_init(&inner, arena);
    rap_akn_collect(NULL, arena, sup, 0, &inner);
    rap_str text = rap_runs_finish(&inner);
    size_t digits = 0, brackets = 0, others = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        digits += c >= '0' && c <= '9';
        brackets += c == '(' || c == ')' || c == '[' || c == ']';
        others += c != ' ' && !(c >= '0' && c <= '9') && !strchr("()[]", c);
    }
    if (others || (!digits && !brackets) || digits > 3) {
        rap_akn_collect(akn, arena, sup, style, runs);
        return;
    }
    if (digits) {
        rap_buf mark;
        rap_buf_init(&mark, arena);
        for (size_t i = 0; i < text.length; i++) {
            if (text.data[i] >= '0' && text.data[i] <= '9') {
                rap_buf_put_byte(&mark, text.data[i]);
            }
        }
        rap_runs_note(runs, rap_buf_str(&mark));
    }
}

static unsigned style_of(const rap_xml_node *node, unsigned outer)
{
    rap_str class = attribute(node, AKN_class);
    unsigned style = (contains(class, RAP_STR("italic")) ? RAP_RUN_ITALIC : 0u) |
                     (contains(class, RAP_STR("bold")) ? RAP_RUN_BOLD : 0u);
    return style ? style : outer;
}

void rap_akn_collect(rap_akn *akn, rap_arena *arena, const rap_xml_node *node, unsigned style,
                     rap_runs *runs)
{
    for (const rap_xml_node *c = node->first; c; c = c->next) {
        switch (c->tag) {
        case RAP_XML_TEXT:
            rap_runs_put(runs, c->text, style);
            break;
        case AKN_authorialNote:
            take_note(akn, c, runs);
            break;
        case AKN_sup:
            take_raised(akn, arena, c, style, runs);
            break;
        case AKN_eol:
        case AKN_br:
            rap_runs_put(runs, RAP_STR(" "), style);
            break;
        case AKN_img:
            break;
        case AKN_b:
            rap_akn_collect(akn, arena, c, style | RAP_RUN_BOLD, runs);
            break;
        case AKN_i:
            rap_akn_collect(akn, arena, c, style | RAP_RUN_ITALIC, runs);
            break;
        case AKN_span:
            rap_akn_collect(akn, arena, c, style_of(c, style), runs);
            break;
        default:
            rap_akn_collect(akn, arena, c, style, runs);
        }
    }
}

/* -- blocks ----------------------------------------------------------------------------------- */

rap_block *rap_akn_block(rap_akn *akn, const rap_xml_node *node, rap_runs *runs, rap_part part)
{
    rap_source *source = akn->source;
    rap_str text = rap_runs_finish(runs);
    if (!text.length && !runs->notes.count) {
        return NULL;
    }
    if (source->blocks.count + akn->notes.count >= akn->reading->limits.blocks) {
        akn->is_over = true;
        return NULL;
    }
    rap_block block = {.part = part, .parent = -1};
    rap_runs_to_block(runs, &block);
    block.origin = (rap_origin){.offset = node->offset,
                                .line = node->line,
                                .path = rap_xml_path(source->arena, node, &rap_akn_vocabulary)};
    RAP_PUSH(source->arena, &source->blocks, block);
    return &source->blocks.items[source->blocks.count - 1];
}

static void collect_new(rap_akn *akn, const rap_xml_node *node, rap_runs *runs)
{
    rap_runs_init(runs, akn->source->arena);
    rap_akn_collect(akn, akn->source->arena, node, 0, runs);
}

rap_block *rap_akn_whole(rap_akn *akn, const rap_xml_node *node, rap_part part)
{
    rap_runs runs;
    collect_new(akn, node, &runs);
    return rap_akn_block(akn, node, &runs, part);
}

static int32_t last_block(const rap_akn *akn)
{
    return (int32_t)akn->source->blocks.count - 1;
}

/* Chinese sets its lead phrases in bold, the others in italics. */
static unsigned lead_styles(const rap_akn *akn)
{
    return akn->source->lang == RAP_LANG_ZH ? RAP_RUN_BOLD | RAP_RUN_ITALIC : RAP_RUN_ITALIC;
}

static void put_heading(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state, rap_str label)
{
    rap_block *block = rap_akn_whole(akn, node, state->annex ? RAP_PART_ANNEX : RAP_PART_HEADING);
    if (block) {
        block->look = RAP_LOOK_HEADING;
        block->level = 1;
        block->number = label;
        state->heading = last_block(akn);
    }
}

static void restart(rap_akn_state *state)
{
    state->number = state->letter = state->last_label = RAP_STR_NONE;
    state->paragraph = state->sub = -1;
}

/* -- preamble --------------------------------------------------------------------------------- */

static void put_preambular(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state)
{
    rap_runs runs;
    collect_new(akn, node, &runs);
    rap_block *block = rap_akn_block(akn, node, &runs, RAP_PART_PREAMBULAR);
    if (block) {
        block->level = 1;
        block->lead = rap_runs_lead(&runs, lead_styles(akn));
        block->parent = state->heading;
        state->paragraph = last_block(akn);
    }
}

static bool has_child(const rap_xml_node *node, const int *tags)
{
    for (const rap_xml_node *c = node->first; c; c = c->next) {
        for (const int *tag = tags; *tag >= 0; tag++) {
            if (c->tag == *tag) {
                return true;
            }
        }
    }
    return false;
}

static void put_preambular_list(rap_akn *akn, const rap_xml_node *list, rap_akn_state *state)
{
    for (const rap_xml_node *x = list->first; x; x = x->next) {
        if (x->tag == RAP_XML_TEXT) {
            continue;
        }
        if (x->tag == AKN_listIntroduction || x->tag == AKN_intro) {
            put_preambular(akn, x, state);
            continue;
        }
        int32_t parent = state->paragraph;
        rap_str label = {0};
        rap_runs runs;
        rap_runs_init(&runs, akn->source->arena);
        for (const rap_xml_node *y = x->first; y; y = y->next) {
            if (y->tag == AKN_num) {
                label = rap_akn_text(akn->source->arena, y);
            } else if (y->tag != RAP_XML_TEXT) {
                rap_akn_collect(akn, akn->source->arena, y, 0, &runs);
            }
        }
        rap_block *block = rap_akn_block(akn, x, &runs, RAP_PART_PREAMBULAR);
        if (block) {
            block->level = 2;
            block->number = label;
            block->parent = parent;
            block->look = RAP_LOOK_ITEM;
            block->lead = rap_runs_lead(&runs, lead_styles(akn));
        }
    }
}

void rap_akn_preamble(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state)
{
    static const int blocks[] = {AKN_table, AKN_blockList, AKN_list, -1};
    static const int paragraphs[] = {AKN_p, -1};
    switch (node->tag) {
    case AKN_formula: {
        for (const rap_xml_node *p = node->first; p; p = p->next) {
            if (p->tag != RAP_XML_TEXT) {
                rap_akn_whole(akn, p, RAP_PART_FORMULA);
            }
        }
        break;
    }
    case AKN_recitals:
    case AKN_container:
    case AKN_crossHeading:
    case AKN_recital: {
        bool is_whole = node->tag == AKN_crossHeading || !has_child(node, paragraphs);
        if (is_whole && node->tag != AKN_recitals && !has_child(node, blocks)) {
            put_preambular(akn, node, state);
            break;
        }
        for (const rap_xml_node *k = node->first; k; k = k->next) {
            if (k->tag != RAP_XML_TEXT) {
                rap_akn_preamble(akn, k, state);
            }
        }
        break;
    }
    case AKN_blockList:
    case AKN_list:
        put_preambular_list(akn, node, state);
        break;
    default:
        put_preambular(akn, node, state);
    }
}

/* -- tables ----------------------------------------------------------------------------------- */

static void put_table(rap_akn *akn, const rap_xml_node *table, rap_akn_state *state)
{
    for (const rap_xml_node *n = table; n; n = rap_xml_walk(table, n)) {
        if (n->tag == AKN_td || n->tag == AKN_th) {
            rap_runs runs;
            rap_runs_init(&runs, akn->source->arena);
            for (const rap_xml_node *p = n->first; p; p = p->next) {
                if (p->tag == RAP_XML_TEXT) {
                    rap_runs_put(&runs, p->text, 0);
                } else {
                    rap_akn_collect(akn, akn->source->arena, p, 0, &runs);
                    rap_runs_put(&runs, RAP_STR(" "), 0);
                }
            }
            rap_block *block =
                rap_akn_block(akn, n, &runs, state->annex ? RAP_PART_ANNEX : RAP_PART_BODY);
            if (block) {
                block->look = RAP_LOOK_CELL;
                block->parent = state->paragraph >= 0 ? state->paragraph : state->heading;
            }
        }
    }
}

/* -- numbered paragraphs ---------------------------------------------------------------------- */

/* Classes of the editors' headings: H1, H23, HCh, H4G. */
static bool is_heading_class(rap_str class)
{
    bool has_digit = class.length > 1 && class.data[1] >= '0' && class.data[1] <= '9';
    return (class.length && class.data[0] == 'H' && has_digit) ||
           rap_str_starts(class, RAP_STR("HCh"));
}

static size_t characters(rap_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += (text.data[i] & 0xC0) != 0x80;
    }
    return count;
}

/* Whether the text ends like a sentence or clause, as no heading does. */
static bool ends_in_stop(rap_str text)
{
    if (!text.length) {
        return false;
    }
    size_t at = text.length;
    uint32_t c = rap_utf8_previous(text, &at);
    return c == ',' || c == ';' || c == ':' || c == 0xFF0C || c == 0x3002 || c == 0xFF1B ||
           c == 0xFF1A;
}

static bool is_comma_last(rap_str text)
{
    if (!text.length) {
        return false;
    }
    size_t at = text.length;
    uint32_t c = rap_utf8_previous(text, &at);
    return c == ',' || c == 0x60C || c == 0xFF0C;
}

/* A line of one capital letter, or of a Roman number. */
static bool is_bare_label(rap_str text)
{
    return text.length && text.length <= 8 && rap_label_kind_of(text) == RAP_LABEL_SECTION &&
           !rap_str_ends(text, RAP_STR(".")) && rap_str_find(text, RAP_STR(" "), 0) == SIZE_MAX &&
           (unsigned char)text.data[0] < 0xE0;
}

/* Whether a paragraph without number is a heading by its looks. */
static bool looks_like_heading(const rap_akn *akn, const rap_runs *runs, rap_str text,
                               rap_str class)
{
    if (!text.length) {
        return false;
    }
    if (is_heading_class(class) || is_bare_label(text)) {
        return true;
    }
    if (akn->source->lang == RAP_LANG_ZH) {
        bool is_section = false;
        size_t styled = rap_runs_styled_bytes(runs, RAP_RUN_BOLD | RAP_RUN_ITALIC, 0);
        rap_label_match(text, &is_section);
        return characters(text) < 60 && !ends_in_stop(text) &&
               (is_section || styled * 100 >= text.length * 95);
    }
    return characters(text) < 200 &&
           rap_runs_styled_bytes(runs, RAP_RUN_BOLD, RAP_RUN_ITALIC) * 100 >= text.length * 95;
}

static int number_of(rap_str text)
{
    int number = 0;
    return rap_str_number(text, &number) ? number : 0;
}

/* The label typed into the text, cut off it; empty where there is none. */
static rap_str take_typed_label(rap_runs *runs, const rap_akn_state *state, rap_str class)
{
    rap_str text = {runs->text.data, runs->text.length};
    bool is_section;
    size_t length = rap_label_match(text, &is_section);
    if (!length && state->number.length) {
        length = rap_label_match_next(text, number_of(state->number) + 1);
    } else if (is_section || is_heading_class(class)) {
        length = 0;
    }
    if (!length) {
        return RAP_STR_NONE;
    }
    rap_str label = rap_str_copy(runs->arena, rap_str_trim(rap_str_slice(text, 0, length)));
    rap_runs_cut(runs, length);
    return label;
}

static bool is_same_letter(rap_str core, const char *letter)
{
    return rap_str_is(core, letter);
}

static rap_str join_label(rap_arena *arena, rap_str first, rap_str second)
{
    if (!first.length) {
        return rap_str_of(rap_arena_format(arena, "(%.*s)", RAP_STR_ARG(second)));
    }
    return rap_str_of(
        rap_arena_format(arena, "%.*s (%.*s)", RAP_STR_ARG(first), RAP_STR_ARG(second)));
}

static rap_part part_of_body(const rap_akn *akn, const rap_akn_state *state)
{
    return state->annex ? RAP_PART_ANNEX : akn->is_resolution ? RAP_PART_OPERATIVE : RAP_PART_BODY;
}

/* A paragraph without label: a heading by its looks, a preambular paragraph that slipped into the
 * body, or text that belongs to the paragraph before it. */
static void settle_plain(rap_akn *akn, rap_block *block, rap_akn_state *state, int level,
                         bool is_heading)
{
    if (is_heading) {
        block->part = state->annex ? RAP_PART_ANNEX : RAP_PART_HEADING;
        block->look = RAP_LOOK_HEADING;
        block->level = 1;
        block->lead = (rap_span){0, 0};
        state->heading = last_block(akn);
        return;
    }
    bool opens = block->lead.end > block->lead.start && !block->lead.start;
    if (block->part == RAP_PART_OPERATIVE && !state->number.length && opens &&
        is_comma_last(block->text)) {
        block->part = RAP_PART_PREAMBULAR;
        rap_warn(akn->source->arena, &akn->source->warnings, "preamble-in-body", last_block(akn),
                 "a preambular paragraph is marked up as part of the body");
    }
    block->level = level ? level : 1;
    block->parent = state->paragraph >= 0 ? state->paragraph : state->heading;
}

static void settle_labelled(rap_akn *akn, rap_block *block, rap_akn_state *state, int level,
                            rap_label_kind kind)
{
    rap_arena *arena = akn->source->arena;
    rap_str core = rap_label_core(arena, block->number);
    int32_t self = last_block(akn);
    if (kind == RAP_LABEL_SECTION) {
        restart(state);
        settle_plain(akn, block, state, 0, true);
        return;
    }
    if (kind == RAP_LABEL_NUMBER) {
        block->level = level > 1 ? level : 1;
        block->parent = block->level == 1 ? state->heading : state->paragraph;
        if (block->level == 1) {
            state->number = block->label = core;
            state->letter = RAP_STR_NONE;
            state->paragraph = self;
            state->sub = -1;
        } else {
            block->label = join_label(arena, state->number, core);
        }
        return;
    }
    block->look = RAP_LOOK_ITEM;
    block->level = level ? level : kind == RAP_LABEL_LETTER ? 2 : 3;
    if (block->level <= 2) {
        state->letter = core;
        block->label = join_label(arena, state->number, core);
        block->parent = state->paragraph >= 0 ? state->paragraph : state->heading;
        state->sub = self;
    } else {
        rap_str outer =
            state->letter.length ? join_label(arena, state->number, state->letter) : state->number;
        block->label = join_label(arena, outer, core);
        block->parent = state->sub >= 0 ? state->sub : state->paragraph;
    }
}

/* One paragraph of the body. `number`: its label where it has an element of its own, else empty.
 * `level`: 0 where only the label tells. */
static void put_paragraph(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state,
                          rap_runs *runs, rap_str number, rap_str class, int level)
{
    rap_arena *arena = akn->source->arena;
    rap_str text = rap_runs_finish(runs);
    if (!text.length && !runs->notes.count && !number.length) {
        return;
    }
    if (!number.length && text.length) {
        number = take_typed_label(runs, state, class);
        text = rap_buf_str(&runs->text);
    }
    rap_label_kind kind = number.length ? rap_label_kind_of(number) : RAP_LABEL_NONE;
    if (kind == RAP_LABEL_LETTER && state->last_label.length && state->letter.length &&
        is_same_letter(rap_label_core(arena, number), "i") && !is_same_letter(state->letter, "h")) {
        kind = RAP_LABEL_ROMAN;
    }
    bool is_heading = kind == RAP_LABEL_NONE && looks_like_heading(akn, runs, text, class);
    rap_block *block = rap_akn_block(akn, node, runs, part_of_body(akn, state));
    if (!block) {
        return;
    }
    block->number = number;
    block->lead = rap_runs_lead(runs, lead_styles(akn));
    if (kind == RAP_LABEL_NONE) {
        settle_plain(akn, block, state, level, is_heading);
    } else {
        settle_labelled(akn, block, state, level, kind);
        state->last_label = number;
    }
}

static void put_child(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state, rap_str number,
                      rap_str class, int level)
{
    rap_runs runs;
    collect_new(akn, node, &runs);
    put_paragraph(akn, node, state, &runs, number, class, level);
}

/* -- lists ------------------------------------------------------------------------------------ */

static void read_list(rap_akn *akn, const rap_xml_node *list, rap_akn_state *state, rap_str number,
                      rap_str class, int level);

static bool is_list(int tag)
{
    return tag == AKN_list || tag == AKN_sublist || tag == AKN_blockList;
}

static void read_point(rap_akn *akn, const rap_xml_node *point, rap_akn_state *state, rap_str class,
                       int level)
{
    rap_str number = {0};
    for (const rap_xml_node *x = point->first; x; x = x->next) {
        if (x->tag == RAP_XML_TEXT) {
            continue;
        }
        if (x->tag == AKN_num) {
            number = rap_akn_text(akn->source->arena, x);
        } else if (is_list(x->tag)) {
            read_list(akn, x, state, number, class, level + 1);
            number = RAP_STR_NONE;
        } else {
            put_child(akn, x, state, number, class, level);
            number = RAP_STR_NONE;
        }
    }
}

static void read_list(rap_akn *akn, const rap_xml_node *list, rap_akn_state *state, rap_str number,
                      rap_str class, int level)
{
    for (const rap_xml_node *k = list->first; k && !akn->is_over; k = k->next) {
        switch (k->tag) {
        case AKN_intro:
        case AKN_listIntroduction:
            put_child(akn, k, state, number, class, number.length ? 0 : level - 1);
            number = RAP_STR_NONE;
            break;
        case AKN_point:
        case AKN_item:
            if (number.length) {
                rap_runs none;
                rap_runs_init(&none, akn->source->arena);
                put_paragraph(akn, list, state, &none, number, class, 0);
                number = RAP_STR_NONE;
            }
            read_point(akn, k, state, class, level);
            break;
        case AKN_list:
        case AKN_sublist:
        case AKN_blockList:
            read_list(akn, k, state, RAP_STR_NONE, class, level + 1);
            break;
        case RAP_XML_TEXT:
            break;
        default:
            put_child(akn, k, state, RAP_STR_NONE, class, 0);
        }
    }
}

/* -- the body's elements ---------------------------------------------------------------------- */

static const int block_tags[] = {AKN_p,         AKN_table,   AKN_paragraph, AKN_section,
                                 AKN_blockList, AKN_list,    AKN_container, AKN_block,
                                 AKN_content,   AKN_article, AKN_alinea,    -1};

static void read_content(rap_akn *akn, const rap_xml_node *content, rap_akn_state *state,
                         rap_str number, rap_str class)
{
    static const int inner[] = {AKN_table, AKN_paragraph, AKN_section, AKN_blockList, -1};
    if (!has_child(content, block_tags)) {
        put_child(akn, content, state, number, class, 0);
        return;
    }
    bool is_mixed = has_child(content, inner);
    for (const rap_xml_node *x = content->first; x; x = x->next) {
        if (x->tag == RAP_XML_TEXT) {
            continue;
        }
        if (is_list(x->tag)) {
            read_list(akn, x, state, number, class, 2);
        } else if (is_mixed && x->tag != AKN_p) {
            rap_akn_item(akn, x, state);
            continue; /* the number waits for text */
        } else {
            put_child(akn, x, state, number, class, 0);
        }
        number = RAP_STR_NONE;
    }
}

static void read_paragraph(rap_akn *akn, const rap_xml_node *paragraph, rap_akn_state *state)
{
    rap_str number = {0}, class = attribute(paragraph, AKN_class);
    for (const rap_xml_node *k = paragraph->first; k; k = k->next) {
        switch (k->tag) {
        case RAP_XML_TEXT:
            continue;
        case AKN_num:
            number = rap_akn_text(akn->source->arena, k);
            continue;
        case AKN_heading:
        case AKN_subheading:
            put_heading(akn, k, state, number);
            break;
        case AKN_content:
            read_content(akn, k, state, number, class);
            break;
        case AKN_list:
        case AKN_blockList:
            read_list(akn, k, state, number, class, 2);
            break;
        case AKN_p:
            put_child(akn, k, state, number, class, 0);
            break;
        default:
            rap_akn_item(akn, k, state);
            continue;
        }
        number = RAP_STR_NONE;
    }
    if (number.length) {
        rap_runs none;
        rap_runs_init(&none, akn->source->arena);
        put_paragraph(akn, paragraph, state, &none, number, class, 0);
    }
}

static bool is_of_preamble(const rap_xml_node *node)
{
    return node->tag == AKN_crossHeading && rap_str_is(attribute(node, AKN_refersTo), "#preamble");
}

static void read_section(rap_akn *akn, const rap_xml_node *section, rap_akn_state *state)
{
    for (const rap_xml_node *k = section->first; k; k = k->next) {
        if (k->tag == AKN_heading || k->tag == AKN_subheading || k->tag == AKN_num) {
            put_heading(akn, k, state, RAP_STR_NONE);
        }
    }
    restart(state);
    for (const rap_xml_node *k = section->first; k; k = k->next) {
        if (k->tag == RAP_XML_TEXT || k->tag == AKN_heading || k->tag == AKN_subheading ||
            k->tag == AKN_num) {
            continue;
        }
        rap_akn_item(akn, k, state);
    }
}

/* An element that may hold others or text. */
static void read_holder(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state)
{
    static const int inline_tags[] = {AKN_span,          AKN_a, AKN_ref, AKN_b, AKN_i,
                                      AKN_authorialNote, -1};
    bool has_elements = false;
    for (const rap_xml_node *k = node->first; k && !has_elements; k = k->next) {
        has_elements = k->tag != RAP_XML_TEXT;
    }
    if (!has_elements || (has_child(node, inline_tags) && !has_child(node, block_tags))) {
        put_child(akn, node, state, RAP_STR_NONE, attribute(node, AKN_class), 0);
        return;
    }
    for (const rap_xml_node *k = node->first; k; k = k->next) {
        if (k->tag != RAP_XML_TEXT) {
            rap_akn_item(akn, k, state);
        }
    }
}

static void read_preamble(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state)
{
    for (const rap_xml_node *k = node->first; k; k = k->next) {
        if (k->tag != RAP_XML_TEXT) {
            rap_akn_preamble(akn, k, state);
        }
    }
}

static void read_heading(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state)
{
    put_heading(akn, node, state, RAP_STR_NONE);
}

static void read_loose_list(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state)
{
    read_list(akn, node, state, RAP_STR_NONE, attribute(node, AKN_class), 2);
}

static void pass_over(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state)
{
    (void)akn, (void)node, (void)state;
}

typedef void item_reader(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state);

void rap_akn_item(rap_akn *akn, const rap_xml_node *node, rap_akn_state *state)
{
    /* what is not named here only holds other elements */
    static item_reader *const readers[AKN_COUNT] = {
        [AKN_paragraph] = read_paragraph,
        [AKN_alinea] = read_paragraph,
        [AKN_section] = read_section,
        [AKN_division] = read_section,
        [AKN_part] = read_section,
        [AKN_chapter] = read_section,
        [AKN_article] = read_section,
        [AKN_hcontainer] = read_section,
        [AKN_table] = put_table,
        [AKN_heading] = read_heading,
        [AKN_subheading] = read_heading,
        [AKN_crossHeading] = read_heading,
        [AKN_block] = read_heading,
        [AKN_list] = read_loose_list,
        [AKN_blockList] = read_loose_list,
        [AKN_preamble] = read_preamble,
        [AKN_meta] = pass_over,
        [AKN_presentation] = pass_over,
        [AKN_img] = pass_over,
        [AKN_components] = pass_over,
    };
    if (akn->is_over) {
        return;
    }
    if (is_of_preamble(node)) {
        rap_akn_preamble(akn, node, state);
        return;
    }
    item_reader *reader = node->tag >= 0 ? readers[node->tag] : NULL;
    (reader ? reader : read_holder)(akn, node, state);
}

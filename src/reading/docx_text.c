#include "docx.h"

#include <stdlib.h>
#include <string.h>

/* -- notes ------------------------------------------------------------------------------------- */

/* A call of a foot- or endnote; its body becomes a block at the end. */
static void take_note(rap_docx *docx, const rap_xml_node *call, rap_str custom_mark, rap_runs *runs)
{
    rap_arena *arena = docx->source->arena;
    bool is_end = call->tag == DOCX_endnoteReference;
    rap_str id = rap_xml_attribute_of(call, DOCX_id);
    const rap_map *bodies = is_end ? docx->endnotes : docx->footnotes;
    const rap_xml_node *body = bodies ? rap_map_find(bodies, id) : NULL;
    rap_str mark = custom_mark;
    rap_docx_marks *marks = is_end ? &docx->endnote_marks : &docx->footnote_marks;
    if (!mark.length) {
        mark = rap_docx_format(arena, marks->format, ++marks->last);
    }
    rap_runs_note(runs, mark);
    if (!body) {
        return;
    }
    rap_block block = {
        .part = RAP_PART_UNKNOWN, .look = RAP_LOOK_NOTE, .parent = -1, .number = mark};
    block.text = rap_docx_note_text(docx, body);
    block.origin.path = rap_str_of(rap_arena_format(
        arena, "word/%s.xml#note %.*s", is_end ? "endnotes" : "footnotes", RAP_STR_ARG(id)));
    RAP_PUSH(arena, &docx->notes, block);
}

/* A note's mark that somebody typed and raised by hand: behind a word or a stop, not behind a
 * number or a unit of measurement. */
static bool is_typed_mark(const rap_runs *runs, rap_str text)
{
    size_t length = runs->text.length;
    text = rap_str_trim(text);
    if (!text.length || text.length > 3 || length < 3) {
        return false;
    }
    bool is_mark = rap_str_is(text, "*") || rap_str_is(text, "**");
    int number;
    if (!is_mark && !(rap_str_number(text, &number) && number)) {
        return false;
    }
    const char *end = runs->text.data + length;
    for (int i = 1; i <= 3; i++) {
        unsigned char c = (unsigned char)end[-i];
        if (i == 1 && strchr(".,;:)\"", c)) {
            return true;
        }
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (!is_letter) {
            return false;
        }
    }
    return true;
}

/* -- runs ---------------------------------------------------------------------------------------
 */

typedef struct {
    rap_docx *docx;
    rap_runs *runs;
    const rap_docx_style *paragraph; /* its style, or NULL */
} inline_reader;

typedef struct {
    unsigned style;
    bool is_hidden, is_raised;
    const rap_xml_node *lang;
    rap_str font;
} run_look;

static int first_told(int a, int b, int c)
{
    return a >= 0 ? a : b >= 0 ? b : c;
}

static run_look look_of(const inline_reader *in, const rap_xml_node *properties)
{
    const rap_docx_style *style =
        rap_docx_style_of(&in->docx->styles, rap_docx_value(properties, DOCX_rStyle));
    int of_style[2] = {style ? style->italic : -1, style ? style->bold : -1};
    int of_paragraph[2] = {in->paragraph ? in->paragraph->italic : -1,
                           in->paragraph ? in->paragraph->bold : -1};
    int italic = rap_docx_toggle(properties, DOCX_i), bold = rap_docx_toggle(properties, DOCX_b);
    if (rap_docx_toggle(properties, DOCX_rtl) == 1) {
        italic = rap_docx_toggle(properties, DOCX_iCs);
        bold = rap_docx_toggle(properties, DOCX_bCs);
    }
    run_look look = {0};
    look.style |= first_told(italic, of_style[0], of_paragraph[0]) == 1 ? RAP_RUN_ITALIC : 0u;
    look.style |= first_told(bold, of_style[1], of_paragraph[1]) == 1 ? RAP_RUN_BOLD : 0u;
    look.is_hidden =
        first_told(rap_docx_toggle(properties, DOCX_vanish), style ? style->hidden : -1,
                   in->paragraph ? in->paragraph->hidden : -1) == 1;
    look.is_raised = rap_str_is(rap_docx_value(properties, DOCX_vertAlign), "superscript");
    look.lang = properties ? rap_xml_child(properties, DOCX_lang) : NULL;
    const rap_xml_node *fonts = properties ? rap_xml_child(properties, DOCX_rFonts) : NULL;
    look.font = fonts ? rap_xml_attribute_of(fonts, DOCX_ascii) : RAP_STR_NONE;
    return look;
}

static void count_language(rap_docx *docx, const rap_xml_node *lang, rap_str text)
{
    if (!lang) {
        return;
    }
    rap_script script = rap_text_script(text);
    int name = script == RAP_SCRIPT_ARABIC ? DOCX_bidi
               : script == RAP_SCRIPT_HAN  ? DOCX_eastAsia
                                           : DOCX_val;
    docx->lang_bytes[rap_lang_of_code(rap_xml_attribute_of(lang, name))] += text.length;
}

static void take_field_mark(rap_docx *docx, const rap_xml_node *mark)
{
    rap_str type = rap_xml_attribute_of(mark, DOCX_fldCharType);
    uint64_t bit = UINT64_C(1) << (docx->field_depth & 63);
    if (rap_str_is(type, "begin") && docx->field_depth < 63) {
        docx->field_depth++;
        docx->in_code |= bit << 1;
    } else if (rap_str_is(type, "separate")) {
        docx->in_code &= ~bit;
    } else if (rap_str_is(type, "end") && docx->field_depth > 0) {
        docx->in_code &= ~bit;
        docx->field_depth--;
    }
}

static void put_symbol(const inline_reader *in, const run_look *look, const rap_xml_node *symbol)
{
    rap_str hex = rap_xml_attribute_of(symbol, DOCX_char);
    char digits[8] = {0}, bytes[4];
    if (look->is_hidden || in->docx->in_code || !hex.length || hex.length >= sizeof digits) {
        return;
    }
    memcpy(digits, hex.data, hex.length);
    unsigned long c = strtoul(digits, NULL, 16);
    uint32_t sign = rap_docx_symbol(rap_xml_attribute_of(symbol, DOCX_font), (uint32_t)c);
    c = sign ? sign : c;
    bool is_private = c >= 0xE000 && c <= 0xF8FF; /* a picture of that font alone */
    if (c >= 0x20 && c < 0xFFFE && !is_private && !(c >= 0xD800 && c <= 0xDFFF)) {
        rap_runs_put(in->runs, (rap_str){bytes, rap_utf8_put((uint32_t)c, bytes)}, look->style);
    }
}

static rap_str text_of(const rap_xml_node *node)
{
    const rap_xml_node *text = node->first;
    return text && text->tag == RAP_XML_TEXT ? text->text : RAP_STR_NONE;
}

static void put_inline(const inline_reader *in, const rap_xml_node *holder);

/* The branch of an AlternateContent to read, as both tell the same text; else the node itself. */
static const rap_xml_node *branch_of(const rap_xml_node *node)
{
    if (node->tag != DOCX_AlternateContent) {
        return node;
    }
    const rap_xml_node *choice = rap_xml_child(node, DOCX_Choice);
    const rap_xml_node *fallback = rap_xml_child(node, DOCX_Fallback);
    return choice ? choice : fallback ? fallback : node;
}

/* Codes of a font of signs, which Word keeps in Unicode's private area. */
static rap_str with_signs(rap_arena *arena, rap_str font, rap_str text)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        bool is_private = c >= 0xF020 && c <= 0xF0FF;
        uint32_t sign = is_private ? rap_docx_symbol(font, c) : 0;
        rap_buf_put_code_point(&out, sign ? sign : c);
    }
    return rap_buf_str(&out);
}

static void put_text(const inline_reader *in, const run_look *look, rap_str text)
{
    if (look->is_hidden || in->docx->in_code) {
        return;
    }
    if (rap_docx_symbol(look->font, 'o')) {
        text = with_signs(in->docx->source->arena, look->font, text);
    }
    if (look->is_raised && is_typed_mark(in->runs, text)) {
        rap_runs_note(in->runs, rap_str_trim(text));
        return;
    }
    count_language(in->docx, look->lang, text);
    rap_runs_put(in->runs, text, look->style);
}

/* The call of a note; true where the run's own text is its mark. */
static bool take_call(const inline_reader *in, const rap_xml_node *run, const rap_xml_node *call)
{
    bool is_own = rap_str_is(rap_xml_attribute_of(call, DOCX_customMarkFollows), "1");
    const rap_xml_node *mark = is_own ? rap_xml_child(run, DOCX_t) : NULL;
    take_note(in->docx, call, mark ? rap_str_trim(text_of(mark)) : RAP_STR_NONE, in->runs);
    return mark != NULL;
}

static void put_run(const inline_reader *in, const rap_xml_node *run)
{
    run_look look = look_of(in, rap_docx_properties(in->docx, run, DOCX_rPr, DOCX_rPrChange));
    for (const rap_xml_node *n = run->first; n; n = n->next) {
        switch (n->tag) {
        case DOCX_t:
        case DOCX_delText: /* within w:del alone, which is passed over where it is absent */
            put_text(in, &look, text_of(n));
            break;
        case DOCX_tab:
        case DOCX_ptab:
        case DOCX_br:
        case DOCX_cr:
            rap_runs_put(in->runs, RAP_STR(" "), look.style);
            break;
        case DOCX_noBreakHyphen:
            put_text(in, &look, RAP_STR("-"));
            break;
        case DOCX_sym:
            put_symbol(in, &look, n);
            break;
        case DOCX_fldChar:
            take_field_mark(in->docx, n);
            break;
        case DOCX_footnoteReference:
        case DOCX_endnoteReference:
            if (take_call(in, run, n)) {
                return; /* what follows is the mark */
            }
            break;
        case RAP_XML_TEXT:
        case DOCX_rPr:
        case DOCX_instrText:
        case DOCX_delInstrText:
        case DOCX_rt:
            break;
        default: /* drawings may hold text boxes */
            put_inline(in, branch_of(n));
        }
    }
}

static void put_inline(const inline_reader *in, const rap_xml_node *holder)
{
    for (const rap_xml_node *n = holder->first; n; n = n->next) {
        switch (n->tag) {
        case DOCX_r:
            put_run(in, n);
            break;
        case DOCX_txbxContent:
            RAP_PUSH(in->docx->source->arena, &in->docx->boxes, n);
            break;
        case DOCX_ins:
        case DOCX_moveTo:
        case DOCX_del:
        case DOCX_moveFrom:
            if (!rap_docx_is_absent(in->docx, n->tag)) {
                put_inline(in, n);
            }
            break;
        case RAP_XML_TEXT:
        case DOCX_pPr:
        case DOCX_rPr:
        case DOCX_sdtPr:
        case DOCX_sdtEndPr:
        case DOCX_rt:
            break;
        default:
            put_inline(in, branch_of(n));
        }
    }
}

/* -- paragraphs ---------------------------------------------------------------------------------
 */

/* Typed-in tags are often wrong: believed only where most of the text carries the tag, and the
 * words do not say otherwise. */
static rap_lang tagged_language(const rap_docx *docx, rap_str text)
{
    for (int i = RAP_LANG_NONE + 1; i < RAP_LANG_COUNT; i++) {
        if (docx->lang_bytes[i] * 2 > text.length) {
            double sure = 0;
            rap_lang found = rap_text_language(docx->reading->text, text, &sure);
            return found == RAP_LANG_NONE || found == (rap_lang)i ? (rap_lang)i : RAP_LANG_NONE;
        }
    }
    return RAP_LANG_NONE;
}

static rap_span lead_of(const rap_runs *runs)
{
    rap_span lead = rap_runs_strict_lead(runs, RAP_RUN_ITALIC);
    bool is_han = rap_text_script((rap_str){runs->text.data, runs->text.length}) == RAP_SCRIPT_HAN;
    return lead.end == lead.start && is_han ? rap_runs_strict_lead(runs, RAP_RUN_BOLD) : lead;
}

typedef struct {
    const rap_docx_style *style;
    int outline, num_id, ilvl;
    bool is_mark_absent;
} paragraph_look;

/* Whether one of the children tells of a change that makes its parent absent. */
static bool has_absent(rap_docx *docx, const rap_xml_node *properties)
{
    bool is_absent = false;
    for (const rap_xml_node *n = properties ? properties->first : NULL; n; n = n->next) {
        is_absent = rap_docx_is_absent(docx, n->tag) || is_absent;
    }
    return is_absent;
}

static paragraph_look paragraph_look_of(rap_docx *docx, const rap_xml_node *paragraph)
{
    const rap_xml_node *properties = rap_docx_properties(docx, paragraph, DOCX_pPr, DOCX_pPrChange);
    const rap_xml_node *present = rap_xml_child(paragraph, DOCX_pPr);
    const rap_docx_style *style =
        rap_docx_style_of(&docx->styles, rap_docx_value(properties, DOCX_pStyle));
    paragraph_look look = {.style = style ? style : docx->styles.paragraph};
    style = look.style;
    const rap_xml_node *numbering = properties ? rap_xml_child(properties, DOCX_numPr) : NULL;
    if (numbering && has_absent(docx, numbering)) {
        numbering = NULL;
    }
    const rap_xml_node *mark = present ? rap_xml_child(present, DOCX_rPr) : NULL;
    look.outline = rap_docx_number(properties, DOCX_outlineLvl, style ? style->outline : -1);
    look.num_id = rap_docx_number(numbering, DOCX_numId, style ? style->num_id : -1);
    int of_style =
        style ? rap_docx_level_of_style(docx->source->arena, &docx->styles, look.num_id, style->id)
              : -1;
    look.ilvl = first_told(rap_docx_number(numbering, DOCX_ilvl, -1), of_style,
                           style && style->ilvl > 0 ? style->ilvl : 0);
    look.is_mark_absent = has_absent(docx, mark);
    return look;
}

static void settle_look(const rap_docx *docx, const paragraph_look *look, bool is_item,
                        rap_block *block)
{
    if (docx->in_cell) {
        block->look = RAP_LOOK_CELL;
    } else if (look->outline >= 0 && look->outline < RAP_DOCX_LEVELS) {
        block->look = RAP_LOOK_HEADING;
        block->level = look->outline + 1;
    } else if (look->style && look->style->look != RAP_LOOK_PLAIN) {
        block->look = look->style->look;
    } else if (is_item) {
        block->look = RAP_LOOK_ITEM;
        block->level = (look->ilvl < RAP_DOCX_LEVELS ? look->ilvl : RAP_DOCX_LEVELS - 1) + 1;
    }
}

static void put_block(rap_docx *docx, const paragraph_look *look, rap_runs *runs)
{
    rap_arena *arena = docx->source->arena;
    bool is_item = false;
    rap_str number = rap_docx_count(arena, &docx->styles, look->num_id, look->ilvl, &is_item);
    rap_str text = rap_runs_finish(runs);
    bool is_contents = look->style && look->style->is_contents;
    if ((!text.length && !runs->notes.count) || is_contents) {
        return;
    }
    if (docx->source->blocks.count + docx->notes.count >= docx->reading->limits.blocks) {
        docx->is_over = true;
        return;
    }
    rap_block block = {.part = RAP_PART_UNKNOWN, .parent = -1, .number = number};
    rap_runs_to_block(runs, &block);
    settle_look(docx, look, is_item, &block);
    block.lead = block.look == RAP_LOOK_HEADING ? (rap_span){0, 0} : lead_of(runs);
    block.lang = tagged_language(docx, text);
    block.origin.path =
        rap_str_of(rap_arena_format(arena, "%s#paragraph %u", docx->part, docx->paragraphs));
    RAP_PUSH(arena, &docx->source->blocks, block);
}

void rap_docx_paragraph(rap_docx *docx, const rap_xml_node *paragraph)
{
    rap_arena *arena = docx->source->arena;
    paragraph_look look = paragraph_look_of(docx, paragraph);
    docx->paragraphs++;
    rap_runs runs;
    rap_runs_init(&runs, arena);
    if (docx->has_pending) {
        runs = docx->pending;
        docx->has_pending = false;
    } else {
        memset(docx->lang_bytes, 0, sizeof docx->lang_bytes);
    }
    rap_docx_nodes outer = docx->boxes;
    docx->boxes = (rap_docx_nodes){0};
    put_inline(&(inline_reader){docx, &runs, look.style}, paragraph);
    docx->in_code = 0; /* a field's code ends with its paragraph, whatever is missing */
    rap_docx_nodes boxes = docx->boxes;
    docx->boxes = outer;
    if (look.is_mark_absent) {
        docx->pending = runs;
        docx->has_pending = true;
    } else {
        put_block(docx, &look, &runs);
    }
    for (size_t i = 0; i < boxes.count && !docx->is_over; i++) {
        rap_docx_blocks(docx, boxes.items[i]);
    }
}

rap_str rap_docx_note_text(rap_docx *docx, const rap_xml_node *note)
{
    rap_runs runs;
    rap_runs_init(&runs, docx->source->arena);
    rap_docx_nodes outer = docx->boxes;
    size_t lang_bytes[RAP_LANG_COUNT];
    uint64_t in_code = docx->in_code;
    int field_depth = docx->field_depth;
    memcpy(lang_bytes, docx->lang_bytes, sizeof lang_bytes);
    docx->in_code = 0;
    docx->field_depth = 0;
    const rap_map *footnotes = docx->footnotes, *endnotes = docx->endnotes;
    docx->footnotes = docx->endnotes = NULL; /* no notes on notes, and no circles */
    for (const rap_xml_node *p = note->first; p; p = p->next) {
        if (p->tag != RAP_XML_TEXT) {
            put_inline(&(inline_reader){docx, &runs, NULL}, p);
            rap_runs_put(&runs, RAP_STR(" "), 0);
        }
    }
    docx->footnotes = footnotes;
    docx->endnotes = endnotes;
    docx->boxes = outer;
    docx->in_code = in_code;
    docx->field_depth = field_depth;
    memcpy(docx->lang_bytes, lang_bytes, sizeof lang_bytes);
    return rap_runs_finish(&runs);
}

static void put_table(rap_docx *docx, const rap_xml_node *table)
{
    bool outer = docx->in_cell;
    size_t cells = 0;
    for (const rap_xml_node *n = table; n && cells < 2; n = rap_xml_walk(table, n)) {
        cells += n->tag == DOCX_tc;
    }
    docx->in_cell = outer || cells > 1; /* one cell alone is a frame around text */
    for (const rap_xml_node *row = table->first; row; row = row->next) {
        const rap_xml_node *properties = row->tag == DOCX_tr ? rap_xml_child(row, DOCX_trPr) : NULL;
        if (!has_absent(docx, properties) && row->tag != RAP_XML_TEXT) {
            rap_docx_blocks(docx, row);
        }
    }
    docx->in_cell = outer;
}

/* What was left before a deleted mark that no paragraph of the same holder
 * follows. */
static void put_pending(rap_docx *docx)
{
    if (docx->has_pending) {
        rap_runs runs = docx->pending;
        docx->has_pending = false;
        put_block(docx, &(paragraph_look){.outline = -1, .num_id = -1}, &runs);
    }
}

static void warn_embedded(rap_docx *docx)
{
    rap_warn(docx->source->arena, &docx->source->warnings, "embedded-document", -1,
             "the file embeds another one behind paragraph %u, which is not read; open it in Word "
             "and save it again",
             docx->paragraphs);
}

static bool is_no_text(int tag)
{
    return tag == RAP_XML_TEXT || tag == DOCX_sdtPr || tag == DOCX_sdtEndPr || tag == DOCX_sectPr ||
           tag == DOCX_trPr || tag == DOCX_tcPr || tag == DOCX_tblPr;
}

void rap_docx_blocks(rap_docx *docx, const rap_xml_node *holder)
{
    for (const rap_xml_node *n = holder->first; n && !docx->is_over; n = n->next) {
        if (n->tag == DOCX_p) {
            rap_docx_paragraph(docx, n);
        } else if (n->tag == DOCX_tbl) {
            put_pending(docx);
            put_table(docx, n);
        } else if (n->tag == DOCX_altChunk) {
            warn_embedded(docx);
        } else if (!is_no_text(n->tag) && !rap_docx_is_absent(docx, n->tag) &&
                   !(n->tag == DOCX_tc && has_absent(docx, rap_xml_child(n, DOCX_tcPr)))) {
            rap_docx_blocks(docx, branch_of(n));
        }
    }
    bool is_end = holder->tag == DOCX_body || holder->tag == DOCX_tc;
    if (is_end || holder->tag == DOCX_txbxContent) {
        put_pending(docx);
    }
}

#include "docx.h"

#include <stdlib.h>

int rap_docx_toggle(const rap_xml_node *properties, int tag)
{
    const rap_xml_node *node = properties ? rap_xml_child(properties, tag) : NULL;
    if (!node) {
        return -1;
    }
    rap_str value = rap_xml_attribute_of(node, DOCX_val);
    return !(rap_str_is(value, "0") || rap_str_is(value, "false") || rap_str_is(value, "off"));
}

bool rap_docx_is_absent(rap_docx *docx, int tag)
{
    bool is_put_in = tag == DOCX_ins || tag == DOCX_moveTo || tag == DOCX_cellIns;
    bool is_taken_out = tag == DOCX_del || tag == DOCX_moveFrom || tag == DOCX_cellDel;
    docx->has_changes = docx->has_changes || is_put_in || is_taken_out;
    return docx->reading->as_original ? is_put_in : is_taken_out;
}

const rap_xml_node *rap_docx_properties(rap_docx *docx, const rap_xml_node *holder, int tag,
                                        int change)
{
    const rap_xml_node *properties = rap_xml_child(holder, tag);
    const rap_xml_node *changed = properties ? rap_xml_child(properties, change) : NULL;
    docx->has_changes = docx->has_changes || changed;
    return changed && docx->reading->as_original ? rap_xml_child(changed, tag) : properties;
}

rap_str rap_docx_value(const rap_xml_node *properties, int tag)
{
    const rap_xml_node *node = properties ? rap_xml_child(properties, tag) : NULL;
    return node ? rap_xml_attribute_of(node, DOCX_val) : RAP_STR_NONE;
}

int rap_docx_number(const rap_xml_node *properties, int tag, int otherwise)
{
    int number = otherwise;
    return rap_str_number(rap_docx_value(properties, tag), &number) ? number : otherwise;
}

/* Built-in styles keep their first name in every language of Word; only the ids are translated. */
static void read_name(rap_docx_style *style, rap_str name)
{
    rap_str heading = RAP_STR("heading "), contents = RAP_STR("toc ");
    rap_str head = rap_str_slice(name, 0, heading.length);
    int level;
    if (rap_str_equal_nocase(head, heading) &&
        rap_str_number(rap_str_slice(name, heading.length, name.length), &level) && level >= 1 &&
        level <= RAP_DOCX_LEVELS) {
        style->outline = level - 1;
    } else if (rap_str_equal_nocase(name, RAP_STR("title"))) {
        style->look = RAP_LOOK_TITLE;
    } else if (rap_str_equal_nocase(name, RAP_STR("caption"))) {
        style->look = RAP_LOOK_CAPTION;
    }
    style->is_contents =
        name.length == 5 && rap_str_equal_nocase(rap_str_slice(name, 0, 4), contents);
}

static void read_style(rap_arena *arena, const rap_xml_node *node, rap_docx_styles *ret)
{
    rap_str id = rap_xml_attribute_of(node, DOCX_styleId);
    if (!id.length) {
        return;
    }
    rap_docx_style *style = RAP_NEW(arena, rap_docx_style);
    const rap_xml_node *paragraph = rap_xml_child(node, DOCX_pPr);
    const rap_xml_node *run = rap_xml_child(node, DOCX_rPr);
    const rap_xml_node *numbering = paragraph ? rap_xml_child(paragraph, DOCX_numPr) : NULL;
    style->based_on = rap_docx_value(node, DOCX_basedOn);
    style->outline = rap_docx_number(paragraph, DOCX_outlineLvl, -1);
    style->outline = style->outline < RAP_DOCX_LEVELS ? style->outline : -2; /* 9: body text */
    style->num_id = rap_docx_number(numbering, DOCX_numId, -1);
    style->ilvl = rap_docx_number(numbering, DOCX_ilvl, -1);
    style->italic = rap_docx_toggle(run, DOCX_i);
    style->bold = rap_docx_toggle(run, DOCX_b);
    style->hidden = rap_docx_toggle(run, DOCX_vanish);
    style->id = id;
    read_name(style, rap_docx_value(node, DOCX_name));
    rap_map_set(ret->styles, id, style);
    rap_str is_default = rap_xml_attribute_of(node, DOCX_default);
    if (rap_str_is(rap_xml_attribute_of(node, DOCX_type), "paragraph") &&
        (rap_str_is(is_default, "1") || rap_str_is(is_default, "true"))) {
        ret->paragraph = style;
    }
}

static int first_told(int own, int inherited)
{
    return own == -1 ? inherited : own;
}

/* Works in what the style inherits; `depth` ends circles. */
static void resolve(rap_docx_styles *styles, rap_docx_style *style, int depth)
{
    if (style->is_resolved || depth > 32) {
        return;
    }
    style->is_resolved = true;
    rap_docx_style *base =
        style->based_on.length ? rap_map_find(styles->styles, style->based_on) : NULL;
    if (!base) {
        return;
    }
    resolve(styles, base, depth + 1);
    style->outline = first_told(style->outline, base->outline);
    style->num_id = first_told(style->num_id, base->num_id);
    style->ilvl = first_told(style->ilvl, base->ilvl);
    style->italic = first_told(style->italic, base->italic);
    style->bold = first_told(style->bold, base->bold);
    style->hidden = first_told(style->hidden, base->hidden);
    style->look = style->look == RAP_LOOK_PLAIN ? base->look : style->look;
    style->is_contents = style->is_contents || base->is_contents;
}

void rap_docx_read_styles(rap_arena *arena, const rap_xml_node *styles, rap_docx_styles *ret)
{
    for (const rap_xml_node *node = styles->first; node; node = node->next) {
        if (node->tag == DOCX_style) {
            read_style(arena, node, ret);
        }
    }
    rap_str id;
    void *style;
    for (size_t i = 0; rap_map_at(ret->styles, i, &id, &style); i++) {
        resolve(ret, style, 0);
    }
}

const rap_docx_style *rap_docx_style_of(const rap_docx_styles *styles, rap_str id)
{
    return id.length ? rap_map_find(styles->styles, id) : NULL;
}

#include "docx.h"

#include <string.h>

/* -- reading numbering.xml --------------------------------------------------------------------- */

/* Word allows 31 characters in a level's text; what is much longer is made to do harm. */
static rap_str short_text(rap_str text)
{
    enum { MOST = 128 };
    size_t end = text.length < MOST ? text.length : MOST;
    while (end < text.length && end && ((unsigned char)text.data[end] & 0xC0) == 0x80) {
        end--;
    }
    return rap_str_slice(text, 0, end);
}

static void read_level(const rap_xml_node *node, rap_docx_level *level)
{
    level->start = rap_docx_number(node, DOCX_start, 0);
    level->restart = rap_docx_number(node, DOCX_lvlRestart, -1);
    level->is_legal = rap_docx_toggle(node, DOCX_isLgl) == 1;
    level->format = rap_docx_value(node, DOCX_numFmt);
    level->text = short_text(rap_docx_value(node, DOCX_lvlText));
    if (!rap_xml_child(node,
                       DOCX_numFmt)) { /* in an AlternateContent, for formats of newer Words */
        for (const rap_xml_node *n = node; n; n = rap_xml_walk(node, n)) {
            if (n->tag == DOCX_numFmt) {
                level->format = rap_xml_attribute_of(n, DOCX_val);
            }
        }
    }
}

static int level_of(const rap_xml_node *node)
{
    int level;
    bool is_level = rap_str_number(rap_xml_attribute_of(node, DOCX_ilvl), &level) && level >= 0 &&
                    level < RAP_DOCX_LEVELS;
    return is_level ? level : -1;
}

static void read_list(rap_arena *arena, const rap_xml_node *node, rap_map *lists)
{
    rap_docx_list *list = RAP_NEW(arena, rap_docx_list);
    for (const rap_xml_node *n = node->first; n; n = n->next) {
        if (n->tag == DOCX_lvl && level_of(n) >= 0) {
            read_level(n, &list->levels[level_of(n)]);
            list->paragraph_styles[level_of(n)] = rap_docx_value(n, DOCX_pStyle);
        } else if (n->tag == DOCX_numStyleLink) {
            list->style_link = rap_xml_attribute_of(n, DOCX_val);
        }
    }
    rap_map_set(lists, rap_xml_attribute_of(node, DOCX_abstractNumId), list);
}

static void read_num(rap_arena *arena, const rap_xml_node *node, rap_docx_styles *styles)
{
    rap_docx_num *num = RAP_NEW(arena, rap_docx_num);
    num->list = rap_map_find(styles->lists, rap_docx_value(node, DOCX_abstractNumId));
    for (int i = 0; i < RAP_DOCX_LEVELS; i++) {
        num->start[i] = -1;
    }
    for (const rap_xml_node *n = node->first; n; n = n->next) {
        int level = n->tag == DOCX_lvlOverride ? level_of(n) : -1;
        if (level < 0) {
            continue;
        }
        num->start[level] = rap_docx_number(n, DOCX_startOverride, -1);
        const rap_xml_node *changed = rap_xml_child(n, DOCX_lvl);
        if (changed) {
            num->changed[level] = RAP_NEW(arena, rap_docx_level);
            read_level(changed, num->changed[level]);
        }
    }
    rap_map_set(styles->nums, rap_xml_attribute_of(node, DOCX_numId), num);
}

void rap_docx_read_numbering(rap_arena *arena, const rap_xml_node *numbering,
                             rap_docx_styles *styles)
{
    for (const rap_xml_node *n = numbering->first; n; n = n->next) {
        if (n->tag == DOCX_abstractNum) {
            read_list(arena, n, styles->lists);
        }
    }
    for (const rap_xml_node *n = numbering->first; n; n = n->next) {
        if (n->tag == DOCX_num) {
            read_num(arena, n, styles);
        }
    }
}

/* -- counting ---------------------------------------------------------------------------------- */

static const rap_docx_level *level_at(const rap_docx_num *num, int level)
{
    return num->changed[level] ? num->changed[level] : &num->list->levels[level];
}

/* The next number on `level`; deeper levels begin again where they are to. */
static void count_on(rap_docx_num *num, int level)
{
    rap_docx_list *list = num->list;
    for (int i = 0; i < level; i++) {
        if (!list->is_counted[i]) { /* never printed so far: shown as its first number */
            list->counts[i] = level_at(num, i)->start;
            list->is_counted[i] = true;
        }
    }
    if (num->start[level] >= 0) {
        list->counts[level] = num->start[level];
        num->start[level] = -1; /* once */
    } else if (list->is_counted[level]) {
        list->counts[level]++;
    } else {
        list->counts[level] = level_at(num, level)->start;
    }
    list->is_counted[level] = true;
    for (int i = level + 1; i < RAP_DOCX_LEVELS; i++) {
        int restart = level_at(num, i)->restart;
        if (restart < 0 || level < restart) {
            list->is_counted[i] = false;
        }
    }
}

static rap_docx_num *find_num(rap_arena *arena, rap_docx_styles *styles, int num_id)
{
    rap_docx_num *num = NULL;
    for (int hops = 0; num_id > 0 && hops < 8; hops++) {
        num = rap_map_find(styles->nums, rap_str_of(rap_arena_format(arena, "%d", num_id)));
        if (!num || !num->list || !num->list->style_link.length) {
            break;
        }
        const rap_docx_style *style = rap_docx_style_of(styles, num->list->style_link);
        num_id = style && style->num_id != num_id ? style->num_id : 0;
    }
    return num && num->list ? num : NULL;
}

int rap_docx_level_of_style(rap_arena *arena, rap_docx_styles *styles, int num_id, rap_str style)
{
    const rap_docx_num *num = style.length ? find_num(arena, styles, num_id) : NULL;
    for (int i = 0; num && i < RAP_DOCX_LEVELS; i++) {
        if (rap_str_equal(num->list->paragraph_styles[i], style)) {
            return i;
        }
    }
    return -1;
}

rap_str rap_docx_count(rap_arena *arena, rap_docx_styles *styles, int num_id, int ilvl,
                       bool *ret_is_item)
{
    rap_docx_num *num = find_num(arena, styles, num_id);
    *ret_is_item = num != NULL;
    if (!num) {
        return RAP_STR_NONE;
    }
    int level = ilvl < 0 ? 0 : ilvl < RAP_DOCX_LEVELS ? ilvl : RAP_DOCX_LEVELS - 1;
    count_on(num, level);
    const rap_docx_level *own = level_at(num, level);
    if (rap_str_is(own->format, "bullet")) {
        return RAP_STR_NONE;
    }
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < own->text.length; i++) {
        char c = own->text.data[i], digit = i + 1 < own->text.length ? own->text.data[i + 1] : 0;
        if (c != '%' || digit < '1' || digit > '9') {
            rap_buf_put_byte(&out, c);
            continue;
        }
        int shown = digit - '1';
        const rap_docx_level *format = level_at(num, shown);
        rap_docx_put_number(&out, own->is_legal ? RAP_STR("decimal") : format->format,
                            num->list->counts[shown]);
        i++;
    }
    return rap_text_clean(arena, rap_buf_str(&out));
}

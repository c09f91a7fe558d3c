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

/* -- numbers as printed ------------------------------------------------------------------------ */

static const uint16_t arabic_abjad[] = {0x623, 0x628, 0x62C, 0x62F, 0x647, 0x648, 0x632,
                                        0x62D, 0x637, 0x64A, 0x643, 0x644, 0x645, 0x646,
                                        0x633, 0x639, 0x641, 0x635, 0x642, 0x631, 0x634,
                                        0x62A, 0x62B, 0x62E, 0x630, 0x636, 0x638, 0x63A};
static const uint16_t arabic_alpha[] = {0x623, 0x628, 0x62A, 0x62B, 0x62C, 0x62D, 0x62E,
                                        0x62F, 0x630, 0x631, 0x632, 0x633, 0x634, 0x635,
                                        0x636, 0x637, 0x638, 0x639, 0x63A, 0x641, 0x642,
                                        0x643, 0x644, 0x645, 0x646, 0x647, 0x648, 0x64A};
/* Without yo, short i, the signs and yery, as Word counts. */
static const uint16_t russian_lower[] = {0x430, 0x431, 0x432, 0x433, 0x434, 0x435, 0x436,
                                         0x437, 0x438, 0x43A, 0x43B, 0x43C, 0x43D, 0x43E,
                                         0x43F, 0x440, 0x441, 0x442, 0x443, 0x444, 0x445,
                                         0x446, 0x447, 0x448, 0x449, 0x44D, 0x44E, 0x44F};
static const uint16_t russian_upper[] = {0x410, 0x411, 0x412, 0x413, 0x414, 0x415, 0x416,
                                         0x417, 0x418, 0x41A, 0x41B, 0x41C, 0x41D, 0x41E,
                                         0x41F, 0x420, 0x421, 0x422, 0x423, 0x424, 0x425,
                                         0x426, 0x427, 0x428, 0x429, 0x42D, 0x42E, 0x42F};
static const uint16_t lower_letter[] = {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i',
                                        'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r',
                                        's', 't', 'u', 'v', 'w', 'x', 'y', 'z'};
static const uint16_t upper_letter[] = {'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I',
                                        'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R',
                                        'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z'};

/* Star, dagger, double dagger, section. */
static const uint16_t signs[] = {0x2A, 0x2020, 0x2021, 0xA7};

/* a, b, ... z, aa, bb: Word repeats the letter. */
static void put_letter(rap_buf *out, int number, const uint16_t *letters, int count)
{
    for (int i = 0; i <= (number - 1) / count && i < 10; i++) {
        rap_buf_put_code_point(out, letters[(number - 1) % count]);
    }
}

static void put_roman(rap_buf *out, int number, bool is_upper)
{
    static const struct {
        int value;
        const char *digits;
    } steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    if (number >= 4000) {
        rap_buf_format(out, "%d", number);
        return;
    }
    for (size_t i = 0; number > 0; i++) {
        for (; number >= steps[i].value; number -= steps[i].value) {
            for (const char *d = steps[i].digits; *d; d++) {
                rap_buf_put_byte(out, is_upper ? (char)(*d - 'a' + 'A') : *d);
            }
        }
    }
}

/* Chinese counting: ten, eleven, ... up to 99; larger as digits. */
static void put_han(rap_buf *out, int number)
{
    static const uint16_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    if (number >= 100) {
        rap_buf_format(out, "%d", number);
        return;
    }
    if (number >= 20) {
        rap_buf_put_code_point(out, digits[number / 10]);
    }
    if (number >= 10) {
        rap_buf_put_code_point(out, 0x5341);
    }
    if (number % 10 || number < 10) {
        rap_buf_put_code_point(out, digits[number % 10]);
    }
}

enum { DECIMAL, LETTERS, ROMAN, HAN, ZERO_PADDED, SILENT };

typedef struct {
    const char *name;
    int kind;
    const uint16_t *letters;
    int count;
} number_format;

#define LETTERS_OF(table) LETTERS, table, (int)(sizeof(table) / sizeof *(table))

/* Names of ST_NumberFormat that print otherwise than as a decimal number. */
static const number_format formats[] = {
    {"lowerLetter", LETTERS_OF(lower_letter)},
    {"upperLetter", LETTERS_OF(upper_letter)},
    {"lowerRoman", ROMAN, NULL, 0},
    {"upperRoman", ROMAN, NULL, 1},
    {"arabicAbjad", LETTERS_OF(arabic_abjad)},
    {"arabicAlpha", LETTERS_OF(arabic_alpha)},
    {"russianLower", LETTERS_OF(russian_lower)},
    {"russianUpper", LETTERS_OF(russian_upper)},
    {"chineseCounting", HAN, NULL, 0},
    {"chineseCountingThousand", HAN, NULL, 0},
    {"taiwaneseCounting", HAN, NULL, 0},
    {"taiwaneseCountingThousand", HAN, NULL, 0},
    {"japaneseCounting", HAN, NULL, 0},
    {"ideographDigital", HAN, NULL, 0},
    {"decimalZero", ZERO_PADDED, NULL, 0},
    {"bullet", SILENT, NULL, 0},
    {"none", SILENT, NULL, 0},
    {"chicago", LETTERS_OF(signs)},
};

static const number_format *format_of(rap_str name)
{
    static const number_format decimal = {"decimal", DECIMAL, NULL, 0};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (rap_str_is(name, formats[i].name)) {
            return &formats[i];
        }
    }
    return &decimal;
}

static void put_number(rap_buf *out, rap_str format, int number)
{
    const number_format *how = format_of(format);
    int kind = number < 1 && how->kind != SILENT ? DECIMAL : how->kind;
    switch (kind) {
    case LETTERS:
        put_letter(out, number, how->letters, how->count);
        break;
    case ROMAN:
        put_roman(out, number, how->count == 1);
        break;
    case HAN:
        put_han(out, number);
        break;
    case ZERO_PADDED:
        rap_buf_format(out, "%02d", number);
        break;
    case SILENT:
        break;
    default:
        rap_buf_format(out, "%d", number);
    }
}

rap_str rap_docx_format(rap_arena *arena, rap_str format, int number)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    put_number(&out, format, number);
    return rap_buf_str(&out);
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
    if (format_of(own->format)->kind == SILENT && rap_str_is(own->format, "bullet")) {
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
        put_number(&out, own->is_legal && shown < level ? RAP_STR("decimal") : format->format,
                   num->list->counts[shown]);
        i++;
    }
    return rap_text_clean(arena, rap_buf_str(&out));
}

/* Labels that only resolutions of some bodies have: articles, and numbers in several figures. */
#include "build.h"

#include <unicode/uchar.h>

/* Behind the marks and spaces that set a label off; 0: the text goes on as a sentence does. */
static size_t behind_marks(rap_str text, size_t at)
{
    size_t from = at;
    bool mark = at >= text.length;
    while (at < text.length) {
        size_t next = at;
        uint32_t c = rap_utf8_next(text, &next);
        bool is_mark = c == '.' || c == ':' || c == '-' || c == 0x2013 || c == 0x2014 ||
                       c == 0xFF1A || c == 0xBA || c == 0xB0 || c == 0x3000;
        if (!is_mark && c != ' ' && c != 0xA0) {
            break;
        }
        mark = mark || is_mark;
        at = next;
    }
    return mark ? (at > from ? at : text.length) : 0;
}

/* "Article 2. - ...", "Secondly: ..." by the rows `item` of cover.tsv. */
static bool read_article(const builder *b, rap_str text, block_label *ret_label)
{
    folded_text folded = rap_structure_fold(b->arena, text, 60);
    cover_match match;
    if (!rap_cover_find(b->cover, "item", &folded, &match)) {
        return false;
    }
    if (!match.number) { /* "Secondly" */
        rap_str_number(match.pattern->value, &match.number);
    }
    size_t end = folded.at[match.end];
    size_t behind = behind_marks(text, end);
    if (!behind || match.number <= 0) {
        return false;
    }
    *ret_label = (block_label){
        .kind = LABEL_NUMBER,
        .value = match.number,
        .length = behind,
        .number = rap_str_trim(rap_str_slice(text, 0, behind)),
        .plain = rap_str_of(rap_arena_format(b->arena, "%d", match.number)),
    };
    return true;
}

static int read_figures(rap_str text, size_t *at)
{
    int value = 0;
    for (size_t next = *at; next < text.length && value < 1000; *at = next) {
        int digit = u_charDigitValue((UChar32)rap_utf8_next(text, &next));
        if (digit < 0) {
            break;
        }
        value = value * 10 + digit;
    }
    return value;
}

/* "4.1. ...", "4.1 ...", "4.1.2. ..." under paragraph 4. */
static bool read_dotted(const builder *b, rap_str text, int last, block_label *ret_label)
{
    size_t at = 0;
    int above = read_figures(text, &at);
    if (!above || above != last || at >= text.length || text.data[at] != '.') {
        return false;
    }
    at++;
    int value = read_figures(text, &at);
    if (!value) {
        return false;
    }
    for (size_t deeper = at + 1; at < text.length && text.data[at] == '.'; at = deeper++) {
        int below = read_figures(text, &deeper);
        if (!below) {
            break;
        }
        value = below;
    }
    rap_str plain = rap_str_slice(text, 0, at);
    at += at < text.length && text.data[at] == '.';
    if (at >= text.length || text.data[at] != ' ') {
        return false;
    }
    *ret_label = (block_label){.kind = LABEL_DOTTED,
                               .value = value,
                               .length = at + 1,
                               .number = rap_str_slice(text, 0, at),
                               .plain = rap_str_copy(b->arena, plain)};
    return true;
}

block_label rap_item_label(const builder *b, const rap_block *block, int last)
{
    block_label label = rap_label_of(b->arena, block, last ? last + 1 : 0);
    if (label.kind == LABEL_NONE && !block->number.length &&
        !read_article(b, block->text, &label)) {
        read_dotted(b, block->text, last, &label);
    }
    return label;
}

/* Numbers of paragraphs, notes and their anchors, length. */
#include "rules.h"

#include <unicode/uchar.h>

/* -- numbers -------------------------------------------------------------------------------------
 */

/* "14." or "(14)" as 14, "(c)" as 3; 0 for what is neither. */
static int value_of(rap_str number, bool *ret_is_letter)
{
    size_t start = 0, end = number.length;
    while (start < end && strchr("( ", number.data[start])) {
        start++;
    }
    while (end > start && strchr(".)- ", number.data[end - 1])) {
        end--;
    }
    rap_str plain = rap_str_slice(number, start, end);
    int value = 0;
    *ret_is_letter = plain.length == 1 && plain.data[0] >= 'a' && plain.data[0] <= 'z';
    if (*ret_is_letter) {
        return plain.data[0] - 'a' + 1;
    }
    return rap_str_number(plain, &value) ? value : 0;
}

typedef struct {
    checking *c;
    int last, letter;
    int32_t last_block;
    int unnumbered; /* operative paragraphs without a number behind the last one */
    bool heading;   /* one stands there */
} counter;

/* The first words, to show which block it is. */
static rap_span whole(const rap_block *block)
{
    rap_str text = block->text;
    size_t end = text.length < 40 ? text.length : 40, space = end;
    while (end < text.length && space && text.data[space] != ' ') {
        space--;
    }
    end = space ? space : end;
    while (end < text.length && ((unsigned char)text.data[end] & 0xC0) == 0x80) {
        end++;
    }
    return (rap_span){0, (uint32_t)end};
}

static void check_number(counter *n, int32_t index, int value)
{
    const rap_block *block = &n->c->version->blocks.items[index];
    if (!n->last || (value == 1 && n->heading)) {
        return;
    }
    if (value == n->last) {
        check_report(n->c, CHECK_NUMBER_REPEATED, index, whole(block), NULL,
                     "number the paragraphs anew", "paragraph number %d is given twice", value);
    } else if (value == 1) {
        check_report(n->c, CHECK_NUMBER_RESTART, index, whole(block), NULL,
                     "go on with the numbers", "numbering begins again behind paragraph %d",
                     n->last);
    } else if (value != n->last + 1 && value - n->last - 1 != n->unnumbered) {
        check_report(n->c, CHECK_NUMBER_GAP, index, whole(block), NULL,
                     "look for a paragraph that is missing, or number them anew",
                     "paragraph %d follows paragraph %d", value, n->last);
    }
}

static void check_letter(counter *n, int32_t index, int value)
{
    const rap_block *block = &n->c->version->blocks.items[index];
    bool may_be_roman = strchr("ivx", 'a' + value - 1) && value != n->letter + 1;
    if (may_be_roman) {
        return;
    }
    if (n->letter && value == n->letter) {
        check_report(n->c, CHECK_NUMBER_REPEATED, index, whole(block), NULL,
                     "letter the sub-paragraphs anew", "sub-paragraph (%c) is given twice",
                     'a' + value - 1);
    } else if (n->letter && value > n->letter + 1) {
        check_report(n->c, CHECK_NUMBER_GAP, index, whole(block), NULL,
                     "look for a sub-paragraph that is missing, or letter them anew",
                     "sub-paragraph (%c) follows (%c)", 'a' + value - 1, 'a' + n->letter - 1);
    }
    n->letter = value;
}

static void count_block(counter *n, int32_t index)
{
    const rap_block *block = &n->c->version->blocks.items[index];
    bool is_letter;
    if (block->part == RAP_PART_HEADING || block->part == RAP_PART_FORMULA ||
        block->part == RAP_PART_TITLE) {
        n->heading = true;
        n->letter = 0;
        return;
    }
    bool is_numbered = block->part == RAP_PART_BODY || block->part == RAP_PART_OPERATIVE;
    int value = is_numbered && block->number.length ? value_of(block->number, &is_letter) : 0;
    if (!value) {
        n->unnumbered += block->part == RAP_PART_OPERATIVE && block->level <= 1;
        return;
    }
    if (is_letter) {
        if (block->level == 2) {
            check_letter(n, index, value);
        }
        return;
    }
    if (block->level > 1) {
        return;
    }
    check_number(n, index, value);
    n->last = value;
    n->letter = 0;
    n->heading = false;
    n->unnumbered = 0;
}

/* -- notes ---------------------------------------------------------------------------------------
 */

static void check_notes(checking *c)
{
    const rap_blocks *blocks = &c->version->blocks;
    bool *is_called = RAP_NEW_ARRAY(c->arena, bool, blocks->count + 1);
    for (size_t i = 0; i < blocks->count; i++) {
        const rap_block *block = &blocks->items[i];
        for (size_t n = 0; n < block->notes.count; n++) {
            const rap_note_ref *ref = &block->notes.items[n];
            if (ref->block >= 0) {
                is_called[ref->block] = true;
                continue;
            }
            size_t before = ref->at < block->text.length ? ref->at : block->text.length;
            rap_span span = {0, (uint32_t)before};
            while (before && block->text.data[before - 1] != ' ') {
                before--;
            }
            span.start = (uint32_t)before;
            check_report(c, CHECK_NOTE_MISSING, (int32_t)i, span, NULL,
                         "write the note, or take its mark out",
                         "note %.*s is called here, and there is none", RAP_STR_ARG(ref->mark));
        }
    }
    for (size_t i = 0; i < blocks->count; i++) {
        const rap_block *block = &blocks->items[i];
        if (block->part == RAP_PART_FOOTNOTE && block->number.length &&
            block->number.data[0] != '*' && !is_called[i]) { /* stars are called on the cover */
            check_report(c, CHECK_NOTE_UNCALLED, (int32_t)i, whole(block), NULL,
                         "set its mark where it belongs, or take the note out",
                         "note %.*s is not called in the text", RAP_STR_ARG(block->number));
        }
    }
}

/* -- length --------------------------------------------------------------------------------------
 */

/* Words as word processors count them: between blanks; a Chinese character is one. */
static size_t words_in(rap_str text)
{
    size_t count = 0;
    bool in_word = false;
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        bool is_han = rap_text_script_of(c) == RAP_SCRIPT_HAN;
        count += is_han || (c != ' ' && !in_word && u_isalnum((UChar32)c));
        in_word = !is_han && c != ' ' && (in_word || u_isalnum((UChar32)c));
    }
    return count;
}

enum { USUAL_LIMIT = 10700 };

static void check_length(checking *c)
{
    bool is_report = rap_str_is(c->version->cover.kind, "report");
    size_t limit = c->options->word_limit;
    limit = !limit && is_report && c->version->lang != RAP_LANG_ZH ? USUAL_LIMIT : limit;
    size_t words = 0;
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        words += words_in(c->version->blocks.items[i].text);
    }
    if (limit && words > limit) {
        check_report(c, CHECK_WORD_LIMIT, -1, (rap_span){0, 0}, NULL, "shorten it",
                     "the document has %zu words, %zu more than the limit of %zu", words,
                     words - limit, limit);
    }
}

void check_structure(checking *c)
{
    counter n = {.c = c};
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        count_block(&n, (int32_t)i);
    }
    check_notes(c);
    check_length(c);
}

/* White space: two spaces for one, before a mark, and French no-break spaces. */
#include "rules.h"

#include <unicode/uchar.h>

/* What is known of the space at byte `at`; NULL: it is one plain space. */
static const rap_blank *blank_at(const rap_block *block, size_t at)
{
    for (size_t i = 0; i < block->blanks.count; i++) {
        if (block->blanks.items[i].at == at) {
            return &block->blanks.items[i];
        }
    }
    return NULL;
}

enum { NEAR = 48 }; /* bytes; Chinese has no words */

/* The word on either side of the space, so that it can be seen where it is. */
static rap_span around(rap_str text, size_t at)
{
    size_t start = at, end = at + 1;
    size_t least = at > NEAR ? at - NEAR : 0;
    while (start > least && text.data[start - 1] != ' ') {
        rap_utf8_previous(text, &start);
    }
    while (end < text.length && end < at + NEAR && text.data[end] != ' ') {
        rap_utf8_next(text, &end);
    }
    return (rap_span){(uint32_t)start, (uint32_t)end};
}

/* Several spaces, other than those on both sides of a note's mark. */
static bool is_many(const rap_block *block, const rap_blank *blank)
{
    for (size_t i = 0; i < block->notes.count; i++) {
        uint32_t at = block->notes.items[i].at;
        if (at == blank->at || at == blank->at + 1) {
            return false;
        }
    }
    return blank->is_many && blank->at < block->text.length && block->text.data[blank->at] == ' ';
}

/* Told once a paragraph, with how often. */
static void check_doubled(checking *c, int32_t index)
{
    const rap_block *block = &c->version->blocks.items[index];
    size_t count = 0;
    for (size_t i = 0; i < block->blanks.count; i++) {
        const rap_blank *blank = &block->blanks.items[i];
        count +=
            blank->is_many && blank->at < block->text.length && block->text.data[blank->at] == ' ';
    }
    for (size_t i = 0; i < block->blanks.count; i++) {
        const rap_blank *blank = &block->blanks.items[i];
        if (is_many(block, blank)) {
            rap_span span = around(block->text, blank->at);
            check_report(c, CHECK_SPACE_DOUBLED, index, span,
                         rap_str_c(c->arena, rap_block_slice(block, span)), "leave one", "%s",
                         count == 1 ? "several spaces stand together"
                                    : rap_arena_format(c->arena,
                                                       "several spaces stand together, in %zu "
                                                       "places of the paragraph",
                                                       count));
            return;
        }
    }
}

static bool is_listed(const checking *c, const char *name, uint32_t code)
{
    char mark[4];
    return check_has_word(c->language, name, (rap_str){mark, rap_utf8_put(code, mark)});
}

/* A mark that closes a word stands right behind it; not where a number follows (".5"), nor among
 * other marks (". . ."). */
static void check_before(checking *c, int32_t index)
{
    rap_str text = c->version->blocks.items[index].text;
    for (size_t at = 1; at + 1 < text.length; at++) {
        size_t before = at, mark = at + 1, end = mark;
        if (text.data[at] != ' ') {
            continue;
        }
        uint32_t code = rap_utf8_next(text, &end), after = ' ';
        uint32_t last = rap_utf8_previous(text, &before);
        size_t next = end;
        after = end < text.length ? rap_utf8_next(text, &next) : ' ';
        bool is_plain = (after == ' ' || u_ispunct((UChar32)after)) && after != '.' && after != '/';
        if (is_listed(c, "no-space-before", code) && is_plain && u_isalnum((UChar32)last)) {
            rap_str marked = rap_str_slice(text, mark, end);
            rap_span span = {around(text, at).start, (uint32_t)end};
            check_report(c, CHECK_SPACE_PUNCTUATION, index, span,
                         rap_arena_format(c->arena, "%.*s%.*s", (int)(at - span.start),
                                          text.data + span.start, RAP_STR_ARG(marked)),
                         "take the space out", "a space stands before \"%.*s\"",
                         RAP_STR_ARG(marked));
        }
    }
}

/* -- French --------------------------------------------------------------------------------------
 */

typedef struct {
    size_t missing, right;
    int32_t block;
    rap_span span;
    bool is_plain; /* a plain space stands there, not none */
} no_breaks;

static void count_space(no_breaks *n, const rap_block *block, int32_t index, size_t at,
                        rap_span span)
{
    const rap_blank *blank = blank_at(block, at);
    bool is_space = at < block->text.length && block->text.data[at] == ' ';
    if (is_space && blank && blank->is_no_break) {
        n->right++;
        return;
    }
    if (!n->missing++) {
        n->block = index;
        n->span = span;
        n->is_plain = is_space;
    }
}

static void count_block(checking *c, no_breaks *n, int32_t index)
{
    const rap_block *block = &c->version->blocks.items[index];
    rap_str text = block->text;
    for (size_t at = 0; at < text.length;) {
        size_t start = at, before = at;
        uint32_t code = rap_utf8_next(text, &at);
        uint32_t last = start ? rap_utf8_previous(text, &before) : 0;
        size_t next = at;
        uint32_t after = at < text.length ? rap_utf8_next(text, &next) : ' ';
        rap_span span = {around(text, last == ' ' ? before : start).start, (uint32_t)at};
        /* without any space only where no other language would write it so */
        bool may_lack = u_isalpha((UChar32)last) && (code == ';' || code >= 0x80);
        bool is_mark = last && (last == ' ' || may_lack) &&
                       (after == ' ' || u_ispunct((UChar32)after)) && after != '/';
        if (is_listed(c, "no-break-before", code) && is_mark) {
            count_space(n, block, index, last == ' ' ? before : start, span);
        } else if (is_listed(c, "no-break-after", code) && after != ' ' && at < text.length) {
            count_space(n, block, index, at, (rap_span){(uint32_t)start, (uint32_t)next});
        } else if (is_listed(c, "no-break-after", code) && at < text.length) {
            count_space(n, block, index, at, around(text, start));
        }
    }
}

/* Told once a document, with how often: whoever mends one mends all. */
static void check_no_breaks(checking *c)
{
    no_breaks n = {0};
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        const rap_block *block = &c->version->blocks.items[i];
        /* of notes in DOCX and XML the reader does not tell what their spaces are */
        bool is_told = block->part != RAP_PART_FOOTNOTE || block->origin.seams.count;
        if (check_is_prose(c, i) && is_told) {
            count_block(c, &n, (int32_t)i);
        }
    }
    if (n.missing) {
        check_report(c, CHECK_SPACE_NO_BREAK, n.block, n.span, NULL,
                     "set a no-break space, and search for the others",
                     "%s at this mark; so in %zu of %zu places",
                     n.is_plain ? "the space may break" : "there is no space", n.missing,
                     n.missing + n.right);
    }
}

void check_spaces(checking *c)
{
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        const rap_block *block = &c->version->blocks.items[i];
        if (check_is_prose(c, i) && block->look != RAP_LOOK_CELL) {
            check_doubled(c, (int32_t)i);
            check_before(c, (int32_t)i);
        }
    }
    if (check_words(c->language, "no-break-before")->count) {
        check_no_breaks(c);
    }
}

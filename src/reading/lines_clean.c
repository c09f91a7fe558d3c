/* Text of a block from raw lines: white space collapsed, invisible marks and residue of Markdown
 * out, Chinese joined without spaces, and a seam wherever text and file part. */
#include "lines.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

void rap_builder_init(block_builder *builder, rap_arena *arena)
{
    *builder = (block_builder){.arena = arena};
    rap_buf_init(&builder->buf, arena);
    builder->block.parent = -1;
}

bool rap_builder_is_empty(const block_builder *builder)
{
    return !builder->buf.length && !builder->block.notes.count;
}

/* Marks of direction, byte order mark, soft hyphen, zero-width characters: nothing that is read. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || (c < 0x20 && !rap_lines_is_space(c)) ||
           c == 0x7F;
}

/* A sign of Chinese writing that is no figure: between figures of full width a space tells. */
static bool is_ideographic(uint32_t c)
{
    return rap_lines_is_han(c) && rap_lines_digit(c) < 0;
}

/* Between two lines the white space is lay-out. */
static void put_blank(block_builder *builder)
{
    rap_blank blank = builder->blank;
    blank.at = (uint32_t)builder->buf.length;
    rap_buf_put_byte(&builder->buf, ' ');
    if (!builder->joined && (blank.is_no_break || blank.is_many)) {
        RAP_PUSH(builder->arena, &builder->block.blanks, blank);
    }
}

static void note_space(block_builder *builder, uint32_t c)
{
    builder->space = true;
    builder->spaces = c == '\t' ? 0 : builder->spaces + 1;
    builder->blank.is_no_break |= c == 0xA0 || c == 0x202F;
    builder->blank.is_many = builder->spaces > 1;
}

/* Whether a document's symbol is being written: a stroke since the last space, and a capital where
 * it or its Latin letters began. */
static bool is_in_symbol(rap_str text)
{
    size_t at = text.length;
    bool stroke = false;
    uint32_t first = 0;
    while (at) {
        uint32_t c = rap_utf8_previous(text, &at);
        if (c >= 0x80 || c == ' ' || c == '(') {
            break;
        }
        stroke = stroke || c == '/';
        first = c;
    }
    return stroke && first >= 'A' && first <= 'Z';
}

static bool is_mark(uint32_t c)
{
    return c == '/' || c == '.' || c == '-';
}

/* Whether two signs at the edges of lines are one figure. */
static bool is_broken_figure(uint32_t before, uint32_t c)
{
    return (rap_lines_digit(before) >= 0 || before == '/' || before == '-') &&
           (rap_lines_digit(c) >= 0 || c == '/');
}

/* Whether they may stand in one symbol: behind a digit, a letter may begin a word. */
static bool is_broken_symbol(uint32_t before, uint32_t c)
{
    bool word = u_isalnum((UChar32)c);
    bool follows = u_isalpha((UChar32)before) || is_mark(before);
    return before < 0x80 && c < 0x80 && (is_mark(c) || (word && follows));
}

/* Chinese breaks a line anywhere, inside a figure or a symbol too. */
static bool is_broken_word(block_builder *builder, uint32_t c)
{
    uint32_t before = builder->previous;
    if (!builder->joined || !(builder->is_chinese || builder->han * 2 > builder->letters)) {
        return false;
    }
    return is_broken_figure(before, c) ||
           (is_broken_symbol(before, c) && is_in_symbol(rap_buf_str(&builder->buf)));
}

static void put_code_point(block_builder *builder, uint32_t c, uint64_t offset)
{
    if (builder->space && builder->buf.length) {
        if (!is_broken_word(builder, c) &&
            !(is_ideographic(builder->previous) && is_ideographic(c))) {
            put_blank(builder);
        }
    }
    builder->space = builder->joined = false;
    builder->spaces = 0;
    builder->blank = (rap_blank){0};
    builder->han += rap_lines_is_han(c);
    builder->letters++;
    int64_t delta = (int64_t)offset - (int64_t)builder->buf.length;
    rap_origin *origin = &builder->block.origin;
    if (!origin->seams.count || delta != builder->delta) {
        rap_seam seam = {.at = (uint32_t)builder->buf.length, .offset = offset};
        RAP_PUSH(builder->arena, &origin->seams, seam);
        builder->delta = delta;
    }
    rap_buf_put_code_point(&builder->buf, c);
    builder->previous = c;
}

/* The end of a Markdown link's address "](...)" that begins at `at`; 0: it is none. */
static size_t link_tail(rap_str raw, size_t at)
{
    if (at + 1 >= raw.length || raw.data[at] != ']' || raw.data[at + 1] != '(') {
        return 0;
    }
    for (size_t i = at + 2; i < raw.length && i < at + 2000; i++) {
        if (raw.data[i] == ')') {
            return i + 1;
        }
        if (raw.data[i] == ' ' || raw.data[i] == '(') {
            return 0;
        }
    }
    return 0;
}

/* Whether "[" at `at` opens a Markdown link; the text of one is short. */
static bool opens_link(rap_str raw, size_t at)
{
    for (size_t i = at + 1; i < raw.length && i < at + 400; i++) {
        if (raw.data[i] == '\\') {
            i++;
        } else if (raw.data[i] == ']') {
            return link_tail(raw, i) != 0;
        } else if (raw.data[i] == '[') {
            return false;
        }
    }
    return false;
}

/* Bytes of mark-up at `at` that are not text; *in_link tells whether a link is open. */
static size_t markup(rap_str raw, size_t at, bool *in_link)
{
    char c = raw.data[at];
    if (c == '[' && !*in_link && opens_link(raw, at)) {
        *in_link = true;
        return 1;
    }
    if (c == ']' && *in_link) {
        *in_link = false;
        return link_tail(raw, at) - at;
    }
    if (c == '\\' && *in_link) {
        return 1;
    }
    bool bold = c == '*' && at + 1 < raw.length && raw.data[at + 1] == '*';
    if (bold && (at + 2 == raw.length || raw.data[at + 2] != '*')) {
        /* "**" after a space and before one is the mark of a note, not bold type. */
        bool open = at + 2 < raw.length && raw.data[at + 2] != ' ' && raw.data[at + 2] != '\t';
        size_t other = open ? rap_str_find(raw, RAP_STR("**"), at + 2) : 0;
        bool closes = at && rap_str_find(rap_str_slice(raw, 0, at), RAP_STR("**"), 0) != SIZE_MAX;
        return (open && other != SIZE_MAX) || closes ? 2 : 0;
    }
    return 0;
}

/* Letters in the form that they take on paper (Arabic ones, ligatures), as the letters they are. */
static void put_form(block_builder *builder, uint32_t c, uint64_t offset)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
    UChar letters[40];
    int32_t count =
        U_SUCCESS(status) ? unorm2_getDecomposition(nfkc, (UChar32)c, letters, 40, &status) : -1;
    if (count < 0 || U_FAILURE(status)) {
        put_code_point(builder, c, offset);
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        if (letters[i] != ' ') {
            put_code_point(builder, letters[i], offset);
        }
    }
}

static bool is_form(uint32_t c)
{
    return (c >= 0xFB00 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

void rap_builder_put(block_builder *builder, rap_str raw, uint64_t offset)
{
    bool in_link = false;
    for (size_t at = 0; at < raw.length;) {
        char byte = raw.data[at];
        if (byte == '[' || byte == ']' || byte == '\\' || byte == '*') {
            size_t gone = markup(raw, at, &in_link);
            at += gone;
            if (gone) {
                continue;
            }
        }
        size_t start = at;
        uint32_t c = rap_utf8_next(raw, &at);
        if (rap_lines_is_space(c)) {
            note_space(builder, c);
        } else if (is_form(c)) {
            put_form(builder, c, offset + start);
            builder->end = offset + at;
        } else if (is_invisible(c)) {
            builder->divided = c == 0xAD;
            continue;
        } else {
            put_code_point(builder, c == 0x2011 ? '-' : c, offset + start);
            builder->end = offset + at;
        }
        builder->divided = false;
    }
}

void rap_builder_place(block_builder *builder, const rap_box *box)
{
    rap_origin *origin = &builder->block.origin;
    if (origin->boxes.count) {
        rap_box *last = &origin->boxes.items[origin->boxes.count - 1];
        if (last->page == box->page && box->y0 >= last->y0) {
            last->x0 = box->x0 < last->x0 ? box->x0 : last->x0;
            last->x1 = box->x1 > last->x1 ? box->x1 : last->x1;
            last->y1 = box->y1 > last->y1 ? box->y1 : last->y1;
            return;
        }
    }
    /* what stands further up is in another column */
    RAP_PUSH(builder->arena, &origin->boxes, *box);
}

/* A hyphen at a line's end joins the parts of a compound: no space there. */
void rap_builder_join(block_builder *builder)
{
    rap_str text = rap_buf_str(&builder->buf);
    size_t at = text.length;
    bool hyphen = false;
    if (builder->divided) {
        hyphen = true;
    } else if (builder->previous == '-' && at > 1) {
        at--;
        hyphen = u_isalpha((UChar32)rap_utf8_previous(text, &at));
    }
    builder->space = !hyphen;
    builder->joined = true;
}

void rap_builder_anchor(block_builder *builder, rap_str mark)
{
    rap_note_ref ref = {.mark = mark, .at = (uint32_t)builder->buf.length, .block = -1};
    RAP_PUSH(builder->arena, &builder->block.notes, ref);
}

rap_block rap_builder_take(block_builder *builder)
{
    rap_block block = builder->block;
    rap_arena *arena = builder->arena;
    rap_str text = rap_buf_str(&builder->buf);
    block.text = rap_str_copy(arena, text);
    if (block.origin.seams.count) {
        block.origin.offset = block.origin.seams.items[0].offset;
        uint64_t length = builder->end - block.origin.offset;
        block.origin.length = length > UINT32_MAX ? UINT32_MAX : (uint32_t)length;
    }
    bool is_chinese = builder->is_chinese;
    rap_builder_init(builder, arena);
    builder->is_chinese = is_chinese;
    return block;
}

/* Where byte `at` lies after the cuts. */
static uint32_t after_cuts(const cut_list *cuts, size_t *cut, uint32_t *gone, uint32_t at)
{
    while (*cut < cuts->count && cuts->items[*cut].end <= at) {
        *gone += cuts->items[*cut].end - cuts->items[*cut].start;
        (*cut)++;
    }
    if (*cut < cuts->count && cuts->items[*cut].start < at) {
        return cuts->items[*cut].start - *gone;
    }
    return at - *gone;
}

/* Where in the file byte `at` of the text stands, by the seams from *seam on. */
static uint64_t place(const rap_origin *origin, size_t *seam, uint32_t at)
{
    while (*seam + 1 < origin->seams.count && origin->seams.items[*seam + 1].at <= at) {
        (*seam)++;
    }
    const rap_seam *found = &origin->seams.items[*seam];
    return found->offset + (at - found->at);
}

void rap_block_cut(rap_arena *arena, rap_block *block, const cut_list *cuts)
{
    if (!cuts->count) {
        return;
    }
    rap_buf buf;
    rap_buf_init(&buf, arena);
    rap_origin origin = block->origin;
    origin.seams.items = NULL;
    origin.seams.count = origin.seams.capacity = 0;
    uint32_t from = 0;
    size_t seam = 0;
    for (size_t i = 0; i <= cuts->count; i++) {
        uint32_t to = i < cuts->count ? cuts->items[i].start : (uint32_t)block->text.length;
        if (to > from && block->origin.seams.count) {
            rap_seam begin = {.at = (uint32_t)buf.length,
                              .offset = place(&block->origin, &seam, from)};
            RAP_PUSH(arena, &origin.seams, begin);
            for (size_t s = seam + 1;
                 s < block->origin.seams.count && block->origin.seams.items[s].at < to; s++) {
                rap_seam next = block->origin.seams.items[s];
                next.at = (uint32_t)(buf.length + (next.at - from));
                RAP_PUSH(arena, &origin.seams, next);
            }
        }
        rap_buf_put(&buf, rap_str_slice(block->text, from, to));
        from = i < cuts->count ? cuts->items[i].end : from;
    }
    size_t cut = 0;
    uint32_t gone = 0;
    for (size_t i = 0; i < block->notes.count; i++) {
        block->notes.items[i].at = after_cuts(cuts, &cut, &gone, block->notes.items[i].at);
    }
    cut = gone = 0;
    for (size_t i = 0; i < block->blanks.count; i++) {
        block->blanks.items[i].at = after_cuts(cuts, &cut, &gone, block->blanks.items[i].at);
    }
    block->text = rap_str_copy(arena, rap_buf_str(&buf));
    block->origin = origin;
}

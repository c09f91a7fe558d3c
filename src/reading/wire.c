#include "wire.h"

#include "enclosures.h"

#include <math.h>
#include <string.h>

#define LEVELS 100000
#define FAR 10000000 /* hundredths of a point */

/* Each member is named once, for writing and for reading: `out` NULL reads. */
typedef struct {
    rap_buf *out;
    rap_arena *arena;
    rap_str in; /* what is left */
    bool is_bad;
} wire;

static void pass(wire *w, int64_t *value, int64_t least, int64_t most)
{
    if (w->out) {
        rap_buf_put(w->out, (rap_str){(const char *)value, sizeof *value});
        return;
    }
    w->is_bad = w->is_bad || w->in.length < sizeof *value;
    if (!w->is_bad) {
        memcpy(value, w->in.data, sizeof *value);
        w->in = rap_str_slice(w->in, sizeof *value, w->in.length);
    }
    if (w->is_bad || *value < least || *value > most) {
        w->is_bad = true;
        *value = least;
    }
}

#define NUMBER(w, member, least, most)                                                             \
    do {                                                                                           \
        int64_t passed = (int64_t)(member);                                                        \
        pass((w), &passed, (least), (most));                                                       \
        (member) = (__typeof__(member))passed;                                                     \
    } while (0)

static void pass_bytes(wire *w, rap_str *text)
{
    size_t length = text->length;
    NUMBER(w, length, 0, UINT32_MAX);
    if (w->out) {
        rap_buf_put(w->out, *text);
        return;
    }
    w->is_bad = w->is_bad || length > w->in.length;
    *text = w->is_bad ? RAP_STR_NONE : rap_str_slice(w->in, 0, length);
    w->in = w->is_bad ? w->in : rap_str_slice(w->in, length, w->in.length);
}

static void pass_text(wire *w, rap_str *text)
{
    pass_bytes(w, text);
    w->is_bad = w->is_bad || (!w->out && rap_utf8_invalid(*text) != SIZE_MAX);
}

/* How many there are; none of them is shorter than a number, so that few bytes make no long list.
 */
static size_t pass_count(wire *w, size_t count)
{
    NUMBER(w, count, 0, UINT32_MAX);
    if (!w->out && count > w->in.length / sizeof(int64_t)) {
        w->is_bad = true;
    }
    return w->is_bad ? 0 : count;
}

#define LIST(w, list, one)                                                                         \
    do {                                                                                           \
        size_t many = pass_count((w), (list)->count);                                              \
        if (!(w)->out) {                                                                           \
            (list)->items =                                                                        \
                many ? RAP_NEW_ARRAY((w)->arena, __typeof__(*(list)->items), many) : NULL;         \
            (list)->count = (list)->capacity = many;                                               \
        }                                                                                          \
        for (size_t place = 0; place < many && !(w)->is_bad; place++) {                            \
            one((w), &(list)->items[place]);                                                       \
        }                                                                                          \
    } while (0)

/* -- parts ------------------------------------------------------------------------------------- */

static void pass_date(wire *w, rap_date *date)
{
    NUMBER(w, date->year, 0, 9999);
    NUMBER(w, date->month, 0, 12);
    NUMBER(w, date->day, 0, 31);
}

static void pass_index(wire *w, int32_t *index)
{
    NUMBER(w, *index, -1, INT32_MAX);
}

static void pass_note(wire *w, rap_note_ref *note)
{
    pass_text(w, &note->mark);
    NUMBER(w, note->at, 0, UINT32_MAX);
    pass_index(w, &note->block);
}

static void pass_blank(wire *w, rap_blank *blank)
{
    NUMBER(w, blank->at, 0, UINT32_MAX);
    NUMBER(w, blank->is_no_break, 0, 1);
    NUMBER(w, blank->is_many, 0, 1);
}

static void pass_seam(wire *w, rap_seam *seam)
{
    NUMBER(w, seam->at, 0, UINT32_MAX);
    NUMBER(w, seam->offset, 0, INT64_MAX);
}

/* Points go over in hundredths. */
static void pass_points(wire *w, float *points)
{
    long hundredths = w->out ? lroundf(*points * 100) : 0;
    NUMBER(w, hundredths, -FAR, FAR);
    if (!w->out) {
        *points = (float)hundredths / 100;
    }
}

static void pass_box(wire *w, rap_box *box)
{
    NUMBER(w, box->page, 1, UINT32_MAX);
    pass_points(w, &box->x0);
    pass_points(w, &box->y0);
    pass_points(w, &box->x1);
    pass_points(w, &box->y1);
}

static void pass_warning(wire *w, rap_warning *warning)
{
    pass_text(w, &warning->rule);
    pass_text(w, &warning->message);
    pass_index(w, &warning->block);
}

static void pass_origin(wire *w, rap_origin *origin)
{
    NUMBER(w, origin->offset, 0, INT64_MAX);
    NUMBER(w, origin->length, 0, UINT32_MAX);
    NUMBER(w, origin->line, 0, UINT32_MAX);
    NUMBER(w, origin->page, 0, UINT32_MAX);
    pass_text(w, &origin->path);
    LIST(w, &origin->seams, pass_seam);
    LIST(w, &origin->boxes, pass_box);
}

static void pass_block(wire *w, rap_block *block)
{
    NUMBER(w, block->part, RAP_PART_UNKNOWN, RAP_PART_CLOSING);
    NUMBER(w, block->look, RAP_LOOK_PLAIN, RAP_LOOK_CAPTION);
    NUMBER(w, block->lang, RAP_LANG_NONE, RAP_LANG_COUNT - 1);
    pass_text(w, &block->text);
    pass_text(w, &block->number);
    pass_text(w, &block->label);
    NUMBER(w, block->level, -LEVELS, LEVELS);
    pass_index(w, &block->parent);
    NUMBER(w, block->lead.start, 0, UINT32_MAX);
    NUMBER(w, block->lead.end, 0, UINT32_MAX);
    LIST(w, &block->notes, pass_note);
    LIST(w, &block->blanks, pass_blank);
    pass_origin(w, &block->origin);
}

static void pass_cover(wire *w, rap_cover *cover)
{
    pass_text(w, &cover->symbol);
    pass_text(w, &cover->title);
    pass_text(w, &cover->session);
    LIST(w, &cover->agenda_items, pass_text);
    pass_date(w, &cover->adopted);
    pass_date(w, &cover->issued);
    NUMBER(w, cover->original, RAP_LANG_NONE, RAP_LANG_COUNT - 1);
    pass_date(w, &cover->period.start);
    pass_date(w, &cover->period.end);
    pass_text(w, &cover->kind);
}

static void pass_source(wire *w, rap_source *source)
{
    pass_text(w, &source->encoding);
    NUMBER(w, source->lang, RAP_LANG_NONE, RAP_LANG_COUNT - 1);
    NUMBER(w, source->structured, 0, 1);
    pass_cover(w, &source->cover);
    LIST(w, &source->blocks, pass_block);
    LIST(w, &source->starts, pass_index);
    LIST(w, &source->warnings, pass_warning);
}

/* -- whether it can be ------------------------------------------------------------------------- */

/* Whether a character begins at byte `at`, or the text ends there. */
static bool is_between(rap_str text, size_t at)
{
    return at == text.length || (at < text.length && ((unsigned char)text.data[at] & 0xC0) != 0x80);
}

/* Whether seams and boxes can be those of a text of so many bytes in such a file. */
static bool can_be_origin(const rap_origin *origin, size_t length, size_t file_bytes)
{
    if (origin->offset > file_bytes || origin->length > file_bytes - origin->offset) {
        return false;
    }
    for (size_t i = 0; i < origin->seams.count; i++) {
        uint32_t at = origin->seams.items[i].at;
        if (at > length || origin->seams.items[i].offset > file_bytes ||
            (i && at < origin->seams.items[i - 1].at)) {
            return false;
        }
    }
    for (size_t i = 0; i < origin->boxes.count; i++) {
        const rap_box *box = &origin->boxes.items[i];
        if (box->x0 > box->x1 || box->y0 > box->y1) {
            return false;
        }
    }
    return true;
}

/* `index`: of the block, which stands behind its parent. */
static bool can_be_block(const rap_block *block, int32_t index, int32_t blocks, size_t file_bytes)
{
    size_t length = block->text.length;
    if (block->parent >= index || block->lead.start > block->lead.end ||
        !is_between(block->text, block->lead.start) || !is_between(block->text, block->lead.end)) {
        return false;
    }
    for (size_t i = 0; i < block->notes.count; i++) {
        const rap_note_ref *note = &block->notes.items[i];
        if (!is_between(block->text, note->at) || note->block >= blocks) {
            return false;
        }
    }
    for (size_t i = 0; i < block->blanks.count; i++) {
        uint32_t at = block->blanks.items[i].at;
        if (at >= length || block->text.data[at] != ' ' ||
            (i && at <= block->blanks.items[i - 1].at)) {
            return false;
        }
    }
    return can_be_origin(&block->origin, length, file_bytes);
}

static bool can_be(const rap_source *source, size_t file_bytes, const rap_read_limits *limits)
{
    if (source->blocks.count > limits->blocks || source->blocks.count > INT32_MAX) {
        return false;
    }
    int32_t blocks = (int32_t)source->blocks.count;
    for (size_t i = 0; i < source->blocks.count; i++) {
        if (!can_be_block(&source->blocks.items[i], (int32_t)i, blocks, file_bytes)) {
            return false;
        }
    }
    for (size_t i = 0; i < source->starts.count; i++) {
        int32_t start = source->starts.items[i];
        if (start < 0 || start >= blocks || (i && start <= source->starts.items[i - 1])) {
            return false;
        }
    }
    for (size_t i = 0; i < source->warnings.count; i++) {
        if (source->warnings.items[i].block >= blocks) {
            return false;
        }
    }
    return true;
}

/* -- both ways --------------------------------------------------------------------------------- */

void rap_wire_put(rap_buf *out, const rap_source *source)
{
    wire w = {.out = out};
    rap_source copy = *source; /* its members are passed through, and come back as they were */
    pass_source(&w, &copy);
}

bool rap_wire_get(rap_arena *arena, rap_str bytes, size_t file_bytes, const rap_read_limits *limits,
                  rap_source *ret_source)
{
    wire w = {.arena = arena, .in = bytes};
    rap_source source = {.arena = arena};
    pass_source(&w, &source);
    if (w.is_bad || w.in.length || !can_be(&source, file_bytes, limits)) {
        return false;
    }
    *ret_source = source;
    return true;
}

static void pass_enclosure(wire *w, rap_enclosure *enclosure)
{
    pass_text(w, &enclosure->name);
    pass_bytes(w, &enclosure->bytes);
    pass_text(w, &enclosure->refusal);
    NUMBER(w, enclosure->is_body, 0, 1);
}

void rap_wire_put_enclosures(rap_buf *out, const rap_enclosures *enclosures)
{
    wire w = {.out = out};
    rap_enclosures copy = *enclosures;
    LIST(&w, &copy, pass_enclosure);
}

bool rap_wire_get_enclosures(rap_arena *arena, rap_str bytes, const rap_read_limits *limits,
                             rap_enclosures *ret_enclosures)
{
    wire w = {.arena = arena, .in = bytes};
    rap_enclosures enclosures = {0};
    LIST(&w, &enclosures, pass_enclosure);
    if (w.is_bad || w.in.length || enclosures.count > limits->enclosures) {
        return false;
    }
    for (size_t i = 0; i < enclosures.count; i++) {
        rap_enclosure *one = &enclosures.items[i];
        one->name = rap_enclosure_name(arena, one->name);
        one->refusal = rap_plain_line(arena, one->refusal);
    }
    *ret_enclosures = enclosures;
    return true;
}

/* SQLite: blocks and mandates as rows, for the lists that make their records and for whole
 * versions. Lists within a row are lines, with a line end at both ends so that "\nENTRY\n" finds an
 * entry; parts of an entry are separated by tabs. Neither stands in a text whose white space is
 * collapsed.
 */
#include "sqlite.h"

#include <stdlib.h>
#include <string.h>

/* -- lines ------------------------------------------------------------------------------------- */

static rap_buf begin_lines(rap_arena *arena)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_put_byte(&out, '\n');
    return out;
}

/* Empty where there was no line. */
static rap_str lines_of(rap_buf *out)
{
    return out->length > 1 ? rap_buf_str(out) : RAP_STR_NONE;
}

rap_str rap_sqlite_lines(rap_arena *arena, const rap_strs *texts)
{
    rap_buf out = begin_lines(arena);
    for (size_t i = 0; i < texts->count; i++) {
        rap_buf_put(&out, texts->items[i]);
        rap_buf_put_byte(&out, '\n');
    }
    return lines_of(&out);
}

static bool next_line(rap_str *rest, rap_str *ret_line)
{
    return rap_str_split(rest, '\n', ret_line) && rest->length + ret_line->length;
}

/* The rest behind the line end with which it begins. */
static rap_str rest_at(sqlite_call *call, int column)
{
    rap_str text = rap_sqlite_column(call, column);
    return rap_str_slice(text, 1, text.length);
}

static rap_str text_at(rap_arena *arena, sqlite_call *call, int column)
{
    return rap_str_copy(arena, rap_sqlite_column(call, column));
}

static rap_strs texts_at(rap_arena *arena, sqlite_call *call, int column)
{
    rap_strs texts = {0};
    rap_str rest = rest_at(call, column), line;
    while (next_line(&rest, &line)) {
        RAP_PUSH(arena, &texts, rap_str_copy(arena, line));
    }
    return texts;
}

rap_str rap_sqlite_part(rap_str *line)
{
    rap_str part = RAP_STR_NONE;
    rap_str_split(line, '\t', &part);
    return part;
}

uint32_t rap_sqlite_number(rap_str *line)
{
    int number = 0;
    rap_str_number(rap_sqlite_part(line), &number);
    return (uint32_t)number;
}

static int64_t integer_at(sqlite_call *call, int column)
{
    return sqlite3_column_int64(call->statement, column);
}

static rap_span span_at(sqlite_call *call, int column)
{
    return (rap_span){(uint32_t)integer_at(call, column), (uint32_t)integer_at(call, column + 1)};
}

/* -- blocks ------------------------------------------------------------------------------------ */

rap_str rap_sqlite_notes(rap_arena *arena, const rap_block *block)
{
    rap_buf out = begin_lines(arena);
    for (size_t i = 0; i < block->notes.count; i++) {
        const rap_note_ref *note = &block->notes.items[i];
        rap_buf_format(&out, "%u\t%.*s\n", note->at, RAP_STR_ARG(note->mark));
    }
    return lines_of(&out);
}

rap_str rap_sqlite_boxes(rap_arena *arena, const rap_block *block)
{
    rap_buf out = begin_lines(arena);
    for (size_t i = 0; i < block->origin.boxes.count; i++) {
        const rap_box *box = &block->origin.boxes.items[i];
        rap_buf_format(&out, "%u\t%.1f\t%.1f\t%.1f\t%.1f\n", box->page, (double)box->x0,
                       (double)box->y0, (double)box->x1, (double)box->y1);
    }
    return lines_of(&out);
}

/* Takes the next part off the front of a line. */
static float points_at(rap_str *line)
{
    char text[24] = "";
    rap_str part = rap_str_slice(rap_sqlite_part(line), 0, sizeof text - 1);
    if (part.length) {
        memcpy(text, part.data, part.length);
    }
    return strtof(text, NULL);
}

static rap_part part_at(sqlite_call *call, int column)
{
    rap_str name = rap_sqlite_column(call, column);
    for (rap_part part = RAP_PART_UNKNOWN; part <= RAP_PART_CLOSING; part++) {
        if (rap_str_is(name, rap_part_name(part))) {
            return part;
        }
    }
    return RAP_PART_UNKNOWN;
}

rap_block rap_sqlite_block(rap_arena *arena, sqlite_call *call, int at)
{
    bool is_outermost = sqlite3_column_type(call->statement, at + 4) == SQLITE_NULL;
    rap_block block = {.part = part_at(call, at),
                       .number = text_at(arena, call, at + 1),
                       .label = text_at(arena, call, at + 2),
                       .level = (int32_t)integer_at(call, at + 3),
                       .parent = is_outermost ? -1 : (int32_t)integer_at(call, at + 4),
                       .lead = span_at(call, at + 5),
                       .origin = {.offset = (uint64_t)integer_at(call, at + 8),
                                  .length = (uint32_t)integer_at(call, at + 9),
                                  .line = (uint32_t)integer_at(call, at + 10),
                                  .page = (uint32_t)integer_at(call, at + 11),
                                  .path = text_at(arena, call, at + 12)},
                       .text = text_at(arena, call, at + 14)};
    rap_str rest = rest_at(call, at + 13), line;
    while (next_line(&rest, &line)) {
        rap_box box = {.page = rap_sqlite_number(&line)};
        box.x0 = points_at(&line);
        box.y0 = points_at(&line);
        box.x1 = points_at(&line);
        box.y1 = points_at(&line);
        RAP_PUSH(arena, &block.origin.boxes, box);
    }
    rest = rest_at(call, at + 7);
    while (next_line(&rest, &line)) {
        rap_note_ref note = {.at = rap_sqlite_number(&line), .block = -1};
        note.mark = rap_str_copy(arena, line);
        RAP_PUSH(arena, &block.notes, note);
    }
    return block;
}

/* -- mandates ---------------------------------------------------------------------------------- */

rap_str rap_sqlite_acts(rap_arena *arena, const rap_mandate *mandate)
{
    rap_buf out = begin_lines(arena);
    for (size_t i = 0; i < mandate->acts.count; i++) {
        const rap_act *act = &mandate->acts.items[i];
        rap_buf_format(&out, "%.*s\t%.*s\t%s\t%u\t%u\t%.*s\n", RAP_STR_ARG(act->verb),
                       RAP_STR_ARG(act->sense), rap_force_name(act->force), act->span.start,
                       act->span.end, RAP_STR_ARG(act->asks));
    }
    return lines_of(&out);
}

/* The act's place among the acts stands before each. */
rap_str rap_sqlite_act_addressees(rap_arena *arena, const rap_mandate *mandate)
{
    rap_buf out = begin_lines(arena);
    for (size_t i = 0; i < mandate->acts.count; i++) {
        const rap_strs *addressees = &mandate->acts.items[i].addressees;
        for (size_t k = 0; k < addressees->count; k++) {
            rap_buf_format(&out, "%zu\t%.*s\n", i, RAP_STR_ARG(addressees->items[k]));
        }
    }
    return lines_of(&out);
}

static rap_force force_of(rap_str name)
{
    rap_force force = RAP_FORCE_DECLARATION;
    return rap_force_of_name(name, &force) ? force : RAP_FORCE_DECLARATION;
}

static void take_acts(rap_arena *arena, sqlite_call *call, int column, rap_mandate *mandate)
{
    rap_str rest = rest_at(call, column), line;
    while (next_line(&rest, &line)) {
        line = rap_str_copy(arena, line);
        rap_act act = {.verb = rap_sqlite_part(&line)};
        act.sense = rap_sqlite_part(&line);
        act.force = force_of(rap_sqlite_part(&line));
        act.span.start = rap_sqlite_number(&line);
        act.span.end = rap_sqlite_number(&line);
        act.asks = line;
        RAP_PUSH(arena, &mandate->acts, act);
    }
    rest = rest_at(call, column + 1);
    while (next_line(&rest, &line)) {
        size_t at = rap_sqlite_number(&line);
        if (mandate->acts.items && at < mandate->acts.count) {
            RAP_PUSH(arena, &mandate->acts.items[at].addressees, rap_str_copy(arena, line));
        }
    }
}

rap_mandate rap_sqlite_mandate(rap_arena *arena, sqlite_call *call, int at)
{
    rap_mandate mandate = {
        .evidence = {(uint32_t)rap_sqlite_place(integer_at(call, at)), span_at(call, at + 1)},
        .para = text_at(arena, call, at + 3),
        .verb = text_at(arena, call, at + 4),
        .sense = text_at(arena, call, at + 5),
        .force = force_of(rap_sqlite_column(call, at + 6)),
        .asks = text_at(arena, call, at + 7),
        .timing_kind = text_at(arena, call, at + 8),
        .timing_value = text_at(arena, call, at + 9),
        .addressees = texts_at(arena, call, at + 10),
        .cites = texts_at(arena, call, at + 11),
        .themes = texts_at(arena, call, at + 14),
        .goals = (uint32_t)integer_at(call, at + 15),
        .rule = text_at(arena, call, at + 16),
        .confidence = sqlite3_column_double(call->statement, at + 17),
        .due = texts_at(arena, call, at + 18)};
    take_acts(arena, call, at + 12, &mandate);
    return mandate;
}

/* -- outcomes ---------------------------------------------------------------------------------- */

rap_str rap_sqlite_decided(rap_arena *arena, rap_str record, sqlite_call *call, int at)
{
    if (!record.length || sqlite3_column_type(call->statement, at) == SQLITE_NULL) {
        return record;
    }
    rap_str decision = rap_sqlite_column(call, at + 1);
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_put(&out, rap_str_slice(record, 0, record.length - 1)); /* without its brace */
    rap_buf_format(&out, ", \"revision\": %lld",
                   (long long)sqlite3_column_int64(call->statement, at));
    if (decision.length) {
        rap_buf_put_c(&out, ", \"decision\": ");
        rap_buf_put(&out, decision);
    }
    rap_buf_put_byte(&out, '}');
    return rap_buf_str(&out);
}

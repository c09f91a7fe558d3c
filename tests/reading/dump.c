#include "dump.h"

#include "base/json.h"

static const char *const looks[] = {"plain", "title", "heading", "item", "note", "cell", "caption"};

static void put_field(rap_buf *out, const char *name, rap_str value)
{
    if (value.length) {
        rap_buf_format(out, "%s: %.*s\n", name, RAP_STR_ARG(value));
    }
}

static void put_date(rap_buf *out, const char *name, rap_date date)
{
    char text[11];
    put_field(out, name, rap_str_of(rap_date_text(date, text)));
}

static void put_block(rap_buf *out, size_t index, const rap_block *block)
{
    rap_buf_format(out, "%zu %s/%s", index, rap_part_name(block->part), looks[block->look]);
    if (block->level) {
        rap_buf_format(out, " level %d", block->level);
    }
    if (block->parent >= 0) {
        rap_buf_format(out, " in %d", block->parent);
    }
    if (block->lang != RAP_LANG_NONE) {
        rap_buf_format(out, " lang %s", rap_lang_code(block->lang));
    }
    if (block->number.length) {
        rap_buf_format(out, " number <%.*s>", RAP_STR_ARG(block->number));
    }
    if (block->label.length) {
        rap_buf_format(out, " label <%.*s>", RAP_STR_ARG(block->label));
    }
    if (block->origin.line) {
        rap_buf_format(out, " line %u", block->origin.line);
    }
    if (block->origin.page) {
        rap_buf_format(out, " page %u", block->origin.page);
    }
    if (block->origin.path.length) {
        rap_buf_format(out, " %.*s", RAP_STR_ARG(block->origin.path));
    }
    rap_buf_put_c(out, "\n  ");
    size_t from = 0;
    for (size_t i = 0; i < block->notes.count; i++) {
        const rap_note_ref *note = &block->notes.items[i];
        rap_buf_put(out, rap_str_slice(block->text, from, note->at));
        rap_buf_format(out, "{%.*s->%d}", RAP_STR_ARG(note->mark), note->block);
        from = note->at;
    }
    rap_buf_put(out, rap_str_slice(block->text, from, block->text.length));
    rap_buf_put_byte(out, '\n');
    if (block->lead.end > block->lead.start) {
        rap_buf_format(out, "  lead: %.*s\n", RAP_STR_ARG(rap_block_slice(block, block->lead)));
    }
}

rap_str dump_source(rap_arena *arena, const rap_source *source)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    put_field(&out, "reader", rap_str_of(source->reader));
    put_field(&out, "encoding", source->encoding);
    put_field(&out, "language", rap_str_of(rap_lang_code(source->lang)));
    put_field(&out, "structured", source->structured ? RAP_STR("yes") : RAP_STR_NONE);
    put_field(&out, "symbol", source->cover.symbol);
    put_field(&out, "title", source->cover.title);
    put_field(&out, "session", source->cover.session);
    for (size_t i = 0; i < source->cover.agenda_items.count; i++) {
        put_field(&out, "agenda item", source->cover.agenda_items.items[i]);
    }
    put_date(&out, "adopted", source->cover.adopted);
    put_date(&out, "issued", source->cover.issued);
    put_field(&out, "kind", source->cover.kind);
    for (size_t i = 0; i < source->warnings.count; i++) {
        const rap_warning *warning = &source->warnings.items[i];
        rap_buf_format(&out, "warning %.*s, block %d: %.*s\n", RAP_STR_ARG(warning->rule),
                       warning->block, RAP_STR_ARG(warning->message));
    }
    for (size_t i = 0; i < source->blocks.count; i++) {
        put_block(&out, i, &source->blocks.items[i]);
    }
    return rap_buf_str(&out);
}

static void put_json_block(rap_json *json, const rap_source *source, size_t index)
{
    const rap_block *block = &source->blocks.items[index];
    rap_json_object_begin(json);
    rap_json_member(json, "record", RAP_STR("block"));
    rap_json_member(json, "doc", source->cover.symbol);
    rap_json_member(json, "lang", rap_str_of(rap_lang_code(source->lang)));
    rap_json_name(json, "index");
    rap_json_integer(json, (int64_t)index);
    rap_json_member(json, "part", rap_str_of(rap_part_name(block->part)));
    rap_json_member(json, "number", block->number);
    rap_json_member(json, "label", block->label);
    rap_json_name(json, "level");
    rap_json_integer(json, block->level);
    rap_json_name(json, "parent");
    rap_json_integer(json, block->parent);
    rap_json_member(json, "text", block->text);
    rap_json_member(json, "verb", rap_block_slice(block, block->lead));
    rap_json_name(json, "note_refs");
    rap_json_array_begin(json);
    for (size_t i = 0; i < block->notes.count; i++) {
        rap_json_string(json, block->notes.items[i].mark);
    }
    rap_json_array_end(json);
    rap_json_object_end(json);
}

rap_str dump_json(rap_arena *arena, const rap_source *source)
{
    rap_buf out;
    char text[11];
    rap_buf_init(&out, arena);
    rap_json json;
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("document"));
    rap_json_member(&json, "doc", source->cover.symbol);
    rap_json_member(&json, "lang", rap_str_of(rap_lang_code(source->lang)));
    rap_json_member(&json, "kind", source->cover.kind);
    rap_json_member(&json, "title", source->cover.title);
    rap_json_member(&json, "session", source->cover.session);
    rap_json_member_strings(&json, "agenda_items", &source->cover.agenda_items);
    rap_json_member(&json, "adopted", rap_str_of(rap_date_text(source->cover.adopted, text)));
    rap_json_member(&json, "issued", rap_str_of(rap_date_text(source->cover.issued, text)));
    rap_json_object_end(&json);
    rap_buf_put_byte(&out, '\n');
    for (size_t i = 0; i < source->blocks.count; i++) {
        rap_json_init(&json, &out);
        put_json_block(&json, source, i);
        rap_buf_put_byte(&out, '\n');
    }
    return rap_buf_str(&out);
}

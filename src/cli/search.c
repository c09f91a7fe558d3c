/* rapporteur search */
#include "listing.h"

#include <string.h>

#define CONTEXT_LINES 3 /* of a hit, on a terminal */

/* The text with what was found in the style of a hit. `hits` are of the whole text, of which
 * `line` is a slice. */
static void put_line(cli *run, rap_str text, rap_str line, const layout_hits *hits)
{
    size_t start = (size_t)(line.data - text.data), at = start, end = start + line.length;
    for (size_t i = 0; i < hits->count; i++) {
        layout_hit hit = hits->items[i];
        if (hit.end <= at || hit.start >= end) {
            continue;
        }
        size_t from = hit.start > at ? hit.start : at, to = hit.end < end ? hit.end : end;
        fprintf(run->out, "%.*s%s", (int)(from - at), text.data + at,
                cli_styled(run, CLI_HIT, rap_arena_copy(run->arena, text.data + from, to - from)));
        at = to;
    }
    fprintf(run->out, "%.*s", (int)(end - at), text.data + at);
}

/* The first line to show: of the first lines that hold a hit, with one line before it. */
static size_t first_line(rap_str text, const rap_strs *lines, const layout_hits *hits)
{
    if (lines->count <= CONTEXT_LINES || hits->count == 0) {
        return 0;
    }
    size_t line = 0;
    while (line + 1 < lines->count &&
           (size_t)(lines->items[line + 1].data - text.data) <= hits->items[0].start) {
        line++;
    }
    line = line ? line - 1 : 0;
    return line + CONTEXT_LINES > lines->count ? lines->count - CONTEXT_LINES : line;
}

/* What a reader calls the part of a document; "" for the body. */
static const char *part_name(const char *part)
{
    static const char *const names[][2] = {
        {"body", ""}, {"operative", "paragraph"}, {"preambular", "preamble"}, {"footnote", "note"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(part, names[i][0]) == 0) {
            return names[i][1];
        }
    }
    return part;
}

static void put_hit(cli *run, const json_t *record, size_t index)
{
    fputs(index ? "\n" : "", run->out);
    rap_buf where;
    rap_buf_init(&where, run->arena);
    rap_buf_format(&where, "%s (%s)", cli_member(run, record, "doc"),
                   cli_member(run, record, "lang"));
    const char *part = cli_member(run, record, "part"), *label = cli_member(run, record, "label");
    const char *name = part_name(part);
    name = *name || !*label ? name : "paragraph";
    rap_buf_format(&where, "%s%s%s%s", *name ? ", " : "", name, *label ? " " : "", label);
    fprintf(run->out, "%s\n", cli_styled(run, CLI_BOLD, rap_buf_str(&where).data));

    rap_str text = rap_str_of(cli_member(run, record, "text"));
    rap_str words = rap_str_of(run->operands[0]);
    layout_hits hits;
    layout_find_hits(run->arena, text, words, &hits);
    rap_strs lines;
    layout_wrap(run->arena, text, run->width > 24 ? run->width - 4 : run->width, &lines);
    size_t first = first_line(text, &lines, &hits), last = lines.count;
    if (run->width && last > first + CONTEXT_LINES) {
        last = first + CONTEXT_LINES;
    }
    for (size_t i = first; i < last; i++) {
        fputs(i == first && first ? "\xE2\x80\xA6   " : "    ", run->out);
        put_line(run, text, lines.items[i], &hits);
        fputs(i + 1 == last && last < lines.count ? "\xE2\x80\xA6\n" : "\n", run->out);
    }
}

int cli_run_search(cli *run)
{
    static const listing_field fields[] = {
        {"doc", "doc", listing_text, {0}},       {"lang", "lang", listing_text, {0}},
        {"part", "part", listing_text, {0}},     {"label", "label", listing_text, {0}},
        {"block", "block", listing_number, {0}}, {"text", "text", listing_text, {0}},
    };
    rap_buf words;
    rap_buf_init(&words, run->arena);
    for (size_t i = 0; i < run->operand_count; i++) {
        rap_buf_format(&words, "%s%s", i ? " " : "", run->operands[i]);
    }
    run->operands[0] = rap_buf_str(&words).data;
    listing list = {.words = run->operands[0],
                    .noun = "hit",
                    .fields = fields,
                    .field_count = sizeof fields / sizeof *fields,
                    .show = put_hit};
    return listing_run(run, &list);
}

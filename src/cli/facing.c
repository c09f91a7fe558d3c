/* rapporteur compare --html: the two texts side by side, with what differs marked in them. */
#include "cli.h"

#include "base/map.h"
#include "base/markup.h"

#include <stdlib.h>
#include <string.h>

/* A finding and its place in the row's list, from 1. */
typedef struct {
    const json_t *record;
    size_t number;
    size_t start, end; /* in the wording of the side that is being written */
} marked;

typedef RAP_VEC(marked) marks;

/* Paragraphs that were compared with each other. */
typedef struct {
    const json_t *pair;
    marks findings;
} facing_row;

typedef struct {
    cli *run;
    RAP_VEC(facing_row *) rows;
    rap_map *by_block; /* "DOC-LANG DOC-LANG a 12" */
    RAP_VEC(json_t *) kept;
    size_t findings;
} facing;

static const char style[] =
    ":root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6570; --line: #c9d1d9;\n"
    "  --back: #fff; --band: #f2f5f8; --error: #ffd9d4; --warning: #ffeab0; --note: #dcebff; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #e4e7ea; --soft: #a3adb7;\n"
    "  --line: #3c444d; --back: #15191d; --band: #1f252b; --error: #6b2a24; --warning: #5e4a10;\n"
    "  --note: #23406a; } }\n"
    "* { box-sizing: border-box; }\n"
    "body { margin: 0 auto; padding: 2rem 1.25rem; max-width: 84rem; color: var(--ink);\n"
    "  background: var(--back); font: 1rem/1.5 Georgia, 'Times New Roman', 'Noto Serif',\n"
    "  'Noto Naskh Arabic', 'Noto Serif CJK SC', serif; }\n"
    ":lang(ar) { font-family: 'Noto Naskh Arabic', Amiri, 'Traditional Arabic', serif;\n"
    "  line-height: 1.75; }\n"
    ":lang(zh) { font-family: 'Noto Serif CJK SC', 'Songti SC', SimSun, serif; }\n"
    "h1 { font-size: 1.5rem; margin: 0; } .sum { color: var(--soft); margin: .25rem 0 1rem; }\n"
    "table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-bottom: 3rem; }\n"
    "th, td { text-align: start; vertical-align: top; padding: .4rem .75rem;\n"
    "  border-block-start: 1px solid var(--line); overflow-wrap: break-word; }\n"
    "thead th { background: var(--band); }\n"
    "tr.heading td { font-weight: bold; } tr.footnote td { font-size: .875rem; }\n"
    ".para { color: var(--soft); font-size: .875rem; margin-inline-end: .5em; }\n"
    ".gone { color: var(--soft); font-style: italic; }\n"
    "mark { color: inherit; border-radius: .15em; padding: 0 .1em; text-decoration: underline;\n"
    "  text-decoration-thickness: 1px; }\n"
    "a { color: inherit; } :target td { background: var(--band); }\n"
    ".error { background: var(--error); } .warning { background: var(--warning); }\n"
    ".note { background: var(--note); }\n"
    "tr.told td { border-block-start: 0; padding-block-start: 0; font-size: .875rem; }\n"
    ".told ol { margin: 0; padding-inline-start: 1.75rem; } .told b { padding: 0 .25em; }\n"
    "sup { font-size: .7em; line-height: 0; }\n"
    "@media print { :root { color-scheme: light; --ink: #000; --soft: #333; --line: #999;\n"
    "  --back: #fff; --band: #eee; --error: #ddd; --warning: #e8e8e8; --note: #f2f2f2; }\n"
    "  body { padding: 0; max-width: none; font-size: 9.5pt; }\n"
    "  thead { display: table-header-group; } tr { break-inside: avoid; }\n"
    "  tr.has-told { break-after: avoid; } h1 { break-after: avoid; } }\n";

static rap_str text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    const char *text = json_string_value(value);
    return text ? (rap_str){text, json_string_length(value)} : RAP_STR_NONE;
}

/* -- gathering ----------------------------------------------------------------------------------
 */

/* The block is the first of a side's. */
static rap_str key_of(facing *f, const json_t *record, const char *side, json_int_t block)
{
    const json_t *a = json_object_get(record, "a"), *b = json_object_get(record, "b");
    return rap_str_of(rap_arena_format(f->run->arena, "%s %s %s %d", cli_member(f->run, a, "doc"),
                                       cli_member(f->run, b, "doc"), side, (int)block));
}

static void keep_pair(facing *f, const json_t *record)
{
    facing_row *row = RAP_NEW(f->run->arena, facing_row);
    *row = (facing_row){.pair = record};
    RAP_PUSH(f->run->arena, &f->rows, row);
    for (int i = 0; i < 2; i++) {
        const char *side = i ? "b" : "a";
        const json_t *blocks = json_object_get(json_object_get(record, side), "blocks");
        const json_t *first = json_array_get(blocks, 0);
        if (first) {
            json_int_t block = json_integer_value(json_object_get(first, "block"));
            rap_map_set(f->by_block, key_of(f, record, side, block), row);
        }
    }
}

static void keep_finding(facing *f, const json_t *record)
{
    for (int i = 0; i < 2; i++) {
        const char *side = i ? "b" : "a";
        const json_t *block = json_object_get(json_object_get(record, side), "block");
        facing_row *row =
            block ? rap_map_find(f->by_block, key_of(f, record, side, json_integer_value(block)))
                  : NULL;
        if (row) {
            marked finding = {.record = record, .number = row->findings.count + 1};
            RAP_PUSH(f->run->arena, &row->findings, finding);
            f->findings++;
            return;
        }
    }
}

static bool on_record(void *user, const char *json, size_t length)
{
    facing *f = user;
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    rap_str kind = text_of(record, "record");
    bool is_pair = rap_str_is(kind, "pair"), is_finding = rap_str_is(kind, "finding");
    if (!is_pair && !is_finding) {
        json_decref(record);
        return true;
    }
    RAP_PUSH(f->run->arena, &f->kept, record);
    if (is_pair) {
        keep_pair(f, record);
    } else {
        keep_finding(f, record);
    }
    return true;
}

/* -- writing ------------------------------------------------------------------------------------
 */

static int by_place(const void *a, const void *b)
{
    const marked *x = a, *y = b;
    if (x->start != y->start) {
        return x->start < y->start ? -1 : 1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

/* The findings that mark a part of the side's wording, in their order there. */
static marks marks_of(facing *f, const facing_row *row, const char *side, size_t length)
{
    marks list = {0};
    for (size_t i = 0; i < row->findings.count; i++) {
        marked mark = row->findings.items[i];
        const json_t *own = json_object_get(mark.record, side);
        mark.start = (size_t)json_integer_value(json_object_get(own, "start"));
        mark.end = (size_t)json_integer_value(json_object_get(own, "end"));
        bool is_whole = mark.start == 0 && mark.end >= length;
        if (mark.end > mark.start && mark.end <= length && !is_whole) {
            RAP_PUSH(f->run->arena, &list, mark);
        }
    }
    if (list.count) {
        qsort(list.items, list.count, sizeof *list.items, by_place);
    }
    return list;
}

/* Of marks that overlap the first is drawn; the others stand as numbers behind it. */
static void put_wording(facing *f, rap_buf *out, const facing_row *row, const char *side,
                        rap_str text)
{
    marks list = marks_of(f, row, side, text.length);
    size_t at = 0;
    for (size_t i = 0; i < list.count;) {
        const marked *first = &list.items[i];
        rap_str severity = text_of(first->record, "severity");
        rap_markup_text(out, rap_str_slice(text, at, first->start));
        rap_buf_format(out, "<mark class=\"%.*s\">", RAP_STR_ARG(severity));
        rap_markup_text(out, rap_str_slice(text, first->start, first->end));
        rap_buf_put_c(out, "</mark><sup>");
        at = first->end;
        for (size_t from = i; i < list.count && (i == from || list.items[i].start < at); i++) {
            rap_buf_format(out, "%s%zu", i == from ? "" : " ", list.items[i].number);
        }
        rap_buf_put_c(out, "</sup>");
    }
    rap_markup_text(out, rap_str_slice(text, at, text.length));
}

/* The texts of the blocks with a space between, as the findings count in it. */
static void put_side(facing *f, rap_buf *out, const facing_row *row, const char *name)
{
    const json_t *side = json_object_get(row->pair, name);
    const json_t *blocks = json_object_get(side, "blocks"), *block;
    rap_str lang = text_of(side, "lang");
    rap_buf text, para;
    size_t i;
    rap_buf_init(&text, f->run->arena);
    rap_buf_init(&para, f->run->arena);
    json_array_foreach(blocks, i, block)
    {
        rap_str label = text_of(block, "para");
        rap_buf_put_c(&text, i ? " " : "");
        rap_buf_put(&text, text_of(block, "text"));
        rap_buf_put_c(&para, i && label.length ? " + " : "");
        rap_buf_put(&para, label);
    }
    rap_buf_format(out, "<td lang=\"%.*s\" dir=\"%s\">", RAP_STR_ARG(lang),
                   rap_str_is(lang, "ar") ? "rtl" : "ltr");
    if (!i) {
        rap_buf_put_c(out, "<span class=\"gone\" lang=\"en\" dir=\"ltr\">nothing</span>");
    } else {
        if (para.length) {
            rap_buf_put_c(out, "<span class=\"para\"><bdi dir=\"ltr\">");
            rap_markup_text(out, rap_buf_str(&para));
            rap_buf_put_c(out, "</bdi></span> ");
        }
        put_wording(f, out, row, name, rap_buf_str(&text));
    }
    rap_buf_put_c(out, "</td>");
}

static void put_values(facing *f, rap_buf *out, const json_t *finding, const char *name)
{
    const json_t *side = json_object_get(finding, name);
    const char *values = cli_member_joined(f->run, side, "values", ", ");
    rap_buf_put_c(out, " <bdi>");
    rap_markup_text(out, rap_str_of(*values ? values : "\xE2\x80\x93"));
    rap_buf_put_c(out, "</bdi>");
}

static void put_findings(facing *f, rap_buf *out, const facing_row *row)
{
    rap_buf_put_c(out, "<tr class=\"told\"><td colspan=\"2\"><ol>");
    for (size_t i = 0; i < row->findings.count; i++) {
        const json_t *finding = row->findings.items[i].record;
        rap_str severity = text_of(finding, "severity");
        rap_buf_format(out, "<li><b class=\"%.*s\">%s</b>", RAP_STR_ARG(severity),
                       cli_member(f->run, finding, "point"));
        put_values(f, out, finding, "a");
        rap_buf_put_c(out, " |");
        put_values(f, out, finding, "b");
        rap_buf_format(out, " <span class=\"para\">(%.*s, %.2f)</span></li>", RAP_STR_ARG(severity),
                       json_number_value(json_object_get(finding, "confidence")));
    }
    rap_buf_put_c(out, "</ol></td></tr>\n");
}

static void put_heading(facing *f, rap_buf *out, const facing_row *row)
{
    for (int i = 0; i < 2; i++) {
        const json_t *side = json_object_get(row->pair, i ? "b" : "a");
        rap_buf_put_c(out, "<th scope=\"col\">");
        rap_markup_text(out,
                        rap_str_of(cli_language_name(f->run, cli_member(f->run, side, "lang"))));
        rap_buf_put_c(out, " <span class=\"para\">");
        rap_markup_text(out, text_of(side, "doc"));
        rap_buf_put_c(out, "</span></th>");
    }
}

static bool is_same_versions(const facing_row *a, const facing_row *b)
{
    for (int i = 0; i < 2; i++) {
        const char *side = i ? "b" : "a";
        rap_str x = text_of(json_object_get(a->pair, side), "doc");
        if (!rap_str_equal(x, text_of(json_object_get(b->pair, side), "doc"))) {
            return false;
        }
    }
    return true;
}

static size_t findings_from(const facing *f, size_t row)
{
    size_t count = 0;
    for (size_t i = row;
         i < f->rows.count && is_same_versions(f->rows.items[row], f->rows.items[i]); i++) {
        count += f->rows.items[i]->findings.count;
    }
    return count;
}

/* Where to look: a link to each row that differs. */
static void put_index(facing *f, rap_buf *out, size_t first)
{
    rap_buf_put_c(out, "<p class=\"sum\">");
    rap_buf_put_c(out, cli_count(f->run, findings_from(f, first), "difference"));
    for (size_t i = first;
         i < f->rows.count && is_same_versions(f->rows.items[first], f->rows.items[i]); i++) {
        const marks *told = &f->rows.items[i]->findings;
        for (size_t k = 0; k < told->count; k++) {
            rap_buf_format(out, "%s<a href=\"#r%zu\">%s</a>", " \xC2\xB7 ", i,
                           cli_member(f->run, told->items[k].record, "point"));
        }
    }
    rap_buf_put_c(out, "</p>\n");
}

static void put_row(facing *f, rap_buf *out, size_t index)
{
    const facing_row *row = f->rows.items[index];
    rap_str part = text_of(row->pair, "part");
    rap_buf_format(out, "<tr id=\"r%zu\" class=\"%.*s%s\">", index, RAP_STR_ARG(part),
                   row->findings.count ? " has-told" : "");
    put_side(f, out, row, "a");
    put_side(f, out, row, "b");
    rap_buf_put_c(out, "</tr>\n");
    if (row->findings.count) {
        put_findings(f, out, row);
    }
}

static void put_page(facing *f, rap_buf *out)
{
    const facing_row *last = NULL;
    rap_buf_put_c(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                       "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>");
    rap_markup_text(out, f->rows.count ? text_of(f->rows.items[0]->pair, "doc") : RAP_STR_NONE);
    rap_buf_format(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
    for (size_t i = 0; i < f->rows.count; i++) {
        const facing_row *row = f->rows.items[i];
        if (!last || !is_same_versions(last, row)) {
            rap_buf_put_c(out, last ? "</tbody></table>\n<h1>" : "<h1>");
            rap_markup_text(out, text_of(row->pair, "doc"));
            rap_buf_put_c(out, "</h1>\n");
            put_index(f, out, i);
            rap_buf_put_c(out, "<table>\n<thead><tr>");
            put_heading(f, out, row);
            rap_buf_put_c(out, "</tr></thead>\n<tbody>\n");
        }
        put_row(f, out, i);
        last = row;
    }
    rap_buf_put_c(out, last ? "</tbody></table>\n</body>\n</html>\n" : "</body>\n</html>\n");
}

bool cli_compare_facing(cli *run, size_t *ret_findings, rapporteur_error *error)
{
    rapporteur_compare_options options = cli_compare_options(run);
    facing f = {.run = run, .by_block = rap_map_new(run->arena)};
    rap_buf out;
    options.pairs = true;
    bool is_done = rapporteur_compare(run->reg, &options, on_record, &f, error);
    if (is_done) {
        rap_buf_init(&out, run->arena);
        put_page(&f, &out);
        fwrite(out.data, 1, out.length, run->out);
    }
    for (size_t i = 0; i < f.kept.count; i++) {
        json_decref(f.kept.items[i]);
    }
    *ret_findings = f.findings;
    return is_done;
}

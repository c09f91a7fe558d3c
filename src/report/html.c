/* One self-contained HTML page, well-formed as XML too. */
#include "base/markup.h"
#include "html_style.h"
#include "page.h"

typedef struct {
    const rap_page *page;
    rap_buf *out;
    int depth;      /* open sections */
    bool in_header; /* the cover */
    bool in_nav, in_main;
    bool in_list, in_item;
    bool in_dl;
    rap_lang lang; /* of the block being written, where it is not the page's */
} writer;

static const char *direction(rap_lang lang)
{
    return rap_lang_is_rtl(lang) ? "rtl" : "ltr";
}

static void put_runs(writer *w, const rap_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        const rap_run *run = &runs->items[i];
        if (run->note) {
            rap_buf_format(w->out,
                           "<sup><a id=\"r%d\" href=\"#n%d\" role=\"doc-noteref\">%d</a></sup>",
                           run->note, run->note, run->note);
            continue;
        }
        const char *mark = run->bold ? "strong" : run->italic ? "em" : NULL;
        bool differs = run->lang && run->lang != w->lang;
        if (differs) {
            rap_buf_format(w->out, "<span lang=\"%s\" dir=\"%s\">", rap_lang_code(run->lang),
                           direction(run->lang));
        }
        if (mark) {
            rap_buf_format(w->out, "<%s>", mark);
        }
        rap_markup_text(w->out, run->text);
        if (mark) {
            rap_buf_format(w->out, "</%s>", mark);
        }
        if (differs) {
            rap_buf_put_c(w->out, "</span>");
        }
    }
}

static void close_list(writer *w)
{
    if (w->in_item) {
        rap_buf_put_c(w->out, "</li>\n");
    }
    if (w->in_list) {
        rap_buf_put_c(w->out, "</ol>\n");
    }
    w->in_item = w->in_list = false;
    if (w->in_dl) {
        rap_buf_put_c(w->out, "</dl>\n");
        w->in_dl = false;
    }
}

static void close_sections(writer *w, int depth)
{
    for (; w->depth > depth; w->depth--) {
        rap_buf_put_c(w->out, "</section>\n");
    }
}

static void put_table(writer *w, const rap_page_table *table)
{
    rap_buf_put_c(w->out, "<div class=\"table\"><table>\n<colgroup>");
    for (size_t c = 0; c < table->columns; c++) {
        rap_buf_format(w->out, "<col style=\"width:%d%%\"/>", table->widths[c]);
    }
    rap_buf_put_c(w->out, "</colgroup>\n<thead><tr>");
    for (size_t c = 0; c < table->columns; c++) {
        rap_buf_put_c(w->out, "<th scope=\"col\">");
        rap_markup_text(w->out, table->header.items[c]);
        rap_buf_put_c(w->out, "</th>");
    }
    rap_buf_put_c(w->out, "</tr></thead>\n<tbody>\n");
    for (size_t r = 0; r < table->rows.count; r++) {
        rap_buf_put_c(w->out, "<tr>");
        for (size_t c = 0; c < table->columns; c++) {
            rap_buf_put_c(w->out, "<td>");
            put_runs(w, &table->rows.items[r].cells[c]);
            rap_buf_put_c(w->out, "</td>");
        }
        rap_buf_put_c(w->out, "</tr>\n");
    }
    rap_buf_put_c(w->out, "</tbody>\n</table></div>\n");
}

static void put_contents(writer *w)
{
    const rap_page *page = w->page;
    int depth = 0;
    bool is_open = false;
    if (page->numbered) {
        rap_buf_put_c(w->out, "<p class=\"range-head\">");
        rap_markup_text(w->out, rap_words_get(page->words, "contents_paragraphs"));
        rap_buf_put_c(w->out, "</p>\n");
    }
    for (size_t i = 0; i < page->pieces.count; i++) {
        const rap_piece *piece = &page->pieces.items[i];
        if (!rap_piece_in_contents(page, piece)) {
            continue;
        }
        for (; depth > piece->level; depth--) {
            rap_buf_put_c(w->out, "</li></ol>");
        }
        if (depth == piece->level && is_open) {
            rap_buf_put_c(w->out, "</li>\n");
        }
        for (; depth < piece->level; depth++) {
            rap_buf_put_c(w->out, depth + 1 < piece->level ? "<ol><li>" : "<ol>\n");
        }
        rap_buf_format(w->out, "<li><a href=\"#h%zu\">", i);
        put_runs(w, &piece->runs);
        rap_buf_put_c(w->out, "</a>");
        is_open = true;
        rap_str range = rap_piece_range(page, piece);
        if (range.length) {
            rap_buf_put_c(w->out, " <span class=\"range\">");
            rap_markup_text(w->out, range);
            rap_buf_put_c(w->out, "</span>");
        }
    }
    for (; depth > 0; depth--) {
        rap_buf_put_c(w->out, "</li></ol>");
    }
    rap_buf_put_byte(w->out, '\n');
}

/* A block element with its language and direction where they are not the page's. */
static void put_block(writer *w, const char *element, const rap_piece *piece)
{
    if (piece->lang && piece->lang != w->page->lang) {
        rap_buf_format(w->out, "<%s lang=\"%s\" dir=\"%s\">", element, rap_lang_code(piece->lang),
                       direction(piece->lang));
    } else {
        rap_buf_format(w->out, "<%s>", element);
    }
    w->lang = piece->lang;
    put_runs(w, &piece->runs);
    w->lang = RAP_LANG_NONE;
    rap_buf_format(w->out, "</%s>\n", element);
}

static void put_heading(writer *w, const rap_piece *piece, size_t index)
{
    close_sections(w, piece->level - 1);
    /* A skipped level gets its section too, so that depth and level agree. */
    for (; w->depth < piece->level; w->depth++) {
        rap_buf_put_c(w->out, "<section>\n");
    }
    rap_buf_format(w->out, "<h%d id=\"h%zu\">", piece->level + 1, index);
    put_runs(w, &piece->runs);
    rap_buf_format(w->out, "</h%d>\n", piece->level + 1);
}

static void put_numbered(writer *w, const rap_piece *piece)
{
    if (w->in_item) {
        rap_buf_put_c(w->out, "</li>\n");
    }
    if (!w->in_list) {
        rap_buf_format(w->out, "<ol class=\"paragraphs\" start=\"%zu\">\n", piece->number);
    }
    w->in_list = w->in_item = true;
    rap_buf_format(w->out, "<li id=\"p%zu\" value=\"%zu\">", piece->number, piece->number);
    put_block(w, "p", piece);
}

static void put_cover_line(writer *w, const rap_piece *piece)
{
    if (!w->in_dl) {
        rap_buf_put_c(w->out, "<dl>\n");
        w->in_dl = true;
    }
    rap_buf_put_c(w->out, "<dt>");
    rap_markup_text(w->out, piece->runs.items[0].text);
    rap_buf_put_c(w->out, "</dt><dd>");
    put_runs(w, &(rap_runs){piece->runs.items + 1, piece->runs.count - 1, 1});
    rap_buf_put_c(w->out, "</dd>\n");
}

static void put_break(writer *w)
{
    if (w->in_header) {
        rap_buf_put_c(w->out, "</header>\n<nav>\n");
        w->in_header = false;
        w->in_nav = true;
    } else if (w->in_nav) {
        rap_buf_put_c(w->out, "</nav>\n<main>\n");
        w->in_nav = false;
        w->in_main = true;
    }
}

static void put_piece(writer *w, size_t index)
{
    const rap_piece *piece = &w->page->pieces.items[index];
    bool stays = (piece->kind == RAP_PIECE_NUMBERED || piece->kind == RAP_PIECE_QUOTE ||
                  piece->kind == RAP_PIECE_COVER_LINE);
    if (!stays) {
        close_list(w);
    }
    switch (piece->kind) {
    case RAP_PIECE_TITLE:
        put_block(w, "h1", piece);
        break;
    case RAP_PIECE_SUBTITLE:
        rap_buf_put_c(w->out, "<p class=\"subtitle\">");
        put_runs(w, &piece->runs);
        rap_buf_put_c(w->out, "</p>\n");
        break;
    case RAP_PIECE_COVER_LINE:
        put_cover_line(w, piece);
        break;
    case RAP_PIECE_COVER_HEADING:
        put_block(w, "h2", piece);
        break;
    case RAP_PIECE_CONTENTS:
        put_contents(w);
        break;
    case RAP_PIECE_BREAK:
        put_break(w);
        break;
    case RAP_PIECE_HEADING:
        put_heading(w, piece, index);
        break;
    case RAP_PIECE_PARAGRAPH:
        put_block(w, "p", piece);
        break;
    case RAP_PIECE_NUMBERED:
        put_numbered(w, piece);
        break;
    case RAP_PIECE_QUOTE:
        put_block(w, "blockquote", piece);
        break;
    case RAP_PIECE_TABLE:
        put_table(w, piece->table);
        break;
    }
}

static void put_notes(writer *w)
{
    const rap_page *page = w->page;
    if (!page->notes.count) {
        return;
    }
    rap_buf_put_c(w->out, "<section class=\"notes\" role=\"doc-endnotes\">\n<h2>");
    rap_markup_text(w->out, rap_words_get(page->words, "notes"));
    rap_buf_put_c(w->out, "</h2>\n<ol>\n");
    for (size_t i = 1; i <= page->notes.count; i++) {
        rap_buf_format(w->out, "<li id=\"n%zu\">", i);
        rap_markup_text(w->out, page->notes.items[i - 1]);
        rap_buf_format(w->out, " <a href=\"#r%zu\" role=\"doc-backlink\" aria-label=\"", i);
        rap_markup_text(w->out, rap_words_get(page->words, "back_to_text"));
        rap_buf_put_c(w->out, "\">\xE2\x86\xA9\xEF\xB8\x8E</a></li>\n");
    }
    rap_buf_put_c(w->out, "</ol>\n</section>\n");
}

/* The running title goes into a CSS string. */
static void put_css_string(rap_buf *out, rap_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\' || c == '<' || c == '&' || c < 0x20) {
            rap_buf_format(out, "\\%02X ", c);
        } else {
            rap_buf_put_byte(out, (char)c);
        }
    }
}

bool rap_form_html(const rap_page *page, rap_str *ret_bytes)
{
    rap_buf out;
    rap_buf_init(&out, page->arena);
    writer w = {.page = page, .out = &out, .in_header = true};
    rap_buf_format(&out, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n",
                   rap_lang_code(page->lang), direction(page->lang));
    rap_buf_put_c(&out, "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
                        "content=\"width=device-width, initial-scale=1\"/>\n<title>");
    rap_markup_text(&out, page->title);
    rap_buf_put_c(&out, "</title>\n<style>\n");
    rap_buf_put_c(&out, rap_html_style);
    rap_buf_format(&out, "@page { size: A4%s; margin: 24mm 22mm; @top-center { content: \"",
                   page->landscape ? " landscape" : "");
    put_css_string(&out, page->running);
    rap_buf_put_c(&out, "\"; font-size: 9pt; } @bottom-center { content: counter(page); "
                        "font-size: 9pt; } }\n@page :first { @top-center { content: none; } "
                        "@bottom-center { content: none; } }\n</style>\n</head>\n<body>\n"
                        "<header>\n");
    for (size_t i = 0; i < page->pieces.count; i++) {
        put_piece(&w, i);
    }
    close_list(&w);
    close_sections(&w, 0);
    put_notes(&w);
    rap_buf_put_c(&out, w.in_main ? "</main>\n" : w.in_nav ? "</nav>\n" : "</header>\n");
    rap_buf_put_c(&out, "</body>\n</html>\n");
    *ret_bytes = rap_buf_str(&out);
    return true;
}

/* Markdown (CommonMark with footnotes and tables). Text in another language stands in an element
 * that sets its language and direction. */
#include "page.h"

/* Characters that Markdown would read as mark-up. */
static void put_text(rap_buf *out, rap_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '\\' || c == '`' || c == '*' || c == '_' || c == '[' || c == ']' || c == '|' ||
            c == '~') {
            rap_buf_put_byte(out, '\\');
            rap_buf_put_byte(out, c);
        } else if (c == '<') {
            rap_buf_put_c(out, "&lt;");
        } else if (c == '&') {
            rap_buf_put_c(out, "&amp;");
        } else {
            rap_buf_put_byte(out, c);
        }
    }
}

/* `lang`: of the block they stand in, where it is not the page's. */
static void put_runs(rap_buf *out, const rap_runs *runs, rap_lang lang)
{
    for (size_t i = 0; i < runs->count; i++) {
        const rap_run *run = &runs->items[i];
        if (run->note) {
            rap_buf_format(out, "[^%d]", run->note);
            continue;
        }
        bool differs = run->lang && run->lang != lang;
        if (differs) {
            rap_buf_format(out, "<span lang=\"%s\" dir=\"%s\">", rap_lang_code(run->lang),
                           rap_lang_is_rtl(run->lang) ? "rtl" : "ltr");
        }
        const char *mark = run->bold ? "**" : run->italic ? "*" : "";
        /* Emphasis must not touch white space on its inner side. */
        rap_str text = *mark ? rap_str_trim(run->text) : run->text;
        rap_buf_put_c(out, mark);
        put_text(out, text);
        rap_buf_put_c(out, mark);
        if (*mark && rap_str_ends(run->text, RAP_STR(" "))) {
            rap_buf_put_byte(out, ' ');
        }
        if (differs) {
            rap_buf_put_c(out, "</span>");
        }
    }
}

static void put_table(rap_buf *out, const rap_page_table *table)
{
    for (size_t c = 0; c < table->columns; c++) {
        rap_buf_put_c(out, "| ");
        put_text(out, table->header.items[c]);
        rap_buf_put_byte(out, ' ');
    }
    rap_buf_put_c(out, "|\n");
    for (size_t c = 0; c < table->columns; c++) {
        rap_buf_put_c(out, "| --- ");
    }
    rap_buf_put_c(out, "|\n");
    for (size_t r = 0; r < table->rows.count; r++) {
        for (size_t c = 0; c < table->columns; c++) {
            rap_buf_put_c(out, "| ");
            put_runs(out, &table->rows.items[r].cells[c], RAP_LANG_NONE);
            rap_buf_put_byte(out, ' ');
        }
        rap_buf_put_c(out, "|\n");
    }
    rap_buf_put_byte(out, '\n');
}

static void put_contents(rap_buf *out, const rap_page *page)
{
    for (size_t i = 0; i < page->pieces.count; i++) {
        const rap_piece *piece = &page->pieces.items[i];
        if (rap_piece_in_contents(page, piece)) {
            rap_buf_format(out, "%*s- ", piece->level > 1 ? 2 : 0, "");
            put_runs(out, &piece->runs, RAP_LANG_NONE);
            rap_str range = rap_piece_range(page, piece);
            if (range.length) {
                rap_str text = rap_words_fill(
                    page->words, piece->first < piece->last ? "contents_range" : "contents_one",
                    &range, 1);
                rap_buf_put_byte(out, ' ');
                rap_buf_put(out, text);
            }
            rap_buf_put_byte(out, '\n');
        }
    }
    rap_buf_put_byte(out, '\n');
}

static void put_piece(rap_buf *out, const rap_page *page, const rap_piece *piece)
{
    bool is_rtl = rap_lang_is_rtl(piece->lang ? piece->lang : page->lang);
    bool turns = is_rtl != rap_lang_is_rtl(page->lang);
    switch (piece->kind) {
    case RAP_PIECE_TITLE:
        rap_buf_put_c(out, "# ");
        break;
    case RAP_PIECE_HEADING:
        rap_buf_format(out, "%.*s ", piece->level + 1, "####");
        break;
    case RAP_PIECE_COVER_HEADING:
        rap_buf_put_c(out, "**");
        put_runs(out, &piece->runs, RAP_LANG_NONE);
        rap_buf_put_c(out, "**\n\n");
        return;
    case RAP_PIECE_COVER_LINE:
        rap_buf_put_c(out, "**");
        put_text(out, rap_words_fill(page->words, "label", &piece->runs.items[0].text, 1));
        rap_buf_put_c(out, "** ");
        put_runs(out, &(rap_runs){piece->runs.items + 1, piece->runs.count - 1, 1}, RAP_LANG_NONE);
        rap_buf_put_c(out, "\n\n");
        return;
    case RAP_PIECE_NUMBERED:
        rap_buf_format(out, "%zu. ", piece->number);
        break;
    case RAP_PIECE_QUOTE:
        if (turns) {
            rap_buf_format(out, "<blockquote lang=\"%s\" dir=\"%s\">\n\n",
                           rap_lang_code(piece->lang), is_rtl ? "rtl" : "ltr");
            put_runs(out, &piece->runs, piece->lang);
            rap_buf_put_c(out, "\n\n</blockquote>\n\n");
            return;
        }
        rap_buf_put_c(out, "> ");
        break;
    case RAP_PIECE_TABLE:
        put_table(out, piece->table);
        return;
    case RAP_PIECE_CONTENTS:
        put_contents(out, page);
        return;
    case RAP_PIECE_BREAK:
        return;
    case RAP_PIECE_SUBTITLE:
    case RAP_PIECE_PARAGRAPH:
        break;
    }
    put_runs(out, &piece->runs, RAP_LANG_NONE);
    rap_buf_put_c(out, "\n\n");
}

bool rap_form_markdown(const rap_page *page, rap_str *ret_bytes)
{
    rap_buf out;
    bool is_rtl = rap_lang_is_rtl(page->lang);
    rap_buf_init(&out, page->arena);
    if (is_rtl) {
        rap_buf_format(&out, "<div lang=\"%s\" dir=\"rtl\">\n\n", rap_lang_code(page->lang));
    }
    for (size_t i = 0; i < page->pieces.count; i++) {
        put_piece(&out, page, &page->pieces.items[i]);
    }
    for (size_t i = 0; i < page->notes.count; i++) {
        rap_buf_format(&out, "[^%zu]: ", i + 1);
        put_text(&out, page->notes.items[i]);
        rap_buf_put_byte(&out, '\n');
    }
    if (is_rtl) {
        rap_buf_put_c(&out, "\n</div>\n");
    }
    *ret_bytes = rap_buf_str(&out);
    return true;
}

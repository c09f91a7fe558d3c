#include "page.h"

void rap_page_init(rap_page *page, rap_arena *arena, const rap_words *words)
{
    *page = (rap_page){
        .arena = arena, .words = words, .lang = rap_words_lang(words), .contents_level = 2};
}

bool rap_piece_in_contents(const rap_page *page, const rap_piece *piece)
{
    return piece->kind == RAP_PIECE_HEADING && piece->level <= page->contents_level;
}

rap_piece *rap_page_add(rap_page *page, rap_piece_kind kind)
{
    RAP_PUSH(page->arena, &page->pieces, (rap_piece){.kind = kind});
    return &page->pieces.items[page->pieces.count - 1];
}

rap_piece *rap_page_heading(rap_page *page, int level, rap_str text, rap_lang lang)
{
    rap_piece *piece = rap_page_add(page, RAP_PIECE_HEADING);
    piece->level = level;
    rap_runs_add(page, &piece->runs, text, lang);
    return piece;
}

rap_piece *rap_page_paragraph(rap_page *page, rap_str text)
{
    rap_piece *piece = rap_page_add(page, RAP_PIECE_PARAGRAPH);
    rap_runs_add(page, &piece->runs, text, RAP_LANG_NONE);
    return piece;
}

rap_piece *rap_page_numbered(rap_page *page)
{
    rap_piece *piece = rap_page_add(page, RAP_PIECE_NUMBERED);
    piece->number = ++page->numbered;
    return piece;
}

void rap_page_cover_line(rap_page *page, const char *label_key, rap_str text)
{
    if (text.length) {
        rap_piece *piece = rap_page_add(page, RAP_PIECE_COVER_LINE);
        rap_runs_add_bold(page, &piece->runs, rap_words_get(page->words, label_key), RAP_LANG_NONE);
        rap_runs_add(page, &piece->runs, text, RAP_LANG_NONE);
    }
}

rap_page_table *rap_page_table_add(rap_page *page, const char *const *header_keys,
                                   const int *widths, size_t columns)
{
    rap_piece *piece = rap_page_add(page, RAP_PIECE_TABLE);
    piece->table = RAP_NEW(page->arena, rap_page_table);
    piece->table->columns = columns;
    piece->table->widths = widths;
    for (size_t i = 0; i < columns; i++) {
        RAP_PUSH(page->arena, &piece->table->header, rap_words_get(page->words, header_keys[i]));
    }
    return piece->table;
}

rap_runs *rap_table_row_add(rap_page *page, rap_page_table *table)
{
    rap_runs *cells = RAP_NEW_ARRAY(page->arena, rap_runs, table->columns);
    RAP_PUSH(page->arena, &table->rows, (rap_table_row){cells});
    return cells;
}

static void add(rap_page *page, rap_runs *runs, rap_run run)
{
    if (run.lang == page->lang) {
        run.lang = RAP_LANG_NONE;
    }
    if (!run.text.length) {
        return;
    }
    if (runs->count) {
        rap_run *last = &runs->items[runs->count - 1];
        if (!last->note && last->lang == run.lang && last->bold == run.bold &&
            last->italic == run.italic) {
            last->text = rap_str_of(rap_arena_format(
                page->arena, "%.*s%.*s", RAP_STR_ARG(last->text), RAP_STR_ARG(run.text)));
            return;
        }
    }
    RAP_PUSH(page->arena, runs, run);
}

void rap_runs_add(rap_page *page, rap_runs *runs, rap_str text, rap_lang lang)
{
    add(page, runs, (rap_run){.text = text, .lang = lang});
}

void rap_runs_add_bold(rap_page *page, rap_runs *runs, rap_str text, rap_lang lang)
{
    add(page, runs, (rap_run){.text = text, .lang = lang, .bold = true});
}

/* The next asterisk at or after `at` that may open (close) emphasis: no space behind (before) it.
 */
static size_t star(rap_str text, size_t at, bool opens)
{
    for (; (at = rap_str_find(text, RAP_STR("*"), at)) != SIZE_MAX; at++) {
        size_t beside = opens ? at + 1 : at - 1;
        bool stands = beside < text.length && text.data[beside] != ' ' && text.data[beside] != '*';
        if (stands) {
            return at;
        }
    }
    return SIZE_MAX;
}

void rap_runs_add_marked(rap_page *page, rap_runs *runs, rap_str text, rap_lang lang)
{
    size_t from = 0;
    for (;;) {
        size_t open = star(text, from, true);
        size_t close = open == SIZE_MAX ? SIZE_MAX : star(text, open + 1, false);
        if (close == SIZE_MAX) {
            break;
        }
        rap_runs_add(page, runs, rap_str_slice(text, from, open), lang);
        rap_run run = {.text = rap_str_slice(text, open + 1, close), .lang = lang, .italic = true};
        add(page, runs, run);
        from = close + 1;
    }
    rap_runs_add(page, runs, rap_str_slice(text, from, text.length), lang);
}

void rap_page_note(rap_page *page, rap_runs *runs, rap_str text)
{
    RAP_PUSH(page->arena, &page->notes, text);
    RAP_PUSH(page->arena, runs, (rap_run){.note = (int)page->notes.count});
}

void rap_page_finish(rap_page *page)
{
    rap_piece *open[4] = {NULL};
    for (size_t i = 0; i < page->pieces.count; i++) {
        rap_piece *piece = &page->pieces.items[i];
        if (piece->kind == RAP_PIECE_HEADING) {
            for (int level = piece->level; level < 4; level++) {
                open[level] = NULL;
            }
            open[piece->level] = piece;
        }
        for (int level = 1; level < 4 && piece->kind == RAP_PIECE_NUMBERED; level++) {
            if (open[level]) {
                open[level]->first = open[level]->first ? open[level]->first : piece->number;
                open[level]->last = piece->number;
            }
        }
    }
}

static size_t runs_words(const rap_runs *runs)
{
    size_t count = 0;
    for (size_t i = 0; i < runs->count; i++) {
        count += runs->items[i].note ? 0 : rap_words_number(runs->items[i].text);
    }
    return count;
}

size_t rap_page_words(const rap_page *page)
{
    size_t count = 0;
    for (size_t i = 0; i < page->pieces.count; i++) {
        const rap_piece *piece = &page->pieces.items[i];
        count += runs_words(&piece->runs);
        const rap_page_table *table = piece->table;
        for (size_t c = 0; table && c < table->header.count; c++) {
            count += rap_words_number(table->header.items[c]);
        }
        for (size_t r = 0; table && r < table->rows.count; r++) {
            for (size_t c = 0; c < table->columns; c++) {
                count += runs_words(&table->rows.items[r].cells[c]);
            }
        }
    }
    return count;
}

rap_str rap_runs_text(const rap_page *page, const rap_runs *runs)
{
    rap_buf out;
    rap_buf_init(&out, page->arena);
    for (size_t i = 0; i < runs->count; i++) {
        rap_buf_put(&out, runs->items[i].text);
    }
    return rap_buf_str(&out);
}

rap_str rap_piece_range(const rap_page *page, const rap_piece *piece)
{
    rap_buf out;
    rap_buf_init(&out, page->arena);
    if (piece->first) {
        rap_buf_format(&out, "%zu", piece->first);
        if (piece->last > piece->first) {
            rap_buf_put_code_point(&out, 0x2013);
            rap_buf_format(&out, "%zu", piece->last);
        }
    }
    return rap_buf_str(&out);
}

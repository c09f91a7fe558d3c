/* The matrix: operative paragraphs with what answers them. */
#include "arrange.h"

static const rap_report_traced *traced_of(const rap_story *story, const rap_asked *asked)
{
    for (size_t i = 0; i < story->options->traced_count; i++) {
        const rap_report_traced *traced = &story->options->traced[i];
        if (traced->lang == asked->lang && rap_str_equal(traced->para, asked->para) &&
            rap_str_equal_nocase(traced->doc, asked->doc)) {
            return traced;
        }
    }
    return NULL;
}

static void put_answer(rap_desk *desk, rap_runs *cells, const rap_report_answer *answer)
{
    rap_page *page = desk->page;
    rap_str source[] = {answer->doc, answer->para};
    rap_runs_add_marked(page, &cells[3], answer->quote, answer->lang);
    rap_runs_add(page, &cells[3], RAP_STR(" "), RAP_LANG_NONE);
    rap_runs_add(page, &cells[3], rap_words_fill(desk->words, "in_brackets", &answer->why, 1),
                 RAP_LANG_NONE);
    rap_runs_add(page, &cells[4], rap_words_fill(desk->words, "source_paragraph", source, 2),
                 RAP_LANG_NONE);
    rap_runs_add(page, &cells[5], rap_words_of(desk->words, "traced", answer->strength),
                 RAP_LANG_NONE);
}

/* A row for each answer; the paragraph stands in the first. */
static void put_paragraph(rap_desk *desk, rap_page_table *table, const rap_asked *asked,
                          const rap_report_traced *traced)
{
    rap_page *page = desk->page;
    rap_str dash = RAP_STR("\xE2\x80\x94");
    rap_runs *cells = rap_table_row_add(page, table);
    rap_str who = rap_asked_whom(desk, asked), what = rap_asked_task(desk, asked);
    rap_runs_add(page, &cells[0], asked->para, RAP_LANG_NONE);
    rap_runs_add(page, &cells[1], who.length ? who : dash, RAP_LANG_NONE);
    rap_runs_add_marked(page, &cells[2], what.length ? what : dash,
                        what.length ? asked->lang : RAP_LANG_NONE);
    for (size_t i = 0; i < traced->answers.count; i++) {
        put_answer(desk, i ? rap_table_row_add(page, table) : cells, &traced->answers.items[i]);
    }
    if (!traced->answers.count) {
        rap_runs_add(page, &cells[3], dash, RAP_LANG_NONE);
        rap_runs_add(page, &cells[4], dash, RAP_LANG_NONE);
        rap_runs_add_bold(page, &cells[5], rap_words_of(desk->words, "traced", traced->status),
                          RAP_LANG_NONE);
    }
}

void rap_arrange_trace(rap_desk *desk)
{
    static const int widths[] = {7, 14, 25, 32, 11, 11};
    static const char *const header[] = {"paragraph",    "who_is_asked", "what",
                                         "what_answers", "source",       "status"};
    rap_page *page = desk->page;
    const rap_origin_doc *last = NULL;
    rap_page_table *table = NULL;
    page->landscape = true;
    for (size_t i = 0; i < desk->story->mandates.count; i++) {
        const rap_asked *asked = desk->story->mandates.items[i];
        const rap_report_traced *traced = traced_of(desk->story, asked);
        if (!traced) {
            continue;
        }
        if (asked->source != last) {
            last = asked->source;
            rap_arrange_source(desk, last);
            table = rap_page_table_add(page, header, widths, 6);
        }
        put_paragraph(desk, table, asked, traced);
    }
    if (!last) {
        rap_arrange_no_mandates(desk);
    }
}

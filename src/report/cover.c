/* Cover, sources, and what was left out. */
#include "arrange.h"

rap_str rap_report_title(const rap_story *story)
{
    static const char *const keys[] = {
        [RAP_REPORT_ACTIVITIES] = "title_activities",
        [RAP_REPORT_CONSOLIDATED] = "title_consolidated",
        [RAP_REPORT_MANDATES] = "title_mandates",
        [RAP_REPORT_TRACE] = "title_trace",
        [RAP_REPORT_MAP] = "title_map",
        [RAP_REPORT_TIMELINE] = "title_timeline",
        [RAP_REPORT_NETWORK] = "title_network",
    };
    const rap_report_options *options = story->options;
    return options->title.length ? options->title
                                 : rap_words_get(story->words, keys[options->kind]);
}

static rap_str named(rap_desk *desk, const char *family, const rap_strs *ids)
{
    rap_strs names = {NULL, 0, 0};
    for (size_t i = 0; i < ids->count; i++) {
        rap_str name = family ? rap_words_of(desk->words, family, ids->items[i])
                              : rap_story_name(desk->story, ids->items[i]);
        RAP_PUSH(desk->arena, &names, name.length ? name : ids->items[i]);
    }
    return rap_words_list(desk->words, &names);
}

void rap_arrange_cover(rap_desk *desk)
{
    rap_page *page = desk->page;
    const rap_story *story = desk->story;
    const rap_filter *filter = &story->options->filter;
    rap_piece *piece = rap_page_add(page, RAP_PIECE_TITLE);
    rap_str period = rap_words_period(desk->words, filter->period);
    page->title = rap_report_title(story);
    page->running = page->title;
    rap_runs_add(page, &piece->runs, page->title, RAP_LANG_NONE);
    if (period.length) {
        piece = rap_page_add(page, RAP_PIECE_SUBTITLE);
        rap_runs_add(page, &piece->runs, rap_words_capital(desk->arena, period), RAP_LANG_NONE);
    }
    if (!period.length) {
        rap_page_cover_line(page, "reporting_period", rap_words_get(desk->words, "whole_register"));
    }
    rap_page_cover_line(page, "organizations", named(desk, NULL, &filter->organizations));
    rap_page_cover_line(page, "kinds_of_activity", named(desk, "types", &filter->types));
    rap_page_cover_line(page, "place", filter->place);
    rap_page_cover_line(page, "document", filter->document);
    if (filter->lang) {
        rap_page_cover_line(page, "language", rap_words_language(desk->words, filter->lang));
    }
    rap_page_cover_line(page, "status", rap_words_of(desk->words, "status", filter->status));
    rap_page_cover_line(page, "date_of_report", rap_words_date(desk->words, story->options->today));
    rap_str count = rap_words_count(desk->words, "count_sources", rap_story_works(story));
    rap_page_cover_line(page, "compiled_from", count);
    if (rap_story_versions(story) && rap_story_versions(story) <= RAP_SOURCES_ON_COVER) {
        piece = rap_page_add(page, RAP_PIECE_COVER_HEADING);
        rap_runs_add(page, &piece->runs, rap_words_get(desk->words, "sources"), RAP_LANG_NONE);
        rap_arrange_sources(desk);
    }
    rap_page_add(page, RAP_PIECE_BREAK);
    piece = rap_page_add(page, RAP_PIECE_COVER_HEADING);
    rap_runs_add(page, &piece->runs, rap_words_get(desk->words, "contents"), RAP_LANG_NONE);
    rap_page_add(page, RAP_PIECE_CONTENTS);
    rap_page_add(page, RAP_PIECE_BREAK)->level =
        story->options->kind == RAP_REPORT_MANDATES || story->options->kind == RAP_REPORT_TRACE;
}

/* As a table; on the cover where they are few, else by the caller at the end. */
void rap_arrange_sources(rap_desk *desk)
{
    static const int widths[] = {22, 44, 12, 22};
    static const char *const header[] = {"document", "title", "language", "date"};
    rap_page_table *table = rap_page_table_add(desk->page, header, widths, 4);
    for (size_t i = 0; i < desk->story->sources.count; i++) {
        const rap_origin_doc *source = desk->story->sources.items[i];
        if (!source->used) {
            continue;
        }
        rap_runs *cells = rap_table_row_add(desk->page, table);
        rap_date date = source->adopted.year ? source->adopted : source->issued;
        rap_str told = date.year ? rap_words_date(desk->words, date)
                                 : rap_words_period(desk->words, source->period);
        rap_runs_add(desk->page, &cells[0], rap_source_name(source), RAP_LANG_NONE);
        rap_runs_add_marked(desk->page, &cells[1], source->title, source->lang);
        rap_runs_add(desk->page, &cells[2], rap_words_language(desk->words, source->lang),
                     RAP_LANG_NONE);
        rap_runs_add(desk->page, &cells[3], told.length ? told : RAP_STR("\xE2\x80\x94"),
                     RAP_LANG_NONE);
    }
}

static bool same_origin(const rap_told *a, const rap_told *b)
{
    return a->source == b->source;
}

/* The paragraphs of each document that hold what was left out, in its order. */
void rap_arrange_left_out(rap_desk *desk)
{
    rap_page *page = desk->page;
    RAP_VEC(const rap_told *) gone = {NULL, 0, 0};
    for (size_t i = 0; i < desk->story->units.count; i++) {
        const rap_unit *unit = desk->story->units.items[i];
        for (size_t k = 0; k < unit->facts.count && unit->left_out; k++) {
            RAP_PUSH(desk->arena, &gone, unit->facts.items[k]);
        }
    }
    if (!gone.count) {
        return;
    }
    rap_page_heading(page, 1, rap_words_get(desk->words, "left_out"), RAP_LANG_NONE);
    rap_str limit = rap_words_count(desk->words, "count_words", desk->story->options->max_words);
    rap_str values[] = {rap_words_count(desk->words, "count_activities", gone.count), limit};
    rap_page_paragraph(page, rap_words_fill(desk->words, "left_out_because", values, 2));
    for (size_t i = 0; i < gone.count;) {
        rap_strs paras = {NULL, 0, 0};
        const rap_told *first = gone.items[i];
        for (; i < gone.count && same_origin(first, gone.items[i]); i++) {
            rap_str para = gone.items[i]->para;
            bool is_new = !paras.count || !rap_str_equal(paras.items[paras.count - 1], para);
            if (is_new && para.length) {
                RAP_PUSH(desk->arena, &paras, para);
            }
        }
        rap_str list = rap_words_join(desk->words, "comma", &paras);
        rap_str told[] = {rap_source_name(first->source), list,
                          rap_words_language(desk->words, first->lang)};
        rap_page_paragraph(page, rap_words_fill(desk->words,
                                                paras.count > 1 ? "left_out_paras"
                                                : paras.count   ? "note"
                                                                : "note_document",
                                                told, 3));
    }
}

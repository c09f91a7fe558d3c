#include "report/report.h"

#include "arrange.h"
#include "base/json.h"
#include "picture.h"

#include <stdlib.h>

static void arrange(rap_story *story, rap_page *page, size_t *ret_chapters)
{
    rap_desk desk = {.arena = story->arena, .story = story, .page = page, .words = story->words};
    rap_page_init(page, story->arena, story->words);
    page->date = story->options->today;
    rap_arrange_cover(&desk);
    switch (story->options->kind) {
    case RAP_REPORT_ACTIVITIES:
        rap_arrange_activities(&desk);
        break;
    case RAP_REPORT_CONSOLIDATED:
        rap_arrange_consolidated(&desk);
        break;
    case RAP_REPORT_MANDATES:
        rap_arrange_mandates(&desk);
        break;
    case RAP_REPORT_TRACE:
        rap_arrange_trace(&desk);
        break;
    case RAP_REPORT_MAP:
    case RAP_REPORT_TIMELINE:
    case RAP_REPORT_NETWORK:
        break; /* pictures: picture.c */
    }
    if (rap_story_versions(story) > RAP_SOURCES_ON_COVER) {
        rap_page_heading(page, 1, rap_words_get(story->words, "sources"), RAP_LANG_NONE);
        rap_arrange_sources(&desk);
    }
    rap_arrange_left_out(&desk);
    rap_page_finish(page);
    *ret_chapters = desk.chapters;
}

static int least_specific_first(const void *a, const void *b)
{
    const rap_unit *x = *(rap_unit *const *)a, *y = *(rap_unit *const *)b;
    if (x->score != y->score) {
        return x->score < y->score ? -1 : 1;
    }
    return (x->order < y->order) - (x->order > y->order);
}

/* Leaves out units until the page fits; each attempt is measured as it would be printed. */
static void trim(rap_story *story, rap_page *page, size_t *ret_chapters)
{
    size_t limit = story->options->max_words, gone = 0;
    rap_unit **order = RAP_NEW_ARRAY(story->arena, rap_unit *, story->units.count + 1);
    for (size_t i = 0; i < story->units.count; i++) {
        order[i] = story->units.items[i];
    }
    qsort(order, story->units.count, sizeof *order, least_specific_first);
    for (;;) {
        arrange(story, page, ret_chapters);
        size_t words = rap_page_words(page);
        if (!limit || words <= limit || gone == story->units.count) {
            return;
        }
        size_t over = words - limit, saved = 0;
        while (gone < story->units.count && saved < over) {
            rap_unit *unit = order[gone++];
            unit->left_out = true;
            saved += rap_words_number(unit->text);
            for (size_t i = 0; i < unit->facts.count; i++) {
                const rap_told *fact = unit->facts.items[i];
                fact->source->used--;
            }
        }
    }
}

static rap_str left_out_list(const rap_story *story, size_t *ret_count)
{
    rap_buf out;
    rap_json json;
    *ret_count = 0;
    rap_buf_init(&out, story->arena);
    rap_json_init(&json, &out);
    rap_json_array_begin(&json);
    for (size_t i = 0; i < story->units.count; i++) {
        const rap_unit *unit = story->units.items[i];
        for (size_t k = 0; k < unit->facts.count && unit->left_out; k++) {
            const rap_told *fact = unit->facts.items[k];
            rap_json_object_begin(&json);
            rap_json_member(&json, "doc", fact->doc);
            rap_json_member(&json, "para", fact->para);
            rap_json_member(&json, "quote", fact->quote);
            rap_json_object_end(&json);
            ++*ret_count;
        }
    }
    rap_json_array_end(&json);
    return rap_buf_str(&out);
}

bool rap_report_make(rap_register *reg, rap_arena *arena, const rap_report_options *options,
                     rap_str *ret_bytes, rap_report_result *ret_result, rap_error *error)
{
    rap_story story = {.arena = arena, .options = options, .reg = reg, .error = error};
    rap_page page;
    size_t chapters = 0, left_out = 0;
    story.words = rap_words_new(arena, options->lang);
    story.themes = rap_theme_table_new(arena, error);
    if (!story.themes || !rap_story_read(&story)) {
        return false;
    }
    if (!rap_story_merge(&story)) {
        return false;
    }
    if (options->form == RAP_FORM_SVG) {
        size_t shown = 0;
        *ret_bytes = rap_picture_make(&story, &shown);
        if (ret_result) {
            *ret_result = (rap_report_result){.chapters = shown, .activities = story.facts.count};
        }
        return true;
    }
    if (!rap_story_blocks(&story)) {
        return false;
    }
    rap_story_units(&story);
    rap_story_chapters(&story);
    trim(&story, &page, &chapters);
    bool is_made = false;
    switch (options->form) {
    case RAP_FORM_DOCX:
        is_made = rap_form_docx(&page, ret_bytes, error);
        break;
    case RAP_FORM_HTML:
        is_made = rap_form_html(&page, ret_bytes);
        break;
    case RAP_FORM_MARKDOWN:
        is_made = rap_form_markdown(&page, ret_bytes);
        break;
    case RAP_FORM_SVG:
        break; /* made above */
    }
    if (is_made && ret_result) {
        rap_str list = left_out_list(&story, &left_out);
        *ret_result = (rap_report_result){.chapters = chapters,
                                          .paragraphs = page.numbered,
                                          .notes = page.notes.count,
                                          .words = rap_page_words(&page),
                                          .activities = story.facts.count - left_out,
                                          .left_out = left_out,
                                          .left_out_list = list};
    }
    return is_made;
}

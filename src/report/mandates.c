/* The table of operative paragraphs. */
#include "arrange.h"

static rap_str timing(const rap_desk *desk, const rap_asked *asked)
{
    if (!asked->timing_kind.length) {
        return RAP_STR("\xE2\x80\x94");
    }
    rap_date date;
    rap_str value = asked->timing_value;
    if (rap_date_parse(value, &date)) {
        value = rap_words_date(desk->words, date);
    }
    rap_str pattern = rap_words_of(desk->words, "timing", asked->timing_kind);
    if (!pattern.length) {
        return value;
    }
    const char *key = rap_arena_format(desk->arena, "timing:%.*s", RAP_STR_ARG(asked->timing_kind));
    int number;
    if (rap_str_is(asked->timing_kind, "session") && rap_str_number(value, &number)) {
        return rap_words_count(desk->words, "session_ordinal", (size_t)number);
    }
    return rap_words_fill(desk->words, key, &value, 1);
}

static rap_str verb_of(rap_desk *desk, const rap_asked *asked, rap_lang *ret_lang)
{
    const rap_origin_doc *source = asked->source;
    *ret_lang = RAP_LANG_EN;
    bool has_lead = desk->page->lang != RAP_LANG_EN && asked->lang == desk->page->lang &&
                    asked->block >= 0 && (size_t)asked->block < source->blocks.count &&
                    source->blocks.items[asked->block].lead.length;
    if (has_lead) {
        *ret_lang = asked->lang;
        return source->blocks.items[asked->block].lead;
    }
    return asked->verb;
}

/* Where the text is cut: behind at most `most` words, or at its end. */
static size_t cut_at(rap_str text, size_t most)
{
    size_t at = 0, last = 0, words = 0;
    if (rap_words_number(text) <= most) {
        return text.length;
    }
    while (at < text.length) {
        uint32_t c = rap_utf8_next(text, &at);
        bool may_end = c == ' ' || c == 0xFF0C || c == 0x3001 || c == 0xFF1B;
        if (may_end) {
            words += rap_words_number(rap_str_slice(text, last, at));
            if (words > most) {
                return last ? last : at;
            }
            last = at;
        }
    }
    return text.length;
}

enum { LONGEST_TASK = 50 };

/* What is asked, in the words of the paragraph: from where the record's summary begins to its end,
 * or to a length that a table bears. A declaration is told whole. */
rap_str rap_asked_task(const rap_desk *desk, const rap_asked *asked)
{
    rap_str text = asked->quote;
    size_t start = asked->asks.length ? rap_str_find(text, asked->asks, 0) : 0;
    if (start == SIZE_MAX) {
        text = asked->asks;
        start = 0;
    }
    text = rap_sentence_clean(rap_str_slice(text, start, text.length));
    size_t end = cut_at(text, LONGEST_TASK);
    if (end == text.length) {
        return text;
    }
    rap_str cut = rap_sentence_clean(rap_str_slice(text, 0, end));
    return rap_words_fill(desk->words, "cut_short", &cut, 1);
}

rap_str rap_asked_whom(rap_desk *desk, const rap_asked *asked)
{
    rap_strs names = {NULL, 0, 0};
    for (size_t i = 0; i < asked->addressees.count; i++) {
        RAP_PUSH(desk->arena, &names, rap_story_name(desk->story, asked->addressees.items[i]));
    }
    return rap_words_list(desk->words, &names);
}

static void put_mandate(rap_desk *desk, rap_page_table *table, const rap_asked *asked)
{
    rap_page *page = desk->page;
    rap_runs *cells = rap_table_row_add(page, table);
    rap_str force = rap_words_of(desk->words, "force", asked->force);
    rap_lang lang;
    rap_str verb = verb_of(desk, asked, &lang);
    rap_str who = rap_asked_whom(desk, asked);
    rap_str cites = rap_words_join(desk->words, "comma", &asked->cites);
    rap_str dash = RAP_STR("\xE2\x80\x94");
    rap_runs_add(page, &cells[0], asked->para, RAP_LANG_NONE);
    rap_runs_add_bold(page, &cells[1], force.length ? force : asked->force, RAP_LANG_NONE);
    rap_runs_add(page, &cells[1], RAP_STR(" "), RAP_LANG_NONE);
    rap_runs_add(page, &cells[1], rap_words_fill(desk->words, "in_brackets", &verb, 1), lang);
    rap_runs_add(page, &cells[2], who.length ? who : dash, RAP_LANG_NONE);
    rap_str what = rap_asked_task(desk, asked);
    rap_runs_add_marked(page, &cells[3], what.length ? what : dash,
                        what.length ? asked->lang : RAP_LANG_NONE);
    rap_runs_add(page, &cells[4], timing(desk, asked), RAP_LANG_NONE);
    rap_runs_add(page, &cells[5], cites.length ? cites : dash, RAP_LANG_NONE);
}

void rap_arrange_source(rap_desk *desk, const rap_origin_doc *source)
{
    rap_page_heading(desk->page, 1, rap_source_name(source), RAP_LANG_NONE);
    if (source->title.length) {
        rap_piece *piece = rap_page_add(desk->page, RAP_PIECE_PARAGRAPH);
        piece->lang = source->lang;
        rap_runs_add_marked(desk->page, &piece->runs, source->title, source->lang);
    }
    desk->chapters++;
}

void rap_arrange_no_mandates(rap_desk *desk)
{
    rap_page_heading(desk->page, 1, rap_words_get(desk->words, "mandates"), RAP_LANG_NONE);
    rap_page_paragraph(desk->page, rap_words_get(desk->words, "no_mandates"));
}

void rap_arrange_mandates(rap_desk *desk)
{
    static const int widths[] = {6, 13, 18, 41, 10, 12};
    static const char *const header[] = {"paragraph", "force",   "who_is_asked",
                                         "what",      "by_when", "cites"};
    rap_page *page = desk->page;
    const rap_origin_doc *last = NULL;
    rap_page_table *table = NULL;
    page->landscape = true;
    if (!desk->story->mandates.count) {
        rap_arrange_no_mandates(desk);
    }
    for (size_t i = 0; i < desk->story->mandates.count; i++) {
        const rap_asked *asked = desk->story->mandates.items[i];
        if (!i || asked->source != last) {
            last = asked->source;
            rap_arrange_source(desk, last);
            table = rap_page_table_add(page, header, widths, 6);
        }
        put_mandate(desk, table, asked);
    }
}

/* From a unit to running text. */
#include "arrange.h"

#include <unicode/uchar.h>

rap_str rap_source_name(const rap_origin_doc *source)
{
    return source->symbol.length ? source->symbol : source->work;
}

static bool ends_sentence(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F ||
           c == 0x061F;
}

static bool closes_quote(uint32_t c)
{
    return c == '"' || c == 0x201D || c == 0x00BB || c == ')' || c == 0xFF09 || c == 0x300B;
}

rap_str rap_sentence_clean(rap_str text)
{
    text = rap_str_trim(text);
    while (text.length) {
        size_t at = text.length;
        uint32_t c = rap_utf8_previous(text, &at);
        bool goes = c == ' ' || c == ',' || c == ';' || c == ':' || c == '.' || c == 0x3002 ||
                    c == 0xFF0C || c == 0xFF1B || c == 0x060C || c == 0x061B;
        if (!goes) {
            break;
        }
        text.length = at;
    }
    return text;
}

/* Whether a year stands in the text, in whichever digits. */
static bool tells_year(rap_str text, int year)
{
    int number = 0, digits = 0;
    for (size_t at = 0; at <= text.length;) {
        uint32_t c = at < text.length ? rap_utf8_next(text, &at) : 0;
        at += at == text.length && !c;
        int digit = c ? u_charDigitValue((UChar32)c) : -1;
        if (digit < 0) {
            if (digits == 4 && number == year) {
                return true;
            }
            number = digits = 0;
            continue;
        }
        number = digits < 8 ? number * 10 + digit : number;
        digits++;
    }
    return false;
}

static bool tells_date(const rap_unit *unit, rap_period period)
{
    for (size_t i = 0; unit && i < unit->facts.count; i++) {
        const rap_periods *told = &unit->facts.items[i]->dates;
        for (size_t k = 0; k < told->count; k++) {
            if (rap_period_equal(told->items[k], period)) {
                return true;
            }
        }
    }
    return false;
}

/* The dates whose year the words leave out, each once; those of the sentence before are known. */
static rap_str dates_left_out(const rap_desk *desk, const rap_unit *unit, const rap_unit *before)
{
    rap_strs dates = {NULL, 0, 0};
    for (size_t i = 0; i < unit->facts.count; i++) {
        const rap_periods *told = &unit->facts.items[i]->dates;
        for (size_t k = 0; k < told->count; k++) {
            rap_period p = told->items[k];
            if (!p.start.year || tells_year(unit->text, p.start.year) || tells_date(before, p)) {
                continue;
            }
            rap_str text = rap_words_period(desk->words, p);
            bool is_new = text.length > 0;
            for (size_t n = 0; n < dates.count; n++) {
                is_new &= !rap_str_equal(dates.items[n], text);
            }
            if (is_new) {
                RAP_PUSH(desk->arena, &dates, text);
            }
        }
    }
    return rap_words_list(desk->words, &dates);
}

static const rap_words *words_of(rap_desk *desk, rap_lang lang)
{
    if (lang == desk->page->lang || !lang) {
        return desk->words;
    }
    if (!desk->other_words[lang]) {
        desk->other_words[lang] = rap_words_new(desk->arena, lang);
    }
    return desk->other_words[lang];
}

/* The length of the pronoun that the text begins with, out of a list separated by '|'; 0: none. */
static size_t begins_with_pronoun(rap_str text, rap_str list)
{
    rap_str word;
    while (rap_str_split(&list, '|', &word)) {
        bool ends = rap_str_starts(text, word) && text.length > word.length &&
                    text.data[word.length] == ' ';
        if (word.length && ends) {
            return word.length;
        }
    }
    return 0;
}

/* Who "they" were, where the sentence that said so stands elsewhere. One of several parties may be
 * any of them: then nothing is said. */
static rap_str meant(rap_desk *desk, const rap_unit *unit, bool several)
{
    rap_strs names = {NULL, 0, 0};
    const rap_strs *parties = &unit->facts.items[0]->parties;
    if (several ? parties->count < 2 : parties->count != 1) {
        return RAP_STR_NONE;
    }
    for (size_t i = 0; i < parties->count; i++) {
        rap_str name = rap_story_name_in(desk->story, parties->items[i], unit->lang);
        RAP_PUSH(desk->arena, &names, name.length ? name : parties->items[i]);
    }
    return rap_words_list(words_of(desk, unit->lang), &names);
}

/* What an editor puts into the text, in brackets. */
static void put_insertion(rap_desk *desk, rap_runs *runs, const rap_words *words, rap_str text)
{
    rap_lang lang = rap_words_lang(words);
    if (lang != RAP_LANG_ZH) {
        rap_runs_add(desk->page, runs, RAP_STR(" "), lang);
    }
    rap_runs_add(desk->page, runs, rap_words_fill(words, "insertion", &text, 1), lang);
}

/* `before`: the sentence of the same source that stands before it; NULL where there is none. */
static void put_sentence(rap_desk *desk, rap_runs *runs, rap_unit *unit, const rap_unit *before)
{
    rap_page *page = desk->page;
    const rap_words *words = words_of(desk, unit->lang);
    /* A line before a quotation in another language says who and when. */
    bool is_foreign = unit->lang && unit->lang != page->lang;
    rap_str text = rap_words_capital(desk->arena, rap_sentence_clean(unit->text));
    size_t at = text.length;
    uint32_t last = rap_utf8_previous(text, &at);
    if (closes_quote(last) && at) {
        last = rap_utf8_previous(text, &at);
    }
    size_t one = begins_with_pronoun(text, rap_words_get(words, "pronouns_one"));
    size_t many = begins_with_pronoun(text, rap_words_get(words, "pronouns_many"));
    rap_str who = RAP_STR_NONE;
    if (!before && !is_foreign && (one || many)) {
        who = meant(desk, unit, many > 0);
    }
    if (who.length) {
        rap_runs_add(page, runs, rap_str_slice(text, 0, one ? one : many), unit->lang);
        put_insertion(desk, runs, words, who);
        text = rap_str_slice(text, one ? one : many, text.length);
    }
    rap_runs_add_marked(page, runs, text, unit->lang);
    rap_str dates = dates_left_out(desk, unit, before);
    if (dates.length && !is_foreign) {
        put_insertion(desk, runs, desk->words, dates);
    }
    if (!ends_sentence(last)) {
        rap_runs_add(page, runs, rap_words_get(words, "full_stop"), unit->lang);
    }
}

/* -- notes
 * ----------------------------------------------------------------------------------------- */

static rap_str reference(const rap_desk *desk, const rap_origin_doc *source, rap_str para)
{
    rap_str values[] = {rap_source_name(source), para,
                        rap_words_language(desk->words, source->lang)};
    return rap_words_fill(desk->words, para.length ? "note" : "note_document", values, 3);
}

static void add_once(const rap_desk *desk, rap_strs *texts, rap_str text)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (rap_str_equal(texts->items[i], text)) {
            return;
        }
    }
    RAP_PUSH(desk->arena, texts, text);
}

static void put_note(rap_desk *desk, rap_runs *runs, rap_unit *const *units, size_t count)
{
    rap_strs texts = {NULL, 0, 0};
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < units[i]->facts.count; k++) {
            const rap_told *fact = units[i]->facts.items[k];
            add_once(desk, &texts, reference(desk, fact->source, fact->para));
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < units[i]->facts.count; k++) {
            const rap_told *fact = units[i]->facts.items[k];
            for (size_t n = 0; n < fact->also.count; n++) {
                const rap_also *also = &fact->also.items[n];
                add_once(desk, &texts, reference(desk, also->source, also->para));
            }
        }
    }
    rap_str parts[] = {rap_words_join(desk->words, "semicolon", &texts),
                       rap_words_get(desk->words, "full_stop")};
    rap_str note = rap_str_of(
        rap_arena_format(desk->arena, "%.*s%.*s", RAP_STR_ARG(parts[0]), RAP_STR_ARG(parts[1])));
    rap_page_note(desk->page, runs, note);
}

static bool same_source(const rap_unit *a, const rap_unit *b)
{
    return a->source == b->source &&
           rap_str_equal(a->facts.items[0]->para, b->facts.items[0]->para);
}

/* -- paragraphs
 * -------------------------------------------------------------------------------------- */

/* What the record says, in the report's language, before a quotation in another. */
static void tell_foreign(rap_desk *desk, rap_unit *unit)
{
    rap_page *page = desk->page;
    rap_piece *piece = rap_page_numbered(page);
    const rap_told *fact = unit->facts.items[0];
    rap_strs parties = {NULL, 0, 0}, dates = {NULL, 0, 0};
    for (size_t i = 0; i < fact->parties.count; i++) {
        RAP_PUSH(desk->arena, &parties, rap_story_name(desk->story, fact->parties.items[i]));
    }
    for (size_t i = 0; i < fact->dates.count; i++) {
        RAP_PUSH(desk->arena, &dates, rap_words_period(desk->words, fact->dates.items[i]));
    }
    rap_str type = rap_words_of(desk->words, "type", fact->type);
    rap_str values[] = {type.length ? type : fact->type, rap_words_list(desk->words, &parties),
                        rap_words_list(desk->words, &dates)};
    const char *key = !parties.count ? (dates.count ? "lead_type_date" : "lead_type")
                      : dates.count  ? "lead_all"
                                     : "lead_type_parties";
    rap_str lead = rap_words_fill(desk->words, key, values, 3);
    rap_runs_add(page, &piece->runs, rap_words_capital(desk->arena, lead), RAP_LANG_NONE);
    unit->number = piece->number;
    piece = rap_page_add(page, RAP_PIECE_QUOTE);
    piece->lang = unit->lang;
    put_sentence(desk, &piece->runs, unit, NULL);
    put_note(desk, &piece->runs, &unit, 1);
}

void rap_tell(rap_desk *desk, rap_unit *const *units, size_t count)
{
    rap_page *page = desk->page;
    rap_lang lang = units[0]->lang;
    if (lang && lang != page->lang) {
        for (size_t i = 0; i < count; i++) {
            tell_foreign(desk, units[i]);
        }
        return;
    }
    rap_piece *piece = rap_page_numbered(page);
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        if (i && page->lang != RAP_LANG_ZH) {
            rap_runs_add(page, &piece->runs, RAP_STR(" "), RAP_LANG_NONE);
        }
        put_sentence(desk, &piece->runs, units[i],
                     i && same_source(units[i - 1], units[i]) ? units[i - 1] : NULL);
        units[i]->number = piece->number;
        if (i + 1 == count || !same_source(units[i], units[i + 1])) {
            put_note(desk, &piece->runs, units + from, i + 1 - from);
            from = i + 1;
        }
    }
}

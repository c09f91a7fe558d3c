/* Symbols of documents: their form, and what stands beside them. */
#include "rules.h"

#include <stdio.h>

/* -- form ----------------------------------------------------------------------------------------
 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_at(rap_str text, size_t at)
{
    size_t end = at;
    while (end < text.length && is_digit(text.data[end])) {
        end++;
    }
    return end - at;
}

/* Whether a number within "3-79" stands at *at; moves behind it. */
static bool match_range(rap_str range, rap_str text, size_t *at)
{
    rap_str low = RAP_STR_NONE;
    int least = 0, most = 0, number = 0;
    size_t digits = digits_at(text, *at);
    rap_str_split(&range, '-', &low);
    bool is_in = digits && rap_str_number(low, &least) && rap_str_number(range, &most) &&
                 rap_str_number(rap_str_slice(text, *at, *at + digits), &number) &&
                 number >= least && number <= most;
    *at += digits;
    return is_in;
}

/* '#' stands for a number, '^' for a capital letter or none, '*' for what is left, {3-79} for a
 * number within it. */
static bool match_form(rap_str form, rap_str text)
{
    size_t at = 0;
    for (size_t i = 0; i < form.length; i++) {
        if (form.data[i] == '*') {
            return at < text.length;
        }
        if (form.data[i] == '#') {
            size_t digits = digits_at(text, at);
            if (!digits) {
                return false;
            }
            at += digits;
        } else if (form.data[i] == '^') {
            at += at < text.length && text.data[at] >= 'A' && text.data[at] <= 'Z';
        } else if (form.data[i] == '{') {
            size_t end = rap_str_find(form, RAP_STR("}"), i);
            if (end == SIZE_MAX || !match_range(rap_str_slice(form, i + 1, end), text, &at)) {
                return false;
            }
            i = end;
        } else if (at >= text.length || text.data[at++] != form.data[i]) {
            return false;
        }
    }
    return at == text.length;
}

/* Takes "/Add.1", "/Corr.2", "/Rev.1" off the end. */
static rap_str without_suffixes(rap_str symbol)
{
    static const char *const suffixes[] = {"Add.", "Corr.", "Rev.", "Amend.", "Summary"};
    for (size_t at = symbol.length; at-- > 0;) {
        if (symbol.data[at] != '/') {
            continue;
        }
        rap_str last = rap_str_slice(symbol, at + 1, symbol.length);
        bool is_suffix = false;
        for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
            is_suffix |= rap_str_starts(last, rap_str_of(suffixes[i]));
        }
        if (!is_suffix) {
            break;
        }
        symbol.length = at;
    }
    return symbol;
}

/* Whether one of the forms of the longest beginning that it has fits; true where no beginning is
 * its own. */
static bool is_possible(const rap_check_rules *rules, rap_str symbol)
{
    const rap_strs *best = NULL;
    symbol = without_suffixes(symbol);
    for (size_t i = 0; i < rules->forms.count; i++) {
        const rap_strs *forms = &rules->forms.items[i];
        rap_str prefix = forms->items[0];
        bool is_number = prefix.length && prefix.data[prefix.length - 1] == '#';
        prefix.length -= is_number;
        if (rap_str_starts(symbol, prefix) && (!is_number || digits_at(symbol, prefix.length)) &&
            (!best || forms->items[0].length > best->items[0].length)) {
            best = forms;
        }
    }
    for (size_t i = 1; best && i < best->count; i++) {
        if (match_form(best->items[i], symbol)) {
            return true;
        }
    }
    return !best;
}

static bool is_symbol_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) ||
           strchr("/.-_", c) != NULL;
}

/* What looks like a symbol at `at`: capitals, a stroke, and on without a blank; a number in
 * parentheses behind a space is of it ("S/RES/1325 (2000)"). */
static rap_span symbol_at(rap_str text, size_t at)
{
    size_t end = at;
    while (end < text.length && text.data[end] >= 'A' && text.data[end] <= 'Z') {
        end++;
    }
    if (end == at || end - at > 5 || end >= text.length || text.data[end] != '/') {
        return (rap_span){0, 0};
    }
    while (end < text.length && is_symbol_byte(text.data[end])) {
        end++;
    }
    while (end > at && strchr(".-_", text.data[end - 1])) {
        end--;
    }
    size_t open = end + 2, digits = digits_at(text, open);
    bool has_year = rap_str_starts(rap_str_slice(text, end, text.length), RAP_STR(" (")) &&
                    digits == 4 && open + 4 < text.length && text.data[open + 4] == ')';
    return (rap_span){(uint32_t)at, (uint32_t)(has_year ? open + 5 : end)};
}

static bool has_digit(rap_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (is_digit(text.data[i])) {
            return true;
        }
    }
    return false;
}

static void check_forms(checking *c, int32_t index)
{
    rap_str text = c->version->blocks.items[index].text;
    for (size_t at = 0; at < text.length; at++) {
        char byte = text.data[at];
        if (byte < 'A' || byte > 'Z' || !check_begins_word(text, at) ||
            (at && strchr("/.-_", text.data[at - 1]))) {
            continue;
        }
        rap_span span = symbol_at(text, at);
        rap_str symbol = rap_str_slice(text, span.start, span.end);
        if (symbol.length && has_digit(symbol) && !is_possible(c->rules, symbol)) {
            check_report(c, CHECK_SYMBOL_FORM, index, span, NULL,
                         "compare it with the document's own cover",
                         "no document can have the symbol %.*s", RAP_STR_ARG(symbol));
        }
        at = span.end > at ? span.end : at;
    }
}

/* -- years ---------------------------------------------------------------------------------------
 */

/* The years in which what bears the symbol can have been adopted; false where nothing is known.
 * Sessions of the Assembly open in September of 1945 + their number and close a year later; those
 * of the Economic and Social Council begin in July of the year before; the Human Rights Council
 * has met three times a year since 2006. */
static bool years_of(rap_str symbol, int *ret_first, int *ret_last)
{
    static const struct {
        const char *prefix;
        int base, per_year, span;
    } series[] = {{"A/RES/", 1945, 1, 1},     {"A/DEC/", 1945, 1, 1}, {"A/HRC/RES/", 2006, 3, 0},
                  {"A/HRC/DEC/", 2006, 3, 0}, {"E/RES/", -1, 1, 1},   {"E/DEC/", -1, 1, 1}};
    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        rap_str prefix = rap_str_of(series[i].prefix);
        int number = 0;
        size_t digits = digits_at(symbol, prefix.length);
        bool is_it =
            rap_str_starts(symbol, prefix) && digits && symbol.length > prefix.length + digits &&
            symbol.data[prefix.length + digits] == '/' &&
            rap_str_number(rap_str_slice(symbol, prefix.length, prefix.length + digits), &number);
        if (is_it) {
            *ret_first = series[i].base + (number - (series[i].per_year > 1)) / series[i].per_year;
            *ret_last = *ret_first + series[i].span;
            return series[i].base > 0 ? number > 30 || series[i].base > 2000 : number > 1945;
        }
    }
    size_t open = rap_str_find(symbol, RAP_STR(" ("), 0);
    if (rap_str_starts(symbol, RAP_STR("S/RES/")) && open != SIZE_MAX &&
        digits_at(symbol, open + 2) == 4) {
        rap_str_number(rap_str_slice(symbol, open + 2, open + 6), ret_first);
        *ret_last = *ret_first;
        return true;
    }
    return false;
}

/* In what stands between a symbol and its date: nothing that parts clauses. */
static bool is_link(const checking *c, rap_str gap)
{
    const rap_strs *links = check_words(c->language, "date-link");
    for (size_t i = 0; i < links->count; i++) {
        if (rap_str_equal(rap_str_trim(gap), links->items[i])) {
            return true;
        }
    }
    return false;
}

/* The date told of the symbol that mention `index` is: right behind it, in Chinese before it. */
static const rap_mention *date_of(const checking *c, size_t index)
{
    const rap_mention *mentions = c->version->mentions.items, *symbol = &mentions[index];
    rap_str text = c->version->blocks.items[symbol->block].text;
    size_t count = c->version->mentions.count;
    const rap_mention *next = index + 1 < count ? &mentions[index + 1] : NULL;
    const rap_mention *before = index ? &mentions[index - 1] : NULL;
    if (next && next->block == symbol->block && next->kind == RAP_MENTION_DATE &&
        next->period.start.year && !next->year_resolved &&
        is_link(c, rap_str_slice(text, symbol->span.end, next->span.start))) {
        return next;
    }
    bool is_before = check_words(c->language, "date-before")->count > 0;
    if (is_before && before && before->block == symbol->block && before->kind == RAP_MENTION_DATE &&
        before->period.start.day && !before->year_resolved &&
        is_link(c, rap_str_slice(text, before->span.end, symbol->span.start))) {
        return before;
    }
    return NULL;
}

/* Another body named in the sentence may be the one whose resolution a bare number is. */
static bool is_of_another(const checking *c, const rap_mention *symbol)
{
    const rap_block *block = &c->version->blocks.items[symbol->block];
    rap_str words = rap_block_slice(block, symbol->span);
    size_t before = symbol->span.start;
    uint32_t joined = before ? rap_utf8_previous(block->text, &before) : ' ';
    if (joined == '-' || (joined >= 0x2010 && joined <= 0x2015)) {
        return true; /* of a special session, whose letters stand before */
    }
    if (rap_str_equal(words, symbol->entity) || rap_str_starts(symbol->entity, RAP_STR("S/"))) {
        return false;
    }
    rap_span sentence = check_sentence_at(c, block->text, symbol->span.start);
    for (size_t i = c->first_mention[symbol->block]; i < c->first_mention[symbol->block + 1]; i++) {
        const rap_mention *mention = &c->version->mentions.items[i];
        bool is_body =
            (mention->kind == RAP_MENTION_ORGANIZATION && !rap_str_is(mention->entity, "UNGA") &&
             !rap_str_is(mention->entity, "UN")) ||
            (mention->kind == RAP_MENTION_SESSION && !rap_str_is(mention->body, "UNGA"));
        if (is_body && mention->span.start >= sentence.start &&
            mention->span.start < symbol->span.start) {
            return true;
        }
    }
    return false;
}

static void check_year(checking *c, const rap_mention *symbol, const rap_mention *date)
{
    int first, last, year = date->period.start.year;
    if (is_of_another(c, symbol)) {
        return;
    }
    if (!years_of(symbol->entity, &first, &last) || first > 2100 ||
        (year >= first && year <= last)) {
        return;
    }
    rap_str words = rap_block_slice(&c->version->blocks.items[symbol->block], symbol->span);
    rap_span span = {symbol->span.start < date->span.start ? symbol->span.start : date->span.start,
                     symbol->span.end > date->span.end ? symbol->span.end : date->span.end};
    char years[16];
    snprintf(years, sizeof years, first == last ? "%d" : "%d-%d", first, last);
    check_report(c, CHECK_SYMBOL_YEAR, (int32_t)symbol->block, span, NULL,
                 "correct the number or the date", "%.*s is of %s, the date beside it of %d",
                 RAP_STR_ARG(words), years, year);
}

/* -- against what is known -----------------------------------------------------------------------
 */

static void check_known_date(checking *c, const rap_mention *symbol, const rap_mention *date,
                             const rap_check_reference *known)
{
    char told[11], adopted[11];
    if (!known->adopted.day || !date->period.start.day ||
        !rap_date_compare(known->adopted, date->period.start)) {
        return;
    }
    rap_date_text(date->period.start, told);
    rap_date_text(known->adopted, adopted);
    check_report(c, CHECK_SYMBOL_DATE, (int32_t)symbol->block, date->span, NULL,
                 rap_arena_format(c->arena, "write the date of adoption, %s", adopted),
                 "%.*s was adopted on %s, not on %s", RAP_STR_ARG(symbol->entity), adopted, told);
}

/* The quotation that begins within the words right behind `at`, the word for "entitled" before it;
 * empty where there is none. */
static rap_span title_behind(const checking *c, rap_str text, size_t at)
{
    static const uint32_t marks[][2] = {
        {0x201C, 0x201D}, {0xAB, 0xBB}, {0x300A, 0x300B}, {'"', '"'}};
    const rap_strs *words = check_words(c->language, "entitled");
    rap_str near = rap_str_slice(text, 0, at + 100);
    for (size_t w = 0; w < words->count; w++) {
        size_t found = rap_str_find(near, words->items[w], at);
        size_t open = found == SIZE_MAX ? found : found + words->items[w].length;
        while (open < text.length && text.data[open] == ' ') {
            open++;
        }
        if (open >= text.length) {
            continue;
        }
        uint32_t mark = rap_utf8_next(text, &open);
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
            char closing[4];
            size_t length = rap_utf8_put(marks[m][1], closing);
            size_t end = marks[m][0] == mark ? rap_str_find(text, (rap_str){closing, length}, open)
                                             : SIZE_MAX;
            if (end != SIZE_MAX) {
                return (rap_span){(uint32_t)open, (uint32_t)end};
            }
        }
    }
    return (rap_span){0, 0};
}

static void check_known_title(checking *c, const rap_mention *symbol, size_t at,
                              const rap_check_reference *known)
{
    rap_str text = c->version->blocks.items[symbol->block].text;
    rap_span span = title_behind(c, text, at);
    rap_str told = rap_str_slice(text, span.start, span.end);
    while (told.length && strchr(",.;", told.data[told.length - 1])) {
        told.length--;
    }
    if (!told.length || !known->title.length ||
        rap_str_equal(rap_text_fold(c->arena, told), rap_text_fold(c->arena, known->title))) {
        return;
    }
    const char *title = rap_str_c(c->arena, known->title);
    span.end = span.start + (uint32_t)told.length;
    check_report(c, CHECK_SYMBOL_TITLE, (int32_t)symbol->block, span, title,
                 rap_arena_format(c->arena, "write \"%s\"", title), "%.*s has another title",
                 RAP_STR_ARG(symbol->entity));
}

static void check_mention(checking *c, size_t index)
{
    const rap_mention *symbol = &c->version->mentions.items[index];
    const rap_mention *date = date_of(c, index);
    rap_check_reference known = {0};
    if (date) {
        check_year(c, symbol, date);
    }
    if (!c->options->find ||
        !c->options->find(c->options->user, symbol->entity, c->version->lang, &known)) {
        return;
    }
    if (date) {
        check_known_date(c, symbol, date, &known);
    }
    uint32_t end = symbol->span.end;
    check_known_title(c, symbol, date && date->span.end > end ? date->span.end : end, &known);
}

void check_symbols(checking *c)
{
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        if (c->version->blocks.items[i].text.length) {
            check_forms(c, (int32_t)i);
        }
    }
    for (size_t i = 0; i < c->version->mentions.count; i++) {
        if (c->version->mentions.items[i].kind == RAP_MENTION_SYMBOL) {
            check_mention(c, i);
        }
    }
}

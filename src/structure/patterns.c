/* Cover lines: the patterns of data/<language>/cover.tsv and formulas.tsv, with numbers, months and
 * names of languages from ICU. */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#define ORDINAL_LIMIT 150

bool rap_rules_table(rap_arena *arena, rap_lang lang, const char *name, rap_table *ret_table,
                     rap_error *error)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", rap_lang_code(lang), name);
    *ret_table = (rap_table){0};
    rap_str text = rap_data_find(path);
    return !text.length || rap_table_parse(arena, text, ret_table, error);
}

/* -- words from ICU -------------------------------------------------------------------------------
 */

static rap_str folded_units(rap_arena *arena, const UChar *units, int32_t count)
{
    char text[400];
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(text, sizeof text, &length, units, count, &status);
    return U_SUCCESS(status) ? rap_structure_folded(arena, (rap_str){text, (size_t)length})
                             : RAP_STR_NONE;
}

#define ADD_WORD(arena, list, ...)                                                                 \
    do {                                                                                           \
        number_word word_ = {__VA_ARGS__};                                                         \
        if (word_.words.length) {                                                                  \
            RAP_PUSH((arena), (list), word_);                                                      \
        }                                                                                          \
    } while (0)

static int by_length(const void *a, const void *b)
{
    size_t x = ((const number_word *)a)->words.length, y = ((const number_word *)b)->words.length;
    return (x < y) - (x > y);
}

/* Numbers in words by every rule set of the language that counts or orders. */
static void add_numbers(spelt_numbers *numbers)
{
    const char *locale = numbers->locale;
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format = unum_open(UNUM_SPELLOUT, NULL, 0, locale, NULL, &status);
    UChar sets[4000], word[400];
    int32_t length = unum_getTextAttribute(format, UNUM_PUBLIC_RULESETS, sets, 4000, &status);
    int32_t from = 0;
    while (U_SUCCESS(status) && from < length) {
        int32_t to = from;
        while (to < length && sets[to] != ';') {
            to++;
        }
        char name[80];
        u_UCharsToChars(sets + from, name, to - from < 79 ? to - from : 79);
        name[to - from < 79 ? to - from : 79] = '\0';
        bool wanted = strstr(name, "ordinal") || (locale[0] == 'z' && strstr(name, "cardinal"));
        if (wanted) {
            unum_setTextAttribute(format, UNUM_DEFAULT_RULESET, sets + from, to - from, &status);
        }
        for (int n = 1; wanted && U_SUCCESS(status) && n <= ORDINAL_LIMIT; n++) {
            int32_t count = unum_format(format, n, word, 400, NULL, &status);
            ADD_WORD(numbers->arena, &numbers->words, folded_units(numbers->arena, word, count), n);
        }
        from = to + 1;
    }
    unum_close(format);
}

static void free_numbers(void *object)
{
    spelt_numbers *numbers = object;
    pthread_mutex_destroy(&numbers->lock);
    rap_arena_free(numbers->arena);
}

static spelt_numbers *new_numbers(rap_arena *arena, const char *locale)
{
    spelt_numbers *numbers = RAP_NEW(arena, spelt_numbers);
    pthread_mutex_init(&numbers->lock, NULL);
    numbers->locale = locale;
    numbers->arena = rap_arena_new(0);
    rap_arena_defer(arena, free_numbers, numbers);
    return numbers->arena ? numbers : NULL;
}

static const number_words *words_of(spelt_numbers *numbers)
{
    pthread_mutex_lock(&numbers->lock);
    if (!numbers->is_filled) {
        add_numbers(numbers);
        qsort(numbers->words.items, numbers->words.count, sizeof(number_word), by_length);
        numbers->is_filled = true;
    }
    pthread_mutex_unlock(&numbers->lock);
    return &numbers->words;
}

static void add_months(rap_arena *arena, cover_rules *rules, const char *locale)
{
    static const UDateFormatSymbolType types[] = {UDAT_MONTHS, UDAT_STANDALONE_MONTHS};
    UErrorCode status = U_ZERO_ERROR;
    const UChar pattern[] = {'y', 0};
    UDateFormat *format =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, NULL, 0, pattern, 1, &status);
    for (size_t type = 0; type < 2; type++) {
        for (int month = 0; U_SUCCESS(status) && month < 12; month++) {
            UChar word[100];
            int32_t count = udat_getSymbols(format, types[type], month, word, 100, &status);
            ADD_WORD(arena, &rules->months, folded_units(arena, word, count), month + 1);
        }
    }
    udat_close(format);
}

static void add_languages(rap_arena *arena, cover_rules *rules, const char *locale)
{
    for (int lang = RAP_LANG_AR; lang < RAP_LANG_COUNT; lang++) {
        UErrorCode status = U_ZERO_ERROR;
        UChar word[100];
        int32_t count =
            uloc_getDisplayLanguage(rap_lang_code((rap_lang)lang), locale, word, 100, &status);
        if (U_SUCCESS(status)) {
            ADD_WORD(arena, &rules->languages, folded_units(arena, word, count), lang);
        }
    }
}

/* -- loading
 * --------------------------------------------------------------------------------------- */

static void add_slots(rap_arena *arena, cover_pattern *pattern, rap_str text)
{
    static const struct {
        const char *name;
        slot_kind kind;
    } names[] = {
        {"{ordinal}", SLOT_ORDINAL}, {"{number}", SLOT_NUMBER},     {"{date}", SLOT_DATE},
        {"{items}", SLOT_ITEMS},     {"{language}", SLOT_LANGUAGE}, {"{roman}", SLOT_ROMAN},
        {"{...}", SLOT_ANY}};
    pattern->at_begin = rap_str_starts(text, RAP_STR("^"));
    pattern->at_end = rap_str_ends(text, RAP_STR("$"));
    text = rap_str_slice(text, pattern->at_begin, text.length - pattern->at_end);
    while (text.length) {
        size_t open = rap_str_find(text, RAP_STR("{"), 0);
        rap_str words = rap_str_slice(text, 0, open);
        if (words.length) {
            cover_slot slot = {.kind = SLOT_TEXT,
                               .text = rap_str_trim(rap_structure_folded(arena, words))};
            if (slot.text.length) {
                RAP_PUSH(arena, &pattern->slots, slot);
            }
        }
        if (open == SIZE_MAX) {
            break;
        }
        text = rap_str_slice(text, open, text.length);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (rap_str_starts(text, rap_str_of(names[i].name))) {
                cover_slot slot = {.kind = names[i].kind};
                RAP_PUSH(arena, &pattern->slots, slot);
            }
        }
        size_t close = rap_str_find(text, RAP_STR("}"), 0);
        text = rap_str_slice(text, close == SIZE_MAX ? text.length : close + 1, text.length);
    }
}

static rap_str without_end_marks(rap_str text)
{
    while (text.length && strchr(",;:. ", text.data[text.length - 1])) {
        text.length--;
    }
    /* NFKD leaves the Arabic comma as it is. */
    while (rap_str_ends(text, RAP_STR("\xD8\x8C")) || rap_str_ends(text, RAP_STR(" "))) {
        text.length -= rap_str_ends(text, RAP_STR(" ")) ? 1 : 2;
    }
    return text;
}

bool rap_cover_rules_load(rap_structure_rules *rules, rap_lang lang, rap_error *error)
{
    rap_arena *arena = rules->arena;
    cover_rules *cover = &rules->covers[lang];
    const char *code = rap_lang_code(lang);
    cover->ordinals = new_numbers(arena, code);
    if (!cover->ordinals) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    add_months(arena, cover, code);
    if (lang == RAP_LANG_AR) {
        add_months(arena, cover, "ar_LB");
        add_months(arena, cover, "ar_EG");
        add_months(arena, cover, "ar_DZ");
    }
    if (lang != RAP_LANG_EN) {
        add_months(arena, cover, "en"); /* covers in every language carry English dates */
    }
    add_languages(arena, cover, code);
    add_languages(arena, cover, "en");
    qsort(cover->months.items, cover->months.count, sizeof(number_word), by_length);
    rap_table table;
    if (!rap_rules_table(arena, lang, "cover.tsv", &table, error)) {
        return false;
    }
    int field = rap_table_column(&table, "field"), pattern = rap_table_column(&table, "pattern");
    int value = rap_table_column(&table, "value");
    for (size_t i = 0; i < table.rows.count; i++) {
        cover_pattern made = {.field = rap_row_cell(&table.rows.items[i], field),
                              .value = rap_row_cell(&table.rows.items[i], value)};
        add_slots(arena, &made, rap_row_cell(&table.rows.items[i], pattern));
        RAP_PUSH(arena, &cover->patterns, made);
        int number = 0;
        if (rap_str_is(made.field, "ordinal") && made.slots.count &&
            rap_str_number(made.value, &number)) {
            ADD_WORD(cover->ordinals->arena, &cover->ordinals->words, made.slots.items[0].text,
                     number);
        }
    }
    if (!rap_rules_table(arena, lang, "formulas.tsv", &table, error)) {
        return false;
    }
    int phrase = rap_table_column(&table, "phrase"), type = rap_table_column(&table, "type");
    int symbol = rap_table_column(&table, "symbol");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        bool organ = rap_str_is(rap_row_cell(row, type), "organ");
        if (organ || rap_str_is(rap_row_cell(row, type), "pronoun")) {
            RAP_PUSH(arena, organ ? &cover->organs : &cover->pronouns,
                     rap_structure_folded(arena, rap_row_cell(row, phrase)));
            continue;
        }
        formula_rule rule = {
            .phrase = without_end_marks(rap_structure_folded(arena, rap_row_cell(row, phrase))),
            .symbol = rap_row_cell(row, symbol),
            .opener = rap_str_is(rap_row_cell(row, type), "opener")};
        RAP_PUSH(arena, &cover->formulas, rule);
    }
    return true;
}

/* -- matching
 * ---------------------------------------------------------------------------------------- */

static rap_str rest_of(const folded_text *text, size_t at)
{
    return (rap_str){text->data + at, at < text->length ? text->length - at : 0};
}

static size_t skip_spaces(const folded_text *text, size_t at)
{
    while (at < text->length && text->data[at] == ' ') {
        at++;
    }
    return at;
}

/* A number in figures of at most `digits` digits; 0: none. */
static size_t match_figures(const folded_text *text, size_t at, size_t digits, int *ret_value)
{
    int value = 0;
    size_t end = at;
    while (end < text->length && end < at + digits && text->data[end] >= '0' &&
           text->data[end] <= '9') {
        value = value * 10 + (text->data[end] - '0');
        end++;
    }
    bool more = end < text->length && text->data[end] >= '0' && text->data[end] <= '9';
    *ret_value = value;
    return end == at || more ? 0 : end;
}

/* Letters glued to an ordinal in figures: "53rd", "53e", "53-e", "53a". */
static size_t skip_suffix(const folded_text *text, size_t at)
{
    size_t end = at;
    rap_str all = {text->data, text->length};
    if (end < text->length && text->data[end] == '-') {
        end++;
    }
    size_t letters = 0;
    while (end < text->length && letters < 5) {
        size_t next = end;
        uint32_t c = rap_utf8_next(all, &next);
        if (!u_isalpha((UChar32)c) || u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC)) {
            break;
        }
        end = next;
        letters++;
    }
    return letters <= 4 && letters ? end : at;
}

static size_t match_ordinal(const cover_rules *rules, const folded_text *text, size_t at,
                            int *ret_value)
{
    size_t end = match_figures(text, at, 3, ret_value);
    if (end) {
        return skip_suffix(text, end);
    }
    rap_str rest = rest_of(text, at);
    const number_words *words = words_of(rules->ordinals);
    for (size_t i = 0; i < words->count; i++) {
        const number_word *word = &words->items[i];
        if (!rest.length || rest.data[0] != word->words.data[0]) {
            continue;
        }
        if (rap_str_starts(rest, word->words) &&
            !rap_structure_is_inside_word(text, at + word->words.length)) {
            *ret_value = word->value;
            return at + word->words.length;
        }
        /* "soixante et onzieme" beside ICU's "soixante-et-onzieme": hyphens and spaces alike */
        size_t k = 0;
        while (k < word->words.length && k < rest.length &&
               (rest.data[k] == word->words.data[k] ||
                (strchr(" -", rest.data[k]) && strchr(" -", word->words.data[k])))) {
            k++;
        }
        if (k == word->words.length && !rap_structure_is_inside_word(text, at + k)) {
            *ret_value = word->value;
            return at + k;
        }
    }
    return 0;
}

static size_t match_word_list(const number_word *items, size_t count, const folded_text *text,
                              size_t at, int *ret_value)
{
    rap_str rest = rest_of(text, at);
    for (size_t i = 0; i < count; i++) {
        if (rap_str_starts(rest, items[i].words) &&
            !rap_structure_is_inside_word(text, at + items[i].words.length)) {
            *ret_value = items[i].value;
            return at + items[i].words.length;
        }
    }
    return 0;
}

/* A word of at most three letters between day, month and year ("de", "del", "of"). */
static size_t skip_joiner(const folded_text *text, size_t at)
{
    size_t from = skip_spaces(text, at), end = from;
    while (end < text->length && text->data[end] >= 'a' && text->data[end] <= 'z') {
        end++;
    }
    bool joiner = end > from && end - from <= 3 && end < text->length && text->data[end] == ' ';
    size_t next = joiner ? skip_spaces(text, end) : from;
    return next < text->length && text->data[next] == ',' ? skip_spaces(text, next + 1) : next;
}

/* "16 <month>/<month> 2021": Arabic tells the month twice. */
static size_t skip_second_month(const folded_text *text, size_t at)
{
    size_t end = skip_spaces(text, at);
    if (end >= text->length || text->data[end] != '/') {
        return at;
    }
    end = skip_spaces(text, end + 1);
    size_t words = 0;
    while (end < text->length && words < 2) {
        size_t from = end;
        while (end < text->length && text->data[end] != ' ' &&
               !(text->data[end] >= '0' && text->data[end] <= '9') && text->data[end] != ',') {
            end++;
        }
        if (end == from) {
            break;
        }
        words++;
        size_t next = skip_spaces(text, end);
        if (next < text->length && text->data[next] >= '0' && text->data[next] <= '9') {
            break;
        }
        if (words < 2 && next == end) {
            break;
        }
        end = words < 2 ? next : end;
    }
    return end;
}

static bool han_date(const folded_text *text, size_t from, rap_date *ret_date, size_t *ret_end)
{
    static const char *const units[] = {"\xE5\xB9\xB4", "\xE6\x9C\x88", "\xE6\x97\xA5"};
    int values[3] = {0};
    size_t at = from;
    for (size_t i = 0; i < 3; i++) {
        size_t end = match_figures(text, skip_spaces(text, at), i ? 2 : 4, &values[i]);
        end = end ? skip_spaces(text, end) : 0;
        if (!end || !rap_str_starts(rest_of(text, end), rap_str_of(units[i]))) {
            return false;
        }
        at = end + 3;
    }
    *ret_date = (rap_date){(int16_t)values[0], (int8_t)values[1], (int8_t)values[2]};
    *ret_end = at;
    return rap_date_is_valid(*ret_date);
}

bool rap_cover_date(const cover_rules *rules, const folded_text *text, size_t from,
                    rap_date *ret_date, size_t *ret_end)
{
    int day = 0, month = 0, year = 0;
    if (han_date(text, from, ret_date, ret_end)) {
        return true;
    }
    size_t at = match_figures(text, from, 2, &day);
    if (at) {
        size_t behind = skip_spaces(text, skip_suffix(text, at));
        at = match_word_list(rules->months.items, rules->months.count, text, behind, &month);
        if (!at) {
            at = match_word_list(rules->months.items, rules->months.count, text,
                                 skip_joiner(text, behind), &month);
        }
    } else { /* "March 3, 2031" */
        at = match_word_list(rules->months.items, rules->months.count, text, from, &month);
        at = at ? match_figures(text, skip_spaces(text, at), 2, &day) : 0;
    }
    if (!at) {
        return false;
    }
    at = match_figures(text, skip_joiner(text, skip_second_month(text, at)), 4, &year);
    rap_date date = {(int16_t)year, (int8_t)month, (int8_t)day};
    if (!at || year < 1900 || !rap_date_is_valid(date)) {
        return false;
    }
    *ret_date = date;
    *ret_end = at;
    return true;
}

static bool match_slots(const cover_rules *rules, const cover_pattern *pattern, size_t slot,
                        const folded_text *text, size_t at, cover_match *match);

/* {...}: the shortest text after which the rest of the pattern fits. */
static bool match_any(const cover_rules *rules, const cover_pattern *pattern, size_t slot,
                      const folded_text *text, size_t at, cover_match *match)
{
    for (size_t i = at; i <= text->length && i < at + 1500; i++) {
        if (!rap_structure_is_inside_word(text, i) &&
            match_slots(rules, pattern, slot + 1, text, i, match)) {
            return true;
        }
    }
    return false;
}

static size_t match_value(const cover_rules *rules, const cover_slot *slot, const folded_text *text,
                          size_t at, cover_match *match)
{
    size_t end = 0;
    int value = 0;
    switch (slot->kind) {
    case SLOT_TEXT:
        end = rap_str_starts(rest_of(text, at), slot->text) ? at + slot->text.length : 0;
        return end && rap_structure_is_inside_word(text, end) ? 0 : end;
    case SLOT_ORDINAL:
        end = match_ordinal(rules, text, at, &value);
        match->number = end ? value : match->number;
        return end;
    case SLOT_NUMBER:
        end = match_figures(text, at, 9, &value);
        match->number = end ? value : match->number;
        return end;
    case SLOT_DATE:
        if (match->date_count < 2 &&
            rap_cover_date(rules, text, at, &match->dates[match->date_count], &end)) {
            match->date_count++;
        }
        return end;
    case SLOT_LANGUAGE:
        end = match_word_list(rules->languages.items, rules->languages.count, text, at, &value);
        match->lang = end ? (rap_lang)value : match->lang;
        return end;
    case SLOT_ROMAN:
        for (end = at; end < text->length && strchr("ivxlc", text->data[end]); end++) {
        }
        return end > at ? end : 0;
    case SLOT_ITEMS:
    case SLOT_ANY:
        break;
    }
    return 0;
}

static bool match_slots(const cover_rules *rules, const cover_pattern *pattern, size_t slot,
                        const folded_text *text, size_t at, cover_match *match)
{
    if (slot == pattern->slots.count) {
        match->end = at;
        return !pattern->at_end || skip_spaces(text, at) >= text->length;
    }
    const cover_slot *wanted = &pattern->slots.items[slot];
    if (wanted->kind == SLOT_ANY) {
        return match_any(rules, pattern, slot, text, at, match);
    }
    at = skip_spaces(text, at);
    cover_match saved = *match;
    if (wanted->kind == SLOT_ITEMS) {
        if (at >= text->length || text->data[at] < '0' || text->data[at] > '9') {
            return false;
        }
        match->items_from = at;
        for (size_t i = at + 1; i <= text->length && i < at + 400; i++) {
            match->items_to = i;
            if (match_slots(rules, pattern, slot + 1, text, i, match)) {
                return true;
            }
        }
        *match = saved;
        return false;
    }
    size_t end = match_value(rules, wanted, text, at, match);
    if (end && match_slots(rules, pattern, slot + 1, text, end, match)) {
        return true;
    }
    *match = saved;
    return false;
}

/* Whether a pattern may begin at byte `at`: at a word; behind a figure that a lost line end glued
 * to the word; a number in words not in its middle ("Sixty-|fifth"). */
static bool may_begin(const folded_text *text, size_t at, bool ordinal)
{
    char before = text->data[at - 1], c = at < text->length ? text->data[at] : ' ';
    bool digits = before >= '0' && before <= '9' && !(c >= '0' && c <= '9');
    return (digits || !rap_structure_is_inside_word(text, at)) && !(ordinal && before == '-');
}

/* Whether all words of the pattern stand anywhere in the text. */
static bool has_words(const cover_pattern *pattern, const folded_text *text)
{
    for (size_t i = 0; i < pattern->slots.count; i++) {
        const cover_slot *slot = &pattern->slots.items[i];
        if (slot->kind == SLOT_TEXT && rap_str_find(rest_of(text, 0), slot->text, 0) == SIZE_MAX) {
            return false;
        }
    }
    return true;
}

static bool find_pattern(const cover_rules *rules, const cover_pattern *pattern,
                         const folded_text *text, cover_match *match)
{
    if (!has_words(pattern, text)) {
        return false;
    }
    size_t last = pattern->at_begin ? 0 : text->length;
    for (size_t at = 0; at <= last && at <= text->length; at++) {
        const cover_slot *first = pattern->slots.items;
        if (at && !may_begin(text, at, first->kind == SLOT_ORDINAL)) {
            continue;
        }
        if (first->kind == SLOT_TEXT && at < text->length &&
            text->data[at] != first->text.data[0]) {
            continue;
        }
        *match = (cover_match){.pattern = pattern, .start = at};
        if (match_slots(rules, pattern, 0, text, at, match)) {
            return true;
        }
    }
    return false;
}

bool rap_cover_find(const cover_rules *rules, const char *field, const folded_text *text,
                    cover_match *ret_match)
{
    for (size_t i = 0; i < rules->patterns.count; i++) {
        const cover_pattern *pattern = &rules->patterns.items[i];
        if (rap_str_is(pattern->field, field) && pattern->slots.count &&
            find_pattern(rules, pattern, text, ret_match)) {
            return true;
        }
    }
    return false;
}

const formula_rule *rap_cover_formula(const cover_rules *rules, const folded_text *text,
                                      bool opener, size_t *ret_end)
{
    const formula_rule *best = NULL;
    rap_str all = {text->data, text->length};
    for (size_t i = 0; i < rules->formulas.count; i++) {
        const formula_rule *rule = &rules->formulas.items[i];
        bool glued = rap_str_ends(rule->phrase, RAP_STR("'"));
        if (rule->opener == opener && rap_str_starts(all, rule->phrase) &&
            (glued || !rap_structure_is_inside_word(text, rule->phrase.length)) &&
            (!best || rule->phrase.length > best->phrase.length)) {
            best = rule;
        }
    }
    if (best) {
        *ret_end = best->phrase.length;
    }
    return best;
}

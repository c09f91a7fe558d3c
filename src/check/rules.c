/* The tables of data/ that the checks read. */
#include "rules.h"

#include "base/data.h"
#include "base/table.h"

#include <stdlib.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

static const char *const ids[CHECK_COUNT] = {[CHECK_ACRONYM_UNDEFINED] = "RAP-ACRONYM-UNDEFINED",
                                             [CHECK_ACRONYM_EARLY] = "RAP-ACRONYM-EARLY",
                                             [CHECK_ACRONYM_TWICE] = "RAP-ACRONYM-TWICE",
                                             [CHECK_ACRONYM_UNUSED] = "RAP-ACRONYM-UNUSED",
                                             [CHECK_SYMBOL_FORM] = "RAP-SYMBOL-FORM",
                                             [CHECK_SYMBOL_YEAR] = "RAP-SYMBOL-YEAR",
                                             [CHECK_SYMBOL_DATE] = "RAP-SYMBOL-DATE",
                                             [CHECK_SYMBOL_TITLE] = "RAP-SYMBOL-TITLE",
                                             [CHECK_DATE_IMPOSSIBLE] = "RAP-DATE-IMPOSSIBLE",
                                             [CHECK_DATE_WEEKDAY] = "RAP-DATE-WEEKDAY",
                                             [CHECK_DATE_PERIOD] = "RAP-DATE-PERIOD",
                                             [CHECK_SESSION_YEAR] = "RAP-SESSION-YEAR",
                                             [CHECK_NAME_FORMER] = "RAP-NAME-FORMER",
                                             [CHECK_NAME_SPELLING] = "RAP-NAME-SPELLING",
                                             [CHECK_NUMBER_GAP] = "RAP-NUMBER-GAP",
                                             [CHECK_NUMBER_REPEATED] = "RAP-NUMBER-REPEATED",
                                             [CHECK_NUMBER_RESTART] = "RAP-NUMBER-RESTART",
                                             [CHECK_NOTE_MISSING] = "RAP-NOTE-MISSING",
                                             [CHECK_NOTE_UNCALLED] = "RAP-NOTE-UNCALLED",
                                             [CHECK_PARAGRAPH_REPEATED] = "RAP-PARAGRAPH-REPEATED",
                                             [CHECK_WORD_LIMIT] = "RAP-WORD-LIMIT",
                                             [CHECK_QUOTE_UNMATCHED] = "RAP-QUOTE-UNMATCHED",
                                             [CHECK_BRACKET_UNMATCHED] = "RAP-BRACKET-UNMATCHED",
                                             [CHECK_QUOTE_STYLE] = "RAP-QUOTE-STYLE",
                                             [CHECK_SCRIPT_MIXED] = "RAP-SCRIPT-MIXED",
                                             [CHECK_WORD_DOUBLED] = "RAP-WORD-DOUBLED",
                                             [CHECK_SPACE_DOUBLED] = "RAP-SPACE-DOUBLED",
                                             [CHECK_SPACE_PUNCTUATION] = "RAP-SPACE-PUNCTUATION",
                                             [CHECK_SPACE_NO_BREAK] = "RAP-SPACE-NO-BREAK",
                                             [CHECK_PUNCTUATION_WIDTH] = "RAP-PUNCTUATION-WIDTH",
                                             [CHECK_PUNCTUATION_INVERTED] =
                                                 "RAP-PUNCTUATION-INVERTED",
                                             [CHECK_PUNCTUATION_ARABIC] = "RAP-PUNCTUATION-ARABIC",
                                             [CHECK_DIGITS_MIXED] = "RAP-DIGITS-MIXED",
                                             [CHECK_STYLE_NUMBER] = "RAP-STYLE-NUMBER",
                                             [CHECK_STYLE_PERCENT] = "RAP-STYLE-PERCENT",
                                             [CHECK_STYLE_RANGE] = "RAP-STYLE-RANGE",
                                             [CHECK_STYLE_DATE] = "RAP-STYLE-DATE",
                                             [CHECK_STYLE_SPELLING] = "RAP-STYLE-SPELLING",
                                             [CHECK_STYLE_TERM] = "RAP-STYLE-TERM"};

typedef struct {
    rap_check_rules *rules;
    rap_arena *arena;
    const char *path;
    rap_error *error;
} loader;

static bool wrong(loader *l, int line, const char *what, rap_str cell)
{
    return rap_error_set(l->error, RAP_ERROR_FORMAT, line, "data/%s:%d: %s \"%.*s\"", l->path, line,
                         what, (int)(cell.length < 100 ? cell.length : 100), cell.data);
}

/* An empty table where the file is not there. */
static bool read_table(loader *l, rap_table *ret_table)
{
    *ret_table = (rap_table){0};
    rap_str text = rap_data_find(l->path);
    return !text.length || rap_table_parse(l->arena, text, ret_table, l->error);
}

static rap_str cell_of(const rap_table *table, const rap_row *row, const char *column)
{
    return rap_str_trim(rap_row_cell(row, rap_table_column(table, column)));
}

static void split(rap_arena *arena, rap_str list, rap_strs *ret_words)
{
    rap_str word;
    while (rap_str_split(&list, '|', &word)) {
        RAP_PUSH(arena, ret_words, word);
    }
}

/* -- the rules -----------------------------------------------------------------------------------
 */

static int id_of(rap_str name)
{
    for (int i = 0; i < CHECK_COUNT; i++) {
        if (rap_str_is(name, ids[i])) {
            return i;
        }
    }
    return -1;
}

static int severity_of(rap_str name)
{
    for (int i = RAP_SEVERITY_NOTE; i <= RAP_SEVERITY_ERROR; i++) {
        if (rap_str_is(name, rap_severity_name((rap_severity)i))) {
            return i;
        }
    }
    return -1;
}

static bool load_rules(loader *l)
{
    rap_table table;
    l->path = "checks.tsv";
    if (!read_table(l, &table)) {
        return false;
    }
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str name = cell_of(&table, row, "id"), level = cell_of(&table, row, "severity");
        int id = id_of(name), severity = severity_of(level);
        if (id < 0 || severity < 0 || l->rules->rules[id].id.length) {
            return wrong(l, row->line, "no rule, no severity, or a second row for", name);
        }
        l->rules->rules[id] = (rap_check_rule){
            .id = name,
            .severity = (rap_severity)severity,
            .title = cell_of(&table, row, "title"),
            .why = cell_of(&table, row, "why"),
            .remedy = cell_of(&table, row, "remedy"),
            .source = cell_of(&table, row, "source"),
            .lang = rap_lang_of_code(cell_of(&table, row, "language")),
            .wrong = cell_of(&table, row, "wrong"),
            .right = cell_of(&table, row, "right"),
        };
    }
    for (int i = 0; i < CHECK_COUNT; i++) {
        if (!l->rules->rules[i].id.length) {
            return wrong(l, 0, "no row for rule", rap_str_of(ids[i]));
        }
    }
    return true;
}

/* Rows with the same beginning, each beginning with its forms behind it. */
static bool load_forms(loader *l)
{
    rap_table table;
    l->path = "symbol-forms.tsv";
    if (!read_table(l, &table)) {
        return false;
    }
    for (size_t i = 0; i < table.rows.count; i++) {
        rap_strs forms = {0};
        RAP_PUSH(l->arena, &forms, cell_of(&table, &table.rows.items[i], "prefix"));
        split(l->arena, cell_of(&table, &table.rows.items[i], "forms"), &forms);
        RAP_PUSH(l->arena, &l->rules->forms, forms);
    }
    return true;
}

/* -- languages -----------------------------------------------------------------------------------
 */

static rap_str utf8_of(rap_arena *arena, const UChar *name)
{
    char text[400];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    u_strToUTF8(text, sizeof text, &length, name, -1, &status);
    return U_SUCCESS(status) ? rap_str_copy(arena, (rap_str){text, (size_t)length}) : RAP_STR_NONE;
}

static void load_names(rap_arena *arena, const char *locale, UDateFormatSymbolType type, int first,
                       int count, rap_str *names)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_FULL, UDAT_FULL, locale, NULL, 0, NULL, 0, &status);
    for (int i = 0; i < count && U_SUCCESS(status); i++) {
        UChar name[100];
        udat_getSymbols(format, type, first + i, name, 100, &status);
        names[i] = U_SUCCESS(status) ? utf8_of(arena, name) : RAP_STR_NONE;
    }
    udat_close(format);
}

static bool load_words(loader *l, check_language *language)
{
    rap_table table;
    if (!read_table(l, &table)) {
        return false;
    }
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str role = cell_of(&table, row, "role");
        rap_str words = rap_row_cell(row, rap_table_column(&table, "words"));
        check_pattern pattern;
        if (!rap_str_is(role, "date")) {
            check_class class = {.name = role};
            split(l->arena, words, &class.words);
            RAP_PUSH(l->arena, &language->classes, class);
        } else if (check_pattern_parse(l->arena, language, words, &pattern)) {
            RAP_PUSH(l->arena, &language->dates, pattern);
        } else {
            return wrong(l, row->line, "what cannot be read as a pattern:", words);
        }
    }
    return true;
}

static bool load_styles(loader *l, check_language *language)
{
    rap_table table;
    if (!read_table(l, &table)) {
        return false;
    }
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str rule = cell_of(&table, row, "rule"), shape = cell_of(&table, row, "wrong");
        int id = id_of(rule);
        check_style style = {.rule = (check_id)id,
                             .example = cell_of(&table, row, "example"),
                             .corrected = cell_of(&table, row, "corrected"),
                             .line = row->line};
        if (id < CHECK_STYLE_NUMBER) {
            return wrong(l, row->line, "no rule of style is called", rule);
        }
        if (!check_pattern_parse(l->arena, language, shape, &style.wrong) ||
            !check_pattern_parse(l->arena, language, cell_of(&table, row, "right"), &style.right)) {
            return wrong(l, row->line, "what cannot be read as a pattern:", shape);
        }
        split(l->arena, cell_of(&table, row, "not-after"), &style.not_after);
        split(l->arena, cell_of(&table, row, "not-before"), &style.not_before);
        RAP_PUSH(l->arena, &language->styles, style);
    }
    return true;
}

static bool load_language(loader *l, rap_lang lang)
{
    check_language *language = &l->rules->languages[lang];
    const char *code = rap_lang_code(lang);
    language->lang = lang;
    load_names(l->arena, code, UDAT_MONTHS, 0, 12, language->months[0]);
    if (lang == RAP_LANG_AR) { /* Levantine names stand beside the Gregorian ones */
        load_names(l->arena, "ar_SY", UDAT_MONTHS, 0, 12, language->months[1]);
    }
    load_names(l->arena, code, UDAT_SHORT_MONTHS, 0, 12, language->months[2]);
    load_names(l->arena, code, UDAT_WEEKDAYS, 1, 7, language->weekdays);
    l->path = rap_arena_format(l->arena, "%s/checks.tsv", code);
    if (!load_words(l, language)) {
        return false;
    }
    l->path = rap_arena_format(l->arena, "%s/style.tsv", code);
    return load_styles(l, language);
}

rap_check_rules *rap_check_rules_new(rap_error *error)
{
    rap_arena *arena = rap_arena_new(0);
    rap_check_rules *rules = arena ? RAP_NEW(arena, rap_check_rules) : NULL;
    if (!rules) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    rules->arena = arena;
    loader l = {rules, arena, "", error};
    bool is_loaded = load_rules(&l) && load_forms(&l);
    for (int lang = 1; lang < RAP_LANG_COUNT && is_loaded; lang++) {
        is_loaded = load_language(&l, (rap_lang)lang);
    }
    if (!is_loaded) {
        rap_arena_free(arena);
        return NULL;
    }
    return rules;
}

void rap_check_rules_free(rap_check_rules *rules)
{
    if (rules) {
        rap_arena_free(rules->arena);
    }
}

/* -- looking up ----------------------------------------------------------------------------------
 */

size_t rap_check_rule_count(const rap_check_rules *rules)
{
    (void)rules;
    return CHECK_COUNT;
}

const rap_check_rule *rap_check_rule_at(const rap_check_rules *rules, size_t index)
{
    return index < CHECK_COUNT ? &rules->rules[index] : NULL;
}

size_t rap_check_rule_find(const rap_check_rules *rules, rap_str id)
{
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        rap_str known = rules->rules[i].id;
        if (rap_str_equal_nocase(known, id) ||
            rap_str_equal_nocase(rap_str_slice(known, 4, known.length), id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

const rap_strs *check_words(const check_language *language, const char *name)
{
    static const rap_strs none;
    for (size_t i = 0; i < language->classes.count; i++) {
        if (rap_str_is(language->classes.items[i].name, name)) {
            return &language->classes.items[i].words;
        }
    }
    return &none;
}

bool check_has_word(const check_language *language, const char *name, rap_str word)
{
    const rap_strs *words = check_words(language, name);
    for (size_t i = 0; i < words->count; i++) {
        if (rap_str_equal(words->items[i], word)) {
            return true;
        }
    }
    return false;
}

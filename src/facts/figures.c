#include "figures.h"

#include "base/data.h"
#include "base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- the tables ---------------------------------------------------------------------------------
 */

typedef enum {
    WORD_BOUND,   /* "more than" */
    WORD_UNIT,    /* "per cent" */
    WORD_SCALE,   /* "million" */
    WORD_MEASURE, /* stands between number and noun, and says nothing */
    WORD_LABEL,   /* "paragraph 5": the number is a name */
    WORD_NO_UNIT, /* "5 years": no count of anything */
    WORD_KINDS
} word_kind;

static const char *const kind_names[WORD_KINDS] = {
    [WORD_BOUND] = "bound",     [WORD_UNIT] = "unit",   [WORD_SCALE] = "scale",
    [WORD_MEASURE] = "measure", [WORD_LABEL] = "label", [WORD_NO_UNIT] = "none"};

typedef struct {
    word_kind kind;
    bool before, behind; /* the number */
    rap_str value;       /* unit */
    rap_bound bound;
    double scale;
} figure_word;

struct rap_figure_rules {
    /* By the side of the number: folded phrase -> figure_word. */
    rap_map *before[RAP_LANG_COUNT], *behind[RAP_LANG_COUNT];
};

/* The phrase as it is looked up: words folded, marks as they are, a space between. */
static rap_str fold_phrase(rap_arena *arena, const rap_act_language *language, rap_str text)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < text.length;) {
        size_t end = rap_act_word_end(text, at), next = at;
        uint32_t c = end == at ? rap_utf8_next(text, &next) : 0;
        if (end == at && (c == ' ' || c == 0xA0 || c == '-' || c == '\'' || c == 0x2019)) {
            at = next;
            continue;
        }
        rap_str part = end > at ? rap_act_fold(arena, language, rap_str_slice(text, at, end))
                                : rap_str_slice(text, at, next);
        if (out.length) {
            rap_buf_put_byte(&out, ' ');
        }
        rap_buf_put(&out, part);
        at = end > at ? end : next;
    }
    return rap_buf_str(&out);
}

static bool read_word(rap_str role, rap_str value, figure_word *ret)
{
    size_t kind = 0;
    rap_str name = role;
    *ret = (figure_word){.before = true, .behind = true, .value = value};
    if (rap_str_starts(role, RAP_STR("before "))) {
        ret->behind = false;
        name = rap_str_slice(role, 7, role.length);
    } else if (rap_str_starts(role, RAP_STR("behind "))) {
        ret->before = false;
        name = rap_str_slice(role, 7, role.length);
    }
    while (kind < WORD_KINDS && !rap_str_is(name, kind_names[kind])) {
        kind++;
    }
    if (kind == WORD_KINDS) {
        return false;
    }
    ret->kind = (word_kind)kind;
    if (ret->kind == WORD_SCALE) {
        char text[24];
        snprintf(text, sizeof text, "%.*s", RAP_STR_ARG(value));
        ret->scale = strtod(text, NULL);
        return ret->scale > 1;
    }
    return ret->kind != WORD_BOUND || rap_bound_of_name(value, &ret->bound);
}

/* A phrase has one role on each side of a number. */
static bool add_phrase(rap_map *words, rap_str phrase, bool is_there, figure_word *word)
{
    if (!is_there) {
        return true;
    }
    const figure_word *known = rap_map_find(words, phrase);
    rap_map_set(words, phrase, word);
    return !known || known == word;
}

static bool add_language(rap_arena *arena, rap_figure_rules *rules,
                         const rap_activity_rules *activities, rap_lang lang, rap_error *error)
{
    const char *path = rap_arena_format(arena, "%s/figures.tsv", rap_lang_code(lang));
    rap_table table;
    if (!rap_table_parse(arena, rap_data_find(path), &table, error)) {
        return false;
    }
    int words = rap_table_column(&table, "words"), role = rap_table_column(&table, "role");
    int value = rap_table_column(&table, "value");
    rules->before[lang] = rap_map_new(arena);
    rules->behind[lang] = rap_map_new(arena);
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        figure_word *word = RAP_NEW(arena, figure_word);
        if (!read_word(rap_row_cell(row, role), rap_row_cell(row, value), word)) {
            return rap_error_set(error, RAP_ERROR_FORMAT, row->line,
                                 "%s:%d: no such role or value; see the table's head", path,
                                 row->line);
        }
        rap_str rest = rap_row_cell(row, words), phrase;
        while (rap_str_split(&rest, '|', &phrase)) {
            phrase = fold_phrase(arena, &activities->languages[lang], phrase);
            if (!add_phrase(rules->before[lang], phrase, word->before, word) ||
                !add_phrase(rules->behind[lang], phrase, word->behind, word)) {
                return rap_error_set(error, RAP_ERROR_FORMAT, row->line,
                                     "%s:%d: \"%.*s\" has another role there in a row above", path,
                                     row->line, RAP_STR_ARG(phrase));
            }
        }
    }
    return true;
}

rap_figure_rules *rap_figure_rules_new(rap_arena *arena, const rap_activity_rules *activities,
                                       rap_error *error)
{
    rap_figure_rules *rules = RAP_NEW(arena, rap_figure_rules);
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        if (!add_language(arena, rules, activities, (rap_lang)lang, error)) {
            return NULL;
        }
    }
    return rules;
}

/* -- a sentence ---------------------------------------------------------------------------------
 */

void rap_figures_scan(rap_arena *arena, const rap_version *version, uint32_t block, size_t mention,
                      rap_figures *ret_numbers)
{
    rap_str text = version->blocks.items[block].text;
    rap_skipped names = {0};
    bool any = false;
    *ret_numbers = (rap_figures){0};
    for (size_t i = 0; i < text.length && !any; i++) {
        /* A digit, or the first byte of an Arabic or full-width one. */
        unsigned char c = (unsigned char)text.data[i];
        any = (c >= '0' && c <= '9') || c == 0xD9 || c == 0xDB || c == 0xEF;
    }
    if (!any) {
        return;
    }
    for (; mention < version->mentions.count && version->mentions.items[mention].block == block;
         mention++) {
        RAP_PUSH(arena, &names, version->mentions.items[mention].span);
    }
    rap_figure_find(arena, text, version->lang == RAP_LANG_AR, &names, ret_numbers);
}

/* One number with what stands around it. */
typedef struct {
    const rap_act_language *language;
    const rap_map *before, *behind_it; /* phrases */
    rap_clause *clause;
    uint32_t first, behind; /* items: the first of it, the first behind it */
    uint32_t start, end;    /* bytes */
    double value;
    rap_bound bound;
    rap_str unit;
    rap_span counted;
    bool in_words, is_scaled, is_wrong;
} candidate;

static const rap_item *item_of(const candidate *c, uint32_t i)
{
    return i < c->clause->items.count ? &c->clause->items.items[i] : NULL;
}

enum { PHRASE = 4, COUNTED = 6, COUNTED_HAN = 14 };

/* The longest phrase of the table that ends right before the number. */
static const figure_word *word_before(const candidate *c, uint32_t *ret_first)
{
    for (uint32_t n = c->first < PHRASE ? c->first : PHRASE; n > 0; n--) {
        uint32_t from = item_of(c, c->first - n)->span.start;
        rap_str text = rap_block_slice(c->clause->block, (rap_span){from, c->start});
        const figure_word *word =
            rap_map_find(c->before, fold_phrase(c->clause->arena, c->language, text));
        if (word) {
            *ret_first = c->first - n;
            return word;
        }
    }
    return NULL;
}

/* The longest that begins right behind it. */
static const figure_word *word_behind(const candidate *c, uint32_t *ret_end)
{
    uint32_t left = (uint32_t)c->clause->items.count - c->behind;
    for (uint32_t n = left < PHRASE ? left : PHRASE; n > 0; n--) {
        uint32_t to = item_of(c, c->behind + n - 1)->span.end;
        rap_str text = rap_block_slice(c->clause->block, (rap_span){c->end, to});
        const figure_word *word =
            rap_map_find(c->behind_it, fold_phrase(c->clause->arena, c->language, text));
        if (word) {
            *ret_end = c->behind + n;
            return word;
        }
    }
    return NULL;
}

static void apply(candidate *c, const figure_word *word)
{
    switch (word->kind) {
    case WORD_BOUND:
        c->bound = c->bound == RAP_BOUND_EXACT ? word->bound : c->bound;
        break;
    case WORD_UNIT:
        c->unit = word->value;
        break;
    case WORD_SCALE:
        c->value *= word->scale;
        c->is_scaled = true;
        break;
    case WORD_LABEL:
    case WORD_NO_UNIT:
        c->is_wrong = true;
        break;
    default:
        break;
    }
}

/* "Vision 2050", "Group 4": a name and its number. */
static bool is_in_title(const candidate *c)
{
    const rap_item *before = c->first > 0 ? item_of(c, c->first - 1) : NULL;
    return before && c->first > 1 && before->kind == RAP_ITEM_WORD && before->is_capital;
}

static void look_around(candidate *c)
{
    uint32_t edge;
    const figure_word *word;
    bool bare = true;
    for (int n = 0; n < 3 && (word = word_before(c, &edge)); n++) {
        if (n > 0 && word->kind == WORD_LABEL) {
            break; /* it must stand right before the number */
        }
        apply(c, word);
        bare = bare && word->kind == WORD_MEASURE;
        c->first = edge;
        c->start = item_of(c, edge)->span.start;
    }
    c->is_wrong = c->is_wrong || (bare && is_in_title(c));
    for (int n = 0; n < 3 && (word = word_behind(c, &edge)); n++) {
        apply(c, word);
        c->behind = edge;
        c->end = item_of(c, edge - 1)->span.end;
        if (word->kind == WORD_MEASURE) {
            break;
        }
    }
}

static bool holds_digit(rap_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] >= '0' && text.data[i] <= '9') {
            return true;
        }
    }
    return false;
}

/* Words that no noun phrase goes on behind. */
static bool ends_counted(const candidate *c, const rap_item *item, bool has_noun)
{
    static const uint64_t inside = RAP_ROLE_BIT(RAP_ROLE_NUMBER) | RAP_ROLE_BIT(RAP_ROLE_WHOLE) |
                                   RAP_ROLE_BIT(RAP_ROLE_YEARS) |
                                   RAP_ROLE_BIT(RAP_ROLE_GOVERNMENT) |
                                   RAP_ROLE_BIT(RAP_ROLE_LANGUAGE) | RAP_ROLE_BIT(RAP_ROLE_EDITION);
    static const uint64_t opening = RAP_ROLE_BIT(RAP_ROLE_DETERMINER) |
                                    RAP_ROLE_BIT(RAP_ROLE_DEFINITE) | RAP_ROLE_BIT(RAP_ROLE_OTHER) |
                                    RAP_ROLE_BIT(RAP_ROLE_ACTION);
    if (item->kind == RAP_ITEM_MENTION) {
        const rap_mention *m = rap_item_mention(c->clause, item);
        return m->kind == RAP_MENTION_DATE || m->kind == RAP_MENTION_SYMBOL ||
               m->kind == RAP_MENTION_SESSION;
    }
    if (item->kind != RAP_ITEM_WORD) {
        return true;
    }
    const rap_act_word *word = item->word;
    if (!word) {
        return holds_digit(rap_block_slice(c->clause->block, item->span));
    }
    if (word->verb && !word->noun) {
        bool finite = (word->forms & (RAP_FORM_PAST | RAP_FORM_PRESENT | RAP_FORM_PASSIVE |
                                      RAP_FORM_FUTURE)) != 0;
        return has_noun ? finite || !(word->forms & RAP_FORM_GERUND)
                        : !(word->forms & (RAP_FORM_PARTICIPLE | RAP_FORM_GERUND));
    }
    return (word->roles & ~(has_noun ? inside : inside | opening)) != 0 && !word->noun;
}

/* What joins a number, a unit or a million to what is counted: "of its", "de". */
static bool is_joint(const candidate *c, uint32_t i)
{
    const rap_item *item = item_of(c, i);
    if (!item || item->kind != RAP_ITEM_WORD) {
        return false;
    }
    bool of = rap_item_has(item, RAP_ROLE_OF) ||
              (c->language->verb_first && rap_item_has(item, RAP_ROLE_FROM));
    bool article = rap_item_has(item, RAP_ROLE_PARTITIVE) || rap_item_has(item, RAP_ROLE_DEFINITE);
    return (of && (c->unit.length || c->is_scaled || !c->language->modifiers_first)) ||
           (article && (c->unit.length || c->is_scaled || i > c->behind));
}

static void find_counted(candidate *c)
{
    uint32_t i = c->behind, most = c->language->modifiers_first ? COUNTED_HAN : COUNTED;
    while (i < c->behind + 2 && is_joint(c, i)) {
        i++;
    }
    uint32_t from = i;
    while (item_of(c, i) && i < from + most && !ends_counted(c, item_of(c, i), i > from)) {
        i++;
    }
    if (i > from) {
        c->counted = (rap_span){item_of(c, from)->span.start, item_of(c, i - 1)->span.end};
    }
}

/* A year stands alone: 2023 is one, "2,023 pages" and "over 2000 pages" are none. */
static bool is_year(const candidate *c, rap_span number)
{
    return !c->in_words && number.end - number.start == 4 && c->value >= 1900 && c->value <= 2100 &&
           c->bound == RAP_BOUND_EXACT && !c->unit.length && !c->is_scaled;
}

/* "2030/45", "10:30", "(3)", "5-year", "3.2.1": a piece of something else. */
static bool is_piece(const candidate *c, rap_span number)
{
    rap_str text = c->clause->block->text;
    char before = number.start ? text.data[number.start - 1] : ' ';
    char behind = number.end < text.length ? text.data[number.end] : ' ';
    char next = number.end + 1 < text.length ? text.data[number.end + 1] : ' ';
    if ((behind == '.' || behind == ',') && next >= '0' && next <= '9') {
        return true;
    }
    return (before && strchr("/:_#.-", before)) || (behind && strchr("/:_-", behind)) ||
           (before == '(' && behind == ')') ||
           (number.start == 0 && (behind == '.' || behind == ')'));
}

static void keep(candidate *c, rap_version *version, rap_span number, size_t activity)
{
    uint32_t block = (uint32_t)(c->clause->block - version->blocks.items);
    if (!c->in_words && is_piece(c, number)) {
        return;
    }
    look_around(c);
    if (c->is_wrong || is_year(c, number)) {
        return;
    }
    find_counted(c);
    bool has_counted = c->counted.end > c->counted.start;
    if (!c->unit.length && !has_counted) {
        return;
    }
    rap_figure_fact fact = {.para = c->clause->block->label,
                            .value = c->value,
                            .bound = c->bound,
                            .unit = c->unit,
                            .counted = c->counted,
                            .activity = -1,
                            .confidence = c->in_words      ? 0.7
                                          : c->unit.length ? 0.9
                                                           : 0.8};
    fact.quote.block = block;
    fact.quote.span = (rap_span){c->start, has_counted ? c->counted.end : c->end};
    fact.rule =
        rap_str_of(rap_arena_format(c->clause->arena, "figure:%s:%s", rap_lang_code(version->lang),
                                    c->in_words ? "words" : "digits"));
    for (size_t i = activity; i < version->activities.count; i++) {
        const rap_activity *a = &version->activities.items[i];
        if (a->quote.block == block && a->quote.span.start <= c->start &&
            a->quote.span.end >= c->end) {
            fact.activity = (int32_t)i;
            fact.period = a->dates.count == 1 ? a->dates.items[0] : (rap_period){0};
        }
    }
    RAP_PUSH(c->clause->arena, &version->figures, fact);
}

/* The only date of the sentence. */
static rap_period only_date(const rap_clause *clause)
{
    rap_period period = {0};
    size_t count = 0;
    for (uint32_t i = 0; i < clause->items.count; i++) {
        if (rap_item_is_date(clause, i)) {
            const rap_mention *m = rap_item_mention(clause, &clause->items.items[i]);
            period = m->period;
            count++;
        }
    }
    return count == 1 ? period : (rap_period){0};
}

/* A number in words at item `i`; *ret_end is the item behind it. Tens stand before units. */
static double number_in_words(const candidate *c, uint32_t i, uint32_t *ret_end)
{
    double sum = 0, last = 0;
    for (; item_of(c, i) && rap_item_has(item_of(c, i), RAP_ROLE_NUMBER); i++) {
        int value = 0;
        if (!rap_str_number(item_of(c, i)->word->value, &value)) {
            break;
        }
        bool multiplies = value == 10 && last > 0 && last < 10;
        if (last > 0 && !multiplies && last < 10) {
            break;
        }
        sum = multiplies ? sum - last + 10 * last : sum + value;
        last = multiplies ? 10 * last : value;
    }
    *ret_end = i;
    return sum;
}

static void read_in_words(candidate *c, rap_version *version, size_t activity)
{
    candidate blank = *c;
    for (uint32_t i = 0; i < c->clause->items.count; i++) {
        const rap_item *item = item_of(c, i);
        if (!rap_item_has(item, RAP_ROLE_NUMBER)) {
            continue;
        }
        uint32_t end;
        *c = blank;
        c->value = number_in_words(c, i, &end);
        bool known = i > 0 && rap_item_has(item_of(c, i - 1), RAP_ROLE_DEFINITE);
        if (c->value >= 2 && !known) {
            c->in_words = true;
            c->first = i;
            c->behind = end;
            c->start = item->span.start;
            c->end = item_of(c, end - 1)->span.end;
            keep(c, version, (rap_span){c->start, c->end}, activity);
        }
        i = end > i ? end - 1 : i;
    }
}

static void read_in_digits(candidate *c, rap_version *version, rap_span sentence,
                           const rap_figures *numbers, size_t activity)
{
    candidate blank = *c;
    uint32_t i = 0;
    for (size_t n = 0; n < numbers->count; n++) {
        const rap_figure *number = &numbers->items[n];
        if (number->span.start < sentence.start || number->span.end > sentence.end) {
            continue;
        }
        *c = blank;
        while (item_of(c, i) && item_of(c, i)->span.start < number->span.start) {
            i++;
        }
        const rap_item *around = i > 0 ? item_of(c, i - 1) : NULL;
        if (around && around->span.end > number->span.start && around->kind != RAP_ITEM_WORD) {
            continue; /* within a quotation or a title */
        }
        c->first = i;
        while (item_of(c, i) && item_of(c, i)->span.start < number->span.end) {
            i++;
        }
        c->behind = i;
        c->start = number->span.start;
        c->end = number->span.end;
        c->value = strtod(rap_str_c(c->clause->arena, number->value), NULL);
        keep(c, version, number->span, activity);
    }
}

static int by_place(const void *a, const void *b)
{
    const rap_figure_fact *x = a, *y = b;
    return (x->quote.span.start > y->quote.span.start) -
           (x->quote.span.start < y->quote.span.start);
}

void rap_figures_read(const rap_fact_rules *rules, rap_clause *clause, rap_version *version,
                      rap_span sentence, const rap_figures *numbers, size_t activity)
{
    size_t first = version->figures.count;
    candidate c = {.language = clause->language,
                   .before = rules->figures->before[version->lang],
                   .behind_it = rules->figures->behind[version->lang],
                   .clause = clause};
    candidate blank = c;
    read_in_digits(&c, version, sentence, numbers, activity);
    c = blank;
    read_in_words(&c, version, activity);
    size_t count = version->figures.count - first;
    if (count > 1) {
        qsort(&version->figures.items[first], count, sizeof *version->figures.items, by_place);
    }
    rap_period date = count ? only_date(clause) : (rap_period){0};
    for (size_t i = first; i < version->figures.count; i++) {
        rap_figure_fact *fact = &version->figures.items[i];
        fact->period = fact->period.start.year || fact->period.end.year ? fact->period : date;
    }
}

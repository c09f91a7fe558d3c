#include "contrasts.h"

#include "base/data.h"
#include "base/table.h"
#include "base/trie.h"

#include <string.h>

typedef struct {
    rap_str value;
    contrast_weight weight;
} phrase;

struct rap_contrast_rules {
    rap_arena *arena;
    const rap_mention_rules *mentions; /* how points are folded */
    RAP_VEC(phrase) phrases;
    /* A stem ends in '*', which stands in no folded word. */
    rap_trie *tries[RAP_LANG_COUNT][CONTRAST_POINTS];
    rap_strs prefixes[RAP_LANG_COUNT]; /* folded; written together with the next word */
};

/* -- folded text ---------------------------------------------------------------------------------
 */

/* The text as phrases are compared, with the byte of the text that each byte stands for. */
typedef struct {
    rap_str text;
    const uint32_t *from; /* one more entry at the end */
} folded;

static bool is_letter(uint32_t c)
{
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_han(uint32_t c)
{
    return c >= 0x3400 && c <= 0x9FFF;
}

/* Dashes and white space become one space each. */
static folded fold(const rap_contrast_rules *rules, rap_arena *arena, rap_str text)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    /* A folded point takes at most as many bytes as four of ASCII. */
    uint32_t *from = RAP_NEW_ARRAY(arena, uint32_t, 4 * text.length + 1);
    uint32_t last = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t start = (uint32_t)at;
        uint32_t c = rap_mention_fold_point(rules->mentions, rap_utf8_next(text, &at));
        c = c == '-' ? ' ' : c;
        if (!c || (c == ' ' && (last == ' ' || is_han(last)))) {
            continue;
        }
        size_t before = out.length;
        rap_buf_put_code_point(&out, c);
        for (size_t i = before; i < out.length; i++) {
            from[i] = start;
        }
        last = c;
    }
    from[out.length] = (uint32_t)text.length;
    return (folded){rap_buf_str(&out), from};
}

static uint32_t point_at(rap_str text, size_t at)
{
    return at < text.length ? rap_utf8_next(text, &at) : 0;
}

static uint32_t point_before(rap_str text, size_t at)
{
    return at ? rap_utf8_previous(text, &at) : 0;
}

/* Whether a word may begin or end at byte `at`; Han characters are words by themselves. */
static bool is_boundary(rap_str text, size_t at)
{
    if (!at || at >= text.length) {
        return true;
    }
    uint32_t before = point_before(text, at), next = point_at(text, at);
    return !is_letter(before) || !is_letter(next) || is_han(before) || is_han(next);
}

static size_t word_end(rap_str text, size_t at)
{
    while (at < text.length && is_letter(point_at(text, at)) && !is_han(point_at(text, at))) {
        rap_utf8_next(text, &at);
    }
    return at;
}

/* -- the tables ----------------------------------------------------------------------------------
 */

static void add_phrase(rap_contrast_rules *rules, rap_lang lang, contrast_point point,
                       rap_str words, rap_str value, contrast_weight weight)
{
    bool is_open = rap_str_ends(words, RAP_STR("*"));
    words = rap_str_slice(words, 0, words.length - is_open);
    rap_str key = fold(rules, rules->arena, words).text;
    if (!key.length) {
        return;
    }
    if (is_open) { /* a stem may be a word too */
        key = rap_str_of(rap_arena_format(rules->arena, "%.*s*", RAP_STR_ARG(key)));
    }
    int *at = rap_trie_put(rules->tries[lang][point], key);
    if (*at < 0) {
        *at = (int)rules->phrases.count;
        RAP_PUSH(rules->arena, &rules->phrases, (phrase){value, weight});
    }
}

static bool read_weight(rap_str text, contrast_weight *ret_weight)
{
    static const char *const names[] = {"sure", "may", "none"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (rap_str_is(text, names[i])) {
            *ret_weight = (contrast_weight)i;
            return true;
        }
    }
    return false;
}

static bool read_table(rap_contrast_rules *rules, rap_lang lang, const char *name,
                       rap_table *ret_table, rap_error *error)
{
    const char *path = rap_arena_format(rules->arena, "%s/%s", rap_lang_code(lang), name);
    return rap_table_parse(rules->arena, rap_data_find(path), ret_table, error);
}

static bool add_contrasts(rap_contrast_rules *rules, rap_lang lang, rap_error *error)
{
    rap_table table;
    if (!read_table(rules, lang, "contrasts.tsv", &table, error)) {
        return false;
    }
    int point = rap_table_column(&table, "point"), value = rap_table_column(&table, "value");
    int weight = rap_table_column(&table, "weight"), words = rap_table_column(&table, "phrase");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str name = rap_row_cell(row, point), text = rap_row_cell(row, words);
        contrast_weight how = CONTRAST_SURE;
        if (rap_str_is(name, "prefix")) {
            RAP_PUSH(rules->arena, &rules->prefixes[lang], fold(rules, rules->arena, text).text);
            continue;
        }
        bool is_negation = rap_str_is(name, "negation");
        if (!text.length || !(is_negation || rap_str_is(name, "quantity")) ||
            !read_weight(rap_row_cell(row, weight), &how)) {
            return rap_error_set(error, RAP_ERROR_FORMAT, row->line,
                                 "%s/contrasts.tsv:%d: no such point or weight, or no phrase; see "
                                 "the table's head",
                                 rap_lang_code(lang), row->line);
        }
        add_phrase(rules, lang, is_negation ? CONTRAST_NEGATION : CONTRAST_QUANTITY, text,
                   rap_row_cell(row, value), how);
    }
    return true;
}

/* The rows of another module's table that have a role. */
static bool add_role(rap_contrast_rules *rules, rap_lang lang, const char *name, const char *role,
                     contrast_point point, rap_error *error)
{
    rap_table table;
    if (!read_table(rules, lang, name, &table, error)) {
        return false;
    }
    int words = rap_table_column(&table, "words"), roles = rap_table_column(&table, "role");
    int value = rap_table_column(&table, "value");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str rest = rap_row_cell(row, words), word;
        while (rap_str_is(rap_row_cell(row, roles), role) && rap_str_split(&rest, '|', &word)) {
            add_phrase(rules, lang, point, word, rap_row_cell(row, value), CONTRAST_SURE);
        }
    }
    return true;
}

rap_contrast_rules *rap_contrast_rules_new(const rap_mention_rules *mentions, rap_error *error)
{
    rap_arena *arena = rap_arena_new(0);
    if (!arena) {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
        return NULL;
    }
    rap_contrast_rules *rules = RAP_NEW(arena, rap_contrast_rules);
    *rules = (rap_contrast_rules){.arena = arena, .mentions = mentions};
    for (rap_lang lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        for (int point = 0; point < CONTRAST_POINTS; point++) {
            rules->tries[lang][point] = rap_trie_new(arena);
        }
        if (!add_contrasts(rules, lang, error) ||
            !add_role(rules, lang, "clauses.tsv", "number", CONTRAST_NUMBER, error) ||
            !add_role(rules, lang, "figures.tsv", "behind scale", CONTRAST_SCALE, error)) {
            rap_arena_free(arena);
            return NULL;
        }
    }
    return rules;
}

void rap_contrast_rules_free(rap_contrast_rules *rules)
{
    if (rules) {
        rap_arena_free(rules->arena);
    }
}

const rap_entity *contrast_entity(const rap_contrast_rules *rules, rap_str id)
{
    return rap_entity_find(rules->mentions, id);
}

/* -- finding ------------------------------------------------------------------------------------
 */

typedef struct {
    const rap_contrast_rules *rules;
    const folded *text;
    const rap_trie *trie;
    const rap_strs *prefixes;
    const phrase *best;
    size_t best_end;
} finder;

/* Takes the phrase of a node that ends before byte `end`; of two that end alike the one with more
 * letters told, which is found later, but none that begins inside of a word. */
static void take(finder *f, uint32_t node, size_t end, bool is_inside)
{
    int value = node ? rap_trie_value(f->trie, node) : -1;
    bool is_better = is_inside ? end > f->best_end : end >= f->best_end;
    if (value >= 0 && is_better && is_boundary(f->text->text, end)) {
        f->best = &f->rules->phrases.items[value];
        f->best_end = end;
    }
}

/* The longest phrase from `at` on. */
static void follow(finder *f, size_t at, bool is_inside)
{
    rap_str text = f->text->text;
    uint32_t node = RAP_TRIE_ROOT;
    for (size_t i = at; i < text.length && (node = rap_trie_step(f->trie, node, text.data[i]));
         i++) {
        take(f, rap_trie_step(f->trie, node, '*'), word_end(text, i + 1), is_inside);
        take(f, node, i + 1, is_inside);
    }
}

/* Behind each of what is written together with the word that begins at `at`, at most twice. */
static void follow_inside(finder *f, size_t at, int depth)
{
    rap_str rest = rap_str_slice(f->text->text, at, f->text->text.length);
    for (size_t i = 0; i < f->prefixes->count && depth; i++) {
        rap_str prefix = f->prefixes->items[i];
        if (rap_str_starts(rest, prefix)) {
            follow(f, at + prefix.length, true);
            follow_inside(f, at + prefix.length, depth - 1);
        }
    }
}

void contrast_find(const rap_contrast_rules *rules, rap_arena *arena, rap_lang lang, rap_str text,
                   const rap_skipped *skipped, contrast_point point, contrast_hits *ret_hits)
{
    *ret_hits = (contrast_hits){0};
    if (lang <= RAP_LANG_NONE || lang >= RAP_LANG_COUNT) {
        return;
    }
    folded f = fold(rules, arena, text);
    finder find = {rules, &f, rules->tries[lang][point], &rules->prefixes[lang], NULL, 0};
    size_t skip = 0;
    for (size_t at = 0; at < f.text.length;) {
        while (skip < skipped->count && skipped->items[skip].end <= f.from[at]) {
            skip++;
        }
        bool is_skipped = skip < skipped->count && skipped->items[skip].start <= f.from[at];
        size_t next = at;
        rap_utf8_next(f.text, &next);
        if (is_skipped || !is_letter(point_at(f.text, at)) || !is_boundary(f.text, at)) {
            at = next;
            continue;
        }
        find.best = NULL;
        find.best_end = at;
        follow(&find, at, false);
        follow_inside(&find, at, 2);
        if (!find.best) {
            at = next;
            continue;
        }
        contrast_hit hit = {
            find.best->value, find.best->weight, {f.from[at], f.from[find.best_end]}};
        if (hit.weight != CONTRAST_NONE) {
            RAP_PUSH(arena, ret_hits, hit);
        }
        at = find.best_end;
    }
}

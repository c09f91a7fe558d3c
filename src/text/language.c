#include "text_private.h"

#include "base/data.h"
#include "base/table.h"

#include <math.h>
#include <unicode/uchar.h>

/* A trigram that a model does not know counts as rare as this share of its text. */
#define UNKNOWN_SHARE 1.5e-6
/* Below this mean logarithm a passage is in no language of ours. */
#define STRANGE_MEAN (-10.9)
/* Han characters carry about as much as four letters of an alphabet. */
#define HAN_WEIGHT 4
#define SAMPLE_LENGTH 1500u

typedef struct {
    uint64_t key; /* three code points; 0: free */
    float logs[RAP_MODEL_LIMIT];
} entry;

struct rap_trigrams {
    entry *entries;
    size_t mask, count;
};

typedef struct {
    size_t letters[RAP_SCRIPT_UNKNOWN + 1];
    size_t foreign; /* letters of a script we read that its languages of ours do not use */
} census;

static bool is_foreign_letter(uint32_t c)
{
    if (c >= 0x400 && c <= 0x52F) {
        return !((c >= 0x410 && c <= 0x44F) || c == 0x401 || c == 0x451);
    }
    if (c >= 0x600 && c <= 0x6FF) {
        /* Letters that Persian, Urdu and others added to the Arabic alphabet. */
        return c == 0x67E || c == 0x686 || c == 0x698 || c == 0x6AF || c == 0x6A9 || c == 0x6CC ||
               c == 0x679 || c == 0x688 || c == 0x691 || c == 0x6BA || c == 0x6BE || c == 0x6C1 ||
               c == 0x6D2;
    }
    return false;
}

static census count_letters(rap_str text)
{
    census result = {0};
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        rap_script script = rap_text_script_of(c);
        result.letters[script] += script == RAP_SCRIPT_HAN ? HAN_WEIGHT : 1;
        result.foreign += is_foreign_letter(c);
    }
    return result;
}

static rap_script main_script(const census *letters)
{
    rap_script best = RAP_SCRIPT_OTHER;
    size_t most = 0;
    for (int i = RAP_SCRIPT_LATIN; i <= RAP_SCRIPT_UNKNOWN; i++) {
        if (letters->letters[i] > most) {
            most = letters->letters[i];
            best = (rap_script)i;
        }
    }
    return best;
}

rap_script rap_text_script(rap_str text)
{
    census letters = count_letters(text);
    return main_script(&letters);
}

/* -- trigrams ---------------------------------------------------------------------------------- */

static entry *find_entry(const rap_trigrams *trigrams, uint64_t key)
{
    size_t at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 20) & trigrams->mask;
    while (trigrams->entries[at].key && trigrams->entries[at].key != key) {
        at = (at + 1) & trigrams->mask;
    }
    return &trigrams->entries[at];
}

static void grow_table(rap_text_rules *rules)
{
    rap_trigrams old = *rules->trigrams;
    rap_trigrams *now = rules->trigrams;
    now->mask = old.entries ? old.mask * 2 + 1 : 0x3FFF;
    now->entries = RAP_NEW_ARRAY(rules->arena, entry, now->mask + 1);
    for (size_t i = 0; old.entries && i <= old.mask; i++) {
        if (old.entries[i].key) {
            *find_entry(now, old.entries[i].key) = old.entries[i];
        }
    }
}

static void set_log(rap_text_rules *rules, uint64_t key, size_t model, double log_share)
{
    if (rules->trigrams->count * 2 > rules->trigrams->mask) {
        grow_table(rules);
    }
    entry *found = find_entry(rules->trigrams, key);
    if (!found->key) {
        found->key = key;
        rules->trigrams->count++;
        for (size_t i = 0; i < RAP_MODEL_LIMIT; i++) {
            found->logs[i] = (float)log(UNKNOWN_SHARE);
        }
    }
    found->logs[model] = (float)log_share;
}

static uint64_t trigram_key(rap_str trigram)
{
    uint64_t key = 0;
    int letters = 0;
    for (size_t at = 0; at < trigram.length; letters++) {
        uint32_t c = rap_utf8_next(trigram, &at);
        key = key << 21 | (c == '_' ? ' ' : c);
    }
    return letters == 3 ? key : 0;
}

typedef struct {
    int trigram, count;
} trigram_columns;

static trigram_columns columns_of(const rap_table *table)
{
    return (trigram_columns){rap_table_column(table, "trigram"), rap_table_column(table, "count")};
}

static bool add_trigram(rap_text_rules *rules, size_t model, trigram_columns columns,
                        const rap_row *row, rap_error *error)
{
    int count = 0;
    uint64_t key = trigram_key(rap_row_cell(row, columns.trigram));
    if (!key || !rap_str_number(rap_row_cell(row, columns.count), &count)) {
        return rap_error_set(error, RAP_ERROR_FORMAT, row->line,
                             "a language model's line %d is not three letters and a number",
                             row->line);
    }
    set_log(rules, key, model, log(count / 1e6));
    return true;
}

static bool add_model(rap_text_rules *rules, rap_lang lang, rap_script script, size_t *ret_model,
                      rap_error *error)
{
    if (rules->model_count == RAP_MODEL_LIMIT) {
        return rap_error_set(error, RAP_ERROR_LIMIT, -1, "more than %d language models",
                             RAP_MODEL_LIMIT);
    }
    *ret_model = rules->model_count;
    rules->models[rules->model_count++] = (rap_model){lang, script};
    return true;
}

static bool load_ours(rap_text_rules *rules, rap_arena *scratch, rap_error *error)
{
    static const rap_script scripts[RAP_LANG_COUNT] = {
        [RAP_LANG_EN] = RAP_SCRIPT_LATIN,
        [RAP_LANG_FR] = RAP_SCRIPT_LATIN,
        [RAP_LANG_ES] = RAP_SCRIPT_LATIN,
        [RAP_LANG_RU] = RAP_SCRIPT_CYRILLIC,
    };
    for (int i = 1; i < RAP_LANG_COUNT; i++) {
        rap_str text =
            rap_data_find(rap_arena_format(scratch, "%s/language.tsv", rap_lang_code((rap_lang)i)));
        rap_table table;
        size_t model = 0;
        if (!text.length || scripts[i] == RAP_SCRIPT_OTHER) {
            continue;
        }
        if (!rap_table_parse(scratch, text, &table, error) ||
            !add_model(rules, (rap_lang)i, scripts[i], &model, error)) {
            return false;
        }
        trigram_columns columns = columns_of(&table);
        for (size_t row = 0; row < table.rows.count; row++) {
            if (!add_trigram(rules, model, columns, &table.rows.items[row], error)) {
                return false;
            }
        }
    }
    return true;
}

/* Languages that are none of the six, so that they are not taken for their neighbours. */
static bool load_others(rap_text_rules *rules, rap_arena *scratch, rap_error *error)
{
    rap_table table;
    if (!rap_table_parse(scratch, rap_data_find("other-languages.tsv"), &table, error)) {
        return false;
    }
    rap_str last = RAP_STR_NONE;
    size_t model = 0;
    trigram_columns columns = columns_of(&table);
    int language = rap_table_column(&table, "language");
    for (size_t row = 0; row < table.rows.count; row++) {
        rap_str code = rap_row_cell(&table.rows.items[row], language);
        rap_str letters = rap_row_cell(&table.rows.items[row], columns.trigram);
        if (!rap_str_equal(code, last) &&
            !add_model(rules, RAP_LANG_NONE, rap_text_script(letters), &model, error)) {
            return false;
        }
        last = code;
        if (!add_trigram(rules, model, columns, &table.rows.items[row], error)) {
            return false;
        }
    }
    return true;
}

bool rap_text_load_models(rap_text_rules *rules, rap_error *error)
{
    rap_arena *scratch = rap_arena_new(0);
    if (!scratch) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    rules->trigrams = RAP_NEW(rules->arena, rap_trigrams);
    grow_table(rules);
    bool is_done = load_ours(rules, scratch, error) && load_others(rules, scratch, error);
    rap_arena_free(scratch);
    return is_done;
}

/* -- the language of a passage ----------------------------------------------------------------- */

typedef struct {
    const rap_text_rules *rules;
    size_t models[RAP_MODEL_LIMIT]; /* those of the text's script */
    size_t model_count;
    double sums[RAP_MODEL_LIMIT];
    size_t trigrams;
} scores;

static void score_letter(scores *s, uint32_t window[3], uint32_t letter)
{
    if (letter == ' ' && window[2] == ' ') {
        return;
    }
    window[0] = window[1];
    window[1] = window[2];
    window[2] = letter;
    if (!window[0] || (window[1] == ' ' && window[0] == ' ')) {
        return;
    }
    uint64_t key = (uint64_t)window[0] << 42 | (uint64_t)window[1] << 21 | window[2];
    const entry *found = find_entry(s->rules->trigrams, key);
    for (size_t i = 0; i < s->model_count; i++) {
        size_t model = s->models[i];
        s->sums[model] += found->key ? found->logs[model] : log(UNKNOWN_SHARE);
    }
    s->trigrams++;
}

static scores score_text(const rap_text_rules *rules, rap_str text, rap_script script)
{
    scores s = {.rules = rules};
    for (size_t i = 0; i < rules->model_count; i++) {
        if (rules->models[i].script == script) {
            s.models[s.model_count++] = i;
        }
    }
    uint32_t window[3] = {0, 0, ' '};
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        if (rap_text_script_of(c) == script) {
            score_letter(&s, window, (uint32_t)u_tolower((UChar32)c));
        } else {
            score_letter(&s, window, ' ');
        }
    }
    score_letter(&s, window, ' ');
    return s;
}

static rap_lang best_model(const scores *s, rap_script script, double *ret_sure)
{
    const rap_text_rules *rules = s->rules;
    double best = -INFINITY, second = -INFINITY;
    rap_lang lang = RAP_LANG_NONE;
    for (size_t i = 0; i < rules->model_count; i++) {
        if (rules->models[i].script != script) {
            continue;
        }
        if (s->sums[i] > best) {
            second = best;
            best = s->sums[i];
            lang = rules->models[i].lang;
        } else if (s->sums[i] > second) {
            second = s->sums[i];
        }
    }
    if (s->trigrams < 3 || best / (double)s->trigrams < STRANGE_MEAN) {
        return RAP_LANG_NONE;
    }
    *ret_sure = 1 - exp((second - best) / 4);
    return lang;
}

rap_lang rap_text_language(const rap_text_rules *rules, rap_str text, double *ret_sure)
{
    double unused;
    double *sure = ret_sure ? ret_sure : &unused;
    *sure = 0;
    text = rap_str_slice(text, 0, SAMPLE_LENGTH);
    census letters = count_letters(text);
    rap_script script = main_script(&letters);
    size_t most = letters.letters[script];
    if (script == RAP_SCRIPT_OTHER || script == RAP_SCRIPT_UNKNOWN || letters.foreign * 50 > most) {
        return RAP_LANG_NONE;
    }
    if (script == RAP_SCRIPT_HAN || script == RAP_SCRIPT_ARABIC) {
        if (letters.letters[RAP_SCRIPT_UNKNOWN] * 5 > most) {
            return RAP_LANG_NONE;
        }
        *sure = most > 12 ? 1 : (double)most / 12;
        return script == RAP_SCRIPT_HAN ? RAP_LANG_ZH : RAP_LANG_AR;
    }
    scores s = score_text(rules, text, script);
    return best_model(&s, script, sure);
}

#include "facts.h"

#include "base/data.h"
#include "base/table.h"

#include <unicode/uchar.h>

#include <string.h>

typedef struct {
    rap_str id, area;
    int goal;
    rap_str names[RAP_LANG_COUNT];
    rap_strs words[RAP_LANG_COUNT]; /* folded */
} theme;

struct rap_themes {
    rap_arena *arena;
    RAP_VEC(theme *) list;
    rap_map *by_id;
};

static bool read_table(rap_arena *arena, const char *path, rap_table *ret_table)
{
    rap_str text = rap_data_find(path);
    return text.length && rap_table_parse(arena, text, ret_table, NULL);
}

static void read_language(rap_themes *themes, rap_lang lang)
{
    rap_table table;
    const char *path = rap_arena_format(themes->arena, "%s/themes.tsv", rap_lang_code(lang));
    if (!read_table(themes->arena, path, &table)) {
        return;
    }
    int id = rap_table_column(&table, "theme"), name = rap_table_column(&table, "name");
    int words = rap_table_column(&table, "words");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        theme *found = rap_map_find(themes->by_id, rap_row_cell(row, id));
        if (!found) {
            continue;
        }
        found->names[lang] = rap_row_cell(row, name);
        rap_str rest = rap_row_cell(row, words), word;
        while (rap_str_split(&rest, '|', &word)) {
            rap_str folded = rap_words_fold(themes->arena, rap_str_trim(word));
            if (folded.length) {
                RAP_PUSH(themes->arena, &found->words[lang], folded);
            }
        }
    }
}

rap_themes *rap_themes_new(rap_arena *arena)
{
    rap_themes *themes = RAP_NEW(arena, rap_themes);
    rap_table table;
    themes->arena = arena;
    themes->by_id = rap_map_new(arena);
    if (!read_table(arena, "themes.tsv", &table)) {
        return themes;
    }
    int id = rap_table_column(&table, "theme"), area = rap_table_column(&table, "area");
    int goal = rap_table_column(&table, "goal");
    for (size_t i = 0; i < table.rows.count; i++) {
        theme *one = RAP_NEW(arena, theme);
        one->id = rap_row_cell(&table.rows.items[i], id);
        one->area = rap_row_cell(&table.rows.items[i], area);
        rap_str_number(rap_row_cell(&table.rows.items[i], goal), &one->goal);
        RAP_PUSH(arena, &themes->list, one);
        rap_map_set(themes->by_id, one->id, one);
    }
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        read_language(themes, (rap_lang)lang);
    }
    return themes;
}

static bool is_letter_at(rap_str text, size_t at)
{
    return at < text.length && u_isalnum((UChar32)rap_utf8_next(text, &at));
}

/* Whether the phrase stands at byte `at`: each of its words begins one of the text's, so that its
 * endings do not matter. */
static bool stands_at(rap_str text, size_t at, rap_str phrase)
{
    rap_str word;
    for (bool is_first = true; rap_str_split(&phrase, ' ', &word); is_first = false) {
        if (!is_first) {
            while (is_letter_at(text, at)) {
                rap_utf8_next(text, &at);
            }
            if (at >= text.length || text.data[at++] != ' ') {
                return false;
            }
        }
        if (!rap_str_starts(rap_str_slice(text, at, text.length), word)) {
            return false;
        }
        at += word.length;
    }
    return true;
}

/* How often the words stand in the text; Arabic letters join small words to the front of others,
 * and Chinese has no spaces: there they may begin anywhere. */
static int occurrences(rap_str text, rap_str words, rap_lang lang)
{
    int count = 0;
    bool anywhere = lang == RAP_LANG_AR || lang == RAP_LANG_ZH;
    rap_str rest = words, first;
    rap_str_split(&rest, ' ', &first);
    for (size_t at = 0; (at = rap_str_find(text, first, at)) != SIZE_MAX; at += first.length) {
        size_t before = at;
        bool begins = !at || anywhere || !u_isalnum((UChar32)rap_utf8_previous(text, &before));
        count += begins && stands_at(text, at, words);
    }
    return count;
}

enum { LONG_HAN = 12 }; /* bytes of four characters, which are as good as two words */

static int score(const theme *one, rap_lang lang, rap_str text, rap_str heading)
{
    int sum = 0;
    for (size_t i = 0; i < one->words[lang].count; i++) {
        rap_str words = one->words[lang].items[i];
        /* A phrase says more than a word. */
        bool is_phrase = rap_str_find(words, RAP_STR(" "), 0) != SIZE_MAX ||
                         (lang == RAP_LANG_ZH && words.length >= LONG_HAN);
        sum += (is_phrase ? 3 : 2) * occurrences(text, words, lang) +
               occurrences(heading, words, lang);
    }
    return sum;
}

rap_str rap_themes_find(const rap_themes *themes, rap_lang lang, rap_str text, rap_str heading)
{
    const theme *best = NULL;
    int most = 0;
    rap_str folded = rap_words_fold(themes->arena, text);
    rap_str above = rap_words_fold(themes->arena, heading);
    for (size_t i = 0; i < themes->list.count; i++) {
        const theme *one = themes->list.items[i];
        int sum = score(one, lang, folded, above);
        if (sum > most) {
            most = sum;
            best = one;
        }
    }
    return best ? best->id : RAP_STR_NONE;
}

rap_str rap_themes_area(const rap_themes *themes, rap_str id)
{
    const theme *one = rap_map_find(themes->by_id, id);
    if (!one) {
        return RAP_STR_NONE;
    }
    return one->area.length ? one->area : one->id;
}

int rap_themes_goal(const rap_themes *themes, rap_str id)
{
    const theme *one = rap_map_find(themes->by_id, id);
    return one ? one->goal : 0;
}

rap_str rap_themes_name(const rap_themes *themes, rap_lang lang, rap_str id)
{
    const theme *one = rap_map_find(themes->by_id, id);
    if (!one) {
        return id;
    }
    return one->names[lang].length ? one->names[lang] : one->names[RAP_LANG_EN];
}

size_t rap_themes_place(const rap_themes *themes, rap_str id)
{
    for (size_t i = 0; i < themes->list.count; i++) {
        if (rap_str_equal(themes->list.items[i]->id, id)) {
            return i;
        }
    }
    return themes->list.count;
}

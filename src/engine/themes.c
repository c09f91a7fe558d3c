/* The list of themes, for people and programs that ask what there is. */
#include "engine.h"

#include "base/json.h"
#include "model/record.h"
#include "model/theme.h"
#include "text/text.h"

static void put_theme(rap_buf *out, const rap_theme *theme)
{
    rap_json json;
    rap_json_init(&json, out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "id", theme->id);
    rap_json_member(&json, "kind", rap_str_of(rap_theme_kind_name(theme->kind)));
    rap_json_member(&json, "broader", theme->broader);
    rap_record_goals(&json, theme->goals);
    rap_json_member(&json, "unbis", theme->unbis);
    rap_json_name(&json, "names");
    rap_json_object_begin(&json);
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        rap_json_member(&json, rap_lang_code((rap_lang)lang), theme->names[lang]);
    }
    rap_json_object_end(&json);
    rap_json_object_end(&json);
}

static bool begins_word(rap_str text, rap_str word)
{
    for (size_t at = 0; (at = rap_str_find(text, word, at)) != SIZE_MAX; at++) {
        unsigned char before = at ? (unsigned char)text.data[at - 1] : ' ';
        bool inside = before >= 0x80 || (before >= 'a' && before <= 'z');
        /* Han characters and Arabic words with an article stand without a space before them. */
        if (!inside || (unsigned char)word.data[0] >= 0xD8) {
            return true;
        }
    }
    return false;
}

static bool holds_all(rap_arena *arena, const rap_theme *theme, rap_str words)
{
    rap_buf all;
    rap_buf_init(&all, arena);
    rap_buf_put(&all, theme->id);
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        rap_buf_put_byte(&all, ' ');
        rap_buf_put(&all, rap_text_fold(arena, theme->names[lang]));
    }
    rap_str word;
    while (rap_str_split(&words, ' ', &word)) {
        if (word.length && !begins_word(rap_buf_str(&all), word)) {
            return false;
        }
    }
    return true;
}

bool rapporteur_themes(const char *words,
                       bool (*on_record)(void *user, const char *json, size_t length), void *user,
                       rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_arena *arena = rap_arena_new(0);
    const rap_theme_table *table = arena ? rap_theme_table_new(arena, &inner) : NULL;
    const rap_theme *theme;
    rap_str wanted = table ? rap_text_fold(arena, rap_str_of(words)) : RAP_STR_NONE;
    for (size_t i = 0; table && (theme = rap_theme_at(table, i)); i++) {
        if (!holds_all(arena, theme, wanted)) {
            continue;
        }
        rap_buf out;
        rap_buf_init(&out, arena);
        put_theme(&out, theme);
        if (!on_record(user, out.data, out.length)) {
            break;
        }
    }
    if (arena) {
        rap_arena_free(arena);
    }
    return table || rap_engine_fail(error, NULL, &inner);
}

/* Reasons in words, in any of the six languages. */
#include "linking/responds.h"

#include "base/data.h"
#include "base/table.h"

#include <stdlib.h>

/* More words than these nobody reads in a table. */
enum { MOST_WORDS = 15 };

typedef struct {
    rap_arena *arena;
    const rap_knowledge *knowledge;
    rap_lang lang;
    rap_table table;
} speaker;

static rap_str words_for(const speaker *s, rap_reason_kind kind)
{
    for (size_t i = 0; i < s->table.rows.count; i++) {
        const rap_row *row = &s->table.rows.items[i];
        if (rap_str_is(rap_row_cell(row, 0), rap_reason_name(kind))) {
            return rap_row_cell(row, 1);
        }
    }
    return RAP_STR_NONE;
}

static rap_str name_of(const speaker *s, rap_reason_kind kind, rap_str value)
{
    if (kind == RAP_REASON_THEME) {
        const rap_theme *theme = rap_theme_find(rap_fact_themes(s->knowledge->facts), value);
        return theme && theme->names[s->lang].length ? theme->names[s->lang] : value;
    }
    if (kind == RAP_REASON_PLACE) {
        const rap_entity *state = rap_entity_find(s->knowledge->mentions, value);
        return state && state->names[s->lang].length ? state->names[s->lang] : value;
    }
    if (kind == RAP_REASON_PLAN) {
        rap_buf out;
        size_t stroke = rap_str_find(value, RAP_STR("/"), 0);
        rap_buf_init(&out, s->arena);
        rap_buf_put(&out, rap_str_slice(value, 0, stroke));
        rap_buf_put_c(&out, "\xE2\x80\x93");
        rap_buf_put(&out, rap_str_slice(value, stroke + 1, value.length));
        return rap_buf_str(&out);
    }
    return value;
}

/* In Chinese two characters count as a word. */
static size_t word_count(rap_lang lang, rap_str text)
{
    size_t words = 1, points = 0;
    for (size_t at = 0; at < text.length; points++) {
        words += rap_utf8_next(text, &at) == ' ';
    }
    return lang == RAP_LANG_ZH ? 1 + points / 2 : words;
}

/* "partners IPU, UN": the pattern with the values in place of "{0}". */
static rap_str say(const speaker *s, const rap_reason *reason, size_t most)
{
    rap_str pattern = words_for(s, reason->kind);
    rap_str comma = rap_str_of(s->lang == RAP_LANG_AR   ? "\xD8\x8C "
                               : s->lang == RAP_LANG_ZH ? "\xE3\x80\x81"
                                                        : ", ");
    size_t at = rap_str_find(pattern, RAP_STR("{0}"), 0);
    rap_buf out;
    rap_buf_init(&out, s->arena);
    rap_buf_put(&out, rap_str_slice(pattern, 0, at));
    for (size_t i = 0; i < reason->values.count && i < most; i++) {
        rap_buf_put(&out, i ? comma : RAP_STR_NONE);
        rap_buf_put(&out, name_of(s, reason->kind, reason->values.items[i]));
    }
    if (at != SIZE_MAX) {
        rap_buf_put(&out, rap_str_slice(pattern, at + 3, pattern.length));
    }
    return rap_buf_str(&out);
}

rap_str rap_response_why(rap_arena *arena, const rap_knowledge *knowledge, rap_lang lang,
                         const rap_response *response)
{
    speaker s = {.arena = arena, .knowledge = knowledge, .lang = lang};
    rap_buf out;
    size_t words = 0;
    rap_buf_init(&out, arena);
    const char *path = rap_arena_format(arena, "%s/reasons.tsv", rap_lang_code(lang));
    if (!rap_table_parse(arena, rap_data_find(path), &s.table, NULL)) {
        return RAP_STR_NONE;
    }
    for (size_t i = 0; i < response->reasons.count; i++) {
        const rap_reason *reason = &response->reasons.items[i];
        rap_str said = say(&s, reason, 3);
        size_t more = word_count(lang, said);
        if (words + more > MOST_WORDS) {
            said = say(&s, reason, 1);
            more = word_count(lang, said);
        }
        if (words + more <= MOST_WORDS) {
            rap_buf_put_c(&out, !words                ? ""
                                : lang == RAP_LANG_AR ? "\xD8\x9B "
                                : lang == RAP_LANG_ZH ? "\xEF\xBC\x9B"
                                                      : "; ");
            rap_buf_put(&out, said);
            words += more;
        }
    }
    return rap_buf_str(&out);
}

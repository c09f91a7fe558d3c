#include "model/theme.h"

#include "base/data.h"
#include "base/map.h"
#include "base/table.h"

struct rap_theme_table {
    RAP_VEC(rap_theme *) list;
    rap_map *by_id;
};

static const char *const kinds[] = {
    [RAP_THEME_AREA] = "area", [RAP_THEME_TOPIC] = "theme", [RAP_THEME_GOAL] = "goal"};

const char *rap_theme_kind_name(rap_theme_kind kind)
{
    return kinds[kind];
}

static bool wrong(rap_error *error, const char *path, const rap_row *row, const char *what)
{
    return rap_error_set(error, RAP_ERROR_FORMAT, -1, "%s, line %d: %s", path, row->line, what);
}

static bool read_goals(rap_str list, uint32_t *ret_goals)
{
    rap_str part;
    int number;
    while (rap_str_split(&list, ',', &part)) {
        if (!rap_str_number(rap_str_trim(part), &number) || number < 1 || number > RAP_GOAL_COUNT) {
            return false;
        }
        *ret_goals |= RAP_GOAL_BIT(number);
    }
    return true;
}

static bool read_kind(rap_str name, rap_theme_kind *ret_kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (rap_str_is(name, kinds[i])) {
            *ret_kind = (rap_theme_kind)i;
            return true;
        }
    }
    return false;
}

static bool read_list(rap_theme_table *themes, rap_arena *arena, rap_error *error)
{
    static const char path[] = "themes.tsv";
    rap_table table;
    if (!rap_table_parse(arena, rap_data_find(path), &table, error)) {
        return false;
    }
    int id = rap_table_column(&table, "theme"), kind = rap_table_column(&table, "kind");
    int broader = rap_table_column(&table, "broader"), goals = rap_table_column(&table, "goals");
    int unbis = rap_table_column(&table, "unbis");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_theme *theme = RAP_NEW(arena, rap_theme);
        theme->id = rap_row_cell(row, id);
        theme->broader = rap_row_cell(row, broader);
        theme->unbis = rap_row_cell(row, unbis);
        theme->place = i;
        if (!read_kind(rap_row_cell(row, kind), &theme->kind)) {
            return wrong(error, path, row, "the kind is none of area, theme and goal");
        }
        if (!read_goals(rap_row_cell(row, goals), &theme->goals)) {
            return wrong(error, path, row, "a Goal is a number from 1 to 17");
        }
        if (theme->broader.length && !rap_map_find(themes->by_id, theme->broader)) {
            return wrong(error, path, row, "the broader theme does not stand above it");
        }
        RAP_PUSH(arena, &themes->list, theme);
        rap_map_set(themes->by_id, theme->id, theme);
    }
    return true;
}

static bool read_names(rap_theme_table *themes, rap_arena *arena, rap_lang lang, rap_error *error)
{
    const char *path = rap_arena_format(arena, "%s/themes.tsv", rap_lang_code(lang));
    rap_table table;
    if (!rap_table_parse(arena, rap_data_find(path), &table, error)) {
        return false;
    }
    int id = rap_table_column(&table, "theme"), name = rap_table_column(&table, "name");
    int terms = rap_table_column(&table, "terms");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_theme *theme = rap_map_find(themes->by_id, rap_row_cell(row, id));
        if (!theme) {
            return wrong(error, path, row, "themes.tsv has no such theme");
        }
        theme->names[lang] = rap_row_cell(row, name);
        rap_str rest = rap_row_cell(row, terms), term;
        while (rap_str_split(&rest, '|', &term)) {
            RAP_PUSH(arena, &theme->terms[lang], rap_str_trim(term));
        }
    }
    return true;
}

rap_theme_table *rap_theme_table_new(rap_arena *arena, rap_error *error)
{
    rap_theme_table *themes = RAP_NEW(arena, rap_theme_table);
    themes->by_id = rap_map_new(arena);
    if (!read_list(themes, arena, error)) {
        return NULL;
    }
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        if (!read_names(themes, arena, (rap_lang)lang, error)) {
            return NULL;
        }
    }
    return themes;
}

size_t rap_theme_count(const rap_theme_table *table)
{
    return table->list.count;
}

const rap_theme *rap_theme_at(const rap_theme_table *table, size_t index)
{
    return index < table->list.count ? table->list.items[index] : NULL;
}

const rap_theme *rap_theme_find(const rap_theme_table *table, rap_str id)
{
    return rap_map_find(table->by_id, id);
}

const rap_theme *rap_theme_area(const rap_theme_table *table, rap_str id)
{
    const rap_theme *theme = rap_theme_find(table, id);
    while (theme && theme->broader.length) {
        theme = rap_theme_find(table, theme->broader);
    }
    return theme;
}

bool rap_theme_is_within(const rap_theme_table *table, const rap_theme *theme,
                         const rap_theme *other)
{
    if (other->kind == RAP_THEME_GOAL && (theme->goals & other->goals)) {
        return true;
    }
    while (theme && theme != other) {
        theme = theme->broader.length ? rap_theme_find(table, theme->broader) : NULL;
    }
    return theme != NULL;
}

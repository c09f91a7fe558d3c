#include "rules.h"

#include "base/data.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

typedef struct {
    rap_mention_rules *rules;
    rap_arena *scratch; /* stemmers and parsed tables, gone after the build */
    rap_stems *stems[RAP_LANG_COUNT];
    rap_str user_table;
    rap_user_rows user; /* the user's corrections, of user_table */
    rap_name_list names[RAP_LANG_COUNT], dates[RAP_LANG_COUNT], symbols[RAP_LANG_COUNT],
        doubts[RAP_LANG_COUNT];
    int order;
    rap_error *error;
} loader;

typedef struct {
    const char *name;
    int value;
} word_role;

static const word_role date_roles[] = {{"month", RAP_DATE_MONTH},
                                       {"and", RAP_DATE_AND},
                                       {"range", RAP_DATE_RANGE},
                                       {"of", RAP_DATE_OF},
                                       {"in", RAP_DATE_IN},
                                       {"between", RAP_DATE_BETWEEN},
                                       {"since", RAP_DATE_SINCE},
                                       {"by", RAP_DATE_BY},
                                       {"mid", RAP_DATE_MID},
                                       {"period", RAP_DATE_PERIOD},
                                       {"year", RAP_DATE_YEAR},
                                       {"day", RAP_DATE_DAY},
                                       {"quarter", RAP_DATE_QUARTER},
                                       {"half", RAP_DATE_HALF},
                                       {"season", RAP_DATE_SEASON},
                                       {"same-month", RAP_DATE_SAME_MONTH},
                                       {"same-year", RAP_DATE_SAME_YEAR},
                                       {"not", RAP_DATE_NOT},
                                       {"ordinal", RAP_DATE_ORDINAL},
                                       {"month-mark", RAP_DATE_MONTH_MARK},
                                       {NULL, 0}};

static const word_role office_roles[] = {{"person", RAP_OFFICE_PERSON},
                                         {"chief", RAP_OFFICE_CHIEF},
                                         {"group", RAP_OFFICE_GROUP},
                                         {"envoy", RAP_OFFICE_ENVOY},
                                         {"organ", RAP_OFFICE_ORGAN},
                                         {"government", RAP_OFFICE_GOVERNMENT},
                                         {"parliament", RAP_OFFICE_PARLIAMENT},
                                         {"venue", RAP_OFFICE_VENUE},
                                         {"head", RAP_OFFICE_HEAD},
                                         {"short", RAP_OFFICE_SHORT},
                                         {NULL, 0}};

static const word_role link_roles[] = {
    {"of", RAP_LINK_OF},   {"and", RAP_LINK_AND}, {"for", RAP_LINK_FOR}, {"to", RAP_LINK_TO},
    {"the", RAP_LINK_THE}, {"in", RAP_LINK_IN},   {"no", RAP_LINK_NO},   {NULL, 0}};

static const word_role doubt_roles[] = {{"capitals", RAP_DOUBT_CAPITALS},
                                        {"defined", RAP_DOUBT_DEFINED},
                                        {"behind", RAP_DOUBT_BEHIND},
                                        {"before", RAP_DOUBT_BEFORE},
                                        {NULL, 0}};

static const word_role symbol_roles[] = {{"resolution", RAP_SYMBOL_RESOLUTION},
                                         {"decision", RAP_SYMBOL_DECISION},
                                         {"session", RAP_SYMBOL_SESSION},
                                         {"ordinal", RAP_SYMBOL_ORDINAL},
                                         {"times", RAP_SYMBOL_TIMES},
                                         {"mark", RAP_SYMBOL_MARK},
                                         {"own", RAP_SYMBOL_OWN},
                                         {"letter", RAP_SYMBOL_LETTER},
                                         {"special", RAP_SYMBOL_SPECIAL},
                                         {NULL, 0}};

static const word_role *find_role(const word_role *roles, rap_str name)
{
    for (; roles->name; roles++) {
        if (rap_str_is(name, roles->name)) {
            return roles;
        }
    }
    return NULL;
}

rap_stems *rap_mention_stems(rap_arena *arena, rap_lang lang)
{
    return lang == RAP_LANG_RU ? rap_stems_new(arena, rap_lang_code(lang)) : NULL;
}

/* Acronyms keep their letter case: no lower case at all, or short with two capitals. */
static unsigned flags_of(rap_str printed)
{
    size_t upper = 0, lower = 0, letters = 0;
    for (size_t at = 0; at < printed.length;) {
        UChar32 c = (UChar32)rap_utf8_next(printed, &at);
        upper += u_isupper(c) != 0;
        lower += u_islower(c) != 0;
        letters++;
    }
    if (upper && (!lower || (letters <= 7 && upper > 1))) {
        return RAP_NAME_EXACT;
    }
    return rap_fold_is_upper(printed, 0) ? RAP_NAME_CAPITAL : 0;
}

/* The folded key; an Arabic name without its article, since prefixes may take its place. */
static rap_str key_of(loader *l, rap_lang lang, rap_str printed)
{
    rap_fold fold = rap_fold_text(&l->rules->fold, l->stems[lang], l->scratch, printed);
    fold.text = rap_str_copy(l->rules->arena, fold.text);
    if (lang == RAP_LANG_AR && rap_str_starts(fold.text, RAP_STR("\xD8\xA7\xD9\x84")) &&
        fold.text.length > 8) {
        return rap_str_slice(fold.text, 4, fold.text.length);
    }
    return fold.text;
}

static void add_name(loader *l, rap_name_list *list, rap_lang lang, rap_str printed, rap_name name)
{
    rap_name *copy = RAP_NEW(l->rules->arena, rap_name);
    *copy = name;
    copy->printed = rap_str_copy(l->rules->arena, printed);
    copy->key = key_of(l, lang, printed);
    copy->order = name.order + l->order++;
    if (copy->key.length) {
        RAP_PUSH(l->rules->arena, list, copy);
    }
}

/* Whether the last of several words begins with a capital. */
static bool ends_in_capital(rap_str printed)
{
    size_t last = printed.length;
    while (last > 0 && printed.data[last - 1] != ' ') {
        last--;
    }
    return last > 0 && rap_fold_is_upper(printed, last);
}

/* Added to the order of a name of another language: "PAM" in a French text is what it is in French.
 */
enum { BORROWED = 1 << 24 };

/* A name of the automaton of names in one language. English names are found in all languages, so
 * that a document may name a body in the language it works in. */
static void add_to_names(loader *l, rap_lang lang, rap_str printed, rap_name name)
{
    static const rap_str full = {"United Nations ", 15}, brief = {"UN ", 3};
    bool open = rap_str_ends(printed, RAP_STR("..."));
    printed = rap_str_slice(printed, 0, printed.length - (open ? 3 : 0));
    unsigned last = ends_in_capital(printed) ? name.flags & RAP_NAME_LAST : 0;
    name.flags = flags_of(printed) | last | (open ? RAP_NAME_OPEN : 0);
    bool everywhere = lang == RAP_LANG_EN && (name.category == RAP_CATEGORY_ENTITY);
    for (int i = 1; i < RAP_LANG_COUNT; i++) {
        if (i == (int)lang || everywhere) {
            rap_name copy = name;
            copy.order += i == (int)lang ? 0 : BORROWED;
            add_name(l, &l->names[i], (rap_lang)i, printed, copy);
        }
    }
    size_t at = lang == RAP_LANG_EN ? rap_str_find(printed, full, 0) : SIZE_MAX;
    if (at != SIZE_MAX) {
        rap_buf buf;
        rap_buf_init(&buf, l->scratch);
        rap_buf_put(&buf, rap_str_slice(printed, 0, at));
        rap_buf_put(&buf, brief);
        rap_buf_put(&buf, rap_str_slice(printed, at + full.length, printed.length));
        add_name(l, &l->names[lang], lang, rap_buf_str(&buf), name);
    }
}

static bool read_table(loader *l, const char *path, rap_table *ret_table)
{
    rap_error reason;
    *ret_table = (rap_table){0};
    rap_str text = rap_data_find(path);
    if (!text.length || rap_table_parse(l->scratch, text, ret_table, &reason)) {
        return true;
    }
    return rap_error_set(l->error, RAP_ERROR_FORMAT, reason.position, "%s: %s", path,
                         reason.message);
}

static bool read_language_table(loader *l, rap_lang lang, const char *name, rap_table *ret_table)
{
    return read_table(l, rap_arena_format(l->scratch, "%s/%s.tsv", rap_lang_code(lang), name),
                      ret_table);
}

static rap_entity *add_entity(rap_mention_rules *rules, rap_entity entity)
{
    rap_entity *copy = RAP_NEW(rules->arena, rap_entity);
    *copy = entity;
    copy->id = rap_str_copy(rules->arena, entity.id);
    copy->kind = rap_str_copy(rules->arena, entity.kind);
    copy->parent = rap_str_copy(rules->arena, entity.parent);
    copy->successor = rap_str_copy(rules->arena, entity.successor);
    copy->counts_as =
        entity.counts_as.length ? rap_str_copy(rules->arena, entity.counts_as) : copy->id;
    rap_map_set(rules->entities, copy->id, copy);
    RAP_PUSH(rules->arena, &rules->list, copy);
    return copy;
}

static void add_report(rap_mention_rules *rules, rap_str text, rap_str prefix)
{
    size_t star = rap_str_find(text, RAP_STR("*"), 0);
    if (star != SIZE_MAX) {
        rap_report_symbol report = {rap_str_slice(text, 0, star),
                                    rap_str_slice(text, star + 1, text.length), prefix};
        RAP_PUSH(rules->arena, &rules->reports, report);
    }
}

/* symbols.tsv: series, part, body, report, letters. */
static bool load_series(loader *l)
{
    rap_table table;
    if (!read_table(l, "symbols.tsv", &table)) {
        return false;
    }
    rap_mention_rules *rules = l->rules;
    int role_column = rap_table_column(&table, "role"),
        text_column = rap_table_column(&table, "text");
    int value_column = rap_table_column(&table, "value");
    rules->series = rap_map_new(rules->arena);
    rules->series_parts = rap_map_new(rules->arena);
    rules->bodies = rap_map_new(rules->arena);
    rules->parts = rap_map_new(rules->arena);
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str role = rap_row_cell(row, role_column);
        rap_str text = rap_str_copy(rules->arena, rap_row_cell(row, text_column));
        rap_str *value = RAP_NEW(rules->arena, rap_str);
        *value = rap_str_copy(rules->arena, rap_row_cell(row, value_column));
        if (rap_str_is(role, "report")) {
            add_report(rules, text, *value);
        } else {
            rap_map *map = rap_str_is(role, "series")    ? rules->series
                           : rap_str_is(role, "body")    ? rules->bodies
                           : rap_str_is(role, "letters") ? rules->parts
                                                         : rules->series_parts;
            rap_map_set(map, text, value);
        }
    }
    return true;
}

static bool load_kinds(loader *l)
{
    rap_table table;
    if (!read_table(l, "organization-kinds.tsv", &table)) {
        return false;
    }
    int kind = rap_table_column(&table, "kind"), name = rap_table_column(&table, "name");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_entity_kind one = {rap_str_copy(l->rules->arena, rap_row_cell(row, kind)),
                               rap_str_copy(l->rules->arena, rap_row_cell(row, name))};
        RAP_PUSH(l->rules->arena, &l->rules->kinds, one);
    }
    return true;
}

static int year_of(rap_str cell)
{
    int year = 0;
    rap_str_number(cell, &year);
    return year;
}

/* The user's rows: what they correct, and bodies that no other table has. */
static void apply_user_rows(loader *l)
{
    for (size_t i = 0; i < l->user.list.count; i++) {
        const rap_user_row *row = l->user.list.items[i];
        rap_entity *entity = rap_map_find(l->rules->entities, row->id);
        if (rap_str_is(row->kind, "-")) {
            continue;
        }
        if (!entity) {
            entity = add_entity(l->rules, (rap_entity){.id = row->id, .kind = RAP_STR("other")});
        }
        rap_user_correct(row, entity);
        entity->kind = rap_str_copy(l->rules->arena, entity->kind);
        entity->parent = rap_str_copy(l->rules->arena, entity->parent);
        entity->counts_as = rap_str_copy(l->rules->arena, entity->counts_as);
        entity->successor = rap_str_copy(l->rules->arena, entity->successor);
    }
    for (size_t i = 0; i < l->rules->list.count; i++) {
        rap_entity *entity = l->rules->list.items[i];
        const rap_user_row *row = rap_map_find(l->user.by_id, entity->id);
        rap_str *links[] = {&entity->parent, &entity->counts_as, &entity->successor};
        for (size_t k = 0; k < 3; k++) {
            if (!links[k]->length || rap_map_find(l->rules->entities, *links[k])) {
                continue;
            }
            if (row) {
                rap_user_problem(l->rules, row->line,
                                 "there is no organization \"%.*s\"; \"rapporteur organizations\" "
                                 "lists the ids",
                                 RAP_STR_ARG(*links[k]));
            }
            *links[k] = k == 1 ? entity->id : RAP_STR_NONE;
        }
    }
}

static bool load_entities(loader *l)
{
    rap_table table;
    if (!read_table(l, "organizations.tsv", &table)) {
        return false;
    }
    int id = rap_table_column(&table, "id"), kind = rap_table_column(&table, "kind");
    int parent = rap_table_column(&table, "parent");
    int counts_as = rap_table_column(&table, "counts_as");
    int from = rap_table_column(&table, "from"), until = rap_table_column(&table, "until");
    int successor = rap_table_column(&table, "successor");
    rap_map *known = rap_map_new(l->scratch);
    for (size_t i = 0; i < table.rows.count; i++) {
        rap_map_set(known, rap_row_cell(&table.rows.items[i], id), l);
    }
    rap_user_read(l->rules, l->scratch, l->user_table, known, &l->user);
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        const rap_user_row *mine = rap_map_find(l->user.by_id, rap_row_cell(row, id));
        if (mine && rap_str_is(mine->kind, "-")) {
            continue;
        }
        add_entity(l->rules, (rap_entity){.id = rap_row_cell(row, id),
                                          .kind = rap_row_cell(row, kind),
                                          .parent = rap_row_cell(row, parent),
                                          .counts_as = rap_row_cell(row, counts_as),
                                          .from = year_of(rap_row_cell(row, from)),
                                          .until = year_of(rap_row_cell(row, until)),
                                          .successor = rap_row_cell(row, successor)});
    }
    apply_user_rows(l);
    return true;
}

static void add_names_of_cell(loader *l, rap_lang lang, rap_str cell, rap_name name)
{
    rap_str printed;
    while (cell.length && rap_str_split(&cell, '|', &printed)) {
        printed = rap_str_trim(printed);
        if (printed.length) {
            add_to_names(l, lang, printed, name);
        }
    }
}

/* Names of a body, as one cell gives them, for finding and for showing. */
static void add_entity_names(loader *l, rap_lang lang, rap_entity *entity, rap_str cell,
                             const rap_user_row *dropped, int order)
{
    rap_str printed;
    while (cell.length && rap_str_split(&cell, '|', &printed)) {
        int from = 0, until = 0;
        printed = rap_name_years(rap_str_trim(printed), &from, &until);
        bool taken = printed.length && printed.data[0] == '-' && !dropped;
        if (!printed.length || taken || (dropped && rap_user_drops(dropped, lang, printed))) {
            continue;
        }
        rap_name name = {.category = RAP_CATEGORY_ENTITY, .object = entity, .order = order};
        add_to_names(l, lang, printed, name);
        size_t dots = rap_str_find(printed, RAP_STR("..."), 0);
        rap_str shown =
            rap_str_copy(l->rules->arena, rap_str_trim(rap_str_slice(printed, 0, dots)));
        bool is_acronym = (flags_of(shown) & RAP_NAME_EXACT) != 0;
        RAP_PUSH(l->rules->arena, &entity->all_names[lang],
                 (rap_entity_name){shown, from, until, is_acronym});
        if (!entity->names[lang].length && !until) {
            entity->names[lang] = shown;
        }
    }
}

/* What the user adds comes before what the tables have. */
static void load_user_names(loader *l, rap_lang lang)
{
    for (size_t i = 0; i < l->user.list.count; i++) {
        const rap_user_row *row = l->user.list.items[i];
        rap_entity *entity = rap_map_find(l->rules->entities, row->id);
        if (entity) {
            add_entity_names(l, lang, entity, row->names[lang], NULL, -BORROWED);
        }
    }
}

/* <language>/organizations.tsv and states.tsv: id, names, persons. */
static bool load_entity_names(loader *l, rap_lang lang, const char *name)
{
    rap_table table;
    if (!read_language_table(l, lang, name, &table)) {
        return false;
    }
    int id = rap_table_column(&table, "id"), names = rap_table_column(&table, "names");
    int persons = rap_table_column(&table, "persons");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_entity *entity = rap_map_find(l->rules->entities, rap_row_cell(row, id));
        const rap_user_row *mine = rap_map_find(l->user.by_id, rap_row_cell(row, id));
        if (!entity && !mine) {
            return rap_error_set(l->error, RAP_ERROR_FORMAT, row->line,
                                 "%s/%s.tsv, line %d: no entity \"%.*s\" in organizations.tsv",
                                 rap_lang_code(lang), name, row->line,
                                 RAP_STR_ARG(rap_row_cell(row, id)));
        }
        if (entity) {
            add_entity_names(l, lang, entity, rap_row_cell(row, names), mine, 0);
            add_names_of_cell(l, lang, rap_row_cell(row, persons),
                              (rap_name){.category = RAP_CATEGORY_PERSON, .object = entity});
        }
    }
    return true;
}

static rap_str utf8_of(rap_arena *arena, const UChar *text)
{
    char bytes[400];
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(bytes, sizeof bytes, &length, text, -1, &status);
    if (U_FAILURE(status) || length <= 0 || length >= (int32_t)sizeof bytes) {
        return RAP_STR_NONE;
    }
    return (rap_str){rap_arena_copy(arena, bytes, (size_t)length), (size_t)length};
}

static void name_state(loader *l, const ULocaleDisplayNames *names, rap_lang lang, const char *code,
                       rap_entity *state)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar name[200];
    uldn_regionDisplayName(names, code, name, 200, &status);
    rap_str printed = U_SUCCESS(status) ? utf8_of(l->rules->arena, name) : RAP_STR_NONE;
    if (printed.length > 2) {
        state->names[lang] = printed;
        add_to_names(
            l, lang, printed,
            (rap_name){.category = RAP_CATEGORY_ENTITY, .object = state, .flags = RAP_NAME_LAST});
    }
}

/* States by their ISO 3166 codes, with the names ICU gives them. */
/* "in French" is not where: names of languages, of those that have a code of two letters. */
static void name_languages(loader *l, ULocaleDisplayNames *names, rap_lang lang)
{
    for (const char *const *code = uloc_getISOLanguages(); *code; code++) {
        UErrorCode status = U_ZERO_ERROR;
        UChar name[200];
        uldn_languageDisplayName(names, *code, name, 200, &status);
        if (U_SUCCESS(status) && strlen(*code) == 2) {
            add_name(l, &l->doubts[lang], lang, utf8_of(l->scratch, name),
                     (rap_name){.category = RAP_DOUBT_LANGUAGE});
        }
    }
}

static void load_states(loader *l)
{
    ULocaleDisplayNames *names[RAP_LANG_COUNT] = {NULL};
    UErrorCode status = U_ZERO_ERROR;
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        names[lang] = uldn_open(rap_lang_code((rap_lang)lang), ULDN_STANDARD_NAMES, &status);
    }
    for (const char *const *code = uloc_getISOCountries(); *code && U_SUCCESS(status); code++) {
        char tag[8] = "und_";
        memcpy(tag + 4, *code, 2);
        rap_str iso3 = rap_str_of(uloc_getISO3Country(tag));
        if (iso3.length == 3 && !rap_map_find(l->rules->entities, iso3)) {
            rap_entity *state =
                add_entity(l->rules, (rap_entity){.id = iso3, .kind = RAP_STR("state")});
            for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
                name_state(l, names[lang], (rap_lang)lang, *code, state);
            }
        }
    }
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        name_languages(l, names[lang], (rap_lang)lang);
        uldn_close(names[lang]);
    }
}

/* <language>/places.tsv: id is the English name. */
static bool load_places(loader *l, rap_lang lang)
{
    rap_table table;
    if (!read_language_table(l, lang, "places", &table)) {
        return false;
    }
    int id = rap_table_column(&table, "id"), names = rap_table_column(&table, "names");
    rap_map *first_names = rap_map_new(l->rules->arena);
    l->rules->place_names[lang] = first_names;
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str place = rap_row_cell(row, id), rest = rap_row_cell(row, names), first = place;
        if (lang != RAP_LANG_EN) {
            rap_str_split(&rest, '|', &first);
        }
        rap_map_set(first_names, place, rap_str_c(l->rules->arena, first));
        rap_name name = {.category = RAP_CATEGORY_PLACE,
                         .flags = RAP_NAME_LAST,
                         .object = rap_str_c(l->rules->arena, place)};
        if (lang == RAP_LANG_EN) {
            add_to_names(l, lang, place, name);
        }
        add_names_of_cell(l, lang, rap_row_cell(row, names), name);
    }
    return true;
}

/* A table of words: role, value, words. */
static bool load_words(loader *l, rap_lang lang, const char *file, const word_role *roles,
                       int category, rap_name_list *list)
{
    rap_table table;
    if (!read_language_table(l, lang, file, &table)) {
        return false;
    }
    int role_column = rap_table_column(&table, "role"), words = rap_table_column(&table, "words");
    int value_column = rap_table_column(&table, "value");
    int alone_column = rap_table_column(&table, "alone");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        const word_role *role = find_role(roles, rap_row_cell(row, role_column));
        if (!role) {
            return rap_error_set(l->error, RAP_ERROR_FORMAT, row->line,
                                 "%s/%s.tsv, line %d: no role \"%.*s\"", rap_lang_code(lang), file,
                                 row->line, RAP_STR_ARG(rap_row_cell(row, role_column)));
        }
        const rap_entity *alone = rap_map_find(l->rules->entities, rap_row_cell(row, alone_column));
        int value = 0;
        rap_str_number(rap_row_cell(row, value_column), &value);
        rap_str rest = rap_row_cell(row, words), word;
        while (rest.length && rap_str_split(&rest, '|', &word)) {
            word = rap_str_trim(word);
            rap_name name = {.category = category < 0 ? role->value : category,
                             .value = category < 0 ? value : role->value,
                             .object = alone};
            if (word.length) {
                name.flags = rap_fold_is_upper(word, 0) ? RAP_NAME_CAPITAL : 0;
            }
            if (word.length) {
                add_name(l, list, lang, word, name);
            }
        }
    }
    return true;
}

static void add_months(loader *l, rap_lang lang, const char *locale)
{
    static const UDateFormatSymbolType types[] = {UDAT_MONTHS, UDAT_STANDALONE_MONTHS};
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_FULL, UDAT_FULL, locale, NULL, 0, NULL, 0, &status);
    for (size_t type = 0; type < 2 && U_SUCCESS(status); type++) {
        for (int month = 0; month < 12; month++) {
            UChar name[100];
            udat_getSymbols(format, types[type], month, name, 100, &status);
            rap_str printed = U_SUCCESS(status) ? utf8_of(l->rules->arena, name) : RAP_STR_NONE;
            if (printed.length) {
                add_name(l, &l->dates[lang], lang, printed,
                         (rap_name){.category = RAP_DATE_MONTH,
                                    .value = month + 1,
                                    .flags = flags_of(printed) & RAP_NAME_CAPITAL});
            }
        }
    }
    udat_close(format);
}

static bool load_language(loader *l, rap_lang lang)
{
    /* Arabic documents give months by their Gregorian and by their Levantine names. */
    static const char *const second_locale[RAP_LANG_COUNT] = {[RAP_LANG_AR] = "ar_SY"};
    if (lang != RAP_LANG_ZH) {
        add_months(l, lang, rap_lang_code(lang));
        if (second_locale[lang]) {
            add_months(l, lang, second_locale[lang]);
        }
    }
    load_user_names(l, lang);
    return load_entity_names(l, lang, "organizations") && load_entity_names(l, lang, "states") &&
           load_places(l, lang) && load_words(l, lang, "dates", date_roles, -1, &l->dates[lang]) &&
           load_words(l, lang, "ordinals", symbol_roles, -1, &l->symbols[lang]) &&
           load_words(l, lang, "symbols", symbol_roles, -1, &l->symbols[lang]) &&
           load_words(l, lang, "doubts", doubt_roles, -1, &l->doubts[lang]) &&
           load_words(l, lang, "offices", office_roles, RAP_CATEGORY_OFFICE, &l->names[lang]) &&
           load_words(l, lang, "links", link_roles, RAP_CATEGORY_WORD, &l->names[lang]);
}

static bool load(loader *l)
{
    rap_mention_rules *rules = l->rules;
    rap_fold_table_init(&rules->fold);
    rules->entities = rap_map_new(rules->arena);
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        l->stems[lang] = rap_mention_stems(l->scratch, (rap_lang)lang);
    }
    if (!load_kinds(l) || !load_entities(l) || !load_series(l)) {
        return false;
    }
    load_states(l);
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        if (!load_language(l, (rap_lang)lang)) {
            return false;
        }
    }
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        rap_language_rules *language = &rules->languages[lang];
        rap_names_build(&language->names, rules->arena, &l->names[lang]);
        rap_names_build(&language->dates, rules->arena, &l->dates[lang]);
        rap_names_build(&language->symbols, rules->arena, &l->symbols[lang]);
        rap_names_build(&language->doubts, rules->arena, &l->doubts[lang]);
        language->has_capitals = lang != RAP_LANG_AR && lang != RAP_LANG_ZH;
        for (size_t i = 0; i < l->names[lang].count; i++) {
            const rap_name *name = l->names[lang].items[i];
            language->has_articles =
                language->has_articles ||
                (name->category == RAP_CATEGORY_WORD && name->value == (int)RAP_LINK_THE);
        }
    }
    return true;
}

rap_mention_rules *rap_mention_rules_new(rap_error *error)
{
    return rap_mention_rules_new_with(RAP_STR_NONE, error);
}

rap_mention_rules *rap_mention_rules_new_with(rap_str table, rap_error *error)
{
    rap_arena *arena = rap_arena_new(0), *scratch = rap_arena_new(0);
    rap_mention_rules *rules = NULL;
    if (arena && scratch) {
        rules = RAP_NEW(arena, rap_mention_rules);
        rules->arena = arena;
        loader *l = RAP_NEW(scratch, loader);
        *l = (loader){.rules = rules, .scratch = scratch, .user_table = table, .error = error};
        if (!load(l)) {
            rules = NULL;
        }
    } else {
        rap_error_set(error, RAP_ERROR_MEMORY, -1, "no memory for the tables of names");
    }
    if (!rules) {
        rap_arena_free(arena);
    }
    rap_arena_free(scratch);
    return rules;
}

void rap_mention_rules_free(rap_mention_rules *rules)
{
    if (rules) {
        rap_arena_free(rules->arena);
    }
}

const rap_entity *rap_entity_find(const rap_mention_rules *rules, rap_str id)
{
    return rap_map_find(rules->entities, id);
}

const rap_entity *rap_entity_at(const rap_mention_rules *rules, size_t index)
{
    return index < rules->list.count ? rules->list.items[index] : NULL;
}

const rap_entity_kind *rap_entity_kind_at(const rap_mention_rules *rules, size_t index)
{
    return index < rules->kinds.count ? &rules->kinds.items[index] : NULL;
}

const rap_table_problem *rap_mention_problem_at(const rap_mention_rules *rules, size_t index)
{
    return index < rules->problems.count ? &rules->problems.items[index] : NULL;
}

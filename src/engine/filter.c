/* The filters that users type: names of organizations in any language, periods, codes. */
#include "engine.h"

#include <string.h>

/* -- organizations ------------------------------------------------------------------------------
 */

/* The entity that the whole of `name` names in the language, asked of the same rules that read
 * documents, so that every acronym and form they know will do; empty where there is none. */
static rap_str entity_of(const rapporteur *r, rap_arena *arena, rap_lang lang, rap_str name)
{
    rap_version version = {
        .arena = arena, .doc = RAP_STR("-"), .doc_lang = RAP_STR("-"), .lang = lang};
    RAP_PUSH(arena, &version.blocks,
             (rap_block){.part = RAP_PART_BODY, .text = name, .parent = -1});
    rap_mention_find(r->mentions, r->text, &version);
    for (size_t i = 0; i < version.mentions.count; i++) {
        const rap_mention *mention = &version.mentions.items[i];
        bool is_whole = mention->span.start == 0 && mention->span.end == name.length;
        if (is_whole && mention->entity.length && mention->kind != RAP_MENTION_DATE &&
            mention->kind != RAP_MENTION_SYMBOL && mention->kind != RAP_MENTION_SESSION &&
            mention->kind != RAP_MENTION_PLACE) {
            return mention->entity;
        }
    }
    return RAP_STR_NONE;
}

/* An id or a first name, letters' case apart. */
static rap_str entity_called(const rapporteur *r, rap_arena *arena, rap_str name)
{
    rap_str folded = rap_text_fold(arena, name);
    const rap_entity *entity;
    for (size_t i = 0; (entity = rap_entity_at(r->mentions, i)); i++) {
        if (rap_str_equal_nocase(entity->id, name)) {
            return entity->id;
        }
        for (int lang = 0; lang < RAP_LANG_COUNT; lang++) {
            if (entity->names[lang].length &&
                rap_str_equal(rap_text_fold(arena, entity->names[lang]), folded)) {
                return entity->id;
            }
        }
    }
    return RAP_STR_NONE;
}

/* What the records name in its place. */
static rap_str counted(const rapporteur *r, rap_str id)
{
    const rap_entity *entity = rap_entity_find(r->mentions, id);
    return entity && entity->counts_as.length ? entity->counts_as : id;
}

rap_str rap_engine_entity(const rapporteur *r, rap_arena *arena, rap_str name)
{
    static const rap_lang langs[] = {RAP_LANG_EN, RAP_LANG_FR, RAP_LANG_ES,
                                     RAP_LANG_RU, RAP_LANG_AR, RAP_LANG_ZH};
    if (rap_entity_find(r->mentions, name)) {
        return name;
    }
    for (size_t i = 0; i < sizeof langs / sizeof langs[0]; i++) {
        rap_str id = entity_of(r, arena, langs[i], name);
        if (id.length) {
            return id;
        }
    }
    return entity_called(r, arena, name);
}

rap_str rap_engine_party(const rapporteur *r, rap_arena *arena, rap_str name, bool *ret_is_known)
{
    rap_str id = rap_engine_entity(r, arena, name);
    *ret_is_known = id.length > 0;
    return id.length ? counted(r, id) : name;
}

static rap_str organization_of(const rapporteur *r, rap_arena *arena, rap_str name)
{
    bool is_known;
    /* A document may have named an organization that no table knows: then the name is its id. */
    return rap_engine_party(r, arena, name, &is_known);
}

static bool parse_organizations(rapporteur *r, rap_arena *arena, const char *text, rap_strs *ret,
                                rap_error *error)
{
    if (!rap_engine_learn(r, error)) {
        return false;
    }
    rap_str rest = rap_str_of(text), part;
    while (rap_str_split(&rest, ',', &part)) {
        part = rap_str_trim(part);
        if (part.length) {
            RAP_PUSH(arena, ret, organization_of(r, arena, part));
        }
    }
    return true;
}

/* -- themes -------------------------------------------------------------------------------------
 */

/* An id, or a name in any language. */
static const rap_theme *theme_called(const rap_theme_table *table, rap_arena *arena, rap_str name)
{
    rap_str folded = rap_text_fold(arena, name);
    const rap_theme *theme;
    for (size_t i = 0; (theme = rap_theme_at(table, i)); i++) {
        if (rap_str_equal_nocase(theme->id, name)) {
            return theme;
        }
    }
    for (size_t i = 0; (theme = rap_theme_at(table, i)); i++) {
        for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
            if (rap_str_equal(rap_text_fold(arena, theme->names[lang]), folded)) {
                return theme;
            }
        }
    }
    return NULL;
}

/* The themes named, with all that stand below them or serve the Goal. */
static bool parse_themes(rapporteur *r, rap_arena *arena, const char *text, rap_strs *ret,
                         rap_error *error)
{
    if (!rap_engine_learn(r, error)) {
        return false;
    }
    const rap_theme_table *table = rap_fact_themes(r->facts);
    rap_str rest = rap_str_of(text), part;
    /* A name may hold commas: the whole is tried before its parts. */
    const rap_theme *whole = theme_called(table, arena, rap_str_trim(rest)), *theme;
    while (rap_str_split(&rest, ',', &part)) {
        const rap_theme *named = whole ? whole : theme_called(table, arena, rap_str_trim(part));
        if (!named) {
            return rap_error_set(error, RAP_ERROR_USAGE, -1,
                                 "there is no theme \"%.*s\"; \"rapporteur themes\" lists them",
                                 RAP_STR_ARG(rap_str_slice(rap_str_trim(part), 0, 80)));
        }
        for (size_t i = 0; (theme = rap_theme_at(table, i)); i++) {
            if (rap_theme_is_within(table, theme, named)) {
                RAP_PUSH(arena, ret, theme->id);
            }
        }
    }
    return true;
}

/* -- the rest -----------------------------------------------------------------------------------
 */

static void parse_list(rap_arena *arena, const char *text, rap_strs *ret)
{
    rap_str rest = rap_str_of(text), part;
    while (rap_str_split(&rest, ',', &part)) {
        part = rap_str_trim(part);
        if (part.length) {
            RAP_PUSH(arena, ret, rap_str_copy(arena, part));
        }
    }
}

static bool parse_date(rap_str text, rap_date *ret_date)
{
    text = rap_str_trim(text);
    return !text.length || (rap_date_parse(text, ret_date) && rap_date_is_valid(*ret_date));
}

/* "2023", "2023-05", "2023-05-01..2024-06", "2023..", "..2024" */
bool rap_engine_parse_period(const char *text, rap_period *ret_period, rap_error *error)
{
    rap_str whole = rap_str_of(text);
    rap_period period = {0};
    size_t dots = rap_str_find(whole, RAP_STR(".."), 0);
    bool is_read;
    if (dots == SIZE_MAX) {
        is_read = parse_date(whole, &period.start);
        period.end = period.start;
    } else {
        is_read = parse_date(rap_str_slice(whole, 0, dots), &period.start) &&
                  parse_date(rap_str_slice(whole, dots + 2, whole.length), &period.end);
    }
    if (!is_read || (!period.start.year && !period.end.year)) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "\"%.80s\" is no period; write 2023, 2023-05 or 2023-05-01..2024-06",
                             text);
    }
    if (period.start.year && period.end.year && rap_date_compare(period.start, period.end) > 0) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "the period \"%.80s\" ends before it begins", text);
    }
    *ret_period = period;
    return true;
}

static bool parse_language(const char *text, rap_lang *ret_lang, rap_error *error)
{
    *ret_lang = rap_lang_of_code(rap_str_of(text));
    return *ret_lang ||
           rap_error_set(error, RAP_ERROR_USAGE, -1,
                         "\"%.40s\" is no language; write ar, zh, en, fr, ru or es", text);
}

static bool parse_status(const char *text, rap_str *ret_status, rap_error *error)
{
    for (rap_status status = RAP_STATUS_DONE; status <= RAP_STATUS_PLANNED; status++) {
        if (!strcmp(rap_status_name(status), text)) {
            *ret_status = rap_str_of(rap_status_name(status));
            return true;
        }
    }
    return rap_error_set(error, RAP_ERROR_USAGE, -1,
                         "\"%.40s\" is no status; write done, ongoing or planned", text);
}

static bool parse_decisions(const char *text, bool *ret_has_gone, rap_error *error)
{
    *ret_has_gone = text && !strcmp(text, "all");
    return !text || !*text || *ret_has_gone ||
           rap_error_set(error, RAP_ERROR_USAGE, -1,
                         "\"%.40s\" says of no decisions; write all, or leave it out", text);
}

/* Fills what is a word of its own; false where one of them is none. */
static bool parse_words(const rapporteur_filter *filter, rap_filter *wanted, rap_error *error)
{
    return (!filter->period || !*filter->period ||
            rap_engine_parse_period(filter->period, &wanted->period, error)) &&
           (!filter->language || !*filter->language ||
            parse_language(filter->language, &wanted->lang, error)) &&
           (!filter->status || !*filter->status ||
            parse_status(filter->status, &wanted->status, error)) &&
           (!filter->prefer || !*filter->prefer ||
            parse_language(filter->prefer, &wanted->prefer, error)) &&
           parse_decisions(filter->decisions, &wanted->has_gone, error);
}

/* "A/RES" -> "A/RES/", so that "A" is not the beginning of "AU/1". */
static rap_str body_of(rap_arena *arena, const char *text)
{
    rap_str body = rap_str_trim(rap_str_of(text));
    return !body.length || body.data[body.length - 1] == '/'
               ? body
               : rap_str_of(rap_arena_format(arena, "%.*s/", RAP_STR_ARG(body)));
}

bool rap_engine_filter(rapporteur *r, rap_arena *arena, const rapporteur_filter *filter,
                       rap_filter *ret_filter, rap_error *error)
{
    rap_filter wanted = {0};
    if (filter) {
        wanted.limit = filter->limit;
        wanted.offset = filter->offset;
        wanted.document = rap_str_trim(rap_str_of(filter->document));
        wanted.place =
            filter->place ? rap_text_fold(arena, rap_str_of(filter->place)) : RAP_STR_NONE;
        if (filter->types) {
            parse_list(arena, filter->types, &wanted.types);
        }
        if (filter->session) {
            parse_list(arena, filter->session, &wanted.sessions);
        }
        if (filter->kinds) {
            parse_list(arena, filter->kinds, &wanted.kinds);
        }
        wanted.body = body_of(arena, filter->body);
        if (!parse_words(filter, &wanted, error) ||
            (filter->organizations &&
             !parse_organizations(r, arena, filter->organizations, &wanted.organizations, error)) ||
            (filter->themes && *filter->themes &&
             !parse_themes(r, arena, filter->themes, &wanted.themes, error))) {
            return false;
        }
    }
    *ret_filter = wanted;
    return true;
}

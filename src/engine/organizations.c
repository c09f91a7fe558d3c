/* The organizations that the tables know: searched by their names, given as records. */
#include "engine.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const rap_entity *entity;
    int rank; /* 0: the very words; 1: begins with them; 2: holds them */
    size_t order;
} match;

typedef struct {
    const rapporteur *r;
    rap_arena *arena;
    rap_strs words; /* folded */
    rap_str phrase; /* folded */
    rap_str parent;
    rap_strs kinds;
    rap_lang lang; /* or none: all */
    RAP_VEC(match) found;
} asked;

/* -- what fits -------------------------------------------------------------------------------- */

static bool is_alnum_byte(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}

/* Without the Arabic article, which names bear and queries leave out, or the other way round. */
static rap_str without_article(rap_str word)
{
    bool has_article = rap_str_starts(word, RAP_STR("\xD8\xA7\xD9\x84")) && word.length > 8;
    return has_article ? rap_str_slice(word, 4, word.length) : word;
}

/* Whether a word of `name` begins with `word`; Han characters are words of their own. */
static bool has_word(rap_str name, rap_str word)
{
    word = without_article(word);
    for (size_t at = rap_str_find(name, word, 0); at != SIZE_MAX;
         at = rap_str_find(name, word, at + 1)) {
        unsigned char first = (unsigned char)name.data[at];
        bool is_han = first >= 0xE3 && first <= 0xE9;
        rap_str before = rap_str_slice(name, at >= 4 ? at - 4 : at, at);
        bool article = rap_str_is(before, "\xD8\xA7\xD9\x84") &&
                       (at == 4 || !is_alnum_byte(name.data[at - 5]));
        if (at == 0 || is_han || article || !is_alnum_byte(name.data[at - 1])) {
            return true;
        }
    }
    return false;
}

/* 3 where the name does not fit. */
static int rank_of(const asked *q, rap_str name)
{
    rap_str folded = rap_text_fold(q->arena, name);
    if (rap_str_equal(folded, q->phrase)) {
        return 0;
    }
    for (size_t i = 0; i < q->words.count; i++) {
        if (!has_word(folded, q->words.items[i])) {
            return 3;
        }
    }
    return rap_str_starts(folded, q->phrase) ? 1 : 2;
}

static int rank_of_entity(const asked *q, const rap_entity *entity)
{
    int best = q->words.count ? rank_of(q, entity->id) : 2;
    for (int lang = 1; lang < RAP_LANG_COUNT && best; lang++) {
        const rap_entity_names *names = &entity->all_names[lang];
        for (size_t i = 0; i < names->count && (!q->lang || lang == (int)q->lang); i++) {
            int rank = q->words.count ? rank_of(q, names->items[i].text) : 2;
            best = rank < best ? rank : best;
        }
    }
    return best;
}

static bool is_below(const rapporteur *r, const rap_entity *entity, rap_str parent)
{
    for (int steps = 0; entity && steps < 16; steps++) {
        if (rap_str_equal(entity->parent, parent)) {
            return true;
        }
        entity = rap_entity_find(r->mentions, entity->parent);
    }
    return false;
}

static bool is_wanted(const asked *q, const rap_entity *entity)
{
    bool kind = !q->kinds.count;
    for (size_t i = 0; i < q->kinds.count && !kind; i++) {
        kind = rap_str_equal(q->kinds.items[i], entity->kind);
    }
    return kind && !rap_str_is(entity->kind, "state") &&
           (!q->lang || entity->names[q->lang].length) &&
           (!q->parent.length || is_below(q->r, entity, q->parent));
}

static int compare_matches(const void *a, const void *b)
{
    const match *x = a, *y = b;
    return x->rank != y->rank ? x->rank - y->rank : (x->order > y->order) - (x->order < y->order);
}

static void find(asked *q)
{
    const rap_entity *entity;
    for (size_t i = 0; (entity = rap_entity_at(q->r->mentions, i)); i++) {
        int rank = is_wanted(q, entity) ? rank_of_entity(q, entity) : 3;
        if (rank < 3) {
            RAP_PUSH(q->arena, &q->found, (match){entity, rank, i});
        }
    }
    if (q->found.count) {
        qsort(q->found.items, q->found.count, sizeof *q->found.items, compare_matches);
    }
}

/* -- records ---------------------------------------------------------------------------------- */

static void put_year(rap_json *json, const char *name, int year)
{
    rap_json_name(json, name);
    if (year) {
        rap_json_integer(json, year);
    } else {
        rap_json_null(json);
    }
}

static rap_str usual_name(const rap_entity *entity, rap_lang lang)
{
    static const rap_lang langs[] = {RAP_LANG_EN, RAP_LANG_FR, RAP_LANG_ES,
                                     RAP_LANG_RU, RAP_LANG_AR, RAP_LANG_ZH};
    if (lang && entity->names[lang].length) {
        return entity->names[lang];
    }
    for (size_t i = 0; i < sizeof langs / sizeof *langs; i++) {
        if (entity->names[langs[i]].length) {
            return entity->names[langs[i]];
        }
    }
    return entity->id;
}

static void put_names(rap_json *json, const rap_entity *entity)
{
    rap_json_name(json, "names");
    rap_json_object_begin(json);
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        const rap_entity_names *names = &entity->all_names[lang];
        if (!names->count) {
            continue;
        }
        rap_json_name(json, rap_lang_code((rap_lang)lang));
        rap_json_array_begin(json);
        for (size_t i = 0; i < names->count; i++) {
            if (!names->items[i].until) {
                rap_json_string(json, names->items[i].text);
            }
        }
        rap_json_array_end(json);
    }
    rap_json_object_end(json);
    rap_json_name(json, "acronyms");
    rap_json_object_begin(json);
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        const rap_entity_names *names = &entity->all_names[lang];
        for (size_t i = 0; i < names->count; i++) {
            if (names->items[i].is_acronym && !names->items[i].until) {
                rap_json_member(json, rap_lang_code((rap_lang)lang), names->items[i].text);
                break;
            }
        }
    }
    rap_json_object_end(json);
}

static void put_former(rap_json *json, const rap_entity *entity)
{
    rap_json_name(json, "former");
    rap_json_array_begin(json);
    for (int lang = 1; lang < RAP_LANG_COUNT; lang++) {
        const rap_entity_names *names = &entity->all_names[lang];
        for (size_t i = 0; i < names->count; i++) {
            if (names->items[i].until) {
                rap_json_object_begin(json);
                rap_json_member(json, "lang", rap_str_of(rap_lang_code((rap_lang)lang)));
                rap_json_member(json, "name", names->items[i].text);
                put_year(json, "from", names->items[i].from);
                put_year(json, "until", names->items[i].until);
                rap_json_object_end(json);
            }
        }
    }
    rap_json_array_end(json);
}

static void put_relatives(const asked *q, rap_json *json, const rap_entity *entity)
{
    rap_strs parents = {0}, organs = {0}, predecessors = {0};
    const rap_entity *other = entity;
    while (other && other->parent.length && parents.count < 16) {
        RAP_PUSH(q->arena, &parents, other->parent);
        other = rap_entity_find(q->r->mentions, other->parent);
    }
    for (size_t i = 0; (other = rap_entity_at(q->r->mentions, i)); i++) {
        if (rap_str_equal(other->parent, entity->id)) {
            RAP_PUSH(q->arena, &organs, other->id);
        }
        if (rap_str_equal(other->successor, entity->id)) {
            RAP_PUSH(q->arena, &predecessors, other->id);
        }
    }
    rap_json_member_strings(json, "parents", &parents);
    rap_json_member_strings(json, "predecessors", &predecessors);
    rap_json_member_strings(json, "organs", &organs);
}

static rap_str kind_name(const rapporteur *r, rap_str kind)
{
    const rap_entity_kind *one;
    for (size_t i = 0; (one = rap_entity_kind_at(r->mentions, i)); i++) {
        if (rap_str_equal(one->kind, kind)) {
            return one->name;
        }
    }
    return kind;
}

static rap_str record_of(const asked *q, const rap_entity *entity)
{
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, q->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "id", entity->id);
    rap_json_member(&json, "name", usual_name(entity, q->lang));
    rap_json_member(&json, "kind", entity->kind);
    rap_json_member(&json, "kind_name", kind_name(q->r, entity->kind));
    rap_json_member(&json, "parent", entity->parent);
    rap_json_member(&json, "counts_as", entity->counts_as);
    put_year(&json, "from", entity->from);
    put_year(&json, "until", entity->until);
    rap_json_member(&json, "successor", entity->successor);
    put_names(&json, entity);
    put_former(&json, entity);
    put_relatives(q, &json, entity);
    rap_json_object_end(&json);
    return rap_buf_str(&out);
}

/* -- the question ----------------------------------------------------------------------------- */

static bool is_kind(const rapporteur *r, rap_str kind)
{
    const rap_entity_kind *one;
    for (size_t i = 0; (one = rap_entity_kind_at(r->mentions, i)); i++) {
        if (rap_str_equal(one->kind, kind)) {
            return true;
        }
    }
    return false;
}

static bool read_kinds(asked *q, const char *text, rap_error *error)
{
    rap_str rest = rap_str_of(text), part;
    while (rap_str_split(&rest, ',', &part)) {
        part = rap_str_trim(part);
        if (!is_kind(q->r, part)) {
            return rap_error_set(error, RAP_ERROR_USAGE, -1,
                                 "there is no kind \"%.*s\"; \"rapporteur help organizations\" "
                                 "lists them",
                                 RAP_STR_ARG(part));
        }
        RAP_PUSH(q->arena, &q->kinds, part);
    }
    return true;
}

static bool read_filter(asked *q, const rapporteur_organization_filter *filter, rap_error *error)
{
    if (filter->words) {
        q->phrase = rap_str_trim(rap_text_fold(q->arena, rap_str_of(filter->words)));
        rap_str rest = q->phrase, word;
        while (rap_str_split(&rest, ' ', &word)) {
            if (word.length) {
                RAP_PUSH(q->arena, &q->words, word);
            }
        }
    }
    if (filter->parent) {
        q->parent = rap_engine_entity(q->r, q->arena, rap_str_of(filter->parent));
        if (!q->parent.length) {
            return rap_error_set(error, RAP_ERROR_USAGE, -1, "there is no organization \"%.100s\"",
                                 filter->parent);
        }
    }
    if (filter->language) {
        q->lang = rap_lang_of_code(rap_str_of(filter->language));
        if (!q->lang) {
            return rap_error_set(error, RAP_ERROR_USAGE, -1,
                                 "\"%.40s\" is no language; write ar, zh, en, fr, ru or es",
                                 filter->language);
        }
    }
    return !filter->kinds || read_kinds(q, filter->kinds, error);
}

bool rapporteur_organizations(rapporteur *r, const rapporteur_organization_filter *filter,
                              bool (*on_record)(void *user, const char *json, size_t length),
                              void *user, rapporteur_error *error)
{
    static const rapporteur_organization_filter none = {0};
    rap_error inner;
    rap_arena_reset(r->answer);
    asked q = {.r = r, .arena = r->answer};
    if (!rap_engine_learn(r, &inner) || !read_filter(&q, filter ? filter : &none, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    find(&q);
    for (size_t i = 0; i < q.found.count; i++) {
        rap_str record = record_of(&q, q.found.items[i].entity);
        if (!on_record(user, record.data, record.length)) {
            break;
        }
    }
    return true;
}

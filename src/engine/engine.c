/* Opening and closing, errors, questions. */
#include "trace.h"

#include "base/file.h"
#include "base/json.h"
#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The public codes say the same as the inner ones, in the same order. */
_Static_assert((int)RAPPORTEUR_STALE == (int)RAP_ERROR_STALE, "codes must match");
_Static_assert((int)RAPPORTEUR_REGISTER == (int)RAP_ERROR_REGISTER, "codes must match");

bool rap_engine_fail(rapporteur_error *error, const char *place, const rap_error *inner)
{
    if (error) {
        error->code = (rapporteur_code)inner->code;
        snprintf(error->message, sizeof error->message, "%s%s%.390s", place ? place : "",
                 place ? ": " : "", inner->message);
    }
    return false;
}

/* -- opening ---------------------------------------------------------------------------------- */

rapporteur *rapporteur_open(const char *location, rapporteur_mode mode, rapporteur_error *error)
{
    static const rap_register_mode modes[] = {[RAPPORTEUR_READ] = RAP_REGISTER_READ,
                                              [RAPPORTEUR_WRITE] = RAP_REGISTER_WRITE,
                                              [RAPPORTEUR_CREATE] = RAP_REGISTER_CREATE};
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rapporteur *r = calloc(1, sizeof *r);
    bool is_open = false;
    if (r) {
        r->limits = rap_read_limits_default();
        r->location = strdup(location ? location : "");
        r->arena = rap_arena_new(0);
        r->answer = rap_arena_new(0);
        is_open = r->location && r->arena && r->answer;
        if (is_open && location) {
            r->reg = rap_register_open(location, modes[mode], &inner);
            is_open = r->reg != NULL;
        }
    }
    if (!is_open) {
        rap_engine_fail(error, location, &inner);
        rapporteur_close(r);
        return NULL;
    }
    return r;
}

void rapporteur_close(rapporteur *r)
{
    if (!r) {
        return;
    }
    rap_register_close(r->reg);
    rap_worker_free(r->worker);
    rap_check_rules_free(r->checks);
    if (!r->is_shared) {
        rap_fact_rules_free(r->facts);
        rap_mention_rules_free(r->mentions);
        rap_structure_rules_free(r->structure);
        rap_text_rules_free(r->text);
    }
    rap_arena_free(r->answer);
    rap_arena_free(r->arena);
    free(r->location);
    free(r->table_path);
    free(r);
}

rapporteur *rapporteur_share(rapporteur *first, rapporteur_mode mode, rapporteur_error *error)
{
    rap_error inner;
    if (!rap_engine_has_register(first, &inner) || !rap_engine_learn(first, &inner)) {
        rap_engine_fail(error, NULL, &inner);
        return NULL;
    }
    rapporteur *r = rapporteur_open(first->location, mode, error);
    if (r) {
        r->is_shared = r->has_knowledge = true;
        r->text = first->text;
        r->structure = first->structure;
        r->mentions = first->mentions;
        r->facts = first->facts;
        r->limits = first->limits;
    }
    return r;
}

bool rapporteur_limit_at(size_t index, rapporteur_limit *ret_limit)
{
    const rap_limit *limit = rap_limit_at(index);
    rap_arena *arena = limit ? rap_arena_new(0) : NULL;
    if (!arena) {
        return false;
    }
    const struct {
        char *out;
        uint64_t value;
    } texts[] = {{ret_limit->usual, limit->usual},
                 {ret_limit->least, limit->least},
                 {ret_limit->most, limit->most}};
    ret_limit->name = limit->name;
    ret_limit->what = limit->what;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        snprintf(texts[i].out, sizeof ret_limit->usual, "%s",
                 rap_limit_text(arena, limit, texts[i].value));
    }
    rap_arena_free(arena);
    return true;
}

bool rapporteur_set_limits(rapporteur *r, const char *limits, rapporteur_error *error)
{
    rap_error inner;
    rap_read_limits changed = r->limits;
    if (!rap_limits_parse(&changed, rap_str_of(limits), &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    r->limits = changed;
    return true;
}

const char *rapporteur_sandbox_lacks(void)
{
    return rap_sandbox_lacks();
}

void rapporteur_require_sandbox(rapporteur *r)
{
    r->limits.needs_sandbox = true;
}

bool rapporteur_prepare(rapporteur *r, rapporteur_error *error)
{
    rap_error inner;
    return rap_engine_learn_to_read(r, &inner) || rap_engine_fail(error, NULL, &inner);
}

int64_t rapporteur_change(rapporteur *r)
{
    rap_error inner;
    int64_t number = -1;
    return rap_engine_has_register(r, &inner) && rap_register_change(r->reg, &number, &inner)
               ? number
               : -1;
}

int64_t rapporteur_texts(rapporteur *r)
{
    rap_error inner;
    int64_t number = -1;
    return rap_engine_has_register(r, &inner) && rap_register_texts(r->reg, &number, &inner)
               ? number
               : -1;
}

int64_t rapporteur_decided(rapporteur *r, const char *document)
{
    rap_error inner;
    int64_t number = -1;
    return rap_engine_has_register(r, &inner) &&
                   rap_register_decided(r->reg, rap_str_of(document), &number, &inner)
               ? number
               : -1;
}

bool rap_engine_has_register(const rapporteur *r, rap_error *error)
{
    return r->reg || rap_error_set(error, RAP_ERROR_USAGE, -1, "no register is open");
}

/* -- the user's organizations ----------------------------------------------------------------- */

bool rapporteur_use_organizations(rapporteur *r, const char *path,
                                  void (*on_problem)(void *user, const char *message), void *user,
                                  rapporteur_error *error)
{
    enum { LARGEST = 16 << 20 };
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    char *copy = strdup(path);
    rap_str table;
    if (r->has_knowledge || !copy || !rap_file_read(r->arena, path, LARGEST, &table, &inner)) {
        if (r->has_knowledge) {
            rap_error_set(&inner, RAP_ERROR_USAGE, -1,
                          "name the table of organizations before anything else is asked");
        }
        free(copy);
        return rap_engine_fail(error, path, &inner);
    }
    free(r->table_path);
    r->table_path = copy;
    r->table = table;
    r->on_problem = on_problem;
    r->problem_user = user;
    return true;
}

static void tell_problems(const rapporteur *r)
{
    const rap_table_problem *problem;
    for (size_t i = 0; r->on_problem && (problem = rap_mention_problem_at(r->mentions, i)); i++) {
        char message[600];
        snprintf(message, sizeof message, "%.200s:%d: %.*s", r->table_path, problem->line,
                 (int)problem->message.length, problem->message.data);
        r->on_problem(r->problem_user, message);
    }
}

bool rap_engine_learn(rapporteur *r, rap_error *error)
{
    if (r->has_knowledge) {
        return true;
    }
    r->text = r->text ? r->text : rap_text_rules_new(error);
    r->structure = r->structure || !r->text ? r->structure : rap_structure_rules_new(error);
    if (r->structure && !r->mentions) {
        r->mentions = rap_mention_rules_new_with(r->table, error);
        if (r->mentions) {
            tell_problems(r);
        }
    }
    r->facts = r->facts || !r->mentions ? r->facts : rap_fact_rules_new(r->mentions, error);
    r->has_knowledge = r->facts != NULL;
    return r->has_knowledge;
}

bool rap_engine_read_file(const rapporteur *r, rap_arena *arena, const char *path,
                          rap_str *ret_bytes, rap_error *error)
{
    if (rap_file_read(arena, path, r->limits.file_bytes, ret_bytes, error)) {
        return true;
    }
    return error->code == RAP_ERROR_LIMIT
               ? rap_limit_exceeded(error, &r->limits, RAP_LIMIT_FILE,
                                    "has more than the %zu MiB that are read; divide it",
                                    r->limits.file_bytes >> 20)
               : false;
}

bool rap_engine_learn_to_read(rapporteur *r, rap_error *error)
{
    if (!rap_engine_learn(r, error)) {
        return false;
    }
    r->worker = r->worker ? r->worker : rap_worker_new(r->text, r->limits, error);
    return r->worker != NULL;
}

rap_knowledge rap_engine_knowledge(const rapporteur *r)
{
    return (rap_knowledge){r->text, r->structure, r->mentions, r->facts};
}

/* -- questions -------------------------------------------------------------------------------- */

static bool pass_on(void *user, rap_str json)
{
    const rap_listening *to = user;
    return to->on_record(to->user, json.data, json.length);
}

static bool kind_of_name(const char *name, rap_records *ret_records, rap_error *error)
{
    static const char *const names[] = {
        [RAP_RECORDS_DOCUMENTS] = "documents",       [RAP_RECORDS_BLOCKS] = "blocks",
        [RAP_RECORDS_MANDATES] = "mandates",         [RAP_RECORDS_ACTIVITIES] = "activities",
        [RAP_RECORDS_AGREEMENTS] = "agreements",     [RAP_RECORDS_LINKS] = "links",
        [RAP_RECORDS_WARNINGS] = "warnings",         [RAP_RECORDS_FIGURES] = "figures",
        [RAP_RECORDS_PUBLICATIONS] = "publications", [RAP_RECORDS_PLEDGES] = "pledges"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!strcmp(names[i], name)) {
            *ret_records = (rap_records)i;
            return true;
        }
    }
    return rap_error_set(
        error, RAP_ERROR_USAGE, -1,
        "no records are called \"%s\"; there are documents, blocks, mandates, "
        "activities, agreements, publications, pledges, figures, links and warnings",
        name);
}

static bool wants_responses(const rap_filter *filter)
{
    bool is_wanted = !filter->types.count && !filter->limit;
    for (size_t i = 0; i < filter->types.count; i++) {
        is_wanted = is_wanted || rap_str_is(filter->types.items[i], RAP_LINK_RESPONDS);
    }
    return is_wanted;
}

bool rapporteur_list(rapporteur *r, const char *kind, const rapporteur_filter *filter,
                     bool (*on_record)(void *user, const char *json, size_t length), void *user,
                     rapporteur_error *error)
{
    rap_error inner;
    rap_records records = RAP_RECORDS_DOCUMENTS;
    rap_filter wanted;
    rap_arena_reset(r->answer);
    if (!rap_engine_has_register(r, &inner) || !kind_of_name(kind, &records, &inner) ||
        !rap_engine_filter(r, r->answer, filter, &wanted, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    if (filter && filter->once &&
        (records == RAP_RECORDS_ACTIVITIES || records == RAP_RECORDS_AGREEMENTS ||
         records == RAP_RECORDS_PUBLICATIONS || records == RAP_RECORDS_PLEDGES)) {
        return rap_engine_list_once(r, r->answer, records, &wanted, on_record, user, &inner) ||
               rap_engine_fail(error, r->location, &inner);
    }
    rap_listening to = {NULL, on_record, user};
    if (!rap_register_list(r->reg, records, &wanted, pass_on, &to, &inner)) {
        return rap_engine_fail(error, r->location, &inner);
    }
    /* Links from activities to what asked for them are found when they are wanted. */
    return records != RAP_RECORDS_LINKS || !wants_responses(&wanted) ||
           rap_engine_list_responses(r, r->answer, &wanted, on_record, user, &inner) ||
           rap_engine_fail(error, r->location, &inner);
}

static bool count_one(void *user, const char *json, size_t length)
{
    (void)json;
    (void)length;
    ++*(size_t *)user;
    return true;
}

bool rapporteur_total(rapporteur *r, const char *kind, const rapporteur_filter *filter,
                      size_t *ret_total, rapporteur_error *error)
{
    rap_error inner;
    rap_records records = RAP_RECORDS_DOCUMENTS;
    rap_filter wanted;
    int64_t total = 0;
    size_t count = 0;
    rapporteur_filter all = filter ? *filter : (rapporteur_filter){0};
    all.limit = all.offset = 0;
    rap_arena_reset(r->answer);
    if (!rap_engine_has_register(r, &inner) || !kind_of_name(kind, &records, &inner) ||
        !rap_engine_filter(r, r->answer, &all, &wanted, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    if (all.once || (records == RAP_RECORDS_LINKS && wants_responses(&wanted))) {
        if (!rapporteur_list(r, kind, &all, count_one, &count, error)) {
            return false;
        }
        total = (int64_t)count;
    } else if (!rap_register_total(r->reg, records, &wanted, &total, &inner)) {
        return rap_engine_fail(error, r->location, &inner);
    }
    *ret_total = (size_t)total;
    return true;
}

static bool pass_hit_on(void *user, const rap_register_hit *hit)
{
    const rap_listening *to = user;
    rap_buf out;
    rap_json json;
    rap_arena_reset(to->arena);
    rap_buf_init(&out, to->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "doc", hit->doc);
    rap_json_member(&json, "doc_lang", hit->doc_lang);
    rap_json_member(&json, "lang", hit->lang);
    rap_json_member(&json, "part", hit->part);
    rap_json_member(&json, "label", hit->label);
    rap_json_name(&json, "block");
    rap_json_integer(&json, hit->block);
    rap_json_member(&json, "text", hit->text);
    rap_json_name(&json, "rank");
    rap_json_real(&json, hit->rank);
    rap_json_object_end(&json);
    rap_str text = rap_buf_str(&out);
    return to->on_record(to->user, text.data, text.length);
}

bool rapporteur_search(rapporteur *r, const char *words, const rapporteur_filter *filter,
                       bool (*on_record)(void *user, const char *json, size_t length), void *user,
                       rapporteur_error *error)
{
    rap_error inner;
    rap_filter wanted;
    rap_query query;
    rap_arena_reset(r->answer);
    if (!rap_engine_has_register(r, &inner) ||
        !rap_engine_filter(r, r->answer, filter, &wanted, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    rap_text_query(r->answer, rap_str_of(words), &query);
    if (!query.groups.count) {
        rap_error_set(&inner, RAP_ERROR_USAGE, -1, "there is no word to search for in \"%.200s\"",
                      words);
        return rap_engine_fail(error, NULL, &inner);
    }
    rap_listening to = {rap_arena_new(0), on_record, user};
    if (!to.arena) {
        rap_error_set(&inner, RAP_ERROR_MEMORY, -1, "out of memory");
        return rap_engine_fail(error, NULL, &inner);
    }
    bool is_done = rap_register_search(r->reg, query.groups.items, query.groups.count, &wanted,
                                       pass_hit_on, &to, &inner);
    rap_arena_free(to.arena);
    return is_done || rap_engine_fail(error, r->location, &inner);
}

/* -- facets of a search -------------------------------------------------------------------------
 */

enum { FACETS = 3, MOST_HITS = 20000 };

typedef struct {
    rap_arena *arena;
    rap_map *values[FACETS]; /* int64_t by name */
    size_t total;
} facets;

static bool add_facet(void *user, const rap_register_facet *facet)
{
    facets *all = user;
    const rap_str names[FACETS] = {facet->lang, facet->part, facet->kind};
    all->total += (size_t)facet->count;
    for (size_t i = 0; i < FACETS; i++) {
        int64_t *count = rap_map_find(all->values[i], names[i]);
        if (!count && names[i].length) {
            count = RAP_NEW(all->arena, int64_t);
            rap_map_set(all->values[i], rap_str_copy(all->arena, names[i]), count);
        }
        if (count) {
            *count += facet->count;
        }
    }
    return true;
}

static const char *facets_json(const facets *all)
{
    static const char *const names[FACETS] = {"language", "part", "kind"};
    rap_buf out;
    rap_json json;
    rap_str name;
    void *count;
    rap_buf_init(&out, all->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    for (size_t i = 0; i < FACETS; i++) {
        rap_json_name(&json, names[i]);
        rap_json_object_begin(&json);
        for (size_t k = 0; rap_map_at(all->values[i], k, &name, &count); k++) {
            rap_json_name(&json, rap_str_c(all->arena, name));
            rap_json_integer(&json, *(int64_t *)count);
        }
        rap_json_object_end(&json);
    }
    rap_json_object_end(&json);
    return rap_buf_str(&out).data;
}

const char *rapporteur_facets(rapporteur *r, const char *words, const rapporteur_filter *filter,
                              size_t *ret_total, rapporteur_error *error)
{
    rap_error inner;
    rap_filter wanted;
    rap_query query;
    rap_arena_reset(r->answer);
    facets all = {.arena = r->answer};
    for (size_t i = 0; i < FACETS; i++) {
        all.values[i] = rap_map_new(r->answer);
    }
    if (!rap_engine_has_register(r, &inner) ||
        !rap_engine_filter(r, r->answer, filter, &wanted, &inner)) {
        rap_engine_fail(error, NULL, &inner);
        return NULL;
    }
    rap_text_query(r->answer, rap_str_of(words), &query);
    if (!rap_register_facets(r->reg, query.groups.items, query.groups.count, &wanted, MOST_HITS,
                             add_facet, &all, &inner)) {
        rap_engine_fail(error, r->location, &inner);
        return NULL;
    }
    *ret_total = all.total;
    return facets_json(&all);
}

const char *rapporteur_counts(rapporteur *r, rapporteur_error *error)
{
    rap_error inner;
    rap_register_counts counts;
    if (!rap_engine_has_register(r, &inner) || !rap_register_count(r->reg, &counts, &inner)) {
        rap_engine_fail(error, r->location, &inner);
        return NULL;
    }
    rap_arena_reset(r->answer);
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, r->answer);
    rap_json_init(&json, &out);
    const struct {
        const char *name;
        int64_t count;
    } members[] = {{"files", counts.files},
                   {"documents", counts.documents},
                   {"versions", counts.versions},
                   {"blocks", counts.blocks},
                   {"mentions", counts.mentions},
                   {"mandates", counts.mandates},
                   {"activities", counts.activities},
                   {"agreements", counts.agreements},
                   {"links", counts.links}};
    rap_json_object_begin(&json);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        rap_json_name(&json, members[i].name);
        rap_json_integer(&json, members[i].count);
    }
    rap_json_object_end(&json);
    return rap_buf_str(&out).data;
}

const char *rapporteur_entity_name(rapporteur *r, const char *id, const char *language)
{
    rap_error inner;
    if (!rap_engine_learn(r, &inner)) {
        return NULL;
    }
    const rap_entity *entity = rap_entity_find(r->mentions, rap_str_of(id));
    rap_lang lang = rap_lang_of_code(rap_str_of(language));
    if (!entity || !lang || !entity->names[lang].length) {
        return NULL;
    }
    return rap_str_c(r->answer, entity->names[lang]);
}

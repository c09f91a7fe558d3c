#include "fixture.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static rap_str text_of(rap_arena *arena, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? rap_str_copy(arena, rap_str_of(text)) : RAP_STR_NONE;
}

static rap_date date_of(const json_t *object, const char *name)
{
    rap_date date = {0};
    const char *text = json_string_value(json_object_get(object, name));
    rap_date_parse(rap_str_of(text), &date);
    return date;
}

static rap_part part_of(rap_str name)
{
    for (int part = RAP_PART_COVER; part <= RAP_PART_CLOSING; part++) {
        if (rap_str_is(name, rap_part_name((rap_part)part))) {
            return (rap_part)part;
        }
    }
    return RAP_PART_BODY;
}

static void strings_of(rap_arena *arena, const json_t *object, const char *name, rap_strs *ret)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(object, name), i, one)
    {
        rap_str text = rap_str_copy(arena, rap_str_of(json_string_value(one)));
        RAP_PUSH(arena, ret, text);
    }
}

/* The quote's place in its block; a quote that is not there is the fixture's mistake. */
static rap_evidence evidence_of(const rap_version *version, const json_t *fact)
{
    uint32_t block = (uint32_t)json_integer_value(json_object_get(fact, "block"));
    rap_str text = version->blocks.items[block].text;
    const char *quote = json_string_value(json_object_get(fact, "quote"));
    if (!quote) {
        return (rap_evidence){block, {0, (uint32_t)text.length}};
    }
    size_t at = rap_str_find(text, rap_str_of(quote), 0);
    if (at == SIZE_MAX) {
        fprintf(stderr, "no such words in block %u: %s\n", block, quote);
        at = 0;
    }
    return (rap_evidence){block, {(uint32_t)at, (uint32_t)(at + strlen(quote))}};
}

/* What is in quotes of its own, in the fact's block. */
static rap_span span_of(const rap_version *version, const rap_activity *activity,
                        const json_t *object, const char *name)
{
    const char *words = json_string_value(json_object_get(object, name));
    rap_str text = version->blocks.items[activity->quote.block].text;
    size_t at = words ? rap_str_find(text, rap_str_of(words), 0) : SIZE_MAX;
    return at == SIZE_MAX ? (rap_span){0, 0}
                          : (rap_span){(uint32_t)at, (uint32_t)(at + strlen(words))};
}

static void add_terms(rap_arena *arena, const rap_version *version, const json_t *fact,
                      rap_activity *activity)
{
    const json_t *publication = json_object_get(fact, "publication");
    if (publication) {
        rap_publication *published = RAP_NEW(arena, rap_publication);
        published->kind = text_of(arena, publication, "kind");
        published->title = span_of(version, activity, publication, "title");
        activity->publication = published;
    }
    const json_t *pledge = json_object_get(fact, "pledge");
    if (pledge) {
        rap_pledge *pledged = RAP_NEW(arena, rap_pledge);
        const json_t *due = json_object_get(pledge, "due");
        pledged->what = span_of(version, activity, pledge, "what");
        pledged->due = (rap_period){date_of(due, "start"), date_of(due, "end")};
        pledged->status = RAP_STR("made");
        activity->pledge = pledged;
    }
}

static void add_activity(rap_arena *arena, rap_version *version, const json_t *fact)
{
    rap_activity activity = {.para = text_of(arena, fact, "para"),
                             .quote = evidence_of(version, fact),
                             .type = text_of(arena, fact, "type"),
                             .confidence = 1};
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(fact, "parties"), i, one)
    {
        rap_party party = {.entity = rap_str_copy(arena, rap_str_of(json_string_value(one)))};
        RAP_PUSH(arena, &activity.parties, party);
    }
    json_array_foreach(json_object_get(fact, "dates"), i, one)
    {
        rap_period period = {date_of(one, "start"), date_of(one, "end")};
        RAP_PUSH(arena, &activity.dates, period);
    }
    strings_of(arena, fact, "places", &activity.places);
    strings_of(arena, fact, "themes", &activity.themes);
    for (int status = RAP_STATUS_DONE; status <= RAP_STATUS_PLANNED; status++) {
        if (rap_str_is(text_of(arena, fact, "status"), rap_status_name((rap_status)status))) {
            activity.status = (rap_status)status;
        }
    }
    const json_t *agreement = json_object_get(fact, "agreement");
    if (agreement) {
        rap_agreement *agreed = RAP_NEW(arena, rap_agreement);
        agreed->kind = text_of(arena, agreement, "kind");
        agreed->action = text_of(arena, agreement, "action");
        agreed->valid_from = date_of(agreement, "valid_from");
        agreed->valid_to = date_of(agreement, "valid_to");
        activity.agreement = agreed;
    }
    add_terms(arena, version, fact, &activity);
    RAP_PUSH(arena, &version->activities, activity);
}

static void add_mandate(rap_arena *arena, rap_version *version, const json_t *fact)
{
    const json_t *timing = json_object_get(fact, "timing");
    rap_mandate mandate = {.para = text_of(arena, fact, "para"),
                           .verb = text_of(arena, fact, "verb"),
                           .asks = text_of(arena, fact, "asks"),
                           .timing_kind = text_of(arena, timing, "kind"),
                           .timing_value = text_of(arena, timing, "value"),
                           .evidence = evidence_of(version, fact),
                           .confidence = 1};
    rap_force_of_name(text_of(arena, fact, "force"), &mandate.force);
    strings_of(arena, fact, "addressees", &mandate.addressees);
    strings_of(arena, fact, "cites", &mandate.cites);
    RAP_PUSH(arena, &version->mandates, mandate);
}

static void add_block(rap_arena *arena, rap_version *version, const json_t *one)
{
    rap_block block = {.part = part_of(text_of(arena, one, "part")),
                       .text = text_of(arena, one, "text"),
                       .label = text_of(arena, one, "label"),
                       .level = 1,
                       .parent = -1};
    block.lead.end = (uint32_t)json_integer_value(json_object_get(one, "lead"));
    RAP_PUSH(arena, &version->blocks, block);
}

static void make_version(rap_arena *arena, const json_t *told, rap_version *ret_version)
{
    size_t i;
    json_t *one;
    rap_version version = {.arena = arena,
                           .doc = text_of(arena, told, "doc"),
                           .doc_lang = text_of(arena, told, "doc_lang"),
                           .lang = rap_lang_of_code(text_of(arena, told, "lang"))};
    version.doc_lang = version.doc_lang.length ? version.doc_lang : version.doc;
    version.cover.kind = text_of(arena, told, "kind");
    version.cover.symbol = text_of(arena, told, "symbol");
    version.cover.title = text_of(arena, told, "title");
    version.cover.issued = date_of(told, "issued");
    version.cover.adopted = date_of(told, "adopted");
    const json_t *period = json_object_get(told, "period");
    version.cover.period = (rap_period){date_of(period, "start"), date_of(period, "end")};
    json_array_foreach(json_object_get(told, "blocks"), i, one)
    {
        add_block(arena, &version, one);
    }
    json_array_foreach(json_object_get(told, "activities"), i, one)
    {
        add_activity(arena, &version, one);
    }
    json_array_foreach(json_object_get(told, "mandates"), i, one)
    {
        add_mandate(arena, &version, one);
    }
    *ret_version = version;
}

static bool keep(rap_arena *arena, rap_register *reg, const json_t *file, size_t number)
{
    rap_versions versions = {NULL, 0, 0};
    rap_error error = {0};
    size_t i;
    json_t *one;
    int64_t id = 0;
    json_array_foreach(file, i, one)
    {
        rap_version version;
        make_version(arena, one, &version);
        RAP_PUSH(arena, &versions, version);
    }
    rap_register_file about = {
        .hash = rap_str_of(rap_arena_format(arena, "%064zu", number)),
        .path = rap_str_of(rap_arena_format(arena, "/invented/%zu", number)),
        .name = RAP_STR("invented"),
        .reader = RAP_STR("text"),
    };
    rap_str **tokens = RAP_NEW_ARRAY(arena, rap_str *, versions.count + 1);
    for (size_t v = 0; v < versions.count; v++) {
        tokens[v] = RAP_NEW_ARRAY(arena, rap_str, versions.items[v].blocks.count + 1);
    }
    rap_register_reading reading = {.versions = versions.items,
                                    .count = versions.count,
                                    .tokens = tokens,
                                    .reader = RAP_STR("text"),
                                    .analyser = RAP_STR("test")};
    rap_register_packed bytes = {.bytes = RAP_STR("invented")};
    bool is_kept =
        rap_register_begin(reg, &error) && rap_register_file_put(reg, &about, bytes, &id, &error) &&
        rap_register_reading_put(reg, id, &reading, &error) && rap_register_commit(reg, &error);
    if (!is_kept) {
        fprintf(stderr, "cannot keep the fixture: %s\n", error.message);
    }
    return is_kept;
}

/* Which activities are one: pairs of what links call them. */
static bool join(rap_arena *arena, rap_register *reg, const json_t *pairs)
{
    RAP_VEC(rap_register_link) links = {NULL, 0, 0};
    rap_error error = {0};
    size_t i;
    json_t *pair;
    json_array_foreach(pairs, i, pair)
    {
        rap_register_link link = {
            .kind = RAP_STR("same as"),
            .from = rap_str_copy(arena, rap_str_of(json_string_value(json_array_get(pair, 0)))),
            .to = rap_str_copy(arena, rap_str_of(json_string_value(json_array_get(pair, 1)))),
            .score = 1,
            .record = RAP_STR("{}")};
        RAP_PUSH(arena, &links, link);
    }
    return rap_register_links_put(reg, RAP_STR("same"), links.items, links.count, &error);
}

static void learn_names(rap_arena *arena, const json_t *names, rap_map *ret_names)
{
    const char *id, *what;
    json_t *entity, *name;
    json_object_foreach((json_t *)names, id, entity)
    {
        json_object_foreach(entity, what, name)
        {
            rap_str *text = RAP_NEW(arena, rap_str);
            *text = rap_str_copy(arena, rap_str_of(json_string_value(name)));
            rap_map_set(ret_names, rap_str_of(rap_arena_format(arena, "%s|%s", id, what)), text);
        }
    }
}

bool fixture_open(rap_arena *arena, const char *path, fixture *ret_fixture)
{
    json_error_t problem;
    rap_error error = {0};
    json_t *root = json_load_file(path, 0, &problem);
    if (!root) {
        fprintf(stderr, "%s:%d: %s\n", path, problem.line, problem.text);
        return false;
    }
    rap_register *reg = rap_register_open(":memory:", RAP_REGISTER_CREATE, &error);
    if (!reg) {
        fprintf(stderr, "%s\n", error.message);
    }
    size_t i;
    json_t *file;
    json_array_foreach(json_object_get(root, "files"), i, file)
    {
        if (reg && !keep(arena, reg, file, i)) {
            rap_register_close(reg);
            reg = NULL;
        }
    }
    if (reg && !join(arena, reg, json_object_get(root, "same"))) {
        rap_register_close(reg);
        reg = NULL;
    }
    ret_fixture->reg = reg;
    ret_fixture->names = rap_map_new(arena);
    learn_names(arena, json_object_get(root, "names"), ret_fixture->names);
    json_decref(root);
    return reg != NULL;
}

static rap_str find(const fixture *from, rap_str id, const char *what)
{
    char key[128];
    snprintf(key, sizeof key, "%.*s|%s", RAP_STR_ARG(id), what);
    const rap_str *text = rap_map_find(from->names, rap_str_of(key));
    return text ? *text : RAP_STR_NONE;
}

rap_str fixture_name(void *user, rap_str id, rap_lang lang)
{
    return find(user, id, rap_lang_code(lang));
}

rap_str fixture_kind(void *user, rap_str id)
{
    return find(user, id, "kind");
}

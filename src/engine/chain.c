/* Chains of renewal, as the register holds them. */
#include "engine.h"
#include "member.h"

#include "base/map.h"

typedef struct {
    rapporteur *r;
    rap_arena *arena;
    rap_chains *chains;
    rap_map *versions; /* doc -> id of its version added last, as int64_t */
    rap_map *titles;   /* doc -> what its title names */
    rap_error *error;
} gathering;

static bool take_title(void *user, const rap_register_version *version)
{
    gathering *g = user;
    rap_str doc = rap_str_copy(g->arena, version->doc);
    int64_t *id = RAP_NEW(g->arena, int64_t);
    *id = version->id;
    rap_map_set(g->versions, doc, id);
    rap_chains_add_title(g->chains, doc, rap_lang_of_code(version->lang),
                         rap_str_copy(g->arena, version->title));
    return true;
}

static bool take_renewal(void *user, rap_str json)
{
    gathering *g = user;
    json_t *record = json_loadb(json.data, json.length, JSON_ALLOW_NUL, NULL);
    rap_chains_add_renewal(g->chains, rap_member_text(g->arena, record, "from"),
                           rap_member_text(g->arena, record, "to"),
                           json_number_value(json_object_get(record, "score")));
    json_decref(record);
    return true;
}

/* Operative paragraphs cite what the item touches; the rest of the text, what it stands on. */
static bool take_citation(void *user, rap_str from, rap_str to)
{
    gathering *g = user;
    if (rap_str_find(from, RAP_STR("#"), 0) == SIZE_MAX) {
        rap_chains_add_citation(g->chains, rap_str_copy(g->arena, from),
                                rap_str_copy(g->arena, to));
    }
    return true;
}

/* The organizations and groups that a document's title names. */
static const rap_strs *title_names(gathering *g, rap_str doc)
{
    rap_strs *names = rap_map_find(g->titles, doc);
    const int64_t *id = rap_map_find(g->versions, doc);
    rap_version version;
    if (names) {
        return names;
    }
    names = RAP_NEW(g->arena, rap_strs);
    rap_map_set(g->titles, doc, names);
    if (!id || !rap_register_version_read(g->r->reg, g->arena, *id, &version, g->error)) {
        return names;
    }
    for (size_t i = 0; i < version.mentions.count; i++) {
        const rap_mention *mention = &version.mentions.items[i];
        if (version.blocks.items[mention->block].part == RAP_PART_TITLE && mention->entity.length &&
            mention->kind != RAP_MENTION_DATE && mention->kind != RAP_MENTION_SYMBOL &&
            mention->kind != RAP_MENTION_SESSION) {
            RAP_PUSH(g->arena, names, mention->entity);
        }
    }
    return names;
}

static bool holds_all(const rap_strs *list, const rap_strs *others)
{
    for (size_t i = 0; i < others->count; i++) {
        bool has = false;
        for (size_t k = 0; k < list->count; k++) {
            has = has || rap_str_equal(list->items[k], others->items[i]);
        }
        if (!has) {
            return false;
        }
    }
    return true;
}

/* Titles in two languages are alike where they name the same bodies, two of them at least. */
static bool are_titles_alike(void *user, rap_str a, rap_str b)
{
    gathering *g = user;
    const rap_strs *x = title_names(g, a), *y = title_names(g, b);
    return x->count >= 2 && y->count >= 2 && holds_all(x, y) && holds_all(y, x);
}

const rap_chains *rap_engine_chains(rapporteur *r, rap_arena *arena, rap_error *error)
{
    gathering *g = RAP_NEW(arena, gathering);
    *g =
        (gathering){r, arena, rap_chains_new(arena), rap_map_new(arena), rap_map_new(arena), error};
    rap_filter filter = {0};
    RAP_PUSH(arena, &filter.types, RAP_STR("renews"));
    rap_chains_set_alike(g->chains, are_titles_alike, g);
    bool is_done = rap_register_version_list(r->reg, RAP_STR_NONE, 0, take_title, g, error) &&
                   rap_register_list(r->reg, RAP_RECORDS_LINKS, &filter, take_renewal, g, error) &&
                   rap_register_link_ends(r->reg, RAP_STR("cites"), take_citation, g, error);
    return is_done ? g->chains : NULL;
}

bool rapporteur_chain(rapporteur *r, const char *symbol,
                      bool (*on_symbol)(void *user, const char *symbol), void *user,
                      rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_arena_reset(r->answer);
    if (!rap_engine_has_register(r, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    const rap_chains *chains = rap_engine_chains(r, r->answer, &inner);
    rap_strs chain = {0};
    if (chains) {
        rap_chains_of(chains, r->answer, rap_str_of(symbol), &chain);
    }
    for (size_t i = 0; i < chain.count; i++) {
        if (!on_symbol(user, rap_str_c(r->answer, chain.items[i]))) {
            break;
        }
    }
    return chains || rap_engine_fail(error, r->location, &inner);
}

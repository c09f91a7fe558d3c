/* The versions that the register holds, one of each language of a work. */
#include "engine.h"

#include <stdlib.h>

typedef struct {
    rap_arena *arena;
    rap_engine_versions *list;
} gathering;

static bool gather(void *user, const rap_register_version *version)
{
    gathering *g = user;
    rap_engine_version known = {.id = version->id,
                                .order = version->order,
                                .doc = rap_str_copy(g->arena, version->doc),
                                .doc_lang = rap_str_copy(g->arena, version->doc_lang),
                                .session = rap_str_copy(g->arena, version->session),
                                .lang = rap_lang_of_code(version->lang),
                                .original = rap_lang_of_code(version->original),
                                .has_activities = version->has_activities};
    RAP_PUSH(g->arena, g->list, known);
    return true;
}

static int by_work(const void *a, const void *b)
{
    const rap_engine_version *x = a, *y = b;
    int order = rap_str_compare(x->doc, y->doc);
    if (order) {
        return order;
    }
    if (x->lang != y->lang) {
        return x->lang < y->lang ? -1 : 1;
    }
    return x->order > y->order ? -1 : x->order < y->order;
}

bool rap_engine_works(rapporteur *r, rap_arena *arena, rap_str doc,
                      rap_engine_versions *ret_versions, rap_error *error)
{
    rap_engine_versions list = {0};
    gathering g = {arena, &list};
    size_t kept = 0;
    if (!rap_register_version_list(r->reg, doc, 0, gather, &g, error)) {
        return false;
    }
    if (list.count) {
        qsort(list.items, list.count, sizeof *list.items, by_work);
    }
    for (size_t i = 0; i < list.count; i++) {
        const rap_engine_version *last = kept ? &list.items[kept - 1] : NULL;
        if (!last || last->lang != list.items[i].lang ||
            !rap_str_equal(last->doc, list.items[i].doc)) {
            list.items[kept++] = list.items[i];
        }
    }
    list.count = kept;
    *ret_versions = list;
    return true;
}

size_t rap_engine_work_end(const rap_engine_versions *versions, size_t first)
{
    size_t end = first + 1;
    while (end < versions->count &&
           rap_str_equal(versions->items[end].doc, versions->items[first].doc)) {
        end++;
    }
    return end;
}

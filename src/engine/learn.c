/* Learning the lexicon from the works that the register holds in several languages. */
#include "engine.h"

#include "base/data.h"
#include "base/file.h"
#include "base/json.h"
#include "linking/align.h"
#include "linking/learn.h"

/* Pairs of which the alignment is less sure teach more wrong than right. */
static const double least_sure = 0.5;
enum { MOST_CONCEPTS = 5000 };

typedef struct {
    rapporteur *r;
    rap_arena *work; /* of one work, reset after it */
    rap_learning *learning;
    size_t works, concepts, languages[RAP_LANG_COUNT];
    rap_str table;
    rap_error *error;
} learner;

typedef struct {
    rap_str texts[RAP_LANG_COUNT];
} parallel;

static void align_with(learner *l, const rap_version *english, const rap_version *other,
                       parallel *paragraphs)
{
    rap_alignment alignment;
    rap_align(l->work, english, other, &alignment);
    for (size_t i = 0; i < alignment.pairs.count; i++) {
        const rap_pair *pair = &alignment.pairs.items[i];
        if (pair->a_count == 1 && pair->b_count == 1 && pair->score >= least_sure) {
            paragraphs[pair->a[0]].texts[other->lang] = other->blocks.items[pair->b[0]].text;
        }
    }
}

static bool learn_from(learner *l, const rap_engine_version *versions, size_t count)
{
    const rap_engine_version *base = NULL;
    rap_version english, other;
    for (size_t i = 0; i < count; i++) {
        base = versions[i].lang == RAP_LANG_EN ? &versions[i] : base;
    }
    if (!base || count < 2) {
        return true;
    }
    rap_arena_reset(l->work);
    if (!rap_register_version_read(l->r->reg, l->work, base->id, &english, l->error)) {
        return false;
    }
    parallel *paragraphs = RAP_NEW_ARRAY(l->work, parallel, english.blocks.count + 1);
    for (size_t i = 0; i < count; i++) {
        if (&versions[i] == base || versions[i].lang == RAP_LANG_NONE) {
            continue;
        }
        if (!rap_register_version_read(l->r->reg, l->work, versions[i].id, &other, l->error)) {
            return false;
        }
        align_with(l, &english, &other, paragraphs);
        l->languages[versions[i].lang]++;
    }
    l->works++;
    for (size_t i = 0; i < english.blocks.count; i++) {
        bool is_parallel = false;
        for (int lang = 0; lang < RAP_LANG_COUNT; lang++) {
            is_parallel = is_parallel || paragraphs[i].texts[lang].length;
        }
        if (is_parallel) {
            paragraphs[i].texts[RAP_LANG_EN] = english.blocks.items[i].text;
            rap_learning_add(l->learning, paragraphs[i].texts);
        }
    }
    return true;
}

static bool learn_all(learner *l, rap_arena *arena, size_t most)
{
    rap_engine_versions versions;
    rap_concepts concepts;
    if (!rap_engine_works(l->r, arena, RAP_STR_NONE, &versions, l->error)) {
        return false;
    }
    for (size_t i = 0, end; i < versions.count; i = end) {
        end = rap_engine_work_end(&versions, i);
        if (!learn_from(l, &versions.items[i], end - i)) {
            return false;
        }
    }
    if (rap_learning_count(l->learning) < RAP_LEARNING_LEAST) {
        return rap_error_set(l->error, RAP_ERROR_MISSING, -1,
                             "holds too few paragraphs in English and another language to learn "
                             "from: %zu, where %d are needed; add more parallel versions",
                             rap_learning_count(l->learning), RAP_LEARNING_LEAST);
    }
    rap_learning_finish(l->learning, most ? most : MOST_CONCEPTS, &concepts);
    l->table = rap_lexicon_write(arena, &concepts, (uint32_t)rap_learning_count(l->learning));
    l->concepts = concepts.count;
    return true;
}

static bool keep(learner *l, const char *path)
{
    if (path) {
        return rap_file_write(path, l->table, l->error);
    }
    if (!rap_register_begin(l->r->reg, l->error)) {
        return false;
    }
    if (rap_register_lexicon_put(l->r->reg, l->table, l->error) &&
        rap_register_commit(l->r->reg, l->error)) {
        return true;
    }
    rap_register_rollback(l->r->reg);
    return false;
}

static const char *summary_of(rapporteur *r, const learner *l)
{
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, r->answer);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_name(&json, "works");
    rap_json_integer(&json, (long long)l->works);
    rap_json_name(&json, "paragraphs");
    rap_json_integer(&json, (long long)rap_learning_count(l->learning));
    rap_json_name(&json, "concepts");
    rap_json_integer(&json, (long long)l->concepts);
    rap_json_name(&json, "versions");
    rap_json_object_begin(&json);
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        if (l->languages[lang]) {
            rap_json_name(&json, rap_lang_code((rap_lang)lang));
            rap_json_integer(&json, (long long)l->languages[lang]);
        }
    }
    rap_json_object_end(&json);
    rap_json_object_end(&json);
    return rap_buf_str(&out).data;
}

static bool learn_guarded(learner *l, rap_arena *all, size_t most, const char *path,
                          const char **ret_summary)
{
    if (RAP_ARENA_GUARD(all)) {
        return rap_error_set(l->error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    l->learning = rap_learning_new(all);
    bool is_done = learn_all(l, all, most) && keep(l, path);
    if (is_done && ret_summary) {
        *ret_summary = summary_of(l->r, l);
    }
    rap_arena_unguard(all);
    return is_done;
}

bool rapporteur_learn(rapporteur *r, size_t most, const char *path, const char **ret_summary,
                      rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_arena *all = rap_arena_new(0), *work = rap_arena_new(0);
    learner l = {.r = r, .work = work, .error = &inner};
    rap_arena_reset(r->answer);
    bool is_done = all && work && learn_guarded(&l, all, most, path, ret_summary);
    rap_arena_free(work);
    rap_arena_free(all);
    bool is_path = path && inner.code == RAP_ERROR_FILE;
    return is_done || rap_engine_fail(error, is_path ? path : r->location, &inner);
}

/* -- reading it ---------------------------------------------------------------------------------
 */

const rap_lexicon *rap_engine_lexicon(rapporteur *r, rap_error *error)
{
    rap_str table = RAP_STR_NONE;
    if (r->lexicon) {
        return r->lexicon;
    }
    if (r->reg && !rap_register_lexicon_get(r->reg, r->arena, &table, error)) {
        return NULL;
    }
    r->lexicon =
        rap_lexicon_read(r->arena, table.length ? table : rap_data_find("lexicon.tsv"), error);
    return r->lexicon;
}

/* What became of operative paragraphs over the years. */
#include "engine.h"

#include "base/json.h"
#include "base/map.h"
#include "linking/lineage.h"

typedef struct {
    rap_str doc, session;
    int64_t id[RAP_LANG_COUNT]; /* of its version in each language; 0: none */
} work;

typedef struct {
    rapporteur *r;
    rap_arena *arena; /* of the run */
    rap_arena *step;  /* of one step, reset after it */
    rap_map *works;
    const rap_chains *chains;
    const rap_scales *scales;
    const rap_lexicon *lexicon; /* once it was needed */
    rap_lang lang;
    bool (*on_record)(void *user, const char *json, size_t length);
    void *user;
    bool is_stopped;
    rap_error *error;
} history;

/* -- versions -----------------------------------------------------------------------------------
 */

static bool gather(history *h)
{
    rap_engine_versions versions;
    if (!rap_engine_works(h->r, h->arena, RAP_STR_NONE, &versions, h->error)) {
        return false;
    }
    h->works = rap_map_new(h->arena);
    for (size_t i = 0; i < versions.count; i++) {
        const rap_engine_version *version = &versions.items[i];
        work *known = rap_map_find(h->works, version->doc);
        if (!known) {
            known = RAP_NEW(h->arena, work);
            known->doc = version->doc;
            known->session = version->session;
            rap_map_set(h->works, known->doc, known);
        }
        known->id[version->lang] = version->id;
    }
    return true;
}

static rap_lang first_of(const work *w)
{
    for (rap_lang lang = 0; lang < RAP_LANG_COUNT; lang++) {
        if (w->id[lang]) {
            return lang;
        }
    }
    return RAP_LANG_NONE;
}

static rap_lang common_of(const history *h, const work *a, const work *b)
{
    if (h->lang && a->id[h->lang] && b->id[h->lang]) {
        return h->lang;
    }
    if (a->id[RAP_LANG_EN] && b->id[RAP_LANG_EN]) {
        return RAP_LANG_EN;
    }
    for (rap_lang lang = 0; lang < RAP_LANG_COUNT; lang++) {
        if (a->id[lang] && b->id[lang]) {
            return lang;
        }
    }
    return RAP_LANG_NONE;
}

/* The language to read `own` in where it is compared with `other`. */
static rap_lang choose(const history *h, const work *own, const work *other)
{
    rap_lang both = common_of(h, own, other);
    if (both) {
        return both;
    }
    return h->lang && own->id[h->lang] ? h->lang
           : own->id[RAP_LANG_EN]      ? RAP_LANG_EN
                                       : first_of(own);
}

/* -- records ------------------------------------------------------------------------------------
 */

typedef struct {
    const rap_version *older, *newer;
    const rap_descents *descents;
} step;

static void put_side(rap_json *json, const char *name, const rap_version *version, int32_t mandate)
{
    rap_json_name(json, name);
    if (mandate < 0) {
        rap_json_null(json);
        return;
    }
    const rap_mandate *m = &version->mandates.items[mandate];
    rap_json_object_begin(json);
    rap_json_member(json, "doc", version->doc_lang);
    rap_json_member(json, "lang", rap_str_of(rap_lang_code(version->lang)));
    rap_json_member(json, "para", m->para);
    rap_json_member(json, "verb", m->verb);
    rap_json_member(json, "force", rap_str_of(rap_force_name(m->force)));
    rap_json_member_strings(json, "addressees", &m->addressees);
    rap_json_member(json, "text", version->blocks.items[m->evidence.block].text);
    rap_json_object_end(json);
}

static void put_differences(rap_json *json, const step *s, const rap_descent *d)
{
    if (!d->differences.count) {
        return;
    }
    const rap_mandate *a = &s->older->mandates.items[d->older];
    const rap_mandate *b = &s->newer->mandates.items[d->newer];
    rap_str before = s->older->blocks.items[a->evidence.block].text;
    rap_str after = s->newer->blocks.items[b->evidence.block].text;
    for (size_t i = 0; i < d->differences.count; i++) {
        const rap_difference *item = &d->differences.items[i];
        rap_json_array_begin(json);
        rap_json_string(json, rap_str_of(rap_difference_name(item->kind)));
        rap_json_string(json, item->kind == RAP_DIFFERENCE_DROPPED
                                  ? rap_str_slice(before, item->a.start, item->a.end)
                                  : rap_str_slice(after, item->b.start, item->b.end));
        rap_json_array_end(json);
    }
}

static void tell(history *h, const step *s, const rap_descent *d)
{
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, h->step);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("descent"));
    rap_json_member(&json, "doc", s->newer->doc);
    rap_json_member(&json, "renews", s->older->doc);
    rap_json_member(&json, "change", rap_str_of(rap_descent_name(d->kind)));
    rap_json_member(&json, "strength",
                    d->strength > 0   ? RAP_STR("stronger")
                    : d->strength < 0 ? RAP_STR("softer")
                                      : RAP_STR_NONE);
    rap_json_name(&json, "score");
    rap_json_real(&json, d->score);
    put_side(&json, "older", s->older, d->older);
    put_side(&json, "newer", s->newer, d->newer);
    rap_json_member_strings(&json, "addressees_added", &d->new_addressees);
    rap_json_member_strings(&json, "addressees_dropped", &d->old_addressees);
    rap_json_name(&json, "differences");
    rap_json_array_begin(&json);
    put_differences(&json, s, d);
    rap_json_array_end(&json);
    rap_json_object_end(&json);
    rap_str text = rap_buf_str(&out);
    h->is_stopped = !h->on_record(h->user, text.data, text.length);
}

/* -- one step -----------------------------------------------------------------------------------
 */

/* Paragraphs of one resolution that a thread runs through. */
typedef struct {
    rap_strs labels;
} thread;

static bool runs_through(const thread *t, const rap_version *version, int32_t mandate)
{
    for (size_t i = 0; i < t->labels.count && mandate >= 0; i++) {
        if (rap_str_equal(t->labels.items[i], version->mandates.items[mandate].para)) {
            return true;
        }
    }
    return false;
}

static void join(history *h, thread *t, const rap_version *version, int32_t mandate)
{
    if (mandate >= 0 && !runs_through(t, version, mandate)) {
        RAP_PUSH(h->arena, &t->labels,
                 rap_str_copy(h->arena, version->mandates.items[mandate].para));
    }
}

static bool read_side(history *h, const work *own, const work *other, rap_version *ret_version)
{
    return rap_register_version_read(h->r->reg, h->step, own->id[choose(h, own, other)],
                                     ret_version, h->error);
}

/* Which way a thread is followed through a step. */
typedef enum { STEP_WHOLE, STEP_BACK, STEP_ON } step_way;

/* Tells what became of the paragraphs from one resolution to the next; of a thread only where it
 * runs, and in *ret_thread where it goes on. A step that is only followed tells nothing. */
static bool take_step(history *h, const work *older, const work *newer, step_way way,
                      const thread *from, thread *ret_thread, bool is_told)
{
    rap_version a, b;
    rap_descents descents;
    rap_arena_reset(h->step);
    if (RAP_ARENA_GUARD(h->step)) {
        return rap_error_set(h->error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    if (!common_of(h, older, newer) && !h->lexicon) {
        h->lexicon = rap_engine_lexicon(h->r, h->error);
    }
    bool is_read = (common_of(h, older, newer) || h->lexicon) && read_side(h, older, newer, &a) &&
                   read_side(h, newer, older, &b);
    if (is_read) {
        rap_lineage_find(h->step, h->scales, h->lexicon, &a, &b, &descents);
        step s = {&a, &b, &descents};
        for (size_t i = 0; i < descents.count && !h->is_stopped; i++) {
            const rap_descent *d = &descents.items[i];
            bool runs = way == STEP_WHOLE  ? true
                        : way == STEP_BACK ? runs_through(from, &b, d->newer)
                                           : runs_through(from, &a, d->older);
            if (runs && way == STEP_BACK) {
                join(h, ret_thread, &a, d->older);
            } else if (runs && way == STEP_ON) {
                join(h, ret_thread, &b, d->newer);
            }
            if (runs && is_told) {
                tell(h, &s, d);
            }
        }
    }
    rap_arena_unguard(h->step);
    return is_read;
}

/* -- chains -------------------------------------------------------------------------------------
 */

typedef RAP_VEC(const work *) work_list;

/* The resolutions of the chain that the register holds. */
static void chain_of(const history *h, rap_str symbol, work_list *ret_works)
{
    rap_strs chain;
    rap_chains_of(h->chains, h->arena, symbol, &chain);
    *ret_works = (work_list){0};
    for (size_t i = 0; i < chain.count; i++) {
        const work *w = rap_map_find(h->works, chain.items[i]);
        if (w) {
            RAP_PUSH(h->arena, ret_works, w);
        }
    }
}

static bool has_paragraph(history *h, const work *w, rap_str label, bool *ret_has)
{
    rap_version version;
    *ret_has = false;
    rap_arena_reset(h->step);
    if (!rap_register_version_read(h->r->reg, h->step, w->id[choose(h, w, w)], &version,
                                   h->error)) {
        return false;
    }
    for (size_t i = 0; i < version.mandates.count; i++) {
        *ret_has = *ret_has || rap_str_equal(version.mandates.items[i].para, label);
    }
    return true;
}

/* Follows a paragraph back to where it began, then tells its way from there. */
static bool tell_thread(history *h, const work_list *chain, size_t own, const char *paragraph)
{
    bool is_there;
    thread *threads = RAP_NEW_ARRAY(h->arena, thread, chain->count);
    if (!has_paragraph(h, chain->items[own], rap_str_of(paragraph), &is_there)) {
        return false;
    }
    if (!is_there) {
        return rap_error_set(h->error, RAP_ERROR_MISSING, -1,
                             "%.100s has no operative paragraph %.40s",
                             rap_str_c(h->arena, chain->items[own]->doc), paragraph);
    }
    RAP_PUSH(h->arena, &threads[own].labels, rap_str_of(paragraph));
    for (size_t i = own; i > 0; i--) {
        if (!take_step(h, chain->items[i - 1], chain->items[i], STEP_BACK, &threads[i],
                       &threads[i - 1], false)) {
            return false;
        }
    }
    for (size_t i = 0; i + 1 < chain->count; i++) {
        bool is_before = i < own;
        thread ignored = {0};
        if (!take_step(h, chain->items[i], chain->items[i + 1], is_before ? STEP_BACK : STEP_ON,
                       &threads[is_before ? i + 1 : i], is_before ? &ignored : &threads[i + 1],
                       true)) {
            return false;
        }
    }
    return true;
}

static bool tell_chain(history *h, const rapporteur_history_options *options)
{
    work_list chain;
    const work *own = rap_map_find(h->works, rap_str_of(options->symbol));
    if (!own) {
        return rap_error_set(h->error, RAP_ERROR_MISSING, -1, "there is no document \"%.200s\"",
                             options->symbol);
    }
    chain_of(h, own->doc, &chain);
    for (size_t i = 0; i < chain.count && options->paragraph; i++) {
        if (chain.items[i] == own) {
            return tell_thread(h, &chain, i, options->paragraph);
        }
    }
    for (size_t i = 0; i + 1 < chain.count && !h->is_stopped; i++) {
        const work *newer = chain.items[i + 1];
        bool is_wanted = !options->session || rap_str_is(newer->session, options->session);
        if (is_wanted && !take_step(h, chain.items[i], newer, STEP_WHOLE, NULL, NULL, true)) {
            return false;
        }
    }
    return true;
}

/* Every resolution with the one before it in its chain. */
static bool tell_all(history *h, const rapporteur_history_options *options)
{
    for (size_t i = 0; i < rap_map_count(h->works) && !h->is_stopped; i++) {
        rap_str doc;
        void *value;
        work_list chain;
        rap_map_at(h->works, i, &doc, &value);
        const work *own = value;
        if (options->session && !rap_str_is(own->session, options->session)) {
            continue;
        }
        chain_of(h, doc, &chain);
        for (size_t k = 1; k < chain.count; k++) {
            if (chain.items[k] == own &&
                !take_step(h, chain.items[k - 1], own, STEP_WHOLE, NULL, NULL, true)) {
                return false;
            }
        }
    }
    return true;
}

static bool prepare(history *h, const rapporteur_history_options *options)
{
    if (!rap_engine_has_register(h->r, h->error)) {
        return false;
    }
    h->lang = options->language ? rap_lang_of_code(rap_str_of(options->language)) : RAP_LANG_EN;
    if (!h->lang) {
        return rap_error_set(h->error, RAP_ERROR_USAGE, -1,
                             "\"%.40s\" is no language; write ar, zh, en, fr, ru or es",
                             options->language);
    }
    h->scales = rap_scales_new(h->arena, h->error);
    h->chains = h->scales ? rap_engine_chains(h->r, h->arena, h->error) : NULL;
    return h->chains && gather(h);
}

bool rapporteur_history(rapporteur *r, const rapporteur_history_options *options,
                        bool (*on_record)(void *user, const char *json, size_t length), void *user,
                        rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_arena_reset(r->answer);
    history *h = RAP_NEW(r->answer, history);
    *h = (history){.r = r,
                   .arena = r->answer,
                   .step = rap_arena_new(0),
                   .on_record = on_record,
                   .user = user,
                   .error = &inner};
    bool is_done = h->step && prepare(h, options) &&
                   (options->symbol ? tell_chain(h, options) : tell_all(h, options));
    rap_arena_free(h->step);
    bool is_usage = inner.code == RAP_ERROR_USAGE;
    return is_done || rap_engine_fail(error, is_usage ? NULL : r->location, &inner);
}

/* One analysed document into the register, and the links that it changes. */
#include "tie.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char translation[] = "translation of";

/* -- links ------------------------------------------------------------------------------------ */

static rap_str document_of(rap_str end)
{
    size_t hash = rap_str_find(end, RAP_STR("#"), 0);
    return hash == SIZE_MAX ? end : rap_str_slice(end, 0, hash);
}

/* The version whose facts are named so. */
static const rap_version *version_of(const rap_versions *versions, rap_str end)
{
    rap_str document = document_of(end);
    for (size_t i = 0; i < versions->count; i++) {
        if (rap_str_equal(versions->items[i].doc_lang, document)) {
            return &versions->items[i];
        }
    }
    return NULL;
}

static void put_lang(rap_json *json, const char *name, const rap_version *version)
{
    if (version) {
        rap_json_member(json, name, rap_str_of(rap_lang_code(version->lang)));
    }
}

static rap_register_link link_of(rap_arena *arena, const rap_versions *versions,
                                 const rap_link *link)
{
    const rap_version *from = version_of(versions, link->from);
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("link"));
    rap_json_member(&json, "kind", link->kind);
    rap_json_member(&json, "from", link->from);
    rap_json_member(&json, "to", link->to);
    if (from) {
        rap_json_member(&json, "doc", from->doc);
    }
    put_lang(&json, "lang", from);
    if (rap_str_is(link->kind, translation)) {
        put_lang(&json, "to_lang", version_of(versions, link->to));
    }
    rap_json_name(&json, "score");
    rap_json_real(&json, link->score);
    rap_json_member(&json, "why", link->reasons);
    rap_json_object_end(&json);
    return (rap_register_link){
        link->kind,  link->from,    link->to,         from ? from->doc : document_of(link->from),
        link->score, link->reasons, rap_buf_str(&out)};
}

/* Those of `links` that are translations, or those that are not, under one scope. */
static bool put_links(rapporteur *r, rap_arena *arena, rap_str scope, const rap_versions *versions,
                      const rap_links *links, bool are_translations, rap_error *error)
{
    RAP_VEC(rap_register_link) kept = {0};
    for (size_t i = 0; i < links->count; i++) {
        if (rap_str_is(links->items[i].kind, translation) == are_translations) {
            RAP_PUSH(arena, &kept, link_of(arena, versions, &links->items[i]));
        }
    }
    return rap_register_links_put(r->reg, scope, kept.items, kept.count, error);
}

bool rap_engine_put_links(rapporteur *r, rap_arena *arena, rap_str scope,
                          const rap_versions *versions, const rap_links *links, rap_error *error)
{
    return put_links(r, arena, scope, versions, links, false, error);
}

typedef struct {
    rap_arena *arena;
    rap_versions versions;
} gathering;

/* A version of the work, by name and language alone. Where files of one language each share the
 * work's name, the language tells them apart. */
static bool gather_version(void *user, const rap_register_version *known)
{
    gathering *all = user;
    rap_arena *arena = all->arena;
    rap_version version = {.arena = arena,
                           .doc = rap_str_copy(arena, known->doc),
                           .doc_lang = rap_str_copy(arena, known->doc_lang),
                           .lang = rap_lang_of_code(known->lang),
                           .cover.original = rap_lang_of_code(known->original)};
    if (rap_str_equal(version.doc, version.doc_lang)) {
        version.doc_lang = rap_str_of(rap_arena_format(arena, "%.*s-%s", RAP_STR_ARG(version.doc),
                                                       rap_lang_code(version.lang)));
    }
    for (size_t i = 0; i < all->versions.count; i++) {
        if (rap_str_equal(all->versions.items[i].doc_lang, version.doc_lang)) {
            return true; /* the same language from a second file */
        }
    }
    RAP_PUSH(arena, &all->versions, version);
    return true;
}

/* The languages of one work lie in one file or in several; whichever file comes last, the links
 * between them are made from what the register holds then. */
static bool link_work(rapporteur *r, rap_arena *arena, rap_str doc, rap_error *error)
{
    gathering all = {.arena = arena};
    if (!rap_register_version_list(r->reg, doc, 0, gather_version, &all, error)) {
        return false;
    }
    rap_links links = {0};
    rap_link_find(arena, &all.versions, &links);
    rap_str scope = rap_str_of(rap_arena_format(arena, "work:%.*s", RAP_STR_ARG(doc)));
    return put_links(r, arena, scope, &all.versions, &links, true, error);
}

/* -- works ------------------------------------------------------------------------------------ */

typedef struct {
    rap_arena *arena;
    rap_strs docs;
} works;

static void add_work(works *all, rap_str doc)
{
    for (size_t i = 0; i < all->docs.count; i++) {
        if (rap_str_equal(all->docs.items[i], doc)) {
            return;
        }
    }
    RAP_PUSH(all->arena, &all->docs, rap_str_copy(all->arena, doc));
}

static bool gather_work(void *user, const rap_register_version *version)
{
    add_work(user, version->doc);
    return true;
}

/* -- a document ---------------------------------------------------------------------------------
 */

/* What lies in a file goes on behind the path of that file. */
static char *absolute(rap_arena *arena, const rap_job *job)
{
    const char *on_disk = job->on_disk ? job->on_disk : job->path;
    char *whole = realpath(on_disk, NULL);
    char *copy =
        rap_arena_format(arena, "%s%s", whole ? whole : on_disk, job->path + strlen(on_disk));
    free(whole);
    return copy;
}

static bool put_file(rapporteur *r, rap_job *job, rap_error *error)
{
    const char *slash = strrchr(job->path, '/');
    rap_register_file file = {
        .hash = job->hash,
        .path = rap_str_of(absolute(job->arena, job)),
        .name = rap_str_of(slash ? slash + 1 : job->path),
        .given = job->given,
        .how = rap_engine_how(job->arena, job->as_original, &job->limits),
        .reader = rap_str_of(job->source.reader),
        .size = (int64_t)job->bytes.length,
        .added = (int64_t)time(NULL),
    };
    return rap_register_file_put(r->reg, &file, job->packed, &job->file_id, error);
}

/* Another file of the same run may have had the same bytes. */
static bool look_again(rapporteur *r, rap_job *job, rap_error *error)
{
    rap_register_file known;
    if (job->is_rebuild || job->file_id) {
        return true;
    }
    if (!rap_register_file_find(r->reg, job->arena, job->hash, &known, error)) {
        return false;
    }
    job->file_id = known.id;
    job->known_how = known.how;
    if (known.id && known.is_read) {
        job->outcome = RAPPORTEUR_UNCHANGED;
    }
    return true;
}

/* Looks for other files that hold the version just put. */
typedef struct {
    rap_job *job;
    rap_str path;  /* of the job's file, as stored */
    int64_t order; /* of the job's file */
    rap_lang lang;
    RAP_VEC(int64_t) replaced; /* earlier bytes at the same path */
    const char *elsewhere;     /* path of another file */
} rivals;

static bool find_path(void *user, const rap_register_version *version)
{
    rivals *all = user;
    all->path = rap_str_copy(all->job->arena, version->path);
    all->order = version->order;
    return false;
}

static bool find_rival(void *user, const rap_register_version *version)
{
    rivals *all = user;
    rap_arena *arena = all->job->arena;
    if (version->file_id == all->job->file_id || rap_lang_of_code(version->lang) != all->lang) {
        return true;
    }
    if (!rap_str_equal(version->path, all->path)) {
        all->elsewhere = rap_str_c(arena, version->path);
    } else if (version->order < all->order) {
        RAP_PUSH(arena, &all->replaced, version->file_id);
    }
    return true;
}

/* A file that was changed and added again: what was read from its earlier bytes goes. Copies
 * elsewhere may be meant to be there and are only told. */
static bool replace_earlier(rapporteur *r, rap_job *job, works *touched, rap_error *error)
{
    rivals all = {.job = job};
    if (!rap_register_version_list(r->reg, RAP_STR_NONE, job->file_id, find_path, &all, error)) {
        return false;
    }
    for (size_t i = 0; i < job->versions.count; i++) {
        all.lang = job->versions.items[i].lang;
        if (!rap_register_version_list(r->reg, job->versions.items[i].doc, 0, find_rival, &all,
                                       error)) {
            return false;
        }
    }
    rap_register_reading nothing = {0};
    for (size_t i = 0; i < all.replaced.count; i++) {
        int64_t id = all.replaced.items[i];
        rap_str scope = rap_str_of(rap_arena_format(job->arena, "file:%lld", (long long)id));
        if (!rap_register_version_list(r->reg, RAP_STR_NONE, id, gather_work, touched, error) ||
            !rap_register_reading_put(r->reg, id, &nothing, error) ||
            !rap_register_links_put(r->reg, scope, NULL, 0, error)) {
            return false;
        }
    }
    if (all.elsewhere && !job->is_rebuild) {
        job->note = rap_arena_format(
            job->arena,
            "the register holds this document from another file too; if it is another "
            "one, name it with an id: %s",
            all.elsewhere);
    }
    return true;
}

static bool put_reading(rapporteur *r, rap_job *job, rap_error *error)
{
    works touched = {.arena = job->arena};
    rap_register_reading reading = {.versions = job->versions.items,
                                    .count = job->versions.count,
                                    .tokens = job->tokens,
                                    .fold = rap_text_fold,
                                    .reader = rap_str_of(job->source.reader),
                                    .analyser = RAP_STR(RAPPORTEUR_VERSION)};
    if (!rap_register_version_list(r->reg, RAP_STR_NONE, job->file_id, gather_work, &touched,
                                   error) ||
        !rap_register_reading_put(r->reg, job->file_id, &reading, error)) {
        return false;
    }
    rap_str scope = rap_str_of(rap_arena_format(job->arena, "file:%lld", (long long)job->file_id));
    if (!put_links(r, job->arena, scope, &job->versions, &job->links, false, error)) {
        return false;
    }
    if (!replace_earlier(r, job, &touched, error)) {
        return false;
    }
    for (size_t i = 0; i < job->versions.count; i++) {
        add_work(&touched, job->versions.items[i].doc);
    }
    /* What people decided about these works is told of what is read of them now. */
    size_t untied = 0;
    for (size_t i = 0; i < touched.docs.count; i++) {
        size_t of_work = 0;
        if (!rap_engine_tie(r, job->arena, touched.docs.items[i], &of_work, error)) {
            return false;
        }
        untied += of_work;
    }
    if (untied) {
        job->note = rap_arena_format(job->arena,
                                     "%zu decision%s on this document cannot be tied to what is "
                                     "read now and wait%s: `rapporteur decisions --untied`",
                                     untied, untied == 1 ? "" : "s", untied == 1 ? "s" : "");
    }
    for (size_t i = 0; i < touched.docs.count; i++) {
        if (!link_work(r, job->arena, touched.docs.items[i], error) ||
            !rap_engine_link_same(r, job->arena, touched.docs.items[i], error)) {
            return false;
        }
    }
    return true;
}

static bool put_evidence(rapporteur *r, rap_job *job, rap_error *error)
{
    if (job->is_rebuild) {
        return true;
    }
    if (!job->file_id) {
        return put_file(r, job, error);
    }
    int64_t now = (int64_t)time(NULL);
    rap_str how = rap_engine_how(job->arena, job->as_original, &job->limits);
    return rap_register_file_again(r->reg, job->file_id, now, error) &&
           (!job->is_renamed ||
            rap_register_file_name(r->reg, job->file_id, job->given, now, error)) &&
           (rap_str_equal(how, job->known_how) ||
            rap_register_file_reading(r->reg, job->file_id, how, now, error));
}

bool rap_engine_store(rapporteur *r, rap_job *job, rap_error *error)
{
    if (!rap_register_mark(r->reg, error)) {
        return false;
    }
    bool is_well = look_again(r, job, error);
    bool is_known = is_well && job->outcome == RAPPORTEUR_UNCHANGED;
    if (is_well && (is_known || (put_evidence(r, job, error) && put_reading(r, job, error)))) {
        return rap_register_keep(r->reg, error);
    }
    rap_error ignored = {0};
    if (!rap_register_undo(r->reg, &ignored)) {
        return false;
    }
    if (error->code == RAP_ERROR_LIMIT) { /* of this document, not of the register */
        job->outcome = RAPPORTEUR_REFUSED;
        job->error = *error;
        return true;
    }
    return false;
}

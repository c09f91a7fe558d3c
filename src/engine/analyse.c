/* One document from bytes to facts. */
#include "engine.h"

#include "model/record.h"

#include <string.h>

static rap_str name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return rap_str_of(slash ? slash + 1 : path);
}

static void find_tokens(rap_job *job)
{
    rap_versions *versions = &job->versions;
    job->tokens = RAP_NEW_ARRAY(job->arena, rap_str *, versions->count);
    for (size_t i = 0; i < versions->count; i++) {
        const rap_version *version = &versions->items[i];
        job->tokens[i] = RAP_NEW_ARRAY(job->arena, rap_str, version->blocks.count);
        for (size_t b = 0; b < version->blocks.count; b++) {
            const rap_block *block = &version->blocks.items[b];
            job->tokens[i][b] = rap_text_index_tokens(
                job->indexer, job->arena, block->lang ? block->lang : version->lang, block->text);
        }
    }
}

/* What the reader found odd stands with the first version's own warnings. */
static void take_warnings(rap_job *job)
{
    rap_version *first = &job->versions.items[0];
    for (size_t i = 0; i < job->source.warnings.count; i++) {
        rap_warning warning = job->source.warnings.items[i];
        bool is_there = false;
        for (size_t w = 0; w < first->warnings.count && !is_there; w++) {
            is_there = rap_str_equal(first->warnings.items[w].rule, warning.rule) &&
                       rap_str_equal(first->warnings.items[w].message, warning.message);
        }
        if (!is_there) {
            warning.block = -1; /* its blocks are not the version's */
            RAP_PUSH(job->arena, &first->warnings, warning);
        }
    }
}

bool rap_engine_understand(const rapporteur *r, rap_job *job)
{
    rap_knowledge knowledge = rap_engine_knowledge(r);
    rap_str name = name_of(job->path);
    rap_reading reading = {.text = r->text,
                           .limits = job->limits,
                           .file_name = rap_str_c(job->arena, name),
                           .as_original = job->as_original,
                           .worker = r->worker};
    job->source = (rap_source){.arena = job->arena};
    if (!rap_read(&reading, job->arena, job->bytes, &job->source, &job->error)) {
        return false;
    }
    rap_engine_lap(job, RAPPORTEUR_STAGE_READING);
    rap_structure_find(r->structure, r->text, &job->source, job->given, name, &job->versions);
    if (!job->versions.count) {
        return rap_error_set(&job->error, RAP_ERROR_FORMAT, -1,
                             "holds no text that could be read; check that it is the right file");
    }
    rap_engine_lap(job, RAPPORTEUR_STAGE_STRUCTURE);
    for (size_t i = 0; i < job->versions.count; i++) {
        rap_version *version = &job->versions.items[i];
        rap_mention_find(r->mentions, r->text, version);
        rap_engine_lap(job, RAPPORTEUR_STAGE_MENTIONS);
        rap_mandate_find(&knowledge, version);
        rap_activity_find(&knowledge, version);
        rap_theme_read(&knowledge, version);
        rap_engine_lap(job, RAPPORTEUR_STAGE_FACTS);
    }
    take_warnings(job);
    return true;
}

bool rap_engine_analyse(const rapporteur *r, rap_job *job)
{
    if (!rap_engine_understand(r, job)) {
        return false;
    }
    rap_link_find(job->arena, &job->versions, &job->links);
    rap_engine_lap(job, RAPPORTEUR_STAGE_LINKING);
    find_tokens(job);
    rap_engine_lap(job, RAPPORTEUR_STAGE_INDEX);
    return true;
}

/* -- telling what was read ----------------------------------------------------------------------
 */

static size_t blocks_in(const rap_version *version, rap_part part, bool only_outermost)
{
    size_t count = 0;
    for (size_t i = 0; i < version->blocks.count; i++) {
        const rap_block *block = &version->blocks.items[i];
        count +=
            block->part == part && (!only_outermost || (block->label.length && block->level <= 1));
    }
    return count;
}

static size_t preambular_in(const rap_version *version)
{
    size_t count = 0;
    for (size_t i = 0; i < version->blocks.count; i++) {
        const rap_block *block = &version->blocks.items[i];
        count += block->part == RAP_PART_PREAMBULAR && block->level <= 1;
    }
    return count;
}

static size_t agreements_in(const rap_version *version)
{
    size_t count = 0;
    for (size_t i = 0; i < version->activities.count; i++) {
        count += version->activities.items[i].agreement != NULL;
    }
    return count;
}

static void put_counts(rap_buf *out, const rap_version *version)
{
    const struct {
        const char *name;
        size_t count;
    } members[] = {{"preambular", preambular_in(version)},
                   {"operative", blocks_in(version, RAP_PART_OPERATIVE, true)},
                   {"paragraphs", blocks_in(version, RAP_PART_BODY, true)},
                   {"notes", blocks_in(version, RAP_PART_FOOTNOTE, false)},
                   {"blocks", version->blocks.count},
                   {"mentions", version->mentions.count},
                   {"mandates", version->mandates.count},
                   {"activities", version->activities.count},
                   {"agreements", agreements_in(version)},
                   {"warnings", version->warnings.count}};
    rap_json json;
    rap_json_init(&json, out);
    rap_json_object_begin(&json);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        rap_json_name(&json, members[i].name);
        rap_json_integer(&json, (int64_t)members[i].count);
    }
    rap_json_object_end(&json);
}

/* Where a warning's block stands in the file. */
static void put_place(rap_json *json, const rap_version *version, const rap_warning *warning)
{
    if (warning->block < 0 || (size_t)warning->block >= version->blocks.count) {
        return;
    }
    const rap_block *block = &version->blocks.items[warning->block];
    if (block->label.length) {
        rap_json_member(json, "label", block->label);
    }
    if (block->origin.page) {
        rap_json_name(json, "page");
        rap_json_integer(json, block->origin.page);
    }
    if (block->origin.line) {
        rap_json_name(json, "line");
        rap_json_integer(json, block->origin.line);
    }
}

static void put_warnings(rap_buf *out, const rap_version *version)
{
    rap_buf_put_c(out, ", \"warnings\": [");
    for (size_t i = 0; i < version->warnings.count; i++) {
        const rap_warning *warning = &version->warnings.items[i];
        rap_json json;
        rap_buf_put_c(out, i ? ", " : "");
        rap_json_init(&json, out);
        rap_json_object_begin(&json);
        rap_json_member(&json, "rule", warning->rule);
        rap_json_member(&json, "message", warning->message);
        put_place(&json, version, warning);
        rap_json_object_end(&json);
    }
    rap_buf_put_byte(out, ']');
}

/* The document's record with what it is called, how much it holds and what was odd in it. */
static void put_document(rap_buf *out, const rap_version *version)
{
    rap_record_document(out, version);
    out->length--; /* the closing brace */
    rap_buf_put_c(out, ", \"reads_as\": ");
    rap_json json;
    rap_json_init(&json, out);
    rap_json_string(&json, version->doc_lang.length ? version->doc_lang : version->doc);
    rap_buf_put_c(out, ", \"counts\": ");
    put_counts(out, version);
    put_warnings(out, version);
    rap_buf_put_byte(out, '}');
}

typedef struct {
    rap_buf out;
    bool is_first;
} known;

static bool put_known(void *user, const rap_register_version *version)
{
    known *all = user;
    rap_json json;
    if (!all->is_first) {
        rap_buf_put_byte(&all->out, ',');
    }
    all->is_first = false;
    rap_json_init(&json, &all->out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("document"));
    rap_json_member(&json, "doc", version->doc);
    rap_json_member(&json, "lang", version->lang);
    rap_json_member(&json, "title", version->title);
    rap_json_member(&json, "reads_as", version->doc_lang);
    rap_json_object_end(&json);
    return true;
}

rap_str rap_engine_documents(rapporteur *r, rap_arena *arena, const rap_job *job)
{
    known all = {.is_first = true};
    rap_buf_init(&all.out, arena);
    rap_buf_put_byte(&all.out, '[');
    if (job->outcome == RAPPORTEUR_ADDED) {
        for (size_t i = 0; i < job->versions.count; i++) {
            if (i) {
                rap_buf_put_byte(&all.out, ',');
            }
            put_document(&all.out, &job->versions.items[i]);
        }
    } else if (job->file_id) {
        rap_register_version_list(r->reg, RAP_STR_NONE, job->file_id, put_known, &all, NULL);
    }
    rap_buf_put_byte(&all.out, ']');
    return rap_buf_str(&all.out);
}

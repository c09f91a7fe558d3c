/* Checks of a draft: a file read as it would be for the register, and what the rules find in it. */
#include "engine.h"

#include "base/file.h"
#include "base/json.h"
#include "base/map.h"

#include <jansson.h>
#include <string.h>

typedef struct {
    rapporteur *r;
    rap_arena *arena;
    const rap_job *job;
    rap_map *references;   /* symbol -> rap_check_reference, or a NULL value */
    bool has_offsets;      /* seams tell bytes of `text` */
    rap_str text;          /* the file without its mark of encoding */
    RAP_VEC(size_t) lines; /* where each begins */
    bool (*on_record)(void *user, const char *json, size_t length);
    void *user;
    bool is_stopped;
} checker;

static bool learn(rapporteur *r, rap_error *error)
{
    r->checks = r->checks ? r->checks : rap_check_rules_new(error);
    return r->checks != NULL;
}

/* -- the register as reference --------------------------------------------------------------------
 */

typedef struct {
    rap_arena *arena;
    rap_lang lang;
    rap_check_reference found;
    bool is_found;
} looking;

static bool take_document(void *user, rap_str record)
{
    looking *l = user;
    json_t *json = json_loadb(record.data, record.length, 0, NULL);
    const char *adopted = json_string_value(json_object_get(json, "adopted"));
    const char *title = json_string_value(json_object_get(json, "title"));
    const char *lang = json_string_value(json_object_get(json, "lang"));
    rap_date date;
    l->is_found = true;
    if (adopted && rap_date_parse(rap_str_of(adopted), &date)) {
        l->found.adopted = date;
    }
    if (title && lang && rap_lang_of_code(rap_str_of(lang)) == l->lang) {
        l->found.title = rap_str_copy(l->arena, rap_str_of(title));
    }
    json_decref(json);
    return true;
}

static bool find_reference(void *user, rap_str symbol, rap_lang lang,
                           rap_check_reference *ret_reference)
{
    checker *c = user;
    rap_check_reference *known = rap_map_find(c->references, symbol);
    if (!known) {
        looking l = {.arena = c->arena, .lang = lang};
        rap_filter filter = {.document = symbol};
        known = RAP_NEW(c->arena, rap_check_reference);
        rap_register_list(c->r->reg, RAP_RECORDS_DOCUMENTS, &filter, take_document, &l, NULL);
        *known = l.found;
        rap_map_set(c->references, symbol, known);
    }
    *ret_reference = *known;
    return known->title.length || known->adopted.year;
}

/* -- places ---------------------------------------------------------------------------------------
 */

static void index_lines(checker *c)
{
    const rap_source *source = &c->job->source;
    bool is_text = !strcmp(source->reader, "text") || !strcmp(source->reader, "html");
    c->has_offsets = is_text && rap_str_is(source->encoding, "UTF-8");
    for (size_t i = 0; i < source->warnings.count; i++) {
        c->has_offsets &= !rap_str_is(source->warnings.items[i].rule, "encoded-twice");
    }
    c->text = c->job->bytes;
    if (rap_str_starts(c->text, RAP_STR("\xEF\xBB\xBF"))) {
        c->text = rap_str_slice(c->text, 3, c->text.length);
    }
    RAP_PUSH(c->arena, &c->lines, 0);
    for (size_t i = 0; i < c->text.length && c->has_offsets; i++) {
        if (c->text.data[i] == '\n') {
            RAP_PUSH(c->arena, &c->lines, i + 1);
        }
    }
}

/* The byte of the file in which byte `at` of the block's text stands; SIZE_MAX where that is not
 * known. `is_end`: the one behind what ends there. */
static size_t offset_of(const checker *c, const rap_block *block, uint32_t at, bool is_end)
{
    const rap_origin *origin = &block->origin;
    uint32_t byte = is_end && at ? at - 1 : at;
    if (!c->has_offsets || !origin->seams.count || origin->seams.items[0].at > byte) {
        return SIZE_MAX;
    }
    const rap_seam *seam = &origin->seams.items[0];
    for (size_t i = 1; i < origin->seams.count && origin->seams.items[i].at <= byte; i++) {
        seam = &origin->seams.items[i];
    }
    size_t offset = (size_t)seam->offset + (byte - seam->at) + (is_end && at ? 1 : 0);
    return offset <= c->text.length ? offset : SIZE_MAX;
}

/* Line and column, both from 1; the column counts code points. */
static void put_place(const checker *c, rap_json *json, const char *line, const char *column,
                      size_t offset)
{
    size_t low = 0, high = c->lines.count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (c->lines.items[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    int64_t count = 1;
    for (size_t i = c->lines.items[low]; i < offset;) {
        rap_utf8_next(c->text, &i);
        count++;
    }
    rap_json_name(json, line);
    rap_json_integer(json, (int64_t)low + 1);
    rap_json_name(json, column);
    rap_json_integer(json, count);
}

static void put_number(rap_json *json, const char *name, int64_t number)
{
    rap_json_name(json, name);
    rap_json_integer(json, number);
}

static void put_block(const checker *c, rap_json *json, const rap_version *version,
                      const rap_check_finding *finding)
{
    const rap_block *block = &version->blocks.items[finding->block];
    bool has_span = finding->span.end > finding->span.start;
    rap_json_member(json, "part", rap_str_of(rap_part_name(block->part)));
    rap_json_member(json, "para", block->label.length ? block->label : block->number);
    put_number(json, "block", finding->block);
    put_number(json, "start", finding->span.start);
    put_number(json, "end", finding->span.end);
    size_t start = offset_of(c, block, finding->span.start, false);
    size_t end = has_span ? offset_of(c, block, finding->span.end, true) : SIZE_MAX;
    if (start != SIZE_MAX && end != SIZE_MAX && start < end) {
        put_place(c, json, "line", "column", start);
        put_place(c, json, "end_line", "end_column", end);
    } else if (block->origin.line) {
        put_number(json, "line", block->origin.line);
    }
    if (block->origin.page) {
        put_number(json, "page", block->origin.page);
    }
    rap_json_member(json, "place", block->origin.path);
    rap_json_member(json, "words", rap_block_slice(block, finding->span));
    rap_json_member(json, "text", block->text);
}

static void tell(checker *c, const rap_version *version, const rap_check_finding *finding)
{
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, c->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("check"));
    rap_json_member(&json, "rule", rap_check_rule_at(c->r->checks, finding->rule)->id);
    rap_json_member(&json, "severity", rap_str_of(rap_severity_name(finding->severity)));
    rap_json_member(&json, "message", finding->message);
    rap_json_member(&json, "remedy", finding->remedy);
    if (finding->has_replacement) {
        rap_json_name(&json, "replacement");
        rap_json_string(&json, finding->replacement);
    }
    rap_json_member(&json, "path", rap_str_of(c->job->path));
    rap_json_member(&json, "lang", rap_str_of(rap_lang_code(version->lang)));
    if (finding->block >= 0) {
        put_block(c, &json, version, finding);
    }
    rap_json_object_end(&json);
    rap_str text = rap_buf_str(&out);
    c->is_stopped = !c->on_record(c->user, text.data, text.length);
}

/* -- options --------------------------------------------------------------------------------------
 */

static bool each_rule(rapporteur *r, const char *list, bool *is_named, rap_error *error)
{
    rap_str rest = rap_str_of(list), part;
    while (rap_str_split(&rest, ',', &part)) {
        part = rap_str_trim(part);
        size_t rule = rap_check_rule_find(r->checks, part);
        if (part.length && rule == SIZE_MAX) {
            return rap_error_set(
                error, RAP_ERROR_USAGE, -1,
                "there is no rule \"%.*s\"; \"rapporteur check --rules\" lists them",
                (int)(part.length < 80 ? part.length : 80), part.data);
        }
        if (part.length) {
            is_named[rule] = true;
        }
    }
    return true;
}

static bool parse_severity(const char *name, rap_severity *ret_severity, rap_error *error)
{
    for (int i = RAP_SEVERITY_NOTE; i <= RAP_SEVERITY_ERROR && name; i++) {
        if (!strcmp(name, rap_severity_name((rap_severity)i))) {
            *ret_severity = (rap_severity)i;
            return true;
        }
    }
    return !name || rap_error_set(error, RAP_ERROR_USAGE, -1,
                                  "\"%.40s\" is no severity; write note, warning or error", name);
}

static bool parse_options(rapporteur *r, rap_arena *arena, const rapporteur_check_options *given,
                          rap_check_options *ret_options, rap_error *error)
{
    size_t count = rap_check_rule_count(r->checks);
    bool *is_off = RAP_NEW_ARRAY(arena, bool, count), *is_only = RAP_NEW_ARRAY(arena, bool, count);
    rap_strs *acronyms = RAP_NEW(arena, rap_strs);
    rapporteur_filter filter = {.period = given->period};
    rap_filter period;
    if (!each_rule(r, given->without, is_off, error) ||
        !each_rule(r, given->only, is_only, error) ||
        !parse_severity(given->severity, &ret_options->least, error) ||
        !rap_engine_filter(r, arena, &filter, &period, error)) {
        return false;
    }
    for (size_t i = 0; i < count && given->only; i++) {
        is_off[i] |= !is_only[i];
    }
    rap_str rest = rap_str_of(given->acronyms), part;
    while (rap_str_split(&rest, ',', &part)) {
        RAP_PUSH(arena, acronyms, rap_str_trim(part));
    }
    ret_options->is_off = is_off;
    ret_options->period = period.period;
    ret_options->acronyms = acronyms;
    ret_options->word_limit = given->limit;
    return true;
}

/* -- the run --------------------------------------------------------------------------------------
 */

static bool check_job(checker *c, rap_job *job, const rap_check_options *options)
{
    if (RAP_ARENA_GUARD(job->arena)) {
        return rap_error_set(&job->error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    if (!rap_engine_read_file(c->r, job->arena, job->path, &job->bytes, &job->error) ||
        !rap_engine_understand(c->r, job)) {
        rap_arena_unguard(job->arena);
        return false;
    }
    index_lines(c);
    for (size_t i = 0; i < job->versions.count; i++) {
        rap_check_findings findings;
        const rap_version *version = &job->versions.items[i];
        rap_check(c->r->checks, c->r->text, c->r->mentions, job->arena, version, options,
                  &findings);
        for (size_t k = 0; k < findings.count && !c->is_stopped; k++) {
            tell(c, version, &findings.items[k]);
        }
    }
    rap_arena_unguard(job->arena);
    return true;
}

bool rapporteur_check(rapporteur *r, const char *path, const rapporteur_check_options *options,
                      bool (*on_record)(void *user, const char *json, size_t length), void *user,
                      rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_check_options parsed = {0};
    rap_arena_reset(r->answer);
    if (!learn(r, &inner) || !parse_options(r, r->answer, options, &parsed, &inner) ||
        !rap_engine_learn_to_read(r, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    rap_job job = {.arena = rap_arena_new((size_t)1 << 30), .path = path, .limits = r->limits};
    if (!job.arena) {
        return rap_engine_fail(error, path, &inner);
    }
    checker *c = RAP_NEW(job.arena, checker);
    *c = (checker){.r = r,
                   .arena = job.arena,
                   .job = &job,
                   .references = rap_map_new(job.arena),
                   .on_record = on_record,
                   .user = user};
    parsed.find = r->reg ? find_reference : NULL;
    parsed.user = c;
    bool is_done = check_job(c, &job, &parsed);
    inner = job.error;
    rap_arena_free(job.arena);
    return is_done || rap_engine_fail(error, path, &inner);
}

bool rapporteur_check_rules(rapporteur *r, const char *id,
                            bool (*on_record)(void *user, const char *json, size_t length),
                            void *user, rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_arena_reset(r->answer);
    if (!learn(r, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    bool *is_named = RAP_NEW_ARRAY(r->answer, bool, rap_check_rule_count(r->checks));
    if (id && !each_rule(r, id, is_named, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    const rap_check_rule *rule;
    for (size_t i = 0; (rule = rap_check_rule_at(r->checks, i)); i++) {
        rap_buf out;
        rap_json json;
        if (id && !is_named[i]) {
            continue;
        }
        rap_buf_init(&out, r->answer);
        rap_json_init(&json, &out);
        rap_json_object_begin(&json);
        rap_json_member(&json, "id", rule->id);
        rap_json_member(&json, "severity", rap_str_of(rap_severity_name(rule->severity)));
        rap_json_member(&json, "title", rule->title);
        rap_json_member(&json, "why", rule->why);
        rap_json_member(&json, "remedy", rule->remedy);
        rap_json_member(&json, "source", rule->source);
        rap_json_member(&json, "wrong", rule->wrong);
        rap_json_member(&json, "right", rule->right);
        rap_json_object_end(&json);
        rap_str text = rap_buf_str(&out);
        if (!on_record(user, text.data, text.length)) {
            break;
        }
    }
    return true;
}

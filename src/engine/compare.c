/* Versions of works compared, as the register holds them. */
#include "engine.h"

#include "base/json.h"
#include "linking/compare.h"

#include <stdlib.h>

/* Below it a difference is more likely one of our readings. */
#define DEFAULT_CONFIDENCE 0.5

typedef struct {
    rapporteur *r;
    rap_arena *arena; /* of the run */
    rap_arena *pair;  /* of one pair of versions, reset after it */
    const rap_contrast_rules *rules;
    const rap_lexicon *lexicon;
    rap_strs sessions, languages;
    double confidence; /* the least that is told */
    bool points[RAP_POINT_COUNT], pairs;
    rap_engine_versions versions;
    rap_comparison sums[RAP_LANG_COUNT][RAP_LANG_COUNT];
    uint32_t works[RAP_LANG_COUNT][RAP_LANG_COUNT];
    bool (*on_record)(void *user, const char *json, size_t length);
    void *user;
    bool is_stopped;
    rap_error *error;
} comparing;

/* -- which versions ------------------------------------------------------------------------------
 */

static bool is_listed(const rap_strs *list, rap_str text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (rap_str_equal_nocase(list->items[i], text)) {
            return true;
        }
    }
    return !list->count;
}

/* "A/RES/77/12-en", whether or not facts need the language to name the version. */
static rap_str name_of(rap_arena *arena, const rap_engine_version *version)
{
    if (!rap_str_equal_nocase(version->doc, version->doc_lang)) {
        return version->doc_lang;
    }
    return rap_str_of(rap_arena_format(arena, "%.*s-%s", RAP_STR_ARG(version->doc),
                                       rap_lang_code(version->lang)));
}

/* The versions that were asked for, by work and language. */
static bool gather(comparing *c)
{
    rap_engine_versions all;
    if (!rap_engine_works(c->r, c->arena, RAP_STR_NONE, &all, c->error)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        const rap_engine_version *version = &all.items[i];
        if (is_listed(&c->sessions, version->session) &&
            is_listed(&c->languages, rap_str_of(rap_lang_code(version->lang)))) {
            RAP_PUSH(c->arena, &c->versions, *version);
        }
    }
    return true;
}

/* The place of the version that the others of the work are compared with. */
static size_t base_of(const rap_engine_version *versions, size_t count)
{
    rap_lang original = RAP_LANG_NONE;
    size_t english = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        original = original ? original : versions[i].original;
        english = versions[i].lang == RAP_LANG_EN ? i : english;
    }
    for (size_t i = 0; i < count && original; i++) {
        if (versions[i].lang == original) {
            return i;
        }
    }
    return english != SIZE_MAX ? english : 0;
}

/* -- records ------------------------------------------------------------------------------------
 */

static void tell(comparing *c, rap_buf *out)
{
    rap_str text = rap_buf_str(out);
    c->is_stopped = !c->on_record(c->user, text.data, text.length) || c->is_stopped;
}

static void put_side(const comparing *c, rap_json *json, const char *name,
                     const rap_engine_version *version, const rap_finding_side *side)
{
    rap_json_name(json, name);
    rap_json_object_begin(json);
    rap_json_member(json, "doc", name_of(c->pair, version));
    rap_json_member(json, "lang", rap_str_of(rap_lang_code(version->lang)));
    rap_json_member(json, "para", side->label);
    rap_json_member_strings(json, "values", &side->values);
    if (side->block >= 0) {
        rap_json_name(json, "block");
        rap_json_integer(json, side->block);
        rap_json_name(json, "start");
        rap_json_integer(json, side->span.start);
        rap_json_name(json, "end");
        rap_json_integer(json, side->span.end);
    }
    rap_json_member(json, "text", side->wording);
    rap_json_object_end(json);
}

static void tell_finding(comparing *c, const rap_engine_version *a, const rap_engine_version *b,
                         const rap_finding *finding)
{
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, c->pair);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("finding"));
    rap_json_member(&json, "doc", a->doc);
    rap_json_member(&json, "point", rap_str_of(rap_point_name(finding->point)));
    rap_json_member(&json, "severity", rap_str_of(rap_severity_name(finding->severity)));
    rap_json_name(&json, "confidence");
    rap_json_real(&json, finding->confidence);
    rap_json_member(&json, "part", rap_str_of(rap_part_name(finding->part)));
    put_side(c, &json, "a", a, &finding->a);
    put_side(c, &json, "b", b, &finding->b);
    rap_json_object_end(&json);
    tell(c, &out);
}

/* The blocks of one side, with their text. */
static void put_blocks(const comparing *c, rap_json *json, const char *name,
                       const rap_engine_version *version, const rap_version *read,
                       const uint32_t *blocks, size_t count)
{
    rap_json_name(json, name);
    rap_json_object_begin(json);
    rap_json_member(json, "doc", name_of(c->pair, version));
    rap_json_member(json, "lang", rap_str_of(rap_lang_code(version->lang)));
    rap_json_name(json, "blocks");
    rap_json_array_begin(json);
    for (size_t i = 0; i < count; i++) {
        const rap_block *block = &read->blocks.items[blocks[i]];
        bool is_note = block->part == RAP_PART_FOOTNOTE;
        rap_json_object_begin(json);
        rap_json_name(json, "block");
        rap_json_integer(json, blocks[i]);
        rap_json_member(json, "para", is_note ? block->number : block->label);
        rap_json_member(json, "text", block->text);
        rap_json_object_end(json);
    }
    rap_json_array_end(json);
    rap_json_object_end(json);
}

static void put_sentences(rap_json *json, const char *name, const rap_sentence *sentences,
                          size_t count)
{
    rap_json_name(json, name);
    rap_json_array_begin(json);
    for (size_t i = 0; i < count; i++) {
        rap_json_array_begin(json);
        rap_json_integer(json, sentences[i].block);
        rap_json_integer(json, sentences[i].span.start);
        rap_json_integer(json, sentences[i].span.end);
        rap_json_array_end(json);
    }
    rap_json_array_end(json);
}

static void tell_pair(comparing *c, const rap_engine_version *a, const rap_engine_version *b,
                      const rap_version *x, const rap_version *y, const rap_pair *pair)
{
    rap_buf out;
    rap_json json;
    rap_sentence_pairs sentences = {0};
    const rap_version *any = pair->a_count ? x : y;
    const rap_block *first = &any->blocks.items[pair->a_count ? pair->a[0] : pair->b[0]];
    rap_buf_init(&out, c->pair);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("pair"));
    rap_json_member(&json, "doc", a->doc);
    rap_json_member(&json, "part", rap_str_of(rap_part_name(first->part)));
    rap_json_name(&json, "score");
    rap_json_real(&json, pair->score);
    rap_json_name(&json, "moved");
    rap_json_bool(&json, pair->is_moved);
    put_blocks(c, &json, "a", a, x, pair->a, pair->a_count);
    put_blocks(c, &json, "b", b, y, pair->b, pair->b_count);
    if (pair->a_count && pair->b_count) {
        rap_align_sentences(c->pair, c->r->text, x, y, pair, &sentences);
    }
    rap_json_name(&json, "sentences");
    rap_json_array_begin(&json);
    for (size_t i = 0; i < sentences.count; i++) {
        const rap_sentence_pair *at = &sentences.items[i];
        rap_json_object_begin(&json);
        put_sentences(&json, "a", at->a, at->a_count);
        put_sentences(&json, "b", at->b, at->b_count);
        rap_json_name(&json, "score");
        rap_json_real(&json, at->score);
        rap_json_object_end(&json);
    }
    rap_json_array_end(&json);
    rap_json_object_end(&json);
    tell(c, &out);
}

static void put_tallies(rap_json *json, const bool points[RAP_POINT_COUNT],
                        const rap_tally tallies[RAP_POINT_COUNT])
{
    rap_json_name(json, "points");
    rap_json_object_begin(json);
    for (rap_point point = RAP_POINT_PRESENCE; point < RAP_POINT_COUNT; point++) {
        const rap_tally *tally = &tallies[point];
        if (!points[point] || !tally->compared) {
            continue;
        }
        rap_json_name(json, rap_point_name(point));
        rap_json_object_begin(json);
        rap_json_name(json, "compared");
        rap_json_integer(json, tally->compared);
        rap_json_name(json, "equal");
        rap_json_integer(json, tally->equal);
        rap_json_name(json, "told");
        rap_json_integer(json, tally->told);
        rap_json_name(json, "told_equal");
        rap_json_integer(json, tally->told_equal);
        rap_json_object_end(json);
    }
    rap_json_object_end(json);
}

static void tell_agreement(comparing *c, rap_lang a, rap_lang b, bool is_operative)
{
    const rap_comparison *sum = &c->sums[a][b];
    uint32_t pairs = is_operative ? sum->operative_pairs : sum->other_pairs;
    rap_buf out;
    rap_json json;
    const rap_tally *presence = &(is_operative ? sum->operative : sum->other)[RAP_POINT_PRESENCE];
    if (!presence->compared) {
        return;
    }
    rap_buf_init(&out, c->pair);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("agreement"));
    rap_json_member(&json, "lang", rap_str_of(rap_lang_code(b)));
    rap_json_member(&json, "with", rap_str_of(rap_lang_code(a)));
    rap_json_member(&json, "part", is_operative ? RAP_STR("operative") : RAP_STR("other"));
    rap_json_name(&json, "works");
    rap_json_integer(&json, c->works[a][b]);
    rap_json_name(&json, "paragraphs");
    rap_json_integer(&json, pairs);
    put_tallies(&json, c->points, is_operative ? sum->operative : sum->other);
    rap_json_object_end(&json);
    tell(c, &out);
}

static void tell_agreements(comparing *c)
{
    for (int part = 0; part < 2; part++) {
        for (int a = 0; a < RAP_LANG_COUNT; a++) {
            for (int b = 0; b < RAP_LANG_COUNT && !c->is_stopped; b++) {
                rap_arena_reset(c->pair);
                tell_agreement(c, (rap_lang)a, (rap_lang)b, part == 0);
            }
        }
    }
}

/* -- one pair ------------------------------------------------------------------------------------
 */

static void add_tallies(rap_tally *sum, const rap_tally *tallies)
{
    for (int i = 0; i < RAP_POINT_COUNT; i++) {
        sum[i].compared += tallies[i].compared;
        sum[i].equal += tallies[i].equal;
        sum[i].told += tallies[i].told;
        sum[i].told_equal += tallies[i].told_equal;
    }
}

static bool compare_pair(comparing *c, const rap_engine_version *a, const rap_engine_version *b)
{
    rap_version x, y;
    rap_alignment alignment;
    rap_comparison found;
    rap_arena_reset(c->pair);
    if (RAP_ARENA_GUARD(c->pair)) {
        return rap_error_set(c->error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    if (!rap_register_version_read(c->r->reg, c->pair, a->id, &x, c->error) ||
        !rap_register_version_read(c->r->reg, c->pair, b->id, &y, c->error)) {
        rap_arena_unguard(c->pair);
        return false;
    }
    rap_align(c->pair, &x, &y, &alignment);
    rap_compare(c->pair, c->rules, c->lexicon, &x, &y, &alignment, &found);
    for (size_t i = 0; i < alignment.pairs.count && c->pairs && !c->is_stopped; i++) {
        tell_pair(c, a, b, &x, &y, &alignment.pairs.items[i]);
    }
    for (size_t i = 0; i < found.findings.count && !c->is_stopped; i++) {
        const rap_finding *finding = &found.findings.items[i];
        if (c->points[finding->point] && finding->confidence >= c->confidence) {
            tell_finding(c, a, b, finding);
        }
    }
    rap_arena_unguard(c->pair);
    rap_comparison *sum = &c->sums[a->lang][b->lang];
    add_tallies(sum->operative, found.operative);
    add_tallies(sum->other, found.other);
    sum->operative_pairs += found.operative_pairs;
    sum->other_pairs += found.other_pairs;
    c->works[a->lang][b->lang]++;
    return true;
}

/* Every two of the work's versions, or each with the base. */
static bool compare_work(comparing *c, const rap_engine_version *versions, size_t count,
                         bool all_pairs)
{
    size_t base = base_of(versions, count);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            bool is_wanted = all_pairs ? i < k : i == base && k != base;
            if (is_wanted && !c->is_stopped && !compare_pair(c, &versions[i], &versions[k])) {
                return false;
            }
        }
    }
    return true;
}

static bool compare_works(comparing *c, bool all_pairs, size_t *ret_compared)
{
    *ret_compared = 0;
    for (size_t i = 0, end; i < c->versions.count; i = end) {
        end = rap_engine_work_end(&c->versions, i);
        *ret_compared += end - i > 1;
        if (!compare_work(c, &c->versions.items[i], end - i, all_pairs)) {
            return false;
        }
    }
    return true;
}

/* -- the run -------------------------------------------------------------------------------------
 */

static void parse_list(rap_arena *arena, const char *text, rap_strs *ret_list)
{
    rap_str rest = rap_str_of(text), part;
    while (rap_str_split(&rest, ',', &part)) {
        part = rap_str_trim(part);
        if (part.length) {
            RAP_PUSH(arena, ret_list, part);
        }
    }
}

static bool parse_points(comparing *c, const char *text)
{
    rap_strs names = {0};
    parse_list(c->arena, text, &names);
    for (size_t i = 0; i < names.count; i++) {
        rap_point point;
        if (!rap_point_of_name(names.items[i], &point)) {
            return rap_error_set(c->error, RAP_ERROR_USAGE, -1,
                                 "no point is called \"%.40s\"; docs/records.md lists them",
                                 rap_str_c(c->arena, names.items[i]));
        }
        c->points[point] = true;
    }
    for (int i = 0; i < RAP_POINT_COUNT && !names.count; i++) {
        c->points[i] = true;
    }
    return true;
}

static bool parse_confidence(comparing *c, const char *text)
{
    char *end = NULL;
    c->confidence = text ? strtod(text, &end) : DEFAULT_CONFIDENCE;
    if (text && (end == text || *end || !(c->confidence >= 0 && c->confidence <= 1))) {
        return rap_error_set(c->error, RAP_ERROR_USAGE, -1,
                             "\"%.40s\" is no confidence; write a number from 0 to 1, such as 0.3",
                             text);
    }
    return true;
}

static bool parse_languages(comparing *c, const char *text)
{
    parse_list(c->arena, text, &c->languages);
    for (size_t i = 0; i < c->languages.count; i++) {
        if (!rap_lang_of_code(c->languages.items[i])) {
            return rap_error_set(c->error, RAP_ERROR_USAGE, -1,
                                 "\"%.40s\" is no language; write ar, zh, en, fr, ru or es",
                                 rap_str_c(c->arena, c->languages.items[i]));
        }
    }
    return true;
}

static bool missing(comparing *c, const char *name)
{
    return rap_error_set(c->error, RAP_ERROR_MISSING, -1, "there is no version \"%.200s\"", name);
}

/* The version that `name` names, "A/RES/77/12-en"; NULL where there is none. */
static const rap_engine_version *version_named(const comparing *c, const char *name)
{
    const rap_engine_version *found = NULL;
    for (size_t i = 0; i < c->versions.count; i++) {
        const rap_engine_version *version = &c->versions.items[i];
        if (rap_str_equal_nocase(name_of(c->arena, version), rap_str_of(name)) &&
            (!found || version->order > found->order)) {
            found = version;
        }
    }
    return found;
}

static void keep_work(comparing *c, const char *name)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->versions.count; i++) {
        if (rap_str_equal_nocase(c->versions.items[i].doc, rap_str_of(name))) {
            c->versions.items[kept++] = c->versions.items[i];
        }
    }
    c->versions.count = kept;
}

static bool compare_two(comparing *c, const rapporteur_compare_options *options)
{
    const rap_engine_version *a = version_named(c, options->first),
                             *b = version_named(c, options->second);
    if (!a || !b) {
        return missing(c, a ? options->second : options->first);
    }
    return compare_pair(c, a, b);
}

static bool compare_as_asked(comparing *c, const rapporteur_compare_options *options)
{
    size_t compared;
    if (!gather(c)) {
        return false;
    }
    if (options->first && options->second) {
        return compare_two(c, options);
    }
    if (options->first) {
        keep_work(c, options->first);
        if (!c->versions.count) {
            return missing(c, options->first);
        }
    }
    if (!compare_works(c, options->all_pairs, &compared)) {
        return false;
    }
    if (options->first && !compared) {
        return rap_error_set(c->error, RAP_ERROR_MISSING, -1,
                             "\"%.200s\" has no second version to be compared with",
                             options->first);
    }
    return true;
}

bool rapporteur_compare(rapporteur *r, const rapporteur_compare_options *options,
                        bool (*on_record)(void *user, const char *json, size_t length), void *user,
                        rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_arena_reset(r->answer);
    comparing *c = RAP_NEW(r->answer, comparing);
    *c = (comparing){.r = r,
                     .arena = r->answer,
                     .pair = rap_arena_new(0),
                     .on_record = on_record,
                     .user = user,
                     .error = &inner};
    bool is_done = false;
    rap_contrast_rules *rules = NULL;
    if (c->pair) {
        c->pairs = options->pairs;
        parse_list(c->arena, options->session, &c->sessions);
        c->lexicon = rap_engine_lexicon(r, &inner);
        if (c->lexicon && rap_engine_learn(r, &inner)) {
            rules = rap_contrast_rules_new(r->mentions, &inner);
        }
        c->rules = rules;
        is_done = rules && parse_confidence(c, options->confidence) &&
                  parse_points(c, options->points) && parse_languages(c, options->languages) &&
                  compare_as_asked(c, options);
        if (is_done) {
            tell_agreements(c);
        }
    }
    rap_arena_free(c->pair);
    rap_contrast_rules_free(rules);
    bool is_usage = inner.code == RAP_ERROR_USAGE;
    return is_done || rap_engine_fail(error, is_usage ? NULL : r->location, &inner);
}

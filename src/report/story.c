/* Reading the register's records. */
#include "facts.h"

#include <jansson.h>
#include <string.h>

/* Keeps the record being read, so that it is freed when the arena runs out half way. */
typedef struct {
    json_t *root;
} holder;

static void release_holder(void *object)
{
    holder *held = object;
    if (held->root) {
        json_decref(held->root);
        held->root = NULL;
    }
}

typedef struct {
    rap_story *story;
    holder *held;
    bool (*take)(rap_story *story, const json_t *record);
} reader;

static bool visit(void *user, rap_str json)
{
    reader *r = user;
    json_error_t problem;
    r->held->root = json_loadb(json.data, json.length, 0, &problem);
    bool goes_on = true;
    if (json_is_object(r->held->root)) {
        goes_on = r->take(r->story, r->held->root);
    }
    release_holder(r->held);
    return goes_on;
}

static rap_str text_of(rap_story *story, const json_t *record, const char *name)
{
    const json_t *value = json_object_get(record, name);
    if (json_is_integer(value)) {
        return rap_str_of(
            rap_arena_format(story->arena, "%lld", (long long)json_integer_value(value)));
    }
    if (!json_is_string(value)) {
        return RAP_STR_NONE;
    }
    return rap_str_copy(story->arena,
                        (rap_str){json_string_value(value), json_string_length(value)});
}

static void texts_of(rap_story *story, const json_t *record, const char *name, rap_strs *ret_texts)
{
    const json_t *list = json_object_get(record, name);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *value = json_array_get(list, i);
        if (json_is_string(value)) {
            rap_str text = {json_string_value(value), json_string_length(value)};
            RAP_PUSH(story->arena, ret_texts, rap_str_copy(story->arena, text));
        }
    }
}

static rap_date date_of(const json_t *record, const char *name)
{
    rap_date date = {0};
    const json_t *value = json_object_get(record, name);
    if (json_is_string(value)) {
        rap_date_parse((rap_str){json_string_value(value), json_string_length(value)}, &date);
    }
    return date;
}

static rap_period period_of(const json_t *period)
{
    return (rap_period){date_of(period, "start"), date_of(period, "end")};
}

static rap_str source_key(rap_story *story, rap_str work, rap_lang lang)
{
    return rap_str_of(
        rap_arena_format(story->arena, "%.*s|%s", RAP_STR_ARG(work), rap_lang_code(lang)));
}

static bool take_document(rap_story *story, const json_t *record)
{
    rap_origin_doc *source = RAP_NEW(story->arena, rap_origin_doc);
    source->work = text_of(story, record, "doc");
    source->lang = rap_lang_of_code(text_of(story, record, "lang"));
    source->title = text_of(story, record, "title");
    source->symbol = text_of(story, record, "symbol");
    source->kind = text_of(story, record, "kind");
    source->issued = date_of(record, "issued");
    source->adopted = date_of(record, "adopted");
    source->period = period_of(json_object_get(record, "period"));
    RAP_PUSH(story->arena, &story->sources, source);
    rap_map_set(story->source_of, source_key(story, source->work, source->lang), source);
    return true;
}

/* Facts name a version of a work in several languages "doc-ar", its document record "doc". */
static rap_origin_doc *source_of(rap_story *story, rap_str doc, rap_lang lang)
{
    rap_origin_doc *source = rap_map_find(story->source_of, source_key(story, doc, lang));
    size_t tail = 1 + strlen(rap_lang_code(lang));
    if (!source && doc.length > tail) {
        rap_str work = rap_str_slice(doc, 0, doc.length - tail);
        source = rap_map_find(story->source_of, source_key(story, work, lang));
    }
    if (!source) {
        source = RAP_NEW(story->arena, rap_origin_doc);
        source->work = doc;
        source->lang = lang;
        RAP_PUSH(story->arena, &story->sources, source);
        rap_map_set(story->source_of, source_key(story, doc, lang), source);
    }
    return source;
}

static bool is_set(rap_period period)
{
    return period.start.year || period.end.year;
}

/* An activity without a date counts as of its document's period, else of its day of issue. */
static bool in_period(const rap_story *story, const rap_told *fact)
{
    rap_period wanted = story->options->filter.period;
    if (!is_set(wanted)) {
        return true;
    }
    for (size_t i = 0; i < fact->dates.count; i++) {
        if (rap_period_overlaps(fact->dates.items[i], wanted)) {
            return true;
        }
    }
    if (fact->dates.count) {
        return false;
    }
    const rap_origin_doc *source = fact->source;
    if (is_set(source->period)) {
        return rap_period_overlaps(source->period, wanted);
    }
    rap_date issued = source->issued.year ? source->issued : source->adopted;
    return issued.year && rap_period_overlaps((rap_period){issued, issued}, wanted);
}

static bool take_activity(rap_story *story, const json_t *record)
{
    rap_arena *arena = story->arena;
    rap_told *fact = RAP_NEW(arena, rap_told);
    fact->doc = text_of(story, record, "doc");
    fact->para = text_of(story, record, "para");
    fact->quote = text_of(story, record, "quote");
    fact->type = text_of(story, record, "type");
    fact->status = text_of(story, record, "status");
    fact->lang = rap_lang_of_code(text_of(story, record, "lang"));
    texts_of(story, record, "parties", &fact->parties);
    texts_of(story, record, "places", &fact->places);
    texts_of(story, record, "themes", &fact->themes);
    const json_t *dates = json_object_get(record, "dates");
    for (size_t i = 0; i < json_array_size(dates); i++) {
        RAP_PUSH(arena, &fact->dates, period_of(json_array_get(dates, i)));
    }
    const json_t *agreement = json_object_get(record, "agreement");
    fact->is_agreement = json_is_object(agreement);
    fact->agreement_kind = text_of(story, agreement, "kind");
    fact->agreement_action = text_of(story, agreement, "action");
    fact->valid_from = date_of(agreement, "valid_from");
    fact->valid_to = date_of(agreement, "valid_to");
    fact->title = text_of(story, json_object_get(record, "publication"), "title");
    const json_t *pledge = json_object_get(record, "pledge");
    fact->pledged = text_of(story, pledge, "what");
    texts_of(story, pledge, "who", &fact->pledgers);
    fact->pledge_due = period_of(json_object_get(pledge, "due"));
    const json_t *evidence = json_object_get(record, "evidence");
    fact->block = -1;
    if (json_is_object(evidence)) {
        fact->block = (int)json_integer_value(json_object_get(evidence, "block"));
        fact->start = (size_t)json_integer_value(json_object_get(evidence, "start"));
        fact->end = (size_t)json_integer_value(json_object_get(evidence, "end"));
    }
    fact->source = source_of(story, fact->doc, fact->lang);
    fact->order = story->facts.count;
    if (fact->quote.length && in_period(story, fact)) {
        fact->source->used++;
        RAP_PUSH(arena, &story->facts, fact);
    }
    size_t limit = story->options->filter.limit;
    return !limit || story->facts.count < limit;
}

static bool is_traced(const rap_story *story, rap_str doc, rap_lang lang)
{
    for (size_t i = 0; i < story->options->traced_count; i++) {
        const rap_report_traced *traced = &story->options->traced[i];
        if (traced->lang == lang && rap_str_equal_nocase(traced->doc, doc)) {
            return true;
        }
    }
    return false;
}

static bool take_mandate(rap_story *story, const json_t *record)
{
    rap_asked *asked = RAP_NEW(story->arena, rap_asked);
    asked->doc = text_of(story, record, "doc");
    asked->para = text_of(story, record, "para");
    asked->verb = text_of(story, record, "verb");
    asked->force = text_of(story, record, "force");
    asked->asks = text_of(story, record, "asks");
    asked->quote = text_of(story, record, "quote");
    asked->lang = rap_lang_of_code(text_of(story, record, "lang"));
    texts_of(story, record, "addressees", &asked->addressees);
    texts_of(story, record, "cites", &asked->cites);
    const json_t *timing = json_object_get(record, "timing");
    asked->timing_kind = text_of(story, timing, "kind");
    asked->timing_value = text_of(story, timing, "value");
    const json_t *evidence = json_object_get(record, "evidence");
    asked->block = evidence ? (int)json_integer_value(json_object_get(evidence, "block")) : -1;
    asked->source = source_of(story, asked->doc, asked->lang);
    rap_period wanted = story->options->filter.period;
    rap_date told = asked->source->adopted.year ? asked->source->adopted : asked->source->issued;
    if (story->options->kind != RAP_REPORT_TRACE && is_set(wanted) && told.year &&
        !rap_period_overlaps((rap_period){told, told}, wanted)) {
        return true;
    }
    RAP_PUSH(story->arena, &story->mandates, asked);
    asked->source->used++;
    size_t limit = story->options->filter.limit;
    return !limit || story->mandates.count < limit;
}

/* Of the matrix: the period is that of the answers. */
static bool take_traced(rap_story *story, const json_t *record)
{
    rap_lang lang = rap_lang_of_code(text_of(story, record, "lang"));
    return !is_traced(story, text_of(story, record, "doc"), lang) || take_mandate(story, record);
}

static bool list(rap_story *story, rap_records records, const rap_filter *filter,
                 bool (*take)(rap_story *story, const json_t *record))
{
    reader r = {story, RAP_NEW(story->arena, holder), take};
    rap_arena_defer(story->arena, release_holder, r.held);
    return rap_register_list(story->reg, records, filter, visit, &r, story->error);
}

bool rap_story_read(rap_story *story)
{
    story->source_of = rap_map_new(story->arena);
    story->names = rap_map_new(story->arena);
    if (!list(story, RAP_RECORDS_DOCUMENTS, &(rap_filter){0}, take_document)) {
        return false;
    }
    /* The period is judged here, because undated facts take their document's. */
    rap_filter filter = story->options->filter;
    filter.period = (rap_period){{0}, {0}};
    filter.limit = 0;
    if (story->options->kind == RAP_REPORT_TRACE) {
        filter = (rap_filter){.document = filter.document};
        return list(story, RAP_RECORDS_MANDATES, &filter, take_traced);
    }
    if (story->options->kind == RAP_REPORT_MANDATES) {
        return list(story, RAP_RECORDS_MANDATES, &filter, take_mandate);
    }
    return list(story, RAP_RECORDS_ACTIVITIES, &filter, take_activity);
}

static bool take_block(rap_story *story, const json_t *record)
{
    rap_lang lang = rap_lang_of_code(text_of(story, record, "lang"));
    rap_str key = source_key(story, text_of(story, record, "doc"), lang);
    rap_origin_doc *source = rap_map_find(story->source_of, key);
    const json_t *index = json_object_get(record, "index");
    if (!source || !source->used || !json_is_integer(index) || json_integer_value(index) < 0) {
        return true;
    }
    rap_str part = text_of(story, record, "part");
    rap_told_block block = {.text = text_of(story, record, "text"),
                            .lead = text_of(story, record, "verb"),
                            .is_heading = rap_str_is(part, "heading"),
                            .is_read = true};
    size_t at = (size_t)json_integer_value(index);
    while (source->blocks.count <= at && at < 10000000) {
        RAP_PUSH(story->arena, &source->blocks, (rap_told_block){.is_read = false});
    }
    if (at < source->blocks.count) {
        source->blocks.items[at] = block;
    }
    return true;
}

bool rap_story_blocks(rap_story *story)
{
    rap_map *seen = rap_map_new(story->arena);
    for (size_t i = 0; i < story->sources.count; i++) {
        rap_origin_doc *source = story->sources.items[i];
        if (!source->used || rap_map_find(seen, source->work)) {
            continue;
        }
        rap_map_set(seen, source->work, source);
        rap_filter filter = {.document = source->work};
        if (!list(story, RAP_RECORDS_BLOCKS, &filter, take_block)) {
            return false;
        }
    }
    return true;
}

size_t rap_story_versions(const rap_story *story)
{
    size_t count = 0;
    for (size_t i = 0; i < story->sources.count; i++) {
        count += story->sources.items[i]->used > 0;
    }
    return count;
}

size_t rap_story_works(const rap_story *story)
{
    rap_map *works = rap_map_new(story->arena);
    for (size_t i = 0; i < story->sources.count; i++) {
        rap_origin_doc *source = story->sources.items[i];
        if (source->used) {
            rap_map_set(works, source->work, source);
        }
    }
    return rap_map_count(works);
}

rap_str rap_story_name_in(const rap_story *story, rap_str id, rap_lang lang)
{
    /* The id of a parliament is made of its State's: model/fact.h. */
    static const char parliament[] = "Parliament of ";
    const rap_report_options *options = story->options;
    rap_str name = RAP_STR_NONE;
    if (options->entity_name) {
        name = options->entity_name(options->user, id, lang);
    }
    if (!name.length && options->entity_name && rap_str_starts(id, RAP_STR(parliament)) &&
        lang == rap_words_lang(story->words)) {
        rap_str state = rap_str_slice(id, sizeof parliament - 1, id.length);
        state = options->entity_name(options->user, state, lang);
        if (state.length) {
            return rap_words_fill(story->words, "parliament_of", &state, 1);
        }
    }
    return name.length ? rap_str_copy(story->arena, name) : RAP_STR_NONE;
}

rap_str rap_story_name(const rap_story *story, rap_str id)
{
    rap_str *known = rap_map_find(story->names, id);
    if (known) {
        return *known;
    }
    rap_str name = rap_story_name_in(story, id, rap_words_lang(story->words));
    known = RAP_NEW(story->arena, rap_str);
    *known = name.length ? name : id;
    rap_map_set(story->names, id, known);
    return *known;
}

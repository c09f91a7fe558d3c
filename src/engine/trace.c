/* What was done about what was asked: operative paragraphs with the activities that respond. */
#include "trace.h"

#include "base/json.h"
#include "base/map.h"
#include "model/record.h"

#include <stdlib.h>

/* What is known of a run. Reports are read once, whatever the number of resolutions. */
typedef struct {
    rapporteur *r;
    rap_arena *arena;
    rap_knowledge knowledge;
    const rap_lexicon *lexicon;
    rap_lang lang; /* asked for, or none */
    bool every_language;
    rap_period period;
    rap_lang why_lang;
    rap_map *reports;  /* rap_told_lists by work */
    rap_map *partners; /* works that tell of a body: rap_strs by id */
    rap_error *error;
} tracer;

typedef RAP_VEC(rap_told_list *) told_lists;

typedef struct {
    rap_arena *arena;
    rap_strs *list;
} gathering;

static bool gather(void *user, rap_str text)
{
    gathering *g = user;
    RAP_PUSH(g->arena, g->list, rap_str_copy(g->arena, text));
    return true;
}

/* The version that stands for a work: in the language asked for, else the English, the original,
 * the first. */
static size_t choose(const rap_engine_versions *versions, rap_lang lang)
{
    size_t best = 0;
    int most = -1;
    for (size_t i = 0; i < versions->count; i++) {
        const rap_engine_version *v = &versions->items[i];
        int fit = (lang && v->lang == lang)           ? 3
                  : v->lang == RAP_LANG_EN            ? 2
                  : v->lang && v->lang == v->original ? 1
                                                      : 0;
        if (fit > most) {
            most = fit;
            best = i;
        }
    }
    return best;
}

static rap_version *read_version(tracer *t, int64_t id)
{
    rap_version *version = RAP_NEW(t->arena, rap_version);
    if (!rap_register_version_read(t->r->reg, t->arena, id, version, t->error)) {
        return NULL;
    }
    version->arena = t->arena;
    rap_theme_read(&t->knowledge, version);
    return version;
}

/* A work's activities: of the version that stands for it, or of each. NULL on failure. */
static const told_lists *read_report(tracer *t, rap_str doc)
{
    told_lists *lists = rap_map_find(t->reports, doc);
    rap_engine_versions all, versions = {0};
    if (lists) {
        return lists;
    }
    lists = RAP_NEW(t->arena, told_lists);
    if (!rap_engine_works(t->r, t->arena, doc, &all, t->error)) {
        return NULL;
    }
    for (size_t i = 0; i < all.count; i++) {
        if (all.items[i].has_activities) {
            RAP_PUSH(t->arena, &versions, all.items[i]);
        }
    }
    size_t chosen = versions.count ? choose(&versions, t->lang) : 0;
    for (size_t i = 0; i < versions.count; i++) {
        if (!t->every_language && i != chosen) {
            continue;
        }
        rap_version *version = read_version(t, versions.items[i].id);
        if (!version) {
            return NULL;
        }
        RAP_PUSH(t->arena, lists, rap_told_new(t->arena, &t->knowledge, t->lexicon, version));
    }
    rap_map_set(t->reports, doc, lists);
    return lists;
}

/* The works that tell of any of the partners, each once, in order. */
static bool find_reports(tracer *t, const rap_strs *partners, rap_strs *ret_docs)
{
    rap_strs docs = {0};
    gathering g = {t->arena, &docs};
    for (size_t i = 0; i < partners->count; i++) {
        if (!rap_register_works_of(t->r->reg, RAP_WORKS_TELLING, partners->items[i], gather, &g,
                                   t->error)) {
            return false;
        }
    }
    rap_map *seen = rap_map_new(t->arena);
    for (size_t i = 0; i < docs.count; i++) {
        if (!rap_map_find(seen, docs.items[i])) {
            rap_map_set(seen, docs.items[i], &docs.items[i]);
            RAP_PUSH(t->arena, ret_docs, docs.items[i]);
        }
    }
    return true;
}

/* -- rows ---------------------------------------------------------------------------------------
 */

static bool overlaps(rap_period asked, rap_period told)
{
    rap_date start = told.start.year ? told.start : told.end;
    rap_date end = told.end.year ? told.end : (rap_date){9999, 12, 31};
    end.month = end.month ? end.month : 12;
    end.day = end.day ? end.day : 31;
    rap_date until = asked.end;
    until.month = until.month ? until.month : 12;
    until.day = until.day ? until.day : 31;
    return (!asked.start.year || rap_date_compare(end, asked.start) >= 0) &&
           (!asked.end.year || rap_date_compare(start, until) <= 0);
}

/* Whether the activity falls into the period asked for; one without dates where its report does. */
static bool is_in_period(const tracer *t, const rap_version *report, const rap_activity *activity)
{
    if (!t->period.start.year && !t->period.end.year) {
        return true;
    }
    for (size_t i = 0; i < activity->dates.count; i++) {
        if (overlaps(t->period, activity->dates.items[i])) {
            return true;
        }
    }
    return !activity->dates.count && overlaps(t->period, report->cover.period);
}

static void add_answers(tracer *t, rap_traced *rows, size_t count, const rap_told_list *told,
                        const rap_version *report, const rap_responses *responses)
{
    (void)told;
    for (size_t i = 0; i < responses->count; i++) {
        const rap_response *response = &responses->items[i];
        const rap_activity *activity = &report->activities.items[response->activity];
        if (response->mandate >= count || !is_in_period(t, report, activity)) {
            continue;
        }
        rap_traced *row = &rows[response->mandate];
        rap_answer answer = {.report = report,
                             .activity = activity,
                             .score = response->score,
                             .strength = response->strength,
                             .why =
                                 rap_response_why(t->arena, &t->knowledge, t->why_lang, response)};
        RAP_PUSH(t->arena, &row->answers, answer);
        if (row->status != RAP_TRACED_DIRECT) {
            row->status =
                response->strength == RAP_STRENGTH_DIRECT ? RAP_TRACED_DIRECT : RAP_TRACED_THEMATIC;
        }
    }
}

static int by_score(const void *a, const void *b)
{
    const rap_answer *x = a, *y = b;
    if (x->score > y->score || x->score < y->score) {
        return x->score > y->score ? -1 : 1;
    }
    int order = rap_str_compare(x->report->doc_lang, y->report->doc_lang);
    return order ? order : (x->activity > y->activity) - (x->activity < y->activity);
}

static bool trace_work(tracer *t, rap_str doc, rap_traced_list *rows)
{
    rap_engine_versions versions;
    rap_strs reports = {0};
    if (!rap_engine_works(t->r, t->arena, doc, &versions, t->error) || !versions.count) {
        return !versions.count;
    }
    rap_version *resolution = read_version(t, versions.items[choose(&versions, t->lang)].id);
    if (!resolution) {
        return false;
    }
    rap_asked_list *asked = rap_asked_new(t->arena, &t->knowledge, t->lexicon, resolution);
    size_t first = rows->count;
    for (size_t i = 0; i < resolution->mandates.count; i++) {
        const rap_mandate *mandate = &resolution->mandates.items[i];
        bool asks = mandate->addressees.count || mandate->force != RAP_FORCE_DECLARATION;
        rap_traced row = {.resolution = resolution,
                          .mandate = mandate,
                          .status = !rap_asked_is_open(asked, i) ? RAP_TRACED_BUSINESS
                                    : asks                       ? RAP_TRACED_OPEN
                                                                 : RAP_TRACED_NOTHING};
        RAP_PUSH(t->arena, rows, row);
    }
    if (!find_reports(t, rap_asked_partners(asked), &reports)) {
        return false;
    }
    for (size_t i = 0; i < reports.count; i++) {
        const told_lists *lists = read_report(t, reports.items[i]);
        for (size_t k = 0; lists && k < lists->count; k++) {
            rap_responses responses = {0};
            rap_respond(t->arena, asked, lists->items[k], &responses);
            add_answers(t, rows->items + first, rows->count - first, lists->items[k],
                        rap_told_version(lists->items[k]), &responses);
        }
        if (!lists) {
            return false;
        }
    }
    for (size_t i = first; i < rows->count; i++) {
        if (rows->items[i].answers.count) {
            qsort(rows->items[i].answers.items, rows->items[i].answers.count, sizeof(rap_answer),
                  by_score);
        }
    }
    return true;
}

/* The resolutions about a body, or about any that took part in something. */
static bool find_resolutions(tracer *t, const rap_strs *organizations, rap_strs *ret_docs)
{
    rap_strs bodies = *organizations, docs = {0};
    gathering parties = {t->arena, &bodies}, titled = {t->arena, &docs};
    if (!bodies.count && !rap_register_parties(t->r->reg, gather, &parties, t->error)) {
        return false;
    }
    for (size_t i = 0; i < bodies.count; i++) {
        if (!rap_trace_may_be_partner(t->knowledge.mentions, bodies.items[i])) {
            continue;
        }
        if (!rap_register_works_of(t->r->reg, RAP_WORKS_TITLED, bodies.items[i], gather, &titled,
                                   t->error)) {
            return false;
        }
    }
    rap_strs_settle(&docs);
    *ret_docs = docs;
    return true;
}

bool rap_engine_trace(rapporteur *r, rap_arena *arena, const rap_trace_question *question,
                      rap_traced_list *ret_rows, rap_error *error)
{
    tracer t = {.r = r,
                .arena = arena,
                .lang = question->lang,
                .every_language = question->every_language,
                .period = question->period,
                .why_lang = question->why_lang ? question->why_lang : RAP_LANG_EN,
                .reports = rap_map_new(arena),
                .error = error};
    rap_strs docs = {0};
    if (!rap_engine_learn(r, error)) {
        return false;
    }
    t.knowledge = rap_engine_knowledge(r);
    t.lexicon = rap_engine_lexicon(r, error);
    if (!t.lexicon) {
        return false;
    }
    if (question->document.length) {
        RAP_PUSH(arena, &docs, question->document);
    } else if (!find_resolutions(&t, &question->organizations, &docs)) {
        return false;
    }
    for (size_t i = 0; i < docs.count; i++) {
        if (!trace_work(&t, docs.items[i], ret_rows)) {
            return false;
        }
    }
    return true;
}

const char *rap_traced_status_name(rap_traced_status status)
{
    static const char *const names[] = {"direct", "thematic", "open", "nothing", "business"};
    return names[status];
}

/* -- records ------------------------------------------------------------------------------------
 */

static rap_str quote_of(const rap_answer *answer)
{
    const rap_evidence *quote = &answer->activity->quote;
    return rap_block_slice(&answer->report->blocks.items[quote->block], quote->span);
}

static void put_answer(rap_json *json, const rap_answer *answer)
{
    rap_strs parties = {0};
    rap_arena *arena = json->out->arena;
    for (size_t i = 0; i < answer->activity->parties.count; i++) {
        RAP_PUSH(arena, &parties, answer->activity->parties.items[i].entity);
    }
    rap_json_object_begin(json);
    rap_json_member(json, "id",
                    rap_record_fact_id(arena, answer->report->doc_lang, answer->report->lang,
                                       answer->activity->para, answer->activity->quote,
                                       RAP_FACT_ACTIVITY));
    rap_json_member(json, "doc", answer->report->doc_lang);
    rap_json_member(json, "para", answer->activity->para);
    rap_json_member(json, "lang", rap_str_of(rap_lang_code(answer->report->lang)));
    rap_json_member(json, "type", answer->activity->type);
    rap_json_member_strings(json, "parties", &parties);
    rap_json_member(json, "strength", rap_str_of(rap_strength_name(answer->strength)));
    rap_json_name(json, "score");
    rap_json_real(json, answer->score);
    rap_json_member(json, "why", answer->why);
    rap_json_member(json, "quote", quote_of(answer));
    rap_json_object_end(json);
}

static rap_str row_record(rap_arena *arena, const rap_traced *row)
{
    rap_buf out;
    rap_json json;
    const rap_mandate *mandate = row->mandate;
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("trace"));
    rap_json_member(&json, "id",
                    rap_record_fact_id(arena, row->resolution->doc_lang, row->resolution->lang,
                                       mandate->para, mandate->evidence, RAP_FACT_MANDATE));
    rap_json_member(&json, "doc", row->resolution->doc);
    rap_json_member(&json, "para", mandate->para);
    rap_json_member(&json, "lang", rap_str_of(rap_lang_code(row->resolution->lang)));
    rap_json_member(&json, "verb", mandate->verb);
    rap_json_member(&json, "force", rap_str_of(rap_force_name(mandate->force)));
    rap_json_member_strings(&json, "addressees", &mandate->addressees);
    rap_json_member(&json, "asks", mandate->asks);
    rap_json_member(&json, "quote",
                    rap_block_slice(&row->resolution->blocks.items[mandate->evidence.block],
                                    mandate->evidence.span));
    rap_json_member(&json, "status", rap_str_of(rap_traced_status_name(row->status)));
    rap_json_name(&json, "answers");
    rap_json_array_begin(&json);
    for (size_t i = 0; i < row->answers.count; i++) {
        put_answer(&json, &row->answers.items[i]);
    }
    rap_json_array_end(&json);
    rap_json_object_end(&json);
    return rap_buf_str(&out);
}

static rap_str link_record(rap_arena *arena, const rap_traced *row, const rap_answer *answer)
{
    rap_buf out;
    rap_json json;
    const rap_activity *activity = answer->activity;
    rap_str doc = row->resolution->doc;
    rap_str label = row->mandate->para;
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "kind", RAP_STR(RAP_LINK_RESPONDS));
    rap_json_member(&json, "from",
                    rap_record_activity_name(arena, answer->report->doc_lang, answer->report->lang,
                                             activity->para, activity->quote.block,
                                             activity->quote.span.start));
    rap_json_member(
        &json, "to",
        rap_str_of(rap_arena_format(arena, "%.*s#%.*s", RAP_STR_ARG(doc), RAP_STR_ARG(label))));
    rap_json_name(&json, "score");
    rap_json_real(&json, answer->score);
    rap_json_member(
        &json, "mandate",
        rap_str_of(rap_arena_format(arena, "%.*s OP %.*s", RAP_STR_ARG(doc), RAP_STR_ARG(label))));
    rap_json_name(&json, "activity");
    rap_json_object_begin(&json);
    rap_json_member(&json, "doc", answer->report->doc_lang);
    rap_json_member(&json, "para", activity->para);
    rap_json_member(&json, "quote", quote_of(answer));
    rap_json_object_end(&json);
    rap_json_member(&json, "strength", rap_str_of(rap_strength_name(answer->strength)));
    rap_json_member(&json, "why", answer->why);
    rap_json_object_end(&json);
    return rap_buf_str(&out);
}

bool rap_engine_list_responses(rapporteur *r, rap_arena *arena, const rap_filter *filter,
                               bool (*on_record)(void *user, const char *json, size_t length),
                               void *user, rap_error *error)
{
    rap_traced_list rows = {0};
    rap_trace_question question = {.every_language = true, .organizations = filter->organizations};
    if (!rap_engine_trace(r, arena, &question, &rows, error)) {
        return false;
    }
    for (size_t i = 0; i < rows.count; i++) {
        const rap_traced *row = &rows.items[i];
        for (size_t k = 0; k < row->answers.count; k++) {
            const rap_answer *answer = &row->answers.items[k];
            bool is_of_document = !filter->document.length ||
                                  rap_str_equal_nocase(filter->document, row->resolution->doc) ||
                                  rap_str_equal_nocase(filter->document, answer->report->doc) ||
                                  rap_str_equal_nocase(filter->document, answer->report->doc_lang);
            rap_str record = link_record(arena, row, answer);
            if (is_of_document && !on_record(user, record.data, record.length)) {
                return true;
            }
        }
    }
    return true;
}

static bool ask(rapporteur *r, const rapporteur_trace_options *options,
                rap_trace_question *ret_question, rap_filter *ret_filter, rap_error *error)
{
    rap_filter filter;
    rapporteur_filter wanted = {.organizations = options->organizations,
                                .period = options->period,
                                .language = options->language,
                                .types = options->types,
                                .themes = options->themes,
                                .session = options->session};
    if (!rap_engine_has_register(r, error) || !rap_engine_learn(r, error) ||
        !rap_engine_filter(r, r->answer, &wanted, &filter, error)) {
        return false;
    }
    *ret_filter = filter;
    *ret_question = (rap_trace_question){.document = rap_str_of(options->document),
                                         .organizations = filter.organizations,
                                         .period = filter.period,
                                         .lang = filter.lang};
    return true;
}

static bool has_any(const rap_strs *list, const rap_strs *wanted)
{
    bool is_there = !wanted->count;
    for (size_t i = 0; i < wanted->count; i++) {
        for (size_t k = 0; k < list->count && !is_there; k++) {
            is_there = rap_str_equal(list->items[k], wanted->items[i]);
        }
    }
    return is_there;
}

static bool is_wanted(const rapporteur_trace_options *options, const rap_filter *filter,
                      const rap_traced *row)
{
    rap_str is[] = {row->mandate->verb, rap_str_of(rap_force_name(row->mandate->force))};
    rap_str session = row->resolution->cover.session;
    rap_str status = rap_str_of(rap_traced_status_name(row->status));
    rap_str rest = rap_str_of(options->statuses), one;
    bool has_status = !rest.length;
    while (rest.length && rap_str_split(&rest, ',', &one)) {
        has_status = has_status || rap_str_equal(rap_str_trim(one), status);
    }
    return has_status && (!options->open_only || row->status == RAP_TRACED_OPEN) &&
           has_any(&(rap_strs){.items = is, .count = 2}, &filter->types) &&
           has_any(&row->mandate->themes, &filter->themes) &&
           has_any(&(rap_strs){.items = &session, .count = 1}, &filter->sessions);
}

bool rapporteur_trace(rapporteur *r, const rapporteur_trace_options *options,
                      bool (*on_record)(void *user, const char *json, size_t length), void *user,
                      rapporteur_error *error)
{
    rap_error inner = {0};
    rap_trace_question question;
    rap_filter filter;
    rap_traced_list rows = {0};
    rap_arena_reset(r->answer);
    if (!ask(r, options, &question, &filter, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    if (!rap_engine_trace(r, r->answer, &question, &rows, &inner)) {
        return rap_engine_fail(error, r->location, &inner);
    }
    for (size_t i = 0; i < rows.count; i++) {
        const rap_traced *row = &rows.items[i];
        if (!is_wanted(options, &filter, row)) {
            continue;
        }
        rap_str record = row_record(r->answer, row);
        if (!on_record(user, record.data, record.length)) {
            break;
        }
    }
    return true;
}

/* Reports: the public options in the report module's terms, and the file written. */
#include "trace.h"

#include "base/file.h"
#include "report/report.h"

#include <string.h>
#include <time.h>

/* The index of `name` in `names`; *error and SIZE_MAX where it is none of them. */
static size_t index_of(const char *const *names, size_t count, const char *name, const char *what,
                       rap_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(names[i], name)) {
            return i;
        }
    }
    rap_error_set(error, RAP_ERROR_USAGE, -1, "there is no %s \"%.60s\"; take one of %s, %s%s%s",
                  what, name, names[0], names[1], count > 2 ? ", " : "", count > 2 ? names[2] : "");
    return SIZE_MAX;
}

static rap_str entity_name(void *user, rap_str id, rap_lang lang)
{
    const rapporteur *r = user;
    const rap_entity *entity = rap_entity_find(r->mentions, id);
    return entity ? entity->names[lang] : RAP_STR_NONE;
}

static rap_str entity_kind(void *user, rap_str id)
{
    const rapporteur *r = user;
    const rap_entity *entity = rap_entity_find(r->mentions, id);
    return entity ? entity->kind : RAP_STR_NONE;
}

static rap_str place_id(void *user, rap_str place, rap_lang lang)
{
    const rapporteur *r = user;
    return rap_place_find(r->mentions, r->answer, lang, place);
}

static rap_str place_name(void *user, rap_str id, rap_lang lang)
{
    const rapporteur *r = user;
    return rap_place_name(r->mentions, lang, id);
}

rap_date rap_engine_today(void)
{
    time_t now = time(NULL);
    struct tm day;
    gmtime_r(&now, &day);
    return (rap_date){(int16_t)(day.tm_year + 1900), (int8_t)(day.tm_mon + 1), (int8_t)day.tm_mday};
}

static bool translate(rapporteur *r, rap_arena *arena, const rapporteur_report_options *options,
                      rap_report_options *ret, rap_error *error)
{
    static const char *const kinds[] = {[RAP_REPORT_ACTIVITIES] = "activities",
                                        [RAP_REPORT_CONSOLIDATED] = "consolidated",
                                        [RAP_REPORT_MANDATES] = "mandates",
                                        [RAP_REPORT_TRACE] = "trace",
                                        [RAP_REPORT_MAP] = "map",
                                        [RAP_REPORT_TIMELINE] = "timeline",
                                        [RAP_REPORT_NETWORK] = "network"};
    static const char *const forms[] = {[RAP_FORM_DOCX] = "docx",
                                        [RAP_FORM_HTML] = "html",
                                        [RAP_FORM_MARKDOWN] = "md",
                                        [RAP_FORM_SVG] = "svg"};
    static const char *const orders[] = {
        [RAP_BY_ORGANIZATION] = "organization", [RAP_BY_THEME] = "theme"};
    size_t kind = index_of(kinds, sizeof kinds / sizeof *kinds, options->kind ? options->kind : "",
                           "report", error);
    size_t form = kind == SIZE_MAX ? kind
                                   : index_of(forms, sizeof forms / sizeof *forms,
                                              options->form ? options->form : "", "form", error);
    size_t order =
        form == SIZE_MAX
            ? form
            : index_of(orders, 2, options->order ? options->order : orders[0], "order", error);
    if (order == SIZE_MAX || !rap_engine_filter(r, arena, &options->filter, &ret->filter, error)) {
        return false;
    }
    if ((form == RAP_FORM_SVG) != (kind >= RAP_REPORT_MAP)) {
        return rap_error_set(
            error, RAP_ERROR_USAGE, -1,
            "a report \"%s\" cannot be written as %s; map, timeline and network are "
            "pictures in SVG, the others are docx, html or md",
            kinds[kind], forms[form]);
    }
    ret->kind = (rap_report_kind)kind;
    ret->form = (rap_report_form)form;
    ret->order = (rap_report_order)order;
    ret->lang = options->language ? rap_lang_of_code(rap_str_of(options->language)) : RAP_LANG_EN;
    ret->max_words = options->max_words;
    ret->title = rap_str_of(options->title);
    ret->today = rap_engine_today();
    ret->entity_name = entity_name;
    ret->entity_kind = entity_kind;
    ret->place_id = place_id;
    ret->place_name = place_name;
    ret->user = r;
    return ret->lang || rap_error_set(error, RAP_ERROR_USAGE, -1,
                                      "\"%.40s\" is no language; write ar, zh, en, fr, ru or es",
                                      options->language);
}

/* The rows of the matrix, in the report's language. */
static bool trace(rapporteur *r, rap_arena *arena, rap_report_options *wanted, rap_error *error)
{
    rap_traced_list rows = {0};
    RAP_VEC(rap_report_traced) traced = {0};
    rap_trace_question question = {.document = wanted->filter.document,
                                   .organizations = wanted->filter.organizations,
                                   .period = wanted->filter.period,
                                   .lang = wanted->filter.lang,
                                   .why_lang = wanted->lang};
    if (!rap_engine_trace(r, arena, &question, &rows, error)) {
        return false;
    }
    for (size_t i = 0; i < rows.count; i++) {
        const rap_traced *row = &rows.items[i];
        rap_report_traced line = {.doc = row->resolution->doc_lang,
                                  .para = row->mandate->para,
                                  .lang = row->resolution->lang,
                                  .status = rap_str_of(rap_traced_status_name(row->status))};
        for (size_t k = 0; k < row->answers.count; k++) {
            const rap_answer *answer = &row->answers.items[k];
            const rap_evidence *quote = &answer->activity->quote;
            rap_report_answer told = {
                .doc = answer->report->doc_lang,
                .para = answer->activity->para,
                .quote = rap_block_slice(&answer->report->blocks.items[quote->block], quote->span),
                .why = answer->why,
                .lang = answer->report->lang,
                .strength = rap_str_of(rap_strength_name(answer->strength))};
            RAP_PUSH(arena, &line.answers, told);
        }
        RAP_PUSH(arena, &traced, line);
    }
    wanted->traced = traced.items;
    wanted->traced_count = traced.count;
    return true;
}

static const char *summary_of(rap_arena *arena, const rap_report_result *result)
{
    rap_str list = result->left_out_list.length ? result->left_out_list : RAP_STR("[]");
    return rap_arena_format(arena,
                            "{\"chapters\":%zu,\"paragraphs\":%zu,\"notes\":%zu,\"words\":%zu,"
                            "\"left_out\":%zu,\"left_out_list\":%.*s}",
                            result->chapters, result->paragraphs, result->notes, result->words,
                            result->left_out, RAP_STR_ARG(list));
}

static bool make(rapporteur *r, const rapporteur_report_options *options, rap_str *ret_bytes,
                 const char **ret_summary, rapporteur_error *error)
{
    rap_error inner = {0};
    rap_report_options wanted = {0};
    rap_report_result result = {0};
    rap_arena_reset(r->answer);
    if (!rap_engine_has_register(r, &inner) || !rap_engine_learn(r, &inner) ||
        !translate(r, r->answer, options, &wanted, &inner)) {
        return rap_engine_fail(error, NULL, &inner);
    }
    if (wanted.kind == RAP_REPORT_TRACE && !trace(r, r->answer, &wanted, &inner)) {
        return rap_engine_fail(error, r->location, &inner);
    }
    if (!rap_report_make(r->reg, r->answer, &wanted, ret_bytes, &result, &inner)) {
        return rap_engine_fail(error, r->location, &inner);
    }
    if (ret_summary) {
        *ret_summary = summary_of(r->answer, &result);
    }
    return true;
}

bool rapporteur_report(rapporteur *r, const rapporteur_report_options *options, const char *path,
                       const char **ret_summary, rapporteur_error *error)
{
    rap_error inner = {0};
    rap_str bytes = RAP_STR_NONE;
    if (!make(r, options, &bytes, ret_summary, error)) {
        return false;
    }
    return rap_file_write(path, bytes, &inner) || rap_engine_fail(error, path, &inner);
}

const char *rapporteur_report_bytes(rapporteur *r, const rapporteur_report_options *options,
                                    size_t *ret_length, const char **ret_summary,
                                    rapporteur_error *error)
{
    rap_str bytes = RAP_STR_NONE;
    if (!make(r, options, &bytes, ret_summary, error)) {
        return NULL;
    }
    *ret_length = bytes.length;
    return bytes.data;
}

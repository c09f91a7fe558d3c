/* What is in the register at a glance, the search, reports and pictures. */
#include "web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- the overview ------------------------------------------------------------------------------
 */

void web_get_overview(web_call *call)
{
    rapporteur_error error = {0};
    rap_buf out;
    rap_buf_init(&out, call->arena);
    if (!web_digest_put(call, &out, &error)) {
        web_failed(call, &error);
        return;
    }
    web_json(call, rap_buf_str(&out));
}

/* -- search --------------------------------------------------------------------------------------
 */

void web_get_search(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    const char *words = web_query(call, "q");
    if (!words) {
        rap_http_problem(call->request, call->answer, 400, "say what to search for: ?q=words");
        return;
    }
    if (!web_filter(call, &filter)) {
        return;
    }
    filter.types = web_query(call, "part");
    filter.kinds = web_query(call, "kind");
    size_t total = 0;
    const char *facets = NULL;
    web_list hits = web_list_new(call, 0, filter.limit);
    if (!rapporteur_search(call->r, words, &filter, web_list_take, &hits, &error) ||
        !(facets = rapporteur_facets(call->r, words, &filter, &total, &error))) {
        web_failed(call, &error);
        return;
    }
    hits.offset = filter.offset;
    web_list_answer(&hits, total,
                    rap_str_of(rap_arena_format(call->arena, ",\"facets\":%s", facets)));
}

/* -- reports -----------------------------------------------------------------------------------
 */

typedef struct {
    const char *form, *type;
} form;

static const form *form_of(const char *name)
{
    static const form forms[] = {
        {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {"html", "text/html; charset=utf-8"},
        {"md", "text/markdown; charset=utf-8"},
        {"svg", "image/svg+xml"}};
    for (size_t i = 0; name && i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(forms[i].form, name) == 0) {
            return &forms[i];
        }
    }
    return NULL;
}

static void write_report(web_call *call, const rapporteur_report_options *options,
                         const form *wanted)
{
    rapporteur_error error = {0};
    size_t length = 0;
    const char *summary = NULL;
    const char *bytes = rapporteur_report_bytes(call->r, options, &length, &summary, &error);
    if (!bytes) {
        web_failed(call, &error);
        return;
    }
    call->answer->status = 200;
    call->answer->type = wanted->type;
    call->answer->body = rap_str_copy(call->arena, (rap_str){bytes, length});
}

void web_get_picture(web_call *call)
{
    rapporteur_filter filter;
    const char *kind = web_parameter(call, 0);
    if (strcmp(kind, "map") && strcmp(kind, "timeline") && strcmp(kind, "network")) {
        rap_http_problem(call->request, call->answer, 404,
                         "there are map, timeline and network of activities");
        return;
    }
    if (web_filter(call, &filter)) {
        const form *svg = form_of("svg");
        filter.limit = filter.offset = 0;
        const rapporteur_report_options options = {.kind = kind,
                                                   .form = svg->form,
                                                   .language = web_query(call, "in"),
                                                   .title = web_query(call, "title"),
                                                   .filter = filter};
        write_report(call, &options, svg);
    }
}

void web_get_report(web_call *call)
{
    rapporteur_filter filter;
    const char *kind = web_query(call, "kind");
    const form *wanted = form_of(web_query(call, "form"));
    size_t words = 0;
    if (!kind || !wanted) {
        rap_http_problem(call->request, call->answer, 400,
                         "say which: ?kind=activities&form=docx (or html, md)");
        return;
    }
    if (!web_filter(call, &filter) || !web_number(call, "max_words", 0, 999999999, &words)) {
        return;
    }
    filter.limit = filter.offset = 0;
    filter.language = web_query(call, "from_language");
    const rapporteur_report_options options = {.kind = kind,
                                               .form = wanted->form,
                                               .order = web_query(call, "order"),
                                               .language = web_query(call, "language"),
                                               .title = web_query(call, "title"),
                                               .filter = filter,
                                               .max_words = words};
    write_report(call, &options, wanted);
    if (call->answer->status == 200) {
        rap_http_more(
            call->answer, "Content-Disposition",
            rap_arena_format(call->arena, "attachment; filename=\"%s.%s\"", kind, wanted->form));
    }
}

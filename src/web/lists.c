/* Lists of records, in pages. */
#include "web.h"

#include <string.h>

/* What a filter lets through of one kind of record. */
static void list(web_call *call, const char *kind, rapporteur_filter *filter)
{
    rapporteur_error error = {0};
    size_t total = 0, offset = filter->offset;
    web_list items = web_list_new(call, 0, filter->limit);
    if (!rapporteur_list(call->r, kind, filter, web_list_take, &items, &error) ||
        !rapporteur_total(call->r, kind, filter, &total, &error)) {
        web_failed(call, &error);
        return;
    }
    items.offset = offset; /* the library passed over them */
    web_list_answer(&items, total, RAP_STR_NONE);
}

static void list_plainly(web_call *call, const char *kind)
{
    rapporteur_filter filter;
    if (web_filter(call, &filter)) {
        list(call, kind, &filter);
    }
}

typedef struct {
    web_list *items;
    const char *words;
} titled;

static bool take_titled(void *user, const char *json, size_t length)
{
    titled *t = user;
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    const char *title = json_string_value(json_object_get(record, "title"));
    const char *doc = json_string_value(json_object_get(record, "doc"));
    bool is_wanted = (title && strcasestr(title, t->words)) || (doc && strcasestr(doc, t->words));
    json_decref(record);
    return !is_wanted || web_list_take(t->items, json, length);
}

void web_get_documents(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    const char *words = web_query(call, "q");
    if (!web_filter(call, &filter)) {
        return;
    }
    filter.kinds = web_query(call, "kind");
    if (!words) {
        list(call, "documents", &filter);
    } else {
        web_list items = web_list_new(call, filter.offset, filter.limit);
        titled t = {&items, words};
        filter.limit = filter.offset = 0;
        if (rapporteur_list(call->r, "documents", &filter, take_titled, &t, &error)) {
            web_list_answer(&items, items.seen, RAP_STR_NONE);
        } else {
            web_failed(call, &error);
        }
    }
}

void web_get_activities(web_call *call)
{
    list_plainly(call, "activities");
}

void web_get_publications(web_call *call)
{
    list_plainly(call, "publications");
}

void web_get_pledges(web_call *call)
{
    list_plainly(call, "pledges");
}

void web_get_figures(web_call *call)
{
    list_plainly(call, "figures");
}

/* -- mandates ----------------------------------------------------------------------------------
 */

/* Whether they are answered is not kept but found: the records are those of a trace. */
static void list_answered(web_call *call, const rapporteur_filter *filter, const char *wanted)
{
    rapporteur_error error = {0};
    const rapporteur_trace_options options = {.document = filter->document,
                                              .organizations = filter->organizations,
                                              .period = filter->period,
                                              .language = filter->language,
                                              .types = filter->types,
                                              .themes = filter->themes,
                                              .session = filter->session,
                                              .statuses = wanted};
    web_list items = web_list_new(call, filter->offset, filter->limit);
    if (!rapporteur_trace(call->r, &options, web_list_take, &items, &error)) {
        web_failed(call, &error);
        return;
    }
    web_list_answer(&items, items.seen, RAP_STR_NONE);
}

void web_get_mandates(web_call *call)
{
    rapporteur_filter filter;
    const char *wanted = web_query(call, "answered");
    if (!web_filter(call, &filter)) {
        return;
    }
    const char *addressee = web_query(call, "addressee");
    const char *force = web_query(call, "force"), *verb = web_query(call, "verb");
    filter.organizations = addressee ? addressee : filter.organizations;
    filter.types = verb ? verb : force ? force : filter.types; /* a verb has one force */
    if (!wanted) {
        list(call, "mandates", &filter);
    } else if (strcmp(wanted, "open") && strcmp(wanted, "direct") && strcmp(wanted, "thematic")) {
        rap_http_problem(call->request, call->answer, 400,
                         "\"answered\" is open, direct or thematic");
    } else {
        list_answered(call, &filter, wanted);
    }
}

/* -- what is found when it is asked for --------------------------------------------------------
 */

/* A list whose total is known when all of it was seen. */
static void put_seen(web_call *call, web_list *items, bool is_done, const rapporteur_error *error)
{
    if (is_done) {
        web_list_answer(items, items->seen, RAP_STR_NONE);
    } else {
        web_failed(call, error);
    }
}

void web_get_agreements(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    const rapporteur_agreement_options options = {.in_force = web_query(call, "in_force"),
                                                  .expiring = web_query(call, "expiring"),
                                                  .on = web_query(call, "on")};
    if (web_filter(call, &filter)) {
        web_list items = web_list_new(call, filter.offset, filter.limit);
        filter.limit = filter.offset = 0;
        put_seen(call, &items,
                 rapporteur_agreements(call->r, &filter, &options, web_list_take, &items, &error),
                 &error);
    }
}

void web_get_trace(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    const char *open = web_query(call, "open");
    if (web_filter(call, &filter)) {
        const rapporteur_trace_options options = {.document = filter.document,
                                                  .organizations = filter.organizations,
                                                  .period = filter.period,
                                                  .language = filter.language,
                                                  .types = filter.types,
                                                  .themes = filter.themes,
                                                  .session = filter.session,
                                                  .statuses = filter.status,
                                                  .open_only = open && strcmp(open, "0") != 0};
        web_list items = web_list_new(call, filter.offset, filter.limit);
        put_seen(call, &items, rapporteur_trace(call->r, &options, web_list_take, &items, &error),
                 &error);
    }
}

void web_get_due(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    if (web_filter(call, &filter)) {
        const rapporteur_due_options options = {.within = web_query(call, "within"),
                                                .on = web_query(call, "on"),
                                                .language = filter.language};
        web_list items = web_list_new(call, filter.offset, filter.limit);
        filter.limit = filter.offset = 0;
        filter.language = NULL;
        put_seen(call, &items,
                 rapporteur_due(call->r, &filter, &options, web_list_take, &items, &error), &error);
    }
}

void web_get_history(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    if (web_filter(call, &filter)) {
        const rapporteur_history_options options = {.symbol = web_parameter(call, 0),
                                                    .paragraph = web_query(call, "paragraph"),
                                                    .language = filter.language};
        web_list items = web_list_new(call, filter.offset, filter.limit);
        put_seen(call, &items, rapporteur_history(call->r, &options, web_list_take, &items, &error),
                 &error);
    }
}

void web_get_organizations(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    if (web_filter(call, &filter)) {
        const rapporteur_organization_filter wanted = {.words = web_query(call, "q"),
                                                       .kinds = web_query(call, "kind"),
                                                       .parent = web_query(call, "parent"),
                                                       .language = filter.language};
        web_list items = web_list_new(call, filter.offset, filter.limit);
        put_seen(call, &items,
                 rapporteur_organizations(call->r, &wanted, web_list_take, &items, &error), &error);
    }
}

void web_get_themes(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    if (web_filter(call, &filter)) {
        web_list items = web_list_new(call, filter.offset, filter.limit);
        put_seen(call, &items,
                 rapporteur_themes(web_query(call, "q"), web_list_take, &items, &error), &error);
    }
}

void web_get_compare(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    if (web_filter(call, &filter)) {
        const rapporteur_compare_options options = {.first = web_query(call, "first"),
                                                    .second = web_query(call, "second"),
                                                    .session = filter.session,
                                                    .languages = web_query(call, "languages"),
                                                    .points = web_query(call, "points"),
                                                    .confidence = web_query(call, "confidence")};
        web_list items = web_list_new(call, filter.offset, filter.limit);
        put_seen(call, &items, rapporteur_compare(call->r, &options, web_list_take, &items, &error),
                 &error);
    }
}

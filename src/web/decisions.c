/* Facts, what people decided about them, what waits for review, and how far people agree. */
#include "web.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -- a fact ------------------------------------------------------------------------------------
 */

void web_get_fact(web_call *call)
{
    rapporteur_error error = {0};
    const char *fact = rapporteur_fact(call->r, web_parameter(call, 0), &error);
    if (fact) {
        web_json(call, rap_str_copy(call->arena, rap_str_of(fact)));
    } else {
        web_failed(call, &error);
    }
}

/* -- a decision --------------------------------------------------------------------------------
 */

/* A member that is an object or a list, as JSON; NULL where it is missing. False with the answer
 * filled where it is something else. */
static bool part_of(web_call *call, const json_t *body, const char *name, json_type type,
                    const char **ret_json)
{
    const json_t *value = json_object_get(body, name);
    *ret_json = NULL;
    if (!value || json_is_null(value)) {
        return true;
    }
    if (json_typeof(value) != type) {
        return rap_http_problem(call->request, call->answer, 400, "\"%s\" must be %s", name,
                                type == JSON_OBJECT ? "an object" : "a list");
    }
    char *text = json_dumps(value, JSON_COMPACT);
    *ret_json = text ? rap_arena_copy(call->arena, text, strlen(text)) : NULL;
    free(text);
    return true;
}

/* A member that may be left out; what is no text is not taken for one that is missing. */
static bool text_of(web_call *call, const json_t *body, const char *name, const char **ret_text)
{
    const json_t *value = json_object_get(body, name);
    *ret_text = web_member(body, name);
    return *ret_text || !value || json_is_null(value) ||
           rap_http_problem(call->request, call->answer, 400, "\"%s\" must be a text", name);
}

static bool read_decision(web_call *call, const json_t *body, rapporteur_decision *ret_decision)
{
    const json_t *revision = json_object_get(body, "revision");
    rapporteur_decision decision = {.fact = web_parameter(call, 0),
                                    .verdict = web_member(body, "verdict"),
                                    .person = call->person->account.name,
                                    .revision = json_integer_value(revision)};
    if (!decision.verdict || !json_is_integer(revision)) {
        return rap_http_problem(call->request, call->answer, 400,
                                "verdict and revision (of the fact as it was seen) are needed");
    }
    if (!text_of(call, body, "reason", &decision.reason) ||
        !text_of(call, body, "with", &decision.with) ||
        !part_of(call, body, "correction", JSON_OBJECT, &decision.correction) ||
        !part_of(call, body, "parts", JSON_ARRAY, &decision.parts)) {
        return false;
    }
    *ret_decision = decision;
    return true;
}

/* Everybody who looks is told at once, not at the next look at the register. */
static void tell(web_call *call, const char *fact)
{
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, call->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "kind", RAP_STR("fact"));
    rap_json_member(&json, "id", rap_str_of(fact));
    rap_json_object_end(&json);
    rap_http_publish(call->web->http, "changed", rap_buf_str(&out));
}

void web_post_decision(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_decision decision = {0};
    const char *fact = NULL;
    json_t *body = web_body(call);
    if (body && read_decision(call, body, &decision)) {
        if (rapporteur_decide(call->r, &decision, &fact, &error)) {
            web_json(call, rap_str_copy(call->arena, rap_str_of(fact)));
            call->answer->status = 201;
            web_note(call, NULL, rap_arena_format(call->arena, "fact %s", decision.verdict),
                     decision.fact, decision.reason);
            tell(call, decision.fact);
        } else {
            web_failed(call, &error);
        }
    }
    web_body_free(body);
}

/* -- lists ---------------------------------------------------------------------------------------
 */

static bool is_set(const web_call *call, const char *name)
{
    const char *text = web_query(call, name);
    return text && strcmp(text, "0") != 0;
}

static bool read_below(web_call *call, double *ret_below)
{
    const char *text = web_query(call, "below");
    char *end = NULL;
    *ret_below = text ? strtod(text, &end) : 0;
    return !text || (end != text && !*end && isfinite(*ret_below) && *ret_below >= 0) ||
           rap_http_problem(call->request, call->answer, 400,
                            "\"below\" must be a confidence, such as 0.8");
}

void web_get_review(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    size_t total = 0;
    rapporteur_queue_options options = {.kind = web_query(call, "kind"),
                                        .person = call->person->account.name,
                                        .others = is_set(call, "mine")};
    if (!web_filter(call, &filter) || !read_below(call, &options.below)) {
        return;
    }
    options.document = filter.document;
    options.limit = filter.limit;
    options.offset = filter.offset;
    web_list items = web_list_new(call, 0, 0);
    if (rapporteur_queue(call->r, &options, web_list_take, &items, &total, &error)) {
        items.offset = filter.offset;
        web_list_answer(&items, total, RAP_STR_NONE);
    } else {
        web_failed(call, &error);
    }
}

void web_get_decisions(web_call *call)
{
    rapporteur_error error = {0};
    rapporteur_filter filter;
    size_t total = 0;
    if (!web_filter(call, &filter)) {
        return;
    }
    const rapporteur_decision_filter wanted = {.person = web_query(call, "person"),
                                               .document = filter.document,
                                               .period = filter.period,
                                               .untied = is_set(call, "untied"),
                                               .limit = filter.limit,
                                               .offset = filter.offset};
    web_list items = web_list_new(call, 0, 0);
    if (rapporteur_decisions(call->r, &wanted, web_list_take, &items, &total, &error)) {
        items.offset = filter.offset;
        web_list_answer(&items, total, RAP_STR_NONE);
    } else {
        web_failed(call, &error);
    }
}

void web_get_agreement(web_call *call)
{
    rapporteur_error error = {0};
    const char *told = rapporteur_concordance(call->r, web_query(call, "first"),
                                              web_query(call, "second"), &error);
    if (told) {
        web_json(call, rap_str_copy(call->arena, rap_str_of(told)));
    } else {
        web_failed(call, &error);
    }
}

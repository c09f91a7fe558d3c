/* Accounts, tokens, the log and contributions by HTTP. */
#include "web.h"

#include <string.h>
#include <strings.h>
#include <time.h>

/* -- what these share --------------------------------------------------------------------------
 */

const char *web_member(const json_t *body, const char *name)
{
    const json_t *value = json_object_get(body, name);
    const char *text = json_string_value(value);
    /* A text with a NUL inside is none. */
    return text && strlen(text) == json_string_length(value) ? text : NULL;
}

void web_body_free(json_t *body)
{
    json_decref(body);
}

void web_note(web_call *call, const char *who, const char *action, const char *about,
              const char *detail)
{
    if (call->web->people) {
        rap_people_note(call->web->people, time(NULL), who ? who : call->person->account.name,
                        call->request->peer, action, about, detail);
    }
}

void web_people_failed(web_call *call, const rap_error *error)
{
    const rap_web_options *options = &call->web->options;
    int status = error->code == RAP_ERROR_USAGE     ? 400
                 : error->code == RAP_ERROR_MISSING ? 404
                 : error->code == RAP_ERROR_LIMIT   ? 409
                 : error->code == RAP_ERROR_BUSY    ? 409
                                                    : 500;
    rap_http_problem(call->request, call->answer, status, "%s",
                     status == 500 ? "the accounts could not be read or written" : error->message);
    if (status == 500 && options->on_problem) {
        options->on_problem(options->user, error->message);
    }
}

/* Routes that are there only where there are accounts. */
bool web_is_shared(web_call *call)
{
    return call->web->people || rap_http_problem(call->request, call->answer, 404,
                                                 "there are no accounts here: it was not started "
                                                 "with --shared");
}

static bool number_of(web_call *call, size_t index, int64_t *ret)
{
    int number = 0;
    bool is_number = rap_str_number(call->request->parameters[index], &number);
    *ret = number;
    return is_number ||
           rap_http_problem(call->request, call->answer, 404, "there is nothing of that number");
}

static void list(web_call *call, rap_people_kind kind)
{
    rapporteur_filter page;
    rap_error error = {0};
    size_t total = 0;
    if (!web_is_shared(call) || !web_filter(call, &page)) {
        return;
    }
    web_list items = web_list_new(call, 0, 0);
    if (!rap_people_list(call->web->people, kind, &call->person->account, page.limit, page.offset,
                         web_list_take, &items, &total, &error)) {
        web_people_failed(call, &error);
        return;
    }
    items.offset = page.offset;
    web_list_answer(&items, total, RAP_STR_NONE);
}

/* Done: noted, and answered with nothing. */
static void done(web_call *call, bool is_done, const rap_error *error, const char *action,
                 const char *about, const char *detail)
{
    if (is_done) {
        web_note(call, NULL, action, about, detail);
        call->answer->status = 204;
    } else {
        web_people_failed(call, error);
    }
}

/* -- accounts ----------------------------------------------------------------------------------
 */

void web_get_users(web_call *call)
{
    list(call, RAP_PEOPLE_ACCOUNTS);
}

void web_post_users(web_call *call)
{
    rap_error error = {0};
    json_t *body = web_is_shared(call) ? web_body(call) : NULL;
    const char *name = web_member(body, "name"), *role = web_member(body, "role");
    const char *password = web_member(body, "password");
    const char *organization = web_member(body, "organization");
    if (body && (!name || !role || !password)) {
        rap_http_problem(call->request, call->answer, 400, "name, role and password are needed");
    } else if (body) {
        bool is_done = rap_people_add(call->web->people, name, rap_role_of(role), organization,
                                      password, time(NULL), &error);
        done(call, is_done, &error, "account added", name, role);
    }
    web_body_free(body);
}

/* An administrator cannot take the last way in away from themselves. */
static bool is_other(web_call *call, const char *name)
{
    return strcasecmp(name, call->person->account.name) != 0 ||
           rap_http_problem(call->request, call->answer, 400,
                            "that is your own account; another administrator must do it");
}

void web_patch_user(web_call *call)
{
    rap_error error = {0};
    const char *name = web_parameter(call, 0);
    json_t *body = web_is_shared(call) && is_other(call, name) ? web_body(call) : NULL;
    const char *role = web_member(body, "role"), *password = web_member(body, "password");
    const char *organization = web_member(body, "organization");
    if (body && role && rap_role_of(role) == RAP_ROLE_NOBODY) {
        rap_http_problem(call->request, call->answer, 400, "there is no role \"%.20s\"", role);
    } else if (body && !role && !password && !organization) {
        rap_http_problem(call->request, call->answer, 400,
                         "say what changes: role, organization or password");
    } else if (body) {
        bool is_done = true;
        if (role || organization) {
            is_done = rap_people_change(call->web->people, name, rap_role_of(role), organization,
                                        time(NULL), &error);
        }
        if (is_done && password) {
            is_done =
                rap_people_set_password(call->web->people, name, password, time(NULL), &error);
        }
        done(call, is_done, &error, "account changed", name,
             role           ? role
             : organization ? organization
                            : "password");
    }
    web_body_free(body);
}

void web_delete_user(web_call *call)
{
    rap_error error = {0};
    const char *name = web_parameter(call, 0);
    if (web_is_shared(call) && is_other(call, name)) {
        bool is_done = rap_people_remove(call->web->people, name, time(NULL), &error);
        done(call, is_done, &error, "account removed", name, NULL);
    }
}

void web_get_audit(web_call *call)
{
    list(call, RAP_PEOPLE_LOG);
}

/* -- tokens ------------------------------------------------------------------------------------
 */

void web_get_tokens(web_call *call)
{
    list(call, RAP_PEOPLE_TOKENS);
}

void web_post_tokens(web_call *call)
{
    rap_error error = {0};
    json_t *body = web_is_shared(call) ? web_body(call) : NULL;
    const char *label = web_member(body, "label"), *scope = web_member(body, "scope"), *secret;
    json_int_t days = json_integer_value(json_object_get(body, "days"));
    bool can_write = scope && strcmp(scope, "write") == 0;
    if (body && (!label || !scope || (!can_write && strcmp(scope, "read") != 0))) {
        rap_http_problem(call->request, call->answer, 400,
                         "label, scope (read or write) and days are needed");
    } else if (body && rap_people_token_add(
                           call->web->people, call->arena, &call->person->account, label, can_write,
                           days > 0 && days < 10000 ? (int)days : 0, time(NULL), &secret, &error)) {
        web_note(call, NULL, "token made", label, scope);
        web_json(call, rap_str_of(rap_arena_format(call->arena, "{\"token\":\"%s\"}", secret)));
        call->answer->status = 201;
    } else if (body) {
        web_people_failed(call, &error);
    }
    web_body_free(body);
}

void web_delete_token(web_call *call)
{
    rap_error error = {0};
    int64_t id;
    if (web_is_shared(call) && number_of(call, 0, &id)) {
        bool is_done =
            rap_people_token_end(call->web->people, call->person->account.id, id, &error);
        done(call, is_done, &error, "token ended", web_parameter(call, 0), NULL);
    }
}

/* -- contributions -----------------------------------------------------------------------------
 */

void web_get_contributions(web_call *call)
{
    list(call, RAP_PEOPLE_CONTRIBUTIONS);
}

static rap_contribution input_of(const json_t *body)
{
    return (rap_contribution){.period = web_member(body, "period"),
                              .language = web_member(body, "language"),
                              .title = web_member(body, "title"),
                              .text = web_member(body, "text")};
}

static void put_contribution(web_call *call, int64_t id, int status)
{
    rap_error error = {0};
    rap_contribution input;
    rap_buf out;
    rap_json json;
    if (!rap_people_contribution(call->web->people, call->arena, &call->person->account, id, &input,
                                 &error)) {
        web_people_failed(call, &error);
        return;
    }
    rap_buf_init(&out, call->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_name(&json, "id");
    rap_json_integer(&json, input.id);
    rap_json_member(&json, "organization", rap_str_of(input.organization));
    rap_json_member(&json, "period", rap_str_of(input.period));
    rap_json_member(&json, "language", rap_str_of(input.language));
    rap_json_member(&json, "title", rap_str_of(input.title));
    rap_json_member(&json, "text", rap_str_of(input.text));
    rap_json_member(&json, "state", rap_str_of(input.state));
    rap_json_object_end(&json);
    web_json(call, rap_buf_str(&out));
    call->answer->status = status;
}

void web_post_contributions(web_call *call)
{
    rap_error error = {0};
    int64_t id = 0;
    json_t *body = web_is_shared(call) ? web_body(call) : NULL;
    if (body) {
        const rap_contribution input = input_of(body);
        if (rap_people_contribute(call->web->people, &call->person->account, &input, time(NULL),
                                  &id, &error)) {
            put_contribution(call, id, 201);
        } else {
            web_people_failed(call, &error);
        }
    }
    web_body_free(body);
}

void web_get_contribution(web_call *call)
{
    int64_t id;
    if (web_is_shared(call) && number_of(call, 0, &id)) {
        put_contribution(call, id, 200);
    }
}

void web_put_contribution(web_call *call)
{
    rap_error error = {0};
    int64_t id;
    json_t *body = web_is_shared(call) && number_of(call, 0, &id) ? web_body(call) : NULL;
    if (body) {
        const rap_contribution input = input_of(body);
        if (rap_people_contribution_edit(call->web->people, &call->person->account, id, &input,
                                         time(NULL), &error)) {
            put_contribution(call, id, 200);
        } else {
            web_people_failed(call, &error);
        }
    }
    web_body_free(body);
}

void web_post_contribution_state(web_call *call)
{
    rap_error error = {0};
    int64_t id;
    json_t *body = web_is_shared(call) && number_of(call, 0, &id) ? web_body(call) : NULL;
    const char *state = web_member(body, "state");
    if (body && !state) {
        rap_http_problem(call->request, call->answer, 400, "state is needed");
    } else if (body &&
               !rap_people_contribution_move(call->web->people, &call->person->account, id, state,
                                             web_member(body, "note"), time(NULL), &error)) {
        web_people_failed(call, &error);
    } else if (body) {
        web_note(call, NULL, rap_arena_format(call->arena, "contribution %s", state),
                 web_parameter(call, 0), web_member(body, "note"));
        if (strcmp(state, "cleared") == 0) {
            web_add_cleared(call, id);
        }
        if (!call->answer->status) {
            put_contribution(call, id, 200);
        }
    }
    web_body_free(body);
}

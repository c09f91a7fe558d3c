/* Signing in and out, and what the pages must know first. */
#include "web.h"

#include <string.h>
#include <time.h>

enum { LONGEST_NAME = 64 };

/* -- the session -------------------------------------------------------------------------------
 */

static void put_user(rap_json *json, const web_person *person)
{
    if (person->role == RAP_ROLE_NOBODY) {
        rap_json_null(json);
        return;
    }
    rap_json_object_begin(json);
    rap_json_member(json, "name", rap_str_of(person->account.name));
    rap_json_member(json, "role", rap_str_of(rap_role_name(person->role)));
    rap_json_member(json, "organization", rap_str_of(person->account.organization));
    rap_json_object_end(json);
}

static void put_session(web_call *call, const web_person *person)
{
    static const char *const languages[] = {"ar", "zh", "en", "fr", "ru", "es"};
    char token[44] = "";
    rap_buf out;
    rap_json json;
    if (person->secret) {
        rap_people_csrf(person->secret, token);
    }
    rap_buf_init(&out, call->arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_name(&json, "user");
    put_user(&json, person);
    rap_json_name(&json, "shared");
    rap_json_bool(&json, call->web->people != NULL);
    rap_json_name(&json, "decisions");
    rap_json_bool(&json, web_has_route(RAP_HTTP_POST, WEB_BASE "/facts/{id}/decisions"));
    rap_json_name(&json, "languages");
    rap_json_array_begin(&json);
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        rap_json_string(&json, rap_str_of(languages[i]));
    }
    rap_json_array_end(&json);
    rap_json_member(&json, "csrf", rap_str_of(token));
    rap_json_member(&json, "version", RAP_STR(RAPPORTEUR_VERSION));
    rap_json_object_end(&json);
    web_json(call, rap_buf_str(&out));
}

void web_get_session(web_call *call)
{
    put_session(call, call->person);
}

/* -- signing in --------------------------------------------------------------------------------
 */

static void set_cookie(web_call *call, const char *secret)
{
    const rap_http_request *request = call->request;
    rap_http_more(call->answer, "Set-Cookie",
                  rap_arena_format(call->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
                                   web_cookie_name(request), secret,
                                   request->is_secure ? "; Secure" : "",
                                   *secret ? "" : "; Max-Age=0"));
}

static void refuse(web_call *call, rap_login result, int64_t wait, const rap_error *error)
{
    rap_http_answer *answer = call->answer;
    if (result == RAP_LOGIN_LOCKED) {
        rap_http_more(answer, "Retry-After",
                      rap_arena_format(call->arena, "%lld", (long long)wait));
        rap_http_problem(call->request, answer, 429, "too many attempts; try again in %lld seconds",
                         (long long)wait);
    } else if (result == RAP_LOGIN_WRONG) {
        rap_http_problem(call->request, answer, 401, "name or password is wrong");
    } else {
        web_people_failed(call, error);
    }
}

void web_post_session(web_call *call)
{
    rap_web *web = call->web;
    json_t *body = web_is_shared(call) ? web_body(call) : NULL;
    const char *name = web_member(body, "name"), *password = web_member(body, "password");
    rap_error error = {0};
    rap_account account;
    const char *secret = NULL;
    int64_t wait = 0;
    if (body && (!name || !password)) {
        rap_http_problem(call->request, call->answer, 400, "name and password are needed");
    } else if (body) {
        rap_login result =
            rap_people_log_in(web->people, call->arena, name, password, call->request->peer,
                              time(NULL), &secret, &account, &wait, &error);
        /* Anybody may send a name; of a long one the log keeps the beginning. */
        web_note(call, rap_arena_copy(call->arena, name, strnlen(name, LONGEST_NAME)),
                 result == RAP_LOGIN_DONE     ? "signed in"
                 : result == RAP_LOGIN_LOCKED ? "sign-in locked"
                                              : "sign-in refused",
                 NULL, NULL);
        if (result == RAP_LOGIN_DONE) {
            /* Whatever session the browser had ends: nobody can fix one beforehand. */
            const char *former = rap_http_cookie(call->request, web_cookie_name(call->request));
            if (former) {
                rap_people_log_out(web->people, former);
            }
            const web_person person = {.account = account, .role = account.role, .secret = secret};
            set_cookie(call, secret);
            put_session(call, &person);
        } else {
            refuse(call, result, wait, &error);
        }
    }
    web_body_free(body);
}

void web_delete_session(web_call *call)
{
    if (call->person->secret) {
        rap_people_log_out(call->web->people, call->person->secret);
        web_note(call, NULL, "signed out", NULL, NULL);
    }
    set_cookie(call, "");
    rap_http_more(call->answer, "Clear-Site-Data", "\"cache\", \"storage\"");
    call->answer->status = 204;
}

void web_put_password(web_call *call)
{
    rap_web *web = call->web;
    json_t *body = web_is_shared(call) ? web_body(call) : NULL;
    const char *old = web_member(body, "old"), *new = web_member(body, "new");
    const char *name = call->person->account.name, *secret = NULL;
    rap_error error = {0};
    rap_account account;
    int64_t wait = 0;
    if (body && (!old || !new)) {
        rap_http_problem(call->request, call->answer, 400, "old and new are needed");
    } else if (body) {
        rap_login result =
            rap_people_log_in(web->people, call->arena, name, old, call->request->peer, time(NULL),
                              &secret, &account, &wait, &error);
        if (result != RAP_LOGIN_DONE) {
            refuse(call, result, wait, &error);
        } else if (!rap_people_set_password(web->people, name, new, time(NULL), &error)) {
            rap_people_log_out(web->people, secret);
            web_people_failed(call, &error);
        } else {
            web_note(call, NULL, "password changed", name, NULL);
            set_cookie(call, "");
            call->answer->status = 204; /* every session of the account has ended */
        }
    }
    web_body_free(body);
}

void web_get_events(web_call *call)
{
    call->answer->status = 200;
    call->answer->type = "text/event-stream";
    call->answer->is_stream = true;
}

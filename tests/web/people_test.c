/* A shared register: signing in, roles, what each may see, and what is tried against it. */
#include "fixture.h"

#include "web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include <cmocka.h>

#define API "/api/v1"

static json_int_t number(const json_t *record, const char *member)
{
    return json_integer_value(json_object_get(record, member));
}

/* -- roles -------------------------------------------------------------------------------------
 */

/* A path of the route's pattern. */
static const char *path_of(site *at, const web_route *route)
{
    rap_buf out;
    rap_buf_init(&out, at->arena);
    for (const char *c = route->pattern; *c; c++) {
        if (*c == '{') {
            c = strchr(c, '}');
            rap_buf_put_c(&out, "0");
        } else {
            rap_buf_put_byte(&out, *c);
        }
    }
    return rap_buf_str(&out).data;
}

static void every_route_asks_for_its_role(void **state)
{
    static const char *const names[] = {NULL, "rob", "cora", "rose", "ada"};
    site *at = *state;
    visitor people[5] = {{NULL, NULL}};
    for (size_t i = 1; i < 5; i++) {
        people[i] = site_sign_in(at, names[i]);
    }
    for (size_t i = 0; i < web_route_count; i++) {
        const web_route *route = &web_routes[i];
        bool is_own = strstr(route->pattern, "/session") || strstr(route->pattern, "/events");
        for (size_t role = 0; role < 5 && !is_own; role++) {
            reply answer =
                site_ask(at, role ? &people[role] : NULL, rap_http_method_name(route->method),
                         path_of(at, route), route->method == RAP_HTTP_GET ? NULL : "{}");
            bool is_refused = answer.status == 401 || answer.status == 403;
            bool is_right = role < (size_t)route->role ? answer.status == (role ? 403 : 401)
                                                       : !is_refused && answer.status > 0;
            if (!is_right && !(answer.status == 401 && strstr(route->pattern, "/password"))) {
                fail_msg("%s %s as %s: %d", rap_http_method_name(route->method), route->pattern,
                         role ? names[role] : "nobody", answer.status);
            }
        }
    }
    assert_int_equal(at->problems.count, 0);
}

/* -- sessions ------------------------------------------------------------------------------------
 */

static reply sign_in(site *at, const char *name, const char *password, const char *more)
{
    const char *lines = rap_arena_format(at->arena, "Content-Type: application/json\r\n%s", more);
    const char *body =
        rap_arena_format(at->arena, "{\"name\":\"%s\",\"password\":\"%s\"}", name, password);
    return client_ask(at->arena, at->port, "POST", API "/session", lines, body);
}

static void a_session_cannot_be_fixed_beforehand(void **state)
{
    site *at = *state;
    const char *planted = "rapporteur=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const visitor attacker = {planted, NULL};
    const char *line = rap_arena_format(at->arena, "Cookie: %s\r\n", planted);
    reply answer = sign_in(at, "rob", site_password(at, "rob"), line);
    assert_int_equal(answer.status, 200);
    const char *cookie = client_header(at->arena, &answer, "Set-Cookie");
    assert_null(strstr(cookie, "AAAAAAAA"));
    assert_non_null(strstr(cookie, "; Path=/; HttpOnly; SameSite=Strict"));
    site_must(at, &attacker, "GET", API "/documents", NULL, 401);
    /* Signing in again ends the session that was there. */
    const visitor first = {rap_arena_copy(at->arena, cookie, strcspn(cookie, ";")), NULL};
    site_must(at, &first, "GET", API "/documents", NULL, 200);
    line = rap_arena_format(at->arena, "Cookie: %s\r\n", first.cookie);
    assert_int_equal(sign_in(at, "rob", site_password(at, "rob"), line).status, 200);
    site_must(at, &first, "GET", API "/documents", NULL, 401);
}

static void signing_out_ends_the_session(void **state)
{
    site *at = *state;
    const visitor rob = site_sign_in(at, "rob");
    const json_t *told = site_must(at, &rob, "GET", API "/session", NULL, 200);
    assert_string_equal(site_text(json_object_get(told, "user"), "role"), "reader");
    assert_true(json_is_true(json_object_get(told, "shared")));
    reply answer = site_ask(at, &rob, "DELETE", API "/session", NULL);
    assert_int_equal(answer.status, 204);
    assert_non_null(strstr(client_header(at->arena, &answer, "Set-Cookie"), "rapporteur=; "));
    assert_non_null(strstr(client_header(at->arena, &answer, "Set-Cookie"), "Max-Age=0"));
    site_must(at, &rob, "GET", API "/documents", NULL, 401);
    told = site_must(at, &rob, "GET", API "/session", NULL, 200);
    assert_true(json_is_null(json_object_get(told, "user")));
}

static void a_new_password_ends_all_sessions(void **state)
{
    site *at = *state;
    const visitor rob = site_sign_in(at, "rob"), other = site_sign_in(at, "rob");
    site_must(at, &rob, "PUT", API "/password",
              "{\"old\":\"wrong wrong wrong\",\"new\":\"lantern-and-foghorn\"}", 401);
    const char *body =
        rap_arena_format(at->arena, "{\"old\":\"%s\",\"new\":\"short\"}", site_password(at, "rob"));
    site_must(at, &rob, "PUT", API "/password", body, 400);
    body = rap_arena_format(at->arena, "{\"old\":\"%s\",\"new\":\"lantern-and-foghorn\"}",
                            site_password(at, "rob"));
    site_must(at, &rob, "PUT", API "/password", body, 204);
    site_must(at, &rob, "GET", API "/documents", NULL, 401);
    site_must(at, &other, "GET", API "/documents", NULL, 401);
    assert_int_equal(sign_in(at, "rob", site_password(at, "rob"), "").status, 401);
    assert_int_equal(sign_in(at, "rob", "lantern-and-foghorn", "").status, 200);
}

static void guessing_is_stopped(void **state)
{
    site *at = *state;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sign_in(at, "rob", "not the password", "").status, 401);
    }
    reply answer = sign_in(at, "rob", site_password(at, "rob"), "");
    assert_int_equal(answer.status, 429);
    assert_true(atoi(client_header(at->arena, &answer, "Retry-After")) > 0);
    assert_int_equal(sign_in(at, "rose", site_password(at, "rose"), "").status, 200);
    int status = 401;
    for (int i = 0; i < 40 && status == 401; i++) {
        status = sign_in(at, "nobody", "not the password", "").status;
    }
    assert_int_equal(status, 429);
}

/* -- other sites' pages -------------------------------------------------------------------------
 */

static void other_sites_cannot_act_for_anybody(void **state)
{
    site *at = *state;
    const visitor cora = site_sign_in(at, "cora");
    const char *body =
        "{\"period\":\"2024\",\"language\":\"en\",\"title\":\"T\",\"text\":\"Words.\"}";
    const visitor without = {cora.cookie, NULL}, wrong = {cora.cookie, "AAAAAAAAAAAAAAAAAAAAAAAAA"};
    site_must(at, &without, "POST", API "/contributions", body, 403);
    site_must(at, &wrong, "POST", API "/contributions", body, 403);
    static const char *const foreign[] = {"Origin: https://evil.example", "Origin: null",
                                          "Sec-Fetch-Site: cross-site",
                                          "Sec-Fetch-Site: same-site"};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        const char *lines = rap_arena_format(
            at->arena, "Cookie: %s\r\nX-CSRF-Token: %s\r\n%s\r\nContent-Type: application/json\r\n",
            cora.cookie, cora.csrf, foreign[i]);
        assert_int_equal(
            client_ask(at->arena, at->port, "POST", API "/contributions", lines, body).status, 403);
    }
    assert_int_equal(sign_in(at, "rob", site_password(at, "rob"), "Origin: http://evil\r\n").status,
                     403);
    const char *own = rap_arena_format(at->arena, "Origin: http://127.0.0.1:%u\r\n", at->port);
    assert_int_equal(sign_in(at, "rob", site_password(at, "rob"), own).status, 200);
    site_must(at, &cora, "POST", API "/contributions", body, 201);
    /* A form cannot send JSON. */
    const char *lines = rap_arena_format(
        at->arena, "Cookie: %s\r\nX-CSRF-Token: %s\r\nContent-Type: text/plain\r\n", cora.cookie,
        cora.csrf);
    assert_int_equal(
        client_ask(at->arena, at->port, "POST", API "/contributions", lines, body).status, 415);
}

/* -- tokens --------------------------------------------------------------------------------------
 */

static reply ask_with_token(site *at, const char *token, const char *method, const char *path,
                            const char *body)
{
    return client_ask(at->arena, at->port, method, path,
                      rap_arena_format(at->arena, "Authorization: Bearer %s\r\n%s", token,
                                       body ? "Content-Type: application/json\r\n" : ""),
                      body);
}

static void a_token_does_what_its_scope_says(void **state)
{
    site *at = *state;
    const visitor cora = site_sign_in(at, "cora"), carl = site_sign_in(at, "carl");
    const json_t *made = site_must(at, &cora, "POST", API "/tokens",
                                   "{\"label\":\"script\",\"scope\":\"read\",\"days\":7}", 201);
    const char *reading = site_text(made, "token");
    made = site_must(at, &cora, "POST", API "/tokens",
                     "{\"label\":\"writer\",\"scope\":\"write\",\"days\":7}", 201);
    const char *writing = site_text(made, "token");
    const char *body =
        "{\"period\":\"2024\",\"language\":\"en\",\"title\":\"T\",\"text\":\"Words.\"}";
    assert_int_equal(ask_with_token(at, reading, "GET", API "/documents", NULL).status, 200);
    assert_int_equal(ask_with_token(at, "rap_x", "GET", API "/documents", NULL).status, 401);
    assert_int_equal(ask_with_token(at, reading, "POST", API "/contributions", body).status, 403);
    assert_int_equal(ask_with_token(at, writing, "POST", API "/contributions", body).status, 201);
    assert_int_equal(ask_with_token(at, writing, "GET", API "/users", NULL).status, 403);
    assert_int_equal(ask_with_token(at, writing, "POST", API "/tokens", "{}").status, 403);
    const json_t *list = site_must(at, &cora, "GET", API "/tokens", NULL, 200);
    assert_int_equal(number(list, "total"), 2);
    char *dump = json_dumps(list, 0);
    assert_null(strstr(dump, "rap_"));
    free(dump);
    site_must(at, &carl, "DELETE", API "/tokens/1", NULL, 404); /* hers */
    site_must(at, &cora, "DELETE", API "/tokens/1", NULL, 204);
    assert_int_equal(ask_with_token(at, reading, "GET", API "/documents", NULL).status, 401);
    site_must(at, &cora, "POST", API "/tokens", "{\"label\":\"x\",\"scope\":\"all\",\"days\":7}",
              400);
    site_must(at, &cora, "POST", API "/tokens",
              "{\"label\":\"x\",\"scope\":\"read\",\"days\":4000}", 400);
}

/* -- accounts and the log ------------------------------------------------------------------------
 */

static void an_administrator_keeps_the_accounts(void **state)
{
    site *at = *state;
    const visitor ada = site_sign_in(at, "ada"), rob = site_sign_in(at, "rob");
    site_must(at, &ada, "POST", API "/users",
              "{\"name\":\"<b>zoe</b>\",\"role\":\"reader\",\"password\":\"moorings-and-buoys\"}",
              204);
    site_must(at, &ada, "POST", API "/users",
              "{\"name\":\"z\",\"role\":\"king\",\"password\":\"moorings-and-buoys\"}", 400);
    site_must(at, &ada, "PATCH", API "/users/rob", "{\"role\":\"reviewer\"}", 204);
    site_must(at, &rob, "GET", API "/documents", NULL, 401); /* signs in anew, with his new role */
    const visitor again = site_sign_in(at, "rob");
    site_must(at, &again, "GET", API "/jobs/0", NULL, 404);
    site_must(at, &ada, "DELETE", API "/users/rob", NULL, 204);
    site_must(at, &again, "GET", API "/documents", NULL, 401);
    site_must(at, &ada, "DELETE", API "/users/ada", NULL, 400);
    site_must(at, &ada, "DELETE", API "/users/ADA", NULL, 400);
    site_must(at, &ada, "PATCH", API "/users/ada", "{\"role\":\"reader\"}", 400);
    site_must(at, &ada, "DELETE", API "/users/nobody", NULL, 404);
    const json_t *users = site_must(at, &ada, "GET", API "/users", NULL, 200);
    char *dump = json_dumps(users, 0);
    assert_null(strstr(dump, "argon2"));
    assert_non_null(strstr(dump, "<b>zoe</b>")); /* as text in JSON */
    free(dump);
    const json_t *log = site_must(at, &ada, "GET", API "/audit", NULL, 200);
    dump = json_dumps(log, 0);
    assert_non_null(strstr(dump, "account removed"));
    assert_non_null(strstr(dump, "signed in"));
    assert_null(strstr(dump, "moorings"));
    free(dump);
}

/* -- bodies that are none -------------------------------------------------------------------------
 */

static void bodies_that_are_no_object_are_refused(void **state)
{
    site *at = *state;
    const visitor ada = site_sign_in(at, "ada");
    char *deep = rap_arena_take(at->arena, 200001);
    memset(deep, '[', 200000);
    deep[200000] = '\0';
    const char *const bodies[] = {
        deep,
        "[]",
        "1",
        "\"\"",
        "{",
        "{\"name\":\"z\",\"name\":\"y\",\"role\":\"reader\",\"password\":\"moorings-and-buoys\"}",
        "{\"name\":\"z\\u0000\",\"role\":\"reader\",\"password\":\"moorings-and-buoys\"}",
        "{\"name\":[\"z\"],\"role\":\"reader\",\"password\":\"moorings-and-buoys\"}",
        "{\"name\":\"z\\n\",\"role\":\"reader\",\"password\":\"moorings-and-buoys\"}",
        "{\"name\":\"\xC0\xAF\",\"role\":\"reader\",\"password\":\"moorings-and-buoys\"}"};
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        reply answer = site_ask(at, &ada, "POST", API "/users", bodies[i]);
        if (answer.status != 400) {
            fail_msg("%zu: %d %s", i, answer.status, answer.body.data);
        }
    }
    const json_t *users = site_must(at, &ada, "GET", API "/users", NULL, 200);
    assert_int_equal(number(users, "total"), 6);
}

/* What nobody is signed in for grows no file: the log keeps the beginning of a name. */
static void a_long_name_is_no_line_of_the_log(void **state)
{
    site *at = *state;
    const visitor ada = site_sign_in(at, "ada");
    char *name = rap_arena_take(at->arena, 100001);
    memset(name, 'n', 100000);
    name[100000] = '\0';
    assert_int_equal(sign_in(at, name, "not the password", "").status, 401);
    reply log = site_ask(at, &ada, "GET", API "/audit", NULL);
    assert_non_null(strstr(log.body.data, "nnnn"));
    assert_true(log.body.length < 5000);
}

/* -- contributions -------------------------------------------------------------------------------
 */

static void wait_for_document(site *at, const visitor *who, const char *doc)
{
    const char *path = rap_arena_format(at->arena, API "/documents/%s", doc);
    for (int i = 0; i < 100; i++) {
        if (site_ask(at, who, "GET", path, NULL).status == 200) {
            return;
        }
        usleep(100000);
    }
    fail_msg("%s did not come", doc);
}

static void contributions_are_seen_by_their_own_and_cleared_by_reviewers(void **state)
{
    site *at = *state;
    const visitor cora = site_sign_in(at, "cora"), carl = site_sign_in(at, "carl");
    const visitor rose = site_sign_in(at, "rose"), rob = site_sign_in(at, "rob");
    const json_t *made = site_must(at, &cora, "POST", API "/contributions",
                                   "{\"period\":\"2024\",\"language\":\"en\",\"title\":\"Inputs of "
                                   "the IPU\",\"text\":\"1. The "
                                   "IPU held a meeting on buoys in Bergen on 3 May 2024.\\n\"}",
                                   201);
    const char *path =
        rap_arena_format(at->arena, API "/contributions/%d", (int)number(made, "id"));
    const char *move = rap_arena_format(at->arena, "%s/state", path);
    site_must(at, &carl, "GET", path, NULL, 404);
    site_must(at, &carl, "POST", move, "{\"state\":\"submitted\"}", 404);
    site_must(at, &rob, "GET", path, NULL, 403);
    site_must(at, &rose, "GET", path, NULL, 404); /* a draft */
    /* Nobody changes what another organization wrote, whatever their role. */
    const char *other = "{\"period\":\"2024\",\"language\":\"en\",\"title\":\"Mine\","
                        "\"text\":\"Words.\",\"organization\":\"AU\",\"account\":1}";
    site_must(at, &carl, "PUT", path, other, 404);
    site_must(at, &rose, "PUT", path, other, 404);
    site_must(at, &rob, "PUT", path, other, 403);
    assert_int_equal(number(site_must(at, &carl, "GET", API "/contributions", NULL, 200), "total"),
                     0);
    site_must(at, &cora, "POST", move, "{\"state\":\"submitted\"}", 200);
    site_must(at, &cora, "POST", move, "{\"state\":\"cleared\"}", 400);
    site_must(at, &cora, "PUT", path, other, 404); /* it is out of her hands */
    site_must(at, &carl, "POST", move, "{\"state\":\"draft\"}", 404);
    const json_t *kept = site_must(at, &rose, "GET", path, NULL, 200);
    assert_string_equal(site_text(kept, "title"), "Inputs of the IPU");
    assert_string_equal(site_text(kept, "organization"), "IPU");
    site_must(at, &rose, "POST", move, "{\"state\":\"cleared\",\"note\":\"good\"}", 200);
    wait_for_document(at, &rob, "INPUT-IPU-2024-1");
    const json_t *found = site_must(at, &rob, "GET", API "/activities?place=bergen", NULL, 200);
    assert_int_equal(number(found, "total"), 1);
    site_must(at, &cora, "GET", API "/contributions/999", NULL, 404);
    site_must(at, &cora, "GET", API "/contributions/x", NULL, 404);
}

/* -- files ---------------------------------------------------------------------------------------
 */

static reply send_file(site *at, const visitor *who, const char *name, const char *text)
{
    const char *lines = rap_arena_format(
        at->arena,
        "Cookie: %s\r\nX-CSRF-Token: %s\r\nContent-Type: multipart/form-data; boundary=xx\r\n",
        who->cookie, who->csrf);
    const char *body = rap_arena_format(at->arena,
                                        "--xx\r\nContent-Disposition: form-data; name=\"file\"; "
                                        "filename=\"%s\"\r\n\r\n%s\r\n--xx--\r\n",
                                        name, text);
    return client_ask(at->arena, at->port, "POST", API "/documents", lines, body);
}

static void files_are_added_by_a_job(void **state)
{
    site *at = *state;
    const visitor rose = site_sign_in(at, "rose"), rupert = site_sign_in(at, "rupert");
    const visitor rob = site_sign_in(at, "rob");
    int stream = client_connect(at->port);
    client_send(stream, rap_arena_format(at->arena,
                                         "GET " API "/events HTTP/1.1\r\nHost: localhost\r\n"
                                         "Cookie: %s\r\n\r\n",
                                         rob.cookie));
    assert_int_equal(send_file(at, &rob, "a.txt", "x").status, 403);
    reply answer = send_file(at, &rose, "../<img src=x>.txt",
                             "A note on fog\n\nThe harbour office measured fog.\n");
    assert_int_equal(answer.status, 202);
    const char *path = client_header(at->arena, &answer, "Location");
    const json_t *job = NULL;
    for (int i = 0; i < 100; i++) {
        job = site_must(at, &rose, "GET", path, NULL, 200);
        if (strcmp(site_text(job, "state"), "done") == 0) {
            break;
        }
        usleep(100000);
    }
    assert_string_equal(site_text(job, "state"), "done");
    const json_t *event = json_array_get(json_object_get(job, "events"), 0);
    assert_string_equal(site_text(event, "path"), "<img src=x>.txt");
    assert_string_equal(site_text(event, "action"), "added");
    site_must(at, &rupert, "GET", path, NULL, 404); /* not his */
    site_must(at, &rupert, "DELETE", path, NULL, 404);
    site_must(at, &rose, "DELETE", path, NULL, 202);
    assert_int_equal(number(site_must(at, &rob, "GET", API "/search?q=fog", NULL, 200), "total"),
                     2);
    reply events = client_read(at->arena, stream, 2);
    assert_non_null(strstr(events.body.data, "event: job\ndata: {\"job\":"));
    assert_non_null(strstr(events.body.data, "event: changed\ndata: {\"kind\":\"register\""));
    close(stream);
    answer = send_file(at, &rose, "bad.pdf", "%PDF-1.4 not at all");
    path = client_header(at->arena, &answer, "Location");
    for (int i = 0; i < 100; i++) {
        job = site_must(at, &rose, "GET", path, NULL, 200);
        if (strcmp(site_text(job, "state"), "done") == 0) {
            break;
        }
        usleep(100000);
    }
    event = json_array_get(json_object_get(job, "events"), 0);
    assert_string_equal(site_text(event, "action"), "refused");
    assert_null(strstr(site_text(event, "message"), "/tmp"));
}

#define ON(test) cmocka_unit_test_setup_teardown(test, site_set_up_shared, site_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(every_route_asks_for_its_role),
        ON(a_session_cannot_be_fixed_beforehand),
        ON(signing_out_ends_the_session),
        ON(a_new_password_ends_all_sessions),
        ON(guessing_is_stopped),
        ON(other_sites_cannot_act_for_anybody),
        ON(a_token_does_what_its_scope_says),
        ON(an_administrator_keeps_the_accounts),
        ON(bodies_that_are_no_object_are_refused),
        ON(a_long_name_is_no_line_of_the_log),
        ON(contributions_are_seen_by_their_own_and_cleared_by_reviewers),
        ON(files_are_added_by_a_job)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

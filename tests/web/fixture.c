#include "fixture.h"

#include "base/file.h"
#include "people/people.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* A resolution and a report, of our own writing. */
static const char resolution[] =
    "A/RES/91/7\n\n"
    "Cooperation between the United Nations and the Inter-Parliamentary Union\n\n"
    "The General Assembly,\n\n"
    "Recalling its resolution A/RES/89/3,\n\n"
    "1. Requests the Secretary-General to report on harbours at its ninety-third session;\n\n"
    "2. Invites the Inter-Parliamentary Union to hold a meeting on lighthouses every year;\n\n"
    "3. Decides to include the item in the provisional agenda of its ninety-third session.\n";
static const char report[] =
    "Report on lighthouses <script>alert(1)</script>\n\n"
    "1. The IPU organized a meeting on lighthouses in Nairobi, Kenya, on 4 May 2023.\n\n"
    "2. UNESCO and the IPU held a training for keepers in Lima from 6 to 9 June 2023.\n";

static void on_problem(void *user, const char *message)
{
    site *at = user;
    RAP_PUSH(at->arena, &at->problems,
             rap_str_of(rap_arena_copy(at->arena, message, strlen(message))));
}

void site_add(site *at, const char *name, const char *text)
{
    rapporteur_error error = {0};
    rapporteur_add_result result;
    const char *path = rap_arena_format(at->arena, "%s/%s", at->folder, name);
    const rapporteur_add_options options = {.threads = 1};
    assert_true(rap_file_write(path, rap_str_of(text), NULL));
    rapporteur *r = rapporteur_open(at->location, RAPPORTEUR_CREATE, &error);
    if (!r || !rapporteur_add(r, &path, 1, &options, &result, &error) || result.refused) {
        fail_msg("%s: %s", name, error.message);
    }
    rapporteur_close(r);
}

const char *const site_people[][3] = {{"ada", "administrator", NULL},
                                      {"rose", "reviewer", NULL},
                                      {"rupert", "reviewer", NULL},
                                      {"rob", "reader", NULL},
                                      {"cora", "contributor", "IPU"},
                                      {"carl", "contributor", "AU"},
                                      {NULL, NULL, NULL}};

const char *site_password(site *at, const char *name)
{
    return rap_arena_format(at->arena, "tide-table-%c%zu-harbour", name[1], strlen(name));
}

static void add_people(site *at)
{
    rap_error error = {0};
    rap_people *people = rap_people_open(at->location, true, &error);
    assert_non_null(people);
    for (size_t i = 0; site_people[i][0]; i++) {
        const char *const *person = site_people[i];
        if (!rap_people_add(people, person[0], rap_role_of(person[1]), person[2],
                            site_password(at, person[0]), time(NULL), &error)) {
            fail_msg("%s", error.message);
        }
    }
    rap_people_close(people);
}

static int set_up(void **state, bool is_shared)
{
    rap_error error = {0};
    site *at = calloc(1, sizeof *at);
    at->arena = rap_arena_new(0);
    at->folder = rap_arena_format(at->arena, "/tmp/web-test-XXXXXX");
    assert_non_null(mkdtemp(at->folder));
    at->location = rap_arena_format(at->arena, "%s/register.db", at->folder);
    site_add(at, "resolution.txt", resolution);
    site_add(at, "report.txt", report);
    if (is_shared) {
        add_people(at);
    }
    const rap_web_options options = {.location = at->location,
                                     .is_shared = is_shared,
                                     .address = "127.0.0.1",
                                     .person = "tester",
                                     .threads = 2,
                                     .on_problem = on_problem,
                                     .user = at};
    at->web = rap_web_start(&options, &error);
    if (!at->web) {
        fail_msg("%s", error.message);
    }
    at->port = rap_web_port(at->web);
    *state = at;
    return 0;
}

int site_set_up(void **state)
{
    return set_up(state, false);
}

int site_set_up_shared(void **state)
{
    return set_up(state, true);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    return remove(path);
}

int site_tear_down(void **state)
{
    site *at = *state;
    rap_web_stop(at->web);
    nftw(at->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    rap_arena_free(at->arena);
    free(at);
    return 0;
}

reply site_get(site *at, const char *path)
{
    return client_ask(at->arena, at->port, "GET", path, "", NULL);
}

static void release(void *json)
{
    json_decref(json);
}

const json_t *site_json(site *at, const char *path)
{
    json_error_t wrong;
    reply answer = site_get(at, path);
    if (answer.status != 200) {
        fail_msg("%s: %d %s", path, answer.status, answer.body.data);
    }
    json_t *json = json_loads(answer.body.data, 0, &wrong);
    if (!json) {
        fail_msg("%s: %s: %.400s", path, wrong.text, answer.body.data);
    }
    rap_arena_defer(at->arena, release, json);
    return json;
}

const char *site_text(const json_t *record, const char *member)
{
    const char *text = json_string_value(json_object_get(record, member));
    return text ? text : "";
}

/* -- somebody ------------------------------------------------------------------------------------
 */

visitor site_sign_in(site *at, const char *name)
{
    const char *body = rap_arena_format(at->arena, "{\"name\":\"%s\",\"password\":\"%s\"}", name,
                                        site_password(at, name));
    reply answer = client_ask(at->arena, at->port, "POST", "/api/v1/session",
                              "Content-Type: application/json\r\n", body);
    if (answer.status != 200) {
        fail_msg("%s: %d %s", name, answer.status, answer.body.data);
    }
    const char *cookie = client_header(at->arena, &answer, "Set-Cookie");
    json_t *told = json_loads(answer.body.data, 0, NULL);
    rap_arena_defer(at->arena, release, told);
    return (visitor){rap_arena_copy(at->arena, cookie, strcspn(cookie, ";")),
                     site_text(told, "csrf")};
}

reply site_ask(site *at, const visitor *who, const char *method, const char *path, const char *body)
{
    const char *lines =
        rap_arena_format(at->arena, "%s%s%s%s%s%s%s", who ? "Cookie: " : "", who ? who->cookie : "",
                         who ? "\r\n" : "", who && who->csrf ? "X-CSRF-Token: " : "",
                         who && who->csrf ? who->csrf : "", who && who->csrf ? "\r\n" : "",
                         body ? "Content-Type: application/json\r\n" : "");
    return client_ask(at->arena, at->port, method, path, lines, body);
}

const json_t *site_must(site *at, const visitor *who, const char *method, const char *path,
                        const char *body, int status)
{
    reply answer = site_ask(at, who, method, path, body);
    if (answer.status != status) {
        fail_msg("%s %s: %d, not %d: %s", method, path, answer.status, status, answer.body.data);
    }
    json_t *json = answer.body.length ? json_loads(answer.body.data, 0, NULL) : NULL;
    if (json) {
        rap_arena_defer(at->arena, release, json);
    }
    return json;
}

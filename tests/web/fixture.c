#include "fixture.h"

#include "base/file.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
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

int site_set_up(void **state)
{
    rap_error error = {0};
    site *at = calloc(1, sizeof *at);
    at->arena = rap_arena_new(0);
    at->folder = rap_arena_format(at->arena, "/tmp/web-test-XXXXXX");
    assert_non_null(mkdtemp(at->folder));
    at->location = rap_arena_format(at->arena, "%s/register.db", at->folder);
    site_add(at, "resolution.txt", resolution);
    site_add(at, "report.txt", report);
    const rap_web_options options = {.location = at->location,
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

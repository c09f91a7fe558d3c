/* The whole server of a register, open and shared. The first byte names which ('s': shared, by an
 * administrator who is signed in), then stand the method and the target on a line, the type of the
 * body on the next, and the body. Whatever is asked, the answer is one of HTTP, what is JSON is
 * JSON, and nothing is the server's own fault (500). */
#include "client.h"

#include "base/file.h"
#include "people/people.h"
#include "rapporteur/rapporteur.h"
#include "web/web.h"

#include <jansson.h>
#include <time.h>

/* Several, as each may change only so much in a second. */
enum { PEOPLE = 4 };

static const char report[] =
    "Report on lighthouses <b>&\n\n"
    "1. The IPU organized a meeting on lighthouses in Nairobi, Kenya, on 4 May 2023.\n\n"
    "2. UNESCO and the IPU signed a memorandum of understanding on 6 June 2023, valid until "
    "2026.\n\n"
    "3. The IPU published a handbook on lamps in 2022 and trained 120 keepers.\n";

typedef struct {
    rap_arena *arena; /* as long as the process */
    unsigned port[2]; /* open, shared */
    const char *sessions[PEOPLE];
    char tokens[PEOPLE][44];
    size_t turn;
} site;

static void on_problem(void *user, const char *message)
{
    (void)user;
    fprintf(stderr, "server: %s\n", message);
}

static const char *make_register(rap_arena *arena, const char *name)
{
    rapporteur_error error = {0};
    rapporteur_add_result result;
    const rapporteur_add_options options = {.threads = 1};
    const char *path = rap_arena_format(arena, "%s/report.txt", fuzz_folder());
    const char *location = rap_arena_format(arena, "%s/%s.db", fuzz_folder(), name);
    rapporteur *r = rapporteur_open(location, RAPPORTEUR_CREATE, &error);
    fuzz_demand(rap_file_write(path, rap_str_of(report), NULL), "a file can be written");
    fuzz_demand(r && rapporteur_add(r, &path, 1, &options, &result, &error), "a register is made");
    rapporteur_close(r);
    return location;
}

static void sign_in(site *at, rap_arena *arena, const char *location)
{
    rap_error error = {0};
    rap_account account;
    int64_t wait;
    rap_people *people = rap_people_open(location, true, &error);
    fuzz_demand(people, "accounts are made");
    for (size_t i = 0; i < PEOPLE; i++) {
        const char *name = rap_arena_format(arena, "keeper-%zu-zq", i);
        fuzz_demand(rap_people_add(people, name, RAP_ROLE_ADMINISTRATOR, "IPU",
                                   "tide-table-harbour-9", time(NULL), &error) &&
                        rap_people_log_in(people, arena, name, "tide-table-harbour-9", "127.0.0.1",
                                          time(NULL), &at->sessions[i], &account, &wait,
                                          &error) == RAP_LOGIN_DONE,
                    "people are signed in");
        rap_people_csrf(at->sessions[i], at->tokens[i]);
    }
    rap_people_close(people);
}

static site *start(void)
{
    static site at;
    rap_arena *arena = at.arena = rap_arena_new(0);
    rap_error error = {0};
    fuzz_demand(arena, "there is memory");
    for (int shared = 0; shared < 2; shared++) {
        const char *location = make_register(arena, shared ? "shared" : "open");
        if (shared) {
            sign_in(&at, arena, location);
        }
        rap_web_options *options = RAP_NEW(arena, rap_web_options);
        *options = (rap_web_options){.location = location,
                                     .is_shared = shared,
                                     .address = "127.0.0.1",
                                     .person = "keeper",
                                     .threads = 2,
                                     .on_problem = on_problem};
        rap_web *web = rap_web_start(options, &error);
        fuzz_demand(web, "the server starts");
        at.port[shared] = rap_web_port(web);
    }
    return &at;
}

/* What would end what later cases need, streams, and files (the target of the server without a
 * register takes those). */
static bool is_left_out(rap_str target, rap_str type)
{
    return rap_str_find(target, RAP_STR("/events"), 0) != SIZE_MAX ||
           (rap_str_starts(target, RAP_STR("DELETE ")) &&
            rap_str_find(target, RAP_STR("/session"), 0) != SIZE_MAX) ||
           rap_str_find(target, RAP_STR("/users/keeper-"), 0) != SIZE_MAX ||
           rap_str_find(type, RAP_STR("multipart"), 0) != SIZE_MAX;
}

/* Whether a line is one of printable ASCII, so that the server sees it as it was meant. */
static bool is_sound(rap_str line)
{
    for (size_t i = 0; i < line.length; i++) {
        if (line.data[i] <= ' ' && !(line.data[i] == ' ' && i > 1)) {
            return false;
        }
    }
    return true;
}

static void check_json(rap_str answer)
{
    size_t end = rap_str_find(answer, RAP_STR("\r\n\r\n"), 0);
    rap_str head = rap_str_slice(answer, 0, end);
    rap_str body = rap_str_slice(answer, end + 4, answer.length);
    if (!body.length || answer.length >= (size_t)4 << 20 ||
        rap_str_find(head, RAP_STR("Content-Type: application/json"), 0) == SIZE_MAX) {
        return;
    }
    json_t *read =
        json_loadb(body.data, body.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    fuzz_demand(read, "what is called JSON is JSON");
    json_decref(read);
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    static site *at;
    at = at ? at : start();
    bool is_shared = fuzz_byte(&input) == 's';
    rap_str target = RAP_STR_NONE, type = RAP_STR_NONE;
    fuzz_line(&input, &target);
    fuzz_line(&input, &type);
    if (is_left_out(target, type) || rap_str_find(target, RAP_STR(" /"), 0) == SIZE_MAX) {
        return; /* a line without a target is none; the server without a register is sent those */
    }
    rap_buf request;
    rap_buf_init(&request, arena);
    rap_buf_put(&request, target);
    rap_buf_format(&request, " HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n",
                   at->port[is_shared]);
    if (is_shared) {
        size_t who = at->turn++ % PEOPLE;
        rap_buf_format(&request, "Cookie: rapporteur=%s\r\nX-CSRF-Token: %s\r\n", at->sessions[who],
                       at->tokens[who]);
    }
    if (type.length) {
        rap_buf_put_c(&request, "Content-Type: ");
        rap_buf_put(&request, type);
        rap_buf_format(&request, "\r\nContent-Length: %zu\r\n", input.length);
    }
    rap_buf_put_c(&request, "\r\n");
    rap_buf_put(&request, type.length ? input : RAP_STR_NONE);
    rap_str answer = fuzz_ask(arena, at->port[is_shared], rap_buf_str(&request),
                              is_sound(target) && is_sound(type) ? 20000 : 50);
    fuzz_demand(answer.length || !is_sound(target) || !is_sound(type),
                "what can be read is answered");
    int status = fuzz_check_answer(answer);
    fuzz_demand(status != 500, "nothing is the server's own fault");
    if (status == 200) {
        check_json(answer);
    }
}

/* Contributions, tokens and the log by several people, one act a line: who ('0' to '4'), what, and
 * its texts, parted by tabs. Nobody sees or moves what is not theirs, and all lists are JSON. */
#include "fuzz.h"

#include "people/people.h"

#include <jansson.h>

enum { PEOPLE = 5, MOST_ACTS = 40 };

static const rap_account people_of[PEOPLE] = {{1, "ada", RAP_ROLE_ADMINISTRATOR, ""},
                                              {2, "rose", RAP_ROLE_REVIEWER, ""},
                                              {3, "cora", RAP_ROLE_CONTRIBUTOR, "IPU"},
                                              {4, "carl", RAP_ROLE_CONTRIBUTOR, "AU"},
                                              {5, "rob", RAP_ROLE_READER, ""}};

typedef struct {
    rap_arena *arena;
    rap_people *people;
    const rap_account *who;
    const char *texts[5];
    int64_t id;
    rap_error error;
} act;

static bool take(void *user, const char *json, size_t length)
{
    (void)user;
    json_t *record = json_loadb(json, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    fuzz_demand(json_is_object(record), "a record is a JSON object");
    json_decref(record);
    return true;
}

static void look(act *a)
{
    rap_contribution input = {0};
    if (!rap_people_contribution(a->people, a->arena, a->who, a->id, &input, &a->error)) {
        return;
    }
    bool is_own = input.account == a->who->id || !strcmp(input.organization, a->who->organization);
    fuzz_demand(is_own || a->who->role >= RAP_ROLE_REVIEWER, "nobody sees what is not theirs");
    fuzz_demand(input.account == a->who->id || strcmp(input.state, "draft") ||
                    !strcmp(input.organization, a->who->organization),
                "nor a draft of others");
}

static void move(act *a)
{
    rap_contribution before = {0}, after = {0};
    bool is_seen = rap_people_contribution(a->people, a->arena, a->who, a->id, &before, &a->error);
    bool is_moved = rap_people_contribution_move(a->people, a->who, a->id, a->texts[0], a->texts[1],
                                                 1000, &a->error);
    if (!is_moved) {
        return;
    }
    fuzz_demand(is_seen, "nobody moves what they do not see");
    fuzz_demand(strcmp(a->texts[0], "cleared") ||
                    (a->who->role >= RAP_ROLE_REVIEWER && before.account != a->who->id &&
                     !strcmp(before.state, "submitted")),
                "a reviewer clears what others submitted");
    fuzz_demand(!rap_people_contribution(a->people, a->arena, a->who, a->id, &after, &a->error) ||
                    !strcmp(after.state, a->texts[0]),
                "it is what it was made");
}

static void run(act *a, unsigned char what)
{
    const rap_contribution input = {
        .period = a->texts[0], .language = a->texts[1], .title = a->texts[2], .text = a->texts[3]};
    size_t total = 0;
    switch (what) {
    case 'c':
        rap_people_contribute(a->people, a->who, &input, 900, &a->id, &a->error);
        break;
    case 'e':
        rap_people_contribution_edit(a->people, a->who, a->id, &input, 950, &a->error);
        break;
    case 'm':
        move(a);
        break;
    case 'n':
        rap_people_note(a->people, 999, a->who->name, a->texts[0], a->texts[1], a->texts[2],
                        a->texts[3]);
        break;
    case 'l':
        for (int kind = RAP_PEOPLE_ACCOUNTS; kind <= RAP_PEOPLE_CONTRIBUTIONS; kind++) {
            rap_people_list(a->people, (rap_people_kind)kind, a->who, 50, strlen(a->texts[0]), take,
                            NULL, &total, &a->error);
        }
        break;
    default:
        look(a);
    }
    fuzz_demand(!strchr(a->error.message, '\n'), "an error is one line");
    fuzz_demand(a->error.code != RAP_ERROR_REGISTER, "the accounts are well");
}

static rap_people *open_people(void)
{
    rap_error error = {0};
    rap_arena *arena = rap_arena_new(0);
    rap_people *people =
        rap_people_open(rap_arena_format(arena, "%s/register.db", fuzz_folder()), true, &error);
    fuzz_demand(people, "the accounts' file is made");
    for (size_t i = 0; i < PEOPLE; i++) {
        const rap_account *who = &people_of[i];
        fuzz_demand(rap_people_add(people, who->name, who->role, who->organization,
                                   "tide-table-harbour-9", 800, &error),
                    "accounts are made");
    }
    rap_arena_free(arena);
    return people;
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    static rap_people *people;
    static int64_t first;
    people = people ? people : open_people();
    act a = {.arena = arena, .people = people};
    rap_str line;
    for (int acts = 0; acts < MOST_ACTS && fuzz_line(&input, &line); acts++) {
        a.who = &people_of[(unsigned char)(fuzz_byte(&line) - '0') % PEOPLE];
        unsigned char what = fuzz_byte(&line);
        a.id = first + (unsigned char)(fuzz_byte(&line) - '0') % 8;
        a.error = (rap_error){0};
        for (size_t i = 0; i < 5; i++) {
            rap_str text = RAP_STR_NONE;
            a.texts[i] = rap_str_split(&line, '\t', &text) ? rap_str_c(arena, text) : "";
        }
        run(&a, what);
        first = what == 'c' && a.id > first + 100 ? a.id : first; /* what is newest is met again */
    }
}

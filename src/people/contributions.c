/* What organizations report for a period: drafts, which a reviewer clears. */
#include "people.h"

enum { LONGEST_TEXT = 512 << 10, LONGEST_FIELD = 300 };

static bool check(const rap_contribution *input, rap_error *error)
{
    const char *const fields[] = {input->period, input->language, input->title};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!fields[i] || !*fields[i] || strlen(fields[i]) > LONGEST_FIELD) {
            return rap_error_set(error, RAP_ERROR_USAGE, -1,
                                 "period, language and title are needed, of at most %d bytes",
                                 LONGEST_FIELD);
        }
    }
    if (!input->text || !*input->text || strlen(input->text) > LONGEST_TEXT) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1, "the text has 1 to %d bytes",
                             LONGEST_TEXT);
    }
    return true;
}

bool rap_people_contribute(rap_people *people, const rap_account *account,
                           const rap_contribution *input, int64_t now, int64_t *ret_id,
                           rap_error *error)
{
    if (!check(input, error)) {
        return false;
    }
    if (!*account->organization) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "your account belongs to no organization; an administrator sets it");
    }
    sqlite3_stmt *statement = people_ask(
        people,
        "INSERT INTO contribution (account, organization, period, language, title, text, added,"
        " changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7) RETURNING id",
        "ittttti", account->id, account->organization, input->period, input->language, input->title,
        input->text, now);
    bool is_done = statement && sqlite3_step(statement) == SQLITE_ROW;
    if (is_done) {
        *ret_id = sqlite3_column_int64(statement, 0);
        is_done = sqlite3_step(statement) == SQLITE_DONE;
    }
    is_done = is_done || people_fail(people, error);
    people_end(people, statement);
    return is_done;
}

static bool no_such(rap_error *error)
{
    return rap_error_set(error, RAP_ERROR_MISSING, -1, "there is no such contribution");
}

bool rap_people_contribution(rap_people *people, rap_arena *arena, const rap_account *account,
                             int64_t id, rap_contribution *ret_input, rap_error *error)
{
    sqlite3_stmt *statement = people_ask(
        people,
        "SELECT id, account, organization, period, language, title, text, state FROM contribution"
        " WHERE id = ?1 AND (account = ?2 OR (?3 >= 3 AND state <> 'draft')"
        " OR (?3 = 2 AND organization <> '' AND organization = ?4))",
        "iiit", id, account->id, (int64_t)account->role, account->organization);
    bool is_found = statement && sqlite3_step(statement) == SQLITE_ROW;
    if (is_found) {
        *ret_input = (rap_contribution){.id = sqlite3_column_int64(statement, 0),
                                        .account = sqlite3_column_int64(statement, 1),
                                        .organization = people_text(arena, statement, 2),
                                        .period = people_text(arena, statement, 3),
                                        .language = people_text(arena, statement, 4),
                                        .title = people_text(arena, statement, 5),
                                        .text = people_text(arena, statement, 6),
                                        .state = people_text(arena, statement, 7)};
    }
    people_end(people, statement);
    return is_found || no_such(error);
}

bool rap_people_contribution_edit(rap_people *people, const rap_account *account, int64_t id,
                                  const rap_contribution *input, int64_t now, rap_error *error)
{
    int changed = 0;
    return check(input, error) &&
           people_run(people, error, &changed,
                      "UPDATE contribution SET period = ?4, language = ?5, title = ?6, text = ?7,"
                      " changed = ?8 WHERE id = ?1 AND state IN ('draft', 'returned')"
                      " AND (account = ?2 OR organization = ?3)",
                      "iittttti", id, account->id, account->organization, input->period,
                      input->language, input->title, input->text, now) &&
           (changed || no_such(error));
}

/* From where one may go, and whether a reviewer does. */
static const struct {
    const char *from, *to;
    bool by_reviewer;
} moves[] = {{"draft", "submitted", false},
             {"returned", "submitted", false},
             {"submitted", "draft", false},
             {"submitted", "returned", true},
             {"submitted", "cleared", true}};

bool rap_people_contribution_move(rap_people *people, const rap_account *account, int64_t id,
                                  const char *state, const char *note, int64_t now,
                                  rap_error *error)
{
    rap_arena *arena = rap_arena_new(0);
    rap_contribution input = {0};
    int changed = 0;
    if (!arena) {
        return rap_error_set(error, RAP_ERROR_MEMORY, -1, "out of memory");
    }
    bool is_allowed = false;
    bool is_found = rap_people_contribution(people, arena, account, id, &input, error) &&
                    input.organization && input.state;
    for (size_t i = 0; is_found && i < sizeof moves / sizeof moves[0]; i++) {
        bool is_own =
            input.account == account->id || strcmp(input.organization, account->organization) == 0;
        bool is_right = moves[i].by_reviewer
                            ? account->role >= RAP_ROLE_REVIEWER && input.account != account->id
                            : is_own;
        is_allowed = is_allowed || (is_right && strcmp(moves[i].from, input.state) == 0 &&
                                    strcmp(moves[i].to, state) == 0);
    }
    bool is_done =
        is_allowed &&
        people_run(
            people, error, &changed,
            "UPDATE contribution SET state = ?3, note = ?4, changed = ?5,"
            " reviewer = CASE WHEN ?6 THEN ?7 ELSE reviewer END WHERE id = ?1 AND state = ?2",
            "itttiit", id, input.state, state, note, now,
            (int64_t)(strcmp(state, "submitted") != 0), account->name);
    if (is_found && !is_allowed) {
        rap_error_set(error, RAP_ERROR_USAGE, -1, "it is %s, and you cannot make it \"%.20s\"",
                      input.state, state);
    } else if (is_done && !changed) {
        is_done = rap_error_set(error, RAP_ERROR_BUSY, -1, "somebody else was here first");
    }
    rap_arena_free(arena);
    return is_done;
}

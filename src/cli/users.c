/* rapporteur users: the accounts of a register that several people share. */
#include "cli.h"

#include "people/people.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST = 300 };

/* A line of standard input without its end; on a terminal nothing of it is shown. */
static const char *read_secret(cli *run, const char *prompt)
{
    char line[LONGEST];
    struct termios before, quiet;
    bool is_terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
    if (is_terminal) {
        fprintf(run->err, "%s: ", prompt);
        fflush(run->err);
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    bool is_read = fgets(line, sizeof line, stdin) != NULL;
    if (is_terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', run->err);
    }
    if (!is_read) {
        return NULL;
    }
    line[strcspn(line, "\r\n")] = '\0';
    const char *copy = rap_arena_copy(run->arena, line, strlen(line));
    explicit_bzero(line, sizeof line);
    return copy;
}

/* Typed twice on a terminal. */
static const char *ask_password(cli *run)
{
    const char *first = read_secret(run, "Password");
    if (first && isatty(STDIN_FILENO)) {
        const char *second = read_secret(run, "Once more");
        if (!second || strcmp(first, second) != 0) {
            cli_fail(run, "the two are not the same; nothing was changed");
            return NULL;
        }
    }
    if (!first) {
        cli_fail(run, "there is no password on standard input; nothing was changed");
    }
    return first;
}

static bool put_account(void *user, const char *json, size_t length)
{
    cli *run = user;
    if (run->values[OPTION_JSON]) {
        fprintf(run->out, "%.*s\n", (int)length, json);
        return true;
    }
    json_t *account = json_loadb(json, length, 0, NULL);
    fprintf(run->out, "%-24s %-14s %s\n", cli_member(run, account, "name"),
            cli_member(run, account, "role"), cli_member(run, account, "organization"));
    json_decref(account);
    return true;
}

static int add(cli *run, rap_people *people, const char *name)
{
    rap_error error = {0};
    const char *role = run->values[OPTION_ROLE];
    if (!role) {
        return cli_fail(run, "say which role the account has: --role reader, contributor, "
                             "reviewer or administrator");
    }
    const char *password = ask_password(run);
    if (!password) {
        return CLI_CANNOT;
    }
    return rap_people_add(people, name, rap_role_of(role), run->values[OPTION_FOCAL], password,
                          time(NULL), &error)
               ? CLI_DONE
               : cli_fail(run, "%s", error.message);
}

static int change_password(cli *run, rap_people *people, const char *name)
{
    rap_error error = {0};
    const char *password = ask_password(run);
    if (!password) {
        return CLI_CANNOT;
    }
    return rap_people_set_password(people, name, password, time(NULL), &error)
               ? CLI_DONE
               : cli_fail(run, "%s", error.message);
}

static int run_action(cli *run, rap_people *people, const char *action, const char *name)
{
    rap_error error = {0};
    int status = CLI_CANNOT;
    if (strcmp(action, "list") == 0) {
        bool is_done = rap_people_list(people, RAP_PEOPLE_ACCOUNTS, NULL, 0, 0, put_account, run,
                                       NULL, &error);
        return is_done ? CLI_DONE : cli_fail(run, "%s", error.message);
    }
    if (!name) {
        return cli_fail(run, "\"users %s\" needs the name of an account", action);
    }
    if (strcmp(action, "add") == 0) {
        status = add(run, people, name);
    } else if (strcmp(action, "password") == 0) {
        status = change_password(run, people, name);
    } else {
        status = rap_people_remove(people, name, time(NULL), &error)
                     ? CLI_DONE
                     : cli_fail(run, "%s", error.message);
    }
    if (status == CLI_DONE) {
        rap_people_note(people, time(NULL), cli_own_name(run), "command line",
                        rap_arena_format(run->arena, "users %s", action), name,
                        run->values[OPTION_ROLE]);
    }
    return status;
}

int cli_run_users(cli *run)
{
    const char *action = run->operands[0];
    const char *name = run->operand_count > 1 ? run->operands[1] : NULL;
    rap_error error = {0};
    static const char *const actions[] = {"add", "list", "remove", "password"};
    bool is_known = false;
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        is_known = is_known || strcmp(action, actions[i]) == 0;
    }
    if (!is_known) {
        return cli_fail(run, "\"users\" has add, list, remove and password, not \"%s\"", action);
    }
    if (!cli_open(run, RAPPORTEUR_READ)) { /* accounts of nothing would be a mistake in the path */
        return CLI_CANNOT;
    }
    rap_people *people =
        rap_people_open(cli_register_path(run), strcmp(action, "add") == 0, &error);
    if (!people) {
        return cli_fail(run, "%s", error.message);
    }
    int status = run_action(run, people, action, name);
    rap_people_close(people);
    return status;
}

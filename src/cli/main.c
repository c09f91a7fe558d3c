/* rapporteur: the program. */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool wants_colour(const cli *run)
{
    const char *when = run->values[OPTION_COLOUR];
    if (when && strcmp(when, "auto") != 0) {
        return strcmp(when, "always") == 0;
    }
    const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM"); /* https://no-color.org */
    return isatty(STDOUT_FILENO) && !(none && *none) && terminal && strcmp(terminal, "dumb") != 0;
}

/* --wide, --width, the terminal; 0 (nothing is cut) where the output goes elsewhere. */
static size_t find_width(const cli *run)
{
    struct winsize size;
    if (run->values[OPTION_WIDE]) {
        return 0;
    }
    if (run->values[OPTION_WIDTH]) {
        return cli_number(run, OPTION_WIDTH, 0);
    }
    if (!isatty(STDOUT_FILENO)) {
        return 0;
    }
    const char *columns = getenv("COLUMNS");
    int number = 0;
    if (columns && rap_str_number(rap_str_of(columns), &number) && number > 0) {
        return (size_t)number;
    }
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

static void prepare(cli *run)
{
    const char *terminal = getenv("TERM");
    run->colour = wants_colour(run);
    run->width = find_width(run);
    run->progress = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
}

/* What is left of the output is written here, so that a full disk is told. A reader that went
 * away ("| head") has what it wanted. */
static int finish(cli *run, int status)
{
    if (status == CLI_DONE && run->has_problems) {
        status = CLI_INCOMPLETE;
    }
    errno = 0;
    bool failed = fflush(run->out) != 0 || ferror(run->out);
    if (failed && errno != EPIPE && errno != 0) {
        return cli_fail_file(run, "standard output", strerror(errno));
    }
    return status;
}

static int run_command(cli *run, int argc, char **argv)
{
    const char *message = NULL;
    bool parsed = cli_parse(run, argc - 1, (const char *const *)argv + 1, &message);
    prepare(run);
    if (!parsed) {
        return cli_fail(run, "%s", message);
    }
    if (run->values[OPTION_HELP] || (!run->command && !run->values[OPTION_VERSION])) {
        cli_help(run, run->command);
        return finish(run, argc > 1 ? CLI_DONE : CLI_CANNOT);
    }
    return finish(run, run->command ? run->command->run(run) : cli_run_version(run));
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* the write fails instead, see finish() */
    rap_arena *arena = rap_arena_new(0);
    if (!arena) {
        fputs("rapporteur: there is no memory\n", stderr);
        return CLI_CANNOT;
    }
    volatile int status = CLI_CANNOT;
    cli *run = RAP_NEW(arena, cli);
    *run = (cli){.arena = arena, .out = stdout, .err = stderr};
    if (RAP_ARENA_GUARD(arena) == 0) {
        status = run_command(run, argc, argv);
    } else {
        fputs("rapporteur: memory is exhausted; try with less at a time\n", stderr);
    }
    rap_arena_unguard(arena);
    rapporteur_close(run->reg);
    rap_arena_free(arena);
    return status;
}

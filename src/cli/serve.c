/* rapporteur serve: web pages and the JSON interface, until a signal ends it. */
#include "cli.h"

#include "web/web.h"

#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PORT = 8080 };

/* The person at this machine, who decides where there are no accounts. */
const char *cli_own_name(cli *run)
{
    const struct passwd *account = getpwuid(geteuid());
    const char *user = getenv("USER");
    return account && account->pw_name
               ? rap_arena_copy(run->arena, account->pw_name, strlen(account->pw_name))
           : user && *user ? user
                           : "nobody";
}

static void on_problem(void *user, const char *message)
{
    const cli *run = user;
    fprintf(run->err, "rapporteur: %s\n", message); /* one call, from whichever thread */
}

static int wait_for_signal(cli *run, const rap_web_options *options, const sigset_t *signals)
{
    rap_error error = {0};
    int signal = 0;
    rap_web *web = rap_web_start(options, &error);
    if (!web) {
        return cli_fail(run, "%s", error.message);
    }
    bool is_six = strchr(options->address, ':') != NULL;
    fprintf(run->out, "http%s://%s%s%s:%u/\n", options->certificate ? "s" : "", is_six ? "[" : "",
            options->address, is_six ? "]" : "", rap_web_port(web));
    fflush(run->out);
    sigwait(signals, &signal);
    rap_web_stop(web);
    return CLI_DONE;
}

int cli_run_serve(cli *run)
{
    const char *address = run->values[OPTION_ADDRESS];
    const rap_web_options options = {.location = cli_register_path(run),
                                     .organizations = cli_organizations_path(run),
                                     .is_shared = run->values[OPTION_SHARED] != NULL,
                                     .address = address ? address : "127.0.0.1",
                                     .port = (unsigned)cli_number(run, OPTION_PORT, PORT),
                                     .hosts = run->values[OPTION_HOST],
                                     .proxies = run->values[OPTION_PROXY],
                                     .certificate = run->values[OPTION_CERTIFICATE],
                                     .key = run->values[OPTION_KEY],
                                     .pages = run->values[OPTION_PAGES],
                                     .person = cli_own_name(run),
                                     .threads = (unsigned)cli_number(run, OPTION_SERVE_THREADS, 0),
                                     .limits = cli_limits(run),
                                     .needs_sandbox = run->values[OPTION_REQUIRE_SANDBOX] != NULL,
                                     .on_problem = on_problem,
                                     .user = run};
    if (!cli_tell_sandbox(run, rapporteur_sandbox_lacks(), options.needs_sandbox)) {
        return CLI_CANNOT;
    }
    if (!options.certificate != !options.key) {
        return cli_fail(run, "--certificate and --key belong together; give both");
    }
    if (!options.is_shared && !rap_web_is_private(options.address)) {
        return cli_fail(
            run,
            "%s can be reached from other machines, which takes accounts; add --shared, "
            "or leave --address out",
            options.address);
    }
    /* Every thread inherits the mask, so that the signals wait for this one. */
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    return wait_for_signal(run, &options, &signals);
}

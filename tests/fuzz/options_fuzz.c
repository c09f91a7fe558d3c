/* The command line: each line of the input is an argument. It is understood, or one line says why
 * not. */
#include "fuzz.h"

#include "cli.h"

enum { MOST = 32 };

void fuzz_one(rap_arena *arena, rap_str input)
{
    const char *arguments[MOST + 1] = {NULL};
    int count = 0;
    rap_str line;
    while (count < MOST && fuzz_line(&input, &line)) {
        arguments[count++] = rap_str_c(arena, line);
    }
    cli *run = RAP_NEW(arena, cli);
    const char *message = NULL;
    *run = (cli){.arena = arena, .out = stdout, .err = stderr};
    if (!cli_parse(run, count, arguments, &message)) {
        fuzz_demand(message && *message, "a message tells why");
        return;
    }
    for (int id = 0; id < OPTION_COUNT; id++) {
        const cli_option *option = cli_option_at((cli_option_id)id);
        const char *value = run->values[id];
        fuzz_demand(!value || option->value != CLI_NUMBER ||
                        cli_number(run, (cli_option_id)id, 0) <= 999999999,
                    "a number is one");
    }
    fuzz_demand(run->operand_count <= (size_t)count, "operands are arguments");
}

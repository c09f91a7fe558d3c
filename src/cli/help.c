/* rapporteur help, rapporteur version, and --help: from the table. */
#include "cli.h"
#include "layout.h"

#include <string.h>

#define HELP_COLUMNS 80

static size_t help_width(const cli *run)
{
    return run->width && run->width < HELP_COLUMNS ? run->width : HELP_COLUMNS;
}

/* `left` at two columns, `right` wrapped behind column `behind`. */
static void put_pair(cli *run, const char *left, const char *right, size_t behind)
{
    rap_strs lines;
    size_t width = help_width(run) > behind + 20 ? help_width(run) - behind : 20;
    layout_wrap(run->arena, rap_str_of(right), width, &lines);
    fprintf(run->out, "  %s", left);
    if (2 + strlen(left) + 1 > behind) {
        fprintf(run->out, "\n%*s", (int)behind, "");
    } else {
        fprintf(run->out, "%*s", (int)(behind - 2 - strlen(left)), "");
    }
    for (size_t i = 0; i < lines.count; i++) {
        fprintf(run->out, "%*s%.*s\n", i ? (int)behind : 0, "", RAP_STR_ARG(lines.items[i]));
    }
}

static void put_wrapped(cli *run, const char *text)
{
    rap_str rest = rap_str_of(text), part;
    while (rap_str_split(&rest, '\n', &part)) {
        rap_strs lines;
        layout_wrap(run->arena, part, help_width(run), &lines);
        for (size_t i = 0; i < lines.count; i++) {
            fprintf(run->out, "%.*s\n", RAP_STR_ARG(lines.items[i]));
        }
    }
}

static void put_heading(cli *run, const char *text)
{
    fprintf(run->out, "\n%s\n", cli_styled(run, CLI_BOLD, text));
}

static void put_options(cli *run, cli_set set)
{
    for (int id = 0; id < OPTION_COUNT; id++) {
        const cli_option *option = cli_option_at((cli_option_id)id);
        if (!(set & CLI_OPTION(id))) {
            continue;
        }
        char letter[] = "    ";
        if (option->letter) {
            memcpy(letter, (char[]){'-', option->letter, ',', ' '}, 4);
        }
        put_pair(run,
                 rap_arena_format(run->arena, "%s--%s%s%s", letter, option->name,
                                  option->argument ? " " : "",
                                  option->argument ? option->argument : ""),
                 option->help, 30);
    }
}

static void put_program(cli *run)
{
    fputs("Usage: rapporteur COMMAND [OPTION...] [ARGUMENT...]\n\n", run->out);
    put_wrapped(run,
                "Reads documents about cooperation between the United Nations, parliaments and "
                "regional organizations in six languages, keeps what they ask and report in a "
                "register, and writes the next report from it.");
    put_heading(run, "Commands");
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        if (!command->is_hidden) {
            put_pair(run, command->name, command->summary, 16);
        }
    }
    put_heading(run, "Options of every command");
    put_options(run, cli_common_options() | CLI_OPTION(OPTION_VERSION));
    put_heading(run, "To begin with");
    put_pair(run, "rapporteur add FOLDER", "read documents", 44);
    put_pair(run, "rapporteur documents", "see what is in the register", 44);
    put_pair(run, "rapporteur report activities -o list.docx", "write a report", 44);
    fputs("\n\"rapporteur help COMMAND\" tells more; so does man rapporteur-COMMAND.\n", run->out);
}

void cli_help(cli *run, const cli_command *command)
{
    if (!command) {
        put_program(run);
        return;
    }
    fprintf(run->out, "Usage: rapporteur %s%s%s%s\n\n", command->name,
            command->options ? " [OPTION...]" : "", *command->operands ? " " : "",
            command->operands);
    put_wrapped(run, command->details);
    if (command->options) {
        put_heading(run, "Options");
        put_options(run, command->options);
    }
    put_heading(run, "Options of every command");
    put_options(run, cli_common_options());
    if (command->examples) {
        put_heading(run, "Examples");
    }
    for (const cli_example *e = command->examples; e && e->line; e++) {
        fprintf(run->out, "  rapporteur %s\n", e->line);
        fprintf(run->out, "      %s\n", cli_styled(run, CLI_DIM, e->does));
    }
}

int cli_run_help(cli *run)
{
    const cli_command *command = NULL;
    if (run->operand_count) {
        command = cli_command_find(run->operands[0]);
    }
    cli_help(run, command);
    return CLI_DONE;
}

int cli_run_version(cli *run)
{
    fprintf(run->out, "rapporteur %s\n", RAPPORTEUR_VERSION);
    return CLI_DONE;
}

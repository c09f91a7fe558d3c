/* rapporteur manual: pages for man(1) in the man macros (groff_man(7)), from the table. */
#include "cli.h"

#include <string.h>

/* Text in which nothing is taken for a request or an escape. */
static void put_words(cli *run, const char *text)
{
    if (*text == '.' || *text == '\'') {
        fputs("\\&", run->out);
    }
    for (; *text; text++) {
        switch (*text) {
        case '\\':
            fputs("\\e", run->out);
            break;
        case '-': /* so that an option can be copied out of the page */
            fputs("\\-", run->out);
            break;
        case '\'':
            fputs("\\(aq", run->out);
            break;
        case '"':
            fputs("\\(dq", run->out);
            break;
        case '~':
            fputs("\\(ti", run->out);
            break;
        case '^':
            fputs("\\(ha", run->out);
            break;
        case '\n':
            fputs("\n.PP\n", run->out);
            text += text[1] == '\n';
            break;
        default:
            fputc(*text, run->out);
        }
    }
}

/* The same as a line. */
static void put_text(cli *run, const char *text)
{
    put_words(run, text);
    fputc('\n', run->out);
}

static void put_head(cli *run, const char *page, const char *summary)
{
    fprintf(run->out, ".TH \"%s\" 1 \"\" \"Rapporteur %s\" \"Rapporteur Manual\"\n", page,
            RAPPORTEUR_VERSION);
    fputs(".nh\n.ad l\n.SH NAME\n", run->out);
    put_text(run, rap_arena_format(run->arena, "%s - %s", page, summary));
}

static void put_options(cli *run, cli_set set)
{
    for (int id = 0; id < OPTION_COUNT; id++) {
        const cli_option *option = cli_option_at((cli_option_id)id);
        if (!(set & CLI_OPTION(id))) {
            continue;
        }
        fputs(".TP\n\\fB", run->out);
        if (option->letter) {
            put_words(run, rap_arena_format(run->arena, "-%c, ", option->letter));
        }
        put_words(run, rap_arena_format(run->arena, "--%s", option->name));
        if (option->argument) {
            fputs("\\fR \\fI", run->out);
            put_words(run, option->argument);
        }
        fputs("\\fR\n", run->out);
        put_text(run, rap_arena_format(run->arena, "%s.", option->help));
    }
}

static void put_shared_end(cli *run)
{
    fputs(".SH ENVIRONMENT\n", run->out);
    fputs(".TP\n.B RAPPORTEUR_REGISTER\nThe register to work on where \\-\\-register is not "
          "given.\n",
          run->out);
    fputs(".TP\n.B RAPPORTEUR_ORGANIZATIONS\nYour own table of organizations where "
          "\\-\\-organizations is not given.\n",
          run->out);
    fputs(".TP\n.B RAPPORTEUR_LIMITS\nLimits of what documents may have and take, "
          "NAME=VALUE,NAME=VALUE (rapporteur\\-add(1)).\n",
          run->out);
    fputs(".TP\n.B RAPPORTEUR_PERSON\nWho decides about facts where \\-\\-person is not given.\n",
          run->out);
    fputs(".TP\n.B NO_COLOR\nWhere it is set, no colour is used unless \\-\\-colour asks for it.\n",
          run->out);
    fputs(".TP\n.B COLUMNS\nThe width of the terminal, where it is not what the terminal says.\n",
          run->out);
    fputs(".SH EXIT STATUS\n", run->out);
    fputs(".TP\n.B 0\nDone.\n", run->out);
    fputs(".TP\n.B 1\nDone, but a file or a row of your table was refused, or what was asked for "
          "by name or in a search "
          "was not found.\n",
          run->out);
    fputs(".TP\n.B 2\nThe command could not be run; a line on standard error says why and what to "
          "do.\n",
          run->out);
    fputs(".TP\n.B 130\nInterrupted with Ctrl\\-C; what had been read is kept.\n", run->out);
}

static void put_see_also(cli *run, const cli_command *except)
{
    fputs(".SH SEE ALSO\n", run->out);
    const char *separator = "";
    if (except) {
        fputs(".BR rapporteur (1)", run->out);
        separator = ",\n";
    }
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        if (command != except && !command->is_hidden) {
            fprintf(run->out, "%s.BR rapporteur\\-%s (1)", separator, command->name);
            separator = ",\n";
        }
    }
    fputc('\n', run->out);
}

static void put_program(cli *run)
{
    put_head(run, "rapporteur", "a register of cooperation mandates and activities");
    fputs(".SH SYNOPSIS\n.B rapporteur\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n",
          run->out);
    fputs(".SH DESCRIPTION\n", run->out);
    put_text(
        run,
        "Rapporteur reads documents about cooperation between the United Nations, parliaments "
        "and regional organizations, in Arabic, Chinese, English, French, Russian and Spanish. "
        "What bodies asked for (mandates), what was agreed (agreements) and what was done "
        "(activities) goes into a register in which every fact points at the words it was read "
        "from. From the register it answers questions and writes reports.\n\n"
        "Data go to standard output, messages to standard error. On a terminal, tables are "
        "fitted to its width and the rest of a long cell is cut; with --wide, or where the "
        "output goes to a file or another program, everything is whole. --json gives one array "
        "with a record a line, --csv what RFC 4180 describes, in UTF-8; export gives JSON "
        "Lines. Dates are those of ISO 8601; 2023-05-04/2023-05-06 is from one day to another "
        "(2023-05-04/06 in tables), 2022/.. since 2022.");
    fputs(".SH COMMANDS\n", run->out);
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        if (!command->is_hidden) {
            fprintf(run->out, ".TP\n.BR rapporteur\\-%s (1)\n", command->name);
            put_text(run, command->summary);
        }
    }
    fputs(".SH OPTIONS OF EVERY COMMAND\n", run->out);
    put_options(run, cli_common_options() | CLI_OPTION(OPTION_VERSION));
    put_shared_end(run);
    fputs(".SH FILES\n.TP\n.I rapporteur.db\nThe register, in the current folder, where none is "
          "named.\n.TP\n.I ~/.config/rapporteur/organizations.tsv\nYour own table of organizations "
          "(rapporteur\\-organizations(1)); where XDG_CONFIG_HOME is set, below that folder.\n",
          run->out);
    put_see_also(run, NULL);
}

static void put_limits(cli *run)
{
    fputs(".SH LIMITS\nA document that goes over one costs a line that names it; the others are "
          "read. K, M and G are powers of 1,024. RAPPORTEUR_LIMITS sets them for every run, "
          "\\-\\-limit for this one. One that was raised when a file was added is kept with it for "
          "rapporteur\\-rebuild(1).\n",
          run->out);
    rapporteur_limit limit;
    for (size_t i = 0; rapporteur_limit_at(i, &limit); i++) {
        fputs(".TP\n\\fB", run->out);
        put_words(run, rap_arena_format(run->arena, "%s=%s", limit.name, limit.usual));
        fputs("\\fR\n", run->out);
        put_text(run, rap_arena_format(run->arena, "%s (%s to %s).", limit.what, limit.least,
                                       limit.most));
    }
}

static void put_command(cli *run, const cli_command *command)
{
    const char *page = rap_arena_format(run->arena, "rapporteur-%s", command->name);
    put_head(run, page, command->summary);
    fprintf(run->out, ".SH SYNOPSIS\n.B rapporteur %s\n[\\fIOPTION\\fR...]\n", command->name);
    if (*command->operands) {
        fprintf(run->out, ".I %s\n", command->operands);
    }
    fputs(".SH DESCRIPTION\n", run->out);
    put_text(run, command->details);
    fputs(".SH OPTIONS\n", run->out);
    put_options(run, command->options | cli_common_options());
    if (command->options & CLI_OPTION(OPTION_READ_LIMIT)) {
        put_limits(run);
    }
    fputs(command->examples ? ".SH EXAMPLES\n" : "", run->out);
    for (const cli_example *e = command->examples; e && e->line; e++) {
        fputs(".TP\n.B rapporteur ", run->out);
        put_text(run, e->line);
        put_text(run, e->does);
    }
    put_shared_end(run);
    put_see_also(run, command);
}

int cli_run_manual(cli *run)
{
    const cli_command *command = NULL;
    if (run->operand_count) {
        command = cli_command_find(run->operands[0]);
    }
    if (command) {
        put_command(run, command);
    } else {
        put_program(run);
    }
    return CLI_DONE;
}

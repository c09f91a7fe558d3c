/* rapporteur completion: scripts for bash, zsh and fish, from the table. */
#include "cli.h"

#include <string.h>

typedef struct {
    cli *run;
    FILE *out;
} writer;

static cli_set all_options(const cli_command *command)
{
    return command->options | cli_common_options();
}

/* Calls visit for each option of the set. */
static void each_option(writer *w, const cli_command *command, cli_set set,
                        void (*visit)(writer *, const cli_command *, const cli_option *))
{
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (set & CLI_OPTION(id)) {
            visit(w, command, cli_option_at((cli_option_id)id));
        }
    }
}

static void each_command(writer *w, void (*visit)(writer *, const cli_command *))
{
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        if (!command->is_hidden) {
            visit(w, command);
        }
    }
}

static void put_choices(writer *w, const char *const *choices)
{
    for (size_t i = 0; choices && choices[i]; i++) {
        fprintf(w->out, "%s%s", i ? " " : "", choices[i]);
    }
}

static void put_command_name(writer *w, const cli_command *command)
{
    fprintf(w->out, " %s", command->name);
}

/* -- bash ----------------------------------------------------------------------------------------
 */

static void put_bash_flag(writer *w, const cli_command *command, const cli_option *option)
{
    (void)command;
    fprintf(w->out, " --%s", option->name);
}

/* What may stand behind an option. */
static void put_bash_value(writer *w, const cli_command *command, const cli_option *option)
{
    const char *whose = command ? command->name : "*";
    if (option->value == CLI_FLAG) {
        return;
    }
    fprintf(w->out, "        %s:--%s", whose, option->name);
    if (option->letter) {
        fprintf(w->out, "|%s:-%c", whose, option->letter);
    }
    fputs(") ", w->out);
    if (option->choices) {
        fputs("_rapporteur_words \"", w->out);
        put_choices(w, option->choices);
        fputs("\"; return ;;\n", w->out);
    } else if (option->value == CLI_PATH) {
        fputs("_rapporteur_files; return ;;\n", w->out);
    } else if (strcmp(option->name, "document") == 0) {
        fputs("_rapporteur_documents; return ;;\n", w->out);
    } else {
        fputs("return ;;\n", w->out);
    }
}

static void put_bash_values(writer *w, const cli_command *command)
{
    each_option(w, command, command->options, put_bash_value);
}

static void put_bash_command(writer *w, const cli_command *command)
{
    fprintf(w->out, "        %s)\n            options=\"", command->name);
    each_option(w, command, all_options(command), put_bash_flag);
    fputs("\"\n", w->out);
    switch (command->operand) {
    case CLI_OPERAND_FILES:
        fputs("            operands=_rapporteur_files\n", w->out);
        break;
    case CLI_OPERAND_DOCUMENT:
        fputs("            operands=_rapporteur_documents\n", w->out);
        break;
    case CLI_OPERAND_CHOICES:
        fputs("            operands=\"_rapporteur_words \"\n            words=\"", w->out);
        put_choices(w, command->choices);
        fputs("\"\n", w->out);
        break;
    case CLI_OPERAND_COMMAND:
        fputs("            operands=\"_rapporteur_words\"\n            words=\"", w->out);
        each_command(w, put_command_name);
        fputs("\"\n", w->out);
        break;
    default:
        break;
    }
    fputs("            ;;\n", w->out);
}

static void put_bash(writer *w)
{
    /* Names come from documents: they are compared, never expanded (compgen -W would). */
    fputs(
        "# bash completion for rapporteur\n"
        "_rapporteur_words()\n{\n"
        "    COMPREPLY=($(compgen -W \"$1\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
        "_rapporteur_files()\n{\n"
        "    compopt -o default\n    COMPREPLY=()\n}\n"
        "_rapporteur_documents()\n{\n"
        "    local name\n"
        "    while IFS= read -r name; do\n"
        "        if [[ $name == \"${COMP_WORDS[COMP_CWORD]}\"* ]]; then\n"
        "            COMPREPLY+=(\"$(printf %q \"$name\")\")\n"
        "        fi\n"
        "    done < <(rapporteur names 2>/dev/null)\n}\n"
        "_rapporteur()\n{\n"
        "    local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
        "    local command=\"\" options=\"\" operands=\"\" words=\"\" i\n"
        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "        case \"${COMP_WORDS[i]}\" in\n"
        "        --register|-r|--organizations|--colour) ((i++)) ;;\n"
        "        -*) ;;\n"
        "        *) command=\"${COMP_WORDS[i]}\"; break ;;\n"
        "        esac\n    done\n"
        "    COMPREPLY=()\n"
        "    case \"$command:$previous\" in\n",
        w->out);
    each_option(w, NULL, cli_common_options(), put_bash_value);
    each_command(w, put_bash_values);
    fputs("    esac\n    case \"$command\" in\n        \"\")\n            options=\"", w->out);
    each_option(w, NULL, cli_common_options() | CLI_OPTION(OPTION_VERSION), put_bash_flag);
    fputs("\"\n            operands=_rapporteur_words\n            words=\"", w->out);
    each_command(w, put_command_name);
    fputs("\"\n            ;;\n", w->out);
    each_command(w, put_bash_command);
    fputs("    esac\n"
          "    if [[ $current == -* ]]; then\n        _rapporteur_words \"$options\"\n"
          "    elif [[ $operands ]]; then\n        $operands \"$words\"\n    fi\n}\n"
          "complete -F _rapporteur rapporteur\n",
          w->out);
}

/* -- zsh -----------------------------------------------------------------------------------------
 */

/* Inside single quotes; `special` are escaped with a backslash. */
static void put_quoted(writer *w, const char *text, const char *special)
{
    for (; *text; text++) {
        if (*text == '\'') {
            fputs("'\\''", w->out);
            continue;
        }
        if (strchr(special, *text)) {
            fputc('\\', w->out);
        }
        fputc(*text, w->out);
    }
}

static void put_zsh_option(writer *w, const cli_command *command, const cli_option *option)
{
    (void)command;
    fputs(" \\\n        ", w->out);
    if (option->letter) {
        fprintf(w->out, "'(-%c --%s)'{-%c,--%s%s}", option->letter, option->name, option->letter,
                option->name, option->argument ? "=" : "");
    } else {
        fprintf(w->out, "--%s%s", option->name, option->argument ? "=" : "");
    }
    fputs("'[", w->out);
    put_quoted(w, option->help, "[]\\");
    fputc(']', w->out);
    if (option->argument) {
        fputc(':', w->out);
        put_quoted(w, option->argument, ":\\");
        fputc(':', w->out);
        if (option->choices) {
            fputc('(', w->out);
            put_choices(w, option->choices);
            fputc(')', w->out);
        } else if (option->value == CLI_PATH) {
            fputs("_files", w->out);
        } else if (strcmp(option->name, "document") == 0) {
            fputs("_rapporteur_documents", w->out);
        }
    }
    fputc('\'', w->out);
}

static void put_zsh_description(writer *w, const cli_command *command)
{
    fprintf(w->out, "        '%s:", command->name);
    put_quoted(w, command->summary, ":\\");
    fputs("'\n", w->out);
}

static void put_zsh_command(writer *w, const cli_command *command)
{
    fprintf(w->out, "    %s)\n        _arguments", command->name);
    each_option(w, command, all_options(command), put_zsh_option);
    switch (command->operand) {
    case CLI_OPERAND_FILES:
        fputs(" \\\n        '*:file or folder:_files'", w->out);
        break;
    case CLI_OPERAND_DOCUMENT:
        fputs(" \\\n        '1:document:_rapporteur_documents'", w->out);
        break;
    case CLI_OPERAND_CHOICES:
        fprintf(w->out, " \\\n        '%s:kind:(", command->most > 1 ? "*" : "1");
        put_choices(w, command->choices);
        fputs(")'", w->out);
        break;
    case CLI_OPERAND_COMMAND:
        fputs(" \\\n        '1:command:(", w->out);
        each_command(w, put_command_name);
        fputs(")'", w->out);
        break;
    default:
        break;
    }
    fputs(" ;;\n", w->out);
}

static void put_zsh(writer *w)
{
    fputs("#compdef rapporteur\n"
          "_rapporteur_documents() {\n"
          "    local -a names\n"
          "    names=(${(f)\"$(rapporteur names 2>/dev/null)\"})\n"
          "    compadd -a names\n}\n"
          "_rapporteur() {\n"
          "    local curcontext=\"$curcontext\" state line\n"
          "    local -a commands\n"
          "    commands=(\n",
          w->out);
    each_command(w, put_zsh_description);
    fputs("    )\n    _arguments -C", w->out);
    each_option(w, NULL, cli_common_options() | CLI_OPTION(OPTION_VERSION), put_zsh_option);
    fputs(" \\\n        '1:command:->command' '*::argument:->argument'\n"
          "    if [[ $state == command ]]; then\n"
          "        _describe command commands\n        return\n    fi\n"
          "    [[ $state == argument ]] || return\n"
          "    case $words[1] in\n",
          w->out);
    each_command(w, put_zsh_command);
    fputs("    esac\n}\n"
          "if [[ $funcstack[1] == _rapporteur ]]; then\n    _rapporteur \"$@\"\n"
          "else\n    compdef _rapporteur rapporteur\nfi\n",
          w->out);
}

/* -- fish ----------------------------------------------------------------------------------------
 */

static void put_fish_begin(writer *w, const cli_command *command)
{
    fputs("complete -c rapporteur", w->out);
    if (command) {
        fprintf(w->out, " -n '__rapporteur_is %s'", command->name);
    }
}

static void put_fish_option(writer *w, const cli_command *command, const cli_option *option)
{
    put_fish_begin(w, command);
    fprintf(w->out, " -l %s", option->name);
    if (option->letter) {
        fprintf(w->out, " -s %c", option->letter);
    }
    if (option->choices) {
        fputs(" -x -a '", w->out);
        put_choices(w, option->choices);
        fputc('\'', w->out);
    } else if (option->value == CLI_PATH) {
        fputs(" -r -F", w->out);
    } else if (strcmp(option->name, "document") == 0) {
        fputs(" -x -a '(rapporteur names 2>/dev/null)'", w->out);
    } else if (option->argument) {
        fputs(" -x", w->out);
    }
    fputs(" -d '", w->out);
    put_quoted(w, option->help, "\\");
    fputs("'\n", w->out);
}

static void put_fish_command(writer *w, const cli_command *command)
{
    fprintf(w->out, "complete -c rapporteur -n '__rapporteur_is none' -a %s -d '", command->name);
    put_quoted(w, command->summary, "\\");
    fputs("'\n", w->out);
    each_option(w, command, command->options, put_fish_option);
    if (command->operand == CLI_OPERAND_NONE || command->operand == CLI_OPERAND_WORDS) {
        return;
    }
    put_fish_begin(w, command);
    switch (command->operand) {
    case CLI_OPERAND_FILES:
        fputs(" -F\n", w->out);
        break;
    case CLI_OPERAND_DOCUMENT:
        fputs(" -a '(rapporteur names 2>/dev/null)'\n", w->out);
        break;
    default:
        fputs(" -a '", w->out);
        if (command->operand == CLI_OPERAND_CHOICES) {
            put_choices(w, command->choices);
        } else {
            each_command(w, put_command_name);
        }
        fputs("'\n", w->out);
    }
}

static void put_fish(writer *w)
{
    /* Not __fish_seen_subcommand_from, which takes "report mandates" for the command mandates. */
    fputs("# fish completion for rapporteur\n"
          "function __rapporteur_is\n"
          "    set -l words (commandline -opc)\n"
          "    set -e words[1]\n"
          "    set -l skip no\n"
          "    for word in $words\n"
          "        if test $skip = yes\n"
          "            set skip no\n"
          "            continue\n"
          "        end\n"
          "        switch $word\n"
          "            case --register -r --organizations --colour\n"
          "                set skip yes\n"
          "            case '-*'\n"
          "            case '*'\n"
          "                test $word = $argv[1]\n"
          "                return\n"
          "        end\n"
          "    end\n"
          "    test $argv[1] = none\n"
          "end\n"
          "complete -c rapporteur -f\n",
          w->out);
    each_option(w, NULL, cli_common_options() | CLI_OPTION(OPTION_VERSION), put_fish_option);
    each_command(w, put_fish_command);
}

int cli_run_completion(cli *run)
{
    writer w = {run, run->out};
    switch (run->operands[0][0]) {
    case 'b':
        put_bash(&w);
        break;
    case 'z':
        put_zsh(&w);
        break;
    default:
        put_fish(&w);
    }
    return CLI_DONE;
}

int cli_run_names(cli *run)
{
    rapporteur_error error = {0};
    cli_records records;
    run->reg = rapporteur_open(cli_register_path(run), RAPPORTEUR_READ, &error);
    if (!run->reg || !cli_collect(run, "documents", &(rapporteur_filter){0}, &records, &error)) {
        return CLI_DONE;
    }
    const char *last = "";
    for (size_t i = 0; i < records.count; i++) {
        const char *name = cli_member(run, records.items[i].json, "doc");
        if (strcmp(name, last) != 0) {
            fprintf(run->out, "%s\n", name);
        }
        last = name;
    }
    return CLI_DONE;
}

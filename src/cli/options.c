/* Arguments. Not getopt_long: it keeps its place in global variables and cannot say which option
 * of a table was meant. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    cli *run;
    const char *const *argv;
    int argc, at;
    const char **ret_message;
} parser;

static bool refuse(parser *p, const char *message)
{
    *p->ret_message = message;
    return false;
}

/* Restricted Damerau-Levenshtein distance, ASCII letters alike in both cases. */
static size_t distance(const char *a, const char *b)
{
    enum { LONGEST = 63 };
    size_t a_length = strlen(a), b_length = strlen(b);
    if (a_length > LONGEST || b_length > LONGEST) {
        return SIZE_MAX;
    }
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t best = above[j - 1] + ((a[i - 1] | 32) != (b[j - 1] | 32));
            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < best) {
                best = before[j - 2] + 1;
            }
            row[j] = best;
        }
    }
    return rows[a_length % 3][b_length];
}

const char *cli_nearest(const char *word, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t least = SIZE_MAX, length = strlen(word);
    for (size_t i = 0; i < count; i++) {
        size_t far = distance(word, candidates[i]);
        /* What was begun but not finished ("org") is nearer than any slip of the finger. */
        if (length >= 2 && strncmp(word, candidates[i], length) == 0) {
            far = 0;
        }
        if (far < least) {
            least = far;
            nearest = candidates[i];
        }
    }
    return least <= (length < 4 ? 1 : length < 8 ? 2 : 3) && least < length ? nearest : NULL;
}

static size_t choice_count(const char *const *choices)
{
    size_t count = 0;
    while (choices && choices[count]) {
        count++;
    }
    return count;
}

static cli_set allowed(const parser *p)
{
    cli_set set = cli_common_options();
    return p->run->command ? set | p->run->command->options : set | CLI_OPTION(OPTION_VERSION);
}

/* The option that is written `text` (name or letter), among those that the command takes. */
static int find_option(const parser *p, rap_str text, char letter)
{
    cli_set set = allowed(p);
    for (int id = 0; id < OPTION_COUNT; id++) {
        const cli_option *option = cli_option_at((cli_option_id)id);
        if ((set & CLI_OPTION(id)) &&
            (letter ? option->letter == letter : rap_str_is(text, option->name))) {
            return id;
        }
    }
    return -1;
}

static const char *unknown_option(parser *p, rap_str name)
{
    const char *names[OPTION_COUNT];
    size_t count = 0;
    cli_set set = allowed(p);
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (set & CLI_OPTION(id)) {
            names[count++] = cli_option_at((cli_option_id)id)->name;
        }
    }
    rap_arena *arena = p->run->arena;
    const cli_command *command = p->run->command;
    const char *whose = command ? rap_arena_format(arena, "\"%s\" has", command->name) : "there is";
    const char *near = cli_nearest(rap_str_c(arena, name), names, count);
    if (near) {
        return rap_arena_format(arena, "%s no option --%.*s; did you mean --%s?", whose,
                                RAP_STR_ARG(name), near);
    }
    return rap_arena_format(arena, "%s no option --%.*s; see \"rapporteur help%s%s\"", whose,
                            RAP_STR_ARG(name), command ? " " : "", command ? command->name : "");
}

static const char *listed(rap_arena *arena, const char *const *choices)
{
    rap_buf list;
    rap_buf_init(&list, arena);
    for (size_t i = 0; choices[i]; i++) {
        rap_buf_format(&list, "%s%s", i ? ", " : "", choices[i]);
    }
    return rap_buf_str(&list).data;
}

/* One value of a choice or list. */
static bool check_choice(parser *p, const cli_option *option, const char *value)
{
    size_t count = choice_count(option->choices);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            return true;
        }
    }
    rap_arena *arena = p->run->arena;
    const char *near = cli_nearest(value, option->choices, count);
    if (near) {
        return refuse(p, rap_arena_format(arena, "--%s: unknown value \"%s\"; did you mean %s?",
                                          option->name, value, near));
    }
    return refuse(p, rap_arena_format(arena, "--%s: unknown value \"%s\"; it can be %s",
                                      option->name, value, listed(arena, option->choices)));
}

static bool check_value(parser *p, const cli_option *option, const char *value)
{
    rap_arena *arena = p->run->arena;
    if (!*value && option->value != CLI_FLAG) {
        return refuse(p, rap_arena_format(arena, "--%s needs a value: --%s %s", option->name,
                                          option->name, option->argument));
    }
    int number;
    rap_str rest = rap_str_of(value), part;
    switch (option->value) {
    case CLI_NUMBER:
        return rap_str_number(rest, &number) ||
               refuse(p,
                      rap_arena_format(arena, "--%s: \"%s\" is not a number", option->name, value));
    case CLI_CHOICE:
        return check_choice(p, option, value);
    case CLI_LIST:
        while (rap_str_split(&rest, ',', &part)) {
            if (!check_choice(p, option, rap_str_c(arena, rap_str_trim(part)))) {
                return false;
            }
        }
        return true;
    default:
        return true;
    }
}

/* Takes option `id`; `inlined` is the value that stood in the same argument, or NULL. */
static bool take_option(parser *p, int id, const char *inlined)
{
    const cli_option *option = cli_option_at((cli_option_id)id);
    rap_arena *arena = p->run->arena;
    const char *value = inlined;
    if (option->value == CLI_FLAG) {
        if (inlined) {
            return refuse(p, rap_arena_format(arena, "--%s takes no value", option->name));
        }
        value = "";
    } else if (!value) {
        if (p->at == p->argc) {
            return refuse(p, rap_arena_format(arena, "--%s needs a value: --%s %s", option->name,
                                              option->name, option->argument));
        }
        value = p->argv[p->at++];
    }
    if (!check_value(p, option, value)) {
        return false;
    }
    const char *before = option->value == CLI_MORE ? p->run->values[id] : NULL;
    p->run->values[id] = before ? rap_arena_format(arena, "%s,%s", before, value) : value;
    return true;
}

static bool take_long(parser *p, const char *argument)
{
    const char *equals = strchr(argument, '=');
    rap_str name = rap_str_of(argument + 2);
    if (equals) {
        name.length = (size_t)(equals - argument) - 2;
    }
    int id = find_option(p, name, 0);
    if (id < 0) {
        return refuse(p, unknown_option(p, name));
    }
    return take_option(p, id, equals ? equals + 1 : NULL);
}

/* "-n5", "-n 5", "-vh". */
static bool take_letters(parser *p, const char *argument)
{
    for (const char *letter = argument + 1; *letter; letter++) {
        int id = find_option(p, RAP_STR_NONE, *letter);
        if (id < 0) {
            return refuse(p, rap_arena_format(p->run->arena,
                                              "there is no option -%c; options are written out: "
                                              "--register PATH",
                                              *letter));
        }
        bool has_value = cli_option_at((cli_option_id)id)->value != CLI_FLAG;
        if (!take_option(p, id, has_value && letter[1] ? letter + 1 : NULL)) {
            return false;
        }
        if (has_value) {
            break;
        }
    }
    return true;
}

static bool check_command(parser *p, const char *name)
{
    if (cli_command_find(name)) {
        return true;
    }
    const char *names[64];
    size_t count = 0;
    const cli_command *command;
    while (count < 64 && (command = cli_command_at(count)) && !command->is_hidden) {
        names[count++] = command->name;
    }
    rap_arena *arena = p->run->arena;
    const char *near = cli_nearest(name, names, count);
    if (near) {
        return refuse(p, rap_arena_format(arena, "there is no command \"%s\"; did you mean \"%s\"?",
                                          name, near));
    }
    return refuse(p, rap_arena_format(arena,
                                      "there is no command \"%s\"; \"rapporteur help\" lists them",
                                      name));
}

/* Operands that must be among the command's choices, or a command. */
static bool check_operand_choices(parser *p)
{
    const cli_command *command = p->run->command;
    for (size_t i = 0; i < p->run->operand_count; i++) {
        const char *operand = p->run->operands[i];
        if (command->operand == CLI_OPERAND_COMMAND && !check_command(p, operand)) {
            return false;
        }
        bool known = command->operand != CLI_OPERAND_CHOICES;
        for (size_t c = 0; !known && command->choices[c]; c++) {
            known = strcmp(command->choices[c], operand) == 0;
        }
        if (known) {
            continue;
        }
        rap_arena *arena = p->run->arena;
        size_t count = choice_count(command->choices);
        const char *near = cli_nearest(operand, command->choices, count);
        if (near) {
            return refuse(p, rap_arena_format(arena, "\"%s\" knows no \"%s\"; did you mean \"%s\"?",
                                              command->name, operand, near));
        }
        return refuse(p, rap_arena_format(arena, "\"%s\" knows no \"%s\"; it can be %s",
                                          command->name, operand, listed(arena, command->choices)));
    }
    return true;
}

static bool check_operands(parser *p)
{
    const cli *run = p->run;
    const cli_command *command = run->command;
    if (!command || run->values[OPTION_HELP]) {
        return true;
    }
    rap_arena *arena = run->arena;
    if (run->operand_count < command->least) {
        return refuse(p, rap_arena_format(arena,
                                          "\"%s\" needs more: rapporteur %s %s; see \"rapporteur "
                                          "help %s\"",
                                          command->name, command->name, command->operands,
                                          command->name));
    }
    if (run->operand_count > command->most) {
        return refuse(p,
                      rap_arena_format(arena,
                                       "\"%s\" does not know what to do with \"%s\"; see "
                                       "\"rapporteur help %s\"",
                                       command->name, run->operands[command->most], command->name));
    }
    return check_operand_choices(p);
}

bool cli_parse(cli *run, int argc, const char *const *argv, const char **ret_message)
{
    parser p = {run, argv, argc, 0, ret_message};
    run->operands = RAP_NEW_ARRAY(run->arena, const char *, (size_t)argc + 1);
    bool options_over = false;
    while (p.at < argc) {
        const char *argument = argv[p.at++];
        bool taken;
        if (!options_over && strcmp(argument, "--") == 0) {
            options_over = true;
            continue;
        }
        if (!options_over && argument[0] == '-' && argument[1] == '-') {
            taken = take_long(&p, argument);
        } else if (!options_over && argument[0] == '-' && argument[1]) {
            taken = take_letters(&p, argument);
        } else if (!run->command) {
            taken = check_command(&p, argument);
            run->command = cli_command_find(argument);
        } else {
            run->operands[run->operand_count++] = argument;
            taken = true;
        }
        if (!taken) {
            return false;
        }
    }
    return check_operands(&p);
}

/* The table is complete, arguments are understood, text is laid out. */
#include "cli.h"
#include "layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = rap_arena_new(0);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    rap_arena_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* -- the table -----------------------------------------------------------------------------------
 */

/* What a command that asks no register writes. */
static char *output_of(rap_arena *arena, const char *name, const char *operand,
                       int (*command)(cli *))
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    const char *operands[] = {operand, NULL};
    cli run = {.arena = arena, .out = out, .err = out, .operands = operands};
    run.operand_count = operand ? 1 : 0;
    run.command = cli_command_find(name);
    assert_int_equal(command(&run), CLI_DONE);
    fclose(out);
    char *copy = rap_arena_format(arena, "%s", text);
    free(text);
    return copy;
}

static void every_option_is_described(void **state)
{
    (void)state;
    for (int id = 0; id < OPTION_COUNT; id++) {
        const cli_option *option = cli_option_at((cli_option_id)id);
        assert_non_null(option->name);
        assert_true(option->help && strlen(option->help) > 8);
        assert_true(option->help[strlen(option->help) - 1] != '.');
        assert_int_equal(option->argument == NULL, option->value == CLI_FLAG);
        bool needs_choices = option->value == CLI_CHOICE || option->value == CLI_LIST;
        assert_true(!needs_choices || option->choices);
    }
}

/* Within a command no name and no letter may stand for two options. */
static void no_option_is_ambiguous(void **state)
{
    (void)state;
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        cli_set set = command->options | cli_common_options();
        for (int a = 0; a < OPTION_COUNT; a++) {
            for (int b = a + 1; b < OPTION_COUNT; b++) {
                const cli_option *x = cli_option_at((cli_option_id)a);
                const cli_option *y = cli_option_at((cli_option_id)b);
                if (!(set & CLI_OPTION(a)) || !(set & CLI_OPTION(b))) {
                    continue;
                }
                assert_string_not_equal(x->name, y->name);
                assert_true(!x->letter || x->letter != y->letter);
            }
        }
    }
}

static void assert_mentions(const char *text, const char *format, const char *name)
{
    char sought[128];
    snprintf(sought, sizeof sought, format, name);
    if (!strstr(text, sought)) {
        fail_msg("\"%s\" is missing", sought);
    }
}

/* The name with the hyphens that man(1) wants. */
static const char *roff_name(rap_arena *arena, const char *name)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (; *name; name++) {
        rap_buf_put_c(&out, *name == '-' ? "\\" : "");
        rap_buf_put_byte(&out, *name);
    }
    return rap_buf_str(&out).data;
}

static void help_manual_and_completion_tell_of_everything(void **state)
{
    rap_arena *arena = *state;
    const char *all = output_of(arena, "help", NULL, cli_run_help);
    const char *main_page = output_of(arena, "manual", NULL, cli_run_manual);
    const char *bash = output_of(arena, "completion", "bash", cli_run_completion);
    const char *zsh = output_of(arena, "completion", "zsh", cli_run_completion);
    const char *fish = output_of(arena, "completion", "fish", cli_run_completion);
    assert_mentions(all, "%s", "--version");
    assert_mentions(main_page, "%s", "\\-\\-version");
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        assert_non_null(command->run);
        assert_true(strlen(command->summary) > 8 && strlen(command->details) > 8);
        if (command->is_hidden) {
            continue;
        }
        assert_non_null(command->examples);
        assert_mentions(all, "\n  %s ", command->name);
        assert_mentions(main_page, ".BR rapporteur\\-%s (1)", command->name);
        assert_mentions(bash, "\n        %s)\n", command->name);
        assert_mentions(zsh, "\n    %s)\n", command->name);
        assert_mentions(fish, "-a %s -d", command->name);
        const char *help = output_of(arena, "help", command->name, cli_run_help);
        const char *page = output_of(arena, "manual", command->name, cli_run_manual);
        assert_mentions(help, "Usage: rapporteur %s", command->name);
        assert_mentions(page, ".B rapporteur %s\n", command->name);
        cli_set set = command->options | cli_common_options();
        for (int id = 0; id < OPTION_COUNT; id++) {
            if (set & CLI_OPTION(id)) {
                const char *name = cli_option_at((cli_option_id)id)->name;
                assert_mentions(help, "--%s", name);
                assert_mentions(page, "\\-\\-%s", roff_name(arena, name));
                assert_mentions(bash, " --%s", name);
                assert_mentions(zsh, "--%s", name);
                assert_mentions(fish, " -l %s", name);
            }
        }
    }
}

/* RAPPORTEUR_MANUAL: the commands for which the build installs pages, separated by spaces. */
static void every_command_has_a_page_in_the_build(void **state)
{
    (void)state;
    const char *pages = getenv("RAPPORTEUR_MANUAL");
    assert_non_null(pages);
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)) && !command->is_hidden; i++) {
        char padded[1024];
        snprintf(padded, sizeof padded, " %s ", pages);
        assert_mentions(padded, " %s ", command->name);
    }
}

/* Examples are typed by readers: they must be understood. */
static void examples_can_be_typed(void **state)
{
    rap_arena *arena = *state;
    const cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        for (const cli_example *e = command->examples; e && e->line; e++) {
            const char *argv[32];
            int argc = 0;
            rap_str rest = rap_str_of(e->line), word;
            while (rap_str_split(&rest, ' ', &word) && argc < 32) {
                if (rap_str_is(word, "|") || rap_str_is(word, ">")) {
                    break;
                }
                argv[argc++] = rap_str_c(arena, word);
            }
            cli run = {.arena = arena};
            const char *message = "";
            if (!cli_parse(&run, argc, argv, &message)) {
                fail_msg("%s: %s", e->line, message);
            }
        }
    }
}

/* -- arguments -----------------------------------------------------------------------------------
 */

static cli parsed(rap_arena *arena, int argc, const char *const *argv, const char **ret_message)
{
    cli run = {.arena = arena};
    *ret_message = NULL;
    cli_parse(&run, argc, argv, ret_message);
    return run;
}

static void options_stand_anywhere(void **state)
{
    static const char *const argv[] = {"-r",       "a.db", "activities", "--limit=5",
                                       "--period", "2023", "-tmeeting",  "-w"};
    const char *message;
    cli run = parsed(*state, COUNT(argv), argv, &message);
    assert_null(message);
    assert_string_equal(run.command->name, "activities");
    assert_string_equal(run.values[OPTION_REGISTER], "a.db");
    assert_int_equal(cli_number(&run, OPTION_LIMIT, 0), 5);
    assert_string_equal(run.values[OPTION_PERIOD], "2023");
    assert_string_equal(run.values[OPTION_ACTIVITY_TYPE], "meeting");
    assert_non_null(run.values[OPTION_WIDE]);
    assert_null(run.values[OPTION_JSON]);
}

static void two_dashes_end_the_options(void **state)
{
    static const char *const argv[] = {"search", "--", "--json"};
    const char *message;
    cli run = parsed(*state, COUNT(argv), argv, &message);
    assert_null(message);
    assert_int_equal(run.operand_count, 1);
    assert_string_equal(run.operands[0], "--json");
    assert_null(run.values[OPTION_JSON]);
}

static void slips_are_told_with_what_was_meant(void **state)
{
    static const struct {
        const char *argv[4];
        int argc;
        const char *told; /* a part of the message */
    } slips[] = {
        {{"activites"}, 1, "did you mean \"activities\"?"},
        {{"serach", "x"}, 2, "did you mean \"search\"?"},
        {{"zzzzzz"}, 1, "\"rapporteur help\" lists them"},
        {{"mandates", "--organisation", "IPU"}, 3, "did you mean --organization?"},
        {{"mandates", "--org", "IPU"}, 3, "did you mean --organization?"},
        {{"mandates", "--status", "done"}, 3, "\"mandates\" has no option --status"},
        {{"mandates", "-q"}, 2, "there is no option -q"},
        {{"activities", "--type", "visit,meting"}, 3, "did you mean meeting?"},
        {{"activities", "--status", "zz"}, 3, "it can be done, ongoing, planned"},
        {{"activities", "--limit", "ten"}, 3, "\"ten\" is not a number"},
        {{"activities", "--limit"}, 2, "--limit needs a value: --limit NUMBER"},
        {{"activities", "--period="}, 2, "--period needs a value"},
        {{"activities", "--json=yes"}, 2, "--json takes no value"},
        {{"activities", "2023"}, 2, "does not know what to do with \"2023\""},
        {{"add"}, 1, "\"add\" needs more"},
        {{"report", "activites"}, 2, "did you mean \"activities\"?"},
        {{"export", "mandates", "zz"}, 3, "it can be documents, blocks"},
        {{"help", "reprot"}, 2, "did you mean \"report\"?"},
    };
    for (size_t i = 0; i < COUNT(slips); i++) {
        const char *message;
        parsed(*state, slips[i].argc, slips[i].argv, &message);
        if (!message || !strstr(message, slips[i].told)) {
            fail_msg("%s: %s", slips[i].told, message ? message : "accepted");
        }
    }
}

static void help_needs_no_operands(void **state)
{
    static const char *const argv[] = {"show", "--help"};
    const char *message;
    cli run = parsed(*state, COUNT(argv), argv, &message);
    assert_null(message);
    assert_non_null(run.values[OPTION_HELP]);
}

/* -- layout --------------------------------------------------------------------------------------
 */

/* Two Chinese characters, a letter with a combining acute, and three Arabic letters with a vowel.
 */
#define HAN "\xE5\x90\x88\xE4\xBD\x9C"
#define ACUTE "e\xCC\x81"
#define ARABIC "\xD8\xA8\xD9\x8E\xD9\x8A\xD8\xAA"
#define ELLIPSIS "\xE2\x80\xA6"

static void width_counts_columns(void **state)
{
    (void)state;
    assert_int_equal(layout_width(RAP_STR("report")), 6);
    assert_int_equal(layout_width(RAP_STR(HAN)), 4);
    assert_int_equal(layout_width(RAP_STR(ACUTE)), 1);
    assert_int_equal(layout_width(RAP_STR(ARABIC)), 3);
    assert_int_equal(layout_width(RAP_STR_NONE), 0);
}

static void assert_str(rap_str text, const char *expected)
{
    if (!rap_str_is(text, expected)) {
        fail_msg("\"%.*s\" is not \"%s\"", RAP_STR_ARG(text), expected);
    }
}

static void cut_keeps_characters_whole(void **state)
{
    assert_str(layout_cut(*state, RAP_STR("meeting"), 7), "meeting");
    assert_str(layout_cut(*state, RAP_STR("meeting"), 4), "mee" ELLIPSIS);
    assert_str(layout_cut(*state, RAP_STR("the meeting"), 5), "the" ELLIPSIS);
    assert_str(layout_cut(*state, RAP_STR(HAN), 4), HAN);
    assert_str(layout_cut(*state, RAP_STR(HAN), 3), "\xE5\x90\x88" ELLIPSIS);
    assert_str(layout_cut(*state, RAP_STR(HAN), 2), ELLIPSIS);
    assert_str(layout_cut(*state, RAP_STR(ACUTE ACUTE ACUTE), 2), ACUTE ELLIPSIS);
    assert_str(layout_cut(*state, RAP_STR("x"), 0), "");
}

static void wrap_breaks_where_lines_may_break(void **state)
{
    rap_strs lines;
    layout_wrap(*state, RAP_STR("one two three"), 7, &lines);
    assert_int_equal(lines.count, 2);
    assert_str(lines.items[0], "one two");
    assert_str(lines.items[1], "three");
    layout_wrap(*state, RAP_STR("one two three"), 0, &lines);
    assert_int_equal(lines.count, 1);
    layout_wrap(*state, RAP_STR("extraordinary"), 5, &lines);
    assert_int_equal(lines.count, 3);
    assert_str(lines.items[2], "ary");
    layout_wrap(*state, RAP_STR(HAN HAN HAN), 5, &lines);
    assert_int_equal(lines.count, 3);
    assert_str(lines.items[0], HAN);
    layout_wrap(*state, RAP_STR("see A/RES/57/32"), 12, &lines); /* not "see A/RES/57/" */
    assert_str(lines.items[1], "A/RES/57/32");
    layout_wrap(*state, RAP_STR("and A/77/2-S/2022/6"), 13, &lines);
    assert_str(lines.items[1], "A/77/2-S/2022");
    layout_wrap(*state, RAP_STR("items 125 (z), 126 (a)"), 18, &lines);
    assert_str(lines.items[1], "126 (a)");
    layout_wrap(*state, RAP_STR("the union,[12] which"), 12, &lines);
    assert_str(lines.items[0], "the");
    assert_str(lines.items[1], "union,[12]");
    layout_wrap(*state, RAP_STR(HAN), 1, &lines);
    assert_int_equal(lines.count, 2);
}

static const layout_column columns[] = {{"DOC", 4, 6, 3}, {"STATUS", 6, 6, 1}, {"TEXT", 10, 0, 9}};

static layout_table table_of(rap_arena *arena, const char *const *cells, size_t count)
{
    layout_table table = {.columns = columns, .column_count = COUNT(columns)};
    for (size_t i = 0; i < count; i++) {
        RAP_PUSH(arena, &table.cells, rap_str_of(cells[i]));
    }
    return table;
}

static void table_gives_way_by_weight(void **state)
{
    static const char *const cells[] = {"A/1/2/3/4", "ongoing", "They met and talked all day long"};
    layout_table table = table_of(*state, cells, COUNT(cells));
    size_t widths[3];
    layout_fit(*state, &table, 0, widths);
    assert_int_equal(widths[0], 9);
    assert_int_equal(widths[2], 32);
    layout_fit(*state, &table, 30, widths); /* all fit, the text takes what is left */
    assert_int_equal(widths[0] + widths[1] + widths[2] + 4, 30);
    assert_true(widths[2] > widths[0]);
    layout_fit(*state, &table, 20, widths); /* the status has to go */
    assert_int_equal(widths[1], 0);
    assert_int_equal(widths[0] + widths[2] + 2, 20);
    layout_fit(*state, &table, 8, widths); /* only the text is left, narrower than it would be */
    assert_int_equal(widths[0] + widths[1], 0);
    assert_int_equal(widths[2], 8);
}

static void table_leaves_out_what_is_empty(void **state)
{
    static const char *const cells[] = {"A/1", "", "They met", "A/2", "", HAN};
    layout_table table = table_of(*state, cells, COUNT(cells));
    size_t widths[3];
    layout_fit(*state, &table, 80, widths);
    assert_int_equal(widths[1], 0);
    rap_buf out;
    rap_buf_init(&out, *state);
    layout_row(*state, &table, widths, SIZE_MAX, &out);
    layout_row(*state, &table, widths, 0, &out);
    layout_row(*state, &table, widths, 1, &out);
    assert_str(rap_buf_str(&out), "DOC  TEXT\nA/1  They met\nA/2  " HAN "\n");
}

static void csv_quotes_what_rfc_4180_says(void **state)
{
    rap_buf out;
    rap_buf_init(&out, *state);
    layout_csv(&out, RAP_STR("plain; text"));
    rap_buf_put_byte(&out, '|');
    layout_csv(&out, RAP_STR("a, b"));
    rap_buf_put_byte(&out, '|');
    layout_csv(&out, RAP_STR("the \"road map\""));
    rap_buf_put_byte(&out, '|');
    layout_csv(&out, RAP_STR("two\nlines"));
    rap_buf_put_byte(&out, '|');
    layout_csv(&out, RAP_STR_NONE);
    assert_str(rap_buf_str(&out), "plain; text|\"a, b\"|\"the \"\"road map\"\"\"|\"two\nlines\"|");
}

/* The text with what was found in brackets. */
static const char *marked(rap_arena *arena, const char *text, const char *words)
{
    layout_hits hits;
    rap_str whole = rap_str_of(text);
    layout_find_hits(arena, whole, rap_str_of(words), &hits);
    rap_buf out;
    rap_buf_init(&out, arena);
    size_t at = 0;
    for (size_t i = 0; i < hits.count; i++) {
        rap_str found = rap_str_slice(whole, hits.items[i].start, hits.items[i].end);
        rap_buf_put(&out, rap_str_slice(whole, at, hits.items[i].start));
        rap_buf_format(&out, "[%.*s]", RAP_STR_ARG(found));
        at = hits.items[i].end;
    }
    rap_buf_put(&out, rap_str_slice(whole, at, whole.length));
    return rap_buf_str(&out).data;
}

static void hits_are_marked_in_any_form(void **state)
{
    static const char *const cases[][3] = {
        {"Parliaments met; the parliament sat.", "PARLIAMENT",
         "[Parliaments] met; the [parliament] sat."},
        {"The cat sat on the category.", "cat", "The [cat] sat on the category."},
        {"Democracy and democratic rules", "democra*", "[Democracy] and [democratic] rules"},
        {"R" ACUTE "union", "reunion", "[R" ACUTE "union]"},
        {"\xE5\x8A\xA0\xE5\xBC\xBA" HAN "\xE5\x85\xB3\xE7\xB3\xBB", HAN,
         "\xE5\x8A\xA0\xE5\xBC\xBA[" HAN "]\xE5\x85\xB3\xE7\xB3\xBB"},
        /* Behind the article, and without its vowel. */
        {"\xD8\xA7\xD9\x84" ARABIC, "\xD8\xA8\xD9\x8A\xD8\xAA", "[\xD8\xA7\xD9\x84" ARABIC "]"},
        /* The article sought has merged with a particle. */
        {"\xD9\x84\xD9\x84" ARABIC, "\xD8\xA7\xD9\x84\xD8\xA8\xD9\x8A\xD8\xAA",
         "[\xD9\x84\xD9\x84" ARABIC "]"},
        {"Nothing here", "absent", "Nothing here"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(marked(*state, cases[i][0], cases[i][1]), cases[i][2]);
    }
}

static void text_from_documents_cannot_steer_the_terminal(void **state)
{
    cli run = {.arena = *state};
    assert_string_equal(cli_plain(&run, "plain " HAN), "plain " HAN);
    assert_string_equal(cli_plain(&run, "a\xE2\x80\xAE"
                                        "b\xE2\x81\xA6\xE2\x80\x99"),
                        "ab\xE2\x80\x99");
    assert_string_equal(cli_plain(&run, "a\033[2Jb\xC2\x9B"
                                        "c\nd"),
                        "a [2Jb c d");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_option_is_described),
        TEST(no_option_is_ambiguous),
        TEST(help_manual_and_completion_tell_of_everything),
        TEST(every_command_has_a_page_in_the_build),
        TEST(examples_can_be_typed),
        TEST(options_stand_anywhere),
        TEST(two_dashes_end_the_options),
        TEST(slips_are_told_with_what_was_meant),
        TEST(help_needs_no_operands),
        TEST(width_counts_columns),
        TEST(cut_keeps_characters_whole),
        TEST(wrap_breaks_where_lines_may_break),
        TEST(table_gives_way_by_weight),
        TEST(table_leaves_out_what_is_empty),
        TEST(csv_quotes_what_rfc_4180_says),
        TEST(hits_are_marked_in_any_form),
        TEST(text_from_documents_cannot_steer_the_terminal),
    };
    return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}

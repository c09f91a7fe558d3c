/* The command line: one table of commands and options (table.c) that drives dispatch, help, manual
 * pages and completion; what a run of the program knows; and what commands share.
 */
#ifndef RAP_CLI_H
#define RAP_CLI_H

#include "base/arena.h"
#include "base/str.h"
#include "rapporteur/rapporteur.h"

#include <jansson.h>
#include <stdio.h>

/* Exit statuses, as the manual gives them. */
enum { CLI_DONE = 0, CLI_INCOMPLETE = 1, CLI_CANNOT = 2, CLI_INTERRUPTED = 130 };

/* -- the table ------------------------------------------------------------------------------- */

typedef enum {
    OPTION_REGISTER,
    OPTION_COLOUR,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_JSON,
    OPTION_CSV,
    OPTION_WIDE,
    OPTION_WIDTH,
    OPTION_ORGANIZATION,
    OPTION_ORGANIZATIONS,
    OPTION_DOCUMENT_KIND,
    OPTION_ACTIVITY_TYPE,
    OPTION_AGREEMENT_KIND,
    OPTION_FORCE,
    OPTION_THEME,
    OPTION_PLACE,
    OPTION_PERIOD,
    OPTION_DOCUMENT,
    OPTION_LANGUAGE,
    OPTION_STATUS,
    OPTION_LIMIT,
    OPTION_ID,
    OPTION_VERBOSE,
    OPTION_THREADS,
    OPTION_TIMINGS,
    OPTION_FACTS,
    OPTION_EACH,
    OPTION_OUTPUT,
    OPTION_ORDER,
    OPTION_REPORT_LANGUAGE,
    OPTION_SOURCE_LANGUAGE,
    OPTION_TITLE,
    OPTION_MAX_WORDS,
    OPTION_DOT,
    OPTION_ORGANIZATION_KIND,
    OPTION_PARENT,
    OPTION_NAME_LANGUAGE,
    OPTION_ALL,
    OPTION_ALL_PAIRS,
    OPTION_LANGUAGES,
    OPTION_SESSION,
    OPTION_POINT,
    OPTION_LIST,
    OPTION_ALIGNED,
    OPTION_FACING,
    OPTION_CONFIDENCE,
    OPTION_MAP,
    OPTION_TIMELINE,
    OPTION_NETWORK,
    OPTION_PICTURE,
    OPTION_PICTURE_LANGUAGE,
    OPTION_IN_FORCE,
    OPTION_EXPIRING,
    OPTION_ON,
    OPTION_HISTORY,
    OPTION_UNIT,
    OPTION_TABLE,
    OPTION_PARAGRAPH,
    OPTION_WITHIN,
    OPTION_CALENDAR,
    OPTION_WORDS,
    OPTION_TEXT_LANGUAGE,
    OPTION_SARIF,
    OPTION_ONLY,
    OPTION_WITHOUT,
    OPTION_SEVERITY,
    OPTION_REPORTING_PERIOD,
    OPTION_WORD_LIMIT,
    OPTION_RULES,
    OPTION_EXPLAIN,
    OPTION_PUBLICATION_KIND,
    OPTION_REPLACE,
    OPTION_OPEN,
    OPTION_ADDRESS,
    OPTION_SHARED,
    OPTION_ROLE,
    OPTION_FOCAL,
    OPTION_PORT,
    OPTION_HOST,
    OPTION_PROXY,
    OPTION_CERTIFICATE,
    OPTION_KEY,
    OPTION_PAGES,
    OPTION_SERVE_THREADS,
    OPTION_READ_LIMIT,
    OPTION_AS_ORIGINAL,
    OPTION_REQUIRE_SANDBOX,
    OPTION_FACT_KIND,
    OPTION_BELOW,
    OPTION_OTHERS,
    OPTION_PERSON,
    OPTION_BY,
    OPTION_WHY,
    OPTION_UNTIED,
    OPTION_CONCORDANCE,
    OPTION_DECISIONS,
    OPTION_ABOUT,
    OPTION_DECIDED,
    OPTION_COUNT
} cli_option_id;

/* A set of options. */
__extension__ typedef unsigned __int128 cli_set; /* more than 64 of them */
#define CLI_OPTION(id) ((cli_set)1 << (id))
_Static_assert(OPTION_COUNT <= 128, "a cli_set holds one bit for each option");

typedef enum {
    CLI_FLAG,
    CLI_TEXT,
    CLI_PATH,
    CLI_NUMBER,
    CLI_CHOICE, /* one of `choices` */
    CLI_LIST,   /* comma-separated, each one of `choices` */
    CLI_MORE,   /* may be given again: the values are joined by commas */
    CLI_SUGGEST /* comma-separated; `choices` are only offered for completion */
} cli_value;

typedef struct {
    const char *name;           /* without its dashes */
    const char *argument;       /* "PATH"; NULL for a flag */
    const char *help;           /* one sentence, no full stop */
    const char *const *choices; /* NULL-terminated, or NULL */
    cli_value value;
    char letter; /* or 0 */
} cli_option;

/* What stands where a command has no option: for completion. */
typedef enum {
    CLI_OPERAND_NONE,
    CLI_OPERAND_FILES,
    CLI_OPERAND_WORDS,
    CLI_OPERAND_DOCUMENT,
    CLI_OPERAND_CHOICES,
    CLI_OPERAND_COMMAND
} cli_operand;

typedef struct {
    const char *line; /* what is typed after "rapporteur " */
    const char *does;
} cli_example;

typedef struct cli cli;

typedef struct cli_command {
    const char *name;
    const char *operands;        /* "FILE|FOLDER..." or "" */
    const char *summary;         /* one line, no full stop */
    const char *details;         /* paragraphs separated by an empty line */
    const cli_example *examples; /* ended by a NULL line */
    cli_set options;             /* besides those of every command */
    const char *const *choices;  /* of CLI_OPERAND_CHOICES */
    size_t least, most;          /* operands; most 0: none, SIZE_MAX: any number */
    int (*run)(cli *run);
    cli_operand operand;
    bool is_hidden; /* not in help; for the build and for completion */
} cli_command;

/* Command `index` in the order of the help, hidden ones last; NULL past the last. */
const cli_command *cli_command_at(size_t index);
const cli_command *cli_command_find(const char *name);
const cli_option *cli_option_at(cli_option_id id);
/* Options that every command takes. */
cli_set cli_common_options(void);

/* -- a run ------------------------------------------------------------------------------------- */

struct cli {
    rap_arena *arena;
    const cli_command *command;
    const char *values[OPTION_COUNT]; /* NULL: not given; flags: "" */
    const char **operands;
    size_t operand_count;
    FILE *out, *err;
    size_t width; /* columns to lay out for; 0: nothing is cut or wrapped */
    bool colour;  /* on `out` */
    bool progress;
    bool has_problems; /* rows of the user's table were left out: the exit status tells */
    rapporteur *reg;   /* opened by cli_open; main closes it */
};

/* Reads the arguments (argv without the program's name): sets command, values, operands. On false
 * the message, one line for the user, is in *ret_message. The command may be NULL after true
 * where only --help or --version, or nothing at all, was typed. */
bool cli_parse(cli *run, int argc, const char *const *argv, const char **ret_message);

/* The candidate that a mistyped word most likely meant, or NULL. */
const char *cli_nearest(const char *word, const char *const *candidates, size_t count);

/* `rapporteur: ...` on standard error; returns CLI_CANNOT. */
int cli_fail(cli *run, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same with the file in front of the message, unless it stands there. */
int cli_fail_file(cli *run, const char *file, const char *message);
const char *cli_register_path(const cli *run);
/* The name of the person at this machine. */
const char *cli_own_name(cli *run);
/* The user's table of organizations; NULL where there is none. */
const char *cli_organizations_path(cli *run);
/* Opens the register into run->reg, with the user's table of organizations; on failure tells why
 * and returns false. */
bool cli_open(cli *run, rapporteur_mode mode);
/* The same without a register where there is none. */
bool cli_open_any(cli *run);
/* Settles limits and sandbox as the options say; false with a message where it cannot. */
bool cli_prepare_reading(cli *run);
/* The limits of environment and options, for rapporteur_set_limits. */
const char *cli_limits(cli *run);
/* Warns once where a part of the sandbox is missing (NULL: none), or refuses where all of it is
 * required. */
bool cli_tell_sandbox(cli *run, const char *lacks, bool is_required);
/* The filter that the options give. */
rapporteur_filter cli_filter(const cli *run);
/* The number an option gives, or `otherwise`; cli_parse has seen that it is one. */
size_t cli_number(const cli *run, cli_option_id id, size_t otherwise);
/* Checks that the document asked for exists; tells the user and returns false where not. */
bool cli_document_exists(cli *run, const char *name);

/* -- style ------------------------------------------------------------------------------------- */

typedef enum { CLI_PLAIN, CLI_BOLD, CLI_DIM, CLI_HIT, CLI_NOTE, CLI_GOOD, CLI_BAD } cli_style;
/* The text with the style's escape codes around it where colour is on. */
const char *cli_styled(const cli *run, cli_style style, const char *text);

/* -- records ------------------------------------------------------------------------------------
 */

/* A member as text fit for a terminal: control characters out, "" where it is null or missing. */
const char *cli_member(cli *run, const json_t *record, const char *name);
/* An array of strings, joined. */
const char *cli_member_joined(cli *run, const json_t *record, const char *name,
                              const char *separator);
/* {"start","end"} as an ISO 8601 interval, "2017-12-04/2017-12-06"; one day or month stands
 * alone; open ends as "2022/..". */
const char *cli_interval(cli *run, const json_t *period);
/* Text with control characters out, and those that turn a line around. */
const char *cli_plain(cli *run, const char *text);
/* As it is, with U+FFFD for bytes that are no UTF-8: names of files can be any. */
const char *cli_valid(cli *run, const char *text);
/* "1,234". */
const char *cli_number_text(cli *run, size_t count);
/* "1 mandate", "2 mandates": English, for nouns with a regular plural. */
const char *cli_count(cli *run, size_t count, const char *noun);
/* The English name of a language code. */
const char *cli_language_name(cli *run, const char *code);

/* Keeps the records of one listing in the arena. */
typedef struct {
    json_t *json;
} cli_record;
typedef RAP_VEC(cli_record) cli_records;
bool cli_collect(cli *run, const char *kind, const rapporteur_filter *filter,
                 cli_records *ret_records, rapporteur_error *error);

/* Who decides: --person, else what RAPPORTEUR_PERSON names, else the name at this machine. */
const char *cli_person(cli *run);
/* A correction of `fact` out of words like "parties=WHO,AU", "parties+=WIPO", "dates=2031-05",
 * "agreement.valid_to=2040", as JSON; NULL where one of them cannot be read, which is told. */
const char *cli_correction(cli *run, const json_t *fact, const char *const *words, size_t count);
/* Keeps the decision; the fact as it is then, in the arena, NULL where it was refused. What is to
 * be told of names is told. */
json_t *cli_decide(cli *run, const rapporteur_decision *decision, rapporteur_error *error);

/* What compare was asked, from the options. */
rapporteur_compare_options cli_compare_options(const cli *run);
/* compare --aligned; the register is open. */
int cli_compare_aligned(cli *run);
/* compare --html: a page of the texts side by side; the register is open. */
bool cli_compare_facing(cli *run, size_t *ret_findings, rapporteur_error *error);

/* -- the commands -------------------------------------------------------------------------------
 */

int cli_run_add(cli *run);
int cli_run_rebuild(cli *run);
int cli_run_backup(cli *run);
int cli_run_verify(cli *run);
int cli_run_show(cli *run);
int cli_run_documents(cli *run);
int cli_run_mandates(cli *run);
int cli_run_activities(cli *run);
int cli_run_agreements(cli *run);
int cli_run_publications(cli *run);
int cli_run_pledges(cli *run);
int cli_run_figures(cli *run);
int cli_run_search(cli *run);
int cli_run_organizations(cli *run);
int cli_run_themes(cli *run);
int cli_run_citations(cli *run);
int cli_run_history(cli *run);
int cli_run_due(cli *run);
int cli_run_compare(cli *run);
int cli_run_learn(cli *run);
int cli_run_check(cli *run);
int cli_run_trace(cli *run);
int cli_run_report(cli *run);
int cli_run_export(cli *run);
int cli_run_review(cli *run);
int cli_run_decide(cli *run);
int cli_run_decisions(cli *run);
int cli_run_import(cli *run);
int cli_run_serve(cli *run);
int cli_run_users(cli *run);
int cli_run_help(cli *run);
int cli_run_version(cli *run);
int cli_run_completion(cli *run);
int cli_run_manual(cli *run);
int cli_run_names(cli *run);

/* The help of the run's command, or of the program where there is none, on run->out. */
void cli_help(cli *run, const cli_command *command);

#endif

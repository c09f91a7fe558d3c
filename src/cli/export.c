/* rapporteur export */
#include "cli.h"

#include <string.h>

static bool put_record(void *user, const char *json, size_t length)
{
    cli *run = user;
    fwrite(json, 1, length, run->out);
    fputc('\n', run->out);
    return !ferror(run->out);
}

/* The log, in the form that "import" takes. */
static bool put_decisions(cli *run, rapporteur_error *error)
{
    rapporteur_decision_filter filter = {.document = run->values[OPTION_DOCUMENT],
                                         .limit = cli_number(run, OPTION_LIMIT, 0)};
    return rapporteur_decisions(run->reg, &filter, put_record, run, NULL, error);
}

int cli_run_export(cli *run)
{
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    const char *document = run->values[OPTION_DOCUMENT];
    if (document && !cli_document_exists(run, document)) {
        return CLI_INCOMPLETE;
    }
    rapporteur_filter filter = cli_filter(run);
    for (size_t i = 0; i < run->operand_count && !ferror(run->out); i++) {
        rapporteur_error error = {0};
        bool is_log = strcmp(run->operands[i], "decisions") == 0;
        if (is_log
                ? !put_decisions(run, &error)
                : !rapporteur_list(run->reg, run->operands[i], &filter, put_record, run, &error)) {
            return cli_fail_file(run, cli_register_path(run), error.message);
        }
    }
    return CLI_DONE;
}

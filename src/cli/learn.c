#include "cli.h"

#include <string.h>

int cli_run_learn(cli *run)
{
    const char *path = run->values[OPTION_TABLE], *told;
    rapporteur_error error;
    if (!cli_open(run, path ? RAPPORTEUR_READ : RAPPORTEUR_WRITE)) {
        return CLI_CANNOT;
    }
    if (!rapporteur_learn(run->reg, cli_number(run, OPTION_LIMIT, 0), path, &told, &error)) {
        return cli_fail(run, "%s", error.message);
    }
    if (run->values[OPTION_JSON]) {
        fprintf(run->out, "%s\n", told);
        return CLI_DONE;
    }
    json_t *summary = json_loads(told, 0, NULL);
    size_t concepts = (size_t)json_integer_value(json_object_get(summary, "concepts"));
    size_t paragraphs = (size_t)json_integer_value(json_object_get(summary, "paragraphs"));
    size_t works = (size_t)json_integer_value(json_object_get(summary, "works"));
    fprintf(run->out, "%s learned from %s of %s\n", cli_count(run, concepts, "concept"),
            cli_count(run, paragraphs, "paragraph"), cli_count(run, works, "work"));
    const char *lang;
    json_t *versions;
    json_object_foreach(json_object_get(summary, "versions"), lang, versions)
    {
        fprintf(run->out, "    %s %s\n", cli_language_name(run, lang),
                cli_number_text(run, (size_t)json_integer_value(versions)));
    }
    json_decref(summary);
    return CLI_DONE;
}

/* rapporteur backup and verify: copies of the register, and looking for damage. */
#include "cli.h"

#include <stdlib.h>
#include <sys/stat.h>

int cli_run_backup(cli *run)
{
    const char *path = run->operands[0];
    rapporteur_error error = {0};
    struct stat about;
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    if (!rapporteur_backup(run->reg, path, run->values[OPTION_REPLACE] != NULL, &error)) {
        return cli_fail(run, "%s", error.message);
    }
    size_t size = stat(path, &about) ? 0 : (size_t)about.st_size;
    fprintf(run->out, "%s: a copy of %s, %s KiB\n", path, cli_register_path(run),
            cli_number_text(run, (size + 1023) / 1024));
    return CLI_DONE;
}

static bool put_damage(void *user, const char *text, size_t length)
{
    cli *run = user;
    if (run->values[OPTION_JSON]) {
        fprintf(run->out, "%.*s\n", (int)length, text);
        return !ferror(run->out);
    }
    /* Damage may have left any bytes where a name stood. */
    json_t *record = json_loadb(text, length, JSON_ALLOW_NUL, NULL);
    const char *about = cli_member(run, record, "about");
    fprintf(run->out, "%s%s%s; %s\n", about, *about ? ": " : "", cli_member(run, record, "what"),
            cli_member(run, record, "remedy"));
    json_decref(record);
    return !ferror(run->out);
}

static size_t count_of(const json_t *summary, const char *name)
{
    return (size_t)json_integer_value(json_object_get(summary, name));
}

int cli_run_verify(cli *run)
{
    const char *told;
    rapporteur_error error = {0};
    if (!cli_open(run, RAPPORTEUR_READ)) {
        return CLI_CANNOT;
    }
    if (!rapporteur_verify(run->reg, put_damage, run, &told, &error)) {
        return cli_fail(run, "%s", error.message);
    }
    json_t *summary = json_loads(told, 0, NULL);
    size_t damages = count_of(summary, "damages");
    if (run->values[OPTION_JSON]) {
        json_t *whole = json_pack("{s:s}", "record", "verified");
        json_object_update(whole, summary);
        char *line = json_dumps(whole, JSON_COMPACT);
        fprintf(run->out, "%s\n", line ? line : "");
        free(line);
        json_decref(whole);
    } else {
        fprintf(run->out, "%s: ", cli_register_path(run));
        if (damages) {
            fprintf(run->out, "%s found", cli_count(run, damages, "damage"));
        } else {
            fprintf(run->out, "nothing wrong");
        }
        fprintf(run->out, " in %s, %s, %s\n",
                cli_count(run, count_of(summary, "files"), "original"),
                cli_count(run, count_of(summary, "blocks"), "paragraph"),
                cli_count(run, count_of(summary, "facts"), "fact"));
    }
    json_decref(summary);
    return damages ? CLI_INCOMPLETE : CLI_DONE;
}

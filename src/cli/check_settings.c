/* Settings of checks: `.rapporteur-check` beside the draft, else the user's own file. */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BESIDE ".rapporteur-check"

/* NULL where there is none. */
static const char *file_of(cli *run, const char *draft)
{
    const char *slash = strrchr(draft, '/'), *path;
    const char *home = getenv("HOME"), *folder = getenv("XDG_CONFIG_HOME");
    path =
        slash ? rap_arena_format(run->arena, "%.*s/" BESIDE, (int)(slash - draft), draft) : BESIDE;
    if (access(path, F_OK) == 0) {
        return path;
    }
    if (folder && *folder == '/') {
        path = rap_arena_format(run->arena, "%s/rapporteur/check", folder);
    } else if (home && *home) {
        path = rap_arena_format(run->arena, "%s/.config/rapporteur/check", home);
    } else {
        return NULL;
    }
    return access(path, F_OK) == 0 ? path : NULL;
}

static const char *joined(cli *run, const char *list, const char *more)
{
    return list && more ? rap_arena_format(run->arena, "%s,%s", list, more) : more ? more : list;
}

/* "without A, B": false with the message told. */
static bool take_line(cli *run, const char *path, int number, rap_str line, check_settings *s)
{
    line = rap_str_trim(line);
    if (!line.length || line.data[0] == '#') {
        return true;
    }
    size_t space = rap_str_find(line, RAP_STR(" "), 0);
    rap_str key = rap_str_slice(line, 0, space);
    rap_str rest = space == SIZE_MAX ? RAP_STR_NONE : rap_str_slice(line, space, line.length);
    const char *value = rap_str_c(run->arena, rap_str_trim(rest));
    int words = 0;
    if (rap_str_is(key, "without") && *value) {
        s->without = joined(run, s->without, value);
    } else if (rap_str_is(key, "only") && *value) {
        s->only = joined(run, s->only, value);
    } else if (rap_str_is(key, "acronyms") && *value) {
        s->acronyms = joined(run, s->acronyms, value);
    } else if (rap_str_is(key, "severity") && *value) {
        s->severity = value;
    } else if (rap_str_is(key, "period") && *value) {
        s->period = value;
    } else if (rap_str_is(key, "limit") && rap_str_number(rap_str_of(value), &words)) {
        s->limit = (size_t)words;
    } else {
        const char *message = rap_arena_format(
            run->arena,
            "line %d: \"%.*s\" is no setting; write without, only, acronyms, severity, period or "
            "limit, and its value",
            number, (int)(line.length < 80 ? line.length : 80), line.data);
        cli_fail_file(run, path, message);
        return false;
    }
    return true;
}

static bool read_file(cli *run, const char *path, check_settings *s)
{
    char buffer[1 << 14];
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(buffer, 1, sizeof buffer, file) : 0;
    bool is_wrong = !file || ferror(file) || length == sizeof buffer;
    if (is_wrong) {
        cli_fail_file(run, path,
                      length == sizeof buffer ? "too long for a settings file" : strerror(errno));
    }
    if (file) {
        fclose(file);
    }
    rap_str rest = rap_str_copy(run->arena, (rap_str){buffer, length}), line;
    for (int number = 1; !is_wrong && rap_str_split(&rest, '\n', &line); number++) {
        is_wrong = !take_line(run, path, number, line, s);
    }
    return !is_wrong;
}

bool check_settings_of(cli *run, const char *draft, check_settings *ret_settings)
{
    check_settings s = {0};
    const char *path = file_of(run, draft);
    if (path && !read_file(run, path, &s)) {
        return false;
    }
    s.without = joined(run, s.without, run->values[OPTION_WITHOUT]);
    s.only = run->values[OPTION_ONLY] ? run->values[OPTION_ONLY] : s.only;
    s.severity = run->values[OPTION_SEVERITY] ? run->values[OPTION_SEVERITY] : s.severity;
    s.period =
        run->values[OPTION_REPORTING_PERIOD] ? run->values[OPTION_REPORTING_PERIOD] : s.period;
    s.limit = cli_number(run, OPTION_WORD_LIMIT, s.limit);
    *ret_settings = s;
    return true;
}

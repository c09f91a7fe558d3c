/* Corrections as they are typed: "parties=WHO,AU", "parties+=WIPO", "dates=2031-05-02..2031-05-04".
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    cli *run;
    const json_t *fact;
    json_t *correction;
    rap_str name, value;
    char how; /* '=', '+' or '-' */
} parsing;

typedef json_t *(*reader)(parsing *p);

static json_t *string_of(rap_str text)
{
    return json_stringn(text.data ? text.data : "", text.length);
}

static json_t *read_text(parsing *p)
{
    return p->value.length ? string_of(p->value) : json_null();
}

static json_t *read_number(parsing *p)
{
    char *end, *text = rap_str_c(p->run->arena, p->value);
    double number = strtod(text, &end);
    if (!*text || *end) {
        return NULL;
    }
    return strchr(text, '.') ? json_real(number) : json_integer((json_int_t)number);
}

static bool holds(const json_t *list, const json_t *value)
{
    size_t index;
    const json_t *one;
    json_array_foreach(list, index, one)
    {
        if (json_equal(one, value)) {
            return true;
        }
    }
    return false;
}

/* The list as it was, or as an earlier word left it. */
static const json_t *list_before(parsing *p)
{
    const char *name = rap_str_c(p->run->arena, p->name);
    const json_t *list = json_object_get(p->correction, name);
    return list ? list : json_object_get(p->fact, name);
}

/* All entries of `from`, but those that `without` holds, behind those of `to`. */
static void append(json_t *to, const json_t *from, const json_t *without)
{
    size_t index;
    json_t *one;
    json_array_foreach(from, index, one)
    {
        if (!holds(without, one) && !holds(to, one)) {
            json_array_append(to, one);
        }
    }
}

/* Entries parted by commas, put in the place of those before, added to them or taken from them. */
static json_t *read_entries(parsing *p, json_t *(*entry)(rap_str text))
{
    rap_str rest = p->value, part;
    json_t *given = json_array(), *list = json_array();
    while (rap_str_split(&rest, ',', &part)) {
        part = rap_str_trim(part);
        if (part.length) {
            json_array_append_new(given, entry(part));
        }
    }
    if (p->how != '=') {
        append(list, list_before(p), p->how == '-' ? given : NULL);
    }
    if (p->how != '-') {
        append(list, given, NULL);
    }
    json_decref(given);
    return list;
}

static json_t *read_list(parsing *p)
{
    return read_entries(p, string_of);
}

/* "WHO:host,AU:organizer", beside the roles that the others have. */
static json_t *read_roles(parsing *p)
{
    rap_str rest = p->value, part;
    json_t *roles = json_deep_copy(json_object_get(p->fact, "roles"));
    roles = roles ? roles : json_object();
    while (rap_str_split(&rest, ',', &part)) {
        size_t at = part.length;
        while (at && part.data[at - 1] != ':') {
            at--;
        }
        if (!at) {
            json_decref(roles);
            return NULL;
        }
        rap_str party = rap_str_trim(rap_str_slice(part, 0, at - 1));
        json_object_set_new(roles, rap_str_c(p->run->arena, party),
                            string_of(rap_str_trim(rap_str_slice(part, at, part.length))));
    }
    return roles;
}

static json_t *date_of(rap_str text)
{
    return text.length ? string_of(text) : json_null();
}

/* "2031-05", "2031-05-02..2031-05-04", "2031..". */
static json_t *period_of(rap_str text)
{
    size_t dots = rap_str_find(text, RAP_STR(".."), 0);
    rap_str start = rap_str_trim(rap_str_slice(text, 0, dots));
    rap_str end =
        dots == SIZE_MAX ? start : rap_str_trim(rap_str_slice(text, dots + 2, text.length));
    return json_pack("{s:o, s:o}", "start", date_of(start), "end", date_of(end));
}

static json_t *read_period(parsing *p)
{
    return p->value.length ? period_of(p->value) : json_null();
}

static json_t *read_dates(parsing *p)
{
    return read_entries(p, period_of);
}

/* "session:78", "date:2031-05", "annual" */
static json_t *read_timing(parsing *p)
{
    size_t colon = rap_str_find(p->value, RAP_STR(":"), 0);
    if (!p->value.length) {
        return json_null();
    }
    rap_str value =
        colon == SIZE_MAX ? RAP_STR_NONE : rap_str_slice(p->value, colon + 1, p->value.length);
    return json_pack("{s:o, s:o}", "kind", string_of(rap_str_slice(p->value, 0, colon)), "value",
                     date_of(value));
}

/* The members of the agreement that were named so far, and this one. */
static json_t *read_term(parsing *p)
{
    json_t *agreement = json_deep_copy(json_object_get(p->correction, "agreement"));
    size_t dot = rap_str_find(p->name, RAP_STR("."), 0);
    agreement = agreement ? agreement : json_object();
    json_object_set_new(agreement,
                        rap_str_c(p->run->arena, rap_str_slice(p->name, dot + 1, p->name.length)),
                        read_text(p));
    p->name = rap_str_slice(p->name, 0, dot);
    return agreement;
}

static const struct {
    const char *name;
    reader read;
    bool is_list; /* += and -= mean something */
} fields[] = {
    {"verb", read_text, false},
    {"force", read_text, false},
    {"addressees", read_list, true},
    {"asks", read_text, false},
    {"timing", read_timing, false},
    {"type", read_text, false},
    {"parties", read_list, true},
    {"roles", read_roles, false},
    {"dates", read_dates, true},
    {"places", read_list, true},
    {"status", read_text, false},
    {"subject", read_text, false},
    {"themes", read_list, true},
    {"agreement.kind", read_term, false},
    {"agreement.action", read_term, false},
    {"agreement.valid_from", read_term, false},
    {"agreement.valid_to", read_term, false},
    {"value", read_number, false},
    {"bound", read_text, false},
    {"unit", read_text, false},
    {"counted", read_text, false},
    {"period", read_period, false},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static bool refuse(parsing *p, const char *word)
{
    const char *names[FIELDS];
    for (size_t i = 0; i < FIELDS; i++) {
        names[i] = fields[i].name;
    }
    const char *near = cli_nearest(rap_str_c(p->run->arena, p->name), names, FIELDS);
    if (near && !rap_str_is(p->name, near)) {
        cli_fail(p->run, "there is no field \"%.*s\"; did you mean %s?", RAP_STR_ARG(p->name),
                 near);
    } else {
        cli_fail(p->run,
                 "\"%s\" is no correction; \"rapporteur help decide\" tells how they are "
                 "written",
                 word);
    }
    return false;
}

static bool take_word(parsing *p, const char *word)
{
    rap_str text = rap_str_of(word);
    size_t equals = rap_str_find(text, RAP_STR("="), 0);
    if (equals == SIZE_MAX || !equals) {
        p->name = text;
        return refuse(p, word);
    }
    char before = word[equals - 1];
    p->how = before == '+' || before == '-' ? before : '=';
    p->name = rap_str_slice(text, 0, p->how == '=' ? equals : equals - 1);
    p->value = rap_str_trim(rap_str_slice(text, equals + 1, text.length));
    for (size_t i = 0; i < FIELDS; i++) {
        if (!rap_str_is(p->name, fields[i].name) || (p->how != '=' && !fields[i].is_list)) {
            continue;
        }
        json_t *value = fields[i].read(p);
        if (!value) {
            return refuse(p, word);
        }
        json_object_set_new(p->correction, rap_str_c(p->run->arena, p->name), value);
        return true;
    }
    return refuse(p, word);
}

const char *cli_correction(cli *run, const json_t *fact, const char *const *words, size_t count)
{
    parsing p = {.run = run, .fact = fact, .correction = json_object()};
    rap_arena_defer(run->arena, (void (*)(void *))json_decref, p.correction);
    for (size_t i = 0; i < count; i++) {
        if (!take_word(&p, words[i])) {
            return NULL;
        }
    }
    char *text = json_dumps(p.correction, 0);
    const char *copy = rap_arena_format(run->arena, "%s", text);
    free(text);
    return copy;
}

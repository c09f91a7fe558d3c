/* Corrections: what may be put right in a fact, and what follows from it in its record. */
#include "correct.h"

#include "member.h"

#include <math.h>
#include <string.h>

static void release(void *object)
{
    json_decref(object);
}

json_t *rap_correct_keep(rap_arena *arena, json_t *object)
{
    if (object) {
        rap_arena_defer(arena, release, object);
    }
    return object;
}

rap_str rap_correct_text(rap_arena *arena, const json_t *record)
{
    enum { DIGITS = 6 }; /* as rap_json_real writes */
    char *text = json_dumps(record, JSON_REAL_PRECISION(DIGITS) | JSON_ENCODE_ANY);
    rap_str copy = rap_str_copy(arena, rap_str_of(text));
    free(text);
    return copy;
}

/* -- checking ---------------------------------------------------------------------------------- */

typedef struct {
    const rapporteur *r;
    rap_arena *arena;
    const json_t *record;
    const char *name; /* of the member in hand */
    json_t *kept;
    rap_strs *warnings;
    rap_error *error;
} checking;

typedef bool (*member_check)(checking *c, const json_t *value);

static bool refuse(checking *c, const char *expected)
{
    return rap_error_set(c->error, RAP_ERROR_USAGE, -1, "\"%s\" is wrong: %s", c->name, expected);
}

static bool keep(checking *c, json_t *value)
{
    json_object_set_new(c->kept, c->name, value);
    return true;
}

static bool has_text(const json_t *list, const char *text)
{
    size_t index;
    const json_t *one;
    json_array_foreach(list, index, one)
    {
        if (json_is_string(one) && !strcmp(json_string_value(one), text)) {
            return true;
        }
    }
    return false;
}

/* A text without control characters, not empty. */
static bool is_line(const json_t *value)
{
    const char *text = json_string_value(value);
    bool is_empty = true;
    for (const char *at = text; at && *at; at++) {
        if ((unsigned char)*at < ' ') {
            return false;
        }
        is_empty = is_empty && *at == ' ';
    }
    return text && !is_empty && strlen(text) == json_string_length(value);
}

static bool check_line(checking *c, const json_t *value)
{
    return is_line(value) ? keep(c, json_deep_copy(value)) : refuse(c, "give words on one line");
}

static bool check_line_or_null(checking *c, const json_t *value)
{
    return json_is_null(value) ? keep(c, json_null()) : check_line(c, value);
}

static bool check_verb(checking *c, const json_t *value)
{
    if (!check_line(c, value)) {
        return false;
    }
    rap_str sense = rap_fact_sense(c->r->facts, c->arena, rap_str_of(json_string_value(value)));
    json_object_set_new(c->kept, "sense", json_stringn(sense.data, sense.length));
    return true;
}

static bool check_force(checking *c, const json_t *value)
{
    rap_force force;
    return json_is_string(value) && rap_force_of_name(rap_str_of(json_string_value(value)), &force)
               ? keep(c, json_deep_copy(value))
               : refuse(c, "write decision, request, invitation or declaration");
}

static bool check_status(checking *c, const json_t *value)
{
    rap_status status;
    return json_is_string(value) &&
                   rap_status_of_name(rap_str_of(json_string_value(value)), &status)
               ? keep(c, json_deep_copy(value))
               : refuse(c, "write done, ongoing or planned");
}

static bool check_bound(checking *c, const json_t *value)
{
    rap_bound bound;
    return json_is_string(value) && rap_bound_of_name(rap_str_of(json_string_value(value)), &bound)
               ? keep(c, json_deep_copy(value))
               : refuse(c, "write exact, at least, at most or about");
}

static bool check_type(checking *c, const json_t *value)
{
    static const char *const types[] = {"meeting",    "conference",    "training",    "visit",
                                        "statement",  "agreement",     "publication", "support",
                                        "programme",  "establishment", "decision",    "pledge",
                                        "cooperation"};
    for (size_t i = 0; json_is_string(value) && i < sizeof types / sizeof *types; i++) {
        if (!strcmp(types[i], json_string_value(value))) {
            return keep(c, json_deep_copy(value));
        }
    }
    return refuse(c, "it is no type of activity; the manual lists them");
}

/* The id by which records name the party. */
static rap_str party_of(checking *c, const char *list, const json_t *value)
{
    const char *name = json_string_value(value);
    bool is_known = true;
    if (has_text(json_object_get(c->record, list), name)) {
        return rap_str_of(name);
    }
    rap_str id = rap_engine_party(c->r, c->arena, rap_str_trim(rap_str_of(name)), &is_known);
    if (!is_known) {
        RAP_PUSH(c->arena, c->warnings,
                 rap_str_of(rap_arena_format(
                     c->arena, "no organization or State is called \"%.*s\": the name is kept",
                     RAP_STR_ARG(id))));
    }
    return id;
}

static bool check_parties(checking *c, const json_t *value)
{
    size_t index;
    const json_t *one;
    json_t *ids = rap_correct_keep(c->arena, json_array());
    if (!json_is_array(value)) {
        return refuse(c, "give a list of names");
    }
    json_array_foreach(value, index, one)
    {
        if (!is_line(one)) {
            return refuse(c, "give a list of names");
        }
        rap_str id = party_of(c, c->name, one);
        char *text = rap_str_c(c->arena, id);
        if (!has_text(ids, text)) {
            json_array_append_new(ids, json_stringn(id.data, id.length));
        }
    }
    return keep(c, json_incref(ids));
}

static bool check_roles(checking *c, const json_t *value)
{
    const char *party;
    json_t *role, *kept = rap_correct_keep(c->arena, json_object());
    if (!json_is_object(value)) {
        return refuse(c, "give each party's role");
    }
    json_object_foreach((json_t *)value, party, role)
    {
        json_t *name = rap_correct_keep(c->arena, json_string(party));
        if (!is_line(name) || !json_is_string(role) ||
            !rap_fact_has_role(c->r->facts, rap_str_of(json_string_value(role)))) {
            return refuse(c, "it is no role of a party; the manual lists them");
        }
        rap_strs *told = c->warnings, again = {0};
        c->warnings = &again; /* the name was told with the parties */
        json_object_set(kept, rap_str_c(c->arena, party_of(c, "parties", name)), role);
        c->warnings = told;
    }
    return keep(c, json_incref(kept));
}

static bool check_places(checking *c, const json_t *value)
{
    size_t index;
    const json_t *one;
    json_array_foreach(value, index, one)
    {
        if (!is_line(one)) {
            return refuse(c, "give a list of names");
        }
    }
    return json_is_array(value) ? keep(c, json_deep_copy(value))
                                : refuse(c, "give a list of names");
}

static bool check_themes(checking *c, const json_t *value)
{
    size_t index;
    const json_t *one;
    json_array_foreach(value, index, one)
    {
        if (!json_is_string(one) ||
            !rap_theme_find(rap_fact_themes(c->r->facts), rap_str_of(json_string_value(one)))) {
            return refuse(c, "it is no theme; \"rapporteur themes\" lists them");
        }
    }
    return json_is_array(value) ? keep(c, json_deep_copy(value))
                                : refuse(c, "give a list of themes");
}

static bool is_date(const json_t *value)
{
    rap_date date;
    return json_is_string(value) && rap_date_parse(rap_str_of(json_string_value(value)), &date) &&
           rap_date_is_valid(date);
}

static bool is_date_or_null(const json_t *value)
{
    return !value || json_is_null(value) || is_date(value);
}

/* {"start", "end"}, either of them null, in order. */
static json_t *period_of(const json_t *value)
{
    const json_t *start = json_object_get(value, "start"), *end = json_object_get(value, "end");
    bool has_start = is_date(start), has_end = is_date(end);
    if (!json_is_object(value) || !is_date_or_null(start) || !is_date_or_null(end) ||
        (!has_start && !has_end)) {
        return NULL;
    }
    if (has_start && has_end &&
        rap_date_compare(rap_member_date(value, "start"), rap_member_date(value, "end")) > 0) {
        return NULL;
    }
    return json_pack("{s:o, s:o}", "start", has_start ? json_deep_copy(start) : json_null(), "end",
                     has_end ? json_deep_copy(end) : json_null());
}

static bool check_dates(checking *c, const json_t *value)
{
    static const char expected[] =
        "give a list of {\"start\", \"end\"}, days or months as 2024-05-31, in order";
    size_t index;
    const json_t *one;
    json_t *kept = rap_correct_keep(c->arena, json_array());
    json_array_foreach(value, index, one)
    {
        json_t *period = period_of(one);
        if (!period) {
            return refuse(c, expected);
        }
        json_array_append_new(kept, period);
    }
    return json_is_array(value) ? keep(c, json_incref(kept)) : refuse(c, expected);
}

static bool check_period(checking *c, const json_t *value)
{
    json_t *period = json_is_null(value) ? json_null() : period_of(value);
    return period ? keep(c, period)
                  : refuse(c, "give {\"start\", \"end\"}, days or months as 2024-05-31, in order");
}

static bool check_timing(checking *c, const json_t *value)
{
    static const char *const kinds[] = {"session", "date", "annual", "biennial", "event"};
    const json_t *kind = json_object_get(value, "kind"), *told = json_object_get(value, "value");
    if (json_is_null(value)) {
        return keep(c, json_null());
    }
    for (size_t i = 0; json_is_string(kind) && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], json_string_value(kind)) != 0) {
            continue;
        }
        bool is_good = i == 1 ? is_date(told) : !told || json_is_null(told) || is_line(told);
        return is_good ? keep(c, json_pack("{s:O, s:o}", "kind", kind, "value",
                                           is_line(told) ? json_deep_copy(told) : json_null()))
                       : refuse(c, "a date is written as 2024-05-31");
    }
    return refuse(c, "its kind is session, date, annual, biennial or event");
}

static bool check_agreement(checking *c, const json_t *value)
{
    static const char *const texts[] = {"kind", "action"};
    static const char *const dates[] = {"valid_from", "valid_to"};
    json_t *kept = rap_correct_keep(c->arena, json_object());
    if (json_is_null(value)) {
        return keep(c, json_null());
    }
    for (int i = 0; i < 2; i++) {
        const json_t *text = json_object_get(value, texts[i]);
        const json_t *date = json_object_get(value, dates[i]);
        if (!json_is_object(value) || (text && !json_is_null(text) && !is_line(text)) ||
            !is_date_or_null(date)) {
            return refuse(c, "give kind, action, and valid_from and valid_to as 2024-05-31");
        }
        if (text) {
            json_object_set(kept, texts[i], (json_t *)text);
        }
        if (date) {
            json_object_set(kept, dates[i], (json_t *)date);
        }
    }
    return keep(c, json_incref(kept));
}

static bool check_value(checking *c, const json_t *value)
{
    return json_is_number(value) && isfinite(json_number_value(value)) &&
                   json_number_value(value) >= 0
               ? keep(c, json_deep_copy(value))
               : refuse(c, "give a number");
}

/* The sense comes with the verb, of which it follows. */
static bool check_sense(checking *c, const json_t *value)
{
    return json_object_get(c->kept, "sense") || check_line(c, value);
}

static const struct {
    rap_fact_kind kind;
    const char *name;
    member_check check;
} members[] = {
    {RAP_FACT_MANDATE, "verb", check_verb},
    {RAP_FACT_MANDATE, "sense", check_sense},
    {RAP_FACT_MANDATE, "force", check_force},
    {RAP_FACT_MANDATE, "addressees", check_parties},
    {RAP_FACT_MANDATE, "asks", check_line_or_null},
    {RAP_FACT_MANDATE, "timing", check_timing},
    {RAP_FACT_MANDATE, "themes", check_themes},
    {RAP_FACT_ACTIVITY, "type", check_type},
    {RAP_FACT_ACTIVITY, "parties", check_parties},
    {RAP_FACT_ACTIVITY, "roles", check_roles},
    {RAP_FACT_ACTIVITY, "dates", check_dates},
    {RAP_FACT_ACTIVITY, "places", check_places},
    {RAP_FACT_ACTIVITY, "status", check_status},
    {RAP_FACT_ACTIVITY, "subject", check_line_or_null},
    {RAP_FACT_ACTIVITY, "agreement", check_agreement},
    {RAP_FACT_ACTIVITY, "themes", check_themes},
    {RAP_FACT_FIGURE, "value", check_value},
    {RAP_FACT_FIGURE, "bound", check_bound},
    {RAP_FACT_FIGURE, "unit", check_line_or_null},
    {RAP_FACT_FIGURE, "counted", check_line_or_null},
    {RAP_FACT_FIGURE, "period", check_period},
};
enum { MEMBERS = sizeof members / sizeof *members };

static bool check_member(checking *c, rap_fact_kind kind, const json_t *value)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        if (members[i].kind == kind && !strcmp(members[i].name, c->name)) {
            return members[i].check(c, value);
        }
    }
    return rap_error_set(c->error, RAP_ERROR_USAGE, -1,
                         "%.80s of %s cannot be corrected; the manual lists what can", c->name,
                         kind == RAP_FACT_MANDATE    ? "a mandate"
                         : kind == RAP_FACT_ACTIVITY ? "an activity"
                                                     : "a figure");
}

json_t *rap_correct_check(const rapporteur *r, rap_arena *arena, rap_fact_kind kind,
                          const json_t *record, const json_t *correction, rap_strs *warnings,
                          rap_error *error)
{
    checking c = {.r = r,
                  .arena = arena,
                  .record = record,
                  .kept = rap_correct_keep(arena, json_object()),
                  .warnings = warnings,
                  .error = error};
    json_t *value;
    if (!json_is_object(correction)) {
        rap_error_set(error, RAP_ERROR_USAGE, -1, "a correction is a JSON object of members");
        return NULL;
    }
    json_object_foreach((json_t *)correction, c.name, value)
    {
        if (!check_member(&c, kind, value)) {
            return NULL;
        }
    }
    return c.kept;
}

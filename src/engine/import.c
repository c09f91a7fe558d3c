/* Decisions from the export of another register. */
#include "decide.h"

#include "correct.h"
#include "member.h"

#include "base/file.h"
#include "base/map.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

typedef struct {
    rapporteur *r;
    rap_arena *arena;
    const char *path;
    void (*on_problem)(void *user, const char *message);
    void *user;
    size_t line;
    size_t taken, known, refused, untied;
    rap_strs uids; /* of those taken */
    rap_map *docs; /* that they are about */
    rap_error *error;
} importing;

/* The line is told; the rest goes on. */
static bool refuse(importing *in, const char *why)
{
    char message[800];
    in->refused++;
    snprintf(message, sizeof message, "%.300s:%zu: %.400s", in->path, in->line, why);
    if (in->on_problem) {
        in->on_problem(in->user, message);
    }
    return true;
}

/* -- a line ------------------------------------------------------------------------------------ */

static bool is_text(const json_t *object, const char *name, size_t longest)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) && json_string_length(value) > 0 &&
           json_string_length(value) <= longest &&
           strlen(json_string_value(value)) == json_string_length(value);
}

/* "2031-05-04T12:00:00Z" (RFC 3339); 0 where it is none. */
static int64_t time_of(const json_t *record)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    rap_str text = rap_str_of(json_string_value(json_object_get(record, "when"))), part;
    int numbers[6] = {0};
    size_t count = 0;
    if (text.length != strlen(form)) {
        return 0;
    }
    for (size_t at = 0, start = 0; at < text.length; at++) {
        if (form[at] == '0') {
            continue;
        }
        part = rap_str_slice(text, start, at);
        if (text.data[at] != form[at] || !rap_str_number(part, &numbers[count++])) {
            return 0;
        }
        start = at + 1;
    }
    rap_date date = {(int16_t)numbers[0], (int8_t)numbers[1], (int8_t)numbers[2]};
    struct tm day = {.tm_year = numbers[0] - 1900,
                     .tm_mon = numbers[1] - 1,
                     .tm_mday = numbers[2],
                     .tm_hour = numbers[3],
                     .tm_min = numbers[4],
                     .tm_sec = numbers[5]};
    bool is_time = day.tm_hour < 24 && day.tm_min < 60 && day.tm_sec <= 60;
    int64_t when = (int64_t)timegm(&day);
    return is_time && rap_date_is_valid(date) && when > 0 ? when : 0;
}

static bool is_subject(const json_t *subject, rap_fact_kind *ret_kind)
{
    static const char *const numbers[] = {"block", "start", "end"};
    enum { LONGEST_NAME = 300, LONGEST_QUOTE = 1 << 20 };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const json_t *number = json_object_get(subject, numbers[i]);
        if (!json_is_integer(number) || json_integer_value(number) < 0 ||
            json_integer_value(number) > INT32_MAX) {
            return false;
        }
    }
    return is_text(subject, "id", LONGEST_NAME) && is_text(subject, "doc", LONGEST_NAME) &&
           is_text(subject, "quote", LONGEST_QUOTE) && is_text(subject, "lang", 2) &&
           is_text(subject, "kind", LONGEST_NAME) &&
           json_is_object(json_object_get(subject, "values")) &&
           rap_lang_of_code(rap_str_of(json_string_value(json_object_get(subject, "lang")))) !=
               RAP_LANG_NONE &&
           rap_fact_kind_of_name(rap_str_of(json_string_value(json_object_get(subject, "kind"))),
                                 ret_kind);
}

/* Each part has words, and a correction that can be. */
static bool check_parts(importing *in, rap_fact_kind kind, const json_t *subject,
                        const json_t *parts, rap_error *error)
{
    enum { LONGEST_QUOTE = 1 << 20, MOST_PARTS = 16 };
    size_t index;
    const json_t *part;
    rap_strs ignored = {0};
    json_array_foreach(parts, index, part)
    {
        const json_t *correction = json_object_get(part, "correction");
        if (!is_text(part, "quote", LONGEST_QUOTE)) {
            return rap_error_set(error, RAP_ERROR_FORMAT, -1, "a part has no words");
        }
        if (correction &&
            !rap_correct_check(in->r, in->arena, kind, json_object_get(subject, "values"),
                               correction, &ignored, error)) {
            return false;
        }
    }
    return json_array_size(parts) <= MOST_PARTS ||
           rap_error_set(error, RAP_ERROR_FORMAT, -1, "it has more than %d parts", MOST_PARTS);
}

/* What the record says, fit to be kept. */
static bool row_of(importing *in, const json_t *record, rap_register_decision *row,
                   rap_error *error)
{
    enum { LONGEST_UID = 64, LONGEST_NAME = 200, LONGEST_REASON = 4000 };
    rap_arena *arena = in->arena;
    json_t *subject = json_object_get(record, "subject");
    json_t *other = json_object_get(record, "other");
    const json_t *correction = json_object_get(record, "correction");
    json_t *parts = json_object_get(record, "parts");
    rap_fact_kind kind, other_kind;
    rap_verdict verdict;
    rap_strs ignored = {0};
    int64_t when = time_of(record);
    if (!is_text(record, "uid", LONGEST_UID) || !is_text(record, "person", LONGEST_NAME) || !when ||
        !rap_verdict_of_name(rap_member_text(arena, record, "verdict"), &verdict)) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "a decision has uid, verdict, person and when");
    }
    if (!is_subject(subject, &kind) || (json_is_object(other) && !is_subject(other, &other_kind))) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "it is not told what it is about");
    }
    json_t *details = rap_correct_keep(arena, json_object());
    json_t *kept = NULL;
    if (verdict == RAP_VERDICT_CORRECTED) {
        kept = rap_correct_check(in->r, arena, kind, json_object_get(subject, "values"), correction,
                                 &ignored, error);
        if (!kept) {
            return false;
        }
    }
    if (json_is_array(parts)) {
        if (!check_parts(in, kind, subject, parts, error)) {
            return false;
        }
        json_object_set(details, "parts", parts);
    }
    if (json_is_object(other)) {
        json_object_set(details, "other", other);
    }
    if (verdict == RAP_VERDICT_UNDONE) {
        if (!is_text(record, "undoes", LONGEST_UID)) {
            return rap_error_set(error, RAP_ERROR_FORMAT, -1, "it is not told what it undoes");
        }
        json_object_set(details, "undoes", json_object_get(record, "undoes"));
    }
    if (verdict == RAP_VERDICT_MERGED && !json_is_object(other)) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "it is not told with what it was merged");
    }
    json_int_t revision = json_integer_value(json_object_get(record, "revision"));
    rap_str reason = rap_member_text(arena, record, "reason");
    *row = (rap_register_decision){
        .uid = rap_member_text(arena, record, "uid"),
        .subject = rap_correct_text(arena, subject),
        .verdict = rap_member_text(arena, record, "verdict"),
        .person = rap_member_text(arena, record, "person"),
        .reason = rap_str_slice(reason, 0, LONGEST_REASON),
        .correction = kept ? rap_correct_text(arena, kept) : RAP_STR_NONE,
        .details = json_object_size(details) ? rap_correct_text(arena, details) : RAP_STR_NONE,
        .doc = rap_member_text(arena, subject, "doc"),
        .lang = rap_member_text(arena, subject, "lang"),
        .hash = rap_member_text(arena, subject, "hash"),
        .other = rap_member_text(arena, other, "doc"),
        .revision = revision > 0 ? revision : 0,
        .when = when};
    return true;
}

typedef struct {
    bool is_there, is_tied;
} found;

static bool note_found(void *user, const rap_register_decision *row)
{
    found *one = user;
    one->is_there = true;
    one->is_tied = row->is_tied;
    return false;
}

static bool look_up(importing *in, rap_str uid, found *ret_found)
{
    rap_register_decisions called = {.uid = uid};
    *ret_found = (found){0};
    return rap_register_decision_list(in->r->reg, &called, note_found, ret_found, in->error);
}

static bool take_line(importing *in, rap_str line)
{
    json_error_t why;
    rap_error inner = {0};
    rap_register_decision row;
    found known;
    int64_t id;
    const json_t *record = rap_correct_keep(
        in->arena, json_loadb(line.data, line.length, JSON_REJECT_DUPLICATES, &why));
    if (!record) {
        return refuse(in, rap_arena_format(in->arena, "is no JSON: %.200s", why.text));
    }
    if (!rap_str_is(rap_member_text(in->arena, record, "record"), "decision")) {
        return refuse(in, "is no decision; give what `export decisions` wrote");
    }
    if (!row_of(in, record, &row, &inner)) {
        return refuse(in, inner.message);
    }
    if (!look_up(in, row.uid, &known)) {
        return false;
    }
    if (known.is_there) {
        in->known++;
        return true;
    }
    if (!rap_register_decision_put(in->r->reg, &row, &id, in->error)) {
        return false;
    }
    RAP_PUSH(in->arena, &in->uids, row.uid);
    rap_map_set(in->docs, row.doc, in);
    if (row.other.length) {
        rap_map_set(in->docs, row.other, in);
    }
    in->taken++;
    return true;
}

/* -- the file ---------------------------------------------------------------------------------- */

/* All is tied when all is there: one may be about what another made. */
static bool tie(importing *in)
{
    rap_str doc;
    void *value;
    size_t untied;
    for (size_t i = 0; rap_map_at(in->docs, i, &doc, &value); i++) {
        if (!rap_engine_tie(in->r, in->arena, doc, &untied, in->error)) {
            return false;
        }
    }
    for (size_t i = 0; rap_map_at(in->docs, i, &doc, &value); i++) {
        if (!rap_engine_link_same(in->r, in->arena, doc, in->error)) {
            return false;
        }
    }
    for (size_t i = 0; i < in->uids.count; i++) {
        found now;
        if (!look_up(in, in->uids.items[i], &now)) {
            return false;
        }
        in->untied += !now.is_tied;
    }
    return true;
}

static bool take_all(importing *in, rap_str text)
{
    rap_str line;
    while (rap_str_split(&text, '\n', &line)) {
        in->line++;
        line = rap_str_trim(line);
        if (line.length && !take_line(in, line)) {
            return false;
        }
    }
    return tie(in);
}

static const char *summary_of(rapporteur *r, const importing *in)
{
    const struct {
        const char *name;
        size_t count;
    } counts[] = {{"taken", in->taken},
                  {"known", in->known},
                  {"refused", in->refused},
                  {"untied", in->untied}};
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, r->answer);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        rap_json_name(&json, counts[i].name);
        rap_json_integer(&json, (int64_t)counts[i].count);
    }
    rap_json_object_end(&json);
    return rap_buf_str(&out).data;
}

static bool import(importing *in)
{
    enum { LARGEST = 256 << 20 };
    rap_str text;
    if (!rap_file_read(in->arena, in->path, LARGEST, &text, in->error) ||
        !rap_register_begin(in->r->reg, in->error)) {
        return false;
    }
    if (take_all(in, text) && rap_register_commit(in->r->reg, in->error)) {
        return true;
    }
    rap_register_rollback(in->r->reg);
    return false;
}

bool rapporteur_import_decisions(rapporteur *r, const char *path,
                                 void (*on_problem)(void *user, const char *message), void *user,
                                 const char **ret_summary, rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_arena *arena = rap_arena_new(0);
    rap_arena_reset(r->answer);
    importing in = {.r = r,
                    .arena = arena,
                    .path = path,
                    .on_problem = on_problem,
                    .user = user,
                    .error = &inner};
    bool is_done = false;
    if (arena && rap_engine_has_register(r, &inner) && rap_engine_learn(r, &inner)) {
        in.docs = rap_map_new(arena);
        is_done = import(&in);
    }
    if (is_done && ret_summary) {
        *ret_summary = summary_of(r, &in);
    }
    rap_arena_free(arena);
    return is_done || rap_engine_fail(error,
                                      inner.code == RAP_ERROR_FILE || inner.code == RAP_ERROR_LIMIT
                                          ? path
                                          : r->location,
                                      &inner);
}

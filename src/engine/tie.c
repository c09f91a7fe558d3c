#include "tie.h"

#include "correct.h"
#include "member.h"

#include "base/map.h"
#include "model/record.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* -- decisions --------------------------------------------------------------------------------- */

static const char *const verdicts[] = {
    [RAP_VERDICT_CONFIRMED] = "confirmed", [RAP_VERDICT_CORRECTED] = "corrected",
    [RAP_VERDICT_REJECTED] = "rejected",   [RAP_VERDICT_MERGED] = "merged",
    [RAP_VERDICT_SPLIT] = "split",         [RAP_VERDICT_UNDONE] = "undone"};

const char *rap_verdict_name(rap_verdict verdict)
{
    return verdicts[verdict];
}

bool rap_verdict_of_name(rap_str name, rap_verdict *ret_verdict)
{
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        if (rap_str_is(name, verdicts[i])) {
            *ret_verdict = (rap_verdict)i;
            return true;
        }
    }
    return false;
}

const char *rap_tie_time(rap_arena *arena, int64_t when)
{
    struct tm day;
    time_t seconds = (time_t)when;
    char text[32] = "";
    if (gmtime_r(&seconds, &day)) {
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &day);
    }
    return rap_arena_format(arena, "%s", text);
}

static json_t *parsed(rap_arena *arena, rap_str text)
{
    return text.length ? rap_correct_keep(arena, json_loadb(text.data, text.length, 0, NULL))
                       : NULL;
}

rap_decided *rap_decided_of(rap_arena *arena, const rap_register_decision *row)
{
    rap_decided *one = RAP_NEW(arena, rap_decided);
    one->row = *row;
    one->row.uid = rap_str_copy(arena, row->uid);
    one->row.verdict = rap_str_copy(arena, row->verdict);
    one->row.person = rap_str_copy(arena, row->person);
    one->row.reason = rap_str_copy(arena, row->reason);
    one->row.doc = rap_str_copy(arena, row->doc);
    one->row.lang = rap_str_copy(arena, row->lang);
    one->row.hash = rap_str_copy(arena, row->hash);
    one->row.other = rap_str_copy(arena, row->other);
    one->row.subject = one->row.correction = one->row.details = RAP_STR_NONE;
    one->subject = parsed(arena, row->subject);
    one->correction = parsed(arena, row->correction);
    const json_t *details = parsed(arena, row->details);
    one->other = json_object_get(details, "other");
    one->parts = json_object_get(details, "parts");
    one->undoes = rap_member_text(arena, details, "undoes");
    return one->subject && rap_verdict_of_name(row->verdict, &one->verdict) ? one : NULL;
}

static const char *id_of(const json_t *subject)
{
    return json_string_value(json_object_get(subject, "id"));
}

static void put_json(rap_json *json, const char *name, rap_arena *arena, const json_t *value)
{
    rap_json_name(json, name);
    if (value) {
        rap_json_raw(json, rap_correct_text(arena, value));
    } else {
        rap_json_null(json);
    }
}

rap_str rap_tie_decision(rap_arena *arena, const rap_decided *decision, const rap_fact *fact)
{
    rap_buf out;
    rap_json json;
    const json_t *with = decision->other;
    /* Seen from the fact that took the other in, or that a split made, the other is that one. */
    if (fact && fact != decision->fact) {
        with = decision->subject;
    }
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "verdict", decision->row.verdict);
    rap_json_member(&json, "person", decision->row.person);
    rap_json_member(&json, "when", rap_str_of(rap_tie_time(arena, decision->row.when)));
    rap_json_member(&json, "reason", decision->row.reason);
    put_json(&json, "correction", arena, decision->correction);
    rap_json_member(&json, "with", rap_str_of(with ? id_of(with) : NULL));
    rap_json_object_end(&json);
    return rap_buf_str(&out);
}

/* -- facts ------------------------------------------------------------------------------------- */

static bool take_fact(void *user, const rap_register_fact *known)
{
    rap_ties *ties = user;
    rap_arena *arena = ties->arena;
    rap_fact *fact = RAP_NEW(arena, rap_fact);
    *fact = (rap_fact){.kind = known->kind,
                       .place = known->place,
                       .evidence = known->evidence,
                       .para = rap_str_copy(arena, known->para),
                       .origin = known->origin,
                       .has_outcome = known->has_outcome,
                       .revision = known->revision,
                       .decision = rap_str_copy(arena, known->decision)};
    fact->id = rap_record_fact_id(arena, ties->doc_lang, ties->lang, fact->para, fact->evidence,
                                  fact->kind);
    if (fact->origin >= 0) {
        RAP_PUSH(arena, &ties->stale, fact);
    } else {
        RAP_PUSH(arena, &ties->facts, fact);
    }
    return true;
}

json_t *rap_tie_read(rap_ties *ties, rap_fact *fact, rap_error *error)
{
    rap_str text;
    if (!fact->read && rap_register_fact_read(ties->r->reg, ties->arena, ties->version, fact->kind,
                                              fact->place, &text, error)) {
        fact->read = parsed(ties->arena, text);
        if (!fact->read) {
            rap_error_set(error, RAP_ERROR_REGISTER, -1,
                          "a record cannot be read; `rebuild` reads the originals again");
        }
    }
    return fact->read;
}

json_t *rap_tie_record(rap_ties *ties, rap_fact *fact, rap_error *error)
{
    return fact->now ? fact->now : rap_tie_read(ties, fact, error);
}

/* The record, for changing. */
static json_t *changed(rap_ties *ties, rap_fact *fact, rap_error *error)
{
    if (!fact->now) {
        const json_t *read = rap_tie_read(ties, fact, error);
        fact->now = read ? rap_correct_keep(ties->arena, json_deep_copy(read)) : NULL;
    }
    return fact->now;
}

static bool bears(const rap_fact *fact, rap_str id)
{
    if (rap_str_equal(fact->id, id)) {
        return true;
    }
    return rap_str_starts(fact->id, id) && fact->id.data[id.length] == ':' &&
           rap_str_is(rap_str_slice(fact->id, id.length + 1, fact->id.length),
                      rap_fact_kind_name(fact->kind));
}

rap_fact *rap_tie_find(const rap_ties *ties, rap_str id, bool *ret_is_several)
{
    rap_fact *found = NULL;
    *ret_is_several = false;
    for (size_t i = 0; i < ties->facts.count; i++) {
        rap_fact *fact = ties->facts.items[i];
        if (!bears(fact, id)) {
            continue;
        }
        if (!found || (found->is_gone && !fact->is_gone)) {
            found = fact;
        } else if (found->kind != fact->kind && !fact->is_gone) {
            *ret_is_several = true;
        }
    }
    return found;
}

/* -- what a decision is about ------------------------------------------------------------------ */

static const char *const of_mandate[] = {"verb", "force", "addressees", "asks", NULL};
static const char *const of_activity[] = {"type", "parties", "dates", "places", "status", NULL};
static const char *const of_figure[] = {"value", "bound", "unit", "counted", NULL};
static const char *const *const values_of[] = {[RAP_FACT_MANDATE] = of_mandate,
                                               [RAP_FACT_ACTIVITY] = of_activity,
                                               [RAP_FACT_FIGURE] = of_figure};

/* Its quote and evidence are those that the fact has now: a part's are its own. */
json_t *rap_tie_subject(rap_ties *ties, rap_fact *fact, rap_error *error)
{
    const json_t *record = rap_tie_read(ties, fact, error);
    rap_arena *arena = ties->arena;
    if (!record) {
        return NULL;
    }
    json_t *values = json_object();
    for (const char *const *name = values_of[fact->kind]; *name; name++) {
        json_object_set(values, *name, json_object_get(record, *name));
    }
    const json_t *evidence = json_object_get(record, "evidence");
    json_t *subject = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:O, s:O, s:O, s:O, s:O, s:s, s:o}", "id",
        rap_str_c(arena, fact->id), "doc", rap_str_c(arena, ties->doc), "doc_lang",
        rap_str_c(arena, ties->doc_lang), "lang", rap_lang_code(ties->lang), "kind",
        rap_fact_kind_name(fact->kind), "para", json_object_get(record, "para"), "block",
        json_object_get(evidence, "block"), "start", json_object_get(evidence, "start"), "end",
        json_object_get(evidence, "end"), "quote", json_object_get(record, "quote"), "hash",
        rap_str_c(arena, ties->hash), "values", values);
    if (!subject) {
        rap_error_set(error, RAP_ERROR_REGISTER, -1,
                      "a record lacks its evidence; `rebuild` reads the originals again");
    }
    return rap_correct_keep(arena, subject);
}

static bool is_at(const rap_fact *fact, const json_t *subject)
{
    return fact->evidence.block ==
               (uint32_t)json_integer_value(json_object_get(subject, "block")) &&
           fact->evidence.span.start ==
               (uint32_t)json_integer_value(json_object_get(subject, "start"));
}

static bool has_same(const json_t *a, const json_t *b, const char *name)
{
    const json_t *x = json_object_get(a, name), *y = json_object_get(b, name);
    return x && y && json_equal(x, y);
}

static bool has_values(const rap_fact *fact, const json_t *record, const json_t *subject)
{
    const json_t *values = json_object_get(subject, "values");
    for (const char *const *name = values_of[fact->kind]; *name; name++) {
        if (!has_same(record, values, *name)) {
            return false;
        }
    }
    return json_is_object(values);
}

static size_t distance(const rap_fact *fact, const json_t *subject)
{
    long long block = json_integer_value(json_object_get(subject, "block"));
    return (size_t)llabs(block - (long long)fact->evidence.block);
}

/* The fact at the same place with the same words, one that is not gone before one that is; NULL
 * where there is none. */
static bool find_in_place(rap_ties *ties, rap_fact_kind kind, const json_t *subject,
                          rap_fact **ret_fact, rap_error *error)
{
    rap_fact *found = NULL;
    for (size_t i = 0; i < ties->facts.count; i++) {
        rap_fact *fact = ties->facts.items[i];
        if (fact->kind != kind || !is_at(fact, subject) || (found && !found->is_gone)) {
            continue;
        }
        const json_t *record = rap_tie_read(ties, fact, error);
        if (!record) {
            return false;
        }
        found = has_same(record, subject, "quote") ? fact : found;
    }
    *ret_fact = found;
    return true;
}

/* The nearest with the same words; else the only one that says the same. */
static bool find_elsewhere(rap_ties *ties, rap_fact_kind kind, const json_t *subject,
                           rap_fact **ret_fact, const char **ret_how, rap_error *error)
{
    rap_fact *by_words = NULL, *by_values = NULL;
    size_t same_values = 0;
    for (size_t i = 0; i < ties->facts.count; i++) {
        rap_fact *fact = ties->facts.items[i];
        const json_t *record = fact->kind == kind ? rap_tie_read(ties, fact, error) : NULL;
        if (fact->kind != kind) {
            continue;
        }
        if (!record) {
            return false;
        }
        if (has_same(record, subject, "quote")) {
            bool is_nearer = !by_words || distance(fact, subject) < distance(by_words, subject);
            by_words = is_nearer ? fact : by_words;
        } else if (has_values(fact, record, subject)) {
            by_values = fact;
            same_values++;
        }
    }
    *ret_fact = by_words ? by_words : same_values == 1 ? by_values : NULL;
    *ret_how = by_words ? "words" : "values";
    return true;
}

/* *ret_fact NULL where what it is about is not there. */
static bool tie_subject(rap_ties *ties, const json_t *subject, rap_fact **ret_fact,
                        const char **ret_how, rap_error *error)
{
    rap_fact_kind kind;
    *ret_fact = NULL;
    *ret_how = "place";
    if (!rap_fact_kind_of_name(rap_member_text(ties->arena, subject, "kind"), &kind)) {
        return true;
    }
    return find_in_place(ties, kind, subject, ret_fact, error) &&
           (*ret_fact || find_elsewhere(ties, kind, subject, ret_fact, ret_how, error));
}

/* -- which decisions --------------------------------------------------------------------------- */

static bool take_decision(void *user, const rap_register_decision *row)
{
    rap_ties *ties = user;
    rap_decided *one = rap_decided_of(ties->arena, row);
    if (one) {
        RAP_PUSH(ties->arena, &ties->decisions, one);
    }
    return true;
}

typedef struct {
    rap_ties *ties;
    rap_strs hashes; /* of the files that the work's version in this language was read from */
    rap_error *error;
    bool is_failed;
} siblings;

static bool take_sibling(void *user, const rap_register_version *version)
{
    siblings *all = user;
    rap_str hash;
    if (rap_lang_of_code(version->lang) != all->ties->lang) {
        return true;
    }
    if (!rap_register_version_hash(all->ties->r->reg, all->ties->arena, version->id, &hash,
                                   all->error)) {
        all->is_failed = true;
        return false;
    }
    RAP_PUSH(all->ties->arena, &all->hashes, hash);
    return true;
}

/* Whether what the decision was about was read in this version: from this file, or in this work,
 * unless the file it was read from is there too. */
static bool is_of_version(const rap_ties *ties, const rap_strs *hashes, const json_t *subject)
{
    rap_arena *arena = ties->arena;
    rap_str hash = rap_member_text(arena, subject, "hash");
    if (rap_lang_of_code(rap_member_text(arena, subject, "lang")) != ties->lang) {
        return false;
    }
    if (rap_str_equal(hash, ties->hash)) {
        return true;
    }
    if (!rap_str_equal(rap_member_text(arena, subject, "doc"), ties->doc)) {
        return false;
    }
    for (size_t i = 0; i < hashes->count; i++) {
        if (rap_str_equal(hashes->items[i], hash)) {
            return false;
        }
    }
    return true;
}

static rap_decided *decision_called(const rap_ties *ties, rap_str uid)
{
    for (size_t i = 0; i < ties->decisions.count; i++) {
        if (rap_str_equal(ties->decisions.items[i]->row.uid, uid)) {
            return ties->decisions.items[i];
        }
    }
    return NULL;
}

/* -- what follows from them -------------------------------------------------------------------- */

/* Where a split's part stands: its words in the paragraph, first within those of the whole. */
static bool part_span(rap_ties *ties, const rap_fact *whole, rap_str words, rap_span *ret_span,
                      rap_error *error)
{
    rap_str text;
    if (!rap_register_block_text(ties->r->reg, ties->arena, ties->version, whole->evidence.block,
                                 &text, error)) {
        return false;
    }
    size_t at = words.length ? rap_str_find(text, words, whole->evidence.span.start) : SIZE_MAX;
    at = at == SIZE_MAX && words.length ? rap_str_find(text, words, 0) : at;
    *ret_span =
        at == SIZE_MAX ? (rap_span){0, 0} : (rap_span){(uint32_t)at, (uint32_t)(at + words.length)};
    return true;
}

enum { PARTS_OF_ONE = 64 };

/* The part as a fact: like the whole but for its words and what was said of it. */
static bool make_part(rap_ties *ties, rap_decided *decision, size_t order, size_t index,
                      rap_error *error)
{
    rap_fact *whole = decision->fact;
    const json_t *part = json_array_get(decision->parts, index);
    rap_str words = rap_member_text(ties->arena, part, "quote");
    const json_t *record = rap_tie_record(ties, whole, error);
    rap_span span;
    if (!record || !part_span(ties, whole, words, &span, error)) {
        return false;
    }
    if (span.end == span.start) {
        return true; /* the text has changed: the part is in it no more */
    }
    rap_fact *fact = RAP_NEW(ties->arena, rap_fact);
    *fact = (rap_fact){.kind = whole->kind,
                       .place = RAP_REGISTER_MADE + (int64_t)(order * PARTS_OF_ONE + index),
                       .evidence = {whole->evidence.block, span},
                       .para = whole->para,
                       .origin = whole->origin >= 0 ? whole->origin : whole->place,
                       .standing = decision};
    fact->id = rap_record_fact_id(ties->arena, ties->doc_lang, ties->lang, fact->para,
                                  fact->evidence, fact->kind);
    fact->read = rap_correct_keep(ties->arena, json_deep_copy(record));
    json_object_set_new(fact->read, "id", json_stringn(fact->id.data, fact->id.length));
    json_object_set_new(fact->read, "quote", json_stringn(words.data, words.length));
    json_object_set_new(fact->read, "evidence",
                        json_pack("{s:I, s:I, s:I}", "block", (json_int_t)whole->evidence.block,
                                  "start", (json_int_t)span.start, "end", (json_int_t)span.end));
    rap_correct_apply(fact->kind, fact->read, json_object_get(part, "correction"));
    fact->now = rap_correct_keep(ties->arena, json_deep_copy(fact->read));
    RAP_PUSH(ties->arena, &ties->facts, fact);
    RAP_PUSH(ties->arena, &decision->made, fact);
    return true;
}

static bool split(rap_ties *ties, rap_decided *decision, size_t order, rap_error *error)
{
    size_t count = json_array_size(decision->parts);
    if (!count) { /* told apart from another */
        decision->fact->standing = decision->fact->standing ? decision->fact->standing : decision;
        return true;
    }
    for (size_t i = 0; i < count && i < PARTS_OF_ONE; i++) {
        if (!make_part(ties, decision, order, i, error)) {
            return false;
        }
    }
    if (decision->made.count) {
        decision->fact->is_gone = true;
    }
    decision->fact->standing = decision;
    return true;
}

static bool merge(rap_ties *ties, rap_decided *decision, rap_error *error)
{
    rap_fact *fact = decision->fact, *stays = decision->with;
    fact->standing = decision;
    if (!stays || stays == fact) {
        return true;
    }
    const json_t *taken = rap_tie_record(ties, fact, error);
    json_t *record = taken ? changed(ties, stays, error) : NULL;
    if (!record) {
        return false;
    }
    rap_correct_absorb(fact->kind, record, taken);
    fact->is_gone = true;
    stays->standing = decision;
    return true;
}

static bool apply(rap_ties *ties, rap_decided *decision, size_t order, rap_error *error)
{
    rap_fact *fact = decision->fact;
    switch (decision->verdict) {
    case RAP_VERDICT_CORRECTED: {
        json_t *record = changed(ties, fact, error);
        if (!record) {
            return false;
        }
        rap_correct_apply(fact->kind, record, decision->correction);
        fact->standing = decision;
        fact->is_gone = false;
        return true;
    }
    case RAP_VERDICT_CONFIRMED:
    case RAP_VERDICT_REJECTED:
        fact->standing = decision;
        fact->is_gone = decision->verdict == RAP_VERDICT_REJECTED;
        return true;
    case RAP_VERDICT_MERGED:
        return merge(ties, decision, error);
    case RAP_VERDICT_SPLIT:
        return split(ties, decision, order, error);
    case RAP_VERDICT_UNDONE:
        break;
    }
    return true;
}

static bool tie_decision(rap_ties *ties, const rap_strs *hashes, rap_decided *decision,
                         size_t order, rap_error *error)
{
    const char *how = NULL;
    bool is_here = is_of_version(ties, hashes, decision->subject);
    bool is_other_here = decision->other && is_of_version(ties, hashes, decision->other);
    if (is_here && !tie_subject(ties, decision->subject, &decision->fact, &how, error)) {
        return false;
    }
    decision->tied = decision->fact ? how : NULL;
    if (is_other_here && !tie_subject(ties, decision->other, &decision->with, &how, error)) {
        return false;
    }
    if (decision->undone_by) {
        return true;
    }
    if (decision->fact) {
        return apply(ties, decision, order, error);
    }
    if (decision->with && decision->verdict == RAP_VERDICT_MERGED) {
        decision->with->standing = decision; /* another version tells the same */
    }
    return true;
}

static void note(rap_arena *arena, rap_fact *fact, rap_decided *decision)
{
    if (fact) {
        RAP_PUSH(arena, &fact->history, decision);
    }
}

/* Each decision stands in the history of every fact that it is about; what undoes it too. */
static void write_histories(rap_ties *ties)
{
    for (size_t i = 0; i < ties->decisions.count; i++) {
        rap_decided *decision = ties->decisions.items[i];
        if (decision->verdict == RAP_VERDICT_UNDONE) {
            const rap_decided *about = decision_called(ties, decision->undoes);
            decision->fact = about ? about->fact : NULL;
            decision->with = about ? about->with : NULL;
            decision->tied = about ? about->tied : NULL;
        }
        note(ties->arena, decision->fact, decision);
        if (decision->with != decision->fact) {
            note(ties->arena, decision->with, decision);
        }
        for (size_t k = 0; k < decision->made.count; k++) {
            note(ties->arena, decision->made.items[k], decision);
        }
    }
}

static bool tie_all(rap_ties *ties, rap_error *error)
{
    siblings all = {.ties = ties, .error = error};
    if (!rap_register_version_list(ties->r->reg, ties->doc, 0, take_sibling, &all, error) ||
        all.is_failed) {
        return false;
    }
    for (size_t i = 0; i < ties->decisions.count; i++) {
        rap_decided *undo = ties->decisions.items[i];
        rap_decided *undone =
            undo->verdict == RAP_VERDICT_UNDONE ? decision_called(ties, undo->undoes) : NULL;
        if (undone) {
            undone->undone_by = undo;
        }
    }
    for (size_t i = 0; i < ties->decisions.count; i++) {
        if (ties->decisions.items[i]->verdict != RAP_VERDICT_UNDONE &&
            !tie_decision(ties, &all.hashes, ties->decisions.items[i], i, error)) {
            return false;
        }
    }
    write_histories(ties);
    return true;
}

bool rap_ties_read(rapporteur *r, rap_arena *arena, const rap_engine_version *version,
                   bool needs_facts, rap_ties *ret_ties, rap_error *error)
{
    rap_ties *ties = ret_ties;
    *ties = (rap_ties){.r = r,
                       .arena = arena,
                       .version = version->id,
                       .doc = version->doc,
                       .doc_lang = version->doc_lang,
                       .lang = version->lang};
    rap_register_decisions about = {.doc = version->doc};
    if (!rap_register_version_hash(r->reg, arena, version->id, &ties->hash, error)) {
        return false;
    }
    about.hash = ties->hash;
    if (!rap_register_decision_list(r->reg, &about, take_decision, ties, error)) {
        return false;
    }
    if (!ties->decisions.count && !needs_facts) {
        return true;
    }
    return rap_register_fact_list(r->reg, version->id, take_fact, ties, error) &&
           (!ties->decisions.count || tie_all(ties, error));
}

/* -- into the register ------------------------------------------------------------------------- */

/* Whose judgement of the fact stands. */
static rap_str people_of(rap_arena *arena, const rap_fact *fact)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_put_byte(&out, '\n');
    for (size_t i = 0; i < fact->history.count; i++) {
        const rap_decided *decision = fact->history.items[i];
        if (decision->verdict != RAP_VERDICT_UNDONE && !decision->undone_by) {
            rap_buf_format(&out, "%.*s\n", RAP_STR_ARG(decision->row.person));
        }
    }
    return out.length > 1 ? rap_buf_str(&out) : RAP_STR_NONE;
}

static void fill_fact(rap_arena *arena, const rap_fact *fact, rap_register_outcome *outcome)
{
    bool is_changed = fact->now && (fact->origin >= 0 || !json_equal(fact->now, fact->read));
    if (!is_changed || fact->is_gone) {
        return;
    }
    outcome->record = rap_correct_text(arena, fact->now);
    if (fact->kind == RAP_FACT_MANDATE) {
        outcome->mandate = rap_correct_mandate(arena, fact->now);
    } else if (fact->kind == RAP_FACT_ACTIVITY) {
        outcome->activity = rap_correct_activity(arena, fact->now);
    } else {
        outcome->figure = rap_correct_figure(arena, fact->now);
        outcome->counted = rap_member_text(arena, fact->now, "counted");
    }
}

static bool put_outcome(rap_ties *ties, const rap_fact *fact, rap_error *error)
{
    rap_arena *arena = ties->arena;
    rap_register_outcome outcome = {.kind = fact->kind,
                                    .place = fact->place,
                                    .origin = fact->origin,
                                    .revision = (int64_t)fact->history.count,
                                    .is_gone = fact->is_gone,
                                    .people = people_of(arena, fact)};
    if (fact->standing) {
        outcome.decision = rap_tie_decision(arena, fact->standing, fact);
    }
    bool is_known = !ties->is_anew && fact->origin < 0 && fact->has_outcome &&
                    fact->revision == outcome.revision &&
                    rap_str_equal(fact->decision, outcome.decision);
    if (is_known) {
        return true;
    }
    fill_fact(arena, fact, &outcome);
    if (fact->kind == RAP_FACT_ACTIVITY) {
        ties->touches_activities = true;
    }
    return rap_register_outcome_put(ties->r->reg, ties->version, &outcome, rap_text_fold, error);
}

static bool drop_outcome(rap_ties *ties, const rap_fact *fact, rap_error *error)
{
    if (fact->kind == RAP_FACT_ACTIVITY) {
        ties->touches_activities = true;
    }
    return rap_register_outcome_drop(ties->r->reg, ties->version, fact->kind, fact->place, error);
}

/* The facts that decisions made before go first: others may have their places now. */
static bool put_outcomes(rap_ties *ties, rap_error *error)
{
    for (size_t i = 0; i < ties->stale.count; i++) {
        if (!drop_outcome(ties, ties->stale.items[i], error)) {
            return false;
        }
    }
    for (size_t i = 0; i < ties->facts.count; i++) {
        const rap_fact *fact = ties->facts.items[i];
        bool is_well = fact->history.count ? put_outcome(ties, fact, error)
                                           : !fact->has_outcome || drop_outcome(ties, fact, error);
        if (!is_well) {
            return false;
        }
    }
    return true;
}

bool rap_ties_write(rap_ties *ties, rap_error *error)
{
    if (!put_outcomes(ties, error) || !rap_register_ties_drop(ties->r->reg, ties->version, error)) {
        return false;
    }
    for (size_t i = 0; i < ties->decisions.count; i++) {
        const rap_decided *decision = ties->decisions.items[i];
        if (decision->tied && !rap_register_tie_put(ties->r->reg, ties->version, decision->row.id,
                                                    rap_str_of(decision->tied), error)) {
            return false;
        }
    }
    return true;
}

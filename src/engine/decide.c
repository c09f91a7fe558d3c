/* A decision: checked against the fact as it is, kept, and shown in what is derived. */
#include "decide.h"

#include "correct.h"
#include "member.h"

#include <string.h>
#include <sys/random.h>

/* What is being decided. */
typedef struct {
    rapporteur *r;
    rap_arena *arena;
    const rapporteur_decision *asked;
    rap_verdict verdict;
    rap_ties ties;       /* of the fact's version */
    rap_ties other_ties; /* of the other fact's, where that is another version */
    rap_fact *fact, *other;
    bool is_other_elsewhere;
    json_t *correction, *parts;
    const rap_decided *undone;
    rap_strs warnings;
    rap_error *error;
} deciding;

static bool refuse(deciding *d, const char *why)
{
    return rap_error_set(d->error, RAP_ERROR_USAGE, -1, "%s", why);
}

rap_str rap_decide_uid(rap_arena *arena)
{
    unsigned char bytes[16];
    rap_buf out;
    rap_buf_init(&out, arena);
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) {
        memset(bytes, 0, sizeof bytes);
    }
    for (size_t i = 0; i < sizeof bytes; i++) {
        rap_buf_format(&out, "%02x", bytes[i]);
    }
    return rap_buf_str(&out);
}

/* -- the fact ---------------------------------------------------------------------------------- */

static bool find_fact(deciding *d, rap_ties *ties, const char *id, rap_fact **ret_fact)
{
    bool is_several;
    *ret_fact = rap_tie_find(ties, rap_str_of(id), &is_several);
    if (is_several) {
        return rap_error_set(d->error, RAP_ERROR_USAGE, -1,
                             "facts of several kinds begin at %.200s; add :mandate, :activity or "
                             ":figure",
                             id);
    }
    return *ret_fact ||
           rap_error_set(d->error, RAP_ERROR_MISSING, -1, "there is no fact %.200s", id);
}

/* The last decision about the fact that stands. */
static const rap_decided *last_standing(const rap_fact *fact)
{
    for (size_t i = fact->history.count; i-- > 0;) {
        const rap_decided *decision = fact->history.items[i];
        if (decision->verdict != RAP_VERDICT_UNDONE && !decision->undone_by) {
            return decision;
        }
    }
    return NULL;
}

static bool is_fresh(deciding *d)
{
    const rap_fact *fact = d->fact;
    if (d->asked->revision < 0 || (size_t)d->asked->revision == fact->history.count) {
        return true;
    }
    if (!fact->history.count) {
        return rap_error_set(d->error, RAP_ERROR_STALE, -1,
                             "was read anew in the meantime; look at it again");
    }
    const rap_decided *last = fact->history.items[fact->history.count - 1];
    return rap_error_set(d->error, RAP_ERROR_STALE, -1, "%.*s: %.*s, %s; look at it again",
                         RAP_STR_ARG(rap_str_slice(last->row.person, 0, 80)),
                         RAP_STR_ARG(last->row.verdict), rap_tie_time(d->arena, last->row.when));
}

static bool find_other(deciding *d, const char *id)
{
    rap_engine_version version;
    if (!rap_engine_version_of_fact(d->r, d->arena, rap_str_of(id), &version, d->error)) {
        return false;
    }
    d->is_other_elsewhere = version.id != d->ties.version;
    if (d->is_other_elsewhere &&
        !rap_ties_read(d->r, d->arena, &version, true, &d->other_ties, d->error)) {
        return false;
    }
    if (!find_fact(d, d->is_other_elsewhere ? &d->other_ties : &d->ties, id, &d->other)) {
        return false;
    }
    if (d->other == d->fact) {
        return refuse(d, "the other fact is the same one");
    }
    if (d->other->kind != d->fact->kind || d->other->is_gone) {
        return refuse(d, d->other->is_gone ? "the other fact is in no list any more"
                                           : "the other fact is of another kind");
    }
    return !d->is_other_elsewhere || d->fact->kind == RAP_FACT_ACTIVITY ||
           refuse(d, "facts of several versions are only joined where they are activities");
}

/* -- corrections ------------------------------------------------------------------------------- */

static json_t *parse(deciding *d, const char *text)
{
    json_error_t why;
    json_t *value = text ? json_loads(text, JSON_REJECT_DUPLICATES, &why) : NULL;
    if (!value) {
        rap_error_set(d->error, RAP_ERROR_USAGE, -1, "%s%.200s",
                      text ? "is no JSON: " : "say what is to be corrected", text ? why.text : "");
    }
    return rap_correct_keep(d->arena, value);
}

static bool check_correction(deciding *d)
{
    json_t *record = rap_tie_record(&d->ties, d->fact, d->error);
    const json_t *given = record ? parse(d, d->asked->correction) : NULL;
    d->correction = given ? rap_correct_check(d->r, d->arena, d->fact->kind, record, given,
                                              &d->warnings, d->error)
                          : NULL;
    if (!d->correction) {
        return false;
    }
    json_t *after = rap_correct_keep(d->arena, json_deep_copy(record));
    rap_correct_apply(d->fact->kind, after, d->correction);
    return !json_equal(after, record) || refuse(d, "nothing would change; confirm it instead");
}

/* -- parts ------------------------------------------------------------------------------------- */

static bool is_within(rap_span inner, rap_span outer)
{
    return inner.start >= outer.start && inner.end <= outer.end;
}

/* What the paragraph names, for dealing out what the whole has. */
typedef struct {
    const rap_version *version;
    uint32_t block;
    const rap_span *spans;
    size_t count;
} dealing;

static bool names(const rap_mention *mention, const char *member, const json_t *value)
{
    const char *text = json_string_value(value);
    if (!strcmp(member, "dates")) {
        rap_period period = {rap_member_date(value, "start"), rap_member_date(value, "end")};
        return mention->kind == RAP_MENTION_DATE && rap_period_equal(mention->period, period);
    }
    return text && rap_str_is(mention->entity, text);
}

/* Whether the value is named in part `at`, and whether in any. */
static bool is_named(const dealing *deal, const char *member, const json_t *value, size_t at,
                     bool *ret_anywhere)
{
    bool is_here = false;
    rap_str text = rap_str_of(json_string_value(value));
    rap_str paragraph = deal->version->blocks.items[deal->block].text;
    *ret_anywhere = false;
    for (size_t part = 0; part < deal->count; part++) {
        rap_span span = deal->spans[part];
        bool is_found =
            !strcmp(member, "places") && text.length &&
            rap_str_find(rap_str_slice(paragraph, span.start, span.end), text, 0) != SIZE_MAX;
        for (size_t i = 0; i < deal->version->mentions.count && !is_found; i++) {
            const rap_mention *mention = &deal->version->mentions.items[i];
            is_found = mention->block == deal->block && is_within(mention->span, span) &&
                       names(mention, member, value);
        }
        *ret_anywhere = *ret_anywhere || is_found;
        is_here = is_here || (part == at && is_found);
    }
    return is_here;
}

/* A part has the parties, dates and places that it names, and those that no part names; where that
 * leaves none, those of the whole. */
static void deal_out(const dealing *deal, const json_t *record, size_t at, json_t *correction)
{
    static const char *const lists[] = {"parties", "dates", "places"};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        size_t index;
        json_t *value, *whole = json_object_get(record, lists[l]);
        if (!json_is_array(whole) || json_object_get(correction, lists[l])) {
            continue;
        }
        json_t *kept = json_array();
        json_array_foreach(whole, index, value)
        {
            bool anywhere;
            if (is_named(deal, lists[l], value, at, &anywhere) || !anywhere) {
                json_array_append(kept, value);
            }
        }
        if (json_array_size(kept)) {
            json_object_set(correction, lists[l], kept);
        }
        json_decref(kept);
    }
}

enum { FEWEST_PARTS = 2, MOST_PARTS = 16 };

static bool place_parts(deciding *d, const json_t *given, rap_str paragraph, rap_span *spans)
{
    size_t index;
    const json_t *part;
    json_array_foreach(given, index, part)
    {
        rap_str words = rap_member_text(d->arena, part, "quote");
        uint32_t from = d->fact->evidence.span.start;
        size_t at = words.length ? rap_str_find(paragraph, words, from) : SIZE_MAX;
        at = at == SIZE_MAX && words.length ? rap_str_find(paragraph, words, 0) : at;
        if (at == SIZE_MAX) {
            return rap_error_set(d->error, RAP_ERROR_USAGE, -1,
                                 "part %zu is not in the paragraph; give words as they stand there",
                                 index + 1);
        }
        spans[index] = (rap_span){(uint32_t)at, (uint32_t)(at + words.length)};
        for (size_t i = 0; i < index; i++) {
            if (spans[i].start == spans[index].start) {
                return refuse(d, "two parts begin at the same place");
            }
        }
    }
    return true;
}

static bool check_parts(deciding *d)
{
    rap_span spans[MOST_PARTS] = {0};
    rap_version version;
    json_t *record = rap_tie_record(&d->ties, d->fact, d->error);
    const json_t *given = record ? parse(d, d->asked->parts) : NULL;
    size_t count = json_array_size(given), index;
    if (!given) {
        return false;
    }
    if (d->fact->kind == RAP_FACT_MANDATE) {
        return refuse(d, "a paragraph has one mandate; it is not split");
    }
    if (count < FEWEST_PARTS || count > MOST_PARTS) {
        return refuse(d, "give the words of two parts or more, at most sixteen");
    }
    if (!rap_register_version_read(d->r->reg, d->arena, d->ties.version, &version, d->error)) {
        return false;
    }
    uint32_t block = d->fact->evidence.block;
    if (block >= version.blocks.count ||
        !place_parts(d, given, version.blocks.items[block].text, spans)) {
        return false;
    }
    dealing deal = {&version, block, spans, count};
    d->parts = rap_correct_keep(d->arena, json_array());
    for (index = 0; index < count; index++) {
        const json_t *part = json_array_get(given, index);
        const json_t *said = json_object_get(part, "correction");
        json_t *correction = rap_correct_keep(d->arena, json_object());
        if (said && !json_is_null(said)) {
            correction = rap_correct_check(d->r, d->arena, d->fact->kind, record, said,
                                           &d->warnings, d->error);
        }
        if (!correction) {
            return false;
        }
        if (d->fact->kind == RAP_FACT_ACTIVITY) {
            deal_out(&deal, record, index, correction);
        }
        json_array_append_new(d->parts,
                              json_pack("{s:O, s:O}", "quote", json_object_get(part, "quote"),
                                        "correction", correction));
    }
    return true;
}

/* -- the decision ------------------------------------------------------------------------------ */

static bool check_undo(deciding *d)
{
    d->undone = last_standing(d->fact);
    return d->undone || refuse(d, "there is no decision about it that stands");
}

/* By two people it may be rejected. */
static bool check_rejection(deciding *d)
{
    const rap_decided *standing = d->fact->standing;
    rap_str person = rap_str_trim(rap_str_of(d->asked->person));
    return !d->fact->is_gone || !standing || !rap_str_equal(standing->row.person, person) ||
           refuse(d, "it is rejected already");
}

static bool check_split(deciding *d)
{
    if (d->fact->is_gone) {
        return refuse(d, "it is rejected; undo that first");
    }
    if (d->asked->parts) {
        return check_parts(d);
    }
    return !d->asked->with                      ? refuse(d, "say what its parts are")
           : d->fact->kind != RAP_FACT_ACTIVITY ? refuse(d, "only activities are told apart")
                                                : find_other(d, d->asked->with);
}

static bool check_verdict(deciding *d)
{
    const rap_decided *standing = d->fact->standing;
    bool is_taken_in = d->fact->is_gone && standing && standing->verdict != RAP_VERDICT_REJECTED;
    if (is_taken_in && d->verdict != RAP_VERDICT_UNDONE) {
        return refuse(d, standing->verdict == RAP_VERDICT_MERGED
                             ? "it was merged into another; undo that first"
                             : "it was split; decide about its parts, or undo that first");
    }
    switch (d->verdict) {
    case RAP_VERDICT_CONFIRMED:
        return true;
    case RAP_VERDICT_CORRECTED:
        return check_correction(d);
    case RAP_VERDICT_REJECTED:
        return check_rejection(d);
    case RAP_VERDICT_MERGED:
        return d->fact->is_gone ? refuse(d, "it is rejected; undo that first")
               : d->asked->with ? find_other(d, d->asked->with)
                                : refuse(d, "say with which fact it is to be merged");
    case RAP_VERDICT_SPLIT:
        return check_split(d);
    case RAP_VERDICT_UNDONE:
        return check_undo(d);
    }
    return false;
}

/* What else was decided, as the log keeps it. */
static json_t *details_of(deciding *d)
{
    json_t *details = rap_correct_keep(d->arena, json_object());
    if (d->other) {
        json_t *other =
            rap_tie_subject(d->is_other_elsewhere ? &d->other_ties : &d->ties, d->other, d->error);
        if (!other) {
            return NULL;
        }
        json_object_set(details, "other", other);
    }
    if (d->parts) {
        json_object_set(details, "parts", d->parts);
    }
    if (d->undone) {
        json_object_set_new(details, "undoes",
                            json_stringn(d->undone->row.uid.data, d->undone->row.uid.length));
        if (d->undone->other) {
            json_object_set(details, "other", d->undone->other);
        }
    }
    return details;
}

static bool keep_decision(deciding *d)
{
    json_t *subject = d->undone ? d->undone->subject : rap_tie_subject(&d->ties, d->fact, d->error);
    json_t *details = subject ? details_of(d) : NULL;
    int64_t id;
    if (!details) {
        return false;
    }
    const json_t *other = json_object_get(details, "other");
    rap_register_decision row = {
        .uid = rap_decide_uid(d->arena),
        .subject = rap_correct_text(d->arena, subject),
        .verdict = rap_str_of(rap_verdict_name(d->verdict)),
        .person = rap_str_trim(rap_str_of(d->asked->person)),
        .reason = rap_str_trim(rap_str_of(d->asked->reason)),
        .correction = d->correction ? rap_correct_text(d->arena, d->correction) : RAP_STR_NONE,
        .details = json_object_size(details) ? rap_correct_text(d->arena, details) : RAP_STR_NONE,
        .doc = rap_member_text(d->arena, subject, "doc"),
        .lang = rap_member_text(d->arena, subject, "lang"),
        .hash = rap_member_text(d->arena, subject, "hash"),
        .other = rap_member_text(d->arena, other, "doc"),
        .revision = (int64_t)d->fact->history.count,
        .when = (int64_t)time(NULL)};
    return rap_register_decision_put(d->r->reg, &row, &id, d->error);
}

/* The outcomes of all decisions about the version, the new one among them. */
static bool write_version(deciding *d, rap_str doc, rap_lang lang, bool *ret_touches)
{
    rap_engine_versions versions;
    rap_ties ties;
    if (!rap_engine_works(d->r, d->arena, doc, &versions, d->error)) {
        return false;
    }
    for (size_t i = 0; i < versions.count; i++) {
        if (versions.items[i].lang != lang) {
            continue;
        }
        if (!rap_ties_read(d->r, d->arena, &versions.items[i], true, &ties, d->error) ||
            !rap_ties_write(&ties, d->error)) {
            return false;
        }
        *ret_touches = *ret_touches || ties.touches_activities;
    }
    return true;
}

/* Links between activities follow from their parties, dates and places, and from what people say of
 * them; a confirmation changes none. */
static bool show(deciding *d)
{
    bool touches = false;
    const json_t *other = d->undone ? d->undone->other : NULL;
    rap_str doc = d->ties.doc, other_doc = d->is_other_elsewhere ? d->other_ties.doc : RAP_STR_NONE;
    rap_lang other_lang = d->is_other_elsewhere ? d->other_ties.lang : RAP_LANG_NONE;
    if (other) {
        other_doc = rap_member_text(d->arena, other, "doc");
        other_lang = rap_lang_of_code(rap_member_text(d->arena, other, "lang"));
    }
    bool is_link = d->other || other;
    if (!write_version(d, doc, d->ties.lang, &touches)) {
        return false;
    }
    if (other_doc.length && (!rap_str_equal(other_doc, doc) || other_lang != d->ties.lang) &&
        !write_version(d, other_doc, other_lang, &touches)) {
        return false;
    }
    if (d->verdict == RAP_VERDICT_CONFIRMED || (!touches && !is_link)) {
        return true;
    }
    return rap_engine_link_same(d->r, d->arena, doc, d->error);
}

/* The fact that is to be shown afterwards. */
static rap_str shown_id(const deciding *d)
{
    if (d->verdict == RAP_VERDICT_MERGED && !d->is_other_elsewhere) {
        return d->other->id;
    }
    if (d->undone && d->undone->fact) {
        return d->undone->fact->id;
    }
    return d->fact->id;
}

static bool decide(deciding *d, rap_str *ret_shown)
{
    rap_engine_version version;
    if (!rap_engine_version_of_fact(d->r, d->arena, rap_str_of(d->asked->fact), &version,
                                    d->error) ||
        !rap_ties_read(d->r, d->arena, &version, true, &d->ties, d->error) ||
        !find_fact(d, &d->ties, d->asked->fact, &d->fact) || !is_fresh(d) || !check_verdict(d)) {
        return false;
    }
    *ret_shown = shown_id(d);
    if (d->parts) { /* the first of them stands in its place */
        rap_str words = rap_member_text(d->arena, json_array_get(d->parts, 0), "quote");
        rap_str text;
        rap_evidence at = d->fact->evidence;
        if (!rap_register_block_text(d->r->reg, d->arena, d->ties.version, at.block, &text,
                                     d->error)) {
            return false;
        }
        size_t start = rap_str_find(text, words, at.span.start);
        start = start == SIZE_MAX ? rap_str_find(text, words, 0) : start;
        at.span.start = start == SIZE_MAX ? at.span.start : (uint32_t)start;
        *ret_shown = rap_record_fact_id(d->arena, d->ties.doc_lang, d->ties.lang, d->fact->para, at,
                                        d->fact->kind);
    }
    return keep_decision(d) && show(d);
}

static bool is_asked_well(const rapporteur_decision *asked, rap_verdict *ret_verdict,
                          rap_error *error)
{
    enum { LONGEST_NAME = 200, LONGEST_REASON = 4000 };
    rap_str person = rap_str_trim(rap_str_of(asked->person));
    if (!rap_verdict_of_name(rap_str_of(asked->verdict), ret_verdict)) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1,
                             "\"%.40s\" is no verdict; it is confirmed, corrected, rejected, "
                             "merged, split or undone",
                             asked->verdict ? asked->verdict : "");
    }
    if (!person.length || person.length > LONGEST_NAME ||
        memchr(person.data, '\n', person.length)) {
        return rap_error_set(error, RAP_ERROR_USAGE, -1, "say who decides, on one line");
    }
    if (rap_str_of(asked->reason).length > LONGEST_REASON) {
        return rap_error_set(error, RAP_ERROR_LIMIT, -1, "a reason has at most %d bytes",
                             LONGEST_REASON);
    }
    return asked->fact || rap_error_set(error, RAP_ERROR_USAGE, -1, "say about which fact");
}

static bool decide_in_transaction(deciding *d, rap_str *ret_shown)
{
    if (!rap_register_begin(d->r->reg, d->error)) {
        return false;
    }
    if (decide(d, ret_shown) && rap_register_commit(d->r->reg, d->error)) {
        return true;
    }
    rap_register_rollback(d->r->reg);
    return false;
}

bool rapporteur_decide(rapporteur *r, const rapporteur_decision *decision, const char **ret_fact,
                       rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_arena *arena = rap_arena_new(0);
    deciding d = {.r = r, .arena = arena, .asked = decision, .error = &inner};
    rap_str shown = RAP_STR_NONE;
    rap_arena_reset(r->answer);
    bool is_done = arena && rap_engine_has_register(r, &inner) && rap_engine_learn(r, &inner) &&
                   is_asked_well(decision, &d.verdict, &inner) && decide_in_transaction(&d, &shown);
    if (is_done && ret_fact) {
        *ret_fact = rap_review_fact(r, r->answer, shown, &d.warnings, &inner);
        is_done = *ret_fact != NULL;
    }
    rap_arena_free(arena);
    return is_done || rap_engine_fail(error,
                                      inner.code == RAP_ERROR_USAGE     ? NULL
                                      : inner.code == RAP_ERROR_STALE   ? decision->fact
                                      : inner.code == RAP_ERROR_MISSING ? NULL
                                                                        : r->location,
                                      &inner);
}

#include "mandate_timing.h"

#include <unicode/uchar.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

/* A rhythm ("annual") belongs to what is asked only near the beginning of the act. */
#define RHYTHM_REACH 180u
/* Bytes between a verb and the word that makes its object a proposal. */
#define PROPOSAL_REACH 40u
/* Bytes between the name of a conference and its year. */
#define EVENT_REACH 160u
/* Bytes between "no later than" and its date. */
#define DATE_REACH 24u

typedef struct {
    const mandate_context *context;
    rap_mandate *mandate;
    rap_str text;
} timing_search;

/* The act in which byte `at` lies; NULL for a sub-paragraph without acts of its own. */
static const act_of_will *act_at(const act_of_will *acts, size_t count, uint32_t at)
{
    for (size_t i = 0; i < count; i++) {
        if (at >= acts[i].lead.start && at < acts[i].end) {
            return &acts[i];
        }
    }
    return NULL;
}

/* The verb that governs byte `at`. */
static verb_rule verb_at(const timing_search *s, const act_of_will *acts, size_t count, uint32_t at)
{
    const act_of_will *act = act_at(acts, count, at);
    return act ? act->verb
               : rap_verb_rule(s->context->rules, s->context->version->arena, s->mandate->verb);
}

static bool may_set_time(verb_rule verb)
{
    return verb.asks >= ASKS_SOMEBODY;
}

/* -- sessions ---------------------------------------------------------------------------------- */

/* Whether `id` is the body of which the deciding body is an organ ("its" may be taken for either).
 */
static bool is_parent(const timing_search *s, rap_str id)
{
    const rap_entity *body =
        rap_entity_find(s->context->knowledge->mentions, s->context->deciding_body);
    return body && rap_str_equal(body->parent, id);
}

/* A session of the deciding body after its own is one at which something is to be done. */
static bool is_later_session(const timing_search *s, const rap_mention *mention)
{
    int now, then;
    return rap_str_number(mention->entity, &then) &&
           (!rap_str_number(s->context->version->cover.session, &now) || then > now) &&
           (!mention->body.length || rap_str_equal(mention->body, s->context->deciding_body) ||
            is_parent(s, mention->body));
}

static bool find_session(timing_search *s, const act_of_will *acts, size_t count)
{
    size_t at, end;
    const rap_version *version = s->context->version;
    rap_strs sessions = {0};
    rap_block_mentions(version, s->mandate->evidence.block, &at, &end);
    for (; at < end; at++) {
        const rap_mention *mention = &version->mentions.items[at];
        if (mention->kind == RAP_MENTION_SESSION && is_later_session(s, mention) &&
            may_set_time(verb_at(s, acts, count, mention->span.start))) {
            rap_add_once(version->arena, &sessions, mention->entity);
        }
    }
    if (!sessions.count) {
        return false;
    }
    rap_buf value;
    rap_buf_init(&value, version->arena);
    for (size_t i = 0; i < sessions.count; i++) {
        rap_buf_put_c(&value, i ? "; " : "");
        rap_buf_put(&value, sessions.items[i]);
    }
    s->mandate->timing_kind = RAP_STR("session");
    s->mandate->timing_value = rap_buf_str(&value);
    return true;
}

/* -- dates ------------------------------------------------------------------------------------- */

/* The mark that ends last before byte `at`, if it is of `kind` and near. */
static bool mark_before(const timing_search *s, uint32_t at, mark_kind wanted)
{
    const mark_rules *marks = &s->context->rules->timing[s->context->version->lang];
    size_t from = at > DATE_REACH * 2 ? at - DATE_REACH * 2 : 0;
    while (from < at && ((unsigned char)s->text.data[from] & 0xC0) == 0x80) {
        from++;
    }
    for (size_t i = from; i < at; rap_utf8_next(s->text, &i)) {
        mark_kind kind;
        size_t length = rap_mark_at(marks, s->text, i, &kind);
        if (length && kind == wanted && i + length <= at && at - (i + length) <= DATE_REACH &&
            rap_str_find(rap_str_slice(s->text, i + length, at), RAP_STR(","), 0) == SIZE_MAX) {
            return true;
        }
        if (length && kind == MARK_IGNORE && i + length <= at) {
            i += length - 1; /* "for the period up to": part of a plan's name */
            while (i + 1 < at && ((unsigned char)s->text.data[i + 1] & 0xC0) == 0x80) {
                i++;
            }
            while (i > from && ((unsigned char)s->text.data[i] & 0xC0) == 0x80) {
                i--;
            }
        }
    }
    return false;
}

static bool mark_after(const timing_search *s, uint32_t at, mark_kind wanted)
{
    const mark_rules *marks = &s->context->rules->timing[s->context->version->lang];
    while (at < s->text.length && s->text.data[at] == ' ') {
        at++;
    }
    mark_kind kind;
    return at < s->text.length && rap_mark_at(marks, s->text, at, &kind) && kind == wanted;
}

static bool is_in_brackets(const timing_search *s, rap_span span)
{
    size_t before = span.start;
    if (!before) {
        return false;
    }
    uint32_t c = rap_utf8_previous(s->text, &before);
    return c == '(' || c == 0xFF08 || c == 0x300A || c == '"' || c == 0x201C;
}

/* Whether the date lies after the document's adoption. */
static bool is_future(const timing_search *s, rap_date date)
{
    const rap_cover *cover = &s->context->version->cover;
    rap_date now = cover->adopted.year ? cover->adopted : cover->issued;
    return date.year && (!now.year || rap_date_compare(date, now) > 0 || date.year > now.year);
}

static bool is_deadline(const timing_search *s, const rap_mention *mention, verb_rule verb)
{
    rap_date date = mention->period.end.year ? mention->period.end : mention->period.start;
    bool is_name = rap_str_is(mention->body, "title"); /* "the 2050 Strategy" */
    if (is_name || !is_future(s, date) || is_in_brackets(s, mention->span) || !may_set_time(verb)) {
        return false;
    }
    if (mark_before(s, mention->span.start, MARK_DATE) ||
        mark_after(s, mention->span.end, MARK_DATE_END)) {
        return true;
    }
    return mark_before(s, mention->span.start, MARK_PLANNED);
}

static bool find_dates(timing_search *s, const act_of_will *acts, size_t count)
{
    size_t at, end;
    rap_version *version = s->context->version;
    rap_buf value;
    rap_buf_init(&value, version->arena);
    rap_block_mentions(version, s->mandate->evidence.block, &at, &end);
    for (; at < end; at++) {
        const rap_mention *mention = &version->mentions.items[at];
        if (mention->kind != RAP_MENTION_DATE ||
            !is_deadline(s, mention, verb_at(s, acts, count, mention->span.start))) {
            continue;
        }
        char text[11];
        rap_date date = mention->period.end.year ? mention->period.end : mention->period.start;
        rap_str told = rap_str_of(rap_date_text(date, text));
        if (rap_str_find(rap_buf_str(&value), told, 0) == SIZE_MAX) {
            rap_buf_put_c(&value, value.length ? "; " : "");
            rap_buf_put(&value, told);
        }
    }
    if (value.length) {
        s->mandate->timing_kind = RAP_STR("date");
        s->mandate->timing_value = rap_buf_str(&value);
    }
    return value.length > 0;
}

/* -- conferences ------------------------------------------------------------------------------- */

/* "Fourth " for 4, as ICU spells it. */
static void put_ordinal(rap_buf *value, int number)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar spelt[64], rules[] = u"%spellout-ordinal";
    char text[192];
    int32_t length = 0;
    UNumberFormat *format = unum_open(UNUM_SPELLOUT, NULL, 0, "en", NULL, &status);
    unum_setTextAttribute(format, UNUM_DEFAULT_RULESET, rules, -1, &status);
    int32_t count = unum_format(format, number, spelt, 64, NULL, &status);
    if (U_SUCCESS(status) && count > 0) {
        spelt[0] = (UChar)u_toupper(spelt[0]);
        u_strToUTF8(text, (int32_t)sizeof text, &length, spelt, count, &status);
    }
    unum_close(format);
    if (U_SUCCESS(status) && length > 0) {
        rap_buf_put(value, (rap_str){text, (size_t)length});
        rap_buf_put_c(value, " ");
    }
}

/* The year to come that is told nearest to bytes [start, end), or 0. */
static int event_year(const timing_search *s, size_t start, size_t end)
{
    size_t at, last, nearest = EVENT_REACH;
    int year = 0;
    const rap_version *version = s->context->version;
    rap_block_mentions(version, s->mandate->evidence.block, &at, &last);
    for (; at < last; at++) {
        const rap_mention *mention = &version->mentions.items[at];
        if (mention->kind != RAP_MENTION_DATE || !is_future(s, mention->period.start) ||
            is_in_brackets(s, mention->span)) {
            continue;
        }
        size_t gap = mention->span.end <= start   ? start - mention->span.end
                     : mention->span.start >= end ? mention->span.start - end
                                                  : 0;
        if (gap < nearest) {
            nearest = gap;
            year = mention->period.start.year;
        }
    }
    return year;
}

/* A conference by its name, with its year, where the paragraph asks something for it. */
static bool find_event(timing_search *s)
{
    const mark_rules *marks = &s->context->rules->timing[s->context->version->lang];
    rap_arena *arena = s->context->version->arena;
    for (size_t i = 0; i < s->text.length; rap_utf8_next(s->text, &i)) {
        const mark_rule *rule =
            rap_mark_is_within(s->text, i) ? NULL : rap_mark_rule_at(marks, s->text, i);
        if (!rule || rule->kind != MARK_EVENT) {
            continue;
        }
        int year = event_year(s, i, i + rule->phrase.length);
        if (!year) {
            continue;
        }
        rap_buf value;
        rap_buf_init(&value, arena);
        int number = rap_ordinal_before(s->context->knowledge->mentions, arena,
                                        s->context->version->lang, s->text, i);
        if (number) {
            put_ordinal(&value, number);
        }
        rap_buf_format(&value, "%.*s, %d", RAP_STR_ARG(rule->name), year);
        s->mandate->timing_kind = RAP_STR("event");
        s->mandate->timing_value = rap_buf_str(&value);
        return true;
    }
    return false;
}

/* -- rhythm ------------------------------------------------------------------------------------ */

static bool find_rhythm(timing_search *s, uint32_t from, uint32_t to)
{
    const mark_rules *marks = &s->context->rules->timing[s->context->version->lang];
    if (to > from + RHYTHM_REACH) {
        to = from + RHYTHM_REACH;
    }
    for (size_t i = from; i < to && i < s->text.length; rap_utf8_next(s->text, &i)) {
        mark_kind kind;
        size_t length = rap_mark_at(marks, s->text, i, &kind);
        if (length && (kind == MARK_ANNUAL || kind == MARK_BIENNIAL)) {
            s->mandate->timing_kind = kind == MARK_ANNUAL ? RAP_STR("annual") : RAP_STR("biennial");
            s->mandate->timing_value =
                kind == MARK_ANNUAL ? RAP_STR("every year") : RAP_STR("every two years");
            return true;
        }
        i += length ? length - 1 : 0;
        while (i + 1 < s->text.length && ((unsigned char)s->text.data[i + 1] & 0xC0) == 0x80) {
            i++;
        }
    }
    return false;
}

/* What is welcomed may be no more than a proposal; *from moves behind its word. */
static bool find_proposal(const timing_search *s, uint32_t *from, uint32_t to)
{
    const mark_rules *marks = &s->context->rules->timing[s->context->version->lang];
    uint32_t end = to > *from + PROPOSAL_REACH ? *from + PROPOSAL_REACH : to;
    for (size_t i = *from; i < end && i < s->text.length; rap_utf8_next(s->text, &i)) {
        mark_kind kind;
        size_t length = rap_mark_at(marks, s->text, i, &kind);
        if (length && kind == MARK_PROPOSED) {
            *from = (uint32_t)(i + length);
            return true;
        }
    }
    return false;
}

static void find_timing(timing_search *s, const act_of_will *acts, size_t act_count)
{
    const mandate_context *context = s->context;
    rap_mandate *mandate = s->mandate;
    bool asks = mandate->addressees.count > 0;
    if (find_session(s, acts, act_count) || (asks && find_event(s)) ||
        find_dates(s, acts, act_count)) {
        return;
    }
    for (size_t i = 0; i < act_count; i++) {
        uint32_t from = acts[i].lead.end;
        if ((may_set_time(acts[i].verb) || find_proposal(s, &from, acts[i].end)) &&
            find_rhythm(s, from, acts[i].end)) {
            return;
        }
    }
    if (!act_count &&
        may_set_time(rap_verb_rule(context->rules, context->version->arena, mandate->verb))) {
        find_rhythm(s, 0, (uint32_t)s->text.length);
    }
}

/* -- what falls due -----------------------------------------------------------------------------
 */

static bool has_mark(const timing_search *s, uint32_t from, uint32_t to, mark_kind wanted)
{
    const mark_rules *marks = &s->context->rules->timing[s->context->version->lang];
    for (size_t i = from; i < to && i < s->text.length; rap_utf8_next(s->text, &i)) {
        const mark_rule *rule = rap_mark_rule_at(marks, s->text, i);
        if (rule && rule->kind == wanted) {
            return true;
        }
    }
    return false;
}

/* A decision puts an item on the agenda; somebody else is asked for a report. */
static void add_due(timing_search *s, verb_rule verb, uint32_t from, uint32_t to)
{
    rap_arena *arena = s->context->version->arena;
    if (verb.asks == ASKS_SELF && has_mark(s, from, to, MARK_AGENDA)) {
        rap_add_once(arena, &s->mandate->due, RAP_STR("agenda"));
    }
    if (verb.asks != ASKS_SELF && may_set_time(verb) && has_mark(s, from, to, MARK_REPORT)) {
        rap_add_once(arena, &s->mandate->due, RAP_STR("report"));
    }
}

static void find_due(timing_search *s, const act_of_will *acts, size_t act_count)
{
    rap_arena *arena = s->context->version->arena;
    for (size_t i = 0; i < act_count; i++) {
        add_due(s, acts[i].verb, acts[i].lead.end, acts[i].end);
    }
    if (!act_count) {
        add_due(s, rap_verb_rule(s->context->rules, arena, s->mandate->verb), 0,
                (uint32_t)s->text.length);
    }
    if (!s->mandate->due.count) {
        rap_add_once(arena, &s->mandate->due, RAP_STR("action"));
    }
}

void rap_mandate_timing(const mandate_context *context, rap_mandate *mandate,
                        const act_of_will *acts, size_t act_count)
{
    timing_search s = {context, mandate,
                       context->version->blocks.items[mandate->evidence.block].text};
    find_timing(&s, acts, act_count);
    if (mandate->timing_kind.length) {
        find_due(&s, acts, act_count);
    }
}

/* -- citations --------------------------------------------------------------------------------- */

static void add_symbols(const rap_version *version, uint32_t block, rap_mandate *mandate)
{
    size_t at, end;
    rap_block_mentions(version, block, &at, &end);
    for (; at < end; at++) {
        if (version->mentions.items[at].kind == RAP_MENTION_SYMBOL) {
            rap_add_once(version->arena, &mandate->cites, version->mentions.items[at].entity);
        }
    }
}

void rap_mandate_cites(const rap_version *version, rap_mandate *mandate)
{
    const rap_block *block = &version->blocks.items[mandate->evidence.block];
    add_symbols(version, mandate->evidence.block, mandate);
    for (size_t i = 0; i < block->notes.count; i++) {
        if (block->notes.items[i].block >= 0) {
            add_symbols(version, (uint32_t)block->notes.items[i].block, mandate);
        }
    }
}

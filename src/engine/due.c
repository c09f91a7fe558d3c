/* What falls due, and when. */
#include "engine.h"
#include "member.h"

#include "base/json.h"
#include "base/map.h"
#include "linking/calendar.h"
#include "report/calendar.h"

#include <stdlib.h>
#include <string.h>

/* What the register knows of a document. */
typedef struct {
    rap_date adopted;
    rap_lang lang; /* in which its paragraphs are told */
} known;

typedef struct {
    rap_str what, doc, lang, para, verb, asks, text, session, rhythm;
    rap_strs who; /* ids */
    rap_date date;
    bool is_opening; /* the date begins something (a session), rather than ending a time */
    size_t order;    /* in which it was found */
} item;

typedef RAP_VEC(item) items;

typedef struct {
    rapporteur *r;
    rap_arena *arena;
    const rap_calendar *calendar;
    const rap_chains *chains;
    rap_map *documents; /* doc -> known */
    rap_date on, until; /* until: year 0 where there is no end */
    rap_lang lang;
    items list;
    rap_error *error;
} question;

/* -- documents ----------------------------------------------------------------------------------
 */

/* Paragraphs are told once: in the reader's language, else in English, else in any. */
static bool is_better(const question *q, rap_lang lang, rap_lang than)
{
    return than != q->lang && (lang == q->lang || (lang == RAP_LANG_EN && than != RAP_LANG_EN));
}

static bool take_document(void *user, rap_str json)
{
    question *q = user;
    json_t *record = json_loadb(json.data, json.length, JSON_ALLOW_NUL, NULL);
    rap_lang lang = rap_lang_of_code(rap_member_text(q->arena, record, "lang"));
    rap_str doc = rap_member_text(q->arena, record, "doc");
    known *of = rap_map_find(q->documents, doc);
    if (!of) {
        of = RAP_NEW(q->arena, known);
        of->lang = lang;
        rap_map_set(q->documents, doc, of);
    } else if (is_better(q, lang, of->lang)) {
        of->lang = lang;
    }
    rap_date adopted = rap_member_date(record, "adopted");
    of->adopted = adopted.year ? adopted : of->adopted;
    json_decref(record);
    return true;
}

/* Whether a later resolution that the register holds renews it: what it asked for from year to year
 * is asked for there now, or no longer. */
static bool is_renewed(const question *q, rap_str doc)
{
    rap_strs chain;
    rap_chains_of(q->chains, q->arena, doc, &chain);
    bool is_later = false;
    for (size_t i = 0; i < chain.count; i++) {
        if (is_later && rap_map_find(q->documents, chain.items[i])) {
            return true;
        }
        is_later = is_later || rap_str_equal(chain.items[i], doc);
    }
    return false;
}

/* -- mandates -----------------------------------------------------------------------------------
 */

/* A month or a year alone stands with its end, where nothing begins then. */
static rap_date standing(const item *due)
{
    rap_date date = due->date;
    date.month = date.month || due->is_opening ? date.month : 12;
    date.day = date.day || due->is_opening ? date.day : 31;
    return date;
}

/* Whether the date is not over and stands before the end of what was asked for. */
static bool is_wanted(const question *q, const item *due)
{
    rap_period from = {q->on, {0}};
    return due->date.year && rap_period_overlaps((rap_period){due->date, due->date}, from) &&
           (!q->until.year || rap_date_compare(standing(due), q->until) <= 0);
}

static void add(question *q, const item *like, rap_str what, rap_date date, bool is_opening)
{
    item found = *like;
    found.what = what;
    found.date = date;
    found.is_opening = is_opening;
    found.order = q->list.count;
    if (is_wanted(q, &found)) {
        RAP_PUSH(q->arena, &q->list, found);
    }
}

/* Every kind of thing that falls due with a date. */
static void add_each(question *q, const item *like, const rap_strs *due, rap_date date,
                     bool is_opening)
{
    for (size_t i = 0; i < due->count; i++) {
        add(q, like, due->items[i], date, is_opening);
    }
}

/* "78; 80" */
static void add_sessions(question *q, const item *like, const rap_strs *due, rap_str value)
{
    rap_str part;
    while (value.length && rap_str_split(&value, ';', &part)) {
        int number;
        item found = *like;
        found.session = rap_str_trim(part);
        if (rap_str_number(found.session, &number)) {
            add_each(q, &found, due, rap_calendar_session(q->calendar, like->doc, number), true);
        }
    }
}

static void add_dates(question *q, const item *like, const rap_strs *due, rap_str value)
{
    rap_str part;
    while (value.length && rap_str_split(&value, ';', &part)) {
        rap_date date;
        if (rap_date_parse(rap_str_trim(part), &date)) {
            add_each(q, like, due, date, false);
        }
    }
}

/* "4th International Conference on Lakes, 2034": the year stands behind the last comma. */
static void add_conference(question *q, const item *like, rap_str value)
{
    size_t at = value.length;
    rap_date date;
    while (at > 0 && value.data[at - 1] != ',') {
        at--;
    }
    if (rap_date_parse(rap_str_trim(rap_str_slice(value, at, value.length)), &date)) {
        add(q, like, RAP_STR("event"), date, false);
    }
}

/* A report or an item on the agenda from year to year; anything else is called by its rhythm. */
static void add_rhythm(question *q, const item *like, const rap_strs *due, rap_str kind)
{
    item found = *like;
    found.rhythm = kind;
    const known *of = rap_map_find(q->documents, like->doc);
    int years = rap_str_is(kind, "biennial") ? 2 : 1;
    if (of && of->adopted.year && !is_renewed(q, like->doc)) {
        rap_date date = rap_calendar_rhythm(of->adopted, years, q->on);
        for (size_t i = 0; i < due->count; i++) {
            bool is_named = !rap_str_is(due->items[i], "action");
            add(q, &found, is_named ? due->items[i] : kind, date, false);
        }
    }
}

static void add_mandate(question *q, const json_t *record)
{
    const json_t *timing = json_object_get(record, "timing");
    rap_str kind = rap_member_text(q->arena, timing, "kind");
    rap_str value = rap_member_text(q->arena, timing, "value");
    rap_strs due;
    item like = {.doc = rap_member_text(q->arena, record, "doc"),
                 .lang = rap_member_text(q->arena, record, "lang"),
                 .para = rap_member_text(q->arena, record, "para"),
                 .verb = rap_member_text(q->arena, record, "verb"),
                 .asks = rap_member_text(q->arena, record, "asks"),
                 .text = rap_member_text(q->arena, record, "quote")};
    rap_member_texts(q->arena, record, "addressees", &like.who);
    rap_member_texts(q->arena, record, "due", &due);
    if (rap_str_is(kind, "session")) {
        add_sessions(q, &like, &due, value);
    } else if (rap_str_is(kind, "date")) {
        add_dates(q, &like, &due, value);
    } else if (rap_str_is(kind, "event")) {
        add_conference(q, &like, value);
    } else if (kind.length) {
        add_rhythm(q, &like, &due, kind);
    }
}

static bool take_mandate(void *user, rap_str json)
{
    question *q = user;
    json_t *record = json_loadb(json.data, json.length, JSON_ALLOW_NUL, NULL);
    const known *of = rap_map_find(q->documents, rap_member_text(q->arena, record, "doc"));
    rap_lang lang = rap_lang_of_code(rap_member_text(q->arena, record, "lang"));
    if (!of || of->lang == lang) {
        add_mandate(q, record);
    }
    json_decref(record);
    return true;
}

/* -- agreements ---------------------------------------------------------------------------------
 */

static bool take_agreement(void *user, const char *json, size_t length)
{
    question *q = user;
    json_t *record = json_loadb(json, length, JSON_ALLOW_NUL, NULL);
    const json_t *source = json_array_get(json_object_get(record, "sources"), 0);
    item like = {.doc = rap_member_text(q->arena, source, "doc"),
                 .lang = rap_member_text(q->arena, source, "lang"),
                 .para = rap_member_text(q->arena, source, "para"),
                 .asks = rap_member_text(q->arena, record, "kind"),
                 .text = rap_member_text(q->arena, record, "quote")};
    rap_member_texts(q->arena, record, "parties", &like.who);
    add(q, &like, RAP_STR("agreement"), rap_member_date(record, "valid_to"), false);
    json_decref(record);
    return true;
}

/* -- the question -------------------------------------------------------------------------------
 */

static int by_date(const void *a, const void *b)
{
    const item *x = a, *y = b;
    int order = rap_date_compare(standing(x), standing(y));
    return order ? order : x->order < y->order ? -1 : 1;
}

static bool read_options(question *q, const rapporteur_due_options *options)
{
    if (!rap_engine_parse_on(options->on, &q->on, q->error) ||
        (options->within &&
         !rap_engine_parse_within(options->within, q->on, &q->until, q->error))) {
        return false;
    }
    q->lang = options->language ? rap_lang_of_code(rap_str_of(options->language)) : RAP_LANG_EN;
    return q->lang || rap_error_set(q->error, RAP_ERROR_USAGE, -1,
                                    "\"%.40s\" is no language; write ar, zh, en, fr, ru or es",
                                    options->language);
}

static bool answer(question *q, const rapporteur_filter *filter)
{
    rapporteur *r = q->r;
    rap_filter wanted, all = {0};
    rapporteur_error failed;
    if (!rap_engine_filter(r, q->arena, filter, &wanted, q->error)) {
        return false;
    }
    wanted.limit = wanted.offset = 0;
    wanted.is_timed = true; /* most have no time set: not worth a record */
    q->documents = rap_map_new(q->arena);
    q->calendar = rap_calendar_new(q->arena, q->error);
    q->chains = q->calendar ? rap_engine_chains(r, q->arena, q->error) : NULL;
    if (!q->chains ||
        !rap_register_list(r->reg, RAP_RECORDS_DOCUMENTS, &all, take_document, q, q->error) ||
        !rap_register_list(r->reg, RAP_RECORDS_MANDATES, &wanted, take_mandate, q, q->error)) {
        return false;
    }
    rapporteur_filter agreements = filter ? *filter : (rapporteur_filter){0};
    agreements.limit = agreements.offset = 0;
    if (!rapporteur_agreements(r, &agreements, NULL, take_agreement, q, &failed)) {
        return rap_error_set(q->error, RAP_ERROR_REGISTER, -1, "%s", failed.message);
    }
    if (q->list.count) {
        qsort(q->list.items, q->list.count, sizeof *q->list.items, by_date);
    }
    return true;
}

/* The question answered, in an arena of its own; NULL with *error filled. */
static question *ask(rapporteur *r, const rapporteur_filter *filter,
                     const rapporteur_due_options *options, rapporteur_error *error)
{
    rap_error inner = {.code = RAP_ERROR_MEMORY, .message = "out of memory"};
    rap_arena *arena = rap_arena_new(0);
    question *q = arena ? RAP_NEW(arena, question) : NULL;
    if (q) {
        *q = (question){.r = r, .arena = arena, .error = &inner};
    }
    if (q && rap_engine_has_register(r, &inner) && read_options(q, options) && answer(q, filter)) {
        q->error = NULL;
        return q;
    }
    rap_arena_free(arena);
    rap_engine_fail(error, inner.code == RAP_ERROR_USAGE ? NULL : r->location, &inner);
    return NULL;
}

/* -- records -------------------------------------------------------------------------------------
 */

static rap_str record_of(rap_arena *arena, const item *due)
{
    char date[11];
    rap_buf out;
    rap_json json;
    rap_buf_init(&out, arena);
    rap_json_init(&json, &out);
    rap_json_object_begin(&json);
    rap_json_member(&json, "record", RAP_STR("due"));
    rap_json_member(&json, "date", rap_str_of(rap_date_text(due->date, date)));
    rap_json_member(&json, "what", due->what);
    rap_json_member(&json, "session", due->session);
    rap_json_member(&json, "rhythm", due->rhythm);
    rap_json_member(&json, "doc", due->doc);
    rap_json_member(&json, "lang", due->lang);
    rap_json_member(&json, "para", due->para);
    rap_json_member(&json, "verb", due->verb);
    rap_json_member_strings(&json, "who", &due->who);
    rap_json_member(&json, "asks", due->asks);
    rap_json_member(&json, "quote", due->text);
    rap_json_object_end(&json);
    return rap_buf_str(&out);
}

bool rapporteur_due(rapporteur *r, const rapporteur_filter *filter,
                    const rapporteur_due_options *options,
                    bool (*on_record)(void *user, const char *json, size_t length), void *user,
                    rapporteur_error *error)
{
    question *q = ask(r, filter, options, error);
    if (!q) {
        return false;
    }
    size_t limit = filter && filter->limit ? filter->limit : q->list.count;
    size_t offset = filter ? filter->offset : 0;
    for (size_t i = offset; i < q->list.count && i - offset < limit; i++) {
        rap_str json = record_of(q->arena, &q->list.items[i]);
        if (!on_record(user, json.data, json.length)) {
            break;
        }
    }
    rap_arena_free(q->arena);
    return true;
}

/* "A/RES/79/901#5:report:80@rapporteur" */
static rap_str id_of(rap_arena *arena, const item *due)
{
    char date[11];
    rap_str which = due->session.length ? due->session : rap_str_of(rap_date_text(due->date, date));
    return rap_str_of(rap_arena_format(arena, "%.*s#%.*s:%.*s:%.*s@rapporteur",
                                       RAP_STR_ARG(due->doc), RAP_STR_ARG(due->para),
                                       RAP_STR_ARG(due->what), RAP_STR_ARG(which)));
}

static rap_due_event event_of(const question *q, const item *due)
{
    rap_due_event event = {.id = id_of(q->arena, due),
                           .what = due->what,
                           .doc = due->doc,
                           .para = due->para,
                           .text = due->text,
                           .date = due->date,
                           .is_opening = due->is_opening};
    for (size_t i = 0; i < due->who.count; i++) {
        const char *name = rapporteur_entity_name(q->r, rap_str_c(q->arena, due->who.items[i]),
                                                  rap_lang_code(q->lang));
        RAP_PUSH(q->arena, &event.who,
                 name ? rap_str_copy(q->arena, rap_str_of(name)) : due->who.items[i]);
    }
    return event;
}

const char *rapporteur_due_calendar(rapporteur *r, const rapporteur_filter *filter,
                                    const rapporteur_due_options *options, size_t *ret_length,
                                    rapporteur_error *error)
{
    question *q = ask(r, filter, options, error);
    rap_error inner;
    rap_str bytes = RAP_STR_NONE;
    if (!q) {
        return NULL;
    }
    rap_due_event *events = RAP_NEW_ARRAY(q->arena, rap_due_event, q->list.count + 1);
    for (size_t i = 0; i < q->list.count; i++) {
        events[i] = event_of(q, &q->list.items[i]);
    }
    bool is_made =
        rap_report_calendar(q->arena, events, q->list.count, q->lang, q->on, &bytes, &inner);
    rap_arena_reset(r->answer);
    const char *kept = is_made ? rap_str_c(r->answer, bytes) : NULL;
    *ret_length = bytes.length;
    rap_arena_free(q->arena);
    if (!is_made) {
        rap_engine_fail(error, NULL, &inner);
    }
    return kept;
}

/* SQLite: a version as it was put in, for what is made of whole documents. Entries of lists are
 * asked for with the rows they belong to, ordered alike, and dealt out in one pass. */
#include "sqlite.h"

/* What is being read. */
typedef struct {
    sqlite_register *reg;
    rap_version *version;
    int64_t id;
    rap_error *error;
} reading;

static size_t place_of(int64_t row)
{
    return (size_t)(row & (((int64_t)1 << RAP_SQLITE_ROW_BITS) - 1));
}

static rap_str text_at(const reading *read, sqlite_call *call, int column)
{
    return rap_str_copy(read->version->arena, rap_sqlite_column(call, column));
}

static int64_t integer_at(sqlite_call *call, int column)
{
    return sqlite3_column_int64(call->statement, column);
}

static rap_span span_at(sqlite_call *call, int column)
{
    return (rap_span){(uint32_t)integer_at(call, column), (uint32_t)integer_at(call, column + 1)};
}

static rap_date date_at(sqlite_call *call, int column)
{
    rap_date date = {0};
    rap_str text = rap_sqlite_column(call, column);
    return text.length && rap_date_parse(text, &date) ? date : (rap_date){0};
}

/* Runs `sql` for the version and takes each row. */
static bool each_row(reading *read, const char *sql, void (*take)(reading *, sqlite_call *))
{
    sqlite_call call = rap_sqlite_call(read->reg, sql, read->error);
    rap_sqlite_integer(&call, read->id);
    bool is_failed = false;
    while (rap_sqlite_row(&call, &is_failed, read->error)) {
        take(read, &call);
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

/* -- cover and blocks -------------------------------------------------------------------------- */

static void take_cover(reading *read, sqlite_call *call)
{
    rap_version *version = read->version;
    version->doc = text_at(read, call, 0);
    version->doc_lang = text_at(read, call, 1);
    version->lang = rap_lang_of_code(rap_sqlite_column(call, 2));
    version->cover.kind = text_at(read, call, 3);
    version->cover.symbol = text_at(read, call, 4);
    version->cover.title = text_at(read, call, 5);
    version->cover.session = text_at(read, call, 6);
    version->cover.adopted = date_at(call, 7);
    version->cover.issued = date_at(call, 8);
    version->cover.period = (rap_period){date_at(call, 9), date_at(call, 10)};
    version->cover.original = rap_lang_of_code(rap_sqlite_column(call, 11));
}

static rap_part part_of(rap_str name)
{
    for (rap_part part = RAP_PART_UNKNOWN; part <= RAP_PART_CLOSING; part++) {
        if (rap_str_is(name, rap_part_name(part))) {
            return part;
        }
    }
    return RAP_PART_UNKNOWN;
}

static void take_block(reading *read, sqlite_call *call)
{
    bool is_outermost = sqlite3_column_type(call->statement, 4) == SQLITE_NULL;
    rap_block block = {.part = part_of(rap_sqlite_column(call, 0)),
                       .number = text_at(read, call, 1),
                       .label = text_at(read, call, 2),
                       .level = (int32_t)integer_at(call, 3),
                       .parent = is_outermost ? -1 : (int32_t)integer_at(call, 4),
                       .lead = span_at(call, 5),
                       .text = text_at(read, call, 7)};
    RAP_PUSH(read->version->arena, &read->version->blocks, block);
}

static void take_note(reading *read, sqlite_call *call)
{
    size_t at = place_of(integer_at(call, 0));
    if (at < read->version->blocks.count) {
        rap_note_ref note = {text_at(read, call, 1), (uint32_t)integer_at(call, 2), -1};
        RAP_PUSH(read->version->arena, &read->version->blocks.items[at].notes, note);
    }
}

/* The note that an anchor calls is the next one with its mark; where marks begin anew in an annex,
 * the one before would be another's. Anchors and notes go forward together, so that the search
 * begins where the last one ended. */
static void tie_notes(rap_version *version)
{
    RAP_VEC(uint32_t) notes = {0};
    for (size_t i = 0; i < version->blocks.count; i++) {
        if (version->blocks.items[i].part == RAP_PART_FOOTNOTE) {
            RAP_PUSH(version->arena, &notes, (uint32_t)i);
        }
    }
    size_t next = 0;
    for (size_t i = 0; i < version->blocks.count; i++) {
        rap_block *block = &version->blocks.items[i];
        for (size_t n = 0; n < block->notes.count; n++) {
            for (size_t k = 0; k < notes.count; k++) {
                size_t at = (next + k) % notes.count;
                if (rap_str_equal(version->blocks.items[notes.items[at]].number,
                                  block->notes.items[n].mark)) {
                    block->notes.items[n].block = (int32_t)notes.items[at];
                    next = at;
                    break;
                }
            }
        }
    }
}

/* -- what was understood ----------------------------------------------------------------------- */

static rap_mention_kind kind_of(rap_str name)
{
    for (rap_mention_kind kind = RAP_MENTION_ORGANIZATION; kind <= RAP_MENTION_GROUP; kind++) {
        if (rap_str_is(name, rap_mention_kind_name(kind))) {
            return kind;
        }
    }
    return RAP_MENTION_GROUP;
}

static void take_mention(reading *read, sqlite_call *call)
{
    rap_mention mention = {.block = (uint32_t)place_of(integer_at(call, 0)),
                           .span = span_at(call, 1),
                           .kind = kind_of(rap_sqlite_column(call, 3)),
                           .entity = text_at(read, call, 4),
                           .body = text_at(read, call, 5),
                           .period = {date_at(call, 6), date_at(call, 7)},
                           .period_is_open = integer_at(call, 8) != 0,
                           .year_resolved = integer_at(call, 9) != 0};
    RAP_PUSH(read->version->arena, &read->version->mentions, mention);
}

static rap_force force_at(sqlite_call *call, int column)
{
    rap_force force = RAP_FORCE_DECLARATION;
    return rap_force_of_name(rap_sqlite_column(call, column), &force) ? force
                                                                      : RAP_FORCE_DECLARATION;
}

static void take_mandate(reading *read, sqlite_call *call)
{
    rap_mandate mandate = {.evidence = {(uint32_t)place_of(integer_at(call, 0)), span_at(call, 1)},
                           .para = text_at(read, call, 3),
                           .verb = text_at(read, call, 4),
                           .force = force_at(call, 5),
                           .timing_kind = text_at(read, call, 6),
                           .timing_value = text_at(read, call, 7),
                           .rule = text_at(read, call, 8),
                           .confidence = sqlite3_column_double(call->statement, 9),
                           .asks = text_at(read, call, 10),
                           .sense = text_at(read, call, 11)};
    RAP_PUSH(read->version->arena, &read->version->mandates, mandate);
}

static rap_mandate *mandate_at(reading *read, sqlite_call *call)
{
    size_t at = place_of(integer_at(call, 0));
    return at < read->version->mandates.count ? &read->version->mandates.items[at] : NULL;
}

static void take_addressee(reading *read, sqlite_call *call)
{
    rap_mandate *mandate = mandate_at(read, call);
    if (mandate) {
        RAP_PUSH(read->version->arena, &mandate->addressees, text_at(read, call, 1));
    }
}

static void take_cite(reading *read, sqlite_call *call)
{
    rap_mandate *mandate = mandate_at(read, call);
    if (mandate) {
        RAP_PUSH(read->version->arena, &mandate->cites, text_at(read, call, 1));
    }
}

static void take_act(reading *read, sqlite_call *call)
{
    rap_mandate *mandate = mandate_at(read, call);
    if (mandate) {
        rap_act act = {.verb = text_at(read, call, 1),
                       .force = force_at(call, 2),
                       .sense = text_at(read, call, 3)};
        RAP_PUSH(read->version->arena, &mandate->acts, act);
    }
}

/* -- activities -------------------------------------------------------------------------------- */

static void take_activity(reading *read, sqlite_call *call)
{
    rap_activity activity = {.quote = {(uint32_t)place_of(integer_at(call, 0)), span_at(call, 1)},
                             .para = text_at(read, call, 3),
                             .type = text_at(read, call, 4),
                             .subject = span_at(call, 6),
                             .rule = text_at(read, call, 8),
                             .confidence = sqlite3_column_double(call->statement, 9)};
    rap_str status = rap_sqlite_column(call, 5);
    for (rap_status one = RAP_STATUS_DONE; one <= RAP_STATUS_PLANNED; one++) {
        activity.status = rap_str_is(status, rap_status_name(one)) ? one : activity.status;
    }
    if (sqlite3_column_type(call->statement, 10) != SQLITE_NULL) {
        rap_agreement *agreement = RAP_NEW(read->version->arena, rap_agreement);
        agreement->kind = text_at(read, call, 11);
        agreement->action = text_at(read, call, 12);
        agreement->valid_from = date_at(call, 13);
        agreement->valid_to = date_at(call, 14);
        activity.agreement = agreement;
    }
    RAP_PUSH(read->version->arena, &read->version->activities, activity);
}

static rap_activity *activity_at(reading *read, sqlite_call *call)
{
    size_t at = place_of(integer_at(call, 0));
    return at < read->version->activities.count ? &read->version->activities.items[at] : NULL;
}

static void take_party(reading *read, sqlite_call *call)
{
    rap_activity *activity = activity_at(read, call);
    if (activity) {
        rap_party party = {text_at(read, call, 1), text_at(read, call, 2), span_at(call, 3)};
        RAP_PUSH(read->version->arena, &activity->parties, party);
    }
}

static void take_date(reading *read, sqlite_call *call)
{
    rap_activity *activity = activity_at(read, call);
    if (activity) {
        rap_period period = {date_at(call, 1), date_at(call, 2)};
        RAP_PUSH(read->version->arena, &activity->dates, period);
    }
}

static void take_place(reading *read, sqlite_call *call)
{
    rap_activity *activity = activity_at(read, call);
    if (activity) {
        RAP_PUSH(read->version->arena, &activity->places, text_at(read, call, 1));
    }
}

static bool read_activities(reading *read)
{
    static const char activities[] =
        "SELECT x.block, x.span_start, x.span_end, x.para, x.type, x.status, x.subject_start,"
        " x.subject_end, x.rule, x.confidence, g.activity, g.kind, g.action, g.valid_from,"
        " g.valid_to FROM activity x LEFT JOIN agreement g ON g.activity = x.id"
        " WHERE x.version = ? ORDER BY x.id";
#define OF_ACTIVITIES(columns, table)                                                              \
    "SELECT y.activity, " columns " FROM " table                                                   \
    " y WHERE y.activity >= ?1 << 24 AND y.activity < (?1 + 1) << 24"                              \
    " ORDER BY y.activity, y.place"
    static const char parties[] =
        OF_ACTIVITIES("y.entity, y.role, y.span_start, y.span_end", "party");
    static const char dates[] = OF_ACTIVITIES("y.date_start, y.date_end", "activity_date");
    static const char places[] = OF_ACTIVITIES("y.name", "activity_place");
    return each_row(read, activities, take_activity) && each_row(read, parties, take_party) &&
           each_row(read, dates, take_date) && each_row(read, places, take_place);
}

#define LISTED(what)                                                                               \
    "SELECT m.id, e.value FROM mandate m, json_each(m.record, '$." what "') e"                     \
    " WHERE m.version = ? ORDER BY m.id, e.key"

bool rap_sqlite_version_read(rap_register *base, rap_arena *arena, int64_t id,
                             rap_version *ret_version, rap_error *error)
{
    static const char covers[] =
        "SELECT doc, doc_lang, lang, kind, symbol, title, session, adopted, issued, period_start,"
        " period_end, json_extract(record, '$.original') FROM version WHERE id = ?";
    static const char blocks[] = "SELECT part, number, label, level, parent, lead_start, lead_end,"
                                 " text FROM block WHERE version = ? ORDER BY id";
    static const char notes[] =
        "SELECT b.id, json_extract(e.value, '$[0]'), json_extract(e.value, '$[1]')"
        " FROM block b, json_each(b.record, '$.note_refs') e"
        " WHERE b.version = ? ORDER BY b.id, e.key";
    static const char mentions[] =
        "SELECT m.block, m.span_start, m.span_end, m.kind, m.entity, m.body, m.date_start,"
        " m.date_end, m.is_open, m.is_year_resolved FROM mention m"
        " WHERE m.id >= ?1 << 24 AND m.id < (?1 + 1) << 24 ORDER BY m.id";
    static const char mandates[] =
        "SELECT block, span_start, span_end, para, verb, force, timing_kind, timing_value, rule,"
        " confidence, json_extract(record, '$.asks'),"
        " json_extract(record, '$.sense') FROM mandate WHERE version = ? ORDER BY id";
    static const char acts[] =
        "SELECT m.id, json_extract(e.value, '$.verb'), json_extract(e.value, '$.force'),"
        " json_extract(e.value, '$.sense')"
        " FROM mandate m, json_each(m.record, '$.acts') e"
        " WHERE m.version = ? ORDER BY m.id, e.key";
    static const char addressees[] = LISTED("addressees"), cites[] = LISTED("cites");
    rap_version version = {.arena = arena};
    reading read = {(sqlite_register *)base, &version, id, error};
    if (!each_row(&read, covers, take_cover)) {
        return false;
    }
    if (!version.doc.length) {
        return rap_error_set(error, RAP_ERROR_MISSING, -1, "the register holds no such version");
    }
    if (!each_row(&read, blocks, take_block) || !each_row(&read, notes, take_note) ||
        !each_row(&read, mentions, take_mention) || !each_row(&read, mandates, take_mandate) ||
        !each_row(&read, addressees, take_addressee) || !each_row(&read, cites, take_cite) ||
        !each_row(&read, acts, take_act) || !read_activities(&read)) {
        return false;
    }
    tie_notes(&version);
    *ret_version = version;
    return true;
}

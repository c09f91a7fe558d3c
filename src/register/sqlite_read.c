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

static void take_block(reading *read, sqlite_call *call)
{
    rap_arena *arena = read->version->arena;
    RAP_PUSH(arena, &read->version->blocks, rap_sqlite_block(arena, call, 0));
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

static void take_mandate(reading *read, sqlite_call *call)
{
    rap_arena *arena = read->version->arena;
    RAP_PUSH(arena, &read->version->mandates, rap_sqlite_mandate(arena, call, 0));
}

/* -- activities -------------------------------------------------------------------------------- */

static void take_activity(reading *read, sqlite_call *call)
{
    rap_activity activity = {
        .quote = {(uint32_t)rap_sqlite_place(integer_at(call, 0)), span_at(call, 1)},
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
    size_t at = rap_sqlite_place(integer_at(call, 0));
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

#define OF_VERSION(x) " " x ".id >= ?1 << 24 AND " x ".id < (?1 + 1) << 24 ORDER BY " x ".id"

static bool read_activities(reading *read)
{
    static const char activities[] =
        "SELECT x.block, x.span_start, x.span_end, x.para, x.type, x.status, x.subject_start,"
        " x.subject_end, x.rule, x.confidence, g.activity, g.kind, g.action, g.valid_from,"
        " g.valid_to FROM activity x LEFT JOIN agreement g ON g.activity = x.id"
        " WHERE" OF_VERSION("x");
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

bool rap_sqlite_version_read(rap_register *base, rap_arena *arena, int64_t id,
                             rap_version *ret_version, rap_error *error)
{
    static const char covers[] =
        "SELECT doc, doc_lang, lang, kind, symbol, title, session, adopted, issued, period_start,"
        " period_end, original FROM version WHERE id = ?";
    static const char blocks[] =
        "SELECT " RAP_SQLITE_BLOCK("x") " FROM block x WHERE" OF_VERSION("x");
    static const char mandates[] =
        "SELECT " RAP_SQLITE_MANDATE("x") " FROM mandate x WHERE" OF_VERSION("x");
    rap_version version = {.arena = arena};
    reading read = {(sqlite_register *)base, &version, id, error};
    if (!each_row(&read, covers, take_cover)) {
        return false;
    }
    if (!version.doc.length) {
        return rap_error_set(error, RAP_ERROR_MISSING, -1, "the register holds no such version");
    }
    if (!each_row(&read, blocks, take_block) ||
        !rap_sqlite_mentions_read(read.reg, id, &version, error) ||
        !each_row(&read, mandates, take_mandate) || !read_activities(&read)) {
        return false;
    }
    tie_notes(&version);
    *ret_version = version;
    return true;
}

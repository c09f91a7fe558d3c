/* SQLite: putting in what was read from a file, and links. */
#include "sqlite.h"

#include "model/record.h"

/* What is being put. */
typedef struct {
    sqlite_register *reg;
    const rap_register_reading *reading;
    const rap_version *version;
    int64_t id; /* the version's */
    rap_buf record;
    rap_error *error;
} putting;

static int64_t row_id(const putting *put, size_t index)
{
    return put->id << RAP_SQLITE_ROW_BITS | (int64_t)index;
}

static rap_str record_of(putting *put, void (*write)(rap_buf *, const rap_version *, size_t),
                         size_t index)
{
    put->record.length = 0;
    write(&put->record, put->version, index);
    return rap_buf_str(&put->record);
}

static void put_date(sqlite_call *call, rap_arena *arena, rap_date date)
{
    char text[11];
    rap_date_text(date, text);
    rap_sqlite_text(call, rap_str_copy(arena, rap_str_of(text)));
}

/* Start and end as told, and the days they may mean. */
static void put_period(sqlite_call *call, rap_arena *arena, rap_period period)
{
    put_date(call, arena, period.start);
    put_date(call, arena, period.end);
    if (!period.start.year && !period.end.year) {
        rap_sqlite_null(call);
        rap_sqlite_null(call);
        return;
    }
    rap_sqlite_integer(call, rap_register_first_day(period.start));
    rap_sqlite_integer(call, rap_register_last_day(period.end));
}

static void put_span(sqlite_call *call, rap_span span)
{
    rap_sqlite_integer(call, span.start);
    rap_sqlite_integer(call, span.end);
}

/* The days that the document's own date may mean, adoption before issue. */
static rap_period own_date(const rap_cover *cover)
{
    rap_date date = cover->adopted.year ? cover->adopted : cover->issued;
    return (rap_period){date, date};
}

static void put_days(sqlite_call *call, rap_period period)
{
    if (!period.start.year && !period.end.year) {
        rap_sqlite_null(call);
        rap_sqlite_null(call);
        return;
    }
    rap_sqlite_integer(call, rap_register_first_day(period.start));
    rap_sqlite_integer(call, rap_register_last_day(period.end));
}

static bool put_version(putting *put, int64_t file_id)
{
    static const char sql[] = "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                              " ?, ?, ?, ?, ?, ?, ?)";
    const rap_version *version = put->version;
    const rap_cover *cover = &version->cover;
    rap_arena *arena = put->reg->scratch;
    put->record.length = 0;
    rap_record_document(&put->record, version);
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, put->id);
    rap_sqlite_integer(&call, file_id);
    rap_sqlite_string(&call, version->doc);
    rap_sqlite_string(&call, version->doc_lang.length ? version->doc_lang : version->doc);
    rap_sqlite_string(&call, rap_str_of(rap_lang_code(version->lang)));
    rap_sqlite_text(&call, cover->kind);
    rap_sqlite_text(&call, cover->symbol);
    rap_sqlite_text(&call, cover->title);
    rap_sqlite_text(&call, cover->session);
    put_date(&call, arena, cover->adopted);
    put_date(&call, arena, cover->issued);
    put_date(&call, arena, cover->period.start);
    put_date(&call, arena, cover->period.end);
    put_days(&call, own_date(cover));
    put_days(&call, cover->period);
    rap_sqlite_text(&call, put->reading->reader);
    rap_sqlite_text(&call, put->reading->analyser);
    rap_sqlite_text(&call, rap_buf_str(&put->record));
    return rap_sqlite_done(&call, put->error);
}

/* -- blocks ----------------------------------------------------------------------------------- */

/* [[at, offset], ...] or empty. */
static rap_str seams_of(rap_arena *arena, const rap_origin *origin)
{
    if (!origin->seams.count) {
        return RAP_STR_NONE;
    }
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < origin->seams.count; i++) {
        rap_buf_format(&out, "%s[%u,%llu]", i ? "," : "[", origin->seams.items[i].at,
                       (unsigned long long)origin->seams.items[i].offset);
    }
    rap_buf_put_byte(&out, ']');
    return rap_buf_str(&out);
}

static bool put_block(putting *put, size_t index)
{
    static const char sql[] = "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const rap_block *block = &put->version->blocks.items[index];
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_integer(&call, put->id);
    rap_sqlite_string(&call, rap_str_of(rap_part_name(block->part)));
    rap_sqlite_text(&call, block->number);
    rap_sqlite_text(&call, block->label);
    rap_sqlite_integer(&call, block->level);
    if (block->parent >= 0) {
        rap_sqlite_integer(&call, block->parent);
    } else {
        rap_sqlite_null(&call);
    }
    if (block->lead.end > block->lead.start) {
        put_span(&call, block->lead);
    } else {
        rap_sqlite_null(&call);
        rap_sqlite_null(&call);
    }
    rap_sqlite_text(&call, seams_of(put->reg->scratch, &block->origin));
    rap_sqlite_text(&call, record_of(put, rap_record_block, index));
    return rap_sqlite_done(&call, put->error);
}

static bool put_mention(putting *put, size_t index)
{
    static const char sql[] = "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const rap_mention *mention = &put->version->mentions.items[index];
    rap_period period = mention->period;
    if (period.start.year && !period.end.year && !mention->period_is_open) {
        period.end = period.start;
    }
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_integer(&call, row_id(put, mention->block));
    put_span(&call, mention->span);
    rap_sqlite_string(&call, rap_str_of(rap_mention_kind_name(mention->kind)));
    rap_sqlite_text(&call, mention->entity);
    rap_sqlite_text(&call, mention->body);
    put_period(&call, put->reg->scratch, period);
    rap_sqlite_integer(&call, mention->period_is_open);
    rap_sqlite_integer(&call, mention->year_resolved);
    return rap_sqlite_done(&call, put->error);
}

static bool put_warning(putting *put, size_t index)
{
    static const char sql[] = "INSERT INTO warning VALUES (?, ?, ?, ?, ?)";
    const rap_warning *warning = &put->version->warnings.items[index];
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, put->id);
    rap_sqlite_integer(&call, (int64_t)index);
    if (warning->block >= 0) {
        rap_sqlite_integer(&call, row_id(put, (size_t)warning->block));
    } else {
        rap_sqlite_null(&call);
    }
    rap_sqlite_string(&call, warning->rule);
    rap_sqlite_string(&call, warning->message);
    return rap_sqlite_done(&call, put->error);
}

/* -- mandates --------------------------------------------------------------------------------- */

static void write_mandate(rap_buf *out, const rap_version *version, size_t index)
{
    rap_record_mandate(out, version, &version->mandates.items[index]);
}

static bool put_addressees(putting *put, size_t index, const rap_mandate *mandate)
{
    static const char sql[] = "INSERT INTO addressee VALUES (?, ?, ?)";
    int64_t place = 0;
    bool is_put = true;
    for (size_t act = 0; act <= mandate->acts.count; act++) {
        const rap_strs *addressees =
            act ? &mandate->acts.items[act - 1].addressees : &mandate->addressees;
        for (size_t i = 0; is_put && i < addressees->count; i++) {
            sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
            rap_sqlite_integer(&call, row_id(put, index));
            rap_sqlite_integer(&call, place++);
            rap_sqlite_string(&call, addressees->items[i]);
            is_put = rap_sqlite_done(&call, put->error);
        }
    }
    return is_put;
}

/* `sql` inserts fact, place and theme. */
static bool put_themes(putting *put, const char *sql, size_t index, const rap_strs *themes)
{
    for (size_t i = 0; i < themes->count; i++) {
        sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
        rap_sqlite_integer(&call, row_id(put, index));
        rap_sqlite_integer(&call, (int64_t)i);
        rap_sqlite_string(&call, themes->items[i]);
        if (!rap_sqlite_done(&call, put->error)) {
            return false;
        }
    }
    return true;
}

static bool put_mandate(putting *put, size_t index)
{
    static const char sql[] =
        "INSERT INTO mandate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const rap_mandate *mandate = &put->version->mandates.items[index];
    rap_period due = {0};
    if (rap_date_parse(mandate->timing_value, &due.start)) {
        due.end = due.start;
    }
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_integer(&call, put->id);
    rap_sqlite_integer(&call, row_id(put, mandate->evidence.block));
    put_span(&call, mandate->evidence.span);
    rap_sqlite_text(&call, mandate->para);
    rap_sqlite_text(&call, mandate->verb);
    rap_sqlite_string(&call, rap_str_of(rap_force_name(mandate->force)));
    rap_sqlite_text(&call, mandate->timing_kind);
    rap_sqlite_text(&call, mandate->timing_value);
    put_days(&call, rap_str_is(mandate->timing_kind, "date") ? due : (rap_period){0});
    rap_sqlite_text(&call, mandate->rule);
    rap_sqlite_real(&call, mandate->confidence);
    rap_sqlite_text(&call, record_of(put, write_mandate, index));
    return rap_sqlite_done(&call, put->error) && put_addressees(put, index, mandate) &&
           put_themes(put, "INSERT INTO mandate_theme VALUES (?, ?, ?)", index, &mandate->themes);
}

/* -- activities -------------------------------------------------------------------------------- */

static void write_activity(rap_buf *out, const rap_version *version, size_t index)
{
    rap_record_activity(out, version, &version->activities.items[index]);
}

static void write_agreement(rap_buf *out, const rap_version *version, size_t index)
{
    rap_record_agreement(out, version, &version->activities.items[index]);
}

static bool put_parties(putting *put, size_t index, const rap_activity *activity)
{
    static const char sql[] = "INSERT INTO party VALUES (?, ?, ?, ?, ?, ?)";
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_party *party = &activity->parties.items[i];
        sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
        rap_sqlite_integer(&call, row_id(put, index));
        rap_sqlite_integer(&call, (int64_t)i);
        rap_sqlite_string(&call, party->entity);
        rap_sqlite_text(&call, party->role);
        if (party->span.end > party->span.start) {
            put_span(&call, party->span);
        }
        if (!rap_sqlite_done(&call, put->error)) {
            return false;
        }
    }
    return true;
}

static bool put_dates(putting *put, size_t index, const rap_activity *activity)
{
    static const char sql[] = "INSERT INTO activity_date VALUES (?, ?, ?, ?, ?, ?)";
    for (size_t i = 0; i < activity->dates.count; i++) {
        rap_period period = activity->dates.items[i];
        if (!period.start.year && !period.end.year) {
            continue;
        }
        sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
        rap_sqlite_integer(&call, row_id(put, index));
        rap_sqlite_integer(&call, (int64_t)i);
        put_period(&call, put->reg->scratch, period);
        if (!rap_sqlite_done(&call, put->error)) {
            return false;
        }
    }
    return true;
}

static bool put_places(putting *put, size_t index, const rap_activity *activity)
{
    static const char sql[] = "INSERT INTO activity_place VALUES (?, ?, ?, ?)";
    for (size_t i = 0; i < activity->places.count; i++) {
        rap_str name = activity->places.items[i], folded = name;
        if (!name.length) {
            continue;
        }
        if (put->reading->fold) {
            folded = put->reading->fold(put->reg->scratch, name);
        }
        sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
        rap_sqlite_integer(&call, row_id(put, index));
        rap_sqlite_integer(&call, (int64_t)i);
        rap_sqlite_text(&call, name);
        rap_sqlite_string(&call, folded.length ? folded : name);
        if (!rap_sqlite_done(&call, put->error)) {
            return false;
        }
    }
    return true;
}

static bool put_agreement(putting *put, size_t index, const rap_agreement *agreement)
{
    static const char sql[] = "INSERT INTO agreement VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    rap_period validity = {agreement->valid_from, agreement->valid_to};
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_text(&call, agreement->kind);
    rap_sqlite_text(&call, agreement->action);
    put_period(&call, put->reg->scratch, validity);
    rap_sqlite_text(&call, record_of(put, write_agreement, index));
    return rap_sqlite_done(&call, put->error);
}

static bool put_activity(putting *put, size_t index)
{
    static const char sql[] = "INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const rap_activity *activity = &put->version->activities.items[index];
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_integer(&call, put->id);
    rap_sqlite_integer(&call, row_id(put, activity->quote.block));
    put_span(&call, activity->quote.span);
    rap_sqlite_text(&call, activity->para);
    rap_sqlite_string(&call, activity->type);
    rap_sqlite_string(&call, rap_str_of(rap_status_name(activity->status)));
    if (activity->subject.end > activity->subject.start) {
        put_span(&call, activity->subject);
    } else {
        rap_sqlite_null(&call);
        rap_sqlite_null(&call);
    }
    rap_sqlite_text(&call, activity->rule);
    rap_sqlite_real(&call, activity->confidence);
    rap_sqlite_text(&call, record_of(put, write_activity, index));
    return rap_sqlite_done(&call, put->error) && put_parties(put, index, activity) &&
           put_dates(put, index, activity) && put_places(put, index, activity) &&
           put_themes(put, "INSERT INTO activity_theme VALUES (?, ?, ?)", index,
                      &activity->themes) &&
           (!activity->agreement || put_agreement(put, index, activity->agreement));
}

/* -- figures ---------------------------------------------------------------------------------- */

static void write_figure(rap_buf *out, const rap_version *version, size_t index)
{
    rap_record_figure(out, version, &version->figures.items[index]);
}

static bool put_figure(putting *put, size_t index)
{
    static const char sql[] = "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                              " ?, ?, ?, ?)";
    const rap_figure_fact *figure = &put->version->figures.items[index];
    const rap_block *block = &put->version->blocks.items[figure->quote.block];
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_integer(&call, put->id);
    rap_sqlite_integer(&call, row_id(put, figure->quote.block));
    put_span(&call, figure->quote.span);
    rap_sqlite_text(&call, figure->para);
    rap_sqlite_real(&call, figure->value);
    rap_sqlite_string(&call, rap_str_of(rap_bound_name(figure->bound)));
    rap_sqlite_text(&call, figure->unit);
    rap_sqlite_text(&call, rap_block_slice(block, figure->counted));
    put_period(&call, put->reg->scratch, figure->period);
    if (figure->activity >= 0) {
        rap_sqlite_integer(&call, row_id(put, (size_t)figure->activity));
    } else {
        rap_sqlite_null(&call);
    }
    rap_sqlite_text(&call, figure->rule);
    rap_sqlite_real(&call, figure->confidence);
    rap_sqlite_text(&call, record_of(put, write_figure, index));
    return rap_sqlite_done(&call, put->error);
}

/* -- a file ----------------------------------------------------------------------------------- */

/* Whether something read from the file is there; *ret_is_failed where the register cannot tell. */
static bool is_put(sqlite_register *reg, int64_t file_id, bool *ret_is_failed, rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, "SELECT 1 FROM version WHERE file = ? LIMIT 1", error);
    rap_sqlite_integer(&call, file_id);
    bool is_there = rap_sqlite_row(&call, ret_is_failed, error);
    rap_sqlite_end(&call);
    return is_there;
}

static bool drop(sqlite_register *reg, int64_t file_id, rap_error *error)
{
    static const char versions[] = "DELETE FROM version WHERE file = ?";
    int shift = RAP_SQLITE_ROW_BITS + 4;
    bool is_failed = false;
    if (!is_put(reg, file_id, &is_failed, error)) {
        return !is_failed; /* a new file: the full-text index need not be looked through */
    }
    rap_sqlite_index_drop(reg, file_id << shift, (file_id + 1) << shift);
    sqlite_call call = rap_sqlite_call(reg, versions, error);
    rap_sqlite_integer(&call, file_id);
    return rap_sqlite_done(&call, error);
}

static bool is_small_enough(const rap_version *version, rap_error *error)
{
    size_t most = (size_t)1 << RAP_SQLITE_ROW_BITS;
    if (version->blocks.count < most && version->mentions.count < most &&
        version->mandates.count < most && version->activities.count < most) {
        return true;
    }
    return rap_error_set(error, RAP_ERROR_LIMIT, -1,
                         "more than %zu blocks or names in one document", most);
}

static bool put_all(putting *put, size_t count, bool (*put_one)(putting *, size_t))
{
    for (size_t i = 0; i < count; i++) {
        if (!put_one(put, i)) {
            return false;
        }
    }
    return true;
}

static void put_index(putting *put, const rap_str *tokens)
{
    for (size_t i = 0; tokens && i < put->version->blocks.count; i++) {
        rap_sqlite_index_put(put->reg, row_id(put, i), tokens[i]);
    }
}

bool rap_sqlite_reading_put(rap_register *base, int64_t file_id,
                            const rap_register_reading *reading, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    for (size_t i = 0; i < reading->count; i++) {
        if (!is_small_enough(&reading->versions[i], error)) {
            return false;
        }
    }
    if (!drop(reg, file_id, error)) {
        return false;
    }
    putting put = {.reg = reg, .reading = reading, .error = error};
    rap_arena_reset(reg->scratch);
    rap_buf_init(&put.record, reg->scratch);
    for (size_t i = 0; i < reading->count; i++) {
        const rap_version *version = &reading->versions[i];
        put.version = version;
        put.id = file_id * RAP_REGISTER_VERSIONS + (int64_t)i;
        if (!put_version(&put, file_id) || !put_all(&put, version->blocks.count, put_block) ||
            !put_all(&put, version->mentions.count, put_mention) ||
            !put_all(&put, version->mandates.count, put_mandate) ||
            !put_all(&put, version->activities.count, put_activity) ||
            !put_all(&put, version->figures.count, put_figure) ||
            !put_all(&put, version->warnings.count, put_warning)) {
            return false;
        }
        put_index(&put, reading->tokens ? reading->tokens[i] : NULL);
    }
    return true;
}

/* -- links ------------------------------------------------------------------------------------ */

bool rap_sqlite_version_list(rap_register *base, rap_str doc, int64_t file_id,
                             bool (*visit)(void *user, const rap_register_version *), void *user,
                             rap_error *error)
{
#define SELECT_VERSIONS                                                                            \
    "SELECT v.file, v.doc, v.doc_lang, v.lang, v.title, f.path,"                                   \
    " (SELECT max(a.id) FROM file_add a WHERE a.file = f.id),"                                     \
    " json_extract(v.record, '$.original'), v.id, v.session,"                                      \
    " EXISTS (SELECT 1 FROM activity x WHERE x.version = v.id)"                                    \
    " FROM version v JOIN file f ON f.id = v.file"
    static const char of_work[] = SELECT_VERSIONS " WHERE v.doc = ? ORDER BY v.id";
    static const char of_file[] = SELECT_VERSIONS " WHERE v.file = ? ORDER BY v.id";
    static const char of_both[] = SELECT_VERSIONS " WHERE v.doc = ? AND v.file = ? ORDER BY v.id";
    static const char of_any[] = SELECT_VERSIONS " ORDER BY v.id";
    const char *sql = doc.length ? file_id ? of_both : of_work : file_id ? of_file : of_any;
    sqlite_call call = rap_sqlite_call((sqlite_register *)base, sql, error);
    if (doc.length) {
        rap_sqlite_text(&call, doc);
    }
    if (file_id) {
        rap_sqlite_integer(&call, file_id);
    }
    bool is_failed = false;
    while (rap_sqlite_row(&call, &is_failed, error)) {
        rap_register_version version = {.file_id = sqlite3_column_int64(call.statement, 0),
                                        .doc = rap_sqlite_column(&call, 1),
                                        .doc_lang = rap_sqlite_column(&call, 2),
                                        .lang = rap_sqlite_column(&call, 3),
                                        .title = rap_sqlite_column(&call, 4),
                                        .path = rap_sqlite_column(&call, 5),
                                        .order = sqlite3_column_int64(call.statement, 6),
                                        .original = rap_sqlite_column(&call, 7),
                                        .id = sqlite3_column_int64(call.statement, 8),
                                        .session = rap_sqlite_column(&call, 9),
                                        .has_activities =
                                            sqlite3_column_int(call.statement, 10) != 0};
        if (!visit(user, &version)) {
            break;
        }
    }
    rap_sqlite_end(&call);
    return !is_failed;
}

/* "A/RES/68/272#14" -> "A/RES/68/272" */
static rap_str document_of(rap_str end)
{
    size_t hash = rap_str_find(end, RAP_STR("#"), 0);
    return hash == SIZE_MAX ? end : rap_str_slice(end, 0, hash);
}

bool rap_sqlite_links_put(rap_register *base, rap_str scope, const rap_register_link *links,
                          size_t count, rap_error *error)
{
    static const char drop_scope[] = "DELETE FROM link WHERE scope = ?";
    static const char insert[] = "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    sqlite_register *reg = (sqlite_register *)base;
    sqlite_call call = rap_sqlite_call(reg, drop_scope, error);
    rap_sqlite_string(&call, scope);
    bool is_put = rap_sqlite_done(&call, error);
    for (size_t i = 0; is_put && i < count; i++) {
        const rap_register_link *link = &links[i];
        call = rap_sqlite_call(reg, insert, error);
        rap_sqlite_string(&call, scope);
        rap_sqlite_integer(&call, (int64_t)i);
        rap_sqlite_string(&call, link->kind);
        rap_sqlite_string(&call, link->from);
        rap_sqlite_string(&call, link->to);
        rap_sqlite_text(&call, link->work);
        rap_sqlite_string(&call, document_of(link->from));
        rap_sqlite_string(&call, document_of(link->to));
        rap_sqlite_real(&call, link->score);
        rap_sqlite_text(&call, link->reasons);
        rap_sqlite_string(&call, link->record);
        is_put = rap_sqlite_done(&call, error);
    }
    return is_put;
}

/* -- all that is derived ----------------------------------------------------------------------- */

bool rap_sqlite_derived_clear(rap_register *base, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    rap_sqlite_index_forget(reg, 0);
    return rap_sqlite_run(reg,
                          "DELETE FROM link; DELETE FROM search; DELETE FROM version;"
                          "DELETE FROM lexicon",
                          error);
}

static bool dump_table(sqlite_register *reg, const char *name, const char *sql,
                       bool (*visit)(void *user, rap_str line), void *user, bool *ret_stopped,
                       rap_error *error)
{
    sqlite_call call = {reg, NULL, 1};
    if (sqlite3_prepare_v2(reg->db, sql, -1, &call.statement, NULL)) {
        return rap_sqlite_failed(reg, error);
    }
    bool is_failed = false;
    rap_arena_reset(reg->scratch);
    rap_buf line;
    rap_buf_init(&line, reg->scratch);
    while (rap_sqlite_row(&call, &is_failed, error)) {
        line.length = 0;
        rap_buf_put_c(&line, name);
        for (int i = 0; i < sqlite3_column_count(call.statement); i++) {
            rap_buf_put_byte(&line, '\t');
            rap_register_escape(&line, rap_sqlite_column(&call, i));
        }
        if (!visit(user, rap_buf_str(&line))) {
            *ret_stopped = true;
            break;
        }
    }
    sqlite3_finalize(call.statement);
    return !is_failed;
}

bool rap_sqlite_derived_dump(rap_register *base, bool (*visit)(void *user, rap_str line),
                             void *user, rap_error *error)
{
    static const char *const tables[][2] = {
        {"version", "SELECT * FROM version ORDER BY id"},
        {"block", "SELECT * FROM block ORDER BY id"},
        {"mention", "SELECT * FROM mention ORDER BY id"},
        {"mandate", "SELECT * FROM mandate ORDER BY id"},
        {"addressee", "SELECT * FROM addressee ORDER BY mandate, place"},
        {"mandate_theme", "SELECT * FROM mandate_theme ORDER BY mandate, place"},
        {"activity", "SELECT * FROM activity ORDER BY id"},
        {"party", "SELECT * FROM party ORDER BY activity, place"},
        {"activity_date", "SELECT * FROM activity_date ORDER BY activity, place"},
        {"activity_place", "SELECT * FROM activity_place ORDER BY activity, place"},
        {"activity_theme", "SELECT * FROM activity_theme ORDER BY activity, place"},
        {"agreement", "SELECT * FROM agreement ORDER BY activity"},
        {"figure", "SELECT * FROM figure ORDER BY id"},
        {"warning", "SELECT * FROM warning ORDER BY version, place"},
        {"link", "SELECT * FROM link ORDER BY scope, place"},
        {"lexicon", "SELECT * FROM lexicon ORDER BY id"},
        {"search", "SELECT rowid, tokens FROM search ORDER BY rowid"}};
    bool is_stopped = false;
    if (!rap_sqlite_index_flush((sqlite_register *)base, error)) {
        return false;
    }
    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && !is_stopped; i++) {
        if (!dump_table((sqlite_register *)base, tables[i][0], tables[i][1], visit, user,
                        &is_stopped, error)) {
            return false;
        }
    }
    return true;
}

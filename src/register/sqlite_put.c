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
                              " ?, ?, ?, ?, ?, ?, ?, ?)";
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
    rap_sqlite_text(&call,
                    cover->original ? rap_str_of(rap_lang_code(cover->original)) : RAP_STR_NONE);
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

/* 0: not known. */
static void put_known(sqlite_call *call, uint32_t number)
{
    if (number) {
        rap_sqlite_integer(call, number);
    } else {
        rap_sqlite_null(call);
    }
}

static bool put_block(putting *put, size_t index)
{
    static const char sql[] =
        "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const rap_block *block = &put->version->blocks.items[index];
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
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
    rap_sqlite_text(&call, rap_sqlite_notes(put->reg->scratch, block));
    rap_sqlite_integer(&call, (int64_t)block->origin.offset);
    rap_sqlite_integer(&call, block->origin.length);
    put_known(&call, block->origin.line);
    put_known(&call, block->origin.page);
    rap_sqlite_text(&call, block->origin.path);
    rap_sqlite_text(&call, seams_of(put->reg->scratch, &block->origin));
    rap_sqlite_text(&call, rap_sqlite_boxes(put->reg->scratch, block));
    rap_sqlite_string(&call, block->text);
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

static bool insert_mandate(putting *put, size_t index, const rap_mandate *mandate)
{
    static const char sql[] = "INSERT INTO mandate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                              " ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    rap_arena *arena = put->reg->scratch;
    rap_period due = {0};
    if (rap_date_parse(mandate->timing_value, &due.start)) {
        due.end = due.start;
    }
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_integer(&call, row_id(put, mandate->evidence.block));
    put_span(&call, mandate->evidence.span);
    rap_sqlite_text(&call, mandate->para);
    rap_sqlite_text(&call, mandate->verb);
    rap_sqlite_text(&call, mandate->sense);
    rap_sqlite_string(&call, rap_str_of(rap_force_name(mandate->force)));
    rap_sqlite_text(&call, mandate->asks);
    rap_sqlite_text(&call, mandate->timing_kind);
    rap_sqlite_text(&call, mandate->timing_value);
    put_days(&call, rap_str_is(mandate->timing_kind, "date") ? due : (rap_period){0});
    rap_sqlite_text(&call, rap_sqlite_lines(arena, &mandate->addressees));
    rap_sqlite_text(&call, rap_sqlite_lines(arena, &mandate->cites));
    rap_sqlite_text(&call, rap_sqlite_acts(arena, mandate));
    rap_sqlite_text(&call, rap_sqlite_act_addressees(arena, mandate));
    rap_sqlite_text(&call, rap_sqlite_lines(arena, &mandate->themes));
    rap_sqlite_integer(&call, mandate->goals);
    rap_sqlite_text(&call, mandate->rule);
    rap_sqlite_real(&call, mandate->confidence);
    rap_sqlite_text(&call, rap_sqlite_lines(arena, &mandate->due));
    return rap_sqlite_done(&call, put->error);
}

static bool put_mandate(putting *put, size_t index)
{
    return insert_mandate(put, index, &put->version->mandates.items[index]);
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

static bool put_themes(putting *put, size_t index, const rap_strs *themes)
{
    static const char sql[] = "INSERT INTO activity_theme VALUES (?, ?, ?)";
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

static bool put_agreement(putting *put, size_t index, const rap_agreement *agreement,
                          rap_str record)
{
    static const char sql[] = "INSERT INTO agreement VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    rap_period validity = {agreement->valid_from, agreement->valid_to};
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_text(&call, agreement->kind);
    rap_sqlite_text(&call, agreement->action);
    put_period(&call, put->reg->scratch, validity);
    rap_sqlite_text(&call, record);
    return rap_sqlite_done(&call, put->error);
}

static bool put_publication(putting *put, size_t index, const rap_activity *activity)
{
    static const char sql[] = "INSERT INTO publication VALUES (?, ?, ?, ?)";
    const rap_publication *publication = activity->publication;
    const rap_block *block = &put->version->blocks.items[activity->quote.block];
    rap_buf languages;
    rap_buf_init(&languages, put->reg->scratch);
    for (size_t i = 0; i < publication->languages.count; i++) {
        rap_buf_format(&languages, "%s%.*s", i ? " " : "",
                       RAP_STR_ARG(publication->languages.items[i]));
    }
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_text(&call, rap_block_slice(block, publication->title));
    rap_sqlite_string(&call, publication->kind);
    rap_sqlite_text(&call, rap_buf_str(&languages));
    return rap_sqlite_done(&call, put->error);
}

/* Of several sums the first is the column's; the record has all. */
static bool put_pledge(putting *put, size_t index, const rap_pledge *pledge)
{
    static const char sql[] = "INSERT INTO pledge VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    if (pledge->sums.count) {
        rap_sqlite_real(&call, pledge->sums.items[0].value);
        rap_sqlite_string(&call, pledge->sums.items[0].currency);
    } else {
        rap_sqlite_null(&call);
        rap_sqlite_null(&call);
    }
    rap_sqlite_string(&call, pledge->status);
    put_period(&call, put->reg->scratch, pledge->due);
    return rap_sqlite_done(&call, put->error);
}

static bool insert_activity(putting *put, size_t index, const rap_activity *activity,
                            rap_str record)
{
    static const char sql[] = "INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
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
    rap_sqlite_text(&call, record);
    return rap_sqlite_done(&call, put->error) && put_parties(put, index, activity) &&
           put_dates(put, index, activity) && put_places(put, index, activity) &&
           put_themes(put, index, &activity->themes);
}

static bool put_activity(putting *put, size_t index)
{
    const rap_activity *activity = &put->version->activities.items[index];
    return insert_activity(put, index, activity, record_of(put, write_activity, index)) &&
           (!activity->agreement || put_agreement(put, index, activity->agreement,
                                                  record_of(put, write_agreement, index))) &&
           (!activity->publication || put_publication(put, index, activity)) &&
           (!activity->pledge || put_pledge(put, index, activity->pledge));
}

/* -- figures ---------------------------------------------------------------------------------- */

static void write_figure(rap_buf *out, const rap_version *version, size_t index)
{
    rap_record_figure(out, version, &version->figures.items[index]);
}

static bool insert_figure(putting *put, size_t index, const rap_figure_fact *figure,
                          rap_str counted, rap_str record)
{
    static const char sql[] = "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                              " ?, ?, ?)";
    sqlite_call call = rap_sqlite_call(put->reg, sql, put->error);
    rap_sqlite_integer(&call, row_id(put, index));
    rap_sqlite_integer(&call, row_id(put, figure->quote.block));
    put_span(&call, figure->quote.span);
    rap_sqlite_text(&call, figure->para);
    rap_sqlite_real(&call, figure->value);
    rap_sqlite_string(&call, rap_str_of(rap_bound_name(figure->bound)));
    rap_sqlite_text(&call, figure->unit);
    rap_sqlite_text(&call, counted);
    put_period(&call, put->reg->scratch, figure->period);
    if (figure->activity >= 0) {
        rap_sqlite_integer(&call, row_id(put, (size_t)figure->activity));
    } else {
        rap_sqlite_null(&call);
    }
    rap_sqlite_text(&call, figure->rule);
    rap_sqlite_real(&call, figure->confidence);
    rap_sqlite_text(&call, record);
    return rap_sqlite_done(&call, put->error);
}

static bool put_figure(putting *put, size_t index)
{
    const rap_figure_fact *figure = &put->version->figures.items[index];
    const rap_block *block = &put->version->blocks.items[figure->quote.block];
    return insert_figure(put, index, figure, rap_block_slice(block, figure->counted),
                         record_of(put, write_figure, index));
}

/* -- one fact ---------------------------------------------------------------------------------- */

bool rap_sqlite_mandate_put(sqlite_register *reg, int64_t version, int64_t place,
                            const rap_mandate *mandate, rap_error *error)
{
    putting put = {.reg = reg, .id = version, .error = error};
    rap_arena_reset(reg->scratch);
    return insert_mandate(&put, (size_t)place, mandate);
}

bool rap_sqlite_activity_put(sqlite_register *reg, int64_t version, int64_t place,
                             const rap_activity *activity, rap_str record,
                             rap_str (*fold)(rap_arena *arena, rap_str text), rap_error *error)
{
    rap_register_reading reading = {.fold = fold};
    putting put = {.reg = reg, .reading = &reading, .id = version, .error = error};
    rap_arena_reset(reg->scratch);
    return insert_activity(&put, (size_t)place, activity, record) &&
           (!activity->agreement ||
            put_agreement(&put, (size_t)place, activity->agreement, record));
}

bool rap_sqlite_figure_put(sqlite_register *reg, int64_t version, int64_t place,
                           const rap_figure_fact *figure, rap_str counted, rap_str record,
                           rap_error *error)
{
    putting put = {.reg = reg, .id = version, .error = error};
    rap_arena_reset(reg->scratch);
    return insert_figure(&put, (size_t)place, figure, counted, record);
}

/* -- a file ----------------------------------------------------------------------------------- */

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

bool rap_sqlite_reading_put(rap_register *base, int64_t file_id,
                            const rap_register_reading *reading, rap_error *error)
{
    sqlite_register *reg = (sqlite_register *)base;
    for (size_t i = 0; i < reading->count; i++) {
        if (!is_small_enough(&reading->versions[i], error)) {
            return false;
        }
    }
    if (!rap_sqlite_derived_drop(reg, file_id, error)) {
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
            !rap_sqlite_mentions_put(reg, version, put.id, error) ||
            !put_all(&put, version->mandates.count, put_mandate) ||
            !put_all(&put, version->activities.count, put_activity) ||
            !put_all(&put, version->figures.count, put_figure) ||
            !put_all(&put, version->warnings.count, put_warning)) {
            return false;
        }
        if (reading->tokens) {
            rap_sqlite_words_put(reg, put.id, reading->tokens[i], version->blocks.count);
        }
    }
    return true;
}

/* -- what is there ----------------------------------------------------------------------------- */

bool rap_sqlite_version_list(rap_register *base, rap_str doc, int64_t file_id,
                             bool (*visit)(void *user, const rap_register_version *), void *user,
                             rap_error *error)
{
#define SELECT_VERSIONS                                                                            \
    "SELECT v.file, v.doc, v.doc_lang, v.lang, v.title, f.path,"                                   \
    " (SELECT max(a.id) FROM file_add a WHERE a.file = f.id),"                                     \
    " v.original, v.id, v.session,"                                                                \
    " EXISTS (SELECT 1 FROM activity x WHERE " RAP_SQLITE_OF_VERSION(                              \
        "x", "v") ")"                                                                              \
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

/* SQLite: what a version names. A version has hundreds of mentions, which are read together or not
 * at all: they are one text of lines (sqlite_row.c). What questions filter by has tables: which
 * entity is named in which blocks of which version, and the days that a block tells. */
#include "sqlite.h"

#include "base/map.h"

#include <stdlib.h>

enum { IS_OPEN = 1, IS_YEAR_RESOLVED = 2 };

/* -- putting ----------------------------------------------------------------------------------- */

static void put_number(rap_buf *out, uint32_t number)
{
    char digits[10];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    rap_buf_put(out, (rap_str){digits + at, sizeof digits - at});
}

static void put_part(rap_buf *out, rap_str part)
{
    rap_buf_put(out, part);
    rap_buf_put_byte(out, '\t');
}

/* A day or month has its end from its start; an open period has none. */
static rap_period period_of(const rap_mention *mention)
{
    rap_period period = mention->period;
    if (period.start.year && !period.end.year && !mention->period_is_open) {
        period.end = period.start;
    }
    return period;
}

static void put_line(rap_buf *out, const rap_mention *mention)
{
    char start[11], end[11];
    uint32_t numbers[] = {mention->block, mention->span.start, mention->span.end,
                          (mention->period_is_open ? IS_OPEN : 0u) |
                              (mention->year_resolved ? IS_YEAR_RESOLVED : 0u)};
    rap_period period = period_of(mention);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        put_number(out, numbers[i]);
        rap_buf_put_byte(out, '\t');
    }
    put_part(out, rap_str_of(rap_mention_kind_name(mention->kind)));
    put_part(out, rap_str_of(rap_date_text(period.start, start)));
    put_part(out, rap_str_of(rap_date_text(period.end, end)));
    put_part(out, mention->entity);
    rap_buf_put(out, mention->body);
    rap_buf_put_byte(out, '\n');
}

static bool put_lines(sqlite_register *reg, const rap_version *version, int64_t id,
                      rap_error *error)
{
    rap_buf out;
    rap_buf_init(&out, reg->scratch);
    rap_buf_put_byte(&out, '\n');
    for (size_t i = 0; i < version->mentions.count; i++) {
        put_line(&out, &version->mentions.items[i]);
    }
    sqlite_call call = rap_sqlite_call(reg, "INSERT INTO mentions VALUES (?, ?, ?)", error);
    rap_sqlite_integer(&call, id);
    rap_sqlite_integer(&call, (int64_t)version->mentions.count);
    rap_sqlite_text(&call, rap_buf_str(&out));
    return rap_sqlite_done(&call, error);
}

static bool put_days(sqlite_register *reg, const rap_version *version, int64_t id, rap_error *error)
{
    for (size_t i = 0; i < version->mentions.count; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        rap_period period = period_of(mention);
        if (!period.start.year && !period.end.year) {
            continue;
        }
        sqlite_call call = rap_sqlite_call(reg, "INSERT INTO block_day VALUES (?, ?, ?, ?)", error);
        rap_sqlite_integer(&call, id << RAP_SQLITE_ROW_BITS | (int64_t)i);
        rap_sqlite_integer(&call, id << RAP_SQLITE_ROW_BITS | mention->block);
        rap_sqlite_integer(&call, rap_register_first_day(period.start));
        rap_sqlite_integer(&call, rap_register_last_day(period.end));
        if (!rap_sqlite_done(&call, error)) {
            return false;
        }
    }
    return true;
}

/* The blocks of each entity, ",3,17,", wait for the transaction's end. */
static void put_namings(sqlite_register *reg, const rap_version *version, int64_t id)
{
    rap_map *blocks = rap_map_new(reg->scratch);
    for (size_t i = 0; i < version->mentions.count; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        if (!mention->entity.length) {
            continue;
        }
        rap_buf *list = rap_map_find(blocks, mention->entity);
        if (!list) {
            list = RAP_NEW(reg->scratch, rap_buf);
            rap_buf_init(list, reg->scratch);
            rap_buf_put_byte(list, ',');
            rap_map_set(blocks, mention->entity, list);
        }
        put_number(list, mention->block);
        rap_buf_put_byte(list, ',');
    }
    rap_str entity;
    void *list;
    for (size_t i = 0; rap_map_at(blocks, i, &entity, &list); i++) {
        sqlite_naming naming = {.version = id,
                                .entity = rap_str_copy(reg->waiting, entity),
                                .blocks = rap_str_copy(reg->waiting, rap_buf_str(list)),
                                .order = reg->namings.count};
        RAP_PUSH(reg->waiting, &reg->namings, naming);
    }
}

bool rap_sqlite_mentions_put(sqlite_register *reg, const rap_version *version, int64_t id,
                             rap_error *error)
{
    put_namings(reg, version, id);
    return put_lines(reg, version, id, error) && put_days(reg, version, id, error);
}

/* -- reading and dropping ---------------------------------------------------------------------- */

static rap_mention_kind kind_of(rap_str name)
{
    for (rap_mention_kind kind = RAP_MENTION_ORGANIZATION; kind <= RAP_MENTION_GROUP; kind++) {
        if (rap_str_is(name, rap_mention_kind_name(kind))) {
            return kind;
        }
    }
    return RAP_MENTION_GROUP;
}

static rap_date date_of(rap_str text)
{
    rap_date date = {0};
    return text.length && rap_date_parse(text, &date) ? date : (rap_date){0};
}

static rap_mention mention_of(rap_str line)
{
    rap_mention mention = {.block = rap_sqlite_number(&line)};
    mention.span.start = rap_sqlite_number(&line);
    mention.span.end = rap_sqlite_number(&line);
    uint32_t flags = rap_sqlite_number(&line);
    mention.period_is_open = (flags & IS_OPEN) != 0;
    mention.year_resolved = (flags & IS_YEAR_RESOLVED) != 0;
    mention.kind = kind_of(rap_sqlite_part(&line));
    mention.period.start = date_of(rap_sqlite_part(&line));
    mention.period.end = date_of(rap_sqlite_part(&line));
    mention.entity = rap_sqlite_part(&line);
    mention.body = line;
    return mention;
}

bool rap_sqlite_mentions_read(sqlite_register *reg, int64_t id, rap_version *version,
                              rap_error *error)
{
    sqlite_call call = rap_sqlite_call(reg, "SELECT lines FROM mentions WHERE version = ?", error);
    rap_sqlite_integer(&call, id);
    bool is_failed = false;
    rap_str rest = RAP_STR_NONE, line;
    if (rap_sqlite_row(&call, &is_failed, error)) {
        rest = rap_str_copy(version->arena, rap_sqlite_column(&call, 0));
        rest = rap_str_slice(rest, 1, rest.length);
    }
    rap_sqlite_end(&call);
    while (rap_str_split(&rest, '\n', &line) && line.length) {
        RAP_PUSH(version->arena, &version->mentions, mention_of(line));
    }
    return !is_failed;
}

bool rap_sqlite_mentions_drop(sqlite_register *reg, int64_t id, rap_error *error)
{
    rap_version version = {.arena = reg->waiting};
    if (!rap_sqlite_mentions_read(reg, id, &version, error)) {
        return false;
    }
    rap_map *seen = rap_map_new(reg->scratch);
    for (size_t i = 0; i < version.mentions.count; i++) {
        rap_str entity = version.mentions.items[i].entity;
        if (entity.length && !rap_map_find(seen, entity)) {
            rap_map_set(seen, entity, seen);
            sqlite_naming naming = {
                .is_drop = true, .version = id, .entity = entity, .order = reg->namings.count};
            RAP_PUSH(reg->waiting, &reg->namings, naming);
        }
    }
    return true;
}

/* -- at the transaction's end ------------------------------------------------------------------ */

/* By key; what concerns one key, in the order in which it came. */
static int compare(const void *left, const void *right)
{
    const sqlite_naming *a = left, *b = right;
    int order = rap_str_compare(a->entity, b->entity);
    if (!order) {
        order = (a->version > b->version) - (a->version < b->version);
    }
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

bool rap_sqlite_namings_flush(sqlite_register *reg, rap_error *error)
{
    static const char insert[] = "INSERT INTO naming VALUES (?, ?, ?)";
    static const char drop[] = "DELETE FROM naming WHERE entity = ? AND version = ?";
    if (reg->namings.count) {
        qsort(reg->namings.items, reg->namings.count, sizeof *reg->namings.items, compare);
    }
    for (size_t i = 0; i < reg->namings.count; i++) {
        const sqlite_naming *naming = &reg->namings.items[i];
        sqlite_call call = rap_sqlite_call(reg, naming->is_drop ? drop : insert, error);
        rap_sqlite_string(&call, naming->entity);
        rap_sqlite_integer(&call, naming->version);
        if (!naming->is_drop) {
            rap_sqlite_string(&call, naming->blocks);
        }
        if (!rap_sqlite_done(&call, error)) {
            return false;
        }
    }
    return true;
}

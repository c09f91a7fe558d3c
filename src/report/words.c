#include "words.h"

#include "base/data.h"
#include "base/map.h"
#include "base/table.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/uldnames.h>
#include <unicode/ulistformatter.h>
#include <unicode/umsg.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#include <string.h>

struct rap_words {
    rap_arena *arena;
    rap_lang lang;
    rap_map *texts;
};

/* English as the United Nations spell it; digits as the quoted sources have them. */
static const char *const locales[RAP_LANG_COUNT] = {
    [RAP_LANG_NONE] = "en_GB", [RAP_LANG_AR] = "ar_EG@numbers=latn",
    [RAP_LANG_ZH] = "zh_CN",   [RAP_LANG_EN] = "en_GB",
    [RAP_LANG_FR] = "fr_FR",   [RAP_LANG_RU] = "ru_RU",
    [RAP_LANG_ES] = "es_ES",
};

static void load(rap_words *words, rap_lang lang)
{
    rap_table table;
    const char *path = rap_arena_format(words->arena, "%s/report.tsv", rap_lang_code(lang));
    rap_str text = rap_data_find(path);
    if (!text.length || !rap_table_parse(words->arena, text, &table, NULL)) {
        return;
    }
    int key = rap_table_column(&table, "key"), value = rap_table_column(&table, "text");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str *held = RAP_NEW(words->arena, rap_str);
        *held = rap_row_cell(row, value);
        rap_map_set(words->texts, rap_row_cell(row, key), held);
    }
}

rap_words *rap_words_new(rap_arena *arena, rap_lang lang)
{
    rap_words *words = RAP_NEW(arena, rap_words);
    words->arena = arena;
    words->lang = lang ? lang : RAP_LANG_EN;
    words->texts = rap_map_new(arena);
    load(words, RAP_LANG_EN);
    if (words->lang != RAP_LANG_EN) {
        load(words, words->lang);
    }
    return words;
}

rap_lang rap_words_lang(const rap_words *words)
{
    return words->lang;
}

rap_str rap_words_get(const rap_words *words, const char *key)
{
    const rap_str *text = rap_map_find(words->texts, rap_str_of(key));
    return text ? *text : rap_str_of(key);
}

rap_str rap_words_of(const rap_words *words, const char *family, rap_str name)
{
    const char *key = rap_arena_format(words->arena, "%s:%.*s", family, RAP_STR_ARG(name));
    const rap_str *text = rap_map_find(words->texts, rap_str_of(key));
    return text ? *text : RAP_STR_NONE;
}

rap_str rap_words_fill(const rap_words *words, const char *key, const rap_str *values, size_t count)
{
    rap_str pattern = rap_words_get(words, key);
    rap_buf out;
    rap_buf_init(&out, words->arena);
    for (size_t i = 0; i < pattern.length; i++) {
        bool is_slot = pattern.data[i] == '{' && i + 2 < pattern.length &&
                       pattern.data[i + 2] == '}' && pattern.data[i + 1] >= '0' &&
                       (size_t)(pattern.data[i + 1] - '0') < count;
        if (is_slot) {
            rap_buf_put(&out, values[pattern.data[i + 1] - '0']);
            i += 2;
        } else {
            rap_buf_put_byte(&out, pattern.data[i]);
        }
    }
    return rap_buf_str(&out);
}

rap_str rap_words_join(const rap_words *words, const char *key, const rap_strs *items)
{
    rap_str values[2] = {items->count ? items->items[0] : RAP_STR_NONE, RAP_STR_NONE};
    for (size_t i = 1; i < items->count; i++) {
        values[1] = items->items[i];
        values[0] = rap_words_fill(words, key, values, 2);
    }
    return values[0];
}

/* -- between UTF-8 and ICU's UTF-16 ------------------------------------------------------------ */

typedef struct {
    UChar *data;
    int32_t length;
} wide;

static wide widen(rap_arena *arena, rap_str text)
{
    wide result = {RAP_NEW_ARRAY(arena, UChar, text.length + 1), 0};
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8WithSub(result.data, (int32_t)text.length + 1, &result.length,
                         text.data ? text.data : "", (int32_t)text.length, 0xFFFD, NULL, &status);
    return result;
}

static rap_str narrow(rap_arena *arena, const UChar *text, int32_t length)
{
    size_t capacity = (size_t)length * 3 + 1;
    char *data = rap_arena_take(arena, capacity);
    int32_t written = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8WithSub(data, (int32_t)capacity, &written, text, length, 0xFFFD, NULL, &status);
    return (rap_str){data, (size_t)written};
}

rap_str rap_words_count(const rap_words *words, const char *key, size_t number)
{
    wide pattern = widen(words->arena, rap_words_get(words, key));
    UChar out[512];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = u_formatMessage(locales[words->lang], pattern.data, pattern.length, out, 512,
                                     &status, (double)number);
    if (U_FAILURE(status) || length > 512) {
        return rap_str_of(rap_arena_format(words->arena, "%zu", number));
    }
    return narrow(words->arena, out, length);
}

/* -- dates ----------------------------------------------------------------------------------------
 */

static UDate as_icu(rap_date date)
{
    /* Noon UTC of the day; civil from days after Howard Hinnant's well-known algorithm. */
    int month = date.month ? date.month : 1, day = date.day ? date.day : 1;
    int year = date.year - (month <= 2);
    int era = year / 400, of_era = year - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int days = of_era * 365 + of_era / 4 - of_era / 100 + of_year + era * 146097 - 719468;
    return (days * 24.0 + 12.0) * 3600000.0;
}

/* Arabic of the United Nations names a month twice, in the Levant's way and in Egypt's. */
static rap_str name_months_twice(rap_arena *arena, rap_str text)
{
    static const UChar utc[] = {'U', 'T', 'C', 0};
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *egypt = udat_open(UDAT_NONE, UDAT_LONG, "ar_EG", utc, -1, NULL, 0, &status);
    UDateFormat *levant = udat_open(UDAT_NONE, UDAT_LONG, "ar_LB", utc, -1, NULL, 0, &status);
    rap_buf out;
    UChar names[2][12][64];
    int32_t lengths[2][12];
    for (int32_t i = 0; i < 12 && U_SUCCESS(status); i++) {
        lengths[0][i] = udat_getSymbols(egypt, UDAT_MONTHS, i, names[0][i], 64, &status);
        lengths[1][i] = udat_getSymbols(levant, UDAT_MONTHS, i, names[1][i], 64, &status);
    }
    udat_close(egypt);
    udat_close(levant);
    if (U_FAILURE(status)) {
        return text;
    }
    /* Nor do they set a comma before the year. */
    size_t comma;
    while ((comma = rap_str_find(text, RAP_STR("\xD8\x8C"), 0)) != SIZE_MAX) {
        text = rap_str_of(rap_arena_format(arena, "%.*s%.*s", (int)comma, text.data,
                                           (int)(text.length - comma - 2), text.data + comma + 2));
    }
    for (int i = 0; i < 12; i++) {
        rap_str one = narrow(arena, names[0][i], lengths[0][i]);
        rap_str other = narrow(arena, names[1][i], lengths[1][i]);
        size_t from = 0, at;
        rap_buf_init(&out, arena);
        while ((at = rap_str_find(text, one, from)) != SIZE_MAX) {
            rap_buf_put(&out, rap_str_slice(text, from, at));
            rap_buf_put(&out, other);
            rap_buf_put_byte(&out, '/');
            rap_buf_put(&out, one);
            from = at + one.length;
        }
        rap_buf_put(&out, rap_str_slice(text, from, text.length));
        text = rap_buf_str(&out);
    }
    return text;
}

static rap_str interval(const rap_words *words, rap_date start, rap_date end)
{
    static const UChar utc[] = {'U', 'T', 'C', 0};
    const char *skeleton = start.day && end.day       ? "yMMMMd"
                           : start.month && end.month ? "yMMMM"
                                                      : "y";
    UChar pattern[16], out[256];
    u_uastrcpy(pattern, skeleton);
    UErrorCode status = U_ZERO_ERROR;
    UDateIntervalFormat *format =
        udtitvfmt_open(locales[words->lang], pattern, -1, utc, -1, &status);
    int32_t length = 0;
    if (U_SUCCESS(status)) {
        length = udtitvfmt_format(format, as_icu(start), as_icu(end), out, 256, NULL, &status);
    }
    udtitvfmt_close(format);
    if (U_FAILURE(status)) {
        char a[11];
        return rap_str_copy(words->arena, rap_str_of(rap_date_text(start, a)));
    }
    rap_str text = narrow(words->arena, out, length);
    if (words->lang == RAP_LANG_FR && start.day == 1) {
        /* The first of a month is the ordinal; CLDR's patterns have no such form. */
        text = rap_str_of(
            rap_arena_format(words->arena, "1er%.*s", (int)text.length - 1, text.data + 1));
    }
    if (words->lang == RAP_LANG_AR && start.month) {
        text = name_months_twice(words->arena, text);
    }
    return text;
}

rap_str rap_words_date(const rap_words *words, rap_date date)
{
    return date.year ? interval(words, date, date) : RAP_STR_NONE;
}

rap_str rap_words_period(const rap_words *words, rap_period period)
{
    if (!period.start.year && !period.end.year) {
        return RAP_STR_NONE;
    }
    if (!period.start.year) {
        rap_str end = interval(words, period.end, period.end);
        return rap_words_fill(words, "until", &end, 1);
    }
    if (!period.end.year) {
        rap_str start = interval(words, period.start, period.start);
        return rap_words_fill(words, "since", &start, 1);
    }
    return interval(words, period.start, period.end);
}

/* -- lists, names, order
 * ---------------------------------------------------------------------------- */

rap_str rap_words_list(const rap_words *words, const rap_strs *items)
{
    if (items->count < 2) {
        return items->count ? items->items[0] : RAP_STR_NONE;
    }
    const UChar **texts = RAP_NEW_ARRAY(words->arena, const UChar *, items->count);
    int32_t *lengths = RAP_NEW_ARRAY(words->arena, int32_t, items->count);
    int32_t capacity = 64;
    for (size_t i = 0; i < items->count; i++) {
        wide text = widen(words->arena, items->items[i]);
        texts[i] = text.data;
        lengths[i] = text.length;
        capacity += text.length + 32;
    }
    UChar *out = RAP_NEW_ARRAY(words->arena, UChar, (size_t)capacity);
    UErrorCode status = U_ZERO_ERROR;
    UListFormatter *format = ulistfmt_open(locales[words->lang], &status);
    int32_t length =
        ulistfmt_format(format, texts, lengths, (int32_t)items->count, out, capacity, &status);
    ulistfmt_close(format);
    return U_SUCCESS(status) ? narrow(words->arena, out, length) : items->items[0];
}

rap_str rap_words_language(const rap_words *words, rap_lang lang)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar out[96];
    int32_t length =
        uloc_getDisplayLanguage(rap_lang_code(lang), locales[words->lang], out, 96, &status);
    return U_SUCCESS(status) ? narrow(words->arena, out, length) : rap_str_of(rap_lang_code(lang));
}

static void close_collator(void *collator)
{
    ucol_close(collator);
}

void *rap_words_collator(const rap_words *words)
{
    UErrorCode status = U_ZERO_ERROR;
    UCollator *collator = ucol_open(locales[words->lang], &status);
    if (U_FAILURE(status)) {
        return NULL;
    }
    rap_arena_defer(words->arena, close_collator, collator);
    return collator;
}

int rap_words_compare(void *collator, rap_str a, rap_str b)
{
    UErrorCode status = U_ZERO_ERROR;
    int order = 0;
    if (collator) {
        order = (int)ucol_strcollUTF8(collator, a.data ? a.data : "", (int32_t)a.length,
                                      b.data ? b.data : "", (int32_t)b.length, &status);
    }
    return order ? order : rap_str_compare(a, b);
}

size_t rap_words_number(rap_str text)
{
    UErrorCode status = U_ZERO_ERROR;
    UText *view = utext_openUTF8(NULL, text.data ? text.data : "", (int64_t)text.length, &status);
    UBreakIterator *breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    ubrk_setUText(breaks, view, &status);
    size_t count = 0;
    if (U_SUCCESS(status)) {
        while (ubrk_next(breaks) != UBRK_DONE) {
            count += ubrk_getRuleStatus(breaks) >= UBRK_WORD_NUMBER;
        }
    }
    ubrk_close(breaks);
    utext_close(view);
    return count;
}

static uint32_t fold_one(uint32_t c)
{
    switch (c) {
    case 0x0622: /* alef with its marks */
    case 0x0623:
    case 0x0625:
    case 0x0671:
        return 0x0627;
    case 0x0649: /* alef maksura */
        return 0x064A;
    case 0x0629: /* ta marbuta */
        return 0x0647;
    default:
        return c;
    }
}

rap_str rap_words_fold(rap_arena *arena, rap_str text)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKDInstance(&status);
    wide from = widen(arena, text);
    int32_t capacity = from.length * 4 + 16;
    UChar *to = RAP_NEW_ARRAY(arena, UChar, (size_t)capacity);
    int32_t length = unorm2_normalize(form, from.data, from.length, to, capacity, &status);
    if (U_FAILURE(status)) {
        return text;
    }
    rap_str parts = narrow(arena, to, length);
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < parts.length;) {
        UChar32 c = (UChar32)rap_utf8_next(parts, &at);
        if (u_charType(c) == U_NON_SPACING_MARK || c == 0x0640) {
            continue;
        }
        rap_buf_put_code_point(&out, fold_one((uint32_t)u_tolower(c)));
    }
    return rap_buf_str(&out);
}

rap_str rap_words_capital(rap_arena *arena, rap_str text)
{
    size_t at = 0;
    uint32_t first = rap_utf8_next(text, &at), upper = (uint32_t)u_toupper((UChar32)first);
    if (!text.length || upper == first) {
        return text;
    }
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_put_code_point(&out, upper);
    rap_buf_put(&out, rap_str_slice(text, at, text.length));
    return rap_buf_str(&out);
}

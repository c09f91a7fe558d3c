#include "text/text.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#define SAMPLE_LENGTH 65536u

static void close_converter(void *converter)
{
    ucnv_close(converter);
}

static void close_detector(void *detector)
{
    ucsdet_close(detector);
}

static size_t count_lines(rap_str text, size_t end)
{
    size_t lines = 1;
    for (size_t i = 0; i < end; i++) {
        lines += text.data[i] == '\n';
    }
    return lines;
}

static rap_replaced find_replaced(rap_str text)
{
    const rap_str mark = RAP_STR("\xEF\xBF\xBD");
    rap_replaced found = {0, 0};
    for (size_t at = rap_str_find(text, mark, 0); at != SIZE_MAX;
         at = rap_str_find(text, mark, at + mark.length)) {
        if (!found.count++) {
            found.line = count_lines(text, at);
        }
    }
    return found;
}

/* `bytes` from the encoding `name` to UTF-8; false where ICU has no such converter. */
static bool convert(rap_arena *arena, const char *name, rap_str bytes, rap_str *ret_text)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!bytes.length) {
        *ret_text = bytes;
        return true;
    }
    UConverter *from = ucnv_open(name, &status);
    if (U_FAILURE(status)) {
        return false;
    }
    rap_arena_defer(arena, close_converter, from);
    UConverter *to = ucnv_open("UTF-8", &status);
    if (U_FAILURE(status)) {
        return false;
    }
    rap_arena_defer(arena, close_converter, to);
    rap_buf out;
    rap_buf_init(&out, arena);
    UChar pivot[2048];
    UChar *pivot_source = pivot, *pivot_target = pivot;
    const char *source = bytes.data;
    const char *end = bytes.data + bytes.length;
    bool is_first = true;
    do {
        char piece[8192];
        char *target = piece;
        status = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &target, piece + sizeof piece, &source, end, pivot, &pivot_source,
                       &pivot_target, pivot + 2048, is_first, true, &status);
        is_first = false;
        rap_buf_put(&out, (rap_str){piece, (size_t)(target - piece)});
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    if (U_FAILURE(status)) {
        return false;
    }
    *ret_text = rap_buf_str(&out);
    return true;
}

typedef struct {
    rap_script script;
    bool is_upper, is_ascii;
} letter;

/* Whether two neighbours of which one is not ASCII are what a right reading would give. */
static bool is_good_pair(letter before, letter after)
{
    if (after.script == RAP_SCRIPT_UNKNOWN || (after.is_upper && !before.is_upper)) {
        return false;
    }
    if (after.script == RAP_SCRIPT_LATIN && before.script == RAP_SCRIPT_LATIN) {
        return after.is_ascii || before.is_ascii;
    }
    return after.script == before.script || after.script == RAP_SCRIPT_HAN ||
           before.script == RAP_SCRIPT_HAN;
}

/* Control characters, private use, replacements. */
static bool is_rubbish(uint32_t c)
{
    return c == 0xFFFD || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') ||
           (c >= 0x7F && c <= 0x9F) || (c >= 0xE000 && c <= 0xF8FF);
}

/* How well letters stand side by side in a decoded sample, 0 to 1. A wrong single-byte encoding
 * shows as scripts mixed in a word, capitals inside words and runs of accented letters, or as
 * Arabic with next to no alef and lam, or as all capitals; a wrong double-byte one as invalid
 * bytes. */
static double plausibility(rap_str text)
{
    size_t good = 0, bad = 0, at = 0, arabic = 0, alef_lam = 0, upper = 0, lower = 0;
    letter last = {RAP_SCRIPT_OTHER, false, true};
    while (at < text.length) {
        uint32_t c = rap_utf8_next(text, &at);
        if (is_rubbish(c)) {
            bad += 3;
            continue;
        }
        letter now = {rap_text_script_of(c), u_isupper((UChar32)c) != 0, c < 0x80};
        if (now.script != RAP_SCRIPT_OTHER && last.script != RAP_SCRIPT_OTHER &&
            !(now.is_ascii && last.is_ascii)) {
            bool is_good = is_good_pair(last, now);
            good += is_good;
            bad += !is_good;
        }
        arabic += now.script == RAP_SCRIPT_ARABIC;
        upper += now.is_upper && !now.is_ascii;
        lower += !now.is_upper && !now.is_ascii && now.script != RAP_SCRIPT_OTHER;
        alef_lam += c == 0x627 || c == 0x644;
        last = now;
    }
    double score = good + bad ? (double)good / (double)(good + bad) : 0.9;
    bool is_strange = (arabic > 20 && alef_lam * 10 < arabic) || (upper > lower && upper > 10);
    return is_strange ? score * 0.8 : score;
}

/* The share of two-byte pairs that lie in the common half of GB 2312 (its first level). */
static double common_han(rap_str bytes)
{
    size_t pairs = 0, common = 0;
    for (size_t i = 0; i + 1 < bytes.length; i++) {
        unsigned char lead = (unsigned char)bytes.data[i];
        if (lead < 0x81) {
            continue;
        }
        pairs++;
        common += (lead >= 0xB0 && lead <= 0xD7) || (lead >= 0xA1 && lead <= 0xA3);
        i++;
    }
    return pairs ? (double)common / (double)pairs : 0;
}

typedef struct {
    const char *name;
    double score;
} candidate;

static void try_candidate(rap_arena *arena, rap_str sample, const char *name, candidate *best)
{
    rap_str text;
    if (!convert(arena, name, sample, &text)) {
        return;
    }
    double score = plausibility(text);
    if (rap_str_equal_nocase(rap_str_of(name), RAP_STR("GB18030"))) {
        score *= common_han(sample) > 0.7 ? 1 : 0.3;
    }
    if (score > best->score + 0.005) {
        *best = (candidate){name, score};
    }
}

static candidate detect(rap_arena *arena, rap_str bytes, rap_str declared)
{
    /* The first of equals wins, so the commoner stand first. */
    static const char *const usual[] = {"windows-1252", "windows-1251", "windows-1256", "GB18030"};
    rap_str sample = rap_str_slice(bytes, 0, SAMPLE_LENGTH);
    candidate best = {NULL, 0};
    if (declared.length) {
        const char *name = rap_str_c(arena, declared);
        candidate told = {name, 0};
        try_candidate(arena, sample, name, &told);
        if (told.score >= 0.9) {
            return told;
        }
    }
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        try_candidate(arena, sample, usual[i], &best);
    }
    if (best.score >= 0.9) {
        return best;
    }
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    if (U_FAILURE(status)) {
        return best;
    }
    rap_arena_defer(arena, close_detector, detector);
    ucsdet_setText(detector, sample.data, (int32_t)sample.length, &status);
    int32_t count = 0;
    const UCharsetMatch **matches = ucsdet_detectAll(detector, &count, &status);
    for (int32_t i = 0; U_SUCCESS(status) && matches && i < count && i < 4; i++) {
        const char *name = ucsdet_getName(matches[i], &status);
        /* UTF-16 has been looked for: its spaces have zeros, and pairs of ASCII look like Han */
        if (U_SUCCESS(status) && !rap_str_starts(rap_str_of(name), RAP_STR("UTF-"))) {
            try_candidate(arena, sample, rap_arena_copy(arena, name, rap_str_of(name).length),
                          &best);
        }
    }
    return best;
}

static bool is_usual_unit(unsigned unit)
{
    static const unsigned ranges[][2] = {{0x09, 0x0D},     {0x20, 0x7E},     {0xA0, 0x6FF},
                                         {0x2000, 0x206F}, {0x3000, 0x301F}, {0x4E00, 0x9FFF},
                                         {0xFF00, 0xFF5F}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (unit >= ranges[i][0] && unit <= ranges[i][1]) {
            return true;
        }
    }
    return false;
}

/* UTF-16 without a mark: a zero byte in every space and digit, and little that is not a letter of
 * a script we read, a space or ASCII. */
static const char *guess_utf16(rap_str bytes)
{
    size_t length = bytes.length < SAMPLE_LENGTH ? bytes.length : SAMPLE_LENGTH;
    size_t good[2] = {0, 0}, zero_at[2] = {0, 0}, units = length / 2;
    for (size_t i = 0; i + 1 < length; i += 2) {
        unsigned first = (unsigned char)bytes.data[i], second = (unsigned char)bytes.data[i + 1];
        zero_at[0] += !first;
        zero_at[1] += !second;
        good[0] += is_usual_unit(first << 8 | second);
        good[1] += is_usual_unit(second << 8 | first);
    }
    if (!zero_at[0] && !zero_at[1]) {
        return NULL;
    }
    /* ASCII reads as Han the wrong way round, so that where both are good its zeros decide. */
    size_t apart = good[0] > good[1] ? good[0] - good[1] : good[1] - good[0];
    int little = apart * 20 > units ? good[1] > good[0] : zero_at[1] >= zero_at[0];
    return good[little] * 100 >= units * 95 ? (little ? "UTF-16LE" : "UTF-16BE") : NULL;
}

static bool is_binary(rap_str bytes)
{
    size_t control = 0;
    size_t length = bytes.length < SAMPLE_LENGTH ? bytes.length : SAMPLE_LENGTH;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (!c) {
            return true;
        }
        control += c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B;
    }
    return control * 50 > length;
}

/* Whether the bytes are UTF-8 with some damage, rather than another encoding. */
static bool is_damaged_utf8(rap_str bytes)
{
    size_t valid = 0, invalid = 0, at = 0;
    while (at < bytes.length) {
        size_t from = at;
        uint32_t c = rap_utf8_next(bytes, &at);
        if (c == 0xFFFD && at == from + 1) {
            invalid++;
        } else {
            valid += c >= 0x80;
        }
    }
    return valid > 4 * invalid;
}

static bool take(rap_arena *arena, const char *name, rap_str bytes, rap_str *ret_text,
                 rap_str *ret_encoding, rap_replaced *ret_replaced, rap_error *error)
{
    rap_str text;
    if (!convert(arena, name, bytes, &text)) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1, "cannot be converted from %s", name);
    }
    *ret_text = text;
    *ret_encoding = rap_str_of(name);
    *ret_replaced = find_replaced(text);
    return true;
}

bool rap_text_decode(rap_arena *arena, rap_str bytes, rap_str declared, rap_str *ret_text,
                     rap_str *ret_encoding, rap_replaced *ret_replaced, rap_error *error)
{
    static const struct {
        const char *mark;
        size_t length;
        const char *name;
    } marks[] = {{"\xEF\xBB\xBF", 3, "UTF-8"},
                 {"\xFF\xFE\0\0", 4, "UTF-32LE"},
                 {"\0\0\xFE\xFF", 4, "UTF-32BE"},
                 {"\xFF\xFE", 2, "UTF-16LE"},
                 {"\xFE\xFF", 2, "UTF-16BE"}};
    const char *name = NULL;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !name; i++) {
        if (rap_str_starts(bytes, (rap_str){marks[i].mark, marks[i].length})) {
            name = marks[i].name;
            bytes = rap_str_slice(bytes, marks[i].length, bytes.length);
        }
    }
    bool is_utf8 = rap_utf8_invalid(bytes) == SIZE_MAX;
    if (!name) {
        name = guess_utf16(bytes);
    }
    if (!name && is_binary(bytes)) {
        return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                             "is not text (it holds binary data); check what kind of file it is");
    }
    if ((!name || rap_str_is(RAP_STR("UTF-8"), name)) && is_utf8) {
        *ret_text = bytes;
        *ret_encoding = RAP_STR("UTF-8");
        *ret_replaced = (rap_replaced){0, 0};
        return true;
    }
    if (!name && is_damaged_utf8(bytes)) {
        name = "UTF-8";
    }
    if (!name) {
        candidate best = detect(arena, bytes, declared);
        if (!best.name || best.score < 0.6) {
            return rap_error_set(error, RAP_ERROR_FORMAT, -1,
                                 "is in no encoding that can be recognized; save it as UTF-8");
        }
        name = best.name;
    }
    return take(arena, name, bytes, ret_text, ret_encoding, ret_replaced, error);
}

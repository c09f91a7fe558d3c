#include "fold.h"

#include "base/map.h"

#include <libstemmer.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

enum {
    ALEF = 0x627,
    YA = 0x64A,
    HA = 0x647,
    TATWEEL = 0x640,
    ALEF_MADDA = 0x622,
    ALEF_HAMZA = 0x623,
    ALEF_HAMZA_BELOW = 0x625,
    ALEF_WASLA = 0x671,
    ALEF_MAKSURA = 0x649,
    TA_MARBUTA = 0x629,
    FARSI_YA = 0x6CC
};

static uint32_t fold_arabic(uint32_t c)
{
    switch (c) {
    case ALEF_MADDA:
    case ALEF_HAMZA:
    case ALEF_HAMZA_BELOW:
    case ALEF_WASLA:
        return ALEF;
    case ALEF_MAKSURA:
    case FARSI_YA:
        return YA;
    case TA_MARBUTA:
        return HA;
    case TATWEEL:
        return 0;
    default:
        return c;
    }
}

static uint32_t fold_punctuation(uint32_t c)
{
    switch (c) {
    case 0x2010: /* hyphens and dashes */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case '-':
        return '-';
    case 0x2018: /* apostrophes */
    case 0x2019:
    case 0x02BC:
    case '`':
        return '\'';
    case 0x060C: /* Arabic and Chinese commas */
    case 0x3001:
    case 0xFF0C:
        return ',';
    case 0x3002:
        return '.';
    case 0xFF08:
        return '(';
    case 0xFF09:
        return ')';
    default:
        return c < 0x80 ? c : '|';
    }
}

static uint32_t fold_point(const UNormalizer2 *nfkd, uint32_t c)
{
    if (u_isUWhiteSpace((UChar32)c)) {
        return ' ';
    }
    int8_t type = u_charType((UChar32)c);
    if (type == U_NON_SPACING_MARK || type == U_FORMAT_CHAR || type == U_ENCLOSING_MARK) {
        return 0;
    }
    int32_t digit = u_charDigitValue((UChar32)c);
    if (digit >= 0) {
        return (uint32_t)('0' + digit);
    }
    if (!u_isalnum((UChar32)c)) {
        return fold_punctuation(c);
    }
    uint32_t arabic = fold_arabic(c);
    if (arabic != c) {
        return arabic;
    }
    UChar32 folded = u_tolower((UChar32)c);
    UChar parts[20];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = unorm2_getRawDecomposition(nfkd, folded, parts, 20, &status);
    while (U_SUCCESS(status) && length > 0 && (UChar32)parts[0] != folded) {
        folded = parts[0];
        length = unorm2_getRawDecomposition(nfkd, folded, parts, 20, &status);
    }
    return (uint32_t)folded;
}

void rap_fold_table_init(rap_fold_table *table)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFCInstance(&status);
    for (uint32_t c = 0; c < RAP_FOLD_TABLE; c++) {
        uint32_t folded = U_SUCCESS(status) ? fold_point(nfkd, c) : c;
        table->map[c] = (uint16_t)(c == '_' ? '_' : folded);
    }
}

uint32_t rap_fold_point(const rap_fold_table *table, uint32_t c)
{
    if (c < RAP_FOLD_TABLE) {
        return table->map[c];
    }
    if (c >= 0xFF01 && c <= 0xFF5E && c != 0xFF08 && c != 0xFF09 && c != 0xFF0C) {
        uint32_t ascii = c - 0xFEE0;
        return table->map[ascii];
    }
    if (c >= 0x2000 && c < 0x3400) {
        return c == 0x3000 || (c <= 0x200A) || c == 0x202F ? ' '
               : (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2066 && c <= 0x2069)
                   ? 0
                   : fold_punctuation(c);
    }
    if (c >= 0xFF00 && c <= 0xFFEF) {
        return fold_punctuation(c);
    }
    return c;
}

static bool is_han_point(uint32_t c)
{
    return c >= 0x3400 && c <= 0x9FFF;
}

typedef struct {
    char *text;
    uint32_t *from, *until;
    size_t length;
    size_t word; /* first folded byte of the word being written */
    bool word_is_cyrillic;
} writer;

static void put(writer *w, uint32_t c, size_t from, size_t until)
{
    char bytes[4];
    if (c < 0x80) {
        w->text[w->length] = (char)c;
        w->from[w->length] = (uint32_t)from;
        w->until[w->length++] = (uint32_t)until;
        return;
    }
    size_t count = rap_utf8_put(c, bytes);
    for (size_t i = 0; i < count; i++) {
        w->text[w->length] = bytes[i];
        w->from[w->length] = (uint32_t)from;
        w->until[w->length] = (uint32_t)until;
        w->length++;
    }
}

/* Puts the letters and digits of a word, no Han, from `at` on; returns what is behind them. */
static size_t put_letters(writer *w, const rap_fold_table *table, rap_str source, size_t at)
{
    char *text = w->text;
    uint32_t *from = w->from, *until = w->until;
    size_t length = w->length;
    while (at < source.length) {
        size_t end = at;
        uint32_t c = rap_fold_point(table, rap_utf8_next(source, &end));
        if (c < 0x80) {
            if (!rap_fold_is_ascii_word((char)c)) {
                break;
            }
            text[length] = (char)c;
            from[length] = (uint32_t)at;
            until[length++] = (uint32_t)end;
        } else if (is_han_point(c)) {
            break;
        } else {
            w->word_is_cyrillic = w->word_is_cyrillic || (c >= 0x400 && c < 0x530);
            for (size_t more = length + rap_utf8_put(c, text + length); length < more; length++) {
                from[length] = (uint32_t)at;
                until[length] = (uint32_t)end;
            }
        }
        at = end;
    }
    w->length = length;
    return at;
}

/* The stemmer leaves the last vowel of some cases and not of others: it goes, beyond three letters.
 */
static size_t trim_vowels(const char *stem, size_t length)
{
    static const uint16_t vowels[] = {0x430, 0x435, 0x438, 0x439, 0x43E, 0x443,
                                      0x44B, 0x44C, 0x44D, 0x44E, 0x44F, 0};
    rap_str text = {stem, length};
    while (text.length > 6) {
        size_t at = text.length;
        uint32_t last = rap_utf8_previous(text, &at);
        const uint16_t *vowel = vowels;
        while (*vowel && *vowel != last) {
            vowel++;
        }
        if (!*vowel) {
            break;
        }
        text.length = at;
    }
    return text.length;
}

struct rap_stems {
    rap_arena *arena;
    struct sb_stemmer *stemmer;
    rap_map *known; /* word -> rap_str, its stem */
};

static void delete_stemmer(void *stemmer)
{
    sb_stemmer_delete(stemmer);
}

rap_stems *rap_stems_new(rap_arena *arena, const char *language)
{
    rap_stems *stems = RAP_NEW(arena, rap_stems);
    *stems = (rap_stems){arena, sb_stemmer_new(language, "UTF_8"), rap_map_new(arena)};
    if (stems->stemmer) {
        rap_arena_defer(arena, delete_stemmer, stems->stemmer);
    }
    return stems;
}

static rap_str stem_of(rap_stems *stems, rap_str word)
{
    const rap_str *known = rap_map_find(stems->known, word);
    if (known) {
        return *known;
    }
    const sb_symbol *found =
        stems->stemmer
            ? sb_stemmer_stem(stems->stemmer, (const sb_symbol *)word.data, (int)word.length)
            : NULL;
    int length = found ? sb_stemmer_length(stems->stemmer) : 0;
    rap_str *stem = RAP_NEW(stems->arena, rap_str);
    *stem = word = rap_str_copy(stems->arena, word);
    if (length > 0 && (size_t)length <= word.length) {
        *stem = rap_str_copy(stems->arena, (rap_str){(const char *)found, (size_t)length});
        stem->length = trim_vowels(stem->data, stem->length);
    }
    rap_map_set(stems->known, word, stem);
    return *stem;
}

/* The word that ends here becomes its stem; its last byte stands for the whole ending. */
static void end_word(writer *w, rap_stems *stems)
{
    if (w->word < w->length && w->word_is_cyrillic && stems) {
        uint32_t end = w->until[w->length - 1];
        rap_str stem = stem_of(stems, (rap_str){w->text + w->word, w->length - w->word});
        memcpy(w->text + w->word, stem.data, stem.length);
        w->length = w->word + stem.length;
        w->until[w->length - 1] = end;
    }
    w->word = w->length;
    w->word_is_cyrillic = false;
}

/* Where words and signs begin: at bounds of words that are no spaces. */
static void find_words(rap_fold *fold, rap_arena *arena)
{
    rap_str text = fold->text;
    size_t room = (text.length + 1) * sizeof(uint32_t);
    uint32_t *words = rap_arena_take_raw(arena, room);
    for (size_t at = 0; at < text.length; at++) {
        bool is_within = at && rap_fold_is_ascii_word(text.data[at]) &&
                         rap_fold_is_ascii_word(text.data[at - 1]);
        if (!is_within && text.data[at] != ' ' && rap_fold_is_boundary(text, at)) {
            words[fold->word_count++] = (uint32_t)at;
        }
    }
    fold->words = words;
    rap_arena_give_back(arena, words, room, fold->word_count * sizeof *words);
    uint16_t *hashes = rap_arena_take_raw(arena, fold->word_count * sizeof *hashes);
    for (size_t i = 0; i < fold->word_count; i++) {
        hashes[i] = rap_fold_word_hash(text, words[i], rap_fold_word_end(fold, i));
    }
    fold->hashes = hashes;
}

rap_fold rap_fold_text(const rap_fold_table *table, rap_stems *stems, rap_arena *arena,
                       rap_str source)
{
    size_t room = source.length * 2 + 8;
    writer w = {rap_arena_take_raw(arena, room),
                rap_arena_take_raw(arena, room * sizeof(uint32_t)),
                rap_arena_take_raw(arena, room * sizeof(uint32_t)),
                0,
                0,
                false};
    bool space = false, after_han = false;
    size_t space_at = 0;
    for (size_t at = 0; at < source.length;) {
        size_t from = at;
        uint32_t c = rap_fold_point(table, rap_utf8_next(source, &at));
        if (!c) {
            continue;
        }
        if (c == ' ' || c == '-') {
            end_word(&w, stems);
            space_at = space ? space_at : from;
            space = true;
            continue;
        }
        bool han = is_han_point(c);
        if (space && w.length && !han && !after_han) {
            put(&w, ' ', space_at, from);
            w.word = w.length;
        }
        space = false;
        after_han = han;
        bool is_letter = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!is_letter || han) {
            end_word(&w, stems);
        }
        w.word_is_cyrillic = w.word_is_cyrillic || (c >= 0x400 && c < 0x530);
        put(&w, c, from, at);
        if (!is_letter || han) {
            w.word = w.length;
            w.word_is_cyrillic = false;
        } else {
            at = put_letters(&w, table, source, at);
        }
    }
    end_word(&w, stems);
    w.from[w.length] = w.until[w.length] = (uint32_t)source.length;
    rap_fold fold = {source, {w.text, w.length}, w.from, w.until, NULL, NULL, 0};
    find_words(&fold, arena);
    return fold;
}

bool rap_fold_is_upper(rap_str source, size_t at)
{
    return at < source.length && u_isupper((UChar32)rap_utf8_next(source, &at));
}

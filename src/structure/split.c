/* One file, several texts: languages side by side or one behind the other, several resolutions. */
#include "build.h"

#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>

/* -- languages
 * --------------------------------------------------------------------------------------- */

#define STRONG_LETTERS 60 /* a block with fewer says nothing of its language */
#define SHORT_LETTERS 24  /* but in a short file a sentence with as many may */
#define SHORT_FILE 400
#define PART_LETTERS 400 /* a language needs that many in the file */
#define PART_SHARE 8     /* and one letter in so many */

typedef struct {
    rap_script script;
    rap_lang lang;
    size_t letters;
} block_guess;

static size_t count_letters(rap_str text)
{
    size_t letters = 0;
    for (size_t at = 0; at < text.length && letters < 4000;) {
        uint32_t c = rap_utf8_next(text, &at);
        letters += u_isalpha((UChar32)c) ? (c >= 0x2E80 ? 3 : 1) : 0;
    }
    return letters;
}

static rap_lang lang_of_script(rap_script script)
{
    return script == RAP_SCRIPT_ARABIC     ? RAP_LANG_AR
           : script == RAP_SCRIPT_HAN      ? RAP_LANG_ZH
           : script == RAP_SCRIPT_CYRILLIC ? RAP_LANG_RU
                                           : RAP_LANG_NONE;
}

static block_guess guess_block(const rap_text_rules *text, const rap_block *block, bool brief)
{
    rap_str head = rap_str_slice(block->text, 0, 2000);
    while (head.length && head.length < block->text.length &&
           ((unsigned char)block->text.data[head.length] & 0xC0) == 0x80) {
        head.length--;
    }
    block_guess guess = {.script = rap_text_script(head), .letters = count_letters(head)};
    guess.lang = lang_of_script(guess.script);
    if (guess.script == RAP_SCRIPT_LATIN &&
        guess.letters >= (brief ? SHORT_LETTERS : STRONG_LETTERS)) {
        guess.lang = rap_text_language(text, head, NULL);
    }
    /* in a short file a whole sentence is as good as a long block elsewhere */
    if (brief && guess.lang && guess.letters >= SHORT_LETTERS && rap_block_ends_sentence(block)) {
        guess.letters += STRONG_LETTERS;
    }
    return guess;
}

/* A Latin block between two of another Latin language, too short to be sure of: theirs. */
static void smooth(block_guess *guesses, size_t count)
{
    size_t before = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (guesses[i].letters < STRONG_LETTERS || !guesses[i].lang) {
            continue;
        }
        size_t after = i + 1;
        while (after < count && (guesses[after].letters < STRONG_LETTERS || !guesses[after].lang)) {
            after++;
        }
        bool between = before != SIZE_MAX && after < count &&
                       guesses[before].lang == guesses[after].lang &&
                       guesses[before].script == guesses[i].script;
        if (between && guesses[i].lang != guesses[before].lang && guesses[i].letters < 600) {
            guesses[i].lang = guesses[before].lang;
        }
        before = i;
    }
}

/* Several words: no cell of a table, no name alone. */
static bool is_prose(rap_str text)
{
    size_t spaces = 0, letters = 0;
    for (size_t at = 0; at < text.length && at < 200;) {
        uint32_t c = rap_utf8_next(text, &at);
        spaces += c == ' ';
        letters += u_isalpha((UChar32)c) != 0;
    }
    return spaces >= 2 && letters > 3 * spaces;
}

/* Whether a text in a script of ours, long enough to tell, is in a language that is none of ours:
 * Ukrainian, Persian, Japanese. */
static bool is_of_neighbour(const rap_text_rules *rules, rap_str text)
{
    enum { LEAST_LETTERS = 100 };
    return count_letters(text) >= LEAST_LETTERS && !rap_text_language(rules, text, NULL);
}

/* The language of blocks none of which is long enough to tell it; of those with several words where
 * `only_prose`. */
static rap_lang language_together(const rap_text_rules *text, const rap_source *source, size_t from,
                                  size_t to, bool only_prose)
{
    rap_buf buf;
    rap_buf_init(&buf, source->arena);
    for (size_t i = from; i < to && buf.length < 6000; i++) {
        rap_str block = rap_str_slice(source->blocks.items[i].text, 0, 2000);
        if (!only_prose || is_prose(block)) {
            rap_buf_put(&buf, block);
            rap_buf_put_byte(&buf, ' ');
        }
    }
    rap_str all = rap_buf_str(&buf);
    rap_lang lang = lang_of_script(rap_text_script(all));
    return lang && !is_of_neighbour(text, all) ? lang : rap_text_language(text, all, NULL);
}

/* Lines of a table may outweigh the prose and be in no language. */
static rap_lang whole_language(const rap_text_rules *text, const rap_source *source, size_t from,
                               size_t to)
{
    rap_lang lang = language_together(text, source, from, to, false);
    return lang ? lang : language_together(text, source, from, to, true);
}

/* Whether the text in a script that tells a language of ours is in another that is written in it.
 */
static bool is_neighbour_of(const rap_text_rules *text, const rap_source *source, size_t from,
                            size_t to, rap_lang lang)
{
    enum { SAMPLE = 6000 };
    rap_buf buf;
    rap_buf_init(&buf, source->arena);
    for (size_t i = from; i < to && buf.length < SAMPLE; i++) {
        rap_str block = rap_str_slice(source->blocks.items[i].text, 0, 2000);
        if (lang_of_script(rap_text_script(block)) == lang) {
            rap_buf_put(&buf, block);
            rap_buf_put_byte(&buf, ' ');
        }
    }
    return is_of_neighbour(text, rap_buf_str(&buf));
}

static language_part *part_of(rap_arena *arena, language_parts *parts, rap_lang lang)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->items[i].lang == lang) {
            return &parts->items[i];
        }
    }
    RAP_PUSH(arena, parts, (language_part){.lang = lang});
    return &parts->items[parts->count - 1];
}

/* Whether a weak block goes with the language: no letters of a script that it is not written in. */
static bool may_be(const block_guess *guess, rap_lang lang)
{
    rap_lang by_script = lang_of_script(guess->script);
    bool latin = lang == RAP_LANG_EN || lang == RAP_LANG_FR || lang == RAP_LANG_ES;
    return guess->script == RAP_SCRIPT_OTHER || by_script == lang ||
           (guess->script == RAP_SCRIPT_LATIN && latin);
}

/* Whether the script alone tells the language. */
static bool lang_has_script(rap_lang lang)
{
    return lang == RAP_LANG_AR || lang == RAP_LANG_ZH || lang == RAP_LANG_RU;
}

/* Which languages have a text of their own; the one with most letters always. */
static rap_lang choose(const block_guess *guesses, size_t count, bool brief,
                       bool chosen[RAP_LANG_COUNT])
{
    size_t sums[RAP_LANG_COUNT] = {0}, total = 0;
    for (size_t i = 0; i < count; i++) {
        if (guesses[i].lang && guesses[i].letters >= STRONG_LETTERS) {
            sums[guesses[i].lang] += guesses[i].letters;
            total += guesses[i].letters;
        }
    }
    rap_lang most = RAP_LANG_NONE, latin = RAP_LANG_NONE;
    for (int lang = RAP_LANG_AR; lang < RAP_LANG_COUNT; lang++) {
        most = sums[lang] > sums[most] ? (rap_lang)lang : most;
        latin =
            !lang_has_script((rap_lang)lang) && sums[lang] > sums[latin] ? (rap_lang)lang : latin;
    }
    for (int lang = RAP_LANG_AR; lang < RAP_LANG_COUNT; lang++) {
        /* between two languages of one script a sentence is not enough to be sure */
        bool sure = brief && sums[lang] && (lang_has_script((rap_lang)lang) || lang == (int)latin);
        chosen[lang] = (sure || sums[lang] >= PART_LETTERS) && sums[lang] * PART_SHARE >= total;
    }
    chosen[most] = most != RAP_LANG_NONE;
    return most;
}

static bool is_strong(const block_guess *guess, const bool chosen[RAP_LANG_COUNT])
{
    return guess->letters >= STRONG_LETTERS && guess->lang && chosen[guess->lang];
}

/* Each block goes with the chosen language that it is in; a short one with the text behind it,
 * where it may be of that language, else with the text before. */
static void assign(const block_guess *guesses, size_t count, const bool chosen[RAP_LANG_COUNT],
                   rap_lang *langs)
{
    rap_lang next = RAP_LANG_NONE, last = RAP_LANG_NONE;
    for (size_t i = count; i-- > 0;) {
        next = is_strong(&guesses[i], chosen) ? guesses[i].lang : next;
        langs[i] = next;
    }
    for (size_t i = 0; i < count; i++) {
        bool strong = is_strong(&guesses[i], chosen);
        last = strong ? guesses[i].lang : last;
        if (!strong && last && (!langs[i] || !may_be(&guesses[i], langs[i]))) {
            langs[i] = last;
        }
    }
}

static void forget(block_guess *guesses, size_t count, rap_lang lang)
{
    for (size_t i = 0; i < count; i++) {
        guesses[i].lang = guesses[i].lang == lang ? RAP_LANG_NONE : guesses[i].lang;
    }
}

void rap_split_languages(const rap_text_rules *text, const rap_source *source, size_t from,
                         size_t to, language_parts *ret_parts)
{
    rap_arena *arena = source->arena;
    size_t count = to - from;
    const rap_block *blocks = count ? source->blocks.items + from : NULL;
    language_parts parts = {0};
    bool chosen[RAP_LANG_COUNT] = {false};
    rap_lang *langs = RAP_NEW_ARRAY(arena, rap_lang, count + 1), whole = source->lang;
    if (!whole) {
        block_guess *guesses = RAP_NEW_ARRAY(arena, block_guess, count + 1);
        size_t letters = 0;
        for (size_t i = 0; i < count && letters < SHORT_FILE; i++) {
            letters += count_letters(blocks[i].text);
        }
        bool brief = letters < SHORT_FILE;
        for (size_t i = 0; i < count; i++) {
            guesses[i] = guess_block(text, &blocks[i], brief);
        }
        smooth(guesses, count);
        for (int lang = RAP_LANG_AR; lang < RAP_LANG_COUNT; lang++) {
            rap_lang it = (rap_lang)lang;
            if (lang_has_script(it) && is_neighbour_of(text, source, from, to, it)) {
                forget(guesses, count, it);
            }
        }
        whole = choose(guesses, count, brief, chosen);
        assign(guesses, count, chosen, langs);
    }
    whole = whole ? whole : whole_language(text, source, from, to);
    for (size_t i = 0; i < count; i++) {
        language_part *part = part_of(arena, &parts, langs[i] ? langs[i] : whole);
        RAP_PUSH(arena, &part->blocks, (int32_t)(from + i));
    }
    if (!parts.count) {
        RAP_PUSH(arena, &parts, (language_part){.lang = whole});
    }
    *ret_parts = parts;
}

/* -- resolutions
 * ---------------------------------------------------------------------------------------- */

/* At most four digits of any script from *at on, appended as ASCII; false: none stand there. */
static bool take_digits(rap_str text, size_t *at, char *out, size_t *length)
{
    size_t count = 0;
    while (*at < text.length) {
        size_t next = *at;
        int32_t digit = u_charDigitValue((UChar32)rap_utf8_next(text, &next));
        if (digit < 0) {
            break;
        }
        if (++count > 4) {
            return false;
        }
        out[(*length)++] = (char)('0' + digit);
        *at = next;
    }
    return count > 0;
}

size_t rap_split_part(rap_str text, size_t at)
{
    rap_str rest = rap_str_slice(text, at, at + 5);
    if (rest.length < 2 || rest.data[0] != ' ' || !isupper((unsigned char)rest.data[1])) {
        return 0;
    }
    char behind = rest.length > 2 ? rest.data[2] : '.';
    if (behind == '-' && rest.length > 3 && isupper((unsigned char)rest.data[3])) {
        return 4;
    }
    return behind == '.' ? 2 : 0;
}

/* Spaces, and the dash with which Arabic sets the number off: "79/901 - ...". */
static size_t skip_dash(rap_str text, size_t at)
{
    while (at < text.length && text.data[at] == ' ') {
        at++;
    }
    rap_str rest = rap_str_slice(text, at, text.length);
    size_t dash = rap_str_starts(rest, RAP_STR("- "))              ? 2
                  : rap_str_starts(rest, RAP_STR("\xE2\x80\x93 ")) ? 4
                                                                   : 0;
    for (at += dash; dash && at < text.length && text.data[at] == ' ';) {
        at++;
    }
    return at;
}

size_t rap_split_number(rap_arena *arena, rap_str text, rap_str *ret_number)
{
    char number[24] = "ES-";
    size_t at = rap_str_starts(text, RAP_STR("ES-")) ? 3 : 0;
    if (rap_str_starts(text, RAP_STR("S-"))) {
        at = 2;
        number[0] = 'S';
        number[1] = '-';
    }
    size_t length = at;
    if (!take_digits(text, &at, number, &length)) {
        return 0;
    }
    bool full = rap_str_starts(rap_str_slice(text, at, text.length), RAP_STR("\xEF\xBC\x8F"));
    if (!full && (at >= text.length || text.data[at] != '/')) {
        return 0;
    }
    number[length++] = '/';
    at += full ? 3 : 1;
    if (!take_digits(text, &at, number, &length)) {
        return 0;
    }
    for (size_t letters = rap_split_part(text, at); letters; letters--) {
        number[length++] = text.data[at++];
    }
    rap_str rest = rap_str_slice(text, at, text.length);
    bool wide = rap_str_starts(rest, RAP_STR("\xEF\xBC\x8E"));
    at += rap_str_starts(rest, RAP_STR(".")) ? 1 : wide ? 3 : 0;
    if (at < text.length && text.data[at] != ' ' && !wide) {
        return 0;
    }
    at = skip_dash(text, at);
    *ret_number = rap_str_copy(arena, (rap_str){number, length});
    return at;
}

/* Whether block `at` heads a resolution: its number, and the formula within a few blocks. */
static bool heads_resolution(const cover_rules *rules, rap_arena *arena, const rap_blocks *blocks,
                             size_t at, rap_str *ret_number)
{
    const rap_block *block = &blocks->items[at];
    if (block->text.length > 1500 || rap_block_is_note(block) ||
        !rap_split_number(arena, block->text, ret_number)) {
        return false;
    }
    for (size_t i = at + 1; i < blocks->count && i < at + 8; i++) {
        folded_text text = rap_structure_fold(arena, blocks->items[i].text, 200);
        size_t end;
        if (rap_cover_formula(rules, &text, false, &end) && blocks->items[i].text.length < 300) {
            return true;
        }
    }
    return false;
}

/* Where the cover of the resolution headed by block `at` begins. */
static size_t cover_begin(const builder *b, const rap_blocks *blocks, size_t at)
{
    size_t begin = at;
    while (begin && at - begin < 14) {
        const rap_block *block = &blocks->items[begin - 1];
        rap_date date;
        bool dated = begin > 1 && rap_cover_is_date(b, block, &date) &&
                     rap_cover_is_meeting(b, &blocks->items[begin - 2]);
        bool ends = rap_block_is_note(block) || block->text.length > 600 || dated ||
                    rap_block_ends_sentence(block) || rap_cover_is_meeting(b, block);
        if (ends) {
            break;
        }
        begin--;
    }
    return begin;
}

void rap_split_resolutions(const cover_rules *rules, rap_arena *arena, const rap_blocks *blocks,
                           split_points *ret_points)
{
    split_points points = {0};
    builder b = {.cover = rules, .arena = arena};
    rap_str last = RAP_STR_NONE, number;
    RAP_PUSH(arena, &points, 0);
    for (size_t i = 0; i < blocks->count; i++) {
        char c = blocks->items[i].text.length ? blocks->items[i].text.data[0] : ' ';
        bool digit = isdigit((unsigned char)c) || (unsigned char)c >= 0x80;
        if ((!digit && c != 'E' && c != 'S') ||
            !heads_resolution(rules, arena, blocks, i, &number)) {
            continue;
        }
        if (last.length && !rap_str_equal(last, number)) {
            RAP_PUSH(arena, &points, (int32_t)cover_begin(&b, blocks, i));
        }
        last = number;
    }
    *ret_points = points;
}

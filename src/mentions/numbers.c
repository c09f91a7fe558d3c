#include "numbers.h"

#include <stdio.h>
#include <string.h>

size_t rap_number_skip_digits(rap_str text, size_t at)
{
    while (rap_number_is_digit(rap_number_at(text, at))) {
        at++;
    }
    return at;
}

size_t rap_number_skip_spaces(rap_str text, size_t at)
{
    for (;;) {
        if (rap_number_at(text, at) == ' ') {
            at++;
        } else if (rap_str_starts(rap_str_slice(text, at, text.length), RAP_STR("\xC2\xA0"))) {
            at += 2;
        } else {
            return at;
        }
    }
}

int rap_number_value(rap_str text, size_t start, size_t end)
{
    int number = 0;
    return rap_str_number(rap_str_slice(text, start, end), &number) ? number : -1;
}

/* -- letters of parts -------------------------------------------------------------------------- */

/* Whether a capital before `at` stands by itself there: no letter, oblique stroke or apostrophe
 * follows; Chinese sets its characters and marks right behind it. */
static bool letter_ends(rap_str text, size_t at)
{
    unsigned char after = (unsigned char)rap_number_at(text, at);
    if (after < 0x80) {
        return !rap_number_is_alnum((char)after) && after != '/' && after != '\'';
    }
    rap_str rest = rap_str_slice(text, at, text.length);
    return rap_str_starts(rest, RAP_STR("\xC2\xA0")) ||
           (after >= 0xE2 && !rap_str_starts(rest, RAP_STR("\xE2\x80\x99")));
}

/* The letter of a part that begins at `at`: a Latin capital by itself, or a word for one. */
static char letter_at(rap_str text, const rap_letters *words, size_t at, size_t *ret_end)
{
    char c = rap_number_at(text, at);
    if (rap_number_is_upper(c) && letter_ends(text, at + 1)) {
        *ret_end = at + 1;
        return c;
    }
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].start == at) {
            *ret_end = words->items[i].end;
            return words->items[i].letter;
        }
    }
    return 0;
}

/* The second letter of "A and B", "A to C": behind one short word in small letters. */
static char second_letter(rap_str text, const rap_letters *words, size_t at, size_t *ret_end)
{
    enum { LONGEST_JOINT = 10 };
    bool has_joint = false;
    for (size_t i = at; i < at + LONGEST_JOINT && i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (!(c == ' ' || (c >= 'a' && c <= 'z') || c >= 0x80)) {
            return 0;
        }
        has_joint = has_joint || c != ' ';
        bool begins = has_joint && (c == ' ' || c >= 0x80);
        char letter = begins ? letter_at(text, words, i + 1, ret_end) : 0;
        if (letter) {
            return letter;
        }
    }
    return 0;
}

int rap_number_letters(rap_str text, const rap_letters *words, rap_number *n, char ret_letters[2])
{
    size_t end = n->end;
    size_t at = rap_number_skip_spaces(text, n->end);
    ret_letters[0] = letter_at(text, words, at, &end);
    if (!ret_letters[0]) {
        return 0;
    }
    n->end = end;
    ret_letters[1] = second_letter(text, words, n->end, &end);
    /* "A and B", never "A in resolution C": the later letter follows. */
    if (ret_letters[1] <= ret_letters[0]) {
        return 1;
    }
    n->end = end;
    return 2;
}

/* -- numbers ----------------------------------------------------------------------------------- */

static void take_slash(rap_str text, size_t digits, rap_number *n)
{
    size_t end = rap_number_skip_digits(text, digits + 1);
    char after = rap_number_at(text, end);
    if (end == digits + 1 || end - digits > 4 || after == '/' ||
        (after == '.' && rap_number_is_digit(rap_number_at(text, end + 1))) || after == '%') {
        return;
    }
    n->form = RAP_FORM_SESSION;
    n->number = rap_number_value(text, digits + 1, end);
    n->end = end;
}

/* A session in Roman numerals, as the Assembly's early resolutions have it; Arabic texts write the
 * letter dal and figures, with hamza below alef for a special session: given in Roman here. */
static bool take_roman(rap_str inside, rap_number *n)
{
    bool roman = inside.length > 0;
    for (size_t i = 0; i < inside.length; i++) {
        roman = roman && strchr("IVXLCES-", inside.data[i]);
    }
    if (roman) {
        n->roman = inside;
        return true;
    }
    size_t digits = inside.length;
    while (digits > 0 && rap_number_is_digit(inside.data[digits - 1])) {
        digits--;
    }
    int number = rap_number_value(inside, digits, inside.length);
    if (!rap_str_starts(inside, RAP_STR("\xD8\xAF")) || number < 1 || number > 39 || !digits) {
        return false;
    }
    bool special = rap_str_find(inside, RAP_STR("\xD8\xA5"), 0) != SIZE_MAX;
    static const char *const tens[] = {"", "X", "XX", "XXX"};
    static const char *const units[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
    snprintf(n->roman_text, sizeof n->roman_text, "%s%s%s", special ? "S-" : "", tens[number / 10],
             units[number % 10]);
    return true;
}

/* A letter or the name of one between number and parenthesis: "217 A (III)". */
static size_t skip_letter_word(rap_str text, size_t at)
{
    size_t start = rap_number_skip_spaces(text, at), end = start;
    while (end < text.length && end - start < 12 && text.data[end] != ' ' &&
           text.data[end] != '(' &&
           ((unsigned char)text.data[end] >= 0x80 || rap_number_is_upper(text.data[end]))) {
        end++;
    }
    size_t open = rap_number_skip_spaces(text, end);
    return end > start && rap_number_at(text, open) == '(' ? open
                                                           : rap_number_skip_spaces(text, at);
}

static void take_in_parentheses(rap_str text, size_t digits, rap_number *n)
{
    size_t at = skip_letter_word(text, digits);
    size_t close = rap_str_find(text, RAP_STR(")"), at);
    if (rap_number_at(text, at) == '\\') {
        at++; /* "2719 \\(2023\\)" of a Markdown text */
    }
    if (rap_number_at(text, at) != '(' || close == SIZE_MAX || close - at < 2 || close - at > 14) {
        return;
    }
    rap_str inside = rap_str_trim(rap_str_slice(text, at + 1, close));
    int year = inside.length >= 4 ? rap_number_value(inside, 0, 4) : -1;
    if (year >= 1946 && year <= 2100 &&
        (inside.length == 4 || !rap_number_is_digit(inside.data[4])) && inside.length <= 8) {
        n->form = RAP_FORM_YEAR;
        n->session = year;
    } else {
        n->form = take_roman(inside, n) ? RAP_FORM_ROMAN : RAP_FORM_NONE;
    }
    n->end = close + 1;
}

rap_number rap_number_take(rap_str text, size_t start)
{
    rap_number n = {.start = start};
    rap_str rest = rap_str_slice(text, start, text.length);
    n.is_emergency = rap_str_starts(rest, RAP_STR("ES-"));
    n.is_special = n.is_emergency || rap_str_starts(rest, RAP_STR("S-"));
    size_t digits = start + (n.is_emergency ? 3 : n.is_special ? 2 : 0);
    size_t end = rap_number_skip_digits(text, digits);
    if (end == digits || end - digits > 4) {
        return n;
    }
    n.session = n.number = rap_number_value(text, digits, end);
    if (rap_number_at(text, end) == '/') {
        take_slash(text, end, &n);
    } else if (!n.is_special) {
        take_in_parentheses(text, end, &n);
    }
    return n;
}

/* Numbers of resolutions and decisions as printed: "57/32", "S-32/1", "1325 (2000)", "1514 (XV)";
 * private to this module. */
#ifndef RAP_MENTIONS_NUMBERS_H
#define RAP_MENTIONS_NUMBERS_H

#include "rules.h"

typedef enum {
    RAP_FORM_NONE,
    RAP_FORM_SESSION, /* session and number: "57/32", "2022/3" */
    RAP_FORM_YEAR,    /* number and year: "1325 (2000)" */
    RAP_FORM_ROMAN    /* number and session in Roman numerals: "1514 (XV)" */
} rap_number_form;

typedef struct {
    rap_number_form form;
    size_t start, end;   /* in the text */
    int session, number; /* the year in `session` for RAP_FORM_YEAR */
    bool is_special;     /* of a special session: "S-32/1", "ES-11/4" */
    bool is_emergency;   /* of an emergency special session */
    rap_str roman;
    char roman_text[16]; /* where `roman` is empty */
} rap_number;

/* Where a letter of a resolution's part stands in the text: "57/270 B". */
typedef struct {
    size_t start, end;
    char letter;
} rap_letter;
typedef RAP_VEC(rap_letter) rap_letters;

/* The number that begins at `start`; form RAP_FORM_NONE where there is none. */
rap_number rap_number_take(rap_str text, size_t start);

/* Moves `n->end` behind the letters of parts that follow it ("B", "A and B", "A to C") and returns
 * how many there are, at most 2: the first and the last. `words` are the letters that a language
 * writes otherwise than as Latin capitals, in order. */
int rap_number_letters(rap_str text, const rap_letters *words, rap_number *n, char ret_letters[2]);

/* The character at `at`, or NUL behind the end. */
static inline char rap_number_at(rap_str text, size_t at)
{
    return at < text.length ? text.data[at] : '\0';
}

static inline bool rap_number_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool rap_number_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool rap_number_is_alnum(char c)
{
    return rap_number_is_digit(c) || rap_number_is_upper(c) || (c >= 'a' && c <= 'z');
}

/* The first place at or behind `at` that is no digit; that is no space, no-break ones included. */
size_t rap_number_skip_digits(rap_str text, size_t at);
size_t rap_number_skip_spaces(rap_str text, size_t at);

/* The value of text[start, end), or -1. */
int rap_number_value(rap_str text, size_t start, size_t end);

#endif

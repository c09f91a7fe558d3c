/* Which resolution a printed number is: the words that govern it, the body that adopted it, its
 * full symbol; private to this module. */
#ifndef RAP_MENTIONS_RESOLUTIONS_H
#define RAP_MENTIONS_RESOLUTIONS_H

#include "numbers.h"

/* A word for resolutions, decisions, or "its" before one. */
typedef struct {
    size_t start, end; /* in the block's text */
    int word;          /* rap_symbol_word */
} rap_governing_word;

typedef RAP_VEC(rap_governing_word) rap_governing_words;

/* What the tables of symbols find in a block. */
typedef struct {
    rap_governing_words words;
    rap_letters letters;  /* of parts, written otherwise than as Latin capitals */
    rap_letters specials; /* marks of special sessions before a number: 'S', 'E' for emergency */
} rap_symbol_words;

/* One symbol of a block, printed in full or as a number. */
typedef struct {
    size_t start, end;
    rap_str symbol;                 /* empty where it is not known */
    const rap_governing_word *word; /* NULL for a symbol in full */
    rap_number number;
    char letters[2];
    int letter_count;
    rap_str prefix;  /* of the body's symbols, "A/HRC"; empty while not known */
    bool is_foreign; /* of a body whose resolutions have no such symbols */
} rap_cited;

typedef RAP_VEC(rap_cited) rap_cited_list;

void rap_symbol_words_find(const rap_mention_work *work, rap_symbol_words *ret_words);

/* The word that governs a number in its sentence, or NULL. */
const rap_governing_word *rap_symbol_governing(const rap_mention_work *work,
                                               const rap_governing_words *words,
                                               const rap_number *n);

/* Gives the numbers in `list` their bodies and symbols. */
void rap_resolutions_resolve(const rap_mention_work *work, const rap_governing_words *words,
                             rap_cited_list *list);

#endif

/* The furniture of reports in one language: data/<language>/report.tsv, with dates, lists, plurals
 * and names of languages from ICU. */
#ifndef RAP_REPORT_WORDS_H
#define RAP_REPORT_WORDS_H

#include "model/date.h"
#include "model/lang.h"

typedef struct rap_words rap_words;

/* Falls back on English for what a language's table lacks. */
rap_words *rap_words_new(rap_arena *arena, rap_lang lang);
rap_lang rap_words_lang(const rap_words *words);
/* The text of a key; the key itself where no table has it. */
rap_str rap_words_get(const rap_words *words, const char *key);
/* The text of "<family>:<name>"; empty where no table has it. */
rap_str rap_words_of(const rap_words *words, const char *family, rap_str name);
/* {0}, {1} ... replaced. */
rap_str rap_words_fill(const rap_words *words, const char *key, const rap_str *values,
                       size_t count);
/* An ICU plural pattern filled with a number. */
rap_str rap_words_count(const rap_words *words, const char *key, size_t number);
/* "4-6 December 2017", "May 2023", "since 2015"; empty where there is no date. */
rap_str rap_words_period(const rap_words *words, rap_period period);
rap_str rap_words_date(const rap_words *words, rap_date date);
/* The items one after the other through a pattern such as "{0}; {1}". */
rap_str rap_words_join(const rap_words *words, const char *key, const rap_strs *items);
/* "A, B and C". */
rap_str rap_words_list(const rap_words *words, const rap_strs *items);
rap_str rap_words_language(const rap_words *words, rap_lang lang);
/* Order of two texts in the language's alphabet: < 0, 0, > 0. `collator` from rap_words_collator.
 */
void *rap_words_collator(const rap_words *words);
int rap_words_compare(void *collator, rap_str a, rap_str b);

/* Words after ICU's segmentation; Chinese by its dictionary. */
size_t rap_words_number(rap_str text);
/* Folded for finding: lower case, no accents or vowel marks, one alef and ya. */
rap_str rap_words_fold(rap_arena *arena, rap_str text);
/* The first letter in upper case. */
rap_str rap_words_capital(rap_arena *arena, rap_str text);

#endif

/* Unicode work: encodings, script and language, sentences, folding, tokens for the index. */
#ifndef RAP_TEXT_TEXT_H
#define RAP_TEXT_TEXT_H

#include "base/error.h"
#include "model/document.h"

/* -- encodings ------------------------------------------------------------------------------- */

/* What was not valid in the encoding and stands as U+FFFD in the text. */
typedef struct {
    size_t count;
    size_t line; /* of the first, from 1; 0 where there is none */
} rap_replaced;

/* The bytes as UTF-8. Recognizes UTF-8 and UTF-16 with and without mark, windows-125x, GB18030
 * and the other encodings ICU detects; `declared` (may be empty) is believed where it fits.
 * False where the bytes are not text at all. */
bool rap_text_decode(rap_arena *arena, rap_str bytes, rap_str declared, rap_str *ret_text,
                     rap_str *ret_encoding, rap_replaced *ret_replaced, rap_error *error);

/* White space collapsed to single spaces and trimmed; marks of direction, soft hyphens and
 * zero-width characters out; no-break hyphen as '-'; Arabic presentation forms as letters. */
rap_str rap_text_clean(rap_arena *arena, rap_str text);

/* -- language -------------------------------------------------------------------------------- */

typedef enum {
    RAP_SCRIPT_OTHER, /* digits, punctuation, space */
    RAP_SCRIPT_LATIN,
    RAP_SCRIPT_CYRILLIC,
    RAP_SCRIPT_ARABIC,
    RAP_SCRIPT_HAN,
    RAP_SCRIPT_UNKNOWN /* letters of another script */
} rap_script;

rap_script rap_text_script_of(uint32_t code_point);
/* The script of most letters. */
rap_script rap_text_script(rap_str text);

/* What rap_text_is_word_letter does with less common letters. */
bool rap_text_is_word_letter_beyond(uint32_t c);
/* A letter or digit of a script that spaces its words; Han characters are words of their own. */
static inline bool rap_text_is_word_letter(uint32_t c)
{
    if (c < 0x80) {
        return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
    }
    bool is_plain = (c >= 0x410 && c <= 0x44F) || (c >= 0x621 && c <= 0x63A) ||
                    (c >= 0x641 && c <= 0x64A); /* Russian and Arabic letters */
    return is_plain || ((c < 0x4E00 || c > 0x9FFF) && rap_text_is_word_letter_beyond(c));
}

/* Models of the languages, made from data/<language>/. Immutable: shared by threads. */
typedef struct rap_text_rules rap_text_rules;
rap_text_rules *rap_text_rules_new(rap_error *error);
void rap_text_rules_free(rap_text_rules *rules);

/* The language of a passage; none where it is none of the six or too short to tell.
 * *ret_sure (may be NULL): 0 to 1. */
rap_lang rap_text_language(const rap_text_rules *rules, rap_str text, double *ret_sure);

/* -- sentences and words ---------------------------------------------------------------------- */

typedef RAP_VEC(rap_span) rap_spans;

/* What goes on longer without an end, in bytes, is cut behind a clause: reading a sentence looks at
 * all of it more than once. */
#define RAP_TEXT_LONGEST_SENTENCE 8192u

/* Sentences of a block's text in order, without the white space between; abbreviations of the
 * language (data/<language>/abbreviations.tsv) do not end one. */
void rap_text_sentences(const rap_text_rules *rules, rap_arena *arena, rap_lang lang, rap_str text,
                        rap_spans *ret_sentences);

/* -- folding and search ------------------------------------------------------------------------ */

/* For comparing: NFKC, lower case, no accents in Latin and Cyrillic, Arabic without vowel marks and
 * tatweel, one alef, one ya, ta marbuta as ha. */
rap_str rap_text_fold(rap_arena *arena, rap_str text);

/* What index tokens of many texts share: a word is stemmed once. In the arena, where it grows by
 * each new word; of one thread. */
typedef struct rap_indexer rap_indexer;
rap_indexer *rap_text_indexer_new(rap_arena *arena);

/* In `arena`: tokens for the full-text index, folded, stemmed and separated by single spaces: words
 * (ICU), Han as overlapping pairs and single characters at the end of a run. What looks like a
 * document symbol ("A/RES/68/272") also stands as one token of its parts joined by '_'. */
rap_str rap_text_index_tokens(rap_indexer *indexer, rap_arena *arena, rap_lang lang, rap_str text);

/* The tokens of a query, in every language's form, as groups: a document must hold at least one
 * token of each group. Quoted parts are phrases: their tokens stand in one item, separated by
 * spaces. A trailing '*' on a word is kept. */
typedef struct {
    RAP_VEC(rap_strs) groups;
} rap_query;
void rap_text_query(rap_arena *arena, rap_str words, rap_query *ret_query);

#endif

/* What the files of this module share. */
#ifndef RAP_TEXT_PRIVATE_H
#define RAP_TEXT_PRIVATE_H

#include "base/map.h"
#include "text/text.h"

/* Trigrams of one language with their log-probabilities. */
typedef struct rap_trigrams rap_trigrams;

#define RAP_MODEL_LIMIT 24 /* languages with a model, the six among them */

typedef struct {
    rap_lang lang; /* none for a language that is not one of the six */
    rap_script script;
} rap_model;

struct rap_text_rules {
    rap_arena *arena;
    rap_map *abbreviations[RAP_LANG_COUNT]; /* folded, without the last point */
    rap_model models[RAP_MODEL_LIMIT];
    size_t model_count;
    rap_trigrams *trigrams;
};

/* Reads data/<language>/language.tsv and data/other-languages.tsv. */
bool rap_text_load_models(rap_text_rules *rules, rap_error *error);
bool rap_text_load_abbreviations(rap_text_rules *rules, rap_error *error);

/* NFC or NFKC of a text; the text itself where nothing changes. */
rap_str rap_text_normalize(rap_arena *arena, rap_str text, bool is_compatible);
/* One code point folded as rap_text_fold does; 0 where it vanishes. For code points that NFKC
 * leaves alone or takes to a single one. */
uint32_t rap_text_fold_point(uint32_t code_point);

#endif

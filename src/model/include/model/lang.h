/* The six languages, and "none" for text in another or unknown one. */
#ifndef RAP_MODEL_LANG_H
#define RAP_MODEL_LANG_H

#include "base/str.h"

typedef enum {
    RAP_LANG_NONE,
    RAP_LANG_AR,
    RAP_LANG_ZH,
    RAP_LANG_EN,
    RAP_LANG_FR,
    RAP_LANG_RU,
    RAP_LANG_ES
} rap_lang;

#define RAP_LANG_COUNT 7

/* ISO 639-1, "ar"; "und" for none. */
const char *rap_lang_code(rap_lang lang);
/* From ISO 639-1, 639-2 ("ara", "zho", "fra") or a tag ("en-GB"); none where unknown. */
rap_lang rap_lang_of_code(rap_str code);
/* Whether the language is written from right to left. */
bool rap_lang_is_rtl(rap_lang lang);

#endif

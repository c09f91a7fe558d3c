#include "model/lang.h"

static const struct {
    const char *code, *three, *three_b; /* ISO 639-1, 639-2/T, 639-2/B */
} languages[RAP_LANG_COUNT] = {
    [RAP_LANG_NONE] = {"und", "und", "und"}, [RAP_LANG_AR] = {"ar", "ara", "ara"},
    [RAP_LANG_ZH] = {"zh", "zho", "chi"},    [RAP_LANG_EN] = {"en", "eng", "eng"},
    [RAP_LANG_FR] = {"fr", "fra", "fre"},    [RAP_LANG_RU] = {"ru", "rus", "rus"},
    [RAP_LANG_ES] = {"es", "spa", "spa"},
};

const char *rap_lang_code(rap_lang lang)
{
    return languages[lang].code;
}

rap_lang rap_lang_of_code(rap_str code)
{
    size_t length = 0;
    while (length < code.length && code.data[length] != '-' && code.data[length] != '_') {
        length++;
    }
    rap_str first = rap_str_slice(code, 0, length);
    for (int i = 1; i < RAP_LANG_COUNT; i++) {
        if (rap_str_equal_nocase(first, rap_str_of(languages[i].code)) ||
            rap_str_equal_nocase(first, rap_str_of(languages[i].three)) ||
            rap_str_equal_nocase(first, rap_str_of(languages[i].three_b))) {
            return (rap_lang)i;
        }
    }
    return RAP_LANG_NONE;
}

bool rap_lang_is_rtl(rap_lang lang)
{
    return lang == RAP_LANG_AR;
}

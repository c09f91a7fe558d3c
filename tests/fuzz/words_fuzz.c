/* Bytes as text: encodings, cleaning, folding, sentences, tokens of the index and of queries, the
 * language. The first byte names the language, the second how the encoding is declared. */
#include "fuzz.h"

#include "text/difference.h"
#include "text/figures.h"
#include "text/text.h"

static const rap_text_rules *rules(void)
{
    static rap_text_rules *made;
    made = made ? made : rap_text_rules_new(NULL);
    fuzz_demand(made, "the rules of text are compiled");
    return made;
}

static void check_valid(rap_str text, const char *what)
{
    fuzz_demand(rap_utf8_invalid(text) == SIZE_MAX, what);
}

static void check_sentences(rap_arena *arena, rap_lang lang, rap_str text)
{
    rap_spans sentences = {0};
    rap_text_sentences(rules(), arena, lang, text, &sentences);
    for (size_t i = 0; i < sentences.count; i++) {
        rap_span span = sentences.items[i];
        fuzz_demand(span.start < span.end && span.end <= text.length &&
                        (!i || span.start >= sentences.items[i - 1].end),
                    "sentences stand in order and apart");
        fuzz_demand(fuzz_is_boundary(text, span.start) && fuzz_is_boundary(text, span.end),
                    "a sentence lies between characters");
    }
}

static void check_query(rap_arena *arena, rap_str text)
{
    rap_query query = {0};
    rap_text_query(arena, text, &query);
    for (size_t i = 0; i < query.groups.count; i++) {
        fuzz_demand(query.groups.items[i].count, "a group of a query has tokens");
        for (size_t k = 0; k < query.groups.items[i].count; k++) {
            check_valid(query.groups.items[i].items[k], "a token is valid UTF-8");
        }
    }
}

static void check_figures(rap_arena *arena, rap_lang lang, rap_str text)
{
    const rap_skipped none = {0};
    rap_figures figures[2] = {{0}};
    rap_figure_find(arena, text, rap_lang_is_rtl(lang), &none, &figures[0]);
    rap_figure_ordinals(arena, text, rap_lang_is_rtl(lang), &none, &figures[1]);
    for (size_t i = 0; i < figures[0].count + figures[1].count; i++) {
        const rap_figure *figure =
            i < figures[0].count ? &figures[0].items[i] : &figures[1].items[i - figures[0].count];
        fuzz_demand(figure->span.start < figure->span.end && figure->span.end <= text.length &&
                        fuzz_is_boundary(text, figure->span.start) &&
                        fuzz_is_boundary(text, figure->span.end),
                    "a figure lies between characters");
    }
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    static const char *const declared[] = {"",          "UTF-8",   "utf-16le",    "windows-1251",
                                           "gb18030",   "Big5",    "ISO-2022-JP", "koi8-r",
                                           "shift_jis", "ibm-420", "UTF-7",       "hz"};
    rap_lang lang = (rap_lang)(fuzz_byte(&input) % RAP_LANG_COUNT);
    const char *label = declared[fuzz_byte(&input) % (sizeof declared / sizeof *declared)];
    rap_str text, encoding;
    rap_replaced replaced;
    rap_error error = {0};
    if (!rap_text_decode(arena, input, rap_str_of(label), &text, &encoding, &replaced, &error)) {
        fuzz_demand(error.message[0] && !strchr(error.message, '\n'), "an error is one line");
        return;
    }
    check_valid(text, "decoded text is valid UTF-8");
    rap_str clean = rap_text_clean(arena, text), folded = rap_text_fold(arena, text);
    check_valid(clean, "cleaned text is valid UTF-8");
    check_valid(folded, "folded text is valid UTF-8");
    fuzz_demand(rap_str_equal(rap_text_clean(arena, clean), clean), "clean text stays as it is");
    double sure = 0;
    rap_text_language(rules(), clean, &sure);
    fuzz_demand(sure >= 0 && sure <= 1, "sureness is a share");
    check_sentences(arena, lang, clean);
    check_query(arena, clean);
    check_figures(arena, lang, clean);
    check_valid(rap_text_index_tokens(rap_text_indexer_new(arena), arena, lang, clean),
                "tokens are valid UTF-8");
}

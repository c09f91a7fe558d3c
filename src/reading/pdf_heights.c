/* How tall words are. pdftotext takes it from the fount, and guesses where that does not tell (Type
 * 3, which Chromium makes of founts for Chinese): boxes that are twice as tall as their signs
 * overlap those of the lines above and below. What the signs are wide tells it better. */
#include "pdf_page.h"

#include <stdlib.h>

typedef enum { HAN, LETTERS, CLASSES } script_class;

/* A box is about so many times as tall as the fount's size, from ascent to descent, and its
 * baseline stands at that share of it. */
static const float usual = 1.25f, baseline = 0.73f;
/* What is beyond these is no fount but a wrong guess. */
static const float most[CLASSES] = {1.65f, 2.0f}, least[CLASSES] = {0.7f, 0.6f};
enum { WORDS_LEAST = 5 };

static bool is_han(uint32_t c)
{
    return (c >= 0x3000 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF00 && c <= 0xFF60);
}

typedef struct {
    float advance; /* of all signs, in sizes of the fount, roughly */
    size_t han, letters;
} word_signs;

static word_signs signs_of(rap_str text)
{
    word_signs signs = {0};
    for (size_t at = 0; at < text.length;) {
        uint32_t c = rap_utf8_next(text, &at);
        bool is_upper = (c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F);
        bool is_letter = is_upper || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F) ||
                         (c >= 0x430 && c <= 0x45F);
        bool is_digit = c >= '0' && c <= '9';
        signs.han += is_han(c);
        signs.letters += is_letter;
        signs.advance += is_han(c) ? 1.0f : is_upper ? 0.68f : is_letter || is_digit ? 0.5f : 0.33f;
    }
    return signs;
}

/* How many times as tall as its fount's size the word's box is; 0 where its signs do not tell. */
static float ratio_of(const pdf_word *word, word_signs signs)
{
    float size = signs.advance > 0 ? (word->x1 - word->x0) / signs.advance : 0;
    return size > 0 ? rap_pdf_height(word) / size : 0;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The middle one of the ratios of all words of the class; 0 where there are few. */
static float middle_of(const pdf_document *document, script_class class)
{
    RAP_VEC(float) ratios = {0};
    for (size_t i = 0; i < document->words.count; i++) {
        const pdf_word *word = &document->words.items[i];
        word_signs signs = signs_of(word->text);
        float ratio = ratio_of(word, signs);
        bool is_one = class == HAN ? signs.han >= 2 : signs.letters >= 4 && !signs.han;
        if (is_one && ratio > 0) {
            RAP_PUSH(document->arena, &ratios, ratio);
        }
    }
    if (ratios.count < WORDS_LEAST) {
        return 0;
    }
    qsort(ratios.items, ratios.count, sizeof *ratios.items, by_size);
    return ratios.items[ratios.count / 2];
}

/* Words whose boxes are nearer to `wrong` times their size than to the usual. */
static void mend(pdf_document *document, float wrong)
{
    float between = wrong > usual ? (wrong + usual) / 2 : 2 / (1 / wrong + 1 / usual);
    for (size_t i = 0; i < document->words.count; i++) {
        pdf_word *word = &document->words.items[i];
        float ratio = ratio_of(word, signs_of(word->text));
        if (ratio > 0 && (ratio > between) == (wrong > usual)) {
            float high = rap_pdf_height(word), now = high * usual / wrong;
            word->y0 += (high - now) * baseline;
            word->y1 = word->y0 + now;
        }
    }
}

void rap_pdf_heights(pdf_document *document)
{
    for (script_class class = HAN; class < CLASSES; class ++) {
        float middle = middle_of(document, class);
        if (middle > 0 && (middle > most[class] || middle < least[class])) {
            mend(document, middle);
        }
    }
}

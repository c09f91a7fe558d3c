/* Style: the rows of data/<language>/style.tsv, and small numbers in words. */
#include "rules.h"

#include <unicode/uchar.h>

/* -- rows ----------------------------------------------------------------------------------------
 */

/* One of the words right before `at`, with a space between or without. */
static bool stands_before(rap_str text, size_t at, const rap_strs *words)
{
    for (size_t i = 0; i < words->count; i++) {
        rap_str word = rap_str_trim(words->items[i]);
        for (size_t space = 0; space < 2 && word.length; space++) {
            size_t end = at >= space ? at - space : 0;
            bool is_apart = space == 0 || (at && text.data[at - 1] == ' ');
            if (is_apart && word.length <= end &&
                rap_str_equal_nocase(rap_str_slice(text, end - word.length, end), word)) {
                return true;
            }
        }
    }
    return false;
}

static bool stands_behind(rap_str text, size_t at, const rap_strs *words)
{
    size_t start = at < text.length && text.data[at] == ' ' ? at + 1 : at;
    for (size_t i = 0; i < words->count; i++) {
        rap_str word = rap_str_trim(words->items[i]);
        if (word.length &&
            rap_str_equal_nocase(rap_str_slice(text, start, start + word.length), word)) {
            return true;
        }
    }
    return false;
}

/* A capital within a sentence makes a name of the word, which keeps its own spelling. */
static bool is_name(rap_str text, const check_pattern *pattern, rap_span span)
{
    size_t first = 0;
    if (pattern->has_capitals) {
        return false;
    }
    for (size_t at = span.start; at < span.end; first++) {
        bool begins = check_begins_word(text, at);
        bool is_upper = check_is_upper(rap_utf8_next(text, &at));
        if (is_upper && (first || !check_begins_sentence(text, span.start)) && begins) {
            return true;
        }
        if (is_upper && first) {
            return true; /* all in capitals */
        }
    }
    return false;
}

/* The names of bodies are spelt as they spell them. */
static bool is_in_organization(const checking *c, size_t index, size_t at)
{
    for (size_t i = c->first_mention[index]; i < c->first_mention[index + 1]; i++) {
        const rap_mention *mention = &c->version->mentions.items[i];
        if (mention->kind == RAP_MENTION_ORGANIZATION && mention->span.start <= at &&
            at < mention->span.end) {
            return true;
        }
    }
    return false;
}

/* Whether row `style` finds something at `at`; *ret_end is behind it. */
static bool try_style(checking *c, int32_t index, const check_style *style, size_t at,
                      size_t *ret_end)
{
    rap_str text = c->version->blocks.items[index].text;
    check_match match;
    size_t next = at;
    uint32_t first = rap_utf8_next(text, &next);
    if (!check_pattern_match(c->language, &style->wrong, text, at, &match) ||
        is_name(text, &style->wrong, match.span) ||
        (!style->wrong.has_capitals && check_is_upper(first) &&
         is_in_organization(c, (size_t)index, at)) ||
        check_is_quoted(c, text, at) || stands_before(text, at, &style->not_after) ||
        stands_behind(text, match.span.end, &style->not_before)) {
        return false;
    }
    *ret_end = match.span.end;
    rap_str words = rap_str_slice(text, match.span.start, match.span.end);
    rap_str right =
        check_pattern_write(c->arena, c->language, &style->wrong, &match, &style->right, text);
    const char *instead = rap_str_c(c->arena, right);
    check_report(c, style->rule, index, match.span, instead,
                 rap_arena_format(c->arena, "write \"%s\"", instead),
                 "\"%.*s\" is not the usual form", RAP_STR_ARG(words));
    return true;
}

static void check_rows(checking *c, int32_t index)
{
    const rap_block *block = &c->version->blocks.items[index];
    for (size_t at = 0; at < block->text.length;) {
        size_t next = at;
        uint32_t code = rap_utf8_next(block->text, &next);
        bool begins = check_begins_word(block->text, at) && code != ' ';
        for (size_t i = 0; i < c->language->styles.count && begins; i++) {
            if (try_style(c, index, &c->language->styles.items[i], at, &next)) {
                break;
            }
        }
        at = next;
    }
}

/* -- small numbers -------------------------------------------------------------------------------
 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number of more than one digit, or one with a sign of money or of a part of a hundred: then
 * figures are right for all of the sentence. */
static bool has_large_number(rap_str text)
{
    for (size_t at = 0; at < text.length; at++) {
        bool is_large = is_digit(text.data[at]) && at + 1 < text.length &&
                        (is_digit(text.data[at + 1]) ||
                         ((text.data[at + 1] == '.' || text.data[at + 1] == ',') &&
                          at + 2 < text.length && is_digit(text.data[at + 2])));
        if (is_large) {
            return true;
        }
    }
    return false;
}

static rap_str word_at(rap_str text, size_t at)
{
    size_t end = at, next;
    while (end < text.length && (next = end, check_is_letter(rap_utf8_next(text, &next)))) {
        end = next;
    }
    return rap_str_slice(text, at, end);
}

static rap_str word_before(rap_str text, size_t at)
{
    size_t start = at, before;
    while (start && (before = start, check_is_letter(rap_utf8_previous(text, &before)))) {
        start = before;
    }
    return rap_str_slice(text, start, at);
}

/* Whether the digit at `at` counts what a small word behind it names, a small word before it. */
static bool counts_things(const checking *c, rap_str text, size_t at)
{
    bool is_alone = at > 1 && text.data[at - 1] == ' ' && at + 2 < text.length &&
                    text.data[at + 1] == ' ' && text.data[at] > '0';
    if (!is_alone) {
        return false;
    }
    rap_str before = word_before(text, at - 1), after = word_at(text, at + 2);
    size_t first = 0, second = 0;
    return before.length && after.length > 1 && check_is_lower(rap_utf8_next(before, &first)) &&
           check_is_lower(rap_utf8_next(after, &second)) &&
           !check_has_word(c->language, "numbered", before) &&
           !check_has_word(c->language, "number-link", before) &&
           !check_has_word(c->language, "unit", after) &&
           !check_has_word(c->language, "not-counted", after);
}

static bool is_in_mention(const checking *c, size_t index, size_t at)
{
    for (size_t i = c->first_mention[index]; i < c->first_mention[index + 1]; i++) {
        rap_span span = c->version->mentions.items[i].span;
        if (span.start <= at && at < span.end) {
            return true;
        }
    }
    return false;
}

static void check_numbers(checking *c, int32_t index)
{
    rap_str text = c->version->blocks.items[index].text;
    const rap_strs *words = check_words(c->language, "small-numbers");
    for (size_t at = 0; at < text.length; at++) {
        if (!is_digit(text.data[at]) || !counts_things(c, text, at) ||
            check_is_quoted(c, text, at) || is_in_mention(c, (size_t)index, at)) {
            continue;
        }
        rap_span sentence = check_sentence_at(c, text, at);
        size_t number = (size_t)(text.data[at] - '0');
        if (number > words->count ||
            has_large_number(rap_str_slice(text, sentence.start, sentence.end))) {
            continue;
        }
        const char *word = rap_str_c(c->arena, words->items[number - 1]);
        check_report(c, CHECK_STYLE_NUMBER, index, (rap_span){(uint32_t)at, (uint32_t)at + 1}, word,
                     rap_arena_format(c->arena, "write \"%s\"", word),
                     "a number under 10 is written in words");
    }
}

void check_style_rows(checking *c)
{
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        const rap_block *block = &c->version->blocks.items[i];
        if (!check_is_prose(c, i) || block->part == RAP_PART_FOOTNOTE) {
            continue;
        }
        check_rows(c, (int32_t)i);
        if (check_words(c->language, "small-numbers")->count && block->look != RAP_LOOK_CELL) {
            check_numbers(c, (int32_t)i);
        }
    }
}

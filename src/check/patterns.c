/* Patterns of the tables: words with parts in braces. Each part matches in one way only, the
 * longest, so that a pattern is tried in one walk.
 */
#include "rules.h"

#include <unicode/uchar.h>

static const struct {
    const char *name;
    check_part_kind kind;
} part_names[] = {{"number", CHECK_PART_NUMBER},
                  {"day", CHECK_PART_DAY},
                  {"year", CHECK_PART_YEAR},
                  {"month", CHECK_PART_MONTH},
                  {"capital-month", CHECK_PART_CAPITAL_MONTH},
                  {"short-month", CHECK_PART_SHORT_MONTH},
                  {"month-number", CHECK_PART_MONTH_NUMBER},
                  {"rest", CHECK_PART_REST}};

static const check_class *class_of(const check_language *language, rap_str name)
{
    for (size_t i = 0; i < language->classes.count; i++) {
        if (rap_str_equal(language->classes.items[i].name, name)) {
            return &language->classes.items[i];
        }
    }
    return NULL;
}

static bool part_of(const check_language *language, rap_str name, check_part *ret_part)
{
    *ret_part = (check_part){.text = name};
    for (size_t i = 0; i < sizeof part_names / sizeof *part_names; i++) {
        if (rap_str_is(name, part_names[i].name)) {
            ret_part->kind = part_names[i].kind;
            return true;
        }
    }
    ret_part->kind = CHECK_PART_CLASS;
    ret_part->list = class_of(language, name);
    return ret_part->list != NULL;
}

bool check_pattern_parse(rap_arena *arena, const check_language *language, rap_str text,
                         check_pattern *ret_pattern)
{
    check_pattern pattern = {0};
    for (size_t at = 0; at < text.length;) {
        check_part part = {.kind = CHECK_PART_TEXT};
        if (text.data[at] == '{') {
            size_t end = rap_str_find(text, RAP_STR("}"), at);
            if (end == SIZE_MAX || !part_of(language, rap_str_slice(text, at + 1, end), &part)) {
                return false;
            }
            at = end + 1;
            /* names of months are written as they are */
            pattern.has_capitals |=
                part.kind >= CHECK_PART_MONTH && part.kind <= CHECK_PART_SHORT_MONTH;
        } else {
            size_t end = rap_str_find(text, RAP_STR("{"), at);
            part.text = rap_str_slice(text, at, end);
            at += part.text.length;
            for (size_t i = 0; i < part.text.length;) {
                pattern.has_capitals |= check_is_upper(rap_utf8_next(part.text, &i));
            }
        }
        RAP_PUSH(arena, &pattern.parts, part);
    }
    *ret_pattern = pattern;
    return pattern.parts.count <= CHECK_CAPTURES;
}

/* -- matching ------------------------------------------------------------------------------------
 */

typedef struct {
    const check_language *language;
    rap_str text;
    bool folds; /* a capital counts as its small letter */
} matcher;

/* The end of `words` at `at`; SIZE_MAX where they do not stand there. */
static size_t match_text(const matcher *m, rap_str words, size_t at)
{
    for (size_t i = 0; i < words.length;) {
        if (at >= m->text.length) {
            return SIZE_MAX;
        }
        uint32_t wanted = rap_utf8_next(words, &i), found = rap_utf8_next(m->text, &at);
        if (wanted != found && !(m->folds && (UChar32)wanted == u_tolower((UChar32)found))) {
            return SIZE_MAX;
        }
    }
    return at;
}

static int digit_at(rap_str text, size_t at, size_t *ret_next)
{
    *ret_next = at;
    return at < text.length ? u_charDigitValue((UChar32)rap_utf8_next(text, ret_next)) : -1;
}

/* At most `most` digits; their value in *which. */
static size_t match_digits(const matcher *m, size_t at, int most, int *which)
{
    size_t next, start = at;
    int digit, count = 0;
    *which = 0;
    while (count < most && (digit = digit_at(m->text, at, &next)) >= 0) {
        *which = *which * 10 + digit;
        at = next;
        count++;
    }
    bool is_longer = digit_at(m->text, at, &next) >= 0;
    return at > start && !is_longer ? at : SIZE_MAX;
}

static size_t match_number(const matcher *m, size_t at)
{
    size_t next, start = at, after;
    for (;;) {
        if (digit_at(m->text, at, &next) >= 0) {
            at = next;
            continue;
        }
        bool is_mark = at > start && at < m->text.length &&
                       (m->text.data[at] == ',' || m->text.data[at] == '.');
        if (!is_mark || digit_at(m->text, at + 1, &after) < 0) {
            return at > start ? at : SIZE_MAX;
        }
        at++;
    }
}

static size_t match_capital(const matcher *m, rap_str word, size_t at)
{
    size_t first = 0, next = at;
    if (!word.length || at >= m->text.length) {
        return SIZE_MAX;
    }
    uint32_t small = rap_utf8_next(word, &first), found = rap_utf8_next(m->text, &next);
    if (small == found || (UChar32)small != u_tolower((UChar32)found)) {
        return SIZE_MAX;
    }
    matcher exact = {m->language, m->text, false};
    return match_text(&exact, rap_str_slice(word, first, word.length), next);
}

/* The longest of the names at `at`; its number, from 1, in *which. */
static size_t match_month(const matcher *m, check_part_kind kind, size_t at, int *which)
{
    size_t best = SIZE_MAX;
    int first = kind == CHECK_PART_SHORT_MONTH ? 2 : 0;
    matcher exact = {m->language, m->text, false};
    for (int set = first; set < (first ? 3 : 2); set++) {
        for (int i = 0; i < 12; i++) {
            rap_str name = m->language->months[set][i];
            bool is_whole = first && rap_str_equal(name, m->language->months[0][i]);
            size_t end = !name.length || is_whole           ? SIZE_MAX
                         : kind == CHECK_PART_CAPITAL_MONTH ? match_capital(m, name, at)
                                                            : match_text(&exact, name, at);
            if (end != SIZE_MAX && (best == SIZE_MAX || end > best)) {
                best = end;
                *which = i + 1;
            }
        }
    }
    return best;
}

static size_t match_class(const matcher *m, const check_class *class, size_t at, int *which)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < class->words.count; i++) {
        size_t end = match_text(m, class->words.items[i], at);
        bool is_whole = end != SIZE_MAX && check_ends_word(m->text, end);
        if (is_whole && (best == SIZE_MAX || end > best)) {
            best = end;
            *which = (int)i;
        }
    }
    return best;
}

static size_t match_part(const matcher *m, const check_part *part, size_t at, int *which)
{
    size_t end, next;
    switch (part->kind) {
    case CHECK_PART_TEXT:
        return match_text(m, part->text, at);
    case CHECK_PART_NUMBER:
        return match_number(m, at);
    case CHECK_PART_DAY:
    case CHECK_PART_MONTH_NUMBER:
        return match_digits(m, at, 2, which);
    case CHECK_PART_YEAR:
        end = match_digits(m, at, 4, which);
        return *which >= 1900 && *which < 2100 ? end : SIZE_MAX;
    case CHECK_PART_CLASS:
        return match_class(m, part->list, at, which);
    case CHECK_PART_REST:
        while (at < m->text.length && (next = at, check_is_letter(rap_utf8_next(m->text, &next)))) {
            at = next;
        }
        return at;
    default:
        return match_month(m, part->kind, at, which);
    }
}

bool check_pattern_match(const check_language *language, const check_pattern *pattern, rap_str text,
                         size_t at, check_match *ret_match)
{
    matcher m = {language, text, !pattern->has_capitals};
    check_match match = {.span = {(uint32_t)at, 0}};
    if (!pattern->parts.count || !check_begins_word(text, at)) {
        return false;
    }
    for (size_t i = 0; i < pattern->parts.count; i++) {
        int which = -1;
        size_t end = match_part(&m, &pattern->parts.items[i], at, &which);
        if (end == SIZE_MAX) {
            return false;
        }
        match.parts[i] = (check_capture){{(uint32_t)at, (uint32_t)end}, which};
        at = end;
    }
    match.span.end = (uint32_t)at;
    *ret_match = match;
    return at > match.span.start && check_ends_word(text, at);
}

/* -- writing -------------------------------------------------------------------------------------
 */

/* The capture that a part of the right form takes up: the one of the same name, of months any, and
 * of a class of another name the last class. */
static const check_capture *capture_for(const check_pattern *wrong, const check_match *match,
                                        const check_part *part, size_t nth)
{
    const check_capture *last = NULL;
    bool wants_month = part->kind == CHECK_PART_MONTH;
    for (size_t i = 0; i < wrong->parts.count; i++) {
        const check_part *own = &wrong->parts.items[i];
        bool is_month = own->kind >= CHECK_PART_MONTH && own->kind <= CHECK_PART_MONTH_NUMBER;
        if ((wants_month && is_month) ||
            (own->kind == part->kind && rap_str_equal(own->text, part->text))) {
            last = &match->parts[i];
            if (!nth--) {
                return last;
            }
        }
    }
    for (size_t i = wrong->parts.count; i-- > 0 && !last;) {
        if (part->kind == CHECK_PART_CLASS && wrong->parts.items[i].kind == CHECK_PART_CLASS) {
            return &match->parts[i];
        }
    }
    return last;
}

static size_t same_before(const check_pattern *pattern, size_t index)
{
    size_t count = 0;
    const check_part *part = &pattern->parts.items[index];
    for (size_t i = 0; i < index; i++) {
        count += pattern->parts.items[i].kind == part->kind &&
                 rap_str_equal(pattern->parts.items[i].text, part->text);
    }
    return count;
}

static rap_str part_text(const check_language *language, const check_part *part,
                         const check_capture *capture, rap_str text)
{
    size_t which = capture->which < 0 ? 0 : (size_t)capture->which;
    if (part->kind == CHECK_PART_MONTH && which >= 1 && which <= 12) {
        return language->months[0][which - 1];
    }
    if (part->kind == CHECK_PART_CLASS && which < part->list->words.count) {
        return part->list->words.items[which];
    }
    return rap_str_slice(text, capture->span.start, capture->span.end);
}

rap_str check_pattern_write(rap_arena *arena, const check_language *language,
                            const check_pattern *wrong, const check_match *match,
                            const check_pattern *right, rap_str text)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    size_t at = match->span.start;
    bool is_capital = !wrong->has_capitals && check_is_upper(rap_utf8_next(text, &at));
    for (size_t i = 0; i < right->parts.count; i++) {
        const check_part *part = &right->parts.items[i];
        if (part->kind == CHECK_PART_TEXT) {
            rap_buf_put(&out, part->text);
            continue;
        }
        const check_capture *capture = capture_for(wrong, match, part, same_before(right, i));
        if (capture) {
            rap_buf_put(&out, part_text(language, part, capture, text));
        }
    }
    rap_str words = rap_buf_str(&out);
    if (!is_capital || !words.length) {
        return words;
    }
    rap_buf capital;
    rap_buf_init(&capital, arena);
    size_t first = 0;
    uint32_t c = rap_utf8_next(words, &first);
    rap_buf_put_code_point(&capital, (uint32_t)u_toupper((UChar32)c));
    rap_buf_put(&capital, rap_str_slice(words, first, words.length));
    return rap_buf_str(&capital);
}

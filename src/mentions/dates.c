/* Dates: words become tokens, tokens atoms (day, month, year), atoms joined by "and" or "to"
 * share what they leave out. */
#include "rules.h"

#include <string.h>

typedef enum { TOKEN_NUMBER, TOKEN_WORD, TOKEN_OTHER } token_kind;

typedef struct {
    token_kind kind;
    int word; /* rap_date_word */
    int value;
    int digits;
    uint32_t start, end; /* in the folded text */
    const rap_name *name;
} token;

typedef RAP_VEC(token) tokens;

typedef struct {
    rap_date date;
    int length_months;  /* a quarter or season is 3, a half 6 */
    bool marked;        /* the day has its mark behind it */
    size_t first, last; /* tokens */
    int join;           /* to the next: 0 none, RAP_DATE_AND, RAP_DATE_RANGE */
} atom;

typedef struct {
    rap_arena *arena;
    const rap_fold *fold;
    tokens tokens;
    RAP_VEC(atom) atoms;
    rap_date_hits *hits;
} scanner;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The fold drops hyphens; the source tells whether one stood between. */
static bool dash_between(const rap_fold *fold, size_t a, size_t b)
{
    rap_str gap = rap_str_slice(fold->source, fold->until[a - 1], fold->from[b]);
    for (size_t at = 0; at < gap.length;) {
        uint32_t c = rap_utf8_next(gap, &at);
        if (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == '/' || c == 0x2212 || c == '~' ||
            c == 0xFF5E) {
            return true;
        }
    }
    return false;
}

/* Whether digits are a piece of something else: "57/32", "2.5", "10,000", "40%", "5G". */
static bool is_part_of_more(const rap_fold *fold, const token *t)
{
    rap_str text = fold->text;
    char before = t->start ? text.data[t->start - 1] : ' ';
    char after = t->end < text.length ? text.data[t->end] : ' ';
    bool digit_before = t->start > 1 && is_digit(text.data[t->start - 2]);
    bool digit_after = t->end + 1 < text.length && is_digit(text.data[t->end + 1]);
    bool joined =
        digit_before && (before == '/' || before == '.' || (before == ',' && t->digits == 3));
    joined = joined || (digit_after && (after == '/' || after == '.' || after == ','));
    /* Arabic writes "and" together with a number. */
    bool conjunction = t->start > 1 &&
                       rap_str_ends(rap_str_slice(text, 0, t->start), RAP_STR("\xD9\x88")) &&
                       rap_fold_is_boundary(text, t->start - (size_t)2);
    return joined || after == '%' || (!conjunction && !rap_fold_is_boundary(text, t->start)) ||
           !rap_fold_is_boundary(text, t->end);
}

static void push_number(scanner *s, size_t *at)
{
    rap_str text = s->fold->text;
    token t = {.kind = TOKEN_NUMBER, .start = (uint32_t)*at};
    while (*at < text.length && is_digit(text.data[*at])) {
        t.value = t.digits < 6 ? t.value * 10 + (text.data[*at] - '0') : 999999;
        t.digits++;
        ++*at;
    }
    t.end = (uint32_t)*at;
    if (is_part_of_more(s->fold, &t)) {
        t.kind = TOKEN_OTHER;
    }
    RAP_PUSH(s->arena, &s->tokens, t);
}

/* "IDB.48/Dec.8": the short name of a month at the end of a symbol is none. */
static bool is_in_symbol(rap_str text, size_t start, size_t end)
{
    bool is_behind_slash = start && text.data[start - 1] == '/';
    if (end < text.length && text.data[end] == '.') {
        end++;
    }
    return is_behind_slash && text.data[end - 1] == '.' && end < text.length &&
           is_digit(text.data[end]);
}

static bool push_word(scanner *s, const rap_names *names, size_t *at)
{
    rap_name_hit hit;
    if (!rap_names_match(names, s->fold, *at, &hit) ||
        (hit.name->category == RAP_DATE_MONTH && is_in_symbol(s->fold->text, *at, hit.end))) {
        return false;
    }
    token t = {.kind = TOKEN_WORD,
               .word = hit.name->category,
               .value = hit.name->value,
               .start = (uint32_t)*at,
               .end = (uint32_t)hit.end,
               .name = hit.name};
    RAP_PUSH(s->arena, &s->tokens, t);
    *at = hit.end;
    return true;
}

/* Arabic words with a conjunction, a preposition or the article attached. A month of two letters
 * with a preposition looks like other words ("door"); only a conjunction is taken off it. */
static bool push_prefixed(scanner *s, const rap_names *names, size_t *at)
{
    enum { SHORTEST = 4 };
    size_t starts[8];
    if (((unsigned char)s->fold->text.data[*at] & 0xFE) != 0xD8) {
        return false;
    }
    size_t count = rap_arabic_starts(s->fold, *at, starts);
    rap_str rest = rap_str_slice(s->fold->text, *at, s->fold->text.length);
    for (size_t i = 1; i < count; i++) {
        rap_name_hit hit = {0};
        if (!rap_names_match(names, s->fold, starts[i], &hit) ||
            (hit.name->category == RAP_DATE_MONTH && hit.end - starts[i] <= SHORTEST &&
             !rap_str_starts(rest, RAP_STR("\xD9\x88")))) {
            continue;
        }
        if (rap_str_starts(rest, RAP_STR("\xD9\x88"))) {
            token conjunction = {.kind = TOKEN_WORD,
                                 .word = RAP_DATE_AND,
                                 .start = (uint32_t)*at,
                                 .end = (uint32_t)*at + 2};
            RAP_PUSH(s->arena, &s->tokens, conjunction);
        }
        *at = starts[i];
        return push_word(s, names, at);
    }
    return false;
}

/* The numbers of a word that begins with a digit, as "18th" or "2024". */
static void push_digits(scanner *s, const rap_names *names, size_t at, size_t end)
{
    while (at < end) {
        if (!is_digit(s->fold->text.data[at])) {
            at++;
        } else if (!push_word(s, names, &at)) {
            push_number(s, &at);
        }
    }
}

/* Arabic writes "and" together with a number: "8 and9 May". */
static bool push_joined(scanner *s, const rap_names *names, size_t at, size_t end)
{
    rap_str word = rap_str_slice(s->fold->text, at, end);
    if (word.length < 3 || !rap_str_starts(word, RAP_STR("\xD9\x88")) || !is_digit(word.data[2])) {
        return false;
    }
    RAP_PUSH(s->arena, &s->tokens,
             (token){.kind = TOKEN_WORD,
                     .word = RAP_DATE_AND,
                     .start = (uint32_t)at,
                     .end = (uint32_t)at + 2});
    push_digits(s, names, at + 2, end);
    return true;
}

static void tokenize(scanner *s, const rap_names *names)
{
    const rap_fold *fold = s->fold;
    size_t behind = 0; /* the last token */
    for (size_t w = 0; w < fold->word_count; w++) {
        size_t at = fold->words[w], end = rap_fold_word_end(fold, w);
        if (at < behind) {
            continue;
        }
        if (is_digit(fold->text.data[at])) {
            push_digits(s, names, at, end);
        } else if (!push_joined(s, names, at, end) &&
                   !(rap_names_may(names, fold, w) && push_word(s, names, &at)) &&
                   !push_prefixed(s, names, &at)) {
            at = end;
            RAP_PUSH(s->arena, &s->tokens,
                     (token){.kind = TOKEN_OTHER, .start = fold->words[w], .end = (uint32_t)at});
        }
        behind = s->tokens.items[s->tokens.count - 1].end;
    }
}

static const token *token_at(const scanner *s, size_t i)
{
    static const token none = {.kind = TOKEN_OTHER};
    return i < s->tokens.count ? &s->tokens.items[i] : &none;
}

static bool is_word(const scanner *s, size_t i, int word)
{
    const token *t = token_at(s, i);
    return i < s->tokens.count && t->kind == TOKEN_WORD && t->word == word;
}

static char char_of(const scanner *s, size_t i)
{
    const token *t = token_at(s, i);
    return i < s->tokens.count && t->kind == TOKEN_OTHER && t->end == t->start + 1
               ? s->fold->text.data[t->start]
               : '\0';
}

static bool is_day(const scanner *s, size_t i)
{
    const token *t = token_at(s, i);
    bool ordinal = is_word(s, i, RAP_DATE_ORDINAL);
    return ordinal || (i < s->tokens.count && t->kind == TOKEN_NUMBER && t->digits <= 2 &&
                       t->value >= 1 && t->value <= 31);
}

static bool is_year(const scanner *s, size_t i)
{
    const token *t = token_at(s, i);
    return i < s->tokens.count && t->kind == TOKEN_NUMBER && t->digits == 4 && t->value >= 1900 &&
           t->value <= 2100;
}

static size_t skip_of(const scanner *s, size_t i)
{
    while (is_word(s, i, RAP_DATE_OF)) {
        i++;
    }
    return i;
}

/* "month" or "month/ month" in two naming traditions; the token behind it, or `i`. */
static size_t take_month(const scanner *s, size_t i, int *ret_month)
{
    if (!is_word(s, i, RAP_DATE_MONTH)) {
        return i;
    }
    *ret_month = token_at(s, i)->value;
    size_t next = i + 1;
    if (char_of(s, next) == '/' && is_word(s, next + 1, RAP_DATE_MONTH) &&
        token_at(s, next + 1)->value == *ret_month) {
        return next + 2;
    }
    return next;
}

/* A year after day and month, with what may stand between and behind. */
static size_t take_year(const scanner *s, size_t i, int *ret_year)
{
    size_t year = skip_of(s, i);
    if (char_of(s, year) == ',') {
        year++;
    }
    if (is_word(s, year, RAP_DATE_IN) && is_year(s, year + 1) && year > i) {
        year++;
    }
    if (is_word(s, year, RAP_DATE_YEAR) && is_year(s, year + 1)) {
        year++;
    }
    if (!is_year(s, year)) {
        return i;
    }
    *ret_year = token_at(s, year)->value;
    return is_word(s, year + 1, RAP_DATE_YEAR) ? year + 2 : year + 1;
}

/* A part of a year at token `i`: its first month and its length; false where there is none. */
static bool read_part_of_year(const scanner *s, size_t i, int *ret_month, int *ret_length)
{
    bool half = is_word(s, i, RAP_DATE_HALF), season = is_word(s, i, RAP_DATE_SEASON);
    if (!half && !season && !is_word(s, i, RAP_DATE_QUARTER)) {
        return false;
    }
    int value = token_at(s, i)->value;
    *ret_length = half ? 6 : 3;
    *ret_month = season ? 3 * value : (value - 1) * *ret_length + 1;
    return true;
}

/* Chinese: year, month and day, each number before its mark. */
static size_t take_marked(const scanner *s, size_t i, atom *a)
{
    size_t at = i;
    if (is_year(s, at) && is_word(s, at + 1, RAP_DATE_YEAR)) {
        a->date.year = (int16_t)token_at(s, at)->value;
        at += 2;
    }
    int month = 0, length = 0;
    if (at > i && read_part_of_year(s, at, &month, &length)) {
        a->length_months = length;
        a->date.month = (int8_t)month;
        return at + 1;
    }
    if (is_day(s, at) && is_word(s, at + 1, RAP_DATE_MONTH_MARK) && token_at(s, at)->value <= 12) {
        a->date.month = (int8_t)token_at(s, at)->value;
        at += 2;
    }
    if (is_day(s, at) && is_word(s, at + 1, RAP_DATE_DAY)) {
        a->date.day = (int8_t)token_at(s, at)->value;
        a->marked = true;
        at += 2;
    }
    return at;
}

/* "the first quarter of 2024" */
static size_t take_part_of_year(const scanner *s, size_t i, atom *a)
{
    int month = 0, length = 0, year = 0;
    if (!read_part_of_year(s, i, &month, &length)) {
        return i;
    }
    size_t at = skip_of(s, i + 1);
    size_t end = is_year(s, at) ? at + 1 : take_year(s, at, &year);
    if (end == at) {
        return i;
    }
    year = is_year(s, at) ? token_at(s, at)->value : year;
    a->length_months = length;
    a->date = (rap_date){(int16_t)year, (int8_t)month, 0};
    return is_word(s, end, RAP_DATE_YEAR) ? end + 1 : end;
}

static size_t take_day_first(const scanner *s, size_t i, atom *a)
{
    int month = 0, year = 0;
    int day = token_at(s, i)->value;
    size_t at = i + 1;
    if (is_word(s, at, RAP_DATE_DAY)) {
        at++;
    }
    size_t after = take_month(s, skip_of(s, at), &month);
    if (!month) {
        return i;
    }
    size_t end = take_year(s, after, &year);
    a->date = (rap_date){(int16_t)year, (int8_t)month, (int8_t)day};
    return end;
}

static size_t take_month_first(const scanner *s, size_t i, atom *a)
{
    int month = 0, year = 0;
    size_t at = take_month(s, i, &month);
    if (!month) {
        return i;
    }
    size_t end = take_year(s, at, &year);
    a->date = (rap_date){(int16_t)year, (int8_t)month, 0};
    /* "March 15, 2018": the year makes sure that the number is a day. */
    if (end == at && is_day(s, at) && char_of(s, at + 1) == ',' && is_year(s, at + 2)) {
        a->date = (rap_date){(int16_t)token_at(s, at + 2)->value, (int8_t)month,
                             (int8_t)token_at(s, at)->value};
        return at + 3;
    }
    return end;
}

/* One atom at token i; a bare day or year is taken only where `in_chain` or a mark says so. */
static size_t take_atom(const scanner *s, size_t i, atom *a)
{
    *a = (atom){.first = i};
    size_t end = take_marked(s, i, a);
    if (end == i) {
        end = take_part_of_year(s, i, a);
    }
    if (end == i && is_day(s, i)) {
        end = take_day_first(s, i, a);
        if (end == i && !is_word(s, i + 1, RAP_DATE_MONTH_MARK)) {
            a->date.day = (int8_t)token_at(s, i)->value;
            end = i + 1;
        }
    }
    if (end == i) {
        end = take_month_first(s, i, a);
    }
    if (end == i && is_year(s, i)) {
        a->date.year = (int16_t)token_at(s, i)->value;
        end = is_word(s, i + 1, RAP_DATE_YEAR) ? i + 2 : i + 1;
    }
    a->last = end ? end - 1 : 0;
    return end;
}

/* What joins the atom before token i to one behind: 0 where nothing does. */
static int take_join(const scanner *s, size_t last, size_t *i)
{
    size_t at = *i;
    if (at >= s->tokens.count) {
        return 0;
    }
    bool dash = dash_between(s->fold, token_at(s, last)->end, token_at(s, at)->start);
    if (dash && (token_at(s, at)->kind == TOKEN_NUMBER || is_word(s, at, RAP_DATE_MONTH))) {
        return RAP_DATE_RANGE;
    }
    int join = 0;
    if (char_of(s, at) == ',') {
        join = RAP_DATE_AND;
        at++;
    }
    if (is_word(s, at, RAP_DATE_AND)) {
        join = RAP_DATE_AND;
        at++;
    } else if (is_word(s, at, RAP_DATE_RANGE)) {
        join = RAP_DATE_RANGE;
        at++;
        if (is_word(s, at, RAP_DATE_RANGE)) {
            at++;
        }
    }
    while (join && (is_word(s, at, RAP_DATE_IN) || is_word(s, at, RAP_DATE_MID) ||
                    is_word(s, at, RAP_DATE_SINCE) || is_word(s, at, RAP_DATE_OF))) {
        if (is_word(s, at, RAP_DATE_SINCE)) {
            return 0;
        }
        at++;
    }
    if (join && is_word(s, at, RAP_DATE_YEAR) && is_year(s, at + 1)) {
        at++;
    }
    *i = join ? at : *i;
    return join;
}

/* Whether an atom may stand behind `before` in one chain: the same kind or with more told. */
static bool may_follow(const atom *before, const atom *next, int join)
{
    if (before->length_months || next->length_months) {
        return false;
    }
    bool year_alone = !before->date.month && !before->date.day;
    bool next_year_alone = !next->date.month && !next->date.day;
    if (next_year_alone) {
        /* "March 2023 and 2024"; "12 March to 2024" is none. */
        return year_alone || (before->date.month && !before->date.day && before->date.year) ||
               (join == RAP_DATE_RANGE && before->date.year);
    }
    if (year_alone && next->date.month && !next->date.day) {
        return join == RAP_DATE_RANGE && next->date.year;
    }
    if (next->date.day && !next->date.month) {
        /* "28 November, 21 delegates"; but Chinese marks the day */
        return before->date.day != 0 && (!before->date.month || next->marked);
    }
    return !year_alone || join == RAP_DATE_RANGE;
}

static void share_leftward(atom *atoms, size_t count)
{
    for (size_t i = count; i-- > 1;) {
        atom *a = &atoms[i - 1];
        const atom *next = &atoms[i];
        if (a->marked && i > 1) {
            continue; /* Chinese tells the year first: what is left out stands before */
        }
        if (a->date.day && !a->date.month) {
            a->date.month = next->date.month;
        }
        if (!a->date.year && (a->date.month || a->date.day)) {
            bool wraps = next->date.month && a->date.month > next->date.month &&
                         a->join == RAP_DATE_RANGE && next->date.year;
            a->date.year = (int16_t)(next->date.year - (wraps ? 1 : 0));
        }
    }
}

static void share_rightward(atom *atoms, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const atom *before = &atoms[i - 1];
        atom *a = &atoms[i];
        if (a->date.day && !a->date.month) {
            a->date.month = before->date.month;
        }
        if (!a->date.year) {
            a->date.year = before->date.year;
        }
        /* The month goes with both years: "March 2023 and 2024". */
        if (!a->date.month && before->date.month && !before->date.day && before->date.year) {
            a->date.month = before->date.month;
        }
    }
}

/* Fills what atoms leave out: months and years from the right, then from the left; false where a
 * day stays without a month. */
static bool share(atom *atoms, size_t count)
{
    share_leftward(atoms, count);
    share_rightward(atoms, count);
    for (size_t i = 0; i < count; i++) {
        if (!atoms[i].date.month && (atoms[i].date.day || !atoms[i].date.year)) {
            return false;
        }
    }
    return true;
}

static bool is_upper_at(const scanner *s, size_t i)
{
    const token *t = token_at(s, i);
    return i < s->tokens.count && t->kind != TOKEN_NUMBER &&
           rap_fold_is_upper(s->fold->source, s->fold->from[t->start]);
}

typedef struct {
    bool since, by, in, period, not_date;
} context;

/* Chinese has the word for since behind the date: a row with a value. */
static bool is_since_behind(const scanner *s, const atom *last)
{
    return is_word(s, last->last + 1, RAP_DATE_SINCE) && token_at(s, last->last + 1)->value;
}

/* The words before token i. */
static context look_back(const scanner *s, size_t i)
{
    context c = {0};
    for (size_t steps = 0; i > 0 && steps < 5; steps++) {
        i--;
        if (is_word(s, i, RAP_DATE_SINCE) && !token_at(s, i)->value) {
            c.since = true;
        } else if (is_word(s, i, RAP_DATE_BY)) {
            c.by = true;
        } else if (is_word(s, i, RAP_DATE_PERIOD)) {
            c.period = true;
        } else if (is_word(s, i, RAP_DATE_NOT)) {
            c.not_date = !steps;
            return c;
        } else if (is_word(s, i, RAP_DATE_IN) || is_word(s, i, RAP_DATE_MID) ||
                   is_word(s, i, RAP_DATE_BETWEEN)) {
            c.in = true;
        } else if (is_word(s, i, RAP_DATE_RANGE) || is_word(s, i, RAP_DATE_YEAR)) {
            c.in = true;
        } else if (!is_word(s, i, RAP_DATE_OF)) {
            return c;
        }
    }
    return c;
}

/* Whether a year with no month is no date: "Agenda 2063", "resolution 2719 (2023)". */
static bool is_no_date(const scanner *s, const atom *first, const atom *last, const context *c,
                       bool is_range)
{
    bool closed =
        first->first && char_of(s, first->first - 1) == '(' && char_of(s, last->last + 1) == ')';
    return c->not_date || is_word(s, last->last + 1, RAP_DATE_NOT) || (closed && !is_range);
}

static char char_before(const scanner *s, const atom *a)
{
    return a->first ? char_of(s, a->first - 1) : '\0';
}

static const char *told_hint(const context *c)
{
    return c->period ? "validity" : c->by ? "deadline" : "";
}

/* What hint a year with no month gets. */
static const char *year_hint(const scanner *s, const atom *first, const atom *last,
                             const context *c, bool is_range)
{
    size_t next = last->last + 1;
    char before = char_before(s, first);
    bool marked = is_word(s, last->last, RAP_DATE_YEAR) ||
                  (first->first && is_word(s, first->first - 1, RAP_DATE_YEAR));
    bool told = c->in || c->since || c->by || c->period || marked;
    if (before == '|' || before == '"') {
        return "title"; /* a title in quotation marks begins with it */
    }
    if (is_range && !c->in && !c->since) {
        return "validity";
    }
    if (is_upper_at(s, next) && !marked && !is_range) {
        return "title"; /* "the 2018 Boe Declaration" */
    }
    if (told) {
        return told_hint(c);
    }
    if (first->first && is_upper_at(s, first->first - 1)) {
        return "title";
    }
    return first->first && is_word(s, first->first - 1, RAP_DATE_OF) ? "" : "attribute";
}

static rap_date end_of(const atom *a)
{
    rap_date end = a->date;
    if (a->length_months) {
        end.month = (int8_t)(end.month + a->length_months - 1);
    }
    return end;
}

static bool is_next_day(rap_date a, rap_date b)
{
    return a.day && a.day + 1 == b.day && a.month == b.month && a.year == b.year;
}

static bool date_fits(rap_date date)
{
    if (!date.year) {
        date.year = 2000; /* a leap year, for dates without a year */
    }
    return rap_date_is_valid(date);
}

static void emit(scanner *s, size_t low, size_t high)
{
    const atom *first = &s->atoms.items[low], *last = &s->atoms.items[high];
    context c = look_back(s, s->atoms.items[low].first);
    const char *hint = told_hint(&c);
    bool is_range = low != high && s->atoms.items[low].join == RAP_DATE_RANGE;
    if (!first->date.month) {
        if (is_no_date(s, first, last, &c, is_range)) {
            return;
        }
        hint = year_hint(s, first, last, &c, is_range);
    }
    if (!date_fits(first->date) || !date_fits(end_of(last))) {
        return;
    }
    const token *from = token_at(s, first->first), *to = token_at(s, last->last);
    rap_date_hit hit = {{s->fold->from[from->start], s->fold->until[to->end - 1]},
                        {first->date, end_of(last)},
                        (c.since || is_since_behind(s, last)) && !is_range,
                        hint,
                        0};
    if (hit.is_open) {
        hit.period.end = (rap_date){0};
    }
    RAP_PUSH(s->arena, s->hits, hit);
}

/* The chain of atoms gives periods: ranges and neighbouring days as one, others each its own. */
static void emit_chain(scanner *s)
{
    atom *atoms = s->atoms.items;
    size_t count = s->atoms.count;
    while (count && !share(atoms, count)) {
        count--; /* a number behind the last date was none */
    }
    for (size_t i = 0; i < count;) {
        size_t high = i;
        if (atoms[i].join == RAP_DATE_RANGE && i + 1 < count) {
            high = i + 1;
        } else {
            while (high + 1 < count && atoms[high].join == RAP_DATE_AND &&
                   is_next_day(atoms[high].date, atoms[high + 1].date)) {
                high++;
            }
        }
        emit(s, i, high);
        i = high + 1;
    }
}

/* "between 9 and 12 November" */
static void read_between(scanner *s)
{
    size_t first = s->atoms.items[0].first;
    while (first > 0 && is_word(s, first - 1, RAP_DATE_OF)) {
        first--;
    }
    if (s->atoms.count == 2 && first > 0 && is_word(s, first - 1, RAP_DATE_BETWEEN)) {
        s->atoms.items[0].join = RAP_DATE_RANGE;
    }
}

static void scan_same(scanner *s, size_t i)
{
    const token *t = token_at(s, i);
    if (t->kind == TOKEN_WORD &&
        (t->word == RAP_DATE_SAME_MONTH || t->word == RAP_DATE_SAME_YEAR)) {
        rap_date_hit hit = {.span = {s->fold->from[t->start], s->fold->until[t->end - 1]},
                            .hint = "",
                            .same = t->word};
        RAP_PUSH(s->arena, s->hits, hit);
    }
}

void rap_date_scan(const rap_language_rules *language, rap_arena *arena, const rap_fold *fold,
                   rap_date_hits *ret_hits)
{
    scanner s = {.arena = arena, .fold = fold, .hits = ret_hits};
    *ret_hits = (rap_date_hits){0};
    s.tokens.capacity = fold->word_count + 1; /* seldom more */
    s.tokens.items = rap_arena_take_raw(arena, s.tokens.capacity * sizeof *s.tokens.items);
    tokenize(&s, &language->dates);
    for (size_t i = 0; i < s.tokens.count;) {
        atom a;
        if (s.tokens.items[i].kind == TOKEN_OTHER) { /* no date begins */
            i++;
            continue;
        }
        size_t next = take_atom(&s, i, &a);
        if (next == i) {
            scan_same(&s, i);
            i++;
            continue;
        }
        s.atoms.count = 0;
        RAP_PUSH(arena, &s.atoms, a);
        for (;;) {
            size_t at = next;
            int join = take_join(&s, next - 1, &at);
            atom b;
            size_t end = join ? take_atom(&s, at, &b) : at;
            atom *before = &s.atoms.items[s.atoms.count - 1];
            if (!join || end == at || !may_follow(before, &b, join)) {
                break;
            }
            before->join = join;
            RAP_PUSH(arena, &s.atoms, b);
            next = end;
        }
        read_between(&s);
        emit_chain(&s);
        i = next;
    }
}

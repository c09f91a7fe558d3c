#include "resolutions.h"

#include <string.h>

/* -- words ------------------------------------------------------------------------------------- */

static void add_word(const rap_mention_work *work, const rap_name *name, size_t start, size_t end,
                     rap_symbol_words *words)
{
    switch (name->category) {
    case RAP_SYMBOL_RESOLUTION:
    case RAP_SYMBOL_DECISION:
    case RAP_SYMBOL_OWN:
        RAP_PUSH(work->arena, &words->words, (rap_governing_word){start, end, name->category});
        break;
    case RAP_SYMBOL_LETTER:
        RAP_PUSH(work->arena, &words->letters,
                 (rap_letter){start, end, (char)('A' + name->value - 1)});
        break;
    case RAP_SYMBOL_SPECIAL:
        RAP_PUSH(work->arena, &words->specials,
                 (rap_letter){start, end, name->value == 2 ? 'E' : 'S'});
        break;
    default:
        break;
    }
}

void rap_symbol_words_find(const rap_mention_work *work, rap_symbol_words *ret_words)
{
    size_t end = 0;
    *ret_words = (rap_symbol_words){0};
    for (size_t w = 0; w < work->fold.word_count; w++) {
        size_t at = work->fold.words[w], starts[8] = {at};
        rap_name_hit hit = {0};
        if (at < end || !rap_mention_may(work, &work->language->symbols, w)) {
            continue;
        }
        size_t count = work->lang == RAP_LANG_AR ? rap_arabic_starts(&work->fold, at, starts) : 1;
        size_t i = 0;
        while (i < count &&
               !rap_names_match(&work->language->symbols, &work->fold, starts[i], &hit)) {
            i++;
        }
        if (i < count) {
            add_word(work, hit.name, work->fold.from[starts[i]], work->fold.until[hit.end - 1],
                     ret_words);
            end = hit.end;
        }
    }
}

/* Whether a sentence ends in text[from, to): a full stop, a space and a capitalized word, or a Han
 * stop; "sect. B, 57/283" goes on. */
static bool sentence_ends(rap_str text, size_t from, size_t to)
{
    for (size_t i = from; i + 3 < to; i++) {
        char letter = text.data[i + 3];
        if ((text.data[i] == '.' && text.data[i + 1] == ' ' &&
             rap_number_is_upper(text.data[i + 2]) && letter >= 'a' && letter <= 'z') ||
            !memcmp(text.data + i, "\xE3\x80\x82", 3)) {
            return true;
        }
    }
    return false;
}

/* The last word before the number in the sentence; in Chinese, where it stands behind the number,
 * the next one. */
const rap_governing_word *rap_symbol_governing(const rap_mention_work *work,
                                               const rap_governing_words *words,
                                               const rap_number *n)
{
    const rap_governing_word *before = NULL, *behind = NULL; /* the nearest */
    for (size_t i = 0; i < words->count && !behind; i++) {
        const rap_governing_word *word = &words->items[i];
        if (word->word != RAP_SYMBOL_OWN && word->end <= n->start) {
            before = word;
        } else if (word->word != RAP_SYMBOL_OWN && word->start >= n->end) {
            behind = word;
        }
    }
    if (behind && work->lang == RAP_LANG_ZH &&
        !sentence_ends(work->block_text, n->end, behind->start)) {
        return behind;
    }
    return before && !sentence_ends(work->block_text, before->end, n->start) ? before : NULL;
}

/* The Economic and Social Council and its commissions count sessions by years. */
enum { FIRST_YEAR_SESSION = 1970 };

static bool is_by_years(const rap_number *n)
{
    return n->session >= FIRST_YEAR_SESSION;
}

/* -- the year of adoption ---------------------------------------------------------------------- */

static int year_at(rap_str text, size_t at)
{
    if (rap_number_skip_digits(text, at) != at + 4) {
        return 0;
    }
    int year = rap_number_value(text, at, at + 4);
    return year >= 1946 && year <= 2100 ? year : 0;
}

/* The year of the date right behind the number: "57/32 of 19 November 2002". */
static int year_behind(rap_str text, size_t at, size_t limit)
{
    enum { TO_DAY = 24, TO_YEAR = 48 };
    size_t day = at;
    while (day < limit && !rap_number_is_digit(text.data[day]) && day - at <= TO_DAY) {
        if (text.data[day] == '(' || text.data[day] == ';') {
            return 0;
        }
        day++;
    }
    size_t digits = rap_number_skip_digits(text, day) - day;
    if (day >= limit || (digits != 1 && digits != 2)) {
        return 0;
    }
    size_t year = day + digits;
    while (year < limit && !rap_number_is_digit(text.data[year]) && year - day <= TO_YEAR) {
        year++;
    }
    return year < limit ? year_at(text, year) : 0;
}

/* Chinese: the year of the date that ends right before the number: "2002 11 19 No. 57/32", each
 * number with its character. */
static int year_before(rap_str text, size_t from, size_t to)
{
    enum { REACH = 40 };
    size_t start = to - from > REACH ? to - REACH : from;
    size_t last = to;
    while (last > start && !rap_number_is_digit(text.data[last - 1])) {
        last--;
    }
    /* Between day and number stand at most two characters, "day" and "number". */
    if (to - last > 9) {
        return 0;
    }
    for (size_t at = last; at-- > start;) {
        int year = (!at || !rap_number_is_digit(text.data[at - 1])) ? year_at(text, at) : 0;
        if (year) {
            return year;
        }
    }
    return 0;
}

static int year_of(const rap_mention_work *work, const rap_cited_list *list, size_t index)
{
    const rap_cited *item = &list->items[index];
    rap_str text = work->block_text;
    if (work->lang == RAP_LANG_ZH) {
        return year_before(text, index ? list->items[index - 1].end : 0, item->start);
    }
    size_t limit = index + 1 < list->count ? list->items[index + 1].start : text.length;
    return year_behind(text, item->end, limit);
}

/* The body whose session fell in `year`. The Assembly's first session began in 1946, one follows
 * another each September; the Human Rights Council has met three times a year since 2006. */
static const char *body_of_year(const rap_number *n, int year)
{
    int assembly = 1945 + n->session, council = 2006 + (n->session - 1) / 3;
    if (year == assembly || year == assembly + 1) {
        return "A";
    }
    return year == council ? "A/HRC" : NULL;
}

/* -- bodies ------------------------------------------------------------------------------------ */

/* The prefix of a body's symbols in the table; "-" where it numbers its resolutions otherwise;
 * empty where the table does not have it. */
static rap_str prefix_of(const rap_mention_work *work, rap_str entity)
{
    const rap_str *prefix = rap_map_find(work->rules->bodies, entity);
    return prefix ? *prefix : RAP_STR_NONE;
}

/* Whether a number of the same list stands in text[from, to). */
static bool has_number_of(const rap_cited_list *list, const rap_cited *item, size_t from, size_t to)
{
    for (size_t i = 0; i < list->count; i++) {
        const rap_cited *other = &list->items[i];
        if (other->word == item->word && other->start >= from && other->start < to) {
            return true;
        }
    }
    return false;
}

/* The body that stands beside the word or the number: before the word ("Human Rights Council
 * resolution"), before the numbers that follow it, or right behind the number. */
static rap_str prefix_near(const rap_mention_work *work, const rap_cited_list *list,
                           const rap_cited *item)
{
    /* Chinese sets the date between body and number: "the Council's 24 March 2017 No. 34/24". */
    enum { HAN_REACH = 28, ADJACENT = 3, BEHIND = 16 };
    rap_str behind = RAP_STR_NONE, before = RAP_STR_NONE;
    for (size_t i = 0; i < work->found.count; i++) {
        const rap_mention *m = &work->found.items[i];
        if (m->kind != RAP_MENTION_ORGANIZATION) {
            continue;
        }
        size_t start = m->span.start, end = m->span.end;
        rap_str prefix = prefix_of(work, m->entity);
        bool at_word = end <= item->word->start && item->word->start - end <= ADJACENT;
        if (work->lang == RAP_LANG_ZH) {
            before = prefix.length && end <= item->start && item->start - end <= HAN_REACH ? prefix
                                                                                           : before;
        } else if (at_word) {
            before = prefix.length || rap_str_is(m->entity, "UN") ? prefix : RAP_STR("-");
        } else if (!prefix.length) {
            continue;
        } else if (start >= item->word->end && end <= item->start) {
            bool is_of_list = !has_number_of(list, item, item->word->end, start);
            before = is_of_list || item->start - end <= ADJACENT ? prefix : before;
        } else if (start >= item->end && start - item->end <= BEHIND && !behind.length) {
            behind = prefix;
        }
    }
    return before.length ? before : behind;
}

/* "the resolutions of the Human Rights Council, the latest being resolutions 47/1 ...": the body
 * named between the word before and this one, where the word is not said to be the speaker's own.
 */
static rap_str prefix_between(const rap_mention_work *work, const rap_governing_words *words,
                              const rap_cited_list *list, const rap_governing_word *word)
{
    enum { NEAR = 60 };
    const rap_governing_word *before = NULL;
    for (size_t i = 0; i < words->count && &words->items[i] != word; i++) {
        before = &words->items[i];
    }
    if (!before || before->word == RAP_SYMBOL_OWN) {
        return RAP_STR_NONE;
    }
    rap_str found = RAP_STR_NONE;
    bool is_same = word->start - before->end <= NEAR;
    for (size_t i = 0; i < list->count; i++) {
        is_same =
            is_same && !(list->items[i].start >= before->end && list->items[i].start < word->start);
    }
    for (size_t i = 0; i < work->found.count; i++) {
        const rap_mention *m = &work->found.items[i];
        rap_str prefix = prefix_of(work, m->entity);
        if (m->kind != RAP_MENTION_ORGANIZATION || !prefix.length) {
            continue;
        }
        /* "Human Rights Council resolutions, including resolutions 23/9" */
        if (is_same && m->span.end <= before->start && before->start - m->span.end <= 3) {
            return prefix;
        }
        if (m->span.start >= before->end && m->span.end <= word->start &&
            word->start - m->span.end <= NEAR) {
            found = prefix;
        }
    }
    return found;
}

/* The prefix of the body whose report a note cites before the number: "Supplement No. 53
 * (A/73/53), chap. IV, sect. A, resolution 37/17". */
static rap_str prefix_of_report(const rap_mention_work *work, const rap_cited_list *list,
                                size_t index)
{
    for (size_t i = index; i-- > 0;) {
        rap_str symbol = list->items[i].symbol;
        if (list->items[i].word || !symbol.length) {
            continue;
        }
        for (size_t k = 0; k < work->rules->reports.count; k++) {
            const rap_report_symbol *report = &work->rules->reports.items[k];
            size_t at = report->before.length;
            if (!rap_str_starts(symbol, report->before)) {
                continue;
            }
            at = rap_number_skip_digits(symbol, at);
            rap_str rest = rap_str_slice(symbol, at, symbol.length);
            if (rap_str_starts(rest, report->behind) &&
                !rap_number_is_alnum(rap_number_at(rest, report->behind.length))) {
                return report->prefix;
            }
        }
        return RAP_STR_NONE;
    }
    return RAP_STR_NONE;
}

/* Whether the paragraph speaks of the Human Rights Council. */
static bool names_rights_council(const rap_mention_work *work)
{
    for (size_t i = 0; i < work->found.count; i++) {
        if (rap_str_is(work->found.items[i].entity, "HRC")) {
            return true;
        }
    }
    return false;
}

/* The Assembly has numbered its resolutions by sessions since its thirty-first. */
enum { FIRST_SLASHED_SESSION = 31 };

/* What is left where nothing beside the number tells its body. */
static rap_str prefix_by_default(const rap_mention_work *work, const rap_number *n)
{
    if (is_by_years(n)) {
        return RAP_STR("E");
    }
    bool by_council = rap_str_starts(work->version->cover.symbol, RAP_STR("A/HRC/"));
    if (by_council ||
        (n->session < FIRST_SLASHED_SESSION && !n->is_special && names_rights_council(work))) {
        return RAP_STR("A/HRC");
    }
    return n->is_special || n->session >= FIRST_SLASHED_SESSION ? RAP_STR("A") : RAP_STR_NONE;
}

/* The prefix of the nearest number before or behind in the same list whose body is known. */
static rap_str prefix_of_list(const rap_cited_list *list, size_t index)
{
    const rap_cited *item = &list->items[index];
    for (int step = -1; step <= 1; step += 2) {
        for (size_t i = index + (size_t)step; i < list->count; i += (size_t)step) {
            const rap_cited *other = &list->items[i];
            if (other->word != item->word) {
                break;
            }
            if (other->prefix.length && other->number.form == RAP_FORM_SESSION &&
                is_by_years(&other->number) == is_by_years(&item->number)) {
                return other->prefix;
            }
        }
    }
    return RAP_STR_NONE;
}

/* -- symbols ----------------------------------------------------------------------------------- */

/* What the letter of a part adds to a symbol. All parts printed together are one document, and so
 * are parts adopted together ("53/77 Q"), which the First Committee gave up with session 57; a part
 * that another committee adopted later in the session is a document of its own ("57/270 B"). */
static const char *part_of(const rap_mention_work *work, const rap_cited *item, const char *base)
{
    enum { PARTS_PRINTED_TOGETHER = 54, OWN_SINCE = 57, OWN_BUDGET_SINCE = 47, FIRST_BUDGET = 100 };
    int session = item->number.session;
    const rap_str *parts = rap_map_find(work->rules->parts, rap_str_of(base));
    bool counts = rap_str_is(item->prefix, "A") || rap_str_is(item->prefix, "E");
    if (!item->letter_count || !counts || item->number.is_special) {
        return "";
    }
    if (parts) {
        return rap_arena_format(work->arena, " %.*s", RAP_STR_ARG(*parts));
    }
    if (item->letter_count == 2) {
        return session < PARTS_PRINTED_TOGETHER
                   ? ""
                   : rap_arena_format(work->arena, " %c-%c", item->letters[0], item->letters[1]);
    }
    bool is_own = session >= OWN_SINCE ||
                  (session >= OWN_BUDGET_SINCE && item->number.number >= FIRST_BUDGET);
    return is_own && item->letters[0] != 'A'
               ? rap_arena_format(work->arena, " %c", item->letters[0])
               : "";
}

static rap_str full_number(const rap_mention_work *work, const rap_cited *item)
{
    rap_arena *arena = work->arena;
    const rap_number *n = &item->number;
    const char *kind = item->word->word == RAP_SYMBOL_DECISION ? "DEC" : "RES";
    if (n->form == RAP_FORM_YEAR) {
        return rap_str_of(rap_arena_format(arena, "S/%s/%d (%d)", kind, n->number, n->session));
    }
    if (!item->prefix.length || item->is_foreign) {
        return RAP_STR_NONE;
    }
    if (n->form == RAP_FORM_ROMAN) {
        rap_str roman = n->roman.length ? n->roman : rap_str_of(n->roman_text);
        return rap_str_of(rap_arena_format(arena, "%.*s/%s/%d (%.*s)", RAP_STR_ARG(item->prefix),
                                           kind, n->number, RAP_STR_ARG(roman)));
    }
    const char *special = n->is_emergency ? "ES-" : n->is_special ? "S-" : "";
    const char *base = rap_arena_format(arena, "%.*s/%s/%s%d/%d", RAP_STR_ARG(item->prefix), kind,
                                        special, n->session, n->number);
    return rap_str_of(rap_arena_format(arena, "%s%s", base, part_of(work, item, base)));
}

/* What stands right beside the number: its date, or a body. */
static void resolve_near(const rap_mention_work *work, const rap_cited_list *list, size_t index)
{
    rap_cited *item = &list->items[index];
    const rap_number *n = &item->number;
    rap_str near = prefix_near(work, list, item);
    if (is_by_years(n) && !rap_str_is(near, "-") && !rap_str_starts(near, RAP_STR("E"))) {
        near = RAP_STR_NONE; /* neither the Assembly nor the Human Rights Council counts so */
    }
    /* The Security Council counts by years: such a number beside its name is the Assembly's. */
    int year = n->is_special || is_by_years(n) ? 0 : year_of(work, list, index);
    const char *dated = year ? body_of_year(n, year) : NULL;
    if (dated) {
        item->prefix = rap_str_of(dated);
    } else if (rap_str_is(near, "-")) {
        item->is_foreign = true;
    } else {
        item->prefix = near;
    }
}

static bool is_own_word(const rap_governing_words *words, const rap_governing_word *word)
{
    for (size_t i = 0; i < words->count && &words->items[i] != word; i++) {
        if (words->items[i].word == RAP_SYMBOL_OWN && word->start >= words->items[i].end &&
            word->start - words->items[i].end <= 3) {
            return true;
        }
    }
    return false;
}

static void resolve_far(const rap_mention_work *work, const rap_governing_words *words,
                        const rap_cited_list *list, size_t index)
{
    rap_cited *item = &list->items[index];
    rap_str prefix = prefix_of_list(list, index);
    if (!prefix.length) {
        prefix = prefix_of_report(work, list, index);
    }
    if (!prefix.length && !is_own_word(words, item->word)) {
        prefix = prefix_between(work, words, list, item->word);
    }
    if (rap_str_is(prefix, "-")) {
        item->is_foreign = true;
        return;
    }
    item->prefix = prefix.length ? prefix : prefix_by_default(work, &item->number);
}

static void resolve_roman(const rap_mention_work *work, const rap_cited_list *list, rap_cited *item)
{
    rap_str near = prefix_near(work, list, item);
    item->is_foreign = rap_str_is(near, "-");
    item->prefix = rap_str_is(near, "E") ? near : RAP_STR("A");
}

void rap_resolutions_resolve(const rap_mention_work *work, const rap_governing_words *words,
                             rap_cited_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        rap_cited *item = &list->items[i];
        if (item->word && item->number.form == RAP_FORM_SESSION) {
            resolve_near(work, list, i);
        } else if (item->word && item->number.form == RAP_FORM_ROMAN) {
            resolve_roman(work, list, item);
        }
    }
    for (size_t i = 0; i < list->count; i++) {
        rap_cited *item = &list->items[i];
        if (item->word && item->number.form == RAP_FORM_SESSION && !item->prefix.length &&
            !item->is_foreign) {
            resolve_far(work, words, list, i);
        }
        if (item->word) {
            item->symbol = full_number(work, item);
        }
    }
}

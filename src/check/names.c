/* Names: of bodies that have changed, and of persons spelt in two ways. */
#include "rules.h"

#include <unicode/uchar.h>

/* -- bodies --------------------------------------------------------------------------------------
 */

/* Whether the sentence speaks of the past: an earlier year, or a word such as "former". */
static bool is_history(const checking *c, const rap_mention *mention, int until)
{
    rap_str text = c->version->blocks.items[mention->block].text;
    rap_span sentence = check_sentence_at(c, text, mention->span.start);
    for (size_t i = c->first_mention[mention->block]; i < c->first_mention[mention->block + 1];
         i++) {
        const rap_mention *date = &c->version->mentions.items[i];
        bool is_in = date->span.start >= sentence.start && date->span.end <= sentence.end;
        if (is_in && date->kind == RAP_MENTION_DATE && date->period.start.year &&
            date->period.start.year <= until) {
            return true;
        }
    }
    const rap_strs *words = check_words(c->language, "former");
    for (size_t i = 0; i < words->count; i++) {
        size_t at =
            rap_str_find(rap_str_slice(text, 0, sentence.end), words->items[i], sentence.start);
        if (at != SIZE_MAX && check_begins_word(text, at)) {
            return true;
        }
    }
    return false;
}

static const rap_entity_name *name_of(const rap_entity *entity, rap_lang lang, rap_str words)
{
    for (size_t i = 0; i < entity->all_names[lang].count; i++) {
        if (rap_str_equal(entity->all_names[lang].items[i].text, words)) {
            return &entity->all_names[lang].items[i];
        }
    }
    return NULL;
}

static void check_body(checking *c, const rap_mention *mention)
{
    const rap_block *block = &c->version->blocks.items[mention->block];
    const rap_entity *entity =
        rap_entity_find(c->mentions, mention->body.length ? mention->body : mention->entity);
    rap_str words = rap_block_slice(block, mention->span);
    rap_lang lang = c->version->lang;
    if (!entity || check_is_quoted(c, block->text, mention->span.start) ||
        block->part == RAP_PART_FOOTNOTE) {
        return;
    }
    const rap_entity_name *name = name_of(entity, lang, words);
    int until = name ? name->until : 0;
    if (!until || (c->year && c->year <= until + 1) || is_history(c, mention, until)) {
        return;
    }
    bool is_known = entity->names[lang].length && !name->is_acronym;
    const char *now =
        rap_str_c(c->arena, entity->names[lang].length ? entity->names[lang] : entity->id);
    check_report(c, CHECK_NAME_FORMER, (int32_t)mention->block, mention->span,
                 is_known ? now : NULL, rap_arena_format(c->arena, "write %s", now),
                 "%.*s bore that name until %d", RAP_STR_ARG(words), until);
}

/* A body that has ended is named rightly in texts of any year; that it acted afterwards is not. */
static void check_party(checking *c, const rap_activity *activity, const rap_party *party)
{
    const rap_entity *entity = rap_entity_find(c->mentions, party->entity);
    int first = 0;
    for (size_t i = 0; i < activity->dates.count; i++) {
        int year = activity->dates.items[i].start.year;
        first = !first || year < first ? year : first;
    }
    if (!entity || !entity->until || first <= entity->until ||
        party->span.end <= party->span.start) {
        return;
    }
    check_report(
        c, CHECK_NAME_FORMER, (int32_t)activity->quote.block, party->span, NULL,
        entity->successor.length ? rap_arena_format(c->arena, "its work is carried on by %.*s",
                                                    RAP_STR_ARG(entity->successor))
                                 : "name the body that is meant",
        "the body ceased to exist in %d, and is said to have acted in %d", entity->until, first);
}

/* -- persons -------------------------------------------------------------------------------------
 */

typedef struct {
    uint32_t block;
    rap_span span; /* of the name without the title */
    rap_str text;
    rap_str first, last; /* its words */
} person;
typedef RAP_VEC(person) people;

typedef struct {
    checking *c;
    people persons;
} finder;

static size_t word_end(rap_str text, size_t at)
{
    size_t next = at;
    while (next < text.length) {
        size_t step = next;
        uint32_t code = rap_utf8_next(text, &step);
        bool joins = code == '-' || code == '\'' || code == 0x2019;
        if (!check_is_letter(code) && u_charType((UChar32)code) != U_NON_SPACING_MARK && !joins) {
            break;
        }
        next = step;
    }
    return next;
}

/* The capitalized words from `at` on, two at least, as a name. */
static bool name_at(finder *f, uint32_t index, size_t at)
{
    rap_str text = f->c->version->blocks.items[index].text;
    person found = {.block = index, .span = {(uint32_t)at, (uint32_t)at}};
    size_t count = 0;
    while (at < text.length) {
        size_t next = at;
        if (!check_is_upper(rap_utf8_next(text, &next))) {
            break;
        }
        size_t end = word_end(text, at);
        rap_str word = rap_str_slice(text, at, end);
        found.first = count ? found.first : word;
        found.last = word;
        found.span.end = (uint32_t)end;
        count++;
        if (end >= text.length || text.data[end] != ' ') {
            break;
        }
        at = end + 1;
    }
    found.text = rap_str_slice(text, found.span.start, found.span.end);
    if (count < 2 || count > 4) {
        return false;
    }
    RAP_PUSH(f->c->arena, &f->persons, found);
    return true;
}

static void find_persons(finder *f, uint32_t index)
{
    rap_str text = f->c->version->blocks.items[index].text;
    const rap_strs *titles = check_words(f->c->language, "person-title");
    for (size_t i = 0; i < titles->count; i++) {
        rap_str title = titles->items[i];
        size_t at = 0;
        while ((at = rap_str_find(text, title, at)) != SIZE_MAX) {
            size_t end = at + title.length;
            if (check_begins_word(text, at) && end < text.length && text.data[end] == ' ') {
                name_at(f, index, end + 1);
            }
            at = end;
        }
    }
}

/* How many letters must change, at most 3 (more count as 3). */
static size_t distance(rap_str a, rap_str b)
{
    enum { LONGEST = 40, FAR = 3 };
    UChar32 x[LONGEST], y[LONGEST];
    size_t m = 0, n = 0;
    for (size_t at = 0; at < a.length && m < LONGEST;) {
        x[m++] = (UChar32)rap_utf8_next(a, &at);
    }
    for (size_t at = 0; at < b.length && n < LONGEST;) {
        y[n++] = (UChar32)rap_utf8_next(b, &at);
    }
    size_t rows[2][LONGEST + 1];
    for (size_t j = 0; j <= n; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 2], *above = rows[(i + 1) % 2];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = above[j - 1] + (x[i - 1] != y[j - 1]);
            best = above[j] + 1 < best ? above[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return rows[m % 2][n] < FAR ? rows[m % 2][n] : FAR;
}

/* Alike but for a letter or two of a long word, the rest the same. */
static bool is_near(rap_str a, rap_str b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    size_t allowed = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
    size_t apart = distance(a, b);
    return apart > 0 && apart <= allowed;
}

static bool is_other_spelling(const person *a, const person *b)
{
    bool same_first = rap_str_equal(a->first, b->first);
    bool same_last = rap_str_equal(a->last, b->last);
    return (same_first && is_near(a->last, b->last)) || (same_last && is_near(a->first, b->first));
}

static size_t times(const finder *f, rap_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < f->persons.count; i++) {
        count += rap_str_equal(f->persons.items[i].text, text);
    }
    return count;
}

static void check_persons(finder *f)
{
    checking *c = f->c;
    for (size_t i = 0; i < f->persons.count; i++) {
        const person *later = &f->persons.items[i], *other = NULL;
        bool is_first = true;
        for (size_t k = 0; k < i; k++) {
            const person *earlier = &f->persons.items[k];
            is_first &= !rap_str_equal(earlier->text, later->text);
            other = !other && is_other_spelling(earlier, later) ? earlier : other;
        }
        if (other && is_first) {
            bool is_rarer = times(f, later->text) <= times(f, other->text);
            const person *doubtful = is_rarer ? later : other, *usual = is_rarer ? other : later;
            check_report(c, CHECK_NAME_SPELLING, (int32_t)doubtful->block, doubtful->span,
                         rap_str_c(c->arena, usual->text), "spell the name in one way",
                         "the same person seems to be called %.*s elsewhere",
                         RAP_STR_ARG(usual->text));
        }
    }
}

void check_names(checking *c)
{
    finder f = {.c = c};
    for (size_t i = 0; i < c->version->mentions.count; i++) {
        const rap_mention *mention = &c->version->mentions.items[i];
        if (mention->kind == RAP_MENTION_ORGANIZATION) {
            check_body(c, mention);
        }
    }
    for (size_t i = 0; i < c->version->activities.count; i++) {
        const rap_activity *activity = &c->version->activities.items[i];
        for (size_t k = 0; k < activity->parties.count; k++) {
            check_party(c, activity, &activity->parties.items[k]);
        }
    }
    for (size_t i = 0; i < c->version->blocks.count; i++) {
        if (check_is_prose(c, i)) {
            find_persons(&f, (uint32_t)i);
        }
    }
    check_persons(&f);
}

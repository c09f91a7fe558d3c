#include "renderings.h"

#include "base/map.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

enum {
    LONGEST = 3,      /* words of a phrase */
    LONGEST_HAN = 6,  /* characters of one */
    SHORTEST_HAN = 3, /* fewer are in too many phrases */
    CONTENT = 5,      /* letters of a word that says something */
    CONTENT_AR = 4,   /* Arabic leaves short vowels out */
    LEAST = 3,        /* paragraphs that have the term */
    MOST = 24,        /* a word in more is no term of one meaning */
    LEAST_NAME = 5    /* letters of a name that is compared with another */
};

#define SEED UINT64_C(0x2545F4914F6CDD1D)

/* A word, or a Han character. */
typedef struct {
    rap_str stem; /* what inflection leaves; empty: something that parts phrases */
    rap_span span;
    bool is_capital; /* begins with a capital where a sentence does not begin */
    bool is_content; /* long enough to say something */
} word;
typedef RAP_VEC(word) words;

/* A phrase of one version. Paragraphs are told by the pairs they stand in. */
typedef struct phrase {
    uint64_t set;            /* of the pairs, as the sum of one number for each */
    uint32_t count;          /* of the pairs */
    uint32_t at, length;     /* where it stands first: words */
    RAP_VEC(uint32_t) pairs; /* the first MOST + 1 */
    bool is_content;
    bool is_name;              /* always with a capital */
    struct phrase *next_alike; /* of the same set */
} phrase;
typedef RAP_VEC(phrase *) phrases;

typedef struct {
    const rap_version *version;
    bool has_capitals;
    words *texts;      /* of each pair */
    uint32_t *blocks;  /* of each pair */
    phrases all;       /* in order */
    rap_map *by_words; /* phrase by the stems */
    rap_map *by_set;   /* first phrase by set */
} half;

typedef struct {
    rap_arena *arena;
    const rap_lexicon *lexicon;
    size_t pairs, work;
    uint64_t *marks; /* a number for each pair */
    half halves[2];
    bool *is_used;
    renderings list;
} finding;

static bool is_han(uint32_t c)
{
    return c >= 0x3400 && c <= 0x9FFF;
}

/* -- words ---------------------------------------------------------------------------------------
 */

static rap_str stem_of(finding *f, rap_indexer *indexer, rap_map *stems, rap_lang lang,
                       rap_str text)
{
    rap_str *known = rap_map_find(stems, text);
    if (!known) {
        known = RAP_NEW(f->arena, rap_str);
        *known = rap_text_index_tokens(indexer, f->arena, lang, text);
        rap_map_set(stems, text, known);
    }
    return *known;
}

/* Words in order; punctuation and figures part them. */
static void read_words(finding *f, rap_indexer *indexer, rap_map *stems, const half *h,
                       rap_str text, words *list)
{
    bool is_first = true;
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        uint32_t c = rap_utf8_next(text, &at);
        if (is_han(c)) {
            rap_span span = {(uint32_t)start, (uint32_t)at};
            RAP_PUSH(f->arena, list, (word){rap_str_slice(text, start, at), span, false, true});
        } else if (rap_text_is_word_letter(c) && !(c >= '0' && c <= '9')) {
            size_t letters = 1;
            for (size_t next = at; next < text.length; at = next, letters++) {
                uint32_t letter = rap_utf8_next(text, &next);
                if (is_han(letter) || !rap_text_is_word_letter(letter)) {
                    break;
                }
            }
            rap_lang lang = h->version->lang;
            word w = {stem_of(f, indexer, stems, lang, rap_str_slice(text, start, at)),
                      {(uint32_t)start, (uint32_t)at},
                      !is_first && u_isupper((UChar32)c),
                      letters >= (lang == RAP_LANG_AR ? CONTENT_AR : CONTENT)};
            RAP_PUSH(f->arena, list, w);
            is_first = false;
        } else if (c != ' ' && c != 0xA0 && c != '-' && c != '\'' && c != 0x2019) {
            is_first = c == '.' || c == ':' || c == ';' || c == '?' || c == '!';
            RAP_PUSH(f->arena, list, (word){.span = {(uint32_t)start, (uint32_t)at}});
        }
    }
}

/* -- phrases -------------------------------------------------------------------------------------
 */

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9); /* splitmix64 */
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static rap_str key_of(finding *f, uint64_t number)
{
    char *bytes = rap_arena_copy(f->arena, (const char *)&number, sizeof number);
    return (rap_str){bytes, sizeof number};
}

static void take_phrase(finding *f, half *h, uint64_t hash, uint32_t pair, uint32_t at,
                        uint32_t length)
{
    const word *first = &h->texts[pair].items[at];
    rap_str probe = {(const char *)&hash, sizeof hash};
    phrase *found = rap_map_find(h->by_words, probe);
    f->work++;
    if (!found) {
        found = RAP_NEW(f->arena, phrase);
        *found = (phrase){.at = at, .length = length, .is_name = true};
        for (uint32_t i = 0; i < length; i++) {
            found->is_content = found->is_content || first[i].is_content;
        }
        rap_map_set(h->by_words, key_of(f, hash), found);
        RAP_PUSH(f->arena, &h->all, found);
    }
    found->is_name = found->is_name && (first->is_capital || !h->has_capitals);
    if (found->count > MOST) {
        return;
    }
    if (!found->count || found->pairs.items[found->count - 1] != pair) {
        found->count++;
        found->set += f->marks[pair];
        RAP_PUSH(f->arena, &found->pairs, pair);
    }
}

static bool is_han_word(const word *w)
{
    size_t at = 0;
    return w->stem.length && is_han(rap_utf8_next(w->stem, &at));
}

static void take_phrases(finding *f, half *h, uint32_t pair)
{
    const words *text = &h->texts[pair];
    for (uint32_t at = 0; at < text->count; at++) {
        bool han = is_han_word(&text->items[at]);
        uint64_t hash = SEED;
        uint32_t most = han ? LONGEST_HAN : LONGEST;
        for (uint32_t n = 0; n < most && at + n < text->count; n++) {
            const word *w = &text->items[at + n];
            if (!w->stem.length || is_han_word(w) != han) {
                break;
            }
            hash = mix(hash ^ rap_map_hash(w->stem));
            if (!han || n + 1 >= SHORTEST_HAN) {
                take_phrase(f, h, hash, pair, at, n + 1);
            }
        }
    }
}

static void index_sets(finding *f, half *h)
{
    for (size_t i = 0; i < h->all.count; i++) {
        phrase *p = h->all.items[i];
        rap_str probe = {(const char *)&p->set, sizeof p->set};
        phrase *first = rap_map_find(h->by_set, probe);
        if (first) {
            p->next_alike = first->next_alike;
            first->next_alike = p;
        } else {
            rap_map_set(h->by_set, key_of(f, p->set), p);
        }
    }
}

static phrase *of_set(const half *h, uint64_t set)
{
    rap_str probe = {(const char *)&set, sizeof set};
    return rap_map_find(h->by_set, probe);
}

static const word *words_of(const half *h, const phrase *p)
{
    return &h->texts[p->pairs.items[0]].items[p->at];
}

static rap_span span_of(const half *h, uint32_t pair, uint32_t at, uint32_t length)
{
    const word *w = &h->texts[pair].items[at];
    return (rap_span){w[0].span.start, w[length - 1].span.end};
}

static rap_str wording_of(const half *h, const phrase *p)
{
    const rap_block *block = &h->version->blocks.items[h->blocks[p->pairs.items[0]]];
    return rap_block_slice(block, span_of(h, p->pairs.items[0], p->at, p->length));
}

/* Where a phrase begins in another paragraph; SIZE_MAX where it does not stand there. */
static size_t place_in(const half *h, const phrase *p, uint32_t pair)
{
    const words *text = &h->texts[pair];
    const word *wanted = words_of(h, p);
    for (size_t at = 0; at + p->length <= text->count; at++) {
        uint32_t n = 0;
        while (n < p->length && rap_str_equal(text->items[at + n].stem, wanted[n].stem)) {
            n++;
        }
        if (n == p->length) {
            return at;
        }
    }
    return SIZE_MAX;
}

/* -- terms ---------------------------------------------------------------------------------------
 */

/* Whether two Chinese phrases differ in their first word or their last, of two or three characters,
 * and the rest is longer than a word. */
static bool is_han_variant(const word *usual, const word *other, uint32_t length)
{
    enum { WORD = 2, WORD_MOST = 3, REST = 3 };
    uint32_t before = 0, behind = 0;
    while (before < length && rap_str_equal(usual[before].stem, other[before].stem)) {
        before++;
    }
    while (before + behind < length &&
           rap_str_equal(usual[length - 1 - behind].stem, other[length - 1 - behind].stem)) {
        behind++;
    }
    uint32_t apart = length - before - behind;
    for (uint32_t i = before; i < length - behind; i++) {
        if (rap_str_equal(usual[i].stem, other[i].stem)) {
            return false;
        }
    }
    return (!before || !behind) && before + behind >= REST && apart >= WORD && apart <= WORD_MOST;
}

/* Whether two phrases of a length have some of their weighty words in common, each in its place,
 * and not all. */
static bool is_variant(const word *usual, const word *other, uint32_t length)
{
    uint32_t shared = 0, apart = 0;
    for (uint32_t i = 0; i < length; i++) {
        bool is_same = rap_str_equal(usual[i].stem, other[i].stem);
        shared += is_same && usual[i].is_content;
        apart += !is_same && usual[i].is_content && other[i].is_content;
    }
    return shared && apart;
}

static const phrase *phrase_of(const half *h, const word *w)
{
    uint64_t hash = mix(SEED ^ rap_map_hash(w->stem));
    return rap_map_find(h->by_words, (rap_str){(const char *)&hash, sizeof hash});
}

static uint32_t content_of(const word *list, uint32_t length)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < length; i++) {
        count += list[i].is_content;
    }
    return count;
}

/* Whether the weighty words of a phrase stand hardly anywhere without it: they make one term. Han
 * characters are in many words. */
static bool is_fixed(const half *h, const phrase *p)
{
    const word *list = words_of(h, p);
    if (is_han_word(list)) {
        return p->length > SHORTEST_HAN;
    }
    for (uint32_t i = 0; i < p->length; i++) {
        const phrase *alone = list[i].is_content ? phrase_of(h, &list[i]) : NULL;
        if (alone && alone->count > p->count + 1) {
            return false;
        }
    }
    return true;
}

/* Whether two words differ in a few letters at one end, as inflected forms do. */
static bool is_inflected(rap_str a, rap_str b)
{
    enum { FEW = 6 }; /* bytes */
    size_t shorter = a.length < b.length ? a.length : b.length;
    size_t longer = a.length < b.length ? b.length : a.length, before = 0, behind = 0;
    while (before < shorter && a.data[before] == b.data[before]) {
        before++;
    }
    while (behind < shorter && a.data[a.length - 1 - behind] == b.data[b.length - 1 - behind]) {
        behind++;
    }
    size_t most = before > behind ? before : behind;
    return most + FEW >= longer && 2 * most >= longer;
}

/* Whether the words in which two phrases differ belong to them alone, and are other words. */
static bool is_own(const half *h, const phrase *usual, const word *other)
{
    const word *list = words_of(h, usual);
    for (uint32_t i = 0; i < usual->length && !is_han_word(list); i++) {
        if (list[i].is_content && !rap_str_equal(list[i].stem, other[i].stem)) {
            const phrase *a = phrase_of(h, &list[i]), *b = phrase_of(h, &other[i]);
            if (!a || !b || a->set != usual->set || b->count != 1 ||
                is_inflected(list[i].stem, other[i].stem)) {
                return false;
            }
        }
    }
    return true;
}

/* The rarer way: words that stand in this paragraph alone, like the usual ones in part. */
static const phrase *find_variant(finding *f, const half *h, const phrase *usual, uint32_t pair,
                                  size_t *ret_at)
{
    const words *text = &h->texts[pair];
    for (size_t at = 0; at + usual->length <= text->count; at++) {
        uint64_t hash = SEED;
        bool is_whole = true;
        for (uint32_t n = 0; n < usual->length && is_whole; n++) {
            is_whole = text->items[at + n].stem.length > 0;
            hash = mix(hash ^ rap_map_hash(text->items[at + n].stem));
        }
        f->work++;
        bool han = is_han_word(words_of(h, usual));
        if (!is_whole || han != is_han_word(&text->items[at]) ||
            !(han ? is_han_variant : is_variant)(words_of(h, usual), &text->items[at],
                                                 usual->length) ||
            !is_own(h, usual, &text->items[at])) {
            continue;
        }
        rap_str probe = {(const char *)&hash, sizeof hash};
        const phrase *other = rap_map_find(h->by_words, probe);
        if (other && other->count == 1) {
            *ret_at = at;
            return other;
        }
    }
    return NULL;
}

/* Whether words as long as the usual rendering stand wherever the term does. */
static bool is_constant(const half *two, const phrase *term, uint32_t length)
{
    for (const phrase *p = of_set(two, term->set); p; p = p->next_alike) {
        if (p->length >= length) {
            return true;
        }
    }
    return false;
}

/* A longer rendering renders more than the term. */
static bool says_as_much(const half *one, const half *two, const phrase *term, const phrase *usual)
{
    const word *a = words_of(one, term), *b = words_of(two, usual);
    enum { HAN_WORD = 2 };
    uint32_t in_term = content_of(a, term->length), in_usual = content_of(b, usual->length);
    in_term = is_han_word(a) ? in_term / HAN_WORD : in_term;
    in_usual = is_han_word(b) ? in_usual / HAN_WORD : in_usual;
    return in_term >= in_usual;
}

/* A term of `one` that `two` renders alike in all its paragraphs but this one: the usual rendering
 * stands wherever else the term does, nowhere besides, and renders nothing else. */
static bool find_term(finding *f, const half *one, const half *two, const phrase *term,
                      uint32_t pair, rendering *ret)
{
    uint64_t set = term->set - f->marks[pair];
    uint32_t longest = 0;
    if (of_set(one, set)) {
        return false;
    }
    for (const phrase *usual = of_set(two, set); usual; usual = usual->next_alike) {
        size_t at = 0, place;
        bool is_term = usual->count + 1 == term->count && usual->is_content &&
                       usual->length > longest && usual->length > 1 &&
                       !is_constant(two, term, usual->length) &&
                       says_as_much(one, two, term, usual);
        if (is_term && find_variant(f, two, usual, pair, &at) &&
            (place = place_in(one, term, pair)) != SIZE_MAX) {
            longest = usual->length;
            *ret = (rendering){.pair = pair,
                               .one = span_of(one, pair, (uint32_t)place, term->length),
                               .other = span_of(two, pair, (uint32_t)at, usual->length),
                               .usual = wording_of(two, usual),
                               .usual_count = usual->count};
        }
    }
    return longest > 0;
}

static void find_terms(finding *f, bool is_in_a)
{
    const half *one = &f->halves[is_in_a], *two = &f->halves[!is_in_a];
    memset(f->is_used, 0, f->pairs * sizeof *f->is_used);
    for (size_t i = 0; i < one->all.count; i++) {
        const phrase *term = one->all.items[i];
        if (term->count < LEAST || term->count > MOST || !term->is_content ||
            !is_fixed(one, term)) {
            continue;
        }
        for (size_t k = 0; k < term->pairs.count; k++) {
            uint32_t pair = term->pairs.items[k];
            rendering found;
            if (!f->is_used[pair] && find_term(f, one, two, term, pair, &found)) {
                found.is_in_a = is_in_a;
                f->is_used[pair] = true;
                RAP_PUSH(f->arena, &f->list, found);
            }
        }
    }
}

/* -- names ---------------------------------------------------------------------------------------
 */

enum { NAME_MOST = 32, ALIKE_MOST = 8 };

typedef struct {
    uint32_t points[NAME_MOST];
    size_t count;
} letters;

/* In small letters, as it stands first. */
static letters letters_of(const half *h, const phrase *p)
{
    letters out = {.count = 0};
    rap_str text = wording_of(h, p);
    for (size_t at = 0; at < text.length && out.count < NAME_MOST;) {
        out.points[out.count++] = (uint32_t)u_tolower((UChar32)rap_utf8_next(text, &at));
    }
    return out;
}

/* Whether two names differ in one letter within: at the end it is inflection, at the beginning
 * another word. Chinese has neither. */
static bool is_near(const letters *a, const letters *b, bool han)
{
    size_t shorter = a->count < b->count ? a->count : b->count;
    size_t longer = a->count < b->count ? b->count : a->count, before = 0, behind = 0;
    while (before < shorter && a->points[before] == b->points[before]) {
        before++;
    }
    while (behind + before < shorter &&
           a->points[a->count - 1 - behind] == b->points[b->count - 1 - behind]) {
        behind++;
    }
    if (han) {
        return a->count == b->count && before && behind && before + behind + 1 == shorter;
    }
    return longer - before - behind == 1 && before >= 1 && behind >= 2;
}

/* The words, names alone where wanted, that stand in just these paragraphs; *ret_first is one. */
static size_t count_words(const half *h, uint64_t set, uint32_t count, bool is_name,
                          const phrase **ret_first)
{
    size_t found = 0;
    for (const phrase *x = of_set(h, set); x; x = x->next_alike) {
        bool is_alone = x->length == 1 || is_han_word(words_of(h, x));
        if (x->count == count && is_alone && x->is_content && (!is_name || x->is_name)) {
            *ret_first = x;
            found++;
        }
    }
    return found;
}

/* The word that the other version has wherever this one has either spelling, or NULL; not one that
 * other words of this version stand for. */
static const phrase *one_name(const half *one, const half *two, const phrase *a, const phrase *b)
{
    const phrase *name = NULL, *other = NULL;
    uint64_t set = a->set + b->set;
    uint32_t count = a->count + b->count;
    if (!count_words(one, set, count, true, &name) || is_han_word(words_of(two, a)) ||
        !one->has_capitals) {
        return name;
    }
    bool has_more =
        count_words(one, set, count, false, &other) > count_words(two, set, count, false, &other);
    return has_more ? name : NULL;
}

static bool is_common(finding *f, const half *h, const phrase *p)
{
    rap_concept_ids ids = {0};
    if (f->lexicon) {
        rap_lexicon_find(f->lexicon, f->arena, rap_text_indexer_new(f->arena), h->version->lang,
                         wording_of(h, p), &ids);
    }
    return ids.count > 0;
}

static void put_name(finding *f, const half *one, const half *two, const phrase *x, const phrase *a,
                     const phrase *b)
{
    const phrase *usual = a->count >= b->count ? a : b, *rare = usual == a ? b : a;
    uint32_t pair = rare->pairs.items[0];
    size_t place = place_in(one, x, pair);
    if (f->is_used[pair] || place == SIZE_MAX || is_common(f, one, x)) {
        return;
    }
    f->is_used[pair] = true;
    rendering found = {.pair = pair,
                       .is_name = true,
                       .is_in_a = two == &f->halves[0],
                       .is_chinese = is_han_word(words_of(two, rare)),
                       .one = span_of(one, pair, (uint32_t)place, x->length),
                       .other = span_of(two, pair, rare->at, rare->length),
                       .usual = wording_of(two, usual),
                       .usual_count = usual->count};
    RAP_PUSH(f->arena, &f->list, found);
}

/* Meets a name with those before that are the same without some one letter. */
static void meet(finding *f, const half *one, const half *two, rap_map *shortened, phrase *name)
{
    letters own = letters_of(two, name);
    bool han = is_han_word(words_of(two, name));
    for (size_t skip = 0; skip <= own.count; skip++) {
        uint64_t hash = han ? skip : 0; /* a character stands in the place of another */
        for (size_t i = 0; i < own.count; i++) {
            hash = i == skip ? hash : mix(hash * 31 + own.points[i]);
        }
        rap_str probe = {(const char *)&hash, sizeof hash};
        phrases *alike = rap_map_find(shortened, probe);
        if (!alike) {
            alike = RAP_NEW(f->arena, phrases);
            rap_map_set(shortened, key_of(f, hash), alike);
        }
        for (size_t i = 0; i < alike->count; i++) {
            letters other = letters_of(two, alike->items[i]);
            f->work++;
            const phrase *x =
                is_near(&own, &other, han) ? one_name(one, two, alike->items[i], name) : NULL;
            if (x) {
                put_name(f, one, two, x, alike->items[i], name);
            }
        }
        if (alike->count < ALIKE_MOST) {
            RAP_PUSH(f->arena, alike, name);
        }
    }
}

static void find_names(finding *f, bool is_in_a)
{
    enum { HAN_NAME = 5 };
    const half *one = &f->halves[is_in_a], *two = &f->halves[!is_in_a];
    rap_map *shortened = rap_map_new(f->arena);
    memset(f->is_used, 0, f->pairs * sizeof *f->is_used);
    if (!one->has_capitals && !two->has_capitals) {
        return;
    }
    for (size_t i = 0; i < two->all.count; i++) {
        phrase *name = two->all.items[i];
        bool han = is_han_word(words_of(two, name));
        size_t count = letters_of(two, name).count;
        bool is_whole = han ? name->length == HAN_NAME : name->length == 1 && count >= LEAST_NAME;
        if (name->count <= MOST && name->is_name && is_whole) {
            meet(f, one, two, shortened, name);
        }
    }
}

/* -- all -----------------------------------------------------------------------------------------
 */

static half read_half(finding *f, const rap_version *version, const rap_alignment *alignment,
                      bool is_a)
{
    half h = {.version = version,
              .texts = RAP_NEW_ARRAY(f->arena, words, f->pairs + 1),
              .blocks = RAP_NEW_ARRAY(f->arena, uint32_t, f->pairs + 1),
              .by_words = rap_map_new(f->arena),
              .by_set = rap_map_new(f->arena),
              .has_capitals = version->lang != RAP_LANG_AR && version->lang != RAP_LANG_ZH};
    rap_indexer *indexer = rap_text_indexer_new(f->arena);
    rap_map *stems = rap_map_new(f->arena);
    for (uint32_t i = 0; i < f->pairs; i++) {
        const rap_pair *pair = &alignment->pairs.items[i];
        if (pair->a_count != 1 || pair->b_count != 1) {
            continue;
        }
        h.blocks[i] = is_a ? pair->a[0] : pair->b[0];
        if (version->blocks.items[h.blocks[i]].part != RAP_PART_FOOTNOTE) {
            read_words(f, indexer, stems, &h, version->blocks.items[h.blocks[i]].text, &h.texts[i]);
            take_phrases(f, &h, i);
        }
    }
    index_sets(f, &h);
    return h;
}

static int by_pair(const void *x, const void *y)
{
    const rendering *a = x, *b = y;
    if (a->pair != b->pair) {
        return a->pair < b->pair ? -1 : 1;
    }
    if (a->is_in_a != b->is_in_a) {
        return a->is_in_a ? -1 : 1;
    }
    return (int)a->is_name - (int)b->is_name;
}

void renderings_find(rap_arena *arena, const rap_lexicon *lexicon, const rap_version *a,
                     const rap_version *b, const rap_alignment *alignment, renderings *ret_list,
                     size_t *ret_work)
{
    finding f = {.arena = arena, .lexicon = lexicon, .pairs = alignment->pairs.count};
    f.marks = RAP_NEW_ARRAY(arena, uint64_t, f.pairs + 1);
    f.is_used = RAP_NEW_ARRAY(arena, bool, f.pairs + 1);
    for (size_t i = 0; i < f.pairs; i++) {
        f.marks[i] = mix(i + 1);
    }
    f.halves[0] = read_half(&f, a, alignment, true);
    f.halves[1] = read_half(&f, b, alignment, false);
    for (int is_in_a = 0; is_in_a < 2; is_in_a++) {
        find_terms(&f, is_in_a);
        find_names(&f, is_in_a);
    }
    if (f.list.count) {
        qsort(f.list.items, f.list.count, sizeof *f.list.items, by_pair);
    }
    *ret_list = f.list;
    if (ret_work) {
        *ret_work = f.work;
    }
}

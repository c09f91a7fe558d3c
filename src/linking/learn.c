#include "linking/learn.h"

#include "base/map.h"

#include <stdlib.h>

/* A term that fewer paragraphs tell is left to chance; one that every fourth tells, to grammar. */
enum { LEAST_TOLD = 5, LEAST_WORD = 6, LEAST_PAIR = 12, MOST_SHARE = 4 };
/* Resolutions repeat whole paragraphs of others. What is not new in most runs of so many words
 * would count as often as it was repeated, and words that only stand together in it as one. */
enum { RUN = 5 };
/* Terms of one language for a concept, and how many are weighed for that. */
enum { ALTERNATIVES = 6, CANDIDATES = 48 };
/* What one more term must add to the F1; what a language must find again. */
static const double least_gain = 0.02;
static const double least_trust = 0.45;
/* A word alone is met in other texts than those learned from more often than two together. */
static const double word_bonus = 0.15;
/* Two concepts of the same paragraphs are one. */
static const double most_alike = 0.8;

typedef RAP_VEC(uint32_t) numbers;

typedef struct {
    uint64_t key; /* rank of the first token + 1, and of the second + 1 or 0 */
    uint32_t paragraph;
} telling;

typedef struct {
    uint64_t key;
    const uint32_t *paragraphs;
    uint32_t count;
} term;

/* What a language tells, paragraph by paragraph. */
typedef struct {
    rap_map *vocabulary; /* uint32_t by token: its place in `tokens` */
    rap_strs tokens;
    numbers text;  /* places + 1, 0 at the end of a clause */
    numbers begin; /* of each paragraph in `text` */
    numbers present;
    bool *has; /* by paragraph */
    RAP_VEC(term) terms;
    uint32_t *list, *first; /* the terms of paragraph p: list[first[p]] to list[first[p + 1]] */
} view;

struct rap_learning {
    rap_arena *arena;
    rap_arena *scratch; /* of one paragraph */
    rap_indexer *indexer;
    uint32_t count;
    rap_map *runs; /* of English words seen */
    view views[RAP_LANG_COUNT];
    /* Of finishing: */
    uint32_t *counts;         /* by term; zero between uses */
    uint32_t *wanted, *taken; /* by paragraph: the stamp of the last use */
    uint32_t stamp;
};

typedef struct {
    uint32_t terms[ALTERNATIVES];
    size_t count;
    double f1;
    numbers paragraphs; /* that these terms tell, in order */
} cover;

typedef struct {
    cover covers[RAP_LANG_COUNT];
    double trust;
    rap_str key;
    bool is_word; /* what tells it best in English */
} candidate;

typedef RAP_VEC(candidate *) candidates;

/* -- paragraphs ---------------------------------------------------------------------------------
 */

static void release(void *object)
{
    rap_arena_free(object);
}

rap_learning *rap_learning_new(rap_arena *arena)
{
    rap_learning *learning = RAP_NEW(arena, rap_learning);
    learning->arena = arena;
    learning->scratch = rap_arena_new(0);
    if (!learning->scratch) {
        abort(); /* as the arena does where nobody guards it */
    }
    rap_arena_defer(arena, release, learning->scratch);
    learning->runs = rap_map_new(arena);
    for (int lang = 0; lang < RAP_LANG_COUNT; lang++) {
        learning->views[lang].vocabulary = rap_map_new(arena);
    }
    return learning;
}

static uint32_t place_of(rap_arena *arena, view *v, rap_str token)
{
    uint32_t *place = rap_map_find(v->vocabulary, token);
    if (!place) {
        token = rap_str_copy(arena, token);
        place = RAP_NEW(arena, uint32_t);
        *place = (uint32_t)v->tokens.count;
        rap_map_set(v->vocabulary, token, place);
        RAP_PUSH(arena, &v->tokens, token);
    }
    return *place;
}

static void add_text(rap_learning *learning, rap_lang lang, rap_str text)
{
    view *v = &learning->views[lang];
    rap_strs tokens = {0};
    RAP_PUSH(learning->arena, &v->begin, (uint32_t)v->text.count);
    if (!text.length) {
        return;
    }
    RAP_PUSH(learning->arena, &v->present, learning->count);
    rap_arena_reset(learning->scratch);
    rap_lexicon_tokens(learning->scratch, rap_text_indexer_new(learning->scratch), lang, text,
                       &tokens);
    for (size_t i = 0; i < tokens.count; i++) {
        rap_str token = tokens.items[i];
        RAP_PUSH(learning->arena, &v->text,
                 token.length ? place_of(learning->arena, v, token) + 1 : 0);
    }
}

/* Whether the English says much that none did before. Its runs count as seen from now on. */
static bool is_new(rap_learning *learning, rap_str text)
{
    rap_strs tokens;
    size_t all = 0, seen = 0;
    rap_buf run;
    rap_arena_reset(learning->scratch);
    rap_buf_init(&run, learning->scratch);
    rap_lexicon_tokens(learning->scratch, rap_text_indexer_new(learning->scratch), RAP_LANG_EN,
                       text, &tokens);
    for (size_t i = 0; i + RUN <= tokens.count; i++, all++) {
        run.length = 0;
        for (size_t k = i; k < i + RUN; k++) {
            rap_buf_put(&run, tokens.items[k]);
            rap_buf_put_byte(&run, ' ');
        }
        rap_str key = rap_buf_str(&run);
        if (rap_map_find(learning->runs, key)) {
            seen++;
        } else {
            key = rap_str_copy(learning->arena, key);
            rap_map_set(learning->runs, key, learning);
        }
    }
    return !all || seen * 2 < all;
}

void rap_learning_add(rap_learning *learning, const rap_str texts[RAP_LANG_COUNT])
{
    if (!is_new(learning, texts[RAP_LANG_EN])) {
        return;
    }
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        add_text(learning, (rap_lang)lang, texts[lang]);
    }
    learning->count++;
}

size_t rap_learning_count(const rap_learning *learning)
{
    return learning->count;
}

/* -- terms --------------------------------------------------------------------------------------
 */

static int by_key(const void *a, const void *b)
{
    const telling *x = a, *y = b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return x->paragraph < y->paragraph ? -1 : x->paragraph > y->paragraph;
}

/* Names tokens by their rank, so that nothing depends on what was read first. */
static void rank_tokens(rap_arena *arena, view *v)
{
    rap_strs sorted = {RAP_NEW_ARRAY(arena, rap_str, v->tokens.count + 1), v->tokens.count, 0};
    uint32_t *ranks = RAP_NEW_ARRAY(arena, uint32_t, v->tokens.count + 1);
    if (!v->tokens.count) {
        return;
    }
    memcpy(sorted.items, v->tokens.items, v->tokens.count * sizeof *sorted.items);
    rap_strs_sort(&sorted);
    for (size_t i = 0; i < sorted.count; i++) {
        ranks[*(uint32_t *)rap_map_find(v->vocabulary, sorted.items[i])] = (uint32_t)i;
    }
    for (size_t i = 0; i < v->text.count; i++) {
        if (v->text.items[i]) {
            v->text.items[i] = ranks[v->text.items[i] - 1] + 1;
        }
    }
    v->tokens = sorted;
}

typedef RAP_VEC(telling) tellings;

static size_t end_of(const view *v, uint32_t paragraph)
{
    return paragraph + 1 < v->begin.count ? v->begin.items[paragraph + 1] : v->text.count;
}

/* By place + 1, whether so many paragraphs have a token that it is grammar. */
static bool *common_tokens(rap_arena *arena, const view *v)
{
    bool *is_common = RAP_NEW_ARRAY(arena, bool, v->tokens.count + 1);
    uint32_t *count = RAP_NEW_ARRAY(arena, uint32_t, v->tokens.count + 1);
    uint32_t *last = RAP_NEW_ARRAY(arena, uint32_t, v->tokens.count + 1);
    for (size_t i = 0; i < v->present.count; i++) {
        uint32_t p = v->present.items[i];
        for (size_t k = v->begin.items[p]; k < end_of(v, p); k++) {
            uint32_t token = v->text.items[k];
            count[token] += last[token] != p + 1;
            last[token] = p + 1;
        }
    }
    for (size_t token = 1; token <= v->tokens.count; token++) {
        is_common[token] = count[token] > v->present.count / MOST_SHARE;
    }
    return is_common;
}

static void tell_paragraph(rap_arena *arena, const view *v, const bool *is_common,
                           uint32_t paragraph, tellings *told)
{
    const numbers *text = &v->text;
    size_t end = end_of(v, paragraph);
    for (size_t i = v->begin.items[paragraph]; i < end; i++) {
        uint64_t first = text->items[i];
        if (!first || is_common[first]) {
            continue;
        }
        RAP_PUSH(arena, told, (telling){first << 32, paragraph});
        for (size_t k = i + 1; k < end && k <= i + RAP_LEXICON_REACH && text->items[k]; k++) {
            if (is_common[text->items[k]]) {
                continue;
            }
            RAP_PUSH(arena, told, (telling){first << 32 | text->items[k], paragraph});
        }
    }
}

/* The terms that are told often enough, and not everywhere, with their paragraphs. */
static void gather_terms(rap_arena *arena, rap_arena *scratch, view *v)
{
    tellings told = {0};
    uint32_t *kept = NULL;
    const bool *is_common = common_tokens(scratch, v);
    for (size_t i = 0; i < v->present.count; i++) {
        tell_paragraph(scratch, v, is_common, v->present.items[i], &told);
    }
    if (!told.count) {
        return;
    }
    qsort(told.items, told.count, sizeof *told.items, by_key);
    for (size_t i = 0, end; i < told.count; i = end) {
        uint32_t count = 0;
        for (end = i; end < told.count && told.items[end].key == told.items[i].key; end++) {
            count += end == i || told.items[end].paragraph != told.items[end - 1].paragraph;
        }
        if (count < LEAST_TOLD || count > v->present.count / MOST_SHARE) {
            continue;
        }
        kept = RAP_NEW_ARRAY(arena, uint32_t, count);
        count = 0;
        for (size_t k = i; k < end; k++) {
            if (k == i || told.items[k].paragraph != told.items[k - 1].paragraph) {
                kept[count++] = told.items[k].paragraph;
            }
        }
        RAP_PUSH(arena, &v->terms, (term){told.items[i].key, kept, count});
    }
}

static void index_terms(rap_arena *arena, view *v, uint32_t paragraphs)
{
    size_t all = 0;
    v->first = RAP_NEW_ARRAY(arena, uint32_t, paragraphs + 2);
    v->has = RAP_NEW_ARRAY(arena, bool, paragraphs + 1);
    for (size_t i = 0; i < v->present.count; i++) {
        v->has[v->present.items[i]] = true;
    }
    for (size_t t = 0; t < v->terms.count; t++) {
        all += v->terms.items[t].count;
        for (uint32_t i = 0; i < v->terms.items[t].count; i++) {
            v->first[v->terms.items[t].paragraphs[i] + 2]++;
        }
    }
    for (uint32_t p = 2; p < paragraphs + 2; p++) {
        v->first[p] += v->first[p - 1];
    }
    v->list = RAP_NEW_ARRAY(arena, uint32_t, all + 1);
    for (size_t t = 0; t < v->terms.count; t++) {
        for (uint32_t i = 0; i < v->terms.items[t].count; i++) {
            v->list[v->first[v->terms.items[t].paragraphs[i] + 1]++] = (uint32_t)t;
        }
    }
}

static rap_str term_text(rap_arena *arena, const view *v, uint32_t index)
{
    uint64_t key = v->terms.items[index].key;
    rap_str first = v->tokens.items[(key >> 32) - 1];
    uint32_t second = (uint32_t)key;
    if (!second) {
        return first;
    }
    return rap_str_of(rap_arena_format(arena, "%.*s %.*s", RAP_STR_ARG(first),
                                       RAP_STR_ARG(v->tokens.items[second - 1])));
}

/* -- covers -------------------------------------------------------------------------------------
 */

static double f1_of(uint32_t right, uint32_t told, uint32_t wanted)
{
    return told + wanted ? 2.0 * right / (told + wanted) : 0;
}

typedef struct {
    uint32_t term, right, count;
} weighed;

static int by_rightness(const void *a, const void *b)
{
    const weighed *x = a, *y = b;
    if (x->right != y->right) {
        return x->right > y->right ? -1 : 1;
    }
    if (x->count != y->count) {
        return x->count < y->count ? -1 : 1;
    }
    return x->term < y->term ? -1 : x->term > y->term;
}

/* The terms that tell many of the paragraphs that are stamped as wanted, and few others. */
static size_t weigh(rap_learning *learning, rap_arena *arena, const view *v,
                    const numbers *paragraphs, weighed **ret_list)
{
    numbers touched = {0};
    RAP_VEC(weighed) list = {0};
    for (size_t i = 0; i < paragraphs->count; i++) {
        uint32_t p = paragraphs->items[i];
        for (uint32_t k = v->first[p]; k < v->first[p + 1]; k++) {
            if (!learning->counts[v->list[k]]++) {
                RAP_PUSH(arena, &touched, v->list[k]);
            }
        }
    }
    for (size_t i = 0; i < touched.count; i++) {
        uint32_t t = touched.items[i], right = learning->counts[t];
        uint32_t count = v->terms.items[t].count;
        learning->counts[t] = 0;
        if (right >= 3 && right * 2 >= count) {
            RAP_PUSH(arena, &list, (weighed){t, right, count});
        }
    }
    if (list.count) {
        qsort(list.items, list.count, sizeof *list.items, by_rightness);
    }
    *ret_list = list.items;
    return list.count < CANDIDATES ? list.count : CANDIDATES;
}

/* What a term would add to those taken. */
static void added(const rap_learning *learning, const term *t, uint32_t stamp, uint32_t *ret_right,
                  uint32_t *ret_told)
{
    *ret_right = *ret_told = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t p = t->paragraphs[i];
        if (learning->taken[p] != stamp) {
            ++*ret_told;
            *ret_right += learning->wanted[p] == stamp;
        }
    }
}

/* The few terms that tell most nearly the paragraphs given. */
static void find_cover(rap_learning *learning, rap_arena *arena, const view *v,
                       const numbers *paragraphs, cover *ret)
{
    uint32_t stamp = ++learning->stamp, wanted = 0, right = 0, told = 0;
    weighed *list;
    *ret = (cover){0};
    for (size_t i = 0; i < paragraphs->count; i++) {
        learning->wanted[paragraphs->items[i]] = stamp;
        wanted += v->has[paragraphs->items[i]];
    }
    size_t count = weigh(learning, arena, v, paragraphs, &list);
    while (ret->count < ALTERNATIVES) {
        double best = ret->f1 + (ret->count ? least_gain : 0);
        size_t chosen = count;
        uint32_t more_right = 0, more_told = 0;
        for (size_t i = 0; i < count; i++) {
            uint32_t r, t;
            added(learning, &v->terms.items[list[i].term], stamp, &r, &t);
            double f1 = f1_of(right + r, told + t, wanted);
            if (f1 > best) {
                best = f1;
                chosen = i;
                more_right = r;
                more_told = t;
            }
        }
        if (chosen == count) {
            break;
        }
        const term *t = &v->terms.items[list[chosen].term];
        for (uint32_t i = 0; i < t->count; i++) {
            if (learning->taken[t->paragraphs[i]] != stamp) {
                learning->taken[t->paragraphs[i]] = stamp;
                RAP_PUSH(arena, &ret->paragraphs, t->paragraphs[i]);
            }
        }
        ret->terms[ret->count++] = list[chosen].term;
        ret->f1 = best;
        right += more_right;
        told += more_told;
    }
}

/* -- concepts -----------------------------------------------------------------------------------
 */

static bool is_learned(const rap_learning *learning, int lang)
{
    return learning->views[lang].present.count >= RAP_LEARNING_LEAST;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The paragraphs in which most of the other languages that have them tell the concept. */
static void vote(const rap_learning *learning, rap_arena *arena, const candidate *c, uint8_t *votes,
                 numbers *ret_paragraphs)
{
    numbers told = {0}, most = {0};
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        const numbers *of = &c->covers[lang].paragraphs;
        for (size_t i = 0; lang != RAP_LANG_EN && i < of->count; i++) {
            if (!votes[of->items[i]]++) {
                RAP_PUSH(arena, &told, of->items[i]);
            }
        }
    }
    for (size_t i = 0; i < told.count; i++) {
        uint32_t p = told.items[i];
        int present = 0;
        for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
            present +=
                lang != RAP_LANG_EN && is_learned(learning, lang) && learning->views[lang].has[p];
        }
        if (votes[p] * 2 > present) {
            RAP_PUSH(arena, &most, p);
        }
        votes[p] = 0;
    }
    if (most.count) {
        qsort(most.items, most.count, sizeof *most.items, by_number);
    }
    *ret_paragraphs = most;
}

/* False where some language does not find it again. */
static bool cover_others(rap_learning *learning, rap_arena *arena, const numbers *paragraphs,
                         double least, candidate *c)
{
    c->trust = 1;
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        if (lang == RAP_LANG_EN || !is_learned(learning, lang)) {
            continue;
        }
        find_cover(learning, arena, &learning->views[lang], paragraphs, &c->covers[lang]);
        if (c->covers[lang].f1 < least) {
            return false;
        }
        c->trust = c->covers[lang].f1 < c->trust ? c->covers[lang].f1 : c->trust;
    }
    return true;
}

static rap_str key_of(rap_arena *arena, const view *v, const cover *of)
{
    rap_buf out;
    rap_strs texts = {0};
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < of->count; i++) {
        RAP_PUSH(arena, &texts, term_text(arena, v, of->terms[i]));
    }
    rap_strs_sort(&texts);
    for (size_t i = 0; i < texts.count; i++) {
        rap_buf_format(&out, "%s%.*s", i ? "|" : "", RAP_STR_ARG(texts.items[i]));
    }
    return rap_buf_str(&out);
}

/* NULL where the term is no concept that every language has. */
static candidate *try_term(rap_learning *learning, rap_arena *scratch, uint8_t *votes,
                           uint32_t seed)
{
    const view *english = &learning->views[RAP_LANG_EN];
    const term *t = &english->terms.items[seed];
    numbers paragraphs = {(uint32_t *)t->paragraphs, t->count, t->count};
    candidate *c = RAP_NEW(scratch, candidate);
    if (!cover_others(learning, scratch, &paragraphs, least_trust / 2, c)) {
        return NULL;
    }
    vote(learning, scratch, c, votes, &paragraphs);
    cover *own = &c->covers[RAP_LANG_EN];
    find_cover(learning, scratch, english, &paragraphs, own);
    if (own->f1 < least_trust || !own->count) {
        return NULL;
    }
    if (!cover_others(learning, scratch, &own->paragraphs, least_trust, c)) {
        return NULL;
    }
    c->trust = own->f1 < c->trust ? own->f1 : c->trust;
    c->is_word = !(uint32_t)english->terms.items[own->terms[0]].key;
    candidate *kept = RAP_NEW(learning->arena, candidate);
    *kept = *c;
    kept->key = rap_str_copy(learning->arena, key_of(scratch, english, own));
    numbers *all = &kept->covers[RAP_LANG_EN].paragraphs;
    all->items = RAP_NEW_ARRAY(learning->arena, uint32_t, all->count + 1);
    memcpy(all->items, own->paragraphs.items, all->count * sizeof *all->items);
    return kept;
}

static int by_trust(const void *a, const void *b)
{
    const candidate *x = *(candidate *const *)a, *y = *(candidate *const *)b;
    size_t m = x->covers[RAP_LANG_EN].paragraphs.count;
    size_t n = y->covers[RAP_LANG_EN].paragraphs.count;
    double p = x->trust + (x->is_word ? word_bonus : 0);
    double q = y->trust + (y->is_word ? word_bonus : 0);
    if (p > q || p < q) {
        return p > q ? -1 : 1;
    }
    return m != n ? (m > n ? -1 : 1) : rap_str_compare(x->key, y->key);
}

static int by_english(const void *a, const void *b)
{
    return rap_str_compare((*(candidate *const *)a)->key, (*(candidate *const *)b)->key);
}

/* Drops those whose paragraphs are nearly those of a surer one, and all beyond `most`. */
static void choose(rap_learning *learning, rap_arena *scratch, size_t most, candidates *list)
{
    numbers *chosen_at = RAP_NEW_ARRAY(scratch, numbers, learning->count + 1);
    uint32_t *common = RAP_NEW_ARRAY(scratch, uint32_t, list->count + 1);
    size_t kept = 0;
    for (size_t i = 0; i < list->count && kept < most; i++) {
        const numbers *own = &list->items[i]->covers[RAP_LANG_EN].paragraphs;
        bool is_known = false;
        for (size_t k = 0; k < own->count; k++) {
            const numbers *there = &chosen_at[own->items[k]];
            for (size_t n = 0; n < there->count; n++) {
                common[there->items[n]]++;
            }
        }
        for (size_t n = 0; n < kept; n++) {
            size_t other = list->items[n]->covers[RAP_LANG_EN].paragraphs.count;
            double all = (double)(own->count + other - common[n]);
            is_known = is_known || common[n] > most_alike * all;
            common[n] = 0;
        }
        if (is_known) {
            continue;
        }
        for (size_t k = 0; k < own->count; k++) {
            RAP_PUSH(scratch, &chosen_at[own->items[k]], (uint32_t)kept);
        }
        list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

static void try_all(rap_learning *learning, rap_arena *scratch, candidates *list)
{
    const view *english = &learning->views[RAP_LANG_EN];
    uint8_t *votes = RAP_NEW_ARRAY(learning->arena, uint8_t, learning->count + 1);
    rap_map *known = rap_map_new(learning->arena);
    for (uint32_t t = 0; t < english->terms.count; t++) {
        bool is_pair = (uint32_t)english->terms.items[t].key != 0;
        if (english->terms.items[t].count < (is_pair ? LEAST_PAIR : LEAST_WORD)) {
            continue;
        }
        rap_arena_reset(scratch);
        candidate *c = try_term(learning, scratch, votes, t);
        if (c && !rap_map_find(known, c->key)) {
            rap_map_set(known, c->key, c);
            RAP_PUSH(learning->arena, list, c);
        }
    }
    if (list->count) {
        qsort(list->items, list->count, sizeof(candidate *), by_trust);
    }
}

static rap_concept concept_of(const rap_learning *learning, const candidate *c)
{
    rap_concept concept = {.paragraphs = (uint32_t)c->covers[RAP_LANG_EN].paragraphs.count,
                           .trust = c->trust};
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        for (size_t i = 0; i < c->covers[lang].count; i++) {
            RAP_PUSH(learning->arena, &concept.terms[lang],
                     term_text(learning->arena, &learning->views[lang], c->covers[lang].terms[i]));
        }
    }
    return concept;
}

void rap_learning_finish(rap_learning *learning, size_t most, rap_concepts *ret_concepts)
{
    rap_arena *arena = learning->arena, *scratch = learning->scratch;
    size_t terms = 0;
    candidates list = {0};
    *ret_concepts = (rap_concepts){0};
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        view *v = &learning->views[lang];
        rap_arena_reset(scratch);
        rank_tokens(arena, v);
        gather_terms(arena, scratch, v);
        index_terms(arena, v, learning->count);
        terms = v->terms.count > terms ? v->terms.count : terms;
    }
    learning->counts = RAP_NEW_ARRAY(arena, uint32_t, terms + 1);
    learning->wanted = RAP_NEW_ARRAY(arena, uint32_t, learning->count + 1);
    learning->taken = RAP_NEW_ARRAY(arena, uint32_t, learning->count + 1);
    try_all(learning, scratch, &list);
    rap_arena_reset(scratch);
    choose(learning, scratch, most, &list);
    if (list.count) {
        qsort(list.items, list.count, sizeof(candidate *), by_english);
    }
    for (size_t i = 0; i < list.count; i++) {
        RAP_PUSH(arena, ret_concepts, concept_of(learning, list.items[i]));
    }
}

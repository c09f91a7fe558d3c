#include "linking/lineage.h"

#include "base/data.h"
#include "base/map.h"
#include "base/table.h"
#include "text/figures.h"
#include "text/text.h"

#include <math.h>
#include <stdlib.h>

/* From this likeness on a paragraph carries on another wherever it stands, */
static const double SURE = 0.5;
/* and from this on where it does so in the order of those that are sure. */
static const double LIKE_ENOUGH = 0.36, LIKE_ENOUGH_ABROAD = 0.34;
/* Pairs of characters, of which other words with the same meaning share fewer than stems. */
static const double LIKE_ENOUGH_HAN = 0.24;
/* What standing at the same place of both texts adds, at most. */
static const double ORDER = 0.06, ORDER_ABROAD = 0.25;
/* How much the cosine of two paragraphs weighs in their likeness. */
static const double COSINE = 0.6;
/* The share of a paragraph that another holds from which on it went into it. */
static const double WITHIN = 0.75;
/* What a concept of the lexicon says beside a name, at its own weight. */
static const double CONCEPT = 0.4;
/* A paragraph of fewer terms than this is too short to be found in another. */
enum { FEW_TERMS = 8 };

/* -- strength -----------------------------------------------------------------------------------
 */

typedef struct {
    rap_str scale;
    int rank;
} grade;

struct rap_scales {
    rap_map *grades; /* verb or sense -> grade */
};

const char *rap_descent_name(rap_descent_kind kind)
{
    static const char *const names[] = {"kept",    "updated", "reworded", "joined",
                                        "divided", "added",   "dropped"};
    return names[kind];
}

const rap_scales *rap_scales_new(rap_arena *arena, rap_error *error)
{
    rap_table table;
    rap_scales *scales = RAP_NEW(arena, rap_scales);
    scales->grades = rap_map_new(arena);
    if (!rap_table_parse(arena, rap_data_find("scales.tsv"), &table, error)) {
        return NULL;
    }
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        grade *read = RAP_NEW(arena, grade);
        read->scale = rap_row_cell(row, rap_table_column(&table, "scale"));
        if (!rap_str_number(rap_row_cell(row, rap_table_column(&table, "rank")), &read->rank)) {
            rap_error_set(error, RAP_ERROR_FORMAT, -1, "scales.tsv:%d: no rank", row->line);
            return NULL;
        }
        rap_map_set(scales->grades, rap_row_cell(row, rap_table_column(&table, "verb")), read);
    }
    return scales;
}

static int sign(int difference)
{
    return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}

/* The verb's own grade: verbs of one sense may differ in strength. */
static const grade *grade_of(const rap_scales *scales, const rap_mandate *mandate)
{
    const grade *own = rap_map_find(scales->grades, mandate->verb);
    return own ? own : rap_map_find(scales->grades, mandate->sense);
}

int rap_scales_compare(const rap_scales *scales, const rap_mandate *older, const rap_mandate *newer)
{
    const grade *a = grade_of(scales, older), *b = grade_of(scales, newer);
    if (a && b && rap_str_equal(a->scale, b->scale)) {
        return sign(b->rank - a->rank);
    }
    return sign((int)newer->force - (int)older->force);
}

/* -- what a paragraph is known by ----------------------------------------------------------------
 */

typedef struct {
    int name; /* of a term, the same in all paragraphs */
    double weight;
} term;

typedef struct {
    const rap_version *version;
    const rap_mandate *mandate;
    const rap_block *block;
    size_t first, end;   /* its mentions */
    RAP_VEC(term) terms; /* by name, each once */
    double norm, place;  /* place: 0 to 1 */
} paragraph;

typedef RAP_VEC(paragraph) paragraphs;

/* How many paragraphs have a term. */
typedef struct {
    int name;
    uint32_t holders;
} counted;

typedef struct {
    rap_arena *arena;
    rap_map *names; /* term -> counted */
    const rap_lexicon *lexicon;
    rap_indexer *indexer;
    bool same_language, is_han; /* is_han: both are Chinese */
    paragraphs older, newer;
} tracing;

static void add_term(tracing *t, paragraph *p, const char *kind, rap_str text, double weight)
{
    rap_str key = rap_str_of(rap_arena_format(t->arena, "%s %.*s", kind, RAP_STR_ARG(text)));
    counted *known = rap_map_find(t->names, key);
    if (!known) {
        known = RAP_NEW(t->arena, counted);
        known->name = (int)rap_map_count(t->names);
        rap_map_set(t->names, key, known);
    }
    for (size_t i = 0; i < p->terms.count; i++) {
        if (p->terms.items[i].name == known->name) {
            return;
        }
    }
    known->holders++;
    RAP_PUSH(t->arena, &p->terms, (term){known->name, weight});
}

static bool is_of_a_year(const rap_mention *mention)
{
    return mention->kind == RAP_MENTION_DATE || mention->kind == RAP_MENTION_SESSION ||
           mention->kind == RAP_MENTION_SYMBOL;
}

/* The paragraph's words, without what a year changes. */
static rap_str lasting_text(tracing *t, const paragraph *p)
{
    rap_buf out;
    rap_buf_init(&out, t->arena);
    uint32_t at = 0;
    for (size_t i = p->first; i < p->end; i++) {
        const rap_mention *mention = &p->version->mentions.items[i];
        if (is_of_a_year(mention) && mention->span.start >= at) {
            rap_buf_put(&out, rap_str_slice(p->block->text, at, mention->span.start));
            at = mention->span.end;
        }
    }
    rap_buf_put(&out, rap_str_slice(p->block->text, at, p->block->text.length));
    return rap_buf_str(&out);
}

static void add_words(tracing *t, paragraph *p)
{
    rap_str tokens =
                rap_text_index_tokens(t->indexer, t->arena, p->version->lang, lasting_text(t, p)),
            token;
    while (rap_str_split(&tokens, ' ', &token)) {
        if (token.length) {
            add_term(t, p, "word", token, 1);
        }
    }
}

/* What the words speak of, whatever language they are in. */
static void add_concepts(tracing *t, paragraph *p)
{
    rap_concept_ids found = {0};
    rap_lexicon_find(t->lexicon, t->arena, t->indexer, p->version->lang, lasting_text(t, p),
                     &found);
    for (size_t i = 0; i < found.count; i++) {
        const char *id = rap_arena_format(t->arena, "%u", found.items[i]);
        add_term(t, p, "concept", rap_str_of(id),
                 CONCEPT * rap_lexicon_weight(t->lexicon, found.items[i]));
    }
}

/* What is alike in every language. */
static void add_facts(tracing *t, paragraph *p)
{
    const rap_mandate *mandate = p->mandate;
    for (size_t i = p->first; i < p->end; i++) {
        const rap_mention *mention = &p->version->mentions.items[i];
        if (mention->entity.length && mention->kind != RAP_MENTION_PLACE &&
            mention->kind != RAP_MENTION_SESSION) {
            add_term(t, p, mention->kind == RAP_MENTION_SYMBOL ? "symbol" : "name",
                     mention->body.length ? mention->body : mention->entity, 2);
        }
    }
    for (size_t i = 0; i < mandate->themes.count; i++) {
        add_term(t, p, "theme", mandate->themes.items[i], 1.5);
    }
    for (size_t i = 0; i < mandate->addressees.count; i++) {
        add_term(t, p, "addressee", mandate->addressees.items[i], 1);
    }
    for (size_t i = 0; i < mandate->acts.count; i++) {
        add_term(t, p, "act", mandate->acts.items[i].sense, 0.5);
    }
    add_term(t, p, "sense", mandate->sense, 1);
    if (mandate->timing_kind.length) {
        add_term(t, p, "timing", mandate->timing_kind, 1.5);
    }
}

static void gather(tracing *t, const rap_version *version, paragraphs *list)
{
    for (size_t i = 0; i < version->mandates.count; i++) {
        const rap_mandate *mandate = &version->mandates.items[i];
        paragraph p = {.version = version,
                       .mandate = mandate,
                       .block = &version->blocks.items[mandate->evidence.block],
                       .first = rap_mention_from(version, mandate->evidence.block, 0),
                       .end = rap_mention_from(version, mandate->evidence.block + 1, 0),
                       .place = (double)i / (double)version->mandates.count};
        if (t->same_language) {
            add_words(t, &p);
        } else {
            add_facts(t, &p);
            if (t->lexicon) {
                add_concepts(t, &p);
            }
        }
        RAP_PUSH(t->arena, list, p);
    }
}

static int by_name(const void *a, const void *b)
{
    const term *x = a, *y = b;
    return x->name - y->name;
}

/* What few paragraphs have says more, what all have (the title's words) next to nothing. */
static void weigh(paragraphs *list, const double *rarity)
{
    for (size_t i = 0; i < list->count; i++) {
        paragraph *p = &list->items[i];
        double sum = 0;
        for (size_t k = 0; k < p->terms.count; k++) {
            p->terms.items[k].weight *= rarity[p->terms.items[k].name];
            sum += p->terms.items[k].weight * p->terms.items[k].weight;
        }
        p->norm = sqrt(sum);
        if (p->terms.count) {
            qsort(p->terms.items, p->terms.count, sizeof *p->terms.items, by_name);
        }
    }
}

static void weigh_all(tracing *t)
{
    size_t count = rap_map_count(t->names);
    double all = (double)(t->older.count + t->newer.count);
    double *rarity = RAP_NEW_ARRAY(t->arena, double, count + 1);
    for (size_t i = 0; i < count; i++) {
        rap_str key;
        void *value;
        rap_map_at(t->names, i, &key, &value);
        const counted *known = value;
        rarity[known->name] = sqrt(log(all / (double)known->holders) + 0.05);
    }
    weigh(&t->older, rarity);
    weigh(&t->newer, rarity);
}

/* The sum of products of the weights of what both have. */
static double common(const paragraph *a, const paragraph *b)
{
    double sum = 0;
    for (size_t i = 0, k = 0; i < a->terms.count && k < b->terms.count;) {
        int order = a->terms.items[i].name - b->terms.items[k].name;
        sum += order ? 0 : a->terms.items[i].weight * b->terms.items[k].weight;
        i += order <= 0;
        k += order >= 0;
    }
    return sum;
}

/* Paragraphs grow over the years: that the longer holds much of the shorter counts as well. */
static double likeness(const paragraph *a, const paragraph *b)
{
    double shorter = a->norm < b->norm ? a->norm : b->norm, longer = a->norm + b->norm - shorter;
    if (shorter <= 0) {
        return 0;
    }
    double shared = common(a, b);
    return COSINE * shared / (shorter * longer) + (1 - COSINE) * shared / (shorter * shorter);
}

/* The share of `part` that `whole` holds too. */
static double within(const paragraph *part, const paragraph *whole)
{
    return part->norm > 0 ? common(part, whole) / (part->norm * part->norm) : 0;
}

/* -- pairs ---------------------------------------------------------------------------------------
 */

typedef struct {
    uint32_t older, newer;
    double score, rank;
} candidate;

typedef RAP_VEC(candidate) candidates;

static int by_rank(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->rank != y->rank) {
        return x->rank > y->rank ? -1 : 1;
    }
    return x->newer != y->newer ? (x->newer < y->newer ? -1 : 1) : x->older < y->older ? -1 : 1;
}

static void find_candidates(const tracing *t, candidates *ret_list)
{
    double least = !t->same_language ? LIKE_ENOUGH_ABROAD
                   : t->is_han       ? LIKE_ENOUGH_HAN
                                     : LIKE_ENOUGH;
    double order = t->same_language ? ORDER : ORDER_ABROAD;
    *ret_list = (candidates){0};
    for (uint32_t i = 0; i < t->older.count; i++) {
        for (uint32_t k = 0; k < t->newer.count; k++) {
            const paragraph *a = &t->older.items[i], *b = &t->newer.items[k];
            candidate c = {.older = i, .newer = k, .score = likeness(a, b)};
            c.rank = c.score + order * (1 - fabs(a->place - b->place));
            if (c.rank >= least) {
                RAP_PUSH(t->arena, ret_list, c);
            }
        }
    }
    if (ret_list->count) {
        qsort(ret_list->items, ret_list->count, sizeof *ret_list->items, by_rank);
    }
}

typedef struct {
    int32_t *of_older, *of_newer; /* the partner, or -1 */
    double *score;                /* of each newer one's pair */
} pairing;

/* Whether a pair crosses none that is sure. */
static bool keeps_order(const tracing *t, const pairing *p, const candidate *c)
{
    for (size_t i = 0; i < t->newer.count; i++) {
        bool is_sure = p->of_newer[i] >= 0 && p->score[i] >= SURE;
        if (is_sure && (i < c->newer) != (p->of_newer[i] < (int32_t)c->older)) {
            return false;
        }
    }
    return true;
}

static pairing pair_up(const tracing *t)
{
    candidates list;
    pairing p = {RAP_NEW_ARRAY(t->arena, int32_t, t->older.count + 1),
                 RAP_NEW_ARRAY(t->arena, int32_t, t->newer.count + 1),
                 RAP_NEW_ARRAY(t->arena, double, t->newer.count + 1)};
    for (size_t i = 0; i < t->older.count; i++) {
        p.of_older[i] = -1;
    }
    for (size_t i = 0; i < t->newer.count; i++) {
        p.of_newer[i] = -1;
    }
    find_candidates(t, &list);
    for (size_t i = 0; i < list.count; i++) {
        const candidate *c = &list.items[i];
        if (p.of_older[c->older] < 0 && p.of_newer[c->newer] < 0 &&
            (c->score >= SURE || keeps_order(t, &p, c))) {
            p.of_older[c->older] = (int32_t)c->newer;
            p.of_newer[c->newer] = (int32_t)c->older;
            p.score[c->newer] = c->score;
        }
    }
    return p;
}

/* The paragraph of the other version that holds most of this one; -1 where none holds enough. */
static int32_t holder_of(const paragraph *part, const paragraphs *others, double *ret_share)
{
    int32_t best = -1;
    *ret_share = WITHIN;
    for (size_t i = 0; i < others->count && part->terms.count >= FEW_TERMS; i++) {
        double share = within(part, &others->items[i]);
        if (share >= *ret_share) {
            best = (int32_t)i;
            *ret_share = share;
        }
    }
    return best;
}

/* -- descents ------------------------------------------------------------------------------------
 */

/* Word by word, once for each pair: what it is called follows from it, and who asks is shown it. */
static rap_differences differences_of(const tracing *t, int32_t older, int32_t newer)
{
    rap_differences list = {0};
    if (t->same_language) {
        rap_text_difference(t->arena, t->older.items[older].block->text,
                            t->newer.items[newer].block->text, &list);
    }
    return list;
}

/* Whether a changed span holds nothing but what a year changes, and figures. */
static bool is_yearly(const paragraph *p, rap_span span)
{
    rap_str text = p->block->text;
    for (uint32_t at = span.start; at < span.end; at++) {
        bool is_word = ((unsigned char)text.data[at] & 0x80) ||
                       (text.data[at] >= 'a' && text.data[at] <= 'z') ||
                       (text.data[at] >= 'A' && text.data[at] <= 'Z');
        bool is_named = false;
        for (size_t i = p->first; is_word && !is_named && i < p->end; i++) {
            const rap_mention *mention = &p->version->mentions.items[i];
            is_named = is_of_a_year(mention) && mention->span.start <= at && mention->span.end > at;
        }
        if (is_word && !is_named) {
            return false;
        }
    }
    return true;
}

static rap_descent_kind kind_of(const tracing *t, const paragraph *a, const paragraph *b,
                                const rap_differences *list)
{
    rap_descent_kind kind = t->same_language ? RAP_DESCENT_KEPT : RAP_DESCENT_REWORDED;
    for (size_t i = 0; i < list->count && kind != RAP_DESCENT_REWORDED; i++) {
        const rap_difference *d = &list->items[i];
        if (d->kind != RAP_DIFFERENCE_KEPT) {
            bool yearly =
                d->kind == RAP_DIFFERENCE_DROPPED ? is_yearly(a, d->a) : is_yearly(b, d->b);
            kind = yearly ? RAP_DESCENT_UPDATED : RAP_DESCENT_REWORDED;
        }
    }
    return kind;
}

static bool has(const rap_strs *list, rap_str text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (rap_str_equal(list->items[i], text)) {
            return true;
        }
    }
    return false;
}

static void only_in(rap_arena *arena, const rap_strs *list, const rap_strs *other, rap_strs *ret)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!has(other, list->items[i])) {
            RAP_PUSH(arena, ret, list->items[i]);
        }
    }
}

/* `kind`: joined or divided, else to be told from the words. */
static void put_pair(const tracing *t, const rap_scales *scales, rap_descents *list,
                     rap_descent_kind kind, int32_t older, int32_t newer, double score)
{
    const rap_mandate *a = t->older.items[older].mandate, *b = t->newer.items[newer].mandate;
    rap_descent d = {.kind = kind,
                     .older = older,
                     .newer = newer,
                     .score = score,
                     .differences = differences_of(t, older, newer)};
    if (kind != RAP_DESCENT_JOINED && kind != RAP_DESCENT_DIVIDED) {
        d.kind = kind_of(t, &t->older.items[older], &t->newer.items[newer], &d.differences);
        d.strength = rap_scales_compare(scales, a, b);
        only_in(t->arena, &b->addressees, &a->addressees, &d.new_addressees);
        only_in(t->arena, &a->addressees, &b->addressees, &d.old_addressees);
    }
    RAP_PUSH(t->arena, list, d);
}

/* An older paragraph that no newer one carries on alone. */
static void put_lost(const tracing *t, const rap_scales *scales, int32_t older, rap_descents *list)
{
    double share = 0;
    int32_t into = t->same_language ? holder_of(&t->older.items[older], &t->newer, &share) : -1;
    if (into >= 0) {
        put_pair(t, scales, list, RAP_DESCENT_JOINED, older, into, share);
    } else {
        RAP_PUSH(t->arena, list,
                 (rap_descent){.kind = RAP_DESCENT_DROPPED, .older = older, .newer = -1});
    }
}

static void put_new(const tracing *t, const rap_scales *scales, int32_t newer, rap_descents *list)
{
    double share = 0;
    int32_t from = t->same_language ? holder_of(&t->newer.items[newer], &t->older, &share) : -1;
    if (from >= 0) {
        put_pair(t, scales, list, RAP_DESCENT_DIVIDED, from, newer, share);
    } else {
        RAP_PUSH(t->arena, list,
                 (rap_descent){.kind = RAP_DESCENT_ADDED, .older = -1, .newer = newer});
    }
}

void rap_lineage_find(rap_arena *arena, const rap_scales *scales, const rap_lexicon *lexicon,
                      const rap_version *older, const rap_version *newer,
                      rap_descents *ret_descents)
{
    tracing t = {.arena = arena,
                 .names = rap_map_new(arena),
                 .lexicon = lexicon,
                 .indexer = rap_text_indexer_new(arena),
                 .same_language = older->lang == newer->lang,
                 .is_han = older->lang == RAP_LANG_ZH && newer->lang == RAP_LANG_ZH};
    gather(&t, older, &t.older);
    gather(&t, newer, &t.newer);
    weigh_all(&t);
    pairing pairs = pair_up(&t);
    int32_t told = 0; /* older paragraphs before it that nothing carries on were told */
    *ret_descents = (rap_descents){0};
    for (int32_t i = 0; i <= (int32_t)t.newer.count; i++) {
        bool is_end = i == (int32_t)t.newer.count;
        int32_t from = is_end ? (int32_t)t.older.count : pairs.of_newer[i];
        for (; told < from; told++) {
            if (pairs.of_older[told] < 0) {
                put_lost(&t, scales, told, ret_descents);
            }
        }
        if (!is_end && from >= 0) {
            put_pair(&t, scales, ret_descents, RAP_DESCENT_KEPT, from, i, pairs.score[i]);
        } else if (!is_end) {
            put_new(&t, scales, i, ret_descents);
        }
    }
}

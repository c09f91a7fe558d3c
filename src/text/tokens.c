#include "text_private.h"

#include "base/map.h"

#include <libstemmer.h>
#include <string.h>
#include <unicode/uchar.h>

/* Longer runs of letters are no words; the index would only grow by them. */
#define LONGEST_WORD 120u

static const char *const algorithms[RAP_LANG_COUNT] = {
    [RAP_LANG_EN] = "english", [RAP_LANG_FR] = "french", [RAP_LANG_ES] = "spanish",
    [RAP_LANG_RU] = "russian", [RAP_LANG_AR] = "arabic",
};

typedef struct {
    struct sb_stemmer *stemmer;
} holder;

static void release_stemmer(void *object)
{
    holder *held = object;
    if (held->stemmer) {
        sb_stemmer_delete(held->stemmer);
        held->stemmer = NULL;
    }
}

/* The stemmer is given back by release_stemmer, at the latest with the arena. */
static holder *open_stemmer(rap_arena *arena, rap_lang lang)
{
    holder *held = RAP_NEW(arena, holder);
    if (algorithms[lang]) {
        rap_arena_defer(arena, release_stemmer, held);
        held->stemmer = sb_stemmer_new(algorithms[lang], "UTF_8");
    }
    return held;
}

/* Without the conjunction that Arabic writes together with the article behind it (waw, then alef
 * and lam); the stemmer leaves it on. */
static rap_str without_conjunction(rap_str word)
{
    return rap_str_starts(word, RAP_STR("\xD9\x88\xD8\xA7\xD9\x84")) && word.length > 10
               ? rap_str_slice(word, 2, word.length)
               : word;
}

/* The word in lower case, stemmed where `held` has a stemmer, folded. Stemming comes before
 * folding because the accents are part of French, Spanish and Russian endings. */
static rap_str stem_and_fold(rap_arena *arena, const holder *held, rap_str word)
{
    if (!held || !held->stemmer || word.length > LONGEST_WORD) {
        return rap_text_fold(arena, word);
    }
    word = without_conjunction(word);
    rap_buf lower;
    rap_buf_init(&lower, arena);
    for (size_t at = 0; at < word.length;) {
        uint32_t c = rap_utf8_next(word, &at);
        c = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : (uint32_t)u_tolower((UChar32)c);
        rap_buf_put_code_point(&lower, c == 0x451 ? 0x435 : c);
    }
    const sb_symbol *stem =
        sb_stemmer_stem(held->stemmer, (const sb_symbol *)lower.data, (int)lower.length);
    if (!stem) {
        return rap_text_fold(arena, word);
    }
    rap_str stemmed = {(const char *)stem, (size_t)sb_stemmer_length(held->stemmer)};
    stemmed = rap_str_copy(arena, stemmed);
    return rap_text_fold(arena, stemmed.length ? stemmed : word);
}

/* -- scanning ---------------------------------------------------------------------------------- */

typedef enum { PIECE_WORD, PIECE_HAN, PIECE_SYMBOL, PIECE_STAR, PIECE_QUOTE } piece_kind;

typedef struct {
    piece_kind kind;
    size_t start, end;
} piece;

static bool is_mark(uint32_t c)
{
    return c >= 0x300 && (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

/* Han characters are none. */
static bool is_word_point(uint32_t c)
{
    return rap_text_is_word_letter(c) || is_mark(c);
}

/* The end of what looks like a document symbol from `at` on, or `at`: ASCII letters, digits and
 * points in parts between strokes, at least one stroke between word characters and a digit. */
static size_t symbol_end(rap_str text, size_t at)
{
    enum { LONGEST = 400 }; /* an address; no symbol is as long */
    size_t end = at, strokes = 0, digits = 0;
    for (size_t i = at; i < text.length; i++) {
        char c = text.data[i];
        if (i - at == LONGEST) {
            return at;
        }
        bool is_word = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
        digits += c >= '0' && c <= '9';
        if (is_word) {
            end = i + 1;
        } else if (c == '/') {
            strokes += i > at;
        } else if (c != '.' && c != '-') {
            break;
        }
        if (c == '.' && (i + 1 >= text.length || text.data[i + 1] == ' ')) {
            break;
        }
    }
    return strokes && digits &&
                   rap_str_find(rap_str_slice(text, at, end), RAP_STR("/"), 0) != SIZE_MAX
               ? end
               : at;
}

static bool next_piece(rap_str text, size_t *at, piece *ret_piece)
{
    while (*at < text.length) {
        size_t start = *at;
        uint32_t c = rap_utf8_next(text, at);
        if (c == '"' || c == 0x201C || c == 0x201D || c == 0xAB || c == 0xBB || c == '*') {
            *ret_piece = (piece){c == '*' ? PIECE_STAR : PIECE_QUOTE, start, *at};
            return true;
        }
        bool is_letter = rap_text_is_word_letter(c);
        if (!is_letter && rap_text_script_of(c) == RAP_SCRIPT_HAN) {
            size_t end = *at, next = *at;
            while (next < text.length &&
                   rap_text_script_of(rap_utf8_next(text, &next)) == RAP_SCRIPT_HAN) {
                end = next;
            }
            *at = end;
            *ret_piece = (piece){PIECE_HAN, start, end};
            return true;
        }
        if (!is_letter) {
            continue;
        }
        size_t end = *at, next = *at;
        while (next < text.length) {
            if (!is_word_point(rap_utf8_next(text, &next))) {
                break;
            }
            end = next;
        }
        *at = end;
        *ret_piece = (piece){PIECE_WORD, start, end};
        return true;
    }
    return false;
}

static void put_token(rap_buf *out, rap_str token)
{
    if (!token.length) {
        return;
    }
    if (out->length) {
        rap_buf_put_byte(out, ' ');
    }
    /* Folding may leave signs that the index would split at. */
    for (size_t at = 0, from = 0; at < token.length; from = at) {
        uint32_t c = rap_utf8_next(token, &at);
        bool is_han = c >= 0x4E00 && c <= 0x9FFF;
        if (is_han || c == '_' || (c != 0xFFFD && u_isalnum((UChar32)c))) {
            rap_buf_put(out, rap_str_slice(token, from, at));
        }
    }
}

static void put_symbol(rap_buf *out, rap_str symbol)
{
    rap_str part;
    while (rap_str_split(&symbol, '-', &part)) {
        if (rap_str_find(part, RAP_STR("/"), 0) == SIZE_MAX) {
            continue;
        }
        rap_buf_put_c(out, out->length ? " " : "");
        bool gap = false, any = false;
        for (size_t i = 0; i < part.length; i++) {
            char c = part.data[i];
            bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            if (!is_letter && !(c >= '0' && c <= '9')) {
                gap = any;
                continue;
            }
            if (gap) {
                rap_buf_put_byte(out, '_');
            }
            rap_buf_put_byte(out, is_letter ? (char)(c | 0x20) : c);
            gap = false;
            any = true;
        }
    }
}

/* Every two neighbours, and the last character alone, so that any two and any one are found. */
static void put_han(rap_buf *out, rap_str run, bool with_last)
{
    for (size_t at = 0; at < run.length;) {
        size_t start = at;
        rap_utf8_next(run, &at);
        size_t end = at;
        if (end < run.length) {
            rap_utf8_next(run, &end);
        } else if (!with_last) {
            break;
        }
        put_token(out, rap_str_slice(run, start, end));
    }
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

/* A single letter beside an apostrophe: the elided article, the possessive. */
static bool is_lone_letter(rap_str text, const piece *p)
{
    size_t at = p->start;
    rap_utf8_next(text, &at);
    if (at != p->end || text.data[p->start] < 'A') {
        return false;
    }
    size_t before = p->start;
    return (before && is_apostrophe(rap_utf8_previous(text, &before))) ||
           (at < text.length && is_apostrophe(rap_utf8_next(text, &at)));
}

/* A word as it stands in the text and its token, which follows it in memory. */
typedef struct {
    const char *word; /* NULL: free */
    uint32_t hash;
    uint16_t length, token_length;
} known_word;

/* The words of a language; at most half full. */
typedef struct {
    known_word *slots;
    size_t room, count;
} known_words;

struct rap_indexer {
    rap_arena *arena;
    holder *stemmers[RAP_LANG_COUNT];
    known_words words[RAP_LANG_COUNT];
};

rap_indexer *rap_text_indexer_new(rap_arena *arena)
{
    rap_indexer *indexer = RAP_NEW(arena, rap_indexer);
    indexer->arena = arena;
    return indexer;
}

static rap_str make_token(rap_indexer *indexer, rap_arena *arena, rap_lang lang, rap_str word)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    put_token(&out, stem_and_fold(arena, indexer->stemmers[lang], word));
    return rap_buf_str(&out);
}

static void grow_words(known_words *words, rap_arena *arena)
{
    known_word *old = words->slots;
    size_t room = words->room;
    words->room = room ? room * 2 : 4096;
    words->slots = RAP_NEW_ARRAY(arena, known_word, words->room);
    for (size_t i = 0; i < room; i++) {
        if (old[i].word) {
            size_t at = old[i].hash & (words->room - 1);
            while (words->slots[at].word) {
                at = (at + 1) & (words->room - 1);
            }
            words->slots[at] = old[i];
        }
    }
}

/* The token of a word; `arena` is for what is needed for a while. */
static rap_str token_of(rap_indexer *indexer, rap_arena *arena, rap_lang lang, rap_str word)
{
    known_words *words = &indexer->words[lang];
    if (word.length > LONGEST_WORD) {
        return make_token(indexer, arena, lang, word);
    }
    uint32_t hash = (uint32_t)rap_map_hash(word);
    size_t at = hash & (words->room - 1);
    for (; words->slots[at].word; at = (at + 1) & (words->room - 1)) {
        const known_word *known = &words->slots[at];
        if (known->hash == hash && rap_str_equal((rap_str){known->word, known->length}, word)) {
            return (rap_str){known->word + known->length, known->token_length};
        }
    }
    rap_str token = make_token(indexer, arena, lang, word);
    if (token.length > UINT16_MAX) {
        return token;
    }
    rap_buf both;
    rap_buf_init(&both, indexer->arena);
    rap_buf_grow(&both, word.length + token.length);
    rap_buf_put(&both, word);
    rap_buf_put(&both, token);
    const char *kept = both.data;
    words->slots[at] = (known_word){kept, hash, (uint16_t)word.length, (uint16_t)token.length};
    if (++words->count * 2 > words->room) {
        grow_words(words, indexer->arena);
    }
    return (rap_str){kept + word.length, token.length};
}

rap_str rap_text_index_tokens(rap_indexer *indexer, rap_arena *arena, rap_lang lang, rap_str text)
{
    if (!indexer->words[lang].room) {
        grow_words(&indexer->words[lang], indexer->arena);
        indexer->stemmers[lang] = open_stemmer(indexer->arena, lang);
    }
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_grow(&out, text.length);
    size_t symbols_to = 0;
    piece p;
    for (size_t at = 0; next_piece(text, &at, &p);) {
        rap_str word = rap_str_slice(text, p.start, p.end);
        if (p.kind == PIECE_HAN) {
            put_han(&out, word, true);
        } else if (p.kind == PIECE_WORD && !is_lone_letter(text, &p)) {
            size_t end = p.start >= symbols_to ? symbol_end(text, p.start) : p.start;
            if (end > p.start) {
                put_symbol(&out, rap_str_slice(text, p.start, end));
                symbols_to = end;
            }
            rap_str token = token_of(indexer, arena, lang, word);
            rap_buf_put_c(&out, out.length && token.length ? " " : "");
            rap_buf_put(&out, token);
        }
    }
    return rap_buf_str(&out);
}

/* -- queries ----------------------------------------------------------------------------------- */

typedef struct {
    rap_arena *arena;
    holder *stemmers[RAP_LANG_COUNT];
    rap_query *query;
} parser;

static void add_item(rap_arena *arena, rap_strs *group, rap_str item)
{
    for (size_t i = 0; i < group->count; i++) {
        if (rap_str_equal(group->items[i], item)) {
            return;
        }
    }
    if (item.length) {
        RAP_PUSH(arena, group, item);
    }
}

static void add_group(parser *q, rap_strs group)
{
    if (group.count) {
        RAP_PUSH(q->arena, &q->query->groups, group);
    }
}

static rap_str with_star(rap_arena *arena, rap_str word, bool has_star)
{
    return has_star ? rap_str_of(rap_arena_format(arena, "%.*s*", RAP_STR_ARG(word))) : word;
}

static void add_word(parser *q, rap_str word, bool has_star)
{
    rap_strs group = {0};
    for (int i = 0; i < RAP_LANG_COUNT; i++) {
        rap_buf token;
        rap_buf_init(&token, q->arena);
        put_token(&token, stem_and_fold(q->arena, q->stemmers[i], word));
        add_item(q->arena, &group, with_star(q->arena, rap_buf_str(&token), has_star));
    }
    add_group(q, group);
}

/* A phrase, in each language's form. */
static void add_phrase(parser *q, rap_str words)
{
    rap_strs group = {0};
    for (int i = 0; i < RAP_LANG_COUNT; i++) {
        rap_buf tokens;
        rap_buf_init(&tokens, q->arena);
        piece p;
        for (size_t at = 0; next_piece(words, &at, &p);) {
            rap_str word = rap_str_slice(words, p.start, p.end);
            if (p.kind == PIECE_HAN) {
                put_han(&tokens, word, p.end - p.start <= 3);
            } else if (p.kind == PIECE_WORD && !is_lone_letter(words, &p)) {
                put_token(&tokens, stem_and_fold(q->arena, q->stemmers[i], word));
            }
        }
        add_item(q->arena, &group, rap_buf_str(&tokens));
    }
    add_group(q, group);
}

static void add_han(parser *q, rap_str run)
{
    rap_buf tokens;
    rap_buf_init(&tokens, q->arena);
    rap_strs group = {0};
    size_t first = 0;
    rap_utf8_next(run, &first);
    put_han(&tokens, run, false);
    add_item(q->arena, &group,
             first == run.length ? with_star(q->arena, run, true) : rap_buf_str(&tokens));
    add_group(q, group);
}

static void add_symbol(parser *q, rap_str symbol)
{
    rap_buf tokens;
    rap_buf_init(&tokens, q->arena);
    put_symbol(&tokens, symbol);
    rap_strs group = {0};
    add_item(q->arena, &group, rap_buf_str(&tokens));
    add_group(q, group);
}

void rap_text_query(rap_arena *arena, rap_str words, rap_query *ret_query)
{
    rap_query query = {0};
    parser q = {.arena = arena, .query = &query};
    for (int i = 0; i < RAP_LANG_COUNT; i++) {
        q.stemmers[i] = open_stemmer(arena, (rap_lang)i);
    }
    piece p;
    for (size_t at = 0; next_piece(words, &at, &p);) {
        rap_str word = rap_str_slice(words, p.start, p.end);
        size_t end = p.kind == PIECE_WORD ? symbol_end(words, p.start) : p.start;
        if (p.kind == PIECE_QUOTE) {
            size_t from = at;
            piece closing = {PIECE_QUOTE, words.length, words.length};
            while (next_piece(words, &at, &closing) && closing.kind != PIECE_QUOTE) {
                closing.start = words.length;
            }
            if (closing.kind != PIECE_QUOTE) {
                closing.start = words.length;
            }
            add_phrase(&q, rap_str_slice(words, from, closing.start));
        } else if (p.kind == PIECE_HAN) {
            add_han(&q, word);
        } else if (end > p.start) {
            add_symbol(&q, rap_str_slice(words, p.start, end));
            at = end;
        } else if (p.kind == PIECE_WORD && !is_lone_letter(words, &p)) {
            add_word(&q, word, p.end < words.length && words.data[p.end] == '*');
        }
    }
    for (int i = 0; i < RAP_LANG_COUNT; i++) {
        release_stemmer(q.stemmers[i]);
    }
    *ret_query = query;
}

#include "linking/lexicon.h"

#include "base/map.h"
#include "base/table.h"

#include <math.h>
#include <stdlib.h>

typedef RAP_VEC(uint32_t) indices;

struct rap_lexicon {
    rap_concepts concepts;
    double paragraphs;
    rap_map *terms[RAP_LANG_COUNT]; /* indices by term */
};

/* -- tokens ------------------------------------------------------------------------------------ */

/* What parts clauses: a term does not reach over it. */
static bool is_break(uint32_t c)
{
    switch (c) {
    case ',':
    case ';':
    case ':':
    case '.':
    case '(':
    case ')':
    case 0x060C: /* Arabic comma and semicolon */
    case 0x061B:
    case 0x2014: /* dash */
    case 0x201C: /* quotation marks */
    case 0x201D:
    case 0x3001: /* Chinese commas, full stop, brackets, semicolon, colon */
    case 0x3002:
    case 0xFF08:
    case 0xFF09:
    case 0xFF0C:
    case 0xFF1A:
    case 0xFF1B:
        return true;
    default:
        return false;
    }
}

/* A Chinese character alone, at the end of a run, tells too little. */
enum { HAN_BYTES = 3 };

static bool is_wordy(rap_lang lang, rap_str token)
{
    if (lang == RAP_LANG_ZH && token.length <= HAN_BYTES) {
        return false;
    }
    for (size_t i = 0; i < token.length; i++) {
        if ((token.data[i] >= '0' && token.data[i] <= '9') || token.data[i] == '_') {
            return false;
        }
    }
    return token.length > 1;
}

void rap_lexicon_tokens(rap_arena *arena, rap_indexer *indexer, rap_lang lang, rap_str text,
                        rap_strs *ret_tokens)
{
    rap_strs tokens = {0};
    for (size_t at = 0, start = 0; start < text.length;) {
        size_t end = at;
        bool is_end = at >= text.length || is_break(rap_utf8_next(text, &at));
        if (!is_end) {
            continue;
        }
        rap_str clause = rap_str_slice(text, start, end), token;
        rap_str found = rap_text_index_tokens(indexer, arena, lang, clause);
        while (rap_str_split(&found, ' ', &token)) {
            if (is_wordy(lang, token)) {
                RAP_PUSH(arena, &tokens, token);
            }
        }
        RAP_PUSH(arena, &tokens, RAP_STR_NONE);
        start = end < text.length ? at : text.length;
    }
    *ret_tokens = tokens;
}

/* -- finding ----------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void take(const rap_map *terms, rap_arena *arena, rap_str term, rap_concept_ids *ids)
{
    const indices *found = rap_map_find(terms, term);
    for (size_t i = 0; found && i < found->count; i++) {
        RAP_PUSH(arena, ids, found->items[i]);
    }
}

void rap_lexicon_find(const rap_lexicon *lexicon, rap_arena *arena, rap_indexer *indexer,
                      rap_lang lang, rap_str text, rap_concept_ids *ret_ids)
{
    rap_strs tokens;
    rap_concept_ids ids = {0};
    const rap_map *terms = lexicon->terms[lang];
    rap_buf pair;
    *ret_ids = ids;
    if (!terms) {
        return;
    }
    rap_buf_init(&pair, arena);
    rap_lexicon_tokens(arena, indexer, lang, text, &tokens);
    for (size_t i = 0; i < tokens.count; i++) {
        take(terms, arena, tokens.items[i], &ids);
        for (size_t k = i + 1; k < tokens.count && k <= i + RAP_LEXICON_REACH; k++) {
            if (!tokens.items[i].length || !tokens.items[k].length) {
                break;
            }
            pair.length = 0;
            rap_buf_put(&pair, tokens.items[i]);
            rap_buf_put_byte(&pair, ' ');
            rap_buf_put(&pair, tokens.items[k]);
            take(terms, arena, rap_buf_str(&pair), &ids);
        }
    }
    size_t kept = 0;
    if (ids.count) {
        qsort(ids.items, ids.count, sizeof *ids.items, by_number);
    }
    for (size_t i = 0; i < ids.count; i++) {
        if (!kept || ids.items[kept - 1] != ids.items[i]) {
            ids.items[kept++] = ids.items[i];
        }
    }
    ids.count = kept;
    *ret_ids = ids;
}

size_t rap_lexicon_count(const rap_lexicon *lexicon)
{
    return lexicon->concepts.count;
}

const rap_concept *rap_lexicon_at(const rap_lexicon *lexicon, size_t index)
{
    return &lexicon->concepts.items[index];
}

double rap_lexicon_weight(const rap_lexicon *lexicon, size_t index)
{
    const rap_concept *concept = &lexicon->concepts.items[index];
    return concept->trust * fmax(0, log(lexicon->paragraphs / (1.0 + concept->paragraphs)));
}

/* -- the table --------------------------------------------------------------------------------- */

static void read_terms(rap_arena *arena, rap_lexicon *lexicon, rap_lang lang, rap_str cell,
                       rap_concept *concept)
{
    rap_str term;
    while (cell.length && rap_str_split(&cell, '|', &term)) {
        indices *known = rap_map_find(lexicon->terms[lang], term);
        if (!known) {
            known = RAP_NEW(arena, indices);
            rap_map_set(lexicon->terms[lang], term, known);
        }
        RAP_PUSH(arena, known, (uint32_t)lexicon->concepts.count);
        RAP_PUSH(arena, &concept->terms[lang], term);
    }
}

/* The row of the whole has a number of paragraphs and nothing else. */
static bool read_row(rap_arena *arena, rap_lexicon *lexicon, const rap_table *table,
                     const rap_row *row, rap_error *error)
{
    int paragraphs, trust;
    if (!rap_str_number(rap_row_cell(row, rap_table_column(table, "paragraphs")), &paragraphs) ||
        !rap_str_number(rap_row_cell(row, rap_table_column(table, "trust")), &trust)) {
        return rap_error_set(error, RAP_ERROR_FORMAT, row->line,
                             "line %d of the lexicon has no numbers", row->line);
    }
    if (!trust) {
        lexicon->paragraphs = paragraphs;
        return true;
    }
    rap_concept concept = {.paragraphs = (uint32_t)paragraphs, .trust = trust / 100.0};
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        int column = rap_table_column(table, rap_lang_code((rap_lang)lang));
        read_terms(arena, lexicon, (rap_lang)lang, rap_row_cell(row, column), &concept);
    }
    RAP_PUSH(arena, &lexicon->concepts, concept);
    return true;
}

rap_lexicon *rap_lexicon_read(rap_arena *arena, rap_str text, rap_error *error)
{
    rap_table table;
    rap_lexicon *lexicon = RAP_NEW(arena, rap_lexicon);
    if (!rap_table_parse(arena, text, &table, error)) {
        return NULL;
    }
    for (int lang = 0; lang < RAP_LANG_COUNT; lang++) {
        lexicon->terms[lang] = lang != RAP_LANG_NONE ? rap_map_new(arena) : NULL;
    }
    for (size_t i = 0; i < table.rows.count; i++) {
        if (!read_row(arena, lexicon, &table, &table.rows.items[i], error)) {
            return NULL;
        }
    }
    return lexicon;
}

rap_str rap_lexicon_write(rap_arena *arena, const rap_concepts *concepts, uint32_t paragraphs)
{
    static const rap_lang order[] = {RAP_LANG_EN, RAP_LANG_AR, RAP_LANG_ZH,
                                     RAP_LANG_FR, RAP_LANG_RU, RAP_LANG_ES};
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_buf_put_c(&out,
                  "# Concepts, and the terms that tell each in the six languages, read by\n"
                  "# src/linking/lexicon.c. Learned, not written: \"rapporteur learn\" makes it\n"
                  "# again. A term is one or two stemmed words (in Chinese pairs of characters),\n"
                  "# alternatives have | between. paragraphs: how many of those learned from tell\n"
                  "# it (the first row: how many there were); trust: per cent.\n"
                  "paragraphs\ttrust");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        rap_buf_format(&out, "\t%s", rap_lang_code(order[i]));
    }
    rap_buf_format(&out, "\n%u\t0\n", paragraphs);
    for (size_t i = 0; i < concepts->count; i++) {
        const rap_concept *concept = &concepts->items[i];
        rap_buf_format(&out, "%u\t%.0f", concept->paragraphs, concept->trust * 100);
        for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
            const rap_strs *terms = &concept->terms[order[k]];
            rap_buf_put_byte(&out, '\t');
            for (size_t t = 0; t < terms->count; t++) {
                rap_buf_format(&out, "%s%.*s", t ? "|" : "", RAP_STR_ARG(terms->items[t]));
            }
        }
        rap_buf_put_byte(&out, '\n');
    }
    return rap_buf_str(&out);
}

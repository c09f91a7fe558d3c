/* Lead phrases: the grammar of data/<language>/lead-phrases.tsv, matched on folded text. */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAD_ROOM 480
#define PHRASE_ROOM 128 /* of most lead phrases with what tells that they end */
#define WORD_ROOM 48    /* of a first word with what stands before it */

static const char *const type_names[PIECE_COUNT] = {
    [PIECE_OPERATIVE] = "operative", [PIECE_PREAMBULAR] = "preambular",
    [PIECE_OPENING] = "opening",     [PIECE_ADVERB] = "adverb",
    [PIECE_OBJECT] = "object",       [PIECE_DEGREE] = "degree",
    [PIECE_TRAILING] = "trailing",   [PIECE_JOIN] = "join",
};

/* -- loading -------------------------------------------------------------------------------------
 */

static bool is_han_lead(char byte)
{
    return (unsigned char)byte >= 0xE3 && (unsigned char)byte <= 0xE9;
}

static bool ends_word(char byte)
{
    return byte == ' ' || byte == ',' || byte == ';' || byte == ':' || byte == '.' || !byte;
}

/* What pieces are looked up by: the first word, in Chinese the first character. */
static rap_str first_key(const char *data, size_t length)
{
    if (length >= 3 && is_han_lead(data[0])) {
        return (rap_str){data, 3};
    }
    size_t end = 0;
    while (end < length && !ends_word(data[end]) && !is_han_lead(data[end])) {
        bool arabic = data[end] == '\xD8' && end + 1 < length;
        if (arabic && (data[end + 1] == '\x8C' || data[end + 1] == '\x9B')) {
            break; /* the Arabic comma and semicolon */
        }
        end++;
    }
    return (rap_str){data, end};
}

static void add_piece(rap_structure_rules *rules, rap_lang lang, const lead_piece *piece)
{
    rap_map *map = rules->leads[lang].pieces;
    rap_str key = piece->glued ? RAP_STR("-") : first_key(piece->words.data, piece->words.length);
    piece_list *list = rap_map_find(map, key);
    if (!list) {
        list = RAP_NEW(rules->arena, piece_list);
        rap_map_set(map, key, list);
    }
    RAP_PUSH(rules->arena, list, piece);
    for (size_t i = list->count - 1;
         i && list->items[i - 1]->words.length < list->items[i]->words.length; i--) {
        const lead_piece *other = list->items[i - 1];
        list->items[i - 1] = list->items[i];
        list->items[i] = other;
    }
}

bool rap_lead_rules_load(rap_structure_rules *rules, rap_lang lang, rap_error *error)
{
    rules->leads[lang].pieces = rap_map_new(rules->arena);
    rap_table table;
    if (!rap_rules_table(rules->arena, lang, "lead-phrases.tsv", &table, error)) {
        return false;
    }
    int phrase = rap_table_column(&table, "phrase"), type = rap_table_column(&table, "type");
    int verb = rap_table_column(&table, "verb"), takes = rap_table_column(&table, "takes");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        lead_piece *piece = RAP_NEW(rules->arena, lead_piece);
        rap_str words = rap_row_cell(row, phrase);
        piece->glued = words.length > 1 && rap_str_ends(words, RAP_STR("-"));
        words.length -= piece->glued;
        piece->words = rap_structure_folded(rules->arena, words);
        piece->verb = rap_row_cell(row, verb);
        piece->takes_object = rap_str_is(rap_row_cell(row, takes), "object");
        piece->behind_participle = rap_str_is(rap_row_cell(row, takes), "participle");
        while (piece->type < PIECE_COUNT &&
               !rap_str_is(rap_row_cell(row, type), type_names[piece->type])) {
            piece->type++;
        }
        if (piece->type == PIECE_COUNT || !piece->words.length) {
            return rap_error_set(error, RAP_ERROR_FORMAT, row->line,
                                 "data/%s/lead-phrases.tsv line %d: unknown type or empty phrase",
                                 rap_lang_code(lang), row->line);
        }
        add_piece(rules, lang, piece);
    }
    return true;
}

/* "first<between>second" */
static rap_str joined(rap_arena *arena, rap_str first, const char *between, rap_str second)
{
    size_t middle = strlen(between), length = first.length + middle + second.length;
    char *text = rap_arena_take(arena, length);
    memcpy(text, first.data, first.length);
    memcpy(text + first.length, between, middle);
    memcpy(text + first.length + middle, second.data, second.length);
    return (rap_str){text, length};
}

static void add_verb(rap_structure_rules *rules, rap_str text)
{
    rap_str *verb = RAP_NEW(rules->arena, rap_str);
    *verb = text;
    rap_map_set(rules->verbs, *verb, verb);
}

typedef struct {
    rap_strs cores, takers, objects, adverbs;
    rap_map *seen;
} verb_parts;

static void add_part(rap_arena *arena, verb_parts *parts, rap_strs *list, char kind, rap_str verb)
{
    rap_str key = rap_str_of(rap_arena_format(arena, "%c%.*s", kind, RAP_STR_ARG(verb)));
    if (verb.length && !rap_map_find(parts->seen, key)) {
        rap_map_set(parts->seen, key, parts);
        RAP_PUSH(arena, list, verb);
    }
}

static void collect_parts(rap_structure_rules *rules, rap_arena *arena, verb_parts *parts)
{
    for (int lang = RAP_LANG_AR; lang < RAP_LANG_COUNT; lang++) {
        rap_str key;
        void *value;
        for (size_t i = 0; rap_map_at(rules->leads[lang].pieces, i, &key, &value); i++) {
            const piece_list *list = value;
            for (size_t p = 0; p < list->count; p++) {
                const lead_piece *piece = list->items[p];
                if (piece->type <= PIECE_PREAMBULAR) {
                    add_part(arena, parts, &parts->cores, 'c', piece->verb);
                    add_part(arena, parts, &parts->takers, 't',
                             piece->takes_object ? piece->verb : RAP_STR_NONE);
                } else if (piece->type == PIECE_OBJECT) {
                    add_part(arena, parts, &parts->objects, 'o', piece->verb);
                } else if (piece->type == PIECE_ADVERB) {
                    add_part(arena, parts, &parts->adverbs, 'a', piece->verb);
                }
            }
        }
    }
}

/* Every verb that parts can make, stored once, so that a match needs no memory of its own. */
bool rap_lead_verbs_compose(rap_structure_rules *rules)
{
    rap_arena *arena = rap_arena_new(0);
    verb_parts parts = {.seen = rap_map_new(arena)};
    rules->verbs = rap_map_new(rules->arena);
    collect_parts(rules, arena, &parts);
    for (size_t i = 0; i < parts.takers.count; i++) {
        for (size_t o = 0; o < parts.objects.count; o++) {
            RAP_PUSH(arena, &parts.cores,
                     joined(rules->arena, parts.takers.items[i], " ", parts.objects.items[o]));
        }
    }
    for (size_t i = 0; i < parts.cores.count; i++) {
        add_verb(rules, parts.cores.items[i]);
        for (size_t a = 0; a < parts.adverbs.count; a++) {
            add_verb(rules,
                     joined(rules->arena, parts.cores.items[i], " ", parts.adverbs.items[a]));
        }
    }
    size_t simple = parts.cores.count - parts.takers.count * parts.objects.count;
    for (size_t i = 0; i < simple; i++) {
        for (size_t j = 0; j < simple; j++) {
            add_verb(rules,
                     joined(rules->arena, parts.cores.items[i], " and ", parts.cores.items[j]));
        }
    }
    rap_arena_free(arena);
    return true;
}

/* -- matching ------------------------------------------------------------------------------------
 */

typedef struct {
    const rap_structure_rules *rules;
    const lead_rules *leads;
    const folded_text *text;
    size_t *reach; /* behind the last byte that was looked at; it may lie behind the text's end */
} lead_matcher;

static void note_reach(const lead_matcher *m, size_t behind)
{
    *m->reach = behind > *m->reach ? behind : *m->reach;
}

static size_t skip_space(const lead_matcher *m, size_t at)
{
    return at < m->text->length && m->text->data[at] == ' ' ? at + 1 : at;
}

static size_t match_type(const lead_matcher *m, size_t at, unsigned types, bool inner,
                         const lead_piece **ret_piece);

#define BIT(type) (1U << (type))

/* Adverbs and degrees between the words of a phrase. */
static size_t skip_inner(const lead_matcher *m, size_t at)
{
    const lead_piece *piece;
    for (;;) {
        size_t end = match_type(m, at, BIT(PIECE_ADVERB) | BIT(PIECE_DEGREE), false, &piece);
        if (!end) {
            return at;
        }
        at = skip_space(m, end);
    }
}

/* Where the piece ends that begins at `at`; 0: it does not stand there. */
static size_t match_piece(const lead_matcher *m, const lead_piece *piece, size_t at, bool inner)
{
    rap_str rest = piece->words, word;
    bool first = true;
    while (rap_str_split(&rest, ' ', &word)) {
        if (!first) {
            if (at >= m->text->length || m->text->data[at] != ' ') {
                return 0;
            }
            at++;
        }
        bool fits = false;
        for (int attempt = 0; attempt < 2 && !fits; attempt++) {
            note_reach(m, at + word.length + 1);
            fits = at + word.length <= m->text->length &&
                   !memcmp(m->text->data + at, word.data, word.length) &&
                   !rap_structure_is_inside_word(m->text, at + word.length);
            if (!fits && (first || !inner || attempt)) {
                return 0;
            }
            at = fits ? at : skip_inner(m, at);
        }
        if (!fits) {
            return 0;
        }
        at += word.length;
        first = false;
    }
    return at;
}

/* The longest piece of one of the types at `at`; its end, or 0. */
static size_t match_type(const lead_matcher *m, size_t at, unsigned types, bool inner,
                         const lead_piece **ret_piece)
{
    if (at >= m->text->length) {
        note_reach(m, at + 1);
        return 0;
    }
    rap_str key = first_key(m->text->data + at, m->text->length - at);
    note_reach(m, at + key.length + 1);
    const piece_list *list = rap_map_find(m->leads->pieces, key);
    size_t best = 0;
    for (size_t i = 0; list && i < list->count; i++) {
        const lead_piece *piece = list->items[i];
        if (!(types & BIT(piece->type))) {
            continue;
        }
        size_t end = match_piece(m, piece, at, inner);
        if (end > best || (end && end == best && piece->type <= PIECE_PREAMBULAR &&
                           (*ret_piece)->type > PIECE_PREAMBULAR)) {
            best = end;
            *ret_piece = piece;
        }
    }
    return best;
}

typedef struct {
    size_t end;
    rap_str core, object, adverb, second;
    bool preambular, opened;
} lead_match;

static bool take_core(const lead_matcher *m, size_t *at, lead_match *match, rap_str *ret_verb)
{
    const unsigned types =
        BIT(PIECE_OPERATIVE) | BIT(PIECE_PREAMBULAR) | BIT(PIECE_OPENING) | BIT(PIECE_ADVERB);
    size_t place = *at;
    for (int count = 0; count < 8; count++) {
        const lead_piece *piece = NULL;
        size_t end = match_type(m, place, types, true, &piece);
        if (!end) {
            return false;
        }
        if (piece->type == PIECE_OPENING) {
            match->opened = true;
        } else if (piece->type == PIECE_ADVERB) {
            match->adverb = match->adverb.length ? match->adverb : piece->verb;
        } else {
            match->preambular = match->preambular || piece->type == PIECE_PREAMBULAR;
            *ret_verb = piece->verb;
            match->end = end;
            *at = end;
            if (piece->takes_object) {
                const lead_piece *object = NULL;
                size_t from = skip_inner(m, skip_space(m, end));
                size_t behind = match_type(m, from, BIT(PIECE_OBJECT), true, &object);
                size_t direct = match_type(m, skip_space(m, end), BIT(PIECE_OBJECT), true, &object);
                behind = behind > direct ? behind : direct;
                if (behind) {
                    size_t start = behind == direct ? skip_space(m, end) : from;
                    match_type(m, start, BIT(PIECE_OBJECT), true, &object);
                    match->object = object->verb;
                    match->end = *at = behind;
                }
            }
            return true;
        }
        place = skip_space(m, end);
    }
    return false;
}

/* Adverbs behind a core; returns where they end. */
static size_t take_adverbs(const lead_matcher *m, size_t at, lead_match *match)
{
    const lead_piece *piece = NULL;
    for (int count = 0; count < 6; count++) {
        size_t from = skip_space(m, at);
        if (from == at && at < m->text->length) {
            break; /* punctuation, or Chinese, where nothing trails */
        }
        size_t end = match_type(m, from, BIT(PIECE_ADVERB) | BIT(PIECE_TRAILING), true, &piece);
        if (!end || (piece->behind_participle && !match->preambular)) {
            break;
        }
        if (piece->type == PIECE_ADVERB) {
            match->adverb = match->adverb.length ? match->adverb : piece->verb;
        } else if (!match->object.length && !match->adverb.length) {
            break;
        }
        match->end = at = end;
    }
    return at;
}

/* What follows the core: adverbs, then perhaps a second core. */
static void take_tail(const lead_matcher *m, size_t at, lead_match *match)
{
    const lead_piece *piece = NULL;
    at = take_adverbs(m, at, match);
    size_t from = skip_space(m, at);
    size_t end = match_type(m, from, BIT(PIECE_JOIN), false, &piece);
    const piece_list *glued = rap_map_find(m->leads->pieces, RAP_STR("-"));
    for (size_t i = 0; !end && glued && i < glued->count; i++) {
        rap_str words = glued->items[i]->words;
        rap_str rest = {m->text->data + from, m->text->length - from};
        note_reach(m, from + words.length);
        end = rap_str_starts(rest, words) ? from + words.length : 0;
    }
    if (end) {
        lead_match second = {0};
        rap_str verb;
        size_t place = skip_space(m, end);
        if (take_core(m, &place, &second, &verb) && second.preambular == match->preambular &&
            !second.opened) {
            match->second = verb;
            match->end = second.end;
            take_adverbs(m, second.end, match);
        }
    }
}

static rap_str compose(const rap_structure_rules *rules, const lead_match *match)
{
    char text[160];
    int length;
    if (!match->second.length && !match->object.length && !match->adverb.length) {
        return match->core;
    }
    if (match->second.length && !match->object.length) {
        length = snprintf(text, sizeof text, "%.*s and %.*s", RAP_STR_ARG(match->core),
                          RAP_STR_ARG(match->second));
    } else {
        length = snprintf(text, sizeof text, "%.*s%s%.*s%s%.*s", RAP_STR_ARG(match->core),
                          match->object.length ? " " : "", RAP_STR_ARG(match->object),
                          match->adverb.length ? " " : "", RAP_STR_ARG(match->adverb));
    }
    rap_str key = {text, length > 0 && (size_t)length < sizeof text ? (size_t)length : 0};
    const rap_str *verb = rap_map_find(rules->verbs, key);
    return verb ? *verb : match->core;
}

/* The lead phrase at folded byte `at`; an empty span where there is none. */
static rap_lead match_lead(const lead_matcher *m, size_t at)
{
    rap_lead lead = {0};
    lead_match match = {0};
    size_t place = at;
    if (!take_core(m, &place, &match, &match.core)) {
        return lead;
    }
    take_tail(m, place, &match);
    lead.span = (rap_span){m->text->at[at], m->text->at[match.end]};
    lead.verb = compose(m->rules, &match);
    lead.is_operative = !match.preambular && !match.opened;
    return lead;
}

/* The end of the span is the first byte behind the phrase: white space before it is not in it. */
static rap_lead trimmed(rap_lead lead, rap_str text)
{
    while (lead.span.end > lead.span.start && text.data[lead.span.end - 1] == ' ') {
        lead.span.end--;
    }
    return lead;
}

/* Quotation marks, brackets and dashes that may stand before the first word. */
static size_t skip_opening_marks(const folded_text *text)
{
    size_t at = 0;
    rap_str all = {text->data, text->length};
    while (at < text->length && at < 12) {
        size_t next = at;
        uint32_t c = rap_utf8_next(all, &next);
        bool dash = c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2022; /* of a list */
        if (!strchr("\"'([* ", (int)(c < 0x80 ? c : 1)) && c != 0x201C && c != 0xAB && !dash) {
            break;
        }
        at = next;
    }
    return at;
}

size_t rap_lead_joins(const rap_structure_rules *rules, rap_lang lang, const folded_text *text,
                      size_t at)
{
    const lead_piece *piece = NULL;
    size_t reach = 0;
    lead_matcher m = {rules, &rules->leads[lang], text, &reach};
    return match_type(&m, at, BIT(PIECE_JOIN), false, &piece);
}

/* Whether a lead phrase may begin with the first word; most texts are told by it to have none. */
static bool may_lead(const lead_rules *leads, const folded_text *text)
{
    size_t from = skip_opening_marks(text);
    rap_str key = first_key(text->data + from, text->length - from);
    bool is_cut = from + key.length == text->length;
    return text->length && (is_cut || rap_map_find(leads->pieces, key));
}

/* The lead phrase that the folded beginning of `text` opens with. */
static rap_lead opening_lead(const lead_matcher *m, rap_str text)
{
    return trimmed(match_lead(m, skip_opening_marks(m->text)), text);
}

rap_lead rap_structure_lead(const rap_structure_rules *rules, rap_lang lang, rap_str text)
{
    char data[LEAD_ROOM];
    uint32_t at[LEAD_ROOM + 1];
    folded_text folded = {.data = data, .at = at};
    rap_structure_fold_into(text, WORD_ROOM, &folded);
    if (lang == RAP_LANG_NONE || !may_lead(&rules->leads[lang], &folded)) {
        return (rap_lead){0};
    }
    size_t reach = 0;
    lead_matcher m = {rules, &rules->leads[lang], &folded, &reach};
    rap_structure_fold_into(text, PHRASE_ROOM, &folded);
    rap_lead lead = opening_lead(&m, text);
    if (reach > folded.length && at[folded.length] < text.length) {
        rap_structure_fold_into(text, LEAD_ROOM, &folded);
        lead = opening_lead(&m, text);
    }
    return lead;
}

/* Whether a clause may begin behind the code point. */
static bool ends_clause(uint32_t c)
{
    return c == ',' || c == ';' || c == 0x60C || c == 0x61B || c == 0xFF0C || c == 0xFF1B;
}

void rap_structure_leads(const rap_structure_rules *rules, rap_arena *arena, rap_lang lang,
                         rap_str text, rap_leads *ret_leads)
{
    rap_leads leads = {0};
    rap_lead first = rap_structure_lead(rules, lang, text);
    if (first.span.end > first.span.start) {
        RAP_PUSH(arena, &leads, first);
    }
    folded_text folded = rap_structure_fold(arena, text, text.length);
    size_t reach = 0;
    lead_matcher m = {rules, lang ? &rules->leads[lang] : NULL, &folded, &reach};
    rap_str all = {folded.data, folded.length};
    uint32_t end = first.span.end;
    for (size_t at = 0; lang && at < folded.length;) {
        /* NFKD makes Chinese commas ASCII ones. */
        if (!ends_clause(rap_utf8_next(all, &at))) {
            continue;
        }
        size_t from = skip_space(&m, at);
        const lead_piece *piece;
        size_t behind = match_type(&m, from, BIT(PIECE_JOIN), false, &piece);
        const piece_list *glued = rap_map_find(m.leads->pieces, RAP_STR("-"));
        if (!behind && glued && glued->count &&
            rap_str_starts(rap_str_slice(all, from, all.length), glued->items[0]->words)) {
            behind = from + glued->items[0]->words.length;
        }
        rap_lead lead = {0};
        if (behind) {
            lead = trimmed(match_lead(&m, skip_space(&m, behind)), text);
        }
        if (lead.span.end == lead.span.start) {
            lead = trimmed(match_lead(&m, from), text);
        }
        if (lead.span.end > lead.span.start && lead.span.start >= end &&
            lead.is_operative == first.is_operative) {
            RAP_PUSH(arena, &leads, lead);
            end = lead.span.end;
        }
    }
    *ret_leads = leads;
}

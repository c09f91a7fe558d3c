#include "activity_rules.h"

#include "base/data.h"
#include "base/table.h"
#include "text/text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uenum.h>
#include <unicode/uldnames.h>
#include <unicode/uregion.h>
#include <unicode/ustring.h>

static const char *const role_names[RAP_ROLE_COUNT] = {
    [RAP_ROLE_AND] = "and",
    [RAP_ROLE_NEW_CLAUSE] = "new-clause",
    [RAP_ROLE_RELATIVE] = "relative",
    [RAP_ROLE_THAT] = "that",
    [RAP_ROLE_BE] = "be",
    [RAP_ROLE_HAVE] = "have",
    [RAP_ROLE_WILL] = "will",
    [RAP_ROLE_MODAL] = "modal",
    [RAP_ROLE_ADVERB] = "adverb",
    [RAP_ROLE_DEFINITE] = "definite",
    [RAP_ROLE_DETERMINER] = "determiner",
    [RAP_ROLE_WITH] = "with",
    [RAP_ROLE_COMPANION] = "companion",
    [RAP_ROLE_BY] = "by",
    [RAP_ROLE_IN] = "in",
    [RAP_ROLE_EVENT] = "event",
    [RAP_ROLE_MARGIN] = "margin",
    [RAP_ROLE_TOPIC] = "topic",
    [RAP_ROLE_ABOUT] = "about",
    [RAP_ROLE_OF] = "of",
    [RAP_ROLE_TO] = "to",
    [RAP_ROLE_RECIPIENT] = "recipient",
    [RAP_ROLE_PURPOSE] = "purpose",
    [RAP_ROLE_FOR] = "for",
    [RAP_ROLE_VALIDITY] = "validity",
    [RAP_ROLE_FROM] = "from",
    [RAP_ROLE_SINCE] = "since",
    [RAP_ROLE_UNTIL] = "until",
    [RAP_ROLE_FRAME] = "frame",
    [RAP_ROLE_OPENER] = "opener",
    [RAP_ROLE_FOLLOWED] = "followed",
    [RAP_ROLE_ACTION] = "action",
    [RAP_ROLE_MEANS] = "means",
    [RAP_ROLE_HEADQUARTERS] = "headquarters",
    [RAP_ROLE_YEARS] = "years",
    [RAP_ROLE_GOVERNMENT] = "government",
    [RAP_ROLE_OTHER] = "other",
    [RAP_ROLE_BETWEEN] = "between",
    [RAP_ROLE_PARTITIVE] = "partitive",
    [RAP_ROLE_WHOLE] = "whole",
    [RAP_ROLE_EXAMPLE] = "example",
    [RAP_ROLE_NUMBER] = "number",
    [RAP_ROLE_SITUATION] = "situation",
    [RAP_ROLE_EXPECTED] = "expected",
    [RAP_ROLE_NOT] = "not",
    [RAP_ROLE_POSSESSIVE] = "possessive",
    [RAP_ROLE_TITLE] = "title",
    [RAP_ROLE_LANGUAGE] = "language",
    [RAP_ROLE_LANGUAGE_MARK] = "language-mark",
    [RAP_ROLE_EDITION] = "edition",
};

static const char *const anaphor_names[] = {
    [RAP_ANAPHOR_PARTIES] = "parties",   [RAP_ANAPHOR_SUBJECT] = "subject",
    [RAP_ANAPHOR_BODY] = "body",         [RAP_ANAPHOR_EVENT] = "event",
    [RAP_ANAPHOR_OCCASION] = "occasion", [RAP_ANAPHOR_PARTICIPANTS] = "participants",
    [RAP_ANAPHOR_LAST] = "last",         [RAP_ANAPHOR_COUNTERPART] = "counterpart",
};

/* -- words ------------------------------------------------------------------------------------ */

static bool is_ascii_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters and digits; above ASCII everything that is not punctuation or space. */
static bool is_word_character(uint32_t c)
{
    if (c < 0x80) {
        return is_ascii_word(c);
    }
    static const struct {
        uint32_t first, last;
    } punctuation[] = {
        {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},
        {0x60C, 0x60D},   {0x61B, 0x61F},   {0x66A, 0x66D},   {0x6D4, 0x6D4},
        {0x2000, 0x206F}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0xFF00, 0xFF0F},
        {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFFD, 0xFFFD},
    };
    for (size_t i = 0; i < sizeof punctuation / sizeof *punctuation; i++) {
        if (c >= punctuation[i].first && c <= punctuation[i].last) {
            return false;
        }
    }
    return true;
}

static bool is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

size_t rap_act_word_end(rap_str text, size_t at)
{
    size_t end = at;
    while (end < text.length) {
        size_t next = end;
        uint32_t c = rap_utf8_next(text, &next);
        if (is_han(c)) {
            return end == at ? next : end;
        }
        if (!is_word_character(c)) {
            /* A hyphen inside a word is part of it. */
            size_t after = next;
            bool inside = c == '-' && end > at && next < text.length &&
                          is_word_character(rap_utf8_next(text, &after));
            if (!inside) {
                return end;
            }
        }
        end = next;
    }
    return end;
}

/* Lower case, with the accents that a language needs. */
static rap_str lower(rap_arena *arena, rap_str word)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t at = 0; at < word.length;) {
        rap_buf_put_code_point(&out, (uint32_t)u_tolower((UChar32)rap_utf8_next(word, &at)));
    }
    return rap_buf_str(&out);
}

rap_str rap_act_fold(rap_arena *arena, const rap_act_language *language, rap_str word)
{
    bool plain = true;
    for (size_t i = 0; i < word.length; i++) {
        if ((unsigned char)word.data[i] >= 0x80) {
            plain = false;
            break;
        }
    }
    if (!plain) {
        return language->keep_accents ? lower(arena, word) : rap_text_fold(arena, word);
    }
    char *copy = rap_arena_copy(arena, word.data, word.length);
    for (size_t i = 0; i < word.length; i++) {
        if (copy[i] >= 'A' && copy[i] <= 'Z') {
            copy[i] = (char)(copy[i] - 'A' + 'a');
        }
    }
    return (rap_str){copy, word.length};
}

bool rap_act_part_fits(rap_str part, rap_str folded)
{
    if (part.length == 0 || part.data[part.length - 1] != '*') {
        return rap_str_equal(part, folded);
    }
    rap_str stem = rap_str_slice(part, 0, part.length - 1);
    if (!rap_str_starts(folded, stem)) {
        return false;
    }
    int letters = 0;
    for (size_t at = stem.length; at < folded.length; letters++) {
        rap_utf8_next(folded, &at);
    }
    return letters <= RAP_ACT_ENDING;
}

size_t rap_act_first(const rap_act_language *language, rap_str folded,
                     const rap_act_words *ret_lists[RAP_ACT_ENDING + 2])
{
    size_t count = 0;
    const rap_act_words *same = rap_map_find(language->first_word, folded);
    if (same) {
        ret_lists[count++] = same;
    }
    char key[128];
    rap_str stem = folded;
    for (int cut = 0; language->has_stems && cut <= RAP_ACT_ENDING; cut++) {
        if (stem.length < 2 || stem.length + 1 >= sizeof key) {
            break;
        }
        memcpy(key, stem.data, stem.length);
        key[stem.length] = '*';
        same = rap_map_find(language->first_word, (rap_str){key, stem.length + 1});
        if (same) {
            ret_lists[count++] = same;
        }
        size_t at = stem.length;
        rap_utf8_previous(stem, &at);
        stem.length = at;
    }
    return count;
}

bool rap_act_ends_as(const rap_strs *endings, rap_str folded)
{
    for (size_t i = 0; i < endings->count; i++) {
        rap_str ending = endings->items[i];
        if (folded.length > ending.length + 1 && rap_str_ends(folded, ending)) {
            return true;
        }
    }
    return false;
}

bool rap_act_ends_as_infinitive(const rap_act_language *language, rap_str folded)
{
    return rap_act_ends_as(&language->infinitives, folded);
}

void rap_act_split(rap_arena *arena, const rap_act_language *language, rap_str text,
                   rap_strs *ret_parts)
{
    rap_strs parts = {0};
    size_t at = 0;
    while (at < text.length) {
        size_t end = rap_act_word_end(text, at);
        if (end == at) {
            rap_utf8_next(text, &at);
            continue;
        }
        rap_str part = rap_act_fold(arena, language, rap_str_slice(text, at, end));
        if (end < text.length && text.data[end] == '*') {
            part = rap_str_of(rap_arena_format(arena, "%.*s*", RAP_STR_ARG(part)));
        }
        RAP_PUSH(arena, &parts, part);
        at = end;
    }
    *ret_parts = parts;
}

/* -- building --------------------------------------------------------------------------------- */

typedef struct {
    rap_activity_rules *rules;
    rap_act_language *language;
    rap_arena *arena;
    rap_strs definite; /* words of that role */
    const char *path;
    rap_error *error;
} builder;

/* The word of a phrase, made where it is new. NULL where the phrase holds no word. */
static rap_act_word *word_of(builder *b, rap_str phrase)
{
    rap_strs parts;
    rap_act_split(b->arena, b->language, phrase, &parts);
    if (parts.count == 0) {
        return NULL;
    }
    rap_buf key;
    rap_buf_init(&key, b->arena);
    for (size_t i = 0; i < parts.count; i++) {
        if (i > 0) {
            rap_buf_put_byte(&key, ' ');
        }
        rap_buf_put(&key, parts.items[i]);
    }
    rap_str name = rap_buf_str(&key);
    rap_act_word *word = rap_map_find(b->language->phrases, name);
    if (word) {
        return word;
    }
    word = RAP_NEW(b->arena, rap_act_word);
    word->parts = parts;
    b->language->has_stems =
        b->language->has_stems || rap_str_find(name, RAP_STR("*"), 0) != SIZE_MAX;
    rap_map_set(b->language->phrases, name, word);
    rap_act_words *same = rap_map_find(b->language->first_word, parts.items[0]);
    if (!same) {
        same = RAP_NEW(b->arena, rap_act_words);
        rap_map_set(b->language->first_word, parts.items[0], same);
    }
    RAP_PUSH(b->arena, same, word);
    for (size_t i = same->count - 1; i > 0 && same->items[i - 1]->parts.count < parts.count; i--) {
        same->items[i] = same->items[i - 1];
        same->items[i - 1] = word;
    }
    return word;
}

static bool wrong(const builder *b, const rap_row *row, const char *what, rap_str value)
{
    return rap_error_set(b->error, RAP_ERROR_FORMAT, row->line, "data/%s, line %d: %s \"%.*s\"",
                         b->path, row->line, what, RAP_STR_ARG(value));
}

static void add_example(builder *b, const char *table, const rap_row *row, rap_str example,
                        rap_str expect)
{
    if (example.length > 0) {
        RAP_PUSH(b->arena, &b->language->examples,
                 (rap_act_example){table, row->line, example, expect});
    }
}

static bool add_verbs(builder *b, const rap_table *table)
{
    static const struct {
        const char *column;
        unsigned form;
    } forms[] = {{"past", RAP_FORM_PAST},     {"present", RAP_FORM_PRESENT},
                 {"base", RAP_FORM_BASE},     {"participle", RAP_FORM_PARTICIPLE},
                 {"gerund", RAP_FORM_GERUND}, {"passive", RAP_FORM_PASSIVE},
                 {"future", RAP_FORM_FUTURE}, {"plural", RAP_FORM_PAST | RAP_FORM_PLURAL}};
    for (size_t r = 0; r < table->rows.count; r++) {
        const rap_row *row = &table->rows.items[r];
        rap_act_verb *verb = RAP_NEW(b->arena, rap_act_verb);
        verb->lemma = rap_row_cell(row, rap_table_column(table, "verb"));
        verb->verb_class = rap_row_cell(row, rap_table_column(table, "class"));
        verb->status = rap_row_cell(row, rap_table_column(table, "status"));
        verb->example = rap_row_cell(row, rap_table_column(table, "example"));
        verb->expect = rap_row_cell(row, rap_table_column(table, "expect"));
        verb->line = row->line;
        rap_str flags = rap_row_cell(row, rap_table_column(table, "flags")), flag;
        while (rap_str_split(&flags, ' ', &flag)) {
            verb->formal = verb->formal || rap_str_is(flag, "formal");
            verb->joins = verb->joins || rap_str_is(flag, "joins");
            verb->announces = verb->announces || rap_str_is(flag, "announces");
            verb->control = verb->control || rap_str_is(flag, "control");
            if (rap_str_starts(flag, RAP_STR("action="))) {
                verb->action = rap_str_slice(flag, 7, flag.length);
            }
        }
        if (verb->verb_class.length == 0) {
            return wrong(b, row, "no class for the verb", verb->lemma);
        }
        for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
            rap_str cell = rap_row_cell(row, rap_table_column(table, forms[f].column)), form;
            while (rap_str_split(&cell, '|', &form)) {
                rap_act_word *word = word_of(b, form);
                if (word && (!word->verb || word->verb == verb)) {
                    word->verb = verb;
                    word->forms |= forms[f].form;
                }
            }
        }
        add_example(b, "activities", row, verb->example, verb->expect);
    }
    return true;
}

static bool add_nouns(builder *b, const rap_table *table)
{
    for (size_t r = 0; r < table->rows.count; r++) {
        const rap_row *row = &table->rows.items[r];
        rap_act_noun *noun = RAP_NEW(b->arena, rap_act_noun);
        rap_str cell = rap_row_cell(row, rap_table_column(table, "noun")), form;
        noun->noun_class = rap_row_cell(row, rap_table_column(table, "class"));
        noun->kind = rap_row_cell(row, rap_table_column(table, "kind"));
        noun->example = rap_row_cell(row, rap_table_column(table, "example"));
        noun->expect = rap_row_cell(row, rap_table_column(table, "expect"));
        noun->line = row->line;
        if (noun->noun_class.length == 0) {
            return wrong(b, row, "no class for the noun", cell);
        }
        if (noun->noun_class.data[0] == '=') {
            noun->is_process = true;
            noun->noun_class = rap_str_slice(noun->noun_class, 1, noun->noun_class.length);
        }
        while (rap_str_split(&cell, '|', &form)) {
            noun->lemma = noun->lemma.length ? noun->lemma : form;
            rap_act_word *word = word_of(b, form);
            if (word && !word->noun) {
                word->noun = noun;
            }
        }
        add_example(b, "events", row, noun->example, noun->expect);
    }
    return true;
}

static void add_parts(builder *b, rap_str value, rap_strs *list)
{
    rap_str part;
    while (rap_str_split(&value, '|', &part)) {
        RAP_PUSH(b->arena, list, rap_act_fold(b->arena, b->language, part));
    }
}

static void put_longest_first(rap_strs *list)
{
    for (size_t n = 1; n < list->count; n++) {
        rap_str part = list->items[n];
        size_t at = n;
        for (; at > 0 && list->items[at - 1].length < part.length; at--) {
            list->items[at] = list->items[at - 1];
        }
        list->items[at] = part;
    }
}

static void add_setting(builder *b, rap_str name, rap_str value)
{
    if (rap_str_is(name, "order")) {
        b->language->verb_first = rap_str_is(value, "vso");
    } else if (rap_str_is(name, "modifiers")) {
        b->language->modifiers_first = rap_str_is(value, "before");
    } else if (rap_str_is(name, "comma-clauses")) {
        b->language->comma_clauses = rap_str_is(value, "yes");
    } else if (rap_str_is(name, "accents")) {
        b->language->keep_accents = rap_str_is(value, "keep");
    } else if (rap_str_is(name, "present")) {
        b->language->present_goes_on = rap_str_is(value, "ongoing");
    } else if (rap_str_is(name, "genitive")) {
        b->language->bare_genitive = rap_str_is(value, "bare");
    } else if (rap_str_is(name, "elision")) {
        b->language->elision = rap_str_is(value, "yes");
    } else if (rap_str_is(name, "prefix")) {
        add_parts(b, value, &b->language->prefixes);
        put_longest_first(&b->language->prefixes);
    } else if (rap_str_is(name, "infinitive")) {
        add_parts(b, value, &b->language->infinitives);
    } else if (rap_str_is(name, "participle")) {
        add_parts(b, value, &b->language->participles);
    } else if (rap_str_is(name, "past")) {
        add_parts(b, value, &b->language->pasts);
    } else if (rap_str_is(name, "perfect")) {
        add_parts(b, value, &b->language->perfects);
    } else if (rap_str_is(name, "plural")) {
        add_parts(b, value, &b->language->plurals);
    } else if (rap_str_is(name, "suffix")) {
        add_parts(b, value, &b->language->suffixes);
    }
}

/* How words are compared must be known before the first of them is read. */
static bool add_settings(builder *b, const rap_table *table)
{
    for (size_t r = 0; r < table->rows.count; r++) {
        const rap_row *row = &table->rows.items[r];
        if (rap_str_is(rap_row_cell(row, rap_table_column(table, "role")), "setting")) {
            add_setting(b, rap_row_cell(row, rap_table_column(table, "words")),
                        rap_row_cell(row, rap_table_column(table, "value")));
        }
    }
    return true;
}

static bool add_roles(builder *b, const rap_table *table)
{
    for (size_t r = 0; r < table->rows.count; r++) {
        const rap_row *row = &table->rows.items[r];
        rap_str words = rap_row_cell(row, rap_table_column(table, "words")), form;
        rap_str role = rap_row_cell(row, rap_table_column(table, "role"));
        rap_str value = rap_row_cell(row, rap_table_column(table, "value"));
        if (rap_str_is(role, "setting")) {
            continue;
        }
        size_t n = 0;
        while (n < RAP_ROLE_COUNT && !rap_str_is(role, role_names[n])) {
            n++;
        }
        if (n == RAP_ROLE_COUNT) {
            return wrong(b, row, "no such role:", role);
        }
        while (rap_str_split(&words, '|', &form)) {
            rap_act_word *word = word_of(b, form);
            if (word) {
                word->roles |= RAP_ROLE_BIT(n);
                word->value = value.length ? value : word->value;
                if (n == RAP_ROLE_DEFINITE) {
                    RAP_PUSH(b->arena, &b->definite, word->parts.items[0]);
                }
            }
        }
        b->language->has_agent_word = b->language->has_agent_word || n == RAP_ROLE_BY;
        add_example(b, "clauses", row, rap_row_cell(row, rap_table_column(table, "example")),
                    rap_row_cell(row, rap_table_column(table, "expect")));
    }
    return true;
}

static bool add_anaphors(builder *b, const rap_table *table)
{
    for (size_t r = 0; r < table->rows.count; r++) {
        const rap_row *row = &table->rows.items[r];
        rap_str words = rap_row_cell(row, rap_table_column(table, "words")), form;
        rap_str refers = rap_row_cell(row, rap_table_column(table, "refers"));
        size_t n = RAP_ANAPHOR_PARTIES;
        size_t count = sizeof anaphor_names / sizeof *anaphor_names;
        while (n < count && !rap_str_is(refers, anaphor_names[n])) {
            n++;
        }
        if (n == count) {
            return wrong(b, row, "cannot refer to", refers);
        }
        while (rap_str_split(&words, '|', &form)) {
            rap_act_word *word = word_of(b, form);
            if (word) {
                word->anaphor = (rap_anaphor)n;
            }
        }
        add_example(b, "anaphora", row, rap_row_cell(row, rap_table_column(table, "example")),
                    rap_row_cell(row, rap_table_column(table, "expect")));
    }
    return true;
}

static bool read_table(builder *b, const char *path, bool (*add)(builder *, const rap_table *))
{
    rap_str text = rap_data_find(path);
    rap_table table;
    b->path = path;
    if (text.length == 0) {
        return true;
    }
    return rap_table_parse(b->arena, text, &table, b->error) && add(b, &table);
}

static bool add_types(builder *b, const rap_table *table)
{
    for (size_t r = 0; r < table->rows.count; r++) {
        const rap_row *row = &table->rows.items[r];
        rap_str verb = rap_row_cell(row, rap_table_column(table, "verb"));
        rap_str nouns = rap_row_cell(row, rap_table_column(table, "noun")), noun;
        rap_str *type = RAP_NEW(b->arena, rap_str);
        *type = rap_row_cell(row, rap_table_column(table, "type"));
        while (rap_str_split(&nouns, '|', &noun)) {
            const char *key =
                rap_arena_format(b->arena, "%.*s %.*s", RAP_STR_ARG(verb), RAP_STR_ARG(noun));
            rap_map_set(b->rules->types, rap_str_of(key), type);
        }
    }
    return true;
}

static bool is_prefix(const rap_act_language *language, rap_str word)
{
    for (size_t i = 0; i < language->prefixes.count; i++) {
        if (rap_str_equal(language->prefixes.items[i], word)) {
            return true;
        }
    }
    return false;
}

/* Parts the articles that are words from those written together with the noun. */
static void find_articles(builder *b)
{
    rap_act_language *language = b->language;
    for (size_t at = 0; at < b->definite.count; at++) {
        rap_str word = b->definite.items[at];
        if (is_prefix(language, word)) {
            RAP_PUSH(b->arena, &language->articles, word);
        }
    }
    language->has_articles = b->definite.count > 0 && language->articles.count == 0;
    b->definite.count = 0;
}

/* Names of continents and their parts in a language; none where ICU has no data. */
static void add_regions(builder *b, const char *lang)
{
    static const URegionType types[] = {URGN_CONTINENT, URGN_SUBCONTINENT};
    UErrorCode status = U_ZERO_ERROR;
    ULocaleDisplayNames *names = uldn_open(lang, ULDN_STANDARD_NAMES, &status);
    for (size_t t = 0; U_SUCCESS(status) && t < 2; t++) {
        UEnumeration *regions = uregion_getAvailable(types[t], &status);
        const char *code;
        while (U_SUCCESS(status) && (code = uenum_next(regions, NULL, &status)) != NULL) {
            UChar wide[96];
            char name[256];
            int32_t length = 0;
            uldn_regionDisplayName(names, code, wide, 96, &status);
            u_strToUTF8(name, sizeof name, &length, wide, -1, &status);
            if (U_SUCCESS(status) && length > 0) {
                RAP_PUSH(b->arena, &b->language->regions,
                         rap_act_fold(b->arena, b->language, (rap_str){name, (size_t)length}));
            }
        }
        uenum_close(regions);
    }
    uldn_close(names);
}

bool rap_act_is_region(const rap_act_language *language, rap_arena *arena, rap_str name)
{
    rap_str place = rap_act_fold(arena, language, name);
    for (size_t i = 0; i < language->regions.count; i++) {
        rap_str region = language->regions.items[i];
        if (rap_str_equal(place, region) ||
            (place.length > region.length && rap_str_ends(place, region) &&
             place.data[place.length - region.length - 1] == ' ')) {
            return true;
        }
    }
    return false;
}

rap_activity_rules *rap_activity_rules_new(rap_arena *arena, rap_error *error)
{
    static const struct {
        const char *name;
        bool (*add)(builder *, const rap_table *);
    } tables[] = {{"clauses", add_settings},
                  {"activities", add_verbs},
                  {"events", add_nouns},
                  {"clauses", add_roles},
                  {"anaphora", add_anaphors}};
    rap_activity_rules *rules = RAP_NEW(arena, rap_activity_rules);
    rules->arena = arena;
    rules->types = rap_map_new(arena);
    builder b = {.rules = rules, .arena = arena, .error = error};
    if (!read_table(&b, "activity-types.tsv", add_types)) {
        return NULL;
    }
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        b.language = &rules->languages[lang];
        b.language->first_word = rap_map_new(arena);
        b.language->phrases = rap_map_new(arena);
        for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
            const char *path =
                rap_arena_format(arena, "%s/%s.tsv", rap_lang_code((rap_lang)lang), tables[t].name);
            if (!read_table(&b, path, tables[t].add)) {
                return NULL;
            }
        }
        find_articles(&b);
        add_regions(&b, rap_lang_code((rap_lang)lang));
        add_regions(&b, "en"); /* the ids of places */
        b.language->has_articles = b.language->has_articles && !b.language->modifiers_first;
        b.language->is_known = rap_map_count(b.language->phrases) > 0;
    }
    return rules;
}

rap_str rap_activity_type(const rap_activity_rules *rules, rap_str verb_class, rap_str noun_class)
{
    char key[96];
    size_t length = verb_class.length + 1 + noun_class.length;
    if (length > sizeof key || verb_class.length == 0) {
        return RAP_STR_NONE;
    }
    memcpy(key, verb_class.data, verb_class.length);
    key[verb_class.length] = ' ';
    if (noun_class.length > 0) {
        memcpy(key + verb_class.length + 1, noun_class.data, noun_class.length);
    }
    const rap_str *type = rap_map_find(rules->types, (rap_str){key, length});
    return type ? *type : RAP_STR_NONE;
}

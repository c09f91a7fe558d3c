#include "mandate_rules.h"

#include "base/data.h"
#include "base/table.h"

#include <unicode/uchar.h>

static const struct {
    const char *name;
    mark_kind kind;
} mark_names[] = {
    {"act", MARK_ACT},
    {"act-before", MARK_ACT_BEFORE},
    {"act-ending", MARK_ACT_ENDING},
    {"act-word", MARK_ACT_WORD},
    {"gerund", MARK_GERUND},
    {"between", MARK_BETWEEN},
    {"between-end", MARK_BETWEEN_END},
    {"by", MARK_BY},
    {"with", MARK_WITH},
    {"together", MARK_TOGETHER},
    {"stop", MARK_STOP},
    {"weak-stop", MARK_WEAK_STOP},
    {"importance", MARK_IMPORTANCE},
    {"join", MARK_JOIN},
    {"both", MARK_BOTH},
    {"those", MARK_THOSE},
    {"need", MARK_NEED},
    {"commitment", MARK_COMMITMENT},
    {"through", MARK_THROUGH},
    {"mutual", MARK_MUTUAL},
    {"party", MARK_PARTY},
    {"head", MARK_HEAD},
    {"shared", MARK_SHARED},
    {"pronoun", MARK_PRONOUN},
    {"pronoun-before", MARK_PRONOUN_BEFORE},
    {"ought", MARK_OUGHT},
    {"self", MARK_SELF},
    {"members", MARK_MEMBERS},
    {"clause", MARK_CLAUSE},
    {"no-act", MARK_NO_ACT},
    {"no-act-ending", MARK_NO_ACT_ENDING},
    {"clause-prefix", MARK_CLAUSE_PREFIX},
    {"ignore", MARK_IGNORE},
    {"session", MARK_SESSION},
    {"date", MARK_DATE},
    {"date-end", MARK_DATE_END},
    {"planned", MARK_PLANNED},
    {"proposed", MARK_PROPOSED},
    {"event", MARK_EVENT},
    {"annual", MARK_ANNUAL},
    {"biennial", MARK_BIENNIAL},
    {"agenda", MARK_AGENDA},
    {"report", MARK_REPORT},
};

mark_kind rap_mark_kind_of(rap_str name)
{
    for (size_t i = 0; i < sizeof mark_names / sizeof *mark_names; i++) {
        if (rap_str_is(name, mark_names[i].name)) {
            return mark_names[i].kind;
        }
    }
    return MARK_NONE;
}

static bool wrong_row(rap_error *error, const char *path, const rap_row *row, rap_str value)
{
    return rap_error_set(error, RAP_ERROR_FORMAT, row->line,
                         "data/%s line %d: \"%.*s\" is not among the values its head names", path,
                         row->line, RAP_STR_ARG(value));
}

static bool is_clause(mark_kind kind)
{
    return kind == MARK_CLAUSE || kind == MARK_CLAUSE_PREFIX || kind == MARK_NO_ACT ||
           kind == MARK_NO_ACT_ENDING;
}

/* The list of a kind whose phrases are endings; NULL for others. */
static rap_strs *endings_of(mark_rules *marks, mark_kind kind)
{
    return kind == MARK_ACT_ENDING      ? &marks->act_endings
           : kind == MARK_ACT_WORD      ? &marks->act_words
           : kind == MARK_GERUND        ? &marks->gerunds
           : kind == MARK_NO_ACT_ENDING ? &marks->no_act_endings
                                        : NULL;
}

/* The table's rows, those that join clauses apart. */
static bool load_marks(rap_arena *arena, const char *path, bool clauses, mark_rules *ret_marks,
                       rap_error *error)
{
    rap_table table = {0};
    rap_str text = rap_data_find(path);
    mark_rules marks = {0};
    marks.phrases = rap_trie_new(arena);
    if (text.length && !rap_table_parse(arena, text, &table, error)) {
        return false;
    }
    int kind = rap_table_column(&table, "kind"), phrase = rap_table_column(&table, "phrase");
    int name = rap_table_column(&table, "name");
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        mark_rule rule = {rap_row_cell(row, phrase), rap_mark_kind_of(rap_row_cell(row, kind)),
                          name < 0 ? RAP_STR_NONE : rap_row_cell(row, name), -1};
        if (rule.kind == MARK_NONE || !rule.phrase.length) {
            return wrong_row(error, path, row, rap_row_cell(row, kind));
        }
        if (is_clause(rule.kind) != clauses) {
            continue;
        }
        rap_strs *endings = endings_of(&marks, rule.kind);
        if (endings) {
            RAP_PUSH(arena, endings, rule.phrase);
        } else {
            int *last = rap_trie_put(marks.phrases, rule.phrase);
            rule.next = *last;
            *last = (int)marks.rules.count;
        }
        RAP_PUSH(arena, &marks.rules, rule);
    }
    *ret_marks = marks;
    return true;
}

static bool asks_of_name(rap_str name, asks_kind *ret_asks)
{
    static const char *const names[] = {"nobody", "need", "somebody", "agent", "self"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (rap_str_is(name, names[i])) {
            *ret_asks = (asks_kind)i;
            return true;
        }
    }
    return false;
}

static bool load_verbs(rap_mandate_rules *rules, rap_error *error)
{
    rap_table table;
    if (!rap_table_parse(rules->arena, rap_data_find("verbs.tsv"), &table, error)) {
        return false;
    }
    rules->verbs = rap_map_new(rules->arena);
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        verb_rule *rule = RAP_NEW(rules->arena, verb_rule);
        rule->verb = rap_row_cell(row, rap_table_column(&table, "verb"));
        rap_str force = rap_row_cell(row, rap_table_column(&table, "force"));
        rap_str asks = rap_row_cell(row, rap_table_column(&table, "asks"));
        rap_str sense = rap_row_cell(row, rap_table_column(&table, "sense"));
        rule->sense = sense.length ? sense : rule->verb;
        if (rap_str_is(force, "join")) {
            rules->verb_join =
                rap_str_of(rap_arena_format(rules->arena, " %.*s ", RAP_STR_ARG(rule->verb)));
            continue;
        }
        if (rap_str_is(force, "drop")) {
            rules->verb_drop =
                rap_str_of(rap_arena_format(rules->arena, "%.*s ", RAP_STR_ARG(rule->verb)));
            continue;
        }
        if (!rap_force_of_name(force, &rule->force) || !asks_of_name(asks, &rule->asks)) {
            return wrong_row(error, "verbs.tsv", row, force);
        }
        rap_map_set(rules->verbs, rule->verb, rule);
    }
    return true;
}

static bool load_names(rap_mandate_rules *rules, rap_error *error)
{
    rap_table table;
    if (!rap_table_parse(rules->arena, rap_data_find("addressees.tsv"), &table, error)) {
        return false;
    }
    rules->addressees = rap_map_new(rules->arena);
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str kind = rap_row_cell(row, rap_table_column(&table, "kind"));
        rap_str name = rap_row_cell(row, rap_table_column(&table, "name"));
        rap_str id = rap_row_cell(row, rap_table_column(&table, "id"));
        if (rap_str_is(kind, "symbol")) {
            RAP_PUSH(rules->arena, &rules->body_prefixes, name);
            RAP_PUSH(rules->arena, &rules->body_ids, id);
        } else if (rap_str_is(kind, "entity")) {
            rap_str *kept = RAP_NEW(rules->arena, rap_str);
            *kept = id;
            rap_map_set(rules->addressees, name, kept);
        } else {
            return wrong_row(error, "addressees.tsv", row, kind);
        }
    }
    return true;
}

static bool load_printed(rap_mandate_rules *rules, rap_lang lang, rap_error *error)
{
    rap_table table = {0};
    rap_str text =
        rap_data_find(rap_arena_format(rules->arena, "%s/mandate-verbs.tsv", rap_lang_code(lang)));
    if (text.length && !rap_table_parse(rules->arena, text, &table, error)) {
        return false;
    }
    for (size_t i = 0; i < table.rows.count; i++) {
        const rap_row *row = &table.rows.items[i];
        rap_str verb = rap_row_cell(row, rap_table_column(&table, "verb"));
        printed_verb printed = {rap_row_cell(row, rap_table_column(&table, "phrase")),
                                rap_str_is(verb, "-") ? RAP_STR_NONE : verb};
        RAP_PUSH(rules->arena, &rules->printed[lang], printed);
    }
    return true;
}

rap_mandate_rules *rap_mandate_rules_new(rap_arena *arena, rap_error *error)
{
    rap_mandate_rules *rules = RAP_NEW(arena, rap_mandate_rules);
    rules->arena = arena;
    if (!load_verbs(rules, error) || !load_names(rules, error)) {
        return NULL;
    }
    for (int i = RAP_LANG_NONE; i < RAP_LANG_COUNT; i++) { /* another language has empty rules */
        const char *code = rap_lang_code((rap_lang)i);
        const char *parties = rap_arena_format(arena, "%s/addressees.tsv", code);
        const char *timing = rap_arena_format(arena, "%s/timing.tsv", code);
        if (!load_printed(rules, (rap_lang)i, error) ||
            !load_marks(arena, parties, false, &rules->parties[i], error) ||
            !load_marks(arena, parties, true, &rules->clauses[i], error) ||
            !load_marks(arena, timing, false, &rules->timing[i], error)) {
            return NULL;
        }
    }
    return rules;
}

/* The longest beginning of `verb` in whole words that has a row. */
static verb_rule single_rule(const rap_mandate_rules *rules, rap_str verb)
{
    verb_rule none = {verb, verb, RAP_FORCE_DECLARATION, ASKS_NOBODY};
    if (rules->verb_drop.length && rap_str_starts(verb, rules->verb_drop)) {
        verb = rap_str_slice(verb, rules->verb_drop.length, verb.length);
        none.verb = none.sense = verb;
    }
    for (rap_str part = verb; part.length;) {
        const verb_rule *found = rap_map_find(rules->verbs, part);
        if (found) {
            return *found;
        }
        do {
            part.length--;
        } while (part.length && part.data[part.length] != ' ');
    }
    return none;
}

static rap_str joined_verb(const rap_mandate_rules *rules, rap_arena *arena, rap_str first,
                           rap_str second)
{
    return rap_str_of(rap_arena_format(arena, "%.*s%.*s%.*s", RAP_STR_ARG(first),
                                       RAP_STR_ARG(rules->verb_join), RAP_STR_ARG(second)));
}

verb_rule rap_verb_rule(const rap_mandate_rules *rules, rap_arena *arena, rap_str verb)
{
    size_t at = rules->verb_join.length ? rap_str_find(verb, rules->verb_join, 0) : SIZE_MAX;
    if (at == SIZE_MAX || rap_map_find(rules->verbs, verb)) {
        return single_rule(rules, verb);
    }
    verb_rule first = single_rule(rules, rap_str_slice(verb, 0, at));
    verb_rule second =
        rap_verb_rule(rules, arena, rap_str_slice(verb, at + rules->verb_join.length, verb.length));
    bool is_one_sense = rap_str_equal(first.sense, second.sense);
    return (verb_rule){joined_verb(rules, arena, first.verb, second.verb),
                       is_one_sense ? first.sense
                                    : joined_verb(rules, arena, first.sense, second.sense),
                       first.force > second.force ? first.force : second.force,
                       first.asks > second.asks ? first.asks : second.asks};
}

/* -- marks ------------------------------------------------------------------------------------- */

static bool letter_before(rap_str text, size_t at)
{
    return at > 0 && rap_text_is_word_letter(rap_utf8_previous(text, &at));
}

static bool letter_at(rap_str text, size_t at)
{
    return at < text.length && rap_text_is_word_letter(rap_utf8_next(text, &at));
}

static bool has_ending(const rap_strs *endings, rap_str word)
{
    for (size_t i = 0; i < endings->count; i++) {
        rap_str ending = endings->items[i];
        if (word.length > ending.length + 1 && rap_str_ends(word, ending)) {
            return true;
        }
    }
    return false;
}

static rap_str word_at(rap_str text, size_t at)
{
    size_t end = at;
    while (end < text.length) {
        size_t next = end;
        if (!rap_text_is_word_letter(rap_utf8_next(text, &next))) {
            break;
        }
        end = next;
    }
    return rap_str_slice(text, at, end);
}

bool rap_mark_ending(const mark_rules *rules, rap_str text, size_t at, mark_kind kind)
{
    const rap_strs *endings = kind == MARK_GERUND          ? &rules->gerunds
                              : kind == MARK_ACT_WORD      ? &rules->act_words
                              : kind == MARK_NO_ACT_ENDING ? &rules->no_act_endings
                                                           : &rules->act_endings;
    return endings->count && has_ending(endings, word_at(text, at));
}

/* Whether the rule's phrase, which stands at byte `at`, is made of whole words there. */
static bool is_whole(const mark_rule *rule, rap_str text, size_t at, bool is_inside)
{
    size_t end = at + rule->phrase.length, first = 0, last = rule->phrase.length;
    bool is_cut = rule->kind != MARK_CLAUSE_PREFIX && letter_at(text, end) &&
                  rap_text_is_word_letter(rap_utf8_previous(rule->phrase, &last));
    return !is_cut && !(is_inside && rap_text_is_word_letter(rap_utf8_next(rule->phrase, &first)));
}

/* Whether an infinitive follows where the rule asks for one. */
static bool is_followed(const mark_rules *rules, const mark_rule *rule, rap_str text, size_t at)
{
    size_t end = at + rule->phrase.length;
    return rule->kind != MARK_ACT_BEFORE ||
           has_ending(&rules->act_endings,
                      word_at(text, end + (end < text.length && text.data[end] == ' ')));
}

/* Whether a phrase may begin at byte `at` of the text; the cheapest questions first, because they
 * are asked at each letter. */
static bool may_begin(const mark_rules *rules, rap_str text, size_t at)
{
    return at < text.length && !rap_mark_is_within(text, at) &&
           rap_trie_step(rules->phrases, RAP_TRIE_ROOT, text.data[at]) &&
           rap_trie_may_begin(rules->phrases, text, at);
}

const mark_rule *rap_mark_rule_at(const mark_rules *rules, rap_str text, size_t at)
{
    if (!may_begin(rules, text, at)) {
        return NULL;
    }
    const mark_rule *found = NULL;
    uint32_t node = RAP_TRIE_ROOT;
    const bool is_inside = letter_before(text, at);
    if (is_inside && letter_at(text, at)) { /* within a word none begins */
        return NULL;
    }
    for (size_t i = at; i < text.length; i++) {
        node = rap_trie_step(rules->phrases, node, text.data[i]);
        if (!node) {
            break;
        }
        /* Of those that are as long, the one that must be followed by an infinitive says more. */
        const mark_rule *longest = NULL;
        for (int r = rap_trie_value(rules->phrases, node); r >= 0; r = rules->rules.items[r].next) {
            const mark_rule *rule = &rules->rules.items[r];
            if ((!longest || rule->kind == MARK_ACT_BEFORE) &&
                is_whole(rule, text, at, is_inside) && is_followed(rules, rule, text, at)) {
                longest = rule;
            }
        }
        found = longest ? longest : found;
    }
    return found;
}

size_t rap_mark_of_rule(const mark_rules *rules, const mark_rule *rule, rap_str text, size_t at,
                        mark_kind *ret_kind)
{
    size_t best = 0;
    if (rule) {
        *ret_kind = rule->kind;
        return rule->phrase.length;
    }
    if (rules->act_words.count && letter_at(text, at) && !letter_before(text, at)) {
        rap_str word = word_at(text, at);
        if (has_ending(&rules->act_words, word)) {
            best = word.length;
            *ret_kind = MARK_ACT;
        }
    }
    return best;
}

size_t rap_mark_at(const mark_rules *rules, rap_str text, size_t at, mark_kind *ret_kind)
{
    return rap_mark_of_rule(rules, rap_mark_rule_at(rules, text, at), text, at, ret_kind);
}

/* -- verbs as printed -------------------------------------------------------------------------- */

#define LEAD_LENGTH 160u

/* Small letters, and none of the marks that Arabic writes or leaves out. */
static rap_str lower_beginning(rap_arena *arena, rap_str text)
{
    rap_buf lower;
    rap_buf_init(&lower, arena);
    for (size_t at = 0; at < text.length && at < LEAD_LENGTH;) {
        uint32_t c = rap_utf8_next(text, &at);
        if (u_charType((UChar32)c) != U_NON_SPACING_MARK) {
            rap_buf_put_code_point(&lower, (uint32_t)u_tolower((UChar32)c));
        }
    }
    return rap_buf_str(&lower);
}

/* Whether the first letters are those of the phrase; the phrase tells no more than its first word.
 */
static bool begins_alike(rap_str lead, rap_str phrase)
{
    enum { LETTERS = 8 };
    for (size_t i = 0; i < phrase.length && i < LETTERS && phrase.data[i] != ' '; i++) {
        if (i == lead.length || lead.data[i] != phrase.data[i]) {
            return false;
        }
    }
    return true;
}

/* The bytes of `lead` that `phrase` takes up, where phrases that are passed over ("also", "deeply")
 * may stand before each of its words but the first; 0 where it does not stand there. */
static size_t printed_length(const printed_verbs *list, rap_str lead, rap_str phrase)
{
    size_t at = 0;
    for (size_t i = 0; i < phrase.length;) {
        size_t end = rap_str_find(phrase, RAP_STR(" "), i);
        rap_str word = rap_str_slice(phrase, i, end == SIZE_MAX ? phrase.length : end);
        size_t last = word.length, skip = 0;
        bool is_there = rap_str_starts(rap_str_slice(lead, at, lead.length), word) &&
                        !(letter_at(lead, at + word.length) &&
                          rap_text_is_word_letter(rap_utf8_previous(word, &last)));
        if (is_there) {
            at += word.length;
            i += word.length + 1;
            at += i < phrase.length && at < lead.length && lead.data[at] == ' ';
            continue;
        }
        for (size_t k = 0; i > 0 && k < list->count; k++) {
            rap_str passed = list->items[k].phrase;
            size_t behind = at + passed.length;
            if (!list->items[k].verb.length && behind < lead.length && lead.data[behind] == ' ' &&
                passed.length > skip &&
                rap_str_starts(rap_str_slice(lead, at, lead.length), passed)) {
                skip = passed.length;
            }
        }
        if (!skip) {
            return 0;
        }
        at += skip + 1;
    }
    return at;
}

rap_str rap_printed_verb(const rap_mandate_rules *rules, rap_arena *arena, rap_lang lang,
                         rap_str text, rap_str verb)
{
    const printed_verbs *list = &rules->printed[lang];
    rap_str lead = list->count ? lower_beginning(arena, text) : RAP_STR_NONE;
    const printed_verb *best;
    size_t length;
    do {
        best = NULL;
        length = 0;
        for (size_t i = 0; i < list->count; i++) {
            const printed_verb *now = &list->items[i];
            bool is_longer = !best || now->phrase.length > best->phrase.length;
            size_t taken = is_longer && begins_alike(lead, now->phrase)
                               ? printed_length(list, lead, now->phrase)
                               : 0;
            if (taken) {
                best = now;
                length = taken;
            }
        }
        lead = best ? rap_str_slice(lead, length, lead.length) : lead;
    } while (best && !best->verb.length);
    bool loses_half = best && rap_str_find(verb, rules->verb_join, 0) != SIZE_MAX &&
                      rap_str_find(best->verb, rules->verb_join, 0) == SIZE_MAX;
    return best && !loses_half ? best->verb : verb;
}

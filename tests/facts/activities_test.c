/* Activities: the sentences of activities-<language>.txt and the examples of the rule tables. */
#include "activities.h"
#include "activity_rules.h"
#include "base/file.h"
#include "rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static rap_knowledge knowledge;

static rap_version *new_version(rap_arena *arena, rap_lang lang, rap_str kind, rap_period period)
{
    rap_version *version = RAP_NEW(arena, rap_version);
    version->arena = arena;
    version->doc = version->doc_lang = RAP_STR("TEST");
    version->lang = lang;
    version->cover.kind = kind;
    version->cover.period = period;
    return version;
}

static void add_block(rap_version *version, rap_part part, rap_str text)
{
    rap_block block = {.part = part, .text = text, .parent = -1, .level = 1};
    if (part == RAP_PART_BODY) {
        block.label = RAP_STR("1");
    }
    RAP_PUSH(version->arena, &version->blocks, block);
}

/* -- a record as a line of the test file --------------------------------------------------------
 */

static int by_bytes(const void *a, const void *b)
{
    return rap_str_compare(*(const rap_str *)a, *(const rap_str *)b);
}

static rap_str join_sorted(rap_arena *arena, rap_strs *parts)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    if (parts->count > 1) {
        qsort(parts->items, parts->count, sizeof *parts->items, by_bytes);
    }
    for (size_t i = 0; i < parts->count; i++) {
        rap_buf_put_c(&out, i ? "," : "");
        rap_buf_put(&out, parts->items[i]);
    }
    return rap_buf_str(&out);
}

static rap_str sorted(rap_arena *arena, rap_str list)
{
    rap_strs parts = {0};
    rap_str part;
    while (rap_str_split(&list, ',', &part)) {
        RAP_PUSH(arena, &parts, rap_str_trim(part));
    }
    return join_sorted(arena, &parts);
}

static rap_str period_text(rap_arena *arena, rap_period period)
{
    char start[11], end[11];
    rap_date_text(period.start, start);
    rap_date_text(period.end, end);
    if (strcmp(start, end) == 0) {
        return rap_str_of(rap_arena_copy(arena, start, strlen(start)));
    }
    return rap_str_of(rap_arena_format(arena, "%s..%s", start, end));
}

static void fields_of(rap_arena *arena, const rap_version *version, const rap_activity *activity,
                      rap_str fields[7])
{
    rap_strs parties = {0}, dates = {0}, places = {0};
    for (size_t i = 0; i < activity->parties.count; i++) {
        RAP_PUSH(arena, &parties, activity->parties.items[i].entity);
    }
    for (size_t i = 0; i < activity->dates.count; i++) {
        RAP_PUSH(arena, &dates, period_text(arena, activity->dates.items[i]));
    }
    for (size_t i = 0; i < activity->places.count; i++) {
        RAP_PUSH(arena, &places, activity->places.items[i]);
    }
    fields[0] = activity->type;
    fields[1] = join_sorted(arena, &parties);
    fields[2] = join_sorted(arena, &dates);
    fields[3] = join_sorted(arena, &places);
    fields[4] = rap_str_of(rap_status_name(activity->status));
    fields[5] = RAP_STR_NONE;
    if (activity->agreement) {
        rap_period validity = {activity->agreement->valid_from, activity->agreement->valid_to};
        rap_str valid = period_text(arena, validity);
        fields[5] = rap_str_of(rap_arena_format(arena, "%.*s, %.*s%s%.*s",
                                                RAP_STR_ARG(activity->agreement->kind),
                                                RAP_STR_ARG(activity->agreement->action),
                                                valid.length ? ", " : "", RAP_STR_ARG(valid)));
    }
    fields[6] =
        rap_block_slice(&version->blocks.items[activity->quote.block], activity->quote.span);
}

/* The parties with their roles, "ITU=organizer". */
static rap_str roles_of(rap_arena *arena, const rap_activity *activity)
{
    rap_strs parties = {0};
    for (size_t i = 0; i < activity->parties.count; i++) {
        const rap_party *party = &activity->parties.items[i];
        RAP_PUSH(arena, &parties,
                 rap_str_of(rap_arena_format(arena, "%.*s=%.*s", RAP_STR_ARG(party->entity),
                                             RAP_STR_ARG(party->role))));
    }
    return join_sorted(arena, &parties);
}

static rap_str subject_of(const rap_version *version, const rap_activity *activity)
{
    return rap_block_slice(&version->blocks.items[activity->quote.block], activity->subject);
}

static rap_str themes_of(rap_arena *arena, const rap_activity *activity)
{
    rap_strs themes = {0};
    for (size_t i = 0; i < activity->themes.count; i++) {
        RAP_PUSH(arena, &themes, activity->themes.items[i]);
    }
    return join_sorted(arena, &themes);
}

/* The value of a field by name, cut off the end of *expect; false where it is not there. */
static bool cut_named(rap_str *expect, rap_str name, rap_str *ret_value)
{
    size_t at = rap_str_find(*expect, name, 0);
    if (at == SIZE_MAX) {
        return false;
    }
    *ret_value = rap_str_trim(rap_str_slice(*expect, at + name.length, expect->length));
    *expect = rap_str_slice(*expect, 0, at);
    return true;
}

/* Cuts the named fields, which stand last, off *expect. */
static bool named_fit(rap_arena *arena, const rap_version *version, const rap_activity *activity,
                      rap_str *expect)
{
    rap_str value;
    if (cut_named(expect, RAP_STR("; themes:"), &value) &&
        !rap_str_equal(sorted(arena, value), themes_of(arena, activity))) {
        return false;
    }
    return !cut_named(expect, RAP_STR("; subject:"), &value) ||
           rap_str_equal(value, subject_of(version, activity));
}

/* Whether the quote is the one told: itself, "*" the whole paragraph without its full stop, or
 * "first words ... last words". */
static bool quote_fits(const rap_version *version, rap_str told, rap_str quote)
{
    static const char *const stops[] = {".", "\xE3\x80\x82"};
    size_t gap = rap_str_find(told, RAP_STR(" ... "), 0);
    if (rap_str_is(told, "*")) {
        told = version->blocks.items[version->blocks.count - 1].text;
        for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
            rap_str stop = rap_str_of(stops[i]);
            if (rap_str_ends(told, stop)) {
                told = rap_str_slice(told, 0, told.length - stop.length);
            }
        }
    } else if (gap != SIZE_MAX) {
        return rap_str_starts(quote, rap_str_slice(told, 0, gap)) &&
               rap_str_ends(quote, rap_str_slice(told, gap + 5, told.length));
    }
    return rap_str_equal(told, quote);
}

/* Whether the record is the expected one; what differs first is told in *ret_field. */
static bool fits(rap_arena *arena, const rap_version *version, const rap_activity *activity,
                 rap_str expect, int *ret_field)
{
    rap_str fields[7];
    fields_of(arena, version, activity, fields);
    *ret_field = 7;
    if (!named_fit(arena, version, activity, &expect)) {
        return false;
    }
    for (int f = 0; f < 7 && expect.length > 0; f++) {
        rap_str cell = expect;
        size_t cut = f < 6 ? rap_str_find(expect, RAP_STR(";"), 0) : SIZE_MAX;
        cell = rap_str_slice(expect, 0, cut == SIZE_MAX ? expect.length : cut);
        expect = cut == SIZE_MAX ? RAP_STR_NONE : rap_str_slice(expect, cut + 1, expect.length);
        cell = rap_str_trim(cell);
        bool list = f >= 1 && f <= 3;
        if (f == 1 && rap_str_find(cell, RAP_STR("="), 0) != SIZE_MAX) {
            fields[f] = roles_of(arena, activity);
        }
        *ret_field = f;
        if (f == 6 ? !quote_fits(version, cell, fields[f])
                   : !rap_str_equal(list ? sorted(arena, cell) : cell, fields[f])) {
            return false;
        }
    }
    return true;
}

static void tell(rap_arena *arena, const rap_version *version)
{
    for (size_t i = 0; i < version->activities.count; i++) {
        const rap_activity *activity = &version->activities.items[i];
        rap_str f[7], roles = roles_of(arena, activity), themes = themes_of(arena, activity);
        rap_str subject = subject_of(version, activity);
        fields_of(arena, version, activity, f);
        print_error("   read: %.*s; %.*s; %.*s; %.*s; %.*s; %.*s; %.*s; subject: %.*s; "
                    "themes: %.*s\n",
                    RAP_STR_ARG(f[0]), RAP_STR_ARG(roles), RAP_STR_ARG(f[2]), RAP_STR_ARG(f[3]),
                    RAP_STR_ARG(f[4]), RAP_STR_ARG(f[5]), RAP_STR_ARG(f[6]), RAP_STR_ARG(subject),
                    RAP_STR_ARG(themes));
    }
}

static void read_activities(rap_version *version)
{
    rap_mention_find(knowledge.mentions, knowledge.text, version);
    rap_activity_find(&knowledge, version);
    rap_theme_read(&knowledge, version);
}

/* -- the sentences ------------------------------------------------------------------------------
 */

typedef struct {
    rap_lang lang;
    rap_str kind, heading;
    rap_period period;
    int line, paragraph_line;
    rap_str paragraph;
    rap_strs expected;
    int failures, paragraphs;
    bool is_limit;    /* known to be read wrongly: "!>" before its records */
    const char *name; /* of the file */
} sentences;

static const char *folder;

static void check_paragraph(sentences *s)
{
    rap_arena *arena = rap_arena_new(0);
    rap_version *version = new_version(arena, s->lang, s->kind, s->period);
    if (s->heading.length > 0) {
        add_block(version, RAP_PART_HEADING, s->heading);
    }
    add_block(version, RAP_PART_BODY, s->paragraph);
    read_activities(version);
    bool none = s->expected.count == 1 && rap_str_is(s->expected.items[0], "-");
    size_t count = none ? 0 : s->expected.count;
    bool right = version->activities.count == count;
    for (size_t i = 0; right && i < count; i++) {
        int field = 0;
        right = fits(arena, version, &version->activities.items[i], s->expected.items[i], &field);
    }
    s->paragraphs++;
    if (right && s->is_limit) {
        s->failures++;
        print_error("%s, line %d: is read rightly now; write \"=>\" before its records\n", s->name,
                    s->paragraph_line);
    } else if (!right && !s->is_limit) {
        s->failures++;
        print_error("%s, line %d: %.*s\n", s->name, s->paragraph_line, RAP_STR_ARG(s->paragraph));
        for (size_t i = 0; i < s->expected.count; i++) {
            print_error("   want: %.*s\n", RAP_STR_ARG(s->expected.items[i]));
        }
        tell(arena, version);
    }
    rap_arena_free(arena);
}

static void flush(sentences *s)
{
    if (s->paragraph.length > 0) {
        check_paragraph(s);
    }
    s->paragraph = RAP_STR_NONE;
    s->expected.count = 0;
    s->is_limit = false;
}

static bool setting(sentences *s, rap_str line)
{
    if (rap_str_starts(line, RAP_STR("kind:"))) {
        s->kind = rap_str_trim(rap_str_slice(line, 5, line.length));
    } else if (rap_str_starts(line, RAP_STR("heading:"))) {
        s->heading = rap_str_trim(rap_str_slice(line, 8, line.length));
    } else if (rap_str_starts(line, RAP_STR("period:"))) {
        rap_str text = rap_str_trim(rap_str_slice(line, 7, line.length));
        size_t dots = rap_str_find(text, RAP_STR(".."), 0);
        assert_true(dots != SIZE_MAX);
        assert_true(rap_date_parse(rap_str_slice(text, 0, dots), &s->period.start));
        assert_true(rap_date_parse(rap_str_slice(text, dots + 2, text.length), &s->period.end));
    } else {
        return false;
    }
    return true;
}

/* Reads a file of this folder; fails the test where it cannot. */
static rap_str read_text(rap_arena *arena, const char *name)
{
    char path[4096];
    rap_str text;
    rap_error error = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!rap_file_read(arena, path, 1u << 24, &text, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    return text;
}

/* Reads the sentences of a language; returns how many were read wrongly. */
static int check_language(rap_lang lang)
{
    rap_arena *arena = rap_arena_new(0);
    rap_str line;
    char name[64];
    snprintf(name, sizeof name, "activities-%s.txt", rap_lang_code(lang));
    rap_str text = read_text(arena, name);
    sentences s = {.lang = lang, .kind = RAP_STR("report"), .name = name};
    while (rap_str_split(&text, '\n', &line)) {
        s.line++;
        line = rap_str_trim(line);
        if (line.length == 0 || line.data[0] == '#') {
            continue;
        }
        bool limit = rap_str_starts(line, RAP_STR("!>"));
        if (limit || rap_str_starts(line, RAP_STR("=>"))) {
            s.is_limit = s.is_limit || limit;
            RAP_PUSH(arena, &s.expected, rap_str_trim(rap_str_slice(line, 2, line.length)));
            continue;
        }
        flush(&s);
        if (!setting(&s, line)) {
            s.paragraph = line;
            s.paragraph_line = s.line;
        }
    }
    flush(&s);
    assert_true(s.paragraphs > 0);
    if (s.failures > 0) {
        print_error("%s: %d of %d paragraphs read wrongly\n", name, s.failures, s.paragraphs);
    }
    rap_arena_free(arena);
    return s.failures;
}

static void reads_the_sentences_of_each_language(void **state)
{
    (void)state;
    int wrong = 0;
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        wrong += check_language((rap_lang)lang);
    }
    if (wrong > 0) {
        fail_msg("%d paragraphs read wrongly", wrong);
    }
}

/* The expected record with "{1}" put as the first of the places, and so on. */
static rap_str with_places(rap_arena *arena, rap_str expect, rap_str places)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    for (size_t i = 0; i < expect.length; i++) {
        rap_str rest = places, place = RAP_STR_NONE;
        if (expect.data[i] != '{' || i + 2 >= expect.length) {
            rap_buf_put(&out, rap_str_slice(expect, i, i + 1));
            continue;
        }
        for (int n = expect.data[i + 1] - '0'; n > 0; n--) {
            assert_true(rap_str_split(&rest, '|', &place));
        }
        rap_buf_put(&out, rap_str_trim(place));
        i += 2;
    }
    return rap_buf_str(&out);
}

/* "en {Rome} FAO held a seminar in Rome." with the records of its group. */
static void check_version(sentences *s, rap_arena *arena, rap_str line, const rap_strs *records)
{
    size_t open = rap_str_find(line, RAP_STR("{"), 0), close = rap_str_find(line, RAP_STR("}"), 0);
    assert_true(open != SIZE_MAX && close != SIZE_MAX && open < close);
    s->lang = rap_lang_of_code(rap_str_trim(rap_str_slice(line, 0, open)));
    assert_int_not_equal(s->lang, RAP_LANG_NONE);
    s->paragraph = rap_str_trim(rap_str_slice(line, close + 1, line.length));
    s->paragraph_line = s->line;
    for (size_t i = 0; i < records->count; i++) {
        rap_str places = rap_str_slice(line, open + 1, close);
        RAP_PUSH(arena, &s->expected, with_places(arena, records->items[i], places));
    }
    flush(s);
}

static void one_act_is_the_same_in_all_languages(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    sentences s = {.kind = RAP_STR("report"), .name = "activities-parallel.txt"};
    rap_str text = read_text(arena, s.name), line;
    rap_strs records = {0};
    int versions = 0, groups = 0;
    while (rap_str_split(&text, '\n', &line)) {
        s.line++;
        line = rap_str_trim(line);
        if (line.length == 0 || line.data[0] == '#' || setting(&s, line)) {
            continue;
        }
        if (rap_str_starts(line, RAP_STR("=>"))) {
            if (versions > 0) {
                assert_int_equal(versions, RAP_LANG_COUNT - 1 - RAP_LANG_NONE);
                records.count = 0;
                versions = 0;
            }
            groups += records.count == 0;
            RAP_PUSH(arena, &records, rap_str_trim(rap_str_slice(line, 2, line.length)));
            continue;
        }
        check_version(&s, arena, line, &records);
        versions++;
    }
    assert_int_equal(versions, RAP_LANG_COUNT - 1 - RAP_LANG_NONE);
    assert_true(groups >= 30);
    if (s.failures > 0) {
        fail_msg("%s: %d of %d sentences read wrongly", s.name, s.failures, s.paragraphs);
    }
    rap_arena_free(arena);
}

/* -- the tables' examples ------------------------------------------------------------------------
 */

static bool check_example(rap_lang lang, const rap_act_example *example)
{
    rap_arena *arena = rap_arena_new(0);
    rap_period period = {{2000, 1, 1}, {2040, 12, 31}};
    rap_version *version = new_version(arena, lang, RAP_STR("report"), period);
    add_block(version, RAP_PART_BODY, example->example);
    read_activities(version);
    bool right = rap_str_is(example->expect, "-") && version->activities.count == 0;
    int field = 0;
    for (size_t i = 0; !right && i < version->activities.count; i++) {
        right = fits(arena, version, &version->activities.items[i], example->expect, &field);
    }
    if (!right) {
        print_error("%s/%s.tsv, line %d: %.*s\n   want: %.*s\n", rap_lang_code(lang),
                    example->table, example->line, RAP_STR_ARG(example->example),
                    RAP_STR_ARG(example->expect));
        tell(arena, version);
    }
    rap_arena_free(arena);
    return right;
}

static void the_examples_of_the_tables_hold(void **state)
{
    (void)state;
    int wrong = 0, all = 0;
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        const rap_act_language *language = &knowledge.facts->activities->languages[lang];
        for (size_t i = 0; i < language->examples.count; i++) {
            wrong += !check_example((rap_lang)lang, &language->examples.items[i]);
            all++;
        }
    }
    assert_true(all > 0);
    if (wrong > 0) {
        fail_msg("%d of %d examples read wrongly", wrong, all);
    }
}

static void every_verb_has_an_example(void **state)
{
    (void)state;
    for (int lang = RAP_LANG_NONE + 1; lang < RAP_LANG_COUNT; lang++) {
        const rap_map *phrases = knowledge.facts->activities->languages[lang].phrases;
        rap_str key;
        void *value;
        for (size_t i = 0; rap_map_at(phrases, i, &key, &value); i++) {
            const rap_act_verb *verb = ((const rap_act_word *)value)->verb;
            if (verb && !rap_str_is(verb->verb_class, "none") && verb->example.length == 0) {
                fail_msg("%s/activities.tsv, line %d: no example", rap_lang_code((rap_lang)lang),
                         verb->line);
            }
        }
    }
}

/* -- cost ----------------------------------------------------------------------------------------
 */

static size_t work_for(const char *part, size_t bytes)
{
    rap_arena *arena = rap_arena_new(0);
    rap_period period = {{2023, 1, 1}, {2023, 12, 31}};
    rap_version *version = new_version(arena, RAP_LANG_EN, RAP_STR("report"), period);
    rap_buf text;
    rap_buf_init(&text, arena);
    while (text.length < bytes) {
        rap_buf_put_c(&text, part);
    }
    add_block(version, RAP_PART_BODY, rap_buf_str(&text));
    rap_mention_find(knowledge.mentions, knowledge.text, version);
    size_t work = rap_activity_find_counted(&knowledge, version);
    rap_arena_free(arena);
    return work;
}

static void the_cost_grows_with_the_text(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "ITU and UPU held a seminar in Bern in May 2023. ",
        "ITU and UPU held a seminar in Bern and ",
        "organized by ITU, ",
        "which was adopted in May 2023, ",
        "and provided ",
        "of the joint action plan of the working group ",
        "( \xE2\x80\x9C * \" ",
        "held, ",
        "with ITU providing ",
        "the ",
        "in ",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t small = work_for(parts[i], 10000), large = work_for(parts[i], 100000);
        if (large > 12 * small + 1000) {
            fail_msg("\"%s\": %zu steps for 10 kB, %zu for 100 kB", parts[i], small, large);
        }
    }
}

static void resolutions_are_left_alone(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_period period = {{2023, 1, 1}, {2023, 12, 31}};
    rap_version *version = new_version(arena, RAP_LANG_EN, RAP_STR("resolution"), period);
    add_block(version, RAP_PART_BODY, RAP_STR("ITU and UPU held a seminar in Bern in May 2023."));
    read_activities(version);
    assert_int_equal(version->activities.count, 0);
    rap_arena_free(arena);
}

int main(int count, char **arguments)
{
    rap_error error = {0};
    folder = count > 1 ? arguments[1] : ".";
    rap_text_rules *text = rap_text_rules_new(&error);
    rap_mention_rules *mentions = rap_mention_rules_new(&error);
    rap_fact_rules *facts = rap_fact_rules_new(mentions, &error);
    if (!text || !mentions || !facts) {
        fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    knowledge = (rap_knowledge){.text = text, .mentions = mentions, .facts = facts};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_sentences_of_each_language),
        cmocka_unit_test(one_act_is_the_same_in_all_languages),
        cmocka_unit_test(the_examples_of_the_tables_hold),
        cmocka_unit_test(every_verb_has_an_example),
        cmocka_unit_test(the_cost_grows_with_the_text),
        cmocka_unit_test(resolutions_are_left_alone),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rap_fact_rules_free(facts);
    rap_mention_rules_free(mentions);
    rap_text_rules_free(text);
    return failed;
}

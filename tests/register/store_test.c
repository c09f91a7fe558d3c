/* What every back end of the register must do, asked through the interface alone. */
#include "fixture.h"

#include "base/file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

/* A store to test: where its registers lie. */
typedef struct {
    const char *name;
    const char *(*location)(rap_arena *arena, const char *folder);
} store;

static const char *sqlite_location(rap_arena *arena, const char *folder)
{
    return rap_arena_format(arena, "%s/register.db", folder);
}

static const store stores[] = {{"sqlite", sqlite_location}};

typedef struct {
    rap_arena *arena;
    char *folder;
    const char *location;
    rap_register *reg;
} place;

static int set_up(void **state)
{
    const store *tested = *state;
    rap_arena *arena = rap_arena_new(0);
    rap_error error = {0};
    place *at = RAP_NEW(arena, place);
    at->arena = arena;
    at->folder = fixture_folder(arena);
    at->location = tested->location(arena, at->folder);
    at->reg = rap_register_open(at->location, RAP_REGISTER_CREATE, &error);
    if (!at->reg) {
        fail_msg("%s", error.message);
    }
    *state = at;
    return 0;
}

static int tear_down(void **state)
{
    place *at = *state;
    rap_register_close(at->reg);
    fixture_remove(at->folder);
    rap_arena_free(at->arena);
    return 0;
}

static rap_register_counts counts_of(rap_register *reg)
{
    rap_register_counts counts;
    rap_error error;
    assert_true(rap_register_count(reg, &counts, &error));
    return counts;
}

static void a_file_comes_back_as_it_was(void **state)
{
    place *at = *state;
    char *bytes = rap_arena_take(at->arena, 100001), hash[65];
    memset(bytes, 'r', 100000);
    rap_error error;
    rap_version version = fixture_version(at->arena, "D", "D", RAP_LANG_EN, "IPU", "Nairobi");
    int64_t id = fixture_add(at->reg, at->arena, bytes, &version, 1);
    assert_int_equal(id, 1);
    rap_str back;
    assert_true(rap_register_file_bytes(at->reg, at->arena, id, &back, &error));
    assert_int_equal(back.length, 100000);
    assert_memory_equal(back.data, bytes, back.length);
    rap_register_file file;
    rap_file_hash(back, hash);
    assert_true(rap_register_file_find(at->reg, at->arena, rap_str_of(hash), &file, &error));
    assert_int_equal(file.id, id);
    assert_true(rap_str_is(file.name, "rivers.txt"));
    assert_int_equal(file.given.length, 0);
    assert_true(rap_register_file_find(at->reg, at->arena, RAP_STR("00"), &file, &error));
    assert_int_equal(file.id, 0);
    assert_false(rap_register_file_bytes(at->reg, at->arena, 99, &back, &error));
    assert_int_equal(error.code, RAP_ERROR_MISSING);
}

/* Plain, packed by zlib as registers made before hold it, and damaged. */
static void originals_are_unpacked_as_they_were_packed(void **state)
{
    place *at = *state;
    rap_error error;
    const char text[] = "The ferry leaves the pier at noon. The ferry leaves the pier at ten."
                        " The ferry leaves the pier at nine. The ferry leaves the pier at five.";
    unsigned char stream[256];
    uLongf length = sizeof stream;
    assert_int_equal(compress2(stream, &length, (const unsigned char *)text, sizeof text, 1), Z_OK);
    rap_register_packer *packer = rap_register_packer_new();
    rap_register_packed ways[] = {
        {{text, sizeof text}, RAP_REGISTER_PLAIN},
        {{(const char *)stream, length}, RAP_REGISTER_ZLIB},
        rap_register_pack(packer, at->arena, (rap_str){text, sizeof text}),
        {{text, sizeof text}, RAP_REGISTER_ZSTD}};
    rap_register_packer_free(packer);
    assert_int_equal(ways[2].how, RAP_REGISTER_ZSTD);
    for (int i = 0; i < 4; i++) {
        rap_register_file file = {.hash = rap_str_of(rap_arena_format(at->arena, "%d", i)),
                                  .size = sizeof text};
        int64_t id;
        rap_str back;
        assert_true(rap_register_begin(at->reg, &error));
        assert_true(rap_register_file_put(at->reg, &file, ways[i], &id, &error));
        assert_true(rap_register_commit(at->reg, &error));
        assert_int_equal(rap_register_file_bytes(at->reg, at->arena, id, &back, &error), i < 3);
        if (i < 3) {
            assert_int_equal(back.length, sizeof text);
            assert_memory_equal(back.data, text, sizeof text);
        } else {
            assert_non_null(strstr(error.message, "is damaged"));
        }
    }
}

static void the_last_name_given_holds(void **state)
{
    place *at = *state;
    rap_error error;
    char hash[65];
    rap_version version = fixture_version(at->arena, "D", "D", RAP_LANG_EN, "IPU", "Nairobi");
    int64_t id = fixture_add(at->reg, at->arena, "one", &version, 1);
    assert_true(rap_register_file_name(at->reg, id, RAP_STR("First"), 5, &error));
    assert_true(rap_register_file_name(at->reg, id, RAP_STR("Second"), 6, &error));
    rap_register_file file;
    rap_file_hash(RAP_STR("one"), hash);
    assert_true(rap_register_file_find(at->reg, at->arena, rap_str_of(hash), &file, &error));
    assert_true(rap_str_is(file.given, "Second"));
    assert_true(rap_str_is(file.how, ""));
    assert_true(rap_register_file_reading(at->reg, id, RAP_STR("original"), 7, &error));
    assert_true(rap_register_file_find(at->reg, at->arena, rap_str_of(hash), &file, &error));
    assert_true(rap_str_is(file.how, "original") && rap_str_is(file.given, "Second"));
    assert_true(rap_register_file_reading(at->reg, id, RAP_STR_NONE, 8, &error));
    assert_true(rap_register_file_find(at->reg, at->arena, rap_str_of(hash), &file, &error));
    assert_true(rap_str_is(file.how, ""));
}

static void records_come_by_document_language_and_place(void **state)
{
    place *at = *state;
    rap_version later = fixture_version(at->arena, "Z/2", "Z/2", RAP_LANG_EN, "IPU", "Nairobi");
    rap_version both[2] = {
        fixture_version(at->arena, "A/1", "A/1-fr", RAP_LANG_FR, "AU", "Lom\xC3\xA9"),
        fixture_version(at->arena, "A/1", "A/1-ar", RAP_LANG_AR, "AU", "Tunis")};
    fixture_add(at->reg, at->arena, "one", &later, 1);
    fixture_add(at->reg, at->arena, "two", both, 2);
    rap_strs mandates = fixture_list(at->reg, at->arena, RAP_RECORDS_MANDATES, NULL);
    assert_int_equal(mandates.count, 3);
    static const char *const starts[] = {"{\"id\": \"A/1-ar#1@1:0:mandate\", \"doc\": \"A/1-ar\", ",
                                         "{\"id\": \"A/1-fr#1@1:0:mandate\", \"doc\": \"A/1-fr\", ",
                                         "{\"id\": \"Z/2-en#1@1:0:mandate\", \"doc\": \"Z/2\", "};
    for (int i = 0; i < 3; i++) {
        assert_true(rap_str_starts(mandates.items[i], rap_str_of(starts[i])));
    }
    rap_strs blocks = fixture_list(at->reg, at->arena, RAP_RECORDS_BLOCKS, NULL);
    assert_int_equal(blocks.count, 9);
    assert_int_not_equal(rap_str_find(blocks.items[1], RAP_STR("\"index\": 1"), 0), SIZE_MAX);
    rap_register_counts counts = counts_of(at->reg);
    assert_int_equal(counts.files, 2);
    assert_int_equal(counts.documents, 2);
    assert_int_equal(counts.versions, 3);
    assert_int_equal(counts.agreements, 3);
    assert_int_equal(counts.mentions, 6);
}

/* How many records of a kind the filter leaves. */
static size_t left(place *at, rap_records records, rap_filter filter)
{
    return fixture_list(at->reg, at->arena, records, &filter).count;
}

static rap_strs one(place *at, const char *text)
{
    rap_strs all = {0};
    RAP_PUSH(at->arena, &all, rap_str_of(text));
    return all;
}

static void fill_two(place *at)
{
    rap_version first = fixture_version(at->arena, "A/1", "A/1", RAP_LANG_FR, "AU", "Tunis");
    rap_version second = fixture_version(at->arena, "B/2", "B/2", RAP_LANG_EN, "IPU", "Nairobi");
    second.activities.items[0].dates.count = 0; /* none told */
    fixture_add(at->reg, at->arena, "one", &first, 1);
    fixture_add(at->reg, at->arena, "two", &second, 1);
}

static void filters_leave_what_they_name(void **state)
{
    place *at = *state;
    fill_two(at);
    const rap_records kinds[] = {RAP_RECORDS_DOCUMENTS,  RAP_RECORDS_MANDATES,
                                 RAP_RECORDS_ACTIVITIES, RAP_RECORDS_AGREEMENTS,
                                 RAP_RECORDS_FIGURES,    RAP_RECORDS_PUBLICATIONS,
                                 RAP_RECORDS_PLEDGES};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        assert_int_equal(left(at, kinds[i], (rap_filter){0}), 2);
        assert_int_equal(left(at, kinds[i], (rap_filter){.organizations = one(at, "IPU")}), 1);
        assert_int_equal(left(at, kinds[i], (rap_filter){.organizations = one(at, "EU")}), 0);
        assert_int_equal(left(at, kinds[i], (rap_filter){.document = RAP_STR("A/1")}), 1);
        assert_int_equal(left(at, kinds[i], (rap_filter){.lang = RAP_LANG_EN}), 1);
        assert_int_equal(left(at, kinds[i], (rap_filter){.limit = 1}), 1);
    }
    assert_int_equal(left(at, RAP_RECORDS_ACTIVITIES, (rap_filter){.types = one(at, "agreement")}),
                     2);
    assert_int_equal(left(at, RAP_RECORDS_ACTIVITIES, (rap_filter){.types = one(at, "visit")}), 0);
    assert_int_equal(left(at, RAP_RECORDS_MANDATES, (rap_filter){.types = one(at, "request")}), 2);
    assert_int_equal(left(at, RAP_RECORDS_FIGURES, (rap_filter){.types = one(at, "per cent")}), 2);
    assert_int_equal(left(at, RAP_RECORDS_FIGURES, (rap_filter){.types = one(at, "USD")}), 0);
    assert_int_equal(left(at, RAP_RECORDS_PUBLICATIONS, (rap_filter){.types = one(at, "handbook")}),
                     2);
    assert_int_equal(left(at, RAP_RECORDS_PUBLICATIONS, (rap_filter){.types = one(at, "study")}),
                     0);
    rap_filter due = {.period = {{2040, 1, 0}, {2040, 1, 0}}};
    assert_int_equal(left(at, RAP_RECORDS_PLEDGES, due), 2);
    assert_int_equal(left(at, RAP_RECORDS_PUBLICATIONS, due), 0);
    assert_int_equal(left(at, RAP_RECORDS_ACTIVITIES, (rap_filter){.place = RAP_STR("airob")}), 1);
    assert_int_equal(left(at, RAP_RECORDS_ACTIVITIES, (rap_filter){.status = RAP_STR("planned")}),
                     0);
    assert_int_equal(left(at, RAP_RECORDS_BLOCKS, (rap_filter){.organizations = one(at, "AU")}), 1);
    assert_int_equal(left(at, RAP_RECORDS_BLOCKS, (rap_filter){.types = one(at, "title")}), 2);
}

static void periods_meet_at_the_precision_told(void **state)
{
    place *at = *state;
    fill_two(at);
    rap_filter may = {.period = {{2023, 5, 0}, {2023, 5, 0}}};
    rap_filter june = {.period = {{2023, 6, 0}, {2023, 6, 0}}};
    rap_filter year = {.period = {{2023, 0, 0}, {2023, 0, 0}}};
    rap_filter since = {.period = {{2024, 0, 0}, {0, 0, 0}}};
    rap_filter until = {.period = {{0, 0, 0}, {2022, 12, 31}}};
    assert_int_equal(left(at, RAP_RECORDS_ACTIVITIES, may), 1);
    assert_int_equal(left(at, RAP_RECORDS_ACTIVITIES, june), 0);
    /* The one without a date lies somewhere in the period its document reports on. */
    assert_int_equal(left(at, RAP_RECORDS_ACTIVITIES, year), 2);
    assert_int_equal(left(at, RAP_RECORDS_ACTIVITIES, since), 0);
    assert_int_equal(left(at, RAP_RECORDS_ACTIVITIES, until), 0);
    assert_int_equal(left(at, RAP_RECORDS_AGREEMENTS, since), 2); /* still valid then */
    assert_int_equal(left(at, RAP_RECORDS_FIGURES, may), 2);
    assert_int_equal(left(at, RAP_RECORDS_FIGURES, june), 0);
    assert_int_equal(left(at, RAP_RECORDS_MANDATES, since), 2); /* due then */
    assert_int_equal(left(at, RAP_RECORDS_DOCUMENTS, june), 2); /* reported on */
    assert_int_equal(left(at, RAP_RECORDS_DOCUMENTS, since), 0);
    assert_int_equal(left(at, RAP_RECORDS_BLOCKS, since), 2); /* named in a block */
}

typedef struct {
    rap_arena *arena;
    rap_strs found; /* "doc block" */
} hits;

static bool take_hit(void *user, const rap_register_hit *hit)
{
    hits *all = user;
    RAP_PUSH(all->arena, &all->found,
             rap_str_of(rap_arena_format(all->arena, "%.*s %lld", RAP_STR_ARG(hit->doc),
                                         (long long)hit->block)));
    assert_true(hit->text.length > 0);
    return true;
}

/* Words separated by spaces are groups of one item; '|' separates items of a group. */
static rap_strs search(place *at, const char *words, rap_filter filter)
{
    rap_strs groups[8] = {{0}};
    size_t count = 0;
    rap_str rest = rap_str_of(words), group, item;
    while (rap_str_split(&rest, ',', &group)) {
        while (rap_str_split(&group, '|', &item)) {
            RAP_PUSH(at->arena, &groups[count], item);
        }
        count++;
    }
    hits all = {.arena = at->arena};
    rap_error error;
    if (!rap_register_search(at->reg, groups, count, &filter, take_hit, &all, &error)) {
        fail_msg("%s", error.message);
    }
    return all.found;
}

static void search_finds_words_phrases_and_beginnings(void **state)
{
    place *at = *state;
    fill_two(at);
    assert_int_equal(search(at, "nairobi", (rap_filter){0}).count, 1);
    assert_true(rap_str_is(search(at, "nairobi", (rap_filter){0}).items[0], "B/2 2"));
    assert_int_equal(search(at, "nairobi|tunis", (rap_filter){0}).count, 2);
    assert_int_equal(search(at, "board,pact", (rap_filter){0}).count, 2);
    assert_int_equal(search(at, "board,pact,nairobi", (rap_filter){0}).count, 1);
    assert_int_equal(search(at, "river board", (rap_filter){0}).count, 2);
    assert_int_equal(search(at, "board river", (rap_filter){0}).count, 0);
    assert_int_equal(search(at, "nair*", (rap_filter){0}).count, 1);
    assert_int_equal(search(at, "board", (rap_filter){.lang = RAP_LANG_FR}).count, 2);
    assert_int_equal(search(at, "board", (rap_filter){.document = RAP_STR("B/2")}).count, 2);
    assert_int_equal(search(at, "board", (rap_filter){.limit = 3}).count, 3);
    assert_int_equal(search(at, "say \"so\" OR NEAR(", (rap_filter){0}).count, 0);
}

static bool put_marked(place *at, const char *name, rap_version *version, rap_error *error)
{
    char hash[65];
    int64_t id;
    *version = fixture_version(at->arena, name, name, RAP_LANG_EN, "IPU", "Nairobi");
    rap_file_hash(rap_str_of(name), hash);
    rap_register_file file = {.hash = rap_str_of(hash), .size = 1};
    rap_register_reading reading = {
        .versions = version, .count = 1, .tokens = fixture_tokens(at->arena, version, 1)};
    return rap_register_mark(at->reg, error) &&
           rap_register_file_put(at->reg, &file,
                                 (rap_register_packed){rap_str_of(name), RAP_REGISTER_PLAIN}, &id,
                                 error) &&
           rap_register_reading_put(at->reg, id, &reading, error);
}

/* With all that was put: rows, words and evidence. */
static void one_document_of_several_is_taken_back(void **state)
{
    place *at = *state;
    rap_error error;
    rap_version version;
    assert_true(rap_register_begin(at->reg, &error));
    assert_true(put_marked(at, "A", &version, &error) && rap_register_keep(at->reg, &error));
    assert_true(put_marked(at, "B", &version, &error) && rap_register_undo(at->reg, &error));
    assert_int_equal(counts_of(at->reg).files, 1);
    assert_true(put_marked(at, "C", &version, &error) && rap_register_keep(at->reg, &error));
    assert_false(put_marked(at, "C", &version, &error)); /* the same bytes: a statement fails */
    assert_false(rap_register_keep(at->reg, &error));
    assert_true(rap_register_undo(at->reg, &error));
    assert_true(rap_register_commit(at->reg, &error));
    assert_int_equal(counts_of(at->reg).files, 2);
    rap_strs found = search(at, "kenya", (rap_filter){0});
    assert_int_equal(found.count, 2);
    assert_true(rap_str_is(found.items[0], "A 2") && rap_str_is(found.items[1], "C 2"));
    rap_strs lines = fixture_dump(at->reg, at->arena);
    for (size_t i = 0; i < lines.count; i++) {
        assert_int_equal(rap_str_find(lines.items[i], RAP_STR("\tB\t"), 0), SIZE_MAX);
    }
}

static void reading_again_replaces(void **state)
{
    place *at = *state;
    rap_error error;
    rap_version old = fixture_version(at->arena, "D", "D", RAP_LANG_EN, "IPU", "Nairobi");
    int64_t id = fixture_add(at->reg, at->arena, "one", &old, 1);
    rap_strs before = fixture_dump(at->reg, at->arena);
    rap_version fresh = fixture_version(at->arena, "D", "D", RAP_LANG_EN, "IPU", "Mombasa");
    rap_register_reading reading = {.versions = &fresh,
                                    .count = 1,
                                    .tokens = fixture_tokens(at->arena, &fresh, 1),
                                    .reader = RAP_STR("text"),
                                    .analyser = RAP_STR("1")};
    assert_true(rap_register_begin(at->reg, &error));
    assert_true(rap_register_reading_put(at->reg, id, &reading, &error));
    assert_true(rap_register_commit(at->reg, &error));
    assert_int_equal(search(at, "nairobi", (rap_filter){0}).count, 0);
    assert_int_equal(search(at, "mombasa", (rap_filter){0}).count, 1);
    rap_strs after = fixture_dump(at->reg, at->arena);
    assert_int_equal(after.count, before.count);
    assert_int_equal(counts_of(at->reg).mandates, 1);
    reading.count = 0; /* what cannot be read any more */
    assert_true(rap_register_begin(at->reg, &error));
    assert_true(rap_register_reading_put(at->reg, id, &reading, &error));
    assert_true(rap_register_commit(at->reg, &error));
    assert_int_equal(fixture_dump(at->reg, at->arena).count, 0);
    assert_int_equal(counts_of(at->reg).files, 1);
}

/* The fixture's paragraphs are not those of its file; its index is whole. */
static bool fail_of_index(void *user, const rap_register_damage *damage)
{
    (void)user;
    if (!strcmp(damage->kind, "index")) {
        fail_msg("%.*s: %s", RAP_STR_ARG(damage->about), damage->what);
    }
    return true;
}

/* Enough commits that what they put into the index is merged twice over. */
static void many_small_commits_are_found_as_one(void **state)
{
    enum { COMMITS = 300 };
    place *at = *state;
    rap_error error;
    int64_t ids[COMMITS];
    for (int i = 0; i < COMMITS; i++) {
        const char *doc = rap_arena_format(at->arena, "D/%d", i);
        rap_version version =
            fixture_version(at->arena, doc, doc, RAP_LANG_EN, "IPU", i % 3 ? "Nairobi" : "Tunis");
        ids[i] = fixture_add(at->reg, at->arena, doc, &version, 1);
        if (i % 10 == 9) { /* what was put long ago goes, by a commit of its own */
            rap_register_reading nothing = {0};
            assert_true(rap_register_begin(at->reg, &error));
            assert_true(rap_register_reading_put(at->reg, ids[i / 10], &nothing, &error));
            assert_true(rap_register_commit(at->reg, &error));
        }
    }
    assert_int_equal(search(at, "nairobi", (rap_filter){0}).count, 200 - 20);
    assert_int_equal(search(at, "tunis", (rap_filter){0}).count, 100 - 10);
    assert_int_equal(search(at, "nairobi|tunis", (rap_filter){0}).count, 300 - 30);
    rap_strs found = search(at, "tun*", (rap_filter){.document = RAP_STR("D/297")});
    assert_int_equal(found.count, 1);
    assert_int_equal(search(at, "tunis", (rap_filter){.document = RAP_STR("D/3")}).count, 0);
    rap_register_verified verified;
    assert_true(rap_register_verify(at->reg, fail_of_index, NULL, &verified, &error));
}

static void a_rollback_leaves_nothing(void **state)
{
    place *at = *state;
    rap_error error;
    rap_version version = fixture_version(at->arena, "D", "D", RAP_LANG_EN, "IPU", "Nairobi");
    int64_t id = fixture_add(at->reg, at->arena, "one", &version, 1);
    rap_strs before = fixture_dump(at->reg, at->arena);
    rap_register_reading nothing = {0};
    assert_true(rap_register_begin(at->reg, &error));
    assert_true(rap_register_reading_put(at->reg, id, &nothing, &error));
    rap_register_rollback(at->reg);
    assert_int_equal(fixture_dump(at->reg, at->arena).count, before.count);
}

static void the_same_bytes_are_kept_once(void **state)
{
    place *at = *state;
    rap_error error;
    rap_version version = fixture_version(at->arena, "D", "D", RAP_LANG_EN, "IPU", "Nairobi");
    fixture_add(at->reg, at->arena, "one", &version, 1);
    char hash[65];
    rap_file_hash(RAP_STR("one"), hash);
    rap_register_file file = {.hash = rap_str_of(hash), .size = 3};
    int64_t id;
    assert_true(rap_register_begin(at->reg, &error));
    assert_false(rap_register_file_put(
        at->reg, &file, (rap_register_packed){RAP_STR("one"), RAP_REGISTER_PLAIN}, &id, &error));
    assert_false(rap_register_commit(at->reg, &error)); /* a failed part fails the whole */
    assert_int_equal(counts_of(at->reg).files, 1);
}

static bool fill_three(place *at, const char *location)
{
    rap_error error;
    rap_register *reg = rap_register_open(location, RAP_REGISTER_CREATE, &error);
    const char *docs[] = {"C", "A", "B"};
    for (int i = 0; i < 3; i++) {
        rap_version version =
            fixture_version(at->arena, docs[i], docs[i], RAP_LANG_EN, "IPU", "Nairobi");
        fixture_add(reg, at->arena, docs[i], &version, 1);
    }
    rap_register_link link = {RAP_STR("cites"), RAP_STR("A#1"), RAP_STR("B"), RAP_STR("A"), 1,
                              RAP_STR_NONE,     RAP_STR("{}")};
    assert_true(rap_register_links_put(reg, RAP_STR("file:2"), &link, 1, &error));
    rap_register_close(reg);
    return true;
}

static void the_same_files_give_the_same_content(void **state)
{
    place *at = *state;
    const char *other = rap_arena_format(at->arena, "%s-other", at->location);
    rap_error error;
    rap_register_close(at->reg);
    fill_three(at, at->location);
    fill_three(at, other);
    at->reg = rap_register_open(at->location, RAP_REGISTER_WRITE, &error);
    rap_register *second = rap_register_open(other, RAP_REGISTER_READ, &error);
    assert_non_null(at->reg);
    assert_non_null(second);
    rap_strs a = fixture_dump(at->reg, at->arena), b = fixture_dump(second, at->arena);
    assert_true(a.count > 20);
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_true(rap_str_equal(a.items[i], b.items[i]));
    }
    assert_false(rap_register_begin(second, &error)); /* open for reading only */
    rap_register_close(second);
    assert_true(rap_register_derived_clear(at->reg, &error));
    assert_int_equal(fixture_dump(at->reg, at->arena).count, 0);
    assert_int_equal(counts_of(at->reg).files, 3);
}

static void links_are_replaced_by_scope(void **state)
{
    place *at = *state;
    rap_error error;
    rap_register_link links[2] = {{RAP_STR("cites"), RAP_STR("A-en#1"), RAP_STR("B"), RAP_STR("A"),
                                   1, RAP_STR_NONE, RAP_STR("{\"n\":1}")},
                                  {RAP_STR("cites"), RAP_STR("A-en#2"), RAP_STR("C"), RAP_STR("A"),
                                   1, RAP_STR_NONE, RAP_STR("{\"n\":2}")}};
    assert_true(rap_register_links_put(at->reg, RAP_STR("file:1"), links, 2, &error));
    assert_true(rap_register_links_put(at->reg, RAP_STR("file:2"), links, 1, &error));
    assert_int_equal(left(at, RAP_RECORDS_LINKS, (rap_filter){0}), 3);
    assert_int_equal(left(at, RAP_RECORDS_LINKS, (rap_filter){.document = RAP_STR("C")}), 1);
    assert_int_equal(left(at, RAP_RECORDS_LINKS, (rap_filter){.document = RAP_STR("A")}), 3);
    assert_int_equal(left(at, RAP_RECORDS_LINKS, (rap_filter){.types = one(at, "renews")}), 0);
    assert_true(rap_register_links_put(at->reg, RAP_STR("file:1"), links, 1, &error));
    assert_int_equal(left(at, RAP_RECORDS_LINKS, (rap_filter){0}), 2);
}

static bool take_decision(void *user, const rap_register_decision *decision)
{
    rap_strs *all = *(rap_strs **)user;
    rap_arena *arena = ((rap_arena **)user)[1];
    RAP_PUSH(arena, all, rap_str_copy(arena, decision->verdict));
    return true;
}

static void decisions_outlive_what_was_read(void **state)
{
    place *at = *state;
    rap_error error;
    rap_strs verdicts = {0};
    void *user[2] = {&verdicts, at->arena};
    rap_register_decisions all = {0};
    rap_register_decision decision = {.uid = RAP_STR("1"),
                                      .subject = RAP_STR("{\"doc\":\"A/1\"}"),
                                      .verdict = RAP_STR("confirmed"),
                                      .person = RAP_STR("reviser"),
                                      .when = 12};
    int64_t first, second;
    assert_true(rap_register_decision_put(at->reg, &decision, &first, &error));
    decision.uid = RAP_STR("2");
    decision.verdict = RAP_STR("rejected");
    assert_true(rap_register_decision_put(at->reg, &decision, &second, &error));
    assert_true(second > first);
    assert_true(rap_register_derived_clear(at->reg, &error));
    assert_true(rap_register_decision_list(at->reg, &all, take_decision, user, &error));
    assert_int_equal(verdicts.count, 2);
    assert_true(rap_str_is(verdicts.items[1], "rejected"));
}

static rap_strs decided(place *at, rap_register_decisions filter)
{
    rap_error error;
    rap_strs verdicts = {0};
    int64_t total = 0;
    void *user[2] = {&verdicts, at->arena};
    assert_true(rap_register_decision_list(at->reg, &filter, take_decision, user, &error));
    if (!filter.doc.length && !filter.uid.length && !filter.limit) {
        assert_true(rap_register_decision_total(at->reg, &filter, &total, &error));
        assert_int_equal(total, verdicts.count);
    }
    return verdicts;
}

static void put_decision(place *at, const char *uid, const char *verdict, const char *person,
                         const char *doc, int64_t when)
{
    rap_error error;
    int64_t id;
    rap_register_decision decision = {.uid = rap_str_of(uid),
                                      .subject = RAP_STR("{}"),
                                      .verdict = rap_str_of(verdict),
                                      .person = rap_str_of(person),
                                      .doc = rap_str_of(doc),
                                      .lang = RAP_STR("en"),
                                      .hash = RAP_STR("ff"),
                                      .other = RAP_STR("O"),
                                      .when = when};
    assert_true(rap_register_decision_put(at->reg, &decision, &id, &error));
    if (doc[0] == 'D') {
        assert_true(rap_register_tie_put(at->reg, 16, id, RAP_STR("place"), &error));
    }
}

/* Who, about what, when, tied or not; in the order in which they were made. */
static void the_log_is_filtered(void **state)
{
    place *at = *state;
    put_decision(at, "a", "rejected", "Amina", "D", 300);
    put_decision(at, "b", "confirmed", "Wen", "E", 100);
    put_decision(at, "c", "corrected", "Amina", "D", 200);
    rap_strs all = decided(at, (rap_register_decisions){0});
    assert_int_equal(all.count, 3);
    assert_true(rap_str_is(all.items[0], "confirmed") && rap_str_is(all.items[2], "rejected"));
    assert_int_equal(decided(at, (rap_register_decisions){.person = RAP_STR("Amina")}).count, 2);
    assert_int_equal(decided(at, (rap_register_decisions){.document = RAP_STR("d-en")}).count, 2);
    assert_int_equal(decided(at, (rap_register_decisions){.document = RAP_STR("O")}).count, 3);
    assert_int_equal(decided(at, (rap_register_decisions){.from = 150, .until = 250}).count, 1);
    assert_int_equal(decided(at, (rap_register_decisions){.is_untied = true}).count, 1);
    assert_int_equal(decided(at, (rap_register_decisions){.uid = RAP_STR("c")}).count, 1);
    assert_int_equal(decided(at, (rap_register_decisions){.doc = RAP_STR("E")}).count, 1);
    assert_int_equal(decided(at, (rap_register_decisions){.doc = RAP_STR("O")}).count, 3);
    assert_int_equal(decided(at, (rap_register_decisions){.hash = RAP_STR("ff")}).count, 3);
    rap_strs some = decided(at, (rap_register_decisions){.limit = 1, .offset = 1});
    assert_int_equal(some.count, 1);
    assert_true(rap_str_is(some.items[0], "corrected"));
    rap_error error;
    assert_true(rap_register_ties_drop(at->reg, 16, &error));
    assert_int_equal(decided(at, (rap_register_decisions){.is_untied = true}).count, 3);
}

static bool keep_fact(void *user, const rap_register_fact *fact)
{
    rap_register_fact *facts = user;
    facts[fact->kind] = *fact;
    return true;
}

static size_t count_listed(place *at, rap_records records, rap_filter filter)
{
    int64_t total;
    rap_error error;
    size_t count = fixture_list(at->reg, at->arena, records, &filter).count;
    assert_true(rap_register_total(at->reg, records, &filter, &total, &error));
    assert_int_equal(total, count);
    return count;
}

/* The kinds of fact one after another: taken away, asked for all the same, brought back row by row.
 */
static void what_is_decided_away_comes_back_as_it_was(void **state)
{
    place *at = *state;
    static const rap_records lists[] = {RAP_RECORDS_MANDATES, RAP_RECORDS_ACTIVITIES,
                                        RAP_RECORDS_FIGURES};
    rap_error error;
    rap_register_fact facts[3] = {{.place = 9}, {.place = 9}, {.place = 9}};
    rap_filter party = {0};
    rap_version version = fixture_version(at->arena, "D", "D", RAP_LANG_EN, "IPU", "Nairobi");
    fixture_add(at->reg, at->arena, "one", &version, 1);
    RAP_PUSH(at->arena, &party.organizations, RAP_STR("KEN"));
    rap_strs before = fixture_dump(at->reg, at->arena);
    assert_true(rap_register_fact_list(at->reg, 16, keep_fact, facts, &error));
    for (int kind = 0; kind < 3; kind++) {
        rap_str was, now;
        assert_int_equal(facts[kind].place, 0);
        assert_false(facts[kind].has_outcome);
        assert_true(
            rap_register_fact_read(at->reg, at->arena, 16, (rap_fact_kind)kind, 0, &was, &error));
        rap_register_outcome outcome = {.kind = (rap_fact_kind)kind,
                                        .origin = -1,
                                        .revision = 2,
                                        .is_gone = true,
                                        .decision = RAP_STR("{\"verdict\": \"rejected\"}"),
                                        .people = RAP_STR("\nWen\n")};
        assert_true(rap_register_outcome_put(at->reg, 16, &outcome, NULL, &error));
        assert_int_equal(count_listed(at, lists[kind], (rap_filter){0}), 0);
        rap_strs all =
            fixture_list(at->reg, at->arena, lists[kind], &(rap_filter){.has_gone = true});
        assert_int_equal(all.count, 1);
        assert_true(
            rap_str_ends(all.items[0], RAP_STR(", \"revision\": 2, \"decision\": {\"verdict\": "
                                               "\"rejected\"}}")));
        assert_int_equal(count_listed(at, lists[kind], (rap_filter){.has_gone = true}), 1);
        assert_true(
            rap_register_fact_read(at->reg, at->arena, 16, (rap_fact_kind)kind, 0, &now, &error));
        assert_true(rap_str_equal(was, now));
    }
    assert_int_equal(count_listed(at, RAP_RECORDS_AGREEMENTS, (rap_filter){0}), 0);
    assert_int_equal(count_listed(at, RAP_RECORDS_PLEDGES, (rap_filter){0}), 0);
    party.has_gone = true;
    assert_int_equal(count_listed(at, RAP_RECORDS_AGREEMENTS, party), 1);
    assert_int_equal(count_listed(at, RAP_RECORDS_PUBLICATIONS, party), 1);
    assert_true(rap_register_fact_list(at->reg, 16, keep_fact, facts, &error));
    for (int kind = 0; kind < 3; kind++) {
        assert_true(facts[kind].has_outcome && facts[kind].revision == 2);
        assert_true(rap_register_outcome_drop(at->reg, 16, (rap_fact_kind)kind, 0, &error));
    }
    rap_strs after = fixture_dump(at->reg, at->arena);
    assert_int_equal(after.count, before.count);
    for (size_t i = 0; i < before.count; i++) {
        assert_true(rap_str_equal(before.items[i], after.items[i]));
    }
}

/* Every question sees the fact as it is now; reading the file again drops it. */
static void a_changed_fact_is_found_as_it_is_now(void **state)
{
    place *at = *state;
    rap_error error;
    rap_filter wipo = {0}, kenya = {0};
    rap_version version = fixture_version(at->arena, "D", "D", RAP_LANG_EN, "IPU", "Nairobi");
    fixture_add(at->reg, at->arena, "one", &version, 1);
    rap_activity now = version.activities.items[0];
    rap_party parties[] = {{RAP_STR("IPU"), RAP_STR("signatory"), {0, 0}},
                           {RAP_STR("WIPO"), RAP_STR("signatory"), {0, 0}}};
    now.parties.items = parties;
    now.parties.count = 2;
    RAP_PUSH(at->arena, &wipo.organizations, RAP_STR("WIPO"));
    RAP_PUSH(at->arena, &kenya.organizations, RAP_STR("KEN"));
    rap_register_outcome outcome = {.kind = RAP_FACT_ACTIVITY,
                                    .origin = -1,
                                    .revision = 1,
                                    .decision = RAP_STR("{\"verdict\": \"corrected\"}"),
                                    .activity = &now,
                                    .record = RAP_STR("{\"parties\": [\"IPU\", \"WIPO\"]}")};
    rap_strs before = fixture_dump(at->reg, at->arena);
    assert_true(rap_register_outcome_put(at->reg, 16, &outcome, NULL, &error));
    assert_int_equal(count_listed(at, RAP_RECORDS_ACTIVITIES, wipo), 1);
    assert_int_equal(count_listed(at, RAP_RECORDS_AGREEMENTS, wipo), 1);
    assert_int_equal(count_listed(at, RAP_RECORDS_PUBLICATIONS, wipo), 1);
    assert_int_equal(count_listed(at, RAP_RECORDS_PLEDGES, wipo), 1);
    assert_int_equal(count_listed(at, RAP_RECORDS_ACTIVITIES, kenya), 0);
    assert_int_equal(count_listed(at, RAP_RECORDS_FIGURES, wipo), 1); /* that the activity tells */
    /* A part of it, and then none. */
    outcome.place = RAP_REGISTER_MADE;
    outcome.origin = 0;
    assert_true(rap_register_outcome_put(at->reg, 16, &outcome, NULL, &error));
    assert_int_equal(count_listed(at, RAP_RECORDS_PLEDGES, wipo), 2);
    assert_true(
        rap_register_outcome_drop(at->reg, 16, RAP_FACT_ACTIVITY, RAP_REGISTER_MADE, &error));
    assert_int_equal(count_listed(at, RAP_RECORDS_PLEDGES, wipo), 1);
    rap_register_reading reading = {.versions = &version,
                                    .count = 1,
                                    .tokens = fixture_tokens(at->arena, &version, 1),
                                    .fold = fixture_fold,
                                    .reader = RAP_STR("text"),
                                    .analyser = RAP_STR("1")};
    assert_true(rap_register_begin(at->reg, &error));
    assert_true(rap_register_reading_put(at->reg, 1, &reading, &error));
    assert_true(rap_register_commit(at->reg, &error));
    rap_strs after = fixture_dump(at->reg, at->arena);
    assert_int_equal(after.count, before.count);
    for (size_t i = 0; i < before.count; i++) {
        assert_true(rap_str_equal(before.items[i], after.items[i]));
    }
}

static bool take_waiting(void *user, rap_str json, rap_fact_kind kind, rap_str text)
{
    rap_buf *out = user;
    assert_true(json.length > 2 && text.length > 0);
    rap_buf_format(out, "%s ", rap_fact_kind_name(kind));
    return true;
}

static const char *waiting(place *at, rap_register_queue queue)
{
    rap_error error;
    rap_buf out;
    rap_buf_init(&out, at->arena);
    assert_true(rap_register_queue_list(at->reg, &queue, take_waiting, &out, &error));
    return rap_buf_str(&out).data;
}

static void the_least_sure_wait_first(void **state)
{
    place *at = *state;
    rap_error error;
    int64_t total;
    rap_version version = fixture_version(at->arena, "D", "D", RAP_LANG_EN, "IPU", "Nairobi");
    version.activities.items[0].confidence = 0.4;
    fixture_add(at->reg, at->arena, "one", &version, 1);
    assert_string_equal(waiting(at, (rap_register_queue){0}), "activity mandate figure ");
    assert_string_equal(waiting(at, (rap_register_queue){.below = 0.6}), "activity mandate ");
    assert_string_equal(waiting(at, (rap_register_queue){.kinds = {[RAP_FACT_FIGURE] = true}}),
                        "figure ");
    assert_string_equal(waiting(at, (rap_register_queue){.limit = 1, .offset = 1}), "mandate ");
    assert_string_equal(waiting(at, (rap_register_queue){.document = RAP_STR("d")}),
                        "activity mandate figure ");
    assert_string_equal(waiting(at, (rap_register_queue){.document = RAP_STR("E")}), "");
    rap_register_outcome outcome = {.kind = RAP_FACT_ACTIVITY,
                                    .origin = -1,
                                    .revision = 1,
                                    .is_gone = true,
                                    .decision = RAP_STR("{}"),
                                    .people = RAP_STR("\nWen\n")};
    assert_true(rap_register_outcome_put(at->reg, 16, &outcome, NULL, &error));
    assert_string_equal(waiting(at, (rap_register_queue){0}), "mandate figure ");
    assert_string_equal(
        waiting(at, (rap_register_queue){.has_others = true, .person = RAP_STR("Wen")}),
        "mandate figure ");
    assert_string_equal(
        waiting(at, (rap_register_queue){.has_others = true, .person = RAP_STR("Amina")}),
        "activity mandate figure ");
    assert_true(rap_register_queue_total(
        at->reg, &(rap_register_queue){.has_others = true, .person = RAP_STR("Amina")}, &total,
        &error));
    assert_int_equal(total, 3);
}

static bool count_version(void *user, const rap_register_version *version)
{
    ++*(int *)user;
    assert_true(version->doc.length > 0);
    return true;
}

static void versions_are_known_by_work_and_file(void **state)
{
    place *at = *state;
    rap_error error;
    fill_two(at);
    int of_work = 0, of_file = 0, of_both = 0, all = 0;
    assert_true(
        rap_register_version_list(at->reg, RAP_STR("A/1"), 0, count_version, &of_work, &error));
    assert_true(
        rap_register_version_list(at->reg, RAP_STR_NONE, 2, count_version, &of_file, &error));
    assert_true(
        rap_register_version_list(at->reg, RAP_STR("A/1"), 2, count_version, &of_both, &error));
    assert_true(rap_register_version_list(at->reg, RAP_STR_NONE, 0, count_version, &all, &error));
    assert_int_equal(of_work, 1);
    assert_int_equal(of_file, 1);
    assert_int_equal(of_both, 0);
    assert_int_equal(all, 2);
}

static bool take_id(void *user, const rap_register_version *version)
{
    *(int64_t *)user = version->id;
    return true;
}

static void a_version_comes_back_as_it_was_put(void **state)
{
    place *at = *state;
    rap_error error = {0};
    rap_version put = fixture_version(at->arena, "A/1", "A/1-fr", RAP_LANG_FR, "AU", "Nairobi");
    rap_note_ref note = {RAP_STR("1"), 3, -1};
    RAP_PUSH(at->arena, &put.blocks.items[1].notes, note);
    RAP_PUSH(at->arena, &put.mandates.items[0].cites, RAP_STR("A/2"));
    put.mandates.items[0].sense = RAP_STR("ask");
    rap_act act = {.verb = RAP_STR("invite"), .force = RAP_FORCE_INVITATION};
    RAP_PUSH(at->arena, &put.mandates.items[0].acts, act);
    fixture_add(at->reg, at->arena, "bytes", &put, 1);
    int64_t id = 0;
    rap_version got;
    assert_true(rap_register_version_list(at->reg, RAP_STR("A/1"), 0, take_id, &id, &error));
    assert_true(rap_register_version_read(at->reg, at->arena, id, &got, &error));
    assert_true(rap_str_equal(got.doc_lang, put.doc_lang));
    assert_int_equal(got.lang, RAP_LANG_FR);
    assert_int_equal(got.blocks.count, put.blocks.count);
    for (size_t i = 0; i < put.blocks.count; i++) {
        assert_true(rap_str_equal(got.blocks.items[i].text, put.blocks.items[i].text));
        assert_int_equal(got.blocks.items[i].part, put.blocks.items[i].part);
        assert_int_equal(got.blocks.items[i].parent, put.blocks.items[i].parent);
    }
    const rap_origin *there = &put.blocks.items[2].origin, *back = &got.blocks.items[2].origin;
    assert_int_equal(back->boxes.count, there->boxes.count);
    for (size_t i = 0; i < back->boxes.count; i++) {
        assert_int_equal(back->boxes.items[i].page, there->boxes.items[i].page);
        assert_true(fabsf(back->boxes.items[i].x0 - there->boxes.items[i].x0) <= 0.051f);
        assert_true(fabsf(back->boxes.items[i].y1 - there->boxes.items[i].y1) <= 0.051f);
    }
    assert_int_equal(got.blocks.items[0].origin.boxes.count, 0);
    assert_int_equal(got.blocks.items[1].notes.count, 1);
    assert_int_equal(got.blocks.items[1].notes.items[0].at, 3);
    assert_int_equal(got.mentions.count, put.mentions.count);
    for (size_t i = 0; i < put.mentions.count; i++) {
        assert_int_equal(got.mentions.items[i].kind, put.mentions.items[i].kind);
        assert_int_equal(got.mentions.items[i].block, put.mentions.items[i].block);
        assert_true(rap_str_equal(got.mentions.items[i].entity, put.mentions.items[i].entity));
    }
    assert_int_equal(got.mandates.count, put.mandates.count);
    const rap_mandate *mandate = &got.mandates.items[0];
    assert_true(rap_str_equal(mandate->verb, put.mandates.items[0].verb));
    assert_true(rap_str_is(mandate->sense, "ask"));
    assert_int_equal(mandate->addressees.count, put.mandates.items[0].addressees.count);
    assert_true(rap_str_is(mandate->cites.items[mandate->cites.count - 1], "A/2"));
    assert_int_equal(mandate->acts.items[0].force, RAP_FORCE_INVITATION);
    assert_false(rap_register_version_read(at->reg, at->arena, id + 1, &got, &error));
    assert_int_equal(error.code, RAP_ERROR_MISSING);
}

static void a_visit_can_stop(void **state)
{
    place *at = *state;
    rap_error error;
    fill_two(at);
    fixture_lines some = {.arena = at->arena, .most = 2};
    assert_true(rap_register_list(at->reg, RAP_RECORDS_BLOCKS, NULL, fixture_take, &some, &error));
    assert_int_equal(some.lines.count, 2);
    some = (fixture_lines){.arena = at->arena, .most = 3};
    assert_true(rap_register_derived_dump(at->reg, fixture_take, &some, &error));
    assert_int_equal(some.lines.count, 3);
}

#define ON(test)                                                                                   \
    {                                                                                              \
#test, test, set_up, tear_down, NULL                                                       \
    }

/* store_test NAME: the tests on the store of that name. */
int main(int count, char **words)
{
    struct CMUnitTest tests[] = {ON(a_file_comes_back_as_it_was),
                                 ON(originals_are_unpacked_as_they_were_packed),
                                 ON(the_last_name_given_holds),
                                 ON(records_come_by_document_language_and_place),
                                 ON(filters_leave_what_they_name),
                                 ON(periods_meet_at_the_precision_told),
                                 ON(search_finds_words_phrases_and_beginnings),
                                 ON(reading_again_replaces),
                                 ON(many_small_commits_are_found_as_one),
                                 ON(a_rollback_leaves_nothing),
                                 ON(one_document_of_several_is_taken_back),
                                 ON(the_same_bytes_are_kept_once),
                                 ON(the_same_files_give_the_same_content),
                                 ON(links_are_replaced_by_scope),
                                 ON(decisions_outlive_what_was_read),
                                 ON(the_log_is_filtered),
                                 ON(what_is_decided_away_comes_back_as_it_was),
                                 ON(a_changed_fact_is_found_as_it_is_now),
                                 ON(the_least_sure_wait_first),
                                 ON(versions_are_known_by_work_and_file),
                                 ON(a_version_comes_back_as_it_was_put),
                                 ON(a_visit_can_stop)};
    for (size_t s = 0; s < sizeof stores / sizeof stores[0]; s++) {
        if (count < 2 || strcmp(stores[s].name, words[1])) {
            continue;
        }
        for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
            tests[i].initial_state = (void *)(uintptr_t)&stores[s];
        }
        return cmocka_run_group_tests(tests, NULL, NULL);
    }
    return 2;
}

#include "fixture.h"

#include "base/file.h"

#include <ctype.h>
#include <ftw.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

static rap_block block(rap_part part, const char *text, const char *label)
{
    return (rap_block){.part = part,
                       .text = rap_str_of(text),
                       .number = rap_str_of(label),
                       .label = rap_str_of(label),
                       .level = 1,
                       .parent = -1,
                       .origin = {.offset = 7, .length = 9, .line = 3}};
}

rap_version fixture_version(rap_arena *arena, const char *doc, const char *doc_lang, rap_lang lang,
                            const char *organization, const char *place)
{
    rap_date day = {2023, 5, 4};
    rap_version version = {.arena = arena,
                           .doc = rap_str_of(doc),
                           .doc_lang = rap_str_of(doc_lang),
                           .lang = lang,
                           .cover = {.title = RAP_STR("Of rivers"),
                                     .kind = RAP_STR("report"),
                                     .issued = {2023, 9, 1},
                                     .period = {{2023, 1, 1}, {2023, 8, 31}}}};
    RAP_PUSH(arena, &version.blocks, block(RAP_PART_TITLE, "Of rivers", ""));
    RAP_PUSH(arena, &version.blocks,
             block(RAP_PART_BODY, "Requests the river board to meet in 2024", "1"));
    RAP_PUSH(arena, &version.blocks,
             block(RAP_PART_BODY,
                   rap_arena_format(arena, "The board and Kenya signed a pact in %s", place), "2"));
    rap_block *last = &version.blocks.items[2];
    RAP_PUSH(arena, &last->notes, (rap_note_ref){RAP_STR("1"), 9, -1});
    RAP_PUSH(arena, &last->origin.seams, (rap_seam){4, 120});
    RAP_PUSH(arena, &last->origin.boxes, (rap_box){1, 72.25f, 700, 500.5f, 760});
    RAP_PUSH(arena, &last->origin.boxes, (rap_box){2, 72, 60, 500.5f, 84.5f});
    RAP_PUSH(arena, &version.mentions,
             (rap_mention){RAP_MENTION_ORGANIZATION, 1, {9, 24}, rap_str_of(organization)});
    RAP_PUSH(arena, &version.mentions,
             (rap_mention){.kind = RAP_MENTION_DATE,
                           .block = 1,
                           .span = {36, 40},
                           .period = {{2024, 0, 0}, {2024, 0, 0}}});
    rap_mandate mandate = {.para = RAP_STR("1"),
                           .verb = RAP_STR("request"),
                           .force = RAP_FORCE_REQUEST,
                           .timing_kind = RAP_STR("date"),
                           .timing_value = RAP_STR("2024"),
                           .evidence = {1, {0, 40}},
                           .rule = RAP_STR("test"),
                           .confidence = 0.5};
    RAP_PUSH(arena, &mandate.addressees, rap_str_of(organization));
    RAP_PUSH(arena, &version.mandates, mandate);
    rap_agreement *agreement = RAP_NEW(arena, rap_agreement);
    *agreement = (rap_agreement){
        RAP_STR("memorandum of understanding"), {2023, 6, 0}, {2027, 5, 0}, RAP_STR("signed")};
    rap_publication *publication = RAP_NEW(arena, rap_publication);
    *publication = (rap_publication){.title = {4, 9}, .kind = RAP_STR("handbook")};
    RAP_PUSH(arena, &publication->languages, RAP_STR("fr"));
    rap_pledge *pledge = RAP_NEW(arena, rap_pledge);
    *pledge = (rap_pledge){.what = {4, 9}, .due = {{0}, {2040, 1, 31}}, .status = RAP_STR("made")};
    RAP_PUSH(arena, &pledge->sums, (rap_sum){2e6, RAP_STR("USD"), RAP_BOUND_ABOUT});
    rap_activity activity = {.para = RAP_STR("2"),
                             .quote = {2, {0, (uint32_t)last->text.length}},
                             .type = RAP_STR("agreement"),
                             .status = RAP_STATUS_DONE,
                             .agreement = agreement,
                             .publication = publication,
                             .pledge = pledge,
                             .rule = RAP_STR("test"),
                             .confidence = 1};
    RAP_PUSH(arena, &activity.parties,
             (rap_party){rap_str_of(organization), RAP_STR("signatory"), {4, 9}});
    RAP_PUSH(arena, &activity.parties, (rap_party){RAP_STR("KEN"), RAP_STR("signatory"), {14, 19}});
    RAP_PUSH(arena, &activity.dates, (rap_period){day, day});
    RAP_PUSH(arena, &activity.places, rap_str_of(place));
    RAP_PUSH(arena, &version.activities, activity);
    RAP_PUSH(arena, &version.figures,
             (rap_figure_fact){.para = RAP_STR("2"),
                               .quote = {2, {4, 9}},
                               .value = 12.5,
                               .bound = RAP_BOUND_AT_LEAST,
                               .unit = RAP_STR("per cent"),
                               .counted = {4, 9},
                               .period = {day, day},
                               .activity = 0,
                               .rule = RAP_STR("test"),
                               .confidence = 1});
    rap_warn(arena, &version.warnings, "numbering-gap", 2, "paragraph %d is missing", 3);
    return version;
}

rap_str **fixture_tokens(rap_arena *arena, const rap_version *versions, size_t count)
{
    rap_str **tokens = RAP_NEW_ARRAY(arena, rap_str *, count);
    for (size_t v = 0; v < count; v++) {
        tokens[v] = RAP_NEW_ARRAY(arena, rap_str, versions[v].blocks.count);
        for (size_t b = 0; b < versions[v].blocks.count; b++) {
            char *lower = rap_str_c(arena, versions[v].blocks.items[b].text);
            for (char *at = lower; *at; at++) {
                *at = (char)(ispunct((unsigned char)*at) ? ' ' : tolower((unsigned char)*at));
            }
            tokens[v][b] = rap_str_of(lower);
        }
    }
    return tokens;
}

rap_str fixture_fold(rap_arena *arena, rap_str text)
{
    char *lower = rap_str_c(arena, text);
    for (char *at = lower; *at; at++) {
        *at = (char)tolower((unsigned char)*at);
    }
    return rap_str_of(lower);
}

int64_t fixture_add(rap_register *reg, rap_arena *arena, const char *bytes,
                    const rap_version *versions, size_t count)
{
    char hash[65];
    rap_error error = {0};
    int64_t id = 0;
    rap_file_hash(rap_str_of(bytes), hash);
    rap_register_file file = {.hash = rap_str_of(hash),
                              .path = RAP_STR("/somewhere/rivers.txt"),
                              .name = RAP_STR("rivers.txt"),
                              .reader = RAP_STR("text"),
                              .size = (int64_t)strlen(bytes),
                              .added = 1};
    rap_register_reading reading = {.versions = versions,
                                    .count = count,
                                    .tokens = fixture_tokens(arena, versions, count),
                                    .fold = fixture_fold,
                                    .reader = RAP_STR("text"),
                                    .analyser = RAP_STR("1")};
    rap_register_packer *packer = rap_register_packer_new();
    rap_register_packed packed = rap_register_pack(packer, arena, rap_str_of(bytes));
    rap_register_packer_free(packer);
    bool is_put =
        rap_register_begin(reg, &error) && rap_register_file_put(reg, &file, packed, &id, &error) &&
        rap_register_reading_put(reg, id, &reading, &error) && rap_register_commit(reg, &error);
    if (!is_put) {
        fail_msg("%s", error.message);
    }
    return id;
}

bool fixture_take(void *user, rap_str line)
{
    fixture_lines *all = user;
    RAP_PUSH(all->arena, &all->lines, rap_str_copy(all->arena, line));
    return !all->most || all->lines.count < all->most;
}

rap_strs fixture_list(rap_register *reg, rap_arena *arena, rap_records records,
                      const rap_filter *filter)
{
    fixture_lines all = {.arena = arena};
    rap_error error;
    if (!rap_register_list(reg, records, filter, fixture_take, &all, &error)) {
        fail_msg("%s", error.message);
    }
    return all.lines;
}

rap_strs fixture_dump(rap_register *reg, rap_arena *arena)
{
    fixture_lines all = {.arena = arena};
    rap_error error;
    if (!rap_register_derived_dump(reg, fixture_take, &all, &error)) {
        fail_msg("%s", error.message);
    }
    return all.lines;
}

char *fixture_folder(rap_arena *arena)
{
    const char *below = getenv("TMPDIR");
    char *folder = rap_arena_format(arena, "%s/rapporteur-XXXXXX", below ? below : "/tmp");
    assert_non_null(mkdtemp(folder));
    return folder;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

void fixture_remove(const char *folder)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

#include "base/data.h"
#include "base/table.h"
#include "linking/chain.h"
#include "linking/lineage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* -- lineage -------------------------------------------------------------------------------------
 */

static rap_version new_version(rap_arena *arena, rap_lang lang, const char *doc)
{
    return (rap_version){
        .arena = arena, .lang = lang, .doc = rap_str_of(doc), .doc_lang = rap_str_of(doc)};
}

static rap_mandate *add(rap_version *version, const char *para, const char *sense, rap_force force,
                        const char *text)
{
    rap_mandate mandate = {.para = rap_str_of(para),
                           .verb = rap_str_of(sense),
                           .sense = rap_str_of(sense),
                           .force = force,
                           .evidence = {.block = (uint32_t)version->blocks.count}};
    RAP_PUSH(version->arena, &version->blocks,
             (rap_block){.part = RAP_PART_OPERATIVE,
                         .label = rap_str_of(para),
                         .text = rap_str_of(text),
                         .parent = -1});
    RAP_PUSH(version->arena, &version->mandates, mandate);
    return &version->mandates.items[version->mandates.count - 1];
}

static void name(rap_version *version, rap_mention_kind kind, const char *entity, const char *words)
{
    uint32_t block = (uint32_t)version->blocks.count - 1;
    rap_str text = version->blocks.items[block].text;
    size_t at = rap_str_find(text, rap_str_of(words), 0);
    assert_true(at != SIZE_MAX);
    rap_mention mention = {.kind = kind,
                           .block = block,
                           .entity = rap_str_of(entity),
                           .span = {(uint32_t)at, (uint32_t)(at + strlen(words))}};
    RAP_PUSH(version->arena, &version->mentions, mention);
}

static const rap_scales *scales_of(rap_arena *arena)
{
    rap_error error = {0};
    const rap_scales *scales = rap_scales_new(arena, &error);
    assert_non_null(scales);
    return scales;
}

/* "1>2 reworded +" for each descent: paragraphs, kind, strength. */
static rap_str told(rap_arena *arena, const rap_version *older, const rap_version *newer)
{
    rap_descents list;
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_lineage_find(arena, scales_of(arena), NULL, older, newer, &list);
    for (size_t i = 0; i < list.count; i++) {
        const rap_descent *d = &list.items[i];
        rap_str from = d->older < 0 ? RAP_STR("-") : older->mandates.items[d->older].para;
        rap_str to = d->newer < 0 ? RAP_STR("-") : newer->mandates.items[d->newer].para;
        rap_buf_format(&out, "%s%.*s>%.*s %s%s", i ? "; " : "", RAP_STR_ARG(from), RAP_STR_ARG(to),
                       rap_descent_name(d->kind),
                       d->strength > 0   ? " stronger"
                       : d->strength < 0 ? " softer"
                                         : "");
    }
    return rap_buf_str(&out);
}

static void expect(rap_str found, const char *expected)
{
    if (!rap_str_is(found, expected)) {
        fail_msg("\"%.*s\", expected \"%s\"", RAP_STR_ARG(found), expected);
    }
}

static void paragraphs_of_one_language_are_followed(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version a = new_version(arena, RAP_LANG_EN, "A/RES/88/1");
    rap_version b = new_version(arena, RAP_LANG_EN, "A/RES/90/1");
    add(&a, "1", "welcome", RAP_FORCE_DECLARATION,
        "Welcomes the reopening of the lighthouse school;");
    add(&a, "2", "encourage", RAP_FORCE_INVITATION,
        "Encourages harbour masters to publish tide tables in every official language;");
    add(&a, "3", "note", RAP_FORCE_DECLARATION, "Notes the sale of the old dredger;");
    add(&a, "4", "request", RAP_FORCE_REQUEST,
        "Requests the Secretary-General to report on buoys at its eighty-ninth session;");
    name(&a, RAP_MENTION_SESSION, "89", "eighty-ninth session");
    add(&b, "1", "welcome", RAP_FORCE_DECLARATION,
        "Welcomes the reopening of the lighthouse school;");
    add(&b, "2", "invite", RAP_FORCE_INVITATION,
        "Invites ferry companies to share their weather observations;");
    add(&b, "3", "urge", RAP_FORCE_REQUEST,
        "Urges harbour masters to publish accurate tide tables in every official language without "
        "delay;");
    add(&b, "4", "request", RAP_FORCE_REQUEST,
        "Requests the Secretary-General to report on buoys at its ninety-first session;");
    name(&b, RAP_MENTION_SESSION, "91", "ninety-first session");
    expect(told(arena, &a, &b),
           "1>1 kept; ->2 added; 2>3 reworded stronger; 3>- dropped; 4>4 updated");
    expect(told(arena, &b, &a),
           "1>1 kept; 2>- dropped; 3>2 reworded softer; ->3 added; 4>4 updated");
    rap_arena_free(arena);
}

static void joined_and_divided_paragraphs_are_told(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version a = new_version(arena, RAP_LANG_EN, "A/RES/88/1");
    rap_version b = new_version(arena, RAP_LANG_EN, "A/RES/90/1");
    add(&a, "1", "request", RAP_FORCE_REQUEST,
        "Requests pilots to mark sandbanks, wrecks, shallow channels and drifting timber daily;");
    add(&a, "2", "request", RAP_FORCE_REQUEST,
        "Requests wardens to inspect sluices, embankments, culverts and pumping stations yearly;");
    add(&a, "3", "welcome", RAP_FORCE_DECLARATION, "Welcomes the generous gift of a rowing boat;");
    add(&b, "1", "request", RAP_FORCE_REQUEST,
        "Requests pilots to mark sandbanks, wrecks, shallow channels and drifting timber daily, "
        "and "
        "wardens to inspect sluices, embankments, culverts and pumping stations yearly;");
    add(&b, "2", "welcome", RAP_FORCE_DECLARATION, "Welcomes the generous gift of a rowing boat;");
    rap_str forth = told(arena, &a, &b), back = told(arena, &b, &a);
    assert_true(rap_str_find(forth, RAP_STR("joined"), 0) != SIZE_MAX);
    assert_true(rap_str_find(back, RAP_STR("divided"), 0) != SIZE_MAX);
    rap_arena_free(arena);
}

static void paragraphs_are_followed_across_languages(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_version a = new_version(arena, RAP_LANG_FR, "A/RES/88/1");
    rap_version b = new_version(arena, RAP_LANG_RU, "A/RES/90/1");
    add(&a, "1", "welcome", RAP_FORCE_DECLARATION,
        "Se f\xC3\xA9licite du don de l'UNICEF au phare;");
    name(&a, RAP_MENTION_ORGANIZATION, "UNICEF", "UNICEF");
    add(&a, "2", "invite", RAP_FORCE_INVITATION, "Invite l'OMI \xC3\xA0 baliser le chenal;");
    name(&a, RAP_MENTION_ORGANIZATION, "IMO", "OMI");
    add(&b, "1", "urge", RAP_FORCE_REQUEST, "IMO: \xD0\xB1\xD1\x83\xD0\xB8;");
    name(&b, RAP_MENTION_ORGANIZATION, "IMO", "IMO");
    add(&b, "2", "welcome", RAP_FORCE_DECLARATION, "UNICEF: \xD0\xB4\xD0\xB0\xD1\x80;");
    name(&b, RAP_MENTION_ORGANIZATION, "UNICEF", "UNICEF");
    expect(told(arena, &a, &b), "2>1 reworded stronger; 1>2 reworded");
    rap_arena_free(arena);
}

static bool is_verb(const rap_table *verbs, rap_str verb)
{
    for (size_t i = 0; i < verbs->rows.count; i++) {
        if (rap_str_equal(rap_row_cell(&verbs->rows.items[i], rap_table_column(verbs, "verb")),
                          verb)) {
            return true;
        }
    }
    return false;
}

/* A verb that there is not would never match. */
static void scales_grade_verbs_that_there_are(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_table scales, verbs;
    rap_error error = {0};
    assert_true(rap_table_parse(arena, rap_data_find("scales.tsv"), &scales, &error));
    assert_true(rap_table_parse(arena, rap_data_find("verbs.tsv"), &verbs, &error));
    assert_true(scales.rows.count > 10);
    for (size_t i = 0; i < scales.rows.count; i++) {
        const rap_row *row = &scales.rows.items[i];
        rap_str verb = rap_row_cell(row, rap_table_column(&scales, "verb"));
        if (!is_verb(&verbs, verb)) {
            fail_msg("scales.tsv:%d: there is no verb \"%.*s\"", row->line, RAP_STR_ARG(verb));
        }
    }
    rap_arena_free(arena);
}

static void verbs_are_compared_on_one_scale(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    const rap_scales *scales = scales_of(arena);
    rap_version v = new_version(arena, RAP_LANG_EN, "A/RES/88/1");
    rap_mandate encourage = *add(&v, "1", "encourage", RAP_FORCE_INVITATION, "x");
    rap_mandate invite = *add(&v, "2", "invite", RAP_FORCE_INVITATION, "x");
    rap_mandate call = *add(&v, "3", "call upon", RAP_FORCE_REQUEST, "x");
    rap_mandate condemn = *add(&v, "4", "condemn", RAP_FORCE_DECLARATION, "x");
    rap_mandate deplore = *add(&v, "5", "deplore", RAP_FORCE_DECLARATION, "x");
    rap_mandate welcome = *add(&v, "6", "welcome", RAP_FORCE_DECLARATION, "x");
    /* One sense with "welcome", and yet weaker. */
    rap_mandate note = *add(&v, "7", "note with satisfaction", RAP_FORCE_DECLARATION, "x");
    note.sense = RAP_STR("welcome");
    assert_int_equal(rap_scales_compare(scales, &note, &welcome), 1);
    assert_int_equal(rap_scales_compare(scales, &encourage, &call), 1);
    assert_int_equal(rap_scales_compare(scales, &encourage, &invite), -1);
    assert_int_equal(rap_scales_compare(scales, &deplore, &condemn), 1);
    assert_int_equal(rap_scales_compare(scales, &welcome, &condemn), 0);
    assert_int_equal(rap_scales_compare(scales, &call, &welcome), -1);
    rap_arena_free(arena);
}

/* -- chains ---------------------------------------------------------------------------------------
 */

static rap_str chain(rap_arena *arena, const rap_chains *chains, const char *doc)
{
    rap_strs found;
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_chains_of(chains, arena, rap_str_of(doc), &found);
    for (size_t i = 0; i < found.count; i++) {
        rap_buf_format(&out, "%s%.*s", i ? " " : "", RAP_STR_ARG(found.items[i]));
    }
    return rap_buf_str(&out);
}

static void title(rap_chains *chains, const char *doc, rap_lang lang, const char *text)
{
    rap_chains_add_title(chains, rap_str_of(doc), lang, rap_str_of(text));
}

static void renewal(rap_chains *chains, const char *from, const char *to, double score)
{
    rap_chains_add_renewal(chains, rap_str_of(from), rap_str_of(to), score);
}

static void chains_follow_titles_and_links(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_chains *chains = rap_chains_new(arena);
    title(chains, "A/RES/86/1", RAP_LANG_EN, "Wind mills of the uplands");
    title(chains, "A/RES/88/1", RAP_LANG_EN, "Wind mills of the Uplands, 2034");
    title(chains, "A/RES/88/2", RAP_LANG_EN, "Tide mills");
    title(chains, "A/RES/90/1", RAP_LANG_EN, "Wind mills of the uplands");
    title(chains, "E/RES/89/1", RAP_LANG_EN, "Wind mills of the uplands");
    renewal(chains, "A/RES/86/1", "A/RES/84/7", 0.6);
    renewal(chains, "A/RES/90/1", "A/RES/88/2", 0.9); /* another title speaks against it */
    expect(chain(arena, chains, "A/RES/88/1"), "A/RES/84/7 A/RES/86/1 A/RES/88/1 A/RES/90/1");
    expect(chain(arena, chains, "A/RES/88/2"), "A/RES/88/2");
    rap_arena_free(arena);
}

/* What two resolutions of one session both claim to renew is common ground. */
static void common_ground_is_not_renewed(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    rap_chains *chains = rap_chains_new(arena);
    title(chains, "A/RES/90/1", RAP_LANG_EN, "Question of the northern islets");
    title(chains, "A/RES/90/2", RAP_LANG_EN, "Ferries for the southern shoals");
    renewal(chains, "A/RES/90/1", "A/RES/89/9", 0.6);
    renewal(chains, "A/RES/90/2", "A/RES/89/9", 0.6);
    expect(chain(arena, chains, "A/RES/90/1"), "A/RES/90/1");
    rap_arena_free(arena);
}

static bool always(void *user, rap_str a, rap_str b)
{
    (void)a;
    (void)b;
    ++*(int *)user;
    return true;
}

/* 88/1 is not in the register: the chain leads past it, to what has a title alike and cites the
 * same, and where no language is common to what it cites. */
static void chains_lead_past_gaps(void **state)
{
    (void)state;
    rap_arena *arena = rap_arena_new(0);
    int asked = 0;
    rap_chains *chains = rap_chains_new(arena);
    rap_chains_set_alike(chains, always, &asked);
    title(chains, "A/RES/84/1", RAP_LANG_FR, "Entretien des moulins");
    title(chains, "A/RES/86/1", RAP_LANG_EN, "Care and repair of wind mills");
    title(chains, "A/RES/90/1", RAP_LANG_EN, "Upkeep and repair of wind mills");
    title(chains, "A/RES/86/2", RAP_LANG_EN, "Status of the dredgers");
    renewal(chains, "A/RES/90/1", "A/RES/88/1", 0.5);
    rap_chains_add_citation(chains, RAP_STR("A/RES/90/1"), RAP_STR("A/RES/60/7"));
    rap_chains_add_citation(chains, RAP_STR("A/RES/86/1"), RAP_STR("A/RES/60/7"));
    rap_chains_add_citation(chains, RAP_STR("A/RES/86/2"), RAP_STR("A/RES/60/7"));
    rap_chains_add_citation(chains, RAP_STR("A/RES/86/1"), RAP_STR("A/RES/84/1"));
    expect(chain(arena, chains, "A/RES/90/1"), "A/RES/84/1 A/RES/86/1 A/RES/88/1 A/RES/90/1");
    assert_true(asked > 0);
    rap_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_of_one_language_are_followed),
        cmocka_unit_test(joined_and_divided_paragraphs_are_told),
        cmocka_unit_test(paragraphs_are_followed_across_languages),
        cmocka_unit_test(scales_grade_verbs_that_there_are),
        cmocka_unit_test(verbs_are_compared_on_one_scale),
        cmocka_unit_test(chains_follow_titles_and_links),
        cmocka_unit_test(common_ground_is_not_renewed),
        cmocka_unit_test(chains_lead_past_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A draft under all rules of `check`. The first byte names the language; each line is a paragraph,
 * a
 * '#' before it makes it a heading, '^' a note, '-' an operative paragraph. */
#include "version.h"

#include "check/check.h"

static rap_part part_of(rap_str *line)
{
    static const rap_part parts[] = {RAP_PART_HEADING, RAP_PART_FOOTNOTE, RAP_PART_OPERATIVE};
    static const char marks[] = "#^-";
    const char *found = line->length && line->data[0] ? strchr(marks, line->data[0]) : NULL;
    if (!found) {
        return RAP_PART_BODY;
    }
    *line = rap_str_slice(*line, 1, line->length);
    return parts[found - marks];
}

static bool find(void *user, rap_str symbol, rap_lang lang, rap_check_reference *ret_reference)
{
    (void)user;
    (void)lang;
    *ret_reference = (rap_check_reference){RAP_STR("Harbours and lighthouses"), {2020, 12, 21}};
    return symbol.length % 2;
}

static void check_findings(const rap_version *version, const rap_check_rules *rules,
                           const rap_check_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const rap_check_finding *finding = &findings->items[i];
        fuzz_demand(finding->rule < rap_check_rule_count(rules), "a rule is there");
        fuzz_demand(finding->block >= -1 && finding->block < (int64_t)version->blocks.count,
                    "a finding's block is there");
        rap_str text =
            finding->block < 0 ? RAP_STR_NONE : version->blocks.items[finding->block].text;
        fuzz_demand(finding->span.start <= finding->span.end && finding->span.end <= text.length &&
                        fuzz_is_boundary(text, finding->span.start) &&
                        fuzz_is_boundary(text, finding->span.end),
                    "a finding lies between characters");
        fuzz_demand(finding->message.length && finding->remedy.length,
                    "it tells what and what to do");
        fuzz_demand(rap_utf8_invalid(finding->message) == SIZE_MAX &&
                        rap_utf8_invalid(finding->replacement) == SIZE_MAX,
                    "it is valid UTF-8");
    }
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    static rap_check_rules *rules;
    rules = rules ? rules : rap_check_rules_new(NULL);
    fuzz_demand(rules, "the rules are compiled");
    const rap_knowledge *knowledge = fuzz_knowledge();
    rap_version version = {.arena = arena,
                           .doc = RAP_STR("draft"),
                           .doc_lang = RAP_STR("draft"),
                           .lang = fuzz_language(fuzz_byte(&input)),
                           .cover = {.kind = RAP_STR("report")}};
    rap_str line;
    for (int number = 1; fuzz_line(&input, &line); number++) {
        rap_block block = {.part = part_of(&line), .parent = -1, .level = 1};
        block.text = fuzz_text(arena, line);
        block.label = rap_str_of(rap_arena_format(arena, "%d", number));
        RAP_PUSH(arena, &version.blocks, block);
    }
    rap_mention_find(knowledge->mentions, knowledge->text, &version);
    rap_mandate_find(knowledge, &version);
    rap_activity_find(knowledge, &version);
    const rap_check_options options = {.find = find};
    rap_check_findings findings = {0};
    rap_check(rules, knowledge->text, knowledge->mentions, arena, &version, &options, &findings);
    check_findings(&version, rules, &findings);
}

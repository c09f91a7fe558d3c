/* The user's own table of organizations: a row that cannot be used is told of in one line and costs
 * itself alone, and with those that can be a text is read. */
#include "version.h"

void fuzz_one(rap_arena *arena, rap_str input)
{
    rap_error error = {0};
    rap_mention_rules *rules = rap_mention_rules_new_with(input, &error);
    if (!rules) {
        fuzz_demand(error.message[0] && !strchr(error.message, '\n'), "an error is one line");
        return;
    }
    const rap_table_problem *problem;
    for (size_t i = 0; (problem = rap_mention_problem_at(rules, i)); i++) {
        fuzz_demand(problem->message.length &&
                        rap_str_find(problem->message, RAP_STR("\n"), 0) == SIZE_MAX,
                    "a problem is one line");
    }
    static const char sentence[] =
        "The Harbour League (HL), the United Nations and the African Union met in Nairobi; the "
        "League of Pilots, hl and Kenya took part.";
    rap_version version = {
        .arena = arena, .doc = RAP_STR("X"), .doc_lang = RAP_STR("X"), .lang = RAP_LANG_EN};
    RAP_PUSH(arena, &version.blocks,
             (rap_block){.part = RAP_PART_BODY, .text = rap_str_of(sentence), .parent = -1});
    RAP_PUSH(arena, &version.blocks,
             (rap_block){.part = RAP_PART_BODY, .text = fuzz_text(arena, input), .parent = -1});
    rap_mention_find(rules, fuzz_knowledge()->text, &version);
    fuzz_check_version(&version);
    rap_mention_rules_free(rules);
}

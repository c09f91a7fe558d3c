/* Paragraphs of a document that has been taken apart already. The first byte names the language;
 * each further line is a paragraph, '#' before it makes it a heading, '^' a note. STAGE tells what
 * they are and what is read from them. */
#include "version.h"

#include "linking/linking.h"

enum { MENTIONS, MANDATES, ACTIVITIES };

static rap_part part_of(rap_str *line)
{
    static const rap_part plain[] = {RAP_PART_BODY, RAP_PART_OPERATIVE, RAP_PART_BODY};
    unsigned char mark = line->length ? (unsigned char)line->data[0] : 0;
    if (mark != '#' && mark != '^') {
        return plain[STAGE];
    }
    *line = rap_str_slice(*line, 1, line->length);
    return mark == '#' ? RAP_PART_HEADING : RAP_PART_FOOTNOTE;
}

static void put_block(rap_version *version, rap_str line, int *number)
{
    static const rap_text_rules *text;
    text = text ? text : fuzz_knowledge()->text;
    rap_block block = {.part = part_of(&line), .parent = -1, .level = 1};
    block.text = fuzz_text(version->arena, line);
    if (block.part == RAP_PART_BODY || block.part == RAP_PART_OPERATIVE) {
        block.label = rap_str_of(rap_arena_format(version->arena, "%d", ++*number));
        rap_lead lead = rap_structure_lead(fuzz_knowledge()->structure, version->lang, block.text);
        block.lead = lead.span;
    }
    RAP_PUSH(version->arena, &version->blocks, block);
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    const rap_knowledge *knowledge = fuzz_knowledge();
    rap_lang lang = fuzz_language(fuzz_byte(&input));
    rap_version version = {
        .arena = arena,
        .doc = RAP_STR("A/RES/91/7"),
        .doc_lang = RAP_STR("A/RES/91/7"),
        .lang = lang,
        .cover = {.session = RAP_STR("91"),
                  .kind = STAGE == MANDATES ? RAP_STR("resolution") : RAP_STR("report")}};
    version.cover.period = (rap_period){{2023, 1, 1}, {2024, 6, 30}};
    rap_str line;
    for (int number = 0; fuzz_line(&input, &line);) {
        put_block(&version, line, &number);
    }
    rap_mention_find(knowledge->mentions, knowledge->text, &version);
    if (STAGE == MANDATES) {
        rap_mandate_find(knowledge, &version);
    } else if (STAGE == ACTIVITIES) {
        rap_activity_find(knowledge, &version);
    }
    if (STAGE != MENTIONS) {
        rap_theme_read(knowledge, &version);
    }
    fuzz_check_version(&version);
    fuzz_records(arena, &version);
}

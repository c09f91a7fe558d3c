/* Labels of paragraphs and lead phrases. The first byte names the language; each line is the
 * beginning of a paragraph. */
#include "version.h"

#include "build.h"
#include "label.h"

#include "linking/align.h"

static void check_label(rap_arena *arena, rap_str text)
{
    bool is_section;
    size_t length = rap_label_match(text, &is_section);
    fuzz_demand(length <= text.length && fuzz_is_boundary(text, length),
                "a label ends between characters");
    rap_str label = rap_str_trim(rap_str_slice(text, 0, length));
    rap_label_kind_of(label);
    fuzz_demand(rap_utf8_invalid(rap_label_core(arena, label)) == SIZE_MAX, "its core is valid");
    for (int expected = 0; expected < 20; expected += 7) {
        fuzz_demand(rap_label_match_next(text, expected) <= text.length,
                    "a number lies in its text");
        block_label read = rap_label_read(arena, text, expected);
        fuzz_demand(read.length <= text.length && fuzz_is_boundary(text, read.length),
                    "what is read as a label ends between characters");
        fuzz_demand(rap_utf8_invalid(rap_label_plain(arena, read.plain)) == SIZE_MAX,
                    "a plain label is valid UTF-8");
    }
}

static void check_leads(rap_arena *arena, rap_lang lang, rap_str text)
{
    const rap_structure_rules *rules = fuzz_knowledge()->structure;
    rap_leads leads = {0};
    rap_lead lead = rap_structure_lead(rules, lang, text);
    rap_structure_leads(rules, arena, lang, text, &leads);
    for (size_t i = 0; i <= leads.count; i++) {
        rap_span span = i ? leads.items[i - 1].span : lead.span;
        fuzz_demand(span.start <= span.end && span.end <= text.length &&
                        fuzz_is_boundary(text, span.start) && fuzz_is_boundary(text, span.end),
                    "a lead phrase lies between characters");
        fuzz_demand(i < 2 || span.start >= leads.items[i - 2].span.start, "leads stand in order");
    }
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    rap_lang lang = fuzz_language(fuzz_byte(&input));
    rap_str line, before = RAP_STR_NONE;
    while (fuzz_line(&input, &line)) {
        rap_str text = fuzz_text(arena, line);
        int shift = 0;
        check_label(arena, text);
        check_leads(arena, lang, text);
        fuzz_demand(rap_label_equal(text, before) == rap_label_equal(before, text),
                    "labels are equal both ways");
        fuzz_demand(rap_label_equal(text, text), "a label is equal to itself");
        rap_label_shift(before, text, &shift);
        before = text;
    }
}

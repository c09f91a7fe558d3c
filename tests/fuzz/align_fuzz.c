/* Two versions of a document, parted by a line "====", aligned and compared; the first byte of each
 * names its language. Every paragraph is in one pair, and in one only. */
#include "version.h"

#include "linking/compare.h"
#include "linking/lineage.h"
#include "linking/same.h"

static void read_version(rap_version *version, rap_arena *arena, rap_str text, const char *name)
{
    static const rap_part parts[] = {RAP_PART_OPERATIVE, RAP_PART_PREAMBULAR, RAP_PART_BODY,
                                     RAP_PART_HEADING, RAP_PART_FOOTNOTE};
    const rap_knowledge *knowledge = fuzz_knowledge();
    *version = (rap_version){.arena = arena,
                             .doc = RAP_STR("A/RES/91/7"),
                             .doc_lang = rap_str_of(name),
                             .lang = fuzz_language(fuzz_byte(&text)),
                             .cover = {.kind = RAP_STR("resolution")}};
    rap_str line;
    for (int number = 1; fuzz_line(&text, &line); number++) {
        unsigned char mark = line.length ? (unsigned char)line.data[0] : 0;
        size_t part = mark >= '1' && mark <= '4' ? mark - '0' : 0;
        rap_block block = {.part = parts[part], .parent = -1, .level = 1};
        block.text = fuzz_text(arena, part ? rap_str_slice(line, 1, line.length) : line);
        block.label = rap_str_of(rap_arena_format(arena, number % 5 ? "%d" : "%d (a)", number));
        RAP_PUSH(arena, &version->blocks, block);
    }
    rap_mention_find(knowledge->mentions, knowledge->text, version);
    rap_mandate_find(knowledge, version);
    rap_activity_find(knowledge, version);
}

static void check_side(rap_arena *arena, const rap_version *version, const rap_alignment *alignment,
                       bool is_a)
{
    bool *is_seen = RAP_NEW_ARRAY(arena, bool, version->blocks.count + 1);
    for (size_t i = 0; i < alignment->pairs.count; i++) {
        const rap_pair *pair = &alignment->pairs.items[i];
        fuzz_demand(pair->a_count <= RAP_PAIR_MOST && pair->b_count <= RAP_PAIR_MOST &&
                        pair->a_count + pair->b_count > 0,
                    "a pair has blocks");
        fuzz_demand(pair->score >= 0 && pair->score <= 1, "a score is a share");
        for (size_t k = 0; k < (is_a ? pair->a_count : pair->b_count); k++) {
            uint32_t block = is_a ? pair->a[k] : pair->b[k];
            fuzz_demand(block < version->blocks.count, "a pair's block is there");
            fuzz_demand(!is_seen[block], "a paragraph is in one pair");
            is_seen[block] = true;
        }
    }
    for (size_t i = 0; i < version->blocks.count; i++) {
        fuzz_demand(is_seen[i] || !version->blocks.items[i].text.length,
                    "a paragraph is in a pair");
    }
}

static void check_sentences(rap_arena *arena, const rap_version *a, const rap_version *b,
                            const rap_alignment *alignment)
{
    for (size_t i = 0; i < alignment->pairs.count; i++) {
        const rap_pair *pair = &alignment->pairs.items[i];
        rap_sentence_pairs sentences = {0};
        if (!pair->a_count || !pair->b_count) {
            continue;
        }
        rap_align_sentences(arena, fuzz_knowledge()->text, a, b, pair, &sentences);
        for (size_t s = 0; s < sentences.count; s++) {
            const rap_sentence_pair *one = &sentences.items[s];
            for (size_t k = 0; k < one->a_count; k++) {
                rap_str text = a->blocks.items[one->a[k].block].text;
                fuzz_demand(one->a[k].span.end <= text.length &&
                                fuzz_is_boundary(text, one->a[k].span.start),
                            "a sentence lies in its text");
            }
        }
    }
}

static void check_findings(const rap_version *a, const rap_version *b, const rap_comparison *found)
{
    for (size_t i = 0; i < found->findings.count; i++) {
        const rap_finding *finding = &found->findings.items[i];
        for (int side = 0; side < 2; side++) {
            const rap_version *version = side ? b : a;
            const rap_finding_side *one = side ? &finding->b : &finding->a;
            fuzz_demand(one->block >= -1 && one->block < (int64_t)version->blocks.count,
                        "a finding's block is there");
            fuzz_demand(one->span.start <= one->span.end && one->span.end <= one->wording.length &&
                            fuzz_is_boundary(one->wording, one->span.start) &&
                            fuzz_is_boundary(one->wording, one->span.end),
                        "a finding lies between characters");
        }
        fuzz_demand(finding->confidence >= 0 && finding->confidence <= 1, "confidence is a share");
    }
}

void fuzz_one(rap_arena *arena, rap_str input)
{
    static rap_contrast_rules *contrasts;
    const rap_knowledge *knowledge = fuzz_knowledge();
    contrasts = contrasts ? contrasts : rap_contrast_rules_new(knowledge->mentions, NULL);
    fuzz_demand(contrasts, "the rules are compiled");
    size_t cut = rap_str_find(input, RAP_STR("\n====\n"), 0);
    rap_version a, b;
    read_version(&a, arena, rap_str_slice(input, 0, cut), "A/RES/91/7-x");
    read_version(&b, arena, rap_str_slice(input, cut == SIZE_MAX ? cut : cut + 6, input.length),
                 "A/RES/91/7-y");
    rap_alignment alignment = {0};
    rap_comparison comparison = {0};
    rap_links links = {0};
    rap_align(arena, &a, &b, &alignment);
    check_side(arena, &a, &alignment, true);
    check_side(arena, &b, &alignment, false);
    check_sentences(arena, &a, &b, &alignment);
    rap_compare(arena, contrasts, NULL, &a, &b, &alignment, &comparison);
    check_findings(&a, &b, &comparison);
    rap_same_in_work(arena, knowledge->mentions, &a, &b, &alignment, &links);
    rap_same_in_works(arena, knowledge->mentions, &a, &b, &links);
    rap_same_in_version(arena, knowledge->mentions, &a, &links);
}

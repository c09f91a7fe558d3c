#include "version.h"

#include "model/record.h"

#include <jansson.h>

const rap_knowledge *fuzz_knowledge(void)
{
    static rap_knowledge known; /* made once: it takes longer than thousands of cases */
    if (!known.facts) {
        rap_mention_rules *mentions = rap_mention_rules_new(NULL);
        fuzz_demand(mentions, "names are compiled");
        known = (rap_knowledge){rap_text_rules_new(NULL), rap_structure_rules_new(NULL), mentions,
                                rap_fact_rules_new(mentions, NULL)};
        fuzz_demand(known.text && known.structure && known.facts, "the rules are compiled");
    }
    return &known;
}

rap_lang fuzz_language(unsigned char byte)
{
    static const char letters[] = "-azefrs";
    const char *found = byte ? strchr(letters, byte) : NULL;
    return (rap_lang)(found ? found - letters : byte % RAP_LANG_COUNT);
}

rap_str fuzz_text(rap_arena *arena, rap_str bytes)
{
    rap_buf valid;
    rap_buf_init(&valid, arena);
    for (size_t at = 0; at < bytes.length;) {
        rap_buf_put_code_point(&valid, rap_utf8_next(bytes, &at));
    }
    return rap_text_clean(arena, rap_buf_str(&valid));
}

/* -- places ------------------------------------------------------------------------------------
 */

static void check_span(rap_str text, rap_span span, const char *what)
{
    fuzz_demand(span.start <= span.end && span.end <= text.length, what);
    fuzz_demand(fuzz_is_boundary(text, span.start) && fuzz_is_boundary(text, span.end), what);
}

static rap_str text_of(const rap_version *version, uint32_t block)
{
    fuzz_demand(block < version->blocks.count, "a fact's block is there");
    return version->blocks.items[block].text;
}

static void check_evidence(const rap_version *version, rap_evidence evidence, const char *what)
{
    check_span(text_of(version, evidence.block), evidence.span, what);
}

static void check_block(const rap_version *version, const rap_block *block)
{
    int32_t count = (int32_t)version->blocks.count;
    fuzz_demand(rap_utf8_invalid(block->text) == SIZE_MAX, "a text is valid UTF-8");
    fuzz_demand(rap_utf8_invalid(block->number) == SIZE_MAX, "a number is valid UTF-8");
    fuzz_demand(rap_utf8_invalid(block->label) == SIZE_MAX, "a label is valid UTF-8");
    fuzz_demand(block->parent >= -1 && block->parent < count, "a parent is there");
    check_span(block->text, block->lead, "a lead phrase lies in its text");
    for (size_t i = 0; i < block->notes.count; i++) {
        const rap_note_ref *note = &block->notes.items[i];
        fuzz_demand(fuzz_is_boundary(block->text, note->at), "an anchor lies between characters");
        fuzz_demand(note->block >= -1 && note->block < count, "a note is there");
    }
    for (size_t i = 0; i < block->blanks.count; i++) {
        uint32_t at = block->blanks.items[i].at;
        fuzz_demand(at < block->text.length && block->text.data[at] == ' ', "a blank is a space");
    }
}

/* A parent stands above: to walk up from a block ends. */
static void check_parents(const rap_version *version)
{
    for (size_t i = 0; i < version->blocks.count; i++) {
        int32_t at = (int32_t)i;
        for (size_t steps = 0; at >= 0; steps++) {
            fuzz_demand(steps <= version->blocks.count, "parents do not go in a circle");
            at = version->blocks.items[at].parent;
        }
    }
}

static void check_mentions(const rap_version *version)
{
    for (size_t i = 0; i < version->mentions.count; i++) {
        const rap_mention *mention = &version->mentions.items[i];
        const rap_mention *before = i ? mention - 1 : NULL;
        check_span(text_of(version, mention->block), mention->span, "a mention lies in its text");
        fuzz_demand(mention->span.start < mention->span.end, "a mention has words");
        fuzz_demand(
            !before || before->block < mention->block ||
                (before->block == mention->block && before->span.end <= mention->span.start),
            "mentions stand in order and apart");
        fuzz_demand(rap_utf8_invalid(mention->entity) == SIZE_MAX, "an entity is valid UTF-8");
    }
}

static void check_mandates(const rap_version *version)
{
    for (size_t i = 0; i < version->mandates.count; i++) {
        const rap_mandate *mandate = &version->mandates.items[i];
        rap_str text = text_of(version, mandate->evidence.block);
        check_evidence(version, mandate->evidence, "a mandate lies in its text");
        for (size_t k = 0; k < mandate->acts.count; k++) {
            check_span(text, mandate->acts.items[k].span, "an act lies in its text");
        }
        fuzz_demand(mandate->confidence >= 0 && mandate->confidence <= 1, "confidence is a share");
    }
}

static void check_activities(const rap_version *version)
{
    for (size_t i = 0; i < version->activities.count; i++) {
        const rap_activity *activity = &version->activities.items[i];
        rap_str text = text_of(version, activity->quote.block);
        check_evidence(version, activity->quote, "an activity lies in its text");
        check_span(text, activity->subject, "a subject lies in its text");
        for (size_t k = 0; k < activity->parties.count; k++) {
            check_span(text, activity->parties.items[k].span, "a party lies in its text");
        }
        if (activity->publication) {
            check_span(text, activity->publication->title, "a title lies in its text");
        }
        if (activity->pledge) {
            check_span(text, activity->pledge->what, "what is pledged lies in its text");
        }
        fuzz_demand(activity->confidence >= 0 && activity->confidence <= 1,
                    "confidence is a share");
    }
    for (size_t i = 0; i < version->figures.count; i++) {
        const rap_figure_fact *figure = &version->figures.items[i];
        check_evidence(version, figure->quote, "a figure lies in its text");
        check_span(text_of(version, figure->quote.block), figure->counted, "what is counted too");
        fuzz_demand(figure->activity >= -1 && figure->activity < (int64_t)version->activities.count,
                    "a figure's activity is there");
    }
}

void fuzz_check_version(const rap_version *version)
{
    for (size_t i = 0; i < version->blocks.count; i++) {
        check_block(version, &version->blocks.items[i]);
    }
    check_parents(version);
    check_mentions(version);
    check_mandates(version);
    check_activities(version);
    for (size_t i = 0; i < version->warnings.count; i++) {
        const rap_warning *warning = &version->warnings.items[i];
        fuzz_demand(warning->block < (int64_t)version->blocks.count, "a warning's block is there");
        fuzz_demand(rap_str_find(warning->message, RAP_STR("\n"), 0) == SIZE_MAX,
                    "a warning is one line");
    }
}

/* -- records -----------------------------------------------------------------------------------
 */

static void end_record(rap_buf *out, size_t start)
{
    json_error_t wrong;
    json_t *record = json_loadb(out->data + start, out->length - start,
                                JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &wrong);
    if (!json_is_object(record)) {
        fprintf(stderr, "%s: %.*s\n", wrong.text, (int)(out->length - start), out->data + start);
    }
    fuzz_demand(json_is_object(record), "a record is a JSON object");
    json_decref(record);
    rap_buf_put_byte(out, '\n');
}

rap_str fuzz_records(rap_arena *arena, const rap_version *version)
{
    rap_buf out;
    rap_buf_init(&out, arena);
    rap_record_document(&out, version);
    end_record(&out, 0);
    for (size_t i = 0, at; i < version->blocks.count; i++) {
        at = out.length;
        rap_record_block(&out, version, &version->blocks.items[i], i);
        end_record(&out, at);
    }
    for (size_t i = 0, at; i < version->mandates.count; i++) {
        const rap_mandate *mandate = &version->mandates.items[i];
        at = out.length;
        rap_record_mandate(&out, version, &version->blocks.items[mandate->evidence.block], mandate);
        end_record(&out, at);
    }
    for (size_t i = 0, at; i < version->activities.count; i++) {
        const rap_activity *activity = &version->activities.items[i];
        at = out.length;
        rap_record_activity(&out, version, activity);
        end_record(&out, at);
        if (activity->agreement) {
            at = out.length;
            rap_record_agreement(&out, version, activity);
            end_record(&out, at);
        }
    }
    for (size_t i = 0, at; i < version->figures.count; i++) {
        at = out.length;
        rap_record_figure(&out, version, &version->figures.items[i]);
        end_record(&out, at);
    }
    return rap_buf_str(&out);
}

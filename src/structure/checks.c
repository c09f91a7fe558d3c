/* Official mark-up is used as it is, and checked against the text that it marks. */
#include "build.h"

#include <ctype.h>

static bool has_lead(rap_lead lead)
{
    return lead.span.end > lead.span.start;
}

/* The numbers of the first level count up, and a paragraph's text does not begin with another. */
static void check_numbers(builder *b)
{
    rap_blocks *blocks = &b->version->blocks;
    int last = 0;
    bool parted = false; /* a section or part began, which may number its paragraphs anew */
    for (size_t i = 0; i < blocks->count; i++) {
        const rap_block *block = &blocks->items[i];
        parted = parted || block->part == RAP_PART_FORMULA || block->part == RAP_PART_HEADING;
        if (block->part != RAP_PART_OPERATIVE || !block->number.length) {
            continue;
        }
        block_label marked = rap_label_of(b->arena, block, 0);
        block_label printed = rap_label_read(b->arena, block->text, 0);
        if (printed.kind != LABEL_NONE && printed.kind != LABEL_SECTION &&
            printed.kind == marked.kind && printed.value != marked.value) {
            rap_warn(b->arena, &b->version->warnings, "number-mismatch", (int32_t)i,
                     "the mark-up numbers the paragraph %.*s, its text %.*s",
                     RAP_STR_ARG(block->number), RAP_STR_ARG(printed.number));
        }
        if (marked.kind != LABEL_NUMBER || block->level > 1) {
            continue;
        }
        if (last && marked.value != last + 1 && !(parted && marked.value == 1)) {
            rap_warn(b->arena, &b->version->warnings,
                     marked.value == 1 ? "numbering-restart" : "numbering-gap", (int32_t)i,
                     "paragraph %d follows paragraph %d", marked.value, last);
        }
        last = marked.value;
        parted = false;
    }
}

/* The first date that a block prints; false: none. */
static bool printed_date(const builder *b, const rap_block *block, rap_date *ret_date)
{
    if (block->part != RAP_PART_COVER && block->part != RAP_PART_CLOSING) {
        return false;
    }
    folded_text text = rap_structure_fold(b->arena, block->text, 400);
    cover_match match;
    if (block->part == RAP_PART_COVER) {
        bool found = rap_cover_find(b->cover, "adopted", &text, &match) && match.date_count;
        *ret_date = found ? match.dates[0] : *ret_date;
        return found;
    }
    for (size_t at = 0; at < text.length; at++) {
        size_t end;
        if (!rap_structure_is_inside_word(&text, at) &&
            rap_cover_date(b->cover, &text, at, ret_date, &end) && ret_date->day) {
            return true;
        }
    }
    return false;
}

/* The day of adoption of the metadata is the one that cover and closing lines print. */
static void check_dates(builder *b)
{
    rap_date marked = b->version->cover.adopted, printed = {0};
    for (size_t i = 0; marked.year && i < b->version->blocks.count; i++) {
        if (printed_date(b, &b->version->blocks.items[i], &printed) &&
            rap_date_compare(printed, marked) != 0) {
            rap_warn(b->arena, &b->version->warnings, "date-mismatch", (int32_t)i,
                     "the mark-up says adopted on %d-%02d-%02d, the text %d-%02d-%02d", marked.year,
                     marked.month, marked.day, printed.year, printed.month, printed.day);
        }
    }
}

/* What is marked as a paragraph's verb is its lead phrase. */
static void check_leads(builder *b)
{
    for (size_t i = 0; i < b->version->blocks.count; i++) {
        const rap_block *block = &b->version->blocks.items[i];
        bool paragraph = block->part == RAP_PART_OPERATIVE || block->part == RAP_PART_PREAMBULAR;
        if (!paragraph || block->lead.end <= block->lead.start) {
            continue;
        }
        rap_str marked = rap_str_slice(block->text, block->lead.start, block->lead.end);
        rap_str text = rap_str_slice(block->text, block->lead.start, block->text.length);
        rap_lead read = rap_structure_lead(b->rules, b->version->lang, text);
        if (!has_lead(read)) {
            text = block->text;
            read = rap_structure_lead(b->rules, b->version->lang, text);
        }
        rap_str told = rap_str_slice(text, read.span.start, read.span.end);
        /* adverbs at both ends of a phrase are marked or not, as editors please */
        bool same = rap_str_starts(marked, told) || rap_str_starts(told, marked) ||
                    rap_str_ends(marked, told) || rap_str_ends(told, marked);
        if (has_lead(read) && !same) {
            rap_warn(b->arena, &b->version->warnings, "verb-mismatch", (int32_t)i,
                     "the mark-up has \"%.*s\" as the verb, the text reads \"%.*s\"",
                     RAP_STR_ARG(marked), RAP_STR_ARG(told));
        } else if (!has_lead(read)) {
            rap_warn(b->arena, &b->version->warnings, "verb-unknown", (int32_t)i,
                     "the mark-up has \"%.*s\" as the verb, which no rule knows",
                     RAP_STR_ARG(marked));
        }
    }
}

void rap_check_marked(builder *b)
{
    check_numbers(b);
    check_dates(b);
    check_leads(b);
}

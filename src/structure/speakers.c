/* Organs that the tables do not know by name: who speaks in a text of another body. */
#include "build.h"

#include <string.h>
#include <unicode/uchar.h>

#define SPEAKER_BYTES 400 /* an organ's name, its place and its dates */
#define SPEAKER_WORDS 7   /* within which the noun that tells an organ stands */
#define SUBJECT_WORDS 14  /* between an organ's noun and its verb */

static bool is_han_text(const builder *b)
{
    return b->version->lang == RAP_LANG_ZH;
}

/* The next word from `at` on; an apostrophe ends one, so that an elided article is a word. */
static rap_str next_word(const folded_text *text, size_t *at)
{
    size_t from = *at;
    while (from < text->length && strchr(" '-\"(", text->data[from])) {
        from++;
    }
    size_t end = from;
    while (end < text->length && !strchr(" ',;:-", text->data[end]) &&
           !rap_str_starts((rap_str){text->data + end, text->length - end}, RAP_STR("\xD8\x8C"))) {
        end++;
    }
    *at = end;
    return (rap_str){text->data + from, end - from};
}

static bool is_organ(const builder *b, rap_str word)
{
    for (size_t i = 0; i < b->cover->organs.count; i++) {
        if (rap_str_equal(b->cover->organs.items[i], word)) {
            return true;
        }
    }
    return false;
}

static bool is_pronoun(const builder *b, rap_str word)
{
    for (size_t i = 0; i < b->cover->pronouns.count; i++) {
        if (rap_str_equal(b->cover->pronouns.items[i], word)) {
            return true;
        }
    }
    return false;
}

/* Behind the noun that tells an organ among the first words from `from` on; 0: there is none, or a
 * comma stands before it. */
static size_t behind_organ(const builder *b, const folded_text *text, size_t from)
{
    size_t at = from;
    for (int count = 0; count < SPEAKER_WORDS && at < text->length; count++) {
        size_t start = at;
        rap_str word = next_word(text, &at);
        if (is_organ(b, word)) {
            return at;
        }
        if (at == start || (at < text->length && text->data[at] == ',')) {
            break;
        }
    }
    return 0;
}

/* Chinese has no words: the noun ends the organ's name, right before the comma. */
static bool han_organ_before(const builder *b, const folded_text *text, size_t end)
{
    rap_str head = {text->data, end};
    for (size_t i = 0; i < b->cover->organs.count; i++) {
        if (rap_str_ends(head, b->cover->organs.items[i])) {
            return true;
        }
    }
    return false;
}

/* Whether a preambular paragraph follows within the next blocks. */
static bool preamble_follows(const builder *b, int32_t index)
{
    const rap_blocks *blocks = &b->version->blocks;
    int reach = 3;
    for (int32_t i = index + 1; i < (int32_t)blocks->count && reach > 0; i++) {
        const rap_block *block = &blocks->items[i];
        if (rap_block_is_note(block)) {
            continue;
        }
        block_label label = rap_label_read(b->arena, block->text, 0);
        rap_lead lead =
            rap_structure_lead(b->rules, b->version->lang,
                               rap_str_slice(block->text, label.length, block->text.length));
        if (lead.span.end > lead.span.start) {
            bool comma = is_han_text(b) && rap_block_ends_comma(block);
            return !lead.is_operative || reach == 3 || comma;
        }
        reach--;
    }
    return false;
}

/* The folded comma behind which a paragraph opens in the same block; 0: none. */
static size_t comma_before_paragraph(const builder *b, const folded_text *text, rap_str all,
                                     size_t from)
{
    for (size_t at = from; at < text->length; at++) {
        bool arabic =
            rap_str_starts((rap_str){text->data + at, text->length - at}, RAP_STR("\xD8\x8C"));
        if (text->data[at] != ',' && !arabic) {
            continue;
        }
        size_t behind = at + (arabic ? 2 : 1);
        rap_str rest = rap_str_trim(rap_str_slice(all, text->at[behind], all.length));
        rap_lead lead = rap_structure_lead(b->rules, b->version->lang, rest);
        bool opens = !lead.is_operative || is_han_text(b); /* Chinese verbs have one form */
        if (rest.length > 20 && lead.span.end > lead.span.start && opens) {
            return behind;
        }
    }
    return 0;
}

/* Whether the next block is a verb alone, with a colon: "RESOLVES:". */
static bool verb_follows(const builder *b, int32_t index)
{
    const rap_blocks *blocks = &b->version->blocks;
    if (index + 1 >= (int32_t)blocks->count) {
        return false;
    }
    const rap_block *next = &blocks->items[index + 1];
    rap_lead lead = rap_structure_lead(b->rules, b->version->lang, next->text);
    return lead.is_operative && lead.span.end > lead.span.start && rap_block_ends_colon(next) &&
           next->text.length <= lead.span.end + sizeof " :";
}

bool rap_speaker_opens(const builder *b, int32_t index, size_t *ret_end)
{
    const rap_block *block = &b->version->blocks.items[index];
    if (rap_block_is_note(block) || block->look == RAP_LOOK_CELL || block->number.length) {
        return false;
    }
    folded_text text = rap_structure_fold(b->arena, block->text, SPEAKER_BYTES);
    rap_lead lead = rap_structure_lead(b->rules, b->version->lang, block->text);
    if (lead.span.end > lead.span.start) {
        return false;
    }
    bool announces = verb_follows(b, index);
    bool whole = block->text.length < SPEAKER_BYTES &&
                 (rap_block_ends_comma(block) || rap_block_ends_colon(block) || announces);
    size_t organ = is_han_text(b) ? (text.length > 1) : behind_organ(b, &text, 0);
    if (!organ) {
        return false;
    }
    size_t comma = comma_before_paragraph(b, &text, block->text, organ);
    if (comma) {
        bool han = !is_han_text(b) || han_organ_before(b, &text, comma - 1);
        *ret_end = text.at[comma];
        return han;
    }
    if (is_han_text(b) && text.length && !han_organ_before(b, &text, text.length - 1)) {
        return false;
    }
    *ret_end = block->text.length;
    return whole && (announces || preamble_follows(b, index));
}

/* Whether the last letter is a Latin one with a mark above it: folded, a participle would be taken
 * for the present tense. */
static bool ends_marked(rap_str phrase)
{
    size_t at = phrase.length;
    uint32_t c = at ? rap_utf8_previous(phrase, &at) : 0;
    return c >= 0xC0 && c <= 0x17F;
}

/* The first operative lead phrase at a word from `at` on, within `words` words. */
static rap_lead lead_from(const builder *b, rap_str all, const folded_text *text, size_t at,
                          int words)
{
    for (int count = 0; count < words && at < text->length; count++) {
        while (at < text->length && strchr(" ,'", text->data[at])) {
            at++;
        }
        size_t from = text->at[at];
        rap_lead lead =
            rap_structure_lead(b->rules, b->version->lang, rap_str_slice(all, from, all.length));
        if (lead.span.end > lead.span.start && lead.is_operative &&
            !ends_marked(rap_str_slice(all, from, from + lead.span.end))) {
            lead.span.start += (uint32_t)from;
            lead.span.end += (uint32_t)from;
            return lead;
        }
        size_t before = at;
        next_word(text, &at);
        if (at == before) {
            break;
        }
    }
    return (rap_lead){0};
}

/* The lead phrase behind an organ or a pronoun that begins at folded byte `from`. */
static rap_lead lead_of_subject(const builder *b, rap_str all, const folded_text *text, size_t from)
{
    size_t at = from;
    rap_str word = next_word(text, &at);
    if (is_pronoun(b, word)) {
        return lead_from(b, all, text, at, 1);
    }
    size_t organ = behind_organ(b, text, from);
    return organ ? lead_from(b, all, text, organ, SUBJECT_WORDS) : (rap_lead){0};
}

rap_lead rap_speaker_lead(const builder *b, rap_str text)
{
    rap_lead lead = rap_structure_lead(b->rules, b->version->lang, text);
    if (lead.span.end > lead.span.start || is_han_text(b) || !b->version->lang) {
        return lead;
    }
    folded_text folded = rap_structure_fold(b->arena, text, SPEAKER_BYTES);
    size_t opener;
    if (rap_cover_formula(b->cover, &folded, true, &opener)) {
        return lead; /* "That the committee ...": its verb is in a clause below */
    }
    size_t joined = rap_lead_joins(b->rules, b->version->lang, &folded, 0);
    if (joined) {
        lead = lead_from(b, text, &folded, joined, 1);
    }
    size_t from = 0;
    for (int clause = 0; clause < 3 && lead.span.end == lead.span.start; clause++) {
        lead = lead_of_subject(b, text, &folded, from);
        const char *comma =
            from < folded.length ? memchr(folded.data + from, ',', folded.length - from) : NULL;
        if (!comma) {
            break;
        }
        from = (size_t)(comma - folded.data) + 1;
    }
    return lead;
}

static bool has_lead(rap_lead lead)
{
    return lead.span.end > lead.span.start;
}

bool rap_speaker_enacts(const builder *b, const rap_block *block)
{
    rap_lead lead = rap_speaker_lead(b, block->text);
    return block->text.length <= 160 && rap_block_ends_colon(block) && has_lead(lead) &&
           lead.is_operative;
}

/* Whether a line at the head says that this is a resolution. */
static bool is_titled(const builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    for (size_t i = 0; i < blocks->count && i < 8; i++) {
        folded_text text = rap_structure_fold(b->arena, blocks->items[i].text, 200);
        cover_match match;
        if (rap_cover_find(b->cover, "titled", &text, &match)) {
            return true;
        }
    }
    return false;
}

bool rap_speaker_resolves(const builder *b)
{
    const rap_blocks *blocks = &b->version->blocks;
    bool preamble = false;
    size_t leads = 0, others = 0;
    for (size_t i = 0; i < blocks->count && i < 60; i++) {
        const rap_block *block = &blocks->items[i];
        if (rap_block_is_note(block) || block->look == RAP_LOOK_CELL) {
            continue;
        }
        block_label label = rap_label_read(b->arena, block->text, 0);
        rap_str text = rap_str_slice(block->text, label.length, block->text.length);
        rap_lead lead = rap_structure_lead(b->rules, b->version->lang, text);
        if (preamble && !label.length && rap_speaker_enacts(b, block)) {
            return true;
        }
        preamble = preamble || (has_lead(lead) && !lead.is_operative);
        bool says = has_lead(lead) || has_lead(rap_speaker_lead(b, text));
        leads += says && label.kind == LABEL_NUMBER;
        others += !says && label.kind == LABEL_NUMBER;
    }
    return leads >= 3 && leads > others && is_titled(b);
}

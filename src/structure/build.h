/* Private to structure: the steps that make a version. */
#ifndef RAP_STRUCTURE_BUILD_H
#define RAP_STRUCTURE_BUILD_H

#include "rules.h"

/* A version in the making. */
typedef struct {
    const rap_structure_rules *rules;
    const rap_text_rules *text;
    const cover_rules *cover; /* of the version's language */
    rap_arena *arena;
    rap_version *version;
    rap_str prefix;  /* of symbols, by the organ of the formula: "A/RES/" */
    int32_t formula; /* first block of a formula, or -1 */
    int32_t told;    /* first block of a decision that is told in a sentence, or -1 */
    int32_t body;    /* first block behind the cover */
    bool is_resolution;
} builder;

/* -- labels.c ------------------------------------------------------------------------------------
 */

typedef enum {
    LABEL_NONE,
    LABEL_NUMBER, /* "12." */
    LABEL_LETTER, /* "(a)" */
    LABEL_SMALL,  /* "(i)", "(1)" */
    LABEL_DOTTED, /* "4.1." */
    LABEL_SECTION /* "IV.", "B.", in Chinese a numeral with a comma */
} label_kind;

typedef struct {
    label_kind kind;
    int value;      /* of a number; of a letter its place; 0 where none */
    size_t length;  /* bytes up to the text behind it */
    rap_str number; /* as printed */
    rap_str plain;  /* "12", "(a)" with ASCII digits */
} block_label;

/* The label at the beginning of a text. `expected` is the next paragraph's number: a number without
 * a stop is one only where it is expected. */
block_label rap_label_read(rap_arena *arena, rap_str text, int expected);
/* A label with the letters that other languages print: "6 (a)". */
rap_str rap_label_plain(rap_arena *arena, rap_str label);
/* The label of a block: the one that its reader knew, with a length of 0, or that its text has. */
block_label rap_label_of(rap_arena *arena, const rap_block *block, int expected);
/* Takes the label out of the block's text into block->number. */
void rap_label_take(rap_arena *arena, rap_block *block, const block_label *label);

/* -- split.c
 * --------------------------------------------------------------------------------------- */

typedef struct {
    rap_lang lang;
    RAP_VEC(int32_t) blocks; /* indexes in the source */
} language_part;

typedef RAP_VEC(language_part) language_parts;

/* The languages in which blocks [from, to) of the source hold a text of its own, in order of
 * appearance. */
void rap_split_languages(const rap_text_rules *text, const rap_source *source, size_t from,
                         size_t to, language_parts *ret_parts);

/* A resolution's own number at the head of its title, "76/136. ...": bytes behind it, or 0; the
 * number in ASCII digits. */
size_t rap_split_number(rap_arena *arena, rap_str text, rap_str *ret_number);
/* "76/5 A", "76/5 A-B": bytes of a space and the letters that name a part of a resolution, or 0. */
size_t rap_split_part(rap_str text, size_t at);
/* Indexes of the blocks with which one resolution of several in a file begins; at least one. */
typedef RAP_VEC(int32_t) split_points;
void rap_split_resolutions(const cover_rules *rules, rap_arena *arena, const rap_blocks *blocks,
                           split_points *ret_points);

/* -- checks.c ------------------------------------------------------------------------------------
 */

/* Warns where official mark-up and the text that it marks disagree: numbers, the day of adoption,
 * verbs. Lead phrases are still those that the mark-up told. */
void rap_check_marked(builder *b);

/* -- unfold.c ------------------------------------------------------------------------------------
 */

/* The source itself, or where its text has lost its line ends, one with the paragraphs that
 * numbers, lead phrases and cover lines tell, with a warning. */
const rap_source *rap_unfold(const rap_structure_rules *rules, const rap_text_rules *text,
                             const rap_source *source);

/* -- covers.c
 * ---------------------------------------------------------------------------------------- */

/* The symbol that begins at or after *at; empty: none. */
rap_str rap_cover_symbol(rap_str text, size_t *at);
/* Reads the cover data from the blocks that are cover, title and closing. */
void rap_cover_read(builder *b);
bool rap_cover_is_meeting(const builder *b, const rap_block *block);
/* Whether the block is one date and nothing else. */
bool rap_cover_is_date(const builder *b, const rap_block *block, rap_date *ret_date);
bool rap_cover_is_annex(const builder *b, const rap_block *block);
bool rap_cover_has(const builder *b, const char *field, const rap_block *block);

/* -- speakers.c -----------------------------------------------------------------------------------
 */

/* Whether block `index` opens with the name of an organ that formulas.tsv does not list and the
 * preamble follows, in the same block or behind it; *ret_end is the byte behind the name. */
bool rap_speaker_opens(const builder *b, int32_t index, size_t *ret_end);
/* The lead phrase of a paragraph, also behind a joining word, or behind the organ or pronoun that
 * is its subject. */
rap_lead rap_speaker_lead(const builder *b, rap_str text);
/* Whether the block is an organ's verb and a colon: what follows is the operative part. */
bool rap_speaker_enacts(const builder *b, const rap_block *block);
/* Whether a text without any formula is a resolution all the same: a preamble and such a verb, or
 * a title that says so and numbered paragraphs in which an organ speaks. */
bool rap_speaker_resolves(const builder *b);

/* -- items.c --------------------------------------------------------------------------------------
 */

/* The label of a resolution's block: also "Article 2." and, under paragraph `last`, "2.1." */
block_label rap_item_label(const builder *b, const rap_block *block, int last);

/* -- oddities.c ----------------------------------------------------------------------------------
 */

/* Warns of what is odd in a text without mark-up that tells its parts. */
void rap_oddities_check(builder *b);

/* -- parts
 * ---------------------------------------------------------------------------------------------- */

bool rap_block_is_note(const rap_block *block);
/* Short, without a stop at its end: what a heading looks like. */
bool rap_block_looks_heading(const rap_block *block);
bool rap_block_ends_sentence(const rap_block *block);
bool rap_block_ends_colon(const rap_block *block);
bool rap_block_ends_comma(const rap_block *block);
/* The block in which a decision is told in a sentence ("At its 44th meeting the Assembly
 * decided:"), behind a cover that calls it one; -1: it is none, or has a formula and a preamble. */
int32_t rap_decision_told(const builder *b);
/* Resolutions and decisions: parts, numbers, levels, lead phrases. */
void rap_parts_resolution(builder *b);
/* Reports, lists, pages. */
void rap_parts_report(builder *b);
/* Labels, parents, warnings; for both. */
void rap_parts_finish(builder *b);

#endif

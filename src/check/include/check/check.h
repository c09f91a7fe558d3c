/* Check: what in a draft a reviser would mark. Works on versions as the analysis leaves them, needs
 * no register; documents that the draft cites may serve as reference through a callback.
 *
 * Rules stand in data/checks.tsv, one a row, with what they are for and an example of what is wrong
 * and of what is right, which the tests run; docs/checks.md is written from it. What they know of a
 * language stands in data/<language>/checks.tsv and data/<language>/style.tsv.
 */
#ifndef RAP_CHECK_CHECK_H
#define RAP_CHECK_CHECK_H

#include "linking/compare.h"
#include "mentions/mentions.h"
#include "model/fact.h"
#include "text/text.h"

/* A rule, as its row tells it. */
typedef struct {
    rap_str id; /* "RAP-ACRONYM-UNDEFINED"; stable */
    rap_severity severity;
    rap_str title;        /* what is found, one line without a full stop */
    rap_str why, remedy;  /* sentences */
    rap_str source;       /* who says so; empty: plain correctness */
    rap_lang lang;        /* of the examples */
    rap_str wrong, right; /* examples; paragraphs separated by " | " */
} rap_check_rule;

/* Compiled from data/; immutable, shared by threads. */
typedef struct rap_check_rules rap_check_rules;
/* NULL where a table is wrong: *error says which line. */
rap_check_rules *rap_check_rules_new(rap_error *error);
void rap_check_rules_free(rap_check_rules *rules);

size_t rap_check_rule_count(const rap_check_rules *rules);
const rap_check_rule *rap_check_rule_at(const rap_check_rules *rules, size_t index);
/* The index of a rule, letter case and the leading "RAP-" left open; SIZE_MAX where there is none.
 */
size_t rap_check_rule_find(const rap_check_rules *rules, rap_str id);
/* The page of the manual, Markdown. */
rap_str rap_check_manual(const rap_check_rules *rules, rap_arena *arena);

/* What is known of a cited document; empty members are not known. */
typedef struct {
    rap_str title; /* in the draft's language */
    rap_date adopted;
} rap_check_reference;

typedef struct {
    const bool *is_off;       /* by rule index; NULL: all rules are on */
    rap_severity least;       /* findings below it are left out */
    rap_period period;        /* the reporting period; year 0: as the draft says */
    size_t word_limit;        /* 0: the usual one of a report */
    const rap_strs *acronyms; /* that the user lets stand without their names; NULL: none */
    /* Whether a document is known by its symbol; NULL: none is. */
    bool (*find)(void *user, rap_str symbol, rap_lang lang, rap_check_reference *ret_reference);
    void *user;
} rap_check_options;

typedef struct {
    size_t rule;
    rap_severity severity;
    int32_t block;       /* -1: the document as a whole */
    rap_span span;       /* of the words in question in the block's text; empty: the block */
    rap_str message;     /* what is wrong, a sentence without a full stop */
    rap_str remedy;      /* what to do, likewise */
    rap_str replacement; /* what should stand in place of the span, where that is known */
    bool has_replacement;
} rap_check_finding;
typedef RAP_VEC(rap_check_finding) rap_check_findings;

/* What the rules find in a version, in the order of the text, those of the whole document first.
 * Lives in `arena` and in the version. */
void rap_check(const rap_check_rules *rules, const rap_text_rules *text,
               const rap_mention_rules *mentions, rap_arena *arena, const rap_version *version,
               const rap_check_options *options, rap_check_findings *ret_findings);

#endif

/* Structure: a rap_source in, versions out, one for each language in the file: parts, numbers,
 * levels, lead phrases, notes and their anchors, cover data, the kind of document. */
#ifndef RAP_STRUCTURE_STRUCTURE_H
#define RAP_STRUCTURE_STRUCTURE_H

#include "base/error.h"
#include "model/document.h"
#include "text/text.h"

/* Compiled from data/kinds.tsv and data/<language>/{cover,lead-phrases,formulas}.tsv. Immutable. */
typedef struct rap_structure_rules rap_structure_rules;
rap_structure_rules *rap_structure_rules_new(rap_error *error);
void rap_structure_rules_free(rap_structure_rules *rules);

/* `id` names the document where the user gave a name, else empty: then its symbol is its name, and
 * without a symbol `file_name` without folder and extension.
 * The versions live in source->arena. */
void rap_structure_find(const rap_structure_rules *rules, const rap_text_rules *text,
                        const rap_source *source, rap_str id, rap_str file_name,
                        rap_versions *ret_versions);

/* The lead phrase at the beginning of a preambular or operative paragraph. */
typedef struct {
    rap_span span;     /* as printed, with its adverb ("Also welcomes"); empty: none found */
    rap_str verb;      /* English lemma, "welcome" */
    bool is_operative; /* finite ("Welcomes"), not participial ("Welcoming") */
} rap_lead;

rap_lead rap_structure_lead(const rap_structure_rules *rules, rap_lang lang, rap_str text);

/* Every lead phrase in the paragraph, the first included, in order: "Welcomes ..., and invites". */
typedef RAP_VEC(rap_lead) rap_leads;
void rap_structure_leads(const rap_structure_rules *rules, rap_arena *arena, rap_lang lang,
                         rap_str text, rap_leads *ret_leads);

#endif

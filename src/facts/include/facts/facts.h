/* Facts: mandates, activities and agreements, from blocks and mentions. The engine of these rules
 * knows no word of any language; see data/README.md. */
#ifndef RAP_FACTS_FACTS_H
#define RAP_FACTS_FACTS_H

#include "mentions/mentions.h"
#include "model/fact.h"
#include "structure/structure.h"

/* Compiled from data/verbs.tsv and data/<language>/{activities,events,timing,...}.tsv. Immutable.
 */
typedef struct rap_fact_rules rap_fact_rules;
rap_fact_rules *rap_fact_rules_new(rap_error *error);
void rap_fact_rules_free(rap_fact_rules *rules);

/* What the analysis knows; borrowed. */
typedef struct {
    const rap_text_rules *text;
    const rap_structure_rules *structure;
    const rap_mention_rules *mentions;
    const rap_fact_rules *facts;
} rap_knowledge;

/* Fills version->mandates from its operative paragraphs. */
void rap_mandate_find(const rap_knowledge *knowledge, rap_version *version);
/* Fills version->activities (agreements among them) from the body of reports, lists and pages. */
void rap_activity_find(const rap_knowledge *knowledge, rap_version *version);

#endif

/* Facts: mandates, activities and agreements, from blocks and mentions. The engine of these rules
 * knows no word of any language; see data/README.md. */
#ifndef RAP_FACTS_FACTS_H
#define RAP_FACTS_FACTS_H

#include "mentions/mentions.h"
#include "model/fact.h"
#include "model/theme.h"
#include "structure/structure.h"

/* Compiled from data/verbs.tsv, data/themes.tsv, data/roles.tsv and
 * data/<language>/{activities,events,timing,themes,...}.tsv. Immutable. */
typedef struct rap_fact_rules rap_fact_rules;
/* `mentions` is needed only during the call. */
rap_fact_rules *rap_fact_rules_new(const rap_mention_rules *mentions, rap_error *error);
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
/* Fills version->activities (agreements among them) and version->figures from the body of reports,
 * lists and pages. */
void rap_activity_find(const rap_knowledge *knowledge, rap_version *version);
/* Says of each mandate and activity of the version what it is about: by its own words, else by the
 * document's title (mandates) or the heading above it (activities). */
void rap_theme_read(const rap_knowledge *knowledge, rap_version *version);
/* The themes that there are; borrowed. */
const rap_theme_table *rap_fact_themes(const rap_fact_rules *rules);
/* The sense of a canonical verb: itself where no table has it. In the arena. */
rap_str rap_fact_sense(const rap_fact_rules *rules, rap_arena *arena, rap_str verb);
/* Whether parties can have the role (data/roles.tsv). */
bool rap_fact_has_role(const rap_fact_rules *rules, rap_str role);

#endif

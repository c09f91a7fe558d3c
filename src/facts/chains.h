/* Predicates where descriptions stand before nouns and verbs have no forms. Private. */
#ifndef RAP_FACTS_CHAINS_H
#define RAP_FACTS_CHAINS_H

#include "clause.h"

/* Adds to clause->predicates those of the items from `from` on; their ends are left to the caller.
 */
void rap_clause_find_chain(rap_clause *clause, uint32_t from);

/* Whether what stands at item `i` belongs to a description of another act. False for a language of
 * another setting. */
bool rap_chain_is_of_another(const rap_clause *clause, const rap_predicate *predicate, uint32_t i);
/* Whether the words for "on the margins" close the phrase that item `i` opens. */
bool rap_chain_margin_follows(const rap_clause *clause, uint32_t i);
/* Whether a word like "before" closes the part that item `i` opens: nothing in it is the act's. */
bool rap_chain_frame_follows(const rap_clause *clause, uint32_t i);

#endif

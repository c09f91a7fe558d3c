/* Figures that a text reports: how many of what. Private to the module. */
#ifndef RAP_FACTS_FIGURES_H
#define RAP_FACTS_FIGURES_H

#include "clause.h"
#include "text/figures.h"

/* The numbers in figures of a block, names and dates apart; `mention` is its first. */
void rap_figures_scan(rap_arena *arena, const rap_version *version, uint32_t block, size_t mention,
                      rap_figures *ret_numbers);
/* Adds to version->figures what the clause's sentence reports; its activities, from `activity` on,
 * have been read. */
void rap_figures_read(const rap_fact_rules *rules, rap_clause *clause, rap_version *version,
                      rap_span sentence, const rap_figures *numbers, size_t activity);

#endif

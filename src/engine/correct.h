/* Facts as people put them right: corrections checked, applied to records, and records as facts. */
#ifndef RAP_ENGINE_CORRECT_H
#define RAP_ENGINE_CORRECT_H

#include "engine.h"

#include <jansson.h>

/* The object is released with the arena; NULL goes through. */
json_t *rap_correct_keep(rap_arena *arena, json_t *object);

/* Checks a correction, a JSON object of members of `record`, and gives it as it is kept: parties
 * and addressees by the ids that records name them by, the sense of a verb beside it. A name that
 * no table knows and the record has not is kept and told in *warnings. In the arena; NULL where it
 * cannot be. The language data must be compiled. */
json_t *rap_correct_check(const rapporteur *r, rap_arena *arena, rap_fact_kind kind,
                          const json_t *record, const json_t *correction, rap_strs *warnings,
                          rap_error *error);

/* Changes `record` as a checked correction says, and what follows from it. */
void rap_correct_apply(rap_fact_kind kind, json_t *record, const json_t *correction);
/* `record` takes in the parties, dates and places of another of its kind. */
void rap_correct_absorb(rap_fact_kind kind, json_t *record, const json_t *other);

/* A record as the fact that it is of. What is told of spans in the record alone; acts of a mandate,
 * which are not corrected, are left out. */
const rap_mandate *rap_correct_mandate(rap_arena *arena, const json_t *record);
const rap_activity *rap_correct_activity(rap_arena *arena, const json_t *record);
const rap_figure_fact *rap_correct_figure(rap_arena *arena, const json_t *record);

/* The record as text, as records are written. */
rap_str rap_correct_text(rap_arena *arena, const json_t *record);

#endif

/* The records of the guidelines as JSON objects: what the register keeps and `export` writes. */
#ifndef RAP_MODEL_RECORD_H
#define RAP_MODEL_RECORD_H

#include "base/json.h"
#include "model/fact.h"

/* Each writes one JSON object into `out`, without a line end. */
void rap_record_document(rap_buf *out, const rap_version *version);
/* Of the version they need its names and language alone; `block` is the one at `index`, or that of
 * the mandate's evidence. */
void rap_record_block(rap_buf *out, const rap_version *version, const rap_block *block,
                      size_t index);
void rap_record_mandate(rap_buf *out, const rap_version *version, const rap_block *block,
                        const rap_mandate *mandate);
void rap_record_activity(rap_buf *out, const rap_version *version, const rap_activity *activity);
void rap_record_figure(rap_buf *out, const rap_version *version, const rap_figure_fact *figure);
/* An agreement as a record of its own: parties, kind, action, dates, validity, place of evidence.
 */
void rap_record_agreement(rap_buf *out, const rap_version *version, const rap_activity *activity);

/* What links call an activity, "IPU-202-ar#1@6:0": the document with its language (added where
 * `doc` lacks it), the paragraph's label, and block and byte where its words begin. */
rap_str rap_record_activity_name(rap_arena *arena, rap_str doc, rap_lang lang, rap_str para,
                                 uint32_t block, uint32_t start);

/* The id of a fact: that name, ':' and the kind; for an activity "IPU-202-ar#1@6:0:activity". */
rap_str rap_record_fact_id(rap_arena *arena, rap_str doc, rap_lang lang, rap_str para,
                           rap_evidence evidence, rap_fact_kind kind);

/* The member "goals": the numbers of the Goals in the set (RAP_GOAL_BIT). */
void rap_record_goals(rap_json *json, uint32_t goals);

#endif

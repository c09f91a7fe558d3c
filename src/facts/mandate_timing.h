/* By when, and with what documents in hand. */
#ifndef RAP_FACTS_MANDATE_TIMING_H
#define RAP_FACTS_MANDATE_TIMING_H

#include "mandate_parties.h"

/* Sets due, timing_kind and timing_value: the session, the date or the rhythm that the paragraph
 * sets for what it asks; a session before a date, a date before a rhythm. */
void rap_mandate_timing(const mandate_context *context, rap_mandate *mandate,
                        const act_of_will *acts, size_t act_count);

/* The symbols that the paragraph cites, and its notes. */
void rap_mandate_cites(const rap_version *version, rap_mandate *mandate);

#endif

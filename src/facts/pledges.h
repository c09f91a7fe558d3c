/* Commitments that parties announce. Private to the module. */
#ifndef RAP_FACTS_PLEDGES_H
#define RAP_FACTS_PLEDGES_H

#include "activity_type.h"
#include "parties.h"

/* The pledge that a predicate tells, or NULL. Takes from the activity a date that is only that of
 * what was pledged. *ret_needs_sum: it is one only where a sum of money is told. */
rap_pledge *rap_pledge_read(rap_clause *clause, const rap_predicate *predicate,
                            const rap_act_kind *kind, const rap_gathered *found,
                            rap_activity *activity, bool *ret_needs_sum);
/* Adds the sums of money among the version's figures from `first` on that the activity tells. */
void rap_pledge_add_sums(const rap_version *version, size_t first, size_t activity,
                         rap_pledge *pledge);

#endif

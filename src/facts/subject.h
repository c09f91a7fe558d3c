/* What an activity was about, as a span. Private to the module. */
#ifndef RAP_FACTS_SUBJECT_H
#define RAP_FACTS_SUBJECT_H

#include "clause.h"

/* The span without white space, commas and quotation marks around it; empty where nothing
 * is left. */
rap_span rap_subject_trim(const rap_clause *clause, rap_span span);

#endif
